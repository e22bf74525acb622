//! A value together with where it stands in the file, and a day as files write it.

use std::{any::type_name, borrow::Cow, cmp::Ordering, fmt, ops::Deref, ops::Range};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use time::{Date, format_description::StaticFormatDescription, macros::format_description};
use toml::{Spanned, value::Datetime};

/// A value read from a file, and the bytes of the file it was read from.
///
/// Two of them are equal, and ordered, by value alone. Its schema is the schema of `T`.
///
/// Serde buffers what stands inside an internally tagged, untagged or flattened type, and so does not hand its place
/// on; there, and when the source is not TOML text, `span` is empty and [`At::span_or`] gives the place of the
/// whole: write `At<Trigger>` around such an enum.
#[derive(Clone, Default)]
pub struct At<T> {
    /// What was read.
    pub value: T,
    /// Byte offsets into the whole document; `0..0` when unknown.
    pub span: Range<usize>,
}

impl<T> At<T> {
    /// The place of this value, or `outer` when it is unknown.
    pub fn span_or(&self, outer: &Range<usize>) -> Range<usize> {
        if self.span.is_empty() { outer.clone() } else { self.span.clone() }
    }
}

impl<T> From<Spanned<T>> for At<T> {
    fn from(spanned: Spanned<T>) -> Self {
        let span = spanned.span();
        At { value: spanned.into_inner(), span }
    }
}

impl<T> Deref for At<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for At<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(formatter)?;
        write!(formatter, " @ {:?}", self.span)
    }
}

impl<T: PartialEq> PartialEq for At<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for At<T> {}

impl<T: PartialOrd> PartialOrd for At<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl<T: Ord> Ord for At<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.value.cmp(&other.value)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for At<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Only toml's own deserialisers answer a request for a span; serde's buffers refuse it and cannot be asked.
        if type_name::<D>().starts_with("toml::de::") {
            Spanned::deserialize(deserializer).map(At::from)
        } else {
            T::deserialize(deserializer).map(|value| At { value, span: 0..0 })
        }
    }
}

impl<T: Serialize> Serialize for At<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

impl<T: JsonSchema> JsonSchema for At<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

const DAY: StaticFormatDescription = format_description!("[year]-[month]-[day]");

/// A calendar day, written in a file as `2025-01-31` or `"2025-01-31"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub Date);

impl Day {
    /// Reads `2025-01-31`; nothing for any other text, or for a day that is in no calendar.
    pub fn parse(text: &str) -> Option<Day> {
        Date::parse(text, DAY).ok().map(Day)
    }
}

impl Deref for Day {
    type Target = Date;

    fn deref(&self) -> &Date {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Text(String),
            Toml(Datetime),
        }
        let text = match Written::deserialize(deserializer)? {
            Written::Text(text) => text,
            Written::Toml(date) => date.to_string(),
        };
        Day::parse(&text).ok_or_else(|| D::Error::custom(format!("'{text}' is not a day such as 2025-01-31")))
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.format(DAY) {
            Ok(text) => serializer.serialize_str(&text),
            Err(error) => Err(serde::ser::Error::custom(error)),
        }
    }
}

impl JsonSchema for Day {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date" })
    }
}

/// For a map whose keys are an enum with documented variants, which schemars would leave open:
/// `#[schemars(schema_with = "map_by::<Class, At<String>>")]`.
pub fn map_by<K: JsonSchema, V: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    let names = generator.subschema_for::<K>();
    let values = generator.subschema_for::<V>();
    json_schema!({ "type": "object", "propertyNames": names, "additionalProperties": values })
}
