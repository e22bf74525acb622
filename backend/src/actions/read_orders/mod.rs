//! Orders as they are read: the list with its filter, and one order from its gates to its money.

mod compare;
mod deeds;
mod list;
mod one;

use domain::text::Text;

use super::views::Coded;
use crate::storage::registry::Occupation;

pub use self::{
    deeds::gate_name,
    list::{Filter, Sort, every, list},
    one::find,
};

/// The level of an occupation, named; empty for an occupation that is not known.
pub(super) fn level(occupation: Option<&Occupation>) -> Coded {
    occupation.map_or_else(
        || Coded::new("", Text::new("", "")),
        |occupation| Coded::new(occupation.level.as_str(), occupation.level.name()),
    )
}
