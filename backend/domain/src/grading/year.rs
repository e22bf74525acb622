//! The year system (niên chế) of college and intermediate training: graduation score, class, what lowers it.
//! Source: Thông tư 04/2022/TT-BLĐTBXH Điều 24, 26, 27.

use rust_decimal::Decimal;

use super::{
    Classified, GraduationClass, Record, Source, band, because, beyond_ceiling, one_decimal, rules::college,
    scores::PASS_MARK, settled, tenths,
};
use crate::{issue::Issue, text::Text};

/// Re-sits allowed at the graduation exam. Source: Thông tư 04/2022/TT-BLĐTBXH Điều 24.2.
pub const MAX_GRADUATION_RESITS: u32 = 3;

/// Days between the results and the first graduation re-sit. Source: Thông tư 04/2022/TT-BLĐTBXH Điều 24.2.
pub const MIN_DAYS_TO_FIRST_RESIT: u16 = 30;

/// More than this part of the programme's time studied again lowers the class.
/// Source: Thông tư 04/2022/TT-BLĐTBXH Điều 27.4.
pub const MAX_RESTUDIED_PERCENT: Decimal = Decimal::from_parts(10, 0, 0, false, 0);

/// Bands over the one-decimal score, best first. Source: Thông tư 04/2022/TT-BLĐTBXH Điều 27.3.
const BANDS: [(Decimal, GraduationClass); 4] = [
    (tenths(90), GraduationClass::Excellent),
    (tenths(80), GraduationClass::VeryGood),
    (tenths(70), GraduationClass::Good),
    (PASS_MARK, GraduationClass::Average),
];

/// (3 × average of all modules + 2 × practice exam + theory exam) / 6.
/// Source: Thông tư 04/2022/TT-BLĐTBXH Điều 27.1.
pub fn score_by_exams(modules_average: Decimal, practice: Decimal, theory: Decimal) -> Decimal {
    let sum = Decimal::from(3) * modules_average + Decimal::TWO * practice + theory;
    one_decimal(sum / Decimal::from(6))
}

/// (3 × average of all modules + 2 × thesis) / 5. Source: Thông tư 04/2022/TT-BLĐTBXH Điều 27.2.
pub fn score_by_thesis(modules_average: Decimal, thesis: Decimal) -> Decimal {
    one_decimal((Decimal::from(3) * modules_average + Decimal::TWO * thesis) / Decimal::from(5))
}

/// Whether a number of graduation re-sits is allowed. Source: Thông tư 04/2022/TT-BLĐTBXH Điều 24.2.
pub fn check_graduation_resits(resits: u32) -> Result<(), Issue> {
    beyond_ceiling("graduation_resits", resits, MAX_GRADUATION_RESITS, college("24.2"))
}

pub(super) fn classify(record: &Record) -> Classified {
    let score = one_decimal(record.score);
    let before = band(score, &BANDS, GraduationClass::Failed);
    let mut failures = obstacles(record, college("26.1"));
    if !before.graduates() {
        failures.push(because(
            college("27.3"),
            "Không đạt: điểm tốt nghiệp dưới 5,0",
            "Failed: the graduation score is below 5.0",
        ));
    }
    settled(score, before, failures, |class| {
        let mut reasons = reasons_to_lower(class, record, college("27.4"));
        let class = if reasons.is_empty() { class } else { class.one_lower() };
        let (class, capped) = capped_by_resits(class, record.graduation_resits);
        reasons.extend(capped);
        (class, reasons)
    })
}

/// What keeps a learner of either college system from graduating, whatever the score.
/// Source: Thông tư 04/2022/TT-BLĐTBXH Điều 26.1 (year system), Điều 34 (credits).
pub(super) fn obstacles(record: &Record, source: Source) -> Vec<Text> {
    let mut obstacles = Vec::new();
    if !record.all_modules_passed {
        obstacles.push(because(
            source,
            "Không đạt: chưa đạt đủ các môn học, mô-đun và môn thi tốt nghiệp",
            "Failed: not every module and graduation subject is passed",
        ));
    }
    if record.barred {
        obstacles.push(because(
            source,
            "Không đạt: đang bị đình chỉ học tập hoặc bị truy cứu trách nhiệm hình sự",
            "Failed: suspended from study or under prosecution",
        ));
    }
    obstacles
}

/// Why a class from very good up goes down by one; several reasons still lower it once.
/// Source: Thông tư 04/2022/TT-BLĐTBXH Điều 27.4 (year system), Điều 35.2 (credits).
pub(super) fn reasons_to_lower(class: GraduationClass, record: &Record, source: Source) -> Vec<Text> {
    let tolerated_resits = match class {
        GraduationClass::Excellent => 0,
        GraduationClass::VeryGood => 1,
        _ => return Vec::new(),
    };
    let mut reasons = Vec::new();
    if record.modules_resat > tolerated_resits {
        reasons.push(because(
            source,
            &format!("Giảm một mức: có {} môn học, mô-đun phải thi lại", record.modules_resat),
            &format!("One class lower: {} modules were re-sat", record.modules_resat),
        ));
    }
    if record.restudied_percent > MAX_RESTUDIED_PERCENT {
        reasons.push(because(
            source,
            "Giảm một mức: thời gian học lại quá 10 % chương trình",
            "One class lower: more than 10 % of the programme was studied again",
        ));
    }
    if record.disciplined {
        reasons.push(because(
            source,
            "Giảm một mức: bị kỷ luật từ cảnh cáo trở lên",
            "One class lower: disciplined with a warning or worse",
        ));
    }
    reasons
}

/// One graduation re-sit: good at most; two or more: average. Source: Thông tư 04/2022/TT-BLĐTBXH Điều 27.5.
fn capped_by_resits(class: GraduationClass, resits: u32) -> (GraduationClass, Option<Text>) {
    let capped = match (resits, class) {
        (1, GraduationClass::Excellent | GraduationClass::VeryGood) => GraduationClass::Good,
        (2.., _) => GraduationClass::Average,
        _ => class,
    };
    let reason = (capped != class).then(|| {
        let ceiling = capped.name();
        because(
            college("27.5"),
            &format!("Thi lại tốt nghiệp {resits} lần: xếp loại cao nhất là {}", ceiling.vi),
            &format!("{resits} graduation re-sits: at most {}", ceiling.en.to_lowercase()),
        )
    });
    (capped, reason)
}
