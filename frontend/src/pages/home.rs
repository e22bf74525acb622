//! `/`: what waits for the person, then the programmes, then the money by state.

use askama::Template;

use crate::{
    frame::Frame,
    show::{Amount, Progress},
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
    /// Who or what is held up until it is done.
    pub note: Option<String>,
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
