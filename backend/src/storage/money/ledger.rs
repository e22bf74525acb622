//! The ledger: postings, the positions they add up to, and the last seal.

use std::collections::HashMap;

use domain::{
    ids::{OrderId, PartyId, StatementId},
    ledger::{Position, Purpose},
    money::Money,
    permission::Scope,
};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use time::Date;

use crate::storage::{registry::unknown, row, rows};

/// The position of each party on an order.
pub async fn positions(
    db: &impl ConnectionTrait,
    order: OrderId,
) -> Result<HashMap<PartyId, Position>, DbErr> {
    positions_where(db, "order_id = $1", order.0).await
}

/// As they were before an audit entry.
pub async fn positions_before(
    db: &impl ConnectionTrait,
    order: OrderId,
    audit_seq: i64,
) -> Result<HashMap<PartyId, Position>, DbErr> {
    positions_where(db, &format!("order_id = $1 AND audit_seq < {audit_seq}"), order.0).await
}

async fn positions_where(
    db: &impl ConnectionTrait,
    condition: &str,
    key: i64,
) -> Result<HashMap<PartyId, Position>, DbErr> {
    let sums = sums(db, &format!("{condition} GROUP BY order_id, party_id, debit, credit"), key).await?;
    let mut moved: HashMap<PartyId, HashMap<(Purpose, Purpose), Money>> = HashMap::new();
    for (_, party, purposes, amount) in sums {
        *moved.entry(party).or_default().entry(purposes).or_default() += amount;
    }
    let position = |moved: &HashMap<(Purpose, Purpose), Money>| {
        Position::of(|debit, credit| moved.get(&(debit, credit)).copied().unwrap_or_default())
    };
    Ok(moved.iter().map(|(party, moved)| (*party, position(moved))).collect())
}

/// The position of every order in the scope, all its parties together.
pub async fn positions_by_order(
    db: &impl ConnectionTrait,
    scope: Scope,
) -> Result<HashMap<OrderId, Position>, DbErr> {
    let (condition, key) = match scope {
        Scope::Everything => ("$1 = 0", 0),
        Scope::Party(party) => ("party_id = $1", party.0),
        Scope::Learner(_) => ("$1 = 1", 0),
    };
    let sums = sums(db, &format!("{condition} GROUP BY order_id, party_id, debit, credit"), key).await?;
    let mut moved: HashMap<OrderId, HashMap<(Purpose, Purpose), Money>> = HashMap::new();
    for (order, _, purposes, amount) in sums {
        *moved.entry(order).or_default().entry(purposes).or_default() += amount;
    }
    let position = |moved: &HashMap<(Purpose, Purpose), Money>| {
        Position::of(|debit, credit| moved.get(&(debit, credit)).copied().unwrap_or_default())
    };
    Ok(moved.iter().map(|(order, moved)| (*order, position(moved))).collect())
}

type Sum = (OrderId, PartyId, (Purpose, Purpose), Money);

async fn sums(db: &impl ConnectionTrait, condition: &str, key: i64) -> Result<Vec<Sum>, DbErr> {
    #[derive(FromQueryResult)]
    struct Moved {
        order_id: i64,
        party_id: i64,
        debit: String,
        credit: String,
        amount: i64,
    }
    let sql = format!(
        "SELECT order_id, party_id, debit, credit, CAST(SUM(amount_dong) AS BIGINT) AS amount FROM posting WHERE {condition}"
    );
    let found: Vec<Moved> = rows(db, &sql, vec![key.into()]).await?;
    found
        .into_iter()
        .map(|row| {
            let debit = Purpose::parse(&row.debit).ok_or_else(|| unknown("posting.debit", &row.debit))?;
            let credit = Purpose::parse(&row.credit).ok_or_else(|| unknown("posting.credit", &row.credit))?;
            Ok((OrderId(row.order_id), PartyId(row.party_id), (debit, credit), Money::dong(row.amount)))
        })
        .collect()
}

/// What is reserved for an order and not committed, by appropriation.
pub async fn reserved_of_order(
    db: &impl ConnectionTrait,
    order: OrderId,
) -> Result<Vec<(i64, Money)>, DbErr> {
    balance(db, order, Purpose::Reserved).await
}

/// What is committed for an order, by appropriation.
pub async fn committed_of_order(
    db: &impl ConnectionTrait,
    order: OrderId,
) -> Result<Vec<(i64, Money)>, DbErr> {
    balance(db, order, Purpose::Committed).await
}

async fn balance(
    db: &impl ConnectionTrait,
    order: OrderId,
    purpose: Purpose,
) -> Result<Vec<(i64, Money)>, DbErr> {
    #[derive(FromQueryResult)]
    struct Balance {
        appropriation_id: i64,
        amount: i64,
    }
    let sql = format!(
        "SELECT appropriation_id, CAST(SUM(CASE WHEN debit = '{0}' THEN amount_dong ELSE -amount_dong END) AS BIGINT) AS amount \
         FROM posting WHERE order_id = $1 AND appropriation_id IS NOT NULL AND (debit = '{0}' OR credit = '{0}') \
         GROUP BY appropriation_id ORDER BY appropriation_id",
        purpose.as_str()
    );
    let found: Vec<Balance> = rows(db, &sql, vec![order.0.into()]).await?;
    let there = found.into_iter().filter(|row| row.amount != 0);
    Ok(there.map(|row| (row.appropriation_id, Money::dong(row.amount))).collect())
}

#[derive(Debug, Clone, FromQueryResult)]
pub struct PostingRow {
    pub id: i64,
    pub happened_on: Date,
    pub debit: String,
    pub credit: String,
    pub amount_dong: i64,
    pub seal: String,
}

pub async fn postings_of_statement(
    db: &impl ConnectionTrait,
    id: StatementId,
) -> Result<Vec<PostingRow>, DbErr> {
    let sql = "SELECT id, happened_on, debit, credit, amount_dong, seal FROM posting WHERE statement_id = $1 ORDER BY id";
    rows(db, sql, vec![id.0.into()]).await
}

/// A posting of an order with the names of what it touches.
#[derive(Debug, Clone, FromQueryResult)]
pub struct OrderPosting {
    pub id: i64,
    pub happened_on: Date,
    pub debit: String,
    pub credit: String,
    pub party: String,
    pub statement: Option<String>,
    pub appropriation: Option<String>,
    pub amount_dong: i64,
    pub seal: String,
}

/// Of one party alone, where one is named.
pub async fn postings_of_order(
    db: &impl ConnectionTrait,
    order: OrderId,
    party: Option<PartyId>,
) -> Result<Vec<OrderPosting>, DbErr> {
    let sql = "SELECT p.id, p.happened_on, p.debit, p.credit, \
        (SELECT i.name FROM party_identity i WHERE i.party_id = p.party_id AND i.valid_from <= p.happened_on \
         ORDER BY i.valid_from DESC LIMIT 1) AS party, \
        (SELECT s.number FROM statement s WHERE s.id = p.statement_id) AS statement, \
        (SELECT a.code FROM appropriation a WHERE a.id = p.appropriation_id) AS appropriation, p.amount_dong, p.seal \
        FROM posting p WHERE p.order_id = $1 AND ($2 = 0 OR p.party_id = $2) ORDER BY p.id";
    rows(db, sql, vec![order.0.into(), party.map_or(0, |party| party.0).into()]).await
}

/// The seal of the last posting, 64 hex digits.
pub async fn ledger_head(db: &impl ConnectionTrait) -> Result<String, DbErr> {
    #[derive(FromQueryResult)]
    struct Seal {
        seal: String,
    }
    let last: Option<Seal> = row(db, "SELECT seal FROM posting ORDER BY id DESC LIMIT 1", vec![]).await?;
    Ok(last.map_or_else(|| domain::ledger::GENESIS.to_owned(), |last| last.seal))
}

pub async fn postings_of_everyone(db: &impl ConnectionTrait) -> Result<Vec<PostingRow>, DbErr> {
    rows(db, "SELECT id, happened_on, debit, credit, amount_dong, seal FROM posting ORDER BY id", vec![])
        .await
}
