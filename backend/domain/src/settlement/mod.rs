//! The one idea: `due = entitlement(facts, scheme, as of) − already settled`.
//!
//! Entitlement knows nothing of payments, so anyone can recompute it at any time and get the same đồng. What was
//! settled is a sum over issued lines. Their difference is the next statement: running twice changes nothing, a late
//! or corrected report is a difference line, and nothing issued is ever edited.

pub mod advance;
pub mod entitlement;
pub mod explain;
pub mod scheme;
mod scheme_file;
mod standing;
pub mod trace;

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use time::Date;

pub use self::{
    entitlement::{Entitled, Outcome, Reason},
    scheme::Scheme,
    trace::Trace,
};
use crate::{
    calendar::Moment,
    fact::Fact,
    grading::GraduationClass,
    ids::{EnrolmentId, PartyId},
    money::Money,
};

/// Changes when the same facts and scheme could give another amount or another trace.
pub const ENGINE: &str = "1";

/// Everything the settlement of one order line depends on, and nothing else.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    pub scheme: &'a Scheme,
    /// Agreed price of one learner.
    pub price: Money,
    /// Learners ordered.
    pub quantity: u32,
    pub provider: PartyId,
    pub ends_on: Date,
    pub learners: &'a [Learner],
    /// Facts that happened after this day do not count yet.
    pub as_of: Date,
    /// Facts recorded after this moment were not known yet.
    pub known_at: Moment,
    /// Whether the order is being liquidated: what is still open is then lost.
    pub closing: bool,
}

/// One learner on the line, with all facts ever recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Learner {
    pub enrolment: EnrolmentId,
    pub facts: Vec<Fact>,
}

/// What was settled before for one learner: part, payee, amount.
pub type Before = BTreeMap<EnrolmentId, Vec<(String, PartyId, Money)>>;

/// One difference to pay or to take back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub enrolment: EnrolmentId,
    pub part: String,
    pub payee: PartyId,
    /// What facts and scheme give now.
    pub entitled: Money,
    pub settled_before: Money,
    /// `entitled − settled_before`; never zero.
    pub due: Money,
    pub trace: Trace,
}

/// Where the value of an order line stands. `ordered = accepted + rejected + outstanding`, always.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Volume {
    pub ordered: Money,
    pub accepted: Money,
    pub rejected: Money,
    pub outstanding: Money,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    pub lines: Vec<Line>,
    pub volume: Volume,
    /// Per learner, in the order of the input: every part with its outcome, also those that pay nothing.
    pub entitled: Vec<Vec<Entitled>>,
    /// SHA-256 over what went in, so that a statement can say what it was computed from.
    pub fingerprint: [u8; 32],
}

/// Entitlement of every learner, less what was settled: the differences, and where the value of the line stands.
pub fn settle(input: &Input, before: &Before) -> Settlement {
    let entitled = entitlement::of_line(input);
    let mut lines = Vec::new();
    let mut volume = Volume { ordered: input.price.times(input.quantity), ..Volume::default() };
    let none = Vec::new();
    for (learner, parts) in input.learners.iter().zip(&entitled) {
        let settled = before.get(&learner.enrolment).unwrap_or(&none);
        for part in parts {
            volume.accepted += part.earned;
            volume.rejected += part.lost;
            volume.outstanding += part.open;
            lines.extend(differences(learner.enrolment, part, settled));
        }
    }
    let empty_seats = volume.ordered - volume.accepted - volume.rejected - volume.outstanding;
    if input.closing || input.as_of > input.ends_on {
        volume.rejected += empty_seats;
    } else {
        volume.outstanding += empty_seats;
    }
    Settlement { lines, volume, entitled, fingerprint: fingerprint(input) }
}

/// The differences of one part, one line per payee: those entitled now, and those settled before who no longer are.
fn differences<'a>(
    enrolment: EnrolmentId,
    part: &'a Entitled,
    settled: &'a [(String, PartyId, Money)],
) -> impl Iterator<Item = Line> + 'a {
    let before = |payee: PartyId| -> Money {
        settled
            .iter()
            .filter(|(code, to, _)| *code == part.code && *to == payee)
            .map(|(_, _, amount)| *amount)
            .sum()
    };
    let no_longer = settled
        .iter()
        .filter(|(code, to, _)| *code == part.code && !part.split.iter().any(|share| share.payee == *to));
    let mut payees: Vec<(PartyId, Money)> =
        part.split.iter().map(|share| (share.payee, share.amount)).collect();
    for (_, payee, _) in no_longer {
        if !payees.iter().any(|(known, _)| known == payee) {
            payees.push((*payee, Money::ZERO));
        }
    }
    payees.into_iter().filter_map(move |(payee, entitled)| {
        let settled_before = before(payee);
        let due = entitled - settled_before;
        (!due.is_zero()).then(|| Line {
            enrolment,
            part: part.code.clone(),
            payee,
            entitled,
            settled_before,
            due,
            trace: part.trace(payee, entitled, settled_before),
        })
    })
}

/// Facts are immutable and their bytes stand in the audit chain, so their ids and moments name them.
fn fingerprint(input: &Input) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(format!(
        "{ENGINE}|{}|{}|{}|{}|{}|{}|{}|{}\n",
        input.scheme.name(),
        input.price.as_dong(),
        input.quantity,
        input.provider.0,
        input.ends_on,
        input.as_of,
        input.known_at.0,
        input.closing
    ));
    for learner in input.learners {
        for fact in learner.facts.iter().filter(|fact| fact.recorded_at <= input.known_at) {
            hash.update(learner.enrolment.0.to_be_bytes());
            hash.update(fact.id.0.to_be_bytes());
            hash.update(fact.recorded_at.0.to_be_bytes());
        }
    }
    hash.finalize().into()
}

impl std::ops::AddAssign for Volume {
    fn add_assign(&mut self, other: Volume) {
        self.ordered += other.ordered;
        self.accepted += other.accepted;
        self.rejected += other.rejected;
        self.outstanding += other.outstanding;
    }
}

impl Volume {
    /// The identity every order must satisfy.
    pub fn adds_up(&self) -> bool {
        self.ordered == self.accepted + self.rejected + self.outstanding
    }
}

/// The class a learner graduated with, as known on the day of the input.
pub fn class_of(learner: &Learner, as_of: Date, known_at: Moment) -> Option<GraduationClass> {
    standing::Standing::of(&learner.facts, as_of, known_at).class()
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
