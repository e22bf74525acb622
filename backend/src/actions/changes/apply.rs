//! A confirmed change becomes dated rows.

use domain::{
    approval::{Band, Subject},
    change::{Basis, BudgetLine, Change, NewOccupation, Organisation, PriceList},
    programme::Appropriation,
    settlement::Scheme,
    tax_code::TaxCode,
    text::folded,
};
use sha2::{Digest, Sha256};
use time::Duration;

use crate::{
    actions::Ctx,
    error::Error,
    storage::{
        Tx, approvals, changes, registry,
        tables::{
            appropriation, appropriation_amount, approval, approval_band, budget_line, calendar_day,
            occupation, party_detail, party_identity, price_decision, price_end, scheme, setting_value,
            target_value,
        },
    },
};

pub(super) async fn apply(
    tx: &mut Tx,
    ctx: &Ctx,
    change_id: i64,
    change: &Change,
    basis: &Basis,
) -> Result<(), Error> {
    match change {
        Change::Scheme { content } => publish(tx, content).await,
        Change::Prices(list) => prices(tx, ctx, change_id, list, basis).await,
        Change::Licence(licence) => {
            let row = approval::Model {
                id: 0,
                audit_seq: 0,
                party_id: licence.provider.0,
                occupation_id: occupation_id(tx, &licence.occupation).await?,
                kind: licence.kind.as_str().to_owned(),
                place: licence.place.clone(),
                yearly_scale: whole(licence.yearly_scale)?,
                number: basis.number.clone(),
                valid_from: basis.valid_from,
                source: said(basis),
                status: basis.certainty.as_str().to_owned(),
            };
            tx.insert::<approval::Entity>(row).await?;
            Ok(())
        }
        Change::Appropriation { code, amount } => {
            let row = appropriation_amount::Model {
                id: 0,
                audit_seq: 0,
                appropriation_id: changes::id_of(tx.db(), "appropriation", code)
                    .await?
                    .ok_or(Error::NotFound)?,
                valid_from: basis.valid_from,
                amount_dong: amount.as_dong(),
                change_id,
            };
            tx.insert::<appropriation_amount::Entity>(row).await?;
            Ok(())
        }
        Change::BudgetLine(line) => new_line(tx, change_id, line, basis).await,
        Change::Days { from, until, what, name } => {
            let mut rows = Vec::new();
            let mut day = Some(*from);
            while let Some(this) = day.filter(|day| day <= until) {
                let (what, name) = (what.as_str().to_owned(), name.clone());
                rows.push(calendar_day::Model { id: 0, audit_seq: 0, day: this, what, name, change_id });
                day = this.next_day();
            }
            tx.insert_all::<calendar_day::Entity>(rows).await?;
            Ok(())
        }
        Change::Occupation(new) => add_occupation(tx, new, basis).await,
        Change::Target { programme, code, value } => {
            let row = target_value::Model {
                id: 0,
                audit_seq: 0,
                programme_id: programme_id(tx, programme).await?,
                code: code.clone(),
                valid_from: basis.valid_from,
                amount: *value,
                change_id,
            };
            tx.insert::<target_value::Entity>(row).await?;
            Ok(())
        }
        Change::Setting { name, value } => {
            let row = setting_value::Model {
                id: 0,
                audit_seq: 0,
                name: name.as_str().to_owned(),
                valid_from: basis.valid_from,
                amount: *value,
                change_id,
            };
            tx.insert::<setting_value::Entity>(row).await?;
            Ok(())
        }
        Change::Organisation(new) => organisation(tx, change_id, new, basis).await,
        Change::Bands { subject, bands } => set_bands(tx, ctx, *subject, bands, basis).await,
    }
}

/// The same row as the one that `publish_scheme` writes when the program is set up.
async fn publish(tx: &mut Tx, content: &str) -> Result<(), Error> {
    let read = Scheme::parse(content)?;
    let row = scheme::Model {
        id: 0,
        audit_seq: 0,
        code: read.id,
        version: whole(read.version)?,
        content: content.to_owned(),
        sha256: domain::ledger::hex(&Sha256::digest(content.as_bytes())),
    };
    tx.insert::<scheme::Entity>(row).await?;
    Ok(())
}

async fn prices(
    tx: &mut Tx,
    ctx: &Ctx,
    change_id: i64,
    list: &PriceList,
    basis: &Basis,
) -> Result<(), Error> {
    let taken: Vec<String> =
        registry::price_decisions(tx.db()).await?.into_values().map(|price| price.code).collect();
    let decided_on = basis.decided_on.ok_or_else(|| Error::fault("prices", "a decision without its day"))?;
    let mut rows = Vec::with_capacity(list.rows.len());
    for row in &list.rows {
        let code = format!("{}-{}", coded(&basis.number), row.occupation);
        let code = if taken.contains(&code) { format!("{code}-{change_id}") } else { code };
        rows.push(price_decision::Model {
            id: 0,
            audit_seq: 0,
            code,
            authority: basis.authority.clone(),
            number: basis.number.clone(),
            decided_on,
            occupation_id: occupation_id(tx, &row.occupation).await?,
            price_dong: row.price.as_dong(),
            valid_from: basis.valid_from,
            valid_until: list.valid_until,
            reasoning: basis.reason.clone(),
            source: said(basis),
            status: basis.certainty.as_str().to_owned(),
        });
    }
    tx.insert_all::<price_decision::Entity>(rows).await?;
    let Some(superseded) = list.supersedes else { return Ok(()) };
    // An order placed yesterday keeps its price, also where the decision reaches back.
    let last_day = basis.valid_from.max(ctx.today()) - Duration::DAY;
    let ended = changes::list_of(tx.db(), superseded).await?.into_iter();
    let ends = ended.map(|price| price_end::Model {
        id: 0,
        audit_seq: 0,
        price_decision_id: price.id,
        last_day,
        change_id,
    });
    let ends = ends.collect();
    tx.insert_all::<price_end::Entity>(ends).await?;
    Ok(())
}

async fn new_line(tx: &mut Tx, change_id: i64, line: &BudgetLine, basis: &Basis) -> Result<(), Error> {
    let row = appropriation::Model {
        id: 0,
        audit_seq: 0,
        programme_id: programme_id(tx, &line.programme).await?,
        code: line.code.clone(),
        fiscal_year: line.fiscal_year,
        amount_dong: line.amount.as_dong(),
    };
    let appropriation_id = tx.insert::<appropriation::Entity>(row).await?;
    // As a programme's file would say it.
    let content = Appropriation {
        key: line.code.clone(),
        fiscal_year: line.fiscal_year,
        chapter: line.chapter.clone(),
        category: line.category.clone(),
        item: line.item.clone(),
        source_code: line.source_code.clone(),
        programme_code: line.programme_code.clone(),
        budget_level: line.budget_level.clone(),
        amount_dong: line.amount,
        levels: line.levels.clone(),
        status: basis.certainty,
        source: said(basis),
        law: basis.number.clone(),
    };
    let content = serde_json::to_string(&content).map_err(|error| Error::fault("budget_line", error))?;
    let row = budget_line::Model { id: 0, audit_seq: 0, appropriation_id, content, change_id };
    tx.insert::<budget_line::Entity>(row).await?;
    Ok(())
}

async fn add_occupation(tx: &mut Tx, new: &NewOccupation, basis: &Basis) -> Result<(), Error> {
    let part =
        |pick: fn(&domain::change::Course) -> u32| new.course.as_ref().map(pick).map(whole).transpose();
    let row = occupation::Model {
        id: 0,
        audit_seq: 0,
        code: new.code.clone(),
        name_vi: new.name.vi.clone(),
        name_en: new.name.en.clone(),
        level: new.level.as_str().to_owned(),
        months: part(|course| course.months)?,
        hours_total: part(|course| course.hours_total)?,
        hours_enterprise: part(|course| course.hours_enterprise)?,
        pilot: false,
        source: said(basis),
        status: basis.certainty.as_str().to_owned(),
        note: basis.reason.clone(),
    };
    tx.insert::<occupation::Entity>(row).await?;
    Ok(())
}

/// A new version; what was submitted before keeps its own.
async fn set_bands(
    tx: &mut Tx,
    ctx: &Ctx,
    subject: Subject,
    bands: &[Band],
    basis: &Basis,
) -> Result<(), Error> {
    let before = approvals::versions(tx.db(), subject).await?;
    let version = before.last().map_or(1, |version| version.version + 1);
    let row = |band: &Band| approval_band::Model {
        id: 0,
        audit_seq: 0,
        subject: subject.as_str().to_owned(),
        version,
        governs_from: basis.valid_from,
        above_dong: band.above.as_dong(),
        roles: band.roles.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(","),
        set_on: ctx.today(),
        set_by: ctx.actor.user.0,
        reason: if basis.number.is_empty() { basis.reason.clone() } else { basis.number.clone() },
    };
    tx.insert_all::<approval_band::Entity>(bands.iter().map(row).collect()).await?;
    Ok(())
}

async fn organisation(tx: &mut Tx, change_id: i64, new: &Organisation, basis: &Basis) -> Result<(), Error> {
    let tax_code = match new.tax_code.as_str() {
        "" => None,
        code => Some(TaxCode::parse(code)?.as_str().to_owned()),
    };
    let identity = party_identity::Model {
        id: 0,
        audit_seq: 0,
        party_id: new.party.0,
        valid_from: basis.valid_from,
        name: new.name.clone(),
        short_name: new.short_name.clone(),
        parent: new.parent.clone(),
        province_code: new.province_code.clone(),
        ownership: new.ownership.clone(),
        tax_code,
        source: said(basis),
        status: basis.certainty.as_str().to_owned(),
        note: basis.reason.clone(),
    };
    tx.insert::<party_identity::Entity>(identity).await?;
    let detail = party_detail::Model {
        id: 0,
        audit_seq: 0,
        party_id: new.party.0,
        valid_from: basis.valid_from,
        address: new.address.clone(),
        treasury_account: new.treasury_account.clone(),
        bank_account: new.bank_account.clone(),
        bank: new.bank.clone(),
        active: new.active,
        change_id,
    };
    tx.insert::<party_detail::Entity>(detail).await?;
    Ok(())
}

/// Where it was read; for what has no address, the decision itself.
fn said(basis: &Basis) -> String {
    if basis.source.is_empty() { basis.number.clone() } else { basis.source.clone() }
}

/// `GĐ-01/2024` becomes `gd-01-2024`.
fn coded(number: &str) -> String {
    let letters = folded(number);
    let words = letters.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

fn whole(number: u32) -> Result<i32, Error> {
    i32::try_from(number).map_err(|error| Error::fault("change", error))
}

async fn occupation_id(tx: &Tx, code: &str) -> Result<i64, Error> {
    changes::id_of(tx.db(), "occupation", code).await?.ok_or(Error::NotFound)
}

async fn programme_id(tx: &Tx, code: &str) -> Result<i64, Error> {
    changes::id_of(tx.db(), "programme", code).await?.ok_or(Error::NotFound)
}
