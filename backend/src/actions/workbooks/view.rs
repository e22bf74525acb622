//! A workbook as its page shows it.

use domain::{
    ids::CohortId,
    issue::Issue,
    workbook::{Checked, Group, Kind, Totals},
};

use super::{
    find, results,
    work::{seconds_left, stage_name},
};
use crate::{
    actions::{Ctx, preview::EffectView, views::Coded},
    clock,
    error::Error,
    storage::workbooks::{self, Stored},
};

/// Where a workbook stands and what came of it.
#[derive(Debug, Clone)]
pub struct View {
    pub id: i64,
    pub cohort: i64,
    pub kind: Kind,
    pub name: String,
    pub kilobytes: i64,
    pub received: String,
    pub stage: Coded,
    pub done: i64,
    pub total: i64,
    pub seconds_left: Option<i64>,
    pub faults: Vec<Issue>,
    pub totals: Totals,
    pub groups: Vec<Group>,
    /// Everything in it is text: zeros and dates deserve a second look.
    pub csv: bool,
    pub proposals: bool,
    /// Enrolments that it made and that stand.
    pub written: u64,
    /// What a results workbook would change in money; read only when it waits to be accepted.
    pub effect: Option<EffectView>,
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
    let (stored, kind, _) = find(ctx, id).await?;
    let checked = checked(&stored)?;
    let written = match stored.stage.as_str() {
        "finished" | "commit" => {
            let round = workbooks::round(ctx.db(), id).await?;
            workbooks::written(ctx.db(), id, round).await?.len()
        }
        _ => 0,
    };
    let totals = checked.totals();
    let waits = stored.stage == "checked" && totals.new > 0 && totals.error == 0;
    let effect = match kind {
        Kind::Graduation if waits => results::effect(ctx, &stored).await?,
        _ => None,
    };
    let now = ctx.clock.now().0;
    Ok(View {
        id,
        cohort: stored.cohort_id,
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
        groups: checked.groups(),
        faults: checked.faults,
        written: u64::try_from(written).unwrap_or(0),
        effect,
    })
}

/// The newest workbooks of a cohort, for who may send one.
pub async fn of_cohort(ctx: &Ctx, cohort: CohortId) -> Result<Vec<Listed>, Error> {
    let db = ctx.db();
    let found = crate::storage::orders::cohort_by_id(db, cohort).await?.ok_or(Error::NotFound)?;
    let order = crate::storage::orders::find(db, ctx.scope(), found.order).await?.ok_or(Error::NotFound)?;
    ctx.permit(super::deed(Kind::Enrolment), &[order.provider])?;
    let listed = |stored: Stored| Listed {
        id: stored.id,
        received: clock::written(domain::calendar::Moment(stored.received_at)),
        stage: Coded::new(&stored.stage, stage_name(&stored.stage)),
        name: stored.name,
    };
    Ok(workbooks::of_cohort(db, cohort).await?.into_iter().map(listed).collect())
}

/// What came of the last check; nothing before the first.
pub(super) fn checked(stored: &Stored) -> Result<Checked, Error> {
    if stored.result.is_empty() {
        return Ok(Checked::default());
    }
    serde_json::from_str(&stored.result).map_err(|error| Error::fault("a checked workbook", error))
}
