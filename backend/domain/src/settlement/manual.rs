//! A line somebody adds by hand: with a reason, evidence, and a second person who approves it.

use crate::{
    ids::{EnrolmentId, PartyId},
    issue::Issue,
    money::Money,
    text::Text,
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manual {
    pub enrolment: Option<EnrolmentId>,
    pub payee: PartyId,
    pub amount: Money,
    pub reason: String,
    pub evidence: String,
    pub prepared_by: String,
    pub approved_by: String,
}

/// Everything that keeps the line from being paid.
pub fn check(line: &Manual, place: &str) -> Vec<Issue> {
    let mut issues = Vec::new();
    let mut require = |holds: bool, code: &str, vi: &str, en: &str, remedy_vi: &str, remedy_en: &str| {
        if !holds {
            issues.push(Issue::new(
                code,
                place,
                "NĐ 32/2019 Đ24",
                Text::new(vi, en),
                Text::new(remedy_vi, remedy_en),
            ));
        }
    };
    let told = |text: &str| !text.trim().is_empty();
    require(
        told(&line.reason),
        "manual.reason",
        "Dòng nhập tay không nêu lý do.",
        "The manual line gives no reason.",
        "Ghi lý do.",
        "Give the reason.",
    );
    require(
        told(&line.evidence),
        "manual.evidence",
        "Dòng nhập tay không có chứng từ.",
        "The manual line names no evidence.",
        "Ghi số chứng từ.",
        "Name the evidence.",
    );
    require(
        told(&line.prepared_by) && told(&line.approved_by),
        "manual.approver",
        "Dòng nhập tay chưa có người lập hoặc người duyệt.",
        "The manual line lacks a maker or an approver.",
        "Cần một người lập và một người duyệt khác.",
        "It needs one person who prepares and another approver.",
    );
    require(
        !told(&line.approved_by) || line.prepared_by != line.approved_by,
        "manual.same_person",
        "Người duyệt chính là người lập.",
        "The approver is the maker.",
        "Cần người duyệt khác.",
        "It needs another approver.",
    );
    require(
        !line.amount.is_zero(),
        "manual.zero",
        "Dòng nhập tay có số tiền bằng 0.",
        "The manual line has no amount.",
        "Ghi số tiền.",
        "Give the amount.",
    );
    issues
}
