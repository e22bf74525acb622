//! Who pays: sources of money in their order, with balances and ceilings; refunds go back to those who paid.

use std::collections::BTreeMap;

use time::Date;

use super::{
    Before, Line, Misfit, Settlement,
    cap::year_of,
    formula::{Fault, eval},
    places::Prepared,
    scheme::{Gives, Source},
    spread::month_label,
    trace::Put,
};
use crate::{
    fraction::Fraction,
    ids::EnrolmentId,
    money::{Money, Remainder},
    value::Value,
};

/// What sources can draw on, and what they gave against yearly ceilings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Funds {
    pub balances: BTreeMap<String, Money>,
    pub given: BTreeMap<(String, i32), Money>,
}

/// A line's place among those that draw.
type Turn = (bool, String, Vec<Fraction>, Option<Date>, usize, Option<EnrolmentId>, usize);

/// Names the payers of every line. Refunds come first, then month by month, then as the scheme puts learners in order.
pub(super) fn draw(
    prepared: &[Prepared],
    settlements: &mut [Settlement],
    before: &[Before],
    funds: &mut Funds,
) -> Result<(), Vec<Misfit>> {
    let Some(first) = prepared.first() else { return Ok(()) };
    if first.plan.input.scheme.sources.is_empty() {
        return Ok(());
    }
    let mut turns: Vec<(Turn, usize, usize)> = Vec::new();
    for (o, settlement) in settlements.iter().enumerate() {
        for (l, line) in settlement.lines.iter().enumerate() {
            let turn = turn(&prepared[o], o, l, line).map_err(|fault| misfit(o, line, fault))?;
            turns.push((turn, o, l));
        }
    }
    turns.sort();
    for (_, o, l) in turns {
        let line = &settlements[o].lines[l];
        let payers = if line.due.is_negative() {
            refund(&prepared[o], line, &before[o], funds)
        } else {
            pay(&prepared[o], line, funds).map_err(|fault| misfit(o, line, fault))?
        };
        settlements[o].lines[l].payers = payers;
    }
    Ok(())
}

fn misfit(order: usize, line: &Line, fault: Fault) -> Vec<Misfit> {
    vec![Misfit { order, enrolment: line.enrolment, part: line.part.clone(), fault }]
}

fn turn(order: &Prepared, o: usize, l: usize, line: &Line) -> Result<Turn, Fault> {
    let mut by = Vec::new();
    for formula in &order.plan.input.scheme.draw_order {
        let mut scope = order.plan.scope(view_of(order, line), order.plan.input.as_of, &[]);
        by.push(match eval(&formula.root, &mut scope)? {
            Value::Number(number) => number,
            Value::Day(day) => Fraction::whole(i64::from(day.to_julian_day())),
            Value::YesNo(yes) => Fraction::whole(i64::from(!yes)),
            Value::Text(_) => {
                return Err(Fault::new(
                    "source.order",
                    format!("\"{}\" là chữ, không xếp thứ tự được.", formula.text),
                    format!("\"{}\" is text and gives no order.", formula.text),
                ));
            }
        });
    }
    let month = line.on.map(month_label).unwrap_or_default();
    Ok((!line.due.is_negative(), month, by, line.on, o, line.enrolment, l))
}

fn view_of<'a, 'f>(order: &'a Prepared<'f>, line: &Line) -> Option<&'a super::view::View<'f>> {
    let enrolment = line.enrolment?;
    let place = order.plan.input.learners.iter().position(|learner| learner.enrolment == enrolment)?;
    order.views.get(place)
}

fn pay(order: &Prepared, line: &Line, funds: &mut Funds) -> Result<Vec<(String, Money)>, Fault> {
    let scheme = order.plan.input.scheme;
    let rule = scheme.rounding;
    let mut left = line.due;
    let mut exact = rule.exact(line.due).ok_or_else(Fault::too_large)?;
    let mut payers = Vec::new();
    for source in &scheme.sources {
        let mut scope =
            order.plan.scope(view_of(order, line), line.on.unwrap_or(order.plan.input.as_of), &[]);
        if let Some(when) = &source.when
            && !scope.yes(when)?
        {
            continue;
        }
        let year = year_of(source.per_year, scheme.year_begins, line.on.or(Some(order.plan.input.as_of)));
        let key = (source.code.clone(), year);
        let given = funds.given.get(&key).copied().unwrap_or_default();
        let room = match &source.ceiling {
            Some(ceiling) => {
                let ceiling = rule.money(scope.number(ceiling)?).ok_or_else(Fault::too_large)?;
                Some((ceiling - given).at_least_zero())
            }
            None => None,
        };
        let (wanted, part) = match &source.gives {
            Gives::Draws(balance) => {
                (left.min(funds.balances.get(balance).copied().unwrap_or_default().at_least_zero()), None)
            }
            Gives::Share(share) => {
                let part = exact.times(scope.number(share)?).ok_or_else(Fault::too_large)?;
                (rule.money(part).ok_or_else(Fault::too_large)?.min(left), Some(part))
            }
            Gives::Rest if rule.remainder == Remainder::Separate => {
                (rule.money(exact).ok_or_else(Fault::too_large)?, Some(exact))
            }
            Gives::Rest => (left, None),
        };
        let gives = room.map_or(wanted, |room| wanted.min(room));
        if gives.is_zero() {
            continue;
        }
        left -= gives;
        let taken = part.filter(|_| gives == wanted).map_or_else(|| rule.exact(gives), Some);
        exact = taken.and_then(|taken| exact.minus(taken)).ok_or_else(Fault::too_large)?;
        draw_on(source, gives, funds);
        *funds.given.entry(key).or_default() += gives;
        payers.push((source.code.clone(), gives));
    }
    Ok(payers)
}

fn draw_on(source: &Source, amount: Money, funds: &mut Funds) {
    if let Gives::Draws(balance) = &source.gives {
        *funds.balances.entry(balance.clone()).or_default() -= amount;
    }
}

/// Back to those who paid, in proportion to what each paid, at most all of it: who gets back a whole line gets exactly
/// what was paid, rounding and all. What was settled with no payer named goes to the last source.
fn refund(order: &Prepared, line: &Line, before: &Before, funds: &mut Funds) -> Vec<(String, Money)> {
    let scheme = order.plan.input.scheme;
    // The line that takes the old amount back has refunded all that was paid.
    if line.trace.put == Put::Anew && line.settled_before > Money::ZERO {
        return Vec::new();
    }
    let settled = before.get(&line.enrolment).map_or(&[][..], Vec::as_slice);
    let of_line = settled
        .iter()
        .filter(|one| one.part == line.part && one.label == line.label && one.payee == line.payee);
    let unnamed: Money = of_line.clone().filter(|one| one.payers.is_empty()).map(|one| one.amount).sum();
    let same = of_line.flat_map(|one| &one.payers);
    let paid: Vec<(&Source, Money)> = scheme
        .sources
        .iter()
        .map(|source| {
            let of_source = same.clone().filter(|(code, _)| *code == source.code).map(|(_, amount)| *amount);
            (source, of_source.sum::<Money>().at_least_zero())
        })
        .collect();
    let known: Money = paid.iter().map(|(_, amount)| *amount).sum();
    let owed = -line.due;
    let shared = if owed >= line.settled_before { known } else { owed.min(known) };
    let weights: Vec<u64> =
        paid.iter().map(|(_, amount)| u64::try_from(amount.as_dong()).unwrap_or(0)).collect();
    let mut back = if known.is_zero() {
        vec![Money::ZERO; paid.len()]
    } else {
        shared.allocate(&weights, Remainder::Largest)
    };
    if let Some(last) = back.last_mut() {
        let rest = (owed - shared).at_least_zero();
        *last += if known.is_zero() { rest } else { rest.min(unnamed.at_least_zero()) };
    }
    let year = |source: &Source| {
        year_of(source.per_year, scheme.year_begins, line.on.or(Some(order.plan.input.as_of)))
    };
    let mut payers = Vec::new();
    for ((source, _), amount) in paid.into_iter().zip(back).filter(|(_, amount)| !amount.is_zero()) {
        draw_on(source, -amount, funds);
        *funds.given.entry((source.code.clone(), year(source))).or_default() -= amount;
        payers.push((source.code.clone(), -amount));
    }
    payers
}
