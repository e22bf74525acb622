//! Occupations and courses, their level, and how long each level may take.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{calendar::whole_months, grading::RuleSet, text::Text};

/// The level of training (Luật Giáo dục nghề nghiệp 74/2014 Đ4, Đ33; kept by 124/2025).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    College,
    Intermediate,
    Elementary,
    /// Đào tạo thường xuyên, under three months.
    Continuing,
}

/// Hình thức đào tạo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    Formal,
    Continuing,
    /// Part of the hours at a host enterprise.
    WorkStudy,
}

impl Level {
    pub const ALL: [Level; 4] = [Level::College, Level::Intermediate, Level::Elementary, Level::Continuing];

    pub fn as_str(self) -> &'static str {
        match self {
            Level::College => "college",
            Level::Intermediate => "intermediate",
            Level::Elementary => "elementary",
            Level::Continuing => "continuing",
        }
    }

    pub fn parse(text: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.as_str() == text)
    }

    pub fn name(self) -> Text {
        match self {
            Level::College => Text::new("cao đẳng", "college"),
            Level::Intermediate => Text::new("trung cấp", "intermediate"),
            Level::Elementary => Text::new("sơ cấp", "elementary"),
            Level::Continuing => Text::new("đào tạo thường xuyên", "continuing"),
        }
    }

    /// Training of learners of colleges, as against retraining of workers (QĐ 1446/QĐ-TTg).
    pub fn is_training(self) -> bool {
        matches!(self, Level::College | Level::Intermediate)
    }

    /// Months a course of this level may take: at least, and less than (Luật 74/2014 Đ33;
    /// TT 04/2022/TT-BLĐTBXH Đ3; TT 42/2015 Đ4). A limit of `None` means no upper one here.
    pub fn months(self) -> (i32, Option<i32>) {
        match self {
            Level::College => (12, Some(37)),
            Level::Intermediate => (12, Some(25)),
            Level::Elementary => (3, Some(12)),
            Level::Continuing => (0, Some(3)),
        }
    }

    pub fn duration_fits(self, starts_on: Date, ends_on: Date) -> bool {
        let months = whole_months(starts_on, ends_on);
        let (at_least, less_than) = self.months();
        starts_on < ends_on && months >= at_least && less_than.is_none_or(|limit| months < limit)
    }

    /// The grading rules an order of this level pins when nothing else is agreed.
    pub fn grading(self) -> RuleSet {
        match self {
            Level::College => RuleSet::Credits,
            Level::Intermediate => RuleSet::Year,
            Level::Elementary => RuleSet::Elementary,
            Level::Continuing => RuleSet::Continuing,
        }
    }
}

impl Mode {
    pub const ALL: [Mode; 3] = [Mode::Formal, Mode::Continuing, Mode::WorkStudy];

    pub fn as_str(self) -> &'static str {
        match self {
            Mode::Formal => "formal",
            Mode::Continuing => "continuing",
            Mode::WorkStudy => "work_study",
        }
    }

    pub fn parse(text: &str) -> Option<Mode> {
        Mode::ALL.into_iter().find(|mode| mode.as_str() == text)
    }

    pub fn name(self) -> Text {
        match self {
            Mode::Formal => Text::new("chính quy", "formal"),
            Mode::Continuing => Text::new("thường xuyên", "continuing"),
            Mode::WorkStudy => Text::new("vừa làm vừa học", "work-study"),
        }
    }
}

/// Khoản of the budget index that pays for a level (TT 130/2025/TT-BTC; worker courses under three
/// months 098: inferred).
pub fn budget_category(level: Level) -> &'static str {
    match level {
        Level::College => "093",
        Level::Intermediate => "092",
        Level::Elementary => "091",
        Level::Continuing => "098",
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn each_level_has_its_length() {
        assert!(Level::College.duration_fits(date!(2025 - 01 - 13), date!(2026 - 01 - 12)));
        assert!(!Level::College.duration_fits(date!(2025 - 01 - 13), date!(2025 - 12 - 12)));
        assert!(Level::Elementary.duration_fits(date!(2025 - 02 - 03), date!(2025 - 05 - 02)));
        assert!(!Level::Elementary.duration_fits(date!(2025 - 02 - 03), date!(2026 - 02 - 02)));
        assert!(!Level::Continuing.duration_fits(date!(2025 - 02 - 03), date!(2025 - 05 - 02)));
        assert!(!Level::Continuing.duration_fits(date!(2025 - 02 - 03), date!(2025 - 02 - 01)));
    }
}
