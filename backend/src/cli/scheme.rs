//! `dathang scheme …`: payment terms checked, told in plain words, and compared before they are published.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Subcommand, ValueEnum};
use domain::{
    case::{Case, run::party, settle},
    file::markdown,
    settlement::{Input, Scheme, cliffs, scheme_file::SchemeFile, show},
    text::Lang,
};

use super::case::{aligned, load, read, tell};
use crate::{
    actions::{self, what_if::Row},
    error::Error,
    storage::Store,
};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read a scheme file; every finding is printed, and the exit code is 1 when there is one
    Check {
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Tell a scheme in plain words: what is paid, when, to whom, on what condition, resting on which law
    Show {
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Absent: both
        #[arg(long, value_enum)]
        lang: Option<Language>,
    },
    /// What each statement would have been under new terms, per party, and the cliffs
    ///
    /// Without CASE, the statements are those of the database placed under OLD.
    Diff {
        #[arg(value_name = "OLD")]
        old: PathBuf,
        #[arg(value_name = "NEW")]
        new: PathBuf,
        #[arg(value_name = "CASE")]
        cases: Vec<PathBuf>,
    },
    /// Print the JSON Schema of scheme files, for editors that complete
    Schema,
    /// Print the reference page of scheme files
    Reference,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Language {
    Vi,
    En,
}

impl Command {
    /// Whether the command needs the database.
    pub fn reads_database(&self) -> bool {
        matches!(self, Command::Diff { cases, .. } if cases.is_empty())
    }
}

pub async fn run(command: &Command, store: Option<Store>) -> Result<ExitCode, Error> {
    match command {
        Command::Check { file } => {
            let name = file.display();
            Ok(match sound(file)? {
                Some(scheme) => {
                    println!("{name}: {} is sound, {} parts.", scheme.name(), scheme.parts.len());
                    ExitCode::SUCCESS
                }
                None => ExitCode::FAILURE,
            })
        }
        Command::Show { file, lang } => {
            let Some(scheme) = sound(file)? else { return Ok(ExitCode::FAILURE) };
            let langs = match lang {
                Some(Language::Vi) => vec![Lang::Vi],
                Some(Language::En) => vec![Lang::En],
                None => vec![Lang::Vi, Lang::En],
            };
            for lang in langs {
                println!("{}", show::text(&scheme, lang));
            }
            Ok(ExitCode::SUCCESS)
        }
        Command::Diff { old, new, cases } => {
            let (Some(old), Some(new)) = (sound(old)?, sound(new)?) else { return Ok(ExitCode::FAILURE) };
            match store {
                Some(store) => of_database(&store, &old, &new).await,
                None => of_cases(&old, &new, cases),
            }
        }
        Command::Schema => {
            let schema = schemars::schema_for!(SchemeFile);
            println!("{}", serde_json::to_string_pretty(&schema).expect("a schema is plain data"));
            Ok(ExitCode::SUCCESS)
        }
        Command::Reference => {
            print!("{}", reference());
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// The reference page of scheme files, as it stands in backend/docs.
pub fn reference() -> String {
    markdown(&schemars::schema_for!(SchemeFile), "Scheme files: every field")
}

fn sound(file: &Path) -> Result<Option<Scheme>, Error> {
    match Scheme::parse(&read(file)?) {
        Ok(scheme) => Ok(Some(scheme)),
        Err(findings) => {
            tell(&file.display().to_string(), &findings);
            Ok(None)
        }
    }
}

async fn of_database(store: &Store, old: &Scheme, new: &Scheme) -> Result<ExitCode, Error> {
    let compared = actions::what_if::compare(store, old, new).await?;
    report(&compared.rows);
    for (order, kind, steps) in &compared.cliffs {
        told_steps(order, kind, steps, new);
    }
    Ok(ExitCode::SUCCESS)
}

/// Both schemes on the same cases, statement by statement.
fn of_cases(old: &Scheme, new: &Scheme, files: &[PathBuf]) -> Result<ExitCode, Error> {
    let mut rows = Vec::new();
    let mut cliffs_of = Vec::new();
    for file in files {
        let name = file.display().to_string();
        let text = read(file)?;
        let case = match load(file, &text)? {
            Ok(Some(case)) => case,
            Ok(None) => continue,
            Err(findings) => {
                tell(&name, &findings);
                return Ok(ExitCode::FAILURE);
            }
        };
        let mut case: Case = case;
        let mut sums: BTreeMap<(usize, String), (domain::money::Money, domain::money::Money)> =
            BTreeMap::new();
        for (scheme, of_new) in [(old, false), (new, true)] {
            case.scheme = scheme.clone();
            for (place, run) in settle(&case).iter().enumerate() {
                for fault in &run.faults {
                    println!("{name}: {} v{}: {fault}", scheme.id, scheme.version);
                }
                for statement in &run.statements {
                    let sum = sums.entry((place, party(&case, statement.payee).to_owned())).or_default();
                    let side = if of_new { &mut sum.1 } else { &mut sum.0 };
                    *side += statement.totals.gross;
                }
            }
        }
        for ((place, party), (before, after)) in sums {
            let period = case.file.runs.get(place).map(|run| run.as_of.0.to_string()).unwrap_or_default();
            rows.push(Row { order: name.clone(), period, party, old: before, new: after });
        }
        if let Some(last) = case.file.runs.last() {
            for (order, (terms, learners)) in case.orders.iter().zip(&case.input) {
                let known_at = domain::calendar::Moment(i64::MAX);
                let input = Input {
                    scheme: new,
                    order: terms,
                    learners,
                    as_of: last.as_of.0,
                    known_at,
                    closing: last.closing,
                };
                for kind in cliffs::kinds(learners) {
                    if let Ok(steps) = cliffs::steps(&input, &kind) {
                        cliffs_of.push((format!("{name} {order}"), kind, steps));
                    }
                }
            }
        }
    }
    report(&rows);
    for (order, kind, steps) in &cliffs_of {
        told_steps(order, kind, steps, new);
    }
    Ok(ExitCode::SUCCESS)
}

/// Statement by statement where something changes, then party by party.
fn report(rows: &[Row]) {
    let mut lines: Vec<[String; 6]> = Vec::new();
    let line =
        |what: &str, period: &str, party: &str, old: domain::money::Money, new: domain::money::Money| {
            let change = new - old;
            [
                what.to_owned(),
                period.to_owned(),
                party.to_owned(),
                old.as_dong().to_string(),
                new.as_dong().to_string(),
                change.as_dong().to_string(),
            ]
        };
    let changed = rows.iter().filter(|row| row.old != row.new);
    lines.extend(changed.map(|row| line(&row.order, &row.period, &row.party, row.old, row.new)));
    let mut parties: BTreeMap<&str, (domain::money::Money, domain::money::Money)> = BTreeMap::new();
    for row in rows {
        let sum = parties.entry(&row.party).or_default();
        sum.0 += row.old;
        sum.1 += row.new;
    }
    lines.extend(parties.iter().map(|(party, (old, new))| line("all", "", party, *old, *new)));
    println!(
        "{} statements, {} of them change. Amounts in the scheme's smallest unit.",
        rows.len(),
        rows.iter().filter(|row| row.old != row.new).count()
    );
    aligned(&lines);
}

/// Where one learner more or less is worth unlike the others.
fn told_steps(order: &str, kind: &str, steps: &[cliffs::Step], scheme: &Scheme) {
    let found: Vec<&cliffs::Step> = steps.iter().filter(|step| step.cliff).collect();
    if found.is_empty() {
        return;
    }
    println!("Cliffs of {} by '{kind}', {order}:", scheme.name());
    for step in found {
        println!(
            "    learner {} of {} is worth {}",
            step.learners,
            steps.len().saturating_sub(1),
            scheme.rounding.exact(step.marginal).map_or_else(String::new, |exact| exact.to_string())
        );
    }
}
