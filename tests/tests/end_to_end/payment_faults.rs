//! What goes wrong around payments in batches: documents that look alike, payments that come late, books that change between
//! a batch and its release, and entries of a bank that are more than one payment.

use serde_json::Value;
use tests::{
    Backend,
    decision::{approved, decided},
    on_both,
    portal::Person,
    uploads::Browser,
    workbook::Book,
};

use crate::payments::{Desk, camt, told};

on_both!(
    payments_that_look_alike_are_each_recorded_once,
    a_withdrawn_payment_that_was_paid_after_all_is_booked_to_its_line,
    a_released_batch_says_the_same_for_ever,
    a_batch_is_looked_at_again_when_it_is_released,
    an_entry_that_is_more_than_one_payment_is_taken_apart,
    no_day_is_told_that_nobody_promised,
);

fn payments_that_look_alike_are_each_recorded_once(backend: Backend) {
    let desk = Desk::open(backend, 3);
    let (_, lines) = desk.sent(&desk.statements);
    let [l1, l2, l3] = &lines[..] else { panic!("three lines: {lines:?}") };
    // One document for three payments, two of them alike; and two equal parts of one payment without a document.
    let entries = [
        told("DBIT", "KB-1", &l1.key, &l1.account, 500),
        told("DBIT", "KB-1", &l2.key, &l2.account, 500),
        told("DBIT", "KB-1", &l3.key, &l3.account, 700),
        told("DBIT", "", &l2.key, &l2.account, 300),
        told("DBIT", "", &l2.key, &l2.account, 300),
    ]
    .concat();
    let first = camt("camt.053", "A1", &entries);
    desk.taken("a1.xml", &first);
    let paid = || [&l1.key, &l2.key, &l3.key].map(|key| desk.stands(key)[0]);
    assert_eq!(paid(), [500, 1_100, 700]);

    // Told again: the same bytes are refused, and in another file nothing moves.
    let accountant = Person::sign_in(&desk.office.server, "accountant");
    let again = Browser::sign_in(&desk.office.server, "accountant").upload(
        "/payments/confirmations",
        "b.xml",
        &first,
    );
    assert_eq!(again.status, 422, "{}", again.words());
    let path = desk.taken("a2.xml", &camt("camt.053", "A2", &entries));
    assert_eq!(paid(), [500, 1_100, 700]);
    let already = "SELECT COUNT(*) FROM entry_event WHERE state = 'already'";
    assert_eq!(desk.office.database.number(already), 5);

    // Somebody knows better: the first of them is another payment under the same document.
    let dispute = format!("{path}/dispute");
    let before = desk.office.counts();
    let say = |position: &str, reason: &str| {
        let page = accountant.get(&path).shown();
        accountant.fill(&page, &dispute, &[("position", position), ("dispute_reason", reason)])
    };
    assert_eq!(say("1", "").status, 422, "a reason is asked for");
    let none = say("9", "Hai lần chi").refused();
    assert!(none[0].contains("không có dòng số này"), "{none:?}");
    assert_eq!(desk.office.counts(), before);
    let waits = say("1", "Ngân hàng chi hai lần dưới một chứng từ").done(&accountant);
    assert!(waits.says("có người xác định đây là khoản khác"), "{}", waits.html);
    assert!(waits.says("Ngân hàng chi hai lần dưới một chứng từ"));
    assert_eq!(paid(), [500, 1_100, 700], "nothing moves by that alone");
    let id = desk.entry("KB-1");
    let id = desk.office.database.number(&format!(
        "SELECT n.id FROM confirmation_entry n JOIN confirmation_entry last ON last.id = {id} \
         WHERE n.confirmation_id = last.confirmation_id AND n.position = 1"
    ));
    accountant.fill(&waits, &format!("/payments/entries/{id}/assign"), &[]).done(&accountant);
    assert_eq!(paid(), [1_000, 1_100, 700]);
    assert_eq!(say("1", "Lần nữa").status, 422, "it is decided");

    desk.taken("a3.xml", &camt("camt.053", "A3", &entries));
    assert_eq!(paid(), [1_000, 1_100, 700]);
    desk.office.in_order();
}

fn a_withdrawn_payment_that_was_paid_after_all_is_booked_to_its_line(backend: Backend) {
    let desk = Desk::open(backend, 2);
    let (batch, lines) = desk.sent(&desk.statements);
    let [l1, l2] = &lines[..] else { panic!("two lines: {lines:?}") };
    let accountant = Person::sign_in(&desk.office.server, "accountant");
    let withdraw = |batch: i64, key: &str| {
        let path = format!("/payments/batches/{batch}");
        let page = accountant.get(&path).shown();
        let fields = [("end_to_end", key), ("withdraw_reason", "Không có tin")];
        accountant.fill(&page, &format!("{path}/withdraw"), &fields)
    };
    let wrong = withdraw(batch, "DH0").refused();
    assert!(wrong[0].contains("không có khoản chi nào mang mã này"), "{wrong:?}");
    withdraw(batch, &l1.key).done(&accountant);
    withdraw(batch, &l2.key).done(&accountant);

    // The second is sent once more; the first is not.
    let (again, more) = desk.sent(&[l2.statement]);
    let late = |reference: &str, key: &str, amount: i64| {
        let entry = told("DBIT", reference, key, &l1.account, amount);
        desk.taken(&format!("{reference}.xml"), &camt("camt.054", reference, &entry))
    };
    late("L1", &l1.key, l1.amount);
    assert_eq!(desk.state("L1"), "matched");
    assert_eq!(desk.ledger(l1.statement), (l1.amount, "paid".to_owned()));
    let twice = accountant.post("/payments", &[("statements", &l1.statement.to_string())]).refused();
    assert!(twice[0].contains("không ở trạng thái chờ chi"), "{twice:?}");
    let sums = accountant.get(&format!("/payments/batches/{batch}")).shown();
    assert!(sums.html.contains("verdict good") && !sums.html.contains("verdict bad"));

    late("L2", &l2.key, l2.amount);
    assert_eq!(desk.state("L2"), "waiting");
    let page = accountant.get("/payments").shown();
    assert!(page.says("đang có khoản chi khác còn chờ"), "{}", page.html);
    let id = desk.entry("L2");
    let key = format!("end_to_end[{id}]");
    let assign = || {
        let page = accountant.get("/payments").shown();
        accountant.fill(&page, &format!("/payments/entries/{id}/assign"), &[(&*key, &l2.key)])
    };
    let refused = assign().refused();
    assert!(refused[0].contains("thôi chờ khoản kia"), "{refused:?}");
    withdraw(again, &more[0].key).done(&accountant);
    // Between the two nobody sends it a third time.
    let third = accountant.post("/payments", &[("statements", &l2.statement.to_string())]).refused();
    assert!(third[0].contains("có dòng xác nhận đã chi đang chờ xử lý"), "{third:?}");
    assign().done(&accountant);
    assert_eq!(desk.ledger(l2.statement), (l2.amount, "paid".to_owned()));
    // What was sent again and is told as paid as well went twice: it is not ours to book.
    late("L3", &more[0].key, l2.amount);
    assert_eq!(desk.state("L3"), "waiting");
    assert!(accountant.get("/payments").shown().says("tiền đi hai lần"));
    assert_eq!(desk.ledger(l2.statement).0, l2.amount);
    desk.office.in_order();
}

/// The rows of a batch's table, without the sheet that says who took it and when.
fn rows(desk: &Desk, batch: i64) -> String {
    let file = Browser::sign_in(&desk.office.server, "accountant")
        .file(&format!("/payments/batches/{batch}/table.xlsx"));
    format!("{:?}", Book::open(&file).list().split_off(3))
}

/// An organisation's page, changed as decided; approved by somebody else.
fn organisation(desk: &Desk, party: i64, valid_from: &str, changes: &[(&str, &str)]) {
    let accountant = Person::sign_in(&desk.office.server, "accountant");
    let path = format!("/registry/organisations/{party}");
    let page = accountant.get(&path).shown();
    let change = accountant.fill(&page, &path, &decided(valid_from, changes));
    assert_eq!(change.status, 303, "{:?}", change.problems());
    let change = change.location.expect("to the change");
    approved(&desk.office, "chief-accountant", change.trim_end_matches("?done=proposed"));
}

fn a_released_batch_says_the_same_for_ever(backend: Backend) {
    let desk = Desk::open(backend, 1);
    let id = desk.statements[0];
    let (batch, _) = desk.sent(&[id]);
    let pdf = |desk: &Desk| {
        Browser::sign_in(&desk.office.server, "accountant")
            .file(&format!("/payments/batches/{batch}/list.pdf"))
    };
    let (list, table) = (pdf(&desk), rows(&desk, batch));
    let amount = desk.payable(id).to_string();
    let replaced = desk.invoice(id, "1C26TDT-88", &amount, "not_taxable").refused();
    assert!(replaced[0].contains("đã duyệt, danh sách gửi đi"), "{replaced:?}");

    // Names and accounts change, even from a day before the release.
    let body = desk.office.database.number(&format!(
        "SELECT o.ordering_body_id FROM orders o JOIN statement s ON s.order_id = o.id WHERE s.id = {id}"
    ));
    let changes = [("organisation_name", "Bộ Đổi Tên"), ("treasury_account", "9527.1.7654321")];
    organisation(&desk, body, "01/11/2026", &changes);
    desk.office.server.turn_to("2026-11-20");
    assert_eq!(rows(&desk, batch), table);
    assert!(pdf(&desk) == list, "the list is the same, byte for byte");

    // What is no longer waited for may have another invoice, and the old list keeps the one that it had.
    let accountant = Person::sign_in(&desk.office.server, "accountant");
    let path = format!("/payments/batches/{batch}");
    let key = desk.lines(batch)[0].key.clone();
    let page = accountant.get(&path).shown();
    let fields = [("end_to_end", key.as_str()), ("withdraw_reason", "Kho bạc trả hồ sơ")];
    accountant.fill(&page, &format!("{path}/withdraw"), &fields).done(&accountant);
    desk.invoice(id, "1C26TDT-88", &amount, "not_taxable").done(&desk.director());
    assert_eq!(rows(&desk, batch), table);
    assert!(pdf(&desk) == list);
    let next = desk.made(&[id]);
    let chief = Person::sign_in(&desk.office.server, "chief-accountant");
    let path = format!("/payments/batches/{next}");
    chief.fill(&chief.get(&path).shown(), &format!("{path}/release"), &[]).done(&chief);
    assert!(rows(&desk, next).contains("1C26TDT-88") && !table.contains("1C26TDT-88"));
    desk.office.in_order();
}

fn a_batch_is_looked_at_again_when_it_is_released(backend: Backend) {
    let desk = Desk::open(backend, 3);
    let [s1, s2, s3] = desk.statements[..] else { panic!("three statements") };
    let batch = desk.made(&[s1, s2]);
    let spare = desk.made(&[s3]);
    let path = format!("/payments/batches/{batch}");
    let release = |id: i64| {
        let path = format!("/payments/batches/{id}");
        let chief = Person::sign_in(&desk.office.server, "chief-accountant");
        chief.fill(&chief.get(&path).shown(), &format!("{path}/release"), &[])
    };
    // Until the release the invoice may be replaced, here by one that does not fit.
    desk.invoice(s1, "1C26TDT-66", "5", "not_taxable").done(&desk.director());
    organisation(&desk, desk.course.provider, "03/11/2026", &[("treasury_account", "9527.1.1112223")]);
    desk.office.server.turn_to("2026-11-03");
    let before = desk.office.counts();
    let problems = release(batch).refused();
    assert_eq!(desk.office.counts(), before);
    let numbers = [s1, s2].map(|id| {
        desk.office
            .database
            .value(&format!("SELECT number FROM statement WHERE id = {id}"))
            .expect("a number")
    });
    let of = |number: &str, said: &str| {
        problems.iter().filter(|problem| problem.contains(number) && problem.contains(said)).count()
    };
    for number in &numbers {
        assert_eq!(of(number, "tài khoản của bên nhận đã đổi"), 1, "{problems:?}");
    }
    assert_eq!((of(&numbers[0], "Hóa đơn"), problems.len()), (1, 3), "{problems:?}");
    let page = release(batch);
    assert!(page.says("bỏ lô này và lập lô khác không có bảng này"), "{}", page.html);

    // Made of the year's money, and released when the year is over.
    let accountant = Person::sign_in(&desk.office.server, "accountant");
    for id in [batch, spare] {
        let path = format!("/payments/batches/{id}");
        let page = accountant.get(&path).shown();
        accountant.fill(&page, &format!("{path}/discard"), &[("reason", "Lập lại")]).done(&accountant);
    }
    let old = desk.made(&[s2]);
    desk.office.server.turn_to("2027-01-15");
    let late = release(old).refused();
    assert!(late.len() == 1 && late[0].contains(&numbers[1]), "{late:?}");
    assert!(late[0].contains("nguồn chi của hôm nay"), "{late:?}");
    let accountant = Person::sign_in(&desk.office.server, "accountant");
    let path_old = format!("/payments/batches/{old}");
    let page = accountant.get(&path_old).shown();
    accountant.fill(&page, &format!("{path_old}/discard"), &[("reason", "Sang năm")]).done(&accountant);
    release(desk.made(&[s2])).done(&Person::sign_in(&desk.office.server, "chief-accountant"));
    assert_eq!(accountant.get(&format!("{path}/table.xlsx")).status, 422);
    desk.office.in_order();
}

fn an_entry_that_is_more_than_one_payment_is_taken_apart(backend: Backend) {
    let desk = Desk::open(backend, 3);
    let (_, lines) = desk.sent(&desk.statements);
    let [l1, l2, l3] = &lines[..] else { panic!("three lines: {lines:?}") };
    let sum = l1.amount + l2.amount + 7;
    let path = desk.taken("a.xml", &camt("camt.053", "A", &told("DBIT", "B1", &l1.key, &l1.account, sum)));
    assert_eq!(desk.state("B1"), "waiting");
    let id = desk.entry("B1");
    let accountant = Person::sign_in(&desk.office.server, "accountant");
    let assign = |key: &str, amount: &str| {
        let page = accountant.get("/payments").shown();
        let (to, part) = (format!("end_to_end[{id}]"), format!("part[{id}]"));
        let fields = [(&*to, key), (&*part, amount)];
        accountant.fill(&page, &format!("/payments/entries/{id}/assign"), &fields)
    };
    let dong = |amount: i64| {
        let digits = amount.to_string();
        let groups: Vec<&str> = digits
            .as_bytes()
            .rchunks(3)
            .rev()
            .map(|group| std::str::from_utf8(group).expect("digits"))
            .collect();
        groups.join(".")
    };
    let before = desk.office.counts();
    for (key, amount) in
        [(&l1.key, String::new()), (&l1.key, (l1.amount + 1).to_string()), (&l2.key, sum.to_string())]
    {
        let most = if key == &l1.key { l1.amount } else { l2.amount };
        let refused = assign(key, &amount).refused();
        assert!(refused[0].contains(&format!("nhiều nhất {} đ", dong(most))), "{refused:?}");
    }
    for wrong in ["0", "-5", "năm"] {
        assert_eq!(assign(&l1.key, wrong).status, 422, "{wrong}");
    }
    assert_eq!(desk.office.counts(), before);

    // Too little first, then the rest of it to the same payment.
    assign(&l1.key, "40").done(&accountant);
    let page = assign(&l1.key, &dong(l1.amount - 40)).done(&accountant);
    assert_eq!(desk.ledger(l1.statement), (l1.amount, "paid".to_owned()));
    assert!(page.says("Còn chờ của dòng") && page.says(&dong(l2.amount + 7)), "{}", page.html);
    assign(&l2.key, &l2.amount.to_string()).done(&accountant);
    let refused = assign(&l3.key, "8").refused();
    assert!(refused[0].contains("nhiều nhất 7 đ"), "{refused:?}");
    assign(&l3.key, "5").done(&accountant);
    assert_eq!(desk.state("B1"), "waiting");

    let places = |page: &str| page.contains("verdict good") && !page.contains("verdict bad");
    let file = accountant.get(&path).shown();
    assert!(places(&file.html) && file.says("Chờ xử lý") && file.says("Đã khớp tay"), "{}", file.html);
    let page = accountant.get("/payments").shown();
    let reason = format!("reason[{id}]");
    let aside = format!("/payments/entries/{id}/set-aside");
    accountant.fill(&page, &aside, &[(&*reason, "Phí chuyển tiền")]).done(&accountant);
    assert_eq!(desk.state("B1"), "set_aside");
    let file = accountant.get(&path).shown();
    assert!(places(&file.html) && file.says("Đã gạt") && !file.says("Chờ xử lý"), "{}", file.html);
    let moved = desk
        .office
        .database
        .number(&format!("SELECT CAST(SUM(amount_dong) AS BIGINT) FROM payment_event WHERE entry_id = {id}"));
    assert_eq!(moved, sum - 2);
    assert_eq!(desk.stands(&l3.key)[0], 5);
    let (key, part) = (format!("end_to_end[{id}]"), format!("part[{id}]"));
    let fields = [(&*key, l3.key.as_str()), (&*part, "2")];
    let over = accountant.post(&format!("/payments/entries/{id}/assign"), &fields);
    assert_eq!(over.status, 422, "it waits no longer");
    desk.office.in_order();
}

fn no_day_is_told_that_nobody_promised(backend: Backend) {
    let desk = Desk::open(backend, 1);
    let told =
        desk.office.database.rows("SELECT DISTINCT content FROM notice WHERE kind = 'statement_issued'");
    let (mut long, mut short) = (0, 0);
    for row in told {
        let content: Value = serde_json::from_str(row[0].as_deref().expect("filled")).expect("JSON");
        let event = content.get("statement_issued").unwrap_or(&content);
        let is_long = desk.office.database.number(&format!(
            "SELECT COUNT(*) FROM statement s JOIN order_line l ON l.order_id = s.order_id JOIN occupation o \
             ON o.id = l.occupation_id WHERE s.id = {} AND o.level IN ('college', 'intermediate')",
            event["statement"]
        ));
        let (day, within) = (&event["pay_by"], &event["pay_within"]);
        if is_long > 0 {
            long += 1;
            assert!(day.is_null() && within == 0, "{event}");
        } else {
            short += 1;
            assert!(day.is_null() != (within == 0), "one of the two: {event}");
        }
    }
    assert!(long > 0 && short > 0, "{long} {short}");
}
