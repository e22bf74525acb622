//! Danh sách thanh toán (Mẫu 20) of a whole payment batch, by budget line.

use domain::money::Money;

use super::{
    Printed,
    desk::{FORM_OF_TREASURY, letterhead, short},
};
use crate::{
    actions::{
        Ctx,
        changes::settings_now,
        payments::{self, PaperLine},
    },
    documents::{
        self,
        official::{
            Align, Annex, Block, Column, ColumnWidth, Head, PageSum, Paper, Row, Sheet, Signature, Table,
        },
    },
    error::Error,
};

/// Goes by the number of its batch; a batch that was released does not change, so that neither does the list.
pub async fn of_batch(ctx: &Ctx, id: i64) -> Result<Printed, Error> {
    let batch = payments::paper(ctx, id).await?;
    let head = letterhead(&batch.directory, batch.payer_id, batch.made_on)?;
    let paper = Paper {
        head: Head {
            form: Some("Mẫu số 20".to_owned()),
            number: batch.number.clone(),
            date: batch.made_on,
            title: "Danh sách thanh toán".to_owned(),
            subject: Some(format!("Lô chi {}", batch.number)),
            ..head
        },
        blocks: vec![
            Block::field("Đơn vị chi", &batch.payer),
            Block::field(
                "Tài khoản",
                [batch.payer_account, batch.payer_bank].join(", ").trim_matches([',', ' ']),
            ),
            Block::field("Số khoản chi", batch.lines.len().to_string()),
            Block::Amount { label: "Tổng số tiền".to_owned(), amount: batch.total },
            Block::text("Danh sách đơn vị thụ hưởng và mục lục ngân sách kèm theo./."),
        ],
        signatures: vec![vec![
            Signature::new("Người lập", false),
            Signature::new("Kế toán trưởng", false),
            Signature::new("Thủ trưởng đơn vị", true),
        ]],
        recipients: Vec::new(),
        checks: Vec::new(),
        mark: None,
        note: Some(FORM_OF_TREASURY.to_owned()),
        annexes: vec![Annex {
            label: "Danh sách".to_owned(),
            title: "Đơn vị thụ hưởng".to_owned(),
            sheet: Sheet::Wide,
            blocks: vec![Block::Table(payees(&batch.lines))],
        }],
    };
    let file = format!("danh-sach-thanh-toan-{}.pdf", batch.number.to_lowercase().replace(['/', ' '], "-"));
    let spelling = settings_now(ctx.db()).await?.spelling(batch.released_on);
    let bytes = documents::print(&paper, spelling).map_err(|error| Error::fault("paper", error))?;
    Ok((file, bytes))
}

fn payees(lines: &[PaperLine]) -> Table {
    let mut rows = Vec::new();
    let mut amounts = Vec::new();
    for line in lines {
        for (codes, amount) in &line.codes {
            let basis = match &line.minutes {
                Some((number, day)) => format!("{number}, {}", short(*day)),
                None => format!("{}, tạm ứng", line.statement_number),
            };
            let invoice = line.invoice.as_ref();
            let invoice = invoice.map(|(number, day, _)| format!("{number}, {}", short(*day)));
            amounts.push(*amount);
            rows.push(Row::of([
                (rows.len() + 1).to_string(),
                line.payee.clone(),
                line.tax_code.clone(),
                format!("{}, {}", line.account, line.bank),
                line.order_number.clone(),
                basis,
                invoice.unwrap_or_default(),
                format!("{}-{}-{}-{}", codes.chapter, codes.category, codes.item, codes.source_code),
                amount.to_string(),
            ]));
        }
    }
    let total: Money = amounts.iter().copied().sum();
    Table {
        columns: vec![
            Column::new("STT", ColumnWidth::Content, Align::Centre),
            Column::new("Đơn vị thụ hưởng", ColumnWidth::Rest, Align::Left),
            Column::new("Mã số thuế", ColumnWidth::Content, Align::Centre),
            Column::new("Tài khoản, nơi mở", ColumnWidth::Word, Align::Left),
            Column::new("Đơn đặt hàng", ColumnWidth::Word, Align::Left),
            Column::new("Bảng thanh toán", ColumnWidth::Word, Align::Left),
            Column::new("Hóa đơn", ColumnWidth::Word, Align::Left),
            Column::new("Chương-khoản-mục-nguồn", ColumnWidth::Word, Align::Centre),
            Column::new("Số tiền (đồng)", ColumnWidth::Content, Align::Right),
        ],
        rows,
        subtotal: Some(PageSum { label: "Cộng trang", amounts }),
        totals: vec![Row::total("Tổng cộng", 8, [total.to_string()])],
        sizes: &[10, 9],
    }
}
