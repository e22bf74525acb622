//! Why an amount is what it is, as data: from this alone the amount can be recomputed.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use time::Date;

use super::{entitlement::Outcome, scheme};
use crate::{
    grading::GraduationClass,
    ids::{FactId, PartyId},
    money::{Money, Remainder, Rounding},
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    pub part: String,
    pub facts: Vec<Used>,
    pub gates: Vec<Checked>,
    pub price: Money,
    /// Shares of all parts of the scheme, in order; `index` is this part's place.
    pub shares: Vec<Decimal>,
    pub index: usize,
    /// Whether the learner counts towards the ordered number.
    pub seated: bool,
    pub remainder: Remainder,
    /// What the part is worth before quality.
    pub value: Money,
    pub class: Option<GraduationClass>,
    pub factor: Decimal,
    pub rounding: Rounding,
    pub outcome: Outcome,
    pub earned: Money,
    pub split: Vec<Share>,
    /// The party of this line.
    pub payee: PartyId,
    pub entitled: Money,
    pub settled_before: Money,
    pub due: Money,
}

/// A fact that the amount rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Used {
    pub id: FactId,
    pub on: Date,
    pub what: String,
}

/// A gate that was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    pub code: String,
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// What one party receives of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    pub payee: PartyId,
    pub hours: u64,
    pub amount: Money,
}

impl Trace {
    /// The amount due, recomputed from the trace and nothing else.
    pub fn recompute(&self) -> Money {
        let weights = scheme::weights(self.shares.iter().copied());
        let values = self.price.allocate(&weights, self.remainder);
        let value = if self.seated { values[self.index] } else { Money::ZERO };
        let passed = self.gates.iter().all(|gate| gate.outcome == Outcome::Earned);
        let earned = if passed { value.portion(self.factor, self.rounding) } else { Money::ZERO };
        let hours: Vec<u64> = self.split.iter().map(|share| share.hours).collect();
        let amounts = if hours.len() > 1 { earned.allocate(&hours, self.remainder) } else { vec![earned] };
        let entitled: Money = self
            .split
            .iter()
            .zip(amounts)
            .filter(|(share, _)| share.payee == self.payee)
            .map(|(_, amount)| amount)
            .sum();
        entitled - self.settled_before
    }
}
