//! Danh sách thanh toán (Mẫu 20): who receives what, from which account and on which budget line. Of one settlement, or of a
//! whole payment batch.

use domain::{money::Money, programme::Appropriation};

use crate::documents::official::{Align, Annex, Block, Column, ColumnWidth, PageSum, Row, Sheet, Table};

/// Who is paid, and on what ground.
pub(super) struct Payee {
    pub name: String,
    pub tax_code: String,
    pub account: String,
    pub order: String,
    pub basis: String,
    pub invoice: String,
}

/// The place of a payment in the budget.
pub(super) struct Codes {
    /// `022-093-7012`: chương, loại khoản, mục.
    pub place: String,
    /// `12-0959-1-2025`: nguồn, CTMT, cấp ngân sách, năm.
    pub source: String,
}

impl Codes {
    pub fn of(line: &Appropriation) -> Codes {
        let parts = [&line.source_code, &line.programme_code, &line.budget_level].map(String::as_str);
        Codes {
            place: [&line.chapter, &line.category, &line.item].map(String::as_str).join("-"),
            source: format!("{}-{}", parts.join("-"), line.fiscal_year),
        }
    }
}

#[derive(Default)]
pub(super) struct PayList {
    rows: Vec<Row>,
    amounts: Vec<Money>,
}

impl PayList {
    pub fn add(&mut self, payee: &Payee, codes: &Codes, amount: Money) {
        self.amounts.push(amount);
        self.rows.push(Row::of([
            (self.rows.len() + 1).to_string(),
            payee.name.clone(),
            payee.tax_code.clone(),
            payee.account.clone(),
            payee.order.clone(),
            payee.basis.clone(),
            payee.invoice.clone(),
            codes.place.clone(),
            codes.source.clone(),
            amount.to_string(),
        ]));
    }

    fn total(&self) -> Money {
        self.amounts.iter().copied().sum()
    }

    /// What the first page says.
    pub fn front(&self, payer: String) -> Vec<Block> {
        vec![
            Block::field("Đơn vị chi", payer),
            Block::field("Số khoản chi", self.rows.len().to_string()),
            Block::Amount { label: "Tổng số tiền".to_owned(), amount: self.total() },
            Block::text("Danh sách đơn vị thụ hưởng và mục lục ngân sách kèm theo./."),
        ]
    }

    pub fn annex(self) -> Annex {
        let total = self.total();
        let table = Table {
            columns: vec![
                Column::new("STT", ColumnWidth::Content, Align::Centre),
                Column::new("Đơn vị thụ hưởng", ColumnWidth::Rest, Align::Left),
                Column::new("Mã số thuế", ColumnWidth::Content, Align::Centre),
                Column::new("Tài khoản, nơi mở", ColumnWidth::Word, Align::Left),
                Column::new("Đơn đặt hàng", ColumnWidth::Word, Align::Left),
                Column::new("Bảng thanh toán", ColumnWidth::Word, Align::Left),
                Column::new("Hóa đơn", ColumnWidth::Word, Align::Left),
                Column::new("Chương-khoản-mục", ColumnWidth::Word, Align::Centre),
                Column::new("Nguồn-CTMT-cấp-năm", ColumnWidth::Word, Align::Centre),
                Column::new("Số tiền (đồng)", ColumnWidth::Content, Align::Right),
            ],
            rows: self.rows,
            subtotal: Some(PageSum { label: "Cộng trang", amounts: self.amounts }),
            totals: vec![Row::total("Tổng cộng", 9, [total.to_string()])],
            sizes: &[10, 9],
        };
        Annex {
            label: "Danh sách".to_owned(),
            title: "Đơn vị thụ hưởng".to_owned(),
            sheet: Sheet::Wide,
            blocks: vec![Block::Table(table)],
        }
    }
}
