//! Official papers: what is issued keeps its bytes and its number, and anybody may ask whether it is genuine.

use std::{collections::BTreeMap, io::Write, process::Command};

use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;
use tests::{
    Backend,
    course::Course,
    decision::{approved, decided, proposed},
    office::Office,
    on_both, tamper,
    uploads::Browser,
    workbook::{Book, Cell},
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
    a_form_of_the_treasury_says_each_budget_line_with_its_own_amount,
    a_notice_of_clawback_asks_for_no_money_before_objections_end,
    a_paper_goes_out_of_force_with_its_order,
    each_issues_the_papers_of_their_own_work,
    the_ledger_of_an_order_is_a_workbook,
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

/// What is asked of each kind of paper: words that its form has and no other part of the page.
const FIELDS: [(&str, &[&str]); 14] = [
    (
        "order",
        &["Tổng giá trị đặt hàng", "Chất lượng.", "Tạm ứng.", "Bằng chữ:", "Nghị định số 32/2019/NĐ-CP"],
    ),
    ("minutes", &["Mẫu số 04", "Giá trị nghiệm thu", "Kiến nghị", "ĐẠI DIỆN BÊN B"]),
    ("amendment", &["Nội dung điều chỉnh.", "Giá trị sau điều chỉnh"]),
    ("learners", &["Họ và tên", "Số định danh", "Tổng cộng", "********"]),
    ("statement", &["Được thanh toán", "Mã băm các dòng", "không chịu thuế"]),
    ("clawback", &["Tổng số tiền thu hồi", "gửi ý kiến bằng văn bản chậm nhất", "Kính gửi"]),
    (
        "withdrawal",
        &["Mẫu số 13", "[x] Chính thức", "Mã chương: ", "Cấp ngân sách: ", "Năm ngân sách: 202", "NDKT"],
    ),
    ("advance_clearing", &["Mẫu số 10", "Danh sách nhận tiền", "Đề nghị", "Năm ngân sách: 202", "Lãnh đạo"]),
    ("pay_list", &["Mẫu số 20", "Đơn vị chi: ", "-0959-", "Tổng số tiền"]),
    ("volume", &["Mẫu số 08a", "Lũy kế thanh toán", "mã chương trình", "người"]),
    ("graduation", &["Công nhận tốt nghiệp cho", "Số hiệu phôi", "Số vào sổ"]),
    ("hosting", &["Bên B (doanh nghiệp)", "Người hướng dẫn"]),
    ("hours", &["đã thực hành tại đơn vị tổng cộng"]),
    ("return", &["Mẫu số 08", "Nộp giảm chi", "Nộp trả", "Đơn vị nộp: "]),
];

fn every_paper_of_an_order_is_drawn_and_can_be_read(backend: Backend) {
    let office = Office::open(backend);
    let planner = Browser::sign_in(&office.server, "planner");
    let mut drawn: BTreeMap<String, Vec<String>> = BTreeMap::new();
    // Orders of which something comes back are few.
    let orders = office.database.rows(
        "SELECT o.id FROM orders o ORDER BY (SELECT COUNT(*) FROM statement s WHERE s.order_id = o.id AND s.to_recover_dong > 0) \
         DESC, o.id LIMIT 40",
    );
    for row in &orders {
        let order = row[0].as_deref().expect("an id");
        let page = planner.get(&format!("/orders/{order}/papers"));
        for link in drafts(&page.html) {
            let kind = link.split("kind=").nth(1).and_then(|rest| rest.split('&').next()).expect("a kind");
            // Each kind is drawn for a few orders.
            let of_kind = drawn.entry(kind.to_owned()).or_default();
            if of_kind.len() >= 2 {
                continue;
            }
            let said = text(&planner.file(&link));
            for wanted in ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "DỰ THẢO"]
            {
                assert!(said.contains(wanted), "{link}: {wanted}\n{said}");
            }
            // Accents belong to their letters, so that what is copied is found again.
            assert!(!said.chars().any(|letter| ('\u{300}'..='\u{36f}').contains(&letter)), "{link}");
            of_kind.push(said.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    let mut lacking = Vec::new();
    for (kind, fields) in FIELDS {
        let all = drawn.get(kind).unwrap_or_else(|| panic!("no {kind} among {:?}", drawn.keys()));
        for said in all {
            let missing = fields.iter().filter(|field| !said.contains(**field));
            lacking.extend(missing.map(|field| format!("{kind}: {field:?}")));
        }
    }
    assert!(lacking.is_empty(), "{lacking:#?}\n{drawn:#?}");
    assert_eq!(drawn.len(), FIELDS.len());
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
            person.send(&page, &page, &[("kind", "minutes"), ("about", "order")]).sent_to();
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(|| issue("planner"));
        scope.spawn(|| issue("accountant"));
        scope.spawn(|| issue("planner"));
    });
    let series = "FROM paper WHERE series = 'BB' AND year = 2026";
    let count = office.database.number(&format!("SELECT COUNT(*) {series}"));
    assert!(count >= 12, "{count}");
    assert_eq!(office.database.number(&format!("SELECT COUNT(DISTINCT ordinal) {series}")), count);
    assert_eq!(office.database.number(&format!("SELECT MAX(ordinal) {series}")), count);
    let in_force = "SELECT COUNT(*) FROM paper p WHERE p.kind = 'minutes' AND NOT EXISTS \
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
    for wanted in
        [number.as_str(), &dotted(total.parse().expect("an amount")), "DANH SÁCH THANH TOÁN", "Tổng cộng"]
    {
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

fn dotted(amount: i64) -> String {
    let digits = amount.to_string();
    let groups: Vec<String> =
        digits.as_bytes().rchunks(3).rev().map(|group| String::from_utf8_lossy(group).into()).collect();
    groups.join(".")
}

fn a_form_of_the_treasury_says_each_budget_line_with_its_own_amount(backend: Backend) {
    let office = Office::open(backend);
    // Paid whole: what is drawn on each line is what was accepted on it.
    let sql = "SELECT s.id, s.order_id FROM statement s JOIN statement_state t ON t.statement_id = s.id \
        JOIN settled_line x ON x.statement_id = s.id JOIN order_line l ON l.id = x.order_line_id \
        WHERE t.state = 'paid' AND s.payable_dong = s.gross_dong AND s.payable_dong > 0 \
        GROUP BY s.id, s.order_id HAVING COUNT(DISTINCT l.appropriation_id) > 1 ORDER BY s.id LIMIT 1";
    let row = office.database.rows(sql).remove(0);
    let [statement, order] = [0, 1].map(|at| row[at].clone().expect("a value"));
    let parts = office.database.rows(&format!(
        "SELECT a.code, CAST(SUM(x.amount_dong) AS BIGINT) FROM settled_line x JOIN order_line l ON l.id = x.order_line_id \
         JOIN appropriation a ON a.id = l.appropriation_id WHERE x.statement_id = {statement} GROUP BY a.code"
    ));
    assert!(parts.len() > 1);
    for kind in ["withdrawal", "pay_list"] {
        let link = format!("/orders/{order}/papers/draft?kind={kind}&about=statement:{statement}");
        let said = text(&Browser::sign_in(&office.server, "planner").file(&link));
        for part in &parts {
            let amount: i64 = part[1].as_deref().and_then(|dong| dong.parse().ok()).expect("an amount");
            assert!(said.contains(&dotted(amount)), "{kind}: {amount}\n{said}");
        }
    }
}

/// Days as papers write them, in the order in which they stand: `chậm nhất ngày 17 tháng 11 năm 2026`.
fn deadlines(said: &str) -> Vec<(u32, u32, u32)> {
    let number = |text: &str| text.trim_matches(|c: char| !c.is_ascii_digit()).parse().expect("a number");
    let day = |rest: &str| {
        let words: Vec<&str> = rest.split_whitespace().collect();
        (number(words[5]), number(words[3]), number(words[1]))
    };
    said.split("chậm nhất ").skip(1).map(day).collect()
}

fn a_notice_of_clawback_asks_for_no_money_before_objections_end(backend: Backend) {
    let office = Office::open(backend);
    let sql = "SELECT s.order_id, s.id FROM statement s WHERE s.to_recover_dong > 0 AND EXISTS \
        (SELECT 1 FROM settled_line l WHERE l.statement_id = s.id AND l.amount_dong < 0) ORDER BY s.id LIMIT 1";
    let row = office.database.rows(sql).remove(0);
    let [order, statement] = [0, 1].map(|at| row[at].clone().expect("a value"));
    let link = format!("/orders/{order}/papers/draft?kind=clawback&about=statement:{statement}");
    // The statement was approved in October; the longer the notice waits, the later both days are.
    for today in ["2026-11-02", "2026-12-01"] {
        office.server.turn_to(today);
        let said = text(&Browser::sign_in(&office.server, "planner").file(&link));
        let said = said.replace('\u{a0}', " ");
        let [back, objection] = deadlines(&said)[..] else { panic!("two days\n{said}") };
        assert!(back >= objection, "{back:?} {objection:?}");
    }
}

fn a_paper_goes_out_of_force_with_its_order(backend: Backend) {
    let office = Office::open(backend);
    let course = Course::elementary(&office.database);
    tamper::unguard(&office.database);
    // To a unit of its own the ordering body gives a decision, which counts once it is approved.
    tamper::force(
        &office.database,
        &format!(
            "UPDATE party SET subordinate_to = (SELECT b.code FROM party b WHERE b.kind = 'ordering_body' ORDER BY b.id LIMIT 1) \
             WHERE id = {}",
            course.provider
        ),
    );
    let order = office.client("planner").post("/orders", &course.order(3)).done().id();
    let planner = Browser::sign_in(&office.server, "planner");
    let page = format!("/orders/{order}/papers");
    let issue = || planner.send(&page, &page, &[("kind", "order"), ("about", "order")]);
    assert!(!planner.get(&page).html.contains("kind=order"), "nobody approved it yet");
    assert_eq!(issue().status, 404);
    office.client("approver").step(&format!("/orders/{order}/approval")).done();
    issue().sent_to();
    let code = office.database.value(&format!("SELECT code FROM paper WHERE order_id = {order}"));
    let ask = || {
        let url = office.server.url(&format!("/papers/check/{}", code.clone().expect("a code")));
        ureq::get(&url).call().expect("answers").body_mut().read_to_string().expect("text")
    };
    assert!(ask().contains("đang có hiệu lực"));
    let address = format!("/orders/{order}");
    planner.send(&address, &format!("{address}/cancel"), &[("reason", "nhu cầu thay đổi")]).sent_to();
    assert!(ask().contains("đã hủy"));
}

fn each_issues_the_papers_of_their_own_work(backend: Backend) {
    let office = Office::open(backend);
    let order = order(&office);
    let statement = office.database.number(&format!(
        "SELECT s.id FROM statement s JOIN statement_state t ON t.statement_id = s.id \
         WHERE s.order_id = {order} AND t.state = 'paid' AND s.payable_dong > 0 ORDER BY s.id LIMIT 1"
    ));
    let page = format!("/orders/{order}/papers");
    let about = format!("statement:{statement}");
    let planner = Browser::sign_in(&office.server, "planner");
    let accountant = Browser::sign_in(&office.server, "accountant");
    assert_eq!(planner.send(&page, &page, &[("kind", "withdrawal"), ("about", &about)]).status, 403);
    accountant.send(&page, &page, &[("kind", "withdrawal"), ("about", &about)]).sent_to();
    assert_eq!(accountant.send(&page, &page, &[("kind", "order"), ("about", "order")]).status, 403);
    planner.send(&page, &page, &[("kind", "order"), ("about", "order")]).sent_to();
}

/// The rows below the headings of a ledger.
fn below(book: &Book) -> Vec<Vec<Cell>> {
    let (heading, _) = book.find(0, "Số bút toán").expect("a heading");
    book.sheets[0].2[heading + 1..].to_vec()
}

fn the_ledger_of_an_order_is_a_workbook(backend: Backend) {
    let office = Office::open(backend);
    let order = order(&office);
    let accountant = Browser::sign_in(&office.server, "accountant");
    let book = Book::open(&accountant.file(&format!("/orders/{order}/ledger.xlsx")));
    let postings = office
        .database
        .rows(&format!("SELECT amount_dong, seal FROM posting WHERE order_id = {order} ORDER BY id"));
    let rows = below(&book);
    assert_eq!(rows.len(), postings.len());
    for (row, posting) in rows.iter().zip(&postings) {
        assert_eq!(
            row[7],
            Cell::Number(posting[0].as_deref().and_then(|dong| dong.parse().ok()).expect("an amount"))
        );
        assert_eq!(row[8], Cell::Text(posting[1].clone().expect("a seal")));
    }
    let host = office.database.rows(&format!(
        "SELECT p.code, p.id FROM hosting h JOIN party p ON p.id = h.party_id WHERE h.order_id = {order}"
    ));
    let [code, id] = [0, 1].map(|at| host[0][at].clone().expect("a value"));
    let host = Browser::sign_in(&office.server, &format!("host.{code}"));
    let own = below(&Book::open(&host.file(&format!("/orders/{order}/ledger.xlsx")))).len();
    let count = office
        .database
        .number(&format!("SELECT COUNT(*) FROM posting WHERE order_id = {order} AND party_id = {id}"));
    assert_eq!(i64::try_from(own), Ok(count));
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
