//! Texts of the pages, read from the sources: none is left over, and none says in Vietnamese what is English.
//! That none is missing in either language is held by the compiler: a text is a field of a struct with two values.

use std::{collections::BTreeSet, fs, path::Path};

use tests::sources::{rust_files, workspace};

/// A text as its file says it.
struct Text {
    group: String,
    name: String,
    vi: String,
    en: String,
}

/// Said in both languages by the same word.
const SAME: [&str; 2] = ["product", "api"];

#[test]
fn every_text_is_used() {
    let read = |file: &String| fs::read_to_string(workspace().join(file)).expect("a source file can be read");
    let pages: Vec<String> =
        rust_files("frontend/src").into_iter().filter(|f| !f.contains("/texts/")).collect();
    let backend = rust_files("backend/src");
    let rules = rust_files("backend/domain/src");
    let shown: String = pages.iter().chain(&backend).map(read).chain(templates()).collect();
    let told: String = backend.iter().chain(&rules).map(read).collect();
    let (shown, told) = (words(&shown), words(&told));
    let used = |text: &Text| {
        shown.contains(&format!(".{}", text.name))
            // A label of a field is found by the field's name in the place of an issue.
            || text.group == "Fields" && told.contains(text.name.as_str())
            // What may be reported of a learner is found by its kind.
            || text.group == "Happened" && told.contains(text.name.as_str())
            // What is said after a deed is found by the word that the address carries.
            || text.name.strip_prefix("done_").is_some_and(|deed| told.contains(deed))
    };
    let unused: Vec<String> = texts()
        .into_iter()
        .filter(|text| !used(text))
        .map(|text| format!("{}.{}", text.group, text.name))
        .collect();
    assert_eq!(unused, Vec::<String>::new());
}

#[test]
fn no_vietnamese_text_is_left_in_english() {
    let texts = texts();
    let vietnamese: BTreeSet<String> = texts.iter().flat_map(|text| letters(&text.vi)).collect();
    assert!(texts.len() > 300 && vietnamese.len() > 300, "the texts were not found where they were");
    for text in &texts {
        let same = text.vi == text.en;
        assert_eq!(same, SAME.contains(&text.name.as_str()), "{}.{}: {}", text.group, text.name, text.vi);
        // Two or more words without a single Vietnamese letter are not Vietnamese.
        let plain = text.vi.is_ascii() && text.vi.split_whitespace().count() > 2;
        assert!(!plain, "{}.{} reads as English: {}", text.group, text.name, text.vi);
    }
}

/// `name: "vi", "en";` and `name: "vi", "one" | "many";` of every group.
fn texts() -> Vec<Text> {
    let mut found = Vec::new();
    for file in rust_files("frontend/src/texts") {
        let source = fs::read_to_string(workspace().join(&file)).expect("a source file can be read");
        let mut group = String::new();
        for line in source.lines() {
            let opens = line.strip_suffix(" {").filter(|name| name.chars().all(char::is_alphanumeric));
            if let Some(name) = opens {
                name.clone_into(&mut group);
            }
            let parts: Vec<&str> = line.split('"').collect();
            // A noun is said for one and for many.
            if let [name, vi, ", ", en, ";"] | [name, vi, ", ", _, " | ", en, ";"] = parts[..] {
                let name = name.trim().trim_end_matches(':').to_owned();
                found.push(Text { group: group.clone(), name, vi: vi.to_owned(), en: en.to_owned() });
            }
        }
    }
    found
}

fn templates() -> Vec<String> {
    let folder = workspace().join("frontend/templates");
    let files = fs::read_dir(folder).expect("the templates are there");
    let html = |path: &Path| path.extension().is_some_and(|extension| extension == "html");
    let paths = files.map(|entry| entry.expect("an entry can be read").path()).filter(|path| html(path));
    paths.map(|path| fs::read_to_string(path).expect("a template can be read")).collect()
}

/// Every name in the text, and again with the dot before it where there is one.
fn words(text: &str) -> BTreeSet<String> {
    let name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut found = BTreeSet::new();
    for dotted in text.split(|c: char| !name(c) && c != '.') {
        for (i, word) in dotted.split('.').enumerate() {
            found.insert(if i > 0 { format!(".{word}") } else { word.to_owned() });
            found.insert(word.to_owned());
        }
    }
    found
}

fn letters(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}
