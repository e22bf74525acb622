//! What is wrong with a scheme is told where it stands. Every line of every scheme file is left out once, and once written
//! wrongly; what loading says of that stands in `fixtures/told/refused.txt`, each finding where it comes first. The last
//! line vouches for all the others: for every variant, what was said of it or the scheme that it came to.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its input should stop there")]

use std::{
    collections::BTreeSet,
    fmt::Write,
    path::{Path, PathBuf},
};

use domain::{
    calendar::Moment,
    case::read,
    ledger::hex,
    settlement::{Input, Scheme, work_out},
};
use sha2::{Digest, Sha256};
use time::macros::date;

/// Words for people: whatever stands there is right.
const WORDS: [&str; 6] = ["title", "say", "law", "remedy", "changes", "about"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn schemes() -> Vec<(String, String)> {
    let mut folders = vec![root().join("fixtures")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if folder.ends_with("schemes") && path.extension().is_some_and(|end| end == "toml") {
                let name = path.strip_prefix(root().join("fixtures")).unwrap().display().to_string();
                found.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// Ways to write a line wrongly, one of which it gets.
const SLIPS: [fn(&str) -> String; 9] = [
    |value| format!("\"({}\"", value.trim_matches('"')),
    |value| format!("\"{} +\"", value.trim_matches('"')),
    |value| format!("\"x{}\"", value.trim_matches('"')),
    |_| "\"\"".to_owned(),
    |_| "\"-1\"".to_owned(),
    |_| "\"0\"".to_owned(),
    |_| "\"yes\"".to_owned(),
    |value| format!("\"not {}\"", value.trim_matches('"')),
    |_| "[]".to_owned(),
];

fn slipped(line: &str) -> Option<String> {
    let (key, value) = line.split_once('=')?;
    let value = value.trim();
    if WORDS.contains(&key.trim()) || value.starts_with(['[', '{', '\'']) || value.starts_with("\"\"\"") {
        return None;
    }
    let place = line.bytes().fold(0usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte)));
    Some(format!("{key}= {}", SLIPS[place % SLIPS.len()](value)))
}

/// Right and wrong ones, of everything a formula may be made of.
const FORMULAS: &str = include_str!("formulas.txt");

/// One learner of an order whose terms and attributes the formulas ask for.
const CASE: &str = r#"
title = "Formulas"
about = "What formulas read."
scheme = "the terms of the programme"
[[parties]]
code = "college"
name = "Trường Cao đẳng A"
[[parties]]
code = "factory"
name = "Công ty B"
[[orders]]
provider = "college"
quantity = 3
price = "9000000"
starts_on = 2025-01-13
ends_on = 2026-01-30
terms = { hours = "120", region = "north", opens = 2025-02-01 }
facts = [
  { on = 2025-03-01, kind = "visit", value = "2" },
  { on = 2025-04-01, kind = "visit", value = "5", label = "late" },
]
[[learners]]
code = "an"
attributes = { born = 2004-02-29, km = "17", poor = true }
facts = [
  { on = 2025-01-15, kind = "enrolled" },
  { on = 2025-02-10, kind = "unit", value = "3", label = "a" },
  { on = 2025-03-10, kind = "unit", value = "1.5", label = "b", evidence = "BB 1" },
  { on = 2025-04-10, kind = "unit", value = "8", label = "a" },
  { on = 2025-05-01, kind = "suspended" },
  { on = 2025-05-11, kind = "resumed" },
  { on = 2025-06-01, kind = "km", value = "21" },
]
[[learners]]
code = "binh"
facts = [{ on = 2025-01-20, kind = "enrolled" }, { on = 2025-02-20, kind = "withdrew" }]
[[runs]]
as_of = 2025-06-30
"#;

/// A component that pays for the order as a whole.
const OF_ORDER: &str = r#"
[[components]]
code = "probe"
title = { vi = "Thử", en = "Probe" }
per = "order"
trigger = { kind = "always" }
law = "assumption"
"#;

/// Whether it fits into a scheme that has tables, scales and bands, and what it comes to for a learner and for an order.
#[test]
fn what_a_formula_is_and_comes_to_is_told() {
    let wide = std::fs::read_to_string(root().join("fixtures/settlements/laws/schemes/wide.toml")).unwrap();
    let training = std::fs::read_to_string(root().join("fixtures/schemes/qd1446-training.toml")).unwrap();
    let case = read(CASE, Some(&training)).unwrap().unwrap();
    let (order, learners) = &case.input[0];
    let input = Input {
        scheme: &case.scheme,
        order,
        learners,
        as_of: date!(2025 - 06 - 30),
        known_at: Moment(i64::MAX),
        closing: false,
    };
    let mut told = String::new();
    let mut formulas = 0;
    for formula in FORMULAS.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        formulas += 1;
        let probe = format!("[values]\nprobe = {}", serde_json::to_string(formula).unwrap());
        let of_order = format!("{wide}\n{OF_ORDER}amount = {}\n", serde_json::to_string(formula).unwrap());
        writeln!(told, "{formula}").unwrap();
        for (whose, text) in [("value", wide.replacen("[values]", &probe, 1)), ("component", of_order)] {
            let fits = match Scheme::parse(&text) {
                Ok(_) => "fits".to_owned(),
                Err(issues) => {
                    issues.iter().map(|issue| issue.problem.en.clone()).collect::<Vec<_>>().join(" | ")
                }
            };
            writeln!(told, "    {whose}: {fits}").unwrap();
        }
        for (whose, learner) in [("learner", Some(learners[0].enrolment)), ("order", None)] {
            let came = match work_out(input, learner, formula) {
                Ok(value) => format!("{value:?}"),
                Err(why) => format!("{} / {}", why.en, why.vi),
            };
            writeln!(told, "    {whose}: {came}").unwrap();
        }
    }
    assert!(formulas > 90, "only {formulas} formulas");
    stands("formulas.txt", &told);
}

#[test]
fn what_is_wrong_with_a_line_is_told_at_it() {
    let mut lines_seen: BTreeSet<String> = BTreeSet::new();
    let mut findings_seen: BTreeSet<String> = BTreeSet::new();
    let (mut told, mut all) = (String::new(), Sha256::new());
    let (mut variants, mut refused) = (0, 0);
    for (name, text) in schemes() {
        let lines: Vec<&str> = text.lines().collect();
        for (place, line) in lines.iter().enumerate() {
            if !line.contains('=') || line.starts_with('#') || !lines_seen.insert(line.trim().to_owned()) {
                continue;
            }
            for written in [Some(String::new()), slipped(line)].into_iter().flatten() {
                let mut changed: Vec<&str> = lines.clone();
                changed[place] = &written;
                variants += 1;
                match Scheme::parse(&changed.join("\n")) {
                    Ok(scheme) => all.update(format!("{scheme:?}\n")),
                    Err(issues) => {
                        refused += 1;
                        let said = issues.iter().map(|issue| {
                            let (problem, remedy) = (&issue.problem.en, &issue.remedy.en);
                            all.update(format!("{} {}\n", issue.problem.vi, issue.remedy.vi));
                            format!("{} {} {problem} {remedy} [{}]", issue.place, issue.code, issue.rule)
                        });
                        let said: Vec<String> = said.collect();
                        all.update(said.join("\n"));
                        let new = issues.iter().fold(false, |new, issue| {
                            let found = if issue.code == "file.syntax" { "" } else { &issue.problem.en };
                            findings_seen.insert(format!("{} {found}", issue.code)) || new
                        });
                        if new {
                            let what = if written.is_empty() { "without it" } else { written.trim() };
                            writeln!(told, "{name}:{} {}\n  {what}", place + 1, line.trim()).unwrap();
                            said.iter().for_each(|said| writeln!(told, "    {said}").unwrap());
                        }
                    }
                }
            }
        }
    }
    assert!(refused > 1_000, "only {refused} of {variants} were refused");
    writeln!(told, "{refused} of {variants} refused, {}", hex(&all.finalize())).unwrap();
    stands("refused.txt", &told);
}

#[track_caller]
fn stands(name: &str, told: &str) {
    let path = root().join("fixtures/told").join(name);
    if std::env::var_os("DATHANG_WRITE_GENERATED").is_some() {
        std::fs::write(&path, told).unwrap();
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = there.lines().zip(told.lines()).enumerate().find(|(_, (old, new))| old != new);
    assert!(
        there == told,
        "{name} says something else, from line {differs:?}; if it is meant: \
         DATHANG_WRITE_GENERATED=1 cargo test -p domain --test refused, and read what changed"
    );
}
