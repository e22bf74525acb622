//! What a workbook says, whatever program wrote it: cells as people fill them in, headings as they name them, and what
//! is wrong, each at its cell. Knows no file format; the rules for a learner are those of the form.

pub mod cells;
pub mod enrolment;
pub mod graduation;
pub mod headings;
mod legacy;
mod result;

use time::Date;

pub use self::{
    headings::{Columns, Heading},
    legacy::{Encoding, legacy},
    result::{Change, Checked, CheckedRow, Found, Group, RowState, Totals},
};
use crate::{issue::Issue, text::Text};

/// The version of the templates that this program writes, and the newest that it reads.
pub const VERSION: u32 = 1;
/// More rows than any cohort has.
pub const MOST_ROWS: usize = 20_000;
/// Columns to the right of this one are not looked at.
pub const MOST_COLUMNS: u32 = 60;

/// One cell as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Cell {
    #[default]
    Empty,
    Text(String),
    /// As it is written out in full: `1306012345`, `7.5`.
    Number(String),
    Day(Date),
    Truth(bool),
    /// A formula that gave no value: `#N/A`.
    Fault(String),
}

/// One row, numbered as the program shows it; empty cells at its end are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub number: u32,
    pub cells: Vec<Cell>,
}

/// The rows of one sheet that have anything in them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    pub name: String,
    pub rows: Vec<Row>,
}

/// What is reported by workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Enrolment,
    Graduation,
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Enrolment => "enrolment",
            Kind::Graduation => "graduation",
        }
    }

    pub fn parse(text: &str) -> Option<Kind> {
        [Kind::Enrolment, Kind::Graduation].into_iter().find(|kind| kind.as_str() == text)
    }
}

/// Which template a workbook was made from, as its hidden sheet says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    pub kind: Kind,
    pub version: u32,
    pub cohort: i64,
}

impl Cell {
    pub fn is_empty(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => plain(text).is_empty(),
            _ => false,
        }
    }
}

impl Row {
    pub fn cell(&self, column: u32) -> &Cell {
        usize::try_from(column).ok().and_then(|column| self.cells.get(column)).unwrap_or(&Cell::Empty)
    }
}

impl Origin {
    /// Whether a workbook that came from this template may be sent to a cohort.
    pub fn issue(&self, kind: Kind, cohort: i64) -> Option<Issue> {
        if self.version > VERSION {
            return Some(about_file(
                "workbook.version",
                (
                    "Bảng tính được tạo từ mẫu của phiên bản mới hơn.",
                    "The workbook comes from a newer template.",
                ),
                (
                    "Tải mẫu của trang này rồi chép dữ liệu sang.",
                    "Download the template of this page and copy the rows.",
                ),
            ));
        }
        if self.kind != kind {
            return Some(about_file(
                "workbook.kind",
                ("Đây là mẫu của một việc khác.", "This is the template of something else."),
                (
                    "Dùng mẫu ghi danh để ghi danh, mẫu kết quả để báo cáo tốt nghiệp.",
                    "Use the enrolment template to enrol, and the results template to report graduation.",
                ),
            ));
        }
        (self.cohort != cohort).then(|| {
            about_file(
                "workbook.other_cohort",
                (
                    "Bảng tính này là mẫu của một lớp khác.",
                    "This workbook is the template of another cohort.",
                ),
                (
                    "Mở trang của lớp đó để gửi, hoặc tải mẫu của lớp này.",
                    "Send it on that cohort's page, or download this cohort's template.",
                ),
            )
        })
    }
}

/// An issue with the file as a whole.
pub fn about_file(code: &str, problem: (&str, &str), remedy: (&str, &str)) -> Issue {
    Issue::new(code, "", "", Text::new(problem.0, problem.1), Text::new(remedy.0, remedy.1))
}

/// `D14`: column and row as programs show them.
pub fn address(column: u32, row: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    letters.reverse();
    format!("{}{row}", letters.into_iter().collect::<String>())
}

/// Text without what nobody sees: composed accents, no zero-width signs, single spaces, no leading apostrophe.
pub fn plain(text: &str) -> String {
    let seen: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' | '\u{ad}'))
        .collect();
    crate::text::clean(seen.trim_start_matches(['\'', '’']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_called_as_programs_show_them() {
        assert_eq!(address(0, 1), "A1");
        assert_eq!(address(25, 9), "Z9");
        assert_eq!(address(26, 14), "AA14");
        assert_eq!(address(701, 2), "ZZ2");
        assert_eq!(address(702, 2), "AAA2");
    }

    #[test]
    fn what_nobody_sees_does_not_count() {
        assert_eq!(plain("\u{feff} Nguye\u{302}\u{303}n\u{a0} An\u{200b} "), "Nguyễn An");
        assert_eq!(plain("'001306012345"), "001306012345");
        assert!(Cell::Text("\u{a0} ".into()).is_empty());
    }

    #[test]
    fn a_template_goes_to_its_own_cohort() {
        let origin = |version, cohort| Origin { kind: Kind::Enrolment, version, cohort };
        let code = |origin: Origin, kind| origin.issue(kind, 7).map(|issue| issue.code);
        assert_eq!(code(origin(1, 7), Kind::Enrolment), None);
        assert_eq!(code(origin(1, 8), Kind::Enrolment).as_deref(), Some("workbook.other_cohort"));
        assert_eq!(code(origin(1, 7), Kind::Graduation).as_deref(), Some("workbook.kind"));
        assert_eq!(code(origin(2, 7), Kind::Enrolment).as_deref(), Some("workbook.version"));
    }
}
