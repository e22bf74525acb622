//! What waits to be paid, the batches, and the clock of an order's payments.

use std::collections::HashMap;

use domain::{
    ids::OrderId, payment::masked, permission::Deed, statement::State, text::Text, year_end::Charge,
};
use time::Date;

use super::{InvoiceView, World, view::Sums};
use crate::{
    actions::{
        Ctx,
        views::{Coded, PartyName},
    },
    error::Error,
    storage::{
        money::{self, Statement},
        orders, payments,
    },
};

/// An approved statement of which something is free.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub statement: i64,
    pub number: String,
    pub order_id: i64,
    pub order_number: String,
    pub payee: PartyName,
    pub kind: Coded,
    pub amount_dong: i64,
    /// The last four of it, and where it is.
    pub account: String,
    pub bank: String,
    pub invoice: Option<InvoiceView>,
    pub charge: Option<Text>,
    pub due_on: Option<Date>,
    /// Why it cannot go into a batch; none where it can.
    pub refusals: Vec<Text>,
}

#[derive(Debug, Clone)]
pub struct BatchRow {
    pub id: i64,
    pub number: String,
    pub made_on: Date,
    pub state: Coded,
    pub lines: usize,
    pub sums: Sums,
}

#[derive(Debug)]
pub struct Overview {
    pub candidates: Vec<Candidate>,
    pub batches: Vec<BatchRow>,
    /// `make`, `confirm`
    pub may: Vec<&'static str>,
}

pub async fn overview(ctx: &Ctx) -> Result<Overview, Error> {
    ctx.permit(Deed::Read, &[])?;
    let db = ctx.db();
    let world = World::load(db, ctx.today()).await?;
    let numbers: HashMap<OrderId, String> =
        orders::list(db, ctx.scope()).await?.into_iter().map(|order| (order.id, order.number)).collect();
    let statements = money::statements(db, ctx.scope()).await?;
    let waits =
        |statement: &&Statement| statement.state == State::Approved && !world.free(statement).is_zero();
    let mut candidates: Vec<Candidate> = statements
        .iter()
        .filter(waits)
        .map(|statement| candidate(&world, statement, numbers.get(&statement.order), ctx.today()))
        .collect();
    candidates.sort_by_key(|found| {
        (!found.refusals.is_empty(), found.due_on.is_none(), found.due_on, found.statement)
    });
    let mut of_batch: HashMap<i64, (usize, Sums)> = HashMap::new();
    for line in world.lines.values().flatten() {
        let (count, sums) = of_batch.entry(line.batch_id).or_default();
        *count += 1;
        sums.add(&line.line);
    }
    let batches = payments::batches(db).await?.into_iter().map(|batch| {
        let (lines, sums) = of_batch.get(&batch.id).copied().unwrap_or_default();
        BatchRow {
            id: batch.id,
            number: batch.number,
            made_on: batch.made_on,
            state: Coded::new(batch.state.as_str(), batch.state.name()),
            lines,
            sums,
        }
    });
    let deeds = [(Deed::PreparePayment, "make"), (Deed::ConfirmPayment, "confirm")];
    Ok(Overview {
        candidates,
        batches: batches.collect(),
        may: deeds.into_iter().filter(|(deed, _)| ctx.may(*deed, &[])).map(|(_, name)| name).collect(),
    })
}

fn candidate(world: &World, statement: &Statement, order: Option<&String>, today: Date) -> Candidate {
    let found = world.candidate(statement);
    let account = world.account(statement.party);
    let invoice = world.invoices.get(&statement.id);
    Candidate {
        statement: statement.id.0,
        number: statement.number.clone(),
        order_id: statement.order.0,
        order_number: order.cloned().unwrap_or_default(),
        payee: PartyName::new(statement.party, world.directory.name(statement.party, today)),
        kind: Coded::new(statement.kind.as_str(), statement.kind.name()),
        amount_dong: found.free.as_dong(),
        account: account.as_ref().map_or_else(String::new, |account| masked(&account.number)),
        bank: account.map(|account| account.bank).unwrap_or_default(),
        invoice: invoice.map(|stored| InvoiceView::of(stored, found.expected)),
        charge: found.charge.map(Charge::name),
        due_on: found.due_on,
        refusals: found.issues.into_iter().map(|issue| issue.problem).collect(),
    }
}

/// How long the payment of a statement takes.
#[derive(Debug, Clone)]
pub struct ClockView {
    pub number: String,
    pub statement: i64,
    pub kind: Coded,
    pub payable_dong: i64,
    pub paid_dong: i64,
    pub approved_on: Option<Date>,
    /// Approved, and its invoice recorded.
    pub complete_on: Option<Date>,
    pub due_on: Option<Date>,
    pub is_paid: bool,
    pub is_overdue: bool,
}

/// The clocks of an order of short courses, for who pays and who is paid; none where the order is of another kind.
pub async fn clocks(ctx: &Ctx, id: OrderId) -> Result<Vec<ClockView>, Error> {
    ctx.permit_own(Deed::Read)?;
    let statements = money::statements_of_order(ctx.db(), ctx.scope(), id).await?;
    // Budget lines and calendar are everybody's; statements and invoices are those in sight.
    let world = World::load(ctx.db_of_everyone(), ctx.today()).await?;
    if !world.is_short(id) {
        return Ok(Vec::new());
    }
    let due = statements.iter().filter(|statement| {
        matches!(statement.state, State::Approved | State::Paid) && !statement.totals.payable.is_zero()
    });
    let clock = |statement: &Statement| {
        let found = world.candidate(statement);
        let is_paid = statement.state == State::Paid;
        ClockView {
            number: statement.number.clone(),
            statement: statement.id.0,
            kind: Coded::new(statement.kind.as_str(), statement.kind.name()),
            payable_dong: statement.totals.payable.as_dong(),
            paid_dong: statement.paid.as_dong(),
            approved_on: found.approved_on,
            complete_on: found.complete_on,
            due_on: found.due_on,
            is_paid,
            is_overdue: !is_paid && found.due_on.is_some_and(|due| due < ctx.today()),
        }
    };
    Ok(due.map(clock).collect())
}
