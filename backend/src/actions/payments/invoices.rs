//! Invoices: recorded by the payee for its own statement, compared with what the statement is due.

use std::collections::HashSet;

use domain::{
    ids::StatementId,
    invoice::{Invoice, VatClass, check, expected, mismatches},
    money::Money,
    payment::BatchState,
    permission::{Deed, Scope},
    statement::State,
    text::{Lang, Text, clean},
};
use sea_orm::ConnectionTrait;
use time::Date;

use super::{World, about, view::Sums};
use crate::{
    actions::{Ctx, views::Coded, workbooks::File, wrong_state},
    error::Error,
    storage::{
        money, orders,
        payments::{self, PaymentLine, StoredInvoice, Which},
        tables::invoice,
    },
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceDraft {
    pub number: String,
    pub invoiced_on: Date,
    pub amount: Money,
    pub vat: VatClass,
}

#[derive(Debug, Clone)]
pub struct InvoiceView {
    pub number: String,
    pub invoiced_on: Date,
    pub amount_dong: i64,
    pub vat: Text,
    /// None where it fits.
    pub mismatches: Vec<Text>,
}

impl InvoiceView {
    pub(super) fn of(stored: &StoredInvoice, expected: Money) -> InvoiceView {
        InvoiceView {
            number: stored.invoice.number.clone(),
            invoiced_on: stored.invoice.invoiced_on,
            amount_dong: stored.invoice.amount.as_dong(),
            vat: stored.invoice.vat.name(),
            mismatches: mismatches(&stored.invoice, expected),
        }
    }
}

/// Records the invoice of one's own statement; a second one takes the place of the first until something is paid.
pub async fn record(ctx: &Ctx, id: StatementId, draft: InvoiceDraft) -> Result<(), Error> {
    let mut tx = ctx.begin("invoice.record").await?;
    let statement = money::statement_by_id(tx.db(), ctx.scope(), id).await?.ok_or(Error::NotFound)?;
    ctx.permit(Deed::RecordInvoice, &[statement.party])?;
    if statement.state != State::Approved || !statement.paid.is_zero() {
        return Err(wrong_state(
            "invoice.state",
            Text::new(
                "Bảng chưa được duyệt, hoặc đã chi.",
                "The statement is not approved yet, or was paid.",
            ),
            Text::new("Ghi hóa đơn khi bảng chờ chi.", "Record an invoice while payment is awaited."),
        ));
    }
    let draft = Invoice {
        number: clean(&draft.number),
        invoiced_on: draft.invoiced_on,
        amount: draft.amount,
        vat: draft.vat,
    };
    let mut issues = check(&draft, statement.prepared_on, ctx.today());
    let elsewhere = payments::statement_of_invoice(tx.db(), statement.party, &draft.number).await?;
    if elsewhere.is_some_and(|other| other != id) {
        issues.push(about(
            "invoice.elsewhere",
            "invoice_number",
            Text::new(
                "Số hóa đơn này đã ghi cho bảng khác.",
                "This invoice is recorded for another statement.",
            ),
            Text::new("Ghi hóa đơn riêng của bảng này.", "Record the invoice of this statement."),
        ));
    }
    let before = payments::invoices(tx.db()).await?.remove(&id);
    if before.as_ref().is_some_and(|before| before.invoice == draft) {
        issues.push(about(
            "invoice.same",
            "invoice_number",
            Text::new("Hóa đơn này đã ghi.", "This invoice is recorded already."),
            Text::new("Không cần làm gì thêm.", "Nothing more is needed."),
        ));
    }
    if before.is_some()
        && let Some(batch) = released_with(tx.db(), id).await?
    {
        issues.push(about(
            "invoice.released",
            "state",
            Text::new(
                format!("Lô chi {batch} có bảng này đã duyệt, danh sách gửi đi ghi hóa đơn đang có."),
                format!("Payment batch {batch} with this statement was released; its list has the invoice as it is."),
            ),
            Text::new(
                "Đề nghị cơ quan đặt hàng bỏ lô nếu chưa gửi, hoặc thôi chờ khoản chi, rồi thay hóa đơn.",
                "Ask the ordering body to discard the batch if it was not sent, or to withdraw the payment; then replace it.",
            ),
        ));
    }
    domain::issue::none_or_all(issues)?;
    let row = invoice::Model {
        id: 0,
        audit_seq: 0,
        statement_id: id.0,
        order_id: statement.order.0,
        party_id: statement.party.0,
        number: draft.number,
        invoiced_on: draft.invoiced_on,
        amount_dong: draft.amount.as_dong(),
        vat: draft.vat.as_str().to_owned(),
        recorded_on: ctx.today(),
        recorded_by: ctx.actor.user.0,
        supersedes: before.map(|before| before.id),
    };
    tx.insert::<invoice::Entity>(row).await?;
    Ok(tx.commit(format!("statement {}", statement.number)).await?)
}

/// The released batch that pays a statement, or waits to.
async fn released_with(db: &impl ConnectionTrait, id: StatementId) -> Result<Option<String>, Error> {
    let lines = payments::lines(db, Scope::Everything, Which::Statement(id)).await?;
    Ok(lines.into_iter().find(is_out).map(|line| line.batch_number))
}

fn is_out(line: &PaymentLine) -> bool {
    matches!(line.batch_state, BatchState::Approved | BatchState::Sent) && !line.line.held().is_zero()
}

/// One of a payee's own statements that was approved, with its invoice and its payments.
#[derive(Debug, Clone)]
pub struct OwnPayment {
    pub statement: i64,
    pub number: String,
    pub order_id: i64,
    pub order_number: String,
    pub kind: Coded,
    pub payable_dong: i64,
    pub paid_dong: i64,
    pub expected_dong: i64,
    pub invoice: Option<InvoiceView>,
    pub due_on: Option<Date>,
    pub state: Coded,
    /// Of the batches it is in.
    pub sums: Sums,
    pub may_invoice: bool,
}

/// The payments of the payee who asks, what is awaited first.
pub async fn own(ctx: &Ctx) -> Result<Vec<OwnPayment>, Error> {
    ctx.permit_own(Deed::Read)?;
    let Scope::Party(party) = ctx.scope() else { return Err(Error::NotFound) };
    let db = ctx.db();
    let world = World::load(ctx.db_of_everyone(), ctx.today()).await?;
    let mut statements = money::statements(db, ctx.scope()).await?;
    statements.retain(|s| s.party == party && matches!(s.state, State::Approved | State::Paid));
    let numbers: std::collections::HashMap<_, String> =
        orders::list(db, ctx.scope()).await?.into_iter().map(|order| (order.id, order.number)).collect();
    let mut of_statement: std::collections::HashMap<StatementId, Sums> = Default::default();
    let mut out: HashSet<StatementId> = HashSet::new();
    for line in payments::lines(db, ctx.scope(), Which::All).await? {
        if is_out(&line) {
            out.insert(line.statement);
        }
        of_statement.entry(line.statement).or_default().add(&line.line);
    }
    let may = ctx.may(Deed::RecordInvoice, &[party]);
    let mut rows: Vec<OwnPayment> = statements
        .iter()
        .map(|statement| {
            let found = world.candidate(statement);
            let due = expected(statement.kind, &statement.totals);
            OwnPayment {
                statement: statement.id.0,
                number: statement.number.clone(),
                order_id: statement.order.0,
                order_number: numbers.get(&statement.order).cloned().unwrap_or_default(),
                kind: Coded::new(statement.kind.as_str(), statement.kind.name()),
                payable_dong: statement.totals.payable.as_dong(),
                paid_dong: statement.paid.as_dong(),
                expected_dong: due.as_dong(),
                invoice: world.invoices.get(&statement.id).map(|stored| InvoiceView::of(stored, due)),
                due_on: found.due_on.filter(|_| statement.state == State::Approved),
                state: Coded::new(statement.state.as_str(), statement.state.name()),
                sums: of_statement.get(&statement.id).copied().unwrap_or_default(),
                may_invoice: may
                    && statement.state == State::Approved
                    && statement.paid.is_zero()
                    && !due.is_zero()
                    && !(out.contains(&statement.id) && world.invoices.contains_key(&statement.id)),
            }
        })
        .collect();
    rows.sort_by_key(|row| (row.state.code == "paid", std::cmp::Reverse(row.statement)));
    Ok(rows)
}

/// The same as a workbook.
pub async fn own_file(ctx: &Ctx, lang: Lang) -> Result<File, Error> {
    super::files::own_file(ctx, own(ctx).await?, lang).await
}
