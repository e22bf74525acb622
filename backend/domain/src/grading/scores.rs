//! From test marks to module scores and averages, and who may sit an exam: what the grading systems share.
//! Every result is rounded half up to one decimal; nothing here knows of classes.
//!
//! Source: Thông tư 04/2022/TT-BLĐTBXH Điều 12, 13, 16. That averages are rounded at every step, and not only
//! at the last, is an assumption: the circular states one decimal for each of them.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{one_decimal, rules::college, tenths};
use crate::{figures, issue::Issue, text::Text};

/// Least attendance for a module exam, in percent. Source: Thông tư 04/2022/TT-BLĐTBXH Điều 13.1.
pub const MIN_ATTENDANCE_PERCENT: Decimal = Decimal::from_parts(80, 0, 0, false, 0);

/// Least test average for a module exam, and the mark from which anything is passed.
/// Source: Thông tư 04/2022/TT-BLĐTBXH Điều 13.1, 24.2; Thông tư 42/2015/TT-BLĐTBXH.
pub const PASS_MARK: Decimal = tenths(50);

/// Whether a module counts in averages. Source: Thông tư 04/2022/TT-BLĐTBXH Điều 16.4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ModuleKind {
    Ordinary,
    /// Giáo dục thể chất: required, but in no average.
    PhysicalEducation,
    /// Giáo dục quốc phòng và an ninh: required, but in no average.
    DefenceEducation,
}

/// The result of one module. Source: Thông tư 04/2022/TT-BLĐTBXH Điều 16.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModuleScore {
    /// 0–10, one decimal.
    pub score: Decimal,
    pub credits: u32,
    pub kind: ModuleKind,
}

/// (Σ regular × 1 + Σ periodic × 2) / Σ weights; at least one test of each kind.
/// Source: Thông tư 04/2022/TT-BLĐTBXH Điều 12.1 and 16.1.
pub fn test_average(regular: &[Decimal], periodic: &[Decimal]) -> Result<Decimal, Issue> {
    if regular.is_empty() || periodic.is_empty() {
        return Err(too_few_tests());
    }
    let sum = regular.iter().sum::<Decimal>() + Decimal::TWO * periodic.iter().sum::<Decimal>();
    let weights = regular.len() + 2 * periodic.len();
    Ok(one_decimal(sum / Decimal::from(weights)))
}

/// 0.4 × test average + 0.6 × exam. Source: Thông tư 04/2022/TT-BLĐTBXH Điều 16.1;
/// Thông tư 42/2015/TT-BLĐTBXH has the same formula.
pub fn module_score(test_average: Decimal, exam: Decimal) -> Decimal {
    one_decimal(tenths(4) * test_average + tenths(6) * exam)
}

/// The average of modules weighted by credits, without physical and defence education; nothing when no credit
/// counts. Source: Thông tư 04/2022/TT-BLĐTBXH Điều 16.2 and 16.4.
pub fn weighted_average(modules: &[ModuleScore]) -> Option<Decimal> {
    weighted_by_credits(modules, |module| module.score).map(one_decimal)
}

/// Not rounded: the caller knows to how many decimals.
pub(super) fn weighted_by_credits(
    modules: &[ModuleScore],
    value: impl Fn(&ModuleScore) -> Decimal,
) -> Option<Decimal> {
    let counted = || modules.iter().filter(|module| module.kind == ModuleKind::Ordinary);
    let credits: Decimal = counted().map(|module| Decimal::from(module.credits)).sum();
    let sum: Decimal = counted().map(|module| value(module) * Decimal::from(module.credits)).sum();
    sum.checked_div(credits)
}

/// Why a learner may not sit a module exam: all reasons at once, none when they may. The attendance is that over
/// theory, integrated lessons, practice and internship. Source: Thông tư 04/2022/TT-BLĐTBXH Điều 13.1.
pub fn exam_obstacles(attendance_percent: Decimal, test_average: Decimal) -> Vec<Issue> {
    let rule = college("13.1").vi();
    let attendance =
        short_attendance("attendance_percent", attendance_percent, MIN_ATTENDANCE_PERCENT, &rule);
    attendance.into_iter().chain(low_test_average(test_average, &rule)).collect()
}

pub(super) fn short_attendance(place: &str, percent: Decimal, least: Decimal, rule: &str) -> Option<Issue> {
    (percent < least).then(|| {
        Issue::new(
            "exam.attendance",
            place,
            rule,
            Text::new(
                format!(
                    "Tham dự {} % thời gian, phải từ {least} % mới được dự thi.",
                    figures::said(percent).vi
                ),
                format!("{percent} % of the time attended; {least} % are needed to sit the exam."),
            ),
            Text::new(
                "Học bù phần còn thiếu rồi lập lại danh sách dự thi.",
                "Make up the missing time first.",
            ),
        )
    })
}

pub(super) fn low_test_average(test_average: Decimal, rule: &str) -> Option<Issue> {
    let rounded = one_decimal(test_average);
    (rounded < PASS_MARK).then(|| {
        Issue::new(
            "exam.test_average",
            "test_average",
            rule,
            Text::new(
                format!(
                    "Điểm trung bình kiểm tra {}, phải từ 5,0 mới được dự thi.",
                    figures::said(rounded).vi
                ),
                format!("The test average is {rounded}; 5.0 is needed to sit the exam."),
            ),
            Text::new("Kiểm tra lại trước khi lập danh sách dự thi.", "Repeat the tests first."),
        )
    })
}

fn too_few_tests() -> Issue {
    Issue::new(
        "tests.too_few",
        "tests",
        &college("12.1").vi(),
        Text::new(
            "Mỗi môn học, mô-đun phải có ít nhất một điểm kiểm tra thường xuyên và một điểm định kỳ.",
            "A module needs at least one regular and one periodic test.",
        ),
        Text::new(
            "Nhập điểm còn thiếu; vắng không phép là điểm 0.",
            "Enter the missing mark; an unexcused absence is 0.",
        ),
    )
}
