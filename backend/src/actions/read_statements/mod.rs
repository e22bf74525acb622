//! Statements as they are read: the list with its filter, and one statement down to its lines, postings and hashes.

mod compared;
mod one;

use std::collections::HashMap;

use domain::{
    ids::OrderId,
    permission::Deed,
    programme::Certainty,
    settlement::{Outcome, Scheme, Trace, explain},
    statement::State,
    text::{Text, say},
};

pub use self::one::{find, lines};
use super::{
    Ctx, approvals,
    views::{Coded, Page, PartyName, StatementRow},
};
use crate::{
    error::Error,
    storage::{
        money::{self, Statement},
        orders::{self, Order},
        registry::{self, Directory},
    },
};

/// Which statements are wanted, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// `2025-Q1`
    pub period: Option<String>,
    pub state: Option<State>,
    pub order: Option<OrderId>,
    /// Only what the next step of approval of is that of who asks.
    pub mine: bool,
    /// Counts from 1.
    pub page: u64,
    pub size: u64,
}

/// Statements within the scope of who asks, and every period that has one, newest first.
pub async fn list(ctx: &Ctx, filter: &Filter) -> Result<(Page<StatementRow>, Vec<String>), Error> {
    let (rows, periods) = every(ctx, filter).await?;
    Ok((Page::cut(rows, filter.page, filter.size), periods))
}

/// The same, uncut.
pub async fn every(ctx: &Ctx, filter: &Filter) -> Result<(Vec<StatementRow>, Vec<String>), Error> {
    ctx.permit_own(Deed::Read)?;
    let statements = money::statements(ctx.db(), ctx.scope()).await?;
    let directory = registry::directory(ctx.db()).await?;
    let numbers: HashMap<OrderId, String> = orders::list(ctx.db(), ctx.scope())
        .await?
        .into_iter()
        .map(|order| (order.id, order.number))
        .collect();
    let mut periods: Vec<String> = statements.iter().map(|statement| statement.period.clone()).collect();
    periods.sort_unstable_by(|a, b| b.cmp(a));
    periods.dedup();
    let mine = match filter.mine {
        true => {
            let prepared = statements.iter().filter(|statement| statement.state == State::Prepared);
            let things: Vec<_> = prepared.map(super::statements::thing).collect();
            Some(approvals::waiting_for(ctx, ctx.db(), &things).await?)
        }
        false => None,
    };
    let fits = |statement: &&Statement| {
        filter.period.as_ref().is_none_or(|period| *period == statement.period)
            && filter.state.is_none_or(|state| state == statement.state)
            && filter.order.is_none_or(|order| order == statement.order)
            && mine.as_ref().is_none_or(|mine| mine.contains(&statement.id.0))
    };
    let rows = statements
        .iter()
        .filter(fits)
        .map(|s| row(s, numbers.get(&s.order).map_or("", String::as_str), &directory))
        .collect();
    Ok((rows, periods))
}

pub(super) async fn of_order(
    ctx: &Ctx,
    order: &Order,
    directory: &Directory,
) -> Result<Vec<StatementRow>, Error> {
    let statements = money::statements_of_order(ctx.db(), ctx.scope(), order.id).await?;
    Ok(statements.iter().map(|statement| row(statement, &order.number, directory)).collect())
}

fn row(statement: &Statement, order_number: &str, directory: &Directory) -> StatementRow {
    StatementRow {
        id: statement.id.0,
        number: statement.number.clone(),
        order_id: statement.order.0,
        order_number: order_number.to_owned(),
        payee: PartyName::new(statement.party, directory.name(statement.party, statement.prepared_on)),
        period: statement.period.clone(),
        kind: Coded::new(statement.kind.as_str(), statement.kind.name()),
        prepared_on: statement.prepared_on,
        gross_dong: statement.totals.gross.as_dong(),
        advance_recovered_dong: statement.totals.advance_recovered.as_dong(),
        payable_dong: statement.totals.payable.as_dong(),
        to_recover_dong: statement.totals.to_recover.as_dong(),
        state: Coded::new(statement.state.as_str(), statement.state.name()),
    }
}

/// The scheme that all lines of the order froze.
pub(super) async fn scheme_of(ctx: &Ctx, order: &Order) -> Result<Scheme, Error> {
    let lines = orders::lines(ctx.db(), order.id).await?;
    let schemes = registry::schemes(ctx.db()).await?;
    lines
        .first()
        .and_then(|line| schemes.into_iter().find(|stored| stored.id == line.scheme_id))
        .map(|stored| stored.scheme)
        .ok_or_else(|| Error::fault("order", "its scheme is not there"))
}

/// In a few words: the class and its factor, the condition met, or why money must come back.
pub(super) fn reason(trace: &Trace, scheme: &Scheme) -> Text {
    let told = match trace.outcome {
        Outcome::Open(reason) | Outcome::Lost(reason) => {
            explain::why(trace, scheme).map_or_else(|| reason.why(), |(why, _)| why)
        }
        Outcome::Earned => explain::basis(trace, scheme),
    };
    if trace.settled_before.is_zero() {
        return told;
    }
    say!(
        "{told} Đã quyết toán {settled} đ.",
        "{told} Settled before: {settled} đ.",
        told = Text::new(ended(&told.vi), ended(&told.en)),
        settled = trace.settled_before.said()
    )
}

fn ended(sentence: &str) -> String {
    format!("{}.", sentence.trim_end_matches('.'))
}

/// Only the last four digits.
pub(super) fn mask(personal_id: &str) -> String {
    format!("********{}", personal_id.get(8..).unwrap_or_default())
}

/// How sure a parameter is, from what is written where its law should stand.
pub(super) fn assumed(law: &str) -> bool {
    law.contains("giả định") || law.contains(Certainty::Assumption.as_str())
}
