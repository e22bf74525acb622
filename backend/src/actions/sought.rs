//! Names that somebody looks for, as an address may carry them: sealed for who looks, so that none stands in a browser's history
//! or in a log, and pages, language and export of what was found stay plain addresses.

use super::Ctx;
use crate::error::Error;

pub(super) fn sealed(ctx: &Ctx, words: &str) -> Result<String, Error> {
    let words = words.trim();
    if words.is_empty() {
        return Ok(String::new());
    }
    let no_key = || Error::Fault("no key for secrets: settings, key_file".to_owned());
    let seal = ctx.store.seal().ok_or_else(no_key)?;
    seal.seal_words(ctx.actor.user, words).map_err(|error| Error::fault("seal of a search", error))
}

/// Nothing where the address holds a name in the open, or what was sealed for somebody else: neither is looked for.
pub fn opened(ctx: &Ctx, kept: &str) -> String {
    ctx.store.seal().and_then(|seal| seal.open_words(ctx.actor.user, kept)).unwrap_or_default()
}
