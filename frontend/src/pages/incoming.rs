//! `/money`: what a provider waits for, order by order; `/orders/{id}/money`: where the money of one order is, and what
//! stands in the way.

use askama::Template;

use crate::{
    frame::Frame,
    show::{Amount, Badge, Pair},
};

#[derive(Debug, Clone, Template)]
#[template(path = "money.html")]
pub struct MoneyPage {
    pub frame: Frame,
    pub rows: Vec<MoneyRow>,
    pub total: Option<MoneyRow>,
    pub export_link: Option<String>,
}

/// One order. The total has neither number nor link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoneyRow {
    pub order: String,
    pub link: String,
    pub ordered: Amount,
    pub paid: Amount,
    pub approved: Amount,
    pub prepared: Amount,
    pub next: Amount,
    pub awaited: Amount,
    pub lost: Amount,
}

#[derive(Debug, Clone, Template)]
#[template(path = "order_money.html")]
pub struct OrderMoneyPage {
    pub frame: Frame,
    /// Provider and order.
    pub head: Vec<Pair>,
    pub stages: Vec<Stage>,
    pub on_the_way: Vec<OnTheWay>,
    pub next: Option<NextStatement>,
    pub awaited: Vec<Awaited>,
    pub lost: Vec<Awaited>,
    pub export_link: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    pub label: String,
    pub amount: Amount,
    pub note: Option<String>,
    /// The value that the stages add up to.
    pub total: bool,
}

/// A statement that was not paid yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnTheWay {
    pub number: String,
    pub link: String,
    pub period: String,
    pub payable: Amount,
    pub state: Badge,
    pub waits_for: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextStatement {
    /// `Quý 1/2025`
    pub period: String,
    /// From when it is made, or that it is due.
    pub when: String,
    pub due: Amount,
    pub learners: String,
    pub held_up_by: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Awaited {
    pub part: String,
    pub why: String,
    pub remedy: String,
    /// Empty for a part of the order as a whole.
    pub learners: String,
    pub amount: Amount,
}
