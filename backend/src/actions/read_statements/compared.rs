//! A statement beside the one before it, part by part.

use std::collections::BTreeMap;

use domain::{
    permission::Scope,
    settlement::{Scheme, trace::parts_of},
    statement::{Kind, State},
};

use crate::{
    actions::{
        Ctx,
        learners::title,
        views::{ComparedPart, ComparedView, PreviousView},
    },
    error::Error,
    storage::money::{self, PartSum, Statement},
};

#[derive(Default)]
struct Sums {
    before: (u64, i64),
    now: (u64, i64),
    to_date: i64,
}

/// Statements that were sent back count as never made.
pub async fn compared(
    ctx: &Ctx,
    statement: &Statement,
    parts: &[PartSum],
    scheme: &Scheme,
) -> Result<Option<ComparedView>, Error> {
    if statement.kind == Kind::Advance {
        return Ok(None);
    }
    let mut earlier = money::statements_of_order(ctx.db(), Scope::Everything, statement.order).await?;
    earlier.retain(|other| {
        other.party == statement.party
            && other.kind != Kind::Advance
            && other.state != State::Returned
            && other.id < statement.id
    });
    earlier.sort_by_key(|other| other.id);
    let mut sums: BTreeMap<String, Sums> = BTreeMap::new();
    let counted = |part: &PartSum| (u64::try_from(part.lines).unwrap_or(0), part.amount);
    for (place, other) in earlier.iter().enumerate() {
        for part in money::parts_of_statement(ctx.db(), other.id).await? {
            let sum = sums.entry(part.part.clone()).or_default();
            sum.to_date += part.amount;
            if place + 1 == earlier.len() {
                sum.before = counted(&part);
            }
        }
    }
    for part in parts {
        let sum = sums.entry(part.part.clone()).or_default();
        sum.now = counted(part);
        sum.to_date += part.amount;
    }
    let row = |(part, sum): (String, Sums)| ComparedPart {
        title: title(scheme, &part),
        part,
        before_lines: sum.before.0,
        before_dong: sum.before.1,
        now_lines: sum.now.0,
        now_dong: sum.now.1,
        change_dong: sum.now.1 - sum.before.1,
        to_date_dong: sum.to_date,
    };
    let mut parts: Vec<ComparedPart> = sums.into_iter().map(row).collect();
    let place = |code: &str| scheme.parts.iter().position(|part| part.code == parts_of(code).0);
    parts.sort_by_key(|row| place(&row.part));
    Ok(Some(ComparedView {
        previous: earlier.last().map(|other| PreviousView {
            id: other.id.0,
            number: other.number.clone(),
            period: other.period.clone(),
        }),
        parts,
    }))
}
