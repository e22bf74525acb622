//! A fault in the shape of a file, and the sentences that tell of it.

use std::ops::Range;

use super::mend::Mend;

/// One thing wrong with the shape of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What sort of fault: `file.syntax`, `file.unknown_key`, `file.missing_key`, `file.wrong_type`, `file.not_allowed`.
    pub code: &'static str,
    /// Where, in bytes of the text; [`line_of`] makes it a line.
    pub span: Range<usize>,
    /// Where, by names: `components[0].trigger.days`; lists count from 0, and the whole file is empty.
    pub path: String,
    /// What is wrong, in Vietnamese.
    pub vi: String,
    /// What is wrong, in English.
    pub en: String,
    /// What to do, in Vietnamese.
    pub remedy_vi: String,
    /// What to do, in English.
    pub remedy_en: String,
    pub(crate) mend: Mend,
}

impl Fault {
    fn mended(self, mend: Mend) -> Fault {
        Fault { mend, ..self }
    }
}

/// The line, counted from 1, on which this byte of the text stands.
pub fn line_of(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}

/// A place in a file.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub span: Range<usize>,
    pub path: String,
}

impl Place {
    /// The place of a field of the table here.
    pub(crate) fn field(&self, name: &str, span: Range<usize>) -> Place {
        let bare =
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
        let name = if bare { name.to_owned() } else { format!("{name:?}") };
        let dot = if self.path.is_empty() { "" } else { "." };
        Place { span, path: format!("{}{dot}{name}", self.path) }
    }

    /// The place of an item of the list here.
    pub(crate) fn item(&self, index: usize, span: Range<usize>) -> Place {
        Place { span, path: format!("{}[{index}]", self.path) }
    }

    fn fault(&self, code: &'static str, says: Pair, remedy: Pair) -> Fault {
        let (span, path) = (self.span.clone(), self.path.clone());
        let mend = Mend::Unclear;
        Fault { code, span, path, vi: says.0, en: says.1, remedy_vi: remedy.0, remedy_en: remedy.1, mend }
    }

    fn name(&self) -> Pair {
        if self.path.is_empty() {
            ("tệp".to_owned(), "the file".to_owned())
        } else {
            (format!("'{}'", self.path), format!("'{}'", self.path))
        }
    }

    /// The text is not TOML.
    pub(crate) fn syntax(&self, message: &str) -> Fault {
        let says = |word: &str| message.contains(word);
        let (vi, remedy_vi, remedy_en) = if says("duplicate key") {
            ("trường này đã ghi ở trên", "Vui lòng bỏ một trong hai.", "Drop one of the two.")
        } else if says("date") || says("time") {
            (
                "ngày này không có thật hoặc viết chưa đúng",
                "Vui lòng ghi một ngày có thật theo dạng 2025-01-31.",
                "Write a day that exists, as in 2025-01-31.",
            )
        } else if says("string") {
            (
                "chữ chưa đóng ngoặc kép, hoặc có ký tự không dùng được",
                "Vui lòng đặt chữ trong hai dấu \"…\" trên cùng một dòng.",
                "Put the text between two quotes \"…\" on one line.",
            )
        } else if says("float") || says("integer") || says("number") {
            (
                "số viết chưa đúng",
                "Vui lòng ghi số lẻ trong ngoặc kép, ví dụ \"0.5\".",
                "Write numbers with decimals in quotes, as in \"0.5\".",
            )
        } else {
            (
                "chỗ này không đọc được",
                "Vui lòng sửa dòng này: dấu ngoặc, dấu nháy, dấu phẩy hoặc dấu bằng.",
                "Mend this line: a bracket, a quote, a comma or an equals sign.",
            )
        };
        let vi = format!("Tệp chưa đúng cú pháp TOML: {vi}.");
        let en = format!("The file is not written as TOML should be: {message}.");
        self.fault("file.syntax", (vi, en), (remedy_vi.to_owned(), remedy_en.to_owned()))
    }

    /// The shape is right, but the type itself refused the value.
    pub(crate) fn refused(&self, message: &str) -> Fault {
        let vi = format!("Giá trị ở đây không dùng được: {message}.");
        let en = format!("The value here cannot be used: {message}.");
        let remedy = ("Vui lòng sửa giá trị này.".to_owned(), "Mend this value.".to_owned());
        self.fault("file.not_allowed", (vi, en), remedy)
    }

    /// There is no such field in the table here.
    pub(crate) fn unknown(&self, key: &str, known: &[&str]) -> Fault {
        let (mut vi, mut en) =
            (format!("Không có trường '{key}' ở đây"), format!("There is no '{key}' here"));
        close(&mut vi, &mut en, nearest(key, known));
        let list = known.join(", ");
        let remedy = if known.is_empty() {
            (
                "Ở đây không có trường nào; vui lòng bỏ đi.".to_owned(),
                "Nothing goes here; remove it.".to_owned(),
            )
        } else {
            (format!("Các trường dùng được ở đây: {list}."), format!("What can stand here: {list}."))
        };
        let mend = nearest(key, known).map_or(Mend::Drop, |name| Mend::Rename(name.to_owned()));
        self.fault("file.unknown_key", (vi, en), remedy).mended(mend)
    }

    /// A required field is not in the table here.
    pub(crate) fn missing(&self, key: &str, expected: &Pair) -> Fault {
        let (here_vi, here_en) = self.name();
        let vi = format!("Thiếu trường '{key}' trong {here_vi}.");
        let en = format!("'{key}' is missing from {here_en}.");
        let remedy_vi = format!("Vui lòng thêm '{key}': {}.", expected.0);
        let remedy_en = format!("Add '{key}': {}.", expected.1);
        // Of what must be there, only words for people can be anything.
        let mend = if key == "law" { Mend::Add(key.to_owned()) } else { Mend::Unclear };
        self.fault("file.missing_key", (vi, en), (remedy_vi, remedy_en)).mended(mend)
    }

    /// The value here is of another type.
    pub(crate) fn wrong_type(&self, expected: &Pair, found: &Pair, example: &str) -> Fault {
        let (vi, en) = self.name();
        let vi = format!("{vi} phải là {}, nhưng ở đây là {}.", expected.0, found.0);
        let en = format!("{en} must be {}, but this is {}.", expected.1, found.1);
        let remedy_vi = format!("Vui lòng viết lại, ví dụ: {example}");
        let text =
            example.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).filter(|text| *text != "…");
        let mend = text.map_or(Mend::Unclear, |text| Mend::Put(text.to_owned()));
        self.fault("file.wrong_type", (vi, en), (remedy_vi, format!("Write it like this: {example}")))
            .mended(mend)
    }

    /// The word here is not one of those allowed.
    pub(crate) fn not_among(&self, found: &str, words: &[&str]) -> Fault {
        let (vi, en) = self.name();
        let mut vi = format!("'{found}' không phải là giá trị của {vi}");
        let mut en = format!("'{found}' is not a value of {en}");
        close(&mut vi, &mut en, nearest(found, words));
        let list = words.join(", ");
        let remedy = (format!("Vui lòng chọn một trong: {list}."), format!("Choose one of: {list}."));
        let word = nearest(found, words).or_else(|| words.first().copied());
        let mend = word.map_or(Mend::Unclear, |word| Mend::Put(word.to_owned()));
        self.fault("file.not_allowed", (vi, en), remedy).mended(mend)
    }

    /// The number, the length or the count here is out of its bounds.
    pub(crate) fn out_of_bounds(
        &self,
        what: (&str, &str),
        found: i128,
        low: Option<i128>,
        high: Option<i128>,
    ) -> Fault {
        let (name_vi, name_en) = self.name();
        let (vi, en) = match (low, high) {
            (Some(low), Some(high)) => (format!("từ {low} đến {high}"), format!("from {low} to {high}")),
            (Some(low), None) => (format!("ít nhất {low}"), format!("at least {low}")),
            (None, Some(high)) => (format!("nhiều nhất {high}"), format!("at most {high}")),
            (None, None) => ("khác".to_owned(), "different".to_owned()),
        };
        let remedy = (format!("Vui lòng sửa lại: {vi}."), format!("Change it: {en}."));
        let found_vi = format!("{}{name_vi} là {found}, nhưng phải {vi}.", what.0);
        let found_en = format!("{}{name_en} is {found}, but must be {en}.", what.1);
        self.fault("file.not_allowed", (found_vi, found_en), remedy)
    }
}

/// The same words in Vietnamese and in English.
pub(crate) type Pair = (String, String);

/// What a kind of value is called in either language, and how one is written.
pub(crate) fn kind_words(kind: &str) -> (&'static str, &'static str, &'static str) {
    match kind {
        "string" => ("chuỗi trong ngoặc kép", "text in quotes", "\"…\""),
        "integer" => ("số nguyên", "a whole number", "5"),
        "number" => ("số thập phân", "a decimal number", "2.5"),
        "boolean" => ("true hoặc false", "true or false", "true"),
        "date" => ("ngày", "a date", "2025-01-31"),
        "time" => ("thời điểm", "a time", "08:30:00"),
        "array" => ("danh sách", "a list", "[ … ]"),
        "object" => ("bảng", "a table", "{ … }"),
        _ => ("giá trị", "a value", "…"),
    }
}

fn close(vi: &mut String, en: &mut String, guess: Option<&str>) {
    match guess {
        Some(guess) => {
            vi.push_str(&format!("; có phải '{guess}'?"));
            en.push_str(&format!("; did you mean '{guess}'?"));
        }
        None => {
            vi.push('.');
            en.push('.');
        }
    }
}

/// The one of `words` that `word` is probably a slip of.
pub(crate) fn nearest<'a>(word: &str, words: &[&'a str]) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).max(1);
    let near = words.iter().map(|other| (distance(word, other), *other));
    near.filter(|(far, other)| *far <= limit && *far < other.chars().count()).min().map(|(_, other)| other)
}

/// How many letters to add, drop, change or swap with a neighbour; capitals count as small letters.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.to_lowercase().chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    let mut last = None;
    for (count, letter) in one.to_lowercase().chars().enumerate() {
        let mut next = vec![count + 1];
        for (at, theirs) in other.iter().enumerate() {
            let cell = |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX - 1);
            let mut least = cell(&row, at) + usize::from(letter != *theirs);
            least = least.min(cell(&row, at + 1) + 1).min(cell(&next, at) + 1);
            if at > 0 && last == Some(*theirs) && other.get(at - 1) == Some(&letter) {
                least = least.min(cell(&before, at - 1) + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
        last = Some(letter);
    }
    row.last().copied().unwrap_or(0)
}
