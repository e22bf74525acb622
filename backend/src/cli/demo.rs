//! `dathang demo`: an empty database, one year of the programme, a table, and the portal.

use std::{io::IsTerminal, net::SocketAddr, path::Path, process::ExitCode, time::Instant};

use clap::Args;
use domain::{
    grading::GraduationClass,
    ids::{PartyId, UserId},
    money::Money,
    permission::{Actor, Role},
    text::Lang,
};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use time::macros::date;

use super::{serve, shown};
use crate::{
    actions::{Ctx, audit},
    clock::Clock,
    config::Config,
    demo::{self, PASSWORD, Scale, SignIn},
    error::Error,
    storage::Store,
};

#[derive(Debug, Args)]
pub struct Options {
    /// Stop before opening the portal
    #[arg(long)]
    exit: bool,
    /// The same number gives the same year again
    #[arg(long, default_value_t = 1446, value_name = "N")]
    seed: u64,
    /// How much is played: small (for tests), default (4,800 learners and 3,000 retrained), full (and 300,000)
    #[arg(long, value_enum, default_value_t = Scale::Default)]
    scale: Scale,
    /// Address and port of the portal
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
}

pub async fn run(mut config: Config, database_named: bool, options: Options) -> Result<ExitCode, Error> {
    let started = Instant::now();
    if !database_named {
        config.database_url = fresh_file(&options)?;
    }
    let store = Store::connect(&config.database_url).await?;
    store.migrate().await?;
    let clock = Clock::set_to(date!(2025 - 01 - 02));
    let ctx = Ctx::new(store.clone(), clock.clone(), reader());
    if audit::books(&ctx).await?.orders > 0 {
        return Err(Error::Fault(format!(
            "{} already holds orders; a demonstration needs an empty database",
            shown(&config.database_url)
        )));
    }
    println!("Dathang · {} · {}", store.backend_name(), shown(&config.database_url));
    let bar = progress_bar();
    let played = demo::play(&store, &clock, options.seed, options.scale, &bar).await?;
    bar.finish_and_clear();
    let books = audit::books(&ctx).await?;
    print_table(&books, options.seed, started);
    if !books.broken.is_empty() {
        return Err(Error::Fault(format!("the sums of {} orders do not agree", books.broken.len())));
    }
    print_sign_ins(&played.sign_ins);
    if options.exit {
        return Ok(ExitCode::SUCCESS);
    }
    let listen = options.listen.unwrap_or(config.listen);
    serve::run(store, Clock::System, listen, &config, played.sign_ins).await
}

/// Each demonstration without a named database gets a file of its own, replaced when it is played again.
fn fresh_file(options: &Options) -> Result<String, Error> {
    let scale = format!("{:?}", options.scale).to_lowercase();
    let folder = Path::new("data");
    std::fs::create_dir_all(folder).map_err(|error| Error::fault("data", error))?;
    let file = folder.join(format!("demo-{scale}-{}.db", options.seed));
    for suffix in ["", "-wal", "-shm"] {
        let path = folder.join(format!("demo-{scale}-{}.db{suffix}", options.seed));
        if path.exists() {
            std::fs::remove_file(&path).map_err(|error| Error::fault(&path.display().to_string(), error))?;
        }
    }
    Ok(format!("sqlite://{}", file.display()))
}

/// Reads the books; takes no part in the year.
fn reader() -> Actor {
    Actor::new(UserId(0), "dathang", Role::Auditor, PartyId(0))
}

fn progress_bar() -> ProgressBar {
    let bar = ProgressBar::new(1);
    if !std::io::stderr().is_terminal() {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    let style = ProgressStyle::with_template("{bar:32} {percent:>3} %  {elapsed}  {msg}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}

fn print_table(books: &audit::Books, seed: u64, started: Instant) {
    let row = |label: &str, value: String| println!("  {label:<38}{value:>24}");
    let dong = |label: &str, amount: Money| row(label, format!("{} đ", amount.grouped(Lang::Vi)));
    println!();
    row("seed", seed.to_string());
    row("đơn đặt hàng · orders", books.orders.to_string());
    row("người học · learners", books.learners.to_string());
    for class in GraduationClass::ALL {
        if let Some(count) = books.graduates_by_class.get(class.as_str()) {
            let name = class.name();
            row(&format!("  {} · {}", name.vi, name.en), count.to_string());
        }
    }
    dong("đặt hàng · ordered", books.volume.ordered);
    dong("  nghiệm thu · accepted", books.volume.accepted);
    dong("  không nghiệm thu · rejected", books.volume.rejected);
    dong("  còn chờ · outstanding", books.volume.outstanding);
    dong("tạm ứng · advanced", books.position.advanced);
    dong("thanh toán · paid", books.position.paid);
    dong("chờ chi · to pay", books.position.payable);
    dong("còn thu hồi · to recover", books.position.to_recover());
    let (paid, to_pay) = (books.position.paid, books.position.payable);
    let settled = books.position.advanced + paid + to_pay - books.position.to_recover();
    dong("quyết toán · settled", settled);
    let tick = |holds: bool| if holds { "✓" } else { "✗" };
    println!();
    println!("  {} ordered = accepted + rejected + outstanding", tick(books.volume.adds_up()));
    println!(
        "  {} advanced + paid + to pay − to recover = settled = accepted",
        tick(settled == books.volume.accepted && books.position.adds_up())
    );
    println!("  {} both hold for each of {} orders", tick(books.broken.is_empty()), books.orders);
    println!();
    println!("  ledger head  {}", books.ledger_head);
    println!("  seconds      {}.{}", started.elapsed().as_secs(), started.elapsed().subsec_millis() / 100);
}

fn print_sign_ins(sign_ins: &[SignIn]) {
    println!();
    println!("  Tài khoản dùng thử · demo sign-ins (password for all: {PASSWORD})");
    for sign_in in sign_ins {
        let role = sign_in.role.name();
        println!("    {:<36} {} · {} — {}", sign_in.login, role.vi, role.en, sign_in.organisation);
    }
    println!();
}
