use domain::text::Lang;

use super::{dong, frame, orders_crumb, say, state};
use crate::{
    form::{Field, SmallForm, SmallInput},
    pages::*,
    show::{Action, Badge, Crumb, Mark, MoneyIdentity, Pair, Tone},
    texts::texts,
};

const PROVIDER: &str = "Trường Cao đẳng Công nghệ Thủ Đức";

impl OrderPage {
    pub fn sample(lang: Lang) -> OrderPage {
        let t = texts(lang);
        let number = "07/2025/HĐ-ĐHĐT";
        OrderPage {
            frame: frame(lang, format!("{} {number}", t.fields.order), "/orders/7")
                .crumbs(vec![orders_crumb(lang), Crumb::here(number)])
                .notice(say(lang, "Đã nghiệm thu đơn đặt hàng.", "The order was accepted.")),
            state: state(lang, "running", Tone::Active),
            head: vec![
                Pair::new(t.fields.provider, PROVIDER).note(say(
                    lang,
                    "Mã số thuế 0301458231",
                    "Tax code 0301458231",
                )),
                Pair::new(t.fields.ordering_body, "Bộ Giáo dục và Đào tạo").note(say(
                    lang,
                    "tên có hiệu lực ngày 20/08/2025",
                    "the name in force on 20/08/2025",
                )),
                Pair::new(t.fields.instrument, say(lang, "Hợp đồng đặt hàng", "Order contract"))
                    .note("Mẫu 03 NĐ 32/2019/NĐ-CP"),
                Pair::new(t.fields.programme, "QĐ 1446/QĐ-TTg").link("/programmes/1"),
                Pair::new(
                    t.fields.scheme,
                    say(
                        lang,
                        "Thanh toán theo kết quả tốt nghiệp, bản 1",
                        "Payment by graduation, version 1",
                    ),
                )
                .mark(Mark::Assumption),
                Pair::new(t.fields.appropriation, "2025 · 022 · 070-093 · 7012"),
            ],
            gates: gates(lang, true),
            lines: lines(lang),
            cohorts: cohorts(lang),
            money: MoneyIdentity {
                ordered: dong(1_980_000_000, lang),
                accepted: dong(1_512_000_000, lang),
                rejected: dong(108_000_000, lang),
                outstanding: dong(360_000_000, lang),
                order_holds: true,
                advance: dong(594_000_000, lang),
                payments: dong(954_000_000, lang),
                recoveries: dong(36_000_000, lang),
                settled: dong(1_512_000_000, lang),
                settlement_holds: true,
            },
            statements: statements(lang),
            events: events(lang),
            approval: super::life::chain(lang, 2),
            comparison: None,
            proposal: Vec::new(),
            amendments: super::life::versions(lang),
            links: vec![("/orders/7/amend".to_owned(), t.life.amend.to_owned())],
            actions: Vec::new(),
            forms: Vec::new(),
            clock: Some(super::payments::clock(lang)),
            minutes_link: Some("/orders/7/minutes.pdf".to_owned()),
            papers_link: "/orders/7/papers".to_owned(),
            ledger_link: "/orders/7/ledger.xlsx".to_owned(),
            export_link: "/orders/7/order.xlsx".to_owned(),
            money_link: Some("/orders/7/money".to_owned()),
            workbooks: Some(WorkbookBox::sample_of_order(lang)),
        }
    }

    /// Answered by the provider with other terms.
    pub fn sample_proposed(lang: Lang) -> OrderPage {
        let l = &texts(lang).life;
        let mut page = OrderPage::sample_submitted(lang);
        page.state = Badge::new(say(lang, "cơ sở đề nghị khác", "counter-proposal"), Tone::Waiting);
        page.proposal = super::life::changes(lang);
        page.comparison = None;
        page.approval = super::life::chain(lang, 2);
        page.forms.clear();
        page.actions = vec![Action {
            url: "/orders/7/take".to_owned(),
            label: l.take.to_owned(),
            confirm: Some(l.take_confirm.to_owned()),
            primary: true,
        }];
        page
    }

    pub fn sample_submitted(lang: Lang) -> OrderPage {
        let mut page = OrderPage::sample(lang);
        page.frame.notice = None;
        page.money.settlement_holds = false;
        OrderPage {
            state: state(lang, "submitted", Tone::Waiting),
            gates: gates(lang, false),
            cohorts: Vec::new(),
            statements: Vec::new(),
            approval: super::life::chain(lang, 1),
            comparison: Some(super::life::comparison(lang)),
            amendments: Vec::new(),
            links: Vec::new(),
            actions: Vec::new(),
            forms: vec![
                super::life::approve_form(lang, "/orders/7/approve", texts(lang).deeds.approve_order),
                SmallForm {
                    url: "/orders/7/reject".to_owned(),
                    heading: texts(lang).deeds.reject_order.to_owned(),
                    lead: Some(texts(lang).deeds.reject_order_lead.to_owned()),
                    hidden: Vec::new(),
                    inputs: vec![SmallInput::typed(texts(lang).fields.reason, Field::new("reason", ""))],
                    button: texts(lang).deeds.reject_order.to_owned(),
                    confirm: None,
                },
            ],
            clock: None,
            workbooks: None,
            minutes_link: None,
            papers_link: "/orders/7/papers".to_owned(),
            ledger_link: "/orders/7/ledger.xlsx".to_owned(),
            money_link: None,
            ..page
        }
    }
}

fn gates(lang: Lang, licensed: bool) -> Vec<Gate> {
    let gate = |passed, name: (&str, &str), finding: (&str, &str), rule: &str, mark| Gate {
        passed,
        name: say(lang, name.0, name.1),
        finding: say(lang, finding.0, finding.1),
        rule: rule.to_owned(),
        mark,
    };
    vec![
        gate(
            true,
            ("Thuộc danh mục dịch vụ công", "In the catalogue of public services"),
            ("Đào tạo cao đẳng, trung cấp", "Training at college and intermediate level"),
            "NĐ 32/2019/NĐ-CP PL I Biểu 01",
            None,
        ),
        gate(
            true,
            ("Có quyết định giá", "Has a price decision"),
            ("24.000.000 đ và 18.000.000 đ một người học", "24.000.000 and 18.000.000 dong a learner"),
            "NĐ 32/2019/NĐ-CP Đ12",
            Some(Mark::Assumption),
        ),
        gate(
            true,
            ("Đủ dự toán", "Within the appropriation"),
            ("Còn 14.976.000.000 đ, cần 1.980.000.000 đ", "14.976.000.000 dong free, 1.980.000.000 needed"),
            "Luật NSNN 89/2025/QH15",
            None,
        ),
        gate(
            licensed,
            ("Trong quy mô được đăng ký", "Within the licence"),
            ("6480202: 90 người mỗi năm, đã đặt hàng 48, thêm 60", "6480202: 90 a year, 48 ordered, 60 more"),
            "NĐ 15/2019/NĐ-CP Đ10",
            None,
        ),
    ]
}

fn lines(lang: Lang) -> Vec<OrderLineRow> {
    let line =
        |code: &str, level: (&str, &str), counts: [&str; 3], amounts: [i64; 2], until: &str| OrderLineRow {
            code: code.to_owned(),
            occupation: say(
                lang,
                "Công nghệ thông tin (ứng dụng phần mềm)",
                "Information technology (software)",
            ),
            code_mark: None,
            level: say(lang, level.0, level.1),
            mode: say(lang, "Vừa làm vừa học", "Work-study"),
            quantity: counts[0].to_owned(),
            enrolled: counts[1].to_owned(),
            graduated: counts[2].to_owned(),
            unit_price: dong(amounts[0], lang),
            price_decision: say(lang, "Đơn giá mẫu 01/2025", "Sample price 01/2025"),
            price_mark: Some(Mark::Assumption),
            dates: format!("05/09/2025 – {until}"),
            value: dong(amounts[1], lang),
        };
    vec![
        line(
            "6480202",
            ("Cao đẳng", "College"),
            ["60", "58", "51"],
            [24_000_000, 1_440_000_000],
            "30/06/2027",
        ),
        line(
            "5480202",
            ("Trung cấp", "Intermediate"),
            ["30", "30", "24"],
            [18_000_000, 540_000_000],
            "30/06/2026",
        ),
    ]
}

fn cohorts(lang: Lang) -> Vec<CohortRow> {
    let row = |name: &str, level: (&str, &str), counts: [&str; 2], accepted, at: (&str, Tone)| CohortRow {
        name: name.to_owned(),
        link: "/cohorts/3".to_owned(),
        occupation: format!(
            "{}, {}",
            say(lang, "Công nghệ thông tin", "Information technology"),
            say(lang, level.0, level.1)
        ),
        dates: "05/09/2025 – 30/06/2026".to_owned(),
        learners: counts[0].to_owned(),
        graduated: counts[1].to_owned(),
        accepted: dong(accepted, lang),
        state: state(lang, at.0, at.1),
    };
    vec![
        row("CĐ25-CNTT1", ("cao đẳng", "college"), ["30", "27"], 601_200_000, ("completed", Tone::Good)),
        row("CĐ25-CNTT2", ("cao đẳng", "college"), ["28", "24"], 525_600_000, ("completed", Tone::Good)),
        row(
            "TC25-CNTT1",
            ("trung cấp", "intermediate"),
            ["30", "24"],
            385_200_000,
            ("running", Tone::Active),
        ),
    ]
}

fn statements(lang: Lang) -> Vec<OrderStatementRow> {
    let row = |number: &str, period: &str, amounts: [i64; 2], at: (&str, Tone)| OrderStatementRow {
        number: number.to_owned(),
        link: "/statements/4".to_owned(),
        period: period.to_owned(),
        payee: PROVIDER.to_owned(),
        accepted: dong(amounts[0], lang),
        payable: dong(amounts[1], lang),
        state: state(lang, at.0, at.1),
    };
    vec![
        row("BTT-0041/2026", "06/2026", [1_116_000_000, 558_000_000], ("paid", Tone::Good)),
        row("BTT-0058/2026", "07/2026", [432_000_000, 396_000_000], ("issued", Tone::Active)),
        row("BTT-0063/2026", "08/2026", [-36_000_000, 0], ("submitted", Tone::Waiting)),
    ]
}

fn events(lang: Lang) -> Vec<Event> {
    let event = |on: &str, text: (&str, &str), by: &str, note: Option<(&str, &str)>| Event {
        on: on.to_owned(),
        text: say(lang, text.0, text.1),
        by: by.to_owned(),
        note: note.map(|(vi, en)| say(lang, vi, en)),
    };
    vec![
        event("18/08/2025 09:12", ("Lập và gửi duyệt", "Placed and submitted"), "Phạm Thị Thu Hà", None),
        event(
            "20/08/2025 15:40",
            ("Duyệt", "Approved"),
            "Lê Minh Đức",
            Some(("Cam kết chi 1.980.000.000 đ", "1.980.000.000 dong reserved")),
        ),
        event("25/08/2025 10:05", ("Cơ sở nhận đơn", "Accepted by the provider"), "Võ Quốc Hùng", None),
        event(
            "03/09/2025 08:30",
            ("Tạm ứng 30 %", "Advance of 30 %"),
            "Ngô Thị Lan",
            Some(("594.000.000 đ, chứng từ KB-2025-00871", "594.000.000 dong, document KB-2025-00871")),
        ),
    ]
}
