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

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const PARTY: PartyId = PartyId(7);
    const NOTIFIED: Date = date!(2026 - 03 - 01);

    fn terms(negative: Negative, instalments: u16, contest_days: u16) -> Netting {
        Netting { negative, instalments, contest_days, ..Netting::default() }
    }

    fn debt(order: usize, payee: PartyId, owed: i64, left: i64) -> Debt {
        Debt { order, payee, since: NOTIFIED, owed: Money::dong(owed), left: Money::dong(left) }
    }

    /// What a statement of order 0 of the party keeps of so much, and what is then left of each debt.
    fn kept(
        terms: &Netting,
        ceiling: Option<i64>,
        debts: &[Debt],
        payable: i64,
        today: Date,
    ) -> (i64, Vec<i64>) {
        let mut debts = debts.to_vec();
        let ceiling = ceiling.map(Money::dong);
        let kept = keep(terms, ceiling, &mut debts, (0, PARTY), Money::dong(payable), today);
        (kept.as_dong(), debts.iter().map(|debt| debt.left.as_dong()).collect())
    }

    #[test]
    fn each_way_keeps_of_the_debts_that_it_reaches() {
        let debts = [debt(0, PARTY, 100, 100), debt(1, PARTY, 50, 50), debt(0, PartyId(8), 30, 30)];
        let of = |negative| kept(&terms(negative, 1, 0), None, &debts, 1_000, NOTIFIED);
        assert_eq!(of(Negative::NextStatement), (100, vec![0, 50, 30]));
        assert_eq!(of(Negative::SetOff), (150, vec![0, 0, 30]));
        assert_eq!(of(Negative::Invoice), (0, vec![100, 50, 30]));
    }

    #[test]
    fn never_more_is_kept_than_is_payable_and_the_oldest_debt_comes_first() {
        let debts = [debt(0, PARTY, 100, 80), debt(1, PARTY, 50, 50)];
        let of = |payable| kept(&terms(Negative::SetOff, 1, 0), Some(5), &debts, payable, NOTIFIED);
        assert_eq!(of(90), (90, vec![0, 40]));
        assert_eq!(of(-5), (0, vec![80, 50]));
    }

    #[test]
    fn nothing_is_kept_before_the_time_to_contest_is_over() {
        let debts = [debt(0, PARTY, 100, 100)];
        let on = |today| kept(&terms(Negative::SetOff, 1, 30), None, &debts, 1_000, today).0;
        assert_eq!(on(date!(2026 - 03 - 30)), 0);
        assert_eq!(on(date!(2026 - 03 - 31)), 100);
    }

    #[test]
    fn instalments_are_equal_but_for_the_last_and_stay_below_the_ceiling() {
        let terms = terms(Negative::Instalments, 3, 0);
        let of = |left, ceiling| kept(&terms, ceiling, &[debt(0, PARTY, 100, left)], 1_000, NOTIFIED).0;
        assert_eq!(of(100, None), 34);
        assert_eq!(of(32, None), 32);
        assert_eq!(of(100, Some(20)), 20);
        let whole = Netting { instalments: 0, ..terms.clone() };
        assert_eq!(kept(&whole, None, &[debt(0, PARTY, 100, 100)], 1_000, NOTIFIED).0, 100);
        let even = [debt(0, PARTY, 99, 99)];
        assert_eq!(kept(&terms, None, &even, 1_000, NOTIFIED).0, 33);
    }
}
