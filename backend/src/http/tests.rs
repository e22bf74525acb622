//! What every page must hold, asked through the front door without a network. What people do with the pages is asked
//! by the end-to-end suites.

use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
    response::Response,
};
use time::macros::date;
use tower::ServiceExt;

use super::{App, router};
use crate::{actions::Store, clock::Clock};

/// An empty house in a file of its own.
async fn house(name: &str) -> App {
    let file = std::env::temp_dir().join(format!("dathang-http-{name}-{}.db", std::process::id()));
    let _ = std::fs::remove_file(&file);
    let store = Store::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    store.migrate().await.unwrap();
    let clock = Clock::set_to(date!(2025 - 06 - 01));
    App {
        store,
        clock,
        behind_tls: false,
        portal: None,
        oidc: None,
        sends_mail: false,
        demo_sign_ins: Vec::new(),
        demo_password: None,
    }
}

async fn ask(app: &App, request: Request<Body>) -> (StatusCode, axum::http::HeaderMap, String) {
    let response: Response = router(app.clone()).oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, 1_000_000).await.unwrap();
    (parts.status, parts.headers, String::from_utf8(bytes.to_vec()).unwrap())
}

fn get(address: &str) -> Request<Body> {
    Request::get(address).body(Body::empty()).unwrap()
}

#[tokio::test]
async fn who_is_not_signed_in_is_asked_to_and_led_back() {
    let app = house("signed-out").await;
    let (status, headers, _) = ask(&app, get("/orders?state=submitted")).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(headers[header::LOCATION], "/sign-in?next=%2Forders%3Fstate%3Dsubmitted");
    let (status, headers, page) = ask(&app, get("/sign-in?next=%2Forders&lang=en")).await;
    assert_eq!(status, StatusCode::OK);
    assert!(headers[header::SET_COOKIE].to_str().unwrap().starts_with("dathang_lang=en;"));
    assert!(page.contains("name=\"next\" value=\"/orders\"") && page.contains("lang=\"en\""));
}

#[tokio::test]
async fn a_wrong_password_says_so_and_opens_nothing() {
    let app = house("wrong-password").await;
    let request = Request::post("/sign-in")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from("login=nobody&password=x"))
        .unwrap();
    let (status, headers, page) = ask(&app, request).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!headers.contains_key(header::SET_COOKIE));
    assert!(page.contains("Tên đăng nhập hoặc mật khẩu không đúng."));
}

#[tokio::test]
async fn a_form_on_another_site_changes_nothing() {
    let app = house("cross-site").await;
    let request = Request::post("/sign-out")
        .header("sec-fetch-site", "cross-site")
        .header(header::ORIGIN, "https://evil.example")
        .body(Body::empty())
        .unwrap();
    let (status, _, page) = ask(&app, request).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(page.contains("<h1>Không có quyền</h1>"));
}

#[tokio::test]
async fn every_answer_carries_its_guards_and_assets_are_kept() {
    let app = house("guards").await;
    let (status, headers, page) = ask(&app, get("/nowhere")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(page.contains("Không tìm thấy trang"));
    assert!(headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().starts_with("default-src 'self'"));
    assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    assert_eq!(headers[header::REFERRER_POLICY], "same-origin");
    assert_eq!(headers[header::CACHE_CONTROL], "no-store");
    let (status, headers, _) = ask(&app, get("/assets/style.css")).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(headers[header::CACHE_CONTROL], "public, max-age=3600");
}

#[tokio::test]
async fn behind_tls_a_cookie_is_for_this_host_alone() {
    let plain = house("plain-http").await;
    let app = App { behind_tls: true, ..house("behind-tls").await };
    let (_, headers, _) = ask(&app, get("/sign-in?lang=en")).await;
    let cookie = headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with("__Host-dathang_lang=en;") && cookie.ends_with("; Secure"), "{cookie}");
    assert!(headers[header::STRICT_TRANSPORT_SECURITY].to_str().unwrap().starts_with("max-age=63072000"));
    let with = |name: &str| {
        Request::get("/sign-in").header(header::COOKIE, format!("{name}=en")).body(Body::empty())
    };
    let (_, _, page) = ask(&app, with("__Host-dathang_lang").unwrap()).await;
    assert!(page.contains("lang=\"en\""));
    // A cookie that another host could have set is no cookie of ours.
    let (_, _, page) = ask(&app, with("dathang_lang").unwrap()).await;
    assert!(page.contains("<html lang=\"vi\">"));
    let (_, headers, _) = ask(&plain, get("/sign-in?lang=en")).await;
    assert!(!headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
    assert!(headers[header::SET_COOKIE].to_str().unwrap().starts_with("dathang_lang=en;"));
}
