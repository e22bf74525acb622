//! The tax code of a party: ten digits, or thirteen for a dependent unit of it. Says whether a code can exist,
//! not whether it was issued. Persons use their personal id as tax code; that is another type.
//!
//! Source: Thông tư 105/2020/TT-BTC Điều 5 (structure N1N2 N3…N9 N10 – N11N12N13); the check digit N10 as
//! published by open validators of tax numbers, a secondary source.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{issue::Issue, text::Text};

/// Weights of N1 to N9 in the check digit. Source: as for the module.
const WEIGHTS: [u32; 9] = [31, 29, 23, 19, 17, 13, 7, 5, 3];
const RULE: &str = "Thông tư 105/2020/TT-BTC Điều 5";

/// `0100233488` or `0314409058-002`. Source: Thông tư 105/2020/TT-BTC Điều 5.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct TaxCode(String);

impl TaxCode {
    /// Ten digits, with or without a three-digit suffix; spaces are dropped and the hyphen may be missing.
    /// N3–N9 and the suffix must not be all zero, and N10 = 10 − (Σ wᵢ·Nᵢ mod 11).
    /// Source: Thông tư 105/2020/TT-BTC Điều 5.
    pub fn parse(text: &str) -> Result<TaxCode, Issue> {
        let text: String = text.split_whitespace().collect();
        let (unit, suffix) = parts(&text).ok_or_else(wrong_form)?;
        if &unit[2..9] == "0000000" || suffix == Some("000") {
            return Err(zero_number());
        }
        if check_digit(unit) != Some(digit(unit.as_bytes()[9])) {
            return Err(wrong_check_digit());
        }
        Ok(TaxCode(match suffix {
            Some(suffix) => format!("{unit}-{suffix}"),
            None => unit.to_owned(),
        }))
    }

    /// As it is printed, with the hyphen. Source: Thông tư 105/2020/TT-BTC Điều 5.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The ten digits of the unit itself, or of the unit this one depends on. Source: as for the type.
    pub fn unit(&self) -> &str {
        &self.0[..10]
    }

    /// `Some("002")` for a dependent unit. Source: as for the type.
    pub fn suffix(&self) -> Option<&str> {
        self.0.get(11..)
    }
}

/// Ten digits and perhaps three more, or nothing when the text is not of that form.
fn parts(text: &str) -> Option<(&str, Option<&str>)> {
    let (unit, suffix) = match text.split_once('-') {
        Some((unit, suffix)) => (unit, Some(suffix)),
        None if text.len() == 13 && text.is_ascii() => (&text[..10], Some(&text[10..])),
        None => (text, None),
    };
    let digits = |part: &str, count| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
    (digits(unit, 10) && suffix.is_none_or(|suffix| digits(suffix, 3))).then_some((unit, suffix))
}

/// N10 from N1–N9, or nothing when the result would be ten: such a number is not issued.
fn check_digit(unit: &str) -> Option<u32> {
    let sum: u32 = unit.bytes().zip(WEIGHTS).map(|(byte, weight)| digit(byte) * weight).sum();
    let check = 10 - sum % 11;
    (check < 10).then_some(check)
}

fn digit(byte: u8) -> u32 {
    u32::from(byte - b'0')
}

impl TryFrom<String> for TaxCode {
    type Error = String;

    fn try_from(text: String) -> Result<TaxCode, String> {
        TaxCode::parse(&text).map_err(|issue| issue.problem.en)
    }
}

impl fmt::Display for TaxCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

fn wrong_form() -> Issue {
    Issue::new(
        "tax_code.form",
        "tax_code",
        RULE,
        Text::new(
            "Mã số thuế phải có 10 chữ số, hoặc 10 chữ số kèm hậu tố 3 chữ số như -001.",
            "A tax code has 10 digits, or 10 digits and a 3-digit suffix such as -001.",
        ),
        as_on_the_certificate(),
    )
}

fn zero_number() -> Issue {
    Issue::new(
        "tax_code.zero",
        "tax_code",
        RULE,
        Text::new(
            "Dãy chữ số thứ 3 đến thứ 9, và hậu tố nếu có, không được toàn số 0.",
            "Digits 3 to 9, and the suffix if there is one, must not all be zero.",
        ),
        as_on_the_certificate(),
    )
}

fn wrong_check_digit() -> Issue {
    Issue::new(
        "tax_code.check_digit",
        "tax_code",
        RULE,
        Text::new(
            "Chữ số kiểm tra (thứ 10) không khớp: có chữ số bị gõ sai.",
            "The check digit (the 10th) does not fit: a digit was mistyped.",
        ),
        as_on_the_certificate(),
    )
}

fn as_on_the_certificate() -> Text {
    Text::new(
        "Nhập lại theo giấy chứng nhận đăng ký thuế hoặc đăng ký doanh nghiệp.",
        "Type it again from the tax or business registration certificate.",
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fault(text: &str) -> String {
        TaxCode::parse(text).unwrap_err().code
    }

    #[test]
    fn known_codes_are_told_from_a_mistyped_one() {
        for code in ["0100233488", "0314409058-002", "0100112437"] {
            assert_eq!(TaxCode::parse(code).unwrap().as_str(), code);
        }
        assert_eq!(fault("0100233480"), "tax_code.check_digit");
    }

    #[test]
    fn a_code_may_be_typed_with_spaces_or_without_the_hyphen() {
        let code = TaxCode::parse(" 0314409058 002 ").unwrap();
        assert_eq!(code.to_string(), "0314409058-002");
        assert_eq!((code.unit(), code.suffix()), ("0314409058", Some("002")));
        assert_eq!(TaxCode::parse("0100233488").unwrap().suffix(), None);
    }

    #[test]
    fn other_lengths_and_signs_are_refused() {
        for text in [
            "",
            "010023348",
            "01002334880",
            "0314409058-02",
            "0314409058-0021",
            "031440905A",
            "-",
            "é100233488é",
        ] {
            assert_eq!(fault(text), "tax_code.form", "{text}");
        }
    }

    #[test]
    fn a_serial_of_zeros_and_suffix_000_do_not_exist() {
        assert_eq!(fault("0100000003"), "tax_code.zero");
        assert_eq!(fault("0314409058-000"), "tax_code.zero");
    }

    #[test]
    fn a_number_whose_check_would_be_ten_is_never_issued() {
        for last in 0..10 {
            assert_eq!(fault(&format!("010000005{last}")), "tax_code.check_digit");
        }
    }

    #[test]
    fn a_sum_that_leaves_ten_gives_the_check_digit_zero() {
        // 29 × 1 + 3 × 1 = 32 = 2 × 11 + 10
        assert!(TaxCode::parse("0100000010").is_ok());
    }

    #[test]
    fn json_is_checked_too() {
        assert!(serde_json::from_str::<TaxCode>("\"0100233488\"").is_ok());
        assert!(serde_json::from_str::<TaxCode>("\"0100233480\"").is_err());
    }

    proptest! {
        #[test]
        fn any_one_digit_mistyped_is_noticed(first in 0u32..100, serial in 1u32..10_000_000, at in 0usize..10, by in 1u8..10) {
            let nine = format!("{first:02}{serial:07}");
            if let Some(check) = check_digit(&nine) {
                let right = format!("{nine}{check}");
                prop_assert!(TaxCode::parse(&right).is_ok());
                let mut bytes = right.into_bytes();
                bytes[at] = b'0' + (bytes[at] - b'0' + by) % 10;
                prop_assert!(TaxCode::parse(&String::from_utf8(bytes).unwrap()).is_err());
            }
        }

        #[test]
        fn no_text_breaks_the_reader(text in ".*") {
            let _ = TaxCode::parse(&text);
        }
    }
}
