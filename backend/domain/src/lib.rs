//! The rules of ordering training and paying for it by number and quality of graduates.
//!
//! Everything here is a pure function over values: no clock, no file, no database, no async. What to do with
//! money is decided in this crate and nowhere else; how it is stored or shown is not known here.

pub mod issue;
pub mod money;
pub mod text;
