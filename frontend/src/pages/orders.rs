//! `/orders`: GET with `q`, `state`, `sort` (`value`, or `-value` for descending) and `page`.

use askama::Template;
use domain::text::Lang;

use crate::{
    form::Choice,
    frame::Frame,
    show::{Amount, Badge, Column, Paging, Sorted},
    texts::texts,
};

#[derive(Debug, Clone, Template)]
#[template(path = "orders.html")]
pub struct OrdersPage {
    pub frame: Frame,
    pub text: String,
    pub states: Vec<Choice>,
    /// The chosen state's value; empty for all.
    pub state: String,
    pub columns: Vec<Column>,
    pub rows: Vec<OrderRow>,
    pub paging: Paging,
    /// Some when the person may place an order.
    pub place_link: Option<String>,
    /// The same rows, all pages of them, as a workbook; nothing where there is no row.
    pub export_link: Option<String>,
    /// Drafts and reallocation, for who may place an order.
    pub links: Vec<(String, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderRow {
    pub number: String,
    pub link: String,
    pub provider: String,
    pub lines: String,
    pub learners: String,
    pub value: Amount,
    pub accepted: Amount,
    pub state: Badge,
}

impl OrdersPage {
    /// The seven headings in the order of the table. `sort` as in the address; `query` is the rest of the
    /// filter, ready to be put into a link: `q=cao&state=approved`, or nothing.
    pub fn columns(lang: Lang, sort: &str, query: &str) -> Vec<Column> {
        let t = &texts(lang).order;
        let column = |text: &str, key: &str, numeric: bool| {
            let sorted = match sort.strip_prefix('-') {
                Some(by) if by == key => Some(Sorted::Descending),
                None if sort == key => Some(Sorted::Ascending),
                _ => None,
            };
            let turn = if sorted == Some(Sorted::Ascending) { "-" } else { "" };
            let rest = if query.is_empty() { String::new() } else { format!("&{query}") };
            Column {
                text: text.to_owned(),
                link: Some(format!("/orders?sort={turn}{key}{rest}")),
                sorted,
                numeric,
            }
        };
        vec![
            column(t.number, "number", false),
            column(t.provider, "provider", false),
            column(t.lines_count, "lines", true),
            column(t.learners_ordered, "learners", true),
            column(t.value, "value", true),
            column(t.accepted, "accepted", true),
            column(t.state, "state", false),
        ]
    }
}
