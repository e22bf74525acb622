//! What a report would do to money, before it is sent: the same engine on the facts with the report and without it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Scheme, Settlement};
use crate::money::Money;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Effect {
    pub parts: Vec<PartEffect>,
    /// What the next statements would pay, all parties together.
    pub due_before: Money,
    pub due_after: Money,
    /// What must come back of money already settled.
    pub back_before: Money,
    pub back_after: Money,
}

/// Entitled so far of one part, over all learners.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartEffect {
    pub part: String,
    pub before: Money,
    pub after: Money,
}

impl Effect {
    /// Money already settled that the report takes back.
    pub fn taken_back(&self) -> Money {
        self.back_after - self.back_before
    }

    /// Whether so much is taken back that the report is confirmed first (`Setting::LargeTakeBackDong`).
    pub fn asks(&self, large: Money) -> bool {
        self.taken_back() >= large
    }
}

/// The effect on order lines of the same scheme, each settled without the report and with it.
pub fn effect(scheme: &Scheme, before: &[Settlement], after: &[Settlement]) -> Effect {
    let (old, new) = (entitled(scheme, before), entitled(scheme, after));
    let changed = scheme.parts.iter().map(|part| PartEffect {
        part: part.code.clone(),
        before: old.get(&part.code).copied().unwrap_or_default(),
        after: new.get(&part.code).copied().unwrap_or_default(),
    });
    Effect {
        parts: changed.filter(|part| part.before != part.after).collect(),
        due_before: due(before, false),
        due_after: due(after, false),
        back_before: -due(before, true),
        back_after: -due(after, true),
    }
}

fn entitled(scheme: &Scheme, settlements: &[Settlement]) -> BTreeMap<String, Money> {
    let mut sums = BTreeMap::new();
    for settlement in settlements {
        for part in settlement.entitled.learners.parts().iter().chain(&settlement.entitled.order) {
            *sums.entry(scheme.parts[part.part].code.clone()).or_default() += part.earned;
        }
    }
    sums
}

fn due(settlements: &[Settlement], negative: bool) -> Money {
    let lines = settlements.iter().flat_map(|settlement| &settlement.lines);
    lines.filter(|line| line.due.is_negative() == negative).map(|line| line.due).sum()
}
