//! Which account belongs to whom the provider of identities knows. A name lets a person in once; from then on it is the
//! provider's own key that counts, kept as a hash.

use domain::ids::UserId;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};

use super::{execute, row};

#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Identity {
    pub identity_name: Option<String>,
    pub identity_sha256: Option<String>,
}

pub async fn of(db: &impl ConnectionTrait, user: UserId) -> Result<Option<Identity>, DbErr> {
    let sql = "SELECT identity_name, identity_sha256 FROM user_account WHERE id = $1";
    row(db, sql, vec![user.0.into()]).await
}

#[derive(FromQueryResult)]
struct Found {
    id: i64,
}

pub async fn by_sha256(db: &impl ConnectionTrait, sha256: &str) -> Result<Option<UserId>, DbErr> {
    let sql = "SELECT id FROM user_account WHERE identity_sha256 = $1";
    Ok(row::<Found>(db, sql, vec![sha256.into()]).await?.map(|found| UserId(found.id)))
}

pub async fn by_name(db: &impl ConnectionTrait, name: &str) -> Result<Option<UserId>, DbErr> {
    let sql = "SELECT id FROM user_account WHERE identity_name = $1";
    Ok(row::<Found>(db, sql, vec![name.into()]).await?.map(|found| UserId(found.id)))
}

/// Whom the provider calls so may come in, and nobody else by this account; or, without a name, nobody at all.
pub async fn allow(db: &impl ConnectionTrait, user: UserId, name: Option<&str>) -> Result<(), DbErr> {
    let sql = "UPDATE user_account SET identity_name = $2, identity_sha256 = NULL WHERE id = $1";
    execute(db, sql, vec![user.0.into(), name.into()]).await.map(drop)
}

pub async fn link(db: &impl ConnectionTrait, user: UserId, sha256: &str) -> Result<(), DbErr> {
    let sql = "UPDATE user_account SET identity_sha256 = $2 WHERE id = $1";
    execute(db, sql, vec![user.0.into(), sha256.into()]).await.map(drop)
}
