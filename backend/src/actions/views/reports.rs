use time::Date;

use super::{Coded, PartyName};

/// A report that the law wants, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyView {
    /// `training_year`, `province`
    pub code: String,
    /// The year that is reported.
    pub year: i32,
    pub due_before: Date,
    pub days_left: i64,
    pub source: String,
}

/// What the filters of reports offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportChoices {
    /// Newest first.
    pub years: Vec<i32>,
    pub providers: Vec<PartyName>,
    pub provinces: Vec<Coded>,
    pub programmes: Vec<Coded>,
}
