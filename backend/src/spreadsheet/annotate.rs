//! The workbook sent back: every row where it stood, wrong cells red with a note, a column that says what to mend, and
//! a summary. Mended and sent again it is read like any other.

use std::collections::BTreeMap;

use domain::{
    issue::cited,
    text::Lang,
    workbook::{
        Cell, Change, Checked, CheckedRow, Columns, Found, Kind, Origin, Sheet, Target, VERSION, address,
        headings::{ERRORS, of, said},
    },
};
use rust_xlsxwriter::{Note, Workbook, Worksheet};

use super::{
    WriteError,
    words::words,
    write::{Formats, Offered, help, lists, origin, validate, width, write},
};

/// Cells of one kind of fault that the summary names; all of them are red anyway.
const NAMED: usize = 40;

pub fn annotated(
    (kind, target): (Kind, Target),
    sheet: &Sheet,
    columns: &Columns,
    checked: &Checked,
    offered: &Offered,
) -> Result<Vec<u8>, WriteError> {
    let mut workbook = Workbook::new();
    let formats = Formats::new();
    list(workbook.add_worksheet(), kind, sheet, columns, checked, offered, &formats)?;
    summary(workbook.add_worksheet(), checked, &formats, offered.lang)?;
    help(&mut workbook, (kind, target), &formats, offered.lang)?;
    lists(&mut workbook, offered, &formats)?;
    origin(&mut workbook, &Origin { kind, version: VERSION, target })?;
    workbook.save_to_buffer()
}

fn list(
    page: &mut Worksheet,
    kind: Kind,
    sheet: &Sheet,
    columns: &Columns,
    checked: &Checked,
    offered: &Offered,
    formats: &Formats,
) -> Result<(), WriteError> {
    let lang = offered.lang;
    page.set_name(words(lang).list)?;
    let checked: BTreeMap<u32, &CheckedRow> = checked.rows.iter().map(|row| (row.number, row)).collect();
    let errors = errors_column(sheet, columns);
    let last = sheet.rows.last().map_or(columns.heading, |row| row.number);
    for key in of(kind).iter().map(|heading| heading.key) {
        let Some(at) = columns.get(key).and_then(|column| u16::try_from(column).ok()) else { continue };
        page.set_column_width(at, width(key))?;
        if matches!(key, "birth_date" | "enrolled_on") {
            page.set_column_format(at, &formats.day)?;
        } else {
            page.set_column_format(at, &formats.text)?;
        }
        validate(page, key, at, (columns.heading, last + 100), offered)?;
    }
    page.set_column_width(errors, 70.0)?;
    let widest = sheet.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let widest = u16::try_from(widest).unwrap_or(u16::MAX);
    for row in &sheet.rows {
        let at = row.number.saturating_sub(1);
        let (found, changes) =
            checked.get(&row.number).map_or((&[][..], &[][..]), |row| (&*row.found, &*row.changes));
        for column in (0..widest).filter(|column| *column != errors) {
            let cell = row.cell(u32::from(column));
            let here: Vec<&Found> = found.iter().filter(|found| found.column == u32::from(column)).collect();
            let changed = changes.iter().find(|change| change.column == Some(u32::from(column)));
            if cell.is_empty() && here.is_empty() {
                continue;
            }
            let plain = match row.number.cmp(&columns.heading) {
                std::cmp::Ordering::Less => (&formats.soft, &formats.soft),
                std::cmp::Ordering::Equal => (&formats.heading, &formats.heading),
                std::cmp::Ordering::Greater => (&formats.text, &formats.day),
            };
            let format = match (here.is_empty(), changed) {
                (false, _) => (&formats.wrong, &formats.wrong_day),
                (true, Some(_)) => (&formats.changed, &formats.changed_day),
                (true, None) => plain,
            };
            write(page, at, column, cell, format)?;
            let mut told_here: Vec<String> = here.iter().map(|found| told(found, lang)).collect();
            told_here.extend(changed.map(|change| corrects(change, lang)));
            if !told_here.is_empty() {
                let note = Note::new(told_here.join("\n")).set_author("Dathang").add_author_prefix(false);
                page.insert_note(at, column, &note.set_width(260).set_height(110))?;
            }
        }
        if !found.is_empty() {
            let mend: Vec<String> = found
                .iter()
                .map(|found| format!("{}: {}", address(found.column, row.number), told(found, lang)))
                .collect();
            page.write_string_with_format(at, errors, mend.join(" "), &formats.note)?;
        }
    }
    page.write_string_with_format(
        columns.heading.saturating_sub(1),
        errors,
        said(ERRORS, lang),
        &formats.heading,
    )?;
    page.set_freeze_panes(columns.heading, 0)?;
    Ok(())
}

/// After the last column, or where a workbook that was sent back before has it.
fn errors_column(sheet: &Sheet, columns: &Columns) -> u16 {
    let heading = sheet.rows.iter().find(|row| row.number == columns.heading);
    let before = heading.and_then(|row| {
        row.cells.iter().position(
            |cell| matches!(cell, Cell::Text(text) if [ERRORS.0, ERRORS.1].contains(&text.as_str())),
        )
    });
    let widest = sheet.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    u16::try_from(before.unwrap_or(widest)).unwrap_or(u16::MAX)
}

fn told(found: &Found, lang: Lang) -> String {
    let said = format!("{} {}", found.issue.problem.get(lang), found.issue.remedy.get(lang));
    match &found.proposal {
        Some(text) => format!("{said} {}: {text}.", words(lang).proposal),
        None => said,
    }
}

fn corrects(change: &Change, lang: Lang) -> String {
    let (before, after) = (change.before.get(lang), change.after.get(lang));
    format!("{}: {before} → {after}.", words(lang).correction)
}

fn summary(page: &mut Worksheet, checked: &Checked, formats: &Formats, lang: Lang) -> Result<(), WriteError> {
    let w = words(lang);
    page.set_name(w.summary)?;
    for (column, wide) in [(0, 46.0), (1, 10.0), (2, 60.0), (3, 60.0), (4, 30.0)] {
        page.set_column_width(column, wide)?;
    }
    page.write_string_with_format(0, 0, w.result, &formats.title)?;
    let totals = checked.totals();
    let counts = w.counts.into_iter().zip([
        totals.rows,
        totals.new,
        totals.changed,
        totals.unchanged,
        totals.duplicate,
        totals.error,
    ]);
    for (row, (label, count)) in (2..).zip(counts) {
        page.write_string(row, 0, label)?;
        page.write_number(row, 1, u32::try_from(count).unwrap_or(u32::MAX))?;
    }
    for (column, name) in (0..).zip(w.found) {
        page.write_string_with_format(9, column, name, &formats.heading)?;
    }
    for (row, group) in (10..).zip(checked.groups()) {
        let mut cells = group.cells.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
        if group.cells.len() > NAMED {
            cells.push_str(", …");
        }
        page.write_string(row, 0, group.problem.get(lang))?;
        page.write_number(row, 1, u32::try_from(group.count).unwrap_or(u32::MAX))?;
        page.write_string(row, 2, cells)?;
        page.write_string(row, 3, group.remedy.get(lang))?;
        page.write_string(row, 4, cited(&group.rule, lang))?;
    }
    Ok(())
}
