use proptest::prelude::*;
use rust_decimal::{Decimal, dec};
use time::{Date, Duration, macros::date};

use super::{explain, *};
use crate::{
    fact::{Certificate, Happening, Place},
    ids::FactId,
};

const TRAINING: &str = include_str!("../../../../fixtures/schemes/qd1446-training.toml");
const COLLEGE: PartyId = PartyId(10);
const HOST: PartyId = PartyId(20);
const START: Date = date!(2025 - 01 - 13);
const END: Date = date!(2026 - 01 - 12);
const GRADUATION: Date = date!(2026 - 01 - 20);
const FOREVER: Moment = Moment(i64::MAX);
const PRICE: Money = Money::dong(18_000_000);

fn scheme() -> Scheme {
    Scheme::parse(TRAINING).unwrap()
}

/// A learner's history, told fact by fact.
#[derive(Debug, Clone)]
struct Story {
    enrolment: i64,
    facts: Vec<Fact>,
}

impl Story {
    fn enrolled(enrolment: i64) -> Story {
        Story { enrolment, facts: Vec::new() }.then(START, Happening::Enrolled)
    }

    fn then(self, on: Date, what: Happening) -> Story {
        self.told_by(COLLEGE, on, what)
    }

    fn told_by(mut self, reporter: PartyId, on: Date, what: Happening) -> Story {
        let id = FactId(self.enrolment * 100 + i64::try_from(self.facts.len()).unwrap());
        let recorded_at = Moment(on.midnight().assume_utc().unix_timestamp());
        self.facts.push(Fact { id, happened_on: on, recorded_at, reporter, supersedes: None, what });
        self
    }

    fn hosted(self, at_college: u32, at_enterprise: u32) -> Story {
        self.then(START, Happening::Placed { host: HOST })
            .then(
                START + Duration::days(20),
                Happening::HoursDelivered { place: Place::College, hours: at_college },
            )
            .told_by(
                HOST,
                START + Duration::days(20),
                Happening::HoursDelivered { place: Place::Enterprise, hours: at_enterprise },
            )
    }

    fn graduated(self, class: GraduationClass) -> Story {
        let certificate = Some(Certificate { serial: "A1".into(), register_number: "1".into() });
        let decision = "12/QĐ".into();
        self.then(GRADUATION, Happening::Graduated { class, score: dec!(8.0), certificate, decision })
    }

    fn employed(self, after_days: i64) -> Story {
        self.then(GRADUATION + Duration::days(after_days), Happening::Employed { employer: "Bosch".into() })
    }

    fn learner(&self) -> Learner {
        Learner { enrolment: EnrolmentId(self.enrolment), facts: self.facts.clone() }
    }
}

fn run(stories: &[Story], quantity: u32, as_of: Date, before: &Before) -> Settlement {
    let learners: Vec<Learner> = stories.iter().map(Story::learner).collect();
    let scheme = scheme();
    let input = Input {
        scheme: &scheme,
        price: PRICE,
        quantity,
        provider: COLLEGE,
        ends_on: END,
        learners: &learners,
        as_of,
        known_at: FOREVER,
        closing: false,
    };
    settle(&input, before)
}

fn accepted(stories: &[Story], as_of: Date) -> i64 {
    run(stories, u32::try_from(stories.len()).unwrap(), as_of, &Before::new()).volume.accepted.as_dong()
}

const LATER: Date = date!(2026 - 09 - 30);

#[test]
fn full_success_pays_exactly_the_price() {
    let story = Story::enrolled(1).graduated(GraduationClass::VeryGood).employed(10);
    assert_eq!(accepted(&[story], LATER), PRICE.as_dong());
}

#[test]
fn the_census_day_pays_the_first_part() {
    let stories = [Story::enrolled(1)];
    assert_eq!(accepted(&stories, START + Duration::days(29)), 0);
    assert_eq!(accepted(&stories, START + Duration::days(30)), 5_400_000);
}

#[test]
fn who_withdraws_before_the_census_is_not_paid_and_after_it_keeps_the_first_part() {
    let left = |days| {
        Story::enrolled(1)
            .then(START + Duration::days(days), Happening::Withdrew { reason: "chuyển nơi ở".into() })
    };
    assert_eq!(accepted(&[left(29)], LATER), 0);
    assert_eq!(accepted(&[left(30)], LATER), 5_400_000);
}

#[test]
fn days_of_suspension_do_not_count_towards_the_census() {
    let suspended = Story::enrolled(1).then(START + Duration::days(10), Happening::Suspended);
    assert_eq!(accepted(std::slice::from_ref(&suspended), LATER), 0);
    let resumed = suspended.then(START + Duration::days(60), Happening::Resumed);
    assert_eq!(accepted(std::slice::from_ref(&resumed), START + Duration::days(79)), 0);
    assert_eq!(accepted(&[resumed], START + Duration::days(80)), 5_400_000);
}

#[test]
fn each_class_is_worth_its_factor() {
    let at_graduation = |class| accepted(&[Story::enrolled(1).graduated(class)], GRADUATION) - 5_400_000;
    for (class, paid) in [
        (GraduationClass::Excellent, 8_100_000),
        (GraduationClass::VeryGood, 8_100_000),
        (GraduationClass::Good, 8_100_000),
        (GraduationClass::FairlyGood, 7_695_000),
        (GraduationClass::Average, 7_290_000),
        (GraduationClass::Weak, 0),
        (GraduationClass::Failed, 0),
    ] {
        assert_eq!(at_graduation(class), paid, "{class:?}");
    }
}

#[test]
fn the_retained_part_is_released_by_a_job_in_time_and_forfeited_without() {
    let graduate = Story::enrolled(1).graduated(GraduationClass::Good);
    assert_eq!(accepted(std::slice::from_ref(&graduate), GRADUATION), 13_500_000);
    let day = GRADUATION + Duration::days(20);
    assert_eq!(accepted(&[graduate.clone().employed(20)], day), 14_400_000);
    assert_eq!(accepted(&[graduate.clone().employed(20)], day + Duration::days(90)), 18_000_000);
    let after_the_window = GRADUATION + Duration::days(366);
    let run = run(&[graduate], 1, after_the_window, &Before::new());
    assert_eq!(run.volume.rejected, Money::dong(4_500_000));
    assert_eq!(run.volume.outstanding, Money::ZERO);
}

#[test]
fn college_and_host_share_by_confirmed_hours_to_the_last_dong() {
    let story = Story::enrolled(1).hosted(1, 2).graduated(GraduationClass::Average);
    let run = run(&[story], 1, GRADUATION, &Before::new());
    let of = |payee| -> Money {
        run.lines.iter().filter(|l| l.payee == payee && l.part == "graduation").map(|l| l.due).sum()
    };
    assert_eq!((of(COLLEGE), of(HOST)), (Money::dong(2_430_000), Money::dong(4_860_000)));
}

#[test]
fn hours_at_an_enterprise_count_only_when_the_host_reported_them() {
    let claimed = Story::enrolled(1)
        .hosted(100, 0)
        .then(START + Duration::days(40), Happening::HoursDelivered { place: Place::Enterprise, hours: 400 })
        .graduated(GraduationClass::Good);
    let run = run(&[claimed], 1, GRADUATION, &Before::new());
    assert!(run.lines.iter().all(|line| line.payee == COLLEGE));
}

#[test]
fn learners_beyond_the_ordered_number_are_named_and_not_paid() {
    let stories: Vec<Story> = (1..=3).map(|i| Story::enrolled(i).graduated(GraduationClass::Good)).collect();
    let run = run(&stories, 2, GRADUATION, &Before::new());
    assert_eq!(run.volume.ordered, PRICE.times(2));
    assert_eq!(run.volume.accepted, Money::dong(27_000_000));
    assert_eq!(run.entitled[2][0].outcome, Outcome::Lost(Reason::BeyondQuantity));
    assert!(run.volume.adds_up());
}

#[test]
fn a_seat_left_before_the_census_is_free_for_the_next() {
    let left =
        Story::enrolled(1).then(START + Duration::days(5), Happening::Withdrew { reason: "ốm".into() });
    let run = run(&[left, Story::enrolled(2)], 1, LATER, &Before::new());
    assert_eq!(run.volume.accepted, Money::dong(5_400_000));
}

#[test]
fn an_old_statement_does_not_see_who_enrolled_later() {
    let known = [Story::enrolled(1).learner()];
    let with_later = [Story::enrolled(1).learner(), Story::enrolled(2).learner()];
    let scheme = scheme();
    let at = |learners: &[Learner], moment| {
        let mut learners = learners.to_vec();
        for fact in learners.iter_mut().skip(1).flat_map(|learner| &mut learner.facts) {
            fact.recorded_at = Moment(i64::MAX);
        }
        let input = Input {
            scheme: &scheme,
            price: PRICE,
            quantity: 1,
            provider: COLLEGE,
            ends_on: END,
            learners: &learners,
            as_of: LATER,
            known_at: Moment(moment),
            closing: false,
        };
        settle(&input, &Before::new())
    };
    let (then, now) = (at(&known, i64::MAX - 1), at(&with_later, i64::MAX - 1));
    assert_eq!(then.volume, now.volume);
    assert_eq!(then.fingerprint, now.fingerprint);
    assert_eq!(then.lines, now.lines);
}

#[test]
fn a_retracted_enrolment_frees_its_seat_and_takes_the_money_back() {
    let mut gone = Story::enrolled(1);
    let mut before = Before::new();
    let paid = run(std::slice::from_ref(&gone), 1, LATER, &before);
    book(&mut before, &paid);
    gone = gone.then(START, Happening::Retracted { reason: "nhập nhầm".into() });
    gone.facts[1].supersedes = Some(gone.facts[0].id);
    let next = run(&[gone, Story::enrolled(2)], 1, LATER, &before);
    let due: Vec<_> = next.lines.iter().map(|line| (line.enrolment.0, line.due.as_dong())).collect();
    assert_eq!(due, [(1, -5_400_000), (2, 5_400_000)]);
    assert!(next.volume.adds_up());
}

#[test]
fn an_undecided_duplicate_waits_and_a_refused_one_is_not_paid() {
    let flagged = Story::enrolled(1).then(START, Happening::DuplicateFlagged { other: EnrolmentId(9) });
    let waits = run(std::slice::from_ref(&flagged), 1, LATER, &Before::new());
    assert_eq!(waits.entitled[0][0].outcome, Outcome::Open(Reason::DuplicateUndecided));
    let decided =
        |pay| flagged.clone().then(START, Happening::DuplicateDecided { pay, reason: "đã đối chiếu".into() });
    assert_eq!(accepted(&[decided(false)], LATER), 0);
    assert_eq!(accepted(&[decided(true)], LATER), 5_400_000);
}

/// Adds the lines of a run to what was settled before.
fn book(before: &mut Before, run: &Settlement) {
    for line in &run.lines {
        before.entry(line.enrolment).or_default().push((line.part.clone(), line.payee, line.due));
    }
}

#[test]
fn running_twice_changes_nothing_and_a_corrected_class_is_a_difference() {
    let mut story = Story::enrolled(1).hosted(3, 1).graduated(GraduationClass::Good);
    let mut before = Before::new();
    let first = run(std::slice::from_ref(&story), 1, GRADUATION, &before);
    book(&mut before, &first);
    assert_eq!(run(std::slice::from_ref(&story), 1, GRADUATION, &before).lines, []);
    let wrong = story.facts.last().unwrap().id;
    story = story.graduated(GraduationClass::Average);
    story.facts.last_mut().unwrap().supersedes = Some(wrong);
    let corrected = run(&[story], 1, GRADUATION, &before);
    assert_eq!(corrected.lines.iter().map(|line| line.due).sum::<Money>(), Money::dong(-810_000));
    assert!(corrected.lines.iter().all(|line| line.due.is_negative()));
}

#[test]
fn an_annulled_certificate_takes_everything_back_that_rested_on_it() {
    let story = Story::enrolled(1).hosted(1, 1).graduated(GraduationClass::Good).employed(5);
    let mut before = Before::new();
    let run_now = run(std::slice::from_ref(&story), 1, LATER, &before);
    book(&mut before, &run_now);
    let annulled = story.then(LATER, Happening::Annulled { reason: "hồ sơ giả".into() });
    let back = run(&[annulled], 1, LATER, &before);
    assert_eq!(back.lines.iter().map(|line| line.due).sum::<Money>(), Money::dong(-12_600_000));
}

#[test]
fn closing_an_order_leaves_nothing_open() {
    let learners = [Story::enrolled(1).graduated(GraduationClass::Good).learner()];
    let scheme = scheme();
    let input = Input {
        scheme: &scheme,
        price: PRICE,
        quantity: 2,
        provider: COLLEGE,
        ends_on: END,
        learners: &learners,
        as_of: GRADUATION,
        known_at: FOREVER,
        closing: true,
    };
    let volume = settle(&input, &Before::new()).volume;
    assert_eq!(volume.outstanding, Money::ZERO);
    assert!(volume.adds_up());
}

fn any_story(enrolment: i64) -> impl Strategy<Value = Story> {
    let class = prop::sample::select(GraduationClass::ALL.to_vec());
    (
        prop::option::of(0i64..300),
        prop::option::of((0u32..500, 0u32..500)),
        prop::option::of(class),
        prop::option::of(0i64..500),
    )
        .prop_map(move |(leaves, hours, class, job)| {
            let mut story = Story::enrolled(enrolment);
            if let Some((college, host)) = hours {
                story = story.hosted(college, host);
            }
            if let Some(days) = leaves {
                story =
                    story.then(START + Duration::days(days), Happening::Withdrew { reason: "lý do".into() });
            } else if let Some(class) = class {
                story = story.graduated(class);
                if let Some(days) = job {
                    story = story.employed(days);
                }
            }
            story
        })
}

fn any_class() -> impl Strategy<Value = Vec<Story>> {
    (1usize..8)
        .prop_flat_map(|n| (0..n).map(|i| any_story(i64::try_from(i).unwrap() + 1)).collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn ordered_is_accepted_and_rejected_and_outstanding(stories in any_class(), quantity in 1u32..9, day in 0i64..900) {
        let run = run(&stories, quantity, START + Duration::days(day), &Before::new());
        prop_assert!(run.volume.adds_up());
        prop_assert!(run.volume.accepted >= Money::ZERO && run.volume.outstanding >= Money::ZERO);
        prop_assert!(run.volume.rejected >= Money::ZERO);
        prop_assert_eq!(run.lines.iter().map(|line| line.due).sum::<Money>(), run.volume.accepted);
        for part in run.entitled.iter().flatten() {
            prop_assert_eq!(part.earned + part.open + part.lost, part.value);
            prop_assert_eq!(part.split.iter().map(|share| share.amount).sum::<Money>(), part.earned);
        }
    }

    #[test]
    fn facts_one_by_one_give_what_facts_at_once_give(stories in any_class(), days in prop::collection::vec(0i64..900, 0..4)) {
        let quantity = u32::try_from(stories.len()).unwrap();
        let mut before = Before::new();
        let mut sorted = days;
        sorted.sort_unstable();
        for day in sorted {
            let run_now = run(&stories, quantity, START + Duration::days(day), &before);
    book(&mut before, &run_now);
        }
        let run_now = run(&stories, quantity, LATER + Duration::days(400), &before);
    book(&mut before, &run_now);
        let at_once = run(&stories, quantity, LATER + Duration::days(400), &Before::new());
        let booked: Money = before.values().flatten().map(|(_, _, amount)| *amount).sum();
        prop_assert_eq!(booked, at_once.volume.accepted);
    }

    #[test]
    fn the_order_in_which_learners_and_facts_arrive_changes_nothing(stories in any_class(), quantity in 1u32..6) {
        let straight = run(&stories, quantity, LATER, &Before::new());
        let mut turned = stories;
        turned.reverse();
        for story in &mut turned {
            story.facts.reverse();
        }
        let mut reversed = run(&turned, quantity, LATER, &Before::new());
        reversed.lines.sort_by_key(|line| line.enrolment);
        let amounts = |run: &Settlement| -> Vec<_> {
            let mut lines: Vec<_> = run.lines.iter().map(|l| (l.enrolment, l.part.clone(), l.payee, l.due)).collect();
            lines.sort();
            lines
        };
        prop_assert_eq!(amounts(&straight), amounts(&reversed));
    }

    #[test]
    fn every_amount_can_be_recomputed_from_its_trace_alone(stories in any_class(), quantity in 1u32..6, day in 0i64..900) {
        let mut before = Before::new();
        let run_now = run(&stories, quantity, START + Duration::days(day), &before);
    book(&mut before, &run_now);
        let next = run(&stories, quantity, LATER, &before);
        for line in &next.lines {
            prop_assert_eq!(line.trace.recompute(), line.due);
            let told = serde_json::to_string(&line.trace).unwrap();
            let read: Trace = serde_json::from_str(&told).unwrap();
            prop_assert_eq!(&read, &line.trace);
            let steps = explain::steps(&read, &scheme(), |party| format!("bên {}", party.0));
            prop_assert!(steps.iter().all(|step| !step.title.vi.is_empty() && !step.title.en.is_empty()));
        }
    }
}

#[test]
fn an_explanation_says_why_nothing_is_paid_and_what_to_do() {
    let run = run(&[Story::enrolled(1)], 1, LATER, &Before::new());
    let graduation = &run.entitled[0][1];
    let trace = graduation.trace(COLLEGE, Money::ZERO, Money::ZERO);
    let steps = explain::steps(&trace, &scheme(), |_| "Trường".into());
    let gate = steps.iter().find(|step| step.passed == Some(false)).unwrap();
    assert_eq!(gate.detail.vi, "Chưa có kết quả tốt nghiệp. Gửi báo cáo tốt nghiệp.");
    assert!(steps.iter().any(|step| step.law.contains("QĐ 1446")));
    assert_eq!(trace.factor, Decimal::ONE);
}
