//! `Idempotency-Key`: a request sent again with the same key by the same person gets the first answer and changes
//! nothing. The key is taken before anything is done, so of two sent at once only one acts.

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::{issue::Issue, ledger::hex, permission::Actor, text::Text};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    problem::Refused,
    receive::{Token, bytes},
};
use crate::{
    actions::sign_in::{self, Claim},
    error::Error,
    http::App,
};

pub const HEADER: &str = "Idempotency-Key";
/// Says that this answer was given before.
pub const REPLAYED: &str = "idempotency-replayed";
const LONGEST_KEY: usize = 200;
/// Answers of writes are ids and issues; a class of issues stays far below.
const LARGEST_ANSWER: usize = 16 * 1024 * 1024;

/// An answer as it is kept.
#[derive(Serialize, Deserialize)]
struct Answer {
    /// Hash of the request that was answered.
    request: String,
    status: u16,
    body: String,
}

/// Wraps every write.
pub async fn once(State(app): State<App>, request: Request, next: Next) -> Response {
    let key = match key(request.headers()) {
        Ok(Some(key)) => key,
        Ok(None) => return next.run(request).await,
        Err(refused) => return refused.into_response(),
    };
    // Without a token the handler itself says that nobody is signed in.
    let Some(Token(token)) = Token::of(request.headers()) else { return next.run(request).await };
    answer(app, &key, &token, request, next).await.unwrap_or_else(Refused::into_response)
}

async fn answer(app: App, key: &str, token: &str, request: Request, next: Next) -> Result<Response, Refused> {
    let actor = sign_in::actor(&app.store, &app.clock, token).await?.ok_or(Error::SignedOut)?;
    // Keys are people's own: two persons may use the same one.
    let key = format!("api:{}:{key}", actor.user.0);
    let (parts, body) = request.into_parts();
    let mut hash = Sha256::new();
    hash.update(format!("{} {}\n", parts.method, parts.uri));
    let body = bytes(Request::new(body), &app).await?;
    hash.update(&body);
    let sent = hex(&hash.finalize());
    match sign_in::claim(&app.store, &actor, &key).await? {
        Claim::Waiting => Err(waiting().into()),
        Claim::Answered(answer) => again(&sent, &answer),
        Claim::Mine => {
            let request = Request::from_parts(parts, Body::from(body));
            // On a task of its own: a client that hangs up must not leave the key taken and the answer unknown.
            let work = tokio::spawn(first(app, actor, key, sent, request, next));
            work.await.map_err(|error| Error::fault("request", error))?
        }
    }
}

/// Acts, and keeps the answer unless it is a fault of ours: then nothing was written and the key is free again.
async fn first(
    app: App,
    actor: Actor,
    key: String,
    request: String,
    act: Request,
    next: Next,
) -> Result<Response, Refused> {
    let (parts, body) = next.run(act).await.into_parts();
    let body = to_bytes(body, LARGEST_ANSWER).await.map_err(|error| Error::fault("answer", error))?;
    if parts.status.is_server_error() {
        sign_in::give_up_claim(&app.store, &actor, &key).await?;
    } else {
        let body = String::from_utf8_lossy(&body).into_owned();
        let answer = Answer { request, status: parts.status.as_u16(), body };
        let answer = serde_json::to_string(&answer).expect("an answer is plain data");
        sign_in::settle_claim(&app.store, &actor, &key, &answer).await?;
    }
    Ok(Response::from_parts(parts, Body::from(body)))
}

/// The first answer again, if it was the same request.
fn again(sent: &str, answer: &str) -> Result<Response, Refused> {
    let Answer { request, status, body } =
        serde_json::from_str(answer).map_err(|error| Error::fault("kept answer", error))?;
    if request != sent {
        return Err(reused().into());
    }
    let status = StatusCode::from_u16(status).map_err(|error| Error::fault("kept answer", error))?;
    let kind = match status.is_success() {
        true => "application/json",
        false => "application/problem+json",
    };
    let mut headers = HeaderMap::new();
    headers.insert(REPLAYED, HeaderValue::from_static("true"));
    if !body.is_empty() {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    Ok((status, headers, body).into_response())
}

fn key(headers: &HeaderMap) -> Result<Option<String>, Refused> {
    let Some(value) = headers.get(HEADER) else { return Ok(None) };
    match value.to_str() {
        Ok(key) if (1..=LONGEST_KEY).contains(&key.len()) => Ok(Some(key.to_owned())),
        _ => Err(issue(
            HEADER,
            "request.key",
            Text::new(
                format!("Khóa phải có từ 1 đến {LONGEST_KEY} ký tự ASCII."),
                format!("A key has 1 to {LONGEST_KEY} ASCII characters."),
            ),
            Text::new("Dùng một UUID.", "Take a UUID."),
        )
        .into()),
    }
}

fn reused() -> Vec<Issue> {
    issue(
        HEADER,
        "request.key_reused",
        Text::new("Khóa này đã dùng cho một yêu cầu khác.", "This key was used for a different request."),
        Text::new("Dùng khóa mới cho mỗi yêu cầu mới.", "Take a new key for each new request."),
    )
}

fn waiting() -> Vec<Issue> {
    issue(
        "state",
        "request.key_waiting",
        Text::new(
            "Yêu cầu đầu tiên với khóa này chưa trả lời xong.",
            "The first request with this key is not answered yet.",
        ),
        Text::new(
            "Gửi lại sau; nếu vẫn vậy, xem dữ liệu đã có chưa rồi gửi với khóa mới.",
            "Send it again later; if it stays, look whether it took effect, then use a new key.",
        ),
    )
}

fn issue(place: &str, code: &str, problem: Text, remedy: Text) -> Vec<Issue> {
    vec![Issue::new(code, place, "/api/docs", problem, remedy)]
}
