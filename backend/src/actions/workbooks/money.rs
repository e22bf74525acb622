//! What accepting an enrolment workbook would do to money: the lines of the order settled with its rows and without them,
//! in memory, because ten thousand rows written to be given up again would keep everybody else waiting.

use std::collections::BTreeMap;

use domain::{
    calendar::Moment,
    enrolment::Enrollable,
    fact::{Fact, Happening},
    ids::{EnrolmentId, FactId, OrderLineId, PartyId},
    settlement::{Learner, preview::Effect},
    workbook::RowState,
};

use crate::{
    actions::{
        Ctx,
        enrolments::{Ground, Known},
        preview,
    },
    error::Error,
    storage::orders::Order,
};

/// Beyond every id that a database gives.
const NOT_WRITTEN: i64 = i64::MAX / 2;

/// A fact that a row would become.
pub(super) struct Meant {
    /// Nothing for somebody who is not enrolled yet.
    enrolment: Option<EnrolmentId>,
    what: Happening,
    happened_on: time::Date,
    supersedes: Option<FactId>,
}

impl Meant {
    /// The facts of a row that would be taken.
    pub fn of(state: RowState, learner: &Enrollable, known: &Known, ground: &Ground) -> Vec<Meant> {
        let again = known.taken_back(learner, ground);
        let (enrolment, supersedes) = match state {
            RowState::New | RowState::Duplicate => {
                (again.map(|earlier| earlier.enrolment.id), again.and_then(|earlier| earlier.retraction))
            }
            RowState::Changed => {
                let here = known.here(learner, ground);
                (here.map(|here| here.enrolment.id), here.and_then(|here| here.fact()))
            }
            RowState::Unchanged | RowState::Error => return Vec::new(),
        };
        let happened_on = learner.enrolled_on;
        let mut meant = vec![Meant { enrolment, what: Happening::Enrolled, happened_on, supersedes }];
        if let (RowState::Duplicate, Some(other)) = (state, known.trained_before(learner, ground)) {
            let what = Happening::DuplicateFlagged { other };
            meant.push(Meant { enrolment, what, happened_on, supersedes: None });
        }
        meant
    }
}

/// The effect of rows, each the facts that it would become for its line.
pub(super) async fn effect(
    ctx: &Ctx,
    order: &Order,
    rows: Vec<(OrderLineId, Vec<Meant>)>,
) -> Result<Option<Effect>, Error> {
    if rows.is_empty() {
        return Ok(None);
    }
    let mut by_line: BTreeMap<OrderLineId, Vec<Vec<Meant>>> = BTreeMap::new();
    for (line, meant) in rows {
        by_line.entry(line).or_default().push(meant);
    }
    let (reporter, at) = (ctx.actor.party, Moment(ctx.clock.now().0));
    let added = by_line.into_iter().map(|(line, rows)| (line, adding(rows, reporter, at)));
    Ok(Some(preview::of_lines(ctx, order, added.collect()).await?))
}

/// Puts the facts of rows to their learners, or to new ones.
fn adding(rows: Vec<Vec<Meant>>, reporter: PartyId, at: Moment) -> impl FnOnce(&mut Vec<Learner>) {
    move |learners| {
        let mut next = NOT_WRITTEN;
        for (row, number) in rows.into_iter().zip(NOT_WRITTEN..) {
            let enrolment = row.first().and_then(|meant| meant.enrolment);
            let place =
                |id: EnrolmentId| learners.binary_search_by_key(&id, |learner| learner.enrolment).ok();
            let found = enrolment.and_then(place);
            let place = found.unwrap_or_else(|| {
                let enrolment = EnrolmentId(number);
                learners.push(Learner { enrolment, facts: Vec::new(), attributes: BTreeMap::new() });
                learners.len() - 1
            });
            let Some(learner) = learners.get_mut(place) else { continue };
            for Meant { what, happened_on, supersedes, .. } in row {
                let id = FactId(next);
                next += 1;
                learner.facts.push(Fact { id, happened_on, recorded_at: at, reporter, supersedes, what });
            }
        }
    }
}
