//! What a provider waits for: every đồng of its orders stands at one stage, and moves on with each step of the office.
//! And the same lists as workbooks: the rows and the sums of the pages.

use tests::{
    Backend,
    office::Office,
    on_both,
    portal::Person,
    uploads::Browser,
    workbook::{Book, Cell},
};

on_both!(
    every_dong_of_an_order_stands_at_one_stage,
    money_moves_from_stage_to_stage,
    nobody_else_sees_what_a_provider_waits_for,
    a_statement_stands_beside_the_one_before,
    a_workbook_holds_what_the_page_shows,
);

fn dotted(amount: i64) -> String {
    let digits = amount.abs().to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    if amount < 0 { format!("-{grouped}") } else { grouped }
}

/// What the page says beside a stage.
fn stage(person: &Person, order: i64, label: &str) -> String {
    let page = person.get(&format!("/orders/{order}/money")).shown();
    let row = page.html.split("<tr>").find(|row| row.contains(&format!("<th scope=\"row\">{label}")));
    let row = row.unwrap_or_else(|| panic!("{label} is not on the page: {}", page.html));
    let amount = row.split("class=\"money").nth(1).and_then(|rest| rest.split(['>', '<']).nth(1));
    amount.expect("an amount").to_owned()
}

fn sum_in_state(office: &Office, order: i64, state: &str) -> i64 {
    office.database.number(&format!(
        "SELECT COALESCE(SUM(s.payable_dong), 0) FROM statement s JOIN orders o ON o.id = s.order_id \
         WHERE s.order_id = {order} AND s.party_id = o.provider_id AND \
         (SELECT e.state FROM statement_event e WHERE e.statement_id = s.id ORDER BY e.id DESC LIMIT 1) = '{state}'"
    ))
}

/// The amounts of a page's stages, the value last.
fn stages(person: &Person, order: i64) -> Vec<i64> {
    let page = person.get(&format!("/orders/{order}/money")).shown();
    let table =
        page.html.split("<table class=\"sums\">").nth(1).and_then(|rest| rest.split("</table>").next());
    let amounts = table.expect("the stages").split("class=\"money").skip(1);
    let amount = |rest: &str| {
        let text = rest.split(['>', '<']).nth(1).expect("an amount").replace('.', "");
        text.parse::<i64>().unwrap_or_else(|_| panic!("{text} is no amount"))
    };
    amounts.map(amount).collect()
}

fn every_dong_of_an_order_stands_at_one_stage(backend: Backend) {
    let office = Office::open(backend);
    let auditor = Person::sign_in(&office.server, "auditor");
    let orders = "SELECT o.id FROM orders o WHERE (SELECT e.state FROM order_event e WHERE e.order_id = o.id \
        ORDER BY e.id DESC LIMIT 1) IN ('accepted', 'closed') ORDER BY o.id";
    let orders = office.database.rows(orders);
    assert!(orders.len() > 10);
    for row in orders {
        let order = row[0].as_deref().and_then(|id| id.parse().ok()).expect("an id");
        let mut stages = stages(&auditor, order);
        let value = stages.pop().expect("the value");
        assert_eq!(stages.iter().sum::<i64>(), value, "order {order}: {stages:?}");
        assert!(stages[0] > 0, "order {order}: nothing was paid");
    }
}

fn money_moves_from_stage_to_stage(backend: Backend) {
    let office = Office::open(backend);
    let (order, provider) = office.training();
    let college = Person::sign_in(&office.server, &format!("director.{provider}"));
    let number =
        office.database.value(&format!("SELECT number FROM orders WHERE id = {order}")).expect("a number");
    let all = college.get("/money").shown();
    assert!(all.says(&number) && all.html.contains(&format!("/orders/{order}/money")), "{}", all.html);

    let paid = sum_in_state(&office, order, "paid");
    assert!(paid > 0, "the year has payments");
    assert_eq!(stage(&college, order, "Đã nhận"), dotted(paid));

    // The closing statement takes what is earned out of the next period, onto the way.
    let accountant = Person::sign_in(&office.server, "accountant");
    let due = stage(&college, order, "Vào kỳ tới");
    let page = format!("/orders/{order}");
    accountant.fill(&accountant.get(&page), &format!("{page}/liquidate"), &[]).done(&accountant);
    let statement = office.database.number(&format!(
        "SELECT MAX(s.id) FROM statement s JOIN orders o ON o.id = s.order_id \
         WHERE s.order_id = {order} AND s.party_id = o.provider_id"
    ));
    let prepared = sum_in_state(&office, order, "prepared");
    assert_eq!(stage(&college, order, "Chờ duyệt"), dotted(prepared), "earned before: {due}");
    assert_eq!(stage(&college, order, "Vào kỳ tới"), "0");
    let page = college.get(&format!("/orders/{order}/money")).shown();
    assert!(page.says("Kế toán trưởng của bên đặt hàng duyệt."));
    assert!(page.says("Phải chờ bảng này được duyệt hoặc trả lại trước"));

    let chief = Person::sign_in(&office.server, "chief-accountant");
    let path = format!("/statements/{statement}");
    chief.fill(&chief.get(&path), &format!("{path}/approve"), &[]).done(&chief);
    if prepared > 0 {
        assert_eq!(stage(&college, order, "Chờ Kho bạc chi"), dotted(prepared));
        let fields = [("document_number", "UNC 77"), ("document_date", "02/11/2026")];
        accountant.fill(&accountant.get(&path), &format!("{path}/pay"), &fields).done(&accountant);
    }
    assert_eq!(stage(&college, order, "Đã nhận"), dotted(paid + prepared));
    assert_eq!(stage(&college, order, "Chờ duyệt"), "0");
    let english = college.get(&format!("/orders/{order}/money?lang=en")).shown();
    assert!(english.says("When we are paid") && !english.says("Khi nào"), "{}", english.html);
}

fn nobody_else_sees_what_a_provider_waits_for(backend: Backend) {
    let office = Office::open(backend);
    let (order, provider) = office.training();
    let host = office.database.value(&format!(
        "SELECT p.code FROM hosting h JOIN party p ON p.id = h.party_id WHERE h.order_id = {order} LIMIT 1"
    ));
    let page = format!("/orders/{order}/money");
    for office_role in ["planner", "accountant", "auditor"] {
        let person = Person::sign_in(&office.server, office_role);
        assert_eq!(person.get(&page).status, 200, "{office_role}");
        // The office has orders of many; the list is of one provider.
        assert_eq!(person.get("/money").status, 404, "{office_role}");
    }
    let other = office.database.value(&format!(
        "SELECT p.code FROM orders o JOIN party p ON p.id = o.provider_id WHERE p.code <> '{provider}' \
         AND p.kind = 'college' ORDER BY o.id LIMIT 1"
    ));
    let other = Person::sign_in(&office.server, &format!("director.{}", other.expect("another college")));
    assert_eq!(other.get(&page).status, 404);
    if let Some(host) = host {
        let host = Person::sign_in(&office.server, &format!("host.{host}"));
        assert_eq!(host.get(&page).status, 404, "a host is paid by its own statements");
    }
}

fn a_statement_stands_beside_the_one_before(backend: Backend) {
    let office = Office::open(backend);
    let sql = "SELECT s.id, (SELECT MAX(b.id) FROM statement b WHERE b.order_id = s.order_id \
        AND b.party_id = s.party_id AND b.id < s.id AND b.kind <> 'advance' \
        AND (SELECT e.state FROM statement_event e WHERE e.statement_id = b.id ORDER BY e.id DESC LIMIT 1) <> 'returned') \
        FROM statement s WHERE s.kind <> 'advance' ORDER BY s.id DESC";
    let both = office.database.rows(sql).into_iter().find_map(|row| Some((row[0].clone()?, row[1].clone()?)));
    let (now, before) = both.expect("a statement with one before it");
    let accountant = Person::sign_in(&office.server, "accountant");
    let page = accountant.get(&format!("/statements/{now}")).shown();
    assert!(page.html.contains(&format!("href=\"/statements/{before}\"")), "{}", page.html);
    let sum = |statement: &str| {
        let sql = format!(
            "SELECT COALESCE(SUM(amount_dong), 0) FROM settled_line WHERE statement_id = {statement}"
        );
        office.database.number(&sql)
    };
    let change = sum(&now) - sum(&before);
    let row = page.html.split("<h2>So với bảng trước").nth(1).expect("the comparison");
    let row = row.split("</section>").next().expect("its end");
    assert!(row.contains(&format!(">{}<", dotted(change))), "{change} is not in {row}");

    let first = office.database.number(
        "SELECT MIN(id) FROM statement s WHERE kind <> 'advance' AND NOT EXISTS (SELECT 1 FROM statement b \
         WHERE b.order_id = s.order_id AND b.party_id = s.party_id AND b.id < s.id AND b.kind <> 'advance')",
    );
    let page = accountant.get(&format!("/statements/{first}")).shown();
    assert!(page.says("Đây là bảng đầu tiên của đơn cho bên nhận này."));
}

/// Data rows of a table that a page gave away, under its heading in the fourth row.
fn rows(browser: &Browser, path: &str) -> Vec<Vec<Cell>> {
    let mut book = Book::open(&browser.file(path));
    book.list().split_off(4)
}

fn total(rows: &[Vec<Cell>], column: usize) -> i64 {
    let amount = |row: &Vec<Cell>| match row[column] {
        #[expect(clippy::cast_possible_truncation, reason = "whole đồng, far below 2^53")]
        Cell::Number(number) => number as i64,
        ref other => panic!("not a number: {other:?}"),
    };
    rows.iter().map(amount).sum()
}

fn a_workbook_holds_what_the_page_shows(backend: Backend) {
    let office = Office::open(backend);
    let accountant = Browser::sign_in(&office.server, "accountant");
    let orders = rows(&accountant, "/orders.xlsx");
    assert_eq!(orders.len() as i64, office.database.number("SELECT COUNT(*) FROM orders"));
    assert_eq!(
        total(&orders, 6),
        office.database.number(
            "SELECT CAST((SELECT SUM(value_dong) FROM orders) + COALESCE((SELECT SUM(a.value_after_dong - a.value_before_dong) \
             FROM amendment a JOIN amendment_event e ON e.amendment_id = a.id AND e.state = 'accepted'), 0) AS BIGINT)"
        )
    );
    let rejected = rows(&accountant, "/orders.xlsx?state=rejected");
    assert!(rejected.len() < orders.len(), "the filter holds for the file as well");

    let statements = rows(&accountant, "/statements.xlsx?state=paid");
    let paid = "SELECT CAST(SUM(payable_dong) AS BIGINT) FROM statement s WHERE \
        (SELECT e.state FROM statement_event e WHERE e.statement_id = s.id ORDER BY e.id DESC LIMIT 1) = 'paid'";
    assert_eq!(total(&statements, 8), office.database.number(paid));

    let longest =
        "SELECT statement_id, COUNT(*) FROM settled_line GROUP BY statement_id ORDER BY 2 DESC, 1 LIMIT 1";
    let longest = office.database.rows(longest).remove(0)[0].clone().expect("a statement");
    let lines = rows(&accountant, &format!("/statements/{longest}/lines.xlsx"));
    let sql = |what: &str| format!("SELECT {what} FROM settled_line WHERE statement_id = {longest}");
    assert_eq!(lines.len() as i64, office.database.number(&sql("COUNT(*)")));
    assert_eq!(total(&lines, 5), office.database.number(&sql("CAST(SUM(amount_dong) AS BIGINT)")));
    let ids = lines.iter().filter_map(|row| if let Cell::Text(id) = &row[2] { Some(id) } else { None });
    assert!(ids.clone().count() == lines.len() && ids.into_iter().all(|id| id.starts_with("********")));

    let occupations = rows(&accountant, "/programmes/qd1446/occupations.xlsx");
    let ordered = "SELECT CAST(SUM(COALESCE(n.quantity, l.quantity)) AS BIGINT) FROM order_line l \
        LEFT JOIN amended_line n ON n.order_line_id = l.id JOIN orders o ON o.id = l.order_id \
        JOIN programme p ON p.id = o.programme_id WHERE p.code = 'qd1446' AND \
        (SELECT e.state FROM order_event e WHERE e.order_id = o.id ORDER BY e.id DESC LIMIT 1) NOT IN ('rejected', 'cancelled', 'returned')";
    assert_eq!(total(&occupations, 3), office.database.number(ordered));
}
