//! Approval by amount, step by step: bands are set by a new version, a chain takes other eyes for each step, and the
//! database refuses what the program would.

use serde_json::json;
use tests::{
    Backend,
    course::Course,
    decision::{approved, proposed},
    office::Office,
    on_both,
    portal::Person,
};

on_both!(
    bands_govern_from_a_later_day_and_each_step_takes_another_person,
    the_database_refuses_a_step_out_of_turn_and_a_second_by_one_hand,
    a_statement_above_the_band_waits_for_the_head,
    an_approver_compares_budget_licence_and_prices,
);

const BANDS: &str = "/registry/bands";

/// Bands that govern from 3 November 2026 on, proposed and approved.
fn set_bands(office: &Office, bands: &[(&str, &str)]) {
    let mut fields =
        vec![("valid_from", "03/11/2026"), ("certainty", "assumption"), ("reason", "QĐ thử nghiệm")];
    fields.extend(bands);
    let change = proposed(&mut office.browser("administrator"), BANDS, &fields);
    approved(office, "approver", &change);
}

/// Orders above 5 million are approved by the chief accountant and the head as well.
fn tight_bands(office: &Office) {
    let bands = [
        ("subject", "order"),
        ("bands[0].above", "0"),
        ("bands[0].first", "approver"),
        ("bands[1].above", "5.000.000"),
        ("bands[1].first", "approver"),
        ("bands[1].second", "chief_accountant"),
        ("bands[1].third", "head"),
    ];
    set_bands(office, &bands);
}

fn bands_govern_from_a_later_day_and_each_step_takes_another_person(backend: Backend) {
    let office = Office::open(backend);
    let course = Course::elementary(&office.database);
    let administrator = Person::sign_in(&office.server, "administrator");
    let wrong = administrator.post(
        BANDS,
        &[
            ("subject", "order"),
            ("valid_from", "02/11/2026"),
            ("certainty", "assumption"),
            ("bands[0].above", "7"),
            ("bands[0].first", "head"),
        ],
    );
    assert_eq!(
        wrong.refused(),
        [
            "Giả định mà không ghi lý do.",
            "Mức duyệt mới có hiệu lực sớm nhất từ ngày mai.",
            "Mức đầu phải bắt đầu từ 0 đồng.",
        ]
    );
    tight_bands(&office);
    let auditor = Person::sign_in(&office.server, "auditor").get(BANDS).shown();
    assert!(
        auditor.says("5.000.000")
            && auditor.says("QĐ thử nghiệm")
            && !auditor.html.contains("<form class=\"panel")
    );

    // What is placed on the day before keeps the bands of that day.
    let before = office.client("planner").post("/orders", &course.order(3)).done().id();
    office.server.turn_to("2026-11-03");
    let order = office.client("planner").post("/orders", &course.order(3)).done().id();
    assert_eq!(
        office.client("approver").step(&format!("/orders/{before}/approval")).done().body["state"],
        json!("approved")
    );

    let approval = format!("/orders/{order}/approval");
    let early = office.client("head").step(&approval);
    assert_eq!((early.status, early.issues()), (409, vec!["state approval.turn".to_owned()]));
    let approver = Person::sign_in(&office.server, "approver");
    let home = approver.get("/").shown();
    assert!(home.html.contains("/orders?state=submitted&#38;mine=yes"), "{}", home.html);
    let approve = format!("/orders/{order}/approve");
    let page = approver.get(&format!("/orders/{order}")).shown();
    let shown = approver.fill(&page, &approve, &[("comment", "Đúng nhu cầu")]).done(&approver);
    assert!(shown.says("Đã duyệt bước này") && shown.says("Đúng nhu cầu") && shown.says("đang chờ"));
    assert!(!shown.html.contains(&approve), "who took a step is offered no other");
    let again = office.client("approver").step(&approval);
    assert_eq!((again.status, again.issues()), (409, vec!["state approval.hand".to_owned()]));
    let state = |login: &str| office.client(login).step(&approval).done().body["state"].clone();
    assert_eq!(state("chief-accountant"), json!("submitted"));
    assert_eq!(state("head"), json!("approved"));

    let view = office.client("planner").get(&format!("/orders/{order}")).done().body;
    let told: Vec<(&str, &str)> = view["events"]
        .as_array()
        .expect("events")
        .iter()
        .map(|event| {
            let text = |value: &'_ serde_json::Value| value.as_str().unwrap_or_default().to_owned();
            (text(&event["state"]["name"]["en"]).leak() as &str, text(&event["note"]).leak() as &str)
        })
        .collect();
    assert_eq!(
        told,
        [
            ("Placed and submitted", ""),
            ("Approved (approver)", "Đúng nhu cầu"),
            ("Approved (chief accountant)", ""),
            ("Approved (head of the ordering body)", ""),
        ]
    );
    office.in_order();
}

fn the_database_refuses_a_step_out_of_turn_and_a_second_by_one_hand(backend: Backend) {
    let office = Office::open(backend);
    let course = Course::elementary(&office.database);
    tight_bands(&office);
    office.server.turn_to("2026-11-03");
    let order = office.client("planner").post("/orders", &course.order(3)).done().id();
    let number = |sql: &str| office.database.number(sql);
    let user = |login: &str| number(&format!("SELECT id FROM user_account WHERE login = '{login}'"));
    let (maker, approver, head) = (user("planner"), user("approver"), user("head"));
    let entry = number("SELECT MAX(id) FROM audit_entry");
    let step = |step: i64, actor: i64, entry: i64| {
        let id = number("SELECT MAX(id) FROM approval_step") + 1;
        office.database.run(&format!(
            "INSERT INTO approval_step (id, audit_seq, subject, subject_id, step, steps, role, happened_on, actor_id, \
             made_by, note) VALUES ({id}, {entry}, 'order', {order}, {step}, 3, 'approver', '2026-11-03', {actor}, {maker}, '')"
        ))
    };
    let acted = |entry: i64, actor: i64, giver: i64| {
        let id = number("SELECT MAX(id) FROM acted_for") + 1;
        let sql = format!(
            "INSERT INTO acted_for (id, audit_seq, actor_id, giver_id) VALUES ({id}, {entry}, {actor}, {giver})"
        );
        office.database.run(&sql).expect("a row is added");
    };
    let refusal =
        Err("who prepared it or approved it before, or acts for them, may not approve it".to_owned());
    assert!(step(1, maker, entry + 1).is_err(), "the maker");
    assert_eq!(step(2, head, entry + 1), Err("the step before it was not taken".to_owned()));
    acted(entry + 2, approver, maker);
    assert_eq!(step(1, approver, entry + 2), refusal, "for the maker");
    assert_eq!(step(1, approver, entry + 3), Ok(()));
    assert!(step(2, approver, entry + 4).is_err(), "the same person again");
    acted(entry + 5, head, approver);
    assert_eq!(step(2, head, entry + 5), refusal, "for who took the step before");
    assert_eq!(step(2, head, entry + 6), Ok(()));
}

fn a_statement_above_the_band_waits_for_the_head(backend: Backend) {
    let office = Office::open(backend);
    let bands = [
        ("subject", "statement"),
        ("bands[0].above", "0"),
        ("bands[0].first", "chief_accountant"),
        ("bands[0].second", "head"),
    ];
    set_bands(&office, &bands);
    office.server.turn_to("2026-11-03");
    let course = Course::elementary(&office.database);
    let order = office.client("planner").post("/orders", &course.order(3)).done().id();
    office.client("approver").step(&format!("/orders/{order}/approval")).done();
    office.client(&course.director()).step(&format!("/orders/{order}/acceptance")).done();
    let run = office.client("accountant").step(&format!("/orders/{order}/advance")).done();
    let statement = run.body["statements"][0].as_i64().expect("a statement");
    let approval = format!("/statements/{statement}/approval");
    let posted =
        || office.database.number(&format!("SELECT COUNT(*) FROM posting WHERE statement_id = {statement}"));
    let state = |login: &str| office.client(login).step(&approval).done().body["state"].clone();
    assert_eq!(state("chief-accountant"), json!("prepared"));
    assert_eq!(posted(), 0, "nothing is posted before the last step");
    let head = Person::sign_in(&office.server, "head");
    assert!(head.get("/").shown().says("bảng thanh toán chờ duyệt"));
    let page = head.get(&format!("/statements/{statement}")).shown();
    assert!(page.says("Chuỗi duyệt"));
    let approve = format!("/statements/{statement}/approve");
    assert!(head.fill(&page, &approve, &[("comment", "Đồng ý chi")]).done(&head).says("Đồng ý chi"));
    assert!(posted() > 0);
    office.in_order();
}

fn an_approver_compares_budget_licence_and_prices(backend: Backend) {
    let office = Office::open(backend);
    let course = Course::elementary(&office.database);
    let order = office.client("planner").post("/orders", &course.order(3)).done().id();
    let view = office.client("approver").get(&format!("/orders/{order}")).done().body;
    let comparison = &view["comparison"];
    let number = |value: &serde_json::Value| value.as_i64().unwrap_or_else(|| panic!("{comparison:#}"));
    let budget = &comparison["budget"][0];
    assert_eq!(number(&budget["this_order_dong"]), 3 * course.price_dong);
    assert_eq!(
        number(&budget["amount_dong"]),
        number(&budget["committed_dong"])
            + number(&budget["reserved_dong"])
            + number(&budget["available_dong"])
    );
    let licence = &comparison["licences"][0];
    assert_eq!((number(&licence["scale"]), number(&licence["this_order"])), (course.yearly_scale, 3));
    assert_eq!(
        number(&licence["scale"]),
        number(&licence["others"]) + number(&licence["this_order"]) + number(&licence["left"])
    );
    assert_eq!(number(&comparison["prices"][0]["at_most_dong"]), course.price_dong);
    let of_planner = office.client("planner").get(&format!("/orders/{order}")).done().body;
    assert!(of_planner["comparison"].is_null(), "it is for who approves");
    let approver = Person::sign_in(&office.server, "approver");
    assert!(approver.get(&format!("/orders/{order}")).shown().says("So sánh trước khi duyệt"));
}
