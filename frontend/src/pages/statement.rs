//! `/statements/{id}`: what a party is given for a period, line by line, and what the ledger took of it.

use askama::Template;

use super::life::ApprovalRow;
use crate::{
    form::{Field, SmallForm},
    frame::Frame,
    show::{Amount, Badge, Mark, Paging, Pair},
};

#[derive(Debug, Clone, Template)]
#[template(path = "statement.html")]
pub struct StatementPage {
    pub frame: Frame,
    pub state: Badge,
    /// Payee, order, period, prepared by, approved by.
    pub head: Vec<Pair>,
    pub totals: Vec<Total>,
    pub postings: Vec<Posting>,
    /// The sums of both sides, equal by construction and shown to be so.
    pub postings_total: Option<Amount>,
    pub compared: Option<Compared>,
    pub groups: Vec<LineGroup>,
    /// All lines as a workbook; nothing where there is none.
    pub export_link: Option<String>,
    pub paging: Option<Paging>,
    /// Who approves, step by step.
    pub approval: Vec<ApprovalRow>,
    pub pay: Option<PayForm>,
    /// `comment` to `/statements/{id}/approve`, `reason` to `/statements/{id}/return`.
    pub forms: Vec<SmallForm>,
    pub hashes: Vec<Hash>,
    pub pdf_link: Option<String>,
}

/// One line of the sum. `strong` for the result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    pub label: String,
    pub amount: Amount,
    pub note: Option<String>,
    pub strong: bool,
}

/// Beside the statement before it, component by component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// Number, period and link of the statement before.
    pub previous: Option<Pair>,
    pub rows: Vec<ComparedRow>,
}

/// The sum of all components has no name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedRow {
    pub component: String,
    pub before_lines: String,
    pub before: Amount,
    pub now_lines: String,
    pub now: Amount,
    pub change: Amount,
    pub to_date: Amount,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    pub debit: String,
    pub credit: String,
    pub amount: Amount,
}

/// The lines of one component; the subtotal is of the whole component, not of what fits on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineGroup {
    pub component: String,
    pub mark: Option<Mark>,
    pub count: String,
    pub subtotal: Amount,
    pub lines: Vec<StatementLine>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementLine {
    pub learner: String,
    pub learner_link: Option<String>,
    pub cohort: String,
    /// In a few words: `Giỏi · hệ số 1,00`.
    pub reason: String,
    pub amount: Amount,
    /// To "why this amount".
    pub link: String,
}

/// POST of `document_number` and `document_date` to `/statements/{id}/pay`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayForm {
    pub url: String,
    pub document_number: Field,
    pub document_date: Field,
    pub confirm: String,
}

/// What the statement was computed from: `Sự kiện`, `Quy chế`, `Phiên bản máy tính`, `Đầu chuỗi nhật ký`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hash {
    pub label: String,
    pub value: String,
}
