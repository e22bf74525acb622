//! The classes a graduate can get. Which of them a rule set uses, and from which score, its own file says.

use serde::{Deserialize, Serialize};

use crate::text::{Text, clean};

/// Xếp loại tốt nghiệp. Source: Thông tư 04/2022/TT-BLĐTBXH Điều 27.3 and 32; Thông tư 42/2015/TT-BLĐTBXH
/// (trung bình khá); Thông tư 43/2015/TT-BLĐTBXH (đạt, không đạt).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GraduationClass {
    Excellent,
    VeryGood,
    Good,
    /// Elementary training only.
    FairlyGood,
    Average,
    /// Continuing training only, which knows no other class.
    Passed,
    /// A GPA below 2.00 in the credit system: a class, but no graduation.
    Weak,
    Failed,
}

impl GraduationClass {
    /// Every class, best first; `Passed` stands behind the classes it is never compared with. Source: as for the type.
    pub const ALL: [GraduationClass; 8] = [
        GraduationClass::Excellent,
        GraduationClass::VeryGood,
        GraduationClass::Good,
        GraduationClass::FairlyGood,
        GraduationClass::Average,
        GraduationClass::Passed,
        GraduationClass::Weak,
        GraduationClass::Failed,
    ];

    /// The key in tables, files and API. Source: assumption.
    pub fn as_str(self) -> &'static str {
        match self {
            GraduationClass::Excellent => "excellent",
            GraduationClass::VeryGood => "very_good",
            GraduationClass::Good => "good",
            GraduationClass::FairlyGood => "fairly_good",
            GraduationClass::Average => "average",
            GraduationClass::Passed => "passed",
            GraduationClass::Weak => "weak",
            GraduationClass::Failed => "failed",
        }
    }

    /// From the key, or from the name as a school writes it in a report, in either language and any case;
    /// nothing when it is neither. Source: assumption.
    pub fn parse(text: &str) -> Option<GraduationClass> {
        let wanted = clean(text).to_lowercase();
        GraduationClass::ALL.into_iter().find(|class| {
            let name = class.name();
            [class.as_str(), &name.vi.to_lowercase(), &name.en.to_lowercase()].contains(&wanted.as_str())
        })
    }

    /// As it is printed on a certificate. Source: as for the type.
    pub fn name(self) -> Text {
        match self {
            GraduationClass::Excellent => Text::new("Xuất sắc", "Excellent"),
            GraduationClass::VeryGood => Text::new("Giỏi", "Very good"),
            GraduationClass::Good => Text::new("Khá", "Good"),
            GraduationClass::FairlyGood => Text::new("Trung bình khá", "Fairly good"),
            GraduationClass::Average => Text::new("Trung bình", "Average"),
            GraduationClass::Passed => Text::new("Đạt", "Passed"),
            GraduationClass::Weak => Text::new("Yếu", "Weak"),
            GraduationClass::Failed => Text::new("Không đạt", "Failed"),
        }
    }

    /// Whether a learner of this class has graduated and counts as a result.
    /// Source: Thông tư 04/2022/TT-BLĐTBXH Điều 26.1 and 34; Thông tư 42/2015 and 43/2015/TT-BLĐTBXH.
    pub fn graduates(self) -> bool {
        !matches!(self, GraduationClass::Weak | GraduationClass::Failed)
    }

    /// One class down on the longest ladder, that of elementary training; average and what is not on it stay.
    pub(super) fn one_lower(self) -> GraduationClass {
        match self {
            GraduationClass::Excellent => GraduationClass::VeryGood,
            GraduationClass::VeryGood => GraduationClass::Good,
            GraduationClass::Good => GraduationClass::FairlyGood,
            GraduationClass::FairlyGood => GraduationClass::Average,
            other => other,
        }
    }
}
