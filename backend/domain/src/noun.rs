//! Nouns beside a count: `1 learner`, `2 learners`. Vietnamese has one form.

use std::fmt::Display;

use crate::{
    figures,
    text::{Lang, Text},
};

/// What is counted, in the one form of Vietnamese and the two of English. More words may hang on the form where English
/// bends them too: `learner has`, `learners have`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noun {
    pub vi: &'static str,
    pub one: &'static str,
    pub many: &'static str,
}

impl Noun {
    pub const fn new(vi: &'static str, one: &'static str, many: &'static str) -> Noun {
        Noun { vi, one, many }
    }

    /// The form that stands beside a number.
    pub fn form(&self, number: impl Display, lang: Lang) -> &'static str {
        match lang {
            Lang::Vi => self.vi,
            Lang::En if number.to_string() == "1" => self.one,
            Lang::En => self.many,
        }
    }

    /// The number and the noun.
    pub fn count(&self, number: impl Display, lang: Lang) -> String {
        format!("{} {}", figures::decimal(&number.to_string(), lang), self.form(&number, lang))
    }

    /// The same for a sentence of both languages.
    pub fn counted(&self, number: impl Display) -> Text {
        Text::told(|lang| self.count(&number, lang))
    }
}

pub const LEARNER: Noun = Noun::new("người học", "learner", "learners");
pub const HOUR: Noun = Noun::new("giờ", "hour", "hours");
pub const DAY: Noun = Noun::new("ngày", "day", "days");
pub const WORKING_DAY: Noun = Noun::new("ngày làm việc", "working day", "working days");
pub const MONTH: Noun = Noun::new("tháng", "month", "months");
pub const ROW: Noun = Noun::new("dòng", "row", "rows");
pub const OCCUPATION: Noun = Noun::new("nghề", "occupation", "occupations");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_singular_in_english_and_every_other_number_is_not() {
        for (number, said) in
            [(0, "0 learners"), (1, "1 learner"), (2, "2 learners"), (4_800, "4,800 learners")]
        {
            assert_eq!(LEARNER.count(number, Lang::En), said);
        }
        assert_eq!(LEARNER.counted(4_800), Text::new("4.800 người học", "4,800 learners"));
    }
}
