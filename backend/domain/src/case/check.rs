//! What a case names beside the scheme: components, learners, sources, kinds of facts. A slip of the pen is told as such,
//! before it shows as an amount that differs.

use super::{
    file::{CaseFile, FactTerms, RunTerms},
    run::MANUAL,
};
use crate::{
    file::{At, Exact, nearest},
    fraction::Fraction,
    settlement::{Scheme, findings::Findings},
    text::Text,
};

/// Kinds of facts the engine itself knows.
const KINDS: &str = "enrolled suspended resumed withdrew completed graduated annulled employed employment_ended placed \
                     hours duplicate_flagged duplicate_decided retracted held released amended";

/// Terms of an order that have a place of their own.
const OWN: [&str; 4] = ["price", "quantity", "starts_on", "ends_on"];

pub(super) fn check(file: &CaseFile, scheme: &Scheme, found: &mut Findings) {
    let mut check = Check { file, found, parts: Vec::new(), sources: Vec::new(), balances: Vec::new() };
    check.parts = scheme.parts.iter().map(|part| part.code.clone()).chain([MANUAL.to_owned()]).collect();
    check.sources = scheme.sources.iter().map(|source| source.code.clone()).collect();
    check.balances = scheme.sources.iter().filter_map(|source| source.balance().map(str::to_owned)).collect();
    check.facts(scheme);
    check.orders();
    check.money();
    check.runs();
}

struct Check<'a, 't, 'f> {
    file: &'a CaseFile,
    found: &'f mut Findings<'t>,
    parts: Vec<String>,
    sources: Vec<String>,
    balances: Vec<String>,
}

impl Check<'_, '_, '_> {
    /// A kind the scheme never asks about, and that is nearly one it does.
    fn facts(&mut self, scheme: &Scheme) {
        let asked = scheme.asked_kinds();
        let known: Vec<&str> = KINDS.split_whitespace().chain(asked.iter().map(String::as_str)).collect();
        let letters = |kind: &str| kind.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
        let all = self.file.orders.iter().flat_map(|order| &order.facts);
        let all = all.chain(self.file.learners.iter().flat_map(|learner| &learner.facts));
        for fact in all.filter(|fact: &&At<FactTerms>| !known.contains(&fact.kind.value.as_str())) {
            let guess = nearest(&fact.kind, &known).filter(|guess| letters(guess) != letters(&fact.kind));
            if let Some(guess) = guess {
                let kind = &fact.kind.value;
                self.found.add(
                    "case.kind",
                    &fact.kind.span,
                    Text::new(
                        format!("Quy chế không hỏi đến sự kiện '{kind}'; có phải '{guess}'?"),
                        format!("The scheme asks about no fact '{kind}'; did you mean '{guess}'?"),
                    ),
                    Text::new(
                        "Sửa tên loại sự kiện; nếu đúng là loại khác thì đặt tên khác hẳn.",
                        "Mend the kind; if it is another one, name it more differently.",
                    ),
                );
            }
        }
    }

    fn orders(&mut self) {
        for order in &self.file.orders {
            for name in order.terms.keys().filter(|name| OWN.contains(&name.as_str())) {
                self.found.refuse(
                    false,
                    &order.span,
                    (
                        &format!("'{name}' có chỗ riêng trong đơn, không ghi trong terms."),
                        &format!("'{name}' has a place of its own in the order, not among its terms."),
                    ),
                    ("Chuyển ra ngoài terms.", "Move it out of terms."),
                );
            }
        }
    }

    fn money(&mut self) {
        for settled in &self.file.settled {
            self.among(&settled.component, &self.parts.clone(), settled);
            if let Some(payer) = &settled.payer {
                self.among(payer, &self.sources.clone(), settled);
            }
        }
        for balance in &self.file.balances {
            self.among(&balance.name, &self.balances.clone(), balance);
        }
    }

    fn runs(&mut self) {
        self.found.refuse(
            !self.file.runs.is_empty() || self.file.refused.is_some(),
            &(0..0),
            ("Bài này không có lần quyết toán nào.", "The case settles nothing: there are no runs."),
            ("Thêm [[runs]].", "Add [[runs]]."),
        );
        for pair in self.file.runs.windows(2) {
            self.found.refuse(
                pair[0].as_of.0 <= pair[1].as_of.0,
                &pair[1].span,
                (
                    &format!("Lần này ({}) đứng sau lần {}.", pair[1].as_of.0, pair[0].as_of.0),
                    &format!("This run of {} stands after one of {}.", pair[1].as_of.0, pair[0].as_of.0),
                ),
                ("Xếp các lần quyết toán theo ngày.", "Put the runs in the order of their days."),
            );
        }
        for run in &self.file.runs {
            self.run(run);
        }
    }

    fn run(&mut self, run: &At<RunTerms>) {
        let codes =
            |codes: &mut dyn Iterator<Item = &At<String>>| codes.map(|code| code.value.clone()).collect();
        let learners: Vec<String> = codes(&mut self.file.learners.iter().map(|learner| &learner.code));
        let parties: Vec<String> = codes(&mut self.file.parties.iter().map(|party| &party.code));
        let mut orders: Vec<String> =
            codes(&mut self.file.orders.iter().filter_map(|order| order.code.as_ref()));
        if orders.is_empty() {
            orders.push("A".to_owned());
        }
        let kinds = ["regular", "balancing", MANUAL].map(str::to_owned);
        let parts = self.parts.clone();
        for line in run.lines.iter().flatten() {
            self.some(&line.learner, &learners, line);
            self.some(&line.order, &orders, line);
            self.some(&line.component, &parts, line);
            self.some(&line.payee, &parties, line);
            self.some(&line.payer, &self.sources.clone(), line);
            self.some(&line.kind, &kinds, line);
            self.amount(&line.due);
        }
        for held in run.held.iter().flatten() {
            self.some(&held.learner, &learners, held);
            self.some(&held.order, &orders, held);
            self.some(&held.component, &parts, held);
            self.some(&held.payee, &parties, held);
            self.amount(&held.due);
        }
        for zero in &run.zeros {
            self.some(&zero.learner, &learners, zero);
            self.some(&zero.order, &orders, zero);
            self.among(&zero.component, &parts, zero);
        }
        for value in &run.values {
            self.some(&value.learner, &learners, value);
            self.some(&value.order, &orders, value);
        }
        for statement in &run.statements {
            self.among(&statement.payee, &parties, statement);
            self.some(&statement.order, &orders, statement);
        }
        let sums = ["due", "net", "tax", "gross", "accepted", "rejected", "outstanding", "beside"]
            .map(str::to_owned);
        let sums: Vec<String> = sums.into_iter().chain(parts.iter().cloned()).collect();
        let balances = self.balances.clone();
        for (list, known) in [(&run.totals, &sums), (&run.entitled, &parts), (&run.balances, &balances)] {
            for (name, amount) in list {
                self.among(name, known, amount);
                self.amount(amount);
            }
        }
    }

    fn some<T>(&mut self, name: &Option<String>, known: &[String], at: &At<T>) {
        if let Some(name) = name {
            self.among(name, known, at);
        }
    }

    fn among<T>(&mut self, name: &str, known: &[String], at: &At<T>) {
        if !known.iter().any(|known| known == name) {
            self.found.unknown(&At { value: name.to_owned(), span: at.span.clone() }, known);
        }
    }

    fn amount(&mut self, written: &At<Exact>) {
        let number: Result<Fraction, _> = written.as_str().parse();
        self.found.require(number.is_ok(), &written.span, written.as_str(), "\"12\", \"0.5\", \"-3\"");
    }
}
