//! `/workbooks/{id}`: what was found in a workbook, and what is done with it.

use axum::{Json, extract::Path, response::IntoResponse};
use domain::{
    issue::{Issue, cited},
    text::Lang,
    workbook::{Change, CheckedRow, Kind, Target, address, headings},
};
use frontend::{
    ChangedCell, Corrections, FaultGroup, Undo, WorkProgress, WorkbookPage,
    form::Entered,
    show::{Crumb, Pair, count},
    texts::texts,
};
use serde_json::json;

use super::{
    cohorts::{crumbs, head},
    graduation::effect_pairs,
    show::badge,
    workbooks::file,
};
use crate::{
    actions::{
        learners,
        preview::Sending,
        read_orders,
        workbooks::{self, Accepting, Beyond, View},
    },
    error::Error,
    http::{
        forms::Form,
        respond::{Answer, once, page, refused, repeated, see},
        session::Member,
    },
};

/// Corrections and proposals that the page lists; the annotated workbook shows all.
const LISTED: usize = 50;
/// Cells of one kind of fault that the page names; the annotated workbook shows all.
const NAMED: usize = 12;

pub async fn workbook(member: Member, Path(id): Path<i64>) -> Answer {
    page(&show(&member, id, &Form::default(), &[]).await?)
}

/// How far the work is, for the script.
pub async fn progress(member: Member, Path(id): Path<i64>) -> Answer {
    let view = workbooks::view(&member.ctx, id).await?;
    let progress = work_progress(&view, member.visit.lang);
    let body = json!({
        "at_work": view.at_work(), "done": progress.done, "total": progress.total, "said": progress.said,
    });
    Ok(Json(body).into_response())
}

pub async fn annotated(member: Member, Path(id): Path<i64>) -> Answer {
    Ok(file(workbooks::annotated(&member.ctx, id, member.visit.lang).await?))
}

pub async fn check(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let proposals = form.get("proposals") == "yes";
    let ctx = member.ctx.clone();
    deed(&member, id, &form, async move { workbooks::check_again(&ctx, id, proposals).await }, "").await
}

pub async fn accept(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let accepting = Accepting {
        good_only: form.get("rows") == "good",
        corrections: form.get("corrections") == "yes",
        reason: form.get("because").to_owned(),
    };
    let sending = if form.get("confirm") == "yes" { Sending::Confirmed } else { Sending::Ask };
    let ctx = member.ctx.clone();
    deed(&member, id, &form, async move { workbooks::accept(&ctx, id, accepting, sending).await }, "").await
}

pub async fn undo(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let reason = form.get("reason").to_owned();
    let ctx = member.ctx.clone();
    let done = "?done=workbook_undone";
    deed(&member, id, &form, async move { workbooks::undo(&ctx, id, &reason).await }, done).await
}

async fn deed<F>(member: &Member, id: i64, form: &Form, act: F, done: &'static str) -> Answer
where
    F: Future<Output = Result<(), Error>> + Send + 'static,
{
    if let Some(answer) = repeated(member, form).await? {
        return Ok(answer);
    }
    let deed = async move {
        act.await?;
        Ok(format!("/workbooks/{id}{done}"))
    };
    match once(member, form, deed).await {
        Ok(location) => Ok(see(&location)),
        Err(Error::Issues(issues)) => refused(&show(member, id, form, &issues).await?),
        Err(error) => Err(error.into()),
    }
}

async fn show(member: &Member, id: i64, form: &Form, issues: &[Issue]) -> Result<WorkbookPage, Error> {
    let lang = member.visit.lang;
    let t = texts(lang);
    let w = &t.workbook;
    let view = workbooks::view(&member.ctx, id).await?;
    let Place { crumbs, head: mut pairs, back } = place(member, &view).await?;
    let title = format!("{} {}", w.title, view.name);
    let waits = view.acts && view.stage.code == "checked";
    let (new, wrong) = (view.totals.new + view.totals.duplicate, view.totals.error);
    let (changed, taken) = (view.totals.changed, new + view.totals.changed);
    let counted = |label: &str| match new {
        0 => w.accept.to_owned(),
        new => format!("{label} ({})", count(new, lang)),
    };
    let value = |name: &str| form.get(name).to_owned();
    let entered = Entered { value: &value, issues, lang };
    pairs.push(Pair::new(w.received, &view.received).note(format!("{} KB", view.kilobytes)));
    Ok(WorkbookPage {
        frame: member.visit.frame(&title)?.crumbs(crumbs).issues(issues),
        url: format!("/workbooks/{id}"),
        state: badge(&view.stage, lang),
        head: pairs,
        progress: view.at_work().then(|| work_progress(&view, lang)),
        faults: view
            .faults
            .iter()
            .map(|issue| (issue.problem.get(lang).to_owned(), issue.remedy.get(lang).to_owned()))
            .collect(),
        totals: if view.at_work() { Vec::new() } else { totals(&view, lang) },
        groups: if view.at_work() { Vec::new() } else { groups(&view, lang) },
        cautions: if view.at_work() { Vec::new() } else { cautions(&view, lang) },
        annotated_link: (view.acts && wrong + changed > 0).then(|| format!("/workbooks/{id}/annotated.xlsx")),
        accept_all: (waits && wrong == 0 && taken > 0).then(|| counted(w.accept_all)),
        accept_good: (waits && wrong > 0 && taken > 0 && !view.fails_as_a_whole)
            .then(|| counted(w.accept_good)),
        changes: if view.at_work() { Vec::new() } else { changes(&view, lang) },
        more_changes: more(view.changed.len(), w.more_changes, lang),
        corrections: (waits && changed > 0).then(|| Corrections {
            label: format!("{} ({})", w.accept_corrections, count(changed, lang)),
            tick: entered.field("corrections"),
            because: entered.field("because"),
        }),
        accept_confirm: match view.kind {
            Kind::Enrolment => w.accept_confirm,
            Kind::Graduation => w.accept_results_confirm,
        }
        .to_owned(),
        confirm: entered.field("confirm"),
        effect: view.effect.as_ref().map_or_else(Vec::new, |effect| effect_pairs(effect, lang)),
        propose: (waits && view.totals.proposed > 0)
            .then(|| format!("{} ({})", w.propose, count(view.totals.proposed, lang))),
        proposed: view.proposed.iter().take(LISTED).cloned().collect(),
        more_proposed: more(view.proposed.len(), w.more_proposed, lang),
        check_again: view.acts
            && matches!(view.stage.code.as_str(), "checked" | "refused" | "undone" | "failed"),
        undo: (view.acts && view.stage.code == "finished" && view.written + view.corrected > 0).then(|| {
            let (hint, confirm) = match view.kind {
                Kind::Enrolment => (w.undo_hint, w.undo_confirm),
                Kind::Graduation => (w.undo_results_hint, w.undo_results_confirm),
            };
            Undo { reason: entered.field("reason"), hint: hint.to_owned(), confirm: confirm.to_owned() }
        }),
        outcome: outcome(&view, lang),
        back,
    })
}

/// Where a workbook was sent.
struct Place {
    crumbs: Vec<Crumb>,
    head: Vec<Pair>,
    back: (String, String),
}

async fn place(member: &Member, view: &View) -> Result<Place, Error> {
    let lang = member.visit.lang;
    let t = texts(lang);
    Ok(match view.target {
        Target::Cohort(id) => {
            let cohort = learners::cohort(&member.ctx, id, 1, 1).await?;
            Place {
                crumbs: crumbs(&cohort, lang, Some(&view.name)),
                head: head(&cohort, lang),
                back: (format!("/cohorts/{}", id.0), t.workbook.to_cohort.to_owned()),
            }
        }
        Target::Order(id) => {
            let order = read_orders::find(&member.ctx, id).await?;
            let link = format!("/orders/{}", id.0);
            let cohorts: Vec<&str> = order.cohorts.iter().map(|cohort| cohort.name.as_str()).collect();
            Place {
                crumbs: vec![
                    Crumb::new(t.common.orders, "/orders"),
                    Crumb::new(&order.number, &link),
                    Crumb::here(&view.name),
                ],
                head: vec![
                    Pair::new(t.fields.order, &order.number).link(&link),
                    Pair::new(t.fields.provider, &order.provider.name),
                    Pair::new(t.order.cohorts, cohorts.join(", ")),
                ],
                back: (link, t.workbook.to_order.to_owned()),
            }
        }
    })
}

/// What deserves a second look before anything is accepted.
fn cautions(view: &View, lang: Lang) -> Vec<String> {
    let w = &texts(lang).workbook;
    let csv = view.csv.then(|| w.caution_csv.to_owned());
    let beyond = view.beyond.iter().map(|Beyond { line, left, new }| {
        let (left, new) = (count(*left, lang), count(*new, lang));
        let said = format!("{}: {left}; {}: {new}. {}", w.places_left, w.new_people, w.beyond_places);
        match view.target {
            Target::Cohort(_) => said,
            Target::Order(_) => format!("{}. {said}", line.get(lang)),
        }
    });
    csv.into_iter().chain(beyond).collect()
}

fn outcome(view: &View, lang: Lang) -> Option<String> {
    let w = &texts(lang).workbook;
    match (view.stage.code.as_str(), view.kind) {
        ("finished", kind) => {
            let put = if kind == Kind::Enrolment { w.enrolled } else { w.recorded };
            let parts = [(view.written, put), (view.corrected, w.corrected)];
            let said = parts.iter().filter(|(rows, _)| *rows > 0);
            let said = said.map(|(rows, what)| format!("{} {what}", count(*rows, lang)));
            Some(format!("{}.", said.collect::<Vec<_>>().join(", ")))
        }
        ("undone", Kind::Enrolment) => Some(w.taken_back.to_owned()),
        ("undone", Kind::Graduation) => Some(w.results_taken_back.to_owned()),
        ("failed", _) => Some(w.failed.to_owned()),
        _ => None,
    }
}

fn work_progress(view: &View, lang: Lang) -> WorkProgress {
    let w = &texts(lang).workbook;
    let number = |number: i64| u64::try_from(number).unwrap_or(0);
    let (done, total) = (number(view.done), number(view.total));
    let said = match (total, view.seconds_left) {
        (0, _) => w.starting.to_owned(),
        (_, None) => format!("{} / {}", count(done, lang), w.rows.count(total, lang)),
        (_, Some(seconds)) => {
            let left = count(number(seconds), lang);
            format!("{} / {}, {} {left} {}", count(done, lang), w.rows.count(total, lang), w.left, w.seconds)
        }
    };
    WorkProgress { done, total: total.max(1), said }
}

fn totals(view: &View, lang: Lang) -> Vec<Pair> {
    let w = &texts(lang).workbook;
    let totals = &view.totals;
    if totals.rows == 0 {
        return Vec::new();
    }
    vec![
        Pair::new(w.all_rows, count(totals.rows, lang)),
        Pair::new(w.new, count(totals.new, lang)),
        Pair::new(w.changed, count(totals.changed, lang)).note(w.changed_note),
        Pair::new(w.unchanged, count(totals.unchanged, lang)).note(w.unchanged_note),
        Pair::new(w.duplicate, count(totals.duplicate, lang)).note(w.duplicate_note),
        Pair::new(w.error, count(totals.error, lang)),
    ]
}

/// What a field is called on the page.
fn column(kind: Kind, field: &str, lang: Lang) -> String {
    let named = headings::of(kind).iter().find(|heading| heading.key == field);
    let name = texts(lang).fields.get(field).or_else(|| named.map(|heading| heading.name(lang)));
    name.unwrap_or_default().to_owned()
}

fn changes(view: &View, lang: Lang) -> Vec<ChangedCell> {
    let cell = |row: &CheckedRow, change: &Change| ChangedCell {
        cell: change.column.map_or_else(String::new, |column| address(column, row.number)),
        learner: row.who.clone(),
        column: column(view.kind, &change.field, lang),
        before: change.before.get(lang).to_owned(),
        after: change.after.get(lang).to_owned(),
    };
    let rows = view.changed.iter().take(LISTED);
    rows.flat_map(|row| row.changes.iter().map(|change| cell(row, change))).collect()
}

/// How many more there are than a page lists.
fn more(all: usize, words: &str, lang: Lang) -> Option<String> {
    let more = u64::try_from(all.saturating_sub(LISTED)).unwrap_or(0);
    (more > 0).then(|| format!("{} {words}", count(more, lang)))
}

fn groups(view: &View, lang: Lang) -> Vec<FaultGroup> {
    let group = |group: &domain::workbook::Group| {
        let mut cells = group.cells.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
        if group.cells.len() > NAMED {
            cells.push_str(", …");
        }
        FaultGroup {
            column: column(view.kind, &group.field, lang),
            problem: group.problem.get(lang).to_owned(),
            remedy: group.remedy.get(lang).to_owned(),
            rule: cited(&group.rule, lang),
            count: count(group.count, lang),
            cells,
        }
    };
    view.groups.iter().map(group).collect()
}
