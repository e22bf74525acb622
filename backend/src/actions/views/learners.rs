use serde::Serialize;
use time::Date;
use utoipa::ToSchema;

use super::{Coded, Page, PartyName, Words};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CohortView {
    pub id: i64,
    pub name: String,
    pub order_id: i64,
    pub order_number: String,
    pub order_line_id: i64,
    pub provider: PartyName,
    pub occupation_code: String,
    pub occupation: Words,
    pub level: Coded,
    pub mode: Coded,
    pub starts_on: Date,
    pub ends_on: Date,
    pub quantity: u32,
    /// Key and name of the grading rules that the order line pins, and where they are written.
    pub grading_rules: Coded,
    pub grading_source: String,
    /// `student` or `worker`.
    pub learner_kind: String,
    /// Classes that the grading rules know, best first.
    pub classes: Vec<Coded>,
    pub totals: CohortTotals,
    pub learners: Page<CohortLearner>,
    /// `enrol`, `report_graduation`
    pub may: Vec<String>,
}

/// Sums over the whole cohort, not over a page of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CohortTotals {
    pub learners: u64,
    pub graduated: u64,
    pub hours_college: u64,
    pub hours_enterprise: u64,
    pub accepted_dong: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CohortLearner {
    pub enrolment_id: i64,
    pub learner_id: i64,
    pub full_name: String,
    /// `********1234`
    pub personal_id: String,
    pub standing: StandingView,
    /// Of all parties; a host enterprise sees its own.
    pub accepted_dong: i64,
}

/// Where a learner stands today, folded from the facts in effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StandingView {
    /// `enrolled`, `suspended`, `withdrawn`, `duplicate`, `graduated`, `not_graduated`, `annulled`, `employed`
    pub state: Coded,
    pub enrolled_on: Option<Date>,
    /// Host enterprise of the placement, the latest one.
    pub host: Option<PartyName>,
    pub hours_college: u64,
    /// Confirmed by the hosts where the learner is placed.
    pub hours_enterprise: u64,
    pub class: Option<Coded>,
    /// As it is written: `8.3`
    pub score: Option<String>,
    pub certificate_serial: Option<String>,
    pub certificate_register_number: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LearnerView {
    pub id: i64,
    pub full_name: String,
    /// `********1234`
    pub personal_id: String,
    /// `******5678`; a learner reads their own in full. Nothing where none is known.
    pub phone: Option<String>,
    pub birth_date: Date,
    pub sex: Coded,
    pub enrolments: Vec<EnrolmentView>,
    pub accepted_dong: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EnrolmentView {
    pub id: i64,
    pub order_id: i64,
    pub order_number: String,
    pub cohort_id: i64,
    pub cohort: String,
    pub provider: PartyName,
    pub occupation_code: String,
    pub occupation: Words,
    pub level: Coded,
    pub kind: Coded,
    pub employer: Option<String>,
    pub enrolled_on: Date,
    pub standing: StandingView,
    pub facts: Vec<FactView>,
    pub lines: Vec<LearnerLine>,
    /// Every part of the scheme, for asking why it pays or does not pay.
    pub parts: Vec<Coded>,
    /// `decide_duplicate` while a flag waits for this person's decision; `report_progress`.
    pub may: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FactView {
    pub id: i64,
    pub kind: String,
    pub text: Words,
    pub happened_on: Date,
    /// Seconds since 1970.
    pub recorded_at: i64,
    /// `22/11/2026 14:05`, in Vietnam.
    pub recorded: String,
    pub reporter: PartyName,
    /// Decision and certificate of a graduation, host of a placement.
    pub note: Option<String>,
    /// The fact that replaced or retracted this one.
    pub superseded_by: Option<i64>,
    pub supersedes: Option<i64>,
    /// Why it replaced the other, where that was said beside it.
    pub reason: Option<String>,
    /// `correct`
    pub may: Vec<String>,
}

/// A settled line of the learner; returned statements are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LearnerLine {
    pub id: i64,
    pub part: String,
    pub title: Words,
    pub period: String,
    pub payee: PartyName,
    pub statement_id: i64,
    pub statement_number: String,
    pub statement_state: Coded,
    pub amount_dong: i64,
}
