//! Days, settlement periods and moments. The domain is told what day it is; it never asks.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use time::{Date, Duration, Month};

/// A moment in whole seconds since 1970-01-01T00:00:00Z: when something was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub i64);

/// A quarter of a calendar year, the period that a settlement run covers. Written `2025-Q1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Period {
    year: i32,
    quarter: u8,
}

impl Period {
    pub fn of(day: Date) -> Period {
        Period { year: day.year(), quarter: (u8::from(day.month()) - 1) / 3 + 1 }
    }

    pub fn first_day(self) -> Date {
        day(self.year, (self.quarter - 1) * 3 + 1, 1)
    }

    pub fn last_day(self) -> Date {
        self.next().first_day() - Duration::DAY
    }

    #[must_use]
    pub fn next(self) -> Period {
        match self.quarter {
            4 => Period { year: self.year + 1, quarter: 1 },
            quarter => Period { year: self.year, quarter: quarter + 1 },
        }
    }

    pub fn year(self) -> i32 {
        self.year
    }
}

fn day(year: i32, month: u8, day: u8) -> Date {
    let month = Month::try_from(month).expect("a quarter starts in month 1, 4, 7 or 10");
    Date::from_calendar_date(year, month, day).expect("the first of a month exists")
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}-Q{}", self.year, self.quarter))
    }
}

impl FromStr for Period {
    type Err = String;

    fn from_str(text: &str) -> Result<Period, String> {
        let not_a_period = || format!("'{text}' is not a period; write one like 2025-Q1");
        let (year, quarter) = text.split_once("-Q").ok_or_else(not_a_period)?;
        let year = year.parse().map_err(|_| not_a_period())?;
        match quarter.parse() {
            Ok(quarter @ 1..=4) if (1900..=2999).contains(&year) => Ok(Period { year, quarter }),
            _ => Err(not_a_period()),
        }
    }
}

impl From<Period> for String {
    fn from(period: Period) -> String {
        period.to_string()
    }
}

impl TryFrom<String> for Period {
    type Error = String;
    fn try_from(text: String) -> Result<Period, String> {
        text.parse()
    }
}

/// Whole months from `start` to `end`, both days included: 13 January 2025 to 12 January 2026 is 12.
pub fn whole_months(start: Date, end: Date) -> i32 {
    let after = end + Duration::DAY;
    let months = (after.year() - start.year()) * 12 + i32::from(u8::from(after.month()))
        - i32::from(u8::from(start.month()));
    if after.day() < start.day() { months - 1 } else { months }
}

/// Every last day of a month from one day to another, both counted.
pub fn month_ends(from: Date, until: Date) -> impl Iterator<Item = Date> {
    let mut next = last_of_month(from);
    std::iter::from_fn(move || {
        let end = next.filter(|end| *end <= until)?;
        next = end.next_day().and_then(last_of_month);
        Some(end)
    })
}

/// The last day of the month a day lies in. `None` beyond the calendar.
pub fn last_of_month(day: Date) -> Option<Date> {
    day.replace_day(day.month().length(day.year())).ok()
}

/// The same day of a later month, or that month's last day where it is shorter.
pub fn plus_months(day: Date, months: i32) -> Option<Date> {
    let index =
        day.year().checked_mul(12)?.checked_add(i32::from(u8::from(day.month())) - 1)?.checked_add(months)?;
    let month = Month::try_from(u8::try_from(index.rem_euclid(12)).ok()? + 1).ok()?;
    let year = index.div_euclid(12);
    Date::from_calendar_date(year, month, day.day().min(month.length(year))).ok()
}

/// Age in whole years on a day.
pub fn age(birth_date: Date, on: Date) -> i32 {
    let had_birthday = (u8::from(on.month()), on.day()) >= (u8::from(birth_date.month()), birth_date.day());
    on.year() - birth_date.year() - i32::from(!had_birthday)
}

/// A day as it is written in Vietnam: `09/01/2026`.
pub fn vietnamese(day: Date) -> String {
    format!("{:02}/{:02}/{}", day.day(), u8::from(day.month()), day.year())
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_quarter_ends_the_day_before_the_next_begins() {
        let period: Period = "2025-Q4".parse().unwrap();
        assert_eq!(period.first_day(), date!(2025 - 10 - 01));
        assert_eq!(period.last_day(), date!(2025 - 12 - 31));
        assert_eq!(period.next().to_string(), "2026-Q1");
        assert_eq!(Period::of(date!(2026 - 03 - 31)), period.next());
    }

    #[test]
    fn what_is_not_a_period_is_refused() {
        for text in ["2025", "2025-Q5", "2025-Q0", "Q1-2025", "20x5-Q1", ""] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn months_count_both_days() {
        assert_eq!(whole_months(date!(2025 - 01 - 13), date!(2026 - 01 - 12)), 12);
        assert_eq!(whole_months(date!(2025 - 01 - 13), date!(2026 - 01 - 11)), 11);
        assert_eq!(whole_months(date!(2025 - 01 - 01), date!(2025 - 03 - 31)), 3);
    }

    #[test]
    fn a_birthday_counts_from_its_day() {
        assert_eq!(age(date!(2007 - 06 - 15), date!(2025 - 06 - 14)), 17);
        assert_eq!(age(date!(2007 - 06 - 15), date!(2025 - 06 - 15)), 18);
    }
}
