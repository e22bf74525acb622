//! Who may do what over the API, and what happens when it is done twice: nothing.

use serde_json::json;
use tests::{
    Backend,
    course::{Course, student},
    office::Office,
    on_both,
};

on_both!(
    a_second_settlement_of_a_period_changes_nothing,
    who_makes_may_not_approve,
    a_college_sees_nothing_of_another,
    who_is_not_signed_in_gets_nothing,
);

fn a_second_settlement_of_a_period_changes_nothing(backend: Backend) {
    let office = Office::open(backend);
    let accountant = office.client("accountant");
    let (order, _) = office.training();
    let before = office.counts();
    let answer =
        accountant.post(&format!("/orders/{order}/settlements"), &json!({ "period": "2025-Q3" })).done();
    assert_eq!((answer.status, &answer.body["already_settled"]), (200, &json!(true)));
    let all = accountant.post("/programmes/qd1446/settlements", &json!({ "period": "2025-Q4" })).done();
    assert_eq!(all.body["prepared"], json!(0), "{:#}", all.body);
    assert_eq!(office.counts(), before);
    let open = accountant.post(&format!("/orders/{order}/settlements"), &json!({ "period": "2026-Q4" }));
    assert_eq!((open.status, open.issues()), (409, vec!["state period.open".to_owned()]));
    assert_eq!(office.counts(), before);
}

fn who_makes_may_not_approve(backend: Backend) {
    let office = Office::open(backend);
    let (planner, approver) = (office.client("planner"), office.client("approver"));
    let course = Course::elementary(&office.database);
    let order = planner.post("/orders", &course.order(3)).done().id();
    let before = office.counts();
    assert_eq!(planner.step(&format!("/orders/{order}/approval")).status, 403);
    assert_eq!(approver.post("/orders", &course.order(3)).status, 403);
    let accountant = office.client("accountant");
    let statement = office.database.number("SELECT MAX(id) FROM statement");
    assert_eq!(accountant.step(&format!("/statements/{statement}/approval")).status, 403);
    assert_eq!(office.counts(), before);
    approver.step(&format!("/orders/{order}/approval")).done();
    let twice = approver.step(&format!("/orders/{order}/approval"));
    assert_eq!((twice.status, twice.issues()), (409, vec!["state order.state".to_owned()]));
    office.in_order();
}

fn a_college_sees_nothing_of_another(backend: Backend) {
    let office = Office::open(backend);
    let (order, provider) = office.training();
    let sql = format!(
        "SELECT MIN(o.id) FROM orders o WHERE o.provider_id <> (SELECT provider_id FROM orders WHERE id = {order})"
    );
    let other = office.database.number(&sql);
    let number = |sql: &str| office.database.number(&format!("{sql} {other}"));
    let learner = number("SELECT MIN(learner_id) FROM enrolment WHERE order_id =");
    let cohort = number(
        "SELECT MIN(c.id) FROM cohort c JOIN order_line l ON l.id = c.order_line_id WHERE l.order_id =",
    );
    let statement = number("SELECT MIN(id) FROM statement WHERE order_id =");
    let line = number(
        "SELECT MIN(l.id) FROM settled_line l JOIN statement s ON s.id = l.statement_id WHERE s.order_id =",
    );
    let registrar = office.client(&format!("registrar.{provider}"));
    let paths = [
        format!("/orders/{other}"),
        format!("/orders/{other}/minutes.pdf"),
        format!("/learners/{learner}"),
        format!("/cohorts/{cohort}"),
        format!("/statements/{statement}"),
        format!("/lines/{line}"),
    ];
    for path in paths {
        assert_eq!(registrar.get(&path).status, 404, "{path}");
    }
    let before = office.counts();
    let draft = json!({ "learners": [student("Trần Quốc Bửu", "male", 20, "2025-03-03")] });
    assert_eq!(registrar.post(&format!("/cohorts/{cohort}/learners"), &draft).status, 404);
    assert_eq!(office.counts(), before);
    let listed = registrar.get("/orders?size=500").done();
    let rows = listed.body["rows"].as_array().expect("rows");
    assert!(!rows.is_empty() && rows.iter().all(|row| row["id"] != json!(other)));
}

fn who_is_not_signed_in_gets_nothing(backend: Backend) {
    let office = Office::open(backend);
    let planner = office.client("planner");
    assert_eq!(planner.get("/orders").status, 200);
    // A session lasts twelve hours.
    office.server.turn_to("2026-11-03");
    assert_eq!(planner.get("/orders").status, 401);
    assert_eq!(planner.post("/orders", &Course::elementary(&office.database).order(3)).status, 401);
}
