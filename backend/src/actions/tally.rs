//! What lists of orders and programmes add up, read once within the scope of who asks.

use std::collections::HashMap;

use domain::{
    grading::GraduationClass,
    ids::{OrderId, OrderLineId, PartyId},
    ledger::Position,
    money::Money,
    order::State,
    permission::Scope,
    settlement::Volume,
};

use super::Ctx;
use crate::{
    error::Error,
    storage::{
        money,
        orders::{self, Line, Order},
        sums,
    },
};

/// Orders of the scope with their lines, volumes and positions. Orders that were refused are among them.
pub(super) struct Tally {
    pub orders: Vec<Order>,
    pub lines: Vec<Line>,
    pub positions: HashMap<OrderId, Position>,
    volumes: HashMap<OrderLineId, Volume>,
}

/// Learners by order line.
pub(super) struct Learners {
    enrolled: HashMap<OrderLineId, i64>,
    graduated: HashMap<OrderLineId, i64>,
}

impl Tally {
    pub async fn load(ctx: &Ctx) -> Result<Tally, Error> {
        let (db, scope) = (ctx.db(), ctx.scope());
        Ok(Tally {
            orders: orders::list(db, scope).await?,
            lines: orders::lines_within(db, scope).await?,
            positions: money::positions_by_order(db, scope).await?,
            volumes: money::volumes_of_everyone(db).await?,
        })
    }

    pub fn volume(&self, line: &Line, state: State) -> Volume {
        volume(line, state, &self.volumes)
    }

    pub fn states(&self) -> HashMap<OrderId, State> {
        self.orders.iter().map(|order| (order.id, order.state)).collect()
    }

    pub fn lines_by_order(&self) -> HashMap<OrderId, Vec<&Line>> {
        let mut by_order: HashMap<OrderId, Vec<&Line>> = HashMap::new();
        for line in &self.lines {
            by_order.entry(line.order).or_default().push(line);
        }
        by_order
    }
}

/// Where the value of a line stands: as the last run found it; before the first, everything is open. A refused
/// order is rejected as a whole. What an amendment adds or takes is open until the next run looks at it.
pub(super) fn volume(line: &Line, state: State, settled: &HashMap<OrderLineId, Volume>) -> Volume {
    let value = line.value;
    match (settled.get(&line.id), state) {
        (Some(volume), _) if line.is_amended() => volume.of_value(value),
        (Some(volume), _) => *volume,
        (None, state) if state.is_void() => Volume { ordered: value, rejected: value, ..Volume::default() },
        (None, _) => Volume { ordered: value, outstanding: value, ..Volume::default() },
    }
}

impl Learners {
    pub async fn load(ctx: &Ctx) -> Result<Learners, Error> {
        let db = ctx.db();
        let mut enrolled = HashMap::new();
        for count in money::enrolled_by_line_of_everyone(db).await? {
            *enrolled.entry(OrderLineId(count.order_line_id)).or_default() += count.learners;
        }
        let mut graduated: HashMap<OrderLineId, i64> = HashMap::new();
        for count in money::graduated_by_line_of_everyone(db).await? {
            if GraduationClass::parse(&count.detail).is_some_and(GraduationClass::graduates) {
                *graduated.entry(OrderLineId(count.order_line_id)).or_default() += count.learners;
            }
        }
        for (line, annulled) in sums::annulled_by_line_of_everyone(db).await? {
            *graduated.entry(line).or_default() -= annulled;
        }
        Ok(Learners { enrolled, graduated })
    }

    pub fn enrolled(&self, line: OrderLineId) -> u64 {
        counted(self.enrolled.get(&line))
    }

    pub fn graduated(&self, line: OrderLineId) -> u64 {
        counted(self.graduated.get(&line))
    }
}

fn counted(count: Option<&i64>) -> u64 {
    count.and_then(|count| u64::try_from(*count).ok()).unwrap_or(0)
}

/// A host enterprise sees of an order what concerns itself; the provider and the State see all of it.
pub(super) fn only(scope: Scope, order: &Order) -> Option<PartyId> {
    match scope {
        Scope::Party(party) if party != order.provider => Some(party),
        Scope::Party(_) | Scope::Learner(_) | Scope::Everything => None,
    }
}

/// The position on an order: of all its parties, or of the one that may see only its own.
pub(super) fn position(positions: &HashMap<PartyId, Position>, only: Option<PartyId>) -> Position {
    let mut sum = Position::default();
    for (party, position) in positions {
        if only.is_none_or(|own| own == *party) {
            sum += *position;
        }
    }
    sum
}

pub(super) fn sum(amounts: impl Iterator<Item = Volume>) -> Volume {
    amounts.fold(Volume::default(), |mut sum, volume| {
        sum += volume;
        sum
    })
}

pub(super) fn value_of(line: &Line) -> Money {
    line.value
}
