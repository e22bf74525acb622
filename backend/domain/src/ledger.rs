//! Double entry. Every posting moves an amount above zero from one account to another, so the books balance by
//! construction; nothing is ever changed, and each posting seals the one before it with SHA-256.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use time::Date;

use crate::{
    ids::{OrderId, PartyId, StatementId},
    money::Money,
    text::Text,
};

/// What an account is for. With order and party it names one account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Money of an appropriation that no order has reserved.
    Available,
    /// Reserved by an order that is not accepted yet.
    Reserved,
    /// Committed to an accepted order.
    Committed,
    /// Paid ahead and not recovered yet.
    Advance,
    /// Accepted volume, by provider and order.
    Accepted,
    /// Owed to a party.
    Payable,
    /// Paid out by the Treasury for accepted volume.
    Paid,
    /// Paid out by the Treasury as an advance.
    PaidAhead,
    /// To come back from a party.
    Recoverable,
}

/// One movement, from `credit` to `debit`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    pub on: Date,
    pub debit: Purpose,
    pub credit: Purpose,
    pub order: OrderId,
    pub party: PartyId,
    pub appropriation: Option<i64>,
    pub statement: Option<StatementId>,
    pub amount: Money,
}

/// Money of one order and party, drawn from the postings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Position {
    pub advanced: Money,
    /// Approved as an advance and not paid yet.
    pub advance_unpaid: Money,
    pub advance_recovered: Money,
    pub accepted: Money,
    /// Paid by the Treasury for accepted volume.
    pub paid: Money,
    /// Approved for accepted volume and not paid yet.
    pub payable: Money,
    /// Owed back beside the advance.
    pub recoverable: Money,
}

impl Purpose {
    pub const ALL: [Purpose; 9] = [
        Purpose::Available,
        Purpose::Reserved,
        Purpose::Committed,
        Purpose::Advance,
        Purpose::Accepted,
        Purpose::Payable,
        Purpose::Paid,
        Purpose::PaidAhead,
        Purpose::Recoverable,
    ];

    /// As accountants call it.
    pub fn name(self) -> Text {
        match self {
            Purpose::Available => Text::new("Dự toán còn được dùng", "Appropriation available"),
            Purpose::Reserved => Text::new("Dự toán đã giữ chỗ", "Appropriation reserved"),
            Purpose::Committed => Text::new("Cam kết chi", "Committed"),
            Purpose::Advance => Text::new("Tạm ứng", "Advances"),
            Purpose::Accepted => Text::new("Chi đào tạo đã nghiệm thu", "Training accepted"),
            Purpose::Payable => Text::new("Phải trả", "Payable"),
            Purpose::Paid => Text::new("Đã chi qua Kho bạc", "Paid by the Treasury"),
            Purpose::PaidAhead => Text::new("Đã chi tạm ứng qua Kho bạc", "Advances paid by the Treasury"),
            Purpose::Recoverable => Text::new("Phải thu hồi", "To recover"),
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Purpose::Available => "available",
            Purpose::Reserved => "reserved",
            Purpose::Committed => "committed",
            Purpose::Advance => "advance",
            Purpose::Accepted => "accepted",
            Purpose::Payable => "payable",
            Purpose::Paid => "paid",
            Purpose::PaidAhead => "paid_ahead",
            Purpose::Recoverable => "recoverable",
        }
    }

    pub fn parse(text: &str) -> Option<Purpose> {
        Purpose::ALL.into_iter().find(|purpose| purpose.as_str() == text)
    }
}

impl Posting {
    /// The posting's seal: SHA-256 over the seal before it and its own content.
    pub fn seal(&self, id: i64, before: &str) -> String {
        let statement = self.statement.map_or(0, |statement| statement.0);
        let content = format!(
            "{before}|{id}|{}|{}|{}|{}|{}|{}|{statement}|{}",
            self.on,
            self.debit.as_str(),
            self.credit.as_str(),
            self.order.0,
            self.party.0,
            self.appropriation.unwrap_or(0),
            self.amount.as_dong()
        );
        hex(&Sha256::digest(content.as_bytes()))
    }
}

/// The seal before the first posting.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
        text
    })
}

impl Position {
    /// Draws the position from `sum(debit, credit)`, the total moved between two purposes.
    pub fn of(sum: impl Fn(Purpose, Purpose) -> Money) -> Position {
        use Purpose::{Accepted, Advance, Paid, PaidAhead, Payable, Recoverable};
        let advanced = sum(Advance, Payable);
        let netted = sum(Payable, Advance);
        let turned = sum(Recoverable, Advance);
        let set_off = sum(Payable, Recoverable);
        let clawed_back = sum(Recoverable, Accepted);
        let gross = sum(Accepted, Payable);
        let paid = sum(Payable, Paid) - sum(Paid, Payable);
        Position {
            advanced,
            advance_unpaid: advanced - sum(Payable, PaidAhead) + sum(PaidAhead, Payable),
            advance_recovered: netted + turned,
            accepted: gross - clawed_back,
            paid,
            payable: gross - netted - set_off - paid,
            recoverable: clawed_back + turned - set_off,
        }
    }

    /// What must still come back: the advance not recovered, and what is owed beside it.
    pub fn to_recover(&self) -> Money {
        self.advanced - self.advance_recovered + self.recoverable
    }

    /// `advance + payments − recoveries = settled`, where what is approved and not yet paid counts as payment.
    pub fn adds_up(&self) -> bool {
        self.advanced + self.paid + self.payable - self.to_recover() == self.accepted
    }
}

impl std::ops::AddAssign for Position {
    fn add_assign(&mut self, other: Position) {
        self.advanced += other.advanced;
        self.advance_unpaid += other.advance_unpaid;
        self.advance_recovered += other.advance_recovered;
        self.accepted += other.accepted;
        self.paid += other.paid;
        self.payable += other.payable;
        self.recoverable += other.recoverable;
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_changed_dong_breaks_the_seal() {
        let posting = Posting {
            on: date!(2025 - 01 - 10),
            debit: Purpose::Advance,
            credit: Purpose::Payable,
            order: OrderId(1),
            party: PartyId(2),
            appropriation: None,
            statement: Some(StatementId(3)),
            amount: Money::dong(100),
        };
        let seal = posting.seal(1, GENESIS);
        assert_eq!(seal.len(), 64);
        assert_ne!(seal, Posting { amount: Money::dong(101), ..posting.clone() }.seal(1, GENESIS));
        assert_ne!(seal, posting.seal(2, GENESIS));
        assert_ne!(seal, posting.seal(1, &seal));
    }
}
