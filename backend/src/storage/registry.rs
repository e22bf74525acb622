//! What the programme is played with: programmes, parties by date, occupations, licences, prices, schemes.

use std::collections::HashMap;

use domain::{
    ids::PartyId,
    money::Money,
    occupation::Level,
    order::ApprovalKind,
    party::{Identity, PartyKind, identity_on},
    programme::{Certainty, Programme},
    settlement::Scheme,
    text::Text,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder};
use time::Date;

use super::{
    changes, row, rows,
    tables::{
        appropriation, approval, occupation, party, party_detail, party_identity, price_decision, programme,
        scheme,
    },
};

/// All organisations, by id and by code. About a hundred, so they are read at once.
#[derive(Debug, Default, Clone)]
pub struct Directory {
    parties: HashMap<PartyId, Party>,
}

#[derive(Debug, Clone)]
pub struct Party {
    pub id: PartyId,
    pub code: String,
    pub kind: PartyKind,
    /// Code of the ordering body it belongs to, where that is known.
    pub subordinate_to: Option<String>,
    pub identities: Vec<Identity>,
    /// Address, accounts and whether it takes orders, by date.
    pub details: Vec<party_detail::Model>,
    /// Where each identity was read, and how sure it is, in the order of `identities`.
    pub sources: Vec<(String, Certainty)>,
    pub province_code: String,
    pub status: Certainty,
}

impl Directory {
    pub fn get(&self, id: PartyId) -> Option<&Party> {
        self.parties.get(&id)
    }

    pub fn by_code(&self, code: &str) -> Option<&Party> {
        self.parties.values().find(|party| party.code == code)
    }

    /// In the order of their ids, which is the order of the files.
    pub fn all(&self) -> Vec<&Party> {
        let mut all: Vec<&Party> = self.parties.values().collect();
        all.sort_by_key(|party| party.id);
        all
    }

    /// The name in force on a day; empty for a party that is not known.
    pub fn name(&self, id: PartyId, on: Date) -> String {
        self.get(id)
            .and_then(|party| identity_on(&party.identities, on))
            .map_or_else(String::new, |identity| identity.name.clone())
    }
}

pub async fn directory(db: &impl ConnectionTrait) -> Result<Directory, DbErr> {
    directory_by(db, i64::MAX).await
}

/// As the books had it at a place of the audit chain, so that a paper of that moment says the same for ever.
pub async fn directory_by(db: &impl ConnectionTrait, audit_seq: i64) -> Result<Directory, DbErr> {
    let mut parties = HashMap::new();
    for row in party::Entity::find().all(db).await? {
        let party::Model { id, audit_seq: _, code, kind, subordinate_to } = row;
        let kind = PartyKind::parse(&kind).ok_or_else(|| unknown("party.kind", &kind))?;
        let id = PartyId(id);
        let entry = Party {
            id,
            code,
            kind,
            subordinate_to,
            identities: Vec::new(),
            details: Vec::new(),
            sources: Vec::new(),
            province_code: String::new(),
            status: Certainty::Verified,
        };
        parties.insert(id, entry);
    }
    let identities = party_identity::Entity::find().filter(party_identity::Column::AuditSeq.lte(audit_seq));
    for row in identities.order_by_asc(party_identity::Column::ValidFrom).all(db).await? {
        let Some(party) = parties.get_mut(&PartyId(row.party_id)) else { continue };
        party.province_code = row.province_code;
        party.status = certainty(&row.status);
        party.sources.push((row.source, party.status));
        party.identities.push(Identity {
            valid_from: row.valid_from,
            name: row.name,
            parent: row.parent,
            tax_code: row.tax_code,
        });
    }
    for row in changes::details(db).await?.into_iter().filter(|row| row.audit_seq <= audit_seq) {
        if let Some(party) = parties.get_mut(&PartyId(row.party_id)) {
            party.details.push(row);
        }
    }
    Ok(Directory { parties })
}

impl Party {
    pub fn detail(&self, on: Date) -> Option<&party_detail::Model> {
        self.details.iter().rfind(|detail| detail.valid_from <= on)
    }

    /// Whether new orders may be placed with it.
    pub fn is_active(&self, on: Date) -> bool {
        self.detail(on).is_none_or(|detail| detail.active)
    }
}

/// Every name of an organisation, oldest first.
pub async fn identities_of(
    db: &impl ConnectionTrait,
    party: PartyId,
) -> Result<Vec<party_identity::Model>, DbErr> {
    party_identity::Entity::find()
        .filter(party_identity::Column::PartyId.eq(party.0))
        .order_by_asc(party_identity::Column::ValidFrom)
        .all(db)
        .await
}

pub(super) fn unknown(what: &str, found: &str) -> DbErr {
    DbErr::Custom(format!("{what} holds '{found}', which this version does not know"))
}

/// What is not known to be sure is shown as an assumption.
pub(super) fn certainty(status: &str) -> Certainty {
    Certainty::parse(status).unwrap_or(Certainty::Assumption)
}

#[derive(Debug, Clone)]
pub struct StoredProgramme {
    pub id: i64,
    pub programme: Programme,
}

pub async fn programmes(db: &impl ConnectionTrait) -> Result<Vec<StoredProgramme>, DbErr> {
    let rows = programme::Entity::find().order_by_asc(programme::Column::Id).all(db).await?;
    let targets = changes::targets(db).await?;
    let lines = changes::added_lines(db).await?;
    rows.into_iter()
        .map(|row| {
            let mut programme =
                Programme::parse(&row.content).map_err(|_| unknown("programme.content", &row.code))?;
            for changed in targets.iter().filter(|changed| changed.programme_id == row.id) {
                programme.change_target(&changed.code, changed.amount);
            }
            for added in lines.iter().filter(|added| added.programme_id == row.id) {
                let line = serde_json::from_str(&added.content)
                    .map_err(|_| unknown("budget_line.content", &row.code))?;
                programme.appropriations.push(line);
            }
            Ok(StoredProgramme { id: row.id, programme })
        })
        .collect()
}

#[derive(Debug, Clone)]
pub struct Occupation {
    pub id: i64,
    pub code: String,
    pub name: Text,
    pub level: Level,
    pub status: Certainty,
}

/// All occupations and courses, by id.
pub async fn occupations(db: &impl ConnectionTrait) -> Result<HashMap<i64, Occupation>, DbErr> {
    let rows = occupation::Entity::find().all(db).await?;
    rows.into_iter()
        .map(|row| {
            let level = Level::parse(&row.level).ok_or_else(|| unknown("occupation.level", &row.level))?;
            let name = Text::new(row.name_vi, row.name_en);
            let occupation =
                Occupation { id: row.id, code: row.code, name, level, status: certainty(&row.status) };
            Ok((row.id, occupation))
        })
        .collect()
}

/// A licence or condition check and what is ordered under it.
#[derive(Debug, Clone)]
pub struct Approval {
    pub id: i64,
    pub occupation_id: i64,
    pub kind: ApprovalKind,
    /// Province code of where it allows to train.
    pub place: String,
    pub yearly_scale: u32,
    pub number: String,
    pub valid_from: Date,
    pub status: Certainty,
}

pub async fn approvals_of(db: &impl ConnectionTrait, party: PartyId) -> Result<Vec<Approval>, DbErr> {
    let rows = approval::Entity::find()
        .filter(approval::Column::PartyId.eq(party.0))
        .order_by_asc(approval::Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(approval_of_row).collect()
}

/// With whom each is given to.
pub async fn approvals_of_everyone(db: &impl ConnectionTrait) -> Result<Vec<(i64, Approval)>, DbErr> {
    let rows = approval::Entity::find().order_by_asc(approval::Column::Id).all(db).await?;
    rows.into_iter().map(|row| Ok((row.party_id, approval_of_row(row)?))).collect()
}

fn approval_of_row(row: approval::Model) -> Result<Approval, DbErr> {
    Ok(Approval {
        id: row.id,
        occupation_id: row.occupation_id,
        kind: ApprovalKind::parse(&row.kind).ok_or_else(|| unknown("approval.kind", &row.kind))?,
        place: row.place,
        yearly_scale: u32::try_from(row.yearly_scale).unwrap_or(0),
        number: row.number,
        valid_from: row.valid_from,
        status: certainty(&row.status),
    })
}

#[derive(Debug, Clone)]
pub struct PriceDecision {
    pub id: i64,
    pub code: String,
    pub authority: String,
    pub number: String,
    pub decided_on: Date,
    pub occupation_id: i64,
    pub price: Money,
    pub valid_from: Date,
    pub valid_until: Option<Date>,
    pub reasoning: String,
    pub source: String,
    pub status: Certainty,
}

pub async fn price_decisions(db: &impl ConnectionTrait) -> Result<HashMap<i64, PriceDecision>, DbErr> {
    let rows = price_decision::Entity::find().all(db).await?;
    let ends = changes::price_ends(db).await?;
    let decision = |row: price_decision::Model| PriceDecision {
        id: row.id,
        code: row.code,
        authority: row.authority,
        number: row.number,
        decided_on: row.decided_on,
        occupation_id: row.occupation_id,
        price: Money::dong(row.price_dong),
        valid_from: row.valid_from,
        valid_until: [row.valid_until, ends.get(&row.id).copied()].into_iter().flatten().min(),
        reasoning: row.reasoning,
        source: row.source,
        status: certainty(&row.status),
    };
    Ok(rows.into_iter().map(|row| (row.id, decision(row))).collect())
}

#[derive(Debug, Clone)]
pub struct StoredScheme {
    pub id: i64,
    pub sha256: String,
    pub scheme: Scheme,
}

/// Every scheme version, oldest first.
pub async fn schemes(db: &impl ConnectionTrait) -> Result<Vec<StoredScheme>, DbErr> {
    let rows = scheme::Entity::find().order_by_asc(scheme::Column::Id).all(db).await?;
    rows.into_iter()
        .map(|row| {
            let scheme = Scheme::parse(&row.content).map_err(|_| unknown("scheme.content", &row.code))?;
            Ok(StoredScheme { id: row.id, sha256: row.sha256, scheme })
        })
        .collect()
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppropriationRow {
    pub id: i64,
    pub programme_id: i64,
    pub code: String,
    pub fiscal_year: i32,
    pub amount: Money,
    /// Not reserved by any order.
    pub available: Money,
    pub committed: Money,
}

/// Budget lines of a programme with what orders have taken of them.
pub async fn appropriations(
    db: &impl ConnectionTrait,
    programme_id: i64,
) -> Result<Vec<AppropriationRow>, DbErr> {
    let lines = appropriation::Entity::find()
        .filter(appropriation::Column::ProgrammeId.eq(programme_id))
        .order_by_asc(appropriation::Column::Id)
        .all(db)
        .await?;
    let changed = changes::amounts(db).await?;
    let mut found = Vec::with_capacity(lines.len());
    for line in lines {
        let amount = changed.get(&line.id).copied().unwrap_or(line.amount_dong);
        found.push(taken(db, line, amount).await?);
    }
    Ok(found)
}

/// One budget line.
pub async fn appropriation(db: &impl ConnectionTrait, id: i64) -> Result<Option<AppropriationRow>, DbErr> {
    match appropriation::Entity::find_by_id(id).one(db).await? {
        Some(line) => {
            let changed = changes::amounts(db).await?;
            let amount = changed.get(&line.id).copied().unwrap_or(line.amount_dong);
            Ok(Some(taken(db, line, amount).await?))
        }
        None => Ok(None),
    }
}

async fn taken(
    db: &impl ConnectionTrait,
    line: appropriation::Model,
    amount_dong: i64,
) -> Result<AppropriationRow, DbErr> {
    #[derive(Default, FromQueryResult)]
    struct Taken {
        taken: i64,
        committed: i64,
    }
    let sql = "SELECT \
        CAST(COALESCE(SUM(CASE WHEN credit = 'available' THEN amount_dong \
            WHEN debit = 'available' THEN -amount_dong ELSE 0 END), 0) AS BIGINT) AS taken, \
        CAST(COALESCE(SUM(CASE WHEN debit = 'committed' THEN amount_dong \
            WHEN credit = 'committed' THEN -amount_dong ELSE 0 END), 0) AS BIGINT) AS committed \
        FROM posting WHERE appropriation_id = $1";
    let taken: Taken = row(db, sql, vec![line.id.into()]).await?.unwrap_or_default();
    Ok(AppropriationRow {
        id: line.id,
        programme_id: line.programme_id,
        code: line.code,
        fiscal_year: line.fiscal_year,
        amount: Money::dong(amount_dong),
        available: Money::dong(amount_dong - taken.taken),
        committed: Money::dong(taken.committed),
    })
}

/// Learners ordered under each approval for lines that start in a year; orders that were rejected or cancelled do not count.
/// What was ordered under an earlier version of a licence counts for the later one too.
pub async fn ordered_under(
    db: &impl ConnectionTrait,
    party: PartyId,
    year: i32,
) -> Result<HashMap<i64, u32>, DbErr> {
    #[derive(FromQueryResult)]
    struct Ordered {
        approval_id: i64,
        learners: i64,
    }
    let sql = "SELECT v.id AS approval_id, CAST(SUM(COALESCE(n.quantity, l.quantity)) AS BIGINT) AS learners FROM order_line l \
        JOIN orders o ON o.id = l.order_id LEFT JOIN amended_line n ON n.order_line_id = l.id \
        JOIN approval a ON a.id = l.approval_id \
        JOIN approval v ON v.party_id = a.party_id AND v.occupation_id = a.occupation_id AND v.kind = a.kind \
            AND v.place = a.place \
        WHERE o.provider_id = $1 AND COALESCE(n.starts_on, l.starts_on) >= $2 AND COALESCE(n.starts_on, l.starts_on) <= $3 \
        AND NOT EXISTS (SELECT 1 FROM order_event e WHERE e.order_id = o.id \
        AND e.state IN ('rejected', 'cancelled', 'returned')) \
        GROUP BY v.id";
    let day =
        |month, day| Date::from_calendar_date(year, month, day).map_err(|e| DbErr::Custom(e.to_string()));
    let (first, last) = (day(time::Month::January, 1)?, day(time::Month::December, 31)?);
    let found: Vec<Ordered> = rows(db, sql, vec![party.0.into(), first.into(), last.into()]).await?;
    Ok(found.into_iter().map(|o| (o.approval_id, u32::try_from(o.learners).unwrap_or(u32::MAX))).collect())
}

/// The text of a published scheme, as it is stored now.
pub async fn scheme_content(db: &impl ConnectionTrait, id: i64) -> Result<String, DbErr> {
    #[derive(FromQueryResult)]
    struct Content {
        content: String,
    }
    let found: Option<Content> = row(db, "SELECT content FROM scheme WHERE id = $1", vec![id.into()]).await?;
    Ok(found.map(|row| row.content).unwrap_or_default())
}
