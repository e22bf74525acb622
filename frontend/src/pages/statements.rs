//! `/statements`: GET with `period`, `state`, `page`; the form runs a settlement, POST of `programme` and `period`
//! to `/settlements`.

use askama::Template;

use crate::{
    form::{Choice, Field},
    frame::Frame,
    show::{Amount, Badge, Paging},
};

#[derive(Debug, Clone, Template)]
#[template(path = "statements.html")]
pub struct StatementsPage {
    pub frame: Frame,
    pub periods: Vec<Choice>,
    /// The chosen period's value; empty for all.
    pub period: String,
    pub states: Vec<Choice>,
    pub state: String,
    pub rows: Vec<StatementRow>,
    pub paging: Paging,
    /// The same rows, all pages of them, as a workbook; nothing where there is no row.
    pub export_link: Option<String>,
    /// Some when the person may settle.
    pub settle: Option<SettleForm>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementRow {
    pub number: String,
    pub link: String,
    pub period: String,
    pub order: String,
    pub order_link: String,
    pub payee: String,
    pub accepted: Amount,
    pub advance_recovered: Amount,
    pub payable: Amount,
    pub state: Badge,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettleForm {
    pub programme: Field,
    pub programmes: Vec<Choice>,
    pub period: Field,
    pub periods: Vec<Choice>,
}
