//! The rows of a workbook with their cells, read from beginning to end: only cells that are there cost anything, however
//! far to the right and below one stands.

use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, Reader, SheetVisible, Xlsx};
use domain::{
    ids::{CohortId, OrderId},
    issue::Issue,
    workbook::{Cell, Kind, MOST_COLUMNS, MOST_ROWS, Origin, Row, Sheet, Target, about_file},
};
use time::{Date, Month};

use super::{
    gate::{Type, damaged},
    text,
    words::is_own_sheet,
    write::{ORDER, ORIGIN},
};

/// A file as it was read.
#[derive(Debug, Clone, Default)]
pub struct Book {
    /// The sheets that may hold rows, in their order.
    pub sheets: Vec<Sheet>,
    /// Which template it came from, where it says so.
    pub origin: Option<Origin>,
}

/// Reads a file that the gate let in.
pub fn read(bytes: &[u8], kind: Type) -> Result<Book, Issue> {
    match kind {
        Type::Csv => text::read(bytes),
        Type::Xlsx => workbook(bytes),
    }
}

fn workbook(bytes: &[u8]) -> Result<Book, Issue> {
    let mut file: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    let mut book = Book::default();
    let all: Vec<(String, bool)> = file
        .sheets_metadata()
        .iter()
        .map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible))
        .collect();
    for (name, visible) in all {
        if name == ORIGIN {
            book.origin = origin(&sheet(&mut file, &name)?);
        } else if visible && !is_own_sheet(&name) {
            book.sheets.push(sheet(&mut file, &name)?);
        }
    }
    Ok(book)
}

fn sheet(file: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Sheet, Issue> {
    let mut rows: Vec<Row> = Vec::new();
    let Ok(mut cells) = file.worksheet_cells_reader(name) else {
        // A chart on a sheet of its own has no cells.
        return Ok(Sheet { name: name.to_owned(), rows });
    };
    while let Some(found) = cells.next_cell().map_err(|_| damaged())? {
        let (row, column) = found.get_position();
        let value = cell(found.get_value());
        if value.is_empty() || column >= MOST_COLUMNS {
            continue;
        }
        let number = row.saturating_add(1);
        if rows.last().is_none_or(|last| last.number != number) {
            if rows.len() > MOST_ROWS + 100 {
                return Err(too_many());
            }
            rows.push(Row { number, cells: Vec::new() });
        }
        let Some(last) = rows.last_mut() else { continue };
        let column = usize::try_from(column).unwrap_or(0);
        if last.cells.len() <= column {
            last.cells.resize(column + 1, Cell::Empty);
        }
        last.cells[column] = value;
    }
    Ok(Sheet { name: name.to_owned(), rows })
}

pub(super) fn too_many() -> Issue {
    about_file(
        "workbook.too_many_rows",
        ("Bảng tính có quá 20.000 dòng.", "The workbook has more than 20,000 rows."),
        ("Chia thành nhiều tệp.", "Split it into several files."),
    )
}

fn cell(value: &DataRef) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => Cell::Number(number.to_string()),
        // The shortest digits that give the same number back, never with an exponent.
        DataRef::Float(number) => Cell::Number(number.to_string()),
        DataRef::String(text) => Cell::Text(text.clone()),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::Bool(truth) => Cell::Truth(*truth),
        DataRef::DateTime(at) => day(at).map_or_else(|| Cell::Number(at.as_f64().to_string()), Cell::Day),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::Text(text.clone()),
        DataRef::Error(fault) => Cell::Fault(fault.to_string()),
    }
}

fn day(at: &ExcelDateTime) -> Option<Date> {
    if at.is_duration() {
        return None;
    }
    let (year, month, day, ..) = at.to_ymd_hms_milli();
    Date::from_calendar_date(i32::from(year), Month::try_from(month).ok()?, day).ok()
}

/// `dathang`, kind, version, and `7` for a cohort or `order:7`: one under the other in the first column of the hidden sheet.
fn origin(sheet: &Sheet) -> Option<Origin> {
    let said = |row: usize| match sheet.rows.get(row)?.cell(0) {
        Cell::Text(text) | Cell::Number(text) => Some(text.as_str()),
        _ => None,
    };
    if said(0)? != "dathang" {
        return None;
    }
    Some(Origin {
        kind: Kind::parse(said(1)?)?,
        version: said(2)?.parse().ok()?,
        target: match said(3)?.strip_prefix(ORDER) {
            Some(order) => Target::Order(OrderId(order.parse().ok()?)),
            None => Target::Cohort(CohortId(said(3)?.parse().ok()?)),
        },
    })
}
