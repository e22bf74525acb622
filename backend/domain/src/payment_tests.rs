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
        is_dropped: false,
        statement: id,
        due: dong(sent),
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
fn one_document_may_pay_two_lines() {
    let mut desk = desk(&[known(1, 100), known(2, 100), known(3, 30)]);
    for (line, amount) in [(1, 100), (2, 100), (3, 30)] {
        let paid = vec![part(line, Move::Paid, amount)];
        assert_eq!(desk.take(&entry(Move::Paid, line, "A", amount)), Outcome::Matches(paid));
        assert_eq!(desk.take(&entry(Move::Paid, line, "A", amount)), Outcome::AlreadyRecorded);
    }
}

#[test]
fn without_a_key_of_ours_the_account_tells_payments_of_one_document_apart() {
    let to = |account: &str| Entry {
        end_to_end: String::new(),
        account: account.to_owned(),
        ..entry(Move::Paid, 0, "A", 50)
    };
    let mut desk = desk(&[known(1, 100)]);
    assert_eq!(desk.take(&to("111")), Outcome::Waits(Why::Unknown, vec![]));
    assert_eq!(desk.take(&to("222")), Outcome::Waits(Why::Unknown, vec![]));
    assert_eq!(desk.take(&to("11 1")), Outcome::AlreadyRecorded);
    // With our key it may be one of them: a person says so.
    assert_eq!(desk.take(&entry(Move::Paid, 1, "A", 50)), Outcome::Waits(Why::MaybeRecorded, vec![]));
    assert_eq!(desk.take(&entry(Move::Paid, 1, "B", 50)), Outcome::Matches(vec![part(1, Move::Paid, 50)]));
    let again = Entry { end_to_end: String::new(), ..entry(Move::Paid, 1, "B", 50) };
    assert_eq!(desk.take(&again), Outcome::Waits(Why::MaybeRecorded, vec![]));
    assert_eq!(desk.line(1).unwrap().line.paid(), dong(50));
}

/// Lines of one statement that is due 100.
fn sent_twice(first: Line, second: Known) -> Desk {
    let one = Known { line: first, ..known(1, 100) };
    desk(&[one, Known { statement: 1, due: dong(100), ..second }])
}

#[test]
fn what_was_withdrawn_is_booked_to_its_line_when_it_was_paid_after_all() {
    let withdrawn = Line::new(dong(100)).after(Move::Withdrawn, dong(100)).unwrap();
    let mut alone = desk(&[Known { line: withdrawn, ..known(1, 100) }]);
    assert_eq!(alone.take(&entry(Move::Paid, 1, "A", 60)), Outcome::Matches(vec![part(1, Move::Paid, 60)]));
    let line = alone.line(1).unwrap().line;
    assert_eq!((line.paid(), line.withdrawn(), line.open()), (dong(60), dong(40), dong(0)));
    assert_eq!(alone.take(&entry(Move::Paid, 1, "B", 41)), Outcome::Waits(Why::TooMuch, vec![]));

    // Sent again: the other payment is decided first, whether its batch was sent or only made.
    for is_sent in [true, false] {
        let mut again = sent_twice(withdrawn, Known { is_sent, ..known(2, 100) });
        assert_eq!(again.take(&entry(Move::Paid, 1, "A", 100)), Outcome::Waits(Why::SentAgain, vec![]));
        assert!(!again.make(&[part(1, Move::Paid, 100)]), "nor by hand");
    }
    let dropped = Known { is_sent: false, is_dropped: true, ..known(2, 100) };
    let mut again = sent_twice(withdrawn, dropped);
    assert!(matches!(again.take(&entry(Move::Paid, 1, "A", 100)), Outcome::Matches(_)));

    // The other one was paid: in full, then nothing of this is owed; in part, then the rest is.
    let paid = |amount| {
        let line = Line::new(dong(100)).after(Move::Paid, dong(amount)).unwrap();
        let rest = line.open();
        Known { line: line.after(Move::Withdrawn, rest).unwrap_or(line), ..known(2, 100) }
    };
    let mut twice = sent_twice(withdrawn, paid(100));
    assert_eq!(twice.take(&entry(Move::Paid, 1, "A", 100)), Outcome::Waits(Why::PaidTwice, vec![]));
    let mut rest = sent_twice(withdrawn, paid(70));
    assert!(!rest.make(&[part(1, Move::Paid, 31)]));
    assert!(matches!(rest.take(&entry(Move::Paid, 1, "B", 30)), Outcome::Matches(_)));
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

    /// However an entry is taken apart, over however many lines: every đồng of it is in one place, and no line takes
    /// more than it waits for.
    #[test]
    fn every_dong_of_an_entry_that_is_taken_apart_is_in_one_place(
        amount in 1i64..600,
        sent in prop::collection::vec(1i64..300, 1..5),
        gifts in prop::collection::vec((0i64..6, -5i64..300), 0..12),
        ends_aside in any::<bool>(),
    ) {
        let lines: Vec<Known> = (1..).zip(&sent).map(|(id, sent)| known(id, *sent)).collect();
        let mut desk = desk(&lines);
        let mut apart = Apart::new(dong(amount));
        for (line, amount) in gifts {
            apart = desk.give(apart, part(line, Move::Paid, amount)).unwrap_or(apart);
            let moved: Money = lines.iter().map(|known| desk.line(known.id).unwrap().line.paid()).sum();
            prop_assert_eq!(apart.assigned(), moved);
        }
        if ends_aside {
            apart = apart.put_aside();
            prop_assert!(apart.waiting().is_zero());
        }
        prop_assert_eq!(apart.assigned() + apart.set_aside() + apart.waiting(), dong(amount));
        for place in [apart.assigned(), apart.set_aside(), apart.waiting()] {
            prop_assert!(!place.is_negative());
        }
        for known in &lines {
            prop_assert!(desk.line(known.id).unwrap().line.paid() <= known.line.sent());
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
