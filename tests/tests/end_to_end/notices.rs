//! What people are told, end to end: a deed, the inbox, and a mail as a real server takes it, refuses it, puts it off, or
//! takes it while the program stops.

use std::{fs, thread, time::Duration};

use serde_json::json;
use tempfile::TempDir;
use tests::{
    Backend,
    course::{Course, worker},
    demo,
    mail::{MailServer, Taken},
    office::Office,
    on_both,
    portal::Person,
    server::Server,
    visitor::{Browser, Page},
};

on_both!(
    a_deed_is_told_in_the_inbox_and_by_a_mail_that_says_the_same,
    what_is_put_off_is_sent_later_and_once,
    a_mail_that_was_taken_while_the_program_stopped_comes_again_under_its_id,
    days_that_come_are_told_once,
    hours_of_a_month_are_asked_for_once_it_is_over,
    an_inbox_is_its_owners,
    a_new_invitation_goes_to_its_person_alone,
);

const TODAY: &str = "2026-11-02";

/// A portal with a mail server beside it.
struct House {
    office: Office,
    mail: MailServer,
    _folder: TempDir,
}

impl House {
    fn open(backend: Backend) -> House {
        let mail = MailServer::start("starttls");
        let settings = settings(&mail, "starttls", true, true);
        House::with(backend, mail, &settings)
    }

    fn with(backend: Backend, mail: MailServer, settings: &str) -> House {
        let folder = TempDir::new().expect("a temporary folder");
        fs::write(folder.path().join("dathang.toml"), settings).expect("a file in a new folder");
        let database = demo::copy(backend);
        // What the year left behind is not what these tests are about.
        database.run("DELETE FROM notice").expect("notices are no books");
        let server = start(&database, TODAY, &folder);
        House { office: Office { database, server }, mail, _folder: folder }
    }

    /// The program stops where it stands, and begins again on another day.
    fn begin_again(&mut self, today: &str) {
        self.office.server = start(&self.office.database, today, &self._folder);
    }

    /// Gives somebody of the demonstration an address.
    fn address(&self, login: &str, address: &str) {
        let sql = format!("UPDATE user_account SET email = '{address}' WHERE login = '{login}'");
        self.office.database.run(&sql).expect("an account is no book");
    }

    /// The order that waits for approval, and its provider's director.
    fn waiting(&self) -> (i64, String) {
        let sql = "SELECT o.id, p.code FROM orders o JOIN party p ON p.id = o.provider_id \
            WHERE NOT EXISTS (SELECT 1 FROM order_event e WHERE e.order_id = o.id AND e.state <> 'submitted') \
            ORDER BY o.id DESC LIMIT 1";
        let row = self.office.database.rows(sql).remove(0);
        let id = row[0].as_deref().and_then(|id| id.parse().ok()).expect("an id");
        (id, format!("director.{}", row[1].as_deref().expect("a code")))
    }

    /// Approved by everybody who has to, so that it is offered.
    fn approve(&self, order: i64) {
        for login in ["approver", "head"] {
            let client = self.office.client(login);
            client.step(&format!("/orders/{order}/approval"));
        }
        let sql = format!("SELECT COUNT(*) FROM order_event WHERE order_id = {order} AND state = 'approved'");
        assert_eq!(self.office.database.number(&sql), 1, "the order is approved");
    }

    fn state(&self, what: &str) -> Option<String> {
        self.office.database.value(&format!("SELECT {what} FROM outbox ORDER BY id DESC LIMIT 1"))
    }

    /// Waits until somebody was told of exactly these days.
    #[track_caller]
    fn wait_for(&self, told_of: &str, days: &str) {
        let told = || {
            let rows = self.office.database.rows(told_of).into_iter();
            let word = |row: Vec<Option<String>>| {
                let about = row[1].clone().unwrap_or_default();
                match about.split_once("within") {
                    Some((_, days)) => format!("within{days}"),
                    None => "overdue".to_owned(),
                }
            };
            rows.map(word).collect::<Vec<_>>().join(", ")
        };
        for _ in 0..300 {
            if told() == days {
                return;
            }
            thread::sleep(Duration::from_millis(100));
        }
        panic!("told of \"{}\" and not of \"{days}\": {}", told(), self.office.server.log());
    }

    #[track_caller]
    fn wait_until(&self, what: &str, is: &str) {
        for _ in 0..300 {
            if self.state(what).as_deref() == Some(is) {
                return;
            }
            thread::sleep(Duration::from_millis(100));
        }
        panic!("{what} is {:?} and not {is}: {:?}", self.state(what), self.state("answer"));
    }
}

fn start(database: &tests::database::Database, today: &str, folder: &TempDir) -> Server {
    Server::start_with(database, today, |command| {
        command
            .env("DATHANG_MAIL_PASSWORD", "a-password-of-the-tests")
            .arg("--config")
            .arg(folder.path().join("dathang.toml"));
    })
}

fn settings(mail: &MailServer, security: &str, trusted: bool, signs_in: bool) -> String {
    let authority = MailServer::authority();
    let trust =
        if trusted { format!("certificate_file = \"{}\"\n", authority.display()) } else { String::new() };
    let user = if signs_in { "user = \"dathang\"\n" } else { "" };
    format!(
        "[mail]\ntransport = \"smtp\"\nfrom = \"Dathang <dathang@bo.gov.vn>\"\nportal = \"https://dathang.example\"\n\
         host = \"localhost\"\nport = {}\nsecurity = \"{security}\"\n{user}{trust}",
        mail.port()
    )
}

fn a_deed_is_told_in_the_inbox_and_by_a_mail_that_says_the_same(backend: Backend) {
    let house = House::open(backend);
    let (order, director) = house.waiting();
    house.address(&director, "hoa@truong.edu.vn");
    house.approve(order);
    let taken = house.mail.wait_for(1);
    let mail = &taken[0];
    assert_eq!(
        (mail.to.as_str(), mail.tls, mail.user.as_deref()),
        ("hoa@truong.edu.vn", true, Some("dathang"))
    );
    assert_eq!(mail.header("From"), "Dathang <dathang@bo.gov.vn>");
    assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
    assert!(mail.header("Message-ID").ends_with("@bo.gov.vn>"));
    house.wait_until("state", "sent");
    let mut browser = house.office.browser(&director);
    let inbox = browser.get("/inbox").is(200);
    for part in ["text/plain", "text/html"] {
        let said = mail.part(part);
        assert!(said.contains(&format!("https://dathang.example/orders/{order}")), "{said}");
        for words in sentences(&inbox) {
            assert!(said.contains(&words), "the inbox says \"{words}\", and {part} does not: {said}");
        }
    }
    let subject = mail.header("Subject");
    inbox.says(&subject).says("<span class=\"count\">1<");
    only_the_addressee(&house.office, &director, mail);
    // Whoever has no address has it in the inbox; nobody else was told.
    let told = house.office.database.number("SELECT COUNT(*) FROM notice WHERE kind = 'order_offered'");
    assert_eq!(told, 1);
    let id = house.office.database.number("SELECT id FROM notice WHERE kind = 'order_offered'");
    browser.post(&format!("/inbox/{id}/read"), &[]).leads_to("/inbox");
    assert!(!browser.get("/inbox").is(200).text.contains("class=\"count\""));
    house.office.in_order();
}

/// What happened and what to do, of every notice on the page.
fn sentences(inbox: &Page) -> Vec<String> {
    let list = inbox.between("<ul class=\"notices\">", "</ul>");
    let paragraphs = list.split("<p>").skip(1).filter_map(|rest| rest.split("</p>").next());
    let found: Vec<String> = paragraphs.flat_map(|text| text.split(". ").map(str::to_owned)).collect();
    assert!(found.len() >= 2, "{found:?}");
    found
}

/// No learner, no personal id, nobody else of the house, no address of a mail but the addressee's own.
fn only_the_addressee(office: &Office, login: &str, mail: &Taken) {
    let said = format!("{}\n{}\n{}", mail.header("Subject"), mail.part("text/plain"), mail.part("text/html"));
    let sql = format!(
        "SELECT full_name FROM learner UNION SELECT personal_id FROM learner \
         UNION SELECT name FROM user_account WHERE login <> '{login}' AND role = 'learner' \
         UNION SELECT phone FROM learner_contact WHERE phone <> '' UNION SELECT login FROM user_account"
    );
    for name in office.database.rows(&sql).into_iter().flatten().flatten() {
        // Some logins are ordinary words.
        let is_word = ["head", "planner", "auditor"].contains(&name.as_str());
        assert!(is_word || !said.contains(&name), "{name} stands in {said}");
    }
    assert!(!said.contains("@truong.edu.vn"), "{said}");
}

#[test]
fn a_refusal_stops_and_the_administrator_sends_it_again() {
    let house = House::open(Backend::Sqlite);
    let (order, director) = house.waiting();
    house.address(&director, "refused@truong.edu.vn");
    house.approve(order);
    house.wait_until("state", "failed");
    assert_eq!(house.state("tries").as_deref(), Some("1"), "a refusal is not tried again");
    assert!(house.mail.taken().is_empty());
    let mut admin = house.office.browser("administrator");
    let page = admin.get("/notices").is(200).says("550").says("Không gửi được".to_lowercase().as_str());
    assert!(!page.text.contains("refused@"), "no address among a server's words");
    house.address(&director, "hoa@truong.edu.vn");
    let id = house.state("id").expect("a mail");
    admin.post(&format!("/notices/{id}/again"), &[]).leads_to("/notices?done=again");
    assert_eq!(house.mail.wait_for(1)[0].to, "hoa@truong.edu.vn");
    house.wait_until("state", "sent");
    admin.get("/notices").is(200).says("Không có thư nào chờ gửi.");
}

fn what_is_put_off_is_sent_later_and_once(backend: Backend) {
    let house = House::open(backend);
    let (order, director) = house.waiting();
    house.address(&director, "greylisted@truong.edu.vn");
    house.approve(order);
    house.wait_until("tries", "1");
    house.wait_until("CASE WHEN answer LIKE '%451%' THEN 'put off' ELSE answer END", "put off");
    thread::sleep(Duration::from_secs(5));
    assert!(house.mail.taken().is_empty(), "time stands still, so it waits");
    house.office.server.turn_to("2026-11-03");
    house.mail.wait_for(1);
    house.wait_until("state", "sent");
    thread::sleep(Duration::from_secs(5));
    assert_eq!(house.mail.taken().len(), 1);
}

fn a_mail_that_was_taken_while_the_program_stopped_comes_again_under_its_id(backend: Backend) {
    let mut house = House::open(backend);
    let (order, director) = house.waiting();
    house.address(&director, "hangs@truong.edu.vn");
    house.approve(order);
    // The server has it and says nothing; the program is ended in this moment, without a chance to tidy up.
    house.mail.wait_for(1);
    house.begin_again("2026-11-03");
    let taken = house.mail.wait_for(2);
    house.wait_until("state", "sent");
    assert_eq!(taken[0].header("Message-ID"), taken[1].header("Message-ID"));
    assert_eq!(taken[0].part("text/plain"), taken[1].part("text/plain"));
    thread::sleep(Duration::from_secs(5));
    assert_eq!(house.mail.taken().len(), 2, "and no third time");
}

fn days_that_come_are_told_once(backend: Backend) {
    let mut house = House::open(backend);
    let course = Course::elementary(&house.office.database);
    let order = running(&house.office, &course);
    // The course ends on the 8th of a month, and results are asked for from that day.
    let ends_on = course.ends_on();
    let on = |day: &str| ends_on.replace("-08", day);
    let registrar = told_of(&course.registrar(), order);
    let director = told_of(&course.director(), order);
    for (day, registrars, directors) in [
        ("-01", "within 7", ""),
        ("-02", "within 7", ""),
        ("-07", "within 7, within 1", ""),
        ("-09", "within 7, within 1, overdue", "overdue"),
        ("-10", "within 7, within 1, overdue", "overdue"),
    ] {
        house.begin_again(&on(day));
        house.wait_for(&registrar, registrars);
        // A second look on the same day, and what a second machine would do.
        thread::sleep(Duration::from_secs(3));
        house.wait_for(&registrar, registrars);
        house.wait_for(&director, directors);
    }
    let mut browser = house.office.browser(&course.registrar());
    browser.get("/inbox").is(200).says("Quá hạn báo cáo tốt nghiệp").says("còn 1 người học");
}

fn hours_of_a_month_are_asked_for_once_it_is_over(backend: Backend) {
    let mut house = House::open(backend);
    let course = Course::elementary(&house.office.database);
    let order = running(&house.office, &course);
    let (coordinator, host) =
        ("host.dn-fpt-software", "SELECT party_id FROM user_account WHERE login = 'host.dn-fpt-software'");
    let host = house.office.database.number(host).to_string();
    let cohort = house
        .office
        .database
        .number(&format!("SELECT MAX(cohort_id) FROM enrolment WHERE order_id = {order}"));
    {
        let person = Person::sign_in(&house.office.server, &course.registrar());
        let fields = [("host", host.as_str()), ("agreement", "05/TT-ĐT")];
        person.post(&format!("/orders/{order}/hosts"), &fields).done(&person);
        let placements = format!("/cohorts/{cohort}/placements");
        let form = person.get(&placements).shown();
        let fields = [("reports[0].host", host.as_str()), ("reports[0].happened_on", "09/11/2026")];
        person.fill(&form, &placements, &fields).done(&person);
    }
    let told = format!(
        "SELECT n.kind, n.about FROM notice n JOIN user_account u ON u.id = n.user_id WHERE u.login = '{coordinator}' \
         AND n.kind LIKE 'hours_%' AND n.about LIKE 'month 2026-11%' ORDER BY n.id"
    );
    for (day, days) in [
        // Due on 5 December; before the month is over nobody can report it.
        ("2026-11-30", ""),
        ("2026-12-01", "within 7"),
        ("2026-12-02", "within 7"),
        ("2026-12-04", "within 7, within 1"),
        ("2026-12-06", "within 7, within 1, overdue"),
        ("2027-01-02", "within 7, within 1, overdue"),
    ] {
        house.begin_again(day);
        thread::sleep(Duration::from_secs(3));
        house.wait_for(&told, days);
    }
    let mut browser = house.office.browser(coordinator);
    browser.get("/inbox").is(200).says("Quá hạn báo cáo giờ tháng 11/2026").says("Hạn là 05/12/2026");
}

/// Ordered, accepted, and one learner enrolled.
fn running(office: &Office, course: &Course) -> i64 {
    let order = office.client("planner").post("/orders", &course.order(1)).done().id();
    office.client("approver").step(&format!("/orders/{order}/approval")).done();
    office.client(&course.director()).step(&format!("/orders/{order}/acceptance")).done();
    let read = office.client("planner").get(&format!("/orders/{order}")).done().body;
    let cohort = read["cohorts"][0]["id"].as_i64().expect("an accepted order has a class");
    office.server.turn_to("2026-11-10");
    let learners = json!({ "learners": [worker("Trần Văn Bình", "male", 901, "2026-11-09")] });
    office.client(&course.registrar()).post(&format!("/cohorts/{cohort}/learners"), &learners).done();
    order
}

/// Which days somebody was told of, of one order.
fn told_of(login: &str, order: i64) -> String {
    format!(
        "SELECT n.kind, n.about FROM notice n JOIN user_account u ON u.id = n.user_id WHERE u.login = '{login}' \
         AND n.kind LIKE 'results%' AND n.about LIKE 'order {order} %' ORDER BY n.id"
    )
}

fn a_new_invitation_goes_to_its_person_alone(backend: Backend) {
    let house = House::open(backend);
    house.address("approver", "duyet@example.gov.vn");
    let id = house.office.database.number("SELECT id FROM user_account WHERE login = 'approver'");
    let mut admin = house.office.browser("administrator");
    let invite = |admin: &mut Browser, id: i64| admin.post(&format!("/people/{id}/invite"), &[]);
    // Whoever holds the link is that person from then on: the administrator does not see it.
    invite(&mut admin, id).leads_to(&format!("/people/{id}?done=invited_by_mail"));
    house.wait_until("state", "sent");
    let mail = house.mail.taken().remove(0);
    assert!(mail.part("text/plain").contains("/invitations/"), "{}", mail.part("text/plain"));
    let said = "SELECT content FROM notice WHERE kind = 'invited' ORDER BY id DESC LIMIT 1";
    let said = house.office.database.value(said).expect("it stands in their inbox");
    assert!(said.contains("\"again\":true"), "{said}");
    // Without an address there is no other way than the administrator's hand.
    let other = house.office.database.number("SELECT id FROM user_account WHERE login = 'planner'");
    assert!(invite(&mut admin, other).is(200).text.contains("/invitations/"));
}

fn an_inbox_is_its_owners(backend: Backend) {
    let house = House::open(backend);
    let (order, director) = house.waiting();
    house.approve(order);
    let id = house.office.database.number("SELECT id FROM notice WHERE kind = 'order_offered'");
    for login in ["planner", "administrator", &director.replace("director", "registrar"), "nguoi-hoc"] {
        let mut browser = house.office.browser(login);
        browser.post(&format!("/inbox/{id}/read"), &[]).is(404);
        browser.post("/inbox/read", &[]).is(303);
    }
    assert_eq!(
        house
            .office
            .database
            .number("SELECT COUNT(*) FROM notice WHERE kind = 'order_offered' AND read_at IS NULL"),
        1
    );
    let mut browser = house.office.browser(&director);
    browser.post("/inbox/read", &[]).leads_to("/inbox?done=notices_read");
    assert_eq!(
        house
            .office
            .database
            .number("SELECT COUNT(*) FROM notice WHERE kind = 'order_offered' AND read_at IS NULL"),
        0
    );
}

#[test]
fn a_mail_goes_by_tls_or_not_at_all() {
    for (mode, security, trusted, arrives) in [
        ("tls", "tls", true, true),
        ("plain", "none", true, true),
        // It does not say STARTTLS, and nothing is said in the open.
        ("plain", "starttls", true, false),
        // Nobody that is trusted vouches for it.
        ("starttls", "starttls", false, false),
    ] {
        let mail = MailServer::start(mode);
        let settings = settings(&mail, security, trusted, mode != "plain");
        let house = House::with(Backend::Sqlite, mail, &settings);
        let (order, director) = house.waiting();
        house.address(&director, "hoa@truong.edu.vn");
        house.approve(order);
        if arrives {
            assert_eq!(house.mail.wait_for(1)[0].tls, security == "tls", "{mode} {security}");
            house.wait_until("state", "sent");
        } else {
            house.wait_until("CASE WHEN answer <> '' THEN state ELSE '' END", "waiting");
            assert!(house.mail.taken().is_empty(), "{mode} {security}");
        }
    }
}

#[test]
fn an_invitation_comes_by_mail_and_a_sign_in_from_a_new_device_is_told() {
    let house = House::open(Backend::Sqlite);
    let mut admin = house.office.browser("administrator");
    let party = house.office.database.number("SELECT party_id FROM user_account WHERE login = 'planner'");
    let shown = admin
        .post(
            "/people",
            &[
                ("login", "hoa.nguyen"),
                ("full_name", "Nguyễn Thị Hoa"),
                ("email", "hoa@bo.gov.vn"),
                ("role", "planner"),
                ("organisation", &party.to_string()),
                ("personal_id", ""),
            ],
        )
        .is(303);
    // Nobody but the person sees the link.
    assert!(shown.location.ends_with("?done=first_invitation"), "{}", shown.location);
    let mail = house.mail.wait_for(1).remove(0);
    house.wait_until("state", "sent");
    assert_eq!(house.state("COALESCE(secret, 'none')").as_deref(), Some("none"), "the key is not kept");
    let said = mail.part("text/plain");
    let (_, key) = said.split_once("https://dathang.example/invitations/").expect("the link");
    let key = key.split_whitespace().next().unwrap_or_default();
    assert!(mail.header("To").contains("Nguyễn Thị Hoa"), "{}", mail.header("To"));
    let mut guest = Browser::new(&house.office.server);
    let password = "con meo tim di hoc";
    let fields = [("full_name", "Nguyễn Thị Hoa"), ("password", password)];
    guest.post(&format!("/invitations/{key}"), &fields).is(303);
    for _ in 0..2 {
        // Each browser is a machine of its own.
        let mut browser = Browser::new(&house.office.server);
        browser.post("/sign-in", &[("login", "hoa.nguyen"), ("password", password)]).leads_to("/");
        browser.get("/inbox").is(200);
    }
    let mail = house.mail.wait_for(2).remove(1);
    assert_eq!(mail.header("Subject"), "Đăng nhập từ thiết bị mới");
    house.office.in_order();
}

#[test]
fn each_person_says_which_mails_come_and_in_which_language() {
    let house = House::open(Backend::Sqlite);
    let (order, director) = house.waiting();
    house.address(&director, "hoa@truong.edu.vn");
    let mut browser = house.office.browser(&director);
    browser.get("/account").is(200).says("name=\"order_offered\"");
    let chosen = [("mail_language", "en"), ("order_offered", "daily"), ("statement_paid", "off")];
    browser.post("/account/notices", &chosen).leads_to("/account?done=ways");
    browser.post("/account/notices", &[("mail_language", "xx")]).is(422);
    let stranger = [("mail_language", "en"), ("order_accepted", "off")];
    browser.post("/account/notices", &stranger).is(422);
    house.approve(order);
    thread::sleep(Duration::from_secs(5));
    assert!(house.mail.taken().is_empty(), "it waits for the morning");
    house.office.server.turn_to("2026-11-03");
    let mail = house.mail.wait_for(1).remove(0);
    assert!(mail.part("text/plain").starts_with("Dear "), "{}", mail.part("text/plain"));
    assert_eq!(mail.header("Content-Language"), "en");
}
