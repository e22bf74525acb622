use serde::Serialize;
use time::Date;
use utoipa::ToSchema;

use super::{PartyName, Words};

/// Why a settled line has its amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LineWhy {
    pub line_id: i64,
    pub statement_id: i64,
    pub statement_number: String,
    pub order_id: i64,
    pub order_number: String,
    pub period: String,
    pub as_of: Date,
    pub enrolment_id: i64,
    pub learner_id: i64,
    pub learner: String,
    pub part: String,
    pub title: Words,
    pub payee: PartyName,
    pub amount_dong: i64,
    pub summary: Words,
    pub steps: Vec<StepView>,
    /// The amount computed again from the stored trace and nothing else.
    pub recomputed_dong: i64,
    pub recomputes: bool,
}

/// What an enrolment's part would pay if it were settled today; nothing is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PartWhy {
    pub enrolment_id: i64,
    pub learner_id: i64,
    pub learner: String,
    pub order_id: i64,
    pub order_number: String,
    pub as_of: Date,
    pub part: String,
    pub title: Words,
    pub payee: PartyName,
    /// `earned`, `open` or `lost`
    pub outcome: String,
    pub value_dong: i64,
    pub entitled_dong: i64,
    pub settled_before_dong: i64,
    pub due_dong: i64,
    pub summary: Words,
    pub steps: Vec<StepView>,
}

/// One step from facts to the amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct StepView {
    /// `facts`, `gate`, `price`, `share`, `quality`, `split`, `already_settled` or `difference`
    pub kind: String,
    pub title: Words,
    pub detail: Words,
    /// Law and article; empty where the step is plain arithmetic.
    pub law: String,
    /// Whether a parameter of the step has no published source.
    pub assumed: bool,
    /// Nothing where the step is not a gate.
    pub passed: Option<bool>,
}
