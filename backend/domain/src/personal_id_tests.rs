use proptest::prelude::*;
use time::macros::date;

use super::*;

const BORN: Date = date!(1999 - 05 - 17);

fn codes(issues: &[Issue]) -> Vec<&str> {
    issues.iter().map(|issue| issue.code.as_str()).collect()
}

#[test]
fn a_number_that_agrees_with_birth_date_and_sex_is_taken() {
    let id = PersonalId::parse(" 001 099 012345 ", BORN, Sex::Male).unwrap();
    assert_eq!(id.as_str(), "001099012345");
    assert_eq!(id.birth_registration_code(), "001");
    assert!(id.warnings().is_empty());
}

#[test]
fn the_fourth_digit_tells_century_and_sex() {
    for (birth_date, sex, number) in [
        (date!(1900 - 01 - 01), Sex::Male, "001000000001"),
        (date!(1999 - 12 - 31), Sex::Female, "001199000001"),
        (date!(2000 - 01 - 01), Sex::Male, "001200000001"),
        (date!(2008 - 06 - 30), Sex::Female, "001308000001"),
        (date!(2105 - 06 - 30), Sex::Male, "001405000001"),
        (date!(2299 - 06 - 30), Sex::Female, "001799000001"),
        (date!(2300 - 06 - 30), Sex::Male, "001800000001"),
        (date!(2399 - 06 - 30), Sex::Female, "001999000001"),
    ] {
        assert!(PersonalId::parse(number, birth_date, sex).is_ok(), "{number}");
    }
}

#[test]
fn every_disagreement_is_named_at_once() {
    let issues = PersonalId::parse("001099012345", date!(2000 - 05 - 17), Sex::Female).unwrap_err();
    assert_eq!(codes(&issues), ["personal_id.sex", "personal_id.birth_year"]);
    assert!(issues.iter().all(|issue| issue.place == "personal_id"));
    let sex = PersonalId::parse("001099012345", BORN, Sex::Female).unwrap_err();
    assert_eq!(codes(&sex), ["personal_id.sex"]);
    let century = PersonalId::parse("001299012345", BORN, Sex::Male).unwrap_err();
    assert_eq!(codes(&century), ["personal_id.birth_year"]);
    let year = PersonalId::parse("001098012345", BORN, Sex::Male).unwrap_err();
    assert_eq!(codes(&year), ["personal_id.birth_year"]);
    let early = PersonalId::parse("001098012345", date!(1899 - 12 - 31), Sex::Male).unwrap_err();
    assert_eq!(codes(&early), ["personal_id.century"]);
}

#[test]
fn anything_but_twelve_digits_is_refused() {
    for text in
        ["", "00109901234", "0010990123456", "00109901234a", "００１０９９０１２３４５", "-01099012345"]
    {
        assert_eq!(PersonalId::of_form(text).unwrap_err().code, "personal_id.form", "{text}");
    }
}

#[test]
fn an_unknown_province_is_a_warning_and_a_country_is_none() {
    for (number, warned) in [
        ("001099012345", false),
        ("096099012345", false),
        ("003099012345", true),
        ("000099012345", true),
        ("097099012345", true),
        ("137099012345", false),
    ] {
        let id = PersonalId::parse(number, BORN, Sex::Male).unwrap();
        assert_eq!(id.warnings().len(), usize::from(warned), "{number}");
    }
}

#[test]
fn the_list_is_in_order_so_that_it_can_be_searched() {
    assert!(BIRTH_REGISTRATION_CODES.is_sorted());
    assert!(BIRTH_REGISTRATION_CODES.iter().all(|code| code.len() == 3));
}

#[test]
fn neither_debug_nor_a_failed_read_shows_the_number() {
    let id = PersonalId::compose("079", Sex::Female, BORN, 1234);
    assert_eq!(id.masked(), "********1234");
    assert_eq!(format!("{id:?}"), "PersonalId(********1234)");
    let failure = serde_json::from_str::<PersonalId>("\"0791990012349\"").unwrap_err().to_string();
    assert!(!failure.contains("079199"), "{failure}");
}

#[test]
fn json_is_the_bare_number() {
    let id = PersonalId::of_form("079199001234").unwrap();
    let json = serde_json::to_string(&id).unwrap();
    assert_eq!(json, "\"079199001234\"");
    assert_eq!(serde_json::from_str::<PersonalId>(&json).unwrap(), id);
    assert_eq!(serde_json::to_string(&Sex::Female).unwrap(), "\"female\"");
}

proptest! {
    #[test]
    fn a_composed_number_agrees_with_its_person_and_with_nobody_else(
        place in 0usize..63, day in 1u16..=365, year in 1900i32..2400, serial in 0u32..5_000_000, male: bool,
    ) {
        let (sex, other) = if male { (Sex::Male, Sex::Female) } else { (Sex::Female, Sex::Male) };
        let born = Date::from_ordinal_date(year, day).unwrap();
        let id = PersonalId::compose(BIRTH_REGISTRATION_CODES[place], sex, born, serial);
        prop_assert!(PersonalId::parse(id.as_str(), born, sex).is_ok());
        prop_assert!(id.warnings().is_empty());
        prop_assert_eq!(id.mismatches(born, other).len(), 1);
        if year < 2399 {
            let next = Date::from_ordinal_date(year + 1, day).unwrap();
            prop_assert_eq!(id.mismatches(next, sex).len(), 1);
        }
    }

    #[test]
    fn no_text_breaks_the_reader(text in ".*") {
        if let Ok(id) = PersonalId::of_form(&text) {
            prop_assert_eq!(id.masked().len(), 12);
        }
    }
}
