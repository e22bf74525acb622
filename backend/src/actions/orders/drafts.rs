//! Drafts: an order as far as somebody has typed it. Nothing is reserved and nothing is checked until it is sent. An order
//! that was sent back, or for which the provider proposed other terms, becomes a draft again.

use std::collections::BTreeMap;

use domain::{
    amendment::Terms,
    calendar::vietnamese,
    ids::{OrderId, OrderLineId, PartyId},
    issue::Issue,
    permission::Deed,
    text::{Lang, Text},
};

use crate::{
    actions::{Ctx, views::DraftView},
    clock,
    error::Error,
    storage::{
        Tx, accounts,
        drafts::{self as stored, Draft},
        orders::{self, Order},
        registry::{self, Directory},
        tables::order_correction,
    },
};

/// Fields of the form by name, as they were typed.
pub type Typed = BTreeMap<String, String>;

/// An order of some hundred lines is smaller.
const MOST_BYTES: usize = 128 * 1024;

/// The drafts of one's own organisation, the one changed last first.
pub async fn drafts(ctx: &Ctx) -> Result<Vec<DraftView>, Error> {
    ctx.permit(Deed::PlaceOrder, &[])?;
    let directory = registry::directory(ctx.db()).await?;
    let mut views = Vec::new();
    for draft in stored::of_party(ctx.db(), ctx.actor.party).await? {
        views.push(view(ctx, draft, &directory).await?);
    }
    Ok(views)
}

pub async fn draft(ctx: &Ctx, id: i64) -> Result<DraftView, Error> {
    ctx.permit(Deed::PlaceOrder, &[])?;
    let draft = stored::find(ctx.db(), ctx.actor.party, id).await?.ok_or(Error::NotFound)?;
    let directory = registry::directory(ctx.db()).await?;
    view(ctx, draft, &directory).await
}

async fn view(ctx: &Ctx, draft: Draft, directory: &Directory) -> Result<DraftView, Error> {
    let typed: Typed =
        serde_json::from_str(&draft.content).map_err(|error| Error::fault("order_draft", error))?;
    let provider = typed.get("provider").and_then(|id| id.parse().ok()).map(PartyId);
    let quantities = typed.iter().filter(|(name, _)| name.ends_with(".quantity"));
    let quantities: Vec<u64> = quantities.filter_map(|(_, value)| value.parse().ok()).collect();
    let reason = match draft.corrects {
        Some(order) => orders::events(ctx.db(), OrderId(order)).await?.pop().map(|event| event.note),
        None => None,
    };
    Ok(DraftView {
        id: draft.id,
        provider: provider.map_or_else(String::new, |id| directory.name(id, ctx.today())),
        lines: quantities.len() as u64,
        learners: quantities.iter().fold(0, |sum: u64, quantity| sum.saturating_add(*quantity)),
        changed_by: draft.changed_by,
        changed_at: clock::written(domain::calendar::Moment(draft.changed_at)),
        corrects: draft.corrects.zip(draft.corrects_number),
        reason: reason.unwrap_or_default(),
        typed,
    })
}

/// Saves what was typed: anew, or in place of what the draft held. Answers with the draft's id.
pub async fn save(ctx: &Ctx, id: Option<i64>, typed: &Typed) -> Result<i64, Error> {
    ctx.permit(Deed::PlaceOrder, &[])?;
    let content = serde_json::to_string(typed).expect("names and values are plain data");
    if content.len() > MOST_BYTES {
        return Err(Issue::new(
            "draft.size",
            "lines",
            "assumption",
            Text::new("Bản nháp quá dài.", "The draft is too long."),
            Text::new("Tách thành nhiều đơn.", "Split it into several orders."),
        )
        .into());
    }
    let tx = ctx.begin("order.draft").await?;
    let (party, by, at) = (ctx.actor.party, ctx.actor.user, tx.at().0);
    let id = match id {
        Some(id) => {
            stored::find(tx.db(), party, id).await?.ok_or(Error::NotFound)?;
            stored::update(tx.db(), id, by, at, &content).await?;
            id
        }
        None => stored::insert(tx.db(), party, by, at, None, &content).await?,
    };
    tx.commit(format!("draft {id}")).await?;
    Ok(id)
}

/// Throws a draft away.
pub async fn discard(ctx: &Ctx, id: i64) -> Result<(), Error> {
    ctx.permit(Deed::PlaceOrder, &[])?;
    let tx = ctx.begin("order.discard").await?;
    stored::find(tx.db(), ctx.actor.party, id).await?.ok_or(Error::NotFound)?;
    stored::delete(tx.db(), id).await?;
    Ok(tx.commit(format!("draft {id}")).await?)
}

/// The draft has become an order; where it took another's place, both are linked.
pub(super) async fn use_up(ctx: &Ctx, tx: &mut Tx, id: i64, order: OrderId) -> Result<(), Error> {
    let draft = stored::find(tx.db(), ctx.actor.party, id).await?.ok_or(Error::NotFound)?;
    if let Some(corrects) = draft.corrects {
        let row = order_correction::Model { id: 0, audit_seq: 0, order_id: order.0, corrects };
        tx.insert::<order_correction::Entity>(row).await?;
    }
    Ok(stored::delete(tx.db(), id).await?)
}

/// Writes an order down as a draft of the organisation that placed it, with the terms that a provider proposed where
/// there are any.
pub(super) async fn from_order(
    tx: &Tx,
    order: &Order,
    proposed: Option<Vec<(OrderLineId, Terms)>>,
) -> Result<i64, Error> {
    let missing = || Error::fault("order", "what it rests on is not there");
    let programmes = registry::programmes(tx.db()).await?;
    let programme = programmes.into_iter().find(|row| row.id == order.programme_id).ok_or_else(missing)?;
    let occupations = registry::occupations(tx.db()).await?;
    let prices = registry::price_decisions(tx.db()).await?;
    let mut typed = Typed::from([
        ("programme".to_owned(), programme.programme.id),
        ("provider".to_owned(), order.provider.0.to_string()),
    ]);
    for (i, line) in orders::lines(tx.db(), order.id).await?.iter().enumerate() {
        let of_line = |found: &&(OrderLineId, Terms)| found.0 == line.id;
        let proposed = proposed.iter().flatten().find(of_line).map(|found| found.1);
        let terms = proposed.unwrap_or_else(|| line.terms());
        let price = prices.get(&line.price_decision_id).ok_or_else(missing)?;
        let mut put = |field: &str, value: String| {
            typed.insert(format!("lines[{i}].{field}"), value);
        };
        put("occupation", occupations.get(&line.occupation_id).ok_or_else(missing)?.code.clone());
        put("mode", line.mode.as_str().to_owned());
        put("quantity", terms.quantity.to_string());
        put("price_decision", price.code.clone());
        put("starts_on", vietnamese(terms.starts_on));
        put("ends_on", vietnamese(terms.ends_on));
        if terms.price != price.price {
            put("price", terms.price.grouped(Lang::Vi));
        }
    }
    let content = serde_json::to_string(&typed).expect("names and values are plain data");
    let party = accounts::by_id(tx.db(), order.placed_by).await?.map(|account| account.actor.party);
    let party = party.unwrap_or(order.ordering_body);
    Ok(stored::insert(tx.db(), party, order.placed_by, tx.at().0, Some(order.id), &content).await?)
}
