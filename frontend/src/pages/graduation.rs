//! `/cohorts/{id}/graduation`, POST to the same address. `decision`, `decided_on`, and for each learner
//! `results[0].enrolment` (hidden), `.record.score`, `.class`, `.certificate.serial`, `.certificate.register_number`.
//! `sending=preview` only shows what the report would change in money. A row without score and class says nothing about its learner yet.

use askama::Template;

use crate::{
    form::{Choice, Entered, Field, anchor},
    frame::Frame,
    show::Pair,
};

#[derive(Debug, Clone, Template)]
#[template(path = "graduation.html")]
pub struct GraduationPage {
    pub frame: Frame,
    /// Where the form goes: `/cohorts/{id}/graduation`.
    pub url: String,
    pub head: Vec<Pair>,
    pub decision: Field,
    pub decided_on: Field,
    pub rows: Vec<GraduationRow>,
    pub classes: Vec<Choice>,
    /// On which scale the score is given.
    pub score_hint: String,
    /// `confirm=yes`: sent although much that was settled is taken back.
    pub confirm: Field,
    /// After a preview: what the report would change in money.
    pub effect: Vec<Pair>,
    /// By which rule set the class follows from the score.
    pub grading_rule: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GraduationRow {
    /// `results[0]`
    pub place: String,
    pub errors: Vec<String>,
    pub name: String,
    /// Masked.
    pub personal_id: String,
    /// Hidden: whose result this is.
    pub enrolment: Field,
    pub score: Field,
    pub class: Field,
    /// Also carries what is wrong with the certificate as a whole.
    pub serial: Field,
    pub register_number: Field,
}

impl GraduationRow {
    pub fn at(index: usize, name: &str, masked_personal_id: &str, entered: &Entered) -> GraduationRow {
        let place = format!("results[{index}]");
        let field = |name: &str| entered.field(&format!("{place}.{name}"));
        let mut serial = field("certificate.serial");
        serial.errors.extend(entered.errors(&format!("{place}.certificate")));
        GraduationRow {
            errors: entered.errors(&place),
            name: name.to_owned(),
            personal_id: masked_personal_id.to_owned(),
            enrolment: field("enrolment"),
            score: field("record.score"),
            class: field("class"),
            serial,
            register_number: field("certificate.register_number"),
            place,
        }
    }

    /// Where an issue with the certificate as a whole leads.
    pub fn certificate_anchor(&self) -> String {
        anchor(&format!("{}.certificate", self.place))
    }
}
