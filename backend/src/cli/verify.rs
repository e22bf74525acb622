//! `dathang verify`: everything read and computed again.

use std::{process::ExitCode, time::Instant};

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

/// Faults shown; the rest is counted.
const SHOWN: usize = 50;

pub async fn run(store: Store) -> Result<ExitCode, Error> {
    let started = Instant::now();
    let actor = Actor::new(UserId(0), "verify", Role::Auditor, PartyId(0));
    let ctx = Ctx::new(store, Clock::System, actor);
    let verified = audit::verify(&ctx, || {}).await?;
    println!("rows read            {}", verified.rows);
    println!("audit entries        {}", verified.entries);
    println!("postings             {}", verified.postings);
    println!("lines computed again {}", verified.lines);
    println!("audit head           {}", verified.audit_head);
    println!("ledger head          {}", verified.ledger_head);
    println!(
        "seconds              {}.{}",
        started.elapsed().as_secs(),
        started.elapsed().subsec_millis() / 100
    );
    if verified.faults.is_empty() {
        println!("Everything agrees.");
        return Ok(ExitCode::SUCCESS);
    }
    for fault in verified.faults.iter().take(SHOWN) {
        println!("FAULT {fault}");
    }
    println!("{} faults. Nothing was changed by this check.", verified.faults.len());
    Ok(ExitCode::FAILURE)
}
