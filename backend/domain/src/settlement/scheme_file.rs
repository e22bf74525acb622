//! A scheme as it is written: one TOML file. The JSON Schema and the reference page are generated from these types.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::scheme::{
    AfterBreak, Beyond, CapPer, CapYear, Change, Corrections, Cut, Early, EndDay, Every, Negative,
    NoMonthEnd, Otherwise, Overpaid, Per, Rank, Reach, Recovery, Refund, RoundingStep, Stacking, TaxClass,
};
use crate::{
    file::{At, Day, Exact},
    money::{Remainder, Rounding},
    text::Text,
};

/// Payment terms: what is paid, when, to whom, on what condition.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Scheme")]
pub struct SchemeFile {
    /// Short name: a–z, 0–9, `-`, `_`.
    pub id: At<String>,
    /// Counts from 1. A published version never changes.
    pub version: At<u32>,
    pub title: Text,
    /// Where the scheme comes from, for its readers.
    pub about: Option<String>,
    /// Orders placed from this day on are placed under this version.
    pub governs_from: At<Day>,
    /// Three letters, such as `VND`.
    pub currency: At<String>,
    /// Needed from version 2 on.
    pub replaces: Option<At<Replaces>>,
    /// Formulas by name, for use in other formulas.
    #[serde(default)]
    pub values: BTreeMap<String, At<Exact>>,
    /// Wholes that components take shares of. The first is the one meant where a component names none.
    #[serde(default)]
    pub amounts: Vec<At<AmountTerms>>,
    pub components: At<Vec<At<Component>>>,
    #[serde(default)]
    pub tables: Vec<At<TableTerms>>,
    #[serde(default)]
    pub scales: Vec<At<ScaleTerms>>,
    pub quality: Option<At<QualityTerms>>,
    #[serde(default)]
    pub factors: Vec<At<FactorTerms>>,
    pub quantity: Option<At<QuantityTerms>>,
    #[serde(default)]
    pub bands: Vec<At<BandTerms>>,
    #[serde(default)]
    pub caps: Vec<At<CapTerms>>,
    #[serde(default)]
    pub sanctions: Vec<At<SanctionTerms>>,
    /// Who pays, in order. Absent: the ordering body.
    #[serde(default)]
    pub sources: Vec<At<SourceTerms>>,
    /// Which line draws on the sources first: formulas, the smallest first; then day, order, learner.
    #[serde(default)]
    pub draw_order: Vec<At<Exact>>,
    pub advance: Option<At<AdvanceTerms>>,
    pub netting: Option<At<NettingTerms>>,
    pub tax: Option<At<TaxTerms>>,
    pub year: Option<At<YearTerms>>,
    pub rounding: At<RoundingTerms>,
}

/// What a new version replaces.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Replaces {
    /// The version before; smaller than this one's.
    pub version: u32,
    /// What is different, for those who are paid by it.
    pub changes: Text,
}

/// A whole that components take shares of, or a share of another such whole.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Amount")]
pub struct AmountTerms {
    pub code: At<String>,
    pub title: Option<Text>,
    /// Formula of the whole, in the main unit of the currency.
    pub value: Option<At<Exact>>,
    /// Formula: never more than this.
    pub cap: Option<At<Exact>>,
    /// The amount this one is a share of.
    pub of: Option<At<String>>,
    pub share: Option<At<Exact>>,
    /// Law and article, or the word "assumption".
    pub law: At<String>,
}

/// One separately earned part of what is paid.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Component {
    pub code: At<String>,
    pub title: Text,
    /// Paid for each learner, or for the order as a whole.
    #[serde(default)]
    pub per: Per,
    /// Of the amount `of`. More than 0, at most 1.
    pub share: Option<At<Exact>>,
    /// The amount that `share` is taken of; absent: the first.
    pub of: Option<At<String>>,
    /// Formula of the component's own amount, in place of `share`.
    pub amount: Option<At<Exact>>,
    /// The price of the band that the place falls in; `share` is then a share of it.
    pub bands: Option<At<String>>,
    /// With `bands`, for an order's component: the kind of order fact whose values fill the bands from the first, in
    /// the order of days. What does not fit is lost. In place of `units`.
    pub fills: Option<String>,
    /// The kind of order fact whose values empty the bands again, the highest filled first.
    pub empties: Option<String>,
    /// Formula: how many units.
    pub units: Option<At<Exact>>,
    #[serde(default)]
    pub loadings: Vec<At<LoadingTerms>>,
    /// What several loadings come to.
    #[serde(default)]
    pub stacking: Stacking,
    /// Conditions that must all hold.
    #[serde(default)]
    pub gates: Vec<At<GateTerms>>,
    /// When it is earned; absent: on enrolment, or on the order's first day.
    pub trigger: Option<At<TriggerTerms>>,
    /// Over which instalments; absent: one sum.
    pub spread: Option<At<SpreadTerms>>,
    /// The factor of the graduation class in `[quality]` multiplies.
    #[serde(default)]
    pub by_quality: bool,
    /// Codes of `[[factors]]` that multiply.
    #[serde(default)]
    pub factors: Vec<At<String>>,
    /// Formula: never more than this for one learner, or for the order.
    pub cap: Option<At<Exact>>,
    pub retention: Option<At<Retention>>,
    /// Who receives it; absent: the provider.
    pub payee: Option<At<PayeeTerms>>,
    /// May be negative: it reduces what is paid.
    #[serde(default)]
    pub deduction: bool,
    /// In place of the scheme's rounding.
    pub rounding: Option<At<OwnRounding>>,
    /// Law and article, or the word "assumption".
    pub law: At<String>,
}

/// Held back of a component until one more trigger, or lost.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    pub title: Text,
    /// Of the component.
    pub share: At<Exact>,
    pub release: At<TriggerTerms>,
    pub law: At<String>,
}

/// Extra for whom a condition holds.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Loading")]
pub struct LoadingTerms {
    pub code: At<String>,
    /// Condition.
    pub when: At<Exact>,
    /// Formula: `0.5` is one half more.
    pub percent: Option<At<Exact>>,
    /// Formula: so much more.
    pub amount: Option<At<Exact>>,
    /// Where it rests on another law than its component.
    pub law: Option<String>,
}

/// A condition with a reason code.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Gate")]
pub struct GateTerms {
    pub code: At<String>,
    /// Condition.
    pub test: At<Exact>,
    /// What it means when the condition does not hold.
    #[serde(default)]
    pub otherwise: Otherwise,
    /// What the payee reads when it does not hold.
    pub say: Text,
    /// What the payee can do about it.
    pub remedy: Option<Text>,
}

/// When a component is earned.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[schemars(rename = "Trigger")]
pub enum TriggerTerms {
    /// On the day of enrolment.
    Enrolled,
    /// After so many days in training, suspensions moving the day. Who withdrew before that day loses it.
    Retained {
        /// Number or formula.
        days: Option<Exact>,
        /// In place of `days`: this part of the days from start to planned end, cut to whole days.
        share: Option<Exact>,
        /// 1: the day of enrolment is day 1. 0 (default): it is day 0.
        #[serde(default)]
        first_day: u8,
    },
    /// On graduation with a class that graduates, the certificate not annulled.
    Graduated,
    /// In a job that began within the window after graduation and lasted.
    Employed {
        within_days: u16,
        #[serde(default)]
        lasting_days: u16,
    },
    /// On the first fact of a kind.
    Fact {
        fact: String,
        /// Only facts with one of these labels.
        #[serde(default)]
        labels: Vec<String>,
        /// Only facts reported by this role: confirmed by the enterprise, for instance.
        by: Option<String>,
        /// Only facts with evidence.
        #[serde(default)]
        evidence: bool,
        /// Only so many days after the start.
        within_days: Option<u16>,
        /// On the last such fact.
        #[serde(default)]
        last: bool,
    },
    /// When so many facts of a kind are there.
    Reached {
        fact: String,
        #[serde(default)]
        labels: Vec<String>,
        /// A number, or a percentage of `total`: `"6"`, `"30%"`.
        at_least: Option<Exact>,
        /// As many times the amount as this number, or percentage of `total`, goes into the count.
        every: Option<Exact>,
        /// Formula.
        total: Option<Exact>,
    },
    /// On a day, if it has come.
    Date {
        /// Formula.
        on: Exact,
        /// Also for a learner whose learning ended before.
        #[serde(default)]
        even_if_ended: bool,
    },
    /// From the order's first day.
    Always,
}

/// Over which instalments a component is earned.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[schemars(rename = "Spread")]
pub enum SpreadTerms {
    /// One instalment for each month-end in learning.
    Monthly {
        /// Formula; absent: the day of enrolment.
        from: Option<Exact>,
        /// Formula; absent: `learner.planned_end`, else the order's last day.
        until: Option<Exact>,
        #[serde(default)]
        early: Early,
        #[serde(default)]
        change: Change,
        /// Kind of the fact whose label says `total` or `residual`.
        change_fact: Option<String>,
        #[serde(default)]
        overpaid: Overpaid,
        #[serde(default)]
        after_break: AfterBreak,
        /// Whether the last day of learning still counts as a day in learning.
        #[serde(default)]
        end_day: EndDay,
        /// What to do when no month-end lies between the first and the last day.
        #[serde(default)]
        no_month_end: NoMonthEnd,
    },
    /// One instalment for each fact of a kind, whose `value`, `label` and `on` the component's amount may use.
    Facts { fact: String },
    /// A number of equal instalments.
    Instalments {
        /// Formula.
        n: Exact,
        #[serde(default)]
        every: Every,
        #[serde(default)]
        what: SpreadWhat,
    },
    /// Shares on days of their own.
    Milestones { at: Vec<MilestoneTerms> },
}

/// What instalments divide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SpreadWhat {
    /// The amount.
    #[default]
    Money,
    /// The units, in whole units; each instalment is priced by itself.
    Units,
}

/// One dated share.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Milestone")]
pub struct MilestoneTerms {
    pub label: String,
    /// Formula of the day.
    pub on: Exact,
    pub share: Exact,
}

/// Who receives a component.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "Payee")]
pub enum PayeeTerms {
    /// `provider`, `by_hours` (provider and hosts, by confirmed hours), or another role of the order.
    One(String),
    /// Fixed parts that sum to 1.
    Parts(Vec<PayeePart>),
}

/// One of several who receive a component.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PayeePart {
    /// A role of the order.
    pub role: String,
    /// Number or formula.
    pub share: Exact,
}

/// Rounding of one component.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnRounding {
    /// A multiple of the scheme's.
    pub unit: Option<At<Exact>>,
    pub mode: Option<Rounding>,
    pub remainder: Option<Remainder>,
    pub step: Option<RoundingStep>,
    pub law: Option<String>,
}

/// Rates by key. A key stands once, or in turns that do not overlap.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Table")]
pub struct TableTerms {
    pub code: At<String>,
    pub title: Option<Text>,
    /// What the columns of the key are.
    pub keys: Vec<String>,
    pub rows: Vec<At<RowTerms>>,
    pub law: At<String>,
}

/// One row of a table.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Row")]
pub struct RowTerms {
    #[serde(default)]
    pub key: Vec<Exact>,
    pub value: At<Exact>,
    /// In force from this day; absent: always.
    pub from: Option<Day>,
    /// In force to this day, the day counted.
    pub until: Option<Day>,
}

/// A number by another number.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Scale")]
pub struct ScaleTerms {
    pub code: At<String>,
    pub title: Option<Text>,
    #[serde(default)]
    pub kind: ScaleKind,
    /// Whether a step is reached at its point, or only beyond it.
    #[serde(default)]
    pub bound: ScaleBound,
    /// Ascending.
    pub points: At<Vec<At<PointTerms>>>,
    pub law: At<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScaleKind {
    /// The value of the last point reached; below the first: 0.
    #[default]
    Steps,
    /// Straight between points, level outside.
    Line,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScaleBound {
    #[default]
    AtLeast,
    MoreThan,
}

/// One point of a scale.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Point")]
pub struct PointTerms {
    pub at: At<Exact>,
    pub value: At<Exact>,
}

/// What a graduation class is worth.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Quality")]
pub struct QualityTerms {
    /// A factor between 0 and 1 for every class: excellent, very_good, good, fairly_good, average, passed, weak, failed.
    pub factors: At<BTreeMap<At<String>, At<Exact>>>,
    pub law: At<String>,
}

/// A number that multiplies components: the employment rate of the cohort, for instance.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Factor")]
pub struct FactorTerms {
    pub code: At<String>,
    pub title: Text,
    /// Formula.
    pub value: At<Exact>,
    /// Formula: never more than this.
    pub cap: Option<At<Exact>>,
    pub law: At<String>,
}

/// At most the ordered number of learners counts.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Quantity")]
pub struct QuantityTerms {
    #[serde(default)]
    pub beyond: Beyond,
    /// Who stands first; then by enrolment.
    #[serde(default)]
    pub rank: Vec<Rank>,
    /// Below this number of learners nothing is due.
    pub minimum: Option<u32>,
    /// What it means to be below the minimum.
    #[serde(default)]
    pub below: Otherwise,
    pub law: At<String>,
}

/// Prices by volume.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Bands")]
pub struct BandTerms {
    pub code: At<String>,
    pub title: Option<Text>,
    pub steps: At<Vec<At<BandStep>>>,
    #[serde(default)]
    pub scope: Reach,
    #[serde(default)]
    pub refund: Refund,
    /// Never silence: what becomes of who stands beyond the last band.
    pub beyond: Beyond,
    pub law: At<String>,
}

/// One band.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BandStep {
    pub code: At<String>,
    /// Formula: how many places.
    pub capacity: At<Exact>,
    /// Formula: the price of one place.
    pub price: At<Exact>,
}

/// Never more than an amount, over learners or orders.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Cap")]
pub struct CapTerms {
    pub code: At<String>,
    pub title: Option<Text>,
    pub per: CapPer,
    #[serde(default)]
    pub year: CapYear,
    /// Components that count; absent: all.
    #[serde(default)]
    pub components: Vec<At<String>>,
    /// Only what this role receives.
    pub payee: Option<String>,
    /// Formula over the order's terms.
    pub amount: At<Exact>,
    #[serde(default)]
    pub cut: Cut,
    /// Components that are cut before all others.
    #[serde(default)]
    pub cut_first: Vec<At<String>>,
    /// What becomes of what is cut.
    #[serde(default)]
    pub over: Otherwise,
    pub law: At<String>,
}

/// A part of the order's value that is taken away.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Sanction")]
pub struct SanctionTerms {
    pub code: At<String>,
    pub title: Text,
    /// Formula: `0.02` is two in a hundred.
    pub percent: At<Exact>,
    /// Components it is taken of; absent: all.
    #[serde(default)]
    pub of: Vec<At<String>>,
    /// Never more than this percentage.
    pub ceiling: Option<At<Exact>>,
    pub law: At<String>,
}

/// One of those who pay.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Source")]
pub struct SourceTerms {
    pub code: At<String>,
    pub title: Option<Text>,
    /// The name of a balance it draws on, while it lasts.
    pub draws: Option<String>,
    /// Formula: this part of what the sources before left.
    pub share: Option<At<Exact>>,
    /// Whatever is left. The last source has it.
    #[serde(default)]
    pub rest: bool,
    /// Condition: only for whom it holds.
    pub when: Option<At<Exact>>,
    /// Formula: no more than this.
    pub ceiling: Option<At<Exact>>,
    /// The ceiling is for each year.
    #[serde(default)]
    pub per_year: CapYear,
    pub law: Option<String>,
}

/// Paid ahead when the order is accepted.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Advance")]
pub struct AdvanceTerms {
    /// Of the order's value.
    pub percent: At<Exact>,
    /// Never more than this part of the value.
    pub ceiling: At<Exact>,
    /// Recovered whole once this part of the value is accepted.
    pub recovered_at: At<Exact>,
    #[serde(default)]
    pub recovery: Recovery,
    pub law: At<String>,
}

/// How money comes back.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Netting")]
pub struct NettingTerms {
    #[serde(default)]
    pub negative: Negative,
    /// For `negative = "instalments"`: how many months.
    #[serde(default)]
    pub instalments: u16,
    /// Never more than this a month.
    pub monthly_ceiling: Option<At<Exact>>,
    /// Nothing is kept before so many days are over.
    #[serde(default)]
    pub contest_days: u16,
    #[serde(default)]
    pub corrections: Corrections,
    pub law: At<String>,
}

/// Value added tax on the sum of a statement.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Tax")]
pub struct TaxTerms {
    #[serde(default)]
    pub class: TaxClass,
    /// For `class = "standard"`: number, or formula over the order.
    pub rate: Option<At<Exact>>,
    pub law: At<String>,
}

/// The fiscal year.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Year")]
pub struct YearTerms {
    /// 1 to 12.
    pub first_month: u8,
}

/// How an exact number becomes an amount.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RoundingRule")]
pub struct RoundingTerms {
    /// The smallest amount; absent: 1.
    pub unit: Option<At<Exact>>,
    pub mode: Rounding,
    pub remainder: Remainder,
    #[serde(default)]
    pub step: RoundingStep,
    pub law: At<String>,
}
