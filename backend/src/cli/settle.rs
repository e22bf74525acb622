//! `dathang settle`: the statements of a period, prepared in the name of a person who may.

use std::process::ExitCode;

use clap::Args;
use domain::calendar::Period;

use crate::{
    actions::{Ctx, settlements, sign_in},
    clock::Clock,
    error::Error,
    storage::Store,
};

#[derive(Debug, Args)]
pub struct Options {
    /// Programme, such as qd1446
    #[arg(long, value_name = "ID")]
    programme: String,
    /// Quarter, such as 2025-Q4
    #[arg(long, value_name = "PERIOD")]
    period: Period,
    /// Login of the accountant who prepares the statements
    #[arg(long = "as", value_name = "LOGIN", default_value = "accountant")]
    login: String,
}

pub async fn run(store: Store, options: Options) -> Result<ExitCode, Error> {
    let actor = sign_in::account(&store, &options.login).await?;
    let ctx = Ctx::new(store, Clock::System, actor);
    let (prepared, held_up) = settlements::settle_programme(&ctx, &options.programme, options.period).await?;
    println!("{}: {prepared} statements prepared.", options.period);
    for (order, error) in &held_up {
        println!("  {order}: {error}");
    }
    Ok(if held_up.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
