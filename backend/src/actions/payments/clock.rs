//! When a payment is promised: so many working days from a complete dossier, and of orders of short courses only. One rule for
//! pages, files and notices; of other orders no day is told that nobody promised.

use domain::{ids::OrderId, invoice::expected, setting::Setting, working_days::WorkingDays};
use sea_orm::ConnectionTrait;
use time::Date;

use crate::{
    actions::changes,
    error::Error,
    storage::{money::Statement, orders, registry},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::actions) enum Promise {
    /// Nobody promised a day.
    Nothing,
    /// So many working days from the dossier, which is not complete.
    Within(u32),
    By(Date),
}

impl Promise {
    pub fn day(self) -> Option<Date> {
        if let Promise::By(day) = self { Some(day) } else { None }
    }
}

pub(in crate::actions) struct Clock {
    pub calendar: WorkingDays,
    days: u32,
}

impl Clock {
    pub async fn load(db: &impl ConnectionTrait, today: Date) -> Result<Clock, Error> {
        let days = changes::settings_now(db).await?.on(Setting::PaymentDueWorkingDays, today);
        let days = u32::try_from(days).unwrap_or(u32::MAX);
        Ok(Clock { calendar: changes::working_days_now(db).await?, days })
    }

    pub fn promise(&self, is_short: bool, complete_on: Option<Date>) -> Promise {
        match (is_short, complete_on) {
            (false, _) => Promise::Nothing,
            (true, None) => Promise::Within(self.days),
            (true, Some(from)) => Promise::By(self.calendar.after(from, self.days)),
        }
    }
}

/// When the dossier of a payment was complete: the acceptance approved and, where one is needed, a fitting invoice recorded.
pub(super) fn complete_on(
    approved_on: Option<Date>,
    invoiced: Option<Date>,
    is_needed: bool,
) -> Option<Date> {
    match (approved_on, invoiced, is_needed) {
        (approved, None, false) => approved,
        (Some(approved), Some(invoiced), _) => Some(approved.max(invoiced)),
        _ => None,
    }
}

/// Whether an order is of short courses, by the occupations of its lines.
pub(super) fn is_short(lines: &[orders::Line], occupations: &Occupations) -> bool {
    let short = |line: &orders::Line| {
        occupations.get(&line.occupation_id).is_some_and(|occupation| !occupation.level.is_training())
    };
    !lines.is_empty() && lines.iter().all(short)
}

type Occupations = std::collections::HashMap<i64, registry::Occupation>;

/// What is promised of a statement at its approval, when no invoice can have been recorded yet.
pub(in crate::actions) async fn promised_at_approval(
    db: &impl ConnectionTrait,
    statement: &Statement,
    today: Date,
) -> Result<Promise, Error> {
    let order: OrderId = statement.order;
    let is_short = is_short(&orders::lines(db, order).await?, &registry::occupations(db).await?);
    let is_needed = !expected(statement.kind, &statement.totals).is_zero();
    Ok(Clock::load(db, today).await?.promise(is_short, complete_on(Some(today), None, is_needed)))
}
