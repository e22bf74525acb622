//! What no deed causes: days that come. Told once a morning, and once each however often it is asked.

use domain::{
    calendar::Moment,
    ids::CohortId,
    month::Month,
    notice::{Event, Kind, warning},
    permission::Role,
    setting::Setting,
};
use time::{Date, Duration};

use super::{key, write};
use crate::{
    actions::{Store, changes, home::hours_due_on},
    clock::{self, Clock},
    error::Error,
    storage::{
        hours_waiting,
        notices::{self, Awaited},
        outbox,
    },
};

/// When the morning's work begins, in Vietnam.
const HOUR: i64 = 7;

/// The moment from which a day's work is due.
pub(super) fn morning(today: Date) -> Moment {
    Moment(clock::midnight(today).0 + HOUR * 60 * 60)
}

/// Results and hours that are due or overdue, and then one mail for each who wants a day's notices together.
pub(super) async fn run(store: &Store, clock: &Clock) -> Result<(), Error> {
    let today = clock.today();
    results(store, clock, today).await?;
    hours(store, clock, today).await?;
    gather(store, clock, morning(today).0).await
}

async fn results(store: &Store, clock: &Clock, today: Date) -> Result<(), Error> {
    let db = store.read_of_everyone();
    let days = Duration::days(changes::settings_now(db).await?.on(Setting::ResultsDueDays, today));
    let horizon = today + Duration::days(8) - days;
    for awaited in notices::awaited_of_everyone(db, horizon).await? {
        let due_on = awaited.ends_on + days;
        let provider = awaited.provider;
        let Awaited { order, number, learners, .. } = awaited;
        let event = match warning(due_on, today) {
            Some(within) => Event::ResultsDue { order, number, due_on, within, learners },
            None if due_on < today => Event::ResultsOverdue { order, number, due_on, learners },
            None => continue,
        };
        let kind: Kind = event.kind();
        let roles: &[Role] = kind.told();
        let tx = store.begin_aside().await?;
        for addressee in notices::people_of(&tx, kind, &[provider], roles).await? {
            write(&tx, clock.now().0, &event, &addressee, None).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// Months that are looked at: the longest time that may be set for hours ends within two after the month.
const MONTHS: usize = 3;

/// Hours of months that are over, by host. The warning of seven days comes with the month's end where that is later.
async fn hours(store: &Store, clock: &Clock, today: Date) -> Result<(), Error> {
    let db = store.read_of_everyone();
    let days = changes::settings_now(db).await?.on(Setting::HoursDueDays, today);
    let over = |month: &Month| month.last() < today;
    let months = Month::between(today - Duration::days(31 * 4), today).into_iter().filter(over);
    let months: Vec<Month> = months.collect::<Vec<_>>().into_iter().rev().take(MONTHS).collect();
    for host in hours_waiting::hosts_of_everyone(db).await? {
        for month in &months {
            let due_on = hours_due_on(*month, days);
            let within = warning(due_on, today);
            if within.is_none() && due_on >= today {
                continue;
            }
            let missing = hours_waiting::missing(db, host, *month, true).await?;
            if missing.count == 0 {
                continue;
            }
            let (cohort, reports) = (CohortId(missing.first), u64::try_from(missing.count).unwrap_or(0));
            let month = month.to_string();
            let event = match within {
                Some(within) => Event::HoursDue { cohort, month, due_on, within, reports },
                None => Event::HoursOverdue { cohort, month, due_on, reports },
            };
            let tx = store.begin_aside().await?;
            for addressee in notices::people_of(&tx, event.kind(), &[host], event.kind().told()).await? {
                write(&tx, clock.now().0, &event, &addressee, None).await?;
            }
            tx.commit().await?;
        }
    }
    Ok(())
}

/// What was told since the last morning. What comes after this one waits for the next, also when the program starts anew.
async fn gather(store: &Store, clock: &Clock, before: i64) -> Result<(), Error> {
    for user in outbox::to_gather_of_everyone(store.read_of_everyone(), before).await? {
        let key = key()?;
        let new = outbox::New { user, notice: None, key: &key, secret: None, at: clock.now().0 };
        let tx = store.begin_aside().await?;
        if outbox::gather(&tx, &new, before).await? {
            tx.commit().await?;
        }
    }
    Ok(())
}
