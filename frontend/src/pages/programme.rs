//! `/programmes/{id}`: what was promised, what was reached, and what it cost.

use askama::Template;

use crate::{
    frame::Frame,
    show::{Amount, Mark, MoneyIdentity, Pair, Progress},
};

#[derive(Debug, Clone, Template)]
#[template(path = "programme.html")]
pub struct ProgrammePage {
    pub frame: Frame,
    /// Legal basis, period, lead.
    pub head: Vec<Pair>,
    pub ordering_bodies: Vec<OrderingBody>,
    pub targets: Vec<Progress>,
    pub occupations: Vec<OccupationRow>,
    pub total: Option<OccupationTotal>,
    /// Learners cut several ways, each a picture beside its figures.
    pub charts: Vec<Chart>,
    pub money: MoneyIdentity,
    pub appropriations: Vec<AppropriationRow>,
    pub sources: Vec<SourceRow>,
    pub orders_link: String,
    /// Orders that fall behind, the longest late first.
    pub slow: Vec<SlowRow>,
    /// How many more there are than are shown.
    pub slow_more: Option<String>,
    /// Occupations as a workbook; nothing where nothing was ordered.
    pub export_link: Option<String>,
}

/// One way in which an order is late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlowRow {
    pub order: String,
    pub link: String,
    pub provider: String,
    pub what: String,
    pub since: String,
}

/// The body's name in force between two days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderingBody {
    pub name: String,
    pub from: String,
    /// Empty while in force.
    pub until: String,
    pub rule: String,
}

/// One occupation at one level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OccupationRow {
    pub code: String,
    pub name: String,
    pub level: String,
    pub ordered: String,
    pub enrolled: String,
    pub graduated: String,
    pub amount_ordered: Amount,
    pub amount_accepted: Amount,
    pub amount_paid: Amount,
    /// On the code.
    pub code_mark: Option<Mark>,
    /// On the price.
    pub price_mark: Option<Mark>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OccupationTotal {
    pub ordered: String,
    pub enrolled: String,
    pub graduated: String,
    pub amount_ordered: Amount,
    pub amount_accepted: Amount,
    pub amount_paid: Amount,
}

/// Bars of learners: ordered, of them enrolled, of them graduated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    pub heading: String,
    pub rows: Vec<ChartRow>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartRow {
    pub label: String,
    pub ordered: String,
    pub enrolled: String,
    pub graduated: String,
    pub bars: Bars,
}

/// Lengths in thousandths of the longest bar of the chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bars {
    pub ordered: u16,
    pub enrolled: u16,
    pub graduated: u16,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppropriationRow {
    /// Decision, chapter and category, or whatever the budget calls it.
    pub name: String,
    pub fiscal_year: String,
    pub granted: Amount,
    pub reserved: Amount,
    pub paid: Amount,
    pub free: Amount,
    pub mark: Option<Mark>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRow {
    pub what: String,
    pub value: String,
    pub source: String,
    pub mark: Option<Mark>,
}
