//! `/reports`, and the page of each report: GET with its filters, `sort`.

use askama::Template;

use crate::{
    form::{Choice, Field},
    frame::Frame,
    show::{Column, Mark, Pair},
};

#[derive(Debug, Clone, Template)]
#[template(path = "reports.html")]
pub struct ReportsPage {
    pub frame: Frame,
    pub duties: Vec<ReportCard>,
    pub programmes: Vec<ReportCard>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportCard {
    pub name: String,
    pub link: String,
    pub about: String,
    /// `Năm 2026 · trước ngày 10/01/2027 · 41 ngày nữa`, and the rule.
    pub due: Option<(String, String)>,
}

#[derive(Debug, Clone, Template)]
#[template(path = "report.html")]
pub struct ReportPage {
    pub frame: Frame,
    /// Where the filter is sent.
    pub address: &'static str,
    pub filters: Vec<ReportFilter>,
    pub note: Option<String>,
    pub head: Vec<Pair>,
    /// None until something is chosen.
    pub tables: Vec<ReportTable>,
    pub definitions: Vec<ReportTerm>,
    pub by_hand: Vec<String>,
    /// The same as a workbook and as a paper.
    pub files: Vec<(String, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportFilter {
    pub label: String,
    pub field: Field,
    /// Empty for a day that is typed.
    pub choices: Vec<Choice>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportTable {
    pub heading: String,
    /// Amounts in đồng are among its figures.
    pub dong: bool,
    pub columns: Vec<Column>,
    pub rows: Vec<ReportRow>,
    /// Of the columns of figures; none where rows do not add up.
    pub totals: Vec<String>,
    /// How many columns are words.
    pub labels: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRow {
    pub link: Option<String>,
    pub labels: Vec<String>,
    pub figures: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportTerm {
    pub term: String,
    pub says: String,
    pub source: String,
    pub mark: Option<Mark>,
}
