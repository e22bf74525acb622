//! Cohorts and learners as they are read. A host enterprise sees the learners placed with it, and no others.

mod cohort;
pub mod told;

use std::collections::HashMap;

use domain::{
    enrolment::LearnerKind,
    fact::{Fact, Happening},
    ids::{EnrolmentId, FactId, LearnerId, PartyId},
    money::Money,
    order::State,
    permission::{Deed, Scope},
    phone::Phone,
    settlement::{Scheme, trace::parts_of},
    statement::State as StatementState,
    text::Text,
};

pub use self::cohort::cohort;
use super::{
    Ctx, progress,
    read_orders::level,
    read_statements::scheme_of,
    standing::Standing,
    tally::only,
    views::{Coded, EnrolmentView, FactView, LearnerLine, LearnerView, PartyName, Words},
};
use crate::{
    clock,
    error::Error,
    storage::{
        contacts,
        learners::{self, Enrolment, Person},
        money,
        orders::{self, Order},
        registry::{self, Directory, Occupation},
        work_study,
    },
};

/// A host sees who is placed with it.
fn visible(standing: &Standing, own: Option<PartyId>) -> bool {
    own.is_none_or(|host| standing.hosts.contains(&host))
}

/// A learner sees their own enrolments, though no order.
fn concerns(ctx: &Ctx, enrolment: &Enrolment) -> bool {
    match ctx.scope() {
        Scope::Learner(learner) => enrolment.learner == learner,
        Scope::Everything | Scope::Party(_) => true,
    }
}

/// The scope in which the order of an enrolment that `concerns` who asks is looked for.
pub(super) fn of_order(ctx: &Ctx) -> Scope {
    match ctx.scope() {
        Scope::Learner(_) => Scope::Everything,
        other => other,
    }
}

/// A learner with the enrolments that are within the scope of who asks; not found when there is none.
pub async fn find(ctx: &Ctx, id: LearnerId) -> Result<LearnerView, Error> {
    ctx.permit_own(Deed::Read)?;
    let db = ctx.db();
    let person = learners::person_by_id(db, id).await?.ok_or(Error::NotFound)?;
    let directory = registry::directory(db).await?;
    let occupations = registry::occupations(db).await?;
    let enrolments = learners::enrolments_of_learner(db, id).await?;
    let facts = learners::facts_of(db, enrolments.iter().map(|enrolment| enrolment.id)).await?;
    let mut views = Vec::new();
    // A person has a handful of enrolments, and each belongs to an order of its own.
    for enrolment in enrolments {
        if !concerns(ctx, &enrolment) {
            continue;
        }
        let facts = facts.get(&enrolment.id).map_or(&[][..], Vec::as_slice);
        views.extend(enrolment_view(ctx, enrolment, facts, &directory, &occupations).await?);
    }
    if views.is_empty() {
        return Err(Error::NotFound);
    }
    let phone = contacts::phones_of(db, [id]).await?.remove(&id).map(|phone| shown(ctx, &phone));
    Ok(learner_view(person, phone, views))
}

/// A learner has nothing to hide from themselves.
fn shown(ctx: &Ctx, phone: &Phone) -> String {
    match ctx.scope() {
        Scope::Learner(_) => phone.as_str().to_owned(),
        Scope::Everything | Scope::Party(_) => phone.masked(),
    }
}

fn learner_view(person: Person, phone: Option<String>, enrolments: Vec<EnrolmentView>) -> LearnerView {
    let lines = enrolments.iter().flat_map(|enrolment| &enrolment.lines);
    LearnerView {
        id: person.id.0,
        full_name: person.full_name,
        personal_id: person.personal_id.masked(),
        phone,
        birth_date: person.birth_date,
        sex: Coded::new(learners::sex_key(person.sex), person.sex.name()),
        accepted_dong: lines.map(|line| line.amount_dong).sum(),
        enrolments,
    }
}

async fn enrolment_view(
    ctx: &Ctx,
    enrolment: Enrolment,
    facts: &[Fact],
    directory: &Directory,
    occupations: &HashMap<i64, Occupation>,
) -> Result<Option<EnrolmentView>, Error> {
    let db = ctx.db();
    let standing = Standing::of(facts, ctx.today());
    let Some(order) = orders::find(db, of_order(ctx), enrolment.order).await? else { return Ok(None) };
    if !visible(&standing, only(ctx.scope(), &order)) {
        return Ok(None);
    }
    let cohort = orders::cohort_by_id(db, enrolment.cohort).await?.ok_or(Error::NotFound)?;
    let scheme = scheme_of(ctx, &order).await?;
    let lines = lines(ctx, &order, &enrolment, &scheme, directory).await?;
    let occupation = occupations.get(&enrolment.occupation_id);
    let decides =
        standing.duplicate_open() && order.state == State::Accepted && ctx.may(Deed::DecideDuplicate, &[]);
    let mut may = Vec::new();
    if decides {
        may.push("decide_duplicate".to_owned());
    }
    if order.state == State::Accepted && ctx.may(Deed::ReportProgress, &[order.provider]) {
        may.push("report_progress".to_owned());
    }
    let reasons = work_study::reasons(db, facts.iter().map(|fact| fact.id)).await?;
    let kind = match LearnerKind::parse(&enrolment.kind) {
        Some(LearnerKind::Worker) => Text::new("người lao động", "worker"),
        _ => Text::new("học sinh, sinh viên", "student"),
    };
    Ok(Some(EnrolmentView {
        id: enrolment.id.0,
        order_id: order.id.0,
        order_number: order.number.clone(),
        cohort_id: cohort.id.0,
        cohort: cohort.name,
        provider: PartyName::new(order.provider, directory.name(order.provider, ctx.today())),
        occupation_code: occupation.map_or_else(String::new, |o| o.code.clone()),
        occupation: occupation.map_or_else(|| Text::new("", ""), |o| o.name.clone()).into(),
        level: level(occupation),
        kind: Coded::new(&enrolment.kind, kind),
        employer: enrolment.employer,
        enrolled_on: enrolment.enrolled_on,
        standing: standing.view(directory, ctx.today()),
        facts: facts.iter().map(|fact| fact_view(fact, facts, directory, ctx, &order, &reasons)).collect(),
        lines,
        parts: scheme.parts.iter().map(|part| Coded::new(&part.code, part.title.clone())).collect(),
        may,
    }))
}

/// Settled lines that stand on a statement the person may see and that was not sent back.
async fn lines(
    ctx: &Ctx,
    order: &Order,
    enrolment: &Enrolment,
    scheme: &Scheme,
    directory: &Directory,
) -> Result<Vec<LearnerLine>, Error> {
    let statements: HashMap<i64, money::Statement> =
        money::statements_of_order(ctx.db(), ctx.scope(), order.id)
            .await?
            .into_iter()
            .filter(|statement| statement.state != StatementState::Returned)
            .map(|statement| (statement.id.0, statement))
            .collect();
    let found = money::lines_of_enrolment(ctx.db(), enrolment.line, enrolment.id).await?;
    let line = |line: money::SettledLine| {
        let statement = statements.get(&line.statement_id)?;
        let payee = PartyId(line.payee_id);
        Some(LearnerLine {
            id: line.id,
            title: title(scheme, &line.part),
            part: line.part,
            period: statement.period.clone(),
            payee: PartyName::new(payee, directory.name(payee, statement.prepared_on)),
            statement_id: statement.id.0,
            statement_number: statement.number.clone(),
            statement_state: Coded::new(statement.state.as_str(), statement.state.name()),
            amount_dong: Money::dong(line.amount_dong).as_dong(),
        })
    };
    Ok(found.into_iter().filter_map(line).collect())
}

pub(super) fn title(scheme: &Scheme, part: &str) -> Words {
    let (code, label) = parts_of(part);
    let Some(part) = scheme.part(code) else { return Words::same(part) };
    if label.is_empty() {
        return part.title.clone().into();
    }
    Text::new(format!("{} ({label})", part.title.vi), format!("{} ({label})", part.title.en)).into()
}

fn fact_view(
    fact: &Fact,
    all: &[Fact],
    directory: &Directory,
    ctx: &Ctx,
    order: &Order,
    reasons: &HashMap<FactId, String>,
) -> FactView {
    let superseded_by = all.iter().find(|other| other.supersedes == Some(fact.id));
    let id = |fact: FactId| fact.0;
    FactView {
        id: fact.id.0,
        kind: fact.what.kind().to_owned(),
        text: fact.what.describe().into(),
        happened_on: fact.happened_on,
        recorded_at: fact.recorded_at.0,
        recorded: clock::written(fact.recorded_at),
        reporter: PartyName::new(
            fact.reporter,
            directory.name(fact.reporter, clock::day_of(fact.recorded_at)),
        ),
        note: note(&fact.what, directory, ctx),
        superseded_by: superseded_by.map(|other| id(other.id)),
        supersedes: fact.supersedes.map(id),
        reason: reasons.get(&fact.id).cloned(),
        may: match superseded_by.is_none()
            && order.state == State::Accepted
            && progress::may_correct(ctx, order, &fact.what)
        {
            true => vec!["correct".to_owned()],
            false => Vec::new(),
        },
    }
}

fn note(what: &Happening, directory: &Directory, ctx: &Ctx) -> Option<String> {
    match what {
        Happening::Placed { host } => Some(directory.name(*host, ctx.today())),
        Happening::Graduated { recognition, .. } => Some(match &recognition.certificate {
            Some(certificate) => {
                format!("{} · {} · {}", recognition.decision, certificate.serial, certificate.register_number)
            }
            None => recognition.decision.clone(),
        }),
        _ => None,
    }
}

/// Whether the person may see this enrolment: its order is in the scope, and a host has the learner.
pub(super) async fn within_scope(ctx: &Ctx, id: EnrolmentId) -> Result<(Enrolment, Order, Vec<Fact>), Error> {
    let db = ctx.db();
    let enrolment = learners::enrolment_by_id(db, id).await?.ok_or(Error::NotFound)?;
    let order = orders::find(db, ctx.scope(), enrolment.order).await?.ok_or(Error::NotFound)?;
    let facts = learners::facts_of(db, [id]).await?.remove(&id).unwrap_or_default();
    if visible(&Standing::of(&facts, ctx.today()), only(ctx.scope(), &order)) {
        Ok((enrolment, order, facts))
    } else {
        Err(Error::NotFound)
    }
}
