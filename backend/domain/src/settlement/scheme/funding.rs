//! Whose money it is: caps, sources, the advance, what comes back, tax.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Otherwise;
use crate::{fraction::Fraction, settlement::formula::Formula, text::Text};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cap {
    pub code: String,
    pub title: Text,
    pub per: CapPer,
    pub year: CapYear,
    /// Empty: all.
    pub parts: Vec<usize>,
    pub payee: Option<String>,
    pub amount: Formula,
    pub cut: Cut,
    pub cut_first: Vec<usize>,
    pub over: Otherwise,
    pub law: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CapPer {
    Learner,
    Payee,
    Order,
    Provider,
    Programme,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CapYear {
    /// Over the whole time.
    #[default]
    None,
    Calendar,
    Fiscal,
}

/// What a cap takes away first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cut {
    #[default]
    Latest,
    Earliest,
    Largest,
    Smallest,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    pub code: String,
    pub title: Text,
    pub gives: Gives,
    pub when: Option<Formula>,
    pub ceiling: Option<Formula>,
    pub per_year: CapYear,
    pub law: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gives {
    /// From a balance, while it lasts.
    Draws(String),
    /// A part of what the sources before left.
    Share(Formula),
    /// Whatever is left.
    Rest,
}

/// Paid ahead when the order is accepted, and recovered from what is accepted later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advance {
    /// Of the order's value.
    pub percent: Decimal,
    /// Never more than this, whatever the percent says.
    pub ceiling: Decimal,
    /// Recovered whole once this share of the value is accepted.
    pub recovered_at: Decimal,
    pub recovery: Recovery,
    pub law: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Recovery {
    /// In proportion to what is accepted.
    #[default]
    ProRata,
    /// From the first volume accepted.
    First,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Netting {
    pub negative: Negative,
    pub instalments: u16,
    pub monthly_ceiling: Option<Fraction>,
    pub contest_days: u16,
    pub corrections: Corrections,
    pub law: String,
}

/// How money that must come back comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Negative {
    /// Kept from the party's next statement of the order.
    #[default]
    NextStatement,
    /// Kept from the party's next statement of any order.
    SetOff,
    /// In monthly instalments.
    Instalments,
    /// Asked back by invoice; nothing is kept.
    Invoice,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Corrections {
    /// One line with the difference.
    #[default]
    Net,
    /// The old line taken back, and the new one paid.
    Reverse,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tax {
    pub class: TaxClass,
    pub rate: Option<Formula>,
    pub law: String,
}

/// Training is "không chịu thuế": that is not a rate of 0 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaxClass {
    #[default]
    NotSubject,
    Exempt,
    Standard,
}

impl Source {
    /// The name of the balance it draws on.
    pub fn balance(&self) -> Option<&str> {
        match &self.gives {
            Gives::Draws(balance) => Some(balance),
            Gives::Share(_) | Gives::Rest => None,
        }
    }
}
