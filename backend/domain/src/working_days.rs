//! Days on which the office works: Monday to Friday, but for public holidays, and with the Saturdays and Sundays that a
//! decision makes up for them (Bộ luật Lao động 2019 Đ112). Which days these are is data, year by year.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::{Date, Duration, Weekday};

use crate::text::Text;

/// What a decision makes of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    Holiday,
    /// A Saturday or Sunday worked in the place of another day.
    Workday,
    /// What the week makes of it: a decision taken back.
    Ordinary,
}

impl DayKind {
    pub const ALL: [DayKind; 3] = [DayKind::Holiday, DayKind::Workday, DayKind::Ordinary];

    pub fn as_str(self) -> &'static str {
        match self {
            DayKind::Holiday => "holiday",
            DayKind::Workday => "workday",
            DayKind::Ordinary => "ordinary",
        }
    }

    pub fn parse(text: &str) -> Option<DayKind> {
        DayKind::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    pub fn name(self) -> Text {
        match self {
            DayKind::Holiday => Text::new("ngày nghỉ", "day off"),
            DayKind::Workday => Text::new("ngày làm bù", "worked instead"),
            DayKind::Ordinary => Text::new("ngày thường, bỏ quy định trước", "as the week has it again"),
        }
    }
}

/// The week, and what decisions make of single days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkingDays {
    days: BTreeMap<Date, DayKind>,
}

impl WorkingDays {
    /// In the order in which they were decided: of one day the last word counts.
    pub fn of(decided: impl IntoIterator<Item = (Date, DayKind)>) -> WorkingDays {
        WorkingDays { days: decided.into_iter().collect() }
    }

    pub fn decided(&self, day: Date) -> Option<DayKind> {
        self.days.get(&day).copied().filter(|kind| *kind != DayKind::Ordinary)
    }

    pub fn is_working(&self, day: Date) -> bool {
        match self.decided(day) {
            Some(DayKind::Holiday) => false,
            Some(DayKind::Workday) => true,
            _ => !is_weekend(day),
        }
    }

    /// The last day of a deadline of so many working days that begins to run the day after `from`.
    pub fn after(&self, from: Date, working_days: u32) -> Date {
        let mut day = from;
        let mut left = working_days;
        while left > 0 {
            // No decision closes the office for longer than the calendar goes on.
            let Some(next) = day.checked_add(Duration::DAY) else { return day };
            day = next;
            left -= u32::from(self.is_working(day));
        }
        day
    }
}

pub fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    /// Tết 2025: off from Saturday 25 January to Sunday 2 February; a Saturday worked instead (day invented).
    fn tet() -> WorkingDays {
        let off = (27..=31).map(|day| {
            let day = Date::from_calendar_date(2025, time::Month::January, day).unwrap();
            (day, DayKind::Holiday)
        });
        WorkingDays::of(off.chain([(date!(2025 - 02 - 08), DayKind::Workday)]))
    }

    #[test]
    fn a_deadline_skips_the_weekend_and_a_holiday_and_counts_a_day_worked_instead() {
        let plain = WorkingDays::default();
        assert_eq!(plain.after(date!(2025 - 01 - 24), 1), date!(2025 - 01 - 27));
        assert_eq!(tet().after(date!(2025 - 01 - 24), 1), date!(2025 - 02 - 03));
        assert_eq!(tet().after(date!(2025 - 02 - 03), 5), date!(2025 - 02 - 08));
        assert_eq!(plain.after(date!(2025 - 02 - 03), 5), date!(2025 - 02 - 10));
        assert_eq!(plain.after(date!(2025 - 02 - 08), 0), date!(2025 - 02 - 08));
    }

    #[test]
    fn of_one_day_the_last_word_counts() {
        let day = date!(2025 - 04 - 30);
        let days = WorkingDays::of([(day, DayKind::Holiday), (day, DayKind::Ordinary)]);
        assert!(days.is_working(day));
        assert_eq!(days.decided(day), None);
    }
}
