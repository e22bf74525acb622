//! A programme as data: legal basis, targets, period, budget lines and the schemes it pays by. A second programme
//! is another file, not another build.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de::Error};
use time::Date;

use crate::{issue::Issue, money::Money, occupation::Level, text::Text};

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    pub id: String,
    pub name: Text,
    pub short: Text,
    pub legal_basis: Vec<String>,
    pub period: Span,
    #[serde(default)]
    pub period_note: String,
    /// Key of the party that places the orders.
    pub ordering_body: String,
    pub status: Certainty,
    pub source: String,
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub targets: Vec<Target>,
    #[serde(default)]
    pub appropriations: Vec<Appropriation>,
    pub schemes: Schemes,
    pub demo: Option<Demo>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    #[serde(deserialize_with = "day")]
    pub from: Date,
    #[serde(deserialize_with = "day")]
    pub until: Date,
}

/// How sure a statement of fact is. What is not `verified` is marked wherever it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    Verified,
    Inferred,
    Memory,
    Assumption,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    pub code: String,
    pub measure: Measure,
    pub label: Text,
    pub comparison: String,
    pub value: i64,
    /// The value is given in units of 10^-decimals.
    #[serde(default)]
    pub decimals: u32,
    pub unit: String,
    pub by_year: i32,
    pub responsible: String,
    pub source: String,
    pub status: Certainty,
    #[serde(default)]
    pub note: String,
}

/// What the system itself can count; the rest is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    Occupations,
    LearnersPerOccupationLevel,
    LearnersTrained,
    PersonTimesRetrained,
    Networks,
    Reported,
}

/// A budget line: chương, khoản, tiểu mục, nguồn, CTMT, cấp ngân sách, năm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Appropriation {
    pub key: String,
    pub fiscal_year: i32,
    pub chapter: String,
    pub category: String,
    pub item: String,
    pub source_code: String,
    pub programme_code: String,
    pub budget_level: String,
    pub amount_dong: Money,
    /// Levels of training it may pay for.
    #[serde(rename = "for")]
    pub levels: Vec<Level>,
    pub status: Certainty,
    pub source: String,
    pub law: String,
}

/// Ids of the schemes that govern new orders.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schemes {
    pub training: String,
    pub retraining: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Demo {
    pub year: i32,
}

impl Programme {
    /// Reads a programme file; a file that cannot be read says at which line.
    pub fn parse(text: &str) -> Result<Programme, Vec<Issue>> {
        let programme: Programme = toml::from_str(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            let line = text[..start].matches('\n').count() + 1;
            let message = error.message();
            vec![Issue::new(
                "programme.syntax",
                format!("line {line}"),
                "fixtures/programmes",
                Text::new(
                    format!("Tệp chương trình không đọc được: {message}."),
                    format!("The file cannot be read: {message}."),
                ),
                Text::new("Sửa dòng này theo mẫu.", "Mend this line; the other programmes are examples."),
            )]
        })?;
        if programme.period.from > programme.period.until {
            return Err(vec![Issue::new(
                "programme.period",
                "period",
                "fixtures/programmes",
                Text::new("Chương trình kết thúc trước khi bắt đầu.", "The programme ends before it begins."),
                Text::new("Sửa period.", "Correct the period."),
            )]);
        }
        Ok(programme)
    }

    /// What a later decision made of a target.
    pub fn change_target(&mut self, code: &str, value: i64) {
        for target in self.targets.iter_mut().filter(|target| target.code == code) {
            target.value = value;
        }
    }

    /// The budget line that pays for a level in a year.
    pub fn appropriation(&self, level: Level, year: i32) -> Option<&Appropriation> {
        self.appropriations.iter().find(|line| line.fiscal_year == year && line.levels.contains(&level))
    }

    /// Id of the scheme that governs orders of a level.
    pub fn scheme(&self, level: Level) -> &str {
        if level.is_training() { &self.schemes.training } else { &self.schemes.retraining }
    }
}

impl Certainty {
    pub fn parse(text: &str) -> Option<Certainty> {
        [Certainty::Verified, Certainty::Inferred, Certainty::Memory, Certainty::Assumption]
            .into_iter()
            .find(|certainty| certainty.as_str() == text)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Certainty::Verified => "verified",
            Certainty::Inferred => "inferred",
            Certainty::Memory => "memory",
            Certainty::Assumption => "assumption",
        }
    }

    pub fn name(self) -> Text {
        match self {
            Certainty::Verified => Text::new("đã kiểm chứng", "verified"),
            Certainty::Inferred => Text::new("suy luận", "inferred"),
            Certainty::Memory => Text::new("chưa kiểm chứng", "from memory"),
            Certainty::Assumption => Text::new("giả định", "assumption"),
        }
    }
}

impl fmt::Display for Certainty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A TOML day such as `2021-08-30`.
fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let value = toml::value::Datetime::deserialize(deserializer)?;
    let date = value.date.ok_or_else(|| D::Error::custom("a day such as 2021-08-30 is expected"))?;
    let month = time::Month::try_from(date.month).map_err(D::Error::custom)?;
    Date::from_calendar_date(i32::from(date.year), month, date.day).map_err(D::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: [&str; 3] = [
        include_str!("../../../fixtures/programmes/qd1446.toml"),
        include_str!("../../../fixtures/programmes/qd1002-hue.toml"),
        include_str!("../../../fixtures/programmes/qd374.toml"),
    ];

    #[test]
    fn three_programmes_are_three_files_of_one_kind() {
        for file in FILES {
            let programme = Programme::parse(file).unwrap();
            assert!(!programme.targets.is_empty(), "{}", programme.id);
        }
    }

    #[test]
    fn the_programme_of_decision_1446_has_its_published_targets() {
        let programme = Programme::parse(FILES[0]).unwrap();
        let targets: Vec<_> = programme.targets.iter().map(|target| (target.measure, target.value)).collect();
        assert_eq!(
            targets,
            [
                (Measure::Occupations, 20),
                (Measure::LearnersPerOccupationLevel, 120),
                (Measure::LearnersTrained, 4_800),
                (Measure::PersonTimesRetrained, 300_000)
            ]
        );
        assert!(programme.appropriation(Level::College, 2025).is_some());
    }

    #[test]
    fn a_broken_file_says_at_which_line() {
        let issues = Programme::parse("id = \"x\"\nname = 5\n").unwrap_err();
        assert_eq!(issues[0].place, "line 2");
    }
}
