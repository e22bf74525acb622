//! The server and the command line of Dathang: assembly only. Rules stand in the crate `domain`.

pub mod actions;
mod bank;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod documents;
pub mod error;
pub mod fixtures;
pub mod http;
pub mod mail;
pub mod oidc;
mod spreadsheet;
mod storage;
