//! Danh sách thanh toán (Mẫu 20) of a whole payment batch, by budget line.

use super::{
    Printed,
    desk::{FORM_OF_TREASURY, letterhead, short},
    pay_list::{Codes, PayList, Payee},
    print,
};
use crate::{
    actions::{Ctx, payments},
    documents::official::{Block, Head, Paper, Signature},
    error::Error,
};

/// Goes by the number of its batch; a batch that was released does not change, so that neither does the list.
pub async fn of_batch(ctx: &Ctx, id: i64) -> Result<Printed, Error> {
    let batch = payments::paper(ctx, id).await?;
    let head = letterhead(&batch.directory, batch.payer_id, batch.made_on)?;
    let mut list = PayList::default();
    for line in &batch.lines {
        let basis = match &line.minutes {
            Some((number, day)) => format!("{number}, {}", short(*day)),
            None => format!("{}, tạm ứng", line.statement_number),
        };
        let invoice = line.invoice.as_ref();
        let payee = Payee {
            name: line.payee.clone(),
            tax_code: line.tax_code.clone(),
            account: format!("{}, {}", line.account, line.bank),
            order: line.order_number.clone(),
            basis,
            invoice: invoice
                .map_or_else(String::new, |(number, day, _)| format!("{number}, {}", short(*day))),
        };
        for (codes, amount) in &line.codes {
            list.add(&payee, &Codes::of(codes, line.charge_year), *amount);
        }
    }
    let mut blocks = list.front(batch.payer);
    let account = [batch.payer_account, batch.payer_bank].join(", ");
    blocks.insert(1, Block::field("Tài khoản", account.trim_matches([',', ' '])));
    let paper = Paper {
        head: Head {
            form: Some("Mẫu số 20".to_owned()),
            number: batch.number.clone(),
            title: "Danh sách thanh toán".to_owned(),
            subject: Some(format!("Lô chi {}", batch.number)),
            ..head
        },
        blocks,
        signatures: vec![vec![
            Signature::new("Người lập", false),
            Signature::new("Kế toán trưởng", false),
            Signature::new("Thủ trưởng đơn vị", true),
        ]],
        recipients: Vec::new(),
        checks: Vec::new(),
        mark: None,
        note: Some(FORM_OF_TREASURY.to_owned()),
        annexes: vec![list.annex()],
    };
    let file = format!("danh-sach-thanh-toan-{}.pdf", batch.number.to_lowercase().replace(['/', ' '], "-"));
    Ok((file, print(ctx, &paper, batch.released_on).await?))
}
