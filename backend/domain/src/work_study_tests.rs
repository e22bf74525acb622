use time::macros::date;

use super::*;
use crate::calendar::Moment;

const COLLEGE: PartyId = PartyId(1);
const HOST: PartyId = PartyId(2);
const OTHER: PartyId = PartyId(3);

fn fact(id: i64, on: Date, reporter: PartyId, supersedes: Option<i64>, what: Happening) -> Fact {
    let supersedes = supersedes.map(FactId);
    Fact { id: FactId(id), happened_on: on, recorded_at: Moment(id), reporter, supersedes, what }
}

fn at(place: Place, hours: u32) -> Happening {
    Happening::HoursDelivered { place, hours }
}

fn placed() -> Fact {
    fact(1, date!(2025 - 03 - 10), COLLEGE, None, Happening::Placed { host: HOST })
}

fn codes(
    place: Place,
    hours: u32,
    month: &str,
    reporter: PartyId,
    plan: Option<Plan>,
    facts: &[Fact],
) -> Vec<String> {
    let facts: Vec<&Fact> = facts.iter().collect();
    let context = Context { reporter, enrolled_on: date!(2025 - 01 - 13), plan, facts: &facts };
    check(place, hours, month.parse().unwrap(), &context).into_iter().map(|issue| issue.code).collect()
}

#[test]
fn a_host_reports_hours_of_those_placed_with_it_and_from_the_day_of_the_placement_on() {
    let facts = [placed()];
    let host = |hours, month| codes(Place::Enterprise, hours, month, HOST, None, &facts);
    assert_eq!(host(10, "2025-02"), ["hours.not_placed"]);
    assert!(host(22 * 8, "2025-03").is_empty(), "22 days from the 10th to the 31st");
    assert_eq!(host(22 * 8 + 1, "2025-03"), ["hours.month"]);
    assert_eq!(codes(Place::Enterprise, 1, "2025-03", OTHER, None, &facts), ["hours.not_placed"]);
    assert!(codes(Place::College, 19 * 8, "2025-01", COLLEGE, None, &facts).is_empty());
    assert_eq!(codes(Place::College, 19 * 8 + 1, "2025-01", COLLEGE, None, &facts), ["hours.month"]);
}

#[test]
fn nobody_learns_more_than_eight_hours_a_day_at_all_places_together() {
    let facts = [placed(), fact(2, date!(2025 - 04 - 30), COLLEGE, None, at(Place::College, 100))];
    assert!(codes(Place::Enterprise, 140, "2025-04", HOST, None, &facts).is_empty());
    assert_eq!(codes(Place::Enterprise, 141, "2025-04", HOST, None, &facts), ["hours.month_together"]);
}

#[test]
fn after_a_withdrawal_there_are_no_hours_and_in_its_month_only_those_before() {
    let left = Happening::Withdrew { reason: "ốm".into() };
    let facts = [placed(), fact(2, date!(2025 - 04 - 05), COLLEGE, None, left)];
    assert!(codes(Place::Enterprise, 40, "2025-04", HOST, None, &facts).is_empty());
    assert_eq!(codes(Place::Enterprise, 41, "2025-04", HOST, None, &facts), ["hours.month"]);
    assert_eq!(codes(Place::Enterprise, 1, "2025-05", HOST, None, &facts), ["hours.withdrawn"]);
}

#[test]
fn days_of_a_suspension_have_no_hours() {
    let facts = [
        placed(),
        fact(2, date!(2025 - 04 - 11), COLLEGE, None, Happening::Suspended),
        fact(3, date!(2025 - 04 - 21), COLLEGE, None, Happening::Resumed),
    ];
    assert!(codes(Place::Enterprise, 160, "2025-04", HOST, None, &facts).is_empty());
    assert_eq!(codes(Place::Enterprise, 161, "2025-04", HOST, None, &facts), ["hours.month"]);
}

#[test]
fn the_plan_bounds_the_sum_of_all_months_at_a_place() {
    let plan = Some(Plan { college: 300, enterprise: 150 });
    let facts = [placed(), fact(2, date!(2025 - 03 - 31), HOST, None, at(Place::Enterprise, 100))];
    assert!(codes(Place::Enterprise, 50, "2025-04", HOST, plan, &facts).is_empty());
    assert_eq!(codes(Place::Enterprise, 51, "2025-04", HOST, plan, &facts), ["hours.plan"]);
    let short = check_plan(Plan { college: 300, enterprise: 99 }, Plan { college: 0, enterprise: 100 });
    assert_eq!(short[0].place, "hours_enterprise");
    assert_eq!(check_plan(Plan { college: 0, enterprise: 0 }, Plan { college: 0, enterprise: 0 }).len(), 1);
}

#[test]
fn contested_hours_do_not_count_until_they_are_answered_and_an_answer_stands() {
    let on = date!(2025 - 03 - 31);
    let mut facts = vec![placed(), fact(2, on, HOST, None, at(Place::Enterprise, 100))];
    let month = Month::of(on);
    let contest = |facts: &[Fact], id| -> Vec<String> {
        let found = check_contest(FactId(id), "sổ ghi 80 giờ", COLLEGE, COLLEGE, facts);
        found.into_iter().map(|issue| issue.code).collect()
    };
    assert!(contest(&facts, 2).is_empty());
    assert_eq!(contest(&facts, 1), ["contest.not_open"]);
    let contested = Happening::HoursContested { hours: 100, reason: "sổ ghi 80 giờ".into() };
    facts.push(fact(3, on, COLLEGE, Some(2), contested));
    let counting = |facts: &[Fact]| -> u64 {
        let known = in_effect(facts, date!(2025 - 06 - 30), Moment(i64::MAX));
        hours(known.iter(), Some(Place::Enterprise))
    };
    assert_eq!(counting(&facts), 0);
    let stands =
        |facts: &[Fact]| standing(facts, HOST, Place::Enterprise, month, date!(2025 - 06 - 30)).map(|f| f.id);
    assert_eq!(stands(&facts), Some(FactId(3)));
    facts.push(fact(4, on, HOST, Some(3), at(Place::Enterprise, 80)));
    assert_eq!((counting(&facts), stands(&facts)), (80, Some(FactId(4))));
    assert_eq!(contest(&facts, 2), ["contest.not_open"]);
    assert_eq!(contest(&facts, 4), ["contest.answered"]);
}

#[test]
fn who_contests_says_why_and_is_the_provider() {
    let facts = [placed(), fact(2, date!(2025 - 03 - 31), HOST, None, at(Place::Enterprise, 100))];
    let found = check_contest(FactId(2), "  ", HOST, COLLEGE, &facts);
    let codes: Vec<&str> = found.iter().map(|issue| issue.code.as_str()).collect();
    assert_eq!(codes, ["contest.reporter", "contest.reason"]);
}
