//! `/sign-in`, its second step, and `/sign-out`.

use axum::{
    extract::Query,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use domain::issue::Issue;
use frontend::{CodePage, SignInPage, texts::texts};
use serde::Deserialize;

use super::identity;
use crate::{
    actions::sign_in::{self, Knock, Origin},
    error::Error,
    http::{
        forms::{Form, encoded},
        respond::{Answer, page, page_with, see},
        session::{Visit, closed, machine as machine_cookie, opened},
    },
};

#[derive(Deserialize)]
pub struct Asked {
    next: Option<String>,
}

pub async fn form(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    show(&visit, StatusCode::OK, asked.next.filter(|next| ours(next)), None)
}

pub async fn open(visit: Visit, form: Form) -> Answer {
    let app = &visit.app;
    let next = Some(form.get("next").to_owned()).filter(|next| ours(next));
    let machine = match &visit.machine {
        Some(key) => key.clone(),
        None => sign_in::random_token()?,
    };
    let knock = Knock {
        login: form.get("login").to_owned(),
        password: form.get("password").to_owned(),
        code: None,
        origin: Origin { device_key: machine.clone(), ..visit.origin.clone() },
    };
    match sign_in::sign_in(&app.store, &app.clock, &knock).await {
        Ok(session) => {
            let next = next.unwrap_or_else(|| "/".to_owned());
            let next = match session.code_due {
                true => format!("/sign-in/code?next={}", encoded(&next)),
                false => next,
            };
            with_cookies(see(&next), &[opened(app, &session.token), machine_cookie(app, &machine)])
        }
        Err(error) => {
            let (status, why) = refusal(&visit, error)?;
            show(&visit, status, next, Some(Failed { why, login: Some(knock.login) }))
        }
    }
}

pub async fn code_form(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    code_page(&visit, StatusCode::OK, asked.next.filter(|next| ours(next)), None)
}

pub async fn code(visit: Visit, form: Form) -> Answer {
    let app = &visit.app;
    let next = Some(form.get("next").to_owned()).filter(|next| ours(next));
    let token = visit.token.clone().unwrap_or_default();
    match sign_in::second_step(&app.store, &app.clock, &token, form.get("code"), &visit.origin).await {
        Ok(session) => with_cookies(see(next.as_deref().unwrap_or("/")), &[opened(app, &session.token)]),
        Err(Error::SignedOut) => Ok(see("/sign-in")),
        Err(error) => {
            let (status, why) = refusal(&visit, error)?;
            code_page(&visit, status, next, Some(why))
        }
    }
}

/// What is said to somebody who does not get in.
pub fn refusal(visit: &Visit, error: Error) -> Result<(StatusCode, String), Error> {
    match error {
        Error::SignedOut => {
            Ok((StatusCode::UNPROCESSABLE_ENTITY, texts(visit.lang).sign_in.wrong.to_owned()))
        }
        Error::Issues(issues) => {
            let waits = issues.iter().any(|issue| issue.code == "sign_in.locked");
            let said =
                |issue: &Issue| format!("{} {}", issue.problem.get(visit.lang), issue.remedy.get(visit.lang));
            let status = if waits { StatusCode::TOO_MANY_REQUESTS } else { StatusCode::UNPROCESSABLE_ENTITY };
            Ok((status, issues.iter().map(said).collect::<Vec<_>>().join(" ")))
        }
        other => Err(other),
    }
}

pub async fn close(visit: Visit) -> Answer {
    let by_provider = match &visit.token {
        Some(token) => sign_in::sign_out(&visit.app.store, token).await?,
        None => false,
    };
    let leave = if by_provider { identity::leave(&visit).await? } else { None };
    let answer = match leave {
        Some(leave) => page(&leave)?,
        None => see("/sign-in"),
    };
    with_cookies(answer, &[closed(&visit.app)])
}

fn code_page(visit: &Visit, status: StatusCode, next: Option<String>, error: Option<String>) -> Answer {
    let frame = visit.frame(texts(visit.lang).account.code_heading)?;
    page_with(status, &CodePage { frame, next, error })
}

/// A try that opened nothing.
pub struct Failed {
    pub why: String,
    /// What was typed; nothing where nothing was.
    pub login: Option<String>,
}

pub fn show(visit: &Visit, status: StatusCode, next: Option<String>, failed: Option<Failed>) -> Answer {
    let sign_ins = visit.app.demo_sign_ins.iter().map(|row| frontend::DemoSignIn {
        login: row.login.clone(),
        role: super::show::capital(row.role_name().get(visit.lang)),
        organisation: row.organisation.clone(),
    });
    let page = SignInPage {
        frame: visit.frame(texts(visit.lang).sign_in.heading)?,
        mistyped: failed.as_ref().is_some_and(|failed| failed.login.is_some()),
        login: failed.as_ref().and_then(|failed| failed.login.clone()).unwrap_or_default(),
        error: failed.map(|failed| failed.why),
        provider: identity::button(visit, at_provider(next.as_deref())),
        demo: sign_ins.collect(),
        demo_password: visit.app.demo_password.clone(),
        next,
    };
    page_with(status, &page)
}

/// The way to the provider, and on to the page that was wanted.
fn at_provider(next: Option<&str>) -> String {
    match next {
        Some(next) => format!("/sign-in/oidc?next={}", encoded(next)),
        None => "/sign-in/oidc".to_owned(),
    }
}

/// An address of this portal and of nowhere else.
pub fn ours(next: &str) -> bool {
    next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\r', '\n'])
}

pub fn with_cookies(mut response: Response, cookies: &[String]) -> Answer {
    for cookie in cookies {
        let cookie = HeaderValue::try_from(cookie).map_err(|error| Error::fault("cookie", error))?;
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
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
