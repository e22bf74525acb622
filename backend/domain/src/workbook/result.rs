//! What came of checking a workbook: every row with where it stands, every fault at its cell.

use serde::{Deserialize, Serialize};

use super::address;
use crate::{issue::Issue, text::Text};

/// What accepting the workbook would do with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowState {
    New,
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
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedRow {
    pub number: u32,
    pub state: RowState,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub found: Vec<Found>,
}

/// A whole workbook, checked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// Why the file cannot be read as what it should be; then there are no rows.
    pub faults: Vec<Issue>,
    pub rows: Vec<CheckedRow>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    pub rows: u64,
    pub new: u64,
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

impl CheckedRow {
    pub fn taken(&self) -> bool {
        matches!(self.state, RowState::New | RowState::Duplicate)
    }
}

impl Checked {
    pub fn refused(faults: Vec<Issue>) -> Checked {
        Checked { faults, rows: Vec::new() }
    }

    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        for row in &self.rows {
            totals.rows += 1;
            *match row.state {
                RowState::New => &mut totals.new,
                RowState::Unchanged => &mut totals.unchanged,
                RowState::Duplicate => &mut totals.duplicate,
                RowState::Error => &mut totals.error,
            } += 1;
            totals.proposed += row.found.iter().map(|found| u64::from(found.proposed)).sum::<u64>();
        }
        totals
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
