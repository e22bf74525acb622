//! A scheme applied to one order: what can be worked out once, before any learner is looked at.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use time::Date;

use super::{
    Input,
    formula::{Fault, Formula, Leaf},
    scheme::{Bands, Base, Days, Part, Payee, Quality, Scheme, Trigger},
    scope::Scope,
    split::{Split, fixed_split},
    trace::{Rounded, Step, Times, Worked},
    view::View,
};
use crate::{
    fact::{Fact, collect_in_effect},
    fraction::Fraction,
    grading::GraduationClass,
    ids::PartyId,
    money::{Money, Remainder},
    value::Value,
};

pub(super) struct Plan<'f> {
    pub input: Input<'f>,
    /// Of the order, in effect.
    pub facts: Vec<&'f Fact>,
    /// Whether anything asks for facts of a learner beyond what a view tells of them.
    pub facts_one_by_one: bool,
    /// Numbers of learners, and sums over them, by the value counted.
    pub cohort: BTreeMap<String, Fraction>,
    /// What each part is worth where that is the same for every learner, but for the class.
    pub constant: Vec<Option<Constant>>,
    /// Who receives each part, with weights and without amounts, where that is the same for every learner.
    pub splits: Vec<Option<Split>>,
    /// No steps at all.
    pub no_steps: Arc<[Step]>,
}

/// The worth of a part before anything a learner does.
#[derive(Debug, Clone)]
pub(super) struct Constant {
    pub money: Money,
    pub steps: Arc<[Step]>,
    /// What the factor of each class makes of it, and how; empty where the class does not matter.
    by_class: Vec<(Money, Arc<[Step]>)>,
}

impl Constant {
    /// For who graduated with the class, and the steps to there.
    pub fn of_class(&self, class: Option<GraduationClass>) -> Option<&(Money, Arc<[Step]>)> {
        self.by_class.get(class? as usize)
    }
}

impl<'f> Plan<'f> {
    pub fn new(input: Input<'f>) -> Plan<'f> {
        let mut facts = Vec::new();
        collect_in_effect(&input.order.facts, input.as_of, input.known_at, &mut facts);
        let facts_one_by_one = reads_facts(input.scheme);
        Plan {
            input,
            facts,
            facts_one_by_one,
            cohort: BTreeMap::new(),
            constant: Vec::new(),
            splits: Vec::new(),
            no_steps: Arc::from([]),
        }
    }

    /// Counts learners and sums over them, for every value that formulas ask of the cohort.
    pub fn count(&mut self, views: &[View<'f>]) -> Result<(), Fault> {
        for (name, formula) in cohort_values(self.input.scheme) {
            let mut sum = Fraction::ZERO;
            for view in views.iter().filter(|view| view.enrolled.is_some()) {
                let counted = match super::formula::eval(
                    &formula.root,
                    &mut self.scope(Some(view), self.input.as_of, &[]),
                )? {
                    Value::YesNo(yes) => Fraction::whole(i64::from(yes)),
                    Value::Number(number) => number,
                    Value::Day(_) | Value::Text(_) => Fraction::ZERO,
                };
                sum = sum.plus(counted).ok_or_else(Fault::too_large)?;
            }
            self.cohort.insert(name.to_owned(), sum);
        }
        Ok(())
    }

    /// Works out what is the same for all learners. A fault here is one of every learner.
    pub fn prepare(&mut self) -> Result<(), Fault> {
        let moved = self.moved();
        let scheme = self.input.scheme;
        let named = |name: &str| scheme.values.get(name).cloned();
        let mut constant = Vec::with_capacity(scheme.parts.len());
        for part in &scheme.parts {
            let fixed = match &part.base {
                Base::Share { amount, .. } => {
                    let amount = &scheme.amounts[*amount];
                    let capped = amount.cap.as_ref().is_none_or(|cap| cap.is_constant(&named, &moved));
                    capped && amount.value.is_constant(&named, &moved)
                }
                Base::Formula(formula) => formula.is_constant(&named, &moved),
                Base::Bands { .. } | Base::Sanction { .. } => false,
            };
            let worth = if fixed { Some(self.constant(part)?) } else { None };
            constant.push(worth.filter(|_| is_simple(part)));
        }
        self.constant = constant;
        let split = |part: &Part| {
            let fixed = match &part.payee {
                Payee::Role(_) => true,
                Payee::Parts(parts) => parts.iter().all(|(_, share)| share.is_constant(&named, &moved)),
                Payee::ByHours => false,
            };
            // What is not known is a fault of whoever needs it.
            fixed.then(|| fixed_split(self, None, part, Money::ZERO, &[]).ok()).flatten()
        };
        self.splits = scheme.parts.iter().map(split).collect();
        Ok(())
    }

    /// Terms of which the order says something new in its course: by an amendment, or by a fact of that name.
    fn moved(&self) -> Vec<&'f str> {
        let term = |fact: &&'f Fact| match fact.what.kind() {
            "amended" => fact.what.label().unwrap_or_default(),
            kind => kind,
        };
        self.facts.iter().map(term).collect()
    }

    fn constant(&self, part: &Part) -> Result<Constant, Fault> {
        let mut scope = self.scope(None, self.input.as_of, &[]);
        let mut steps = Vec::new();
        let exact = base(&mut scope, part, Some(&mut steps))?;
        let money = part.rounding.money(exact).ok_or_else(Fault::too_large)?;
        let quality = self.input.scheme.quality.as_ref().filter(|_| part.by_quality);
        let by_class = quality.map_or_else(Vec::new, |quality| {
            let of_class = |class| by_quality(part, quality, class, money);
            GraduationClass::ALL.into_iter().map(of_class).collect()
        });
        Ok(Constant { money, steps: steps.into(), by_class })
    }

    pub fn scope<'a>(
        &'a self,
        view: Option<&'a View<'f>>,
        as_of: Date,
        totals: &'a [Money],
    ) -> Scope<'a, 'f> {
        Scope { plan: self, view, as_of, fact: None, totals, recorder: None }
    }

    /// What the order says on a day: its amendments first, then its facts with a value, then its terms.
    pub fn term(&self, name: &str, on: Date) -> Option<Value> {
        let known = || self.facts.iter().rev().filter(|fact| fact.happened_on <= on);
        let amended = known().find(|fact| fact.what.kind() == "amended" && fact.what.label() == Some(name));
        let noted = || known().filter(|fact| fact.what.kind() == name).find_map(|fact| fact.what.value());
        let order = self.input.order;
        amended.and_then(|fact| fact.what.value()).or_else(noted).or_else(|| match name {
            "price" => self.input.scheme.rounding.exact(order.price).map(Value::Number),
            "quantity" => Some(Value::whole(i64::from(order.quantity))),
            "starts_on" => Some(Value::Day(order.starts_on)),
            "ends_on" => Some(Value::Day(order.ends_on)),
            _ => order.terms.get(name).cloned(),
        })
    }

    /// The ordered number, with its amendments.
    pub fn quantity(&self) -> u32 {
        let said = self.term("quantity", self.input.as_of).and_then(|value| value.as_number()?.to_whole());
        said.and_then(|number| u32::try_from(number).ok()).unwrap_or(self.input.order.quantity)
    }

    /// The role in which a party takes part in the order.
    pub fn role_of(&self, party: PartyId) -> &str {
        let order = self.input.order;
        if party == order.provider {
            return "provider";
        }
        order.roles.iter().find(|(_, id)| **id == party).map_or("", |(role, _)| role)
    }

    pub fn party(&self, role: &str) -> Result<PartyId, Fault> {
        let order = self.input.order;
        match role {
            "provider" => Ok(order.provider),
            _ => order.roles.get(role).copied().ok_or_else(|| {
                Fault::new(
                    "order.role",
                    format!("Đơn không nêu bên '{role}'."),
                    format!("The order names nobody as '{role}'."),
                )
            }),
        }
    }

    /// How many of a number lie in each band, filled from the first. `None` when there are no such bands.
    pub fn pour(&self, code: &str, number: Fraction) -> Option<(&'f Bands, Vec<Fraction>)> {
        let bands = self.input.scheme.bands.iter().find(|bands| bands.code == code)?;
        let mut left = number;
        let mut filled = Vec::with_capacity(bands.steps.len());
        for step in &bands.steps {
            let capacity = self.scope(None, self.input.as_of, &[]).number(&step.capacity).ok()?;
            let here = left.min(capacity).max(Fraction::ZERO);
            left = left.minus(here)?;
            filled.push(here);
        }
        Some((bands, filled))
    }
}

/// Whether triggers, instalments or formulas look at facts one by one.
fn reads_facts(scheme: &Scheme) -> bool {
    let by_part = scheme.parts.iter().any(|part| {
        let reads = |trigger: &Trigger| {
            matches!(
                trigger,
                Trigger::Fact(_) | Trigger::Reached { .. } | Trigger::Retained { days: Days::Share(_), .. }
            )
        };
        part.spread.is_some() || part.triggers.iter().any(reads)
    });
    let mut formulas = scheme.formulas().into_iter().chain(scheme.values.values());
    by_part || formulas.any(|formula| formula.leaves().into_iter().any(Leaf::reads_facts))
}

/// The values that are counted over a cohort, those that others need first.
fn cohort_values(scheme: &Scheme) -> Vec<(&str, &Formula)> {
    let mut wanted = Vec::new();
    for formula in scheme.formulas() {
        want(scheme, formula, &mut wanted);
    }
    wanted
}

fn want<'s>(scheme: &'s Scheme, formula: &'s Formula, wanted: &mut Vec<(&'s str, &'s Formula)>) {
    for leaf in formula.leaves() {
        let (Leaf::Named(name) | Leaf::Cohort(name) | Leaf::CohortSum(name)) = leaf else { continue };
        let Some(value) = scheme.values.get(name) else { continue };
        want(scheme, value, wanted);
        let counted = !matches!(leaf, Leaf::Named(_)) && !wanted.iter().any(|(known, _)| known == name);
        if counted {
            wanted.push((name, value));
        }
    }
}

/// Whether only the class factor comes on top of the base.
fn is_simple(part: &Part) -> bool {
    part.units.is_none()
        && part.loadings.is_empty()
        && part.factors.is_empty()
        && part.cap.is_none()
        && part.rounding.multiple == 1
}

/// A part that is the same for everybody, times the factor of the class.
fn by_quality(part: &Part, quality: &Quality, class: GraduationClass, money: Money) -> (Money, Arc<[Step]>) {
    let factor = quality.factor(class);
    let code = Cow::Borrowed(class.as_str());
    let times = Step::Times { what: Times::Quality, code, by: factor.into(), worked: None };
    (money.portion(factor, part.rounding.mode), Arc::from([times, Step::Round]))
}

/// The worth of a part before units, loadings and factors.
pub(super) fn base(
    scope: &mut Scope,
    part: &Part,
    mut steps: Option<&mut Vec<Step>>,
) -> Result<Fraction, Fault> {
    let scheme = scope.plan.input.scheme;
    match &part.base {
        Base::Share { amount, leaf, .. } => {
            let amount = &scheme.amounts[*amount];
            let (value, worked) = work(scope, &amount.value, steps.is_some())?;
            let mut whole = value;
            if let (Some(steps), Some(worked)) = (&mut steps, worked) {
                steps.push(Step::Base { code: amount.code.clone(), worked });
            }
            if let Some(cap) = &amount.cap {
                let (cap, worked) = work(scope, cap, steps.is_some())?;
                whole = whole.min(cap);
                if let (Some(steps), Some(worked)) = (&mut steps, worked) {
                    steps.push(Step::AtMost { code: amount.code.clone(), worked });
                }
            }
            let remainder = scheme.rounding.remainder;
            if let Some(steps) = &mut steps {
                steps.push(Step::Share { weights: amount.weights.clone(), leaf: *leaf, remainder });
            }
            // Of a spread whose instalments are rounded alone, only they are rounded; otherwise it is a leaf like others,
            // so that all together never come to more than the whole.
            let alone = part.spread.is_some() && part.rounding.remainder == Remainder::Separate;
            let remainder = if alone { Remainder::Separate } else { remainder };
            if let (Some(steps), Remainder::Separate) = (steps, remainder)
                && let Some(Step::Share { remainder: told, .. }) = steps.last_mut()
            {
                *told = Remainder::Separate;
            }
            Rounded::from(scheme.rounding)
                .part(whole, &amount.weights, *leaf, remainder)
                .ok_or_else(Fault::too_large)
        }
        Base::Formula(formula) => {
            let (value, worked) = work(scope, formula, steps.is_some())?;
            if let (Some(steps), Some(worked)) = (steps, worked) {
                steps.push(Step::Base { code: part.code.clone(), worked });
            }
            Ok(value)
        }
        Base::Bands { .. } | Base::Sanction { .. } => Ok(Fraction::ZERO),
    }
}

/// A number, and how it was worked out where that is wanted.
pub(super) fn work(
    scope: &mut Scope,
    formula: &Formula,
    traced: bool,
) -> Result<(Fraction, Option<Worked>), Fault> {
    if !traced {
        return Ok((scope.number(formula)?, None));
    }
    let mut recorder = super::scope::Recorder::default();
    let result = {
        let mut inner = Scope {
            plan: scope.plan,
            view: scope.view,
            as_of: scope.as_of,
            fact: scope.fact,
            totals: scope.totals,
            recorder: Some(&mut recorder),
        };
        inner.number(formula)?
    };
    if let Some(outer) = &mut scope.recorder {
        outer.facts.append(&mut recorder.facts);
    }
    let worked =
        Worked { formula: formula.text.clone(), given: recorder.given, result: Value::Number(result) };
    Ok((result, Some(worked)))
}
