//! What a college reports of one learner on the pages, and corrects: each time with the money it would change.

use tests::{Backend, office::Office, on_both, portal::Person};

on_both!(
    an_annulment_shows_its_money_asks_before_it_takes_back_and_is_corrected_with_a_reason,
    who_may_not_report_is_not_asked,
);

/// A graduate of the second order who was paid for: enrolment and learner.
fn graduate(office: &Office) -> (i64, i64) {
    let sql = "SELECT e.id, e.learner_id FROM enrolment e JOIN fact f ON f.enrolment_id = e.id \
        WHERE e.order_id = 2 AND f.kind = 'graduated' AND f.detail IN ('good', 'very_good', 'excellent') \
            AND NOT EXISTS (SELECT 1 FROM fact s WHERE s.supersedes = f.id) \
        ORDER BY e.id LIMIT 1";
    let row = office.database.rows(sql).into_iter().next().expect("the second order has a graduate");
    let number = |i: usize| row[i].as_deref().and_then(|id| id.parse().ok()).expect("an id");
    (number(0), number(1))
}

fn registrar(office: &Office) -> Person<'_> {
    let sql = "SELECT p.code FROM orders o JOIN party p ON p.id = o.provider_id WHERE o.id = 2";
    let code = office.database.value(sql).expect("the order has a provider");
    Person::sign_in(&office.server, &format!("registrar.{code}"))
}

fn an_annulment_shows_its_money_asks_before_it_takes_back_and_is_corrected_with_a_reason(backend: Backend) {
    let office = Office::open(backend);
    let (enrolment, learner) = graduate(&office);
    let registrar = registrar(&office);
    let report = format!("/enrolments/{enrolment}/report");
    let shown = registrar.get(&format!("/learners/{learner}")).shown();
    assert!(shown.html.contains(&format!("href=\"{report}\"")));

    let form = registrar.get(&report).shown();
    let withdrawn = [("kind", "withdrew"), ("happened_on", "01/10/2026")];
    let problems = registrar.fill(&form, &report, &withdrawn).refused();
    assert_eq!(problems, ["Người học đã tốt nghiệp.", "Thiếu lý do."], "all faults at once");

    let annulled =
        [("kind", "annulled"), ("happened_on", "01/10/2026"), ("reason", "hồ sơ đầu vào không hợp lệ")];
    let before = office.counts();
    let preview: Vec<_> = annulled.into_iter().chain([("sending", "preview")]).collect();
    let previewed = registrar.fill(&form, &report, &preview).shown();
    assert!(previewed.html.contains("id=\"effect\"") && previewed.says("Phải thu hồi"), "{}", previewed.html);
    assert!(previewed.html.contains("hồ sơ đầu vào không hợp lệ"), "the form keeps what was typed");
    let asked = registrar.fill(&form, &report, &annulled);
    assert!(asked.html.contains("name=\"confirm\" value=\"yes\""));
    assert!(asked.refused()[0].contains("phải thu hồi"));
    assert_eq!(office.counts(), before, "looking and asking write nothing");
    let confirmed: Vec<_> = annulled.into_iter().chain([("confirm", "yes")]).collect();
    let shown = registrar.fill(&form, &report, &confirmed).done(&registrar);
    assert!(shown.says("Đã ghi nhận báo cáo.") && shown.says("Thu hồi, hủy bỏ văn bằng"));

    let fact = office.database.number("SELECT MAX(id) FROM fact");
    let correction = format!("/enrolments/{enrolment}/facts/{fact}/correction");
    assert!(shown.html.contains(&format!("href=\"{correction}\"")));
    let form = registrar.get(&correction).shown();
    assert!(
        form.html.contains("value=\"hồ sơ đầu vào không hợp lệ\""),
        "the wrong words are there to be mended"
    );
    assert_eq!(registrar.fill(&form, &correction, &[("how", "retract")]).refused(), ["Chưa điền."]);
    let better = [("how", "replace"), ("reason", "bằng tốt nghiệp giả"), ("because", "ghi nhầm lý do")];
    let shown = registrar.fill(&form, &correction, &better).done(&registrar);
    assert!(
        shown.says("bằng tốt nghiệp giả") && shown.says("ghi nhầm lý do") && shown.says("đã được thay thế")
    );
    let second = office.database.number("SELECT MAX(id) FROM fact");
    let correction = format!("/enrolments/{enrolment}/facts/{second}/correction");
    let form = registrar.get(&correction).shown();
    let retracted = [("how", "retract"), ("because", "nhầm người"), ("confirm", "yes")];
    registrar.fill(&form, &correction, &retracted).done(&registrar);
    let twice = registrar.fill(&form, &correction, &retracted);
    assert_eq!(twice.status, 303, "the same form again gets the first answer");
    let facts = format!("SELECT COUNT(*) FROM fact WHERE enrolment_id = {enrolment} AND id >= {fact}");
    assert_eq!(office.database.number(&facts), 3);
    office.in_order();
}

fn who_may_not_report_is_not_asked(backend: Backend) {
    let office = Office::open(backend);
    let (enrolment, _) = graduate(&office);
    let report = format!("/enrolments/{enrolment}/report");
    for login in ["planner", "auditor", "approver"] {
        let person = Person::sign_in(&office.server, login);
        assert_eq!(person.get(&report).status, 403, "{login}");
        let sent = [("kind", "suspended"), ("happened_on", "01/10/2026")];
        assert_eq!(person.post(&report, &sent).status, 403, "{login}");
    }
    let sql = "SELECT p.code FROM orders o JOIN party p ON p.id = o.provider_id WHERE o.id = 1";
    let other = office.database.value(sql).expect("the first order has a provider");
    let stranger = Person::sign_in(&office.server, &format!("registrar.{other}"));
    assert_eq!(stranger.get(&report).status, 404);
}
