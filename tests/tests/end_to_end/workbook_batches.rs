//! What becomes of a workbook that was accepted: corrections, results, and the batch taken back as a whole.

use std::collections::BTreeSet;

use tests::{
    Backend,
    api::Client,
    class::{self, Class, EMPLOYER, ENROLLED, accepted, fill, learner},
    on_both,
    uploads::{Browser, Page},
    workbook::{Book, Cell, address, text},
};

on_both!(
    a_batch_is_undone_as_a_whole_and_can_be_sent_again,
    a_batch_on_a_statement_is_not_undone,
    a_row_that_differs_corrects_the_day_of_an_enrolment,
    corrections_that_take_back_much_are_confirmed_first,
    results_are_reported_by_workbook_with_their_money,
    only_the_good_results_of_a_workbook_are_taken,
    a_college_reports_by_its_own_list_with_personal_ids,
    the_template_of_results_says_what_is_recorded,
    a_recorded_result_is_corrected_and_the_correction_is_undone,
    results_on_a_statement_are_not_undone,
);

fn undo(registrar: &Browser, url: &str, reason: &str) -> Page {
    registrar.send(url, &format!("{url}/undo"), &[("reason", reason)])
}

fn a_batch_is_undone_as_a_whole_and_can_be_sent_again(backend: Backend) {
    let class = Class::open(backend);
    let registrar = class.registrar();
    let url = accepted(&class, &registrar, 0..3);
    let refused = undo(&registrar, &url, " ");
    assert_eq!(refused.status, 422);
    assert!(refused.words().contains("Thiếu lý do rút lại"), "{}", refused.words());
    undo(&registrar, &url, "gửi nhầm lớp").sent_to();
    let cohort = registrar.get(&format!("/cohorts/{}", class.cohort)).words();
    assert!(cohort.contains("Lớp chưa có người học"), "{cohort}");
    assert_eq!(class.enrolled(), 3, "nothing is deleted");
    let retracted = "SELECT COUNT(*) FROM fact WHERE kind = 'retracted'";
    let before = class.office.database.number(retracted);
    assert_eq!(undo(&registrar, &url.clone(), "lần nữa").status, 422, "undone once");
    assert_eq!(class.office.database.number(retracted), before);

    // The same people again, from the same file: enrolled anew by facts.
    registrar.send(&url, &format!("{url}/check"), &[]).sent_to();
    registrar.rest(&url);
    registrar.send(&url, &format!("{url}/accept"), &[("rows", "all")]).sent_to();
    assert!(registrar.rest(&url).words().contains("3 người học được ghi danh"));
    assert_eq!(class.enrolled(), 3);
    class.office.in_order();
}

fn a_batch_on_a_statement_is_not_undone(backend: Backend) {
    let class = Class::open(backend);
    let url = accepted(&class, &class.registrar(), 0..3);
    settle(&class, "2027-01-05", "2026-Q4");
    let before = class.office.counts();
    let refused = undo(&class.registrar(), &url, "gửi nhầm lớp");
    assert_eq!(refused.status, 422);
    assert!(refused.words().contains("đã ở trên bảng thanh toán"), "{}", refused.words());
    assert_eq!(class.office.counts(), before);
}

/// A results workbook with everybody of the class; the score, the class and the number of the certificate are the row's.
fn results(class: &Class, registrar: &Browser, rows: [(&str, &str, &str); 3]) -> Book {
    let template = format!("/cohorts/{}/template.xlsx?kind=graduation", class.cohort);
    let mut book = Book::open(&registrar.file(&template));
    let (heading, _) = book.find(0, "STT").expect("headings");
    let (decision, label) = book.find(0, "Số quyết định").expect("a place for the decision");
    let list = book.list();
    assert!(list.len() >= heading + 4, "every learner has a row");
    list[decision].resize(label + 2, Cell::Empty);
    list[decision][label + 1] = text("31/QĐ-TN/2027");
    list[decision + 1].resize(label + 2, Cell::Empty);
    list[decision + 1][label + 1] = text("31/05/2027");
    for (row, (score, said, certificate)) in list[heading + 1..heading + 4].iter_mut().zip(rows) {
        row.resize(8, Cell::Empty);
        row[4] = text(score);
        row[5] = text(said);
        row[6] = text(format!("SC-{certificate}"));
        row[7] = text(format!("{certificate}/2027"));
    }
    book
}

const GOOD: [(&str, &str, &str); 3] = [("8,2", "Giỏi", "0"), ("8,2", "Giỏi", "1"), ("8,2", "Giỏi", "2")];

fn report(class: &Class, registrar: &Browser, book: &Book) -> String {
    let to = format!("/cohorts/{}/workbooks?kind=graduation", class.cohort);
    let url = registrar.upload(&to, "ket-qua.xlsx", &book.save()).sent_to();
    registrar.rest(&url);
    url
}

fn accept(registrar: &Browser, url: &str, fields: &[(&str, &str)]) -> Page {
    let all = [("rows", "all")];
    registrar.send(url, &format!("{url}/accept"), &[&all, fields].concat())
}

/// How many results stand, and how many of them are of a class.
fn standing(class: &Class, detail: &str) -> (i64, i64) {
    let count = |condition: &str| {
        class.office.database.number(&format!(
            "SELECT COUNT(*) FROM fact f JOIN enrolment e ON e.id = f.enrolment_id WHERE e.cohort_id = {} \
             AND f.kind = 'graduated' AND {condition} \
             AND NOT EXISTS (SELECT 1 FROM fact later WHERE later.supersedes = f.id)",
            class.cohort
        ))
    };
    (count("1 = 1"), count(&format!("f.detail = '{detail}'")))
}

fn results_are_reported_by_workbook_with_their_money(backend: Backend) {
    let class = Class::open(backend);
    accepted(&class, &class.registrar(), 0..3);
    class.office.server.turn_to("2027-06-01");
    let registrar = class.registrar();
    let wrong = [GOOD[0], ("8,2", "Xuất sắc", "1"), GOOD[2]];
    let mut book = results(&class, &registrar, wrong);
    let (heading, _) = book.find(0, "STT").expect("headings");
    let url = report(&class, &registrar, &book);
    let expected = BTreeSet::from([(address(heading + 2, 5), "graduation.class".to_owned())]);
    assert_eq!(class.found(&url), expected);
    book.list()[heading + 2][5] = text("Giỏi");
    let url = report(&class, &registrar, &book);
    let words = registrar.get(&url).words();
    assert!(words.contains("Số tiền của các bảng thanh toán tới"), "{words}");
    accept(&registrar, &url, &[]).sent_to();
    assert!(registrar.rest(&url).words().contains("3 kết quả được ghi"));
    assert_eq!(standing(&class, "very_good"), (3, 3));
    class.office.in_order();
}

fn only_the_good_results_of_a_workbook_are_taken(backend: Backend) {
    let class = Class::open(backend);
    accepted(&class, &class.registrar(), 0..3);
    class.office.server.turn_to("2027-06-01");
    let registrar = class.registrar();
    let wrong = [GOOD[0], ("8,2", "Xuất sắc", "1"), GOOD[2]];
    let book = results(&class, &registrar, wrong);
    let good = |url: &str| registrar.send(url, &format!("{url}/accept"), &[("rows", "good")]);
    // What every row rests on stands above the list: without it no row is good.
    let mut nameless = book.clone();
    let (decision, label) = nameless.find(0, "Số quyết định").expect("a place for the decision");
    nameless.list()[decision][label + 1] = Cell::Empty;
    let url = report(&class, &registrar, &nameless);
    assert!(!registrar.get(&url).words().contains("Chỉ nhận các dòng đúng"));
    let before = class.office.counts();
    let page = good(&url);
    assert!(page.status == 422 && page.words().contains("chưa dòng nào nhận được"), "{}", page.words());
    assert_eq!(class.office.counts(), before);

    let url = report(&class, &registrar, &book);
    let words = registrar.get(&url).words();
    for said in ["Chỉ nhận các dòng đúng (2)", "Số tiền của các bảng thanh toán tới"] {
        assert!(words.contains(said), "{said}: {words}");
    }
    let before = class.office.counts();
    let page = accept(&registrar, &url, &[]);
    assert!(page.status == 422 && page.words().contains("Bảng tính còn dòng có lỗi"), "{}", page.words());
    assert_eq!(class.office.counts(), before);
    good(&url).sent_to();
    assert!(registrar.rest(&url).words().contains("2 kết quả được ghi"));
    assert_eq!(standing(&class, "very_good"), (2, 2));
    class.office.in_order();
}

fn a_college_reports_by_its_own_list_with_personal_ids(backend: Backend) {
    let class = Class::open(backend);
    accepted(&class, &class.registrar(), 0..3);
    class.office.server.turn_to("2027-06-01");
    let registrar = class.registrar();
    let send = |rows: &[[&str; 6]], name: &str| {
        let mut list = vec![
            vec![text("TRƯỜNG CAO ĐẲNG")],
            vec![Cell::Empty, text("Số quyết định công nhận tốt nghiệp:"), text("31/QĐ-TN/2027")],
            vec![Cell::Empty, text("Ngày quyết định:"), text("31/05/2027")],
            ["TT", "Số CCCD", "Điểm", "Xếp loại", "Số hiệu phôi", "Số vào sổ"].map(text).to_vec(),
        ];
        list.extend(rows.iter().map(|row| row.map(text).to_vec()));
        let book = Book { sheets: vec![("Lop A".to_owned(), true, list)] };
        let to = format!("/cohorts/{}/workbooks?kind=graduation", class.cohort);
        let url = registrar.upload(&to, name, &book.save()).sent_to();
        registrar.rest(&url);
        url
    };
    let ids = [0, 1, 2].map(class::id);
    let row = |n: usize| {
        [
            ["1", "2", "3"][n],
            &ids[n],
            "8,2",
            "Giỏi",
            ["SC-0", "SC-1", "SC-2"][n],
            ["0/2027", "1/2027", "2/2027"][n],
        ]
    };
    let stranger = class::id(7);
    let unknown = ["3", &stranger, "8,2", "Giỏi", "SC-2", "2/2027"];
    let again = ["4", &ids[0], "4,0", "Không đạt", "", ""];
    let url = send(&[row(0), row(1), unknown, again], "co-loi.xlsx");
    let expected = BTreeSet::from([
        (address(6, 1), "graduation.unknown_id".to_owned()),
        (address(7, 1), "graduation.twice_in_report".to_owned()),
    ]);
    assert_eq!(class.found(&url), expected);
    let words = registrar.get(&url).words();
    assert!(words.contains("Không ai nhập học ở đây có số định danh này"), "{words}");
    let url = send(&[row(0), row(1), row(2)], "dung.xlsx");
    assert_eq!(class.found(&url), BTreeSet::new());
    accept(&registrar, &url, &[]).sent_to();
    assert!(registrar.rest(&url).words().contains("3 kết quả được ghi"));
    assert_eq!(standing(&class, "very_good"), (3, 3));
    class.office.in_order();
}

fn the_template_of_results_says_what_is_recorded(backend: Backend) {
    let class = Class::open(backend);
    accepted(&class, &class.registrar(), 0..3);
    class.office.server.turn_to("2027-06-01");
    let registrar = class.registrar();
    let book = results(&class, &registrar, GOOD);
    let first = report(&class, &registrar, &book);
    accept(&registrar, &first, &[]).sent_to();
    let template = format!("/cohorts/{}/template.xlsx?kind=graduation", class.cohort);
    let mut back = Book::open(&registrar.file(&template));
    let (heading, _) = back.find(0, "STT").expect("headings");
    let recorded = back.list()[heading + 1..].iter().map(|row| row[4..8].to_vec()).collect::<Vec<_>>();
    let said = |certificate: usize| {
        ["8,2", "Giỏi", &format!("SC-{certificate}"), &format!("{certificate}/2027")].map(text).to_vec()
    };
    assert_eq!(recorded, [said(0), said(1), said(2)]);
    // As it was taken it changes nothing; what is changed in it is a correction.
    let url = report(&class, &registrar, &back);
    let words = registrar.get(&url).words();
    assert!(words.contains("Không đổi 3") && words.contains("Có lỗi 0"), "{words}");
    back.list()[heading + 2][4] = text("7,2");
    back.list()[heading + 2][5] = text("Khá");
    let url = report(&class, &registrar, &back);
    let words = registrar.get(&url).words();
    assert!(words.contains("Đính chính 1") && words.contains("Không đổi 2"), "{words}");
    accept(&registrar, &url, &[("corrections", "yes"), ("because", "chấm phúc khảo")]).sent_to();
    assert!(registrar.rest(&url).words().contains("1 dòng được đính chính"));
    assert_eq!(standing(&class, "good"), (3, 1));
    class.office.in_order();
}

fn a_recorded_result_is_corrected_and_the_correction_is_undone(backend: Backend) {
    let class = Class::open(backend);
    accepted(&class, &class.registrar(), 0..3);
    class.office.server.turn_to("2027-06-01");
    let registrar = class.registrar();
    let mut book = results(&class, &registrar, GOOD);
    let (heading, _) = book.find(0, "STT").expect("headings");
    let first = report(&class, &registrar, &book);
    accept(&registrar, &first, &[]).sent_to();

    // Another certificate, another decision and a better class than the score gives are no corrections.
    let mut wrong = book.clone();
    wrong.list()[heading + 1][6] = text("SC-9");
    wrong.list()[heading + 2][5] = text("Xuất sắc");
    let url = report(&class, &registrar, &wrong);
    let expected = BTreeSet::from([
        (address(heading + 1, 6), "graduation.certificate_stays".to_owned()),
        (address(heading + 2, 5), "graduation.class".to_owned()),
    ]);
    assert_eq!(class.found(&url), expected);
    let mut wrong = book.clone();
    let (decision, label) = wrong.find(0, "Số quyết định").expect("a place for the decision");
    wrong.list()[decision][label + 1] = text("32/QĐ-TN/2027");
    wrong.list()[heading + 1][4] = text("8,4");
    let url = report(&class, &registrar, &wrong);
    assert_eq!(
        class.found(&url),
        BTreeSet::from([(address(heading + 1, 5), "graduation.other_decision".to_owned())])
    );

    // A lower score and its class are one: shown field by field, taken when ticked, with a reason.
    book.list()[heading + 2][4] = text("7,2");
    book.list()[heading + 2][5] = text("Khá");
    let url = report(&class, &registrar, &book);
    let words = registrar.get(&url).words();
    for said in ["Đính chính 1", "Không đổi 2", "Giỏi Khá", "8,2 7,2"] {
        assert!(words.contains(said), "{said}: {words}");
    }
    let before = class.office.counts();
    let page = accept(&registrar, &url, &[]);
    assert!(page.status == 422 && page.words().contains("Đánh dấu nhận các dòng đính chính"));
    let page = accept(&registrar, &url, &[("corrections", "yes")]);
    assert!(page.status == 422 && page.words().contains("Thiếu lý do đính chính"), "{}", page.words());
    assert_eq!(class.office.counts(), before);
    let because = [("corrections", "yes"), ("because", "chấm phúc khảo")];
    accept(&registrar, &url, &because).sent_to();
    assert!(registrar.rest(&url).words().contains("1 dòng được đính chính"));
    assert_eq!(standing(&class, "good"), (3, 1));
    let reasons = "SELECT COUNT(*) FROM fact_reason WHERE reason = 'chấm phúc khảo'";
    assert_eq!(class.office.database.number(reasons), 1);

    // What was corrected since keeps the first workbook; once the correction is undone, both can be.
    let refused = undo(&registrar, &first, "gửi nhầm");
    assert!(refused.status == 422 && refused.words().contains("đã có báo cáo khác"), "{}", refused.words());
    undo(&registrar, &url, "phúc khảo bị hủy").sent_to();
    assert_eq!(standing(&class, "very_good"), (3, 3));
    undo(&registrar, &first, "sai số văn bằng").sent_to();
    assert_eq!(standing(&class, "very_good"), (0, 0));
    assert!(registrar.get(&first).words().contains("coi như chưa báo cáo"));

    // The numbers are free again, also for another learner and in other pairs; given twice they are not.
    let swapped = [GOOD[1], ("8,2", "Giỏi", "0"), GOOD[2]];
    let mut book = results(&class, &registrar, swapped);
    book.list()[heading + 1][6] = text("SC-2");
    book.list()[heading + 3][6] = text("SC-1");
    let again = report(&class, &registrar, &book);
    assert_eq!(class.found(&again), BTreeSet::new());
    accept(&registrar, &again, &[]).sent_to();
    assert_eq!(standing(&class, "very_good"), (3, 3));
    class.office.in_order();
}

fn results_on_a_statement_are_not_undone(backend: Backend) {
    let class = Class::open(backend);
    accepted(&class, &class.registrar(), 0..3);
    // What was settled before the results does not hold them.
    settle(&class, "2027-01-05", "2026-Q4");
    class.office.server.turn_to("2027-06-01");
    let registrar = class.registrar();
    let book = results(&class, &registrar, GOOD);
    let url = report(&class, &registrar, &book);
    accept(&registrar, &url, &[]).sent_to();
    undo(&registrar, &url, "nhầm lớp").sent_to();
    registrar.send(&url, &format!("{url}/check"), &[]).sent_to();
    registrar.rest(&url);
    accept(&registrar, &url, &[]).sent_to();
    settle(&class, "2027-07-05", "2027-Q2");
    let registrar = class.registrar();
    let before = class.office.counts();
    let refused = undo(&registrar, &url, "nhầm lớp");
    assert_eq!(refused.status, 422);
    assert!(refused.words().contains("đã ở trên bảng thanh toán"), "{}", refused.words());
    assert_eq!(class.office.counts(), before);
    class.office.in_order();
}

fn settle(class: &Class, day: &str, period: &str) {
    class.office.server.turn_to(day);
    let accountant = Client::sign_in(&class.office.server, "accountant");
    let path = format!("/orders/{}/settlements", class.order);
    let run = accountant.post(&path, &serde_json::json!({ "period": period })).done();
    let statement = run.body["statements"][0].as_i64().expect("a statement");
    class.office.client("chief-accountant").step(&format!("/statements/{statement}/approval")).done();
}

/// `1.234.567`
fn money(dong: i64) -> String {
    let digits = dong.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).expect("digits")).collect();
    groups.join(".")
}

/// The days on which the learners of the class count as enrolled, in the order of their enrolments.
fn enrolled_on(class: &Class) -> Vec<String> {
    let sql = format!(
        "SELECT CAST(f.happened_on AS TEXT) FROM fact f JOIN enrolment e ON e.id = f.enrolment_id \
         WHERE e.cohort_id = {} AND f.kind = 'enrolled' \
         AND NOT EXISTS (SELECT 1 FROM fact later WHERE later.supersedes = f.id) ORDER BY e.id",
        class.cohort
    );
    class.office.database.rows(&sql).into_iter().filter_map(|row| row[0].clone()).collect()
}

fn a_row_that_differs_corrects_the_day_of_an_enrolment(backend: Backend) {
    let class = Class::open(backend);
    let registrar = class.registrar();
    let first = accepted(&class, &registrar, 0..3);
    let mut book = class.template(&registrar);
    let mut rows: Vec<Vec<Cell>> = (0..4).map(learner).collect();
    rows[1][ENROLLED] = text("10/11/2026");
    rows[2][EMPLOYER] = text("Công ty khác");
    let from = fill(&mut book, rows);
    let url = class.send(&registrar, &book);
    let words = registrar.rest(&url).words();
    for said in ["Mới 1", "Đính chính 1", "Không đổi 1", "Có lỗi 1", "09/11/2026 10/11/2026"] {
        assert!(words.contains(said), "{said}: {words}");
    }
    let differs = (address(from + 2, EMPLOYER), "enrolment.differs".to_owned());
    assert_eq!(class.found(&url), BTreeSet::from([differs]));
    let back = Book::open(&registrar.file(&format!("{url}/annotated.xlsx")));
    let summary = back.sheets.iter().find(|(name, ..)| name == "Tổng hợp").expect("a summary");
    let corrects =
        |row: &Vec<Cell>| row.first() == Some(&text("Dòng đính chính")) && row[1] == Cell::Number(1.0);
    assert!(summary.2.iter().any(corrects), "{:?}", summary.2);

    // Taken without the tick it is left as recorded, whatever else is taken.
    let good = |fields: &[(&str, &str)]| {
        let rows = [("rows", "good")];
        registrar.send(&url, &format!("{url}/accept"), &[&rows, fields].concat())
    };
    let page = good(&[("corrections", "yes"), ("because", " ")]);
    assert!(page.status == 422 && page.words().contains("Thiếu lý do đính chính"), "{}", page.words());
    good(&[("corrections", "yes"), ("because", "nhập nhầm ngày")]).sent_to();
    let words = registrar.rest(&url).words();
    assert!(words.contains("1 người học được ghi danh, 1 dòng được đính chính"), "{words}");
    assert_eq!(enrolled_on(&class), ["2026-11-09", "2026-11-10", "2026-11-09", "2026-11-09"]);
    let reasons = "SELECT COUNT(*) FROM fact_reason WHERE reason = 'nhập nhầm ngày'";
    assert_eq!(class.office.database.number(reasons), 1);
    class.office.in_order();

    // The first workbook was built on; the second is undone: the new one goes, the corrected day is as it was.
    assert_eq!(undo(&registrar, &first, "nhầm").status, 422);
    undo(&registrar, &url, "nhầm tệp").sent_to();
    assert_eq!(enrolled_on(&class), ["2026-11-09", "2026-11-09", "2026-11-09"]);
    undo(&registrar, &first, "nhầm lớp").sent_to();
    assert_eq!(enrolled_on(&class), Vec::<String>::new());
    class.office.in_order();
}

fn corrections_that_take_back_much_are_confirmed_first(backend: Backend) {
    let class = Class::open_for(backend, 10);
    accepted(&class, &class.registrar(), 0..10);
    settle(&class, "2027-01-05", "2026-Q4");
    let registrar = class.registrar();
    let mut book = class.template(&registrar);
    let mut rows: Vec<Vec<Cell>> = (0..10).map(learner).collect();
    for row in &mut rows {
        row[ENROLLED] = text("04/01/2027");
    }
    fill(&mut book, rows);
    let url = class.send(&registrar, &book);
    let words = registrar.rest(&url).words();
    assert!(words.contains("Đính chính 10"), "{words}");
    // The fifth that was paid for ten comes back: in memory when it is checked, and in the transaction when it is sent.
    let back = money(2 * class.course.price_dong);
    assert!(words.contains(&format!("Phải thu hồi của kinh phí đã quyết toán {back} đ")), "{back}: {words}");
    let before = class.office.counts();
    let ticked = [("corrections", "yes"), ("because", "lùi ngày khai giảng")];
    let page = accept(&registrar, &url, &ticked);
    assert_eq!(page.status, 422, "{}", page.words());
    assert!(page.words().contains(&format!("phát sinh {back} đ phải thu hồi")), "{}", page.words());
    assert!(page.html.contains("name=\"confirm\""));
    assert!(page.html.contains("value=\"lùi ngày khai giảng\""), "what was typed stays");
    assert_eq!(class.office.counts(), before);
    accept(&registrar, &url, &[&ticked[..], &[("confirm", "yes")]].concat()).sent_to();
    assert!(registrar.rest(&url).words().contains("10 dòng được đính chính"));
    assert!(enrolled_on(&class).iter().all(|day| day == "2027-01-04"));
    class.office.in_order();
}
