//! The program as its users start it: a command line, an environment, and what it prints.

use std::{
    env,
    path::PathBuf,
    process::{Command, Stdio},
};

/// What one run of the program printed, and how it ended.
#[derive(Debug, Clone)]
pub struct Run {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    /// Everything it said.
    pub fn said(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }

    /// The same run, when it ended well.
    pub fn ok(self, what: &str) -> Run {
        assert_eq!(self.code, Some(0), "{what} should end with 0 and said:\n{}", self.said());
        self
    }
}

/// The program to test: `DATHANG_BIN`, or the one built beside this test.
pub fn path() -> PathBuf {
    let path = env::var_os("DATHANG_BIN").map_or_else(beside, PathBuf::from);
    assert!(
        path.is_file(),
        "{} is not there: use tests/run, or `cargo build -p dathang` first",
        path.display()
    );
    path
}

/// `target/debug/deps/verify-…` stands two folders below `target/debug/dathang`.
fn beside() -> PathBuf {
    let test = env::current_exe().expect("a running test has a path");
    let folder = test.parent().and_then(|deps| deps.parent()).expect("cargo runs tests from target/*/deps");
    folder.join("dathang")
}

/// The program with a database and nothing else from the environment of whoever runs the tests.
pub fn command(database_url: &str) -> Command {
    let mut command = Command::new(path());
    command
        .env_clear()
        .env("DATABASE_URL", database_url)
        .env("HOME", env::temp_dir())
        .current_dir(env::temp_dir())
        .stdin(Stdio::null());
    command
}

/// Runs the program to its end.
pub fn run(database_url: &str, arguments: &[&str]) -> Run {
    let output = command(database_url).args(arguments).output().expect("the program starts");
    Run {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).expect("the program prints UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("the program prints UTF-8"),
    }
}
