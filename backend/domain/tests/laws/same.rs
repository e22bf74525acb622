//! Two schemes that say the same thing in two ways pay the same.

use std::sync::LazyLock;

use super::{
    always_under, each_part,
    histories::{History, RETRAINING, TRAINING, Under, WIDE, rewritten, sound},
};
use domain::settlement::{Input, Scheme, entitlements, settle};

/// Learner by learner and part by part: the same outcome, the same amounts to the same payees.
fn pay_the_same(under: Under, other: &Scheme, history: &History) {
    let inputs = history.inputs();
    let others: Vec<Input> = inputs.iter().map(|input| Input { scheme: other, ..*input }).collect();
    let told = |inputs: &[Input]| {
        let mut told = Vec::new();
        each_part(history, &sound(entitlements(inputs)), |o, enrolment, part| {
            let code = inputs[0].scheme.parts[part.part].code.clone();
            let split: Vec<_> = part
                .split
                .iter()
                .filter(|share| !share.amount.is_zero())
                .map(|s| (s.payee, s.amount))
                .collect();
            let amounts = (part.value, part.earned, part.open, part.lost());
            told.push(((o, enrolment, code), part.on, amounts, split));
        });
        told.sort();
        told
    };
    assert_eq!(told(&inputs), told(&others));
    if under != Under::Wide {
        let volume = |input: &Input| sound(settle(input, &Default::default())).volume;
        assert_eq!(volume(&inputs[0]), volume(&others[0]));
    }
}

fn always_the_same(under: Under, other: &Scheme) {
    always_under(&[under], |history, _| pay_the_same(under, other, &history));
}

const CLASSES: &str = r#"
[[tables]]
code = "classes"
keys = ["class"]
rows = [
    { key = ["excellent"], value = "1" }, { key = ["very_good"], value = "1" }, { key = ["good"], value = "1" },
    { key = ["fairly_good"], value = "0.95" }, { key = ["average"], value = "0.9" },
    { key = ["passed"], value = "1" }, { key = ["weak"], value = "0" }, { key = ["failed"], value = "0" },
]
law = "assumption"

[[factors]]
code = "class"
title = { vi = "Xếp loại", en = "Class" }
value = "lookup(classes, label(graduated))"
law = "assumption"

[rounding]"#;

#[test]
fn a_tree_of_amounts_pays_what_the_flat_shares_pay() {
    let nested = rewritten(
        TRAINING,
        &[
            (
                "[quantity]",
                "[[amounts]]\ncode = \"later\"\nof = \"price\"\nshare = \"0.70\"\nlaw = \"assumption\"\n\n[quantity]",
            ),
            ("share = \"0.50\"", "of = \"later\"\nshare = \"5/7\""),
            ("share = \"0.20\"", "of = \"later\"\nshare = \"2/7\""),
        ],
    );
    always_the_same(Under::Training, &nested);
}

#[test]
fn a_factor_that_looks_the_class_up_pays_what_the_quality_table_pays() {
    let looked_up =
        rewritten(TRAINING, &[("by_quality = true", "factors = [\"class\"]"), ("\n[rounding]", CLASSES)]);
    always_the_same(Under::Training, &looked_up);
}

#[test]
fn days_by_a_formula_pay_what_days_by_a_number_pay() {
    let formula = rewritten(RETRAINING, &[("days = 15", "days = \"if(order.quantity >= 0, 20 - 5, 7)\"")]);
    always_the_same(Under::Retraining, &formula);
}

#[test]
fn terms_that_change_nothing_change_nothing() {
    let idle = rewritten(
        RETRAINING,
        &[
            (
                "payee = \"provider\"",
                concat!(
                    "payee = [{ role = \"provider\", share = \"1\" }]\n",
                    "units = \"1\"\n",
                    "loadings = [{ code = \"none\", when = \"yes\", percent = \"0\" }]\n",
                    "gates = [{ code = \"open\", test = \"yes\", say = { vi = \"có\", en = \"yes\" } }]\n",
                    "cap = \"order.price\"",
                ),
            ),
            (
                "[rounding]",
                concat!(
                    "[[caps]]\ncode = \"all\"\nper = \"programme\"\namount = \"order.price * 1000\"\n",
                    "law = \"assumption\"\n\n[rounding]",
                ),
            ),
        ],
    );
    always_under(&[Under::Retraining], |mut history, _| {
        // A cap is at the price of today; a part keeps the price of its day.
        history.orders[0].0.facts.clear();
        pay_the_same(Under::Retraining, &idle, &history);
    });
}

static WIDE_AGAIN: LazyLock<Scheme> = LazyLock::new(|| {
    rewritten(
        WIDE,
        &[
            ("days = \"census\"", "days = \"if(given(learner.indigenous, no), 15, 25)\""),
            (
                "amount = \"lookup_on(rates, start, 'hour')\"",
                "amount = \"if(start < 2025-04-01, 40005, 45001)\"",
            ),
            ("every = \"25%\", total = \"order.units\"", "every = \"2\""),
            ("of = \"course\"\nshare = \"2/7\"", "of = \"price\"\nshare = \"0.2\""),
            ("share = \"0.7\"", "share = \"0.3\""),
            ("of = \"course\"\nshare = \"3/7\"", "of = \"course\"\nshare = \"1\""),
        ],
    )
});

#[test]
fn every_primitive_written_in_another_way_pays_the_same() {
    always_the_same(Under::Wide, &WIDE_AGAIN);
}
