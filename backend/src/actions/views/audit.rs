use super::{Coded, Page, Words};

/// Entries of the audit chain that were sought.
#[derive(Debug, Clone)]
pub struct AuditView {
    pub entries: Page<EntryView>,
    pub actions: Vec<Coded>,
    /// The last entry, and the seal that all of them hang on.
    pub head: Option<(i64, String)>,
    pub ledger_head: String,
}

/// One write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryView {
    pub id: i64,
    /// `22/11/2026 14:05:09`, in Vietnam.
    pub at: String,
    pub actor: String,
    pub action: Coded,
    pub subject: Words,
    /// Where the subject is shown, if it has a page.
    pub link: Option<String>,
    pub sha256: String,
}

/// One write with what it changed.
#[derive(Debug, Clone)]
pub struct EntryDetail {
    pub entry: EntryView,
    pub content_sha256: String,
    pub prev_sha256: String,
    /// Rows written, by what they are.
    pub written: Vec<(Words, u64)>,
    pub changes: Vec<ChangeView>,
}

/// What was so before and what after, where both are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeView {
    pub what: Words,
    pub link: Option<String>,
    pub before: Option<Words>,
    pub after: Words,
}
