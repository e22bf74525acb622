//! A scheme: payment terms as data, checked and ready to be applied. How it is written stands in `scheme_file`;
//! an order freezes the version it was placed under.

use std::{borrow::Cow, collections::BTreeMap};

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::Date;

use super::{
    formula::{Formula, Leaf},
    scheme_load,
};
use crate::{
    fraction::Fraction,
    grading::GraduationClass,
    issue::Issue,
    money::{Remainder, Rounding},
    text::Text,
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheme {
    pub id: String,
    pub version: u32,
    pub title: Text,
    pub governs_from: Date,
    pub currency: String,
    /// The version this one replaces, and what changed.
    pub replaces: Option<(u32, Text)>,
    pub values: BTreeMap<String, Formula>,
    pub tables: BTreeMap<String, Table>,
    pub scales: BTreeMap<String, Scale>,
    pub bands: Vec<Bands>,
    pub amounts: Vec<Amount>,
    /// What is paid. Those of a learner first, then those of the order, each in the order of the file.
    pub parts: Vec<Part>,
    pub quality: Option<Quality>,
    pub factors: Vec<Factor>,
    pub quantity: Option<Quantity>,
    pub caps: Vec<Cap>,
    pub sources: Vec<Source>,
    pub draw_order: Vec<Formula>,
    pub advance: Option<Advance>,
    pub netting: Netting,
    pub tax: Tax,
    /// Month in which the fiscal year begins.
    pub year_begins: u8,
    pub rounding: Rule,
    pub rounding_law: String,
}

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

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payee {
    /// A role of the order; `provider` is one.
    Role(String),
    /// Between provider and host enterprises, by hours that each delivered and the hosts confirmed.
    ByHours,
    /// In fixed parts.
    Parts(Vec<(String, Formula)>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub keys: Vec<String>,
    pub rows: Vec<Row>,
    pub law: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub key: Vec<crate::value::Value>,
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

impl Source {
    /// The name of the balance it draws on.
    pub fn balance(&self) -> Option<&str> {
        match &self.gives {
            Gives::Draws(balance) => Some(balance),
            Gives::Share(_) | Gives::Rest => None,
        }
    }
}

impl Scheme {
    /// Reads a scheme file. Every finding comes back at once, placed by line.
    pub fn parse(text: &str) -> Result<Scheme, Vec<Issue>> {
        scheme_load::parse(text)
    }

    /// `qd1446-training v1`
    pub fn name(&self) -> String {
        format!("{} v{}", self.id, self.version)
    }

    pub fn part(&self, code: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.code == code)
    }

    pub fn part_index(&self, code: &str) -> Option<usize> {
        self.parts.iter().position(|part| part.code == code)
    }

    /// The factor of every class, for showing the table.
    pub fn factor(&self, class: GraduationClass) -> Decimal {
        self.quality.as_ref().map_or(Decimal::ONE, |quality| quality.factor(class))
    }

    /// Every formula of the scheme, wherever it stands.
    pub fn formulas(&self) -> Vec<&Formula> {
        let mut all: Vec<&Formula> = self.draw_order.iter().collect();
        for amount in &self.amounts {
            all.push(&amount.value);
            all.extend(&amount.cap);
        }
        for factor in &self.factors {
            all.push(&factor.value);
            all.extend(&factor.cap);
        }
        for source in &self.sources {
            all.extend(source.when.iter().chain(&source.ceiling));
            if let Gives::Share(share) = &source.gives {
                all.push(share);
            }
        }
        all.extend(self.caps.iter().map(|cap| &cap.amount));
        all.extend(&self.tax.rate);
        all.extend(
            self.bands.iter().flat_map(|bands| &bands.steps).flat_map(|step| [&step.capacity, &step.price]),
        );
        self.parts.iter().for_each(|part| part.formulas(&mut all));
        all
    }

    /// Every kind of fact the scheme asks about, those that say an attribute or a term among them.
    pub fn asked_kinds(&self) -> Vec<String> {
        let mut kinds = Vec::new();
        for formula in self.formulas().into_iter().chain(self.values.values()) {
            kinds.extend(formula.leaves().into_iter().filter_map(Leaf::asks_kind).map(str::to_owned));
        }
        for part in &self.parts {
            for trigger in &part.triggers {
                match trigger {
                    Trigger::Fact(wanted) => kinds.push(wanted.fact.clone()),
                    Trigger::Reached { fact, .. } => kinds.push(fact.clone()),
                    _ => {}
                }
            }
            match &part.spread {
                Some(Spread::Monthly(terms)) => {
                    kinds.push("planned_end".to_owned());
                    kinds.extend(terms.change_fact.clone());
                }
                Some(Spread::Facts(kind)) => kinds.push(kind.clone()),
                _ => {}
            }
            if let Base::Bands { fills: Some(fills), .. } = &part.base {
                kinds.push(fills.fills.clone());
                kinds.extend(fills.empties.clone());
            }
        }
        kinds.sort();
        kinds.dedup();
        kinds
    }

    /// Why an order line of its own cannot be settled by this scheme: terms that look across orders, or at what an
    /// order line does not state.
    pub fn beyond_one_line(&self) -> Vec<Text> {
        let mut found = Vec::new();
        let mut add = |holds: bool, vi: &str, en: &str| {
            if holds {
                found.push(Text::new(vi, en));
            }
        };
        add(self.currency != "VND", "tiền tệ không phải VND", "a currency other than VND");
        add(
            self.parts.iter().any(|part| part.per == Per::Order),
            "phần trả cho cả đơn",
            "components of the order",
        );
        add(!self.sources.is_empty(), "nguồn kinh phí theo thứ tự", "sources of money in order");
        add(
            self.bands.iter().any(|bands| bands.scope != Reach::Order),
            "dải số lượng tính chung nhiều đơn",
            "bands across orders",
        );
        add(
            self.caps.iter().any(|cap| !matches!(cap.per, CapPer::Learner | CapPer::Order)),
            "mức trần tính chung nhiều đơn",
            "caps across orders",
        );
        add(
            self.netting.negative != Negative::NextStatement || self.netting.corrections != Corrections::Net,
            "cách thu hồi khác",
            "another way of recovering",
        );
        add(self.tax.class == TaxClass::Standard, "thuế giá trị gia tăng", "value added tax");
        found
    }
}

impl Part {
    fn formulas<'p>(&'p self, all: &mut Vec<&'p Formula>) {
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

impl Quality {
    pub fn factor(&self, class: GraduationClass) -> Decimal {
        self.factors[class.as_str()]
    }
}

impl Rule {
    /// From main units to the smallest, rounded as the rule says.
    pub fn money(&self, exact: Fraction) -> Option<crate::money::Money> {
        let steps = exact
            .divided_by(self.smallest)?
            .divided_by(Fraction::whole(self.multiple))?
            .rounded(self.mode)
            .checked_mul(i128::from(self.multiple))?;
        i64::try_from(steps).ok().map(crate::money::Money::dong)
    }

    /// From the smallest units to main units.
    pub fn exact(&self, money: crate::money::Money) -> Option<Fraction> {
        Fraction::whole(money.as_dong()).times(self.smallest)
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
