//! What the program refuses over its API, on both databases: every fault named with its place, several at once, and
//! nothing half-written.

use serde_json::{Value, json};
use tests::{
    Backend,
    api::Client,
    course::{Course, result, student},
    database::Database,
    demo, on_both, program,
    server::Server,
    tamper,
};

on_both!(
    an_order_that_may_not_be_is_refused,
    all_faults_of_an_order_come_back_together,
    an_order_over_what_is_left_of_the_appropriation_is_refused,
    a_learner_is_enrolled_once,
    a_graduation_that_cannot_be_is_refused,
    a_second_settlement_of_a_period_changes_nothing,
    who_makes_may_not_approve,
    a_college_sees_nothing_of_another,
    who_is_not_signed_in_gets_nothing,
);

/// A running demonstration with nobody's changes in it yet, on a day after its year.
struct Office {
    database: Database,
    server: Server,
}

/// The demonstration goes on into October 2026, and time does not run backwards.
const TODAY: &str = "2026-11-02";

impl Office {
    fn open(backend: Backend) -> Office {
        let database = demo::copy(backend);
        let server = Server::start(&database, TODAY);
        Office { database, server }
    }

    fn client(&self, login: &str) -> Client<'_> {
        Client::sign_in(&self.server, login)
    }

    /// How many rows each table of the books has.
    fn counts(&self) -> Vec<(String, i64)> {
        let count = |table: String| {
            let rows = self.database.number(&format!("SELECT COUNT(*) FROM {table}"));
            (table, rows)
        };
        tamper::append_only_tables(&self.database).into_iter().map(count).collect()
    }

    /// Refused with these issues, in this order, and not a row was written.
    fn refuses(&self, client: &Client, path: &str, body: &Value, issues: &[&str]) {
        let before = self.counts();
        let answer = client.post(path, body);
        assert_eq!(answer.status, 422, "{:#}", answer.body);
        assert_eq!(answer.issues(), issues, "{:#}", answer.body);
        assert_eq!(self.counts(), before);
    }

    fn in_order(&self) {
        program::run(&self.database.url(), &["verify"]).ok("verify");
    }

    /// Id and provider of the first running order of training.
    fn training(&self) -> (i64, String) {
        let sql = "SELECT o.id, p.code FROM orders o JOIN party p ON p.id = o.provider_id \
            JOIN order_line l ON l.order_id = o.id WHERE l.grading_rules = 'year_2022' ORDER BY o.id LIMIT 1";
        let row = self.database.rows(sql).remove(0);
        (row[0].as_deref().and_then(|id| id.parse().ok()).expect("an id"), row[1].clone().expect("a code"))
    }

    /// The cohort of an order that is graded by years.
    fn cohort(&self, order: i64) -> i64 {
        self.database.number(&format!(
            "SELECT c.id FROM cohort c JOIN order_line l ON l.id = c.order_line_id \
             WHERE l.order_id = {order} AND l.grading_rules = 'year_2022' ORDER BY c.id LIMIT 1"
        ))
    }
}

fn an_order_that_may_not_be_is_refused(backend: Backend) {
    let office = Office::open(backend);
    let planner = office.client("planner");
    let course = Course::elementary(&office.database);
    let over_scale = course.yearly_scale + 1;
    office.refuses(&planner, "/orders", &course.order(over_scale), &["lines[0].quantity order.licence"]);

    let mut no_price = course.order(3);
    no_price["lines"][0]["price_decision"] = json!("");
    office.refuses(&planner, "/orders", &no_price, &["lines[0].price_decision order.price"]);

    // The price of another course is no price of this one.
    let mut wrong_price = course.order(3);
    let of_another = Course::of(&office.database, "o.level = 'continuing'");
    wrong_price["lines"][0]["price_decision"] = json!(of_another.price_decision);
    office.refuses(&planner, "/orders", &wrong_price, &["lines[0].price_decision order.price"]);

    // An enterprise retrains workers; it does not train at intermediate level, and has no licence for it.
    let intermediate = Course::of(&office.database, "o.level = 'intermediate'");
    let enterprise = office.database.number("SELECT MIN(id) FROM party WHERE kind = 'enterprise'");
    let mut by_enterprise = intermediate.order(3);
    by_enterprise["provider"] = json!(enterprise);
    by_enterprise["lines"][0]["ends_on"] = json!("2027-11-08");
    let refusals = ["lines[0].occupation order.channel", "lines[0].quantity order.condition_check"];
    office.refuses(&planner, "/orders", &by_enterprise, &refusals);

    // Nobody has voted money for 2028.
    let mut later = course.order(3);
    later["lines"][0]["starts_on"] = json!("2028-01-10");
    later["lines"][0]["ends_on"] = json!("2028-07-09");
    office.refuses(&planner, "/orders", &later, &["lines[0].quantity order.appropriation"]);
    office.in_order();
}

fn all_faults_of_an_order_come_back_together(backend: Backend) {
    let office = Office::open(backend);
    let course = Course::elementary(&office.database);
    let mut order = course.order(100_000_000);
    order["lines"][0]["ends_on"] = json!("2026-11-12");
    let mut unknown = course.line(0);
    unknown["occupation"] = json!("9999999");
    unknown["price_decision"] = json!("none");
    order["lines"].as_array_mut().expect("lines").push(unknown);
    let issues = [
        "lines[0].ends_on order.duration",
        "lines[0].quantity order.licence",
        "lines[0].quantity order.appropriation",
        "lines[1].occupation order.catalogue",
        "lines[1].quantity order.quantity",
        "lines[1].price_decision order.price",
    ];
    office.refuses(&office.client("planner"), "/orders", &order, &issues);
    let empty = json!({ "programme": "qd1446", "provider": course.provider, "lines": [] });
    office.refuses(&office.client("planner"), "/orders", &empty, &["lines order.lines"]);
}

/// Full orders of every intermediate course, one after the other, until one no longer fits.
fn an_order_over_what_is_left_of_the_appropriation_is_refused(backend: Backend) {
    let office = Office::open(backend);
    let planner = office.client("planner");
    let voted = "SELECT CAST(SUM(amount_dong) AS BIGINT) FROM appropriation WHERE code = 'qd1446-2026-092'";
    let mut left = office.database.number(voted);
    let sql = "SELECT p.id, o.code FROM approval a JOIN party p ON p.id = a.party_id AND p.kind = 'college' \
        JOIN occupation o ON o.id = a.occupation_id WHERE o.level = 'intermediate' AND a.kind = 'licence' \
        AND EXISTS (SELECT 1 FROM user_account u WHERE u.party_id = p.id AND u.role = 'registrar') ORDER BY p.id, o.code";
    for row in office.database.rows(sql) {
        let [Some(party), Some(code)] = &row[..] else { panic!("both columns are filled") };
        let course = Course::of(&office.database, &format!("p.id = {party} AND o.code = '{code}'"));
        let mut order = course.order(course.yearly_scale);
        order["lines"][0]["ends_on"] = json!("2027-11-08");
        let value = course.price_dong * course.yearly_scale;
        if value > left {
            office.refuses(&planner, "/orders", &order, &["lines[0].quantity order.appropriation"]);
            office.in_order();
            return;
        }
        planner.post("/orders", &order).done();
        left -= value;
    }
    panic!("all courses together need less than was voted: {left} đồng are left");
}

fn a_learner_is_enrolled_once(backend: Backend) {
    let office = Office::open(backend);
    let (order, provider) = office.training();
    let registrar = office.client(&format!("registrar.{provider}"));
    let path = format!("/cohorts/{}/learners", office.cohort(order));
    let first = student("Nguyễn Thị Ngọc Ánh", "female", 1, "2025-03-03");
    let twice = json!({ "learners": [first, first] });
    office.refuses(&registrar, &path, &twice, &["learners[1].personal_id enrolment.twice_in_report"]);

    registrar.post(&path, &json!({ "learners": [first] })).done();
    let again = json!({ "learners": [student("Đặng Văn Hưởng", "male", 2, "2025-03-03"), first] });
    office.refuses(&registrar, &path, &again, &["learners[1].personal_id enrolment.twice"]);

    // The same number under another name, another's sex, an impossible day, a worker among students: all at once.
    let renamed = student("Nguyễn Thị Ngọc Ánh Hồng", "female", 1, "2025-03-03");
    office.refuses(
        &registrar,
        &path,
        &json!({ "learners": [renamed] }),
        &["learners[0].personal_id enrolment.other_person", "learners[0].personal_id enrolment.twice"],
    );
    let mut worker = student("Trần Quốc Bửu", "male", 3, "2026-11-03");
    worker["kind"] = json!("worker");
    let mut nameless = student("Bửu", "male", 4, "2025-03-03");
    nameless["sex"] = json!("female");
    let answer = registrar.post(&path, &json!({ "learners": [worker, nameless] }));
    let found = answer.issues();
    for issue in [
        "learners[0].kind learner.kind",
        "learners[0].employer learner.employer",
        "learners[0].enrolled_on enrolment.future",
        "learners[0].enrolled_on enrolment.outside_course",
        "learners[1].full_name learner.name",
    ] {
        assert!(found.iter().any(|other| other == issue), "{issue} is missing in {found:?}");
    }
    assert!(found.iter().any(|issue| issue.starts_with("learners[1].sex") || issue.starts_with("learners[1].personal_id")));
    office.in_order();
}

fn a_graduation_that_cannot_be_is_refused(backend: Backend) {
    let office = Office::open(backend);
    let (order, provider) = office.training();
    let cohort = office.cohort(order);
    let registrar = office.client(&format!("registrar.{provider}"));
    let drafts: Vec<Value> =
        (10..13).map(|serial| student("Nguyễn Thị Ngọc Ánh", "female", serial, "2025-03-03")).collect();
    let enrolled =
        registrar.post(&format!("/cohorts/{cohort}/learners"), &json!({ "learners": drafts })).done();
    let ids: Vec<i64> =
        enrolled.body["enrolments"].as_array().expect("ids").iter().filter_map(Value::as_i64).collect();
    let path = format!("/cohorts/{cohort}/graduation");
    let report = |decided_on: &str, results: Vec<Value>| json!({ "decision": "12/QĐ-TN/2026", "decided_on": decided_on, "results": results });
    let good = |place: usize, certificate: &str| result(ids[place], "8.0", "very_good", certificate);
    let one = |what: Value| vec![what];

    let before = report("2025-03-03", one(good(0, "T-1")));
    office.refuses(&registrar, &path, &before, &["results[0].enrolment graduation.before_enrolment"]);
    let future = report("2026-11-03", one(good(0, "T-1")));
    office.refuses(&registrar, &path, &future, &["decided_on graduation.future"]);
    let class = report("2026-01-20", one(result(ids[0], "7.9", "very_good", "T-1")));
    office.refuses(&registrar, &path, &class, &["results[0].class graduation.class"]);

    let elsewhere =
        office.database.number(&format!("SELECT MAX(id) FROM enrolment WHERE order_id <> {order}"));
    let stranger = report("2026-01-20", one(result(elsewhere, "8.0", "very_good", "T-1")));
    office.refuses(&registrar, &path, &stranger, &["results[0].enrolment graduation.not_enrolled"]);

    let used = office.database.value(&format!(
        "SELECT c.serial FROM certificate c JOIN orders o ON o.provider_id = c.provider_id WHERE o.id = {order} LIMIT 1"
    ));
    let results =
        vec![good(0, &used.expect("the college has given certificates")), good(1, "T-2"), good(2, "T-2")];
    let issues = ["results[0].certificate certificate.used", "results[2].certificate certificate.used"];
    office.refuses(&registrar, &path, &report("2026-01-20", results), &issues);

    registrar.post(&path, &report("2026-01-20", vec![good(0, "T-1"), good(1, "T-2")])).done();
    let again = report("2026-01-20", vec![good(0, "T-3"), good(2, "T-1")]);
    let issues = ["results[0].enrolment graduation.repeated", "results[1].certificate certificate.used"];
    office.refuses(&registrar, &path, &again, &issues);
    office.in_order();
}

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
