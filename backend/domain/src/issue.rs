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

/// A rule as somebody reads it: the law as it is cited, or that there is none. Files write an assumption in both languages, the
/// program in one; a reader wants their own.
pub fn cited(rule: &str, lang: Lang) -> String {
    let assumed = Text::new("giả định", "assumption");
    match rule {
        "assumption" => assumed.get(lang).to_owned(),
        rule => rule.replace("giả định / assumption", assumed.get(lang)),
    }
}

/// `Ok` when nothing is wrong, else every issue at once.
pub fn none_or_all(issues: Vec<Issue>) -> Result<(), Vec<Issue>> {
    if issues.is_empty() { Ok(()) } else { Err(issues) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assumption_is_said_in_the_readers_language() {
        assert_eq!(cited("assumption", Lang::Vi), "giả định");
        assert_eq!(cited("assumption", Lang::En), "assumption");
        assert_eq!(cited("tỉ lệ: giả định / assumption", Lang::Vi), "tỉ lệ: giả định");
        assert_eq!(cited("NĐ 32/2019 Đ12", Lang::En), "NĐ 32/2019 Đ12");
    }
}
