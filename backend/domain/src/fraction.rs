//! Exact fractions: what formulas calculate with, so that a third of three is one.
//! Every operation says when a number grows beyond 38 digits; nothing wraps and nothing is cut.

use std::{cmp::Ordering, fmt, str::FromStr};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::money::Rounding;

/// `numerator / denominator`, reduced, the denominator positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Fraction {
    numerator: i128,
    denominator: i128,
}

impl Fraction {
    pub const ZERO: Fraction = Fraction { numerator: 0, denominator: 1 };
    pub const ONE: Fraction = Fraction { numerator: 1, denominator: 1 };

    pub const fn whole(number: i64) -> Fraction {
        Fraction { numerator: number as i128, denominator: 1 }
    }

    /// `None` when the denominator is 0.
    pub fn new(numerator: i128, denominator: i128) -> Option<Fraction> {
        match denominator {
            0 => None,
            1 => Some(Fraction { numerator, denominator }),
            _ => {
                let divisor = greatest_common_divisor(numerator.unsigned_abs(), denominator.unsigned_abs());
                if divisor == 1 && denominator > 0 {
                    return Some(Fraction { numerator, denominator });
                }
                let divisor = i128::try_from(divisor).ok()?.checked_mul(denominator.signum())?;
                Some(Fraction { numerator: numerator / divisor, denominator: denominator / divisor })
            }
        }
    }

    pub fn numerator(self) -> i128 {
        self.numerator
    }

    pub fn denominator(self) -> i128 {
        self.denominator
    }

    pub fn is_zero(self) -> bool {
        self.numerator == 0
    }

    pub fn is_negative(self) -> bool {
        self.numerator < 0
    }

    pub fn is_whole(self) -> bool {
        self.denominator == 1
    }

    /// `None` when the number is not whole or does not fit.
    pub fn to_whole(self) -> Option<i64> {
        if self.is_whole() { i64::try_from(self.numerator).ok() } else { None }
    }

    pub fn plus(self, other: Fraction) -> Option<Fraction> {
        if self.denominator == other.denominator {
            return Fraction::new(self.numerator.checked_add(other.numerator)?, self.denominator);
        }
        let left = self.numerator.checked_mul(other.denominator)?;
        let right = other.numerator.checked_mul(self.denominator)?;
        Fraction::new(left.checked_add(right)?, self.denominator.checked_mul(other.denominator)?)
    }

    pub fn minus(self, other: Fraction) -> Option<Fraction> {
        self.plus(other.negated())
    }

    pub fn times(self, other: Fraction) -> Option<Fraction> {
        // Reduced crosswise first, so that long products stay small.
        let left = Fraction::new(self.numerator, other.denominator)?;
        let right = Fraction::new(other.numerator, self.denominator)?;
        Some(Fraction {
            numerator: left.numerator.checked_mul(right.numerator)?,
            denominator: left.denominator.checked_mul(right.denominator)?,
        })
    }

    /// `None` when the divisor is 0.
    pub fn divided_by(self, other: Fraction) -> Option<Fraction> {
        if other.is_zero() {
            return None;
        }
        let sign = other.numerator.signum();
        self.times(Fraction {
            numerator: other.denominator * sign,
            denominator: other.numerator.checked_abs()?,
        })
    }

    #[must_use]
    pub fn negated(self) -> Fraction {
        Fraction { numerator: -self.numerator, denominator: self.denominator }
    }

    /// To a whole number.
    pub fn rounded(self, mode: Rounding) -> i128 {
        round(self.numerator, self.denominator, mode)
    }

    pub fn floor(self) -> i128 {
        self.numerator.div_euclid(self.denominator)
    }

    pub fn ceil(self) -> i128 {
        -(-self.numerator).div_euclid(self.denominator)
    }
}

/// `numerator / denominator` as a whole number; halves go where the mode says.
pub fn round(numerator: i128, denominator: i128, mode: Rounding) -> i128 {
    if denominator == 1 {
        return numerator;
    }
    let whole = numerator / denominator;
    let rest = numerator % denominator;
    if rest == 0 || mode == Rounding::Truncate {
        return whole;
    }
    let away = match rest.unsigned_abs().cmp(&(denominator.unsigned_abs() - rest.unsigned_abs())) {
        Ordering::Less => false,
        Ordering::Greater => true,
        Ordering::Equal => mode == Rounding::HalfUp || whole % 2 != 0,
    };
    if away { whole + rest.signum() * denominator.signum() } else { whole }
}

fn greatest_common_divisor(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        if let (Ok(small_a), Ok(small_b)) = (u64::try_from(a), u64::try_from(b)) {
            return u128::from(small_divisor(small_a, small_b));
        }
        (a, b) = (b, a % b);
    }
    a.max(1)
}

fn small_divisor(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

impl Ord for Fraction {
    fn cmp(&self, other: &Fraction) -> Ordering {
        if self.denominator == other.denominator {
            return self.numerator.cmp(&other.numerator);
        }
        // By whole parts first and then by the reciprocals of what is left, so that nothing can overflow.
        let (left, right) = (self.floor(), other.floor());
        if left != right {
            return left.cmp(&right);
        }
        let left = self.numerator.rem_euclid(self.denominator);
        let right = other.numerator.rem_euclid(other.denominator);
        match (left, right) {
            (0, _) | (_, 0) => left.cmp(&right),
            _ => Fraction { numerator: other.denominator, denominator: right }
                .cmp(&Fraction { numerator: self.denominator, denominator: left }),
        }
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Fraction) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<Decimal> for Fraction {
    fn from(number: Decimal) -> Fraction {
        let denominator = 10_i128.pow(number.scale());
        Fraction::new(number.mantissa(), denominator).unwrap_or(Fraction::ZERO)
    }
}

/// `12`, `-0.5`, `30%`, `1/3`.
impl FromStr for Fraction {
    type Err = String;

    fn from_str(text: &str) -> Result<Fraction, String> {
        let not_a_number = || format!("'{text}' is not a number");
        if let Some((numerator, denominator)) = text.split_once('/') {
            let parse = |part: &str| part.trim().parse::<i128>().map_err(|_| not_a_number());
            return Fraction::new(parse(numerator)?, parse(denominator)?).ok_or_else(not_a_number);
        }
        let (digits, percent) = match text.trim().strip_suffix('%') {
            Some(digits) => (digits.trim(), 100),
            None => (text.trim(), 1),
        };
        let plain = digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'));
        if !plain || digits.ends_with('.') {
            return Err(not_a_number());
        }
        let exact = Decimal::from_str_exact(digits).map_err(|_| not_a_number())?;
        Fraction::from(exact).divided_by(Fraction::whole(percent)).ok_or_else(not_a_number)
    }
}

/// As a decimal where it has an end within twelve places, otherwise as `n/d`.
impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_whole() {
            return write!(f, "{}", self.numerator);
        }
        const PLACES: i128 = 1_000_000_000_000;
        let (sign, size) = (if self.is_negative() { "-" } else { "" }, self.numerator.unsigned_abs());
        let denominator = self.denominator.unsigned_abs();
        let places = PLACES.unsigned_abs();
        if !places.is_multiple_of(denominator) {
            return write!(f, "{}/{}", self.numerator, self.denominator);
        }
        let decimals = format!("{:012}", size % denominator * (places / denominator));
        write!(f, "{sign}{}.{}", size / denominator, decimals.trim_end_matches('0'))
    }
}

impl From<Fraction> for String {
    fn from(fraction: Fraction) -> String {
        fraction.to_string()
    }
}

impl TryFrom<String> for Fraction {
    type Error = String;
    fn try_from(text: String) -> Result<Fraction, String> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fraction(text: &str) -> Fraction {
        text.parse().unwrap()
    }

    #[test]
    fn a_third_of_three_is_one() {
        let third = Fraction::ONE.divided_by(Fraction::whole(3)).unwrap();
        assert_eq!(third.times(Fraction::whole(3)), Some(Fraction::ONE));
        assert_eq!(third.to_string(), "1/3");
        assert_eq!(third.rounded(Rounding::HalfUp), 0);
    }

    #[test]
    fn halves_go_where_the_mode_says() {
        for (text, up, even, cut) in
            [("2.5", 3, 2, 2), ("3.5", 4, 4, 3), ("-2.5", -3, -2, -2), ("2.51", 3, 3, 2), ("-0.4", 0, 0, 0)]
        {
            let number = fraction(text);
            assert_eq!(number.rounded(Rounding::HalfUp), up, "{text}");
            assert_eq!(number.rounded(Rounding::HalfEven), even, "{text}");
            assert_eq!(number.rounded(Rounding::Truncate), cut, "{text}");
        }
    }

    #[test]
    fn numbers_are_read_and_written_exactly() {
        for (text, written) in
            [("30%", "0.3"), ("36.855", "36.855"), ("-1/4", "-0.25"), ("2/6", "1/3"), ("007", "7")]
        {
            assert_eq!(fraction(text).to_string(), written);
        }
        for text in ["", "1.", "1,5", "1e3", "x", "1/0", "--1", "0.1.2"] {
            assert!(text.parse::<Fraction>().is_err(), "{text}");
        }
    }

    #[test]
    fn what_grows_too_large_is_refused() {
        let large = Fraction::new(i128::MAX, 1).unwrap();
        assert_eq!(large.times(large), None);
        assert_eq!(large.plus(Fraction::ONE), None);
        assert_eq!(Fraction::ONE.divided_by(Fraction::ZERO), None);
        assert!(large > Fraction::new(i128::MAX - 1, 3).unwrap());
    }

    proptest! {
        #[test]
        fn sums_and_products_come_back(a in -1_000_000i64..1_000_000, b in 1i64..10_000, c in -1_000_000i64..1_000_000, d in 1i64..10_000) {
            let left = Fraction::new(i128::from(a), i128::from(b)).unwrap();
            let right = Fraction::new(i128::from(c), i128::from(d)).unwrap();
            prop_assert_eq!(left.plus(right).unwrap().minus(right), Some(left));
            if c != 0 {
                prop_assert_eq!(left.times(right).unwrap().divided_by(right), Some(left));
            }
            prop_assert_eq!(left.cmp(&right), (a * d).cmp(&(c * b)));
            prop_assert_eq!(left.to_string().parse(), Ok(left));
        }
    }
}
