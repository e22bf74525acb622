//! Reports by workbook, as a college's registrar sends them: from the sign-in page to enrolled learners, with every fault
//! found at its cell, and nothing written twice.

use std::{collections::BTreeSet, io::Write, time::Instant};

use tests::{
    Backend,
    class::{BORN, Class, EMPLOYER, ENROLLED, ID, KIND, NAME, SEX, accepted, fill, id, learner},
    office::Office,
    on_both, program,
    server::Server,
    uploads::Browser,
    workbook::{Book, Cell, address, text},
};

on_both!(
    a_registrar_gets_from_the_sign_in_page_to_300_enrolled_learners,
    the_same_bytes_twice_change_nothing,
    faults_of_every_kind_are_found_at_their_cell_and_none_is_invented,
    a_program_that_is_stopped_half_way_goes_on_and_writes_no_row_twice,
    what_somebody_accepted_for_another_goes_on_for_them,
    files_that_are_no_workbooks_are_refused_for_what_they_are,
    another_college_sees_nothing_of_it,
);

fn a_registrar_gets_from_the_sign_in_page_to_300_enrolled_learners(backend: Backend) {
    let class = Class::open(backend);
    let registrar = class.registrar();
    let mut book = class.template(&registrar);
    let first = fill(&mut book, (0..300).map(learner).collect());
    let faults: [(usize, usize, Cell); 12] = [
        (5, BORN, text("31/02/1975")),
        (17, BORN, text("05/20/1987")),
        (40, BORN, text("02/05/75")),
        (61, NAME, text("NguyÔn V¨n An")),
        (62, NAME, text("Nguyeãn Vaên An")),
        (90, NAME, text("Bình")),
        (100, SEX, text("khác")),
        (121, ID, text("00119012345")),
        (150, ID, Cell::Empty),
        (151, EMPLOYER, Cell::Empty),
        (200, ENROLLED, text("01/01/2030")),
        (299, ID, text(id(7))),
    ];
    for (row, column, cell) in faults.clone() {
        book.list()[first + row][column] = cell;
    }
    let page_url = class.send(&registrar, &book);
    let page = registrar.rest(&page_url);
    let found = class.found(&page_url);
    // A day after the course is also one in the future: two faults in one cell. The last row is another man's id.
    let cells: BTreeSet<&str> = found.iter().map(|(cell, _)| cell.as_str()).collect();
    let expected: BTreeSet<String> =
        faults.iter().map(|(row, column, _)| address(first + row, *column)).collect();
    assert_eq!(cells, expected.iter().map(String::as_str).collect());
    assert!(page.words().contains("Có lỗi 12"), "{}", page.words());
    assert!(page.words().contains("Chỉ nhận các dòng đúng (288)"), "{}", page.words());
    assert_eq!(class.enrolled(), 0, "nothing is written by a check");

    // The same workbook comes back, is mended there, and is taken without another edit.
    let mut back = Book::open(&registrar.file(&format!("{page_url}/annotated.xlsx")));
    let (heading, errors) = back.find(0, "Lỗi cần sửa").expect("a column that says what to do");
    let told: Vec<usize> = (0..300)
        .filter(|row| matches!(back.sheets[0].2[first + row].get(errors), Some(Cell::Text(_))))
        .collect();
    let wrong: Vec<usize> = faults.iter().map(|(row, ..)| *row).collect();
    assert_eq!((heading + 1, told), (first, wrong));
    assert!(back.sheets.iter().any(|(name, ..)| name == "Tổng hợp"), "a summary comes along");
    for (row, column, _) in &faults {
        back.list()[first + row][*column] = learner(*row)[*column].clone();
    }
    let page_url = class.send(&registrar, &back);
    let page = registrar.rest(&page_url);
    assert_eq!(class.found(&page_url), BTreeSet::new(), "{}", page.words());
    assert!(page.words().contains("Nhận tất cả (300)"), "{}", page.words());
    registrar.send(&page_url, &format!("{page_url}/accept"), &[("rows", "all")]).sent_to();
    let page = registrar.rest(&page_url);
    assert!(page.words().contains("300 người học được ghi danh"), "{}", page.words());
    assert_eq!(class.enrolled(), 300);
    let cohort = registrar.get(&format!("/cohorts/{}", class.cohort)).words();
    assert!(cohort.contains("Tổng cộng: 300") || cohort.contains(": 300"), "{cohort}");

    // The list as a workbook: numbers are numbers, and text that looks like a formula is text.
    let list = Book::open(&registrar.file(&format!("/cohorts/{}/learners.xlsx", class.cohort)));
    assert_eq!(list.sheets[0].2.len(), 304);
    assert!(list.sheets[0].2[4].iter().any(|cell| matches!(cell, Cell::Number(_))));
    class.office.in_order();
}

#[test]
fn a_template_in_english_is_filled_in_and_comes_back_in_english() {
    let class = Class::open(Backend::Sqlite);
    let registrar = class.registrar();
    let link = format!("/cohorts/{}/template.xlsx?kind=enrolment&lang=en", class.cohort);
    let mut book = Book::open(&registrar.file(&link));
    let (heading, _) = book.find(0, "No.").expect("a row of headings");
    for name in ["Full name *", "Birth date *", "Sex *", "Personal id *", "Employer", "Enrolled on *"] {
        assert!(book.find(0, name).is_some_and(|(row, _)| row == heading), "{name}");
    }
    let mut rows: Vec<Vec<Cell>> = (0..4).map(learner).collect();
    rows[0][SEX] = text("Male");
    rows[1][SEX] = text("Female");
    rows[1][KIND] = text("Worker");
    rows[2][SEX] = text("perhaps");
    book.list().truncate(heading + 1);
    book.list().extend(rows);
    let page_url = class.send(&registrar, &book);
    registrar.rest(&page_url);
    let wrong = (address(heading + 3, SEX), "cell.not_a_choice".to_owned());
    assert_eq!(class.found(&page_url), BTreeSet::from([wrong]));
    let back = Book::open(&registrar.file(&format!("{page_url}/annotated.xlsx?lang=en")));
    let (_, errors) = back.find(0, "To mend").expect("a column that says what to do");
    assert!(matches!(&back.sheets[0].2[heading + 3][errors], Cell::Text(said) if said.contains("hoose")));
    let names: Vec<&str> = back.sheets.iter().map(|(name, ..)| name.as_str()).collect();
    assert!(names.starts_with(&["List", "Summary", "How to fill in"]), "{names:?}");
    let vietnamese = Book::open(&registrar.file(&format!("{page_url}/annotated.xlsx?lang=vi")));
    assert!(vietnamese.find(0, "Lỗi cần sửa").is_some());
}

fn the_same_bytes_twice_change_nothing(backend: Backend) {
    let class = Class::open(backend);
    let registrar = class.registrar();
    let mut book = class.template(&registrar);
    fill(&mut book, (0..4).map(learner).collect());
    let bytes = book.save();
    let to = format!("/cohorts/{}/workbooks?kind=enrolment", class.cohort);
    let first = registrar.upload(&to, "a.xlsx", &bytes).sent_to();
    registrar.rest(&first);
    registrar.send(&first, &format!("{first}/accept"), &[("rows", "all")]).sent_to();
    registrar.rest(&first);
    let before = class.office.counts();
    let again = registrar.upload(&to, "b.xlsx", &bytes).sent_to();
    assert_eq!(again, format!("{first}?done=workbook_again"));
    assert!(registrar.get(&again).words().contains("Đã nhận tệp này trước đây: 0 thay đổi"));
    assert_eq!(class.office.counts(), before);

    // What was received and written is part of the books.
    for table in ["workbook", "workbook_event", "workbook_row"] {
        for change in [format!("DELETE FROM {table}"), format!("UPDATE {table} SET audit_seq = 1")] {
            let refusal = class.office.database.run(&change).expect_err(&change);
            assert!(refusal.ends_with("is append-only"), "{change}: {refusal}");
        }
    }

    // Other bytes, the same people and one more: only that one is new.
    fill(&mut book, (0..5).map(learner).collect());
    let second = class.send(&registrar, &book);
    let words = registrar.rest(&second).words();
    assert!(words.contains("Mới 1") && words.contains("Không đổi 4"), "{words}");
    registrar.send(&second, &format!("{second}/accept"), &[("rows", "all")]).sent_to();
    registrar.rest(&second);
    assert_eq!(class.enrolled(), 5);
    class.office.in_order();
}

/// A fault of one kind: what it does to a good row, at which column, and how it is called.
type Kind = (&'static str, usize, fn(usize, &mut Vec<Cell>));

const KINDS: [Kind; 28] = [
    ("cell.missing", NAME, |_, row| row[NAME] = text(" ")),
    ("learner.name", NAME, |_, row| row[NAME] = text("Oanh")),
    ("learner.name", NAME, |_, row| row[NAME] = text("Nguyễn Văn An 2")),
    ("cell.tcvn3", NAME, |_, row| row[NAME] = text("TrÇn ThÞ Hång")),
    ("cell.vni", NAME, |_, row| row[NAME] = text("Traàn Thò Hoàng")),
    ("cell.broken_text", NAME, |_, row| row[NAME] = text("Nguy?n Th? Ánh")),
    ("cell.formula", NAME, |_, row| row[NAME] = Cell::Fault),
    ("cell.missing", BORN, |_, row| row[BORN] = Cell::Empty),
    ("cell.not_a_day", BORN, |_, row| row[BORN] = text("31/02/1980")),
    ("cell.not_a_day", BORN, |_, row| row[BORN] = text("khoảng tháng 5")),
    ("cell.two_digit_year", BORN, |_, row| row[BORN] = text("12/05/80")),
    ("cell.month_first", BORN, |_, row| row[BORN] = text("05/20/1980")),
    ("cell.year_only", BORN, |_, row| row[BORN] = Cell::Number(1980.0)),
    ("personal_id.birth_year", ID, |n, row| row[BORN] = text(format!("01/02/{}", 1971 + n % 30))),
    ("cell.missing", SEX, |_, row| row[SEX] = Cell::Empty),
    ("cell.not_a_choice", SEX, |_, row| row[SEX] = text("?")),
    ("personal_id.sex", ID, |n, row| row[SEX] = text(if n.is_multiple_of(2) { "Nữ" } else { "Nam" })),
    ("cell.missing", ID, |_, row| row[ID] = Cell::Empty),
    ("personal_id.form", ID, |n, row| row[ID] = text(format!("{}9", id(n)))),
    ("personal_id.form", ID, |n, row| row[ID] = text(id(n).replacen("001", "OO1", 1))),
    ("cell.scientific", ID, |_, row| row[ID] = text("1.19E+09")),
    ("cell.leading_zero", ID, |n, row| row[ID] = Cell::Number(id(n).parse().expect("digits"))),
    ("learner.kind", KIND, |_, row| row[KIND] = text("Học sinh - sinh viên")),
    ("cell.not_a_choice", KIND, |_, row| row[KIND] = text("giáo viên")),
    ("learner.employer", EMPLOYER, |_, row| row[EMPLOYER] = Cell::Empty),
    ("cell.missing", ENROLLED, |_, row| row[ENROLLED] = Cell::Empty),
    ("enrolment.outside_course", ENROLLED, |_, row| row[ENROLLED] = text("08/11/2026")),
    ("enrolment.future", ENROLLED, |_, row| row[ENROLLED] = text("11/11/2026")),
];

fn faults_of_every_kind_are_found_at_their_cell_and_none_is_invented(backend: Backend) {
    let class = Class::open(backend);
    let registrar = class.registrar();
    let mut book = class.template(&registrar);
    let rows = 1_200;
    let mut list: Vec<Vec<Cell>> = (0..rows).map(learner).collect();
    let (heading, _) = book.find(0, "STT").expect("headings");
    let first = heading + 1;
    let mut expected = BTreeSet::new();
    // 500 rows, drawn with a fixed seed, each with a fault of one of the kinds in turn.
    let mut seed = 1_446u64;
    let mut drawn = BTreeSet::new();
    while drawn.len() < 500 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        drawn.insert(usize::try_from(seed >> 33).expect("31 bits") % rows);
    }
    for (turn, row) in drawn.iter().enumerate() {
        let (code, column, spoil) = KINDS[turn % KINDS.len()];
        spoil(*row, &mut list[*row]);
        expected.insert((address(first + row, column), code.to_owned()));
    }
    // Good rows in all the ways they are typed are no faults.
    for row in (0..rows).filter(|row| !drawn.contains(row)) {
        let (year, month, day) = (1970 + row % 30, 1 + row % 12, 1 + row % 28);
        match row % 5 {
            0 => {
                let small = |number: usize| u8::try_from(number).expect("a day or a month");
                let year = u16::try_from(year).expect("a year");
                list[row][BORN] = Cell::Day(year, small(month), small(day));
            }
            1 => list[row][BORN] = text(format!("{year}-{month:02}-{day:02}")),
            2 => list[row][ID] = text(format!("' {}", id(row))),
            3 => list[row][SEX] = text(if row.is_multiple_of(2) { "NAM " } else { "nu" }),
            _ => list[row][ENROLLED] = Cell::Number(46_335.0),
        }
    }
    fill(&mut book, list);
    let url = class.send(&registrar, &book);
    let page = registrar.rest(&url);
    let found = class.found(&url);
    let missed: Vec<_> = expected.difference(&found).collect();
    let invented: Vec<_> = found.difference(&expected).collect();
    assert_eq!((missed, invented), (Vec::new(), Vec::new()), "{}", page.words());
    assert_eq!(expected.len(), 500);
    let kinds: BTreeSet<(&str, usize)> = KINDS.iter().map(|(code, column, _)| (*code, *column)).collect();
    assert!(kinds.len() >= 25, "{}", kinds.len());

    // What is proposed is taken once somebody says so, and not before: lost zeros, and names in Unicode.
    let mends = ["cell.leading_zero", "cell.tcvn3", "cell.vni"];
    let proposed = expected.iter().filter(|(_, code)| mends.contains(&code.as_str())).count();
    assert!(proposed > 0 && page.words().contains(&format!("kiểm tra lại ({proposed})")), "{}", page.words());
    assert!(page.words().contains("Trần Thị Hồng"), "{}", page.words());
    registrar.send(&url, &format!("{url}/check"), &[("proposals", "yes")]).sent_to();
    registrar.rest(&url);
    assert_eq!(class.found(&url).len(), 500 - proposed);
}

/// Sends a class and accepts it; answers with the workbook's page while it is being recorded.
fn accept_many(class: &Class, sender: &Browser, rows: usize) -> String {
    let mut book = class.template(sender);
    fill(&mut book, (0..rows).map(learner).collect());
    let url = class.send(sender, &book);
    sender.rest(&url);
    sender.send(&url, &format!("{url}/accept"), &[("rows", "all")]).sent_to();
    url
}

/// The program is stopped once some of the rows are written and not all, and begins again.
fn stopped_half_way(class: Class, rows: usize) -> Class {
    let since = Instant::now();
    while class.office.database.number("SELECT COUNT(*) FROM workbook_row") == 0 {
        assert!(since.elapsed().as_secs() < 120, "no step is ever written");
    }
    let (database, server) = (class.office.database, class.office.server);
    drop(server);
    let written = database.number("SELECT COUNT(*) FROM workbook_row");
    assert!(0 < written && written < i64::try_from(rows).expect("small"), "stopped half-way: {written}");
    Class { office: Office { server: Server::start(&database, "2026-11-10"), database }, ..class }
}

fn a_program_that_is_stopped_half_way_goes_on_and_writes_no_row_twice(backend: Backend) {
    let class = Class::open(backend);
    let url = accept_many(&class, &class.registrar(), 3_000);
    let class = stopped_half_way(class, 3_000);
    let registrar = class.registrar();
    let page = registrar.rest(&url);
    assert!(page.words().contains("3.000 người học được ghi danh"), "{}", page.words());
    assert_eq!(class.enrolled(), 3_000);
    let people = "SELECT COUNT(DISTINCT learner_id) FROM enrolment WHERE cohort_id = ";
    assert_eq!(class.office.database.number(&format!("{people}{}", class.cohort)), 3_000);
    class.office.in_order();
}

/// A director has no business of enrolling; in the registrar's place they have, also after the program was stopped.
fn what_somebody_accepted_for_another_goes_on_for_them(backend: Backend) {
    let class = Class::open(backend);
    let url = {
        let registrar = class.registrar();
        let director = class.course.director();
        let id = |sql: String| class.office.database.number(&sql).to_string();
        let holder = id(format!("SELECT id FROM user_account WHERE login = '{director}'"));
        let fields = [
            ("holder", holder.as_str()),
            ("begins_on", "10/11/2026"),
            ("until_day", "12/11/2026"),
            ("reason", "Nghỉ phép"),
        ];
        registrar.send("/account", "/account/delegations", &fields).sent_to();
        let director = Browser::sign_in(&class.office.server, &director);
        assert_eq!(
            director.get(&format!("/cohorts/{}/template.xlsx?kind=enrolment", class.cohort)).status,
            403
        );
        let held = id("SELECT MAX(id) FROM delegation".to_owned());
        director.send("/account", "/account/act", &[("delegation", &held)]).sent_to();
        accept_many(&class, &director, 1_500)
    };
    let class = stopped_half_way(class, 1_500);
    let page = class.registrar().rest(&url);
    assert!(page.words().contains("1.500 người học được ghi danh"), "{}", page.words());
    assert_eq!(class.enrolled(), 1_500);
    // Every transaction that wrote rows says for whom.
    let silent = "SELECT COUNT(*) FROM workbook_row r WHERE NOT EXISTS \
        (SELECT 1 FROM acted_for a WHERE a.audit_seq = r.audit_seq)";
    assert_eq!(class.office.database.number(silent), 0);
    class.office.in_order();
}

fn files_that_are_no_workbooks_are_refused_for_what_they_are(backend: Backend) {
    let class = Class::open(backend);
    let registrar = class.registrar();
    let before = class.office.counts();
    let to = format!("/cohorts/{}/workbooks?kind=enrolment", class.cohort);
    let refused = |name: &str, bytes: &[u8], said: &str| {
        let page = registrar.upload(&to, name, bytes);
        assert_eq!(page.status, 422, "{name}");
        assert!(page.words().contains(said), "{name}: {}", page.words());
    };
    refused("a.xlsx", b"", "Chưa chọn tệp");
    refused("a.pdf", b"%PDF-1.7 and more", "không phải bảng tính");
    refused("a.xls", &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], "đời cũ, hoặc có mật khẩu");
    refused("a.xlsx", b"PK\x03\x04 broken", "bị hỏng");
    refused("a.xlsx", &vec![b'x'; 9 << 20], "lớn hơn 8 MB");
    let bomb = bomb();
    assert!(bomb.len() < 700_000, "{}", bomb.len());
    let memory = class.office.server.peak_kib();
    let since = Instant::now();
    refused("a.xlsx", &bomb, "phình quá lớn");
    let (took, more) = (since.elapsed(), class.office.server.peak_kib() - memory);
    assert!(took.as_millis() < 1_000 && more < 64 * 1_024, "{took:?}, {more} KiB");
    assert_eq!(class.office.counts(), before);

    // A list saved as CSV is read, with a word of caution; another cohort's template is not.
    let csv = "\u{feff}STT;Họ và tên;Ngày sinh;Giới tính;Số CCCD;Nơi làm việc;Ngày nhập học\r\n\
        1;Lê Thị An;30/04/1990;Nữ;001190000801;Công ty A;09/11/2026\r\n";
    let url = registrar.upload(&to, "danh-sach.csv", csv.as_bytes()).sent_to();
    let words = registrar.rest(&url).words();
    assert!(words.contains("Mới 1") && words.contains("Tệp CSV không giữ kiểu dữ liệu"), "{words}");
    let mut foreign = class.template(&registrar);
    fill(&mut foreign, vec![learner(0)]);
    let origin = foreign.sheets.iter_mut().find(|(name, ..)| name == "_dathang").expect("the hidden sheet");
    origin.2[3][0] = text("1");
    let url = class.send(&registrar, &foreign);
    assert!(registrar.rest(&url).words().contains("mẫu của một lớp khác"));
}

/// A workbook whose one sheet is 600 MB of spaces.
fn bomb() -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for name in ["xl/workbook.xml", "xl/worksheets/sheet1.xml"] {
        archive.start_file(name, options).expect("a part");
        let block = vec![b' '; 1 << 20];
        for _ in 0..if name.ends_with("sheet1.xml") { 500 } else { 1 } {
            archive.write_all(&block).expect("spaces");
        }
    }
    archive.finish().expect("an archive").into_inner()
}

fn another_college_sees_nothing_of_it(backend: Backend) {
    let class = Class::open(backend);
    let url = accepted(&class, &class.registrar(), 0..2);
    let other = class.office.database.value(&format!(
        "SELECT login FROM user_account WHERE role = 'registrar' AND party_id <> {} ORDER BY id LIMIT 1",
        class.course.provider
    ));
    let other = Browser::sign_in(&class.office.server, &other.expect("another registrar"));
    for path in [url.clone(), format!("{url}/progress"), format!("{url}/annotated.xlsx")] {
        assert_eq!(other.get(&path).status, 404, "{path}");
    }
    assert_eq!(other.get(&format!("/cohorts/{}/template.xlsx?kind=enrolment", class.cohort)).status, 404);
    // The ordering body reads the class; its workbooks, with whole ids in them, are the college's own.
    let planner = Browser::sign_in(&class.office.server, "planner");
    assert_eq!(planner.get(&format!("{url}/annotated.xlsx")).status, 403);
}

/// Prints what 10,000 rows cost with `--nocapture`; how fast they are is a figure and not a check.
#[test]
fn ten_thousand_rows_from_click_to_annotated_result() {
    let class = Class::open(Backend::Sqlite);
    let registrar = class.registrar();
    let mut book = class.template(&registrar);
    let first = fill(&mut book, (0..10_000).map(learner).collect());
    for row in (0..10_000).step_by(100) {
        book.list()[first + row][BORN] = text("31/02/1980");
    }
    let bytes = book.save();
    let idle = class.office.server.peak_kib();
    let since = Instant::now();
    let to = format!("/cohorts/{}/workbooks?kind=enrolment", class.cohort);
    let url = registrar.upload(&to, "danh-sach.xlsx", &bytes).sent_to();
    registrar.rest(&url);
    let checked = since.elapsed();
    let annotated = registrar.file(&format!("{url}/annotated.xlsx"));
    let back = since.elapsed();
    let peak = class.office.server.peak_kib();
    println!(
        "10,000 rows, {} KB: checked after {checked:?}, annotated ({} KB) after {back:?}; memory {} MiB, before {} MiB",
        bytes.len() / 1_024,
        annotated.len() / 1_024,
        peak / 1_024,
        idle / 1_024
    );
    let since = Instant::now();
    registrar.send(&url, &format!("{url}/accept"), &[("rows", "good")]).sent_to();
    registrar.rest(&url);
    println!("9,900 rows enrolled after {:?}", since.elapsed());
    let enrolled = format!("SELECT COUNT(*) FROM enrolment WHERE cohort_id = {}", class.cohort);
    assert_eq!(class.office.database.number(&enrolled), 9_900, "all but the hundred born on 31 February");
    assert!(peak < 200 * 1_024, "{peak} KiB at the most");
    program::run(&class.office.database.url(), &["verify"]).ok("verify");
}
