//! Payment in batches, through the front door: made by one person, released by another, sent, and reconciled with what the
//! Treasury and banks tell, whatever goes wrong. In the end every đồng is in exactly one place.

use tests::{
    Backend,
    course::Course,
    office::Office,
    on_both,
    portal::{Page, Person},
    uploads::Browser,
    workbook::{Book, Cell},
};

on_both!(
    a_batch_with_ten_kinds_of_trouble_ends_with_every_dong_in_one_place,
    what_cannot_be_paid_is_refused_with_every_reason,
    who_makes_a_batch_does_not_release_it,
    files_that_are_no_confirmations_are_refused_for_what_they_are,
    a_payee_sees_its_own_payments_and_records_its_own_invoices,
    the_year_end_and_the_clock_are_shown,
);

/// Advances of small orders of one college, approved, each with its invoice.
pub struct Desk {
    pub office: Office,
    pub course: Course,
    pub statements: Vec<i64>,
}

#[derive(Debug, Clone)]
pub struct Line {
    pub key: String,
    pub amount: i64,
    pub account: String,
    pub statement: i64,
}

impl Desk {
    pub fn open(backend: Backend, count: i64) -> Desk {
        let office = Office::open(backend);
        let course = Course::of(
            &office.database,
            "p.kind = 'college' AND p.id IN (SELECT d.party_id FROM party_detail d WHERE d.treasury_account <> '')",
        );
        let mut statements = Vec::new();
        for quantity in 1..=count {
            let planner = office.client("planner");
            let order = planner.post("/orders", &course.order(quantity)).done().id();
            office.client("approver").step(&format!("/orders/{order}/approval")).done();
            office.client(&course.director()).step(&format!("/orders/{order}/acceptance")).done();
            office.client("accountant").step(&format!("/orders/{order}/advance")).done();
            let statement = office.database.number("SELECT MAX(id) FROM statement");
            office.client("chief-accountant").step(&format!("/statements/{statement}/approval")).done();
            statements.push(statement);
        }
        let desk = Desk { office, course, statements };
        for statement in &desk.statements {
            let amount = desk.payable(*statement).to_string();
            desk.invoice(*statement, &format!("1C26TDT-9{statement}"), &amount, "not_taxable")
                .done(&desk.director());
        }
        desk
    }

    pub fn director(&self) -> Person<'_> {
        Person::sign_in(&self.office.server, &self.course.director())
    }

    pub fn payable(&self, statement: i64) -> i64 {
        self.office.database.number(&format!("SELECT payable_dong FROM statement WHERE id = {statement}"))
    }

    pub fn invoice(&self, statement: i64, number: &str, amount: &str, vat: &str) -> Page {
        let at = |name: &str| format!("{name}[{statement}]");
        let (a, b, c, d) = (at("invoice_number"), at("invoiced_on"), at("amount"), at("vat"));
        let fields = [(&*a, number), (&*b, "02/11/2026"), (&*c, amount), (&*d, vat)];
        self.director().post(&format!("/statements/{statement}/invoice"), &fields)
    }

    /// A batch of statements, released and sent; its lines in their order.
    pub fn sent(&self, statements: &[i64]) -> (i64, Vec<Line>) {
        let batch = self.made(statements);
        let path = format!("/payments/batches/{batch}");
        let chief = Person::sign_in(&self.office.server, "chief-accountant");
        chief.fill(&chief.get(&path).shown(), &format!("{path}/release"), &[]).done(&chief);
        let accountant = Person::sign_in(&self.office.server, "accountant");
        accountant.fill(&accountant.get(&path).shown(), &format!("{path}/send"), &[]).done(&accountant);
        (batch, self.lines(batch))
    }

    pub fn made(&self, statements: &[i64]) -> i64 {
        let accountant = Person::sign_in(&self.office.server, "accountant");
        let ids: Vec<String> = statements.iter().map(i64::to_string).collect();
        let fields: Vec<(&str, &str)> = ids.iter().map(|id| ("statements", id.as_str())).collect();
        let page = accountant.post("/payments", &fields);
        assert_eq!(page.status, 303, "{:?}", page.problems());
        let to = page.location.expect("to the batch");
        to.trim_start_matches("/payments/batches/")
            .split('?')
            .next()
            .and_then(|id| id.parse().ok())
            .expect("an id")
    }

    pub fn lines(&self, batch: i64) -> Vec<Line> {
        let sql = format!(
            "SELECT end_to_end, amount_dong, account, statement_id FROM payment_line WHERE batch_id = {batch} ORDER BY id"
        );
        let text = |cell: &Option<String>| cell.clone().expect("filled");
        let line = |row: Vec<Option<String>>| Line {
            key: text(&row[0]),
            amount: text(&row[1]).parse().expect("a number"),
            account: text(&row[2]),
            statement: text(&row[3]).parse().expect("a number"),
        };
        self.office.database.rows(&sql).into_iter().map(line).collect()
    }

    /// Sends a file and looks at it; answers with its address.
    pub fn received(&self, name: &str, bytes: &[u8]) -> String {
        let accountant = Browser::sign_in(&self.office.server, "accountant");
        accountant.upload("/payments/confirmations", name, bytes).sent_to()
    }

    pub fn taken(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.received(name, bytes);
        let accountant = Person::sign_in(&self.office.server, "accountant");
        let page = accountant.get(&path).shown();
        accountant.fill(&page, &format!("{path}/accept"), &[]).done(&accountant);
        path
    }

    pub fn entry(&self, reference: &str) -> i64 {
        let sql = format!("SELECT MAX(id) FROM confirmation_entry WHERE reference = '{reference}'");
        self.office.database.number(&sql)
    }

    pub fn state(&self, reference: &str) -> String {
        let sql = format!(
            "SELECT v.state FROM entry_event v WHERE v.entry_id = {} ORDER BY v.id DESC LIMIT 1",
            self.entry(reference)
        );
        self.office.database.value(&sql).expect("the entry was taken")
    }

    /// Paid, returned, withdrawn and open of a line.
    pub fn stands(&self, key: &str) -> [i64; 4] {
        let sum = |what: &str| {
            self.office.database.number(&format!(
                "SELECT CAST(COALESCE(SUM(e.amount_dong), 0) AS BIGINT) FROM payment_event e JOIN payment_line l \
                 ON l.id = e.line_id WHERE l.end_to_end = '{key}' AND e.what = '{what}'"
            ))
        };
        let sent = self
            .office
            .database
            .number(&format!("SELECT amount_dong FROM payment_line WHERE end_to_end = '{key}'"));
        let (paid, refused, back, withdrawn) =
            (sum("paid"), sum("refused"), sum("came_back"), sum("withdrawn"));
        [paid - back, refused + back, withdrawn, sent - paid - refused - withdrawn]
    }

    /// What the ledger has as paid of a statement, and where it stands.
    pub fn ledger(&self, statement: i64) -> (i64, String) {
        let paid = self.office.database.number(&format!(
            "SELECT CAST(COALESCE(SUM(CASE WHEN credit IN ('paid', 'paid_ahead') THEN amount_dong WHEN debit IN \
             ('paid', 'paid_ahead') THEN -amount_dong ELSE 0 END), 0) AS BIGINT) FROM posting WHERE statement_id = {statement}"
        ));
        let client = self.office.client("accountant");
        let read = client.get(&format!("/statements/{statement}")).done().body;
        (paid, read["state"]["code"].as_str().expect("a state").to_owned())
    }
}

pub fn camt(format: &str, id: &str, entries: &str) -> Vec<u8> {
    let (body, part) = match format {
        "camt.053" => ("BkToCstmrStmt", "Stmt"),
        _ => ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
    };
    format!(
        "<?xml version=\"1.0\"?><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:{format}.001.08\"><{body}><GrpHdr><MsgId>\
         {id}</MsgId></GrpHdr><{part}>{entries}</{part}></{body}></Document>"
    )
    .into_bytes()
}

pub fn told(sign: &str, reference: &str, key: &str, account: &str, amount: i64) -> String {
    let key = if key.is_empty() { String::new() } else { format!("<EndToEndId>{key}</EndToEndId>") };
    let back = match sign {
        "CRDT" => "<RtrInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>Tài khoản đã đóng</AddtlInf></RtrInf>",
        _ => "",
    };
    format!(
        "<Ntry><Amt Ccy=\"VND\">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-02\
         </Dt></BookgDt><NtryDtls><TxDtls><Refs><AcctSvcrRef>{reference}</AcctSvcrRef>{key}</Refs><RltdPties><CdtrAcct>\
         <Id><Othr><Id>{account}</Id></Othr></Id></CdtrAcct></RltdPties>{back}</TxDtls></NtryDtls></Ntry>"
    )
}

fn a_batch_with_ten_kinds_of_trouble_ends_with_every_dong_in_one_place(backend: Backend) {
    let desk = Desk::open(backend, 8);
    let (batch, lines) = desk.sent(&desk.statements);
    let [l1, l2, l3, l4, l5, l6, l7, l8] = &lines[..] else { panic!("eight lines: {lines:?}") };
    let half = l1.amount / 2;
    // The rest of a payment of another batch, left open by the demonstration.
    let other = desk.office.database.rows(
        "SELECT l.end_to_end, l.account, l.amount_dong - SUM(e.amount_dong) FROM payment_line l JOIN payment_event e \
         ON e.line_id = l.id GROUP BY l.id, l.end_to_end, l.account, l.amount_dong \
         HAVING l.amount_dong > SUM(e.amount_dong) AND MIN(e.what) = 'paid' AND MAX(e.what) = 'paid'",
    );
    let other: Vec<String> = other
        .into_iter()
        .next()
        .expect("one is open")
        .into_iter()
        .map(|cell| cell.expect("filled"))
        .collect();
    let rest: i64 = other[2].parse().expect("a number");

    let first = [
        told("DBIT", "R1", &l1.key, &l1.account, half),
        told("CRDT", "R2", &l2.key, &l2.account, l2.amount),
        told("DBIT", "R3", &l3.key, &l3.account, l3.amount),
        told("DBIT", "R3", &l3.key, &l3.account, l3.amount),
        told("DBIT", "R4", &l4.key, &l4.account, l4.amount + 1),
        told("DBIT", "R5", &l5.key, "99990000", l5.amount),
        told("DBIT", "R6", "", &l6.account, l6.amount + l7.amount),
        told("DBIT", "R7", "KHONG-CO", "12345678", 777),
        told("DBIT", "R8", &other[0], &other[1], rest),
    ];
    let first = camt("camt.053", "M1", &first.concat());
    let path = desk.received("camt053.xml", &first);
    let accountant = Person::sign_in(&desk.office.server, "accountant");
    let preview = accountant.get(&path).shown();
    assert!(preview.says("Không có mã khoản chi của lô nào.") && preview.says("AC04"), "{}", preview.html);
    assert_eq!(desk.stands(&l3.key), [0, 0, 0, l3.amount], "a preview moves nothing");
    accountant.fill(&preview, &format!("{path}/accept"), &[]).done(&accountant);
    for (reference, state) in [("R1", "matched"), ("R2", "matched"), ("R3", "already"), ("R8", "matched")]
        .into_iter()
        .chain(["R4", "R5", "R6", "R7"].map(|reference| (reference, "waiting")))
    {
        assert_eq!(desk.state(reference), state, "{reference}");
    }
    assert_eq!(desk.ledger(l3.statement), (l3.amount, "paid".to_owned()));
    assert_eq!(desk.ledger(l1.statement), (half, "approved".to_owned()));
    assert_eq!(desk.stands(&other[0])[3], 0, "the other batch has its rest");

    // Come back after it was confirmed; told again in another file; the same file twice; a broken one.
    let second =
        [told("CRDT", "R9", &l3.key, &l3.account, l3.amount), told("DBIT", "R1", &l1.key, &l1.account, half)];
    let second = camt("camt.054", "M2", &second.concat());
    desk.taken("camt054.xml", &second);
    assert_eq!(desk.state("R1"), "already");
    assert_eq!(desk.ledger(l3.statement), (0, "approved".to_owned()));
    let browser = Browser::sign_in(&desk.office.server, "accountant");
    let before = desk.office.counts();
    let again = browser.upload("/payments/confirmations", "other name.xml", &second);
    assert!(again.status == 422 && again.words().contains("Tệp này đã nhận rồi"), "{}", again.words());
    let broken = browser.upload("/payments/confirmations", "camt.xml", &first[..first.len() - 40]);
    assert!(broken.status == 422 && broken.words().contains("Tệp XML bị hỏng"), "{}", broken.words());
    assert_eq!(desk.office.counts(), before);

    // The template comes back filled in.
    let mut book = Book::open(&browser.file(&format!("/payments/batches/{batch}/template.xlsx")));
    let row =
        book.list().iter_mut().find(|row| row.first() == Some(&Cell::Text(l8.key.clone()))).expect("its row");
    row.resize(10, Cell::Empty);
    row[5] = Cell::Text("đã chi".to_owned());
    row[6] = Cell::Text(l8.amount.to_string());
    row[7] = Cell::Text("02/11/2026".to_owned());
    row[8] = Cell::Text("KB-8".to_owned());
    desk.taken("xac-nhan.xlsx", &book.save());
    assert_eq!((desk.state("KB-8").as_str(), desk.stands(&l8.key)), ("matched", [l8.amount, 0, 0, 0]));

    // People decide what waits.
    let page = accountant.get("/payments").shown();
    let act = |reference: &str, what: &str, field: &str, value: &str| {
        let id = desk.entry(reference);
        let field = format!("{field}[{id}]");
        accountant.fill(&page, &format!("/payments/entries/{id}/{what}"), &[(&*field, value)])
    };
    act("R5", "assign", "end_to_end", "").done(&accountant);
    act("R6", "assign", "end_to_end", "").done(&accountant);
    let refused = act("R4", "assign", "end_to_end", &l4.key);
    assert_eq!(refused.status, 422, "more than was sent is nobody's");
    assert_eq!(act("R7", "set-aside", "reason", "").status, 422, "a reason is asked for");
    act("R4", "set-aside", "reason", "Ngân hàng ghi nhầm, đã yêu cầu điều chỉnh").done(&accountant);
    act("R7", "set-aside", "reason", "Không phải khoản của chương trình").done(&accountant);
    let line =
        desk.office.database.number(&format!("SELECT id FROM payment_line WHERE end_to_end = '{}'", l1.key));
    let (path, reason) = (format!("/payments/batches/{batch}"), format!("reason[{line}]"));
    let page = accountant.get(&path).shown();
    let withdraw = format!("{path}/lines/{line}/withdraw");
    accountant.fill(&page, &withdraw, &[(&*reason, "Ngân hàng báo không chi tiếp")]).done(&accountant);

    // Every đồng of the batch is in one place.
    let expected = [
        (l1, [half, 0, l1.amount - half, 0]),
        (l2, [0, l2.amount, 0, 0]),
        (l3, [0, l3.amount, 0, 0]),
        (l4, [0, 0, 0, l4.amount]),
        (l5, [l5.amount, 0, 0, 0]),
        (l6, [l6.amount, 0, 0, 0]),
        (l7, [l7.amount, 0, 0, 0]),
        (l8, [l8.amount, 0, 0, 0]),
    ];
    for (line, places) in expected {
        assert_eq!(desk.stands(&line.key), places, "{line:?}");
        assert_eq!(places.iter().sum::<i64>(), line.amount);
        let state = if places[0] == line.amount { "paid" } else { "approved" };
        assert_eq!(desk.ledger(line.statement), (places[0], state.to_owned()), "{line:?}");
    }
    let page = accountant.get(&path).shown();
    assert!(
        page.says("Đối chiếu") && page.html.contains("verdict good") && !page.html.contains("verdict bad")
    );
    // And so is every đồng of every confirmation.
    let sum = |condition: &str| {
        desk.office.database.number(&format!(
            "SELECT CAST(COALESCE(SUM(n.amount_dong), 0) AS BIGINT) FROM confirmation_entry n JOIN entry_event v ON v.id = \
             (SELECT MAX(x.id) FROM entry_event x WHERE x.entry_id = n.id) WHERE {condition}"
        ))
    };
    let moved = desk
        .office
        .database
        .number("SELECT CAST(SUM(amount_dong) AS BIGINT) FROM payment_event WHERE entry_id IS NOT NULL");
    assert_eq!(sum("v.state IN ('matched', 'assigned')"), moved);
    let all = desk.office.database.number("SELECT CAST(SUM(amount_dong) AS BIGINT) FROM confirmation_entry");
    let places = ["matched", "assigned", "already", "waiting", "set_aside"];
    assert_eq!(places.map(|state| sum(&format!("v.state = '{state}'"))).iter().sum::<i64>(), all);

    // What came back is free again, and is paid once more in another batch; not beside it.
    let (_, again) = desk.sent(&[l1.statement, l2.statement, l3.statement]);
    assert_eq!(
        again.iter().map(|line| line.amount).collect::<Vec<_>>(),
        [l1.amount - half, l2.amount, l3.amount]
    );
    let alone = accountant.post(
        &format!("/statements/{}/pay", l2.statement),
        &[("document_number", "UNC 1"), ("document_date", "02/11/2026")],
    );
    assert!(alone.status == 422 && alone.says("Bảng này được chi bằng lô chi."), "{}", alone.html);
    let paid: Vec<String> = again
        .iter()
        .map(|line| told("DBIT", &format!("S-{}", line.key), &line.key, &line.account, line.amount))
        .collect();
    desk.taken("lan2.xml", &camt("camt.053", "M3", &paid.concat()));
    for line in [l1, l2, l3] {
        assert_eq!(desk.ledger(line.statement), (line.amount, "paid".to_owned()), "{line:?}");
    }
    desk.office.in_order();
}

fn what_cannot_be_paid_is_refused_with_every_reason(backend: Backend) {
    let desk = Desk::open(backend, 1);
    let accountant = Person::sign_in(&desk.office.server, "accountant");
    // The demonstration leaves one without an invoice and one with a tax; of those whose payee has no account there is none.
    let bare = desk.office.database.number(
        "SELECT MAX(s.id) FROM statement s JOIN statement_state v ON v.statement_id = s.id WHERE v.state = 'approved' \
         AND NOT EXISTS (SELECT 1 FROM invoice i WHERE i.statement_id = s.id) AND s.payable_dong > 0",
    );
    let taxed = desk.office.database.number("SELECT MAX(statement_id) FROM invoice WHERE vat = 'rate_10'");
    let (bare, taxed) = (bare.to_string(), taxed.to_string());
    let paid =
        desk.office.database.number("SELECT MAX(statement_id) FROM statement_state WHERE state = 'paid'");
    let paid = paid.to_string();
    let before = desk.office.counts();
    let fields =
        [("statements", bare.as_str()), ("statements", taxed.as_str()), ("statements", paid.as_str())];
    let page = accountant.post("/payments", &fields);
    assert_eq!(page.status, 422);
    let problems = page.problems().join(" | ");
    for said in ["chưa có hóa đơn", "dạy nghề không chịu thuế", "không ở trạng thái chờ chi"]
    {
        assert!(problems.contains(said), "{said}: {problems}");
    }
    assert_eq!(accountant.post("/payments", &[]).status, 422, "nothing chosen");
    assert_eq!(desk.office.counts(), before);
    // An account that is taken back refuses the payment; after the year end, so does the calendar.
    let id = desk.statements[0];
    let refusal = |fields: &[(&str, &str)]| {
        Person::sign_in(&desk.office.server, "accountant").post("/payments", fields)
    };
    desk.office.server.turn_to("2026-12-31");
    let page = refusal(&[("statements", &id.to_string())]);
    assert!(
        page.status == 422 && page.problems().join(" ").contains("Đã quá ngày 30/12/2026"),
        "{:?}",
        page.problems()
    );
    desk.office.server.turn_to("2027-01-15");
    let batch = desk.made(&[id]);
    let charge = format!("SELECT charge FROM payment_line WHERE batch_id = {batch}");
    assert_eq!(
        desk.office.database.value(&charge).as_deref(),
        Some("carried_over"),
        "an advance has no adjustment"
    );
}

fn who_makes_a_batch_does_not_release_it(backend: Backend) {
    let desk = Desk::open(backend, 1);
    let batch = desk.made(&desk.statements);
    let accountant = Person::sign_in(&desk.office.server, "accountant");
    let path = format!("/payments/batches/{batch}");
    assert_eq!(accountant.post(&format!("{path}/release"), &[]).status, 403);
    assert_eq!(accountant.get(&format!("{path}/table.xlsx")).status, 422, "nothing goes out unreleased");
    let seq = "(SELECT MAX(audit_seq) FROM payment_batch_event)";
    let insert = |actor: &str| {
        desk.office.database.run(&format!(
            "INSERT INTO payment_batch_event (id, audit_seq, batch_id, state, happened_on, actor_id, made_by, note) \
             SELECT 1 + (SELECT MAX(id) FROM payment_batch_event), {seq}, {batch}, 'approved', made_on, {actor}, made_by, '' \
             FROM payment_batch WHERE id = {batch}"
        ))
    };
    assert!(insert("made_by").is_err(), "the database refuses the maker");
    let chief = Person::sign_in(&desk.office.server, "chief-accountant");
    assert_eq!(chief.post(&format!("{path}/send"), &[]).status, 403);
    chief.fill(&chief.get(&path).shown(), &format!("{path}/release"), &[]).done(&chief);
    let table = Browser::sign_in(&desk.office.server, "accountant").file(&format!("{path}/table.xlsx"));
    assert!(table.starts_with(b"PK"));
    // Dropped before it is sent, its statement is free again.
    let page = accountant.get(&path).shown();
    accountant.fill(&page, &format!("{path}/discard"), &[("reason", "Sai đợt")]).done(&accountant);
    assert_eq!(desk.sent(&desk.statements).1.len(), 1);
}

fn files_that_are_no_confirmations_are_refused_for_what_they_are(backend: Backend) {
    let office = Office::open(backend);
    let accountant = Browser::sign_in(&office.server, "accountant");
    let before = office.counts();
    let entities = b"<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><Document>&b;</Document>";
    let deep = "<a>".repeat(200) + &"</a>".repeat(200);
    let dollars = told("DBIT", "R", "K", "1", 5).replace("VND", "USD");
    let dollars = camt("camt.053", "M", &format!("{dollars}{dollars}"));
    let future = camt("camt.053", "M", &told("DBIT", "R", "K", "1", 5).replace("2026-11-02", "2026-11-03"));
    let large = vec![b' '; 8 * 1024 * 1024 + 1];
    let cases: [(&str, &[u8], &str); 8] = [
        ("a.xml", entities, "DOCTYPE"),
        ("a.xml", deep.as_bytes(), "quá sâu"),
        ("a.xml", &dollars, "Bút toán 2: Số tiền không phải số nguyên đồng"),
        ("a.xml", &future, "ngày hạch toán ở tương lai"),
        ("a.xml", b"<Document><Other/></Document>", "không phải camt.053.001.08"),
        ("a.xml", &large, "lớn hơn 8 MB"),
        ("a.pdf", b"%PDF-1.7", "không phải bảng tính"),
        ("a.xlsx", b"", "tệp rỗng"),
    ];
    for (name, bytes, said) in cases {
        let page = accountant.upload("/payments/confirmations", name, bytes);
        assert_eq!(page.status, 422, "{said}");
        assert!(page.words().contains(said), "{said}: {}", page.words());
    }
    assert_eq!(office.counts(), before);
}

fn a_payee_sees_its_own_payments_and_records_its_own_invoices(backend: Backend) {
    let desk = Desk::open(backend, 2);
    let [first, second] = desk.statements[..] else { panic!("two statements") };
    // The same number is no other statement's; a wrong amount is told, and seen by both sides.
    let amount = desk.payable(first).to_string();
    let twice = desk.invoice(second, &format!("1C26TDT-9{first}"), &amount, "not_taxable");
    assert!(twice.status == 422 && twice.says("đã ghi cho bảng khác"), "{}", twice.html);
    desk.invoice(second, "1C26TDT-77", &amount, "rate_8").done(&desk.director());
    let own = desk.director().get("/payments").shown();
    assert!(own.says("dạy nghề không chịu thuế") && own.says("Hóa đơn ghi"), "{}", own.html);
    let accountant = Person::sign_in(&desk.office.server, "accountant");
    assert!(accountant.get("/payments").shown().says("dạy nghề không chịu thuế"));
    // Somebody else's are neither seen nor recorded.
    let other = desk.office.database.value(&format!(
        "SELECT p.code FROM orders o JOIN party p ON p.id = o.provider_id WHERE p.code <> '{}' AND p.kind = 'college' \
         ORDER BY o.id LIMIT 1",
        desk.course.provider_code
    ));
    let other = Person::sign_in(&desk.office.server, &format!("director.{}", other.expect("another")));
    assert!(!other.get("/payments").shown().html.contains(&format!("/statements/{second}\"")));
    let field = |name: &str| format!("{name}[{second}]");
    let (a, b, c, d) = (field("invoice_number"), field("invoiced_on"), field("amount"), field("vat"));
    let fields = [(&*a, "X"), (&*b, "02/11/2026"), (&*c, "5"), (&*d, "not_taxable")];
    assert_eq!(other.post(&format!("/statements/{second}/invoice"), &fields).status, 404);
    for path in ["/payments/batches/1", "/payments/confirmations/1", "/payments/carried.xlsx"] {
        assert!([403, 404].contains(&other.get(path).status), "{path}");
    }
    let (_, lines) = desk.sent(&[first]);
    assert_eq!(lines[0].amount, desk.payable(first));
    let closed = desk.invoice(first, "1C26TDT-78", "5", "not_taxable");
    assert!(closed.status == 422 && closed.says("đã duyệt, danh sách gửi đi"), "{}", closed.html);
    desk.taken(
        "a.xml",
        &camt("camt.054", "M", &told("DBIT", "P1", &lines[0].key, &lines[0].account, lines[0].amount)),
    );
    assert_eq!(desk.invoice(first, "1C26TDT-79", "5", "not_taxable").status, 422);
    assert!(desk.director().get("/payments").shown().says("đã thanh toán"));
}

fn the_year_end_and_the_clock_are_shown(backend: Backend) {
    let desk = Desk::open(backend, 1);
    let accountant = Person::sign_in(&desk.office.server, "accountant");
    let page = accountant.get("/payments").shown();
    assert!(page.says("Mốc cuối năm tiếp theo: 30/12/2026"), "{}", page.html);
    let english = accountant.get("/payments?lang=en").shown();
    assert!(english.says("Next day of the year end: 30/12/2026"));
    let carried = Browser::sign_in(&desk.office.server, "accountant").file("/payments/carried.xlsx");
    let mut book = Book::open(&carried);
    assert!(book.list().len() > 4, "some orders go on");
    // The clock of a short course, for both sides.
    let short = desk.office.database.rows(
        "SELECT s.order_id, p.code FROM statement s JOIN party p ON p.id = s.party_id WHERE s.payable_dong > 0 AND NOT EXISTS \
         (SELECT 1 FROM order_line l JOIN occupation o ON o.id = l.occupation_id WHERE l.order_id = s.order_id \
          AND o.level IN ('college', 'intermediate')) AND s.kind = 'advance' AND p.id IN \
         (SELECT o.provider_id FROM orders o WHERE o.id = s.order_id) ORDER BY s.id LIMIT 1",
    );
    let row = short.into_iter().next().expect("a short course");
    let (order, code) = (row[0].clone().expect("an id"), row[1].clone().expect("a code"));
    for login in ["accountant".to_owned(), format!("director.{code}")] {
        let person = Person::sign_in(&desk.office.server, &login);
        assert!(person.get(&format!("/orders/{order}")).shown().says("Đồng hồ chi trả"), "{login}");
    }
    let long = desk.office.training().0;
    assert!(!accountant.get(&format!("/orders/{long}")).shown().says("Đồng hồ chi trả"));
}
