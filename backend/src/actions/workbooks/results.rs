//! Graduation results by workbook: the same draft, the same report and the same preview of money as the form.

use std::collections::BTreeMap;

use domain::{
    ids::CohortId,
    workbook::{
        Checked, CheckedRow, Columns, Found, Kind, RowState, Sheet,
        graduation::{ReadReport, placed, read},
    },
};

use super::{event, examine::list, not_to_accept};
use crate::{
    actions::{
        Ctx, graduations, notices,
        preview::{EffectView, Sending, Sent},
    },
    error::Error,
    storage::{
        tables::workbook_event,
        workbooks::{self, Stored},
    },
};

/// Every row with where it stands. A result that stands in the books already is no fault.
pub(super) async fn checked(
    ctx: &Ctx,
    stored: &Stored,
    sheet: &Sheet,
    columns: &Columns,
) -> Result<Checked, Error> {
    let mut report = match read(sheet, columns) {
        Ok(report) => report,
        Err(issue) => return Ok(Checked::refused(vec![issue])),
    };
    let unchanged = leave_out_recorded(ctx, stored, &mut report).await?;
    let mut found: BTreeMap<u32, Vec<Found>> = BTreeMap::new();
    for (row, wrong) in report.found.clone() {
        found.entry(row).or_default().push(wrong);
    }
    if !report.rows.is_empty() {
        let cohort = CohortId(stored.cohort_id);
        match graduations::report(ctx, cohort, report.draft.clone(), Sending::Preview).await {
            Ok(_) => {}
            Err(Error::Issues(issues)) => {
                for (row, wrong) in placed(&report, columns, issues) {
                    found.entry(row).or_default().push(wrong);
                }
            }
            Err(error) => return Err(error),
        }
    }
    let mut rows: BTreeMap<u32, RowState> =
        unchanged.into_iter().map(|row| (row, RowState::Unchanged)).collect();
    rows.extend(report.rows.iter().map(|row| (*row, RowState::New)));
    rows.extend(found.keys().map(|row| (*row, RowState::Error)));
    let row = |(number, state): (u32, RowState)| CheckedRow {
        number,
        state,
        found: found.remove(&number).unwrap_or_default(),
    };
    Ok(Checked { faults: Vec::new(), rows: rows.into_iter().map(row).collect() })
}

/// Takes out what is recorded exactly so; answers with those rows.
async fn leave_out_recorded(ctx: &Ctx, stored: &Stored, report: &mut ReadReport) -> Result<Vec<u32>, Error> {
    let view = crate::actions::learners::cohort(ctx, CohortId(stored.cohort_id), 1, 50_000).await?;
    let recorded = |result: &domain::graduation::ResultDraft| {
        view.learners.rows.iter().any(|learner| {
            let standing = &learner.standing;
            let certificate = result.certificate.as_ref();
            learner.enrolment_id == result.enrolment.0
                && standing.class.as_ref().is_some_and(|class| class.code == result.class.as_str())
                && standing.certificate_serial.as_deref() == certificate.map(|c| c.serial.as_str())
                && standing.certificate_register_number.as_deref()
                    == certificate.map(|c| c.register_number.as_str())
        })
    };
    let mut unchanged = Vec::new();
    let (mut rows, mut results) = (Vec::new(), Vec::new());
    for (row, result) in
        std::mem::take(&mut report.rows).into_iter().zip(std::mem::take(&mut report.draft.results))
    {
        if recorded(&result) {
            unchanged.push(row);
        } else {
            rows.push(row);
            results.push(result);
        }
    }
    report.rows = rows;
    report.draft.results = results;
    Ok(unchanged)
}

/// The report as the workbook says it, without what is recorded already. Nothing when it cannot be read.
async fn report_of(ctx: &Ctx, stored: &Stored) -> Result<Option<ReadReport>, Error> {
    let Ok((sheet, columns)) = list(ctx, stored, Kind::Graduation).await? else { return Ok(None) };
    let Ok(mut report) = read(&sheet, &columns) else { return Ok(None) };
    leave_out_recorded(ctx, stored, &mut report).await?;
    Ok(Some(report).filter(|report| report.found.is_empty() && !report.rows.is_empty()))
}

/// What accepting it would do to money.
pub(super) async fn effect(ctx: &Ctx, stored: &Stored) -> Result<Option<EffectView>, Error> {
    let Some(report) = report_of(ctx, stored).await? else { return Ok(None) };
    let cohort = CohortId(stored.cohort_id);
    match graduations::report(ctx, cohort, report.draft, Sending::Preview).await {
        Ok(Sent::Previewed(effect)) => Ok(Some(effect)),
        Ok(Sent::Recorded) | Err(Error::Issues(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Sends the report: one transaction, all rows or none.
pub(super) async fn send(ctx: &Ctx, stored: &Stored, sending: Sending) -> Result<(), Error> {
    let report = report_of(ctx, stored).await?.ok_or_else(not_to_accept)?;
    graduations::report(ctx, CohortId(stored.cohort_id), report.draft, sending).await?;
    let mut tx = ctx.begin("workbook.finish").await?;
    let round = workbooks::round(tx.db(), stored.id).await?;
    if !workbooks::happened(tx.db(), stored.id, round, "finished").await? {
        let note = format!("{} rows", report.rows.len());
        tx.insert::<workbook_event::Entity>(event(ctx, stored.id, round, "finished", &note)).await?;
        notices::upload_finished(ctx, &tx, (stored.id, round), report.rows.len()).await?;
    }
    workbooks::end(tx.db(), stored.id, "finished", &stored.result).await?;
    tx.commit(format!("workbook {}", stored.id)).await?;
    Ok(())
}
