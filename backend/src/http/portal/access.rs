//! `/access`: who looked at whom; and the look itself, from the page of a learner.

use axum::extract::{Path, Query};
use domain::{ids::LearnerId, text::Lang};
use frontend::{AccessPage, Entry, Listing, LookRow, show::Paging, texts::texts};
use serde::Deserialize;

use super::{
    learners,
    records::{Written, file},
    show::{capital, page_number},
    taken::workbook,
};
use crate::{
    actions::{access, records, views::LookView},
    error::Error,
    http::{
        forms::Form,
        respond::{Answer, page, refused},
        session::Member,
    },
};

const PAGE_SIZE: u64 = 50;
/// More looks than these are not written into one file.
const EXPORTED: u64 = 100_000;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    page: String,
}

pub async fn list(member: Member, Query(asked): Query<Asked>) -> Answer {
    let found = access::list(&member.ctx, page_number(&asked.page), PAGE_SIZE).await?;
    let lang = member.visit.lang;
    page(&AccessPage {
        frame: member.visit.frame(texts(lang).people.access_heading)?,
        rows: found.rows.iter().map(|look| row(look, lang)).collect(),
        paging: Paging::new(found.page, found.size, found.total, lang, |page| format!("/access?page={page}")),
        export_link: (found.total > 0).then(|| "/access.xlsx".to_owned()),
    })
}

/// Every look that the page leads through.
pub async fn export(member: Member) -> Answer {
    let lang = member.visit.lang;
    let t = texts(lang);
    let (p, f) = (&t.people, &t.fields);
    let found = access::list(&member.ctx, 1, EXPORTED).await?;
    let cells = |look: &LookView| {
        let row = row(look, lang);
        [row.at, row.learner, row.by, row.role, row.organisation, row.reason].map(Entry::data).to_vec()
    };
    let columns = [p.looked_at, f.learner, p.by, f.role, f.organisation, f.reason];
    let table = Listing::new(p.access_heading, &columns, "").rows(found.rows.iter().map(cells).collect());
    workbook(&member, p.access_heading, "", &[table]).await
}

fn row(look: &LookView, lang: Lang) -> LookRow {
    LookRow {
        at: look.at.clone(),
        learner: look.learner.clone(),
        link: format!("/learners/{}", look.learner_id),
        by: look.by.clone(),
        role: capital(look.role.get(lang)),
        organisation: look.organisation.clone(),
        reason: look.reason.clone(),
    }
}

/// Answers with the page itself, or with the record as a file: the id stands in no address, and the browser keeps no copy.
/// Sent twice, it is two looks.
pub async fn unmask(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let written = match form.get("show_on") {
        "json" => Some(Written::Json),
        "xml" => Some(Written::Xml),
        _ => None,
    };
    if let Some(written) = written {
        return match records::in_full(&member.ctx, LearnerId(id), form.get("look_reason")).await {
            Ok(record) => Ok(file(id, &record, written)),
            Err(Error::Issues(issues)) => refused(&learners::show(&member, id, &form, &issues, None).await?),
            Err(error) => Err(error.into()),
        };
    }
    match access::unmask(&member.ctx, LearnerId(id), form.get("look_reason")).await {
        Ok(in_full) => page(&learners::show(&member, id, &form, &[], Some(&in_full)).await?),
        Err(Error::Issues(issues)) => refused(&learners::show(&member, id, &form, &issues, None).await?),
        Err(error) => Err(error.into()),
    }
}
