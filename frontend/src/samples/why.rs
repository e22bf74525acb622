use domain::text::Lang;

use super::{dong, frame, say};
use crate::{
    pages::*,
    show::{Crumb, Mark, Pair},
    texts::texts,
};

const PAYEE: &str = "Trường Cao đẳng Công nghệ Thủ Đức";

impl WhyPage {
    pub fn sample(lang: Lang) -> WhyPage {
        let t = texts(lang);
        WhyPage {
            frame: frame(lang, t.why.heading, "/lines/11").crumbs(vec![
                Crumb::new(t.common.statements, "/statements"),
                Crumb::new("BTT-0058/2026", "/statements/4"),
                Crumb::here(t.why.heading),
            ]),
            amount: dong(2_400_000, lang),
            summary: say(
                lang,
                "Phần tốt nghiệp của Lê Hoài An được tính lại sau khi điểm được đính chính từ 7,8 lên 8,3; kỳ này chi thêm phần chênh lệch.",
                "Lê Hoài An's graduation part was computed anew when the score was corrected from 7.8 to 8.3; this period pays the difference.",
            ),
            head: vec![
                Pair::new(t.fields.learner, "Lê Hoài An").link("/learners/9"),
                Pair::new(t.learner.component, say(lang, "Tốt nghiệp", "Graduation")),
                Pair::new(t.fields.period, "08/2027"),
                Pair::new(t.learner.payee, PAYEE),
            ],
            steps: steps(lang),
            export_link: "/lines/11/why.xlsx".to_owned(),
        }
    }

    pub fn sample_zero(lang: Lang) -> WhyPage {
        let row = |vi: (&str, &str), value: (&str, &str)| StepRow {
            label: say(lang, vi.0, vi.1),
            value: say(lang, value.0, value.1),
            ..StepRow::default()
        };
        WhyPage {
            amount: dong(0, lang),
            summary: say(
                lang,
                "Chưa có báo cáo tốt nghiệp nên chưa được hưởng phần này.",
                "Nothing is due before a graduation report.",
            ),
            steps: vec![
                Step {
                    kind: StepKind::Facts,
                    rows: vec![row(("Nhập học", "Enrolled"), ("05/09/2025", "05/09/2025"))],
                    result: None,
                },
                Step {
                    kind: StepKind::Gates,
                    rows: vec![StepRow {
                        passed: Some(false),
                        reason: Some(say(
                            lang,
                            "Không có sự kiện tốt nghiệp đến hết kỳ",
                            "No graduation by the end of the period",
                        )),
                        rule: Some("QĐ 1446/QĐ-TTg".to_owned()),
                        ..row(("Đã tốt nghiệp", "Has graduated"), ("", ""))
                    }],
                    result: Some("0".to_owned()),
                },
            ],
            ..WhyPage::sample(lang)
        }
    }
}

fn steps(lang: Lang) -> Vec<Step> {
    let row = |label: (&str, &str), value: &str| StepRow {
        label: say(lang, label.0, label.1),
        value: value.to_owned(),
        ..StepRow::default()
    };
    let ruled = |row: StepRow, rule: &str| StepRow { rule: Some(rule.to_owned()), ..row };
    let assumed = |row: StepRow| StepRow { mark: Some(Mark::Assumption), ..row };
    let told = |row: StepRow, on: &str| StepRow {
        on: Some(on.to_owned()),
        by: Some("Võ Quốc Hùng".to_owned()),
        ..row
    };
    let passed = |row: StepRow| StepRow { passed: Some(true), ..row };
    let step = |kind, rows, result: Option<&str>| Step { kind, rows, result: result.map(str::to_owned) };
    vec![
        step(
            StepKind::Facts,
            vec![
                told(row(("Nhập học", "Enrolled"), ""), "05/09/2025"),
                told(row(("Tốt nghiệp, điểm", "Graduated, score"), "8,3"), "10/07/2027"),
            ],
            None,
        ),
        step(
            StepKind::Gates,
            vec![
                passed(ruled(
                    row(
                        ("Có quyết định công nhận tốt nghiệp", "Graduation is recognised by a decision"),
                        "214/QĐ-CĐCNTĐ",
                    ),
                    "TT 04/2022/TT-BLĐTBXH Đ26",
                )),
                passed(ruled(
                    row(
                        ("Số hiệu phôi chưa dùng cho người khác", "The serial belongs to nobody else"),
                        "B 004180",
                    ),
                    "TT 10/2017/TT-BLĐTBXH",
                )),
            ],
            None,
        ),
        step(
            StepKind::Price,
            vec![assumed(row(("Đơn giá mẫu 01/2025", "Sample price 01/2025"), "24.000.000"))],
            None,
        ),
        step(
            StepKind::Share,
            vec![assumed(row(("Phần tốt nghiệp", "Graduation part"), "70 %"))],
            Some("24.000.000 × 70 % = 16.800.000"),
        ),
        step(
            StepKind::Quality,
            vec![assumed(ruled(row(("Xếp loại Giỏi", "Very good"), "1,00"), "TT 04/2022/TT-BLĐTBXH Đ27"))],
            Some("16.800.000 × 1,00 = 16.800.000"),
        ),
        step(
            StepKind::Split,
            vec![
                row(("Trường: 1.240 trên 2.100 giờ", "College: 1,240 of 2,100 hours"), "9.920.000"),
                row(("Doanh nghiệp: 860 trên 2.100 giờ", "Enterprise: 860 of 2,100 hours"), "6.880.000"),
            ],
            Some("16.800.000 = 9.920.000 + 6.880.000"),
        ),
        step(
            StepKind::Rounding,
            vec![row(("Đến đồng, nửa làm tròn lên", "To whole dong, half up"), "0")],
            None,
        ),
        step(
            StepKind::AlreadySettled,
            vec![ruled(row(("Kỳ 07/2027, loại Khá", "Period 07/2027, good"), "7.520.000"), "BTT-0041/2026")],
            None,
        ),
        step(
            StepKind::Difference,
            vec![row(
                ("Được hưởng trừ đã thanh quyết toán", "Entitlement less what was settled"),
                "9.920.000 − 7.520.000",
            )],
            Some("2.400.000"),
        ),
    ]
}
