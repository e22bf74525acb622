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
use crate::{
    ids::{CohortId, OrderId},
    issue::Issue,
    text::Text,
};

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

/// What a workbook is sent for: one cohort, or an order, where every row names its cohort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    Cohort(CohortId),
    Order(OrderId),
}

/// Which template a workbook was made from, as its hidden sheet says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    pub kind: Kind,
    pub version: u32,
    pub target: Target,
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
    /// Why a workbook that came from this template may not be sent here.
    pub fn issue(&self, kind: Kind, target: Target) -> Option<Issue> {
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
        match (self.target, target) {
            (made_for, sent_to) if made_for == sent_to => None,
            (Target::Cohort(_), Target::Cohort(_)) => Some(about_file(
                "workbook.other_cohort",
                (
                    "Bảng tính này là mẫu của một lớp khác.",
                    "This workbook is the template of another cohort.",
                ),
                (
                    "Mở trang của lớp đó để gửi, hoặc tải mẫu của lớp này.",
                    "Send it on that cohort's page, or download this cohort's template.",
                ),
            )),
            (Target::Cohort(_), Target::Order(_)) => Some(about_file(
                "workbook.of_a_cohort",
                (
                    "Bảng tính này là mẫu của một lớp, không phải của cả đơn.",
                    "This workbook is the template of one cohort, not of the order.",
                ),
                (
                    "Mở trang của lớp đó để gửi, hoặc tải mẫu của đơn này.",
                    "Send it on that cohort's page, or download this order's template.",
                ),
            )),
            (Target::Order(_), Target::Cohort(_)) => Some(about_file(
                "workbook.of_an_order",
                (
                    "Bảng tính này là mẫu của cả đơn đặt hàng, không phải của một lớp.",
                    "This workbook is the template of a whole order, not of one cohort.",
                ),
                (
                    "Gửi ở trang ghi danh và kết quả của đơn, hoặc tải mẫu của lớp này.",
                    "Send it on the order's page of enrolment and results, or download this cohort's template.",
                ),
            )),
            (Target::Order(_), Target::Order(_)) => Some(about_file(
                "workbook.other_order",
                (
                    "Bảng tính này là mẫu của một đơn đặt hàng khác.",
                    "This workbook is the template of another order.",
                ),
                (
                    "Mở trang của đơn đó để gửi, hoặc tải mẫu của đơn này.",
                    "Send it on that order's page, or download this order's template.",
                ),
            )),
        }
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
    fn a_template_goes_where_it_was_made_for() {
        let (cohort, order) = (|id| Target::Cohort(CohortId(id)), |id| Target::Order(OrderId(id)));
        let code = |version, made_for, kind, sent_to| {
            let origin = Origin { kind: Kind::Enrolment, version, target: made_for };
            origin.issue(kind, sent_to).map_or_else(|| "taken".to_owned(), |issue| issue.code)
        };
        let enrolment = |made_for, sent_to| code(1, made_for, Kind::Enrolment, sent_to);
        assert_eq!(enrolment(cohort(7), cohort(7)), "taken");
        assert_eq!(enrolment(order(7), order(7)), "taken");
        assert_eq!(enrolment(cohort(8), cohort(7)), "workbook.other_cohort");
        assert_eq!(enrolment(order(8), order(7)), "workbook.other_order");
        assert_eq!(enrolment(cohort(7), order(7)), "workbook.of_a_cohort");
        assert_eq!(enrolment(order(7), cohort(7)), "workbook.of_an_order");
        assert_eq!(code(1, cohort(7), Kind::Graduation, cohort(7)), "workbook.kind");
        assert_eq!(code(2, cohort(7), Kind::Enrolment, cohort(7)), "workbook.version");
    }
}
