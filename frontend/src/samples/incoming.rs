use domain::text::Lang;

use super::{dong, frame, say, state};
use crate::{
    pages::*,
    show::{Crumb, Pair, Tone, count},
    texts::texts,
};

const PROVIDER: &str = "Trường Cao đẳng Công nghệ Thủ Đức";

impl MoneyPage {
    pub fn sample(lang: Lang) -> MoneyPage {
        let row = |order: &str, amounts: [i64; 7]| MoneyRow {
            order: order.to_owned(),
            link: if order.is_empty() { String::new() } else { "/orders/7/money".to_owned() },
            ordered: dong(amounts[0], lang),
            paid: dong(amounts[1], lang),
            approved: dong(amounts[2], lang),
            prepared: dong(amounts[3], lang),
            next: dong(amounts[4], lang),
            awaited: dong(amounts[5], lang),
            lost: dong(amounts[6], lang),
        };
        let first = [2_880_000_000, 1_116_000_000, 396_000_000, 0, 432_000_000, 900_000_000, 36_000_000];
        let second = [2_160_000_000, 648_000_000, 0, 216_000_000, 0, 1_296_000_000, 0];
        let sum =
            [5_040_000_000, 1_764_000_000, 396_000_000, 216_000_000, 432_000_000, 2_196_000_000, 36_000_000];
        MoneyPage {
            rows: vec![row("07/2025/HĐ-ĐHĐT", first), row("19/2025/HĐ-ĐHĐT", second)],
            total: Some(row("", sum)),
            export_link: Some("/money.xlsx".to_owned()),
            ..MoneyPage::sample_empty(lang)
        }
    }

    pub fn sample_empty(lang: Lang) -> MoneyPage {
        MoneyPage {
            frame: frame(lang, texts(lang).incoming.heading, "/money"),
            rows: Vec::new(),
            total: None,
            export_link: None,
        }
    }
}

impl OrderMoneyPage {
    pub fn sample(lang: Lang) -> OrderMoneyPage {
        let t = texts(lang);
        let m = &t.incoming;
        let stage = |label: &str, amount: i64| Stage {
            label: label.to_owned(),
            amount: dong(amount, lang),
            note: None,
            total: false,
        };
        OrderMoneyPage {
            stages: vec![
                stage(m.paid, 1_116_000_000),
                Stage { note: Some(m.to_recover_note.to_owned()), ..stage(m.to_recover, -218_000_000) },
                stage(m.approved, 396_000_000),
                stage(m.prepared, 0),
                stage(m.next, 432_000_000),
                stage(m.awaited, 900_000_000),
                stage(m.others, 218_000_000),
                stage(m.lost, 36_000_000),
                Stage { total: true, ..stage(m.total, 2_880_000_000) },
            ],
            on_the_way: vec![OnTheWay {
                number: "BTT-0058/2026".to_owned(),
                link: "/statements/4".to_owned(),
                period: say(lang, "Quý 2/2026 · nghiệm thu", "Q2 2026 · acceptance"),
                payable: dong(396_000_000, lang),
                state: state(lang, "approved", Tone::Waiting),
                waits_for: m.waits_payment,
            }],
            next: Some(NextStatement {
                period: say(lang, "Quý 3/2026", "Q3 2026"),
                when: format!("{} 30/09/2026.", m.next_from),
                due: dong(432_000_000, lang),
                learners: m.next_learners.count(24, lang),
                held_up_by: Some("BTT-0063/2026".to_owned()),
            }),
            awaited: vec![
                Awaited {
                    part: say(lang, "Tốt nghiệp", "Graduation"),
                    why: say(lang, "Chưa có kết quả tốt nghiệp.", "No graduation result yet."),
                    remedy: say(
                        lang,
                        "Cơ sở đào tạo báo cáo tốt nghiệp.",
                        "The provider reports the graduation.",
                    ),
                    learners: count(38, lang),
                    amount: dong(684_000_000, lang),
                },
                Awaited {
                    part: say(lang, "Việc làm", "Employment"),
                    why: say(lang, "Chưa xác nhận có việc làm.", "Employment is not confirmed yet."),
                    remedy: say(lang, "Xác nhận việc làm trong 180 ngày.", "Confirm a job within 180 days."),
                    learners: count(60, lang),
                    amount: dong(216_000_000, lang),
                },
            ],
            export_link: "/orders/7/money.xlsx".to_owned(),
            lost: vec![Awaited {
                part: say(lang, "Tốt nghiệp", "Graduation"),
                why: say(lang, "Người học đã thôi học.", "The learner has withdrawn."),
                remedy: say(
                    lang,
                    "Không có; phần này không được trả.",
                    "There is none; this part is not paid.",
                ),
                learners: count(2, lang),
                amount: dong(36_000_000, lang),
            }],
            ..OrderMoneyPage::sample_closed(lang)
        }
    }

    pub fn sample_closed(lang: Lang) -> OrderMoneyPage {
        let t = texts(lang);
        let crumbs = vec![
            Crumb::new(t.common.orders, "/orders"),
            Crumb::new("07/2025/HĐ-ĐHĐT", "/orders/7"),
            Crumb::here(t.incoming.nav),
        ];
        OrderMoneyPage {
            frame: frame(lang, t.incoming.heading, "/orders/7/money").crumbs(crumbs),
            head: vec![
                Pair::new(t.fields.provider, PROVIDER),
                Pair::new(t.fields.order, "07/2025/HĐ-ĐHĐT").link("/orders/7"),
            ],
            stages: Vec::new(),
            on_the_way: Vec::new(),
            next: None,
            awaited: Vec::new(),
            lost: Vec::new(),
            export_link: "/orders/7/money.xlsx".to_owned(),
        }
    }
}
