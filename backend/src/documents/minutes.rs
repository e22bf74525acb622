//! The minutes of acceptance: what they say. Plain values that arrive ready; nothing is decided or paid here.
//! How they are set is in the files below: `opening`, `sections`, `closing`, `annex`.

mod annex;
mod closing;
mod opening;
mod sections;

use domain::{money::Money, text};
use time::Date;

use super::layout::{Flow, Page};

/// What the training was ordered by, which decides the form of the minutes (NĐ 32/2019/NĐ-CP).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instrument {
    /// Quyết định đặt hàng (Mẫu 01), to a subordinate public unit: minutes on Mẫu số 02.
    Decision,
    /// Hợp đồng đặt hàng (Mẫu 03), to any other provider: minutes on Mẫu số 04, which also close the contract.
    Contract,
}

/// Biên bản nghiệm thu đặt hàng; biên bản nghiệm thu, thanh lý hợp đồng.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptanceMinutes {
    pub instrument: Instrument,
    /// Cơ quan chủ quản and cơ quan ban hành, by the names they bore on the day.
    pub parent_body: Option<String>,
    pub issuing_body: String,
    pub place: String,
    /// Number and symbol: `05/BB-SGDĐT`.
    pub number: String,
    pub date: Date,
    /// Without `Căn cứ` and without the mark at the end.
    pub legal_bases: Vec<String>,
    /// Bên A.
    pub ordering_body: Party,
    /// Bên B.
    pub provider: Party,
    pub order_number: String,
    pub order_date: Date,
    pub lines: Vec<AcceptedLine>,
    pub quality: Vec<QualityLine>,
    pub money: MoneySummary,
    /// Empty unless the amount is shared with host enterprises.
    pub payees: Vec<PayeeShare>,
    /// What in this paper is assumed and by whom it must be confirmed.
    pub assumptions: Vec<String>,
    pub conclusions: Vec<String>,
    /// Nơi nhận, each without the dash and the mark at the end.
    pub recipients: Vec<String>,
    /// Hash of the statement these minutes accept, and of the last entry of the ledger when it was made.
    pub statement_hash: Option<String>,
    pub ledger_head: Option<String>,
    /// Said at the foot of the first page when the layout of the form has not been compared with the decree.
    pub layout_note: Option<String>,
    /// The annex, left out when empty.
    pub learners: Vec<AnnexLearner>,
}

/// A side of the minutes. The signer's name is left to be written by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    pub name: String,
    /// `Giám đốc`; a dotted line if it is not known.
    pub representative_title: Option<String>,
    pub address: Option<String>,
    pub tax_code: Option<String>,
    /// Mã đơn vị có quan hệ với ngân sách.
    pub budget_unit_code: Option<String>,
}

/// An order line with what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptedLine {
    pub occupation: String,
    pub level: String,
    pub ordered: u32,
    pub enrolled: u32,
    pub graduated: u32,
    pub accepted: u32,
    pub unit_price: UnitPrice,
    pub ordered_amount: Money,
    pub accepted_amount: Money,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitPrice {
    /// Issued by the authority.
    Issued(Money),
    /// Assumed: marked (*) in the table.
    Assumed(Money),
}

/// Learners of one graduation class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QualityLine {
    pub graduation_class: String,
    pub learners: u32,
    pub accepted_amount: Money,
}

/// The amounts as the settlement gives them; they are printed, not checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MoneySummary {
    /// Giá trị đặt hàng.
    pub ordered: Money,
    /// Giá trị nghiệm thu.
    pub accepted: Money,
    /// Giá trị không nghiệm thu.
    pub not_accepted: Money,
    /// Còn chờ kết quả.
    pub pending: Money,
    /// Đã tạm ứng.
    pub advanced: Money,
    /// Đã thanh toán.
    pub paid: Money,
    /// Thu hồi tạm ứng.
    pub advance_recovered: Money,
    /// Còn phải thanh toán; negative: phải thu hồi.
    pub balance: Money,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayeeShare {
    pub name: String,
    pub amount: Money,
}

/// A row of the annex. The personal id arrives masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnexLearner {
    pub full_name: String,
    pub masked_personal_id: String,
    pub graduation_class: String,
    pub certificate_number: String,
    pub accepted_amount: Money,
}

/// The paper as pages of drawing instructions.
pub fn pages(paper: &AcceptanceMinutes) -> Vec<Page> {
    let mut flow = Flow::new(opening::footnote(paper));
    flow.add(opening::letterhead(paper));
    flow.add(opening::parties(paper));
    let sections = sections::set(paper, &mut flow);
    flow.add(closing::pieces(paper, sections));
    annex::set(paper, &mut flow);
    flow.finish()
}

impl AcceptanceMinutes {
    pub fn title(&self) -> &'static str {
        match self.instrument {
            Instrument::Decision => "Biên bản nghiệm thu đặt hàng",
            Instrument::Contract => "Biên bản nghiệm thu, thanh lý hợp đồng",
        }
    }

    /// The order by its kind and number.
    fn order(&self) -> String {
        let kind = match self.instrument {
            Instrument::Decision => "Quyết định đặt hàng",
            Instrument::Contract => "Hợp đồng đặt hàng",
        };
        format!("{kind} số {}", self.order_number)
    }

    /// Every text in NFC with single spaces. Destructured in full, so that no field is forgotten.
    pub fn clean(&mut self) {
        let AcceptanceMinutes {
            instrument: _,
            parent_body,
            issuing_body,
            place,
            number,
            date: _,
            legal_bases,
            ordering_body,
            provider,
            order_number,
            order_date: _,
            lines,
            quality,
            money: _,
            payees,
            assumptions,
            conclusions,
            recipients,
            statement_hash,
            ledger_head,
            layout_note,
            learners,
        } = self;
        let single = [issuing_body, place, number, order_number];
        let optional = [parent_body, statement_hash, ledger_head, layout_note];
        let listed = [legal_bases, assumptions, conclusions, recipients];
        let of_lines = lines.iter_mut().flat_map(|l| [&mut l.occupation, &mut l.level]);
        let of_learners = learners.iter_mut().flat_map(|l| {
            let AnnexLearner {
                full_name,
                masked_personal_id,
                graduation_class,
                certificate_number,
                accepted_amount: _,
            } = l;
            [full_name, masked_personal_id, graduation_class, certificate_number]
        });
        single
            .into_iter()
            .chain(optional.into_iter().flatten())
            .chain(listed.into_iter().flatten())
            .chain([ordering_body, provider].into_iter().flat_map(Party::texts))
            .chain(of_lines)
            .chain(quality.iter_mut().map(|q| &mut q.graduation_class))
            .chain(payees.iter_mut().map(|p| &mut p.name))
            .chain(of_learners)
            .for_each(|text| *text = text::clean(text));
    }
}

impl Party {
    fn texts(&mut self) -> impl Iterator<Item = &mut String> {
        let Party { name, representative_title, address, tax_code, budget_unit_code } = self;
        [
            Some(name),
            representative_title.as_mut(),
            address.as_mut(),
            tax_code.as_mut(),
            budget_unit_code.as_mut(),
        ]
        .into_iter()
        .flatten()
    }
}
