//! Amendments of orders: versions with their lines and steps, the facts they say to the settlement, and places that go
//! from one order to another.

use std::collections::HashMap;

use domain::{
    amendment::{State, Terms},
    calendar::Moment,
    fact::{Fact, Happening},
    ids::{FactId, OrderId, OrderLineId, PartyId, UserId},
    money::Money,
    permission::Scope,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder};
use time::Date;

use super::{
    orders::within,
    registry::unknown,
    row, rows,
    tables::{amendment_line, order_fact},
};

#[derive(Debug, Clone)]
pub struct Amendment {
    pub id: i64,
    pub order: OrderId,
    pub order_number: String,
    pub provider: PartyId,
    pub number: i32,
    pub governs_from: Date,
    pub reason: String,
    pub proposed_on: Date,
    pub proposed_by: UserId,
    pub value_before: Money,
    pub value_after: Money,
    /// What decides who approves: the most that an order of it is worth, before or after; with the other side of a
    /// reallocation, so that both need the same steps.
    pub weight: Money,
    pub state: State,
}

#[derive(Debug, Clone)]
pub struct Line {
    pub line: OrderLineId,
    pub before: Terms,
    pub after: Terms,
    pub value_before: Money,
    pub value_after: Money,
}

/// Places that one amendment gives and another takes.
#[derive(Debug, Clone, Copy, FromQueryResult)]
pub struct Reallocation {
    pub giving: i64,
    pub taking: i64,
    pub places: i32,
}

#[derive(Debug, Clone, FromQueryResult)]
pub struct Event {
    pub audit_seq: i64,
    pub state: String,
    pub happened_on: Date,
    pub actor: String,
    pub note: String,
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    order_id: i64,
    order_number: String,
    provider_id: i64,
    number: i32,
    governs_from: Date,
    reason: String,
    proposed_on: Date,
    proposed_by: i64,
    value_before_dong: i64,
    value_after_dong: i64,
    weight_dong: i64,
    state: String,
}

const AMENDMENT: &str = "SELECT a.id, a.order_id, o.number AS order_number, o.provider_id, a.number, a.governs_from, \
    a.reason, a.proposed_on, a.proposed_by, a.value_before_dong, a.value_after_dong, \
    (SELECT MAX(CASE WHEN b.value_after_dong > b.value_before_dong THEN b.value_after_dong ELSE b.value_before_dong END) \
    FROM amendment b WHERE b.id = a.id OR EXISTS (SELECT 1 FROM reallocation r \
    WHERE (r.giving = a.id AND r.taking = b.id) OR (r.taking = a.id AND r.giving = b.id))) AS weight_dong, \
    (SELECT e.state FROM amendment_event e \
    WHERE e.amendment_id = a.id ORDER BY e.id DESC LIMIT 1) AS state FROM amendment a JOIN orders o ON o.id = a.order_id";

fn amendment(row: Row) -> Result<Amendment, DbErr> {
    Ok(Amendment {
        id: row.id,
        order: OrderId(row.order_id),
        order_number: row.order_number,
        provider: PartyId(row.provider_id),
        number: row.number,
        governs_from: row.governs_from,
        reason: row.reason,
        proposed_on: row.proposed_on,
        proposed_by: UserId(row.proposed_by),
        value_before: Money::dong(row.value_before_dong),
        value_after: Money::dong(row.value_after_dong),
        weight: Money::dong(row.weight_dong),
        state: State::parse(&row.state).ok_or_else(|| unknown("amendment_event.state", &row.state))?,
    })
}

/// All amendments of the orders in the scope, oldest first.
pub async fn list(db: &impl ConnectionTrait, scope: Scope) -> Result<Vec<Amendment>, DbErr> {
    let (condition, values) = within(scope);
    let found: Vec<Row> = rows(db, &format!("{AMENDMENT} WHERE {condition} ORDER BY a.id"), values).await?;
    found.into_iter().map(amendment).collect()
}

/// Amendments of one order, oldest first.
pub async fn of_order(db: &impl ConnectionTrait, order: OrderId) -> Result<Vec<Amendment>, DbErr> {
    let found: Vec<Row> =
        rows(db, &format!("{AMENDMENT} WHERE a.order_id = $1 ORDER BY a.id"), vec![order.0.into()]).await?;
    found.into_iter().map(amendment).collect()
}

pub async fn find(db: &impl ConnectionTrait, scope: Scope, id: i64) -> Result<Option<Amendment>, DbErr> {
    let (condition, mut values) = within(scope);
    values.push(id.into());
    let found: Option<Row> = row(db, &format!("{AMENDMENT} WHERE {condition} AND a.id = $2"), values).await?;
    found.map(amendment).transpose()
}

pub async fn lines(db: &impl ConnectionTrait, amendment: i64) -> Result<Vec<Line>, DbErr> {
    let found = amendment_line::Entity::find()
        .filter(amendment_line::Column::AmendmentId.eq(amendment))
        .order_by_asc(amendment_line::Column::Id)
        .all(db)
        .await?;
    let learners = |number: i32| {
        u32::try_from(number).map_err(|_| unknown("amendment_line.quantity", "a negative number"))
    };
    let line = |row: amendment_line::Model| {
        Ok(Line {
            line: OrderLineId(row.order_line_id),
            before: Terms {
                quantity: learners(row.quantity_before)?,
                price: Money::dong(row.price_before_dong),
                starts_on: row.starts_before,
                ends_on: row.ends_before,
            },
            after: Terms {
                quantity: learners(row.quantity)?,
                price: Money::dong(row.price_dong),
                starts_on: row.starts_on,
                ends_on: row.ends_on,
            },
            value_before: Money::dong(row.value_before_dong),
            value_after: Money::dong(row.value_after_dong),
        })
    };
    found.into_iter().map(line).collect()
}

pub async fn events(db: &impl ConnectionTrait, amendment: i64) -> Result<Vec<Event>, DbErr> {
    let sql = "SELECT e.audit_seq, e.state, e.happened_on, COALESCE(u.name, '') AS actor, e.note FROM amendment_event e \
        LEFT JOIN user_account u ON u.id = e.actor_id WHERE e.amendment_id = $1 ORDER BY e.id";
    rows(db, sql, vec![amendment.into()]).await
}

/// What was said of an order line by the entries before one.
pub async fn facts_before(
    db: &impl ConnectionTrait,
    line: OrderLineId,
    before_entry: i64,
) -> Result<Vec<Fact>, DbErr> {
    let found = order_fact::Entity::find()
        .filter(order_fact::Column::OrderLineId.eq(line.0))
        .filter(order_fact::Column::AuditSeq.lt(before_entry))
        .order_by_asc(order_fact::Column::Id)
        .all(db)
        .await?;
    let fact = |row: order_fact::Model| {
        let what: Happening =
            serde_json::from_str(&row.content).map_err(|_| unknown("order_fact.content", &row.content))?;
        Ok(Fact {
            id: FactId(row.id),
            happened_on: row.happened_on,
            recorded_at: Moment(row.recorded_at),
            reporter: PartyId(row.reporter_id),
            supersedes: None,
            what,
        })
    };
    found.into_iter().map(fact).collect()
}

/// The reallocation that an amendment is one side of.
pub async fn reallocation(db: &impl ConnectionTrait, amendment: i64) -> Result<Option<Reallocation>, DbErr> {
    let sql = "SELECT giving, taking, places FROM reallocation WHERE giving = $1 OR taking = $1";
    row(db, sql, vec![amendment.into()]).await
}

/// Learners on each line of an order whose enrolment stands.
pub async fn enrolled(db: &impl ConnectionTrait, order: OrderId) -> Result<HashMap<OrderLineId, u32>, DbErr> {
    #[derive(FromQueryResult)]
    struct Enrolled {
        order_line_id: i64,
        n: i64,
    }
    let sql = format!(
        "SELECT e.order_line_id, COUNT(*) AS n FROM enrolment e WHERE e.order_id = $1 AND {} GROUP BY e.order_line_id",
        super::sums::STANDS
    );
    let found: Vec<Enrolled> = rows(db, &sql, vec![order.0.into()]).await?;
    let count = |row: Enrolled| (OrderLineId(row.order_line_id), u32::try_from(row.n).unwrap_or(u32::MAX));
    Ok(found.into_iter().map(count).collect())
}
