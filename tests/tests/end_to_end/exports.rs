//! What a page shows is taken away as shown: every register, an order, its money, and why an amount is what it is.

use tests::{
    Backend,
    office::Office,
    on_both,
    uploads::Browser,
    workbook::{Book, Cell},
};

on_both!(
    every_register_is_taken_away_as_its_page_shows_it,
    the_filter_of_a_register_holds_for_its_file_and_all_its_pages_are_in_it,
    an_order_and_its_money_are_taken_away_with_numbers_and_days,
    why_an_amount_is_what_it_is_can_be_taken_away,
    people_and_looks_are_taken_away_by_who_may_see_them,
);

/// Rows of one sheet below its heading in the fourth row.
fn below(book: &Book, sheet: usize) -> &[Vec<Cell>] {
    book.sheets[sheet].2.get(4..).unwrap_or_default()
}

fn sheet<'a>(book: &'a Book, name: &str) -> &'a [Vec<Cell>] {
    let names: Vec<&str> = book.sheets.iter().map(|(name, ..)| name.as_str()).collect();
    let place = names.iter().position(|known| *known == name);
    below(book, place.unwrap_or_else(|| panic!("no sheet {name} among {names:?}")))
}

fn column(rows: &[Vec<Cell>], at: usize) -> i64 {
    let number = |row: &Vec<Cell>| match row[at] {
        #[expect(clippy::cast_possible_truncation, reason = "whole đồng, far below 2^53")]
        Cell::Number(number) => number as i64,
        ref other => panic!("not a number: {other:?}"),
    };
    rows.iter().map(number).sum()
}

fn words(cell: &Cell) -> &str {
    match cell {
        Cell::Text(text) => text,
        other => panic!("not a text: {other:?}"),
    }
}

fn every_register_is_taken_away_as_its_page_shows_it(backend: Backend) {
    let office = Office::open(backend);
    let auditor = Browser::sign_in(&office.server, "auditor");
    let registers = [
        "schemes",
        "prices",
        "licences",
        "budget",
        "calendar",
        "occupations",
        "targets",
        "settings",
        "bands",
        "organisations",
        "changes",
    ];
    for register in registers {
        let page = auditor.get(&match register {
            "changes" => "/registry".to_owned(),
            register => format!("/registry/{register}"),
        });
        let link = format!("/registry/tables/{register}.xlsx");
        assert!(page.html.contains(&format!("href=\"{link}")), "{register} offers its file: {}", page.html);
        let book = Book::open(&auditor.file(&link));
        let shown = page.words();
        let tables = book.sheets.len() - 1;
        assert!(tables >= 1 && book.sheets[tables].0 == "Nguồn gốc", "{register}");
        let of_page = if register == "calendar" { 1..tables } else { 0..tables };
        for (name, _, rows) in of_page.map(|place| &book.sheets[place]) {
            let headings = rows[3].iter().filter(|cell| **cell != Cell::Empty);
            for heading in headings.filter(|_| rows.len() > 4) {
                assert!(shown.contains(words(heading)) || words(heading) == "Ghi chú", "{name}: {heading:?}");
            }
        }
    }
    assert_eq!(auditor.get("/registry/tables/people.xlsx").status, 404);
    assert_eq!(auditor.get("/registry/tables/prices").status, 404);

    let book = Book::open(&auditor.file("/registry/tables/prices.xlsx"));
    assert!(below(&book, 0).iter().all(|row| matches!(row[2], Cell::Day(..))), "days are days");
    let priced = office.database.number("SELECT COUNT(*) FROM price_decision");
    assert_eq!(column(below(&book, 0), 4), priced);
    let granted = Book::open(&auditor.file("/registry/tables/budget.xlsx"));
    assert!(column(below(&granted, 0), 3) > 0, "amounts are numbers");
    for path in ["/registry/prices/1", "/registry/organisations/1", "/registry/changes/1"] {
        let file = format!("{path}/table.xlsx");
        assert!(auditor.get(path).html.contains(&format!("href=\"{file}\"")), "{path}");
        assert!(
            Book::open(&auditor.file(&file)).sheets.len() > 2,
            "{path}: its head, its tables, its origin"
        );
    }
}

fn the_filter_of_a_register_holds_for_its_file_and_all_its_pages_are_in_it(backend: Backend) {
    let office = Office::open(backend);
    let planner = Browser::sign_in(&office.server, "planner");
    let all = Book::open(&planner.file("/registry/tables/licences.xlsx"));
    let page = planner.get("/registry/licences?page=1");
    let on_page = page.html.split("<tbody>").nth(1).map_or(0, |table| table.matches("<tr>").count());
    assert!(below(&all, 0).len() > on_page, "{} rows, {on_page} on a page", below(&all, 0).len());
    let link = "/registry/tables/licences.xlsx?q=da+nang";
    assert!(planner.get("/registry/licences?q=da+nang").html.contains(&format!("href=\"{link}\"")));
    let some = Book::open(&planner.file(link));
    assert!(!below(&some, 0).is_empty() && below(&some, 0).len() < below(&all, 0).len());
    let origin = &some.sheets[1].2;
    assert!(origin.iter().any(|row| row[1] == Cell::Text("q=da+nang".to_owned())), "{origin:?}");
}

fn an_order_and_its_money_are_taken_away_with_numbers_and_days(backend: Backend) {
    let office = Office::open(backend);
    let accountant = Browser::sign_in(&office.server, "accountant");
    let order = office.database.number("SELECT MIN(order_id) FROM statement WHERE kind <> 'advance'");
    let page = accountant.get(&format!("/orders/{order}"));
    let link = format!("/orders/{order}/order.xlsx");
    assert!(page.html.contains(&format!("href=\"{link}\"")));
    let book = Book::open(&accountant.file(&link));
    let lines = sheet(&book, "Các dòng đặt hàng");
    let sql = |what: &str| format!("SELECT CAST({what} AS BIGINT) FROM order_line WHERE order_id = {order}");
    assert_eq!(lines.len() as i64, office.database.number(&sql("COUNT(*)")));
    assert!(lines.iter().all(|row| matches!(row[4], Cell::Day(..)) && matches!(row[5], Cell::Day(..))));
    let cohorts = sheet(&book, "Các lớp");
    let statements = sheet(&book, "Bảng thanh toán của đơn");
    let events = sheet(&book, "Diễn biến");
    assert!(!cohorts.is_empty() && !events.is_empty());
    let payable = format!("SELECT CAST(SUM(payable_dong) AS BIGINT) FROM statement WHERE order_id = {order}");
    assert_eq!(column(statements, 4), office.database.number(&payable));
    let money = sheet(&book, "Đối chiếu kinh phí");
    assert_eq!(column(&money[..1], 1), column(lines, 13), "ordered is the value of the lines");
    assert_eq!(column(&money[1..4], 1), column(&money[..1], 1), "accepted, rejected and outstanding add up");

    let link = format!("/orders/{order}/money.xlsx");
    let page = accountant.get(&format!("/orders/{order}/money"));
    assert!(page.html.contains(&format!("href=\"{link}\"")));
    let book = Book::open(&accountant.file(&link));
    let stages = sheet(&book, "Tiền của đơn đang ở đâu");
    let (last, parts) = stages.split_last().expect("the stages end with the value of the order");
    assert_eq!(column(parts, 1), column(std::slice::from_ref(last), 1), "{stages:?}");
}

fn why_an_amount_is_what_it_is_can_be_taken_away(backend: Backend) {
    let office = Office::open(backend);
    let auditor = Browser::sign_in(&office.server, "auditor");
    let line = office.database.number("SELECT MIN(id) FROM settled_line WHERE enrolment_id IS NOT NULL");
    let page = auditor.get(&format!("/lines/{line}"));
    let link = format!("/lines/{line}/why.xlsx");
    assert!(page.html.contains(&format!("href=\"{link}\"")));
    let book = Book::open(&auditor.file(&link));
    let amount = office.database.number(&format!("SELECT amount_dong FROM settled_line WHERE id = {line}"));
    let first = sheet(&book, "Tóm tắt");
    let said = |label: &str| first.iter().find(|row| words(&row[0]) == label).map(|row| row[1].clone());
    #[expect(clippy::cast_precision_loss, reason = "whole đồng, far below 2^53")]
    let number = Cell::Number(amount as f64);
    assert_eq!(said("Số tiền"), Some(number.clone()), "an amount is a number");
    assert_eq!(said("Tính lại từ vết"), Some(number), "what is computed again agrees");
    let steps = sheet(&book, "Từng bước tính");
    let shown = page.words();
    assert!(steps.len() > 3);
    for step in steps {
        assert!(shown.contains(words(&step[0])) && shown.contains(words(&step[1])), "{step:?}");
    }

    let sql =
        "SELECT enrolment_id, part FROM settled_line WHERE enrolment_id IS NOT NULL ORDER BY id LIMIT 1";
    let row = office.database.rows(sql).remove(0);
    let (enrolment, part) = (row[0].clone().expect("an enrolment"), row[1].clone().expect("a part"));
    let path = format!("/enrolments/{enrolment}/parts/{part}");
    let link = format!("{path}/why.xlsx");
    assert!(auditor.get(&path).html.contains(&format!("href=\"{link}\"")));
    let book = Book::open(&auditor.file(&link));
    assert!(!sheet(&book, "Từng bước tính").is_empty());
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count() >= 12 && !text.contains(' ');
    let texts = book.sheets[..2].iter().flat_map(|(.., rows)| rows.iter().flatten());
    let texts = texts.filter_map(|cell| if let Cell::Text(text) = cell { Some(text) } else { None });
    assert!(!texts.into_iter().any(|text| digits(text)), "no personal id in full");
}

fn people_and_looks_are_taken_away_by_who_may_see_them(backend: Backend) {
    let office = Office::open(backend);
    let admin = Browser::sign_in(&office.server, "administrator");
    let all = Book::open(&admin.file("/people.xlsx"));
    assert_eq!(below(&all, 0).len() as i64, office.database.number("SELECT COUNT(*) FROM user_account"));
    let some = Book::open(&admin.file("/people.xlsx?role=approver"));
    assert!(below(&some, 0).iter().all(|row| words(&row[2]).to_lowercase().contains("duyệt")));

    let look = admin_looks(&office);
    assert_eq!(below(&Book::open(&admin.file("/access.xlsx")), 0).len() as i64, look);
}

/// Somebody looks once, so that there is something to be seen.
fn admin_looks(office: &Office) -> i64 {
    let inspector = Browser::sign_in(&office.server, "inspector");
    let learner = office.database.number("SELECT MIN(id) FROM learner");
    let to = format!("/learners/{learner}/identity");
    let seen = inspector.send(&format!("/learners/{learner}"), &to, &[("look_reason", "kiểm tra hồ sơ")]);
    assert_eq!(seen.status, 200);
    office.database.number("SELECT COUNT(*) FROM access_record")
}
