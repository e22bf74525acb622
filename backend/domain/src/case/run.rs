//! Settling a case: one run after the other, what one gave counting as settled in the next.

use std::collections::BTreeMap;

use time::Date;

use super::{
    file::RunTerms,
    load::{Case, known},
};
use crate::{
    file::{At, Exact},
    fraction::Fraction,
    ids::{EnrolmentId, PartyId},
    ledger::Position,
    money::Money,
    settlement::{
        Before, Funds, Input, Learner, Line, Misfit, Order, Settled, Settlement, advance,
        manual::{self, Manual},
        netting::{Debt, keep},
        settle_together,
    },
    statement::{Kind, Totals, totals},
};

/// What one run gave.
#[derive(Debug)]
pub struct Run {
    pub as_of: Date,
    /// By order; empty where the run was refused or paid an advance.
    pub settlements: Vec<Settlement>,
    pub manual: Vec<(usize, Manual)>,
    pub statements: Vec<Statement>,
    /// After the run.
    pub balances: BTreeMap<String, Money>,
    /// Sum of all lines, and the tax on it.
    pub gross: Money,
    pub tax: Money,
    /// Why the run was refused.
    pub faults: Vec<String>,
}

/// What a run gives one party of one order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    pub order: usize,
    pub payee: PartyId,
    pub totals: Totals,
    /// Still owed by the party, over all orders.
    pub owed: Money,
}

#[derive(Default)]
struct Books {
    before: Vec<Before>,
    funds: Funds,
    positions: BTreeMap<(usize, PartyId), Position>,
    debts: Vec<Debt>,
    seen: Option<Date>,
}

/// Settles all runs of the case, in order.
pub fn settle(case: &Case) -> Vec<Run> {
    let mut books = Books { before: case.before.clone(), ..Books::default() };
    let mut done = Vec::with_capacity(case.file.runs.len());
    for terms in &case.file.runs {
        top_up(case, &mut books, terms.as_of.0);
        let run = if terms.advance {
            pay_advance(case, &mut books, terms.as_of.0)
        } else {
            settle_run(case, &mut books, terms)
        };
        books.seen = Some(terms.as_of.0);
        done.push(run);
    }
    done
}

fn money(case: &Case, written: &At<Exact>) -> Money {
    let number: Option<Fraction> = written.as_str().parse().ok();
    number.and_then(|number| case.scheme.rounding.money(number)).unwrap_or_default()
}

/// Balances that have come since the last run.
fn top_up(case: &Case, books: &mut Books, today: Date) {
    for terms in &case.file.balances {
        let from = terms.from.map_or(Date::MIN, |day| day.0);
        if from > today || books.seen.is_some_and(|seen| from <= seen) {
            continue;
        }
        let balance = books.funds.balances.entry(terms.name.clone()).or_default();
        *balance = if terms.set { money(case, &terms.amount) } else { *balance + money(case, &terms.amount) };
    }
}

fn empty(as_of: Date, books: &Books) -> Run {
    Run {
        as_of,
        settlements: Vec::new(),
        manual: Vec::new(),
        statements: Vec::new(),
        balances: books.funds.balances.clone(),
        gross: Money::ZERO,
        tax: Money::ZERO,
        faults: Vec::new(),
    }
}

fn pay_advance(case: &Case, books: &mut Books, as_of: Date) -> Run {
    let mut run = empty(as_of, books);
    let Some(terms) = &case.scheme.advance else { return run };
    for (place, (order, _)) in case.input.iter().enumerate() {
        let amount = advance::due(terms, order.price.times(order.quantity));
        books.positions.entry((place, order.provider)).or_default().advanced += amount;
        let totals = Totals { gross: amount, payable: amount, ..Totals::default() };
        run.statements.push(Statement { order: place, payee: order.provider, totals, owed: Money::ZERO });
        run.gross += amount;
    }
    run
}

fn settle_run(case: &Case, books: &mut Books, terms: &RunTerms) -> Run {
    let as_of = terms.as_of.0;
    let mut run = empty(as_of, books);
    run.faults = by_hand(case, books, as_of, &mut run.manual);
    if !run.faults.is_empty() {
        run.manual.clear();
        return run;
    }
    let inputs: Vec<Input> =
        case.input.iter().map(|(order, learners)| input(case, order, learners, terms)).collect();
    match settle_together(&inputs, &books.before, &mut books.funds) {
        Ok(settlements) => run.settlements = settlements,
        Err(misfits) => {
            run.faults = misfits.iter().map(|misfit| told(case, misfit)).collect();
            return run;
        }
    }
    for (place, settlement) in run.settlements.iter().enumerate() {
        for line in &settlement.lines {
            remember(&mut books.before[place], line);
        }
    }
    for (place, line) in &run.manual {
        let account = books.before[*place].entry(line.enrolment).or_default();
        account.push(Settled {
            part: MANUAL.to_owned(),
            label: String::new(),
            payee: line.payee,
            amount: line.amount,
            payers: Vec::new(),
        });
    }
    run.statements = statements(case, books, &run, terms.closing);
    run.gross = run.statements.iter().map(|statement| statement.totals.gross).sum();
    run.tax = tax(case, &inputs, run.gross, &mut run.faults);
    run.balances = books.funds.balances.clone();
    run
}

/// What a run settles one order by.
pub(super) fn input<'c>(
    case: &'c Case,
    order: &'c Order,
    learners: &'c [Learner],
    terms: &RunTerms,
) -> Input<'c> {
    Input {
        scheme: &case.scheme,
        order,
        learners,
        as_of: terms.as_of.0,
        known_at: known(terms.known.unwrap_or(terms.as_of).0),
        closing: terms.closing,
    }
}

/// The part under which lines made by hand are kept.
pub const MANUAL: &str = "manual";

fn remember(before: &mut Before, line: &Line) {
    before.entry(line.enrolment).or_default().push(Settled {
        part: line.part.clone(),
        label: line.label.clone(),
        payee: line.payee,
        amount: line.due,
        payers: line.payers.clone(),
    });
}

/// Lines made by hand that have become due; what is wrong with them.
fn by_hand(case: &Case, books: &Books, as_of: Date, due: &mut Vec<(usize, Manual)>) -> Vec<String> {
    let mut faults = Vec::new();
    for (on, order, line) in &case.manual {
        if *on > as_of || books.seen.is_some_and(|seen| *on <= seen) {
            continue;
        }
        for issue in manual::check(line, &format!("manual {on}")) {
            faults.push(format!("{}: {} {}", issue.code, issue.problem.en, issue.remedy.en));
        }
        due.push((*order, line.clone()));
    }
    faults
}

fn told(case: &Case, misfit: &Misfit) -> String {
    let order = case.orders.get(misfit.order).map_or("", String::as_str);
    let learner =
        misfit.enrolment.map(|enrolment| format!(" {}", learner(case, enrolment))).unwrap_or_default();
    format!("{order}{learner} {}: {} / {}", misfit.part, misfit.fault.message.vi, misfit.fault.message.en)
}

/// The code of a learner.
pub fn learner(case: &Case, enrolment: EnrolmentId) -> &str {
    let place = usize::try_from(enrolment.0 - 1).ok();
    place.and_then(|place| case.learners.get(place)).map_or("", String::as_str)
}

/// The code of a party.
pub fn party(case: &Case, party: PartyId) -> &str {
    let place = usize::try_from(party.0 - 1).ok();
    place.and_then(|place| case.parties.get(place)).map_or("", String::as_str)
}

fn tax(case: &Case, inputs: &[Input], gross: Money, faults: &mut Vec<String>) -> Money {
    match crate::settlement::tax(&case.scheme, inputs, gross) {
        Ok(tax) => tax,
        Err(fault) => {
            faults.push(fault.message.en);
            Money::ZERO
        }
    }
}

fn statements(case: &Case, books: &mut Books, run: &Run, closing: bool) -> Vec<Statement> {
    let mut gross: BTreeMap<(usize, PartyId), Money> = BTreeMap::new();
    for (place, settlement) in run.settlements.iter().enumerate() {
        if closing {
            gross.entry((place, case.input[place].0.provider)).or_default();
        }
        for line in &settlement.lines {
            *gross.entry((place, line.payee)).or_default() += line.due;
        }
    }
    for (place, line) in &run.manual {
        *gross.entry((*place, line.payee)).or_default() += line.amount;
    }
    let netting = &case.scheme.netting;
    let ceiling = netting.monthly_ceiling.and_then(|ceiling| case.scheme.rounding.money(ceiling));
    let mut made = Vec::with_capacity(gross.len());
    for ((place, payee), gross) in gross {
        let order = &case.input[place].0;
        let position = books.positions.entry((place, payee)).or_default();
        let terms = case.scheme.advance.as_ref().filter(|_| payee == order.provider);
        let accepted = run.settlements[place].volume.accepted;
        let kind = if closing { Kind::Liquidation } else { Kind::Acceptance };
        let value = order.price.times(order.quantity);
        let mut totals = totals(gross, position, terms, value, accepted, kind);
        position.advance_recovered += totals.advance_recovered;
        if closing && terms.is_some() {
            position.advance_recovered += totals.to_recover - (-gross).at_least_zero();
        }
        totals.set_off = keep(netting, ceiling, &mut books.debts, (place, payee), totals.payable, run.as_of);
        totals.payable -= totals.set_off;
        if totals.to_recover > Money::ZERO {
            books.debts.push(Debt {
                order: place,
                payee,
                since: run.as_of,
                owed: totals.to_recover,
                left: totals.to_recover,
            });
        }
        made.push(Statement { order: place, payee, totals, owed: Money::ZERO });
    }
    for statement in &mut made {
        let of_party = books.debts.iter().filter(|debt| debt.payee == statement.payee);
        statement.owed = of_party.map(|debt| debt.left).sum();
    }
    made
}
