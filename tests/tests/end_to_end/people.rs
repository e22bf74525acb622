//! Accounts through the front door: invited, signed in, locked out, delegated, deactivated; and who looked at whom.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha1::Sha1;
use tests::{
    Backend,
    api::Client,
    course::Course,
    demo::PASSWORD,
    office::Office,
    on_both,
    visitor::{Browser, Page},
};

on_both!(
    who_is_invited_sets_a_password_and_signs_in,
    a_deactivated_account_opens_nothing,
    an_organisation_is_added_with_its_people,
    people_stand_by_their_given_names,
    too_many_wrong_tries_wait_and_nobody_else_does,
    a_one_time_code_counts_once_and_a_recovery_code_stands_in,
    the_key_of_an_authenticator_is_sealed_and_an_old_one_at_its_next_use,
    sessions_are_seen_and_ended,
    a_delegation_makes_one_pair_of_eyes_of_two_people,
    the_database_refuses_what_a_delegation_would_hide,
    a_look_at_a_personal_id_is_recorded_and_seen_by_the_learner,
    a_learner_sees_themselves_and_nobody_else,
);

const PHRASE: &str = "con mèo tím đi học nghề";

fn invite(admin: &mut Browser, login: &str, role: &str, party: i64) -> Page {
    let party = party.to_string();
    let fields =
        [("login", login), ("full_name", "Nguyễn Thị Hoa"), ("role", role), ("organisation", party.as_str())];
    admin.post("/people", &fields)
}

/// The way from the link on the page, without the host.
fn link(page: &Page) -> String {
    format!("/invitations/{}", page.between("/invitations/", "</code>"))
}

fn party(office: &Office, code: &str) -> i64 {
    office.database.number(&format!("SELECT id FROM party WHERE code = '{code}'"))
}

fn who_is_invited_sets_a_password_and_signs_in(backend: Backend) {
    let office = Office::open(backend);
    let (_, provider) = office.training();
    let provider = party(&office, &provider);
    let mut admin = office.browser("administrator");
    invite(&mut admin, "hoa.nguyen", "planner", provider).is(422).says("Đơn vị này không có vai trò đó.");
    invite(&mut admin, "planner", "registrar", provider).is(422).says("Tên đăng nhập đã có người dùng.");
    let page = invite(&mut admin, "hoa.nguyen", "registrar", provider).is(200);
    let link = link(&page);
    let mut hoa = Browser::new(&office.server);
    let take = |hoa: &mut Browser, password: &str| {
        hoa.post(&link, &[("full_name", "Nguyễn Thị Hoa"), ("password", password)])
    };
    hoa.get(&link).is(200).says("Nguyễn Thị Hoa");
    take(&mut hoa, "password123").is(422).says("danh sách mật khẩu đã bị lộ");
    take(&mut hoa, "ngắn").is(422).says("ngắn hơn 10 ký tự");
    take(&mut hoa, "nguyễn thị hoa").is(422).says("họ tên");
    take(&mut hoa, PHRASE).leads_to("/sign-in?done=joined");
    take(&mut hoa, PHRASE).is(404);
    // The keyboard of a Mac sends the same letters in pieces.
    let in_pieces = "con me\u{300}o ti\u{301}m \u{111}i ho\u{323}c nghe\u{302}\u{300}";
    hoa.post("/sign-in", &[("login", "hoa.nguyen"), ("password", in_pieces)]).leads_to("/");
    hoa.get("/orders").is(200);
    hoa.get("/people").is(403);
    let log = office.server.log();
    assert!(!log.contains("invitations"), "{log}");
    office.in_order();
}

fn a_deactivated_account_opens_nothing(backend: Backend) {
    let office = Office::open(backend);
    let mut admin = office.browser("administrator");
    let mut planner = office.browser("planner");
    let id = office.database.number("SELECT id FROM user_account WHERE login = 'planner'");
    let me = office.database.number("SELECT id FROM user_account WHERE login = 'administrator'");
    let deed = |id: i64, deed: &str| format!("/people/{id}/{deed}");
    admin.post(&deed(id, "deactivate"), &[("reason", "")]).is(422).says("Thiếu lý do.");
    admin.post(&deed(me, "deactivate"), &[("reason", "x")]).is(422).says("Đây là tài khoản của chính bạn.");
    admin
        .post(&deed(id, "deactivate"), &[("reason", "QĐ 12/2026")])
        .leads_to(&format!("/people/{id}?done=deactivated"));
    planner.get("/orders").leads_to("/sign-in?next=%2Forders");
    let wrong = planner.post("/sign-in", &[("login", "planner"), ("password", PASSWORD)]);
    wrong.is(422).says("Tên đăng nhập hoặc mật khẩu không đúng.");
    admin.post(&deed(id, "reactivate"), &[]).leads_to(&format!("/people/{id}?done=reactivated"));
    office.browser("planner").get("/orders").is(200);
    admin.get(&format!("/people/{id}")).is(200).says("QĐ 12/2026").says("Cho hoạt động lại");
    // A new invitation ends the password that somebody may have learnt.
    let page = admin.post(&deed(id, "invite"), &[]).is(200);
    planner.post("/sign-in", &[("login", "planner"), ("password", PASSWORD)]).is(422);
    let taken = planner.post(&link(&page), &[("full_name", "Trần An"), ("password", PHRASE)]);
    taken.leads_to("/sign-in?done=joined");
    planner.post("/sign-in", &[("login", "planner"), ("password", PHRASE)]).leads_to("/");
    office.in_order();
}

fn people_stand_by_their_given_names(backend: Backend) {
    let office = Office::open(backend);
    let party =
        office.database.number("SELECT party_id FROM user_account WHERE login = 'planner'").to_string();
    let mut admin = office.browser("administrator");
    for (login, name) in
        [("y", "Nguyễn Văn Ý"), ("a", "Trần Thị Ánh"), ("d", "Bùi Đức"), ("b", "Vũ Thị Bình")]
    {
        let login = format!("ten.{login}");
        let fields = [
            ("login", login.as_str()),
            ("full_name", name),
            ("role", "approver"),
            ("organisation", party.as_str()),
        ];
        admin.post("/people", &fields).is(200);
    }
    let in_order = |page: &Page| {
        let at = |name: &str| page.text.find(name).unwrap_or_else(|| panic!("{name} is listed"));
        let places = ["Trần Thị Ánh", "Vũ Thị Bình", "Bùi Đức", "Nguyễn Văn Ý"].map(at);
        assert!(places.is_sorted(), "{places:?}");
    };
    let found = admin.post("/people/search", &[("q", "ten.")]).is(303).location;
    assert!(
        found.starts_with("/people?q=v1") && !found.contains("ten."),
        "no name stands in an address: {found}"
    );
    in_order(&admin.get(&found).is(200));
    // Those to whom a role can be handed as well.
    in_order(&office.browser("planner").get("/account").is(200));
}

fn an_organisation_is_added_with_its_people(backend: Backend) {
    let office = Office::open(backend);
    let mut admin = office.browser("administrator");
    let add = |admin: &mut Browser, code: &str, tax: &str| {
        let fields = [
            ("organisation_code", code),
            ("organisation_kind", "college"),
            ("organisation_name", "Trường Cao đẳng Thử Nghiệm"),
            ("parent", "UBND thành phố Huế"),
            ("tax_code", tax),
        ];
        admin.post("/people/organisations", &fields)
    };
    add(&mut admin, "ordering-body", "123").is(422).says("hoặc đã có").says("Mã số thuế");
    add(&mut admin, "cd-thu-nghiem", "").leads_to("/people?done=organisation");
    let college = party(&office, "cd-thu-nghiem");
    invite(&mut admin, "giam.doc", "director", college).is(200);
    let found = admin.post("/people/search", &[("q", "thu nghiem"), ("role", "director")]).is(303).location;
    admin.get(&found).is(200).says("giam.doc").says("Trường Cao đẳng Thử Nghiệm");
    office.in_order();
}

fn too_many_wrong_tries_wait_and_nobody_else_does(backend: Backend) {
    let office = Office::open(backend);
    let mut planner = Browser::new(&office.server);
    let mut knock =
        |login: &str, password: &str| planner.post("/sign-in", &[("login", login), ("password", password)]);
    for _ in 0..8 {
        assert_eq!(knock("planner", "sai mật khẩu").status, 422);
        assert_eq!(knock("nobody-has-this", "sai mật khẩu").status, 422);
    }
    // A login that nobody has waits alike, and the right password opens nothing while it waits.
    knock("planner", PASSWORD).is(429).says("tạm khóa");
    knock("nobody-has-this", PASSWORD).is(429).says("tạm khóa");
    office.browser("approver").get("/orders").is(200);
    let refused = Client::try_sign_in(&office.server, &json!({ "login": "planner", "password": PASSWORD }));
    assert_eq!((refused.status, refused.body["code"].as_str()), (429, Some("wait")));
    office.server.turn_to("2026-11-03");
    let mut planner = office.browser("planner");
    let page = planner.get("/account").is(200);
    assert_eq!(page.text.matches("Sai mật khẩu").count(), 8, "{}", page.text);
    assert!(!office.server.log().contains("planner"), "{}", office.server.log());
}

/// The code that an authenticator shows at noon in Vietnam on 2 November 2026 (RFC 6238).
fn code(secret: &str, step: i64) -> String {
    let value = |letter: u8| match letter {
        b'A'..=b'Z' => u32::from(letter - b'A'),
        _ => u32::from(letter - b'2') + 26,
    };
    let bits: String = secret.bytes().map(|letter| format!("{:05b}", value(letter))).collect();
    let bytes: Vec<u8> = bits
        .as_bytes()
        .chunks_exact(8)
        .map(|bits| bits.iter().fold(0, |byte, bit| byte << 1 | (bit - b'0')))
        .collect();
    let mut mac = Hmac::<Sha1>::new_from_slice(&bytes).expect("any key");
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[19] & 15);
    let number =
        hash[at..at + 4].iter().fold(0u64, |number, byte| number << 8 | u64::from(*byte)) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

/// The server's clock begins at noon and runs on; tries the steps that it may have reached since.
fn with_code(secret: &str, after: i64, mut send: impl FnMut(&str) -> Page) -> (i64, Page) {
    let noon = 1_793_595_600 / 30;
    for step in (after + 1).max(noon)..noon + 20 {
        let page = send(&code(secret, step));
        if page.status != 422 {
            return (step, page);
        }
    }
    panic!("no code of the next ten minutes is taken");
}

fn a_one_time_code_counts_once_and_a_recovery_code_stands_in(backend: Backend) {
    let office = Office::open(backend);
    let mut planner = office.browser("planner");
    planner.post("/account/codes", &[]).leads_to("/account");
    let page = planner.get("/account").is(200).says("<svg class=\"qr\"");
    let secret = page.between("Khóa: <code>", "</code>").to_owned();
    let (step, page) =
        with_code(&secret, 0, |code| planner.post("/account/codes/confirm", &[("code", code)]));
    let recovery = page.is(200).says("Mã khôi phục").between("<li><code>", "</code>").to_owned();
    let mut again = Browser::new(&office.server);
    let knock = |again: &mut Browser| {
        again
            .post("/sign-in", &[("login", "planner"), ("password", PASSWORD)])
            .leads_to("/sign-in/code?next=%2F")
    };
    knock(&mut again);
    again.get("/orders").leads_to("/sign-in?next=%2Forders");
    let used = code(&secret, step);
    again.post("/sign-in/code", &[("code", used.as_str())]).is(422).says("đã dùng");
    let send = [("code", recovery.as_str()), ("next", "/orders")];
    again.post("/sign-in/code", &send).leads_to("/orders");
    again.get("/orders").is(200);
    knock(&mut again);
    again.post("/sign-in/code", &send).is(422);
    // Another system sends the code with the password, or does not get in.
    let credentials = json!({ "login": "planner", "password": PASSWORD });
    let refused = Client::try_sign_in(&office.server, &credentials);
    assert_eq!((refused.status, refused.issues()), (422, vec!["code sign_in.code".to_owned()]));
    planner.post("/account/codes/end", &[("current_password", "sai")]).is(422);
    planner.post("/account/codes/end", &[("current_password", PASSWORD)]).leads_to("/account?done=codes_off");
    assert_eq!(Client::try_sign_in(&office.server, &credentials).status, 201);
    office.in_order();
}

fn the_key_of_an_authenticator_is_sealed_and_an_old_one_at_its_next_use(backend: Backend) {
    let office = Office::open(backend);
    let kept = |column: &str| {
        let sql = format!("SELECT {column} FROM user_account WHERE login = 'planner'");
        office.database.value(&sql).expect("a secret is kept")
    };
    let mut planner = office.browser("planner");
    planner.post("/account/codes", &[]).leads_to("/account");
    let secret = planner.get("/account").is(200).between("Khóa: <code>", "</code>").to_owned();
    let pending = kept("otp_pending");
    assert!(pending.starts_with("v1:") && !pending.contains(&secret), "{pending}");
    let (step, _) = with_code(&secret, 0, |code| planner.post("/account/codes/confirm", &[("code", code)]));
    let sealed = kept("otp_secret");
    assert!(sealed.starts_with("v1:") && !sealed.contains(&secret), "{sealed}");
    // As an earlier version kept it.
    let old =
        format!("UPDATE user_account SET otp_secret = '{secret}', otp_step = 0 WHERE login = 'planner'");
    office.database.run(&old).expect("the row of an earlier version");
    let knock = |browser: &mut Browser| {
        browser.post("/sign-in", &[("login", "planner"), ("password", PASSWORD)]);
    };
    let mut again = Browser::new(&office.server);
    knock(&mut again);
    again.post("/sign-in/code", &[("code", "000000")]).is(422);
    assert_eq!(kept("otp_secret"), secret, "a wrong code changes nothing");
    with_code(&secret, step - 2, |code| again.post("/sign-in/code", &[("code", code)])).1.leads_to("/");
    let sealed = kept("otp_secret");
    assert!(sealed.starts_with("v1:") && !sealed.contains(&secret), "{sealed}");
    // Put into another's row it opens nothing.
    let steal = format!("UPDATE user_account SET otp_secret = '{sealed}' WHERE login = 'approver'");
    office.database.run(&steal).expect("a row changed from outside");
    let mut approver = Browser::new(&office.server);
    approver.post("/sign-in", &[("login", "approver"), ("password", PASSWORD)]);
    let now = code(&secret, step + 1);
    approver.post("/sign-in/code", &[("code", now.as_str())]).is(422);
    assert!(office.server.log().contains("does not open"), "{}", office.server.log());
}

fn sessions_are_seen_and_ended(backend: Backend) {
    let office = Office::open(backend);
    let (mut here, mut there) = (office.browser("planner"), office.browser("planner"));
    let page = here.get("/account").is(200).says("Đã vào từ thiết bị mới").says("127.0.0.1");
    let key = page.between("name=\"session\" value=\"", "\"").to_owned();
    let mut approver = office.browser("approver");
    approver.post("/account/sessions/end", &[("session", key.as_str())]).is(404);
    here.post("/account/sessions/end", &[("session", key.as_str())]).leads_to("/account?done=session_ended");
    there.get("/orders").leads_to("/sign-in?next=%2Forders");
    let mut there = office.browser("planner");
    let change = |here: &mut Browser, old: &str, new: &str| {
        here.post("/account/password", &[("password", old), ("new_password", new)])
    };
    change(&mut here, "sai", PHRASE).is(422).says("Mật khẩu hiện tại không đúng.");
    change(&mut here, PASSWORD, "1234567890").is(422).says("danh sách mật khẩu đã bị lộ");
    change(&mut here, PASSWORD, PHRASE).leads_to("/account?done=password");
    there.get("/orders").leads_to("/sign-in?next=%2Forders");
    here.get("/orders").is(200);
    here.post("/sign-in", &[("login", "planner"), ("password", PASSWORD)]).is(422);
    office.in_order();
}

fn delegate(office: &Office, giver: &mut Browser, holder: &str, until: &str) -> Page {
    let holder = office.database.number(&format!("SELECT id FROM user_account WHERE login = '{holder}'"));
    let holder = holder.to_string();
    let fields = [
        ("holder", holder.as_str()),
        ("begins_on", "02/11/2026"),
        ("until_day", until),
        ("reason", "Nghỉ phép, GUQ 12"),
    ];
    giver.post("/account/delegations", &fields)
}

fn a_delegation_makes_one_pair_of_eyes_of_two_people(backend: Backend) {
    let office = Office::open(backend);
    let course = Course::elementary(&office.database);
    let (mut planner, mut approver) = (office.browser("planner"), office.browser("approver"));
    let order = office.client("planner").post("/orders", &course.order(3)).done().id();
    delegate(&office, &mut planner, &course.registrar(), "09/11/2026")
        .is(422)
        .says("đồng nghiệp cùng đơn vị");
    delegate(&office, &mut planner, "approver", "09/11/2027").is(422).says("không quá 92 ngày");
    delegate(&office, &mut planner, "approver", "09/11/2026").leads_to("/account?done=delegated");
    let id = office.database.number("SELECT MAX(id) FROM delegation").to_string();
    // In the own role as well: while it holds, neither approves what the other prepared.
    let own = "Người lập không được duyệt đơn của mình.";
    approver.post(&format!("/orders/{order}/approve"), &[]).is(422).says(own);
    approver.get("/orders/new").is(403);
    planner.post("/account/act", &[("delegation", id.as_str())]).is(404);
    approver.post("/account/act", &[("delegation", id.as_str())]).leads_to("/?done=acting");
    approver.get("/orders/new").is(200).says("(thay Cán bộ kế hoạch)");
    approver.post(&format!("/orders/{order}/approve"), &[]).is(403);
    let entries = "SELECT COUNT(*) FROM acted_for";
    let before = office.database.number(entries);
    let line = course.line(2);
    let text = |key: &str| line[key].as_str().expect("text").to_owned();
    let (occupation, decision, from, until) =
        (text("occupation"), text("price_decision"), text("starts_on"), text("ends_on"));
    let provider = course.provider.to_string();
    let fields = [
        ("programme", "qd1446"),
        ("provider", provider.as_str()),
        ("lines[0].occupation", occupation.as_str()),
        ("lines[0].mode", "continuing"),
        ("lines[0].quantity", "2"),
        ("lines[0].price_decision", decision.as_str()),
        ("lines[0].starts_on", from.as_str()),
        ("lines[0].ends_on", until.as_str()),
    ];
    assert_eq!(approver.post("/orders", &fields).status, 303);
    assert_eq!(office.database.number(entries), before + 1);
    let placed = office.database.number("SELECT MAX(id) FROM orders");
    approver.post("/account/act", &[]).leads_to("/?done=own_role");
    planner.post(&format!("/account/delegations/{id}/withdraw"), &[]).leads_to("/account?done=withdrawn");
    // What was placed through the delegation stays their own; what the planner placed alone is free again.
    approver.post(&format!("/orders/{placed}/approve"), &[]).is(422).says(own);
    approver.post(&format!("/orders/{order}/approve"), &[]).is(303);
    approver.post("/account/act", &[("delegation", id.as_str())]).is(404);
    office.in_order();
}

fn the_database_refuses_what_a_delegation_would_hide(backend: Backend) {
    let office = Office::open(backend);
    let course = Course::elementary(&office.database);
    let order = office.client("planner").post("/orders", &course.order(3)).done().id();
    let number = |sql: &str| office.database.number(sql);
    let made = number(&format!("SELECT audit_seq FROM orders WHERE id = {order}"));
    let (maker, approver) = (
        number(&format!("SELECT placed_by FROM orders WHERE id = {order}")),
        number("SELECT id FROM user_account WHERE login = 'approver'"),
    );
    let event = number("SELECT MAX(id) FROM order_event") + 1;
    let row = number("SELECT MAX(id) FROM acted_for") + 1;
    let approve = |actor: i64, entry: i64| {
        office.database.run(&format!(
            "INSERT INTO order_event (id, audit_seq, order_id, state, happened_on, actor_id, placed_by, note) \
             VALUES ({event}, {entry}, {order}, 'approved', '2026-11-02', {actor}, {maker}, '')"
        ))
    };
    let refusal = Err("who prepared it, or acts for them, may not approve it".to_owned());
    let acted = |row: i64, entry: i64, actor: i64, giver: i64| {
        let sql = format!(
            "INSERT INTO acted_for (id, audit_seq, actor_id, giver_id) VALUES ({row}, {entry}, {actor}, {giver})"
        );
        office.database.run(&sql).expect("a row is added");
    };
    // Who acts for the maker.
    acted(row, made + 1, approver, maker);
    assert_eq!(approve(approver, made + 1), refusal);
    // For whom the maker acted.
    acted(row + 1, made, maker, approver);
    assert_eq!(approve(approver, made + 2), refusal);
    assert_eq!(approve(approver + 1, made + 2), Ok(()));
}

fn a_look_at_a_personal_id_is_recorded_and_seen_by_the_learner(backend: Backend) {
    let office = Office::open(backend);
    let sql = "SELECT u.learner_id, l.personal_id, p.code FROM user_account u JOIN learner l ON l.id = u.learner_id \
        JOIN party p ON p.id = u.party_id";
    let row = office.database.rows(sql).remove(0).into_iter().flatten().collect::<Vec<_>>();
    let [learner, personal_id, provider] = &row[..] else { panic!("{row:?}") };
    let mut registrar = office.browser(&format!("registrar.{provider}"));
    let page = format!("/learners/{learner}");
    let look = format!("{page}/identity");
    let shown = registrar.get(&page).is(200);
    assert!(!shown.text.contains(personal_id.as_str()));
    shown.says(&format!("********{}", &personal_id[8..]));
    let looks = || office.database.number("SELECT COUNT(*) FROM access_record");
    let before = looks();
    let refused = registrar.post(&look, &[("look_reason", " ")]).is(422);
    assert!(!refused.text.contains(personal_id.as_str()) && looks() == before);
    registrar.post(&look, &[("look_reason", "Đối chiếu căn cước")]).is(200).says(personal_id);
    assert_eq!(looks(), before + 1);
    office.browser("accountant").post(&look, &[("look_reason", "Tò mò một chút")]).is(403);
    assert_eq!(looks(), before + 1);
    office.browser("nguoi-hoc").get("/access").is(200).says("Đối chiếu căn cước").says("Cán bộ đào tạo");
    office.browser("auditor").get("/access").is(200).says("Đối chiếu căn cước");
    registrar.get("/access").is(403);
    assert!(!office.server.log().contains(personal_id.as_str()));
    office.in_order();
}

fn a_learner_sees_themselves_and_nobody_else(backend: Backend) {
    let office = Office::open(backend);
    let me = office.database.number("SELECT learner_id FROM user_account WHERE learner_id IS NOT NULL");
    let number = |sql: &str| office.database.number(sql);
    let mut learner = office.browser("nguoi-hoc");
    learner.get("/").leads_to(&format!("/learners/{me}"));
    let page = learner.get(&format!("/learners/{me}")).is(200);
    for way in ["href=\"/orders", "href=\"/statements", "href=\"/cohorts", "href=\"/lines"] {
        assert!(!page.text.contains(way), "{way} leads nowhere for a learner");
    }
    let order = number(&format!("SELECT MIN(order_id) FROM enrolment WHERE learner_id = {me}"));
    let line = number(&format!(
        "SELECT MIN(l.id) FROM settled_line l JOIN enrolment e ON e.id = l.enrolment_id WHERE e.learner_id = {me}"
    ));
    for path in [format!("/learners/{}", me + 1), format!("/orders/{order}"), format!("/lines/{line}")] {
        learner.get(&path).is(404);
    }
    let client = office.client("nguoi-hoc");
    for (list, total) in [("/orders", "/total"), ("/statements", "/statements/total")] {
        assert_eq!(client.get(list).done().body.pointer(total), Some(&json!(0)), "{list}");
    }
}
