//! Everything that a Treasury paper of a batch needs to say, as plain values. How the paper looks is decided elsewhere. It is
//! told as the books had it when the batch was released, so that it says the same for ever.

use domain::{
    ids::{OrderId, PartyId},
    invoice::VatClass,
    money::{Money, Remainder},
    permission::Scope,
    programme::Appropriation,
    statement::Kind,
};
use time::Date;

use super::{account::account, files::released, view::charge_name};
use crate::{
    actions::Ctx,
    error::Error,
    storage::{
        money, orders, payments,
        registry::{self, Directory},
    },
};

#[derive(Debug, Clone)]
pub struct BatchPaper {
    pub number: String,
    pub made_on: Date,
    pub released_on: Date,
    /// Organisations as they were known then.
    pub directory: Directory,
    pub programme: String,
    pub payer_id: PartyId,
    pub payer: String,
    pub payer_account: String,
    pub payer_bank: String,
    pub total: Money,
    pub lines: Vec<PaperLine>,
}

/// One payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperLine {
    pub end_to_end: String,
    pub payee: String,
    pub tax_code: String,
    pub account: String,
    pub bank: String,
    pub order_id: i64,
    pub order_number: String,
    pub order_signed_on: Option<Date>,
    pub is_advance: bool,
    pub statement_number: String,
    /// The minutes of acceptance carry the statement's number and the day of its approval; an advance has none.
    pub minutes: Option<(String, Date)>,
    pub advance_recovered: Money,
    pub invoice: Option<(String, Date, Money)>,
    pub is_not_taxable: bool,
    pub charge: domain::text::Text,
    pub charge_year: i32,
    pub amount: Money,
    /// The amount by budget line, in the proportion of the order's lines; adds up to the amount.
    pub codes: Vec<(Appropriation, Money)>,
}

/// Only of a batch that was released.
pub async fn paper(ctx: &Ctx, id: i64) -> Result<BatchPaper, Error> {
    let db = ctx.db();
    let (batch, release, lines) = released(ctx, id).await?;
    let directory = registry::directory_by(db, release.audit_seq).await?;
    let invoices = payments::invoices_by(db, release.audit_seq).await?;
    let grounds = payments::grounds_of_everyone(db).await?;
    let programmes = registry::programmes(db).await?;
    let programme = programmes.iter().find(|programme| programme.id == batch.programme_id);
    let programme = programme.ok_or_else(|| Error::fault("payment batch", "its programme is not there"))?;
    let rows = registry::appropriations(db, programme.id).await?;
    let codes = |appropriation: i64| {
        let row = rows.iter().find(|row| row.id == appropriation)?;
        programme.programme.appropriations.iter().find(|line| line.key == row.code).cloned()
    };
    let mut payer = None;
    let mut told = Vec::with_capacity(lines.len());
    for line in lines {
        let order = orders::find(db, Scope::Everything, line.order).await?.ok_or(Error::NotFound)?;
        let statement =
            money::statement_by_id(db, Scope::Everything, line.statement).await?.ok_or(Error::NotFound)?;
        payer.get_or_insert(order.ordering_body);
        let of_order = by_budget_line(ctx, order.id, line.line.sent()).await?;
        let ground = grounds.get(&statement.id);
        let approved_on = ground.and_then(|ground| ground.approved_on);
        let invoice = invoices.get(&statement.id).map(|stored| &stored.invoice);
        let is_advance = statement.kind == Kind::Advance;
        told.push(PaperLine {
            payee: line.payee,
            tax_code: line.tax_code,
            account: line.account,
            bank: line.bank,
            order_id: order.id.0,
            order_number: order.number.clone(),
            order_signed_on: ground.and_then(|ground| ground.signed_on),
            is_advance,
            minutes: approved_on.filter(|_| !is_advance).map(|on| (statement.number.clone(), on)),
            statement_number: statement.number,
            advance_recovered: statement.totals.advance_recovered,
            invoice: invoice.map(|invoice| (invoice.number.clone(), invoice.invoiced_on, invoice.amount)),
            is_not_taxable: invoice.is_none_or(|invoice| invoice.vat == VatClass::NotTaxable),
            charge: charge_name(&line.charge, line.charge_year),
            charge_year: line.charge_year,
            amount: line.line.sent(),
            codes: of_order.into_iter().filter_map(|(id, amount)| Some((codes(id)?, amount))).collect(),
            end_to_end: line.end_to_end,
        });
    }
    let payer = payer.ok_or_else(|| Error::fault("payment batch", "it has no payment"))?;
    let account = account(&directory, payer, release.on);
    Ok(BatchPaper {
        number: batch.number,
        made_on: batch.made_on,
        released_on: release.on,
        programme: programme.programme.id.clone(),
        payer_id: payer,
        payer: directory.name(payer, release.on),
        payer_account: account.as_ref().map_or_else(String::new, |account| account.number.clone()),
        payer_bank: account.map(|account| account.bank).unwrap_or_default(),
        directory,
        total: told.iter().map(|line| line.amount).sum(),
        lines: told,
    })
}

/// An amount over the budget lines of its order, by what the order's lines are worth.
async fn by_budget_line(ctx: &Ctx, order: OrderId, amount: Money) -> Result<Vec<(i64, Money)>, Error> {
    let mut worth: std::collections::BTreeMap<i64, u64> = Default::default();
    for line in orders::lines(ctx.db(), order).await? {
        let value = u64::try_from(line.price.times(line.quantity).as_dong()).unwrap_or(0);
        *worth.entry(line.appropriation_id).or_default() += value;
    }
    let weights: Vec<u64> = worth.values().copied().collect();
    Ok(worth.keys().copied().zip(amount.allocate(&weights, Remainder::First)).collect())
}
