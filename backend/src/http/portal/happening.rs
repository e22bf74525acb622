//! `/enrolments/{id}/report` and `/enrolments/{id}/facts/{fact}/correction`: what happened to one learner, and what was
//! really so. Both can be looked at in money before they are sent.

use axum::extract::Path;
use domain::{
    calendar::vietnamese,
    fact::{Fact, Happening, Recognition},
    grading::GraduationClass,
    ids::{EnrolmentId, FactId, OrderId, PartyId},
    issue::Issue,
    text::Lang,
};
use frontend::{
    HappeningInput, HappeningPage, InputKind,
    form::{Choice, Entered},
    show::{Crumb, Pair},
    texts::texts,
};
use time::Date;

use super::{graduation::effect_pairs, show::capital};
use crate::{
    actions::{
        learners::told::{self, Told},
        preview::{Sending, Sent},
        progress::{self, Correction, Draft},
    },
    error::Error,
    http::{
        forms::{Form, Reader},
        respond::{Answer, once, page, refused, repeated, see},
        session::Member,
    },
};

const KINDS: [&str; 6] = ["suspended", "resumed", "withdrew", "employed", "employment_ended", "annulled"];

pub async fn form(member: Member, Path(id): Path<i64>) -> Answer {
    let told = told::to_report(&member.ctx, EnrolmentId(id)).await?;
    page(&show(&member, &told, &Form::default(), &[])?)
}

pub async fn report(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    if let Some(answer) = repeated(&member, &form).await? {
        return Ok(answer);
    }
    let told = told::to_report(&member.ctx, EnrolmentId(id)).await?;
    let mut reader = Reader::new(&form);
    let what = reader.chosen("kind", |kind| reported(kind, &form), Happening::Resumed);
    let draft = Draft { enrolment: EnrolmentId(id), happened_on: reader.day("happened_on"), what };
    if !reader.issues.is_empty() {
        let issues = reader.issues;
        return refused(&show(&member, &told, &form, &issues)?);
    }
    let order = OrderId(told.order_id);
    let ctx = member.ctx.clone();
    let send = move |sending| async move { progress::report(&ctx, order, vec![draft], sending).await };
    answer(&member, &told, &form, send).await
}

pub async fn correction_form(member: Member, Path((id, fact)): Path<(i64, i64)>) -> Answer {
    let told = told::to_correct(&member.ctx, EnrolmentId(id), FactId(fact)).await?;
    page(&show(&member, &told, &Form::default(), &[])?)
}

pub async fn correct(member: Member, Path((id, fact)): Path<(i64, i64)>, form: Form) -> Answer {
    if let Some(answer) = repeated(&member, &form).await? {
        return Ok(answer);
    }
    let told = told::to_correct(&member.ctx, EnrolmentId(id), FactId(fact)).await?;
    let Some((wrong, _)) = &told.wrong else { return Err(Error::NotFound.into()) };
    let mut reader = Reader::new(&form);
    let correction = corrected(&mut reader, EnrolmentId(id), wrong);
    if !reader.issues.is_empty() {
        let issues = reader.issues;
        return refused(&show(&member, &told, &form, &issues)?);
    }
    let order = OrderId(told.order_id);
    let ctx = member.ctx.clone();
    let send = move |sending| async move { progress::correct(&ctx, order, correction, sending).await };
    answer(&member, &told, &form, send).await
}

/// Sends once and for good, or only looks.
async fn answer<F, S>(member: &Member, told: &Told, form: &Form, send: S) -> Answer
where
    S: FnOnce(Sending) -> F,
    F: Future<Output = Result<Sent, Error>> + Send + 'static,
{
    if form.get("sending") == "preview" {
        return match send(Sending::Preview).await {
            Ok(Sent::Previewed(effect)) => {
                let mut shown = show(member, told, form, &[])?;
                shown.effect = effect_pairs(&effect, member.visit.lang);
                page(&shown)
            }
            Ok(Sent::Recorded) => Ok(see(&format!("/learners/{}", told.learner_id))),
            Err(Error::Issues(issues)) => refused(&show(member, told, form, &at_fields(issues))?),
            Err(error) => Err(error.into()),
        };
    }
    let sending = if form.get("confirm") == "yes" { Sending::Confirmed } else { Sending::Ask };
    let done = if told.wrong.is_some() { "corrected" } else { "told" };
    let location = format!("/learners/{}?done={done}", told.learner_id);
    let sent = send(sending);
    let deed = async move { sent.await.map(|_| location) };
    match once(member, form, deed).await {
        Ok(location) => Ok(see(&location)),
        Err(Error::Issues(issues)) => refused(&show(member, told, form, &at_fields(issues))?),
        Err(error) => Err(error.into()),
    }
}

/// One report has one row; its fields stand in the form without the row's name.
fn at_fields(issues: Vec<Issue>) -> Vec<Issue> {
    let moved = |issue: Issue| {
        let place = issue.place.strip_prefix("reports[0].").unwrap_or(&issue.place).to_owned();
        Issue { place, ..issue }
    };
    issues.into_iter().map(moved).collect()
}

fn reported(kind: &str, form: &Form) -> Option<Happening> {
    let reason = form.get("reason").to_owned();
    Some(match kind {
        "suspended" => Happening::Suspended,
        "resumed" => Happening::Resumed,
        "withdrew" => Happening::Withdrew { reason },
        "employed" => Happening::Employed { employer: form.get("employer").to_owned() },
        "employment_ended" => Happening::EmploymentEnded,
        "annulled" => Happening::Annulled { reason },
        _ => return None,
    })
}

/// The same kind with what was really so, or a retraction; either says why.
fn corrected(reader: &mut Reader, enrolment: EnrolmentId, wrong: &Fact) -> Correction {
    let retracts =
        reader.chosen("how", |how| ["replace", "retract"].iter().position(|word| *word == how), 0) == 1;
    let reason = reader.filled("because");
    let (happened_on, right) = match retracts {
        true => (wrong.happened_on, Happening::Retracted { reason: reason.clone() }),
        false => (reader.day("happened_on"), replaced(reader, &wrong.what)),
    };
    Correction { enrolment, wrong: wrong.id, happened_on, right, reason }
}

fn replaced(reader: &mut Reader, wrong: &Happening) -> Happening {
    match wrong {
        Happening::Withdrew { .. } => Happening::Withdrew { reason: reader.filled("reason") },
        Happening::Annulled { .. } => Happening::Annulled { reason: reader.filled("reason") },
        Happening::Employed { .. } => Happening::Employed { employer: reader.filled("employer") },
        Happening::HoursDelivered { place, .. } => {
            Happening::HoursDelivered { place: *place, hours: reader.number("hours") }
        }
        Happening::Placed { .. } => {
            Happening::Placed { host: PartyId(reader.chosen("host", |id| id.parse().ok(), 0)) }
        }
        Happening::Graduated { recognition, .. } => {
            let class = reader.chosen("class", GraduationClass::parse, GraduationClass::Failed);
            let recognition: Recognition = recognition.as_ref().clone();
            Happening::graduated(class, reader.decimal("score"), recognition)
        }
        other => other.clone(),
    }
}

fn show(member: &Member, told: &Told, form: &Form, issues: &[Issue]) -> Result<HappeningPage, Error> {
    let lang = member.visit.lang;
    let t = texts(lang);
    let h = &t.happening;
    let fresh = form.get("form_key").is_empty();
    let value = |name: &str| match &told.wrong {
        Some((wrong, _)) if fresh => known(wrong, name),
        _ => form.get(name).to_owned(),
    };
    let entered = Entered { value: &value, issues, lang };
    let (title, url) = match &told.wrong {
        Some((wrong, _)) => {
            (h.correct, format!("/enrolments/{}/facts/{}/correction", told.enrolment_id, wrong.id.0))
        }
        None => (h.report, format!("/enrolments/{}/report", told.enrolment_id)),
    };
    let mut frame = member.visit.frame(format!("{title}: {}", told.full_name))?;
    frame.path.clone_from(&url);
    let crumbs = vec![
        Crumb::new(t.common.orders, "/orders"),
        Crumb::new(&told.order_number, format!("/orders/{}", told.order_id)),
        Crumb::new(&told.full_name, format!("/learners/{}", told.learner_id)),
        Crumb::here(title),
    ];
    let mut head = vec![
        Pair::new(t.fields.learner, &told.full_name).link(format!("/learners/{}", told.learner_id)),
        Pair::new(t.fields.personal_id, &told.personal_id),
        Pair::new(t.fields.order, &told.order_number).link(format!("/orders/{}", told.order_id)),
    ];
    if let Some((wrong, text)) = &told.wrong {
        let day = format!("{} {}", h.of_day, vietnamese(wrong.happened_on));
        head.push(Pair::new(h.wrong, text.get(lang)).note(day));
    }
    Ok(HappeningPage {
        frame: frame.crumbs(crumbs).issues(issues),
        url,
        head,
        lead: if told.wrong.is_some() { h.correct_lead } else { h.report_lead }.to_owned(),
        inputs: match &told.wrong {
            Some((wrong, _)) => correcting_inputs(&wrong.what, told, &entered, lang),
            None => reporting_inputs(&entered, lang),
        },
        send: if told.wrong.is_some() { h.correct_send } else { h.report_send }.to_owned(),
        confirm: entered.field("confirm"),
        effect: Vec::new(),
    })
}

/// What the wrong fact says, to be mended rather than typed anew.
fn known(wrong: &Fact, name: &str) -> String {
    match (name, &wrong.what) {
        ("happened_on", _) => day(wrong.happened_on),
        ("reason", Happening::Withdrew { reason } | Happening::Annulled { reason }) => reason.clone(),
        ("employer", Happening::Employed { employer }) => employer.clone(),
        ("hours", Happening::HoursDelivered { hours, .. }) => hours.to_string(),
        ("host", Happening::Placed { host }) => host.0.to_string(),
        ("class", Happening::Graduated { class, .. }) => class.as_str().to_owned(),
        ("score", Happening::Graduated { score, .. }) => score.to_string().replace('.', ","),
        _ => String::new(),
    }
}

fn day(day: Date) -> String {
    vietnamese(day)
}

fn reporting_inputs(entered: &Entered, lang: Lang) -> Vec<HappeningInput> {
    let t = texts(lang);
    let h = &t.happening;
    let kinds = KINDS.map(|kind| Choice::new(kind, h.get(kind).unwrap_or(kind)));
    vec![
        HappeningInput::new(t.learner.fact, entered.field("kind"), InputKind::Choice(kinds.to_vec())),
        HappeningInput::new(t.fields.happened_on, entered.field("happened_on"), InputKind::Day),
        HappeningInput::new(t.fields.reason, entered.field("reason"), InputKind::Text).hint(h.reason_hint),
        HappeningInput::new(t.fields.employer, entered.field("employer"), InputKind::Text)
            .hint(h.employer_hint),
    ]
}

fn correcting_inputs(wrong: &Happening, told: &Told, entered: &Entered, lang: Lang) -> Vec<HappeningInput> {
    let t = texts(lang);
    let h = &t.happening;
    let how = vec![Choice::new("replace", h.replace), Choice::new("retract", h.retract)];
    let input = |label: &str, name: &str, kind| HappeningInput::new(label, entered.field(name), kind);
    let mut inputs = vec![
        input(h.correct, "how", InputKind::Choice(how)),
        input(t.fields.happened_on, "happened_on", InputKind::Day),
    ];
    match wrong {
        Happening::Withdrew { .. } | Happening::Annulled { .. } => {
            inputs.push(input(t.fields.reason, "reason", InputKind::Text));
        }
        Happening::Employed { .. } => inputs.push(input(t.fields.employer, "employer", InputKind::Text)),
        Happening::HoursDelivered { .. } => inputs.push(input(t.fields.hours, "hours", InputKind::Number)),
        Happening::Placed { .. } => {
            let hosts = told.hosts.iter().map(|host| Choice::new(host.id.to_string(), &host.name));
            inputs.push(input(t.fields.host, "host", InputKind::Choice(hosts.collect())));
        }
        Happening::Graduated { .. } => {
            let classes = GraduationClass::ALL.iter();
            let classes = classes.map(|class| Choice::new(class.as_str(), capital(class.name().get(lang))));
            inputs.push(input(t.fields.class, "class", InputKind::Choice(classes.collect())));
            inputs.push(input(t.fields.score, "score", InputKind::Number));
        }
        _ => {}
    }
    inputs.push(input(h.because, "because", InputKind::Text));
    inputs
}
