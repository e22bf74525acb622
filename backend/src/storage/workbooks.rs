//! Workbooks that were received, how far the work on each is, and which rows became which enrolments.

use std::collections::HashMap;

use domain::{
    ids::{CohortId, EnrolmentId, FactId, OrderId, UserId},
    workbook::Target,
};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};

use super::{execute, number, row, rows};

/// A workbook with how far it is.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Stored {
    pub id: i64,
    cohort_id: Option<i64>,
    order_id: i64,
    pub kind: String,
    pub name: String,
    pub bytes: i64,
    pub received_at: i64,
    /// `check`, `checked`, `refused`, `commit`, `finished`, `undone`
    pub stage: String,
    pub good_only: bool,
    pub proposals: bool,
    pub total: i64,
    pub done: i64,
    pub started_at: i64,
    pub result: String,
}

impl Stored {
    /// What it was sent for.
    pub fn target(&self) -> Target {
        self.cohort_id.map_or(Target::Order(self.order()), |id| Target::Cohort(CohortId(id)))
    }

    pub fn order(&self) -> OrderId {
        OrderId(self.order_id)
    }
}

const STORED: &str = "SELECT w.id, w.cohort_id, w.order_id, w.kind, w.name, w.bytes, w.received_at, j.stage, \
    j.good_only, j.proposals, j.total, j.done, j.started_at, j.result FROM workbook w \
    JOIN workbook_job j ON j.workbook_id = w.id";

/// By id, whoever sent it: the caller looks its order up within the scope.
pub async fn by_id(db: &impl ConnectionTrait, id: i64) -> Result<Option<Stored>, DbErr> {
    row(db, &format!("{STORED} WHERE w.id = $1"), vec![id.into()]).await
}

/// The condition of being sent for one target, with its value.
fn sent_for(target: Target) -> (&'static str, i64) {
    match target {
        Target::Cohort(id) => ("w.cohort_id = $1", id.0),
        Target::Order(id) => ("w.order_id = $1 AND w.cohort_id IS NULL", id.0),
    }
}

/// The same bytes, sent for the same cohort or order before.
pub async fn same(
    db: &impl ConnectionTrait,
    target: Target,
    kind: &str,
    sha256: &str,
) -> Result<Option<i64>, DbErr> {
    let (condition, id) = sent_for(target);
    let sql = format!("SELECT w.id AS n FROM workbook w WHERE {condition} AND w.kind = $2 AND w.sha256 = $3");
    let found = number(db, &sql, vec![id.into(), kind.into(), sha256.into()]).await?;
    Ok((found > 0).then_some(found))
}

/// The newest workbooks of a cohort or of an order, without what came of them.
pub async fn sent(db: &impl ConnectionTrait, target: Target) -> Result<Vec<Stored>, DbErr> {
    let (condition, id) = sent_for(target);
    let stored = STORED.replace("j.result", "'' AS result");
    rows(db, &format!("{stored} WHERE {condition} ORDER BY w.id DESC LIMIT 20"), vec![id.into()]).await
}

/// Those that somebody began and nobody ended: the program was stopped.
pub async fn unfinished_of_everyone(db: &impl ConnectionTrait) -> Result<Vec<Stored>, DbErr> {
    rows(db, &format!("{STORED} WHERE j.stage IN ('check', 'commit') ORDER BY w.id"), vec![]).await
}

pub async fn keep(db: &impl ConnectionTrait, id: i64, content: Vec<u8>, now: i64) -> Result<(), DbErr> {
    let sql = "INSERT INTO workbook_file (workbook_id, content) VALUES ($1, $2)";
    execute(db, sql, vec![id.into(), content.into()]).await?;
    let sql = "INSERT INTO workbook_job (workbook_id, stage, good_only, proposals, total, done, started_at, result) \
        VALUES ($1, 'check', $2, $2, 0, 0, $3, '')";
    execute(db, sql, vec![id.into(), false.into(), now.into()]).await.map(drop)
}

pub async fn content(db: &impl ConnectionTrait, id: i64) -> Result<Vec<u8>, DbErr> {
    #[derive(FromQueryResult)]
    struct Content {
        content: Vec<u8>,
    }
    let sql = "SELECT content FROM workbook_file WHERE workbook_id = $1";
    let found: Option<Content> = row(db, sql, vec![id.into()]).await?;
    found.map(|found| found.content).ok_or_else(|| DbErr::RecordNotFound(format!("workbook_file {id}")))
}

/// Moves a workbook to another stage, when it still stands where the caller saw it; false when it does not.
pub async fn move_to(
    db: &impl ConnectionTrait,
    seen: &Stored,
    stage: &str,
    good_only: bool,
    proposals: bool,
    now: i64,
) -> Result<bool, DbErr> {
    let sql = "UPDATE workbook_job SET stage = $3, good_only = $4, proposals = $5, done = 0, total = 0, started_at = $6 \
        WHERE workbook_id = $1 AND stage = $2";
    let values = vec![
        seen.id.into(),
        seen.stage.as_str().into(),
        stage.into(),
        good_only.into(),
        proposals.into(),
        now.into(),
    ];
    Ok(execute(db, sql, values).await? == 1)
}

pub async fn progress(db: &impl ConnectionTrait, id: i64, done: i64, total: i64) -> Result<(), DbErr> {
    let sql = "UPDATE workbook_job SET done = $2, total = $3 WHERE workbook_id = $1";
    execute(db, sql, vec![id.into(), done.into(), total.into()]).await.map(drop)
}

/// What came of a stage.
pub async fn end(db: &impl ConnectionTrait, id: i64, stage: &str, result: &str) -> Result<(), DbErr> {
    let sql = "UPDATE workbook_job SET stage = $2, result = $3, done = total WHERE workbook_id = $1";
    execute(db, sql, vec![id.into(), stage.into(), result.into()]).await.map(drop)
}

/// How often it was undone: each time it may be accepted anew.
pub async fn round(db: &impl ConnectionTrait, id: i64) -> Result<i32, DbErr> {
    let sql = "SELECT COUNT(*) AS n FROM workbook_event WHERE workbook_id = $1 AND state = 'undone'";
    Ok(i32::try_from(number(db, sql, vec![id.into()]).await?).unwrap_or(i32::MAX))
}

/// Whether an event of this round stands already: a step that was cut off after its commit is not repeated.
pub async fn happened(db: &impl ConnectionTrait, id: i64, round: i32, state: &str) -> Result<bool, DbErr> {
    let sql = "SELECT COUNT(*) AS n FROM workbook_event WHERE workbook_id = $1 AND round = $2 AND state = $3";
    Ok(number(db, sql, vec![id.into(), round.into(), state.into()]).await? > 0)
}

/// Who asked for something, and for whom they acted when they did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    pub by: UserId,
    pub acting_for: Option<UserId>,
}

#[derive(FromQueryResult)]
struct AskedRow {
    asked_by: i64,
    giver_id: Option<i64>,
}

impl From<AskedRow> for Asked {
    fn from(row: AskedRow) -> Asked {
        Asked { by: UserId(row.asked_by), acting_for: row.giver_id.map(UserId) }
    }
}

/// Who sent it.
pub async fn sent_by(db: &impl ConnectionTrait, id: i64) -> Result<Option<Asked>, DbErr> {
    let sql = "SELECT w.sent_by AS asked_by, a.giver_id FROM workbook w \
        LEFT JOIN acted_for a ON a.audit_seq = w.audit_seq WHERE w.id = $1";
    Ok(row::<AskedRow>(db, sql, vec![id.into()]).await?.map(Asked::from))
}

/// Who accepted it last.
pub async fn accepted_by(db: &impl ConnectionTrait, id: i64) -> Result<Option<Asked>, DbErr> {
    let sql = "SELECT e.actor_id AS asked_by, a.giver_id FROM workbook_event e \
        LEFT JOIN acted_for a ON a.audit_seq = e.audit_seq \
        WHERE e.workbook_id = $1 AND e.state = 'accepted' ORDER BY e.id DESC LIMIT 1";
    Ok(row::<AskedRow>(db, sql, vec![id.into()]).await?.map(Asked::from))
}

/// Rows of this round that were written, with their enrolments.
pub async fn written(
    db: &impl ConnectionTrait,
    id: i64,
    round: i32,
) -> Result<Vec<(u32, EnrolmentId)>, DbErr> {
    #[derive(FromQueryResult)]
    struct Written {
        row_number: i32,
        enrolment_id: i64,
    }
    let sql =
        "SELECT row_number, enrolment_id FROM workbook_row WHERE workbook_id = $1 AND round = $2 ORDER BY id";
    let found: Vec<Written> = rows(db, sql, vec![id.into(), round.into()]).await?;
    let pair = |row: Written| (u32::try_from(row.row_number).unwrap_or(0), EnrolmentId(row.enrolment_id));
    Ok(found.into_iter().map(pair).collect())
}

/// The facts that a batch put in, each with the row's enrolment: those of the transaction that wrote the row.
pub async fn batch(
    db: &impl ConnectionTrait,
    id: i64,
    round: i32,
) -> Result<HashMap<EnrolmentId, Vec<FactId>>, DbErr> {
    #[derive(FromQueryResult)]
    struct Put {
        enrolment_id: i64,
        fact_id: i64,
    }
    let sql = "SELECT r.enrolment_id, f.id AS fact_id FROM workbook_row r JOIN enrolment e ON e.id = r.enrolment_id \
        JOIN fact f ON f.order_line_id = e.order_line_id AND f.enrolment_id = e.id AND f.audit_seq = r.audit_seq \
        WHERE r.workbook_id = $1 AND r.round = $2 ORDER BY f.id";
    let mut batch: HashMap<EnrolmentId, Vec<FactId>> = HashMap::new();
    for put in rows::<Put>(db, sql, vec![id.into(), round.into()]).await? {
        batch.entry(EnrolmentId(put.enrolment_id)).or_default().push(FactId(put.fact_id));
    }
    Ok(batch)
}

/// Numbers of statements, made since a batch and not sent back, on which somebody of it has a line.
pub async fn statements_since(
    db: &impl ConnectionTrait,
    id: i64,
    round: i32,
    order: OrderId,
) -> Result<Vec<String>, DbErr> {
    #[derive(FromQueryResult)]
    struct Number {
        number: String,
    }
    let sql = "SELECT DISTINCT t.number FROM settled_line s JOIN workbook_row r ON r.workbook_id = $1 AND r.round = $2 \
        AND r.enrolment_id = s.enrolment_id JOIN statement t ON t.id = s.statement_id \
        WHERE s.order_line_id IN (SELECT id FROM order_line WHERE order_id = $3) AND s.audit_seq > r.audit_seq \
        AND NOT EXISTS (SELECT 1 FROM statement_event v WHERE v.statement_id = t.id AND v.state = 'returned') \
        ORDER BY t.number";
    let numbers: Vec<Number> = rows(db, sql, vec![id.into(), round.into(), order.0.into()]).await?;
    Ok(numbers.into_iter().map(|found| found.number).collect())
}
