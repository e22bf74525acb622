//! One small order all the way: placed, approved, accepted, advanced, enrolled, graduated, settled, paid, corrected.
//! Every amount is worked out here by hand from the price and the published payment terms.

use std::{fs, process::Command};

use serde_json::{Value, json};
use tempfile::TempDir;
use tests::{
    Backend,
    api::Client,
    course::{Course, result, worker},
    database::Database,
    demo, on_both, program,
    server::Server,
};

on_both!(an_order_goes_from_placement_to_payment_and_a_corrected_class_comes_back_from_the_next_statement);

/// Decomposed, as some keyboards send it; it is kept and printed composed.
const SENT: [&str; 3] =
    ["Nguye\u{302}\u{303}n Thi\u{323} Ngo\u{323}c A\u{301}nh", "Đặng Văn Hưởng", "Trần Quốc Bửu"];
const KEPT: [&str; 3] = ["Nguyễn Thị Ngọc Ánh", "Đặng Văn Hưởng", "Trần Quốc Bửu"];
const LEARNERS: i64 = 3;

/// An order under way.
struct Trip {
    database: Database,
    server: Server,
    course: Course,
    order: i64,
    cohort: i64,
}

fn an_order_goes_from_placement_to_payment_and_a_corrected_class_comes_back_from_the_next_statement(
    backend: Backend,
) {
    let trip = Trip::placed(backend);
    let price = trip.course.price_dong;
    let advance = trip.advanced();
    assert_eq!(advance, LEARNERS * price / 2, "half of the value is paid ahead");

    let enrolments = trip.enrolled();
    trip.server.turn_to("2027-01-05");
    let first = trip.settled("2026-Q4", "a fifth is due once fifteen days are studied", LEARNERS * price / 5);

    trip.server.turn_to("2027-06-01");
    trip.graduated(&enrolments);
    trip.server.turn_to("2027-07-05");
    let second = trip.settled("2027-Q2", "seven tenths are due at graduation", LEARNERS * price * 7 / 10);
    assert!(second > first);

    trip.server.turn_to("2027-07-06");
    trip.corrected(enrolments[0]);
    trip.server.turn_to("2027-10-05");
    trip.settled(
        "2027-Q3",
        "a tenth of the graduation part comes back for an average class",
        -price * 7 / 100,
    );
    trip.printed();
    trip.adds_up(advance);
    program::run(&trip.database.url(), &["verify"]).ok("verify");
}

impl Trip {
    fn client(&self, login: &str) -> Client<'_> {
        Client::sign_in(&self.server, login)
    }

    fn registrar(&self) -> Client<'_> {
        self.client(&self.course.registrar())
    }

    /// Placed, approved by somebody else, accepted by the college: then it has its class.
    fn placed(backend: Backend) -> Trip {
        let database = demo::copy(backend);
        let server = Server::start(&database, "2026-11-02");
        let course = Course::elementary(&database);
        let planner = Client::sign_in(&server, "planner");
        let tried = planner.post("/orders/gates", &course.order(LEARNERS)).done();
        assert_eq!(tried.body["passed"], json!(true), "{:#}", tried.body);
        let order = planner.post("/orders", &course.order(LEARNERS)).done().id();
        assert_eq!(state(&planner, order), "submitted");
        Client::sign_in(&server, "approver").step(&format!("/orders/{order}/approval")).done();
        assert_eq!(state(&planner, order), "approved");
        Client::sign_in(&server, &course.director()).step(&format!("/orders/{order}/acceptance")).done();
        let read = planner.get(&format!("/orders/{order}")).done().body;
        assert_eq!(read["state"]["code"], json!("accepted"));
        assert_eq!(read["value_dong"], json!(LEARNERS * course.price_dong));
        let cohort = read["cohorts"][0]["id"].as_i64().expect("an accepted order has a class");
        Trip { database, server, course, order, cohort }
    }

    /// Prepared, approved, paid; answers with the amount.
    fn advanced(&self) -> i64 {
        let path = format!("/orders/{}/advance", self.order);
        let run = self.client("accountant").step(&path).done();
        let statement = self.approved_and_paid(&run.body, "2026-11-02");
        let again = self.client("accountant").step(&path).done();
        assert_eq!((again.status, &again.body["already_settled"]), (200, &json!(true)));
        statement["totals"]["payable_dong"].as_i64().expect("an amount")
    }

    fn enrolled(&self) -> Vec<i64> {
        self.server.turn_to("2026-11-10");
        let sexes = ["female", "male", "male"];
        let learner =
            |i: usize| worker(SENT[i], sexes[i], 900 + u32::try_from(i).expect("few"), "2026-11-09");
        let drafts: Vec<Value> = (0..SENT.len()).map(learner).collect();
        let path = format!("/cohorts/{}/learners", self.cohort);
        let body = self.registrar().post(&path, &json!({ "learners": drafts })).done().body;
        let cohort = self.registrar().get(&format!("/cohorts/{}", self.cohort)).done().body;
        let mut names: Vec<&str> = cohort["learners"]["rows"]
            .as_array()
            .expect("rows")
            .iter()
            .filter_map(|row| row["full_name"].as_str())
            .collect();
        names.sort_unstable();
        let mut kept = KEPT;
        kept.sort_unstable();
        assert_eq!(names, kept);
        body["enrolments"].as_array().expect("ids").iter().filter_map(Value::as_i64).collect()
    }

    fn graduated(&self, enrolments: &[i64]) {
        let results: Vec<Value> =
            enrolments.iter().map(|id| result(*id, "8.2", "very_good", &format!("SC-{id}"))).collect();
        let report = json!({ "decision": "31/QĐ-TN/2027", "decided_on": "2027-05-31", "results": results });
        self.registrar().post(&format!("/cohorts/{}/graduation", self.cohort), &report).done();
    }

    /// Settles a period, checks the sum of its statement, and answers with it. Once more changes nothing.
    fn settled(&self, period: &str, why: &str, gross: i64) -> i64 {
        let path = format!("/orders/{}/settlements", self.order);
        let run = self.client("accountant").post(&path, &json!({ "period": period })).done();
        assert_eq!(run.status, 201);
        let id = run.body["statements"][0].as_i64().unwrap_or_else(|| panic!("{why}: {:#}", run.body));
        let prepared = self.client("accountant").get(&format!("/statements/{id}")).done().body;
        assert_eq!(prepared["totals"]["gross_dong"], json!(gross), "{why}: {prepared:#}");
        assert_eq!(prepared["totals"]["lines_add_up"], json!(true), "{prepared:#}");
        let paid_on = if period == "2026-Q4" { "2027-01-05" } else { "2027-07-05" };
        self.approved_and_paid(&run.body, paid_on);
        let again = self.client("accountant").post(&path, &json!({ "period": period })).done();
        assert_eq!((again.status, &again.body["already_settled"]), (200, &json!(true)));
        gross
    }

    /// The chief accountant approves the only statement of a run, the accountant records what the Treasury paid.
    fn approved_and_paid(&self, run: &Value, paid_on: &str) -> Value {
        let statements = run["statements"].as_array().expect("a run lists its statements");
        assert_eq!(statements.len(), 1, "{run:#}");
        let path = format!("/statements/{}", statements[0]);
        let stands = self.client("chief-accountant").step(&format!("{path}/approval")).done();
        if stands.body["state"] == json!("approved") {
            let payment = json!({ "document": format!("UNC-{}", statements[0]), "paid_on": paid_on });
            self.client("accountant").post(&format!("{path}/payment"), &payment).done();
        }
        let statement = self.client("accountant").get(&path).done().body;
        assert_eq!(statement["state"]["code"], json!("paid"));
        statement
    }

    /// The college takes the wrong result back, with the reason, and reports the right one.
    fn corrected(&self, enrolment: i64) {
        let learner =
            self.database.number(&format!("SELECT learner_id FROM enrolment WHERE id = {enrolment}"));
        let read = self.registrar().get(&format!("/learners/{learner}")).done().body;
        let facts = read["enrolments"][0]["facts"].as_array().expect("facts");
        let wrong =
            facts.iter().find(|fact| fact["kind"] == json!("graduated")).expect("the result is there");
        let retraction = json!({
            "order": self.order, "enrolment": enrolment, "happened_on": "2027-05-31",
            "kind": "retracted", "reason": "Nhập nhầm điểm tổng kết",
        });
        self.registrar()
            .post(&format!("/facts/{}/corrections?confirm=true", wrong["id"]), &retraction)
            .done();
        let right = json!({
            "decision": "31a/QĐ-TN/2027", "decided_on": "2027-05-31",
            "results": [result(enrolment, "5.4", "average", &format!("SC-{enrolment}a"))],
        });
        self.registrar().post(&format!("/cohorts/{}/graduation", self.cohort), &right).done();
    }

    /// The minutes are a PDF whose text has every name with all its accents, composed.
    fn printed(&self) {
        let folder = TempDir::new().expect("a temporary folder");
        let file = folder.path().join("minutes.pdf");
        let path = format!("/orders/{}/minutes.pdf", self.order);
        fs::write(&file, self.registrar().download(&path)).expect("a file in a new folder");
        let output = Command::new("pdftotext").arg("-layout").arg(&file).arg("-").output();
        let output = output.expect("pdftotext is not there: use tests/run, which installs poppler-utils");
        assert!(output.status.success(), "pdftotext cannot read the minutes");
        let text = String::from_utf8(output.stdout).expect("pdftotext writes UTF-8");
        let words: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for name in
            KEPT.into_iter().chain(["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"])
        {
            assert!(words.contains(name), "{name} is not in the minutes:\n{text}");
        }
    }

    /// Ordered = accepted + rejected + outstanding, and what was advanced and paid less what comes back = accepted.
    fn adds_up(&self, advance: i64) {
        let read = self.client("auditor").get(&format!("/orders/{}", self.order)).done().body;
        let of = |path: &str| {
            read.pointer(path).and_then(Value::as_i64).unwrap_or_else(|| panic!("{path}: {read:#}"))
        };
        let volume = |key: &str| of(&format!("/volume/{key}_dong"));
        assert_eq!(volume("ordered"), volume("accepted") + volume("rejected") + volume("outstanding"));
        let money = |key: &str| of(&format!("/position/{key}_dong"));
        assert_eq!(money("advanced"), advance);
        assert_eq!(money("advanced") + money("paid") - money("to_recover"), volume("accepted"));
        let price = self.course.price_dong;
        assert_eq!(volume("accepted"), LEARNERS * price * 9 / 10 - price * 7 / 100);
    }
}

fn state(client: &Client, order: i64) -> String {
    let read = client.get(&format!("/orders/{order}")).done().body;
    read["state"]["code"].as_str().expect("an order has a state").to_owned()
}
