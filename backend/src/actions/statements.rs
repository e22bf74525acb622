//! What happens to a prepared statement: approved by others, step by step, and posted, or returned; then paid.

use domain::{
    ids::{OrderId, StatementId},
    issue::Issue,
    money::Money,
    permission::Deed,
    statement::{Kind, State, payment, postings},
    text::{Text, clean, say},
};
use time::Date;

use super::{
    Ctx,
    approvals::{self, Thing},
    hands::Made,
    notices, payments, wrong_state,
};
use crate::{
    error::Error,
    storage::{
        Tx,
        money::{self, Statement},
        orders,
        tables::statement_event,
    },
};

/// Takes the awaited step of approval, with a comment. The last step approves the statement and posts it. Answers where
/// it stands then.
pub async fn approve(ctx: &Ctx, id: StatementId, comment: &str) -> Result<State, Error> {
    ctx.permit(Deed::ApproveStatement, &[])?;
    let mut tx = ctx.begin("statement.approve").await?;
    let statement = step(ctx, &tx, id, State::Approved).await?;
    let comment = clean(comment);
    let last = approvals::take(ctx, &mut tx, &thing(&statement), &comment).await?;
    within_contract(&tx, &statement).await?;
    if !last {
        tx.commit(format!("statement {}", statement.number)).await?;
        return Ok(statement.state);
    }
    insert_event(&mut tx, ctx, &statement, State::Approved, ctx.today(), &comment).await?;
    let today = ctx.today();
    tx.post(postings(id, statement.order, statement.party, today, statement.kind, &statement.totals)).await?;
    notices::statement_issued(ctx, &tx, &statement).await?;
    let state = if statement.totals.payable.is_zero() { State::Paid } else { State::Approved };
    if state == State::Paid {
        insert_event(&mut tx, ctx, &statement, State::Paid, today, "").await?;
    }
    tx.commit(format!("statement {}", statement.number)).await?;
    Ok(state)
}

/// A statement as its chain of approval sees it.
pub(super) fn thing(statement: &Statement) -> Thing {
    Thing {
        made: Made::Statement(statement.id.0),
        maker: statement.prepared_by,
        made_on: statement.prepared_on,
        amount: statement.totals.gross,
    }
}

/// Sends a prepared statement back; its lines count as never settled.
pub async fn send_back(ctx: &Ctx, id: StatementId, reason: &str) -> Result<(), Error> {
    ctx.permit(Deed::ApproveStatement, &[])?;
    let reason = clean(reason);
    if reason.is_empty() {
        return Err(
            missing("reason", "statement.reason", "Thiếu lý do trả lại.", "The reason is missing.").into()
        );
    }
    let mut tx = ctx.begin("statement.return").await?;
    let statement = step(ctx, &tx, id, State::Returned).await?;
    approvals::in_chain(ctx, tx.db(), &thing(&statement)).await?;
    insert_event(&mut tx, ctx, &statement, State::Returned, ctx.today(), &reason).await?;
    notices::statement_returned(ctx, &tx, &statement).await?;
    Ok(tx.commit(format!("statement {}", statement.number)).await?)
}

/// Records that the Treasury paid an approved statement, with its document.
pub async fn pay(ctx: &Ctx, id: StatementId, document: &str, paid_on: Date) -> Result<(), Error> {
    ctx.permit(Deed::ConfirmPayment, &[])?;
    let document = clean(document);
    let mut issues = Vec::new();
    if document.is_empty() {
        issues.push(missing(
            "document",
            "payment.document",
            "Thiếu số chứng từ Kho bạc.",
            "The Treasury document is missing.",
        ));
    }
    if paid_on > ctx.today() {
        issues.push(missing(
            "paid_on",
            "payment.future",
            "Ngày chi ở tương lai.",
            "The day of payment is in the future.",
        ));
    }
    domain::issue::none_or_all(issues)?;
    let mut tx = ctx.begin("statement.pay").await?;
    let statement = step(ctx, &tx, id, State::Paid).await?;
    payments::outside_batches(&tx, &statement).await?;
    insert_event(&mut tx, ctx, &statement, State::Paid, paid_on, &document).await?;
    let posting =
        payment(id, statement.order, statement.party, paid_on, statement.kind, statement.totals.payable);
    tx.post(posting.into_iter().collect()).await?;
    notices::statement_paid(ctx, &tx, &statement, paid_on).await?;
    Ok(tx.commit(format!("statement {}", statement.number)).await?)
}

fn missing(place: &str, code: &str, vi: &str, en: &str) -> Issue {
    Issue::new(
        code,
        place,
        "NĐ 347/2025/NĐ-CP",
        Text::new(vi, en),
        Text::new("Điền cho đúng rồi gửi lại.", "Fill it in and send again."),
    )
}

async fn step(ctx: &Ctx, tx: &Tx, id: StatementId, next: State) -> Result<Statement, Error> {
    let statement = money::statement_by_id(tx.db(), ctx.scope(), id).await?.ok_or(Error::NotFound)?;
    if statement.state.may_become(next) {
        return Ok(statement);
    }
    let (is, wanted) = (statement.state.name(), next.name());
    Err(wrong_state(
        "statement.state",
        Text::new(
            format!("Bảng đang ở trạng thái \"{}\", không chuyển sang \"{}\" được.", is.vi, wanted.vi),
            format!("The statement is \"{}\" and cannot become \"{}\".", is.en, wanted.en),
        ),
        Text::new("Tải lại trang để xem trạng thái mới nhất.", "Reload the page to see where it stands."),
    ))
}

/// Accepted volume never exceeds the order's value (NĐ 32/2019 Đ24; rule R5).
async fn within_contract(tx: &Tx, statement: &Statement) -> Result<(), Error> {
    if statement.kind == Kind::Advance {
        return Ok(());
    }
    let accepted = accepted(tx, statement.order).await? + statement.totals.gross;
    let order = orders::find(tx.db(), domain::permission::Scope::Everything, statement.order)
        .await?
        .ok_or(Error::NotFound)?;
    if accepted > order.value && order.value != order.placed_value {
        // Late reports of the time before an amendment count at the price of that time.
        return Err(wrong_state(
            "statement.beyond_contract",
            say!(
                "Nghiệm thu lũy kế {accepted} đ vượt giá trị đơn sau điều chỉnh {value} đ.",
                "{accepted} đ would be accepted; the amended order is worth {value} đ.",
                accepted = accepted.said(),
                value = order.value.said()
            ),
            Text::new(
                "Lập điều chỉnh bổ sung giá trị, rồi duyệt bảng này.",
                "Amend the order's value, then approve the statement.",
            ),
        ));
    }
    if accepted > order.value {
        return Err(Error::fault("statement", "more would be accepted than was ordered"));
    }
    Ok(())
}

async fn accepted(tx: &Tx, order: OrderId) -> Result<Money, Error> {
    Ok(money::positions(tx.db(), order).await?.values().map(|position| position.accepted).sum())
}

async fn insert_event(
    tx: &mut Tx,
    ctx: &Ctx,
    statement: &Statement,
    state: State,
    on: Date,
    note: &str,
) -> Result<(), Error> {
    let row = statement_event::Model {
        id: 0,
        audit_seq: 0,
        statement_id: statement.id.0,
        state: state.as_str().to_owned(),
        happened_on: on,
        actor_id: ctx.actor.user.0,
        prepared_by: statement.prepared_by.0,
        note: note.to_owned(),
    };
    tx.insert::<statement_event::Entity>(row).await?;
    Ok(())
}
