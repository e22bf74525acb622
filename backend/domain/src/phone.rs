//! A telephone number at which a learner is reached. Personal data, like the id: `Debug` masks it, and there is no `Display`.
//!
//! Rule (assumption: from the national numbering plan as it has stood since 2018, cited from memory): ten digits beginning with
//! 0, or eleven beginning with 02 for landlines. That somebody answers there is not known here.

use std::fmt;

use crate::{issue::Issue, text::Text};

const PLACE: &str = "phone";
const RULE: &str = "assumption";

/// A number as it is dialled at home: `0912345678`.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone(String);

impl Phone {
    /// A number as people write it: spaces, dots and dashes do not count, `+84` and `84` are written out to 0.
    pub fn parse(text: &str) -> Result<Phone, Issue> {
        Phone::at_home(&digits(text)).ok_or_else(wrong_form)
    }

    /// What may be nothing: an empty text is no number.
    pub fn optional(text: Option<&str>) -> Result<Option<Phone>, Issue> {
        text.filter(|text| !text.trim().is_empty()).map(Phone::parse).transpose()
    }

    /// The number with the 0 that a cell of numbers dropped at its front; nothing when it is one without, or none even then.
    pub fn with_zero(text: &str) -> Option<Phone> {
        let digits = digits(text);
        let lost = !digits.starts_with('0') && Phone::at_home(&digits).is_none();
        lost.then(|| Phone::at_home(&format!("0{digits}"))).flatten()
    }

    fn at_home(digits: &str) -> Option<Phone> {
        let written = match digits.strip_prefix("+84").or_else(|| digits.strip_prefix("84")) {
            Some(rest) if digits.len() >= 11 => format!("0{}", rest.trim_start_matches('0')),
            _ => digits.to_owned(),
        };
        let figures = written.bytes().all(|byte| byte.is_ascii_digit());
        let fits = match written.len() {
            10 => written.starts_with('0') && !written.starts_with("00"),
            11 => written.starts_with("02"),
            _ => false,
        };
        (figures && fits).then_some(Phone(written))
    }

    /// The whole number: for storage and comparison.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What pages show: `******5678`.
    pub fn masked(&self) -> String {
        let hidden = self.0.len() - 4;
        format!("{}{}", "*".repeat(hidden), &self.0[hidden..])
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({})", self.masked())
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '.' | '-') && !c.is_whitespace()).collect()
}

fn wrong_form() -> Issue {
    Issue::new(
        "phone.form",
        PLACE,
        RULE,
        Text::new(
            "Số điện thoại phải có 10 chữ số bắt đầu bằng 0, hoặc 11 chữ số bắt đầu bằng 02 nếu là máy cố định.",
            "A phone number has 10 digits beginning with 0, or 11 beginning with 02 for a landline.",
        ),
        Text::new(
            "Sửa số, hoặc để trống: điện thoại không bắt buộc.",
            "Correct the number, or leave it empty: a phone is not required.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        Phone::parse(text).ok().map(|phone| phone.as_str().to_owned())
    }

    #[test]
    fn a_number_is_the_same_however_it_is_written() {
        for text in
            ["0912345678", "0912.345.678", "091-234-5678", " 0912 345 678 ", "+84 912 345 678", "84912345678"]
        {
            assert_eq!(read(text).as_deref(), Some("0912345678"), "{text}");
        }
        assert_eq!(read("+84 (0)912345678"), None);
        assert_eq!(read("+840912345678").as_deref(), Some("0912345678"));
    }

    #[test]
    fn landlines_have_eleven_digits_and_mobiles_no_longer_do() {
        for text in ["02438251234", "+84 24 3825 1234", "842438251234"] {
            assert_eq!(read(text).as_deref(), Some("02438251234"), "{text}");
        }
        for text in [
            "01234567890",
            "912345678",
            "091234567",
            "09123456789",
            "0012345678",
            "",
            "O912345678",
            "+1 202 5550100",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        // A mobile that begins with 084, and not the code of the country.
        assert_eq!(read("0849123456").as_deref(), Some("0849123456"));
    }

    #[test]
    fn a_zero_lost_at_the_front_is_known() {
        let whole = |text: &str| Phone::with_zero(text).map(|phone| phone.as_str().to_owned());
        assert_eq!(whole("912345678").as_deref(), Some("0912345678"));
        assert_eq!(whole("849123456").as_deref(), Some("0849123456"));
        assert_eq!(whole("2438251234").as_deref(), Some("02438251234"));
        for text in ["0912345678", "84912345678", "12345", "09123"] {
            assert_eq!(whole(text), None, "{text}");
        }
    }

    #[test]
    fn a_page_and_a_log_show_four_digits() {
        let phone = Phone::parse("0912345678").unwrap();
        assert_eq!(phone.masked(), "******5678");
        assert_eq!(format!("{phone:?}"), "Phone(******5678)");
    }

    #[test]
    fn nothing_is_no_number_and_no_fault() {
        assert_eq!(Phone::optional(None), Ok(None));
        assert_eq!(Phone::optional(Some(" ")), Ok(None));
        assert_eq!(Phone::optional(Some("x")).unwrap_err().code, "phone.form");
    }
}
