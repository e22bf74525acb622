//! What the office maintains changes by proposals: one person proposes, with the decision it rests on, and a second one
//! confirms. Nothing that was is edited; a change is a new dated row beside the old one.

mod check;
mod check_money;
mod prices;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use time::Date;

pub use self::{
    check::{Line, World},
    prices::{PriceRow, read as read_prices},
};
use crate::{
    approval::{Band, Subject},
    ids::PartyId,
    money::Money,
    occupation::Level,
    order::ApprovalKind,
    programme::Certainty,
    setting::Setting,
    text::{Text, clean},
    working_days::DayKind,
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// A new version of payment terms, as its file says them.
    Scheme {
        content: String,
    },
    Prices(PriceList),
    Licence(Licence),
    /// Another amount of a budget line that is there.
    Appropriation {
        code: String,
        amount: Money,
    },
    BudgetLine(BudgetLine),
    Days {
        from: Date,
        until: Date,
        what: DayKind,
        name: String,
    },
    Occupation(NewOccupation),
    /// In units of 10^-decimals of the programme's file.
    Target {
        programme: String,
        code: String,
        value: i64,
    },
    Setting {
        name: Setting,
        value: i64,
    },
    Organisation(Organisation),
    /// A setting too: from which amounts on which roles approve.
    Bands {
        subject: Subject,
        bands: Vec<Band>,
    },
}

/// Prices of one decision. They hold from the basis' day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceList {
    pub rows: Vec<PriceRow>,
    pub valid_until: Option<Date>,
    /// The list that ends the day before, by the id of its first price.
    pub supersedes: Option<i64>,
}

/// What a provider may train. A scale of 0 takes the licence back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Licence {
    pub provider: PartyId,
    pub occupation: String,
    pub kind: ApprovalKind,
    pub place: String,
    pub yearly_scale: u32,
}

/// A budget line: chương, loại khoản, mục, nguồn, CTMT, cấp ngân sách (TT 324/2016, TT 130/2025).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetLine {
    pub programme: String,
    pub code: String,
    pub fiscal_year: i32,
    pub chapter: String,
    pub category: String,
    pub item: String,
    pub source_code: String,
    pub programme_code: String,
    pub budget_level: String,
    pub amount: Money,
    pub levels: Vec<Level>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewOccupation {
    pub code: String,
    pub name: Text,
    pub level: Level,
    /// Of a course whose length is part of its programme.
    pub course: Option<Course>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    pub months: u32,
    pub hours_total: u32,
    pub hours_enterprise: u32,
}

/// Everything of an organisation that may change with time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    pub party: PartyId,
    pub name: String,
    pub short_name: String,
    pub parent: String,
    pub province_code: String,
    pub ownership: String,
    pub tax_code: String,
    pub address: String,
    /// With the State Treasury.
    pub treasury_account: String,
    pub bank_account: String,
    pub bank: String,
    /// Whether new orders may be placed with it.
    pub active: bool,
}

/// The decision a change rests on, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    pub valid_from: Date,
    pub authority: String,
    pub number: String,
    pub decided_on: Option<Date>,
    /// Where it can be read: an address, or the register it is filed in.
    pub source: String,
    pub certainty: Certainty,
    pub reason: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Scheme,
    Prices,
    Licence,
    Appropriation,
    BudgetLine,
    Days,
    Occupation,
    Target,
    Setting,
    Organisation,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Proposed,
    Approved,
    Rejected,
    Withdrawn,
}

/// Every occupation with its level, as checks need it.
pub type Levels = BTreeMap<String, Level>;
/// What waits to be confirmed: its kind and what it is about.
pub type Waiting = BTreeSet<(Kind, String)>;

impl Change {
    pub fn kind(&self) -> Kind {
        match self {
            Change::Scheme { .. } => Kind::Scheme,
            Change::Prices(_) => Kind::Prices,
            Change::Licence(_) => Kind::Licence,
            Change::Appropriation { .. } => Kind::Appropriation,
            Change::BudgetLine(_) => Kind::BudgetLine,
            Change::Days { .. } => Kind::Days,
            Change::Occupation(_) => Kind::Occupation,
            Change::Target { .. } => Kind::Target,
            Change::Setting { .. } | Change::Bands { .. } => Kind::Setting,
            Change::Organisation(_) => Kind::Organisation,
        }
    }

    /// Texts as they are stored: one way of writing each.
    #[must_use]
    pub fn tidy(self) -> Change {
        match self {
            Change::Days { from, until, what, name } => {
                Change::Days { from, until, what, name: clean(&name) }
            }
            Change::Occupation(new) => Change::Occupation(NewOccupation {
                code: clean(&new.code),
                name: Text::new(clean(&new.name.vi), clean(&new.name.en)),
                ..new
            }),
            Change::BudgetLine(line) => Change::BudgetLine(BudgetLine {
                code: clean(&line.code).to_lowercase(),
                chapter: clean(&line.chapter),
                category: clean(&line.category),
                item: clean(&line.item),
                source_code: clean(&line.source_code),
                programme_code: clean(&line.programme_code),
                budget_level: clean(&line.budget_level),
                ..line
            }),
            Change::Organisation(new) => Change::Organisation(Organisation {
                name: clean(&new.name),
                short_name: clean(&new.short_name),
                parent: clean(&new.parent),
                tax_code: clean(&new.tax_code),
                address: clean(&new.address),
                treasury_account: clean(&new.treasury_account),
                bank_account: clean(&new.bank_account),
                bank: clean(&new.bank),
                ..new
            }),
            // A file, and what is chosen from lists.
            other @ (Change::Scheme { .. }
            | Change::Prices(_)
            | Change::Licence(_)
            | Change::Appropriation { .. }
            | Change::Target { .. }
            | Change::Setting { .. }
            | Change::Bands { .. }) => other,
        }
    }

    /// What it is about: two proposals about the same do not wait at once. Codes, never names.
    pub fn subject(&self, basis: &Basis) -> String {
        match self {
            Change::Scheme { content } => crate::settlement::Scheme::parse(content)
                .map_or_else(|_| String::new(), |scheme| format!("{} v{}", scheme.id, scheme.version)),
            Change::Prices(_) => basis.number.clone(),
            Change::Licence(licence) => {
                format!("{} {} {}", licence.provider.0, licence.occupation, licence.kind.as_str())
            }
            Change::Appropriation { code, .. } => code.clone(),
            Change::BudgetLine(line) => line.code.clone(),
            Change::Days { from, until, .. } => format!("{from} {until}"),
            Change::Occupation(occupation) => occupation.code.clone(),
            Change::Target { programme, code, .. } => format!("{programme} {code}"),
            Change::Setting { name, .. } => name.as_str().to_owned(),
            Change::Organisation(organisation) => organisation.party.0.to_string(),
            Change::Bands { subject, .. } => format!("bands {}", subject.as_str()),
        }
    }
}

impl Kind {
    pub const ALL: [Kind; 10] = [
        Kind::Scheme,
        Kind::Prices,
        Kind::Licence,
        Kind::Appropriation,
        Kind::BudgetLine,
        Kind::Days,
        Kind::Occupation,
        Kind::Target,
        Kind::Setting,
        Kind::Organisation,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Scheme => "scheme",
            Kind::Prices => "prices",
            Kind::Licence => "licence",
            Kind::Appropriation => "appropriation",
            Kind::BudgetLine => "budget_line",
            Kind::Days => "days",
            Kind::Occupation => "occupation",
            Kind::Target => "target",
            Kind::Setting => "setting",
            Kind::Organisation => "organisation",
        }
    }

    pub fn parse(text: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    pub fn name(self) -> Text {
        match self {
            Kind::Scheme => Text::new("quy chế thanh toán", "scheme"),
            Kind::Prices => Text::new("đơn giá", "prices"),
            Kind::Licence => Text::new("giấy phép", "licence"),
            Kind::Appropriation => Text::new("điều chỉnh dự toán", "amount of a budget line"),
            Kind::BudgetLine => Text::new("dòng dự toán mới", "new budget line"),
            Kind::Days => Text::new("ngày nghỉ, ngày làm bù", "days off and worked instead"),
            Kind::Occupation => Text::new("ngành, nghề", "occupation"),
            Kind::Target => Text::new("chỉ tiêu", "target"),
            Kind::Setting => Text::new("tham số", "setting"),
            Kind::Organisation => Text::new("đơn vị", "organisation"),
        }
    }
}

impl State {
    pub fn as_str(self) -> &'static str {
        match self {
            State::Proposed => "proposed",
            State::Approved => "approved",
            State::Rejected => "rejected",
            State::Withdrawn => "withdrawn",
        }
    }

    pub fn parse(text: &str) -> Option<State> {
        [State::Proposed, State::Approved, State::Rejected, State::Withdrawn]
            .into_iter()
            .find(|state| state.as_str() == text)
    }

    pub fn name(self) -> Text {
        match self {
            State::Proposed => Text::new("chờ duyệt", "waits for approval"),
            State::Approved => Text::new("đã duyệt", "approved"),
            State::Rejected => Text::new("không duyệt", "rejected"),
            State::Withdrawn => Text::new("đã rút", "withdrawn"),
        }
    }
}
