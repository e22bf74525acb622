//! Payments: what was sent of a statement to one payee, what became of it, and what a confirmation of the Treasury or a
//! bank means. A line holds `sent = paid + returned + withdrawn + open` by construction; money is moved by nothing else.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{money::Money, text::Text};

/// What happens to money that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Move {
    /// It reached the payee.
    Paid,
    /// It was not carried out.
    Refused,
    /// It had been paid, and the money came back.
    CameBack,
    /// The office no longer waits for it; it may be sent again.
    Withdrawn,
}

impl Move {
    pub const ALL: [Move; 4] = [Move::Paid, Move::Refused, Move::CameBack, Move::Withdrawn];

    pub fn as_str(self) -> &'static str {
        match self {
            Move::Paid => "paid",
            Move::Refused => "refused",
            Move::CameBack => "came_back",
            Move::Withdrawn => "withdrawn",
        }
    }

    pub fn parse(text: &str) -> Option<Move> {
        Move::ALL.into_iter().find(|what| what.as_str() == text)
    }

    pub fn name(self) -> Text {
        match self {
            Move::Paid => Text::new("đã chi", "paid"),
            Move::Refused => Text::new("bị từ chối", "refused"),
            Move::CameBack => Text::new("tiền quay về", "came back"),
            Move::Withdrawn => Text::new("thôi chờ", "withdrawn"),
        }
    }
}

/// The money of one payment line. Made with what is sent, and changed only by `after`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    sent: Money,
    paid: Money,
    returned: Money,
    withdrawn: Money,
}

impl Line {
    pub fn new(sent: Money) -> Line {
        Line { sent, paid: Money::ZERO, returned: Money::ZERO, withdrawn: Money::ZERO }
    }

    pub fn sent(&self) -> Money {
        self.sent
    }

    pub fn paid(&self) -> Money {
        self.paid
    }

    /// Refused, or come back after it was paid.
    pub fn returned(&self) -> Money {
        self.returned
    }

    pub fn withdrawn(&self) -> Money {
        self.withdrawn
    }

    /// Sent, and nothing was heard of it.
    pub fn open(&self) -> Money {
        self.sent - self.paid - self.returned - self.withdrawn
    }

    /// What of its statement this line still takes up.
    pub fn held(&self) -> Money {
        self.paid + self.open()
    }

    /// The line after a move; nothing when there is not so much money where the move takes it from. What is paid after
    /// all is taken from what is open, and then from what the office no longer waited for.
    pub fn after(self, what: Move, amount: Money) -> Option<Line> {
        let from = match what {
            Move::CameBack => self.paid,
            Move::Paid => self.open() + self.withdrawn,
            Move::Refused | Move::Withdrawn => self.open(),
        };
        if amount <= Money::ZERO || amount > from {
            return None;
        }
        let mut line = self;
        match what {
            Move::Paid => {
                line.withdrawn -= (amount - self.open()).at_least_zero();
                line.paid += amount;
            }
            Move::Refused => line.returned += amount,
            Move::CameBack => {
                line.paid -= amount;
                line.returned += amount;
            }
            Move::Withdrawn => line.withdrawn += amount,
        }
        Some(line)
    }

    pub fn state(&self) -> LineState {
        match (self.paid.is_zero(), self.open().is_zero()) {
            (true, false) if self.returned.is_zero() && self.withdrawn.is_zero() => LineState::Awaited,
            (_, false) => LineState::Part,
            (false, true) if self.paid == self.sent => LineState::Paid,
            (false, true) => LineState::PartAndEnded,
            (true, true) if self.returned.is_zero() => LineState::Withdrawn,
            (true, true) => LineState::Returned,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineState {
    Awaited,
    /// Something was heard, and the rest is open.
    Part,
    Paid,
    /// A part was paid; of the rest nothing is awaited.
    PartAndEnded,
    Returned,
    Withdrawn,
}

impl LineState {
    pub fn as_str(self) -> &'static str {
        match self {
            LineState::Awaited => "awaited",
            LineState::Part => "part",
            LineState::Paid => "paid",
            LineState::PartAndEnded => "part_ended",
            LineState::Returned => "returned",
            LineState::Withdrawn => "withdrawn",
        }
    }

    pub fn name(self) -> Text {
        match self {
            LineState::Awaited => Text::new("chờ xác nhận", "awaited"),
            LineState::Part => Text::new("đã chi một phần, còn chờ", "paid in part, rest awaited"),
            LineState::Paid => Text::new("đã chi đủ", "paid in full"),
            LineState::PartAndEnded => Text::new("đã chi một phần", "paid in part"),
            LineState::Returned => Text::new("bị trả lại", "returned"),
            LineState::Withdrawn => Text::new("thôi chờ", "withdrawn"),
        }
    }
}

/// What a batch may become. The picture is in backend/docs/payments.md.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BatchState {
    Made,
    /// Released by somebody else than its maker; files may be taken.
    Approved,
    /// Dropped before it was sent; its statements are free again.
    Discarded,
    Sent,
}

impl BatchState {
    pub const ALL: [BatchState; 4] =
        [BatchState::Made, BatchState::Approved, BatchState::Discarded, BatchState::Sent];

    pub fn as_str(self) -> &'static str {
        match self {
            BatchState::Made => "made",
            BatchState::Approved => "approved",
            BatchState::Discarded => "discarded",
            BatchState::Sent => "sent",
        }
    }

    pub fn parse(text: &str) -> Option<BatchState> {
        BatchState::ALL.into_iter().find(|state| state.as_str() == text)
    }

    pub fn name(self) -> Text {
        match self {
            BatchState::Made => Text::new("chờ duyệt chi", "to release"),
            BatchState::Approved => Text::new("đã duyệt chi, chờ gửi", "released, to send"),
            BatchState::Discarded => Text::new("đã bỏ", "discarded"),
            BatchState::Sent => Text::new("đã gửi", "sent"),
        }
    }

    pub fn may_become(self, next: BatchState) -> bool {
        use BatchState::{Approved, Discarded, Made, Sent};
        matches!((self, next), (Made, Approved | Discarded) | (Approved, Sent | Discarded))
    }
}

/// What a confirmation says of one payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub what: Move,
    /// The key that our file gave the line; empty where the confirmation has none.
    pub end_to_end: String,
    /// The bank's own key. What has the same one is the same money.
    pub reference: String,
    /// The payee's account, where it is said.
    pub account: String,
    pub amount: Money,
}

/// What is the same money when it is told again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryKey {
    what: Move,
    reference: String,
    end_to_end: String,
    account: String,
}

impl Entry {
    /// One document may pay several lines, so our key belongs to it, or the account where there is none of ours. Without a
    /// document nothing is told to be the same.
    pub fn key(&self) -> Option<EntryKey> {
        let account = if self.end_to_end.is_empty() { account_key(&self.account) } else { String::new() };
        (!self.reference.is_empty()).then(|| EntryKey {
            what: self.what,
            reference: self.reference.clone(),
            end_to_end: self.end_to_end.clone(),
            account,
        })
    }
}

/// An entry that people take apart: `amount = assigned + set aside + waiting`, by construction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Apart {
    amount: Money,
    assigned: Money,
    set_aside: Money,
}

impl Apart {
    pub fn new(amount: Money) -> Apart {
        Apart { amount, assigned: Money::ZERO, set_aside: Money::ZERO }
    }

    pub fn assigned(&self) -> Money {
        self.assigned
    }

    pub fn set_aside(&self) -> Money {
        self.set_aside
    }

    pub fn waiting(&self) -> Money {
        self.amount - self.assigned - self.set_aside
    }

    /// Nothing when not so much of it waits.
    pub fn assign(self, amount: Money) -> Option<Apart> {
        let fits = amount > Money::ZERO && amount <= self.waiting();
        fits.then(|| Apart { assigned: self.assigned + amount, ..self })
    }

    /// All that waits is none of ours.
    pub fn put_aside(self) -> Apart {
        Apart { set_aside: self.set_aside + self.waiting(), ..self }
    }
}

/// A line that may be waited for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub id: i64,
    pub end_to_end: String,
    pub account: String,
    pub is_sent: bool,
    /// Its batch was dropped; it takes up nothing of its statement.
    pub is_dropped: bool,
    pub statement: i64,
    /// What its statement is due in all.
    pub due: Money,
    pub line: Line,
}

/// A part of an entry, moved on one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Part {
    pub line: i64,
    pub what: Move,
    pub amount: Money,
}

/// Why an entry waits for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// No key, or one that no line has.
    Unknown,
    /// Its batch was not sent.
    NotSent,
    WrongAccount,
    /// More than is open of the line.
    TooMuch,
    /// Came back, and was never said to be paid.
    NeverPaid,
    /// The bank's key was seen with another amount.
    OtherAmount,
    /// The bank's key was seen with this amount, and one of the two carries no key of ours.
    MaybeRecorded,
    /// It was no longer waited for, and the statement is in another batch.
    SentAgain,
    /// It was no longer waited for, and the statement was paid in full by another payment.
    PaidTwice,
    /// It was taken for one recorded before, and somebody says that it is not.
    Disputed,
}

impl Why {
    pub const ALL: [Why; 10] = [
        Why::Unknown,
        Why::NotSent,
        Why::WrongAccount,
        Why::TooMuch,
        Why::NeverPaid,
        Why::OtherAmount,
        Why::MaybeRecorded,
        Why::SentAgain,
        Why::PaidTwice,
        Why::Disputed,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Why::Unknown => "unknown",
            Why::NotSent => "not_sent",
            Why::WrongAccount => "wrong_account",
            Why::TooMuch => "too_much",
            Why::NeverPaid => "never_paid",
            Why::OtherAmount => "other_amount",
            Why::MaybeRecorded => "maybe_recorded",
            Why::SentAgain => "sent_again",
            Why::PaidTwice => "paid_twice",
            Why::Disputed => "disputed",
        }
    }

    pub fn parse(text: &str) -> Option<Why> {
        Why::ALL.into_iter().find(|why| why.as_str() == text)
    }

    pub fn text(self) -> Text {
        match self {
            Why::Unknown => Text::new(
                "Không có mã khoản chi của lô nào.",
                "It carries no key of a payment that was sent.",
            ),
            Why::NotSent => {
                Text::new("Lô của khoản chi này chưa gửi.", "The batch of this payment was not sent.")
            }
            Why::WrongAccount => {
                Text::new("Tài khoản khác tài khoản đã gửi.", "The account is not the one it was sent to.")
            }
            Why::TooMuch => Text::new(
                "Số tiền lớn hơn số còn chờ của khoản chi.",
                "The amount is more than is awaited of the payment.",
            ),
            Why::NeverPaid => Text::new(
                "Tiền quay về nhiều hơn số đã ghi là đã chi.",
                "More came back than was recorded as paid.",
            ),
            Why::OtherAmount => Text::new(
                "Số chứng từ này đã ghi với số tiền khác.",
                "This document was recorded with another amount.",
            ),
            Why::MaybeRecorded => Text::new(
                "Số chứng từ này đã ghi với đúng số tiền này, nhưng một trong hai dòng thiếu mã khoản chi: có thể là cùng một khoản.",
                "This document was recorded with this very amount, but one of the two entries has no payment key: it may be the same money.",
            ),
            Why::SentAgain => Text::new(
                "Khoản chi này đã thôi chờ, và bảng thanh toán đang có khoản chi khác còn chờ. Bỏ lô kia nếu chưa gửi, \
                 hoặc thôi chờ khoản kia, rồi khớp dòng này.",
                "This payment was withdrawn, and another payment of its statement is awaited. Discard the other batch if it \
                 was not sent, or withdraw the other payment; then assign this entry.",
            ),
            Why::PaidTwice => Text::new(
                "Khoản chi này đã thôi chờ, và bảng thanh toán đã chi đủ bằng khoản khác: tiền đi hai lần. Yêu cầu bên nhận \
                 hoàn trả, rồi gạt dòng này với lý do.",
                "This payment was withdrawn, and its statement was paid in full by another: the money went twice. Ask the \
                 payee to give it back, and set the entry aside with the reason.",
            ),
            Why::Disputed => Text::new(
                "Từng được coi là đã ghi trước đó; có người xác định đây là khoản khác.",
                "It was taken for one recorded before; somebody says that it is another payment.",
            ),
        }
    }
}

/// What an entry means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Matches(Vec<Part>),
    /// The same money was told before; nothing moves.
    AlreadyRecorded,
    /// A person decides; the parts are what is proposed, and may be none.
    Waits(Why, Vec<Part>),
}

/// Every line, and everything that was told before. Entries are read one after another, each after the ones before.
#[derive(Debug, Clone, Default)]
pub struct Desk {
    lines: BTreeMap<i64, Known>,
    recorded: BTreeMap<EntryKey, Money>,
}

impl Desk {
    /// Of entries with one key the first counts, as when it was read.
    pub fn new(lines: impl IntoIterator<Item = Known>, recorded: impl IntoIterator<Item = Entry>) -> Desk {
        let mut desk = Desk {
            lines: lines.into_iter().map(|known| (known.id, known)).collect(),
            recorded: BTreeMap::new(),
        };
        recorded.into_iter().for_each(|entry| desk.record(&entry));
        desk
    }

    fn record(&mut self, entry: &Entry) {
        if let Some(key) = entry.key() {
            self.recorded.entry(key).or_insert(entry.amount);
        }
    }

    pub fn line(&self, id: i64) -> Option<&Known> {
        self.lines.get(&id)
    }

    /// Reads an entry and makes its moves. What waits moves nothing, and its key counts as seen.
    pub fn take(&mut self, entry: &Entry) -> Outcome {
        let outcome = self.read(entry);
        if let Outcome::Matches(parts) = &outcome {
            self.make(parts);
        }
        if outcome != Outcome::AlreadyRecorded {
            self.record(entry);
        }
        outcome
    }

    /// Makes moves that were read or proposed; false, and nothing is moved, when one of them is not possible.
    pub fn make(&mut self, parts: &[Part]) -> bool {
        let mut lines = self.lines.clone();
        for part in parts {
            let Some(known) = lines.get(&part.line) else { return false };
            let after = known.line.after(part.what, part.amount);
            let is_there = known.is_sent && part.amount <= most(&lines, known, part.what);
            let Some((line, known)) = after.filter(|_| is_there).zip(lines.get_mut(&part.line)) else {
                return false;
            };
            known.line = line;
        }
        self.lines = lines;
        true
    }

    /// Gives a part of an entry to a line; nothing moves when not so much of it waits, or the line does not take it.
    pub fn give(&mut self, apart: Apart, part: Part) -> Option<Apart> {
        let rest = apart.assign(part.amount)?;
        self.make(&[part]).then_some(rest)
    }

    /// How much of a move a line takes, and else why not more.
    pub fn takes(&self, line: i64, what: Move) -> (Money, Option<Why>) {
        let Some(known) = self.lines.get(&line) else { return (Money::ZERO, Some(Why::Unknown)) };
        match (known.is_sent, what) {
            (false, _) => (Money::ZERO, Some(Why::NotSent)),
            (true, Move::Paid) => (most(&self.lines, known, what), late(&self.lines, known).err()),
            (true, _) => (most(&self.lines, known, what), None),
        }
    }

    fn read(&self, entry: &Entry) -> Outcome {
        let Some(key) = entry.key() else { return self.of(entry) };
        match self.recorded.get(&key) {
            Some(before) if *before == entry.amount => return Outcome::AlreadyRecorded,
            Some(_) => return Outcome::Waits(Why::OtherAmount, Vec::new()),
            None => {}
        }
        let first = EntryKey { end_to_end: String::new(), account: String::new(), ..key.clone() };
        let of_document = self
            .recorded
            .range(first..)
            .take_while(|(seen, _)| (seen.what, &seen.reference) == (key.what, &key.reference));
        let may_be_same = |(seen, amount): (&EntryKey, &Money)| {
            *amount == entry.amount && seen.end_to_end.is_empty() != key.end_to_end.is_empty()
        };
        if of_document.into_iter().any(may_be_same) {
            return Outcome::Waits(Why::MaybeRecorded, Vec::new());
        }
        self.of(entry)
    }

    /// What an entry means, whether or not its key was seen: asked again for those that wait.
    pub fn of(&self, entry: &Entry) -> Outcome {
        let known = self.lines.values().find(|known| known.end_to_end == entry.end_to_end);
        let Some(known) = known.filter(|_| !entry.end_to_end.is_empty()) else {
            return Outcome::Waits(Why::Unknown, self.by_account(entry));
        };
        if !known.is_sent {
            return Outcome::Waits(Why::NotSent, Vec::new());
        }
        let part = self.part(known, entry);
        if !entry.account.is_empty() && account_key(&entry.account) != account_key(&known.account) {
            return Outcome::Waits(Why::WrongAccount, part.into_iter().collect());
        }
        match part {
            Some(part) => Outcome::Matches(vec![part]),
            None if entry.what == Move::CameBack => Outcome::Waits(Why::NeverPaid, Vec::new()),
            None if known.line.after(entry.what, entry.amount).is_some() => {
                Outcome::Waits(late(&self.lines, known).err().unwrap_or(Why::TooMuch), Vec::new())
            }
            None => Outcome::Waits(Why::TooMuch, self.by_account(entry)),
        }
    }

    /// What a move that is told means for a line: what comes back without ever having been told as paid did not reach the
    /// payee.
    pub fn means(&self, line: i64, told: Move) -> Move {
        match (told, self.lines.get(&line)) {
            (Move::CameBack, Some(known)) if known.line.paid().is_zero() => Move::Refused,
            _ => told,
        }
    }

    fn part(&self, known: &Known, entry: &Entry) -> Option<Part> {
        let what = self.means(known.id, entry.what);
        let part = Part { line: known.id, what, amount: entry.amount };
        (entry.amount <= most(&self.lines, known, what)).then_some(part)
    }

    /// Lines to the same account that the amount would fill: one, else two, else all of them together.
    fn by_account(&self, entry: &Entry) -> Vec<Part> {
        let account = account_key(&entry.account);
        if account.is_empty() {
            return Vec::new();
        }
        let waits = |known: &&Known| {
            known.is_sent && account_key(&known.account) == account && !room(known, entry.what).is_zero()
        };
        let there: Vec<&Known> = self.lines.values().filter(waits).collect();
        let of = |chosen: &[&Known]| -> Vec<Part> {
            let part =
                |known: &&Known| Part { line: known.id, what: entry.what, amount: room(known, entry.what) };
            chosen.iter().map(part).collect()
        };
        if let Some(one) = there.iter().find(|known| room(known, entry.what) == entry.amount) {
            return of(&[one]);
        }
        for (at, first) in there.iter().enumerate() {
            let other = there[at + 1..]
                .iter()
                .find(|second| room(first, entry.what) + room(second, entry.what) == entry.amount);
            if let Some(second) = other {
                return of(&[first, second]);
            }
        }
        let all: Money = there.iter().map(|known| room(known, entry.what)).sum();
        if all == entry.amount { of(&there) } else { Vec::new() }
    }
}

/// How much of a move a line takes, beside the other payments of its statement.
fn most(lines: &BTreeMap<i64, Known>, known: &Known, what: Move) -> Money {
    let late = if what == Move::Paid { late(lines, known).unwrap_or(Money::ZERO) } else { Money::ZERO };
    room(known, what) + late
}

/// What of a payment that is no longer waited for may still be told as paid: while no other payment of its statement is
/// awaited, and no more than the statement is due. Else it would be paid twice without anybody saying so.
fn late(lines: &BTreeMap<i64, Known>, known: &Known) -> Result<Money, Why> {
    if known.line.withdrawn().is_zero() {
        return Ok(Money::ZERO);
    }
    let others = lines
        .values()
        .filter(|other| other.statement == known.statement && other.id != known.id && !other.is_dropped);
    let mut held = known.line.held();
    for other in others {
        if !other.line.open().is_zero() {
            return Err(Why::SentAgain);
        }
        held += other.line.held();
    }
    let left = known.due - held;
    if left > Money::ZERO { Ok(left.min(known.line.withdrawn())) } else { Err(Why::PaidTwice) }
}

/// What a line waits for, or has to give back.
fn room(known: &Known, what: Move) -> Money {
    if what == Move::CameBack { known.line.paid() } else { known.line.open() }
}

/// An account number as it is compared: what people put between the digits does not count.
pub fn account_key(account: &str) -> String {
    account.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// An account as lists show it.
pub fn masked(account: &str) -> String {
    let letters: Vec<char> = account.chars().filter(|c| !c.is_whitespace()).collect();
    match letters.len() {
        0 => String::new(),
        n if n <= 4 => "****".to_owned(),
        n => format!("****{}", letters[n - 4..].iter().collect::<String>()),
    }
}

#[cfg(test)]
#[path = "payment_tests.rs"]
mod tests;
