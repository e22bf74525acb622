//! `/access`: GET with `page`.

use askama::Template;

use crate::{frame::Frame, show::Paging};

#[derive(Debug, Clone, Template)]
#[template(path = "access.html")]
pub struct AccessPage {
    pub frame: Frame,
    pub rows: Vec<LookRow>,
    pub paging: Paging,
    pub export_link: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookRow {
    pub at: String,
    pub learner: String,
    pub link: String,
    pub by: String,
    pub role: String,
    pub organisation: String,
    pub reason: String,
}
