//! Every sentence of the pages, in Vietnamese and in English on one line. A text cannot exist in one language only.
//! Names of things that come from data (occupations, parties, decisions) are not here.

use domain::text::Lang;

/// A text, or a noun where the English is given for one and for many.
macro_rules! text_type {
    () => { &'static str };
    ($many:literal) => { domain::noun::Noun };
}

macro_rules! text_value {
    ($said:literal; $vi:literal, $en:literal) => {
        $said
    };
    ($said:literal; $vi:literal, $one:literal, $many:literal) => {
        domain::noun::Noun::new($vi, $one, $many)
    };
}

/// Nouns are not found by name: they say nothing without a number.
macro_rules! text_found {
    ($text:expr) => {
        Some($text)
    };
    ($text:expr, $many:literal) => {
        None
    };
}

/// `field: "tiếng Việt", "English";` makes a struct of texts and its two values.
/// `field: "tiếng Việt", "one" | "many";` is a noun that stands beside a count.
macro_rules! texts {
    ($(#[$doc:meta])* $group:ident { $($field:ident: $vi:literal, $en:literal $(| $many:literal)?;)* }) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $group {
            $(pub $field: text_type!($($many)?),)*
        }

        impl $group {
            pub const VI: $group = $group { $($field: text_value!($vi; $vi, $en $(, $many)?),)* };
            pub const EN: $group = $group { $($field: text_value!($en; $vi, $en $(, $many)?),)* };
            /// Field, Vietnamese, English.
            #[cfg(test)]
            pub const ALL: &'static [(&'static str, &'static str, &'static str)] =
                &[$((stringify!($field), $vi, $en),)*];

            /// The text of that name, for keys that come from data: the field of an issue.
            pub fn get(&self, name: &str) -> Option<&'static str> {
                $(if name == stringify!($field) { return text_found!(self.$field $(, $many)?); })*
                None
            }
        }
    };
}

mod audit;
mod common;
mod deeds;
mod fields;
mod happening;
mod help;
mod identity;
mod incoming;
mod learner;
mod life;
mod notice;
mod order;
mod papers;
mod payments;
mod people;
mod programme;
mod registry;
mod report;
mod statement;
mod work_study;
mod workbook;

pub use audit::*;
pub use common::*;
pub use deeds::*;
pub use fields::*;
pub use happening::*;
pub use help::*;
pub use identity::*;
pub use incoming::*;
pub use learner::*;
pub use life::*;
pub use notice::*;
pub use order::*;
pub use papers::*;
pub use payments::*;
pub use people::*;
pub use programme::*;
pub use registry::*;
pub use report::*;
pub use statement::*;
pub use work_study::*;
pub use workbook::*;

/// All texts of one language.
#[derive(Debug)]
pub struct Texts {
    pub common: Common,
    pub fields: Fields,
    pub sign_in: SignIn,
    pub home: Home,
    pub programme: Programme,
    pub order: Order,
    pub cohort: Cohort,
    pub learner: Learner,
    pub statement: Statement,
    pub why: Why,
    pub error: Error,
    pub deeds: Deeds,
    pub work_study: WorkStudy,
    pub audit: AuditTrail,
    pub happening: Happened,
    pub workbook: Workbook,
    pub help: Help,
    pub incoming: Incoming,
    pub people: People,
    pub account: Account,
    pub identity: Identity,
    pub life: Life,
    pub registry: Registry,
    pub reports: Reports,
    pub notices: Notices,
    pub mail: Mail,
    pub papers: Papers,
    pub payments: Payments,
}

pub static VI: Texts = Texts {
    common: Common::VI,
    fields: Fields::VI,
    sign_in: SignIn::VI,
    home: Home::VI,
    programme: Programme::VI,
    order: Order::VI,
    cohort: Cohort::VI,
    learner: Learner::VI,
    statement: Statement::VI,
    why: Why::VI,
    error: Error::VI,
    deeds: Deeds::VI,
    work_study: WorkStudy::VI,
    audit: AuditTrail::VI,
    happening: Happened::VI,
    workbook: Workbook::VI,
    help: Help::VI,
    incoming: Incoming::VI,
    people: People::VI,
    account: Account::VI,
    identity: Identity::VI,
    life: Life::VI,
    registry: Registry::VI,
    reports: Reports::VI,
    notices: Notices::VI,
    mail: Mail::VI,
    papers: Papers::VI,
    payments: Payments::VI,
};

pub static EN: Texts = Texts {
    common: Common::EN,
    fields: Fields::EN,
    sign_in: SignIn::EN,
    home: Home::EN,
    programme: Programme::EN,
    order: Order::EN,
    cohort: Cohort::EN,
    learner: Learner::EN,
    statement: Statement::EN,
    why: Why::EN,
    error: Error::EN,
    deeds: Deeds::EN,
    work_study: WorkStudy::EN,
    audit: AuditTrail::EN,
    happening: Happened::EN,
    workbook: Workbook::EN,
    help: Help::EN,
    incoming: Incoming::EN,
    people: People::EN,
    account: Account::EN,
    identity: Identity::EN,
    life: Life::EN,
    registry: Registry::EN,
    reports: Reports::EN,
    notices: Notices::EN,
    mail: Mail::EN,
    papers: Papers::EN,
    payments: Payments::EN,
};

pub fn texts(lang: Lang) -> &'static Texts {
    match lang {
        Lang::Vi => &VI,
        Lang::En => &EN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same in both languages, on purpose.
    const SAME: &[&str] = &["product", "api"];

    const ALL: &[&[(&str, &str, &str)]] = &[
        Common::ALL,
        Fields::ALL,
        SignIn::ALL,
        Home::ALL,
        Programme::ALL,
        Order::ALL,
        Cohort::ALL,
        Learner::ALL,
        Statement::ALL,
        Why::ALL,
        Error::ALL,
        Deeds::ALL,
        WorkStudy::ALL,
        AuditTrail::ALL,
        Happened::ALL,
        Workbook::ALL,
        Help::ALL,
        Incoming::ALL,
        People::ALL,
        Account::ALL,
        Identity::ALL,
        Life::ALL,
        Registry::ALL,
        Reports::ALL,
        Notices::ALL,
        Papers::ALL,
        Mail::ALL,
        Payments::ALL,
    ];

    #[test]
    fn every_text_is_said_in_both_languages() {
        for (name, vi, en) in ALL.iter().copied().flatten() {
            assert!(!vi.trim().is_empty() && !en.trim().is_empty(), "{name} is empty");
            assert_eq!(vi == en, SAME.contains(name), "{name}: {vi} / {en}");
        }
    }

    #[test]
    fn no_english_text_has_a_vietnamese_letter() {
        for (name, _, en) in ALL.iter().copied().flatten() {
            if *name == "language" {
                continue; // each language calls itself by its own name
            }
            let foreign = en.chars().find(|c| c.is_alphabetic() && !c.is_ascii());
            assert_eq!(foreign, None, "{name}: {en}");
        }
    }

    #[test]
    fn no_text_carries_a_stray_space() {
        for (name, vi, en) in ALL.iter().copied().flatten() {
            assert_eq!((vi.trim(), en.trim()), (*vi, *en), "{name}");
            assert!(!vi.contains("  ") && !en.contains("  "), "{name}");
        }
    }
}
