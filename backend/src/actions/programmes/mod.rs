//! Programmes: what was promised, what was reached, and what it cost.

mod breakdown;
mod late;
mod progress;

use std::collections::HashMap;

use domain::{
    ids::OrderLineId,
    ledger::Position,
    money::Money,
    order::State,
    permission::{Deed, Scope},
    programme::{Certainty, Programme},
    settlement::Volume,
};
use time::Duration;

use self::{
    breakdown::breakdowns,
    progress::{by_occupation, counted, targets, totals},
};
use super::{
    Ctx,
    tally::{Learners, Tally, sum},
    views::{AppropriationView, DatedName, ProgrammeSummary, ProgrammeView, SchemeName},
};
use crate::{
    error::Error,
    storage::{
        orders::Line,
        registry::{self, Directory, StoredProgramme},
        sums,
    },
};

/// Every programme with how far it has come, within the scope of who asks.
pub async fn list(ctx: &Ctx) -> Result<Vec<ProgrammeSummary>, Error> {
    let tally = Tally::load(ctx).await?;
    summaries(ctx, &tally).await
}

pub(super) async fn summaries(ctx: &Ctx, tally: &Tally) -> Result<Vec<ProgrammeSummary>, Error> {
    ctx.permit_own(Deed::Read)?;
    let learners = Learners::load(ctx).await?;
    let occupations = registry::occupations(ctx.db()).await?;
    let programmes = registry::programmes(ctx.db()).await?;
    Ok(programmes
        .iter()
        .map(|stored| {
            let counted = counted(&lines_of(tally, stored.id), &learners, &occupations);
            let programme = &stored.programme;
            ProgrammeSummary {
                code: programme.id.clone(),
                name: programme.name.clone().into(),
                short: programme.short.clone().into(),
                legal_basis: programme.legal_basis.clone(),
                from: programme.period.from,
                until: programme.period.until,
                certainty: programme.status.into(),
                whole: ctx.scope() == Scope::Everything,
                targets: targets(programme, &counted, &occupations),
            }
        })
        .collect())
}

/// One programme in full. An organisation sees the sums of its own orders, and not the budget.
pub async fn find(ctx: &Ctx, code: &str) -> Result<ProgrammeView, Error> {
    ctx.permit_own(Deed::Read)?;
    let programmes = registry::programmes(ctx.db()).await?;
    let stored = programmes.into_iter().find(|p| p.programme.id == code).ok_or(Error::NotFound)?;
    let tally = Tally::load(ctx).await?;
    let learners = Learners::load(ctx).await?;
    let occupations = registry::occupations(ctx.db()).await?;
    let prices = registry::price_decisions(ctx.db()).await?;
    let paid = sums::paid_by_line_of_everyone(ctx.db()).await?;
    let lines = lines_of(&tally, stored.id);
    let counted = counted(&lines, &learners, &occupations);
    let position = tally.orders.iter().filter(|order| order.programme_id == stored.id);
    let position = position.filter_map(|order| tally.positions.get(&order.id)).fold(
        Position::default(),
        |mut sum, position| {
            sum += *position;
            sum
        },
    );
    let rows = by_occupation(&lines, &learners, &occupations, &prices, &paid);
    let directory = registry::directory(ctx.db()).await?;
    let programme = &stored.programme;
    Ok(ProgrammeView {
        code: programme.id.clone(),
        name: programme.name.clone().into(),
        short: programme.short.clone().into(),
        legal_basis: programme.legal_basis.clone(),
        from: programme.period.from,
        until: programme.period.until,
        period_note: programme.period_note.clone(),
        certainty: programme.status.into(),
        source: programme.source.clone(),
        note: programme.note.clone(),
        whole: ctx.scope() == Scope::Everything,
        ordering_bodies: ordering_bodies(ctx, programme).await?,
        targets: targets(programme, &counted, &occupations),
        totals: totals(&rows),
        breakdowns: breakdowns(ctx, &tally, &lines, &learners, &rows, &directory),
        occupations: rows,
        volume: sum(lines.iter().map(|(_, volume)| *volume)).into(),
        position: position.into(),
        slow: late::late(ctx, &tally, &learners, stored.id, &directory).await?,
        appropriations: appropriations(ctx, &stored, &tally.lines, &paid).await?,
        schemes: schemes(ctx, programme).await?,
    })
}

/// Lines of the programme's orders that were not refused, each with its volume.
fn lines_of(tally: &Tally, programme_id: i64) -> Vec<(&Line, Volume)> {
    let states: HashMap<_, State> = tally
        .orders
        .iter()
        .filter(|order| order.programme_id == programme_id && !order.state.is_void())
        .map(|order| (order.id, order.state))
        .collect();
    let of_programme = |line: &&Line| states.contains_key(&line.order);
    tally
        .lines
        .iter()
        .filter(of_programme)
        .map(|line| (line, tally.volume(line, states[&line.order])))
        .collect()
}

async fn ordering_bodies(ctx: &Ctx, programme: &Programme) -> Result<Vec<DatedName>, Error> {
    let directory: Directory = registry::directory(ctx.db()).await?;
    let Some(body) = directory.by_code(&programme.ordering_body) else { return Ok(Vec::new()) };
    let mut names = Vec::with_capacity(body.identities.len());
    for (i, identity) in body.identities.iter().enumerate() {
        let next = body.identities.get(i + 1);
        names.push(DatedName {
            name: identity.name.clone(),
            parent: identity.parent.clone(),
            from: identity.valid_from,
            until: next.map(|next| next.valid_from - Duration::DAY),
            source: body.sources.get(i).map_or_else(String::new, |source| source.0.clone()),
            certainty: body.sources.get(i).map_or(Certainty::Assumption, |source| source.1).into(),
        });
    }
    Ok(names)
}

async fn appropriations(
    ctx: &Ctx,
    stored: &StoredProgramme,
    lines: &[Line],
    paid: &HashMap<OrderLineId, Money>,
) -> Result<Vec<AppropriationView>, Error> {
    if ctx.scope() != Scope::Everything {
        return Ok(Vec::new());
    }
    let mut views = Vec::new();
    for row in registry::appropriations(ctx.db(), stored.id).await? {
        let Some(line) = stored.programme.appropriations.iter().find(|line| line.key == row.code) else {
            return Err(Error::fault("appropriation", format!("{} is not in its programme", row.code)));
        };
        let of_row = lines.iter().filter(|line| line.appropriation_id == row.id);
        let paid: Money = of_row.filter_map(|line| paid.get(&line.id)).copied().sum();
        views.push(AppropriationView {
            code: row.code.clone(),
            fiscal_year: row.fiscal_year,
            budget_line: format!(
                "{} · 070-{} · {} · {} · {}",
                line.chapter, line.category, line.item, line.source_code, line.programme_code
            ),
            granted_dong: row.amount.as_dong(),
            reserved_dong: (row.amount - row.available).as_dong(),
            paid_dong: paid.as_dong(),
            free_dong: row.available.as_dong(),
            certainty: line.status.into(),
            source: line.source.clone(),
            law: line.law.clone(),
        });
    }
    Ok(views)
}

async fn schemes(ctx: &Ctx, programme: &Programme) -> Result<Vec<SchemeName>, Error> {
    let ids = [&programme.schemes.training, &programme.schemes.retraining];
    let published = registry::schemes(ctx.db()).await?;
    Ok(published
        .into_iter()
        .filter(|stored| ids.contains(&&stored.scheme.id))
        .map(|stored| SchemeName {
            code: stored.scheme.id,
            version: stored.scheme.version,
            title: stored.scheme.title.into(),
            governs_from: stored.scheme.governs_from,
            sha256: stored.sha256,
        })
        .collect())
}
