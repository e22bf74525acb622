//! `/orders/{id}` and what people do with an order.

use axum::extract::Path;
use domain::{
    ids::{OrderId, PartyId},
    issue::Issue,
    order::State,
};

use super::{order_page::show, papers::shown, workbooks::file};
use crate::{
    actions::{
        exports, orders, papers,
        settlements::{self, Settled},
    },
    error::Error,
    http::{
        forms::Form,
        respond::{Answer, once, page, refused, see},
        session::Member,
    },
};

pub async fn order(member: Member, Path(id): Path<i64>) -> Answer {
    page(&show(&member, id, &Form::default(), &[]).await?)
}

pub async fn approve(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let (ctx, comment) = (member.ctx.clone(), form.get("comment").to_owned());
    let deed = async move {
        let state = orders::approve(&ctx, OrderId(id), &comment).await?;
        Ok(done(id, if state == State::Approved { "approved" } else { "order_step" }))
    };
    answer(&member, id, &form, once(&member, &form, deed).await).await
}

pub async fn reject(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let (ctx, reason) = (member.ctx.clone(), form.get("reason").to_owned());
    let deed = async move { orders::reject(&ctx, OrderId(id), &reason).await.map(|()| done(id, "rejected")) };
    answer(&member, id, &form, once(&member, &form, deed).await).await
}

/// Its field is called otherwise than that of a rejection, because both stand on one page.
pub async fn send_back(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let (ctx, reason) = (member.ctx.clone(), form.get("correction").to_owned());
    let deed = async move {
        let sent = orders::send_back(&ctx, OrderId(id), &reason).await;
        sent.map(|()| done(id, "order_returned")).map_err(|error| told_at(error, "correction"))
    };
    answer(&member, id, &form, once(&member, &form, deed).await).await
}

pub async fn take(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let ctx = member.ctx.clone();
    let deed = async move {
        let draft = orders::take_proposal(&ctx, OrderId(id)).await?;
        Ok(format!("/drafts/{draft}?done=taken"))
    };
    answer(&member, id, &form, once(&member, &form, deed).await).await
}

/// Issues about the reason, told at the field where it was typed.
fn told_at(error: Error, field: &str) -> Error {
    match error {
        Error::Issues(issues) => {
            let moved = |issue: Issue| match issue.place.as_str() {
                "reason" => Issue { place: field.to_owned(), ..issue },
                _ => issue,
            };
            Error::Issues(issues.into_iter().map(moved).collect())
        }
        other => other,
    }
}

pub async fn cancel(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let (ctx, reason) = (member.ctx.clone(), form.get("reason").to_owned());
    let deed =
        async move { orders::cancel(&ctx, OrderId(id), &reason).await.map(|()| done(id, "cancelled")) };
    answer(&member, id, &form, once(&member, &form, deed).await).await
}

pub async fn accept(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let ctx = member.ctx.clone();
    let deed = async move { orders::accept(&ctx, OrderId(id)).await.map(|()| done(id, "accepted")) };
    answer(&member, id, &form, once(&member, &form, deed).await).await
}

pub async fn close(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let ctx = member.ctx.clone();
    let deed = async move { orders::close(&ctx, OrderId(id)).await.map(|()| done(id, "closed")) };
    answer(&member, id, &form, once(&member, &form, deed).await).await
}

pub async fn add_host(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let (ctx, agreement) = (member.ctx.clone(), form.get("agreement").to_owned());
    let host = PartyId(form.get("host").parse().unwrap_or(0));
    let deed =
        async move { orders::add_host(&ctx, OrderId(id), host, &agreement).await.map(|()| done(id, "host")) };
    answer(&member, id, &form, once(&member, &form, deed).await).await
}

pub async fn advance(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let ctx = member.ctx.clone();
    let deed = async move { Ok(prepared(id, &settlements::advance(&ctx, OrderId(id)).await?, "advance")) };
    answer(&member, id, &form, once(&member, &form, deed).await).await
}

pub async fn liquidate(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let ctx = member.ctx.clone();
    let deed =
        async move { Ok(prepared(id, &settlements::liquidate(&ctx, OrderId(id)).await?, "liquidated")) };
    answer(&member, id, &form, once(&member, &form, deed).await).await
}

/// The minutes as a PDF, shown in the browser.
pub async fn minutes(member: Member, Path(id): Path<i64>) -> Answer {
    Ok(shown(papers::minutes(&member.ctx, OrderId(id)).await?))
}

/// The postings of the order as a workbook.
pub async fn ledger(member: Member, Path(id): Path<i64>) -> Answer {
    Ok(file(exports::ledger(&member.ctx, OrderId(id), member.visit.lang).await?))
}

fn done(id: i64, what: &str) -> String {
    format!("/orders/{id}?done={what}")
}

fn prepared(id: i64, settled: &Settled, what: &str) -> String {
    match settled {
        Settled::Prepared(statements) if !statements.is_empty() => done(id, what),
        Settled::Prepared(_) | Settled::AlreadySettled => done(id, "nothing"),
    }
}

async fn answer(member: &Member, id: i64, form: &Form, result: Result<String, Error>) -> Answer {
    match result {
        Ok(location) => Ok(see(&location)),
        Err(Error::Issues(issues)) => refused(&show(member, id, form, &issues).await?),
        Err(error) => Err(error.into()),
    }
}
