//! Work-study on the pages: learners are placed, a month's hours are saved at once with all faults at once, the college
//! contests, the host answers, and the money follows.

use serde_json::json;
use tests::{
    Backend,
    course::{Course, worker},
    office::Office,
    on_both,
    portal::Person,
};

on_both!(
    a_host_saves_a_month_for_everybody_placed_with_it_and_all_faults_come_at_once,
    entered_hours_count_once_somebody_else_of_the_host_confirms_them,
    contested_hours_do_not_count_until_the_host_answers_and_the_split_follows,
    a_plan_bounds_the_hours_and_never_falls_below_what_was_taught,
);

const HOST: &str = "host.dn-fpt-software";
const HOST_DIRECTOR: &str = "host-director.dn-fpt-software";

fn a_host_saves_a_month_for_everybody_placed_with_it_and_all_faults_come_at_once(backend: Backend) {
    let office = Office::open(backend);
    let course = Course::elementary(&office.database);
    let host =
        office.database.number("SELECT party_id FROM user_account WHERE login = 'host.dn-fpt-software'");
    let cohort = running(&office, &course, host);
    let registrar = Person::sign_in(&office.server, &course.registrar());
    let placements = format!("/cohorts/{cohort}/placements");

    let form = registrar.get(&placements).shown();
    let host_id = host.to_string();
    let two_faults = [
        ("reports[0].host", host_id.as_str()),
        ("reports[0].happened_on", "08/11/2026"),
        ("reports[1].host", host_id.as_str()),
        ("reports[1].happened_on", "31/12/2026"),
    ];
    let before = office.counts();
    let problems = registrar.fill(&form, &placements, &two_faults).refused();
    assert_eq!(problems, ["Trước ngày nhập học (09/11/2026).", "Ngày ở tương lai."]);
    assert_eq!(office.counts(), before, "one wrong row keeps all of them out");
    office.server.turn_to("2026-11-20");
    let registrar = Person::sign_in(&office.server, &course.registrar());
    let form = registrar.get(&placements).shown();
    let right: Vec<(String, String)> = (0..3)
        .flat_map(|row| {
            [
                (format!("reports[{row}].host"), host_id.clone()),
                (format!("reports[{row}].happened_on"), "16/11/2026".to_owned()),
            ]
        })
        .collect();
    let right: Vec<(&str, &str)> =
        right.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let shown = registrar.fill(&form, &placements, &right).done(&registrar);
    assert!(shown.says("Đã ghi nhận bố trí thực tập.") && shown.says("3 người"), "{}", shown.html);

    let hours = format!("/cohorts/{cohort}/hours/2026-11");
    let coordinator = Person::sign_in(&office.server, HOST);
    let early = coordinator.get(&hours).shown();
    assert!(early.says("Tháng chưa hết") && !early.html.contains(&format!("action=\"{hours}\"")));
    let refused = coordinator.post(&hours, &[("reports[0].hours", "8")]).status;
    assert_ne!(refused, 303, "nothing is taken before the month is over");

    office.server.turn_to("2026-12-01");
    let coordinator = Person::sign_in(&office.server, HOST);
    let form = coordinator.get(&hours).shown();
    assert!(form.says("Chưa khai người hướng dẫn"));
    let faults = [("reports[0].hours", "121"), ("reports[1].hours", "120"), ("reports[2].hours", "500")];
    let before = office.counts();
    let again = coordinator.fill(&form, &hours, &faults);
    assert!(again.html.contains("value=\"121\""), "what was typed is still there");
    let month = |hours| format!("{hours} giờ; 15 ngày có mặt trong tháng cho nhiều nhất 120 giờ.");
    assert_eq!(again.refused(), [month(121), month(500)]);
    assert_eq!(office.counts(), before);

    let good = [("reports[0].hours", "120"), ("reports[1].hours", "96"), ("reports[2].hours", "")];
    let shown = coordinator.fill(&form, &hours, &good).done(&coordinator);
    assert!(shown.says("Đã gửi giờ của tháng để xác nhận."));
    confirm(&office, &hours, &[]);
    let reported = "SELECT COUNT(*) FROM fact WHERE kind = 'hours_delivered' AND happened_on = '2026-11-30'";
    assert_eq!(office.database.number(reported), 2, "an empty row reports nothing");
    let shown = coordinator.get(&hours).shown();
    let same = coordinator.fill(&shown, &hours, &[]);
    assert_eq!(same.refused(), ["Không có giờ nào mới hoặc khác."]);
    let changed = coordinator.fill(&shown, &hours, &[("reports[0].hours", "110")]);
    assert_eq!(changed.refused().len(), 1, "reported hours change with a reason only");
    let reason = [("reports[0].hours", "110"), ("reason", "trang 12 của sổ")];
    coordinator.fill(&shown, &hours, &reason).done(&coordinator);
    confirm(&office, &hours, &[]);
    assert_eq!(office.database.number("SELECT COUNT(*) FROM fact_reason"), 1);

    let trainers = format!("/cohorts/{cohort}/trainers");
    let page = coordinator.get(&format!("/cohorts/{cohort}/work-study")).shown();
    assert_eq!(coordinator.fill(&page, &trainers, &[]).refused().len(), 3);
    let trainer = [
        ("trainer_name", "Vũ Đình Khôi"),
        ("qualification", "skill_certificate"),
        ("document", "KNN 0421/2021"),
    ];
    let shown = coordinator.fill(&page, &trainers, &trainer).done(&coordinator);
    assert!(shown.says("Vũ Đình Khôi") && shown.says("Chứng chỉ kỹ năng nghề"));
    let other = Person::sign_in(&office.server, "host.dn-viettel");
    assert_eq!(other.get(&hours).status, 404, "another enterprise sees nothing of it");
    let planner = Person::sign_in(&office.server, "planner");
    assert_eq!(planner.post(&hours, &[("reports[0].hours", "8")]).status, 403);
    office.in_order();
}

/// The host's director confirms what waits on the page of a month.
fn confirm(office: &Office, hours: &str, with: &[(&str, &str)]) {
    let director = Person::sign_in(&office.server, HOST_DIRECTOR);
    let page = director.get(hours).shown();
    let shown = director.fill(&page, &format!("{hours}/confirm"), with).done(&director);
    assert!(shown.says("Đã xác nhận giờ của tháng."), "{}", shown.html);
}

fn entered_hours_count_once_somebody_else_of_the_host_confirms_them(backend: Backend) {
    let office = Office::open(backend);
    let (cohort, enrolment, _) = june(&office);
    let hours = format!("/cohorts/{cohort}/hours/2025-06");
    let [confirming, send_back, withdraw] =
        ["confirm", "return", "withdraw"].map(|to| format!("{hours}/{to}"));
    let counts = || {
        office.database.number(&format!(
            "SELECT CAST(MAX(f.id) AS BIGINT) FROM fact f WHERE f.enrolment_id = {enrolment} AND f.kind = 'hours_delivered'"
        ))
    };
    let before = counts();
    let coordinator = Person::sign_in(&office.server, HOST);
    let director = Person::sign_in(&office.server, HOST_DIRECTOR);
    let page = coordinator.get(&hours).shown();
    let row = row_of(&page, &hours, enrolment);
    let enter = |page: &_, number: &str| {
        let fields = [(row.as_str(), number), ("reason", "đối chiếu trang 12")];
        coordinator.fill(page, &hours, &fields).done(&coordinator)
    };
    let sent = enter(&page, "20");
    assert!(sent.says("Giờ chờ nơi thực tập xác nhận") && sent.says("Đối chiếu trang 12"));
    assert_eq!(counts(), before, "entered hours are no facts");
    assert!(
        !sent.html.contains(&format!("action=\"{confirming}\"")),
        "who entered them does not confirm them"
    );
    let log = office.database.number("SELECT MAX(id) FROM hours_log").to_string();
    assert_eq!(coordinator.post(&confirming, &[("log", &log)]).status, 403);
    let again = coordinator.fill(&sent, &hours, &[]);
    assert_eq!(again.refused(), ["Không có giờ nào mới hoặc khác."], "the same list is not sent twice");

    // Who only looks sees that they wait; the month says so, and nobody else decides.
    let planner = Person::sign_in(&office.server, "planner");
    assert!(planner.get(&hours).shown().says("Chưa được tính"));
    assert!(planner.get(&format!("/cohorts/{cohort}/work-study")).shown().says("Chờ xác nhận 1"));
    let other = Person::sign_in(&office.server, "host-director.dn-viettel");
    assert_ne!(other.post(&confirming, &[("log", &log)]).status, 303);

    // Sent back with a reason, mended, sent again, replaced, withdrawn.
    let page = director.get(&hours).shown();
    assert_eq!(director.fill(&page, &send_back, &[]).refused(), ["Chưa ghi vì sao trả lại."]);
    director.fill(&page, &send_back, &[("note", "sổ ghi 24 giờ")]).done(&director);
    let stale = director.fill(&page, &confirming, &[]);
    assert_eq!(stale.refused(), ["Giờ này không còn chờ xác nhận."]);
    let page = coordinator.get(&hours).shown();
    assert!(page.says("Sổ ghi 24 giờ") && page.says("Giờ bị trả lại để sửa"));
    let typed = page.fields(&hours).into_iter().find(|(name, _)| *name == row).expect("the row is there");
    assert_eq!(typed.1, "20", "what was entered is still there to be mended");
    let page = enter(&page, "24");
    let page = enter(&page, "25");
    coordinator.fill(&page, &withdraw, &[]).done(&coordinator);
    assert_eq!(counts(), before);
    let states = office.database.rows("SELECT state FROM hours_log_event ORDER BY id DESC LIMIT 3");
    let states: Vec<_> = states.iter().map(|row| row[0].as_deref().unwrap_or_default()).collect();
    assert_eq!(states, ["withdrawn", "replaced", "returned"]);

    // Confirmed: a fact, once, of the host; a preview before it writes nothing.
    let page = coordinator.get(&hours).shown();
    let told = || {
        let unread = "SELECT COUNT(*) FROM notice WHERE kind = 'hours_entered' AND read_at IS NULL \
            AND user_id IN (SELECT id FROM user_account WHERE login = '{}')";
        office.database.number(&unread.replace("{}", HOST_DIRECTOR))
    };
    let unread = told();
    enter(&page, "24");
    assert_eq!(told(), unread + 1);
    let page = director.get(&hours).shown();
    let entries = office.counts();
    let previewed = director.fill(&page, &confirming, &[("sending", "preview")]).shown();
    assert!(previewed.html.contains("id=\"effect\""));
    assert_eq!(office.counts(), entries, "a preview writes nothing");
    confirm(&office, &hours, &[("confirm", "yes")]);
    assert!(counts() > before);
    assert_eq!(told(), unread, "who confirmed need not read that they should");
    let by_one_hand = "INSERT INTO hours_log_event (id, audit_seq, log_id, state, happened_on, actor_id, entered_by, note) \
        VALUES (999999, 1, (SELECT MIN(id) FROM hours_log), 'confirmed', '2026-11-10', 5, 5, '')";
    assert!(office.database.run(by_one_hand).is_err(), "the database refuses one person's two steps");
    // A host's hours come no other way.
    let single = json!({"reports": [{"enrolment": enrolment, "happened_on": "2025-06-30", "kind": "hours_delivered",
        "place": "enterprise", "hours": 8}]});
    let refused = office.client(HOST).post("/orders/1/reports", &single);
    assert_eq!(refused.status, 422, "hours at an enterprise are entered by the month");
    office.in_order();
}

/// The name of a learner's hours in the form of a month.
fn row_of(page: &tests::portal::Page, hours: &str, enrolment: i64) -> String {
    let fields = page.fields(hours);
    let mine = fields.iter().find(|(name, id)| name.ends_with(".enrolment") && *id == enrolment.to_string());
    mine.expect("the learner has a row").0.replace(".enrolment", ".hours")
}

/// A running order of three learners with a host and its class.
fn running(office: &Office, course: &Course, host: i64) -> i64 {
    let order = office.client("planner").post("/orders", &course.order(3)).done().id();
    office.client("approver").step(&format!("/orders/{order}/approval")).done();
    office.client(&course.director()).step(&format!("/orders/{order}/acceptance")).done();
    let sql = format!(
        "SELECT c.id FROM cohort c JOIN order_line l ON l.id = c.order_line_id WHERE l.order_id = {order}"
    );
    let cohort = office.database.number(&sql);
    office.server.turn_to("2026-11-10");
    let learners: Vec<_> = [("Lê Hoài An", 1), ("Trần Văn Bình", 2), ("Đặng Thị Hằng", 3)]
        .into_iter()
        .map(|(name, serial)| worker(name, "female", serial, "2026-11-09"))
        .collect();
    let registrar = office.client(&course.registrar());
    registrar.post(&format!("/cohorts/{cohort}/learners"), &json!({ "learners": learners })).done();
    let person = Person::sign_in(&office.server, &course.registrar());
    let host = host.to_string();
    let fields = [("host", host.as_str()), ("agreement", "05/TT-ĐT")];
    person.post(&format!("/orders/{order}/hosts"), &fields).done(&person);
    cohort
}

/// The class of the first order, a learner in it for whom the host was paid, and the host's hours of June 2025.
fn june(office: &Office) -> (i64, i64, String) {
    let row = office.database.rows(
        "SELECT e.cohort_id, e.id, f.id FROM enrolment e JOIN fact f ON f.enrolment_id = e.id \
         WHERE e.order_id = 1 AND f.kind = 'hours_delivered' AND f.happened_on = '2025-06-30' \
             AND f.reporter_id = (SELECT party_id FROM user_account WHERE login = 'host.dn-fpt-software') \
             AND EXISTS (SELECT 1 FROM settled_line s WHERE s.enrolment_id = e.id AND s.payee_id = f.reporter_id \
                 AND s.amount_dong > 0) \
             AND NOT EXISTS (SELECT 1 FROM fact a WHERE a.enrolment_id = e.id AND a.kind = 'annulled') \
         ORDER BY e.id LIMIT 1",
    );
    let row = row.into_iter().next().expect("somebody in the first order was hosted and paid for");
    let number = |i: usize| row[i].as_deref().and_then(|id: &str| id.parse().ok()).expect("an id");
    (number(0), number(1), row[2].clone().expect("an id"))
}

fn contested_hours_do_not_count_until_the_host_answers_and_the_split_follows(backend: Backend) {
    let office = Office::open(backend);
    let (cohort, enrolment, fact) = june(&office);
    let provider = office
        .database
        .value("SELECT p.code FROM orders o JOIN party p ON p.id = o.provider_id WHERE o.id = 1");
    let registrar_login = format!("registrar.{}", provider.expect("a provider"));
    let registrar = Person::sign_in(&office.server, &registrar_login);
    let hours = format!("/cohorts/{cohort}/hours/2025-06");
    let contest = format!("{hours}/contest");

    let page = registrar.get(&hours).shown();
    assert!(page.ticks("contested").contains(&fact), "the host's hours can be ticked");
    assert_eq!(
        registrar.fill(&page, &contest, &[("contest_reason", "x")]).refused(),
        ["Chưa chọn giờ nào để phản đối."]
    );
    let no_reason = registrar.fill(&page, &contest, &[("contested", &fact)]);
    assert_eq!(no_reason.refused(), ["Thiếu lý do phản đối."]);
    let before = office.counts();
    let fields = [("contested", fact.as_str()), ("contest_reason", "sổ ghi 20 giờ")];
    let preview = [fields[0], fields[1], ("sending", "preview")];
    let previewed = registrar.fill(&page, &contest, &preview).shown();
    assert!(previewed.says("chưa có gì được ghi") && previewed.html.contains("id=\"effect\""));
    assert_eq!(office.counts(), before, "a preview writes nothing");
    let confirmed = [fields[0], fields[1], ("confirm", "yes")];
    let shown = registrar.fill(&page, &contest, &confirmed).done(&registrar);
    assert!(shown.says("Sổ ghi 20 giờ") && !shown.ticks("contested").contains(&fact));

    // Unanswered at the end of the quarter: the host gives its share of those hours back, and the college gets it.
    office.server.turn_to("2027-01-05");
    let accountant = office.client("accountant");
    accountant.post("/orders/1/settlements", &json!({ "period": "2026-Q4" })).done();
    let of = |payee: &str| {
        office.database.number(&format!(
            "SELECT COALESCE(CAST(SUM(s.amount_dong) AS BIGINT), 0) FROM settled_line s \
             JOIN statement t ON t.id = s.statement_id WHERE t.period = '2026-Q4' AND t.order_id = 1 \
             AND s.enrolment_id = {enrolment} AND s.payee_id {payee}"
        ))
    };
    let host = "= (SELECT party_id FROM user_account WHERE login = 'host.dn-fpt-software')";
    assert!(of(host) < 0, "the host gives back {}", of(host));
    assert_eq!(of(host), -of("= (SELECT provider_id FROM orders WHERE id = 1)"));

    let coordinator = Person::sign_in(&office.server, HOST);
    let page = coordinator.get(&hours).shown();
    assert!(page.says("Trường phản đối") && page.says("sổ ghi 20 giờ"));
    let fields = page.fields(&hours);
    let row = row_of(&page, &hours, enrolment);
    let empty = fields.iter().find(|(name, _)| *name == row).expect("the row has hours");
    assert_eq!(empty.1, "", "a contested row is empty until somebody answers it");
    assert_eq!(coordinator.fill(&page, &hours, &[(&row, "20")]).refused().len(), 1, "an answer says why");
    coordinator.fill(&page, &hours, &[(&row, "20"), ("reason", "đã đối chiếu")]).done(&coordinator);
    confirm(&office, &hours, &[("confirm", "yes")]);

    let registrar = Person::sign_in(&office.server, &registrar_login);
    let page = registrar.get(&hours).shown();
    assert!(page.says("đã trả lời phản đối") && page.says("Đã đối chiếu"));
    let answer = office.database.value(&format!(
        "SELECT MAX(id) FROM fact WHERE enrolment_id = {enrolment} AND happened_on = '2025-06-30'"
    ));
    let answer = answer.expect("the answer is a fact");
    let again = [("contested", answer.as_str()), ("contest_reason", "vẫn sai")];
    let problems = registrar.fill(&page, &contest, &again).refused();
    assert_eq!(problems, ["Nơi thực tập đã trả lời phản đối về giờ này."]);
    office.in_order();
}

fn a_plan_bounds_the_hours_and_never_falls_below_what_was_taught(backend: Backend) {
    let office = Office::open(backend);
    let (cohort, enrolment, _) = june(&office);
    let code = office
        .database
        .value("SELECT p.code FROM orders o JOIN party p ON p.id = o.provider_id WHERE o.id = 1")
        .expect("a provider");
    let registrar = Person::sign_in(&office.server, &format!("registrar.{code}"));
    let plan = format!("/cohorts/{cohort}/plan");
    let overview = registrar.get(&format!("/cohorts/{cohort}/work-study")).shown();
    assert!(overview.says("Chưa có kế hoạch"));
    let low = registrar.fill(&overview, &plan, &[("hours_college", "10"), ("hours_enterprise", "10")]);
    assert_eq!(low.refused().len(), 2, "both places are named at once");
    let planned = [("hours_college", "1200"), ("hours_enterprise", "1400")];
    let shown = registrar.fill(&overview, &plan, &planned).done(&registrar);
    assert!(shown.says("1.200 + 1.400"));
    assert_eq!(office.database.number("SELECT COUNT(*) FROM hours_plan"), 1);

    // The plan now leaves what was taught and nothing more.
    let coordinator = Person::sign_in(&office.server, HOST);
    let hours = format!("/cohorts/{cohort}/hours/2025-06");
    let page = coordinator.get(&hours).shown();
    assert!(page.says("trên kế hoạch 1.400"));
    let most = office.database.rows(&format!(
        "SELECT content FROM fact WHERE enrolment_id = {enrolment} AND kind = 'hours_delivered'"
    ));
    let at = |place: &str| -> i64 {
        let of =
            most.iter().filter_map(|row| serde_json::from_str::<serde_json::Value>(row[0].as_deref()?).ok());
        of.filter(|fact| fact["place"] == place).filter_map(|fact| fact["hours"].as_i64()).sum()
    };
    assert!(at("enterprise") > 0 && at("college") > 0);
    let row = row_of(&page, &hours, enrolment);
    let too_many = [(row.as_str(), "241"), ("reason", "sửa")];
    let problems = coordinator.fill(&page, &hours, &too_many).refused();
    assert_eq!(problems, ["241 giờ; 30 ngày có mặt trong tháng cho nhiều nhất 240 giờ."]);
    office.in_order();
}
