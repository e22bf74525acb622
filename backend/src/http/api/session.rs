//! Signing in and out. The token stands for the person until it runs out.

use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    problem::Refused,
    receive::{Body, From, Token},
};
use crate::{
    actions::sign_in::{self, Knock},
    http::App,
};

/// Login and password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    pub login: String,
    #[schema(format = Password)]
    pub password: String,
    /// Of the authenticator, from who has set one up.
    #[serde(default)]
    #[schema(example = "123456")]
    pub code: Option<String>,
}

/// A session.
#[derive(Debug, Serialize, ToSchema)]
pub struct Session {
    /// For the header `Authorization: Bearer <token>`.
    pub token: String,
    #[schema(example = 43200)]
    pub expires_in_seconds: i64,
}

/// Sign in
///
/// Đăng nhập, nhận token dùng cho các lần gọi sau.
#[utoipa::path(post, path = "/session", tag = "session", operation_id = "sign_in", security(()),
    request_body = Credentials,
    responses((status = 201, description = "The session is open", body = Session)))]
pub async fn open(
    State(app): State<App>,
    From(origin): From,
    Body(given): Body<Credentials>,
) -> Result<(StatusCode, Json<Session>), Refused> {
    let Credentials { login, password, code } = given;
    // No page asks for the code here, so it comes with the password or not at all.
    let knock = Knock { login, password, code: Some(code.unwrap_or_default()), origin };
    let sign_in::Opened { token, .. } = sign_in::sign_in(&app.store, &app.clock, &knock).await?;
    Ok((StatusCode::CREATED, Json(Session { token, expires_in_seconds: sign_in::SESSION_SECONDS })))
}

/// Sign out
///
/// Đăng xuất: token không còn dùng được.
#[utoipa::path(delete, path = "/session", tag = "session", operation_id = "sign_out",
    responses((status = 204, description = "The session is closed")))]
pub async fn close(State(app): State<App>, Token(token): Token) -> Result<StatusCode, Refused> {
    sign_in::sign_out(&app.store, &token).await?;
    Ok(StatusCode::NO_CONTENT)
}
