//! A class whose college reports by workbook: its office, its template, and learners who may be enrolled.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{
    Backend,
    course::Course,
    office::Office,
    uploads::Browser,
    workbook::{Book, Cell, address, text},
};

/// A college with a running course and its one class.
pub struct Class {
    pub office: Office,
    pub course: Course,
    pub cohort: i64,
    pub order: i64,
}

impl Class {
    pub fn open(backend: Backend) -> Class {
        Class::open_for(backend, 3)
    }

    pub fn open_for(backend: Backend, learners: i64) -> Class {
        let office = Office::open(backend);
        let course = Course::elementary(&office.database);
        let planner = office.client("planner");
        let order = planner.post("/orders", &course.order(learners)).done().id();
        office.client("approver").step(&format!("/orders/{order}/approval")).done();
        office.client(&course.director()).step(&format!("/orders/{order}/acceptance")).done();
        let read = planner.get(&format!("/orders/{order}")).done().body;
        let cohort = read["cohorts"][0]["id"].as_i64().expect("a class");
        drop(planner);
        office.server.turn_to("2026-11-10");
        Class { office, course, cohort, order }
    }

    pub fn registrar(&self) -> Browser<'_> {
        Browser::sign_in(&self.office.server, &self.course.registrar())
    }

    pub fn template(&self, registrar: &Browser) -> Book {
        let page = registrar.get(&format!("/cohorts/{}", self.cohort));
        let link = format!("/cohorts/{}/template.xlsx?kind=enrolment", self.cohort);
        assert!(page.html.contains(&link), "the page offers the template");
        Book::open(&registrar.file(&link))
    }

    pub fn send(&self, registrar: &Browser, book: &Book) -> String {
        let to = format!("/cohorts/{}/workbooks?kind=enrolment", self.cohort);
        registrar.upload(&to, "danh-sach.xlsx", &book.save()).sent_to()
    }

    pub fn enrolled(&self) -> i64 {
        self.office
            .database
            .number(&format!("SELECT COUNT(*) FROM enrolment WHERE cohort_id = {}", self.cohort))
    }

    /// Every fault the last check found: cell and code.
    pub fn found(&self, page: &str) -> BTreeSet<(String, String)> {
        let id = page.trim_start_matches("/workbooks/");
        let sql = format!("SELECT result FROM workbook_job WHERE workbook_id = {id}");
        let result = self.office.database.value(&sql).expect("a result");
        let result: Value = serde_json::from_str(&result).expect("JSON");
        let mut found = BTreeSet::new();
        for row in result["rows"].as_array().expect("rows") {
            let number = usize::try_from(row["number"].as_u64().expect("a number")).expect("small");
            for fault in row["found"].as_array().into_iter().flatten() {
                let column = usize::try_from(fault["column"].as_u64().expect("a column")).expect("small");
                let code = fault["issue"]["code"].as_str().expect("a code").to_owned();
                assert!(found.insert((address(number - 1, column), code)), "told once: {fault:#}");
            }
        }
        found
    }
}

const FAMILY: [&str; 8] = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đặng", "Bùi", "Ngô"];
const MIDDLE: [&str; 6] = ["Thị Ngọc", "Văn", "Hữu", "Thuỳ", "Quốc", "Xuân"];
const GIVEN: [&str; 9] = ["Ánh", "Bình", "Hưởng", "Oanh", "Tuấn", "Luân", "Quyên", "Đức", "Ý"];

/// Columns of the template, from 0.
pub const NAME: usize = 1;
pub const BORN: usize = 2;
pub const SEX: usize = 3;
pub const ID: usize = 4;
pub const KIND: usize = 5;
pub const EMPLOYER: usize = 6;
pub const ENROLLED: usize = 7;

/// Somebody who may be enrolled; no two are the same.
pub fn learner(n: usize) -> Vec<Cell> {
    let name = format!("{} {} {}", FAMILY[n % 8], MIDDLE[n % 6], GIVEN[n % 9]);
    let (year, month, day) = (1970 + n % 30, 1 + n % 12, 1 + n % 28);
    let male = n.is_multiple_of(2);
    vec![
        text((n + 1).to_string()),
        text(name),
        text(format!("{day:02}/{month:02}/{year}")),
        text(if male { "Nam" } else { "Nữ" }),
        text(id(n)),
        Cell::Empty,
        text("Công ty TNHH Thử Nghiệm"),
        text("09/11/2026"),
    ]
}

pub fn id(n: usize) -> String {
    let digit = if n.is_multiple_of(2) { 0 } else { 1 };
    format!("001{digit}{:02}{:06}", (1970 + n % 30) % 100, 100_000 + n)
}

/// Fills the template's rows in; answers with the row of the first learner, from 0.
pub fn fill(book: &mut Book, rows: Vec<Vec<Cell>>) -> usize {
    let (heading, _) = book.find(0, "STT").expect("a row of headings");
    let list = book.list();
    list.truncate(heading + 1);
    list.extend(rows);
    heading + 1
}

/// Sends some learners and accepts them; answers with the workbook's page.
pub fn accepted(class: &Class, registrar: &Browser, learners: std::ops::Range<usize>) -> String {
    let mut book = class.template(registrar);
    fill(&mut book, learners.map(learner).collect());
    let url = class.send(registrar, &book);
    registrar.rest(&url);
    registrar.send(&url, &format!("{url}/accept"), &[("rows", "all")]).sent_to();
    registrar.rest(&url);
    url
}
