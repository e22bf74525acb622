//! When a part is earned: whether, on which day, how often.

use time::{Date, Duration};

use super::{
    entitlement::{Outcome, Reason},
    formula::Fault,
    plan::Plan,
    scheme::{Bound, Days, FactTrigger, Trigger},
    view::{Job, View, is_kind},
};
use crate::{
    fact::{Fact, Happening},
    fraction::Fraction,
    money::Money,
};

/// The answer of a trigger.
#[derive(Debug, Clone, Copy)]
pub(super) struct Met {
    pub outcome: Outcome,
    /// The day of earning, where there is one.
    pub on: Option<Date>,
    /// How often it was met.
    pub times: i64,
}

impl Met {
    fn on(day: Date) -> Met {
        Met { outcome: Outcome::Earned, on: Some(day), times: 1 }
    }

    fn not(outcome: Outcome) -> Met {
        Met { outcome, on: None, times: 0 }
    }
}

#[inline]
pub(super) fn met(
    trigger: &Trigger,
    plan: &Plan,
    view: Option<&View>,
    totals: &[Money],
) -> Result<Met, Fault> {
    let as_of = plan.input.as_of;
    let Some(view) = view else { return of_order(trigger, plan, totals) };
    let Some(start) = view.start() else { return Ok(Met::not(Outcome::Lost(Reason::NotEnrolled))) };
    Ok(match trigger {
        Trigger::Enrolled | Trigger::Always => Met::on(start),
        Trigger::Retained { days, first_day } => {
            let days = match days {
                Days::Fixed(days) => i64::from(*days),
                Days::Formula(formula) => whole(plan.scope(Some(view), as_of, totals).number(formula)?)?,
                Days::Share(share) => {
                    let planned = (planned_end(plan, view, as_of) - start).whole_days() + 1;
                    whole(share.times(Fraction::whole(planned)).ok_or_else(Fault::too_large)?)?
                }
            };
            retained(view, start, days - i64::from(*first_day), *first_day, as_of)
        }
        Trigger::Graduated => match (graduated(view), view.graduated) {
            (Outcome::Earned, Some(fact)) => Met::on(fact.happened_on),
            (outcome, _) => Met::not(outcome),
        },
        Trigger::Employed { within_days, lasting_days } => employed(view, *within_days, *lasting_days, as_of),
        Trigger::Fact(wanted) => on_fact(wanted, plan, &view.facts, Some((view, start))),
        Trigger::Reached { .. } => reached(trigger, plan, Some(view), totals, &view.facts)?,
        Trigger::Date { on, even_if_ended } => {
            let on = plan.scope(Some(view), as_of, totals).day(on)?;
            match view.ended() {
                Some(end) if end.happened_on < on && !even_if_ended => Met::not(Outcome::Lost(Reason::Ended)),
                _ if as_of < on => Met::not(Outcome::Open(Reason::DayAhead)),
                _ => Met::on(on),
            }
        }
    })
}

fn of_order(trigger: &Trigger, plan: &Plan, totals: &[Money]) -> Result<Met, Fault> {
    let as_of = plan.input.as_of;
    let day = match trigger {
        Trigger::Fact(wanted) => return Ok(on_fact(wanted, plan, &plan.facts, None)),
        Trigger::Reached { .. } => return reached(trigger, plan, None, totals, &plan.facts),
        Trigger::Date { on, .. } => plan.scope(None, as_of, totals).day(on)?,
        Trigger::Always
        | Trigger::Enrolled
        | Trigger::Retained { .. }
        | Trigger::Graduated
        | Trigger::Employed { .. } => plan.input.order.starts_on,
    };
    Ok(if as_of < day { Met::not(Outcome::Open(Reason::DayAhead)) } else { Met::on(day) })
}

fn whole(number: Fraction) -> Result<i64, Fault> {
    i64::try_from(number.floor()).map_err(|_| Fault::too_large())
}

/// The day on which learning is planned to end, as known on a day.
pub(super) fn planned_end(plan: &Plan, view: &View, on: Date) -> Date {
    let own = view.attribute("planned_end", on).and_then(|value| value.as_day());
    own.or_else(|| plan.term("ends_on", on)?.as_day()).unwrap_or(plan.input.order.ends_on)
}

fn retained(view: &View, start: Date, days: i64, first_day: bool, as_of: Date) -> Met {
    let census = view.day_in_training(start, days, first_day);
    match (census, view.withdrew) {
        (Some(day), Some(withdrew)) if withdrew.happened_on < day => {
            Met::not(Outcome::Lost(Reason::WithdrewBeforeCensus))
        }
        (None, Some(_)) => Met::not(Outcome::Lost(Reason::WithdrewBeforeCensus)),
        (None, None) => Met::not(Outcome::Open(Reason::Suspended)),
        (Some(day), _) if as_of < day => Met::not(Outcome::Open(Reason::CensusAhead)),
        (Some(day), _) => Met::on(day),
    }
}

fn graduated(view: &View) -> Outcome {
    let before = |annulled: &Fact| view.graduated.is_some_and(|fact| annulled.happened_on < fact.happened_on);
    match (view.class(), view.annulled.filter(|annulled| !before(annulled)), view.withdrew) {
        (Some(_), Some(_), _) => Outcome::Lost(Reason::Annulled),
        (Some(class), None, _) if class.graduates() => Outcome::Earned,
        (Some(_), None, _) => Outcome::Lost(Reason::DidNotGraduate),
        (None, _, Some(_)) => Outcome::Lost(Reason::Withdrew),
        (None, _, None) => Outcome::Open(Reason::ResultAwaited),
    }
}

fn employed(view: &View, within_days: u16, lasting_days: u16, as_of: Date) -> Met {
    let (Outcome::Earned, Some(graduation)) = (graduated(view), view.graduated) else {
        return Met::not(graduated(view));
    };
    let last_day = graduation.happened_on + Duration::days(i64::from(within_days));
    let lasting = Duration::days(i64::from(lasting_days));
    let long_enough = |job: &Fact| job.happened_on + lasting;
    let mut in_time = view.jobs().filter(|(job, _)| job.happened_on <= last_day);
    let lasted = |(job, end): &Job| end.is_none_or(|end| end.happened_on >= long_enough(job));
    match in_time.clone().find(lasted) {
        Some((job, _)) if as_of >= long_enough(job) => Met::on(long_enough(job).max(graduation.happened_on)),
        Some(_) => Met::not(Outcome::Open(Reason::EmploymentNotLongEnough)),
        None if as_of <= last_day => Met::not(Outcome::Open(Reason::EmploymentAwaited)),
        None if in_time.next().is_some() => Met::not(Outcome::Lost(Reason::EmploymentNotLongEnough)),
        None => Met::not(Outcome::Lost(Reason::NotEmployed)),
    }
}

fn labelled(fact: &Fact, labels: &[String]) -> bool {
    labels.is_empty() || fact.what.label().is_some_and(|label| labels.iter().any(|known| known == label))
}

/// The facts that meet a trigger of facts, or would with others: what an explanation names.
pub(super) fn counted<'f>(
    trigger: &Trigger,
    plan: &Plan,
    view: Option<&View<'f>>,
    facts: &[&'f Fact],
) -> Vec<&'f Fact> {
    match trigger {
        Trigger::Fact(wanted) => {
            let last_day = last_day(wanted, plan, view.and_then(View::start));
            found(wanted, plan, facts, last_day).into_iter().collect()
        }
        Trigger::Reached { fact, labels, .. } => {
            facts.iter().filter(|known| is_kind(known, fact) && labelled(known, labels)).copied().collect()
        }
        _ => Vec::new(),
    }
}

fn last_day(wanted: &FactTrigger, plan: &Plan, start: Option<Date>) -> Option<Date> {
    let start = start.unwrap_or(plan.input.order.starts_on);
    wanted.within_days.map(|days| start + Duration::days(i64::from(days)))
}

/// The first that fits, or the last.
fn found<'f>(
    wanted: &FactTrigger,
    plan: &Plan,
    facts: &[&'f Fact],
    last_day: Option<Date>,
) -> Option<&'f Fact> {
    let fits = |fact: &&&Fact| {
        is_kind(fact, &wanted.fact)
            && labelled(fact, &wanted.labels)
            && wanted.by.as_ref().is_none_or(|role| plan.role_of(fact.reporter) == role)
            && (!wanted.evidence || fact.what.has_evidence())
            && last_day.is_none_or(|day| fact.happened_on <= day)
    };
    if wanted.last { facts.iter().rfind(fits).copied() } else { facts.iter().find(fits).copied() }
}

fn on_fact(wanted: &FactTrigger, plan: &Plan, facts: &[&Fact], learner: Option<(&View, Date)>) -> Met {
    let last_day = last_day(wanted, plan, learner.map(|(_, start)| start));
    match found(wanted, plan, facts, last_day) {
        Some(fact) => Met::on(fact.happened_on),
        None if last_day.is_some_and(|day| plan.input.as_of > day) => {
            Met::not(Outcome::Lost(Reason::TooLate))
        }
        None => awaited(learner.map(|(view, _)| view)),
    }
}

fn awaited(view: Option<&View>) -> Met {
    let gone = view.is_some_and(|view| view.withdrew.is_some());
    Met::not(if gone { Outcome::Lost(Reason::Withdrew) } else { Outcome::Open(Reason::FactAwaited) })
}

fn reached<'f>(
    trigger: &Trigger,
    plan: &Plan,
    view: Option<&View<'f>>,
    totals: &[Money],
    facts: &[&'f Fact],
) -> Result<Met, Fault> {
    let Trigger::Reached { bound, every, total, .. } = trigger else {
        return Ok(Met::not(Outcome::Open(Reason::FactAwaited)));
    };
    let total = match total {
        Some(total) => plan.scope(view, plan.input.as_of, totals).number(total)?,
        None => Fraction::ONE,
    };
    let bound = match bound {
        Bound::Number(number) => *number,
        Bound::Percent(share) => share.times(total).ok_or_else(Fault::too_large)?,
    };
    let counted = counted(trigger, plan, view, facts);
    let count = Fraction::whole(i64::try_from(counted.len()).map_err(|_| Fault::too_large())?);
    if count < bound || bound.is_zero() {
        let awaited = awaited(view);
        let some = awaited.outcome == Outcome::Open(Reason::FactAwaited) && !counted.is_empty();
        return Ok(if some { Met::not(Outcome::Open(Reason::TooFew)) } else { awaited });
    }
    let times = match every {
        true => whole(count.divided_by(bound).ok_or_else(Fault::too_large)?)?,
        false => 1,
    };
    let enough = bound.times(Fraction::whole(times)).ok_or_else(Fault::too_large)?.ceil();
    let place = usize::try_from(enough).unwrap_or(usize::MAX).clamp(1, counted.len());
    Ok(Met { outcome: Outcome::Earned, on: Some(counted[place - 1].happened_on), times })
}

/// Where the rule of `paid_once` comes from.
pub(super) const ONCE: &str = "giả định / assumption";

/// The same person once per occupation and level; a flag waits for a person's decision (QĐ 1446; rule 4).
pub(super) fn paid_once(view: &View) -> Outcome {
    match view.duplicate.map(|fact| &fact.what) {
        Some(Happening::DuplicateFlagged { .. }) => Outcome::Open(Reason::DuplicateUndecided),
        Some(Happening::DuplicateDecided { pay: false, .. }) => Outcome::Lost(Reason::DuplicateRefused),
        _ => Outcome::Earned,
    }
}
