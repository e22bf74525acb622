//! A scheme: payment terms as a file. Loading it checks everything that can be known before a learner exists
//! and reports every finding at once, each at its line. An order freezes the version it was placed under.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use time::Date;

use super::scheme_file;
use crate::{
    grading::GraduationClass,
    issue::Issue,
    money::{Remainder, Rounding},
    text::Text,
};

/// A checked scheme, its shares compiled to parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheme {
    pub id: String,
    pub version: u32,
    pub title: Text,
    pub governs_from: Date,
    /// Where it rests in law that the agreed price of one learner is the base.
    pub price_law: String,
    /// What the price of one learner is divided into. Shares sum to exactly 1.
    pub parts: Vec<Part>,
    pub quality: Option<Quality>,
    pub advance: Option<Advance>,
    pub rounding: Rounding,
    pub remainder: Remainder,
    pub rounding_law: String,
}

/// One separately earned part of the price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// `graduation`, or `graduation.retained` for what is held back of it.
    pub code: String,
    pub title: Text,
    /// Share of the price of one learner; at most eight decimals.
    pub share: Decimal,
    /// All must be met.
    pub triggers: Vec<Trigger>,
    /// Whether the quality factor multiplies this part.
    pub by_quality: bool,
    pub payee: Payee,
    /// Law and article, or the word "assumption".
    pub law: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Trigger {
    /// Still in training this many days after enrolment, days of suspension not counted: the census.
    Retained { days: u16 },
    /// Graduated with a class that graduates, certificate not annulled.
    Graduated,
    /// In a job that began within so many days after graduation and lasted so many days.
    Employed { within_days: u16, lasting_days: u16 },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Payee {
    Provider,
    /// Between provider and host enterprises, by hours that each delivered and the hosts confirmed.
    ByHours,
}

/// What a graduation class is worth: the factor on every part paid by quality, between 0 and 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quality {
    pub factors: BTreeMap<&'static str, Decimal>,
    pub law: String,
}

/// Paid ahead when the order is accepted, and recovered from what is accepted later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advance {
    /// Of the order's value.
    pub percent: Decimal,
    /// Never more than this, whatever the percent says.
    pub ceiling: Decimal,
    /// Recovered in proportion, and whole once this share of the value is accepted.
    pub recovered_at: Decimal,
    pub law: String,
}

impl Scheme {
    /// Reads a scheme file. Every finding comes back at once, placed by line.
    pub fn parse(text: &str) -> Result<Scheme, Vec<Issue>> {
        scheme_file::parse(text)
    }

    /// `qd1446-training v1`
    pub fn name(&self) -> String {
        format!("{} v{}", self.id, self.version)
    }

    /// Shares as whole weights, for dividing a price without a remainder.
    pub fn weights(&self) -> Vec<u64> {
        weights(self.parts.iter().map(|part| part.share))
    }

    pub fn part(&self, code: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.code == code)
    }
}

/// Shares of at most eight decimals as whole numbers in the same proportion.
pub fn weights(shares: impl Iterator<Item = Decimal>) -> Vec<u64> {
    shares
        .map(|share| {
            let scaled = (share * Decimal::from(100_000_000)).trunc();
            u64::try_from(scaled).expect("a share lies between 0 and 1")
        })
        .collect()
}

impl Quality {
    pub fn factor(&self, class: GraduationClass) -> Decimal {
        self.factors[class.as_str()]
    }
}
