use serde::Serialize;
use time::Date;
use utoipa::ToSchema;

use super::{Coded, PartyName, PositionView, VolumeView, Words};

/// A programme in a list, with how far it has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProgrammeSummary {
    /// Key of the programme, such as `qd1446`.
    pub code: String,
    pub name: Words,
    pub short: Words,
    pub legal_basis: Vec<String>,
    pub from: Date,
    pub until: Date,
    pub certainty: Coded,
    /// Whether counts cover the whole programme, or only what the asking organisation may see.
    pub whole: bool,
    pub targets: Vec<TargetView>,
}

/// What was promised beside what was reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TargetView {
    pub code: String,
    pub label: Words,
    /// `>=`, `>`, `=` or `~`.
    pub comparison: String,
    /// In units of 10^-decimals.
    pub value: i64,
    pub decimals: u32,
    pub unit: String,
    pub by_year: i32,
    pub responsible: String,
    pub source: String,
    pub certainty: Coded,
    /// What the system counts itself: enrolled learners, or occupations ordered. Nothing where it is reported.
    pub actual: Option<u64>,
    /// Of the learners in `actual`, those who graduated.
    pub graduated: Option<u64>,
    /// Whether `actual` is the lowest of all occupations and levels, and not their sum.
    pub lowest: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProgrammeView {
    pub code: String,
    pub name: Words,
    pub short: Words,
    pub legal_basis: Vec<String>,
    pub from: Date,
    pub until: Date,
    pub period_note: String,
    pub certainty: Coded,
    pub source: String,
    pub note: String,
    /// Whether sums cover the whole programme, or only what the asking organisation may see.
    pub whole: bool,
    pub ordering_bodies: Vec<DatedName>,
    pub targets: Vec<TargetView>,
    pub occupations: Vec<OccupationProgress>,
    pub totals: ProgrammeTotals,
    /// Learners by occupation, level, province and provider.
    pub breakdowns: Vec<BreakdownView>,
    pub volume: VolumeView,
    pub position: PositionView,
    /// Orders that fall behind, the longest late first.
    pub slow: Vec<SlowView>,
    /// Only for those who see the whole programme.
    pub appropriations: Vec<AppropriationView>,
    pub schemes: Vec<SchemeName>,
}

/// One way in which an order is late.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SlowView {
    pub order_id: i64,
    pub order_number: String,
    pub provider: PartyName,
    /// `approval`, `acceptance`, `enrolment`, `results` or `liquidation`
    pub kind: Coded,
    pub what: Words,
    /// The day on which it became late.
    pub since: Date,
}

/// A name that an organisation bore from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DatedName {
    pub name: String,
    pub parent: String,
    pub from: Date,
    /// The last day; nothing while in force.
    pub until: Option<Date>,
    pub source: String,
    pub certainty: Coded,
}

/// One occupation at one level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OccupationProgress {
    pub code: String,
    pub name: Words,
    pub level: Coded,
    pub learners_ordered: u64,
    pub learners_enrolled: u64,
    pub learners_graduated: u64,
    pub ordered_dong: i64,
    pub accepted_dong: i64,
    /// Accepted by statements that are paid.
    pub paid_dong: i64,
    pub code_certainty: Coded,
    /// Of the least certain price used.
    pub price_certainty: Coded,
}

/// A programme's learners cut one way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BreakdownView {
    /// `occupation`, `level`, `province` or `provider`.
    pub by: String,
    /// Occupations and levels in their own order; provinces and providers with the largest order first.
    pub rows: Vec<BreakdownRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BreakdownRow {
    pub label: Words,
    pub learners_ordered: u64,
    pub learners_enrolled: u64,
    pub learners_graduated: u64,
}

/// The sums of all occupations.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProgrammeTotals {
    pub learners_ordered: u64,
    pub learners_enrolled: u64,
    pub learners_graduated: u64,
    pub ordered_dong: i64,
    pub accepted_dong: i64,
    pub paid_dong: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AppropriationView {
    pub code: String,
    pub fiscal_year: i32,
    /// Chapter, category, item, source and programme code of the budget index.
    pub budget_line: String,
    pub granted_dong: i64,
    /// Reserved by orders, or committed to them.
    pub reserved_dong: i64,
    pub paid_dong: i64,
    pub free_dong: i64,
    pub certainty: Coded,
    pub source: String,
    pub law: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SchemeName {
    pub code: String,
    pub version: u32,
    pub title: Words,
    pub governs_from: Date,
    pub sha256: String,
}
