//! What the office maintains, through the front door: proposed with what it rests on, every fault at once, confirmed by a
//! second person, and in force for what comes after.

use std::{fs, path::Path, thread, time::Duration};

use serde_json::json;
use tests::{
    Backend,
    course::Course,
    decision::{approved, decided, proposed},
    office::Office,
    on_both,
    visitor::{Browser, Page},
};

on_both!(
    a_price_list_is_told_all_its_faults_and_takes_the_place_of_another,
    terms_are_published_once_a_second_person_has_seen_what_they_would_have_paid,
    a_setting_holds_from_its_day_and_not_before,
    a_day_off_is_decided_and_taken_back,
    an_organisation_that_takes_no_orders_gets_none,
    a_budget_line_is_never_cut_below_what_is_taken,
    licences_occupations_targets_and_lines_are_added,
    a_proposal_is_rejected_with_a_reason_or_withdrawn_by_its_maker,
    the_database_refuses_who_proposed_as_approver,
);

/// Refused with these words, and not a row was written.
#[track_caller]
fn refused(
    office: &Office,
    browser: &mut Browser,
    path: &str,
    fields: &[(&str, &str)],
    words: &[&str],
) -> Page {
    let before = office.counts();
    let mut page = browser.post(path, fields).is(422);
    for said in words {
        page = page.says(said);
    }
    assert_eq!(office.counts(), before);
    page
}

fn a_price_list_is_told_all_its_faults_and_takes_the_place_of_another(backend: Backend) {
    let office = Office::open(backend);
    let mut planner = office.browser("planner");
    let course = Course::elementary(&office.database);
    let old = office
        .database
        .number(&format!("SELECT id FROM price_decision WHERE code = '{}'", course.price_decision));
    let list = office.database.number(&format!(
        "SELECT MIN(d.id) FROM price_decision d JOIN price_decision x ON x.number = d.number WHERE x.id = {old}"
    ));
    let supersedes = list.to_string();
    let wrong = "mã nghề;đơn giá\n9999999;1.000.000\n;2000000\n6480202;17,5\n6480202;1\n6480202;2";
    let fields =
        decided("03/11/2026", &[("list", wrong), ("decision_number", ""), ("supersedes", &supersedes)]);
    let faults = [
        "Thiếu mã ngành, nghề.",
        "Đơn giá không phải số tiền nguyên trên 0.",
        "Dòng 3 · Ngành, nghề",
        "Dòng 4 · Đơn giá",
        "Dòng 2 · Ngành, nghề",
        "Dòng 6 · Ngành, nghề",
        "Nghề này đã có giá ở dòng trên.",
        "href=\"#at-decision_number\"",
    ];
    refused(&office, &mut planner, "/registry/prices", &fields, &faults);
    let wrong = format!("9999999\t1.000.000\n{0}\t2.000.000\n{0}\t3.000.000", course.occupation);
    let fields =
        decided("03/11/2026", &[("list", &wrong), ("decision_number", ""), ("supersedes", &supersedes)]);
    let faults = [
        "Mã ngành, nghề không có trong danh mục.",
        "Dòng 1 · Ngành, nghề",
        "Nghề này đã có giá ở dòng trên.",
        "Dòng 3 · Ngành, nghề",
        "Số quyết định",
    ];
    refused(&office, &mut planner, "/registry/prices", &fields, &faults);

    let good = format!("{}\t7.654.000", course.occupation);
    let fields = decided("03/11/2026", &[("list", &good), ("supersedes", &supersedes)]);
    let change = proposed(&mut planner, "/registry/prices", &fields);
    planner.get(&change).is(200).says("7.654.000").says("QĐ 77/2026").says("Rút đề nghị");
    planner.post(&format!("{change}/approve"), &[]).is(403);
    approved(&office, "approver", &change);
    office.browser("approver").post(&format!("{change}/approve"), &[]).is(422).says("đã được xử lý");
    planner.get("/registry/prices").is(200).says("QĐ 77/2026");
    planner.get(&format!("/registry/prices/{list}")).is(200).says("02/11/2026");

    // From its day on an order takes the new price, and the old one is refused; until then it was the other way round.
    let client = office.client("planner");
    client.post("/orders", &course.order(3)).done();
    office.server.turn_to("2026-11-03");
    let client = office.client("planner");
    office.refuses(&client, "/orders", &course.order(3), &["lines[0].price_decision order.price"]);
    let code = format!("qd-77-2026-{}", course.occupation);
    let mut order = course.order(3);
    order["lines"][0]["price_decision"] = json!(code);
    let id = client.post("/orders", &order).done().id();
    let value = office.database.number(&format!("SELECT value_dong FROM orders WHERE id = {id}"));
    assert_eq!(value, 3 * 7_654_000);
    office.in_order();
}

/// The terms of training with a tenth less for the average class, as the next version.
fn next_version(governs_from: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/schemes/qd1446-training.toml");
    let text = fs::read_to_string(file).expect("the scheme is there");
    let replaces = "[replaces]\nversion = 1\nchanges = { vi = \"Trung bình: 80 %\", en = \"Average: 80 %\" }\n\n[[amounts]]";
    let new = text
        .replacen("version = 1", "version = 2", 1)
        .replacen("governs_from = \"2025-01-01\"", &format!("governs_from = \"{governs_from}\""), 1)
        .replacen("[[amounts]]", replaces, 1)
        .replacen("average = \"0.9\"", "average = \"0.8\"", 1);
    assert_eq!(
        new.matches("0.8\"").count(),
        1 + text.matches("0.8\"").count(),
        "the scheme says something else by now"
    );
    new
}

fn terms_are_published_once_a_second_person_has_seen_what_they_would_have_paid(backend: Backend) {
    let office = Office::open(backend);
    let mut planner = office.browser("planner");
    let good = next_version("2026-11-03");
    let wrong = good.replacen("share = \"0.30\"", "share = \"0.31\"", 1).replacen(
        "excellent = \"1\"",
        "excelent = \"1\"",
        1,
    );
    let faults = ["Các tỉ lệ cộng lại bằng 1.01", "excelent", "href=\"#at-content\"", "Dòng "];
    refused(
        &office,
        &mut planner,
        "/registry/schemes",
        &decided("03/11/2026", &[("content", &wrong)]),
        &faults,
    );
    let (head, rest) = good.split_once("[replaces]").expect("it replaces one");
    let rest = rest.split_once("[[amounts]]").expect("it has amounts").1;
    let same = format!("{}[[amounts]]{rest}", head.replacen("version = 2", "version = 1", 1));
    let fields = decided("03/11/2026", &[("content", &same)]);
    refused(&office, &mut planner, "/registry/schemes", &fields, &["Ghi version = 2 trong tệp."]);

    let change = proposed(&mut planner, "/registry/schemes", &decided("03/11/2026", &[("content", &good)]));
    let mut approver = office.browser("approver");
    let mut page = approver.get(&change).is(200);
    for _ in 0..600 {
        if !page.text.contains("data-progress") {
            break;
        }
        assert!(page.text.contains("http-equiv=\"refresh\""), "without scripts the page refreshes itself");
        thread::sleep(Duration::from_millis(100));
        page = approver.get(&change).is(200);
    }
    let year = office.database.value(
        "SELECT MAX(r.as_of) FROM settlement_run r JOIN order_line l ON l.order_id = r.order_id \
         JOIN scheme s ON s.id = l.scheme_id WHERE s.code = 'qd1446-training' AND r.kind <> 'advance'",
    );
    let year = year.expect("something was settled")[..4].to_owned();
    let page = page.says(&format!("Các bảng của năm {year}, qd1446-training v1")).says("Bậc gãy");
    let table = page.between("Các bảng thanh toán nếu áp dụng quy chế mới", "</table>");
    assert!(table.contains(">-"), "a tenth less for the average should save something: {table}");

    approved(&office, "approver", &change);
    planner.get("/registry/schemes").is(200).says("<td>2</td>").says("/registry/schemes/3");
    planner.get("/registry/schemes/3").is(200).says("TT 17/2024/TT-BTC").says("Tạm ứng");
    let file = planner.get("/registry/schemes/3/file").is(200);
    assert_eq!(file.text.trim_end(), good.trim_end());
    // An order placed today pins the version in force today; from its day on the new one.
    let course = Course::of(&office.database, "o.level = 'intermediate'");
    let mut order = course.order(3);
    order["lines"][0]["ends_on"] = json!("2027-11-08");
    let pinned = |id: i64| {
        let sql = "SELECT s.version FROM order_line l JOIN scheme s ON s.id = l.scheme_id WHERE l.order_id =";
        office.database.number(&format!("{sql} {id}"))
    };
    let today = office.client("planner").post("/orders", &order).done().id();
    assert_eq!(pinned(today), 1);
    office.server.turn_to("2026-11-03");
    let tomorrow = office.client("planner").post("/orders", &order).done().id();
    assert_eq!(pinned(tomorrow), 2);
    office.in_order();
}

fn a_setting_holds_from_its_day_and_not_before(backend: Backend) {
    let office = Office::open(backend);
    let mut admin = office.browser("administrator");
    let fields = |value: &'static str, from: &'static str| {
        decided(from, &[("setting", "longest_delegation_days"), ("value", value)])
    };
    refused(
        &office,
        &mut admin,
        "/registry/settings",
        &fields("0", "03/11/2026"),
        &["Giá trị nằm ngoài 1–366."],
    );
    refused(
        &office,
        &mut admin,
        "/registry/settings",
        &fields("10", "01/11/2026"),
        &["không có hiệu lực lùi ngày"],
    );
    let change = proposed(&mut admin, "/registry/settings", &fields("10", "03/11/2026"));
    refused(&office, &mut admin, "/registry/settings", &fields("12", "04/11/2026"), &["đang chờ duyệt"]);
    approved(&office, "chief-accountant", &change);
    admin.get("/registry/settings").is(200).says("03/11/2026 sẽ là 10 ngày").says("92 ngày");
    let holder = office.database.number("SELECT id FROM user_account WHERE login = 'approver'").to_string();
    let delegate = |from: &str, until: &str| {
        let fields =
            [("holder", holder.as_str()), ("begins_on", from), ("until_day", until), ("reason", "Nghỉ phép")];
        office.browser("planner").post("/account/delegations", &fields)
    };
    delegate("03/11/2026", "20/11/2026").is(303);
    office.server.turn_to("2026-11-03");
    delegate("04/11/2026", "20/11/2026").is(422).says("không quá 10 ngày");
    delegate("21/11/2026", "30/11/2026").is(303);
    office.browser("administrator").get("/registry/settings").is(200).says(">10 ngày<");
    office.in_order();
}

fn a_day_off_is_decided_and_taken_back(backend: Backend) {
    let office = Office::open(backend);
    let mut planner = office.browser("planner");
    let fields = |kind: &'static str, from: &'static str, until: &'static str| {
        let days =
            [("from_day", from), ("until_day", until), ("day_kind", kind), ("day_name", "Nghỉ bù Tết")];
        decided("02/11/2026", &days)
    };
    let worked =
        |page: Page| page.between("ngày làm việc</dt><dd>", "<").trim().parse::<i64>().expect("a number");
    let before = worked(planner.get("/registry/calendar?year=2027"));
    refused(
        &office,
        &mut planner,
        "/registry/calendar",
        &fields("workday", "08/02/2027", ""),
        &["08/02/2027"],
    );
    refused(
        &office,
        &mut planner,
        "/registry/calendar",
        &fields("holiday", "08/02/2027", "30/03/2027"),
        &["15 ngày"],
    );
    let change = proposed(&mut planner, "/registry/calendar", &fields("holiday", "05/02/2027", "09/02/2027"));
    planner.get(&change).is(200).says("05/02/2027").says("làm việc");
    approved(&office, "approver", &change);
    let page = planner.get("/registry/calendar?year=2027").is(200).says("Nghỉ bù Tết");
    assert_eq!(worked(page), before - 3, "a Friday, a Monday and a Tuesday");
    let back = proposed(&mut planner, "/registry/calendar", &fields("ordinary", "09/02/2027", ""));
    approved(&office, "chief-accountant", &back);
    assert_eq!(worked(planner.get("/registry/calendar?year=2027")), before - 2);
    office.in_order();
}

fn an_organisation_that_takes_no_orders_gets_none(backend: Backend) {
    let office = Office::open(backend);
    let course = Course::elementary(&office.database);
    let mut accountant = office.browser("accountant");
    let path = format!("/registry/organisations/{}", course.provider);
    let name = office
        .database
        .value(&format!(
            "SELECT name FROM party_identity WHERE party_id = {} ORDER BY valid_from DESC LIMIT 1",
            course.provider
        ))
        .expect("it has a name");
    let fields = |more: &[(&'static str, &'static str)]| {
        let mut fields = vec![("organisation_name", name.as_str()), ("active", "no")];
        fields.extend(more);
        decided("03/11/2026", &fields)
            .into_iter()
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .collect::<Vec<_>>()
    };
    let wrong = fields(&[("bank_account", "12#34"), ("tax_code", "123")]);
    let wrong: Vec<(&str, &str)> = wrong.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    let faults = ["ký tự lạ", "Số tài khoản và ngân hàng phải đi cùng nhau.", "href=\"#at-tax_code\""];
    refused(&office, &mut accountant, &path, &wrong, &faults);
    let good = fields(&[("bank_account", "0071001234567"), ("bank", "Vietcombank Huế")]);
    let good: Vec<(&str, &str)> = good.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    let change = proposed(&mut accountant, &path, &good);
    accountant.get(&change).is(200).says("0071001234567").says("Nhận đơn mới");
    approved(&office, "chief-accountant", &change);
    office.client("planner").post("/orders", &course.order(3)).done();
    office.server.turn_to("2026-11-03");
    office.refuses(
        &office.client("planner"),
        "/orders",
        &course.order(3),
        &["provider order.provider_inactive"],
    );
    office
        .browser("accountant")
        .get(&path)
        .is(200)
        .says("ngừng nhận đơn")
        .says("0071001234567")
        .says("03/11/2026");
    office.in_order();
}

fn a_budget_line_is_never_cut_below_what_is_taken(backend: Backend) {
    let office = Office::open(backend);
    let mut accountant = office.browser("accountant");
    let line = "qd1446-2025-093";
    let fields = |amount: &'static str| decided("02/11/2026", &[("line", line), ("amount", amount)]);
    refused(&office, &mut accountant, "/registry/budget", &fields("1.000"), &["đã giữ chỗ, cam kết và chi"]);
    let change = proposed(&mut accountant, "/registry/budget", &fields("60.000.000.000"));
    accountant.get(&change).is(200).says("52.400.000.000 đ").says("60.000.000.000 đ");
    approved(&office, "chief-accountant", &change);
    let page = accountant.get("/registry/budget").is(200);
    let row = page.between(&format!("line={line}\""), "</tr>");
    let amounts: Vec<i64> = row
        .split("class=\"number\">")
        .skip(1)
        .filter_map(|cell| cell.split('<').next()?.replace('.', "").parse().ok())
        .collect();
    let [granted, reserved, committed, paid, free] = amounts[..] else { panic!("{row}") };
    assert_eq!(granted, 60_000_000_000);
    assert!(paid > 0 && free > 0 && reserved >= 0 && committed >= 0, "{amounts:?}");
    let taken = office.database.number(
        "SELECT CAST(SUM(CASE WHEN p.credit = 'available' THEN p.amount_dong WHEN p.debit = 'available' \
         THEN -p.amount_dong ELSE 0 END) AS BIGINT) FROM posting p JOIN appropriation a ON a.id = p.appropriation_id \
         WHERE a.code = 'qd1446-2025-093'",
    );
    assert_eq!(free, granted - taken);
    accountant.get("/programmes/qd1446").is(200).says("60.000.000.000");
    office.in_order();
}

fn licences_occupations_targets_and_lines_are_added(backend: Backend) {
    let office = Office::open(backend);
    let mut planner = office.browser("planner");
    let course = Course::elementary(&office.database);
    let provider = course.provider.to_string();
    let place = office
        .database
        .value(&format!(
            "SELECT place FROM approval WHERE party_id = {} ORDER BY id LIMIT 1",
            course.provider
        ))
        .expect("it is licensed");
    let licence = |scale: &'static str| {
        let fields = [
            ("provider", provider.as_str()),
            ("occupation", course.occupation.as_str()),
            ("licence_kind", "licence"),
            ("place", place.as_str()),
            ("yearly_scale", scale),
        ];
        decided("03/11/2026", &fields)
            .into_iter()
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .collect::<Vec<_>>()
    };
    let send = |browser: &mut Browser, path: &str, fields: &[(String, String)]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        proposed(browser, path, &fields)
    };
    let wrong: Vec<(&str, &str)> = vec![("provider", "0"), ("occupation", "x"), ("licence_kind", "licence")];
    refused(
        &office,
        &mut planner,
        "/registry/licences",
        &decided("03/11/2026", &wrong),
        &["href=\"#at-yearly_scale\"", "href=\"#at-place\""],
    );
    // A licence taken back: nothing may be ordered from its day on.
    let change = send(&mut planner, "/registry/licences", &licence("0"));
    approved(&office, "approver", &change);
    office.refuses(
        &office.client("planner"),
        "/orders",
        &course.order(3),
        &["lines[0].quantity order.licence"],
    );

    let occupation = |code: &'static str| {
        decided(
            "02/11/2026",
            &[
                ("occupation_code", code),
                ("level", "college"),
                ("name_vi", "Nghề mới"),
                ("name_en", "New trade"),
            ],
        )
    };
    refused(
        &office,
        &mut planner,
        "/registry/occupations",
        &occupation("5999999"),
        &["Mã không hợp với trình độ."],
    );
    let change = proposed(&mut planner, "/registry/occupations", &occupation("6999999"));
    approved(&office, "approver", &change);
    planner.get("/registry/occupations?q=6999999").is(200).says("Nghề mới");

    let target = |value: &'static str| decided("02/11/2026", &[("target", "qd1446/x"), ("value", value)]);
    refused(&office, &mut planner, "/registry/targets", &target("5"), &["Không có chỉ tiêu này."]);
    let page = planner.get("/registry/targets").is(200);
    let code = page.between("target=qd1446%2F", "\"").to_owned();
    let name = format!("qd1446/{code}");
    let change = proposed(
        &mut planner,
        "/registry/targets",
        &decided("02/11/2026", &[("target", &name), ("value", "25")]),
    );
    approved(&office, "approver", &change);
    planner.get("/registry/targets").is(200).says("QĐ 77/2026").says(">25<");

    let mut accountant = office.browser("accountant");
    let line = |levels: &'static str, year: &'static str| {
        let fields = [
            ("programme", "qd1446"),
            ("line_code", "qd1446-thu"),
            ("fiscal_year", year),
            ("chapter", "022"),
            ("category", "092"),
            ("item", "7012"),
            ("source_code", "12"),
            ("budget_level", "1"),
            ("amount", "900.000.000"),
            ("levels", levels),
        ];
        decided("02/11/2026", &fields)
    };
    let faults = ["đã chi cho trình độ này trong năm"];
    refused(&office, &mut accountant, "/registry/budget/lines", &line("college", "2027"), &faults);
    let change = proposed(&mut accountant, "/registry/budget/lines", &line("intermediate", "2028"));
    approved(&office, "chief-accountant", &change);
    accountant.get("/registry/budget").is(200).says("qd1446-thu").says("900.000.000");
    office.in_order();
}

fn a_proposal_is_rejected_with_a_reason_or_withdrawn_by_its_maker(backend: Backend) {
    let office = Office::open(backend);
    let (mut planner, mut admin) = (office.browser("planner"), office.browser("administrator"));
    let fields = decided("02/11/2026", &[("setting", "invitation_days"), ("value", "9")]);
    let change = proposed(&mut planner, "/registry/settings", &fields);
    admin.post(&format!("{change}/withdraw"), &[]).is(403);
    let mut approver = office.browser("approver");
    approver.get("/").is(200).says("thay đổi danh mục chờ duyệt");
    let reject = format!("{change}/reject");
    refused(&office, &mut approver, &reject, &[("reason", " ")], &["Thiếu lý do không duyệt."]);
    let done = format!("{change}?done=change_rejected");
    approver.post(&reject, &[("reason", "Bảy ngày là đủ")]).leads_to(&done);
    planner.get(&change).is(200).says("Bảy ngày là đủ").says("không duyệt");
    let again = proposed(&mut planner, "/registry/settings", &fields);
    planner.post(&format!("{again}/withdraw"), &[]).leads_to(&format!("{again}?done=change_withdrawn"));
    let assumed =
        decided("02/11/2026", &[("setting", "invitation_days"), ("value", "9"), ("certainty", "assumption")]);
    refused(&office, &mut planner, "/registry/settings", &assumed, &["Giả định mà không ghi lý do."]);
    // A college has nothing to do here, and an auditor reads.
    let course = Course::elementary(&office.database);
    office.browser(&course.registrar()).get("/registry").is(403);
    office.browser("auditor").get(&change).is(200).says("Bảy ngày là đủ");
    office.browser("auditor").post("/registry/settings", &fields).is(403);
    office.in_order();
}

fn the_database_refuses_who_proposed_as_approver(backend: Backend) {
    let office = Office::open(backend);
    let number = |sql: &str| office.database.number(sql);
    // The one that waits.
    let change = number(
        "SELECT MAX(id) FROM registry_change c WHERE NOT EXISTS (SELECT 1 FROM registry_event e WHERE e.change_id = c.id)",
    );
    let (seq, maker) = (
        number(&format!("SELECT audit_seq FROM registry_change WHERE id = {change}")),
        number(&format!("SELECT proposed_by FROM registry_change WHERE id = {change}")),
    );
    let approver = number("SELECT id FROM user_account WHERE login = 'approver'");
    let approve = |actor: i64, by: i64, entry: i64| {
        office.database.run(&format!(
            "INSERT INTO registry_event (id, audit_seq, change_id, state, happened_on, actor_id, proposed_by, note, seen) \
             VALUES (999, {entry}, {change}, 'approved', '2026-11-02', {actor}, {by}, '', '')"
        ))
    };
    let own = approve(maker, maker, seq + 1).expect_err("who proposed it").to_lowercase();
    assert!(own.contains("check"), "{own}");
    // Nor by saying that somebody else did.
    let hidden = approve(maker, approver, seq + 1).expect_err("a maker who is not its maker").to_lowercase();
    assert!(hidden.contains("foreign key"), "{hidden}");
    let row = number("SELECT MAX(id) FROM acted_for") + 1;
    let acted = format!(
        "INSERT INTO acted_for (id, audit_seq, actor_id, giver_id) VALUES ({row}, {}, {approver}, {maker})",
        seq + 1
    );
    office.database.run(&acted).expect("a row is added");
    let refusal = Err("who prepared it, or acts for them, may not approve it".to_owned());
    assert_eq!(approve(approver, maker, seq + 1), refusal);
    assert_eq!(approve(approver, maker, seq + 2), Ok(()));
}
