//! What no deed causes: days that come. Told once a morning, and once each however often it is asked.

use domain::{
    calendar::Moment,
    notice::{Event, Kind, warning},
    permission::Role,
    setting::Setting,
};
use time::{Date, Duration};

use super::{key, write};
use crate::{
    actions::{Store, changes},
    clock::{self, Clock},
    error::Error,
    storage::{
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

/// Results that are due or overdue, and then one mail for each who wants a day's notices together.
pub(super) async fn run(store: &Store, clock: &Clock) -> Result<(), Error> {
    let today = clock.today();
    results(store, clock, today).await?;
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
