//! A sentence in the two languages of the product, and what makes a typed text safe to compare.
//! Knows nothing of pages: which language is shown is decided by who renders it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark, is_nfc};

/// One sentence, said in Vietnamese and in English.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Text {
    pub vi: String,
    pub en: String,
}

/// The language a reader asked for. Vietnamese is the default everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    Vi,
    En,
}

impl Text {
    pub fn new(vi: impl Into<String>, en: impl Into<String>) -> Text {
        Text { vi: vi.into(), en: en.into() }
    }

    /// The same sentence, made for each language.
    pub fn told(say: impl Fn(Lang) -> String) -> Text {
        Text::new(say(Lang::Vi), say(Lang::En))
    }

    /// What is the same in both languages: a code, a formula, a number of days.
    pub fn both(text: impl ToString) -> Text {
        let text = text.to_string();
        Text::new(text.clone(), text)
    }

    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        }
    }
}

/// One sentence in both languages, around parts that each language says in its own way.
#[macro_export]
macro_rules! say {
    ($vi:literal, $en:literal $(,)?) => {
        $crate::text::Text::new($vi, $en)
    };
    ($vi:literal, $en:literal, $($name:ident = $value:expr),+ $(,)?) => {{
        match ($($value,)+) {
            ($($name,)+) => {
                let vi = { $(let $name = &$name.vi;)+ format!($vi) };
                let en = { $(let $name = &$name.en;)+ format!($en) };
                $crate::text::Text::new(vi, en)
            }
        }
    }};
}
pub use say;

/// The text in Unicode NFC, and otherwise as it is.
pub fn composed(text: String) -> String {
    if is_nfc(&text) { text } else { text.nfc().collect() }
}

/// The text as it is stored: Unicode NFC, no space at either end, single spaces inside.
/// Two ways of typing the same Vietnamese name become the same bytes.
pub fn clean(text: &str) -> String {
    composed(text.to_owned()).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text as it is searched: no accents, lower case. `Đặng Thị Hằng` becomes `dang thi hang`.
pub fn folded(text: &str) -> String {
    clean(text)
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}

/// The key Vietnamese lists sort a person by: given name, then family and middle names, in the order of the Vietnamese
/// alphabet. Any database that compares letters and digits gives the same order by it.
pub fn name_sort_key(full_name: &str) -> String {
    let name = clean(full_name);
    match name.rsplit_once(' ') {
        Some((family, given)) => format!("{} {}", alphabetical(given), alphabetical(family)),
        None => alphabetical(&name),
    }
}

/// Letters first, tones only between names whose letters are the same. A digit behind a letter keeps `ă`, `â`, `đ`, `ê`,
/// `ô`, `ơ` and `ư` behind their plain letters: they are letters of their own (a ă â, d đ, e ê, o ô ơ, u ư).
fn alphabetical(text: &str) -> String {
    let mut letters = String::with_capacity(text.len() * 2);
    let mut tones = String::new();
    for c in text.nfd().flat_map(char::to_lowercase) {
        match c {
            'a' | 'd' | 'e' | 'o' | 'u' => letters.extend([c, '0']),
            'đ' => letters.push_str("d1"),
            '\u{306}' => rank(&mut letters, '1'),
            '\u{302}' if letters.ends_with("a0") => rank(&mut letters, '2'),
            '\u{302}' => rank(&mut letters, '1'),
            '\u{31b}' if letters.ends_with("u0") => rank(&mut letters, '1'),
            '\u{31b}' => rank(&mut letters, '2'),
            // Huyền, hỏi, ngã, sắc, nặng, as dictionaries have them behind no tone at all.
            '\u{300}' => tones.push('1'),
            '\u{309}' => tones.push('2'),
            '\u{303}' => tones.push('3'),
            '\u{301}' => tones.push('4'),
            '\u{323}' => tones.push('5'),
            ' ' => {
                letters.push(' ');
                tones.push('0');
            }
            c if is_combining_mark(c) => {}
            c => letters.push(c),
        }
    }
    format!("{letters} {tones}")
}

fn rank(letters: &mut String, rank: char) {
    if letters.ends_with('0') {
        letters.pop();
        letters.push(rank);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_typed_on_a_mac_is_the_same_name() {
        let decomposed: String = "Nguyễn Thị Ngọc Ánh".nfd().collect();
        assert_ne!(decomposed, "Nguyễn Thị Ngọc Ánh");
        assert_eq!(clean(&format!("  {decomposed} ")), "Nguyễn Thị Ngọc Ánh");
    }

    #[test]
    fn search_ignores_accents_and_case() {
        assert_eq!(folded("Đặng THỊ Hằng"), "dang thi hang");
    }

    #[test]
    fn people_sort_by_given_name() {
        let mut names = ["Trần Văn Bình", "Lê Thị An", "Nguyễn An"];
        names.sort_by_key(|name| name_sort_key(name));
        assert_eq!(names, ["Lê Thị An", "Nguyễn An", "Trần Văn Bình"]);
    }

    #[test]
    fn letters_follow_the_vietnamese_alphabet_and_tones_come_last() {
        let sorted = [
            "Lê An",
            "Trần An",
            "Lê Án",
            "Lê Anh",
            "Lê Ánh",
            "Lê Ăn",
            "Lê Ân",
            "Lê Danh",
            "Lê Đan",
            "Đỗ Hoa",
            "Lê Hoa",
            "Lê Hòa",
            "Lê Tố",
            "Lê Tơ",
            "Lê Tu",
            "Lê Tư",
        ];
        let mut names = sorted;
        names.reverse();
        names.sort_by_key(|name| name_sort_key(name));
        assert_eq!(names, sorted);
    }
}
