//! A database of the program, seen and touched from outside with the database's own client.

use std::{
    cell::RefCell,
    env, fs,
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};

use postgres::{NoTls, SimpleQueryMessage};
use rusqlite::types::ValueRef;
use tempfile::TempDir;

use crate::Backend;

/// One row as text, NULL as `None`.
pub type Row = Vec<Option<String>>;

/// A database of a test's own; gone when it is dropped.
pub struct Database {
    place: Place,
}

enum Place {
    Sqlite { file: PathBuf, _folder: TempDir },
    Postgres { name: String, client: Box<RefCell<Option<postgres::Client>>> },
}

static NUMBER: AtomicU32 = AtomicU32::new(1);

impl Database {
    /// A new, empty one.
    pub fn empty(backend: Backend) -> Database {
        let place = match backend {
            Backend::Sqlite => {
                let folder = TempDir::new().expect("a temporary folder");
                Place::Sqlite { file: folder.path().join("dathang.db"), _folder: folder }
            }
            Backend::Postgres => {
                let name = new_name();
                server(&format!("CREATE DATABASE {name}"));
                Place::postgres(name)
            }
        };
        Database { place }
    }

    /// The same rows, triggers and constraints in another database. Nobody may be connected to this one.
    pub fn copy(&self) -> Database {
        let place = match &self.place {
            Place::Sqlite { file, .. } => {
                self.run("PRAGMA wal_checkpoint(TRUNCATE)").expect("what was written goes into the file");
                let folder = TempDir::new().expect("a temporary folder");
                let copy = folder.path().join("dathang.db");
                fs::copy(file, &copy).expect("the file is copied");
                Place::Sqlite { file: copy, _folder: folder }
            }
            Place::Postgres { name: template, client } => {
                client.take();
                let name = new_name();
                server(&format!("CREATE DATABASE {name} TEMPLATE {template}"));
                Place::postgres(name)
            }
        };
        Database { place }
    }

    pub fn backend(&self) -> Backend {
        match self.place {
            Place::Sqlite { .. } => Backend::Sqlite,
            Place::Postgres { .. } => Backend::Postgres,
        }
    }

    /// As `DATABASE_URL` wants it.
    pub fn url(&self) -> String {
        match &self.place {
            Place::Sqlite { file, .. } => format!("sqlite://{}", file.display()),
            Place::Postgres { name, .. } => postgres_url(name),
        }
    }

    /// Runs statements; what the database refuses comes back in its own words.
    pub fn run(&self, sql: &str) -> Result<(), String> {
        match &self.place {
            Place::Sqlite { file, .. } => open(file).execute_batch(sql).map_err(|error| error.to_string()),
            Place::Postgres { name, client } => {
                let mut client = client.borrow_mut();
                let client = client.get_or_insert_with(|| connect(&postgres_url(name)));
                client.batch_execute(sql).map_err(|error| in_words(&error))
            }
        }
    }

    /// The rows of a query.
    pub fn rows(&self, sql: &str) -> Vec<Row> {
        match &self.place {
            Place::Sqlite { file, .. } => sqlite_rows(file, sql),
            Place::Postgres { name, client } => {
                let mut client = client.borrow_mut();
                let client = client.get_or_insert_with(|| connect(&postgres_url(name)));
                let answer =
                    client.simple_query(sql).unwrap_or_else(|error| panic!("{sql}: {}", in_words(&error)));
                let row = |message: SimpleQueryMessage| match message {
                    SimpleQueryMessage::Row(row) => {
                        Some((0..row.len()).map(|i| row.get(i).map(str::to_owned)).collect())
                    }
                    _ => None,
                };
                answer.into_iter().filter_map(row).collect()
            }
        }
    }

    /// The first value of a query, `None` for NULL or no row.
    pub fn value(&self, sql: &str) -> Option<String> {
        self.rows(sql).into_iter().next()?.into_iter().next()?
    }

    /// The first value of a query that counts or adds.
    pub fn number(&self, sql: &str) -> i64 {
        let value = self.value(sql).unwrap_or_else(|| panic!("{sql} gives nothing"));
        value.parse().unwrap_or_else(|_| panic!("{sql} gives {value}"))
    }
}

impl Place {
    fn postgres(name: String) -> Place {
        Place::Postgres { name, client: Box::default() }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Place::Postgres { name, .. } = &self.place
            && let Ok(mut client) = postgres::Client::connect(&postgres_url("postgres"), NoTls)
        {
            // A database left behind goes with its server; a panic in here would hide the test's own words.
            drop(client.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")));
        }
    }
}

fn open(file: &PathBuf) -> rusqlite::Connection {
    rusqlite::Connection::open(file).expect("the database file opens")
}

fn sqlite_rows(file: &PathBuf, sql: &str) -> Vec<Row> {
    let connection = open(file);
    let mut statement = connection.prepare(sql).expect("the query is right");
    let columns = statement.column_count();
    let mut rows = statement.query([]).expect("the query runs");
    let mut found = Vec::new();
    while let Some(row) = rows.next().expect("a row is read") {
        let value = |i| match row.get_ref(i).expect("the column is there") {
            ValueRef::Null => None,
            ValueRef::Integer(number) => Some(number.to_string()),
            ValueRef::Text(text) => Some(String::from_utf8(text.to_vec()).expect("text is UTF-8")),
            other => panic!("{sql} gives {other:?}: no real number and no blob belongs in these books"),
        };
        found.push((0..columns).map(value).collect());
    }
    found
}

fn new_name() -> String {
    format!("test_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed))
}

/// The server that `tests/run` started, with another database's name.
fn postgres_url(name: &str) -> String {
    let url = env::var("TEST_POSTGRES_URL")
        .expect("TEST_POSTGRES_URL is not set: use tests/run, which starts a PostgreSQL of its own");
    let (server, _) = url.rsplit_once('/').expect("TEST_POSTGRES_URL ends with a database's name");
    format!("{server}/{name}")
}

fn server(sql: &str) {
    connect(&postgres_url("postgres")).batch_execute(sql).unwrap_or_else(|error| panic!("{sql}: {error:?}"));
}

fn connect(url: &str) -> postgres::Client {
    postgres::Client::connect(url, NoTls)
        .unwrap_or_else(|error| panic!("PostgreSQL does not answer: {error}"))
}

fn in_words(error: &postgres::Error) -> String {
    error.as_db_error().map_or_else(|| error.to_string(), |refusal| refusal.message().to_owned())
}
