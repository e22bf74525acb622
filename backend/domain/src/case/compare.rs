//! What a case expects, beside what it got.

use super::{
    file::{HeldTerms, LineTerms, RunTerms, StatementTerms, ValueTerms, ZeroTerms},
    load::Case,
    run::{MANUAL, Run, input, learner, party},
};
use crate::{
    file::{At, Exact, line_of},
    fraction::Fraction,
    ids::EnrolmentId,
    money::Money,
    settlement::{Entitled, Outcome, trace::Step, work_out},
    value::Value,
};

/// One expectation that was not met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// Which run, counted from 1.
    pub run: usize,
    /// Line of the case file.
    pub line: usize,
    pub what: String,
    pub expected: String,
    pub got: String,
}

/// Everything in which the runs differ from what the case expects. `text` is what the case was read from.
pub fn compare(case: &Case, runs: &[Run], text: &str) -> Vec<Mismatch> {
    let mut found = Vec::new();
    for (i, (terms, run)) in case.file.runs.iter().zip(runs).enumerate() {
        let mut compared = Compared { case, run, number: i + 1, text, found: &mut found };
        compared.run(terms);
    }
    found
}

struct Compared<'a> {
    case: &'a Case,
    run: &'a Run,
    number: usize,
    text: &'a str,
    found: &'a mut Vec<Mismatch>,
}

/// A line as expectations see it.
struct Row<'a> {
    learner: &'a str,
    order: &'a str,
    component: &'a str,
    instalment: &'a str,
    payee: &'a str,
    earned: String,
    kind: &'static str,
    due: Money,
    payers: &'a [(String, Money)],
}

fn agrees(wanted: &Option<String>, found: &str) -> bool {
    wanted.as_ref().is_none_or(|wanted| wanted == found)
}

impl Row<'_> {
    fn matches(&self, wanted: &LineTerms) -> bool {
        agrees(&wanted.learner, self.learner)
            && agrees(&wanted.order, self.order)
            && agrees(&wanted.component, self.component)
            && agrees(&wanted.instalment, self.instalment)
            && agrees(&wanted.payee, self.payee)
            && agrees(&wanted.kind, self.kind)
            && wanted.earned.as_ref().is_none_or(|earned| self.earned.starts_with(earned.as_str()))
            && wanted.payer.as_ref().is_none_or(|payer| self.payers.iter().any(|(code, _)| code == payer))
    }

    fn amount(&self, wanted: &LineTerms) -> Money {
        match &wanted.payer {
            None => self.due,
            Some(payer) => {
                self.payers.iter().filter(|(code, _)| code == payer).map(|(_, amount)| *amount).sum()
            }
        }
    }

    fn told(&self, amount: &str) -> String {
        let parts = [self.order, self.learner, self.component, self.instalment, self.payee, &self.earned];
        let named: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let payers: Vec<&str> = self.payers.iter().map(|(code, _)| code.as_str()).collect();
        format!("{} {} {amount}", named.join(" "), payers.join("+"))
    }
}

impl<'a> Compared<'a> {
    fn run(&mut self, terms: &At<RunTerms>) {
        match &terms.fault {
            Some(fault) => {
                let said = self.run.faults.join("; ");
                if !said.to_lowercase().contains(&fault.to_lowercase()) {
                    let got = if said.is_empty() { "no refusal".to_owned() } else { said };
                    self.miss(fault.span.start, "refused", format!("a message with '{}'", fault.value), got);
                }
                return;
            }
            None if !self.run.faults.is_empty() => {
                self.miss(
                    terms.span.start,
                    "the run",
                    "to be settled".to_owned(),
                    self.run.faults.join("; "),
                );
                return;
            }
            None => {}
        }
        if let Some(lines) = &terms.lines {
            self.lines(lines, terms);
        }
        terms.zeros.iter().for_each(|zero| self.zero(zero));
        if let Some(held) = &terms.held {
            self.held(held, terms.span.start);
        }
        for (name, wanted) in &terms.totals {
            self.amount(name, wanted, self.total(name));
        }
        for (component, wanted) in &terms.entitled {
            self.amount(&format!("entitled {component}"), wanted, self.entitled(component));
        }
        terms.statements.iter().for_each(|statement| self.statement(statement));
        terms.values.iter().for_each(|value| self.value(value, terms));
        for (name, wanted) in &terms.balances {
            let got = self.run.balances.get(name).copied().unwrap_or_default();
            self.amount(&format!("balance {name}"), wanted, got);
        }
    }

    fn miss(&mut self, at: usize, what: &str, expected: String, got: String) {
        let line = line_of(self.text, at);
        self.found.push(Mismatch { run: self.number, line, what: what.to_owned(), expected, got });
    }

    fn written(&self, money: Money) -> String {
        self.case.scheme.rounding.exact(money).map_or_else(|| "?".to_owned(), |exact| exact.to_string())
    }

    fn amount(&mut self, what: &str, wanted: &At<Exact>, got: Money) {
        let expected: Option<Fraction> = wanted.as_str().parse().ok();
        if expected.is_none() || expected != self.case.scheme.rounding.exact(got) {
            self.miss(wanted.span.start, what, wanted.as_str().to_owned(), self.written(got));
        }
    }

    fn rows(&self) -> Vec<Row<'a>> {
        let (case, run) = (self.case, self.run);
        let mut rows = Vec::new();
        for (order, settlement) in case.orders.iter().zip(&run.settlements) {
            rows.extend(settlement.lines.iter().map(|line| Row {
                learner: line.enrolment.map_or("", |enrolment| learner(case, enrolment)),
                order,
                component: &line.part,
                instalment: &line.label,
                payee: party(case, line.payee),
                earned: line.on.map(|day| day.to_string()).unwrap_or_default(),
                kind: if line.balancing { "balancing" } else { "regular" },
                due: line.due,
                payers: &line.payers,
            }));
        }
        rows.extend(run.manual.iter().map(|(order, line)| Row {
            learner: line.enrolment.map_or("", |enrolment| learner(case, enrolment)),
            order: &case.orders[*order],
            component: MANUAL,
            instalment: "",
            payee: party(case, line.payee),
            earned: String::new(),
            kind: MANUAL,
            due: line.amount,
            payers: &[],
        }));
        rows
    }

    fn lines(&mut self, wanted: &[At<LineTerms>], terms: &At<RunTerms>) {
        let rows = self.rows();
        for line in wanted {
            let got: Money = rows.iter().filter(|row| row.matches(line)).map(|row| row.amount(line)).sum();
            let what = described(line);
            self.amount(&what, &line.due, got);
            let count = rows.iter().filter(|row| row.matches(line)).count();
            if let Some(wanted) = line.count.filter(|wanted| usize::try_from(*wanted) != Ok(count)) {
                self.miss(line.span.start, &format!("{what}: lines"), wanted.to_string(), count.to_string());
            }
        }
        if terms.more {
            return;
        }
        for row in rows.iter().filter(|row| !wanted.iter().any(|line| row.matches(line))) {
            let got = row.told(&self.written(row.due));
            self.miss(terms.span.start, "a line nobody expects", "nothing".to_owned(), got);
        }
    }

    fn subject(
        &self,
        learner_code: &Option<String>,
        order: &Option<String>,
    ) -> Vec<(usize, Option<EnrolmentId>)> {
        let mut subjects = Vec::new();
        for (place, (code, (_, learners))) in self.case.orders.iter().zip(&self.case.input).enumerate() {
            if !agrees(order, code) {
                continue;
            }
            if learner_code.is_none() {
                subjects.push((place, None));
            }
            let of_order =
                learners.iter().filter(|one| agrees(learner_code, learner(self.case, one.enrolment)));
            subjects.extend(of_order.map(|one| (place, Some(one.enrolment))));
        }
        subjects
    }

    fn parts(&self, place: usize, subject: Option<EnrolmentId>) -> &'a [Entitled] {
        let Some(settlement) = self.run.settlements.get(place) else { return &[] };
        match subject {
            None => &settlement.entitled.order,
            Some(id) => {
                let learners = &self.case.input[place].1;
                let i = learners.iter().position(|learner| learner.enrolment == id);
                i.and_then(|i| settlement.entitled.learners.get(i)).unwrap_or_default()
            }
        }
    }

    fn zero(&mut self, wanted: &At<ZeroTerms>) {
        let Some(part) = self.case.scheme.part_index(&wanted.component) else {
            let known: Vec<&str> = self.case.scheme.parts.iter().map(|part| part.code.as_str()).collect();
            self.miss(
                wanted.span.start,
                "component",
                wanted.component.clone(),
                format!("one of {}", known.join(", ")),
            );
            return;
        };
        let found: Vec<&Entitled> = self
            .subject(&wanted.learner, &wanted.order)
            .into_iter()
            .flat_map(|(place, subject)| self.parts(place, subject))
            .filter(|entitled| entitled.part == part && agrees(&wanted.instalment, &entitled.label))
            .collect();
        if let Some(units) = &wanted.units {
            let number: Option<Fraction> = units.as_str().parse().ok();
            let got = found.iter().find_map(|entitled| entitled.unplaced()).unwrap_or(Fraction::ZERO);
            if number != Some(got) {
                let what = format!("{}: without a place", wanted.component);
                self.miss(wanted.span.start, &what, units.as_str().to_owned(), got.to_string());
            }
        }
        let earned: Money = found.iter().map(|entitled| entitled.earned).sum();
        let reasons: Vec<String> = found.iter().flat_map(|entitled| reasons(entitled)).collect();
        let reason = wanted.reason.as_ref().is_none_or(|reason| reasons.contains(reason));
        if !earned.is_zero() || !reason {
            let who = wanted.learner.clone().or(wanted.order.clone()).unwrap_or_default();
            let expected = format!("0 ({})", wanted.reason.clone().unwrap_or_default());
            let got = format!("{} ({})", self.written(earned), reasons.join(", "));
            self.miss(wanted.span.start, &format!("{who} {}", wanted.component), expected, got);
        }
    }

    fn value(&mut self, wanted: &At<ValueTerms>, run: &RunTerms) {
        let mut subjects = self.subject(&wanted.learner, &wanted.order);
        subjects.retain(|(_, learner)| learner.is_some() == wanted.learner.is_some());
        for (place, learner) in subjects {
            let (order, learners) = &self.case.input[place];
            let input = input(self.case, order, learners, run);
            let got = match work_out(input, learner, wanted.of.as_str()) {
                Ok(value) if value == Value::read(wanted.is.as_str()) => continue,
                Ok(value) => value.to_string(),
                Err(why) => why.en,
            };
            let who = wanted.learner.clone().unwrap_or_else(|| self.case.orders[place].clone());
            let what = format!("{who}: {}", wanted.of.as_str());
            self.miss(wanted.span.start, &what, wanted.is.as_str().to_owned(), got);
        }
    }

    fn held(&mut self, wanted: &[At<HeldTerms>], at: usize) {
        let case = self.case;
        let all: Vec<(usize, &crate::settlement::Held)> = self
            .run
            .settlements
            .iter()
            .enumerate()
            .flat_map(|(place, settlement)| settlement.held.iter().map(move |held| (place, held)))
            .collect();
        let matches = |wanted: &HeldTerms, place: usize, held: &crate::settlement::Held| {
            agrees(&wanted.learner, held.enrolment.map_or("", |enrolment| learner(case, enrolment)))
                && agrees(&wanted.order, &case.orders[place])
                && agrees(&wanted.component, &held.part)
                && agrees(&wanted.instalment, &held.label)
                && agrees(&wanted.payee, party(case, held.payee))
                && agrees(&wanted.reason, &held.reason)
        };
        for one in wanted {
            let fits = all.iter().filter(|(place, held)| matches(one, *place, held));
            let got = fits.map(|(_, held)| held.due).sum();
            let what = format!(
                "held {} {}",
                one.learner.clone().unwrap_or_default(),
                one.reason.clone().unwrap_or_default()
            );
            self.amount(&what, &one.due, got);
        }
        for (place, held) in &all {
            if !wanted.iter().any(|one| matches(one, *place, held)) {
                let got = format!("{} {} ({})", held.part, self.written(held.due), held.reason);
                self.miss(at, "held though nobody expects it", "nothing".to_owned(), got);
            }
        }
    }

    fn total(&self, name: &str) -> Money {
        let volumes = || self.run.settlements.iter().map(|settlement| settlement.volume);
        match name {
            "due" | "net" => self.run.gross,
            "tax" => self.run.tax,
            "gross" => self.run.gross + self.run.tax,
            "accepted" => volumes().map(|volume| volume.accepted).sum(),
            "rejected" => volumes().map(|volume| volume.rejected).sum(),
            "outstanding" => volumes().map(|volume| volume.outstanding).sum(),
            "beside" => volumes().map(|volume| volume.beside).sum(),
            component => self.rows().iter().filter(|row| row.component == component).map(|row| row.due).sum(),
        }
    }

    fn entitled(&self, component: &str) -> Money {
        let part = self.case.scheme.part_index(component);
        let settlements = self.run.settlements.iter();
        let all = settlements.flat_map(|one| one.entitled.learners.parts().iter().chain(&one.entitled.order));
        all.filter(|entitled| Some(entitled.part) == part).map(|entitled| entitled.earned).sum()
    }

    fn statement(&mut self, wanted: &At<StatementTerms>) {
        let of_party = self.run.statements.iter().filter(|statement| {
            party(self.case, statement.payee) == wanted.payee
                && agrees(&wanted.order, &self.case.orders[statement.order])
        });
        let found: Vec<_> = of_party.collect();
        if found.is_empty() {
            let expected = format!("a statement of {}", wanted.payee);
            self.miss(wanted.span.start, "statement", expected, "none".to_owned());
            return;
        }
        let sum = |of: fn(&super::run::Statement) -> Money| {
            found.iter().map(|statement| of(statement)).sum::<Money>()
        };
        let fields = [
            ("gross", &wanted.gross, sum(|statement| statement.totals.gross)),
            (
                "advance_recovered",
                &wanted.advance_recovered,
                sum(|statement| statement.totals.advance_recovered),
            ),
            ("set_off", &wanted.set_off, sum(|statement| statement.totals.set_off)),
            ("payable", &wanted.payable, sum(|statement| statement.totals.payable)),
            ("to_recover", &wanted.to_recover, sum(|statement| statement.totals.to_recover)),
            ("owed", &wanted.owed, found[0].owed),
        ];
        for (name, wanted_amount, got) in fields {
            if let Some(wanted_amount) = wanted_amount {
                self.amount(&format!("statement of {}: {name}", wanted.payee), wanted_amount, got);
            }
        }
    }
}

fn described(line: &LineTerms) -> String {
    let earned = line.earned.as_ref().map(|earned| earned.as_str().to_owned());
    let parts = [
        &line.order,
        &line.learner,
        &line.component,
        &line.instalment,
        &line.payee,
        &line.payer,
        &earned,
        &line.kind,
    ];
    let named: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    if named.is_empty() { "all lines".to_owned() } else { named.join(" ") }
}

/// Every code that says why a part pays nothing.
fn reasons(entitled: &Entitled) -> Vec<String> {
    let mut codes = Vec::new();
    if let Outcome::Open(reason) | Outcome::Lost(reason) = entitled.outcome {
        codes.push(reason.code());
    }
    let Some(basis) = &entitled.basis else { return codes };
    let failed =
        basis.how.gates.iter().filter(|gate| gate.outcome != Outcome::Earned && gate.worked.is_some());
    codes.extend(failed.take(1).map(|gate| gate.code.to_string()));
    codes.extend(basis.how.steps.iter().filter_map(|step| match step {
        Step::Less { code, .. } => Some(code.clone()),
        _ => None,
    }));
    codes
}
