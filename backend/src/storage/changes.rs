//! Proposals and what became of them, and the dated rows that confirmed ones left. Of everyone: what the office maintains
//! belongs to nobody else; who asks is checked by the action.

use std::collections::HashMap;

use sea_orm::{ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryOrder, Value};
use time::Date;

use super::{
    execute, row, rows,
    tables::{calendar_day, party_detail, price_decision},
};

/// A proposal with what was decided about it.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Stored {
    pub id: i64,
    pub kind: String,
    pub subject: String,
    pub content: String,
    pub valid_from: Date,
    pub authority: String,
    pub number: String,
    pub decided_on: Option<Date>,
    pub source: String,
    pub status: String,
    pub reason: String,
    pub proposed_on: Date,
    pub proposed_by: i64,
    pub proposer: Option<String>,
    pub state: Option<String>,
    pub state_on: Option<Date>,
    pub decider: Option<String>,
    pub note: Option<String>,
    pub seen: Option<String>,
}

const STORED: &str = "SELECT c.id, c.kind, c.subject, c.content, c.valid_from, c.authority, c.number, c.decided_on, c.source, \
    c.status, c.reason, c.proposed_on, c.proposed_by, p.name AS proposer, e.state, e.happened_on AS state_on, d.name AS decider, \
    e.note, e.seen FROM registry_change c LEFT JOIN registry_event e ON e.change_id = c.id \
    LEFT JOIN user_account p ON p.id = c.proposed_by LEFT JOIN user_account d ON d.id = e.actor_id";

pub async fn by_id(db: &impl ConnectionTrait, id: i64) -> Result<Option<Stored>, DbErr> {
    row(db, &format!("{STORED} WHERE c.id = $1"), vec![id.into()]).await
}

/// Those that nobody has decided about, oldest first.
pub async fn waiting_of_everyone(db: &impl ConnectionTrait) -> Result<Vec<Stored>, DbErr> {
    rows(db, &format!("{STORED} WHERE e.id IS NULL ORDER BY c.id"), vec![]).await
}

/// The newest that were decided, without what was seen then.
pub async fn decided_of_everyone(db: &impl ConnectionTrait, most: u64) -> Result<Vec<Stored>, DbErr> {
    rows(db, &format!("{STORED} WHERE e.id IS NOT NULL ORDER BY e.id DESC LIMIT {most}"), vec![]).await
}

/// All of some kinds, newest first.
pub async fn of_kinds_of_everyone(db: &impl ConnectionTrait, kinds: &[&str]) -> Result<Vec<Stored>, DbErr> {
    let list: Vec<String> = (1..=kinds.len()).map(|n| format!("${n}")).collect();
    let values: Vec<Value> = kinds.iter().map(|kind| (*kind).into()).collect();
    rows(db, &format!("{STORED} WHERE c.kind IN ({}) ORDER BY c.id DESC", list.join(", ")), values).await
}

/// What one audit entry decided or proposed.
pub async fn written(db: &impl ConnectionTrait, seq: i64) -> Result<Vec<Stored>, DbErr> {
    rows(db, &format!("{STORED} WHERE e.audit_seq = $1 OR c.audit_seq = $1 ORDER BY c.id"), vec![seq.into()])
        .await
}

/// The last day of prices whose list was superseded.
pub async fn price_ends(db: &impl ConnectionTrait) -> Result<HashMap<i64, Date>, DbErr> {
    #[derive(FromQueryResult)]
    struct End {
        price_decision_id: i64,
        last_day: Date,
    }
    let sql = "SELECT price_decision_id, MIN(last_day) AS last_day FROM price_end GROUP BY price_decision_id";
    let found: Vec<End> = rows(db, sql, vec![]).await?;
    Ok(found.into_iter().map(|end| (end.price_decision_id, end.last_day)).collect())
}

/// Prices of the same decision as this one, in the order of the list.
pub async fn list_of(db: &impl ConnectionTrait, first: i64) -> Result<Vec<price_decision::Model>, DbErr> {
    let Some(head) = price_decision::Entity::find_by_id(first).one(db).await? else { return Ok(Vec::new()) };
    let all = price_decision::Entity::find().order_by_asc(price_decision::Column::Id).all(db).await?;
    let same = |row: &price_decision::Model| {
        (&row.authority, &row.number, row.decided_on) == (&head.authority, &head.number, head.decided_on)
    };
    Ok(all.into_iter().filter(same).collect())
}

/// Of each budget line that was changed, the amount of the latest day, and of one day the last word.
pub async fn amounts(db: &impl ConnectionTrait) -> Result<HashMap<i64, i64>, DbErr> {
    #[derive(FromQueryResult)]
    struct Amount {
        appropriation_id: i64,
        amount_dong: i64,
    }
    let sql = "SELECT appropriation_id, amount_dong FROM appropriation_amount ORDER BY valid_from, id";
    let found: Vec<Amount> = rows(db, sql, vec![]).await?;
    Ok(found.into_iter().map(|amount| (amount.appropriation_id, amount.amount_dong)).collect())
}

#[derive(Debug, Clone, FromQueryResult)]
pub struct AddedLine {
    pub programme_id: i64,
    pub content: String,
}

/// Budget lines that the programme's file does not have, as they were proposed.
pub async fn added_lines(db: &impl ConnectionTrait) -> Result<Vec<AddedLine>, DbErr> {
    let sql = "SELECT a.programme_id, b.content FROM budget_line b \
        JOIN appropriation a ON a.id = b.appropriation_id ORDER BY b.id";
    rows(db, sql, vec![]).await
}

#[derive(Debug, Clone, FromQueryResult)]
pub struct TargetValue {
    pub programme_id: i64,
    pub code: String,
    pub amount: i64,
}

/// Targets that were changed, later days last.
pub async fn targets(db: &impl ConnectionTrait) -> Result<Vec<TargetValue>, DbErr> {
    let sql = "SELECT programme_id, code, amount FROM target_value ORDER BY valid_from, id";
    rows(db, sql, vec![]).await
}

#[derive(Debug, Clone, FromQueryResult)]
pub struct SettingValue {
    pub name: String,
    pub valid_from: Date,
    pub amount: i64,
    pub change_id: i64,
}

/// In the order in which they were decided.
pub async fn settings(db: &impl ConnectionTrait) -> Result<Vec<SettingValue>, DbErr> {
    rows(db, "SELECT name, valid_from, amount, change_id FROM setting_value ORDER BY id", vec![]).await
}

/// Days that were decided about, the last word last.
pub async fn days(db: &impl ConnectionTrait) -> Result<Vec<calendar_day::Model>, DbErr> {
    calendar_day::Entity::find().order_by_asc(calendar_day::Column::Id).all(db).await
}

/// Address and accounts of organisations, later days last.
pub async fn details(db: &impl ConnectionTrait) -> Result<Vec<party_detail::Model>, DbErr> {
    party_detail::Entity::find()
        .order_by_asc(party_detail::Column::ValidFrom)
        .order_by_asc(party_detail::Column::Id)
        .all(db)
        .await
}

/// How many order lines stand on each row of a table: `scheme_id`, `price_decision_id`, `approval_id`.
async fn used(db: &impl ConnectionTrait, column: &str) -> Result<HashMap<i64, i64>, DbErr> {
    #[derive(FromQueryResult)]
    struct Used {
        id: i64,
        lines: i64,
    }
    let sql =
        format!("SELECT {column} AS id, COUNT(DISTINCT order_id) AS lines FROM order_line GROUP BY {column}");
    let found: Vec<Used> = rows(db, &sql, vec![]).await?;
    Ok(found.into_iter().map(|used| (used.id, used.lines)).collect())
}

/// Orders that pin each scheme version.
pub async fn orders_by_scheme(db: &impl ConnectionTrait) -> Result<HashMap<i64, i64>, DbErr> {
    used(db, "scheme_id").await
}

/// Orders placed at each price.
pub async fn orders_by_price(db: &impl ConnectionTrait) -> Result<HashMap<i64, i64>, DbErr> {
    used(db, "price_decision_id").await
}

#[derive(Debug, Clone, FromQueryResult)]
pub struct OrderName {
    pub id: i64,
    pub number: String,
    pub provider_id: i64,
    pub placed_on: Date,
}

/// Orders with a line on one of these prices, newest first.
pub async fn orders_at_prices(db: &impl ConnectionTrait, prices: &[i64]) -> Result<Vec<OrderName>, DbErr> {
    let list = super::id_list(prices.iter().copied());
    let sql = format!(
        "SELECT o.id, o.number, o.provider_id, o.placed_on FROM orders o WHERE EXISTS \
         (SELECT 1 FROM order_line l WHERE l.order_id = o.id AND l.price_decision_id IN {list}) ORDER BY o.id DESC"
    );
    rows(db, &sql, vec![]).await
}

/// What was moved of a budget line, by the account it now stands in.
#[derive(Debug, Clone, Copy, Default, FromQueryResult)]
pub struct Standing {
    pub id: i64,
    pub reserved: i64,
    pub committed: i64,
}

pub async fn standings(db: &impl ConnectionTrait) -> Result<HashMap<i64, Standing>, DbErr> {
    let of = |account: &str| {
        format!(
            "CAST(COALESCE(SUM(CASE WHEN debit = '{account}' THEN amount_dong \
             WHEN credit = '{account}' THEN -amount_dong ELSE 0 END), 0) AS BIGINT)"
        )
    };
    let sql = format!(
        "SELECT appropriation_id AS id, {} AS reserved, {} AS committed FROM posting \
         WHERE appropriation_id IS NOT NULL GROUP BY appropriation_id",
        of("reserved"),
        of("committed")
    );
    let found: Vec<Standing> = rows(db, &sql, vec![]).await?;
    Ok(found.into_iter().map(|standing| (standing.id, standing)).collect())
}

/// How far a comparison of payment terms is.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Comparison {
    pub total: i64,
    pub done: i64,
    pub started_at: i64,
    /// Empty while it is worked on.
    pub result: String,
}

pub async fn comparison(db: &impl ConnectionTrait, change: i64) -> Result<Option<Comparison>, DbErr> {
    let sql = "SELECT total, done, started_at, result FROM scheme_comparison WHERE change_id = $1";
    row(db, sql, vec![change.into()]).await
}

/// Takes the work on a comparison, unless somebody touched it since `stale`; true when it is the caller's.
pub async fn claim_comparison(
    db: &impl ConnectionTrait,
    change: i64,
    now: i64,
    stale: i64,
) -> Result<bool, DbErr> {
    let sql = "INSERT INTO scheme_comparison (change_id, total, done, started_at, touched_at, result) \
        VALUES ($1, 0, 0, $2, $2, '') ON CONFLICT (change_id) DO UPDATE SET \
        total = 0, done = 0, started_at = excluded.started_at, touched_at = excluded.touched_at \
        WHERE scheme_comparison.result = '' AND scheme_comparison.touched_at < $3";
    Ok(execute(db, sql, vec![change.into(), now.into(), stale.into()]).await? == 1)
}

pub async fn advance_comparison(
    db: &impl ConnectionTrait,
    change: i64,
    done: i64,
    total: i64,
    now: i64,
) -> Result<(), DbErr> {
    let sql = "UPDATE scheme_comparison SET done = $2, total = $3, touched_at = $4 WHERE change_id = $1";
    execute(db, sql, vec![change.into(), done.into(), total.into(), now.into()]).await.map(drop)
}

pub async fn end_comparison(db: &impl ConnectionTrait, change: i64, result: &str) -> Result<(), DbErr> {
    let sql = "UPDATE scheme_comparison SET result = $2, done = total WHERE change_id = $1";
    execute(db, sql, vec![change.into(), result.into()]).await.map(drop)
}

/// Id of what is known by a code: a row of `occupation`, `programme`, `appropriation`.
pub async fn id_of(db: &impl ConnectionTrait, table: &'static str, code: &str) -> Result<Option<i64>, DbErr> {
    let sql = format!("SELECT id AS n FROM {table} WHERE code = $1");
    Ok(Some(super::number(db, &sql, vec![code.into()]).await?).filter(|id| *id > 0))
}
