//! When a provider is paid, and what stands in the way: an order's money by how far it has come. The part that no
//! statement holds yet is settled as of today by the engine, and nothing of it is written.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    calendar::{Moment, Period},
    ids::{EnrolmentId, OrderId, PartyId},
    ledger::Position,
    money::Money,
    order,
    permission::{Deed, Scope},
    settlement::{Entitled, Reason, Scheme, Settlement, explain, trace::Step},
    statement::{Kind, State},
    text::Text,
};
use time::Date;

use super::{
    Ctx,
    learners::title,
    read_statements::{of_order as statements_of, scheme_of},
    settlements::{AsOf, settle_line},
    views::{AwaitedView, IncomingView, NextView, PartyName},
};
use crate::{
    error::Error,
    storage::{
        money::{self, Statement},
        orders::{self, Order},
        registry::{self, Directory},
    },
};

/// The money of one order, for its provider and for the office. A host is paid by its own statements.
pub async fn of_order(ctx: &Ctx, id: OrderId) -> Result<IncomingView, Error> {
    ctx.permit_own(Deed::Read)?;
    let order = orders::find(ctx.db(), ctx.scope(), id).await?.ok_or(Error::NotFound)?;
    if !concerns(ctx, &order) {
        return Err(Error::NotFound);
    }
    let directory = registry::directory(ctx.db()).await?;
    view(ctx, &order, &directory).await
}

/// The money of every order of the provider who asks, the newest order first.
pub async fn of_provider(ctx: &Ctx) -> Result<Vec<IncomingView>, Error> {
    ctx.permit_own(Deed::Read)?;
    let Scope::Party(_) = ctx.scope() else { return Err(Error::NotFound) };
    let directory = registry::directory(ctx.db()).await?;
    let mut views = Vec::new();
    for order in orders::list(ctx.db(), ctx.scope()).await? {
        if concerns(ctx, &order) && matches!(order.state, order::State::Accepted | order::State::Closed) {
            views.push(view(ctx, &order, &directory).await?);
        }
    }
    views.sort_by_key(|view| std::cmp::Reverse(view.order_id));
    Ok(views)
}

fn concerns(ctx: &Ctx, order: &Order) -> bool {
    match ctx.scope() {
        Scope::Everything => true,
        Scope::Party(party) => order.provider == party,
        Scope::Learner(_) => false,
    }
}

/// Today; of a closed order, the day on which it was settled for the last time.
struct Standing {
    as_of: Date,
    closed: bool,
}

impl AsOf for Standing {
    fn as_of(&self) -> Date {
        self.as_of
    }
    fn closing(&self) -> bool {
        self.closed
    }
}

async fn view(ctx: &Ctx, order: &Order, directory: &Directory) -> Result<IncomingView, Error> {
    let statements = money::statements_of_order(ctx.db(), Scope::Everything, order.id).await?;
    let sum = |state: State, of: fn(&Statement) -> Money| -> Money {
        let mine = statements.iter().filter(|s| s.party == order.provider && s.state == state);
        mine.map(of).sum()
    };
    let payable = |state| sum(state, |statement| statement.totals.payable);
    // Of a statement that is paid in part, the part counts as paid.
    let part = sum(State::Approved, |statement| statement.paid);
    let prepared = || statements.iter().filter(|s| s.party == order.provider && s.state == State::Prepared);
    let position = money::positions(ctx.db(), order.id).await?;
    let owed = position.get(&order.provider).map_or(Money::ZERO, Position::to_recover);
    let recovered: Money = prepared().map(|s| s.totals.advance_recovered + s.totals.set_off).sum();
    let newly: Money = prepared().map(|s| s.totals.to_recover).sum();
    let scheme = scheme_of(ctx, order).await?;
    let settlements = settled(ctx, order).await?;
    let mut on_the_way = statements_of(ctx, order, directory).await?;
    on_the_way.retain(|row| {
        row.payee.id == order.provider.0 && matches!(row.state.code.as_str(), "prepared" | "approved")
    });
    on_the_way.sort_by_key(|row| row.id);
    Ok(IncomingView {
        order_id: order.id.0,
        order_number: order.number.clone(),
        provider: PartyName::new(order.provider, directory.name(order.provider, ctx.today())),
        ordered_dong: order.value.as_dong(),
        paid_dong: (payable(State::Paid) + part).as_dong(),
        approved_dong: (payable(State::Approved) - part).as_dong(),
        prepared_dong: payable(State::Prepared).as_dong(),
        to_recover_dong: (owed - recovered + newly).as_dong(),
        others_dong: of_others(order, &statements, &settlements).as_dong(),
        on_the_way,
        next: match order.state {
            order::State::Accepted => Some(next(ctx, order, &statements, &settlements).await?),
            _ => None,
        },
        awaited: unearned(order, &scheme, &settlements, Fate::Open),
        lost: unearned(order, &scheme, &settlements, Fate::Lost),
    })
}

async fn settled(ctx: &Ctx, order: &Order) -> Result<Vec<Settlement>, Error> {
    let schemes = registry::schemes(ctx.db()).await?;
    let closed = order.state == order::State::Closed;
    let last = if closed { money::last_as_of(ctx.db(), order.id).await? } else { None };
    let standing = Standing { as_of: last.unwrap_or(ctx.today()), closed };
    let mut settlements = Vec::new();
    for line in orders::lines(ctx.db(), order.id).await? {
        let before = money::settled_before(ctx.db(), line.id).await?;
        let known = Moment(i64::MAX);
        settlements.push(settle_line(ctx.db(), order, &line, &schemes, &standing, known, &before).await?);
    }
    Ok(settlements)
}

/// What other parties of the order are given, on statements and not yet on any: hosts of work-study.
fn of_others(order: &Order, statements: &[Statement], settlements: &[Settlement]) -> Money {
    let stated = statements.iter().filter(|statement| {
        statement.party != order.provider
            && statement.kind != Kind::Advance
            && statement.state != State::Returned
    });
    let due = settlements.iter().flat_map(|one| &one.lines).filter(|line| line.payee != order.provider);
    stated.map(|statement| statement.totals.gross).sum::<Money>() + due.map(|line| line.due).sum::<Money>()
}

async fn next(
    ctx: &Ctx,
    order: &Order,
    statements: &[Statement],
    settlements: &[Settlement],
) -> Result<NextView, Error> {
    let last = money::last_as_of(ctx.db(), order.id).await?;
    let period = match last {
        Some(day) => Period::of(day).next(),
        // Nothing was settled yet: the first period that has something to settle is the one of the course's begin.
        None => Period::of(first_day(ctx, order.id).await?.unwrap_or(ctx.today()).min(ctx.today())),
    };
    let mine = settlements.iter().flat_map(|one| &one.lines).filter(|line| line.payee == order.provider);
    let learners: BTreeSet<Option<EnrolmentId>> = mine.clone().map(|line| line.enrolment).collect();
    let due: Money = mine.map(|line| line.due).sum();
    let waits = statements.iter().find(|statement| statement.state == State::Prepared);
    Ok(NextView {
        period: period.to_string(),
        until: period.last_day(),
        over: period.last_day() < ctx.today(),
        due_dong: due.as_dong(),
        learners: learners.len() as u64,
        held_up_by: waits.map(|statement| statement.number.clone()),
    })
}

async fn first_day(ctx: &Ctx, order: OrderId) -> Result<Option<Date>, Error> {
    Ok(orders::lines(ctx.db(), order).await?.iter().map(|line| line.starts_on).min())
}

#[derive(Clone, Copy, PartialEq)]
enum Fate {
    Open,
    Lost,
}

/// Parts that are not earned, by component and reason, the largest amount first.
fn unearned(order: &Order, scheme: &Scheme, settlements: &[Settlement], fate: Fate) -> Vec<AwaitedView> {
    let amount = |part: &Entitled| if fate == Fate::Open { part.open } else { part.lost() };
    let mut rows: BTreeMap<(usize, String), AwaitedView> = BTreeMap::new();
    let mut empty = Money::ZERO;
    for one in settlements {
        let learners = one.entitled.learners.iter().map(|parts| (parts, 1));
        for (parts, learners) in learners.chain([(one.entitled.order.as_slice(), 0)]) {
            for part in parts.iter().filter(|part| !amount(part).is_zero()) {
                let (why, remedy) = why(order.provider, part, scheme);
                let row = rows.entry((part.part, why.vi.clone())).or_insert_with(|| AwaitedView {
                    part: title(scheme, &scheme.parts[part.part].code),
                    why: why.into(),
                    remedy: remedy.into(),
                    learners: 0,
                    amount_dong: 0,
                });
                row.learners += learners;
                row.amount_dong += amount(part).as_dong();
            }
        }
        empty += if fate == Fate::Open { one.volume.places_open } else { one.volume.places_lost };
    }
    let mut rows: Vec<AwaitedView> = rows.into_values().collect();
    if !empty.is_zero() {
        rows.push(empty_places(empty, fate));
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.amount_dong));
    rows
}

fn empty_places(amount: Money, fate: Fate) -> AwaitedView {
    let remedy = match fate {
        Fate::Open => Text::new("Nhập học thêm người học.", "Enrol more learners."),
        Fate::Lost => Text::new("Không có; khóa học đã hết.", "There is none; the course is over."),
    };
    AwaitedView {
        part: Text::new("Toàn bộ đơn giá", "The whole price").into(),
        why: Text::new("Chỗ chưa có người học.", "Places that nobody has taken.").into(),
        remedy: remedy.into(),
        learners: 0,
        amount_dong: amount.as_dong(),
    }
}

/// What is earned in part lost the rest to a cap, or to the class of graduation.
fn why(payee: PartyId, part: &Entitled, scheme: &Scheme) -> (Text, Text) {
    let trace = part.trace(scheme, payee, part.earned, Money::ZERO);
    let capped = trace.steps.iter().any(|step| matches!(step, Step::Less { .. }));
    match explain::why(&trace, scheme) {
        Some(told) => told,
        None if capped => (Reason::Capped.why(), Reason::Capped.remedy(false)),
        None => (
            Text::new("Xếp loại có hệ số dưới 1.", "The class has a factor below 1."),
            Text::new(
                "Hệ số theo xếp loại tốt nghiệp; chỉ đổi khi xếp loại được đính chính.",
                "The factor follows the class; it changes only if the class is corrected.",
            ),
        ),
    }
}
