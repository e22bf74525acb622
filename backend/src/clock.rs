//! The only place that knows what time it is. A demo or a test sets its own.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use domain::calendar::Moment;
use time::{Date, OffsetDateTime, UtcOffset};

/// Vietnam is at UTC+7 all year: what day it is, is decided there.
const VIETNAM: (i8, i8, i8) = (7, 0, 0);

#[derive(Debug, Clone, Default)]
pub enum Clock {
    #[default]
    System,
    /// A moment in seconds since 1970, moved by whoever plays the year.
    Set(Arc<AtomicI64>),
}

impl Clock {
    pub fn set_to(day: Date) -> Clock {
        Clock::Set(Arc::new(AtomicI64::new(noon(day))))
    }

    /// Moves a set clock to noon of a day; the system's clock cannot be moved.
    pub fn move_to(&self, day: Date) {
        if let Clock::Set(moment) = self {
            moment.store(noon(day), Ordering::SeqCst);
        }
    }

    pub fn now(&self) -> Moment {
        match self {
            Clock::System => Moment(system().unix_timestamp()),
            Clock::Set(moment) => Moment(moment.load(Ordering::SeqCst)),
        }
    }

    pub fn today(&self) -> Date {
        day_of(self.now())
    }
}

/// The day in Vietnam at a moment.
pub fn day_of(moment: Moment) -> Date {
    local(moment).date()
}

/// `22/11/2026 14:05` in Vietnam.
pub fn written(moment: Moment) -> String {
    let at = local(moment);
    format!("{} {:02}:{:02}", domain::calendar::vietnamese(at.date()), at.hour(), at.minute())
}

fn local(moment: Moment) -> OffsetDateTime {
    let (hours, minutes, seconds) = VIETNAM;
    let offset = UtcOffset::from_hms(hours, minutes, seconds).expect("+7 is an offset");
    OffsetDateTime::from_unix_timestamp(moment.0).unwrap_or(OffsetDateTime::UNIX_EPOCH).to_offset(offset)
}

fn noon(day: Date) -> i64 {
    day.with_hms(5, 0, 0).expect("05:00 exists").assume_utc().unix_timestamp()
}

#[expect(clippy::disallowed_methods, reason = "the clock's one home")]
fn system() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

/// The first second of a day in Vietnam.
pub fn midnight(day: Date) -> Moment {
    let (hours, minutes, seconds) = VIETNAM;
    let offset = UtcOffset::from_hms(hours, minutes, seconds).expect("+7 is an offset");
    Moment(day.midnight().assume_offset(offset).unix_timestamp())
}

/// `22/11/2026 14:05:09` in Vietnam.
pub fn written_to_the_second(moment: Moment) -> String {
    format!("{}:{:02}", written(moment), local(moment).second())
}
