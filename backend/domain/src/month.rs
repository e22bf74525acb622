//! A calendar month, by which hours are reported. Written `2025-05`.

use std::{fmt, str::FromStr};

use time::{Date, Month as Name};

use crate::{
    calendar::{last_of_month, month_ends},
    text::Text,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i32,
    month: u8,
}

impl Month {
    pub fn of(day: Date) -> Month {
        Month { year: day.year(), month: u8::from(day.month()) }
    }

    pub fn first(self) -> Date {
        let name = Name::try_from(self.month).expect("a month was made from a day or read as 1 to 12");
        Date::from_calendar_date(self.year, name, 1).expect("the first of a month exists")
    }

    pub fn last(self) -> Date {
        last_of_month(self.first()).expect("a month that can be written has a last day")
    }

    pub fn contains(self, day: Date) -> bool {
        Month::of(day) == self
    }

    /// Every month that has a day from `from` to `until`.
    pub fn between(from: Date, until: Date) -> Vec<Month> {
        if until < from {
            return Vec::new();
        }
        month_ends(from, Month::of(until).last()).map(Month::of).collect()
    }

    /// `tháng 5/2025`, `May 2025`
    pub fn name(self) -> Text {
        let name = self.first().month();
        Text::new(format!("tháng {}/{}", self.month, self.year), format!("{name} {}", self.year))
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:04}-{:02}", self.year, self.month))
    }
}

impl FromStr for Month {
    type Err = String;

    fn from_str(text: &str) -> Result<Month, String> {
        let not_a_month = || format!("'{text}' is not a month; write one like 2025-05");
        let (year, month) = text.split_once('-').ok_or_else(not_a_month)?;
        let year = year.parse().map_err(|_| not_a_month())?;
        match month.parse() {
            Ok(month @ 1..=12) if (1900..=2999).contains(&year) => Ok(Month { year, month }),
            _ => Err(not_a_month()),
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_month_is_read_as_it_is_written() {
        let month: Month = "2028-02".parse().unwrap();
        assert_eq!((month.first(), month.last()), (date!(2028 - 02 - 01), date!(2028 - 02 - 29)));
        assert_eq!(month.to_string(), "2028-02");
        assert_eq!(month.name().vi, "tháng 2/2028");
        for text in ["2028", "2028-13", "2028-0", "28-02", "2028-Q1"] {
            assert!(text.parse::<Month>().is_err(), "{text}");
        }
    }

    #[test]
    fn months_between_two_days_are_those_that_have_a_day_of_them() {
        let months = Month::between(date!(2025 - 11 - 30), date!(2026 - 01 - 01));
        let written: Vec<String> = months.iter().map(Month::to_string).collect();
        assert_eq!(written, ["2025-11", "2025-12", "2026-01"]);
        assert!(Month::between(date!(2026 - 01 - 02), date!(2026 - 01 - 01)).is_empty());
    }
}
