use domain::text::Lang;

use super::{dong, frame, say, state, state_name};
use crate::{
    form::{Choice, Field},
    pages::*,
    show::{Crumb, Mark, Paging, Pair, Tone},
    texts::texts,
};

const PAYEE: &str = "Trường Cao đẳng Công nghệ Thủ Đức";

fn crumb(lang: Lang) -> Crumb {
    Crumb::new(texts(lang).common.statements, "/statements")
}

impl StatementsPage {
    pub fn sample(lang: Lang) -> StatementsPage {
        let row =
            |number: &str, period: &str, payee: &str, amounts: [i64; 3], at: (&str, Tone)| StatementRow {
                number: number.to_owned(),
                link: "/statements/4".to_owned(),
                period: period.to_owned(),
                order: "07/2025/HĐ-ĐHĐT".to_owned(),
                order_link: "/orders/7".to_owned(),
                payee: payee.to_owned(),
                accepted: dong(amounts[0], lang),
                advance_recovered: dong(amounts[1], lang),
                payable: dong(amounts[2], lang),
                state: state(lang, at.0, at.1),
            };
        StatementsPage {
            rows: vec![
                row(
                    "BTT-0041/2026",
                    "06/2026",
                    PAYEE,
                    [1_116_000_000, 558_000_000, 558_000_000],
                    ("paid", Tone::Good),
                ),
                row(
                    "BTT-0042/2026",
                    "06/2026",
                    "Công ty TNHH Bosch Việt Nam",
                    [186_400_000, 0, 186_400_000],
                    ("issued", Tone::Active),
                ),
                row(
                    "BTT-0058/2026",
                    "07/2026",
                    PAYEE,
                    [432_000_000, 36_000_000, 396_000_000],
                    ("issued", Tone::Active),
                ),
                row(
                    "BTT-0063/2026",
                    "08/2026",
                    PAYEE,
                    [-36_000_000, 0, -36_000_000],
                    ("submitted", Tone::Waiting),
                ),
            ],
            paging: Paging::new(1, 25, 4, lang, |page| format!("/statements?page={page}")),
            export_link: Some("/statements.xlsx?state=&period=".to_owned()),
            ..StatementsPage::sample_empty(lang)
        }
    }

    pub fn sample_empty(lang: Lang) -> StatementsPage {
        let t = texts(lang);
        let periods = vec![Choice::new("2026-08", "08/2026"), Choice::new("2026-07", "07/2026")];
        StatementsPage {
            frame: frame(lang, t.statement.heading, "/statements"),
            periods: periods.clone(),
            period: String::new(),
            states: vec![
                Choice::new("prepared", state_name(lang, "submitted")),
                Choice::new("paid", state_name(lang, "paid")),
            ],
            state: String::new(),
            rows: Vec::new(),
            paging: Paging::default(),
            export_link: None,
            settle: Some(SettleForm {
                programme: Field::new("programme", "1"),
                programmes: vec![Choice::new("1", "QĐ 1446/QĐ-TTg")],
                period: Field::new("period", "2026-08"),
                periods,
            }),
        }
    }
}

impl StatementPage {
    pub fn sample(lang: Lang) -> StatementPage {
        let hash = |label: (&str, &str), value: &str| Hash {
            label: say(lang, label.0, label.1),
            value: value.to_owned(),
        };
        let posting = |debit: (&str, &str), credit: (&str, &str), amount| Posting {
            debit: say(lang, debit.0, debit.1),
            credit: say(lang, credit.0, credit.1),
            amount: dong(amount, lang),
        };
        StatementPage {
            state: state(lang, "issued", Tone::Active),
            postings: vec![
                posting(
                    ("Chi đào tạo theo đơn 07/2025", "Training ordered, 07/2025"),
                    ("Phải trả cơ sở đào tạo", "Payable to the provider"),
                    432_000_000,
                ),
                posting(
                    ("Phải trả cơ sở đào tạo", "Payable to the provider"),
                    ("Tạm ứng", "Advances"),
                    36_000_000,
                ),
            ],
            postings_total: Some(dong(468_000_000, lang)),
            approval: super::life::chain(lang, 2),
            forms: Vec::new(),
            pay: Some(PayForm {
                url: "/statements/4/pay".to_owned(),
                document_number: Field::new("document_number", ""),
                document_date: Field {
                    errors: vec![say(lang, "Chưa ghi ngày chứng từ.", "The date is missing.")],
                    ..Field::new("document_date", "")
                },
                confirm: say(
                    lang,
                    "Xác nhận Kho bạc đã chi 396.000.000 đ?",
                    "Confirm that the Treasury has paid 396.000.000 dong?",
                ),
            }),
            hashes: vec![
                hash(
                    ("Sự kiện", "Facts"),
                    "9f2c61d07a3be84415c0de9871f6a2b35d40e1c977ab86f20d13c5e6874a90bb",
                ),
                hash(
                    ("Quy chế", "Scheme"),
                    "41ab07ce5f9d2236880be1f47c3da5906e21fb74c8d0a93517e6420bdf83c1aa",
                ),
                hash(
                    ("Đầu nhật ký kiểm toán", "Head of the audit trail"),
                    "d7701e5bc2468fa935e0b7c11a94d6382fe5709bc3d81a4f60729ceb15a83df4",
                ),
            ],
            pdf_link: Some("/statements/4/statement.pdf".to_owned()),
            ..StatementPage::sample_draft(lang)
        }
    }

    pub fn sample_draft(lang: Lang) -> StatementPage {
        let t = texts(lang);
        let total = |label: (&str, &str), amount, strong| Total {
            label: say(lang, label.0, label.1),
            amount: dong(amount, lang),
            note: None,
            strong,
        };
        StatementPage {
            frame: frame(
                lang,
                say(lang, "Bảng thanh toán BTT-0058/2026", "Statement BTT-0058/2026"),
                "/statements/4",
            )
            .crumbs(vec![crumb(lang), Crumb::here("BTT-0058/2026")]),
            state: state(lang, "submitted", Tone::Waiting),
            head: vec![
                Pair::new(t.statement.payee, PAYEE),
                Pair::new(t.statement.order, "07/2025/HĐ-ĐHĐT").link("/orders/7"),
                Pair::new(t.statement.period, "07/2026"),
                Pair::new(say(lang, "Người lập", "Maker"), "Ngô Thị Lan").note("02/08/2026 09:15"),
            ],
            totals: vec![
                total(("Nghiệm thu kỳ này", "Accepted in this period"), 432_000_000, false),
                Total {
                    note: Some(say(
                        lang,
                        "theo tỷ lệ nghiệm thu, TT 17/2024/TT-BTC Đ6",
                        "pro rata, TT 17/2024/TT-BTC Đ6",
                    )),
                    ..total(("Thu hồi tạm ứng", "Advance recovered"), -36_000_000, false)
                },
                total(("Được chi", "Payable"), 396_000_000, true),
            ],
            postings: Vec::new(),
            postings_total: None,
            compared: Some(compared(lang)),
            groups: groups(lang),
            export_link: Some("/statements/4/lines.xlsx".to_owned()),
            paging: Some(Paging::new(1, 50, 51, lang, |page| format!("/statements/4?page={page}"))),
            approval: super::life::chain(lang, 1),
            pay: None,
            forms: vec![super::life::approve_form(lang, "/statements/4/approve", t.deeds.approve_statement)],
            hashes: Vec::new(),
            pdf_link: None,
        }
    }
}

fn compared(lang: Lang) -> Compared {
    let row =
        |component: String, before: (&str, i64), now: (&str, i64), change: i64, to_date: i64| ComparedRow {
            component,
            before_lines: before.0.to_owned(),
            before: dong(before.1, lang),
            now_lines: now.0.to_owned(),
            now: dong(now.1, lang),
            change: dong(change, lang),
            to_date: dong(to_date, lang),
        };
    let enrolment = say(lang, "Tuyển sinh", "Enrolment");
    let graduation = say(lang, "Tốt nghiệp", "Graduation");
    Compared {
        previous: Some(Pair::new("06/2026", "BTT-0041/2026").link("/statements/3")),
        rows: vec![
            row(enrolment, ("124", 1_116_000_000), ("0", 0), -1_116_000_000, 1_116_000_000),
            row(graduation, ("0", 0), ("51", 432_000_000), 432_000_000, 432_000_000),
            row(String::new(), ("124", 1_116_000_000), ("51", 432_000_000), -684_000_000, 1_548_000_000),
        ],
    }
}

fn groups(lang: Lang) -> Vec<LineGroup> {
    let line = |learner: &str, reason: (&str, &str), amount| StatementLine {
        learner: learner.to_owned(),
        learner_link: Some("/learners/9".to_owned()),
        cohort: "CĐ25-CNTT1".to_owned(),
        reason: say(lang, reason.0, reason.1),
        amount: dong(amount, lang),
        link: "/lines/11".to_owned(),
    };
    vec![
        LineGroup {
            component: say(lang, "Tốt nghiệp", "Graduation"),
            mark: Some(Mark::Assumption),
            count: texts(lang).statement.lines_unit.count(27, lang),
            subtotal: dong(388_800_000, lang),
            lines: vec![
                line("Lê Hoài An", ("Giỏi, hệ số 1,00", "Very good, factor 1.00"), 14_400_000),
                line("Trần Văn Bình", ("Khá, hệ số 0,95", "Good, factor 0.95"), 13_680_000),
                line("Hoàng Gia Huy", ("Thôi học trước khi tốt nghiệp", "Withdrew before graduating"), 0),
            ],
        },
        LineGroup {
            component: say(lang, "Có việc làm", "Employment"),
            mark: Some(Mark::Assumption),
            count: texts(lang).statement.lines_unit.count(24, lang),
            subtotal: dong(43_200_000, lang),
            lines: vec![
                line(
                    "Nguyễn Thị Ngọc Ánh",
                    ("Xác nhận ngày 20/07/2026", "Confirmed on 20/07/2026"),
                    2_400_000,
                ),
                line(
                    "Đặng Thị Hằng",
                    ("Báo cáo việc làm bị rút lại", "The employment report was withdrawn"),
                    -2_400_000,
                ),
            ],
        },
    ]
}
