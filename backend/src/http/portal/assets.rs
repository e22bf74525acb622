//! Style, script and icon, carried in the program.

use axum::{http::header, response::IntoResponse};

/// An hour: long enough to spare requests, short enough that a new version is soon seen.
const KEPT: &str = "public, max-age=3600";

pub async fn style() -> impl IntoResponse {
    asset("text/css; charset=utf-8", frontend::STYLE)
}

pub async fn script() -> impl IntoResponse {
    asset("text/javascript; charset=utf-8", frontend::SCRIPT)
}

pub async fn icon() -> impl IntoResponse {
    asset("image/svg+xml", frontend::ICON)
}

fn asset(kind: &'static str, content: &'static str) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, KEPT)], content)
}
