//! `/inbox` for everybody; `/notices` and `/notices/preview` for the administrator.

use askama::Template;

use crate::{
    form::Choice,
    frame::Frame,
    show::{Badge, Paging},
};

#[derive(Debug, Clone, Template)]
#[template(path = "inbox.html")]
pub struct InboxPage {
    pub frame: Frame,
    pub rows: Vec<NoticeRow>,
    pub has_unread: bool,
    pub paging: Paging,
}

/// POST to `/inbox/{id}/read` marks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeRow {
    pub id: i64,
    pub subject: String,
    pub happened: String,
    pub to_do: String,
    pub link: String,
    pub told: String,
    pub is_read: bool,
}

#[derive(Debug, Clone, Template)]
#[template(path = "outbox.html")]
pub struct OutboxPage {
    pub frame: Frame,
    /// Whether mails are sent at all.
    pub is_on: bool,
    pub rows: Vec<UnsentRow>,
    pub paging: Paging,
}

/// POST to `/notices/{id}/again` sends it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsentRow {
    pub id: i64,
    pub to: String,
    pub link: String,
    pub about: String,
    pub since: String,
    pub tries: String,
    pub next_try: String,
    pub state: Badge,
    pub answer: String,
}

#[derive(Debug, Clone, Template)]
#[template(path = "mail_preview.html")]
pub struct MailPreviewPage {
    pub frame: Frame,
    pub kind: String,
    pub kinds: Vec<Choice>,
    pub mails: Vec<PreviewedMail>,
}

/// A line of the text part, and the address that it ends with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextLine {
    pub words: String,
    pub address: String,
}

/// In one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewedMail {
    pub language: String,
    /// `vi` or `en`.
    pub code: String,
    pub subject: String,
    pub lines: Vec<TextLine>,
    /// Shows the HTML part by itself.
    pub link: String,
}
