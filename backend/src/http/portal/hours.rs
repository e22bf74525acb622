//! `/cohorts/{id}/hours/{month}`: the hours of a month, saved at once by whoever taught them and contested by the
//! college.

use axum::extract::Path;
use domain::{
    fact::Place,
    ids::{CohortId, EnrolmentId, FactId},
    issue::Issue,
    month::Month,
    text::Lang,
};
use frontend::{
    EnteredHours, EnteredList, HoursPage, OthersHours, OwnHours,
    form::{Entered, Field},
    show::{Badge, Pair, Tone, count},
    texts::texts,
};

use super::{
    cohorts::{crumbs, head},
    graduation::effect_pairs,
    show::{capital, day},
};
use crate::{
    actions::{
        learners,
        preview::{Sending, Sent},
        views::{EnteredRow, EnteredView, HoursOfOther, HoursRow, MonthView},
        work_study::{self, Entry, Which},
    },
    error::Error,
    http::{
        forms::{Form, Reader, at_rows},
        respond::{Answer, once, page, refused, repeated, see},
        session::Member,
    },
};

/// A row without hours is not reported yet.
const TELLING: [&str; 1] = ["hours"];

pub async fn form(member: Member, Path((id, month)): Path<(i64, String)>) -> Answer {
    page(&show(&member, id, month_of(&month)?, &Form::default(), &[]).await?)
}

pub async fn report(member: Member, Path((id, month)): Path<(i64, String)>, form: Form) -> Answer {
    let month = month_of(&month)?;
    if let Some(answer) = repeated(&member, &form).await? {
        return Ok(answer);
    }
    let rows = form.rows("reports", &TELLING);
    let (entries, unreadable) = read(&form, &rows);
    if !unreadable.is_empty() {
        return refused(&show(&member, id, month, &form, &unreadable).await?);
    }
    let reason = form.get("reason").to_owned();
    if form.get("sending") == "preview" {
        let sent =
            work_study::report(&member.ctx, CohortId(id), month, &entries, &reason, Sending::Preview).await;
        return previewed(&member, id, month, &form, sent.map(|(_, sent)| sent), &rows).await;
    }
    let sending = sending(&form);
    let ctx = member.ctx.clone();
    let deed = async move {
        let sent = work_study::report(&ctx, CohortId(id), month, &entries, &reason, sending).await?;
        let done = if sent.0 == Place::Enterprise { "hours_entered" } else { "hours" };
        Ok(format!("/cohorts/{id}/hours/{month}?done={done}"))
    };
    match once(&member, &form, deed).await {
        Ok(location) => Ok(see(&location)),
        Err(Error::Issues(issues)) => {
            refused(&show(&member, id, month, &form, &at_rows(issues, "reports", &rows)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn contest(member: Member, Path((id, month)): Path<(i64, String)>, form: Form) -> Answer {
    let month = month_of(&month)?;
    if let Some(answer) = repeated(&member, &form).await? {
        return Ok(answer);
    }
    let facts: Vec<FactId> = form.all("contested").filter_map(|id| id.parse().ok()).map(FactId).collect();
    let reason = form.get("contest_reason").to_owned();
    if form.get("sending") == "preview" {
        let sent =
            work_study::contest(&member.ctx, CohortId(id), month, &facts, &reason, Sending::Preview).await;
        return previewed(&member, id, month, &form, sent.map_err(of_contest), &[]).await;
    }
    let sending = sending(&form);
    let ctx = member.ctx.clone();
    let deed = async move {
        work_study::contest(&ctx, CohortId(id), month, &facts, &reason, sending).await?;
        Ok(format!("/cohorts/{id}/hours/{month}?done=contested"))
    };
    match once(&member, &form, deed).await.map_err(of_contest) {
        Ok(location) => Ok(see(&location)),
        Err(Error::Issues(issues)) => refused(&show(&member, id, month, &form, &issues).await?),
        Err(error) => Err(error.into()),
    }
}

/// Another person of the host makes entered hours count.
pub async fn confirm(member: Member, Path((id, month)): Path<(i64, String)>, form: Form) -> Answer {
    let which = which(id, &month, &form)?;
    if let Some(answer) = repeated(&member, &form).await? {
        return Ok(answer);
    }
    if form.get("sending") == "preview" {
        let sent = work_study::confirm(&member.ctx, which, Sending::Preview).await;
        return previewed(&member, id, which.month, &form, sent.map_err(of_confirmation), &[]).await;
    }
    let (ctx, sending) = (member.ctx.clone(), sending(&form));
    let deed = async move {
        work_study::confirm(&ctx, which, sending).await?;
        Ok(format!("/cohorts/{id}/hours/{}?done=hours_confirmed", which.month))
    };
    decided(&member, which, &form, once(&member, &form, deed).await).await
}

pub async fn send_back(member: Member, Path((id, month)): Path<(i64, String)>, form: Form) -> Answer {
    let which = which(id, &month, &form)?;
    if let Some(answer) = repeated(&member, &form).await? {
        return Ok(answer);
    }
    let (ctx, note) = (member.ctx.clone(), form.get("note").to_owned());
    let deed = async move {
        work_study::send_back(&ctx, which, &note).await?;
        Ok(format!("/cohorts/{id}/hours/{}?done=hours_returned", which.month))
    };
    decided(&member, which, &form, once(&member, &form, deed).await).await
}

pub async fn withdraw(member: Member, Path((id, month)): Path<(i64, String)>, form: Form) -> Answer {
    let which = which(id, &month, &form)?;
    if let Some(answer) = repeated(&member, &form).await? {
        return Ok(answer);
    }
    let ctx = member.ctx.clone();
    let deed = async move {
        work_study::withdraw(&ctx, which).await?;
        Ok(format!("/cohorts/{id}/hours/{}?done=hours_withdrawn", which.month))
    };
    decided(&member, which, &form, once(&member, &form, deed).await).await
}

fn which(id: i64, month: &str, form: &Form) -> Result<Which, Error> {
    let log = form.get("log").parse().map_err(|_| Error::NotFound)?;
    Ok(Which { cohort: CohortId(id), month: month_of(month)?, log })
}

async fn decided(member: &Member, which: Which, form: &Form, result: Result<String, Error>) -> Answer {
    match result.map_err(of_confirmation) {
        Ok(location) => Ok(see(&location)),
        Err(Error::Issues(issues)) => {
            refused(&show(member, which.cohort.0, which.month, form, &issues).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// What is wrong with a row of a list that is confirmed is said of the list.
fn of_confirmation(error: Error) -> Error {
    let Error::Issues(issues) = error else { return error };
    let moved = |issue: Issue| {
        let place = match issue.place.as_str() {
            "note" => "note",
            "confirm" => "log_confirm",
            _ => "log",
        };
        Issue { place: place.to_owned(), ..issue }
    };
    Error::Issues(issues.into_iter().map(moved).collect())
}

/// The fields of the contest stand beside those of the report, under names of their own.
fn of_contest(error: Error) -> Error {
    let Error::Issues(issues) = error else { return error };
    let moved = |issue: Issue| {
        let place = match issue.place.as_str() {
            "reason" => "contest_reason",
            "confirm" => "contest_confirm",
            _ => "contested",
        };
        Issue { place: place.to_owned(), ..issue }
    };
    Error::Issues(issues.into_iter().map(moved).collect())
}

async fn previewed(
    member: &Member,
    id: i64,
    month: Month,
    form: &Form,
    sent: Result<Sent, Error>,
    rows: &[usize],
) -> Answer {
    match sent {
        Ok(Sent::Previewed(effect)) => {
            let mut shown = show(member, id, month, form, &[]).await?;
            shown.effect = effect_pairs(&effect, member.visit.lang);
            page(&shown)
        }
        Ok(Sent::Recorded) => Ok(see(&format!("/cohorts/{id}/hours/{month}?done=hours"))),
        Err(Error::Issues(issues)) => {
            refused(&show(member, id, month, form, &at_rows(issues, "reports", rows)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

fn month_of(text: &str) -> Result<Month, Error> {
    text.parse().map_err(|_| Error::NotFound)
}

fn sending(form: &Form) -> Sending {
    if form.get("confirm") == "yes" { Sending::Confirmed } else { Sending::Ask }
}

fn read(form: &Form, rows: &[usize]) -> (Vec<Entry>, Vec<Issue>) {
    let mut reader = Reader::new(form);
    let entry = |row: &usize| Entry {
        enrolment: EnrolmentId(form.get(&format!("reports[{row}].enrolment")).parse().unwrap_or(0)),
        hours: reader.number(&format!("reports[{row}].hours")),
    };
    let entries = rows.iter().map(entry).collect();
    (entries, reader.issues)
}

async fn show(
    member: &Member,
    id: i64,
    month: Month,
    form: &Form,
    issues: &[Issue],
) -> Result<HoursPage, Error> {
    let lang = member.visit.lang;
    let t = texts(lang);
    let cohort = learners::cohort(&member.ctx, CohortId(id), 1, 1).await?;
    let view = work_study::month(&member.ctx, CohortId(id), month).await?;
    let title = format!("{} · {}", t.fields.hours, view.name.get(lang));
    let value = |name: &str| typed(form, &view, name);
    let entered = Entered { value: &value, issues, lang };
    let mut frame = member.visit.frame(&title)?;
    frame.path = format!("/cohorts/{id}/hours/{month}");
    let mut way = crumbs(&cohort, lang, Some(&title));
    let above = frontend::show::Crumb::new(t.work_study.heading, format!("/cohorts/{id}/work-study"));
    way.insert(way.len() - 1, above);
    let ticked: Vec<&str> = form.all("contested").collect();
    let may_report = !view.rows.is_empty();
    Ok(HoursPage {
        frame: frame.crumbs(way).issues(issues),
        url: format!("/cohorts/{id}/hours/{month}"),
        head: head(&cohort, lang),
        own: may_report.then(|| match view.at_enterprise {
            true => t.work_study.own_enterprise.to_owned(),
            false => t.work_study.own_college.to_owned(),
        }),
        lead: if view.at_enterprise { t.work_study.enter_lead } else { t.work_study.own_lead }.to_owned(),
        save: if view.at_enterprise { t.work_study.enter } else { t.work_study.confirm }.to_owned(),
        warning: warning(&view, lang),
        rows: view.rows.iter().enumerate().map(|(i, row)| own(i, row, &entered, lang)).collect(),
        reason: entered.field("reason"),
        confirm: entered.field("confirm"),
        effect: Vec::new(),
        entered: view.entered.iter().map(|list| list_of(id, month, list, lang)).collect(),
        log: Field { value: String::new(), ..entered.field("log") },
        log_confirm: entered.field("log_confirm"),
        note: entered.field("note"),
        others: view.others.iter().map(|row| other(row, view.may_contest, &ticked, lang)).collect(),
        contest_url: view.may_contest.then(|| format!("/cohorts/{id}/hours/{month}/contest")),
        contest_reason: entered.field("contest_reason"),
        contest_confirm: entered.field("contest_confirm"),
        contested: Field { value: String::new(), ..entered.field("contested") },
    })
}

/// What was typed; in a form that nobody sent yet, whose row it is and what was reported before.
fn typed(form: &Form, view: &MonthView, name: &str) -> String {
    let sent = form.get(name);
    let row = name.strip_prefix("reports[").and_then(|rest| rest.split_once("]."));
    let known = row.and_then(|(number, field)| Some((view.rows.get(number.parse::<usize>().ok()?)?, field)));
    match known {
        Some((row, "enrolment")) => row.enrolment_id.to_string(),
        Some((row, "hours")) if form.get("form_key").is_empty() => {
            row.entered.or(row.hours).map_or_else(String::new, |hours| hours.to_string())
        }
        None if name == "reason" && form.get("form_key").is_empty() => view.reason.clone(),
        _ => sent.to_owned(),
    }
}

fn list_of(id: i64, month: Month, list: &EnteredView, lang: Lang) -> EnteredList {
    let w = &texts(lang).work_study;
    let may = |deed: &str| list.may.iter().any(|may| may == deed);
    let to = |deed: &str| format!("/cohorts/{id}/hours/{month}/{deed}");
    let mut about = vec![
        Pair::new(w.teacher, &list.host.name),
        Pair::new(w.entered_by, &list.entered_by).note(day(list.entered_on)),
    ];
    if !list.reason.is_empty() {
        about.push(Pair::new(texts(lang).fields.reason, capital(&list.reason)));
    }
    if let Some(note) = &list.returned {
        about.push(Pair::new(w.returned_because, capital(note)));
    }
    EnteredList {
        heading: if list.returned.is_some() { w.entered_returned } else { w.entered }.to_owned(),
        log: list.log_id.to_string(),
        about,
        rows: list.rows.iter().map(entered_row).collect(),
        lead: match (list.returned.is_some(), may("own"), may("confirm"), may("withdraw")) {
            (true, ..) => w.entered_lead_returned,
            (_, true, ..) => w.entered_lead_own,
            (_, _, true, _) => w.entered_lead_confirm,
            (.., true) => w.entered_lead_waits,
            _ => w.entered_lead,
        }
        .to_owned(),
        confirm_url: may("confirm").then(|| to("confirm")),
        return_url: may("confirm").then(|| to("return")),
        withdraw_url: may("withdraw").then(|| to("withdraw")),
    }
}

fn entered_row(row: &EnteredRow) -> EnteredHours {
    EnteredHours {
        name: row.full_name.clone(),
        personal_id: row.personal_id.clone(),
        before: row.before.map_or_else(String::new, |hours| hours.to_string()),
        hours: row.hours.to_string(),
    }
}

fn warning(view: &MonthView, lang: Lang) -> Option<String> {
    let w = &texts(lang).work_study;
    match (view.over, view.at_enterprise && view.trainers == 0) {
        (false, _) => Some(w.not_over.to_owned()),
        (true, true) => Some(w.no_trainer_warning.to_owned()),
        (true, false) => None,
    }
}

fn own(index: usize, row: &HoursRow, entered: &Entered, lang: Lang) -> OwnHours {
    let w = &texts(lang).work_study;
    let mut fields = OwnHours::at(index, &row.full_name, &row.personal_id, entered);
    let so_far = format!("{} {}", w.so_far, count(row.so_far, lang));
    fields.so_far = match row.planned {
        Some(planned) => format!("{so_far} {} {}", w.of_plan, count(u64::from(planned), lang)),
        None => so_far,
    };
    fields.contest = row.contest.as_ref().zip(row.contested_hours).map(|(reason, hours)| {
        format!("{} {}: {reason}. {}", w.contest_of, count(u64::from(hours), lang), w.contest_answer)
    });
    fields
}

fn other(row: &HoursOfOther, may_contest: bool, ticked: &[&str], lang: Lang) -> OthersHours {
    let tone = match row.state.code.as_str() {
        "contested" => Tone::Bad,
        "answered" => Tone::Plain,
        _ => Tone::Good,
    };
    let id = row.fact_id.to_string();
    OthersHours {
        name: row.full_name.clone(),
        personal_id: row.personal_id.clone(),
        teacher: row.party.name.clone(),
        hours: count(u64::from(row.hours), lang),
        state: Badge::new(row.state.name.get(lang), tone),
        note: capital(&row.note),
        told: row.told.clone(),
        ticked: ticked.contains(&id.as_str()),
        tick: (may_contest && row.of_host && row.state.code == "reported").then_some(id),
    }
}
