//! Sign-ins, sessions and the keys of requests already answered. These rows change; they are not part of the books.

use domain::{
    ids::{PartyId, UserId},
    permission::{Actor, Role},
};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};

use super::{execute, registry::unknown, row};

#[derive(Debug, Clone)]
pub struct Account {
    pub actor: Actor,
    pub password_hash: String,
}

#[derive(FromQueryResult)]
struct AccountRow {
    id: i64,
    name: String,
    role: String,
    party_id: i64,
    password_hash: String,
}

const ACCOUNT: &str = "SELECT u.id, u.name, u.role, u.party_id, u.password_hash FROM user_account u";

fn account(row: AccountRow) -> Result<Account, DbErr> {
    let role = Role::parse(&row.role).ok_or_else(|| unknown("user_account.role", &row.role))?;
    let actor = Actor { user: UserId(row.id), name: row.name, role, party: PartyId(row.party_id) };
    Ok(Account { actor, password_hash: row.password_hash })
}

pub async fn by_login(db: &impl ConnectionTrait, login: &str) -> Result<Option<Account>, DbErr> {
    row(db, &format!("{ACCOUNT} WHERE u.login = $1"), vec![login.into()]).await?.map(account).transpose()
}

pub async fn by_id(db: &impl ConnectionTrait, user: UserId) -> Result<Option<Account>, DbErr> {
    row(db, &format!("{ACCOUNT} WHERE u.id = $1"), vec![user.0.into()]).await?.map(account).transpose()
}

pub async fn add(
    db: &impl ConnectionTrait,
    actor: &Actor,
    login: &str,
    password_hash: &str,
) -> Result<(), DbErr> {
    let sql = "INSERT INTO user_account (id, login, name, role, party_id, password_hash) VALUES ($1, $2, $3, $4, $5, $6)";
    let values = vec![
        actor.user.0.into(),
        login.into(),
        actor.name.as_str().into(),
        actor.role.as_str().into(),
        actor.party.0.into(),
        password_hash.into(),
    ];
    execute(db, sql, values).await.map(drop)
}

/// Who holds a session, if it has not run out.
pub async fn by_session(
    db: &impl ConnectionTrait,
    token_sha256: &str,
    now: i64,
) -> Result<Option<Account>, DbErr> {
    let sql = format!(
        "{ACCOUNT} JOIN session s ON s.user_id = u.id WHERE s.token_sha256 = $1 AND s.expires_at > $2"
    );
    row(db, &sql, vec![token_sha256.into(), now.into()]).await?.map(account).transpose()
}

pub async fn open_session(
    db: &impl ConnectionTrait,
    token_sha256: &str,
    user: UserId,
    now: i64,
    expires_at: i64,
) -> Result<(), DbErr> {
    execute(db, "DELETE FROM session WHERE expires_at <= $1", vec![now.into()]).await?;
    let sql = "INSERT INTO session (token_sha256, user_id, expires_at) VALUES ($1, $2, $3)";
    execute(db, sql, vec![token_sha256.into(), user.0.into(), expires_at.into()]).await.map(drop)
}

pub async fn close_session(db: &impl ConnectionTrait, token_sha256: &str) -> Result<(), DbErr> {
    execute(db, "DELETE FROM session WHERE token_sha256 = $1", vec![token_sha256.into()]).await.map(drop)
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
