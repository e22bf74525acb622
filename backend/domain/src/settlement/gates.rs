//! Which gates of a part a learner has passed, and the facts that rests on.

use std::{borrow::Cow, sync::Arc};

use super::{
    entitlement::{Basis, Outcome, Reason, Reasoning},
    formula::Fault,
    of_learner::OfLearner,
    scheme::{Otherwise, Part, Trigger},
    scope::Recorder,
    trace::{Checked, Step, Used, Worked},
    trigger::{Met, met},
};
use crate::{fact::Fact, money::Money, value::Value};

/// What was told of learners before: the reasoning of each part, and facts. Most learners go through the same gates and the
/// same arithmetic, and most parts of a learner rest on the same facts; what is the same is kept once.
pub(super) struct Told<'f> {
    parts: Vec<OfPart>,
    facts: Arc<[Used]>,
    /// Room for the next.
    used: Vec<&'f Fact>,
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
    fn reasoning(&mut self, checks: Checks, base: &Arc<[Step]>, steps: &Arc<[Step]>) -> Arc<Reasoning> {
        let gates = match checks {
            Checks { own: Some(own), .. } => match self.known.iter().find(|known| *known.gates == *own) {
                Some(known) => known.gates.clone(),
                None => own.into(),
            },
            Checks { last: Some(last), alike, .. } if alike == last.len() => last,
            Checks { last, alike, .. } => last.map_or_else(Arc::default, |last| last[..alike].into()),
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

impl Told<'_> {
    pub fn new(parts: usize) -> Self {
        Told { parts: vec![OfPart::default(); parts], facts: Arc::default(), used: Vec::new() }
    }
}

/// What the gates of a part came to.
pub(super) struct Gates<'f> {
    pub outcome: Outcome,
    pub met: Met,
    /// Only gates that hold payment back stand in the way.
    pub held: bool,
    /// Where a trace is wanted.
    telling: Option<Telling<'f>>,
}

/// What a trace will tell: the gates as they were tried, the facts that were used, and those that formulas read.
struct Telling<'f> {
    checks: Checks,
    used: Vec<&'f Fact>,
    read: Vec<Used>,
}

impl<'f> Gates<'f> {
    /// Another gate stands in the way.
    pub fn stop(&mut self, code: &'static str, outcome: Outcome) {
        self.outcome = outcome;
        if let Some(telling) = &mut self.telling {
            telling.checks.push(outcome, None, || Cow::Borrowed(code));
        }
    }

    /// A formula read these.
    pub fn read(&mut self, mut facts: Vec<Used>) {
        if let Some(telling) = &mut self.telling {
            telling.read.append(&mut facts);
        }
    }

    /// Facts, gates and arithmetic of the part; nothing where no trace is wanted.
    pub fn tell(
        &mut self,
        p: usize,
        told: &mut Told<'f>,
        base: &Arc<[Step]>,
        steps: &Arc<[Step]>,
    ) -> Option<Box<Basis>> {
        let Telling { checks, mut used, mut read } = self.telling.take()?;
        let how = told.parts[p].reasoning(checks, base, steps);
        used.sort_unstable_by_key(|fact| (fact.happened_on, fact.id));
        let facts = used.iter();
        if !read.is_empty() {
            read.extend(facts.map(|fact| Used::of(fact)));
            read.sort_by_key(|used| (used.on, used.id));
            read.dedup();
            told.facts = read.into();
        } else if !facts.clone().map(|fact| fact.id).eq(told.facts.iter().map(|used| used.id)) {
            told.facts = facts.map(|fact| Used::of(fact)).collect();
        }
        used.clear();
        told.used = used;
        Some(Box::new(Basis { facts: told.facts.clone(), how }))
    }
}

impl<'f> OfLearner<'_, 'f> {
    pub(super) fn gates(&mut self, p: usize, part: &Part, totals: &[Money]) -> Result<Gates<'f>, Fault> {
        let mut all = Worst::new(self.traced.then(|| Checks::after(self.told.parts[p].gates.take())));
        for (code, outcome) in self.common {
            all.add(outcome, || Cow::Borrowed(code));
        }
        if let Some(below) = self.below {
            all.add(below, || Cow::Borrowed("minimum"));
            all.held &= self.plan.input.scheme.quantity.as_ref().is_some_and(|q| q.below == Otherwise::Held);
        }
        let mut last = Met { outcome: Outcome::Earned, on: None, times: 1 };
        for trigger in &part.triggers {
            let met = met(trigger, self.plan, Some(self.view), totals)?;
            all.add(met.outcome, || trigger.code());
            let times = last.times.checked_mul(met.times).ok_or_else(Fault::too_large)?;
            last = Met { outcome: met.outcome, on: last.on.max(met.on), times };
        }
        // Conditions may ask what only exists once the trigger was met.
        let triggered = all.outcome == Outcome::Earned || all.only_held();
        let mut recorder = self.traced.then(Recorder::default);
        for gate in part.gates.iter().filter(|_| triggered) {
            let mut scope = self.plan.scope(Some(self.view), self.plan.input.as_of, totals);
            scope.recorder = recorder.as_mut();
            let holds = scope.yes(&gate.test)?;
            let worked = recorder.as_mut().map(|recorder| Worked {
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
        let telling = all.checks.map(|checks| Telling {
            checks,
            used: self.used(part),
            read: recorder.map_or_else(Vec::new, |recorder| recorder.facts),
        });
        Ok(Gates { outcome, met: last, held, telling })
    }

    fn used(&mut self, part: &Part) -> Vec<&'f Fact> {
        let mut used = std::mem::take(&mut self.told.used);
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
        used
    }
}

/// The gates of a part in the order in which they are tried. While they turn out as they did for the learner before,
/// they are those; conditions, which read what is the learner's own, never are.
struct Checks {
    last: Option<Arc<[Checked]>>,
    alike: usize,
    own: Option<Vec<Checked>>,
}

impl Checks {
    /// `last`: the gates of the learner before.
    fn after(last: Option<Arc<[Checked]>>) -> Checks {
        Checks { last, alike: 0, own: None }
    }

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
struct Worst {
    outcome: Outcome,
    held: bool,
    not_held: bool,
    checks: Option<Checks>,
}

impl Worst {
    fn new(checks: Option<Checks>) -> Worst {
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
