//! `/learners/{id}`: a person, what happened to them, and the money that followed.

use askama::Template;

use crate::{
    form::{Choice, SmallForm},
    frame::Frame,
    show::{Amount, Badge, Pair},
};

#[derive(Debug, Clone, Template)]
#[template(path = "learner.html")]
pub struct LearnerPage {
    pub frame: Frame,
    /// Masked personal id, date of birth, kind, employer.
    pub head: Vec<Pair>,
    /// With what leads to orders and statements; not for the learner, who sees neither.
    pub whole: bool,
    pub enrolments: Vec<EnrolmentRow>,
    pub facts: Vec<FactRow>,
    pub lines: Vec<SettledLineRow>,
    pub total: Amount,
    /// `pay` (`yes`, `no`) and `reason` to `/enrolments/{id}/duplicate`.
    pub forms: Vec<SmallForm>,
    /// The training record as a file.
    pub files: Vec<(String, String)>,
    pub parts: Vec<PartLinks>,
}

/// To what each part of an enrolment would pay today, also where that is nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartLinks {
    pub order: String,
    /// The value is the address.
    pub links: Vec<Choice>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrolmentRow {
    pub cohort: String,
    pub cohort_link: String,
    pub order: String,
    pub order_link: String,
    pub occupation: String,
    pub level: String,
    pub enrolled_on: String,
    pub class: String,
    pub state: Badge,
    /// To what may be reported of the learner.
    pub report_link: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactRow {
    pub happened_on: String,
    pub recorded_at: String,
    pub text: String,
    /// Evidence, or what was said with it.
    pub note: Option<String>,
    pub reported_by: String,
    /// By what it was superseded, and why.
    pub superseded: Option<String>,
    /// To its correction, for who may correct it.
    pub correct_link: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettledLineRow {
    pub component: String,
    pub period: String,
    pub payee: String,
    pub statement: String,
    pub statement_link: Option<String>,
    pub amount: Amount,
    /// To "why this amount".
    pub link: String,
}
