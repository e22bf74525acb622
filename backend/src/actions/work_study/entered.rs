//! Hours that a host's coordinator entered: kept as they came, confirmed or sent back by somebody else of the host, or
//! withdrawn. Confirming checks them once more, and only then are they facts.

use domain::{
    fact::Place,
    ids::{CohortId, EnrolmentId},
    issue::{Issue, none_or_all},
    month::Month,
    permission::Deed,
    text::{Text, clean},
};

use super::{Course, Entry, LOG_RULE, insert, nothing_new};
use crate::{
    actions::{
        Ctx,
        enrolments::running,
        hands, notices,
        preview::{self, Sending, Sent},
    },
    error::Error,
    storage::{
        Tx,
        hours_log::{self, Log},
        tables::{hours_log as log_row, hours_log_event, hours_log_row},
    },
};

/// A list by its number, on the page of its month.
#[derive(Debug, Clone, Copy)]
pub struct Which {
    pub cohort: CohortId,
    pub month: Month,
    pub log: i64,
}

/// Keeps what was entered until it is confirmed; it takes the place of what still waits for the same month.
pub(super) async fn keep(
    ctx: &Ctx,
    mut tx: Tx,
    found: &Course,
    month: Month,
    entries: &[Entry],
    reason: &str,
) -> Result<(), Error> {
    let before = hours_log::newest(tx.db(), found.cohort.id, ctx.actor.party, month).await?;
    if let Some(before) = before.filter(Log::waits) {
        if clean(reason) == before.reason && hours_log::entries(tx.db(), before.id).await? == pairs(entries) {
            return Err(nothing_new().into());
        }
        end(ctx, &mut tx, &before, "replaced", "").await?;
    }
    let row = log_row::Model {
        id: 0,
        audit_seq: 0,
        order_id: found.order.id.0,
        cohort_id: found.cohort.id.0,
        party_id: ctx.actor.party.0,
        month: month.to_string(),
        reason: clean(reason),
        entered_on: ctx.today(),
        entered_by: ctx.actor.user.0,
    };
    let log_id = tx.insert::<log_row::Entity>(row).await?;
    let row = |entry: &Entry| hours_log_row::Model {
        id: 0,
        audit_seq: 0,
        log_id,
        enrolment_id: entry.enrolment.0,
        hours: i32::try_from(entry.hours).unwrap_or(i32::MAX),
    };
    tx.insert_all::<hours_log_row::Entity>(entries.iter().map(row).collect()).await?;
    notices::hours_entered(ctx, &tx, &found.order, (found.cohort.id, month), (log_id, entries.len())).await?;
    Ok(tx.commit(found.reference(month)).await?)
}

/// Makes entered hours count, as the host's.
pub async fn confirm(ctx: &Ctx, which: Which, sending: Sending) -> Result<Sent, Error> {
    let mut tx = ctx.begin("work_study.confirm").await?;
    let found = Course::load(ctx, &tx, which.cohort).await?;
    let log = waiting(ctx, &tx, which, Deed::ConfirmHoursAtEnterprise).await?;
    running(&found.order)?;
    not_own(ctx, &tx, &log).await?;
    let before = preview::before(ctx, &tx, &found.order, sending).await?;
    let entries: Vec<Entry> = hours_log::entries(tx.db(), log.id)
        .await?
        .into_iter()
        .map(|(enrolment, hours)| Entry { enrolment, hours })
        .collect();
    let rows = found.facts(ctx, &tx, (Place::Enterprise, which.month), &entries, &log.reason).await?;
    insert(&mut tx, rows, &log.reason).await?;
    end(ctx, &mut tx, &log, "confirmed", "").await?;
    preview::finish(ctx, tx, &found.order, sending, before, found.reference(which.month)).await
}

/// Sends entered hours back to who entered them, saying why.
pub async fn send_back(ctx: &Ctx, which: Which, note: &str) -> Result<(), Error> {
    let mut tx = ctx.begin("work_study.return").await?;
    let found = Course::load(ctx, &tx, which.cohort).await?;
    let log = waiting(ctx, &tx, which, Deed::ConfirmHoursAtEnterprise).await?;
    not_own(ctx, &tx, &log).await?;
    none_or_all(if clean(note).is_empty() { vec![note_missing()] } else { Vec::new() })?;
    end(ctx, &mut tx, &log, "returned", &clean(note)).await?;
    notices::hours_returned(&tx, &found.order, (which.cohort, which.month), &log).await?;
    Ok(tx.commit(found.reference(which.month)).await?)
}

/// Takes back what waits to be confirmed.
pub async fn withdraw(ctx: &Ctx, which: Which) -> Result<(), Error> {
    let mut tx = ctx.begin("work_study.withdraw").await?;
    let found = Course::load(ctx, &tx, which.cohort).await?;
    let log = waiting(ctx, &tx, which, Deed::EnterHoursAtEnterprise).await?;
    end(ctx, &mut tx, &log, "withdrawn", "").await?;
    Ok(tx.commit(found.reference(which.month)).await?)
}

async fn waiting(ctx: &Ctx, tx: &Tx, which: Which, deed: Deed) -> Result<Log, Error> {
    let log = hours_log::by_id(tx.db(), which.log).await?.ok_or(Error::NotFound)?;
    ctx.permit(deed, &[log.host()])?;
    if log.cohort_id != which.cohort.0 || log.month != which.month.to_string() {
        return Err(Error::NotFound);
    }
    if log.waits() { Ok(log) } else { Err(not_waiting().into()) }
}

/// Who entered the hours does not confirm them; a trigger of the database refuses it as well.
async fn not_own(ctx: &Ctx, tx: &Tx, log: &Log) -> Result<(), Error> {
    match hands::is_own(ctx, tx.db(), ("hours_log", log.id), log.maker()).await? {
        true => Err(own().into()),
        false => Ok(()),
    }
}

async fn end(ctx: &Ctx, tx: &mut Tx, log: &Log, state: &str, note: &str) -> Result<(), Error> {
    let row = hours_log_event::Model {
        id: 0,
        audit_seq: 0,
        log_id: log.id,
        state: state.to_owned(),
        happened_on: ctx.today(),
        actor_id: ctx.actor.user.0,
        entered_by: log.entered_by,
        note: note.to_owned(),
    };
    tx.insert::<hours_log_event::Entity>(row).await?;
    notices::hours_wait_no_longer(tx, log).await
}

fn pairs(entries: &[Entry]) -> Vec<(EnrolmentId, u32)> {
    entries.iter().map(|entry| (entry.enrolment, entry.hours)).collect()
}

fn own() -> Issue {
    Issue::new(
        "hours.own",
        "log",
        LOG_RULE,
        Text::new(
            "Người nhập giờ không được xác nhận giờ đó.",
            "Who entered the hours may not confirm them.",
        ),
        Text::new("Người khác của nơi thực tập xác nhận.", "Somebody else of the host confirms them."),
    )
}

fn not_waiting() -> Issue {
    Issue::new(
        "hours.not_waiting",
        "log",
        LOG_RULE,
        Text::new("Giờ này không còn chờ xác nhận.", "These hours no longer wait to be confirmed."),
        Text::new("Tải lại trang.", "Reload the page."),
    )
}

fn note_missing() -> Issue {
    Issue::new(
        "hours.return_note",
        "note",
        LOG_RULE,
        Text::new("Chưa ghi vì sao trả lại.", "The reason for sending them back is missing."),
        Text::new("Ghi chỗ cần sửa.", "Say what is to be corrected."),
    )
}
