//! The demonstration year: the same again for the same seed, on either database, and its sums hold.

use std::collections::BTreeMap;

use tests::{
    Backend,
    demo::{self, Played},
    on_both, program,
};

on_both!(
    the_same_seed_gives_the_same_year_and_another_seed_another,
    the_printed_sums_hold_and_are_those_of_the_database,
    a_demonstration_needs_an_empty_database,
);

fn play(backend: Backend, seed: &str) -> Played {
    demo::play(backend, &["demo", "--exit", "--scale", "small", "--seed", seed])
}

/// The printed table, without what may differ: where the database is, and the seconds.
fn table(played: &Played) -> Vec<&str> {
    let differs = |line: &&str| {
        let line = line.trim_start();
        !line.starts_with("seconds") && !line.starts_with("Dathang ·")
    };
    played.run.stdout.lines().filter(differs).collect()
}

fn the_same_seed_gives_the_same_year_and_another_seed_another(backend: Backend) {
    let (first, second, other) = (demo::told(backend), play(backend, "7"), play(backend, "8"));
    assert_eq!(table(&first), table(&second));
    let head = ledger_head(&first);
    assert_eq!(head.len(), 64);
    assert!(head.chars().all(|digit| digit.is_ascii_hexdigit()), "{head}");
    assert_eq!(ledger_head(&second), head);
    assert_ne!(ledger_head(&other), head);
    let last_seal = first.database.value("SELECT seal FROM posting ORDER BY id DESC LIMIT 1");
    assert_eq!(last_seal.as_deref(), Some(head), "what is printed is what is stored");
}

fn the_printed_sums_hold_and_are_those_of_the_database(backend: Backend) {
    let played = demo::told(backend);
    let amounts = amounts(&played);
    let of =
        |label: &str| *amounts.get(label).unwrap_or_else(|| panic!("{label} is not printed: {amounts:?}"));
    assert_eq!(of("ordered"), of("accepted") + of("rejected") + of("outstanding"));
    assert_eq!(of("advanced") + of("paid") + of("to pay") - of("to recover"), of("accepted"));
    assert_eq!(of("settled"), of("accepted"));
    assert!(!played.run.stdout.contains('✗'), "{}", played.run.stdout);
    let number = |sql: &str| played.database.number(sql);
    let running = "SELECT CAST(SUM(COALESCE(n.value_after_dong, l.price_dong * l.quantity)) AS BIGINT) FROM order_line l \
        LEFT JOIN amended_line n ON n.order_line_id = l.id WHERE NOT EXISTS (SELECT 1 FROM order_event e \
        WHERE e.order_id = l.order_id AND e.state IN ('rejected', 'cancelled', 'returned'))";
    assert_eq!(of("ordered"), number(running));
    let paid = |purpose: &str| {
        number(&format!(
            "SELECT CAST(COALESCE(SUM(amount_dong), 0) AS BIGINT) FROM posting WHERE credit = '{purpose}'"
        ))
    };
    assert_eq!((of("paid"), of("advanced")), (paid("paid"), paid("paid_ahead")));
    assert_eq!(count(&played, "orders"), number("SELECT COUNT(*) FROM orders"));
    assert_eq!(count(&played, "learners"), number("SELECT COUNT(*) FROM enrolment"));
}

fn a_demonstration_needs_an_empty_database(backend: Backend) {
    let database = demo::copy(backend);
    let before = database.number("SELECT COUNT(*) FROM audit_entry");
    let run = program::run(&database.url(), &["demo", "--exit", "--scale", "small"]);
    assert_eq!(run.code, Some(1), "{}", run.said());
    assert_eq!(database.number("SELECT COUNT(*) FROM audit_entry"), before);
}

mod compare {
    mod postgres {
        use tests::{Backend, demo};

        use super::super::table;

        #[test]
        fn both_databases_print_the_same_year() {
            assert_eq!(table(&demo::told(Backend::Sqlite)), table(&demo::told(Backend::Postgres)));
        }
    }
}

/// The last figures of each line, by the English label: `ordered` → 123.
fn amounts(played: &Played) -> BTreeMap<String, i64> {
    let amount = |line: &str| {
        let line = line.strip_suffix('đ')?;
        let (label, figure) = line.trim_end().rsplit_once(' ')?;
        let label = label.rsplit('·').next()?.trim().to_owned();
        let figure: String = figure.chars().filter(|c| c.is_ascii_digit() || *c == '-').collect();
        Some((label, figure.parse().ok()?))
    };
    played.run.stdout.lines().filter_map(amount).collect()
}

fn count(played: &Played, label: &str) -> i64 {
    let line = played.run.stdout.lines().find(|line| line.contains(&format!("· {label} ")));
    let figure = line.and_then(|line| line.split_whitespace().next_back());
    figure.and_then(|figure| figure.parse().ok()).unwrap_or_else(|| panic!("{label} is not printed"))
}

fn ledger_head(played: &Played) -> &str {
    let line =
        played.run.stdout.lines().find(|line| line.contains("ledger head")).expect("the head is printed");
    line.split_whitespace().next_back().expect("the line has words")
}
