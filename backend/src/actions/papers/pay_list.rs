//! Danh sách thanh toán (Mẫu 20): who receives what, from which account and on which budget line. Of one settlement, or of a
//! whole payment batch.

use domain::{money::Money, programme::Appropriation, text::Lang};

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
    /// `year`: to whose budget it is charged.
    pub fn of(line: &Appropriation, year: i32) -> Codes {
        let parts = [&line.source_code, &line.programme_code, &line.budget_level].map(String::as_str);
        Codes {
            place: [&line.chapter, &line.category, &line.item].map(String::as_str).join("-"),
            source: format!("{}-{year}", parts.join("-")),
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
            amount.grouped(Lang::Vi),
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
            totals: vec![Row::total("Tổng cộng", 9, [total.grouped(Lang::Vi)])],
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

#[cfg(test)]
mod tests {
    use domain::words::Spelling;
    use time::macros::date;

    use super::*;
    use crate::documents::{
        self,
        official::{Head, Paper, Signature},
    };

    fn printed(list: PayList) -> Vec<u8> {
        let paper = Paper {
            head: Head {
                is_draft: false,
                form: Some("Mẫu số 20".to_owned()),
                parent_body: Some("Bộ Giáo dục và Đào tạo".to_owned()),
                issuing_body: "Cục Giáo dục nghề nghiệp và Giáo dục thường xuyên".to_owned(),
                place: "Hà Nội".to_owned(),
                number: "123/DSTT-CGDNNGDTX".to_owned(),
                date: date!(2026 - 11 - 02),
                title: "Danh sách thanh toán".to_owned(),
                subject: Some("Quý III năm 2026".to_owned()),
            },
            blocks: list.front("Cục Giáo dục nghề nghiệp và Giáo dục thường xuyên".to_owned()),
            signatures: vec![vec![
                Signature::new("Người lập", false),
                Signature::new("Thủ trưởng đơn vị", true),
            ]],
            recipients: Vec::new(),
            checks: Vec::new(),
            mark: None,
            note: None,
            annexes: vec![list.annex()],
        };
        documents::print(&paper, Spelling::default()).expect("it can be printed")
    }

    #[test]
    fn a_list_of_nobody_is_a_list() {
        assert!(printed(PayList::default()).starts_with(b"%PDF"));
    }

    #[test]
    fn thousands_of_the_longest_names_fit() {
        let payee = Payee {
            name: "Trường Cao đẳng Công nghệ Thông tin và Truyền thông Hữu nghị Việt Nam – Hàn Quốc tỉnh Bà Rịa – Vũng Tàu, \
                Phân hiệu Côn Đảo"
                .to_owned(),
            tax_code: "0312345678-901".to_owned(),
            account: "19030001098011234567890, Ngân hàng Thương mại cổ phần Công Thương Việt Nam – Chi nhánh Khu công nghiệp".to_owned(),
            order: "1234/2026/HĐ-ĐH".to_owned(),
            basis: "123456/2026/BTT, 30/11/2026".to_owned(),
            invoice: "1C26TDT-00000123, 30/11/2026".to_owned(),
        };
        let codes = Codes { place: "022-093-7012".to_owned(), source: "12-0959-1-2026".to_owned() };
        let mut list = PayList::default();
        for _ in 0..3_000 {
            list.add(&payee, &codes, Money::dong(999_999_999_999));
        }
        // Ten lines of text a row, on hundreds of pages.
        let pdf = printed(list);
        assert!(pdf.len() < 3_000 * 1_024, "{} bytes", pdf.len());
    }
}
