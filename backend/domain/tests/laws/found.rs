//! The smallest histories in which a law, or the second calculator, once found the engine wrong.

use std::collections::BTreeMap;

use rust_decimal::dec;
use time::{Date, Duration, macros::date};

use super::histories::{
    COLLEGE, END, FOREVER, HOSTS, START, Under, bare_order, moment, parsed, rewritten, sound,
};
use domain::{
    fact::{Fact, Happening, Note, Place, Recognition},
    grading::GraduationClass,
    ids::{EnrolmentId, FactId, PartyId},
    money::Money,
    settlement::{
        Before, Funds, Input, Learner, Outcome, Reason, Scheme, Settlement, settle, settle_together,
    },
    value::Value,
};

/// Does not divide: the parts are 3 000 002, 4 500 002, 500 000 and 2 000 001.
const PRICE: i64 = 10_000_005;
const GRADUATION: Date = date!(2025 - 12 - 01);

fn day(days: i64) -> Date {
    START + Duration::days(days)
}

fn learner(facts: &[(Date, PartyId, Happening)]) -> Learner {
    let fact = |(id, (on, by, what)): (i64, &(Date, PartyId, Happening))| Fact {
        id: FactId(id),
        happened_on: *on,
        recorded_at: moment(*on),
        reporter: *by,
        supersedes: None,
        what: what.clone(),
    };
    let facts = (1..).zip(facts).map(fact).collect();
    Learner { enrolment: EnrolmentId(1), facts, attributes: Default::default() }
}

fn run(scheme: &Scheme, facts: &[(Date, PartyId, Happening)], as_of: Date, closing: bool) -> Settlement {
    let (order, learners) = (bare_order(PRICE, 1), [learner(facts)]);
    let input = Input { scheme, order: &order, learners: &learners, as_of, known_at: FOREVER, closing };
    sound(settle(&input, &Before::new()))
}

fn training(facts: &[(Date, PartyId, Happening)], as_of: Date) -> Settlement {
    run(Under::Training.scheme(), facts, as_of, false)
}

fn by_college(on: Date, what: Happening) -> (Date, PartyId, Happening) {
    (on, COLLEGE, what)
}

fn enrolled() -> (Date, PartyId, Happening) {
    by_college(START, Happening::Enrolled)
}

fn decision() -> Recognition {
    Recognition { certificate: None, decision: "1".to_owned() }
}

fn graduated(class: GraduationClass) -> (Date, PartyId, Happening) {
    let what = Happening::graduated(class, dec!(8), decision());
    by_college(GRADUATION, what)
}

fn withdrew(on: Date) -> (Date, PartyId, Happening) {
    by_college(on, Happening::Withdrew { reason: "moved".to_owned() })
}

fn outcome(run: &Settlement, part: usize) -> Outcome {
    run.entitled.learners[0][part].outcome
}

fn earned_on(run: &Settlement, part: usize) -> Option<Date> {
    run.entitled.learners[0][part].on
}

#[test]
fn a_suspension_told_twice_ends_with_one_return() {
    let facts = [
        enrolled(),
        by_college(day(5), Happening::Suspended),
        by_college(day(8), Happening::Suspended),
        by_college(day(25), Happening::Resumed),
    ];
    assert_eq!(earned_on(&training(&facts, END), 0), Some(day(50)));
}

#[test]
fn a_suspension_before_the_enrolment_moves_nothing() {
    let away = |until| {
        [by_college(day(-9), Happening::Suspended), enrolled(), by_college(day(until), Happening::Resumed)]
    };
    assert_eq!(earned_on(&training(&away(-2), END), 0), Some(day(30)));
    assert_eq!(earned_on(&training(&away(4), END), 0), Some(day(34)));
}

#[test]
fn of_two_enrolments_and_of_two_withdrawals_the_first_counts() {
    let again = [enrolled(), by_college(day(20), Happening::Enrolled)];
    assert_eq!(earned_on(&training(&again, END), 0), Some(day(30)));
    let left = [enrolled(), withdrew(day(10)), withdrew(day(40))];
    assert_eq!(outcome(&training(&left, END), 0), Outcome::Lost(Reason::WithdrewBeforeCensus));
}

#[test]
fn an_annulment_before_the_graduation_annuls_nothing() {
    let annulled = |on| by_college(on, Happening::Annulled { reason: "forged".to_owned() });
    let good = graduated(GraduationClass::Good);
    let earlier = [enrolled(), annulled(GRADUATION - Duration::DAY), good.clone()];
    assert_eq!(outcome(&training(&earlier, END), 1), Outcome::Earned);
    let later = [enrolled(), good, annulled(GRADUATION)];
    assert_eq!(outcome(&training(&later, END), 1), Outcome::Lost(Reason::Annulled));
}

#[test]
fn a_job_begun_before_the_graduation_is_earned_on_the_graduation() {
    let job = by_college(day(100), Happening::Employed { employer: "A".to_owned() });
    let run = training(&[enrolled(), job, graduated(GraduationClass::Good)], END);
    assert_eq!(outcome(&run, 3), Outcome::Earned);
    assert_eq!(earned_on(&run, 3), Some(GRADUATION));
}

#[test]
fn a_provider_that_is_also_a_host_is_one_payee_with_all_its_hours() {
    let hours = |place, hours| Happening::HoursDelivered { place, hours };
    let facts = [
        enrolled(),
        by_college(day(1), Happening::Placed { host: COLLEGE }),
        by_college(day(1), Happening::Placed { host: HOSTS[0] }),
        by_college(day(2), hours(Place::College, 1)),
        by_college(day(2), hours(Place::Enterprise, 1)),
        (day(2), HOSTS[0], hours(Place::Enterprise, 1)),
        graduated(GraduationClass::Good),
    ];
    let run = training(&facts, END);
    let split: Vec<_> =
        run.entitled.learners[0][1].split.iter().map(|share| (share.payee, share.amount)).collect();
    assert_eq!(split, [(COLLEGE, Money::dong(3_000_001)), (HOSTS[0], Money::dong(1_500_001))]);
}

#[test]
fn who_failed_has_lost_the_part_also_while_a_duplicate_is_undecided() {
    let flagged = by_college(day(3), Happening::DuplicateFlagged { other: EnrolmentId(9) });
    let run = training(&[enrolled(), flagged, graduated(GraduationClass::Failed)], END);
    assert_eq!(outcome(&run, 0), Outcome::Open(Reason::DuplicateUndecided));
    assert_eq!(outcome(&run, 1), Outcome::Lost(Reason::DidNotGraduate));
}

/// One sum in thousands, and a cap that is not.
const CAPPED: &str = r#"
id = "capped"
version = 1
title = { vi = "Có trần", en = "Capped" }
governs_from = "2025-01-01"
currency = "VND"

[[components]]
code = "sum"
title = { vi = "Một khoản", en = "One sum" }
amount = "7900"
rounding = { unit = "1000" }
law = "assumption"

[[caps]]
code = "limit"
per = "order"
amount = "5001"
over = "held"
law = "assumption"

[rounding]
mode = "half_up"
remainder = "largest"
law = "assumption"
"#;

#[test]
fn an_amount_cut_by_a_cap_is_worked_out_again_though_it_is_no_multiple_of_its_unit() {
    let run = run(&parsed(CAPPED), &[enrolled()], END, false);
    let line = &run.lines[0];
    assert_eq!((line.due, line.trace.recompute()), (Money::dong(5001), Some(Money::dong(5001))));
}

#[test]
fn what_a_cap_keeps_open_is_lost_at_liquidation() {
    let part = |closing| {
        let run = run(&parsed(CAPPED), &[enrolled()], END, closing);
        let part = &run.entitled.learners[0][0];
        (part.open, part.held, part.lost())
    };
    let kept = Money::dong(2999);
    assert_eq!(part(false), (kept, kept, Money::ZERO));
    assert_eq!(part(true), (Money::ZERO, Money::ZERO, kept));
}

/// Paid by the month, from a balance and then by the state.
const MONTHLY: &str = r#"
id = "monthly"
version = 1
title = { vi = "Theo tháng", en = "By the month" }
governs_from = "2025-01-01"
currency = "VND"

[[amounts]]
code = "price"
value = "order.price"
law = "assumption"

[[components]]
code = "course"
title = { vi = "Khóa học", en = "Course" }
share = "1"
spread = { kind = "monthly" }
law = "assumption"

[[sources]]
code = "levy"
draws = "levy"
law = "assumption"

[[sources]]
code = "state"
rest = true
law = "assumption"

[netting]
corrections = "net"
law = "assumption"

[rounding]
mode = "half_up"
remainder = "largest"
law = "assumption"
"#;

#[test]
fn a_month_that_turns_negative_gives_each_source_back_what_it_paid_and_that_once() {
    for corrections in ["net", "reverse"] {
        let scheme = rewritten(MONTHLY, &[("\"net\"", &format!("\"{corrections}\""))]);
        let as_of = date!(2025 - 03 - 31);
        let mut funds = Funds::default();
        funds.balances.insert("levy".to_owned(), Money::dong(1_000_000));
        let (mut order, learners) = (bare_order(12_000, 1), [learner(&[enrolled()])]);
        let mut before = [Before::new()];
        let settle = |order: &_, before: &[Before], funds: &mut _| {
            let (closing, known_at, scheme) = (false, FOREVER, &scheme);
            let input = Input { scheme, order, learners: &learners, as_of, known_at, closing };
            sound(settle_together(&[input], before, funds))
        };
        let first = settle(&order, &before, &mut funds);
        super::remember(&mut before, &first);
        assert_eq!(funds.balances["levy"], Money::dong(997_000));

        // The price falls so low that March takes back what January and February got too much.
        let (value, label) = (Some(Value::whole(1000)), Some("price".to_owned()));
        let what = Happening::noted("amended", Note { value, label, evidence: None });
        order.facts = learner(&[by_college(date!(2025 - 03 - 20), what)]).facts;
        let second = settle(&order, &before, &mut funds);
        let mut paid = BTreeMap::<&str, Money>::new();
        for line in &second[0].lines {
            for (source, amount) in &line.payers {
                *paid.entry(source).or_default() += *amount;
            }
        }
        assert_eq!(paid, [("levy", Money::dong(-1000))].into(), "{corrections}");
        assert_eq!(second[0].lines.iter().map(|line| line.due).sum::<Money>(), Money::dong(-1100));
    }
}

#[test]
fn a_part_paid_by_the_month_and_a_part_paid_at_once_never_come_to_more_than_the_price() {
    let at_once = concat!(
        "[[components]]\ncode = \"start\"\ntitle = { vi = \"Nhập học\", en = \"Start\" }\nshare = \"0.65\"\n",
        "law = \"assumption\"\n\n[[components]]\ncode = \"course\"",
    );
    let changes = [("[[components]]\ncode = \"course\"", at_once), ("share = \"1\"", "share = \"0.35\"")];
    let scheme = rewritten(MONTHLY, &changes);
    // 6.5 and 3.5: the half goes to the first, and not to both.
    let (order, learners) = (bare_order(10, 1), [learner(&[enrolled()])]);
    let (as_of, known_at, closing) = (END, FOREVER, false);
    let input = Input { scheme: &scheme, order: &order, learners: &learners, as_of, known_at, closing };
    let run = sound(settle(&input, &Before::new()));
    assert_eq!(run.volume.accepted, Money::dong(10));
}
