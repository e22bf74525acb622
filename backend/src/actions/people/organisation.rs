//! Organisations that the administrator adds, and those that there are.

use domain::{
    ids::PartyId,
    issue::{Issue, none_or_all},
    party::PartyKind,
    permission::Deed,
    text::{Text, clean, folded},
};

use crate::{
    actions::Ctx,
    error::Error,
    storage::{
        registry,
        tables::{party, party_identity},
    },
};

/// An organisation to be added.
#[derive(Debug, Clone)]
pub struct Organisation {
    pub code: String,
    pub kind: PartyKind,
    pub name: String,
    pub parent: String,
    pub tax_code: String,
}

pub async fn add_organisation(ctx: &Ctx, draft: Organisation) -> Result<PartyId, Error> {
    ctx.permit(Deed::Administer, &[])?;
    let mut tx = ctx.begin("party.add").await?;
    let directory = registry::directory(tx.db()).await?;
    let (code, name) = (clean(&draft.code).to_lowercase(), clean(&draft.name));
    let mut issues = Vec::new();
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if code.is_empty() || !code.chars().all(fits) || directory.by_code(&code).is_some() {
        issues.push(Issue::new(
            "party.code",
            "organisation_code",
            "NĐ 32/2019 Đ12",
            Text::new(
                "Mã đơn vị trống, có ký tự lạ, hoặc đã có.",
                "The code is empty, has other signs, or is taken.",
            ),
            Text::new(
                "Chữ thường không dấu, số và dấu gạch nối.",
                "Small letters without accents, figures and hyphens.",
            ),
        ));
    }
    if name.is_empty() {
        issues.push(Issue::new(
            "party.name",
            "organisation_name",
            "NĐ 32/2019 Đ12",
            Text::new("Thiếu tên đơn vị.", "The name is missing."),
            Text::new("Ghi như trên quyết định thành lập.", "Write it as on the founding decision."),
        ));
    }
    let tax_code = match draft.tax_code.trim() {
        "" => None,
        code => match domain::tax_code::TaxCode::parse(code) {
            Ok(code) => Some(code.as_str().to_owned()),
            Err(issue) => {
                issues.push(Issue { place: "tax_code".to_owned(), ..issue });
                None
            }
        },
    };
    none_or_all(issues)?;
    let new = party::Model {
        id: 0,
        audit_seq: 0,
        code: code.clone(),
        kind: draft.kind.as_str().to_owned(),
        subordinate_to: None,
    };
    let id = tx.insert::<party::Entity>(new).await?;
    let identity = party_identity::Model {
        id: 0,
        audit_seq: 0,
        party_id: id,
        valid_from: ctx.today(),
        short_name: name.clone(),
        name,
        parent: clean(&draft.parent),
        province_code: String::new(),
        ownership: String::new(),
        tax_code,
        source: ctx.actor.name.clone(),
        status: "verified".to_owned(),
        note: String::new(),
    };
    tx.insert::<party_identity::Entity>(identity).await?;
    tx.commit(format!("party {code}")).await?;
    Ok(PartyId(id))
}

/// Every organisation by name, for the form.
pub async fn organisations(ctx: &Ctx) -> Result<Vec<(PartyId, String)>, Error> {
    ctx.permit(Deed::Administer, &[])?;
    let directory = registry::directory(ctx.db()).await?;
    let mut all: Vec<(PartyId, String)> =
        directory.all().into_iter().map(|party| (party.id, directory.name(party.id, ctx.today()))).collect();
    all.sort_by_key(|(_, name)| folded(name));
    Ok(all)
}
