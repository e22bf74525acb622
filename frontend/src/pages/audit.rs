//! `/audit`: who did what, when, on what; GET with `who` and `subject` (sealed: names stand in no address), `action`,
//! `from`, `until`, `page`; what is sought is sent to `/audit/search`. `/audit/{id}`: one entry, with what was so before.

use askama::Template;

use crate::{
    form::{Choice, Field},
    frame::Frame,
    show::{Paging, Pair},
};

#[derive(Debug, Clone, Template)]
#[template(path = "audit.html")]
pub struct AuditPage {
    pub frame: Frame,
    /// Heads of the chain and of the ledger.
    pub heads: Vec<Pair>,
    pub who: Field,
    pub action: Field,
    pub subject: Field,
    pub from: Field,
    pub until: Field,
    pub actions: Vec<Choice>,
    pub found: String,
    pub entries: Vec<AuditRow>,
    pub paging: Option<Paging>,
    pub export_link: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    pub number: String,
    pub link: String,
    pub at: String,
    pub who: String,
    pub action: String,
    pub subject: String,
    pub subject_link: Option<String>,
}

#[derive(Debug, Clone, Template)]
#[template(path = "audit_entry.html")]
pub struct AuditEntryPage {
    pub frame: Frame,
    pub head: Vec<Pair>,
    pub hashes: Vec<Pair>,
    /// What was written, and how many.
    pub written: Vec<Pair>,
    pub changes: Vec<ChangeRow>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeRow {
    pub what: String,
    pub link: Option<String>,
    /// Empty where nothing was.
    pub before: String,
    pub after: String,
}
