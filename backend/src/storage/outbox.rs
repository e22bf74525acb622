//! Mails on their way. A row is taken by putting its next try off, so of two machines one sends it, and a machine that
//! stops in between leaves it to be sent again, under the same key.

use domain::ids::UserId;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};

use super::{
    execute, number, row, rows,
    sums::{Waiting, waiting},
};

#[derive(FromQueryResult)]
struct Id {
    id: i64,
}

/// A mail as it is queued. `key` is the stable part of its Message-ID.
#[derive(Debug, Clone)]
pub struct New<'a> {
    pub user: UserId,
    /// Without one, the mail gathers the notices of a day.
    pub notice: Option<i64>,
    pub key: &'a str,
    /// The sealed key of an invitation.
    pub secret: Option<&'a str>,
    pub at: i64,
}

pub async fn queue(db: &impl ConnectionTrait, new: &New<'_>) -> Result<(), DbErr> {
    let sql = "INSERT INTO outbox (user_id, notice_id, message_key, secret, queued_at, next_try_at) \
        VALUES ($1, $2, $3, $4, $5, $5)";
    let values = vec![
        new.user.0.into(),
        new.notice.into(),
        new.key.into(),
        new.secret.map(str::to_owned).into(),
        new.at.into(),
    ];
    execute(db, sql, values).await.map(drop)
}

/// Gathers what a person wants in one mail a day and was told before a moment. False when there is nothing, or another
/// machine was faster; then the caller gives the transaction up.
pub async fn gather(db: &impl ConnectionTrait, new: &New<'_>, before: i64) -> Result<bool, DbErr> {
    let sql = "INSERT INTO outbox (user_id, message_key, queued_at, next_try_at) VALUES ($1, $2, $3, $3) \
        RETURNING id";
    let values = vec![new.user.0.into(), new.key.into(), new.at.into()];
    let Some(Id { id }) = row(db, sql, values).await? else { return Ok(false) };
    let sql = "UPDATE notice SET digest_id = $2 WHERE user_id = $1 AND way = 'daily' AND digest_id IS NULL \
        AND told_at < $3";
    Ok(execute(db, sql, vec![new.user.0.into(), id.into(), before.into()]).await? > 0)
}

/// Those with an address for whom there is something to gather.
pub async fn to_gather_of_everyone(db: &impl ConnectionTrait, before: i64) -> Result<Vec<UserId>, DbErr> {
    let sql = "SELECT DISTINCT n.user_id AS id FROM notice n JOIN user_account u ON u.id = n.user_id \
        WHERE n.way = 'daily' AND n.digest_id IS NULL AND n.told_at < $1 AND u.active AND u.email <> '' ORDER BY 1";
    let found: Vec<Id> = rows(db, sql, vec![before.into()]).await?;
    Ok(found.into_iter().map(|row| UserId(row.id)).collect())
}

/// A mail that is due.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Due {
    pub id: i64,
    pub user_id: i64,
    pub notice_id: Option<i64>,
    pub message_key: String,
    pub secret: Option<String>,
    pub queued_at: i64,
    pub tries: i32,
    pub name: String,
    pub email: String,
    pub language: String,
}

pub async fn due_of_everyone(db: &impl ConnectionTrait, now: i64, count: u64) -> Result<Vec<Due>, DbErr> {
    let sql = format!(
        "SELECT o.id, o.user_id, o.notice_id, o.message_key, o.secret, o.queued_at, o.tries, u.name, u.email, \
         u.language FROM outbox o JOIN user_account u ON u.id = o.user_id \
         WHERE o.state = 'waiting' AND o.next_try_at <= $1 ORDER BY o.next_try_at, o.id LIMIT {count}"
    );
    rows(db, &sql, vec![now.into()]).await
}

/// Takes a mail until a moment; false when another machine was faster.
pub async fn take(db: &impl ConnectionTrait, due: &Due, until: i64) -> Result<bool, DbErr> {
    let sql = "UPDATE outbox SET tries = tries + 1, next_try_at = $3 \
        WHERE id = $1 AND tries = $2 AND state = 'waiting'";
    Ok(execute(db, sql, vec![due.id.into(), due.tries.into(), until.into()]).await? == 1)
}

/// What it said, as the inbox keeps it: one notice, or those of a day.
pub async fn contents(db: &impl ConnectionTrait, due: &Due) -> Result<Vec<String>, DbErr> {
    #[derive(FromQueryResult)]
    struct Content {
        content: String,
    }
    let sql = "SELECT content FROM notice WHERE id = $1 OR digest_id = $2 ORDER BY told_at, id";
    let found: Vec<Content> = rows(db, sql, vec![due.notice_id.unwrap_or(0).into(), due.id.into()]).await?;
    Ok(found.into_iter().map(|row| row.content).collect())
}

/// It was taken by the server; an invitation's key is no longer kept.
pub async fn sent(db: &impl ConnectionTrait, id: i64, at: i64) -> Result<(), DbErr> {
    let sql = "UPDATE outbox SET state = 'sent', sent_at = $2, secret = NULL, answer = '' WHERE id = $1";
    execute(db, sql, vec![id.into(), at.into()]).await.map(drop)
}

/// It is tried again at a moment; without one, never.
pub async fn put_off(
    db: &impl ConnectionTrait,
    id: i64,
    answer: &str,
    next_try_at: Option<i64>,
) -> Result<(), DbErr> {
    let (sql, next) = match next_try_at {
        Some(next) => {
            ("UPDATE outbox SET next_try_at = $3, answer = $2 WHERE id = $1 AND state = 'waiting'", next)
        }
        None => (
            "UPDATE outbox SET state = 'failed', next_try_at = $3, answer = $2 WHERE id = $1 AND state = 'waiting'",
            0,
        ),
    };
    execute(db, sql, vec![id.into(), answer.into(), next.into()]).await.map(drop)
}

/// Begins anew with a mail that waits or was given up; false when there is none such.
pub async fn again(db: &impl ConnectionTrait, id: i64, now: i64) -> Result<bool, DbErr> {
    let sql = "UPDATE outbox SET state = 'waiting', tries = 0, queued_at = $2, next_try_at = $2, answer = '' \
        WHERE id = $1 AND state <> 'sent'";
    Ok(execute(db, sql, vec![id.into(), now.into()]).await? == 1)
}

/// An earlier invitation opens nothing any more, so its mail is not sent.
pub async fn forget_invitations(db: &impl ConnectionTrait, user: UserId) -> Result<(), DbErr> {
    let sql = "DELETE FROM outbox WHERE user_id = $1 AND secret IS NOT NULL AND state <> 'sent'";
    execute(db, sql, vec![user.0.into()]).await.map(drop)
}

/// A mail that was not sent yet, for the administrator.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Unsent {
    pub id: i64,
    pub user_id: i64,
    pub name: String,
    pub kind: Option<String>,
    pub queued_at: i64,
    pub tries: i32,
    pub next_try_at: i64,
    pub state: String,
    pub answer: String,
}

/// What was given up first, then what waits longest.
pub async fn unsent_of_everyone(
    db: &impl ConnectionTrait,
    skip: u64,
    count: u64,
) -> Result<Vec<Unsent>, DbErr> {
    let sql = format!(
        "SELECT o.id, o.user_id, u.name, n.kind, o.queued_at, o.tries, o.next_try_at, o.state, o.answer \
         FROM outbox o JOIN user_account u ON u.id = o.user_id LEFT JOIN notice n ON n.id = o.notice_id \
         WHERE o.state <> 'sent' ORDER BY o.state, o.queued_at, o.id LIMIT {count} OFFSET {skip}"
    );
    rows(db, &sql, vec![]).await
}

/// Those that were given up.
pub async fn failed_of_everyone(db: &impl ConnectionTrait) -> Result<Waiting, DbErr> {
    waiting(db, "SELECT COUNT(*) AS n, MIN(id) AS first FROM outbox WHERE state = 'failed'", vec![]).await
}

/// How many are not sent.
pub async fn unsent_count_of_everyone(db: &impl ConnectionTrait) -> Result<i64, DbErr> {
    number(db, "SELECT COUNT(*) AS n FROM outbox WHERE state <> 'sent'", vec![]).await
}
