//! Reports that law or programme ask for: each is one value, from which page, workbook and paper are made.
//! Built from plain inputs; knows no database, no clock and no medium.

mod due;
mod learner;
mod programme;
#[cfg(test)]
mod tests;
mod training;

use serde::Serialize;
use sha2::{Digest, Sha256};
use time::Date;

pub use self::{
    due::{Duty, next_due},
    learner::{Course, EMPLOYED_WITHIN_MONTHS, Learner, Milestones, Outcome, Provider},
    programme::{Ahead, By, Measured, Movement, programme, shared, steps},
    training::{last_day, province, training_year},
};
use crate::{
    ledger::hex,
    programme::Certainty,
    text::{Text, folded},
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    pub title: Text,
    /// What it covers: the year, the college, the programme. Label and value.
    pub covers: Vec<(Text, Text)>,
    /// The last day that counts.
    pub as_of: Date,
    /// The report itself first, what stands beside it after.
    pub tables: Vec<Table>,
    /// What each figure means.
    pub notes: Vec<Note>,
    /// What the system does not hold: left for who sends the report to write in.
    pub by_hand: Vec<Text>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    pub title: Text,
    /// Columns of words, before those of figures.
    pub labels: Vec<Column>,
    pub figures: Vec<Column>,
    pub rows: Vec<Row>,
    /// Whether adding its rows up means anything.
    pub summed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Never translated.
    pub key: &'static str,
    pub vi: &'static str,
    pub en: &'static str,
    pub kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Words,
    Learners,
    Dong,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Tells the row apart: a code of an occupation, a province, a quarter.
    pub key: String,
    pub labels: Vec<Text>,
    pub figures: Vec<i64>,
}

/// A term, what it counts, where that comes from, and how sure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    pub term: Text,
    pub says: Text,
    pub source: &'static str,
    pub certainty: Certainty,
}

impl Report {
    pub fn main(&self) -> &Table {
        &self.tables[0]
    }

    /// Of the whole content: the same on page, workbook and paper.
    pub fn sha256(&self) -> String {
        let content = serde_json::to_vec(self).expect("texts and numbers are always JSON");
        hex(&Sha256::digest(content))
    }

    /// The same with the rows of its first table in another order.
    #[must_use]
    pub fn sorted(mut self, key: &str, descending: bool) -> Report {
        if let Some(table) = self.tables.first_mut() {
            table.sort(key, descending);
        }
        self
    }
}

impl Table {
    pub fn columns(&self) -> impl Iterator<Item = &Column> {
        self.labels.iter().chain(&self.figures)
    }

    /// One sum for each column of figures. There is no other total: it is the sum of the rows.
    pub fn totals(&self) -> Vec<i64> {
        (0..self.figures.len()).map(|at| self.rows.iter().map(|row| row.figures[at]).sum()).collect()
    }

    pub fn total(&self, key: &str) -> Option<i64> {
        let at = self.figures.iter().position(|column| column.key == key)?;
        Some(self.rows.iter().map(|row| row.figures[at]).sum())
    }

    /// Equal rows stay as they were.
    fn sort(&mut self, key: &str, descending: bool) {
        if let Some(at) = self.figures.iter().position(|column| column.key == key) {
            self.rows.sort_by_key(|row| row.figures[at]);
        } else if let Some(at) = self.labels.iter().position(|column| column.key == key) {
            self.rows.sort_by_cached_key(|row| folded(&row.labels[at].vi));
        } else {
            return;
        }
        if descending {
            self.rows.reverse();
        }
    }
}

impl Column {
    const fn new(key: &'static str, vi: &'static str, en: &'static str, kind: Kind) -> Column {
        Column { key, vi, en, kind }
    }

    pub fn name(&self) -> Text {
        Text::new(self.vi, self.en)
    }
}
