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
        if let Some(at) = rest.iter().position(|word| *word == unit) {
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
            "linh" => {}
            "mốt" => open = Some(1),
            "tư" => open = Some(4),
            "lăm" => open = Some(5),
            word => open = Some(i128::try_from(DIGITS.iter().position(|d| *d == word)?).ok()?),
        }
    }
    Some(done + open.unwrap_or(0))
}

const GOLDEN: &[(i64, &str)] = &[
    (0, "Không đồng"),
    (1, "Một đồng"),
    (4, "Bốn đồng"),
    (5, "Năm đồng"),
    (9, "Chín đồng"),
    (10, "Mười đồng"),
    (11, "Mười một đồng"),
    (14, "Mười bốn đồng"),
    (15, "Mười lăm đồng"),
    (19, "Mười chín đồng"),
    (20, "Hai mươi đồng"),
    (21, "Hai mươi mốt đồng"),
    (24, "Hai mươi tư đồng"),
    (25, "Hai mươi lăm đồng"),
    (30, "Ba mươi đồng"),
    (44, "Bốn mươi tư đồng"),
    (55, "Năm mươi lăm đồng"),
    (71, "Bảy mươi mốt đồng"),
    (99, "Chín mươi chín đồng"),
    (100, "Một trăm đồng"),
    (101, "Một trăm linh một đồng"),
    (104, "Một trăm linh bốn đồng"),
    (105, "Một trăm linh năm đồng"),
    (110, "Một trăm mười đồng"),
    (111, "Một trăm mười một đồng"),
    (115, "Một trăm mười lăm đồng"),
    (121, "Một trăm hai mươi mốt đồng"),
    (200, "Hai trăm đồng"),
    (305, "Ba trăm linh năm đồng"),
    (454, "Bốn trăm năm mươi tư đồng"),
    (555, "Năm trăm năm mươi lăm đồng"),
    (999, "Chín trăm chín mươi chín đồng"),
    (1_000, "Một nghìn đồng chẵn"),
    (1_001, "Một nghìn không trăm linh một đồng"),
    (1_005, "Một nghìn không trăm linh năm đồng"),
    (1_010, "Một nghìn không trăm mười đồng"),
    (1_015, "Một nghìn không trăm mười lăm đồng"),
    (1_050, "Một nghìn không trăm năm mươi đồng"),
    (1_100, "Một nghìn một trăm đồng"),
    (5_500, "Năm nghìn năm trăm đồng"),
    (10_000, "Mười nghìn đồng chẵn"),
    (15_000, "Mười lăm nghìn đồng chẵn"),
    (21_000, "Hai mươi mốt nghìn đồng chẵn"),
    (100_000, "Một trăm nghìn đồng chẵn"),
    (105_000, "Một trăm linh năm nghìn đồng chẵn"),
    (105_105, "Một trăm linh năm nghìn một trăm linh năm đồng"),
    (360_000, "Ba trăm sáu mươi nghìn đồng chẵn"),
    (999_999, "Chín trăm chín mươi chín nghìn chín trăm chín mươi chín đồng"),
    (1_000_000, "Một triệu đồng chẵn"),
    (1_000_001, "Một triệu không trăm linh một đồng"),
    (1_001_000, "Một triệu không trăm linh một nghìn đồng chẵn"),
    (1_021_004, "Một triệu không trăm hai mươi mốt nghìn không trăm linh bốn đồng"),
    (1_234_567, "Một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy đồng"),
    (2_500_000, "Hai triệu năm trăm nghìn đồng chẵn"),
    (18_650_000, "Mười tám triệu sáu trăm năm mươi nghìn đồng chẵn"),
    (24_000_000, "Hai mươi tư triệu đồng chẵn"),
    (101_000_000, "Một trăm linh một triệu đồng chẵn"),
    (254_315_821, "Hai trăm năm mươi tư triệu ba trăm mười lăm nghìn tám trăm hai mươi mốt đồng"),
    (1_000_000_000, "Một tỷ đồng chẵn"),
    (1_000_000_500, "Một tỷ năm trăm đồng"),
    (1_005_000_000, "Một tỷ không trăm linh năm triệu đồng chẵn"),
    (1_250_000_000, "Một tỷ hai trăm năm mươi triệu đồng chẵn"),
    (15_000_045_000, "Mười lăm tỷ không trăm bốn mươi lăm nghìn đồng chẵn"),
    (999_000_000_001, "Chín trăm chín mươi chín tỷ không trăm linh một đồng"),
    (1_000_000_000_000, "Một nghìn tỷ đồng chẵn"),
    (1_234_000_000_000, "Một nghìn hai trăm ba mươi tư tỷ đồng chẵn"),
    (1_005_000_000_000, "Một nghìn không trăm linh năm tỷ đồng chẵn"),
    (1_000_000_000_000_000, "Một triệu tỷ đồng chẵn"),
    (2_000_005_000_000_000, "Hai triệu không trăm linh năm tỷ đồng chẵn"),
    (1_000_000_000_000_000_000, "Một tỷ tỷ đồng chẵn"),
    (2_000_000_003_000_000_000, "Hai tỷ không trăm linh ba tỷ đồng chẵn"),
    (
        i64::MAX,
        "Chín tỷ hai trăm hai mươi ba triệu ba trăm bảy mươi hai nghìn không trăm ba mươi sáu tỷ \
         tám trăm năm mươi tư triệu bảy trăm bảy mươi lăm nghìn tám trăm linh bảy đồng",
    ),
    (-1, "Âm một đồng"),
    (-200_000, "Âm hai trăm nghìn đồng chẵn"),
    (-1_234_567, "Âm một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy đồng"),
];

#[test]
fn amounts_are_written_as_a_clerk_writes_them() {
    for (dong, words) in GOLDEN {
        assert_eq!(amount_in_words(Money::dong(*dong)), *words, "{dong}");
    }
    assert!(GOLDEN.len() >= 60);
}

#[test]
fn only_a_whole_number_of_thousands_is_even() {
    assert!(amount_in_words(Money::dong(1_000)).ends_with("đồng chẵn"));
    assert!(!amount_in_words(Money::dong(1_500)).ends_with("chẵn"));
    assert!(!amount_in_words(Money::ZERO).ends_with("chẵn"));
}

#[test]
fn even_the_smallest_amount_there_is_has_words() {
    let words = amount_in_words(Money::dong(i64::MIN));
    assert_eq!(read_back(&words), Some(i128::from(i64::MIN)));
}

#[test]
fn every_amount_below_ten_thousand_reads_back() {
    for dong in 0..10_000 {
        assert_eq!(read_back(&amount_in_words(Money::dong(dong))), Some(i128::from(dong)));
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
    fn words_read_back_to_the_same_amount(dong in amounts()) {
        let words = amount_in_words(Money::dong(dong));
        prop_assert_eq!(read_back(&words), Some(i128::from(dong)), "{}", words);
    }

    #[test]
    fn words_are_one_tidy_sentence(dong in amounts()) {
        let words = amount_in_words(Money::dong(dong));
        prop_assert!(words.chars().next().is_some_and(char::is_uppercase));
        prop_assert!(!words.contains("  ") && !words.contains("mười năm") && !words.contains("mươi một"));
        prop_assert_eq!(words.ends_with("chẵn"), dong != 0 && dong % 1_000 == 0);
    }
}
