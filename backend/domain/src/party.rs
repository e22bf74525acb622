//! Organisations. A party's name, parent and tax code change over time; papers carry those in force on
//! their day, so they are kept by date and asked for by date.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::text::Text;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartyKind {
    OrderingBody,
    Department,
    College,
    Enterprise,
    Auditor,
}

/// What an organisation was called, and under whom, from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    pub valid_from: Date,
    pub name: String,
    pub parent: String,
    pub tax_code: Option<String>,
}

/// The paper an order is made on (NĐ 32/2019/NĐ-CP).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Instrument {
    /// Quyết định đặt hàng, Mẫu 01; accepted on Mẫu 02. For a subordinate public unit.
    Decision,
    /// Hợp đồng đặt hàng, Mẫu 03; accepted and liquidated on Mẫu 04. For everybody else.
    Contract,
}

impl PartyKind {
    pub const ALL: [PartyKind; 5] = [
        PartyKind::OrderingBody,
        PartyKind::Department,
        PartyKind::College,
        PartyKind::Enterprise,
        PartyKind::Auditor,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            PartyKind::OrderingBody => "ordering_body",
            PartyKind::Department => "department",
            PartyKind::College => "college",
            PartyKind::Enterprise => "enterprise",
            PartyKind::Auditor => "auditor",
        }
    }

    pub fn parse(text: &str) -> Option<PartyKind> {
        PartyKind::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    pub fn name(self) -> Text {
        match self {
            PartyKind::OrderingBody => Text::new("cơ quan đặt hàng", "ordering body"),
            PartyKind::Department => Text::new("sở", "department"),
            PartyKind::College => Text::new("cơ sở giáo dục nghề nghiệp", "college"),
            PartyKind::Enterprise => Text::new("doanh nghiệp", "enterprise"),
            PartyKind::Auditor => Text::new("cơ quan kiểm toán", "auditor"),
        }
    }
}

impl Instrument {
    /// The instrument follows from who provides, and is not chosen (NĐ 32/2019; rule R2).
    pub fn for_provider(subordinate_to_ordering_body: bool) -> Instrument {
        if subordinate_to_ordering_body { Instrument::Decision } else { Instrument::Contract }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Instrument::Decision => "decision",
            Instrument::Contract => "contract",
        }
    }

    pub fn parse(text: &str) -> Option<Instrument> {
        [Instrument::Decision, Instrument::Contract].into_iter().find(|i| i.as_str() == text)
    }

    pub fn name(self) -> Text {
        match self {
            Instrument::Decision => Text::new("quyết định đặt hàng", "order decision"),
            Instrument::Contract => Text::new("hợp đồng đặt hàng", "order contract"),
        }
    }
}

/// The identity in force on a day: the latest that began on or before it. Before the first, the first.
pub fn identity_on(identities: &[Identity], day: Date) -> Option<&Identity> {
    let begun = identities.iter().filter(|identity| identity.valid_from <= day);
    begun
        .max_by_key(|identity| identity.valid_from)
        .or_else(|| identities.iter().min_by_key(|identity| identity.valid_from))
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_paper_carries_the_name_of_its_day() {
        let named = |valid_from, name: &str| Identity {
            valid_from,
            name: name.to_owned(),
            parent: String::new(),
            tax_code: None,
        };
        let identities = [named(date!(2025 - 03 - 01), "Bộ GDĐT"), named(date!(2017 - 01 - 01), "Bộ LĐTBXH")];
        let name_on = |day| identity_on(&identities, day).unwrap().name.as_str();
        assert_eq!(name_on(date!(2025 - 02 - 28)), "Bộ LĐTBXH");
        assert_eq!(name_on(date!(2025 - 03 - 01)), "Bộ GDĐT");
        assert_eq!(name_on(date!(2001 - 01 - 01)), "Bộ LĐTBXH");
        assert!(identity_on(&[], date!(2025 - 01 - 01)).is_none());
    }
}
