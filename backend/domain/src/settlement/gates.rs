//! Which gates of a part a learner has passed, and the facts that rests on.

use std::{borrow::Cow, sync::Arc};

use super::{
    entitlement::{Outcome, Reason},
    formula::Fault,
    of_learner::OfLearner,
    scheme::{Beyond, Otherwise, Part, Trigger},
    scope::Recorder,
    trace::{Checked, Used, Worked},
    trigger::{Met, met, paid_once},
};
use crate::{fact::Fact, fraction::Fraction, money::Money, value::Value};

/// What was told last: of the gates of each part, and of facts. Most learners go through the same gates, and most parts
/// of a learner rest on the same facts; what is the same is kept once.
pub(super) struct Told<'f> {
    gates: Vec<Arc<[Checked]>>,
    facts: Arc<[Used]>,
    /// Room for the next.
    used: Vec<&'f Fact>,
}

impl Told<'_> {
    pub fn new(parts: usize) -> Self {
        Told { gates: vec![Arc::default(); parts], facts: Arc::default(), used: Vec::new() }
    }
}

/// What the gates of a part came to.
pub(super) struct Gates<'f> {
    pub outcome: Outcome,
    pub met: Met,
    /// Only gates that hold payment back stand in the way.
    pub held: bool,
    /// Where a trace is wanted.
    checks: Option<Checks>,
    used: Vec<&'f Fact>,
    /// Facts that formulas read.
    pub read: Vec<Used>,
}

impl<'f> Gates<'f> {
    /// Another gate stands in the way.
    pub fn stop(&mut self, code: &'static str, outcome: Outcome) {
        self.outcome = outcome;
        if let Some(checks) = &mut self.checks {
            checks.push(outcome, None, || Cow::Borrowed(code));
        }
    }

    /// The gates as they were tried, and the facts that were used.
    pub fn tell(&mut self, p: usize, told: &mut Told<'f>) -> (Arc<[Checked]>, Arc<[Used]>) {
        let gates = self.checks.take().map(Checks::all).unwrap_or_default();
        if !Arc::ptr_eq(&gates, &told.gates[p]) {
            told.gates[p] = gates.clone();
        }
        self.used.sort_unstable_by_key(|fact| (fact.happened_on, fact.id));
        let facts = self.used.iter();
        if !self.read.is_empty() {
            self.read.extend(facts.map(|fact| Used::of(fact)));
            self.read.sort_by_key(|used| (used.on, used.id));
            self.read.dedup();
            told.facts = std::mem::take(&mut self.read).into();
        } else if !facts.clone().map(|fact| fact.id).eq(told.facts.iter().map(|used| used.id)) {
            told.facts = facts.map(|fact| Used::of(fact)).collect();
        }
        told.used = std::mem::take(&mut self.used);
        told.used.clear();
        (gates, told.facts.clone())
    }
}

impl<'f> OfLearner<'_, 'f> {
    pub(super) fn gates(&mut self, p: usize, part: &Part, totals: &[Money]) -> Result<Gates<'f>, Fault> {
        let mut all = Worst::new(self.traced.then(|| self.told.gates[p].clone()));
        let enrolled = self.view.enrolled.is_some();
        let known = if enrolled { Outcome::Earned } else { Outcome::Lost(Reason::NotEnrolled) };
        all.add(known, || Cow::Borrowed("enrolled"));
        let seated = self.prepared.seated[self.i];
        let beyond =
            self.plan.input.scheme.quantity.as_ref().map_or(Beyond::Refuse, |quantity| quantity.beyond);
        let place = if seated { Outcome::Earned } else { Outcome::beyond(beyond, Reason::BeyondQuantity) };
        all.add(place, || Cow::Borrowed("within_quantity"));
        all.add(paid_once(self.view), || Cow::Borrowed("paid_once"));
        if let Some(below) = self.below {
            all.add(below, || Cow::Borrowed("minimum"));
            all.held &= self.plan.input.scheme.quantity.as_ref().is_some_and(|q| q.below == Otherwise::Held);
        }
        let mut last = Met { outcome: Outcome::Earned, on: None, times: Fraction::ONE };
        for trigger in &part.triggers {
            let met = met(trigger, self.plan, Some(self.view), totals)?;
            all.add(met.outcome, || trigger.code());
            let times = match met.times {
                Fraction::ONE => last.times,
                times => last.times.times(times).ok_or_else(Fault::too_large)?,
            };
            last = Met { outcome: met.outcome, on: last.on.max(met.on), times };
        }
        let mut used = std::mem::take(&mut self.told.used);
        if self.traced {
            self.used(part, &mut used);
        }
        // Conditions may ask what only exists once the trigger was met.
        let triggered = all.outcome == Outcome::Earned || all.only_held();
        let mut recorder = Recorder::default();
        for gate in part.gates.iter().filter(|_| triggered) {
            let mut scope = self.plan.scope(Some(self.view), self.plan.input.as_of, totals);
            scope.recorder = self.traced.then_some(&mut recorder);
            let holds = scope.yes(&gate.test)?;
            let worked = self.traced.then(|| Worked {
                formula: gate.test.text.clone(),
                given: std::mem::take(&mut recorder.given),
                result: Value::YesNo(holds),
            });
            let outcome =
                if holds { Outcome::Earned } else { Outcome::of(gate.otherwise, Reason::Condition) };
            all.add_condition(&gate.code, outcome, worked, gate.otherwise == Otherwise::Held);
        }
        let outcome = match all.outcome {
            Outcome::Open(_) if self.plan.input.closing => Outcome::Lost(Reason::OrderClosed),
            outcome => outcome,
        };
        let held = all.only_held() && !self.plan.input.closing;
        Ok(Gates { outcome, met: last, held, checks: all.checks, used, read: recorder.facts })
    }

    fn used(&self, part: &Part, used: &mut Vec<&'f Fact>) {
        let works = part.triggers.iter().any(|trigger| matches!(trigger, Trigger::Employed { .. }));
        let graduates = works || part.triggers.contains(&Trigger::Graduated);
        let view = self.view;
        used.extend([view.enrolled, view.withdrew, view.duplicate, view.completed].into_iter().flatten());
        if graduates {
            used.extend([view.graduated, view.annulled].into_iter().flatten());
        }
        if works {
            for (job, end) in view.jobs() {
                used.push(job);
                used.extend(end.filter(|end| view.jobs().all(|(job, _)| job.id != end.id)));
            }
        }
    }
}

/// The gates of a part in the order in which they are tried. While they turn out as they did for the learner before,
/// they are those; conditions, which read what is the learner's own, never are.
struct Checks {
    last: Arc<[Checked]>,
    alike: usize,
    own: Option<Vec<Checked>>,
}

impl Checks {
    fn push(&mut self, outcome: Outcome, worked: Option<Worked>, code: impl FnOnce() -> Cow<'static, str>) {
        let Some(own) = &mut self.own else {
            let known = self.last.get(self.alike);
            if worked.is_none()
                && known.is_some_and(|known| known.worked.is_none() && known.outcome == outcome)
            {
                self.alike += 1;
                return;
            }
            let mut own = self.last[..self.alike].to_vec();
            own.push(Checked::new(code(), outcome, worked));
            self.own = Some(own);
            return;
        };
        own.push(Checked::new(code(), outcome, worked));
    }

    fn all(self) -> Arc<[Checked]> {
        match self.own {
            Some(own) => own.into(),
            None if self.alike == self.last.len() => self.last,
            None => self.last[..self.alike].into(),
        }
    }
}

/// The worst of several gates: lost before open, open before held.
struct Worst {
    outcome: Outcome,
    held: bool,
    not_held: bool,
    checks: Option<Checks>,
}

impl Worst {
    /// `last`: the gates of the learner before, where a trace is wanted.
    fn new(last: Option<Arc<[Checked]>>) -> Worst {
        let checks = last.map(|last| Checks { last, alike: 0, own: None });
        Worst { outcome: Outcome::Earned, held: true, not_held: false, checks }
    }

    fn add(&mut self, outcome: Outcome, code: impl FnOnce() -> Cow<'static, str>) {
        self.take(outcome, outcome == Outcome::Open(Reason::BelowMinimum));
        if let Some(checks) = &mut self.checks {
            checks.push(outcome, None, code);
        }
    }

    fn add_condition(&mut self, code: &str, outcome: Outcome, worked: Option<Worked>, holds_back: bool) {
        self.take(outcome, holds_back);
        if let Some(checks) = &mut self.checks {
            checks.push(outcome, worked, || Cow::Owned(code.to_owned()));
        }
    }

    fn take(&mut self, outcome: Outcome, holds_back: bool) {
        self.not_held |= outcome != Outcome::Earned && !holds_back;
        self.outcome = match (self.outcome, outcome) {
            (Outcome::Lost(_), _) | (_, Outcome::Earned) => self.outcome,
            (_, Outcome::Lost(_)) | (Outcome::Earned, _) => outcome,
            (Outcome::Open(_), Outcome::Open(_)) => self.outcome,
        };
    }

    /// Nothing but gates that hold back stands in the way.
    fn only_held(&self) -> bool {
        self.held && !self.not_held && self.outcome != Outcome::Earned
    }
}
