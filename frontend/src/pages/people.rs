//! `/people`: GET with `q` (sealed: names stand in no address), `role`, `page`; what is sought is sent to `/people/search`. The
//! other forms invite somebody and add an organisation.

use askama::Template;

use crate::{
    form::{Choice, SmallForm},
    frame::Frame,
    show::{Badge, Paging},
};

#[derive(Debug, Clone, Template)]
#[template(path = "people.html")]
pub struct PeoplePage {
    pub frame: Frame,
    pub text: String,
    pub role: String,
    pub roles: Vec<Choice>,
    pub rows: Vec<PersonRow>,
    pub paging: Paging,
    pub export_link: Option<String>,
    /// `login`, `full_name`, `email`, `role`, `organisation`, `learner` to `/people`.
    pub invite: SmallForm,
    /// `organisation_code`, `organisation_kind`, `organisation_name`, `parent`, `tax_code` to `/people/organisations`.
    pub organisation: SmallForm,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    pub name: String,
    pub link: String,
    pub login: String,
    pub role: String,
    pub organisation: String,
    pub state: Badge,
}
