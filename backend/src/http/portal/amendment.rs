//! What people do with the open amendment of an order, from the order's page. `number` says which one they saw.

use axum::{extract::Path, response::Response};
use domain::ids::OrderId;

use super::order_page::show;
use crate::{
    actions::amendments,
    error::Error,
    http::{
        forms::Form,
        respond::{Answer, once, refused, see},
        session::Member,
    },
};

pub async fn approve(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let (ctx, comment, number) = (member.ctx.clone(), form.get("comment").to_owned(), number(&form));
    let deed = async move {
        amendments::approve(&ctx, OrderId(id), number, &comment).await.map(|_| done(id, "amendment_step"))
    };
    answer(&member, id, &form, once(&member, &form, deed).await).await
}

pub async fn reject(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let (ctx, reason, number) = (member.ctx.clone(), form.get("reason").to_owned(), number(&form));
    let deed = async move {
        amendments::reject(&ctx, OrderId(id), number, &reason).await.map(|()| done(id, "amendment_ended"))
    };
    answer(&member, id, &form, once(&member, &form, deed).await).await
}

pub async fn accept(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let (ctx, number) = (member.ctx.clone(), number(&form));
    let deed = async move {
        amendments::accept(&ctx, OrderId(id), number).await.map(|()| done(id, "amendment_accepted"))
    };
    answer(&member, id, &form, once(&member, &form, deed).await).await
}

pub async fn decline(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let (ctx, reason, number) = (member.ctx.clone(), form.get("reason").to_owned(), number(&form));
    let deed = async move {
        amendments::decline(&ctx, OrderId(id), number, &reason).await.map(|()| done(id, "amendment_ended"))
    };
    answer(&member, id, &form, once(&member, &form, deed).await).await
}

pub async fn withdraw(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let (ctx, reason, number) = (member.ctx.clone(), form.get("reason").to_owned(), number(&form));
    let deed = async move {
        amendments::withdraw(&ctx, OrderId(id), number, &reason).await.map(|()| done(id, "amendment_ended"))
    };
    answer(&member, id, &form, once(&member, &form, deed).await).await
}

/// No amendment has the number 0.
fn number(form: &Form) -> i32 {
    form.get("number").parse().unwrap_or(0)
}

fn done(id: i64, what: &str) -> String {
    format!("/orders/{id}?done={what}")
}

async fn answer(member: &Member, id: i64, form: &Form, result: Result<String, Error>) -> Answer {
    match result {
        Ok(location) => Ok::<Response, _>(see(&location)),
        Err(Error::Issues(issues)) => refused(&show(member, id, form, &issues).await?),
        Err(error) => Err(error.into()),
    }
}
