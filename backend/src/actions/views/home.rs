use serde::Serialize;
use time::Date;
use utoipa::ToSchema;

use super::{PositionView, ProgrammeSummary, VolumeView, Words};

/// What waits for the person who asks, the programmes, and the money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct HomeView {
    pub waiting: Vec<WaitingView>,
    pub programmes: Vec<ProgrammeSummary>,
    pub volume: VolumeView,
    pub position: PositionView,
}

/// Work of one kind that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WaitingView {
    /// `orders_to_approve`, `amendments_to_approve`, `orders_to_accept`, `amendments_to_accept`, `orders_proposed`,
    /// `orders_returned`, `orders_to_advance`, `orders_to_liquidate`, `orders_to_close`,
    /// `orders_not_liquidated`, `duplicates`, `statements_to_approve`, `statements_to_pay`, `statements_coming`,
    /// `statements_returned`, `cohorts_empty`, `results_awaited`, `results_due`, `hours_overdue`, `hours_due`,
    /// `hours_to_report`, `hours_contested`, `changes_to_approve`, `batches_to_release`, `batches_to_send`,
    /// `confirmations_to_take`, `entries_to_decide`, `invoices_to_record`, `mails_failed`, `invitations_expired`.
    pub code: String,
    pub text: Words,
    /// How pressing it is: `overdue`, `returned`, `due` within seven days, `waiting`, or `for_information` where somebody else has to act.
    pub urgency: String,
    pub count: u64,
    pub amount_dong: Option<i64>,
    pub oldest_on: Option<Date>,
    /// The oldest order, draft, cohort, learner or statement of them, as the code says.
    pub first_id: i64,
}
