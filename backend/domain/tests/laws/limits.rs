//! Never more than the contract, a cap, or what a source has; and the whole price where all went well.

use std::collections::BTreeMap;

use time::{Date, Duration};

use super::{
    DEFAULT, always, always_under, each_part, entitled_totals,
    histories::{AGENT, END, FOREVER, History, START, Under, bare_order, moment, sound},
    on_hold, remember, settled_totals,
};
use domain::{
    calendar::plus_months,
    fact::{Fact, Happening, Recognition},
    grading::GraduationClass,
    ids::{EnrolmentId, FactId},
    money::Money,
    settlement::{Entitled, Learner, Order, Volume, entitlements, scheme::Base, settle_together},
};

fn told(enrolment: i64, facts: &[(Date, Happening)]) -> Learner {
    let fact = |(i, (on, what)): (usize, &(Date, Happening))| Fact {
        id: FactId(enrolment * 100 + i64::try_from(i).unwrap()),
        happened_on: *on,
        recorded_at: moment(*on),
        reporter: bare_order(1, 1).provider,
        supersedes: None,
        what: what.clone(),
    };
    let facts = facts.iter().enumerate().map(fact).collect();
    Learner { enrolment: EnrolmentId(enrolment), facts, attributes: BTreeMap::new() }
}

#[test]
fn full_success_pays_exactly_the_price_of_every_learner() {
    always_under(&DEFAULT, |mut history, dice| {
        let count = dice.from(1, 7);
        let learners = (1..=count).map(|i| {
            let begins = START + Duration::days(dice.from(0, 30));
            let ends = begins + Duration::days(dice.from(60, 400));
            let class =
                dice.pick(&[GraduationClass::Excellent, GraduationClass::VeryGood, GraduationClass::Good]);
            let recognition = Recognition { certificate: None, decision: "1".to_owned() };
            let graduated = Happening::graduated(class, rust_decimal::dec!(8.0), recognition);
            let job =
                (ends + Duration::days(dice.from(0, 91)), Happening::Employed { employer: "A".to_owned() });
            told(i, &[(begins, Happening::Enrolled), (ends, graduated), job])
        });
        let learners = learners.collect();
        let order = bare_order(dice.from(1, 50_000_000), u32::try_from(count).unwrap());
        let value = order.price.times(order.quantity);
        history.orders = vec![(order, learners)];
        (history.as_of, history.known_at) = (END + Duration::days(700), FOREVER);
        let run = history.settle();
        assert_eq!(run[0].lines.iter().map(|line| line.due).sum::<Money>(), value);
        assert_eq!(run[0].volume, Volume { ordered: value, accepted: value, ..Volume::default() });
    });
}

/// The largest that a term of the order ever was.
fn highest(order: &Order, term: &str, first: i64) -> i64 {
    let amended = order.facts.iter().filter(|fact| fact.what.label() == Some(term));
    let values = amended.filter_map(|fact| fact.what.value()?.as_number()?.to_whole());
    values.chain([first]).max().unwrap_or(first)
}

#[test]
fn never_more_than_the_contract() {
    always(|history, _| {
        let scheme = history.scheme();
        let residual =
            |learner: &Learner| learner.facts.iter().any(|fact| fact.what.label() == Some("residual"));
        let mut of_order = vec![0; history.orders.len()];
        let mut of_learner = BTreeMap::<EnrolmentId, i64>::new();
        each_part(&history, &sound(entitlements(&history.inputs())), |o, enrolment, part| {
            let Some(id) = enrolment else { return };
            let of_price = matches!(scheme.parts[part.part].base, Base::Share { amount: 0, .. });
            // An amount that is said to be the rest comes on top of what was earned before it.
            let on_top = scheme.parts[part.part].spread.is_some()
                && history.orders[o].1.iter().any(|learner| learner.enrolment == id && residual(learner));
            if of_price && !on_top {
                of_order[o] += part.earned.as_dong();
                *of_learner.entry(id).or_default() += part.earned.as_dong();
            }
        });
        for ((order, learners), sum) in history.orders.iter().zip(of_order) {
            let price = highest(order, "price", order.price.as_dong());
            let quantity = highest(order, "quantity", i64::from(order.quantity));
            // Parts earned at different prices are each the nearest đồng of another whole.
            let slack = if order.facts.is_empty() { 0 } else { 5 };
            for learner in learners {
                let sum = of_learner.get(&learner.enrolment).copied().unwrap_or_default();
                assert!(sum <= price + slack, "{:?}: {sum} > {price}", learner.enrolment);
            }
            assert!(sum <= (price + slack) * quantity, "{sum} > {price} × {quantity}");
        }
    });
}

fn fiscal(part: &Entitled) -> i32 {
    part.on.map_or(0, |day| day.year() - i32::from(u8::from(day.month()) < 4))
}

#[test]
fn never_more_than_a_cap() {
    always_under(&[Under::Wide], |history, _| {
        let parts = &history.scheme().parts;
        let limit = |order: &Order| order.terms.get("agent_limit").map_or(1_200_007, whole);
        let agent_limit = limit(&history.orders[0].0);
        let mut sums: BTreeMap<String, (Money, i64)> = BTreeMap::new();
        each_part(&history, &sound(entitlements(&history.inputs())), |o, enrolment, part| {
            let mut count = |group: String, amount: Money, limit: i64| {
                sums.entry(group).or_insert((Money::ZERO, limit)).0 += amount.at_least_zero();
            };
            let code = parts[part.part].code.as_str();
            if matches!(code, "teaching" | "completion") {
                let year = part.on.map_or(0, Date::year);
                count(format!("learner {enrolment:?} {year}"), part.earned, 600_013);
            }
            if matches!(code, "units" | "first_units" | "materials") {
                count("programme".to_owned(), part.earned, 150_001);
            }
            for share in part.split.iter().filter(|share| share.payee == AGENT) {
                count("agent".to_owned(), share.amount, agent_limit);
            }
            let order = &history.orders[o].0;
            let value = amended(&history, order, "price", order.price.as_dong())
                * amended(&history, order, "quantity", i64::from(order.quantity));
            count(format!("order {o} {}", fiscal(part)), part.earned, value);
        });
        for (group, (sum, limit)) in sums {
            assert!(sum <= Money::dong(limit), "{group}: {sum:?} > {limit}");
        }
    });
}

fn whole(value: &domain::value::Value) -> i64 {
    value.as_number().and_then(|number| number.to_whole()).unwrap()
}

fn amended(history: &History, order: &Order, term: &str, first: i64) -> i64 {
    let facts = domain::fact::in_effect(&order.facts, history.as_of, history.known_at);
    let amended = facts.iter().rfind(|fact| fact.what.kind() == "amended" && fact.what.label() == Some(term));
    amended.map_or(first, |fact| whole(&fact.what.value().unwrap()))
}

#[test]
fn a_source_never_gives_more_than_it_has_and_gets_back_what_it_gave() {
    always_under(&[Under::Wide, Under::Otherwise], |history, _| {
        let (mut before, mut funds) = (history.nothing_before(), history.funds.clone());
        let begun = funds.balances["levy"];
        let mut net: BTreeMap<String, Money> = BTreeMap::new();
        for months in [2, 14] {
            let as_of = plus_months(START, months).unwrap();
            let run = sound(settle_together(&history.inputs_at(as_of, moment(as_of)), &before, &mut funds));
            remember(&mut before, &run);
            for (source, amount) in run.iter().flat_map(|run| &run.lines).flat_map(|line| &line.payers) {
                *net.entry(source.clone()).or_default() += *amount;
            }
            assert!(funds.balances["levy"] >= Money::ZERO);
            assert_eq!(funds.balances["levy"] + net.get("levy").copied().unwrap_or_default(), begun);
            let of_levy = funds.given.iter().filter(|((source, _), _)| source == "levy");
            of_levy
                .for_each(|(year, given)| assert!(*given <= Money::dong(5_000_003), "{year:?}: {given:?}"));
        }
    });
}

#[test]
fn all_that_a_learner_is_entitled_to_comes_back_when_the_enrolment_was_a_mistake() {
    always(|mut history, _| {
        let (mut before, mut funds) = (history.nothing_before(), history.funds.clone());
        let run = sound(settle_together(&history.inputs(), &before, &mut funds));
        remember(&mut before, &run);
        history
            .learners_mut()
            .for_each(|learner| learner.facts.retain(|fact| fact.what != Happening::Enrolled));
        let next = sound(settle_together(&history.inputs(), &before, &mut funds));
        remember(&mut before, &next);
        let left = entitled_totals(&history, &sound(entitlements(&history.inputs())));
        assert!(left.keys().all(|(_, enrolment, ..)| enrolment.is_none()));
        let mut settled = settled_totals(&before);
        on_hold(&next, &mut settled);
        assert!(settled.keys().all(|(_, enrolment, ..)| enrolment.is_none()), "{settled:#?}");
    });
}
