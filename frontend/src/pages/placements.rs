//! `/cohorts/{id}/placements`, POST to the same address: `reports[0].enrolment` (hidden), `.host`, `.happened_on`.

use askama::Template;

use crate::{
    form::{Choice, Entered, Field},
    frame::Frame,
    show::Pair,
};

#[derive(Debug, Clone, Template)]
#[template(path = "placements.html")]
pub struct PlacementsPage {
    pub frame: Frame,
    pub url: String,
    pub head: Vec<Pair>,
    pub hosts: Vec<Choice>,
    pub rows: Vec<PlacementRow>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacementRow {
    /// `reports[0]`
    pub place: String,
    pub errors: Vec<String>,
    pub name: String,
    pub personal_id: String,
    /// Where the learner is now.
    pub now: Option<String>,
    pub enrolment: Field,
    pub host: Field,
    pub happened_on: Field,
}

impl PlacementRow {
    pub fn at(index: usize, name: &str, masked: &str, entered: &Entered) -> PlacementRow {
        let place = format!("reports[{index}]");
        let mut errors = entered.errors(&place);
        errors.extend(entered.errors(&format!("{place}.kind")));
        PlacementRow {
            errors,
            name: name.to_owned(),
            personal_id: masked.to_owned(),
            now: None,
            enrolment: entered.field(&format!("{place}.enrolment")),
            host: entered.field(&format!("{place}.host")),
            happened_on: entered.field(&format!("{place}.happened_on")),
            place,
        }
    }

    /// Where an issue with the step as a whole leads.
    pub fn kind_anchor(&self) -> String {
        crate::form::anchor(&format!("{}.kind", self.place))
    }
}
