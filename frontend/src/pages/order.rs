//! `/orders/{id}`: one order, from its gates to its money.

use askama::Template;

use super::{
    Listing, WorkbookBox,
    life::{AmendmentRow, ApprovalRow, Comparison, TermChange},
};
use crate::{
    form::SmallForm,
    frame::Frame,
    show::{Action, Amount, Badge, Mark, MoneyIdentity, Pair},
};

#[derive(Debug, Clone, Template)]
#[template(path = "order.html")]
pub struct OrderPage {
    pub frame: Frame,
    pub state: Badge,
    /// Provider, ordering body (its name on the order's day), instrument, dates, scheme, appropriation.
    pub head: Vec<Pair>,
    pub gates: Vec<Gate>,
    pub lines: Vec<OrderLineRow>,
    pub cohorts: Vec<CohortRow>,
    pub money: MoneyIdentity,
    pub statements: Vec<OrderStatementRow>,
    pub events: Vec<Event>,
    /// Who approves, step by step.
    pub approval: Vec<ApprovalRow>,
    pub comparison: Option<Comparison>,
    /// What the provider proposed, field by field.
    pub proposal: Vec<TermChange>,
    pub amendments: Vec<AmendmentRow>,
    /// To a page with a form of its own: answer, amend, the draft to correct.
    pub links: Vec<(String, String)>,
    pub actions: Vec<Action>,
    /// What takes more than a button: `comment` to `/orders/{id}/approve`, `reason` to `/orders/{id}/reject`, `correction`
    /// to `/orders/{id}/return`, `host` and `agreement` to `/orders/{id}/hosts`.
    pub forms: Vec<SmallForm>,
    /// When the payments of an order of short courses are due.
    pub clock: Option<Listing>,
    pub minutes_link: Option<String>,
    pub papers_link: String,
    pub ledger_link: String,
    /// What the page shows, as a workbook.
    pub export_link: String,
    /// To where its money is; for its provider and for the office.
    pub money_link: Option<String>,
    /// For who reports on it.
    pub workbooks: Option<WorkbookBox>,
}

/// A condition of the order, with what it rests on. Also used to say why an amount is zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    pub passed: bool,
    pub name: String,
    /// What was found: the number and date of the decision, the scale and what is used of it.
    pub finding: String,
    pub rule: String,
    pub mark: Option<Mark>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderLineRow {
    pub code: String,
    pub occupation: String,
    pub code_mark: Option<Mark>,
    pub level: String,
    pub mode: String,
    pub quantity: String,
    pub enrolled: String,
    pub graduated: String,
    pub unit_price: Amount,
    pub price_decision: String,
    pub price_mark: Option<Mark>,
    /// `05/09/2025 – 30/06/2026`
    pub dates: String,
    pub value: Amount,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CohortRow {
    pub name: String,
    pub link: String,
    pub occupation: String,
    pub dates: String,
    pub learners: String,
    pub graduated: String,
    pub accepted: Amount,
    pub state: Badge,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderStatementRow {
    pub number: String,
    pub link: String,
    pub period: String,
    pub payee: String,
    pub accepted: Amount,
    pub payable: Amount,
    pub state: Badge,
}

/// Something that happened to the order, the newest first or last as given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub on: String,
    pub text: String,
    pub by: String,
    pub note: Option<String>,
}
