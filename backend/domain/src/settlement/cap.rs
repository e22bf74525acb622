//! Never more than an amount, over learners, payees, orders or the programme, and by year.

use std::{cmp::Reverse, collections::BTreeMap};

use time::Date;

use super::{
    Misfit,
    entitlement::{Entitled, Entitlement, Outcome, Reason, split_remainder},
    formula::Fault,
    places::Prepared,
    scheme::{Cap, CapPer, CapYear, Cut, Otherwise},
    trace::{Over, Step, shares},
};
use crate::money::Money;

/// Where one entitled part stands: order, learner (after the last: the order itself), place.
type Place = (usize, usize, usize);

pub(super) fn apply(prepared: &[Prepared], entitled: &mut [Entitlement]) -> Result<(), Vec<Misfit>> {
    let Some(first) = prepared.first() else { return Ok(()) };
    for cap in &first.plan.input.scheme.caps {
        let misfit = |fault| vec![Misfit { order: 0, enrolment: None, part: cap.code.clone(), fault }];
        one(cap, prepared, entitled).map_err(misfit)?;
    }
    Ok(())
}

fn one(cap: &Cap, prepared: &[Prepared], entitled: &mut [Entitlement]) -> Result<(), Fault> {
    let mut groups: BTreeMap<(i64, i64, i32), Vec<(Place, Money)>> = BTreeMap::new();
    for (o, of_order) in entitled.iter().enumerate() {
        let subjects = of_order.learners.iter().chain([of_order.order.as_slice()]);
        for (l, parts) in subjects.enumerate() {
            for (p, part) in parts.iter().enumerate().filter(|(_, part)| counts(cap, part)) {
                let amount = amount(cap, &prepared[o], part)?;
                if amount > Money::ZERO {
                    groups.entry(key(cap, &prepared[o], (o, l), part)).or_default().push(((o, l, p), amount));
                }
            }
        }
    }
    for (_, mut members) in groups {
        let plan = &prepared[members[0].0.0].plan;
        let limit = plan.scope(None, plan.input.as_of, &[]).number(&cap.amount)?;
        let limit = plan.input.scheme.rounding.money(limit).ok_or_else(Fault::too_large)?;
        let total: Money = members.iter().map(|(_, amount)| *amount).sum();
        let mut too_much = total - limit.at_least_zero();
        if too_much <= Money::ZERO {
            continue;
        }
        members.sort_by_cached_key(|(place, amount)| cut_first(cap, prepared, entitled, *place, *amount));
        for (place, amount) in members {
            if too_much <= Money::ZERO {
                break;
            }
            let cut = too_much.min(amount);
            too_much -= cut;
            let over = Over { limit: limit.at_least_zero(), counted: total };
            take(cap, &prepared[place.0], at(entitled, place), cut, over)?;
        }
    }
    Ok(())
}

fn at(entitled: &mut [Entitlement], (o, l, p): Place) -> &mut Entitled {
    let of_order = &mut entitled[o];
    if l < of_order.learners.len() { &mut of_order.learners[l][p] } else { &mut of_order.order[p] }
}

fn counts(cap: &Cap, part: &Entitled) -> bool {
    cap.parts.is_empty() || cap.parts.contains(&part.part)
}

/// What counts against the cap: all of the part, or what one role receives of it.
fn amount(cap: &Cap, order: &Prepared, part: &Entitled) -> Result<Money, Fault> {
    let Some(role) = &cap.payee else { return Ok(part.earned) };
    let payee = order.plan.party(role)?;
    Ok(part.split.iter().filter(|share| share.payee == payee).map(|share| share.amount).sum())
}

fn key(cap: &Cap, order: &Prepared, (o, l): (usize, usize), part: &Entitled) -> (i64, i64, i32) {
    let whole = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let year = year_of(cap.year, order.plan.input.scheme.year_begins, part.on);
    match cap.per {
        CapPer::Learner => (whole(o), whole(l), year),
        CapPer::Order => (whole(o), 0, year),
        CapPer::Provider => (order.plan.input.order.provider.0, 0, year),
        CapPer::Payee => {
            let named = cap.payee.as_ref().and_then(|role| order.plan.party(role).ok());
            let payee = named.or_else(|| part.split.first().map(|share| share.payee));
            (payee.map_or(0, |payee| payee.0), 0, year)
        }
        CapPer::Programme => (0, 0, year),
    }
}

/// The year a day counts in; 0 where years are not told apart.
pub(super) fn year_of(year: CapYear, begins: u8, day: Option<Date>) -> i32 {
    match (year, day) {
        (CapYear::None, _) | (_, None) => 0,
        (CapYear::Calendar, Some(day)) => day.year(),
        (CapYear::Fiscal, Some(day)) => day.year() - i32::from(u8::from(day.month()) < begins),
    }
}

type CutKey = (bool, Reverse<i64>, i64, Reverse<(usize, usize, usize, Box<str>)>);

/// The smallest is cut first. Total: it ends in order, learner, part and instalment.
fn cut_first(
    cap: &Cap,
    prepared: &[Prepared],
    entitled: &[Entitlement],
    place: Place,
    amount: Money,
) -> CutKey {
    let (o, l, p) = place;
    let of_order = &entitled[o];
    let part = of_order.learners.get(l).map_or_else(|| &of_order.order[p], |parts| &parts[p]);
    let day = part.on.map_or(0, |day| i64::from(day.to_julian_day()));
    let learner = prepared[o].plan.input.learners.get(l).map_or(0, |learner| learner.enrolment.0);
    let learner = usize::try_from(learner).unwrap_or(usize::MAX);
    let last = Reverse((o, learner, part.part, part.label.clone()));
    let (late, early) = match cap.cut {
        Cut::Latest => (day, 0),
        Cut::Earliest => (0, day),
        Cut::Largest => (amount.as_dong(), 0),
        Cut::Smallest => (0, amount.as_dong()),
    };
    (!cap.cut_first.contains(&part.part), Reverse(late), early, last)
}

fn take(cap: &Cap, order: &Prepared, part: &mut Entitled, cut: Money, counted: Over) -> Result<(), Fault> {
    part.earned -= cut;
    // At liquidation nothing stays open.
    let over = if order.plan.input.closing { Otherwise::Lost } else { cap.over };
    match over {
        Otherwise::Lost => {}
        Otherwise::Open => part.open += cut,
        Otherwise::Held => {
            part.open += cut;
            part.held += cut;
        }
    }
    if part.earned.is_zero() {
        part.outcome = match over {
            Otherwise::Lost => Outcome::Lost(Reason::Capped),
            Otherwise::Open | Otherwise::Held => Outcome::Open(Reason::Capped),
        };
    }
    if let Some(role) = &cap.payee {
        let payee = order.plan.party(role)?;
        // A party that has two roles stands there twice.
        let mut left = cut;
        for share in part.split.iter_mut().filter(|share| share.payee == payee) {
            let taken = left.min(share.amount);
            share.amount -= taken;
            left -= taken;
        }
        // From here on the amounts themselves are the proportion.
        for share in part.split.iter_mut() {
            share.hours = u64::try_from(share.amount.as_dong()).unwrap_or(0);
        }
    } else {
        let scheme = order.plan.input.scheme;
        let rounding = scheme.parts[part.part].rounding;
        let weights: Vec<u64> = part.split.iter().map(|share| share.hours).collect();
        let remainder = split_remainder(&scheme.parts[part.part]);
        let amounts = shares(part.earned, &weights, remainder, rounding.multiple);
        for (share, amount) in part.split.iter_mut().zip(amounts) {
            share.amount = amount;
        }
    }
    if let Some(basis) = &mut part.basis {
        // What is cut is cut from the amount, which need not be a multiple of the part's unit any more.
        if !matches!(basis.how.steps.last(), Some(Step::Less { .. })) {
            basis.add(Step::Round);
        }
        basis.add(Step::Less { code: cap.code.clone(), amount: cut, over: Some(counted) });
    }
    Ok(())
}
