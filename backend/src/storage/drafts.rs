//! Orders that are not finished: what somebody typed, as they typed it. A tool and no history; nothing is reserved.

use domain::ids::{OrderId, PartyId, UserId};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};

use super::{execute, number, row, rows};

#[derive(Debug, Clone, FromQueryResult)]
pub struct Draft {
    pub id: i64,
    pub changed_by: String,
    pub changed_at: i64,
    /// The order that this one is to take the place of, and its number.
    pub corrects: Option<i64>,
    pub corrects_number: Option<String>,
    pub content: String,
}

const DRAFT: &str = "SELECT d.id, COALESCE(u.name, '') AS changed_by, d.changed_at, d.corrects, o.number AS corrects_number, \
    d.content FROM order_draft d LEFT JOIN user_account u ON u.id = d.changed_by LEFT JOIN orders o ON o.id = d.corrects";

/// Drafts of an organisation, the one changed last first.
pub async fn of_party(db: &impl ConnectionTrait, party: PartyId) -> Result<Vec<Draft>, DbErr> {
    let sql = format!("{DRAFT} WHERE d.party_id = $1 ORDER BY d.changed_at DESC, d.id DESC");
    rows(db, &sql, vec![party.0.into()]).await
}

pub async fn find(db: &impl ConnectionTrait, party: PartyId, id: i64) -> Result<Option<Draft>, DbErr> {
    row(db, &format!("{DRAFT} WHERE d.party_id = $1 AND d.id = $2"), vec![party.0.into(), id.into()]).await
}

/// The draft that is to take an order's place, while there is one.
pub async fn correcting(db: &impl ConnectionTrait, order: OrderId) -> Result<Option<i64>, DbErr> {
    let sql = "SELECT id AS n FROM order_draft WHERE corrects = $1 ORDER BY id LIMIT 1";
    Ok(Some(number(db, sql, vec![order.0.into()]).await?).filter(|id| *id > 0))
}

pub async fn insert(
    db: &impl ConnectionTrait,
    party: PartyId,
    by: UserId,
    at: i64,
    corrects: Option<OrderId>,
    content: &str,
) -> Result<i64, DbErr> {
    let sql = "INSERT INTO order_draft (party_id, changed_by, changed_at, corrects, content) VALUES ($1, $2, $3, $4, $5)";
    let corrects = corrects.map(|order| order.0);
    execute(db, sql, vec![party.0.into(), by.0.into(), at.into(), corrects.into(), content.into()]).await?;
    number(db, "SELECT MAX(id) AS n FROM order_draft", vec![]).await
}

pub async fn update(
    db: &impl ConnectionTrait,
    id: i64,
    by: UserId,
    at: i64,
    content: &str,
) -> Result<(), DbErr> {
    let sql = "UPDATE order_draft SET changed_by = $2, changed_at = $3, content = $4 WHERE id = $1";
    execute(db, sql, vec![id.into(), by.0.into(), at.into(), content.into()]).await.map(drop)
}

pub async fn delete(db: &impl ConnectionTrait, id: i64) -> Result<(), DbErr> {
    execute(db, "DELETE FROM order_draft WHERE id = $1", vec![id.into()]).await.map(drop)
}
