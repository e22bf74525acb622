//! The advance: how much is paid ahead, and how much of it a later acceptance recovers. Never below zero.

use super::scheme::Advance;
use crate::money::{Money, Rounding};

/// The advance of an order of this value, rounded down to whole đồng.
/// `percent` of the value, never above the ceiling (TT 17/2024/TT-BTC Đ6).
pub fn due(terms: &Advance, value: Money) -> Money {
    let share = terms.percent.min(terms.ceiling);
    value.portion(share, Rounding::Truncate)
}

/// How much of the advance is to be recovered from this acceptance: in proportion to what is accepted so far, whole
/// once `recovered_at` of the value is accepted, never more than is payable now (TT 17/2024/TT-BTC Đ6).
pub fn recovery(
    terms: &Advance,
    value: Money,
    accepted: Money,
    outstanding: Outstanding,
    payable: Money,
) -> Money {
    let whole_at = value.portion(terms.recovered_at, Rounding::Truncate);
    let weights = [weight(accepted), weight(whole_at - accepted.at_least_zero())];
    let target = outstanding.paid.allocate(&weights, crate::money::Remainder::Last)[0];
    (target - outstanding.recovered).at_least_zero().min(outstanding.left()).min(payable.at_least_zero())
}

/// The advance paid so far and what of it came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outstanding {
    pub paid: Money,
    pub recovered: Money,
}

impl Outstanding {
    pub fn left(self) -> Money {
        self.paid - self.recovered
    }
}

fn weight(amount: Money) -> u64 {
    u64::try_from(amount.as_dong()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_decimal::dec;

    use super::*;
    use crate::settlement::scheme::Recovery;

    fn terms() -> Advance {
        Advance {
            percent: dec!(0.3),
            ceiling: dec!(0.5),
            recovered_at: dec!(0.8),
            recovery: Recovery::ProRata,
            law: "TT 17/2024".into(),
        }
    }

    fn dong(amount: i64) -> Money {
        Money::dong(amount)
    }

    #[test]
    fn thirty_percent_is_paid_ahead_and_the_ceiling_holds() {
        assert_eq!(due(&terms(), dong(1_000_000_001)), dong(300_000_000));
        let generous = Advance { percent: dec!(0.7), ..terms() };
        assert_eq!(due(&generous, dong(1_000_000)), dong(500_000));
    }

    #[test]
    fn half_way_to_eighty_percent_recovers_half() {
        let outstanding = Outstanding { paid: dong(300), recovered: dong(0) };
        assert_eq!(recovery(&terms(), dong(1000), dong(400), outstanding, dong(400)), dong(150));
        let later = Outstanding { paid: dong(300), recovered: dong(150) };
        assert_eq!(recovery(&terms(), dong(1000), dong(800), later, dong(400)), dong(150));
    }

    #[test]
    fn from_eighty_percent_on_all_of_it_is_recovered() {
        let outstanding = Outstanding { paid: dong(300), recovered: dong(0) };
        for accepted in [800, 801, 1000] {
            assert_eq!(recovery(&terms(), dong(1000), dong(accepted), outstanding, dong(400)), dong(300));
        }
        assert_eq!(recovery(&terms(), dong(1000), dong(799), outstanding, dong(400)), dong(299));
        assert_eq!(recovery(&terms(), dong(0), dong(0), outstanding, dong(400)), dong(300));
    }

    #[test]
    fn nothing_accepted_recovers_nothing() {
        let outstanding = Outstanding { paid: dong(300), recovered: dong(0) };
        assert_eq!(recovery(&terms(), dong(1000), dong(0), outstanding, dong(0)), dong(0));
    }

    proptest! {
        #[test]
        fn never_more_than_is_left_or_payable(
            value in 1i64..1_000_000_000, accepted in -1_000i64..1_000_000_000,
            recovered in 0i64..500_000_000, payable in -10i64..1_000_000_000,
        ) {
            let paid = due(&terms(), dong(value));
            let outstanding = Outstanding { paid, recovered: dong(recovered).min(paid) };
            let now = recovery(&terms(), dong(value), dong(accepted), outstanding, dong(payable));
            prop_assert!(now >= Money::ZERO && now <= outstanding.left() && now <= dong(payable.max(0)));
        }
    }
}
