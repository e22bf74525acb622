//! What waits on the home page: each role's own work, the most pressing first, with a way to it.

use serde_json::{Value, json};
use tests::{
    Backend,
    class::{Class, accepted},
    course::{Course, worker},
    office::Office,
    on_both,
    portal::Person,
};

on_both!(
    hours_are_due_after_a_month_and_stay_until_they_are_reported,
    results_are_due_before_they_are_overdue,
    money_waits_for_who_moves_it,
    the_administrator_sees_what_did_not_arrive,
    statements_to_approve_are_those_of_my_step,
    an_enrolment_is_previewed_in_money,
);

const HOST: &str = "host.dn-fpt-software";
const HOST_DIRECTOR: &str = "host-director.dn-fpt-software";

/// What waits for somebody, by its code.
fn waiting(office: &Office, login: &str, code: &str) -> Option<Value> {
    let home = office.client(login).get("/home").done().body;
    home["waiting"].as_array().expect("a list").iter().find(|item| item["code"] == code).cloned()
}

fn count(office: &Office, login: &str, code: &str) -> i64 {
    waiting(office, login, code).map_or(0, |item| item["count"].as_i64().expect("a number"))
}

/// A learner enrolled and placed with the host in November 2026.
fn placed(office: &Office) -> i64 {
    let course = Course::elementary(&office.database);
    let host = office.database.number(&format!("SELECT party_id FROM user_account WHERE login = '{HOST}'"));
    let order = office.client("planner").post("/orders", &course.order(3)).done().id();
    office.client("approver").step(&format!("/orders/{order}/approval")).done();
    office.client(&course.director()).step(&format!("/orders/{order}/acceptance")).done();
    let cohort = office.database.number(&format!(
        "SELECT c.id FROM cohort c JOIN order_line l ON l.id = c.order_line_id WHERE l.order_id = {order}"
    ));
    office.server.turn_to("2026-11-10");
    let learners = json!({ "learners": [worker("Lê Hoài An", "female", 1, "2026-11-09")] });
    office.client(&course.registrar()).post(&format!("/cohorts/{cohort}/learners"), &learners).done();
    let person = Person::sign_in(&office.server, &course.registrar());
    let host = host.to_string();
    let fields = [("host", host.as_str()), ("agreement", "05/TT-ĐT")];
    person.post(&format!("/orders/{order}/hosts"), &fields).done(&person);
    let placements = format!("/cohorts/{cohort}/placements");
    let form = person.get(&placements).shown();
    let fields = [("reports[0].host", host.as_str()), ("reports[0].happened_on", "09/11/2026")];
    person.fill(&form, &placements, &fields).done(&person);
    cohort
}

fn hours_are_due_after_a_month_and_stay_until_they_are_reported(backend: Backend) {
    let office = Office::open(backend);
    let cohort = placed(&office);
    let of = |code: &str| count(&office, HOST, code);
    // What the demonstration left open stands there already.
    let open = of("hours_overdue");
    office.server.turn_to("2026-12-01");
    let due = waiting(&office, HOST, "hours_due").expect("hours of November are due");
    assert_eq!(
        (due["urgency"].as_str(), due["oldest_on"].as_str()),
        (Some("due"), Some("2026-12-05")),
        "{due}"
    );
    let november = due["count"].as_i64().expect("a number");
    assert!(november >= 1);
    office.server.turn_to("2026-12-05");
    assert_eq!(of("hours_due"), november, "the day itself is in time");
    office.server.turn_to("2026-12-06");
    assert_eq!(of("hours_due"), 0);
    let overdue = of("hours_overdue");
    assert!(overdue >= november && overdue > open, "{overdue}, {november}, {open}");
    // A month later it is still there: November's hours are not forgotten for December's.
    office.server.turn_to("2027-01-02");
    assert_eq!(of("hours_overdue"), overdue);
    let coordinator = Person::sign_in(&office.server, HOST);
    let home = coordinator.get("/").shown();
    assert!(home.says("báo cáo giờ theo tháng đã quá hạn") && home.says("sắp đến hạn"), "{}", home.html);
    let hours = format!("/cohorts/{cohort}/hours/2026-11");
    let form = coordinator.get(&hours).shown();
    coordinator.fill(&form, &hours, &[("reports[0].hours", "96")]).done(&coordinator);
    assert_eq!(of("hours_overdue"), overdue - 1);
    let to_confirm = || count(&office, HOST_DIRECTOR, "hours_to_confirm");
    let waiting = to_confirm();
    assert!(waiting > 0, "what was entered waits for the director");
    let director = Person::sign_in(&office.server, HOST_DIRECTOR);
    let page = director.get(&hours).shown();
    director.fill(&page, &format!("{hours}/confirm"), &[]).done(&director);
    assert_eq!((to_confirm(), of("hours_overdue")), (waiting - 1, overdue - 1));
}

fn results_are_due_before_they_are_overdue(backend: Backend) {
    let class = Class::open(backend);
    accepted(&class, &class.registrar(), 0..3);
    let registrar = class.course.registrar();
    let of = |code: &str| count(&class.office, &registrar, code);
    // The course ends on 8 May 2027, and results are asked for from that day.
    class.office.server.turn_to("2027-04-30");
    let (due, overdue) = (of("results_due"), of("results_awaited"));
    class.office.server.turn_to("2027-05-01");
    assert_eq!((of("results_due"), of("results_awaited")), (due + 3, overdue));
    let item = waiting(&class.office, &registrar, "results_due").expect("results are due");
    assert_eq!(item["urgency"], "due");
    class.office.server.turn_to("2027-05-08");
    assert_eq!((of("results_due"), of("results_awaited")), (due + 3, overdue));
    class.office.server.turn_to("2027-05-09");
    assert_eq!((of("results_due"), of("results_awaited")), (due, overdue + 3));
}

fn money_waits_for_who_moves_it(backend: Backend) {
    let office = Office::open(backend);
    let course = Course::of(
        &office.database,
        "p.kind = 'college' AND p.id IN (SELECT d.party_id FROM party_detail d WHERE d.treasury_account <> '')",
    );
    let planner = office.client("planner");
    let order = planner.post("/orders", &course.order(2)).done().id();
    office.client("approver").step(&format!("/orders/{order}/approval")).done();
    office.client(&course.director()).step(&format!("/orders/{order}/acceptance")).done();
    office.client("accountant").step(&format!("/orders/{order}/advance")).done();
    let statement = office.database.number("SELECT MAX(id) FROM statement");
    let director = course.director();
    let invoices = count(&office, &director, "invoices_to_record");
    office.client("chief-accountant").step(&format!("/statements/{statement}/approval")).done();
    assert_eq!(count(&office, &director, "invoices_to_record"), invoices + 1);
    let at = |name: &str| format!("{name}[{statement}]");
    let amount = office
        .database
        .number(&format!("SELECT payable_dong FROM statement WHERE id = {statement}"))
        .to_string();
    let (a, b, c, d) = (at("invoice_number"), at("invoiced_on"), at("amount"), at("vat"));
    let fields = [
        (a.as_str(), "1C26TDT-901"),
        (b.as_str(), "02/11/2026"),
        (c.as_str(), amount.as_str()),
        (d.as_str(), "not_taxable"),
    ];
    let person = Person::sign_in(&office.server, &director);
    person.post(&format!("/statements/{statement}/invoice"), &fields).done(&person);
    assert_eq!(count(&office, &director, "invoices_to_record"), invoices);
    let before = count(&office, "chief-accountant", "batches_to_release");
    let accountant = Person::sign_in(&office.server, "accountant");
    let id = statement.to_string();
    accountant.post("/payments", &[("statements", id.as_str())]).done(&accountant);
    assert_eq!(count(&office, "chief-accountant", "batches_to_release"), before + 1);
    assert_eq!(count(&office, "head", "batches_to_release"), before + 1);
    let batch = office.database.number("SELECT MAX(id) FROM payment_batch");
    let chief = Person::sign_in(&office.server, "chief-accountant");
    assert!(chief.get("/").shown().html.contains("href=\"/payments/batches/"));
    let to_send = count(&office, "accountant", "batches_to_send");
    chief.post(&format!("/payments/batches/{batch}/release"), &[]).done(&chief);
    assert_eq!(count(&office, "chief-accountant", "batches_to_release"), before);
    assert_eq!(count(&office, "accountant", "batches_to_send"), to_send + 1);
}

fn the_administrator_sees_what_did_not_arrive(backend: Backend) {
    let office = Office::open(backend);
    assert!(waiting(&office, "administrator", "invitations_expired").is_none());
    let mut admin = office.browser("administrator");
    let (_, provider) = office.training();
    let party =
        office.database.number(&format!("SELECT id FROM party WHERE code = '{provider}'")).to_string();
    let fields = [
        ("login", "hoa.nguyen"),
        ("full_name", "Nguyễn Thị Hoa"),
        ("role", "registrar"),
        ("organisation", party.as_str()),
    ];
    admin.post("/people", &fields).is(200);
    assert_eq!(count(&office, "administrator", "invitations_expired"), 0, "it is still good");
    office.server.turn_to("2026-11-12");
    assert_eq!(count(&office, "administrator", "invitations_expired"), 1);
    let hoa = office.database.number("SELECT id FROM user_account WHERE login = 'hoa.nguyen'");
    let page = office.browser("administrator").get("/").is(200);
    assert!(page.text.contains(&format!("href=\"/people/{hoa}\"")), "{}", page.text);
    let failed = "INSERT INTO outbox (id, user_id, message_key, queued_at, tries, next_try_at, state, answer) \
        VALUES (990001, 1, 'k', 0, 11, 0, 'failed', '')";
    office.database.run(failed).expect("a mail that was given up");
    assert_eq!(count(&office, "administrator", "mails_failed"), 1);
}

fn statements_to_approve_are_those_of_my_step(backend: Backend) {
    let class = Class::open(backend);
    class.office.client("accountant").step(&format!("/orders/{}/advance", class.order)).done();
    let number = class.office.database.value("SELECT number FROM statement ORDER BY id DESC LIMIT 1");
    let number = number.expect("a statement");
    let lists = |login: &str| {
        Person::sign_in(&class.office.server, login)
            .get("/statements?state=prepared&mine=yes")
            .shown()
            .says(&number)
    };
    assert!(lists("chief-accountant"));
    assert!(!lists("accountant"), "it is not the accountant's step");
    let home = Person::sign_in(&class.office.server, "chief-accountant").get("/").shown();
    assert!(
        home.html.contains("/statements?state=prepared&#38;mine=yes")
            || home.html.contains("/statements?state=prepared&amp;mine=yes"),
        "{}",
        home.html
    );
}

fn an_enrolment_is_previewed_in_money(backend: Backend) {
    let class = Class::open(backend);
    let registrar = Person::sign_in(&class.office.server, &class.course.registrar());
    let path = format!("/cohorts/{}/enrol", class.cohort);
    let form = registrar.get(&path).shown();
    let fields = |born: &'static str| {
        [
            ("learners[0].full_name", "Lê Thị An"),
            ("learners[0].birth_date", born),
            ("learners[0].sex", "female"),
            ("learners[0].personal_id", "001190000801"),
            ("learners[0].kind", "worker"),
            ("learners[0].employer", "Công ty A"),
            ("learners[0].enrolled_on", "09/11/2026"),
        ]
    };
    let preview = [("sending", "preview")];
    let before = class.office.counts();
    let shown = registrar.fill(&form, &path, &[&fields("30/04/1990")[..], &preview].concat()).shown();
    assert!(shown.says("Báo cáo này sẽ thay đổi số tiền như sau"), "{}", shown.html);
    assert!(shown.html.contains("value=\"Lê Thị An\""), "what was typed is still there");
    let wrong = registrar.fill(&form, &path, &[&fields("30/04/1991")[..], &preview].concat());
    assert_eq!(wrong.refused().len(), 1, "a preview goes through every check");
    assert_eq!(class.office.counts(), before, "nothing is written");
    registrar.fill(&form, &path, &fields("30/04/1990")).done(&registrar);
    assert_eq!(class.enrolled(), 1);
}
