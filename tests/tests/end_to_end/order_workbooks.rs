//! One workbook for all cohorts of an order: its rows say where each learner belongs, and it is taken or undone as a whole.

use std::collections::BTreeSet;

use serde_json::json;
use tests::{
    Backend,
    class::{Class, fill, learner},
    course::Course,
    office::Office,
    on_both,
    uploads::Browser,
    workbook::{Book, Cell, address, text},
};

on_both!(
    rows_go_to_the_cohort_that_they_name_and_come_back_as_a_whole,
    a_workbook_is_sent_where_its_template_came_from,
    places_are_counted_for_each_line,
    results_of_all_cohorts_are_one_report,
);

/// The columns of the template of an order, from 0.
const COHORT: usize = 1;
const SCORE: usize = 5;
const CLASS: usize = 6;
const SERIAL: usize = 7;
const REGISTER: usize = 8;

/// An order of three and of two learners, with a cohort for each.
struct Order {
    class: Class,
    names: [String; 2],
}

impl Order {
    fn open(backend: Backend) -> Order {
        let office = Office::open(backend);
        let course = Course::elementary(&office.database);
        let planner = office.client("planner");
        let draft = json!({
            "programme": "qd1446", "provider": course.provider, "lines": [course.line(3), course.line(2)],
        });
        let order = planner.post("/orders", &draft).done().id();
        office.client("approver").step(&format!("/orders/{order}/approval")).done();
        office.client(&course.director()).step(&format!("/orders/{order}/acceptance")).done();
        let read = planner.get(&format!("/orders/{order}")).done().body;
        let cohort = read["cohorts"][0]["id"].as_i64().expect("a cohort");
        let names = [0, 1].map(|n: usize| read["cohorts"][n]["name"].as_str().expect("a name").to_owned());
        drop(planner);
        office.server.turn_to("2026-11-10");
        Order { class: Class { office, course, cohort, order }, names }
    }

    fn template(&self, registrar: &Browser, kind: &str) -> Book {
        let link = format!("/orders/{}/template.xlsx?kind={kind}", self.class.order);
        let page = registrar.get(&format!("/orders/{}", self.class.order));
        assert!(page.html.contains(&link), "the order's page offers the template");
        Book::open(&registrar.file(&link))
    }

    /// Somebody of the class, on a cohort.
    fn row(&self, n: usize, cohort: &str) -> Vec<Cell> {
        let mut row = learner(n);
        row.insert(COHORT, text(cohort));
        row
    }

    fn send(&self, registrar: &Browser, kind: &str, book: &Book) -> String {
        let to = format!("/orders/{}/workbooks?kind={kind}", self.class.order);
        let url = registrar.upload(&to, "ca-don.xlsx", &book.save()).sent_to();
        registrar.rest(&url);
        url
    }

    /// Enrols three on the first cohort and two on the second; answers with the workbook's page.
    fn filled(&self, registrar: &Browser) -> String {
        let mut book = self.template(registrar, "enrolment");
        let [first, second] = &self.names;
        let cohorts = [first, second, first, second, first];
        fill(&mut book, (0..).zip(cohorts).map(|(n, cohort)| self.row(n, cohort)).collect());
        let url = self.send(registrar, "enrolment", &book);
        assert_eq!(self.class.found(&url), BTreeSet::new());
        registrar.send(&url, &format!("{url}/accept"), &[("rows", "all")]).sent_to();
        registrar.rest(&url);
        url
    }

    /// Facts of a kind that stand, by cohort.
    fn standing(&self, kind: &str) -> Vec<i64> {
        let count = |name: &String| {
            self.class.office.database.number(&format!(
                "SELECT COUNT(*) FROM fact f JOIN enrolment e ON e.id = f.enrolment_id JOIN cohort c ON c.id = e.cohort_id \
                 WHERE e.order_id = {} AND c.name = '{name}' AND f.kind = '{kind}' \
                 AND NOT EXISTS (SELECT 1 FROM fact later WHERE later.supersedes = f.id)",
                self.class.order
            ))
        };
        self.names.iter().map(count).collect()
    }
}

fn rows_go_to_the_cohort_that_they_name_and_come_back_as_a_whole(backend: Backend) {
    let order = Order::open(backend);
    let registrar = order.class.registrar();
    let mut book = order.template(&registrar, "enrolment");
    let (lists, _) = book.sheets.iter().enumerate().find(|(_, sheet)| sheet.0 == "Danh mục").expect("lists");
    for name in &order.names {
        assert!(book.find(lists, name).is_some(), "{name} is offered");
    }
    let [first, second] = &order.names;
    let rows = vec![
        order.row(0, first),
        order.row(1, &second.to_lowercase()),
        order.row(2, "Lớp khác"),
        order.row(3, ""),
        order.row(0, second),
    ];
    let top = fill(&mut book, rows);
    let url = order.send(&registrar, "enrolment", &book);
    let expected = BTreeSet::from([
        (address(top + 2, COHORT), "workbook.unknown_cohort".to_owned()),
        (address(top + 3, COHORT), "cell.missing".to_owned()),
        (address(top + 4, 5), "enrolment.twice_in_report".to_owned()),
    ]);
    assert_eq!(order.class.found(&url), expected);
    let page = registrar.get(&url);
    for said in
        ["Đơn này không có lớp nào tên như vậy", &format!("Ghi một trong các lớp: {first}, {second}.")]
    {
        assert!(page.words().contains(said), "{said}: {}", page.words());
    }
    assert!(page.html.contains(&format!("href=\"/orders/{}\"", order.class.order)), "the way back");

    // What comes back with notes still knows its order, and is accepted once it is mended.
    let mut noted = Book::open(&registrar.file(&format!("{url}/annotated.xlsx")));
    noted.list()[top + 2][COHORT] = text(first.as_str());
    noted.list()[top + 3][COHORT] = text(second.as_str());
    noted.list().remove(top + 4);
    let to = format!("/orders/{}/workbooks?kind=enrolment", order.class.order);
    // A workbook says when it was saved: the same bytes are those of one saving.
    let bytes = noted.save();
    let url = registrar.upload(&to, "ca-don.xlsx", &bytes).sent_to();
    registrar.rest(&url);
    assert_eq!(order.class.found(&url), BTreeSet::new());
    let words = registrar.get(&url).words();
    assert!(words.contains("Số tiền của các bảng thanh toán tới"), "{words}");
    registrar.send(&url, &format!("{url}/accept"), &[("rows", "all")]).sent_to();
    assert!(registrar.rest(&url).words().contains("4 người học được ghi danh"));
    assert_eq!(order.standing("enrolled"), [2, 2]);
    // Sent again it is the same workbook, and the same people are in the books.
    let again = registrar.upload(&to, "ca-don.xlsx", &bytes).sent_to();
    assert_eq!(again, format!("{url}?done=workbook_again"));
    let listed = registrar.get(&format!("/orders/{}", order.class.order));
    assert!(listed.html.contains(&format!("href=\"{url}\"")), "the order's page lists what was sent");

    // Another day is a correction on whichever cohort; somebody on the other cohort is not moved.
    let mut later = order.template(&registrar, "enrolment");
    let mut moved = order.row(1, first);
    let mut corrected = order.row(2, first);
    corrected[8] = text("10/11/2026");
    moved[8] = text("10/11/2026");
    let top = fill(&mut later, vec![corrected, moved]);
    let changed = order.send(&registrar, "enrolment", &later);
    let twice = BTreeSet::from([(address(top + 1, 5), "enrolment.twice".to_owned())]);
    assert_eq!(order.class.found(&changed), twice);
    let fields = [("rows", "good"), ("corrections", "yes"), ("because", "ghi nhầm ngày")];
    registrar.send(&changed, &format!("{changed}/accept"), &fields).sent_to();
    assert!(registrar.rest(&changed).words().contains("1 dòng được đính chính"));
    let refused = registrar.send(&url, &format!("{url}/undo"), &[("reason", "gửi nhầm")]);
    assert!(refused.status == 422 && refused.words().contains("đã có báo cáo khác"), "{}", refused.words());
    registrar.send(&changed, &format!("{changed}/undo"), &[("reason", "gửi nhầm")]).sent_to();
    registrar.send(&url, &format!("{url}/undo"), &[("reason", "gửi nhầm")]).sent_to();
    assert_eq!(order.standing("enrolled"), [0, 0]);
    order.class.office.in_order();
}

fn a_workbook_is_sent_where_its_template_came_from(backend: Backend) {
    let order = Order::open(backend);
    let registrar = order.class.registrar();
    let mut of_order = order.template(&registrar, "enrolment");
    fill(&mut of_order, vec![order.row(0, &order.names[0])]);
    let mut of_cohort = order.class.template(&registrar);
    fill(&mut of_cohort, vec![learner(0)]);
    let refused = |url: &str, words: &str| {
        let page = registrar.rest(url).words();
        assert!(page.contains(words), "{words}: {page}");
    };
    let bytes = of_order.save();
    let sent = |to: &str| {
        registrar.upload(&format!("{to}/workbooks?kind=enrolment"), "ca-don.xlsx", &bytes).sent_to()
    };
    let url = sent(&format!("/cohorts/{}", order.class.cohort));
    refused(&url, "là mẫu của cả đơn đặt hàng");
    refused(&order.send(&registrar, "enrolment", &of_cohort), "là mẫu của một lớp, không phải của cả đơn");
    // The same bytes, now at the right place.
    let url = sent(&format!("/orders/{}", order.class.order));
    registrar.rest(&url);
    registrar.send(&url, &format!("{url}/accept"), &[("rows", "all")]).sent_to();
    registrar.rest(&url);
    assert_eq!(order.standing("enrolled"), [1, 0]);
    // A list of one's own for a single cohort needs no such column, and one that is there says nothing.
    let mut plain = order.class.template(&registrar);
    plain.sheets.retain(|sheet| sheet.0 != "_dathang");
    let top = fill(&mut plain, vec![learner(1)]);
    plain.list()[top - 1].push(text("Lớp"));
    plain.list()[top].resize(10, Cell::Empty);
    plain.list()[top][9] = text("12A1");
    let url = order.class.send(&registrar, &plain);
    registrar.rest(&url);
    assert_eq!(order.class.found(&url), BTreeSet::new());
}

fn places_are_counted_for_each_line(backend: Backend) {
    let order = Order::open(backend);
    let registrar = order.class.registrar();
    let [first, second] = &order.names;
    let said = |rows: &[&String]| {
        let mut book = order.template(&registrar, "enrolment");
        fill(&mut book, (0..).zip(rows).map(|(n, cohort)| order.row(n, cohort)).collect());
        let url = order.send(&registrar, "enrolment", &book);
        registrar.get(&url).words()
    };
    let beyond = "Số chỗ còn lại của dòng đặt hàng: 2; người học mới trong bảng tính: 3.";
    let words = said(&[first, second, second, second]);
    assert!(words.contains(beyond), "{words}");
    let words = said(&[first, first, first, second, second]);
    assert!(!words.contains("Số chỗ còn lại của dòng đặt hàng"), "five people fit: {words}");
}

fn results_of_all_cohorts_are_one_report(backend: Backend) {
    let order = Order::open(backend);
    order.filled(&order.class.registrar());
    order.class.office.server.turn_to("2027-06-01");
    let registrar = order.class.registrar();
    let mut book = order.template(&registrar, "graduation");
    let (heading, _) = book.find(0, "STT").expect("headings");
    let (decision, label) = book.find(0, "Số quyết định").expect("a place for the decision");
    let [first, second] = &order.names;
    let list = book.list();
    let named: Vec<Cell> = list[heading + 1..].iter().map(|row| row[COHORT].clone()).collect();
    let expected = [first, first, first, second, second].map(|name| text(name.as_str()));
    assert_eq!(named, expected, "everybody waits for a result, each with the cohort");
    for (row, said) in [(decision, "31/QĐ-TN/2027"), (decision + 1, "31/05/2027")] {
        list[row].resize(label + 2, Cell::Empty);
        list[row][label + 1] = text(said);
    }
    for (n, row) in list[heading + 1..].iter_mut().enumerate() {
        row.resize(REGISTER + 1, Cell::Empty);
        row[SCORE] = text("8,2");
        row[CLASS] = text("Giỏi");
        row[SERIAL] = text(format!("SC-{n}"));
        row[REGISTER] = text(format!("{n}/2027"));
    }
    // One number for two learners of two cohorts, and somebody under the wrong cohort.
    let mut wrong = book.clone();
    wrong.list()[heading + 5][SERIAL] = text("SC-0");
    wrong.list()[heading + 2][CLASS] = text("Xuất sắc");
    let url = order.send(&registrar, "graduation", &wrong);
    let used = BTreeSet::from([
        (address(heading + 2, CLASS), "graduation.class".to_owned()),
        (address(heading + 5, SERIAL), "certificate.used".to_owned()),
    ]);
    assert_eq!(order.class.found(&url), used);
    let mut wrong = book.clone();
    wrong.list()[heading + 1][COHORT] = text(second.as_str());
    let url = order.send(&registrar, "graduation", &wrong);
    let other = BTreeSet::from([(address(heading + 1, COHORT), "graduation.other_cohort".to_owned())]);
    assert_eq!(order.class.found(&url), other);
    // What is wrong above the list is told once, however many cohorts there are.
    let mut undecided = book.clone();
    undecided.list()[decision + 1][label + 1] = text("31/05/2028");
    let url = order.send(&registrar, "graduation", &undecided);
    assert_eq!(order.class.found(&url).len(), 1, "{:?}", order.class.found(&url));

    let url = order.send(&registrar, "graduation", &book);
    assert_eq!(order.class.found(&url), BTreeSet::new());
    let words = registrar.get(&url).words();
    assert!(words.contains("Số tiền của các bảng thanh toán tới"), "{words}");
    registrar.send(&url, &format!("{url}/accept"), &[("rows", "all")]).sent_to();
    assert!(registrar.rest(&url).words().contains("5 kết quả được ghi"));
    assert_eq!(order.standing("graduated"), [3, 2]);
    // As it is recorded it comes out again, and changes nothing.
    let back = order.template(&registrar, "graduation");
    let url_again = order.send(&registrar, "graduation", &back);
    let words = registrar.get(&url_again).words();
    assert!(words.contains("Không đổi 5"), "{words}");
    registrar.send(&url, &format!("{url}/undo"), &[("reason", "sai quyết định")]).sent_to();
    assert_eq!(order.standing("graduated"), [0, 0]);
    order.class.office.in_order();
}
