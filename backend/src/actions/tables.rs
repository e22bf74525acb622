//! A table of the portal as a workbook: the rows as they are shown, and a second sheet with who took it, when, of what and
//! under which filter, and the hash of its rows.

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
    spreadsheet::{self, Column},
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

pub(super) fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

pub(super) fn number(number: impl ToString) -> Cell {
    Cell::Number(number.to_string())
}

pub(super) async fn file(ctx: &Ctx, table: Table<'_>, lang: Lang) -> Result<File, Error> {
    let say = |vi: &str, en: &str| Text::new(vi, en).get(lang).to_owned();
    let column = |(vi, en, width): &Heading| Column { name: say(vi, en), width: *width };
    let columns: Vec<Column> = table.headings.iter().map(column).collect();
    let day = domain::calendar::vietnamese(ctx.today());
    let taken = say(&format!("lấy ngày {day}; số tiền bằng đồng"), &format!("as of {day}; amounts in dong"));
    let subtitle = if table.of.is_empty() { taken } else { format!("{} · {taken}", table.of) };
    let mut hash = Sha256::new();
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|cell| format!("{cell:?}")).collect();
        hash.update(cells.join("\t").as_bytes());
        hash.update(b"\n");
    }
    let filter = if table.filter.is_empty() { say("không lọc", "none") } else { table.filter.to_owned() };
    let origin = vec![
        (say("Người lấy", "Taken by"), ctx.actor.name.clone()),
        (say("Lúc", "At"), clock::written(ctx.clock.now())),
        (say("Của", "Of"), if table.of.is_empty() { table.title.clone() } else { table.of }),
        (say("Bộ lọc", "Filter"), filter),
        (say("Số dòng", "Rows"), table.rows.len().to_string()),
        (say("Mã kiểm SHA-256", "SHA-256 of the rows"), hex(&hash.finalize())),
    ];
    let sheet = say("Nguồn gốc", "Origin");
    let (title, rows) = (table.title, table.rows);
    let bytes =
        written(move || spreadsheet::table(&title, &subtitle, &columns, &rows, (&sheet, &origin))).await?;
    Ok(File { name: format!("{}.xlsx", slug(&table.name)), bytes })
}
