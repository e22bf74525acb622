//! The reports of law and programme on the year that was played: against sums of the database's own, on page, workbook and
//! paper alike, for each role; and the training record of a person as a file.

use std::{fs, process::Command};

use serde_json::Value;
use tests::{
    Backend,
    office::Office,
    on_both,
    uploads::Browser,
    workbook::{Book, Cell},
};

on_both!(
    the_training_year_is_what_the_database_says,
    the_provinces_add_up_to_their_colleges,
    the_programme_is_what_the_database_says_however_it_is_cut,
    page_workbook_and_paper_are_one_value,
    everybody_reads_their_own_reports_and_no_others,
    a_training_record_is_the_same_bytes_and_masks_the_personal_id,
    a_record_in_full_is_a_look_with_a_reason,
);

/// The day after the demonstration, on which the office is open.
const TODAY: &str = "2026-11-02";

const COUNTS: &str = "NOT EXISTS (SELECT 1 FROM fact s WHERE s.supersedes = f.id)";
const TRAINING: &str = "fact f JOIN enrolment e ON e.id = f.enrolment_id JOIN orders o ON o.id = e.order_id \
    JOIN occupation c ON c.id = e.occupation_id AND c.level IN ('college', 'intermediate')";

/// Headings and rows of the first sheet, and the row of totals.
struct Found {
    headings: Vec<String>,
    rows: Vec<Vec<Cell>>,
    totals: Vec<Cell>,
}

impl Found {
    fn total(&self, heading: &str) -> i64 {
        whole(&self.totals[self.at(heading)])
    }

    fn at(&self, heading: &str) -> usize {
        let at = self.headings.iter().position(|known| known == heading);
        at.unwrap_or_else(|| panic!("no column {heading}: {:?}", self.headings))
    }

    fn row(&self, label: &str) -> &[Cell] {
        let row = self.rows.iter().find(|row| row[0] == Cell::Text(label.to_owned()));
        row.unwrap_or_else(|| panic!("no row {label}: {:?}", self.rows))
    }
}

fn whole(cell: &Cell) -> i64 {
    match cell {
        #[expect(clippy::cast_possible_truncation, reason = "whole đồng, far below 2^53")]
        Cell::Number(number) => *number as i64,
        other => panic!("not a number: {other:?}"),
    }
}

fn report(browser: &Browser, address: &str) -> Found {
    let mut book = Book::open(&browser.file(address));
    let mut rows = book.list().split_off(3);
    let headings = rows.remove(0).into_iter().filter_map(|cell| match cell {
        Cell::Text(heading) => Some(heading),
        _ => None,
    });
    let headings: Vec<String> = headings.collect();
    let totals = rows.pop().expect("a row of totals");
    let labels = headings.len()
        - rows.first().map_or(0, |row| row.iter().filter(|cell| matches!(cell, Cell::Number(_))).count());
    for at in labels..headings.len() {
        let sum: i64 = rows.iter().map(|row| whole(&row[at])).sum();
        assert_eq!(whole(&totals[at]), sum, "{address}: {}", headings[at]);
    }
    Found { headings, rows, totals }
}

/// So many learners of college and intermediate level, of one provider or of all.
fn counted(office: &Office, condition: &str, provider: Option<&str>) -> i64 {
    let of = provider.map_or_else(|| "1 = 1".to_owned(), |id| format!("o.provider_id = {id}"));
    office.database.number(&format!(
        "SELECT COUNT(DISTINCT e.id) FROM {TRAINING} WHERE {COUNTS} AND {of} AND {condition}"
    ))
}

fn no_other(kinds: &str, until: &str) -> String {
    format!(
        "NOT EXISTS (SELECT 1 FROM fact x WHERE x.enrolment_id = e.id AND ({kinds}) AND x.happened_on <= '{until}' \
         AND NOT EXISTS (SELECT 1 FROM fact s WHERE s.supersedes = x.id))"
    )
}

const GRADUATED: &str = "x.kind = 'graduated' AND x.detail NOT IN ('weak', 'failed')";

/// The six indicators of a year, each in SQL of its own.
fn indicators(office: &Office, year: i32, provider: Option<&str>) -> Vec<i64> {
    let last = format!("{year}-12-31");
    let in_year = format!("f.happened_on BETWEEN '{year}-01-01' AND '{last}'");
    let annulled = no_other("x.kind = 'annulled'", &last);
    let graduated =
        format!("f.kind = 'graduated' AND f.detail NOT IN ('weak', 'failed') AND {in_year} AND {annulled}");
    let learning = format!(
        "f.kind = 'enrolled' AND f.happened_on <= '{last}' AND {}",
        no_other(&format!("x.kind IN ('withdrew', 'annulled') OR {GRADUATED}"), &last)
    );
    let within = match office.database.backend() {
        Backend::Sqlite => "date(f.happened_on, '+12 months')",
        Backend::Postgres => "f.happened_on + INTERVAL '12 months'",
    };
    let employed = format!(
        "{graduated} AND EXISTS (SELECT 1 FROM fact j WHERE j.enrolment_id = e.id AND j.kind = 'employed' \
         AND j.happened_on <= {within} AND j.happened_on <= '{TODAY}' \
         AND NOT EXISTS (SELECT 1 FROM fact s WHERE s.supersedes = j.id))"
    );
    let ends = format!(
        "(SELECT COALESCE(n.ends_on, l.ends_on) FROM order_line l LEFT JOIN amended_line n ON n.order_line_id = l.id \
         WHERE l.id = e.order_line_id) <= '{}-12-31'",
        year + 1
    );
    vec![
        counted(office, &format!("f.kind = 'enrolled' AND {in_year}"), provider),
        counted(office, &graduated, provider),
        counted(
            office,
            &format!("f.kind = 'withdrew' AND {in_year} AND {}", no_other(GRADUATED, &last)),
            provider,
        ),
        counted(office, &learning, provider),
        counted(office, &format!("{learning} AND {ends}"), provider),
        counted(office, &employed, provider),
    ]
}

const FIGURES: [&str; 6] = [
    "Tuyển sinh",
    "Tốt nghiệp",
    "Thôi học",
    "Đang học",
    "Dự kiến tốt nghiệp năm sau",
    "Tốt nghiệp có việc làm trong 12 tháng",
];

/// Id and code of a provider of training, and of another.
fn providers(office: &Office) -> Vec<(String, String)> {
    let sql = "SELECT p.id, p.code FROM party p WHERE EXISTS (SELECT 1 FROM orders o JOIN order_line l ON l.order_id = o.id \
        JOIN occupation c ON c.id = l.occupation_id AND c.level IN ('college', 'intermediate') \
        JOIN enrolment e ON e.order_line_id = l.id WHERE o.provider_id = p.id) ORDER BY p.id";
    let text = |cell: &Option<String>| cell.clone().expect("a value");
    office.database.rows(sql).iter().map(|row| (text(&row[0]), text(&row[1]))).collect()
}

fn the_training_year_is_what_the_database_says(backend: Backend) {
    let office = Office::open(backend);
    let planner = Browser::sign_in(&office.server, "planner");
    let mut graduated = 0;
    for (id, _) in providers(&office) {
        for year in [2025, 2026] {
            let found = report(&planner, &format!("/reports/training-year.xlsx?year={year}&provider={id}"));
            let totals: Vec<i64> = FIGURES.iter().map(|heading| found.total(heading)).collect();
            assert_eq!(totals, indicators(&office, year, Some(&id)), "provider {id}, {year}");
            graduated += totals[1];
        }
    }
    assert!(graduated > 0, "somebody graduated in the demonstration");
}

fn the_provinces_add_up_to_their_colleges(backend: Backend) {
    let office = Office::open(backend);
    let auditor = Browser::sign_in(&office.server, "auditor");
    let country = report(&auditor, "/reports/province.xlsx?year=2025");
    let totals: Vec<i64> = FIGURES.iter().map(|heading| country.total(heading)).collect();
    assert_eq!(totals, indicators(&office, 2025, None));
    // The page leads from a province to its colleges, and from a college to its report: the figures are the same.
    let page = auditor.get("/reports/province?year=2025").html;
    let provinces = links(&page, "/reports/province?year=2025&#38;province=");
    assert!(!provinces.is_empty(), "{page}");
    let mut colleges = 0;
    for province in provinces {
        let address = format!("/reports/province?year=2025&province={province}");
        let of = report(&auditor, &address.replace("province?", "province.xlsx?"));
        let page = auditor.get(&address).html;
        let mut of_colleges = vec![0; FIGURES.len()];
        for college in links(&page, "/reports/training-year?year=2025&#38;provider=") {
            let own = report(&auditor, &format!("/reports/training-year.xlsx?year=2025&provider={college}"));
            for (sum, heading) in of_colleges.iter_mut().zip(FIGURES) {
                *sum += own.total(heading);
            }
            colleges += 1;
        }
        let totals: Vec<i64> = FIGURES.iter().map(|heading| of.total(heading)).collect();
        assert_eq!(totals, of_colleges, "province {province}");
    }
    assert!(colleges > 1, "the demonstration has several colleges");
}

/// What stands behind the beginning of a link, each once.
fn links(page: &str, begins: &str) -> Vec<String> {
    let before = format!("href=\"{begins}");
    let behind = page.split(&before).skip(1).filter_map(|rest| rest.split(['"', '&']).next());
    let mut found: Vec<String> = behind.map(str::to_owned).filter(|link| !link.is_empty()).collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn the_programme_is_what_the_database_says_however_it_is_cut(backend: Backend) {
    let office = Office::open(backend);
    let auditor = Browser::sign_in(&office.server, "auditor");
    let address =
        |by: &str, day: &str| format!("/reports/programme.xlsx?programme=qd1446&by={by}&as_of={day}");
    let found = report(&auditor, &address("occupation", TODAY));
    for by in ["level", "provider", "province", "quarter"] {
        let other = report(&auditor, &address(by, TODAY));
        assert_eq!(other.totals[1..], found.totals[1..], "{by}");
        assert!(other.rows.len() > 1, "{by}");
    }
    let number = |sql: &str| office.database.number(sql);
    // The same as the page of the programme says.
    let mut page = Book::open(&auditor.file("/programmes/qd1446/occupations.xlsx"));
    let rows = page.list().split_off(4);
    let sum = |at: usize| -> i64 { rows.iter().map(|row| whole(&row[at])).sum() };
    let headings = ["Đặt hàng", "Nhập học", "Tốt nghiệp", "Kinh phí đặt hàng", "Đã chi"];
    let totals = headings.map(|heading| found.total(heading));
    assert_eq!(totals, [sum(3), sum(4), sum(5), sum(6), sum(8)]);
    // And the ledger.
    let moved = |debit: &str, credit: &str, until: &str| {
        number(&format!(
            "SELECT CAST(COALESCE(SUM(p.amount_dong), 0) AS BIGINT) FROM posting p JOIN orders o ON o.id = p.order_id \
             JOIN programme g ON g.id = o.programme_id AND g.code = 'qd1446' \
             WHERE p.debit = '{debit}' AND p.credit = '{credit}' AND p.happened_on <= '{until}'"
        ))
    };
    for until in ["2025-06-30", "2025-12-31", TODAY] {
        let found = report(&auditor, &address("quarter", until));
        assert_eq!(found.total("Tạm ứng"), moved("advance", "payable", until), "{until}");
        let accepted = moved("accepted", "payable", until) - moved("recoverable", "accepted", until);
        assert_eq!(found.total("Nghiệm thu"), accepted, "{until}");
        let enrolled = number(&format!(
            "SELECT COUNT(*) FROM fact f JOIN enrolment e ON e.id = f.enrolment_id JOIN orders o ON o.id = e.order_id \
             JOIN programme g ON g.id = o.programme_id AND g.code = 'qd1446' \
             WHERE f.kind = 'enrolled' AND f.happened_on <= '{until}' AND {COUNTS}"
        ));
        assert_eq!(found.total("Nhập học"), enrolled, "{until}");
    }
    assert!(found.total("Thu hồi") > 0 && found.total("Có việc làm") > 0, "{:?}", found.totals);
    // A cell of the table, by itself: the college level.
    let college = report(&auditor, &address("level", TODAY));
    let graduated = counted(
        &office,
        &format!(
            "c.level = 'college' AND f.kind = 'graduated' AND f.detail NOT IN ('weak', 'failed') AND {}",
            no_other("x.kind = 'annulled'", TODAY)
        ),
        None,
    );
    assert_eq!(whole(&college.row("cao đẳng")[college.at("Tốt nghiệp")]), graduated);
}

fn page_workbook_and_paper_are_one_value(backend: Backend) {
    let office = Office::open(backend);
    let planner = Browser::sign_in(&office.server, "planner");
    let (provider, _) = providers(&office).remove(0);
    let addresses = [
        (format!("/reports/training-year|?year=2025&provider={provider}"), "Tuyển sinh"),
        ("/reports/province|?year=2025".to_owned(), "Tuyển sinh"),
        ("/reports/programme|?programme=qd1446&by=province&as_of=2025-12-31".to_owned(), "Nhập học"),
    ];
    for (address, heading) in addresses {
        let at = |kind: &str| address.replace('|', kind);
        let page = planner.get(&at("")).html;
        let hash = page.split("SHA-256 của nội dung</dt><dd>").nth(1).and_then(|rest| rest.get(..64));
        let hash = hash.unwrap_or_else(|| panic!("no hash on {address}"));
        let book = Book::open(&planner.file(&at(".xlsx")));
        let (row, column) = book.find(1, "SHA-256").expect("the second sheet says where it came from");
        assert_eq!(book.sheets[1].2[row][column + 1], Cell::Text(hash.to_owned()), "{address}");
        for said in ["Địa chỉ trang", "Lập lúc", "Người lập", "Số liệu đến ngày"] {
            assert!(book.find(1, said).is_some(), "{said} in {address}");
        }
        let total = report(&planner, &at(".xlsx")).total(heading);
        let text = read(&planner.file(&at(".pdf")));
        assert!(text.replace(['\n', ' '], "").contains(hash), "{text}");
        let dotted = dotted(total);
        assert!(text.contains(&format!("{heading}: {dotted} người")), "{heading}: {dotted} in {text}");
        assert!(text.contains("Phụ lục I") && text.contains("Tổng cộng"), "{text}");
        assert!(page.contains(&format!("<td class=\"number\">{dotted}</td>")), "{dotted} on {address}");
    }
}

fn dotted(amount: i64) -> String {
    let digits = amount.to_string();
    let grouped: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|part| std::str::from_utf8(part).expect("digits")).collect();
    grouped.join(".")
}

fn read(pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("report.pdf");
    fs::write(&file, pdf).expect("a file in a new folder");
    let output = Command::new("pdftotext").arg("-layout").arg(&file).arg("-").output();
    let output = output.expect("pdftotext is not there: use tests/run, which installs poppler-utils");
    assert!(output.status.success(), "pdftotext cannot read the report");
    String::from_utf8(output.stdout).expect("pdftotext writes UTF-8").replace('\u{a0}', " ")
}

fn everybody_reads_their_own_reports_and_no_others(backend: Backend) {
    let office = Office::open(backend);
    let providers = providers(&office);
    let ((own, code), (other, _)) = (&providers[0], &providers[1]);
    let registrar = Browser::sign_in(&office.server, &format!("registrar.{code}"));
    let planner = Browser::sign_in(&office.server, "planner");
    let address = format!("/reports/training-year.xlsx?year=2025&provider={own}");
    let (of_college, of_office) = (report(&registrar, &address), report(&planner, &address));
    assert_eq!(of_college.rows, of_office.rows);
    // Unasked, a college's report is its own; another's is not found.
    assert_eq!(report(&registrar, "/reports/training-year.xlsx?year=2025").rows, of_college.rows);
    for kind in ["", ".xlsx", ".pdf"] {
        let of_other = format!("/reports/training-year{kind}?year=2025&provider={other}");
        assert_eq!(registrar.get(&of_other).status, 404, "{of_other}");
        assert_eq!(registrar.get(&format!("/reports/province{kind}?year=2025")).status, 403);
    }
    let programme = report(&registrar, "/reports/programme.xlsx?programme=qd1446&by=provider");
    assert_eq!(programme.rows.len(), 1, "a college's orders are its own: {:?}", programme.rows);
    let page = registrar.get("/reports/programme?programme=qd1446").html;
    assert!(!page.contains("Chỉ tiêu của chương trình"), "the targets are the whole programme's");
    let host = "SELECT p.code FROM hosting h JOIN party p ON p.id = h.party_id ORDER BY h.id LIMIT 1";
    let host = office.database.rows(host).remove(0)[0].clone().expect("a host");
    for login in [format!("host.{host}"), format!("host-director.{host}"), "nguoi-hoc".to_owned()] {
        let person = Browser::sign_in(&office.server, &login);
        for page in ["/reports", "/reports/training-year", "/reports/province", "/reports/programme"] {
            assert_eq!(person.get(page).status, 403, "{login} at {page}");
        }
        assert!(!person.get("/account").html.contains("href=\"/reports\""), "{login} is not led there");
    }
    let due = planner.get("/reports").html;
    assert!(due.contains("Năm 2026: trước ngày 10/01/2027 · 69 ngày nữa"), "{due}");
    assert!(due.contains("Năm 2026: trước ngày 25/01/2027 · 84 ngày nữa"), "{due}");
    assert!(!registrar.get("/reports").html.contains("/reports/province"), "the summary is the office's");
}

/// The learner of the demonstration who has an account, and graduated.
fn learner(office: &Office) -> i64 {
    office.database.number("SELECT learner_id FROM user_account WHERE role = 'learner'")
}

fn a_training_record_is_the_same_bytes_and_masks_the_personal_id(backend: Backend) {
    let office = Office::open(backend);
    let id = learner(&office);
    let accountant = Browser::sign_in(&office.server, "accountant");
    let json = accountant.file(&format!("/learners/{id}/record.json"));
    assert_eq!(json, accountant.file(&format!("/learners/{id}/record.json")));
    let xml = accountant.file(&format!("/learners/{id}/record.xml"));
    assert_eq!(xml, accountant.file(&format!("/learners/{id}/record.xml")));
    let record: Value = serde_json::from_slice(&json).expect("JSON");
    assert_eq!(serde_json::to_vec(&record).expect("JSON"), json, "keys in order, nothing between");
    let row = office
        .database
        .rows(&format!("SELECT full_name, personal_id FROM learner WHERE id = {id}"))
        .remove(0);
    let (name, personal_id) = (row[0].clone().expect("a name"), row[1].clone().expect("an id"));
    assert_eq!(record["learner"]["full_name"], name);
    assert_eq!(record["learner"]["personal_id"], format!("********{}", &personal_id[8..]));
    assert_eq!(record["learner"]["personal_id_masked"], true);
    let xml = String::from_utf8(xml).expect("UTF-8");
    assert!(xml.contains(&format!("<full_name>{name}</full_name>")), "{xml}");
    assert!(xml.contains("xmlns=\"urn:dathang:training-record:1\""), "{xml}");
    for file in [String::from_utf8(json.clone()).expect("UTF-8"), xml] {
        assert!(!file.contains(&personal_id), "{file}");
        assert!(!file.contains("dong"), "a record tells no money: {file}");
    }
    // Everybody with a result in effect: the record says what was decided, and the certificate.
    let graduate = "SELECT e.learner_id, c.serial, c.register_number, f.happened_on FROM certificate c JOIN fact f ON f.id = c.fact_id \
        JOIN enrolment e ON e.id = f.enrolment_id WHERE NOT EXISTS (SELECT 1 FROM fact s WHERE s.supersedes = f.id) ORDER BY c.id LIMIT 1";
    let graduate = office.database.rows(graduate).remove(0);
    let told = |at: usize| graduate[at].clone().expect("a value");
    let record = accountant.file(&format!("/learners/{}/record.json", told(0)));
    let record: Value = serde_json::from_slice(&record).expect("JSON");
    let results: Vec<&Value> =
        record["enrolments"].as_array().expect("a list").iter().map(|of| &of["result"]).collect();
    let result = results.iter().find(|result| result["certificate_serial"] == told(1).as_str());
    let result = result.unwrap_or_else(|| panic!("{record:#}"));
    assert_eq!(result["certificate_register_number"], told(2).as_str());
    assert_eq!(result["decided_on"], told(3).as_str());
    assert!(result["decision"].as_str().is_some_and(|decision| !decision.is_empty()));
    // Learners read their own and nobody else's.
    let own = Browser::sign_in(&office.server, "nguoi-hoc");
    let read: Value =
        serde_json::from_slice(&own.file(&format!("/learners/{id}/record.json"))).expect("JSON");
    assert_eq!(read["learner"]["full_name"], name);
    let others = format!("SELECT MIN(id) FROM learner WHERE id <> {id}");
    let other = office.database.number(&others);
    assert_eq!(own.get(&format!("/learners/{other}/record.json")).status, 404);
}

fn a_record_in_full_is_a_look_with_a_reason(backend: Backend) {
    let office = Office::open(backend);
    let id = learner(&office);
    let looks =
        || office.database.number(&format!("SELECT COUNT(*) FROM access_record WHERE learner_id = {id}"));
    let personal_id = format!("SELECT personal_id FROM learner WHERE id = {id}");
    let personal_id = office.database.rows(&personal_id).remove(0)[0].clone().expect("an id");
    let (page, form) = (format!("/learners/{id}"), format!("/learners/{id}/identity"));
    let before = looks();
    let planner = Browser::sign_in(&office.server, "planner");
    let refused = planner.send(&page, &form, &[("look_reason", "x"), ("show_on", "json")]);
    assert_eq!((refused.status, looks()), (422, before));
    assert!(!refused.html.contains(&personal_id));
    let reason = [("look_reason", "Ký hồ sơ học tập suốt đời"), ("show_on", "json")];
    let answer = planner.send(&page, &form, &reason);
    assert_eq!((answer.status, looks()), (200, before + 1));
    let record: Value = serde_json::from_str(&answer.html).expect("JSON");
    assert_eq!(record["learner"]["personal_id"], personal_id);
    assert_eq!(record["learner"]["personal_id_masked"], false);
    let answer = planner.send(&page, &form, &[("look_reason", "Ký hồ sơ học tập"), ("show_on", "xml")]);
    assert!(answer.html.contains(&format!("<personal_id>{personal_id}</personal_id>")), "{}", answer.html);
    assert_eq!(looks(), before + 2);
    // Who may not see a personal id in full gets no record with one.
    let accountant = Browser::sign_in(&office.server, "accountant");
    assert_eq!(accountant.send(&page, &form, &reason).status, 403);
    assert_eq!(looks(), before + 2);
    office.in_order();
}
