//! A statement: what one settlement run gives one party of one order, and how it becomes postings.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{
    ids::{OrderId, PartyId, StatementId},
    ledger::{Position, Posting, Purpose},
    money::{Money, Remainder},
    settlement::{advance, scheme::Advance},
    text::Text,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Paid ahead when the order is accepted.
    Advance,
    /// Accepted volume of a period.
    Acceptance,
    /// The last one of an order: what is left of the advance becomes recoverable.
    Liquidation,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Prepared by the accountant; in the ledger only once approved.
    Prepared,
    Approved,
    /// Sent back by the approver; its lines count as never settled.
    Returned,
    Paid,
}

/// The money of one statement. `payable = gross − advance_recovered − set_off` when gross is not negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Totals {
    /// Sum of the lines; negative where more must come back than is due.
    pub gross: Money,
    pub advance_recovered: Money,
    /// Kept against what the party owed from earlier statements.
    pub set_off: Money,
    pub payable: Money,
    /// Newly to come back from the party.
    pub to_recover: Money,
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Advance => "advance",
            Kind::Acceptance => "acceptance",
            Kind::Liquidation => "liquidation",
        }
    }

    pub fn parse(text: &str) -> Option<Kind> {
        [Kind::Advance, Kind::Acceptance, Kind::Liquidation].into_iter().find(|kind| kind.as_str() == text)
    }

    pub fn name(self) -> Text {
        match self {
            Kind::Advance => Text::new("tạm ứng", "advance"),
            Kind::Acceptance => Text::new("nghiệm thu", "acceptance"),
            Kind::Liquidation => Text::new("thanh lý", "liquidation"),
        }
    }
}

impl State {
    pub const ALL: [State; 4] = [State::Prepared, State::Approved, State::Returned, State::Paid];

    pub fn as_str(self) -> &'static str {
        match self {
            State::Prepared => "prepared",
            State::Approved => "approved",
            State::Returned => "returned",
            State::Paid => "paid",
        }
    }

    pub fn parse(text: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.as_str() == text)
    }

    pub fn name(self) -> Text {
        match self {
            State::Prepared => Text::new("chờ duyệt", "to approve"),
            State::Approved => Text::new("đã duyệt, chờ chi", "approved, to pay"),
            State::Returned => Text::new("trả lại", "returned"),
            State::Paid => Text::new("đã thanh toán", "paid"),
        }
    }

    /// The states that may follow. The picture is in backend/docs/states.md.
    pub fn may_become(self, next: State) -> bool {
        matches!(
            (self, next),
            (State::Prepared, State::Approved | State::Returned) | (State::Approved, State::Paid)
        )
    }
}

/// What the party's lines become once the advance and earlier debts are taken into account.
/// `value` is the order's value and `accepted` all that is accepted on the order with this run.
pub fn totals(
    gross: Money,
    position: &Position,
    terms: Option<&Advance>,
    value: Money,
    accepted: Money,
    kind: Kind,
) -> Totals {
    let outstanding = advance::Outstanding { paid: position.advanced, recovered: position.advance_recovered };
    let due = gross.at_least_zero();
    let advance_recovered = match (terms, kind) {
        (_, Kind::Advance) | (None, _) => Money::ZERO,
        (Some(_), Kind::Liquidation) => outstanding.left().min(due),
        (Some(terms), Kind::Acceptance) => advance::recovery(terms, value, accepted, outstanding, due),
    };
    let set_off =
        if kind == Kind::Advance { Money::ZERO } else { position.recoverable.min(due - advance_recovered) };
    let left_of_advance = match kind {
        Kind::Liquidation => outstanding.left() - advance_recovered,
        Kind::Advance | Kind::Acceptance => Money::ZERO,
    };
    Totals {
        gross,
        advance_recovered,
        set_off,
        payable: due - advance_recovered - set_off,
        to_recover: (-gross).at_least_zero() + left_of_advance,
    }
}

/// An amount of a statement over the budget lines it is charged to: in the proportion of what the statement accepts on each
/// (`accepted`, net of what it takes back there), or, for money that comes back, of what it takes back on each. Where there is
/// nothing of the kind, as on an advance, in the proportion of what was ordered on each. The parts add up to the amount and none
/// is negative. Under which budget line a deduction falls is said by no rule: assumption.
pub fn over_budget_lines(
    amount: Money,
    comes_back: bool,
    accepted: &BTreeMap<i64, Money>,
    ordered: &BTreeMap<i64, Money>,
) -> Vec<(i64, Money)> {
    let weight = |of: &Money| u64::try_from(of.as_dong()).unwrap_or(0);
    let mut weights: Vec<(i64, u64)> = accepted
        .iter()
        .map(|(line, of)| (*line, if comes_back { weight(&-*of) } else { weight(of) }))
        .filter(|(_, weight)| *weight > 0)
        .collect();
    if weights.is_empty() {
        weights = ordered.iter().map(|(line, of)| (*line, weight(of))).collect();
    }
    let parts =
        amount.allocate(&weights.iter().map(|(_, weight)| *weight).collect::<Vec<_>>(), Remainder::First);
    let each = weights.into_iter().map(|(line, _)| line).zip(parts);
    each.filter(|(_, part)| !part.is_zero()).collect()
}

/// The postings of an approved statement.
pub fn postings(
    statement: StatementId,
    order: OrderId,
    party: PartyId,
    on: Date,
    kind: Kind,
    totals: &Totals,
) -> Vec<Posting> {
    let clawed_back = (-totals.gross).at_least_zero();
    let accepted = totals.gross.at_least_zero();
    let moves = match kind {
        Kind::Advance => vec![(Purpose::Advance, Purpose::Payable, accepted)],
        Kind::Acceptance | Kind::Liquidation => vec![
            (Purpose::Accepted, Purpose::Payable, accepted),
            (Purpose::Payable, Purpose::Advance, totals.advance_recovered),
            (Purpose::Payable, Purpose::Recoverable, totals.set_off),
            (Purpose::Recoverable, Purpose::Accepted, clawed_back),
            (Purpose::Recoverable, Purpose::Advance, totals.to_recover - clawed_back),
        ],
    };
    moves
        .into_iter()
        .filter(|(_, _, amount)| *amount > Money::ZERO)
        .map(|(debit, credit, amount)| Posting {
            on,
            debit,
            credit,
            order,
            party,
            appropriation: None,
            statement: Some(statement),
            amount,
        })
        .collect()
}

/// The posting of a payment that the Treasury confirmed.
pub fn payment(
    statement: StatementId,
    order: OrderId,
    party: PartyId,
    on: Date,
    kind: Kind,
    amount: Money,
) -> Option<Posting> {
    (amount > Money::ZERO).then_some(Posting {
        on,
        debit: Purpose::Payable,
        credit: if kind == Kind::Advance { Purpose::PaidAhead } else { Purpose::Paid },
        order,
        party,
        appropriation: None,
        statement: Some(statement),
        amount,
    })
}

/// The posting of a payment that came back: it is owed again.
pub fn came_back(
    statement: StatementId,
    order: OrderId,
    party: PartyId,
    on: Date,
    kind: Kind,
    amount: Money,
) -> Option<Posting> {
    payment(statement, order, party, on, kind, amount).map(|paid| Posting {
        debit: paid.credit,
        credit: paid.debit,
        ..paid
    })
}

#[cfg(test)]
#[path = "statement_tests.rs"]
mod tests;
