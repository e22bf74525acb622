//! The commands and their help, written for whoever looks after the machine.

mod case;
mod demo;
mod doctor;
mod export;
mod scheme;
mod serve;
mod settle;
mod verify;

use std::{net::SocketAddr, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

use crate::{clock::Clock, config::Config, error::Error, storage::Store};

/// Orders for vocational training, paid by the number and the quality of those who graduate.
#[derive(Debug, Parser)]
#[command(name = "dathang", version, about, max_term_width = 100)]
struct Cli {
    /// Settings file [default: dathang.toml in this folder, when there is one]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Database to use instead of the one in the settings
    #[arg(long, global = true, value_name = "URL")]
    database: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Create a demonstration database, play one year of the programme into it, and open the portal
    ///
    /// The database must be empty; without --database a new file data/demo-….db is made. The same seed gives the same
    /// year again, to the đồng, on SQLite and on PostgreSQL.
    Demo(demo::Options),
    /// Open the portal and the API on an existing database
    Serve {
        /// Address and port to listen on
        #[arg(long, value_name = "ADDRESS")]
        listen: Option<SocketAddr>,
    },
    /// Create the tables, or bring them up to this version; safe to run again
    Migrate,
    /// Prepare the statements of a period for all running orders of a programme
    ///
    /// What was settled before is left alone, so running it again changes nothing. Somebody else approves the
    /// statements in the portal.
    Settle(settle::Options),
    /// Check every row against the audit chain and compute every settled line again
    ///
    /// Ends with code 1 and names the place when one byte or one đồng was changed from outside.
    Verify,
    /// Settle case files and compare them with what they expect
    ///
    /// Ends with code 1 when a case gets something else, with both side by side.
    Case(case::Options),
    /// Check payment terms, tell them in plain words, and compare them before they are published
    #[command(subcommand)]
    Scheme(scheme::Command),
    /// List every address of the portal and the API
    Routes,
    /// Check settings, database, tables and fonts, and say what to mend
    Doctor,
    /// Write orders, statements, settled lines and the ledger as CSV files into a folder
    Export(export::Options),
}

/// Reads the command line and runs it; the exit code is 0, 1 for a refusal or a fault, 2 for a wrong command line.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("dathang: the machine gives no threads: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(command(cli)) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("dathang: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn command(cli: Cli) -> Result<ExitCode, Error> {
    let mut config = Config::load(cli.config.as_deref(), |name| std::env::var(name).ok())?;
    let named = cli.database.is_some() || std::env::var("DATABASE_URL").is_ok();
    if let Some(url) = cli.database {
        config.database_url = url;
    }
    let filter = EnvFilter::try_new(&config.log).map_err(|error| Error::fault("log", error))?;
    tracing_subscriber::fmt().with_env_filter(filter).with_target(false).with_writer(std::io::stderr).init();
    match cli.command {
        Command::Demo(options) => demo::run(config, named, options).await,
        Command::Serve { listen } => {
            let store = open(&config).await?;
            serve::run(store, Clock::System, listen.unwrap_or(config.listen), &config, Vec::new()).await
        }
        Command::Migrate => {
            let store = Store::connect(&config.database_url).await?;
            store.migrate().await?;
            println!("{}: the tables are those of this version.", store.backend_name());
            Ok(ExitCode::SUCCESS)
        }
        Command::Settle(options) => settle::run(open(&config).await?, options).await,
        Command::Verify => verify::run(open(&config).await?).await,
        Command::Case(options) => case::run(&options),
        Command::Scheme(command) => {
            let store = if command.reads_database() { Some(open(&config).await?) } else { None };
            scheme::run(&command, store).await
        }
        Command::Routes => {
            for route in crate::http::routes() {
                println!("{} {}", route.method, route.path);
            }
            Ok(ExitCode::SUCCESS)
        }
        Command::Doctor => doctor::run(&config).await,
        Command::Export(options) => export::run(open(&config).await?, options).await,
    }
}

/// An existing database with the tables of this version.
async fn open(config: &Config) -> Result<Store, Error> {
    let store = Store::connect(&config.database_url).await?;
    match store.pending_migrations().await {
        Ok(0) => Ok(store),
        Ok(_) | Err(_) => Err(Error::Fault(format!(
            "the database {} has no tables of this version; run `dathang migrate`, or `dathang demo` for a \
             demonstration",
            shown(&config.database_url)
        ))),
    }
}

/// An address without its password.
fn shown(url: &str) -> String {
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
        _ => url.to_owned(),
    }
}
