use super::*;

const TRAINING: &str = include_str!("../../../../fixtures/schemes/qd1446-training.toml");
const RETRAINING: &str = include_str!("../../../../fixtures/schemes/qd1446-retraining.toml");

fn findings(text: &str) -> Vec<String> {
    match parse(text) {
        Ok(_) => Vec::new(),
        Err(issues) => issues.into_iter().map(|issue| format!("{} {}", issue.place, issue.code)).collect(),
    }
}

fn line_of(text: &str, wanted: &str) -> usize {
    text.lines().position(|line| line.contains(wanted)).expect("the scheme has this line") + 1
}

#[test]
fn both_schemes_of_the_programme_are_sound() {
    for text in [TRAINING, RETRAINING] {
        let scheme = parse(text).unwrap();
        assert_eq!(scheme.amounts[0].leaves.len(), scheme.parts.len());
        assert!(scheme.parts.iter().all(|part| !part.law.is_empty()));
    }
}

#[test]
fn shares_that_do_not_sum_to_one_are_refused() {
    let broken = TRAINING.replacen("share = \"0.30\"", "share = \"0.31\"", 1);
    assert_ne!(broken, TRAINING);
    let issues = parse(&broken).unwrap_err();
    assert_eq!(issues[0].code, "scheme.shares");
    assert!(issues[0].problem.en.contains("1.01"), "{}", issues[0].problem.en);
}

#[test]
fn every_finding_comes_back_at_once_at_its_line() {
    let broken = TRAINING
        .replacen("share = \"0.30\"", "share = \"1.30\"", 1)
        .replacen("excellent = \"1\"", "exellent = \"1\"", 1)
        .replacen("percent = \"0.30\"", "percent = \"0.60\"", 1);
    let found = findings(&broken);
    for (wanted, code) in [("share = \"1.30\"", "scheme.value"), ("exellent", "scheme.value")] {
        let expected = format!("line {} {code}", line_of(&broken, wanted));
        assert!(found.contains(&expected), "{expected} in {found:?}");
    }
    assert!(found.iter().any(|f| f.ends_with("scheme.factor_missing")), "{found:?}");
    assert!(found.iter().any(|f| f.ends_with("scheme.shares")), "{found:?}");
}

#[test]
fn a_parameter_without_a_law_is_refused() {
    let start = TRAINING.find("law = \"").unwrap();
    let end = start + 7 + TRAINING[start + 7..].find('"').unwrap() + 1;
    let broken = format!("{}law = \"\"{}", &TRAINING[..start], &TRAINING[end..]);
    assert!(findings(&broken).iter().any(|f| f.ends_with("scheme.law")));
}

#[test]
fn a_misspelt_key_says_its_line() {
    let broken = TRAINING.replacen("by_quality", "by_qualiti", 1);
    let expected = format!("line {} file.unknown_key", line_of(&broken, "by_qualiti"));
    assert_eq!(findings(&broken), [expected]);
}

#[test]
fn a_code_used_twice_is_refused() {
    let broken = TRAINING.replacen("code = \"employment\"", "code = \"enrolment\"", 1);
    assert!(findings(&broken).iter().any(|f| f.ends_with("scheme.double")));
}

#[test]
fn turns_of_a_rate_leave_no_day_between_them() {
    let found = |rows: &[&str]| {
        let rows: Vec<String> = rows.iter().map(|row| format!("  {{ key = [\"hour\"], {row} }},")).collect();
        let table = format!(
            "[[tables]]\ncode = \"rates\"\nkeys = [\"what\"]\nlaw = \"assumption\"\nrows = [\n{}\n]\n",
            rows.join("\n")
        );
        let text = format!("{TRAINING}\n{table}");
        let first = line_of(&text, "key = [\"hour\"]");
        let of_rows = findings(&text).into_iter().map(|found| {
            let (place, code) = found.strip_prefix("line ").unwrap().split_once(' ').unwrap();
            format!("{} {code}", place.parse::<usize>().unwrap() - first)
        });
        of_rows.collect::<Vec<_>>()
    };
    let (march, april, july) = (
        "value = \"1\", until = \"2025-03-31\"",
        "value = \"2\", from = \"2025-04-01\", until = \"2025-06-30\"",
        "value = \"3\", from = \"2025-07-01\"",
    );
    let none: [&str; 0] = [];
    assert_eq!(found(&[march, april, july]), none);
    assert_eq!(found(&[july, march, april]), none);
    assert_eq!(found(&[march, july]), ["0 scheme.gap"]);
    assert_eq!(found(&[july, april]), none);
    let late = "value = \"3\", from = \"2025-07-02\"";
    assert_eq!(found(&[march, april, late]), ["1 scheme.gap"]);
    let over = "value = \"3\", from = \"2025-06-30\"";
    assert_eq!(found(&[march, april, over]), ["2 scheme.double_key"]);
}

#[test]
fn fixed_parts_of_payees_make_the_whole() {
    let of = |shares: [&str; 2]| {
        let payee = format!(
            "payee = [{{ role = \"provider\", share = \"{}\" }}, {{ role = \"host\", share = \"{}\" }}]",
            shares[0], shares[1]
        );
        findings(&TRAINING.replacen("payee = \"provider\"", &payee, 1))
    };
    assert!(of(["2/3", "1/3"]).is_empty());
    assert!(of(["2/3", "1/4"]).iter().any(|found| found.ends_with("scheme.shares")));
    // What the order says is not known yet.
    assert!(of(["order.share", "1/4"]).is_empty());
}

#[test]
fn a_component_rounds_to_a_multiple_of_the_schemes_unit() {
    let of = |unit: &str| {
        let own = format!("rounding = {{ unit = \"{unit}\", law = \"assumption\" }}\npayee = \"provider\"");
        findings(&TRAINING.replacen("payee = \"provider\"", &own, 1))
    };
    assert!(of("1000").is_empty() && of("1").is_empty());
    for wrong in ["0", "0.5", "-1"] {
        assert!(of(wrong).iter().any(|found| found.ends_with("scheme.value")), "{wrong}");
    }
}
