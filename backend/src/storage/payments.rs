//! Payment batches with their lines and what became of each, confirmations entry by entry, and invoices.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::{
    ids::{OrderId, PartyId, StatementId, UserId},
    invoice::{Invoice, VatClass},
    money::Money,
    payment::{Apart, BatchState, Entry, Known, Line, Move, Why},
    permission::Scope,
};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Value};
use time::Date;

use super::{number, registry::unknown, row, rows};

#[derive(Debug, Clone)]
pub struct Batch {
    pub id: i64,
    pub number: String,
    pub programme_id: i64,
    pub made_on: Date,
    pub made_by: UserId,
    pub note: String,
    pub state: BatchState,
    pub released: Option<Release>,
}

/// When a batch was released: its day, and what the books knew.
#[derive(Debug, Clone, Copy)]
pub struct Release {
    pub on: Date,
    /// Its place in the audit chain.
    pub audit_seq: i64,
}

#[derive(FromQueryResult)]
struct BatchRow {
    id: i64,
    number: String,
    programme_id: i64,
    made_on: Date,
    made_by: i64,
    note: String,
    state: String,
    released_on: Option<Date>,
    released_seq: Option<i64>,
}

const BATCH: &str = "SELECT b.id, b.number, b.programme_id, b.made_on, b.made_by, b.note, (SELECT e.state FROM \
    payment_batch_event e WHERE e.batch_id = b.id ORDER BY e.id DESC LIMIT 1) AS state, r.happened_on AS released_on, \
    r.audit_seq AS released_seq FROM payment_batch b \
    LEFT JOIN payment_batch_event r ON r.batch_id = b.id AND r.state = 'approved'";

/// Newest first.
pub async fn batches(db: &impl ConnectionTrait) -> Result<Vec<Batch>, DbErr> {
    rows(db, &format!("{BATCH} ORDER BY b.id DESC"), vec![]).await?.into_iter().map(batch).collect()
}

pub async fn batch_by_id(db: &impl ConnectionTrait, id: i64) -> Result<Option<Batch>, DbErr> {
    row(db, &format!("{BATCH} WHERE b.id = $1"), vec![id.into()]).await?.map(batch).transpose()
}

fn batch(row: BatchRow) -> Result<Batch, DbErr> {
    Ok(Batch {
        id: row.id,
        number: row.number,
        programme_id: row.programme_id,
        made_on: row.made_on,
        made_by: UserId(row.made_by),
        note: row.note,
        state: BatchState::parse(&row.state)
            .ok_or_else(|| unknown("payment_batch_event.state", &row.state))?,
        released: row.released_on.zip(row.released_seq).map(|(on, audit_seq)| Release { on, audit_seq }),
    })
}

#[derive(Debug, Clone, FromQueryResult)]
pub struct Step {
    pub state: String,
    pub happened_on: Date,
    pub actor: String,
    pub note: String,
}

pub async fn batch_steps(db: &impl ConnectionTrait, batch: i64) -> Result<Vec<Step>, DbErr> {
    let sql = "SELECT e.state, e.happened_on, COALESCE(u.name, '') AS actor, e.note FROM payment_batch_event e \
        LEFT JOIN user_account u ON u.id = e.actor_id WHERE e.batch_id = $1 ORDER BY e.id";
    rows(db, sql, vec![batch.into()]).await
}

/// One payment: a statement's amount to its payee, as it was sent and as it stands.
#[derive(Debug, Clone)]
pub struct PaymentLine {
    pub id: i64,
    pub batch_id: i64,
    pub batch_number: String,
    pub batch_state: BatchState,
    pub statement: StatementId,
    pub statement_number: String,
    pub order: OrderId,
    pub order_number: String,
    pub end_to_end: String,
    pub way: String,
    pub payee: String,
    pub tax_code: String,
    pub account: String,
    pub bank: String,
    pub charge_year: i32,
    pub charge: String,
    /// What its statement is due in all.
    pub due: Money,
    pub line: Line,
}

impl PaymentLine {
    pub fn known(&self) -> Known {
        Known {
            id: self.id,
            end_to_end: self.end_to_end.clone(),
            account: self.account.clone(),
            is_sent: self.batch_state == BatchState::Sent,
            is_dropped: self.batch_state == BatchState::Discarded,
            statement: self.statement.0,
            due: self.due,
            line: self.line,
        }
    }
}

#[derive(FromQueryResult)]
struct LineRow {
    id: i64,
    batch_id: i64,
    batch_number: String,
    batch_state: String,
    statement_id: i64,
    statement_number: String,
    order_id: i64,
    order_number: String,
    end_to_end: String,
    amount_dong: i64,
    way: String,
    payee: String,
    tax_code: String,
    account: String,
    bank: String,
    charge_year: i32,
    charge: String,
    due_dong: i64,
}

/// Which lines are wanted.
#[derive(Debug, Clone, Copy)]
pub enum Which {
    All,
    Batch(i64),
    Statement(StatementId),
}

fn wanted(scope: Scope, which: Which) -> (String, Vec<Value>) {
    let (mine, key) = match scope {
        Scope::Everything => ("$1 = 0", 0),
        Scope::Party(party) => ("l.party_id = $1", party.0),
        Scope::Learner(_) => ("$1 = 1", 0),
    };
    let (narrow, id) = match which {
        Which::All => ("$2 = 0", 0),
        Which::Batch(id) => ("l.batch_id = $2", id),
        Which::Statement(id) => ("l.statement_id = $2", id.0),
    };
    (format!("{mine} AND {narrow}"), vec![key.into(), id.into()])
}

/// Payments within the scope, in the order in which they were made. A payee sees its own.
pub async fn lines(db: &impl ConnectionTrait, scope: Scope, which: Which) -> Result<Vec<PaymentLine>, DbErr> {
    let (condition, values) = wanted(scope, which);
    let sql = format!(
        "SELECT l.id, l.batch_id, b.number AS batch_number, (SELECT e.state FROM payment_batch_event e \
         WHERE e.batch_id = b.id ORDER BY e.id DESC LIMIT 1) AS batch_state, l.statement_id, \
         s.number AS statement_number, l.order_id, o.number AS order_number, l.end_to_end, l.amount_dong, \
         l.way, l.payee, l.tax_code, l.account, l.bank, l.charge_year, l.charge, s.payable_dong AS due_dong FROM payment_line l \
         JOIN payment_batch b ON b.id = l.batch_id JOIN statement s ON s.id = l.statement_id \
         JOIN orders o ON o.id = l.order_id WHERE {condition} ORDER BY l.id"
    );
    let found: Vec<LineRow> = rows(db, &sql, values).await?;
    let mut happened: HashMap<i64, Vec<Happened>> = HashMap::new();
    for event in events(db, scope, which).await? {
        happened.entry(event.line_id).or_default().push(event);
    }
    found.into_iter().map(|row| line(row, &happened)).collect()
}

fn line(row: LineRow, happened: &HashMap<i64, Vec<Happened>>) -> Result<PaymentLine, DbErr> {
    let mut line = Line::new(Money::dong(row.amount_dong));
    for event in happened.get(&row.id).into_iter().flatten() {
        let what = Move::parse(&event.what).ok_or_else(|| unknown("payment_event.what", &event.what))?;
        line = line
            .after(what, Money::dong(event.amount_dong))
            .ok_or_else(|| unknown("payment_event.amount_dong", &event.amount_dong.to_string()))?;
    }
    Ok(PaymentLine {
        id: row.id,
        batch_id: row.batch_id,
        batch_number: row.batch_number,
        batch_state: BatchState::parse(&row.batch_state)
            .ok_or_else(|| unknown("payment_batch_event.state", &row.batch_state))?,
        statement: StatementId(row.statement_id),
        statement_number: row.statement_number,
        order: OrderId(row.order_id),
        order_number: row.order_number,
        end_to_end: row.end_to_end,
        way: row.way,
        payee: row.payee,
        tax_code: row.tax_code,
        account: row.account,
        bank: row.bank,
        charge_year: row.charge_year,
        charge: row.charge,
        due: Money::dong(row.due_dong),
        line,
    })
}

/// What became of a payment, step by step.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Happened {
    pub line_id: i64,
    pub what: String,
    pub amount_dong: i64,
    pub entry_id: Option<i64>,
    pub happened_on: Date,
    pub note: String,
}

pub async fn events(db: &impl ConnectionTrait, scope: Scope, which: Which) -> Result<Vec<Happened>, DbErr> {
    let (condition, values) = wanted(scope, which);
    let sql = format!(
        "SELECT v.line_id, v.what, v.amount_dong, v.entry_id, v.happened_on, v.note FROM payment_event v \
         JOIN payment_line l ON l.id = v.line_id WHERE {condition} ORDER BY v.id"
    );
    rows(db, &sql, values).await
}

/// Whether a statement is or was paid in batches. Batches that were dropped do not count.
pub async fn is_in_a_batch(db: &impl ConnectionTrait, id: StatementId) -> Result<bool, DbErr> {
    let lines = lines(db, Scope::Everything, Which::Statement(id)).await?;
    Ok(lines.iter().any(|line| line.batch_state != BatchState::Discarded))
}

/// What a statement's payment needs to know beside the statement.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Ground {
    pub statement_id: i64,
    pub programme_id: i64,
    /// The last day of the volume.
    pub as_of: Date,
    pub approved_on: Option<Date>,
    pub signed_on: Option<Date>,
    pub fiscal_year: Option<i32>,
}

/// Of every approved statement.
pub async fn grounds_of_everyone(db: &impl ConnectionTrait) -> Result<HashMap<StatementId, Ground>, DbErr> {
    let sql = "SELECT s.id AS statement_id, s.programme_id, r.as_of, \
        (SELECT MAX(e.happened_on) FROM statement_event e WHERE e.statement_id = s.id AND e.state = 'approved') AS approved_on, \
        (SELECT MIN(e.happened_on) FROM order_event e WHERE e.order_id = s.order_id AND e.state = 'accepted') AS signed_on, \
        (SELECT MIN(a.fiscal_year) FROM order_line l JOIN appropriation a ON a.id = l.appropriation_id \
         WHERE l.order_id = s.order_id) AS fiscal_year \
        FROM statement s JOIN settlement_run r ON r.id = s.run_id \
        WHERE EXISTS (SELECT 1 FROM statement_event e WHERE e.statement_id = s.id AND e.state = 'approved')";
    let found: Vec<Ground> = rows(db, sql, vec![]).await?;
    Ok(found.into_iter().map(|ground| (StatementId(ground.statement_id), ground)).collect())
}

#[derive(Debug, Clone)]
pub struct Confirmation {
    pub id: i64,
    pub name: String,
    pub format: String,
    pub message: String,
    pub sha256: String,
    pub received_on: Date,
    /// `received`, `accepted`, `discarded`
    pub state: String,
    pub by: String,
}

#[derive(FromQueryResult)]
struct ConfirmationRow {
    id: i64,
    name: String,
    format: String,
    message: String,
    sha256: String,
    received_on: Date,
    state: String,
    by_name: String,
}

const CONFIRMATION: &str = "SELECT c.id, c.name, c.format, c.message, c.sha256, c.received_on, (SELECT e.state FROM \
    confirmation_event e WHERE e.confirmation_id = c.id ORDER BY e.id DESC LIMIT 1) AS state, \
    COALESCE(u.name, '') AS by_name FROM confirmation c LEFT JOIN user_account u ON u.id = c.received_by";

/// Newest first.
pub async fn confirmations(db: &impl ConnectionTrait) -> Result<Vec<Confirmation>, DbErr> {
    let found: Vec<ConfirmationRow> = rows(db, &format!("{CONFIRMATION} ORDER BY c.id DESC"), vec![]).await?;
    Ok(found.into_iter().map(confirmation).collect())
}

pub async fn confirmation_by_id(db: &impl ConnectionTrait, id: i64) -> Result<Option<Confirmation>, DbErr> {
    Ok(row(db, &format!("{CONFIRMATION} WHERE c.id = $1"), vec![id.into()]).await?.map(confirmation))
}

/// A file of the same bytes.
pub async fn confirmation_of(db: &impl ConnectionTrait, sha256: &str) -> Result<Option<i64>, DbErr> {
    let sql = "SELECT id AS n FROM confirmation WHERE sha256 = $1";
    Ok(Some(number(db, sql, vec![sha256.into()]).await?).filter(|id| *id != 0))
}

fn confirmation(row: ConfirmationRow) -> Confirmation {
    Confirmation {
        id: row.id,
        name: row.name,
        format: row.format,
        message: row.message,
        sha256: row.sha256,
        received_on: row.received_on,
        state: row.state,
        by: row.by_name,
    }
}

/// One payment as a confirmation tells it, and what was made of it.
#[derive(Debug, Clone)]
pub struct StoredEntry {
    pub id: i64,
    pub confirmation_id: i64,
    pub position: i32,
    pub entry: Entry,
    pub name: String,
    pub booked_on: Date,
    pub reason_code: String,
    pub reason: String,
    /// Empty until its confirmation is accepted.
    pub state: String,
    pub why: Option<Why>,
    pub note: String,
    /// How much of it went to payments, was set aside, and waits.
    pub apart: Apart,
}

#[derive(FromQueryResult)]
struct EntryRow {
    id: i64,
    confirmation_id: i64,
    position: i32,
    what: String,
    end_to_end: String,
    reference: String,
    account: String,
    name: String,
    amount_dong: i64,
    booked_on: Date,
    reason_code: String,
    reason: String,
    state: Option<String>,
    why: Option<String>,
    note: Option<String>,
    moved_dong: i64,
}

const ENTRY: &str = "SELECT n.id, n.confirmation_id, n.position, n.what, n.end_to_end, n.reference, n.account, n.name, \
    n.amount_dong, n.booked_on, n.reason_code, n.reason, v.state, v.why, v.note, \
    (SELECT CAST(COALESCE(SUM(m.amount_dong), 0) AS BIGINT) FROM payment_event m WHERE m.entry_id = n.id) AS moved_dong \
    FROM confirmation_entry n \
    LEFT JOIN entry_event v ON v.id = (SELECT MAX(x.id) FROM entry_event x WHERE x.entry_id = n.id)";

pub async fn entries(db: &impl ConnectionTrait, confirmation: i64) -> Result<Vec<StoredEntry>, DbErr> {
    let sql = format!("{ENTRY} WHERE n.confirmation_id = $1 ORDER BY n.position");
    rows(db, &sql, vec![confirmation.into()]).await?.into_iter().map(entry).collect()
}

/// Entries of every accepted confirmation.
pub async fn taken_entries(db: &impl ConnectionTrait) -> Result<Vec<StoredEntry>, DbErr> {
    let sql = format!("{ENTRY} WHERE v.state IS NOT NULL ORDER BY n.id");
    rows(db, &sql, vec![]).await?.into_iter().map(entry).collect()
}

/// Keys of payments that an entry tells as paid and that waits for a person.
pub async fn told_and_waiting(db: &impl ConnectionTrait) -> Result<HashSet<String>, DbErr> {
    #[derive(FromQueryResult)]
    struct Told {
        end_to_end: String,
    }
    let sql = "SELECT n.end_to_end FROM confirmation_entry n JOIN entry_event v ON v.id = \
        (SELECT MAX(x.id) FROM entry_event x WHERE x.entry_id = n.id) \
        WHERE v.state = 'waiting' AND n.what = 'paid' AND n.end_to_end <> ''";
    Ok(rows::<Told>(db, sql, vec![]).await?.into_iter().map(|told| told.end_to_end).collect())
}

pub async fn entry_by_id(db: &impl ConnectionTrait, id: i64) -> Result<Option<StoredEntry>, DbErr> {
    row(db, &format!("{ENTRY} WHERE n.id = $1"), vec![id.into()]).await?.map(entry).transpose()
}

fn entry(row: EntryRow) -> Result<StoredEntry, DbErr> {
    let whole = Apart::new(Money::dong(row.amount_dong));
    let moved = Money::dong(row.moved_dong);
    let apart = if moved.is_zero() { Some(whole) } else { whole.assign(moved) };
    let apart =
        apart.ok_or_else(|| unknown("payment_event.amount_dong of an entry", &row.moved_dong.to_string()))?;
    Ok(StoredEntry {
        apart: if row.state.as_deref() == Some("set_aside") { apart.put_aside() } else { apart },
        id: row.id,
        confirmation_id: row.confirmation_id,
        position: row.position,
        entry: Entry {
            what: Move::parse(&row.what).ok_or_else(|| unknown("confirmation_entry.what", &row.what))?,
            end_to_end: row.end_to_end,
            reference: row.reference,
            account: row.account,
            amount: Money::dong(row.amount_dong),
        },
        name: row.name,
        booked_on: row.booked_on,
        reason_code: row.reason_code,
        reason: row.reason,
        state: row.state.unwrap_or_default(),
        why: row.why.as_deref().and_then(Why::parse),
        note: row.note.unwrap_or_default(),
    })
}

#[derive(Debug, Clone)]
pub struct StoredInvoice {
    pub id: i64,
    pub statement: StatementId,
    pub recorded_on: Date,
    pub invoice: Invoice,
}

#[derive(FromQueryResult)]
struct InvoiceRow {
    id: i64,
    statement_id: i64,
    number: String,
    invoiced_on: Date,
    amount_dong: i64,
    vat: String,
    recorded_on: Date,
}

const INVOICE: &str = "SELECT i.id, i.statement_id, i.number, i.invoiced_on, i.amount_dong, i.vat, i.recorded_on \
    FROM invoice i WHERE i.audit_seq <= $1 AND NOT EXISTS \
    (SELECT 1 FROM invoice n WHERE n.supersedes = i.id AND n.audit_seq <= $1) ORDER BY i.id";

/// The newest invoice of every statement in sight.
pub async fn invoices(db: &impl ConnectionTrait) -> Result<BTreeMap<StatementId, StoredInvoice>, DbErr> {
    invoices_by(db, i64::MAX).await
}

/// As the books had them at a place of the audit chain.
pub async fn invoices_by(
    db: &impl ConnectionTrait,
    audit_seq: i64,
) -> Result<BTreeMap<StatementId, StoredInvoice>, DbErr> {
    let found: Vec<InvoiceRow> = rows(db, INVOICE, vec![audit_seq.into()]).await?;
    found.into_iter().map(|row| invoice(row).map(|found| (found.statement, found))).collect()
}

/// The statement that has an invoice of a payee with this number.
pub async fn statement_of_invoice(
    db: &impl ConnectionTrait,
    party: PartyId,
    invoice: &str,
) -> Result<Option<StatementId>, DbErr> {
    let sql = "SELECT MAX(i.statement_id) AS n FROM invoice i WHERE i.party_id = $1 AND i.number = $2 \
        AND NOT EXISTS (SELECT 1 FROM invoice n WHERE n.supersedes = i.id)";
    let found = number(db, sql, vec![party.0.into(), invoice.into()]).await?;
    Ok((found != 0).then_some(StatementId(found)))
}

fn invoice(row: InvoiceRow) -> Result<StoredInvoice, DbErr> {
    Ok(StoredInvoice {
        id: row.id,
        statement: StatementId(row.statement_id),
        recorded_on: row.recorded_on,
        invoice: Invoice {
            number: row.number,
            invoiced_on: row.invoiced_on,
            amount: Money::dong(row.amount_dong),
            vat: VatClass::parse(&row.vat).ok_or_else(|| unknown("invoice.vat", &row.vat))?,
        },
    })
}

/// What is paid ahead of an order and its party and not recovered is drawn from the postings; what the order is worth and
/// was settled, from its statements.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Carried {
    pub order_id: i64,
    pub number: String,
    pub provider_id: i64,
    pub fiscal_year: i32,
    pub ends_on: Date,
    pub value_dong: i64,
    pub accepted_dong: i64,
    pub paid_dong: i64,
    pub advance_dong: i64,
}

/// Running orders with money of a budget year, as the books had them by a day.
pub async fn carried_of_everyone(
    db: &impl ConnectionTrait,
    fiscal_year: i32,
    by: Date,
) -> Result<Vec<Carried>, DbErr> {
    let moved = |debit: &str, credit: &str| {
        format!(
            "CASE WHEN p.debit = '{debit}' AND p.credit = '{credit}' THEN p.amount_dong \
             WHEN p.debit = '{credit}' AND p.credit = '{debit}' THEN -p.amount_dong ELSE 0 END"
        )
    };
    let sum = |what: String| {
        format!(
            "(SELECT CAST(COALESCE(SUM({what}), 0) AS BIGINT) FROM posting p WHERE p.order_id = o.id AND p.happened_on <= $2)"
        )
    };
    // Recovered from a statement or turned into a debt: either way it is an advance no longer.
    let advance = format!(
        "({}) - CASE WHEN p.credit = 'advance' THEN p.amount_dong ELSE 0 END",
        moved("payable", "paid_ahead")
    );
    let sql = format!(
        "SELECT o.id AS order_id, o.number, o.provider_id, MIN(a.fiscal_year) AS fiscal_year, \
         MAX(COALESCE(n.ends_on, l.ends_on)) AS ends_on, \
         COALESCE((SELECT m.value_after_dong FROM amendment m JOIN amendment_event v ON v.amendment_id = m.id \
          AND v.state = 'accepted' WHERE m.order_id = o.id ORDER BY m.number DESC LIMIT 1), o.value_dong) AS value_dong, \
         {} AS accepted_dong, {} AS paid_dong, {} AS advance_dong \
         FROM orders o JOIN order_line l ON l.order_id = o.id JOIN appropriation a ON a.id = l.appropriation_id \
         LEFT JOIN amended_line n ON n.order_line_id = l.id \
         WHERE EXISTS (SELECT 1 FROM order_event e WHERE e.order_id = o.id AND e.state = 'accepted' AND e.happened_on <= $2) \
         AND NOT EXISTS (SELECT 1 FROM order_event e WHERE e.order_id = o.id AND e.state = 'closed' AND e.happened_on <= $2) \
         GROUP BY o.id, o.number, o.provider_id, o.value_dong HAVING MIN(a.fiscal_year) <= $1 ORDER BY o.id",
        sum("CASE WHEN p.debit = 'accepted' THEN p.amount_dong WHEN p.credit = 'accepted' THEN -p.amount_dong ELSE 0 END".to_owned()),
        sum(format!("({}) + ({})", moved("payable", "paid"), moved("payable", "paid_ahead"))),
        sum(advance),
    );
    rows(db, &sql, vec![fiscal_year.into(), by.into()]).await
}

/// Where the books of payments do not agree: each line is a sentence.
pub async fn faults(db: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    #[derive(FromQueryResult)]
    struct Wrong {
        what: String,
    }
    const CHECKS: [&str; 3] = [
        "SELECT 'confirmation entry ' || n.id || ': its amount is not what was moved' AS what FROM confirmation_entry n \
         WHERE EXISTS (SELECT 1 FROM entry_event v WHERE v.entry_id = n.id AND v.state IN ('matched', 'assigned')) \
         AND n.amount_dong <> (SELECT COALESCE(SUM(e.amount_dong), 0) FROM payment_event e WHERE e.entry_id = n.id)",
        "SELECT 'confirmation entry ' || n.id || ': moved money without being matched' AS what FROM confirmation_entry n \
         WHERE EXISTS (SELECT 1 FROM payment_event e WHERE e.entry_id = n.id) AND NOT EXISTS \
         (SELECT 1 FROM entry_event v WHERE v.entry_id = n.id AND v.state IN ('matched', 'assigned')) AND NOT \
         (EXISTS (SELECT 1 FROM entry_event v WHERE v.entry_id = n.id AND v.state = 'waiting') AND n.amount_dong > \
          (SELECT COALESCE(SUM(e.amount_dong), 0) FROM payment_event e WHERE e.entry_id = n.id))",
        "SELECT 'payment of statement ' || s.number || ': the ledger has another sum' AS what FROM statement s \
         WHERE EXISTS (SELECT 1 FROM payment_line l WHERE l.statement_id = s.id AND NOT EXISTS (SELECT 1 FROM \
          payment_batch_event d WHERE d.batch_id = l.batch_id AND d.state = 'discarded')) AND \
         (SELECT COALESCE(SUM(CASE WHEN p.debit = 'payable' AND p.credit IN ('paid', 'paid_ahead') THEN p.amount_dong \
          WHEN p.credit = 'payable' AND p.debit IN ('paid', 'paid_ahead') THEN -p.amount_dong ELSE 0 END), 0) \
          FROM posting p WHERE p.statement_id = s.id) <> \
         (SELECT COALESCE(SUM(CASE e.what WHEN 'paid' THEN e.amount_dong WHEN 'came_back' THEN -e.amount_dong ELSE 0 END), 0) \
          FROM payment_event e JOIN payment_line l ON l.id = e.line_id WHERE l.statement_id = s.id)",
    ];
    let mut found = Vec::new();
    for check in CHECKS {
        found.extend(rows::<Wrong>(db, check, vec![]).await?.into_iter().map(|wrong| wrong.what));
    }
    // A line that its events overdraw cannot be read at all.
    if let Err(error) = lines(db, Scope::Everything, Which::All).await {
        found.push(format!("payment lines: {error}"));
    }
    Ok(found)
}
