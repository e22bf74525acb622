use serde::Serialize;
use time::Date;
use utoipa::ToSchema;

use super::Coded;

/// One step of the chain that approves an order, an amendment or a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ApprovalStepView {
    pub role: Coded,
    /// `done`, `awaited` or `later`.
    pub state: String,
    /// Who took it; empty before.
    pub by: String,
    pub on: Option<Date>,
    pub note: String,
}

/// A version of the approval bands of a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BandsView {
    pub subject: Coded,
    /// 0 for the default, which nobody set.
    pub version: i32,
    pub governs_from: Option<Date>,
    /// Whether what is made today is approved by it.
    pub governs: bool,
    pub set_on: Option<Date>,
    pub set_by: String,
    pub reason: String,
    pub bands: Vec<BandView>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BandView {
    pub above_dong: i64,
    pub roles: Vec<Coded>,
}
