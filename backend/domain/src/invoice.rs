//! The payee's electronic invoice for a statement. Training is not subject to value added tax (Luật Thuế GTGT 48/2024/QH15;
//! NĐ 181/2025/NĐ-CP Đ4): no tax is part of the amount, which is not the same as a rate of 0 %.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    issue::Issue,
    money::Money,
    statement::{Kind, Totals},
    text::{Text, say},
};

/// The class of value added tax that an invoice names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VatClass {
    NotTaxable,
    Rate0,
    Rate5,
    Rate8,
    Rate10,
}

impl VatClass {
    pub const ALL: [VatClass; 5] =
        [VatClass::NotTaxable, VatClass::Rate0, VatClass::Rate5, VatClass::Rate8, VatClass::Rate10];

    pub fn as_str(self) -> &'static str {
        match self {
            VatClass::NotTaxable => "not_taxable",
            VatClass::Rate0 => "rate_0",
            VatClass::Rate5 => "rate_5",
            VatClass::Rate8 => "rate_8",
            VatClass::Rate10 => "rate_10",
        }
    }

    pub fn parse(text: &str) -> Option<VatClass> {
        VatClass::ALL.into_iter().find(|class| class.as_str() == text)
    }

    pub fn name(self) -> Text {
        match self {
            VatClass::NotTaxable => Text::new("không chịu thuế", "not subject to tax"),
            VatClass::Rate0 => Text::new("0 %", "0 %"),
            VatClass::Rate5 => Text::new("5 %", "5 %"),
            VatClass::Rate8 => Text::new("8 %", "8 %"),
            VatClass::Rate10 => Text::new("10 %", "10 %"),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoice {
    pub number: String,
    pub invoiced_on: Date,
    pub amount: Money,
    pub vat: VatClass,
}

/// What the invoice of a statement is made out for. An advance is invoiced when it is received, and the later stages for the
/// rest (NĐ 254/2026/NĐ-CP Đ9); what is set off against an old debt was still supplied. Nothing where nothing is due.
pub fn expected(kind: Kind, totals: &Totals) -> Money {
    match kind {
        Kind::Advance => totals.gross,
        Kind::Acceptance | Kind::Liquidation => (totals.gross - totals.advance_recovered).at_least_zero(),
    }
}

/// What of an invoice does not fit its statement; nothing when it does.
pub fn mismatches(invoice: &Invoice, expected: Money) -> Vec<Text> {
    let mut found = Vec::new();
    if invoice.amount != expected {
        found.push(say!(
            "Hóa đơn ghi {written} đ, cần {expected} đ.",
            "The invoice says {written} đ; {expected} đ is expected.",
            written = invoice.amount.said(),
            expected = expected.said()
        ));
    }
    if invoice.vat != VatClass::NotTaxable {
        found.push(Text::new(
            format!("Hóa đơn ghi thuế suất {}; dạy nghề không chịu thuế.", invoice.vat.name().vi),
            format!("The invoice names VAT of {}; training is not subject to it.", invoice.vat.name().en),
        ));
    }
    found
}

/// Everything that is wrong with an invoice as it was typed.
pub fn check(invoice: &Invoice, prepared_on: Date, today: Date) -> Vec<Issue> {
    let mut found = Vec::new();
    let mut unless = |holds: bool, code: &str, place: &str, problem: (&str, &str), remedy: (&str, &str)| {
        if !holds {
            let (problem, remedy) = (Text::new(problem.0, problem.1), Text::new(remedy.0, remedy.1));
            found.push(Issue::new(code, place, "NĐ 254/2026/NĐ-CP Đ9, Đ10", problem, remedy));
        }
    };
    unless(
        !invoice.number.is_empty() && invoice.number.chars().count() <= 40,
        "invoice.number",
        "invoice_number",
        ("Thiếu số hóa đơn, hoặc dài quá 40 ký tự.", "The number is missing, or longer than 40 characters."),
        ("Ghi ký hiệu và số, như 1C26TDT-00000123.", "Write series and number, such as 1C26TDT-00000123."),
    );
    unless(
        invoice.invoiced_on <= today,
        "invoice.future",
        "invoiced_on",
        ("Ngày hóa đơn ở tương lai.", "The day of the invoice is in the future."),
        ("Ghi ngày lập hóa đơn.", "Write the day it was made out."),
    );
    unless(
        invoice.invoiced_on >= prepared_on,
        "invoice.early",
        "invoiced_on",
        ("Hóa đơn lập trước bảng thanh toán.", "The invoice is older than the statement."),
        ("Ghi hóa đơn của bảng này.", "Record the invoice of this statement."),
    );
    unless(
        invoice.amount > Money::ZERO,
        "invoice.amount",
        "amount",
        ("Số tiền phải lớn hơn 0.", "The amount must be above zero."),
        ("Ghi tổng tiền trên hóa đơn.", "Write the total of the invoice."),
    );
    found
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    fn invoice(amount: i64, vat: VatClass) -> Invoice {
        Invoice {
            number: "1C26TDT-1".to_owned(),
            invoiced_on: date!(2026 - 10 - 12),
            amount: Money::dong(amount),
            vat,
        }
    }

    #[test]
    fn an_acceptance_is_invoiced_without_the_advance_that_was_invoiced_before() {
        let totals = Totals {
            gross: Money::dong(100),
            advance_recovered: Money::dong(30),
            set_off: Money::dong(20),
            payable: Money::dong(50),
            to_recover: Money::ZERO,
        };
        assert_eq!(expected(Kind::Acceptance, &totals), Money::dong(70));
        assert_eq!(expected(Kind::Advance, &totals), Money::dong(100));
        let back = Totals { gross: Money::dong(-5), ..Totals::default() };
        assert_eq!(expected(Kind::Acceptance, &back), Money::ZERO);
    }

    #[test]
    fn an_amount_and_a_tax_that_do_not_fit_are_both_told() {
        assert!(mismatches(&invoice(70, VatClass::NotTaxable), Money::dong(70)).is_empty());
        assert_eq!(mismatches(&invoice(71, VatClass::Rate0), Money::dong(70)).len(), 2);
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let wrong =
            Invoice { number: String::new(), amount: Money::ZERO, ..invoice(1, VatClass::NotTaxable) };
        let codes = |found: Vec<Issue>| found.into_iter().map(|issue| issue.code).collect::<Vec<_>>();
        assert_eq!(
            codes(check(&wrong, date!(2026 - 10 - 13), date!(2026 - 10 - 11))),
            ["invoice.number", "invoice.future", "invoice.early", "invoice.amount"]
        );
        let right = invoice(1, VatClass::NotTaxable);
        assert!(check(&right, date!(2026 - 10 - 10), date!(2026 - 10 - 12)).is_empty());
    }
}
