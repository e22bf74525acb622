//! What an approver compares before approving: the budget, the licence, and what others are paid.

use std::collections::BTreeMap;

use domain::{money::Money, permission::Scope};

use super::one::World;
use crate::{
    actions::{
        Ctx,
        views::{BudgetRow, ComparisonView, LicenceRow, PriceRow},
    },
    error::Error,
    storage::{
        orders::{self, Line},
        registry,
    },
};

pub(super) async fn compare(ctx: &Ctx, world: &World) -> Result<ComparisonView, Error> {
    Ok(ComparisonView {
        budget: budget(world),
        licences: licences(ctx, world).await?,
        prices: prices(ctx, world).await?,
    })
}

fn budget(world: &World) -> Vec<BudgetRow> {
    let mut takes: BTreeMap<i64, Money> = BTreeMap::new();
    for line in &world.lines {
        *takes.entry(line.appropriation_id).or_default() += line.value;
    }
    let row = |(id, takes): (i64, Money)| {
        let found = world.appropriations.iter().find(|row| row.id == id)?;
        Some(BudgetRow {
            appropriation: found.code.clone(),
            amount_dong: found.amount.as_dong(),
            committed_dong: found.committed.as_dong(),
            reserved_dong: (found.amount - found.available - found.committed).as_dong(),
            this_order_dong: takes.as_dong(),
            available_dong: found.available.as_dong(),
        })
    };
    takes.into_iter().filter_map(row).collect()
}

async fn licences(ctx: &Ctx, world: &World) -> Result<Vec<LicenceRow>, Error> {
    let mut rows = Vec::with_capacity(world.lines.len());
    for line in &world.lines {
        let year = line.starts_on.year();
        let ordered = registry::ordered_under(ctx.db(), world.order.provider, year).await?;
        let approval = world.approvals.iter().find(|approval| approval.id == line.approval_id);
        let same = |of: &&Line| of.approval_id == line.approval_id && of.starts_on.year() == year;
        let this_order: i64 = world.lines.iter().filter(same).map(|of| i64::from(of.quantity)).sum();
        let total = i64::from(ordered.get(&line.approval_id).copied().unwrap_or(0));
        let scale = i64::from(approval.map_or(0, |approval| approval.yearly_scale));
        rows.push(LicenceRow {
            line: line.position,
            occupation: world.occupation_code(line),
            number: approval.map_or_else(String::new, |approval| approval.number.clone()),
            year,
            scale,
            others: total - this_order,
            this_order,
            left: scale - total,
        });
    }
    Ok(rows)
}

/// An occupation's code says its level, so the same code is the same level.
async fn prices(ctx: &Ctx, world: &World) -> Result<Vec<PriceRow>, Error> {
    let all = orders::list(ctx.db(), Scope::Everything).await?;
    let others = orders::lines_of_everyone(ctx.db()).await?;
    let of_others = |line: &Line| {
        all.iter().any(|order| {
            order.id == line.order && order.provider != world.order.provider && !order.state.is_void()
        })
    };
    let row = |line: &Line| {
        let same = |other: &&Line| other.occupation_id == line.occupation_id && of_others(other);
        let paid: Vec<Money> = others.iter().filter(same).map(|other| other.price).collect();
        let decision = world.prices.get(&line.price_decision_id);
        PriceRow {
            line: line.position,
            occupation: world.occupation_code(line),
            price_dong: line.price.as_dong(),
            decision: decision.map_or_else(String::new, |decision| decision.number.clone()),
            at_most_dong: decision.map_or(0, |decision| decision.price.as_dong()),
            others: paid.len() as u64,
            lowest_dong: paid.iter().min().map(|price| price.as_dong()),
            highest_dong: paid.iter().max().map(|price| price.as_dong()),
        }
    };
    Ok(world.lines.iter().map(row).collect())
}
