//! What becomes of an order before it runs: approved step by step, rejected, sent back to be corrected, or taken back.

use domain::{
    approval::Subject,
    ids::OrderId,
    issue::Issue,
    ledger::Purpose,
    order::State,
    permission::Deed,
    text::{Text, clean},
};

use super::{drafts, insert_event, move_stored, step};
use crate::{
    actions::{
        Ctx,
        approvals::{self, Thing},
        hands::Made,
        notices, papers,
    },
    error::Error,
    storage::{
        Tx,
        orders::{self, Order},
    },
};

/// An order as its chain of approval sees it.
pub(in crate::actions) fn thing(order: &Order) -> Thing {
    Thing {
        made: Made::Order(order.id.0),
        maker: order.placed_by,
        made_on: order.placed_on,
        amount: order.placed_value,
    }
}

/// Takes the awaited step of approval, with a comment. Answers where the order stands: approved once the last step is
/// taken.
pub async fn approve(ctx: &Ctx, id: OrderId, comment: &str) -> Result<State, Error> {
    ctx.permit(Subject::Order.deed(), &[])?;
    let mut tx = ctx.begin("order.approve").await?;
    let order = step(&tx, ctx.scope(), id, State::Approved).await?;
    let comment = clean(comment);
    let last = approvals::take(ctx, &mut tx, &thing(&order), &comment).await?;
    if last {
        insert_event(&mut tx, ctx, id, order.placed_by.0, State::Approved, &comment).await?;
        notices::order_offered(ctx, &tx, &order).await?;
    }
    tx.commit(format!("order {}", id.0)).await?;
    Ok(if last { State::Approved } else { order.state })
}

/// Rejects an order that is not accepted yet, and releases what it reserved.
pub async fn reject(ctx: &Ctx, id: OrderId, reason: &str) -> Result<(), Error> {
    ctx.permit(Deed::ApproveOrder, &[])?;
    let mut tx = ctx.begin("order.reject").await?;
    let order = give_up(ctx, &mut tx, id, State::Rejected, reason).await?;
    approvals::in_chain(ctx, tx.db(), &thing(&order)).await?;
    Ok(tx.commit(format!("order {}", id.0)).await?)
}

/// Sends a submitted order back: what it reserved is released, and the planner finds it as a draft, with the reason.
pub async fn send_back(ctx: &Ctx, id: OrderId, reason: &str) -> Result<(), Error> {
    ctx.permit(Deed::ApproveOrder, &[])?;
    let mut tx = ctx.begin("order.return").await?;
    let order = give_up(ctx, &mut tx, id, State::Returned, reason).await?;
    if order.state != State::Submitted {
        // What the provider proposed is taken or given up by the planner.
        return Err(Error::Forbidden);
    }
    approvals::in_chain(ctx, tx.db(), &thing(&order)).await?;
    drafts::from_order(&tx, &order, None).await?;
    Ok(tx.commit(format!("order {}", id.0)).await?)
}

/// Takes back an order that the provider has not accepted, and releases what it reserved.
pub async fn cancel(ctx: &Ctx, id: OrderId, reason: &str) -> Result<(), Error> {
    ctx.permit(Deed::PlaceOrder, &[])?;
    let mut tx = ctx.begin("order.cancel").await?;
    give_up(ctx, &mut tx, id, State::Cancelled, reason).await?;
    Ok(tx.commit(format!("order {}", id.0)).await?)
}

/// Ends an order that does not run yet, for a reason. Answers with the order as it stood.
pub(super) async fn give_up(
    ctx: &Ctx,
    tx: &mut Tx,
    id: OrderId,
    state: State,
    reason: &str,
) -> Result<Order, Error> {
    let reason = clean(reason);
    if reason.is_empty() {
        return Err(missing_reason().into());
    }
    let order = step(tx, ctx.scope(), id, state).await?;
    insert_event(tx, ctx, id, order.placed_by.0, state, &reason).await?;
    papers::end_with(tx, ctx, id, &reason).await?;
    let lines = orders::lines(tx.db(), id).await?;
    let today = ctx.today();
    let release = lines.iter().map(|line| {
        move_stored(line, order.provider, today, line.value, (Purpose::Available, Purpose::Reserved))
    });
    tx.post(release.collect()).await?;
    Ok(order)
}

pub(in crate::actions) fn missing_reason() -> Issue {
    Issue::new(
        "order.reason",
        "reason",
        "NĐ 32/2019",
        Text::new("Thiếu lý do.", "The reason is missing."),
        Text::new(
            "Ghi lý do để người lập và cơ sở đào tạo biết.",
            "Say why, so that the planner and the provider know.",
        ),
    )
}
