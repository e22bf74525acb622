use domain::text::Lang;

use super::{dong, frame, issue, orders_crumb, say, state, state_name};
use crate::{
    form::{Choice, Entered},
    pages::*,
    show::{Crumb, Paging, Pair, Tone},
    texts::texts,
};

const PROVIDER: &str = "Trường Cao đẳng Công nghệ Thủ Đức";

impl OrdersPage {
    pub fn sample(lang: Lang) -> OrdersPage {
        let row =
            |number: &str, provider: &str, counts: (&str, &str), amounts: (i64, i64), at: (&str, Tone)| {
                OrderRow {
                    number: number.to_owned(),
                    link: "/orders/7".to_owned(),
                    provider: provider.to_owned(),
                    lines: counts.0.to_owned(),
                    learners: counts.1.to_owned(),
                    value: dong(amounts.0, lang),
                    accepted: dong(amounts.1, lang),
                    state: state(lang, at.0, at.1),
                }
            };
        OrdersPage {
            text: String::new(),
            rows: vec![
                row(
                    "12/2025/QĐ-ĐHĐT",
                    "Trường Cao đẳng Kỹ thuật Cao Thắng",
                    ("4", "240"),
                    (5_040_000_000, 4_610_200_000),
                    ("closed", Tone::Good),
                ),
                row(
                    "18/2025/HĐ-ĐHĐT",
                    "Công ty TNHH Bosch Việt Nam",
                    ("3", "1.200"),
                    (3_000_000_000, 1_875_000_000),
                    ("running", Tone::Active),
                ),
                row(
                    "19/2025/HĐ-ĐHĐT",
                    "Trường Cao đẳng Bách khoa Nam Sài Gòn",
                    ("2", "120"),
                    (2_520_000_000, 0),
                    ("rejected", Tone::Bad),
                ),
                row(
                    "21/2025/HĐ-ĐHĐT",
                    "Trường Cao đẳng Lý Tự Trọng",
                    ("2", "100"),
                    (2_160_000_000, 0),
                    ("approved", Tone::Plain),
                ),
                row(
                    "07/2025/HĐ-ĐHĐT",
                    PROVIDER,
                    ("2", "90"),
                    (1_980_000_000, 1_512_000_000),
                    ("running", Tone::Active),
                ),
                row(
                    "15/2025/HĐ-ĐHĐT",
                    "Trường Cao đẳng Kinh tế - Kỹ thuật Thành phố Hồ Chí Minh (HOTEC)",
                    ("1", "35"),
                    (840_000_000, 0),
                    ("submitted", Tone::Waiting),
                ),
            ],
            paging: Paging::new(2, 6, 184, lang, |page| format!("/orders?page={page}")),
            export_link: Some("/orders.xlsx?sort=-value&q=thu+duc".to_owned()),
            ..OrdersPage::sample_empty(lang)
        }
    }

    pub fn sample_empty(lang: Lang) -> OrdersPage {
        OrdersPage {
            frame: frame(lang, texts(lang).order.heading, "/orders"),
            text: "thu duc".to_owned(),
            states: vec![
                Choice::new("approved", state_name(lang, "approved")),
                Choice::new("submitted", state_name(lang, "submitted")),
                Choice::new("accepted", state_name(lang, "running")),
            ],
            state: String::new(),
            columns: OrdersPage::columns(lang, "-value", "q=thu+duc"),
            rows: Vec::new(),
            paging: Paging::default(),
            place_link: Some("/orders/new".to_owned()),
            export_link: None,
            links: vec![
                ("/drafts".to_owned(), texts(lang).life.drafts.to_owned()),
                ("/reallocations".to_owned(), texts(lang).life.reallocate.to_owned()),
            ],
        }
    }
}

impl PlaceOrderPage {
    pub fn sample(lang: Lang) -> PlaceOrderPage {
        PlaceOrderPage::filled(lang, &Entered { value: &|_| String::new(), issues: &[], lang }, 3)
    }

    pub fn sample_refused(lang: Lang) -> PlaceOrderPage {
        let issues = [
            issue(
                "order.over_appropriation",
                "appropriation",
                "Luật NSNN 89/2025/QH15",
                (
                    "Dự toán còn 1.200.000.000 đ, đơn cần 1.980.000.000 đ.",
                    "1.200.000.000 dong are free, the order needs 1.980.000.000.",
                ),
                ("Giảm số lượng hoặc chọn dự toán khác.", "Order fewer or choose another appropriation."),
            ),
            issue(
                "order.over_licence",
                "lines[0].quantity",
                "NĐ 15/2019/NĐ-CP Đ10",
                (
                    "Giấy chứng nhận cho 50 người mỗi năm, đã đặt hàng 12.",
                    "The licence allows 50 a year, 12 are already ordered.",
                ),
                ("Đặt hàng tối đa 38 người.", "Order at most 38."),
            ),
            issue(
                "order.no_price_decision",
                "lines[1].price_decision",
                "NĐ 32/2019/NĐ-CP Đ12",
                ("Dòng này chưa có quyết định giá.", "This line has no price decision."),
                ("Chọn quyết định giá còn hiệu lực.", "Choose a price decision in force."),
            ),
            issue(
                "order.dates",
                "lines[1].ends_on",
                "assumption",
                ("Ngày kết thúc đứng trước ngày bắt đầu.", "The end is before the start."),
                ("Sửa một trong hai ngày.", "Mend one of the two dates."),
            ),
        ];
        let value = |name: &str| {
            let typed = match name {
                "programme" | "scheme" | "appropriation" | "provider" => "1",
                "lines[0].occupation" | "lines[0].level" | "lines[0].mode" | "lines[0].price_decision" => "1",
                "lines[1].occupation" | "lines[1].level" | "lines[1].mode" => "2",
                "lines[0].quantity" => "60",
                "lines[1].quantity" => "30",
                "lines[0].starts_on" | "lines[1].starts_on" => "05/09/2025",
                "lines[0].ends_on" => "30/06/2027",
                "lines[1].ends_on" => "30/06/2025",
                _ => "",
            };
            typed.to_owned()
        };
        let mut page = PlaceOrderPage::filled(lang, &Entered { value: &value, issues: &issues, lang }, 2);
        page.frame = page.frame.issues(&issues);
        page.instrument = Some(say(
            lang,
            "Hợp đồng đặt hàng (Mẫu 03 NĐ 32/2019/NĐ-CP)",
            "Order contract (form 03, Decree 32/2019)",
        ));
        page
    }

    fn filled(lang: Lang, entered: &Entered, lines: usize) -> PlaceOrderPage {
        let t = texts(lang);
        PlaceOrderPage {
            frame: frame(lang, t.order.place, "/orders/new")
                .crumbs(vec![orders_crumb(lang), Crumb::here(t.order.place)]),
            programme: entered.field("programme"),
            provider: entered.field("provider"),
            scheme: entered.field("scheme"),
            appropriation: entered.field("appropriation"),
            instrument: None,
            lines: (0..lines).map(|index| OrderLineFields::at(index, entered)).collect(),
            save: "/drafts/3".to_owned(),
            draft: Some("3".to_owned()),
            came_back: vec![
                Pair::new(t.life.corrects, "03/2026/HĐ-ĐH").link("/orders/3"),
                Pair::new(
                    t.life.reason,
                    say(lang, "Giảm 5 người, sửa ngày khai giảng", "Five fewer, another start"),
                ),
            ],
            gates: vec![Gate {
                passed: false,
                name: say(lang, "Đủ dự toán", "Within the appropriation"),
                finding: say(
                    lang,
                    "Còn 120.000.000 đ, đơn này cần 480.000.000 đ.",
                    "120,000,000 left, 480,000,000 needed.",
                ),
                rule: "NĐ 32/2019 Đ12".to_owned(),
                mark: None,
            }],
            choices: PlaceOrderChoices {
                programmes: vec![Choice::new("1", "QĐ 1446/QĐ-TTg")],
                providers: vec![Choice::new("1", PROVIDER), Choice::new("2", "Công ty TNHH Bosch Việt Nam")],
                schemes: vec![Choice::new(
                    "1",
                    say(
                        lang,
                        "Thanh toán theo kết quả tốt nghiệp, bản 1",
                        "Payment by graduation, version 1",
                    ),
                )],
                appropriations: vec![Choice::new("1", "2025 · 022 · 070-093 · 7012")],
                occupations: vec![
                    Choice::new(
                        "1",
                        say(
                            lang,
                            "6480202 Công nghệ thông tin (ứng dụng phần mềm)",
                            "6480202 Information technology (software)",
                        ),
                    ),
                    Choice::new(
                        "2",
                        say(
                            lang,
                            "5480202 Công nghệ thông tin (ứng dụng phần mềm)",
                            "5480202 Information technology (software)",
                        ),
                    ),
                ],
                levels: vec![
                    Choice::new("1", say(lang, "Cao đẳng", "College")),
                    Choice::new("2", say(lang, "Trung cấp", "Intermediate")),
                ],
                modes: vec![
                    Choice::new("1", say(lang, "Chính quy", "Formal")),
                    Choice::new("2", say(lang, "Vừa làm vừa học", "Work-study")),
                ],
                price_decisions: vec![Choice::new(
                    "1",
                    say(lang, "24.000.000 đ · giả định", "24.000.000 dong · assumption"),
                )],
            },
        }
    }
}
