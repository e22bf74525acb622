//! Rows of a results workbook become the draft that the form makes. The decision stands above the headings.

use std::collections::HashMap;

use rust_decimal::Decimal;
use time::{Date, macros::date};

use super::{
    Cell, Columns, Found, MOST_ROWS, Row, Sheet, cells,
    enrolment::{empty, too_many},
};
use crate::{
    fact::Certificate,
    grading::{GraduationClass, Record},
    graduation::{Draft, ResultDraft},
    ids::EnrolmentId,
    issue::Issue,
    text::{Text, folded},
};

/// Labels above the headings; what they name stands in the next cell that is filled.
pub const DECISION: (&str, &str) =
    ("Số quyết định công nhận tốt nghiệp", "Number of the graduation decision");
pub const DECIDED_ON: (&str, &str) = ("Ngày quyết định", "Day of the decision");

/// Who is on the cohorts, for lists that name people by their personal id, and whether proposals were accepted.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    pub by_personal_id: HashMap<String, EnrolmentId>,
    /// The name of everybody's cohort.
    pub cohorts: HashMap<EnrolmentId, String>,
    /// Zeros lost at the front of a personal id are put back.
    pub proposals: bool,
}

/// The draft, the row of each result, and what could not be read.
#[derive(Debug, Clone)]
pub struct ReadReport {
    pub draft: Draft,
    pub rows: Vec<u32>,
    pub found: Vec<(u32, Found)>,
}

/// Rows without score, class and certificate say nothing about their learner yet.
const TELLING: [&str; 4] = ["score", "class", "serial", "register_number"];

pub fn read(sheet: &Sheet, columns: &Columns, reading: &Reading) -> Result<ReadReport, Issue> {
    let written = |row: &&Row| {
        let told = |key: &str| columns.get(key).is_some_and(|column| !row.cell(column).is_empty());
        row.number > columns.heading && TELLING.into_iter().any(told)
    };
    let rows: Vec<&Row> = sheet.rows.iter().filter(written).collect();
    if rows.is_empty() {
        return Err(empty());
    }
    if rows.len() > MOST_ROWS {
        return Err(too_many());
    }
    let mut found = Vec::new();
    let (decision, decided_on) = decision(sheet, columns, &mut found);
    let mut first_at: HashMap<EnrolmentId, u32> = HashMap::new();
    let mut results = Vec::with_capacity(rows.len());
    for row in &rows {
        let enrolment = whose(row, columns, reading, &mut |wrong| found.push((row.number, wrong)));
        if let Some(first) = enrolment.and_then(|enrolment| first_at.get(&enrolment)) {
            found.push((row.number, Found::at(named_at(row, columns), twice(*first))));
        } else if let Some(enrolment) = enrolment.filter(|enrolment| enrolment.0 > 0) {
            first_at.insert(enrolment, row.number);
        }
        found.extend(other_cohort(row, columns, reading, enrolment).map(|wrong| (row.number, wrong)));
        results.push(result(row, columns, enrolment.unwrap_or(EnrolmentId(0)), &mut found));
    }
    let draft = Draft { decision, decided_on, results };
    Ok(ReadReport { draft, rows: rows.iter().map(|row| row.number).collect(), found })
}

/// Where the value of a label stands: its row and column, and the cell.
fn beside<'a>(sheet: &'a Sheet, columns: &Columns, label: (&str, &str)) -> Option<(u32, u32, &'a Cell)> {
    let wanted = [folded(label.0), folded(label.1)];
    let above = sheet.rows.iter().filter(|row| row.number < columns.heading);
    above.into_iter().find_map(|row| {
        let at = row.cells.iter().position(
            |cell| matches!(cell, Cell::Text(text) if wanted.iter().any(|wanted| folded(text).trim_end_matches([':', ' ']) == wanted)),
        )?;
        let next = row.cells.iter().enumerate().skip(at + 1).find(|(_, cell)| !cell.is_empty());
        let column = next.map_or(at + 1, |(column, _)| column);
        let column = u32::try_from(column).unwrap_or(0);
        Some((row.number, column, row.cell(column)))
    })
}

fn decision(sheet: &Sheet, columns: &Columns, found: &mut Vec<(u32, Found)>) -> (String, Date) {
    let nowhere = (columns.heading, columns.shown("class"), &Cell::Empty);
    let mut tell = |row: u32, column: u32, issue: Issue| {
        found.push((row, Found::at(column, issue)));
    };
    let (row, column, cell) = beside(sheet, columns, DECISION).unwrap_or(nowhere);
    let number = cells::text(cell, "decision")
        .and_then(|text| if text.is_empty() { Err(cells::missing("decision")) } else { Ok(text) });
    let number = number.unwrap_or_else(|issue| {
        tell(row, column, issue);
        "–".to_owned()
    });
    let (row, column, cell) = beside(sheet, columns, DECIDED_ON).unwrap_or(nowhere);
    let day = cells::day(cell, "decided_on").unwrap_or_else(|issue| {
        tell(row, column, issue);
        date!(2000 - 01 - 01)
    });
    (number, day)
}

/// The column by which a row says whose it is.
fn named_at(row: &Row, columns: &Columns) -> u32 {
    let filled = |key: &&str| columns.get(key).is_some_and(|column| !row.cell(column).is_empty());
    let key = ["enrolment", "personal_id"].into_iter().find(filled);
    let there = |key: &&str| columns.get(key).is_some();
    columns.shown(key.or(["enrolment", "personal_id"].into_iter().find(there)).unwrap_or("enrolment"))
}

/// The enrolment that a row names by its code, or by the personal id where the code is not given. A code that nobody has
/// is told by the check of the report.
fn whose(
    row: &Row,
    columns: &Columns,
    reading: &Reading,
    tell: &mut dyn FnMut(Found),
) -> Option<EnrolmentId> {
    let cell = |key: &str| columns.get(key).map_or(&Cell::Empty, |column| row.cell(column));
    let (code, id) = (cell("enrolment"), cell("personal_id"));
    let mut told = |issue: Issue| tell(Found::at(columns.shown(&issue.place), issue));
    let by_code = match cells::text(code, "enrolment") {
        Err(issue) => {
            told(issue);
            return None;
        }
        Ok(text) if text.is_empty() => None,
        Ok(text) => Some(EnrolmentId(text.parse().unwrap_or(0))),
    };
    if id.is_empty() {
        let key = if columns.get("enrolment").is_some() { "enrolment" } else { "personal_id" };
        if by_code.is_none() {
            told(cells::missing(key));
        }
        return by_code;
    }
    let digits = match cells::digits(id, "personal_id") {
        Ok(digits) => digits,
        Err(issue) => {
            told(issue);
            return None;
        }
    };
    let known = |digits: &str| reading.by_personal_id.get(digits).copied();
    let lost = 12_usize.saturating_sub(digits.len());
    let whole = format!("{digits:0>12}");
    let by_id = match known(&digits) {
        Some(enrolment) => Some(enrolment),
        // A number in a cell of numbers; said, and put back once somebody agrees.
        None if (1..=3).contains(&lost) && known(&whole).is_some() => {
            if !reading.proposals {
                let column = columns.shown("personal_id");
                tell(Found { proposed: true, ..Found::at(column, cells::lost_zeros(lost)) });
                return None;
            }
            known(&whole)
        }
        None => None,
    };
    match (by_code, by_id) {
        (None, Some(enrolment)) => Some(enrolment),
        (Some(code), Some(id)) if code == id => Some(code),
        (_, found) => {
            told(if found.is_some() { two_people() } else { nobody_here() });
            None
        }
    }
}

/// A cohort beside a name is no way to move somebody there: it has to be the one that the learner is on.
fn other_cohort(
    row: &Row,
    columns: &Columns,
    reading: &Reading,
    enrolment: Option<EnrolmentId>,
) -> Option<Found> {
    let (column, own) = (columns.get("cohort")?, reading.cohorts.get(&enrolment?)?);
    let named = cells::text(row.cell(column), "cohort");
    match named {
        Ok(named) if named.is_empty() || folded(&named) == folded(own) => None,
        Ok(_) => Some(Found::at(column, on_another(own))),
        Err(issue) => Some(Found::at(column, issue)),
    }
}

const WHO: &str = "QĐ 1446/QĐ-TTg";

fn on_another(own: &str) -> Issue {
    Issue::new(
        "graduation.other_cohort",
        "cohort",
        WHO,
        Text::new(format!("Người học này ở lớp {own}."), format!("This learner is on the cohort {own}.")),
        Text::new(
            "Ghi đúng lớp, hoặc để trống; kết quả không chuyển người học sang lớp khác.",
            "Write that cohort, or leave it empty; a result moves nobody to another cohort.",
        ),
    )
}

fn nobody_here() -> Issue {
    Issue::new(
        "graduation.unknown_id",
        "personal_id",
        WHO,
        Text::new(
            "Không ai nhập học ở đây có số định danh này.",
            "Nobody enrolled here has this personal id.",
        ),
        Text::new(
            "Đối chiếu số trên thẻ căn cước, bỏ dòng này, hoặc báo cáo nhập học trước.",
            "Compare it with the card, leave the row out, or report the enrolment first.",
        ),
    )
}

fn two_people() -> Issue {
    Issue::new(
        "graduation.two_people",
        "personal_id",
        WHO,
        Text::new(
            "Mã nhập học và số định danh của dòng này là của hai người.",
            "The enrolment and the personal id of this row are two people's.",
        ),
        Text::new(
            "Sửa một trong hai ô, hoặc để trống mã nhập học.",
            "Correct one of the two, or empty the enrolment.",
        ),
    )
}

fn twice(first: u32) -> Issue {
    Issue::new(
        "graduation.twice_in_report",
        "enrolment",
        WHO,
        Text::new(
            format!("Người học này đã có kết quả ở dòng {first}."),
            format!("This learner has a result in row {first} already."),
        ),
        Text::new("Bỏ một dòng.", "Leave one of the rows out."),
    )
}

fn result(
    row: &Row,
    columns: &Columns,
    enrolment: EnrolmentId,
    found: &mut Vec<(u32, Found)>,
) -> ResultDraft {
    let cell = |key: &str| columns.get(key).map_or(&Cell::Empty, |column| row.cell(column));
    let mut tell = |issue: Issue| {
        found.push((row.number, Found::at(columns.shown(&issue.place), issue)));
    };
    let mut said = |key: &str| {
        cells::text(cell(key), key).unwrap_or_else(|issue| {
            tell(issue);
            String::new()
        })
    };
    let (serial, register_number) = (said("serial"), said("register_number"));
    let (class_said, score_said) = (said("class"), said("score"));
    let class = GraduationClass::parse(&class_said);
    if class.is_none() {
        let none: &[(GraduationClass, &[&str])] = &[];
        if let Err(issue) = cells::choice(cell("class"), "class", none) {
            tell(issue);
        }
    }
    let class = class.unwrap_or(GraduationClass::Failed);
    let unscored =
        matches!(class, GraduationClass::Passed | GraduationClass::Failed) && score_said.is_empty();
    let score = if unscored {
        Some(Decimal::ZERO)
    } else {
        cells::decimal(&score_said).and_then(|number| number.parse().ok())
    };
    if score.is_none() {
        tell(if score_said.is_empty() { cells::missing("score") } else { cells::not_a_number("score") });
    }
    let written = !(serial.is_empty() && register_number.is_empty());
    ResultDraft {
        enrolment,
        record: Record::clean(score.unwrap_or_default()),
        class,
        certificate: written.then_some(Certificate { serial, register_number }),
    }
}

/// Issues of `graduation::check` (`results[3].class`) at their cells.
pub fn placed(report: &ReadReport, columns: &Columns, issues: Vec<Issue>) -> Vec<(u32, Found)> {
    let unread = |row: u32| report.found.iter().any(|(at, _)| *at == row);
    let at = |issue: Issue| {
        let inside = issue.place.strip_prefix("results[").and_then(|rest| rest.split_once(']'));
        let Some((number, field)) = inside else {
            return Some((columns.heading, Found::at(columns.shown("class"), issue)));
        };
        let row = number.parse::<usize>().ok().and_then(|number| report.rows.get(number).copied())?;
        let key = field.trim_start_matches('.').split('.').next_back().unwrap_or_default().to_owned();
        let issue = Issue { place: key, ..issue };
        (!unread(row)).then(|| (row, Found::at(columns.shown(&issue.place), issue)))
    };
    issues.into_iter().filter_map(at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ids::{CohortId, OrderId},
        workbook::{Kind, Target},
    };

    const COHORT: Target = Target::Cohort(CohortId(7));
    const HEADINGS: [&str; 6] = ["Họ tên", "Mã nhập học", "Số CCCD", "Xếp loại", "Số hiệu phôi", "Số vào sổ"];

    fn reading(proposals: bool) -> Reading {
        let ids = [("001306012345", 7), ("001206000001", 8)];
        let by_personal_id = ids.map(|(id, enrolment)| (id.to_owned(), EnrolmentId(enrolment))).into();
        let cohorts = [(7, "CĐ25-CNTT1"), (8, "CĐ25-CNTT2")];
        let cohorts = cohorts.map(|(enrolment, name)| (EnrolmentId(enrolment), name.to_owned())).into();
        Reading { by_personal_id, cohorts, proposals }
    }

    /// Whose the rows are, and what is wrong with naming them: row, column, code.
    fn named(rows: &[(&str, &str)], proposals: bool) -> (Vec<i64>, Vec<String>) {
        let text = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
        let row = |number: u32, cells: &[&str]| Row {
            number,
            cells: cells.iter().map(|said| text(said)).collect(),
        };
        let mut sheet = Sheet::default();
        sheet.rows.push(row(1, &["", "Số quyết định công nhận tốt nghiệp", "31/QĐ"]));
        sheet.rows.push(row(2, &["", "Ngày quyết định", "31/05/2027"]));
        sheet.rows.push(row(3, &HEADINGS));
        for (number, (code, id)) in (4..).zip(rows) {
            sheet.rows.push(row(number, &["An", code, id, "Không đạt"]));
        }
        let columns = Columns::find(&sheet, Kind::Graduation, COHORT).unwrap();
        let report = read(&sheet, &columns, &reading(proposals)).unwrap();
        let whose = report.draft.results.iter().map(|result| result.enrolment.0).collect();
        let told = |(row, found): &(u32, Found)| format!("{row} {} {}", found.column, found.issue.code);
        (whose, report.found.iter().filter(|(_, found)| found.issue.place != "class").map(told).collect())
    }

    #[test]
    fn a_row_is_somebodys_by_code_or_by_personal_id() {
        let (whose, found) = named(&[("7", ""), ("", "001206000001")], false);
        assert_eq!((whose, found), (vec![7, 8], vec![]));
        let (whose, _) = named(&[("7", "001 306 012345")], false);
        assert_eq!(whose, [7]);
    }

    #[test]
    fn a_row_that_names_nobody_or_two_people_is_a_fault_at_its_cell() {
        let rows = [("", ""), ("", "001306099999"), ("8", "001306012345"), ("", "1.3E+09")];
        let codes = [
            "4 1 cell.missing",
            "5 2 graduation.unknown_id",
            "6 2 graduation.two_people",
            "7 2 cell.scientific",
        ];
        assert_eq!(named(&rows, false), (vec![0, 0, 0, 0], codes.map(str::to_owned).to_vec()));
        let (_, found) = named(&[("7", ""), ("", "001306012345")], false);
        assert_eq!(found, ["5 2 graduation.twice_in_report"]);
    }

    #[test]
    fn a_result_under_another_cohort_is_a_fault_and_moves_nobody() {
        let text = |said: &str| Cell::Text(said.to_owned());
        let row = |number: u32, cells: &[&str]| Row {
            number,
            cells: cells.iter().map(|said| text(said)).collect(),
        };
        let mut sheet = Sheet::default();
        sheet.rows.push(row(1, &["Lớp", "Mã nhập học", "Xếp loại"]));
        for (number, cells) in (2..).zip([["cd25-cntt1", "7"], ["CĐ25-CNTT1", "8"], ["", "8"]]) {
            sheet.rows.push(row(number, &[cells[0], cells[1], "Không đạt"]));
        }
        let found = |target| {
            let columns = Columns::find(&sheet, Kind::Graduation, target).unwrap();
            let found = read(&sheet, &columns, &reading(false)).unwrap().found;
            let codes = found.into_iter().map(|(row, found)| (row, found.column, found.issue.code));
            codes.filter(|(_, _, code)| code.starts_with("graduation.other")).collect::<Vec<_>>()
        };
        assert_eq!(found(Target::Order(OrderId(1))), [(3, 0, "graduation.other_cohort".to_owned())]);
        assert_eq!(found(COHORT), []);
    }

    #[test]
    fn lost_zeros_are_put_back_once_somebody_agrees() {
        assert_eq!(named(&[("", "1306012345")], false), (vec![0], vec!["4 2 cell.leading_zero".to_owned()]));
        assert_eq!(named(&[("", "1306012345")], true), (vec![7], vec![]));
    }
}
