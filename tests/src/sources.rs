//! The sources as text: which files there are, and which paths (`crate::storage::Tx`, `time::Date`) each of them names.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The folder of the workspace.
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("this crate stands in the workspace").to_owned()
}

/// Every Rust file of a folder, or the file itself; relative to the workspace, sorted.
///
/// # Panics
/// When there is nothing there: a rule for a folder that was moved would otherwise hold for nothing.
pub fn rust_files(place: &str) -> Vec<String> {
    let path = workspace().join(place);
    assert!(path.exists(), "{place} is not there: was it moved? Then its rule moves with it");
    let mut files = Vec::new();
    collect(&path, &mut files);
    let relative = |file: PathBuf| {
        let file = file.strip_prefix(workspace()).expect("it lies in the workspace").to_owned();
        file.to_str().expect("file names are plain").to_owned()
    };
    let mut files: Vec<String> = files.into_iter().map(relative).collect();
    assert!(!files.is_empty(), "{place} has no Rust file");
    files.sort();
    files
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_file() {
        if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path.to_owned());
        }
        return;
    }
    for entry in fs::read_dir(path).expect("a folder can be read") {
        collect(&entry.expect("an entry can be read").path(), files);
    }
}

/// Every path that a file names, written out: `use a::{b, c::d}` is `a::b` and `a::c::d`.
pub fn paths(file: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(workspace().join(file)).expect("a source file can be read");
    paths_in(&text)
}

/// The same of a text.
pub fn paths_in(text: &str) -> Vec<Vec<String>> {
    let tokens = tokens(text);
    let mut paths = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let joined = tokens.get(at + 1).is_some_and(|next| next == "::");
        if is_name(&tokens[at]) && joined {
            at = tree(&tokens, at, &[], &mut paths);
        } else if tokens[at] == "use" && tokens.get(at + 1).is_some_and(|next| is_name(next)) {
            at = tree(&tokens, at + 1, &[], &mut paths);
        } else {
            at += 1;
        }
    }
    paths
}

/// Reads one path or group from `at`, adds what it names, and answers with the place behind it.
fn tree(tokens: &[String], mut at: usize, before: &[String], paths: &mut Vec<Vec<String>>) -> usize {
    let mut path = before.to_vec();
    while let Some(token) = tokens.get(at) {
        if is_name(token) || token == "*" {
            path.push(token.clone());
            at += 1;
            let group_or_name = tokens.get(at + 1).is_some_and(|t| is_name(t) || t == "{" || t == "*");
            if tokens.get(at).is_some_and(|next| next == "::") && group_or_name {
                at += 1;
                continue;
            }
        } else if token == "{" {
            at += 1;
            while tokens.get(at).is_some_and(|token| token != "}") {
                at = if tokens[at] == "," { at + 1 } else { tree(tokens, at, &path, paths) };
            }
            return at + 1;
        } else {
            at += 1;
        }
        break;
    }
    // `use a::b as c`: the new name is no path of its own.
    if tokens.get(at).is_some_and(|token| token == "as") {
        at += 2;
    }
    paths.push(path);
    at
}

fn is_name(token: &str) -> bool {
    token.starts_with(|first: char| first.is_alphabetic() || first == '_') && token != "use" && token != "as"
}

/// Names and signs, without comments, texts and characters.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(hashes) = raw_text(rest) {
            let end = format!("\"{}", "#".repeat(hashes));
            let start = hashes + 2;
            rest[start..].find(&end).map_or(rest.len(), |found| start + found + end.len())
        } else if first == '"' {
            quoted(rest)
        } else if first == '\'' {
            character(rest)
        } else if first.is_alphanumeric() || first == '_' {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            tokens.push(rest[..end].to_owned());
            end
        } else if rest.starts_with("::") {
            tokens.push("::".to_owned());
            2
        } else {
            if !first.is_whitespace() {
                tokens.push(first.to_string());
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    tokens
}

/// How many `#` a raw text begins with, if it is one.
fn raw_text(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    after[hashes..].starts_with('"').then_some(hashes)
}

fn quoted(rest: &str) -> usize {
    let mut escaped = false;
    for (place, character) in rest.char_indices().skip(1) {
        match character {
            '"' if !escaped => return place + 1,
            _ => escaped = character == '\\' && !escaped,
        }
    }
    rest.len()
}

/// `'x'`, `'\n'` or the sign before a lifetime.
fn character(rest: &str) -> usize {
    let mut inside = rest.char_indices().skip(1);
    match inside.next() {
        Some((_, '\\')) => rest[2..].find('\'').map_or(1, |end| {
            // '\'' ends one later.
            if end == 0 { 4 } else { 2 + end + 1 }
        }),
        Some((_, _)) => match inside.next() {
            Some((place, '\'')) => place + 1,
            _ => 1,
        },
        None => 1,
    }
}
