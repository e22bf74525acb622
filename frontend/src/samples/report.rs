use domain::text::Lang;

use super::{frame, say};
use crate::{
    form::{Choice, Field},
    pages::*,
    show::{Column, Crumb, Mark, Pair, Sorted, count},
    texts::texts,
};

const COLLEGE: &str = "Trường Cao đẳng Công nghệ Thủ Đức";
const HASH: &str = "9f2c64d1b7a803e55c1d0e6f4b8a97c2310fd6e5a4b3c2d1908f7e6d5c4b3a29";

impl ReportsPage {
    pub fn sample(lang: Lang) -> ReportsPage {
        let r = &texts(lang).reports;
        let due = |day: &str, days: &str| {
            let due =
                format!("{} 2026: {} {day} · {}", r.year_of, r.due_before, r.days_left.count(days, lang));
            Some((due, "TT 04/2022/TT-BLĐTBXH Đ38".to_owned()))
        };
        let card = |name: &str, link: &str, about: &str, due| ReportCard {
            name: name.to_owned(),
            link: link.to_owned(),
            about: about.to_owned(),
            due,
        };
        ReportsPage {
            frame: frame(lang, r.heading, "/reports"),
            duties: vec![
                card(
                    r.training_year,
                    "/reports/training-year?year=2026",
                    r.training_year_about,
                    due("10/01/2027", "41"),
                ),
                card(r.province, "/reports/province?year=2026", r.province_about, due("25/01/2027", "56")),
            ],
            programmes: vec![card(
                "QĐ 1446/QĐ-TTg",
                "/reports/programme?programme=qd1446",
                r.programme_about,
                None,
            )],
        }
    }
}

impl ReportPage {
    pub fn sample(lang: Lang) -> ReportPage {
        let t = texts(lang);
        let r = &t.reports;
        let column = |vi: &str, en: &str, numeric: bool| Column {
            text: say(lang, vi, en),
            link: Some("/reports/training-year?year=2025&provider=7&sort=enrolled".to_owned()),
            sorted: (en == "Enrolled").then_some(Sorted::Descending),
            numeric,
        };
        let row = |occupation: (&str, &str), figures: [u64; 6]| ReportRow {
            link: None,
            labels: vec![
                say(lang, occupation.0, occupation.1),
                say(lang, "Cao đẳng", "College"),
                "2025–2026".to_owned(),
                say(lang, "Học sinh, sinh viên", "Students"),
                say(lang, "Chính quy", "Formal"),
            ],
            figures: figures.iter().map(|figure| count(*figure, lang)).collect(),
        };
        ReportPage {
            head: vec![
                Pair::new(r.provider, COLLEGE),
                Pair::new(r.year, "2025"),
                Pair::new(r.as_of, "31/12/2025"),
                Pair::new(r.hash, HASH),
            ],
            note: None,
            tables: vec![ReportTable {
                heading: say(lang, "Chỉ tiêu của năm", "Indicators of the year"),
                dong: false,
                columns: vec![
                    column("Ngành, nghề", "Occupation", false),
                    column("Trình độ", "Level", false),
                    column("Khóa", "Intake", false),
                    column("Đối tượng đầu vào", "Entrants", false),
                    column("Hình thức", "Mode", false),
                    column("Tuyển sinh", "Enrolled", true),
                    column("Tốt nghiệp", "Graduated", true),
                    column("Thôi học", "Withdrawn", true),
                    column("Đang học", "Learning", true),
                    column("Dự kiến tốt nghiệp năm sau", "Expected to graduate next year", true),
                    column(
                        "Tốt nghiệp có việc làm trong 12 tháng",
                        "Graduated and employed within 12 months",
                        true,
                    ),
                ],
                rows: vec![
                    row(
                        ("6480205 Quản trị cơ sở dữ liệu", "6480205 Database administration"),
                        [120, 0, 6, 114, 114, 0],
                    ),
                    row(("6520263 Cơ điện tử", "6520263 Mechatronics"), [60, 55, 3, 2, 2, 41]),
                ],
                totals: [180, 55, 9, 116, 116, 41].map(|figure| count(figure, lang)).into(),
                labels: 5,
            }],
            definitions: vec![ReportTerm {
                term: say(lang, "Tuyển sinh", "Enrolled"),
                says: say(
                    lang,
                    "Người có ngày nhập học trong năm.",
                    "People whose day of enrolment lies in the year.",
                ),
                source: "TT 04/2022/TT-BLĐTBXH Đ38".to_owned(),
                mark: Some(Mark::Inferred),
            }],
            by_hand: vec![say(lang, "Liên kết đào tạo", "Training in partnership")],
            files: vec![
                (t.common.export.to_owned(), "/reports/training-year.xlsx?year=2025&provider=7".to_owned()),
                (r.pdf.to_owned(), "/reports/training-year.pdf?year=2025&provider=7".to_owned()),
            ],
            ..ReportPage::sample_to_choose(lang)
        }
    }

    pub fn sample_to_choose(lang: Lang) -> ReportPage {
        let r = &texts(lang).reports;
        let filter = |label: &str, name: &str, value: &str, choices: Vec<Choice>| ReportFilter {
            label: label.to_owned(),
            field: Field::new(name, value),
            choices,
        };
        let years = ["2026", "2025"].map(|year| Choice::new(year, year)).into();
        let providers = vec![Choice::new("", texts(lang).common.choose), Choice::new("7", COLLEGE)];
        let frame = frame(lang, r.training_year, "/reports/training-year");
        ReportPage {
            frame: frame.crumbs(vec![Crumb::new(r.heading, "/reports"), Crumb::here(r.training_year)]),
            address: "/reports/training-year",
            filters: vec![
                filter(r.year, "year", "2025", years),
                filter(r.provider, "provider", "", providers),
                filter(r.as_of, "as_of", "31/12/2025", Vec::new()),
            ],
            note: Some(r.choose_provider.to_owned()),
            head: Vec::new(),
            tables: Vec::new(),
            definitions: Vec::new(),
            by_hand: Vec::new(),
            files: Vec::new(),
        }
    }

    pub fn sample_empty(lang: Lang) -> ReportPage {
        let mut page = ReportPage::sample(lang);
        for table in &mut page.tables {
            table.rows.clear();
            table.totals.clear();
        }
        page
    }
}
