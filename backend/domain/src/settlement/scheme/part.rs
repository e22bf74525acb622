//! One separately earned part: what it starts from, when it is earned, who receives it.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Rule, Spread};
use crate::{fraction::Fraction, settlement::formula::Formula, text::Text};

/// One separately earned part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// `graduation`, or `graduation.retained` for what is held back of it.
    pub code: String,
    pub title: Text,
    pub per: Per,
    pub base: Base,
    pub units: Option<Formula>,
    pub loadings: Vec<Loading>,
    pub stacking: Stacking,
    pub gates: Vec<Gate>,
    /// All must be met.
    pub triggers: Vec<Trigger>,
    pub spread: Option<Spread>,
    /// Whether the quality factor of the class multiplies this part.
    pub by_quality: bool,
    /// Places in `Scheme::factors`.
    pub factors: Vec<usize>,
    pub cap: Option<Formula>,
    pub payee: Payee,
    pub deduction: bool,
    pub rounding: Rule,
    /// Law and article, or the word "assumption".
    pub law: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// One for each learner.
    #[default]
    Learner,
    /// One for the order as a whole.
    Order,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Base {
    /// Of `Scheme::amounts`; `leaf` is its place among the leaves.
    Share {
        amount: usize,
        leaf: usize,
        share: Fraction,
    },
    Formula(Formula),
    /// A share of the price of the band of `Scheme::bands` that the place falls in.
    Bands {
        bands: usize,
        share: Option<Fraction>,
        fills: Option<Fills>,
    },
    /// So much of what the order's parts came to is taken away.
    Sanction {
        percent: Formula,
        of: Vec<usize>,
        ceiling: Option<Fraction>,
    },
}

/// Order facts that fill and empty bands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fills {
    pub fills: String,
    pub empties: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loading {
    pub code: String,
    pub when: Formula,
    pub extra: Extra,
    /// Empty where it rests on the law of its part.
    pub law: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Extra {
    Percent(Formula),
    Amount(Formula),
}

/// What two loadings of 50 % and 30 % come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stacking {
    /// 80 %.
    #[default]
    Add,
    /// 95 %.
    Multiply,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    pub code: String,
    pub test: Formula,
    pub otherwise: Otherwise,
    pub say: Text,
    pub remedy: Option<Text>,
}

/// What a gate that does not hold means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Otherwise {
    /// Not paid unless facts change.
    #[default]
    Lost,
    /// Not paid yet.
    Open,
    /// Not paid yet, and listed as held.
    Held,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trigger {
    Enrolled,
    /// Still in training this many days after enrolment, days of suspension not counted: the census.
    Retained {
        days: Days,
        first_day: bool,
    },
    /// Graduated with a class that graduates, certificate not annulled.
    Graduated,
    /// In a job that began within so many days after graduation and lasted so many days.
    Employed {
        within_days: u16,
        lasting_days: u16,
    },
    Fact(FactTrigger),
    Reached {
        fact: String,
        labels: Vec<String>,
        bound: Bound,
        every: bool,
        total: Option<Formula>,
    },
    Date {
        on: Formula,
        even_if_ended: bool,
    },
    Always,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Days {
    Fixed(u16),
    Formula(Formula),
    /// Of the planned days, cut to whole days.
    Share(Fraction),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactTrigger {
    pub fact: String,
    pub labels: Vec<String>,
    /// Reported by this role.
    pub by: Option<String>,
    pub evidence: bool,
    pub within_days: Option<u16>,
    pub last: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    Number(Fraction),
    Percent(Fraction),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payee {
    /// A role of the order; `provider` is one.
    Role(String),
    /// Between provider and host enterprises, by hours that each delivered and the hosts confirmed.
    ByHours,
    /// In fixed parts.
    Parts(Vec<(String, Formula)>),
}

impl Part {
    pub(super) fn formulas<'p>(&'p self, all: &mut Vec<&'p Formula>) {
        match &self.base {
            Base::Formula(formula) | Base::Sanction { percent: formula, .. } => all.push(formula),
            Base::Share { .. } | Base::Bands { .. } => {}
        }
        all.extend(self.units.iter().chain(&self.cap));
        for loading in &self.loadings {
            let (Extra::Percent(extra) | Extra::Amount(extra)) = &loading.extra;
            all.extend([&loading.when, extra]);
        }
        all.extend(self.gates.iter().map(|gate| &gate.test));
        for trigger in &self.triggers {
            match trigger {
                Trigger::Retained { days: Days::Formula(formula), .. }
                | Trigger::Reached { total: Some(formula), .. }
                | Trigger::Date { on: formula, .. } => all.push(formula),
                _ => {}
            }
        }
        match &self.spread {
            Some(Spread::Monthly(monthly)) => all.extend(monthly.from.iter().chain(&monthly.until)),
            Some(Spread::Instalments { number, .. }) => all.push(number),
            Some(Spread::Milestones(milestones)) => {
                all.extend(milestones.iter().map(|milestone| &milestone.on))
            }
            Some(Spread::Facts(_)) | None => {}
        }
        if let Payee::Parts(parts) = &self.payee {
            all.extend(parts.iter().map(|(_, share)| share));
        }
    }
}

impl Trigger {
    pub fn code(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Trigger::Enrolled => "on_enrolment",
            Trigger::Retained { .. } => "retained",
            Trigger::Graduated => "graduated",
            Trigger::Employed { .. } => "employed",
            Trigger::Fact(trigger) => return Cow::Owned(trigger.fact.clone()),
            Trigger::Reached { .. } => "reached",
            Trigger::Date { .. } => "date",
            Trigger::Always => "always",
        })
    }
}
