//! Lists of prices: those of one decision together, what superseded them, and which orders were placed at them.

use std::collections::HashMap;

use domain::{
    change::{PriceRow, read_prices},
    issue::Issue,
    money::Money,
    permission::Deed,
    programme::Certainty,
    text::Text,
};
use time::Date;

use super::told::named;
use crate::{
    actions::{Ctx, views::PartyName},
    error::Error,
    spreadsheet,
    storage::{
        changes,
        registry::{self, PriceDecision},
    },
};

#[derive(Debug, Clone)]
pub struct PriceListRow {
    /// Of its first price.
    pub id: i64,
    pub authority: String,
    pub number: String,
    pub decided_on: Date,
    pub valid_from: Date,
    /// The last day of the price that holds longest; none when one has no end.
    pub valid_until: Option<Date>,
    pub certainty: Certainty,
    pub prices: usize,
    pub orders: i64,
}

#[derive(Debug)]
pub struct PriceListView {
    pub row: PriceListRow,
    pub reasoning: String,
    pub source: String,
    pub prices: Vec<PriceView>,
    /// Id, number, provider and day.
    pub orders: Vec<(i64, String, PartyName, Date)>,
}

#[derive(Debug, Clone)]
pub struct PriceView {
    pub occupation: Text,
    pub price: Money,
    pub valid_until: Option<Date>,
    pub reasoning: String,
}

/// A list that a new one may take the place of.
pub type ListOffer = (i64, String);

/// The newest decision first.
pub async fn price_lists(ctx: &Ctx) -> Result<Vec<PriceListRow>, Error> {
    ctx.permit(Deed::Read, &[])?;
    let orders = changes::orders_by_price(ctx.db()).await?;
    let all = registry::price_decisions(ctx.db()).await?;
    let mut rows: Vec<PriceListRow> = lists(all).iter().map(|list| row(list, &orders)).collect();
    rows.sort_by_key(|row| std::cmp::Reverse((row.valid_from, row.id)));
    Ok(rows)
}

pub async fn price_list(ctx: &Ctx, id: i64) -> Result<PriceListView, Error> {
    ctx.permit(Deed::Read, &[])?;
    let db = ctx.db();
    let orders = changes::orders_by_price(db).await?;
    let all = lists(registry::price_decisions(db).await?);
    let list = all.into_iter().find(|list| list[0].id == id).ok_or(Error::NotFound)?;
    let occupations = registry::occupations(db).await?;
    let directory = registry::directory(db).await?;
    let ids: Vec<i64> = list.iter().map(|price| price.id).collect();
    let placed = changes::orders_at_prices(db, &ids).await?.into_iter().map(|order| {
        let party = domain::ids::PartyId(order.provider_id);
        let provider = PartyName::new(party, directory.name(party, order.placed_on));
        (order.id, order.number, provider, order.placed_on)
    });
    let mut row = row(&list, &orders);
    let placed: Vec<_> = placed.collect();
    row.orders = i64::try_from(placed.len()).unwrap_or(i64::MAX);
    let price = |price: &PriceDecision| PriceView {
        occupation: occupations.get(&price.occupation_id).map_or_else(|| Text::new("", ""), named),
        price: price.price,
        valid_until: price.valid_until,
        reasoning: price.reasoning.clone(),
    };
    Ok(PriceListView {
        row,
        reasoning: list[0].reasoning.clone(),
        source: list[0].source.clone(),
        prices: list.iter().map(price).collect(),
        orders: placed,
    })
}

/// The rows of what was pasted or sent, and what is wrong with the others. A file wins over what was pasted.
pub fn read_list(pasted: &str, file: &[u8], name: &str) -> (Vec<PriceRow>, Vec<Issue>) {
    let book = if file.is_empty() {
        spreadsheet::pasted(pasted.as_bytes())
    } else {
        spreadsheet::admit(name, file).and_then(|kind| spreadsheet::read(file, kind))
    };
    match book {
        Ok(book) => read_prices(&book.sheets.into_iter().next().unwrap_or_default()),
        Err(issue) => (Vec::new(), vec![Issue { place: "list".to_owned(), ..issue }]),
    }
}

/// Prices of the same decision, in the order of their ids; never an empty list.
fn lists(all: HashMap<i64, PriceDecision>) -> Vec<Vec<PriceDecision>> {
    let mut all: Vec<PriceDecision> = all.into_values().collect();
    all.sort_by_key(|price| price.id);
    let mut lists: Vec<Vec<PriceDecision>> = Vec::new();
    for price in all {
        let same = |list: &&mut Vec<PriceDecision>| {
            let first = &list[0];
            (&first.authority, &first.number, first.decided_on)
                == (&price.authority, &price.number, price.decided_on)
        };
        match lists.iter_mut().find(same) {
            Some(list) => list.push(price),
            None => lists.push(vec![price]),
        }
    }
    lists
}

/// An order with lines at two prices of the list counts twice here; the list's own page counts orders.
fn row(list: &[PriceDecision], orders: &HashMap<i64, i64>) -> PriceListRow {
    let first = &list[0];
    let ends = list.iter().map(|price| price.valid_until).collect::<Option<Vec<Date>>>();
    PriceListRow {
        id: first.id,
        authority: first.authority.clone(),
        number: first.number.clone(),
        decided_on: first.decided_on,
        valid_from: first.valid_from,
        valid_until: ends.and_then(|ends| ends.into_iter().max()),
        certainty: first.status,
        prices: list.len(),
        orders: list.iter().filter_map(|price| orders.get(&price.id)).sum(),
    }
}
