//! What the written workbooks share: formats, cells, drop-downs, the hidden sheet that says where a workbook came from,
//! and the sheet that tells how to fill it in.

use domain::{
    text::Lang,
    workbook::{Cell, Kind, Origin, Target, headings::Heading},
};
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, ExcelDateTime, Format, FormatAlign, FormatBorder,
    Formula, Workbook, Worksheet,
};
use time::Date;

use super::{WriteError, words::words};

pub const ORIGIN: &str = "_dathang";
/// Before the number of an order, on the hidden sheet.
pub const ORDER: &str = "order:";

pub struct Formats {
    pub title: Format,
    pub soft: Format,
    pub heading: Format,
    pub text: Format,
    pub day: Format,
    pub wrong: Format,
    pub wrong_day: Format,
    pub changed: Format,
    pub changed_day: Format,
    pub note: Format,
}

impl Formats {
    pub fn new() -> Formats {
        let cell = Format::new().set_border(FormatBorder::Thin).set_border_color(Color::RGB(0xD5_DADE));
        let wrong =
            cell.clone().set_background_color(Color::RGB(0xF8_C9C9)).set_font_color(Color::RGB(0x7A_0000));
        let changed = cell.clone().set_background_color(Color::RGB(0xFF_EFC2));
        Formats {
            title: Format::new().set_bold().set_font_size(14),
            soft: Format::new().set_font_color(Color::RGB(0x55_616A)),
            heading: cell
                .clone()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color(Color::RGB(0xE6_EFF2)),
            text: cell.clone().set_num_format("@"),
            day: cell.clone().set_num_format("dd/mm/yyyy"),
            wrong_day: wrong.clone().set_num_format("dd/mm/yyyy"),
            wrong: wrong.set_num_format("@"),
            changed_day: changed.clone().set_num_format("dd/mm/yyyy"),
            changed: changed.set_num_format("@"),
            note: Format::new().set_font_color(Color::RGB(0x9C_1F1F)).set_text_wrap(),
        }
    }
}

/// A cell as it was; text stays text, whatever it begins with.
pub fn write(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    formats: (&Format, &Format),
) -> Result<(), WriteError> {
    let (text, day) = formats;
    match cell {
        Cell::Empty => sheet.write_blank(row, column, text)?,
        Cell::Text(said) | Cell::Fault(said) => {
            sheet.write_string_with_format(row, column, shortened(said), text)?
        }
        Cell::Number(number) => match number.parse::<f64>() {
            // Numbers of more digits than a program keeps stay text.
            Ok(value) if number.len() <= 15 => sheet.write_number(row, column, value)?,
            _ => sheet.write_string_with_format(row, column, number, text)?,
        },
        Cell::Day(date) => match moment(*date) {
            Some(moment) => sheet.write_datetime_with_format(row, column, moment, day)?,
            None => sheet.write_string_with_format(row, column, domain::calendar::vietnamese(*date), text)?,
        },
        Cell::Truth(truth) => sheet.write_boolean(row, column, *truth)?,
    };
    Ok(())
}

/// A cell takes 32,767 letters.
fn shortened(text: &str) -> String {
    text.chars().take(32_000).collect()
}

pub fn moment(day: Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok()?;
    ExcelDateTime::from_ymd(year, u8::from(day.month()), day.day()).ok()
}

pub fn width(key: &str) -> f64 {
    match key {
        "number" => 6.0,
        "full_name" => 28.0,
        "personal_id" | "serial" | "register_number" => 20.0,
        "kind" => 22.0,
        "employer" => 34.0,
        "class" | "cohort" => 18.0,
        _ => 14.0,
    }
}

/// What a drop-down of a column offers.
#[derive(Debug, Clone)]
pub struct Offered {
    pub employers: Vec<String>,
    /// Of an order whose rows name theirs.
    pub cohorts: Vec<String>,
    pub classes: Vec<String>,
    pub lang: Lang,
}

/// Drop-downs and typed columns for the rows of a list.
pub fn validate(
    sheet: &mut Worksheet,
    key: &str,
    column: u16,
    rows: (u32, u32),
    offered: &Offered,
) -> Result<(), WriteError> {
    let (first, last) = rows;
    let w = words(offered.lang);
    let strict = |validation: DataValidation, message: &str| {
        validation.set_error_title(w.not_a_choice)?.set_error_message(message)
    };
    let validation = match key {
        "sex" => strict(DataValidation::new().allow_list_strings(&w.sexes)?, w.sex)?,
        "kind" => strict(DataValidation::new().allow_list_strings(&w.kinds)?, w.kind)?,
        "class" if !offered.classes.is_empty() => {
            strict(DataValidation::new().allow_list_strings(&offered.classes)?, w.class)?
        }
        "cohort" if !offered.cohorts.is_empty() => {
            let list = DataValidation::new().allow_list_formula(list_of(w.lists, 'B', &offered.cohorts));
            strict(list, w.cohort)?
        }
        // An enterprise that is not on the list may be written in.
        "employer" if !offered.employers.is_empty() => DataValidation::new()
            .allow_list_formula(list_of(w.lists, 'A', &offered.employers))
            .set_error_style(DataValidationErrorStyle::Information)
            .set_error_title(w.other_employer)?
            .set_error_message(w.other_employer_text)?,
        _ => return Ok(()),
    };
    sheet.add_data_validation(first, column, last, column, &validation)?;
    Ok(())
}

/// Where the drop-down of a list takes its names from: they may be more than a cell's own list holds.
fn list_of(sheet: &str, column: char, names: &[String]) -> Formula {
    Formula::new(format!("='{sheet}'!${column}$2:${column}${}", names.len() + 1))
}

/// Enterprises and cohorts, one under the other, for the drop-downs.
pub fn lists(workbook: &mut Workbook, offered: &Offered, formats: &Formats) -> Result<(), WriteError> {
    let w = words(offered.lang);
    let lists = [(0, w.employers, &offered.employers, 60), (1, w.cohorts, &offered.cohorts, 24)];
    if lists.iter().all(|(_, _, names, _)| names.is_empty()) {
        return Ok(());
    }
    let sheet = workbook.add_worksheet().set_name(w.lists)?;
    for (column, heading, names, width) in lists.into_iter().filter(|(_, _, names, _)| !names.is_empty()) {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(0, column, heading, &formats.heading)?;
        for (row, name) in (1..).zip(names) {
            sheet.write_string(row, column, name)?;
        }
    }
    Ok(())
}

/// Where the workbook came from, for when it comes back.
pub fn origin(workbook: &mut Workbook, origin: &Origin) -> Result<(), WriteError> {
    let sheet = workbook.add_worksheet().set_name(ORIGIN)?;
    sheet.set_very_hidden(true);
    let target = match origin.target {
        Target::Cohort(cohort) => cohort.0.to_string(),
        Target::Order(order) => format!("{ORDER}{}", order.0),
    };
    let said = ["dathang", origin.kind.as_str(), &origin.version.to_string(), &target];
    for (row, text) in (0..).zip(said) {
        sheet.write_string(row, 0, text)?;
    }
    Ok(())
}

pub fn help(
    workbook: &mut Workbook,
    (kind, target): (Kind, Target),
    formats: &Formats,
    lang: Lang,
) -> Result<(), WriteError> {
    let w = words(lang);
    let sheet = workbook.add_worksheet().set_name(w.help)?;
    sheet.set_column_width(0, 110)?;
    let own = match kind {
        Kind::Enrolment => w.of_enrolment,
        Kind::Graduation => w.of_graduation,
    };
    let of_order = match target {
        Target::Cohort(_) => None,
        Target::Order(_) => Some(&w.of_order),
    };
    let lines = w.fill_in.iter().chain([&own]).chain(of_order);
    let mut next = 0;
    for line in lines {
        let format = if next == 0 { &formats.title } else { &formats.soft };
        sheet.write_string_with_format(next, 0, *line, format)?;
        next += 1;
    }
    let columns = Heading::offered(kind, target).filter(|heading| heading.required);
    let columns = columns.map(|heading| heading.name(lang));
    let required = format!("{}: {}.", w.required, columns.collect::<Vec<_>>().join(", "));
    sheet.write_string(next + 1, 0, required)?;
    Ok(())
}
