//! The module and credit system of college and intermediate training: letters, grade point average, class.
//! Source: Thông tư 04/2022/TT-BLĐTBXH Điều 31, 32, 34, 35.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{
    Classified, GraduationClass, Record, band, because, hundredths, one_decimal,
    rules::college,
    scores::{ModuleScore, weighted_by_credits},
    settled, tenths, two_decimals,
    year::{obstacles, reasons_to_lower},
};

/// Least GPA for graduation. Source: Thông tư 04/2022/TT-BLĐTBXH Điều 34.
pub const MIN_GPA: Decimal = hundredths(200);

/// Bands over the two-decimal GPA, best first. Source: Thông tư 04/2022/TT-BLĐTBXH Điều 32.
const BANDS: [(Decimal, GraduationClass); 4] = [
    (hundredths(350), GraduationClass::Excellent),
    (hundredths(300), GraduationClass::VeryGood),
    (hundredths(250), GraduationClass::Good),
    (MIN_GPA, GraduationClass::Average),
];

/// A module score as a letter. The codes I, X and R stand for scores that are not there yet, or were carried
/// over, and are no letters here. Source: Thông tư 04/2022/TT-BLĐTBXH Điều 31.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Letter {
    A,
    B,
    C,
    D,
    F,
}

impl Letter {
    /// A from 8.5, B from 7.0, C from 5.5, D from 4.0, else F; the score is first rounded to one decimal.
    /// Source: Thông tư 04/2022/TT-BLĐTBXH Điều 31.
    pub fn of(score: Decimal) -> Letter {
        let score = one_decimal(score);
        let bands = [
            (tenths(85), Letter::A),
            (tenths(70), Letter::B),
            (tenths(55), Letter::C),
            (tenths(40), Letter::D),
        ];
        bands.into_iter().find(|(from, _)| score >= *from).map_or(Letter::F, |(_, letter)| letter)
    }

    /// A 4, B 3, C 2, D 1, F 0. Source: Thông tư 04/2022/TT-BLĐTBXH Điều 31.
    pub fn points(self) -> Decimal {
        match self {
            Letter::A => Decimal::from(4),
            Letter::B => Decimal::from(3),
            Letter::C => Decimal::TWO,
            Letter::D => Decimal::ONE,
            Letter::F => Decimal::ZERO,
        }
    }

    /// Whether the module is earned; F has to be studied again. Source: Thông tư 04/2022/TT-BLĐTBXH Điều 31.
    pub fn passes(self) -> bool {
        self != Letter::F
    }
}

/// The average of the letters' points weighted by credits, to two decimals, without physical and defence
/// education; nothing when no credit counts. Source: Thông tư 04/2022/TT-BLĐTBXH Điều 16.4, 31, 32.
pub fn gpa(modules: &[ModuleScore]) -> Option<Decimal> {
    weighted_by_credits(modules, |module| Letter::of(module.score).points()).map(two_decimals)
}

pub(super) fn classify(record: &Record) -> Classified {
    let gpa = two_decimals(record.score);
    let before = band(gpa, &BANDS, GraduationClass::Weak);
    let failures = obstacles(record, college("34"));
    settled(gpa, before, failures, |class| {
        if !class.graduates() {
            let weak = because(
                college("34"),
                "Chưa được công nhận tốt nghiệp: điểm trung bình tích lũy dưới 2,00",
                "No graduation: the grade point average is below 2.00",
            );
            return (class, vec![weak]);
        }
        let reasons = reasons_to_lower(class, record, college("35.2"));
        (if reasons.is_empty() { class } else { class.one_lower() }, reasons)
    })
}
