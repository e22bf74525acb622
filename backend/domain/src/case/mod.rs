//! Settlement cases: one file with a scheme, an order, learners, what happened, and what is expected. Settled by the same
//! engine as everything else, and compared line by line.

mod check;
mod compare;
pub mod file;
mod load;
pub mod run;

pub use self::{
    compare::{Mismatch, compare},
    file::CaseFile,
    load::{Case, read, scheme_path},
    run::{Run, settle},
};
