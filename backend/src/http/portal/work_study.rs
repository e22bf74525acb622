//! `/cohorts/{id}/work-study`: the plan of hours, the trainers, and the months.

use axum::extract::Path;
use domain::{
    ids::{CohortId, OrderId},
    issue::Issue,
    text::Lang,
    work_study::Plan,
};
use frontend::{
    TrainerRow, WorkStudyMonth, WorkStudyPage,
    form::{Choice, Entered, SmallForm, SmallInput},
    show::{Badge, Pair, Tone, count},
    texts::texts,
};

use super::{
    cohorts::{crumbs, head},
    show::{capital, day, name},
};
use crate::{
    actions::{
        learners,
        views::{MonthRow, TrainerView, WorkStudyView},
        work_study::{self, QUALIFICATIONS, TrainerDraft},
    },
    error::Error,
    http::{
        forms::{Form, Reader},
        respond::{Answer, once, page, refused, repeated, see},
        session::Member,
    },
};

pub async fn overview(member: Member, Path(id): Path<i64>) -> Answer {
    page(&show(&member, id, &Form::default(), &[]).await?)
}

pub async fn plan(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    if let Some(answer) = repeated(&member, &form).await? {
        return Ok(answer);
    }
    let mut reader = Reader::new(&form);
    let plan =
        Plan { college: reader.number("hours_college"), enterprise: reader.number("hours_enterprise") };
    if !reader.issues.is_empty() {
        let issues = reader.issues;
        return refused(&show(&member, id, &form, &issues).await?);
    }
    let ctx = member.ctx.clone();
    let deed = async move {
        work_study::set_plan(&ctx, CohortId(id), plan).await?;
        Ok(format!("/cohorts/{id}/work-study?done=planned"))
    };
    answer(&member, id, &form, once(&member, &form, deed).await).await
}

pub async fn trainer(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let order = learners::cohort(&member.ctx, CohortId(id), 1, 1).await?.order_id;
    let draft = TrainerDraft {
        full_name: form.get("trainer_name").to_owned(),
        qualification: form.get("qualification").to_owned(),
        document: form.get("document").to_owned(),
    };
    let ctx = member.ctx.clone();
    let deed = async move {
        work_study::name_trainer(&ctx, OrderId(order), draft).await?;
        Ok(format!("/cohorts/{id}/work-study?done=trainer"))
    };
    answer(&member, id, &form, once(&member, &form, deed).await).await
}

async fn answer(member: &Member, id: i64, form: &Form, result: Result<String, Error>) -> Answer {
    match result {
        Ok(location) => Ok(see(&location)),
        Err(Error::Issues(issues)) => refused(&show(member, id, form, &issues).await?),
        Err(error) => Err(error.into()),
    }
}

async fn show(member: &Member, id: i64, form: &Form, issues: &[Issue]) -> Result<WorkStudyPage, Error> {
    let lang = member.visit.lang;
    let cohort = learners::cohort(&member.ctx, CohortId(id), 1, 1).await?;
    let view = work_study::overview(&member.ctx, CohortId(id)).await?;
    let title = texts(lang).work_study.heading;
    let may = |deed: &str| view.may.iter().any(|may| may == deed);
    let planned = |hours: Option<u32>| hours.map_or_else(String::new, |hours| hours.to_string());
    let value = |name: &str| match (form.get(name), name) {
        ("", "hours_college") => planned(view.plan_college),
        ("", "hours_enterprise") => planned(view.plan_enterprise),
        (typed, _) => typed.to_owned(),
    };
    let entered = Entered { value: &value, issues, lang };
    let mut forms = Vec::new();
    if may("plan") {
        forms.push(plan_form(id, &entered, lang));
    }
    if may("trainer") {
        forms.push(trainer_form(id, &entered, lang));
    }
    let mut frame = member.visit.frame(title)?;
    frame.path = format!("/cohorts/{id}/work-study");
    Ok(WorkStudyPage {
        frame: frame.crumbs(crumbs(&cohort, lang, Some(title))).issues(issues),
        head: head(&cohort, lang),
        standing: standing(&view, lang),
        months: view.months.iter().map(|month| month_row(id, month, lang)).collect(),
        trainers: view.trainers.iter().map(|trainer| trainer_row(trainer, lang)).collect(),
        place_link: may("place").then(|| format!("/cohorts/{id}/placements")),
        forms,
    })
}

fn standing(view: &WorkStudyView, lang: Lang) -> Vec<Pair> {
    let t = texts(lang);
    let w = &t.work_study;
    let plan = match (view.plan_college, view.plan_enterprise) {
        (Some(college), Some(enterprise)) => {
            let hours = |hours: u32| count(u64::from(hours), lang);
            Pair::new(w.plan, format!("{} + {}", hours(college), hours(enterprise)))
                .note(format!("{}, {}; {}", t.cohort.hours_college, t.cohort.hours_enterprise, w.hours_unit))
        }
        _ => Pair::new(w.plan, capital(w.no_plan)),
    };
    let people = |number: u64| w.people.count(number, lang);
    let mut pairs = vec![plan];
    pairs.extend(view.placed.iter().map(|(host, number)| Pair::new(&host.name, people(*number))));
    if view.not_placed > 0 {
        pairs.push(Pair::new(w.not_placed, people(view.not_placed)));
    }
    pairs
}

fn month_row(id: i64, month: &MonthRow, lang: Lang) -> WorkStudyMonth {
    let w = &texts(lang).work_study;
    let missing = month.expected.saturating_sub(month.reported + month.contested);
    let state = match (month.contested, missing) {
        (0, _) if month.waiting > 0 => {
            Some(Badge::new(format!("{} {}", w.waiting, count(month.waiting, lang)), Tone::Active))
        }
        (0, 0) => None,
        (0, missing) => Some(Badge::new(format!("{} {}", w.missing, count(missing, lang)), Tone::Waiting)),
        (contested, _) => Some(Badge::new(format!("{} {}", w.contested, count(contested, lang)), Tone::Bad)),
    };
    WorkStudyMonth {
        name: capital(month.name.get(lang)),
        link: format!("/cohorts/{id}/hours/{}", month.month),
        teacher: month.party.name.clone(),
        expected: count(month.expected, lang),
        reported: count(month.reported, lang),
        hours: count(month.hours, lang),
        state,
    }
}

fn trainer_row(trainer: &TrainerView, lang: Lang) -> TrainerRow {
    TrainerRow {
        name: trainer.full_name.clone(),
        host: trainer.host.name.clone(),
        qualification: name(&trainer.qualification, lang),
        document: trainer.document.clone(),
        named_on: day(trainer.named_on),
    }
}

fn plan_form(id: i64, entered: &Entered, lang: Lang) -> SmallForm {
    let t = texts(lang);
    SmallForm {
        url: format!("/cohorts/{id}/plan"),
        heading: t.work_study.plan.to_owned(),
        lead: Some(t.work_study.plan_lead.to_owned()),
        hidden: Vec::new(),
        inputs: vec![
            SmallInput::typed(t.fields.hours_college, entered.field("hours_college")),
            SmallInput::typed(t.fields.hours_enterprise, entered.field("hours_enterprise")),
        ],
        button: t.work_study.plan_save.to_owned(),
        confirm: None,
    }
}

fn trainer_form(id: i64, entered: &Entered, lang: Lang) -> SmallForm {
    let t = texts(lang);
    let choice = |(code, vi, en): &(&str, &str, &str)| match lang {
        Lang::Vi => Choice::new(*code, capital(vi)),
        Lang::En => Choice::new(*code, capital(en)),
    };
    SmallForm {
        url: format!("/cohorts/{id}/trainers"),
        heading: t.work_study.trainer_add.to_owned(),
        lead: Some(t.work_study.trainer_lead.to_owned()),
        hidden: Vec::new(),
        inputs: vec![
            SmallInput::typed(t.fields.trainer_name, entered.field("trainer_name")),
            SmallInput::chosen(
                t.fields.qualification,
                entered.field("qualification"),
                QUALIFICATIONS.iter().map(choice).collect(),
            ),
            SmallInput::typed(t.fields.document, entered.field("document")),
        ],
        button: t.work_study.trainer_add.to_owned(),
        confirm: None,
    }
}
