//! Files of banks: the order to pay (pain.001.001.09) and what comes back (camt.053.001.08, camt.054.001.08). Knows XML and
//! the names of ISO 20022; what an entry means is decided in `domain::payment`. The only room that names the XML library.

mod camt;
mod pain;
mod tree;

pub use self::{
    camt::{Told, read},
    pain::{Order, Transfer, plain, write},
};

/// A statement of a busy month is a tenth of this.
pub const MOST_BYTES: usize = 8 * 1024 * 1024;

#[cfg(test)]
mod tests;
