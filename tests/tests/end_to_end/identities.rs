//! Sign-in by a provider of identities, end to end: the program, a real provider with its own pages, and somebody in front
//! of both. And everything that must not open the door.

use std::fs;

use tempfile::TempDir;
use tests::{
    Backend,
    demo::{self, PASSWORD},
    office::Office,
    on_both,
    provider::{Provider, Says},
    server::Server,
    visitor::{Browser, Page},
};

on_both!(who_is_allowed_comes_in_and_the_history_says_how, an_invitation_is_taken_without_a_password,);

const TODAY: &str = "2026-11-02";

/// A portal with a provider beside it.
struct House {
    office: Office,
    provider: Provider,
    _folder: TempDir,
}

impl House {
    fn open(backend: Backend, says: Says) -> House {
        let mut house = House::alone(backend);
        house.provider.start(&house.office.server, says);
        house
    }

    /// The provider is not there.
    fn alone(backend: Backend) -> House {
        let provider = Provider::to_come();
        let folder = TempDir::new().expect("a temporary folder");
        let settings = folder.path().join("dathang.toml");
        let text = format!(
            "[oidc]\nissuer = \"{}\"\nclient_id = \"dathang\"\nlabel_vi = \"Đăng nhập bằng tài khoản của Bộ\"\n\
             label_en = \"Sign in with the ministry's account\"\n",
            provider.issuer()
        );
        fs::write(&settings, text).expect("a file in a new folder");
        let database = demo::copy(backend);
        let server = Server::start_with(&database, TODAY, |command| {
            command.env("DATHANG_OIDC_CLIENT_SECRET", "a-secret-of-the-tests").arg("--config").arg(&settings);
        });
        House { office: Office { database, server }, provider, _folder: folder }
    }

    fn account(&self, login: &str) -> i64 {
        self.office.database.number(&format!("SELECT id FROM user_account WHERE login = '{login}'"))
    }

    /// The administrator lets LOGIN@bo.gov.vn of the provider come in by an account of the same login.
    fn allow(&self, login: &str) {
        let id = self.account(login);
        let name = format!(" {}@Bo.gov.vn ", login.to_uppercase());
        let mut admin = self.office.browser("administrator");
        admin
            .post(&format!("/people/{id}/identity"), &[("identity_name", &name)])
            .leads_to(&format!("/people/{id}?done=identity"));
    }

    fn browser(&self) -> Browser<'_> {
        Browser::new(&self.office.server)
    }

    /// From the button to where the provider sends the browser back to, as the portal knows it.
    fn way_back(&self, browser: &mut Browser, login: &str) -> String {
        let sent = browser.get("/sign-in/oidc?next=%2Forders").is(303).location;
        self.back(&sent, login)
    }

    fn back(&self, sent: &str, login: &str) -> String {
        let back = self.provider.sign_in(sent, login);
        back.strip_prefix(&self.office.server.url("")).expect("the portal's own address").to_owned()
    }

    fn tries(&self, outcome: &str) -> i64 {
        let sql = format!("SELECT COUNT(*) FROM sign_in_try WHERE way = 'oidc' AND outcome = '{outcome}'");
        self.office.database.number(&sql)
    }
}

/// In, with a page that leads on: a redirect from another site would leave the new cookie at home.
#[track_caller]
fn is_in(page: Page, next: &str) {
    page.is(200).says("Đã đăng nhập").says(&format!("content=\"0; url={next}\""));
}

fn who_is_allowed_comes_in_and_the_history_says_how(backend: Backend) {
    let house = House::open(backend, Says::WhenAsked);
    house.allow("planner");
    let mut planner = house.browser();
    planner.get("/sign-in?next=%2Forders").is(200).says("Đăng nhập bằng tài khoản của Bộ");
    let back = house.way_back(&mut planner, "planner");
    is_in(planner.get(&back), "/orders");
    planner.get("/").is(200).says("Việc của tôi");
    planner.get("/account").is(200).says("Đã vào, đăng nhập liên kết");
    // The second time it is the provider's key that counts, and nothing is written of it.
    let mut again = house.browser();
    let back = house.way_back(&mut again, "planner");
    is_in(again.get(&back), "/orders");
    let events = "SELECT what FROM identity_event WHERE user_id = (SELECT id FROM user_account WHERE login = 'planner')";
    let events: Vec<_> = house.office.database.rows(events).into_iter().flatten().flatten().collect();
    assert_eq!(events, ["allowed", "linked"]);
    let id = house.account("planner");
    let mut admin = house.office.browser("administrator");
    admin.get(&format!("/people/{id}")).is(200).says("đã liên kết").says("Liên kết khi đăng nhập");
    // Signing out leads to the provider's own end of the session, without a token in the address.
    let left = planner.post("/sign-out", &[]).is(200);
    let end = left.between("url=", "\">").replace("&amp;", "&").replace("&#38;", "&");
    assert!(end.starts_with(&format!("{}/session/end?", house.provider.issuer())), "{end}");
    assert!(end.contains("client_id=dathang") && !end.contains("id_token"), "{end}");
    planner.get("/orders").leads_to("/sign-in?next=%2Forders");
    // Ended by the administrator, it opens nothing, and the sessions that it opened end.
    admin
        .post(&format!("/people/{id}/identity/end"), &[])
        .leads_to(&format!("/people/{id}?done=identity_ended"));
    again.get("/orders").leads_to("/sign-in?next=%2Forders");
    let back = house.way_back(&mut again, "planner");
    again.get(&back).is(422).says("chưa có tài khoản liên kết");
    house.office.browser("planner").get("/orders").is(200);
    let log = house.office.server.log();
    assert!(!log.contains("bo.gov.vn") && !log.contains("code="), "{log}");
    house.office.in_order();
}

fn an_invitation_is_taken_without_a_password(backend: Backend) {
    let house = House::open(backend, Says::InToken);
    let mut admin = house.office.browser("administrator");
    let body = house.office.database.number("SELECT MIN(party_id) FROM user_account WHERE login = 'planner'");
    let body = body.to_string();
    let fields = [
        ("login", "hoa.nguyen"),
        ("full_name", "Nguyễn Thị Hoa"),
        ("role", "planner"),
        ("organisation", body.as_str()),
    ];
    let page = admin.post("/people", &fields).is(200);
    let link = format!("/invitations/{}", page.between("/invitations/", "</code>"));
    let mut hoa = house.browser();
    hoa.get(&link).is(200).says("Đăng nhập bằng tài khoản của Bộ");
    let sent = hoa.get(&format!("{link}/oidc")).is(303).location;
    let back = house.back(&sent, "hoa.of.the.ministry");
    is_in(hoa.get(&back), "/");
    hoa.get("/orders").is(200).says("Nguyễn Thị Hoa");
    hoa.get(&link).is(404);
    hoa.get(&format!("{link}/oidc")).is(404);
    // One person of the provider, one account.
    let page = admin.post("/people", &[("login", "hoa.second"), fields[1], fields[2], fields[3]]).is(200);
    let second = format!("/invitations/{}", page.between("/invitations/", "</code>"));
    let mut twice = house.browser();
    let sent = twice.get(&format!("{second}/oidc")).is(303).location;
    let back = house.back(&sent, "hoa.of.the.ministry");
    twice.get(&back).is(422).says("đã gắn với tài khoản khác");
    twice.get("/orders").leads_to("/sign-in?next=%2Forders");
    // A new invitation ends the tie, as it ends a password.
    let id = house.account("hoa.nguyen");
    admin.post(&format!("/people/{id}/invite"), &[]).is(200);
    let back = house.way_back(&mut hoa, "hoa.of.the.ministry");
    hoa.get(&back).is(422).says("chưa có tài khoản liên kết");
    house.office.in_order();
}

#[test]
fn nobody_comes_in_who_is_not_expected() {
    let house = House::open(Backend::Sqlite, Says::InToken);
    house.allow("planner");
    house.allow("approver");
    let mut other = house.browser();
    // A stranger, whom the provider knows.
    let back = house.way_back(&mut other, "somebody");
    other.get(&back).is(422).says("(somebody@bo.gov.vn) chưa có tài khoản liên kết").says("Nhờ quản trị");
    assert_eq!(house.tries("wrong"), 1);
    // An address that the provider has not checked names nobody.
    let id = house.account("accountant");
    let mut admin = house.office.browser("administrator");
    let name = [("identity_name", "unverified@bo.gov.vn")];
    admin.post(&format!("/people/{id}/identity"), &name).is(303);
    let back = house.way_back(&mut other, "unverified");
    other.get(&back).is(422).says("chưa có tài khoản liên kết");
    // One name, one account.
    let name = [("identity_name", "planner@bo.gov.vn")];
    admin.post(&format!("/people/{id}/identity"), &name).is(422).says("đã gắn với tài khoản khác");
    // Deactivated.
    let id = house.account("approver");
    admin.post(&format!("/people/{id}/deactivate"), &[("reason", "QĐ 12/2026")]).is(303);
    let back = house.way_back(&mut other, "approver");
    other.get(&back).is(422).says("Tài khoản đã ngừng hoạt động");
    assert_eq!((house.tries("inactive"), house.tries("opened")), (1, 0));
    other.get("/orders").leads_to("/sign-in?next=%2Forders");
    house.office.in_order();
}

#[test]
fn what_comes_back_counts_once_and_only_where_it_began() {
    let house = House::open(Backend::Sqlite, Says::InToken);
    house.allow("planner");
    let mut planner = house.browser();
    let begins_again = "không bắt đầu từ trình duyệt này";
    // Another state than the one this browser left with.
    let back = house.way_back(&mut planner, "planner");
    let state = back.split("state=").nth(1).and_then(|rest| rest.split('&').next()).expect("a state");
    planner.get(&back.replace(state, "another")).is(422).says(begins_again);
    // What was kept is used up by the try.
    planner.get(&back).is(422).says(begins_again);
    // Another browser than the one that left.
    let back = house.way_back(&mut planner, "planner");
    house.browser().get(&back).is(422).says(begins_again);
    // A code that was used: the same kept values once more, as a copied cookie would bring them.
    let mut copied = planner.clone();
    is_in(planner.get(&back), "/orders");
    copied.get(&back).is(422).says("Không xác nhận được lần đăng nhập này");
    copied.get("/orders").leads_to("/sign-in?next=%2Forders");
    // A token that was made for another sign-in: its nonce is not the one that this browser left with.
    let mut other = house.browser();
    let sent = other.get("/sign-in/oidc").is(303).location;
    let nonce = sent.split("nonce=").nth(1).and_then(|rest| rest.split('&').next()).expect("a nonce");
    let back = house.back(&sent.replace(nonce, "of-another-sign-in"), "planner");
    other.get(&back).is(422).says("Không xác nhận được lần đăng nhập này");
    // A code that was caught, with another's verifier.
    let mut thief = house.browser();
    let caught = house.way_back(&mut other, "planner");
    let code = caught.split("code=").nth(1).and_then(|rest| rest.split('&').next()).expect("a code");
    let own = house.way_back(&mut thief, "somebody");
    let own_code = own.split("code=").nth(1).and_then(|rest| rest.split('&').next()).expect("a code");
    thief.get(&own.replace(own_code, code)).is(422).says("Không xác nhận được lần đăng nhập này");
    // Broken off at the provider.
    let sent = other.get("/sign-in/oidc").is(303).location;
    let state = sent.split("state=").nth(1).and_then(|rest| rest.split('&').next()).expect("a state");
    let broken = format!("/sign-in/oidc/return?error=access_denied&state={state}");
    other.get(&broken).is(422).says("Lần đăng nhập đã bị dừng");
    // A token that ran out.
    let back = house.way_back(&mut other, "planner");
    house.office.server.turn_to("2096-11-02");
    other.get(&back).is(422).says("Không xác nhận được lần đăng nhập này");
    assert_eq!(house.tries("opened") + house.tries("new_device"), 1);
    let log = house.office.server.log();
    for why in ["nonce", "Expired", "state"] {
        assert_eq!(log.contains(why), why != "state", "{why} in {log}");
    }
}

#[test]
fn a_one_time_code_of_the_house_stays_due() {
    let house = House::open(Backend::Sqlite, Says::InToken);
    house.allow("planner");
    let secret =
        "UPDATE user_account SET otp_secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' WHERE login = 'planner'";
    house.office.database.run(secret).expect("a secret is set");
    let mut planner = house.browser();
    let back = house.way_back(&mut planner, "planner");
    is_in(planner.get(&back), "/sign-in/code?next=%2Forders");
    planner.get("/orders").leads_to("/sign-in?next=%2Forders");
    planner.post("/sign-in/code", &[("code", "000000")]).is(422);
}

#[test]
fn without_the_provider_a_page_says_so_and_the_password_works() {
    let mut house = House::alone(Backend::Sqlite);
    let mut planner = house.browser();
    planner.get("/sign-in/oidc").is(503).says("Cổng đăng nhập chung không trả lời").says("name=\"password\"");
    planner.post("/sign-in", &[("login", "planner"), ("password", PASSWORD)]).leads_to("/");
    // It goes away while somebody is there.
    let (mut provider, office) = (Provider::to_come(), &house.office);
    std::mem::swap(&mut provider, &mut house.provider);
    provider.start(&office.server, Says::InToken);
    let mut other = Browser::new(&office.server);
    let sent = other.get("/sign-in/oidc").is(303).location;
    let back = provider.sign_in(&sent, "planner");
    provider.stop();
    let back = back.strip_prefix(&office.server.url("")).expect("the portal's own address");
    other.get(back).is(503).says("Cổng đăng nhập chung không trả lời");
    assert!(office.server.log().contains("does not answer"), "{}", office.server.log());
}

#[test]
fn without_settings_there_is_no_such_door() {
    let office = Office::open(Backend::Sqlite);
    let mut planner = Browser::new(&office.server);
    let page = planner.get("/sign-in").is(200);
    assert!(!page.text.contains("oidc"), "{}", page.text);
    planner.get("/sign-in/oidc").is(404);
    planner.get("/sign-in/oidc/return?state=x&code=y").is(404);
}
