//! The demonstration year, played once for each database and process; every test gets a copy of its own.

use std::sync::{Mutex, OnceLock};

use crate::{
    Backend,
    database::Database,
    program::{self, Run},
};

/// The scale and the seed that tests play.
const PLAY: [&str; 6] = ["demo", "--exit", "--scale", "small", "--seed", "7"];

/// A played year and what the program said of it.
pub struct Played {
    pub database: Database,
    pub run: Run,
}

/// Plays the year on a new database.
pub fn play(backend: Backend, arguments: &[&str]) -> Played {
    let database = Database::empty(backend);
    let run = program::run(&database.url(), arguments).ok("demo");
    Played { database, run }
}

/// A copy of the year with seed 7, played when it is first asked for.
pub fn copy(backend: Backend) -> Database {
    static SQLITE: OnceLock<Mutex<Played>> = OnceLock::new();
    static POSTGRES: OnceLock<Mutex<Played>> = OnceLock::new();
    let year = match backend {
        Backend::Sqlite => &SQLITE,
        Backend::Postgres => &POSTGRES,
    };
    let year = year.get_or_init(|| Mutex::new(play(backend, &PLAY)));
    // One copy at a time: PostgreSQL copies a database only while nobody else is in it.
    year.lock().expect("no test failed while it copied").database.copy()
}
