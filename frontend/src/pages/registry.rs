//! `/registry` and everything under it: what the office maintains. Its pages are alike on purpose: the same parts in the same
//! order, each there or not.

use askama::Template;
use domain::workbook::Cell;

use super::WorkProgress;
use crate::{
    form::{Choice, Field, SmallForm},
    frame::Frame,
    show::{Action, Badge, Mark, Paging, Pair},
};

#[derive(Debug, Clone, Template)]
#[template(path = "registry.html")]
pub struct RegistryPage {
    pub frame: Frame,
    pub lead: String,
    pub state: Option<Badge>,
    pub head: Vec<Pair>,
    /// Where each part of the registers is.
    pub rooms: Vec<Register>,
    /// Files to take, and other pages: text and address.
    pub files: Vec<(String, String)>,
    /// Address of the progress, and how far the work is.
    pub progress: Option<(String, WorkProgress)>,
    pub caution: Option<String>,
    pub actions: Vec<Action>,
    pub small: Vec<SmallForm>,
    pub search: Option<Sought>,
    pub tables: Vec<Listing>,
    pub paging: Paging,
    /// Payment terms in plain words.
    pub terms: Vec<Terms>,
    /// A file as it is.
    pub content: Option<String>,
    pub forms: Vec<RegistryForm>,
    /// The tables as a workbook.
    pub export_link: Option<String>,
}

#[derive(Debug, Clone, Template)]
#[template(path = "calendar.html")]
pub struct CalendarPage {
    pub frame: Frame,
    pub year: String,
    pub earlier: String,
    pub later: String,
    pub head: Vec<Pair>,
    pub months: Vec<MonthGrid>,
    pub tables: Vec<Listing>,
    pub forms: Vec<RegistryForm>,
    pub export_link: String,
}

/// One month, week by week from Monday on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthGrid {
    pub name: String,
    /// `21 ngày làm việc`
    pub worked: String,
    pub weeks: Vec<Vec<DayCell>>,
}

/// An empty number is a day of another month.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DayCell {
    pub number: String,
    pub look: DayLook,
    /// What it is called, where a decision speaks of it.
    pub name: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DayLook {
    #[default]
    Worked,
    Weekend,
    Holiday,
    /// A Saturday or Sunday that is worked.
    Instead,
}

impl DayLook {
    pub fn class(&self) -> &'static str {
        match self {
            DayLook::Worked => "worked",
            DayLook::Weekend => "weekend",
            DayLook::Holiday => "holiday",
            DayLook::Instead => "instead",
        }
    }
}

/// A part of the registers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    pub name: String,
    pub link: String,
    pub about: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sought {
    pub url: String,
    pub label: String,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    pub heading: String,
    pub lead: Option<String>,
    pub columns: Vec<ListingHead>,
    pub rows: Vec<Vec<Entry>>,
    /// Said instead of a table without rows.
    pub empty: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListingHead {
    pub text: String,
    pub numeric: bool,
}

/// What stands in a cell. The first of a row is its heading.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    pub text: String,
    pub link: Option<String>,
    pub note: Option<String>,
    pub badge: Option<Badge>,
    pub mark: Option<Mark>,
    pub numeric: bool,
    /// A code, or a text that is nobody's to translate.
    pub data: bool,
    /// The number or the day that the text writes out; a workbook holds it in place of the text.
    pub value: Option<Cell>,
}

impl Listing {
    pub fn new(heading: impl Into<String>, columns: &[&str], empty: impl Into<String>) -> Listing {
        Listing {
            heading: heading.into(),
            lead: None,
            columns: columns
                .iter()
                .map(|text| ListingHead { text: (*text).to_owned(), numeric: false })
                .collect(),
            rows: Vec::new(),
            empty: empty.into(),
        }
    }

    /// Columns that hold figures, counted from 0.
    #[must_use]
    pub fn figures(mut self, columns: &[usize]) -> Listing {
        for column in columns {
            if let Some(heading) = self.columns.get_mut(*column) {
                heading.numeric = true;
            }
        }
        self
    }

    #[must_use]
    pub fn lead(self, lead: impl Into<String>) -> Listing {
        Listing { lead: Some(lead.into()), ..self }
    }

    /// Rows as they are; cells under a column of figures become figures.
    #[must_use]
    pub fn rows(mut self, rows: Vec<Vec<Entry>>) -> Listing {
        self.rows = rows;
        for row in &mut self.rows {
            for (cell, heading) in row.iter_mut().zip(&self.columns) {
                cell.numeric = heading.numeric;
            }
        }
        self
    }
}

impl Entry {
    pub fn new(text: impl Into<String>) -> Entry {
        Entry { text: text.into(), ..Entry::default() }
    }

    pub fn data(text: impl Into<String>) -> Entry {
        Entry { text: text.into(), data: true, ..Entry::default() }
    }

    /// A number or a day as it is written out.
    pub fn of(value: Cell, text: impl Into<String>) -> Entry {
        Entry { value: Some(value), ..Entry::new(text) }
    }

    pub fn badge(badge: Badge) -> Entry {
        Entry { badge: Some(badge), ..Entry::default() }
    }

    #[must_use]
    pub fn link(self, link: impl Into<String>) -> Entry {
        Entry { link: Some(link.into()), ..self }
    }

    #[must_use]
    pub fn note(self, note: impl Into<String>) -> Entry {
        Entry { note: Some(note.into()).filter(|note| !note.is_empty()), ..self }
    }

    #[must_use]
    pub fn mark(self, mark: Option<Mark>) -> Entry {
        Entry { mark, ..self }
    }
}

/// What belongs together in payment terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    pub title: String,
    pub rows: Vec<Term>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    pub what: String,
    pub said: String,
    pub law: String,
}

/// A form that proposes a change: folded until somebody wants it, or has something to mend in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistryForm {
    pub url: String,
    pub heading: String,
    pub lead: String,
    pub open: bool,
    /// What is sent and not shown.
    pub hidden: Vec<(String, String)>,
    pub inputs: Vec<Question>,
    /// The decision it rests on.
    pub basis: Vec<Question>,
    pub button: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub label: String,
    pub hint: String,
    pub field: Field,
    pub kind: Asks,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asks {
    Text,
    Day,
    Choice(Vec<Choice>),
    /// Several lines; so many are seen.
    Area(u8),
    File,
    /// Any number of choices, and whether each is ticked.
    Ticks(Vec<(Choice, bool)>),
}

impl Question {
    pub fn new(label: impl Into<String>, field: Field, kind: Asks) -> Question {
        Question { label: label.into(), hint: String::new(), field, kind }
    }

    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Question {
        Question { hint: hint.into(), ..self }
    }
}

impl RegistryForm {
    pub fn has_file(&self) -> bool {
        self.inputs.iter().any(|input| input.kind == Asks::File)
    }
}

impl RegistryPage {
    /// A page with nothing on it yet.
    pub fn new(frame: Frame, lead: impl Into<String>) -> RegistryPage {
        RegistryPage {
            frame,
            lead: lead.into(),
            state: None,
            head: Vec::new(),
            rooms: Vec::new(),
            files: Vec::new(),
            progress: None,
            caution: None,
            actions: Vec::new(),
            small: Vec::new(),
            search: None,
            tables: Vec::new(),
            paging: Paging::default(),
            terms: Vec::new(),
            content: None,
            forms: Vec::new(),
            export_link: None,
        }
    }
}
