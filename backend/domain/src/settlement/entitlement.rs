//! What facts and scheme give, part by part: earned, still open, or lost, and why.

use std::{borrow::Cow, sync::Arc};

use serde::{Deserialize, Serialize};
use time::Date;

use super::{
    amount::{Start, literal, product},
    formula::Fault,
    order_parts,
    places::Prepared,
    plan::Plan,
    scheme::{Base, Beyond, Otherwise, Part, Payee, Per, Scheme},
    scope::Recorder,
    split::Split,
    spread::{self, Of},
    trace::{Checked, Put, Rounded, Share, Step, Trace, Used, Worked, code, shares},
    trigger::{Met, met, paid_once},
    view::View,
};
use crate::{
    fact::Fact,
    fraction::Fraction,
    ids::PartyId,
    money::{Money, Remainder},
    value::Value,
};

/// One part of one learner, or of the order; one instalment of it where it is spread. `earned + open + lost = value`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entitled {
    /// Place in `Scheme::parts`.
    pub part: usize,
    /// Which instalment; empty where it is one sum.
    pub label: String,
    pub balancing: bool,
    /// The day of earning.
    pub on: Option<Date>,
    pub value: Money,
    pub earned: Money,
    pub open: Money,
    pub lost: Money,
    /// Of what is open: due, and kept back for a reason.
    pub held: Money,
    pub outcome: Outcome,
    pub split: Split,
    /// How it came about, where somebody asked.
    pub basis: Option<Box<Basis>>,
}

/// Facts, gates and arithmetic behind one part. Parts and learners that have the same share it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Basis {
    pub facts: Arc<[Used]>,
    pub gates: Arc<[Checked]>,
    pub base: Arc<[Step]>,
    pub steps: Arc<[Step]>,
}

impl Basis {
    pub(super) fn add(&mut self, step: Step) {
        self.steps = self.steps.iter().cloned().chain([step]).collect();
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
    fn of(otherwise: Otherwise, reason: Reason) -> Outcome {
        match otherwise {
            Otherwise::Lost => Outcome::Lost(reason),
            Otherwise::Open | Otherwise::Held => Outcome::Open(reason),
        }
    }

    fn beyond(beyond: Beyond, refused: Reason) -> Outcome {
        match beyond {
            Beyond::Refuse => Outcome::Lost(refused),
            Beyond::Hold => Outcome::Open(Reason::PlaceAwaited),
            Beyond::NextOrder => Outcome::Lost(Reason::NextOrder),
        }
    }
}

impl Entitled {
    /// `graduation`, or `on_programme@2017-09` for one of several instalments.
    pub fn code(&self, scheme: &Scheme) -> String {
        code(&scheme.parts[self.part].code, &self.label)
    }

    pub fn trace(&self, scheme: &Scheme, payee: PartyId, entitled: Money, settled_before: Money) -> Trace {
        let part = &scheme.parts[self.part];
        let basis = self.basis.as_deref().cloned().unwrap_or_default();
        Trace {
            part: part.code.clone(),
            label: self.label.clone(),
            facts: basis.facts,
            gates: basis.gates,
            outcome: self.outcome,
            rounding: Rounded::from(part.rounding),
            base: basis.base,
            steps: basis.steps,
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
    pub learners: Vec<Vec<Entitled>>,
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
    let mut learners = Vec::with_capacity(views.len());
    let mut own = vec![Money::ZERO; scheme.parts.len()];
    let mut told = Told { gates: vec![None; scheme.parts.len()], ..Told::default() };
    for (i, view) in views.iter().enumerate() {
        own.fill(Money::ZERO);
        let mut entitled = Vec::with_capacity(scheme.parts.len());
        for (p, part) in scheme.parts.iter().enumerate().filter(|(_, part)| part.per == Per::Learner) {
            let mut one = OfLearner { prepared, plan, view, i, below, traced, told: &mut told };
            let from = entitled.len();
            match one.part(p, part, &own, &mut entitled) {
                Ok(()) => own[p] = entitled[from..].iter().map(|entitled: &Entitled| entitled.earned).sum(),
                Err(fault) => misfits.push((Some(i), part.code.clone(), fault)),
            }
        }
        for (sum, own) in sums.iter_mut().zip(&own) {
            *sum += *own;
        }
        learners.push(entitled);
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

struct OfLearner<'a, 'f> {
    prepared: &'a Prepared<'f>,
    plan: &'a Plan<'f>,
    view: &'a View<'f>,
    i: usize,
    below: Option<Outcome>,
    traced: bool,
    told: &'a mut Told,
}

/// What was told last: of the gates of each part, and of facts. Most learners go through the same gates, and most parts
/// of a learner rest on the same facts; what is the same is kept once.
#[derive(Default)]
struct Told {
    gates: Vec<Option<Arc<[Checked]>>>,
    facts: Option<Arc<[Used]>>,
    /// Room for the next.
    checked: Vec<Checked>,
    used: Vec<Used>,
}

fn same<T: PartialEq>(last: &mut Option<Arc<[T]>>, next: &mut Vec<T>) -> Arc<[T]> {
    if let Some(last) = last.as_ref().filter(|last| ***last == **next) {
        next.clear();
        return last.clone();
    }
    let kept: Arc<[T]> = next.drain(..).collect();
    *last = Some(kept.clone());
    kept
}

/// What the gates of a part came to.
struct Gates {
    outcome: Outcome,
    met: Met,
    checked: Vec<Checked>,
    facts: Vec<Used>,
    /// Only gates that hold payment back stand in the way.
    held: bool,
}

impl OfLearner<'_, '_> {
    fn part(
        &mut self,
        p: usize,
        part: &Part,
        totals: &[Money],
        out: &mut Vec<Entitled>,
    ) -> Result<(), Fault> {
        let mut gates = self.gates(part, totals)?;
        let seated = self.prepared.seated[self.i];
        let start = self.band(p, part, &mut gates)?;
        let constant = self.plan.constant.get(p).and_then(Option::as_ref).filter(|_| seated);
        let first = gates.met.on.unwrap_or(self.plan.input.as_of);
        let payable = gates.outcome == Outcome::Earned || gates.held;
        if let (Some(terms), true) = (&part.spread, payable) {
            let of = Of {
                plan: self.plan,
                view: Some(self.view),
                part,
                totals,
                met: gates.met,
                start: start.as_ref(),
                traced: self.traced,
            };
            return self.instalments(p, &of, terms, first, gates, out);
        }
        let simple = constant.filter(|_| gates.met.times == Fraction::ONE || gates.met.times.is_zero());
        let none = &self.plan.no_steps;
        let (potential, amount, basis) = match simple {
            Some(constant) => {
                let weighed = constant.of_class(self.view.class()).filter(|_| payable);
                let (amount, steps) =
                    weighed.map_or((constant.money, none), |(money, steps)| (*money, steps));
                let amount = if payable { amount } else { Money::ZERO };
                (constant.money, amount, self.basis(p, &mut gates, &constant.steps, steps))
            }
            None => {
                let mut steps = Vec::new();
                let start = start.as_ref();
                let (potential, amount) =
                    self.worked_out(part, totals, first, (seated, payable), start, &mut gates, &mut steps)?;
                let steps = if steps.is_empty() { none.clone() } else { steps.into() };
                (potential, amount, self.basis(p, &mut gates, none, &steps))
            }
        };
        let earned = if gates.outcome == Outcome::Earned { amount } else { Money::ZERO };
        let held = if gates.held { amount } else { Money::ZERO };
        let value = if is_share(part) { potential.max(earned).max(held) } else { earned.max(held) };
        let open = if matches!(gates.outcome, Outcome::Open(_)) { value } else { Money::ZERO };
        let entitled = Entitled {
            part: p,
            label: String::new(),
            balancing: false,
            on: gates.met.on.filter(|_| payable),
            value: if earned.is_negative() { earned } else { value },
            earned,
            open,
            lost: if earned.is_negative() { Money::ZERO } else { value - earned - open },
            held,
            outcome: gates.outcome,
            split: self.split(p, part, earned, totals)?,
            basis,
        };
        out.push(entitled);
        Ok(())
    }

    /// The amount by formulas: what it may come to, and what it comes to.
    #[expect(clippy::too_many_arguments, reason = "one part's circumstances, told once")]
    fn worked_out(
        &self,
        part: &Part,
        totals: &[Money],
        event: Date,
        (seated, payable): (bool, bool),
        start: Option<&Start>,
        gates: &mut Gates,
        steps: &mut Vec<Step>,
    ) -> Result<(Money, Money), Fault> {
        if !seated || (!payable && !is_share(part)) {
            return Ok((Money::ZERO, Money::ZERO));
        }
        let as_of = self.plan.input.as_of;
        let mut recorder = Recorder::default();
        let mut scope = self.plan.scope(Some(self.view), as_of, totals);
        scope.recorder = self.traced.then_some(&mut recorder);
        let money = |exact: Fraction| part.rounding.money(exact).ok_or_else(Fault::too_large);
        if !payable {
            return Ok((money(super::plan::base(&mut scope, part, None)?)?, Money::ZERO));
        }
        let told = self.traced.then_some(&mut *steps);
        let exact = product(&mut scope, part, event, start, gates.met.times, None, told)?;
        let potential = if is_share(part) && !part.by_quality && part.factors.is_empty() {
            exact
        } else if is_share(part) {
            scope.as_of = event;
            super::plan::base(&mut scope, part, None)?
        } else {
            exact
        };
        if self.traced {
            steps.push(Step::Round);
            gates.facts.append(&mut recorder.facts);
        }
        Ok((money(potential)?, money(exact)?))
    }

    fn instalments(
        &mut self,
        p: usize,
        of: &Of,
        terms: &super::scheme::Spread,
        first: Date,
        mut gates: Gates,
        out: &mut Vec<Entitled>,
    ) -> Result<(), Fault> {
        let spreaded = spread::spread(of, terms, first)?;
        let due: Money = spreaded.pieces.iter().map(|piece| piece.money).sum();
        let none = &self.plan.no_steps;
        let basis = self.basis(p, &mut gates, none, none);
        for piece in spreaded.pieces {
            let (earned, held) =
                if gates.held { (Money::ZERO, piece.money) } else { (piece.money, Money::ZERO) };
            out.push(Entitled {
                part: p,
                label: piece.label,
                balancing: piece.balancing,
                on: Some(piece.on),
                value: piece.money,
                earned,
                open: held,
                lost: Money::ZERO,
                held,
                outcome: gates.outcome,
                split: self.split(p, of.part, earned, of.totals)?,
                basis: basis.clone().map(|basis| Box::new(Basis { steps: piece.steps.into(), ..*basis })),
            });
        }
        let rest = spreaded.whole - due;
        if rest > Money::ZERO {
            let ended = self.view.ended().is_some() || self.plan.input.closing;
            let outcome = match ended {
                true => {
                    Outcome::Lost(if self.view.withdrew.is_some() { Reason::Withdrew } else { Reason::Ended })
                }
                false => Outcome::Open(Reason::DayAhead),
            };
            out.push(Entitled {
                part: p,
                label: "rest".to_owned(),
                balancing: false,
                on: None,
                value: rest,
                earned: Money::ZERO,
                open: if ended { Money::ZERO } else { rest },
                lost: if ended { rest } else { Money::ZERO },
                held: Money::ZERO,
                outcome,
                split: Split::default(),
                basis,
            });
        }
        Ok(())
    }

    /// Facts and gates of a part, and the steps from there; nothing where nobody asked.
    fn basis(
        &mut self,
        p: usize,
        gates: &mut Gates,
        base: &Arc<[Step]>,
        steps: &Arc<[Step]>,
    ) -> Option<Box<Basis>> {
        if !self.traced {
            return None;
        }
        let basis = Basis {
            facts: same(&mut self.told.facts, &mut gates.facts),
            gates: same(&mut self.told.gates[p], &mut gates.checked),
            base: base.clone(),
            steps: steps.clone(),
        };
        self.told.used = std::mem::take(&mut gates.facts);
        self.told.checked = std::mem::take(&mut gates.checked);
        Some(Box::new(basis))
    }

    fn gates(&mut self, part: &Part, totals: &[Money]) -> Result<Gates, Fault> {
        let mut all = Worst::new(self.traced, std::mem::take(&mut self.told.checked));
        let enrolled = self.view.enrolled.is_some();
        all.add("enrolled", if enrolled { Outcome::Earned } else { Outcome::Lost(Reason::NotEnrolled) });
        let seated = self.prepared.seated[self.i];
        let beyond =
            self.plan.input.scheme.quantity.as_ref().map_or(Beyond::Refuse, |quantity| quantity.beyond);
        let place = if seated { Outcome::Earned } else { Outcome::beyond(beyond, Reason::BeyondQuantity) };
        all.add("within_quantity", place);
        all.add("paid_once", paid_once(self.view));
        if let Some(below) = self.below {
            all.add("minimum", below);
            all.held &= self.plan.input.scheme.quantity.as_ref().is_some_and(|q| q.below == Otherwise::Held);
        }
        let mut last = Met { outcome: Outcome::Earned, on: None, times: Fraction::ONE };
        for trigger in &part.triggers {
            let met = met(trigger, self.plan, Some(self.view), totals)?;
            all.add(trigger.code(), met.outcome);
            let times = match met.times {
                Fraction::ONE => last.times,
                times => last.times.times(times).ok_or_else(Fault::too_large)?,
            };
            last = Met { outcome: met.outcome, on: last.on.max(met.on), times };
        }
        let mut facts = std::mem::take(&mut self.told.used);
        if self.traced {
            self.used(part, &mut facts);
        }
        // Conditions may ask what only exists once the trigger was met.
        let triggered = all.outcome == Outcome::Earned || all.only_held();
        for gate in part.gates.iter().filter(|_| triggered) {
            let mut recorder = Recorder::default();
            let mut scope = self.plan.scope(Some(self.view), self.plan.input.as_of, totals);
            scope.recorder = self.traced.then_some(&mut recorder);
            let holds = scope.yes(&gate.test)?;
            let worked = self.traced.then(|| Worked {
                formula: gate.test.text.clone(),
                given: std::mem::take(&mut recorder.given),
                result: Value::YesNo(holds),
            });
            facts.append(&mut recorder.facts);
            let outcome =
                if holds { Outcome::Earned } else { Outcome::of(gate.otherwise, Reason::Condition) };
            all.add_condition(&gate.code, outcome, worked, gate.otherwise == Otherwise::Held);
        }
        let outcome = match all.outcome {
            Outcome::Open(_) if self.plan.input.closing => Outcome::Lost(Reason::OrderClosed),
            outcome => outcome,
        };
        let held = all.only_held() && !self.plan.input.closing;
        if facts.len() > 1 {
            facts.sort_by_key(|used| (used.on, used.id));
            facts.dedup();
        }
        Ok(Gates { outcome, met: last, checked: all.checked, facts, held })
    }

    /// The price of the band the learner's place falls in.
    fn band(&self, p: usize, part: &Part, gates: &mut Gates) -> Result<Option<Start>, Fault> {
        let Base::Bands { bands, share, .. } = &part.base else { return Ok(None) };
        let place =
            self.prepared.places.iter().find(|(of, _)| *of == p).and_then(|(_, places)| places[self.i]);
        let bands = &self.plan.input.scheme.bands[*bands];
        let Some(place) = place.filter(|_| gates.outcome == Outcome::Earned) else {
            return Ok(Some(Start {
                code: bands.code.clone(),
                exact: Fraction::ZERO,
                worked: literal(Fraction::ZERO),
            }));
        };
        let mut left = Fraction::whole(i64::try_from(place).map_err(|_| Fault::too_large())?);
        let mut scope = self.plan.scope(None, self.plan.input.as_of, &[]);
        for step in &bands.steps {
            let capacity = scope.number(&step.capacity)?;
            if left < capacity {
                let (price, worked) = super::plan::work(&mut scope, &step.price, self.traced)?;
                return Ok(Some(band_price(&bands.code, &step.code, price, worked, *share)?));
            }
            left = left.minus(capacity).ok_or_else(Fault::too_large)?;
        }
        gates.outcome = match Outcome::beyond(bands.beyond, Reason::BeyondBands) {
            Outcome::Open(_) if self.plan.input.closing => Outcome::Lost(Reason::OrderClosed),
            outcome => outcome,
        };
        gates.checked.push(Checked {
            code: Cow::Borrowed("within_bands"),
            outcome: gates.outcome,
            worked: None,
        });
        Ok(Some(Start { code: bands.code.clone(), exact: Fraction::ZERO, worked: literal(Fraction::ZERO) }))
    }

    fn split(&self, p: usize, part: &Part, earned: Money, totals: &[Money]) -> Result<Split, Fault> {
        let plan = self.plan;
        let mut split: Split = match (&plan.splits[p], &part.payee) {
            (Some(split), _) => split.clone(),
            (None, Payee::ByHours) => {
                // A provider that is also the host is one payee.
                let provider = plan.input.order.provider;
                let hosted = self.view.confirmed_hours().find(|(host, _)| *host == provider);
                let own = (provider, self.view.hours_at_college + hosted.map_or(0, |(_, hours)| hours));
                let hosts = self.view.confirmed_hours().filter(|(host, _)| *host != provider);
                let parties = std::iter::once(own).chain(hosts);
                parties.map(|(payee, hours)| Share { payee, hours, amount: Money::ZERO }).collect()
            }
            (None, _) => return fixed_split(plan, Some(self.view), part, earned, totals),
        };
        divide(part, earned, &mut split);
        Ok(split)
    }

    fn used(&self, part: &Part, told: &mut Vec<Used>) {
        use super::scheme::Trigger;
        let graduates = part
            .triggers
            .iter()
            .any(|trigger| matches!(trigger, Trigger::Graduated | Trigger::Employed { .. }));
        let works = part.triggers.iter().any(|trigger| matches!(trigger, Trigger::Employed { .. }));
        let view = self.view;
        let always = [view.enrolled, view.withdrew, view.duplicate, view.completed];
        let result = [view.graduated, view.annulled].map(|fact| fact.filter(|_| graduates));
        let jobs = view.jobs().filter(|_| works).flat_map(|(job, end)| [Some(job), end]);
        let facts = always.into_iter().chain(result).flatten().map(|fact: &Fact| Used::of(fact));
        told.extend(facts.chain(jobs.flatten().map(Used::of)));
    }
}

/// A share of the band's price, with the formula that says so.
pub(super) fn band_price(
    bands: &str,
    band: &str,
    price: Fraction,
    worked: Option<Worked>,
    share: Option<Fraction>,
) -> Result<Start, Fault> {
    let exact = price.times(share.unwrap_or(Fraction::ONE)).ok_or_else(Fault::too_large)?;
    let worked = match (share, worked) {
        (Some(share), Some(worked)) => Worked {
            formula: format!("({}) * {share}", worked.formula),
            result: Value::Number(exact),
            ..worked
        },
        (_, worked) => worked.unwrap_or_else(|| literal(exact)),
    };
    Ok(Start { code: format!("{bands}.{band}"), exact, worked })
}

/// Whole parts by role, or fixed parts by their formulas.
pub(super) fn fixed_split(
    plan: &Plan,
    view: Option<&View>,
    part: &Part,
    earned: Money,
    totals: &[Money],
) -> Result<Split, Fault> {
    match &part.payee {
        Payee::Role(role) => {
            Ok(Split::from_iter([Share { payee: plan.party(role)?, hours: 1, amount: earned }]))
        }
        Payee::ByHours => {
            Ok(Split::from_iter([Share { payee: plan.input.order.provider, hours: 1, amount: earned }]))
        }
        Payee::Parts(parts) => {
            let mut scope = plan.scope(view, plan.input.as_of, totals);
            let mut weights = Vec::with_capacity(parts.len());
            for (_, share) in parts {
                weights.push(scope.number(share)?);
            }
            let weights = super::load_parts::weights(&weights).ok_or_else(Fault::too_large)?;
            let shares = parts
                .iter()
                .zip(weights)
                .map(|((role, _), hours)| Ok(Share { payee: plan.party(role)?, hours, amount: Money::ZERO }));
            let mut split = shares.collect::<Result<Split, Fault>>()?;
            divide(part, earned, &mut split);
            Ok(split)
        }
    }
}

fn divide(part: &Part, earned: Money, split: &mut [Share]) {
    match split {
        [all] => return all.amount = earned,
        [a, b] if part.rounding.multiple == 1 => {
            [a.amount, b.amount] = earned.between([a.hours, b.hours], split_remainder(part));
            return;
        }
        _ => {}
    }
    let weights: Vec<u64> = split.iter().map(|share| share.hours).collect();
    let amounts = shares(earned, &weights, split_remainder(part), part.rounding.multiple);
    for (share, amount) in split.iter_mut().zip(amounts) {
        share.amount = amount;
    }
}

fn is_share(part: &Part) -> bool {
    matches!(part.base, Base::Share { .. })
}

/// The worst of several gates: lost before open, open before held.
struct Worst {
    outcome: Outcome,
    held: bool,
    not_held: bool,
    checked: Vec<Checked>,
    traced: bool,
}

impl Worst {
    fn new(traced: bool, checked: Vec<Checked>) -> Worst {
        Worst { outcome: Outcome::Earned, held: true, not_held: false, checked, traced }
    }

    fn add(&mut self, code: impl Into<Cow<'static, str>>, outcome: Outcome) {
        self.take(outcome, outcome == Outcome::Open(Reason::BelowMinimum));
        if self.traced {
            self.checked.push(Checked { code: code.into(), outcome, worked: None });
        }
    }

    fn add_condition(&mut self, code: &str, outcome: Outcome, worked: Option<Worked>, holds_back: bool) {
        self.take(outcome, holds_back);
        if self.traced {
            self.checked.push(Checked { code: Cow::Owned(code.to_owned()), outcome, worked });
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
