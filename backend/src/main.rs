//! The command line. Reads settings, opens the database, and hands over to one command.

use std::process::ExitCode;

fn main() -> ExitCode {
    dathang::cli::run()
}
