//! `/lines/{id}` and `/enrolments/{id}/parts/{part}`: why this amount, step by step.

use axum::extract::Path;
use domain::{ids::EnrolmentId, text::Lang};
use frontend::{
    Step, StepKind, StepRow, WhyPage,
    show::{Crumb, Mark, Pair},
    texts::texts,
};

use super::show::{capital, day, dong, law, period};
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
    })
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
        rule: Some(law(&view.law, lang)).filter(|law| !law.is_empty()),
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
