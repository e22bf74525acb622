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

    /// The line after a move; nothing when there is not so much money where the move takes it from.
    pub fn after(self, what: Move, amount: Money) -> Option<Line> {
        let from = if what == Move::CameBack { self.paid } else { self.open() };
        if amount <= Money::ZERO || amount > from {
            return None;
        }
        let mut line = self;
        match what {
            Move::Paid => line.paid += amount,
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

/// A line that may be waited for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub id: i64,
    pub end_to_end: String,
    pub account: String,
    pub is_sent: bool,
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
}

impl Why {
    pub const ALL: [Why; 6] =
        [Why::Unknown, Why::NotSent, Why::WrongAccount, Why::TooMuch, Why::NeverPaid, Why::OtherAmount];

    pub fn as_str(self) -> &'static str {
        match self {
            Why::Unknown => "unknown",
            Why::NotSent => "not_sent",
            Why::WrongAccount => "wrong_account",
            Why::TooMuch => "too_much",
            Why::NeverPaid => "never_paid",
            Why::OtherAmount => "other_amount",
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

/// Every line, and every key of a bank that was seen. Entries are read one after another, each after the ones before.
#[derive(Debug, Clone, Default)]
pub struct Desk {
    lines: BTreeMap<i64, Known>,
    recorded: BTreeMap<(String, Move), Money>,
}

impl Desk {
    pub fn new(
        lines: impl IntoIterator<Item = Known>,
        recorded: impl IntoIterator<Item = (String, Move, Money)>,
    ) -> Desk {
        Desk {
            lines: lines.into_iter().map(|known| (known.id, known)).collect(),
            recorded: recorded.into_iter().map(|(key, what, amount)| ((key, what), amount)).collect(),
        }
    }

    pub fn line(&self, id: i64) -> Option<&Known> {
        self.lines.get(&id)
    }

    /// Whether the bank's key was seen before, with which amount.
    pub fn recorded(&self, entry: &Entry) -> Option<Money> {
        self.recorded.get(&(entry.reference.clone(), entry.what)).copied()
    }

    /// Reads an entry and makes its moves. What waits moves nothing, and its key counts as seen.
    pub fn take(&mut self, entry: &Entry) -> Outcome {
        let outcome = self.read(entry);
        if let Outcome::Matches(parts) = &outcome {
            self.make(parts);
        }
        if !entry.reference.is_empty() && outcome != Outcome::AlreadyRecorded {
            self.recorded.entry((entry.reference.clone(), entry.what)).or_insert(entry.amount);
        }
        outcome
    }

    /// Makes moves that were read or proposed; false, and nothing is moved, when one of them is not possible.
    pub fn make(&mut self, parts: &[Part]) -> bool {
        let mut lines = self.lines.clone();
        for part in parts {
            let Some(known) = lines.get_mut(&part.line) else { return false };
            match known.line.after(part.what, part.amount) {
                Some(line) if known.is_sent => known.line = line,
                _ => return false,
            }
        }
        self.lines = lines;
        true
    }

    fn read(&self, entry: &Entry) -> Outcome {
        if !entry.reference.is_empty()
            && let Some(before) = self.recorded(entry)
        {
            return if before == entry.amount {
                Outcome::AlreadyRecorded
            } else {
                Outcome::Waits(Why::OtherAmount, Vec::new())
            };
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
            None => Outcome::Waits(Why::TooMuch, self.by_account(entry)),
        }
    }

    fn part(&self, known: &Known, entry: &Entry) -> Option<Part> {
        // What comes back without ever having been told as paid did not reach the payee.
        let what = match entry.what {
            Move::CameBack if known.line.paid().is_zero() => Move::Refused,
            what => what,
        };
        let part = Part { line: known.id, what, amount: entry.amount };
        known.line.after(what, entry.amount).map(|_| part)
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

/// How much a move may take of a line.
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
