//! The differences: what is entitled now, less what was settled before.

use std::sync::Arc;

use time::Date;

use super::{
    Before, Settled,
    entitlement::{Basis, Entitled, Entitlement, Outcome, Reason, Reasoning},
    places::Prepared,
    scheme::Corrections,
    scope::holding,
    split::Split,
    trace::{Put, Step, Trace},
};
use crate::{
    fact::Fact,
    ids::{EnrolmentId, PartyId},
    money::Money,
};

/// One difference to pay or to take back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// `None` for a part of the order as a whole.
    pub enrolment: Option<EnrolmentId>,
    pub part: String,
    /// Which instalment; empty where the part is one sum.
    pub label: String,
    pub balancing: bool,
    /// The day of earning.
    pub on: Option<Date>,
    pub payee: PartyId,
    /// What facts and scheme give now.
    pub entitled: Money,
    pub settled_before: Money,
    /// `entitled − settled_before`; never zero.
    pub due: Money,
    /// Who pays it, by source; empty where the scheme names none.
    pub payers: Vec<(String, Money)>,
    pub trace: Trace,
}

/// Due, and kept back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub enrolment: Option<EnrolmentId>,
    pub part: String,
    pub label: String,
    pub payee: PartyId,
    pub due: Money,
    /// The gate's or the cap's code, or what was said when payments were held.
    pub reason: String,
}

impl Line {
    /// `graduation`, or `on_programme@2017-09` for one of several instalments.
    pub fn code(&self) -> String {
        super::trace::code(&self.part, &self.label)
    }
}

pub(super) fn of_order(order: &Prepared, entitled: &Entitlement, before: &Before) -> (Vec<Line>, Vec<Held>) {
    let mut found = Found { order, lines: Vec::new(), held: Vec::new() };
    let all_held = holding(order.plan.facts.iter().rfind(|fact| is_hold(fact)).copied());
    let none = Vec::new();
    for (i, parts) in entitled.learners.iter().enumerate() {
        let enrolment = Some(order.plan.input.learners[i].enrolment);
        let settled = before.get(&enrolment).unwrap_or(&none);
        if parts.iter().all(|part| part.earned.is_zero() && part.held.is_zero()) && settled.is_empty() {
            continue;
        }
        let held = holding(order.views[i].held).or_else(|| all_held.clone());
        found.subject(enrolment, parts, settled, held.as_deref());
    }
    // Whoever was settled and is no longer on the list has everything taken back.
    for (enrolment, settled) in before {
        let known = enrolment
            .is_none_or(|id| order.plan.input.learners.iter().any(|learner| learner.enrolment == id));
        if !known {
            found.subject(*enrolment, &[], settled, None);
        }
    }
    let settled = before.get(&None).unwrap_or(&none);
    found.subject(None, &entitled.order, settled, all_held.as_deref());
    (found.lines, found.held)
}

fn is_hold(fact: &Fact) -> bool {
    matches!(fact.what.kind(), "held" | "released")
}

struct Found<'a, 'f> {
    order: &'a Prepared<'f>,
    lines: Vec<Line>,
    held: Vec<Held>,
}

/// Earned by one payee of one part, and settled before.
struct Pair {
    payee: PartyId,
    entitled: Money,
    before: Money,
}

impl Found<'_, '_> {
    fn subject(
        &mut self,
        enrolment: Option<EnrolmentId>,
        parts: &[Entitled],
        settled: &[Settled],
        hold: Option<&str>,
    ) {
        let scheme = self.order.plan.input.scheme;
        for part in parts {
            let code = &scheme.parts[part.part].code;
            let of_part = |settled: &&Settled| settled.part == *code && *settled.label == *part.label;
            for pair in pairs(part, settled.iter().filter(of_part)) {
                self.put(enrolment, part, pair, hold);
            }
            if !part.held.is_zero() {
                let payee =
                    part.split.first().map_or(self.order.plan.input.order.provider, |share| share.payee);
                self.held.push(Held {
                    enrolment,
                    part: code.clone(),
                    label: part.label.to_string(),
                    payee,
                    due: part.held,
                    reason: held_by(part),
                });
            }
        }
        // Instalments that were settled and are not there any more.
        let gone = |settled: &&Settled| {
            !parts
                .iter()
                .any(|part| scheme.parts[part.part].code == settled.part && *part.label == *settled.label)
        };
        let mut keys: Vec<(&str, &str, PartyId)> = Vec::new();
        for settled in settled.iter().filter(gone) {
            let key = (settled.part.as_str(), settled.label.as_str(), settled.payee);
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        for (code, label, payee) in keys {
            let Some(place) = scheme.part_index(code) else { continue };
            let part = vanished(place, label, parts.iter().find(|part| part.part == place));
            let of_key = |settled: &&Settled| {
                (settled.part.as_str(), settled.label.as_str(), settled.payee) == (code, label, payee)
            };
            let before = settled.iter().filter(of_key).map(|settled| settled.amount).sum();
            self.put(enrolment, &part, Pair { payee, entitled: Money::ZERO, before }, hold);
        }
    }

    fn put(&mut self, enrolment: Option<EnrolmentId>, part: &Entitled, pair: Pair, hold: Option<&str>) {
        let scheme = self.order.plan.input.scheme;
        let due = pair.entitled - pair.before;
        if due.is_zero() {
            return;
        }
        let code = scheme.parts[part.part].code.clone();
        if let (Some(reason), true) = (hold, due > Money::ZERO) {
            self.held.push(Held {
                enrolment,
                part: code,
                label: part.label.to_string(),
                payee: pair.payee,
                due,
                reason: reason.to_owned(),
            });
            return;
        }
        let trace = part.trace(scheme, pair.payee, pair.entitled, pair.before);
        let line = Line {
            enrolment,
            part: code,
            label: part.label.to_string(),
            balancing: part.balancing,
            on: part.on,
            payee: pair.payee,
            entitled: pair.entitled,
            settled_before: pair.before,
            due,
            payers: Vec::new(),
            trace,
        };
        let reverse = scheme.netting.corrections == Corrections::Reverse && !pair.before.is_zero();
        if !reverse {
            self.lines.push(line);
            return;
        }
        let back = Trace { put: Put::Back, due: -pair.before, ..line.trace.clone() };
        self.lines.push(Line { due: -pair.before, trace: back, ..line.clone() });
        if !pair.entitled.is_zero() {
            let anew = Trace { put: Put::Anew, due: pair.entitled, ..line.trace.clone() };
            self.lines.push(Line { due: pair.entitled, trace: anew, ..line });
        }
    }
}

/// Those entitled now, and those settled before who no longer are.
fn pairs<'s>(part: &Entitled, settled: impl Iterator<Item = &'s Settled> + Clone) -> Vec<Pair> {
    let before =
        |payee: PartyId| settled.clone().filter(|one| one.payee == payee).map(|one| one.amount).sum();
    let mut pairs: Vec<Pair> = Vec::with_capacity(part.split.len());
    for share in &part.split {
        match pairs.iter_mut().find(|pair| pair.payee == share.payee) {
            Some(pair) => pair.entitled += share.amount,
            None => {
                pairs.push(Pair { payee: share.payee, entitled: share.amount, before: before(share.payee) })
            }
        }
    }
    for one in settled.clone() {
        if !pairs.iter().any(|pair| pair.payee == one.payee) {
            pairs.push(Pair { payee: one.payee, entitled: Money::ZERO, before: before(one.payee) });
        }
    }
    pairs
}

/// The gate or the cap that keeps a part back.
pub(super) fn held_by(part: &Entitled) -> String {
    let Some(basis) = &part.basis else { return String::new() };
    let cut = basis.how.steps.iter().rev().find_map(|step| match step {
        Step::Less { code, .. } => Some(code.clone()),
        _ => None,
    });
    let gate = basis.how.gates.iter().find(|gate| gate.outcome != Outcome::Earned);
    let gate = gate.map(|gate| match gate.outcome {
        Outcome::Open(Reason::BelowMinimum) => "below_minimum".to_owned(),
        _ => gate.code.to_string(),
    });
    gate.or(cut).unwrap_or_default()
}

/// An instalment that facts no longer give.
fn vanished(part: usize, label: &str, like: Option<&Entitled>) -> Entitled {
    let basis = like.and_then(|like| like.basis.as_deref()).map(|like| {
        let how = Reasoning { gates: like.how.gates.clone(), ..Reasoning::default() };
        Box::new(Basis { facts: like.facts.clone(), how: Arc::new(how) })
    });
    Entitled {
        part,
        label: label.into(),
        balancing: label.ends_with("/balancing"),
        on: None,
        value: Money::ZERO,
        earned: Money::ZERO,
        open: Money::ZERO,
        held: Money::ZERO,
        outcome: Outcome::Lost(Reason::NoLongerGiven),
        split: Split::default(),
        basis,
    }
}
