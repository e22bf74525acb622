//! Fields of a form as they come back to the person who filled them in: what was typed, and what is wrong with it.
//! A field is called what an `Issue` calls its place: `lines[0].quantity`.

use domain::{issue::Issue, text::Lang};

/// One input: its name, what is in it, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Field {
    pub name: String,
    pub value: String,
    pub errors: Vec<String>,
}

impl Field {
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Field {
        Field { name: name.into(), value: value.into(), errors: Vec::new() }
    }

    /// The element's id, which the error summary links to.
    pub fn id(&self) -> String {
        anchor(&self.name)
    }
}

/// One choice of a drop-down list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub text: String,
}

impl Choice {
    pub fn new(value: impl Into<String>, text: impl Into<String>) -> Choice {
        Choice { value: value.into(), text: text.into() }
    }
}

/// A short form beside a page's content: a reason, a date, a choice. POST to `url`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmallForm {
    pub url: String,
    pub heading: String,
    pub lead: Option<String>,
    /// Names and values that are sent and not shown.
    pub hidden: Vec<(String, String)>,
    pub inputs: Vec<SmallInput>,
    pub button: String,
    /// Asked before it is sent, where scripts run.
    pub confirm: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmallInput {
    pub label: String,
    pub field: Field,
    /// Empty for typed text.
    pub choices: Vec<Choice>,
    /// What a password manager may put in; nothing for what is no secret.
    pub secret: Option<&'static str>,
}

impl SmallInput {
    pub fn typed(label: impl Into<String>, field: Field) -> SmallInput {
        SmallInput { label: label.into(), field, choices: Vec::new(), secret: None }
    }

    pub fn chosen(label: impl Into<String>, field: Field, choices: Vec<Choice>) -> SmallInput {
        SmallInput { label: label.into(), field, choices, secret: None }
    }

    /// Never shown and never sent back.
    pub fn secret(label: impl Into<String>, field: Field, autocomplete: &'static str) -> SmallInput {
        let field = Field { value: String::new(), ..field };
        SmallInput { label: label.into(), field, choices: Vec::new(), secret: Some(autocomplete) }
    }
}

/// What was typed and what was found, from which every field of a form is made.
pub struct Entered<'a> {
    pub value: &'a dyn Fn(&str) -> String,
    pub issues: &'a [Issue],
    pub lang: Lang,
}

impl Entered<'_> {
    pub fn field(&self, name: &str) -> Field {
        Field { name: name.to_owned(), value: (self.value)(name), errors: self.errors(name) }
    }

    /// What is wrong at exactly this place.
    pub fn errors(&self, place: &str) -> Vec<String> {
        let at = |issue: &&Issue| issue.place == place;
        self.issues
            .iter()
            .filter(at)
            .map(|issue| format!("{} {}", issue.problem.get(self.lang), issue.remedy.get(self.lang)))
            .collect()
    }
}

/// The element id of a place: `lines[0].quantity` becomes `at-lines-0-quantity`.
pub fn anchor(place: &str) -> String {
    let mut id = String::from("at");
    let words = place.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|word| !word.is_empty());
    for word in words {
        id.push('-');
        id.push_str(word);
    }
    id
}
