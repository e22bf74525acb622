//! `/cohorts/{id}/hours/{month}`, POST to the same address: `reports[0].enrolment` (hidden), `reports[0].hours`, `reason`;
//! `sending=preview` only shows what it would change in money. `contested` (once for each fact) and `contest_reason` go
//! to `/cohorts/{id}/hours/{month}/contest`. `log` (hidden) goes to `confirm`, `return` (with `note`) and `withdraw` beside it.

use askama::Template;

use crate::{
    form::{Entered, Field},
    frame::Frame,
    show::{Badge, Pair},
};

#[derive(Debug, Clone, Template)]
#[template(path = "hours.html")]
pub struct HoursPage {
    pub frame: Frame,
    pub url: String,
    pub head: Vec<Pair>,
    /// Heading of the rows; none where the person reports no hours.
    pub own: Option<String>,
    pub lead: String,
    /// The button of the rows.
    pub save: String,
    pub warning: Option<String>,
    pub rows: Vec<OwnHours>,
    pub reason: Field,
    /// `confirm=yes`: sent although much that was settled is taken back.
    pub confirm: Field,
    pub effect: Vec<Pair>,
    /// What hosts entered and nobody confirmed.
    pub entered: Vec<EnteredList>,
    /// What is wrong with a list that was decided about; it holds no value.
    pub log: Field,
    pub log_confirm: Field,
    pub note: Field,
    pub others: Vec<OthersHours>,
    /// Where ticked rows go to be contested.
    pub contest_url: Option<String>,
    pub contest_reason: Field,
    pub contest_confirm: Field,
    pub contested: Field,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnteredList {
    pub heading: String,
    pub lead: String,
    /// The number that its forms carry.
    pub log: String,
    pub about: Vec<Pair>,
    pub rows: Vec<EnteredHours>,
    pub confirm_url: Option<String>,
    pub return_url: Option<String>,
    pub withdraw_url: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnteredHours {
    pub name: String,
    pub personal_id: String,
    /// What counts now; empty where nothing does.
    pub before: String,
    pub hours: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnHours {
    /// `reports[0]`
    pub place: String,
    pub errors: Vec<String>,
    pub name: String,
    pub personal_id: String,
    pub enrolment: Field,
    pub hours: Field,
    /// `đã có 120 trên kế hoạch 600`
    pub so_far: String,
    /// What is contested, and why.
    pub contest: Option<String>,
}

impl OwnHours {
    pub fn at(index: usize, name: &str, masked: &str, entered: &Entered) -> OwnHours {
        let place = format!("reports[{index}]");
        OwnHours {
            errors: entered.errors(&place),
            name: name.to_owned(),
            personal_id: masked.to_owned(),
            enrolment: entered.field(&format!("{place}.enrolment")),
            hours: entered.field(&format!("{place}.hours")),
            so_far: String::new(),
            contest: None,
            place,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OthersHours {
    pub name: String,
    pub personal_id: String,
    pub teacher: String,
    pub hours: String,
    pub state: Badge,
    pub note: String,
    pub told: String,
    /// The value of its tick, where it can be contested.
    pub tick: Option<String>,
    pub ticked: bool,
}
