//! What parts draw on: amounts, tables, scales, bands, quality, numbers, rounding.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::Date;

use super::Otherwise;
use crate::{
    fraction::Fraction,
    grading::GraduationClass,
    money::{Money, Remainder, Rounding},
    settlement::{formula::Formula, trace::Rounded},
    text::Text,
    value::Value,
};

/// A whole that parts take shares of. Its leaves sum to exactly 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    pub code: String,
    pub value: Formula,
    pub cap: Option<Formula>,
    pub law: String,
    /// Of all parts that share it, by part; weights in the same proportion as the shares.
    pub leaves: Vec<usize>,
    pub weights: Vec<u64>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub keys: Vec<String>,
    pub rows: Vec<Row>,
    pub law: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub key: Vec<Value>,
    pub value: Fraction,
    pub from: Option<Date>,
    pub until: Option<Date>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    pub line: bool,
    /// A step is reached at the bound, not only beyond it.
    pub at_least: bool,
    pub points: Vec<(Fraction, Fraction)>,
    pub law: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bands {
    pub code: String,
    pub steps: Vec<Band>,
    pub scope: Reach,
    pub refund: Refund,
    pub beyond: Beyond,
    pub law: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    pub code: String,
    pub capacity: Formula,
    pub price: Formula,
}

/// Whose learners are counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    #[default]
    Order,
    Provider,
    Programme,
}

/// Which band's price comes back when a learner drops out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Refund {
    /// All behind him move up: the highest filled band's.
    #[default]
    Highest,
    /// His place stays empty: exactly what was paid for him.
    Own,
}

/// What happens beyond the ordered number, or the last band.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Beyond {
    /// Never paid.
    #[default]
    Refuse,
    /// Paid if a place comes free or the order grows.
    Hold,
    /// Listed for the next order.
    NextOrder,
}

/// What a graduation class is worth: the factor on every part paid by quality.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quality {
    pub factors: BTreeMap<&'static str, Decimal>,
    pub law: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Factor {
    pub code: String,
    pub title: Text,
    pub value: Formula,
    pub cap: Option<Formula>,
    pub law: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    pub beyond: Beyond,
    pub rank: Vec<Rank>,
    pub minimum: Option<u32>,
    pub below: Otherwise,
    pub law: String,
}

/// Who stands first when not everybody can count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// Who reached the first part's census, or still may.
    Kept,
    /// Who enrolled earlier.
    EnrolledOn,
}

/// How an exact number becomes an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The smallest amount of the currency that the scheme pays, in its main unit.
    pub smallest: Fraction,
    /// Amounts are multiples of so many of the smallest.
    pub multiple: i64,
    pub mode: Rounding,
    pub remainder: Remainder,
    pub step: RoundingStep,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoundingStep {
    /// The product is rounded once.
    #[default]
    Once,
    /// After each factor.
    Each,
}

impl Quality {
    pub fn factor(&self, class: GraduationClass) -> Decimal {
        self.factors[class.as_str()]
    }
}

impl Rule {
    /// From main units to the smallest, rounded as the rule says.
    pub fn money(&self, exact: Fraction) -> Option<Money> {
        Rounded::from(*self).money(exact)
    }

    /// From the smallest units to main units.
    pub fn exact(&self, money: Money) -> Option<Fraction> {
        Rounded::from(*self).exact(money)
    }
}
