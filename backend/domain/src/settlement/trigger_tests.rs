//! Each trigger on its bounds: the day before, the day itself, the day after.

use std::collections::BTreeMap;

use time::{Date, macros::date};

use crate::{
    calendar::Moment,
    fact::{Fact, Happening, Note, Recognition},
    grading::GraduationClass,
    ids::{EnrolmentId, FactId, OrderId, PartyId},
    money::Money,
    settlement::{Input, Learner, Order, Outcome, Reason, Scheme, entitlements},
};

const SCHEME: &str = r#"
id = "one"
version = 1
title = { vi = "Một", en = "One" }
governs_from = "2025-01-01"
currency = "VND"

[[components]]
code = "one"
title = { vi = "Một", en = "One" }
amount = "1000"
TRIGGER
law = "assumption"

[rounding]
unit = "1"
mode = "half_up"
remainder = "largest"
law = "assumption"
"#;

const COLLEGE: PartyId = PartyId(1);
const HOST: PartyId = PartyId(2);
const START: Date = date!(2025 - 01 - 13);

fn noted(fact: &str, label: &str, evidence: &str) -> Happening {
    let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let note = Note { value: None, label: given(label), evidence: given(evidence) };
    Happening::Noted { fact: fact.to_owned(), note: Box::new(note) }
}

fn graduated(class: GraduationClass) -> Happening {
    Happening::graduated(class, 8.into(), Recognition { certificate: None, decision: "1/QĐ".to_owned() })
}

fn withdrew() -> Happening {
    Happening::Withdrew { reason: "ốm".to_owned() }
}

fn employed() -> Happening {
    Happening::Employed { employer: "Công ty B".to_owned() }
}

/// What became of the part on a day, the day it was earned on, and how many thousands it pays.
fn met(trigger: &str, facts: &[(Date, PartyId, Happening)], as_of: Date) -> (Outcome, Option<Date>, i64) {
    let scheme = Scheme::parse(&SCHEME.replace("TRIGGER", &format!("trigger = {{ {trigger} }}")));
    let scheme = scheme.unwrap_or_else(|issues| panic!("{issues:#?}"));
    let facts = facts.iter().zip(1..).map(|((day, reporter, what), id)| Fact {
        id: FactId(id),
        happened_on: *day,
        recorded_at: Moment(0),
        reporter: *reporter,
        supersedes: None,
        what: what.clone(),
    });
    let learner = Learner { enrolment: EnrolmentId(1), facts: facts.collect(), attributes: BTreeMap::new() };
    let order = Order {
        id: OrderId(1),
        price: Money::dong(1),
        quantity: 1,
        provider: COLLEGE,
        starts_on: START,
        ends_on: date!(2025 - 12 - 31),
        roles: BTreeMap::from([("host".to_owned(), HOST)]),
        terms: BTreeMap::new(),
        facts: Vec::new(),
    };
    let learners = [learner];
    let known_at = Moment(i64::MAX);
    let input =
        Input { scheme: &scheme, order: &order, learners: &learners, as_of, known_at, closing: false };
    let entitled = entitlements(&[input]).unwrap().remove(0);
    let part = &entitled.learners[0][0];
    (part.outcome, part.on, part.earned.as_dong() / 1_000)
}

/// Enrolled on the first day, and then this.
fn after(facts: &[(Date, Happening)]) -> Vec<(Date, PartyId, Happening)> {
    let first = (START, COLLEGE, Happening::Enrolled);
    std::iter::once(first).chain(facts.iter().map(|(day, what)| (*day, COLLEGE, what.clone()))).collect()
}

fn earned(day: Date) -> (Outcome, Option<Date>, i64) {
    (Outcome::Earned, Some(day), 1)
}

fn open(reason: Reason) -> (Outcome, Option<Date>, i64) {
    (Outcome::Open(reason), None, 0)
}

fn lost(reason: Reason) -> (Outcome, Option<Date>, i64) {
    (Outcome::Lost(reason), None, 0)
}

const LATE: Date = date!(2027 - 12 - 31);

#[test]
fn a_day_comes_for_who_still_learns_or_for_everybody() {
    let day = date!(2025 - 06 - 01);
    let (only, everybody) = (
        "kind = \"date\", on = \"2025-06-01\"",
        "kind = \"date\", on = \"2025-06-01\", even_if_ended = true",
    );
    assert_eq!(met(only, &after(&[]), date!(2025 - 05 - 31)), open(Reason::DayAhead));
    assert_eq!(met(only, &after(&[]), day), earned(day));
    let left = |on| after(&[(on, withdrew())]);
    assert_eq!(met(only, &left(date!(2025 - 05 - 31)), LATE), lost(Reason::Ended));
    assert_eq!(met(only, &left(day), LATE), earned(day));
    assert_eq!(met(everybody, &left(date!(2025 - 05 - 31)), LATE), earned(day));
    assert_eq!(met(everybody, &left(date!(2025 - 05 - 31)), date!(2025 - 05 - 31)), open(Reason::DayAhead));
    assert_eq!(met(only, &[], LATE), lost(Reason::NotEnrolled));
}

#[test]
fn a_census_comes_after_its_days_and_waits_for_a_return() {
    let census = "kind = \"retained\", days = 30";
    let (before, day) = (date!(2025 - 02 - 11), date!(2025 - 02 - 12));
    assert_eq!(met(census, &after(&[]), before), open(Reason::CensusAhead));
    assert_eq!(met(census, &after(&[]), day), earned(day));
    let left = |on| after(&[(on, withdrew())]);
    assert_eq!(met(census, &left(before), LATE), lost(Reason::WithdrewBeforeCensus));
    assert_eq!(met(census, &left(day), LATE), earned(day));
    let away = |until: Option<Date>| {
        let back = until.map(|day| (day, Happening::Resumed));
        let away = [(date!(2025 - 02 - 01), Happening::Suspended)];
        after(&away.into_iter().chain(back).collect::<Vec<_>>())
    };
    assert_eq!(met(census, &away(Some(date!(2025 - 02 - 11))), LATE), earned(date!(2025 - 02 - 22)));
    assert_eq!(met(census, &away(None), LATE), open(Reason::Suspended));
    let mut gone = away(None);
    gone.push((date!(2025 - 03 - 01), COLLEGE, withdrew()));
    assert_eq!(met(census, &gone, LATE), lost(Reason::WithdrewBeforeCensus));
    // The first day is one of them: the thirtieth day is a day earlier, and a suspension from that day on moves it.
    let counted = "kind = \"retained\", days = 30, first_day = 1";
    assert_eq!(met(counted, &after(&[]), LATE), earned(before));
    let from_then = after(&[(before, Happening::Suspended), (date!(2025 - 02 - 14), Happening::Resumed)]);
    assert_eq!(met(counted, &from_then, LATE), earned(date!(2025 - 02 - 14)));
    assert_eq!(met(census, &after(&[(day, Happening::Suspended)]), LATE), earned(day));
}

#[test]
fn a_share_of_the_planned_days_is_cut_to_whole_days() {
    // 353 days from 13 January to 31 December; a tenth is 35.3.
    let share = "kind = \"retained\", share = \"0.1\"";
    assert_eq!(met(share, &after(&[]), LATE), earned(date!(2025 - 02 - 17)));
}

#[test]
fn a_graduation_counts_until_it_is_annulled() {
    let day = date!(2025 - 12 - 20);
    let trigger = "kind = \"graduated\"";
    let good = (day, graduated(GraduationClass::Good));
    let annulled = |on| (on, Happening::Annulled { reason: "cấp sai".to_owned() });
    assert_eq!(met(trigger, &after(&[]), LATE), open(Reason::ResultAwaited));
    assert_eq!(met(trigger, &after(std::slice::from_ref(&good)), LATE), earned(day));
    assert_eq!(
        met(trigger, &after(&[(day, graduated(GraduationClass::Failed))]), LATE),
        lost(Reason::DidNotGraduate)
    );
    assert_eq!(met(trigger, &after(&[(day, withdrew())]), LATE), lost(Reason::Withdrew));
    assert_eq!(met(trigger, &after(&[good.clone(), annulled(day)]), LATE), lost(Reason::Annulled));
    // Graduated again after an annulment.
    assert_eq!(met(trigger, &after(&[annulled(date!(2025 - 12 - 19)), good]), LATE), earned(day));
}

#[test]
fn a_job_begins_in_time_and_lasts() {
    let graduation = date!(2025 - 12 - 20);
    let trigger = "kind = \"employed\", within_days = 100, lasting_days = 10";
    let good = (graduation, graduated(GraduationClass::Good));
    let last = date!(2026 - 03 - 30);
    let of = |more: &[(Date, Happening)], as_of| {
        let facts: Vec<_> = std::iter::once(good.clone()).chain(more.iter().cloned()).collect();
        met(trigger, &after(&facts), as_of)
    };
    assert_eq!(met(trigger, &after(&[]), LATE), open(Reason::ResultAwaited));
    assert_eq!(of(&[], last), open(Reason::EmploymentAwaited));
    assert_eq!(of(&[], date!(2026 - 03 - 31)), lost(Reason::NotEmployed));
    let job = |on| (on, employed());
    assert_eq!(of(&[job(last)], date!(2026 - 04 - 08)), open(Reason::EmploymentNotLongEnough));
    assert_eq!(of(&[job(last)], date!(2026 - 04 - 09)), earned(date!(2026 - 04 - 09)));
    assert_eq!(of(&[job(date!(2026 - 03 - 31))], LATE), lost(Reason::NotEmployed));
    let ends = |on| (on, Happening::EmploymentEnded);
    let first = date!(2026 - 01 - 01);
    assert_eq!(of(&[job(first), ends(date!(2026 - 01 - 11))], LATE), earned(date!(2026 - 01 - 11)));
    assert_eq!(of(&[job(first), ends(date!(2026 - 01 - 10))], last), open(Reason::EmploymentAwaited));
    assert_eq!(of(&[job(first), ends(date!(2026 - 01 - 10))], LATE), lost(Reason::EmploymentNotLongEnough));
    // A job from before graduation counts from the graduation on.
    assert_eq!(met(trigger, &after(&[job(date!(2025 - 12 - 01)), good.clone()]), LATE), earned(graduation));
}

#[test]
fn a_fact_counts_by_its_label_reporter_evidence_and_day() {
    let visit = |on, label: &str, evidence: &str| (on, noted("visit", label, evidence));
    let (one, two) = (date!(2025 - 03 - 01), date!(2025 - 04 - 01));
    let both = after(&[visit(one, "a", ""), visit(two, "b", "BB 1")]);
    let of = |terms: &str, facts: &[(Date, PartyId, Happening)]| {
        met(&format!("kind = \"fact\", fact = \"visit\"{terms}"), facts, LATE)
    };
    assert_eq!(of("", &both), earned(one));
    assert_eq!(of(", last = true", &both), earned(two));
    assert_eq!(of(", labels = [\"b\", \"c\"]", &both), earned(two));
    assert_eq!(of(", labels = [\"c\"]", &both), open(Reason::FactAwaited));
    assert_eq!(of(", evidence = true", &both), earned(two));
    assert_eq!(of("", &after(&[])), open(Reason::FactAwaited));
    assert_eq!(of("", &after(&[(one, withdrew())])), lost(Reason::Withdrew));
    // 47 days from 13 January to 1 March.
    assert_eq!(of(", within_days = 47", &both), earned(one));
    assert_eq!(of(", within_days = 46", &both), lost(Reason::TooLate));
    assert_eq!(of(", by = \"host\"", &both), open(Reason::FactAwaited));
    let mut by_host = both.clone();
    by_host.push((date!(2025 - 05 - 01), HOST, noted("visit", "", "")));
    assert_eq!(of(", by = \"host\"", &by_host), earned(date!(2025 - 05 - 01)));
    let hours = Happening::HoursDelivered { place: crate::fact::Place::College, hours: 3 };
    let taught = after(&[(two, hours)]);
    assert_eq!(met("kind = \"fact\", fact = \"hours\"", &taught, LATE), earned(two));
}

#[test]
fn what_is_counted_is_enough_at_its_bound_and_pays_each_time() {
    let days = [date!(2025 - 03 - 01), date!(2025 - 03 - 02), date!(2025 - 03 - 03), date!(2025 - 03 - 04)];
    let visits = |count: usize| {
        after(&days.iter().take(count).map(|day| (*day, noted("visit", "", ""))).collect::<Vec<_>>())
    };
    let of = |terms: &str, count: usize| {
        met(&format!("kind = \"reached\", fact = \"visit\", {terms}"), &visits(count), LATE)
    };
    assert_eq!(of("at_least = \"2\"", 0), open(Reason::FactAwaited));
    assert_eq!(of("at_least = \"2\"", 1), open(Reason::TooFew));
    assert_eq!(of("at_least = \"2\"", 2), earned(days[1]));
    assert_eq!(of("at_least = \"2\"", 4), earned(days[1]));
    assert_eq!(of("every = \"2\"", 3), (Outcome::Earned, Some(days[1]), 1));
    assert_eq!(of("every = \"2\"", 4), (Outcome::Earned, Some(days[3]), 2));
    assert_eq!(of("at_least = \"50%\", total = \"order.price * 5\"", 2), open(Reason::TooFew));
    assert_eq!(of("at_least = \"50%\", total = \"order.price * 5\"", 3), earned(days[2]));
    assert_eq!(of("every = \"50%\", total = \"order.price * 3\"", 3), (Outcome::Earned, Some(days[2]), 2));
    let mut gone = visits(1);
    gone.push((date!(2025 - 04 - 01), COLLEGE, withdrew()));
    assert_eq!(
        met("kind = \"reached\", fact = \"visit\", at_least = \"2\"", &gone, LATE),
        lost(Reason::Withdrew)
    );
}
