//! `/cohorts/{id}`: the learners trained together.

use axum::extract::{Path, Query};
use domain::{ids::CohortId, issue::Issue, text::Lang};
use frontend::{
    CohortPage, CohortTotal, LearnerRow,
    show::{Crumb, Paging, Pair, count},
    texts::texts,
};
use serde::Deserialize;

use super::{
    show::{badge, days, dong, name, page_number},
    workbooks,
};
use crate::{
    actions::{
        learners,
        views::{CohortLearner, CohortView},
    },
    error::Error,
    http::{
        respond::{Answer, page},
        session::Member,
    },
};

const PAGE_SIZE: u64 = 100;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    page: String,
}

pub async fn cohort(member: Member, Path(id): Path<i64>, Query(asked): Query<Asked>) -> Answer {
    page(&show(&member, id, page_number(&asked.page), &[]).await?)
}

pub async fn show(member: &Member, id: i64, number: u64, issues: &[Issue]) -> Result<CohortPage, Error> {
    let view = learners::cohort(&member.ctx, CohortId(id), number, PAGE_SIZE).await?;
    let lang = member.visit.lang;
    let t = texts(lang);
    let found = &view.learners;
    let may = |deed: &str| view.may.iter().any(|may| may == deed);
    let totals = &view.totals;
    Ok(CohortPage {
        frame: member
            .visit
            .frame(format!("{} {}", t.fields.cohort, view.name))?
            .crumbs(crumbs(&view, lang, None))
            .issues(issues),
        head: head(&view, lang),
        learners: found.rows.iter().map(|learner| row(learner, lang)).collect(),
        total: (totals.learners > 0).then(|| CohortTotal {
            learners: count(totals.learners, lang),
            graduated: count(totals.graduated, lang),
            hours_college: count(totals.hours_college, lang),
            hours_enterprise: count(totals.hours_enterprise, lang),
            accepted: dong(totals.accepted_dong, lang),
        }),
        paging: (found.total > PAGE_SIZE).then(|| {
            Paging::new(found.page, found.size, found.total, lang, |page| {
                format!("/cohorts/{id}?page={page}")
            })
        }),
        enrol_link: may("enrol").then(|| format!("/cohorts/{id}/enrol")),
        graduation_link: may("report_graduation").then(|| format!("/cohorts/{id}/graduation")),
        work_study_link: (totals.learners > 0).then(|| format!("/cohorts/{id}/work-study")),
        export_link: (totals.learners > 0).then(|| format!("/cohorts/{id}/learners.xlsx")),
        workbooks: workbooks::on_cohort(member, &view).await?,
    })
}

/// The way to a cohort, or to something below it.
pub fn crumbs(view: &CohortView, lang: Lang, below: Option<&str>) -> Vec<Crumb> {
    let cohort = format!("{} {}", texts(lang).fields.cohort, view.name);
    let mut crumbs = vec![
        Crumb::new(texts(lang).common.orders, "/orders"),
        Crumb::new(&view.order_number, format!("/orders/{}", view.order_id)),
    ];
    match below {
        None => crumbs.push(Crumb::here(cohort)),
        Some(here) => {
            crumbs.push(Crumb::new(cohort, format!("/cohorts/{}", view.id)));
            crumbs.push(Crumb::here(here));
        }
    }
    crumbs
}

pub fn head(view: &CohortView, lang: Lang) -> Vec<Pair> {
    let t = texts(lang);
    let occupation = format!("{} {}", view.occupation_code, view.occupation.get(lang));
    vec![
        Pair::new(t.fields.order, &view.order_number).link(format!("/orders/{}", view.order_id)),
        Pair::new(t.fields.provider, &view.provider.name),
        Pair::new(t.fields.occupation, occupation).note(format!(
            "{}, {}",
            name(&view.level, lang),
            view.mode.name.get(lang)
        )),
        Pair::new(t.order.dates, days(view.starts_on, view.ends_on)),
    ]
}

fn row(learner: &CohortLearner, lang: Lang) -> LearnerRow {
    let standing = &learner.standing;
    let certificate = [&standing.certificate_serial, &standing.certificate_register_number];
    let certificate: Vec<&str> = certificate.into_iter().flatten().map(String::as_str).collect();
    LearnerRow {
        name: learner.full_name.clone(),
        link: format!("/learners/{}", learner.learner_id),
        personal_id: learner.personal_id.clone(),
        host: standing.host.as_ref().map_or_else(String::new, |host| host.name.clone()),
        hours_college: count(standing.hours_college, lang),
        hours_enterprise: count(standing.hours_enterprise, lang),
        class: standing.class.as_ref().map_or_else(String::new, |class| name(class, lang)),
        certificate: certificate.join(" · "),
        state: badge(&standing.state, lang),
        accepted: dong(learner.accepted_dong, lang),
    }
}
