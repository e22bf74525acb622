//! `/learners/{id}`: a person, what happened to them, and the money that followed; and the decision on a duplicate.

use axum::extract::Path;
use domain::{
    ids::{EnrolmentId, LearnerId},
    issue::Issue,
    permission::{Deed, Scope},
    text::Lang,
};
use frontend::{
    EnrolmentRow, FactRow, LearnerPage, PartLinks, SettledLineRow,
    form::{Choice, Entered, SmallForm, SmallInput},
    show::{Crumb, Pair},
    texts::texts,
};

use super::show::{badge, capital, day, dong, name, period};
use crate::{
    actions::{
        access::InFull,
        contacts, learners, progress,
        views::{EnrolmentView, FactView, LearnerLine, LearnerView},
    },
    error::Error,
    http::{
        forms::{Form, Reader},
        respond::{Answer, once, page, refused, repeated, see},
        session::Member,
    },
};

pub async fn learner(member: Member, Path(id): Path<i64>) -> Answer {
    page(&show(&member, id, &Form::default(), &[], None).await?)
}

/// Sent from the page of the learner, which is shown again when something must be mended.
pub async fn decide_duplicate(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let learner: i64 = form.get("learner").parse().map_err(|_| Error::NotFound)?;
    if let Some(answer) = repeated(&member, &form).await? {
        return Ok(answer);
    }
    let mut reader = Reader::new(&form);
    let pay = reader.chosen("pay", |text| ["no", "yes"].iter().position(|word| *word == text), 0) == 1;
    let reason = reader.filled("reason");
    if !reader.issues.is_empty() {
        let issues = reader.issues;
        return refused(&show(&member, learner, &form, &issues, None).await?);
    }
    let ctx = member.ctx.clone();
    let deed = async move {
        progress::decide_duplicate(&ctx, EnrolmentId(id), pay, &reason).await?;
        Ok(format!("/learners/{learner}?done=decided"))
    };
    match once(&member, &form, deed).await {
        Ok(location) => Ok(see(&location)),
        Err(Error::Issues(issues)) => refused(&show(&member, learner, &form, &issues, None).await?),
        Err(error) => Err(error.into()),
    }
}

/// Another phone, from the page of the learner.
pub async fn change_phone(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    if let Some(answer) = repeated(&member, &form).await? {
        return Ok(answer);
    }
    let (ctx, phone) = (member.ctx.clone(), form.get("phone").to_owned());
    let deed = async move {
        contacts::change_phone(&ctx, LearnerId(id), &phone).await?;
        Ok(format!("/learners/{id}?done=phone"))
    };
    match once(&member, &form, deed).await {
        Ok(location) => Ok(see(&location)),
        Err(Error::Issues(issues)) => refused(&show(&member, id, &form, &issues, None).await?),
        Err(error) => Err(error.into()),
    }
}

/// The page; with personal id and phone in full when they were just asked for.
pub async fn show(
    member: &Member,
    id: i64,
    form: &Form,
    issues: &[Issue],
    in_full: Option<&InFull>,
) -> Result<LearnerPage, Error> {
    let mut view = learners::find(&member.ctx, LearnerId(id)).await?;
    if let Some(InFull { personal_id, phone }) = in_full {
        personal_id.as_str().clone_into(&mut view.personal_id);
        view.phone = phone.as_ref().map(|phone| phone.as_str().to_owned());
    }
    let lang = member.visit.lang;
    let mut frame = member.visit.frame(&view.full_name)?;
    frame.path = format!("/learners/{id}");
    let value = |name: &str| form.get(name).to_owned();
    let entered = Entered { value: &value, issues, lang };
    let mut facts: Vec<(&EnrolmentView, &FactView)> =
        view.enrolments.iter().flat_map(|of| of.facts.iter().map(move |fact| (of, fact))).collect();
    facts.sort_by_key(|(_, fact)| (fact.happened_on, fact.id));
    // A learner sees no order and no statement, so nothing leads there.
    let own = matches!(member.ctx.scope(), Scope::Learner(_));
    let lines = view.enrolments.iter().filter(|_| !own).flat_map(|enrolment| &enrolment.lines);
    let crumbs = if own { Vec::new() } else { crumbs(&view, lang) };
    Ok(LearnerPage {
        frame: frame.crumbs(crumbs).issues(issues),
        whole: !own,
        head: head(&view, lang),
        enrolments: view.enrolments.iter().map(|enrolment| enrolment_row(enrolment, lang)).collect(),
        facts: facts.into_iter().map(|(of, fact)| fact_row(of, fact, lang)).collect(),
        lines: lines.map(|line| line_row(line, lang)).collect(),
        total: dong(view.accepted_dong, lang),
        forms: forms(member, &view, &entered, in_full.is_some()),
        files: ["json", "xml"].map(|kind| record(&view, kind, lang)).into(),
        parts: view.enrolments.iter().filter(|_| !own).map(|enrolment| parts(enrolment, lang)).collect(),
    })
}

/// The training record with the personal id masked.
fn record(view: &LearnerView, kind: &str, lang: Lang) -> (String, String) {
    let r = &texts(lang).reports;
    let name = if kind == "json" { r.record_json } else { r.record_xml };
    (name.to_owned(), format!("/learners/{}/record.{kind}", view.id))
}

fn crumbs(view: &LearnerView, lang: Lang) -> Vec<Crumb> {
    let mut crumbs = vec![Crumb::new(texts(lang).common.orders, "/orders")];
    if let Some(last) = view.enrolments.last() {
        crumbs.push(Crumb::new(&last.order_number, format!("/orders/{}", last.order_id)));
        let cohort = format!("{} {}", texts(lang).fields.cohort, last.cohort);
        crumbs.push(Crumb::new(cohort, format!("/cohorts/{}", last.cohort_id)));
    }
    crumbs.push(Crumb::here(&view.full_name));
    crumbs
}

fn head(view: &LearnerView, lang: Lang) -> Vec<Pair> {
    let f = &texts(lang).fields;
    let mut head = vec![
        Pair::new(f.personal_id, &view.personal_id),
        Pair::new(f.birth_date, day(view.birth_date)),
        Pair::new(f.sex, view.sex.name.get(lang)),
    ];
    head.extend(view.phone.as_ref().map(|phone| Pair::new(f.phone, phone)));
    if let Some(last) = view.enrolments.last() {
        head.push(Pair::new(f.kind, name(&last.kind, lang)));
        if let Some(employer) = &last.employer {
            head.push(Pair::new(f.employer, employer));
        }
        if let Some(host) = &last.standing.host {
            head.push(Pair::new(f.host, &host.name));
        }
    }
    head
}

fn enrolment_row(enrolment: &EnrolmentView, lang: Lang) -> EnrolmentRow {
    let standing = &enrolment.standing;
    EnrolmentRow {
        cohort: enrolment.cohort.clone(),
        cohort_link: format!("/cohorts/{}", enrolment.cohort_id),
        order: enrolment.order_number.clone(),
        order_link: format!("/orders/{}", enrolment.order_id),
        occupation: format!("{} {}", enrolment.occupation_code, enrolment.occupation.get(lang)),
        level: name(&enrolment.level, lang),
        enrolled_on: day(enrolment.enrolled_on),
        class: standing.class.as_ref().map_or_else(String::new, |class| name(class, lang)),
        state: badge(&standing.state, lang),
        report_link: (enrolment.may.iter().any(|may| may == "report_progress"))
            .then(|| format!("/enrolments/{}/report", enrolment.id)),
    }
}

fn fact_row(enrolment: &EnrolmentView, fact: &FactView, lang: Lang) -> FactRow {
    let by = enrolment.facts.iter().find(|other| Some(other.id) == fact.superseded_by);
    let superseded = by.map(|by| {
        let t = &texts(lang).deeds;
        capital(&format!("{} {}: {}", t.superseded_by, by.id, by.text.get(lang)))
    });
    FactRow {
        happened_on: day(fact.happened_on),
        recorded_at: fact.recorded.clone(),
        text: fact.text.get(lang).to_owned(),
        note: fact.reason.clone().or_else(|| fact.note.clone()),
        reported_by: fact.reporter.name.clone(),
        superseded,
        correct_link: (fact.may.iter().any(|may| may == "correct"))
            .then(|| format!("/enrolments/{}/facts/{}/correction", enrolment.id, fact.id)),
    }
}

fn line_row(line: &LearnerLine, lang: Lang) -> SettledLineRow {
    SettledLineRow {
        component: line.title.get(lang).to_owned(),
        period: period(&line.period, lang),
        payee: line.payee.name.clone(),
        statement: line.statement_number.clone(),
        statement_link: Some(format!("/statements/{}", line.statement_id)),
        amount: dong(line.amount_dong, lang),
        link: format!("/lines/{}", line.id),
    }
}

fn forms(member: &Member, view: &LearnerView, entered: &Entered, seen: bool) -> Vec<SmallForm> {
    let ctx = &member.ctx;
    let unmask = (!seen && ctx.may(Deed::Unmask, &[ctx.actor.party])).then(|| unmask(view, entered));
    let phone = contacts::may_change(view).then(|| phone(view, entered));
    decision(view, entered, entered.lang).into_iter().chain(unmask).chain(phone).collect()
}

/// Empty at first: the page does not show the number in full.
fn phone(view: &LearnerView, entered: &Entered) -> SmallForm {
    let t = texts(entered.lang);
    SmallForm {
        url: format!("/learners/{}/phone", view.id),
        heading: t.learner.change_phone.to_owned(),
        lead: Some(t.learner.change_phone_lead.to_owned()),
        hidden: Vec::new(),
        inputs: vec![SmallInput::typed(t.fields.phone, entered.field("phone"))],
        button: t.learner.change_phone.to_owned(),
        confirm: None,
    }
}

fn unmask(view: &LearnerView, entered: &Entered) -> SmallForm {
    let t = texts(entered.lang);
    let mut show_on = entered.field("show_on");
    if show_on.value.is_empty() {
        "page".clone_into(&mut show_on.value);
    }
    let places = vec![
        Choice::new("page", t.reports.on_page),
        Choice::new("json", t.reports.record_json),
        Choice::new("xml", t.reports.record_xml),
    ];
    SmallForm {
        url: format!("/learners/{}/identity", view.id),
        heading: t.people.unmask.to_owned(),
        lead: Some(t.people.unmask_lead.to_owned()),
        hidden: Vec::new(),
        inputs: vec![
            SmallInput::typed(t.fields.look_reason, entered.field("look_reason")),
            SmallInput::chosen(t.reports.show_on, show_on, places),
        ],
        button: t.people.unmask.to_owned(),
        confirm: None,
    }
}

/// One form at a time: for the first flag that waits for this person.
fn decision(view: &LearnerView, entered: &Entered, lang: Lang) -> Option<SmallForm> {
    let waits = |of: &&EnrolmentView| of.may.iter().any(|may| may == "decide_duplicate");
    let enrolment = view.enrolments.iter().find(waits)?;
    let t = texts(lang);
    let d = &t.deeds;
    let choices = vec![Choice::new("yes", d.decide_pay), Choice::new("no", d.decide_refuse)];
    Some(SmallForm {
        url: format!("/enrolments/{}/duplicate", enrolment.id),
        heading: format!("{} · {}", d.decide_duplicate, enrolment.order_number),
        lead: Some(d.decide_duplicate_lead.to_owned()),
        hidden: vec![("learner".to_owned(), view.id.to_string())],
        inputs: vec![
            SmallInput::chosen(t.fields.pay, entered.field("pay"), choices),
            SmallInput::typed(t.fields.reason, entered.field("reason")),
        ],
        button: d.decide_duplicate.to_owned(),
        confirm: None,
    })
}

fn parts(enrolment: &EnrolmentView, lang: Lang) -> PartLinks {
    let link = |part: &crate::actions::views::Coded| {
        Choice::new(format!("/enrolments/{}/parts/{}", enrolment.id, part.code), part.name.get(lang))
    };
    PartLinks { order: enrolment.order_number.clone(), links: enrolment.parts.iter().map(link).collect() }
}
