//! Which gates of a part a learner has passed, and the facts that rests on.

use std::{borrow::Cow, sync::Arc};

use super::{
    entitlement::{Basis, Outcome, Reason, Reasoning},
    formula::Fault,
    of_learner::OfLearner,
    scheme::{Gate, Otherwise, Part, Trigger},
    scope::Recorder,
    trace::{Checked, Facts, Step, Used, Worked},
    trigger::{Met, counted, met},
    view::View,
};
use crate::{fact::Fact, money::Money, value::Value};

/// What is told of learners where traces are wanted. Most learners go through the same gates and the same arithmetic, and most
/// parts of a learner rest on the same facts; what is the same is kept once.
pub(super) struct Told<'f> {
    pub traced: bool,
    /// The reasoning of each part, as told before.
    parts: Vec<OfPart>,
    /// Facts of the learner at hand that parts may rest on, in order of happening.
    known: Vec<(&'f Fact, Use)>,
    facts: Arc<[Used]>,
    /// Of the part at hand: the gates as they were tried, which facts count, and those that formulas read.
    checks: Checks,
    which: u64,
    read: Vec<Used>,
}

#[derive(Clone, Default)]
struct OfPart {
    /// The gates of the learner before; lent out while the next one goes through them.
    gates: Option<Arc<[Checked]>>,
    known: Vec<Arc<Reasoning>>,
}

/// How many ways through a part are remembered: each class of graduation is one, each gate that may stop a learner another.
const REMEMBERED: usize = 16;

impl OfPart {
    fn reasoning(&mut self, checks: &mut Checks, base: &Arc<[Step]>, steps: &Arc<[Step]>) -> Arc<Reasoning> {
        let gates = match (checks.own.take(), checks.last.take()) {
            (Some(own), _) => match self.known.iter().find(|known| *known.gates == *own) {
                Some(known) => known.gates.clone(),
                None => own.into(),
            },
            (None, Some(last)) if checks.alike == last.len() => last,
            (None, last) => last.map_or_else(Arc::default, |last| last[..checks.alike].into()),
        };
        let gates = self.gates.insert(gates);
        let same = |known: &&Arc<Reasoning>| {
            Arc::ptr_eq(&known.gates, gates)
                && Arc::ptr_eq(&known.base, base)
                && Arc::ptr_eq(&known.steps, steps)
        };
        if let Some(known) = self.known.iter().find(same) {
            return known.clone();
        }
        let new = Arc::new(Reasoning { gates: gates.clone(), base: base.clone(), steps: steps.clone() });
        if self.known.len() == REMEMBERED {
            self.known.clear();
        }
        self.known.push(new.clone());
        new
    }
}

impl<'f> Told<'f> {
    pub fn new(parts: usize, traced: bool) -> Told<'f> {
        Told {
            traced,
            parts: vec![OfPart::default(); parts],
            known: Vec::new(),
            facts: Arc::default(),
            checks: Checks::default(),
            which: 0,
            read: Vec::new(),
        }
    }

    /// The next learner.
    pub fn of(&mut self, view: &View<'f>) {
        if !self.traced {
            return;
        }
        let known = &mut self.known;
        known.clear();
        let always = [view.enrolled, view.withdrew, view.duplicate, view.completed];
        let away = view.suspensions.iter().flat_map(|(from, until)| [Some(*from), *until]);
        known.extend(always.into_iter().chain(away).flatten().map(|fact| (fact, Use::Always)));
        let results = [view.graduated, view.annulled];
        known.extend(results.into_iter().flatten().map(|fact| (fact, Use::Graduating)));
        for (job, end) in view.jobs() {
            known.push((job, Use::Working));
            let end = end.filter(|end| view.jobs().all(|(job, _)| job.id != end.id));
            known.extend(end.map(|end| (end, Use::Working)));
        }
        known.sort_unstable_by_key(|(fact, _)| (fact.happened_on, fact.id));
        self.facts = known.iter().map(|(fact, _)| Used::of(fact)).collect();
    }

    /// The next part of the learner.
    fn begin(&mut self, p: usize, part: &Part) {
        if !self.traced {
            return;
        }
        self.checks = Checks { last: self.parts[p].gates.take(), alike: 0, own: None };
        self.read.clear();
        let most = if part.triggers.iter().any(|trigger| matches!(trigger, Trigger::Employed { .. })) {
            Use::Working
        } else if part.triggers.contains(&Trigger::Graduated) {
            Use::Graduating
        } else {
            Use::Always
        };
        let counts = self.known.iter().enumerate().filter(|(_, (_, by))| *by <= most);
        self.which = counts.fold(0, |which, (i, _)| which | u64::from(i < 64) << i.min(63));
    }

    fn check(&mut self, outcome: Outcome, worked: Option<Worked>, code: impl FnOnce() -> Cow<'static, str>) {
        if self.traced {
            self.checks.push(outcome, worked, code);
        }
    }

    /// A formula read these.
    pub fn read(&mut self, mut facts: Vec<Used>) {
        self.read.append(&mut facts);
    }

    /// Facts, gates and arithmetic of the part; nothing where no trace is wanted.
    #[inline]
    pub fn tell(&mut self, p: usize, base: &Arc<[Step]>, steps: &Arc<[Step]>) -> Option<Box<Basis>> {
        self.traced.then(|| self.basis(p, base, steps))
    }

    fn basis(&mut self, p: usize, base: &Arc<[Step]>, steps: &Arc<[Step]>) -> Box<Basis> {
        let how = self.parts[p].reasoning(&mut self.checks, base, steps);
        let facts = match self.read.is_empty() {
            true => Facts::some(&self.facts, self.which),
            false => {
                let mut read = std::mem::take(&mut self.read);
                read.extend(Facts::some(&self.facts, self.which).iter().cloned());
                read.sort_by_key(|used| (used.on, used.id));
                read.dedup();
                read.into()
            }
        };
        Box::new(Basis { facts, how })
    }
}

/// Which parts rest on a fact: all, those that ask for a result, those that ask for a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Use {
    Always,
    Graduating,
    Working,
}

/// What the gates of a part came to.
#[derive(Clone, Copy)]
pub(super) struct Gates {
    pub outcome: Outcome,
    pub met: Met,
    /// Only gates that hold payment back stand in the way.
    pub held: bool,
}

impl Gates {
    /// Another gate stands in the way.
    pub fn stop(&mut self, told: &mut Told, code: &'static str, outcome: Outcome) {
        self.outcome = outcome;
        told.check(outcome, None, || Cow::Borrowed(code));
    }
}

impl<'f> OfLearner<'_, 'f> {
    pub(super) fn gates(&mut self, p: usize, part: &Part, totals: &[Money]) -> Result<Gates, Fault> {
        self.told.begin(p, part);
        let mut all = self.standing;
        if self.told.traced {
            let below = self.below.map(|below| ("minimum", below));
            let limited = self.plan.input.scheme.quantity.is_some();
            let common = self.common.into_iter().filter(|(code, _)| limited || *code != "within_quantity");
            for (code, outcome) in common.chain(below) {
                self.told.check(outcome, None, || Cow::Borrowed(code));
            }
        }
        let mut last = Met { outcome: Outcome::Earned, on: None, times: 1 };
        for trigger in &part.triggers {
            let met = met(trigger, self.plan, Some(self.view), totals)?;
            all.take(met.outcome, false);
            if self.told.traced {
                self.told.check(met.outcome, None, || trigger.code());
                let counted = counted(trigger, self.plan, Some(self.view), &self.view.facts);
                self.told.read(counted.into_iter().map(Used::of).collect());
            }
            let times = last.times.checked_mul(met.times).ok_or_else(Fault::too_large)?;
            last = Met { outcome: met.outcome, on: last.on.max(met.on), times };
        }
        // Conditions may ask what only exists once the trigger was met.
        if all.outcome == Outcome::Earned || all.only_held() {
            for gate in &part.gates {
                self.condition(gate, totals, &mut all)?;
            }
        }
        let outcome = match all.outcome {
            Outcome::Open(_) if self.plan.input.closing => Outcome::Lost(Reason::OrderClosed),
            outcome => outcome,
        };
        let held = all.only_held() && !self.plan.input.closing;
        Ok(Gates { outcome, met: last, held })
    }

    fn condition(&mut self, gate: &Gate, totals: &[Money], all: &mut Worst) -> Result<(), Fault> {
        let mut recorder = self.told.traced.then(Recorder::default);
        let mut scope = self.plan.scope(Some(self.view), self.plan.input.as_of, totals);
        scope.recorder = recorder.as_mut();
        let holds = scope.yes(&gate.test)?;
        let outcome = if holds { Outcome::Earned } else { Outcome::of(gate.otherwise, Reason::Condition) };
        all.take(outcome, gate.otherwise == Otherwise::Held);
        if let Some(Recorder { given, facts, .. }) = recorder {
            let worked = Worked { formula: gate.test.text.clone(), given, result: Value::YesNo(holds) };
            self.told.check(outcome, Some(worked), || Cow::Owned(gate.code.clone()));
            self.told.read(facts);
        }
        Ok(())
    }
}

/// The gates of a part in the order in which they are tried. While they turn out as they did for the learner before,
/// they are those; conditions, which read what is the learner's own, never are.
#[derive(Default)]
struct Checks {
    /// The gates of the learner before.
    last: Option<Arc<[Checked]>>,
    alike: usize,
    own: Option<Vec<Checked>>,
}

impl Checks {
    fn push(&mut self, outcome: Outcome, worked: Option<Worked>, code: impl FnOnce() -> Cow<'static, str>) {
        let last = self.last.as_deref().unwrap_or_default();
        let Some(own) = &mut self.own else {
            let known = last.get(self.alike);
            if worked.is_none()
                && known.is_some_and(|known| known.worked.is_none() && known.outcome == outcome)
            {
                self.alike += 1;
                return;
            }
            let mut own = last[..self.alike].to_vec();
            own.push(Checked::new(code(), outcome, worked));
            self.own = Some(own);
            return;
        };
        own.push(Checked::new(code(), outcome, worked));
    }
}

/// The worst of several gates: lost before open, open before held.
#[derive(Clone, Copy)]
pub(super) struct Worst {
    outcome: Outcome,
    /// A gate that does not hold back stands in the way.
    not_held: bool,
}

impl Default for Worst {
    fn default() -> Worst {
        Worst { outcome: Outcome::Earned, not_held: false }
    }
}

impl Worst {
    pub fn take(&mut self, outcome: Outcome, holds_back: bool) {
        self.not_held |= outcome != Outcome::Earned && !holds_back;
        self.outcome = match (self.outcome, outcome) {
            (Outcome::Lost(_), _) | (_, Outcome::Earned) => self.outcome,
            (_, Outcome::Lost(_)) | (Outcome::Earned, _) => outcome,
            (Outcome::Open(_), Outcome::Open(_)) => self.outcome,
        };
    }

    /// Nothing but gates that hold back stands in the way.
    fn only_held(&self) -> bool {
        !self.not_held && self.outcome != Outcome::Earned
    }
}
