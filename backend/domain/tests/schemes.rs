//! Every scheme file of the fixtures: it loads, and it can be told in plain words. Those words, and the pages and schemas
//! that are generated from the types, stand in the repository as they are generated, so that a change of them is read.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its input should stop there")]

use std::path::{Path, PathBuf};

use domain::{
    case::CaseFile,
    file::markdown,
    record::TrainingRecord,
    settlement::{
        Scheme,
        scheme_file::SchemeFile,
        show::{show, text},
    },
    text::{Lang, Text},
};
use schemars::schema_for;

/// Wrong on purpose: cases say so.
const WRONG: [&str; 2] = ["wrong-", "refused"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn schemes() -> Vec<(String, Scheme)> {
    let mut folders = vec![root().join("fixtures")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let wrong = WRONG.iter().any(|word| name.starts_with(word));
            if path.is_dir() && !wrong {
                folders.push(path);
            } else if folder.ends_with("schemes") && name.ends_with(".toml") && !wrong {
                let scheme = Scheme::parse(&std::fs::read_to_string(&path).unwrap());
                let name = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
                let scheme = scheme.unwrap_or_else(|issues| panic!("{name}: {issues:#?}"));
                found.push((name, scheme));
            }
        }
    }
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    found
}

fn is_said(said: &Text, name: &str) {
    assert!(!said.vi.trim().is_empty() && !said.en.trim().is_empty(), "{name}: {said:?}");
    let words = said.vi.chars().chain(said.en.chars()).any(char::is_alphabetic);
    assert!(!words || said.vi != said.en, "{name}: {said:?}");
}

#[test]
fn every_scheme_is_said_in_both_languages() {
    let schemes = schemes();
    assert!(schemes.len() >= 30, "only {} schemes were found", schemes.len());
    for (name, scheme) in schemes {
        let sections = show(&scheme);
        assert!(sections.len() > scheme.parts.len(), "{name}");
        for section in &sections {
            is_said(&section.title, &name);
            assert!(!section.rows.is_empty(), "{name}: {}", section.title.en);
            for row in &section.rows {
                is_said(&row.what, &name);
                is_said(&row.said, &name);
            }
        }
        for lang in [Lang::Vi, Lang::En] {
            let told = text(&scheme, lang);
            assert!(told.lines().all(|line| line.chars().count() <= 100), "{name}: {told}");
        }
    }
}

fn said_of_all(lang: Lang) -> String {
    let told = schemes().into_iter().map(|(name, scheme)| {
        let beyond: Vec<String> =
            scheme.beyond_one_line().iter().map(|why| why.get(lang).to_owned()).collect();
        format!("##### {name}\n\n{}\nbeyond one line: {}\n\n", text(&scheme, lang), beyond.join("; "))
    });
    told.collect()
}

#[test]
fn what_is_generated_stands_as_it_is_generated() {
    let (scheme, case) = (schema_for!(SchemeFile), schema_for!(CaseFile));
    let json = |schema| format!("{}\n", serde_json::to_string_pretty(schema).unwrap());
    let files = [
        ("backend/docs/scheme-reference.md", markdown(&scheme, "Scheme files: every field")),
        ("backend/docs/case-reference.md", markdown(&case, "Case files: every field")),
        ("fixtures/schemes/scheme.schema.json", json(&scheme)),
        ("fixtures/settlements/case.schema.json", json(&case)),
        ("backend/docs/training-record.schema.json", json(&schema_for!(TrainingRecord))),
        ("fixtures/told/schemes.vi.txt", said_of_all(Lang::Vi)),
        ("fixtures/told/schemes.en.txt", said_of_all(Lang::En)),
    ];
    for (path, generated) in files {
        let path = root().join(path);
        if std::env::var_os("DATHANG_WRITE_GENERATED").is_some() {
            std::fs::write(&path, &generated).unwrap();
        }
        let there = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            there == generated,
            "{} is old: DATHANG_WRITE_GENERATED=1 cargo test -p domain --test schemes",
            path.display()
        );
    }
}
