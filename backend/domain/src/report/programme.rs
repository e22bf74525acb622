//! The report of a programme: what was ordered, enrolled, graduated, employed, advanced, accepted, paid and taken back,
//! cut one way. Everything that counts is a movement with its day, so every cut of the same day adds up to the same.

use std::collections::{BTreeMap, BTreeSet};

use time::Date;

use super::{Column, Course, Kind, Learner, Note, Outcome, Report, Row, Table};
use crate::{
    calendar::Period,
    money::{Money, Remainder},
    programme::{Certainty, Measure, Target},
    text::{Text, folded},
};

/// How the report is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    Occupation,
    Level,
    Provider,
    Province,
    Quarter,
}

/// What a movement adds to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measured {
    Ordered,
    Enrolled,
    Graduated,
    Employed,
    OrderedDong,
    AdvancedDong,
    AcceptedDong,
    PaidDong,
    ReturnedDong,
}

/// So many learners or đồng of the course at this place of a list, on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Movement {
    pub course: usize,
    pub on: Date,
    pub what: Measured,
    pub amount: i64,
}

/// An advance is paid on an order as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ahead {
    pub on: Date,
    pub amount: Money,
}

const FIGURES: [Column; 9] = [
    Column::new("ordered", "Đặt hàng", "Ordered", Kind::Learners),
    Column::new("enrolled", "Nhập học", "Enrolled", Kind::Learners),
    Column::new("graduated", "Tốt nghiệp", "Graduated", Kind::Learners),
    Column::new("employed", "Có việc làm", "Employed", Kind::Learners),
    Column::new("ordered_dong", "Kinh phí đặt hàng", "Value ordered", Kind::Dong),
    Column::new("advanced_dong", "Tạm ứng", "Advanced", Kind::Dong),
    Column::new("accepted_dong", "Nghiệm thu", "Accepted", Kind::Dong),
    Column::new("paid_dong", "Đã chi", "Paid", Kind::Dong),
    Column::new("returned_dong", "Thu hồi", "Taken back", Kind::Dong),
];

impl By {
    pub const ALL: [By; 5] = [By::Occupation, By::Level, By::Provider, By::Province, By::Quarter];

    pub fn as_str(self) -> &'static str {
        self.column().key
    }

    pub fn parse(text: &str) -> Option<By> {
        By::ALL.into_iter().find(|by| by.as_str() == text)
    }

    pub fn name(self) -> Text {
        self.column().name()
    }

    fn column(self) -> Column {
        match self {
            By::Occupation => Column::new("occupation", "Ngành, nghề", "Occupation", Kind::Words),
            By::Level => Column::new("level", "Trình độ", "Level", Kind::Words),
            By::Provider => Column::new("provider", "Cơ sở đào tạo", "Provider", Kind::Words),
            By::Province => Column::new("province", "Tỉnh, thành phố", "Province", Kind::Words),
            By::Quarter => Column::new("quarter", "Quý", "Quarter", Kind::Words),
        }
    }

    /// What rows are put in order by, the row's key, and its label.
    fn place(self, course: &Course, on: Date) -> (String, String, Text) {
        let same = |text: String| Text::new(text.clone(), text);
        match self {
            By::Occupation => {
                let (code, level) = (&course.occupation_code, course.level.name());
                let name = |name: &str, level: &str| format!("{code} {name}, {level}");
                let label =
                    Text::new(name(&course.occupation.vi, &level.vi), name(&course.occupation.en, &level.en));
                (format!("{} {code}", course.level as u8), code.clone(), label)
            }
            By::Level => {
                let key = course.level.as_str().to_owned();
                ((course.level as u8).to_string(), key, course.level.name())
            }
            By::Provider => {
                let provider = &course.provider;
                let order = format!("{} {}", folded(&provider.name), provider.id.0);
                (order, provider.id.0.to_string(), same(provider.name.clone()))
            }
            By::Province => {
                let provider = &course.provider;
                let order = format!("{} {}", folded(&provider.province.vi), provider.province_code);
                (order, provider.province_code.clone(), provider.province.clone())
            }
            By::Quarter => {
                let period = Period::of(on);
                let quarter = (u8::from(on.month()) - 1) / 3 + 1;
                let label = Text::new(
                    format!("Quý {quarter}/{}", period.year()),
                    format!("Q{quarter} {}", period.year()),
                );
                (period.to_string(), period.to_string(), label)
            }
        }
    }
}

/// The movements that a learner makes.
pub fn steps(learner: &Learner) -> impl Iterator<Item = Movement> {
    let milestones = learner.milestones;
    let graduated_on = match milestones.outcome {
        Outcome::Graduated(on) => Some(on),
        _ => None,
    };
    let course = learner.course;
    [
        (Measured::Enrolled, Some(milestones.enrolled_on)),
        (Measured::Graduated, graduated_on),
        (Measured::Employed, milestones.employed_on),
    ]
    .into_iter()
    .filter_map(move |(what, on)| Some(Movement { course, on: on?, what, amount: 1 }))
}

/// An advance among the lines of its order, in proportion to their value: no đồng is lost and none is made.
pub fn shared(ahead: Ahead, lines: &[(usize, Money)]) -> Vec<Movement> {
    let weight = |value: Money| u64::try_from(value.as_dong()).unwrap_or(0);
    let weights: Vec<u64> = lines.iter().map(|(_, value)| weight(*value)).collect();
    let parts = ahead.amount.allocate(&weights, Remainder::Largest);
    let part = |(line, part): (&(usize, Money), Money)| Movement {
        course: line.0,
        on: ahead.on,
        what: Measured::AdvancedDong,
        amount: part.as_dong(),
    };
    lines.iter().zip(parts).map(part).collect()
}

/// The programme as of a day, cut one way, beside its targets.
pub fn programme(
    name: &Text,
    targets: &[Target],
    courses: &[Course],
    movements: &[Movement],
    by: By,
    as_of: Date,
) -> Report {
    let until: Vec<Movement> = movements.iter().filter(|movement| movement.on <= as_of).copied().collect();
    let mut rows: BTreeMap<String, (String, Text, [i64; FIGURES.len()])> = BTreeMap::new();
    for movement in &until {
        let (order, key, label) = by.place(&courses[movement.course], movement.on);
        let (_, _, figures) = rows.entry(order).or_insert((key, label, [0; FIGURES.len()]));
        figures[movement.what as usize] += movement.amount;
    }
    let row = |(key, label, figures): (String, Text, [i64; FIGURES.len()])| Row {
        key,
        labels: vec![label],
        figures: figures.into(),
    };
    let main = Table {
        title: Text::new("Thực hiện", "What was done"),
        labels: vec![by.column()],
        figures: FIGURES.into(),
        rows: rows.into_values().map(row).collect(),
        summed: true,
    };
    let reported = targets.iter().filter(|target| !counts(target)).map(|target| target.label.clone());
    Report {
        title: Text::new("Báo cáo chương trình", "Programme report"),
        covers: vec![
            (Text::new("Chương trình", "Programme"), name.clone()),
            (Text::new("Phân theo", "Cut by"), by.name()),
        ],
        as_of,
        by_hand: reported.collect(),
        tables: [main].into_iter().chain(beside_targets(targets, courses, &until)).collect(),
        notes: notes(),
    }
}

/// Whether the system itself counts what a target asks.
fn counts(target: &Target) -> bool {
    target.decimals == 0 && !matches!(target.measure, Measure::Networks | Measure::Reported)
}

/// Targets beside what was enrolled and graduated against them.
fn beside_targets(targets: &[Target], courses: &[Course], until: &[Movement]) -> Option<Table> {
    let mut trained: BTreeMap<&str, [i64; 2]> = BTreeMap::new();
    let mut retrained = [0; 2];
    for movement in until {
        let course = &courses[movement.course];
        let of = match (course.level.is_training(), movement.what) {
            // An occupation counts from its order on.
            (true, Measured::Ordered | Measured::Enrolled | Measured::Graduated) => {
                trained.entry(&course.occupation_code).or_default()
            }
            (false, Measured::Enrolled | Measured::Graduated) => &mut retrained,
            _ => continue,
        };
        match movement.what {
            Measured::Enrolled => of[0] += movement.amount,
            Measured::Graduated => of[1] += movement.amount,
            _ => {}
        }
    }
    // A pair of codes of one trade shares its last six digits (TT 26/2020: the first tells the level).
    let trades = |graduated: bool| {
        let counted = trained.iter().filter(|(_, of)| !graduated || of[1] > 0);
        let trades: BTreeSet<&str> = counted.map(|(code, _)| code.get(1..).unwrap_or(code)).collect();
        i64::try_from(trades.len()).unwrap_or(i64::MAX)
    };
    let lowest = trained.values().min().copied().unwrap_or_default();
    let all = trained.values().fold([0; 2], |sum, of| [sum[0] + of[0], sum[1] + of[1]]);
    let row = |target: &Target| {
        let reached = match target.measure {
            Measure::Occupations => [trades(false), trades(true)],
            Measure::LearnersPerOccupationLevel => lowest,
            Measure::LearnersTrained => all,
            Measure::PersonTimesRetrained => retrained,
            Measure::Networks | Measure::Reported => return None,
        };
        counts(target).then(|| Row {
            key: target.code.clone(),
            labels: vec![target.label.clone()],
            figures: vec![target.value, reached[0], reached[1]],
        })
    };
    let rows: Vec<Row> = targets.iter().filter_map(row).collect();
    (!rows.is_empty()).then(|| Table {
        title: Text::new("Chỉ tiêu của chương trình", "Targets of the programme"),
        labels: vec![Column::new("target", "Chỉ tiêu", "Target", Kind::Words)],
        figures: vec![
            Column::new("wanted", "Mục tiêu", "Wanted", Kind::Learners),
            Column::new("reached", "Đạt", "Reached", Kind::Learners),
            Column::new("of_them_graduated", "Trong đó tốt nghiệp", "Of them graduated", Kind::Learners),
        ],
        rows,
        summed: false,
    })
}

fn notes() -> Vec<Note> {
    let says: [(&str, &str, &'static str, Certainty); FIGURES.len()] = [
        (
            "Số người học của các dòng đặt hàng đến ngày báo cáo, theo phụ lục có hiệu lực; đơn bị từ chối, hủy hoặc trả lại thì không tính.",
            "Learners of the order lines as of the day, by amendments in force; orders refused, cancelled or sent back do not count.",
            "NĐ 32/2019/NĐ-CP",
            Certainty::Inferred,
        ),
        (
            "Người đã nhập học; nhập học đã rút lại thì không tính.",
            "People enrolled; enrolments taken back do not count.",
            "QĐ 1446/QĐ-TTg",
            Certainty::Inferred,
        ),
        (
            "Người được công nhận tốt nghiệp; văn bằng đã thu hồi, hủy bỏ thì không tính.",
            "People recognised as graduates; annulled certificates do not count.",
            "TT 04/2022/TT-BLĐTBXH",
            Certainty::Inferred,
        ),
        (
            "Người tốt nghiệp được báo có việc làm trong vòng 12 tháng sau tốt nghiệp.",
            "Graduates reported employed within 12 months after graduating.",
            "TT 04/2022/TT-BLĐTBXH Đ38",
            Certainty::Inferred,
        ),
        (
            "Giá trị của các dòng đặt hàng đó.",
            "The value of those order lines.",
            "NĐ 32/2019/NĐ-CP",
            Certainty::Inferred,
        ),
        (
            "Tạm ứng đã duyệt, theo sổ cái. Tạm ứng tính cho cả đơn; được chia cho từng dòng theo giá trị đặt hàng.",
            "Advances approved, by the ledger. An advance is on the whole order; it is shared among its lines by their value.",
            "NĐ 32/2019/NĐ-CP",
            Certainty::Assumption,
        ),
        (
            "Giá trị trên các bảng thanh toán đã duyệt, đã trừ phần thu hồi.",
            "Value on approved statements, less what was taken back.",
            "NĐ 32/2019/NĐ-CP",
            Certainty::Inferred,
        ),
        (
            "Giá trị trên các bảng thanh toán Kho bạc đã chi, gồm phần trừ vào tạm ứng.",
            "Value on statements that the Treasury has paid, also where it was set against the advance.",
            "TT 17/2024/TT-BTC",
            Certainty::Inferred,
        ),
        (
            "Tổng các dòng âm trên các bảng thanh toán đã duyệt: tiền đã nghiệm thu rồi phải thu hồi.",
            "The negative lines of approved statements: money accepted before that must come back.",
            "NĐ 32/2019/NĐ-CP",
            Certainty::Inferred,
        ),
    ];
    let note = |(column, (vi, en, source, certainty)): (&Column, (&str, &str, &'static str, Certainty))| {
        Note { term: column.name(), says: Text::new(vi, en), source, certainty }
    };
    FIGURES.iter().zip(says).map(note).collect()
}
