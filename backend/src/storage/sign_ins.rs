//! Tries to sign in, one-time codes and recovery codes. These rows are about people's machines, so they may be cleared;
//! they are not part of the books.

use domain::ids::UserId;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};

use super::{execute, number, rows};

/// A try as it is written down. Logins that nobody has are counted as well, without being kept in words.
#[derive(Debug, Clone)]
pub struct Try<'a> {
    pub login_sha256: &'a str,
    pub user: Option<UserId>,
    pub at: i64,
    pub address: &'a str,
    pub device: &'a str,
    pub device_sha256: &'a str,
    pub outcome: &'a str,
    /// `password` or `oidc`
    pub way: &'a str,
}

pub async fn record(db: &impl ConnectionTrait, tried: &Try<'_>) -> Result<(), DbErr> {
    let sql = "INSERT INTO sign_in_try (login_sha256, user_id, tried_at, address, device, device_sha256, outcome, way) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = vec![
        tried.login_sha256.into(),
        tried.user.map(|user| user.0).into(),
        tried.at.into(),
        tried.address.into(),
        tried.device.into(),
        tried.device_sha256.into(),
        tried.outcome.into(),
        tried.way.into(),
    ];
    execute(db, sql, values).await.map(drop)
}

/// Failed tries with a login since a moment, after the last that succeeded.
pub async fn failures_of_login(
    db: &impl ConnectionTrait,
    login_sha256: &str,
    since: i64,
) -> Result<i64, DbErr> {
    let sql = "SELECT COUNT(*) AS n FROM sign_in_try t WHERE t.login_sha256 = $1 AND t.tried_at > $2 \
        AND t.outcome IN ('wrong', 'wrong_code') AND NOT EXISTS (SELECT 1 FROM sign_in_try s \
        WHERE s.login_sha256 = t.login_sha256 AND s.id > t.id AND s.outcome IN ('opened', 'new_device'))";
    number(db, sql, vec![login_sha256.into(), since.into()]).await
}

pub async fn failures_of_address(db: &impl ConnectionTrait, address: &str, since: i64) -> Result<i64, DbErr> {
    let sql = "SELECT COUNT(*) AS n FROM sign_in_try WHERE address = $1 AND tried_at > $2 \
        AND outcome IN ('wrong', 'wrong_code', 'locked')";
    number(db, sql, vec![address.into(), since.into()]).await
}

/// Whether the person signed in before, and never from this device.
pub async fn is_new_device(
    db: &impl ConnectionTrait,
    user: UserId,
    device_sha256: &str,
) -> Result<bool, DbErr> {
    let opened =
        "SELECT COUNT(*) AS n FROM sign_in_try WHERE user_id = $1 AND outcome IN ('opened', 'new_device')";
    let before = number(db, opened, vec![user.0.into()]).await?;
    let here = format!("{opened} AND device_sha256 = $2");
    Ok(before > 0 && number(db, &here, vec![user.0.into(), device_sha256.into()]).await? == 0)
}

#[derive(Debug, Clone, FromQueryResult)]
pub struct Past {
    pub tried_at: i64,
    pub address: String,
    pub device: String,
    pub outcome: String,
    pub way: String,
}

/// The newest first.
pub async fn history(db: &impl ConnectionTrait, user: UserId, count: u64) -> Result<Vec<Past>, DbErr> {
    let sql = format!(
        "SELECT tried_at, address, device, outcome, way FROM sign_in_try WHERE user_id = $1 ORDER BY id DESC LIMIT {count}"
    );
    rows(db, &sql, vec![user.0.into()]).await
}

/// A secret that waits for its first code, or none any more.
pub async fn set_pending(db: &impl ConnectionTrait, user: UserId, secret: Option<&str>) -> Result<(), DbErr> {
    let sql = "UPDATE user_account SET otp_pending = $2 WHERE id = $1";
    execute(db, sql, vec![user.0.into(), secret.into()]).await.map(drop)
}

pub async fn set_secret(db: &impl ConnectionTrait, user: UserId, secret: Option<&str>) -> Result<(), DbErr> {
    let sql = "UPDATE user_account SET otp_secret = $2, otp_pending = NULL WHERE id = $1";
    execute(db, sql, vec![user.0.into(), secret.into()]).await.map(drop)
}

/// Uses up a step; false when it, or a later one, was used before. Two requests with one code cannot both win.
pub async fn use_step(db: &impl ConnectionTrait, user: UserId, step: i64) -> Result<bool, DbErr> {
    let sql = "UPDATE user_account SET otp_step = $2 WHERE id = $1 AND otp_step < $2";
    Ok(execute(db, sql, vec![user.0.into(), step.into()]).await? == 1)
}

pub async fn set_recovery_codes(
    db: &impl ConnectionTrait,
    user: UserId,
    codes_sha256: &[String],
) -> Result<(), DbErr> {
    execute(db, "DELETE FROM recovery_code WHERE user_id = $1", vec![user.0.into()]).await?;
    for code in codes_sha256 {
        let sql = "INSERT INTO recovery_code (code_sha256, user_id) VALUES ($1, $2)";
        execute(db, sql, vec![code.as_str().into(), user.0.into()]).await?;
    }
    Ok(())
}

/// Uses up a recovery code; false when there is none such.
pub async fn use_recovery_code(
    db: &impl ConnectionTrait,
    user: UserId,
    code_sha256: &str,
) -> Result<bool, DbErr> {
    let sql = "DELETE FROM recovery_code WHERE user_id = $1 AND code_sha256 = $2";
    Ok(execute(db, sql, vec![user.0.into(), code_sha256.into()]).await? == 1)
}

pub async fn recovery_codes_left(db: &impl ConnectionTrait, user: UserId) -> Result<i64, DbErr> {
    number(db, "SELECT COUNT(*) AS n FROM recovery_code WHERE user_id = $1", vec![user.0.into()]).await
}
