//! An order on the pages before it runs: its gates are looked at while it is typed, and it is taken back.

use tests::{
    Backend,
    course::{Course, sent},
    office::Office,
    on_both,
    portal::Person,
};

on_both!(
    gates_are_shown_for_what_is_typed_and_nothing_is_written,
    a_cancelled_order_gives_back_its_reservation_and_its_place_under_the_licence,
);

fn gates_are_shown_for_what_is_typed_and_nothing_is_written(backend: Backend) {
    let office = Office::open(backend);
    let course = Course::elementary(&office.database);
    let planner = Person::sign_in(&office.server, "planner");
    assert!(planner.get("/orders/new").shown().html.contains("formaction=\"/orders/check\""));
    let before = office.counts();

    let good = planner.post("/orders/check", &sent(&course.typed("3"))).shown();
    assert!(!good.html.contains("<tr class=\"failed\">") && good.says("Trong quy mô được cấp phép"));
    assert!(good.html.contains("name=\"lines[0].quantity\" value=\"3\""), "what was typed is still there");
    let beyond = (course.yearly_scale + 1).to_string();
    let bad = planner.post("/orders/check", &sent(&course.typed(&beyond))).shown();
    assert!(bad.html.contains("<tr class=\"failed\">"), "{}", bad.html);
    let mut wrong = course.typed("ba");
    wrong[6].1 = "31/11/2026".to_owned();
    let problems = planner.post("/orders/check", &sent(&wrong)).refused();
    assert_eq!(problems, ["Không phải một số.", "Không phải một ngày có thật."]);

    assert_eq!(office.counts(), before);
    let registrar = Person::sign_in(&office.server, &course.registrar());
    assert_eq!(registrar.post("/orders/check", &sent(&course.typed("3"))).status, 403);
}

fn a_cancelled_order_gives_back_its_reservation_and_its_place_under_the_licence(backend: Backend) {
    let office = Office::open(backend);
    let course = Course::elementary(&office.database);
    let planner = Person::sign_in(&office.server, "planner");
    let client = office.client("planner");
    let order = client.post("/orders", &course.order(3)).done().id();
    let moved = |debit: &str, credit: &str| {
        office.database.number(&format!(
            "SELECT COALESCE(CAST(SUM(amount_dong) AS BIGINT), 0) FROM posting WHERE order_id = {order} \
             AND debit = '{debit}' AND credit = '{credit}'"
        ))
    };
    assert_eq!(moved("reserved", "available"), 3 * course.price_dong);
    office.client("approver").step(&format!("/orders/{order}/approval")).done();

    let cancel = format!("/orders/{order}/cancel");
    let page = planner.get(&format!("/orders/{order}")).shown();
    assert_eq!(planner.fill(&page, &cancel, &[]).refused(), ["Thiếu lý do."]);
    let director = Person::sign_in(&office.server, &course.director());
    assert_eq!(director.post(&cancel, &[("reason", "không nhận")]).status, 403);
    let shown = planner.fill(&page, &cancel, &[("reason", "nhu cầu thay đổi")]).done(&planner);
    assert!(shown.says("Đã hủy đơn") && shown.says("nhu cầu thay đổi"));
    assert_eq!(moved("available", "reserved"), 3 * course.price_dong);
    assert_eq!(
        director.post(&format!("/orders/{order}/accept"), &[]).status,
        422,
        "it cannot be accepted now"
    );

    let again = client.post("/orders", &course.order(3)).done().id();
    office.client("approver").step(&format!("/orders/{again}/approval")).done();
    office.client(&course.director()).step(&format!("/orders/{again}/acceptance")).done();
    let late = planner.post(&format!("/orders/{again}/cancel"), &[("reason", "muộn")]);
    assert_eq!(late.status, 422, "an accepted order is not cancelled");
    office.in_order();
}
