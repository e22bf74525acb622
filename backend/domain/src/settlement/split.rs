//! What each party receives of a part.

use std::ops::{Deref, DerefMut};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    entitlement::split_remainder,
    formula::Fault,
    plan::Plan,
    scheme::{Part, Payee},
    trace::{Share, shares},
    view::View,
};
use crate::money::Money;

/// A list of shares that is read like a slice. Most parts go to one party or to two, and there are as many of them as
/// learners times parts: those keep their shares in place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Split(Few);

/// By number, so that equal lists are equal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
enum Few {
    #[default]
    None,
    One([Share; 1]),
    Two([Share; 2]),
    More(Vec<Share>),
}

impl FromIterator<Share> for Split {
    fn from_iter<I: IntoIterator<Item = Share>>(shares: I) -> Split {
        let mut shares = shares.into_iter().fuse();
        Split(match (shares.next(), shares.next(), shares.next()) {
            (None, _, _) => Few::None,
            (Some(one), None, _) => Few::One([one]),
            (Some(one), Some(two), None) => Few::Two([one, two]),
            (Some(one), Some(two), Some(three)) => {
                Few::More([one, two, three].into_iter().chain(shares).collect())
            }
        })
    }
}

impl Deref for Split {
    type Target = [Share];
    fn deref(&self) -> &[Share] {
        match &self.0 {
            Few::None => &[],
            Few::One(shares) => shares,
            Few::Two(shares) => shares,
            Few::More(shares) => shares,
        }
    }
}

impl DerefMut for Split {
    fn deref_mut(&mut self) -> &mut [Share] {
        match &mut self.0 {
            Few::None => &mut [],
            Few::One(shares) => shares,
            Few::Two(shares) => shares,
            Few::More(shares) => shares,
        }
    }
}

impl<'s> IntoIterator for &'s Split {
    type Item = &'s Share;
    type IntoIter = std::slice::Iter<'s, Share>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Serialize for Split {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }
}

impl<'de> Deserialize<'de> for Split {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Split, D::Error> {
        Ok(Vec::deserialize(deserializer)?.into_iter().collect())
    }
}

/// Whole parts by role, or fixed parts by their formulas.
pub(super) fn fixed_split(
    plan: &Plan,
    view: Option<&View>,
    part: &Part,
    earned: Money,
    totals: &[Money],
) -> Result<Split, Fault> {
    match &part.payee {
        Payee::Role(role) => {
            Ok(Split::from_iter([Share { payee: plan.party(role)?, hours: 1, amount: earned }]))
        }
        Payee::ByHours => {
            Ok(Split::from_iter([Share { payee: plan.input.order.provider, hours: 1, amount: earned }]))
        }
        Payee::Parts(parts) => {
            let mut scope = plan.scope(view, plan.input.as_of, totals);
            let mut weights = Vec::with_capacity(parts.len());
            for (_, share) in parts {
                weights.push(scope.number(share)?);
            }
            let weights = super::load_parts::weights(&weights).ok_or_else(Fault::too_large)?;
            let shares = parts
                .iter()
                .zip(weights)
                .map(|((role, _), hours)| Ok(Share { payee: plan.party(role)?, hours, amount: Money::ZERO }));
            let mut split = shares.collect::<Result<Split, Fault>>()?;
            divide(part, earned, &mut split);
            Ok(split)
        }
    }
}

pub(super) fn divide(part: &Part, earned: Money, split: &mut [Share]) {
    match split {
        [all] => return all.amount = earned,
        [a, b] if part.rounding.multiple == 1 => {
            [a.amount, b.amount] = earned.between([a.hours, b.hours], split_remainder(part));
            return;
        }
        _ => {}
    }
    let weights: Vec<u64> = split.iter().map(|share| share.hours).collect();
    let amounts = shares(earned, &weights, split_remainder(part), part.rounding.multiple);
    for (share, amount) in split.iter_mut().zip(amounts) {
        share.amount = amount;
    }
}
