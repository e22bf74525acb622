//! Statements, settled lines, runs, volumes and the ledger, as they are read.

mod ledger;
mod runs;
mod statements;

pub use self::{ledger::*, runs::*, statements::*};
