//! Cliffs: what one learner more or less is worth, at every number of learners, so that a step in a rule is seen before
//! the rule is published.

use super::{Input, Learner, Misfit, entitlements};
use crate::{
    fact::{Fact, Happening},
    ids::FactId,
    money::Money,
};

/// The whole entitlement of an order when so many learners have a kind of result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    pub learners: usize,
    pub total: Money,
    /// Against one learner fewer.
    pub marginal: Money,
    /// Worth more than twice as much as the middle one of all steps that are worth something, or less than nothing.
    pub cliff: bool,
}

/// Kinds of result that a scheme may pay for, as they occur among the learners.
pub fn kinds(learners: &[Learner]) -> Vec<String> {
    let mut kinds: Vec<String> = Vec::new();
    for fact in learners.iter().flat_map(|learner| &learner.facts) {
        let result = matches!(
            fact.what,
            Happening::Graduated { .. } | Happening::Employed { .. } | Happening::Noted { .. }
        );
        let kind = fact.what.kind();
        if result
            && !matches!(kind, "held" | "released" | "amended")
            && !kinds.iter().any(|known| known == kind)
        {
            kinds.push(kind.to_owned());
        }
    }
    kinds.sort();
    kinds
}

/// From nobody with the result to everybody who enrolled and did not withdraw. Who lacks it is given the first one there is.
pub fn steps(input: &Input, kind: &str) -> Result<Vec<Step>, Vec<Misfit>> {
    let is_result = |fact: &&Fact| fact.what.kind() == kind;
    let Some(pattern) = input.learners.iter().flat_map(|learner| &learner.facts).find(is_result) else {
        return Ok(Vec::new());
    };
    let has = |learner: &Learner| learner.facts.iter().any(|fact| fact.what.kind() == kind);
    let withdrew =
        |learner: &Learner| learner.facts.iter().any(|fact| matches!(fact.what, Happening::Withdrew { .. }));
    let mut order: Vec<&Learner> = input.learners.iter().collect();
    let enrolled = |learner: &Learner| learner.facts.iter().any(|fact| fact.what == Happening::Enrolled);
    let able = |learner: &Learner| has(learner) || (enrolled(learner) && !withdrew(learner));
    order.sort_by_key(|learner| (!has(learner), !able(learner), learner.enrolment));
    let able = order.iter().filter(|learner| able(learner)).count();
    let next =
        input.learners.iter().flat_map(|learner| &learner.facts).map(|fact| fact.id.0).max().unwrap_or(0) + 1;
    let mut steps: Vec<Step> = Vec::with_capacity(able + 1);
    for count in 0..=able {
        let mut learners: Vec<Learner> = Vec::with_capacity(order.len());
        for (place, learner) in order.iter().enumerate() {
            let mut learner = (*learner).clone();
            if place >= count {
                learner.facts.retain(|fact| fact.what.kind() != kind);
            } else if !has(&learner) {
                let id = FactId(next + i64::try_from(place).unwrap_or(0));
                learner.facts.push(Fact { id, supersedes: None, ..pattern.clone() });
            }
            learners.push(learner);
        }
        learners.sort_by_key(|learner| learner.enrolment);
        let entitled = entitlements(&[Input { learners: &learners, ..*input }])?;
        let total = entitled.iter().flat_map(|one| one.learners.parts().iter().chain(&one.order));
        let total: Money = total.map(|part| part.earned).sum();
        let marginal = steps.last().map_or(Money::ZERO, |last| total - last.total);
        steps.push(Step { learners: count, total, marginal, cliff: false });
    }
    let sizes = steps.iter().skip(1).map(|step| step.marginal);
    let mut sizes: Vec<Money> = sizes.filter(|size| !size.is_zero()).collect();
    sizes.sort_unstable();
    let middle = sizes.get(sizes.len() / 2).copied().unwrap_or_default();
    for step in steps.iter_mut().skip(1) {
        step.cliff = step.marginal.is_negative() || step.marginal > (middle + middle).at_least_zero();
    }
    Ok(steps)
}
