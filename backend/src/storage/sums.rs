//! Counts and sums for lists, each drawn in one query however long the list is. A sum that looks at everybody says so
//! in its name; its caller keeps what the scope allows.

use std::collections::HashMap;

use domain::{
    ids::{CohortId, EnrolmentId, OrderId, OrderLineId, PartyId},
    money::Money,
    permission::Scope,
};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Value};
use time::Date;

use super::{orders::within, row, rows};

/// A line counts unless its statement was sent back.
const NOT_RETURNED: &str = "NOT EXISTS (SELECT 1 FROM statement_event v WHERE v.statement_id = s.statement_id AND v.state = 'returned')";

/// An enrolment `e` counts unless it was taken back, and not made again since.
pub const STANDS: &str = "NOT EXISTS (SELECT 1 FROM fact r JOIN fact f ON f.id = r.supersedes \
    WHERE r.enrolment_id = e.id AND r.kind = 'retracted' AND f.kind = 'enrolled' \
    AND NOT EXISTS (SELECT 1 FROM fact a WHERE a.supersedes = r.id))";

/// A line counts once its statement is approved.
const APPROVED: &str =
    "EXISTS (SELECT 1 FROM statement_event v WHERE v.statement_id = s.statement_id AND v.state = 'approved')";

#[derive(FromQueryResult)]
struct Keyed {
    key: i64,
    n: i64,
}

async fn keyed(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<HashMap<i64, i64>, DbErr> {
    Ok(rows::<Keyed>(db, sql, values).await?.into_iter().map(|row| (row.key, row.n)).collect())
}

/// Accepted by statements that are paid, by order line.
pub async fn paid_by_line_of_everyone(
    db: &impl ConnectionTrait,
) -> Result<HashMap<OrderLineId, Money>, DbErr> {
    let sql = "SELECT s.order_line_id AS key, CAST(SUM(s.amount_dong) AS BIGINT) AS n FROM settled_line s \
        WHERE EXISTS (SELECT 1 FROM statement_state v WHERE v.statement_id = s.statement_id AND v.state = 'paid') \
        GROUP BY s.order_line_id";
    let sums = keyed(db, sql, vec![]).await?;
    Ok(sums.into_iter().map(|(line, amount)| (OrderLineId(line), Money::dong(amount))).collect())
}

/// Learners of each cohort of an order, and how many of them have a class that graduates.
pub async fn learners_by_cohort(
    db: &impl ConnectionTrait,
    order: OrderId,
) -> Result<HashMap<CohortId, (i64, i64)>, DbErr> {
    let enrolled = format!(
        "SELECT e.cohort_id AS key, COUNT(*) AS n FROM enrolment e WHERE e.order_id = $1 AND {STANDS} GROUP BY e.cohort_id"
    );
    let graduated = "SELECT e.cohort_id AS key, COUNT(*) AS n FROM fact f JOIN enrolment e ON e.id = f.enrolment_id \
        WHERE e.order_id = $1 AND f.kind = 'graduated' AND f.detail NOT IN ('weak', 'failed') \
        AND NOT EXISTS (SELECT 1 FROM fact s WHERE s.supersedes = f.id) \
        AND NOT EXISTS (SELECT 1 FROM fact a WHERE a.order_line_id = f.order_line_id \
            AND a.enrolment_id = f.enrolment_id AND a.kind = 'annulled' \
            AND NOT EXISTS (SELECT 1 FROM fact s WHERE s.supersedes = a.id)) GROUP BY e.cohort_id";
    let graduated = keyed(db, graduated, vec![order.0.into()]).await?;
    let enrolled = keyed(db, &enrolled, vec![order.0.into()]).await?;
    let both = |(cohort, learners): (i64, i64)| {
        (CohortId(cohort), (learners, graduated.get(&cohort).copied().unwrap_or(0)))
    };
    Ok(enrolled.into_iter().map(both).collect())
}

/// Learners whose certificate was annulled, by order line.
pub async fn annulled_by_line_of_everyone(
    db: &impl ConnectionTrait,
) -> Result<HashMap<OrderLineId, i64>, DbErr> {
    let sql = "SELECT f.order_line_id AS key, COUNT(*) AS n FROM fact f WHERE f.kind = 'annulled' \
        AND NOT EXISTS (SELECT 1 FROM fact s WHERE s.supersedes = f.id) GROUP BY f.order_line_id";
    Ok(keyed(db, sql, vec![]).await?.into_iter().map(|(line, n)| (OrderLineId(line), n)).collect())
}

/// What was settled for the learners of each cohort of an order. A payee narrows it to that party's lines.
pub async fn settled_by_cohort(
    db: &impl ConnectionTrait,
    order: OrderId,
    payee: Option<PartyId>,
) -> Result<HashMap<CohortId, Money>, DbErr> {
    let sql = format!(
        "SELECT e.cohort_id AS key, CAST(SUM(s.amount_dong) AS BIGINT) AS n FROM settled_line s \
         JOIN enrolment e ON e.id = s.enrolment_id \
         WHERE s.order_line_id IN (SELECT id FROM order_line WHERE order_id = $1) \
         AND ($2 = 0 OR s.payee_id = $2) AND {NOT_RETURNED} GROUP BY e.cohort_id"
    );
    let payee = payee.map_or(0, |party| party.0);
    let sums = keyed(db, &sql, vec![order.0.into(), payee.into()]).await?;
    Ok(sums.into_iter().map(|(cohort, amount)| (CohortId(cohort), Money::dong(amount))).collect())
}

/// What was settled for each learner of an order line. A payee narrows it to that party's lines.
pub async fn settled_by_enrolment(
    db: &impl ConnectionTrait,
    line: OrderLineId,
    payee: Option<PartyId>,
) -> Result<HashMap<EnrolmentId, Money>, DbErr> {
    let sql = format!(
        "SELECT s.enrolment_id AS key, CAST(SUM(s.amount_dong) AS BIGINT) AS n FROM settled_line s \
         WHERE s.order_line_id = $1 AND ($2 = 0 OR s.payee_id = $2) AND {NOT_RETURNED} GROUP BY s.enrolment_id"
    );
    let payee = payee.map_or(0, |party| party.0);
    let sums = keyed(db, &sql, vec![line.0.into(), payee.into()]).await?;
    Ok(sums.into_iter().map(|(enrolment, amount)| (EnrolmentId(enrolment), Money::dong(amount))).collect())
}

/// What approved statements accepted of an order, by order line and learner.
pub async fn approved_by_enrolment(
    db: &impl ConnectionTrait,
    order: OrderId,
) -> Result<HashMap<(OrderLineId, EnrolmentId), Money>, DbErr> {
    #[derive(FromQueryResult)]
    struct Approved {
        order_line_id: i64,
        enrolment_id: i64,
        amount: i64,
    }
    let sql = format!(
        "SELECT s.order_line_id, s.enrolment_id, CAST(SUM(s.amount_dong) AS BIGINT) AS amount FROM settled_line s \
         WHERE s.order_line_id IN (SELECT id FROM order_line WHERE order_id = $1) AND {APPROVED} \
         GROUP BY s.order_line_id, s.enrolment_id"
    );
    let found: Vec<Approved> = rows(db, &sql, vec![order.0.into()]).await?;
    let pair = |row: Approved| {
        ((OrderLineId(row.order_line_id), EnrolmentId(row.enrolment_id)), Money::dong(row.amount))
    };
    Ok(found.into_iter().map(pair).collect())
}

/// How many of something wait, and the one that has waited longest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Waiting {
    pub count: i64,
    pub first: i64,
}

pub(super) async fn waiting(
    db: &impl ConnectionTrait,
    sql: &str,
    values: Vec<Value>,
) -> Result<Waiting, DbErr> {
    #[derive(FromQueryResult)]
    struct Counted {
        n: i64,
        first: Option<i64>,
    }
    let counted: Option<Counted> = row(db, sql, values).await?;
    Ok(counted.map_or_else(Waiting::default, |c| Waiting { count: c.n, first: c.first.unwrap_or(0) }))
}

pub(super) const RUNNING: &str = "EXISTS (SELECT 1 FROM order_event a WHERE a.order_id = o.id AND a.state = 'accepted') \
    AND NOT EXISTS (SELECT 1 FROM order_event c WHERE c.order_id = o.id AND c.state = 'closed')";

/// Learners flagged as trained before whom nobody has decided on. `first` is a learner.
pub async fn duplicates_waiting(db: &impl ConnectionTrait, scope: Scope) -> Result<Waiting, DbErr> {
    let (condition, values) = within(scope);
    let sql = format!(
        "SELECT COUNT(*) AS n, MIN(e.learner_id) AS first FROM fact f JOIN enrolment e ON e.id = f.enrolment_id \
         JOIN orders o ON o.id = e.order_id WHERE {condition} AND {RUNNING} AND f.kind = 'duplicate_flagged' \
         AND NOT EXISTS (SELECT 1 FROM fact s WHERE s.supersedes = f.id) \
         AND NOT EXISTS (SELECT 1 FROM fact d WHERE d.order_line_id = f.order_line_id \
             AND d.enrolment_id = f.enrolment_id AND d.kind = 'duplicate_decided')"
    );
    waiting(db, &sql, values).await
}

/// Cohorts of running orders that nobody is enrolled on. `first` is a cohort.
pub async fn cohorts_without_learners(db: &impl ConnectionTrait, scope: Scope) -> Result<Waiting, DbErr> {
    let (condition, values) = within(scope);
    let sql = format!(
        "SELECT COUNT(*) AS n, MIN(c.id) AS first FROM cohort c JOIN order_line l ON l.id = c.order_line_id \
         JOIN orders o ON o.id = l.order_id WHERE {condition} AND {RUNNING} \
         AND NOT EXISTS (SELECT 1 FROM enrolment e WHERE e.cohort_id = c.id AND {STANDS})"
    );
    waiting(db, &sql, values).await
}

pub(super) const RESULT_AWAITED: &str = "COALESCE((SELECT n.ends_on FROM amended_line n WHERE n.order_line_id = l.id), l.ends_on) < $2 \
    AND NOT EXISTS (SELECT 1 FROM fact f \
    WHERE f.order_line_id = e.order_line_id AND f.enrolment_id = e.id AND f.kind IN ('graduated', 'withdrew') \
    AND NOT EXISTS (SELECT 1 FROM fact s WHERE s.supersedes = f.id))";

/// Learners whose course is over and whose result is not known. `first` is a cohort.
/// The first day on which a statement was approved that the Treasury has not paid.
pub async fn oldest_unpaid_of_everyone(db: &impl ConnectionTrait) -> Result<Option<Date>, DbErr> {
    #[derive(FromQueryResult)]
    struct Day {
        day: Option<Date>,
    }
    let sql = "SELECT MIN(e.happened_on) AS day FROM statement_event e WHERE e.state = 'approved' AND EXISTS \
        (SELECT 1 FROM statement_state v WHERE v.statement_id = e.statement_id AND v.state = 'approved')";
    Ok(super::row::<Day>(db, sql, vec![]).await?.and_then(|found| found.day))
}

pub async fn results_awaited(db: &impl ConnectionTrait, scope: Scope, today: Date) -> Result<Waiting, DbErr> {
    let (condition, mut values) = within(scope);
    values.push(today.into());
    let sql = format!(
        "SELECT COUNT(*) AS n, MIN(e.cohort_id) AS first FROM enrolment e JOIN order_line l ON l.id = e.order_line_id \
         JOIN orders o ON o.id = e.order_id WHERE {condition} AND {RUNNING} AND {STANDS} AND {RESULT_AWAITED}"
    );
    waiting(db, &sql, values).await
}

/// Those whose courses end from a day on and before another.
pub async fn results_due(
    db: &impl ConnectionTrait,
    scope: Scope,
    from: Date,
    before: Date,
) -> Result<Waiting, DbErr> {
    let (condition, mut values) = within(scope);
    values.extend([before.into(), from.into()]);
    let ends = "COALESCE((SELECT n.ends_on FROM amended_line n WHERE n.order_line_id = l.id), l.ends_on)";
    let sql = format!(
        "SELECT COUNT(*) AS n, MIN(e.cohort_id) AS first FROM enrolment e JOIN order_line l ON l.id = e.order_line_id \
         JOIN orders o ON o.id = e.order_id \
         WHERE {condition} AND {RUNNING} AND {STANDS} AND {RESULT_AWAITED} AND {ends} >= $3"
    );
    waiting(db, &sql, values).await
}

/// The same, by order.
pub async fn results_awaited_by_order(
    db: &impl ConnectionTrait,
    scope: Scope,
    today: Date,
) -> Result<HashMap<OrderId, i64>, DbErr> {
    #[derive(FromQueryResult)]
    struct Counted {
        order_id: i64,
        n: i64,
    }
    let (condition, mut values) = within(scope);
    values.push(today.into());
    let sql = format!(
        "SELECT e.order_id, COUNT(*) AS n FROM enrolment e JOIN order_line l ON l.id = e.order_line_id \
         JOIN orders o ON o.id = e.order_id WHERE {condition} AND {RUNNING} AND {STANDS} AND {RESULT_AWAITED} \
         GROUP BY e.order_id"
    );
    let found: Vec<Counted> = rows(db, &sql, values).await?;
    Ok(found.into_iter().map(|counted| (OrderId(counted.order_id), counted.n)).collect())
}

/// The day of the newest step of each order.
pub async fn steps_last_on(db: &impl ConnectionTrait, scope: Scope) -> Result<HashMap<OrderId, Date>, DbErr> {
    #[derive(FromQueryResult)]
    struct Last {
        order_id: i64,
        happened_on: Date,
    }
    let (condition, values) = within(scope);
    let sql = format!(
        "SELECT o.id AS order_id, (SELECT v.happened_on FROM order_event v WHERE v.order_id = o.id \
         ORDER BY v.id DESC LIMIT 1) AS happened_on FROM orders o WHERE {condition}"
    );
    let found: Vec<Last> = rows(db, &sql, values).await?;
    Ok(found.into_iter().map(|last| (OrderId(last.order_id), last.happened_on)).collect())
}
