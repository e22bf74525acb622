use time::macros::date;
use unicode_normalization::UnicodeNormalization;

use super::*;
use crate::{
    ids::OrderId,
    occupation::Level,
    workbook::{Kind, Target},
};

const COHORT: Target = Target::Cohort(CohortId(7));

const HEADINGS: [&str; 9] = [
    "STT",
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Số định danh cá nhân",
    "Đối tượng",
    "Nơi làm việc",
    "Ngày nhập học",
    "Điện thoại",
];
const GOOD: [&str; 9] =
    ["1", "Nguyễn Thị Ngọc Ánh", "20/05/2006", "Nữ", "001306012345", "", "", "13/01/2025", ""];

fn reading() -> Reading {
    let course = Course {
        level: Level::Intermediate,
        hazardous: false,
        starts_on: date!(2025 - 01 - 13),
        ends_on: date!(2026 - 01 - 12),
    };
    let terms = |id, name: &str, starts_on| Terms {
        cohort: CohortId(id),
        name: name.to_owned(),
        course: Course { starts_on, ..course },
        kind: LearnerKind::Student,
    };
    let cohorts =
        vec![terms(7, "CĐ25-CNTT1", course.starts_on), terms(8, "CĐ25-ĐIỆN", date!(2025 - 01 - 20))];
    Reading { cohorts, today: date!(2025 - 02 - 01), proposals: false }
}

fn text(texts: &[&str]) -> Vec<Cell> {
    texts.iter().map(|text| Cell::Text((*text).to_owned())).collect()
}

fn sheet(rows: Vec<Vec<Cell>>) -> Sheet {
    let rows = (1..).zip([text(&HEADINGS)].into_iter().chain(rows));
    Sheet { name: String::new(), rows: rows.map(|(number, cells)| Row { number, cells }).collect() }
}

fn read_all(rows: Vec<Vec<Cell>>, reading: &Reading) -> Vec<ReadRow> {
    let sheet = sheet(rows);
    let columns = Columns::find(&sheet, Kind::Enrolment, COHORT).unwrap();
    read(&sheet, &columns, reading).unwrap()
}

/// What is wrong with the good row when one cell says something else.
fn faults(column: usize, cell: Cell) -> Vec<String> {
    let mut cells = text(&GOOD);
    cells[column] = cell;
    let row = read_all(vec![cells], &reading()).remove(0);
    row.result
        .err()
        .unwrap_or_default()
        .into_iter()
        .map(|f| format!("{} {}", f.issue.code, f.column))
        .collect()
}

fn typed(column: usize, text: &str) -> Vec<String> {
    faults(column, Cell::Text(text.to_owned()))
}

#[test]
fn a_row_is_a_learner_however_it_was_typed() {
    let clean = Vec::<String>::new();
    assert_eq!(typed(1, &"  Nguyễn  Thị Ngọc Ánh ".nfd().collect::<String>()), clean);
    assert_eq!(faults(2, Cell::Number("38857".into())), clean);
    assert_eq!(faults(2, Cell::Day(date!(2006 - 05 - 20))), clean);
    assert_eq!(typed(3, "NỮ"), clean);
    assert_eq!(typed(4, "'001 306 012 345"), clean);
    assert_eq!(typed(5, "HSSV"), clean);
    assert_eq!(typed(7, "2025-01-13"), clean);
    assert_eq!(typed(8, "+84 912 345 678"), clean);
}

#[test]
fn each_fault_is_told_at_its_cell_and_once() {
    assert_eq!(typed(1, ""), ["cell.missing 1"]);
    assert_eq!(typed(1, "Ánh"), ["learner.name 1"]);
    assert_eq!(typed(1, "NguyÔn V¨n An"), ["cell.tcvn3 1"]);
    assert_eq!(typed(1, "Nguyeãn Vaên An"), ["cell.vni 1"]);
    assert_eq!(typed(2, "31/02/2006"), ["cell.not_a_day 2"]);
    assert_eq!(typed(3, "khác"), ["cell.not_a_choice 3"]);
    assert_eq!(typed(3, "Nam"), ["personal_id.sex 4"]);
    assert_eq!(typed(4, "0013060123"), ["personal_id.form 4"]);
    assert_eq!(typed(4, "1.30601E+09"), ["cell.scientific 4"]);
    assert_eq!(typed(7, "13/01/2026"), ["enrolment.future 7", "enrolment.outside_course 7"]);
    assert_eq!(typed(8, "0912"), ["phone.form 8"]);
    assert_eq!(typed(8, "9.12E+08"), ["cell.scientific 8"]);
    assert_eq!(faults(8, Cell::Fault("#N/A".into())), ["cell.formula 8"]);
    assert_eq!(faults(4, Cell::Fault("#N/A".into())), ["cell.formula 4"]);
}

#[test]
fn faults_of_several_cells_come_back_together() {
    let row = read_all(vec![text(&["1", "Ánh", "x", "y", "z", "w", "", "", ""])], &reading()).remove(0);
    let codes: Vec<String> = row.result.unwrap_err().into_iter().map(|f| f.issue.code).collect();
    let mut expected = [
        "cell.not_a_day",
        "cell.not_a_choice",
        "cell.not_a_choice",
        "cell.missing",
        "learner.name",
        "personal_id.form",
    ];
    let mut codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    codes.sort_unstable();
    expected.sort_unstable();
    assert_eq!(codes, expected);
}

#[test]
fn lost_zeros_are_proposed_and_put_back_only_when_asked() {
    let mut cells = text(&GOOD);
    cells[4] = Cell::Number("1306012345".into());
    let row = read_all(vec![cells.clone()], &reading()).remove(0);
    let found = row.result.unwrap_err();
    assert_eq!(
        (found.len(), found[0].issue.code.as_str(), found[0].proposed),
        (1, "cell.leading_zero", true)
    );
    let asked = Reading { proposals: true, ..reading() };
    let row = read_all(vec![cells.clone()], &asked).remove(0);
    assert_eq!(row.result.unwrap().personal_id.as_str(), "001306012345");
    // A number that does not agree with the birth date even then is only wrong.
    cells[4] = Cell::Number("1307012345".into());
    let row = read_all(vec![cells], &asked).remove(0);
    assert_eq!(row.result.unwrap_err()[0].issue.code, "personal_id.form");
}

#[test]
fn a_phone_that_lost_its_zero_is_proposed_and_put_back_only_when_asked() {
    let mut cells = text(&GOOD);
    cells[8] = Cell::Number("912345678".into());
    let found = read_all(vec![cells.clone()], &reading()).remove(0).result.unwrap_err();
    let told: Vec<(&str, u32, bool)> =
        found.iter().map(|f| (f.issue.code.as_str(), f.column, f.proposed)).collect();
    assert_eq!(told, [("cell.leading_zero", 8, true)]);
    assert_eq!(found[0].proposal, None, "the page does not show the number");
    let asked = Reading { proposals: true, ..reading() };
    let learner = read_all(vec![cells], &asked).remove(0).result.unwrap();
    assert_eq!(learner.phone.unwrap().as_str(), "0912345678");
    assert_eq!(read_all(vec![text(&GOOD)], &reading()).remove(0).result.unwrap().phone, None);
}

#[test]
fn a_name_of_before_unicode_is_proposed_and_taken_only_when_asked() {
    let mut cells = text(&GOOD);
    cells[1] = Cell::Text("L\u{ad}¬ng ThÞ Hång".into());
    cells[6] = Cell::Text("Coâng ty Hoaøng".into());
    let found = read_all(vec![cells.clone()], &reading()).remove(0).result.unwrap_err();
    let told: Vec<(&str, Option<&str>)> =
        found.iter().map(|f| (f.issue.code.as_str(), f.proposal.as_deref())).collect();
    let expected = [("cell.tcvn3", Some("Lương Thị Hồng")), ("cell.vni", Some("Công ty Hoàng"))];
    assert_eq!(told, expected);
    assert!(found.iter().all(|found| found.proposed));
    let asked = Reading { proposals: true, ..reading() };
    let learner = read_all(vec![cells], &asked).remove(0).result.unwrap();
    assert_eq!(learner.full_name, "Lương Thị Hồng");
    assert_eq!(learner.employer.as_deref(), Some("Công ty Hoàng"));
    // What was lost, or is mixed with letters of today, has no proposal.
    for name in ["Nguy?n V?n An", "NguyÔn Ngọc An"] {
        let mut cells = text(&GOOD);
        cells[1] = Cell::Text(name.into());
        let found = read_all(vec![cells], &asked).remove(0).result.unwrap_err();
        assert!(found.iter().all(|found| !found.proposed && found.proposal.is_none()), "{name}");
    }
}

#[test]
fn a_row_is_checked_by_the_terms_of_the_cohort_that_it_names() {
    let headings = ["Lớp"].into_iter().chain(HEADINGS).collect::<Vec<_>>();
    let row = |cohort: &str, id: &str| {
        let mut cells = text(&[&[cohort], &GOOD[..]].concat());
        cells[5] = Cell::Text(id.to_owned());
        cells
    };
    let rows = [
        row("CĐ25-CNTT1", "001306012345"),
        row("cd25-dien", "001306012346"),
        row("CĐ25-CNTT3", "001306012347"),
        row("", "001306012348"),
        row("CĐ25-CNTT1", "001306012345"),
    ];
    let rows = (1..).zip([text(&headings)].into_iter().chain(rows));
    let sheet =
        Sheet { name: String::new(), rows: rows.map(|(number, cells)| Row { number, cells }).collect() };
    let columns = Columns::find(&sheet, Kind::Enrolment, Target::Order(OrderId(1))).unwrap();
    let said = |row: ReadRow| match row.result {
        Ok(_) => format!("{} good", row.cohort.0),
        Err(found) => {
            let told = found.iter().map(|found| format!(" {} {}", found.column, found.issue.code));
            format!("{}{}", row.cohort.0, told.collect::<String>())
        }
    };
    let said: Vec<String> = read(&sheet, &columns, &reading()).unwrap().into_iter().map(said).collect();
    let expected = [
        "7 good",
        // Enrolled on 13/01, and that course begins on the 20th.
        "8 8 enrolment.outside_course",
        "7 0 workbook.unknown_cohort",
        "7 0 cell.missing",
        "7 5 enrolment.twice_in_report",
    ];
    assert_eq!(said, expected);
}

#[test]
fn rows_with_nothing_but_a_number_are_not_written() {
    let blank = text(&["2", "", " ", "", "\u{a0}", "Học sinh, sinh viên", "", "13/01/2025"]);
    assert_eq!(read_all(vec![text(&GOOD), blank.clone(), blank], &reading()).len(), 1);
}

#[test]
fn the_same_person_twice_is_told_at_the_second_row() {
    let mut again = text(&GOOD);
    again[4] = Cell::Text("001.306.012.345".into());
    let rows = read_all(vec![text(&GOOD), again], &reading());
    assert!(rows[0].result.is_ok());
    let found = rows[1].result.as_ref().unwrap_err();
    assert_eq!(found[0].issue.code, "enrolment.twice_in_report");
    assert!(found[0].issue.problem.vi.contains("dòng 2"), "{}", found[0].issue.problem.vi);
}
