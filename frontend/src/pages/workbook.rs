//! `/workbooks/{id}`: a workbook that was sent, what was found in it, and what can be done with it. POST to
//! `/workbooks/{id}/accept` with `rows=all` or `rows=good` and perhaps `corrections=yes`, `/workbooks/{id}/check` with `proposals=yes` or nothing, and
//! `/workbooks/{id}/undo` with `reason`. While it is worked on, the page comes again by itself.

use askama::Template;

use crate::{
    form::Field,
    frame::Frame,
    show::{Badge, Pair},
};

#[derive(Debug, Clone, Template)]
#[template(path = "workbook.html")]
pub struct WorkbookPage {
    pub frame: Frame,
    /// `/workbooks/{id}`
    pub url: String,
    pub state: Badge,
    pub head: Vec<Pair>,
    /// While it is worked on.
    pub progress: Option<WorkProgress>,
    /// Why the file cannot be read: what is wrong, and what to do.
    pub faults: Vec<(String, String)>,
    /// Rows by what accepting would do with them, and how many there are.
    pub totals: Vec<Pair>,
    pub groups: Vec<FaultGroup>,
    /// Rows that say otherwise than what is recorded, and how many more there are than are shown.
    pub changes: Vec<ChangedCell>,
    pub more_changes: Option<String>,
    pub cautions: Vec<String>,
    pub annotated_link: Option<String>,
    /// `rows=all`: how the button is called.
    pub accept_all: Option<String>,
    pub accept_good: Option<String>,
    /// `corrections=yes` with `because`: the corrections are accepted by themselves.
    pub corrections: Option<Corrections>,
    /// Asked before the rows are recorded.
    pub accept_confirm: String,
    /// `confirm=yes`: sent although much that was settled is taken back.
    pub confirm: Field,
    /// What accepting it would change in money.
    pub effect: Vec<Pair>,
    /// How the button that accepts the proposals is called.
    pub propose: Option<String>,
    /// Cells with a text that is proposed, and the proposal.
    pub proposed: Vec<(String, String)>,
    pub more_proposed: Option<String>,
    pub check_again: bool,
    pub undo: Option<Undo>,
    /// What came of it, once it was accepted or taken back.
    pub outcome: Option<String>,
    /// To where it was sent: address and words.
    pub back: (String, String),
}

/// One thing that a row says otherwise than what is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedCell {
    pub cell: String,
    pub learner: String,
    pub column: String,
    pub before: String,
    pub after: String,
}

/// What is asked before corrections are taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corrections {
    pub label: String,
    pub tick: Field,
    pub because: Field,
}

/// How a whole workbook is taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undo {
    pub reason: Field,
    pub hint: String,
    pub confirm: String,
}

/// How far the work is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkProgress {
    pub done: u64,
    pub total: u64,
    /// `2.000 / 10.000 dòng, còn khoảng 4 giây`
    pub said: String,
}

/// All faults of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultGroup {
    pub column: String,
    pub problem: String,
    pub remedy: String,
    pub rule: String,
    pub count: String,
    /// `D14, D20, …`
    pub cells: String,
}

/// On the cohort's page: templates to take, a file to send, and those that were sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkbookBox {
    /// `/cohorts/{id}/workbooks` or `/orders/{id}/workbooks`
    pub url: String,
    pub hint: String,
    pub enrol_template: Option<String>,
    pub results_template: Option<String>,
    pub sent: Vec<SentWorkbook>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentWorkbook {
    pub name: String,
    pub link: String,
    pub received: String,
    pub state: Badge,
}
