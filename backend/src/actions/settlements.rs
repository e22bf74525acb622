//! Settlement runs: the differences of an order for a period, prepared as statements for somebody else to approve.

use std::collections::BTreeMap;

use domain::{
    calendar::{Moment, Period},
    fact::Fact,
    ids::{EnrolmentId, OrderId, PartyId, StatementId},
    issue::Issue,
    ledger::{Position, hex},
    money::Money,
    order::State,
    permission::{Deed, Scope},
    settlement::{self, ENGINE, Input, Misfit, Settlement, advance},
    statement::{Kind, Totals, totals},
    text::Text,
};
use sea_orm::ConnectionTrait;
use sha2::{Digest, Sha256};
use time::Date;

use super::{Ctx, enrolments::running, wrong_state};
use crate::{
    error::Error,
    storage::{
        Tx, amendments, learners,
        money::{self, Run},
        orders::{self, Line, Order},
        registry::{self, StoredScheme},
        tables::{order_volume, settled_line, settlement_run, statement, statement_event},
    },
};

/// What a run did. The second run of a period does nothing, and that is no error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    Prepared(Vec<StatementId>),
    AlreadySettled,
}

/// Settles a period of a running order: whatever facts and scheme give by its last day, less what was settled.
pub async fn settle(ctx: &Ctx, order: OrderId, period: Period) -> Result<Settled, Error> {
    let as_of = period.last_day();
    if as_of >= ctx.today() {
        return Err(wrong_state(
            "period.open",
            Text::new(format!("Kỳ {period} chưa kết thúc."), format!("Period {period} is not over.")),
            Text::new("Quyết toán sau ngày cuối của kỳ.", "Settle after its last day."),
        ));
    }
    run(ctx, order, period, as_of, Kind::Acceptance).await
}

/// Prepares the last statement of an order: what is still open is lost, what is left of the advance must come back.
pub async fn liquidate(ctx: &Ctx, order: OrderId) -> Result<Settled, Error> {
    let today = ctx.today();
    run(ctx, order, Period::of(today), today, Kind::Liquidation).await
}

/// Prepares the advance of an accepted order, once.
pub async fn advance(ctx: &Ctx, id: OrderId) -> Result<Settled, Error> {
    ctx.permit(Deed::Settle, &[])?;
    let mut tx = ctx.begin("settlement.advance").await?;
    let order = orders::find(tx.db(), ctx.scope(), id).await?.ok_or(Error::NotFound)?;
    running(&order)?;
    if money::has_run(tx.db(), id, Kind::Advance).await? {
        return Ok(Settled::AlreadySettled);
    }
    let lines = orders::lines(tx.db(), id).await?;
    let schemes = registry::schemes(tx.db()).await?;
    let Some(terms) = scheme_of(&schemes, &lines)?.scheme.advance.clone() else {
        return Ok(Settled::AlreadySettled);
    };
    let amount = advance::due(&terms, order.value);
    let plan = Plan { period: Period::of(ctx.today()), as_of: ctx.today(), kind: Kind::Advance };
    let run_id = insert_run(&mut tx, &order, &plan, 0, &hex(&Sha256::digest(b"advance"))).await?;
    let gross = Totals { gross: amount, payable: amount, ..Totals::default() };
    let statement = insert_statement(&mut tx, ctx, &order, &plan, run_id, order.provider, gross, &[]).await?;
    tx.commit(format!("order {}", id.0)).await?;
    Ok(Settled::Prepared(vec![statement]))
}

/// Which days a run covers, and why.
struct Plan {
    period: Period,
    as_of: Date,
    kind: Kind,
}

async fn run(ctx: &Ctx, id: OrderId, period: Period, as_of: Date, kind: Kind) -> Result<Settled, Error> {
    ctx.permit(Deed::Settle, &[])?;
    let mut tx = ctx.begin("settlement.run").await?;
    let order = orders::find(tx.db(), ctx.scope(), id).await?.ok_or(Error::NotFound)?;
    let before = money::last_run(tx.db(), id, &period.to_string(), kind).await?;
    let revision = match before {
        Some(Run { returned: 0, .. }) => return Ok(Settled::AlreadySettled),
        Some(run) => run.revision + 1,
        None => 0,
    };
    running(&order)?;
    ready(&tx, &order, as_of).await?;
    if kind == Kind::Liquidation && super::amendments::open(tx.db(), id).await?.is_some() {
        return Err(wrong_state(
            "settlement.amendment",
            Text::new("Còn điều chỉnh của đơn này đang chờ.", "An amendment of this order waits."),
            Text::new("Xử lý xong điều chỉnh rồi thanh lý.", "Decide it, then liquidate."),
        ));
    }
    let plan = Plan { period, as_of, kind };
    let lines = orders::lines(tx.db(), id).await?;
    let schemes = registry::schemes(tx.db()).await?;
    let mut results = Vec::with_capacity(lines.len());
    for line in &lines {
        let before = money::settled_before(tx.db(), line.id).await?;
        results.push(settle_line(tx.db(), &order, line, &schemes, &plan, tx.at(), &before).await?);
    }
    let fingerprints: Vec<String> = results.iter().map(|result| hex(&result.fingerprint)).collect();
    let inputs = hex(&Sha256::digest(fingerprints.join("\n").as_bytes()));
    let run_id = insert_run(&mut tx, &order, &plan, revision, &inputs).await?;
    insert_volumes(&mut tx, &order, run_id, &lines, &results).await?;
    let statements = prepare(&mut tx, ctx, &order, &plan, run_id, &schemes, &lines, results).await?;
    tx.commit(format!("order {} period {}", id.0, plan.period)).await?;
    Ok(Settled::Prepared(statements))
}

/// The engine's answer for one line of an order, as of a day and a moment.
pub(super) async fn settle_line(
    db: &impl ConnectionTrait,
    order: &Order,
    line: &Line,
    schemes: &[StoredScheme],
    plan: &impl AsOf,
    known_at: Moment,
    before: &settlement::Before,
) -> Result<Settlement, Error> {
    let stored = schemes
        .iter()
        .find(|stored| stored.id == line.scheme_id)
        .ok_or_else(|| Error::fault("order line", "its scheme is not there"))?;
    let learners = learners::of_line_before(db, line.id, plan.before_entry()).await?;
    let facts = amendments::facts_before(db, line.id, plan.before_entry()).await?;
    let order = order_terms(order, line, facts);
    let input = Input {
        scheme: &stored.scheme,
        order: &order,
        learners: &learners,
        as_of: plan.as_of(),
        known_at,
        closing: plan.closing(),
    };
    settlement::settle(&input, before).map_err(|misfits| refused(&misfits).into())
}

/// What the engine needs to know of an order line: as it was placed, and what was said of it since.
pub(super) fn order_terms(order: &Order, line: &Line, facts: Vec<Fact>) -> settlement::Order {
    settlement::Order {
        id: order.id,
        price: line.placed.price,
        quantity: line.placed.quantity,
        provider: order.provider,
        starts_on: line.placed.starts_on,
        ends_on: line.placed.ends_on,
        roles: BTreeMap::new(),
        terms: BTreeMap::new(),
        facts,
    }
}

/// Everything for which the scheme asks and which facts do not tell, at once.
pub(super) fn refused(misfits: &[Misfit]) -> Vec<Issue> {
    let issue = |misfit: &Misfit| {
        let learner = misfit.enrolment.map_or_else(|| "order".to_owned(), |id| format!("enrolment {}", id.0));
        Issue::new(
            misfit.fault.code,
            format!("{learner}, {}", misfit.part),
            "NĐ 32/2019 Đ24",
            misfit.fault.message.clone(),
            Text::new(
                "Bổ sung sự kiện còn thiếu rồi quyết toán lại.",
                "Report what is missing, and settle again.",
            ),
        )
    };
    misfits.iter().map(issue).collect()
}

/// A day to settle by, and whether the order is being closed.
pub(super) trait AsOf {
    fn as_of(&self) -> Date;
    fn closing(&self) -> bool;
    /// Only facts written before this audit entry were there to be seen.
    fn before_entry(&self) -> i64 {
        i64::MAX
    }
}

impl AsOf for Plan {
    fn as_of(&self) -> Date {
        self.as_of
    }
    fn closing(&self) -> bool {
        self.kind == Kind::Liquidation
    }
}

/// A closed period stays closed, and a statement waits for the one before it.
async fn ready(tx: &Tx, order: &Order, as_of: Date) -> Result<(), Error> {
    let statements = money::statements_of_order(tx.db(), Scope::Everything, order.id).await?;
    if statements.iter().any(|statement| statement.state == domain::statement::State::Prepared) {
        return Err(wrong_state(
            "settlement.waiting",
            Text::new(
                "Còn bảng thanh toán của đơn này chờ duyệt.",
                "A statement of this order waits for approval.",
            ),
            Text::new("Duyệt hoặc trả lại bảng đó trước.", "Approve or return it first."),
        ));
    }
    if money::last_as_of(tx.db(), order.id).await?.is_some_and(|last| last > as_of) {
        return Err(wrong_state(
            "period.closed",
            Text::new("Kỳ này đã đóng.", "This period is closed."),
            Text::new("Chênh lệch sẽ vào kỳ sau.", "Differences go to the next period."),
        ));
    }
    Ok(())
}

fn scheme_of<'a>(schemes: &'a [StoredScheme], lines: &[Line]) -> Result<&'a StoredScheme, Error> {
    let first = lines.first().ok_or_else(|| Error::fault("order", "it has no line"))?;
    schemes
        .iter()
        .find(|stored| stored.id == first.scheme_id)
        .ok_or_else(|| Error::fault("order line", "its scheme is not there"))
}

async fn insert_run(
    tx: &mut Tx,
    order: &Order,
    plan: &Plan,
    revision: i32,
    inputs_sha256: &str,
) -> Result<i64, Error> {
    let row = settlement_run::Model {
        id: 0,
        audit_seq: 0,
        order_id: order.id.0,
        period: plan.period.to_string(),
        kind: plan.kind.as_str().to_owned(),
        revision,
        as_of: plan.as_of,
        known_at: tx.at().0,
        engine: ENGINE.to_owned(),
        inputs_sha256: inputs_sha256.to_owned(),
    };
    Ok(tx.insert::<settlement_run::Entity>(row).await?)
}

async fn insert_volumes(
    tx: &mut Tx,
    order: &Order,
    run_id: i64,
    lines: &[Line],
    results: &[Settlement],
) -> Result<(), Error> {
    let volumes = lines.iter().zip(results).map(|(line, result)| order_volume::Model {
        id: 0,
        audit_seq: 0,
        run_id,
        order_id: order.id.0,
        order_line_id: line.id.0,
        ordered_dong: result.volume.ordered.as_dong(),
        accepted_dong: result.volume.accepted.as_dong(),
        rejected_dong: result.volume.rejected.as_dong(),
        outstanding_dong: result.volume.outstanding.as_dong(),
    });
    tx.insert_all::<order_volume::Entity>(volumes.collect()).await?;
    Ok(())
}

/// One difference with the order line it belongs to.
struct Due {
    line: i64,
    enrolment: EnrolmentId,
    part: String,
    amount: Money,
    trace: String,
}

/// One statement per party that has a difference; at liquidation one for the provider in any case.
#[expect(clippy::too_many_arguments, reason = "all of a run's parts meet here once")]
async fn prepare(
    tx: &mut Tx,
    ctx: &Ctx,
    order: &Order,
    plan: &Plan,
    run_id: i64,
    schemes: &[StoredScheme],
    lines: &[Line],
    results: Vec<Settlement>,
) -> Result<Vec<StatementId>, Error> {
    let accepted: Money = results.iter().map(|result| result.volume.accepted).sum();
    let terms = scheme_of(schemes, lines)?.scheme.advance.clone();
    let mut by_party: BTreeMap<PartyId, Vec<Due>> = BTreeMap::new();
    if plan.kind == Kind::Liquidation {
        by_party.insert(order.provider, Vec::new());
    }
    for (line, result) in lines.iter().zip(results) {
        for due in result.lines {
            by_party.entry(due.payee).or_default().push(Due {
                line: line.id.0,
                enrolment: due
                    .enrolment
                    .ok_or_else(|| Error::fault("settlement", "a line without a learner"))?,
                part: due.code(),
                amount: due.due,
                trace: serde_json::to_string(&due.trace).expect("a trace is plain data"),
            });
        }
    }
    let positions = money::positions(tx.db(), order.id).await?;
    let mut statements = Vec::with_capacity(by_party.len());
    for (party, due) in by_party {
        let position = positions.get(&party).copied().unwrap_or_else(Position::default);
        let gross: Money = due.iter().map(|line| line.amount).sum();
        let advance_terms = terms.as_ref().filter(|_| party == order.provider);
        let totals = totals(gross, &position, advance_terms, order.value, accepted, plan.kind);
        statements.push(insert_statement(tx, ctx, order, plan, run_id, party, totals, &due).await?);
    }
    Ok(statements)
}

#[expect(clippy::too_many_arguments, reason = "the statement is written in one place")]
async fn insert_statement(
    tx: &mut Tx,
    ctx: &Ctx,
    order: &Order,
    plan: &Plan,
    run_id: i64,
    party: PartyId,
    totals: Totals,
    due: &[Due],
) -> Result<StatementId, Error> {
    let year = ctx.today().year();
    let n = tx.next(&format!("number:statement:{year}")).await?;
    let mut lines_hash = Sha256::new();
    for line in due {
        lines_hash.update(format!(
            "{}|{}|{}|{}\n",
            line.enrolment.0,
            line.part,
            line.amount.as_dong(),
            line.trace
        ));
    }
    let row = statement::Model {
        id: 0,
        audit_seq: 0,
        run_id,
        number: format!("{n:04}/{year}/BTT"),
        programme_id: order.programme_id,
        order_id: order.id.0,
        party_id: party.0,
        period: plan.period.to_string(),
        kind: plan.kind.as_str().to_owned(),
        prepared_on: ctx.today(),
        prepared_by: ctx.actor.user.0,
        gross_dong: totals.gross.as_dong(),
        advance_recovered_dong: totals.advance_recovered.as_dong(),
        set_off_dong: totals.set_off.as_dong(),
        payable_dong: totals.payable.as_dong(),
        to_recover_dong: totals.to_recover.as_dong(),
        lines_sha256: hex(&lines_hash.finalize()),
    };
    let id = StatementId(tx.insert::<statement::Entity>(row).await?);
    let event = statement_event::Model {
        id: 0,
        audit_seq: 0,
        statement_id: id.0,
        state: domain::statement::State::Prepared.as_str().to_owned(),
        happened_on: ctx.today(),
        actor_id: ctx.actor.user.0,
        prepared_by: ctx.actor.user.0,
        note: String::new(),
    };
    tx.insert::<statement_event::Entity>(event).await?;
    let rows = due.iter().map(|line| settled_line::Model {
        id: 0,
        audit_seq: 0,
        statement_id: id.0,
        order_line_id: line.line,
        enrolment_id: line.enrolment.0,
        part: line.part.clone(),
        payee_id: party.0,
        amount_dong: line.amount.as_dong(),
        trace: line.trace.clone(),
    });
    tx.insert_all::<settled_line::Entity>(rows.collect()).await?;
    Ok(id)
}

/// Settles a period for every running order of a programme; advances are prepared order by order.
/// Answers with the number of statements prepared; an order that cannot be settled now is named, and the others go on.
pub async fn settle_programme(
    ctx: &Ctx,
    programme: &str,
    period: Period,
) -> Result<(usize, Vec<(String, Error)>), Error> {
    ctx.permit(Deed::Settle, &[])?;
    let programmes = registry::programmes(ctx.db()).await?;
    let programme = programmes.iter().find(|p| p.programme.id == programme).ok_or(Error::NotFound)?;
    let mut prepared = 0;
    let mut held_up = Vec::new();
    let mut orders = orders::list(ctx.db(), ctx.scope()).await?;
    orders.retain(|order| order.programme_id == programme.id && order.state == State::Accepted);
    orders.sort_by_key(|order| order.id);
    for order in orders {
        match settle(ctx, order.id, period).await {
            Ok(Settled::Prepared(statements)) => prepared += statements.len(),
            Ok(Settled::AlreadySettled) => {}
            Err(fault @ Error::Fault(_)) => return Err(fault),
            Err(error) => held_up.push((order.number, error)),
        }
    }
    Ok((prepared, held_up))
}
