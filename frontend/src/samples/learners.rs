use domain::text::Lang;

use super::{dong, frame, orders_crumb, say, state};
use crate::{
    form::{Choice, Field, SmallForm, SmallInput},
    pages::*,
    show::{Crumb, Pair, Tone},
    texts::texts,
};

const COHORT: &str = "CĐ25-CNTT1";
pub const NAMES: [&str; 6] = [
    "Lê Hoài An",
    "Trần Văn Bình",
    "Nguyễn Thị Ngọc Ánh",
    "Đặng Thị Hằng",
    "Hoàng Gia Huy",
    "Phan Nguyễn Tường Vy",
];

pub fn head(lang: Lang) -> Vec<Pair> {
    let t = texts(lang);
    vec![
        Pair::new(t.fields.order, "07/2025/HĐ-ĐHĐT").link("/orders/7"),
        Pair::new(t.fields.provider, "Trường Cao đẳng Công nghệ Thủ Đức"),
        Pair::new(
            t.fields.occupation,
            say(
                lang,
                "6480202 Công nghệ thông tin (ứng dụng phần mềm)",
                "6480202 Information technology (software)",
            ),
        )
        .note(say(lang, "Cao đẳng, vừa làm vừa học", "College, work-study")),
        Pair::new(t.order.dates, "05/09/2025 – 30/06/2027"),
    ]
}

pub fn crumbs(lang: Lang, here: &str) -> Vec<Crumb> {
    vec![
        orders_crumb(lang),
        Crumb::new("07/2025/HĐ-ĐHĐT", "/orders/7"),
        Crumb::new(COHORT, "/cohorts/3"),
        Crumb::here(here),
    ]
}

impl CohortPage {
    pub fn sample(lang: Lang) -> CohortPage {
        let classes = [
            ("Giỏi", "Very good"),
            ("Khá", "Good"),
            ("Xuất sắc", "Excellent"),
            ("Khá", "Good"),
            ("", ""),
            ("", ""),
        ];
        let states = [
            ("graduated", Tone::Good),
            ("graduated", Tone::Good),
            ("employed", Tone::Good),
            ("graduated", Tone::Good),
            ("withdrawn", Tone::Bad),
            ("enrolled", Tone::Active),
        ];
        let accepted = [21_600_000, 20_400_000, 24_000_000, 20_400_000, 0, 7_200_000];
        let learners = NAMES.iter().enumerate().map(|(i, name)| LearnerRow {
            name: (*name).to_owned(),
            link: "/learners/9".to_owned(),
            personal_id: format!("********{}", 1207 + 1391 * i),
            host: if i % 2 == 0 {
                "Công ty TNHH Bosch Việt Nam".to_owned()
            } else {
                "Công ty CP FPT".to_owned()
            },
            hours_college: if lang == Lang::Vi { "1.240" } else { "1,240" }.to_owned(),
            hours_enterprise: "860".to_owned(),
            class: say(lang, classes[i].0, classes[i].1),
            certificate: if classes[i].0.is_empty() {
                String::new()
            } else {
                format!("B 00418{i} · {}/2027", 112 + i)
            },
            state: state(lang, states[i].0, states[i].1),
            accepted: dong(accepted[i], lang),
        });
        CohortPage {
            learners: learners.collect(),
            total: Some(CohortTotal {
                learners: "6".to_owned(),
                graduated: "4".to_owned(),
                hours_college: if lang == Lang::Vi { "7.440" } else { "7,440" }.to_owned(),
                hours_enterprise: if lang == Lang::Vi { "5.160" } else { "5,160" }.to_owned(),
                accepted: dong(accepted.iter().sum(), lang),
            }),
            graduation_link: Some("/cohorts/3/graduation".to_owned()),
            work_study_link: Some("/cohorts/3/work-study".to_owned()),
            export_link: Some("/cohorts/3/learners.xlsx".to_owned()),
            ..CohortPage::sample_empty(lang)
        }
    }

    pub fn sample_empty(lang: Lang) -> CohortPage {
        let t = texts(lang);
        CohortPage {
            frame: frame(lang, format!("{} {COHORT}", t.fields.cohort), "/cohorts/3").crumbs(vec![
                orders_crumb(lang),
                Crumb::new("07/2025/HĐ-ĐHĐT", "/orders/7"),
                Crumb::here(COHORT),
            ]),
            head: head(lang),
            learners: Vec::new(),
            total: None,
            paging: None,
            enrol_link: Some("/cohorts/3/enrol".to_owned()),
            graduation_link: None,
            work_study_link: None,
            export_link: None,
            workbooks: Some(WorkbookBox::sample(lang)),
        }
    }
}

impl LearnerPage {
    pub fn sample(lang: Lang) -> LearnerPage {
        LearnerPage {
            enrolments: vec![EnrolmentRow {
                cohort: COHORT.to_owned(),
                cohort_link: "/cohorts/3".to_owned(),
                order: "07/2025/HĐ-ĐHĐT".to_owned(),
                order_link: "/orders/7".to_owned(),
                occupation: say(
                    lang,
                    "Công nghệ thông tin (ứng dụng phần mềm)",
                    "Information technology (software)",
                ),
                level: say(lang, "Cao đẳng", "College"),
                enrolled_on: "05/09/2025".to_owned(),
                class: say(lang, "Giỏi", "Very good"),
                state: state(lang, "graduated", Tone::Good),
                report_link: Some("/enrolments/9/report".to_owned()),
            }],
            facts: facts(lang),
            lines: lines(lang),
            total: dong(21_600_000, lang),
            whole: true,
            ..LearnerPage::sample_empty(lang)
        }
    }

    pub fn sample_empty(lang: Lang) -> LearnerPage {
        let t = texts(lang);
        LearnerPage {
            frame: frame(lang, NAMES[0], "/learners/9").crumbs(crumbs(lang, NAMES[0])),
            whole: false,
            head: vec![
                Pair::new(t.fields.personal_id, "********1207"),
                Pair::new(t.fields.phone, "******5678"),
                Pair::new(t.fields.birth_date, "12/03/2006"),
                Pair::new(t.fields.sex, t.cohort.male),
                Pair::new(t.fields.kind, t.cohort.student),
            ],
            enrolments: Vec::new(),
            facts: Vec::new(),
            lines: Vec::new(),
            total: dong(0, lang),
            files: vec![
                (t.reports.record_json.to_owned(), "/learners/9/record.json".to_owned()),
                (t.reports.record_xml.to_owned(), "/learners/9/record.xml".to_owned()),
            ],
            forms: vec![SmallForm {
                url: "/enrolments/9/duplicate".to_owned(),
                heading: t.deeds.decide_duplicate.to_owned(),
                lead: Some(t.deeds.decide_duplicate_lead.to_owned()),
                hidden: vec![("learner".to_owned(), "9".to_owned())],
                inputs: vec![
                    SmallInput::chosen(
                        t.fields.pay,
                        Field::new("pay", ""),
                        vec![
                            Choice::new("yes", t.deeds.decide_pay),
                            Choice::new("no", t.deeds.decide_refuse),
                        ],
                    ),
                    SmallInput::typed(t.fields.reason, Field::new("reason", "")),
                ],
                button: t.deeds.decide_duplicate.to_owned(),
                confirm: None,
            }],
            parts: vec![PartLinks {
                order: "07/2025/HĐ-ĐHĐT".to_owned(),
                links: vec![Choice::new(
                    "/enrolments/9/parts/graduation",
                    say(lang, "Phần trả khi tốt nghiệp", "Paid at graduation"),
                )],
            }],
        }
    }
}

fn facts(lang: Lang) -> Vec<FactRow> {
    let fact = |on: &str, at: &str, text: (&str, &str), note: Option<(&str, &str)>| FactRow {
        happened_on: on.to_owned(),
        recorded_at: at.to_owned(),
        text: say(lang, text.0, text.1),
        note: note.map(|(vi, en)| say(lang, vi, en)),
        reported_by: "Võ Quốc Hùng".to_owned(),
        superseded: None,
        correct_link: Some("/enrolments/9/facts/3/correction".to_owned()),
    };
    vec![
        fact("05/09/2025", "08/09/2025 10:21", ("Nhập học", "Enrolled"), None),
        fact(
            "31/10/2025",
            "04/11/2025 16:02",
            (
                "Giờ đào tạo: 96 tại trường, 64 tại doanh nghiệp",
                "Hours: 96 at the college, 64 at the enterprise",
            ),
            Some(("Doanh nghiệp đã xác nhận", "Confirmed by the enterprise")),
        ),
        FactRow {
            superseded: Some(say(
                lang,
                "Bởi sự kiện ngày 18/07/2027: ghi nhầm điểm",
                "By the fact of 18/07/2027: the score was mistyped",
            )),
            ..fact(
                "10/07/2027",
                "12/07/2027 09:00",
                ("Tốt nghiệp loại Khá, điểm 7,8", "Graduated, good, 7.8"),
                None,
            )
        },
        fact(
            "10/07/2027",
            "18/07/2027 14:35",
            ("Tốt nghiệp loại Giỏi, điểm 8,3", "Graduated, very good, 8.3"),
            Some(("Quyết định 214/QĐ-CĐCNTĐ, phôi B 004180", "Decision 214/QĐ-CĐCNTĐ, serial B 004180")),
        ),
    ]
}

fn lines(lang: Lang) -> Vec<SettledLineRow> {
    let line = |component: (&str, &str), period: &str, amount: i64| SettledLineRow {
        component: say(lang, component.0, component.1),
        period: period.to_owned(),
        payee: "Trường Cao đẳng Công nghệ Thủ Đức".to_owned(),
        statement: "BTT-0041/2026".to_owned(),
        statement_link: Some("/statements/4".to_owned()),
        amount: dong(amount, lang),
        link: "/lines/11".to_owned(),
    };
    vec![
        line(("Điểm danh nhập học", "Enrolment census"), "10/2025", 4_800_000),
        line(("Tốt nghiệp", "Graduation"), "07/2027", 14_400_000),
        line(("Tốt nghiệp, đính chính", "Graduation, corrected"), "08/2027", 2_400_000),
    ]
}
