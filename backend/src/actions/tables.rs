//! A table of the portal as a workbook: the rows as they are shown, and a last sheet with who took it, when, of what and
//! under which filter, and the hash of its rows. Whoever hands rows in has read them by an action that asked for permission.

use domain::{
    ledger::hex,
    text::{Lang, Text},
    workbook::Cell,
};
use sha2::{Digest, Sha256};

use super::{
    Ctx,
    workbooks::{File, slug, written},
};
use crate::{
    clock,
    error::Error,
    spreadsheet::{self, Column, Sheet},
};

/// A heading in both languages, and a width in letters.
pub(super) type Heading = (&'static str, &'static str, u16);

pub(super) struct Table<'a> {
    /// Of the file.
    pub name: String,
    pub title: String,
    /// What it was taken of.
    pub of: String,
    /// As the address of the page says it; empty where all is taken.
    pub filter: &'a str,
    pub headings: &'a [Heading],
    pub rows: Vec<Vec<Cell>>,
}

/// A page with all its tables.
#[derive(Debug, Clone)]
pub struct Shown {
    pub title: String,
    /// In the reader's words; empty where all is taken.
    pub filter: String,
    pub tables: Vec<ShownTable>,
}

/// A table as the page shows it, in one language.
#[derive(Debug, Clone)]
pub struct ShownTable {
    pub heading: String,
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

/// What every file says of itself.
struct About {
    name: String,
    title: String,
    of: String,
    filter: String,
}

pub(super) fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

pub(super) fn number(number: impl ToString) -> Cell {
    Cell::Number(number.to_string())
}

pub(super) async fn file(ctx: &Ctx, table: Table<'_>, lang: Lang) -> Result<File, Error> {
    let column =
        |(vi, en, width): &Heading| Column { name: Text::new(*vi, *en).get(lang).to_owned(), width: *width };
    let sheet = Sheet {
        title: table.title.clone(),
        columns: table.headings.iter().map(column).collect(),
        rows: table.rows,
        ..Sheet::default()
    };
    let about = About { name: table.name, title: table.title, of: table.of, filter: table.filter.to_owned() };
    book(ctx, about, vec![sheet], lang).await
}

/// Every table of a page on a sheet of its own.
pub async fn page(ctx: &Ctx, shown: Shown, lang: Lang) -> Result<File, Error> {
    let title = |heading: &str| match heading == shown.title {
        true => shown.title.clone(),
        false => format!("{} · {heading}", shown.title),
    };
    let mut sheets: Vec<Sheet> = Vec::new();
    for table in &shown.tables {
        let name = tab(&table.heading, sheets.len(), &sheets);
        let widths = (0..table.columns.len()).map(|at| width(table, at));
        let columns = table.columns.iter().zip(widths);
        sheets.push(Sheet {
            name,
            title: title(&table.heading),
            columns: columns.map(|(name, width)| Column { name: name.clone(), width }).collect(),
            rows: table.rows.clone(),
            ..Sheet::default()
        });
    }
    let about =
        About { name: shown.title.clone(), title: shown.title, of: String::new(), filter: shown.filter };
    book(ctx, about, sheets, lang).await
}

/// What a tab may be called: 31 letters, some signs left out, each name once.
fn tab(heading: &str, place: usize, sheets: &[Sheet]) -> String {
    const MOST: usize = 31;
    let allowed = |c: &char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
    let name: String = heading.chars().filter(allowed).take(MOST).collect();
    let name = name.trim().to_owned();
    if !name.is_empty() && sheets.iter().all(|sheet| sheet.name.to_lowercase() != name.to_lowercase()) {
        return name;
    }
    let number = format!(" {}", place + 1);
    let short: String = name.chars().take(MOST - number.chars().count()).collect();
    format!("{}{number}", short.trim()).trim().to_owned()
}

/// As wide as what stands in the column, within reason.
fn width(table: &ShownTable, at: usize) -> u16 {
    let letters = |cell: &Cell| match cell {
        Cell::Text(text) | Cell::Fault(text) => text.chars().count(),
        // With its groups of three.
        Cell::Number(digits) => digits.len() + digits.len() / 3,
        _ => 0,
    };
    let longest = table.rows.iter().filter_map(|row| row.get(at)).map(letters).max().unwrap_or(0);
    let heading = table.columns.get(at).map_or(0, |name| name.chars().count());
    u16::try_from(longest.max(heading).clamp(10, 60)).unwrap_or(60) + 2
}

async fn book(ctx: &Ctx, about: About, mut sheets: Vec<Sheet>, lang: Lang) -> Result<File, Error> {
    let say = |vi: &str, en: &str| Text::new(vi, en).get(lang).to_owned();
    let day = domain::calendar::vietnamese(ctx.today());
    let taken = say(&format!("lấy ngày {day}; số tiền bằng đồng"), &format!("as of {day}; amounts in dong"));
    let subtitle = if about.of.is_empty() { taken } else { format!("{} · {taken}", about.of) };
    for sheet in &mut sheets {
        sheet.subtitle.clone_from(&subtitle);
    }
    let filter = if about.filter.is_empty() { say("không lọc", "none") } else { about.filter };
    let count: usize = sheets.iter().map(|sheet| sheet.rows.len()).sum();
    let origin = vec![
        (say("Người lấy", "Taken by"), ctx.actor.name.clone()),
        (say("Lúc", "At"), clock::written(ctx.clock.now())),
        (say("Của", "Of"), if about.of.is_empty() { about.title } else { about.of }),
        (say("Bộ lọc", "Filter"), filter),
        (say("Số dòng", "Rows"), count.to_string()),
        (say("Mã kiểm SHA-256", "SHA-256 of the rows"), hash(&sheets)),
    ];
    let last = say("Nguồn gốc", "Origin");
    let bytes = written(move || spreadsheet::with_origin(&sheets, (&last, &origin))).await?;
    Ok(File { name: format!("{}.xlsx", slug(&about.name)), bytes })
}

fn hash(sheets: &[Sheet]) -> String {
    let mut hash = Sha256::new();
    for row in sheets.iter().flat_map(|sheet| &sheet.rows) {
        let cells: Vec<String> = row.iter().map(|cell| format!("{cell:?}")).collect();
        hash.update(cells.join("\t").as_bytes());
        hash.update(b"\n");
    }
    hex(&hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tab_is_short_plain_and_there_once() {
        let first = tab("Bảng thanh toán của đơn 07/2025 [H]", 0, &[]);
        assert_eq!(first, "Bảng thanh toán của đơn 072025");
        let known = [Sheet { name: first.clone(), ..Sheet::default() }];
        let second = tab("Bảng thanh toán của đơn 07/2025 [H]", 1, &known);
        assert!(second.ends_with(" 2") && second.chars().count() <= 31, "{second}");
        assert_eq!(tab("?", 2, &[]), "3");
    }
}
