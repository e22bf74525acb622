//! `/`: what waits for the person, then the money by state, then how far the programmes are.

use askama::Template;

use crate::{
    frame::Frame,
    show::{Amount, Progress},
    texts::Texts,
};

#[derive(Debug, Clone, Template)]
#[template(path = "home.html")]
pub struct HomePage {
    pub frame: Frame,
    /// What needs me; empty is a good day.
    pub waiting: Vec<Waiting>,
    pub programmes: Vec<ProgrammeCard>,
    pub money: Vec<MoneyState>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub count: String,
    /// `đơn đặt hàng chờ duyệt`
    pub text: String,
    pub link: String,
    pub urgency: Urgency,
    /// Who or what is held up until it is done.
    pub note: Option<String>,
}

/// How pressing it is; said in words and by the colour of the edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Urgency {
    Overdue,
    Returned,
    /// Its day is near.
    Due,
    #[default]
    Waiting,
    /// Somebody else has to act.
    ForInformation,
}

impl Urgency {
    pub fn class(&self) -> &'static str {
        match self {
            Urgency::Overdue | Urgency::Returned => "bad",
            Urgency::Due | Urgency::Waiting => "waiting",
            Urgency::ForInformation => "plain",
        }
    }

    /// What just waits needs no word: that is what the heading says.
    pub fn text(&self, texts: &Texts) -> Option<&'static str> {
        match self {
            Urgency::Overdue => Some(texts.home.overdue),
            Urgency::Returned => Some(texts.home.returned),
            Urgency::Due => Some(texts.home.due),
            Urgency::Waiting => None,
            Urgency::ForInformation => Some(texts.home.for_information),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeCard {
    pub name: String,
    pub link: String,
    pub legal_basis: String,
    pub period: String,
    /// What the system counts itself.
    pub progress: Vec<Progress>,
    /// How many targets are reported and stand on the programme's own page.
    pub note: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoneyState {
    pub label: String,
    pub amount: Amount,
    pub note: Option<String>,
}
