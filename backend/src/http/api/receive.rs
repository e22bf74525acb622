//! What a request brings: who sends it, which thing it is about, and its JSON body. A body that cannot be read is
//! refused with the place, line and column where reading stopped.

use std::convert::Infallible;

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, Query, Request},
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::IntoResponse,
};
use domain::{issue::Issue, text::Text};
use serde::de::DeserializeOwned;

use super::problem::Refused;
use crate::{
    actions::{
        Ctx,
        sign_in::{self, Origin},
    },
    error::Error,
    http::{App, session},
};

/// The session token of the `Authorization` header.
pub struct Token(pub String);

/// A signed-in person, ready to act.
pub struct Signed(pub Ctx);

/// Where the request comes from.
pub struct From(pub Origin);

/// The id in the address. What is not a number names nothing.
pub struct At<T>(pub T);

/// The parameters behind `?`.
pub struct Asked<T>(pub T);

/// The JSON body.
pub struct Body<T>(pub T);

impl Token {
    pub fn of(headers: &HeaderMap) -> Option<Token> {
        let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| Token(token.trim().to_owned()))
    }
}

impl FromRequestParts<App> for Token {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Token, Refused> {
        Ok(Token::of(&parts.headers).ok_or(Error::SignedOut)?)
    }
}

impl FromRequestParts<App> for From {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<From, Infallible> {
        Ok(From(session::origin(parts, app)))
    }
}

impl FromRequestParts<App> for Signed {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Signed, Refused> {
        let Token(token) = Token::from_request_parts(parts, app).await?;
        let actor = sign_in::actor(&app.store, &app.clock, &token).await?.ok_or(Error::SignedOut)?;
        Ok(Signed(Ctx::new(app.store.clone(), app.clock.clone(), actor)))
    }
}

impl<T: DeserializeOwned + Send> FromRequestParts<App> for At<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<At<T>, Refused> {
        let Path(id) = Path::from_request_parts(parts, app).await.map_err(|_| Error::NotFound)?;
        Ok(At(id))
    }
}

impl<T: DeserializeOwned> FromRequestParts<App> for Asked<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Asked<T>, Refused> {
        match Query::from_request_parts(parts, app).await {
            Ok(Query(asked)) => Ok(Asked(asked)),
            Err(rejection) => Err(vec![unreadable("query", &rejection.body_text(), None)].into()),
        }
    }
}

impl<T: DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, app: &App) -> Result<Body<T>, Refused> {
        let bytes = bytes(request, app).await?;
        Ok(Body(read(&bytes)?))
    }
}

/// The whole body; refused when it is larger than the server reads.
pub async fn bytes(request: Request, app: &App) -> Result<Bytes, Refused> {
    Bytes::from_request(request, app).await.map_err(|rejection| match rejection.into_response().status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refused::TooLarge,
        _ => vec![unreadable("body", "the body broke off", None)].into(),
    })
}

/// Reads a body, or says where it cannot be read.
fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Vec<Issue>> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        vec![stopped(&path, error.inner())]
    })?;
    json.end().map_err(|error| vec![stopped(".", &error)])?;
    Ok(value)
}

fn stopped(path: &str, error: &serde_json::Error) -> Issue {
    let (line, column) = (error.line(), error.column());
    let full = error.to_string();
    let message = full.split(" at line ").next().unwrap_or(&full);
    // The path ends at the object that lacks the field; the person looks for the field.
    let missing = message.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`'));
    let place = match (path, missing) {
        // Where the text is not JSON, or nothing is known of the path, the spot in the text is the place.
        _ if !error.is_data() || path.contains('?') => format!("line {line}, column {column}"),
        (".", None) => format!("line {line}, column {column}"),
        (".", Some(field)) => field.to_owned(),
        (path, None) => path.to_owned(),
        (path, Some(field)) => format!("{path}.{field}"),
    };
    unreadable(&place, message, Some((line, column)))
}

/// `spot` is line and column, where there are any.
fn unreadable(place: &str, message: &str, spot: Option<(usize, usize)>) -> Issue {
    let (vi, en) = match spot {
        Some((line, column)) => {
            (format!("Dòng {line}, cột {column}: "), format!("Line {line}, column {column}: "))
        }
        None => (String::new(), String::new()),
    };
    Issue::new(
        "request.json",
        place,
        "/api/openapi.json",
        Text::new(format!("{vi}không đọc được ({message})."), format!("{en}{message}.")),
        Text::new("Sửa theo mô tả ở /api/docs.", "Mend it after the description at /api/docs."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::api::orders::OrderBody;

    fn place(json: &str) -> (String, String) {
        let issues = read::<OrderBody>(json.as_bytes()).err().unwrap();
        (issues[0].place.clone(), issues[0].problem.en.clone())
    }

    #[test]
    fn a_body_that_cannot_be_read_names_the_place() {
        let (at, why) = place("{\n  \"programme\": \"qd1446\",,\n}");
        assert_eq!(at, "line 2, column 25");
        assert!(why.starts_with("Line 2, column 25: "), "{why}");
        assert_eq!(place(r#"{"programme":"qd1446","provider":1}"#).0, "lines");
        let line = r#"{"occupation":"6510216","mode":"formal","quantity":"35"}"#;
        let order = format!(r#"{{"programme":"qd1446","provider":1,"lines":[{line}]}}"#);
        assert_eq!(place(&order).0, "lines[0].quantity");
        assert_eq!(place(r#"{"programme":"qd1446","price":1}"#).0, "price");
    }
}
