//! `/cohorts/{id}/placements`: learners go to hosts, all rows or none.

use axum::extract::Path;
use domain::{
    fact::Happening,
    ids::{CohortId, EnrolmentId, OrderId, PartyId},
    issue::Issue,
};
use frontend::{
    PlacementRow, PlacementsPage,
    form::{Choice, Entered},
    show::Crumb,
    texts::texts,
};

use super::cohorts::{crumbs, head};
use crate::{
    actions::{
        learners,
        preview::Sending,
        progress::{self, Draft},
        read_orders,
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
/// A row that says none of these changes nothing.
const TELLING: [&str; 2] = ["host", "happened_on"];

pub async fn form(member: Member, Path(id): Path<i64>) -> Answer {
    page(&show(&member, id, &Form::default(), &[]).await?)
}

pub async fn place(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    if let Some(answer) = repeated(&member, &form).await? {
        return Ok(answer);
    }
    let order = learners::cohort(&member.ctx, CohortId(id), 1, 1).await?.order_id;
    let rows = form.rows("reports", &TELLING);
    let (drafts, mut unreadable) = read(&form, &rows);
    if rows.is_empty() {
        unreadable.push(nobody());
    }
    if !unreadable.is_empty() {
        return refused(&show(&member, id, &form, &unreadable).await?);
    }
    let ctx = member.ctx.clone();
    let deed = async move {
        progress::report(&ctx, OrderId(order), drafts, Sending::Ask).await?;
        Ok(format!("/cohorts/{id}/work-study?done=learners_placed"))
    };
    match once(&member, &form, deed).await {
        Ok(location) => Ok(see(&location)),
        Err(Error::Issues(issues)) => {
            refused(&show(&member, id, &form, &at_rows(issues, "reports", &rows)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

fn read(form: &Form, rows: &[usize]) -> (Vec<Draft>, Vec<Issue>) {
    let mut reader = Reader::new(form);
    let draft = |row: &usize| {
        let place = |field: &str| format!("reports[{row}].{field}");
        Draft {
            enrolment: EnrolmentId(form.get(&place("enrolment")).parse().unwrap_or(0)),
            happened_on: reader.day(&place("happened_on")),
            what: Happening::Placed { host: PartyId(reader.chosen(&place("host"), |id| id.parse().ok(), 0)) },
        }
    };
    let drafts = rows.iter().map(draft).collect();
    (drafts, reader.issues)
}

fn nobody() -> Issue {
    use domain::text::Text;
    Issue::new(
        "placement.nobody",
        "reports",
        "TT 04/2022 Đ4",
        Text::new("Chưa bố trí ai.", "Nobody is placed."),
        Text::new("Chọn nơi thực tập của ít nhất một người học.", "Choose a host for at least one learner."),
    )
}

async fn show(member: &Member, id: i64, form: &Form, issues: &[Issue]) -> Result<PlacementsPage, Error> {
    let lang = member.visit.lang;
    let t = texts(lang);
    let cohort = learners::cohort(&member.ctx, CohortId(id), 1, PAGE_SIZE).await?;
    if !cohort.may.iter().any(|may| may == "enrol") {
        return Err(Error::Forbidden);
    }
    let order = read_orders::find(&member.ctx, OrderId(cohort.order_id)).await?;
    let learning: Vec<&CohortLearner> = cohort
        .learners
        .rows
        .iter()
        .filter(|learner| {
            matches!(learner.standing.state.code.as_str(), "enrolled" | "suspended" | "duplicate")
        })
        .collect();
    let value = |name: &str| {
        let row = name.strip_prefix("reports[").and_then(|rest| rest.strip_suffix("].enrolment"));
        let known = row.and_then(|row| learning.get(row.parse::<usize>().ok()?));
        known.map_or_else(|| form.get(name).to_owned(), |learner| learner.enrolment_id.to_string())
    };
    let entered = Entered { value: &value, issues, lang };
    let row = |(i, learner): (usize, &&CohortLearner)| {
        let mut fields = PlacementRow::at(i, &learner.full_name, &learner.personal_id, &entered);
        fields.now = learner.standing.host.as_ref().map(|host| host.name.clone());
        fields
    };
    let title = t.work_study.place;
    let mut way = crumbs(&cohort, lang, Some(title));
    let above = Crumb::new(t.work_study.heading, format!("/cohorts/{id}/work-study"));
    way.insert(way.len() - 1, above);
    Ok(PlacementsPage {
        frame: member.visit.frame(title)?.crumbs(way).issues(issues),
        url: format!("/cohorts/{id}/placements"),
        head: head(&cohort, lang),
        hosts: order.hosts.iter().map(|host| Choice::new(host.id.to_string(), &host.name)).collect(),
        rows: learning.iter().enumerate().map(row).collect(),
    })
}
