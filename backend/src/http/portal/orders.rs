//! `/orders`: the list with its search, filter, order and pages.

use axum::extract::Query;
use domain::{order::State, permission::Deed, text::Lang};
use frontend::{
    OrderRow, OrdersPage,
    form::Choice,
    show::{Paging, count},
    texts::texts,
};
use serde::Deserialize;

use super::{
    show::{badge, capital, dong, page_number},
    workbooks::file,
};
use crate::{
    actions::{
        exports,
        read_orders::{self, Filter, Sort},
        views,
    },
    http::{
        forms::encoded,
        respond::{Answer, page},
        session::Member,
    },
};

const PAGE_SIZE: u64 = 25;

/// The address's own words; what is not understood is left out.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    state: String,
    programme: String,
    /// `yes`: only what waits for who asks.
    mine: String,
    sort: String,
    page: String,
}

pub async fn list(member: Member, Query(asked): Query<Asked>) -> Answer {
    let lang = member.visit.lang;
    let filter = filter(&asked);
    let found = read_orders::list(&member.ctx, &filter).await?;
    let query = query(&asked);
    let sort =
        if Sort::parse(asked.sort.trim_start_matches('-')).is_some() { asked.sort.as_str() } else { "" };
    let link = |page: u64| {
        let sort = if sort.is_empty() { String::new() } else { format!("&sort={sort}") };
        let rest = if query.is_empty() { String::new() } else { format!("&{query}") };
        format!("/orders?page={page}{sort}{rest}")
    };
    let sorted = if sort.is_empty() { String::new() } else { format!("sort={sort}&") };
    let export = format!("/orders.xlsx?{sorted}{query}");
    let places = member.ctx.may(Deed::PlaceOrder, &[]);
    let states =
        State::ALL.into_iter().map(|state| Choice::new(state.as_str(), capital(state.name().get(lang))));
    page(&OrdersPage {
        frame: member.visit.frame(texts(lang).order.heading)?,
        text: asked.q.trim().to_owned(),
        states: states.collect(),
        state: filter.state.map_or("", State::as_str).to_owned(),
        columns: OrdersPage::columns(lang, sort, &query),
        rows: found.rows.iter().map(|order| row(order, lang)).collect(),
        paging: Paging::new(found.page, found.size, found.total, lang, link),
        export_link: (found.total > 0).then_some(export),
        place_link: places.then(|| "/orders/new".to_owned()),
        links: if places {
            let l = &texts(lang).life;
            let link = |to: &str, text: &str| (to.to_owned(), text.to_owned());
            vec![link("/drafts", l.drafts), link("/reallocations", l.reallocate)]
        } else {
            Vec::new()
        },
    })
}

pub async fn export(member: Member, Query(asked): Query<Asked>) -> Answer {
    let (ctx, visit) = (&member.ctx, &member.visit);
    Ok(file(exports::orders(ctx, &filter(&asked), visit.query(), visit.lang).await?))
}

fn filter(asked: &Asked) -> Filter {
    let sort = Sort::parse(asked.sort.trim_start_matches('-'));
    Filter {
        text: asked.q.clone(),
        state: State::parse(&asked.state),
        programme: Some(asked.programme.clone()).filter(|programme| !programme.is_empty()),
        mine: asked.mine == "yes",
        sort: sort.unwrap_or_default(),
        // Unasked, the newest order comes first.
        descending: sort.is_none() || asked.sort.starts_with('-'),
        page: page_number(&asked.page),
        size: PAGE_SIZE,
    }
}

/// The filter as part of an address.
fn query(asked: &Asked) -> String {
    let parts = [
        ("q", asked.q.trim()),
        ("state", asked.state.as_str()),
        ("programme", asked.programme.as_str()),
        ("mine", asked.mine.as_str()),
    ];
    let told = parts.iter().filter(|(_, value)| !value.is_empty());
    told.map(|(key, value)| format!("{key}={}", encoded(value))).collect::<Vec<_>>().join("&")
}

fn row(order: &views::OrderRow, lang: Lang) -> OrderRow {
    OrderRow {
        number: order.number.clone(),
        link: format!("/orders/{}", order.id),
        provider: order.provider.name.clone(),
        lines: count(order.lines, lang),
        learners: count(order.learners, lang),
        value: dong(order.value_dong, lang),
        accepted: dong(order.accepted_dong, lang),
        state: badge(&order.state, lang),
    }
}
