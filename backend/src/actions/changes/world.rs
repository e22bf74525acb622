//! What a proposal is checked against, read once.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    change::{Kind, Line, World},
    ids::PartyId,
};
use sea_orm::ConnectionTrait;

use super::others::working_days_now;
use crate::{
    actions::Ctx,
    error::Error,
    fixtures,
    storage::{changes, registry},
};

/// `but`: the proposal that is being decided, which waits for nothing any more.
pub(super) async fn load(ctx: &Ctx, db: &impl ConnectionTrait, but: Option<i64>) -> Result<World, Error> {
    let directory = registry::directory(db).await?;
    let occupations = registry::occupations(db).await?;
    let mut licences = BTreeSet::new();
    let mut identities = BTreeSet::new();
    for party in directory.all() {
        identities.extend(party.identities.iter().map(|identity| (party.id, identity.valid_from)));
    }
    for (party, approval) in registry::approvals_of_everyone(db).await? {
        let code = occupations.get(&approval.occupation_id).map_or_else(String::new, |o| o.code.clone());
        licences.insert((PartyId(party), code, approval.kind.as_str(), approval.valid_from));
    }
    let mut lines = Vec::new();
    let mut targets = BTreeMap::new();
    for stored in registry::programmes(db).await? {
        let programme = stored.programme;
        let rows = registry::appropriations(db, stored.id).await?;
        for row in rows {
            let known = programme.appropriations.iter().find(|line| line.key == row.code);
            lines.push(Line {
                programme: programme.id.clone(),
                code: row.code,
                fiscal_year: row.fiscal_year,
                levels: known.map(|line| line.levels.clone()).unwrap_or_default(),
                taken: row.amount - row.available,
            });
        }
        let codes: BTreeSet<String> = programme.targets.iter().map(|target| target.code.clone()).collect();
        targets.insert(programme.id, codes);
    }
    let mut schemes: BTreeMap<String, u32> = BTreeMap::new();
    for stored in registry::schemes(db).await? {
        let newest = schemes.entry(stored.scheme.id).or_default();
        *newest = stored.scheme.version.max(*newest);
    }
    let waiting = changes::waiting_of_everyone(db).await?.into_iter().filter(|stored| Some(stored.id) != but);
    Ok(World {
        today: ctx.today(),
        occupations: occupations.into_values().map(|o| (o.code, o.level)).collect(),
        parties: directory.all().into_iter().map(|party| (party.id, party.kind)).collect(),
        provinces: fixtures::provinces()?.into_keys().collect(),
        licences,
        lines,
        targets,
        schemes,
        lists: registry::price_decisions(db).await?.into_keys().collect(),
        days: working_days_now(db).await?,
        identities,
        waiting: waiting.filter_map(|stored| Some((Kind::parse(&stored.kind)?, stored.subject))).collect(),
    })
}
