//! The audit trail on the pages: found by person, act, thing and day; with what was so before; and as a file.

use tests::{Backend, office::Office, on_both, portal::Person};

on_both!(
    an_auditor_finds_who_did_what_and_what_was_so_before,
    the_file_holds_what_the_page_shows,
    nobody_else_reads_the_trail,
);

fn an_auditor_finds_who_did_what_and_what_was_so_before(backend: Backend) {
    let office = Office::open(backend);
    let auditor = Person::sign_in(&office.server, "auditor");
    let head = office.database.value("SELECT sha256 FROM audit_entry ORDER BY id DESC LIMIT 1");
    let all = auditor.get("/audit").shown();
    assert!(all.says(&head.expect("the chain has a head")));
    assert!(all.html.contains("href=\"/audit\""), "the way here is on every page");

    // Names are found without their accents, and every part that is given must hold.
    let seek = |fields: &[(&str, &str)]| auditor.post("/audit/search", fields);
    let found = seek(&[("who", "ke toan truong"), ("action", "statement.approve")]);
    let address = found.location.clone().expect("the search leads to what was found");
    assert!(!address.contains("toan") && address.contains("action=statement.approve"), "{address}");
    let by_name = found.done(&auditor);
    let sql = "SELECT COUNT(*) FROM audit_entry WHERE action = 'statement.approve'";
    assert!(by_name.says(&format!("{} mục", office.database.number(sql))), "{}", by_name.html);
    assert!(!by_name.says("Lập đơn</th>"));
    assert!(by_name.html.contains("value=\"ke toan truong\""), "the field still says what is sought");
    // Another page, the other language and the file keep what is sought, and nobody else can open it.
    assert!(auditor.get(&format!("{address}&lang=en")).shown().html.contains("value=\"ke toan truong\""));
    let csv = auditor.get(&address.replace("/audit?", "/audit.csv?")).shown();
    let approved =
        office.database.number("SELECT COUNT(*) FROM audit_entry WHERE action = 'statement.approve'");
    assert_eq!(csv.html.lines().count() as i64, approved + 1);
    let other = Person::sign_in(&office.server, "administrator").get(&address).shown();
    assert!(!other.html.contains("ke toan truong"), "sealed for who looked");
    // A name typed into the address is not looked for.
    assert!(!auditor.get("/audit?who=khong+ai+ca").shown().html.contains("khong ai ca"));
    assert!(seek(&[("who", "khong ai ca")]).done(&auditor).says("Không có mục nào khớp."));
    let of_order = seek(&[("subject", "01/2025/H")]).done(&auditor);
    assert!(of_order.says("Đơn 01/2025/HĐ-ĐH") && !of_order.says("Đơn 02/2025/HĐ-ĐH"));
    let sql = "SELECT COUNT(*) FROM orders WHERE placed_on = (SELECT MIN(placed_on) FROM orders)";
    let placed = office.database.number(sql);
    let placed_on = office.database.value("SELECT MIN(placed_on) FROM orders").expect("a day");
    let day = |text: &str| text.split('-').rev().collect::<Vec<_>>().join("/");
    let on_the_day =
        format!("/audit?action=order.place&from={0}&until={0}", day(&placed_on).replace('/', "%2F"));
    assert!(auditor.get(&on_the_day).shown().says(&format!("{placed} mục")));
    assert!(auditor.get("/audit?action=order.place&from=01%2F01%2F2027").shown().says("0 mục"));

    let correction =
        office.database.number("SELECT MIN(id) FROM audit_entry WHERE action = 'progress.correct'");
    let entry = auditor.get(&format!("/audit/{correction}")).shown();
    assert_eq!(entry.html.matches("Kết quả tốt nghiệp").count(), 2, "before and after: {}", entry.html);
    let approval = office.database.number("SELECT MIN(id) FROM audit_entry WHERE action = 'order.approve'");
    let entry = auditor.get(&format!("/audit/{approval}")).shown();
    assert!(entry.says("<td>chờ duyệt</td><td>chờ cơ sở nhận</td>"), "{}", entry.html);
    assert_eq!(auditor.get("/audit/99999999").status, 404);
    let english = auditor.get(&format!("/audit/{approval}?lang=en")).shown();
    assert!(english.says("Order approved") && !english.says("Duyệt đơn"));
}

fn the_file_holds_what_the_page_shows(backend: Backend) {
    let office = Office::open(backend);
    let auditor = Person::sign_in(&office.server, "auditor");
    let file = auditor.get("/audit.csv?action=order.accept").shown();
    assert_eq!(file.kind, "text/csv; charset=utf-8");
    let lines: Vec<&str> = file.html.trim_start_matches('\u{feff}').lines().collect();
    let accepted = office.database.number("SELECT COUNT(*) FROM audit_entry WHERE action = 'order.accept'");
    assert_eq!(i64::try_from(lines.len()).expect("few lines"), accepted + 1);
    assert!(lines[0].starts_with("Mục số,"));
    for seal in office.database.rows("SELECT sha256 FROM audit_entry WHERE action = 'order.accept'") {
        let seal = seal[0].clone().expect("an entry is sealed");
        assert!(lines.iter().any(|line| line.ends_with(&seal)), "{seal} is missing");
    }
}

fn nobody_else_reads_the_trail(backend: Backend) {
    let office = Office::open(backend);
    assert_eq!(Person::sign_in(&office.server, "administrator").get("/audit").status, 200);
    let sql = "SELECT p.code FROM orders o JOIN party p ON p.id = o.provider_id WHERE o.id = 1";
    let registrar = format!("registrar.{}", office.database.value(sql).expect("a provider"));
    for login in ["planner", "approver", "accountant", "chief-accountant", &registrar, "host.dn-fpt-software"]
    {
        let person = Person::sign_in(&office.server, login);
        for path in ["/audit", "/audit.csv", "/audit/1"] {
            assert_eq!(person.get(path).status, 403, "{login} {path}");
        }
        assert!(!person.get("/").html.contains("href=\"/audit\""), "{login} is not led there");
    }
}
