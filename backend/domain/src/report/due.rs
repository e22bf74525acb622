//! When reports are due.

use time::{Date, Month};

/// A report that the law wants once a year, as of 31 December (TT 04/2022/TT-BLĐTBXH Đ38).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duty {
    /// From the principal to the managing agency and the department of the province.
    TrainingYear,
    /// From the department of the province to the ministry.
    Province,
}

impl Duty {
    pub const SOURCE: &'static str = "TT 04/2022/TT-BLĐTBXH Đ38";

    /// Before this day of the year after.
    fn due_in(self, year: i32) -> Option<Date> {
        let day = match self {
            Duty::TrainingYear => 10,
            Duty::Province => 25,
        };
        Date::from_calendar_date(year.checked_add(1)?, Month::January, day).ok()
    }
}

/// The year that is reported next, the day before which it is due, and how many days are left until that day.
pub fn next_due(duty: Duty, today: Date) -> Option<(i32, Date, i64)> {
    [today.year() - 1, today.year()].into_iter().find_map(|year| {
        let due = duty.due_in(year)?;
        (today < due).then(|| (year, due, (due - today).whole_days()))
    })
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_year_is_reported_in_january_of_the_next() {
        let due = |duty, today| next_due(duty, today).unwrap();
        assert_eq!(due(Duty::TrainingYear, date!(2026 - 11 - 30)), (2026, date!(2027 - 01 - 10), 41));
        assert_eq!(due(Duty::TrainingYear, date!(2026 - 01 - 09)), (2025, date!(2026 - 01 - 10), 1));
        // Before the tenth: on the tenth it is the next year's.
        assert_eq!(due(Duty::TrainingYear, date!(2026 - 01 - 10)), (2026, date!(2027 - 01 - 10), 365));
        assert_eq!(due(Duty::Province, date!(2026 - 01 - 10)), (2025, date!(2026 - 01 - 25), 15));
    }
}
