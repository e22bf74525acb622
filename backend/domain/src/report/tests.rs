//! Laws of the reports, tried on random histories: totals, agreement between reports, and what each indicator means.

use std::collections::BTreeSet;

use proptest::prelude::*;
use rust_decimal::Decimal;
use time::{Date, Duration, macros::date};

use super::*;
use crate::{
    calendar::Moment,
    enrolment::LearnerKind,
    fact::{Fact, Happening, Recognition},
    grading::GraduationClass,
    ids::{FactId, PartyId},
    money::Money,
    occupation::{Level, Mode},
    programme::{Programme, Target},
};

const TODAY: Date = date!(2028 - 06 - 30);

fn provider(number: i64) -> Provider {
    let province = if number < 2 { ("79", "Hồ Chí Minh") } else { ("48", "Đà Nẵng") };
    Provider {
        id: PartyId(number),
        name: format!("Trường {number}"),
        province_code: province.0.to_owned(),
        province: Text::new(province.1, province.1),
    }
}

fn course(number: usize) -> Course {
    let level = Level::ALL[number % 4];
    let starts_on = date!(2025 - 01 - 13) + Duration::days(120 * (number as i64 % 5));
    Course {
        provider: provider(number as i64 % 3),
        occupation_code: format!("{}52022{}", if level == Level::College { 6 } else { 5 }, number % 3),
        occupation: Text::new("Cơ điện tử", "Mechatronics"),
        level,
        mode: Mode::ALL[number % 3],
        starts_on,
        ends_on: starts_on + Duration::days(400),
    }
}

fn fact(id: i64, on: Date, supersedes: Option<i64>, what: Happening) -> Fact {
    Fact {
        id: FactId(id),
        happened_on: on,
        recorded_at: Moment(id),
        reporter: PartyId(1),
        supersedes: supersedes.map(FactId),
        what,
    }
}

fn graduation(passes: bool) -> Happening {
    let class = if passes { GraduationClass::Good } else { GraduationClass::Failed };
    let recognition = Recognition { certificate: None, decision: "1/QĐ".into() };
    Happening::graduated(class, Decimal::from(7), recognition)
}

/// Facts of one learner from choices: enrolled, perhaps taken back, withdrew, graduated or failed, annulled, employed.
fn life(start: Date, choices: &[(u8, u16)]) -> Vec<Fact> {
    let mut facts = vec![fact(1, start, None, Happening::Enrolled)];
    for (place, (what, after)) in choices.iter().enumerate() {
        let id = place as i64 + 2;
        let on = start + Duration::days(i64::from(*after));
        let reason = || "lý do".to_owned();
        facts.push(match what % 7 {
            0 => fact(id, on, Some(1), Happening::Retracted { reason: reason() }),
            1 => fact(id, on, None, Happening::Withdrew { reason: reason() }),
            2 => fact(id, on, None, graduation(false)),
            3 => fact(id, on, None, Happening::Annulled { reason: reason() }),
            4 | 5 => fact(id, on, None, Happening::Employed { employer: "Bosch".into() }),
            _ => fact(id, on, None, graduation(true)),
        });
        // A fact is superseded once.
        if what % 7 == 0 {
            break;
        }
    }
    facts
}

type Lives = Vec<(usize, bool, Vec<(u8, u16)>)>;

fn lives() -> impl Strategy<Value = Lives> {
    let choices = prop::collection::vec((0u8..7, 0u16..1_100), 0..5);
    prop::collection::vec((0usize..12, any::<bool>(), choices), 0..40)
}

fn learners(lives: &Lives, courses: &[Course], as_of: Date, jobs_until: Date) -> Vec<Learner> {
    let learner = |(course, worker, choices): &(usize, bool, Vec<(u8, u16)>)| {
        let facts = life(courses[*course].starts_on, choices);
        let kind = if *worker { LearnerKind::Worker } else { LearnerKind::Student };
        Some(Learner { course: *course, kind, milestones: Milestones::of(&facts, as_of, jobs_until)? })
    };
    lives.iter().filter_map(learner).collect()
}

fn targets() -> Vec<Target> {
    Programme::parse(include_str!("../../../../fixtures/programmes/qd1446.toml")).unwrap().targets
}

fn name() -> Text {
    Text::new("QĐ 1446", "Decision 1446")
}

proptest! {
    /// Whatever way the programme is cut, every column adds up to the same.
    #[test]
    fn every_cut_of_a_programme_has_the_same_totals(
        lives in lives(),
        money in prop::collection::vec((0usize..12, 0u16..1_100, 0u8..6, -9_000i64..9_000), 0..60),
        after in 0u16..1_200,
    ) {
        let courses: Vec<Course> = (0..12).map(course).collect();
        let as_of = date!(2025 - 01 - 01) + Duration::days(i64::from(after));
        let learners = learners(&lives, &courses, as_of, as_of);
        let what = [Measured::Ordered, Measured::OrderedDong, Measured::AdvancedDong,
            Measured::AcceptedDong, Measured::PaidDong, Measured::ReturnedDong];
        let mut movements: Vec<Movement> = money.iter().map(|(course, day, kind, amount)| Movement {
            course: *course,
            on: date!(2025 - 01 - 01) + Duration::days(i64::from(*day)),
            what: what[usize::from(*kind)],
            amount: *amount,
        }).collect();
        movements.extend(learners.iter().flat_map(steps));
        let cuts: BTreeSet<Vec<i64>> = By::ALL.into_iter()
            .map(|by| programme(&name(), &targets(), &courses, &movements, by, as_of).main().totals())
            .collect();
        prop_assert_eq!(cuts.len(), 1);
        let report = programme(&name(), &targets(), &courses, &movements, By::Level, as_of);
        let enrolled = i64::try_from(learners.len()).unwrap();
        prop_assert_eq!(report.main().total("enrolled"), Some(enrolled));
    }

    /// A college's report, the summary of its province and that of the country, and the programme tell the same numbers.
    #[test]
    fn the_same_number_on_two_reports_agrees(lives in lives(), year in 2025i32..2028) {
        let courses: Vec<Course> = (0..12).map(course).collect();
        let last = Date::from_calendar_date(year, time::Month::December, 31).unwrap();
        let learners = learners(&lives, &courses, last, TODAY);
        let country = province(&courses, &learners, None, year, TODAY).main().totals();
        let mut by_province = vec![0; country.len()];
        for code in ["79", "48"] {
            let of = province(&courses, &learners, Some(code), year, TODAY).main().totals();
            by_province.iter_mut().zip(of).for_each(|(sum, figure)| *sum += figure);
        }
        prop_assert_eq!(&by_province, &country);
        let mut by_college = vec![0; country.len()];
        for college in 0..3 {
            let own: Vec<Learner> = learners.iter()
                .filter(|learner| courses[learner.course].provider.id == PartyId(college)).copied().collect();
            let of = training_year(&courses, &own, "Trường", year, TODAY).main().totals();
            by_college.iter_mut().zip(of).for_each(|(sum, figure)| *sum += figure);
        }
        prop_assert_eq!(&by_college, &country);
    }

    /// Year by year, what came in is what went out and who is still there.
    #[test]
    fn everybody_who_enrolled_has_one_outcome(lives in lives()) {
        let courses: Vec<Course> = (0..12).map(course).collect();
        let last = date!(2027 - 12 - 31);
        let all = learners(&lives, &courses, last, TODAY);
        let of = |key: &str| -> i64 {
            (2025..=2027).map(|year| province(&courses, &all, None, year, TODAY).main().total(key).unwrap()).sum()
        };
        let annulled = all.iter().filter(|learner| {
            courses[learner.course].level.is_training()
                && matches!(learner.milestones.outcome, Outcome::Annulled(_))
        }).count();
        let learning = province(&courses, &all, None, 2027, TODAY).main().total("learning").unwrap();
        prop_assert_eq!(of("enrolled"), of("graduated") + of("withdrawn") + learning + annulled as i64);
        prop_assert!(of("employed") <= of("graduated"));
    }

    /// An advance is shared without losing a đồng.
    #[test]
    fn shares_of_an_advance_add_up(amount in 0i64..10_000_000_000, values in prop::collection::vec(0i64..5_000_000_000, 1..6)) {
        let lines: Vec<(usize, Money)> = values.iter().map(|value| Money::dong(*value)).enumerate().collect();
        let parts = shared(Ahead { on: TODAY, amount: Money::dong(amount) }, &lines);
        prop_assert_eq!(parts.iter().map(|part| part.amount).sum::<i64>(), amount);
        prop_assert_eq!(parts.len(), lines.len());
    }
}

#[test]
fn an_indicator_counts_what_its_note_says() {
    let courses = vec![Course { level: Level::College, ..course(0) }];
    let start = courses[0].starts_on;
    let on = |day: Date, what: Happening| (day, what);
    let told = |happened: Vec<(Date, Happening)>| {
        let mut facts = vec![fact(1, start, None, Happening::Enrolled)];
        for (place, (day, what)) in happened.into_iter().enumerate() {
            facts.push(fact(place as i64 + 2, day, None, what));
        }
        Milestones::of(&facts, date!(2026 - 12 - 31), TODAY).map(|milestones| Learner {
            course: 0,
            kind: LearnerKind::Student,
            milestones,
        })
    };
    let job = || Happening::Employed { employer: "Bosch".into() };
    let graduated = date!(2026 - 03 - 10);
    let everybody: Vec<Learner> = [
        told(vec![]),
        told(vec![on(date!(2026 - 02 - 01), Happening::Withdrew { reason: "chuyển nhà".into() })]),
        told(vec![on(graduated, graduation(true)), on(date!(2027 - 03 - 10), job())]),
        told(vec![on(graduated, graduation(true)), on(date!(2027 - 03 - 11), job())]),
        told(vec![on(graduated, graduation(false))]),
        told(vec![
            on(graduated, graduation(true)),
            on(date!(2026 - 05 - 01), Happening::Annulled { reason: "sai".into() }),
        ]),
    ]
    .into_iter()
    .flatten()
    .collect();
    let of = |year: i32| training_year(&courses, &everybody, "Trường", year, TODAY).main().totals();
    // Enrolled, graduated, withdrawn, learning, expected next year, employed within twelve months.
    assert_eq!(of(2026), [0, 2, 1, 2, 2, 1]);
    let report = training_year(&courses, &everybody, "Trường", 2026, TODAY);
    assert_eq!(report.main().rows.len(), 1);
    let labels: Vec<&str> = report.main().rows[0].labels.iter().map(|label| label.vi.as_str()).collect();
    assert_eq!(labels, ["6520220 Cơ điện tử", "cao đẳng", "2025–2026", "học sinh, sinh viên", "chính quy"]);
    assert_eq!(report.as_of, date!(2026 - 12 - 31));
}

#[test]
fn targets_stand_beside_what_was_reached() {
    let courses: Vec<Course> = [0, 1, 4].map(course).into();
    let on = date!(2025 - 02 - 01);
    let moved = |course: usize, what: Measured, amount: i64| Movement { course, on, what, amount };
    let movements = [
        moved(0, Measured::Ordered, 120),
        moved(0, Measured::Enrolled, 118),
        moved(0, Measured::Graduated, 110),
        // Ordered, and nobody came yet: the lowest.
        moved(1, Measured::Ordered, 60),
        moved(2, Measured::Ordered, 60),
        moved(2, Measured::Enrolled, 55),
    ];
    let report = programme(&name(), &targets(), &courses, &movements, By::Quarter, on);
    let reached: Vec<Vec<i64>> = report.tables[1].rows.iter().map(|row| row.figures.clone()).collect();
    let trades: BTreeSet<&str> = courses.iter().map(|course| &course.occupation_code[1..]).collect();
    assert_eq!(reached[0], [20, trades.len() as i64, 1]);
    assert_eq!(reached[1], [120, 0, 0]);
    assert_eq!(reached[2], [4_800, 173, 110]);
    assert_eq!(reached[3], [300_000, 0, 0]);
    assert!(!report.tables[1].summed);
    assert_eq!(report.main().rows[0].labels[0].vi, "Quý 1/2025");
}

#[test]
fn the_hash_changes_with_the_content_and_with_nothing_else() {
    let courses: Vec<Course> = (0..4).map(course).collect();
    let movements = [Movement { course: 0, on: TODAY, what: Measured::PaidDong, amount: 1 }];
    let of = |amount: i64| {
        let movements = [Movement { amount, ..movements[0] }];
        programme(&name(), &targets(), &courses, &movements, By::Level, TODAY).sha256()
    };
    assert_eq!(of(1), of(1));
    assert_ne!(of(1), of(2));
}

#[test]
fn rows_come_in_the_order_that_is_asked_for() {
    let courses: Vec<Course> = (0..4).map(course).collect();
    let movement = |course, amount| Movement { course, on: TODAY, what: Measured::Ordered, amount };
    let movements = [movement(0, 5), movement(1, 9), movement(2, 7)];
    let of = |key: &str, descending| {
        let report = programme(&name(), &[], &courses, &movements, By::Occupation, TODAY);
        let sorted = report.sorted(key, descending);
        sorted.main().rows.iter().map(|row| row.figures[0]).collect::<Vec<_>>()
    };
    assert_eq!(of("ordered", true), [9, 7, 5]);
    assert_eq!(of("ordered", false), [5, 7, 9]);
    assert_eq!(of("nothing", true), of("", false));
}
