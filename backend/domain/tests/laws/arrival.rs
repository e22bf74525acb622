//! When and in which order something becomes known changes nothing in the end.

use super::{
    DEFAULT, always, always_under, earlier_runs,
    histories::{History, Under, sound},
    on_hold, remember, settled_totals,
};
use domain::{
    fact::{Fact, Happening},
    ids::FactId,
    settlement::{Line, entitlements, explained, settle_together},
};

#[test]
fn the_order_in_which_facts_and_learners_arrive_changes_nothing() {
    always(|mut history, dice| {
        let straight = history.settle();
        for (order, learners) in &mut history.orders {
            dice.shuffle(&mut order.facts);
            learners.iter_mut().for_each(|learner| dice.shuffle(&mut learner.facts));
            dice.shuffle(learners);
        }
        for (straight, turned) in straight.into_iter().zip(history.settle()) {
            let by_learner = |mut lines: Vec<Line>| {
                lines.sort_by_key(|line| (line.enrolment.is_none(), line.enrolment));
                lines
            };
            assert_eq!(by_learner(straight.lines), by_learner(turned.lines));
            assert_eq!(straight.volume, turned.volume);
        }
    });
}

#[test]
fn facts_one_by_one_come_to_what_facts_at_once_come_to() {
    always(|history, dice| {
        let (mut before, mut funds) = earlier_runs(&history, dice, 4);
        let last = sound(settle_together(&history.inputs(), &before, &mut funds));
        remember(&mut before, &last);
        let mut one_by_one = settled_totals(&before);
        on_hold(&last, &mut one_by_one);

        let run = history.settle();
        let mut at_once = history.nothing_before();
        remember(&mut at_once, &run);
        let mut at_once = settled_totals(&at_once);
        on_hold(&run, &mut at_once);
        assert_eq!(one_by_one, at_once);
    });
}

#[test]
fn a_fact_taken_back_is_as_if_it_had_never_been_told() {
    // Where a place once had stays empty, a fact that was told left its mark; not so under the others.
    always_under(&[Under::Training, Under::Retraining, Under::Wide], |mut history, dice| {
        let o = dice.below(history.orders.len());
        let l = dice.below(history.orders[o].1.len());
        let facts = &mut history.orders[o].1[l].facts;
        let alone: Vec<usize> = (0..facts.len()).filter(|i| facts[*i].supersedes.is_none()).collect();
        let Some(i) = (!alone.is_empty()).then(|| dice.pick(&alone)) else { return };
        let mut without = history.clone();
        let gone = without.orders[o].1[l].facts.remove(i);
        let facts = &mut history.orders[o].1[l].facts;
        facts.push(Fact {
            id: FactId(gone.id.0 + 90),
            recorded_at: history.known_at,
            supersedes: Some(gone.id),
            what: Happening::Retracted { reason: "mistaken".to_owned() },
            ..gone
        });
        let (with, without) =
            (sound(entitlements(&history.inputs())), sound(entitlements(&without.inputs())));
        assert_eq!(with, without);
    });
}

#[test]
fn an_earlier_run_can_be_worked_out_again_later() {
    always(|mut history, _| {
        let now = history.settle();
        // What was recorded later, or happened later, is not there yet.
        let mut then = history.clone();
        let (as_of, known_at) = (then.as_of, then.known_at);
        let lists = |history: &mut History, keep: &dyn Fn(&Fact) -> bool| {
            for (order, learners) in &mut history.orders {
                order.facts.retain(keep);
                learners.iter_mut().for_each(|learner| learner.facts.retain(keep));
            }
        };
        lists(&mut then, &|fact| fact.recorded_at <= known_at);
        assert_eq!(then.settle(), now);
        lists(&mut history, &|fact| fact.happened_on <= as_of || fact.supersedes.is_some());
        let bare = sound(explained(&history.inputs()));
        assert_eq!(bare, now.into_iter().map(|one| one.entitled).collect::<Vec<_>>());
    });
}

#[test]
fn two_orders_together_come_to_what_each_comes_to_alone() {
    always_under(&DEFAULT, |history, dice| {
        let other = History::of(history.under, dice);
        let (mut a, b) = (history.inputs(), other.inputs());
        let alone = [sound(explained(&a)), sound(explained(&b))].concat();
        a.extend(b);
        assert_eq!(sound(explained(&a)), alone);
    });
}
