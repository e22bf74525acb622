//! The one idea: `due = entitlement(facts, scheme, as of) − already settled`.
//!
//! Entitlement knows nothing of payments, so anyone can recompute it at any time and get the same amount. What was
//! settled is a sum over issued lines. Their difference is the next statement: running twice changes nothing, a late
//! or corrected report is a difference line, and nothing issued is ever edited.
//!
//! Two stages, both pure. Per order: facts to entitlement. Across orders: bands, caps and sources of money that reach
//! further. Only then the difference to what was settled.

pub mod advance;
mod amount;
mod by_learner;
pub mod cap;
pub mod cliffs;
mod difference;
pub mod entitlement;
pub mod explain;
mod explain_sums;
mod explain_words;
pub(crate) mod findings;
pub mod formula;
mod gates;
mod load_parts;
mod load_terms;
pub mod manual;
pub mod netting;
mod of_learner;
mod order_parts;
mod places;
mod plan;
pub mod preview;
pub mod scheme;
pub mod scheme_file;
mod scheme_load;
mod scope;
pub mod show;
mod show_terms;
mod show_times;
mod show_words;
pub mod source;
mod split;
mod spread;
pub mod trace;
mod trigger;
mod view;

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use time::Date;

pub use self::{
    by_learner::ByLearner,
    difference::{Held, Line},
    entitlement::{Entitled, Entitlement, Outcome, Reason},
    scheme::Scheme,
    source::Funds,
    split::Split,
    trace::Trace,
};
use self::{places::Prepared, plan::Plan, view::View};
use crate::{
    calendar::Moment,
    fact::Fact,
    grading::GraduationClass,
    ids::{EnrolmentId, OrderId, PartyId},
    money::Money,
    text::Text,
    value::Value,
};

/// Changes when the same facts and scheme could give another amount or another trace.
pub const ENGINE: &str = "3";

/// Everything the settlement of one order line depends on, and nothing else.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    pub scheme: &'a Scheme,
    pub order: &'a Order,
    pub learners: &'a [Learner],
    /// Facts that happened after this day do not count yet.
    pub as_of: Date,
    /// Facts recorded after this moment were not known yet.
    pub known_at: Moment,
    /// Whether the order is being liquidated: what is still open is then lost.
    pub closing: bool,
}

/// What an order line states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub id: OrderId,
    /// Agreed price of one learner, in the scheme's smallest units.
    pub price: Money,
    /// Learners ordered.
    pub quantity: u32,
    pub provider: PartyId,
    pub starts_on: Date,
    pub ends_on: Date,
    /// Other parties by role.
    pub roles: BTreeMap<String, PartyId>,
    /// Whatever else the scheme asks for.
    pub terms: BTreeMap<String, Value>,
    /// What happened to the order as a whole, amendments included.
    pub facts: Vec<Fact>,
}

/// One learner on the line, with all facts ever recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Learner {
    pub enrolment: EnrolmentId,
    pub facts: Vec<Fact>,
    /// What was known at enrolment.
    pub attributes: BTreeMap<String, Value>,
}

/// What was settled before, by learner; `None` for the order as a whole.
pub type Before = BTreeMap<Option<EnrolmentId>, Vec<Settled>>;

/// One amount that was settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    pub part: String,
    pub label: String,
    pub payee: PartyId,
    pub amount: Money,
    /// Who paid it, by source; empty where the scheme names none.
    pub payers: Vec<(String, Money)>,
}

/// Where the value of an order line stands. `ordered = accepted + rejected + outstanding`, always.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Volume {
    pub ordered: Money,
    pub accepted: Money,
    pub rejected: Money,
    pub outstanding: Money,
    /// Accepted beside the order's price: support, loadings of their own, bonuses.
    pub beside: Money,
    /// Of what is outstanding: places that nobody has taken yet.
    pub places_open: Money,
    /// Of what is rejected: places that nobody took.
    pub places_lost: Money,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    pub lines: Vec<Line>,
    /// Due, and kept back for a reason.
    pub held: Vec<Held>,
    pub volume: Volume,
    /// Every part with its outcome, also those that pay nothing.
    pub entitled: Entitlement,
    /// SHA-256 over what went in, so that a statement can say what it was computed from.
    pub fingerprint: [u8; 32],
}

/// Why an order cannot be settled: a scheme asks for what is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// Place of the order among the inputs.
    pub order: usize,
    pub enrolment: Option<EnrolmentId>,
    pub part: String,
    pub fault: formula::Fault,
}

/// Settles one order line by itself.
pub fn settle(input: &Input, before: &Before) -> Result<Settlement, Vec<Misfit>> {
    let mut funds = Funds::default();
    let mut all = settle_together(std::slice::from_ref(input), std::slice::from_ref(before), &mut funds)?;
    Ok(all.pop().expect("one order gives one settlement"))
}

/// Settles order lines of one scheme together: bands, caps and sources reach across them. `before` has an entry for
/// each; `funds` are what sources can draw on, and what is left of it afterwards.
pub fn settle_together(
    inputs: &[Input],
    before: &[Before],
    funds: &mut Funds,
) -> Result<Vec<Settlement>, Vec<Misfit>> {
    let prepared = prepare(inputs)?;
    let entitled = entitle(&prepared, true)?;
    let mut settlements: Vec<Settlement> = Vec::with_capacity(inputs.len());
    for ((order, entitled), before) in prepared.iter().zip(entitled).zip(before) {
        let (lines, held) = difference::of_order(order, &entitled, before);
        let volume = volume(order, &entitled);
        let fingerprint = fingerprint(&order.plan.input);
        settlements.push(Settlement { lines, held, volume, entitled, fingerprint });
    }
    source::draw(&prepared, &mut settlements, before, funds)?;
    Ok(settlements)
}

/// What the learners of an order are entitled to, without traces and without what was settled: for forecasts and
/// previews, and the fastest way through.
pub fn entitlements(inputs: &[Input]) -> Result<Vec<Entitlement>, Vec<Misfit>> {
    entitle(&prepare(inputs)?, false)
}

/// The same with traces.
pub fn explained(inputs: &[Input]) -> Result<Vec<Entitlement>, Vec<Misfit>> {
    entitle(&prepare(inputs)?, true)
}

/// What a formula gives for a learner of the order, or for the order itself: to look at what amounts are made of. It may use
/// everything the scheme's own formulas may, save totals of components.
pub fn work_out(input: Input, learner: Option<EnrolmentId>, formula: &str) -> Result<Value, Text> {
    let formula = formula::parse(formula).map_err(|problem| problem.message)?;
    let leaves = formula.leaves();
    let reads = leaves.into_iter().any(formula::Leaf::reads_facts);
    let mut prepared = looked_at(&[input], reads).map_err(|mut misfits| misfits.remove(0).fault.message)?;
    let order = prepared.pop().expect("one order is prepared");
    let place = learner.and_then(|id| input.learners.iter().position(|one| one.enrolment == id));
    let mut scope = order.plan.scope(place.and_then(|place| order.views.get(place)), input.as_of, &[]);
    formula::eval(&formula.root, &mut scope).map_err(|fault| fault.message)
}

fn prepare<'f>(inputs: &[Input<'f>]) -> Result<Vec<Prepared<'f>>, Vec<Misfit>> {
    looked_at(inputs, false)
}

/// `one_by_one`: facts are asked for that the scheme itself does not read.
fn looked_at<'f>(inputs: &[Input<'f>], one_by_one: bool) -> Result<Vec<Prepared<'f>>, Vec<Misfit>> {
    let mut prepared = Vec::with_capacity(inputs.len());
    for (o, input) in inputs.iter().enumerate() {
        let misfit = |fault| vec![Misfit { order: o, enrolment: None, part: String::new(), fault }];
        let mut plan = Plan::new(*input);
        plan.facts_one_by_one |= one_by_one;
        let views = View::of_all(input.learners, input.as_of, input.known_at, plan.facts_one_by_one);
        plan.count(&views).map_err(misfit)?;
        plan.prepare().map_err(misfit)?;
        let seated = places::seats(&plan, &views);
        prepared.push(Prepared { plan, views, seated, places: Vec::new() });
    }
    places::rank(&mut prepared)
        .map_err(|fault| vec![Misfit { order: 0, enrolment: None, part: String::new(), fault }])?;
    Ok(prepared)
}

fn entitle(prepared: &[Prepared], traced: bool) -> Result<Vec<Entitlement>, Vec<Misfit>> {
    let mut entitled = Vec::with_capacity(prepared.len());
    let mut misfits = Vec::new();
    for (o, order) in prepared.iter().enumerate() {
        match entitlement::of_order(order, traced) {
            Ok(one) => entitled.push(one),
            Err(found) => misfits.extend(found.into_iter().map(|(learner, part, fault)| Misfit {
                order: o,
                enrolment: learner.map(|i| order.plan.input.learners[i].enrolment),
                part,
                fault,
            })),
        }
    }
    if !misfits.is_empty() {
        return Err(misfits);
    }
    cap::apply(prepared, &mut entitled)?;
    Ok(entitled)
}

/// Of the parts that share the order's price; empty places at the price as it is now.
fn volume(order: &Prepared, entitled: &Entitlement) -> Volume {
    let scheme = order.plan.input.scheme;
    let by_price = scheme.amounts.first().is_some_and(|amount| amount.value.text == "order.price");
    let of_price = |entitled: &Entitled| {
        !by_price || matches!(scheme.parts[entitled.part].base, scheme::Base::Share { amount: 0, .. })
    };
    let mut volume = Volume::default();
    for part in entitled.learners.parts().iter().chain(&entitled.order) {
        if of_price(part) {
            volume.accepted += part.earned;
            volume.rejected += part.lost();
            volume.outstanding += part.open;
        } else {
            volume.beside += part.earned;
        }
    }
    if by_price {
        let seated = order.seated.iter().filter(|seated| **seated).count();
        let empty = order.plan.quantity().saturating_sub(u32::try_from(seated).unwrap_or(u32::MAX));
        let price = order.plan.term("price", order.plan.input.as_of).and_then(|price| price.as_number());
        let price =
            price.and_then(|price| scheme.rounding.money(price)).unwrap_or(order.plan.input.order.price);
        let ends_on = order.plan.term("ends_on", order.plan.input.as_of).and_then(|day| day.as_day());
        let over = order.plan.input.as_of > ends_on.unwrap_or(order.plan.input.order.ends_on);
        if order.plan.input.closing || over {
            volume.places_lost = price.times(empty);
        } else {
            volume.places_open = price.times(empty);
        }
        volume.rejected += volume.places_lost;
        volume.outstanding += volume.places_open;
    }
    volume.ordered = volume.accepted + volume.rejected + volume.outstanding;
    volume
}

/// Facts are immutable and their bytes stand in the audit chain, so their ids and moments name them.
fn fingerprint(input: &Input) -> [u8; 32] {
    let mut hash = Sha256::new();
    let order = input.order;
    hash.update(format!(
        "{ENGINE}|{}|{}|{}|{}|{}|{}|{}|{}|{:?}|{:?}\n",
        input.scheme.name(),
        order.price.as_dong(),
        order.quantity,
        order.provider.0,
        order.ends_on,
        input.as_of,
        input.known_at.0,
        input.closing,
        order.roles,
        order.terms,
    ));
    let mut add = |subject: i64, fact: &Fact| {
        hash.update(subject.to_be_bytes());
        hash.update(fact.id.0.to_be_bytes());
        hash.update(fact.recorded_at.0.to_be_bytes());
    };
    for fact in order.facts.iter().filter(|fact| fact.recorded_at <= input.known_at) {
        add(0, fact);
    }
    for learner in input.learners {
        for fact in learner.facts.iter().filter(|fact| fact.recorded_at <= input.known_at) {
            add(learner.enrolment.0, fact);
        }
    }
    hash.finalize().into()
}

impl std::ops::AddAssign for Volume {
    fn add_assign(&mut self, other: Volume) {
        self.ordered += other.ordered;
        self.accepted += other.accepted;
        self.rejected += other.rejected;
        self.outstanding += other.outstanding;
        self.beside += other.beside;
        self.places_open += other.places_open;
        self.places_lost += other.places_lost;
    }
}

impl Volume {
    /// The same volume of an order that is worth something else now: what is added or taken is outstanding, and where
    /// that does not reach, rejected.
    #[must_use]
    pub fn of_value(self, value: Money) -> Volume {
        let open = value - self.accepted - self.rejected;
        Volume {
            ordered: value,
            outstanding: open.at_least_zero(),
            rejected: self.rejected + open.min(Money::ZERO),
            ..self
        }
    }

    /// The identity every order must satisfy.
    pub fn adds_up(&self) -> bool {
        self.ordered == self.accepted + self.rejected + self.outstanding
    }
}

/// A scheme that stands inside another file; `text` is that file.
pub(crate) fn scheme_inside(
    file: scheme_file::SchemeFile,
    slips: Vec<crate::file::Fault>,
    text: &str,
) -> Result<Scheme, Vec<crate::issue::Issue>> {
    scheme_load::inside(file, slips, text)
}

/// Value added tax on the sum of a run.
pub fn tax(scheme: &Scheme, inputs: &[Input], sum: Money) -> Result<Money, formula::Fault> {
    let (Some(rate), Some(input)) = (&scheme.tax.rate, inputs.first()) else { return Ok(Money::ZERO) };
    let mut plan = Plan::new(*input);
    plan.count(&[])?;
    let rate = plan.scope(None, input.as_of, &[]).number(rate)?;
    let tax =
        scheme.rounding.exact(sum).and_then(|sum| sum.times(rate)).and_then(|tax| scheme.rounding.money(tax));
    tax.ok_or_else(formula::Fault::too_large)
}

/// The class a learner graduated with, as known on the day of the input.
pub fn class_of(learner: &Learner, as_of: Date, known_at: Moment) -> Option<GraduationClass> {
    View::of(learner, as_of, known_at, false).class()
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod trigger_tests;
