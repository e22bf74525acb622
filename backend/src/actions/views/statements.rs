use serde::Serialize;
use time::Date;
use utoipa::ToSchema;

use super::{ApprovalStepView, Coded, EventView, Page, PartyName, Words};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StatementRow {
    pub id: i64,
    pub number: String,
    pub order_id: i64,
    pub order_number: String,
    pub payee: PartyName,
    /// `2025-Q1`
    pub period: String,
    /// `advance`, `acceptance` or `liquidation`
    pub kind: Coded,
    pub prepared_on: Date,
    pub gross_dong: i64,
    pub advance_recovered_dong: i64,
    pub payable_dong: i64,
    pub to_recover_dong: i64,
    pub state: Coded,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StatementView {
    pub id: i64,
    pub number: String,
    pub order_id: i64,
    pub order_number: String,
    pub payee: PartyName,
    pub period: String,
    pub kind: Coded,
    pub prepared_on: Date,
    pub prepared_by: String,
    pub state: Coded,
    pub totals: TotalsView,
    pub parts: Vec<PartView>,
    /// Beside the statement before this one to the same party on the same order; nothing on an advance.
    pub compared: Option<ComparedView>,
    pub lines: Page<StatementLine>,
    /// Who approved it step by step, and who is awaited.
    pub approval: Vec<ApprovalStepView>,
    pub events: Vec<EventView>,
    pub postings: Vec<PostingView>,
    pub postings_dong: i64,
    pub hashes: HashesView,
    /// `approve`, `send_back`, `pay`
    pub may: Vec<String>,
}

/// `payable = gross − advance_recovered − set_off` where gross is not negative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TotalsView {
    pub gross_dong: i64,
    pub advance_recovered_dong: i64,
    pub set_off_dong: i64,
    pub payable_dong: i64,
    pub to_recover_dong: i64,
    /// When that has to be back; unknown until the statement is approved.
    pub to_recover_by: Option<Date>,
    /// Whether the lines add up to gross. An advance has no lines.
    pub lines_add_up: bool,
}

/// The lines of one part of the scheme, summed over the whole statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PartView {
    pub part: String,
    pub title: Words,
    pub law: String,
    /// Whether a parameter of the part has no published source.
    pub assumed: bool,
    pub lines: u64,
    pub amount_dong: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StatementLine {
    pub id: i64,
    pub part: String,
    pub enrolment_id: i64,
    pub learner_id: i64,
    pub full_name: String,
    /// `********1234`
    pub personal_id: String,
    pub cohort: String,
    /// In a few words: the class and its factor, or why money must come back.
    pub reason: Words,
    pub amount_dong: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PostingView {
    pub id: i64,
    pub on: Date,
    pub debit: Coded,
    pub credit: Coded,
    pub amount_dong: i64,
    pub seal: String,
}

/// What the statement was computed from, each 64 hex digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HashesView {
    pub lines_sha256: String,
    pub inputs_sha256: String,
    pub engine: String,
    /// The last day that the run looked at.
    pub as_of: Date,
    pub ledger_head: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ComparedView {
    /// Nothing where this is the first.
    pub previous: Option<PreviousView>,
    /// Every part that any of the statements until this one has, in the order of the scheme.
    pub parts: Vec<ComparedPart>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PreviousView {
    pub id: i64,
    pub number: String,
    /// `2025-Q1`
    pub period: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ComparedPart {
    pub part: String,
    pub title: Words,
    pub before_lines: u64,
    pub before_dong: i64,
    pub now_lines: u64,
    pub now_dong: i64,
    /// `now_dong − before_dong`
    pub change_dong: i64,
    /// Of all statements until this one, this one among them.
    pub to_date_dong: i64,
}
