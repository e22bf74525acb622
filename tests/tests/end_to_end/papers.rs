//! Official papers: what is issued keeps its bytes and its number, and anybody may ask whether it is genuine.

use std::{io::Write, process::Command};

use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;
use tests::{
    Backend,
    decision::{approved, decided, proposed},
    office::Office,
    on_both,
    uploads::Browser,
};

on_both!(
    every_paper_of_an_order_is_drawn_and_can_be_read,
    a_paper_keeps_its_number_and_its_bytes,
    numbers_have_no_gap_under_many_hands,
    anybody_may_ask_whether_a_paper_is_genuine,
    a_host_has_its_own_papers_and_no_others,
    a_signed_copy_begins_with_the_paper,
    a_batch_is_printed_once_it_was_released,
    amounts_are_written_in_the_words_that_the_office_chose,
    a_changed_file_is_found,
);

/// The text of a PDF, as anybody copies it.
fn text(pdf: &[u8]) -> String {
    assert!(pdf.starts_with(b"%PDF-1.7"), "{}", String::from_utf8_lossy(&pdf[..pdf.len().min(200)]));
    let mut file = NamedTempFile::new().expect("a temporary file");
    file.write_all(pdf).expect("a temporary file");
    let output =
        Command::new("pdftotext").arg("-layout").arg(file.path()).arg("-").output().expect("pdftotext");
    assert!(output.status.success());
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Links of the drafts on the page of an order's papers.
fn drafts(page: &str) -> Vec<String> {
    let links = page.split("href=\"").filter_map(|rest| rest.split('"').next());
    let drafts = links.filter(|link| link.contains("/papers/draft?"));
    drafts.map(|link| link.replace("&#38;", "&").replace("&amp;", "&")).collect()
}

/// The order of which the demonstration issued everything.
fn order(office: &Office) -> i64 {
    office.database.number("SELECT order_id FROM paper WHERE kind = 'statement' ORDER BY id LIMIT 1")
}

fn every_paper_of_an_order_is_drawn_and_can_be_read(backend: Backend) {
    let office = Office::open(backend);
    let planner = Browser::sign_in(&office.server, "planner");
    let mut kinds = std::collections::BTreeSet::new();
    let orders = office.database.rows("SELECT id FROM orders ORDER BY id");
    for row in orders.iter().take(40) {
        let order = row[0].as_deref().expect("an id");
        let page = planner.get(&format!("/orders/{order}/papers"));
        for link in drafts(&page.html) {
            let kind = link.split("kind=").nth(1).and_then(|rest| rest.split('&').next()).expect("a kind");
            // Each kind is drawn for a few orders.
            if kinds.iter().filter(|known: &&(String, String)| known.0 == kind).count() >= 2 {
                continue;
            }
            let said = text(&planner.file(&link));
            for wanted in ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
            {
                assert!(said.contains(wanted), "{link}: {wanted}\n{said}");
            }
            kinds.insert((kind.to_owned(), order.to_owned()));
        }
    }
    let kinds: std::collections::BTreeSet<&str> = kinds.iter().map(|(kind, _)| kind.as_str()).collect();
    for kind in [
        "order",
        "minutes",
        "amendment",
        "learners",
        "statement",
        "clawback",
        "withdrawal",
        "advance_clearing",
        "pay_list",
        "volume",
        "graduation",
        "hosting",
        "hours",
    ] {
        assert!(kinds.contains(kind), "no {kind} among {kinds:?}");
    }
}

fn a_paper_keeps_its_number_and_its_bytes(backend: Backend) {
    let office = Office::open(backend);
    let planner = Browser::sign_in(&office.server, "planner");
    let order = order(&office);
    let page = format!("/orders/{order}/papers");
    let issue = || planner.send(&page, &page, &[("kind", "learners"), ("about", "order")]).sent_to();
    let first = issue();
    let path = first.split('?').next().expect("an address").to_owned();
    let id: i64 = path.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an id");
    let file = planner.file(&format!("{path}/file.pdf"));
    let number =
        office.database.value(&format!("SELECT number FROM paper WHERE id = {id}")).expect("a number");
    assert!(text(&file).contains(&format!("Số: {number}")), "{number}");
    assert_eq!(
        office.database.value(&format!("SELECT sha256 FROM paper WHERE id = {id}")),
        Some(hex(&Sha256::digest(&file)))
    );
    // What happens afterwards changes the draft, never the paper.
    let second = issue();
    assert_ne!(first, second);
    assert_eq!(planner.file(&format!("{path}/file.pdf")), file);
    assert!(planner.get(&path).html.contains("đã được thay thế"));
    let next: i64 = office.database.number(&format!("SELECT id FROM paper WHERE replaces = {id}"));
    let ordinal = |id: i64| office.database.number(&format!("SELECT ordinal FROM paper WHERE id = {id}"));
    assert_eq!(ordinal(next), ordinal(id) + 1);
    // A reason is asked for, then it is out of force and cannot be cancelled twice.
    let path = format!("/papers/{next}");
    assert!(
        planner.send(&path, &format!("{path}/cancel"), &[("reason", " ")]).html.contains("Thiếu lý do hủy")
    );
    planner.send(&path, &format!("{path}/cancel"), &[("reason", "Sai danh sách")]).sent_to();
    assert!(planner.get(&path).html.contains("Sai danh sách"));
    office.in_order();
}

fn numbers_have_no_gap_under_many_hands(backend: Backend) {
    let office = Office::open(backend);
    let order = order(&office);
    let page = format!("/orders/{order}/papers");
    let issue = |login: &str| {
        let person = Browser::sign_in(&office.server, login);
        for _ in 0..4 {
            person.send(&page, &page, &[("kind", "learners"), ("about", "order")]).sent_to();
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(|| issue("planner"));
        scope.spawn(|| issue("accountant"));
        scope.spawn(|| issue("planner"));
    });
    let series = "FROM paper WHERE series = 'BK' AND year = 2026";
    let count = office.database.number(&format!("SELECT COUNT(*) {series}"));
    assert!(count >= 12, "{count}");
    assert_eq!(office.database.number(&format!("SELECT COUNT(DISTINCT ordinal) {series}")), count);
    assert_eq!(office.database.number(&format!("SELECT MAX(ordinal) {series}")), count);
    let in_force = "SELECT COUNT(*) FROM paper p WHERE p.kind = 'learners' AND NOT EXISTS \
        (SELECT 1 FROM paper n WHERE n.replaces = p.id) AND NOT EXISTS (SELECT 1 FROM paper_event e WHERE e.paper_id = p.id)";
    assert_eq!(office.database.number(in_force), 1);
    office.in_order();
}

fn anybody_may_ask_whether_a_paper_is_genuine(backend: Backend) {
    let office = Office::open(backend);
    let ask = |code: &str| {
        let url = office.server.url(&format!("/papers/check?code={code}"));
        ureq::get(&url).call().expect("answers").body_mut().read_to_string().expect("text")
    };
    let row = office
        .database
        .rows("SELECT p.code, p.number, p.sha256, o.number FROM paper p JOIN orders o ON o.id = p.order_id WHERE p.kind = 'learners'")
        .remove(0);
    let [code, number, sha256, _] = [0, 1, 2, 3].map(|at| row[at].clone().expect("a value"));
    let said = ask(&code.to_lowercase().replace('-', "%20"));
    for wanted in [number.as_str(), sha256.as_str(), "đang có hiệu lực"] {
        assert!(said.contains(wanted), "{wanted}\n{said}");
    }
    // Nobody's name and nobody's number.
    let names = office.database.rows("SELECT full_name FROM learner LIMIT 50");
    assert!(names.iter().flatten().flatten().all(|name| !said.contains(name.as_str())));
    assert!(ask("2222-2222-2222").contains("Không có văn bản nào"));
    let cancelled = "SELECT p.code FROM paper p JOIN paper_event e ON e.paper_id = p.id LIMIT 1";
    let cancelled = office.database.value(cancelled).expect("the demonstration cancelled one");
    assert!(ask(&cancelled).contains("đã hủy"));
}

fn a_host_has_its_own_papers_and_no_others(backend: Backend) {
    let office = Office::open(backend);
    let row = office
        .database
        .rows(
            "SELECT h.order_id, p.code, p.id FROM hosting h JOIN party p ON p.id = h.party_id ORDER BY h.id",
        )
        .remove(0);
    let [order, code, id] = [0, 1, 2].map(|at| row[at].clone().expect("a value"));
    let host = Browser::sign_in(&office.server, &format!("host.{code}"));
    let page = host.get(&format!("/orders/{order}/papers")).html;
    let links = drafts(&page);
    assert!(links.iter().any(|link| link.contains("kind=hosting")), "{page}");
    let mine = |link: &String| {
        link.contains(&format!("host%3A{id}"))
            || link.contains("kind=statement")
            || link.contains("kind=clawback")
            || link.contains("kind=return")
    };
    assert!(links.iter().all(mine), "{links:?}");
    let other =
        office.database.number(&format!("SELECT id FROM paper WHERE order_id = {order} AND kind = 'order'"));
    for path in [format!("/papers/{other}"), format!("/papers/{other}/file.pdf")] {
        assert_eq!(host.get(&path).status, 404, "{path}");
    }
}

fn a_signed_copy_begins_with_the_paper(backend: Backend) {
    let office = Office::open(backend);
    let planner = Browser::sign_in(&office.server, "planner");
    let id = office.database.number("SELECT MIN(id) FROM paper WHERE kind = 'learners'");
    let path = format!("/papers/{id}");
    let issued = planner.file(&format!("{path}/file.pdf"));
    let other = include_bytes!("../../../backend/src/documents/signature/signed.pdf");
    let refused = planner.upload(&format!("{path}/signed"), "signed.pdf", other);
    assert!(refused.html.contains("không phải bản ký số của văn bản"), "{}", refused.html);
    let unsigned = planner.upload(&format!("{path}/signed"), "unsigned.pdf", &issued);
    assert!(unsigned.html.contains("chưa có chữ ký số"), "{}", unsigned.html);
    assert_eq!(office.database.number("SELECT COUNT(*) FROM signed_copy"), 0);
    // A signature behind the issued bytes, as PAdES adds it; nobody can read who made this one, and the page says so.
    let signed = with_signature(&issued);
    let kept = planner.upload(&format!("{path}/signed"), "signed.pdf", &signed).sent_to();
    let page = planner.get(&kept).html;
    assert!(
        page.contains("Không đọc được người ký") && page.contains(&hex(&Sha256::digest(&signed))),
        "{page}"
    );
    let copy = office.database.number("SELECT id FROM signed_copy");
    assert_eq!(planner.file(&format!("{path}/signed/{copy}")), signed);
    // The same file again is no second copy; the paper itself is as it was.
    planner.upload(&format!("{path}/signed"), "again.pdf", &signed).sent_to();
    assert_eq!(office.database.number("SELECT COUNT(*) FROM signed_copy"), 1);
    assert_eq!(planner.file(&format!("{path}/file.pdf")), issued);
    office.in_order();
}

/// The file with a dictionary of a signature added behind it, in an update of its own.
fn with_signature(pdf: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(pdf);
    let number = |after: &str| {
        let rest = text.rsplit(after).next().expect("it is there").trim_start();
        rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse::<usize>().expect("a number")
    };
    let (root, size, before) = (number("/Root "), number("/Size "), number("startxref"));
    let mut file = pdf.to_vec();
    file.push(b'\n');
    let at = file.len();
    let head = format!("{size} 0 obj\n<< /Type /Sig /ByteRange [0 ");
    // The numbers are as wide as they will be, so that they can be written before they are known.
    let contents = "<3000>";
    let first = at + head.len() + 10 + 1 + 10 + 1 + 10 + "] /Contents ".len();
    let second = first + contents.len();
    let object = |length: usize| {
        format!("{head}{first:010} {second:010} {length:010}] /Contents {contents} >>\nendobj\n")
    };
    let table = at + object(0).len();
    let end = format!(
        "xref\n{size} 1\n{at:010} 00000 n \ntrailer\n<< /Size {} /Root {root} 0 R /Prev {before} >>\nstartxref\n{table}\n%%EOF\n",
        size + 1
    );
    let length = table + end.len() - second;
    file.extend(object(length).bytes().chain(end.bytes()));
    file
}

fn a_batch_is_printed_once_it_was_released(backend: Backend) {
    let office = Office::open(backend);
    let accountant = Browser::sign_in(&office.server, "accountant");
    let state =
        "(SELECT e.state FROM payment_batch_event e WHERE e.batch_id = b.id ORDER BY e.id DESC LIMIT 1)";
    let released = office
        .database
        .rows(&format!(
            "SELECT b.id, b.number, CAST((SELECT SUM(l.amount_dong) FROM payment_line l WHERE l.batch_id = b.id) AS BIGINT) \
             FROM payment_batch b WHERE {state} IN ('approved', 'sent') ORDER BY b.id LIMIT 1"
        ))
        .remove(0);
    let [id, number, total] = [0, 1, 2].map(|at| released[at].clone().expect("a value"));
    let said = text(&accountant.file(&format!("/payments/batches/{id}/list.pdf")));
    let dotted = |digits: &str| {
        let groups: Vec<String> =
            digits.as_bytes().rchunks(3).rev().map(|group| String::from_utf8_lossy(group).into()).collect();
        groups.join(".")
    };
    for wanted in [number.as_str(), &dotted(&total), "DANH SÁCH THANH TOÁN", "Tổng cộng"] {
        assert!(said.contains(wanted), "{wanted}\n{said}");
    }
    let waits = office
        .database
        .number(&format!("SELECT COALESCE(MIN(b.id), 0) FROM payment_batch b WHERE {state} = 'made'"));
    assert_ne!(waits, 0, "the demonstration leaves a batch that waits");
    assert_eq!(accountant.get(&format!("/payments/batches/{waits}/list.pdf")).status, 422);
}

fn amounts_are_written_in_the_words_that_the_office_chose(backend: Backend) {
    let office = Office::open(backend);
    let sql = "SELECT s.order_id, s.id FROM statement s JOIN statement_state t ON t.statement_id = s.id \
        WHERE t.state = 'paid' AND s.payable_dong % 1000000 >= 1000 ORDER BY s.id LIMIT 1";
    let row = office.database.rows(sql).remove(0);
    let [order, statement] = [0, 1].map(|at| row[at].clone().expect("a value"));
    let list = format!("/orders/{order}/papers/draft?kind=pay_list&about=statement:{statement}");
    let words = || {
        let said = text(&Browser::sign_in(&office.server, "planner").file(&list));
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert!(words().contains(" nghìn ") && !words().contains(" ngàn "), "{}", words());
    let fields = decided("03/11/2026", &[("setting", "words_with_ngan"), ("value", "1")]);
    let change = proposed(&mut office.browser("administrator"), "/registry/settings", &fields);
    approved(&office, "chief-accountant", &change);
    assert!(words().contains(" nghìn "), "not before its day");
    office.server.turn_to("2026-11-03");
    assert!(words().contains(" ngàn ") && !words().contains(" nghìn "), "{}", words());
}

fn a_changed_file_is_found(backend: Backend) {
    let office = Office::open(backend);
    office.in_order();
    office.database.run("UPDATE paper_file SET content = substr(content, 2) WHERE sha256 = (SELECT sha256 FROM paper LIMIT 1)").expect("nothing guards a file but its hash");
    let said = tests::program::run(&office.database.url(), &["verify"]);
    assert!(!said.stdout.is_empty() || !said.stderr.is_empty());
    assert!(
        format!("{}{}", said.stdout, said.stderr).contains("its bytes were changed"),
        "{}{}",
        said.stdout,
        said.stderr
    );
}
