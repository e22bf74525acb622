//! Which column is which: by what its heading means, wherever it stands and however it is worded.

use std::collections::BTreeMap;

use super::{Cell, Kind, Sheet, Target, about_file, plain};
use crate::{
    issue::Issue,
    text::{Lang, Text, folded},
};

/// Rows that are searched for the headings: titles, names of offices and merged banners stand above them.
const SEARCHED: usize = 40;

/// A column of a template: its key (that of the form's field), its name, and other names that people give it.
#[derive(Debug, Clone, Copy)]
pub struct Heading {
    pub key: &'static str,
    name: (&'static str, &'static str),
    pub required: bool,
    names: &'static [&'static str],
}

const fn heading(
    key: &'static str,
    name: (&'static str, &'static str),
    required: bool,
    names: &'static [&'static str],
) -> Heading {
    Heading { key, name, required, names }
}

/// The column in which a workbook comes back with what is wrong; read again it says nothing.
pub const ERRORS: (&str, &str) = ("Lỗi cần sửa", "To mend");

/// One of two in a language.
pub fn said(pair: (&'static str, &'static str), lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => pair.0,
        Lang::En => pair.1,
    }
}

/// What people call the column of the personal id.
const PERSONAL_ID: &[&str] = &[
    "so dinh danh ca nhan",
    "so dinh danh",
    "ma dinh danh",
    "ma dinh danh ca nhan",
    "cccd",
    "so cccd",
    "can cuoc",
    "so can cuoc",
    "so the can cuoc",
    "can cuoc cong dan",
    "so can cuoc cong dan",
    "cmnd/cccd",
    "cccd/cmnd",
    "so cmnd/cccd",
    "so cccd/cmnd",
    "ddcn",
    "personal id",
    "id number",
];

/// What people call the column of the cohort; read only where a workbook speaks of several.
const COHORT: &[&str] = &["lop", "ten lop", "lop hoc", "ma lop", "cohort"];

const ENROLMENT: &[Heading] = &[
    heading("number", ("STT", "No."), false, &["stt", "tt", "so thu tu", "no"]),
    heading("cohort", ("Lớp", "Cohort"), true, COHORT),
    heading(
        "full_name",
        ("Họ và tên", "Full name"),
        true,
        &[
            "ho va ten",
            "ho ten",
            "ho va ten nguoi hoc",
            "ho ten nguoi hoc",
            "ten nguoi hoc",
            "ho va ten hoc vien",
            "ho ten hoc vien",
            "ten hoc vien",
            "ho va ten hoc sinh",
            "ho ten hoc sinh",
            "ho va ten sinh vien",
            "ho ten sinh vien",
            "ho ten hssv",
            "ho va ten hssv",
            "nguoi hoc",
            "hoc vien",
            "full name",
            "name",
        ],
    ),
    heading(
        "family_name",
        ("Họ và tên đệm", "Family name"),
        false,
        &["ho va ten dem", "ho dem", "ho va dem", "ho lot", "ho", "family name"],
    ),
    heading("given_name", ("Tên", "Given name"), false, &["ten", "given name"]),
    heading(
        "birth_date",
        ("Ngày sinh", "Birth date"),
        true,
        &[
            "ngay sinh",
            "ngay thang nam sinh",
            "ngay thang sinh",
            "sinh ngay",
            "nam sinh",
            "date of birth",
            "birth date",
            "dob",
        ],
    ),
    heading(
        "sex",
        ("Giới tính", "Sex"),
        true,
        &["gioi tinh", "phai", "nam nu", "nam/nu", "gioi", "sex", "gender"],
    ),
    heading("personal_id", ("Số định danh cá nhân", "Personal id"), true, PERSONAL_ID),
    heading("kind", ("Đối tượng", "Kind"), false, &["doi tuong", "doi tuong hoc", "loai nguoi hoc", "kind"]),
    heading(
        "employer",
        ("Nơi làm việc", "Employer"),
        false,
        &[
            "noi lam viec",
            "don vi cong tac",
            "noi cong tac",
            "don vi",
            "cong ty",
            "doanh nghiep",
            "co quan",
            "ten doanh nghiep",
            "employer",
        ],
    ),
    heading(
        "enrolled_on",
        ("Ngày nhập học", "Enrolled on"),
        true,
        &["ngay nhap hoc", "nhap hoc", "ngay vao hoc", "ngay bat dau hoc", "ngay khai giang", "enrolled on"],
    ),
    heading(
        "phone",
        ("Điện thoại", "Phone"),
        false,
        &[
            "dien thoai",
            "so dien thoai",
            "sdt",
            "so dt",
            "dt",
            "dien thoai lien he",
            "so dien thoai lien he",
            "dien thoai di dong",
            "di dong",
            "phone",
            "phone number",
            "mobile",
        ],
    ),
];

const GRADUATION: &[Heading] = &[
    heading("number", ("STT", "No."), false, &["stt", "tt", "so thu tu", "no"]),
    heading("cohort", ("Lớp", "Cohort"), false, COHORT),
    heading(
        "full_name",
        ("Họ và tên", "Full name"),
        false,
        &["ho va ten", "ho ten", "ten nguoi hoc", "full name", "name"],
    ),
    heading("birth_date", ("Ngày sinh", "Birth date"), false, &["ngay sinh", "date of birth", "birth date"]),
    heading("enrolment", ("Mã nhập học", "Enrolment"), false, &["ma nhap hoc", "enrolment"]),
    heading("personal_id", ("Số định danh cá nhân", "Personal id"), false, PERSONAL_ID),
    heading(
        "score",
        ("Điểm", "Score"),
        false,
        &["diem", "diem tot nghiep", "diem tong ket", "diem trung binh", "score", "gpa"],
    ),
    heading("class", ("Xếp loại", "Class"), true, &["xep loai", "xep loai tot nghiep", "ket qua", "class"]),
    heading(
        "serial",
        ("Số hiệu phôi", "Serial"),
        false,
        &["so hieu phoi", "so hieu", "so hieu van bang", "serial"],
    ),
    heading(
        "register_number",
        ("Số vào sổ", "Register number"),
        false,
        &["so vao so", "so vao so goc", "so vao so cap bang", "register number"],
    ),
];

/// All columns of a kind of list, in their order.
pub fn of(kind: Kind) -> &'static [Heading] {
    match kind {
        Kind::Enrolment => ENROLMENT,
        Kind::Graduation => GRADUATION,
    }
}

/// Those that say something where the list is sent: within one cohort nobody names it.
fn read_for(kind: Kind, target: Target) -> impl Iterator<Item = &'static Heading> {
    let by_cohort = matches!(target, Target::Order(_));
    of(kind).iter().filter(move |heading| by_cohort || heading.key != "cohort")
}

impl Heading {
    /// What a template calls the column.
    pub fn name(&self, lang: Lang) -> &'static str {
        said(self.name, lang)
    }

    /// The columns that a template offers; names in two parts are only read, and so is a personal id where the template
    /// names the enrolment: it would hand out whole ids to whoever takes it.
    pub fn offered(kind: Kind, target: Target) -> impl Iterator<Item = &'static Heading> {
        read_for(kind, target).filter(move |heading| match heading.key {
            "family_name" | "given_name" => false,
            "personal_id" => kind == Kind::Enrolment,
            _ => true,
        })
    }
}

/// Where the headings stand, and which column holds what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// The row of the headings, as the program numbers it.
    pub heading: u32,
    of: BTreeMap<&'static str, u32>,
}

impl Columns {
    pub fn get(&self, key: &str) -> Option<u32> {
        self.of.get(key).copied()
    }

    /// The column where an issue about a field is shown. A name in two parts is shown at its family name.
    pub fn shown(&self, key: &str) -> u32 {
        let at = |key: &str| self.get(key);
        let key = if key == "certificate" { "serial" } else { key };
        at(key)
            .or_else(|| at("family_name").filter(|_| key == "full_name"))
            .or_else(|| at("number"))
            .unwrap_or(0)
    }

    /// The row that names most columns, of those near the top; a required column that is not there is an issue.
    pub fn find(sheet: &Sheet, kind: Kind, target: Target) -> Result<Columns, Vec<Issue>> {
        let named = |row: &super::Row| named(row, kind, target);
        let best = sheet.rows.iter().take(SEARCHED).map(|row| (named(row), row.number));
        let best = best.max_by_key(|((found, _), number)| (found.len(), std::cmp::Reverse(*number)));
        let Some(((found, twice), heading)) = best.filter(|((found, _), _)| found.len() >= 2) else {
            return Err(vec![no_heading()]);
        };
        let mut issues: Vec<Issue> = twice.iter().map(|key| column_twice(kind, key)).collect();
        let split = found.contains_key("family_name") && found.contains_key("given_name");
        let there = |heading: &&Heading| {
            !heading.required || found.contains_key(heading.key) || (heading.key == "full_name" && split)
        };
        issues.extend(read_for(kind, target).filter(|heading| !there(heading)).map(column_missing));
        if kind == Kind::Graduation && !found.contains_key("enrolment") && !found.contains_key("personal_id")
        {
            issues.push(nobody_named());
        }
        if issues.is_empty() { Ok(Columns { heading, of: found }) } else { Err(issues) }
    }
}

fn named(row: &super::Row, kind: Kind, target: Target) -> (BTreeMap<&'static str, u32>, Vec<&'static str>) {
    let (mut found, mut twice) = (BTreeMap::new(), Vec::new());
    for (column, cell) in (0..).zip(&row.cells) {
        let Cell::Text(text) = cell else { continue };
        let words = words(text);
        let meant = read_for(kind, target).find(|heading| heading.names.contains(&words.as_str()));
        let Some(heading) = meant else { continue };
        if found.insert(heading.key, column).is_some() {
            twice.push(heading.key);
        }
    }
    (found, twice)
}

/// `Số CCCD (12 số) *` is `so cccd`: no accents, nothing in brackets, no signs.
fn words(text: &str) -> String {
    let folded = folded(&plain(text));
    let before = folded.split('(').next().unwrap_or_default();
    let signs = |c: char| if c.is_alphanumeric() || c == '/' { c } else { ' ' };
    let spaced: String = before.chars().map(signs).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ").replace(" / ", "/")
}

fn no_heading() -> Issue {
    about_file(
        "workbook.no_heading",
        ("Không tìm thấy dòng tiêu đề của các cột.", "The row with the headings was not found."),
        (
            "Dùng mẫu của trang này, hoặc đặt tên cột như trong mẫu.",
            "Use the template of this page, or name the columns as in the template.",
        ),
    )
}

fn column_missing(heading: &Heading) -> Issue {
    let (name, name_en) = heading.name;
    Issue::new(
        "workbook.column_missing",
        heading.key,
        "",
        Text::new(format!("Thiếu cột \"{name}\"."), format!("The column \"{name_en}\" is missing.")),
        Text::new("Thêm cột này và điền cho mọi dòng.", "Add the column and fill it for every row."),
    )
}

/// A result has to say whose it is, in one way or the other.
fn nobody_named() -> Issue {
    Issue::new(
        "workbook.column_missing",
        "enrolment",
        "",
        Text::new(
            "Thiếu cột \"Mã nhập học\" hoặc \"Số định danh cá nhân\".",
            "The column \"Enrolment\" or \"Personal id\" is missing.",
        ),
        Text::new(
            "Thêm một trong hai cột và điền cho mọi dòng.",
            "Add one of the two and fill it for every row.",
        ),
    )
}

fn column_twice(kind: Kind, key: &str) -> Issue {
    let heading = of(kind).iter().find(|heading| heading.key == key);
    let (name, name_en) = heading.map_or(("", ""), |heading| heading.name);
    Issue::new(
        "workbook.column_twice",
        key,
        "",
        Text::new(format!("Có hai cột cùng là \"{name}\"."), format!("Two columns both mean \"{name_en}\".")),
        Text::new("Xóa hoặc đổi tên một cột.", "Delete or rename one of them."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ids::{CohortId, OrderId},
        workbook::Row,
    };

    const COHORT: Target = Target::Cohort(CohortId(7));
    const ORDER: Target = Target::Order(OrderId(7));

    fn sheet(rows: &[&[&str]]) -> Sheet {
        let cell = |text: &&str| if text.is_empty() { Cell::Empty } else { Cell::Text((*text).to_owned()) };
        let row = |(number, cells): (u32, &&[&str])| Row { number, cells: cells.iter().map(cell).collect() };
        Sheet { name: "Sheet1".into(), rows: (1..).zip(rows).map(row).collect() }
    }

    #[test]
    fn headings_are_found_below_titles_and_by_meaning() {
        let sheet = sheet(&[
            &["TRƯỜNG CAO ĐẲNG A", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
            &["DANH SÁCH HỌC SINH NHẬP HỌC"],
            &["TT", "Họ tên HSSV", "Số CCCD (12 số) *", "Sinh ngày", "Nam/Nữ", "NGÀY NHẬP HỌC", "Ghi chú"],
            &["1", "Ngày sinh", "họ tên"],
        ]);
        let columns = Columns::find(&sheet, Kind::Enrolment, COHORT).unwrap();
        assert_eq!(columns.heading, 3);
        let at = |key| columns.get(key);
        assert_eq!(
            [at("full_name"), at("personal_id"), at("birth_date"), at("sex"), at("enrolled_on")],
            [Some(1), Some(2), Some(3), Some(4), Some(5)]
        );
        assert_eq!(at("employer"), None);
    }

    #[test]
    fn a_list_of_results_says_whose_they_are_by_one_column_or_the_other() {
        let found = |row: &[&str]| Columns::find(&sheet(&[row]), Kind::Graduation, COHORT);
        assert!(found(&["Họ tên", "Mã nhập học", "Xếp loại"]).is_ok());
        assert!(found(&["Họ tên", "CCCD", "Xếp loại"]).is_ok());
        let issues = found(&["Họ tên", "Điểm", "Xếp loại"]).unwrap_err();
        assert_eq!(issues.len(), 1);
        assert!(issues[0].problem.vi.contains("hoặc"), "{:?}", issues[0]);
        assert!(Heading::offered(Kind::Graduation, COHORT).all(|heading| heading.key != "personal_id"));
    }

    /// A template comes back under the names that it was given, in either language.
    #[test]
    fn every_name_of_a_template_is_known() {
        for kind in [Kind::Enrolment, Kind::Graduation] {
            for heading in of(kind) {
                for lang in [Lang::Vi, Lang::En] {
                    let name = words(&format!("{} *", heading.name(lang)));
                    assert!(heading.names.contains(&name.as_str()), "{}: {name}", heading.key);
                }
            }
        }
    }

    #[test]
    fn a_name_in_two_columns_is_a_name() {
        let sheet = sheet(&[&["Họ đệm", "Tên", "Ngày sinh", "Phái", "CCCD", "Ngày nhập học"]]);
        let columns = Columns::find(&sheet, Kind::Enrolment, COHORT).unwrap();
        assert_eq!((columns.get("family_name"), columns.get("given_name")), (Some(0), Some(1)));
        assert_eq!(columns.shown("full_name"), 0);
    }

    #[test]
    fn the_cohort_is_a_column_only_where_there_are_several() {
        let list = sheet(&[&["Lớp", "Họ tên", "Ngày sinh", "Phái", "CCCD", "Ngày nhập học", "Ten lop"]]);
        assert_eq!(Columns::find(&list, Kind::Enrolment, COHORT).unwrap().get("cohort"), None);
        let codes = |list: &Sheet| -> Vec<String> {
            let found = Columns::find(list, Kind::Enrolment, ORDER).unwrap_err();
            found.into_iter().map(|issue| format!("{} {}", issue.code, issue.place)).collect()
        };
        assert_eq!(codes(&list), ["workbook.column_twice cohort"]);
        let without = sheet(&[&["Họ tên", "Ngày sinh", "Phái", "CCCD", "Ngày nhập học"]]);
        assert_eq!(codes(&without), ["workbook.column_missing cohort"]);
    }

    #[test]
    fn what_is_missing_or_twice_is_named() {
        let codes = |rows: &[&[&str]]| -> Vec<String> {
            let found = Columns::find(&sheet(rows), Kind::Enrolment, COHORT).unwrap_err();
            found.into_iter().map(|issue| format!("{} {}", issue.code, issue.place)).collect()
        };
        assert_eq!(codes(&[&["a", "b"], &["c"]]), ["workbook.no_heading "]);
        assert_eq!(
            codes(&[&["Họ tên", "Họ và tên", "Ngày sinh", "Giới tính", "CCCD"]]),
            ["workbook.column_twice full_name", "workbook.column_missing enrolled_on"]
        );
    }
}
