//! An amount of đồng written out in Vietnamese, as accounting documents require next to the figures.
//! Knows the reading of numbers and nothing of the papers they are printed on.
//!
//! Source of the duty: Luật Kế toán 88/2015/QH13 Điều 16 (totals in figures and in words), cited from memory:
//! assumption. No law fixes the spelling; the choices here (`tư` after a ten of two or more, `chẵn` after a whole
//! number of thousands) are custom: assumption. Where custom knows two words, the office says which (`Spelling`).

use crate::money::Money;

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
const THOUSAND: u64 = 1_000;
const MILLION: u64 = 1_000_000;
const BILLION: u64 = 1_000_000_000;

/// Which of two words of the same meaning are written. The words of the North are taken until somebody decides: assumption.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spelling {
    /// Between hundreds and a single digit.
    pub no_tens: &'static str,
    pub thousand: &'static str,
}

impl Spelling {
    pub fn new(with_le: bool, with_ngan: bool) -> Spelling {
        Spelling {
            no_tens: if with_le { "lẻ" } else { "linh" },
            thousand: if with_ngan { "ngàn" } else { "nghìn" },
        }
    }
}

impl Default for Spelling {
    fn default() -> Spelling {
        Spelling::new(false, false)
    }
}

/// `1_234_567` → `Một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy đồng`.
///
/// Capital first letter; `Âm` before a negative amount; ends with `đồng`, and with `đồng chẵn` when the amount is
/// a whole number of thousands other than zero. Every amount of đồng has a reading, up to ±9.2 × 10^18
/// (`nghìn tỷ`, `triệu tỷ`, `tỷ tỷ`). Source: custom, assumption.
pub fn amount_in_words(amount: Money, spelling: Spelling) -> String {
    let dong = amount.as_dong().unsigned_abs();
    let mut words = Vec::new();
    if amount.is_negative() {
        words.push("âm");
    }
    words.extend(number(dong, spelling));
    words.push("đồng");
    if dong != 0 && dong.is_multiple_of(THOUSAND) {
        words.push("chẵn");
    }
    capitalised(&words.join(" "))
}

fn number(value: u64, spelling: Spelling) -> Vec<&'static str> {
    let mut words = Vec::new();
    if value == 0 {
        words.push(DIGITS[0]);
    } else {
        append(value, spelling, &mut words);
    }
    words
}

/// Adds the reading of `value` behind what has been read already; a part that is zero is not read.
/// From a billion up, the number of billions is itself read as a number: `một nghìn tỷ`, `hai tỷ tỷ`.
fn append(value: u64, spelling: Spelling, words: &mut Vec<&'static str>) {
    if value >= BILLION {
        append(value / BILLION, spelling, words);
        words.push("tỷ");
    }
    let below = value % BILLION;
    for (group, unit) in [
        (below / MILLION, Some("triệu")),
        (below % MILLION / THOUSAND, Some(spelling.thousand)),
        (below % THOUSAND, None),
    ] {
        if group > 0 {
            let leading = words.is_empty();
            append_group(group, leading, spelling, words);
            words.extend(unit);
        }
    }
}

/// Three digits. Behind a larger group the hundreds are always said: `một nghìn không trăm linh năm`.
fn append_group(group: u64, leading: bool, spelling: Spelling, words: &mut Vec<&'static str>) {
    let hundreds = group / 100;
    let (tens, ones) = (group / 10 % 10, group % 10);
    if hundreds > 0 || !leading {
        words.extend([digit(hundreds), "trăm"]);
        if tens == 0 && ones > 0 {
            words.push(spelling.no_tens);
        }
    }
    match tens {
        0 => {}
        1 => words.push("mười"),
        _ => words.extend([digit(tens), "mươi"]),
    }
    match (tens, ones) {
        (_, 0) => {}
        (2.., 1) => words.push("mốt"),
        (2.., 4) => words.push("tư"),
        (1.., 5) => words.push("lăm"),
        _ => words.push(digit(ones)),
    }
}

fn digit(value: u64) -> &'static str {
    DIGITS[usize::try_from(value).expect("a digit is below ten")]
}

fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
