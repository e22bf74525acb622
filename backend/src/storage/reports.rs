//! What reports add up, each with its day, until a day. Everything is of everyone; its caller keeps the orders that the
//! scope allows.

use std::collections::HashMap;

use domain::{
    ids::{OrderId, OrderLineId},
    money::Money,
    order::State,
};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use time::Date;

use super::{registry::unknown, rows};

/// What an amendment in force added to a line, or took from it.
#[derive(Debug, Clone)]
pub struct Amended {
    pub line: OrderLineId,
    pub on: Date,
    pub learners: i64,
    pub value: Money,
}

/// Lines of statements that were approved, or paid, on a day.
#[derive(Debug, Clone)]
pub struct Settled {
    pub line: OrderLineId,
    pub on: Date,
    /// Paid by the Treasury; else approved.
    pub paid: bool,
    pub amount: Money,
    /// Of it, what was taken back: a sum below zero.
    pub taken_back: Money,
}

/// Where each order stood at the end of a day; orders placed later are not there.
pub async fn states_of_everyone(
    db: &impl ConnectionTrait,
    until: Date,
) -> Result<HashMap<OrderId, State>, DbErr> {
    #[derive(FromQueryResult)]
    struct Stood {
        order_id: i64,
        state: String,
    }
    let sql = "SELECT e.order_id, e.state FROM order_event e WHERE e.happened_on <= $1 AND NOT EXISTS \
        (SELECT 1 FROM order_event x WHERE x.order_id = e.order_id AND x.happened_on <= $1 AND x.id > e.id)";
    let state = |row: Stood| {
        let state = State::parse(&row.state).ok_or_else(|| unknown("order_event.state", &row.state))?;
        Ok((OrderId(row.order_id), state))
    };
    rows::<Stood>(db, sql, vec![until.into()]).await?.into_iter().map(state).collect()
}

pub async fn amended_of_everyone(db: &impl ConnectionTrait, until: Date) -> Result<Vec<Amended>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        order_line_id: i64,
        happened_on: Date,
        learners: i64,
        value_dong: i64,
    }
    let sql = "SELECT l.order_line_id, e.happened_on, CAST(l.quantity - l.quantity_before AS BIGINT) AS learners, \
        l.value_after_dong - l.value_before_dong AS value_dong FROM amendment_line l \
        JOIN amendment_event e ON e.amendment_id = l.amendment_id AND e.state = 'accepted' \
        WHERE e.happened_on <= $1 ORDER BY l.id";
    let amended = |row: Row| Amended {
        line: OrderLineId(row.order_line_id),
        on: row.happened_on,
        learners: row.learners,
        value: Money::dong(row.value_dong),
    };
    Ok(rows::<Row>(db, sql, vec![until.into()]).await?.into_iter().map(amended).collect())
}

pub async fn settled_of_everyone(db: &impl ConnectionTrait, until: Date) -> Result<Vec<Settled>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        order_line_id: i64,
        happened_on: Date,
        state: String,
        amount_dong: i64,
        taken_back_dong: i64,
    }
    let sql = "SELECT s.order_line_id, e.happened_on, e.state, CAST(SUM(s.amount_dong) AS BIGINT) AS amount_dong, \
        CAST(SUM(CASE WHEN s.amount_dong < 0 THEN s.amount_dong ELSE 0 END) AS BIGINT) AS taken_back_dong \
        FROM settled_line s JOIN statement_event e ON e.statement_id = s.statement_id \
        AND e.state IN ('approved', 'paid') WHERE e.happened_on <= $1 \
        GROUP BY s.order_line_id, e.happened_on, e.state ORDER BY s.order_line_id, e.happened_on, e.state";
    let settled = |row: Row| Settled {
        line: OrderLineId(row.order_line_id),
        on: row.happened_on,
        paid: row.state == "paid",
        amount: Money::dong(row.amount_dong),
        taken_back: Money::dong(row.taken_back_dong),
    };
    Ok(rows::<Row>(db, sql, vec![until.into()]).await?.into_iter().map(settled).collect())
}

/// Advances that were approved, from the ledger.
pub async fn advances_of_everyone(
    db: &impl ConnectionTrait,
    until: Date,
) -> Result<Vec<(OrderId, Date, Money)>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        order_id: i64,
        happened_on: Date,
        amount_dong: i64,
    }
    let sql = "SELECT order_id, happened_on, CAST(SUM(amount_dong) AS BIGINT) AS amount_dong FROM posting \
        WHERE debit = 'advance' AND credit = 'payable' AND happened_on <= $1 \
        GROUP BY order_id, happened_on ORDER BY order_id, happened_on";
    let advance = |row: Row| (OrderId(row.order_id), row.happened_on, Money::dong(row.amount_dong));
    Ok(rows::<Row>(db, sql, vec![until.into()]).await?.into_iter().map(advance).collect())
}
