//! The check of a whole workbook: the file, its headings, every row by the rules of the form, every person against the
//! books. Writes nothing but how far it is.

use domain::{
    enrolment::Enrollable,
    ids::CohortId,
    issue::Issue,
    workbook::{
        Checked, CheckedRow, Columns, Found, Kind, RowState, Sheet, Target,
        enrolment::{ReadRow, read},
    },
};

use super::{
    corrections,
    money::{self, Meant},
    results,
    target::{self, Grounds},
};
use crate::{
    actions::{
        Ctx,
        enrolments::{Ground, Known},
    },
    error::Error,
    spreadsheet::{self, Book},
    storage::workbooks::{self, Stored},
};

/// Rows that are compared with the books at a time.
const CHUNK: usize = 1_000;

/// The rows of a workbook as they were read, and what came of them.
pub(super) struct Examined {
    pub rows: Vec<ReadRow>,
    pub checked: Checked,
}

impl Examined {
    fn refused(issues: Vec<Issue>) -> Examined {
        Examined { rows: Vec::new(), checked: Checked::refused(issues) }
    }
}

pub(super) async fn examine(ctx: &Ctx, stored: &Stored) -> Result<Examined, Error> {
    let kind = Kind::parse(&stored.kind).ok_or_else(|| Error::fault("workbook", "of an unknown kind"))?;
    let (sheet, columns) = match list(ctx, stored, kind).await? {
        Ok(found) => found,
        Err(issues) => return Ok(Examined::refused(issues)),
    };
    match kind {
        Kind::Enrolment => enrolment(ctx, stored, sheet, columns).await,
        Kind::Graduation => {
            let checked = results::checked(ctx, stored, &sheet, &columns).await?;
            Ok(Examined { rows: Vec::new(), checked })
        }
    }
}

/// The sheet with the list, and where its columns are.
pub(super) async fn list(
    ctx: &Ctx,
    stored: &Stored,
    kind: Kind,
) -> Result<Result<(Sheet, Columns), Vec<Issue>>, Error> {
    let bytes = workbooks::content(ctx.db(), stored.id).await?;
    let name = stored.name.clone();
    let read =
        move || spreadsheet::admit(&name, &bytes).and_then(|of_type| spreadsheet::read(&bytes, of_type));
    let book = tokio::task::spawn_blocking(read).await.map_err(|error| Error::fault("reading", error))?;
    let book = match book {
        Ok(book) => book,
        Err(issue) => return Ok(Err(vec![issue])),
    };
    let target = stored.target();
    let foreign = book.origin.as_ref().and_then(|origin| origin.issue(kind, target));
    Ok(foreign.map_or_else(|| with_list(book, kind, target), |issue| Err(vec![issue])))
}

/// The first sheet that is a list; else what is missing on the one that comes nearest.
fn with_list(book: Book, kind: Kind, target: Target) -> Result<(Sheet, Columns), Vec<Issue>> {
    let mut nearest: Option<Vec<Issue>> = None;
    let empty = Sheet::default();
    for sheet in book.sheets {
        match Columns::find(&sheet, kind, target) {
            Ok(columns) => return Ok((sheet, columns)),
            Err(issues) => {
                let named = issues.iter().any(|issue| issue.code != "workbook.no_heading");
                if nearest.is_none() || named {
                    nearest = Some(issues);
                }
            }
        }
    }
    match nearest {
        Some(issues) => Err(issues),
        None => Columns::find(&empty, kind, target).map(|columns| (empty, columns)),
    }
}

async fn enrolment(ctx: &Ctx, stored: &Stored, sheet: Sheet, columns: Columns) -> Result<Examined, Error> {
    let grounds = Grounds::of(ctx.db(), target::seen(ctx, ctx.db(), stored.target()).await?).await?;
    let reading = grounds.reading(ctx, stored);
    let read = move || (read(&sheet, &columns, &reading), columns);
    let read = tokio::task::spawn_blocking(read).await.map_err(|error| Error::fault("checking", error))?;
    let (rows, columns) = read;
    let rows = match rows {
        Ok(rows) => rows,
        Err(issue) => return Ok(Examined::refused(vec![issue])),
    };
    let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let mut checked = Checked::default();
    let mut meant = Vec::new();
    for chunk in rows.chunks(CHUNK) {
        let done = i64::try_from(checked.rows.len()).unwrap_or(0);
        workbooks::progress(ctx.db(), stored.id, done, total).await?;
        let learners: Vec<Enrollable> = chunk.iter().filter_map(|row| row.result.clone().ok()).collect();
        let known = Known::of(ctx.db_of_everyone(), &learners).await?;
        for row in chunk {
            let ground = grounds.at(row.cohort)?;
            let found = against_books(ctx, row, &known, ground, &columns);
            let facts = row.result.as_ref().map(|learner| Meant::of(found.state, learner, &known, ground));
            let facts = facts.into_iter().filter(|facts| !facts.is_empty());
            meant.extend(facts.map(|facts| (ground.cohort.line, facts)));
            checked.rows.push(CheckedRow { cohort: named(stored, row.cohort), ..found });
        }
    }
    if stored.stage == "check" {
        checked.effect = money::effect(ctx, &grounds.order, meant).await?;
    }
    Ok(Examined { rows, checked })
}

/// The cohort of a row where rows name theirs.
fn named(stored: &Stored, cohort: CohortId) -> Option<CohortId> {
    matches!(stored.target(), Target::Order(_)).then_some(cohort)
}

fn against_books(ctx: &Ctx, row: &ReadRow, known: &Known, ground: &Ground, columns: &Columns) -> CheckedRow {
    let learner = match &row.result {
        Err(found) => return CheckedRow::new(row.number, RowState::Error, found.clone()),
        Ok(learner) => learner,
    };
    let (state, issues) = standing(learner, known, ground);
    let found = |issues: Vec<Issue>| {
        issues.into_iter().map(|issue| Found::at(columns.shown(&issue.place), issue)).collect()
    };
    match known.here(learner, ground).filter(|_| state == RowState::Changed) {
        None => CheckedRow::new(row.number, state, found(issues)),
        Some(here) => match corrections::of(ctx, learner, known, here, ground) {
            Ok(update) => {
                let changes = update.changes.into_iter().map(|change| corrections::at_cell(change, columns));
                CheckedRow::changed(row.number, learner.full_name.clone(), changes.collect())
            }
            Err(issues) => CheckedRow::new(row.number, RowState::Error, found(issues)),
        },
    }
}

/// What the books say of a learner that the rules take.
pub(super) fn standing(learner: &Enrollable, known: &Known, ground: &Ground) -> (RowState, Vec<Issue>) {
    if let (Some(here), None) = (known.here(learner, ground), known.other_person(learner)) {
        let issues = corrections::differs(learner, here);
        let same = here.enrolled_on == Some(learner.enrolled_on) && known.new_phone(learner).is_none();
        return match same {
            _ if !issues.is_empty() => (RowState::Error, issues),
            true => (RowState::Unchanged, issues),
            false => (RowState::Changed, issues),
        };
    }
    let issues = known.issues(learner, ground);
    match (issues.is_empty(), known.trained_before(learner, ground)) {
        (false, _) => (RowState::Error, issues),
        (true, Some(_)) => (RowState::Duplicate, issues),
        (true, None) => (RowState::New, issues),
    }
}
