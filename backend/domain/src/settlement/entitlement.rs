//! What facts and scheme give, part by part: earned, still open, or lost, and why.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use time::Date;

use super::{
    by_learner::ByLearner,
    formula::Fault,
    gates::Told,
    of_learner::OfLearner,
    order_parts,
    places::Prepared,
    scheme::{Beyond, Otherwise, Part, Per, Scheme},
    split::Split,
    trace::{Checked, Facts, Put, Rounded, Step, Trace, code},
};
use crate::{
    ids::PartyId,
    money::{Money, Remainder},
};

/// One part of one learner, or of the order; one instalment of it where it is spread. There are as many as learners times
/// parts, so it is kept small.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entitled {
    /// Place in `Scheme::parts`.
    pub part: usize,
    /// Which instalment; empty where it is one sum.
    pub label: Box<str>,
    pub balancing: bool,
    /// The day of earning.
    pub on: Option<Date>,
    pub value: Money,
    pub earned: Money,
    pub open: Money,
    /// Of what is open: due, and kept back for a reason.
    pub held: Money,
    pub outcome: Outcome,
    pub split: Split,
    /// How it came about, where somebody asked.
    pub basis: Option<Box<Basis>>,
}

/// What is behind one part: facts, and what follows from them. Parts and learners that have the same share it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Basis {
    pub facts: Facts,
    pub how: Arc<Reasoning>,
}

/// Gates as they were tried, and the arithmetic: `base` gives the whole of the part, `steps` go on from there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reasoning {
    pub gates: Arc<[Checked]>,
    pub base: Arc<[Step]>,
    pub steps: Arc<[Step]>,
}

impl Basis {
    pub(super) fn add(&mut self, step: Step) {
        let steps = self.how.steps.iter().cloned().chain([step]).collect();
        self.how = Arc::new(Reasoning { steps, ..(*self.how).clone() });
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", content = "reason", rename_all = "snake_case")]
pub enum Outcome {
    Earned,
    Open(Reason),
    Lost(Reason),
}

/// Why a part is not earned. Each has its sentence and its remedy in `explain`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    NotEnrolled,
    BeyondQuantity,
    PlaceAwaited,
    NextOrder,
    BeyondBands,
    BelowMinimum,
    DuplicateUndecided,
    DuplicateRefused,
    CensusAhead,
    Suspended,
    WithdrewBeforeCensus,
    Withdrew,
    Ended,
    DayAhead,
    FactAwaited,
    /// Some of what is counted was reported, and not enough.
    TooFew,
    TooLate,
    ResultAwaited,
    DidNotGraduate,
    Annulled,
    EmploymentAwaited,
    EmploymentNotLongEnough,
    NotEmployed,
    /// A condition of the scheme does not hold; the gate says which.
    Condition,
    Capped,
    OrderClosed,
    /// An instalment that was settled, and that facts do not give any more.
    NoLongerGiven,
}

impl Reason {
    /// `withdrew_before_census`
    pub fn code(self) -> String {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::String(code)) => code,
            _ => String::new(),
        }
    }
}

impl Outcome {
    pub(super) fn of(otherwise: Otherwise, reason: Reason) -> Outcome {
        match otherwise {
            Otherwise::Lost => Outcome::Lost(reason),
            Otherwise::Open | Otherwise::Held => Outcome::Open(reason),
        }
    }

    pub(super) fn beyond(beyond: Beyond, refused: Reason) -> Outcome {
        match beyond {
            Beyond::Refuse => Outcome::Lost(refused),
            Beyond::Hold => Outcome::Open(Reason::PlaceAwaited),
            Beyond::NextOrder => Outcome::Lost(Reason::NextOrder),
        }
    }
}

impl Entitled {
    /// What will not be earned any more: what of the value is neither earned nor open.
    pub fn lost(&self) -> Money {
        self.value - self.earned - self.open
    }

    /// `graduation`, or `on_programme@2017-09` for one of several instalments.
    pub fn code(&self, scheme: &Scheme) -> String {
        code(&scheme.parts[self.part].code, &self.label)
    }

    pub fn trace(&self, scheme: &Scheme, payee: PartyId, entitled: Money, settled_before: Money) -> Trace {
        let part = &scheme.parts[self.part];
        let basis = self.basis.as_deref().cloned().unwrap_or_default();
        Trace {
            part: part.code.clone(),
            label: self.label.to_string(),
            facts: basis.facts,
            gates: basis.how.gates.clone(),
            outcome: self.outcome,
            rounding: Rounded::from(part.rounding),
            base: basis.how.base.clone(),
            steps: basis.how.steps.clone(),
            earned: self.earned,
            split: self.split.clone(),
            remainder: split_remainder(part),
            payee,
            entitled,
            settled_before,
            due: entitled - settled_before,
            put: Put::Net,
        }
    }
}

/// Shares of payees always add up: where parts are rounded alone, payees still divide by the largest remainder.
pub(super) fn split_remainder(part: &Part) -> Remainder {
    match part.rounding.remainder {
        Remainder::Separate => Remainder::Largest,
        other => other,
    }
}

/// Entitlements of one order: of each learner in the order of the input, and of the order as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entitlement {
    pub learners: ByLearner,
    pub order: Vec<Entitled>,
}

/// A fault, and the learner it is about; `None` for the order itself.
pub(super) type Misfit = (Option<usize>, String, Fault);

pub(super) fn of_order(prepared: &Prepared, traced: bool) -> Result<Entitlement, Vec<Misfit>> {
    let Prepared { plan, views, .. } = prepared;
    let scheme = plan.input.scheme;
    let below = below_minimum(prepared);
    let mut misfits = Vec::new();
    let mut sums = vec![Money::ZERO; scheme.parts.len()];
    let each = scheme.parts.iter().filter(|part| part.per == Per::Learner).count();
    let mut learners = ByLearner::with_capacity(views.len(), each);
    let mut own = vec![Money::ZERO; scheme.parts.len()];
    let mut told = Told::new(scheme.parts.len(), traced);
    for (i, view) in views.iter().enumerate() {
        own.fill(Money::ZERO);
        let entitled = learners.open();
        let mut one = OfLearner::new(prepared, i, view, below, &mut told);
        for (p, part) in scheme.parts.iter().enumerate().filter(|(_, part)| part.per == Per::Learner) {
            let from = entitled.len();
            match one.part(p, part, &own, entitled) {
                Ok(()) => own[p] = entitled[from..].iter().map(|entitled: &Entitled| entitled.earned).sum(),
                Err(fault) => misfits.push((Some(i), part.code.clone(), fault)),
            }
        }
        for (sum, own) in sums.iter_mut().zip(&own) {
            *sum += *own;
        }
        learners.end();
    }
    let mut order = Vec::new();
    for (p, part) in scheme.parts.iter().enumerate().filter(|(_, part)| part.per == Per::Order) {
        let from = order.len();
        match order_parts::of_part(plan, p, part, &sums, traced, &mut order) {
            Ok(()) => sums[p] = order[from..].iter().map(|entitled| entitled.earned).sum(),
            Err(fault) => misfits.push((None, part.code.clone(), fault)),
        }
    }
    if misfits.is_empty() { Ok(Entitlement { learners, order }) } else { Err(misfits) }
}

fn below_minimum(prepared: &Prepared) -> Option<Outcome> {
    let quantity = prepared.plan.input.scheme.quantity.as_ref()?;
    let minimum = usize::try_from(quantity.minimum?).ok()?;
    let enrolled = prepared.views.iter().filter(|view| view.enrolled.is_some()).count();
    (enrolled < minimum).then(|| Outcome::of(quantity.below, Reason::BelowMinimum))
}
