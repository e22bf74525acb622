//! A cohort as it is read: its learners by given name, with what each of them earned.

use domain::{
    enrolment::LearnerKind,
    grading::{GraduationClass, RuleSet, Rules},
    ids::CohortId,
    order::State,
    permission::Deed,
    text::Text,
};

use super::visible;
use crate::{
    actions::{
        Ctx,
        read_orders::level,
        standing::Standing,
        tally::only,
        views::{Coded, CohortLearner, CohortTotals, CohortView, Page, PartyName},
    },
    error::Error,
    storage::{
        learners,
        orders::{self, Order},
        registry, sums,
    },
};

/// A cohort within the scope of who asks, with one page of its learners.
pub async fn cohort(ctx: &Ctx, id: CohortId, page: u64, size: u64) -> Result<CohortView, Error> {
    let db = ctx.db();
    let cohort = orders::cohort_by_id(db, id).await?.ok_or(Error::NotFound)?;
    let order = orders::find(db, ctx.scope(), cohort.order).await?.ok_or(Error::NotFound)?;
    ctx.permit(Deed::Read, &order.owners())?;
    let own = only(ctx.scope(), &order);
    let line = orders::line_by_id(db, cohort.line).await?.ok_or(Error::NotFound)?;
    let occupations = registry::occupations(db).await?;
    let occupation = occupations.get(&line.occupation_id);
    let directory = registry::directory(db).await?;
    let people = learners::people_of_cohort(db, id).await?;
    let facts = learners::facts_of(db, people.iter().map(|(enrolment, _)| enrolment.id)).await?;
    let settled = sums::settled_by_enrolment(db, line.id, own).await?;
    let today = ctx.today();
    let mut totals =
        CohortTotals { learners: 0, graduated: 0, hours_college: 0, hours_enterprise: 0, accepted_dong: 0 };
    let mut rows = Vec::with_capacity(people.len());
    for (enrolment, person) in people {
        let standing = Standing::of(facts.get(&enrolment.id).map_or(&[][..], Vec::as_slice), today);
        if !visible(&standing, own) || !standing.stands() {
            continue;
        }
        let accepted = settled.get(&enrolment.id).copied().unwrap_or_default();
        totals.learners += 1;
        totals.graduated += u64::from(standing.graduated());
        totals.hours_college += standing.hours_college;
        totals.hours_enterprise += standing.hours_enterprise();
        totals.accepted_dong += accepted.as_dong();
        rows.push(CohortLearner {
            enrolment_id: enrolment.id.0,
            learner_id: person.id.0,
            full_name: person.full_name,
            personal_id: person.personal_id.masked(),
            standing: standing.view(&directory, today),
            accepted_dong: accepted.as_dong(),
        });
    }
    let rules = Rules::parse(&line.grading_rules)
        .ok_or_else(|| Error::fault("order line", "pins grading rules this version does not know"))?;
    let kind = match occupation.is_some_and(|o| o.level.is_training()) {
        true => LearnerKind::Student,
        false => LearnerKind::Worker,
    };
    Ok(CohortView {
        id: id.0,
        name: cohort.name,
        order_id: order.id.0,
        order_number: order.number.clone(),
        order_line_id: line.id.0,
        provider: PartyName::new(order.provider, directory.name(order.provider, today)),
        occupation_code: occupation.map_or_else(String::new, |o| o.code.clone()),
        occupation: occupation.map_or_else(|| Text::new("", ""), |o| o.name.clone()).into(),
        level: level(occupation),
        mode: Coded::new(line.mode.as_str(), line.mode.name()),
        starts_on: line.starts_on,
        ends_on: line.ends_on,
        quantity: line.quantity,
        grading_rules: Coded::new(rules.as_str(), rules.kind().name()),
        grading_source: rules.source().to_owned(),
        learner_kind: kind.as_str().to_owned(),
        classes: classes(rules),
        totals,
        may: may(ctx, &order, rows.is_empty()),
        learners: Page::cut(rows, page, size),
    })
}

/// The classes that a pack of rules can give, best first.
fn classes(rules: Rules) -> Vec<Coded> {
    let known = |class: &GraduationClass| match rules.kind() {
        RuleSet::Continuing => matches!(class, GraduationClass::Passed | GraduationClass::Failed),
        RuleSet::Elementary => !matches!(class, GraduationClass::Passed | GraduationClass::Weak),
        RuleSet::Credits => !matches!(class, GraduationClass::Passed | GraduationClass::FairlyGood),
        RuleSet::Year => {
            !matches!(class, GraduationClass::Passed | GraduationClass::FairlyGood | GraduationClass::Weak)
        }
    };
    let classes = GraduationClass::ALL.into_iter().filter(known);
    classes.map(|class| Coded::new(class.as_str(), class.name())).collect()
}

fn may(ctx: &Ctx, order: &Order, empty: bool) -> Vec<String> {
    let mut may = Vec::new();
    let running = order.state == State::Accepted;
    if running && ctx.may(Deed::Enrol, &[order.provider]) {
        may.push("enrol".to_owned());
    }
    if running && !empty && ctx.may(Deed::ReportGraduation, &[order.provider]) {
        may.push("report_graduation".to_owned());
    }
    may
}
