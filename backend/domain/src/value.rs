//! What a fact, a term of an order or an attribute of a learner can say: a number, a day, a word, yes or no.

use std::fmt;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::fraction::Fraction;

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    Number(Fraction),
    Day(Date),
    Text(String),
    YesNo(bool),
}

/// The type of a formula, as far as it is known before there is a learner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    Number,
    Day,
    Text,
    YesNo,
    /// A term or an attribute: known when it is read.
    Any,
}

impl Value {
    pub fn whole(number: i64) -> Value {
        Value::Number(Fraction::whole(number))
    }

    pub fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    /// Decimal text is a number, `yes` and `no` are yes and no, `2025-01-31` is a day; all else is text.
    pub fn read(text: &str) -> Value {
        if let (false, Ok(number)) = (text.contains('/'), text.parse()) {
            return Value::Number(number);
        }
        match text {
            "yes" => Value::YesNo(true),
            "no" => Value::YesNo(false),
            _ => day(text).map_or_else(|| Value::text(text), Value::Day),
        }
    }

    pub fn kind(&self) -> Type {
        match self {
            Value::Number(_) => Type::Number,
            Value::Day(_) => Type::Day,
            Value::Text(_) => Type::Text,
            Value::YesNo(_) => Type::YesNo,
        }
    }

    pub fn as_number(&self) -> Option<Fraction> {
        if let Value::Number(number) = self { Some(*number) } else { None }
    }

    pub fn as_day(&self) -> Option<Date> {
        if let Value::Day(day) = self { Some(*day) } else { None }
    }

    pub fn as_text(&self) -> Option<&str> {
        if let Value::Text(text) = self { Some(text) } else { None }
    }
}

/// `2025-01-31`.
pub fn day(text: &str) -> Option<Date> {
    Date::parse(text, time::macros::format_description!("[year]-[month]-[day]")).ok()
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Number(number) => write!(f, "{number}"),
            Value::Day(day) => write!(f, "{day}"),
            Value::Text(text) => write!(f, "'{text}'"),
            Value::YesNo(yes) => f.write_str(if *yes { "yes" } else { "no" }),
        }
    }
}

impl Type {
    /// Its name in Vietnamese; the English one is how it is displayed.
    pub fn vi(self) -> &'static str {
        match self {
            Type::Number => "số",
            Type::Day => "ngày",
            Type::Text => "chữ",
            Type::YesNo => "có/không",
            Type::Any => "giá trị bất kỳ",
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Type::Number => "number",
            Type::Day => "date",
            Type::Text => "text",
            Type::YesNo => "yes/no",
            Type::Any => "anything",
        })
    }
}
