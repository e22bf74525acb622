//! `dathang export`: the books as CSV, for a spreadsheet or another system. Personal ids are masked.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use domain::{
    ids::{PartyId, UserId},
    permission::{Actor, Role},
};

use crate::{
    actions::{Ctx, audit},
    clock::Clock,
    error::Error,
    storage::Store,
};

#[derive(Debug, Args)]
pub struct Options {
    /// Folder to write into; it is created
    #[arg(long, default_value = "export", value_name = "FOLDER")]
    out: PathBuf,
}

pub async fn run(store: Store, options: Options) -> Result<ExitCode, Error> {
    let actor = Actor::new(UserId(0), "export", Role::Auditor, PartyId(0));
    let ctx = Ctx::new(store, Clock::System, actor);
    std::fs::create_dir_all(&options.out).map_err(|error| fault(&options.out, error))?;
    for table in audit::export(&ctx).await? {
        let path = options.out.join(format!("{}.csv", table.name));
        let mut writer = csv::Writer::from_path(&path).map_err(|error| fault(&path, error))?;
        writer.write_record(&table.head).map_err(|error| fault(&path, error))?;
        for row in &table.rows {
            writer
                .write_record(row.iter().map(|cell| harmless(cell)))
                .map_err(|error| fault(&path, error))?;
        }
        writer.flush().map_err(|error| fault(&path, error))?;
        println!("{}: {} rows", path.display(), table.rows.len());
    }
    Ok(ExitCode::SUCCESS)
}

fn fault(path: &Path, error: impl std::fmt::Display) -> Error {
    Error::fault(&path.display().to_string(), error)
}

/// Text that a spreadsheet would take for a formula is written as text.
fn harmless(cell: &str) -> String {
    let number = cell.parse::<i64>().is_ok();
    if !number && cell.starts_with(['=', '+', '-', '@', '\t']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_written_as_text_and_a_negative_amount_as_a_number() {
        assert_eq!(harmless("=1+1"), "'=1+1");
        assert_eq!(harmless("-810000"), "-810000");
        assert_eq!(harmless("Nguyễn An"), "Nguyễn An");
    }
}
