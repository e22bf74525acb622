//! Statements and their lines, each list within the scope of who asks; and what was settled before.

use std::collections::{BTreeMap, HashSet};

use domain::{
    ids::{EnrolmentId, OrderId, OrderLineId, PartyId, StatementId, UserId},
    money::Money,
    permission::Scope,
    settlement::{Before, Settled, trace},
    statement::{Kind, State, Totals},
};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use time::Date;

use crate::storage::{BY, FOR, registry::unknown, row, rows};

/// What was settled of a line before: the sum over statements that were not returned.
pub async fn settled_before(db: &impl ConnectionTrait, line: OrderLineId) -> Result<Before, DbErr> {
    settled(db, line, "NOT EXISTS (SELECT 1 FROM statement_event e WHERE e.statement_id = s.statement_id AND e.state = 'returned')").await
}

/// What a run saw as settled: lines of earlier runs that were not returned by the time it was made.
pub async fn settled_before_run(
    db: &impl ConnectionTrait,
    line: OrderLineId,
    audit_seq: i64,
) -> Result<Before, DbErr> {
    let condition = format!(
        "s.audit_seq < {audit_seq} AND NOT EXISTS (SELECT 1 FROM statement_event e \
         WHERE e.statement_id = s.statement_id AND e.state = 'returned' AND e.audit_seq < {audit_seq})"
    );
    settled(db, line, &condition).await
}

async fn settled(db: &impl ConnectionTrait, line: OrderLineId, condition: &str) -> Result<Before, DbErr> {
    #[derive(FromQueryResult)]
    struct SettledRow {
        enrolment_id: i64,
        part: String,
        payee_id: i64,
        amount: i64,
    }
    let sql = format!(
        "SELECT s.enrolment_id, s.part, s.payee_id, CAST(SUM(s.amount_dong) AS BIGINT) AS amount FROM settled_line s \
         WHERE s.order_line_id = $1 AND {condition} GROUP BY s.enrolment_id, s.part, s.payee_id \
         ORDER BY s.enrolment_id, s.part, s.payee_id"
    );
    let mut before = Before::new();
    for row in rows::<SettledRow>(db, &sql, vec![line.0.into()]).await? {
        let (part, label) = trace::parts_of(&row.part);
        before.entry(Some(EnrolmentId(row.enrolment_id))).or_default().push(Settled {
            part: part.to_owned(),
            label: label.to_owned(),
            payee: PartyId(row.payee_id),
            amount: Money::dong(row.amount),
            payers: Vec::new(),
        });
    }
    Ok(before)
}

#[derive(Debug, Clone)]
pub struct Statement {
    pub id: StatementId,
    pub run_id: i64,
    pub number: String,
    pub order: OrderId,
    pub party: PartyId,
    pub period: String,
    pub kind: Kind,
    pub prepared_on: Date,
    pub prepared_by: UserId,
    pub totals: Totals,
    pub lines_sha256: String,
    /// Approved again when a payment of it came back.
    pub state: State,
    /// What of it the ledger has as paid.
    pub paid: Money,
}

#[derive(FromQueryResult)]
struct StatementRow {
    id: i64,
    run_id: i64,
    number: String,
    order_id: i64,
    party_id: i64,
    period: String,
    kind: String,
    prepared_on: Date,
    prepared_by: i64,
    gross_dong: i64,
    advance_recovered_dong: i64,
    set_off_dong: i64,
    payable_dong: i64,
    to_recover_dong: i64,
    lines_sha256: String,
    state: String,
    paid_dong: i64,
}

const STATEMENT: &str = "SELECT s.id, s.run_id, s.number, s.order_id, s.party_id, s.period, s.kind, s.prepared_on, \
    s.prepared_by, s.gross_dong, s.advance_recovered_dong, s.set_off_dong, s.payable_dong, s.to_recover_dong, \
    s.lines_sha256, (SELECT v.state FROM statement_state v WHERE v.statement_id = s.id) AS state, \
    (SELECT CAST(COALESCE(SUM(CASE WHEN p.debit = 'payable' AND p.credit IN ('paid', 'paid_ahead') THEN p.amount_dong \
    WHEN p.credit = 'payable' AND p.debit IN ('paid', 'paid_ahead') THEN -p.amount_dong ELSE 0 END), 0) AS BIGINT) \
    FROM posting p WHERE p.statement_id = s.id) AS paid_dong FROM statement s JOIN orders o ON o.id = s.order_id";

/// A party sees its own statements; on an order it provides, also those of the hosts.
fn within(scope: Scope) -> (&'static str, i64) {
    match scope {
        Scope::Everything => ("$1 = 0", 0),
        Scope::Party(party) => ("(s.party_id = $1 OR o.provider_id = $1)", party.0),
        Scope::Learner(_) => ("$1 = 1", 0),
    }
}

/// All statements in the scope, newest first.
pub async fn statements(db: &impl ConnectionTrait, scope: Scope) -> Result<Vec<Statement>, DbErr> {
    let (condition, key) = within(scope);
    let found =
        rows(db, &format!("{STATEMENT} WHERE {condition} ORDER BY s.id DESC"), vec![key.into()]).await?;
    found.into_iter().map(statement).collect()
}

pub async fn statements_of_order(
    db: &impl ConnectionTrait,
    scope: Scope,
    order: OrderId,
) -> Result<Vec<Statement>, DbErr> {
    let (condition, key) = within(scope);
    let sql = format!("{STATEMENT} WHERE {condition} AND s.order_id = $2 ORDER BY s.id");
    rows(db, &sql, vec![key.into(), order.0.into()]).await?.into_iter().map(statement).collect()
}

pub async fn statement_by_id(
    db: &impl ConnectionTrait,
    scope: Scope,
    id: StatementId,
) -> Result<Option<Statement>, DbErr> {
    let (condition, key) = within(scope);
    let sql = format!("{STATEMENT} WHERE {condition} AND s.id = $2");
    row(db, &sql, vec![key.into(), id.0.into()]).await?.map(statement).transpose()
}

fn statement(row: StatementRow) -> Result<Statement, DbErr> {
    Ok(Statement {
        id: StatementId(row.id),
        run_id: row.run_id,
        number: row.number,
        order: OrderId(row.order_id),
        party: PartyId(row.party_id),
        period: row.period,
        kind: Kind::parse(&row.kind).ok_or_else(|| unknown("statement.kind", &row.kind))?,
        prepared_on: row.prepared_on,
        prepared_by: UserId(row.prepared_by),
        totals: Totals {
            gross: Money::dong(row.gross_dong),
            advance_recovered: Money::dong(row.advance_recovered_dong),
            set_off: Money::dong(row.set_off_dong),
            payable: Money::dong(row.payable_dong),
            to_recover: Money::dong(row.to_recover_dong),
        },
        lines_sha256: row.lines_sha256,
        state: State::parse(&row.state).ok_or_else(|| unknown("statement_event.state", &row.state))?,
        paid: Money::dong(row.paid_dong),
    })
}

#[derive(Debug, Clone, FromQueryResult)]
pub struct StatementEvent {
    pub state: String,
    pub happened_on: Date,
    pub actor: String,
    pub note: String,
}

pub async fn statement_events(
    db: &impl ConnectionTrait,
    id: StatementId,
) -> Result<Vec<StatementEvent>, DbErr> {
    let sql = format!(
        "SELECT e.state, e.happened_on, {BY} AS actor, e.note FROM statement_event e \
         LEFT JOIN user_account u ON u.id = e.actor_id {FOR} e.audit_seq) WHERE e.statement_id = $1 ORDER BY e.id"
    );
    rows(db, &sql, vec![id.0.into()]).await
}

#[derive(Debug, Clone, FromQueryResult)]
pub struct SettledLine {
    pub id: i64,
    pub statement_id: i64,
    pub order_line_id: i64,
    pub enrolment_id: i64,
    pub learner_id: i64,
    pub full_name: String,
    pub personal_id: String,
    pub cohort: String,
    pub part: String,
    pub payee_id: i64,
    pub amount_dong: i64,
    pub trace: String,
}

const SETTLED: &str = "SELECT s.id, s.statement_id, s.order_line_id, s.enrolment_id, e.learner_id, p.full_name, \
    p.personal_id, c.name AS cohort, s.part, s.payee_id, s.amount_dong, s.trace FROM settled_line s \
    JOIN enrolment e ON e.id = s.enrolment_id JOIN learner p ON p.id = e.learner_id \
    JOIN cohort c ON c.id = e.cohort_id";

/// Lines of a statement, by part and given name; a page of them.
pub async fn lines_of_statement(
    db: &impl ConnectionTrait,
    id: StatementId,
    offset: u64,
    limit: u64,
) -> Result<Vec<SettledLine>, DbErr> {
    let sql = format!(
        "{SETTLED} WHERE s.statement_id = $1 ORDER BY s.part, p.sort_key, s.id LIMIT {limit} OFFSET {offset}"
    );
    rows(db, &sql, vec![id.0.into()]).await
}

pub async fn lines_of_enrolment(
    db: &impl ConnectionTrait,
    line: OrderLineId,
    enrolment: EnrolmentId,
) -> Result<Vec<SettledLine>, DbErr> {
    let sql = format!("{SETTLED} WHERE s.order_line_id = $1 AND s.enrolment_id = $2 ORDER BY s.id");
    rows(db, &sql, vec![line.0.into(), enrolment.0.into()]).await
}

/// Every line of a run, for verification.
pub async fn lines_of_run(db: &impl ConnectionTrait, run_id: i64) -> Result<Vec<SettledLine>, DbErr> {
    let sql = format!(
        "{SETTLED} WHERE s.statement_id IN (SELECT id FROM statement WHERE run_id = $1) ORDER BY s.id"
    );
    rows(db, &sql, vec![run_id.into()]).await
}

pub async fn line_by_id(db: &impl ConnectionTrait, id: i64) -> Result<Option<SettledLine>, DbErr> {
    row(db, &format!("{SETTLED} WHERE s.id = $1"), vec![id.into()]).await
}

/// What the lines of a statement do beside paying for what is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// Parts that were kept until something lasting was known.
    pub retention_released: Money,
    /// Settled before, and no longer due.
    pub taken_back: Money,
}

pub async fn moved_by_statement(db: &impl ConnectionTrait, id: StatementId) -> Result<Moved, DbErr> {
    #[derive(FromQueryResult)]
    struct Sums {
        released: i64,
        taken_back: i64,
    }
    let sql = "SELECT CAST(COALESCE(SUM(CASE WHEN amount_dong > 0 AND part LIKE '%.retained%' THEN amount_dong END), 0) \
        AS BIGINT) AS released, CAST(COALESCE(SUM(CASE WHEN amount_dong < 0 THEN -amount_dong END), 0) AS BIGINT) \
        AS taken_back FROM settled_line WHERE statement_id = $1";
    let sums: Option<Sums> = row(db, sql, vec![id.0.into()]).await?;
    let (released, taken_back) = sums.map_or((0, 0), |sums| (sums.released, sums.taken_back));
    Ok(Moved { retention_released: Money::dong(released), taken_back: Money::dong(taken_back) })
}

/// What a statement accepts on each budget line, net of what it takes back there.
pub async fn accepted_by_budget_line(
    db: &impl ConnectionTrait,
    id: StatementId,
) -> Result<BTreeMap<i64, Money>, DbErr> {
    #[derive(FromQueryResult)]
    struct Sum {
        appropriation_id: i64,
        amount: i64,
    }
    let sql = "SELECT l.appropriation_id, CAST(SUM(s.amount_dong) AS BIGINT) AS amount FROM settled_line s \
        JOIN order_line l ON l.id = s.order_line_id WHERE s.statement_id = $1 GROUP BY l.appropriation_id";
    let sums: Vec<Sum> = rows(db, sql, vec![id.0.into()]).await?;
    Ok(sums.into_iter().map(|sum| (sum.appropriation_id, Money::dong(sum.amount))).collect())
}

/// Learners and amount of a statement by order line and part.
#[derive(Debug, Clone, FromQueryResult)]
pub struct VolumeSum {
    pub order_line_id: i64,
    pub part: String,
    pub learners: i64,
    pub amount: i64,
}

pub async fn volume_of_statement(
    db: &impl ConnectionTrait,
    id: StatementId,
) -> Result<Vec<VolumeSum>, DbErr> {
    let sql = "SELECT s.order_line_id, s.part, COUNT(DISTINCT s.enrolment_id) AS learners, \
        CAST(SUM(s.amount_dong) AS BIGINT) AS amount FROM settled_line s WHERE s.statement_id = $1 \
        GROUP BY s.order_line_id, s.part ORDER BY s.order_line_id, s.part";
    rows(db, sql, vec![id.0.into()]).await
}

/// Statements of an order of which some line takes back what was settled before.
pub async fn that_take_back(
    db: &impl ConnectionTrait,
    order: OrderId,
) -> Result<HashSet<StatementId>, DbErr> {
    #[derive(FromQueryResult)]
    struct Found {
        id: i64,
    }
    let sql = "SELECT s.id FROM statement s WHERE s.order_id = $1 AND EXISTS \
        (SELECT 1 FROM settled_line l WHERE l.statement_id = s.id AND l.amount_dong < 0)";
    let found: Vec<Found> = rows(db, sql, vec![order.0.into()]).await?;
    Ok(found.into_iter().map(|found| StatementId(found.id)).collect())
}

#[derive(Debug, Clone, FromQueryResult)]
pub struct PartSum {
    pub part: String,
    pub lines: i64,
    pub amount: i64,
}

pub async fn parts_of_statement(db: &impl ConnectionTrait, id: StatementId) -> Result<Vec<PartSum>, DbErr> {
    let sql = "SELECT part, COUNT(*) AS lines, CAST(SUM(amount_dong) AS BIGINT) AS amount FROM settled_line \
        WHERE statement_id = $1 GROUP BY part ORDER BY part";
    rows(db, sql, vec![id.0.into()]).await
}
