//! Confirmations: received and looked at first, then taken entry by entry. What matches moves money; what does not waits
//! until a person says which payment it is, or that it is none of ours.

use std::collections::HashMap;

use domain::{
    ids::StatementId,
    issue::Issue,
    ledger::hex,
    money::Money,
    payment::{Desk, Entry, Move, Outcome, Part, Why},
    permission::{Deed, Scope},
    statement::{State, came_back, payment},
    text::{Text, clean, say},
};
use sea_orm::ConnectionTrait;
use sha2::{Digest, Sha256};

use super::{LAW, about, given, read_file};
use crate::{
    actions::{Ctx, wrong_state},
    error::Error,
    storage::{
        Tx, money,
        payments::{self, PaymentLine, StoredEntry, Which},
        tables::{
            confirmation, confirmation_entry, confirmation_event, entry_event, payment_event, statement_event,
        },
    },
};

/// Keeps what a file says, to be looked at. The same bytes are received once.
pub async fn receive(ctx: &Ctx, name: &str, bytes: &[u8]) -> Result<i64, Error> {
    ctx.permit(Deed::ConfirmPayment, &[])?;
    let sha256 = hex(&Sha256::digest(bytes));
    let (file, content) = (name.to_owned(), bytes.to_vec());
    let read = tokio::task::spawn_blocking(move || read_file::read(&file, &content))
        .await
        .map_err(|error| Error::fault("confirmation", error))?;
    let read = read.map_err(Error::Issues)?;
    let mut issues = Vec::new();
    for (at, told) in read.entries.iter().enumerate() {
        if told.booked_on > ctx.today() {
            issues.push(Issue::new(
                "confirmation.future",
                format!("entries[{at}]"),
                LAW,
                Text::new(
                    format!("Dòng {}: ngày hạch toán ở tương lai.", at + 1),
                    format!("Entry {}: the day of booking is in the future.", at + 1),
                ),
                Text::new("Gửi lại sau ngày đó, hoặc sửa ngày.", "Send it after that day, or mend the day."),
            ));
        }
    }
    domain::issue::none_or_all(issues)?;
    let mut tx = ctx.begin("confirmation.receive").await?;
    if let Some(before) = payments::confirmation_of(tx.db(), &sha256).await? {
        return Err(about(
            "confirmation.received",
            "file",
            Text::new(
                format!("Tệp này đã nhận rồi, là tệp số {before}."),
                format!("This file was received before, as number {before}."),
            ),
            Text::new("Mở tệp đã nhận; không có gì ghi thêm.", "Open that one; nothing was recorded again."),
        )
        .into());
    }
    let row = confirmation::Model {
        id: 0,
        audit_seq: 0,
        sha256,
        name: clean(name.rsplit(['/', '\\']).next().unwrap_or_default()).chars().take(200).collect(),
        format: read.format.to_owned(),
        message: clean(&read.message).chars().take(100).collect(),
        bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        received_on: ctx.today(),
        received_by: ctx.actor.user.0,
    };
    let id = tx.insert::<confirmation::Entity>(row).await?;
    let entry = |(position, told): (i32, crate::bank::Told)| confirmation_entry::Model {
        id: 0,
        audit_seq: 0,
        confirmation_id: id,
        position,
        what: told.entry.what.as_str().to_owned(),
        end_to_end: clean(&told.entry.end_to_end),
        reference: clean(&told.entry.reference),
        account: clean(&told.entry.account),
        name: clean(&told.name),
        amount_dong: told.entry.amount.as_dong(),
        booked_on: told.booked_on,
        reason_code: clean(&told.reason_code),
        reason: clean(&told.reason),
    };
    tx.insert_all::<confirmation_entry::Entity>((1..).zip(read.entries).map(entry).collect()).await?;
    insert_step(&mut tx, ctx, id, "received", "").await?;
    tx.commit(format!("confirmation {id}")).await?;
    Ok(id)
}

/// Drops a file that was received and is not to be taken.
pub async fn discard_confirmation(ctx: &Ctx, id: i64, reason: &str) -> Result<(), Error> {
    ctx.permit(Deed::ConfirmPayment, &[])?;
    let reason = given(reason)?;
    let mut tx = ctx.begin("confirmation.discard").await?;
    received(&tx, id).await?;
    insert_step(&mut tx, ctx, id, "discarded", &reason).await?;
    Ok(tx.commit(format!("confirmation {id}")).await?)
}

/// Takes a file: what matches moves money, the rest waits.
pub async fn accept(ctx: &Ctx, id: i64) -> Result<(), Error> {
    ctx.permit(Deed::ConfirmPayment, &[])?;
    let mut tx = ctx.begin("confirmation.accept").await?;
    received(&tx, id).await?;
    let mut desk = desk(tx.db()).await?;
    let lines = lines_by_id(tx.db()).await?;
    for stored in payments::entries(tx.db(), id).await? {
        match desk.take(&stored.entry) {
            Outcome::Matches(parts) => {
                insert_entry_step(&mut tx, ctx, &stored, "matched", None, "").await?;
                make(&mut tx, ctx, &lines, &stored, &parts).await?;
            }
            Outcome::AlreadyRecorded => {
                insert_entry_step(&mut tx, ctx, &stored, "already", None, "").await?;
            }
            Outcome::Waits(why, _) => {
                insert_entry_step(&mut tx, ctx, &stored, "waiting", Some(why), "").await?;
            }
        }
    }
    insert_step(&mut tx, ctx, id, "accepted", "").await?;
    Ok(tx.commit(format!("confirmation {id}")).await?)
}

/// Says which payment a waiting entry is, or a part of it: the proposal, or the payment of a key. The rest keeps waiting.
pub async fn assign(
    ctx: &Ctx,
    id: i64,
    end_to_end: &str,
    amount: Option<Money>,
    note: &str,
) -> Result<(), Error> {
    ctx.permit(Deed::ConfirmPayment, &[])?;
    let mut tx = ctx.begin("confirmation.assign").await?;
    let stored = waiting(&tx, id).await?;
    let mut desk = desk(tx.db()).await?;
    let lines = lines_by_id(tx.db()).await?;
    let parts = chosen(&desk, &lines, &stored, &clean(end_to_end), amount)?;
    let mut apart = stored.apart;
    for part in &parts {
        apart = desk.give(apart, *part).ok_or_else(|| not_so_much(&desk, &stored, *part))?;
    }
    if apart.waiting().is_zero() {
        insert_entry_step(&mut tx, ctx, &stored, "assigned", None, &clean(note)).await?;
    }
    make(&mut tx, ctx, &lines, &stored, &parts).await?;
    Ok(tx.commit(format!("confirmation {}", stored.confirmation_id)).await?)
}

/// The parts that a person means.
fn chosen(
    desk: &Desk,
    lines: &HashMap<i64, PaymentLine>,
    stored: &StoredEntry,
    key: &str,
    amount: Option<Money>,
) -> Result<Vec<Part>, Issue> {
    let mut parts = if key.is_empty() {
        proposal(desk, stored)
    } else {
        let line = lines.values().find(|line| line.end_to_end == key);
        let part = |line: &PaymentLine| Part {
            line: line.id,
            what: desk.means(line.id, stored.entry.what),
            amount: stored.apart.waiting(),
        };
        line.map(part).into_iter().collect()
    };
    match (parts.as_mut_slice(), amount) {
        ([], _) => Err(refused(
            "end_to_end",
            Text::new(
                "Không có khoản chi đã gửi nào nhận đúng số tiền này.",
                "No payment that was sent takes this amount.",
            ),
            Text::new(
                "Ghi mã của khoản chi đã gửi, hoặc gạt dòng này với lý do.",
                "Write the key of a payment that was sent, or set the entry aside with a reason.",
            ),
        )),
        ([one], Some(amount)) => {
            one.amount = amount;
            Ok(parts)
        }
        (_, Some(_)) => Err(refused(
            "end_to_end",
            Text::new("Đề xuất có nhiều khoản chi.", "The proposal has several payments."),
            Text::new(
                "Ghi mã của khoản chi nhận số tiền này.",
                "Write the key of the payment that takes this amount.",
            ),
        )),
        (_, None) => Ok(parts),
    }
}

/// Why a line does not take a part: not so much of the entry waits, or the line does not take so much.
fn not_so_much(desk: &Desk, stored: &StoredEntry, part: Part) -> Issue {
    let waits = stored.apart.waiting();
    let (most, why) = desk.takes(part.line, part.what);
    let most = most.min(waits);
    let key = desk.line(part.line).map(|known| known.end_to_end.clone()).unwrap_or_default();
    let problem = match why {
        Some(why) => why.text(),
        None => say!(
            "Khoản chi {key} nhận nhiều nhất {most} đ của dòng này; dòng còn {waits} đ.",
            "Payment {key} takes {most} đ of this entry at most; {waits} đ of it wait.",
            most = most.said(),
            waits = waits.said()
        ),
    };
    let remedy = match most.is_zero() {
        true => Text::new(
            "Ghi mã của khoản chi khác, hoặc gạt dòng này với lý do.",
            "Write the key of another payment, or set the entry aside with a reason.",
        ),
        false => Text::new(
            "Ghi số tiền nhỏ hơn; phần còn lại của dòng chờ tiếp.",
            "Write a smaller amount; the rest of the entry keeps waiting.",
        ),
    };
    refused(if most.is_zero() { "end_to_end" } else { "part" }, problem, remedy)
}

fn refused(place: &str, problem: Text, remedy: Text) -> Issue {
    about("confirmation.assign", place, problem, remedy)
}

/// Says that what was taken for recorded before is another payment: it waits, and nothing moves by that alone.
pub async fn dispute(ctx: &Ctx, id: i64, position: i32, reason: &str) -> Result<(), Error> {
    ctx.permit(Deed::ConfirmPayment, &[])?;
    let reason = given(reason)?;
    let mut tx = ctx.begin("confirmation.dispute").await?;
    let entries = payments::entries(tx.db(), id).await?;
    if entries.is_empty() {
        return Err(Error::NotFound);
    }
    let stored = entries.into_iter().find(|stored| stored.position == position && stored.state == "already");
    let Some(stored) = stored else {
        return Err(refused(
            "position",
            Text::new(
                "Tệp không có dòng số này ở trạng thái \"đã ghi trước đó\".",
                "The file has no entry of this number that was \"recorded before\".",
            ),
            Text::new("Ghi số thứ tự như trong bảng.", "Write its number as in the table."),
        )
        .into());
    };
    insert_entry_step(&mut tx, ctx, &stored, "waiting", Some(Why::Disputed), &reason).await?;
    Ok(tx.commit(format!("confirmation {id}")).await?)
}

/// Says that a waiting entry is no payment of ours.
pub async fn set_aside(ctx: &Ctx, id: i64, reason: &str) -> Result<(), Error> {
    ctx.permit(Deed::ConfirmPayment, &[])?;
    let reason = given(reason)?;
    let mut tx = ctx.begin("confirmation.set_aside").await?;
    let stored = waiting(&tx, id).await?;
    insert_entry_step(&mut tx, ctx, &stored, "set_aside", None, &reason).await?;
    Ok(tx.commit(format!("confirmation {}", stored.confirmation_id)).await?)
}

/// What is proposed for an entry that waits, as things stand now.
pub(super) fn proposal(desk: &Desk, stored: &StoredEntry) -> Vec<Part> {
    // What may have been told before is not proposed as money.
    if matches!(stored.why, Some(Why::OtherAmount | Why::MaybeRecorded)) {
        return Vec::new();
    }
    let rest = Entry { amount: stored.apart.waiting(), ..stored.entry.clone() };
    match desk.of(&rest) {
        Outcome::Matches(parts) | Outcome::Waits(_, parts) => parts,
        Outcome::AlreadyRecorded => Vec::new(),
    }
}

/// All payments as they stand, and every key that was seen.
pub(super) async fn desk(db: &impl ConnectionTrait) -> Result<Desk, Error> {
    let lines = payments::lines(db, Scope::Everything, Which::All).await?;
    let seen = payments::taken_entries(db).await?.into_iter().filter(|stored| stored.state != "already");
    Ok(Desk::new(lines.iter().map(PaymentLine::known), seen.map(|stored| stored.entry)))
}

pub(super) async fn lines_by_id(db: &impl ConnectionTrait) -> Result<HashMap<i64, PaymentLine>, Error> {
    let lines = payments::lines(db, Scope::Everything, Which::All).await?;
    Ok(lines.into_iter().map(|line| (line.id, line)).collect())
}

/// Writes the moves of an entry and posts them. A statement that is paid in full by them is paid.
async fn make(
    tx: &mut Tx,
    ctx: &Ctx,
    lines: &HashMap<i64, PaymentLine>,
    stored: &StoredEntry,
    parts: &[Part],
) -> Result<(), Error> {
    for part in parts {
        let line = lines.get(&part.line).ok_or_else(|| Error::fault("payment", "its line is not there"))?;
        let row = payment_event::Model {
            id: 0,
            audit_seq: 0,
            line_id: line.id,
            order_id: line.order.0,
            what: part.what.as_str().to_owned(),
            amount_dong: part.amount.as_dong(),
            entry_id: Some(stored.id),
            happened_on: stored.booked_on,
            actor_id: ctx.actor.user.0,
            note: [stored.reason_code.as_str(), stored.reason.as_str()].join(" ").trim().to_owned(),
        };
        tx.insert::<payment_event::Entity>(row).await?;
        post(tx, ctx, line.statement, stored, part).await?;
    }
    Ok(())
}

async fn post(
    tx: &mut Tx,
    ctx: &Ctx,
    id: StatementId,
    stored: &StoredEntry,
    part: &Part,
) -> Result<(), Error> {
    let statement = money::statement_by_id(tx.db(), Scope::Everything, id).await?.ok_or(Error::NotFound)?;
    let post = match part.what {
        Move::Paid => payment,
        Move::CameBack => came_back,
        Move::Refused | Move::Withdrawn => return Ok(()),
    };
    let (order, party) = (statement.order, statement.party);
    let posting = post(id, order, party, stored.booked_on, statement.kind, part.amount);
    tx.post(posting.into_iter().collect()).await?;
    let paid = statement.paid + part.amount;
    let is_new =
        !money::statement_events(tx.db(), id).await?.iter().any(|step| step.state == State::Paid.as_str());
    if part.what == Move::Paid && paid == statement.totals.payable && is_new {
        let row = statement_event::Model {
            id: 0,
            audit_seq: 0,
            statement_id: id.0,
            state: State::Paid.as_str().to_owned(),
            happened_on: stored.booked_on,
            actor_id: ctx.actor.user.0,
            prepared_by: statement.prepared_by.0,
            note: stored.entry.reference.clone(),
        };
        tx.insert::<statement_event::Entity>(row).await?;
    }
    Ok(())
}

async fn received(tx: &Tx, id: i64) -> Result<(), Error> {
    let file = payments::confirmation_by_id(tx.db(), id).await?.ok_or(Error::NotFound)?;
    if file.state == "received" {
        return Ok(());
    }
    Err(wrong_state(
        "confirmation.state",
        Text::new("Tệp này đã được xử lý.", "This file was dealt with."),
        Text::new("Tải lại trang để xem kết quả.", "Reload the page to see what came of it."),
    ))
}

async fn waiting(tx: &Tx, id: i64) -> Result<StoredEntry, Error> {
    let stored = payments::entry_by_id(tx.db(), id).await?.ok_or(Error::NotFound)?;
    if stored.state == "waiting" {
        return Ok(stored);
    }
    Err(wrong_state(
        "confirmation.entry_state",
        Text::new("Dòng này không còn chờ xử lý.", "This entry waits no longer."),
        Text::new("Tải lại trang để xem kết quả.", "Reload the page to see what came of it."),
    ))
}

async fn insert_step(tx: &mut Tx, ctx: &Ctx, id: i64, state: &str, note: &str) -> Result<(), Error> {
    let row = confirmation_event::Model {
        id: 0,
        audit_seq: 0,
        confirmation_id: id,
        state: state.to_owned(),
        happened_on: ctx.today(),
        actor_id: ctx.actor.user.0,
        note: note.to_owned(),
    };
    tx.insert::<confirmation_event::Entity>(row).await?;
    Ok(())
}

async fn insert_entry_step(
    tx: &mut Tx,
    ctx: &Ctx,
    stored: &StoredEntry,
    state: &str,
    why: Option<Why>,
    note: &str,
) -> Result<(), Error> {
    let row = entry_event::Model {
        id: 0,
        audit_seq: 0,
        entry_id: stored.id,
        state: state.to_owned(),
        why: why.map_or_else(String::new, |why| why.as_str().to_owned()),
        happened_on: ctx.today(),
        actor_id: ctx.actor.user.0,
        note: note.to_owned(),
    };
    tx.insert::<entry_event::Entity>(row).await?;
    Ok(())
}
