//! What facts and scheme give each learner, part by part: earned, still open, or lost, and why.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use time::{Date, Duration};

use super::{
    Input,
    scheme::{Part, Payee, Scheme, Trigger},
    standing::Standing,
    trace::{Checked, Share, Trace, Used},
};
use crate::{
    fact::{Fact, Happening},
    grading::GraduationClass,
    ids::PartyId,
    money::Money,
};

/// One part of one learner. `earned + open + lost = value`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entitled {
    pub code: String,
    pub value: Money,
    pub earned: Money,
    pub open: Money,
    pub lost: Money,
    pub outcome: Outcome,
    pub split: Vec<Share>,
    /// The trace without payee, for the lines drawn from this part.
    pub basis: Trace,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", content = "reason", rename_all = "snake_case")]
pub enum Outcome {
    Earned,
    Open(Reason),
    Lost(Reason),
}

/// Why a part is not earned. Each has its sentence and its remedy in `explain`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    NotEnrolled,
    BeyondQuantity,
    DuplicateUndecided,
    DuplicateRefused,
    CensusAhead,
    Suspended,
    WithdrewBeforeCensus,
    Withdrew,
    ResultAwaited,
    DidNotGraduate,
    Annulled,
    EmploymentAwaited,
    EmploymentNotLongEnough,
    NotEmployed,
    OrderClosed,
}

/// Entitlements of all learners of a line, in the order of the input.
pub fn of_line(input: &Input) -> Vec<Vec<Entitled>> {
    let standings: Vec<Standing> = input
        .learners
        .iter()
        .map(|learner| Standing::of(&learner.facts, input.as_of, input.known_at))
        .collect();
    let seated = seats(input, &standings);
    let values = input.price.allocate(&input.scheme.weights(), input.scheme.remainder);
    let shares: Vec<Decimal> = input.scheme.parts.iter().map(|part| part.share).collect();
    standings
        .iter()
        .zip(seated)
        .map(|(standing, seated)| {
            input
                .scheme
                .parts
                .iter()
                .enumerate()
                .map(|(i, part)| {
                    let value = if seated { values[i] } else { Money::ZERO };
                    of_part(input, standing, part, Position { index: i, shares: &shares, value, seated })
                })
                .collect()
        })
        .collect()
}

/// Which learners count towards the ordered number: first those who reached the census or still may, then by day of
/// enrolment, then by enrolment. Who was not known to be enrolled is not there. Total, so that no result depends on how rows came from a database.
fn seats(input: &Input, standings: &[Standing]) -> Vec<bool> {
    let quantity = usize::try_from(input.quantity).unwrap_or(usize::MAX);
    let mut order: Vec<usize> =
        (0..input.learners.len()).filter(|i| standings[*i].enrolled.is_some()).collect();
    let lost_early = |standing: &Standing| {
        input.scheme.parts.first().is_some_and(|part| {
            matches!(part.triggers.first(), Some(trigger @ Trigger::Retained { .. })
                if matches!(met(*trigger, standing, input.as_of), Outcome::Lost(_)))
        })
    };
    order.sort_by_key(|i| {
        let enrolled_on = standings[*i].enrolled.map_or(Date::MAX, |fact| fact.happened_on);
        (lost_early(&standings[*i]), enrolled_on, input.learners[*i].enrolment)
    });
    let mut seated = vec![false; input.learners.len()];
    for i in order.into_iter().take(quantity) {
        seated[i] = true;
    }
    seated
}

struct Position<'a> {
    index: usize,
    shares: &'a [Decimal],
    value: Money,
    seated: bool,
}

fn of_part(input: &Input, standing: &Standing, part: &Part, at: Position) -> Entitled {
    let mut gates = Vec::new();
    let outcome = outcome(input, standing, part, at.seated, &mut gates);
    let class = standing.class().filter(|_| part.by_quality);
    let factor = match (&input.scheme.quality, class) {
        (Some(quality), Some(class)) if part.by_quality => quality.factor(class),
        _ => Decimal::ONE,
    };
    let earned = match outcome {
        Outcome::Earned => at.value.portion(factor, input.scheme.rounding),
        Outcome::Open(_) | Outcome::Lost(_) => Money::ZERO,
    };
    let open = if matches!(outcome, Outcome::Open(_)) { at.value } else { Money::ZERO };
    let split = split(input, standing, part, earned);
    let basis = Trace {
        part: part.code.clone(),
        facts: used(standing, part),
        gates,
        price: input.price,
        shares: at.shares.to_vec(),
        index: at.index,
        seated: at.seated,
        remainder: input.scheme.remainder,
        value: at.value,
        class,
        factor,
        rounding: input.scheme.rounding,
        outcome,
        earned,
        split: split.clone(),
        payee: input.provider,
        entitled: Money::ZERO,
        settled_before: Money::ZERO,
        due: Money::ZERO,
    };
    Entitled {
        code: part.code.clone(),
        value: at.value,
        earned,
        open,
        lost: at.value - earned - open,
        outcome,
        split,
        basis,
    }
}

impl Entitled {
    pub fn trace(&self, payee: PartyId, entitled: Money, settled_before: Money) -> Trace {
        Trace { payee, entitled, settled_before, due: entitled - settled_before, ..self.basis.clone() }
    }
}

fn outcome(
    input: &Input,
    standing: &Standing,
    part: &Part,
    seated: bool,
    gates: &mut Vec<Checked>,
) -> Outcome {
    let mut check = |code: &str, outcome: Outcome| {
        gates.push(Checked { code: code.to_owned(), outcome });
        outcome
    };
    let mut all = vec![
        check(
            "enrolled",
            if standing.enrolled.is_some() { Outcome::Earned } else { Outcome::Lost(Reason::NotEnrolled) },
        ),
        check(
            "within_quantity",
            if seated { Outcome::Earned } else { Outcome::Lost(Reason::BeyondQuantity) },
        ),
        check("paid_once", paid_once(standing)),
    ];
    for trigger in &part.triggers {
        all.push(check(trigger.code(), met(*trigger, standing, input.as_of)));
    }
    let worst = all
        .iter()
        .find(|outcome| matches!(outcome, Outcome::Lost(_)))
        .or_else(|| all.iter().find(|outcome| matches!(outcome, Outcome::Open(_))));
    match worst {
        None => Outcome::Earned,
        Some(Outcome::Open(_)) if input.closing => Outcome::Lost(Reason::OrderClosed),
        Some(outcome) => *outcome,
    }
}

/// The same person once per occupation and level; a flag waits for a person's decision (LAW: QĐ 1446; rule R8).
fn paid_once(standing: &Standing) -> Outcome {
    match standing.duplicate.map(|fact| &fact.what) {
        Some(Happening::DuplicateFlagged { .. }) => Outcome::Open(Reason::DuplicateUndecided),
        Some(Happening::DuplicateDecided { pay: false, .. }) => Outcome::Lost(Reason::DuplicateRefused),
        _ => Outcome::Earned,
    }
}

fn met(trigger: Trigger, standing: &Standing, as_of: Date) -> Outcome {
    match trigger {
        Trigger::Retained { days } => retained(standing, days, as_of),
        Trigger::Graduated => graduated(standing),
        Trigger::Employed { within_days, lasting_days } => {
            employed(standing, within_days, lasting_days, as_of)
        }
    }
}

fn retained(standing: &Standing, days: u16, as_of: Date) -> Outcome {
    let Some(enrolled) = standing.enrolled else { return Outcome::Lost(Reason::NotEnrolled) };
    let census = standing.day_in_training(enrolled.happened_on, days);
    match (census, standing.withdrew) {
        (Some(day), Some(withdrew)) if withdrew.happened_on < day => {
            Outcome::Lost(Reason::WithdrewBeforeCensus)
        }
        (None, Some(_)) => Outcome::Lost(Reason::WithdrewBeforeCensus),
        (None, None) => Outcome::Open(Reason::Suspended),
        (Some(day), _) if as_of < day => Outcome::Open(Reason::CensusAhead),
        _ => Outcome::Earned,
    }
}

fn graduated(standing: &Standing) -> Outcome {
    match (standing.class(), standing.annulled, standing.withdrew) {
        (Some(_), Some(_), _) => Outcome::Lost(Reason::Annulled),
        (Some(class), None, _) if class.graduates() => Outcome::Earned,
        (Some(_), None, _) => Outcome::Lost(Reason::DidNotGraduate),
        (None, _, Some(_)) => Outcome::Lost(Reason::Withdrew),
        (None, _, None) => Outcome::Open(Reason::ResultAwaited),
    }
}

fn employed(standing: &Standing, within_days: u16, lasting_days: u16, as_of: Date) -> Outcome {
    let (Outcome::Earned, Some(graduation)) = (graduated(standing), standing.graduated) else {
        return graduated(standing);
    };
    let last_day = graduation.happened_on + Duration::days(i64::from(within_days));
    let in_time = standing.employed.filter(|fact| fact.happened_on <= last_day);
    let Some(job) = in_time else {
        let over = as_of > last_day;
        return if over {
            Outcome::Lost(Reason::NotEmployed)
        } else {
            Outcome::Open(Reason::EmploymentAwaited)
        };
    };
    let long_enough = job.happened_on + Duration::days(i64::from(lasting_days));
    match standing.employment_ended {
        Some(end) if end.happened_on < long_enough && as_of > last_day => {
            Outcome::Lost(Reason::EmploymentNotLongEnough)
        }
        Some(end) if end.happened_on < long_enough => Outcome::Open(Reason::EmploymentAwaited),
        _ if as_of < long_enough => Outcome::Open(Reason::EmploymentNotLongEnough),
        _ => Outcome::Earned,
    }
}

/// Provider first, then hosts by their id, so that the remainder has a place.
fn split(input: &Input, standing: &Standing, part: &Part, earned: Money) -> Vec<Share> {
    let mut shares = vec![Share { payee: input.provider, hours: standing.hours_at_college, amount: earned }];
    if part.payee == Payee::ByHours {
        shares.extend(standing.confirmed_hours().map(|(payee, hours)| Share {
            payee,
            hours,
            amount: Money::ZERO,
        }));
    }
    if shares.len() > 1 {
        let hours: Vec<u64> = shares.iter().map(|share| share.hours).collect();
        for (share, amount) in shares.iter_mut().zip(earned.allocate(&hours, input.scheme.remainder)) {
            share.amount = amount;
        }
    }
    shares
}

fn used(standing: &Standing, part: &Part) -> Vec<Used> {
    let graduates = part.triggers.iter().any(|trigger| !matches!(trigger, Trigger::Retained { .. }));
    let works = part.triggers.iter().any(|trigger| matches!(trigger, Trigger::Employed { .. }));
    let fact = |fact: &Fact| Used { id: fact.id, on: fact.happened_on, what: fact.what.kind().to_owned() };
    let always = [standing.enrolled, standing.withdrew, standing.duplicate];
    let result = [standing.graduated, standing.annulled].map(|f| f.filter(|_| graduates));
    let job = [standing.employed, standing.employment_ended].map(|f| f.filter(|_| works));
    always.into_iter().chain(result).chain(job).flatten().map(fact).collect()
}

impl Trigger {
    pub fn code(self) -> &'static str {
        match self {
            Trigger::Retained { .. } => "retained",
            Trigger::Graduated => "graduated",
            Trigger::Employed { .. } => "employed",
        }
    }
}

impl Scheme {
    /// The factor of every class, for showing the table.
    pub fn factor(&self, class: GraduationClass) -> Decimal {
        self.quality.as_ref().map_or(Decimal::ONE, |quality| quality.factor(class))
    }
}
