//! Hours that a host's coordinator entered, and what became of each list. The newest list of a month is what counts.

use domain::{
    ids::{CohortId, EnrolmentId, PartyId, UserId},
    month::Month,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder};
use time::Date;

use super::{
    row, rows,
    sums::{RUNNING, Waiting, waiting},
    tables::hours_log_row,
};

/// A list of hours of one host, cohort and month.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Log {
    pub id: i64,
    pub cohort_id: i64,
    pub party_id: i64,
    pub month: String,
    pub reason: String,
    pub entered_on: Date,
    pub entered_by: i64,
    pub entered_by_name: String,
    /// `confirmed`, `returned`, `withdrawn` or `replaced`; nothing while it waits.
    pub state: Option<String>,
    /// Why it was sent back.
    pub note: Option<String>,
}

impl Log {
    pub fn host(&self) -> PartyId {
        PartyId(self.party_id)
    }

    pub fn maker(&self) -> UserId {
        UserId(self.entered_by)
    }

    pub fn waits(&self) -> bool {
        self.state.is_none()
    }

    pub fn was_returned(&self) -> bool {
        self.state.as_deref() == Some("returned")
    }
}

const LOGS: &str = "SELECT g.id, g.cohort_id, g.party_id, g.month, g.reason, g.entered_on, g.entered_by, \
    u.name AS entered_by_name, v.state, v.note FROM hours_log g JOIN user_account u ON u.id = g.entered_by \
    LEFT JOIN hours_log_event v ON v.log_id = g.id";

/// No list of the same month came after it.
const NEWEST: &str = "NOT EXISTS (SELECT 1 FROM hours_log n WHERE n.cohort_id = g.cohort_id \
    AND n.party_id = g.party_id AND n.month = g.month AND n.id > g.id)";

pub async fn by_id(db: &impl ConnectionTrait, id: i64) -> Result<Option<Log>, DbErr> {
    row(db, &format!("{LOGS} WHERE g.id = $1"), vec![id.into()]).await
}

/// The newest list of each host, of every month of a cohort.
pub async fn of_cohort(db: &impl ConnectionTrait, cohort: CohortId) -> Result<Vec<Log>, DbErr> {
    rows(db, &format!("{LOGS} WHERE g.cohort_id = $1 AND {NEWEST} ORDER BY g.id"), vec![cohort.0.into()])
        .await
}

/// What a host entered last for a month of a cohort.
pub async fn newest(
    db: &impl ConnectionTrait,
    cohort: CohortId,
    host: PartyId,
    month: Month,
) -> Result<Option<Log>, DbErr> {
    let of_month = "WHERE g.cohort_id = $1 AND g.party_id = $2 AND g.month = $3";
    let values = vec![cohort.0.into(), host.0.into(), month.to_string().into()];
    row(db, &format!("{LOGS} {of_month} AND {NEWEST}"), values).await
}

/// What a list says, in the order in which it was entered.
pub async fn entries(db: &impl ConnectionTrait, log: i64) -> Result<Vec<(EnrolmentId, u32)>, DbErr> {
    let found = hours_log_row::Entity::find()
        .filter(hours_log_row::Column::LogId.eq(log))
        .order_by_asc(hours_log_row::Column::Id)
        .all(db)
        .await?;
    let entry = |row: hours_log_row::Model| {
        let hours_log_row::Model { id: _, audit_seq: _, log_id: _, enrolment_id, hours } = row;
        (EnrolmentId(enrolment_id), u32::try_from(hours).unwrap_or(0))
    };
    Ok(found.into_iter().map(entry).collect())
}

/// Lists of a host that wait for somebody to confirm them. `first` is a cohort.
pub async fn to_confirm(db: &impl ConnectionTrait, host: PartyId) -> Result<Waiting, DbErr> {
    let waits = "NOT EXISTS (SELECT 1 FROM hours_log_event v WHERE v.log_id = g.id)";
    of_host(db, host, waits).await
}

/// Lists of a host that were sent back and not entered anew since.
pub async fn sent_back(db: &impl ConnectionTrait, host: PartyId) -> Result<Waiting, DbErr> {
    let returned = "EXISTS (SELECT 1 FROM hours_log_event v WHERE v.log_id = g.id AND v.state = 'returned')";
    of_host(db, host, &format!("{returned} AND {NEWEST}")).await
}

async fn of_host(db: &impl ConnectionTrait, host: PartyId, which: &str) -> Result<Waiting, DbErr> {
    let sql = format!(
        "SELECT COUNT(*) AS n, MIN(g.cohort_id) AS first FROM hours_log g JOIN orders o ON o.id = g.order_id \
         WHERE g.party_id = $1 AND {RUNNING} AND {which}"
    );
    waiting(db, &sql, vec![host.0.into()]).await
}
