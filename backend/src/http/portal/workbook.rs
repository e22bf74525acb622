//! `/workbooks/{id}`: what was found in a workbook, and what is done with it.

use axum::{Json, extract::Path, response::IntoResponse};
use domain::{
    ids::CohortId,
    issue::Issue,
    text::Lang,
    workbook::{Kind, headings},
};
use frontend::{
    FaultGroup, WorkProgress, WorkbookPage,
    form::{Entered, Field},
    show::{Pair, count},
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
        workbooks::{self, View},
    },
    error::Error,
    http::{
        forms::Form,
        respond::{Answer, once, page, refused, repeated, see},
        session::Member,
    },
};

/// Cells of one kind of fault that the page names; the annotated workbook shows all.
const NAMED: usize = 12;

pub async fn workbook(member: Member, Path(id): Path<i64>) -> Answer {
    page(&show(&member, id, &[]).await?)
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
    let good_only = form.get("rows") == "good";
    let sending = if form.get("confirm") == "yes" { Sending::Confirmed } else { Sending::Ask };
    let ctx = member.ctx.clone();
    deed(&member, id, &form, async move { workbooks::accept(&ctx, id, good_only, sending).await }, "").await
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
        Err(Error::Issues(issues)) => refused(&show(member, id, &issues).await?),
        Err(error) => Err(error.into()),
    }
}

async fn show(member: &Member, id: i64, issues: &[Issue]) -> Result<WorkbookPage, Error> {
    let lang = member.visit.lang;
    let t = texts(lang);
    let w = &t.workbook;
    let view = workbooks::view(&member.ctx, id).await?;
    let cohort = learners::cohort(&member.ctx, CohortId(view.cohort), 1, 1).await?;
    let title = format!("{} {}", w.title, view.name);
    let waits = view.stage.code == "checked";
    let (new, wrong) = (view.totals.new + view.totals.duplicate, view.totals.error);
    let counted = |label: &str| format!("{label} ({})", count(new, lang));
    let nothing = |_: &str| String::new();
    let entered = Entered { value: &nothing, issues, lang };
    let mut pairs = head(&cohort, lang);
    pairs.push(Pair::new(w.received, &view.received).note(format!("{} KB", view.kilobytes)));
    Ok(WorkbookPage {
        frame: member.visit.frame(&title)?.crumbs(crumbs(&cohort, lang, Some(&view.name))).issues(issues),
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
        caution: (view.csv && !view.at_work()).then(|| w.caution_csv.to_owned()),
        annotated_link: (wrong > 0).then(|| format!("/workbooks/{id}/annotated.xlsx")),
        accept_all: (waits && wrong == 0 && new > 0).then(|| counted(w.accept_all)),
        accept_good: (waits && wrong > 0 && new > 0 && view.kind == Kind::Enrolment)
            .then(|| counted(w.accept_good)),
        accept_confirm: match view.kind {
            Kind::Enrolment => w.accept_confirm,
            Kind::Graduation => w.accept_results_confirm,
        }
        .to_owned(),
        confirm: entered.field("confirm"),
        effect: view.effect.as_ref().map_or_else(Vec::new, |effect| effect_pairs(effect, lang)),
        propose: (waits && view.totals.proposed > 0)
            .then(|| format!("{} ({})", w.propose, count(view.totals.proposed, lang))),
        check_again: matches!(view.stage.code.as_str(), "checked" | "refused" | "undone" | "failed"),
        undo: (view.stage.code == "finished" && view.kind == Kind::Enrolment && view.written > 0)
            .then(|| Field { errors: entered.errors("reason"), ..Field::new("reason", "") }),
        outcome: outcome(&view, lang),
        cohort_link: format!("/cohorts/{}", view.cohort),
    })
}

fn outcome(view: &View, lang: Lang) -> Option<String> {
    let w = &texts(lang).workbook;
    match (view.stage.code.as_str(), view.kind) {
        ("finished", Kind::Enrolment) => Some(format!("{} {}.", count(view.written, lang), w.enrolled)),
        ("finished", Kind::Graduation) => Some(format!("{} {}.", count(view.totals.new, lang), w.recorded)),
        ("undone", _) => Some(w.taken_back.to_owned()),
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
        (_, None) => format!("{} / {} {}", count(done, lang), count(total, lang), w.rows),
        (_, Some(seconds)) => {
            let left = count(number(seconds), lang);
            format!(
                "{} / {} {}, {} {left} {}",
                count(done, lang),
                count(total, lang),
                w.rows,
                w.left,
                w.seconds
            )
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
        Pair::new(w.unchanged, count(totals.unchanged, lang)).note(w.unchanged_note),
        Pair::new(w.duplicate, count(totals.duplicate, lang)).note(w.duplicate_note),
        Pair::new(w.error, count(totals.error, lang)),
    ]
}

fn groups(view: &View, lang: Lang) -> Vec<FaultGroup> {
    let fields = &texts(lang).fields;
    let group = |group: &domain::workbook::Group| {
        let mut cells = group.cells.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
        if group.cells.len() > NAMED {
            cells.push_str(", …");
        }
        let named = headings::of(view.kind).iter().find(|heading| heading.key == group.field);
        let column = fields.get(&group.field).or_else(|| named.map(|heading| heading.name(lang)));
        FaultGroup {
            column: column.unwrap_or_default().to_owned(),
            problem: group.problem.get(lang).to_owned(),
            remedy: group.remedy.get(lang).to_owned(),
            rule: group.rule.clone(),
            count: count(group.count, lang),
            cells,
        }
    };
    view.groups.iter().map(group).collect()
}
