//! The life of an order: who approves it, what an approver compares, drafts, other terms, bands, reallocation.

use askama::Template;

use crate::{
    form::{Choice, Field, SmallForm},
    frame::Frame,
    show::{Action, Amount, Badge, Paging, Pair},
};

/// One step of a chain of approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovalRow {
    pub role: String,
    pub state: Badge,
    pub by: String,
    pub on: String,
    pub note: String,
}

/// What an approver compares; part of an order's page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    pub budget: Vec<BudgetRow>,
    pub licences: Vec<LicenceRow>,
    pub prices: Vec<PriceRow>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BudgetRow {
    pub appropriation: String,
    pub amount: Amount,
    pub committed: Amount,
    pub reserved: Amount,
    pub this_order: Amount,
    pub available: Amount,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenceRow {
    pub line: String,
    pub occupation: String,
    pub number: String,
    pub year: String,
    pub scale: String,
    pub others: String,
    pub this_order: String,
    pub left: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceRow {
    pub line: String,
    pub occupation: String,
    pub price: Amount,
    pub decision: String,
    pub at_most: Amount,
    /// `14.000.000 – 15.200.000 (12)`, or that there is none.
    pub others: String,
}

/// One field of one line, before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermChange {
    pub line: String,
    pub field: String,
    pub before: String,
    pub after: String,
}

/// A version of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmendmentRow {
    pub heading: String,
    pub state: Badge,
    /// From when it governs, why, who proposed it, what the order is worth.
    pub head: Vec<Pair>,
    pub changes: Vec<TermChange>,
    pub approval: Vec<ApprovalRow>,
    /// `comment`, `reason`, or nothing but a button; each carries `number`.
    pub forms: Vec<SmallForm>,
}

/// `/drafts`.
#[derive(Debug, Clone, Template)]
#[template(path = "drafts.html")]
pub struct DraftsPage {
    pub frame: Frame,
    pub rows: Vec<DraftRow>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRow {
    pub provider: String,
    pub link: String,
    pub lines: String,
    pub learners: String,
    pub changed: String,
    /// Number of the order whose place it takes, and its address.
    pub corrects: Option<(String, String)>,
    pub reason: String,
    pub discard: Action,
}

/// `/orders/{id}/answer` and `/orders/{id}/amend`: `lines[0].quantity`, `.price`, `.starts_on`, `.ends_on`, `reason`, and
/// for an amendment `governs_from`.
#[derive(Debug, Clone, Template)]
#[template(path = "other_terms.html")]
pub struct OtherTermsPage {
    pub frame: Frame,
    pub url: String,
    pub back: String,
    pub lead: String,
    pub governs_from: Option<Field>,
    pub reason: Field,
    pub lines: Vec<OtherTerms>,
    pub errors: Vec<String>,
    pub send: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherTerms {
    /// `lines[0]`
    pub place: String,
    pub occupation: String,
    /// What stands now.
    pub now: Vec<Pair>,
    pub quantity: Field,
    pub price: Field,
    pub starts_on: Field,
    pub ends_on: Field,
}

/// `/reallocations`: `giving`, `taking`, `places`, `governs_from`, `reason`.
#[derive(Debug, Clone, Template)]
#[template(path = "reallocations.html")]
pub struct ReallocationsPage {
    pub frame: Frame,
    pub rows: Vec<UnusedRow>,
    pub paging: Paging,
    pub giving: Field,
    pub giving_lines: Vec<Choice>,
    pub taking: Field,
    pub taking_lines: Vec<Choice>,
    pub places: Field,
    pub governs_from: Field,
    pub reason: Field,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnusedRow {
    pub order: String,
    pub link: String,
    pub provider: String,
    pub line: String,
    pub occupation: String,
    pub starts_on: String,
    pub quantity: String,
    pub enrolled: String,
    pub unused: String,
}
