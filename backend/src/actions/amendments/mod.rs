//! Amendments of accepted orders: proposed by a planner, approved by amount as the order was, taken by the provider. From
//! then on they are facts of the order, and the next settlement pays by them. An order has one open amendment at most.

mod decide;
mod propose;
mod read;
mod reallocate;

use domain::{
    amendment::{Line as Rule, State, Terms},
    ids::{OrderId, UserId},
    ledger::{Posting, Purpose},
    money::Money,
    text::Text,
};
use sea_orm::ConnectionTrait;

pub use self::{
    decide::{accept, approve, decline, reject, withdraw},
    propose::{Proposal, propose},
    read::of_order,
    reallocate::{Move, reallocate, unused},
};
use super::{Ctx, approvals::Thing, hands::Made, orders::posting, wrong_state};
use crate::{
    error::Error,
    storage::{
        Tx,
        amendments::{self as stored, Amendment},
        money,
        orders::{Line, Order},
        registry,
        tables::amendment_event,
    },
};

/// The amendment of an order on which somebody still has to act.
pub(super) async fn open(db: &impl ConnectionTrait, order: OrderId) -> Result<Option<Amendment>, Error> {
    Ok(stored::of_order(db, order).await?.into_iter().find(|amendment| amendment.state.is_open()))
}

/// An amendment as its chain of approval sees it.
pub(super) fn thing(amendment: &Amendment) -> Thing {
    Thing {
        made: Made::Amendment(amendment.id),
        maker: amendment.proposed_by,
        made_on: amendment.proposed_on,
        amount: amendment.weight,
    }
}

/// What the rules need to know of each line: who is there, what price and licence allow.
pub(super) async fn rules(
    db: &impl ConnectionTrait,
    order: &Order,
    lines: &[Line],
    terms: &[Terms],
) -> Result<Vec<Rule>, Error> {
    if lines.len() != terms.len() {
        return Err(Error::NotFound);
    }
    let enrolled = stored::enrolled(db, order.id).await?;
    let occupations = registry::occupations(db).await?;
    let prices = registry::price_decisions(db).await?;
    let approvals = registry::approvals_of(db, order.provider).await?;
    let mut rules = Vec::with_capacity(lines.len());
    for (line, after) in lines.iter().zip(terms) {
        let year = after.starts_on.year();
        let ordered = registry::ordered_under(db, order.provider, year).await?;
        let mut total = i64::from(ordered.get(&line.approval_id).copied().unwrap_or(0));
        for (other, its) in lines.iter().zip(terms).filter(|(o, _)| o.approval_id == line.approval_id) {
            let counts = |terms: &Terms| match terms.starts_on.year() == year {
                true => i64::from(terms.quantity),
                false => 0,
            };
            total += counts(its) - counts(&other.terms());
        }
        let scale = approvals.iter().find(|approval| approval.id == line.approval_id);
        let spare = i64::from(scale.map_or(0, |approval| approval.yearly_scale)) - total;
        let left = (i64::from(after.quantity) + spare).max(0);
        rules.push(Rule {
            before: line.terms(),
            after: *after,
            enrolled: enrolled.get(&line.id).copied().unwrap_or(0),
            price_at_most: prices.get(&line.price_decision_id).map_or(Money::ZERO, |price| price.price),
            scale_left: u32::try_from(left).unwrap_or(u32::MAX),
            duration_fits: occupations
                .get(&line.occupation_id)
                .is_some_and(|occupation| occupation.level.duration_fits(after.starts_on, after.ends_on)),
        });
    }
    Ok(rules)
}

pub(super) async fn insert_event(
    tx: &mut Tx,
    ctx: &Ctx,
    amendment: i64,
    proposed_by: UserId,
    state: State,
    note: &str,
) -> Result<(), Error> {
    let row = amendment_event::Model {
        id: 0,
        audit_seq: 0,
        amendment_id: amendment,
        state: state.as_str().to_owned(),
        happened_on: ctx.today(),
        actor_id: ctx.actor.user.0,
        proposed_by: proposed_by.0,
        note: note.to_owned(),
    };
    tx.insert::<amendment_event::Entity>(row).await?;
    Ok(())
}

/// Moves what is reserved for an order that runs: only its open amendment reserves anything.
pub(super) async fn move_reserved(
    tx: &mut Tx,
    ctx: &Ctx,
    amendment: &Amendment,
    to: Purpose,
) -> Result<(), Error> {
    let reserved = money::reserved_of_order(tx.db(), amendment.order).await?;
    let today = ctx.today();
    let moved = |(appropriation, amount): (i64, Money)| {
        posting(amendment.order, amendment.provider, appropriation, today, amount, (to, Purpose::Reserved))
    };
    let postings: Vec<Posting> = reserved.into_iter().map(moved).collect();
    Ok(tx.post(postings).await?)
}

fn nothing_open() -> Error {
    wrong_state(
        "amendment.none",
        Text::new("Không có điều chỉnh này đang chờ.", "No such amendment waits."),
        Text::new("Tải lại trang để xem trạng thái mới nhất.", "Reload the page to see where it stands."),
    )
}
