//! The workbook that people download and fill in.

use domain::{
    text::Lang,
    workbook::{Cell, Kind, Origin, Target, VERSION, headings::Heading},
};
use rust_xlsxwriter::Workbook;

use super::{
    WriteError,
    words::words,
    write::{Formats, Offered, help, lists, origin, validate, width, write},
};

/// What a template says: for which cohort or order, with which rows filled in already.
#[derive(Debug, Clone)]
pub struct Template {
    pub kind: Kind,
    pub target: Target,
    pub title: String,
    pub subtitle: String,
    /// Labels above the list, whether the cell beside each is a day, and what stands in it already.
    pub above: Vec<(String, bool, Cell)>,
    /// Keys of the columns and what stands in them, row by row.
    pub rows: Vec<Vec<(&'static str, Cell)>>,
    /// How many rows get drop-downs.
    pub room: u32,
    pub employers: Vec<String>,
    /// Of an order, whose rows name theirs.
    pub cohorts: Vec<String>,
    pub classes: Vec<String>,
    /// Of who fills it in.
    pub lang: Lang,
}

pub fn template(said: &Template) -> Result<Vec<u8>, WriteError> {
    let mut workbook = Workbook::new();
    let formats = Formats::new();
    let offered = Offered {
        employers: said.employers.clone(),
        cohorts: said.cohorts.clone(),
        classes: said.classes.clone(),
        lang: said.lang,
    };
    let sheet = workbook.add_worksheet().set_name(words(said.lang).list)?;
    sheet.write_string_with_format(0, 0, &said.title, &formats.title)?;
    sheet.write_string_with_format(1, 0, &said.subtitle, &formats.soft)?;
    let columns: Vec<&Heading> = Heading::offered(said.kind, said.target).collect();
    let name = (0..).zip(&columns).find(|(_, column)| column.key == "full_name").map_or(1, |(at, _)| at);
    for (row, (label, day, cell)) in (2..).zip(&said.above) {
        sheet.write_string(row, name, format!("{label}:"))?;
        let empty = if *day { &formats.day } else { &formats.text };
        write(sheet, row, name + 1, cell, (empty, &formats.day))?;
    }
    let heading = u32::try_from(said.above.len()).unwrap_or(0) + 3;
    let last = heading + said.room.max(u32::try_from(said.rows.len()).unwrap_or(0));
    for (at, column) in (0..).zip(&columns) {
        let format = match column.key {
            "birth_date" | "enrolled_on" => &formats.day,
            _ => &formats.text,
        };
        sheet.set_column_width(at, width(column.key))?;
        sheet.set_column_format(at, format)?;
        let name = column.name(said.lang);
        let name = if column.required { format!("{name} *") } else { name.to_owned() };
        sheet.write_string_with_format(heading, at, name, &formats.heading)?;
        validate(sheet, column.key, at, (heading + 1, last), &offered)?;
    }
    for (row, cells) in (heading + 1..).zip(&said.rows) {
        for (at, column) in (0..).zip(&columns) {
            let cell =
                cells.iter().find(|(key, _)| *key == column.key).map_or(&Cell::Empty, |(_, cell)| cell);
            write(sheet, row, at, cell, (&formats.text, &formats.day))?;
        }
    }
    sheet.set_freeze_panes(heading + 1, name + 1)?;
    help(&mut workbook, (said.kind, said.target), &formats, said.lang)?;
    lists(&mut workbook, &offered, &formats)?;
    origin(&mut workbook, &Origin { kind: said.kind, version: VERSION, target: said.target })?;
    workbook.save_to_buffer()
}
