//! Orders: placed by a planner, approved by others, accepted by the provider, closed when all is settled.

mod answers;
mod decisions;
mod drafts;

use domain::{
    grading,
    ids::{OrderId, PartyId},
    issue::{Issue, none_or_all},
    ledger::{Posting, Purpose},
    money::Money,
    order::{Draft, Gate, State},
    party::{Instrument, PartyKind},
    permission::{Deed, Scope},
    text::{Text, clean},
};
use time::Date;

pub(super) use self::decisions::{missing_reason, thing};
pub use self::{
    answers::{Answer, answer, take_proposal},
    decisions::{approve, cancel, reject, send_back},
    drafts::{Typed, discard, draft, drafts, save},
};
use super::{Ctx, placing::World, wrong_state};
use crate::{
    error::Error,
    storage::{
        Tx, money,
        orders::{self, Line, Order},
        registry,
        tables::{cohort, hosting, order_event, order_line, orders as order_table},
    },
};

/// At most so many learners in a class of theory (TT 43/2015/TT-BLĐTBXH); the provider may divide further.
pub(super) const COHORT_SIZE: u32 = 35;

/// Places an order: tries every gate, reserves its value, and waits for an approver. Answers with the order's id. The
/// stored draft it was written in, if any, is used up by it.
pub async fn place(ctx: &Ctx, draft: Draft, stored: Option<i64>) -> Result<OrderId, Error> {
    ctx.permit(Deed::PlaceOrder, &[])?;
    let mut tx = ctx.begin("order.place").await?;
    let today = ctx.today();
    let world = World::load(tx.db(), &draft, ctx.today()).await?;
    let tried = world.gates(&draft, today);
    none_or_all(tried.iter().filter_map(Gate::issue).collect())?;
    let lines = world.lines(&draft, today)?;
    let value: Money = lines.iter().map(|line| Money::dong(line.price_dong).times(quantity(line))).sum();
    let id = insert_order(&mut tx, ctx, &world, &tried, value, today).await?;
    let reserve: Vec<Posting> =
        lines.iter().map(|line| move_line(line, id, world.provider, today, RESERVE)).collect();
    let rows = lines.into_iter().map(|line| order_line::Model { order_id: id.0, ..line }).collect();
    tx.insert_all::<order_line::Entity>(rows).await?;
    insert_event(&mut tx, ctx, id, ctx.actor.user.0, State::Submitted, "").await?;
    tx.post(reserve).await?;
    if let Some(stored) = stored {
        drafts::use_up(ctx, &mut tx, stored, id).await?;
    }
    tx.commit(format!("order {}", id.0)).await?;
    Ok(id)
}

/// What the gates would say, without placing anything.
pub async fn try_gates(ctx: &Ctx, draft: &Draft) -> Result<Vec<Gate>, Error> {
    ctx.permit(Deed::PlaceOrder, &[])?;
    let world = World::load(ctx.db(), draft, ctx.today()).await?;
    Ok(world.gates(draft, ctx.today()))
}

/// The provider takes the order: its value is committed, and its classes are opened.
pub async fn accept(ctx: &Ctx, id: OrderId) -> Result<(), Error> {
    let mut tx = ctx.begin("order.accept").await?;
    let order = orders::find(tx.db(), ctx.scope(), id).await?.ok_or(Error::NotFound)?;
    ctx.permit(Deed::AcceptOrder, &[order.provider])?;
    let order = step(&tx, ctx.scope(), id, State::Accepted).await?;
    insert_event(&mut tx, ctx, id, order.placed_by.0, State::Accepted, "").await?;
    let lines = orders::lines(tx.db(), id).await?;
    let mut cohorts = Vec::new();
    for line in &lines {
        let classes = line.quantity.div_ceil(COHORT_SIZE);
        cohorts.extend((1..=classes).map(|n| cohort::Model {
            id: 0,
            audit_seq: 0,
            order_line_id: line.id.0,
            name: format!("{}.{n:02}", line.position),
        }));
    }
    tx.insert_all::<cohort::Entity>(cohorts).await?;
    let today = ctx.today();
    let commit = lines.iter().map(|line| {
        move_stored(line, order.provider, today, line.value, (Purpose::Committed, Purpose::Reserved))
    });
    tx.post(commit.collect()).await?;
    super::notices::order_accepted(ctx, &tx, &order).await?;
    Ok(tx.commit(format!("order {}", id.0)).await?)
}

/// Records the training agreement with an enterprise that hosts learners of the order (TT 04/2022 Đ4).
pub async fn add_host(ctx: &Ctx, id: OrderId, host: PartyId, agreement: &str) -> Result<(), Error> {
    let mut tx = ctx.begin("order.host").await?;
    let order = orders::find(tx.db(), ctx.scope(), id).await?.ok_or(Error::NotFound)?;
    ctx.permit(Deed::ReportProgress, &[order.provider])?;
    let directory = registry::directory(tx.db()).await?;
    let mut issues = Vec::new();
    if directory.get(host).is_none_or(|party| party.kind != PartyKind::Enterprise) || host == order.provider {
        issues.push(Issue::new(
            "host.party",
            "host",
            "TT 04/2022 Đ4",
            Text::new("Nơi thực tập phải là một doanh nghiệp khác.", "A host is another enterprise."),
            Text::new("Chọn doanh nghiệp trong danh sách.", "Choose an enterprise of the list."),
        ));
    }
    if order.hosts.contains(&host) {
        return Ok(());
    }
    none_or_all(issues)?;
    let row = hosting::Model {
        id: 0,
        audit_seq: 0,
        order_id: id.0,
        party_id: host.0,
        agreement: clean(agreement),
        agreed_on: ctx.today(),
    };
    tx.insert::<hosting::Entity>(row).await?;
    Ok(tx.commit(format!("order {}", id.0)).await?)
}

/// Closes an order whose liquidation is approved: what was committed and not accepted is free again.
pub async fn close(ctx: &Ctx, id: OrderId) -> Result<(), Error> {
    ctx.permit(Deed::CloseOrder, &[])?;
    let mut tx = ctx.begin("order.close").await?;
    let order = step(&tx, ctx.scope(), id, State::Closed).await?;
    let statements = money::statements_of_order(tx.db(), Scope::Everything, id).await?;
    let liquidated = money::has_run(tx.db(), id, domain::statement::Kind::Liquidation).await?;
    let waiting = statements.iter().any(|statement| statement.state == domain::statement::State::Prepared);
    let amended = super::amendments::open(tx.db(), id).await?.is_some();
    if !liquidated || waiting || amended {
        return Err(wrong_state(
            "order.not_liquidated",
            Text::new(
                "Chưa lập, chưa duyệt bảng thanh lý, hoặc còn điều chỉnh đang chờ.",
                "The liquidation is not prepared or not approved, or an amendment waits.",
            ),
            Text::new("Lập bảng thanh lý và trình kế toán trưởng duyệt.", "Prepare it and have it approved."),
        ));
    }
    insert_event(&mut tx, ctx, id, order.placed_by.0, State::Closed, "").await?;
    let volumes = money::volumes_of_order(tx.db(), id).await?;
    let today = ctx.today();
    let release: Vec<Posting> = orders::lines(tx.db(), id)
        .await?
        .iter()
        .map(|line| {
            let left = line.value - volumes.get(&line.id).map_or(Money::ZERO, |volume| volume.accepted);
            move_stored(line, order.provider, today, left, (Purpose::Available, Purpose::Committed))
        })
        .filter(|posting| posting.amount > Money::ZERO)
        .collect();
    tx.post(release).await?;
    Ok(tx.commit(format!("order {}", id.0)).await?)
}

/// Loads an order and refuses unless it may take the step.
async fn step(tx: &Tx, scope: Scope, id: OrderId, next: State) -> Result<Order, Error> {
    let order = orders::find(tx.db(), scope, id).await?.ok_or(Error::NotFound)?;
    if order.state.may_become(next) {
        return Ok(order);
    }
    let (is, wanted) = (order.state.name(), next.name());
    Err(wrong_state(
        "order.state",
        Text::new(
            format!("Đơn đang ở trạng thái \"{}\", không chuyển sang \"{}\" được.", is.vi, wanted.vi),
            format!("The order is \"{}\" and cannot become \"{}\".", is.en, wanted.en),
        ),
        Text::new("Tải lại trang để xem trạng thái mới nhất.", "Reload the page to see where it stands."),
    ))
}

const RESERVE: (Purpose, Purpose) = (Purpose::Reserved, Purpose::Available);

fn quantity(line: &order_line::Model) -> u32 {
    u32::try_from(line.quantity).unwrap_or(0)
}

fn move_line(
    line: &order_line::Model,
    order: OrderId,
    party: PartyId,
    on: Date,
    purposes: (Purpose, Purpose),
) -> Posting {
    let amount = Money::dong(line.price_dong).times(quantity(line));
    posting(order, party, line.appropriation_id, on, amount, purposes)
}

pub(super) fn move_stored(
    line: &Line,
    party: PartyId,
    on: Date,
    amount: Money,
    purposes: (Purpose, Purpose),
) -> Posting {
    posting(line.order, party, line.appropriation_id, on, amount, purposes)
}

pub(super) fn posting(
    order: OrderId,
    party: PartyId,
    appropriation: i64,
    on: Date,
    amount: Money,
    (debit, credit): (Purpose, Purpose),
) -> Posting {
    Posting { on, debit, credit, order, party, appropriation: Some(appropriation), statement: None, amount }
}

async fn insert_order(
    tx: &mut Tx,
    ctx: &Ctx,
    world: &World,
    gates: &[Gate],
    value: Money,
    today: Date,
) -> Result<OrderId, Error> {
    let body = world
        .directory
        .by_code(&world.programme.programme.ordering_body)
        .ok_or_else(|| Error::fault("programme", "its ordering body is not among the parties"))?;
    let provider = world.directory.get(world.provider).ok_or(Error::NotFound)?;
    let instrument = Instrument::for_provider(provider.subordinate_to.as_deref() == Some(body.code.as_str()));
    let year = today.year();
    let n = tx.next(&format!("number:{}:{}:{year}", instrument.as_str(), body.id.0)).await?;
    let number = match instrument {
        Instrument::Decision => format!("{n:02}/{year}/QĐ-ĐH"),
        Instrument::Contract => format!("{n:02}/{year}/HĐ-ĐH"),
    };
    let row = order_table::Model {
        id: 0,
        audit_seq: 0,
        number,
        programme_id: world.programme.id,
        ordering_body_id: body.id.0,
        provider_id: world.provider.0,
        instrument: instrument.as_str().to_owned(),
        placed_on: today,
        placed_by: ctx.actor.user.0,
        value_dong: value.as_dong(),
        gates: serde_json::to_string(gates).expect("a gate is plain data"),
    };
    Ok(OrderId(tx.insert::<order_table::Entity>(row).await?))
}

async fn insert_event(
    tx: &mut Tx,
    ctx: &Ctx,
    order: OrderId,
    placed_by: i64,
    state: State,
    note: &str,
) -> Result<(), Error> {
    let row = order_event::Model {
        id: 0,
        audit_seq: 0,
        order_id: order.0,
        state: state.as_str().to_owned(),
        happened_on: ctx.today(),
        actor_id: ctx.actor.user.0,
        placed_by,
        note: note.to_owned(),
    };
    tx.insert::<order_event::Entity>(row).await?;
    Ok(())
}

/// A class of an order and what it studies, for programs that report class by class.
#[derive(Debug, Clone)]
pub struct Class {
    pub cohort: domain::ids::CohortId,
    pub line: domain::ids::OrderLineId,
    pub position: i32,
    pub rules: grading::Rules,
    pub quantity: u32,
    pub starts_on: Date,
    pub ends_on: Date,
}

/// The classes of an order, line by line.
pub async fn classes(ctx: &Ctx, id: OrderId) -> Result<Vec<Class>, Error> {
    let order = orders::find(ctx.db(), ctx.scope(), id).await?.ok_or(Error::NotFound)?;
    ctx.permit(Deed::Read, &order.owners())?;
    let lines = orders::lines(ctx.db(), id).await?;
    let cohorts = orders::cohorts(ctx.db(), id).await?;
    let class = |cohort: orders::Cohort| {
        let line = lines.iter().find(|line| line.id == cohort.line)?;
        Some(Class {
            cohort: cohort.id,
            line: line.id,
            position: line.position,
            rules: grading::Rules::parse(&line.grading_rules)?,
            quantity: line.quantity,
            starts_on: line.starts_on,
            ends_on: line.ends_on,
        })
    };
    Ok(cohorts.into_iter().filter_map(class).collect())
}
