//! `/payments` and everything under it: what waits to be paid, a batch, a confirmation, and a payee's own payments. Its pages
//! are alike on purpose: the same parts in the same order, each there or not.

use askama::Template;

use super::{Asks, Listing, Question};
use crate::{
    form::{Field, SmallForm},
    frame::Frame,
    show::{Action, Amount, Badge, Pair},
};

#[derive(Debug, Clone, Template)]
#[template(path = "payments.html")]
pub struct PaymentsPage {
    pub frame: Frame,
    pub lead: String,
    pub state: Option<Badge>,
    /// Which day of the year end is next.
    pub banner: Option<String>,
    pub head: Vec<Pair>,
    /// Files to take: text and address.
    pub files: Vec<(String, String)>,
    pub actions: Vec<Action>,
    pub small: Vec<SmallForm>,
    pub sums: Option<AddedUp>,
    pub choose: Option<ChooseForm>,
    /// Entries of confirmations that a person decides on.
    pub waiting: Vec<WaitingEntry>,
    pub tables: Vec<Listing>,
    pub forms: Vec<PaymentForm>,
}

/// A sum and what it is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddedUp {
    pub heading: String,
    pub lead: String,
    /// Label, how many, amount.
    pub rows: Vec<(String, String, Amount)>,
    pub total: (String, Amount),
    pub holds: bool,
}

/// Statements to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChooseForm {
    pub rows: Vec<ChooseRow>,
    pub total: Amount,
    pub note: Field,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChooseRow {
    pub id: i64,
    pub number: String,
    pub link: String,
    pub kind: String,
    pub order: String,
    pub order_link: String,
    pub payee: String,
    pub account: String,
    pub amount: Amount,
    pub invoice: String,
    pub charge: String,
    pub due: String,
    pub ticked: bool,
    /// Why it cannot be chosen.
    pub refusals: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingEntry {
    pub heading: String,
    pub amount: Amount,
    pub why: String,
    pub head: Vec<Pair>,
    /// What is proposed, part by part.
    pub proposed: Vec<String>,
    pub assign_url: String,
    pub key: Field,
    /// How much of it, where not all.
    pub part: Field,
    pub aside_url: String,
    pub reason: Field,
}

/// A form of several questions, folded until somebody wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentForm {
    pub url: String,
    pub heading: String,
    pub lead: String,
    pub open: bool,
    pub inputs: Vec<Question>,
    pub button: String,
}

impl PaymentForm {
    pub fn has_file(&self) -> bool {
        self.inputs.iter().any(|input| input.kind == Asks::File)
    }
}

impl PaymentsPage {
    /// A page with nothing on it yet.
    pub fn new(frame: Frame, lead: impl Into<String>) -> PaymentsPage {
        PaymentsPage {
            frame,
            lead: lead.into(),
            state: None,
            banner: None,
            head: Vec::new(),
            files: Vec::new(),
            actions: Vec::new(),
            small: Vec::new(),
            sums: None,
            choose: None,
            waiting: Vec::new(),
            tables: Vec::new(),
            forms: Vec::new(),
        }
    }
}
