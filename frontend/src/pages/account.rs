//! `/account`: one's own sessions, password, one-time codes, history and delegations; each form goes to an address below.

use askama::Template;

use crate::{
    form::SmallForm,
    frame::Frame,
    show::{Action, Badge, Pair},
};

#[derive(Debug, Clone, Template)]
#[template(path = "account.html")]
pub struct AccountPage {
    pub frame: Frame,
    pub head: Vec<Pair>,
    /// Some while the session acts for another.
    pub own_role: Option<Action>,
    pub sessions: Vec<SessionRow>,
    /// `password`, `new_password` to `/account/password`.
    pub password: SmallForm,
    pub codes: Codes,
    pub delegations: Vec<DelegationRow>,
    /// `holder`, `begins_on`, `until_day`, `reason` to `/account/delegations`; for who has a role to hand on.
    pub delegate: Option<SmallForm>,
    /// A select for each kind of event, and `language`, to `/account/notices`.
    pub ways: SmallForm,
    pub history: Vec<TryRow>,
}

/// Where one-time codes stand and the one thing to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Codes {
    pub text: String,
    pub picture: Option<Picture>,
    pub begin: Option<Action>,
    pub form: Option<SmallForm>,
}

/// A QR code: the dark squares as one path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub path: String,
    /// With its margin.
    pub width: i32,
    /// The same key, to be typed.
    pub key: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// Sent as `session` to `/account/sessions/end`.
    pub key: String,
    pub opened: String,
    pub device: String,
    pub address: String,
    pub is_this: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TryRow {
    pub at: String,
    pub outcome: Badge,
    pub device: String,
    pub address: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DelegationRow {
    pub giver: String,
    pub holder: String,
    pub days: String,
    pub reason: String,
    pub state: Badge,
    /// Sent as `delegation` with each action.
    pub id: Option<i64>,
    pub actions: Vec<Action>,
}

/// The second step of `/sign-in`: POST of `code` to `/sign-in/code`.
#[derive(Debug, Clone, Template)]
#[template(path = "code.html")]
pub struct CodePage {
    pub frame: Frame,
    pub next: Option<String>,
    pub error: Option<String>,
}
