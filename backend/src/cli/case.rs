//! `dathang case FILE…`: settles cases and compares them with what they expect.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use domain::{
    case::{self, Case, Run, compare, run::learner, run::party, settle},
    issue::Issue,
    settlement::{Line, explain},
};
use serde_json::{Value, json};

use crate::error::Error;

#[derive(Debug, Args)]
pub struct Options {
    /// Case files; fixtures/settlements/README.md says how they are written
    #[arg(value_name = "FILE", required_unless_present = "schema")]
    files: Vec<PathBuf>,
    /// Print every line of every run as a table
    #[arg(long)]
    table: bool,
    /// Print every line of every run as JSON, each with its trace
    #[arg(long, conflicts_with = "table")]
    json: bool,
    /// Print the JSON Schema of case files
    #[arg(long, exclusive = true)]
    schema: bool,
}

pub fn run(options: &Options) -> Result<ExitCode, Error> {
    if options.schema {
        let schema = schemars::schema_for!(case::CaseFile);
        println!("{}", serde_json::to_string_pretty(&schema).expect("a schema is plain data"));
        return Ok(ExitCode::SUCCESS);
    }
    let mut wrong = 0;
    let mut shown = Vec::new();
    for file in &options.files {
        let name = file.display().to_string();
        let text = read(file)?;
        match load(file, &text)? {
            Err(findings) => {
                wrong += 1;
                tell(&name, &findings);
            }
            Ok(None) if !options.json => println!("{name}: the scheme is refused, as expected"),
            Ok(None) => {}
            Ok(Some(case)) => {
                let runs = settle(&case);
                if options.json {
                    shown.push(as_json(&name, &case, &runs));
                } else if options.table {
                    table(&name, &case, &runs);
                }
                wrong += usize::from(!agrees(&name, &case, &runs, &text, options.json));
            }
        }
    }
    if options.json {
        println!("{}", serde_json::to_string_pretty(&shown).expect("a trace is plain data"));
    } else if options.files.len() > 1 {
        println!("{} cases, {wrong} of them otherwise than expected.", options.files.len());
    }
    Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

pub fn read(file: &Path) -> Result<String, Error> {
    std::fs::read_to_string(file).map_err(|error| Error::fault(&file.display().to_string(), error))
}

/// The case with the scheme it names; findings are the user's to mend.
pub fn load(file: &Path, text: &str) -> Result<Result<Option<Case>, Vec<Issue>>, Error> {
    let path = match case::scheme_path(text) {
        Ok(path) => path,
        Err(findings) => return Ok(Err(findings)),
    };
    let scheme = path.map(|path| read(&file.parent().unwrap_or(Path::new("")).join(path))).transpose()?;
    Ok(case::read(text, scheme.as_deref()))
}

/// Findings in both languages, each with its place and what to do.
pub fn tell(name: &str, findings: &[Issue]) {
    for finding in findings {
        println!("{name}: {}: {} {}", finding.place, finding.problem.vi, finding.remedy.vi);
        println!("    [{}] {} {}", finding.code, finding.problem.en, finding.remedy.en);
    }
    println!("{name}: {} findings.", findings.len());
}

fn agrees(name: &str, case: &Case, runs: &[Run], text: &str, quiet: bool) -> bool {
    let differs = compare(case, runs, text);
    for miss in &differs {
        eprintln!("{name}:{}: run {}: {}", miss.line, miss.run, miss.what);
        eprintln!("    expected  {}", miss.expected);
        eprintln!("    got       {}", miss.got);
    }
    if differs.is_empty() && !quiet {
        println!("{name}: {} runs as expected", runs.len());
    }
    differs.is_empty()
}

fn amount(case: &Case, money: domain::money::Money) -> String {
    case.scheme.rounding.exact(money).map_or_else(String::new, |exact| exact.to_string())
}

fn table(name: &str, case: &Case, runs: &[Run]) {
    println!("{name}: {}", case.file.title);
    for run in runs {
        println!("  {}", run.as_of);
        let mut rows: Vec<[String; 6]> = Vec::new();
        for (order, settlement) in case.orders.iter().zip(&run.settlements) {
            rows.extend(settlement.lines.iter().map(|line| row(case, order, line)));
            rows.extend(settlement.held.iter().map(|held| {
                let who = held.enrolment.map_or(order.as_str(), |enrolment| learner(case, enrolment));
                let code = domain::settlement::trace::code(&held.part, &held.label);
                let told = format!("held: {}", held.reason);
                [
                    who.to_owned(),
                    code,
                    party(case, held.payee).to_owned(),
                    String::new(),
                    format!("({})", amount(case, held.due)),
                    told,
                ]
            }));
        }
        rows.extend(run.manual.iter().map(|(order, line)| {
            let who =
                line.enrolment.map_or(case.orders[*order].as_str(), |enrolment| learner(case, enrolment));
            [
                who.to_owned(),
                "manual".to_owned(),
                party(case, line.payee).to_owned(),
                String::new(),
                amount(case, line.amount),
                line.reason.clone(),
            ]
        }));
        aligned(&rows);
        for fault in &run.faults {
            println!("    refused: {fault}");
        }
        for statement in &run.statements {
            println!(
                "    statement of {}: gross {}, advance recovered {}, set off {}, payable {}, to recover {}",
                party(case, statement.payee),
                amount(case, statement.totals.gross),
                amount(case, statement.totals.advance_recovered),
                amount(case, statement.totals.set_off),
                amount(case, statement.totals.payable),
                amount(case, statement.totals.to_recover),
            );
        }
    }
}

fn row(case: &Case, order: &str, line: &Line) -> [String; 6] {
    let who = line.enrolment.map_or(order, |enrolment| learner(case, enrolment));
    let payers: Vec<String> =
        line.payers.iter().map(|(source, money)| format!("{source} {}", amount(case, *money))).collect();
    let why = explain::sentence(&line.trace, &case.scheme).en;
    let to = match payers.is_empty() {
        true => party(case, line.payee).to_owned(),
        false => format!("{} from {}", party(case, line.payee), payers.join(", ")),
    };
    let day = line.on.map(|day| day.to_string()).unwrap_or_default();
    [who.to_owned(), line.code(), to, day, amount(case, line.due), why]
}

/// Columns as wide as what stands in them; amounts to the right.
pub fn aligned<const N: usize>(rows: &[[String; N]]) {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..N).map(width).collect();
    for row in rows {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| {
                let number = cell.chars().any(|c| c.is_ascii_digit())
                    && cell.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '.' | '(' | ')'));
                if number { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
            })
            .collect();
        println!("    {}", cells.join("  ").trim_end());
    }
}

fn as_json(name: &str, case: &Case, runs: &[Run]) -> Value {
    let line = |order: &str, line: &Line| {
        let steps = explain::steps(&line.trace, &case.scheme, |id| party(case, id).to_owned());
        json!({
            "order": order,
            "learner": line.enrolment.map(|enrolment| learner(case, enrolment)),
            "component": line.part,
            "instalment": line.label,
            "earned": line.on,
            "payee": party(case, line.payee),
            "payers": line.payers.iter().map(|(source, money)| (source.clone(), json!(amount(case, *money))))
                .collect::<serde_json::Map<_, _>>(),
            "entitled": amount(case, line.entitled),
            "settled_before": amount(case, line.settled_before),
            "due": amount(case, line.due),
            "why": explain::sentence(&line.trace, &case.scheme),
            "steps": steps,
            "trace": line.trace,
        })
    };
    let runs: Vec<Value> = runs
        .iter()
        .map(|run| {
            let pairs = case.orders.iter().zip(&run.settlements);
            let lines: Vec<Value> =
                pairs.flat_map(|(order, one)| one.lines.iter().map(|one| line(order, one))).collect();
            let by_hand: Vec<Value> = run
                .manual
                .iter()
                .map(|(_, line)| json!({ "payee": party(case, line.payee), "due": amount(case, line.amount), "reason": line.reason, "evidence": line.evidence, "prepared_by": line.prepared_by, "approved_by": line.approved_by }))
                .collect();
            json!({ "as_of": run.as_of, "lines": lines, "manual": by_hand, "faults": run.faults })
        })
        .collect();
    json!({ "file": name, "title": case.file.title, "scheme": case.scheme.name(), "runs": runs })
}
