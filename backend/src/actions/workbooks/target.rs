//! What a workbook was sent for: the cohorts of which it may speak, and what the rules need to know of each.

use domain::{
    enrolment::Enrollable,
    ids::CohortId,
    permission::Deed,
    workbook::{
        Target,
        enrolment::{ReadRow, Reading, Terms},
    },
};
use sea_orm::ConnectionTrait;

use crate::{
    actions::{
        Ctx,
        enrolments::{Ground, running},
    },
    error::Error,
    storage::{
        Tx,
        orders::{self, Cohort, Order},
        workbooks::Stored,
    },
};

/// The cohorts of which a workbook may speak, and their order, within the scope of who asks.
pub(super) async fn seen(
    ctx: &Ctx,
    db: &impl ConnectionTrait,
    target: Target,
) -> Result<(Vec<Cohort>, Order), Error> {
    let (one, order) = match target {
        Target::Order(order) => (None, order),
        Target::Cohort(id) => {
            let cohort = orders::cohort_by_id(db, id).await?.ok_or(Error::NotFound)?;
            let order = cohort.order;
            (Some(cohort), order)
        }
    };
    let order = orders::find(db, ctx.scope(), order).await?.ok_or(Error::NotFound)?;
    let cohorts = match one {
        Some(cohort) => vec![cohort],
        None => orders::cohorts(db, order.id).await?,
    };
    Ok((cohorts, order))
}

/// The same for a write, when the actor may do the deed and the order is running.
pub(super) async fn writable(
    ctx: &Ctx,
    tx: &Tx,
    target: Target,
    deed: Deed,
) -> Result<(Vec<Cohort>, Order), Error> {
    let (cohorts, order) = seen(ctx, tx.db(), target).await?;
    ctx.permit(deed, &[order.provider])?;
    running(&order)?;
    Ok((cohorts, order))
}

/// As a reference in the audit trail.
pub(super) fn said(target: Target) -> String {
    match target {
        Target::Cohort(id) => format!("cohort {}", id.0),
        Target::Order(id) => format!("order {}", id.0),
    }
}

/// What the rules need to know of every cohort.
pub(super) struct Grounds {
    pub order: Order,
    of: Vec<Ground>,
}

impl Grounds {
    pub async fn of(
        db: &impl ConnectionTrait,
        (cohorts, order): (Vec<Cohort>, Order),
    ) -> Result<Grounds, Error> {
        let mut of = Vec::with_capacity(cohorts.len());
        for cohort in cohorts {
            of.push(Ground::of(db, cohort, order.clone()).await?);
        }
        Ok(Grounds { order, of })
    }

    pub fn at(&self, cohort: CohortId) -> Result<&Ground, Error> {
        self.of.iter().find(|ground| ground.cohort.id == cohort).ok_or(Error::NotFound)
    }

    /// What the cohorts settle for their rows.
    pub fn reading(&self, ctx: &Ctx, stored: &Stored) -> Reading {
        let terms = |ground: &Ground| Terms {
            cohort: ground.cohort.id,
            name: ground.cohort.name.clone(),
            course: ground.course,
            kind: ground.kind,
        };
        Reading {
            cohorts: self.of.iter().map(terms).collect(),
            today: ctx.today(),
            proposals: stored.proposals,
        }
    }
}

/// A row without a fault.
#[derive(Debug, Clone)]
pub(super) struct Good {
    pub number: u32,
    pub cohort: CohortId,
    pub learner: Enrollable,
}

impl Good {
    pub fn of(row: ReadRow) -> Option<Good> {
        let ReadRow { number, cohort, result } = row;
        result.ok().map(|learner| Good { number, cohort, learner })
    }
}
