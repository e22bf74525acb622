use serde::Serialize;
use time::Date;
use utoipa::ToSchema;

use super::{
    AmendmentView, ApprovalStepView, Coded, ComparisonView, PartyName, PositionView, StatementRow,
    VolumeView, Words,
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OrderRow {
    pub id: i64,
    pub number: String,
    pub provider: PartyName,
    /// Key of the programme.
    pub programme: String,
    pub placed_on: Date,
    pub lines: u64,
    pub learners: u64,
    pub value_dong: i64,
    pub accepted_dong: i64,
    pub state: Coded,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OrderView {
    pub id: i64,
    pub number: String,
    pub programme: String,
    pub programme_name: Words,
    /// By the name in force on the day the order was placed.
    pub ordering_body: PartyName,
    pub provider: PartyName,
    pub provider_tax_code: Option<String>,
    pub instrument: Coded,
    pub placed_on: Date,
    pub value_dong: i64,
    pub state: Coded,
    pub scheme: String,
    pub scheme_title: Words,
    pub gates: Vec<GateView>,
    pub lines: Vec<OrderLineView>,
    pub cohorts: Vec<CohortRow>,
    pub hosts: Vec<PartyName>,
    pub volume: VolumeView,
    /// Of all parties of the order; a host enterprise sees its own.
    pub position: PositionView,
    pub statements: Vec<StatementRow>,
    /// Every step with who, when and why, in the order in which it was taken; amendments too.
    pub events: Vec<EventView>,
    /// Who approved it step by step, and who is awaited.
    pub approval: Vec<ApprovalStepView>,
    /// For who may approve, while something waits for approval.
    pub comparison: Option<ComparisonView>,
    pub amendments: Vec<AmendmentView>,
    /// What the provider proposed instead; empty when it did not.
    pub proposal: Vec<ProposedLine>,
    /// Orders in whose place this one was placed, or the one in its place.
    pub corrections: Vec<CorrectionView>,
    /// The draft that is to take its place, for who may write it.
    pub draft: Option<i64>,
    /// What the person who asks may do now: `approve`, `reject`, `send_back`, `cancel`, `accept`, `answer`, `take`,
    /// `amend`, `close`, `add_host`, `advance`, `liquidate`.
    pub may: Vec<String>,
    /// Whether the minutes of acceptance can be printed.
    pub has_minutes: bool,
}

/// A condition of the order as it was tried when the order was placed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GateView {
    pub code: String,
    pub name: Words,
    /// `lines[0].quantity`
    pub place: String,
    pub passed: bool,
    pub finding: Words,
    pub rule: String,
    /// Of what the gate rests on, where that has a source of its own.
    pub certainty: Option<Coded>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OrderLineView {
    pub id: i64,
    pub position: i32,
    pub occupation_code: String,
    pub occupation: Words,
    pub occupation_certainty: Coded,
    pub level: Coded,
    pub mode: Coded,
    pub quantity: u32,
    pub enrolled: u64,
    pub graduated: u64,
    pub price_dong: i64,
    pub price_decision: String,
    pub price_authority: String,
    pub price_decided_on: Date,
    /// Why this price: for one that was assumed, how it was reckoned.
    pub price_reasoning: String,
    pub price_source: String,
    pub price_certainty: Coded,
    pub appropriation: String,
    pub scheme: String,
    pub grading_rules: String,
    pub starts_on: Date,
    pub ends_on: Date,
    pub value_dong: i64,
    /// What the price decision allows for one learner.
    pub price_at_most_dong: i64,
    pub volume: VolumeView,
}

/// A line as the provider proposes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProposedLine {
    /// Position of the line, from 1.
    pub line: i32,
    pub quantity: u32,
    pub price_dong: i64,
    pub starts_on: Date,
    pub ends_on: Date,
    /// Whether it differs from what was ordered.
    pub changes: bool,
}

/// Another order, placed for the same after one was sent back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CorrectionView {
    /// Whether the other one came later.
    pub later: bool,
    pub id: i64,
    pub number: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CohortRow {
    pub id: i64,
    pub name: String,
    pub order_line_id: i64,
    pub occupation: Words,
    pub level: Coded,
    pub starts_on: Date,
    pub ends_on: Date,
    pub learners: u64,
    pub graduated: u64,
    pub accepted_dong: i64,
    /// `empty`, `running` or `over`.
    pub state: Coded,
}

/// Something that happened to an order or a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EventView {
    pub on: Date,
    pub state: Coded,
    pub by: String,
    pub note: String,
}

/// What a form for a new order offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OrderChoices {
    pub programmes: Vec<Coded>,
    pub providers: Vec<PartyName>,
    /// Occupations and courses; the name tells the level.
    pub occupations: Vec<Coded>,
    pub modes: Vec<Coded>,
    /// Price decisions in force today; the name tells occupation and price.
    pub price_decisions: Vec<Coded>,
}
