//! Continuing training under three months: passed or failed, nothing between.
//! Source: Thông tư 43/2015/TT-BLĐTBXH.

use super::{Classified, GraduationClass, Record, because, beyond_ceiling, one_decimal, rules::CONTINUING};
use crate::issue::Issue;

/// Re-tests of one module before it is studied again. Source: Thông tư 43/2015/TT-BLĐTBXH.
pub const MAX_MODULE_RETESTS: u32 = 2;

/// Whether a number of re-tests of one module is allowed. Source: Thông tư 43/2015/TT-BLĐTBXH.
pub fn check_module_retests(retests: u32) -> Result<(), Issue> {
    beyond_ceiling("module_retests", retests, MAX_MODULE_RETESTS, CONTINUING)
}

/// Passed when every module test is passed. Score, re-sits and discipline are not looked at; that a suspended
/// learner is no exception is an assumption: no rule on it was found.
pub(super) fn classify(record: &Record) -> Classified {
    let (class, reasons) = if record.all_modules_passed {
        (GraduationClass::Passed, Vec::new())
    } else {
        let reason = because(
            CONTINUING,
            "Không đạt: phải đạt 100 % bài kiểm tra mô-đun mới được cấp chứng chỉ",
            "Failed: every module test has to be passed for the certificate",
        );
        (GraduationClass::Failed, vec![reason])
    };
    Classified { class, before_drop: class, rounded_score: one_decimal(record.score), reasons }
}
