//! How a handler answers: a page, a redirect, or an error that becomes a page of its own. A fault of ours is logged
//! here and nowhere else, under a reference that the person is shown; no personal data goes into the log.

use std::{any::Any, sync::Arc};

use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use domain::issue::Issue;
use frontend::{ErrorPage, Template, texts::texts};
use tower_http::csrf::ProtectionError;

use super::{
    App,
    forms::{Form, encoded},
    session::{self, Member, Visit},
};
use crate::{
    actions::sign_in::{self, Claim},
    error::Error,
};

/// What a handler gives back.
pub type Answer = Result<Response, Failure>;

/// An error on its way to `explain`, which makes a page of it.
#[derive(Debug, Clone)]
pub struct Failure(Arc<Error>);

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure(Arc::new(error))
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

pub fn page(template: &impl Template) -> Answer {
    page_with(StatusCode::OK, template)
}

/// The same page again, with everything that must be mended.
pub fn refused(template: &impl Template) -> Answer {
    page_with(StatusCode::UNPROCESSABLE_ENTITY, template)
}

pub fn page_with(status: StatusCode, template: &impl Template) -> Answer {
    let html = template.render().map_err(|error| Error::fault("template", error))?;
    Ok((status, Html(html)).into_response())
}

/// After a deed the browser looks at the page that shows it.
pub fn see(location: &str) -> Response {
    match HeaderValue::try_from(location) {
        Ok(location) => (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response(),
        Err(error) => Failure::from(Error::fault("redirect", error)).into_response(),
    }
}

pub async fn not_found() -> Failure {
    Error::NotFound.into()
}

/// A panic is a fault like any other.
pub fn panicked(cause: Box<dyn Any + Send>) -> Response {
    let words = cause.downcast_ref::<&str>().map(|words| (*words).to_owned());
    let words = words.or_else(|| cause.downcast_ref::<String>().cloned());
    Failure::from(Error::fault("panic", words.unwrap_or_default())).into_response()
}

/// Does the deed of a form once. The same form sent again, or twice at once, gets the first answer: the address of
/// the page to look at. The deed runs on a task of its own, so that a browser that hangs up leaves nothing half-known.
pub async fn once<F>(member: &Member, form: &Form, deed: F) -> Result<String, Error>
where
    F: Future<Output = Result<String, Error>> + Send + 'static,
{
    let run = |deed: F| async { tokio::spawn(deed).await.map_err(|error| Error::fault("deed", error))? };
    let key = form.get("form_key");
    if key.is_empty() {
        return run(deed).await;
    }
    let (store, actor) = (&member.ctx.store, &member.ctx.actor);
    let key = name_of(member, key);
    match sign_in::claim(store, actor, &key).await? {
        Claim::Answered(location) => Ok(location),
        Claim::Waiting => Err(still_at_work().into()),
        Claim::Mine => {
            let result = run(deed).await;
            match &result {
                Ok(location) => sign_in::settle_claim(store, actor, &key, location).await?,
                Err(_) => sign_in::give_up_claim(store, actor, &key).await?,
            }
            result
        }
    }
}

/// Where the browser was sent when this form was answered before. Asked before the form is read, so that a repeat is
/// never refused for what it says.
pub async fn repeated(member: &Member, form: &Form) -> Result<Option<Response>, Error> {
    let key = form.get("form_key");
    if key.is_empty() {
        return Ok(None);
    }
    let key = name_of(member, key);
    let answer = sign_in::answered(&member.ctx.store, &member.ctx.actor, &key).await?;
    Ok(answer.filter(|location| !location.is_empty()).map(|location| see(&location)))
}

/// People's keys are their own, and a key counts for one address.
fn name_of(member: &Member, key: &str) -> String {
    format!("form:{}:{}:{key}", member.ctx.actor.user.0, member.visit.address)
}

fn still_at_work() -> Issue {
    use domain::text::Text;
    Issue::new(
        "form.at_work",
        "",
        "",
        Text::new("Yêu cầu này đang được xử lý.", "This request is still being worked on."),
        Text::new("Tải lại trang sau giây lát.", "Reload the page in a moment."),
    )
}

/// Wraps every page: what failed becomes a page, and a language that was asked for is remembered.
pub async fn explain(State(app): State<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let chosen = session::chosen(&app, &parts.uri);
    let asked = parts.clone();
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let failure = match response.extensions().get::<ProtectionError>() {
        Some(_) => Some(Error::Forbidden.into()),
        None => response.extensions().get::<Failure>().cloned(),
    };
    if let Some(Failure(error)) = failure {
        response = match Visit::of(&asked, &app).await {
            Ok((visit, _)) => explained(&visit, &asked.method, &error),
            Err(fault) => {
                log(&fault);
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        };
    }
    if let Some(cookie) = chosen.and_then(|cookie| HeaderValue::try_from(cookie).ok()) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

fn explained(visit: &Visit, method: &Method, error: &Error) -> Response {
    let frame = match visit.frame("") {
        Ok(frame) => frame,
        Err(fault) => {
            log(&fault);
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let (status, page) = match error {
        Error::SignedOut => {
            let back = method == Method::GET && visit.address != "/";
            let next = if back { format!("?next={}", encoded(&visit.address)) } else { String::new() };
            return see(&format!("/sign-in{next}"));
        }
        Error::Forbidden => (StatusCode::FORBIDDEN, ErrorPage::forbidden(frame)),
        Error::NotFound => (StatusCode::NOT_FOUND, ErrorPage::not_found(frame)),
        Error::Issues(issues) => (StatusCode::UNPROCESSABLE_ENTITY, unfit(visit, frame, issues)),
        Error::Fault(_) => (StatusCode::INTERNAL_SERVER_ERROR, ErrorPage::fault(frame, log(error))),
    };
    page_with(status, &page).unwrap_or_else(|failure| {
        log(&failure.0);
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    })
}

/// A request that no form sent and that does not fit.
fn unfit(visit: &Visit, mut frame: frontend::frame::Frame, issues: &[Issue]) -> ErrorPage {
    let t = &texts(visit.lang).error;
    t.refused.clone_into(&mut frame.title);
    ErrorPage {
        frame,
        code: StatusCode::UNPROCESSABLE_ENTITY.as_u16(),
        text: issues.first().map_or(t.refused_text, |issue| issue.problem.get(visit.lang)).to_owned(),
        what_to_do: issues.iter().map(|issue| issue.remedy.get(visit.lang).to_owned()).collect(),
        reference: None,
    }
}

/// Logs a fault; answers with the reference under which it stands in the log.
fn log(fault: &Error) -> String {
    let token = sign_in::random_token().unwrap_or_else(|_| "00000000".to_owned()).to_uppercase();
    let reference = format!("{}-{}", &token[..4], &token[4..8]);
    tracing::error!(reference, fault = %fault, "a request failed");
    reference
}
