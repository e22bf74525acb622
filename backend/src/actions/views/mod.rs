//! What a read answers with: plain values for a page, a paper or another program. Amounts are whole đồng, texts come
//! in both languages, personal ids are masked. No view holds a row of the database.

mod amendments;
mod approvals;
mod audit;
mod drafts;
mod home;
mod incoming;
mod learners;
mod notices;
mod orders;
mod people;
mod programmes;
mod reports;
mod statements;
mod why;
mod work_study;

use domain::{
    ids::PartyId, ledger::Position, programme::Certainty, settlement::Volume, text::Lang, text::Text,
};
use serde::Serialize;
use utoipa::ToSchema;

pub use self::{
    amendments::*, approvals::*, audit::*, drafts::*, home::*, incoming::*, learners::*, notices::*,
    orders::*, people::*, programmes::*, reports::*, statements::*, why::*, work_study::*,
};

/// A text in the two languages of the product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Words {
    pub vi: String,
    pub en: String,
}

/// A key of the vocabulary and its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Coded {
    /// Such as `submitted`; never translated.
    pub code: String,
    pub name: Words,
}

/// An organisation by the name in force on the day that the view speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PartyName {
    pub id: i64,
    pub name: String,
}

/// Where ordered value stands: `ordered = accepted + rejected + outstanding`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct VolumeView {
    pub ordered_dong: i64,
    pub accepted_dong: i64,
    pub rejected_dong: i64,
    pub outstanding_dong: i64,
    pub adds_up: bool,
}

/// Where the money stands, drawn from the ledger: `advanced + paid + payable − to_recover = accepted`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PositionView {
    pub advanced_dong: i64,
    /// Approved as an advance and not paid yet.
    pub advance_unpaid_dong: i64,
    pub advance_recovered_dong: i64,
    /// Accepted by approved statements.
    pub accepted_dong: i64,
    /// Paid by the Treasury for accepted volume.
    pub paid_dong: i64,
    /// Approved for accepted volume and not paid yet.
    pub payable_dong: i64,
    /// Paid and payable together: the payments of the identity.
    pub payments_dong: i64,
    /// Everything approved that the Treasury has not paid, advances too.
    pub to_pay_dong: i64,
    /// Owed back beside the advance.
    pub recoverable_dong: i64,
    /// The advance not recovered yet, and what is owed beside it.
    pub to_recover_dong: i64,
    pub adds_up: bool,
}

/// One page of a long list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Page<T> {
    pub rows: Vec<T>,
    /// Counts from 1.
    pub page: u64,
    pub size: u64,
    pub total: u64,
}

impl Words {
    /// The same in both languages: names of people, codes of law.
    pub fn same(text: impl Into<String>) -> Words {
        let vi = text.into();
        Words { en: vi.clone(), vi }
    }

    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        }
    }
}

impl From<Text> for Words {
    fn from(text: Text) -> Words {
        Words { vi: text.vi, en: text.en }
    }
}

impl Coded {
    pub fn new(code: &str, name: Text) -> Coded {
        Coded { code: code.to_owned(), name: name.into() }
    }
}

impl From<Certainty> for Coded {
    fn from(certainty: Certainty) -> Coded {
        Coded::new(certainty.as_str(), certainty.name())
    }
}

impl PartyName {
    pub fn new(id: PartyId, name: String) -> PartyName {
        PartyName { id: id.0, name }
    }
}

impl From<Volume> for VolumeView {
    fn from(volume: Volume) -> VolumeView {
        VolumeView {
            ordered_dong: volume.ordered.as_dong(),
            accepted_dong: volume.accepted.as_dong(),
            rejected_dong: volume.rejected.as_dong(),
            outstanding_dong: volume.outstanding.as_dong(),
            adds_up: volume.adds_up(),
        }
    }
}

impl From<Position> for PositionView {
    fn from(position: Position) -> PositionView {
        PositionView {
            advanced_dong: position.advanced.as_dong(),
            advance_unpaid_dong: position.advance_unpaid.as_dong(),
            advance_recovered_dong: position.advance_recovered.as_dong(),
            accepted_dong: position.accepted.as_dong(),
            paid_dong: position.paid.as_dong(),
            payable_dong: position.payable.as_dong(),
            payments_dong: (position.paid + position.payable).as_dong(),
            to_pay_dong: (position.payable + position.advance_unpaid).as_dong(),
            recoverable_dong: position.recoverable.as_dong(),
            to_recover_dong: position.to_recover().as_dong(),
            adds_up: position.adds_up(),
        }
    }
}

/// As the size of a page: all that there is.
pub const WHOLE: u64 = u64::MAX;

impl<T> Page<T> {
    /// Cuts one page out of a whole list. A page beyond the end is empty.
    pub fn cut(all: Vec<T>, page: u64, size: u64) -> Page<T> {
        let (page, size) = (page.max(1), if size == WHOLE { WHOLE } else { size.clamp(1, 500) });
        let total = u64::try_from(all.len()).unwrap_or(u64::MAX);
        let skip = usize::try_from((page - 1).saturating_mul(size)).unwrap_or(usize::MAX);
        let take = usize::try_from(size).unwrap_or(usize::MAX);
        Page { rows: all.into_iter().skip(skip).take(take).collect(), page, size, total }
    }
}
