//! A workbook as a clerk handles it: opened, filled in, mended, saved. Written by another program than the one tested
//! would be better; it is at least another piece of code.

use std::io::Cursor;

use calamine::{Data, Reader, SheetVisible, Xlsx};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

/// A cell as it is typed.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Number(f64),
    /// Year, month, day, with the format of a date.
    Day(u16, u8, u8),
    Fault,
}

pub fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

/// All sheets with all cells; the first is the list.
#[derive(Debug, Clone)]
pub struct Book {
    pub sheets: Vec<(String, bool, Vec<Vec<Cell>>)>,
}

impl Book {
    pub fn open(bytes: &[u8]) -> Book {
        let mut file: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
        let sheets: Vec<(String, bool)> = file
            .sheets_metadata()
            .iter()
            .map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible))
            .collect();
        let read = |(name, visible): (String, bool)| {
            let range = file.worksheet_range(&name).expect("a sheet has cells");
            let (rows, columns) = range.end().map_or((0, 0), |(row, column)| (row + 1, column + 1));
            let cell = |row: u32, column: u32| match range.get_value((row, column)) {
                None | Some(Data::Empty) => Cell::Empty,
                Some(Data::Float(number)) => Cell::Number(*number),
                Some(Data::DateTime(at)) => {
                    let (year, month, day, ..) = at.to_ymd_hms_milli();
                    Cell::Day(year, month, day)
                }
                Some(Data::Error(_)) => Cell::Fault,
                Some(other) => Cell::Text(other.to_string()),
            };
            let rows = (0..rows).map(|row| (0..columns).map(|column| cell(row, column)).collect()).collect();
            (name, visible, rows)
        };
        Book { sheets: sheets.into_iter().map(read).collect() }
    }

    pub fn list(&mut self) -> &mut Vec<Vec<Cell>> {
        &mut self.sheets[0].2
    }

    /// Row and column, from 0, of the cell that says this.
    pub fn find(&self, sheet: usize, said: &str) -> Option<(usize, usize)> {
        let rows = self.sheets[sheet].2.iter().enumerate();
        rows.into_iter().find_map(|(row, cells)| {
            let at =
                cells.iter().position(|cell| matches!(cell, Cell::Text(text) if text.starts_with(said)))?;
            Some((row, at))
        })
    }

    pub fn save(&self) -> Vec<u8> {
        let mut workbook = Workbook::new();
        let day = Format::new().set_num_format("dd/mm/yyyy");
        for (name, visible, rows) in &self.sheets {
            let sheet = workbook.add_worksheet().set_name(name).expect("a name of a sheet");
            sheet.set_hidden(!visible);
            for (row, cells) in (0..).zip(rows) {
                for (column, cell) in (0..).zip(cells) {
                    let written = match cell {
                        Cell::Empty => continue,
                        Cell::Text(text) => sheet.write_string(row, column, text),
                        Cell::Number(number) => sheet.write_number(row, column, *number),
                        Cell::Day(y, m, d) => {
                            let at = ExcelDateTime::from_ymd(*y, *m, *d).expect("a day");
                            sheet.write_datetime_with_format(row, column, at, &day)
                        }
                        Cell::Fault => sheet.write_formula(
                            row,
                            column,
                            rust_xlsxwriter::Formula::new("=NA()").set_result("#N/A"),
                        ),
                    };
                    written.expect("a cell can be written");
                }
            }
        }
        workbook.save_to_buffer().expect("a workbook can be saved")
    }
}

/// `D14` from column and row, both from 0.
pub fn address(row: usize, column: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(column).expect("one letter"));
    format!("{letter}{}", row + 1)
}
