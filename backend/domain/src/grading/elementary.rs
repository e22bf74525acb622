//! Elementary training (sơ cấp): who may sit an exam, the course score, the class and what lowers it.
//! Source: Thông tư 42/2015/TT-BLĐTBXH as amended by Thông tư 34/2018/TT-BLĐTBXH. Tests and module scores
//! are computed as in [`super::scores`].

use rust_decimal::Decimal;

use super::{
    Classified, GraduationClass, Record, band, because, beyond_ceiling, one_decimal,
    rules::ELEMENTARY,
    scores::{PASS_MARK, low_test_average, short_attendance},
    settled, tenths,
};
use crate::{issue::Issue, text::Text};

/// Least attendance of theory lessons, in percent. Source: Thông tư 42/2015/TT-BLĐTBXH.
pub const MIN_THEORY_PERCENT: Decimal = Decimal::from_parts(70, 0, 0, false, 0);

/// Least attendance of practice lessons, in percent. Source: Thông tư 42/2015/TT-BLĐTBXH.
pub const MIN_PRACTICE_PERCENT: Decimal = Decimal::from_parts(80, 0, 0, false, 0);

/// Sittings of one module exam before the module is studied again. Source: Thông tư 42/2015/TT-BLĐTBXH.
pub const MAX_MODULE_SITTINGS: u32 = 2;

/// Two graders further apart than this grade again. Source: Thông tư 42/2015/TT-BLĐTBXH.
pub const MAX_GRADERS_APART: Decimal = tenths(10);

/// Bands over the score rounded to one decimal, best first. The circular writes half-open intervals, which over
/// one decimal are the same bands. Source: Thông tư 42/2015/TT-BLĐTBXH; rounding first is an assumption.
const BANDS: [(Decimal, GraduationClass); 5] = [
    (tenths(90), GraduationClass::Excellent),
    (tenths(80), GraduationClass::VeryGood),
    (tenths(70), GraduationClass::Good),
    (tenths(60), GraduationClass::FairlyGood),
    (PASS_MARK, GraduationClass::Average),
];

/// Why a learner may not sit a module exam: all reasons at once, none when they may.
/// Source: Thông tư 42/2015/TT-BLĐTBXH.
pub fn exam_obstacles(
    theory_percent: Decimal,
    practice_percent: Decimal,
    test_average: Decimal,
) -> Vec<Issue> {
    let rule = ELEMENTARY.vi();
    let theory = short_attendance("theory_percent", theory_percent, MIN_THEORY_PERCENT, &rule);
    let practice = short_attendance("practice_percent", practice_percent, MIN_PRACTICE_PERCENT, &rule);
    theory.into_iter().chain(practice).chain(low_test_average(test_average, &rule)).collect()
}

/// Whether a number of sittings of one module exam is allowed. Source: Thông tư 42/2015/TT-BLĐTBXH.
pub fn check_module_sittings(sittings: u32) -> Result<(), Issue> {
    beyond_ceiling("module_sittings", sittings, MAX_MODULE_SITTINGS, ELEMENTARY)
}

/// Whether two graders' marks are too far apart to be averaged. Source: Thông tư 42/2015/TT-BLĐTBXH.
pub fn needs_regrading(first: Decimal, second: Decimal) -> bool {
    (first - second).abs() > MAX_GRADERS_APART
}

/// The plain mean of the module scores, to one decimal; nothing when there is no module.
/// Source: Thông tư 42/2015/TT-BLĐTBXH (điểm tổng kết khóa học).
pub fn course_score(module_scores: &[Decimal]) -> Option<Decimal> {
    let sum: Decimal = module_scores.iter().sum();
    sum.checked_div(Decimal::from(module_scores.len())).map(one_decimal)
}

pub(super) fn classify(record: &Record) -> Classified {
    let score = one_decimal(record.score);
    let before = band(score, &BANDS, GraduationClass::Failed);
    settled(score, before, failures(record, before), |class| {
        let reasons = reasons_to_lower(class, record);
        (if reasons.is_empty() { class } else { class.one_lower() }, reasons)
    })
}

/// A course score from 5.0 and no suspension or prosecution. That a failed module has to be made good before the
/// course score is taken is an assumption: the circular sends the learner back to study it again.
fn failures(record: &Record, before: GraduationClass) -> Vec<Text> {
    let mut failures = Vec::new();
    if !before.graduates() {
        failures.push(because(
            ELEMENTARY,
            "Không đạt: điểm tổng kết khóa học dưới 5,0",
            "Failed: the course score is below 5.0",
        ));
    }
    if !record.all_modules_passed {
        failures.push(because(
            ELEMENTARY,
            "Không đạt: còn mô-đun chưa đạt, phải thi lại hoặc học lại",
            "Failed: a module is not passed and has to be re-sat or studied again",
        ));
    }
    if record.barred {
        failures.push(because(
            ELEMENTARY,
            "Không đạt: đang bị đình chỉ học tập hoặc bị truy cứu trách nhiệm hình sự",
            "Failed: suspended from study or under prosecution",
        ));
    }
    failures
}

/// Why a class from fairly good up goes down by one; several reasons still lower it once.
/// Source: Thông tư 42/2015/TT-BLĐTBXH.
fn reasons_to_lower(class: GraduationClass, record: &Record) -> Vec<Text> {
    let mut reasons = Vec::new();
    if class == GraduationClass::Average {
        return reasons;
    }
    if record.modules_resat > 0 || record.restudied_percent > Decimal::ZERO {
        reasons.push(because(
            ELEMENTARY,
            "Giảm một mức: có mô-đun phải thi lại hoặc học lại",
            "One class lower: a module was re-sat or studied again",
        ));
    }
    if record.disciplined {
        reasons.push(because(
            ELEMENTARY,
            "Giảm một mức: bị kỷ luật từ cảnh cáo trở lên",
            "One class lower: disciplined with a warning or worse",
        ));
    }
    reasons
}
