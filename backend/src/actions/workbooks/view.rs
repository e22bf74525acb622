//! A workbook as its page shows it.

use std::collections::{BTreeMap, HashSet};

use domain::{
    ids::OrderLineId,
    issue::Issue,
    text::{Lang, Text},
    workbook::{Checked, CheckedRow, Found, Group, Kind, RowState, Target, Totals, address},
};

use super::{
    deed, results, seen, target,
    work::{seconds_left, stage_name},
};
use crate::{
    actions::{
        Ctx,
        preview::{self, EffectView},
        views::Coded,
    },
    clock,
    error::Error,
    storage::{
        amendments,
        orders::{self, Cohort},
        registry,
        workbooks::{self, Stored},
    },
};

/// Where a workbook stands and what came of it.
#[derive(Debug, Clone)]
pub struct View {
    pub id: i64,
    pub target: Target,
    pub kind: Kind,
    pub name: String,
    /// Whether the person may do with it what it is for. Who may only read sees what came of it, and nothing that was typed in.
    pub acts: bool,
    pub kilobytes: i64,
    pub received: String,
    pub stage: Coded,
    pub done: i64,
    pub total: i64,
    pub seconds_left: Option<i64>,
    pub faults: Vec<Issue>,
    pub totals: Totals,
    /// Nothing of it can be taken, however many rows are good.
    pub fails_as_a_whole: bool,
    pub groups: Vec<Group>,
    /// Everything in it is text: zeros and dates deserve a second look.
    pub csv: bool,
    pub proposals: bool,
    /// Rows that it put in, and rows that it corrected.
    pub written: u64,
    pub corrected: u64,
    /// Rows that say otherwise than the books.
    pub changed: Vec<CheckedRow>,
    /// Cells whose text is proposed in Unicode, each with the proposal.
    pub proposed: Vec<(String, String)>,
    /// Read only when it waits to be accepted.
    pub beyond: Vec<Beyond>,
    /// What accepting all of it would change in money; read only when it waits to be accepted.
    pub effect: Option<EffectView>,
}

/// More new people than places left on the order line: they are enrolled, and the order does not pay for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beyond {
    /// Occupation and level of the line.
    pub line: Text,
    pub left: u64,
    pub new: u64,
}

/// One line in a cohort's list of workbooks.
#[derive(Debug, Clone)]
pub struct Listed {
    pub id: i64,
    pub name: String,
    pub received: String,
    pub stage: Coded,
}

impl View {
    pub fn at_work(&self) -> bool {
        matches!(self.stage.code.as_str(), "check" | "commit")
    }
}

pub async fn view(ctx: &Ctx, id: i64) -> Result<View, Error> {
    let (stored, kind, provider) = seen(ctx, id).await?;
    let acts = ctx.may(deed(kind), &[provider]);
    let checked = checked(&stored)?;
    let changed: Vec<CheckedRow> =
        checked.rows.iter().filter(|row| row.state == RowState::Changed).cloned().collect();
    let written: HashSet<u32> = match stored.stage.as_str() {
        "finished" | "commit" => {
            let round = workbooks::round(ctx.db(), id).await?;
            workbooks::written(ctx.db(), id, round).await?.into_iter().map(|(row, _)| row).collect()
        }
        _ => HashSet::new(),
    };
    let corrected = changed.iter().filter(|row| written.contains(&row.number)).count();
    let totals = checked.totals();
    let waits = acts && stored.stage == "checked" && totals.new + totals.duplicate + totals.changed > 0;
    let effect = match (kind, &checked.effect) {
        (Kind::Graduation, _) if waits && !checked.fails_as_a_whole() => {
            results::effect(ctx, &stored, totals.error > 0).await?
        }
        (Kind::Enrolment, Some(effect)) if waits => {
            let order = orders::find(ctx.db(), ctx.scope(), stored.order()).await?.ok_or(Error::NotFound)?;
            Some(preview::shown(ctx, &order, effect).await?)
        }
        _ => None,
    };
    let beyond = match kind {
        Kind::Enrolment if waits => beyond(ctx, &stored, &checked).await?,
        _ => Vec::new(),
    };
    let cell = |number: u32, found: &Found| Some((address(found.column, number), found.proposal.clone()?));
    let proposed = checked.rows.iter();
    let proposed =
        proposed.flat_map(|row| row.found.iter().filter_map(|found| cell(row.number, found))).collect();
    let now = ctx.clock.now().0;
    Ok(View {
        id,
        target: stored.target(),
        kind,
        kilobytes: (stored.bytes + 1_023) / 1_024,
        received: clock::written(domain::calendar::Moment(stored.received_at)),
        stage: Coded::new(&stored.stage, stage_name(&stored.stage)),
        done: stored.done,
        total: stored.total,
        seconds_left: seconds_left(stored.started_at, now, stored.done, stored.total),
        csv: [".csv", ".txt"].iter().any(|end| stored.name.to_lowercase().ends_with(end)),
        proposals: stored.proposals,
        name: stored.name,
        totals,
        fails_as_a_whole: checked.fails_as_a_whole(),
        groups: if acts { checked.groups() } else { Vec::new() },
        faults: checked.faults,
        written: u64::try_from(written.len() - corrected).unwrap_or(0),
        corrected: u64::try_from(corrected).unwrap_or(0),
        changed: if acts { changed } else { Vec::new() },
        proposed: if acts { proposed } else { Vec::new() },
        beyond,
        effect,
        acts,
    })
}

/// The lines on which there are more new people than places.
async fn beyond(ctx: &Ctx, stored: &Stored, checked: &Checked) -> Result<Vec<Beyond>, Error> {
    let db = ctx.db();
    let (cohorts, order) = target::seen(ctx, db, stored.target()).await?;
    let line_of = |row: &CheckedRow| {
        let named = |cohort: &&Cohort| row.cohort.is_none_or(|id| id == cohort.id);
        cohorts.iter().find(named).map(|cohort| cohort.line)
    };
    let mut new: BTreeMap<OrderLineId, u64> = BTreeMap::new();
    for line in checked.rows.iter().filter(|row| row.taken()).filter_map(line_of) {
        *new.entry(line).or_default() += 1;
    }
    let enrolled = amendments::enrolled(db, order.id).await?;
    let occupations = registry::occupations(db).await?;
    let mut beyond = Vec::new();
    for line in orders::lines(db, order.id).await? {
        let new = new.get(&line.id).copied().unwrap_or(0);
        let left = line.quantity.saturating_sub(enrolled.get(&line.id).copied().unwrap_or(0));
        if new > u64::from(left) {
            let occupation = occupations.get(&line.occupation_id).ok_or(Error::NotFound)?;
            let (name, level) = (&occupation.name, occupation.level.name());
            let said = |lang: Lang| format!("{}, {}", name.get(lang), level.get(lang));
            beyond.push(Beyond { line: Text::new(said(Lang::Vi), said(Lang::En)), left: left.into(), new });
        }
    }
    Ok(beyond)
}

/// The newest workbooks of a cohort or of an order, for who may send one.
pub async fn sent(ctx: &Ctx, target: Target) -> Result<Vec<Listed>, Error> {
    let (_, order) = target::seen(ctx, ctx.db(), target).await?;
    ctx.permit(super::deed(Kind::Enrolment), &[order.provider])?;
    let listed = |stored: Stored| Listed {
        id: stored.id,
        received: clock::written(domain::calendar::Moment(stored.received_at)),
        stage: Coded::new(&stored.stage, stage_name(&stored.stage)),
        name: stored.name,
    };
    Ok(workbooks::sent(ctx.db(), target).await?.into_iter().map(listed).collect())
}

/// What came of the last check; nothing before the first.
pub(super) fn checked(stored: &Stored) -> Result<Checked, Error> {
    if stored.result.is_empty() {
        return Ok(Checked::default());
    }
    serde_json::from_str(&stored.result).map_err(|error| Error::fault("a checked workbook", error))
}
