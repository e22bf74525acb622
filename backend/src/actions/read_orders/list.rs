//! The list of orders: searched without accents, filtered, sorted, cut into pages.

use std::{cmp::Ordering, collections::HashMap};

use domain::{order::State, permission::Deed, text::folded};

use crate::{
    actions::{
        Ctx, approvals, orders,
        tally::{Tally, sum},
        views::{Coded, OrderRow, Page, PartyName},
    },
    error::Error,
    storage::{
        orders::{Line, Order},
        registry::{self, Directory},
    },
};

/// Which orders are wanted, in which order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Part of a number or of a provider's name; accents and case do not matter.
    pub text: String,
    pub state: Option<State>,
    /// Key of a programme.
    pub programme: Option<String>,
    /// Only those whose next step of approval is that of who asks.
    pub mine: bool,
    pub sort: Sort,
    pub descending: bool,
    /// Counts from 1.
    pub page: u64,
    pub size: u64,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// In the order of placing.
    #[default]
    Placed,
    Number,
    Provider,
    Lines,
    Learners,
    Value,
    Accepted,
    State,
}

impl Sort {
    pub fn parse(text: &str) -> Option<Sort> {
        match text {
            "placed" => Some(Sort::Placed),
            "number" => Some(Sort::Number),
            "provider" => Some(Sort::Provider),
            "lines" => Some(Sort::Lines),
            "learners" => Some(Sort::Learners),
            "value" => Some(Sort::Value),
            "accepted" => Some(Sort::Accepted),
            "state" => Some(Sort::State),
            _ => None,
        }
    }
}

/// Orders within the scope of who asks.
pub async fn list(ctx: &Ctx, filter: &Filter) -> Result<Page<OrderRow>, Error> {
    Ok(Page::cut(every(ctx, filter).await?, filter.page, filter.size))
}

/// The same, uncut.
pub async fn every(ctx: &Ctx, filter: &Filter) -> Result<Vec<OrderRow>, Error> {
    ctx.permit_own(Deed::Read)?;
    let tally = Tally::load(ctx).await?;
    let directory = registry::directory(ctx.db()).await?;
    let programmes = registry::programmes(ctx.db()).await?;
    let codes: HashMap<i64, &str> = programmes.iter().map(|p| (p.id, p.programme.id.as_str())).collect();
    let lines = tally.lines_by_order();
    let wanted = folded(&filter.text);
    let mine = match filter.mine {
        true => {
            let submitted = tally.orders.iter().filter(|order| order.state == State::Submitted);
            let things: Vec<_> = submitted.map(orders::thing).collect();
            Some(approvals::waiting_for(ctx, ctx.db(), &things).await?)
        }
        false => None,
    };
    let mut rows = Vec::new();
    for order in &tally.orders {
        let lines = lines.get(&order.id).map_or(&[][..], Vec::as_slice);
        let row = row(ctx, &tally, order, lines, &directory, &codes);
        let fits = filter.state.is_none_or(|state| state == order.state)
            && mine.as_ref().is_none_or(|mine| mine.contains(&row.id))
            && filter.programme.as_ref().is_none_or(|programme| *programme == row.programme)
            && (folded(&row.number).contains(&wanted) || folded(&row.provider.name).contains(&wanted));
        if fits {
            rows.push((order.state, row));
        }
    }
    rows.sort_by(|a, b| compare(filter.sort, a, b));
    if filter.descending {
        rows.reverse();
    }
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

fn row(
    ctx: &Ctx,
    tally: &Tally,
    order: &Order,
    lines: &[&Line],
    directory: &Directory,
    programmes: &HashMap<i64, &str>,
) -> OrderRow {
    OrderRow {
        id: order.id.0,
        number: order.number.clone(),
        provider: PartyName::new(order.provider, directory.name(order.provider, ctx.today())),
        programme: programmes.get(&order.programme_id).copied().unwrap_or_default().to_owned(),
        placed_on: order.placed_on,
        lines: lines.len() as u64,
        learners: lines.iter().map(|line| u64::from(line.quantity)).sum(),
        value_dong: order.value.as_dong(),
        accepted_dong: sum(lines.iter().map(|line| tally.volume(line, order.state))).accepted.as_dong(),
        state: Coded::new(order.state.as_str(), order.state.name()),
    }
}

fn compare(sort: Sort, (a_state, a): &(State, OrderRow), (b_state, b): &(State, OrderRow)) -> Ordering {
    let key = match sort {
        Sort::Placed => Ordering::Equal,
        Sort::Number => a.number.cmp(&b.number),
        Sort::Provider => folded(&a.provider.name).cmp(&folded(&b.provider.name)),
        Sort::Lines => a.lines.cmp(&b.lines),
        Sort::Learners => a.learners.cmp(&b.learners),
        Sort::Value => a.value_dong.cmp(&b.value_dong),
        Sort::Accepted => a.accepted_dong.cmp(&b.accepted_dong),
        Sort::State => a_state.cmp(b_state),
    };
    key.then(a.id.cmp(&b.id))
}
