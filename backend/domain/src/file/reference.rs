//! A page that describes a file format, from the schema of its type.

use schemars::Schema;
use serde_json::Value;

use super::schema::{Book, alternatives, bounds, closed, constant, fields, properties, referred, tag, word};

/// A reference page in Markdown: a section for each type in the order of first use, from the root on.
///
/// Required fields come first, in the order they are declared, and then the others by name.
pub fn markdown(schema: &Schema, title: &str) -> String {
    let root = schema.as_value();
    let mut page = Page { book: Book(root), text: format!("# {title}\n"), queue: Vec::new() };
    page.section(word(root, "title").unwrap_or("File"), root);
    let mut next = 0;
    while let Some(name) = page.queue.get(next).copied() {
        if let Some(schema) = root.get("$defs").and_then(|definitions| definitions.get(name)) {
            page.section(name, schema);
        }
        next += 1;
    }
    page.text
}

struct Page<'a> {
    book: Book<'a>,
    text: String,
    /// The types to describe, in the order of first use.
    queue: Vec<&'a str>,
}

impl<'a> Page<'a> {
    fn section(&mut self, name: &str, schema: &'a Value) {
        self.line(&format!("\n## {name}\n"));
        self.meaning(schema);
        let options = alternatives(schema);
        let variants: Vec<&Value> = options.iter().map(|option| self.book.resolve(option)).collect();
        if self.book.words(schema).is_some() {
            self.line("| Value | Meaning |\n|---|---|");
            self.values(schema);
        } else if let Some(tag) = tag(&variants) {
            for variant in variants {
                let value = constant(variant, tag).unwrap_or_default();
                self.line(&format!("\n### `{tag} = \"{value}\"`\n"));
                self.meaning(variant);
                self.table(variant, Some(tag));
            }
        } else if !options.is_empty() {
            self.line("One of:\n");
            for option in options {
                let (kind, meaning) = (self.kind(option), self.described(option));
                let dash = if meaning.is_empty() { "" } else { " — " };
                self.line(&format!("- {kind}{dash}{meaning}"));
            }
        } else if properties(schema).is_some() {
            self.table(schema, None);
        } else {
            let kind = self.kind(schema);
            self.line(&format!("Written as {kind}."));
        }
    }

    fn table(&mut self, schema: &'a Value, tag: Option<&str>) {
        let fields: Vec<_> = fields(schema).into_iter().filter(|field| Some(field.0) != tag).collect();
        if fields.is_empty() {
            return self.line(if tag.is_some() { "No other fields." } else { "No fields." });
        }
        self.line("| Field | Type | Required or default | Meaning |\n|---|---|---|---|");
        for (name, field, required) in fields {
            let (kind, meaning) = (self.kind(field), self.described(field));
            let need = match (required, field.get("default")) {
                (true, _) => "required".to_owned(),
                (false, Some(default)) if !default.is_null() => {
                    format!("default `{}`", cell(&default.to_string()))
                }
                _ => "optional".to_owned(),
            };
            self.line(&format!("| `{}` | {kind} | {need} | {meaning} |", cell(name)));
        }
        if !closed(schema) {
            self.line("\nOther fields are ignored.");
        }
    }

    fn values(&mut self, schema: &'a Value) {
        let meaning = cell(word(schema, "description").unwrap_or_default());
        let options = alternatives(schema);
        if options.is_empty() {
            for value in self.book.words(schema).unwrap_or_default() {
                self.line(&format!("| `{}` | {meaning} |", cell(value)));
            }
        }
        for option in options {
            self.values(option);
        }
    }

    /// What a field is, with a link to its type if that has a section.
    fn kind(&mut self, schema: &'a Value) -> String {
        if let Some(name) = referred(schema) {
            if !self.queue.contains(&name) {
                self.queue.push(name);
            }
            return format!("[{name}](#{})", name.to_lowercase());
        }
        let options = alternatives(schema);
        if !options.is_empty() {
            let kinds: Vec<String> = options.into_iter().map(|option| self.kind(option)).collect();
            return kinds.join(" or ");
        }
        if let Some(words) = self.book.words(schema) {
            return words.iter().map(|word| format!("`\"{}\"`", cell(word))).collect::<Vec<_>>().join(" or ");
        }
        let kinds: Vec<String> =
            self.book.kinds(schema).into_iter().map(|kind| self.plain(kind, schema)).collect();
        if kinds.is_empty() { "anything".to_owned() } else { kinds.join(" or ") }
    }

    fn plain(&mut self, kind: &str, schema: &'a Value) -> String {
        match kind {
            "string" => "text".to_owned(),
            "integer" => match bounds(schema, "minimum", "maximum") {
                (Some(low), Some(high)) => format!("whole number, {low} to {high}"),
                (Some(low), None) => format!("whole number, {low} or more"),
                (None, Some(high)) => format!("whole number, {high} or less"),
                (None, None) => "whole number".to_owned(),
            },
            "boolean" => "`true` or `false`".to_owned(),
            "date" => "date".to_owned(),
            "array" => match (schema.get("prefixItems").and_then(Value::as_array), schema.get("items")) {
                (Some(items), _) => {
                    let items: Vec<String> = items.iter().map(|item| self.kind(item)).collect();
                    format!("list of {}", items.join(" and "))
                }
                (None, Some(items)) => format!("list of {}", self.kind(items)),
                (None, None) => "list".to_owned(),
            },
            "object" => self.inline(schema),
            other => other.to_owned(),
        }
    }

    fn inline(&mut self, schema: &'a Value) -> String {
        let fields = fields(schema);
        if !fields.is_empty() {
            let fields: Vec<String> = fields
                .into_iter()
                .map(|(name, field, _)| format!("`{}`: {}", cell(name), self.kind(field)))
                .collect();
            return format!("table of {}", fields.join(", "));
        }
        let names = schema.get("propertyNames").map(|names| self.kind(names)).unwrap_or("name".to_owned());
        let patterns = schema.get("patternProperties").and_then(Value::as_object);
        if let Some(each) = patterns.and_then(|patterns| patterns.values().next()) {
            return format!("table of {} by number", self.kind(each));
        }
        match schema.get("additionalProperties").filter(|each| each.is_object()) {
            Some(each) => format!("table of {} by {names}", self.kind(each)),
            None => "table".to_owned(),
        }
    }

    /// What the field itself says, or else the first paragraph of what its type says.
    fn described(&self, schema: &'a Value) -> String {
        let own = word(schema, "description");
        let text = own.or_else(|| word(self.book.resolve(schema), "description")?.split("\n\n").next());
        cell(text.unwrap_or_default())
    }

    fn meaning(&mut self, schema: &Value) {
        if let Some(text) = word(schema, "description") {
            self.line(&format!("{text}\n"));
        }
    }

    fn line(&mut self, line: &str) {
        let apart = self.text.ends_with("\n\n");
        self.text.push_str(if apart { line.trim_start_matches('\n') } else { line });
        self.text.push('\n');
    }
}

/// Text as it can stand in a cell of a table.
fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}
