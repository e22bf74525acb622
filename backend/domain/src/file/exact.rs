//! A number or a formula as it was written: text, so that it is exact.

use std::{borrow::Cow, fmt};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, Visitor},
};

/// Text, a whole number, a day, or yes/no; a number with decimals is written as text: `"0.5"`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Exact(String);

impl Exact {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Exact, D::Error> {
        struct Written;
        impl<'de> Visitor<'de> for Written {
            type Value = Exact;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text, a whole number, or true/false")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Exact, E> {
                Ok(Exact(text.trim().to_owned()))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Exact, E> {
                Ok(Exact(number.to_string()))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Exact, E> {
                Ok(Exact(number.to_string()))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut date: A) -> Result<Exact, A::Error> {
                // A day of TOML comes as a table with one entry, whose value is its text.
                match date.next_entry::<String, String>()? {
                    Some((_, text)) => Ok(Exact(text)),
                    None => Err(A::Error::custom("an empty table")),
                }
            }

            fn visit_bool<E: Error>(self, yes: bool) -> Result<Exact, E> {
                Ok(Exact(if yes { "yes" } else { "no" }.to_owned()))
            }
        }
        deserializer.deserialize_any(Written)
    }
}

impl JsonSchema for Exact {
    fn schema_name() -> Cow<'static, str> {
        "Exact".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "description": "A number or a formula: text, a whole number, a day, or yes/no. A number with decimals is written as text, so that it is exact: `\"0.5\"`.", "anyOf": [{ "type": "string" }, { "type": "integer" }, { "type": "boolean" }, { "type": "string", "format": "date" }] })
    }
}
