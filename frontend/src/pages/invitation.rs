//! `/invitations/{token}`, and what is shown once and never again.

use askama::Template;

use super::ProviderButton;
use crate::{form::SmallForm, frame::Frame};

/// `full_name` and `password` to the address of the page.
#[derive(Debug, Clone, Template)]
#[template(path = "invitation.html")]
pub struct InvitationPage {
    pub frame: Frame,
    pub form: SmallForm,
    /// Instead of a password.
    pub provider: Option<ProviderButton>,
}

/// An invitation's link, or recovery codes.
#[derive(Debug, Clone, Template)]
#[template(path = "shown_once.html")]
pub struct ShownOncePage {
    pub frame: Frame,
    pub lead: String,
    pub values: Vec<String>,
    pub go_on: String,
}
