//! What people see: one struct per page and its template, the stylesheet and a little script.
//! A page arrives ready to show: dates, amounts and percentages are already words. Nothing here knows HTTP,
//! the database or how an amount came about.

pub mod form;
pub mod frame;
pub mod mail;
pub mod pages;
pub mod samples;
pub mod show;
pub mod texts;

pub use askama::Template;
pub use pages::*;

/// Served as `/assets/style.css`.
pub const STYLE: &str = include_str!("../assets/style.css");
/// Served as `/assets/script.js`. Every page works without it.
pub const SCRIPT: &str = include_str!("../assets/script.js");
/// Served as `/assets/icon.svg`.
pub const ICON: &str = include_str!("../assets/icon.svg");
