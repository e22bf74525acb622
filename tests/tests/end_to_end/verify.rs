//! `dathang verify` finds one changed character, đồng or day wherever it is put, a row less and a row more, and names
//! the audit entry that wrote it.

use tests::{
    Backend,
    database::Database,
    demo, on_both, program,
    tamper::{self, Column},
};

on_both!(
    an_untouched_database_is_in_order,
    a_change_in_any_column_of_any_table_is_found,
    a_row_taken_away_is_found,
    a_row_added_is_found,
    an_entry_that_was_sealed_again_no_longer_fits_the_next,
);

fn an_untouched_database_is_in_order(backend: Backend) {
    let database = demo::copy(backend);
    let run = program::run(&database.url(), &["verify"]).ok("verify");
    assert!(!run.said().contains("FAULT"), "{}", run.said());
    tamper::unguard(&database);
    program::run(&database.url(), &["verify"]).ok("verify without the guards");
}

/// Every column on SQLite. PostgreSQL, which takes its time to copy a database, tries one of each table.
fn a_change_in_any_column_of_any_table_is_found(backend: Backend) {
    let year = demo::copy(backend);
    let mut tamperings = Vec::new();
    for (number, table) in tamper::filled_tables(&year).iter().enumerate() {
        let columns = tamper::columns(&year, table);
        let one = number % columns.len();
        let tried = match backend {
            Backend::Sqlite => &columns[..],
            Backend::Postgres => &columns[one..=one],
        };
        tamperings.extend(tried.iter().map(|column| changed(&year, column)));
    }
    found(backend, tamperings);
}

fn a_row_taken_away_is_found(backend: Backend) {
    let year = demo::copy(backend);
    let taken = |(number, table): (usize, String)| {
        let which = if number % 2 == 0 { "MIN" } else { "MAX" };
        let id = year.number(&format!("SELECT {which}(id) FROM {table}"));
        let delete = format!("DELETE FROM {table} WHERE id = {id}");
        let change = Box::new(move |copy: &Database| tamper::force(copy, &delete));
        Tampering { what: format!("{table} without row {id}"), entry: entry_of(&year, &table, id), change }
    };
    found(backend, tamper::filled_tables(&year).into_iter().enumerate().map(taken).collect());
}

/// The last row once more, under the next id.
fn a_row_added_is_found(backend: Backend) {
    let year = demo::copy(backend);
    let added = |table: String| {
        let names: Vec<String> =
            tamper::columns(&year, &table).into_iter().map(|column| column.name).collect();
        let rest = names[1..].join(", ");
        let id = year.number(&format!("SELECT MAX(id) FROM {table}"));
        let entry = if table == "audit_entry" { id + 1 } else { entry_of(&year, &table, id) };
        let what = format!("{table} with row {} added", id + 1);
        let change = Box::new(move |copy: &Database| {
            tamper::allow_repeats(copy, &table);
            let again = format!(
                "INSERT INTO {table} (id, {rest}) SELECT id + 1, {rest} FROM {table} WHERE id = {id}"
            );
            tamper::force(copy, &again);
        });
        Tampering { what, entry, change }
    };
    found(backend, tamper::filled_tables(&year).into_iter().map(added).collect());
}

/// Whoever seals a changed entry again has to do so with every entry after it, and the head is printed on papers.
fn an_entry_that_was_sealed_again_no_longer_fits_the_next(backend: Backend) {
    let database = demo::copy(backend);
    tamper::unguard(&database);
    let another = "0000000000000000000000000000000000000000000000000000000000000001";
    tamper::force(&database, &format!("UPDATE audit_entry SET sha256 = '{another}' WHERE id = 1"));
    let said = program::run(&database.url(), &["verify"]).said();
    assert!(said.contains("audit entry 2 "), "{said}");
}

/// One thing that somebody does to the books.
struct Tampering {
    what: String,
    /// The audit entry that has to be named.
    entry: i64,
    change: Box<dyn Fn(&Database)>,
}

/// One value of a column changed.
fn changed(year: &Database, column: &Column) -> Tampering {
    let (table, name) = (column.table.clone(), column.name.clone());
    let (id, value) = tamper::victim(year, column);
    let other = tamper::another(column, value.as_deref());
    let what = format!("{table}.{name} of row {id}");
    let entry = entry_of(year, &table, id);
    let change = Box::new(move |copy: &Database| {
        let set = |other: &str| {
            tamper::try_to_force(copy, &format!("UPDATE {table} SET {name} = {other} WHERE id = {id}"))
        };
        // The neighbouring number may be taken by another row; one far away is not.
        set(&other)
            .or_else(|_| set(&format!("{name} + 1000000")))
            .expect("a copy without guards takes any change");
    });
    Tampering { what, entry, change }
}

/// The audit entry that wrote a row; for an entry itself, its own number.
fn entry_of(database: &Database, table: &str, id: i64) -> i64 {
    let column = if table == "audit_entry" { "id" } else { "audit_seq" };
    database.number(&format!("SELECT {column} FROM {table} WHERE id = {id}"))
}

/// Tries all of it and expects each to be found. Several things are done to one copy, as long as they concern entries
/// that are no neighbours: then each must be named for itself, and none is found by way of another.
fn found(backend: Backend, mut tamperings: Vec<Tampering>) {
    assert!(tamperings.len() >= 24, "there are 24 tables");
    let open = demo::copy(backend);
    tamper::unguard(&open);
    let mut missed = Vec::new();
    while !tamperings.is_empty() {
        let mut batch: Vec<Tampering> = Vec::new();
        let mut left = Vec::new();
        for tampering in tamperings {
            let near = |other: &Tampering| (other.entry - tampering.entry).abs() < 2;
            // The chain itself breaks in one place at a time.
            let alone = tampering.what.starts_with("audit_entry");
            let full =
                batch.len() == BATCH || batch.iter().any(|other| other.what.starts_with("audit_entry"));
            if full || batch.iter().any(near) || (alone && !batch.is_empty()) {
                left.push(tampering);
            } else {
                batch.push(tampering);
            }
        }
        missed.extend(missed_of(&open, &batch));
        tamperings = left;
    }
    assert_eq!(missed, Vec::<String>::new());
}

/// So many that all of what is found is shown.
const BATCH: usize = 12;

/// What `dathang verify` does not name in a copy that all of this was done to.
fn missed_of(open: &Database, batch: &[Tampering]) -> Vec<String> {
    let database = open.copy();
    for tampering in batch {
        (tampering.change)(&database);
    }
    let run = program::run(&database.url(), &["verify"]);
    let said = run.said();
    let missed = batch.iter().filter(|Tampering { entry, .. }| {
        let named = [' ', ','].into_iter().any(|end| said.contains(&format!("audit entry {entry}{end}")));
        run.code != Some(1) || !named
    });
    missed.map(|Tampering { what, entry, .. }| format!("{what} (audit entry {entry}):\n{said}")).collect()
}
