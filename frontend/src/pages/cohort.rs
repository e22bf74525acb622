//! `/cohorts/{id}`: the learners trained together, and what each of them earned the provider.

use askama::Template;

use crate::{
    frame::Frame,
    pages::WorkbookBox,
    show::{Amount, Badge, Paging, Pair},
};

#[derive(Debug, Clone, Template)]
#[template(path = "cohort.html")]
pub struct CohortPage {
    pub frame: Frame,
    /// Order, occupation, level, provider, dates.
    pub head: Vec<Pair>,
    pub learners: Vec<LearnerRow>,
    pub total: Option<CohortTotal>,
    /// Some when the cohort is too long for one page.
    pub paging: Option<Paging>,
    pub enrol_link: Option<String>,
    pub graduation_link: Option<String>,
    /// To plan, placements and hours, where the cohort has hosts.
    pub work_study_link: Option<String>,
    /// The table as a workbook.
    pub export_link: Option<String>,
    /// For who may report by workbook.
    pub workbooks: Option<WorkbookBox>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LearnerRow {
    pub name: String,
    pub link: String,
    /// Masked: `********1234`.
    pub personal_id: String,
    /// The enterprise where the learner works or is placed; empty for none.
    pub host: String,
    pub hours_college: String,
    pub hours_enterprise: String,
    pub class: String,
    /// Serial of the blank and register number.
    pub certificate: String,
    pub state: Badge,
    pub accepted: Amount,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CohortTotal {
    pub learners: String,
    pub graduated: String,
    pub hours_college: String,
    pub hours_enterprise: String,
    pub accepted: Amount,
}
