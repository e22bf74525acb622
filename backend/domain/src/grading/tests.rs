use proptest::prelude::*;
use time::macros::date;

use super::{
    GraduationClass::{Average, Excellent, Failed, FairlyGood, Good, Passed, VeryGood, Weak},
    Rules::{Continuing2015, Credits2022, Elementary2018, Year2022},
    scores::{ModuleKind, ModuleScore},
    *,
};

fn d(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn codes(issues: &[Issue]) -> Vec<&str> {
    issues.iter().map(|issue| issue.code.as_str()).collect()
}

/// `record` with one thing changed.
fn with(score: &str, change: impl FnOnce(&mut Record)) -> Record {
    let mut record = Record::clean(d(score));
    change(&mut record);
    record
}

fn class(rules: Rules, record: &Record) -> GraduationClass {
    classify(rules, record).class
}

fn assert_bands(rules: Rules, edges: &[(&str, &str, GraduationClass)]) {
    for (score, rounded, expected) in edges {
        let result = classify(rules, &Record::clean(d(score)));
        assert_eq!((result.class, result.rounded_score), (*expected, d(rounded)), "{rules:?} {score}");
        assert_eq!(result.before_drop, *expected);
        assert_eq!(result.reasons.is_empty(), expected.graduates(), "{rules:?} {score}");
    }
}

#[test]
fn the_year_system_has_four_bands_over_one_decimal() {
    assert_bands(
        Year2022,
        &[
            ("10", "10", Excellent),
            ("9.0", "9.0", Excellent),
            ("8.95", "9.0", Excellent),
            ("8.9499", "8.9", VeryGood),
            ("8.0", "8.0", VeryGood),
            ("7.95", "8.0", VeryGood),
            ("7.94", "7.9", Good),
            ("7.0", "7.0", Good),
            ("6.95", "7.0", Good),
            ("6.94", "6.9", Average),
            ("5.0", "5.0", Average),
            ("4.95", "5.0", Average),
            ("4.94", "4.9", Failed),
            ("0", "0", Failed),
        ],
    );
}

#[test]
fn the_credit_system_has_five_bands_over_two_decimals() {
    assert_bands(
        Credits2022,
        &[
            ("4", "4", Excellent),
            ("3.5", "3.5", Excellent),
            ("3.495", "3.50", Excellent),
            ("3.494", "3.49", VeryGood),
            ("3.0", "3.0", VeryGood),
            ("2.995", "3.00", VeryGood),
            ("2.994", "2.99", Good),
            ("2.5", "2.5", Good),
            ("2.495", "2.50", Good),
            ("2.494", "2.49", Average),
            ("2.0", "2.0", Average),
            ("1.995", "2.00", Average),
            ("1.994", "1.99", Weak),
            ("0", "0", Weak),
        ],
    );
}

#[test]
fn elementary_training_has_a_class_between_good_and_average() {
    assert_bands(
        Elementary2018,
        &[
            ("10", "10", Excellent),
            ("9.0", "9.0", Excellent),
            ("8.95", "9.0", Excellent),
            ("8.94", "8.9", VeryGood),
            ("7.95", "8.0", VeryGood),
            ("7.94", "7.9", Good),
            ("6.95", "7.0", Good),
            ("6.94", "6.9", FairlyGood),
            ("6.0", "6.0", FairlyGood),
            ("5.95", "6.0", FairlyGood),
            ("5.94", "5.9", Average),
            ("4.95", "5.0", Average),
            ("4.94", "4.9", Failed),
        ],
    );
}

#[test]
fn continuing_training_is_passed_or_failed_whatever_the_score() {
    assert_eq!(class(Continuing2015, &with("0", |_| {})), Passed);
    assert_eq!(class(Continuing2015, &with("10", |r| r.all_modules_passed = false)), Failed);
    assert_eq!(class(Continuing2015, &with("3", |r| r.modules_resat = 2)), Passed);
}

#[test]
fn an_excellent_college_learner_falls_with_one_module_resat_and_a_very_good_one_with_two() {
    for (rules, excellent, very_good, good) in
        [(Year2022, "9.2", "8.5", "7.5"), (Credits2022, "3.6", "3.2", "2.7")]
    {
        for (score, resat, expected) in [
            (excellent, 0, Excellent),
            (excellent, 1, VeryGood),
            (excellent, 5, VeryGood),
            (very_good, 1, VeryGood),
            (very_good, 2, Good),
            (good, 9, Good),
        ] {
            let record = with(score, |r| r.modules_resat = resat);
            assert_eq!(class(rules, &record), expected, "{rules:?} {score} {resat}");
        }
    }
}

#[test]
fn a_college_class_falls_only_when_more_than_a_tenth_was_studied_again() {
    for (rules, score) in [(Year2022, "9.2"), (Credits2022, "3.6")] {
        assert_eq!(class(rules, &with(score, |r| r.restudied_percent = d("10"))), Excellent);
        assert_eq!(class(rules, &with(score, |r| r.restudied_percent = d("10.01"))), VeryGood);
    }
}

#[test]
fn discipline_lowers_a_college_class_from_very_good_up() {
    for (rules, scores) in
        [(Year2022, ["9.2", "8.5", "7.5", "5.5"]), (Credits2022, ["3.6", "3.2", "2.7", "2.1"])]
    {
        let classes = scores.map(|score| class(rules, &with(score, |r| r.disciplined = true)));
        assert_eq!(classes, [VeryGood, Good, Good, Average], "{rules:?}");
    }
}

#[test]
fn three_reasons_lower_a_class_once_and_are_all_named() {
    let record = with("9.5", |r| {
        (r.modules_resat, r.restudied_percent, r.disciplined) = (3, d("25"), true);
    });
    for (rules, record, article) in [
        (Year2022, record.clone(), "Điều 27.4 Thông tư 04/2022/TT-BLĐTBXH"),
        (Credits2022, Record { score: d("3.9"), ..record }, "Điều 35.2 Thông tư 04/2022/TT-BLĐTBXH"),
    ] {
        let result = classify(rules, &record);
        assert_eq!((result.before_drop, result.class), (Excellent, VeryGood));
        assert_eq!(result.reasons.len(), 3);
        assert!(result.reasons.iter().all(|reason| reason.vi.contains(article)), "{:?}", result.reasons);
    }
}

#[test]
fn one_graduation_resit_leaves_good_at_most_and_two_leave_average() {
    for (score, resits, expected) in [
        ("9.5", 0, Excellent),
        ("9.5", 1, Good),
        ("8.5", 1, Good),
        ("7.5", 1, Good),
        ("6.0", 1, Average),
        ("9.5", 2, Average),
        ("7.5", 2, Average),
        ("7.5", 3, Average),
        ("4.0", 2, Failed),
    ] {
        let record = with(score, |r| r.graduation_resits = resits);
        assert_eq!(class(Year2022, &record), expected, "{score} {resits}");
    }
    let capped = classify(Year2022, &with("9.5", |r| r.graduation_resits = 1));
    assert!(capped.reasons[0].vi.contains("Điều 27.5"));
    assert!(classify(Year2022, &with("6.0", |r| r.graduation_resits = 1)).reasons.is_empty());
}

#[test]
fn the_credit_system_and_elementary_training_know_no_graduation_resit() {
    assert_eq!(class(Credits2022, &with("3.6", |r| r.graduation_resits = 2)), Excellent);
    assert_eq!(class(Elementary2018, &with("9.5", |r| r.graduation_resits = 2)), Excellent);
}

#[test]
fn elementary_classes_fall_by_one_from_fairly_good_up() {
    let scores = ["9.5", "8.5", "7.5", "6.5", "5.5"];
    let lowered = [VeryGood, Good, FairlyGood, Average, Average];
    let changes: [fn(&mut Record); 4] = [
        |r| r.modules_resat = 1,
        |r| r.restudied_percent = Decimal::ONE,
        |r| r.disciplined = true,
        |r| (r.modules_resat, r.disciplined) = (4, true),
    ];
    for change in changes {
        assert_eq!(scores.map(|score| class(Elementary2018, &with(score, change))), lowered);
    }
}

#[test]
fn suspension_prosecution_and_a_missing_module_end_in_no_graduation() {
    for (rules, score, article) in
        [(Year2022, "9.5", "Điều 26.1"), (Credits2022, "3.9", "Điều 34"), (Elementary2018, "9.5", "42/2015")]
    {
        for change in [|r: &mut Record| r.barred = true, |r: &mut Record| r.all_modules_passed = false] {
            let result = classify(rules, &with(score, change));
            assert_eq!((result.class, result.before_drop), (Failed, Excellent), "{rules:?}");
            assert_eq!(result.reasons.len(), 1);
            assert!(result.reasons[0].vi.contains(article), "{:?}", result.reasons);
        }
        let both = with(score, |r| (r.barred, r.all_modules_passed) = (true, false));
        assert_eq!(classify(rules, &both).reasons.len(), 2);
    }
}

#[test]
fn a_record_that_cannot_be_is_said_to_be_so() {
    assert!(Record::clean(d("10")).issues(Year2022).is_empty());
    assert_eq!(codes(&Record::clean(d("10.1")).issues(Elementary2018)), ["grading.off_scale"]);
    assert_eq!(codes(&Record::clean(d("4.01")).issues(Credits2022)), ["grading.off_scale"]);
    assert!(Record::clean(d("99")).issues(Continuing2015).is_empty());
    let odd = with("-1", |r| (r.restudied_percent, r.graduation_resits) = (d("101"), 4));
    let places: Vec<String> = odd.issues(Year2022).into_iter().map(|issue| issue.place).collect();
    assert_eq!(places, ["score", "restudied_percent", "graduation_resits"]);
}

#[test]
fn resits_end_where_the_circulars_say() {
    assert!(year::check_graduation_resits(3).is_ok());
    assert_eq!(year::check_graduation_resits(4).unwrap_err().place, "graduation_resits");
    assert!(elementary::check_module_sittings(2).is_ok());
    assert_eq!(elementary::check_module_sittings(3).unwrap_err().place, "module_sittings");
    assert!(continuing::check_module_retests(2).is_ok());
    assert_eq!(continuing::check_module_retests(3).unwrap_err().place, "module_retests");
}

#[test]
fn a_pack_is_in_force_from_its_first_day() {
    assert_eq!(in_force(RuleSet::Year, date!(2022 - 05 - 15)), Ok(Year2022));
    assert_eq!(in_force(RuleSet::Credits, date!(2026 - 11 - 22)), Ok(Credits2022));
    assert_eq!(in_force(RuleSet::Year, date!(2022 - 05 - 14)).unwrap_err().code, "grading.no_rules");
    for kind in RuleSet::ALL {
        let first = kind.in_force_from();
        assert_eq!(in_force(kind, first).unwrap().kind(), kind);
        assert!(in_force(kind, first.previous_day().unwrap()).is_err());
        assert_eq!(kind.in_force_until(), None);
        assert_eq!(kind.newest().kind(), kind);
        assert!(kind.source().contains("/TT-BLĐTBXH"));
    }
}

#[test]
fn keys_are_the_same_in_json_and_in_tables() {
    for rules in Rules::ALL {
        assert_eq!(serde_json::to_string(&rules).unwrap(), format!("\"{}\"", rules.as_str()));
        assert_eq!(Rules::parse(rules.as_str()), Some(rules));
    }
    for class in GraduationClass::ALL {
        assert_eq!(serde_json::to_string(&class).unwrap(), format!("\"{}\"", class.as_str()));
        assert_eq!(GraduationClass::parse(class.as_str()), Some(class));
        assert_eq!(GraduationClass::parse(&format!(" {} ", class.name().vi.to_uppercase())), Some(class));
    }
    assert_eq!(GraduationClass::parse("tốt"), None);
}

#[test]
fn a_periodic_test_weighs_twice_a_regular_one() {
    assert_eq!(scores::test_average(&[d("6")], &[d("9")]), Ok(d("8")));
    assert_eq!(scores::test_average(&[d("7"), d("8")], &[d("6.5")]), Ok(d("7")));
    // (5 + 2 × 4.9) / 3 = 4.93…
    assert_eq!(scores::test_average(&[d("5")], &[d("4.9")]), Ok(d("4.9")));
    assert_eq!(scores::test_average(&[], &[d("9")]).unwrap_err().code, "tests.too_few");
    assert!(scores::test_average(&[d("9")], &[]).is_err());
}

#[test]
fn a_module_is_four_tenths_tests_and_six_tenths_exam() {
    assert_eq!(scores::module_score(d("10"), d("0")), d("4"));
    assert_eq!(scores::module_score(d("0"), d("10")), d("6"));
    // 0.4 × 5.5 + 0.6 × 4.6 = 4.96
    assert_eq!(scores::module_score(d("5.5"), d("4.6")), d("5.0"));
}

fn module(score: &str, credits: u32, kind: ModuleKind) -> ModuleScore {
    ModuleScore { score: d(score), credits, kind }
}

#[test]
fn averages_are_weighted_by_credits_and_leave_out_physical_and_defence_education() {
    let modules = [
        module("8.5", 3, ModuleKind::Ordinary),
        module("6.9", 1, ModuleKind::Ordinary),
        module("4.0", 9, ModuleKind::PhysicalEducation),
        module("10", 9, ModuleKind::DefenceEducation),
    ];
    // (25.5 + 6.9) / 4 = 8.1; letters A, C: (12 + 2) / 4 = 3.5
    assert_eq!(scores::weighted_average(&modules), Some(d("8.1")));
    assert_eq!(credits::gpa(&modules), Some(d("3.5")));
    assert_eq!(scores::weighted_average(&modules[2..]), None);
    assert_eq!(credits::gpa(&[]), None);
    assert_eq!(scores::weighted_average(&[module("8", 0, ModuleKind::Ordinary)]), None);
}

#[test]
fn letters_change_at_their_edges() {
    use credits::Letter;
    for (score, letter, points) in [
        ("10", Letter::A, 4),
        ("8.5", Letter::A, 4),
        ("8.45", Letter::A, 4),
        ("8.44", Letter::B, 3),
        ("7.0", Letter::B, 3),
        ("6.9", Letter::C, 2),
        ("5.5", Letter::C, 2),
        ("5.4", Letter::D, 1),
        ("4.0", Letter::D, 1),
        ("3.9", Letter::F, 0),
        ("0", Letter::F, 0),
    ] {
        assert_eq!(Letter::of(d(score)), letter, "{score}");
        assert_eq!((letter.points(), letter.passes()), (Decimal::from(points), points > 0));
    }
}

#[test]
fn graduation_scores_follow_their_two_formulas() {
    // (3 × 7.5 + 2 × 8.0 + 6.0) / 6 = 7.416…
    assert_eq!(year::score_by_exams(d("7.5"), d("8.0"), d("6.0")), d("7.4"));
    // (3 × 8.9 + 2 × 9.0 + 9.0) / 6 = 8.95
    assert_eq!(year::score_by_exams(d("8.9"), d("9.0"), d("9.0")), d("9.0"));
    // (3 × 7.5 + 2 × 9.0) / 5 = 8.1
    assert_eq!(year::score_by_thesis(d("7.5"), d("9.0")), d("8.1"));
}

#[test]
fn a_college_exam_asks_for_four_fifths_of_the_time_and_a_five() {
    assert!(scores::exam_obstacles(d("80"), d("5.0")).is_empty());
    assert_eq!(codes(&scores::exam_obstacles(d("79.9"), d("5.0"))), ["exam.attendance"]);
    assert_eq!(codes(&scores::exam_obstacles(d("80"), d("4.9"))), ["exam.test_average"]);
    assert_eq!(scores::exam_obstacles(d("0"), d("0")).len(), 2);
}

#[test]
fn an_elementary_exam_asks_for_theory_and_practice_apart() {
    assert!(elementary::exam_obstacles(d("70"), d("80"), d("5.0")).is_empty());
    let issues = elementary::exam_obstacles(d("69.9"), d("79.9"), d("4.94"));
    let places: Vec<&str> = issues.iter().map(|issue| issue.place.as_str()).collect();
    assert_eq!(places, ["theory_percent", "practice_percent", "test_average"]);
}

#[test]
fn an_elementary_course_score_is_a_plain_mean() {
    assert_eq!(elementary::course_score(&[d("5.0"), d("6.0"), d("6.1")]), Some(d("5.7")));
    assert_eq!(elementary::course_score(&[]), None);
}

#[test]
fn graders_more_than_a_point_apart_grade_again() {
    assert!(!elementary::needs_regrading(d("7.0"), d("8.0")));
    assert!(elementary::needs_regrading(d("8.1"), d("7.0")));
}

/// Higher is better; `Passed` is compared with `Failed` only.
fn rank(class: GraduationClass) -> usize {
    GraduationClass::ALL.len() - GraduationClass::ALL.iter().position(|c| *c == class).unwrap()
}

fn any_rules() -> impl Strategy<Value = Rules> {
    prop::sample::select(Rules::ALL.to_vec())
}

fn any_record() -> impl Strategy<Value = Record> {
    (
        0i64..=10_000,
        0u32..4,
        0i64..300,
        0u32..5,
        any::<bool>(),
        prop::bool::weighted(0.1),
        prop::bool::weighted(0.9),
    )
        .prop_map(|(score, modules_resat, restudied, graduation_resits, disciplined, barred, passed)| {
            Record {
                score: Decimal::new(score, 3),
                modules_resat,
                restudied_percent: Decimal::new(restudied, 1),
                graduation_resits,
                disciplined,
                barred,
                all_modules_passed: passed,
            }
        })
}

fn any_modules() -> impl Strategy<Value = Vec<ModuleScore>> {
    let kinds = vec![ModuleKind::Ordinary, ModuleKind::PhysicalEducation, ModuleKind::DefenceEducation];
    let one = (0i64..=100, 0u32..10, prop::sample::select(kinds))
        .prop_map(|(score, credits, kind)| ModuleScore { score: Decimal::new(score, 1), credits, kind });
    prop::collection::vec(one, 0..12)
}

proptest! {
    #[test]
    fn a_class_never_improves_when_the_score_falls(rules in any_rules(), record in any_record(), less in 0i64..10_000) {
        let lower = Record { score: record.score - Decimal::new(less, 3), ..record.clone() };
        prop_assert!(rank(class(rules, &lower)) <= rank(class(rules, &record)));
    }

    #[test]
    fn a_blemish_never_raises_a_class(rules in any_rules(), record in any_record()) {
        let before = rank(class(rules, &record));
        for worse in [
            Record { modules_resat: record.modules_resat + 1, ..record.clone() },
            Record { restudied_percent: record.restudied_percent + Decimal::ONE, ..record.clone() },
            Record { graduation_resits: record.graduation_resits + 1, ..record.clone() },
            Record { disciplined: true, ..record.clone() },
            Record { barred: true, ..record.clone() },
            Record { all_modules_passed: false, ..record.clone() },
        ] {
            prop_assert!(rank(class(rules, &worse)) <= before);
        }
    }

    #[test]
    fn a_class_below_its_score_has_a_reason_and_no_other_has_one(rules in any_rules(), record in any_record()) {
        let result = classify(rules, &record);
        prop_assert!(rank(result.class) <= rank(result.before_drop));
        let explained = result.class != result.before_drop || !result.class.graduates();
        prop_assert_eq!(!result.reasons.is_empty(), explained, "{:?}", result);
        for reason in &result.reasons {
            prop_assert!(reason.vi.contains("Thông tư") && reason.en.contains("Circular"));
        }
    }

    #[test]
    fn rounding_a_score_first_changes_nothing(rules in any_rules(), record in any_record()) {
        let first = classify(rules, &record);
        let again = classify(rules, &Record { score: first.rounded_score, ..record });
        prop_assert_eq!(first, again);
    }

    #[test]
    fn each_set_gives_only_its_own_classes(record in any_record()) {
        prop_assert!([Excellent, VeryGood, Good, Average, Failed].contains(&class(Year2022, &record)));
        prop_assert!([Excellent, VeryGood, Good, Average, Weak, Failed].contains(&class(Credits2022, &record)));
        prop_assert!([Excellent, VeryGood, Good, FairlyGood, Average, Failed].contains(&class(Elementary2018, &record)));
        prop_assert!([Passed, Failed].contains(&class(Continuing2015, &record)));
    }

    #[test]
    fn averages_do_not_depend_on_the_order_of_modules(
        (modules, shuffled) in any_modules().prop_flat_map(|m| (Just(m.clone()), Just(m).prop_shuffle())),
    ) {
        prop_assert_eq!(scores::weighted_average(&modules), scores::weighted_average(&shuffled));
        prop_assert_eq!(credits::gpa(&modules), credits::gpa(&shuffled));
        let plain = |m: &[ModuleScore]| elementary::course_score(&m.iter().map(|m| m.score).collect::<Vec<_>>());
        prop_assert_eq!(plain(&modules), plain(&shuffled));
    }

    #[test]
    fn an_average_lies_between_the_worst_and_the_best_module(modules in any_modules()) {
        let counted = || modules.iter().filter(|m| m.kind == ModuleKind::Ordinary && m.credits > 0).map(|m| m.score);
        match scores::weighted_average(&modules) {
            None => prop_assert_eq!(counted().count(), 0),
            Some(mean) => {
                prop_assert!(counted().min().unwrap() <= mean && mean <= counted().max().unwrap());
                let gpa = credits::gpa(&modules).unwrap();
                prop_assert!(gpa >= Decimal::ZERO && gpa <= Decimal::from(4));
            }
        }
    }
}
