//! Who counts when not everybody can: places within the ordered number, and places in bands.

use time::Date;

use super::{
    Input, Learner,
    entitlement::Outcome,
    formula::Fault,
    plan::Plan,
    scheme::{Base, Rank, Reach, Refund},
    trigger::{met, paid_once},
    view::View,
};
use crate::{calendar::Moment, ids::EnrolmentId};

/// Which learners count towards the ordered number: in the order the scheme declares, then by day of enrolment, then by
/// enrolment. Who was not known to be enrolled is not there. Total, so that no result depends on how rows came from a
/// database.
pub(super) fn seats(plan: &Plan, views: &[View]) -> Vec<bool> {
    let Some(quantity) = &plan.input.scheme.quantity else {
        return views.iter().map(|view| view.enrolled.is_some()).collect();
    };
    let places = usize::try_from(plan.quantity()).unwrap_or(usize::MAX);
    let mut order: Vec<usize> = (0..views.len()).filter(|i| views[*i].enrolled.is_some()).collect();
    let mut seated = vec![false; views.len()];
    if order.len() > places {
        let kept = quantity.rank.contains(&Rank::Kept);
        order.sort_by_cached_key(|i| {
            let enrolled_on = views[*i].start().unwrap_or(Date::MAX);
            (kept && lost_early(plan, &views[*i]), enrolled_on, plan.input.learners[*i].enrolment)
        });
    }
    for i in order.into_iter().take(places) {
        seated[i] = true;
    }
    seated
}

fn lost_early(plan: &Plan, view: &View) -> bool {
    let first = plan.input.scheme.parts.first().and_then(|part| part.triggers.first());
    first.is_some_and(|trigger| {
        met(trigger, plan, Some(view), &[]).is_ok_and(|met| matches!(met.outcome, Outcome::Lost(_)))
    })
}

/// One order with its learners as they stand.
pub(super) struct Prepared<'f> {
    pub plan: Plan<'f>,
    pub views: Vec<View<'f>>,
    pub seated: Vec<bool>,
    /// By part with bands, then by learner: the place, counted from 0.
    pub places: Vec<(usize, Vec<Option<usize>>)>,
}

/// Gives everybody a place in the bands of each part, by day of earning, then order, then enrolment.
pub(super) fn rank(orders: &mut [Prepared]) -> Result<(), Fault> {
    let parts: Vec<(usize, Reach, Refund)> = orders
        .first()
        .into_iter()
        .flat_map(|order| order.plan.input.scheme.parts.iter().enumerate())
        .filter_map(|(i, part)| match (&part.base, part.per) {
            (Base::Bands { bands, .. }, super::scheme::Per::Learner) => Some((i, *bands)),
            _ => None,
        })
        .map(|(i, bands)| {
            let bands = &orders[0].plan.input.scheme.bands[bands];
            (i, bands.scope, bands.refund)
        })
        .collect();
    for (part, reach, refund) in parts {
        let mut reached: Vec<(i64, Date, usize, EnrolmentId, usize)> = Vec::new();
        for (o, order) in orders.iter().enumerate() {
            for (i, view) in order.views.iter().enumerate() {
                let learner = &order.plan.input.learners[i];
                let day = match refund {
                    Refund::Highest => reached_on(&order.plan, view, part)?,
                    Refund::Own => ever_reached(&order.plan, learner, part)?,
                };
                if let (Some(day), true) = (day, order.seated[i]) {
                    reached.push((group(&order.plan.input, reach, o), day, o, learner.enrolment, i));
                }
            }
        }
        reached.sort_unstable();
        for order in orders.iter_mut() {
            let nobody = vec![None; order.views.len()];
            order.places.push((part, nobody));
        }
        let mut place = 0;
        let mut last = None;
        for (group, _, o, _, i) in reached {
            place = if last == Some(group) { place + 1 } else { 0 };
            last = Some(group);
            if let Some((_, places)) = orders[o].places.last_mut() {
                places[i] = Some(place);
            }
        }
    }
    Ok(())
}

fn group(input: &Input, reach: Reach, order: usize) -> i64 {
    match reach {
        Reach::Order => i64::try_from(order).unwrap_or(i64::MAX),
        Reach::Provider => input.order.provider.0,
        Reach::Programme => 0,
    }
}

/// The day on which a learner earned the part, if it is earned.
fn reached_on(plan: &Plan, view: &View, part: usize) -> Result<Option<Date>, Fault> {
    let part = &plan.input.scheme.parts[part];
    if paid_once(view) != Outcome::Earned {
        return Ok(None);
    }
    let mut last = None;
    for trigger in &part.triggers {
        let met = met(trigger, plan, Some(view), &[])?;
        if met.outcome != Outcome::Earned {
            return Ok(None);
        }
        last = last.max(met.on);
    }
    for gate in &part.gates {
        if !plan.scope(Some(view), plan.input.as_of, &[]).yes(&gate.test)? {
            return Ok(None);
        }
    }
    Ok(last)
}

/// The day on which it was first known to be earned, also where later facts took that back.
fn ever_reached(plan: &Plan, learner: &Learner, part: usize) -> Result<Option<Date>, Fault> {
    let mut moments: Vec<Moment> = learner.facts.iter().map(|fact| fact.recorded_at).collect();
    moments.retain(|moment| *moment <= plan.input.known_at);
    moments.sort_unstable();
    moments.dedup();
    for moment in moments {
        let days =
            learner.facts.iter().filter(|fact| fact.recorded_at <= moment).map(|fact| fact.happened_on);
        let mut days: Vec<Date> = days.filter(|day| *day <= plan.input.as_of).collect();
        days.push(plan.input.as_of);
        days.sort_unstable();
        days.dedup();
        for day in days {
            let view = View::of(learner, day, moment, plan.facts_one_by_one);
            if let Some(on) = reached_on(plan, &view, part)? {
                return Ok(Some(on));
            }
        }
    }
    Ok(None)
}
