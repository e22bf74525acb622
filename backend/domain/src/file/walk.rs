//! Walks a TOML value and a schema side by side.

use std::borrow::Cow;

use serde_json::Value;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    fault::{Fault, Pair, Place, kind_words},
    schema::{
        Book, bounds, by_pattern, closed, constant, fields, fits, kind, one_of, properties, strings, tag,
    },
};

/// A walk, and what it has found so far.
pub(crate) struct Walk<'a> {
    text: &'a str,
    book: Book<'a>,
    pub faults: Vec<Fault>,
}

impl<'a> Walk<'a> {
    /// Reads values beside this root schema.
    pub(crate) fn new(text: &'a str, root: &'a Value) -> Self {
        Walk { text, book: Book(root), faults: Vec::new() }
    }

    /// Checks one value against one schema.
    pub(crate) fn value(&mut self, value: &DeValue<'_>, schema: &'a Value, here: &Place) {
        let schema = self.book.resolve(schema);
        if !fits(value, &self.book.kinds(schema)) {
            return self.wrong_type(value, schema, here);
        }
        let options = self.book.options(schema);
        if !options.is_empty() {
            self.choice(value, &options, here);
        }
        match value {
            DeValue::Table(table) => self.table(table, schema, here),
            DeValue::Array(items) => {
                let first = schema.get("prefixItems").and_then(Value::as_array);
                self.bounds(whole(items.len()), bounds(schema, "minItems", "maxItems"), COUNT, here);
                for (index, item) in items.iter().enumerate() {
                    let place = here.item(index, item.span());
                    if let Some(schema) = first.and_then(|f| f.get(index)).or_else(|| schema.get("items")) {
                        self.value(item.get_ref(), schema, &place);
                    }
                }
            }
            DeValue::String(found) => {
                if let (Some(words), true) = (self.book.words(schema), options.is_empty()) {
                    self.among(found, &words, here);
                }
                self.bounds(
                    whole(found.chars().count()),
                    bounds(schema, "minLength", "maxLength"),
                    LENGTH,
                    here,
                );
            }
            DeValue::Integer(found) => {
                let number = i128::from_str_radix(found.as_str(), found.radix()).unwrap_or(i128::MAX);
                self.bounds(number, bounds(schema, "minimum", "maximum"), ("", ""), here);
            }
            _ => {}
        }
    }

    /// An enum: by its words, by its tag, or else by what suits best of what could be meant.
    fn choice(&mut self, value: &DeValue<'_>, options: &[&'a Value], here: &Place) {
        let book = self.book;
        let suited: Vec<&Value> = options.iter().copied().filter(|o| fits(value, &book.kinds(o))).collect();
        match (
            value,
            suited.iter().map(|option| book.words(option)).collect::<Option<Vec<_>>>(),
            tag(&suited),
        ) {
            (DeValue::String(found), Some(words), _) => self.among(found, &words.concat(), here),
            (DeValue::Table(table), _, Some(tag)) => self.variant(table, &suited, tag, here),
            _ => {
                let misfits = |option: &Value| match value {
                    DeValue::Table(table) => misfits(table, option),
                    _ => 0,
                };
                let least = suited.iter().map(|option| misfits(option)).min();
                let best = suited.into_iter().filter(|option| Some(misfits(option)) == least).map(|option| {
                    let mut trial = Walk::new(self.text, book.0);
                    trial.value(value, option, here);
                    trial.faults
                });
                self.faults.extend(best.min_by_key(Vec::len).unwrap_or_default());
            }
        }
    }

    fn variant(&mut self, table: &DeTable<'_>, variants: &[&'a Value], tag: &'a str, here: &Place) {
        let words: Vec<&str> = variants.iter().filter_map(|variant| constant(variant, tag)).collect();
        let found = table.get(tag);
        let named = found.and_then(|found| found.get_ref().as_str());
        if let Some(variant) =
            variants.iter().find(|variant| named.is_some() && constant(variant, tag) == named)
        {
            return self.table(table, variant, here);
        }
        match found {
            None => self.faults.push(here.missing(tag, &one_of(&words))),
            Some(found) => {
                let place = here.field(tag, found.span());
                match found.get_ref() {
                    DeValue::String(found) => self.among(found, &words, &place),
                    other => {
                        let example = words.first().map(|word| format!("{word:?}")).unwrap_or_default();
                        self.faults.push(place.wrong_type(
                            &one_of(&words),
                            &self.found(other, &place),
                            &example,
                        ));
                    }
                }
            }
        }
        let mut known: Vec<&str> =
            variants.iter().flat_map(|variant| fields(variant)).map(|field| field.0).collect();
        known.sort_unstable();
        known.dedup();
        if variants.iter().all(|variant| closed(variant)) {
            for key in table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
                self.unknown(key, &known, here);
            }
        }
    }

    fn table(&mut self, table: &DeTable<'_>, schema: &'a Value, here: &Place) {
        let properties = properties(schema);
        for name in strings(schema, "required").filter(|name| !table.contains_key(*name)) {
            let expected = properties.and_then(|p| p.get(name)).map(|field| self.book.expected(field));
            self.faults.push(here.missing(name, &expected.unwrap_or_default()));
        }
        let names = schema.get("propertyNames").and_then(|names| self.book.words(names));
        let mut known: Vec<&str> = fields(schema).into_iter().map(|field| field.0).collect();
        if schema.get("patternProperties").is_some() {
            known.extend(["1", "2", "…"]);
        }
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let place = here.field(name, value.span());
            if let Some(names) = names.as_ref().filter(|names| !names.contains(&name)) {
                self.unknown(key, names, here);
            } else if let Some(field) =
                properties.and_then(|p| p.get(name)).or_else(|| by_pattern(schema, name))
            {
                self.value(value.get_ref(), field, &place);
            } else if closed(schema) {
                self.unknown(key, &known, here);
            } else if let Some(each) = schema.get("additionalProperties") {
                self.value(value.get_ref(), each, &place);
            }
        }
    }

    fn unknown(&mut self, key: &Spanned<Cow<'_, str>>, known: &[&str], here: &Place) {
        let place = here.field(key.get_ref(), key.span());
        self.faults.push(place.unknown(key.get_ref(), known));
    }

    fn among(&mut self, found: &str, words: &[&str], here: &Place) {
        if !words.contains(&found) {
            self.faults.push(here.not_among(found, words));
        }
    }
    fn bounds(
        &mut self,
        n: i128,
        (low, high): (Option<i128>, Option<i128>),
        what: (&str, &str),
        here: &Place,
    ) {
        if low.is_some_and(|low| n < low) || high.is_some_and(|high| n > high) {
            self.faults.push(here.out_of_bounds(what, n, low, high));
        }
    }

    fn wrong_type(&mut self, value: &DeValue<'_>, schema: &'a Value, here: &Place) {
        let kinds = self.book.kinds(schema);
        let written = self.text.get(here.span.clone()).unwrap_or_default();
        let example = match (self.book.words(schema).unwrap_or_default().first(), kinds.first(), value) {
            (Some(word), ..) => format!("{word:?}"),
            (None, Some(&"string"), DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_)) => {
                format!("{written:?}")
            }
            (None, Some(&"integer"), DeValue::String(text)) if text.parse::<i64>().is_ok() => {
                text.to_string()
            }
            (None, kind, _) => kind_words(kind.copied().unwrap_or_default()).2.to_owned(),
        };
        let fault = here.wrong_type(&self.book.expected(schema), &self.found(value, here), &example);
        self.faults.push(fault);
    }

    /// What a value is, and as it is written if that is short.
    fn found(&self, value: &DeValue<'_>, here: &Place) -> Pair {
        let (vi, en, _) = kind_words(kind(value));
        match self.text.get(here.span.clone()) {
            Some(written)
                if !value.is_table()
                    && !value.is_array()
                    && written.len() <= 40
                    && !written.contains('\n') =>
            {
                (format!("{vi} ({written})"), format!("{en} ({written})"))
            }
            _ => (vi.to_owned(), en.to_owned()),
        }
    }
}

const COUNT: (&str, &str) = ("Số phần tử của ", "The number of items of ");
const LENGTH: (&str, &str) = ("Số ký tự của ", "The number of characters of ");

fn whole(count: usize) -> i128 {
    i128::try_from(count).unwrap_or(i128::MAX)
}

/// How many fields of a table speak against its being this type.
fn misfits(table: &DeTable<'_>, schema: &Value) -> usize {
    let known = |name: &str| properties(schema).is_some_and(|p| p.contains_key(name));
    let strange = table.keys().filter(|key| closed(schema) && !known(key.get_ref()));
    strange.count() + strings(schema, "required").filter(|name| !table.contains_key(*name)).count()
}
