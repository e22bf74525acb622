use proptest::prelude::*;

use super::*;

const ACCOUNT: &str = "0011 0022 0033";

fn dong(amount: i64) -> Money {
    Money::dong(amount)
}

fn known(id: i64, sent: i64) -> Known {
    Known {
        id,
        end_to_end: format!("TT-{id}"),
        account: ACCOUNT.to_owned(),
        is_sent: true,
        line: Line::new(dong(sent)),
    }
}

fn entry(what: Move, line: i64, reference: &str, amount: i64) -> Entry {
    Entry {
        what,
        end_to_end: format!("TT-{line}"),
        reference: reference.to_owned(),
        account: ACCOUNT.to_owned(),
        amount: dong(amount),
    }
}

fn desk(lines: &[Known]) -> Desk {
    Desk::new(lines.to_vec(), [])
}

fn part(line: i64, what: Move, amount: i64) -> Part {
    Part { line, what, amount: dong(amount) }
}

#[test]
fn a_payment_is_matched_by_its_key_in_full_and_in_part() {
    let mut desk = desk(&[known(1, 100)]);
    assert_eq!(desk.take(&entry(Move::Paid, 1, "A", 60)), Outcome::Matches(vec![part(1, Move::Paid, 60)]));
    assert_eq!(desk.line(1).unwrap().line.state(), LineState::Part);
    assert_eq!(desk.take(&entry(Move::Paid, 1, "B", 40)), Outcome::Matches(vec![part(1, Move::Paid, 40)]));
    assert_eq!(desk.line(1).unwrap().line.state(), LineState::Paid);
    assert_eq!(desk.take(&entry(Move::Paid, 1, "C", 1)), Outcome::Waits(Why::TooMuch, vec![]));
}

#[test]
fn the_same_document_twice_is_not_money() {
    let mut desk = desk(&[known(1, 100)]);
    desk.take(&entry(Move::Paid, 1, "A", 40));
    assert_eq!(desk.take(&entry(Move::Paid, 1, "A", 40)), Outcome::AlreadyRecorded);
    assert_eq!(desk.take(&entry(Move::Paid, 1, "A", 41)), Outcome::Waits(Why::OtherAmount, vec![]));
    assert_eq!(desk.line(1).unwrap().line.paid(), dong(40));
}

#[test]
fn money_comes_back_from_what_was_paid_and_else_was_never_paid() {
    let mut desk = desk(&[known(1, 100), known(2, 50)]);
    desk.take(&entry(Move::Paid, 1, "A", 100));
    assert_eq!(
        desk.take(&entry(Move::CameBack, 1, "A", 100)),
        Outcome::Matches(vec![part(1, Move::CameBack, 100)])
    );
    assert_eq!(desk.line(1).unwrap().line.state(), LineState::Returned);
    assert_eq!(desk.take(&entry(Move::CameBack, 1, "B", 1)), Outcome::Waits(Why::NeverPaid, vec![]));
    assert_eq!(
        desk.take(&entry(Move::CameBack, 2, "C", 50)),
        Outcome::Matches(vec![part(2, Move::Refused, 50)])
    );
}

#[test]
fn what_has_no_key_is_proposed_by_account_and_amount_and_moves_nothing() {
    let mut desk = desk(&[known(1, 100), known(2, 50), known(3, 7)]);
    let without = |amount| Entry { end_to_end: String::new(), ..entry(Move::Paid, 0, "", amount) };
    let read = |desk: &mut Desk, amount| match desk.take(&without(amount)) {
        Outcome::Waits(Why::Unknown, parts) => parts.iter().map(|part| part.line).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(read(&mut desk, 50), [2]);
    assert_eq!(read(&mut desk, 150), [1, 2]);
    assert_eq!(read(&mut desk, 157), [1, 2, 3]);
    assert_eq!(read(&mut desk, 1), Vec::<i64>::new());
    assert!((1..=3).all(|id| desk.line(id).unwrap().line.paid().is_zero()));
    assert!(desk.make(&[part(1, Move::Paid, 100), part(2, Move::Paid, 50)]));
    assert!(!desk.make(&[part(3, Move::Paid, 7), part(1, Move::Paid, 1)]), "all of it or nothing");
    assert!(desk.line(3).unwrap().line.paid().is_zero());
}

#[test]
fn another_account_and_a_batch_that_was_not_sent_wait() {
    let unsent = Known { is_sent: false, ..known(2, 50) };
    let mut desk = desk(&[known(1, 100), unsent]);
    let elsewhere = Entry { account: "999".to_owned(), ..entry(Move::Paid, 1, "A", 100) };
    assert_eq!(desk.take(&elsewhere), Outcome::Waits(Why::WrongAccount, vec![part(1, Move::Paid, 100)]));
    assert_eq!(desk.take(&entry(Move::Paid, 2, "B", 50)), Outcome::Waits(Why::NotSent, vec![]));
    let plain = Entry { account: "001100220033".to_owned(), ..entry(Move::Paid, 1, "C", 100) };
    assert!(matches!(desk.take(&plain), Outcome::Matches(_)), "spaces in a number do not count");
}

#[test]
fn accounts_show_their_last_four() {
    assert_eq!(masked("0011 0022 0033"), "****0033");
    assert_eq!(masked("12"), "****");
    assert_eq!(masked(""), "");
}

fn any_move() -> impl Strategy<Value = Move> {
    prop::sample::select(Move::ALL.to_vec())
}

proptest! {
    /// The law of a line over any history, refused moves among them.
    #[test]
    fn sent_is_paid_and_returned_and_withdrawn_and_open(
        sent in 1i64..1_000,
        moves in prop::collection::vec((any_move(), -5i64..400), 0..30),
    ) {
        let mut line = Line::new(dong(sent));
        for (what, amount) in moves {
            line = line.after(what, dong(amount)).unwrap_or(line);
            prop_assert_eq!(line.sent(), line.paid() + line.returned() + line.withdrawn() + line.open());
            for part in [line.paid(), line.returned(), line.withdrawn(), line.open()] {
                prop_assert!(!part.is_negative());
            }
            prop_assert!(line.sent() == dong(sent) && line.held() <= line.sent());
        }
    }

    /// Whatever confirmations say, however often: what matched is what moved, to the đồng, and nobody is paid beyond
    /// what was sent.
    #[test]
    fn every_dong_of_a_confirmation_is_in_one_place(
        sent in prop::collection::vec(1i64..300, 1..5),
        entries in prop::collection::vec(
            (prop::sample::select(vec![Move::Paid, Move::Refused, Move::CameBack]), 0i64..6, 0u8..12, 1i64..350),
            0..40,
        ),
    ) {
        let lines: Vec<Known> = (1..).zip(&sent).map(|(id, sent)| known(id, *sent)).collect();
        let mut desk = desk(&lines);
        let (mut paid, mut back, mut refused) = (Money::ZERO, Money::ZERO, Money::ZERO);
        for (what, line, reference, amount) in entries {
            let entry = entry(what, line, &format!("R{reference}"), amount);
            if let Outcome::Matches(parts) = desk.take(&entry) {
                prop_assert_eq!(parts.iter().map(|part| part.amount).sum::<Money>(), entry.amount);
                for part in parts {
                    match part.what {
                        Move::Paid => paid += part.amount,
                        Move::CameBack => back += part.amount,
                        _ => refused += part.amount,
                    }
                }
            }
        }
        let of = |pick: fn(&Line) -> Money| -> Money {
            lines.iter().map(|known| pick(&desk.line(known.id).unwrap().line)).sum()
        };
        prop_assert_eq!(of(Line::paid), paid - back);
        prop_assert_eq!(of(Line::returned), refused + back);
        prop_assert_eq!(of(Line::sent), of(Line::paid) + of(Line::returned) + of(Line::open));
        prop_assert!(of(Line::paid) <= sent.iter().map(|sent| dong(*sent)).sum());
    }
}
