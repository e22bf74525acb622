//! What happens to a prepared statement: approved by somebody else and posted, or returned; then paid.

use domain::{
    ids::{OrderId, StatementId},
    issue::Issue,
    money::Money,
    permission::Deed,
    statement::{Kind, State, payment, postings},
    text::{Text, clean},
};
use time::Date;

use super::{Ctx, hands, wrong_state};
use crate::{
    error::Error,
    storage::{
        Tx,
        money::{self, Statement},
        orders,
        tables::statement_event,
    },
};

/// Approves a prepared statement and posts it. Who prepared it may not; the database refuses it as well.
pub async fn approve(ctx: &Ctx, id: StatementId) -> Result<(), Error> {
    ctx.permit(Deed::ApproveStatement, &[])?;
    let mut tx = ctx.begin("statement.approve").await?;
    let statement = step(ctx, &tx, id, State::Approved).await?;
    if hands::is_own(ctx, tx.db(), hands::Made::Statement(id.0), statement.prepared_by).await? {
        return Err(wrong_state(
            "statement.own",
            Text::new(
                "Người lập không được duyệt bảng của mình.",
                "Who prepared a statement may not approve it.",
            ),
            Text::new("Chuyển cho kế toán trưởng khác.", "Leave it to another chief accountant."),
        ));
    }
    within_contract(&tx, &statement).await?;
    insert_event(&mut tx, ctx, &statement, State::Approved, ctx.today(), "").await?;
    let today = ctx.today();
    tx.post(postings(id, statement.order, statement.party, today, statement.kind, &statement.totals)).await?;
    if statement.totals.payable.is_zero() {
        insert_event(&mut tx, ctx, &statement, State::Paid, today, "").await?;
    }
    Ok(tx.commit(format!("statement {}", statement.number)).await?)
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
    insert_event(&mut tx, ctx, &statement, State::Returned, ctx.today(), &reason).await?;
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
    insert_event(&mut tx, ctx, &statement, State::Paid, paid_on, &document).await?;
    let posting =
        payment(id, statement.order, statement.party, paid_on, statement.kind, statement.totals.payable);
    tx.post(posting.into_iter().collect()).await?;
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
