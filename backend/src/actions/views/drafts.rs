use std::collections::BTreeMap;

/// An order that is not finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftView {
    pub id: i64,
    /// Empty while none is chosen.
    pub provider: String,
    pub lines: u64,
    pub learners: u64,
    pub changed_by: String,
    /// Day and time, as they are written.
    pub changed_at: String,
    /// Id and number of the order whose place it takes.
    pub corrects: Option<(i64, String)>,
    /// Why that order was sent back, or what the provider said.
    pub reason: String,
    /// Fields of the form by name.
    pub typed: BTreeMap<String, String>,
}
