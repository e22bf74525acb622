//! Reports of the law and of a programme: which there are and when they are due, and each as one value within the scope
//! of who asks. What every figure means is said in `domain::report`.

mod file;
mod paper;
mod world;

use domain::{
    ids::PartyId,
    permission::{Deed, Scope},
    report::{self, By, Duty, Report, last_day, next_due},
    text::{Text, folded},
};
use time::Date;

use self::world::{Covers, World};
use super::{
    Ctx,
    views::{Coded, DutyView, PartyName, ReportChoices},
};
use crate::{
    error::Error,
    fixtures,
    storage::{orders, registry},
};

pub use self::{file::workbook, paper::pdf};

/// Which report, of what, and in which order its rows come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub kind: Kind,
    /// Key of a column; empty for the report's own order.
    pub sort: String,
    pub descending: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Of one college on a year.
    TrainingYear { provider: PartyId, year: i32 },
    /// Of the country by province, or of one province by college.
    Province { province: Option<String>, year: i32 },
    /// Of a programme, cut one way.
    Programme { code: String, by: By, as_of: Date },
}

/// The office, and who trains.
fn permit(ctx: &Ctx) -> Result<(), Error> {
    ctx.permit_own(Deed::Read)?;
    if ctx.actor.role.reads_reports() { Ok(()) } else { Err(Error::Forbidden) }
}

/// What is due next, for who asks.
pub async fn duties(ctx: &Ctx) -> Result<(Vec<DutyView>, Vec<Coded>), Error> {
    permit(ctx)?;
    let whole = ctx.scope() == Scope::Everything;
    let duties = [(Duty::TrainingYear, "training_year"), (Duty::Province, "province")];
    let due = |(duty, code): (Duty, &str)| {
        let (year, due_before, days_left) = next_due(duty, ctx.today())?;
        Some(DutyView { code: code.to_owned(), year, due_before, days_left, source: Duty::SOURCE.to_owned() })
    };
    let duties = duties.into_iter().filter(|(duty, _)| whole || *duty == Duty::TrainingYear).filter_map(due);
    let programmes = registry::programmes(ctx.db()).await?;
    let named = |stored: registry::StoredProgramme| Coded::new(&stored.programme.id, stored.programme.short);
    Ok((duties.collect(), programmes.into_iter().map(named).collect()))
}

/// What filters offer: years that something was ordered in, newest first, and who trains where.
pub async fn choices(ctx: &Ctx) -> Result<ReportChoices, Error> {
    permit(ctx)?;
    let orders = own_orders(ctx).await?;
    let directory = registry::directory(ctx.db()).await?;
    let mut providers: Vec<PartyId> = orders.iter().map(|order| order.provider).collect();
    providers.sort_unstable();
    providers.dedup();
    let mut provinces: Vec<Coded> = Vec::new();
    for provider in &providers {
        let code = directory.get(*provider).map_or("", |party| party.province_code.as_str());
        let known = provinces.iter().any(|known| known.code == code);
        if let (Some(name), false) = (fixtures::province_name(code), known) {
            provinces.push(Coded::new(code, Text::new(name.clone(), name)));
        }
    }
    provinces.sort_by_cached_key(|province| folded(&province.name.vi));
    let mut providers: Vec<PartyName> =
        providers.into_iter().map(|id| PartyName::new(id, directory.name(id, ctx.today()))).collect();
    providers.sort_by_cached_key(|provider| folded(&provider.name));
    let first = orders.iter().map(|order| order.placed_on.year()).min().unwrap_or(ctx.today().year());
    let programmes = registry::programmes(ctx.db()).await?;
    let named = |stored: registry::StoredProgramme| Coded::new(&stored.programme.id, stored.programme.short);
    Ok(ReportChoices {
        years: (first..=ctx.today().year()).rev().collect(),
        providers,
        provinces,
        programmes: programmes.into_iter().map(named).collect(),
    })
}

/// Orders of the scope; an organisation reports on those that it provides itself.
async fn own_orders(ctx: &Ctx) -> Result<Vec<orders::Order>, Error> {
    let mut found = orders::list(ctx.db(), ctx.scope()).await?;
    if let Scope::Party(party) = ctx.scope() {
        found.retain(|order| order.provider == party);
    }
    Ok(found)
}

pub async fn find(ctx: &Ctx, wanted: &Wanted) -> Result<Report, Error> {
    permit(ctx)?;
    let report = match &wanted.kind {
        Kind::TrainingYear { provider, year } => training_year(ctx, *provider, *year).await?,
        Kind::Province { province, year } => by_province(ctx, province.as_deref(), *year).await?,
        Kind::Programme { code, by, as_of } => programme(ctx, code, *by, *as_of).await?,
    };
    Ok(report.sorted(&wanted.sort, wanted.descending))
}

async fn training_year(ctx: &Ctx, provider: PartyId, year: i32) -> Result<Report, Error> {
    if let Scope::Party(own) = ctx.scope()
        && own != provider
    {
        return Err(Error::NotFound);
    }
    let directory = registry::directory(ctx.db()).await?;
    let today = ctx.today();
    let name = directory.name(provider, last_day(year).min(today));
    if name.is_empty() {
        return Err(Error::NotFound);
    }
    let world = World::load(ctx, Covers::Provider(provider), last_day(year), today).await?;
    Ok(report::training_year(&world.courses, &world.learners, &name, year, today))
}

async fn by_province(ctx: &Ctx, province: Option<&str>, year: i32) -> Result<Report, Error> {
    ctx.permit(Deed::Read, &[])?;
    if province.is_some_and(|code| fixtures::province_name(code).is_none()) {
        return Err(Error::NotFound);
    }
    let world = World::load(ctx, Covers::Everything, last_day(year), ctx.today()).await?;
    Ok(report::province(&world.courses, &world.learners, province, year, ctx.today()))
}

async fn programme(ctx: &Ctx, code: &str, by: By, as_of: Date) -> Result<Report, Error> {
    let programmes = registry::programmes(ctx.db()).await?;
    let stored = programmes.into_iter().find(|p| p.programme.id == code).ok_or(Error::NotFound)?;
    let as_of = as_of.min(ctx.today());
    let world = World::load(ctx, Covers::Programme(stored.id), as_of, as_of).await?;
    let mut movements = world.movements(ctx, as_of).await?;
    movements.extend(world.learners.iter().flat_map(report::steps));
    let programme = &stored.programme;
    // A college's own numbers are not measured by the targets of the whole.
    let targets = if ctx.scope() == Scope::Everything { &programme.targets[..] } else { &[] };
    Ok(report::programme(&programme.short, targets, &world.courses, &movements, by, as_of))
}

/// The year that a page shows when nobody asks for another: the last that is over.
pub fn usual_year(ctx: &Ctx) -> i32 {
    ctx.today().year() - 1
}
