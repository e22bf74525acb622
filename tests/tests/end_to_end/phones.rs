//! Where a learner is reached: told by form, workbook and API under one rule, masked on every page, and never changed in place.

use std::collections::BTreeSet;

use serde_json::json;
use tests::{
    Backend,
    class::{Class, fill, learner},
    course::student,
    office::Office,
    on_both,
    uploads::Browser,
    workbook::{Cell, address, text},
};

on_both!(
    phones_of_a_workbook_are_read_masked_and_shown_for_a_reason,
    another_phone_in_a_workbook_is_a_correction_and_is_as_it_was_when_taken_back,
    who_reports_about_a_learner_changes_the_phone_and_nobody_else,
    the_form_of_the_api_refuses_what_the_workbook_refuses,
    a_learner_reads_their_own_phone,
);

/// The column of phones in the template, from 0.
const PHONE: usize = 8;

fn with_phone(n: usize, phone: Cell) -> Vec<Cell> {
    let mut row = learner(n);
    row.push(phone);
    row
}

/// Sends rows; answers with the workbook's page, and the row of the first learner.
fn sent(class: &Class, registrar: &Browser, rows: Vec<Vec<Cell>>) -> (String, usize) {
    let mut book = class.template(registrar);
    let (heading, column) = book.find(0, "Điện thoại").expect("the template asks for phones");
    assert_eq!(column, PHONE);
    let first = fill(&mut book, rows);
    assert_eq!(first, heading + 1);
    let url = class.send(registrar, &book);
    registrar.rest(&url);
    (url, first)
}

fn accept(registrar: &Browser, url: &str, fields: &[(&str, &str)]) {
    registrar.send(url, &format!("{url}/accept"), &[&[("rows", "all")], fields].concat()).sent_to();
    registrar.rest(url);
}

/// The newest number of everybody of the class, in the order in which they came.
fn phones(class: &Class) -> Vec<String> {
    let sql = format!(
        "SELECT COALESCE((SELECT c.phone FROM learner_contact c WHERE c.learner_id = e.learner_id ORDER BY c.id DESC LIMIT 1), '–') \
         FROM enrolment e WHERE e.cohort_id = {} ORDER BY e.id",
        class.cohort
    );
    class.office.database.rows(&sql).into_iter().flatten().flatten().collect()
}

fn page_of(class: &Class, n: i64) -> String {
    let sql = format!("SELECT MIN(learner_id) + {n} FROM enrolment WHERE cohort_id = {}", class.cohort);
    format!("/learners/{}", class.office.database.number(&sql))
}

fn phones_of_a_workbook_are_read_masked_and_shown_for_a_reason(backend: Backend) {
    let class = Class::open(backend);
    let registrar = class.registrar();
    let rows = || {
        vec![
            with_phone(0, text("+84 912 345 678")),
            with_phone(1, Cell::Number(987_654_321.0)),
            with_phone(2, text("02438.251.234")),
            with_phone(3, Cell::Empty),
        ]
    };
    let mut wrong = rows();
    wrong.push(with_phone(4, text("12345")));
    let (url, first) = sent(&class, &registrar, wrong);
    let lost = (address(first + 1, PHONE), "cell.leading_zero".to_owned());
    let form = (address(first + 4, PHONE), "phone.form".to_owned());
    assert_eq!(class.found(&url), BTreeSet::from([lost, form.clone()]));
    let page = registrar.rest(&url);
    assert!(page.words().contains("Số điện thoại mất số 0 ở đầu"), "{}", page.words());
    assert!(!page.html.contains("0987654321"), "a proposal does not show the number");
    // The order has three places.
    let beyond = "Số chỗ còn lại của dòng đặt hàng: 3; người học mới trong bảng tính:";
    assert!(!page.words().contains(beyond), "three new people fit: {}", page.words());
    registrar.send(&url, &format!("{url}/check"), &[("proposals", "yes")]).sent_to();
    let words = registrar.rest(&url).words();
    assert!(words.contains(&format!("{beyond} 4.")), "{words}");
    assert_eq!(class.found(&url), BTreeSet::from([form]));
    registrar.send(&url, &format!("{url}/accept"), &[("rows", "good")]).sent_to();
    registrar.rest(&url);
    assert_eq!(phones(&class), ["0912345678", "0987654321", "02438251234", "–"]);

    let page = page_of(&class, 0);
    let shown = registrar.get(&page);
    assert!(shown.words().contains("******5678"), "{}", shown.words());
    assert!(!shown.html.contains("0912345678"));
    let read =
        class.office.client("planner").get(&format!("/learners/{}", page.trim_start_matches("/learners/")));
    assert_eq!(read.done().body["phone"], "******5678");
    let looks = || class.office.database.number("SELECT COUNT(*) FROM access_record");
    let before = looks();
    let full = registrar.send(&page, &format!("{page}/identity"), &[("look_reason", "Gọi báo lịch thi")]);
    assert!(full.words().contains("0912345678"), "{}", full.words());
    assert_eq!(looks(), before + 1);
    assert!(!registrar.get(&page_of(&class, 3)).words().contains("Điện thoại *"), "nobody has no number");
    assert!(!class.office.server.log().contains("0912345678"));
    for change in ["DELETE FROM learner_contact", "UPDATE learner_contact SET phone = ''"] {
        let refusal = class.office.database.run(change).expect_err(change);
        assert!(refusal.ends_with("is append-only"), "{change}: {refusal}");
    }
    class.office.in_order();
}

fn another_phone_in_a_workbook_is_a_correction_and_is_as_it_was_when_taken_back(backend: Backend) {
    let class = Class::open(backend);
    let registrar = class.registrar();
    let rows = |phones: [&str; 3]| (0..3).map(|n| with_phone(n, text(phones[n]))).collect::<Vec<_>>();
    let (first, _) = sent(&class, &registrar, rows(["0912345678", "", "0987654321"]));
    accept(&registrar, &first, &[]);
    assert_eq!(phones(&class), ["0912345678", "–", "0987654321"]);

    // One as it was, one new, and one left empty, which says nothing.
    let (second, _) = sent(&class, &registrar, rows(["0912 345 678", "0381112233", ""]));
    let page = registrar.rest(&second);
    let words = page.words();
    for said in ["Không đổi 2", "Đính chính 1", "– ******2233"] {
        assert!(words.contains(said), "{said}: {words}");
    }
    assert!(!page.html.contains("0381112233"));
    accept(&registrar, &second, &[("corrections", "yes"), ("because", "bổ sung số")]);
    assert_eq!(phones(&class), ["0912345678", "0381112233", "0987654321"]);
    let reason = "SELECT COUNT(*) FROM workbook_event WHERE state = 'accepted' AND note LIKE '%bổ sung số'";
    assert_eq!(class.office.database.number(reason), 1);
    class.office.in_order();

    registrar.send(&second, &format!("{second}/undo"), &[("reason", "nhầm tệp")]).sent_to();
    assert_eq!(phones(&class), ["0912345678", "", "0987654321"]);
    // Of those whom the first put in, somebody else has said another number of one since.
    let page = page_of(&class, 2);
    registrar.send(&page, &format!("{page}/phone"), &[("phone", "0901112233")]).sent_to();
    registrar.send(&first, &format!("{first}/undo"), &[("reason", "nhầm lớp")]).sent_to();
    assert_eq!(phones(&class), ["", "", "0901112233"]);
    class.office.in_order();
}

fn who_reports_about_a_learner_changes_the_phone_and_nobody_else(backend: Backend) {
    let class = Class::open(backend);
    let registrar = class.registrar();
    let (url, _) = sent(&class, &registrar, vec![with_phone(0, text("0912345678"))]);
    accept(&registrar, &url, &[]);
    let page = page_of(&class, 0);
    let to = format!("{page}/phone");
    let before = class.office.counts();
    let refused = registrar.send(&page, &to, &[("phone", "0912")]);
    assert_eq!(refused.status, 422);
    assert!(refused.words().contains("10 chữ số bắt đầu bằng 0"), "{}", refused.words());
    registrar.send(&page, &to, &[("phone", "0912.345.678")]).sent_to();
    assert_eq!(class.office.counts(), before, "the same number changes nothing");
    let planner = Browser::sign_in(&class.office.server, "planner");
    assert!(!planner.get(&page).html.contains(&to), "who does not report is not offered it");
    assert_eq!(planner.send(&page, &to, &[("phone", "0987654321")]).status, 403);
    assert_eq!(class.office.counts(), before);
    let done = registrar.send(&page, &to, &[("phone", "0987654321")]).sent_to();
    assert!(registrar.get(&done).words().contains("Đã đổi điện thoại"));
    assert_eq!(phones(&class), ["0987654321"]);
    let again = "SELECT COUNT(*) FROM learner_contact c JOIN enrolment e ON e.learner_id = c.learner_id WHERE e.cohort_id =";
    assert_eq!(class.office.database.number(&format!("{again} {}", class.cohort)), 2, "the old number stays");
    registrar.send(&page, &to, &[("phone", "")]).sent_to();
    assert_eq!(phones(&class), [""]);
    let words = registrar.get(&page).words();
    assert!(!words.contains("Điện thoại *"), "{words}");
    class.office.in_order();
}

fn the_form_of_the_api_refuses_what_the_workbook_refuses(backend: Backend) {
    let office = Office::open(backend);
    let (order, provider) = office.training();
    let registrar = office.client(&format!("registrar.{provider}"));
    let path = format!("/cohorts/{}/learners", office.cohort(order));
    let mut first = student("Nguyễn Thị Ngọc Ánh", "female", 1, "2025-03-03");
    first["phone"] = json!("0912 345");
    office.refuses(&registrar, &path, &json!({ "learners": [first] }), &["learners[0].phone phone.form"]);
    first["phone"] = json!("84 912 345 678");
    registrar.post(&path, &json!({ "learners": [first] })).done();
    let known = "SELECT COUNT(*) FROM learner_contact WHERE phone = '0912345678'";
    assert_eq!(office.database.number(known), 1);
    office.in_order();
}

fn a_learner_reads_their_own_phone(backend: Backend) {
    let office = Office::open(backend);
    let row = office.database.rows(
        "SELECT c.learner_id, c.phone FROM learner_contact c JOIN user_account u ON u.learner_id = c.learner_id \
         ORDER BY c.id DESC LIMIT 1",
    );
    let row: Vec<String> = row.into_iter().flatten().flatten().collect();
    let [learner, phone] = &row[..] else { panic!("the learner of the demonstration has a phone: {row:?}") };
    office.browser("nguoi-hoc").get(&format!("/learners/{learner}")).is(200).says(phone);
    let seen = office.browser("planner").get(&format!("/learners/{learner}")).is(200);
    assert!(!seen.text.contains(phone.as_str()), "{}", seen.text);
    seen.says(&format!("******{}", &phone[6..]));
}
