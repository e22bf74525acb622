//! The twelve-digit personal identification number of a person, and whether it agrees with what else is known.
//! It is personal data: it is never shown by `Debug`, and this type has no `Display`.
//!
//! Structure AAA B CC DDDDDD: place of birth registration, century and sex, year of birth, six random digits.
//! Source: Luật Căn cước 26/2023/QH15, cited from memory; the structure was read in a secondary source. A number never changes, so
//! holders keep the code of the province that existed when they were registered, also after the merger of
//! provinces on 1/7/2025.

use std::fmt;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    issue::{Issue, none_or_all},
    text::Text,
};

/// Codes of the 63 provinces and cities as they were until 30/6/2025, in order.
/// Source: the historic province list of citizen identity numbers (001–096), read in a secondary source.
const BIRTH_REGISTRATION_CODES: [&str; 63] = [
    "001", "002", "004", "006", "008", "010", "011", "012", "014", "015", "017", "019", "020", "022", "024",
    "025", "026", "027", "030", "031", "033", "034", "035", "036", "037", "038", "040", "042", "044", "045",
    "046", "048", "049", "051", "052", "054", "056", "058", "060", "062", "064", "066", "067", "068", "070",
    "072", "074", "075", "077", "079", "080", "082", "083", "084", "086", "087", "089", "091", "092", "093",
    "094", "095", "096",
];

/// From this code on, the place of birth registration is another country. Assumption: from memory.
const FIRST_COUNTRY_CODE: &str = "100";
const SERIALS: u32 = 1_000_000;
const PLACE: &str = "personal_id";
const RULE: &str = "Luật Căn cước 26/2023/QH15";

/// The sex a person is registered with. Source: the personal id tells these two apart and no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    Male,
    Female,
}

impl Sex {
    /// Both, in the order forms list them: assumption.
    pub const ALL: [Sex; 2] = [Sex::Male, Sex::Female];

    /// `Nam` / `Nữ`. Source: the words of the citizen identity card.
    pub fn name(self) -> Text {
        match self {
            Sex::Male => Text::new("Nam", "Male"),
            Sex::Female => Text::new("Nữ", "Female"),
        }
    }
}

/// A number of the right form. That it belongs to the person is checked by [`PersonalId::mismatches`];
/// that it exists only the national population database can say. Source: Luật Căn cước 26/2023/QH15.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct PersonalId(String);

impl PersonalId {
    /// A number that agrees with the birth date and the sex on file; spaces are dropped.
    /// Everything wrong comes back at once, with place `personal_id`. Source: structure B and CC above.
    pub fn parse(text: &str, birth_date: Date, sex: Sex) -> Result<PersonalId, Vec<Issue>> {
        let id = PersonalId::of_form(text).map_err(|issue| vec![issue])?;
        none_or_all(id.mismatches(birth_date, sex))?;
        Ok(id)
    }

    /// Twelve digits, not compared with anything: for a number whose mismatch somebody has overridden with
    /// a reason, and for reading back what was stored. Source: assumption.
    pub fn of_form(text: &str) -> Result<PersonalId, Issue> {
        let digits: String = text.split_whitespace().collect();
        if digits.len() == 12 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(PersonalId(digits))
        } else {
            Err(wrong_form())
        }
    }

    /// A made-up number with the right structure, for synthetic learners: assumption.
    /// `province` is three digits, the birth year lies in 1900–2399, `serial` counts modulo one million.
    ///
    /// # Panics
    /// When `province` or the year is not as said: synthetic data is ours to get right.
    pub fn compose(province: &str, sex: Sex, birth_date: Date, serial: u32) -> PersonalId {
        let century = century_digit(birth_date, sex).expect("a synthetic learner is born in 1900–2399");
        let year = birth_date.year().rem_euclid(100);
        let digits = format!("{province}{century}{year:02}{:06}", serial % SERIALS);
        PersonalId::of_form(&digits).expect("a province code is three digits")
    }

    /// The whole number: for storage, comparison and the papers that must carry it. Source: assumption.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What lists and logs may show: `********1234`. Source: data minimisation, Luật 91/2025/QH15; the form is an assumption.
    pub fn masked(&self) -> String {
        format!("********{}", &self.0[8..])
    }

    /// The three digits of the province or country where the birth was registered. Source: structure AAA.
    pub fn birth_registration_code(&self) -> &str {
        &self.0[..3]
    }

    /// What disagrees with the birth date and the sex on file. Source: structure B and CC;
    /// of the century digits, 6 to 9 are from memory: assumption.
    pub fn mismatches(&self, birth_date: Date, sex: Sex) -> Vec<Issue> {
        let mut issues = Vec::new();
        let Some(expected) = century_digit(birth_date, sex) else {
            return vec![no_such_century()];
        };
        let written = self.century_and_sex();
        if written % 2 != expected % 2 {
            issues.push(other_sex(sex));
        }
        let year = birth_date.year().rem_euclid(100);
        if written / 2 != expected / 2 || self.0[4..6] != format!("{year:02}") {
            issues.push(other_birth_year());
        }
        issues
    }

    /// What is odd but not wrong: a province code outside the historic list.
    /// Source: the list; that an unknown code is accepted is an assumption.
    pub fn warnings(&self) -> Vec<Issue> {
        let code = self.birth_registration_code();
        if code >= FIRST_COUNTRY_CODE || BIRTH_REGISTRATION_CODES.binary_search(&code).is_ok() {
            Vec::new()
        } else {
            vec![unknown_province(code)]
        }
    }

    fn century_and_sex(&self) -> u8 {
        self.0.as_bytes()[3] - b'0'
    }
}

/// 19xx 0/1, 20xx 2/3, 21xx 4/5, 22xx 6/7, 23xx 8/9, male first.
fn century_digit(birth_date: Date, sex: Sex) -> Option<u8> {
    let century = birth_date.year().div_euclid(100) - 19;
    let century = u8::try_from(century).ok().filter(|century| *century <= 4)?;
    Some(century * 2 + if sex == Sex::Male { 0 } else { 1 })
}

impl TryFrom<String> for PersonalId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<PersonalId, &'static str> {
        // The message must not repeat the text: it may be a person's number with one digit too many.
        PersonalId::of_form(&text).map_err(|_| "a personal id is twelve digits")
    }
}

/// Masked, so that no log line ever carries a person's number.
impl fmt::Debug for PersonalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PersonalId({})", self.masked())
    }
}

fn wrong_form() -> Issue {
    Issue::new(
        "personal_id.form",
        PLACE,
        RULE,
        Text::new("Số định danh cá nhân phải có đúng 12 chữ số.", "A personal id has exactly 12 digits."),
        Text::new("Nhập lại số trên thẻ căn cước.", "Type the number on the identity card again."),
    )
}

fn no_such_century() -> Issue {
    Issue::new(
        "personal_id.century",
        PLACE,
        RULE,
        Text::new(
            "Ngày sinh nằm ngoài các thế kỷ mà số định danh ghi được (1900–2399).",
            "The birth date lies outside the centuries a personal id can tell (1900–2399).",
        ),
        Text::new("Kiểm tra lại ngày sinh.", "Check the birth date."),
    )
}

fn other_sex(on_file: Sex) -> Issue {
    let name = on_file.name();
    Issue::new(
        "personal_id.sex",
        PLACE,
        RULE,
        Text::new(
            format!("Chữ số thứ 4 của số định danh không phải của giới tính {}.", name.vi.to_lowercase()),
            format!("The 4th digit of the personal id is not that of a {} person.", name.en.to_lowercase()),
        ),
        as_on_the_card(),
    )
}

fn other_birth_year() -> Issue {
    Issue::new(
        "personal_id.birth_year",
        PLACE,
        RULE,
        Text::new(
            "Thế kỷ hoặc năm sinh trong số định danh (chữ số thứ 4 đến thứ 6) khác ngày sinh đã khai.",
            "The century or year in the personal id (4th to 6th digit) differs from the birth date given.",
        ),
        as_on_the_card(),
    )
}

fn as_on_the_card() -> Text {
    Text::new(
        "Đối chiếu với thẻ căn cước rồi sửa; nếu thẻ ghi đúng như vậy thì ghi lý do và giữ nguyên.",
        "Compare with the identity card and correct; if the card says so, keep it and give the reason.",
    )
}

fn unknown_province(code: &str) -> Issue {
    Issue::new(
        "personal_id.unknown_province",
        PLACE,
        "assumption",
        Text::new(
            format!("Mã nơi đăng ký khai sinh {code} không có trong danh sách 63 tỉnh, thành phố."),
            format!("Birth registration code {code} is not in the list of the 63 provinces."),
        ),
        Text::new(
            "Kiểm tra ba chữ số đầu; số vẫn được nhận.",
            "Check the first three digits; the number is accepted.",
        ),
    )
}

#[cfg(test)]
#[path = "personal_id_tests.rs"]
mod tests;
