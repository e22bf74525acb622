//! Proposing an amendment: every rule at once, what the order is then worth, and what must be reserved for it.

use std::collections::BTreeMap;

use domain::{
    amendment::{Change, State, Terms, check},
    calendar::Moment,
    fact::Fact,
    ids::{FactId, OrderId},
    issue::{Issue, none_or_all},
    ledger::{Posting, Purpose},
    money::Money,
    permission::Deed,
    settlement::{self, Before, Input},
    statement::Kind,
    text::{Text, clean, say},
};
use sea_orm::ConnectionTrait;
use time::Date;

use super::{insert_event, open, rules};
use crate::{
    actions::{
        Ctx,
        enrolments::running,
        orders::posting,
        settlements::{order_terms, refused},
        wrong_state,
    },
    error::Error,
    storage::{
        Tx,
        amendments::{self as stored, Amendment},
        learners, money,
        orders::{self, Line, Order},
        registry::{self, StoredScheme},
        tables::{amendment, amendment_line},
    },
};

/// What a planner proposes: terms for every line, in their order.
#[derive(Debug, Clone)]
pub struct Proposal {
    pub governs_from: Date,
    pub reason: String,
    pub lines: Vec<Terms>,
}

/// Proposes a new version of an accepted order. What it costs more is reserved at once. Answers with its number.
pub async fn propose(ctx: &Ctx, order: OrderId, proposal: &Proposal) -> Result<i32, Error> {
    ctx.permit(Deed::PlaceOrder, &[])?;
    let mut tx = ctx.begin("amendment.propose").await?;
    let proposed = write(ctx, &mut tx, order, proposal).await?;
    none_or_all(budget(&tx, &proposed.reserves, &BTreeMap::new()).await?)?;
    tx.post(proposed.reserves).await?;
    tx.commit(format!("order {} amendment {}", order.0, proposed.amendment.number)).await?;
    Ok(proposed.amendment.number)
}

/// An amendment as it was written, and what it asks of the budget or gives back, line by line.
pub(super) struct Proposed {
    pub amendment: Amendment,
    pub reserves: Vec<Posting>,
    pub gives_back: BTreeMap<i64, Money>,
}

/// Writes an amendment with its lines and first step; nothing is reserved yet.
pub(super) async fn write(
    ctx: &Ctx,
    tx: &mut Tx,
    id: OrderId,
    proposal: &Proposal,
) -> Result<Proposed, Error> {
    let order = orders::find(tx.db(), ctx.scope(), id).await?.ok_or(Error::NotFound)?;
    running(&order)?;
    nothing_waits(tx, id).await?;
    let lines = orders::lines(tx.db(), id).await?;
    let before = stored::of_order(tx.db(), id).await?;
    // A version never governs from before the one that it follows.
    let last = before.iter().filter(|amendment| amendment.state == State::Accepted);
    let earliest = last.map(|amendment| amendment.governs_from).max().unwrap_or(order.placed_on);
    let reason = clean(&proposal.reason);
    let checked = rules(tx.db(), &order, &lines, &proposal.lines).await?;
    let as_of = proposal.governs_from.max(ctx.today());
    let schemes = registry::schemes(tx.db()).await?;
    let mut values = Vec::with_capacity(lines.len());
    for (line, after) in lines.iter().zip(&proposal.lines) {
        let changes = line.terms().changes(after);
        values.push(worth(tx.db(), &order, line, &schemes, &changes, proposal.governs_from, as_of).await?);
    }
    let revalued = values.iter().copied().sum::<Money>() != lines.iter().map(|line| line.value).sum();
    none_or_all(check(&checked, proposal.governs_from, earliest, &reason, revalued))?;
    let number = before.last().map_or(1, |amendment| amendment.number + 1);
    let row = amendment::Model {
        id: 0,
        audit_seq: 0,
        order_id: id.0,
        number,
        governs_from: proposal.governs_from,
        reason: reason.clone(),
        proposed_on: ctx.today(),
        proposed_by: ctx.actor.user.0,
        value_before_dong: lines.iter().map(|line| line.value).sum::<Money>().as_dong(),
        value_after_dong: values.iter().copied().sum::<Money>().as_dong(),
    };
    let key = tx.insert::<amendment::Entity>(row).await?;
    let rows = lines.iter().zip(&proposal.lines).zip(&values);
    let rows = rows.map(|((line, after), value)| line_row(key, line, after, *value)).collect();
    tx.insert_all::<amendment_line::Entity>(rows).await?;
    insert_event(tx, ctx, key, ctx.actor.user, State::Submitted, &reason).await?;
    let amendment = stored::of_order(tx.db(), id).await?.pop().filter(|amendment| amendment.id == key);
    let amendment = amendment.ok_or_else(|| Error::fault("amendment", "it was not written"))?;
    let mut reserves = Vec::new();
    let mut gives_back: BTreeMap<i64, Money> = BTreeMap::new();
    for (line, value) in lines.iter().zip(values) {
        let more = value - line.value;
        let (on, purposes) = (ctx.today(), (Purpose::Reserved, Purpose::Available));
        if more > Money::ZERO {
            reserves.push(posting(id, order.provider, line.appropriation_id, on, more, purposes));
        } else {
            *gives_back.entry(line.appropriation_id).or_default() += Money::ZERO - more;
        }
    }
    Ok(Proposed { amendment, reserves, gives_back })
}

fn line_row(amendment: i64, line: &Line, after: &Terms, value: Money) -> amendment_line::Model {
    let before = line.terms();
    let learners = |quantity: u32| i32::try_from(quantity).unwrap_or(i32::MAX);
    amendment_line::Model {
        id: 0,
        audit_seq: 0,
        amendment_id: amendment,
        order_line_id: line.id.0,
        quantity_before: learners(before.quantity),
        quantity: learners(after.quantity),
        price_before_dong: before.price.as_dong(),
        price_dong: after.price.as_dong(),
        starts_before: before.starts_on,
        starts_on: after.starts_on,
        ends_before: before.ends_on,
        ends_on: after.ends_on,
        value_before_dong: line.value.as_dong(),
        value_after_dong: value.as_dong(),
    }
}

/// Neither another amendment nor the liquidation is under way.
async fn nothing_waits(tx: &Tx, id: OrderId) -> Result<(), Error> {
    if open(tx.db(), id).await?.is_some() {
        return Err(wrong_state(
            "amendment.open",
            Text::new("Đơn còn một điều chỉnh đang chờ.", "An amendment of this order waits."),
            Text::new("Xử lý xong điều chỉnh đó trước.", "Decide that one first."),
        ));
    }
    if money::has_run(tx.db(), id, Kind::Liquidation).await? {
        return Err(wrong_state(
            "amendment.liquidated",
            Text::new("Đơn đang thanh lý.", "The order is being liquidated."),
            Text::new("Không điều chỉnh được nữa.", "It cannot be amended any more."),
        ));
    }
    Ok(())
}

/// What a line is worth under the changes: what was earned before they govern keeps its price. The engine says it.
async fn worth(
    db: &impl ConnectionTrait,
    order: &Order,
    line: &Line,
    schemes: &[StoredScheme],
    changes: &[Change],
    governs_from: Date,
    as_of: Date,
) -> Result<Money, Error> {
    let stored = schemes.iter().find(|stored| stored.id == line.scheme_id);
    let stored = stored.ok_or_else(|| Error::fault("order line", "its scheme is not there"))?;
    let mut facts = stored::facts_before(db, line.id, i64::MAX).await?;
    let fact = |(i, change): (i64, &Change)| Fact {
        // After every fact that is stored.
        id: FactId(i64::MAX - 9 + i),
        happened_on: governs_from,
        recorded_at: Moment(i64::MAX),
        reporter: order.ordering_body,
        supersedes: None,
        what: change.happening(),
    };
    facts.extend((0..).zip(changes).map(fact));
    let learners = learners::of_line_before(db, line.id, i64::MAX).await?;
    let terms = order_terms(order, line, facts);
    let known_at = Moment(i64::MAX);
    let input =
        Input { scheme: &stored.scheme, order: &terms, learners: &learners, as_of, known_at, closing: false };
    let settled = settlement::settle(&input, &Before::new()).map_err(|misfits| refused(&misfits))?;
    Ok(settled.volume.ordered)
}

/// Each appropriation holds what is to be reserved of it, less what comes back to it in the same deed.
pub(super) async fn budget(
    tx: &Tx,
    reserves: &[Posting],
    comes_back: &BTreeMap<i64, Money>,
) -> Result<Vec<Issue>, Error> {
    let mut wanted: BTreeMap<i64, Money> = BTreeMap::new();
    for posting in reserves {
        *wanted.entry(posting.appropriation.unwrap_or(0)).or_default() += posting.amount;
    }
    let mut issues = Vec::new();
    for (appropriation, amount) in wanted {
        let Some(row) = registry::appropriation(tx.db(), appropriation).await? else { continue };
        let free = row.available + comes_back.get(&appropriation).copied().unwrap_or_default();
        if amount > free {
            issues.push(Issue::new(
                "amendment.appropriation",
                "lines",
                "NĐ 32/2019 Đ12; Luật NSNN Đ12",
                say!(
                    "Dự toán {code}: còn {free} đ, điều chỉnh cần thêm {amount} đ.",
                    "Appropriation {code}: {free} đ left, the amendment needs {amount} đ more.",
                    code = Text::both(&row.code),
                    free = free.said(),
                    amount = amount.said()
                ),
                Text::new(
                    "Giảm số lượng, hoặc bổ sung dự toán.",
                    "Lower the quantity, or add to the appropriation.",
                ),
            ));
        }
    }
    Ok(issues)
}
