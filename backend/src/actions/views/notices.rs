//! The inbox, the mails that have not left, and what a person chose.

use domain::{notice::Way, text::Lang};

use super::{Coded, Words};

/// A line of somebody's inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeView {
    pub id: i64,
    pub subject: Words,
    pub happened: Words,
    pub to_do: Words,
    /// Where one goes from here.
    pub path: String,
    pub told: String,
    pub is_read: bool,
}

/// A mail that has not left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsentView {
    pub id: i64,
    pub person: i64,
    pub name: String,
    /// Nothing where it gathers the notices of a day.
    pub kind: Option<Words>,
    pub since: String,
    pub tries: u64,
    /// Nothing when it was given up.
    pub next_try: Option<String>,
    pub answer: String,
}

/// Which mails a person gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaysView {
    pub has_address: bool,
    pub language: Lang,
    pub kinds: Vec<(Coded, Way)>,
}
