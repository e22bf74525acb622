//! Tables of a page as a workbook: numbers as numbers, days as days, and text that stays text whatever it begins with.

use domain::workbook::Cell;
use rust_xlsxwriter::{Format, Workbook, Worksheet};

use super::{
    WriteError,
    write::{Formats, moment},
};

/// As Excel numbers paper sizes.
const A4: u8 = 9;

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

/// Several tables, each on a sheet of its own, and a last sheet that says where they come from.
pub fn with_origin(
    sheets: &[Sheet],
    (sheet, said): (&str, &[(String, String)]),
) -> Result<Vec<u8>, WriteError> {
    let mut workbook = filled(sheets)?;
    let formats = Formats::new();
    let page = workbook.add_worksheet().set_name(sheet)?;
    page.set_column_width(0, 28)?;
    page.set_column_width(1, 80)?;
    for (row, (name, value)) in (0..).zip(said) {
        page.write_string_with_format(row, 0, name, &formats.heading)?;
        page.write_string(row, 1, value)?;
    }
    workbook.save_to_buffer()
}

/// Several tables, each on a sheet of its own.
pub fn book(sheets: &[Sheet]) -> Result<Vec<u8>, WriteError> {
    filled(sheets)?.save_to_buffer()
}

fn filled(sheets: &[Sheet]) -> Result<Workbook, WriteError> {
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
        if let (Some(last), false) = (table.columns.len().checked_sub(1), table.rows.is_empty()) {
            sheet.autofilter(3, 0, next - 1, u16::try_from(last).unwrap_or(u16::MAX))?;
        }
        if let Some(total) = &table.total {
            row(sheet, next, total, &plain.set_bold())?;
        }
        sheet.set_freeze_panes(4, 1)?;
        sheet.set_repeat_rows(3, 3)?;
        sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0).set_footer("&C&P/&N");
    }
    Ok(workbook)
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
