//! `/cohorts/{id}/graduation`: the results of a cohort, as the graduation decision recognised them.

use axum::extract::Path;
use domain::{
    fact::Certificate,
    grading::{GraduationClass, Record},
    graduation::{Draft, ResultDraft},
    ids::{CohortId, EnrolmentId},
    issue::Issue,
    money::Money,
    text::Lang,
};
use frontend::{GraduationPage, GraduationRow, form::Entered, show::Pair, texts::texts};
use rust_decimal::Decimal;

use super::{
    cohorts::{crumbs, head},
    show::choice,
};
use crate::{
    actions::{
        graduations, learners,
        preview::{EffectView, Sending, Sent},
        views::CohortLearner,
    },
    error::Error,
    http::{
        forms::{Form, Reader, at_rows},
        respond::{Answer, once, page, refused, repeated, see},
        session::Member,
    },
};

/// A cohort fits on one page of the form.
const PAGE_SIZE: u64 = 500;
/// A row that says none of these has no result yet.
const TELLING: [&str; 2] = ["record.score", "class"];

pub async fn form(member: Member, Path(id): Path<i64>) -> Answer {
    page(&show(&member, id, &Form::default(), &[]).await?)
}

pub async fn report(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    if let Some(answer) = repeated(&member, &form).await? {
        return Ok(answer);
    }
    let rows = form.rows("results", &TELLING);
    let (draft, unreadable) = read(&form, &rows);
    if !unreadable.is_empty() {
        return refused(&show(&member, id, &form, &unreadable).await?);
    }
    if form.get("sending") == "preview" {
        return match graduations::report(&member.ctx, CohortId(id), draft, Sending::Preview).await {
            Ok(Sent::Previewed(effect)) => {
                let lang = member.visit.lang;
                let mut shown = show(&member, id, &form, &[]).await?;
                shown.effect = effect_pairs(&effect, lang);
                page(&shown)
            }
            Ok(Sent::Recorded) => Ok(see(&format!("/cohorts/{id}?done=reported"))),
            Err(Error::Issues(issues)) => {
                refused(&show(&member, id, &form, &at_rows(issues, "results", &rows)).await?)
            }
            Err(error) => Err(error.into()),
        };
    }
    let sending = if form.get("confirm") == "yes" { Sending::Confirmed } else { Sending::Ask };
    let ctx = member.ctx.clone();
    let deed = async move {
        graduations::report(&ctx, CohortId(id), draft, sending).await?;
        Ok(format!("/cohorts/{id}?done=reported"))
    };
    match once(&member, &form, deed).await {
        Ok(location) => Ok(see(&location)),
        Err(Error::Issues(issues)) => {
            refused(&show(&member, id, &form, &at_rows(issues, "results", &rows)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

fn read(form: &Form, rows: &[usize]) -> (Draft, Vec<Issue>) {
    let mut reader = Reader::new(form);
    let mut results = Vec::with_capacity(rows.len());
    for row in rows {
        let place = |field: &str| format!("results[{row}].{field}");
        let class = reader.chosen(&place("class"), GraduationClass::parse, GraduationClass::Failed);
        results.push(ResultDraft {
            enrolment: EnrolmentId(form.get(&place("enrolment")).parse().unwrap_or(0)),
            record: Record::clean(score(&mut reader, &place("record.score"), class)),
            class,
            certificate: certificate(form, &place("certificate")),
        });
    }
    let draft = Draft { decision: reader.filled("decision"), decided_on: reader.day("decided_on"), results };
    (draft, reader.issues)
}

/// Training under three months is passed or failed and needs no score.
fn score(reader: &mut Reader, place: &str, class: GraduationClass) -> Decimal {
    let unscored = matches!(class, GraduationClass::Passed | GraduationClass::Failed);
    if unscored && reader.form.get(place).is_empty() {
        return Decimal::ZERO;
    }
    reader.decimal(place)
}

fn certificate(form: &Form, place: &str) -> Option<Certificate> {
    let serial = form.get(&format!("{place}.serial")).to_owned();
    let register_number = form.get(&format!("{place}.register_number")).to_owned();
    let written = !(serial.is_empty() && register_number.is_empty());
    written.then_some(Certificate { serial, register_number })
}

/// Whose results were sent, row by row: a form shown again keeps its rows, whatever others reported meanwhile.
fn sent(form: &Form) -> Vec<i64> {
    let rows = form.rows("results", &["enrolment"]);
    rows.iter().filter_map(|row| form.get(&format!("results[{row}].enrolment")).parse().ok()).collect()
}

/// What the report would change in money: part by part, and what the next statements would pay.
pub fn effect_pairs(effect: &EffectView, lang: Lang) -> Vec<Pair> {
    let t = &texts(lang).cohort;
    let change = |label: String, before: Money, after: Money| {
        let [before, after] = [before, after].map(|amount| amount.grouped(lang));
        Pair::new(label, format!("{before} → {after} đ"))
    };
    let parts =
        effect.parts.iter().map(|(title, before, after)| change(title.get(lang).to_owned(), *before, *after));
    let mut pairs: Vec<Pair> = parts.collect();
    pairs.push(change(t.effect_due.to_owned(), effect.due_before, effect.due_after));
    if effect.taken_back > Money::ZERO {
        pairs.push(Pair::new(t.effect_back.to_owned(), format!("{} đ", effect.taken_back.grouped(lang))));
    }
    pairs
}

async fn show(member: &Member, id: i64, form: &Form, issues: &[Issue]) -> Result<GraduationPage, Error> {
    let lang = member.visit.lang;
    let view = learners::cohort(&member.ctx, CohortId(id), 1, PAGE_SIZE).await?;
    if !view.may.iter().any(|may| may == "report_graduation") {
        return Err(Error::Forbidden);
    }
    let sent = sent(form);
    let waits = |learner: &&CohortLearner| {
        matches!(learner.standing.state.code.as_str(), "enrolled" | "suspended" | "duplicate")
            && learner.standing.class.is_none()
    };
    let waiting: Vec<&CohortLearner> = match sent.is_empty() {
        true => view.learners.rows.iter().filter(waits).collect(),
        false => {
            let of = |id: &i64| view.learners.rows.iter().find(|learner| learner.enrolment_id == *id);
            sent.iter().filter_map(of).collect()
        }
    };
    let title = texts(lang).cohort.graduation;
    let value = |name: &str| form.get(name).to_owned();
    let entered = Entered { value: &value, issues, lang };
    let row = |(row, learner): (usize, &&CohortLearner)| {
        let mut fields = GraduationRow::at(row, &learner.full_name, &learner.personal_id, &entered);
        fields.enrolment.value = learner.enrolment_id.to_string();
        fields
    };
    Ok(GraduationPage {
        frame: member.visit.frame(title)?.crumbs(crumbs(&view, lang, Some(title))).issues(issues),
        url: format!("/cohorts/{id}/graduation"),
        head: head(&view, lang),
        decision: entered.field("decision"),
        decided_on: entered.field("decided_on"),
        rows: waiting.iter().enumerate().map(row).collect(),
        classes: view.classes.iter().map(|class| choice(class, lang)).collect(),
        score_hint: match view.grading_rules.code.split('_').next() {
            Some("credits") => texts(lang).cohort.gpa_hint,
            Some("continuing") => texts(lang).cohort.passed_hint,
            _ => texts(lang).cohort.score_hint,
        }
        .to_owned(),
        confirm: entered.field("confirm"),
        effect: Vec::new(),
        grading_rule: Some(format!("{} · {}", view.grading_rules.name.get(lang), view.grading_source)),
    })
}
