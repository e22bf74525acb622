//! `/orders/{id}/papers`: the papers of an order; `/papers/{id}`: one that was issued; `/papers/check`: whether one is genuine.

use askama::Template;

use crate::{
    form::SmallForm,
    frame::Frame,
    show::{Badge, Pair},
};

#[derive(Debug, Clone, Template)]
#[template(path = "papers.html")]
pub struct PapersPage {
    pub frame: Frame,
    pub rows: Vec<PaperRow>,
    /// Where a paper is issued.
    pub url: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperRow {
    pub name: String,
    pub of: String,
    pub preview: String,
    /// The one in force.
    pub number: Option<(String, String)>,
    pub issued: String,
    pub state: Badge,
    /// Kind and subject, for who may issue it.
    pub issue: Option<(String, String)>,
    pub button: &'static str,
}

#[derive(Debug, Clone, Template)]
#[template(path = "paper.html")]
pub struct PaperPage {
    pub frame: Frame,
    pub state: Badge,
    pub head: Vec<Pair>,
    pub file: String,
    pub copies: Vec<SignedCopy>,
    /// For who may.
    pub signed_url: Option<String>,
    pub cancel: Option<SmallForm>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCopy {
    pub received: String,
    pub link: String,
    pub finding: Vec<String>,
    pub sha256: String,
}

#[derive(Debug, Clone, Template)]
#[template(path = "paper_check.html")]
pub struct PaperCheckPage {
    pub frame: Frame,
    pub code: String,
    pub unknown: bool,
    pub found: Option<FoundPaper>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundPaper {
    pub title: String,
    pub state: Badge,
    pub head: Vec<Pair>,
}
