//! Payment terms and cases at the command line, and a report looked at before it is sent.

use std::{fs, path::PathBuf};

use serde_json::json;
use tests::{Backend, office::Office, on_both, program};

on_both!(
    new_terms_are_compared_with_every_statement_of_the_year,
    a_report_that_takes_much_back_is_looked_at_and_confirmed,
);

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().expect("the clone is there")
}

fn fixture(name: &str) -> String {
    root().join("fixtures").join(name).display().to_string()
}

fn changed(name: &str, file: &str, change: impl Fn(&str) -> String) -> String {
    let text = fs::read_to_string(fixture(file)).expect("the fixture is there");
    let other = change(&text);
    assert_ne!(text, other, "{file} says something else by now");
    let path = std::env::temp_dir().join(format!("dathang-{}-{name}.toml", std::process::id()));
    fs::write(&path, other).expect("the temporary folder can be written");
    path.display().to_string()
}

#[test]
fn a_case_that_differs_is_shown_side_by_side_and_ends_with_1() {
    let case = fixture("settlements/england/uk-013-on-time-finish.toml");
    program::run("", &["case", &case]).ok("the case as it is");
    let scheme = fixture("settlements/england/schemes/uk-apprenticeship.toml");
    let wrong = changed("case", "settlements/england/uk-013-on-time-finish.toml", |text| {
        text.replace("schemes/uk-apprenticeship.toml", &scheme).replacen("due = \"1000\"", "due = \"999\"", 1)
    });
    let run = program::run("", &["case", &wrong]);
    assert_eq!(run.code, Some(1), "{}", run.said());
    assert!(run.stderr.contains("expected  999") && run.stderr.contains("got       1000"), "{}", run.said());
    let table = program::run("", &["case", "--table", &case]).ok("the table");
    assert!(table.stdout.contains("on_programme@2017-09"), "{}", table.stdout);
    let told = program::run("", &["case", "--json", &case]).ok("the lines as JSON");
    let told: serde_json::Value = serde_json::from_str(&told.stdout).expect("one JSON document");
    let lines = told[0]["runs"]
        .as_array()
        .expect("runs")
        .iter()
        .flat_map(|run| run["lines"].as_array().expect("lines"));
    let due: Vec<&str> = lines.map(|line| line["due"].as_str().expect("an amount")).collect();
    assert_eq!(due.len(), 13);
    assert!(
        told[0]["runs"][0]["lines"][0]["trace"]["steps"].as_array().is_some_and(|steps| !steps.is_empty())
    );
}

#[test]
fn a_scheme_that_is_wrong_names_every_fault_at_its_line_in_both_languages() {
    let scheme = fixture("schemes/qd1446-training.toml");
    program::run("", &["scheme", "check", &scheme]).ok("the scheme as it is");
    let wrong = changed("scheme", "schemes/qd1446-training.toml", |text| {
        text.replacen("share = \"0.30\"", "share = \"0.31\"", 1)
            .replacen("excellent = \"1\"", "excelent = \"1\"", 1)
            .replacen("value = \"order.price\"", "value = \"order.price +\"", 1)
    });
    let run = program::run("", &["scheme", "check", &wrong]);
    assert_eq!(run.code, Some(1), "{}", run.said());
    for code in ["scheme.shares", "scheme.factor_missing", "scheme.value", "scheme.formula"] {
        assert!(run.stdout.contains(&format!("[{code}]")), "{code}:\n{}", run.stdout);
    }
    assert!(
        run.stdout.contains("Các tỉ lệ cộng lại bằng 1.01") && run.stdout.contains("The shares sum to 1.01")
    );
}

#[test]
fn a_step_of_seventy_percent_is_shown_before_it_is_published() {
    let scheme = fixture("settlements/others/schemes/pmkvy.toml");
    let case = fixture("settlements/others/pmkvy-cliff.toml");
    let run = program::run("", &["scheme", "diff", &scheme, &scheme, &case]).ok("the same terms twice");
    assert!(run.stdout.contains("0 of them change"), "{}", run.stdout);
    assert!(run.stdout.contains("is worth 19392"), "{}", run.stdout);
    let told = program::run("", &["scheme", "show", &scheme, "--lang", "vi"]).ok("in words");
    assert!(told.stdout.lines().count() > 20 && told.stdout.contains("Trả bao nhiêu"), "{}", told.stdout);
}

fn new_terms_are_compared_with_every_statement_of_the_year(backend: Backend) {
    let office = Office::open(backend);
    let old = fixture("schemes/qd1446-training.toml");
    let new = changed("terms", "schemes/qd1446-training.toml", |text| {
        let replaces = "[replaces]\nversion = 1\nchanges = { vi = \"Trung bình: 80 %\", en = \"Average: 80 %\" }\n\n[[amounts]]";
        text.replacen("version = 1", "version = 2", 1).replacen("[[amounts]]", replaces, 1).replacen(
            "average = \"0.9\"",
            "average = \"0.8\"",
            1,
        )
    });
    program::run("", &["scheme", "check", &new]).ok("the new version");
    let url = office.database.url();
    let before = office.counts();
    let same = program::run(&url, &["scheme", "diff", &old, &old]).ok("the same terms");
    assert!(same.stdout.contains(" 0 of them change"), "{}", same.stdout);
    let run = program::run(&url, &["scheme", "diff", &old, &new]).ok("new terms");
    let changes: i64 = run
        .stdout
        .lines()
        .filter(|line| line.trim_start().starts_with("all "))
        .filter_map(|line| line.split_whitespace().last()?.parse::<i64>().ok())
        .sum();
    assert!(changes < 0, "a tenth less for the average should save something:\n{}", run.stdout);
    assert_eq!(office.counts(), before, "a comparison writes nothing");
}

fn a_report_that_takes_much_back_is_looked_at_and_confirmed(backend: Backend) {
    let office = Office::open(backend);
    let sql = "SELECT f.id, f.enrolment_id, o.id, p.code, f.happened_on, s.amount_dong FROM fact f \
        JOIN enrolment e ON e.id = f.enrolment_id JOIN orders o ON o.id = e.order_id \
        JOIN party p ON p.id = o.provider_id JOIN order_line l ON l.id = e.order_line_id \
        JOIN settled_line s ON s.enrolment_id = e.id AND s.part = 'graduation' AND s.amount_dong > 2000000 \
        WHERE f.kind = 'graduated' AND l.grading_rules = 'year_2022' \
        AND NOT EXISTS (SELECT 1 FROM fact g WHERE g.supersedes = f.id) \
        AND NOT EXISTS (SELECT 1 FROM fact a WHERE a.enrolment_id = e.id AND a.kind = 'annulled') ORDER BY f.id LIMIT 1";
    let row = office.database.rows(sql).remove(0);
    let text = |column: usize| row[column].clone().expect("a value");
    let number = |column: usize| text(column).parse::<i64>().expect("a number");
    let registrar = office.client(&format!("registrar.{}", text(3)));
    let path = format!("/facts/{}/corrections", number(0));
    let body = json!({ "order": number(2), "enrolment": number(1), "happened_on": text(4)[..10].to_owned(),
        "kind": "retracted", "reason": "reported for the wrong person" });

    let before = office.counts();
    let seen = registrar.post(&format!("{path}?preview=true"), &body);
    assert_eq!(seen.status, 200, "{:#}", seen.body);
    assert_eq!(seen.body["asks"], json!(true), "{:#}", seen.body);
    assert!(seen.body["taken_back_dong"].as_i64().is_some_and(|back| back >= number(5)), "{:#}", seen.body);
    assert!(seen.body["parts"].as_array().is_some_and(|parts| !parts.is_empty()), "{:#}", seen.body);
    assert_eq!(office.counts(), before, "a preview writes nothing");

    office.refuses(&registrar, &path, &body, &["confirm report.confirm"]);
    let done = registrar.post(&format!("{path}?confirm=true"), &body);
    assert_eq!(done.status, 201, "{:#}", done.body);
    office.in_order();
}
