//! Checks the books from the outside: sums over everything, and every line computed again from its facts.

use std::collections::BTreeMap;

use domain::{
    calendar::Moment,
    ids::OrderId,
    ledger::{Position, hex},
    money::Money,
    order::State,
    permission::{Deed, Scope},
    settlement::{ENGINE, Volume},
    statement::{Kind, totals},
};
use sha2::{Digest, Sha256};
use time::Date;

use super::{
    Ctx,
    settlements::{AsOf, settle_line},
    tally::volume,
};
use crate::{
    error::Error,
    storage::{
        money::{self, Run, SettledLine, Statement},
        orders::{self, Order},
        payments,
        registry::{self, StoredScheme},
        verify,
    },
};

/// The whole programme in figures.
#[derive(Debug, Clone)]
pub struct Books {
    pub orders: usize,
    pub learners: i64,
    pub graduates_by_class: BTreeMap<String, i64>,
    pub volume: Volume,
    pub position: Position,
    pub ledger_head: String,
    /// Orders for which an identity does not hold: there is none.
    pub broken: Vec<String>,
}

/// Adds everything up, and checks both identities for every order.
pub async fn books(ctx: &Ctx) -> Result<Books, Error> {
    ctx.permit(Deed::ReadAudit, &[])?;
    let db = ctx.db();
    let all = orders::list(db, Scope::Everything).await?;
    let positions = money::positions_by_order(db, Scope::Everything).await?;
    let volumes = money::volumes_of_everyone(db).await?;
    let mut by_order: BTreeMap<OrderId, Volume> = BTreeMap::new();
    for line in orders::lines_of_everyone(db).await? {
        // What the order's state makes of a line that was never settled does not matter to the sum.
        *by_order.entry(line.order).or_default() += volume(&line, State::Accepted, &volumes);
    }
    let mut books = Books {
        orders: all.len(),
        learners: money::enrolled_by_line_of_everyone(db).await?.iter().map(|count| count.learners).sum(),
        graduates_by_class: BTreeMap::new(),
        volume: Volume::default(),
        position: Position::default(),
        ledger_head: money::ledger_head(db).await?,
        broken: Vec::new(),
    };
    for order in all {
        let volume = by_order.get(&order.id).copied().unwrap_or_default();
        let position = positions.get(&order.id).copied().unwrap_or_default();
        let committed: Money = match order.state {
            State::Accepted => {
                money::committed_of_order(db, order.id).await?.into_iter().map(|(_, sum)| sum).sum()
            }
            _ => order.value,
        };
        let holds = volume.adds_up() && volume.ordered == order.value && committed == order.value;
        if !holds || !position.adds_up() {
            books.broken.push(order.number);
        }
        if !order.state.is_void() {
            books.volume += volume;
        }
        books.position += position;
    }
    for count in money::graduated_by_line_of_everyone(db).await? {
        *books.graduates_by_class.entry(count.detail).or_default() += count.learners;
    }
    Ok(books)
}

/// What verification found.
#[derive(Debug, Clone, Default)]
pub struct Verified {
    pub rows: u64,
    pub entries: u64,
    pub postings: u64,
    pub lines: u64,
    pub audit_head: String,
    pub ledger_head: String,
    pub faults: Vec<String>,
}

/// Reads every row against the audit chain and the ledger's seals, and computes every settled line again from the
/// facts known then and the scheme the order pins. `tick` is told of each order.
pub async fn verify(ctx: &Ctx, tick: impl Fn()) -> Result<Verified, Error> {
    ctx.permit(Deed::ReadAudit, &[])?;
    let chain = verify::chain(ctx.db()).await?;
    let mut verified = Verified {
        rows: chain.rows,
        entries: chain.entries,
        postings: chain.postings,
        lines: 0,
        audit_head: chain.audit_head,
        ledger_head: chain.ledger_head,
        faults: chain.faults,
    };
    // What the chain found must be told even when a changed row can no longer be computed with.
    if let Err(error) = compute_again(ctx, &mut verified, tick).await {
        verified.faults.push(format!("the lines cannot be computed again: {error}"));
    }
    Ok(verified)
}

/// Computes every settled line again, and every sum.
async fn compute_again(ctx: &Ctx, verified: &mut Verified, tick: impl Fn()) -> Result<(), Error> {
    let schemes = registry::schemes(ctx.db()).await?;
    for scheme in &schemes {
        if scheme.sha256
            != hex(&Sha256::digest(registry::scheme_content(ctx.db(), scheme.id).await?.as_bytes()))
        {
            verified
                .faults
                .push(format!("scheme {}: its content is not what was published", scheme.scheme.name()));
        }
    }
    let mut all = orders::list(ctx.db(), Scope::Everything).await?;
    all.sort_by_key(|order| order.id);
    for order in all {
        verify_order(ctx, &order, &schemes, verified).await?;
        tick();
    }
    verified.faults.extend(payments::faults(ctx.db()).await?);
    let books = books(ctx).await?;
    verified
        .faults
        .extend(books.broken.into_iter().map(|number| format!("order {number}: the sums do not agree")));
    Ok(())
}

impl AsOf for (Date, Kind, i64) {
    fn as_of(&self) -> Date {
        self.0
    }
    fn closing(&self) -> bool {
        self.1 == Kind::Liquidation
    }
    fn before_entry(&self) -> i64 {
        self.2
    }
}

async fn verify_order(
    ctx: &Ctx,
    order: &Order,
    schemes: &[StoredScheme],
    verified: &mut Verified,
) -> Result<(), Error> {
    let statements = money::statements_of_order(ctx.db(), Scope::Everything, order.id).await?;
    let runs = money::runs_of_order(ctx.db(), order.id).await?;
    for statement in statements.iter().filter(|statement| statement.kind == Kind::Advance) {
        let due = statement.totals.gross == statement.totals.payable;
        let at = runs.iter().find(|run| run.id == statement.run_id).map_or(0, |run| run.audit_seq);
        let value = orders::value_before(ctx.db(), order, at).await?;
        if !due || statement.totals.gross > value {
            verified.faults.push(format!("statement {}: not an advance of its order", statement.number));
        }
    }
    for run in runs {
        if run.engine != ENGINE {
            verified.faults.push(format!("run {}: made by engine {}, this is {ENGINE}", run.id, run.engine));
            continue;
        }
        let of_run: Vec<&Statement> =
            statements.iter().filter(|statement| statement.run_id == run.id).collect();
        verify_run(ctx, order, schemes, &run, &of_run, verified).await?;
    }
    Ok(())
}

/// Recomputes one run and compares lines, traces, totals, volumes and hashes with what is stored.
async fn verify_run(
    ctx: &Ctx,
    order: &Order,
    schemes: &[StoredScheme],
    run: &Run,
    statements: &[&Statement],
    verified: &mut Verified,
) -> Result<(), Error> {
    let Some(kind) = Kind::parse(&run.kind) else {
        verified.faults.push(format!("run {}: an unknown kind", run.id));
        return Ok(());
    };
    if kind == Kind::Advance {
        return Ok(());
    }
    let db = ctx.db();
    let mut stored: BTreeMap<(i64, i64, String), SettledLine> = BTreeMap::new();
    for line in money::lines_of_run(db, run.id).await? {
        verified.lines += 1;
        stored.insert((line.payee_id, line.enrolment_id, line.part.clone()), line);
    }
    let volumes = money::volumes_of_run(db, run.id).await?;
    let mut fingerprints = Vec::new();
    let mut accepted = Money::ZERO;
    let mut gross: BTreeMap<i64, Money> = BTreeMap::new();
    let mut hashes: BTreeMap<i64, Sha256> = BTreeMap::new();
    let mut terms = None;
    let at = format!("order {} period {}", order.number, run.period);
    for line in orders::lines(db, order.id).await? {
        let before = money::settled_before_run(db, line.id, run.audit_seq).await?;
        let plan = (run.as_of, kind, run.audit_seq);
        let result = settle_line(db, order, &line, schemes, &plan, Moment(run.known_at), &before).await?;
        if terms.is_none() {
            terms = schemes.iter().find(|s| s.id == line.scheme_id).and_then(|s| s.scheme.advance.clone());
        }
        fingerprints.push(hex(&result.fingerprint));
        accepted += result.volume.accepted;
        let Volume { ordered, accepted, rejected, outstanding, .. } = result.volume;
        let found = Volume { ordered, accepted, rejected, outstanding, ..Volume::default() };
        if volumes.get(&line.id) != Some(&found) {
            verified
                .faults
                .push(format!("{at}: the volume of line {} is not what facts give", line.position));
        }
        for due in result.lines {
            let trace = serde_json::to_string(&due.trace).expect("a trace is plain data");
            let hash = hashes.entry(due.payee.0).or_default();
            let (enrolment, part) = (due.enrolment.map_or(0, |id| id.0), due.code());
            hash.update(format!("{enrolment}|{part}|{}|{trace}\n", due.due.as_dong()));
            *gross.entry(due.payee.0).or_default() += due.due;
            let same = stored
                .remove(&(due.payee.0, enrolment, part.clone()))
                .is_some_and(|line| line.amount_dong == due.due.as_dong() && line.trace == trace);
            if !same || due.trace.recompute() != Some(due.due) {
                verified
                    .faults
                    .push(format!("{at}: enrolment {enrolment} part {part} is not what facts give"));
            }
        }
    }
    for line in stored.values() {
        verified.faults.push(format!("{at}: line {} rests on nothing", line.id));
    }
    if hex(&Sha256::digest(fingerprints.join("\n").as_bytes())) != run.inputs_sha256 {
        verified.faults.push(format!("{at}: the facts are not those it was computed from"));
    }
    let positions = money::positions_before(db, order.id, run.audit_seq).await?;
    let value = orders::value_before(db, order, run.audit_seq).await?;
    for statement in statements {
        let position = positions.get(&statement.party).copied().unwrap_or_default();
        let terms = terms.as_ref().filter(|_| statement.party == order.provider);
        let sum = gross.remove(&statement.party.0).unwrap_or_default();
        let right = totals(sum, &position, terms, value, accepted, kind);
        let hash = hex(&hashes.remove(&statement.party.0).unwrap_or_default().finalize());
        if statement.totals != right || statement.lines_sha256 != hash {
            verified
                .faults
                .push(format!("statement {}: its totals are not those of its lines", statement.number));
        }
    }
    for party in gross.keys() {
        verified.faults.push(format!("{at}: party {party} has no statement"));
    }
    Ok(())
}

/// A table of the books, ready to be written.
#[derive(Debug, Clone)]
pub struct Table {
    pub name: &'static str,
    pub head: Vec<&'static str>,
    pub rows: Vec<Vec<String>>,
}

/// Orders, statements, settled lines and postings, as they stand.
pub async fn export(ctx: &Ctx) -> Result<Vec<Table>, Error> {
    ctx.permit(Deed::ReadAudit, &[])?;
    let db = ctx.db();
    let directory = registry::directory(db).await?;
    let today = ctx.today();
    let mut all = orders::list(db, Scope::Everything).await?;
    all.sort_by_key(|order| order.id);
    let numbers: BTreeMap<OrderId, String> =
        all.iter().map(|order| (order.id, order.number.clone())).collect();
    let order_rows = all.iter().map(|order| {
        let provider = directory.name(order.provider, order.placed_on);
        let (state, value) = (order.state.as_str().to_owned(), order.value.as_dong().to_string());
        vec![order.number.clone(), order.placed_on.to_string(), provider, state, value]
    });
    let mut statements = money::statements(db, Scope::Everything).await?;
    statements.reverse();
    let mut lines = Vec::new();
    for statement in &statements {
        for line in money::lines_of_statement(db, statement.id, 0, i64::MAX.unsigned_abs()).await? {
            let masked = domain::personal_id::PersonalId::of_form(&line.personal_id).map(|id| id.masked());
            let person = masked.unwrap_or_default();
            lines.push(vec![
                statement.number.clone(),
                line.full_name,
                person,
                line.part,
                line.amount_dong.to_string(),
            ]);
        }
    }
    let statement_rows = statements.iter().map(|statement| {
        let order = numbers.get(&statement.order).cloned().unwrap_or_default();
        let totals = &statement.totals;
        let amounts =
            [totals.gross, totals.advance_recovered, totals.set_off, totals.payable, totals.to_recover];
        let words = [
            statement.number.clone(),
            order,
            directory.name(statement.party, today),
            statement.period.clone(),
            statement.kind.as_str().to_owned(),
            statement.state.as_str().to_owned(),
        ];
        words.into_iter().chain(amounts.map(|amount| amount.as_dong().to_string())).collect()
    });
    let postings = money::postings_of_everyone(db).await?.into_iter().map(|posting| {
        vec![
            posting.id.to_string(),
            posting.happened_on.to_string(),
            posting.debit,
            posting.credit,
            posting.amount_dong.to_string(),
            posting.seal,
        ]
    });
    Ok(vec![
        Table {
            name: "orders",
            head: vec!["number", "placed_on", "provider", "state", "value_dong"],
            rows: order_rows.collect(),
        },
        Table {
            name: "statements",
            head: vec![
                "number",
                "order",
                "party",
                "period",
                "kind",
                "state",
                "gross_dong",
                "advance_recovered_dong",
                "set_off_dong",
                "payable_dong",
                "to_recover_dong",
            ],
            rows: statement_rows.collect(),
        },
        Table {
            name: "lines",
            head: vec!["statement", "learner", "personal_id", "part", "amount_dong"],
            rows: lines,
        },
        Table {
            name: "ledger",
            head: vec!["posting", "on", "debit", "credit", "amount_dong", "seal"],
            rows: postings.collect(),
        },
    ])
}
