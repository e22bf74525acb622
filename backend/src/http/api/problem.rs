//! A refusal as JSON: a code, and every issue with its place, rule, problem and remedy in both languages.
//! A fault of ours gets a reference that also stands in the log; its inner words stay there.

use std::any::Any;

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{issue::Issue, text::Text};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    actions::{sign_in, views::Words},
    error::Error,
};

/// Why a request was refused, and what to do about it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// `issues` when something must be mended; `state` when the thing is not where the step needs it; else what is
    /// wrong with the request as a whole: `signed_out`, `forbidden`, `not_found`, `fault`.
    #[schema(example = "issues")]
    pub code: String,
    pub issues: Vec<Finding>,
    /// Of a fault of the program: name it when you ask for help.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// One thing to mend.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Finding {
    /// Stable key, `noun.fault`.
    #[schema(example = "order.licence")]
    pub code: String,
    /// The field of the request, by its JSON path; `state` when the fault is in where a thing stands.
    #[schema(example = "lines[0].quantity")]
    pub place: String,
    /// Law and article.
    #[schema(example = "NĐ 32/2019 Đ12; Luật GDNN Đ19")]
    pub rule: String,
    pub problem: Words,
    pub remedy: Words,
}

/// What a handler answers with when it cannot do what was asked.
#[derive(Debug)]
pub enum Refused {
    Action(Error),
    /// Larger than the server reads.
    TooLarge,
    /// No such operation on this address.
    Method,
}

impl From<Error> for Refused {
    fn from(error: Error) -> Refused {
        Refused::Action(error)
    }
}

impl From<Vec<Issue>> for Refused {
    fn from(issues: Vec<Issue>) -> Refused {
        Refused::Action(Error::Issues(issues))
    }
}

impl From<Issue> for Finding {
    fn from(issue: Issue) -> Finding {
        let Issue { code, place, rule, problem, remedy } = issue;
        Finding { code, place, rule, problem: problem.into(), remedy: remedy.into() }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let (status, problem) = match self {
            Refused::Action(error) => of_error(error),
            Refused::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, whole("too_large", TOO_LARGE)),
            Refused::Method => (StatusCode::METHOD_NOT_ALLOWED, whole("method", METHOD)),
        };
        let mut response = (status, Json(problem)).into_response();
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// The status and body of an action's refusal; a fault is logged here and nowhere else.
pub fn of_error(error: Error) -> (StatusCode, Problem) {
    match error {
        Error::Issues(issues) => {
            // An issue about the state of a thing, not about what was sent: another step came first.
            let waits = issues.iter().any(|issue| issue.code == "sign_in.locked");
            let of_state = issues.iter().all(|issue| issue.place == "state");
            let (status, code) = match of_state {
                _ if waits => (StatusCode::TOO_MANY_REQUESTS, "wait"),
                true => (StatusCode::CONFLICT, "state"),
                false => (StatusCode::UNPROCESSABLE_ENTITY, "issues"),
            };
            let issues = issues.into_iter().map(Finding::from).collect();
            (status, Problem { code: code.to_owned(), issues, reference: None })
        }
        Error::SignedOut => (StatusCode::UNAUTHORIZED, whole("signed_out", SIGNED_OUT)),
        Error::Forbidden => (StatusCode::FORBIDDEN, whole("forbidden", FORBIDDEN)),
        Error::NotFound => (StatusCode::NOT_FOUND, whole("not_found", NOT_FOUND)),
        Error::Fault(cause) => {
            let reference = reference();
            tracing::error!(%reference, %cause, "a request met a fault");
            let problem = Problem { reference: Some(reference), ..whole("fault", FAULT) };
            (StatusCode::INTERNAL_SERVER_ERROR, problem)
        }
    }
}

/// A panic is a fault like any other.
pub fn panicked(cause: Box<dyn Any + Send>) -> Response {
    let words = cause.downcast_ref::<&str>().map(|words| (*words).to_owned());
    let words = words.or_else(|| cause.downcast_ref::<String>().cloned());
    Refused::from(Error::fault("panic", words.unwrap_or_default())).into_response()
}

/// Short enough to be read out over the telephone.
fn reference() -> String {
    sign_in::random_token().map_or_else(|_| "00000000".to_owned(), |token| token[..8].to_owned())
}

/// Problem and remedy, each in Vietnamese and English.
type Four = [&'static str; 4];

/// A refusal of the request as a whole, said as one issue so that a client shows all refusals alike.
fn whole(code: &str, [problem_vi, problem_en, remedy_vi, remedy_en]: Four) -> Problem {
    let issue = Issue::new(code, "", "", Text::new(problem_vi, problem_en), Text::new(remedy_vi, remedy_en));
    Problem { code: code.to_owned(), issues: vec![issue.into()], reference: None }
}

const SIGNED_OUT: Four = [
    "Chưa đăng nhập, hoặc phiên đã hết hạn, hoặc tên đăng nhập và mật khẩu không đúng.",
    "Nobody is signed in, the session ran out, or login and password do not fit.",
    "Gửi POST /api/v1/session rồi gửi kèm Authorization: Bearer <token>.",
    "Send POST /api/v1/session, then Authorization: Bearer <token> with each request.",
];
const FORBIDDEN: Four = [
    "Vai trò này không được làm việc đó, hoặc không được làm với đơn vị khác.",
    "This role may not do that, or not for another organisation.",
    "Đăng nhập bằng tài khoản có thẩm quyền.",
    "Sign in as somebody who may.",
];
const NOT_FOUND: Four = [
    "Không có địa chỉ hoặc dữ liệu này trong phạm vi của bạn.",
    "There is no such address or record within what you may see.",
    "Kiểm tra địa chỉ và mã số; danh sách ở /api/docs.",
    "Check the address and the id; /api/docs lists all operations.",
];
const METHOD: Four = [
    "Địa chỉ này không nhận phương thức đó.",
    "This address does not take that method.",
    "Xem danh sách ở /api/docs.",
    "See the list at /api/docs.",
];
const TOO_LARGE: Four = [
    "Nội dung quá lớn.",
    "The body is too large.",
    "Chia thành nhiều lần gửi.",
    "Send it in several requests.",
];
const FAULT: Four = [
    "Hệ thống gặp lỗi. Không có gì được ghi dở dang.",
    "The system met a fault. Nothing was half-written.",
    "Gửi lại sau; nếu vẫn lỗi, báo cho quản trị kèm mã tham chiếu.",
    "Try again; if it stays, tell the administrator the reference.",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_fault_shows_a_reference_and_none_of_its_words() {
        let (status, problem) = of_error(Error::Fault("disk /secret is full".to_owned()));
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        let shown = serde_json::to_string(&problem).unwrap();
        assert!(!shown.contains("secret") && problem.reference.is_some_and(|reference| reference.len() == 8));
        let response = panicked(Box::new("secret"));
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    }
}
