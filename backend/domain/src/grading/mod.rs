//! How a finished training is graded: four dated rule sets, from a learner's record to a graduation class.
//! An order pins the pack of rules in force on its signing day; what a class is worth in money is not known here.
//!
//! Scores are decimals, rounded half up to one decimal (a GPA to two) before they are compared with a band.
//! The circulars say how many decimals; that a half goes up is an assumption.

mod class;
pub mod continuing;
pub mod credits;
pub mod elementary;
mod rules;
pub mod scores;
pub mod year;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use self::rules::Source;
pub use self::{
    class::GraduationClass,
    rules::{RuleSet, Rules, in_force},
};
use crate::{figures, issue::Issue, text::Text};

/// What is known of a learner when the training ends. Source: Thông tư 04/2022/TT-BLĐTBXH Điều 26, 27, 34, 35;
/// Thông tư 42/2015/TT-BLĐTBXH; Thông tư 43/2015/TT-BLĐTBXH.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Graduation or course score, 0–10; for the credit system the GPA, 0–4; not looked at for continuing training.
    pub score: Decimal,
    /// Modules with a re-sit, without conditional, deferred and exempted ones.
    pub modules_resat: u32,
    /// Part of the programme's time that was studied again, 0–100.
    pub restudied_percent: Decimal,
    /// Re-sits at the graduation exam or thesis; the year system only.
    pub graduation_resits: u32,
    /// A warning (cảnh cáo) or worse during the training.
    pub disciplined: bool,
    /// Suspended from study, or under prosecution.
    pub barred: bool,
    pub all_modules_passed: bool,
}

/// A class and how it came about. Source: as for [`Record`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Classified {
    pub class: GraduationClass,
    /// What the score alone would give.
    pub before_drop: GraduationClass,
    pub rounded_score: Decimal,
    /// Why the class is lower than the score, or why there is no graduation; each names its article.
    pub reasons: Vec<Text>,
}

impl Record {
    /// Everything passed at the first attempt: the record from which real ones differ. Source: assumption.
    pub fn clean(score: Decimal) -> Record {
        Record {
            score,
            modules_resat: 0,
            restudied_percent: Decimal::ZERO,
            graduation_resits: 0,
            disciplined: false,
            barred: false,
            all_modules_passed: true,
        }
    }

    /// What in the record cannot be: a score off the scale, a share off 0–100, a re-sit beyond the ceiling.
    /// Source: the scales of Thông tư 04/2022/TT-BLĐTBXH Điều 12.1d and 31, the ceiling of Điều 24.2.
    pub fn issues(&self, rules: Rules) -> Vec<Issue> {
        let scale = match rules.kind() {
            RuleSet::Year | RuleSet::Elementary => Some(10),
            RuleSet::Credits => Some(4),
            RuleSet::Continuing => None,
        };
        let mut issues = Vec::new();
        if let Some(top) = scale {
            issues.extend(off_scale("score", self.score, top, rules.source()));
        }
        issues.extend(off_scale("restudied_percent", self.restudied_percent, 100, rules.source()));
        if rules.kind() == RuleSet::Year {
            issues.extend(year::check_graduation_resits(self.graduation_resits).err());
        }
        issues
    }
}

/// The class of a record under a pack of rules. Defined for every record; one that cannot be, see
/// [`Record::issues`], falls into the nearest band.
/// Source: the circular of the pack, [`Rules::source`].
pub fn classify(rules: Rules, record: &Record) -> Classified {
    match rules {
        Rules::Year2022 => year::classify(record),
        Rules::Credits2022 => credits::classify(record),
        Rules::Elementary2018 => elementary::classify(record),
        Rules::Continuing2015 => continuing::classify(record),
    }
}

/// Half up, to one decimal: 8.95 is 9.0. Source: Thông tư 04/2022/TT-BLĐTBXH Điều 12.1d for the one decimal;
/// half up is an assumption.
pub fn one_decimal(score: Decimal) -> Decimal {
    score.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero)
}

/// Half up, to two decimals, for a GPA: 3.495 is 3.50. Source: the two-decimal bands of
/// Thông tư 04/2022/TT-BLĐTBXH Điều 32; half up is an assumption.
pub fn two_decimals(gpa: Decimal) -> Decimal {
    gpa.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

const fn tenths(count: u32) -> Decimal {
    Decimal::from_parts(count, 0, 0, false, 1)
}

const fn hundredths(count: u32) -> Decimal {
    Decimal::from_parts(count, 0, 0, false, 2)
}

/// The class of the first band that the score reaches; bands are listed from the top.
fn band(score: Decimal, bands: &[(Decimal, GraduationClass)], below: GraduationClass) -> GraduationClass {
    bands.iter().find(|(from, _)| score >= *from).map_or(below, |(_, class)| *class)
}

/// A class with nothing to lower it, or one lowered by `ways` in turn; failing outweighs everything.
fn settled(
    rounded_score: Decimal,
    before_drop: GraduationClass,
    failures: Vec<Text>,
    lower: impl FnOnce(GraduationClass) -> (GraduationClass, Vec<Text>),
) -> Classified {
    let (class, reasons) =
        if failures.is_empty() { lower(before_drop) } else { (GraduationClass::Failed, failures) };
    Classified { class, before_drop, rounded_score, reasons }
}

/// The rule that applied and its place in the law, in one sentence.
fn because(source: Source, vi: &str, en: &str) -> Text {
    Text::new(format!("{vi} ({}).", source.vi()), format!("{en} ({}).", source.en()))
}

fn off_scale(place: &str, value: Decimal, top: u32, rule: &str) -> Option<Issue> {
    if value >= Decimal::ZERO && value <= Decimal::from(top) {
        return None;
    }
    Some(Issue::new(
        "grading.off_scale",
        place,
        rule,
        Text::new(
            format!("{} nằm ngoài thang 0–{top}.", figures::said(value).vi),
            format!("{value} is off the scale 0–{top}."),
        ),
        Text::new("Nhập lại theo bảng điểm.", "Type it again from the transcript."),
    ))
}

fn beyond_ceiling(place: &str, count: u32, ceiling: u32, source: Source) -> Result<(), Issue> {
    if count <= ceiling {
        return Ok(());
    }
    Err(Issue::new(
        "grading.too_many_sittings",
        place,
        &source.vi(),
        Text::new(
            format!("Đã ghi {count} lần, quy chế cho tối đa {ceiling} lần."),
            format!("{count} are recorded; the rules allow at most {ceiling}."),
        ),
        Text::new(
            "Kiểm tra lại số lần; quá số lần này thì người học phải học lại.",
            "Check the count; beyond it the learner has to study again.",
        ),
    ))
}

#[cfg(test)]
mod tests;
