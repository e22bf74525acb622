//! One batch and one confirmation as they are read, each with the table that shows that nothing is missing.

use std::collections::HashMap;

use domain::{
    money::Money,
    payment::{Line, Outcome, Part, Why, masked},
    permission::{Deed, Scope},
    text::{Text, say},
};
use time::Date;

use super::confirm::{desk, lines_by_id, proposal};
use crate::{
    actions::{
        Ctx, hands,
        views::{Coded, EventView},
    },
    error::Error,
    storage::payments::{self, Confirmation, PaymentLine, StoredEntry, Which},
};

/// `sent = paid + returned + withdrawn + open`
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    pub sent_dong: i64,
    pub paid_dong: i64,
    pub returned_dong: i64,
    pub withdrawn_dong: i64,
    pub open_dong: i64,
}

impl Sums {
    pub fn add(&mut self, line: &Line) {
        self.sent_dong += line.sent().as_dong();
        self.paid_dong += line.paid().as_dong();
        self.returned_dong += line.returned().as_dong();
        self.withdrawn_dong += line.withdrawn().as_dong();
        self.open_dong += line.open().as_dong();
    }

    pub fn adds_up(&self) -> bool {
        self.sent_dong == self.paid_dong + self.returned_dong + self.withdrawn_dong + self.open_dong
    }
}

#[derive(Debug, Clone)]
pub struct LineView {
    pub id: i64,
    pub end_to_end: String,
    pub statement: i64,
    pub statement_number: String,
    pub order_id: i64,
    pub order_number: String,
    pub payee: String,
    pub account: String,
    pub bank: String,
    pub charge: Text,
    pub sums: Sums,
    pub state: Coded,
    /// What became of it, in words.
    pub told: Vec<Text>,
    pub may_withdraw: bool,
}

#[derive(Debug)]
pub struct BatchView {
    pub id: i64,
    pub number: String,
    pub note: String,
    pub state: Coded,
    pub events: Vec<EventView>,
    pub lines: Vec<LineView>,
    pub sums: Sums,
    /// Whether something of it goes to a bank, and something to the Treasury.
    pub to_banks: bool,
    pub is_out: bool,
    /// `release`, `discard`, `send`, `import`
    pub may: Vec<&'static str>,
}

pub async fn batch(ctx: &Ctx, id: i64) -> Result<BatchView, Error> {
    ctx.permit(Deed::Read, &[])?;
    let db = ctx.db();
    let batch = payments::batch_by_id(db, id).await?.ok_or(Error::NotFound)?;
    let lines = payments::lines(db, ctx.scope(), Which::Batch(id)).await?;
    let mut told: HashMap<i64, Vec<Text>> = HashMap::new();
    for event in payments::events(db, ctx.scope(), Which::Batch(id)).await? {
        let what = domain::payment::Move::parse(&event.what).map(domain::payment::Move::name);
        let Some(what) = what else { continue };
        let (day, amount) = (domain::calendar::vietnamese(event.happened_on), Money::dong(event.amount_dong));
        let note = if event.note.is_empty() { String::new() } else { format!(": {}", event.note) };
        told.entry(event.line_id).or_default().push(say!(
            "{day} {what} {amount} đ{note}",
            "{day} {what} {amount} đ{note}",
            what = what,
            amount = amount.said()
        ));
    }
    let mut sums = Sums::default();
    lines.iter().for_each(|line| sums.add(&line.line));
    let events = payments::batch_steps(db, id).await?.into_iter().map(|step| {
        let state = domain::payment::BatchState::parse(&step.state);
        EventView {
            on: step.happened_on,
            state: Coded::new(&step.state, state.map_or_else(|| Text::new("", ""), happened)),
            by: step.actor,
            note: step.note,
        }
    });
    use domain::payment::BatchState::{Approved, Discarded, Sent};
    let own = hands::is_own(ctx, db, ("payment_batch", id), batch.made_by).await?;
    let makes = ctx.may(Deed::PreparePayment, &[]) || ctx.may(Deed::ReleasePayment, &[]);
    let confirms = ctx.may(Deed::ConfirmPayment, &[]);
    let offers = [
        ("release", batch.state.may_become(Approved) && ctx.may(Deed::ReleasePayment, &[]) && !own),
        ("discard", batch.state.may_become(Discarded) && makes),
        ("send", batch.state.may_become(Sent) && confirms),
        ("import", batch.state == Sent && confirms),
    ];
    Ok(BatchView {
        id,
        number: batch.number,
        note: batch.note,
        events: events.collect(),
        to_banks: lines.iter().any(|line| line.way == "bank"),
        is_out: matches!(batch.state, Approved | Sent),
        lines: lines.iter().map(|line| line_view(line, &mut told, confirms)).collect(),
        sums,
        state: Coded::new(batch.state.as_str(), batch.state.name()),
        may: offers.into_iter().filter(|(_, offered)| *offered).map(|(name, _)| name).collect(),
    })
}

fn happened(state: domain::payment::BatchState) -> Text {
    use domain::payment::BatchState::{Approved, Discarded, Made, Sent};
    match state {
        Made => Text::new("Lập lô", "Made"),
        Approved => Text::new("Duyệt chi", "Released"),
        Discarded => Text::new("Bỏ lô", "Discarded"),
        Sent => Text::new("Gửi", "Sent"),
    }
}

fn line_view(line: &PaymentLine, told: &mut HashMap<i64, Vec<Text>>, confirms: bool) -> LineView {
    let mut sums = Sums::default();
    sums.add(&line.line);
    let state = line.line.state();
    let sent = line.batch_state == domain::payment::BatchState::Sent;
    LineView {
        id: line.id,
        end_to_end: line.end_to_end.clone(),
        statement: line.statement.0,
        statement_number: line.statement_number.clone(),
        order_id: line.order.0,
        order_number: line.order_number.clone(),
        payee: line.payee.clone(),
        account: masked(&line.account),
        bank: line.bank.clone(),
        charge: charge_name(&line.charge, line.charge_year),
        sums,
        state: if sent {
            Coded::new(state.as_str(), state.name())
        } else {
            Coded::new(line.batch_state.as_str(), line.batch_state.name())
        },
        told: told.remove(&line.id).unwrap_or_default(),
        may_withdraw: confirms && sent && !line.line.open().is_zero(),
    }
}

pub(super) fn charge_name(charge: &str, year: i32) -> Text {
    use domain::year_end::Charge;
    match charge {
        "adjustment" => Charge::Adjustment(year).name(),
        "carried_over" => Charge::CarriedOver(year).name(),
        _ => Charge::OfYear(year).name(),
    }
}

#[derive(Debug, Clone)]
pub struct ConfirmationRow {
    pub id: i64,
    pub name: String,
    pub format: String,
    pub received_on: Date,
    pub by: String,
    pub state: Coded,
}

/// One part of what an entry does, or would do.
#[derive(Debug, Clone)]
pub struct ProposedView {
    pub end_to_end: String,
    pub payee: String,
    pub statement_number: String,
    pub batch_id: i64,
    pub batch_number: String,
    pub what: Text,
    pub amount_dong: i64,
}

#[derive(Debug, Clone)]
pub struct EntryView {
    pub id: i64,
    pub confirmation: i64,
    pub position: i32,
    pub what: Text,
    pub end_to_end: String,
    pub reference: String,
    pub account: String,
    pub name: String,
    pub amount_dong: i64,
    pub booked_on: Date,
    pub reason: String,
    pub state: Coded,
    pub why: Option<Text>,
    pub note: String,
    /// What it does, would do, or is proposed.
    pub parts: Vec<ProposedView>,
    /// What of an entry that waits went to payments already, and how much of it still waits.
    pub given: Vec<ProposedView>,
    pub left_dong: i64,
    /// Where its amount is.
    places: Vec<(&'static str, i64)>,
}

#[derive(Debug)]
pub struct ConfirmationView {
    pub row: ConfirmationRow,
    pub message: String,
    pub sha256: String,
    pub entries: Vec<EntryView>,
    /// What the entries come to by where they are, in the order of the file's life, and all of them.
    pub places: Vec<(Coded, usize, i64)>,
    pub total_dong: i64,
    pub adds_up: bool,
    pub may_decide: bool,
    pub may_handle: bool,
}

/// Received files, newest first.
pub async fn confirmations(ctx: &Ctx) -> Result<Vec<ConfirmationRow>, Error> {
    ctx.permit(Deed::Read, &[])?;
    Ok(payments::confirmations(ctx.db()).await?.iter().map(row).collect())
}

fn row(file: &Confirmation) -> ConfirmationRow {
    let name = match file.state.as_str() {
        "accepted" => Text::new("đã ghi nhận", "taken"),
        "discarded" => Text::new("đã bỏ", "discarded"),
        _ => Text::new("chờ xem", "to look at"),
    };
    ConfirmationRow {
        id: file.id,
        name: file.name.clone(),
        format: file.format.clone(),
        received_on: file.received_on,
        by: file.by.clone(),
        state: Coded::new(&file.state, name),
    }
}

/// One file. Before it is taken, what each entry would do.
pub async fn confirmation(ctx: &Ctx, id: i64) -> Result<ConfirmationView, Error> {
    ctx.permit(Deed::Read, &[])?;
    let db = ctx.db();
    let file = payments::confirmation_by_id(db, id).await?.ok_or(Error::NotFound)?;
    let stored = payments::entries(db, id).await?;
    let entries = shown(ctx, stored, file.state == "received").await?;
    let order = ["matched", "already", "waiting", "assigned", "set_aside", ""];
    let places: Vec<(Coded, usize, i64)> = order
        .into_iter()
        .filter_map(|state| {
            let there = entries.iter().flat_map(|entry| &entry.places).filter(|(place, _)| *place == state);
            let amounts: Vec<i64> = there.map(|(_, amount)| *amount).collect();
            let sum = amounts.iter().sum();
            (!amounts.is_empty()).then(|| (Coded::new(state, place_name(state)), amounts.len(), sum))
        })
        .collect();
    let total = entries.iter().map(|entry| entry.amount_dong).sum();
    let moved = |entry: &EntryView| {
        let of = |place: &&(&str, i64)| matches!(place.0, "matched" | "assigned");
        entry.places.iter().filter(of).map(|(_, amount)| amount).sum::<i64>()
    };
    let parts_add_up = entries.iter().all(|entry| {
        let parts = if entry.state.code == "waiting" { &entry.given } else { &entry.parts };
        parts.iter().map(|part| part.amount_dong).sum::<i64>() == moved(entry)
    });
    let handles = ctx.may(Deed::ConfirmPayment, &[]);
    Ok(ConfirmationView {
        row: row(&file),
        message: file.message,
        sha256: file.sha256,
        adds_up: parts_add_up && places.iter().map(|(.., sum)| sum).sum::<i64>() == total,
        places,
        total_dong: total,
        may_decide: handles && file.state == "received",
        may_handle: handles && file.state == "accepted",
        entries,
    })
}

/// Entries of all files that wait for a person, each with a proposal where there is one.
pub async fn waiting_entries(ctx: &Ctx) -> Result<Vec<EntryView>, Error> {
    ctx.permit(Deed::Read, &[])?;
    let mut stored = payments::taken_entries(ctx.db()).await?;
    stored.retain(|stored| stored.state == "waiting");
    shown(ctx, stored, false).await
}

async fn shown(ctx: &Ctx, stored: Vec<StoredEntry>, preview: bool) -> Result<Vec<EntryView>, Error> {
    let lines = lines_by_id(ctx.db()).await?;
    let mut desk = desk(ctx.db()).await?;
    let mut made: HashMap<i64, Vec<Part>> = HashMap::new();
    for event in payments::events(ctx.db(), Scope::Everything, Which::All).await? {
        let what = domain::payment::Move::parse(&event.what);
        if let (Some(entry), Some(what)) = (event.entry_id, what) {
            let part = Part { line: event.line_id, what, amount: Money::dong(event.amount_dong) };
            made.entry(entry).or_default().push(part);
        }
    }
    let mut views = Vec::with_capacity(stored.len());
    for stored in stored {
        let given = made.remove(&stored.id).unwrap_or_default();
        let (state, why, parts) = if preview {
            match desk.take(&stored.entry) {
                Outcome::Matches(parts) => ("matched", None, parts),
                Outcome::AlreadyRecorded => ("already", None, Vec::new()),
                Outcome::Waits(why, parts) => ("waiting", Some(why), parts),
            }
        } else if stored.state == "waiting" {
            ("waiting", stored.why, proposal(&desk, &stored))
        } else {
            (stored.state.as_str(), stored.why, given.clone())
        };
        let given = if state == "waiting" { given } else { Vec::new() };
        views.push(entry_view(&stored, (state, why), (&parts, &given), &lines));
    }
    Ok(views)
}

fn entry_view(
    stored: &StoredEntry,
    (state, why): (&str, Option<Why>),
    (parts, given): (&[Part], &[Part]),
    lines: &HashMap<i64, PaymentLine>,
) -> EntryView {
    let part = |part: &Part| {
        let line = lines.get(&part.line)?;
        Some(ProposedView {
            end_to_end: line.end_to_end.clone(),
            payee: line.payee.clone(),
            statement_number: line.statement_number.clone(),
            batch_id: line.batch_id,
            batch_number: line.batch_number.clone(),
            what: part.what.name(),
            amount_dong: part.amount.as_dong(),
        })
    };
    EntryView {
        id: stored.id,
        confirmation: stored.confirmation_id,
        position: stored.position,
        what: stored.entry.what.name(),
        end_to_end: stored.entry.end_to_end.clone(),
        reference: stored.entry.reference.clone(),
        account: masked(&stored.entry.account),
        name: stored.name.clone(),
        amount_dong: stored.entry.amount.as_dong(),
        booked_on: stored.booked_on,
        reason: [stored.reason_code.as_str(), stored.reason.as_str()].join(" ").trim().to_owned(),
        state: Coded::new(state, place_name(state)),
        why: why.map(Why::text),
        note: stored.note.clone(),
        parts: parts.iter().filter_map(part).collect(),
        given: given.iter().filter_map(part).collect(),
        left_dong: stored.apart.waiting().as_dong(),
        places: places(stored, state),
    }
}

/// Where the amount of an entry is. One that was taken apart is in several places, and all of it is somewhere.
fn places(stored: &StoredEntry, state: &str) -> Vec<(&'static str, i64)> {
    let apart = &stored.apart;
    match state {
        "waiting" | "assigned" | "set_aside" => {
            [("waiting", apart.waiting()), ("assigned", apart.assigned()), ("set_aside", apart.set_aside())]
                .into_iter()
                .filter(|(_, amount)| !amount.is_zero())
                .map(|(place, amount)| (place, amount.as_dong()))
                .collect()
        }
        "matched" => vec![("matched", stored.entry.amount.as_dong())],
        "already" => vec![("already", stored.entry.amount.as_dong())],
        _ => vec![("", stored.entry.amount.as_dong())],
    }
}

fn place_name(state: &str) -> Text {
    match state {
        "matched" => Text::new("khớp", "matches"),
        "already" => Text::new("đã ghi trước đó", "recorded before"),
        "waiting" => Text::new("chờ xử lý", "waits"),
        "assigned" => Text::new("đã khớp tay", "assigned"),
        "set_aside" => Text::new("đã gạt", "set aside"),
        _ => Text::new("không ghi", "not taken"),
    }
}
