//! What a proposed version of payment terms would have paid: every statement of the last year that has any, under the terms
//! it was made under and under the proposed ones, and where the new terms have cliffs. Worked out beside the request,
//! because a year has many statements; the second person decides when it is done.

use std::collections::BTreeMap;

use domain::{change::Change, money::Money, permission::Deed, settlement::Scheme, text::Text};
use serde::{Deserialize, Serialize};

use super::list;
use crate::{
    actions::{Ctx, what_if, wrong_state},
    error::Error,
    storage::{Tx, changes, registry},
};

/// Whoever has worked on it and not said so for so long was stopped.
const STALE_SECONDS: i64 = 30;
/// More statements than these are counted and not listed.
const LISTED: usize = 200;

/// What came of it, as it is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// Code and version that the statements were made under; nothing when there are none.
    pub old: Option<String>,
    pub year: Option<i32>,
    pub statements: usize,
    pub changed: usize,
    pub parties: Vec<ByParty>,
    pub rows: Vec<Statement>,
    pub cliffs: Vec<Cliff>,
    /// Why the new terms could not be reckoned on what happened.
    pub faults: Vec<Text>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByParty {
    pub party: String,
    pub statements: usize,
    pub old: Money,
    pub new: Money,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    pub order: String,
    pub period: String,
    pub party: String,
    pub old: Money,
    pub new: Money,
}

/// A learner who is worth unlike the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cliff {
    pub order: String,
    pub result: String,
    pub learner: usize,
    pub of: usize,
    pub worth: Money,
}

/// How far it is, or what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ComparisonView {
    AtWork { done: i64, total: i64, seconds_left: Option<i64> },
    Done(Compared),
}

/// Begins the work, or goes on with what was stopped. Done or under way, it changes nothing.
pub(super) async fn start(ctx: &Ctx, id: i64) -> Result<(), Error> {
    let now = ctx.clock.now().0;
    if !changes::claim_comparison(ctx.db(), id, now, now - STALE_SECONDS).await? {
        return Ok(());
    }
    let ctx = ctx.clone();
    tokio::spawn(async move {
        let compared = match compare(&ctx, id).await {
            Ok(compared) => compared,
            Err(Error::Issues(issues)) => Compared {
                faults: issues.into_iter().map(|issue| issue.problem).collect(),
                ..Compared::default()
            },
            Err(fault) => {
                tracing::error!(change = id, fault = %fault, "a comparison of payment terms stopped");
                return;
            }
        };
        let ended = match serde_json::to_string(&compared) {
            Ok(result) => changes::end_comparison(ctx.db(), id, &result).await.map_err(Error::from),
            Err(error) => Err(Error::fault("comparison", error)),
        };
        if let Err(fault) = ended {
            tracing::error!(change = id, fault = %fault, "a comparison of payment terms cannot be kept");
        }
    });
    Ok(())
}

pub async fn comparison(ctx: &Ctx, id: i64) -> Result<Option<ComparisonView>, Error> {
    ctx.permit(Deed::Read, &[])?;
    let stored = changes::by_id(ctx.db(), id).await?.ok_or(Error::NotFound)?;
    if stored.kind != "scheme" {
        return Ok(None);
    }
    start(ctx, id).await?;
    let Some(found) = changes::comparison(ctx.db(), id).await? else { return Ok(None) };
    if !found.result.is_empty() {
        let compared =
            serde_json::from_str(&found.result).map_err(|error| Error::fault("scheme_comparison", error))?;
        return Ok(Some(ComparisonView::Done(compared)));
    }
    let (done, total) = (found.done, found.total);
    let took = (ctx.clock.now().0 - found.started_at).max(1);
    let seconds_left = (done > 0 && total > done).then(|| (took * (total - done)).div_euclid(done) + 1);
    Ok(Some(ComparisonView::AtWork { done, total, seconds_left }))
}

/// Whether there is nothing more to wait for before deciding.
pub(super) async fn is_done(ctx: &Ctx, change: &Change, id: i64) -> Result<bool, Error> {
    if !matches!(change, Change::Scheme { .. }) {
        return Ok(true);
    }
    let found = changes::comparison(ctx.db(), id).await?;
    Ok(found.is_some_and(|found| !found.result.is_empty()))
}

/// Nobody publishes terms before what they would have paid is there to be seen.
pub(super) async fn looked_at(tx: &Tx, id: i64) -> Result<(), Error> {
    let found = changes::comparison(tx.db(), id).await?;
    if found.is_some_and(|found| !found.result.is_empty()) {
        return Ok(());
    }
    Err(wrong_state(
        "scheme.not_compared",
        Text::new(
            "Chưa so sánh xong với các bảng thanh toán năm trước.",
            "The comparison with last year's statements is not done.",
        ),
        Text::new("Chờ so sánh xong rồi duyệt.", "Wait for it, then approve."),
    ))
}

async fn compare(ctx: &Ctx, id: i64) -> Result<Compared, Error> {
    let stored = changes::by_id(ctx.db(), id).await?.ok_or(Error::NotFound)?;
    let (Change::Scheme { content }, _) = list::read(&stored)? else { return Err(Error::NotFound) };
    let new = Scheme::parse(&content)?;
    let all = registry::schemes(ctx.db()).await?;
    let older = all.into_iter().map(|stored| stored.scheme).filter(|old| old.id == new.id);
    let mut older: Vec<Scheme> = older.filter(|old| old.version < new.version).collect();
    older.sort_by_key(|scheme| scheme.version);
    // The newest version that anything was paid under.
    while let Some(old) = older.pop() {
        let year = what_if::last_year(&ctx.store, &old).await?;
        if let Some(year) = year {
            let found =
                what_if::compare_year(&ctx.store, &old, &new, Some(year), Some((id, &ctx.clock))).await?;
            return Ok(summed(&old, year, found));
        }
    }
    Ok(Compared::default())
}

fn summed(old: &Scheme, year: i32, found: what_if::Compared) -> Compared {
    let mut parties: BTreeMap<&str, ByParty> = BTreeMap::new();
    for row in &found.rows {
        let sum = parties.entry(&row.party).or_insert_with(|| ByParty {
            party: row.party.clone(),
            statements: 0,
            old: Money::ZERO,
            new: Money::ZERO,
        });
        sum.statements += 1;
        sum.old += row.old;
        sum.new += row.new;
    }
    let changed = found.rows.iter().filter(|row| row.old != row.new);
    let cliffs = found.cliffs.iter().flat_map(|(order, result, steps)| {
        let of = steps.len().saturating_sub(1);
        let cliff = move |step: &domain::settlement::cliffs::Step| Cliff {
            order: order.clone(),
            result: result.clone(),
            learner: step.learners,
            of,
            worth: step.marginal,
        };
        steps.iter().filter(|step| step.cliff).map(cliff)
    });
    Compared {
        old: Some(old.name()),
        year: Some(year),
        statements: found.rows.len(),
        changed: changed.clone().count(),
        rows: changed
            .take(LISTED)
            .map(|row| Statement {
                order: row.order.clone(),
                period: row.period.clone(),
                party: row.party.clone(),
                old: row.old,
                new: row.new,
            })
            .collect(),
        cliffs: cliffs.collect(),
        faults: Vec::new(),
        parties: parties.into_values().collect(),
    }
}
