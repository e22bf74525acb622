use proptest::prelude::*;

use super::*;

/// Reads words back to đồng; only as clever as the tests need. `None` when the words are no amount.
fn read_back(text: &str) -> Option<i128> {
    let text = text.to_lowercase();
    let text = text.strip_suffix(" chẵn").unwrap_or(&text);
    let text = text.strip_suffix(" đồng")?;
    match text.strip_prefix("âm ") {
        Some(text) => read_number(text).map(|value| -value),
        None => read_number(text),
    }
}

fn read_number(text: &str) -> Option<i128> {
    let words: Vec<&str> = text.split(' ').collect();
    read_words(&words)
}

fn read_words(words: &[&str]) -> Option<i128> {
    match words.iter().rposition(|word| *word == "tỷ") {
        Some(0) => None,
        Some(at) => Some(read_words(&words[..at])? * 1_000_000_000 + read_below(&words[at + 1..])?),
        None => read_below(words),
    }
}

fn read_below(words: &[&str]) -> Option<i128> {
    let mut rest = words;
    let mut total = 0;
    for (unit, size) in [("triệu", 1_000_000), ("nghìn", 1_000)] {
        let is_unit = |word: &&str| *word == unit || (unit == "nghìn" && *word == "ngàn");
        if let Some(at) = rest.iter().position(is_unit) {
            total += read_group(&rest[..at])? * size;
            rest = &rest[at + 1..];
        }
    }
    Some(total + if rest.is_empty() { 0 } else { read_group(rest)? })
}

fn read_group(words: &[&str]) -> Option<i128> {
    let (mut done, mut open) = (0, None);
    for word in words {
        match *word {
            "trăm" => done += open.take()? * 100,
            "mươi" => done += open.take()? * 10,
            "mười" => done += 10,
            "linh" | "lẻ" => {}
            "mốt" => open = Some(1),
            "tư" => open = Some(4),
            "lăm" => open = Some(5),
            word => open = Some(i128::try_from(DIGITS.iter().position(|d| *d == word)?).ok()?),
        }
    }
    Some(done + open.unwrap_or(0))
}

/// An amount and its words a line, made by another program than ours (groups of nine digits from the left) and read through.
const GOLDEN: &str = include_str!("words_golden.tsv");

#[test]
fn amounts_are_written_as_a_clerk_writes_them() {
    let golden: Vec<(i64, &str)> = GOLDEN
        .lines()
        .map(|line| line.split_once('\t').expect("amount and words"))
        .map(|(dong, words)| (dong.parse().expect("an amount"), words))
        .collect();
    for (dong, words) in &golden {
        assert_eq!(amount_in_words(Money::dong(*dong), Spelling::default()), *words, "{dong}");
    }
    assert!(golden.len() >= 200);
}

#[test]
fn the_office_chooses_between_two_words_of_one_meaning() {
    let said =
        |with_le, with_ngan| amount_in_words(Money::dong(3_005_107), Spelling::new(with_le, with_ngan));
    assert_eq!(said(false, false), "Ba triệu không trăm linh năm nghìn một trăm linh bảy đồng");
    assert_eq!(said(true, false), "Ba triệu không trăm lẻ năm nghìn một trăm lẻ bảy đồng");
    assert_eq!(said(false, true), "Ba triệu không trăm linh năm ngàn một trăm linh bảy đồng");
    assert_eq!(said(true, true), "Ba triệu không trăm lẻ năm ngàn một trăm lẻ bảy đồng");
}

#[test]
fn only_a_whole_number_of_thousands_is_even() {
    assert!(amount_in_words(Money::dong(1_000), Spelling::default()).ends_with("đồng chẵn"));
    assert!(!amount_in_words(Money::dong(1_500), Spelling::default()).ends_with("chẵn"));
    assert!(!amount_in_words(Money::ZERO, Spelling::default()).ends_with("chẵn"));
}

#[test]
fn even_the_smallest_amount_there_is_has_words() {
    let words = amount_in_words(Money::dong(i64::MIN), Spelling::default());
    assert_eq!(read_back(&words), Some(i128::from(i64::MIN)));
}

#[test]
fn every_amount_below_ten_thousand_reads_back() {
    for dong in 0..10_000 {
        assert_eq!(
            read_back(&amount_in_words(Money::dong(dong), Spelling::default())),
            Some(i128::from(dong))
        );
    }
}

#[test]
fn the_reader_refuses_what_is_no_amount() {
    assert_eq!(read_back("Mười đô la"), None);
    assert_eq!(read_back("Mười hai mèo đồng"), None);
}

fn amounts() -> impl Strategy<Value = i64> {
    let limit = 1_000_000_000_000_000_000i64;
    // Sums of a few sparse parts meet the empty groups that a uniform draw never meets.
    let sparse = (0u32..=17, 1i64..1_000, 0u32..=9, 0i64..1_000)
        .prop_map(|(a, x, b, y)| 10i64.pow(a).saturating_mul(x).saturating_add(10i64.pow(b) * y));
    prop_oneof![-limit..=limit, 0..1_000_000i64, sparse]
}

proptest! {
    #[test]
    fn words_read_back_to_the_same_amount(dong in amounts(), le: bool, ngan: bool) {
        let words = amount_in_words(Money::dong(dong), Spelling::new(le, ngan));
        prop_assert_eq!(read_back(&words), Some(i128::from(dong)), "{}", words);
    }

    #[test]
    fn words_are_one_tidy_sentence(dong in amounts()) {
        let words = amount_in_words(Money::dong(dong), Spelling::default());
        prop_assert!(words.chars().next().is_some_and(char::is_uppercase));
        prop_assert!(!words.contains("  ") && !words.contains("mười năm") && !words.contains("mươi một"));
        prop_assert_eq!(words.ends_with("chẵn"), dong != 0 && dong % 1_000 == 0);
    }
}
