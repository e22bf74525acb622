//! Every case of `fixtures/settlements`: what it expects, and the trace of each of its lines.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its input should stop there")]

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use domain::{
    calendar::Moment,
    case::{Case, Run, compare, read, run::party, scheme_path, settle},
    ids::PartyId,
    issue::Issue,
    money::Money,
    settlement::{Entitled, Input, Settlement, Trace, cliffs, explain},
    text::Lang,
};

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("schemes") {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|end| end == "toml") {
            found.push(path);
        }
    }
    found.sort();
    found
}

struct Found {
    name: String,
    text: String,
    /// `None` where the scheme is refused, as expected; `Err` says why the case cannot be read.
    case: Result<Option<Case>, String>,
}

fn cases() -> Vec<Found> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/settlements");
    let one = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        let case = scheme_path(&text).and_then(|scheme| {
            let scheme =
                scheme.map(|scheme| std::fs::read_to_string(path.parent().unwrap().join(scheme)).unwrap());
            read(&text, scheme.as_deref())
        });
        let name = path.strip_prefix(&folder).unwrap().display().to_string();
        Found { name, text, case: case.map_err(told) }
    };
    files(&folder).into_iter().map(one).collect()
}

fn told(issues: Vec<Issue>) -> String {
    let lines: Vec<String> =
        issues.iter().map(|issue| format!("{} [{}] {}", issue.place, issue.code, issue.problem.en)).collect();
    lines.join("\n    ")
}

#[test]
fn every_case_gets_what_it_expects() {
    let mut wrong = Vec::new();
    let found = cases();
    for Found { name, text, case } in &found {
        match case {
            Err(why) => wrong.push(format!("{name}: cannot be read\n    {why}")),
            Ok(None) => {}
            Ok(Some(case)) => wrong.extend(compare(case, &settle(case), text).iter().map(|miss| {
                let (line, run, what) = (miss.line, miss.run, &miss.what);
                format!("{name}:{line}: run {run}: {what}: expected {}, got {}", miss.expected, miss.got)
            })),
        }
    }
    assert!(found.len() >= 171, "only {} cases were found", found.len());
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), found.len(), wrong.join("\n"));
}

#[test]
fn a_case_that_expects_something_else_is_found_out() {
    let mut missed = Vec::new();
    for Found { name, text, case } in cases() {
        let Ok(Some(case)) = case else { continue };
        let runs = settle(&case);
        let lines = runs.iter().flat_map(|run| &run.settlements).map(|settlement| settlement.lines.len());
        let Some(place) = text.find("due = \"").filter(|_| lines.sum::<usize>() > 0) else { continue };
        let changed = format!("{}due = \"7{}", &text[..place], &text[place + 7..]);
        let path = scheme_path(&text).unwrap();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/settlements").join(&name);
        let scheme = path.map(|path| std::fs::read_to_string(folder.parent().unwrap().join(path)).unwrap());
        let Ok(Some(case)) = read(&changed, scheme.as_deref()) else { continue };
        if compare(&case, &settle(&case), &changed).is_empty() {
            missed.push(name);
        }
    }
    assert!(missed.is_empty(), "a wrong amount goes unseen in {missed:?}");
}

#[test]
fn every_amount_can_be_recomputed_from_its_trace_and_told_in_both_languages() {
    let mut lines = 0;
    for Found { name, case, .. } in cases() {
        let Ok(Some(case)) = case else { continue };
        for run in settle(&case) {
            for line in run.settlements.iter().flat_map(|settlement| &settlement.lines) {
                let kept = serde_json::to_string(&line.trace).unwrap();
                let trace: Trace = serde_json::from_str(&kept).unwrap();
                assert_eq!(trace, line.trace, "{name}");
                assert_eq!(trace.recompute(), Some(line.due), "{name} {}\n{kept}", line.code());
                let steps = explain::steps(&trace, &case.scheme, |party| format!("party {}", party.0));
                assert!(steps.len() >= 2, "{name} {}", line.code());
                for step in steps {
                    let texts = [&step.title.vi, &step.title.en, &step.detail.vi, &step.detail.en];
                    assert!(texts.iter().all(|text| !text.trim().is_empty()), "{name}: {step:?}");
                }
                let why = explain::sentence(&trace, &case.scheme);
                assert!(why.vi != why.en && !why.vi.is_empty(), "{name}: {why:?}");
                lines += 1;
            }
        }
    }
    assert!(lines > 400, "only {lines} lines were checked");
}

#[test]
fn what_pays_nothing_says_why_and_what_to_do() {
    let mut zeros = 0;
    for Found { name, case, .. } in cases() {
        let Ok(Some(case)) = case else { continue };
        for run in settle(&case) {
            for part in run.settlements.iter().flat_map(|settlement| settlement.entitled.learners.parts()) {
                if part.outcome == domain::settlement::Outcome::Earned {
                    continue;
                }
                let none = domain::money::Money::ZERO;
                let trace = part.trace(&case.scheme, domain::ids::PartyId(1), none, none);
                let (why, remedy) =
                    explain::why(&trace, &case.scheme).unwrap_or_else(|| panic!("{name}: {part:?}"));
                assert!(!why.vi.is_empty() && !remedy.vi.is_empty() && why.vi != why.en, "{name}: {why:?}");
                zeros += 1;
            }
        }
    }
    assert!(zeros > 200, "only {zeros} zeros were checked");
}

/// What the engine says of every case, to be read by whoever changes it: the first line of each kind with all its steps,
/// what is held, why a part is not paid, where the order's value stands, and what one learner more would be worth.
#[test]
fn what_is_said_of_the_cases_stands_as_it_is_said() {
    for (lang, name) in [(Lang::Vi, "cases.vi.txt"), (Lang::En, "cases.en.txt")] {
        let mut told = Told { lang, kinds: BTreeSet::new(), text: String::new() };
        for Found { name, case, .. } in cases() {
            if let Ok(Some(case)) = case {
                told.case(&name, &case);
            }
        }
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/told").join(name);
        if std::env::var_os("DATHANG_WRITE_GENERATED").is_some() {
            std::fs::write(&path, &told.text).unwrap();
        }
        let there = std::fs::read_to_string(&path).unwrap_or_default();
        let differs = there.lines().zip(told.text.lines()).enumerate().find(|(_, (old, new))| old != new);
        assert!(
            there == told.text,
            "{name} says something else from line {differs:?}; if it is meant: \
             DATHANG_WRITE_GENERATED=1 cargo test -p domain --test cases, and read what changed"
        );
    }
}

struct Told {
    lang: Lang,
    /// Lines and reasons of which there was one already.
    kinds: BTreeSet<String>,
    text: String,
}

impl Told {
    fn case(&mut self, name: &str, case: &Case) {
        self.say(0, &format!("##### {name}"));
        for (number, run) in settle(case).iter().enumerate() {
            self.say(0, &format!("run {}, {}, {}", number + 1, run.as_of, run.gross.grouped(self.lang)));
            for fault in &run.faults {
                self.say(1, fault);
            }
            for settlement in &run.settlements {
                self.settlement(case, settlement);
            }
            if number == 0 {
                self.cliffs(case, run);
            }
        }
    }

    fn settlement(&mut self, case: &Case, settlement: &Settlement) {
        let volume = settlement.volume;
        self.say(
            1,
            &format!(
                "ordered {} = accepted {} + rejected {} + outstanding {}; beside {}; places open {}, lost {}",
                volume.ordered.grouped(self.lang),
                volume.accepted.grouped(self.lang),
                volume.rejected.grouped(self.lang),
                volume.outstanding.grouped(self.lang),
                volume.beside.grouped(self.lang),
                volume.places_open.grouped(self.lang),
                volume.places_lost.grouped(self.lang),
            ),
        );
        for held in &settlement.held {
            let (part, payee) = (&held.part, party(case, held.payee));
            self.say(
                1,
                &format!(
                    "held: {part} {} {payee} {}: {}",
                    held.label,
                    held.due.grouped(self.lang),
                    held.reason
                ),
            );
        }
        for line in &settlement.lines {
            let steps = explain::steps(&line.trace, &case.scheme, |payee| party(case, payee).to_owned());
            let way: Vec<_> = steps.iter().map(|step| (step.kind, step.passed)).collect();
            let facts: Vec<_> = line.trace.facts.iter().map(|fact| &fact.what).collect();
            if !self.kinds.insert(format!("{} {} {way:?} {facts:?}", case.scheme.name(), line.part)) {
                continue;
            }
            let why = explain::sentence(&line.trace, &case.scheme);
            let paid = format!("{} {} {}", line.code(), party(case, line.payee), line.due.grouped(self.lang));
            self.say(1, &format!("{paid}: {}", why.get(self.lang)));
            for step in steps {
                let (title, detail) = (step.title.get(self.lang), step.detail.get(self.lang));
                let passed = step.passed.map_or("", |passed| if passed { " +" } else { " -" });
                self.say(2, &format!("{}{passed} {title}: {detail} [{}]", step.kind.as_str(), step.law));
            }
        }
        let parts = settlement.entitled.learners.parts().iter().chain(&settlement.entitled.order);
        for part in parts {
            self.part(case, part);
        }
    }

    /// One part as it stands: with nothing settled before, with all of it, and with more than that.
    fn part(&mut self, case: &Case, part: &Entitled) {
        let (scheme, one) = (&case.scheme, Money::dong(1));
        let code = part.code(scheme);
        let trace = |settled| part.trace(scheme, PartyId(1), part.earned, settled);
        if let Some((why, remedy)) = explain::why(&trace(Money::ZERO), scheme) {
            let said = format!("{code}: {} {}", why.get(self.lang), remedy.get(self.lang));
            if self.kinds.insert(format!("{} {said}", scheme.name())) {
                self.say(1, &said);
            }
        }
        let nothing = part.earned.is_zero();
        if self.kinds.insert(format!("{} {} {:?} {nothing}", scheme.name(), part.part, part.outcome)) {
            let steps = explain::steps(&trace(Money::ZERO), scheme, |payee| party(case, payee).to_owned());
            for step in steps.iter().filter(|step| step.passed == Some(false)) {
                let (title, detail) = (step.title.get(self.lang), step.detail.get(self.lang));
                self.say(2, &format!("{code} - {title}: {detail} [{}]", step.law));
            }
            for settled in [Money::ZERO, part.earned, part.earned + one] {
                let sentence = explain::sentence(&trace(settled), scheme);
                self.say(
                    1,
                    &format!("{code}, {} before: {}", settled.grouped(self.lang), sentence.get(self.lang)),
                );
            }
        }
    }

    fn cliffs(&mut self, case: &Case, run: &Run) {
        for (order, learners) in &case.input {
            let input = Input {
                scheme: &case.scheme,
                order,
                learners,
                as_of: run.as_of,
                known_at: Moment(i64::MAX),
                closing: false,
            };
            for kind in cliffs::kinds(learners) {
                let Ok(steps) = cliffs::steps(&input, &kind) else { continue };
                let each = steps.iter().map(|step| {
                    let cliff = if step.cliff { "!" } else { "" };
                    format!(
                        "{}: {} ({}){cliff}",
                        step.learners,
                        step.total.grouped(self.lang),
                        step.marginal.grouped(self.lang)
                    )
                });
                let each: Vec<String> = each.collect();
                self.say(1, &format!("so many {kind}: {}", each.join(", ")));
            }
        }
    }

    fn say(&mut self, depth: usize, what: &str) {
        self.text.push_str(&"  ".repeat(depth));
        self.text.push_str(what.trim_end());
        self.text.push('\n');
    }
}
