//! `/sign-in` and `/sign-out`.

use axum::{
    extract::Query,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use frontend::{SignInPage, texts::texts};
use serde::Deserialize;

use crate::{
    actions::sign_in,
    error::Error,
    http::{
        forms::Form,
        respond::{Answer, page_with, see},
        session::{Visit, closed, opened},
    },
};

#[derive(Deserialize)]
pub struct Asked {
    next: Option<String>,
}

pub async fn form(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    show(&visit, StatusCode::OK, "", asked.next.filter(|next| ours(next)), None)
}

pub async fn open(visit: Visit, form: Form) -> Answer {
    let app = &visit.app;
    let next = Some(form.get("next").to_owned()).filter(|next| ours(next));
    let login = form.get("login").to_owned();
    match sign_in::sign_in(&app.store, &app.clock, &login, form.get("password")).await {
        Ok(token) => with_cookie(see(next.as_deref().unwrap_or("/")), &opened(&token)),
        Err(Error::SignedOut) => {
            let wrong = texts(visit.lang).sign_in.wrong.to_owned();
            show(&visit, StatusCode::UNPROCESSABLE_ENTITY, &login, next, Some(wrong))
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn close(visit: Visit) -> Answer {
    if let Some(token) = &visit.token {
        sign_in::sign_out(&visit.app.store, token).await?;
    }
    with_cookie(see("/sign-in"), &closed())
}

fn show(
    visit: &Visit,
    status: StatusCode,
    login: &str,
    next: Option<String>,
    error: Option<String>,
) -> Answer {
    let sign_ins = visit.app.demo_sign_ins.iter().map(|row| frontend::DemoSignIn {
        login: row.login.clone(),
        role: super::show::capital(row.role_name().get(visit.lang)),
        organisation: row.organisation.clone(),
    });
    let page = SignInPage {
        frame: visit.frame(texts(visit.lang).sign_in.heading)?,
        login: login.to_owned(),
        error,
        next,
        demo: sign_ins.collect(),
        demo_password: visit.app.demo_password.clone(),
    };
    page_with(status, &page)
}

/// An address of this portal and of nowhere else.
fn ours(next: &str) -> bool {
    next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\r', '\n'])
}

fn with_cookie(mut response: Response, cookie: &str) -> Answer {
    let cookie = HeaderValue::try_from(cookie).map_err(|error| Error::fault("cookie", error))?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::ours;

    #[test]
    fn after_signing_in_nobody_is_led_away() {
        assert!(ours("/orders/7?x=1"));
        for foreign in ["https://evil.example", "//evil.example", "/\\evil.example", "orders"] {
            assert!(!ours(foreign), "{foreign}");
        }
    }
}
