//! `/cohorts/{id}/work-study`: plan of hours, placements, trainers, and the months.

use askama::Template;

use crate::{
    form::SmallForm,
    frame::Frame,
    show::{Badge, Pair},
};

#[derive(Debug, Clone, Template)]
#[template(path = "work_study.html")]
pub struct WorkStudyPage {
    pub frame: Frame,
    pub head: Vec<Pair>,
    /// Plan and placements.
    pub standing: Vec<Pair>,
    pub months: Vec<WorkStudyMonth>,
    pub trainers: Vec<TrainerRow>,
    pub place_link: Option<String>,
    /// `hours_college`, `hours_enterprise` to `/cohorts/{id}/plan`; `trainer_name`, `qualification`, `document` to
    /// `/cohorts/{id}/trainers`.
    pub forms: Vec<SmallForm>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkStudyMonth {
    pub name: String,
    pub link: String,
    pub teacher: String,
    pub expected: String,
    pub reported: String,
    pub hours: String,
    /// What is missing or contested.
    pub state: Option<Badge>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrainerRow {
    pub name: String,
    pub host: String,
    pub qualification: String,
    pub document: String,
    pub named_on: String,
}
