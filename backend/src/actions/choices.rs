//! What forms offer to choose from.

use domain::{
    calendar::Period,
    occupation::Mode,
    party::PartyKind,
    permission::Deed,
    text::{Text, folded},
};

use super::{
    Ctx,
    views::{Coded, OrderChoices, PartyName},
};
use crate::{error::Error, storage::registry};

/// For a new order: everything that could pass a gate today. The gates decide.
pub async fn order(ctx: &Ctx) -> Result<OrderChoices, Error> {
    ctx.permit(Deed::PlaceOrder, &[])?;
    let (db, today) = (ctx.db(), ctx.today());
    let occupations = registry::occupations(db).await?;
    let mut prices: Vec<_> = registry::price_decisions(db).await?.into_values().collect();
    prices.retain(|price| price.valid_from <= today && price.valid_until.is_none_or(|last| today <= last));
    prices.sort_by_key(|price| occupations.get(&price.occupation_id).map(|o| o.code.clone()));
    let named = |price: &registry::PriceDecision| {
        let code = occupations.get(&price.occupation_id).map_or("", |o| o.code.as_str());
        let name = |lang| format!("{code} · {} · {} đ", price.number, price.price.grouped(lang));
        Coded::new(&price.code, Text::told(name))
    };
    let priced: std::collections::HashSet<i64> = prices.iter().map(|price| price.occupation_id).collect();
    let mut courses: Vec<_> = occupations.values().filter(|o| priced.contains(&o.id)).collect();
    courses.sort_by(|a, b| (a.level, &a.code).cmp(&(b.level, &b.code)));
    let course = |o: &registry::Occupation| {
        let level = o.level.name();
        let name = Text::new(
            format!("{} · {} · {}", o.code, o.name.vi, level.vi),
            format!("{} · {} · {}", o.code, o.name.en, level.en),
        );
        Coded::new(&o.code, name)
    };
    let programmes = registry::programmes(db).await?;
    Ok(OrderChoices {
        programmes: programmes
            .into_iter()
            .map(|stored| Coded::new(&stored.programme.id, stored.programme.short))
            .collect(),
        providers: parties(ctx, &[PartyKind::College, PartyKind::Enterprise]).await?,
        occupations: courses.into_iter().map(course).collect(),
        modes: Mode::ALL.into_iter().map(|mode| Coded::new(mode.as_str(), mode.name())).collect(),
        price_decisions: prices.iter().map(named).collect(),
    })
}

/// Enterprises that employ learners or host them.
pub async fn enterprises(ctx: &Ctx) -> Result<Vec<PartyName>, Error> {
    ctx.permit_own(Deed::Read)?;
    parties(ctx, &[PartyKind::Enterprise]).await
}

/// Programmes to settle, and the periods that are over: the last eight, newest first.
pub async fn settlement(ctx: &Ctx) -> Result<(Vec<Coded>, Vec<String>), Error> {
    ctx.permit(Deed::Settle, &[])?;
    let programmes = registry::programmes(ctx.db()).await?;
    let named = |stored: registry::StoredProgramme| Coded::new(&stored.programme.id, stored.programme.short);
    let mut periods = Vec::new();
    let mut day = Period::of(ctx.today()).first_day();
    for _ in 0..8 {
        let before = Period::of(day - time::Duration::DAY);
        periods.push(before.to_string());
        day = before.first_day();
    }
    Ok((programmes.into_iter().map(named).collect(), periods))
}

async fn parties(ctx: &Ctx, kinds: &[PartyKind]) -> Result<Vec<PartyName>, Error> {
    let directory = registry::directory(ctx.db()).await?;
    let active = |party: &&registry::Party| party.is_active(ctx.today());
    let of_kind = directory.all().into_iter().filter(|party| kinds.contains(&party.kind)).filter(active);
    let mut names: Vec<PartyName> =
        of_kind.map(|party| PartyName::new(party.id, directory.name(party.id, ctx.today()))).collect();
    names.sort_by_key(|party| folded(&party.name));
    Ok(names)
}
