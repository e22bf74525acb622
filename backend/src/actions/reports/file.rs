//! A report as a workbook: the table, then where it came from and what it means, then what stands beside it.

use domain::{
    report::{Kind as Holds, Report, Table},
    text::{Lang, Text},
    workbook::Cell,
};

use super::{Wanted, find};
use crate::{
    actions::{
        Ctx,
        workbooks::{File, slug, written},
    },
    clock,
    error::Error,
    spreadsheet::{self, Column, Sheet},
};

/// `address` is that of the page, so that the filter can be opened again.
pub async fn workbook(ctx: &Ctx, wanted: &Wanted, address: &str, lang: Lang) -> Result<File, Error> {
    let report = find(ctx, wanted).await?;
    let named = |vi: &str, en: &str| Text::new(vi, en).get(lang).to_owned();
    let mut names = vec![named("Báo cáo", "Report")];
    names.extend((1..report.tables.len()).map(|place| match report.tables.len() {
        2 => named("Chỉ tiêu", "Targets"),
        _ => format!("{} {place}", named("Kèm theo", "Beside")),
    }));
    let subtitle = covers(&report, lang);
    let mut sheets: Vec<Sheet> = report
        .tables
        .iter()
        .zip(names)
        .map(|(table, name)| sheet(table, name, report.title.get(lang).to_owned(), subtitle.clone(), lang))
        .collect();
    sheets.insert(1, origin(ctx, &report, address, named("Nguồn", "Source"), lang));
    let bytes = written(move || spreadsheet::book(&sheets)).await?;
    Ok(File { name: format!("{}.xlsx", file_name(&report)), bytes })
}

/// `bao-cao-chuong-trinh-2026-11-02`
pub fn file_name(report: &Report) -> String {
    format!("{}-{}", slug(&report.title.vi), report.as_of)
}

/// `Năm: 2025 · Số liệu đến ngày 31/12/2025`
fn covers(report: &Report, lang: Lang) -> String {
    let until = Text::new("số liệu đến ngày", "as of");
    let day = domain::calendar::vietnamese(report.as_of);
    let covers = report.covers.iter().map(|(what, says)| format!("{}: {}", what.get(lang), says.get(lang)));
    covers.chain([format!("{} {day}", until.get(lang))]).collect::<Vec<_>>().join(" · ")
}

fn sheet(table: &Table, name: String, title: String, subtitle: String, lang: Lang) -> Sheet {
    let width = |kind: Holds| match kind {
        Holds::Words => 34,
        Holds::Learners => 14,
        Holds::Dong => 20,
    };
    let column = |column: &domain::report::Column| Column {
        name: column.name().get(lang).to_owned(),
        width: width(column.kind),
    };
    let number = |figure: &i64| Cell::Number(figure.to_string());
    let rows = table.rows.iter().map(|row| {
        let labels = row.labels.iter().map(|label| Cell::Text(label.get(lang).to_owned()));
        labels.chain(row.figures.iter().map(number)).collect()
    });
    let total = table.summed.then(|| {
        let label = Cell::Text(Text::new("Tổng cộng", "Total").get(lang).to_owned());
        let room = (1..table.labels.len()).map(|_| Cell::Empty);
        [label].into_iter().chain(room).chain(table.totals().iter().map(number)).collect()
    });
    Sheet {
        name,
        title,
        subtitle,
        columns: table.columns().map(column).collect(),
        rows: rows.collect(),
        total,
    }
}

/// Filter, time, person and hash; then what each figure means; then what is left to fill in.
fn origin(ctx: &Ctx, report: &Report, address: &str, name: String, lang: Lang) -> Sheet {
    let words = |vi: &str, en: &str| Text::new(vi, en).get(lang).to_owned();
    let pair = |label: String, value: String| vec![Cell::Text(label), Cell::Text(value)];
    let mut rows: Vec<Vec<Cell>> = report
        .covers
        .iter()
        .map(|(what, says)| pair(what.get(lang).to_owned(), says.get(lang).to_owned()))
        .collect();
    rows.push(vec![Cell::Text(words("Số liệu đến ngày", "As of")), Cell::Day(report.as_of)]);
    rows.push(pair(words("Địa chỉ trang", "Address of the page"), address.to_owned()));
    rows.push(pair(words("Lập lúc", "Made at"), clock::written(ctx.clock.now())));
    rows.push(pair(words("Người lập", "Made by"), ctx.actor.name.clone()));
    rows.push(pair(words("SHA-256 của nội dung", "SHA-256 of the content"), report.sha256()));
    for note in &report.notes {
        let certainty = note.certainty.name();
        rows.push(vec![
            Cell::Text(note.term.get(lang).to_owned()),
            Cell::Text(note.says.get(lang).to_owned()),
            Cell::Text(format!("{}; {}", note.source, certainty.get(lang))),
        ]);
    }
    let blank = words("Không có trong hệ thống, ghi bổ sung", "Not in the system, to be written in");
    rows.extend(report.by_hand.iter().map(|what| pair(what.get(lang).to_owned(), format!("{blank}: ………"))));
    Sheet {
        name,
        title: words("Nguồn và cách tính", "Source and definitions"),
        subtitle: report.title.get(lang).to_owned(),
        columns: vec![
            Column { name: words("Mục", "Item"), width: 34 },
            Column { name: words("Nội dung", "Content"), width: 90 },
            Column { name: words("Căn cứ", "Rule"), width: 40 },
        ],
        rows,
        total: None,
    }
}
