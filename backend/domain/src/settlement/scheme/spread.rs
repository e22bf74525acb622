//! Over which instalments a part is earned.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{fraction::Fraction, settlement::formula::Formula};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spread {
    Monthly(Monthly),
    Instalments {
        number: Formula,
        every: Every,
        units: bool,
    },
    Milestones(Vec<Milestone>),
    /// One for each fact of the kind.
    Facts(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Monthly {
    pub from: Option<Formula>,
    pub until: Option<Formula>,
    pub early: Early,
    pub change: Change,
    pub change_fact: Option<String>,
    pub overpaid: Overpaid,
    pub after_break: AfterBreak,
    pub end_day: EndDay,
    pub no_month_end: NoMonthEnd,
}

/// Whether the day on which learning ends is still a day in learning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EndDay {
    #[default]
    Out,
    In,
}

/// What becomes of a spread without a month-end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoMonthEnd {
    /// Nothing is earned month by month; finishing balances.
    #[default]
    Nothing,
    /// The whole is one instalment in the month of the last day.
    Once,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Milestone {
    pub label: String,
    pub on: Formula,
    pub share: Fraction,
}

/// What becomes of instalments not yet earned when the learner finishes early.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Early {
    /// One balancing instalment in the month of finishing.
    #[default]
    Balance,
    Lost,
}

/// What a changed amount means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It replaces the old one; what is earned counts against it.
    #[default]
    Total,
    /// It is what is left from here on.
    Residual,
    /// The label of the `change_fact` says `total` or `residual`.
    AsRecorded,
}

/// What happens when more was earned than the new amount comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Overpaid {
    /// The months left are negative.
    #[default]
    Negative,
    /// The latest months are eaten first.
    LatestBack,
}

/// What becomes of the months of a suspension.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AfterBreak {
    /// Their part moves to the months left.
    #[default]
    Respread,
    /// They are lost.
    Keep,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    #[default]
    Month,
    Quarter,
    Year,
}
