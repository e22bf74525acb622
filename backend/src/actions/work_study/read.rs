//! Work-study as it is read: a cohort's months at a glance, and one month with every learner. A host enterprise sees
//! the learners placed with it and its own hours.

use std::collections::BTreeMap;

use domain::{
    calendar::vietnamese,
    fact::{Fact, Happening, Place, in_effect},
    ids::{CohortId, EnrolmentId, FactId, PartyId},
    month::Month,
    order::State,
    permission::Deed,
    text::Text,
    work_study::{answers_a_contest, standing},
};
use time::Date;

use super::{QUALIFICATIONS, may_name_trainers, place_of};
use crate::{
    actions::{
        Ctx, hands,
        standing::Standing,
        tally::only,
        views::{
            Coded, EnteredRow, EnteredView, HoursOfOther, HoursRow, MonthRow, MonthView, PartyName,
            TrainerView, WorkStudyView,
        },
    },
    error::Error,
    storage::{
        hours_log::{self, Log},
        learners::{self, Enrolment, Person},
        orders::{self, Order},
        registry::{self, Directory},
        work_study as stored,
    },
};

/// What both pages read.
struct Read {
    order: Order,
    starts_on: Date,
    ends_on: Date,
    people: Vec<(Enrolment, Person, Vec<Fact>)>,
    directory: Directory,
    own: Option<PartyId>,
}

impl Read {
    async fn load(ctx: &Ctx, id: CohortId) -> Result<Read, Error> {
        let db = ctx.db();
        let cohort = orders::cohort_by_id(db, id).await?.ok_or(Error::NotFound)?;
        let order = orders::find(db, ctx.scope(), cohort.order).await?.ok_or(Error::NotFound)?;
        ctx.permit(Deed::Read, &order.owners())?;
        let line = orders::line_by_id(db, cohort.line).await?.ok_or(Error::NotFound)?;
        let own = only(ctx.scope(), &order);
        let people = learners::people_of_cohort(db, id).await?;
        let mut facts = learners::facts_of(db, people.iter().map(|(enrolment, _)| enrolment.id)).await?;
        let mut seen = Vec::with_capacity(people.len());
        for (enrolment, person) in people {
            let facts = facts.remove(&enrolment.id).unwrap_or_default();
            let hosts = Standing::of(&facts, ctx.today()).hosts;
            if own.is_none_or(|host| hosts.contains(&host)) {
                seen.push((enrolment, person, facts));
            }
        }
        let directory = registry::directory(db).await?;
        Ok(Read { order, starts_on: line.starts_on, ends_on: line.ends_on, people: seen, directory, own })
    }

    fn name(&self, party: PartyId, today: Date) -> PartyName {
        PartyName::new(party, self.directory.name(party, today))
    }

    /// Who teaches: the provider and the hosts, or the one host that asks.
    fn teachers(&self) -> Vec<(PartyId, Place)> {
        let hosts = self.order.hosts.iter().map(|host| (*host, Place::Enterprise));
        let all = std::iter::once((self.order.provider, Place::College)).chain(hosts);
        all.filter(|(party, _)| self.own.is_none_or(|own| own == *party)).collect()
    }
}

/// A cohort's plan, placements, trainers, and what was reported month by month.
pub async fn overview(ctx: &Ctx, id: CohortId) -> Result<WorkStudyView, Error> {
    let read = Read::load(ctx, id).await?;
    let today = ctx.today();
    let plan = stored::plan(ctx.db(), id).await?;
    let running = read.order.state == State::Accepted;
    let waiting = waiting_by_month(ctx, id).await?;
    let mut months = Vec::new();
    for month in Month::between(read.starts_on, today.min(read.ends_on)) {
        for (party, place) in read.teachers() {
            let waiting = waiting.get(&(party, month.to_string())).copied().unwrap_or(0);
            months.extend(month_row(&read, month, (party, place), waiting, today));
        }
    }
    months.reverse();
    let mut placed: BTreeMap<PartyId, u64> = BTreeMap::new();
    for (_, _, facts) in &read.people {
        if let Some(host) = Standing::of(facts, today).hosts.last() {
            *placed.entry(*host).or_default() += 1;
        }
    }
    let placed_here: u64 = placed.values().sum();
    Ok(WorkStudyView {
        plan_college: plan.map(|plan| plan.college),
        plan_enterprise: plan.map(|plan| plan.enterprise),
        placed: placed.into_iter().map(|(host, count)| (read.name(host, today), count)).collect(),
        not_placed: u64::try_from(read.people.len()).unwrap_or(0).saturating_sub(placed_here),
        trainers: trainers(ctx, &read).await?,
        months,
        may: may(ctx, &read.order, running),
    })
}

fn may(ctx: &Ctx, order: &Order, running: bool) -> Vec<String> {
    let mut may = Vec::new();
    if running && ctx.may(Deed::ReportProgress, &[order.provider]) {
        may.extend(["plan".to_owned(), "place".to_owned()]);
    }
    if running && may_name_trainers(ctx, order) {
        may.push("trainer".to_owned());
    }
    may
}

async fn trainers(ctx: &Ctx, read: &Read) -> Result<Vec<TrainerView>, Error> {
    let found = stored::trainers(ctx.db(), read.order.id).await?;
    let view = |trainer: stored::Trainer| {
        let known = QUALIFICATIONS.iter().find(|(code, _, _)| *code == trainer.qualification);
        let (vi, en) = known.map_or(("", ""), |(_, vi, en)| (*vi, *en));
        TrainerView {
            host: read.name(trainer.host, ctx.today()),
            full_name: trainer.full_name,
            qualification: Coded::new(&trainer.qualification, Text::new(vi, en)),
            document: trainer.document,
            named_on: trainer.named_on,
        }
    };
    Ok(found.into_iter().filter(|trainer| read.own.is_none_or(|own| own == trainer.host)).map(view).collect())
}

/// Whether somebody is to be taught there in a month: enrolled, placed there, and not gone before it.
fn expected(facts: &[Fact], party: PartyId, place: Place, month: Month, today: Date) -> bool {
    let known = in_effect(facts, today, domain::calendar::Moment(i64::MAX));
    let left = known
        .iter()
        .any(|fact| matches!(fact.what, Happening::Withdrew { .. }) && fact.happened_on < month.first());
    let came = known.iter().any(|fact| {
        let here = match (&fact.what, place) {
            (Happening::Enrolled, Place::College) => true,
            (Happening::Placed { host }, Place::Enterprise) => *host == party,
            _ => false,
        };
        here && fact.happened_on <= month.last()
    });
    came && !left
}

/// Learners of the lists that wait, by host and month.
async fn waiting_by_month(ctx: &Ctx, id: CohortId) -> Result<BTreeMap<(PartyId, String), u64>, Error> {
    let mut waiting = BTreeMap::new();
    for log in hours_log::of_cohort(ctx.db(), id).await?.into_iter().filter(Log::waits) {
        let learners = hours_log::entries(ctx.db(), log.id).await?.len() as u64;
        waiting.insert((log.host(), log.month), learners);
    }
    Ok(waiting)
}

fn month_row(
    read: &Read,
    month: Month,
    (party, place): (PartyId, Place),
    waiting: u64,
    today: Date,
) -> Option<MonthRow> {
    let mut row = MonthRow {
        month: month.to_string(),
        name: month.name().into(),
        party: read.name(party, today),
        expected: 0,
        reported: 0,
        hours: 0,
        contested: 0,
        waiting,
    };
    for (_, _, facts) in &read.people {
        row.expected += u64::from(expected(facts, party, place, month, today));
        match standing(facts, party, place, month, today).map(|fact| &fact.what) {
            Some(Happening::HoursDelivered { hours, .. }) => {
                row.reported += 1;
                row.hours += u64::from(*hours);
            }
            Some(Happening::HoursContested { .. }) => row.contested += 1,
            _ => {}
        }
    }
    (row.expected + row.reported + row.contested + row.waiting > 0).then_some(row)
}

/// One month: what the person's organisation taught, to be written, and what the others reported.
pub async fn month(ctx: &Ctx, id: CohortId, month: Month) -> Result<MonthView, Error> {
    let read = Read::load(ctx, id).await?;
    let today = ctx.today();
    if month.last() < read.starts_on || month.first() > read.ends_on {
        return Err(Error::NotFound);
    }
    let running = read.order.state == State::Accepted;
    let over = month.last().min(read.ends_on) <= today;
    let place = place_of(ctx, &read.order).filter(|_| running && over);
    let plan = stored::plan(ctx.db(), id).await?;
    let reasons = reasons(ctx, &read).await?;
    let logs = open_logs(ctx, id, month).await?;
    let mine = logs.iter().find(|(log, _)| place.is_some() && log.host() == ctx.actor.party);
    let mut rows = Vec::new();
    let mut others = Vec::new();
    for (enrolment, person, facts) in &read.people {
        if let Some(place) = place {
            let planned = plan.map(|plan| plan.at(place));
            let entered = mine.and_then(|(_, entries)| entries.get(&enrolment.id)).copied();
            let row = own_row(ctx, enrolment, person, facts, (place, month), planned);
            rows.extend(row.map(|row| HoursRow { entered, ..row }));
        }
        for (party, place_there) in read.teachers() {
            if place.is_some() && party == ctx.actor.party {
                continue;
            }
            let Some(fact) = standing(facts, party, place_there, month, today) else { continue };
            others.push(other(&read, enrolment.id, person, facts, fact, party, &reasons, today));
        }
    }
    let contests = running && ctx.may(Deed::ReportProgress, &[read.order.provider]);
    Ok(MonthView {
        month: month.to_string(),
        name: month.name().into(),
        at_enterprise: place == Some(Place::Enterprise),
        may_contest: contests && others.iter().any(|other| other.state.code == "reported" && other.of_host),
        trainers: trainers(ctx, &read).await?.len(),
        over,
        reason: mine.map_or_else(String::new, |(log, _)| log.reason.clone()),
        entered: entered(ctx, &read, &logs, month, running).await?,
        rows,
        others,
    })
}

type Entries = BTreeMap<EnrolmentId, u32>;

/// The newest lists of a month that are not facts: those that wait, and those that were sent back.
async fn open_logs(ctx: &Ctx, id: CohortId, month: Month) -> Result<Vec<(Log, Entries)>, Error> {
    let logs = hours_log::of_cohort(ctx.db(), id).await?.into_iter();
    let open = logs.filter(|log| log.month == month.to_string() && (log.waits() || log.was_returned()));
    let mut found = Vec::new();
    for log in open {
        let entries = hours_log::entries(ctx.db(), log.id).await?.into_iter().collect();
        found.push((log, entries));
    }
    Ok(found)
}

/// A list that was sent back is its host's own affair.
async fn entered(
    ctx: &Ctx,
    read: &Read,
    logs: &[(Log, Entries)],
    month: Month,
    running: bool,
) -> Result<Vec<EnteredView>, Error> {
    let mut views = Vec::new();
    for (log, entries) in logs {
        let seen = log.waits() || log.host() == ctx.actor.party;
        if !seen || read.own.is_some_and(|own| own != log.host()) {
            continue;
        }
        let row = |(enrolment, person, facts): &(Enrolment, Person, Vec<Fact>)| {
            let hours = *entries.get(&enrolment.id)?;
            let known = standing(facts, log.host(), Place::Enterprise, month, ctx.today());
            let before = match known.map(|fact| &fact.what) {
                Some(Happening::HoursDelivered { hours, .. }) => Some(*hours),
                _ => None,
            };
            let (full_name, personal_id) = (person.full_name.clone(), person.personal_id.masked());
            Some(EnteredRow { full_name, personal_id, before, hours })
        };
        views.push(EnteredView {
            log_id: log.id,
            host: read.name(log.host(), ctx.today()),
            entered_by: log.entered_by_name.clone(),
            entered_on: log.entered_on,
            reason: log.reason.clone(),
            returned: log.note.clone(),
            rows: read.people.iter().filter_map(row).collect(),
            may: if running && log.waits() { may_decide(ctx, log).await? } else { Vec::new() },
        });
    }
    Ok(views)
}

async fn may_decide(ctx: &Ctx, log: &Log) -> Result<Vec<String>, Error> {
    let mut may = Vec::new();
    if ctx.may(Deed::ConfirmHoursAtEnterprise, &[log.host()]) {
        let own = hands::is_own(ctx, ctx.db(), ("hours_log", log.id), log.maker()).await?;
        may.push(if own { "own" } else { "confirm" }.to_owned());
    }
    if ctx.may(Deed::EnterHoursAtEnterprise, &[log.host()]) {
        may.push("withdraw".to_owned());
    }
    Ok(may)
}

async fn reasons(ctx: &Ctx, read: &Read) -> Result<std::collections::HashMap<FactId, String>, Error> {
    let replacing = read.people.iter().flat_map(|(_, _, facts)| facts);
    let replacing = replacing.filter(|fact| fact.supersedes.is_some()).map(|fact| fact.id);
    Ok(stored::reasons(ctx.db(), replacing).await?)
}

fn own_row(
    ctx: &Ctx,
    enrolment: &Enrolment,
    person: &Person,
    facts: &[Fact],
    (place, month): (Place, Month),
    planned: Option<u32>,
) -> Option<HoursRow> {
    let (party, today) = (ctx.actor.party, ctx.today());
    let fact = standing(facts, party, place, month, today);
    if fact.is_none() && !expected(facts, party, place, month, today) {
        return None;
    }
    let so_far = Standing::of(facts, today);
    let had = match place {
        Place::College => so_far.hours_college,
        Place::Enterprise => so_far.hours_enterprise(),
    };
    let contested = match fact.map(|fact| &fact.what) {
        Some(Happening::HoursContested { hours, reason }) => Some((*hours, reason.clone())),
        _ => None,
    };
    let hours = match fact.map(|fact| &fact.what) {
        Some(Happening::HoursDelivered { hours, .. }) => Some(*hours),
        _ => None,
    };
    Some(HoursRow {
        enrolment_id: enrolment.id.0,
        full_name: person.full_name.clone(),
        personal_id: person.personal_id.masked(),
        hours,
        entered: None,
        contested_hours: contested.as_ref().map(|(hours, _)| *hours),
        contest: contested.map(|(_, reason)| reason),
        so_far: had,
        planned,
    })
}

#[expect(clippy::too_many_arguments, reason = "one row is made in one place")]
fn other(
    read: &Read,
    enrolment: EnrolmentId,
    person: &Person,
    facts: &[Fact],
    fact: &Fact,
    party: PartyId,
    reasons: &std::collections::HashMap<FactId, String>,
    today: Date,
) -> HoursOfOther {
    let (state, hours, note) = match &fact.what {
        Happening::HoursContested { hours, reason } => {
            (Coded::new("contested", Text::new("trường phản đối", "contested")), *hours, reason.clone())
        }
        Happening::HoursDelivered { hours, .. } => {
            let note = reasons.get(&fact.id).cloned().unwrap_or_default();
            match answers_a_contest(fact, facts) {
                true => (Coded::new("answered", Text::new("đã trả lời phản đối", "answered")), *hours, note),
                false => (Coded::new("reported", Text::new("đã xác nhận", "confirmed")), *hours, note),
            }
        }
        _ => (Coded::new("reported", Text::new("đã xác nhận", "confirmed")), 0, String::new()),
    };
    HoursOfOther {
        fact_id: fact.id.0,
        enrolment_id: enrolment.0,
        full_name: person.full_name.clone(),
        personal_id: person.personal_id.masked(),
        party: read.name(party, today),
        of_host: party != read.order.provider,
        hours,
        state,
        note,
        told: vietnamese(crate::clock::day_of(fact.recorded_at)),
    }
}
