//! Orders of a programme that fall behind.

use std::collections::HashSet;

use domain::{
    ids::OrderId,
    slow::{Pace, slow},
    statement::{Kind, State},
};

use crate::{
    actions::{
        Ctx,
        tally::{Learners, Tally},
        views::{Coded, PartyName, SlowView},
    },
    error::Error,
    storage::{money, registry::Directory, sums},
};

/// The longest late first.
pub async fn late(
    ctx: &Ctx,
    tally: &Tally,
    learners: &Learners,
    programme_id: i64,
    directory: &Directory,
) -> Result<Vec<SlowView>, Error> {
    let (db, scope, today) = (ctx.db(), ctx.scope(), ctx.today());
    let since = sums::steps_last_on(db, scope).await?;
    let awaited = sums::results_awaited_by_order(db, scope, today).await?;
    let liquidated: HashSet<OrderId> = money::statements(db, scope)
        .await?
        .iter()
        .filter(|s| s.kind == Kind::Liquidation && s.state != State::Returned)
        .map(|s| s.order)
        .collect();
    let lines = tally.lines_by_order();
    let mut found = Vec::new();
    for order in tally.orders.iter().filter(|order| order.programme_id == programme_id) {
        let lines = lines.get(&order.id).map_or(&[][..], Vec::as_slice);
        let (Some(first_start), Some(last_end)) =
            (lines.iter().map(|line| line.starts_on).min(), lines.iter().map(|line| line.ends_on).max())
        else {
            continue;
        };
        let pace = Pace {
            state: order.state,
            since: since.get(&order.id).copied().unwrap_or(order.placed_on),
            first_start,
            last_end,
            ordered: lines.iter().map(|line| u64::from(line.quantity)).sum(),
            enrolled: lines.iter().map(|line| learners.enrolled(line.id)).sum(),
            results_awaited: awaited.get(&order.id).and_then(|n| u64::try_from(*n).ok()).unwrap_or(0),
            liquidated: liquidated.contains(&order.id),
        };
        found.extend(slow(&pace, today).into_iter().map(|slow| SlowView {
            order_id: order.id.0,
            order_number: order.number.clone(),
            provider: PartyName::new(order.provider, directory.name(order.provider, today)),
            kind: Coded::new(slow.kind.as_str(), slow.kind.name()),
            what: slow.what.into(),
            since: slow.since,
        }));
    }
    found.sort_by_key(|slow| (slow.since, slow.order_id));
    Ok(found)
}
