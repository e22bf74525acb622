//! The JSON API: every operation of `/api/v1` on one page, and the document that describes them. A request becomes an
//! action's draft and an action's answer becomes JSON; nothing is decided here.

mod document;
mod enrolments;
mod fields;
mod happenings;
mod once;
mod orders;
mod page;
mod problem;
mod progress;
mod read_statements;
mod reads;
mod receive;
mod sending;
mod session;
mod settlements;

use std::{any::Any, sync::Arc};

use axum::{
    Router,
    http::{Method, header},
    middleware::from_fn_with_state,
    response::{Html, Response},
    routing::get,
};
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::openapi::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

use self::problem::Refused;
use super::{App, Route};
use crate::error::Error;

/// Every address under `/api`, and the OpenAPI document.
pub fn router(app: &App) -> (Router<App>, OpenApi) {
    let (operations, mut document) = OpenApiRouter::with_openapi(document::front())
        .nest(document::BASE, operations(app).fallback(not_found))
        .split_for_parts();
    document::complete(&mut document);
    let json: Arc<str> = document.to_json().expect("the document is plain data").into();
    let html: Arc<str> = page::page(&serde_json::json!(document)).into();
    let router = operations
        .route(
            page::DOCUMENT,
            get(async move || ([(header::CONTENT_TYPE, "application/json")], json.to_string())),
        )
        .route(page::ADDRESS, get(async move || (page::HEADERS, Html(html.to_string()))))
        .route(
            page::STYLE_ADDRESS,
            get(async || ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], page::STYLE)),
        )
        .method_not_allowed_fallback(async || Refused::Method);
    (router, document)
}

/// Every address under `/api`, from the same operations that the router serves.
pub fn list() -> Vec<Route> {
    let all = OpenApiRouter::new().nest(document::BASE, sessions().merge(writes()).merge(reads()));
    let pages = [page::DOCUMENT, page::ADDRESS, page::STYLE_ADDRESS];
    let mut list: Vec<Route> = pages.map(|path| Route { method: Method::GET, path: path.to_owned() }).into();
    for (path, item) in all.into_openapi().paths.paths {
        let served = [
            (Method::GET, item.get),
            (Method::POST, item.post),
            (Method::PUT, item.put),
            (Method::PATCH, item.patch),
            (Method::DELETE, item.delete),
        ];
        let served = served.into_iter().filter(|(_, operation)| operation.is_some());
        list.extend(served.map(|(method, _)| Route { method, path: path.clone() }));
    }
    list
}

fn operations(app: &App) -> OpenApiRouter<App> {
    // Inside the keys, so that a panic frees the key as any fault does.
    let writes =
        writes().route_layer(answer_panics()).route_layer(from_fn_with_state(app.clone(), once::once));
    sessions().route_layer(answer_panics()).merge(writes).merge(reads().route_layer(answer_panics()))
}

fn sessions() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(session::open, session::close))
}

fn writes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(orders::place))
        .routes(routes!(orders::gates))
        .routes(routes!(orders::approve))
        .routes(routes!(orders::reject))
        .routes(routes!(orders::accept))
        .routes(routes!(orders::add_host))
        .routes(routes!(orders::close))
        .routes(routes!(enrolments::enrol))
        .routes(routes!(enrolments::graduation))
        .routes(routes!(progress::report))
        .routes(routes!(progress::correct))
        .routes(routes!(progress::decide_duplicate))
        .routes(routes!(settlements::settle))
        .routes(routes!(settlements::settle_programme))
        .routes(routes!(settlements::advance))
        .routes(routes!(settlements::liquidate))
        .routes(routes!(settlements::approve))
        .routes(routes!(settlements::send_back))
        .routes(routes!(settlements::pay))
}

fn reads() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(reads::home))
        .routes(routes!(reads::programmes))
        .routes(routes!(reads::programme))
        .routes(routes!(reads::orders))
        .routes(routes!(reads::choices))
        .routes(routes!(reads::enterprises))
        .routes(routes!(reads::order))
        .routes(routes!(reads::minutes))
        .routes(routes!(reads::cohort))
        .routes(routes!(reads::learner))
        .routes(routes!(reads::why_line))
        .routes(routes!(reads::why_part))
        .routes(routes!(read_statements::list))
        .routes(routes!(read_statements::read))
        .routes(routes!(read_statements::lines))
}

fn answer_panics() -> CatchPanicLayer<fn(Box<dyn Any + Send>) -> Response> {
    CatchPanicLayer::custom(problem::panicked)
}

async fn not_found() -> Refused {
    Error::NotFound.into()
}

#[cfg(test)]
mod tests;
