//! Laws that hold whatever happens, tried on random histories. `DATHANG_HISTORIES=200000` tries so many
//! instead of ten thousand.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its input should stop there")]

mod arrival;
mod calculator;
mod coverage;
mod found;
mod histories;
mod limits;
mod same;
mod stories;

use std::collections::{BTreeMap, BTreeSet};

use time::Duration;

use self::histories::{Dice, HOLD, History, Under, moment, sound};
use domain::settlement::{
    Before, Entitled, Entitlement, Outcome, Reason, Settled, Settlement, Trace, entitlements, explained,
    settle_together, trace::Put,
};
use domain::{
    fact::{Fact, Happening},
    ids::{EnrolmentId, PartyId},
    money::Money,
};

/// How many histories each law is tried on.
fn histories() -> u64 {
    std::env::var("DATHANG_HISTORIES").ok().and_then(|number| number.parse().ok()).unwrap_or(10_000)
}

/// Says which history it was when a law fails.
struct Seed(u64);

impl Drop for Seed {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("The law failed in the history of seed {0}; DATHANG_SEED={0} tries it alone.", self.0);
        }
    }
}

/// A wide history takes about ten times as long as one of the default schemes.
const ALL: [Under; 8] = [
    Under::Training,
    Under::Training,
    Under::Training,
    Under::Retraining,
    Under::Retraining,
    Under::Retraining,
    Under::Wide,
    Under::Otherwise,
];
const DEFAULT: [Under; 2] = [Under::Training, Under::Retraining];

/// Tries a law on every history.
fn always(law: impl FnMut(History, &mut Dice)) {
    always_under(&ALL, law);
}

/// Tries a law on histories under these schemes.
fn always_under(schemes: &[Under], mut law: impl FnMut(History, &mut Dice)) {
    let only = std::env::var("DATHANG_SEED").ok().and_then(|seed| seed.parse().ok());
    let numbers = only.map_or(0..histories(), |seed: u64| seed..seed + 1);
    for number in numbers {
        let seed = Seed(number);
        let mut dice = Dice::new(seed.0);
        let under = dice.pick(schemes);
        let history = History::of(under, &mut dice);
        law(history, &mut dice);
    }
}

fn remember(before: &mut [Before], settlements: &[Settlement]) {
    for (before, settlement) in before.iter_mut().zip(settlements) {
        for line in &settlement.lines {
            before.entry(line.enrolment).or_default().push(Settled {
                part: line.part.clone(),
                label: line.label.clone(),
                payee: line.payee,
                amount: line.due,
                payers: line.payers.clone(),
            });
        }
    }
}

/// Of an order, a learner, a part, an instalment, a payee.
type Key = (usize, Option<EnrolmentId>, String, String, PartyId);
type Totals = BTreeMap<Key, Money>;

fn add(totals: &mut Totals, key: Key, amount: Money) {
    let total = totals.entry(key.clone()).or_default();
    *total += amount;
    if total.is_zero() {
        totals.remove(&key);
    }
}

fn each_part(
    history: &History,
    entitled: &[Entitlement],
    mut see: impl FnMut(usize, Option<EnrolmentId>, &Entitled),
) {
    for (o, (of_order, (_, learners))) in entitled.iter().zip(&history.orders).enumerate() {
        for (parts, learner) in of_order.learners.iter().zip(learners) {
            parts.iter().for_each(|part| see(o, Some(learner.enrolment), part));
        }
        of_order.order.iter().for_each(|part| see(o, None, part));
    }
}

fn entitled_totals(history: &History, entitled: &[Entitlement]) -> Totals {
    let mut totals = Totals::new();
    each_part(history, entitled, |o, enrolment, part| {
        let code = &history.scheme().parts[part.part].code;
        for share in &part.split {
            add(&mut totals, (o, enrolment, code.clone(), part.label.to_string(), share.payee), share.amount);
        }
    });
    totals
}

fn settled_totals(before: &[Before]) -> Totals {
    let mut totals = Totals::new();
    for (o, before) in before.iter().enumerate() {
        for (enrolment, settled) in before {
            for one in settled {
                add(&mut totals, (o, *enrolment, one.part.clone(), one.label.clone(), one.payee), one.amount);
            }
        }
    }
    totals
}

/// Due, but kept back because somebody said so.
fn on_hold(settlements: &[Settlement], totals: &mut Totals) {
    for (o, settlement) in settlements.iter().enumerate() {
        for held in settlement.held.iter().filter(|held| held.reason == HOLD) {
            add(totals, (o, held.enrolment, held.part.clone(), held.label.clone(), held.payee), held.due);
        }
    }
}

/// Runs on some days before the last, with what was known then. Gives what they settled.
fn earlier_runs(history: &History, dice: &mut Dice, most: i64) -> (Vec<Before>, domain::settlement::Funds) {
    let (mut before, mut funds) = (history.nothing_before(), history.funds.clone());
    let mut days: Vec<i64> = (0..dice.from(0, most + 1)).map(|_| dice.from(1, 500)).collect();
    days.sort_unstable_by(|a, b| b.cmp(a));
    for day in days {
        let as_of = history.as_of - Duration::days(day);
        let known_at = moment(as_of).min(history.known_at);
        let run = sound(settle_together(&history.inputs_at(as_of, known_at), &before, &mut funds));
        remember(&mut before, &run);
    }
    (before, funds)
}

#[test]
fn parts_add_up_to_the_whole_at_every_level() {
    always(|history, dice| {
        let (before, mut funds) = earlier_runs(&history, dice, 1);
        let levy = funds.balances["levy"];
        let run = sound(settle_together(&history.inputs(), &before, &mut funds));
        let entitled: Vec<Entitlement> = run.iter().map(|one| one.entitled.clone()).collect();
        each_part(&history, &entitled, |_, _, part| {
            assert_eq!(part.split.iter().map(|share| share.amount).sum::<Money>(), part.earned, "{part:#?}");
            assert!(part.held <= part.open, "{part:#?}");
            let of = &history.scheme().parts[part.part];
            // An instalment may take back what the months before it got too much.
            let may_be_negative = of.deduction || of.spread.is_some();
            let negative = [part.earned, part.open, part.held].into_iter().any(Money::is_negative);
            assert!(may_be_negative || !negative, "{part:#?}");
            assert!(!part.lost().is_negative(), "{part:#?}");
        });

        let mut rest = entitled_totals(&history, &entitled);
        for (key, amount) in settled_totals(&before) {
            add(&mut rest, key, -amount);
        }
        let mut paid = Totals::new();
        for (o, settlement) in run.iter().enumerate() {
            for line in &settlement.lines {
                if line.trace.put == Put::Net {
                    assert_eq!(line.due, line.entitled - line.settled_before);
                }
                assert!(!line.due.is_zero());
                add(
                    &mut paid,
                    (o, line.enrolment, line.part.clone(), line.label.clone(), line.payee),
                    line.due,
                );
            }
        }
        on_hold(&run, &mut paid);
        assert_eq!(paid, rest);

        let lines = || run.iter().flat_map(|settlement| &settlement.lines);
        let mut of_levy = Money::ZERO;
        for line in lines().filter(|_| !history.scheme().sources.is_empty()) {
            // Nobody gets back more than was paid, even where more is to come back.
            let negative_now = line.entitled.is_negative() && line.settled_before > Money::ZERO;
            let named = match line.trace.put {
                Put::Anew if negative_now => Money::ZERO,
                _ if negative_now => -line.settled_before,
                _ => line.due,
            };
            assert_eq!(line.payers.iter().map(|(_, amount)| *amount).sum::<Money>(), named, "{line:#?}");
            of_levy += line.payers.iter().filter(|(code, _)| code == "levy").map(|(_, amount)| *amount).sum();
        }
        assert_eq!(levy - funds.balances["levy"], of_levy);
        run.iter().zip(&history.orders).for_each(|(run, (order, _))| volume_adds_up(&history, run, order));
    });
}

fn volume_adds_up(history: &History, run: &Settlement, order: &domain::settlement::Order) {
    let volume = run.volume;
    assert_eq!(volume.ordered, volume.accepted + volume.rejected + volume.outstanding);
    assert!(volume.adds_up());
    let parts = || run.entitled.learners.parts().iter().chain(&run.entitled.order);
    assert_eq!(parts().map(|part| part.earned).sum::<Money>(), volume.accepted + volume.beside);
    if !history.under.is_wide() && order.facts.is_empty() {
        assert_eq!(volume.ordered, order.price.times(order.quantity), "{volume:#?}");
    }
    if history.closing {
        assert!(volume.outstanding.is_zero());
        assert!(parts().all(|part| part.open.is_zero() && !matches!(part.outcome, Outcome::Open(_))));
    }
}

#[test]
fn running_twice_changes_nothing() {
    always(|history, dice| {
        let (mut before, mut funds) = earlier_runs(&history, dice, 1);
        let first = sound(settle_together(&history.inputs(), &before, &mut funds));
        remember(&mut before, &first);
        let after = funds.clone();
        let second = sound(settle_together(&history.inputs(), &before, &mut funds));
        assert!(second.iter().all(|settlement| settlement.lines.is_empty()), "{:#?}", second[0].lines);
        assert_eq!(after, funds);
        for (first, second) in first.iter().zip(&second) {
            assert_eq!((first.volume, first.fingerprint), (second.volume, second.fingerprint));
            assert_eq!((&first.entitled, &first.held), (&second.entitled, &second.held));
        }
    });
}

#[test]
fn nobody_is_paid_who_never_enrolled() {
    always(|mut history, _| {
        let enrolled = |fact: &Fact| fact.what == Happening::Enrolled;
        history.learners_mut().step_by(2).for_each(|learner| learner.facts.retain(|fact| !enrolled(fact)));
        let never: BTreeSet<EnrolmentId> = history
            .learners_mut()
            .filter(|learner| !learner.facts.iter().any(enrolled))
            .map(|learner| learner.enrolment)
            .collect();
        for settlement in history.settle() {
            let theirs =
                settlement.lines.iter().find(|line| line.enrolment.is_some_and(|id| never.contains(&id)));
            assert_eq!(theirs, None);
        }
        each_part(&history, &sound(entitlements(&history.inputs())), |_, enrolment, part| {
            if enrolment.is_some_and(|id| never.contains(&id)) {
                let not_enrolled = Outcome::Lost(Reason::NotEnrolled);
                assert_eq!((part.outcome, part.earned, part.held), (not_enrolled, Money::ZERO, Money::ZERO));
            }
        });
    });
}

#[test]
fn every_amount_can_be_worked_out_again_from_its_trace_alone() {
    always(|history, dice| {
        let (before, mut funds) = earlier_runs(&history, dice, 1);
        let run = sound(settle_together(&history.inputs(), &before, &mut funds));
        for line in run.iter().flat_map(|settlement| &settlement.lines) {
            let kept = serde_json::to_string(&line.trace).unwrap();
            let trace: Trace = serde_json::from_str(&kept).unwrap();
            assert_eq!(trace, line.trace);
            assert_eq!(trace.recompute(), Some(line.due), "{kept}");
        }
    });
}

#[test]
fn amounts_are_the_same_with_and_without_traces() {
    always(|history, _| {
        let mut explained = sound(explained(&history.inputs()));
        for of_order in &mut explained {
            let parts = of_order.learners.parts_mut().iter_mut().chain(&mut of_order.order);
            parts.for_each(|part| part.basis = Default::default());
        }
        let mut bare = sound(entitlements(&history.inputs()));
        for of_order in &mut bare {
            let parts = of_order.learners.parts_mut().iter_mut().chain(&mut of_order.order);
            parts.for_each(|part| part.basis = Default::default());
        }
        assert_eq!(bare, explained);
    });
}
