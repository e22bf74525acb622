//! Finds everything wrong with the shape of a TOML file at once, by the schema of the type it is to be read into.

use schemars::{JsonSchema, SchemaGenerator};
use serde::de::DeserializeOwned;
use toml::{
    Spanned,
    de::{DeTable, DeValue, Deserializer},
};

pub use super::fault::{Fault, line_of};
use super::{fault::Place, mend::mend, walk::Walk};

/// Reads a file, or says everything that is wrong with it, in the order of the text.
pub fn parse<T: DeserializeOwned + JsonSchema>(text: &str) -> Result<T, Vec<Fault>> {
    let (document, errors) = DeTable::parse_recoverable(text);
    let place = |error: &toml::de::Error| Place { span: error.span().unwrap_or(0..0), path: String::new() };
    let mut found: Vec<Fault> = errors.iter().map(|error| place(error).syntax(error.message())).collect();
    if found.is_empty() {
        found = faults::<T>(&document, text);
    } else {
        found.sort_by_key(|fault| fault.span.start);
        found.dedup_by_key(|fault| line_of(text, fault.span.start));
    }
    if !found.is_empty() {
        return Err(found);
    }
    T::deserialize(Deserializer::from(document)).map_err(|error| vec![place(&error).refused(error.message())])
}

/// Reads a file and says everything wrong with its shape. Where that is only slips whose meaning is clear, the file comes
/// as it was meant, so that the checks of what it says can go on; it is still to be refused.
pub fn mended<T: DeserializeOwned + JsonSchema>(text: &str) -> (Option<T>, Vec<Fault>) {
    let found = match parse(text) {
        Ok(read) => return (Some(read), Vec::new()),
        Err(found) => found,
    };
    let (mut document, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return (None, found);
    }
    mend(document.get_mut(), &found);
    let mended = faults::<T>(&document, text);
    (T::deserialize(Deserializer::from(document)).ok().filter(|_| mended.is_empty()), found)
}

/// Everything wrong with the shape of a document that is to be a `T`; `text` is what it was parsed from.
pub fn faults<T: JsonSchema>(document: &Spanned<DeTable<'_>>, text: &str) -> Vec<Fault> {
    let whole = DeValue::Table(document.get_ref().clone());
    check::<T>(text, &whole, Place { span: document.span(), path: String::new() })
}

/// Everything wrong with the shape of one value of a larger document, which stands at `path` in it.
pub fn faults_in<T: JsonSchema>(value: &Spanned<DeValue<'_>>, text: &str, path: &str) -> Vec<Fault> {
    check::<T>(text, value.get_ref(), Place { span: value.span(), path: path.to_owned() })
}

fn check<T: JsonSchema>(text: &str, value: &DeValue<'_>, here: Place) -> Vec<Fault> {
    let schema = SchemaGenerator::default().into_root_schema_for::<T>();
    let mut walk = Walk::new(text, schema.as_value());
    walk.value(value, schema.as_value(), &here);
    walk.faults.sort_by(|a, b| (a.span.start, a.code, &a.path).cmp(&(b.span.start, b.code, &b.path)));
    walk.faults
}
