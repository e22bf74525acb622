//! What happened to accounts, invitations that wait, and who acts for whom.

use domain::ids::UserId;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use time::Date;

use super::{
    execute, row, rows,
    sums::{Waiting, waiting},
};

/// Something that happened to an account.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Event {
    pub what: String,
    pub happened_on: Date,
    pub actor: Option<String>,
    pub note: String,
}

/// Oldest first.
pub async fn events(db: &impl ConnectionTrait, user: UserId) -> Result<Vec<Event>, DbErr> {
    let sql = "SELECT e.what, e.happened_on, u.name AS actor, e.note FROM \
        (SELECT audit_seq, id, what, happened_on, actor_id, note FROM account_event WHERE user_id = $1 \
        UNION ALL SELECT audit_seq, id, what, happened_on, actor_id, '' FROM identity_event WHERE user_id = $1) e \
        LEFT JOIN user_account u ON u.id = e.actor_id ORDER BY e.audit_seq, e.id";
    rows(db, sql, vec![user.0.into()]).await
}

/// Those who were invited and have not set a password yet.
pub async fn invited_of_everyone(db: &impl ConnectionTrait) -> Result<Vec<i64>, DbErr> {
    #[derive(FromQueryResult)]
    struct Invited {
        user_id: i64,
    }
    let found: Vec<Invited> = rows(db, "SELECT DISTINCT user_id FROM invitation", vec![]).await?;
    Ok(found.into_iter().map(|row| row.user_id).collect())
}

/// Invitations that ran out and nobody used. `first` is an account.
pub async fn invitations_expired_of_everyone(db: &impl ConnectionTrait, now: i64) -> Result<Waiting, DbErr> {
    let sql = "SELECT COUNT(DISTINCT i.user_id) AS n, MIN(i.user_id) AS first FROM invitation i \
        JOIN user_account u ON u.id = i.user_id WHERE i.expires_at <= $1 AND u.active";
    waiting(db, sql, vec![now.into()]).await
}

/// A new invitation takes the place of any earlier one.
pub async fn invite(
    db: &impl ConnectionTrait,
    user: UserId,
    token_sha256: &str,
    expires_at: i64,
) -> Result<(), DbErr> {
    take_back(db, user).await?;
    let sql = "INSERT INTO invitation (token_sha256, user_id, expires_at) VALUES ($1, $2, $3)";
    execute(db, sql, vec![token_sha256.into(), user.0.into(), expires_at.into()]).await.map(drop)
}

pub async fn take_back(db: &impl ConnectionTrait, user: UserId) -> Result<(), DbErr> {
    execute(db, "DELETE FROM invitation WHERE user_id = $1", vec![user.0.into()]).await.map(drop)
}

/// Whose invitation this is, if it has not run out.
pub async fn invited(
    db: &impl ConnectionTrait,
    token_sha256: &str,
    now: i64,
) -> Result<Option<UserId>, DbErr> {
    #[derive(FromQueryResult)]
    struct Invited {
        user_id: i64,
    }
    let sql = "SELECT user_id FROM invitation WHERE token_sha256 = $1 AND expires_at > $2";
    let found: Option<Invited> = row(db, sql, vec![token_sha256.into(), now.into()]).await?;
    Ok(found.map(|row| UserId(row.user_id)))
}

/// One person acting for another, from a day to a day.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Delegation {
    pub id: i64,
    pub giver_id: i64,
    pub holder_id: i64,
    pub giver: String,
    pub holder: String,
    pub begins_on: Date,
    pub ends_on: Date,
    pub reason: String,
    pub withdrawn: bool,
}

impl Delegation {
    pub fn holds_on(&self, day: Date) -> bool {
        !self.withdrawn && self.begins_on <= day && day <= self.ends_on
    }
}

const DELEGATION: &str = "SELECT d.id, d.giver_id, d.holder_id, g.name AS giver, h.name AS holder, d.begins_on, \
    d.ends_on, d.reason, EXISTS (SELECT 1 FROM delegation w WHERE w.withdraws = d.id) AS withdrawn \
    FROM delegation d JOIN user_account g ON g.id = d.giver_id JOIN user_account h ON h.id = d.holder_id \
    WHERE d.withdraws IS NULL";

/// Given by a person or held by them, newest first.
pub async fn delegations(db: &impl ConnectionTrait, user: UserId) -> Result<Vec<Delegation>, DbErr> {
    let sql = format!("{DELEGATION} AND (d.giver_id = $1 OR d.holder_id = $1) ORDER BY d.id DESC");
    rows(db, &sql, vec![user.0.into()]).await
}

pub async fn delegation(db: &impl ConnectionTrait, id: i64) -> Result<Option<Delegation>, DbErr> {
    row(db, &format!("{DELEGATION} AND d.id = $1"), vec![id.into()]).await
}

/// Whom the maker of a thing acted for when they made it: `table` is `orders` or `statement`.
pub async fn made_for(
    db: &impl ConnectionTrait,
    table: &'static str,
    id: i64,
) -> Result<Option<UserId>, DbErr> {
    #[derive(FromQueryResult)]
    struct ActedFor {
        giver_id: i64,
    }
    let sql = format!(
        "SELECT a.giver_id FROM {table} t JOIN acted_for a ON a.audit_seq = t.audit_seq WHERE t.id = $1"
    );
    Ok(row::<ActedFor>(db, &sql, vec![id.into()]).await?.map(|found| UserId(found.giver_id)))
}
