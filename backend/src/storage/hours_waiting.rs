//! Hours of a month that somebody still has to report, or to answer for.

use domain::{ids::PartyId, month::Month};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};

use super::{
    rows,
    sums::{RUNNING, STANDS, Waiting, waiting},
};

/// Hours of the party that were contested and not answered. `first` is a cohort.
pub async fn contested(db: &impl ConnectionTrait, party: PartyId) -> Result<Waiting, DbErr> {
    let sql = format!(
        "SELECT COUNT(*) AS n, MIN(e.cohort_id) AS first FROM fact c JOIN fact h ON h.id = c.supersedes \
         JOIN enrolment e ON e.id = c.enrolment_id JOIN orders o ON o.id = e.order_id \
         WHERE h.reporter_id = $1 AND {RUNNING} AND c.kind = 'hours_contested' \
         AND NOT EXISTS (SELECT 1 FROM fact a WHERE a.supersedes = c.id)"
    );
    waiting(db, &sql, vec![party.0.into()]).await
}

/// Organisations that host learners of a running order.
pub async fn hosts_of_everyone(db: &impl ConnectionTrait) -> Result<Vec<PartyId>, DbErr> {
    #[derive(FromQueryResult)]
    struct Host {
        party_id: i64,
    }
    let sql = format!(
        "SELECT DISTINCT h.party_id FROM hosting h JOIN orders o ON o.id = h.order_id \
         WHERE {RUNNING} ORDER BY party_id"
    );
    Ok(rows(db, &sql, vec![]).await?.into_iter().map(|row: Host| PartyId(row.party_id)).collect())
}

/// Learners of work-study who were there in a month and of whom the party reported no hour in it, and entered none that
/// waits to be confirmed: a host, of those
/// placed with it; a college, of those it teaches beside a host. `first` is a cohort.
pub async fn missing(
    db: &impl ConnectionTrait,
    party: PartyId,
    month: Month,
    host: bool,
) -> Result<Waiting, DbErr> {
    let in_effect = |fact: &str| format!("NOT EXISTS (SELECT 1 FROM fact s WHERE s.supersedes = {fact}.id)");
    // What was placed last before the month's end is where the learner is.
    let taught = match host {
        true => format!(
            "EXISTS (SELECT 1 FROM fact p WHERE p.enrolment_id = e.id AND p.kind = 'placed' AND p.happened_on <= $3 \
             AND p.content LIKE '%\"host\":{}}}' AND {} AND NOT EXISTS (SELECT 1 FROM fact q WHERE q.enrolment_id = e.id \
             AND q.kind = 'placed' AND q.happened_on <= $3 AND q.id > p.id AND {}))",
            party.0,
            in_effect("p"),
            in_effect("q")
        ),
        false => "o.provider_id = $1 AND EXISTS (SELECT 1 FROM hosting h WHERE h.order_id = o.id)".to_owned(),
    };
    let sql = format!(
        "SELECT COUNT(*) AS n, MIN(e.cohort_id) AS first FROM enrolment e JOIN order_line l ON l.id = e.order_line_id \
         LEFT JOIN amended_line n ON n.order_line_id = l.id \
         JOIN orders o ON o.id = e.order_id WHERE {RUNNING} AND {STANDS} AND {taught} \
         AND e.enrolled_on <= $3 \
         AND COALESCE(n.starts_on, l.starts_on) <= $3 AND COALESCE(n.ends_on, l.ends_on) >= $2 \
         AND NOT EXISTS (SELECT 1 FROM fact x WHERE x.enrolment_id = e.id AND x.happened_on <= $3 \
             AND x.kind IN ('withdrew', 'graduated', 'suspended') AND {} \
             AND NOT EXISTS (SELECT 1 FROM fact r WHERE r.enrolment_id = e.id AND x.kind = 'suspended' \
                 AND r.kind = 'resumed' AND r.happened_on >= x.happened_on AND {})) \
         AND NOT EXISTS (SELECT 1 FROM fact d WHERE d.enrolment_id = e.id AND d.reporter_id = $1 \
             AND d.kind IN ('hours_delivered', 'hours_contested') AND d.happened_on BETWEEN $2 AND $3 AND {}) \
         AND NOT EXISTS (SELECT 1 FROM hours_log_row w JOIN hours_log g ON g.id = w.log_id WHERE w.enrolment_id = e.id \
             AND w.hours > 0 AND g.party_id = $1 AND g.month = $4 \
             AND NOT EXISTS (SELECT 1 FROM hours_log_event v WHERE v.log_id = g.id))",
        in_effect("x"),
        in_effect("r"),
        in_effect("d")
    );
    waiting(
        db,
        &sql,
        vec![party.0.into(), month.first().into(), month.last().into(), month.to_string().into()],
    )
    .await
}
