//! Amounts in đồng, and the only places where an amount is rounded or divided.
//! An amount is a whole number of đồng; parts always add up to the whole.

use std::{
    iter::Sum,
    ops::{Add, AddAssign, Neg, Sub, SubAssign},
};

use crate::{
    figures,
    fraction::round,
    text::{Lang, Text},
};
use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An amount of Vietnamese đồng; the đồng has no smaller unit. Up to ±9.2 × 10^18.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Money(i64);

/// How a fraction of a đồng becomes a whole one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    HalfUp,
    HalfEven,
    Truncate,
}

/// Who receives the đồng that are left when an amount does not divide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Remainder {
    /// One đồng each to the parts with the largest fractions; ties go to the earlier part.
    Largest,
    First,
    Last,
    /// Nobody: each part is rounded alone, and the parts make the whole (England's co-funding).
    Separate,
}

impl Money {
    pub const ZERO: Money = Money(0);

    pub const fn dong(amount: i64) -> Money {
        Money(amount)
    }

    /// The bare number, for storage and for rendering only.
    pub const fn as_dong(self) -> i64 {
        self.0
    }

    /// As a reader of the language writes it: `1.234.567`, `1,234,567`. An amount is never printed without saying for whom.
    pub fn grouped(self, lang: Lang) -> String {
        figures::whole(self.0.into(), lang)
    }

    /// The same for a sentence of both languages.
    pub fn said(self) -> Text {
        Text::told(|lang| self.grouped(lang))
    }

    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    pub fn is_negative(self) -> bool {
        self.0 < 0
    }

    #[must_use]
    pub fn times(self, count: u32) -> Money {
        Money(self.0.checked_mul(i64::from(count)).expect("an amount stays below 9.2 × 10^18 đồng"))
    }

    /// `self × factor`, rounded once to a whole đồng.
    #[must_use]
    pub fn portion(self, factor: Decimal, rounding: Rounding) -> Money {
        let exact = Decimal::from(self.0) * factor;
        let strategy = match rounding {
            Rounding::HalfUp => RoundingStrategy::MidpointAwayFromZero,
            Rounding::HalfEven => RoundingStrategy::MidpointNearestEven,
            Rounding::Truncate => RoundingStrategy::ToZero,
        };
        let whole = exact.round_dp_with_strategy(0, strategy);
        Money(whole.to_i64().expect("an amount stays below 9.2 × 10^18 đồng"))
    }

    /// The same, in multiples of so many; what no multiple fits goes where the remainder goes, or to the first.
    #[must_use]
    pub fn allocate_by(self, weights: &[u64], remainder: Remainder, multiple: i64) -> Vec<Money> {
        if multiple <= 1 {
            return self.allocate(weights, remainder);
        }
        let mut parts = Money(self.0 / multiple).allocate(weights, remainder);
        parts.iter_mut().for_each(|part| part.0 *= multiple);
        let place = if remainder == Remainder::Last { parts.len().saturating_sub(1) } else { 0 };
        if let Some(part) = parts.get_mut(place) {
            part.0 += self.0 % multiple;
        }
        parts
    }

    /// Parts in proportion to `weights` that add up to `self` exactly, unless each is rounded alone.
    /// All weights zero: everything goes to the first part. Weights must not be negative.
    #[must_use]
    pub fn allocate(self, weights: &[u64], remainder: Remainder) -> Vec<Money> {
        if weights.is_empty() {
            return Vec::new();
        }
        let total: i128 = weights.iter().map(|w| i128::from(*w)).sum();
        if total == 0 {
            let mut parts = vec![Money::ZERO; weights.len()];
            parts[0] = self;
            return parts;
        }
        let amount = i128::from(self.0);
        let exact = |weight: &u64| amount * i128::from(*weight);
        if remainder == Remainder::Separate {
            let alone = |weight| Money::of(round(exact(weight), total, Rounding::HalfUp));
            return weights.iter().map(alone).collect();
        }
        let mut parts: Vec<i128> = weights.iter().map(|w| exact(w) / total).collect();
        let left = amount - parts.iter().sum::<i128>();
        for place in places_of(left.unsigned_abs(), remainder, weights, |w| (exact(w) % total).abs()) {
            parts[place] += left.signum();
        }
        parts.into_iter().map(Money::of).collect()
    }

    /// One of so many equal parts, as `allocate` gives them; `None` when there are none.
    pub fn equal_part(self, number: u64, place: u64, remainder: Remainder) -> Option<Money> {
        let whole = i128::from(self.0);
        let number = i128::from(number);
        if remainder == Remainder::Separate {
            return (number > 0).then(|| Money::of(round(whole, number, Rounding::HalfUp)));
        }
        let part = whole.checked_div(number)?;
        let left = whole - part * number;
        let more = match remainder {
            Remainder::First if place == 0 => left,
            Remainder::Last if i128::from(place) == number - 1 => left,
            Remainder::Largest if i128::from(place) < left.abs() => left.signum(),
            _ => 0,
        };
        Some(Money::of(part + more))
    }

    /// The same between two, with one division instead of four and no list; `Separate` as `Largest`.
    #[must_use]
    pub fn between(self, weights: [u64; 2], remainder: Remainder) -> [Money; 2] {
        let total = i128::from(weights[0]) + i128::from(weights[1]);
        if total == 0 {
            return [self, Money::ZERO];
        }
        let exact = i128::from(self.0) * i128::from(weights[0]);
        let (part, rest) = match (i64::try_from(exact), i64::try_from(total)) {
            (Ok(exact), Ok(total)) => (exact / total, i128::from(exact % total)),
            _ => (Money::of(exact / total).0, exact % total),
        };
        // With a rest on one side there is one on the other, and together they are one đồng.
        let first = match remainder {
            _ if rest == 0 => false,
            Remainder::First => true,
            Remainder::Last => false,
            Remainder::Largest | Remainder::Separate => 2 * rest.abs() >= total,
        };
        let part = Money(if first { part + self.0.signum() } else { part });
        [part, self - part]
    }

    fn of(part: i128) -> Money {
        Money(i64::try_from(part).expect("a part is never larger than the whole"))
    }

    #[must_use]
    pub fn min(self, other: Money) -> Money {
        Money(self.0.min(other.0))
    }

    #[must_use]
    pub fn max(self, other: Money) -> Money {
        Money(self.0.max(other.0))
    }

    #[must_use]
    pub fn at_least_zero(self) -> Money {
        Money(self.0.max(0))
    }
}

/// The index of the part that takes each left-over đồng, in order.
fn places_of(
    left: u128,
    remainder: Remainder,
    weights: &[u64],
    fraction: impl Fn(&u64) -> i128,
) -> Vec<usize> {
    let left = usize::try_from(left).expect("less than one đồng is left per part");
    match remainder {
        Remainder::First | Remainder::Separate => vec![0; left],
        Remainder::Last => vec![weights.len() - 1; left],
        Remainder::Largest => {
            let mut order: Vec<usize> = (0..weights.len()).collect();
            order.sort_by_key(|i| (std::cmp::Reverse(fraction(&weights[*i])), *i));
            order.truncate(left);
            order
        }
    }
}

impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0.checked_add(other.0).expect("an amount stays below 9.2 × 10^18 đồng"))
    }
}

impl Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0.checked_sub(other.0).expect("an amount stays below 9.2 × 10^18 đồng"))
    }
}

impl Neg for Money {
    type Output = Money;
    fn neg(self) -> Money {
        Money(-self.0)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        *self = *self + other;
    }
}

impl SubAssign for Money {
    fn sub_assign(&mut self, other: Money) {
        *self = *self - other;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        amounts.fold(Money::ZERO, Add::add)
    }
}

/// As figures are written in Vietnam: `1.234.567`, without the unit.
#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn dong(amounts: &[i64]) -> Vec<Money> {
        amounts.iter().copied().map(Money::dong).collect()
    }

    #[test]
    fn sixteen_thousand_by_33_80_32_depends_on_the_declared_remainder() {
        let whole = Money::dong(16_000);
        assert_eq!(whole.allocate(&[33, 80, 32], Remainder::Largest), dong(&[3641, 8828, 3531]));
        assert_eq!(whole.allocate(&[33, 80, 32], Remainder::First), dong(&[3642, 8827, 3531]));
    }

    #[test]
    fn of_multiples_what_fits_none_goes_to_the_first_or_the_last() {
        let whole = Money::dong(1_007);
        assert_eq!(whole.allocate_by(&[1, 1, 1], Remainder::Largest, 100), dong(&[407, 300, 300]));
        assert_eq!(whole.allocate_by(&[1, 1, 1], Remainder::Last, 100), dong(&[300, 300, 407]));
        assert_eq!(whole.allocate_by(&[1, 1, 1], Remainder::Largest, 1), dong(&[336, 336, 335]));
        assert_eq!(Money::dong(-7).allocate_by(&[1, 1], Remainder::First, 5), dong(&[-7, 0]));
        assert!(whole.allocate_by(&[], Remainder::Last, 100).is_empty());
    }

    #[test]
    fn of_no_parts_there_is_none() {
        for remainder in [Remainder::Largest, Remainder::First, Remainder::Last, Remainder::Separate] {
            assert_eq!(Money::dong(5).equal_part(0, 0, remainder), None);
        }
    }

    #[test]
    fn half_a_dong_goes_where_the_scheme_says() {
        let factor = Decimal::new(5, 1);
        assert_eq!(Money::dong(5).portion(factor, Rounding::HalfUp), Money::dong(3));
        assert_eq!(Money::dong(5).portion(factor, Rounding::HalfEven), Money::dong(2));
        assert_eq!(Money::dong(5).portion(factor, Rounding::Truncate), Money::dong(2));
        assert_eq!(Money::dong(-5).portion(factor, Rounding::HalfUp), Money::dong(-3));
    }

    #[test]
    fn an_amount_is_written_in_the_readers_way() {
        assert_eq!(Money::dong(1_234_567).grouped(Lang::Vi), "1.234.567");
        assert_eq!(Money::dong(-1_234_567).said(), Text::new("-1.234.567", "-1,234,567"));
    }

    proptest! {
        #[test]
        fn between_two_is_the_same_as_among_several(
            amount in prop_oneof![-100i64..100, any::<i64>()],
            weights in prop_oneof![[0u64..5, 0u64..5], [0u64..10_000, 0u64..10_000], [any::<u64>(), any::<u64>()]],
            remainder in prop::sample::select(vec![Remainder::Largest, Remainder::First, Remainder::Last]),
        ) {
            prop_assert_eq!(Money::dong(amount).between(weights, remainder).to_vec(), Money::dong(amount).allocate(&weights, remainder));
        }

        #[test]
        fn an_equal_part_is_the_same_as_among_several(
            amount in prop_oneof![-100i64..100, any::<i64>()],
            number in 1u32..40,
            remainder in prop::sample::select(vec![
                Remainder::Largest, Remainder::First, Remainder::Last, Remainder::Separate,
            ]),
        ) {
            let whole = Money::dong(amount);
            let parts = whole.allocate(&vec![1; number as usize], remainder);
            let equal: Vec<_> = (0..number)
                .filter_map(|place| whole.equal_part(u64::from(number), u64::from(place), remainder))
                .collect();
            prop_assert_eq!(equal, parts);
        }

        #[test]
        fn parts_add_up_to_the_whole(
            amount in -1_000_000_000_000i64..1_000_000_000_000,
            weights in prop::collection::vec(0u64..10_000, 1..6),
            remainder in prop::sample::select(vec![Remainder::Largest, Remainder::First, Remainder::Last]),
        ) {
            let parts = Money::dong(amount).allocate(&weights, remainder);
            prop_assert_eq!(parts.iter().copied().sum::<Money>(), Money::dong(amount));
            if weights.iter().sum::<u64>() > 0 {
                for (part, weight) in parts.iter().zip(&weights) {
                    prop_assert!(*weight > 0 || remainder != Remainder::Largest || part.is_zero());
                }
            }
        }

        #[test]
        fn a_portion_and_the_rest_are_the_whole(amount in 0i64..10_000_000_000, percent in 0u32..=100) {
            let whole = Money::dong(amount);
            let part = whole.portion(Decimal::new(i64::from(percent), 2), Rounding::HalfUp);
            prop_assert!(part >= Money::ZERO && part <= whole);
        }
    }
}
