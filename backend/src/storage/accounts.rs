//! Sign-ins, sessions and the keys of requests already answered. These rows change; they are not part of the books.

use domain::{
    ids::{LearnerId, PartyId, UserId},
    permission::{Actor, Role},
};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};

use super::{execute, registry::unknown, row, rows};

#[derive(Debug, Clone)]
pub struct Account {
    pub actor: Actor,
    pub login: String,
    pub email: String,
    pub password_hash: String,
    pub active: bool,
    /// Shared with the person's authenticator, once they have confirmed it.
    pub otp_secret: Option<String>,
    pub otp_pending: Option<String>,
}

#[derive(FromQueryResult)]
struct AccountRow {
    id: i64,
    login: String,
    email: String,
    name: String,
    role: String,
    party_id: i64,
    password_hash: String,
    learner_id: Option<i64>,
    active: bool,
    otp_secret: Option<String>,
    otp_pending: Option<String>,
}

const ACCOUNT: &str = "SELECT u.id, u.login, u.email, u.name, u.role, u.party_id, u.password_hash, u.learner_id, \
    u.active, u.otp_secret, u.otp_pending FROM user_account u";

fn account(row: AccountRow) -> Result<Account, DbErr> {
    let AccountRow {
        id,
        login,
        email,
        name,
        role,
        party_id,
        password_hash,
        learner_id,
        active,
        otp_secret,
        otp_pending,
    } = row;
    let role = Role::parse(&role).ok_or_else(|| unknown("user_account.role", &role))?;
    let learner = learner_id.map(LearnerId);
    let actor = Actor { learner, ..Actor::new(UserId(id), name, role, PartyId(party_id)) };
    Ok(Account { actor, login, email, password_hash, active, otp_secret, otp_pending })
}

pub async fn by_login(db: &impl ConnectionTrait, login: &str) -> Result<Option<Account>, DbErr> {
    row(db, &format!("{ACCOUNT} WHERE u.login = $1"), vec![login.into()]).await?.map(account).transpose()
}

pub async fn by_id(db: &impl ConnectionTrait, user: UserId) -> Result<Option<Account>, DbErr> {
    row(db, &format!("{ACCOUNT} WHERE u.id = $1"), vec![user.0.into()]).await?.map(account).transpose()
}

pub async fn all_of_everyone(db: &impl ConnectionTrait) -> Result<Vec<Account>, DbErr> {
    let found = rows(db, &format!("{ACCOUNT} ORDER BY u.party_id, u.id"), vec![]).await?;
    found.into_iter().map(account).collect()
}

pub async fn add(
    db: &impl ConnectionTrait,
    actor: &Actor,
    login: &str,
    email: &str,
    password_hash: &str,
) -> Result<(), DbErr> {
    let sql = "INSERT INTO user_account (id, login, email, name, role, party_id, learner_id, password_hash) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = vec![
        actor.user.0.into(),
        login.into(),
        email.into(),
        actor.name.as_str().into(),
        actor.role.as_str().into(),
        actor.party.0.into(),
        actor.learner.map(|learner| learner.0).into(),
        password_hash.into(),
    ];
    execute(db, sql, values).await.map(drop)
}

pub async fn set_password(db: &impl ConnectionTrait, user: UserId, password_hash: &str) -> Result<(), DbErr> {
    let sql = "UPDATE user_account SET password_hash = $2 WHERE id = $1";
    execute(db, sql, vec![user.0.into(), password_hash.into()]).await.map(drop)
}

pub async fn set_name(db: &impl ConnectionTrait, user: UserId, name: &str) -> Result<(), DbErr> {
    let sql = "UPDATE user_account SET name = $2 WHERE id = $1";
    execute(db, sql, vec![user.0.into(), name.into()]).await.map(drop)
}

pub async fn set_active(db: &impl ConnectionTrait, user: UserId, active: bool) -> Result<(), DbErr> {
    let sql = "UPDATE user_account SET active = $2 WHERE id = $1";
    execute(db, sql, vec![user.0.into(), active.into()]).await.map(drop)
}

#[derive(FromQueryResult)]
struct SessionRow {
    user_id: i64,
    delegation_id: Option<i64>,
    way: String,
}

/// Who holds a session and under which delegation, if it has not run out and waits for no code.
pub async fn by_session(
    db: &impl ConnectionTrait,
    token_sha256: &str,
    now: i64,
) -> Result<Option<(Account, Option<i64>)>, DbErr> {
    let sql = "SELECT user_id, delegation_id, way FROM session \
        WHERE token_sha256 = $1 AND expires_at > $2 AND NOT code_due";
    let Some(found) = row::<SessionRow>(db, sql, vec![token_sha256.into(), now.into()]).await? else {
        return Ok(None);
    };
    let account = by_id(db, UserId(found.user_id)).await?.filter(|account| account.active);
    Ok(account.map(|account| (account, found.delegation_id)))
}

/// Whose code a session waits for, and by which way it was opened.
pub async fn by_half_session(
    db: &impl ConnectionTrait,
    token_sha256: &str,
    now: i64,
) -> Result<Option<(Account, String)>, DbErr> {
    let sql = "SELECT user_id, delegation_id, way FROM session \
        WHERE token_sha256 = $1 AND expires_at > $2 AND code_due";
    let Some(found) = row::<SessionRow>(db, sql, vec![token_sha256.into(), now.into()]).await? else {
        return Ok(None);
    };
    let account = by_id(db, UserId(found.user_id)).await?.filter(|account| account.active);
    Ok(account.map(|account| (account, found.way)))
}

/// By which way a session was opened, while it is there.
pub async fn way_of_session(db: &impl ConnectionTrait, token_sha256: &str) -> Result<Option<String>, DbErr> {
    let sql = "SELECT user_id, delegation_id, way FROM session WHERE token_sha256 = $1";
    Ok(row::<SessionRow>(db, sql, vec![token_sha256.into()]).await?.map(|found| found.way))
}

/// A session as it is kept.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Session {
    pub token_sha256: String,
    pub opened_at: i64,
    pub expires_at: i64,
    pub address: String,
    pub device: String,
    /// `password` or `oidc`
    pub way: String,
}

pub async fn open_session(
    db: &impl ConnectionTrait,
    user: UserId,
    session: &Session,
    code_due: bool,
) -> Result<(), DbErr> {
    execute(db, "DELETE FROM session WHERE expires_at <= $1", vec![session.opened_at.into()]).await?;
    let sql = "INSERT INTO session (token_sha256, user_id, opened_at, expires_at, address, device, code_due, way) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = vec![
        session.token_sha256.as_str().into(),
        user.0.into(),
        session.opened_at.into(),
        session.expires_at.into(),
        session.address.as_str().into(),
        session.device.as_str().into(),
        code_due.into(),
        session.way.as_str().into(),
    ];
    execute(db, sql, values).await.map(drop)
}

/// Sessions that are open, newest first.
pub async fn sessions(db: &impl ConnectionTrait, user: UserId, now: i64) -> Result<Vec<Session>, DbErr> {
    let sql = "SELECT token_sha256, opened_at, expires_at, address, device, way FROM session \
        WHERE user_id = $1 AND expires_at > $2 AND NOT code_due ORDER BY opened_at DESC, token_sha256";
    rows(db, sql, vec![user.0.into(), now.into()]).await
}

pub async fn close_session(db: &impl ConnectionTrait, token_sha256: &str) -> Result<(), DbErr> {
    execute(db, "DELETE FROM session WHERE token_sha256 = $1", vec![token_sha256.into()]).await.map(drop)
}

/// Ends every session of a person; `but` stays open.
pub async fn close_sessions(db: &impl ConnectionTrait, user: UserId, but: &str) -> Result<(), DbErr> {
    let sql = "DELETE FROM session WHERE user_id = $1 AND token_sha256 <> $2";
    execute(db, sql, vec![user.0.into(), but.into()]).await.map(drop)
}

/// From now on the session acts under a delegation, or in the person's own role again.
pub async fn act_under(
    db: &impl ConnectionTrait,
    token_sha256: &str,
    delegation: Option<i64>,
) -> Result<(), DbErr> {
    let sql = "UPDATE session SET delegation_id = $2 WHERE token_sha256 = $1";
    execute(db, sql, vec![token_sha256.into(), delegation.into()]).await.map(drop)
}

#[derive(FromQueryResult)]
struct Answer {
    answer: String,
}

/// The first answer to a request, if it was answered before.
pub async fn answer(db: &impl ConnectionTrait, key: &str, user: UserId) -> Result<Option<String>, DbErr> {
    let sql = "SELECT answer FROM request_key WHERE key = $1 AND user_id = $2";
    Ok(row::<Answer>(db, sql, vec![key.into(), user.0.into()]).await?.map(|found| found.answer))
}

pub async fn remember(db: &impl ConnectionTrait, key: &str, user: UserId, answer: &str) -> Result<(), DbErr> {
    let sql = "INSERT INTO request_key (key, user_id, answer) VALUES ($1, $2, $3)";
    execute(db, sql, vec![key.into(), user.0.into(), answer.into()]).await.map(drop)
}

/// Takes a key with an empty answer; false when somebody took it before.
pub async fn claim(db: &impl ConnectionTrait, key: &str, user: UserId) -> Result<bool, DbErr> {
    let sql =
        "INSERT INTO request_key (key, user_id, answer) VALUES ($1, $2, '') ON CONFLICT (key) DO NOTHING";
    Ok(execute(db, sql, vec![key.into(), user.0.into()]).await? == 1)
}

pub async fn settle_claim(
    db: &impl ConnectionTrait,
    key: &str,
    user: UserId,
    answer: &str,
) -> Result<(), DbErr> {
    let sql = "UPDATE request_key SET answer = $3 WHERE key = $1 AND user_id = $2 AND answer = ''";
    execute(db, sql, vec![key.into(), user.0.into(), answer.into()]).await.map(drop)
}

pub async fn give_up_claim(db: &impl ConnectionTrait, key: &str, user: UserId) -> Result<(), DbErr> {
    let sql = "DELETE FROM request_key WHERE key = $1 AND user_id = $2 AND answer = ''";
    execute(db, sql, vec![key.into(), user.0.into()]).await.map(drop)
}
