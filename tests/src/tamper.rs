//! What somebody with a hand on the database could do: take the guards down and change one value.

use crate::{
    Backend,
    database::{Database, Row},
};

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub table: String,
    pub name: String,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Day,
    Truth,
    Text,
}

/// The tables that refuse changes, as the database itself tells it.
pub fn append_only_tables(database: &Database) -> Vec<String> {
    let sql = match database.backend() {
        Backend::Sqlite => {
            "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%append-only%' ORDER BY 1"
        }
        Backend::Postgres => {
            "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid \
             JOIN pg_proc p ON p.oid = t.tgfoid WHERE p.proname = 'refuse_change' ORDER BY 1"
        }
    };
    first_column(database.rows(sql))
}

/// Those with rows in them: the year of the demonstration does not fill every one.
pub fn filled_tables(database: &Database) -> Vec<String> {
    let mut tables = append_only_tables(database);
    tables.retain(|table| database.number(&format!("SELECT COUNT(*) FROM {table}")) > 0);
    assert!(tables.len() >= 24, "{tables:?}");
    tables
}

/// All tables but the migrations' own.
pub fn tables(database: &Database) -> Vec<String> {
    let sql = match database.backend() {
        Backend::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        Backend::Postgres => "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
    };
    let mut tables = first_column(database.rows(sql));
    tables.retain(|table| table != "seaql_migrations");
    tables.sort();
    tables
}

pub fn columns(database: &Database, table: &str) -> Vec<Column> {
    let sql = match database.backend() {
        Backend::Sqlite => format!("SELECT name, type FROM pragma_table_info('{table}') ORDER BY cid"),
        Backend::Postgres => format!(
            "SELECT column_name, data_type FROM information_schema.columns \
             WHERE table_name = '{table}' ORDER BY ordinal_position"
        ),
    };
    let column = |row: Row| {
        let mut values = row.into_iter().flatten();
        let (name, kind) = values.next().zip(values.next()).expect("a column has a name and a type");
        Column { table: table.to_owned(), kind: Kind::of(&kind), name }
    };
    database.rows(&sql).into_iter().map(column).collect()
}

impl Kind {
    fn of(name: &str) -> Kind {
        match name.to_ascii_uppercase().as_str() {
            "BIGINT" | "INTEGER" => Kind::Number,
            "DATE" => Kind::Day,
            "BOOLEAN" => Kind::Truth,
            "TEXT" => Kind::Text,
            other => panic!("the tests do not know columns of type {other}"),
        }
    }
}

/// Takes the guards of a database down: triggers, foreign keys and checks.
pub fn unguard(database: &Database) {
    let sql = match database.backend() {
        Backend::Sqlite => {
            let triggers = database.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'");
            let drops = first_column(triggers).into_iter().map(|trigger| format!("DROP TRIGGER {trigger};"));
            drops.collect::<String>()
        }
        Backend::Postgres => "DO $$ DECLARE c record; BEGIN \
             FOR c IN SELECT conname, conrelid::regclass AS tab FROM pg_constraint \
                 WHERE contype IN ('c', 'f') AND connamespace = 'public'::regnamespace \
             LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.tab, c.conname); END LOOP; \
             FOR c IN SELECT tgname, tgrelid::regclass AS tab FROM pg_trigger WHERE NOT tgisinternal \
             LOOP EXECUTE format('DROP TRIGGER %I ON %s', c.tgname, c.tab); END LOOP; END $$"
            .to_owned(),
    };
    database.run(&sql).expect("the guards of a copy come down");
}

/// Lets a table hold the same row twice under two ids. SQLite cannot drop a key, so the table is made anew without.
pub fn allow_repeats(database: &Database, table: &str) {
    let sql = match database.backend() {
        Backend::Sqlite => {
            let made = format!("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = '{table}'");
            let made = database.value(&made).expect("the table is there");
            format!(
                "PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON; ALTER TABLE {table} RENAME TO before; \
                 {}; INSERT INTO {table} SELECT * FROM before; DROP TABLE before",
                without_keys(&made)
            )
        }
        Backend::Postgres => format!(
            "DO $$ DECLARE c record; BEGIN \
             FOR c IN SELECT conname FROM pg_constraint WHERE contype = 'u' AND conrelid = '{table}'::regclass \
             LOOP EXECUTE format('ALTER TABLE {table} DROP CONSTRAINT %I', c.conname); END LOOP; END $$; \
             DROP INDEX IF EXISTS fact_superseded_once; DROP INDEX IF EXISTS delegation_withdrawn_once"
        ),
    };
    database.run(&sql).expect("the keys of a copy come down");
}

/// The statement that makes a table, without its UNIQUE keys.
fn without_keys(made: &str) -> String {
    let kept: Vec<&str> = made.lines().filter(|line| !line.trim_start().starts_with("UNIQUE (")).collect();
    let mut sql = kept.join("\n").replace(" UNIQUE", "");
    // A key may have been the last of the list.
    if let Some(end) = sql.rfind(')') {
        let body = sql[..end].trim_end().trim_end_matches(',').to_owned();
        sql = format!("{body})");
    }
    sql
}

/// Runs a change that the guards would have refused.
pub fn force(database: &Database, sql: &str) {
    try_to_force(database, sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// The same, where a key may still be in the way.
pub fn try_to_force(database: &Database, sql: &str) -> Result<(), String> {
    let sql = match database.backend() {
        Backend::Sqlite => {
            format!("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; {sql}")
        }
        Backend::Postgres => sql.to_owned(),
    };
    database.run(&sql)
}

/// The row in the middle of a table that has a value in the column, or else any row: its id and the value.
pub fn victim(database: &Database, column: &Column) -> (i64, Option<String>) {
    let Column { table, name, .. } = column;
    let filled = format!("FROM {table} WHERE {name} IS NOT NULL");
    let count = database.number(&format!("SELECT COUNT(*) {filled}"));
    let sql = if count == 0 {
        format!("SELECT id, {name} FROM {table} ORDER BY id LIMIT 1")
    } else {
        format!("SELECT id, {name} {filled} ORDER BY id LIMIT 1 OFFSET {}", count / 2)
    };
    let row = database.rows(&sql).into_iter().next();
    let row = row.unwrap_or_else(|| panic!("{table} has no row: the demonstration should fill every table"));
    let mut values = row.into_iter();
    let id = values.next().flatten().and_then(|id| id.parse().ok()).expect("a row has an id");
    (id, values.next().flatten())
}

/// Another value: one more or one đồng more, one day later, the opposite, or one character changed. As SQL.
pub fn another(column: &Column, value: Option<&str>) -> String {
    let name = &column.name;
    match (column.kind, value) {
        (Kind::Number, None) => "1".to_owned(),
        (Kind::Number, Some(_)) => format!("{name} + 1"),
        (Kind::Day, None) => "'2025-01-02'".to_owned(),
        (Kind::Day, Some(day)) => format!("'{}'", other_day(day)),
        (Kind::Truth, _) => format!("NOT {name}"),
        (Kind::Text, value) => format!("'{}'", other_text(value.unwrap_or_default()).replace('\'', "''")),
    }
}

/// The neighbouring day within the same month.
fn other_day(day: &str) -> String {
    let (month, day) = day.split_at(day.len() - 2);
    let day: u32 = day.parse().expect("a day ends with its number");
    format!("{month}{:02}", if day < 28 { day + 1 } else { day - 1 })
}

/// One letter or digit in the middle replaced by another.
fn other_text(text: &str) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let middle = characters.len() / 2;
    let places = (middle..characters.len()).chain(0..middle);
    match places.into_iter().find(|place| characters[*place].is_alphanumeric()) {
        Some(place) => {
            characters[place] = match characters[place] {
                digit @ '0'..='8' => char::from(digit as u8 + 1),
                '9' => '8',
                'x' => 'y',
                _ => 'x',
            }
        }
        None => characters.push('x'),
    }
    characters.into_iter().collect()
}

fn first_column(rows: Vec<Row>) -> Vec<String> {
    rows.into_iter().filter_map(|row| row.into_iter().next().flatten()).collect()
}
