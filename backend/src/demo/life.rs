//! What happens to orders beside the plan, after the year: one is sent back, answered with a proposal and placed again;
//! empty places go from one order to another; and a planner leaves an order half written.

use domain::{
    amendment::Terms,
    ids::{OrderId, OrderLineId, PartyId},
    money::Money,
    order::{Draft, LineDraft},
};
use time::{Date, Duration, macros::date};

use super::{
    plan::{PlannedOrder, months_later},
    play::{PROGRAMME, Year},
};
use crate::{
    actions::{
        Ctx,
        amendments::{self, Move},
        orders::{self, Answer, Typed},
        read_orders, registry,
    },
    error::Error,
};

/// When the course of the order that is sent back begins.
const STARTS_ON: Date = date!(2026 - 11 - 16);

/// An order by a college that retrains, sent back once and answered once. It waits for approval in the end.
pub async fn corrected(year: &Year<'_>, plan: &PlannedOrder) -> Result<(), Error> {
    let planner = &year.cast.planner;
    let directory = registry::parties(planner).await?;
    let provider = directory.by_code(&plan.provider).ok_or(Error::NotFound)?.id;
    let Some(line) = plan.lines.first() else { return Ok(()) };
    let months = (1..24).find(|months| months_later(line.starts_on, *months) - Duration::DAY == line.ends_on);
    let Some(months) = months else { return Ok(()) };
    let ends_on = months_later(STARTS_ON, months) - Duration::DAY;
    let draft = |quantity: u32| Draft {
        programme: PROGRAMME.to_owned(),
        provider,
        lines: vec![LineDraft {
            occupation: line.occupation.clone(),
            mode: line.mode,
            quantity,
            price_decision: line.price_decision.clone(),
            starts_on: STARTS_ON,
            ends_on,
            price: None,
        }],
    };
    let first = orders::place(planner, draft(8), None).await?;
    orders::send_back(&year.cast.approver, first, "Kế hoạch là 9 người, sửa số lượng").await?;
    let second = orders::place(planner, draft(9), newest_draft(planner).await?).await?;
    orders::approve(&year.cast.approver, second, "Đúng kế hoạch").await?;
    let answer = Answer {
        lines: vec![Terms {
            quantity: 10,
            price: price_of(planner, second).await?,
            starts_on: STARTS_ON,
            ends_on,
        }],
        reason: "Đủ xưởng và giáo viên cho 10 người".to_owned(),
    };
    orders::answer(year.cast.director(provider)?, second, &answer).await?;
    let taken = orders::take_proposal(planner, second).await?;
    orders::place(planner, draft(10), Some(taken)).await?;
    let unfinished = Typed::from([
        ("programme".to_owned(), PROGRAMME.to_owned()),
        ("lines[0].quantity".to_owned(), "35".to_owned()),
    ]);
    orders::save(planner, None, &unfinished).await.map(drop)
}

async fn newest_draft(planner: &Ctx) -> Result<Option<i64>, Error> {
    Ok(orders::drafts(planner).await?.first().map(|draft| draft.id))
}

async fn price_of(planner: &Ctx, order: OrderId) -> Result<Money, Error> {
    let view = read_orders::find(planner, order).await?;
    Ok(Money::dong(view.lines.first().map_or(0, |line| line.price_dong)))
}

/// One empty place goes to an order that could train one more, at the same price where there is one.
pub async fn reallocated(year: &Year<'_>) -> Result<(), Error> {
    let planner = &year.cast.planner;
    let (unused, taking) = amendments::unused(planner).await?;
    let Some(giving) = unused.first() else { return Ok(()) };
    // A full class takes nobody, and a new one is not worth a place.
    for line in taking.into_iter().filter(|line| !line.quantity.is_multiple_of(35)) {
        let wanted = Move {
            giving: OrderLineId(giving.order_line_id),
            taking: OrderLineId(line.order_line_id),
            places: 1,
            governs_from: planner.today(),
            reason: "Dòng nhường không tuyển thêm được".to_owned(),
        };
        match amendments::reallocate(planner, &wanted).await {
            Ok(order) => return approved_and_accepted(year, order).await,
            // The licence or the budget of that order holds no more.
            Err(Error::Issues(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

async fn approved_and_accepted(year: &Year<'_>, giving: OrderId) -> Result<(), Error> {
    let planner = &year.cast.planner;
    let view = read_orders::find(planner, giving).await?;
    let amendment = view.amendments.last().ok_or(Error::NotFound)?;
    let taking = amendment.reallocation.as_ref().and_then(|pair| pair.other_id).ok_or(Error::NotFound)?;
    amendments::approve(&year.cast.approver, giving, amendment.number, "").await?;
    // Either side may be worth more than the first band.
    for order in [giving, OrderId(taking)] {
        let view = read_orders::find(&year.cast.head, order).await?;
        let open = view.amendments.last().filter(|open| open.may.iter().any(|may| may == "approve"));
        if let Some(open) = open {
            amendments::approve(&year.cast.head, order, open.number, "Đồng ý điều chuyển").await?;
        }
    }
    for order in [giving, OrderId(taking)] {
        let view = read_orders::find(planner, order).await?;
        let number = view.amendments.last().map_or(0, |open| open.number);
        let director = year.cast.director(PartyId(view.provider.id))?;
        amendments::accept(director, order, number).await?;
    }
    Ok(())
}
