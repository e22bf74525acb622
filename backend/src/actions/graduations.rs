//! The graduation report of a cohort becomes facts, with the certificates it names.

use std::collections::{HashMap, HashSet};

use domain::{
    fact::{Certificate, Fact, Happening, Recognition, in_effect, newest},
    grading::Rules,
    graduation::{self, Accepted, Draft, Known},
    ids::{CohortId, EnrolmentId, PartyId},
    issue::Issue,
    permission::Deed,
    text::clean,
    workbook::graduation::ReadReport,
};
use time::Date;

use super::{
    Ctx,
    enrolments::cohort_for,
    preview::{self, Sending, Sent},
    progress,
};
use crate::{
    error::Error,
    storage::{
        Tx,
        learners::{self, Enrolment},
        orders::{self, Cohort, Order},
        tables::certificate,
    },
};

/// Records the results of a cohort. Faults of every row come back together; then nothing is written.
pub async fn report(ctx: &Ctx, cohort: CohortId, draft: Draft, sending: Sending) -> Result<Sent, Error> {
    let mut tx = ctx.begin("graduation.report").await?;
    let (cohort, order) = cohort_for(ctx, &tx, cohort, Deed::ReportGraduation).await?;
    let before = preview::before(ctx, &tx, &order, sending).await?;
    record(ctx, &mut tx, &cohort, &order, &draft).await?;
    let reference = format!("cohort {} of order {}", cohort.id.0, order.id.0);
    preview::finish(ctx, tx, &order, sending, before, reference).await
}

/// What is wrong with results of cohorts, each with its own. A certificate is given once, also between cohorts. Nothing is
/// written.
pub(super) async fn issues(
    ctx: &Ctx,
    reports: Vec<(CohortId, ReadReport)>,
) -> Result<Vec<(ReadReport, Vec<Issue>)>, Error> {
    let tx = ctx.begin("graduation.report").await?;
    let mut found = Vec::with_capacity(reports.len());
    let mut given = HashSet::new();
    for (cohort, report) in reports {
        let (cohort, order) = cohort_for(ctx, &tx, cohort, Deed::ReportGraduation).await?;
        let issues = match checked(ctx, &tx, &cohort, &order, &report.draft, &given).await {
            Ok(_) => Vec::new(),
            Err(Error::Issues(issues)) => issues,
            Err(error) => return Err(error),
        };
        given.extend(certificates(&report.draft).iter().flat_map(|certificate| keys(certificate, true)));
        found.push((report, issues));
    }
    Ok(found)
}

/// Checks the results of a cohort and writes them in a transaction of the caller's.
pub(super) async fn record(
    ctx: &Ctx,
    tx: &mut Tx,
    cohort: &Cohort,
    order: &Order,
    draft: &Draft,
) -> Result<(), Error> {
    let Checked { accepted, enrolments, numbers } =
        checked(ctx, tx, cohort, order, draft, &HashSet::new()).await?;
    insert(tx, ctx, order.provider, draft, accepted, &enrolments, &numbers).await
}

/// Results that the rules take, and what is needed to write them.
struct Checked {
    accepted: Vec<Accepted>,
    enrolments: HashMap<EnrolmentId, Enrolment>,
    numbers: Numbers,
}

/// `given` are certificates that others of the same list are given.
async fn checked(
    ctx: &Ctx,
    tx: &Tx,
    cohort: &Cohort,
    order: &Order,
    draft: &Draft,
    given: &HashSet<String>,
) -> Result<Checked, Error> {
    let line = orders::line_by_id(tx.db(), cohort.line).await?.ok_or(Error::NotFound)?;
    let rules = Rules::parse(&line.grading_rules)
        .ok_or_else(|| Error::fault("order line", "pins grading rules this version does not know"))?;
    let people = learners::people_of_cohort(tx.db(), cohort.id).await?;
    let enrolments: HashMap<EnrolmentId, Enrolment> = people.into_iter().map(|(e, _)| (e.id, e)).collect();
    let facts = learners::standing_of(tx.db(), enrolments.keys().copied()).await?;
    let today = ctx.today();
    let known = |id: EnrolmentId| {
        let enrolment = enrolments.get(&id)?;
        Some(standing(enrolment, facts.get(&id).map_or(&[][..], Vec::as_slice), today))
    };
    let numbers = Numbers::of(tx, order.provider, draft).await?;
    let used = |certificate: &Certificate| has(&numbers.used, certificate) || has(given, certificate);
    let accepted = graduation::check(draft, rules, today, known, used)?;
    Ok(Checked { accepted, enrolments, numbers })
}

fn standing(enrolment: &Enrolment, facts: &[Fact], today: Date) -> Known {
    let in_effect = in_effect(facts, today, domain::calendar::Moment(i64::MAX));
    let day_of =
        |kind: &str| in_effect.iter().find(|fact| fact.what.kind() == kind).map(|fact| fact.happened_on);
    Known {
        enrolment: enrolment.id,
        enrolled_on: day_of("enrolled").unwrap_or(enrolment.enrolled_on),
        withdrew_on: day_of("withdrew"),
        already_reported: day_of("graduated").is_some(),
    }
}

fn certificates(draft: &Draft) -> Vec<Certificate> {
    let written = draft.results.iter().filter_map(|result| result.certificate.as_ref());
    written
        .map(|c| Certificate { serial: clean(&c.serial), register_number: clean(&c.register_number) })
        .collect()
}

/// Numbers of certificates that a provider has given, among those of a report.
struct Numbers {
    /// Held by somebody now.
    used: HashSet<String>,
    /// In the table of certificates, where a number stands once. One whose result was retracted may be given again: then
    /// the fact alone says so.
    written: HashSet<String>,
}

impl Numbers {
    async fn of(tx: &Tx, provider: PartyId, draft: &Draft) -> Result<Numbers, Error> {
        let cleaned = certificates(draft);
        let wanted: Vec<&Certificate> = cleaned.iter().collect();
        let year = draft.decided_on.year();
        let given = learners::certificates_given(tx.db(), provider, &wanted).await?;
        let facts = learners::standing_of(tx.db(), given.iter().map(|given| given.enrolment)).await?;
        let mut numbers = Numbers { used: HashSet::new(), written: HashSet::new() };
        let mut free = false;
        for given in &given {
            let keys = keys(&given.certificate, given.register_year == year);
            let known = facts.get(&given.enrolment).map_or(&[][..], Vec::as_slice);
            match newest(known, given.fact).map(|fact| &fact.what) {
                Some(Happening::Retracted { .. }) => free = true,
                _ => numbers.used.extend(keys.clone()),
            }
            numbers.written.extend(keys);
        }
        if free {
            for (certificate, decided_on) in learners::certificates_held(tx.db(), provider).await? {
                numbers.used.extend(keys(&certificate, decided_on.year() == year));
            }
        }
        Ok(numbers)
    }
}

/// A serial runs on for ever; a register number starts anew each year.
fn keys(certificate: &Certificate, same_year: bool) -> Vec<String> {
    let mut keys = vec![format!("serial:{}", certificate.serial)];
    keys.extend(same_year.then(|| format!("register:{}", certificate.register_number)));
    keys
}

fn has(numbers: &HashSet<String>, certificate: &Certificate) -> bool {
    keys(certificate, true).iter().any(|key| numbers.contains(key))
}

async fn insert(
    tx: &mut Tx,
    ctx: &Ctx,
    provider: PartyId,
    draft: &Draft,
    accepted: Vec<Accepted>,
    enrolments: &HashMap<EnrolmentId, Enrolment>,
    numbers: &Numbers,
) -> Result<(), Error> {
    let mut facts = Vec::with_capacity(accepted.len());
    for result in &accepted {
        let enrolment = enrolments.get(&result.enrolment).ok_or(Error::NotFound)?;
        let recognition =
            Recognition { certificate: result.certificate.clone(), decision: clean(&draft.decision) };
        let what = Happening::graduated(result.class, result.score, recognition);
        facts.push(learners::fact_row(
            enrolment.id,
            enrolment.line,
            draft.decided_on,
            tx.at(),
            ctx.actor.party,
            &what,
        ));
    }
    let first = progress::insert_facts(tx, facts).await?;
    let certificates: Vec<certificate::Model> = (first..)
        .zip(accepted)
        .filter_map(|(fact_id, result)| {
            let first = result.certificate.filter(|given| !has(&numbers.written, given));
            first.map(|given| certificate::Model {
                id: 0,
                audit_seq: 0,
                fact_id,
                provider_id: provider.0,
                serial: given.serial,
                register_year: draft.decided_on.year(),
                register_number: given.register_number,
            })
        })
        .collect();
    tx.insert_all::<certificate::Entity>(certificates).await?;
    Ok(())
}

/// A graduate as reported and not corrected since.
#[derive(Debug, Clone)]
pub struct Graduate {
    pub enrolment: EnrolmentId,
    pub fact: domain::ids::FactId,
    pub class: domain::grading::GraduationClass,
    pub decided_on: Date,
    what: Happening,
}

impl Graduate {
    /// The same result with another class, for a correction.
    pub fn as_class(&self, class: domain::grading::GraduationClass) -> Happening {
        match self.what.clone() {
            Happening::Graduated { score, recognition, .. } => {
                Happening::Graduated { class, score, recognition }
            }
            other => other,
        }
    }
}

/// Everybody of an order who graduated, by enrolment.
pub async fn graduates(ctx: &Ctx, order: domain::ids::OrderId) -> Result<Vec<Graduate>, Error> {
    let order = orders::find(ctx.db(), ctx.scope(), order).await?.ok_or(Error::NotFound)?;
    ctx.permit(Deed::Read, &order.owners())?;
    let mut graduates = Vec::new();
    for line in orders::lines(ctx.db(), order.id).await? {
        for learner in learners::of_line(ctx.db(), line.id).await? {
            for fact in in_effect(&learner.facts, ctx.today(), domain::calendar::Moment(i64::MAX)) {
                if let Happening::Graduated { class, .. } = &fact.what
                    && class.graduates()
                {
                    graduates.push(Graduate {
                        enrolment: learner.enrolment,
                        fact: fact.id,
                        class: *class,
                        decided_on: fact.happened_on,
                        what: fact.what.clone(),
                    });
                }
            }
        }
    }
    Ok(graduates)
}
