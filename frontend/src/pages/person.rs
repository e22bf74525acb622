//! `/people/{id}`: an account as the administrator sees it.

use askama::Template;

use super::{DelegationRow, TryRow};
use crate::{
    form::SmallForm,
    frame::Frame,
    show::{Action, Pair},
};

#[derive(Debug, Clone, Template)]
#[template(path = "person.html")]
pub struct PersonPage {
    pub frame: Frame,
    pub head: Vec<Pair>,
    pub actions: Vec<Action>,
    /// `identity_name` to `/people/{id}/identity`, where there is a provider.
    pub identity: Option<SmallForm>,
    /// `reason` to `/people/{id}/deactivate`.
    pub deactivate: Option<SmallForm>,
    pub events: Vec<EventRow>,
    pub delegations: Vec<DelegationRow>,
    pub history: Vec<TryRow>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRow {
    pub on: String,
    pub what: String,
    pub by: String,
    pub note: String,
}
