//! `/cohorts/{id}/enrol`, POST to the same address. For each learner `learners[0].full_name`, `.birth_date`, `.sex`
//! (`female`, `male`), `.personal_id`, `.kind` (`student`, `worker`), `.employer`, `.enrolled_on`, `.phone`. A row without a
//! name, date of birth and personal id counts as not written. Dates are typed as `31/12/2026`.
//! `sending=preview` only shows what the list would change in money.

use askama::Template;

use crate::{
    form::{Choice, Entered, Field},
    frame::Frame,
    show::Pair,
};

#[derive(Debug, Clone, Template)]
#[template(path = "enrol.html")]
pub struct EnrolPage {
    pub frame: Frame,
    /// Where the form goes: `/cohorts/{id}/enrol`.
    pub url: String,
    /// For a whole class.
    pub workbook_link: String,
    pub head: Vec<Pair>,
    /// After a preview: what the list would change in money.
    pub effect: Vec<Pair>,
    pub rows: Vec<EnrolRow>,
    pub employers: Vec<Choice>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrolRow {
    /// `learners[0]`
    pub place: String,
    pub errors: Vec<String>,
    pub full_name: Field,
    pub birth_date: Field,
    pub sex: Field,
    pub personal_id: Field,
    pub kind: Field,
    pub employer: Field,
    pub enrolled_on: Field,
    pub phone: Field,
}

impl EnrolRow {
    pub fn at(index: usize, entered: &Entered) -> EnrolRow {
        let place = format!("learners[{index}]");
        let field = |name: &str| entered.field(&format!("{place}.{name}"));
        EnrolRow {
            errors: entered.errors(&place),
            full_name: field("full_name"),
            birth_date: field("birth_date"),
            sex: field("sex"),
            personal_id: field("personal_id"),
            kind: field("kind"),
            employer: field("employer"),
            enrolled_on: field("enrolled_on"),
            phone: field("phone"),
            place,
        }
    }
}
