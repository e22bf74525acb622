//! `/lines/{id}` and `/enrolments/{id}/parts/{part}`: why this amount, step by step; and the same as a workbook.

use axum::extract::Path;
use domain::{ids::EnrolmentId, issue::cited, text::Lang};
use frontend::{
    Entry, Listing, Step, StepKind, StepRow, WhyPage,
    show::{Crumb, Mark, Pair},
    texts::texts,
};

use super::{
    show::{capital, day, dong, period},
    taken::{self, day_entry, dong_entry, workbook},
};
use crate::{
    actions::{
        views::{LineWhy, PartWhy, StepView},
        why,
    },
    http::{
        respond::{Answer, page},
        session::Member,
    },
};

pub async fn line(member: Member, Path(id): Path<i64>) -> Answer {
    let view = why::line(&member.ctx, id).await?;
    let lang = member.visit.lang;
    let t = texts(lang);
    let crumbs = vec![
        Crumb::new(t.common.statements, "/statements"),
        Crumb::new(&view.statement_number, format!("/statements/{}", view.statement_id)),
        Crumb::here(t.why.heading),
    ];
    page(&WhyPage {
        frame: member.visit.frame(t.why.heading)?.crumbs(crumbs),
        amount: dong(view.amount_dong, lang),
        summary: view.summary.get(lang).to_owned(),
        head: line_head(&view, lang),
        steps: steps(&view.steps, lang),
        export_link: format!("/lines/{id}/why.xlsx"),
    })
}

pub async fn part(member: Member, Path((id, part)): Path<(i64, String)>) -> Answer {
    let view = why::part(&member.ctx, EnrolmentId(id), &part).await?;
    let lang = member.visit.lang;
    let t = texts(lang);
    let crumbs = vec![
        Crumb::new(t.common.orders, "/orders"),
        Crumb::new(&view.order_number, format!("/orders/{}", view.order_id)),
        Crumb::new(&view.learner, format!("/learners/{}", view.learner_id)),
        Crumb::here(view.title.get(lang)),
    ];
    page(&WhyPage {
        frame: member.visit.frame(t.deeds.part_heading)?.crumbs(crumbs),
        amount: dong(view.due_dong, lang),
        summary: view.summary.get(lang).to_owned(),
        head: part_head(&view, lang),
        steps: steps(&view.steps, lang),
        export_link: format!("/enrolments/{id}/parts/{part}/why.xlsx"),
    })
}

pub async fn line_file(member: Member, Path(id): Path<i64>) -> Answer {
    let view = why::line(&member.ctx, id).await?;
    let lang = member.visit.lang;
    let t = texts(lang);
    let head = line_head(&view, lang);
    let first = [
        (t.why.heading, Entry::new(view.summary.get(lang))),
        (t.fields.amount, dong_entry(view.amount_dong, lang)),
        (t.deeds.recomputed, dong_entry(view.recomputed_dong, lang)),
        (t.deeds.as_of, day_entry(view.as_of)),
    ];
    let title = format!("{} {} · {}", t.why.heading, view.statement_number, view.line_id);
    taken_away(&member, &title, &first, &head, &view.steps).await
}

pub async fn part_file(member: Member, Path((id, part)): Path<(i64, String)>) -> Answer {
    let view = why::part(&member.ctx, EnrolmentId(id), &part).await?;
    let lang = member.visit.lang;
    let t = texts(lang);
    let head = part_head(&view, lang);
    let first = [
        (t.why.heading, Entry::new(view.summary.get(lang))),
        (t.fields.amount, dong_entry(view.due_dong, lang)),
        (t.why.already_settled, dong_entry(view.settled_before_dong, lang)),
        (t.deeds.as_of, day_entry(view.as_of)),
    ];
    let title = format!("{} {} · {}", t.why.heading, view.order_number, view.title.get(lang));
    taken_away(&member, &title, &first, &head, &view.steps).await
}

/// Amounts and days as such, then the head and the steps as the page has them.
async fn taken_away(
    member: &Member,
    title: &str,
    first: &[(&str, Entry)],
    head: &[Pair],
    views: &[StepView],
) -> Answer {
    let lang = member.visit.lang;
    let said: Vec<&str> = first.iter().map(|(label, _)| *label).collect();
    let mut rows: Vec<Vec<Entry>> =
        first.iter().map(|(label, entry)| vec![Entry::new(*label), entry.clone()]).collect();
    let rest = taken::head(head, lang);
    rows.extend(
        rest.into_iter().filter(|row| row.first().is_none_or(|label| !said.contains(&label.text.as_str()))),
    );
    let tables = [taken::summary(rows, lang), steps_table(&steps(views, lang), lang)];
    workbook(member, title, "", &tables).await
}

fn steps_table(steps: &[Step], lang: Lang) -> Listing {
    let t = texts(lang);
    let verdict = |passed: bool| if passed { t.common.passed } else { t.common.failed };
    let row = |step: &Step, row: &StepRow| {
        vec![
            Entry::new(step.kind.title(t)),
            Entry::new(&row.label),
            Entry::new(&row.value),
            Entry::new(row.passed.map_or("", verdict)).note(row.reason.clone().unwrap_or_default()),
            Entry::new(row.rule.clone().unwrap_or_default()).mark(row.mark),
        ]
    };
    let rows = steps.iter().flat_map(|step| step.rows.iter().map(move |one| row(step, one)));
    let columns = [t.life.step, t.common.item, t.common.says, t.order.result, t.common.rule];
    Listing::new(t.why.steps, &columns, "").rows(rows.collect())
}

fn line_head(view: &LineWhy, lang: Lang) -> Vec<Pair> {
    let t = texts(lang);
    let agrees = if view.recomputes { t.deeds.recomputes } else { t.deeds.does_not_recompute };
    vec![
        Pair::new(t.fields.learner, &view.learner).link(format!("/learners/{}", view.learner_id)),
        Pair::new(t.learner.component, view.title.get(lang)),
        Pair::new(t.fields.period, period(&view.period, lang)).note(format!(
            "{} {}",
            t.deeds.as_of,
            day(view.as_of)
        )),
        Pair::new(t.learner.payee, &view.payee.name),
        Pair::new(t.fields.order, &view.order_number).link(format!("/orders/{}", view.order_id)),
        Pair::new(t.deeds.recomputed, format!("{} đ", dong(view.recomputed_dong, lang).0)).note(agrees),
    ]
}

fn part_head(view: &PartWhy, lang: Lang) -> Vec<Pair> {
    let t = texts(lang);
    vec![
        Pair::new(t.fields.learner, &view.learner).link(format!("/learners/{}", view.learner_id)),
        Pair::new(t.learner.component, view.title.get(lang)),
        Pair::new(t.deeds.as_of, day(view.as_of)),
        Pair::new(t.learner.payee, &view.payee.name),
        Pair::new(t.fields.order, &view.order_number).link(format!("/orders/{}", view.order_id)),
    ]
}

/// Steps of one kind stand together: all gates are one step of the page.
fn steps(views: &[StepView], lang: Lang) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for view in views {
        let kind = kind(&view.kind);
        let rows = match kind {
            StepKind::Facts => facts(view, lang),
            _ => vec![row(view, lang)],
        };
        match steps.last_mut().filter(|last| last.kind == kind) {
            Some(last) => last.rows.extend(rows),
            None => steps.push(Step { kind, rows, result: None }),
        }
    }
    steps
}

/// Each fact on a line of its own; the heading already says what they are.
fn facts(view: &StepView, lang: Lang) -> Vec<StepRow> {
    let told = view.detail.get(lang).split("; ");
    told.map(|fact| StepRow { label: capital(fact), ..StepRow::default() }).collect()
}

fn row(view: &StepView, lang: Lang) -> StepRow {
    let (title, detail) = (view.title.get(lang).to_owned(), view.detail.get(lang).to_owned());
    let row = StepRow {
        label: title,
        passed: view.passed,
        rule: Some(cited(&view.law, lang)).filter(|law| !law.is_empty()),
        mark: view.assumed.then_some(Mark::Assumption),
        ..StepRow::default()
    };
    match view.passed {
        // The verdict stands before the gate already; only a reason needs words.
        Some(true) => row,
        Some(false) => StepRow { reason: Some(detail), ..row },
        None => StepRow { value: detail, ..row },
    }
}

fn kind(kind: &str) -> StepKind {
    match kind {
        "facts" => StepKind::Facts,
        "gate" => StepKind::Gates,
        "price" => StepKind::Price,
        "share" => StepKind::Share,
        "quality" => StepKind::Quality,
        "split" => StepKind::Split,
        "already_settled" => StepKind::AlreadySettled,
        "difference" => StepKind::Difference,
        _ => StepKind::Arithmetic,
    }
}
