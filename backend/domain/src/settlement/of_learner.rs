//! What one learner is entitled to of each part.

use std::sync::Arc;

use time::Date;

use super::{
    amount::{Start, band_price, literal, product},
    entitlement::{Basis, Entitled, Outcome, Reason, Reasoning},
    formula::Fault,
    gates::{Gates, Told, Worst},
    places::Prepared,
    plan::Plan,
    scheme::{Base, Beyond, Otherwise, Part, Payee, Spread},
    scope::Recorder,
    split::{Split, divide, fixed_split},
    spread::{self, Of},
    trace::{Share, Step},
    trigger::paid_once,
    view::View,
};
use crate::{fraction::Fraction, ids::PartyId, money::Money};

/// One learner of an order, part by part.
pub(super) struct OfLearner<'a, 'f> {
    prepared: &'a Prepared<'f>,
    pub(super) plan: &'a Plan<'f>,
    pub(super) view: &'a View<'f>,
    i: usize,
    seated: bool,
    /// Gates of every part, and what each comes to for this learner.
    pub(super) common: [(&'static str, Outcome); 3],
    /// Where the order has too few learners.
    pub(super) below: Option<Outcome>,
    /// What all of these come to.
    pub(super) standing: Worst,
    /// Who receives parts that are split by hours, once one was.
    by_hours: Option<Split>,
    pub(super) told: &'a mut Told<'f>,
}

impl<'a, 'f> OfLearner<'a, 'f> {
    pub fn new(
        prepared: &'a Prepared<'f>,
        i: usize,
        view: &'a View<'f>,
        below: Option<Outcome>,
        told: &'a mut Told<'f>,
    ) -> OfLearner<'a, 'f> {
        let plan = &prepared.plan;
        let seated = prepared.seated[i];
        told.of(view);
        let enrolled = match view.enrolled {
            Some(_) => Outcome::Earned,
            None => Outcome::Lost(Reason::NotEnrolled),
        };
        let beyond = plan.input.scheme.quantity.as_ref().map_or(Beyond::Refuse, |quantity| quantity.beyond);
        // Who is not enrolled asks for no place.
        let place = match seated || view.enrolled.is_none() {
            true => Outcome::Earned,
            false => Outcome::beyond(beyond, Reason::BeyondQuantity),
        };
        let common = [("enrolled", enrolled), ("within_quantity", place), ("paid_once", paid_once(view))];
        let mut standing = Worst::default();
        common.iter().for_each(|(_, outcome)| standing.take(*outcome, false));
        if let Some(below) = below {
            let held = plan.input.scheme.quantity.as_ref().is_some_and(|q| q.below == Otherwise::Held);
            standing.take(below, held);
        }
        OfLearner { prepared, plan, view, i, seated, common, below, standing, by_hours: None, told }
    }

    pub fn part(
        &mut self,
        p: usize,
        part: &Part,
        totals: &[Money],
        out: &mut Vec<Entitled>,
    ) -> Result<(), Fault> {
        let mut gates = self.gates(p, part, totals)?;
        let seated = self.seated;
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
                traced: self.told.traced,
            };
            return self.instalments(p, &of, terms, first, gates, out);
        }
        let simple = constant.filter(|_| matches!(gates.met.times, 0 | 1));
        let none = &self.plan.no_steps;
        let (potential, amount, basis) = match simple {
            Some(constant) => {
                let weighed = constant.of_class(self.view.class()).filter(|_| payable);
                let (amount, steps) =
                    weighed.map_or((constant.money, none), |(money, steps)| (*money, steps));
                let amount = if payable { amount } else { Money::ZERO };
                (constant.money, amount, self.told.tell(p, &constant.steps, steps))
            }
            None => {
                let mut steps = Vec::new();
                let start = start.as_ref();
                let (potential, amount) = self.worked_out(
                    part,
                    totals,
                    first,
                    (seated, payable),
                    start,
                    gates.met.times,
                    &mut steps,
                )?;
                let steps = if steps.is_empty() { none.clone() } else { steps.into() };
                (potential, amount, self.told.tell(p, none, &steps))
            }
        };
        let earned = if gates.outcome == Outcome::Earned { amount } else { Money::ZERO };
        let held = if gates.held { amount } else { Money::ZERO };
        let value = if is_share(part) { potential.max(earned).max(held) } else { earned.max(held) };
        let open = if matches!(gates.outcome, Outcome::Open(_)) { value } else { Money::ZERO };
        // Made where it will lie: a push would make it elsewhere first, and wait until it can be moved.
        out.extend(std::iter::once_with(|| Entitled {
            part: p,
            label: Box::default(),
            balancing: false,
            on: gates.met.on.filter(|_| payable),
            value: if earned.is_negative() { earned } else { value },
            earned,
            open,
            held,
            outcome: gates.outcome,
            split: Split::default(),
            basis,
        }));
        self.split(p, part, totals, out)
    }

    /// The amount by formulas: what it may come to, and what it comes to.
    #[expect(clippy::too_many_arguments, reason = "one part's circumstances, told once")]
    fn worked_out(
        &mut self,
        part: &Part,
        totals: &[Money],
        event: Date,
        (seated, payable): (bool, bool),
        start: Option<&Start>,
        times: i64,
        steps: &mut Vec<Step>,
    ) -> Result<(Money, Money), Fault> {
        if !seated || (!payable && !is_share(part)) {
            return Ok((Money::ZERO, Money::ZERO));
        }
        let as_of = self.plan.input.as_of;
        let mut recorder = Recorder::default();
        let mut scope = self.plan.scope(Some(self.view), as_of, totals);
        let traced = self.told.traced;
        scope.recorder = traced.then_some(&mut recorder);
        let money = |exact: Fraction| part.rounding.money(exact).ok_or_else(Fault::too_large);
        if !payable {
            return Ok((money(super::plan::base(&mut scope, part, None)?)?, Money::ZERO));
        }
        let told = traced.then_some(&mut *steps);
        let exact = product(&mut scope, part, event, start, times, None, told)?;
        let potential = if is_share(part) && !part.by_quality && part.factors.is_empty() {
            exact
        } else if is_share(part) {
            scope.as_of = event;
            super::plan::base(&mut scope, part, None)?
        } else {
            exact
        };
        if traced {
            steps.push(Step::Round);
            self.told.read(recorder.facts);
        }
        Ok((money(potential)?, money(exact)?))
    }

    fn instalments(
        &mut self,
        p: usize,
        of: &Of,
        terms: &Spread,
        first: Date,
        gates: Gates,
        out: &mut Vec<Entitled>,
    ) -> Result<(), Fault> {
        let spreaded = spread::spread(of, terms, first)?;
        let due: Money = spreaded.pieces.iter().map(|piece| piece.money).sum();
        let none = &self.plan.no_steps;
        let basis = self.told.tell(p, none, none);
        for piece in spreaded.pieces {
            let (earned, held) =
                if gates.held { (Money::ZERO, piece.money) } else { (piece.money, Money::ZERO) };
            out.push(Entitled {
                part: p,
                label: piece.label.into(),
                balancing: piece.balancing,
                on: Some(piece.on),
                value: piece.money,
                earned,
                open: held,
                held,
                outcome: gates.outcome,
                split: Split::default(),
                basis: basis.as_ref().map(|basis| {
                    let how = Reasoning { steps: piece.steps.into(), ..(*basis.how).clone() };
                    Box::new(Basis { facts: basis.facts.clone(), how: Arc::new(how) })
                }),
            });
            self.split(p, of.part, of.totals, out)?;
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
                label: "rest".into(),
                balancing: false,
                on: None,
                value: rest,
                earned: Money::ZERO,
                open: if ended { Money::ZERO } else { rest },
                held: Money::ZERO,
                outcome,
                split: Split::default(),
                basis,
            });
        }
        Ok(())
    }

    /// The price of the band the learner's place falls in.
    fn band(&mut self, p: usize, part: &Part, gates: &mut Gates) -> Result<Option<Start>, Fault> {
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
                let (price, worked) = super::plan::work(&mut scope, &step.price, self.told.traced)?;
                return Ok(Some(band_price(&bands.code, &step.code, price, worked, *share)?));
            }
            left = left.minus(capacity).ok_or_else(Fault::too_large)?;
        }
        let beyond = match Outcome::beyond(bands.beyond, Reason::BeyondBands) {
            Outcome::Open(_) if self.plan.input.closing => Outcome::Lost(Reason::OrderClosed),
            outcome => outcome,
        };
        gates.stop(self.told, "within_bands", beyond);
        Ok(Some(Start { code: bands.code.clone(), exact: Fraction::ZERO, worked: literal(Fraction::ZERO) }))
    }

    /// What each party receives of the last of `out`.
    fn split(&mut self, p: usize, part: &Part, totals: &[Money], out: &mut [Entitled]) -> Result<(), Fault> {
        let Some(Entitled { earned, split, .. }) = out.last_mut() else { return Ok(()) };
        match (&self.plan.splits[p], &part.payee) {
            (Some(known), _) => split.clone_from(known),
            (None, Payee::ByHours) => {
                let view = self.view;
                let provider = self.plan.input.order.provider;
                split.clone_from(self.by_hours.get_or_insert_with(|| by_hours(view, provider)));
            }
            (None, _) => {
                *split = fixed_split(self.plan, Some(self.view), part, *earned, totals)?;
                return Ok(());
            }
        }
        divide(part, *earned, split);
        Ok(())
    }
}

/// Provider and hosts with their hours; a provider that is also the host is one payee.
fn by_hours(view: &View, provider: PartyId) -> Split {
    let hosted = view.confirmed_hours().find(|(host, _)| *host == provider);
    let own = (provider, view.hours_at_college + hosted.map_or(0, |(_, hours)| hours));
    let hosts = view.confirmed_hours().filter(|(host, _)| *host != provider);
    let parties = std::iter::once(own).chain(hosts);
    parties.map(|(payee, hours)| Share { payee, hours, amount: Money::ZERO }).collect()
}

fn is_share(part: &Part) -> bool {
    matches!(part.base, Base::Share { .. })
}
