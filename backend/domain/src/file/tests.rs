use std::collections::BTreeMap;

use schemars::{JsonSchema, SchemaGenerator};
use serde::{Deserialize, de::DeserializeOwned};
use time::{Date, macros::date};
use toml::de::{DeTable, ValueDeserializer};

use super::{
    at::{At, Day, map_by},
    reference::markdown,
    shape::{Fault, faults_in, line_of, parse},
};

/// How an order is paid.
#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Scheme {
    /// A short name.
    id: At<String>,
    version: At<u32>,
    title: Text,
    /// The first day | of force.
    governs_from: At<Day>,
    #[serde(default, deserialize_with = "some_day")]
    #[schemars(with = "Option<Day>")]
    until: Option<Date>,
    signed: Day,
    components: At<Vec<At<Component>>>,
    quality: Option<At<Quality>>,
    rounding: Rounding,
    #[serde(default)]
    law: Vec<Law>,
    #[serde(default = "seven")]
    days: u8,
    #[serde(default)]
    small: i16,
    #[serde(default)]
    flags: BTreeMap<Plain, bool>,
    #[serde(default)]
    years: BTreeMap<u64, String>,
}

fn seven() -> u8 {
    7
}

fn some_day<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    Day::deserialize(deserializer).map(|day| Some(day.0))
}

/// The same words in two languages.
#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Text {
    vi: String,
    en: String,
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Component {
    code: At<String>,
    share: At<String>,
    trigger: At<Trigger>,
    #[serde(default)]
    by_quality: bool,
    parent: Option<Box<Component>>,
}

/// What must happen first.
#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum Trigger {
    /// Still there.
    Retained {
        /// Days since the start.
        days: At<u32>,
    },
    Graduated,
    /// In work.
    Employed {
        within_days: u32,
        #[serde(default)]
        lasting_days: u32,
    },
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Quality {
    #[schemars(schema_with = "map_by::<Class, At<String>>")]
    factors: BTreeMap<At<Class>, At<String>>,
}

/// A class of graduation.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Class {
    /// Of the best.
    VeryGood,
    /// Enough.
    Passed,
    Weak,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Plain {
    HalfUp,
    Even,
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Rounding {
    mode: Plain,
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged, deny_unknown_fields)]
enum Law {
    /// As it is cited.
    Cited(String),
    Article {
        act: String,
        article: u8,
    },
}

const GOOD: &str = r#"
id = "qd1446"
version = 1
title = { vi = "Quy chế", en = "Terms" }
governs_from = 2025-01-01
until = "2030-12-31"
signed = 2024-12-01
law = ["NĐ 32", { act = "NĐ 60", article = 4 }]
small = -3
flags = { half_up = true }
years = { 2025 = "một" }

[[components]]
code = "enrolment"
share = "0.3"
trigger = { kind = "retained", days = 30 }

[[components]]
code = "graduation"
share = "0.7"
trigger = { kind = "graduated" }
by_quality = true
parent = { code = "x", share = "1", trigger = { kind = "employed", within_days = 9 } }

[quality.factors]
very_good = "1"

[rounding]
mode = "half_up"
"#;

const BAD: &str = r#"id = 5
versoin = 1
title = { vi = "Quy chế", eng = "Terms" }
governs_from = "2025-13-01"
until = 2030-12-31T10:00:00
signed = 2024-12-01
days = 300
small = "4"
law = [7, { act = "NĐ 60", article = "4" }, { act = "NĐ", artcile = 4 }]
flags = { halfup = true }
years = { y2025 = "một" }

[[components]]
code = "enrolment"
shares = "0.3"
trigger = { kind = "retained", day = 30 }

[[components]]
code = "graduation"
share = 0.7
trigger = { kind = "graduate" }
by_quality = "yes"

[[components]]
code = "c"
share = "1"
trigger = { days = 3, lasting = 1 }
parent = { code = "x", share = "1", trigger = { kind = 4 } }

[quality.factors]
verygood = "1"
weak = 0

[rounding]
mode = "half_down"
"#;

fn refused<T: DeserializeOwned + JsonSchema>(text: &str) -> Vec<Fault> {
    parse::<T>(text).err().unwrap_or_default()
}

#[test]
fn a_correct_file_is_read_and_its_values_know_their_places() {
    let scheme = parse::<Scheme>(GOOD).unwrap();
    assert_eq!(*scheme.governs_from.value, date!(2025 - 01 - 01));
    assert_eq!(scheme.until, Some(date!(2030 - 12 - 31)));
    assert_eq!(&GOOD[scheme.id.span.clone()], "\"qd1446\"");
    assert_eq!(&GOOD[scheme.components[1].share.span.clone()], "\"0.7\"");
    assert_eq!(line_of(GOOD, scheme.components[1].span.start), 18);
    let (class, factor) = scheme.quality.as_ref().unwrap().factors.iter().next().unwrap();
    assert_eq!(&GOOD[class.span.clone()], "very_good");
    assert_eq!(line_of(GOOD, factor.span.start), 26);
    let trigger = &scheme.components[0].trigger;
    let Trigger::Retained { days } = &trigger.value else { panic!("retained") };
    assert_eq!((days.value, days.span.clone()), (30, 0..0));
    assert_eq!(line_of(GOOD, days.span_or(&trigger.span).start), 16);
}

#[test]
fn every_fault_is_told_with_its_line() {
    let found = refused::<Scheme>(BAD);
    let told: Vec<(usize, &str, &str)> =
        found.iter().map(|fault| (line_of(BAD, fault.span.start), &fault.code[5..], &*fault.path)).collect();
    assert_eq!(
        told,
        [
            (1, "missing_key", ""),
            (1, "wrong_type", "id"),
            (2, "unknown_key", "versoin"),
            (3, "missing_key", "title"),
            (3, "unknown_key", "title.eng"),
            (4, "wrong_type", "governs_from"),
            (5, "wrong_type", "until"),
            (7, "not_allowed", "days"),
            (8, "wrong_type", "small"),
            (9, "wrong_type", "law[0]"),
            (9, "wrong_type", "law[1].article"),
            (9, "missing_key", "law[2]"),
            (9, "unknown_key", "law[2].artcile"),
            (10, "unknown_key", "flags.halfup"),
            (11, "unknown_key", "years.y2025"),
            (13, "missing_key", "components[0]"),
            (15, "unknown_key", "components[0].shares"),
            (16, "missing_key", "components[0].trigger"),
            (16, "unknown_key", "components[0].trigger.day"),
            (20, "wrong_type", "components[1].share"),
            (21, "not_allowed", "components[1].trigger.kind"),
            (22, "wrong_type", "components[1].by_quality"),
            (27, "missing_key", "components[2].trigger"),
            (27, "unknown_key", "components[2].trigger.lasting"),
            (28, "wrong_type", "components[2].parent.trigger.kind"),
            (31, "unknown_key", "quality.factors.verygood"),
            (32, "wrong_type", "quality.factors.weak"),
            (35, "not_allowed", "rounding.mode"),
        ]
    );
}

#[test]
fn faults_read_plainly_in_both_languages() {
    let found = refused::<Scheme>(BAD);
    let at = |path: &str| found.iter().rfind(|fault| fault.path == path).unwrap();
    let shares = at("components[0].shares");
    assert_eq!(shares.vi, "Không có trường 'shares' ở đây; có phải 'share'?");
    assert_eq!(shares.en, "There is no 'shares' here; did you mean 'share'?");
    assert_eq!(shares.remedy_en, "What can stand here: code, share, trigger, by_quality, parent.");
    let id = at("id");
    assert_eq!(id.vi, "'id' phải là chuỗi trong ngoặc kép, nhưng ở đây là số nguyên (5).");
    assert_eq!(
        (&*id.en, &*id.remedy_en),
        ("'id' must be text in quotes, but this is a whole number (5).", "Write it like this: \"5\"")
    );
    assert_eq!(at("").en, "'version' is missing from the file.");
    assert_eq!(at("days").vi, "'days' là 300, nhưng phải từ 0 đến 255.");
    let kind = at("components[1].trigger.kind");
    assert_eq!(
        kind.en,
        "'graduate' is not a value of 'components[1].trigger.kind'; did you mean 'graduated'?"
    );
    assert_eq!(kind.remedy_vi, "Vui lòng chọn một trong: retained, graduated, employed.");
}

#[test]
fn a_part_of_a_larger_document_keeps_its_places() {
    let text = "[a.b]\ncode = \"x\"\nshare = \"1\"\ntrigger = { kind = \"graduated\" }\n[c]\ncode = 4\n";
    let document = DeTable::parse(text).unwrap();
    let inner = document.get_ref()["a"].get_ref()["b"].clone();
    assert_eq!(faults_in::<Component>(&inner, text, "a.b"), []);
    let component = At::<Component>::deserialize(ValueDeserializer::from(inner)).unwrap();
    assert_eq!(&text[component.code.span.clone()], "\"x\"");
    assert_eq!(&text[component.span.clone()], "[a.b]");
    let found = faults_in::<Component>(&document.get_ref()["c"], text, "c");
    let told: Vec<_> = found.iter().map(|fault| (line_of(text, fault.span.start), &*fault.path)).collect();
    assert_eq!(told, [(5, "c"), (5, "c"), (6, "c.code")]);
}

#[test]
fn other_sources_are_read_without_places() {
    let json = r#"{ "code": "x", "share": "1", "trigger": { "kind": "graduated" } }"#;
    let component: Component = serde_json::from_str(json).unwrap();
    assert_eq!((&*component.code.value, component.code.span.clone()), ("x", 0..0));
    let table: toml::Table =
        toml::from_str("code = 'x'\nshare = '1'\ntrigger = { kind = 'graduated' }").unwrap();
    assert_eq!(table.try_into::<Component>().unwrap(), component);
    assert_eq!(serde_json::from_str::<Day>("\"2025-02-28\"").unwrap(), Day(date!(2025 - 02 - 28)));
}

#[test]
fn every_fault_of_syntax_is_told() {
    let text = "id = \nversion = 1\nversion = 2\ntitle = { vi = \"x }\n";
    let found = refused::<Scheme>(text);
    assert!(found.iter().all(|fault| fault.code == "file.syntax"));
    let lines: Vec<usize> = found.iter().map(|fault| line_of(text, fault.span.start)).collect();
    assert_eq!(lines, [1, 3, 4]);
}

/// Whatever is cut out of or put into a file, it is refused with reasons inside the text, and nothing breaks.
#[test]
fn no_text_breaks_it() {
    for text in [GOOD, BAD] {
        for (at, _) in text.char_indices() {
            for patch in [
                "",
                "\"",
                "1",
                "[",
                "= {",
                "\u{0}",
                "đ",
                "inf",
                "99999999999999999999999999999999999999999999",
            ] {
                let next = text[at..].chars().next().map_or(0, char::len_utf8);
                let mended = format!("{}{patch}{}", &text[..at], &text[at + next..]);
                for fault in refused::<Scheme>(&mended) {
                    assert!(fault.span.end <= mended.len() && !fault.vi.is_empty(), "{fault:?}");
                }
            }
        }
    }
}

/// What the walk lets pass, serde reads: nothing of shape is left for it to find.
#[test]
fn serde_finds_no_more() {
    for (at, _) in GOOD.char_indices() {
        for patch in ["x", "7", " ", "-", "\""] {
            let next = GOOD[at..].chars().next().map_or(0, char::len_utf8);
            let mended = format!("{}{patch}{}", &GOOD[..at], &GOOD[at + next..]);
            for fault in refused::<Scheme>(&mended) {
                assert!(!fault.en.starts_with("The value here cannot be used"), "{mended}\n{fault:?}");
            }
        }
    }
}

#[test]
fn the_reference_page_describes_every_type() {
    let schema = SchemaGenerator::default().into_root_schema_for::<Scheme>();
    let page = markdown(&schema, "Payment schemes");
    assert!(!page.contains("\n\n\n"));
    assert_eq!(page, markdown(&schema, "Payment schemes"));
    for line in [
        "| `id` | text | required | A short name. |",
        "| `title` | [Text](#text) | required | The same words in two languages. |",
        "| `governs_from` | date | required | The first day \\| of force. |",
        "| `days` | whole number, 0 to 255 | default `7` |  |",
        "| `components` | list of [Component](#component) | required |  |",
        "### `kind = \"retained\"`",
        "| `very_good` | Of the best. |",
        "- text — As it is cited.",
    ] {
        assert!(page.lines().any(|found| found == line), "{line}");
    }
    let sections: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    let order = ["Scheme", "Text", "Component", "Rounding", "Law", "Quality", "Trigger", "Plain", "Class"];
    assert_eq!(sections, order);
}

#[test]
fn numbers_are_measured_as_they_are_written() {
    #[derive(Debug, Deserialize, JsonSchema)]
    struct Numbers {
        a: u8,
        b: i64,
        c: u32,
        #[serde(default)]
        d: Vec<(u8, String)>,
    }
    let read = parse::<Numbers>("a = 0x1F\nb = -9_000\nc = +2_5\nextra = 1\n").unwrap();
    assert_eq!((read.a, read.b, read.c, read.d), (31, -9000, 25, vec![]));
    let found = refused::<Numbers>(
        "a = 0xFFF\nb = 9223372036854775808\nc = 4294967296\nd = [[1], [256, 'x', 3], ['x', 'y']]",
    );
    let told: Vec<_> = found.iter().map(|fault| (&*fault.path, fault.code)).collect();
    let not_allowed = "file.not_allowed";
    let rest = [
        ("d[0]", not_allowed),
        ("d[1]", not_allowed),
        ("d[1][0]", not_allowed),
        ("d[2][0]", "file.wrong_type"),
    ];
    assert_eq!(
        told,
        [[("a", not_allowed), ("b", not_allowed), ("c", not_allowed)].as_slice(), &rest].concat()
    );
}

#[test]
fn a_table_is_judged_as_the_type_its_fields_name() {
    #[derive(Debug, Deserialize, JsonSchema)]
    #[serde(untagged)]
    enum Who {
        Named { name: String },
        Dated { from: Day, until: Day },
    }
    #[derive(Debug, Deserialize, JsonSchema)]
    struct File {
        who: Who,
    }
    let found = refused::<File>("[who]\nfrom = 1\nuntil = 2");
    assert_eq!(found.iter().map(|fault| &*fault.path).collect::<Vec<_>>(), ["who.from", "who.until"]);
    let File { who: Who::Named { name } } = parse("who = { name = 'x' }").unwrap() else { panic!("named") };
    assert_eq!(name, "x");
    let File { who: Who::Dated { from, until } } =
        parse("who = { from = 2025-01-01, until = '2025-01-02' }").unwrap()
    else {
        panic!("dated")
    };
    assert!(from < until);
}
