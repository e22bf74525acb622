//! What becomes of an order that somebody wants otherwise: drafts, returned orders, the provider's proposal, amendments
//! with the money that follows them, and places that go to another order.

use serde_json::{Value, json};
use tests::{
    Backend,
    course::{Course, sent, worker},
    office::Office,
    on_both,
    portal::Person,
};

on_both!(
    a_draft_is_kept_as_it_was_typed_and_reserves_nothing,
    a_returned_order_becomes_a_draft_and_is_placed_again,
    a_provider_proposes_and_the_planner_takes_it_into_a_new_order,
    an_amended_price_is_paid_from_its_day_on_and_the_commitment_follows,
    an_amendment_is_refused_with_everything_wrong_and_ends_without_a_trace,
    unused_places_go_to_another_order_in_one_deed,
);

/// The draft that a redirect leads to.
fn draft_of(location: Option<String>) -> String {
    let location = location.expect("a redirect says where");
    location.split('?').next().unwrap_or_default().to_owned()
}

/// Reserved for an order now, or committed.
fn balance(office: &Office, order: i64, account: &str) -> i64 {
    office.database.number(&format!(
        "SELECT COALESCE(CAST(SUM(CASE WHEN debit = '{account}' THEN amount_dong ELSE -amount_dong END) AS BIGINT), 0) \
         FROM posting WHERE order_id = {order} AND (debit = '{account}' OR credit = '{account}')"
    ))
}

fn accepted(office: &Office, course: &Course, quantity: i64) -> i64 {
    let order = office.client("planner").post("/orders", &course.order(quantity)).done().id();
    office.client("approver").step(&format!("/orders/{order}/approval")).done();
    office.client(&course.director()).step(&format!("/orders/{order}/acceptance")).done();
    order
}

fn a_draft_is_kept_as_it_was_typed_and_reserves_nothing(backend: Backend) {
    let office = Office::open(backend);
    let course = Course::elementary(&office.database);
    let planner = Person::sign_in(&office.server, "planner");
    let before = office.database.number("SELECT COUNT(*) FROM posting");
    let mut half = course.typed("ba mươi");
    half.truncate(5);
    let saved = planner.post("/drafts", &sent(&half));
    let draft = draft_of(saved.location.clone());
    let page = saved.done(&planner);
    assert!(page.says("Đã lưu bản nháp") && page.html.contains("value=\"ba mươi\""), "as it was typed");
    assert!(planner.get("/drafts").shown().html.contains(&format!("href=\"{draft}\"")));
    planner.post(&draft, &sent(&course.typed("4"))).done(&planner);
    assert_eq!(office.database.number("SELECT COUNT(*) FROM posting"), before);
    let registrar = Person::sign_in(&office.server, &course.registrar());
    assert_eq!(registrar.get(&draft).status, 403);

    let page = planner.get(&draft).shown();
    let placed = planner.fill(&page, "/orders", &[]).done(&planner);
    assert!(placed.says("Đã lập đơn và gửi duyệt"));
    assert_eq!(planner.get(&draft).status, 404, "the order used it up");

    let other = draft_of(planner.post("/drafts", &sent(&half)).location);
    assert!(planner.post(&format!("{other}/discard"), &[]).done(&planner).says("Đã bỏ bản nháp"));
    assert_eq!(planner.get(&other).status, 404);
    office.in_order();
}

fn a_returned_order_becomes_a_draft_and_is_placed_again(backend: Backend) {
    let office = Office::open(backend);
    let course = Course::elementary(&office.database);
    let order = office.client("planner").post("/orders", &course.order(3)).done().id();
    let approver = Person::sign_in(&office.server, "approver");
    let give_back = format!("/orders/{order}/return");
    let page = approver.get(&format!("/orders/{order}")).shown();
    assert_eq!(approver.fill(&page, &give_back, &[]).refused(), ["Thiếu lý do."]);
    let shown = approver.fill(&page, &give_back, &[("correction", "Chỉ cần 2 người")]).done(&approver);
    assert!(shown.says("Trả lại để sửa") && shown.says("Chỉ cần 2 người"));
    assert_eq!(balance(&office, order, "reserved"), 0);

    let planner = Person::sign_in(&office.server, "planner");
    assert!(planner.get("/").shown().says("đơn bị trả lại, chờ sửa"));
    let list = planner.get("/drafts").shown();
    assert!(list.says("Chỉ cần 2 người"));
    let id = office.database.number(&format!("SELECT id FROM order_draft WHERE corrects = {order}"));
    let page = planner.get(&format!("/drafts/{id}")).shown();
    assert!(page.says("Chỉ cần 2 người") && page.html.contains("name=\"lines[0].quantity\" value=\"3\""));
    let placed = planner.fill(&page, "/orders", &[("lines[0].quantity", "2")]).done(&planner);
    assert!(placed.says("Lập lại từ đơn"));
    let again =
        office.database.number(&format!("SELECT order_id FROM order_correction WHERE corrects = {order}"));
    assert_eq!(balance(&office, again, "reserved"), 2 * course.price_dong);
    assert!(planner.get(&format!("/orders/{order}")).shown().says("Lập lại thành đơn"));
    office.in_order();
}

fn a_provider_proposes_and_the_planner_takes_it_into_a_new_order(backend: Backend) {
    let office = Office::open(backend);
    let course = Course::elementary(&office.database);
    let order = office.client("planner").post("/orders", &course.order(3)).done().id();
    office.client("approver").step(&format!("/orders/{order}/approval")).done();
    let director = Person::sign_in(&office.server, &course.director());
    let answer = format!("/orders/{order}/answer");
    let page = director.get(&answer).shown();
    assert_eq!(
        director.fill(&page, &answer, &[]).refused(),
        ["Không có gì thay đổi so với bản đang có hiệu lực.", "Thiếu lý do."]
    );
    let dearer = (course.price_dong + 1).to_string();
    let above = director.fill(&page, &answer, &[("lines[0].price", &dearer), ("reason", "vật tư tăng")]);
    assert!(above.refused()[0].starts_with("Đơn giá phải lớn hơn 0 và không vượt"));
    let cheaper = (course.price_dong - 100_000).to_string();
    let fields =
        [("lines[0].price", cheaper.as_str()), ("lines[0].quantity", "4"), ("reason", "Ghép được lớp")];
    assert!(director.fill(&page, &answer, &fields).done(&director).says("Đã gửi đề nghị"));
    assert_eq!(balance(&office, order, "reserved"), 3 * course.price_dong, "until the planner decides");
    assert_eq!(director.post(&format!("/orders/{order}/accept"), &[]).status, 422);

    let planner = Person::sign_in(&office.server, "planner");
    let page = planner.get(&format!("/orders/{order}")).shown();
    assert!(page.says("Đề nghị của cơ sở đào tạo") && page.says("Ghép được lớp"));
    let taken = planner.fill(&page, &format!("/orders/{order}/take"), &[]);
    let draft = taken.done(&planner);
    assert_eq!(balance(&office, order, "reserved"), 0);
    let placed = planner.fill(&draft, "/orders", &[]).done(&planner);
    assert!(placed.says("Lập lại từ đơn"));
    let again =
        office.database.number(&format!("SELECT order_id FROM order_correction WHERE corrects = {order}"));
    assert_eq!(balance(&office, again, "reserved"), 4 * (course.price_dong - 100_000));
    office.client("approver").step(&format!("/orders/{again}/approval")).done();
    office.client(&course.director()).step(&format!("/orders/{again}/acceptance")).done();
    office.in_order();
}

/// Proposes an amendment on the form of the page: what is not named stays.
fn amend(office: &Office, order: i64, fields: &[(&str, &str)]) -> tests::portal::Page {
    let planner = Person::sign_in(&office.server, "planner");
    let path = format!("/orders/{order}/amend");
    let page = planner.get(&path).shown();
    planner.fill(&page, &path, fields)
}

fn in_force(office: &Office, course: &Course, order: i64) {
    let approver = Person::sign_in(&office.server, "approver");
    let page = approver.get(&format!("/orders/{order}")).shown();
    approver.fill(&page, &format!("/orders/{order}/amendment/approve"), &[]).done(&approver);
    let director = Person::sign_in(&office.server, &course.director());
    let page = director.get(&format!("/orders/{order}")).shown();
    let shown = director.fill(&page, &format!("/orders/{order}/amendment/accept"), &[]).done(&director);
    assert!(shown.says("Đã nhận điều chỉnh"));
}

/// Enrols somebody and answers with what the census of 20 % is paid by a settlement of the quarter.
fn an_amended_price_is_paid_from_its_day_on_and_the_commitment_follows(backend: Backend) {
    let office = Office::open(backend);
    let course = Course::elementary(&office.database);
    let order = accepted(&office, &course, 3);
    let value = 3 * course.price_dong;
    assert_eq!(balance(&office, order, "committed"), value);
    office.server.turn_to("2026-11-10");
    let cohort = office.database.number(&format!(
        "SELECT c.id FROM cohort c JOIN order_line l ON l.id = c.order_line_id WHERE l.order_id = {order}"
    ));
    let registrar = office.client(&course.registrar());
    let learners = json!({ "learners": [worker("Trần Văn An", "male", 71, "2026-11-09")] });
    registrar.post(&format!("/cohorts/{cohort}/learners"), &learners).done();

    // An's census of 15 days is on 24 November: before the day on which the new price governs.
    office.server.turn_to("2026-12-05");
    let lower = course.price_dong - 500_000;
    let fields = [
        ("governs_from", "01/12/2026"),
        ("reason", "Giá vật tư giảm"),
        ("lines[0].price", &*lower.to_string()),
        ("lines[0].quantity", "2"),
    ];
    let planner = Person::sign_in(&office.server, "planner");
    let shown = amend(&office, order, &fields).done(&planner);
    assert!(shown.says("Điều chỉnh số 1") && shown.says("<del>3</del>") && shown.says("<ins>2</ins>"));
    in_force(&office, &course, order);

    // A fifth at the old price, what is open at the new one, and the other place at the new one as a whole.
    let worth = course.price_dong / 5 + lower * 4 / 5 + lower;
    assert_eq!(balance(&office, order, "committed"), worth);
    assert_eq!(
        office.client("planner").get(&format!("/orders/{order}")).done().body["value_dong"],
        json!(worth)
    );

    office.server.turn_to("2027-01-05");
    let another = json!({ "learners": [worker("Lê Văn Bình", "male", 72, "2026-12-10")] });
    office.client(&course.registrar()).post(&format!("/cohorts/{cohort}/learners"), &another).done();
    let run = office
        .client("accountant")
        .post(&format!("/orders/{order}/settlements"), &json!({ "period": "2026-Q4" }))
        .done();
    let statement = run.body["statements"][0].as_i64().expect("a statement");
    let amounts = |statement: i64| {
        let sql = format!(
            "SELECT amount_dong FROM settled_line WHERE statement_id = {statement} ORDER BY enrolment_id"
        );
        let rows = office.database.rows(&sql).into_iter().flatten().flatten();
        rows.map(|amount| amount.parse::<i64>().expect("a number")).collect::<Vec<_>>()
    };
    assert_eq!(amounts(statement), [course.price_dong / 5, lower / 5]);
    office.client("chief-accountant").step(&format!("/statements/{statement}/approval")).done();

    // A second version that governs from before Bình's census: the next run takes the difference back.
    let lowest = lower - 500_000;
    let fields = [
        ("governs_from", "15/12/2026"),
        ("reason", "Điều chỉnh theo quyết định mới"),
        ("lines[0].price", &*lowest.to_string()),
    ];
    amend(&office, order, &fields).done(&Person::sign_in(&office.server, "planner"));
    in_force(&office, &course, order);
    office.in_order();
    office.server.turn_to("2027-04-02");
    let run = office
        .client("accountant")
        .post(&format!("/orders/{order}/settlements"), &json!({ "period": "2027-Q1" }))
        .done();
    let statement = run.body["statements"][0].as_i64().expect("a statement");
    assert_eq!(amounts(statement), [lowest / 5 - lower / 5], "Bình's census of 24 December only");
    office.in_order();
}

fn an_amendment_is_refused_with_everything_wrong_and_ends_without_a_trace(backend: Backend) {
    let office = Office::open(backend);
    let course = Course::elementary(&office.database);
    let order = accepted(&office, &course, 3);
    let committed = balance(&office, order, "committed");
    let beyond = (course.yearly_scale + 1).to_string();
    let dearer = (course.price_dong + 1).to_string();
    let wrong = [
        ("governs_from", "01/11/2026"),
        ("lines[0].quantity", beyond.as_str()),
        ("lines[0].price", dearer.as_str()),
        ("lines[0].ends_on", "10/11/2026"),
    ];
    let problems = amend(&office, order, &wrong).refused();
    assert_eq!(problems.len(), 5, "{problems:?}");

    let planner = Person::sign_in(&office.server, "planner");
    let more = [("governs_from", "09/11/2026"), ("reason", "Thêm nhu cầu"), ("lines[0].quantity", "5")];
    amend(&office, order, &more).done(&planner);
    assert_eq!(balance(&office, order, "reserved"), 2 * course.price_dong, "what it costs more");
    let second = planner.post(&format!("/orders/{order}/amend"), &more);
    assert!(matches!(second.status, 403 | 422), "one at a time: {}", second.status);
    assert_eq!(planner.post(&format!("/orders/{order}/amendment/approve"), &[("number", "1")]).status, 403);
    let director = Person::sign_in(&office.server, &course.director());
    let early = director.post(&format!("/orders/{order}/amendment/accept"), &[("number", "1")]);
    assert_eq!(early.status, 422, "it is not approved yet");
    let approver = Person::sign_in(&office.server, "approver");
    let page = approver.get(&format!("/orders/{order}")).shown();
    let reject = format!("/orders/{order}/amendment/reject");
    let shown = approver.fill(&page, &reject, &[("reason", "Chưa có dự toán")]).done(&approver);
    assert!(shown.says("Không duyệt điều chỉnh số 1") && shown.says("Chưa có dự toán"));
    assert_eq!(balance(&office, order, "reserved"), 0);
    assert_eq!(balance(&office, order, "committed"), committed);

    // The provider declines the next one.
    amend(&office, order, &more).done(&planner);
    let page = approver.get(&format!("/orders/{order}")).shown();
    approver.fill(&page, &format!("/orders/{order}/amendment/approve"), &[]).done(&approver);
    assert!(director.get("/").shown().says("điều chỉnh đơn chờ nhận"));
    let page = director.get(&format!("/orders/{order}")).shown();
    director
        .fill(&page, &format!("/orders/{order}/amendment/decline"), &[("reason", "Không đủ giáo viên")])
        .done(&director);
    assert_eq!(balance(&office, order, "reserved"), 0);
    assert_eq!(
        office.database.number(&format!("SELECT COUNT(*) FROM order_fact WHERE order_id = {order}")),
        0
    );
    office.in_order();
}

fn unused_places_go_to_another_order_in_one_deed(backend: Backend) {
    let office = Office::open(backend);
    let course = Course::elementary(&office.database);
    let (giving, taking) = (accepted(&office, &course, 5), accepted(&office, &course, 2));
    office.server.turn_to("2026-12-20");
    let planner = Person::sign_in(&office.server, "planner");
    let page = planner.get("/reallocations").shown();
    let line = |order: i64| {
        office.database.number(&format!("SELECT id FROM order_line WHERE order_id = {order}")).to_string()
    };
    let (from, to) = (line(giving), line(taking));
    let fields = |places: &'static str| {
        vec![
            ("giving", from.clone()),
            ("taking", to.clone()),
            ("places", places.to_owned()),
            ("governs_from", "20/12/2026".to_owned()),
            ("reason", "Bên nhường không tuyển được".to_owned()),
        ]
    };
    let send = |places: &'static str| {
        let fields = fields(places);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        planner.fill(&page, "/reallocations", &fields)
    };
    assert_eq!(send("6").refused()[0], "Dòng nhường còn 5 chỗ chưa dùng.");
    assert!(send("3").done(&planner).says("Nhường chỉ tiêu"));
    assert_eq!(balance(&office, taking, "reserved"), 0, "what is given pays for it");

    let approver = Person::sign_in(&office.server, "approver");
    let page = approver.get(&format!("/orders/{taking}")).shown();
    approver.fill(&page, &format!("/orders/{taking}/amendment/approve"), &[]).done(&approver);
    let states = || {
        let sql = "SELECT (SELECT e.state FROM amendment_event e WHERE e.amendment_id = a.id ORDER BY e.id DESC LIMIT 1) \
            FROM amendment a WHERE a.order_id";
        let of = |order: i64| office.database.value(&format!("{sql} = {order} ORDER BY a.id DESC LIMIT 1"));
        (of(giving), of(taking))
    };
    let both = |a: &str, b: &str| (Some(a.to_owned()), Some(b.to_owned()));
    assert_eq!(states(), both("approved", "approved"), "approved together");

    let director = Person::sign_in(&office.server, &course.director());
    let accept = |order: i64| {
        let page = director.get(&format!("/orders/{order}")).shown();
        director.fill(&page, &format!("/orders/{order}/amendment/accept"), &[])
    };
    assert_eq!(accept(taking).refused(), ["Cơ sở nhường chỉ tiêu chưa nhận điều chỉnh."]);
    accept(giving).done(&director);
    assert_eq!(balance(&office, giving, "committed"), 2 * course.price_dong);
    assert_eq!(balance(&office, taking, "reserved"), 3 * course.price_dong, "nobody else can take it");
    accept(taking).done(&director);
    assert_eq!(balance(&office, taking, "committed"), 5 * course.price_dong);
    assert_eq!(balance(&office, taking, "reserved"), 0);
    let quantity = |order: i64| -> Value {
        office.client("planner").get(&format!("/orders/{order}")).done().body["lines"][0]["quantity"].clone()
    };
    assert_eq!((quantity(giving), quantity(taking)), (json!(2), json!(5)));
    assert_eq!(states(), both("accepted", "accepted"));
    office.in_order();
}
