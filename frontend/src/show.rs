//! The small things every page is made of: an amount, a badge, a bar, a link, a table heading.
//! They hold words, not values; the only arithmetic is that of page numbers.

use domain::{figures, money::Money, text::Lang};

use crate::texts::{Texts, texts};

/// An amount of đồng as it is printed: `1.234.567` in Vietnamese, `1,234,567` in English.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Amount(pub String);

impl Amount {
    pub fn new(money: Money, lang: Lang) -> Amount {
        Amount(money.grouped(lang))
    }

    pub fn is_negative(&self) -> bool {
        self.0.starts_with(['-', '−'])
    }

    pub fn is_zero(&self) -> bool {
        self.0 == "0"
    }
}

/// A count as it is printed: `4.800` in Vietnamese, `4,800` in English.
pub fn count(number: u64, lang: Lang) -> String {
    figures::whole(number.into(), lang)
}

/// What a colour says; the words always say it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Nothing to do or to worry about.
    #[default]
    Plain,
    /// Under way.
    Active,
    /// Reached, passed, paid.
    Good,
    /// Waits for somebody.
    Waiting,
    /// Refused, failed, must come back.
    Bad,
}

impl Tone {
    pub fn class(&self) -> &'static str {
        match self {
            Tone::Plain => "plain",
            Tone::Active => "active",
            Tone::Good => "good",
            Tone::Waiting => "waiting",
            Tone::Bad => "bad",
        }
    }
}

/// A state in a coloured frame.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Badge {
    pub text: String,
    pub tone: Tone,
}

impl Badge {
    pub fn new(text: impl Into<String>, tone: Tone) -> Badge {
        Badge { text: text.into(), tone }
    }
}

/// What a reader must know about a parameter that no published source carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    Assumption,
    FromMemory,
    Inferred,
}

impl Mark {
    pub fn text(&self, texts: &Texts) -> &'static str {
        match self {
            Mark::Assumption => texts.common.assumption,
            Mark::FromMemory => texts.common.from_memory,
            Mark::Inferred => texts.common.inferred,
        }
    }

    pub fn explained(&self, texts: &Texts) -> &'static str {
        match self {
            Mark::Assumption => texts.common.assumption_explained,
            Mark::FromMemory => texts.common.from_memory_explained,
            Mark::Inferred => texts.common.inferred_explained,
        }
    }
}

/// One step of the way here. The last one has no link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    pub text: String,
    pub link: Option<String>,
}

impl Crumb {
    pub fn new(text: impl Into<String>, link: impl Into<String>) -> Crumb {
        Crumb { text: text.into(), link: Some(link.into()) }
    }

    pub fn here(text: impl Into<String>) -> Crumb {
        Crumb { text: text.into(), link: None }
    }
}

/// A line of a page's head: what it is, what it says, and where that comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pair {
    pub label: String,
    pub value: String,
    pub link: Option<String>,
    pub note: Option<String>,
    pub mark: Option<Mark>,
}

impl Pair {
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Pair {
        Pair { label: label.into(), value: value.into(), ..Pair::default() }
    }

    #[must_use]
    pub fn link(mut self, link: impl Into<String>) -> Pair {
        self.link = Some(link.into());
        self
    }

    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Pair {
        self.note = Some(note.into());
        self
    }

    #[must_use]
    pub fn mark(mut self, mark: Mark) -> Pair {
        self.mark = Some(mark);
        self
    }
}

/// A target beside what was reached. `filled` is the length of the bar, 0 to 100.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    pub label: String,
    pub target: String,
    pub actual: String,
    pub percent: String,
    pub filled: u8,
    pub note: Option<String>,
}

/// The two identities every order and programme must satisfy, with what the program found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoneyIdentity {
    pub ordered: Amount,
    pub accepted: Amount,
    pub rejected: Amount,
    pub outstanding: Amount,
    /// ordered = accepted + rejected + outstanding
    pub order_holds: bool,
    pub advance: Amount,
    pub payments: Amount,
    pub recoveries: Amount,
    pub settled: Amount,
    /// advance + payments − recoveries = settled
    pub settlement_holds: bool,
}

/// A button that changes something: a POST form of one button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    pub url: String,
    pub label: String,
    /// Asked before it is sent, where scripts run; written beside the button everywhere.
    pub confirm: Option<String>,
    pub primary: bool,
}

/// A table heading; a link where the table can be sorted by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub text: String,
    pub link: Option<String>,
    pub sorted: Option<Sorted>,
    pub numeric: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sorted {
    Ascending,
    Descending,
}

/// Which part of a long list is shown. Empty links at the ends.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Paging {
    /// `1–25 / 240`
    pub summary: String,
    pub previous: Option<String>,
    pub next: Option<String>,
}

impl Paging {
    /// `page` counts from 1; `link` makes the address of a page.
    pub fn new(page: u64, size: u64, total: u64, lang: Lang, link: impl Fn(u64) -> String) -> Paging {
        let page = page.max(1);
        let before = (page - 1).saturating_mul(size);
        let last = before.saturating_add(size).min(total);
        let first = if total > before { before + 1 } else { total };
        let of = texts(lang).common.of;
        Paging {
            summary: format!("{}–{} {of} {}", count(first, lang), count(last, lang), count(total, lang)),
            previous: (page > 1).then(|| link(page - 1)),
            next: (last < total).then(|| link(page + 1)),
        }
    }
}

impl Sorted {
    /// As `aria-sort` says it.
    pub fn aria(&self) -> &'static str {
        match self {
            Sorted::Ascending => "ascending",
            Sorted::Descending => "descending",
        }
    }

    pub fn arrow(&self) -> &'static str {
        match self {
            Sorted::Ascending => "▲",
            Sorted::Descending => "▼",
        }
    }
}
