//! What a person must mend before the system can go on. Issues are collected, never thrown one by one,
//! and each says where, by which rule, and what to do. Faults of the program itself are not issues.

use serde::{Deserialize, Serialize};

use crate::text::{Lang, Text};

/// One thing wrong with what somebody submitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// Stable key, `noun.fault`: for tests, translations and other people's programs.
    pub code: String,
    /// The field, cell or line: `quantity`, `learners[3].personal_id`, `line 12`.
    pub place: String,
    /// Law and article, or the word "assumption".
    pub rule: String,
    pub problem: Text,
    pub remedy: Text,
}

impl Issue {
    pub fn new(code: &str, place: impl Into<String>, rule: &str, problem: Text, remedy: Text) -> Issue {
        Issue { code: code.to_owned(), place: place.into(), rule: rule.to_owned(), problem, remedy }
    }

    /// The same issue, seen from the document that holds the field: `learners[3]` + `personal_id`.
    #[must_use]
    pub fn within(mut self, outer: &str) -> Issue {
        self.place = if self.place.is_empty() { outer.to_owned() } else { format!("{outer}.{}", self.place) };
        self
    }
}

/// A rule as somebody reads it: the law as it is cited, or that there is none.
pub fn cited(rule: &str, lang: Lang) -> &str {
    match (rule, lang) {
        ("assumption", Lang::Vi) => "giả định",
        (rule, _) => rule,
    }
}

/// `Ok` when nothing is wrong, else every issue at once.
pub fn none_or_all(issues: Vec<Issue>) -> Result<(), Vec<Issue>> {
    if issues.is_empty() { Ok(()) } else { Err(issues) }
}
