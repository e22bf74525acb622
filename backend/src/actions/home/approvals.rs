//! What waits because of approval: steps that are those of who asks, amendments to take, orders that came back.

use domain::{amendment, ids::OrderId, noun::Noun, order, statement::State};

use super::{Found, listed, named, of_count, of_statements, statements};
use crate::{
    actions::{self, Ctx, approvals, orders, tally::Tally, views::WaitingView},
    error::Error,
    storage::{
        amendments::{self, Amendment},
        drafts,
        money::Statement,
        sums::Waiting,
    },
};

/// Orders and amendments whose next step of approval is that of who asks.
pub(super) async fn to_approve(ctx: &Ctx, tally: &Tally) -> Result<Vec<Option<WaitingView>>, Error> {
    let submitted = || tally.orders.iter().filter(|order| order.state == order::State::Submitted);
    let things: Vec<_> = submitted().map(orders::thing).collect();
    let mine = approvals::waiting_for(ctx, ctx.db(), &things).await?;
    let waiting = listed(submitted().filter(|order| mine.contains(&order.id.0)));
    let open = amendments::list(ctx.db(), ctx.scope()).await?;
    let open: Vec<_> = open.into_iter().filter(|a| a.state == amendment::State::Submitted).collect();
    let things: Vec<_> = open.iter().map(actions::amendments::thing).collect();
    let mine = approvals::waiting_for(ctx, ctx.db(), &things).await?;
    Ok(vec![
        waiting.map(|w| {
            named(
                w,
                "orders_to_approve",
                Noun::new("đơn đặt hàng chờ duyệt", "order to approve", "orders to approve"),
            )
        }),
        of_amendments(open.iter().filter(|amendment| mine.contains(&amendment.id))).map(|w| {
            named(
                w,
                "amendments_to_approve",
                Noun::new("điều chỉnh đơn chờ duyệt", "amendment to approve", "amendments to approve"),
            )
        }),
    ])
}

pub(super) async fn amendments_to_accept(ctx: &Ctx, tally: &Tally) -> Result<Option<WaitingView>, Error> {
    let own = |order: OrderId| tally.orders.iter().any(|of| of.id == order && of.provider == ctx.actor.party);
    let open = amendments::list(ctx.db(), ctx.scope()).await?;
    let offered = open.iter().filter(|a| a.state == amendment::State::Approved && own(a.order));
    Ok(of_amendments(offered).map(|w| {
        named(
            w,
            "amendments_to_accept",
            Noun::new("điều chỉnh đơn chờ nhận", "amendment to accept", "amendments to accept"),
        )
    }))
}

fn of_amendments<'a>(waiting: impl Iterator<Item = &'a Amendment>) -> Option<Found> {
    let waiting: Vec<&Amendment> = waiting.collect();
    let oldest = waiting.first()?;
    Some(Found {
        count: waiting.len() as u64,
        amount: Some(waiting.iter().map(|amendment| amendment.value_after).sum()),
        oldest_on: Some(oldest.proposed_on),
        first: oldest.order.0,
    })
}

pub(super) async fn statements_to_approve(ctx: &Ctx) -> Result<Option<WaitingView>, Error> {
    let all = statements(ctx).await?;
    let prepared: Vec<Statement> = all.into_iter().filter(|s| s.state == State::Prepared).collect();
    let things: Vec<_> = prepared.iter().map(actions::statements::thing).collect();
    let mine = approvals::waiting_for(ctx, ctx.db(), &things).await?;
    let prepared: Vec<Statement> = prepared.into_iter().filter(|s| mine.contains(&s.id.0)).collect();
    Ok(of_statements(&prepared, State::Prepared).map(|w| {
        named(
            w,
            "statements_to_approve",
            Noun::new("bảng thanh toán chờ duyệt", "statement to approve", "statements to approve"),
        )
    }))
}

/// Drafts of orders that were sent back.
pub(super) async fn returned_drafts(ctx: &Ctx) -> Result<Option<WaitingView>, Error> {
    let drafts = drafts::of_party(ctx.db(), ctx.actor.party).await?;
    let returned: Vec<_> = drafts.into_iter().filter(|draft| draft.corrects.is_some()).collect();
    let waiting = Waiting {
        count: i64::try_from(returned.len()).unwrap_or(i64::MAX),
        first: returned.last().map_or(0, |draft| draft.id),
    };
    let what =
        Noun::new("đơn bị trả lại, chờ sửa", "order sent back, to correct", "orders sent back, to correct");
    Ok(of_count("orders_returned", what, waiting))
}
