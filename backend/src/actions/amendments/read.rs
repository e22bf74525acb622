//! Amendments as an order's page shows them: field by field, with who approved and what may be done now.

use domain::{
    amendment::{Change, State},
    calendar::vietnamese,
    permission::{Deed, Scope},
    value::Value,
};

use super::thing;
use crate::{
    actions::{
        Ctx, approvals,
        views::{AmendmentView, Coded, FieldChange, ReallocationView},
    },
    error::Error,
    storage::{
        accounts,
        amendments::{self as stored, Amendment},
        orders::{Line, Order},
    },
};

/// Every amendment of an order that the caller may see, oldest first.
pub async fn of_order(ctx: &Ctx, order: &Order, lines: &[Line]) -> Result<Vec<AmendmentView>, Error> {
    let mut views = Vec::new();
    for amendment in stored::of_order(ctx.db(), order.id).await? {
        views.push(view(ctx, order, lines, &amendment).await?);
    }
    Ok(views)
}

async fn view(
    ctx: &Ctx,
    order: &Order,
    lines: &[Line],
    amendment: &Amendment,
) -> Result<AmendmentView, Error> {
    let mut changes = Vec::new();
    for line in stored::lines(ctx.db(), amendment.id).await? {
        let position = lines.iter().find(|of| of.id == line.line).map_or(0, |of| of.position);
        changes.extend(line.before.changes(&line.after).iter().map(|change| field(position, change)));
    }
    let chain = approvals::chain(ctx.db(), &thing(amendment)).await?;
    let mut may = Vec::new();
    let mut add = |possible: bool, name: &str| {
        if possible {
            may.push(name.to_owned());
        }
    };
    let becomes = |next: State| amendment.state.may_become(next);
    let approver = ctx.may(Deed::ApproveOrder, &[]);
    let not_mine = !ctx.actor.is_same_hand(amendment.proposed_by);
    let provider = ctx.may(Deed::AcceptOrder, &[order.provider]);
    add(becomes(State::Approved) && approver && not_mine && chain.awaits(ctx), "approve");
    add(becomes(State::Rejected) && approver && chain.roles.contains(&ctx.actor.role), "reject");
    add(becomes(State::Accepted) && provider, "accept");
    add(becomes(State::Declined) && provider, "decline");
    add(becomes(State::Withdrawn) && ctx.may(Deed::PlaceOrder, &[]), "withdraw");
    Ok(AmendmentView {
        number: amendment.number,
        state: Coded::new(amendment.state.as_str(), amendment.state.name()),
        governs_from: amendment.governs_from,
        reason: amendment.reason.clone(),
        proposed_on: amendment.proposed_on,
        proposed_by: accounts::by_id(ctx.db(), amendment.proposed_by)
            .await?
            .map_or_else(String::new, |account| account.actor.name),
        value_before_dong: amendment.value_before.as_dong(),
        value_after_dong: amendment.value_after.as_dong(),
        changes,
        approval: chain.view(amendment.state != State::Submitted),
        reallocation: reallocation(ctx, amendment).await?,
        may,
    })
}

fn field(line: i32, change: &Change) -> FieldChange {
    let said = |value: &Value| match value.as_day() {
        Some(day) => vietnamese(day),
        None => value.to_string(),
    };
    FieldChange {
        line,
        field: change.field.to_owned(),
        before: said(&change.before),
        after: said(&change.after),
    }
}

async fn reallocation(ctx: &Ctx, amendment: &Amendment) -> Result<Option<ReallocationView>, Error> {
    let Some(pair) = stored::reallocation(ctx.db(), amendment.id).await? else { return Ok(None) };
    let gives = pair.giving == amendment.id;
    let other = if gives { pair.taking } else { pair.giving };
    let other = match ctx.scope() {
        Scope::Everything => stored::find(ctx.db(), Scope::Everything, other).await?,
        Scope::Party(_) | Scope::Learner(_) => None,
    };
    Ok(Some(ReallocationView {
        places: pair.places,
        gives,
        other_id: other.as_ref().map(|other| other.order.0),
        other: other.map(|other| other.order_number),
    }))
}
