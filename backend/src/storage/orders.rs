//! Orders, their lines, events, hosts and cohorts. Every list starts with the scope of who asks.

use domain::{
    amendment::Terms,
    ids::{CohortId, OrderId, OrderLineId, PartyId, UserId},
    money::Money,
    occupation::Mode,
    order::{Gate, State},
    party::Instrument,
    permission::Scope,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, Value,
};
use time::Date;

use super::{BY, FOR, number, registry::unknown, row, rows, tables::order_proposal};

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
    /// With the amendments in force.
    pub value: Money,
    /// As it was placed.
    pub placed_value: Money,
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

/// A line as its newest version in force has it.
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
    /// What is reserved or committed for it. Once the price was amended this is no product: what was earned before
    /// keeps its price.
    pub value: Money,
    /// As it was placed.
    pub placed: Terms,
}

impl Line {
    pub fn terms(&self) -> Terms {
        let Line { quantity, price, starts_on, ends_on, .. } = *self;
        Terms { quantity, price, starts_on, ends_on }
    }

    pub fn is_amended(&self) -> bool {
        self.terms() != self.placed || self.value != self.placed.value()
    }
}

#[derive(Debug, Clone, FromQueryResult)]
pub struct Event {
    pub audit_seq: i64,
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
    placed_dong: i64,
    gates: String,
    state: String,
}

const ORDER: &str = "SELECT o.id, o.number, o.programme_id, o.ordering_body_id, o.provider_id, o.instrument, \
    o.placed_on, o.placed_by, o.value_dong AS placed_dong, o.gates, \
    COALESCE((SELECT a.value_after_dong FROM amendment a JOIN amendment_event v ON v.amendment_id = a.id \
    AND v.state = 'accepted' WHERE a.order_id = o.id ORDER BY a.id DESC LIMIT 1), o.value_dong) AS value_dong, \
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
        placed_value: Money::dong(row.placed_dong),
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
    value_dong: i64,
    placed_quantity: i32,
    placed_price: i64,
    placed_starts_on: Date,
    placed_ends_on: Date,
}

const LINE: &str = "SELECT l.id, l.order_id, l.position, l.occupation_id, l.mode, COALESCE(n.quantity, l.quantity) AS quantity, \
    COALESCE(n.price_dong, l.price_dong) AS price_dong, l.price_decision_id, l.approval_id, l.appropriation_id, \
    l.scheme_id, l.grading_rules, COALESCE(n.starts_on, l.starts_on) AS starts_on, \
    COALESCE(n.ends_on, l.ends_on) AS ends_on, \
    COALESCE(n.value_after_dong, l.price_dong * l.quantity) AS value_dong, l.quantity AS placed_quantity, \
    l.price_dong AS placed_price, l.starts_on AS placed_starts_on, l.ends_on AS placed_ends_on \
    FROM order_line l LEFT JOIN amended_line n ON n.order_line_id = l.id";

pub async fn lines(db: &impl ConnectionTrait, order: OrderId) -> Result<Vec<Line>, DbErr> {
    let found =
        rows(db, &format!("{LINE} WHERE l.order_id = $1 ORDER BY l.position"), vec![order.0.into()]).await?;
    found.into_iter().map(line).collect()
}

/// Lines of every order in the scope, for sums over orders and programmes.
pub async fn lines_within(db: &impl ConnectionTrait, scope: Scope) -> Result<Vec<Line>, DbErr> {
    let (condition, values) = within(scope);
    let sql =
        format!("{LINE} WHERE l.order_id IN (SELECT o.id FROM orders o WHERE {condition}) ORDER BY l.id");
    rows(db, &sql, values).await?.into_iter().map(line).collect()
}

/// Lines of all orders, for sums over a programme.
pub async fn lines_of_everyone(db: &impl ConnectionTrait) -> Result<Vec<Line>, DbErr> {
    let found = rows(db, &format!("{LINE} ORDER BY l.id"), vec![]).await?;
    found.into_iter().map(line).collect()
}

pub async fn line_by_id(db: &impl ConnectionTrait, id: OrderLineId) -> Result<Option<Line>, DbErr> {
    row(db, &format!("{LINE} WHERE l.id = $1"), vec![id.0.into()]).await?.map(line).transpose()
}

fn line(row: LineRow) -> Result<Line, DbErr> {
    let learners =
        |number: i32| u32::try_from(number).map_err(|_| unknown("order_line.quantity", "a negative number"));
    Ok(Line {
        id: OrderLineId(row.id),
        order: OrderId(row.order_id),
        position: row.position,
        occupation_id: row.occupation_id,
        mode: Mode::parse(&row.mode).ok_or_else(|| unknown("order_line.mode", &row.mode))?,
        quantity: learners(row.quantity)?,
        price: Money::dong(row.price_dong),
        price_decision_id: row.price_decision_id,
        approval_id: row.approval_id,
        appropriation_id: row.appropriation_id,
        scheme_id: row.scheme_id,
        grading_rules: row.grading_rules,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        value: Money::dong(row.value_dong),
        placed: Terms {
            quantity: learners(row.placed_quantity)?,
            price: Money::dong(row.placed_price),
            starts_on: row.placed_starts_on,
            ends_on: row.placed_ends_on,
        },
    })
}

pub async fn events(db: &impl ConnectionTrait, order: OrderId) -> Result<Vec<Event>, DbErr> {
    let sql = format!(
        "SELECT e.audit_seq, e.state, e.happened_on, {BY} AS actor, e.note FROM order_event e \
         LEFT JOIN user_account u ON u.id = e.actor_id {FOR} e.audit_seq) WHERE e.order_id = $1 ORDER BY e.id"
    );
    rows(db, &sql, vec![order.0.into()]).await
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

/// What an order was worth by the amendments in force before an audit entry.
pub async fn value_before(db: &impl ConnectionTrait, order: &Order, audit_seq: i64) -> Result<Money, DbErr> {
    let sql = "SELECT a.value_after_dong AS n FROM amendment a JOIN amendment_event e ON e.amendment_id = a.id \
        AND e.state = 'accepted' WHERE a.order_id = $1 AND e.audit_seq < $2 ORDER BY a.id DESC LIMIT 1";
    let amended = number(db, sql, vec![order.id.0.into(), audit_seq.into()]).await?;
    Ok(if amended > 0 { Money::dong(amended) } else { order.placed_value })
}

/// The order that was placed again in this one's place, or that this one was placed again for.
pub async fn corrections(
    db: &impl ConnectionTrait,
    order: OrderId,
) -> Result<Vec<(bool, OrderId, String)>, DbErr> {
    #[derive(FromQueryResult)]
    struct Other {
        later: bool,
        id: i64,
        number: String,
    }
    let sql = "SELECT (c.corrects = $1) AS later, o.id, o.number FROM order_correction c \
        JOIN orders o ON o.id = CASE WHEN c.corrects = $1 THEN c.order_id ELSE c.corrects END \
        WHERE c.order_id = $1 OR c.corrects = $1 ORDER BY o.id";
    let found: Vec<Other> = rows(db, sql, vec![order.0.into()]).await?;
    Ok(found.into_iter().map(|other| (other.later, OrderId(other.id), other.number)).collect())
}

/// What a provider proposed for a line instead of what was ordered.
pub async fn proposal(db: &impl ConnectionTrait, order: OrderId) -> Result<Vec<(OrderLineId, Terms)>, DbErr> {
    let found = order_proposal::Entity::find()
        .filter(order_proposal::Column::OrderId.eq(order.0))
        .order_by_asc(order_proposal::Column::Id)
        .all(db)
        .await?;
    let terms = |row: order_proposal::Model| {
        let order_proposal::Model { order_line_id, quantity, price_dong, starts_on, ends_on, .. } = row;
        let quantity =
            u32::try_from(quantity).map_err(|_| unknown("order_proposal.quantity", "a negative number"))?;
        Ok((
            OrderLineId(order_line_id),
            Terms { quantity, price: Money::dong(price_dong), starts_on, ends_on },
        ))
    };
    found.into_iter().map(terms).collect()
}
