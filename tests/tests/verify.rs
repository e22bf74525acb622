//! `dathang verify` finds one changed character, đồng or day wherever it is put, a row less and a row more, and says
//! where: by the table and the row, or by the audit entry that wrote it.

use tests::{
    Backend,
    database::Database,
    demo, on_both, program,
    tamper::{self, Column},
};

on_both!(
    an_untouched_database_is_in_order,
    a_changed_value_is_found,
    a_row_taken_away_is_found,
    a_row_added_is_found,
    the_books_cannot_be_rewritten_and_sealed_again_in_one_place,
);

fn an_untouched_database_is_in_order(backend: Backend) {
    let database = demo::copy(backend);
    let run = program::run(&database.url(), &["verify"]).ok("verify");
    assert!(!run.said().contains("FAULT"), "{}", run.said());
    tamper::unguard(&database);
    program::run(&database.url(), &["verify"]).ok("verify without the guards");
}

/// PostgreSQL takes a while to copy a database, so it tries one column of each table, and SQLite all of them.
fn a_changed_value_is_found(backend: Backend) {
    let open = unguarded(backend);
    let mut missed = Vec::new();
    for (number, table) in tamper::append_only_tables(&demo::copy(backend)).iter().enumerate() {
        let columns = tamper::columns(&open, table);
        let tried = match backend {
            Backend::Sqlite => &columns[..],
            Backend::Postgres => &columns[number % columns.len()..=number % columns.len()],
        };
        missed.extend(tried.iter().filter_map(|column| missed_change(&open, column)));
    }
    assert_eq!(missed, Vec::<String>::new());
}

/// Changes one value in a copy; answers with what was wrong about the check that followed, if anything.
fn missed_change(open: &Database, column: &Column) -> Option<String> {
    let Column { table, name, .. } = column;
    let database = open.copy();
    let (id, value) = tamper::victim(&database, column);
    let entry = entry_of(&database, table, id);
    let change = |other: &str| {
        tamper::try_to_force(&database, &format!("UPDATE {table} SET {name} = {other} WHERE id = {id}"))
    };
    // The neighbouring number may be taken by another row; one far away is not.
    change(&tamper::another(column, value.as_deref()))
        .or_else(|_| change(&format!("{name} + 1000000")))
        .expect("a copy without guards takes any change");
    complaint(&database, table, entry).map(|wrong| format!("{table}.{name} of row {id}: {wrong}"))
}

fn a_row_taken_away_is_found(backend: Backend) {
    let open = unguarded(backend);
    let mut missed = Vec::new();
    for (number, table) in tamper::append_only_tables(&demo::copy(backend)).iter().enumerate() {
        let database = open.copy();
        let which = if number % 2 == 0 { "MIN" } else { "MAX" };
        let id = database.number(&format!("SELECT {which}(id) FROM {table}"));
        let entry = entry_of(&database, table, id);
        tamper::force(&database, &format!("DELETE FROM {table} WHERE id = {id}"));
        missed.extend(complaint(&database, table, entry).map(|wrong| format!("{table} row {id}: {wrong}")));
    }
    assert_eq!(missed, Vec::<String>::new());
}

/// The last row once more, under the next id and with what has to be unique made so.
fn a_row_added_is_found(backend: Backend) {
    let open = unguarded(backend);
    let mut missed = Vec::new();
    for table in tamper::append_only_tables(&demo::copy(backend)) {
        let database = open.copy();
        let names: Vec<String> =
            tamper::columns(&database, &table).into_iter().map(|column| column.name).collect();
        tamper::allow_repeats(&database, &table);
        let rest = names[1..].join(", ");
        let id = database.number(&format!("SELECT MAX(id) FROM {table}"));
        let entry = if table == "audit_entry" { id + 1 } else { entry_of(&database, &table, id) };
        let again =
            format!("INSERT INTO {table} (id, {rest}) SELECT id + 1, {rest} FROM {table} WHERE id = {id}");
        tamper::force(&database, &again);
        missed.extend(
            complaint(&database, &table, entry).map(|wrong| format!("{table} row {}: {wrong}", id + 1)),
        );
    }
    assert_eq!(missed, Vec::<String>::new());
}

/// Somebody who knows the format seals a changed audit entry again: the next entry still tells.
fn the_books_cannot_be_rewritten_and_sealed_again_in_one_place(backend: Backend) {
    let database = unguarded(backend);
    let swap = "UPDATE audit_entry SET sha256 = '0000000000000000000000000000000000000000000000000000000000000001' \
        WHERE id = 1";
    tamper::force(&database, swap);
    let said = program::run(&database.url(), &["verify"]).said();
    assert!(said.contains("audit entry 2"), "{said}");
}

/// A copy of the year without triggers, foreign keys and checks.
fn unguarded(backend: Backend) -> Database {
    let database = demo::copy(backend);
    tamper::unguard(&database);
    database
}

/// The audit entry that wrote a row; for an entry itself, its own number.
fn entry_of(database: &Database, table: &str, id: i64) -> i64 {
    let column = if table == "audit_entry" { "id" } else { "audit_seq" };
    database.number(&format!("SELECT {column} FROM {table} WHERE id = {id}"))
}

/// What is wrong about `dathang verify` on a changed database: it should end with 1 and name the table or the entry.
fn complaint(database: &Database, table: &str, entry: i64) -> Option<String> {
    let run = program::run(&database.url(), &["verify"]);
    let said = run.said();
    if run.code != Some(1) {
        return Some(format!("ended with {:?}", run.code));
    }
    let places = [
        format!("audit entry {entry} "),
        format!("audit entry {entry},"),
        format!("{table}:"),
        format!("{table}."),
    ];
    let named = places.iter().any(|place| said.contains(place));
    (!named).then(|| format!("named another place:\n{said}"))
}
