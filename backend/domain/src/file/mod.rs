//! Files that people write: read with every fault at once, each at its place, and described by the types that read them.

mod at;
mod exact;
mod fault;
mod mend;
mod reference;
mod schema;
mod shape;
mod walk;

pub(crate) use self::fault::nearest;
pub(crate) use self::mend::mend;
pub use self::{
    at::{At, Day, map_by},
    exact::Exact,
    fault::{Fault, line_of},
    reference::markdown,
    shape::{faults_in, mended, parse},
};

#[cfg(test)]
mod tests;
