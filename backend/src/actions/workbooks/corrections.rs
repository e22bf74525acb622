//! Rows about learners who are enrolled already and told otherwise. The day of an enrolment is corrected by a fact that
//! supersedes it, by the rules of the form, and another phone is the newest from then on; what the form does not correct, a
//! workbook does not either.

use std::collections::HashMap;

use domain::{
    calendar::vietnamese,
    enrolment::Enrollable,
    fact::Happening,
    issue::Issue,
    phone::Phone,
    text::Text,
    workbook::{Change, Columns, Kind, RowState, enrolment::read},
};

use super::{
    books_changed,
    examine::list,
    target::{self, Good, Grounds},
    view::checked,
};
use crate::{
    actions::{
        Ctx,
        enrolments::{Earlier, Ground, Known},
        progress::{self, Correction},
        work_study,
    },
    error::Error,
    storage::{
        Tx,
        contacts::contact,
        tables::{fact, learner_contact, workbook_row},
        workbooks::Stored,
    },
};

/// What is recorded of somebody who is enrolled here and cannot be corrected.
pub(super) fn differs(learner: &Enrollable, here: &Earlier) -> Vec<Issue> {
    let before = &here.enrolment;
    let issue = |field: &str, recorded: &str| {
        Issue::new(
            "enrolment.differs",
            field,
            "NĐ 32/2019 Đ24",
            Text::new(
                format!("Người này đã ghi danh ở lớp này với giá trị khác: {recorded}."),
                format!("This person is enrolled on this cohort with another value: {recorded}."),
            ),
            Text::new(
                "Ghi đúng giá trị đã ghi; chỉ ngày nhập học và điện thoại đính chính được bằng bảng tính.",
                "Write what is recorded; of an enrolment only its day and the phone can be corrected.",
            ),
        )
    };
    let mut issues = Vec::new();
    if before.kind != learner.kind.as_str() {
        issues.push(issue("kind", &before.kind));
    }
    if before.employer != learner.employer {
        issues.push(issue("employer", before.employer.as_deref().unwrap_or("–")));
    }
    issues
}

/// What a row changes of somebody who is enrolled here: the day, the phone, or both.
pub(super) struct Update {
    pub changes: Vec<Change>,
    pub correction: Option<Correction>,
    pub phone: Option<Phone>,
}

/// What a row means for somebody who is enrolled here; or why the form would not take it.
pub(super) fn of(
    ctx: &Ctx,
    learner: &Enrollable,
    known: &Known,
    here: &Earlier,
    ground: &Ground,
) -> Result<Update, Vec<Issue>> {
    let (Some(wrong), Some(recorded)) = (here.fact(), here.enrolled_on) else { return Err(Vec::new()) };
    let phone = known.new_phone(learner).cloned();
    let mut changes = Vec::new();
    if let Some(phone) = &phone {
        let before = known.phone(learner).map_or_else(|| "–".to_owned(), Phone::masked);
        changes.push(change("phone", &before, &phone.masked()));
    }
    if learner.enrolled_on == recorded {
        return Ok(Update { changes, correction: None, phone });
    }
    let correction = Correction {
        enrolment: here.enrolment.id,
        wrong,
        happened_on: learner.enrolled_on,
        right: Happening::Enrolled,
        reason: String::new(),
    };
    let issues = progress::correction_issues(ctx, &ground.order, &here.enrolment, &here.facts, &correction);
    if !issues.is_empty() {
        let at = |issue: Issue| Issue { place: "enrolled_on".to_owned(), ..issue };
        return Err(issues.into_iter().map(at).collect());
    }
    changes.insert(0, change("enrolled_on", &vietnamese(recorded), &vietnamese(learner.enrolled_on)));
    Ok(Update { changes, correction: Some(correction), phone })
}

fn change(field: &str, before: &str, after: &str) -> Change {
    let (before, after) = (Text::new(before, before), Text::new(after, after));
    Change { column: None, field: field.to_owned(), before, after }
}

/// Whether somebody was shown what would be recorded now.
fn as_shown(shown: &[Change], now: &[Change]) -> bool {
    let said = |change: &Change| (change.field.clone(), change.before.clone(), change.after.clone());
    shown.iter().map(said).eq(now.iter().map(said))
}

/// The same change at its cell.
pub(super) fn at_cell(change: Change, columns: &Columns) -> Change {
    Change { column: Some(columns.shown(&change.field)), ..change }
}

/// The rows that somebody saw as changed, read once more.
pub(super) async fn rows(ctx: &Ctx, stored: &Stored) -> Result<Vec<Good>, Error> {
    let (sheet, columns) = list(ctx, stored, Kind::Enrolment).await?.map_err(Error::from)?;
    let grounds = Grounds::of(ctx.db(), target::seen(ctx, ctx.db(), stored.target()).await?).await?;
    let reading = grounds.reading(ctx, stored);
    let read = tokio::task::spawn_blocking(move || read(&sheet, &columns, &reading)).await;
    let read = read.map_err(|error| Error::fault("reading", error))??;
    let seen = seen(stored)?;
    let changed = read.into_iter().filter(|row| seen.contains_key(&row.number));
    Ok(changed.filter_map(Good::of).collect())
}

/// The changes that were shown, by row.
fn seen(stored: &Stored) -> Result<HashMap<u32, Vec<Change>>, Error> {
    let rows = checked(stored)?.rows.into_iter().filter(|row| row.state == RowState::Changed);
    Ok(rows.map(|row| (row.number, row.changes)).collect())
}

/// Writes the corrections in a transaction of the caller's. Where the books changed since somebody looked, they look again.
pub(super) async fn record(
    ctx: &Ctx,
    tx: &mut Tx,
    (stored, round): (&Stored, i32),
    grounds: &Grounds,
    rows: Vec<Good>,
    reason: &str,
) -> Result<(), Error> {
    let seen = seen(stored)?;
    let learners: Vec<Enrollable> = rows.iter().map(|good| good.learner.clone()).collect();
    let known = Known::of(tx.db(), &learners).await?;
    let mut facts: Vec<fact::Model> = Vec::with_capacity(rows.len());
    let mut phones: Vec<learner_contact::Model> = Vec::new();
    let mut written = Vec::with_capacity(rows.len());
    for Good { number, cohort, learner } in &rows {
        let ground = grounds.at(*cohort)?;
        let here = known.here(learner, ground).ok_or_else(books_changed)?;
        let Update { changes, correction, phone } = of(ctx, learner, &known, here, ground)?;
        if changes.is_empty() || !seen.get(number).is_some_and(|shown| as_shown(shown, &changes)) {
            return Err(books_changed().into());
        }
        let correction = correction.as_ref();
        facts
            .extend(correction.map(|correction| progress::superseding(ctx, tx, &here.enrolment, correction)));
        phones.extend(phone.map(|phone| contact(here.enrolment.learner, Some(&phone))));
        written.push(row(stored, round, *number, here.enrolment.id.0));
    }
    if written.len() != seen.len() {
        return Err(books_changed().into());
    }
    work_study::insert(tx, facts, reason).await?;
    tx.insert_all::<learner_contact::Entity>(phones).await?;
    tx.insert_all::<workbook_row::Entity>(written).await?;
    Ok(())
}

/// Which row of a workbook became which enrolment, or was about it.
pub(super) fn row(stored: &Stored, round: i32, number: u32, enrolment: i64) -> workbook_row::Model {
    workbook_row::Model {
        id: 0,
        audit_seq: 0,
        workbook_id: stored.id,
        round,
        row_number: i32::try_from(number).unwrap_or(i32::MAX),
        enrolment_id: enrolment,
    }
}
