//! Paying approved statements: put into a batch by one person, released by another, sent to the Treasury and to banks, and
//! told by their confirmations what became of each đồng. What of a statement is free, no batch holds and nobody paid.

mod account;
mod clock;
mod confirm;
mod files;
mod invoices;
mod list;
mod paper;
mod read_file;
mod view;
mod world;
mod year;

use self::world::Payable;
use self::world::World;
pub(super) use self::{
    account::account,
    clock::{Promise, promised_at_approval},
};
pub use self::{
    confirm::{accept, assign, discard_confirmation, dispute, receive, set_aside},
    files::{batch_file, carried_file, order_to_pay, template},
    invoices::{InvoiceDraft, InvoiceView, OwnPayment, own, own_file, record},
    list::{BatchRow, Candidate, ClockView, Overview, clocks, overview},
    paper::{BatchPaper, PaperLine, paper},
    view::{
        BatchView, ConfirmationRow, ConfirmationView, EntryView, LineView, ProposedView, Sums, batch,
        confirmation, confirmations, waiting_entries,
    },
    year::{CarriedRow, YearView, year},
};
use super::{Ctx, hands, wrong_state};
use crate::{
    error::Error,
    storage::{
        Tx, money,
        payments::{self, Batch, PaymentLine, Which},
        tables::{payment_batch, payment_batch_event, payment_event, payment_line},
    },
};
use domain::{
    ids::{StatementId, UserId},
    issue::Issue,
    payment::{BatchState, Move, account_key},
    permission::{Deed, Scope},
    text::{Text, clean, say},
    year_end::Charge,
};

/// The law that most refusals of this room cite.
const LAW: &str = "NĐ 347/2025/NĐ-CP Đ6";

/// Makes a batch of everything that is free of these statements.
pub async fn make(ctx: &Ctx, statements: &[StatementId], note: &str) -> Result<i64, Error> {
    ctx.permit(Deed::PreparePayment, &[])?;
    let mut tx = ctx.begin("payment.make").await?;
    let world = World::load(tx.db(), ctx.today()).await?;
    let (mut issues, mut chosen) = (Vec::new(), Vec::new());
    if statements.is_empty() {
        issues.push(about(
            "payment.none",
            "statements",
            Text::new("Chưa chọn bảng thanh toán nào.", "No statement was chosen."),
            Text::new("Đánh dấu các bảng cần chi.", "Tick the statements to pay."),
        ));
    }
    for id in statements {
        let statement =
            money::statement_by_id(tx.db(), Scope::Everything, *id).await?.ok_or(Error::NotFound)?;
        let found = world.candidate(&statement);
        issues.extend(found.issues.iter().cloned());
        chosen.push((statement, found));
    }
    let mut programmes: Vec<i64> = chosen.iter().filter_map(|(s, _)| world.programme(s.id)).collect();
    programmes.sort_unstable();
    programmes.dedup();
    if programmes.len() > 1 {
        issues.push(about(
            "payment.programmes",
            "statements",
            Text::new("Một lô chỉ chi cho một chương trình.", "A batch pays for one programme."),
            Text::new("Lập mỗi chương trình một lô.", "Make a batch for each."),
        ));
    }
    domain::issue::none_or_all(issues)?;
    let year = ctx.today().year();
    let of_year = tx.next(&format!("number:payment_batch:{year}")).await?;
    let number = format!("LC-{of_year:03}/{year}");
    let row = payment_batch::Model {
        id: 0,
        audit_seq: 0,
        number: number.clone(),
        programme_id: programmes.first().copied().unwrap_or_default(),
        made_on: ctx.today(),
        made_by: ctx.actor.user.0,
        note: clean(note),
    };
    let id = tx.insert::<payment_batch::Entity>(row).await?;
    let mut rows = Vec::with_capacity(chosen.len());
    for (at, (statement, found)) in (1..).zip(chosen) {
        // Its issues are none, so it has an account and money that may pay it.
        let account = world.account(statement.party).ok_or(Error::NotFound)?;
        let charge = found.charge.map(charge_code);
        let (charge, charge_year) = charge.ok_or_else(|| Error::fault("payment", "no money pays it"))?;
        rows.push(payment_line::Model {
            id: 0,
            audit_seq: 0,
            batch_id: id,
            statement_id: statement.id.0,
            order_id: statement.order.0,
            party_id: statement.party.0,
            end_to_end: format!("DH{year}{of_year:03}{at:04}"),
            amount_dong: found.free.as_dong(),
            way: account.way.to_owned(),
            payee: world.payee(statement.party),
            tax_code: account.tax_code,
            account: account.number,
            bank: account.bank,
            charge_year,
            charge: charge.to_owned(),
        });
    }
    tx.insert_all::<payment_line::Entity>(rows).await?;
    insert_step(&mut tx, ctx, (id, ctx.actor.user), BatchState::Made, "").await?;
    tx.commit(format!("payment batch {number}")).await?;
    Ok(id)
}

/// How a line keeps which money pays it.
fn charge_code(charge: Charge) -> (&'static str, i32) {
    match charge {
        Charge::OfYear(year) => ("of_year", year),
        Charge::Adjustment(year) => ("adjustment", year),
        Charge::CarriedOver(year) => ("carried_over", year),
    }
}

/// Releases a batch that somebody else made. What was right when it was made is looked at again.
pub async fn release(ctx: &Ctx, id: i64, comment: &str) -> Result<(), Error> {
    ctx.permit(Deed::ReleasePayment, &[])?;
    let mut tx = ctx.begin("payment.release").await?;
    let batch = step(&tx, id, BatchState::Approved).await?;
    if hands::is_own(ctx, tx.db(), ("payment_batch", id), batch.made_by).await? {
        return Err(wrong_state(
            "payment.own",
            Text::new(
                "Người lập lô không được duyệt chi lô của mình.",
                "Who made the batch may not release it.",
            ),
            Text::new("Chuyển cho người duyệt khác.", "Leave it to somebody else."),
        ));
    }
    domain::issue::none_or_all(still_payable(ctx, &tx, id).await?)?;
    insert_step(&mut tx, ctx, (id, batch.made_by), BatchState::Approved, &clean(comment)).await?;
    Ok(tx.commit(format!("payment batch {}", batch.number)).await?)
}

/// Everything that speaks against paying the lines of a batch today, each named with what to do.
async fn still_payable(ctx: &Ctx, tx: &Tx, id: i64) -> Result<Vec<Issue>, Error> {
    let world = World::load(tx.db(), ctx.today()).await?;
    let mut issues = Vec::new();
    for line in payments::lines(tx.db(), Scope::Everything, Which::Batch(id)).await? {
        let statement = money::statement_by_id(tx.db(), Scope::Everything, line.statement).await?;
        let statement = statement.ok_or(Error::NotFound)?;
        let found = world.candidate_beside(&statement, Some(id));
        issues.extend(changed(&world, &line, &statement, &found));
        issues.extend(found.issues);
    }
    let either = |text: Text| {
        Text::new(
            format!("{} Nếu không, bỏ lô này và lập lô khác không có bảng này.", text.vi),
            format!("{} Else discard this batch, and make another without it.", text.en),
        )
    };
    Ok(issues.into_iter().map(|issue| Issue { remedy: either(issue.remedy), ..issue }).collect())
}

/// What a line says of its payment and is so no longer: its amount, its account, the money that pays it.
fn changed(world: &World, line: &PaymentLine, statement: &money::Statement, found: &Payable) -> Vec<Issue> {
    let number = &line.statement_number;
    let again =
        || Text::new("Bỏ lô này và lập lại trong hôm nay.", "Discard this batch, and make it again today.");
    let mut issues = Vec::new();
    if !found.free.is_zero() && found.free < line.line.sent() {
        issues.push(about(
            "payment.less_free",
            "statements",
            say!(
                "{number}: chỉ còn {free} đ chưa chi, lô ghi {sent} đ.",
                "{number}: {free} đ are left to pay, the batch has {sent} đ.",
                free = found.free.said(),
                sent = line.line.sent().said()
            ),
            again(),
        ));
    }
    let account = world.account(statement.party);
    if account
        .is_some_and(|now| (account_key(&now.number), &now.bank) != (account_key(&line.account), &line.bank))
    {
        issues.push(about(
            "payment.other_account",
            "statements",
            Text::new(
                format!("{number}: tài khoản của bên nhận đã đổi sau khi lập lô."),
                format!("{number}: the payee's account changed after the batch was made."),
            ),
            again(),
        ));
    }
    let charge = found.charge.filter(|now| charge_code(*now) != (line.charge.as_str(), line.charge_year));
    if let Some(now) = charge {
        let now = now.name();
        issues.push(about(
            "payment.other_charge",
            "statements",
            Text::new(
                format!("{number}: nguồn chi của hôm nay là \"{}\", khác khi lập lô.", now.vi),
                format!("{number}: today it is charged to \"{}\", unlike when the batch was made.", now.en),
            ),
            again(),
        ));
    }
    issues
}

/// Drops a batch before it is sent; its statements are free again.
pub async fn discard(ctx: &Ctx, id: i64, reason: &str) -> Result<(), Error> {
    if !ctx.may(Deed::PreparePayment, &[]) {
        ctx.permit(Deed::ReleasePayment, &[])?;
    }
    let reason = given(reason)?;
    let mut tx = ctx.begin("payment.discard").await?;
    let batch = step(&tx, id, BatchState::Discarded).await?;
    insert_step(&mut tx, ctx, (id, batch.made_by), BatchState::Discarded, &reason).await?;
    Ok(tx.commit(format!("payment batch {}", batch.number)).await?)
}

/// Records that the files of a released batch went out.
pub async fn send(ctx: &Ctx, id: i64, note: &str) -> Result<(), Error> {
    ctx.permit(Deed::ConfirmPayment, &[])?;
    let mut tx = ctx.begin("payment.send").await?;
    let batch = step(&tx, id, BatchState::Sent).await?;
    insert_step(&mut tx, ctx, (id, batch.made_by), BatchState::Sent, &clean(note)).await?;
    Ok(tx.commit(format!("payment batch {}", batch.number)).await?)
}

/// Waits no longer for what is open of a payment; it may be sent again in another batch.
pub async fn withdraw(ctx: &Ctx, line: i64, reason: &str) -> Result<i64, Error> {
    ctx.permit(Deed::ConfirmPayment, &[])?;
    let reason = given(reason)?;
    let mut tx = ctx.begin("payment.withdraw").await?;
    let lines = payments::lines(tx.db(), Scope::Everything, Which::All).await?;
    let line = lines.into_iter().find(|known| known.id == line).ok_or(Error::NotFound)?;
    let open = line.line.open();
    if line.batch_state != BatchState::Sent || line.line.after(Move::Withdrawn, open).is_none() {
        return Err(wrong_state(
            "payment.nothing_open",
            Text::new("Khoản chi này không còn gì để chờ.", "Nothing is awaited of this payment."),
            Text::new("Tải lại trang để xem trạng thái mới nhất.", "Reload the page to see where it stands."),
        ));
    }
    let row = payment_event::Model {
        id: 0,
        audit_seq: 0,
        line_id: line.id,
        order_id: line.order.0,
        what: Move::Withdrawn.as_str().to_owned(),
        amount_dong: open.as_dong(),
        entry_id: None,
        happened_on: ctx.today(),
        actor_id: ctx.actor.user.0,
        note: reason,
    };
    tx.insert::<payment_event::Entity>(row).await?;
    tx.commit(format!("payment batch {}", line.batch_number)).await?;
    Ok(line.batch_id)
}

/// The same of one payment of a batch, by its key.
pub async fn withdraw_by_key(ctx: &Ctx, batch: i64, key: &str, reason: &str) -> Result<i64, Error> {
    ctx.permit(Deed::ConfirmPayment, &[])?;
    let lines = payments::lines(ctx.db(), Scope::Everything, Which::Batch(batch)).await?;
    let key = clean(key);
    let Some(line) = lines.iter().find(|line| line.end_to_end == key) else {
        return Err(about(
            "payment.key",
            "end_to_end",
            Text::new("Lô không có khoản chi nào mang mã này.", "The batch has no payment with this key."),
            Text::new("Ghi mã như trong bảng của lô.", "Write the key as in the batch's table."),
        )
        .into());
    };
    withdraw(ctx, line.id, reason).await
}

/// A statement that was put into a batch is paid in batches, and not beside them.
pub(super) async fn outside_batches(tx: &Tx, statement: &money::Statement) -> Result<(), Error> {
    if !payments::is_in_a_batch(tx.db(), statement.id).await? {
        return Ok(());
    }
    Err(wrong_state(
        "payment.in_batch",
        Text::new("Bảng này được chi bằng lô chi.", "This statement is paid in a batch."),
        Text::new(
            "Ghi nhận bằng tệp xác nhận của Kho bạc, ngân hàng.",
            "Record it with the confirmation of the Treasury or the bank.",
        ),
    ))
}

async fn step(tx: &Tx, id: i64, next: BatchState) -> Result<Batch, Error> {
    let batch = payments::batch_by_id(tx.db(), id).await?.ok_or(Error::NotFound)?;
    if batch.state.may_become(next) {
        return Ok(batch);
    }
    let (is, wanted) = (batch.state.name(), next.name());
    Err(wrong_state(
        "payment.state",
        Text::new(
            format!("Lô đang ở trạng thái \"{}\", không chuyển sang \"{}\" được.", is.vi, wanted.vi),
            format!("The batch is \"{}\" and cannot become \"{}\".", is.en, wanted.en),
        ),
        Text::new("Tải lại trang để xem trạng thái mới nhất.", "Reload the page to see where it stands."),
    ))
}

async fn insert_step(
    tx: &mut Tx,
    ctx: &Ctx,
    (batch_id, made_by): (i64, UserId),
    state: BatchState,
    note: &str,
) -> Result<(), Error> {
    let row = payment_batch_event::Model {
        id: 0,
        audit_seq: 0,
        batch_id,
        state: state.as_str().to_owned(),
        happened_on: ctx.today(),
        actor_id: ctx.actor.user.0,
        made_by: made_by.0,
        note: note.to_owned(),
    };
    tx.insert::<payment_batch_event::Entity>(row).await?;
    Ok(())
}

fn given(reason: &str) -> Result<String, Error> {
    let reason = clean(reason);
    if reason.is_empty() {
        return Err(about(
            "payment.reason",
            "reason",
            Text::new("Thiếu lý do.", "The reason is missing."),
            Text::new("Ghi lý do rồi gửi lại.", "Write the reason and send again."),
        )
        .into());
    }
    Ok(reason)
}

fn about(code: &str, place: &str, problem: Text, remedy: Text) -> Issue {
    Issue::new(code, place, LAW, problem, remedy)
}
