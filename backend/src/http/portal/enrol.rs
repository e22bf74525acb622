//! `/cohorts/{id}/enrol`: a list of learners joins a cohort, all of them or none.

use axum::extract::Path;
use domain::{
    enrolment::{Draft, LearnerKind, rests_on},
    ids::CohortId,
    issue::Issue,
    personal_id::Sex,
};
use frontend::{
    EnrolPage, EnrolRow,
    form::{Choice, Entered},
    texts::texts,
};

use super::{
    cohorts::{crumbs, head},
    graduation::effect_pairs,
};
use crate::{
    actions::{choices, enrolments, learners, preview::Sent},
    error::Error,
    http::{
        forms::{Form, Reader, at_rows},
        respond::{Answer, once, page, refused, repeated, see},
        session::Member,
    },
};

/// Empty rows offered at first; the script adds more.
const ROWS: usize = 5;
/// A row that says none of these counts as not written.
const TELLING: [&str; 3] = ["full_name", "birth_date", "personal_id"];

pub async fn form(member: Member, Path(id): Path<i64>) -> Answer {
    page(&show(&member, id, &Form::default(), &[]).await?)
}

pub async fn enrol(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    if let Some(answer) = repeated(&member, &form).await? {
        return Ok(answer);
    }
    let rows = form.rows("learners", &TELLING);
    let (drafts, unreadable) = read(&form, &rows);
    if !unreadable.is_empty() {
        let issues = with_rules(&member, id, &drafts, &rows, unreadable).await?;
        return refused(&show(&member, id, &form, &issues).await?);
    }
    if form.get("sending") == "preview" {
        return match enrolments::preview(&member.ctx, CohortId(id), &drafts).await {
            Ok(Sent::Previewed(effect)) => {
                let lang = member.visit.lang;
                let mut shown = show(&member, id, &form, &[]).await?;
                shown.effect = effect_pairs(&effect, lang);
                page(&shown)
            }
            Ok(Sent::Recorded) => Ok(see(&format!("/cohorts/{id}?done=enrolled"))),
            Err(Error::Issues(issues)) => {
                refused(&show(&member, id, &form, &at_rows(issues, "learners", &rows)).await?)
            }
            Err(error) => Err(error.into()),
        };
    }
    let ctx = member.ctx.clone();
    let deed = async move {
        enrolments::enrol(&ctx, CohortId(id), drafts).await?;
        Ok(format!("/cohorts/{id}?done=enrolled"))
    };
    match once(&member, &form, deed).await {
        Ok(location) => Ok(see(&location)),
        Err(Error::Issues(issues)) => {
            refused(&show(&member, id, &form, &at_rows(issues, "learners", &rows)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// What cannot be read, and what the rules say of the rest: all of it at once.
async fn with_rules(
    member: &Member,
    id: i64,
    drafts: &[Draft],
    rows: &[usize],
    unreadable: Vec<Issue>,
) -> Result<Vec<Issue>, Error> {
    let told = match enrolments::preview(&member.ctx, CohortId(id), drafts).await {
        Ok(_) => Vec::new(),
        Err(Error::Issues(issues)) => at_rows(issues, "learners", rows),
        Err(error) => return Err(error),
    };
    let speaks = |issue: &Issue| {
        let of_row = issue.place.split_once("].").map_or("", |(row, _)| row);
        let fields: Vec<&str> = unreadable
            .iter()
            .filter_map(|unread| unread.place.strip_prefix(of_row)?.strip_prefix("]."))
            .collect();
        !rests_on(&issue.code, &fields)
    };
    let told: Vec<Issue> = told.into_iter().filter(speaks).collect();
    let mut issues: Vec<Issue> = unreadable.into_iter().chain(told).collect();
    // As the page reads: row by row.
    issues.sort_by_key(|issue| row_of(&issue.place));
    Ok(issues)
}

fn row_of(place: &str) -> usize {
    let inside = place.strip_prefix("learners[").and_then(|rest| rest.split_once(']'));
    inside.and_then(|(row, _)| row.parse().ok()).unwrap_or(0)
}

fn read(form: &Form, rows: &[usize]) -> (Vec<Draft>, Vec<Issue>) {
    let mut reader = Reader::new(form);
    let mut drafts = Vec::with_capacity(rows.len());
    for row in rows {
        let place = |field: &str| format!("learners[{row}].{field}");
        drafts.push(Draft {
            full_name: reader.text(&place("full_name")),
            birth_date: reader.day(&place("birth_date")),
            sex: reader.chosen(&place("sex"), sex, Sex::Female),
            personal_id: reader.text(&place("personal_id")),
            kind: reader.chosen(&place("kind"), LearnerKind::parse, LearnerKind::Student),
            employer: Some(reader.text(&place("employer"))).filter(|name| !name.is_empty()),
            enrolled_on: reader.day(&place("enrolled_on")),
            phone: Some(reader.text(&place("phone"))).filter(|phone| !phone.is_empty()),
        });
    }
    (drafts, reader.issues)
}

fn sex(text: &str) -> Option<Sex> {
    match text {
        "female" => Some(Sex::Female),
        "male" => Some(Sex::Male),
        _ => None,
    }
}

async fn show(member: &Member, id: i64, form: &Form, issues: &[Issue]) -> Result<EnrolPage, Error> {
    let lang = member.visit.lang;
    let view = learners::cohort(&member.ctx, CohortId(id), 1, 1).await?;
    if !view.may.iter().any(|may| may == "enrol") {
        return Err(Error::Forbidden);
    }
    let enterprises = choices::enterprises(&member.ctx).await?;
    let title = texts(lang).cohort.enrol;
    // What every row of this cohort shares is filled in; empty rows stay empty rows.
    let value = |name: &str| match (form.get(name), name.rsplit('.').next()) {
        ("", Some("kind")) => view.learner_kind.clone(),
        (typed, _) => typed.to_owned(),
    };
    let entered = Entered { value: &value, issues, lang };
    let rows = form.rows("learners", &TELLING).last().map_or(ROWS, |last| ROWS.max(last + 1));
    Ok(EnrolPage {
        frame: member.visit.frame(title)?.crumbs(crumbs(&view, lang, Some(title))).issues(issues),
        url: format!("/cohorts/{id}/enrol"),
        workbook_link: format!("/cohorts/{id}#workbooks"),
        head: head(&view, lang),
        effect: Vec::new(),
        rows: (0..rows).map(|row| EnrolRow::at(row, &entered)).collect(),
        employers: enterprises.iter().map(|party| Choice::new(&party.name, &party.name)).collect(),
    })
}
