//! What surrounds every page: who is signed in, where they are, what went well and what must be mended.

use domain::{
    issue::{Issue, cited},
    text::Lang,
};

use crate::{
    form::anchor,
    show::Crumb,
    texts::{Texts, texts},
};

/// Part of every page.
#[derive(Debug, Clone)]
pub struct Frame {
    pub lang: Lang,
    pub texts: &'static Texts,
    /// The page's heading and, with the product's name, its title.
    pub title: String,
    pub person: Option<Person>,
    /// Where this page can be read again: path and query, without `lang`. After a refused POST, the form's own page.
    pub path: String,
    pub crumbs: Vec<Crumb>,
    /// What just went well.
    pub notice: Option<String>,
    pub issues: Vec<ShownIssue>,
    /// Names one submission: fresh for every page, sent with every form, to be read together with the form's address.
    pub form_key: String,
    /// Whether the person may read the audit trail.
    pub audit: bool,
    /// Whether the person sees what the office maintains.
    pub registry: bool,
    /// Whether the person reads the reports of law and programme.
    pub reports: bool,
    /// Notices in the person's inbox that they have not read.
    pub unread: u64,
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub name: String,
    pub role: String,
    pub organisation: String,
    pub rooms: Rooms,
}

/// Where the navigation leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rooms {
    #[default]
    Office,
    /// Also to the money that it waits for.
    Provider,
    /// To themselves and nowhere else.
    Learner,
    /// Also to who looked at whom.
    Auditor,
    /// Also to accounts.
    Administrator,
}

impl Rooms {
    pub fn has_orders(&self) -> bool {
        *self != Rooms::Learner
    }

    pub fn has_access(&self) -> bool {
        !matches!(self, Rooms::Office | Rooms::Provider)
    }

    pub fn has_money(&self) -> bool {
        *self == Rooms::Provider
    }

    pub fn has_people(&self) -> bool {
        *self == Rooms::Administrator
    }
}

/// An issue in the reader's language, with a link to the field it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownIssue {
    pub anchor: Option<String>,
    pub place: String,
    pub problem: String,
    pub rule: String,
    pub remedy: String,
}

impl Frame {
    pub fn new(
        lang: Lang,
        title: impl Into<String>,
        path: impl Into<String>,
        form_key: impl Into<String>,
    ) -> Frame {
        Frame {
            lang,
            texts: texts(lang),
            title: title.into(),
            person: None,
            path: path.into(),
            crumbs: Vec::new(),
            notice: None,
            issues: Vec::new(),
            form_key: form_key.into(),
            audit: false,
            registry: false,
            reports: false,
            unread: 0,
        }
    }

    #[must_use]
    pub fn person(mut self, person: Person) -> Frame {
        self.person = Some(person);
        self
    }

    #[must_use]
    pub fn crumbs(mut self, crumbs: Vec<Crumb>) -> Frame {
        self.crumbs = crumbs;
        self
    }

    #[must_use]
    pub fn notice(mut self, notice: impl Into<String>) -> Frame {
        self.notice = Some(notice.into());
        self
    }

    #[must_use]
    pub fn issues(mut self, issues: &[Issue]) -> Frame {
        self.issues = issues.iter().map(|issue| ShownIssue::of(issue, self.lang)).collect();
        self
    }

    pub fn lang_code(&self) -> &'static str {
        match self.lang {
            Lang::Vi => "vi",
            Lang::En => "en",
        }
    }

    /// This page in the other language.
    pub fn other_lang_code(&self) -> &'static str {
        match self.lang {
            Lang::Vi => "en",
            Lang::En => "vi",
        }
    }

    pub fn other_lang_link(&self) -> String {
        let join = if self.path.contains('?') { '&' } else { '?' };
        format!("{}{join}lang={}", self.path, self.other_lang_code())
    }

    pub fn in_programmes(&self) -> bool {
        let path = self.path.split('?').next().unwrap_or_default();
        path == "/" || path.starts_with("/programmes")
    }

    pub fn in_orders(&self) -> bool {
        ["/orders", "/drafts", "/reallocations", "/cohorts", "/learners", "/workbooks"]
            .iter()
            .any(|start| self.path.starts_with(start))
    }

    pub fn in_audit(&self) -> bool {
        self.path.starts_with("/audit")
    }

    pub fn in_people(&self) -> bool {
        ["/people", "/notices"].iter().any(|start| self.path.starts_with(start))
    }

    pub fn in_inbox(&self) -> bool {
        self.path.starts_with("/inbox")
    }

    pub fn in_registry(&self) -> bool {
        self.path.starts_with("/registry")
    }

    pub fn in_reports(&self) -> bool {
        self.path.starts_with("/reports")
    }

    pub fn in_access(&self) -> bool {
        self.path.starts_with("/access")
    }

    pub fn in_money(&self) -> bool {
        self.path.starts_with("/money")
    }

    pub fn in_payments(&self) -> bool {
        self.path.starts_with("/payments")
    }

    pub fn in_statements(&self) -> bool {
        ["/statements", "/lines", "/settlements"].iter().any(|start| self.path.starts_with(start))
    }
}

impl ShownIssue {
    pub fn of(issue: &Issue, lang: Lang) -> ShownIssue {
        let texts = texts(lang);
        let place = place_in_words(&issue.place, texts);
        ShownIssue {
            anchor: (!place.is_empty()).then(|| anchor(&issue.place)),
            place,
            problem: issue.problem.get(lang).to_owned(),
            rule: cited(&issue.rule, lang),
            remedy: issue.remedy.get(lang).to_owned(),
        }
    }
}

/// `learners[3].birth_date` becomes "Người học 4 · Ngày sinh". Empty when the place is no field of ours.
pub fn place_in_words(place: &str, texts: &Texts) -> String {
    let mut words = Vec::new();
    for part in place.split('.') {
        let (name, row) = match part.split_once('[') {
            Some((name, rest)) => (name, rest.trim_end_matches(']').parse::<u32>().ok()),
            None => (part, None),
        };
        let Some(label) = texts.fields.get(name) else { continue };
        words.push(match row {
            Some(row) => format!("{label} {}", row.saturating_add(1)),
            None => label.to_owned(),
        });
    }
    words.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_said_in_the_readers_words() {
        assert_eq!(place_in_words("learners[3].birth_date", texts(Lang::Vi)), "Người học 4 · Ngày sinh");
        assert_eq!(place_in_words("learners[3].birth_date", texts(Lang::En)), "Learner 4 · Date of birth");
        assert_eq!(place_in_words("x.y", texts(Lang::En)), "");
    }

    #[test]
    fn the_language_link_keeps_the_filter() {
        let frame = Frame::new(Lang::Vi, "", "/orders?state=approved", "");
        assert_eq!(frame.other_lang_link(), "/orders?state=approved&lang=en");
        assert!(frame.in_orders() && !frame.in_programmes());
    }
}
