use std::collections::BTreeMap;

use proptest::prelude::*;
use rust_decimal::dec;
use time::macros::date;

use super::*;
use crate::settlement::scheme::Recovery;

const ORDER: OrderId = OrderId(1);
const PARTY: PartyId = PartyId(2);

fn terms() -> Advance {
    Advance {
        percent: dec!(0.3),
        ceiling: dec!(0.5),
        recovered_at: dec!(0.8),
        recovery: Recovery::ProRata,
        law: "TT 17/2024".into(),
    }
}

/// A ledger in memory: the sums by debit and credit.
#[derive(Default)]
struct Books(BTreeMap<(Purpose, Purpose), Money>);

impl Books {
    fn post(&mut self, postings: impl IntoIterator<Item = Posting>) {
        for posting in postings {
            *self.0.entry((posting.debit, posting.credit)).or_default() += posting.amount;
        }
    }

    fn position(&self) -> Position {
        Position::of(|debit, credit| self.0.get(&(debit, credit)).copied().unwrap_or_default())
    }

    /// Prepares, approves and pays one statement, as the actions do.
    fn settle(&mut self, gross: Money, value: Money, kind: Kind) -> Totals {
        let accepted = self.position().accepted + gross;
        let totals = totals(gross, &self.position(), Some(&terms()), value, accepted, kind);
        let id = StatementId(1);
        self.post(postings(id, ORDER, PARTY, date!(2025 - 03 - 31), kind, &totals));
        self.post(payment(id, ORDER, PARTY, date!(2025 - 04 - 04), kind, totals.payable));
        totals
    }
}

fn dong(amount: i64) -> Money {
    Money::dong(amount)
}

#[test]
fn an_advance_larger_than_the_accepted_volume_must_come_back_at_liquidation() {
    let mut books = Books::default();
    books.settle(dong(300), dong(1000), Kind::Advance);
    books.settle(dong(100), dong(1000), Kind::Acceptance);
    assert_eq!(books.position().to_recover(), dong(300 - 37));
    let last = books.settle(dong(0), dong(1000), Kind::Liquidation);
    assert_eq!(last.to_recover, dong(263));
    assert_eq!(books.position().recoverable, dong(263));
    assert!(books.position().adds_up());
}

#[test]
fn a_clawback_is_set_off_against_the_next_statement() {
    let mut books = Books::default();
    books.settle(dong(500), dong(1000), Kind::Acceptance);
    let back = books.settle(dong(-200), dong(1000), Kind::Acceptance);
    assert_eq!((back.payable, back.to_recover), (dong(0), dong(200)));
    let next = books.settle(dong(150), dong(1000), Kind::Acceptance);
    assert_eq!((next.set_off, next.payable), (dong(150), dong(0)));
    assert_eq!(books.position().to_recover(), dong(50));
}

#[test]
fn what_came_back_is_owed_again() {
    let day = date!(2026 - 10 - 20);
    for kind in [Kind::Advance, Kind::Acceptance] {
        let owed = if kind == Kind::Advance { Purpose::Advance } else { Purpose::Accepted };
        let of = |post: fn(StatementId, OrderId, PartyId, Date, Kind, Money) -> Option<Posting>, amount| {
            post(StatementId(1), ORDER, PARTY, day, kind, dong(amount)).expect("above zero")
        };
        let postings = [of(payment, 100), of(came_back, 40)];
        let position = Position::of(|debit, credit| {
            let gross = if (debit, credit) == (owed, Purpose::Payable) { dong(100) } else { Money::ZERO };
            let there = postings.iter().filter(|p| (p.debit, p.credit) == (debit, credit));
            gross + there.map(|posting| posting.amount).sum()
        });
        assert_eq!(position.payable + position.advance_unpaid, dong(40), "{kind:?}");
        assert!(position.adds_up());
    }
    assert_eq!(came_back(StatementId(1), ORDER, PARTY, day, Kind::Advance, Money::ZERO), None);
}

#[test]
fn a_statement_moves_only_forward() {
    assert!(State::Prepared.may_become(State::Approved) && State::Approved.may_become(State::Paid));
    assert!(!State::Prepared.may_become(State::Paid) && !State::Returned.may_become(State::Approved));
}

fn by_line(amounts: &[(i64, i64)]) -> BTreeMap<i64, Money> {
    amounts.iter().map(|(line, dong)| (*line, Money::dong(*dong))).collect()
}

#[test]
fn a_statement_is_charged_to_the_budget_lines_that_it_accepts_on() {
    let ordered = by_line(&[(1, 900), (2, 100)]);
    let charged = |amount, comes_back, accepted: &[(i64, i64)]| {
        let parts = over_budget_lines(Money::dong(amount), comes_back, &by_line(accepted), &ordered);
        parts.into_iter().map(|(line, part)| (line, part.as_dong())).collect::<Vec<_>>()
    };
    // All of it is paid: each line what was accepted on it, whatever the lines were ordered for.
    assert_eq!(charged(500, false, &[(1, 100), (2, 400)]), [(1, 100), (2, 400)]);
    // Half of it clears an advance: half of each.
    assert_eq!(charged(250, false, &[(1, 100), (2, 400)]), [(1, 50), (2, 200)]);
    // What is taken back on one line is taken from the other.
    assert_eq!(charged(300, false, &[(1, -100), (2, 400)]), [(2, 300)]);
    assert_eq!(charged(100, true, &[(1, -100), (2, 0)]), [(1, 100)]);
    // An advance, and what is left of one, goes by what was ordered.
    assert_eq!(charged(1_000, false, &[]), [(1, 900), (2, 100)]);
    assert_eq!(charged(1_000, true, &[(2, 5)]), [(1, 900), (2, 100)]);
}

proptest! {
    #[test]
    fn what_is_charged_adds_up_on_every_budget_line(
        amount in 0..10_000_000_000i64,
        accepted in proptest::collection::btree_map(0..5i64, -1_000_000_000..1_000_000_000i64, 0..5),
        ordered in proptest::collection::btree_map(0..5i64, 1..1_000_000_000i64, 1..5),
        comes_back: bool,
    ) {
        let of = |amounts: BTreeMap<i64, i64>| amounts.into_iter().map(|(line, dong)| (line, Money::dong(dong))).collect();
        let parts = over_budget_lines(Money::dong(amount), comes_back, &of(accepted), &of(ordered));
        prop_assert_eq!(parts.iter().map(|(_, part)| *part).sum::<Money>(), Money::dong(amount));
        prop_assert!(parts.iter().all(|(_, part)| *part > Money::ZERO));
    }

    #[test]
    fn advance_plus_payments_less_recoveries_is_what_was_settled(
        grosses in prop::collection::vec(-400i64..600, 1..8), advanced in any::<bool>(), liquidated in any::<bool>(),
    ) {
        let mut books = Books::default();
        if advanced {
            books.settle(dong(300), dong(1000), Kind::Advance);
        }
        let mut settled = Money::ZERO;
        for gross in grosses {
            let totals = books.settle(dong(gross), dong(1000), Kind::Acceptance);
            settled += totals.gross;
            prop_assert!(totals.payable >= Money::ZERO);
        }
        if liquidated {
            books.settle(dong(0), dong(1000), Kind::Liquidation);
        }
        let position = books.position();
        prop_assert_eq!(position.accepted, settled);
        prop_assert_eq!(position.payable, Money::ZERO);
        prop_assert_eq!(position.advanced + position.paid - position.to_recover(), settled);
    }
}
