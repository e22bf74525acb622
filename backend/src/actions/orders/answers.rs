//! The provider's answer to an approved order, when it is not a plain yes: other terms, with a reason. The planner takes
//! them into a new draft, which goes through approval again, or takes the order back.

use domain::{
    amendment::{Line as Rule, Terms, check_lines},
    ids::OrderId,
    issue::none_or_all,
    order::State,
    permission::Deed,
    text::clean,
};

use super::{
    decisions::{give_up, missing_reason},
    drafts, insert_event, step,
};
use crate::{
    actions::{Ctx, amendments::rules},
    error::Error,
    storage::{orders, tables::order_proposal},
};

/// What a provider answers with: terms for every line, in their order.
#[derive(Debug, Clone)]
pub struct Answer {
    pub lines: Vec<Terms>,
    pub reason: String,
}

/// Answers an approved order with other terms. What is reserved stays so until the planner decides.
pub async fn answer(ctx: &Ctx, id: OrderId, answer: &Answer) -> Result<(), Error> {
    let mut tx = ctx.begin("order.answer").await?;
    let order = orders::find(tx.db(), ctx.scope(), id).await?.ok_or(Error::NotFound)?;
    ctx.permit(Deed::AcceptOrder, &[order.provider])?;
    let order = step(&tx, ctx.scope(), id, State::Proposed).await?;
    let reason = clean(&answer.reason);
    let lines = orders::lines(tx.db(), id).await?;
    let rules: Vec<Rule> = rules(tx.db(), &order, &lines, &answer.lines).await?;
    let mut issues = check_lines(&rules);
    if reason.is_empty() {
        issues.push(missing_reason());
    }
    none_or_all(issues)?;
    let row = |(line, terms): (&orders::Line, &Terms)| order_proposal::Model {
        id: 0,
        audit_seq: 0,
        order_id: id.0,
        order_line_id: line.id.0,
        quantity: i32::try_from(terms.quantity).unwrap_or(i32::MAX),
        price_dong: terms.price.as_dong(),
        starts_on: terms.starts_on,
        ends_on: terms.ends_on,
    };
    let rows = lines.iter().zip(&answer.lines).map(row).collect();
    tx.insert_all::<order_proposal::Entity>(rows).await?;
    insert_event(&mut tx, ctx, id, order.placed_by.0, State::Proposed, &reason).await?;
    Ok(tx.commit(format!("order {}", id.0)).await?)
}

/// Takes the provider's proposal: the order is given up, and a draft with the proposed terms takes its place. Answers
/// with the draft's id.
pub async fn take_proposal(ctx: &Ctx, id: OrderId) -> Result<i64, Error> {
    ctx.permit(Deed::PlaceOrder, &[])?;
    let mut tx = ctx.begin("order.take").await?;
    let order = step(&tx, ctx.scope(), id, State::Returned).await?;
    if order.state != State::Proposed {
        return Err(Error::Forbidden);
    }
    let reason = orders::events(tx.db(), id).await?.pop().map_or_else(String::new, |event| event.note);
    give_up(ctx, &mut tx, id, State::Returned, &reason).await?;
    let proposed = orders::proposal(tx.db(), id).await?;
    let draft = drafts::from_order(&tx, &order, Some(proposed)).await?;
    tx.commit(format!("order {}", id.0)).await?;
    Ok(draft)
}
