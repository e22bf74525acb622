//! The minutes of acceptance: what they say. Plain values that arrive ready; nothing is decided or paid here.
//! `paper` says it as an official paper; what stands in its numbered part is in `sections`.

mod sections;

use domain::money::Money;
use time::Date;

use super::official::{self, Block, Head, Paper, Signature, on, on_one_line};

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

impl AcceptanceMinutes {
    fn form(&self) -> &'static str {
        match self.instrument {
            Instrument::Decision => "Mẫu số 02",
            Instrument::Contract => "Mẫu số 04",
        }
    }

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

    pub fn paper(&self) -> Paper {
        let mut blocks = vec![Block::Bases(self.legal_bases.clone())];
        blocks.extend(self.opening());
        blocks.extend(sections::blocks(self));
        let sides = [("Đại diện Bên A", &self.ordering_body), ("Đại diện Bên B", &self.provider)];
        let representatives = sides.map(|(heading, party)| Signature {
            title: party.representative_title.clone(),
            ..Signature::new(heading, true)
        });
        let accountants =
            ["Kế toán trưởng Bên A", "Kế toán trưởng Bên B"].map(|heading| Signature::new(heading, false));
        let checks =
            [("Mã băm bảng thanh toán", &self.statement_hash), ("Mã băm cuối sổ cái", &self.ledger_head)];
        Paper {
            head: Head {
                is_draft: false,
                form: Some(self.form().to_owned()),
                parent_body: self.parent_body.clone(),
                issuing_body: self.issuing_body.clone(),
                place: self.place.clone(),
                number: self.number.clone(),
                date: self.date,
                title: self.title().to_owned(),
                subject: Some(format!("{} {}", self.order(), on_one_line(self.order_date))),
            },
            blocks,
            signatures: vec![representatives.into(), accountants.into()],
            recipients: self.recipients.clone(),
            checks: checks.into_iter().filter_map(|(label, mark)| Some((label, mark.clone()?))).collect(),
            mark: None,
            note: self.layout_note.clone(),
            annexes: sections::learners(&self.learners).into_iter().collect(),
        }
    }

    /// The day, and the two sides.
    fn opening(&self) -> [Block; 4] {
        let (agrees, provider) = match self.instrument {
            Instrument::Decision => ("nghiệm thu", "đơn vị được đặt hàng"),
            Instrument::Contract => ("nghiệm thu, thanh lý", "bên nhận đặt hàng"),
        };
        [
            Block::Text(format!("Hôm nay, {}, tại {}, hai bên gồm có:", on(self.date), self.place)),
            Block::Party(self.ordering_body.side("Bên A (cơ quan đặt hàng)")),
            Block::Party(self.provider.side(&format!("Bên B ({provider})"))),
            Block::Text(format!(
                "Hai bên thống nhất {agrees} {} {} với các nội dung sau:",
                self.order(),
                on(self.order_date)
            )),
        ]
    }
}

impl Party {
    pub fn side(&self, side: &str) -> official::Party {
        let fields = [
            ("Địa chỉ", &self.address),
            ("Mã số thuế", &self.tax_code),
            ("Mã đơn vị có quan hệ với ngân sách", &self.budget_unit_code),
        ];
        official::Party {
            side: side.to_owned(),
            name: self.name.clone(),
            representative_title: self.representative_title.clone(),
            fields: fields.into_iter().filter_map(|(label, value)| Some((label, value.clone()?))).collect(),
        }
    }
}
