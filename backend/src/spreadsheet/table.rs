//! A table of a page as a workbook: numbers as numbers, days as days, and text that stays text whatever it begins with.

use domain::workbook::Cell;
use rust_xlsxwriter::{Format, Workbook};

use super::{
    WriteError,
    write::{Formats, moment},
};

#[derive(Debug, Clone)]
pub struct Column {
    pub name: String,
    pub width: u16,
}

pub fn table(
    title: &str,
    subtitle: &str,
    columns: &[Column],
    rows: &[Vec<Cell>],
) -> Result<Vec<u8>, WriteError> {
    let mut workbook = Workbook::new();
    fill(&mut workbook, title, subtitle, columns, rows)?;
    workbook.save_to_buffer()
}

/// The same, with a second sheet that says where it comes from.
pub fn table_with_origin(
    title: &str,
    subtitle: &str,
    columns: &[Column],
    rows: &[Vec<Cell>],
    (sheet, said): (&str, &[(String, String)]),
) -> Result<Vec<u8>, WriteError> {
    let mut workbook = Workbook::new();
    fill(&mut workbook, title, subtitle, columns, rows)?;
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

fn fill(
    workbook: &mut Workbook,
    title: &str,
    subtitle: &str,
    columns: &[Column],
    rows: &[Vec<Cell>],
) -> Result<(), WriteError> {
    let formats = Formats::new();
    let number = Format::new().set_num_format("#,##0.##");
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let sheet = workbook.add_worksheet();
    sheet.write_string_with_format(0, 0, title, &formats.title)?;
    sheet.write_string_with_format(1, 0, subtitle, &formats.soft)?;
    for (at, column) in (0..).zip(columns) {
        sheet.set_column_width(at, column.width)?;
        sheet.write_string_with_format(3, at, &column.name, &formats.heading)?;
    }
    for (row, cells) in (4..).zip(rows) {
        for (at, cell) in (0..).zip(cells) {
            match cell {
                Cell::Empty => {}
                Cell::Number(digits) => match digits.parse::<f64>() {
                    Ok(value) => {
                        sheet.write_number_with_format(row, at, value, &number)?;
                    }
                    Err(_) => {
                        sheet.write_string(row, at, digits)?;
                    }
                },
                Cell::Day(date) => {
                    if let Some(moment) = moment(*date) {
                        sheet.write_datetime_with_format(row, at, moment, &day)?;
                    }
                }
                Cell::Text(text) | Cell::Fault(text) => {
                    sheet.write_string(row, at, text)?;
                }
                Cell::Truth(truth) => {
                    sheet.write_boolean(row, at, *truth)?;
                }
            }
        }
    }
    sheet.set_freeze_panes(4, 1)?;
    Ok(())
}
