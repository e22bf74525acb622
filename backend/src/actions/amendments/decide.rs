//! What becomes of a proposed amendment. Both sides of a reallocation are approved, rejected and withdrawn together; each
//! provider takes its own side, who gives first.

use std::collections::BTreeMap;

use domain::{
    amendment::State,
    fact::Happening,
    ids::OrderId,
    ledger::{Posting, Purpose},
    money::Money,
    permission::{Deed, Scope},
    text::{Text, clean},
};

use super::{insert_event, move_reserved, nothing_open, open, thing};
use crate::{
    actions::{
        Ctx, approvals, notices,
        orders::{COHORT_SIZE, missing_reason, posting},
        wrong_state,
    },
    error::Error,
    storage::{
        Tx,
        amendments::{self as stored, Amendment},
        money, orders,
        tables::{cohort, order_fact},
    },
};

/// Takes the awaited step of approval, with a comment.
pub async fn approve(ctx: &Ctx, order: OrderId, number: i32, comment: &str) -> Result<State, Error> {
    ctx.permit(Deed::ApproveOrder, &[])?;
    let mut tx = ctx.begin("amendment.approve").await?;
    let amendment = step(&tx, ctx, order, number, State::Approved).await?;
    let comment = clean(comment);
    let mut state = State::Submitted;
    let waiting = sides(&tx, &amendment).await?.into_iter().filter(|side| side.state == State::Submitted);
    for side in waiting {
        if approvals::take(ctx, &mut tx, &thing(&side), &comment).await? {
            insert_event(&mut tx, ctx, side.id, side.proposed_by, State::Approved, &comment).await?;
            notices::amendment_offered(ctx, &tx, &side).await?;
            state = if side.id == amendment.id { State::Approved } else { state };
        }
    }
    tx.commit(subject(&amendment)).await?;
    Ok(state)
}

/// Does not approve it: the order goes on as it was, and what was reserved is released.
pub async fn reject(ctx: &Ctx, order: OrderId, number: i32, reason: &str) -> Result<(), Error> {
    ctx.permit(Deed::ApproveOrder, &[])?;
    let tx = ctx.begin("amendment.reject").await?;
    let amendment = step(&tx, ctx, order, number, State::Rejected).await?;
    approvals::in_chain(ctx, tx.db(), &thing(&amendment)).await?;
    let sides = sides(&tx, &amendment).await?;
    give_up(ctx, tx, &amendment, sides, State::Rejected, reason).await
}

/// The planner takes it back before the provider took it.
pub async fn withdraw(ctx: &Ctx, order: OrderId, number: i32, reason: &str) -> Result<(), Error> {
    ctx.permit(Deed::PlaceOrder, &[])?;
    let tx = ctx.begin("amendment.withdraw").await?;
    let amendment = step(&tx, ctx, order, number, State::Withdrawn).await?;
    let sides = sides(&tx, &amendment).await?;
    give_up(ctx, tx, &amendment, sides, State::Withdrawn, reason).await
}

/// The provider does not take it. The other side of a reallocation falls with it, unless it is in force.
pub async fn decline(ctx: &Ctx, order: OrderId, number: i32, reason: &str) -> Result<(), Error> {
    let tx = ctx.begin("amendment.decline").await?;
    let amendment = offered(&tx, ctx, order, number, State::Declined).await?;
    let sides = sides(&tx, &amendment).await?;
    give_up(ctx, tx, &amendment, sides, State::Declined, reason).await
}

async fn give_up(
    ctx: &Ctx,
    mut tx: Tx,
    amendment: &Amendment,
    sides: Vec<Amendment>,
    state: State,
    reason: &str,
) -> Result<(), Error> {
    let reason = clean(reason);
    if reason.is_empty() {
        return Err(missing_reason().into());
    }
    for side in sides {
        // Only who was asked declines.
        let others = state == State::Declined && side.id != amendment.id;
        let state = if others { State::Withdrawn } else { state };
        insert_event(&mut tx, ctx, side.id, side.proposed_by, state, &reason).await?;
        move_reserved(&mut tx, ctx, &side, Purpose::Available).await?;
    }
    Ok(tx.commit(subject(amendment)).await?)
}

/// The provider takes the amendment: it is a fact of the order from now on, the commitment follows, and classes are
/// opened where more learners are ordered.
pub async fn accept(ctx: &Ctx, order: OrderId, number: i32) -> Result<(), Error> {
    let mut tx = ctx.begin("amendment.accept").await?;
    let amendment = offered(&tx, ctx, order, number, State::Accepted).await?;
    given_first(&tx, &amendment).await?;
    insert_event(&mut tx, ctx, amendment.id, amendment.proposed_by, State::Accepted, "").await?;
    write_facts(ctx, &mut tx, &amendment).await?;
    open_classes(&mut tx, order).await?;
    move_reserved(&mut tx, ctx, &amendment, Purpose::Committed).await?;
    free(ctx, &mut tx, &amendment).await?;
    notices::order_amended(ctx, &tx, &amendment).await?;
    Ok(tx.commit(subject(&amendment)).await?)
}

fn subject(amendment: &Amendment) -> String {
    format!("order {} amendment {}", amendment.order.0, amendment.number)
}

/// Loads the open amendment of that number and refuses unless it may take the step.
async fn step(tx: &Tx, ctx: &Ctx, order: OrderId, number: i32, next: State) -> Result<Amendment, Error> {
    orders::find(tx.db(), ctx.scope(), order).await?.ok_or(Error::NotFound)?;
    let open = open(tx.db(), order).await?.filter(|amendment| amendment.number == number);
    open.filter(|amendment| amendment.state.may_become(next)).ok_or_else(nothing_open)
}

async fn offered(tx: &Tx, ctx: &Ctx, order: OrderId, number: i32, next: State) -> Result<Amendment, Error> {
    let found = orders::find(tx.db(), ctx.scope(), order).await?.ok_or(Error::NotFound)?;
    ctx.permit(Deed::AcceptOrder, &[found.provider])?;
    step(tx, ctx, order, number, next).await
}

/// The amendment and, where places go from one order to another, the other side while it is open.
async fn sides(tx: &Tx, amendment: &Amendment) -> Result<Vec<Amendment>, Error> {
    let mut sides = vec![amendment.clone()];
    if let Some(pair) = stored::reallocation(tx.db(), amendment.id).await? {
        let other = if pair.giving == amendment.id { pair.taking } else { pair.giving };
        // Of everyone: a provider that declines ends the other side, which it does not see.
        let other = stored::find(tx.db(), Scope::Everything, other).await?;
        sides.extend(other.filter(|other| other.state.is_open()));
    }
    sides.sort_by_key(|side| side.id);
    Ok(sides)
}

/// Places are taken once they were given.
async fn given_first(tx: &Tx, amendment: &Amendment) -> Result<(), Error> {
    let Some(pair) = stored::reallocation(tx.db(), amendment.id).await? else { return Ok(()) };
    if pair.taking != amendment.id {
        return Ok(());
    }
    let giving = stored::find(tx.db(), Scope::Everything, pair.giving).await?;
    match giving.is_some_and(|giving| giving.state == State::Accepted) {
        true => Ok(()),
        false => Err(wrong_state(
            "amendment.not_given",
            Text::new(
                "Cơ sở nhường chỉ tiêu chưa nhận điều chỉnh.",
                "The provider that gives has not taken its side.",
            ),
            Text::new("Chờ cơ sở đó nhận trước.", "Wait until it has."),
        )),
    }
}

async fn write_facts(ctx: &Ctx, tx: &mut Tx, amendment: &Amendment) -> Result<(), Error> {
    let at = tx.at().0;
    let mut facts = Vec::new();
    for line in stored::lines(tx.db(), amendment.id).await? {
        for change in line.before.changes(&line.after) {
            let happening: Happening = change.happening();
            facts.push(order_fact::Model {
                id: 0,
                audit_seq: 0,
                order_id: amendment.order.0,
                order_line_id: line.line.0,
                amendment_id: amendment.id,
                happened_on: amendment.governs_from,
                recorded_at: at,
                reporter_id: ctx.actor.party.0,
                kind: happening.kind().to_owned(),
                content: serde_json::to_string(&happening).expect("a fact is plain data"),
            });
        }
    }
    tx.insert_all::<order_fact::Entity>(facts).await?;
    Ok(())
}

/// As many classes as the ordered number needs; none is closed.
async fn open_classes(tx: &mut Tx, order: OrderId) -> Result<(), Error> {
    let there = orders::cohorts(tx.db(), order).await?;
    let mut cohorts = Vec::new();
    for line in orders::lines(tx.db(), order).await? {
        let open = there.iter().filter(|cohort| cohort.line == line.id).count();
        let open = u32::try_from(open).unwrap_or(u32::MAX);
        let wanted = line.quantity.div_ceil(COHORT_SIZE);
        cohorts.extend((open.saturating_add(1)..=wanted).map(|n| cohort::Model {
            id: 0,
            audit_seq: 0,
            order_line_id: line.id.0,
            name: format!("{}.{n:02}", line.position),
        }));
    }
    tx.insert_all::<cohort::Entity>(cohorts).await?;
    Ok(())
}

/// What the order is worth less returns to its appropriation; where its places go to another order, that order's part of
/// the money is reserved for it before anybody else can take it.
async fn free(ctx: &Ctx, tx: &mut Tx, amendment: &Amendment) -> Result<(), Error> {
    let today = ctx.today();
    let lines = orders::lines(tx.db(), amendment.order).await?;
    let mut postings: Vec<Posting> = Vec::new();
    let mut freed: BTreeMap<i64, Money> = BTreeMap::new();
    for line in stored::lines(tx.db(), amendment.id).await? {
        let less = line.value_before - line.value_after;
        let Some(of) = lines.iter().find(|of| of.id == line.line).filter(|_| less > Money::ZERO) else {
            continue;
        };
        *freed.entry(of.appropriation_id).or_default() += less;
        let purposes = (Purpose::Available, Purpose::Committed);
        postings.push(posting(
            amendment.order,
            amendment.provider,
            of.appropriation_id,
            today,
            less,
            purposes,
        ));
    }
    let pair = stored::reallocation(tx.db(), amendment.id).await?;
    if let Some(pair) = pair.filter(|pair| pair.giving == amendment.id) {
        let taking = stored::find(tx.db(), Scope::Everything, pair.taking).await?;
        let taking = taking.ok_or_else(|| Error::fault("reallocation", "its other side is not there"))?;
        let reserved = money::reserved_of_order(tx.db(), taking.order).await?;
        for (appropriation, wanted) in wanted(tx, &taking).await? {
            let there =
                reserved.iter().find(|(of, _)| *of == appropriation).map_or(Money::ZERO, |(_, sum)| *sum);
            let part = (wanted - there).min(freed.get(&appropriation).copied().unwrap_or_default());
            if part > Money::ZERO {
                let purposes = (Purpose::Reserved, Purpose::Available);
                postings.push(posting(taking.order, taking.provider, appropriation, today, part, purposes));
            }
        }
    }
    Ok(tx.post(postings).await?)
}

/// What an amendment costs more, by appropriation.
async fn wanted(tx: &Tx, amendment: &Amendment) -> Result<Vec<(i64, Money)>, Error> {
    let lines = orders::lines(tx.db(), amendment.order).await?;
    let mut wanted: BTreeMap<i64, Money> = BTreeMap::new();
    for line in stored::lines(tx.db(), amendment.id).await? {
        let more = line.value_after - line.value_before;
        if let Some(of) = lines.iter().find(|of| of.id == line.line).filter(|_| more > Money::ZERO) {
            *wanted.entry(of.appropriation_id).or_default() += more;
        }
    }
    Ok(wanted.into_iter().collect())
}
