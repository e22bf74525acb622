//! Learners, their enrolments, and the facts about them.

use std::collections::{BTreeMap, HashMap};

use domain::{
    calendar::Moment,
    fact::{Certificate, Fact, Happening},
    ids::{CohortId, EnrolmentId, FactId, LearnerId, OrderId, OrderLineId, PartyId},
    personal_id::{PersonalId, Sex},
    settlement::Learner,
};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, QueryResult, Value};
use time::Date;

use super::{id_list, registry::unknown, row, rows, tables::fact};

#[derive(Debug, Clone)]
pub struct Person {
    pub id: LearnerId,
    pub full_name: String,
    pub birth_date: Date,
    pub sex: Sex,
    pub personal_id: PersonalId,
}

#[derive(Debug, Clone)]
pub struct Enrolment {
    pub id: EnrolmentId,
    pub learner: LearnerId,
    pub order: OrderId,
    pub line: OrderLineId,
    pub cohort: CohortId,
    pub occupation_id: i64,
    pub kind: String,
    pub employer: Option<String>,
    pub enrolled_on: Date,
}

#[derive(FromQueryResult)]
struct PersonRow {
    id: i64,
    full_name: String,
    birth_date: Date,
    sex: String,
    personal_id: String,
}

const PERSON: &str = "SELECT p.id, p.full_name, p.birth_date, p.sex, p.personal_id FROM learner p";
/// Personal ids looked up in one query.
const LOOKUP: usize = 500;

fn person(row: PersonRow) -> Result<Person, DbErr> {
    let sex = if row.sex == sex_key(Sex::Female) { Sex::Female } else { Sex::Male };
    let personal_id = PersonalId::of_form(&row.personal_id)
        .map_err(|_| unknown("learner.personal_id", "no personal id"))?;
    Ok(Person {
        id: LearnerId(row.id),
        full_name: row.full_name,
        birth_date: row.birth_date,
        sex,
        personal_id,
    })
}

pub fn sex_key(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "male",
        Sex::Female => "female",
    }
}

/// People already known, by personal id. Of everyone: a person is one person everywhere.
pub async fn known_of_everyone(
    db: &impl ConnectionTrait,
    personal_ids: &[&str],
) -> Result<HashMap<String, Person>, DbErr> {
    let mut known = HashMap::new();
    for chunk in personal_ids.chunks(LOOKUP) {
        let places: Vec<String> = (1..=chunk.len()).map(|i| format!("${i}")).collect();
        let sql = format!("{PERSON} WHERE p.personal_id IN ({})", places.join(","));
        let values: Vec<Value> = chunk.iter().map(|id| (*id).into()).collect();
        for found in rows::<PersonRow>(db, &sql, values).await? {
            let found = person(found)?;
            known.insert(found.personal_id.as_str().to_owned(), found);
        }
    }
    Ok(known)
}

pub async fn person_by_id(db: &impl ConnectionTrait, id: LearnerId) -> Result<Option<Person>, DbErr> {
    row(db, &format!("{PERSON} WHERE p.id = $1"), vec![id.0.into()]).await?.map(person).transpose()
}

/// The people of a cohort, by given name.
pub async fn people_of_cohort(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<Vec<(Enrolment, Person)>, DbErr> {
    let enrolments = enrolments(db, "cohort_id = $1", cohort.0).await?;
    people_of(db, enrolments).await
}

/// Everybody on an order, by given name.
pub async fn people_of_order(
    db: &impl ConnectionTrait,
    order: OrderId,
) -> Result<Vec<(Enrolment, Person)>, DbErr> {
    let enrolments = enrolments(db, "order_id = $1", order.0).await?;
    people_of(db, enrolments).await
}

async fn people_of(
    db: &impl ConnectionTrait,
    enrolments: Vec<Enrolment>,
) -> Result<Vec<(Enrolment, Person)>, DbErr> {
    let ids = id_list(enrolments.iter().map(|enrolment| enrolment.learner.0));
    let found: Vec<PersonRow> =
        rows(db, &format!("{PERSON} WHERE p.id IN {ids} ORDER BY p.sort_key, p.id"), vec![]).await?;
    let mut by_learner: HashMap<LearnerId, Enrolment> =
        enrolments.into_iter().map(|e| (e.learner, e)).collect();
    let mut people = Vec::with_capacity(found.len());
    for row in found {
        let person = person(row)?;
        if let Some(enrolment) = by_learner.remove(&person.id) {
            people.push((enrolment, person));
        }
    }
    Ok(people)
}

struct EnrolmentRow {
    id: i64,
    learner_id: i64,
    order_id: i64,
    order_line_id: i64,
    cohort_id: i64,
    occupation_id: i64,
    kind: String,
    employer: Option<String>,
    enrolled_on: Date,
}

/// By place, as for facts.
impl FromQueryResult for EnrolmentRow {
    fn from_query_result(row: &QueryResult, _: &str) -> Result<EnrolmentRow, DbErr> {
        Ok(EnrolmentRow {
            id: row.try_get_by_index(0)?,
            learner_id: row.try_get_by_index(1)?,
            order_id: row.try_get_by_index(2)?,
            order_line_id: row.try_get_by_index(3)?,
            cohort_id: row.try_get_by_index(4)?,
            occupation_id: row.try_get_by_index(5)?,
            kind: row.try_get_by_index(6)?,
            employer: row.try_get_by_index(7)?,
            enrolled_on: row.try_get_by_index(8)?,
        })
    }
}

const ENROLMENT: &str = "SELECT id, learner_id, order_id, order_line_id, cohort_id, occupation_id, kind, employer, \
    enrolled_on FROM enrolment";

async fn enrolments(db: &impl ConnectionTrait, condition: &str, key: i64) -> Result<Vec<Enrolment>, DbErr> {
    let found = rows(db, &format!("{ENROLMENT} WHERE {condition} ORDER BY id"), vec![key.into()]).await?;
    Ok(found.into_iter().map(enrolment).collect())
}

fn enrolment(row: EnrolmentRow) -> Enrolment {
    Enrolment {
        id: EnrolmentId(row.id),
        learner: LearnerId(row.learner_id),
        order: OrderId(row.order_id),
        line: OrderLineId(row.order_line_id),
        cohort: CohortId(row.cohort_id),
        occupation_id: row.occupation_id,
        kind: row.kind,
        employer: row.employer,
        enrolled_on: row.enrolled_on,
    }
}

pub async fn enrolments_of_line(
    db: &impl ConnectionTrait,
    line: OrderLineId,
) -> Result<Vec<Enrolment>, DbErr> {
    enrolments(db, "order_line_id = $1", line.0).await
}

pub async fn enrolments_of_learner(
    db: &impl ConnectionTrait,
    learner: LearnerId,
) -> Result<Vec<Enrolment>, DbErr> {
    enrolments(db, "learner_id = $1", learner.0).await
}

pub async fn enrolment_by_id(db: &impl ConnectionTrait, id: EnrolmentId) -> Result<Option<Enrolment>, DbErr> {
    Ok(enrolments(db, "id = $1", id.0).await?.pop())
}

/// Enrolments of people, wherever they are: to find who was trained before. Of everyone.
pub async fn enrolments_of_everyone(
    db: &impl ConnectionTrait,
    learners: impl IntoIterator<Item = LearnerId>,
) -> Result<Vec<Enrolment>, DbErr> {
    let ids: Vec<i64> = learners.into_iter().map(|learner| learner.0).collect();
    let mut found = Vec::new();
    for chunk in ids.chunks(LOOKUP) {
        let sql = format!("{ENROLMENT} WHERE learner_id IN {} ORDER BY id", id_list(chunk.iter().copied()));
        found.extend(rows::<EnrolmentRow>(db, &sql, vec![]).await?.into_iter().map(enrolment));
    }
    Ok(found)
}

/// The learners of a line with all their facts, in the order of their enrolments: what the engine reads.
pub async fn of_line(db: &impl ConnectionTrait, line: OrderLineId) -> Result<Vec<Learner>, DbErr> {
    of_line_before(db, line, i64::MAX).await
}

/// The same, with the facts that were written before an audit entry: what a run could see. A moment alone does not say
/// it, because a fact may be recorded in the same second after the run.
pub async fn of_line_before(
    db: &impl ConnectionTrait,
    line: OrderLineId,
    audit_seq: i64,
) -> Result<Vec<Learner>, DbErr> {
    #[derive(FromQueryResult)]
    struct Id {
        id: i64,
    }
    let sql = "SELECT id FROM enrolment WHERE order_line_id = $1 ORDER BY id";
    let ids: Vec<Id> = rows(db, sql, vec![line.0.into()]).await?;
    let mut learners: Vec<Learner> = ids
        .into_iter()
        .map(|row| Learner { enrolment: EnrolmentId(row.id), facts: Vec::new(), attributes: BTreeMap::new() })
        .collect();
    let sql = format!("{FACT} WHERE order_line_id = $1 AND audit_seq < $2 ORDER BY enrolment_id, id");
    for row in rows::<FactRow>(db, &sql, vec![line.0.into(), audit_seq.into()]).await? {
        let enrolment = EnrolmentId(row.enrolment_id);
        if let Ok(at) = learners.binary_search_by_key(&enrolment, |learner| learner.enrolment) {
            learners[at].facts.push(fact(row)?);
        }
    }
    Ok(learners)
}

/// The enrolments of a line with the facts that reports count: not the hours, of which there are many.
pub async fn milestones_of_line(
    db: &impl ConnectionTrait,
    line: OrderLineId,
) -> Result<Vec<(Enrolment, Vec<Fact>)>, DbErr> {
    let mut learners: Vec<(Enrolment, Vec<Fact>)> =
        enrolments_of_line(db, line).await?.into_iter().map(|enrolment| (enrolment, Vec::new())).collect();
    let sql = format!(
        "{FACT} WHERE order_line_id = $1 AND kind IN ('enrolled', 'withdrew', 'graduated', 'annulled', 'employed', \
         'retracted') ORDER BY enrolment_id, id"
    );
    for row in rows::<FactRow>(db, &sql, vec![line.0.into()]).await? {
        let enrolment = EnrolmentId(row.enrolment_id);
        if let Ok(at) = learners.binary_search_by_key(&enrolment, |(known, _)| known.id) {
            learners[at].1.push(fact(row)?);
        }
    }
    Ok(learners)
}

struct FactRow {
    id: i64,
    enrolment_id: i64,
    happened_on: Date,
    recorded_at: i64,
    reporter_id: i64,
    supersedes: Option<i64>,
    content: String,
}

/// By place and not by name, as the derive would: facts are by far the most rows that are ever read.
impl FromQueryResult for FactRow {
    fn from_query_result(row: &QueryResult, _: &str) -> Result<FactRow, DbErr> {
        Ok(FactRow {
            id: row.try_get_by_index(0)?,
            enrolment_id: row.try_get_by_index(1)?,
            happened_on: row.try_get_by_index(2)?,
            recorded_at: row.try_get_by_index(3)?,
            reporter_id: row.try_get_by_index(4)?,
            supersedes: row.try_get_by_index(5)?,
            content: row.try_get_by_index(6)?,
        })
    }
}

const FACT: &str =
    "SELECT id, enrolment_id, happened_on, recorded_at, reporter_id, supersedes, content FROM fact";

fn fact(row: FactRow) -> Result<Fact, DbErr> {
    Ok(Fact {
        id: FactId(row.id),
        happened_on: row.happened_on,
        recorded_at: Moment(row.recorded_at),
        reporter: PartyId(row.reporter_id),
        supersedes: row.supersedes.map(FactId),
        what: serde_json::from_str(&row.content).map_err(|_| unknown("fact.content", &row.content))?,
    })
}

/// All facts of some enrolments, in the order they arrived.
pub async fn facts_of(
    db: &impl ConnectionTrait,
    enrolments: impl IntoIterator<Item = EnrolmentId>,
) -> Result<HashMap<EnrolmentId, Vec<Fact>>, DbErr> {
    facts_where(db, enrolments, "1 = 1").await
}

/// Facts that say where a learner stands: all but the hours, of which there are many.
pub async fn standing_of(
    db: &impl ConnectionTrait,
    enrolments: impl IntoIterator<Item = EnrolmentId>,
) -> Result<HashMap<EnrolmentId, Vec<Fact>>, DbErr> {
    facts_where(db, enrolments, "kind <> 'hours_delivered'").await
}

async fn facts_where(
    db: &impl ConnectionTrait,
    enrolments: impl IntoIterator<Item = EnrolmentId>,
    condition: &str,
) -> Result<HashMap<EnrolmentId, Vec<Fact>>, DbErr> {
    let ids: Vec<i64> = enrolments.into_iter().map(|enrolment| enrolment.0).collect();
    let mut facts: HashMap<EnrolmentId, Vec<Fact>> = HashMap::new();
    for chunk in ids.chunks(LOOKUP) {
        let lines = format!(
            "order_line_id IN (SELECT DISTINCT order_line_id FROM enrolment WHERE id IN {})",
            id_list(chunk.iter().copied())
        );
        let chunk = id_list(chunk.iter().copied());
        let sql = format!("{FACT} WHERE {lines} AND enrolment_id IN {chunk} AND {condition} ORDER BY id");
        for row in rows::<FactRow>(db, &sql, vec![]).await? {
            facts.entry(EnrolmentId(row.enrolment_id)).or_default().push(fact(row)?);
        }
    }
    Ok(facts)
}

/// A new fact as a row; its ids are given when it is inserted.
pub fn fact_row(
    enrolment: EnrolmentId,
    line: OrderLineId,
    happened_on: Date,
    recorded_at: Moment,
    reporter: PartyId,
    what: &Happening,
) -> fact::Model {
    fact::Model {
        id: 0,
        audit_seq: 0,
        enrolment_id: enrolment.0,
        order_line_id: line.0,
        happened_on,
        recorded_at: recorded_at.0,
        reporter_id: reporter.0,
        supersedes: None,
        kind: what.kind().to_owned(),
        detail: what.detail().to_owned(),
        content: serde_json::to_string(what).expect("a happening is plain data"),
    }
}

/// A certificate as it was first given.
#[derive(Debug, Clone)]
pub struct Given {
    pub fact: FactId,
    pub enrolment: EnrolmentId,
    pub certificate: Certificate,
    pub register_year: i32,
}

/// The certificates of a provider that share a number with any of these.
pub async fn certificates_given(
    db: &impl ConnectionTrait,
    provider: PartyId,
    certificates: &[&Certificate],
) -> Result<Vec<Given>, DbErr> {
    #[derive(FromQueryResult)]
    struct GivenRow {
        fact_id: i64,
        enrolment_id: i64,
        serial: String,
        register_number: String,
        register_year: i32,
    }
    let mut given = Vec::new();
    for chunk in certificates.chunks(LOOKUP) {
        let n = chunk.len();
        let list = |from: usize| (from..from + n).map(|i| format!("${i}")).collect::<Vec<_>>().join(",");
        let sql = format!(
            "SELECT c.fact_id, f.enrolment_id, c.serial, c.register_number, c.register_year FROM certificate c \
             JOIN fact f ON f.id = c.fact_id WHERE c.provider_id = $1 \
             AND (c.serial IN ({}) OR c.register_number IN ({}))",
            list(2),
            list(2 + n)
        );
        let mut values: Vec<Value> = vec![provider.0.into()];
        values.extend(chunk.iter().map(|c| Value::from(c.serial.as_str())));
        values.extend(chunk.iter().map(|c| Value::from(c.register_number.as_str())));
        let found = rows::<GivenRow>(db, &sql, values).await?;
        given.extend(found.into_iter().map(|row| Given {
            fact: FactId(row.fact_id),
            enrolment: EnrolmentId(row.enrolment_id),
            certificate: Certificate { serial: row.serial, register_number: row.register_number },
            register_year: row.register_year,
        }));
    }
    Ok(given)
}

/// Every certificate of a provider that stands by its fact, with the day of its decision.
pub async fn certificates_held(
    db: &impl ConnectionTrait,
    provider: PartyId,
) -> Result<Vec<(Certificate, Date)>, DbErr> {
    let sql = format!(
        "{FACT} WHERE kind = 'graduated' AND order_line_id IN (SELECT l.id FROM order_line l \
         JOIN orders o ON o.id = l.order_id WHERE o.provider_id = $1) \
         AND NOT EXISTS (SELECT 1 FROM fact later WHERE later.supersedes = fact.id)"
    );
    let mut held = Vec::new();
    for row in rows::<FactRow>(db, &sql, vec![provider.0.into()]).await? {
        let fact = fact(row)?;
        if let Happening::Graduated { recognition, .. } = fact.what {
            held.extend(recognition.certificate.map(|certificate| (certificate, fact.happened_on)));
        }
    }
    Ok(held)
}
