//! What people are told of. Telling is part of the deed: the notice and its mail are written by the deed's own transaction,
//! so neither is there without the other. Mails leave later, by `post`.

mod daily;
mod post;
mod read;
#[cfg(test)]
mod tests;

use domain::{
    ids::{CohortId, FactId, PartyId, UserId},
    month::Month,
    notice::{Event, Kind, Way, about_log},
};
use sea_orm::ConnectionTrait;
use time::Date;

pub use self::{
    post::work,
    read::{Preview, again, inbox, preview, read, read_all, set_ways, unread, unsent, ways},
};
use super::{
    Ctx,
    payments::{self, Promise},
    sign_in,
};
pub use crate::mail::Post;
use crate::{
    clock,
    error::Error,
    storage::{
        Store, Tx,
        amendments::Amendment,
        hours_log::Log,
        money::{self, Statement},
        notices::{self, Addressee, New},
        orders::{self, Order},
        outbox,
    },
};

/// Of a random key, enough to tell one mail from every other.
const KEY_LETTERS: usize = 32;

/// Tells those of these organisations whom it concerns, but not the one who acts.
pub(super) async fn tell(ctx: &Ctx, tx: &Tx, event: &Event, parties: &[PartyId]) -> Result<(), Error> {
    let kind = event.kind();
    let people = notices::people_of(tx.db(), kind, parties, kind.told()).await?;
    for addressee in people.iter().filter(|addressee| addressee.user != ctx.actor.user) {
        write(tx.db(), tx.at().0, event, addressee, None).await?;
    }
    Ok(())
}

/// Tells one person.
pub(super) async fn tell_person(tx: &Tx, event: &Event, user: UserId) -> Result<(), Error> {
    match notices::person(tx.db(), event.kind(), user).await? {
        Some(addressee) => write(tx.db(), tx.at().0, event, &addressee, None).await,
        None => Ok(()),
    }
}

/// Tells once: who was told of this before is left alone.
async fn write(
    db: &impl ConnectionTrait,
    at: i64,
    event: &Event,
    addressee: &Addressee,
    secret: Option<&str>,
) -> Result<(), Error> {
    let content = serde_json::to_string(event).expect("an event is plain data");
    let about = event.about();
    let new = New { kind: event.kind(), about: &about, content: &content, at };
    let way = if event.kind().is_settable() { addressee.way } else { Way::AtOnce };
    let Some(notice) = notices::tell(db, addressee.user, way, &new).await? else { return Ok(()) };
    if way == Way::AtOnce && addressee.has_address {
        let key = key()?;
        let mail = outbox::New { user: addressee.user, notice: Some(notice), key: &key, secret, at };
        outbox::queue(db, &mail).await?;
    }
    Ok(())
}

/// The stable part of a mail's Message-ID, made once.
fn key() -> Result<String, Error> {
    Ok(sign_in::random_token()?.chars().take(KEY_LETTERS).collect())
}

pub(super) async fn order_offered(ctx: &Ctx, tx: &Tx, order: &Order) -> Result<(), Error> {
    let event =
        Event::OrderOffered { order: order.id, number: order.number.clone(), value: order.placed_value };
    tell(ctx, tx, &event, &[order.provider]).await
}

pub(super) async fn order_accepted(ctx: &Ctx, tx: &Tx, order: &Order) -> Result<(), Error> {
    let event = Event::OrderAccepted { order: order.id, number: order.number.clone() };
    tell(ctx, tx, &event, &[order.ordering_body]).await
}

pub(super) async fn amendment_offered(ctx: &Ctx, tx: &Tx, side: &Amendment) -> Result<(), Error> {
    let (order, number) = (side.order, side.order_number.clone());
    tell(ctx, tx, &Event::AmendmentOffered { order, number, amendment: side.number }, &[side.provider]).await
}

pub(super) async fn order_amended(ctx: &Ctx, tx: &Tx, amendment: &Amendment) -> Result<(), Error> {
    let order = orders::find(tx.db(), ctx.scope(), amendment.order).await?.ok_or(Error::NotFound)?;
    let event = Event::OrderAmended {
        order: order.id,
        number: order.number.clone(),
        amendment: amendment.number,
        governs_from: amendment.governs_from,
    };
    tell(ctx, tx, &event, &[order.ordering_body, order.provider]).await
}

/// Issued is approved: with it go what its lines take back or release, and what it keeps of an earlier debt.
pub(super) async fn statement_issued(ctx: &Ctx, tx: &Tx, of: &Statement) -> Result<(), Error> {
    let order = orders::find(tx.db(), ctx.scope(), of.order).await?.ok_or(Error::NotFound)?;
    let promise = payments::promised_at_approval(tx.db(), of, ctx.today()).await?;
    let event = Event::StatementIssued {
        statement: of.id,
        number: of.number.clone(),
        order: order.number,
        payable: of.totals.payable,
        pay_by: promise.day(),
        pay_within: if let Promise::Within(days) = promise { days } else { 0 },
    };
    tell(ctx, tx, &event, &[order.ordering_body, of.party]).await?;
    let lines = money::moved_by_statement(tx.db(), of.id).await?;
    let (statement, number) = (of.id, || of.number.clone());
    for event in [
        Event::RetentionReleased { statement, number: number(), amount: lines.retention_released },
        Event::ClawedBack { statement, number: number(), amount: lines.taken_back },
        Event::ClawbackInstalment { statement, number: number(), amount: of.totals.set_off },
    ] {
        if event.amount().is_some_and(|amount| !amount.is_zero()) {
            tell(ctx, tx, &event, &[of.party]).await?;
        }
    }
    Ok(())
}

pub(super) async fn statement_paid(ctx: &Ctx, tx: &Tx, of: &Statement, paid_on: Date) -> Result<(), Error> {
    let (statement, number, amount) = (of.id, of.number.clone(), of.totals.payable);
    tell(ctx, tx, &Event::StatementPaid { statement, number, amount, paid_on }, &[of.party]).await
}

pub(super) async fn statement_returned(ctx: &Ctx, tx: &Tx, of: &Statement) -> Result<(), Error> {
    let order = orders::find(tx.db(), ctx.scope(), of.order).await?.ok_or(Error::NotFound)?;
    let event = Event::StatementReturned { statement: of.id, number: of.number.clone() };
    tell(ctx, tx, &event, &[order.ordering_body]).await
}

pub(super) async fn upload_finished(ctx: &Ctx, tx: &Tx, of: (i64, i32), rows: usize) -> Result<(), Error> {
    let (workbook, round) = of;
    let rows = u64::try_from(rows).unwrap_or(u64::MAX);
    tell_person(tx, &Event::UploadFinished { workbook, round, rows }, ctx.actor.user).await
}

/// The hosts whose hours they are, those of them that are organisations of this order.
pub(super) async fn hours_contested(
    ctx: &Ctx,
    tx: &Tx,
    order: &Order,
    (cohort, month): (CohortId, Month),
    contested: &[FactId],
    hosts: &[PartyId],
) -> Result<(), Error> {
    let event = Event::HoursContested {
        cohort,
        number: order.number.clone(),
        month: month.to_string(),
        first: contested.first().map_or(0, |fact| fact.0),
        reports: u64::try_from(contested.len()).unwrap_or(u64::MAX),
    };
    tell(ctx, tx, &event, hosts).await
}

/// Those of the host who confirm.
pub(super) async fn hours_entered(
    ctx: &Ctx,
    tx: &Tx,
    order: &Order,
    (cohort, month): (CohortId, Month),
    (log, learners): (i64, usize),
) -> Result<(), Error> {
    let (number, month) = (order.number.clone(), month.to_string());
    let learners = u64::try_from(learners).unwrap_or(u64::MAX);
    let event = Event::HoursEntered { cohort, number, month, log, learners };
    tell(ctx, tx, &event, &[ctx.actor.party]).await
}

/// What was said to whoever could decide is read once somebody did.
pub(super) async fn hours_wait_no_longer(tx: &Tx, log: &Log) -> Result<(), Error> {
    let (party, about) = (PartyId(log.party_id), about_log(log.id));
    Ok(notices::read_of(tx.db(), party, Kind::HoursEntered, &about, tx.at().0).await?)
}

/// Who entered them.
pub(super) async fn hours_returned(
    tx: &Tx,
    order: &Order,
    (cohort, month): (CohortId, Month),
    log: &Log,
) -> Result<(), Error> {
    let (number, month) = (order.number.clone(), month.to_string());
    tell_person(tx, &Event::HoursReturned { cohort, number, month, log: log.id }, log.maker()).await
}

/// An invitation leaves by mail as well as by the administrator's hand. Its key is sealed until it is sent.
pub(super) async fn invited(
    ctx: &Ctx,
    tx: &Tx,
    user: UserId,
    (token, until): (&str, i64),
    again: bool,
) -> Result<(), Error> {
    outbox::forget_invitations(tx.db(), user).await?;
    let until = clock::day_of(domain::calendar::Moment(until));
    let event = Event::Invited { key: sign_in::digest(token).chars().take(16).collect(), until, again };
    let Some(addressee) = notices::person(tx.db(), event.kind(), user).await? else { return Ok(()) };
    let seal = ctx.store.seal();
    let sealed = seal.map(|seal| seal.seal(user, token)).transpose();
    let sealed = sealed.map_err(|error| Error::fault("seal of an invitation", error))?;
    // A command without the key of the house makes no mail; the link is shown all the same.
    let addressee = Addressee { has_address: addressee.has_address && sealed.is_some(), ..addressee };
    write(tx.db(), tx.at().0, &event, &addressee, sealed.as_deref()).await
}

/// A sign-in writes nothing of the books, so it has a transaction of its own.
pub(super) async fn new_device(store: &Store, at: i64, user: UserId) -> Result<(), Error> {
    let event = Event::NewDevice { at, written: clock::written(domain::calendar::Moment(at)) };
    let tx = store.begin_aside().await?;
    if let Some(addressee) = notices::person(&tx, event.kind(), user).await? {
        write(&tx, at, &event, &addressee, None).await?;
    }
    Ok(tx.commit().await?)
}
