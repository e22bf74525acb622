//! Loads what the programme is played with, and the people who sign in. One write for each file.

use std::collections::{BTreeSet, HashMap};

use domain::{
    ids::{PartyId, UserId},
    ledger::hex,
    permission::{Actor, Deed, Role},
    programme::Programme,
    settlement::Scheme,
    tax_code::TaxCode,
    text::{Text, clean},
};
use sha2::{Digest, Sha256};

use super::{Ctx, people};
use crate::{
    error::Error,
    fixtures::{ApprovalRow, Fixtures, PartyRow},
    storage::{
        Tx, accounts,
        registry::{self, Directory},
        tables::{
            appropriation, approval, occupation, party, party_identity, price_decision, programme, scheme,
        },
    },
};

/// Loads parties, occupations, courses, licences and prices into an empty database.
pub async fn load(ctx: &Ctx, fixtures: &Fixtures) -> Result<(), Error> {
    ctx.permit(Deed::Administer, &[])?;
    let mut tx = ctx.begin("registry.load").await?;
    let parties = load_parties(&mut tx, &fixtures.parties).await?;
    let occupations = load_occupations(&mut tx, fixtures).await?;
    load_approvals(&mut tx, &fixtures.licences, "licence", &parties, &occupations).await?;
    load_approvals(&mut tx, &fixtures.condition_checks, "condition_check", &parties, &occupations).await?;
    load_prices(&mut tx, fixtures, &occupations).await?;
    Ok(tx.commit("fixtures").await?)
}

/// Publishes a scheme file. The same file again changes nothing; another file under the same name is refused.
pub async fn publish_scheme(ctx: &Ctx, content: &str) -> Result<(), Error> {
    ctx.permit(Deed::Administer, &[])?;
    let read = Scheme::parse(content)?;
    beyond(&read)?;
    let sha256 = hex(&Sha256::digest(content.as_bytes()));
    let mut tx = ctx.begin("scheme.publish").await?;
    let published = registry::schemes(tx.db()).await?;
    let same = published.iter().find(|s| s.scheme.id == read.id && s.scheme.version == read.version);
    if let Some(same) = same {
        return if same.sha256 == sha256 { Ok(()) } else { Err(frozen(&read).into()) };
    }
    let row = scheme::Model {
        id: 0,
        audit_seq: 0,
        code: read.id.clone(),
        version: i32::try_from(read.version)
            .map_err(|_| Error::fault("scheme", "its version is too large"))?,
        content: content.to_owned(),
        sha256,
    };
    tx.insert::<scheme::Entity>(row).await?;
    Ok(tx.commit(read.name()).await?)
}

/// Orders are settled line by line here; a scheme that looks further is settled as a case file.
fn beyond(scheme: &Scheme) -> Result<(), domain::issue::Issue> {
    let found = scheme.beyond_one_line();
    if found.is_empty() {
        return Ok(());
    }
    let list = |pick: fn(&Text) -> &str| found.iter().map(pick).collect::<Vec<_>>().join("; ");
    Err(domain::issue::Issue::new(
        "scheme.beyond_one_line",
        scheme.id.clone(),
        "NĐ 32/2019 Đ24",
        Text::new(
            format!("Quy chế có điều khoản vượt ra ngoài một dòng đặt hàng: {}.", list(|text| &text.vi)),
            format!("The scheme has terms that reach beyond one order line: {}.", list(|text| &text.en)),
        ),
        Text::new(
            "Bỏ điều khoản đó, hoặc tính bằng `dathang case`.",
            "Drop those terms, or settle with `dathang case`.",
        ),
    ))
}

fn frozen(scheme: &Scheme) -> domain::issue::Issue {
    domain::issue::Issue::new(
        "scheme.frozen",
        "version",
        "NĐ 334/2026 Đ15",
        Text::new(
            format!("Quy chế {} đã công bố và không sửa được.", scheme.name()),
            format!("Scheme {} is published and cannot be changed.", scheme.name()),
        ),
        Text::new("Tăng số phiên bản.", "Give it a new version."),
    )
}

/// Loads a programme file with its budget lines.
pub async fn load_programme(ctx: &Ctx, content: &str) -> Result<(), Error> {
    ctx.permit(Deed::Administer, &[])?;
    let read = Programme::parse(content)?;
    let mut tx = ctx.begin("programme.load").await?;
    let row = programme::Model { id: 0, audit_seq: 0, code: read.id.clone(), content: content.to_owned() };
    let programme_id = tx.insert::<programme::Entity>(row).await?;
    let lines = read.appropriations.iter().map(|line| appropriation::Model {
        id: 0,
        audit_seq: 0,
        programme_id,
        code: line.key.clone(),
        fiscal_year: line.fiscal_year,
        amount_dong: line.amount_dong.as_dong(),
    });
    tx.insert_all::<appropriation::Entity>(lines.collect()).await?;
    Ok(tx.commit(format!("programme {}", read.id)).await?)
}

/// Adds a person who may sign in. The password arrives hashed.
pub async fn add_account(
    ctx: &Ctx,
    login: &str,
    name: &str,
    role: Role,
    party: PartyId,
    password_hash: &str,
) -> Result<Actor, Error> {
    ctx.permit(Deed::Administer, &[])?;
    let mut tx = ctx.begin("account.add").await?;
    let id = tx.next("user_account").await?;
    let actor = Actor::new(UserId(id), clean(name), role, party);
    accounts::add(tx.db(), &actor, login, "", password_hash).await?;
    people::event(&mut tx, ctx, &actor, "added", "").await?;
    tx.commit(format!("account {login}")).await?;
    Ok(actor)
}

pub async fn parties(ctx: &Ctx) -> Result<Directory, Error> {
    Ok(registry::directory(ctx.db()).await?)
}

async fn load_parties(tx: &mut Tx, rows: &[PartyRow]) -> Result<HashMap<String, i64>, Error> {
    let mut known: HashMap<String, i64> = HashMap::new();
    let mut identities = Vec::with_capacity(rows.len());
    for row in rows {
        let party_id = match known.get(&row.key) {
            Some(id) => *id,
            None => {
                let subordinate_to = Some(row.subordinate_to.clone()).filter(|code| !code.is_empty());
                let new = party::Model {
                    id: 0,
                    audit_seq: 0,
                    code: row.key.clone(),
                    kind: row.kind.clone(),
                    subordinate_to,
                };
                let id = tx.insert::<party::Entity>(new).await?;
                known.insert(row.key.clone(), id);
                id
            }
        };
        let tax_code = match row.tax_code.as_str() {
            "" => None,
            code => Some(TaxCode::parse(code)?.as_str().to_owned()),
        };
        identities.push(party_identity::Model {
            id: 0,
            audit_seq: 0,
            party_id,
            valid_from: row.valid_from,
            name: clean(&row.name),
            short_name: clean(&row.short_name),
            parent: clean(&row.parent),
            province_code: row.province_code.clone(),
            ownership: row.ownership.clone(),
            tax_code,
            source: row.source.clone(),
            status: row.status.clone(),
            note: row.note.clone(),
        });
    }
    tx.insert_all::<party_identity::Entity>(identities).await?;
    Ok(known)
}

async fn load_occupations(tx: &mut Tx, fixtures: &Fixtures) -> Result<HashMap<String, i64>, Error> {
    let pilot: BTreeSet<&str> = fixtures
        .pilot
        .iter()
        .flat_map(|row| [row.college_code.as_str(), row.intermediate_code.as_str()])
        .collect();
    let occupations = fixtures.occupations.iter().map(|row| occupation::Model {
        id: 0,
        audit_seq: 0,
        code: row.code.clone(),
        name_vi: clean(&row.name_vi),
        name_en: clean(&row.name_en),
        level: row.level.clone(),
        months: None,
        hours_total: None,
        hours_enterprise: None,
        pilot: pilot.contains(row.code.as_str()),
        source: row.source.clone(),
        status: row.status.clone(),
        note: row.note.clone(),
    });
    let courses = fixtures.courses.iter().map(|row| occupation::Model {
        id: 0,
        audit_seq: 0,
        code: row.code.clone(),
        name_vi: clean(&row.name_vi),
        name_en: clean(&row.name_en),
        level: row.level.clone(),
        months: Some(row.months),
        hours_total: Some(row.hours_total),
        hours_enterprise: Some(row.hours_enterprise),
        pilot: false,
        source: row.source.clone(),
        status: row.status.clone(),
        note: row.note.clone(),
    });
    let rows: Vec<occupation::Model> = occupations.chain(courses).collect();
    let codes: Vec<String> = rows.iter().map(|row| row.code.clone()).collect();
    let first = tx.insert_all::<occupation::Entity>(rows).await?;
    Ok(codes.into_iter().zip(first..).collect())
}

async fn load_approvals(
    tx: &mut Tx,
    rows: &[ApprovalRow],
    kind: &str,
    parties: &HashMap<String, i64>,
    occupations: &HashMap<String, i64>,
) -> Result<(), Error> {
    let mut approvals = Vec::with_capacity(rows.len());
    for row in rows {
        approvals.push(approval::Model {
            id: 0,
            audit_seq: 0,
            party_id: key(parties, &row.provider_key)?,
            occupation_id: key(occupations, &row.applies_to)?,
            kind: kind.to_owned(),
            place: row.place.clone(),
            yearly_scale: row.yearly_scale,
            number: row.number.clone(),
            valid_from: row.valid_from,
            source: row.source.clone(),
            status: row.status.clone(),
        });
    }
    tx.insert_all::<approval::Entity>(approvals).await?;
    Ok(())
}

async fn load_prices(
    tx: &mut Tx,
    fixtures: &Fixtures,
    occupations: &HashMap<String, i64>,
) -> Result<(), Error> {
    let mut prices = Vec::with_capacity(fixtures.prices.len());
    for row in &fixtures.prices {
        prices.push(price_decision::Model {
            id: 0,
            audit_seq: 0,
            code: row.key.clone(),
            authority: row.authority.clone(),
            number: row.number.clone(),
            decided_on: row.date,
            occupation_id: key(occupations, &row.applies_to)?,
            price_dong: row.price_dong,
            valid_from: row.valid_from,
            valid_until: row.valid_until,
            reasoning: row.reasoning.clone(),
            source: row.source.clone(),
            status: row.status.clone(),
        });
    }
    tx.insert_all::<price_decision::Entity>(prices).await?;
    Ok(())
}

fn key(ids: &HashMap<String, i64>, code: &str) -> Result<i64, Error> {
    ids.get(code).copied().ok_or_else(|| Error::fault("fixtures", format!("nothing is called {code}")))
}
