//! What is to be reported, and by when: results after a course, hours after a month.

use std::collections::HashSet;

use domain::{month::Month, noun::Noun, order::State, setting::Setting};
use time::{Date, Duration};

use super::{Found, SOON, named, of_count};
use crate::{
    actions::{Ctx, changes, tally::Tally, views::WaitingView},
    error::Error,
    storage::{hours_log, hours_waiting, orders::Order, sums},
};

/// Results past their day, and those whose day is near.
pub(super) async fn results(ctx: &Ctx) -> Result<Vec<Option<WaitingView>>, Error> {
    let days = changes::settings_now(ctx.db()).await?.on(Setting::ResultsDueDays, ctx.today());
    let (db, scope) = (ctx.db(), ctx.scope());
    // A course that ended before this day has its results due before today.
    let overdue_before = ctx.today() - Duration::days(days);
    let soon_before = overdue_before + Duration::days(SOON + 1);
    Ok(vec![
        of_count(
            "results_awaited",
            Noun::new(
                "người học hết khóa, chưa có kết quả",
                "learner past the end without a result",
                "learners past the end without a result",
            ),
            sums::results_awaited(db, scope, overdue_before).await?,
        ),
        of_count(
            "results_due",
            Noun::new(
                "người học có hạn báo cáo kết quả trong 7 ngày tới",
                "learner whose results are due within 7 days",
                "learners whose results are due within 7 days",
            ),
            sums::results_due(db, scope, overdue_before, soon_before).await?,
        ),
    ])
}

/// Hours of every month that is over: those past their day, and those whose day comes.
pub(super) async fn hours_to_report(
    ctx: &Ctx,
    tally: &Tally,
    host: bool,
) -> Result<Vec<Option<WaitingView>>, Error> {
    let running = |order: &&Order| order.state == State::Accepted;
    let running: HashSet<_> = tally.orders.iter().filter(running).map(|order| order.id).collect();
    let starts = tally.lines.iter().filter(|line| running.contains(&line.order)).map(|line| line.starts_on);
    let (Some(first), Some(last)) = (starts.min(), Month::of(ctx.today()).first().previous_day()) else {
        return Ok(Vec::new());
    };
    let settings = changes::settings_now(ctx.db()).await?;
    let (mut overdue, mut due): (Option<Found>, Option<Found>) = (None, None);
    for month in Month::between(first, last) {
        let missing = hours_waiting::missing(ctx.db(), ctx.actor.party, month, host).await?;
        let due_on = hours_due_on(month, settings.on(Setting::HoursDueDays, ctx.today()));
        let of = if due_on < ctx.today() { &mut overdue } else { &mut due };
        add(of, missing, due_on);
    }
    let soon = due
        .as_ref()
        .and_then(|found| found.oldest_on)
        .is_some_and(|on| on <= ctx.today() + Duration::days(SOON));
    Ok(vec![
        overdue.map(|found| {
            named(
                found,
                "hours_overdue",
                Noun::new(
                    "báo cáo giờ theo tháng đã quá hạn",
                    "monthly report of hours that is overdue",
                    "monthly reports of hours that are overdue",
                ),
            )
        }),
        due.map(|found| {
            let code = if soon { "hours_due" } else { "hours_to_report" };
            named(
                found,
                code,
                Noun::new(
                    "báo cáo giờ của tháng vừa hết chưa gửi",
                    "report of hours of the month just over to send",
                    "reports of hours of the month just over to send",
                ),
            )
        }),
    ])
}

/// Hours that the host's coordinator entered, for somebody else of the host.
pub(super) async fn hours_to_confirm(ctx: &Ctx) -> Result<Option<WaitingView>, Error> {
    Ok(of_count(
        "hours_to_confirm",
        Noun::new(
            "bảng giờ theo tháng chờ xác nhận",
            "month of hours to confirm",
            "months of hours to confirm",
        ),
        hours_log::to_confirm(ctx.db(), ctx.actor.party).await?,
    ))
}

/// Entered hours that were sent back and not corrected since.
pub(super) async fn hours_returned(ctx: &Ctx) -> Result<Option<WaitingView>, Error> {
    Ok(of_count(
        "hours_returned",
        Noun::new(
            "bảng giờ theo tháng bị trả lại để sửa",
            "month of hours sent back to correct",
            "months of hours sent back to correct",
        ),
        hours_log::sent_back(ctx.db(), ctx.actor.party).await?,
    ))
}

/// The last day on which the hours of a month are asked for.
pub(in crate::actions) fn hours_due_on(month: Month, days: i64) -> Date {
    month.last() + Duration::days(days)
}

fn add(found: &mut Option<Found>, missing: sums::Waiting, due_on: Date) {
    let count = u64::try_from(missing.count).unwrap_or(0);
    if count == 0 {
        return;
    }
    match found {
        Some(found) => found.count += count,
        None => *found = Some(Found { count, amount: None, oldest_on: Some(due_on), first: missing.first }),
    }
}

pub(super) async fn hours_contested(ctx: &Ctx) -> Result<Option<WaitingView>, Error> {
    Ok(of_count(
        "hours_contested",
        Noun::new(
            "báo cáo giờ bị phản đối, chờ trả lời",
            "report of contested hours to answer",
            "contested hours to answer",
        ),
        hours_waiting::contested(ctx.db(), ctx.actor.party).await?,
    ))
}
