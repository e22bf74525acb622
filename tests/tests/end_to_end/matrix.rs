//! Who gets in where: every address that the router holds, for every role, on things of the own organisation and of
//! another. What is expected stands in `matrix.txt`, which an auditor can read. One database is enough: permission is
//! decided before it; what a refusal leaves behind on the other is asked by `permissions`.

use std::collections::BTreeSet;

use tests::{Backend, course::Course, database::Database, demo, office::Office, program, uploads::Browser};

const EXPECTED: &str = include_str!("matrix.txt");

/// As the columns stand, with the login that each has on its own side.
const ROLES: [&str; 14] = [
    "planner",
    "approver",
    "accountant",
    "chief-accountant",
    "head",
    "inspector",
    "administrator",
    "auditor",
    "registrar.{provider}",
    "director.{provider}",
    "college-accountant.{provider}",
    "host.{host}",
    "host-director.{host}",
    "nguoi-hoc",
];

/// A line of the table.
#[derive(Debug, Clone)]
struct Line {
    method: String,
    path: String,
    cells: Vec<String>,
    body: String,
}

/// Things that concern one side: an order and what hangs on it.
#[derive(Debug, Clone)]
struct Side {
    names: Vec<(&'static str, String)>,
}

/// Somebody who walks: the session's token, none for who is not signed in.
struct Walker {
    login: String,
    token: Option<String>,
}

#[test]
fn every_address_stands_in_the_table_and_no_other() {
    let printed = program::run("sqlite://nowhere.db", &["routes"]).ok("routes").stdout;
    let served: BTreeSet<&str> = printed.lines().collect();
    let lines = lines();
    let listed: BTreeSet<String> =
        lines.iter().map(|line| format!("{} {}", line.method, line.path)).collect();
    assert_eq!(listed.len(), lines.len(), "an address stands in the table twice");
    let listed: BTreeSet<&str> = listed.iter().map(String::as_str).collect();
    let missing: Vec<_> = served.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&served).collect();
    assert!(missing.is_empty(), "add a line to matrix.txt for each of {missing:#?}");
    assert!(gone.is_empty(), "matrix.txt names what is not served: {gone:#?}");
    assert!(served.len() > 80, "the router tells its routes: {}", served.len());
}

#[test]
fn every_role_gets_in_where_the_table_says_and_nowhere_else() {
    let office = Office::open(Backend::Sqlite);
    let (mut own, mut other) = sides(&office.database);
    // The administrator's deeds end this account's sessions, so it is nobody's who walks.
    let bystander =
        format!("SELECT id FROM user_account WHERE login = 'registrar.{}'", other.get("provider"));
    let bystander = office.database.number(&bystander).to_string();
    own.names.push(("people", bystander.clone()));
    other.names.push(("people", bystander));
    for side in [&mut own, &mut other] {
        let paper =
            format!("SELECT MIN(id) FROM paper WHERE kind = 'order' AND order_id = {}", side.get("order"));
        side.names.push(("paper", office.database.number(&paper).to_string()));
        side.names.push(("copy", "0".to_owned()));
        // Decided long ago: who may decide about it is told so, everybody else that it is not theirs.
        let log = "SELECT MIN(id) FROM hours_log WHERE month = '2025-10' AND cohort_id =";
        let log = office.database.number(&format!("{log} {}", side.get("cohort")));
        side.names.push(("log", log.to_string()));
        kept(&office, side);
        offered(&office, side);
    }
    drafts(&office, &mut own, &mut other);
    let walkers = walkers(&office, &own);
    let mut wrong = Vec::new();
    for line in lines() {
        let about_one = line.path.contains('{');
        let mut found = Vec::new();
        for walker in &walkers {
            let first = knock(&office, walker, &line, &own);
            // The second look is at another's thing; who is not signed in has none of their own.
            match (&walker.token, about_one) {
                (None, _) => found.push(first.to_string()),
                (Some(_), false) => found.push(format!("{first}{first}")),
                (Some(_), true) => found.push(format!("{first}{}", knock(&office, walker, &line, &other))),
            }
        }
        if found != line.cells {
            let what = format!("{} {}", line.method, line.path);
            wrong.push(format!(
                "{what:<58} {}\n{:>50} {}",
                found.join(" "),
                "expected",
                line.cells.join(" ")
            ));
        }
    }
    assert!(wrong.is_empty(), "found, and what the table says:\n{}", wrong.join("\n"));
    office.in_order();
}

/// What somebody of a side has and nobody else may touch: a workbook, a notice, a delegation, a mail that failed.
fn kept(office: &Office, side: &mut Side) {
    let database = &office.database;
    let registrar = format!("registrar.{}", side.get("provider"));
    let browser = Browser::sign_in(&office.server, &registrar);
    let list = "STT;Họ và tên;Ngày sinh;Giới tính;Số CCCD;Nơi làm việc;Ngày nhập học\r\n1;Lê Thị An;31/02/1990;Nữ;1;;\r\n";
    let to = format!("/cohorts/{}/workbooks?kind=enrolment", side.get("cohort"));
    let workbook = browser.upload(&to, "danh-sach.csv", list.as_bytes()).sent_to();
    browser.rest(&workbook);
    let workbook = workbook.trim_start_matches("/workbooks/").to_owned();
    let user = |login: &str| database.number(&format!("SELECT id FROM user_account WHERE login = '{login}'"));
    let giver = user(&registrar);
    let holder = user(&format!("director.{}", side.get("provider"))).to_string();
    let fields = [
        ("holder", holder.as_str()),
        ("begins_on", "02/11/2026"),
        ("until_day", "03/11/2026"),
        ("reason", "Nghỉ phép"),
    ];
    browser.send("/account", "/account/delegations", &fields).sent_to();
    let id = 990_000 + giver;
    let rows = [
        format!(
            "INSERT INTO notice (id, user_id, kind, about, content, told_at, way) VALUES ({id}, {giver}, 'order_accepted', \
             'order 0', '{{\"event\":\"order_accepted\",\"order\":1,\"number\":\"1\"}}', 0, 'off')"
        ),
        format!(
            "INSERT INTO outbox (id, user_id, message_key, queued_at, tries, next_try_at, state) \
             VALUES ({id}, {giver}, 'key {id}', 0, 11, 0, 'failed')"
        ),
    ];
    for row in rows {
        database.run(&row).expect("neither table is of the books");
    }
    side.names.push(("workbook", workbook));
    side.names.push(("inbox", id.to_string()));
    side.names.push(("notice", id.to_string()));
    side.names.push(("delegation", database.number("SELECT MAX(id) FROM delegation").to_string()));
}

/// An order that waits for the answer of a side's provider.
fn offered(office: &Office, side: &mut Side) {
    let course = Course::of(&office.database, &format!("p.code = '{}'", side.get("provider")));
    let order = office.client("planner").post("/orders", &course.order(1)).done().id();
    office.client("approver").step(&format!("/orders/{order}/approval")).done();
    side.names.push(("offer", order.to_string()));
}

/// A draft of the ordering body, one more to discard, and one of another ordering body.
fn drafts(office: &Office, own: &mut Side, other: &mut Side) {
    let database = &office.database;
    let draft = database.number("SELECT MAX(id) FROM order_draft");
    let copy = |id: i64, party: &str| {
        let sql = format!(
            "INSERT INTO order_draft (id, party_id, changed_by, changed_at, corrects, content) \
             SELECT {id}, {party}, changed_by, changed_at, NULL, content FROM order_draft WHERE id = {draft}"
        );
        database.run(&sql).expect("drafts are no books");
    };
    copy(990_001, "party_id");
    copy(990_002, "(SELECT id FROM party WHERE code = 'department-hue')");
    own.names.extend([("draft", draft.to_string()), ("discard", "990001".to_owned())]);
    other.names.extend([("draft", "990002".to_owned()), ("discard", "990002".to_owned())]);
}

fn lines() -> Vec<Line> {
    let rows = EXPECTED.lines().filter(|line| !line.starts_with('#') && !line.starts_with("address"));
    let line = |row: &str| {
        let (row, body) = row.split_once('|').unwrap_or((row, ""));
        let words: Vec<&str> = row.split_whitespace().collect();
        let [method, path, cells @ ..] = words.as_slice() else { panic!("not a line of the table: {row}") };
        assert_eq!(cells.len(), ROLES.len() + 1, "{row}");
        Line {
            method: (*method).to_owned(),
            path: (*path).to_owned(),
            cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
            body: body.trim().to_owned(),
        }
    };
    rows.map(line).collect()
}

/// One side with a learner whom a host has and whose settled line stands on a statement; the other of another provider,
/// without that host.
fn sides(database: &Database) -> (Side, Side) {
    let columns = "e.order_id, e.cohort_id, e.id, e.learner_id, s.id, l.id, l.part, p.code, h.code, \
        (SELECT MIN(x.id) FROM fact x WHERE x.enrolment_id = e.id AND x.kind = 'hours_delivered'), p.id";
    let tables = "settled_line l JOIN statement s ON s.id = l.statement_id \
        JOIN enrolment e ON e.id = l.enrolment_id JOIN orders o ON o.id = e.order_id \
        JOIN party p ON p.id = o.provider_id \
        JOIN fact f ON f.enrolment_id = e.id AND f.kind = 'placed' \
        JOIN hosting g ON g.order_id = o.id JOIN party h ON h.id = g.party_id \
        AND f.content LIKE '%\"host\":' || h.id || '%' AND s.party_id = o.provider_id";
    let learner = "SELECT learner_id FROM user_account WHERE role = 'learner'";
    let own = database.rows(&format!(
        "SELECT {columns} FROM {tables} WHERE e.learner_id = ({learner}) ORDER BY l.id LIMIT 1"
    ));
    let own = side(own.into_iter().next().expect("the demonstration's learner was placed and settled"));
    let other = database.rows(&format!(
        "SELECT {columns} FROM {tables} WHERE p.code <> '{}' AND e.learner_id <> ({learner}) AND NOT EXISTS \
         (SELECT 1 FROM hosting z JOIN party y ON y.id = z.party_id WHERE z.order_id = o.id AND y.code = '{}') \
         ORDER BY l.id LIMIT 1",
        own.get("provider"),
        own.get("host")
    ));
    (own, side(other.into_iter().next().expect("there are others")))
}

fn side(row: Vec<Option<String>>) -> Side {
    let keys = [
        "order",
        "cohort",
        "enrolment",
        "learner",
        "statement",
        "line",
        "part",
        "provider",
        "host",
        "fact",
        "provider_id",
    ];
    Side { names: keys.into_iter().zip(row.into_iter().map(Option::unwrap_or_default)).collect() }
}

impl Side {
    fn get(&self, key: &str) -> &str {
        self.names.iter().find(|(name, _)| *name == key).map_or("", |(_, value)| value)
    }

    fn filled(&self, text: &str) -> String {
        self.names
            .iter()
            .fold(text.to_owned(), |text, (key, value)| text.replace(&format!("{{{key}}}"), value))
    }

    /// The address with this side's things in it.
    fn address(&self, path: &str) -> String {
        let plain = path.strip_prefix("/api/v1").unwrap_or(path);
        let thing = plain.split('/').nth(1).unwrap_or_default();
        let id = match thing {
            "programmes" => "qd1446",
            "account" => self.get("delegation"),
            "audit" | "registry" | "payments" => "1",
            "orders" if plain.ends_with("/answer") => self.get("offer"),
            "drafts" if plain.ends_with("/discard") => self.get("discard"),
            things => self.get(things.trim_end_matches('s')),
        };
        let path = path
            .replace("{id}", id)
            .replace("{code}", id)
            .replace("{token}", "0000")
            .replace("{kind}", "order_offered")
            .replace("{file}", "licences.xlsx")
            .replace("{lang}", "vi")
            .replace("{month}", "2025-10");
        self.filled(&path)
    }
}

fn walkers(office: &Office, own: &Side) -> Vec<Walker> {
    let roles = ROLES.iter().map(|login| {
        let login = own.filled(login);
        Walker { token: Some(session(office, &login)), login }
    });
    roles.chain([Walker { login: String::new(), token: None }]).collect()
}

fn session(office: &Office, login: &str) -> String {
    let credentials = serde_json::json!({ "login": login, "password": demo::PASSWORD });
    let mut response =
        agent().post(office.server.url("/api/v1/session")).send_json(&credentials).expect("answers");
    let body: serde_json::Value = response.body_mut().read_json().expect("JSON");
    body["token"].as_str().unwrap_or_else(|| panic!("{login}: {body}")).to_owned()
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into()
}

/// `+` when somebody gets in, `-` when they are kept out, and what is wrong when neither may be.
fn knock(office: &Office, walker: &Walker, line: &Line, side: &Side) -> char {
    let path = side.address(&line.path);
    let what = format!("{} as {}: {} {path}", line.path, walker.login, line.method);
    // Two addresses end the session itself, so they get one of their own.
    let ends = line.path == "/sign-out" || line.method == "DELETE";
    let token = match &walker.token {
        Some(_) if ends => Some(session(office, &walker.login)),
        token => token.clone(),
    };
    let before = entries(office);
    let (status, location) = send(office, line, &path, &side.filled(&line.body), token);
    let written = entries(office) - before;
    let to_sign_in = status == 303 && location.starts_with("/sign-in") && !ends;
    let sign = match status {
        200 | 201 | 204 | 409 | 422 => '+',
        303 if !to_sign_in => '+',
        303 | 401 | 403 | 404 => '-',
        other => panic!("{what} answers {other}"),
    };
    assert!(sign == '+' || written == 0, "{what} was refused and wrote {written} entries");
    assert!(line.method != "GET" || written == 0, "{what} writes by GET");
    sign
}

fn send(office: &Office, line: &Line, path: &str, body: &str, token: Option<String>) -> (u16, String) {
    let (cookie, bearer) = match token {
        Some(token) => (format!("dathang_session={token}"), format!("Bearer {token}")),
        None => ("dathang_lang=en".to_owned(), String::new()),
    };
    let (query, body) = if body.starts_with('?') { (body, "") } else { ("", body) };
    let url = office.server.url(&format!("{path}{query}"));
    let kind = if body.starts_with('{') { "application/json" } else { "application/x-www-form-urlencoded" };
    let response = match line.method.as_str() {
        "GET" => agent().get(url).header("Cookie", cookie).header("Authorization", bearer).call(),
        "DELETE" => agent().delete(url).header("Cookie", cookie).header("Authorization", bearer).call(),
        "POST" => {
            let request = agent().post(url).header("Cookie", cookie).header("Authorization", bearer);
            request.header("Content-Type", kind).send(body)
        }
        other => panic!("nobody knows how to send {other}"),
    };
    let response = response.expect("the server answers");
    let location = response.headers().get("location").and_then(|to| to.to_str().ok()).unwrap_or_default();
    (response.status().as_u16(), location.to_owned())
}

fn entries(office: &Office) -> i64 {
    office.database.number("SELECT COUNT(*) FROM audit_entry")
}
