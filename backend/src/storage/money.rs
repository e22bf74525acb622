//! Statements, settled lines, volumes and the ledger, as they are read.

use std::collections::HashMap;

use domain::{
    ids::{EnrolmentId, OrderId, OrderLineId, PartyId, StatementId, UserId},
    ledger::{Position, Purpose},
    money::Money,
    permission::Scope,
    settlement::{Before, Volume},
    statement::{Kind, State, Totals},
};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use time::Date;

use super::{number, registry::unknown, row, rows};

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
    struct Settled {
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
    for row in rows::<Settled>(db, &sql, vec![line.0.into()]).await? {
        let entry = before.entry(EnrolmentId(row.enrolment_id)).or_default();
        entry.push((row.part, PartyId(row.payee_id), Money::dong(row.amount)));
    }
    Ok(before)
}

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
    pub state: State,
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
}

const STATEMENT: &str = "SELECT s.id, s.run_id, s.number, s.order_id, s.party_id, s.period, s.kind, s.prepared_on, \
    s.prepared_by, s.gross_dong, s.advance_recovered_dong, s.set_off_dong, s.payable_dong, s.to_recover_dong, \
    s.lines_sha256, (SELECT e.state FROM statement_event e WHERE e.statement_id = s.id ORDER BY e.id DESC LIMIT 1) \
    AS state FROM statement s JOIN orders o ON o.id = s.order_id";

/// A party sees its own statements; on an order it provides, also those of the hosts.
fn within(scope: Scope) -> (&'static str, i64) {
    match scope {
        Scope::Everything => ("$1 = 0", 0),
        Scope::Party(party) => ("(s.party_id = $1 OR o.provider_id = $1)", party.0),
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
    let sql = "SELECT e.state, e.happened_on, COALESCE(u.name, '') AS actor, e.note FROM statement_event e \
        LEFT JOIN user_account u ON u.id = e.actor_id WHERE e.statement_id = $1 ORDER BY e.id";
    rows(db, sql, vec![id.0.into()]).await
}

#[derive(Debug, Clone, FromQueryResult)]
pub struct SettledLine {
    pub id: i64,
    pub statement_id: i64,
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

const SETTLED: &str = "SELECT s.id, s.statement_id, s.enrolment_id, e.learner_id, p.full_name, \
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

/// The seal of the last posting, 64 hex digits.
pub async fn ledger_head(db: &impl ConnectionTrait) -> Result<String, DbErr> {
    #[derive(FromQueryResult)]
    struct Seal {
        seal: String,
    }
    let last: Option<Seal> = row(db, "SELECT seal FROM posting ORDER BY id DESC LIMIT 1", vec![]).await?;
    Ok(last.map_or_else(|| domain::ledger::GENESIS.to_owned(), |last| last.seal))
}

/// The run of an order for a period, latest revision, and whether one of its statements was returned.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Run {
    pub id: i64,
    pub audit_seq: i64,
    pub period: String,
    pub kind: String,
    pub revision: i32,
    pub as_of: Date,
    pub known_at: i64,
    pub inputs_sha256: String,
    pub engine: String,
    pub returned: i64,
}

pub async fn last_run(
    db: &impl ConnectionTrait,
    order: OrderId,
    period: &str,
    kind: Kind,
) -> Result<Option<Run>, DbErr> {
    let sql = format!(
        "{RUN} WHERE r.order_id = $1 AND r.period = $2 AND r.kind = $3 ORDER BY r.revision DESC LIMIT 1"
    );
    row(db, &sql, vec![order.0.into(), period.into(), kind.as_str().into()]).await
}

pub async fn run_by_id(db: &impl ConnectionTrait, id: i64) -> Result<Option<Run>, DbErr> {
    row(db, &format!("{RUN} WHERE r.id = $1"), vec![id.into()]).await
}

const RUN: &str = "SELECT r.id, r.audit_seq, r.period, r.kind, r.revision, r.as_of, r.known_at, r.inputs_sha256, r.engine, \
    (SELECT COUNT(*) FROM statement s JOIN statement_event e ON e.statement_id = s.id \
     WHERE s.run_id = r.id AND e.state = 'returned') AS returned FROM settlement_run r";

pub async fn runs_of_order(db: &impl ConnectionTrait, order: OrderId) -> Result<Vec<Run>, DbErr> {
    rows(db, &format!("{RUN} WHERE r.order_id = $1 ORDER BY r.id"), vec![order.0.into()]).await
}

pub async fn has_run(db: &impl ConnectionTrait, order: OrderId, kind: Kind) -> Result<bool, DbErr> {
    let sql = "SELECT COUNT(*) AS n FROM settlement_run r WHERE r.order_id = $1 AND r.kind = $2 AND NOT EXISTS \
        (SELECT 1 FROM statement s JOIN statement_event e ON e.statement_id = s.id \
         WHERE s.run_id = r.id AND e.state = 'returned')";
    Ok(number(db, sql, vec![order.0.into(), kind.as_str().into()]).await? > 0)
}

/// The last day a run of this order looked at, whatever its kind.
pub async fn last_as_of(db: &impl ConnectionTrait, order: OrderId) -> Result<Option<Date>, DbErr> {
    #[derive(FromQueryResult)]
    struct Day {
        as_of: Option<Date>,
    }
    let sql = "SELECT MAX(as_of) AS as_of FROM settlement_run WHERE order_id = $1 AND kind <> 'advance'";
    Ok(row::<Day>(db, sql, vec![order.0.into()]).await?.and_then(|day| day.as_of))
}

#[derive(FromQueryResult)]
struct VolumeRow {
    order_line_id: i64,
    ordered_dong: i64,
    accepted_dong: i64,
    rejected_dong: i64,
    outstanding_dong: i64,
}

/// The latest volume of every line that was settled once. Of everyone.
pub async fn volumes_of_everyone(db: &impl ConnectionTrait) -> Result<HashMap<OrderLineId, Volume>, DbErr> {
    volumes(db, "$1 = 0", 0).await
}

pub async fn volumes_of_order(
    db: &impl ConnectionTrait,
    order: OrderId,
) -> Result<HashMap<OrderLineId, Volume>, DbErr> {
    volumes(db, "v.order_id = $1", order.0).await
}

async fn volumes(
    db: &impl ConnectionTrait,
    condition: &str,
    key: i64,
) -> Result<HashMap<OrderLineId, Volume>, DbErr> {
    let sql = format!(
        "SELECT v.order_line_id, v.ordered_dong, v.accepted_dong, v.rejected_dong, v.outstanding_dong \
         FROM order_volume v WHERE {condition} AND v.id = \
         (SELECT MAX(w.id) FROM order_volume w WHERE w.order_line_id = v.order_line_id)"
    );
    let found: Vec<VolumeRow> = rows(db, &sql, vec![key.into()]).await?;
    Ok(found.iter().map(|row| (OrderLineId(row.order_line_id), volume(row))).collect())
}

fn volume(row: &VolumeRow) -> Volume {
    Volume {
        ordered: Money::dong(row.ordered_dong),
        accepted: Money::dong(row.accepted_dong),
        rejected: Money::dong(row.rejected_dong),
        outstanding: Money::dong(row.outstanding_dong),
    }
}

/// The text of a published scheme, as it is stored now.
pub async fn scheme_content(db: &impl ConnectionTrait, id: i64) -> Result<String, DbErr> {
    #[derive(FromQueryResult)]
    struct Content {
        content: String,
    }
    let found: Option<Content> = row(db, "SELECT content FROM scheme WHERE id = $1", vec![id.into()]).await?;
    Ok(found.map(|row| row.content).unwrap_or_default())
}

/// What a run found of each line.
pub async fn volumes_of_run(
    db: &impl ConnectionTrait,
    run_id: i64,
) -> Result<HashMap<OrderLineId, Volume>, DbErr> {
    let sql = "SELECT order_line_id, ordered_dong, accepted_dong, rejected_dong, outstanding_dong \
        FROM order_volume WHERE run_id = $1";
    let found: Vec<VolumeRow> = rows(db, sql, vec![run_id.into()]).await?;
    Ok(found.iter().map(|row| (OrderLineId(row.order_line_id), volume(row))).collect())
}

/// Learners by line: enrolled, and graduated by class, corrections taken into account. Of everyone.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Count {
    pub order_line_id: i64,
    pub detail: String,
    pub learners: i64,
}

pub async fn enrolled_by_line_of_everyone(db: &impl ConnectionTrait) -> Result<Vec<Count>, DbErr> {
    let sql =
        "SELECT order_line_id, '' AS detail, COUNT(*) AS learners FROM enrolment GROUP BY order_line_id";
    rows(db, sql, vec![]).await
}

pub async fn graduated_by_line_of_everyone(db: &impl ConnectionTrait) -> Result<Vec<Count>, DbErr> {
    let sql = "SELECT f.order_line_id, f.detail, COUNT(*) AS learners FROM fact f WHERE f.kind = 'graduated' \
        AND NOT EXISTS (SELECT 1 FROM fact s WHERE s.supersedes = f.id) GROUP BY f.order_line_id, f.detail";
    rows(db, sql, vec![]).await
}

pub async fn postings_of_everyone(db: &impl ConnectionTrait) -> Result<Vec<PostingRow>, DbErr> {
    rows(db, "SELECT id, happened_on, debit, credit, amount_dong, seal FROM posting ORDER BY id", vec![])
        .await
}
