//! Rows of an enrolment workbook become the drafts that the form makes, and are checked by the same rules.

use std::collections::HashMap;

use time::{Date, macros::date};

use super::{Cell, Columns, Found, MOST_ROWS, Row, Sheet, about_file, cells, plain};
use crate::{
    enrolment::{Course, Draft, Enrollable, LearnerKind, check, rests_on},
    ids::CohortId,
    issue::Issue,
    personal_id::{PersonalId, Sex},
    phone::Phone,
    text::{Text, folded},
};

/// A row that says none of these counts as not written, as on the form.
const TELLING: [&str; 5] = ["full_name", "family_name", "given_name", "birth_date", "personal_id"];

/// What a cohort settles for its rows.
#[derive(Debug, Clone)]
pub struct Terms {
    pub cohort: CohortId,
    pub name: String,
    pub course: Course,
    /// The kind of learner where the column is empty or not there.
    pub kind: LearnerKind,
}

/// The cohorts of which a list may speak, at least one, and whether proposals were accepted.
#[derive(Debug, Clone)]
pub struct Reading {
    pub cohorts: Vec<Terms>,
    pub today: Date,
    /// Zeros lost at the front of a personal id or a phone are put back, names in fonts of before Unicode are converted.
    pub proposals: bool,
}

/// A row as it was read: a learner, or all that is wrong.
#[derive(Debug, Clone)]
pub struct ReadRow {
    pub number: u32,
    /// Where the person is to be enrolled; the first one where the row does not say.
    pub cohort: CohortId,
    pub result: Result<Enrollable, Vec<Found>>,
}

/// Every row that says something, below the headings. Twice the same person is found here too.
pub fn read(sheet: &Sheet, columns: &Columns, reading: &Reading) -> Result<Vec<ReadRow>, Issue> {
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
    let Some(first) = reading.cohorts.first() else { return Err(no_cohort()) };
    let mut first_at: HashMap<String, u32> = HashMap::new();
    let mut read = Vec::with_capacity(rows.len());
    for row in rows {
        let named = cohort_of(row, columns, &reading.cohorts);
        let terms = *named.as_ref().unwrap_or(&first);
        let mut result = one(row, columns, reading, terms, named.err());
        if let Ok(learner) = &result {
            let id = learner.personal_id.as_str();
            match first_at.get(id) {
                Some(first) => {
                    let column = columns.shown("personal_id");
                    result = Err(vec![Found::at(column, twice(*first))]);
                }
                None => {
                    first_at.insert(id.to_owned(), row.number);
                }
            }
        }
        read.push(ReadRow { number: row.number, cohort: terms.cohort, result });
    }
    Ok(read)
}

/// What a cell says, or a stand-in and a note that the field cannot be relied on.
struct Fields<'a> {
    row: &'a Row,
    columns: &'a Columns,
    issues: Vec<Issue>,
    unread: Vec<&'static str>,
    /// What cells would say once somebody accepts it, by their field.
    proposed: Vec<(&'static str, Option<String>)>,
}

impl Fields<'_> {
    fn cell(&self, key: &str) -> &Cell {
        self.columns.get(key).map_or(&Cell::Empty, |column| self.row.cell(column))
    }

    fn take<T>(&mut self, key: &'static str, read: Result<T, Issue>, stand_in: T) -> T {
        read.unwrap_or_else(|issue| {
            self.issues.push(issue);
            self.unread.push(key);
            stand_in
        })
    }

    /// A name; one in a font of before Unicode is proposed in Unicode, and taken so once that was accepted.
    fn name(&mut self, key: &'static str, proposals: bool) -> Result<String, Issue> {
        let cell = self.cell(key);
        let read = cells::name(cell, key);
        let Some(converted) = read.as_ref().err().and_then(|_| cells::converted(cell)) else { return read };
        if proposals {
            return Ok(converted);
        }
        self.proposed.push((key, Some(converted)));
        read
    }
}

/// The cohort that a row names; the only one where the list has no such column.
fn cohort_of<'a>(row: &Row, columns: &Columns, cohorts: &'a [Terms]) -> Result<&'a Terms, Issue> {
    let Some(column) = columns.get("cohort") else { return cohorts.first().ok_or_else(no_cohort) };
    let named = cells::text(row.cell(column), "cohort")?;
    if named.is_empty() {
        return Err(cells::missing("cohort"));
    }
    let exactly = cohorts.iter().find(|terms| terms.name == named);
    let alike = || cohorts.iter().find(|terms| folded(&terms.name) == folded(&named));
    exactly.or_else(alike).ok_or_else(|| unknown_cohort(cohorts))
}

/// A row read under the terms of its cohort; where it names none, what is wrong besides is told all the same.
fn one(
    row: &Row,
    columns: &Columns,
    reading: &Reading,
    terms: &Terms,
    unnamed: Option<Issue>,
) -> Result<Enrollable, Vec<Found>> {
    let mut fields = Fields { row, columns, issues: Vec::new(), unread: Vec::new(), proposed: Vec::new() };
    fields.take("cohort", unnamed.map_or(Ok(()), Err), ());
    let full_name = full_name(&mut fields, reading.proposals);
    let birth_date = cells::day(fields.cell("birth_date"), "birth_date");
    let birth_date = fields.take("birth_date", birth_date, date!(2000 - 01 - 01));
    let sex = cells::choice(fields.cell("sex"), "sex", SEXES);
    let sex = fields.take("sex", sex, Sex::Female);
    let personal_id = cells::digits(fields.cell("personal_id"), "personal_id");
    let personal_id = fields.take("personal_id", personal_id, String::new());
    let kind = match fields.cell("kind") {
        cell if cell.is_empty() => Ok(terms.kind),
        cell => cells::choice(cell, "kind", KINDS),
    };
    let kind = fields.take("kind", kind, terms.kind);
    let employer = fields.name("employer", reading.proposals);
    let employer = fields.take("employer", employer, String::new());
    let enrolled_on = cells::day(fields.cell("enrolled_on"), "enrolled_on");
    let enrolled_on = fields.take("enrolled_on", enrolled_on, terms.course.starts_on);
    let phone = phone(&mut fields, reading.proposals);
    let mut draft = Draft {
        full_name,
        birth_date,
        sex,
        personal_id,
        kind,
        employer: Some(employer).filter(|name| !name.is_empty()),
        enrolled_on,
        phone,
    };
    let Fields { mut issues, unread, mut proposed, .. } = fields;
    if unread.iter().all(|field| !["personal_id", "birth_date", "sex"].contains(field))
        && let Some(whole) = with_zeros(&draft)
    {
        if !reading.proposals {
            issues.push(cells::lost_zeros(whole.len() - draft.personal_id.len()));
            proposed.push(("personal_id", None));
        }
        draft.personal_id = whole;
    }
    let checked = check(&draft, &terms.course, reading.today);
    match checked {
        Ok(learner) if issues.is_empty() => Ok(learner),
        checked => {
            let told = checked.err().unwrap_or_default();
            issues.extend(told.into_iter().filter(|issue| !rests_on(&issue.code, &unread)));
            let found = |issue: Issue| {
                let mends =
                    |(key, _): &&(&str, Option<String>)| issue.place == *key && cells::mended(&issue.code);
                let proposal = proposed.iter().find(mends).map(|(_, text)| text.clone());
                let column = columns.shown(&issue.place);
                Found { column, issue, proposed: proposal.is_some(), proposal: proposal.flatten() }
            };
            Err(issues.into_iter().map(found).collect())
        }
    }
}

/// A phone that may be left out. The check of the form says what is wrong with it, but for a zero that the cell lost.
fn phone(fields: &mut Fields, proposals: bool) -> Option<String> {
    let cell = fields.cell("phone");
    if cell.is_empty() {
        return None;
    }
    let digits = cells::digits(cell, "phone");
    let typed = fields.take("phone", digits, String::new());
    let Some(whole) = Phone::with_zero(&typed) else { return Some(typed) };
    if !proposals {
        fields.issues.push(cells::lost_zero_of_phone());
        fields.proposed.push(("phone", None));
    }
    Some(whole.as_str().to_owned())
}

fn full_name(fields: &mut Fields, proposals: bool) -> String {
    let parts: &[&'static str] = match fields.columns.get("full_name") {
        Some(_) => &["full_name"],
        None => &["family_name", "given_name"],
    };
    let mut name = Vec::new();
    for key in parts {
        let part = fields.name(key, proposals);
        let part = part.and_then(|part| if part.is_empty() { Err(cells::missing(key)) } else { Ok(part) });
        name.push(fields.take("full_name", part, "Nguyễn".to_owned()));
    }
    plain(&name.join(" "))
}

/// The id with the zeros it lost, when it then agrees with birth date and sex; a nine-digit card of before does not.
fn with_zeros(draft: &Draft) -> Option<String> {
    let digits = &draft.personal_id;
    let short = (9..12).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let whole = format!("{digits:0>12}");
    (short && PersonalId::parse(&whole, draft.birth_date, draft.sex).is_ok()).then_some(whole)
}

const SEXES: &[(Sex, &[&str])] =
    &[(Sex::Male, &["nam", "male", "m", "trai"]), (Sex::Female, &["nu", "female", "f", "gai"])];

const KINDS: &[(LearnerKind, &[&str])] = &[
    (
        LearnerKind::Student,
        &[
            "hoc sinh, sinh vien",
            "hoc sinh",
            "sinh vien",
            "hssv",
            "hs",
            "sv",
            "student",
            "hoc sinh sinh vien",
            "hoc sinh - sinh vien",
        ],
    ),
    (LearnerKind::Worker, &["nguoi lao dong", "nld", "lao dong", "cong nhan", "worker"]),
];

fn twice(first: u32) -> Issue {
    Issue::new(
        "enrolment.twice_in_report",
        "personal_id",
        "QĐ 1446/QĐ-TTg; QĐ 46/2015/QĐ-TTg (mỗi người một lần)",
        Text::new(
            format!("Số định danh này đã có ở dòng {first}."),
            format!("This personal id stands in row {first} already."),
        ),
        Text::new("Bỏ một dòng, hoặc sửa số.", "Leave one of the rows out, or correct the number."),
    )
}

fn unknown_cohort(cohorts: &[Terms]) -> Issue {
    let names = cohorts.iter().map(|terms| terms.name.as_str()).collect::<Vec<_>>().join(", ");
    Issue::new(
        "workbook.unknown_cohort",
        "cohort",
        "QĐ 1446/QĐ-TTg",
        Text::new("Đơn này không có lớp nào tên như vậy.", "The order has no cohort of this name."),
        Text::new(format!("Ghi một trong các lớp: {names}."), format!("Write one of its cohorts: {names}.")),
    )
}

/// A list for an order on which nobody can be yet.
pub fn no_cohort() -> Issue {
    about_file(
        "workbook.no_cohort",
        ("Đơn này chưa có lớp nào.", "The order has no cohort yet."),
        (
            "Cơ sở đào tạo nhận đơn trước, rồi gửi lại.",
            "The provider accepts the order first; then send it again.",
        ),
    )
}

pub(super) fn empty() -> Issue {
    about_file(
        "workbook.empty",
        ("Bảng tính chưa có dòng nào được điền.", "No row of the workbook is filled in."),
        ("Điền ít nhất một người học dưới dòng tiêu đề.", "Fill in at least one learner below the headings."),
    )
}

pub(super) fn too_many() -> Issue {
    about_file(
        "workbook.too_many_rows",
        ("Bảng tính có quá 20.000 dòng.", "The workbook has more than 20,000 rows."),
        ("Chia thành nhiều tệp.", "Split it into several files."),
    )
}

#[cfg(test)]
#[path = "enrolment_tests.rs"]
mod tests;
