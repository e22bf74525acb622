//! The check of a whole workbook: the file, its headings, every row by the rules of the form, every person against the
//! books. Writes nothing but how far it is.

use domain::{
    enrolment::Enrollable,
    issue::Issue,
    workbook::{
        Checked, CheckedRow, Columns, Found, Kind, RowState, Sheet,
        enrolment::{ReadRow, Reading, read},
    },
};

use super::results;
use crate::{
    actions::{
        Ctx,
        enrolments::{Ground, Known},
    },
    error::Error,
    spreadsheet::{self, Book},
    storage::{
        orders,
        workbooks::{self, Stored},
    },
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
    let foreign = book.origin.as_ref().and_then(|origin| origin.issue(kind, stored.cohort_id));
    Ok(foreign.map_or_else(|| with_list(book, kind), |issue| Err(vec![issue])))
}

/// The first sheet that is a list; else what is missing on the one that comes nearest.
fn with_list(book: Book, kind: Kind) -> Result<(Sheet, Columns), Vec<Issue>> {
    let mut nearest: Option<Vec<Issue>> = None;
    let empty = Sheet::default();
    for sheet in book.sheets {
        match Columns::find(&sheet, kind) {
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
        None => Columns::find(&empty, kind).map(|columns| (empty, columns)),
    }
}

async fn enrolment(ctx: &Ctx, stored: &Stored, sheet: Sheet, columns: Columns) -> Result<Examined, Error> {
    let cohort = orders::cohort_by_id(ctx.db(), stored.cohort()).await?.ok_or(Error::NotFound)?;
    let order = orders::find(ctx.db(), ctx.scope(), cohort.order).await?.ok_or(Error::NotFound)?;
    let ground = Ground::of(ctx.db(), cohort, order).await?;
    let reading =
        Reading { course: ground.course, today: ctx.today(), kind: ground.kind, proposals: stored.proposals };
    let read = move || (read(&sheet, &columns, &reading), columns);
    let read = tokio::task::spawn_blocking(read).await.map_err(|error| Error::fault("checking", error))?;
    let (rows, columns) = read;
    let rows = match rows {
        Ok(rows) => rows,
        Err(issue) => return Ok(Examined::refused(vec![issue])),
    };
    let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let mut checked = Checked::default();
    for chunk in rows.chunks(CHUNK) {
        let done = i64::try_from(checked.rows.len()).unwrap_or(0);
        workbooks::progress(ctx.db(), stored.id, done, total).await?;
        let learners: Vec<Enrollable> = chunk.iter().filter_map(|row| row.result.clone().ok()).collect();
        let known = Known::of(ctx.db_of_everyone(), &learners).await?;
        checked.rows.extend(chunk.iter().map(|row| against_books(row, &known, &ground, &columns)));
    }
    Ok(Examined { rows, checked })
}

fn against_books(row: &ReadRow, known: &Known, ground: &Ground, columns: &Columns) -> CheckedRow {
    let (state, found) = match &row.result {
        Err(found) => (RowState::Error, found.clone()),
        Ok(learner) => {
            let (state, issues) = standing(learner, known, ground);
            let at = |issue: Issue| Found { column: columns.shown(&issue.place), issue, proposed: false };
            (state, issues.into_iter().map(at).collect())
        }
    };
    CheckedRow { number: row.number, state, found }
}

/// What the books say of a learner that the rules take.
pub(super) fn standing(learner: &Enrollable, known: &Known, ground: &Ground) -> (RowState, Vec<Issue>) {
    if let (Some(here), None) = (known.here(learner, ground), known.other_person(learner)) {
        let before = &here.enrolment;
        let same = before.kind == learner.kind.as_str()
            && before.employer == learner.employer
            && here.enrolled_on == Some(learner.enrolled_on);
        return if same {
            (RowState::Unchanged, Vec::new())
        } else {
            (RowState::Error, vec![differs(learner, here)])
        };
    }
    let issues = known.issues(learner, ground);
    match (issues.is_empty(), known.trained_before(learner, ground)) {
        (false, _) => (RowState::Error, issues),
        (true, Some(_)) => (RowState::Duplicate, issues),
        (true, None) => (RowState::New, issues),
    }
}

/// Somebody who is enrolled here, told otherwise: a list does not correct what is in the books.
fn differs(learner: &Enrollable, here: &crate::actions::enrolments::Earlier) -> Issue {
    use domain::{calendar::vietnamese, text::Text};
    let (field, before) = if here.enrolled_on == Some(learner.enrolled_on) {
        let before = &here.enrolment;
        let field = if before.kind == learner.kind.as_str() { "employer" } else { "kind" };
        (field, before.employer.clone().unwrap_or_else(|| "–".to_owned()))
    } else {
        ("enrolled_on", here.enrolled_on.map(vietnamese).unwrap_or_default())
    };
    Issue::new(
        "enrolment.differs",
        field,
        "NĐ 32/2019 Đ24",
        Text::new(
            format!("Người này đã ghi danh ở lớp này với giá trị khác: {before}."),
            format!("This person is enrolled on this cohort with another value: {before}."),
        ),
        Text::new(
            "Sửa theo giá trị đã ghi, hoặc rút lại lần ghi danh trước rồi gửi lại.",
            "Write what is recorded, or take the earlier enrolment back and send it again.",
        ),
    )
}
