//! Mends slips of the pen whose meaning is clear, so that checks can go on and everything wrong is said at once.

use std::{borrow::Cow, ops::Range};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::fault::Fault;

/// How the file would have to be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Mend {
    /// Nobody can tell.
    Unclear,
    /// The field does not belong here.
    Drop,
    /// The field is this one, mistyped.
    Rename(String),
    /// The value is this text.
    Put(String),
    /// This field is missing, and any text will do for it.
    Add(String),
}

/// Mends what can be mended. What cannot be stays as it is.
pub(crate) fn mend(document: &mut DeTable<'_>, faults: &[Fault]) {
    for fault in faults {
        let mut steps = steps(&fault.path);
        match &fault.mend {
            Mend::Unclear => {}
            Mend::Add(key) => {
                if let Some(table) = table(document, &steps) {
                    insert(table, key, text("?", &fault.span), &fault.span);
                }
            }
            Mend::Put(word) => {
                if let Some(value) = value(document, &steps) {
                    *value = text(word, &fault.span);
                }
            }
            how => {
                let Some(Step::Field(last)) = steps.pop() else { continue };
                let Some(table) = table(document, &steps) else { continue };
                match how {
                    Mend::Drop => drop(table.remove(last.as_str())),
                    Mend::Rename(name) => {
                        let value = table.remove(last.as_str());
                        if let Some(value) = value.filter(|_| !table.contains_key(name.as_str())) {
                            insert(table, name, value, &fault.span);
                        }
                    }
                    Mend::Unclear | Mend::Add(_) | Mend::Put(_) => {}
                }
            }
        }
    }
}

fn text<'i>(word: &str, span: &Range<usize>) -> Spanned<DeValue<'i>> {
    Spanned::new(span.clone(), DeValue::String(Cow::Owned(word.to_owned())))
}

fn insert<'i>(table: &mut DeTable<'i>, name: &str, value: Spanned<DeValue<'i>>, span: &Range<usize>) {
    table.insert(Spanned::new(span.clone(), Cow::Owned(name.to_owned())), value);
}

#[derive(Debug, PartialEq, Eq)]
enum Step {
    Field(String),
    Item(usize),
}

/// `components[0].trigger."odd name"`
fn steps(path: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        if let Some(quoted) = rest.strip_prefix('"') {
            let Some((name, after)) = quoted.split_once('"') else { break };
            steps.push(Step::Field(name.to_owned()));
            rest = after;
        } else if let Some((index, after)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            steps.extend(index.parse().ok().map(Step::Item));
            rest = after;
        } else {
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            steps.push(Step::Field(rest[..end].to_owned()));
            rest = &rest[end..];
        }
        rest = rest.strip_prefix('.').unwrap_or(rest);
    }
    steps
}

fn value<'t, 'i>(document: &'t mut DeTable<'i>, steps: &[Step]) -> Option<&'t mut Spanned<DeValue<'i>>> {
    let Some((Step::Field(first), rest)) = steps.split_first() else { return None };
    let mut here = document.get_mut(first.as_str())?;
    for step in rest {
        here = match (step, here.get_mut()) {
            (Step::Field(name), DeValue::Table(table)) => table.get_mut(name.as_str())?,
            (Step::Item(index), DeValue::Array(items)) => items.get_mut(*index)?,
            _ => return None,
        };
    }
    Some(here)
}

fn table<'t, 'i>(document: &'t mut DeTable<'i>, steps: &[Step]) -> Option<&'t mut DeTable<'i>> {
    if steps.is_empty() {
        return Some(document);
    }
    match value(document, steps)?.get_mut() {
        DeValue::Table(table) => Some(table),
        _ => None,
    }
}
