use domain::{money::Money, text::Lang};

use super::{dong, frame, front, home_crumb, say};
use crate::{
    pages::*,
    show::{Amount, Crumb, Mark, MoneyIdentity, Pair, count},
    texts::texts,
};

/// Code, name, level, ordered, enrolled, graduated, price, accepted, paid.
type Row = (&'static str, &'static str, &'static str, (&'static str, &'static str), [u64; 3], [i64; 3]);

const COLLEGE: (&str, &str) = ("Cao đẳng", "College");
const INTERMEDIATE: (&str, &str) = ("Trung cấp", "Intermediate");
const ROWS: &[Row] = &[
    (
        "6480202",
        "Công nghệ thông tin (ứng dụng phần mềm)",
        "Information technology (software)",
        COLLEGE,
        [132, 130, 118],
        [3_168_000_000, 2_690_400_000, 2_690_400_000],
    ),
    (
        "5480202",
        "Công nghệ thông tin (ứng dụng phần mềm)",
        "Information technology (software)",
        INTERMEDIATE,
        [120, 120, 104],
        [2_160_000_000, 1_778_400_000, 1_778_400_000],
    ),
    (
        "6480209",
        "Quản trị mạng máy tính",
        "Computer network administration",
        COLLEGE,
        [120, 117, 109],
        [2_880_000_000, 2_485_200_000, 2_301_600_000],
    ),
    (
        "5480209",
        "Quản trị mạng máy tính",
        "Computer network administration",
        INTERMEDIATE,
        [120, 96, 81],
        [2_160_000_000, 1_385_100_000, 1_385_100_000],
    ),
    (
        "6520227",
        "Điện công nghiệp",
        "Industrial electricity",
        COLLEGE,
        [124, 124, 115],
        [2_976_000_000, 2_622_000_000, 2_622_000_000],
    ),
    ("6520263", "Cơ điện tử", "Mechatronics", COLLEGE, [120, 118, 0], [2_880_000_000, 849_600_000, 0]),
];

impl ProgrammePage {
    pub fn sample(lang: Lang) -> ProgrammePage {
        let sum = |i: usize| Amount::new(ROWS.iter().map(|row| Money::dong(row.5[i])).sum(), lang);
        let people = |i: usize| count(ROWS.iter().map(|row| row.4[i]).sum(), lang);
        ProgrammePage {
            slow: vec![SlowRow {
                order: "07/2025/HĐ-ĐHĐT".to_owned(),
                link: "/orders/7".to_owned(),
                provider: "Trường Cao đẳng Công nghệ Thủ Đức".to_owned(),
                what: say(
                    lang,
                    "Mới nhập học 96 trong 132 người đặt hàng.",
                    "96 of 132 ordered learners are enrolled.",
                ),
                since: "15/10/2025".to_owned(),
            }],
            slow_more: Some(say(lang, "7 đơn chưa thanh lý.", "7 orders not liquidated.")),
            export_link: Some("/programmes/1/occupations.xlsx".to_owned()),
            head: vec![
                Pair::new(texts(lang).programme.legal_basis, "Quyết định 1446/QĐ-TTg ngày 30/08/2021"),
                Pair::new(texts(lang).programme.period, "2021–2025").note(say(
                    lang,
                    "chưa thấy quyết định gia hạn",
                    "no extension was found",
                )),
                Pair::new(
                    say(lang, "Tính chất", "Nature"),
                    say(lang, "Chương trình thí điểm", "Pilot programme"),
                ),
            ],
            ordering_bodies: vec![
                OrderingBody {
                    name: "Bộ Lao động - Thương binh và Xã hội".to_owned(),
                    from: "30/08/2021".to_owned(),
                    until: "28/02/2025".to_owned(),
                    rule: "QĐ 1446/QĐ-TTg".to_owned(),
                },
                OrderingBody {
                    name: "Bộ Giáo dục và Đào tạo".to_owned(),
                    from: "01/03/2025".to_owned(),
                    until: String::new(),
                    rule: "NĐ 37/2025/NĐ-CP; NĐ 279/2026/NĐ-CP".to_owned(),
                },
            ],
            targets: front::targets(lang),
            occupations: ROWS.iter().map(|row| occupation(row, lang)).collect(),
            total: Some(OccupationTotal {
                ordered: people(0),
                enrolled: people(1),
                graduated: people(2),
                amount_ordered: sum(0),
                amount_accepted: sum(1),
                amount_paid: sum(2),
            }),
            charts: charts(lang),
            money: money(lang),
            appropriations: appropriations(lang),
            sources: sources(lang),
            ..ProgrammePage::sample_empty(lang)
        }
    }

    pub fn sample_empty(lang: Lang) -> ProgrammePage {
        let name = front::programme_name(lang);
        let nothing = || dong(0, lang);
        ProgrammePage {
            frame: frame(lang, name.clone(), "/programmes/1")
                .crumbs(vec![home_crumb(lang), Crumb::here(name)]),
            head: vec![Pair::new(
                texts(lang).programme.legal_basis,
                "Quyết định 1446/QĐ-TTg ngày 30/08/2021",
            )],
            slow: Vec::new(),
            slow_more: None,
            export_link: None,
            ordering_bodies: Vec::new(),
            targets: front::targets(lang),
            occupations: Vec::new(),
            total: None,
            charts: Vec::new(),
            money: MoneyIdentity {
                ordered: nothing(),
                accepted: nothing(),
                rejected: nothing(),
                outstanding: nothing(),
                order_holds: true,
                advance: nothing(),
                payments: nothing(),
                recoveries: nothing(),
                settled: nothing(),
                settlement_holds: true,
            },
            appropriations: Vec::new(),
            sources: Vec::new(),
            orders_link: "/orders".to_owned(),
        }
    }
}

fn occupation(row: &Row, lang: Lang) -> OccupationRow {
    let (code, vi, en, level, people, amounts) = row;
    OccupationRow {
        code: (*code).to_owned(),
        name: say(lang, vi, en),
        level: say(lang, level.0, level.1),
        ordered: count(people[0], lang),
        enrolled: count(people[1], lang),
        graduated: count(people[2], lang),
        amount_ordered: dong(amounts[0], lang),
        amount_accepted: dong(amounts[1], lang),
        amount_paid: dong(amounts[2], lang),
        code_mark: (*code == "5480209").then_some(Mark::FromMemory),
        price_mark: Some(Mark::Assumption),
    }
}

fn charts(lang: Lang) -> Vec<Chart> {
    let row = |label: String, [ordered, enrolled, graduated]: [u64; 3], bars: [u16; 3]| ChartRow {
        label,
        ordered: count(ordered, lang),
        enrolled: count(enrolled, lang),
        graduated: count(graduated, lang),
        bars: Bars { ordered: bars[0], enrolled: bars[1], graduated: bars[2] },
    };
    let p = &texts(lang).programme;
    vec![
        Chart {
            heading: p.by_level.to_owned(),
            rows: vec![
                row(say(lang, COLLEGE.0, COLLEGE.1), [496, 489, 342], [1_000, 986, 690]),
                row(say(lang, INTERMEDIATE.0, INTERMEDIATE.1), [240, 216, 185], [484, 435, 373]),
            ],
        },
        Chart {
            heading: p.by_provider.to_owned(),
            rows: vec![
                row("Trường Cao đẳng Công nghệ Thủ Đức".to_owned(), [496, 489, 342], [1_000, 986, 690]),
                row("Trường Cao đẳng Cần Thơ".to_owned(), [240, 216, 185], [484, 435, 373]),
            ],
        },
    ]
}

fn money(lang: Lang) -> MoneyIdentity {
    MoneyIdentity {
        ordered: dong(118_800_000_000, lang),
        accepted: dong(84_150_000_000, lang),
        rejected: dong(6_270_000_000, lang),
        outstanding: dong(28_380_000_000, lang),
        order_holds: true,
        advance: dong(35_640_000_000, lang),
        payments: dong(49_770_000_000, lang),
        recoveries: dong(1_260_000_000, lang),
        settled: dong(84_150_000_000, lang),
        settlement_holds: true,
    }
}

fn appropriations(lang: Lang) -> Vec<AppropriationRow> {
    let row = |name: &str, year: &str, amounts: [i64; 4]| AppropriationRow {
        name: name.to_owned(),
        fiscal_year: year.to_owned(),
        granted: dong(amounts[0], lang),
        reserved: dong(amounts[1], lang),
        paid: dong(amounts[2], lang),
        free: dong(amounts[3], lang),
        mark: Some(Mark::Assumption),
    };
    vec![
        row("022 · 070-093 · 7012", "2025", [72_000_000_000, 57_024_000_000, 44_180_000_000, 14_976_000_000]),
        row("022 · 070-092 · 7012", "2025", [54_000_000_000, 40_176_000_000, 29_400_000_000, 13_824_000_000]),
        row("022 · 070-098 · 7012", "2025", [30_000_000_000, 21_600_000_000, 10_570_000_000, 8_400_000_000]),
    ]
}

fn sources(lang: Lang) -> Vec<SourceRow> {
    vec![
        SourceRow {
            what: say(lang, "Danh mục ngành, nghề thí điểm", "List of pilot occupations"),
            value: say(lang, "20 ngành, nghề, hai trình độ", "20 occupations at two levels"),
            source: say(
                lang,
                "Chưa công bố; chọn theo nhóm công nghệ thông tin",
                "Not published; chosen from information technology",
            ),
            mark: Some(Mark::Assumption),
        },
        SourceRow {
            what: say(lang, "Đơn giá cao đẳng", "Unit price, college"),
            value: "24.000.000".to_owned(),
            source: say(lang, "Suy từ mức học phí 2026", "Reasoned from tuition in 2026"),
            mark: Some(Mark::Assumption),
        },
        SourceRow {
            what: say(lang, "Trần tạm ứng", "Ceiling of the advance"),
            value: "50 %".to_owned(),
            source: "TT 17/2024/TT-BTC Đ6".to_owned(),
            mark: None,
        },
    ]
}
