//! A report as an official paper, in Vietnamese: sums and notes upright, the tables as wide annexes.

use domain::{
    calendar::vietnamese,
    ids::PartyId,
    money::Money,
    report::{Column as Holds, Kind as Figure, Report, Table as Figures},
    text::{Lang, Text},
    words::Spelling,
};

use super::{Kind, Wanted, file::file_name, find};
use crate::{
    actions::{
        Ctx,
        papers::{letterhead, unprintable},
    },
    documents::{
        self,
        official::{Align, Annex, Block, Column, ColumnWidth, Head, Paper, Row, Sheet, Signature, Table},
    },
    error::Error,
    storage::registry,
};

/// A file name and a PDF.
pub async fn pdf(ctx: &Ctx, wanted: &Wanted) -> Result<(String, Vec<u8>), Error> {
    let report = find(ctx, wanted).await?;
    let issuer = match &wanted.kind {
        Kind::TrainingYear { provider, .. } => *provider,
        Kind::Province { .. } | Kind::Programme { .. } => ctx.actor.party,
    };
    let paper =
        paper(&report, head(ctx, issuer, subject(&report, &wanted.kind)).await?, recipients(&wanted.kind));
    let bytes = documents::print(&paper, Spelling::default()).map_err(unprintable)?;
    Ok((format!("{}.pdf", file_name(&report)), bytes))
}

async fn head(ctx: &Ctx, issuer: PartyId, subject: String) -> Result<Head, Error> {
    let directory = registry::directory(ctx.db()).await?;
    Ok(Head {
        // Given by who signs it.
        number: "……/BC".to_owned(),
        title: "Báo cáo".to_owned(),
        subject: Some(subject),
        ..letterhead(&directory, issuer, ctx.today())?
    })
}

fn subject(report: &Report, kind: &Kind) -> String {
    match (kind, report.covers.first()) {
        (Kind::Programme { .. }, Some((_, name))) => format!("Thực hiện {}", name.vi),
        _ => capital(report.title.vi.strip_prefix("Báo cáo ").unwrap_or(&report.title.vi)),
    }
}

fn recipients(kind: &Kind) -> Vec<String> {
    let to: &[&str] = match kind {
        Kind::TrainingYear { .. } => &["Cơ quan quản lý trực tiếp", "Sở Giáo dục và Đào tạo"],
        Kind::Province { .. } => &["Bộ Giáo dục và Đào tạo"],
        Kind::Programme { .. } => &["Cơ quan chủ trì chương trình"],
    };
    to.iter().copied().chain(["Lưu: VT"]).map(str::to_owned).collect()
}

fn paper(report: &Report, head: Head, recipients: Vec<String>) -> Paper {
    let field = |what: &Text, says: &Text| Block::field(&what.vi, capital(&says.vi));
    let mut blocks: Vec<Block> = report.covers.iter().map(|(what, says)| field(what, says)).collect();
    blocks.push(Block::field("Số liệu đến ngày", vietnamese(report.as_of)));
    let mut number = 0;
    let mut heading = |blocks: &mut Vec<Block>, title: &str| {
        number += 1;
        blocks.push(Block::Heading { number, title: title.to_owned() });
    };
    let main = report.main();
    heading(&mut blocks, "Số liệu chung (chi tiết ở phụ lục)");
    let sums = main.figures.iter().zip(main.totals());
    let sum = |(column, figure): (&Holds, i64)| format!("{}: {}", column.vi, said(column, figure, true));
    blocks.push(Block::Items(sums.map(sum).collect(), "."));
    if !report.by_hand.is_empty() {
        heading(&mut blocks, "Nội dung không có trong hệ thống, đơn vị ghi bổ sung");
        let blank = |what: &Text| Block::Field { label: what.vi.clone(), value: None };
        blocks.extend(report.by_hand.iter().map(blank));
    }
    heading(&mut blocks, "Cách tính");
    let note = |note: &domain::report::Note| {
        let certainty = note.certainty.name().vi;
        format!("{}: {} ({}; {certainty})", note.term.vi, note.says.vi.trim_end_matches('.'), note.source)
    };
    blocks.push(Block::Items(report.notes.iter().map(note).collect(), "."));
    let numerals = ["I", "II", "III"];
    let annexes = report.tables.iter().zip(numerals).map(|(figures, numeral)| Annex {
        label: format!("Phụ lục {numeral}"),
        title: figures.title.vi.clone(),
        sheet: Sheet::Wide,
        blocks: vec![Block::Table(table(figures))],
    });
    Paper {
        head,
        blocks,
        signatures: vec![vec![Signature::new("Thủ trưởng đơn vị", true)]],
        recipients,
        checks: vec![("SHA-256 của nội dung", report.sha256())],
        mark: None,
        note: Some(format!(
            "Lập từ hệ thống đặt hàng đào tạo, số liệu đến ngày {}. Bố cục chưa đối chiếu với mẫu do cơ quan có thẩm quyền ban hành.",
            vietnamese(report.as_of)
        )),
        annexes: annexes.collect(),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

fn said(column: &Holds, figure: i64, unit: bool) -> String {
    let grouped = Money::dong(figure).grouped(Lang::Vi);
    match (column.kind, unit) {
        (Figure::Dong, true) => format!("{grouped} đồng"),
        (Figure::Learners, true) => format!("{grouped} người"),
        _ => grouped,
    }
}

fn table(figures: &Figures) -> Table {
    let columns = figures.columns().enumerate().map(|(place, column)| match column.kind {
        Figure::Words if place == 0 => Column::new(column.vi, ColumnWidth::Rest, Align::Left),
        Figure::Words => Column::new(column.vi, ColumnWidth::Content, Align::Left),
        Figure::Learners | Figure::Dong => Column::new(column.vi, ColumnWidth::Word, Align::Right),
    });
    let told = |amounts: &[i64]| -> Vec<String> {
        figures.figures.iter().zip(amounts).map(|(column, figure)| said(column, *figure, false)).collect()
    };
    let row = |row: &domain::report::Row| {
        Row::cells(row.labels.iter().map(|label| label.vi.clone()).chain(told(&row.figures)))
    };
    let totals =
        figures.summed.then(|| Row::total("Tổng cộng", figures.labels.len(), told(&figures.totals())));
    Table {
        columns: columns.collect(),
        rows: figures.rows.iter().map(row).collect(),
        subtotal: None,
        totals: totals.into_iter().collect(),
        sizes: &[12, 11, 10, 9],
    }
}
