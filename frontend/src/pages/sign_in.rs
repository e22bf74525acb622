//! `/sign-in`: POST of `login`, `password`, `next`.

use askama::Template;

use crate::frame::Frame;

#[derive(Debug, Clone, Template)]
#[template(path = "sign_in.html")]
pub struct SignInPage {
    pub frame: Frame,
    pub login: String,
    /// Why the last try failed.
    pub error: Option<String>,
    /// It is login or password that was wrong.
    pub mistyped: bool,
    /// Where to go afterwards.
    pub next: Option<String>,
    pub provider: Option<ProviderButton>,
    /// Empty outside a demonstration.
    pub demo: Vec<DemoSignIn>,
    /// One for all of them.
    pub demo_password: Option<String>,
}

/// Leads to a provider of identities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderButton {
    pub url: String,
    pub label: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoSignIn {
    pub login: String,
    pub role: String,
    pub organisation: String,
}
