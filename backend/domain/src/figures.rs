//! How figures are written for a reader: `1.234.567,5` in Vietnamese, `1,234,567.5` in English.
//! The one place that groups digits. Codes, years, files and input fields hold bare digits and do not come here.

use std::fmt::Display;

use crate::{
    fraction::Fraction,
    text::{Lang, Text},
};

/// What stands between groups of three digits.
const fn comma_or_dot(lang: Lang) -> char {
    match lang {
        Lang::Vi => '.',
        Lang::En => ',',
    }
}

/// The mark before decimals.
pub const fn point(lang: Lang) -> char {
    match lang {
        Lang::Vi => ',',
        Lang::En => '.',
    }
}

pub fn whole(number: i128, lang: Lang) -> String {
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}", grouped(&number.unsigned_abs().to_string(), lang))
}

/// A number as programs write it, `-1234.5`, in the reader's way. What has no end, `1/3`, stays as it is.
pub fn decimal(written: &str, lang: Lang) -> String {
    if written.contains('/') {
        return written.to_owned();
    }
    let (sign, digits) = written.strip_prefix('-').map_or(("", written), |digits| ("-", digits));
    match digits.split_once('.') {
        Some((whole, decimals)) => format!("{sign}{}{}{decimals}", grouped(whole, lang), point(lang)),
        None => format!("{sign}{}", grouped(digits, lang)),
    }
}

/// The same for a sentence of both languages.
pub fn said(number: impl Display) -> Text {
    let written = number.to_string();
    Text::told(|lang| decimal(&written, lang))
}

/// The same of a number in a sentence, where `2025` may be a year: four digits are not grouped.
pub fn in_a_sentence(number: Fraction, lang: Lang) -> String {
    let written = number.to_string();
    let whole = written.trim_start_matches('-').split(['.', '/']).next().unwrap_or("");
    match whole.len() {
        0..=4 if lang == Lang::Vi => written.replace('.', ","),
        0..=4 => written,
        _ => decimal(&written, lang),
    }
}

fn grouped(digits: &str, lang: Lang) -> String {
    let mut written = String::with_capacity(digits.len() * 4 / 3 + 1);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            written.push(comma_or_dot(lang));
        }
        written.push(digit);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_groups_in_its_own_way() {
        for (number, vi, en) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (-1_234, "-1.234", "-1,234"),
            (36_855_000, "36.855.000", "36,855,000"),
        ] {
            assert_eq!(whole(number, Lang::Vi), vi);
            assert_eq!(whole(number, Lang::En), en);
        }
        assert_eq!(whole(i64::MIN.into(), Lang::En), "-9,223,372,036,854,775,808");
    }

    #[test]
    fn decimals_have_a_comma_in_vietnamese_and_a_point_in_english() {
        for (written, vi, en) in
            [("-1234.50", "-1.234,50", "-1,234.50"), ("0.9", "0,9", "0.9"), ("1/3", "1/3", "1/3")]
        {
            assert_eq!(decimal(written, Lang::Vi), vi);
            assert_eq!(decimal(written, Lang::En), en);
        }
    }

    #[test]
    fn a_year_in_a_sentence_stays_a_year() {
        let said = |text: &str, lang| in_a_sentence(text.parse().unwrap(), lang);
        assert_eq!(said("2025", Lang::Vi), "2025");
        assert_eq!(said("2025.5", Lang::Vi), "2025,5");
        assert_eq!(said("12000.5", Lang::Vi), "12.000,5");
        assert_eq!(said("12000.5", Lang::En), "12,000.5");
    }
}
