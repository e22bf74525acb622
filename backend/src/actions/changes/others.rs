//! Licences, the calendar, occupations, targets and settings, as their pages list them.

use rust_decimal::Decimal;
use std::collections::HashMap;

use domain::{
    change::Change,
    figures,
    ids::PartyId,
    occupation::Level,
    order::ApprovalKind,
    party::PartyKind,
    permission::Deed,
    programme::Certainty,
    setting::{Setting, Settings},
    text::{Text, folded},
    working_days::{DayKind, WorkingDays},
};
use sea_orm::ConnectionTrait;
use time::Date;

use super::{
    list,
    told::{approval_kind, named, province},
};
use crate::{
    actions::{Ctx, views::Page},
    error::Error,
    storage::{changes, registry},
};

#[derive(Debug, Clone)]
pub struct LicenceRow {
    pub id: i64,
    pub party: i64,
    pub provider: String,
    pub occupation_code: String,
    pub occupation: Text,
    pub kind: ApprovalKind,
    pub kind_name: Text,
    pub place: String,
    pub place_code: String,
    pub yearly_scale: u32,
    /// Ordered under it for this year's starts.
    pub ordered: u32,
    pub number: String,
    pub valid_from: Date,
    pub certainty: Certainty,
    /// Whether a later version has taken its place.
    pub superseded: bool,
}

/// Those whose provider, occupation or number the text is part of; by provider and occupation, newest first.
pub async fn licences(ctx: &Ctx, text: &str, page: u64, size: u64) -> Result<Page<LicenceRow>, Error> {
    ctx.permit(Deed::Read, &[])?;
    let (db, today) = (ctx.db(), ctx.today());
    let directory = registry::directory(db).await?;
    let occupations = registry::occupations(db).await?;
    let all = registry::approvals_of_everyone(db).await?;
    let mut newest: HashMap<(i64, i64, &str), Date> = HashMap::new();
    for (party, licence) in all.iter().filter(|(_, licence)| licence.valid_from <= today) {
        let day = newest.entry((*party, licence.occupation_id, licence.kind.as_str())).or_insert(Date::MIN);
        *day = licence.valid_from.max(*day);
    }
    let wanted = folded(text);
    let mut rows = Vec::new();
    for (party, licence) in &all {
        let occupation = occupations.get(&licence.occupation_id);
        let row = LicenceRow {
            id: licence.id,
            party: *party,
            provider: directory.name(PartyId(*party), today),
            occupation_code: occupation.map_or_else(String::new, |o| o.code.clone()),
            occupation: occupation.map_or_else(|| Text::new("", ""), named),
            kind: licence.kind,
            kind_name: approval_kind(licence.kind),
            place: province(&licence.place),
            place_code: licence.place.clone(),
            yearly_scale: licence.yearly_scale,
            ordered: 0,
            number: licence.number.clone(),
            valid_from: licence.valid_from,
            certainty: licence.status,
            superseded: newest
                .get(&(*party, licence.occupation_id, licence.kind.as_str()))
                .is_some_and(|day| licence.valid_from < *day),
        };
        let said = format!("{} {} {} {}", row.provider, row.occupation.vi, row.occupation.en, row.number);
        if folded(&said).contains(&wanted) {
            rows.push(row);
        }
    }
    rows.sort_by_cached_key(|row| {
        (folded(&row.provider), row.occupation_code.clone(), std::cmp::Reverse(row.valid_from))
    });
    let mut found = Page::cut(rows, page, size);
    for row in &mut found.rows {
        let ordered = registry::ordered_under(db, PartyId(row.party), today.year()).await?;
        row.ordered = ordered.get(&row.id).copied().unwrap_or(0);
    }
    Ok(found)
}

/// What the form of a licence offers.
#[derive(Debug)]
pub struct LicenceChoices {
    pub providers: Vec<(i64, String)>,
    pub occupations: Vec<(String, Text)>,
    pub provinces: Vec<(String, String)>,
    pub kinds: Vec<(&'static str, Text)>,
}

pub async fn licence_choices(ctx: &Ctx) -> Result<LicenceChoices, Error> {
    ctx.permit(Deed::ProposeChange, &[])?;
    let (db, today) = (ctx.db(), ctx.today());
    let directory = registry::directory(db).await?;
    let trains = |party: &&registry::Party| matches!(party.kind, PartyKind::College | PartyKind::Enterprise);
    let mut providers: Vec<(i64, String)> = directory
        .all()
        .into_iter()
        .filter(trains)
        .map(|party| (party.id.0, directory.name(party.id, today)))
        .collect();
    providers.sort_by_key(|(_, name)| folded(name));
    let mut occupations: Vec<_> = registry::occupations(db).await?.into_values().collect();
    occupations.sort_by(|a, b| (a.level, &a.code).cmp(&(b.level, &b.code)));
    let kinds = [ApprovalKind::Licence, ApprovalKind::ConditionCheck];
    Ok(LicenceChoices {
        providers,
        occupations: occupations.iter().map(|o| (o.code.clone(), named(o))).collect(),
        provinces: provinces(ctx)?,
        kinds: kinds.into_iter().map(|kind| (kind.as_str(), approval_kind(kind))).collect(),
    })
}

/// Code and name of each province, for forms.
pub fn provinces(ctx: &Ctx) -> Result<Vec<(String, String)>, Error> {
    ctx.permit(Deed::Read, &[])?;
    Ok(crate::fixtures::provinces()?.into_iter().collect())
}

/// Code and short name of each programme, for who may propose something for one.
pub async fn programmes_to_propose_for(ctx: &Ctx) -> Result<Vec<(String, Text)>, Error> {
    ctx.permit(Deed::ProposeChange, &[])?;
    let all = registry::programmes(ctx.db()).await?;
    Ok(all.into_iter().map(|stored| (stored.programme.id, stored.programme.short)).collect())
}

/// A day that a decision speaks of, and which proposal that was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecidedDay {
    pub day: Date,
    pub kind: DayKind,
    pub name: String,
    pub change: i64,
}

/// The days of a year that decisions speak of, and the whole calendar. Everybody's deadlines run by it.
pub async fn calendar(ctx: &Ctx, year: i32) -> Result<(WorkingDays, Vec<DecidedDay>), Error> {
    ctx.permit(Deed::Read, &[])?;
    let mut days: HashMap<Date, DecidedDay> = HashMap::new();
    for row in changes::days(ctx.db()).await? {
        let Some(kind) = DayKind::parse(&row.what) else { continue };
        days.insert(row.day, DecidedDay { day: row.day, kind, name: row.name, change: row.change_id });
    }
    let mut of_year: Vec<DecidedDay> =
        days.into_values().filter(|day| day.day.year() == year && day.kind != DayKind::Ordinary).collect();
    of_year.sort_by_key(|day| day.day);
    Ok((working_days_now(ctx.db()).await?, of_year))
}

pub(in crate::actions) async fn working_days_now(db: &impl ConnectionTrait) -> Result<WorkingDays, Error> {
    let days = changes::days(db).await?;
    Ok(WorkingDays::of(days.into_iter().filter_map(|row| Some((row.day, DayKind::parse(&row.what)?)))))
}

#[derive(Debug, Clone)]
pub struct OccupationRow {
    pub code: String,
    pub name: Text,
    pub level: Level,
    pub certainty: Certainty,
    /// Providers that may train it today, and prices in force.
    pub licences: usize,
    pub prices: usize,
}

/// By level and code.
pub async fn occupations(ctx: &Ctx, text: &str, page: u64, size: u64) -> Result<Page<OccupationRow>, Error> {
    ctx.permit(Deed::Read, &[])?;
    let (db, today) = (ctx.db(), ctx.today());
    let wanted = folded(text);
    let licences = registry::approvals_of_everyone(db).await?;
    let prices = registry::price_decisions(db).await?;
    let in_force = |price: &&registry::PriceDecision| {
        price.valid_from <= today && price.valid_until.is_none_or(|last| today <= last)
    };
    let mut rows: Vec<OccupationRow> = registry::occupations(db)
        .await?
        .into_values()
        .filter(|o| folded(&format!("{} {} {}", o.code, o.name.vi, o.name.en)).contains(&wanted))
        .map(|o| {
            let held = licences.iter().filter(|(_, licence)| licence.occupation_id == o.id);
            let held = held.filter(|(_, licence)| licence.valid_from <= today);
            let parties: std::collections::BTreeSet<i64> = held.map(|(party, _)| *party).collect();
            OccupationRow {
                licences: parties.len(),
                prices: prices.values().filter(in_force).filter(|price| price.occupation_id == o.id).count(),
                code: o.code,
                name: o.name,
                level: o.level,
                certainty: o.status,
            }
        })
        .collect();
    rows.sort_by(|a, b| (a.level, &a.code).cmp(&(b.level, &b.code)));
    Ok(Page::cut(rows, page, size))
}

#[derive(Debug, Clone)]
pub struct TargetRow {
    pub programme: String,
    pub programme_name: Text,
    pub code: String,
    pub label: Text,
    pub value: Text,
    pub by_year: i32,
    pub source: String,
    pub certainty: Certainty,
    /// Day, value and decision of each later change, oldest first.
    pub versions: Vec<(Date, Text, String)>,
}

/// Day, value and what it rests on.
type Decided = (Date, i64, String);

pub async fn targets(ctx: &Ctx) -> Result<Vec<TargetRow>, Error> {
    ctx.permit(Deed::Read, &[])?;
    let mut versions: HashMap<(String, String), Vec<Decided>> = HashMap::new();
    for stored in changes::of_kinds_of_everyone(ctx.db(), &["target"]).await?.iter().rev() {
        if stored.state.as_deref() != Some("approved") {
            continue;
        }
        if let (Change::Target { programme, code, value }, basis) = list::read(stored)? {
            let rests = if basis.number.is_empty() { basis.reason } else { basis.number };
            versions.entry((programme, code)).or_default().push((basis.valid_from, value, rests));
        }
    }
    let mut rows = Vec::new();
    for stored in registry::programmes(ctx.db()).await? {
        for target in &stored.programme.targets {
            let key = (stored.programme.id.clone(), target.code.clone());
            let shown =
                |(day, value, rests): &Decided| (*day, scaled(*value, target.decimals), rests.clone());
            rows.push(TargetRow {
                programme: stored.programme.id.clone(),
                programme_name: stored.programme.short.clone(),
                code: target.code.clone(),
                label: target.label.clone(),
                value: scaled(target.value, target.decimals),
                by_year: target.by_year,
                source: target.source.clone(),
                certainty: target.status,
                versions: versions.get(&key).map(|all| all.iter().map(shown).collect()).unwrap_or_default(),
            });
        }
    }
    Ok(rows)
}

/// `125` in units of 10^-1 is `12,5` and `12.5`.
pub(super) fn scaled(value: i64, decimals: u32) -> Text {
    figures::said(Decimal::new(value, decimals))
}

#[derive(Debug, Clone)]
pub struct SettingRow {
    pub setting: Setting,
    pub value: i64,
    /// Since when, by which proposal; nothing while the initial value holds.
    pub since: Option<(Date, i64)>,
    /// The decision, or where the initial value comes from.
    pub source: Text,
    pub certainty: Certainty,
    pub proposer: String,
    pub decider: String,
    /// Values that are decided and not in force yet.
    pub to_come: Vec<(Date, i64)>,
}

pub async fn settings(ctx: &Ctx) -> Result<Vec<SettingRow>, Error> {
    ctx.permit(Deed::Read, &[])?;
    let (db, today) = (ctx.db(), ctx.today());
    let decided = changes::settings(db).await?;
    let now = settings_now(db).await?;
    let mut rows = Vec::new();
    for setting in Setting::ALL {
        let of = || decided.iter().filter(|row| row.name == setting.as_str());
        let holds = of().filter(|row| row.valid_from <= today).max_by_key(|row| row.valid_from);
        let (initial, certainty) = setting.source();
        let mut row = SettingRow {
            setting,
            value: now.on(setting, today),
            since: holds.map(|row| (row.valid_from, row.change_id)),
            source: initial,
            certainty,
            proposer: String::new(),
            decider: String::new(),
            to_come: of()
                .filter(|row| row.valid_from > today)
                .map(|row| (row.valid_from, row.amount))
                .collect(),
        };
        if let Some(holds) = holds
            && let Some(stored) = changes::by_id(db, holds.change_id).await?
        {
            let (_, basis) = list::read(&stored)?;
            let rests = if basis.number.is_empty() { basis.reason } else { basis.number };
            row.source = Text::new(rests.clone(), rests);
            row.certainty = basis.certainty;
            row.proposer = stored.proposer.unwrap_or_default();
            row.decider = stored.decider.unwrap_or_default();
        }
        rows.push(row);
    }
    Ok(rows)
}

pub(in crate::actions) async fn settings_now(db: &impl ConnectionTrait) -> Result<Settings, Error> {
    let decided = changes::settings(db).await?;
    Ok(Settings::of(
        decided
            .into_iter()
            .filter_map(|row| Some((Setting::parse(&row.name)?, row.valid_from, row.amount)))
            .collect(),
    ))
}
