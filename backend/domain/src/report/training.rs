//! The training-year report of a college and its summary by province: the indicators of TT 04/2022/TT-BLĐTBXH Đ38.
//! College and intermediate level only; elementary and continuing training are reported under rules of their own.

use std::collections::BTreeMap;

use time::{Date, Month};

use super::{Column, Course, EMPLOYED_WITHIN_MONTHS, Kind, Learner, Note, Outcome, Report, Row, Table};
use crate::{calendar::plus_months, enrolment::LearnerKind, programme::Certainty, text::Text};

const FIGURES: [Column; 6] = [
    Column::new("enrolled", "Tuyển sinh", "Enrolled", Kind::Learners),
    Column::new("graduated", "Tốt nghiệp", "Graduated", Kind::Learners),
    Column::new("withdrawn", "Thôi học", "Withdrawn", Kind::Learners),
    Column::new("learning", "Đang học", "Learning", Kind::Learners),
    Column::new("expected", "Dự kiến tốt nghiệp năm sau", "Expected to graduate next year", Kind::Learners),
    Column::new(
        "employed",
        "Tốt nghiệp có việc làm trong 12 tháng",
        "Graduated and employed within 12 months",
        Kind::Learners,
    ),
];

const OCCUPATION: Column = Column::new("occupation", "Ngành, nghề", "Occupation", Kind::Words);
const LEVEL: Column = Column::new("level", "Trình độ", "Level", Kind::Words);
const INTAKE: Column = Column::new("intake", "Khóa", "Intake", Kind::Words);
const ENTRANTS: Column = Column::new("entrants", "Đối tượng đầu vào", "Entrants", Kind::Words);
const MODE: Column = Column::new("mode", "Hình thức", "Mode", Kind::Words);
const PROVINCE: Column = Column::new("province", "Tỉnh, thành phố", "Province", Kind::Words);
const PROVIDER: Column = Column::new("provider", "Cơ sở đào tạo", "Provider", Kind::Words);

type Figures = [i64; FIGURES.len()];
type Grouped = BTreeMap<Vec<String>, (String, Vec<Text>, Figures)>;

/// The report of one college on a year: by occupation, level, intake, kind of entrant and mode.
pub fn training_year(
    courses: &[Course],
    learners: &[Learner],
    college: &str,
    year: i32,
    today: Date,
) -> Report {
    let table = table(
        Text::new("Chỉ tiêu của năm", "Indicators of the year"),
        vec![OCCUPATION, LEVEL, INTAKE, ENTRANTS, MODE],
        courses,
        learners,
        year,
        |course, learner| {
            let intake = intake(course);
            let keys = vec![
                (course.level as u8).to_string(),
                course.occupation_code.clone(),
                intake.clone(),
                learner.kind.as_str().to_owned(),
                course.mode.as_str().to_owned(),
            ];
            let labels = vec![
                coded(course),
                course.level.name(),
                Text::new(intake.clone(), intake),
                entrants(learner.kind),
                course.mode.name(),
            ];
            (keys, course.occupation_code.clone(), labels)
        },
    );
    Report {
        title: Text::new("Báo cáo công tác đào tạo năm", "Training-year report"),
        covers: vec![
            (Text::new("Cơ sở đào tạo", "Provider"), Text::new(college, college)),
            (Text::new("Năm", "Year"), Text::new(year.to_string(), year.to_string())),
        ],
        as_of: last_day(year).min(today),
        tables: vec![table],
        notes: notes(true),
        by_hand: by_hand(),
    }
}

/// The summary of a year: every province, or the colleges of one.
pub fn province(
    courses: &[Course],
    learners: &[Learner],
    chosen: Option<&str>,
    year: i32,
    today: Date,
) -> Report {
    let first = if chosen.is_some() { PROVIDER } else { PROVINCE };
    let wanted = |course: &Course| chosen.is_none_or(|code| course.provider.province_code == code);
    let within: Vec<Learner> =
        learners.iter().filter(|learner| wanted(&courses[learner.course])).copied().collect();
    let table = table(
        Text::new("Chỉ tiêu của năm", "Indicators of the year"),
        vec![first, LEVEL],
        courses,
        &within,
        year,
        |course, _| {
            let provider = &course.provider;
            let (code, name) = if chosen.is_some() {
                (provider.id.0.to_string(), Text::new(provider.name.clone(), provider.name.clone()))
            } else {
                (provider.province_code.clone(), provider.province.clone())
            };
            let keys = vec![crate::text::folded(&name.vi), code.clone(), (course.level as u8).to_string()];
            (keys, code, vec![name, course.level.name()])
        },
    );
    let whole = Text::new("cả nước", "the whole country");
    let named = chosen.map(|code| {
        let known = courses.iter().find(|course| course.provider.province_code == code);
        known.map_or_else(|| Text::new(code, code), |course| course.provider.province.clone())
    });
    Report {
        title: Text::new("Báo cáo tổng hợp công tác đào tạo theo tỉnh", "Training-year summary by province"),
        covers: vec![
            (Text::new("Phạm vi", "Covers"), named.unwrap_or(whole)),
            (Text::new("Năm", "Year"), Text::new(year.to_string(), year.to_string())),
        ],
        as_of: last_day(year).min(today),
        tables: vec![table],
        notes: notes(false),
        by_hand: by_hand(),
    }
}

/// 31 December, on which the report stands; before it, it says what is known so far.
pub fn last_day(year: i32) -> Date {
    Date::from_calendar_date(year, Month::December, 31).unwrap_or(Date::MAX)
}

fn table(
    title: Text,
    labels: Vec<Column>,
    courses: &[Course],
    learners: &[Learner],
    year: i32,
    place: impl Fn(&Course, &Learner) -> (Vec<String>, String, Vec<Text>),
) -> Table {
    let mut rows = Grouped::new();
    for learner in learners {
        let course = &courses[learner.course];
        let counted = counted(course, learner, year);
        if !course.level.is_training() || counted.iter().all(|figure| *figure == 0) {
            continue;
        }
        let (keys, key, labels) = place(course, learner);
        let (_, _, sums) = rows.entry(keys).or_insert((key, labels, [0; FIGURES.len()]));
        sums.iter_mut().zip(counted).for_each(|(sum, figure)| *sum += figure);
    }
    let row =
        |(key, labels, figures): (String, Vec<Text>, Figures)| Row { key, labels, figures: figures.into() };
    Table {
        title,
        labels,
        figures: FIGURES.into(),
        rows: rows.into_values().map(row).collect(),
        summed: true,
    }
}

/// What one learner adds to each indicator.
fn counted(course: &Course, learner: &Learner, year: i32) -> Figures {
    let milestones = &learner.milestones;
    let in_year = |on: Date| on.year() == year;
    let learning = milestones.outcome == Outcome::Learning;
    let graduated = matches!(milestones.outcome, Outcome::Graduated(on) if in_year(on));
    let employed = match (milestones.outcome, milestones.employed_on) {
        (Outcome::Graduated(on), Some(job)) => {
            plus_months(on, EMPLOYED_WITHIN_MONTHS).is_some_and(|last| job <= last)
        }
        _ => false,
    };
    [
        in_year(milestones.enrolled_on),
        graduated,
        matches!(milestones.outcome, Outcome::Withdrew(on) if in_year(on)),
        learning,
        learning && course.ends_on.year() <= year + 1,
        graduated && employed,
    ]
    .map(i64::from)
}

fn coded(course: &Course) -> Text {
    let named = |name: &str| format!("{} {name}", course.occupation_code);
    Text::new(named(&course.occupation.vi), named(&course.occupation.en))
}

/// The years of the course: `2025–2026`.
fn intake(course: &Course) -> String {
    let (from, until) = (course.starts_on.year(), course.ends_on.year());
    if from == until { from.to_string() } else { format!("{from}–{until}") }
}

fn entrants(kind: LearnerKind) -> Text {
    match kind {
        LearnerKind::Student => Text::new("học sinh, sinh viên", "students"),
        LearnerKind::Worker => Text::new("người lao động", "workers"),
    }
}

const LAW: &str = "TT 04/2022/TT-BLĐTBXH Đ38";

fn notes(by_entrants: bool) -> Vec<Note> {
    let note = |term: &Column, vi: &str, en: &str, source: &'static str, certainty: Certainty| Note {
        term: term.name(),
        says: Text::new(vi, en),
        source,
        certainty,
    };
    let [enrolled, graduated, withdrawn, learning, expected, employed] = &FIGURES;
    let mut notes = vec![
        note(
            enrolled,
            "Người có ngày nhập học trong năm; nhập học đã rút lại thì không tính.",
            "People whose day of enrolment lies in the year; enrolments taken back do not count.",
            LAW,
            Certainty::Inferred,
        ),
        note(
            graduated,
            "Người được công nhận tốt nghiệp trong năm, theo ngày quyết định; văn bằng đã thu hồi, hủy bỏ thì không tính.",
            "People recognised as graduates in the year, by the day of the decision; annulled certificates do not count.",
            LAW,
            Certainty::Inferred,
        ),
        note(
            withdrawn,
            "Người thôi học trong năm và không tốt nghiệp.",
            "People who withdrew in the year and did not graduate.",
            LAW,
            Certainty::Inferred,
        ),
        note(
            learning,
            "Người đã nhập học đến ngày 31/12, chưa tốt nghiệp và chưa thôi học; gồm người bảo lưu, người chờ kết quả và người còn được thi lại (Đ24).",
            "People enrolled by 31 December who have neither graduated nor withdrawn; among them who is suspended, awaits a result or may try again (Article 24).",
            LAW,
            Certainty::Inferred,
        ),
        note(
            expected,
            "Người đang học có khóa kết thúc chậm nhất trong năm sau, gồm khóa đã quá hạn.",
            "People learning whose course ends by the end of next year, overdue courses among them.",
            LAW,
            Certainty::Inferred,
        ),
        note(
            employed,
            "Trong số tốt nghiệp của năm, người được báo có việc làm trong vòng 12 tháng sau tốt nghiệp, đến ngày lập báo cáo; con số còn tăng cho đến khi đủ 12 tháng.",
            "Of the year's graduates, those reported employed within 12 months after graduating, up to the day of the report; the number grows until the 12 months are over.",
            LAW,
            Certainty::Inferred,
        ),
    ];
    if by_entrants {
        notes.push(note(
            &INTAKE,
            "Năm bắt đầu và năm kết thúc của khóa theo đơn đặt hàng đang có hiệu lực.",
            "The years in which the course begins and ends, by the order in force.",
            LAW,
            Certainty::Inferred,
        ));
        notes.push(note(&ENTRANTS, "Hệ thống chỉ phân biệt học sinh, sinh viên và người lao động; trình độ đầu vào (THCS, THPT, trung cấp) không có trong dữ liệu.", "The system tells students from workers only; what entrants finished before is not in its data.", LAW, Certainty::Inferred));
    }
    notes.push(Note {
        term: Text::new("Phạm vi", "Coverage"),
        says: Text::new(
            "Chỉ gồm người học trình độ cao đẳng, trung cấp theo đơn đặt hàng của Nhà nước; người học khác của trường được cộng thêm bên ngoài. Sơ cấp và đào tạo thường xuyên báo cáo theo TT 42/2015 và TT 43/2015.",
            "Only learners of college and intermediate level under orders of the State; the college adds its other learners. Elementary and continuing training are reported under TT 42/2015 and TT 43/2015.",
        ),
        source: LAW,
        certainty: Certainty::Inferred,
    });
    notes
}

fn by_hand() -> Vec<Text> {
    vec![
        Text::new("Người học ngoài đơn đặt hàng của Nhà nước", "Learners outside the orders of the State"),
        Text::new("Chương trình đào tạo mới, chương trình cập nhật", "New and updated programmes of study"),
        Text::new("Liên kết đào tạo", "Training in partnership"),
        Text::new("Khen thưởng, kỷ luật người học", "Awards and discipline of learners"),
        Text::new("Khó khăn, vướng mắc và kiến nghị", "Difficulties and proposals"),
    ]
}
