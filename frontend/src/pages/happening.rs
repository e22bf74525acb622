//! `/enrolments/{id}/report` and `/enrolments/{id}/facts/{fact}/correction`, POST to the same address: what happened to
//! a learner, or what was really so. `sending=preview` only shows what it would change in money.

use askama::Template;

use crate::{
    form::{Choice, Field},
    frame::Frame,
    show::Pair,
};

#[derive(Debug, Clone, Template)]
#[template(path = "happening.html")]
pub struct HappeningPage {
    pub frame: Frame,
    pub url: String,
    pub head: Vec<Pair>,
    pub lead: String,
    pub inputs: Vec<HappeningInput>,
    pub send: String,
    pub confirm: Field,
    /// After a preview.
    pub effect: Vec<Pair>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HappeningInput {
    pub label: String,
    pub hint: String,
    pub field: Field,
    pub kind: InputKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InputKind {
    Text,
    Number,
    Day,
    Choice(Vec<Choice>),
}

impl HappeningInput {
    pub fn new(label: impl Into<String>, field: Field, kind: InputKind) -> HappeningInput {
        HappeningInput { label: label.into(), hint: String::new(), field, kind }
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> HappeningInput {
        self.hint = hint.into();
        self
    }
}
