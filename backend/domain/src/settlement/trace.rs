//! Why an amount is what it is, as data: from this alone the amount can be recomputed.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::Date;

use super::{
    entitlement::Outcome,
    formula::{Fault, Leaf, Leaves, eval, parse},
    scheme::Rule,
    split::Split,
};
use crate::{
    fact::{Fact, Happening},
    fraction::Fraction,
    ids::{FactId, PartyId},
    money::{Money, Remainder, Rounding},
    value::Value,
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    pub part: String,
    /// Which instalment of the part; empty where it is one sum.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    pub facts: Facts,
    pub gates: Arc<[Checked]>,
    pub outcome: Outcome,
    pub rounding: Rounded,
    /// What is the same for all learners of the order.
    pub base: Arc<[Step]>,
    pub steps: Arc<[Step]>,
    pub earned: Money,
    pub split: Split,
    pub remainder: Remainder,
    /// The party of this line.
    pub payee: PartyId,
    pub entitled: Money,
    pub settled_before: Money,
    pub due: Money,
    /// How the difference is put: one line, or the old amount back and the new one out.
    #[serde(default, skip_serializing_if = "Put::is_net")]
    pub put: Put,
}

/// How an exact number became an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rounded {
    pub smallest: Fraction,
    pub multiple: i64,
    pub mode: Rounding,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Put {
    #[default]
    Net,
    Back,
    Anew,
}

/// A fact that the amount rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Used {
    pub id: FactId,
    pub on: Date,
    pub what: Cow<'static, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Box<Value>>,
}

/// The facts that a part rests on: some of those told of the learner, which all parts of the learner share.
#[derive(Debug, Clone)]
pub struct Facts {
    told: Arc<[Used]>,
    /// Which of the first 64; those after them belong to it in any case.
    which: u64,
}

impl Facts {
    pub(super) fn some(told: &Arc<[Used]>, which: u64) -> Facts {
        Facts { told: told.clone(), which }
    }

    pub fn iter(&self) -> impl Iterator<Item = &Used> {
        let chosen = |i: usize| i >= 64 || (self.which >> i) & 1 == 1;
        self.told.iter().enumerate().filter(move |(i, _)| chosen(*i)).map(|(_, used)| used)
    }

    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }
}

impl Default for Facts {
    fn default() -> Facts {
        Facts { told: Arc::default(), which: u64::MAX }
    }
}

impl From<Vec<Used>> for Facts {
    fn from(all: Vec<Used>) -> Facts {
        Facts { told: all.into(), which: u64::MAX }
    }
}

impl PartialEq for Facts {
    fn eq(&self, other: &Facts) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Facts {}

impl Serialize for Facts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Facts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Facts, D::Error> {
        Ok(Vec::deserialize(deserializer)?.into())
    }
}

/// A gate that was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    pub code: Cow<'static, str>,
    #[serde(flatten)]
    pub outcome: Outcome,
    /// The condition and what it read, where it is a formula.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worked: Option<Box<Worked>>,
}

/// What one party receives of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    pub payee: PartyId,
    /// Hours, or the weight of a fixed part.
    pub hours: u64,
    pub amount: Money,
}

/// A formula, what it read, and what came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worked {
    pub formula: String,
    pub given: Vec<Given>,
    pub result: Value,
}

/// One thing a formula read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    pub name: String,
    pub value: Value,
    /// Where the thing is itself a formula of the scheme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formula: Option<String>,
}

/// What a factor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Times {
    /// How often the bound was reached.
    Every,
    Units,
    Loading,
    Quality,
    Factor,
    /// A dated share.
    Milestone,
}

/// One step of arithmetic. The running number is in the main unit of the currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// Begins: an amount of the scheme, a formula, the price of a band.
    Base { code: String, worked: Worked },
    /// Never more than this.
    AtMost { code: String, worked: Worked },
    /// One leaf of the whole.
    Share { weights: Vec<u64>, leaf: usize, remainder: Remainder },
    /// Multiplied.
    Times {
        what: Times,
        code: Cow<'static, str>,
        by: Fraction,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        worked: Option<Worked>,
    },
    /// Added.
    Plus { code: String, worked: Worked },
    /// Rounded to an amount.
    Round,
    /// An equal part of what is left over the months left.
    Planned { before: Money, left: u64, place: usize, remainder: Remainder },
    /// What is left at the end.
    Rest { before: Money },
    /// Of so many equal parts this one.
    Divided { weights: Vec<u64>, place: usize, remainder: Remainder },
    /// What a later step took away again.
    Less {
        code: String,
        amount: Money,
        /// What a cap allows, and what counted against it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        over: Option<Over>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Over {
    pub limit: Money,
    pub counted: Money,
}

impl Put {
    fn is_net(&self) -> bool {
        *self == Put::Net
    }
}

impl Used {
    pub fn of(fact: &Fact) -> Used {
        Used {
            id: fact.id,
            on: fact.happened_on,
            what: fact
                .what
                .static_kind()
                .map_or_else(|| Cow::Owned(fact.what.kind().to_owned()), Cow::Borrowed),
            value: told_value(&fact.what).map(Box::new),
        }
    }
}

/// What tells a fact from others of its kind: of a result the class, which decides, and not the score; of what only a scheme
/// knows its value or its label. Never what is a person's own, such as a reason or an employer.
fn told_value(what: &Happening) -> Option<Value> {
    match what {
        Happening::Graduated { class, .. } => Some(Value::Text(class.as_str().to_owned())),
        Happening::Noted { note, .. } => {
            note.value.clone().or_else(|| note.label.as_ref().map(|label| Value::Text(label.clone())))
        }
        known => known.value(),
    }
}

impl Checked {
    pub fn new(code: Cow<'static, str>, outcome: Outcome, worked: Option<Worked>) -> Checked {
        Checked { code, outcome, worked: worked.map(Box::new) }
    }
}

impl From<Rule> for Rounded {
    fn from(rule: Rule) -> Rounded {
        Rounded { smallest: rule.smallest, multiple: rule.multiple, mode: rule.mode }
    }
}

impl Rounded {
    pub fn money(self, exact: Fraction) -> Option<Money> {
        let steps = exact
            .divided_by(self.smallest)?
            .divided_by(Fraction::whole(self.multiple))?
            .rounded(self.mode)
            .checked_mul(i128::from(self.multiple))?;
        i64::try_from(steps).ok().map(Money::dong)
    }

    pub fn exact(self, money: Money) -> Option<Fraction> {
        Fraction::whole(money.as_dong()).times(self.smallest)
    }

    /// One of several parts of a whole; `separate` rounds it alone.
    pub fn part(
        self,
        whole: Fraction,
        weights: &[u64],
        place: usize,
        remainder: Remainder,
    ) -> Option<Fraction> {
        if remainder == Remainder::Separate {
            let total: u64 = weights.iter().sum();
            let weight = Fraction::new(i128::from(*weights.get(place)?), i128::from(total))?;
            return whole.times(weight);
        }
        let parts = self.money(whole)?.allocate_by(weights, remainder, self.multiple);
        self.exact(*parts.get(place)?)
    }

    /// One of so many equal parts.
    pub fn equal_part(
        self,
        whole: Fraction,
        number: u64,
        place: usize,
        remainder: Remainder,
    ) -> Option<Fraction> {
        let places = usize::try_from(number).ok()?;
        if place >= places || self.multiple != 1 || remainder == Remainder::Separate {
            return self.part(whole, &vec![1; places], place, remainder);
        }
        self.exact(self.money(whole)?.equal_part(number, u64::try_from(place).ok()?, remainder)?)
    }
}

impl Step {
    /// The running number after the step. `None` where the trace contradicts itself.
    pub(super) fn apply(&self, exact: Fraction, rounding: Rounded) -> Option<Fraction> {
        match self {
            Step::Base { worked, .. } => worked.recompute(rounding.mode)?.as_number(),
            Step::AtMost { worked, .. } => Some(exact.min(worked.recompute(rounding.mode)?.as_number()?)),
            Step::Share { weights, leaf, remainder } => rounding.part(exact, weights, *leaf, *remainder),
            Step::Times { by, worked, .. } => {
                if let Some(worked) = worked
                    && worked.recompute(rounding.mode)?.as_number()? != *by
                {
                    return None;
                }
                exact.times(*by)
            }
            Step::Plus { worked, .. } => exact.plus(worked.recompute(rounding.mode)?.as_number()?),
            Step::Round => rounding.exact(rounding.money(exact)?),
            Step::Planned { before, left, place, remainder } => {
                let open = exact.minus(rounding.exact(*before)?)?;
                rounding.equal_part(open, *left, *place, *remainder)
            }
            Step::Rest { before } => exact.minus(rounding.exact(*before)?),
            Step::Divided { weights, place, remainder } => rounding.part(exact, weights, *place, *remainder),
            Step::Less { amount, .. } => exact.minus(rounding.exact(*amount)?),
        }
    }
}

impl Worked {
    /// The result, worked out from what was read and nothing else.
    fn recompute(&self, mode: Rounding) -> Option<Value> {
        let mut recorded =
            Recorded { given: self.given.iter().map(|given| (given.name.as_str(), given)).collect(), mode };
        let result = eval(&parse(&self.formula).ok()?.root, &mut recorded).ok()?;
        (result == self.result).then_some(result)
    }
}

/// What a trace recorded, in place of facts.
struct Recorded<'a> {
    given: BTreeMap<&'a str, &'a Given>,
    mode: Rounding,
}

impl Leaves for Recorded<'_> {
    fn read(&mut self, leaf: &Leaf) -> Result<Value, Fault> {
        let missing =
            || Fault::new("trace.missing", format!("Thiếu '{leaf}'."), format!("'{leaf}' is missing."));
        let given = *self.given.get(leaf.to_string().as_str()).ok_or_else(missing)?;
        let Some(formula) = &given.formula else { return Ok(given.value.clone()) };
        let formula =
            parse(formula).map_err(|problem| Fault { code: "trace.formula", message: problem.message })?;
        let value = eval(&formula.root, self)?;
        if value == given.value { Ok(value) } else { Err(missing()) }
    }

    fn rounding(&self) -> Rounding {
        self.mode
    }
}

impl Trace {
    /// The amount due, recomputed from the trace and nothing else. `None` where the trace contradicts itself.
    pub fn recompute(&self) -> Option<Money> {
        let mut exact = Fraction::ZERO;
        for step in self.base.iter().chain(self.steps.iter()) {
            exact = step.apply(exact, self.rounding)?;
        }
        let passed = self.gates.iter().all(|gate| gate.outcome == Outcome::Earned);
        let conditions =
            self.gates.iter().filter_map(|gate| gate.worked.as_ref().map(|worked| (gate, worked)));
        for (gate, worked) in conditions {
            let held = worked.recompute(self.rounding.mode)? == Value::YesNo(true);
            if held != (gate.outcome == Outcome::Earned) {
                return None;
            }
        }
        let rounding = match self.steps.last() {
            Some(Step::Less { .. }) => Rounded { multiple: 1, ..self.rounding },
            _ => self.rounding,
        };
        let earned = if passed { rounding.money(exact)? } else { Money::ZERO };
        let weights: Vec<u64> = self.split.iter().map(|share| share.hours).collect();
        let amounts = shares(earned, &weights, self.remainder, self.rounding.multiple);
        let mine = self.split.iter().zip(amounts).filter(|(share, _)| share.payee == self.payee);
        let entitled: Money = mine.map(|(_, amount)| amount).sum();
        Some(match self.put {
            Put::Net => entitled - self.settled_before,
            Put::Back => -self.settled_before,
            Put::Anew => entitled,
        })
    }

    /// `graduation`, or `on_programme@2017-09` for one of several instalments.
    pub fn code(&self) -> String {
        code(&self.part, &self.label)
    }
}

/// A part and its instalment in one word.
pub fn code(part: &str, label: &str) -> String {
    if label.is_empty() { part.to_owned() } else { format!("{part}@{label}") }
}

/// The part and the instalment that a `code` names.
pub fn parts_of(code: &str) -> (&str, &str) {
    code.split_once('@').unwrap_or((code, ""))
}

/// What each of several payees receives.
pub(super) fn shares(earned: Money, weights: &[u64], remainder: Remainder, multiple: i64) -> Vec<Money> {
    match weights {
        [a, b] if multiple == 1 => earned.between([*a, *b], remainder).to_vec(),
        _ => earned.allocate_by(weights, remainder, multiple),
    }
}
