//! `/orders/{id}/answer` and `/orders/{id}/amend`: other terms for the lines of an order, proposed by its provider before
//! it runs, or by the planner as a new version of one that does.

use axum::extract::Path;
use domain::{amendment::Terms, ids::OrderId, issue::Issue, text::Lang};
use frontend::{
    OtherTerms, OtherTermsPage,
    form::{Entered, Field},
    show::{Crumb, Pair},
    texts::texts,
};

use super::show::{day, days, dong};
use crate::{
    actions::{
        amendments::{self, Proposal},
        orders::{self, Answer as Answered},
        read_orders,
        views::{OrderLineView, OrderView},
    },
    error::Error,
    http::{
        forms::{Form, Reader},
        respond::{Answer, once, page, refused, repeated, see},
        session::Member,
    },
};

/// Who proposes other terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Provider,
    Planner,
}

impl By {
    fn deed(self) -> &'static str {
        match self {
            By::Provider => "answer",
            By::Planner => "amend",
        }
    }
}

pub async fn answer_form(member: Member, Path(id): Path<i64>) -> Answer {
    form(&member, id, By::Provider).await
}

pub async fn amend_form(member: Member, Path(id): Path<i64>) -> Answer {
    form(&member, id, By::Planner).await
}

async fn form(member: &Member, id: i64, by: By) -> Answer {
    let view = read_orders::find(&member.ctx, OrderId(id)).await?;
    permitted(&view, by)?;
    page(&show(member, &view, by, None, &[])?)
}

/// Before what was typed is told back.
fn permitted(view: &OrderView, by: By) -> Result<(), Error> {
    if view.may.iter().any(|may| may == by.deed()) { Ok(()) } else { Err(Error::Forbidden) }
}

pub async fn answer(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    if let Some(answer) = repeated(&member, &form).await? {
        return Ok(answer);
    }
    let view = read_orders::find(&member.ctx, OrderId(id)).await?;
    let mut reader = Reader::new(&form);
    let lines = read(&mut reader, &view);
    let answered = Answered { lines, reason: reader.text("reason") };
    if !reader.issues.is_empty() {
        permitted(&view, By::Provider)?;
        return refused(&show(&member, &view, By::Provider, Some(&form), &reader.issues)?);
    }
    let ctx = member.ctx.clone();
    let deed = async move {
        orders::answer(&ctx, OrderId(id), &answered).await.map(|()| format!("/orders/{id}?done=answered"))
    };
    finish(&member, &view, By::Provider, &form, once(&member, &form, deed).await)
}

pub async fn amend(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    if let Some(answer) = repeated(&member, &form).await? {
        return Ok(answer);
    }
    let view = read_orders::find(&member.ctx, OrderId(id)).await?;
    let mut reader = Reader::new(&form);
    let lines = read(&mut reader, &view);
    let governs_from = reader.day("governs_from");
    let proposal = Proposal { governs_from, reason: reader.text("reason"), lines };
    if !reader.issues.is_empty() {
        permitted(&view, By::Planner)?;
        return refused(&show(&member, &view, By::Planner, Some(&form), &reader.issues)?);
    }
    let ctx = member.ctx.clone();
    let deed = async move {
        amendments::propose(&ctx, OrderId(id), &proposal).await.map(|_| format!("/orders/{id}?done=amended"))
    };
    finish(&member, &view, By::Planner, &form, once(&member, &form, deed).await)
}

fn finish(member: &Member, view: &OrderView, by: By, form: &Form, result: Result<String, Error>) -> Answer {
    match result {
        Ok(location) => Ok(see(&location)),
        Err(Error::Issues(issues)) => refused(&show(member, view, by, Some(form), &issues)?),
        Err(error) => Err(error.into()),
    }
}

/// Terms of every line, in the order in which the page shows them.
fn read(reader: &mut Reader, view: &OrderView) -> Vec<Terms> {
    let mut lines = Vec::with_capacity(view.lines.len());
    for i in 0..view.lines.len() {
        let place = |field: &str| format!("lines[{i}].{field}");
        lines.push(Terms {
            quantity: reader.number(&place("quantity")),
            price: reader.dong(&place("price")),
            starts_on: reader.day(&place("starts_on")),
            ends_on: reader.day(&place("ends_on")),
        });
    }
    lines
}

fn show(
    member: &Member,
    view: &OrderView,
    by: By,
    form: Option<&Form>,
    issues: &[Issue],
) -> Result<OtherTermsPage, Error> {
    let lang = member.visit.lang;
    let t = texts(lang);
    let (title, lead, send) = match by {
        By::Provider => (t.life.answer, t.life.answer_lead, t.life.answer_send),
        By::Planner => (t.life.amend, t.life.amend_lead, t.life.amend_send),
    };
    let order = format!("/orders/{}", view.id);
    let url = format!("{order}/{}", by.deed());
    let crumbs =
        vec![Crumb::new(t.common.orders, "/orders"), Crumb::new(&view.number, &order), Crumb::here(title)];
    let mut frame = member.visit.frame(title)?;
    frame.path.clone_from(&url);
    let value = |name: &str| form.map_or_else(String::new, |form| form.get(name).to_owned());
    let entered = Entered { value: &value, issues, lang };
    let line = |(i, line): (usize, &OrderLineView)| other_terms(i, line, &entered, form.is_some());
    Ok(OtherTermsPage {
        frame: frame.crumbs(crumbs).issues(issues),
        url,
        back: order,
        lead: lead.to_owned(),
        governs_from: (by == By::Planner).then(|| entered.field("governs_from")),
        reason: entered.field("reason"),
        lines: view.lines.iter().enumerate().map(line).collect(),
        errors: entered.errors("lines"),
        send: send.to_owned(),
    })
}

/// At first every field holds what stands now.
fn other_terms(i: usize, line: &OrderLineView, entered: &Entered, typed: bool) -> OtherTerms {
    let lang: Lang = entered.lang;
    let f = &texts(lang).fields;
    let place = format!("lines[{i}]");
    let field = |name: &str, now: String| {
        let field = entered.field(&format!("{place}.{name}"));
        if typed { field } else { Field { value: now, ..field } }
    };
    OtherTerms {
        occupation: format!("{} {}", line.occupation_code, line.occupation.get(lang)),
        now: vec![
            Pair::new(f.quantity, line.quantity.to_string()),
            Pair::new(f.price, dong(line.price_dong, lang).0).note(format!(
                "{} {}",
                texts(lang).life.price_cap,
                dong(line.price_at_most_dong, lang).0
            )),
            Pair::new(texts(lang).order.dates, days(line.starts_on, line.ends_on)),
            Pair::new(texts(lang).programme.enrolled, line.enrolled.to_string()),
        ],
        quantity: field("quantity", line.quantity.to_string()),
        price: field("price", dong(line.price_dong, lang).0),
        starts_on: field("starts_on", day(line.starts_on)),
        ends_on: field("ends_on", day(line.ends_on)),
        place,
    }
}
