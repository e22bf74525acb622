use serde::Serialize;
use time::Date;
use utoipa::ToSchema;

use super::{ApprovalStepView, Coded};

/// A version of an order, with what it changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AmendmentView {
    pub number: i32,
    pub state: Coded,
    pub governs_from: Date,
    pub reason: String,
    pub proposed_on: Date,
    pub proposed_by: String,
    pub value_before_dong: i64,
    pub value_after_dong: i64,
    pub changes: Vec<FieldChange>,
    pub approval: Vec<ApprovalStepView>,
    pub reallocation: Option<ReallocationView>,
    /// What the person who asks may do now: `approve`, `reject`, `accept`, `decline`, `withdraw`.
    pub may: Vec<String>,
}

/// One field of one line, before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldChange {
    /// Position of the line, from 1.
    pub line: i32,
    /// `quantity`, `price`, `starts_on` or `ends_on`.
    pub field: String,
    /// Numbers bare, days as `31/12/2025`.
    pub before: String,
    pub after: String,
}

/// Places that go from one order to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReallocationView {
    pub places: i32,
    /// Whether this order gives them.
    pub gives: bool,
    /// Number of the other order; only for who may see it.
    pub other: Option<String>,
    pub other_id: Option<i64>,
}

/// What an approver compares before approving.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ComparisonView {
    pub budget: Vec<BudgetRow>,
    pub licences: Vec<LicenceRow>,
    pub prices: Vec<PriceRow>,
}

/// An appropriation: `amount = committed + reserved + available`; what this order takes is among the reserved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BudgetRow {
    pub appropriation: String,
    pub amount_dong: i64,
    pub committed_dong: i64,
    pub reserved_dong: i64,
    pub this_order_dong: i64,
    pub available_dong: i64,
}

/// A licence or condition check in a year: `scale = others + this order + left`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LicenceRow {
    pub line: i32,
    pub occupation: String,
    pub number: String,
    pub year: i32,
    pub scale: i64,
    pub others: i64,
    pub this_order: i64,
    pub left: i64,
}

/// The price of a line against the decision and against what others are paid for the same occupation and level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PriceRow {
    pub line: i32,
    pub occupation: String,
    pub price_dong: i64,
    pub decision: String,
    pub at_most_dong: i64,
    /// Lines of other providers' orders, without those that were refused.
    pub others: u64,
    pub lowest_dong: Option<i64>,
    pub highest_dong: Option<i64>,
}

/// A line whose places stand unused after its course began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnusedRow {
    pub order_id: i64,
    pub order_number: String,
    pub provider: String,
    /// Position of the line, from 1.
    pub line: i32,
    pub order_line_id: i64,
    pub occupation_code: String,
    pub occupation: super::Words,
    pub starts_on: Date,
    pub quantity: u32,
    pub enrolled: u32,
    pub unused: u32,
}

/// A line that could take places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakingLine {
    pub order_line_id: i64,
    pub name: String,
    pub quantity: u32,
}
