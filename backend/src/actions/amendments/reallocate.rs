//! Places that stand unused after enrolment, and how they go from one order to another: two amendments in one deed.

use std::collections::{BTreeMap, HashMap};

use domain::{
    amendment::Terms,
    ids::{OrderId, OrderLineId},
    issue::{Issue, none_or_all},
    ledger::Posting,
    money::Money,
    noun::Noun,
    order::State,
    permission::Deed,
    text::{Text, say},
};
use time::{Date, Duration};

use super::propose::{Proposal, Proposed, budget, write};
use crate::{
    actions::{
        Ctx,
        views::{TakingLine, UnusedRow},
    },
    error::Error,
    storage::{
        Tx,
        amendments::enrolled,
        money,
        orders::{self, Line, Order},
        registry,
        tables::reallocation,
    },
};

/// So many days after its start nobody enrols on a line any more. Assumption.
const ENROLMENT_DAYS: i64 = 30;

/// Which places go where.
#[derive(Debug, Clone)]
pub struct Move {
    pub giving: OrderLineId,
    pub taking: OrderLineId,
    pub places: u32,
    pub governs_from: Date,
    pub reason: String,
}

/// Lines whose enrolment is over and that have empty places, and every line that could take some.
pub async fn unused(ctx: &Ctx) -> Result<(Vec<UnusedRow>, Vec<TakingLine>), Error> {
    ctx.permit(Deed::PlaceOrder, &[])?;
    let db = ctx.db();
    let running: HashMap<OrderId, Order> = orders::list(db, ctx.scope())
        .await?
        .into_iter()
        .filter(|order| order.state == State::Accepted)
        .map(|order| (order.id, order))
        .collect();
    let directory = registry::directory(db).await?;
    let occupations = registry::occupations(db).await?;
    let there = money::enrolled_by_line_of_everyone(db).await?;
    let there: HashMap<i64, i64> = there.into_iter().map(|row| (row.order_line_id, row.learners)).collect();
    let (mut rows, mut taking) = (Vec::new(), Vec::new());
    for line in orders::lines_within(db, ctx.scope()).await? {
        let Some(order) = running.get(&line.order).filter(|_| line.ends_on > ctx.today()) else { continue };
        let occupation = occupations.get(&line.occupation_id);
        let code = occupation.map_or_else(String::new, |found| found.code.clone());
        taking.push(TakingLine {
            order_line_id: line.id.0,
            name: format!("{} · {} · {code}", order.number, line.position),
            quantity: line.quantity,
        });
        let enrolled = there.get(&line.id.0).and_then(|n| u32::try_from(*n).ok()).unwrap_or(0);
        let over = line.starts_on.saturating_add(Duration::days(ENROLMENT_DAYS)) < ctx.today();
        let unused = line.quantity.saturating_sub(enrolled);
        if over && unused > 0 {
            rows.push(UnusedRow {
                order_id: order.id.0,
                order_number: order.number.clone(),
                provider: directory.name(order.provider, ctx.today()),
                line: line.position,
                order_line_id: line.id.0,
                occupation_code: code,
                occupation: occupation.map_or_else(|| Text::new("", ""), |found| found.name.clone()).into(),
                starts_on: line.starts_on,
                quantity: line.quantity,
                enrolled,
                unused,
            });
        }
    }
    Ok((rows, taking))
}

/// Proposes to move places: an amendment of each order, approved together. What the giving order frees pays for the
/// taking one where both draw on the same appropriation. Answers with the order that gives.
pub async fn reallocate(ctx: &Ctx, wanted: &Move) -> Result<OrderId, Error> {
    ctx.permit(Deed::PlaceOrder, &[])?;
    let mut tx = ctx.begin("amendment.reallocate").await?;
    let giving = orders::line_by_id(tx.db(), wanted.giving).await?.ok_or(Error::NotFound)?;
    let taking = orders::line_by_id(tx.db(), wanted.taking).await?.ok_or(Error::NotFound)?;
    none_or_all(check(&tx, wanted, &giving, &taking).await?)?;
    let fewer = giving.quantity.saturating_sub(wanted.places);
    let more = taking.quantity.saturating_add(wanted.places);
    let gives = side(ctx, &mut tx, &giving, fewer, wanted, "giving").await;
    let takes = side(ctx, &mut tx, &taking, more, wanted, "taking").await;
    let (gives, takes) = match (gives, takes) {
        (Ok(gives), Ok(takes)) => (gives, takes),
        (Err(Error::Issues(mut issues)), Err(Error::Issues(others))) => {
            issues.extend(others);
            issues.dedup();
            return Err(Error::Issues(issues));
        }
        (Err(error), _) | (_, Err(error)) => return Err(error),
    };
    let row = reallocation::Model {
        id: 0,
        audit_seq: 0,
        giving: gives.amendment.id,
        taking: takes.amendment.id,
        places: i32::try_from(wanted.places).unwrap_or(i32::MAX),
    };
    tx.insert::<reallocation::Entity>(row).await?;
    let reserves = beyond(takes.reserves, gives.gives_back);
    let lacking = budget(&tx, &reserves, &BTreeMap::new()).await?;
    none_or_all(lacking.into_iter().map(|issue| Issue { place: "taking".to_owned(), ..issue }).collect())?;
    tx.post(reserves).await?;
    tx.commit(format!("order {} amendment {}", giving.order.0, gives.amendment.number)).await?;
    Ok(giving.order)
}

async fn check(tx: &Tx, wanted: &Move, giving: &Line, taking: &Line) -> Result<Vec<Issue>, Error> {
    let mut issues = Vec::new();
    let mut add = |code: &str, place: &str, problem: Text, remedy: Text| {
        issues.push(Issue::new(code, place, "NĐ 32/2019 Đ12", problem, remedy));
    };
    if giving.order == taking.order {
        add(
            "reallocation.same",
            "taking",
            Text::new("Hai dòng thuộc cùng một đơn.", "Both lines are of one order."),
            Text::new("Điều chỉnh đơn đó, hoặc chọn đơn khác.", "Amend that order, or choose another."),
        );
    }
    let there = enrolled(tx.db(), giving.order).await?.get(&giving.id).copied().unwrap_or(0);
    let unused = giving.quantity.saturating_sub(there);
    if wanted.places == 0 || wanted.places > unused {
        add(
            "reallocation.places",
            "places",
            say!(
                "Dòng nhường còn {unused}.",
                "The line has {unused}.",
                unused = Noun::new("chỗ chưa dùng", "unused place", "unused places").counted(unused)
            ),
            Text::new("Ghi từ 1 đến số đó.", "Write from 1 to that number."),
        );
    }
    Ok(issues)
}

/// One side of the move, with its issues told at its own field.
async fn side(
    ctx: &Ctx,
    tx: &mut Tx,
    line: &Line,
    quantity: u32,
    wanted: &Move,
    place: &str,
) -> Result<Proposed, Error> {
    let terms = |of: &Line| match of.id == line.id {
        true => Terms { quantity, ..of.terms() },
        false => of.terms(),
    };
    let lines = orders::lines(tx.db(), line.order).await?.iter().map(terms).collect();
    let proposal = Proposal { governs_from: wanted.governs_from, reason: wanted.reason.clone(), lines };
    write(ctx, tx, line.order, &proposal).await.map_err(|error| match error {
        Error::Issues(issues) => {
            Error::Issues(issues.into_iter().map(|issue| told_at(issue, place)).collect())
        }
        other => other,
    })
}

fn told_at(issue: Issue, place: &str) -> Issue {
    let own = matches!(issue.place.as_str(), "governs_from" | "reason");
    if own { issue } else { Issue { place: place.to_owned(), ..issue } }
}

/// What must be reserved now: the rest is reserved when the giving side frees it.
fn beyond(reserves: Vec<Posting>, mut frees: BTreeMap<i64, Money>) -> Vec<Posting> {
    let rest = |posting: Posting| {
        let free = frees.entry(posting.appropriation.unwrap_or(0)).or_default();
        let part = posting.amount.min(*free);
        *free -= part;
        Posting { amount: posting.amount - part, ..posting }
    };
    reserves.into_iter().map(rest).filter(|posting| posting.amount > Money::ZERO).collect()
}
