use time::macros::date;

use super::*;

fn line() -> LineDraft {
    LineDraft {
        occupation: "5520227".into(),
        mode: Mode::WorkStudy,
        quantity: 60,
        price_decision: "p".into(),
        starts_on: date!(2025 - 01 - 13),
        ends_on: date!(2026 - 01 - 12),
        price: None,
    }
}

fn context() -> LineContext {
    LineContext {
        level: Some(Level::Intermediate),
        price: Some(Price {
            occupation: "5520227".into(),
            amount: Money::dong(15_000_000),
            authority: "Bộ".into(),
            number: "01/QĐ".into(),
            valid_from: date!(2025 - 01 - 01),
            valid_until: date!(2025 - 12 - 31),
        }),
        approval: Some(Approval {
            kind: ApprovalKind::Licence,
            number: "GCN 1".into(),
            valid_from: date!(2020 - 01 - 01),
            yearly_scale: 100,
            already_ordered: 40,
        }),
        appropriation: Some(Appropriation { key: "092-2025".into(), available: Money::dong(900_000_000) }),
        scheme: Some("qd1446-training v1".into()),
    }
}

fn failing(provider: PartyKind, lines: Vec<(LineDraft, LineContext)>) -> Vec<String> {
    let (drafts, contexts): (Vec<_>, Vec<_>) = lines.into_iter().unzip();
    let draft = Draft { programme: "qd1446".into(), provider: PartyId(1), lines: drafts };
    let found = gates(&draft, provider, &contexts, date!(2025 - 01 - 06));
    found.iter().filter_map(Gate::issue).map(|issue| format!("{} {}", issue.place, issue.code)).collect()
}

#[test]
fn a_sound_order_passes_every_gate() {
    assert_eq!(failing(PartyKind::College, vec![(line(), context())]), Vec::<String>::new());
}

#[test]
fn lines_share_the_licence_and_the_appropriation() {
    let second = LineDraft { quantity: 1, ..line() };
    assert_eq!(
        failing(PartyKind::College, vec![(line(), context()), (second, context())]),
        ["lines[1].quantity order.licence", "lines[1].quantity order.appropriation"]
    );
}

#[test]
fn an_enterprise_may_not_take_a_college_course() {
    let found = failing(PartyKind::Enterprise, vec![(line(), context())]);
    assert_eq!(found, ["lines[0].occupation order.channel"]);
}

#[test]
fn every_gate_that_fails_is_named() {
    let wrong = LineDraft { quantity: 0, ends_on: date!(2025 - 02 - 12), ..line() };
    let nothing = LineContext { level: Some(Level::Intermediate), ..LineContext::default() };
    assert_eq!(
        failing(PartyKind::College, vec![(wrong, nothing)]),
        [
            "lines[0].quantity order.quantity",
            "lines[0].price_decision order.price",
            "lines[0].ends_on order.duration",
            "lines[0].quantity order.licence",
            "lines[0].occupation order.scheme",
            "lines[0].quantity order.appropriation",
        ]
    );
}

#[test]
fn a_price_out_of_force_or_of_another_occupation_is_no_price() {
    let mut expired = context();
    expired.price.as_mut().unwrap().valid_until = date!(2025 - 01 - 05);
    assert_eq!(failing(PartyKind::College, vec![(line(), expired)]), ["lines[0].price_decision order.price"]);
    let mut other = context();
    other.price.as_mut().unwrap().occupation = "5480202".into();
    assert_eq!(failing(PartyKind::College, vec![(line(), other)]), ["lines[0].price_decision order.price"]);
}

#[test]
fn a_licence_that_begins_later_does_not_cover_the_course() {
    let mut later = context();
    later.approval.as_mut().unwrap().valid_from = date!(2026 - 09 - 23);
    assert_eq!(failing(PartyKind::College, vec![(line(), later)]), ["lines[0].quantity order.licence"]);
}

#[test]
fn an_order_moves_only_forward() {
    assert!(State::Submitted.may_become(State::Approved));
    assert!(!State::Submitted.may_become(State::Accepted));
    assert!(State::ALL.iter().all(|next| !State::Closed.may_become(*next)));
    assert!(State::ALL.iter().all(|next| !State::Rejected.may_become(*next)));
    assert!(State::ALL.iter().all(|next| !State::Cancelled.may_become(*next)));
    assert!(State::Approved.may_become(State::Cancelled), "until the provider accepts");
    assert!(!State::Accepted.may_become(State::Cancelled));
}

#[test]
fn one_scheme_governs_the_whole_order() {
    let retraining = LineContext { scheme: Some("qd1446-retraining v1".into()), ..context() };
    let second = LineDraft { quantity: 1, occupation: "5520228".into(), ..line() };
    let found = failing(PartyKind::College, vec![(line(), context()), (second, retraining)]);
    assert!(found.contains(&"lines[1].occupation order.scheme".to_owned()), "{found:?}");
}

#[test]
fn an_agreed_price_is_within_the_decision_and_counts_for_the_budget() {
    let agreed = |price: i64| {
        let line = LineDraft { price: Some(Money::dong(price)), ..line() };
        failing(PartyKind::College, vec![(line, context())])
    };
    assert_eq!(agreed(14_000_000), Vec::<String>::new());
    assert_eq!(
        agreed(15_000_001),
        ["lines[0].price_decision order.price", "lines[0].quantity order.appropriation"]
    );
    assert_eq!(agreed(0), ["lines[0].price_decision order.price"]);
}
