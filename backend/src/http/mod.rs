//! What answers over HTTP: the JSON API here, the pages beside it.

pub mod api;

use crate::{actions::Store, clock::Clock};

/// What every handler works on.
#[derive(Debug, Clone)]
pub struct App {
    pub store: Store,
    pub clock: Clock,
}
