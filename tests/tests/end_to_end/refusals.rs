//! What the program refuses over its API, on both databases: every fault named with its place, several at once, and
//! nothing half-written.

use serde_json::{Value, json};
use tests::{
    Backend,
    class::Class,
    course::{Course, result, student},
    office::Office,
    on_both,
    portal::Person,
};

on_both!(
    an_order_that_may_not_be_is_refused,
    all_faults_of_an_order_come_back_together,
    an_order_over_what_is_left_of_the_appropriation_is_refused,
    a_learner_is_enrolled_once,
    the_form_tells_what_it_cannot_read_and_what_is_wrong_besides,
    a_graduation_that_cannot_be_is_refused,
);

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

fn the_form_tells_what_it_cannot_read_and_what_is_wrong_besides(backend: Backend) {
    let class = Class::open(backend);
    let registrar = Person::sign_in(&class.office.server, &class.course.registrar());
    let form = format!("/cohorts/{}/enrol", class.cohort);
    let page = registrar.get(&form).shown();
    let before = class.office.counts();
    let typed = [
        ("learners[1].full_name", "Nguyễn An"),
        ("learners[1].birth_date", "31/02/2004"),
        ("learners[1].personal_id", "12"),
        ("learners[1].kind", "worker"),
        ("learners[1].enrolled_on", "01/01/2026"),
        ("learners[1].phone", "123"),
        ("learners[3].full_name", "Trần Bình"),
        ("learners[3].birth_date", "01/02/2015"),
        ("learners[3].sex", "male"),
        ("learners[3].personal_id", "001190400088"),
        ("learners[3].kind", "student"),
        ("learners[3].enrolled_on", "11/20/2026"),
    ];
    let told = registrar.fill(&page, &form, &typed).refused();
    let expected = [
        "Không phải một ngày có thật.",
        "Chưa chọn.",
        "Số định danh cá nhân phải có đúng 12 chữ số.",
        "Người lao động phải có nơi làm việc.",
        "Ngày nhập học ngoài thời gian của dòng đặt hàng (09/11/2026–08/05/2027).",
        "Số điện thoại phải có 10 chữ số bắt đầu bằng 0, hoặc 11 chữ số bắt đầu bằng 02 nếu là máy cố định.",
        // Of the second learner; nothing rests on the day that cannot be read.
        "Không phải một ngày có thật.",
        "Chữ số thứ 4 của số định danh không phải của giới tính nam.",
        "Thế kỷ hoặc năm sinh trong số định danh (chữ số thứ 4 đến thứ 6) khác ngày sinh đã khai.",
        "Đào tạo lại dành cho người lao động đang làm việc.",
    ];
    assert_eq!(told, expected);
    assert_eq!(class.office.counts(), before);
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
