//! Accepted rows become enrolments, some hundreds a step. Each step is one transaction that looks first at what is written
//! already, so a program that is stopped anywhere goes on where it was, and no row is written twice.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::{
    enrolment::Enrollable,
    ids::CohortId,
    permission::Deed,
    workbook::{Checked, CheckedRow, RowState},
};

use super::{
    corrections::row,
    event,
    examine::{examine, standing},
    target::{self, Good, Grounds},
    view::checked,
};
use crate::{
    actions::{
        Ctx,
        enrolments::{Known, insert},
        notices,
    },
    error::Error,
    storage::{
        tables::{workbook_event, workbook_row},
        workbooks::{self, Stored},
    },
};

/// Small enough that others who write wait no longer than a breath.
const STEP: usize = 250;

pub(super) async fn commit(ctx: &Ctx, stored: &Stored) -> Result<(), Error> {
    let id = stored.id;
    let round = workbooks::round(ctx.db(), id).await?;
    let mut examined = examine(ctx, stored).await?;
    let written = written(ctx, id, round).await?;
    let of_written = |row: &CheckedRow| written.contains(&row.number);
    let seen = checked(stored)?.rows.into_iter().filter(|row| row.state == RowState::Changed);
    let corrected: HashMap<u32, CheckedRow> = seen.filter(of_written).map(|row| (row.number, row)).collect();
    let now = &examined.checked;
    let failing = now.rows.iter().any(|row| row.state == RowState::Error && !of_written(row));
    let worse = !now.faults.is_empty() || (failing && !stored.good_only);
    if worse && corrected.len() == written.len() {
        // The books changed since somebody looked: they look again, and nobody is enrolled.
        let stage = if now.faults.is_empty() { "checked" } else { "refused" };
        return end(ctx, id, stage, now).await;
    }
    for row in examined.checked.rows.iter_mut().filter(|row| of_written(row)) {
        let enrolled = || CheckedRow::new(row.number, RowState::New, Vec::new());
        *row = corrected.get(&row.number).cloned().unwrap_or_else(enrolled);
    }
    let now = &examined.checked;
    let taken: HashSet<u32> = now.rows.iter().filter(|row| row.taken()).map(|row| row.number).collect();
    let rows: Vec<Good> = std::mem::take(&mut examined.rows)
        .into_iter()
        .filter(|row| taken.contains(&row.number) && !written.contains(&row.number))
        .filter_map(Good::of)
        .collect();
    let (before, total) = (written.len(), written.len() + rows.len());
    let mut left_out = Vec::new();
    for (number, chunk) in rows.chunks(STEP).enumerate() {
        let done = i64::try_from(before + number * STEP).unwrap_or(i64::MAX);
        workbooks::progress(ctx.db(), id, done, i64::try_from(total).unwrap_or(i64::MAX)).await?;
        left_out.extend(step(ctx, stored, round, chunk).await?);
    }
    for row in examined.checked.rows.iter_mut().filter(|row| left_out.contains(&row.number)) {
        row.state = RowState::Unchanged;
    }
    finish(ctx, stored, round, &examined.checked).await
}

async fn written(ctx: &Ctx, id: i64, round: i32) -> Result<HashSet<u32>, Error> {
    Ok(workbooks::written(ctx.db(), id, round).await?.into_iter().map(|(row, _)| row).collect())
}

/// One transaction. Answers with the rows that somebody else had written meanwhile.
async fn step(ctx: &Ctx, stored: &Stored, round: i32, chunk: &[Good]) -> Result<Vec<u32>, Error> {
    let mut tx = ctx.begin("workbook.enrol").await?;
    let found = target::writable(ctx, &tx, stored.target(), Deed::Enrol).await?;
    let grounds = Grounds::of(tx.db(), found).await?;
    let written: HashSet<u32> =
        workbooks::written(tx.db(), stored.id, round).await?.into_iter().map(|(row, _)| row).collect();
    let learners: Vec<Enrollable> = chunk.iter().map(|good| good.learner.clone()).collect();
    let known = Known::of(tx.db(), &learners).await?;
    let mut left_out = Vec::new();
    let mut joining: BTreeMap<CohortId, (Vec<u32>, Vec<Enrollable>)> = BTreeMap::new();
    for Good { number, cohort, learner } in chunk.iter().filter(|good| !written.contains(&good.number)) {
        let state = standing(learner, &known, grounds.at(*cohort)?).0;
        if matches!(state, RowState::New | RowState::Duplicate) {
            let (numbers, rows) = joining.entry(*cohort).or_default();
            numbers.push(*number);
            rows.push(learner.clone());
        } else {
            left_out.push(*number);
        }
    }
    for (cohort, (numbers, rows)) in joining {
        let enrolments = insert(&mut tx, ctx, grounds.at(cohort)?, rows, &known).await?;
        let rows = numbers.into_iter().zip(enrolments);
        let rows = rows.map(|(number, enrolment)| row(stored, round, number, enrolment.0));
        tx.insert_all::<workbook_row::Entity>(rows.collect()).await?;
    }
    tx.commit(format!("workbook {} for {}", stored.id, target::said(stored.target()))).await?;
    Ok(left_out)
}

async fn finish(ctx: &Ctx, stored: &Stored, round: i32, checked: &Checked) -> Result<(), Error> {
    let mut tx = ctx.begin("workbook.finish").await?;
    if !workbooks::happened(tx.db(), stored.id, round, "finished").await? {
        let rows = workbooks::written(tx.db(), stored.id, round).await?.len();
        let event = event(ctx, stored.id, round, "finished", &format!("{rows} rows"));
        tx.insert::<workbook_event::Entity>(event).await?;
        notices::upload_finished(ctx, &tx, (stored.id, round), rows).await?;
        tx.commit(format!("workbook {}", stored.id)).await?;
    }
    end(ctx, stored.id, "finished", checked).await
}

async fn end(ctx: &Ctx, id: i64, stage: &str, checked: &Checked) -> Result<(), Error> {
    let result = serde_json::to_string(checked).map_err(|error| Error::fault("a checked workbook", error))?;
    Ok(workbooks::end(ctx.db(), id, stage, &result).await?)
}
