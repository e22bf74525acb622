//! Parts of the order as a whole: by counts and terms of the order, by bands, and sanctions.

use std::sync::Arc;

use time::Date;

use super::{
    amount::Start,
    amount::band_price,
    entitlement::{Basis, Entitled, Outcome, Reason, Reasoning},
    formula::Fault,
    plan::{Plan, work},
    scheme::{Bands, Base, Beyond, Fills, Otherwise, Part},
    scope::Recorder,
    split::Split,
    split::fixed_split,
    spread::{self, Of},
    trace::{Checked, Facts, Step, Used, Worked},
    trigger::{Met, counted, met},
    view::is_kind,
};
use crate::{fact::Fact, fraction::Fraction, money::Money, value::Value};

pub(super) fn of_part(
    plan: &Plan,
    p: usize,
    part: &Part,
    totals: &[Money],
    traced: bool,
    out: &mut Vec<Entitled>,
) -> Result<(), Fault> {
    let (mut checked, mut facts) = (Vec::new(), Vec::new());
    let (outcome, met, held) = gates(plan, part, totals, traced, &mut checked, &mut facts)?;
    let how = Reasoning { gates: checked.into(), ..Reasoning::default() };
    let payable = outcome == Outcome::Earned || held;
    if !payable {
        let basis = Basis { facts: facts.into(), how: Arc::new(how) };
        out.push(entitled(p, String::new(), met.on, Money::ZERO, outcome, basis));
        return Ok(());
    }
    let first = met.on.unwrap_or(plan.input.as_of);
    let mut pieces = Vec::new();
    match &part.base {
        Base::Bands { bands, share, fills } => {
            let bands = &plan.input.scheme.bands[*bands];
            let read = traced.then_some(&mut facts);
            let (filled, unplaced) = fill(plan, part, bands, fills.as_ref(), totals, read)?;
            for (step, filled) in bands.steps.iter().zip(filled) {
                let (price, worked) =
                    work(&mut plan.scope(None, plan.input.as_of, totals), &step.price, traced)?;
                let start = band_price(&bands.code, &step.code, price, worked, *share)?;
                pieces.extend(
                    one(
                        plan,
                        part,
                        totals,
                        met,
                        Some(&start),
                        first,
                        Some(filled),
                        traced.then_some(&mut facts),
                    )?
                    .map(|(money, steps)| (step.code.clone(), first, false, money, steps)),
                );
            }
            if unplaced > Fraction::ZERO {
                out.push(beyond(p, bands, unplaced, plan.input.closing));
            }
        }
        Base::Sanction { percent, of, ceiling } => {
            let value: Money = of.iter().map(|part| totals[*part]).sum();
            let mut scope = plan.scope(None, plan.input.as_of, totals);
            let mut recorder = Recorder::default();
            scope.recorder = traced.then_some(&mut recorder);
            let (share, worked) = work(&mut scope, percent, traced)?;
            let (formula, given) =
                worked.map_or_else(Default::default, |worked| (worked.formula, worked.given));
            let (percent, formula) = match ceiling {
                Some(ceiling) => (share.min(*ceiling), format!("min({formula}, {ceiling})")),
                None => (share, formula),
            };
            facts.append(&mut recorder.facts);
            let value = part.rounding.exact(value).ok_or_else(Fault::too_large)?;
            let exact = value.times(percent).ok_or_else(Fault::too_large)?.negated();
            let worked =
                Worked { formula: format!("-({value} * ({formula}))"), given, result: Value::Number(exact) };
            let start = Start { code: part.code.clone(), exact, worked };
            let piece =
                one(plan, part, totals, met, Some(&start), first, None, traced.then_some(&mut facts))?;
            pieces.extend(piece.map(|(money, steps)| (String::new(), first, false, money, steps)));
        }
        Base::Share { .. } | Base::Formula(_) => match &part.spread {
            Some(terms) => {
                let of = Of { plan, view: None, part, totals, met, start: None, traced };
                let spreaded = spread::spread(&of, terms, first)?;
                let whole = spreaded.whole;
                let mut due = Money::ZERO;
                for piece in spreaded.pieces {
                    due += piece.money;
                    pieces.push((piece.label, piece.on, piece.balancing, piece.money, piece.steps));
                }
                let rest = whole - due;
                if rest > Money::ZERO {
                    let outcome = if plan.input.closing {
                        Outcome::Lost(Reason::OrderClosed)
                    } else {
                        Outcome::Open(Reason::DayAhead)
                    };
                    let basis = Basis { facts: facts.clone().into(), how: Arc::new(how.clone()) };
                    let mut open = entitled(p, "rest".to_owned(), None, Money::ZERO, outcome, basis);
                    open.value = rest;
                    open.open = if plan.input.closing { Money::ZERO } else { rest };
                    out.push(open);
                }
            }
            None => {
                let piece = one(plan, part, totals, met, None, first, None, traced.then_some(&mut facts))?;
                pieces.extend(piece.map(|(money, steps)| (String::new(), first, false, money, steps)));
            }
        },
    }
    facts.sort_by_key(|used| (used.on, used.id));
    facts.dedup();
    let facts = Facts::from(facts);
    for (label, on, balancing, money, steps) in pieces {
        let how = Arc::new(Reasoning { steps: steps.into(), ..how.clone() });
        let basis = Basis { facts: facts.clone(), how };
        let mut entitled = entitled(p, label, Some(on), money, outcome, basis);
        entitled.balancing = balancing;
        if held {
            (entitled.held, entitled.open, entitled.earned) = (money, money, Money::ZERO);
        }
        entitled.split = fixed_split(plan, None, part, entitled.earned, totals)?;
        out.push(entitled);
    }
    Ok(())
}

fn entitled(
    p: usize,
    label: String,
    on: Option<Date>,
    money: Money,
    outcome: Outcome,
    basis: Basis,
) -> Entitled {
    Entitled {
        part: p,
        label: label.into(),
        balancing: false,
        on,
        value: money,
        earned: money,
        open: Money::ZERO,
        held: Money::ZERO,
        outcome,
        split: Split::default(),
        basis: Some(Box::new(basis)),
    }
}

fn gates(
    plan: &Plan,
    part: &Part,
    totals: &[Money],
    traced: bool,
    checked: &mut Vec<Checked>,
    facts: &mut Vec<Used>,
) -> Result<(Outcome, Met, bool), Fault> {
    let mut outcome = Outcome::Earned;
    let mut only_held = true;
    let mut last = Met { outcome, on: None, times: 1 };
    for trigger in &part.triggers {
        let met = met(trigger, plan, None, totals)?;
        last = Met {
            on: last.on.max(met.on),
            times: last.times.checked_mul(met.times).ok_or_else(Fault::too_large)?,
            ..met
        };
        checked.push(Checked::new(trigger.code(), met.outcome, None));
        if traced {
            facts.extend(counted(trigger, plan, None, &plan.facts).into_iter().map(Used::of));
        }
        if met.outcome != Outcome::Earned && outcome == Outcome::Earned {
            (outcome, only_held) = (met.outcome, false);
        }
    }
    for gate in &part.gates {
        if outcome != Outcome::Earned && !only_held {
            break;
        }
        let mut recorder = Recorder::default();
        let mut scope = plan.scope(None, plan.input.as_of, totals);
        scope.recorder = traced.then_some(&mut recorder);
        let holds = scope.yes(&gate.test)?;
        let one = match (holds, gate.otherwise) {
            (true, _) => Outcome::Earned,
            (false, Otherwise::Lost) => Outcome::Lost(Reason::Condition),
            (false, Otherwise::Open | Otherwise::Held) => Outcome::Open(Reason::Condition),
        };
        let worked =
            Worked { formula: gate.test.text.clone(), given: recorder.given, result: Value::YesNo(holds) };
        checked.push(Checked::new(gate.code.clone().into(), one, Some(worked)));
        facts.append(&mut recorder.facts);
        if !holds {
            only_held &= gate.otherwise == Otherwise::Held;
            outcome =
                if outcome == Outcome::Earned || matches!(one, Outcome::Lost(_)) { one } else { outcome };
        }
    }
    let closed = plan.input.closing && matches!(outcome, Outcome::Open(_));
    let held = outcome != Outcome::Earned && only_held && !closed;
    Ok((if closed { Outcome::Lost(Reason::OrderClosed) } else { outcome }, last, held))
}

#[expect(clippy::too_many_arguments, reason = "one part's circumstances, told once")]
fn one(
    plan: &Plan,
    part: &Part,
    totals: &[Money],
    met: Met,
    start: Option<&Start>,
    event: Date,
    units: Option<Fraction>,
    read: Option<&mut Vec<Used>>,
) -> Result<Option<(Money, Vec<Step>)>, Fault> {
    let mut steps = Vec::new();
    let mut recorder = Recorder::default();
    let told = read.is_some().then_some(&mut steps);
    let mut scope = plan.scope(None, plan.input.as_of, totals);
    scope.recorder = read.is_some().then_some(&mut recorder);
    let exact = super::amount::product(&mut scope, part, event, start, met.times, units, told)?;
    if let Some(read) = read {
        steps.push(Step::Round);
        read.append(&mut recorder.facts);
    }
    let money = part.rounding.money(exact).ok_or_else(Fault::too_large)?;
    Ok(Some((money, steps)))
}

/// How many lie in each band, and how many found no place.
fn fill(
    plan: &Plan,
    part: &Part,
    bands: &Bands,
    fills: Option<&Fills>,
    totals: &[Money],
    read: Option<&mut Vec<Used>>,
) -> Result<(Vec<Fraction>, Fraction), Fault> {
    let mut recorder = Recorder::default();
    let mut scope = plan.scope(None, plan.input.as_of, totals);
    scope.recorder = read.is_some().then_some(&mut recorder);
    let Some(fills) = fills else {
        let number = match &part.units {
            Some(units) => scope.number(units)?,
            None => Fraction::ZERO,
        };
        if let Some(read) = read {
            read.append(&mut recorder.facts);
        }
        let (_, filled) = plan.pour(&bands.code, number).ok_or_else(Fault::too_large)?;
        let placed = filled.iter().try_fold(Fraction::ZERO, |sum, filled| sum.plus(*filled));
        let unplaced = placed.and_then(|placed| number.minus(placed)).ok_or_else(Fault::too_large)?;
        return Ok((filled, unplaced));
    };
    let mut room = Vec::with_capacity(bands.steps.len());
    for step in &bands.steps {
        room.push(scope.number(&step.capacity)?);
    }
    if let Some(read) = read {
        read.extend(moves(plan, fills).into_iter().map(Used::of));
    }
    walk(plan, fills, &room).ok_or_else(Fault::too_large)
}

impl Fills {
    fn is_emptied_by(&self, fact: &Fact) -> bool {
        self.empties.as_ref().is_some_and(|kind| is_kind(fact, kind))
    }
}

/// In the order of days; what fills comes before what empties on the same day.
fn moves<'f>(plan: &Plan<'f>, fills: &Fills) -> Vec<&'f Fact> {
    let facts = plan.facts.iter().copied();
    let mut moves: Vec<&Fact> =
        facts.filter(|fact| is_kind(fact, &fills.fills) || fills.is_emptied_by(fact)).collect();
    moves.sort_by_key(|fact| (fact.happened_on, fills.is_emptied_by(fact), fact.id));
    moves
}

/// Fact by fact. What finds no room is lost.
fn walk(plan: &Plan, fills: &Fills, room: &[Fraction]) -> Option<(Vec<Fraction>, Fraction)> {
    let mut filled = vec![Fraction::ZERO; room.len()];
    let mut unplaced = Fraction::ZERO;
    for fact in moves(plan, fills) {
        let mut left = fact.what.value().and_then(|value| value.as_number()).unwrap_or(Fraction::ONE);
        if fills.is_emptied_by(fact) {
            for filled in filled.iter_mut().rev() {
                let out = left.min(*filled);
                *filled = filled.minus(out)?;
                left = left.minus(out)?;
            }
        } else {
            for (filled, room) in filled.iter_mut().zip(room) {
                let into = left.min(room.minus(*filled)?);
                *filled = filled.plus(into)?;
                left = left.minus(into)?;
            }
            unplaced = unplaced.plus(left)?;
        }
    }
    Some((filled, unplaced))
}

impl Entitled {
    /// How many found no place in the bands, where this says so.
    pub fn unplaced(&self) -> Option<Fraction> {
        let gate = self.basis.as_ref()?.how.gates.iter().find(|gate| gate.code == "within_bands")?;
        gate.worked.as_ref()?.formula.strip_suffix(BEYOND)?.parse().ok()
    }
}

const BEYOND: &str = " <= 0";

/// Those beyond the last band: worth nothing here, and never passed over in silence.
fn beyond(p: usize, bands: &Bands, unplaced: Fraction, closing: bool) -> Entitled {
    let outcome = match bands.beyond {
        Beyond::Refuse => Outcome::Lost(Reason::BeyondBands),
        Beyond::Hold if closing => Outcome::Lost(Reason::OrderClosed),
        Beyond::Hold => Outcome::Open(Reason::PlaceAwaited),
        Beyond::NextOrder => Outcome::Lost(Reason::NextOrder),
    };
    let how = Reasoning {
        gates: Arc::from([Checked {
            code: "within_bands".into(),
            outcome,
            worked: Some(Box::new(Worked {
                result: Value::YesNo(false),
                formula: format!("{unplaced}{BEYOND}"),
                given: Vec::new(),
            })),
        }]),
        ..Reasoning::default()
    };
    let basis = Basis { how: Arc::new(how), ..Basis::default() };
    entitled(p, "beyond".to_owned(), None, Money::ZERO, outcome, basis)
}
