use time::Date;

use super::{PartyName, StatementRow, Words};

/// The money of an order as its provider waits for it: what came, what is on its way and where it lies, what the next
/// period brings, what is still to be earned and what will not come any more. Where nothing is paid beside the order's
/// price, `ordered = paid − to_recover + approved + prepared + next + awaited + others + lost`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncomingView {
    pub order_id: i64,
    pub order_number: String,
    pub provider: PartyName,
    pub ordered_dong: i64,
    /// Paid by the Treasury, advances too.
    pub paid_dong: i64,
    /// Approved; the Treasury has not paid.
    pub approved_dong: i64,
    /// On statements that wait for approval.
    pub prepared_dong: i64,
    /// Owed back once the prepared statements are approved: of the advance, and beside it.
    pub to_recover_dong: i64,
    /// For other parties of the order: hosts of work-study.
    pub others_dong: i64,
    /// Statements on their way, the oldest first.
    pub on_the_way: Vec<StatementRow>,
    /// `None` once the order is closed.
    pub next: Option<NextView>,
    pub awaited: Vec<AwaitedView>,
    pub lost: Vec<AwaitedView>,
}

/// What the next statement will bring, from what is reported until today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextView {
    /// `2025-Q1`
    pub period: String,
    /// The last day of the period; it is settled from the day after.
    pub until: Date,
    /// Whether the period is over, and only the statement is missing.
    pub over: bool,
    /// Earned and on no statement; negative where money must come back.
    pub due_dong: i64,
    pub learners: u64,
    /// A statement that has to be decided before the next one can be made.
    pub held_up_by: Option<String>,
}

/// Parts of the price that are not earned for one and the same reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwaitedView {
    pub part: Words,
    pub why: Words,
    pub remedy: Words,
    pub learners: u64,
    pub amount_dong: i64,
}

impl IncomingView {
    pub fn awaited_dong(&self) -> i64 {
        self.awaited.iter().map(|awaited| awaited.amount_dong).sum()
    }

    pub fn lost_dong(&self) -> i64 {
        self.lost.iter().map(|lost| lost.amount_dong).sum()
    }
}
