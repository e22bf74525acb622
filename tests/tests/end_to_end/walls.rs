//! The second wall: what PostgreSQL itself keeps from a connection that works for one organisation, whatever a query asks.

use tests::{Backend, database::Database, office::Office, program};

mod postgres {
    #[test]
    fn a_raw_query_for_another_organisation_sees_nothing() {
        super::a_raw_query_for_another_organisation_sees_nothing();
    }
    #[test]
    fn nothing_said_is_nothing_seen() {
        super::nothing_said_is_nothing_seen();
    }
    #[test]
    fn nothing_is_added_to_anothers_order() {
        super::nothing_is_added_to_anothers_order();
    }
    #[test]
    fn notices_are_seen_and_changed_by_their_own_organisation_alone() {
        super::notices_are_seen_and_changed_by_their_own_organisation_alone();
    }
    #[test]
    fn every_table_of_somebodys_things_has_a_wall() {
        super::every_table_of_somebodys_things_has_a_wall();
    }
    #[test]
    fn the_program_itself_is_bound() {
        super::the_program_itself_is_bound();
    }
}

/// Asks as the program does for somebody.
fn seen(database: &Database, settings: &[(&str, &str)], sql: &str) -> i64 {
    enter(database, settings);
    let number = database.number(sql);
    leave(database);
    number
}

fn enter(database: &Database, settings: &[(&str, &str)]) {
    database.run("SET ROLE dathang_portal").expect("the role is there");
    for (name, value) in settings {
        database.run(&format!("SELECT set_config('dathang.{name}', '{value}', false)")).expect("said");
    }
}

fn leave(database: &Database) {
    database.run("RESET ROLE; RESET ALL").expect("the owner again");
}

fn of_party(party: &str) -> [(&'static str, &str); 2] {
    [("reach", "party"), ("organisation", party)]
}

/// Two providers with orders, the first and the last.
fn providers(database: &Database) -> (String, String) {
    let ask = |which: &str| {
        let sql = format!("SELECT {which}(provider_id) FROM orders");
        database.value(&sql).expect("the demonstration has orders")
    };
    let (first, last) = (ask("MIN"), ask("MAX"));
    assert_ne!(first, last);
    (first, last)
}

/// A table and which of its rows concern a provider's orders.
const THINGS: [(&str, &str); 12] = [
    ("orders", "id IN ({orders})"),
    ("order_line", "order_id IN ({orders})"),
    ("order_event", "order_id IN ({orders})"),
    ("cohort", "order_line_id IN ({lines})"),
    ("enrolment", "order_id IN ({orders})"),
    ("learner", "id IN (SELECT learner_id FROM enrolment WHERE order_id IN ({orders}))"),
    ("fact", "order_line_id IN ({lines})"),
    ("certificate", "fact_id IN (SELECT id FROM fact WHERE order_line_id IN ({lines}))"),
    ("statement", "order_id IN ({orders})"),
    ("settled_line", "order_line_id IN ({lines})"),
    ("posting", "order_id IN ({orders})"),
    ("hosting", "order_id IN ({orders})"),
];

fn a_raw_query_for_another_organisation_sees_nothing() {
    let office = Office::open(Backend::Postgres);
    let database = &office.database;
    let (one, other) = providers(database);
    let orders = format!("SELECT id FROM orders WHERE provider_id = {one}");
    let lines = format!("SELECT id FROM order_line WHERE order_id IN ({orders})");
    for (table, whose) in THINGS {
        // The owner finds the rows; they are asked for by their numbers, which no wall takes out of the question.
        let whose = whose.replace("{orders}", &orders).replace("{lines}", &lines);
        let ids = format!("SELECT string_agg(id::text, ',') FROM {table} WHERE {whose}");
        let ids = database.value(&ids).unwrap_or_else(|| panic!("the demonstration has no {table}"));
        let count = |settings: &[(&str, &str)]| {
            seen(database, settings, &format!("SELECT COUNT(*) FROM {table} WHERE id IN ({ids})"))
        };
        let there = i64::try_from(ids.split(',').count()).expect("not so many");
        assert_eq!(count(&of_party(&one)), there, "{table}: one's own");
        assert_eq!(count(&[("reach", "office")]), there, "{table}: the office sees all");
        let shared = match table {
            // Somebody may have been trained by both.
            "learner" => database.number(&format!(
                "SELECT COUNT(DISTINCT e.learner_id) FROM enrolment e JOIN orders o ON o.id = e.order_id \
                 WHERE o.provider_id = {other} AND e.learner_id IN ({ids})"
            )),
            _ => 0,
        };
        assert_eq!(count(&of_party(&other)), shared, "{table}: another's");
    }
}

fn nothing_said_is_nothing_seen() {
    let office = Office::open(Backend::Postgres);
    let walled =
        office.database.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND rowsecurity");
    assert!(walled.len() > 20, "{walled:?}");
    for table in walled.into_iter().flatten().flatten() {
        let all = seen(&office.database, &[], &format!("SELECT COUNT(*) FROM {table}"));
        assert_eq!(all, 0, "{table}");
        let broken = seen(&office.database, &[("reach", "party")], &format!("SELECT COUNT(*) FROM {table}"));
        assert_eq!(broken, 0, "{table}: an organisation without a number");
    }
    // A learner sees themselves.
    let learner =
        office.database.number("SELECT learner_id FROM user_account WHERE role = 'learner'").to_string();
    let of_learner = [("reach", "learner"), ("learner", learner.as_str())];
    for (table, expected) in [("learner", 1), ("statement", 0), ("posting", 0), ("workbook", 0)] {
        assert_eq!(seen(&office.database, &of_learner, &format!("SELECT COUNT(*) FROM {table}")), expected);
    }
    let facts = "SELECT COUNT(*) FROM fact";
    let own = "SELECT COUNT(*) FROM fact f JOIN enrolment e ON e.id = f.enrolment_id WHERE e.learner_id =";
    let own = office.database.number(&format!("{own} {learner}"));
    assert!(own > 0);
    assert_eq!(seen(&office.database, &of_learner, facts), own);
}

fn nothing_is_added_to_anothers_order() {
    let office = Office::open(Backend::Postgres);
    let (one, other) = providers(&office.database);
    // A copy of a row of the one's order, as a write of each would add it.
    let add = |party: &str, table: &str, columns: &str, whose: &str| {
        let from = "order_line l JOIN orders o ON o.id = l.order_id";
        let row =
            format!("SELECT MIN(t.id) FROM {table} t JOIN {from} ON {whose} WHERE o.provider_id = {one}");
        let row = office.database.number(&row);
        enter(&office.database, &of_party(party));
        office.database.run("SELECT set_config('dathang.writes', 'yes', false)").expect("said");
        let sql = format!(
            "INSERT INTO {table} (id, {columns}) SELECT 900000000 + {party}, {} FROM {table} WHERE id = {row}",
            // An order comes to a state once.
            columns.replace(" state,", " 'cancelled',")
        );
        let added = office.database.run(&sql);
        leave(&office.database);
        added
    };
    let fact = "audit_seq, enrolment_id, order_line_id, happened_on, recorded_at, reporter_id, kind, detail, content";
    let event = "audit_seq, order_id, state, happened_on, actor_id, placed_by, note";
    for (table, columns, whose) in
        [("fact", fact, "t.order_line_id = l.id"), ("order_event", event, "t.order_id = o.id")]
    {
        add(&one, table, columns, whose).unwrap_or_else(|refusal| panic!("{table}: one's own: {refusal}"));
        let refusal = add(&other, table, columns, whose).expect_err("another's is refused");
        assert!(refusal.contains("row-level security"), "{table}: {refusal}");
    }
    // Money is the office's.
    let line = "audit_seq, statement_id, order_line_id, enrolment_id, part, payee_id, amount_dong, trace";
    let refusal =
        add(&one, "settled_line", line, "t.order_line_id = l.id").expect_err("no money of one's own");
    assert!(refusal.contains("row-level security"), "{refusal}");
}

fn notices_are_seen_and_changed_by_their_own_organisation_alone() {
    let office = Office::open(Backend::Postgres);
    let database = &office.database;
    let (one, other) = providers(database);
    let of_one = format!("user_id IN (SELECT id FROM user_account WHERE party_id = {one})");
    let sql = format!("SELECT COUNT(*) FROM notice WHERE {of_one}");
    let there = database.number(&sql);
    assert!(there > 0, "the year tells a provider something");
    assert_eq!(seen(database, &of_party(&one), &sql), there);
    assert_eq!(seen(database, &of_party(&other), &sql), 0);
    let user = database.number(&format!("SELECT MIN(user_id) FROM notice WHERE {of_one}"));
    let key = format!(
        "INSERT INTO outbox (user_id, message_key, queued_at, next_try_at) VALUES ({user}, 'k', 0, 0)"
    );
    database.run(&key).expect("the owner adds a mail");
    assert_eq!(seen(database, &of_party(&one), "SELECT COUNT(*) FROM outbox"), 0, "mails are the office's");
    assert_eq!(
        seen(database, &[("reach", "office")], "SELECT COUNT(*) FROM outbox WHERE message_key = 'k'"),
        1
    );
    // Another organisation marks nothing, also by the number of the row.
    let unread = format!("SELECT COUNT(*) FROM notice WHERE {of_one} AND read_at IS NULL");
    database.run(&format!("UPDATE notice SET read_at = NULL WHERE {of_one}")).expect("the owner may");
    for (party, left) in [(&other, there), (&one, 0)] {
        enter(database, &of_party(party));
        database
            .run(&format!("UPDATE notice SET read_at = 1 WHERE {of_one}"))
            .expect("what is not seen is not there");
        leave(database);
        assert_eq!(database.number(&unread), left);
    }
}

/// Whose rows are kept apart in another way.
const OPEN: [&str; 7] = [
    // Nobody reads an account or a session but by its own key, or as administrator.
    "user_account",
    // Registers that everybody works with.
    "approval",
    "price_decision",
    "party_identity",
    "appropriation",
    // What a workbook holds and how far it is, found by the workbook, which has a wall.
    "workbook_file",
    "workbook_job",
];

fn every_table_of_somebodys_things_has_a_wall() {
    let office = Office::open(Backend::Postgres);
    let telling = "'order_id', 'order_line_id', 'enrolment_id', 'cohort_id', 'learner_id', 'statement_id', 'fact_id', \
        'workbook_id', 'provider_id'";
    let tables = office.database.rows(&format!(
        "SELECT DISTINCT c.table_name FROM information_schema.columns c JOIN pg_tables t ON t.tablename = c.table_name \
         WHERE c.table_schema = 'public' AND NOT t.rowsecurity AND c.column_name IN ({telling}) ORDER BY 1"
    ));
    let bare: Vec<String> =
        tables.into_iter().flatten().flatten().filter(|table| !OPEN.contains(&table.as_str())).collect();
    assert!(
        bare.is_empty(),
        "put a wall before {bare:?} (migrations/src/walls.rs), or say here why none is needed"
    );
}

fn the_program_itself_is_bound() {
    let office = Office::open(Backend::Postgres);
    let mut planner = office.browser("planner");
    let number = office
        .database
        .value("SELECT number FROM orders ORDER BY id DESC LIMIT 1")
        .expect("orders have numbers");
    planner.get("/orders").is(200).says(&number);
    let said = program::run(&office.database.url(), &["doctor"]).stdout;
    assert!(said.contains("✓ second wall"), "{said}");
    // With a wall that nobody passes, only its owner would still see something.
    office.database.run("ALTER POLICY sees ON orders USING (false)").expect("the owner moves the wall");
    let page = planner.get("/orders").is(200);
    assert!(!page.text.contains(&number), "{}", page.text);
    office.database.run("ALTER TABLE orders DISABLE ROW LEVEL SECURITY").expect("the owner takes it down");
    planner.get("/orders").is(200).says(&number);
    let said = program::run(&office.database.url(), &["doctor"]).stdout;
    assert!(said.contains("✗ second wall"), "{said}");
}
