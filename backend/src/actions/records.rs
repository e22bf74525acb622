//! The training record of a person as a file, within the scope of who asks. The personal id is masked, unless it was asked
//! for with a reason: then it is a look, and recorded as one.

use domain::{
    calendar::Moment,
    fact::{Fact, Happening, in_effect},
    ids::{EnrolmentId, LearnerId},
    record::{Enrolment, Graduation, Happened, Named, Person, Provider, TrainingRecord, VERSION},
    text::Lang,
};

use super::{
    Ctx, access, learners as read,
    views::{EnrolmentView, LearnerView},
};
use crate::{
    error::Error,
    storage::{
        learners::{self, sex_key},
        orders,
        registry::{self, Directory, StoredProgramme},
    },
};

/// With the personal id masked.
pub async fn masked(ctx: &Ctx, id: LearnerId) -> Result<TrainingRecord, Error> {
    let view = read::find(ctx, id).await?;
    let masked = view.personal_id.clone();
    record(ctx, view, masked, true).await
}

/// With the personal id in full. The look is recorded before the record is there.
pub async fn in_full(ctx: &Ctx, id: LearnerId, reason: &str) -> Result<TrainingRecord, Error> {
    let access::InFull { personal_id, .. } = access::unmask(ctx, id, reason).await?;
    let view = read::find(ctx, id).await?;
    record(ctx, view, personal_id.as_str().to_owned(), false).await
}

async fn record(
    ctx: &Ctx,
    view: LearnerView,
    personal_id: String,
    personal_id_masked: bool,
) -> Result<TrainingRecord, Error> {
    let db = ctx.db();
    let person = learners::person_by_id(db, LearnerId(view.id)).await?.ok_or(Error::NotFound)?;
    let facts = learners::facts_of(db, view.enrolments.iter().map(|of| EnrolmentId(of.id))).await?;
    let directory = registry::directory(db).await?;
    let programmes = registry::programmes(db).await?;
    let mut enrolments = Vec::with_capacity(view.enrolments.len());
    for of in &view.enrolments {
        let facts = facts.get(&EnrolmentId(of.id)).map_or(&[][..], Vec::as_slice);
        enrolments.push(enrolment(ctx, of, facts, &directory, &programmes).await?);
    }
    Ok(TrainingRecord {
        version: VERSION,
        as_of: ctx.today(),
        learner: Person {
            full_name: view.full_name,
            birth_date: view.birth_date,
            sex: sex_key(person.sex),
            personal_id,
            personal_id_masked,
        },
        enrolments,
    })
}

async fn enrolment(
    ctx: &Ctx,
    view: &EnrolmentView,
    facts: &[Fact],
    directory: &Directory,
    programmes: &[StoredProgramme],
) -> Result<Enrolment, Error> {
    let db = ctx.db();
    let known = learners::enrolment_by_id(db, EnrolmentId(view.id)).await?.ok_or(Error::NotFound)?;
    let line = orders::line_by_id(db, known.line).await?.ok_or(Error::NotFound)?;
    let order = orders::find(db, read::of_order(ctx), known.order).await?.ok_or(Error::NotFound)?;
    let occupations = registry::occupations(db).await?;
    let level = occupations.get(&known.occupation_id).map_or("", |occupation| occupation.level.as_str());
    let programme = programmes.iter().find(|stored| stored.id == order.programme_id);
    let programme = programme.ok_or_else(|| Error::fault("order", "its programme is not there"))?;
    let identity = directory
        .get(order.provider)
        .and_then(|party| domain::party::identity_on(&party.identities, ctx.today()));
    let mut told = Enrolment {
        provider: Provider {
            name: view.provider.name.clone(),
            tax_code: identity.and_then(|identity| identity.tax_code.clone()),
        },
        programme: Named { code: programme.programme.id.clone(), name: programme.programme.short.vi.clone() },
        occupation: Named {
            code: view.occupation_code.clone(),
            name: view.occupation.get(Lang::Vi).to_owned(),
        },
        level,
        mode: line.mode.as_str(),
        cohort: view.cohort.clone(),
        entrant: known.kind,
        employer: known.employer,
        enrolled_on: view.standing.enrolled_on.unwrap_or(known.enrolled_on),
        course_starts_on: line.starts_on,
        course_ends_on: line.ends_on,
        state: view.standing.state.code.clone(),
        hours_college: view.standing.hours_college,
        hours_enterprise: view.standing.hours_enterprise,
        withdrawal: None,
        result: None,
        annulment: None,
        employment: None,
    };
    for fact in in_effect(facts, ctx.today(), Moment(i64::MAX)) {
        apply(&mut told, fact);
    }
    Ok(told)
}

fn apply(told: &mut Enrolment, fact: &Fact) {
    let happened = |what: &str| Some(Happened { on: fact.happened_on, what: what.to_owned() });
    match &fact.what {
        Happening::Withdrew { reason } => told.withdrawal = happened(reason),
        Happening::Annulled { reason } => told.annulment = happened(reason),
        Happening::Employed { employer } => told.employment = happened(employer),
        Happening::EmploymentEnded => told.employment = None,
        Happening::Graduated { class, score, recognition } => {
            let certificate = recognition.certificate.as_ref();
            told.result = Some(Graduation {
                decided_on: fact.happened_on,
                decision: recognition.decision.clone(),
                class: class.as_str(),
                score: score.to_string(),
                certificate_serial: certificate.map(|certificate| certificate.serial.clone()),
                certificate_register_number: certificate.map(|c| c.register_number.clone()),
            });
        }
        _ => {}
    }
}
