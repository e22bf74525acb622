//! Work-study: the plan of hours, a month's hours saved at once by whoever taught them, hours contested by the college
//! and answered by the host, and the host's trainers. Hours are facts like any other; a contest supersedes one.

mod entered;
mod read;

use std::collections::HashMap;

use domain::{
    calendar::Moment,
    fact::{Fact, Happening, Place, in_effect},
    ids::{CohortId, EnrolmentId, FactId, OrderId, PartyId},
    issue::{Issue, none_or_all},
    month::Month,
    permission::Deed,
    text::{Text, clean},
    work_study::{self, Plan, check, check_contest, check_plan, standing},
};
use time::Date;

pub use self::{
    entered::{Which, confirm, send_back, withdraw},
    read::{month, overview},
};
use super::{
    Ctx,
    enrolments::{cohort_for, running},
    notices,
    preview::{self, Sending, Sent},
    progress::insert_facts,
};
use crate::{
    error::Error,
    storage::{
        Tx, learners,
        learners::Enrolment,
        orders::{self, Cohort, Line, Order},
        tables::{fact, fact_reason, hours_plan, trainer},
        work_study as stored,
    },
};

/// Hours of one learner in the month, as they stand in the log. None left of what was reported is 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    pub enrolment: EnrolmentId,
    pub hours: u32,
}

/// A person of a host who trains learners, and the paper that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrainerDraft {
    pub full_name: String,
    /// Such as `skill_certificate`; see `QUALIFICATIONS`.
    pub qualification: String,
    /// Number and date of the paper.
    pub document: String,
}

/// What makes somebody fit to train in an enterprise. Law asks of trainers at elementary level a certificate of skill
/// or of pedagogy, or to be an artisan (Luật GDNN Đ54); which of them suffices here is an assumption.
pub const QUALIFICATIONS: [(&str, &str, &str); 4] = [
    ("pedagogy_certificate", "chứng chỉ nghiệp vụ sư phạm", "certificate of pedagogy"),
    ("skill_certificate", "chứng chỉ kỹ năng nghề", "certificate of vocational skill"),
    ("trainer_course", "đã học khóa người hướng dẫn tại doanh nghiệp", "course for in-company trainers"),
    ("artisan", "nghệ nhân, thợ bậc 5/7 trở lên", "artisan, or worker of grade 5/7 and above"),
];

const LOG_RULE: &str = "TT 23/2018/TT-BLĐTBXH (sổ theo dõi đào tạo tại doanh nghiệp)";

/// Writes down the plan of a cohort's hours. The newest counts; it covers what was taught already.
pub async fn set_plan(ctx: &Ctx, cohort: CohortId, plan: Plan) -> Result<(), Error> {
    let mut tx = ctx.begin("work_study.plan").await?;
    let (cohort, order) = cohort_for(ctx, &tx, cohort, Deed::ReportProgress).await?;
    let people = learners::people_of_cohort(tx.db(), cohort.id).await?;
    let facts = learners::facts_of(tx.db(), people.iter().map(|(enrolment, _)| enrolment.id)).await?;
    let mut delivered = Plan { college: 0, enterprise: 0 };
    for facts in facts.values() {
        let standing = super::standing::Standing::of(facts, ctx.today());
        let most = |most: u32, hours: u64| most.max(u32::try_from(hours).unwrap_or(u32::MAX));
        delivered.college = most(delivered.college, standing.hours_college);
        delivered.enterprise = most(delivered.enterprise, standing.hours_enterprise());
    }
    none_or_all(check_plan(plan, delivered))?;
    let hours = |hours: u32| i32::try_from(hours).unwrap_or(i32::MAX);
    let row = hours_plan::Model {
        id: 0,
        audit_seq: 0,
        cohort_id: cohort.id.0,
        planned_on: ctx.today(),
        hours_college: hours(plan.college),
        hours_enterprise: hours(plan.enterprise),
    };
    tx.insert::<hours_plan::Entity>(row).await?;
    Ok(tx.commit(format!("cohort {} of order {}", cohort.id.0, order.id.0)).await?)
}

/// Names a trainer of the host on an order.
pub async fn name_trainer(ctx: &Ctx, order: OrderId, draft: TrainerDraft) -> Result<(), Error> {
    let mut tx = ctx.begin("work_study.trainer").await?;
    let order = orders::find(tx.db(), ctx.scope(), order).await?.ok_or(Error::NotFound)?;
    if !may_name_trainers(ctx, &order) {
        return Err(Error::Forbidden);
    }
    running(&order)?;
    let known = QUALIFICATIONS.iter().any(|(code, _, _)| *code == draft.qualification);
    let fields = [
        ("trainer_name", !clean(&draft.full_name).is_empty()),
        ("qualification", known),
        ("document", !clean(&draft.document).is_empty()),
    ];
    let missing = |(field, _): (&str, bool)| {
        Issue::new(
            "trainer.missing",
            field,
            "Luật GDNN Đ54; QĐ 1446/QĐ-TTg",
            Text::new("Chưa ghi.", "This is missing."),
            Text::new(
                "Ghi họ tên, điều kiện và số giấy tờ của người hướng dẫn.",
                "Write the trainer's name, qualification, and the number of the paper.",
            ),
        )
    };
    none_or_all(fields.into_iter().filter(|(_, said)| !said).map(missing).collect())?;
    let row = trainer::Model {
        id: 0,
        audit_seq: 0,
        order_id: order.id.0,
        party_id: ctx.actor.party.0,
        full_name: clean(&draft.full_name),
        qualification: draft.qualification,
        document: clean(&draft.document),
        named_on: ctx.today(),
    };
    tx.insert::<trainer::Entity>(row).await?;
    Ok(tx.commit(format!("order {}", order.id.0)).await?)
}

/// Reports the hours of a cohort's month as the person's organisation taught them: all rows or none. A row that says what
/// is known already changes nothing; another number replaces the old one, and answers it where it was contested. What a
/// college reports counts at once; what a host's coordinator enters waits until somebody else of the host confirms it. Answers where they were taught.
pub async fn report(
    ctx: &Ctx,
    cohort: CohortId,
    month: Month,
    entries: &[Entry],
    reason: &str,
    sending: Sending,
) -> Result<(Place, Sent), Error> {
    let mut tx = ctx.begin("work_study.hours").await?;
    let found = Course::load(ctx, &tx, cohort).await?;
    let place = found.permitted(ctx)?;
    running(&found.order)?;
    let before = preview::before(ctx, &tx, &found.order, sending).await?;
    let rows = found.facts(ctx, &tx, (place, month), entries, reason).await?;
    if place == Place::Enterprise && sending != Sending::Preview {
        let told = |entry: &&Entry| rows.iter().any(|row| row.enrolment_id == entry.enrolment.0);
        let entries: Vec<Entry> = entries.iter().filter(told).copied().collect();
        entered::keep(ctx, tx, &found, month, &entries, reason).await?;
        return Ok((place, Sent::Recorded));
    }
    insert(&mut tx, rows, reason).await?;
    let sent = preview::finish(ctx, tx, &found.order, sending, before, found.reference(month)).await?;
    Ok((place, sent))
}

/// The college says that hours a host reported were not so. They do not count until the host answers.
pub async fn contest(
    ctx: &Ctx,
    cohort: CohortId,
    month: Month,
    contested: &[FactId],
    reason: &str,
    sending: Sending,
) -> Result<Sent, Error> {
    let mut tx = ctx.begin("work_study.contest").await?;
    let found = Course::load(ctx, &tx, cohort).await?;
    ctx.permit(Deed::ReportProgress, &[found.order.provider])?;
    running(&found.order)?;
    let before = preview::before(ctx, &tx, &found.order, sending).await?;
    let facts = learners::facts_of(tx.db(), found.people.keys().copied()).await?;
    let mut issues = Vec::new();
    let mut rows = Vec::with_capacity(contested.len());
    for id in contested {
        let of = facts.iter().find_map(|(enrolment, facts)| {
            let fact = facts.iter().find(|fact| fact.id == *id && month.contains(fact.happened_on))?;
            Some((found.people.get(enrolment)?, facts, fact))
        });
        let Some((enrolment, known, fact)) = of else { return Err(Error::NotFound) };
        let hours = match fact.what {
            Happening::HoursDelivered { hours, .. } => hours,
            _ => 0,
        };
        issues.extend(check_contest(*id, reason, ctx.actor.party, found.order.provider, known));
        let what = Happening::HoursContested { hours, reason: clean(reason) };
        let row = learners::fact_row(
            enrolment.id,
            enrolment.line,
            fact.happened_on,
            tx.at(),
            ctx.actor.party,
            &what,
        );
        rows.push(fact::Model { supersedes: Some(id.0), ..row });
    }
    if rows.is_empty() {
        issues.push(none_chosen());
    }
    issues.dedup();
    none_or_all(issues)?;
    insert_facts(&mut tx, rows).await?;
    let hosts =
        facts.values().flatten().filter(|fact| contested.contains(&fact.id)).map(|fact| fact.reporter);
    let hosts: Vec<PartyId> = hosts.collect();
    notices::hours_contested(ctx, &tx, &found.order, (cohort, month), contested, &hosts).await?;
    preview::finish(ctx, tx, &found.order, sending, before, found.reference(month)).await
}

/// What is to be written for a learner, if anything: new hours, other hours, or the retraction of some.
fn changed(place: Place, hours: u32, old: Option<&Fact>, reason: &str) -> Option<Happening> {
    let said = match old.map(|old| &old.what) {
        Some(Happening::HoursDelivered { hours, .. }) => Some(*hours),
        _ => None,
    };
    match (said, hours) {
        (Some(said), hours) if said == hours => None,
        (_, 0) => old.map(|_| Happening::Retracted { reason: clean(reason) }),
        (_, hours) => Some(Happening::HoursDelivered { place, hours }),
    }
}

/// Stores facts, and beside each that replaces another the reason for it.
pub(super) async fn insert(tx: &mut Tx, rows: Vec<fact::Model>, reason: &str) -> Result<(), Error> {
    let replacing: Vec<bool> = rows.iter().map(|row| row.supersedes.is_some()).collect();
    let first = insert_facts(tx, rows).await?;
    let reason = clean(reason);
    let reasons: Vec<fact_reason::Model> = (first..)
        .zip(replacing)
        .filter(|(_, replaces)| *replaces && !reason.is_empty())
        .map(|(fact_id, _)| fact_reason::Model { id: 0, audit_seq: 0, fact_id, reason: reason.clone() })
        .collect();
    if !reasons.is_empty() {
        tx.insert_all::<fact_reason::Entity>(reasons).await?;
    }
    Ok(())
}

/// A cohort with its order and everybody on it.
struct Course {
    cohort: Cohort,
    order: Order,
    line: Line,
    people: HashMap<EnrolmentId, Enrolment>,
}

impl Course {
    async fn load(ctx: &Ctx, tx: &Tx, id: CohortId) -> Result<Course, Error> {
        let cohort = orders::cohort_by_id(tx.db(), id).await?.ok_or(Error::NotFound)?;
        let order = orders::find(tx.db(), ctx.scope(), cohort.order).await?.ok_or(Error::NotFound)?;
        let line = orders::line_by_id(tx.db(), cohort.line).await?.ok_or(Error::NotFound)?;
        let people = learners::people_of_cohort(tx.db(), id).await?;
        let people = people.into_iter().map(|(enrolment, _)| (enrolment.id, enrolment)).collect();
        Ok(Course { cohort, order, line, people })
    }

    /// The facts that a month's hours make, against what is known now; or every fault of them.
    async fn facts(
        &self,
        ctx: &Ctx,
        tx: &Tx,
        (place, month): (Place, Month),
        entries: &[Entry],
        reason: &str,
    ) -> Result<Vec<fact::Model>, Error> {
        let on = self.day_of(month, ctx.today())?;
        let plan = stored::plan(tx.db(), self.cohort.id).await?;
        let facts = learners::facts_of(tx.db(), self.people.keys().copied()).await?;
        let mut issues = Vec::new();
        let mut rows: Vec<fact::Model> = Vec::new();
        for (i, entry) in entries.iter().enumerate() {
            let Some(enrolment) = self.people.get(&entry.enrolment) else { return Err(Error::NotFound) };
            let known = facts.get(&enrolment.id).map_or(&[][..], Vec::as_slice);
            let old = standing(known, ctx.actor.party, place, month, ctx.today());
            let Some(what) = changed(place, entry.hours, old, reason) else { continue };
            if let Happening::HoursDelivered { hours, .. } = what {
                let in_effect = in_effect(known, ctx.today(), Moment(i64::MAX));
                let others: Vec<&Fact> =
                    in_effect.into_iter().filter(|fact| old.is_none_or(|old| old.id != fact.id)).collect();
                let context = work_study::Context {
                    reporter: ctx.actor.party,
                    enrolled_on: enrolment.enrolled_on,
                    plan,
                    facts: &others,
                };
                let found = check(place, hours, month, &context);
                issues.extend(found.into_iter().map(|issue| issue.within(&format!("reports[{i}]"))));
            }
            let row = learners::fact_row(enrolment.id, enrolment.line, on, tx.at(), ctx.actor.party, &what);
            rows.push(fact::Model { supersedes: old.map(|old| old.id.0), ..row });
        }
        if rows.iter().any(|row| row.supersedes.is_some()) && clean(reason).is_empty() {
            issues.push(reason_missing());
        }
        if rows.is_empty() {
            issues.push(nothing_new());
        }
        none_or_all(issues)?;
        Ok(rows)
    }

    /// Where the person's organisation teaches, when the person may report its hours.
    fn permitted(&self, ctx: &Ctx) -> Result<Place, Error> {
        place_of(ctx, &self.order).ok_or(Error::Forbidden)
    }

    /// Hours of a month are of its last day, or of the course's. They are reported when it is over.
    fn day_of(&self, month: Month, today: Date) -> Result<Date, Error> {
        let on = month.last().min(self.line.ends_on);
        let name = month.name();
        if on > today {
            return Err(Issue::new(
                "hours.month_open",
                "month",
                LOG_RULE,
                Text::new(format!("Chưa hết {}.", name.vi), format!("{} is not over.", name.en)),
                Text::new("Báo cáo giờ sau ngày cuối tháng.", "Report hours after its last day."),
            )
            .into());
        }
        let within = month.last() >= self.line.starts_on && month.first() <= self.line.ends_on;
        if within { Ok(on) } else { Err(Error::NotFound) }
    }

    fn reference(&self, month: Month) -> String {
        format!("cohort {} of order {} month {month}", self.cohort.id.0, self.order.id.0)
    }
}

/// Whoever enters or confirms a host's hours says who trained.
fn may_name_trainers(ctx: &Ctx, order: &Order) -> bool {
    ctx.may(Deed::EnterHoursAtEnterprise, &order.hosts)
        || ctx.may(Deed::ConfirmHoursAtEnterprise, &order.hosts)
}

/// Where the person's organisation teaches learners of an order, when the person may report its hours.
fn place_of(ctx: &Ctx, order: &Order) -> Option<Place> {
    let provider: [PartyId; 1] = [order.provider];
    if ctx.may(Deed::EnterHoursAtEnterprise, &order.hosts) {
        Some(Place::Enterprise)
    } else if ctx.may(Deed::ReportProgress, &provider) {
        Some(Place::College)
    } else {
        None
    }
}

fn reason_missing() -> Issue {
    Issue::new(
        "hours.reason",
        "reason",
        LOG_RULE,
        Text::new(
            "Có giờ đã báo cáo được sửa hoặc phản đối được trả lời mà chưa ghi lý do.",
            "Hours are changed or a contest is answered, and no reason is given.",
        ),
        Text::new("Ghi lý do, ví dụ trang của sổ theo dõi.", "Give the reason, such as the page of the log."),
    )
}

fn nothing_new() -> Issue {
    Issue::new(
        "hours.nothing",
        "reports",
        LOG_RULE,
        Text::new("Không có giờ nào mới hoặc khác.", "No hours are new or different."),
        Text::new("Ghi giờ của ít nhất một người học.", "Write the hours of at least one learner."),
    )
}

fn none_chosen() -> Issue {
    Issue::new(
        "contest.none",
        "contested",
        LOG_RULE,
        Text::new("Chưa chọn giờ nào để phản đối.", "No hours are chosen to contest."),
        Text::new("Đánh dấu ít nhất một người học.", "Tick at least one learner."),
    )
}
