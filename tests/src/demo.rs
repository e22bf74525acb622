//! The demonstration year, played once for each database and process; every test gets a copy of its own.

use std::sync::{Mutex, MutexGuard, OnceLock};

use crate::{
    Backend,
    database::Database,
    program::{self, Run},
};

/// The scale and the seed that tests play.
const PLAY: [&str; 6] = ["demo", "--exit", "--scale", "small", "--seed", "7"];

/// The one password of all sign-ins that `demo` makes and prints.
pub const PASSWORD: &str = "dat-hang-2025";

/// A played year and what the program said of it.
pub struct Played {
    pub database: Database,
    pub run: Run,
}

/// Plays the year on a new database.
pub fn play(backend: Backend, arguments: &[&str]) -> Played {
    let database = Database::empty(backend);
    let run = program::run(&database.url(), arguments).ok("demo");
    assert!(run.stdout.contains(PASSWORD), "the sign-ins are printed with their password:\n{}", run.stdout);
    Played { database, run }
}

/// A year that is played when it is first asked for, and never changed.
fn year(backend: Backend) -> MutexGuard<'static, Played> {
    static SQLITE: OnceLock<Mutex<Played>> = OnceLock::new();
    static POSTGRES: OnceLock<Mutex<Played>> = OnceLock::new();
    let year = match backend {
        Backend::Sqlite => &SQLITE,
        Backend::Postgres => &POSTGRES,
    };
    year.get_or_init(|| Mutex::new(play(backend, &PLAY))).lock().expect("no test failed while it copied")
}

/// A copy of the year with seed 7. One copy at a time: PostgreSQL copies a database only while nobody is in it.
pub fn copy(backend: Backend) -> Database {
    year(backend).database.copy()
}

/// What the program said of the year with seed 7, and a copy of it.
pub fn told(backend: Backend) -> Played {
    let year = year(backend);
    Played { database: year.database.copy(), run: year.run.clone() }
}
