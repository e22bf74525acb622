//! Settlement runs, the volumes they found, and counts of learners.

use std::collections::HashMap;

use domain::{
    ids::{OrderId, OrderLineId},
    money::Money,
    settlement::Volume,
    statement::Kind,
};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use time::Date;

use crate::storage::{number, row, rows, sums::STANDS};

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

/// The last day that a run of an order placed under a scheme looked at, advances aside.
pub async fn last_run_under(
    db: &impl ConnectionTrait,
    code: &str,
    version: u32,
) -> Result<Option<Date>, DbErr> {
    #[derive(FromQueryResult)]
    struct Day {
        day: Option<Date>,
    }
    let sql = "SELECT MAX(r.as_of) AS day FROM settlement_run r WHERE r.kind <> 'advance' AND EXISTS \
        (SELECT 1 FROM order_line l JOIN scheme s ON s.id = l.scheme_id WHERE l.order_id = r.order_id \
         AND s.code = $1 AND s.version = $2)";
    let version = i32::try_from(version).unwrap_or(i32::MAX);
    Ok(row::<Day>(db, sql, vec![code.into(), version.into()]).await?.and_then(|found| found.day))
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
        ..Volume::default()
    }
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
    let sql = format!(
        "SELECT e.order_line_id, '' AS detail, COUNT(*) AS learners FROM enrolment e WHERE {STANDS} \
         GROUP BY e.order_line_id"
    );
    rows(db, &sql, vec![]).await
}

pub async fn graduated_by_line_of_everyone(db: &impl ConnectionTrait) -> Result<Vec<Count>, DbErr> {
    let sql = "SELECT f.order_line_id, f.detail, COUNT(*) AS learners FROM fact f WHERE f.kind = 'graduated' \
        AND NOT EXISTS (SELECT 1 FROM fact s WHERE s.supersedes = f.id) GROUP BY f.order_line_id, f.detail";
    rows(db, sql, vec![]).await
}
