//! What came of checking a workbook: every row with where it stands, every fault at its cell.

use serde::{Deserialize, Serialize};

use super::address;
use crate::{ids::CohortId, issue::Issue, settlement::preview::Effect, text::Text};

/// What accepting the workbook would do with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowState {
    New,
    /// Stands in the books otherwise: a correction, once somebody accepts it.
    Changed,
    /// Stands in the books already, exactly so.
    Unchanged,
    /// Taken, and flagged: the person was trained in this occupation and level before. Somebody decides about the money.
    Duplicate,
    Error,
}

/// One thing wrong with one cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    pub column: u32,
    pub issue: Issue,
    /// Can be put right without typing, once somebody says yes.
    pub proposed: bool,
    /// The text that the cell would say then; nothing for ids, which pages do not show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<String>,
}

/// What a row says otherwise than the books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Nothing for what stands above the list.
    pub column: Option<u32>,
    pub field: String,
    pub before: Text,
    pub after: Text,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedRow {
    pub number: u32,
    pub state: RowState,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub found: Vec<Found>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// Whose row it is, where something changes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub who: String,
    /// Where the person is to be enrolled, where every row says so itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cohort: Option<CohortId>,
}

/// A whole workbook, checked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// Why the file cannot be read as what it should be; then there are no rows.
    pub faults: Vec<Issue>,
    pub rows: Vec<CheckedRow>,
    /// What accepting all of it would do to money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<Effect>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    pub rows: u64,
    pub new: u64,
    pub changed: u64,
    pub unchanged: u64,
    pub duplicate: u64,
    pub error: u64,
    /// Faults that a proposal mends.
    pub proposed: u64,
}

/// All faults of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub code: String,
    pub field: String,
    pub rule: String,
    pub problem: Text,
    pub remedy: Text,
    pub count: u64,
    /// `D14`, `D20` …, in the order of the rows.
    pub cells: Vec<String>,
}

impl Found {
    pub fn at(column: u32, issue: Issue) -> Found {
        Found { column, issue, proposed: false, proposal: None }
    }
}

impl CheckedRow {
    pub fn new(number: u32, state: RowState, found: Vec<Found>) -> CheckedRow {
        CheckedRow { number, state, found, changes: Vec::new(), who: String::new(), cohort: None }
    }

    pub fn changed(number: u32, who: String, changes: Vec<Change>) -> CheckedRow {
        CheckedRow { changes, who, ..CheckedRow::new(number, RowState::Changed, Vec::new()) }
    }

    pub fn taken(&self) -> bool {
        matches!(self.state, RowState::New | RowState::Duplicate)
    }
}

impl Checked {
    pub fn refused(faults: Vec<Issue>) -> Checked {
        Checked { faults, ..Checked::default() }
    }

    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        for row in &self.rows {
            totals.rows += 1;
            *match row.state {
                RowState::New => &mut totals.new,
                RowState::Changed => &mut totals.changed,
                RowState::Unchanged => &mut totals.unchanged,
                RowState::Duplicate => &mut totals.duplicate,
                RowState::Error => &mut totals.error,
            } += 1;
            totals.proposed += row.found.iter().map(|found| u64::from(found.proposed)).sum::<u64>();
        }
        totals
    }

    /// Whether something above the list is wrong that every row of it needs: then none of them can be taken.
    pub fn fails_as_a_whole(&self) -> bool {
        let above = |found: &Found| matches!(found.issue.place.as_str(), "decision" | "decided_on");
        !self.faults.is_empty() || self.rows.iter().any(|row| row.found.iter().any(above))
    }

    /// Faults by kind, the most frequent first. Words of the first of a kind stand for all.
    pub fn groups(&self) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        for row in &self.rows {
            for found in &row.found {
                let issue = &found.issue;
                let cell = address(found.column, row.number);
                let same = |group: &&mut Group| group.code == issue.code && group.field == issue.place;
                match groups.iter_mut().find(same) {
                    Some(group) => {
                        group.count += 1;
                        group.cells.push(cell);
                    }
                    None => groups.push(Group {
                        code: issue.code.clone(),
                        field: issue.place.clone(),
                        rule: issue.rule.clone(),
                        problem: issue.problem.clone(),
                        remedy: issue.remedy.clone(),
                        count: 1,
                        cells: vec![cell],
                    }),
                }
            }
        }
        groups.sort_by_key(|group| std::cmp::Reverse(group.count));
        groups
    }
}
