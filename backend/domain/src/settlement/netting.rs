//! How money that must come back comes back, and what of it a statement keeps.

use time::{Date, Duration};

use super::scheme::{Negative, Netting};
use crate::{ids::PartyId, money::Money};

/// Something a party owes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Debt {
    /// Place of the order it arose from.
    pub order: usize,
    pub payee: PartyId,
    /// When it was notified.
    pub since: Date,
    pub owed: Money,
    pub left: Money,
}

/// Keeps what may be kept of a payable amount, the oldest debts first. Nothing before the time to contest is over.
pub fn keep(
    terms: &Netting,
    ceiling: Option<Money>,
    debts: &mut [Debt],
    (order, payee): (usize, PartyId),
    payable: Money,
    today: Date,
) -> Money {
    let mut left = payable.at_least_zero();
    if let (Some(ceiling), Negative::Instalments) = (ceiling, terms.negative) {
        left = left.min(ceiling);
    }
    let mut kept = Money::ZERO;
    for debt in debts.iter_mut().filter(|debt| debt.payee == payee) {
        let within = match terms.negative {
            Negative::Invoice => false,
            Negative::NextStatement => debt.order == order,
            Negative::SetOff | Negative::Instalments => true,
        };
        let over = today >= debt.since + Duration::days(i64::from(terms.contest_days));
        if !within || !over {
            continue;
        }
        let wanted = match terms.negative {
            Negative::Instalments => debt.left.min(instalment(terms, debt.owed)),
            Negative::NextStatement | Negative::SetOff | Negative::Invoice => debt.left,
        };
        let now = wanted.min(left);
        debt.left -= now;
        left -= now;
        kept += now;
    }
    kept
}

/// One of equal instalments; the last is what is left.
fn instalment(terms: &Netting, owed: Money) -> Money {
    let n = i64::from(terms.instalments.max(1));
    Money::dong((owed.as_dong() + n - 1) / n)
}
