//! Tables of a page as a workbook: numbers as numbers, days as days, and text that stays text whatever it begins with.

use domain::workbook::Cell;
use rust_xlsxwriter::{Format, Workbook, Worksheet};

use super::{
    WriteError,
    write::{Formats, moment},
};

#[derive(Debug, Clone)]
pub struct Column {
    pub name: String,
    pub width: u16,
}

/// One sheet of a book of tables.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// On its tab; empty for the program's own.
    pub name: String,
    pub title: String,
    pub subtitle: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
    /// Below the rows, in bold.
    pub total: Option<Vec<Cell>>,
}

pub fn table(
    title: &str,
    subtitle: &str,
    columns: &[Column],
    rows: &[Vec<Cell>],
) -> Result<Vec<u8>, WriteError> {
    book(&[Sheet {
        title: title.to_owned(),
        subtitle: subtitle.to_owned(),
        columns: columns.to_vec(),
        rows: rows.to_vec(),
        ..Sheet::default()
    }])
}

/// Several tables, each on a sheet of its own.
pub fn book(sheets: &[Sheet]) -> Result<Vec<u8>, WriteError> {
    let mut workbook = Workbook::new();
    let formats = Formats::new();
    for table in sheets {
        let sheet = workbook.add_worksheet();
        if !table.name.is_empty() {
            sheet.set_name(&table.name)?;
        }
        sheet.write_string_with_format(0, 0, &table.title, &formats.title)?;
        sheet.write_string_with_format(1, 0, &table.subtitle, &formats.soft)?;
        for (at, column) in (0..).zip(&table.columns) {
            sheet.set_column_width(at, column.width)?;
            sheet.write_string_with_format(3, at, &column.name, &formats.heading)?;
        }
        let plain = Format::new();
        let mut next = 4;
        for cells in &table.rows {
            row(sheet, next, cells, &plain)?;
            next += 1;
        }
        if let Some(total) = &table.total {
            row(sheet, next, total, &plain.set_bold())?;
        }
        sheet.set_freeze_panes(4, 1)?;
    }
    workbook.save_to_buffer()
}

fn row(sheet: &mut Worksheet, row: u32, cells: &[Cell], format: &Format) -> Result<(), WriteError> {
    let number = format.clone().set_num_format("#,##0.##");
    let day = format.clone().set_num_format("dd/mm/yyyy");
    for (at, cell) in (0..).zip(cells) {
        match cell {
            Cell::Empty => {}
            Cell::Number(digits) => match digits.parse::<f64>() {
                Ok(value) => {
                    sheet.write_number_with_format(row, at, value, &number)?;
                }
                Err(_) => {
                    sheet.write_string_with_format(row, at, digits, format)?;
                }
            },
            Cell::Day(date) => {
                if let Some(moment) = moment(*date) {
                    sheet.write_datetime_with_format(row, at, moment, &day)?;
                }
            }
            Cell::Text(text) | Cell::Fault(text) => {
                sheet.write_string_with_format(row, at, text, format)?;
            }
            Cell::Truth(truth) => {
                sheet.write_boolean_with_format(row, at, *truth, format)?;
            }
        }
    }
    Ok(())
}
