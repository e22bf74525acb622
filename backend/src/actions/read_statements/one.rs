//! One statement down to its lines, postings and hashes.

use domain::{
    ids::StatementId,
    ledger::Purpose,
    money::Money,
    permission::Deed,
    setting::Setting,
    settlement::{Scheme, Trace, trace::parts_of},
    statement::{Kind, State},
    text::Text,
};
use time::Duration;

use super::{assumed, compared::compared, mask, reason, scheme_of};
use crate::{
    actions::{
        Ctx,
        approvals::{self, Chain},
        changes::settings_now,
        learners::title,
        statements,
        views::{
            Coded, EventView, HashesView, Page, PartView, PartyName, PostingView, StatementLine,
            StatementView, TotalsView,
        },
    },
    error::Error,
    storage::{
        money::{self, SettledLine, Statement},
        orders, payments, registry,
    },
};

/// One statement within the scope of who asks, with one page of its lines.
pub async fn find(ctx: &Ctx, id: StatementId, page: u64, size: u64) -> Result<StatementView, Error> {
    ctx.permit_own(Deed::Read)?;
    let db = ctx.db();
    let statement = money::statement_by_id(db, ctx.scope(), id).await?.ok_or(Error::NotFound)?;
    let order = orders::find(db, ctx.scope(), statement.order).await?.ok_or(Error::NotFound)?;
    let run = money::run_by_id(db, statement.run_id)
        .await?
        .ok_or_else(|| Error::fault("statement", "its run is not there"))?;
    let directory = registry::directory(db).await?;
    let scheme = scheme_of(ctx, &order).await?;
    let parts = money::parts_of_statement(db, id).await?;
    let compared = compared(ctx, &statement, &parts, &scheme).await?;
    let events = events(ctx, id).await?;
    let postings = postings(ctx, id).await?;
    let chain = approvals::chain(db, &statements::thing(&statement)).await?;
    // A statement that was approved before there were bands has no steps.
    let over = statement.state != State::Prepared;
    let (page, size) = (page.max(1), size.clamp(1, 500));
    let lines = money::lines_of_statement(db, id, (page - 1).saturating_mul(size), size).await?;
    let lines = lines.into_iter().map(|line| line_view(line, &scheme)).collect::<Result<Vec<_>, _>>()?;
    let of_lines: Money = parts.iter().map(|part| Money::dong(part.amount)).sum();
    let total = parts.iter().map(|part| u64::try_from(part.lines).unwrap_or(0)).sum();
    let totals = statement.totals;
    let approved = events.iter().find(|event| event.state.code == State::Approved.as_str());
    let to_recover_by = match approved.filter(|_| totals.to_recover > Money::ZERO) {
        Some(event) => {
            let days = settings_now(db).await?.on(Setting::GiveBackDays, event.on);
            Some(event.on + Duration::days(days))
        }
        None => None,
    };
    Ok(StatementView {
        id: id.0,
        number: statement.number.clone(),
        order_id: order.id.0,
        order_number: order.number.clone(),
        payee: PartyName::new(statement.party, directory.name(statement.party, statement.prepared_on)),
        period: statement.period.clone(),
        kind: Coded::new(statement.kind.as_str(), statement.kind.name()),
        prepared_on: statement.prepared_on,
        prepared_by: events.first().map_or_else(String::new, |event| event.by.clone()),
        state: Coded::new(statement.state.as_str(), statement.state.name()),
        totals: TotalsView {
            gross_dong: totals.gross.as_dong(),
            advance_recovered_dong: totals.advance_recovered.as_dong(),
            set_off_dong: totals.set_off.as_dong(),
            payable_dong: totals.payable.as_dong(),
            to_recover_dong: totals.to_recover.as_dong(),
            to_recover_by,
            lines_add_up: statement.kind == Kind::Advance || of_lines == totals.gross,
        },
        parts: parts.into_iter().map(|part| part_view(part, &scheme)).collect(),
        compared,
        lines: Page { rows: lines, page, size, total },
        postings_dong: postings.iter().map(|posting| posting.amount_dong).sum(),
        postings,
        hashes: HashesView {
            lines_sha256: statement.lines_sha256.clone(),
            inputs_sha256: run.inputs_sha256,
            engine: run.engine,
            as_of: run.as_of,
            ledger_head: money::ledger_head(db).await?,
        },
        may: may(ctx, &statement, &chain, payments::is_in_a_batch(ctx.db_of_everyone(), id).await?),
        approval: chain.view(over),
        events,
    })
}

fn part_view(sum: money::PartSum, scheme: &Scheme) -> PartView {
    let part = scheme.part(parts_of(&sum.part).0);
    PartView {
        title: title(scheme, &sum.part),
        law: part.map_or_else(String::new, |part| part.law.clone()),
        assumed: part.is_some_and(|part| assumed(&part.law)),
        lines: u64::try_from(sum.lines).unwrap_or(0),
        amount_dong: sum.amount,
        part: sum.part,
    }
}

fn line_view(line: SettledLine, scheme: &Scheme) -> Result<StatementLine, Error> {
    let trace: Trace =
        serde_json::from_str(&line.trace).map_err(|error| Error::fault("settled line", error))?;
    Ok(StatementLine {
        id: line.id,
        reason: reason(&trace, scheme).into(),
        part: line.part,
        enrolment_id: line.enrolment_id,
        learner_id: line.learner_id,
        full_name: line.full_name,
        personal_id: mask(&line.personal_id),
        cohort: line.cohort,
        amount_dong: line.amount_dong,
    })
}

async fn events(ctx: &Ctx, id: StatementId) -> Result<Vec<EventView>, Error> {
    let found = money::statement_events(ctx.db(), id).await?;
    let happened = |state: State| match state {
        State::Prepared => Text::new("Lập bảng", "Prepared"),
        State::Approved => Text::new("Duyệt", "Approved"),
        State::Returned => Text::new("Trả lại", "Sent back"),
        State::Paid => Text::new("Đã chi trả", "Paid"),
    };
    let event = |event: money::StatementEvent| EventView {
        on: event.happened_on,
        state: Coded::new(
            &event.state,
            State::parse(&event.state).map_or_else(|| Text::new("", ""), happened),
        ),
        by: event.actor,
        note: event.note,
    };
    Ok(found.into_iter().map(event).collect())
}

async fn postings(ctx: &Ctx, id: StatementId) -> Result<Vec<PostingView>, Error> {
    let account = |purpose: &str| {
        let name = Purpose::parse(purpose).map_or_else(|| Text::new(purpose, purpose), Purpose::name);
        Coded::new(purpose, name)
    };
    let found = money::postings_of_statement(ctx.db(), id).await?;
    let posting = |row: money::PostingRow| PostingView {
        id: row.id,
        on: row.happened_on,
        debit: account(&row.debit),
        credit: account(&row.credit),
        amount_dong: row.amount_dong,
        seal: row.seal,
    };
    Ok(found.into_iter().map(posting).collect())
}

fn may(ctx: &Ctx, statement: &Statement, chain: &Chain, in_batch: bool) -> Vec<String> {
    let mut may = Vec::new();
    let mut add = |deed: Deed, possible: bool, name: &str| {
        if possible && ctx.may(deed, &[]) {
            may.push(name.to_owned());
        }
    };
    let becomes = |next: State| statement.state.may_become(next);
    add(
        Deed::ApproveStatement,
        becomes(State::Approved) && !ctx.actor.is_same_hand(statement.prepared_by) && chain.awaits(ctx),
        "approve",
    );
    let in_chain = chain.roles.contains(&ctx.actor.role);
    add(Deed::ApproveStatement, becomes(State::Returned) && in_chain, "send_back");
    add(Deed::ConfirmPayment, becomes(State::Paid) && !in_batch, "pay");
    may
}

/// Every line of a statement.
pub async fn lines(ctx: &Ctx, id: StatementId) -> Result<(StatementView, Vec<StatementLine>), Error> {
    let mut view = find(ctx, id, 1, EVERY_PAGE).await?;
    let mut lines = std::mem::take(&mut view.lines.rows);
    while (lines.len() as u64) < view.lines.total {
        let page = lines.len() as u64 / EVERY_PAGE + 1;
        let next = find(ctx, id, page, EVERY_PAGE).await?.lines.rows;
        if next.is_empty() {
            break;
        }
        lines.extend(next);
    }
    Ok((view, lines))
}

const EVERY_PAGE: u64 = 500;
