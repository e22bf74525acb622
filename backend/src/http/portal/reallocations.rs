//! `/reallocations`: places that stand unused, and the form that moves some to another order.

use axum::extract::Query;
use domain::{ids::OrderLineId, issue::Issue, text::Lang};
use frontend::{
    ReallocationsPage, UnusedRow,
    form::{Choice, Entered},
    show::{Crumb, Paging, count},
    texts::texts,
};
use serde::Deserialize;

use super::show::{day, page_number};
use crate::{
    actions::{
        amendments::{self, Move},
        views::{self, Page},
    },
    error::Error,
    http::{
        forms::{Form, Reader},
        respond::{Answer, once, page, refused, repeated, see},
        session::Member,
    },
};

const PAGE_SIZE: u64 = 25;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    page: String,
}

pub async fn form(member: Member, Query(asked): Query<Asked>) -> Answer {
    page(&show(&member, page_number(&asked.page), &Form::default(), &[]).await?)
}

pub async fn reallocate(member: Member, form: Form) -> Answer {
    if let Some(answer) = repeated(&member, &form).await? {
        return Ok(answer);
    }
    let mut reader = Reader::new(&form);
    let line = |text: &str| text.parse().ok().map(OrderLineId);
    let wanted = Move {
        giving: reader.chosen("giving", line, OrderLineId(0)),
        taking: reader.chosen("taking", line, OrderLineId(0)),
        places: reader.number("places"),
        governs_from: reader.day("governs_from"),
        reason: reader.text("reason"),
    };
    if !reader.issues.is_empty() {
        let issues = reader.issues;
        return refused(&show(&member, 1, &form, &issues).await?);
    }
    let ctx = member.ctx.clone();
    let deed = async move {
        let order = amendments::reallocate(&ctx, &wanted).await?;
        Ok(format!("/orders/{}?done=reallocated", order.0))
    };
    match once(&member, &form, deed).await {
        Ok(location) => Ok(see(&location)),
        Err(Error::Issues(issues)) => refused(&show(&member, 1, &form, &issues).await?),
        Err(error) => Err(error.into()),
    }
}

async fn show(member: &Member, page: u64, form: &Form, issues: &[Issue]) -> Result<ReallocationsPage, Error> {
    let lang = member.visit.lang;
    let t = texts(lang);
    let (unused, taking) = amendments::unused(&member.ctx).await?;
    let giving = unused.iter().map(|row| {
        let name = format!("{} · {} · {} ({})", row.order_number, row.line, row.occupation_code, row.unused);
        Choice::new(row.order_line_id.to_string(), name)
    });
    let giving_lines = giving.collect();
    let found = Page::cut(unused, page, PAGE_SIZE);
    let value = |name: &str| form.get(name).to_owned();
    let entered = Entered { value: &value, issues, lang };
    let crumbs = vec![Crumb::new(t.common.orders, "/orders"), Crumb::here(t.life.reallocate)];
    let mut frame = member.visit.frame(t.life.reallocate)?;
    if !issues.is_empty() {
        frame.path = "/reallocations".to_owned();
    }
    Ok(ReallocationsPage {
        frame: frame.crumbs(crumbs).issues(issues),
        rows: found.rows.iter().map(|row| unused_row(row, lang)).collect(),
        paging: Paging::new(found.page, found.size, found.total, lang, |page| {
            format!("/reallocations?page={page}")
        }),
        giving: entered.field("giving"),
        giving_lines,
        taking: entered.field("taking"),
        taking_lines: taking
            .into_iter()
            .map(|line| Choice::new(line.order_line_id.to_string(), line.name))
            .collect(),
        places: entered.field("places"),
        governs_from: entered.field("governs_from"),
        reason: entered.field("reason"),
    })
}

fn unused_row(row: &views::UnusedRow, lang: Lang) -> UnusedRow {
    UnusedRow {
        order: row.order_number.clone(),
        link: format!("/orders/{}", row.order_id),
        provider: row.provider.clone(),
        line: row.line.to_string(),
        occupation: format!("{} {}", row.occupation_code, row.occupation.get(lang)),
        starts_on: day(row.starts_on),
        quantity: count(u64::from(row.quantity), lang),
        enrolled: count(u64::from(row.enrolled), lang),
        unused: count(u64::from(row.unused), lang),
    }
}
