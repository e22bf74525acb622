//! What waits on the way of money: batches to release, confirmations to take, invoices to record.

use domain::{money::Money, noun::Noun, payment::BatchState, permission::Deed};

use super::{Found, named};
use crate::{
    actions::{Ctx, hands, payments, views::WaitingView},
    error::Error,
    storage::payments as stored,
};

/// Batches that somebody else made.
pub(super) async fn batches_to_release(ctx: &Ctx) -> Result<Option<WaitingView>, Error> {
    if !ctx.may(Deed::ReleasePayment, &[]) {
        return Ok(None);
    }
    let mut waiting = Vec::new();
    for batch in stored::batches(ctx.db()).await? {
        let made = batch.state == BatchState::Made;
        if made && !hands::is_own(ctx, ctx.db(), ("payment_batch", batch.id), batch.made_by).await? {
            waiting.push(batch);
        }
    }
    // They come newest first.
    Ok(waiting.last().map(|oldest| {
        let found = Found {
            count: waiting.len() as u64,
            amount: None,
            oldest_on: Some(oldest.made_on),
            first: oldest.id,
        };
        named(
            found,
            "batches_to_release",
            Noun::new("lô chi chờ duyệt chi", "payment batch to release", "payment batches to release"),
        )
    }))
}

/// Released batches to send, files of the Treasury and banks to look at, and entries that nothing matched.
pub(super) async fn to_confirm(ctx: &Ctx) -> Result<Vec<Option<WaitingView>>, Error> {
    let batches = stored::batches(ctx.db()).await?;
    let released: Vec<_> = batches.into_iter().filter(|batch| batch.state == BatchState::Approved).collect();
    let files = stored::confirmations(ctx.db()).await?;
    let received: Vec<_> = files.into_iter().filter(|file| file.state == "received").collect();
    let entries = stored::taken_entries(ctx.db()).await?;
    let open: Vec<_> = entries.into_iter().filter(|entry| entry.state == "waiting").collect();
    let found = |count: usize, oldest_on: time::Date, first: i64| Found {
        count: count as u64,
        amount: None,
        oldest_on: Some(oldest_on),
        first,
    };
    Ok(vec![
        released.last().map(|oldest| {
            let found = found(released.len(), oldest.made_on, oldest.id);
            named(
                found,
                "batches_to_send",
                Noun::new("lô chi đã duyệt, chờ gửi", "released batch to send", "released batches to send"),
            )
        }),
        received.last().map(|oldest| {
            let found = found(received.len(), oldest.received_on, oldest.id);
            named(
                found,
                "confirmations_to_take",
                Noun::new(
                    "tệp xác nhận của Kho bạc, ngân hàng chờ xem",
                    "confirmation of the Treasury and banks to look at",
                    "confirmations of the Treasury and banks to look at",
                ),
            )
        }),
        open.first().map(|oldest| {
            let found = found(open.len(), oldest.booked_on, oldest.confirmation_id);
            named(
                found,
                "entries_to_decide",
                Noun::new(
                    "khoản ngân hàng báo chưa khớp",
                    "entry of a bank that nothing matches",
                    "entries of banks that nothing matches",
                ),
            )
        }),
    ])
}

/// Approved statements of one's own for which an invoice is due and none is recorded.
pub(super) async fn invoices_to_record(ctx: &Ctx) -> Result<Option<WaitingView>, Error> {
    let own = payments::own(ctx).await?;
    let waiting: Vec<_> = own.iter().filter(|row| row.may_invoice && row.invoice.is_none()).collect();
    Ok(waiting.iter().min_by_key(|row| row.statement).map(|first| {
        let found = Found {
            count: waiting.len() as u64,
            amount: Some(Money::dong(waiting.iter().map(|row| row.expected_dong).sum())),
            oldest_on: None,
            first: first.statement,
        };
        named(
            found,
            "invoices_to_record",
            Noun::new("hóa đơn chờ ghi", "invoice to record", "invoices to record"),
        )
    }))
}
