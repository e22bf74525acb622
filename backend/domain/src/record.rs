//! The training record of a person (NĐ 88/2026), as bytes that are the same each time and can be signed elsewhere. The
//! decree leaves the format to the ministry, which has published none; the names of the elements are ours.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};
use time::Date;

/// Changes when an element changes its name or its meaning.
pub const VERSION: &str = "1";
pub const NAMESPACE: &str = "urn:dathang:training-record:1";

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TrainingRecord {
    pub version: &'static str,
    /// The day on which it was made: what was known then.
    #[schemars(with = "String")]
    pub as_of: Date,
    pub learner: Person,
    pub enrolments: Vec<Enrolment>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Person {
    pub full_name: String,
    #[schemars(with = "String")]
    pub birth_date: Date,
    /// `male` or `female`
    pub sex: &'static str,
    /// Twelve digits, or the last four behind stars.
    pub personal_id: String,
    pub personal_id_masked: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Enrolment {
    pub provider: Provider,
    pub programme: Named,
    pub occupation: Named,
    /// Keys of the vocabulary, as in the API.
    pub level: &'static str,
    pub mode: &'static str,
    pub cohort: String,
    pub entrant: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employer: Option<String>,
    #[schemars(with = "String")]
    pub enrolled_on: Date,
    #[schemars(with = "String")]
    pub course_starts_on: Date,
    #[schemars(with = "String")]
    pub course_ends_on: Date,
    /// Where the learner stands, as in the API.
    pub state: String,
    pub hours_college: u64,
    pub hours_enterprise: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withdrawal: Option<Happened>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<Graduation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub annulment: Option<Happened>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employment: Option<Happened>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Provider {
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_code: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Named {
    pub code: String,
    pub name: String,
}

/// The decision that recognises the result, and the certificate that came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Graduation {
    #[schemars(with = "String")]
    pub decided_on: Date,
    pub decision: String,
    pub class: &'static str,
    /// As it is written: `8.3`
    pub score: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate_serial: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate_register_number: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Happened {
    #[schemars(with = "String")]
    pub on: Date,
    /// The reason, or the employer.
    pub what: String,
}

impl TrainingRecord {
    /// Keys in order, no space between, UTF-8: the canonical form of RFC 8785 for texts, whole numbers and truths.
    pub fn json(&self) -> Vec<u8> {
        let mut out = String::new();
        write_json(&self.value(), &mut out);
        out.into_bytes()
    }

    /// The same content; children in the order of their names, no space between. Exclusive canonicalisation (as XAdES
    /// asks) leaves everything below the declaration as it is.
    pub fn xml(&self) -> Vec<u8> {
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        let open = format!("training_record xmlns=\"{NAMESPACE}\"");
        write_xml(&open, "training_record", &self.value(), &mut out);
        out.push('\n');
        out.into_bytes()
    }

    fn value(&self) -> Value {
        serde_json::to_value(self).expect("texts, days and numbers are always JSON")
    }
}

fn in_order(map: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let mut entries: Vec<_> = map.iter().collect();
    entries.sort_by_key(|(key, _)| *key);
    entries
}

fn write_json(value: &Value, out: &mut String) {
    let mut several =
        |open: char, close: char, parts: &mut dyn Iterator<Item = (Option<&String>, &Value)>| {
            out.push(open);
            for (place, (key, part)) in parts.enumerate() {
                if place > 0 {
                    out.push(',');
                }
                if let Some(key) = key {
                    out.push_str(&Value::from(key.as_str()).to_string());
                    out.push(':');
                }
                write_json(part, out);
            }
            out.push(close);
        };
    match value {
        Value::Object(map) => {
            several('{', '}', &mut in_order(map).into_iter().map(|(key, part)| (Some(key), part)));
        }
        Value::Array(parts) => several('[', ']', &mut parts.iter().map(|part| (None, part))),
        plain => out.push_str(&plain.to_string()),
    }
}

/// A list becomes one element for each of its parts, named as one of them.
fn write_xml(open: &str, close: &str, value: &Value, out: &mut String) {
    out.push('<');
    out.push_str(open);
    out.push('>');
    match value {
        Value::Object(map) => {
            for (key, part) in in_order(map) {
                write_xml(key, key, part, out);
            }
        }
        Value::Array(parts) => {
            let one = close.strip_suffix('s').unwrap_or(close);
            parts.iter().for_each(|part| write_xml(one, one, part, out));
        }
        Value::String(text) => out.push_str(&escaped(text)),
        plain => out.push_str(&plain.to_string()),
    }
    out.push_str("</");
    out.push_str(close);
    out.push('>');
}

/// As canonical XML writes text. Letters that XML does not know are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#xD;"),
            '\t' | '\n' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}' => {
                out.push(letter);
            }
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use time::macros::date;

    use super::*;

    fn record() -> TrainingRecord {
        TrainingRecord {
            version: VERSION,
            as_of: date!(2026 - 11 - 02),
            learner: Person {
                full_name: "Nguyễn Thị Ngọc Ánh".into(),
                birth_date: date!(2006 - 05 - 20),
                sex: "female",
                personal_id: "********2345".into(),
                personal_id_masked: true,
            },
            enrolments: vec![Enrolment {
                provider: Provider {
                    name: "Trường <Kỹ nghệ> & \"Cơ điện\"".into(), tax_code: None
                },
                programme: Named { code: "qd1446".into(), name: "QĐ 1446/QĐ-TTg".into() },
                occupation: Named { code: "5520225".into(), name: "Cơ điện tử".into() },
                level: "intermediate",
                mode: "formal",
                cohort: "K1".into(),
                entrant: "student".into(),
                employer: None,
                enrolled_on: date!(2025 - 01 - 13),
                course_starts_on: date!(2025 - 01 - 13),
                course_ends_on: date!(2026 - 01 - 12),
                state: "graduated".into(),
                hours_college: 900,
                hours_enterprise: 600,
                withdrawal: None,
                result: Some(Graduation {
                    decided_on: date!(2026 - 01 - 20),
                    decision: "12/QĐ-CĐKN".into(),
                    class: "good",
                    score: "7.4".into(),
                    certificate_serial: Some("B 000123".into()),
                    certificate_register_number: Some("7/2026".into()),
                }),
                annulment: None,
                employment: None,
            }],
        }
    }

    #[test]
    fn the_same_record_is_always_the_same_bytes() {
        let json = String::from_utf8(record().json()).unwrap();
        assert_eq!(json.as_bytes(), record().json());
        assert!(json.starts_with("{\"as_of\":\"2026-11-02\",\"enrolments\":[{\"cohort\":\"K1\","), "{json}");
        assert!(!json.contains("\": ") && !json.contains('\n'));
        let back: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(back, serde_json::to_value(record()).unwrap());
    }

    /// Every element that a record may have stands in the description, and nothing else does.
    #[test]
    fn the_description_of_the_xml_names_what_is_written() {
        let happened = || Some(Happened { on: date!(2026 - 02 - 01), what: "Bosch".into() });
        let mut full = record();
        let of = &mut full.enrolments[0];
        (of.withdrawal, of.annulment, of.employment) = (happened(), happened(), happened());
        (of.employer, of.provider.tax_code) = (Some("Bosch".into()), Some("0100233488".into()));
        let xml = String::from_utf8(full.xml()).unwrap();
        let elements = |text: &str, before: &str, ends: [char; 3]| -> BTreeSet<String> {
            let found = text.split(before).skip(1).filter_map(|rest| rest.split(ends).next());
            found.filter(|name| !name.is_empty() && !name.starts_with('?')).map(str::to_owned).collect()
        };
        let written = elements(&xml, "<", ['>', ' ', '/']);
        let described = include_str!("../../docs/training-record.xsd");
        let described = elements(described, "<xs:element name=\"", ['"', '"', '"']);
        assert_eq!(written, described);
    }

    #[test]
    fn xml_says_the_same_and_escapes_what_it_must() {
        let xml = String::from_utf8(record().xml()).unwrap();
        assert!(xml.contains("<training_record xmlns=\"urn:dathang:training-record:1\"><as_of>2026-11-02</as_of><enrolments><enrolment>"), "{xml}");
        assert!(xml.contains("<name>Trường &lt;Kỹ nghệ&gt; &amp; \"Cơ điện\"</name>"), "{xml}");
        assert!(xml.contains("<personal_id_masked>true</personal_id_masked>"), "{xml}");
        assert!(!xml.contains("<employer>"), "what is not known is left out");
    }
}
