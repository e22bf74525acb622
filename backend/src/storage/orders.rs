//! Orders, their lines, events, hosts and cohorts. Every list starts with the scope of who asks.

use domain::{
    ids::{CohortId, OrderId, OrderLineId, PartyId, UserId},
    money::Money,
    occupation::Mode,
    order::{Gate, State},
    party::Instrument,
    permission::Scope,
};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Value};
use time::Date;

use super::{registry::unknown, row, rows};

#[derive(Debug, Clone)]
pub struct Order {
    pub id: OrderId,
    pub number: String,
    pub programme_id: i64,
    pub ordering_body: PartyId,
    pub provider: PartyId,
    pub instrument: Instrument,
    pub placed_on: Date,
    pub placed_by: UserId,
    pub value: Money,
    pub gates: Vec<Gate>,
    pub state: State,
    pub hosts: Vec<PartyId>,
}

impl Order {
    /// The organisations the order belongs to: they may act on it, each in its own role.
    pub fn owners(&self) -> Vec<PartyId> {
        std::iter::once(self.provider).chain(self.hosts.iter().copied()).collect()
    }
}

#[derive(Debug, Clone)]
pub struct Line {
    pub id: OrderLineId,
    pub order: OrderId,
    pub position: i32,
    pub occupation_id: i64,
    pub mode: Mode,
    pub quantity: u32,
    pub price: Money,
    pub price_decision_id: i64,
    pub approval_id: i64,
    pub appropriation_id: i64,
    pub scheme_id: i64,
    pub grading_rules: String,
    pub starts_on: Date,
    pub ends_on: Date,
}

#[derive(Debug, Clone, FromQueryResult)]
pub struct Event {
    pub state: String,
    pub happened_on: Date,
    pub actor: String,
    pub note: String,
}

#[derive(Debug, Clone)]
pub struct Cohort {
    pub id: CohortId,
    pub line: OrderLineId,
    pub order: OrderId,
    pub name: String,
}

#[derive(FromQueryResult)]
struct OrderRow {
    id: i64,
    number: String,
    programme_id: i64,
    ordering_body_id: i64,
    provider_id: i64,
    instrument: String,
    placed_on: Date,
    placed_by: i64,
    value_dong: i64,
    gates: String,
    state: String,
}

const ORDER: &str = "SELECT o.id, o.number, o.programme_id, o.ordering_body_id, o.provider_id, o.instrument, \
    o.placed_on, o.placed_by, o.value_dong, o.gates, \
    (SELECT e.state FROM order_event e WHERE e.order_id = o.id ORDER BY e.id DESC LIMIT 1) AS state FROM orders o";

/// The condition that keeps a query within a scope; `$1` is the party.
pub(super) fn within(scope: Scope) -> (&'static str, Vec<Value>) {
    match scope {
        Scope::Everything => ("($1 = 0)", vec![0i64.into()]),
        Scope::Party(party) => (
            "(o.provider_id = $1 OR EXISTS (SELECT 1 FROM hosting h WHERE h.order_id = o.id AND h.party_id = $1))",
            vec![party.0.into()],
        ),
        Scope::Learner(_) => ("($1 = 1)", vec![0i64.into()]),
    }
}

pub async fn find(db: &impl ConnectionTrait, scope: Scope, id: OrderId) -> Result<Option<Order>, DbErr> {
    let (condition, mut values) = within(scope);
    values.push(id.0.into());
    let found: Option<OrderRow> =
        row(db, &format!("{ORDER} WHERE {condition} AND o.id = $2"), values).await?;
    let Some(found) = found else { return Ok(None) };
    let mut order = order(found)?;
    order.hosts = hosts(db, order.id).await?;
    Ok(Some(order))
}

/// All orders in the scope, newest first; hosts are left out.
pub async fn list(db: &impl ConnectionTrait, scope: Scope) -> Result<Vec<Order>, DbErr> {
    let (condition, values) = within(scope);
    let found: Vec<OrderRow> =
        rows(db, &format!("{ORDER} WHERE {condition} ORDER BY o.id DESC"), values).await?;
    found.into_iter().map(order).collect()
}

fn order(row: OrderRow) -> Result<Order, DbErr> {
    Ok(Order {
        id: OrderId(row.id),
        number: row.number,
        programme_id: row.programme_id,
        ordering_body: PartyId(row.ordering_body_id),
        provider: PartyId(row.provider_id),
        instrument: Instrument::parse(&row.instrument)
            .ok_or_else(|| unknown("orders.instrument", &row.instrument))?,
        placed_on: row.placed_on,
        placed_by: UserId(row.placed_by),
        value: Money::dong(row.value_dong),
        gates: serde_json::from_str(&row.gates).map_err(|_| unknown("orders.gates", &row.gates))?,
        state: State::parse(&row.state).ok_or_else(|| unknown("order_event.state", &row.state))?,
        hosts: Vec::new(),
    })
}

pub async fn hosts(db: &impl ConnectionTrait, order: OrderId) -> Result<Vec<PartyId>, DbErr> {
    #[derive(FromQueryResult)]
    struct Host {
        party_id: i64,
    }
    let sql = "SELECT party_id FROM hosting WHERE order_id = $1 ORDER BY id";
    let found: Vec<Host> = rows(db, sql, vec![order.0.into()]).await?;
    Ok(found.into_iter().map(|host| PartyId(host.party_id)).collect())
}

#[derive(FromQueryResult)]
struct LineRow {
    id: i64,
    order_id: i64,
    position: i32,
    occupation_id: i64,
    mode: String,
    quantity: i32,
    price_dong: i64,
    price_decision_id: i64,
    approval_id: i64,
    appropriation_id: i64,
    scheme_id: i64,
    grading_rules: String,
    starts_on: Date,
    ends_on: Date,
}

const LINE: &str = "SELECT id, order_id, position, occupation_id, mode, quantity, price_dong, price_decision_id, \
    approval_id, appropriation_id, scheme_id, grading_rules, starts_on, ends_on FROM order_line";

pub async fn lines(db: &impl ConnectionTrait, order: OrderId) -> Result<Vec<Line>, DbErr> {
    let found =
        rows(db, &format!("{LINE} WHERE order_id = $1 ORDER BY position"), vec![order.0.into()]).await?;
    found.into_iter().map(line).collect()
}

/// Lines of every order in the scope, for sums over orders and programmes.
pub async fn lines_within(db: &impl ConnectionTrait, scope: Scope) -> Result<Vec<Line>, DbErr> {
    let (condition, values) = within(scope);
    let sql = format!("{LINE} WHERE order_id IN (SELECT o.id FROM orders o WHERE {condition}) ORDER BY id");
    rows(db, &sql, values).await?.into_iter().map(line).collect()
}

/// Lines of all orders, for sums over a programme.
pub async fn lines_of_everyone(db: &impl ConnectionTrait) -> Result<Vec<Line>, DbErr> {
    let found = rows(db, &format!("{LINE} ORDER BY id"), vec![]).await?;
    found.into_iter().map(line).collect()
}

pub async fn line_by_id(db: &impl ConnectionTrait, id: OrderLineId) -> Result<Option<Line>, DbErr> {
    row(db, &format!("{LINE} WHERE id = $1"), vec![id.0.into()]).await?.map(line).transpose()
}

fn line(row: LineRow) -> Result<Line, DbErr> {
    Ok(Line {
        id: OrderLineId(row.id),
        order: OrderId(row.order_id),
        position: row.position,
        occupation_id: row.occupation_id,
        mode: Mode::parse(&row.mode).ok_or_else(|| unknown("order_line.mode", &row.mode))?,
        quantity: u32::try_from(row.quantity)
            .map_err(|_| unknown("order_line.quantity", "a negative number"))?,
        price: Money::dong(row.price_dong),
        price_decision_id: row.price_decision_id,
        approval_id: row.approval_id,
        appropriation_id: row.appropriation_id,
        scheme_id: row.scheme_id,
        grading_rules: row.grading_rules,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
    })
}

pub async fn events(db: &impl ConnectionTrait, order: OrderId) -> Result<Vec<Event>, DbErr> {
    let sql = "SELECT e.state, e.happened_on, COALESCE(u.name, '') AS actor, e.note FROM order_event e \
        LEFT JOIN user_account u ON u.id = e.actor_id WHERE e.order_id = $1 ORDER BY e.id";
    rows(db, sql, vec![order.0.into()]).await
}

#[derive(FromQueryResult)]
struct CohortRow {
    id: i64,
    order_line_id: i64,
    order_id: i64,
    name: String,
}

const COHORT: &str = "SELECT c.id, c.order_line_id, l.order_id, c.name FROM cohort c JOIN order_line l ON l.id = c.order_line_id";

fn cohort(row: CohortRow) -> Cohort {
    Cohort {
        id: CohortId(row.id),
        line: OrderLineId(row.order_line_id),
        order: OrderId(row.order_id),
        name: row.name,
    }
}

pub async fn cohorts(db: &impl ConnectionTrait, order: OrderId) -> Result<Vec<Cohort>, DbErr> {
    let found =
        rows(db, &format!("{COHORT} WHERE l.order_id = $1 ORDER BY c.id"), vec![order.0.into()]).await?;
    Ok(found.into_iter().map(cohort).collect())
}

pub async fn cohort_by_id(db: &impl ConnectionTrait, id: CohortId) -> Result<Option<Cohort>, DbErr> {
    Ok(row(db, &format!("{COHORT} WHERE c.id = $1"), vec![id.0.into()]).await?.map(cohort))
}
