//! Reading a schema that schemars generated.

use serde_json::{Map, Value};
use toml::de::DeValue;

use super::{
    at::Day,
    fault::{Pair, kind_words},
};

/// A root schema, in which references are looked up.
#[derive(Clone, Copy)]
pub(crate) struct Book<'a>(pub &'a Value);

/// The name at the end of a reference to a definition.
pub(crate) fn referred(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.rsplit('/').next()
}

/// The text under a key.
pub(crate) fn word<'a>(schema: &'a Value, key: &str) -> Option<&'a str> {
    schema.get(key).and_then(Value::as_str)
}

/// The texts of a list under a key.
pub(crate) fn strings<'a>(schema: &'a Value, key: &str) -> impl Iterator<Item = &'a str> {
    schema.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

/// The fields of a table: those required in the order they were declared, then the others by name.
pub(crate) fn fields(schema: &Value) -> Vec<(&str, &Value, bool)> {
    let Some(properties) = properties(schema) else { return Vec::new() };
    let required: Vec<&str> = strings(schema, "required").collect();
    let first = required.iter().filter_map(|name| properties.get_key_value(*name));
    let mut rest: Vec<_> = properties.iter().filter(|(name, _)| !required.contains(&name.as_str())).collect();
    rest.sort_by_key(|(name, _)| *name);
    let first = first.map(|(name, field)| (name.as_str(), field, true));
    first.chain(rest.into_iter().map(|(name, field)| (name.as_str(), field, false))).collect()
}

/// The named fields of a table.
pub(crate) fn properties(schema: &Value) -> Option<&Map<String, Value>> {
    schema.get("properties").and_then(Value::as_object)
}

/// The one value a field may have, if it is text.
pub(crate) fn constant<'a>(schema: &'a Value, field: &str) -> Option<&'a str> {
    word(properties(schema)?.get(field)?, "const")
}

impl<'a> Book<'a> {
    /// Follows references, and looks through what is only "this or nothing".
    pub(crate) fn resolve(self, schema: &'a Value) -> &'a Value {
        let mut here = schema;
        for _ in 0..64 {
            here = match (word(here, "$ref"), alternatives(here).as_slice()) {
                (Some(pointer), _) => match self.0.pointer(pointer.trim_start_matches('#')) {
                    Some(target) => target,
                    None => return &Value::Bool(true),
                },
                (None, [only]) if here.get("properties").is_none() => only,
                _ => return here,
            };
        }
        &Value::Bool(true)
    }

    /// The alternatives of an enum, each resolved.
    pub(crate) fn options(self, schema: &'a Value) -> Vec<&'a Value> {
        alternatives(self.resolve(schema)).into_iter().map(|option| self.resolve(option)).collect()
    }

    /// Which kinds of value may stand here: JSON's type names, and "date". None means any.
    pub(crate) fn kinds(self, schema: &'a Value) -> Vec<&'a str> {
        let schema = self.resolve(schema);
        let mut kinds: Vec<&str> = match schema.get("type") {
            Some(Value::String(kind)) => vec![kind],
            Some(Value::Array(_)) => strings(schema, "type").filter(|kind| *kind != "null").collect(),
            _ => {
                let options: Vec<Vec<&str>> =
                    alternatives(schema).into_iter().map(|option| self.kinds(option)).collect();
                if options.iter().any(Vec::is_empty) { Vec::new() } else { options.concat() }
            }
        };
        if word(schema, "format") == Some("date") {
            kinds.iter_mut().filter(|kind| **kind == "string").for_each(|kind| *kind = "date");
        }
        let mut seen = Vec::new();
        kinds.retain(|kind| {
            !seen.contains(kind) && {
                seen.push(*kind);
                true
            }
        });
        kinds
    }

    /// The words an enum allows, if it is made of words alone.
    pub(crate) fn words(self, schema: &'a Value) -> Option<Vec<&'a str>> {
        let schema = self.resolve(schema);
        if let Some(word) = word(schema, "const") {
            return Some(vec![word]);
        }
        if schema.get("enum").is_some() {
            return Some(strings(schema, "enum").collect());
        }
        let options = alternatives(schema);
        if options.is_empty() {
            return None;
        }
        options.into_iter().map(|option| self.words(option)).collect::<Option<Vec<_>>>().map(|w| w.concat())
    }

    /// What may stand here, in words.
    pub(crate) fn expected(self, schema: &'a Value) -> Pair {
        if let Some(words) = self.words(schema) {
            return one_of(&words);
        }
        let mut kinds = self.kinds(schema);
        if kinds.is_empty() {
            kinds.push("any");
        }
        let names: Vec<_> = kinds.into_iter().map(kind_words).collect();
        let join = |or: &str, name: fn(&(&'static str, &'static str, &'static str)) -> &'static str| {
            names.iter().map(name).collect::<Vec<_>>().join(or)
        };
        (join(" hoặc ", |name| name.0), join(" or ", |name| name.1))
    }
}

/// Whether a table may have no other fields than those named.
pub(crate) fn closed(schema: &Value) -> bool {
    schema.get("additionalProperties") == Some(&Value::Bool(false))
}

/// The type of a field that is known by the pattern of its name: a number, or any other (which is not checked).
pub(crate) fn by_pattern<'a>(schema: &'a Value, name: &str) -> Option<&'a Value> {
    let patterns = schema.get("patternProperties")?.as_object()?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let found = patterns.iter().find(|(pattern, _)| match pattern.as_str() {
        r"^\d+$" => digits(name),
        r"^-?\d+$" => digits(name.strip_prefix('-').unwrap_or(name)),
        _ => true,
    });
    found.map(|(_, schema)| schema)
}

/// The least and the greatest that a number, a length or a count may be.
pub(crate) fn bounds(schema: &Value, low: &str, high: &str) -> (Option<i128>, Option<i128>) {
    // Of the narrower ones the schema itself says.
    let (least, most) = match word(schema, "format").filter(|_| low == "minimum") {
        Some("int32") => (Some(i32::MIN.into()), Some(i32::MAX.into())),
        Some("int64" | "int") => (Some(i64::MIN.into()), Some(i64::MAX.into())),
        Some("uint32") => (Some(0), Some(u32::MAX.into())),
        Some("uint64" | "uint") => (Some(0), Some(u64::MAX.into())),
        _ => (None, None),
    };
    let given = |key: &str| schema.get(key).and_then(Value::as_number).and_then(serde_json::Number::as_i128);
    (given(low).max(least), given(high).into_iter().chain(most).min())
}

/// One of these words, in words.
pub(crate) fn one_of(words: &[&str]) -> Pair {
    let list: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    let list = list.join(", ");
    (format!("một trong {list}"), format!("one of {list}"))
}

/// The field by whose value all of these variants are told apart.
pub(crate) fn tag<'a>(variants: &[&'a Value]) -> Option<&'a str> {
    let first = variants.first()?;
    strings(first, "required").find(|name| variants.iter().all(|variant| constant(variant, name).is_some()))
}

/// The alternatives of an enum as they are written, so that references stay.
pub(crate) fn alternatives(schema: &Value) -> Vec<&Value> {
    let list = schema.get("oneOf").or_else(|| schema.get("anyOf")).and_then(Value::as_array);
    list.into_iter().flatten().filter(|option| word(option, "type") != Some("null")).collect()
}

/// The kind of a value.
pub(crate) fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "string",
        DeValue::Integer(_) => "integer",
        DeValue::Float(_) => "number",
        DeValue::Boolean(_) => "boolean",
        DeValue::Datetime(day) if day.date.is_some() && day.time.is_none() => "date",
        DeValue::Datetime(_) => "time",
        DeValue::Array(_) => "array",
        DeValue::Table(_) => "object",
    }
}

/// Whether a value is of one of these kinds.
pub(crate) fn fits(value: &DeValue<'_>, kinds: &[&str]) -> bool {
    let day = || value.as_str().is_some_and(|text| Day::parse(text).is_some());
    kinds.is_empty()
        || kinds.contains(&kind(value))
        || (value.is_integer() && kinds.contains(&"number"))
        || (kinds.contains(&"date") && day())
}
