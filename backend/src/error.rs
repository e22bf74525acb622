//! What can go wrong in an action: something the person can mend, something they may not do, something that is not
//! there, or a fault of ours. Faults are logged once, at the edge, and shown without their inner words.

use std::fmt;

use domain::issue::Issue;

#[derive(Debug)]
pub enum Error {
    /// Everything the person must mend, at once.
    Issues(Vec<Issue>),
    /// Nobody is signed in, or the sign-in ran out.
    SignedOut,
    Forbidden,
    NotFound,
    /// A fault of the program, the database or the machine.
    Fault(String),
}

impl Error {
    pub fn fault(context: &str, cause: impl fmt::Display) -> Error {
        Error::Fault(format!("{context}: {cause}"))
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(error: sea_orm::DbErr) -> Error {
        Error::Fault(format!("database: {error}"))
    }
}

impl From<Vec<Issue>> for Error {
    fn from(issues: Vec<Issue>) -> Error {
        Error::Issues(issues)
    }
}

impl From<Issue> for Error {
    fn from(issue: Issue) -> Error {
        Error::Issues(vec![issue])
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Issues(issues) => {
                for (i, issue) in issues.iter().enumerate() {
                    let separator = if i == 0 { "" } else { "\n" };
                    write!(
                        f,
                        "{separator}{}: {} [{}] {}",
                        issue.place, issue.problem.en, issue.rule, issue.remedy.en
                    )?;
                }
                Ok(())
            }
            Error::SignedOut => f.write_str("nobody is signed in"),
            Error::Forbidden => f.write_str("not allowed"),
            Error::NotFound => f.write_str("not found"),
            Error::Fault(cause) => f.write_str(cause),
        }
    }
}

impl std::error::Error for Error {}
