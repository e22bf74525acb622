//! Rows of a results workbook become the draft that the form makes. The decision stands above the headings.

use rust_decimal::Decimal;
use time::{Date, macros::date};

use super::{
    Cell, Columns, Found, MOST_ROWS, Row, Sheet, cells,
    enrolment::{empty, too_many},
};
use crate::{
    fact::Certificate,
    grading::{GraduationClass, Record},
    graduation::{Draft, ResultDraft},
    ids::EnrolmentId,
    issue::Issue,
    text::folded,
};

/// Labels above the headings; what they name stands in the next cell that is filled.
pub const DECISION: (&str, &str) =
    ("Số quyết định công nhận tốt nghiệp", "Number of the graduation decision");
pub const DECIDED_ON: (&str, &str) = ("Ngày quyết định", "Day of the decision");

/// The draft, the row of each result, and what could not be read.
#[derive(Debug, Clone)]
pub struct ReadReport {
    pub draft: Draft,
    pub rows: Vec<u32>,
    pub found: Vec<(u32, Found)>,
}

/// Rows without score, class and certificate say nothing about their learner yet.
const TELLING: [&str; 4] = ["score", "class", "serial", "register_number"];

pub fn read(sheet: &Sheet, columns: &Columns) -> Result<ReadReport, Issue> {
    let written = |row: &&Row| {
        let told = |key: &str| columns.get(key).is_some_and(|column| !row.cell(column).is_empty());
        row.number > columns.heading && TELLING.into_iter().any(told)
    };
    let rows: Vec<&Row> = sheet.rows.iter().filter(written).collect();
    if rows.is_empty() {
        return Err(empty());
    }
    if rows.len() > MOST_ROWS {
        return Err(too_many());
    }
    let mut found = Vec::new();
    let (decision, decided_on) = decision(sheet, columns, &mut found);
    let results = rows.iter().map(|row| result(row, columns, &mut found)).collect();
    let draft = Draft { decision, decided_on, results };
    Ok(ReadReport { draft, rows: rows.iter().map(|row| row.number).collect(), found })
}

/// Where the value of a label stands: its row and column, and the cell.
fn beside<'a>(sheet: &'a Sheet, columns: &Columns, label: (&str, &str)) -> Option<(u32, u32, &'a Cell)> {
    let wanted = [folded(label.0), folded(label.1)];
    let above = sheet.rows.iter().filter(|row| row.number < columns.heading);
    above.into_iter().find_map(|row| {
        let at = row.cells.iter().position(
            |cell| matches!(cell, Cell::Text(text) if wanted.iter().any(|wanted| folded(text).trim_end_matches([':', ' ']) == wanted)),
        )?;
        let next = row.cells.iter().enumerate().skip(at + 1).find(|(_, cell)| !cell.is_empty());
        let column = next.map_or(at + 1, |(column, _)| column);
        let column = u32::try_from(column).unwrap_or(0);
        Some((row.number, column, row.cell(column)))
    })
}

fn decision(sheet: &Sheet, columns: &Columns, found: &mut Vec<(u32, Found)>) -> (String, Date) {
    let nowhere = (columns.heading, columns.shown("class"), &Cell::Empty);
    let mut tell = |row: u32, column: u32, issue: Issue| {
        found.push((row, Found::at(column, issue)));
    };
    let (row, column, cell) = beside(sheet, columns, DECISION).unwrap_or(nowhere);
    let number = cells::text(cell, "decision")
        .and_then(|text| if text.is_empty() { Err(cells::missing("decision")) } else { Ok(text) });
    let number = number.unwrap_or_else(|issue| {
        tell(row, column, issue);
        "–".to_owned()
    });
    let (row, column, cell) = beside(sheet, columns, DECIDED_ON).unwrap_or(nowhere);
    let day = cells::day(cell, "decided_on").unwrap_or_else(|issue| {
        tell(row, column, issue);
        date!(2000 - 01 - 01)
    });
    (number, day)
}

fn result(row: &Row, columns: &Columns, found: &mut Vec<(u32, Found)>) -> ResultDraft {
    let cell = |key: &str| columns.get(key).map_or(&Cell::Empty, |column| row.cell(column));
    let mut tell = |issue: Issue| {
        found.push((row.number, Found::at(columns.shown(&issue.place), issue)));
    };
    let mut said = |key: &str| {
        cells::text(cell(key), key).unwrap_or_else(|issue| {
            tell(issue);
            String::new()
        })
    };
    let enrolment = said("enrolment").parse().unwrap_or(0);
    let (serial, register_number) = (said("serial"), said("register_number"));
    let (class_said, score_said) = (said("class"), said("score"));
    let class = GraduationClass::parse(&class_said);
    if class.is_none() {
        let none: &[(GraduationClass, &[&str])] = &[];
        if let Err(issue) = cells::choice(cell("class"), "class", none) {
            tell(issue);
        }
    }
    let class = class.unwrap_or(GraduationClass::Failed);
    let unscored =
        matches!(class, GraduationClass::Passed | GraduationClass::Failed) && score_said.is_empty();
    let score = if unscored {
        Some(Decimal::ZERO)
    } else {
        cells::decimal(&score_said).and_then(|number| number.parse().ok())
    };
    if score.is_none() {
        tell(if score_said.is_empty() { cells::missing("score") } else { cells::not_a_number("score") });
    }
    let written = !(serial.is_empty() && register_number.is_empty());
    ResultDraft {
        enrolment: EnrolmentId(enrolment),
        record: Record::clean(score.unwrap_or_default()),
        class,
        certificate: written.then_some(Certificate { serial, register_number }),
    }
}

/// Issues of `graduation::check` (`results[3].class`) at their cells.
pub fn placed(report: &ReadReport, columns: &Columns, issues: Vec<Issue>) -> Vec<(u32, Found)> {
    let unread = |row: u32| report.found.iter().any(|(at, _)| *at == row);
    let at = |issue: Issue| {
        let inside = issue.place.strip_prefix("results[").and_then(|rest| rest.split_once(']'));
        let Some((number, field)) = inside else {
            return Some((columns.heading, Found::at(columns.shown("class"), issue)));
        };
        let row = number.parse::<usize>().ok().and_then(|number| report.rows.get(number).copied())?;
        let key = field.trim_start_matches('.').split('.').next_back().unwrap_or_default().to_owned();
        let issue = Issue { place: key, ..issue };
        (!unread(row)).then(|| (row, Found::at(columns.shown(&issue.place), issue)))
    };
    issues.into_iter().filter_map(at).collect()
}
