//! `/lines/{id}`: why this amount. The trace of the entitlement beside what was settled, step by step.

use askama::Template;

use crate::{
    frame::Frame,
    show::{Amount, Mark, Pair},
    texts::Texts,
};

#[derive(Debug, Clone, Template)]
#[template(path = "why.html")]
pub struct WhyPage {
    pub frame: Frame,
    pub amount: Amount,
    /// In a sentence: what the amount is, or why it is zero or negative.
    pub summary: String,
    /// Learner, component, period, payee, statement.
    pub head: Vec<Pair>,
    pub steps: Vec<Step>,
    pub export_link: String,
}

/// One step of the computation, in the order in which it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub kind: StepKind,
    pub rows: Vec<StepRow>,
    /// What the step ends with: an amount, a factor, "passed".
    pub result: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepKind {
    Facts,
    Gates,
    Price,
    Share,
    Quality,
    Split,
    Rounding,
    /// Loadings, caps, retention and whatever else a scheme has: a plain line of arithmetic.
    Arithmetic,
    AlreadySettled,
    Difference,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StepRow {
    /// The fact, the parameter, the gate.
    pub label: String,
    /// Its value, or an arithmetic line: `24.000.000 × 70 % × 1,00`.
    pub value: String,
    pub on: Option<String>,
    pub by: Option<String>,
    /// Only for gates.
    pub passed: Option<bool>,
    /// A gate's reason, in words.
    pub reason: Option<String>,
    /// Law and article.
    pub rule: Option<String>,
    pub mark: Option<Mark>,
}

impl StepKind {
    pub fn title(&self, texts: &Texts) -> &'static str {
        let t = &texts.why;
        match self {
            StepKind::Facts => t.facts,
            StepKind::Gates => t.gates,
            StepKind::Price => t.price,
            StepKind::Share => t.share,
            StepKind::Quality => t.quality,
            StepKind::Split => t.split,
            StepKind::Rounding => t.rounding,
            StepKind::Arithmetic => t.arithmetic,
            StepKind::AlreadySettled => t.already_settled,
            StepKind::Difference => t.difference,
        }
    }
}
