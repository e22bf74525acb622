//! Organisations with everything of them that changes with time.

use domain::{change::Organisation, ids::PartyId, party::PartyKind, permission::Deed, text::folded};
use sea_orm::ConnectionTrait;
use time::Date;

use crate::{
    actions::{
        Ctx,
        views::{Coded, Page},
    },
    error::Error,
    storage::{
        changes, registry,
        tables::{party_detail, party_identity},
    },
};

#[derive(Debug, Clone)]
pub struct OrganisationRow {
    pub id: i64,
    pub code: String,
    pub kind: PartyKind,
    pub name: String,
    pub tax_code: String,
    pub active: bool,
}

#[derive(Debug)]
pub struct OrganisationView {
    pub row: OrganisationRow,
    pub now: Organisation,
    pub certainty: Coded,
    /// From which day, as what, and where that was read; newest first.
    pub history: Vec<(Date, Organisation, String)>,
}

/// By name, those that the text is part of.
pub async fn organisations(
    ctx: &Ctx,
    text: &str,
    kind: Option<PartyKind>,
    page: u64,
    size: u64,
) -> Result<Page<OrganisationRow>, Error> {
    ctx.permit(Deed::Read, &[])?;
    let directory = registry::directory(ctx.db()).await?;
    let today = ctx.today();
    let wanted = folded(text);
    let row = |party: &registry::Party| OrganisationRow {
        id: party.id.0,
        code: party.code.clone(),
        kind: party.kind,
        name: directory.name(party.id, today),
        tax_code: domain::party::identity_on(&party.identities, today)
            .and_then(|identity| identity.tax_code.clone())
            .unwrap_or_default(),
        active: party.is_active(today),
    };
    let mut rows: Vec<OrganisationRow> = directory
        .all()
        .into_iter()
        .filter(|party| kind.is_none_or(|kind| kind == party.kind))
        .map(row)
        .filter(|row| folded(&format!("{} {} {}", row.code, row.name, row.tax_code)).contains(&wanted))
        .collect();
    rows.sort_by_key(|row| folded(&row.name));
    Ok(Page::cut(rows, page, size))
}

pub async fn organisation(ctx: &Ctx, id: i64) -> Result<OrganisationView, Error> {
    ctx.permit(Deed::Read, &[])?;
    let db = ctx.db();
    let directory = registry::directory(db).await?;
    let party = directory.get(PartyId(id)).ok_or(Error::NotFound)?;
    let (identities, details) = rows(db, party.id).await?;
    let mut history = Vec::with_capacity(identities.len());
    for identity in identities.iter().rev() {
        history.push((
            identity.valid_from,
            told(party.id, identity, detail_on(&details, identity.valid_from)),
            identity.source.clone(),
        ));
    }
    let now = as_of(db, party.id, ctx.today()).await?.ok_or(Error::NotFound)?;
    Ok(OrganisationView {
        row: OrganisationRow {
            id,
            code: party.code.clone(),
            kind: party.kind,
            name: now.name.clone(),
            tax_code: now.tax_code.clone(),
            active: now.active,
        },
        certainty: party.status.into(),
        now,
        history,
    })
}

/// As it is on a day; before its first day, as it first was.
pub(super) async fn as_of(
    db: &impl ConnectionTrait,
    party: PartyId,
    day: Date,
) -> Result<Option<Organisation>, Error> {
    let (identities, details) = rows(db, party).await?;
    let identity = identities.iter().rfind(|identity| identity.valid_from <= day).or(identities.first());
    Ok(identity.map(|identity| told(party, identity, detail_on(&details, day))))
}

async fn rows(
    db: &impl ConnectionTrait,
    party: PartyId,
) -> Result<(Vec<party_identity::Model>, Vec<party_detail::Model>), Error> {
    let identities = registry::identities_of(db, party).await?;
    let mut details = changes::details(db).await?;
    details.retain(|detail| detail.party_id == party.0);
    Ok((identities, details))
}

fn detail_on(details: &[party_detail::Model], day: Date) -> Option<&party_detail::Model> {
    details.iter().rfind(|detail| detail.valid_from <= day)
}

fn told(
    party: PartyId,
    identity: &party_identity::Model,
    detail: Option<&party_detail::Model>,
) -> Organisation {
    let of = |pick: fn(&party_detail::Model) -> &String| {
        detail.map_or_else(String::new, |detail| pick(detail).clone())
    };
    Organisation {
        party,
        name: identity.name.clone(),
        short_name: identity.short_name.clone(),
        parent: identity.parent.clone(),
        province_code: identity.province_code.clone(),
        ownership: identity.ownership.clone(),
        tax_code: identity.tax_code.clone().unwrap_or_default(),
        address: of(|detail| &detail.address),
        treasury_account: of(|detail| &detail.treasury_account),
        bank_account: of(|detail| &detail.bank_account),
        bank: of(|detail| &detail.bank),
        active: detail.is_none_or(|detail| detail.active),
    }
}
