//! Budget lines of every programme and year: what was granted, what later decisions made of it, and what is taken.

use std::collections::HashMap;

use domain::{change::Change, money::Money, permission::Deed, programme::Certainty};
use time::Date;

use super::list;
use crate::{
    actions::{Ctx, tally::Tally},
    error::Error,
    storage::{changes, registry, sums},
};

#[derive(Debug, Clone)]
pub struct BudgetRow {
    pub programme: String,
    pub programme_code: String,
    pub code: String,
    pub fiscal_year: i32,
    /// Chapter, category, item and source.
    pub indexed: String,
    pub granted: Money,
    pub reserved: Money,
    pub committed: Money,
    pub paid: Money,
    pub free: Money,
    pub certainty: Certainty,
    pub source: String,
    /// Day, amount and decision of each later change, oldest first.
    pub versions: Vec<(Date, Money, String)>,
}

/// The newest year first.
pub async fn budget(ctx: &Ctx, lang: domain::text::Lang) -> Result<Vec<BudgetRow>, Error> {
    ctx.permit(Deed::Read, &[])?;
    let db = ctx.db();
    let standings = changes::standings(db).await?;
    let paid = sums::paid_by_line_of_everyone(db).await?;
    let mut paid_of: HashMap<i64, Money> = HashMap::new();
    for line in &Tally::load(ctx).await?.lines {
        *paid_of.entry(line.appropriation_id).or_default() += paid.get(&line.id).copied().unwrap_or_default();
    }
    let versions = versions(ctx).await?;
    let mut rows = Vec::new();
    for stored in registry::programmes(db).await? {
        for row in registry::appropriations(db, stored.id).await? {
            let known = stored.programme.appropriations.iter().find(|line| line.key == row.code);
            let standing = standings.get(&row.id).copied().unwrap_or_default();
            rows.push(BudgetRow {
                programme: stored.programme.short.get(lang).to_owned(),
                programme_code: stored.programme.id.clone(),
                fiscal_year: row.fiscal_year,
                indexed: known.map_or_else(String::new, |line| {
                    format!("{} · 070-{} · {} · {}", line.chapter, line.category, line.item, line.source_code)
                }),
                granted: row.amount,
                reserved: Money::dong(standing.reserved),
                committed: Money::dong(standing.committed),
                paid: paid_of.get(&row.id).copied().unwrap_or_default(),
                free: row.available,
                certainty: known.map_or(Certainty::Assumption, |line| line.status),
                source: known.map_or_else(String::new, |line| line.source.clone()),
                versions: versions.get(&row.code).cloned().unwrap_or_default(),
                code: row.code,
            });
        }
    }
    rows.sort_by(|a, b| (b.fiscal_year, &a.code).cmp(&(a.fiscal_year, &b.code)));
    Ok(rows)
}

async fn versions(ctx: &Ctx) -> Result<HashMap<String, Vec<(Date, Money, String)>>, Error> {
    let mut found: HashMap<String, Vec<(Date, Money, String)>> = HashMap::new();
    for stored in changes::of_kinds_of_everyone(ctx.db(), &["appropriation"]).await?.iter().rev() {
        if stored.state.as_deref() != Some("approved") {
            continue;
        }
        if let (Change::Appropriation { code, amount }, basis) = list::read(stored)? {
            let rests = if basis.number.is_empty() { basis.reason } else { basis.number };
            found.entry(code).or_default().push((basis.valid_from, amount, rests));
        }
    }
    Ok(found)
}
