//! `dathang scheme check FILE`: is this a sound set of payment terms?

use std::{path::PathBuf, process::ExitCode};

use clap::Subcommand;
use domain::settlement::Scheme;

use crate::error::Error;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read a scheme file; every finding is printed, and the exit code is 1 when there is one
    Check {
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

pub fn run(command: &Command) -> Result<ExitCode, Error> {
    let Command::Check { file } = command;
    let name = file.display().to_string();
    let text = std::fs::read_to_string(file).map_err(|error| Error::fault(&name, error))?;
    match Scheme::parse(&text) {
        Ok(scheme) => {
            println!("{name}: {} is sound, {} parts.", scheme.name(), scheme.parts.len());
            Ok(ExitCode::SUCCESS)
        }
        Err(findings) => {
            for finding in &findings {
                println!("{name}: {}: {}", finding.place, finding.problem.vi);
                println!("    {} {}", finding.problem.en, finding.remedy.en);
            }
            println!("{} findings.", findings.len());
            Ok(ExitCode::FAILURE)
        }
    }
}
