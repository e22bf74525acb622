//! Reports between enrolment and settlement: withdrawals, placements, hours, jobs; corrections of any of them; and
//! the decision on a learner who may have been trained before.

use std::collections::HashMap;

use domain::{
    calendar::Moment,
    enrolment,
    fact::{Fact, Happening, Place, in_effect},
    grading::Rules,
    graduation::corrected_class_issue,
    ids::{EnrolmentId, FactId, OrderId},
    issue::{Issue, none_or_all},
    month::Month,
    permission::Deed,
    progress::{Context, check},
    text::{Text, clean},
};
use time::Date;

use super::{
    Ctx,
    enrolments::{Ground, running},
    preview::{self, Sending, Sent},
    work_study,
};
use crate::{
    error::Error,
    storage::{
        Tx,
        learners::{self, Enrolment},
        orders::{self, Order},
        tables::fact,
        work_study as stored,
    },
};

/// One report about one learner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub enrolment: EnrolmentId,
    pub happened_on: Date,
    pub what: Happening,
}

/// What was really so instead of a fact, and why that is known now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    pub enrolment: EnrolmentId,
    pub wrong: FactId,
    pub happened_on: Date,
    pub right: Happening,
    /// Kept beside the new fact; a retraction carries its own.
    pub reason: String,
}

/// Records what happened to learners of one order. All rows or none. Enrolment, graduation and decisions have actions
/// of their own and are refused here.
pub async fn report(ctx: &Ctx, order: OrderId, drafts: Vec<Draft>, sending: Sending) -> Result<Sent, Error> {
    let mut tx = ctx.begin("progress.report").await?;
    let order = orders::find(tx.db(), ctx.scope(), order).await?.ok_or(Error::NotFound)?;
    for draft in &drafts {
        ctx.permit(deed(&draft.what)?, &[order.provider])?;
    }
    running(&order)?;
    let before = preview::before(ctx, &tx, &order, sending).await?;
    let enrolments = enrolments_of(&tx, &order).await?;
    // Hours rest on no other fact, and they are most of what is reported.
    let others = drafts.iter().filter(|draft| !matches!(draft.what, Happening::HoursDelivered { .. }));
    let facts = learners::standing_of(tx.db(), others.map(|draft| draft.enrolment)).await?;
    let mut issues = Vec::new();
    let mut rows = Vec::with_capacity(drafts.len());
    for (i, draft) in drafts.iter().enumerate() {
        let place = format!("reports[{i}]");
        let Some(enrolment) = enrolments.get(&draft.enrolment) else {
            issues.push(not_enrolled().within(&place));
            continue;
        };
        let known = facts.get(&draft.enrolment).map_or(&[][..], Vec::as_slice);
        let found = check_one(ctx, &order, enrolment, known, draft.happened_on, &draft.what);
        issues.extend(found.into_iter().map(|issue| issue.within(&place)));
        rows.push(learners::fact_row(
            enrolment.id,
            enrolment.line,
            draft.happened_on,
            tx.at(),
            ctx.actor.party,
            &draft.what,
        ));
    }
    none_or_all(issues)?;
    insert_facts(&mut tx, rows).await?;
    let reference = format!("order {}", order.id.0);
    preview::finish(ctx, tx, &order, sending, before, reference).await
}

/// Replaces a fact by what was really so, or retracts it. The old fact stays and is shown as superseded.
pub async fn correct(
    ctx: &Ctx,
    order: OrderId,
    correction: Correction,
    sending: Sending,
) -> Result<Sent, Error> {
    let mut tx = ctx.begin("progress.correct").await?;
    let order = orders::find(tx.db(), ctx.scope(), order).await?.ok_or(Error::NotFound)?;
    let id = correction.enrolment;
    let facts = learners::facts_of(tx.db(), [id]).await?.remove(&id).unwrap_or_default();
    let Some(old) = facts.iter().find(|fact| fact.id == correction.wrong) else {
        return Err(Error::NotFound);
    };
    ctx.permit(correcting_deed(&old.what)?, &[order.provider])?;
    running(&order)?;
    let before = preview::before(ctx, &tx, &order, sending).await?;
    let enrolments = enrolments_of(&tx, &order).await?;
    let enrolment = enrolments.get(&id).ok_or(Error::NotFound)?;
    let mut issues = correction_issues(ctx, &order, enrolment, &facts, &correction);
    match &correction.right {
        Happening::Graduated { class, score, .. } => {
            let line = orders::line_by_id(tx.db(), enrolment.line).await?.ok_or(Error::NotFound)?;
            let rules = Rules::parse(&line.grading_rules)
                .ok_or_else(|| Error::fault("order line", "pins grading rules this version does not know"))?;
            issues.extend(corrected_class_issue(rules, *score, *class));
        }
        Happening::Enrolled => {
            let cohort = orders::cohort_by_id(tx.db(), enrolment.cohort).await?.ok_or(Error::NotFound)?;
            let course = Ground::of(tx.db(), cohort, order.clone()).await?.course;
            let found = enrolment::day_issues(correction.happened_on, &course, ctx.today());
            issues.extend(found.into_iter().map(|issue| Issue { place: "happened_on".to_owned(), ..issue }));
        }
        Happening::HoursDelivered { place, hours } => {
            let others = without(&facts, correction.wrong);
            let day = correction.happened_on;
            issues.extend(hours_issues(&tx, ctx, enrolment, &others, (*place, *hours), day).await?);
        }
        _ => {}
    }
    none_or_all(issues)?;
    let row = superseding(ctx, &tx, enrolment, &correction);
    let said = matches!(correction.right, Happening::Retracted { .. });
    let reason = if said { "" } else { correction.reason.as_str() };
    work_study::insert(&mut tx, vec![row], reason).await?;
    preview::finish(ctx, tx, &order, sending, before, format!("fact {}", correction.wrong.0)).await
}

/// What a correction may not be, whatever it is about. `facts` are those of the enrolment.
pub(super) fn correction_issues(
    ctx: &Ctx,
    order: &Order,
    enrolment: &Enrolment,
    facts: &[Fact],
    correction: &Correction,
) -> Vec<Issue> {
    let Correction { wrong, right, .. } = correction;
    let mut issues = Vec::new();
    if facts.iter().any(|fact| fact.supersedes == Some(*wrong)) {
        issues.push(Issue::new(
            "correction.superseded",
            "fact",
            "NĐ 32/2019 Đ24",
            Text::new("Sự kiện này đã được đính chính.", "This fact was already corrected."),
            Text::new("Đính chính sự kiện mới nhất.", "Correct the newest one."),
        ));
    }
    let same_kind = facts.iter().any(|fact| fact.id == *wrong && fact.what.kind() == right.kind())
        || matches!(right, Happening::Retracted { .. } | Happening::Annulled { .. });
    if !same_kind {
        issues.push(Issue::new(
            "correction.kind",
            "kind",
            "NĐ 32/2019 Đ24",
            Text::new(
                "Đính chính phải cùng loại sự kiện, hoặc rút lại.",
                "A correction is of the same kind, or a retraction.",
            ),
            Text::new(
                "Rút lại sự kiện sai rồi báo cáo mới.",
                "Retract the wrong fact and report the right one.",
            ),
        ));
    }
    if let Happening::Retracted { reason } = right
        && clean(reason).is_empty()
    {
        issues.push(Issue::new(
            "correction.reason",
            "reason",
            "NĐ 32/2019 Đ24",
            Text::new("Thiếu lý do đính chính.", "The reason is missing."),
            Text::new("Ghi lý do.", "Give the reason."),
        ));
    }
    let others = without(facts, *wrong);
    issues.extend(check_one(ctx, order, enrolment, &others, correction.happened_on, right));
    issues
}

/// The facts that stand beside a wrong one. What the wrong fact replaced stays replaced.
fn without(facts: &[Fact], wrong: FactId) -> Vec<Fact> {
    let superseded = |fact: &Fact| facts.iter().any(|other| other.supersedes == Some(fact.id));
    facts.iter().filter(|fact| fact.id != wrong && !superseded(fact)).cloned().collect()
}

/// The fact of a correction as a row.
pub(super) fn superseding(ctx: &Ctx, tx: &Tx, enrolment: &Enrolment, correction: &Correction) -> fact::Model {
    let Correction { wrong, happened_on, right, .. } = correction;
    let row = learners::fact_row(enrolment.id, enrolment.line, *happened_on, tx.at(), ctx.actor.party, right);
    fact::Model { supersedes: Some(wrong.0), ..row }
}

/// Decides whether a learner who was flagged as trained before is paid for. Recorded with its reason.
pub async fn decide_duplicate(
    ctx: &Ctx,
    enrolment: EnrolmentId,
    pay: bool,
    reason: &str,
) -> Result<(), Error> {
    ctx.permit(Deed::DecideDuplicate, &[])?;
    let mut tx = ctx.begin("duplicate.decide").await?;
    let enrolment = learners::enrolment_by_id(tx.db(), enrolment).await?.ok_or(Error::NotFound)?;
    let order = orders::find(tx.db(), ctx.scope(), enrolment.order).await?.ok_or(Error::NotFound)?;
    running(&order)?;
    let facts =
        learners::standing_of(tx.db(), [enrolment.id]).await?.remove(&enrolment.id).unwrap_or_default();
    let open = in_effect(&facts, ctx.today(), tx.at()).into_iter().rfind(|fact| {
        matches!(fact.what, Happening::DuplicateFlagged { .. } | Happening::DuplicateDecided { .. })
    });
    let mut issues = Vec::new();
    if !open.is_some_and(|fact| matches!(fact.what, Happening::DuplicateFlagged { .. })) {
        issues.push(Issue::new(
            "duplicate.not_open",
            "enrolment",
            "QĐ 46/2015/QĐ-TTg",
            Text::new("Không có cờ trùng nào chờ quyết định.", "No flag waits for a decision here."),
            Text::new("Tải lại trang.", "Reload the page."),
        ));
    }
    if clean(reason).is_empty() {
        issues.push(Issue::new(
            "duplicate.reason",
            "reason",
            "QĐ 46/2015/QĐ-TTg",
            Text::new("Thiếu lý do quyết định.", "The reason is missing."),
            Text::new("Ghi căn cứ của quyết định.", "Say what the decision rests on."),
        ));
    }
    none_or_all(issues)?;
    let what = Happening::DuplicateDecided { pay, reason: clean(reason) };
    let row = learners::fact_row(enrolment.id, enrolment.line, ctx.today(), tx.at(), ctx.actor.party, &what);
    insert_facts(&mut tx, vec![row]).await?;
    Ok(tx.commit(format!("enrolment {}", enrolment.id.0)).await?)
}

/// Stores new facts; answers with the id of the first.
pub(super) async fn insert_facts(tx: &mut Tx, rows: Vec<fact::Model>) -> Result<i64, Error> {
    Ok(tx.insert_all::<fact::Entity>(rows).await?)
}

fn check_one(
    ctx: &Ctx,
    order: &Order,
    enrolment: &Enrolment,
    facts: &[Fact],
    on: Date,
    what: &Happening,
) -> Vec<Issue> {
    if matches!(what, Happening::Retracted { .. }) {
        return Vec::new();
    }
    let in_effect = in_effect(facts, ctx.today(), Moment(i64::MAX));
    let enrolled = in_effect.iter().find(|fact| fact.what == Happening::Enrolled);
    let context = Context {
        today: ctx.today(),
        provider: order.provider,
        hosts: &order.hosts,
        reporter: ctx.actor.party,
        enrolled_on: enrolled.map_or(enrolment.enrolled_on, |fact| fact.happened_on),
        facts: &in_effect,
    };
    check(what, on, &context)
}

/// Corrected hours stay within the month and the plan, as reported ones do.
async fn hours_issues(
    tx: &Tx,
    ctx: &Ctx,
    enrolment: &Enrolment,
    others: &[Fact],
    (place, hours): (Place, u32),
    on: Date,
) -> Result<Vec<Issue>, Error> {
    let plan = stored::plan(tx.db(), enrolment.cohort).await?;
    let known = in_effect(others, ctx.today(), Moment(i64::MAX));
    let context = domain::work_study::Context {
        reporter: ctx.actor.party,
        enrolled_on: enrolment.enrolled_on,
        plan,
        facts: &known,
    };
    Ok(domain::work_study::check(place, hours, Month::of(on), &context))
}

/// Whether the person may replace or retract a fact of the order.
pub(super) fn may_correct(ctx: &Ctx, order: &Order, what: &Happening) -> bool {
    correcting_deed(what).is_ok_and(|deed| ctx.may(deed, &[order.provider]))
}

async fn enrolments_of(tx: &Tx, order: &Order) -> Result<HashMap<EnrolmentId, Enrolment>, Error> {
    let mut found = HashMap::new();
    for line in orders::lines(tx.db(), order.id).await? {
        let of_line = learners::enrolments_of_line(tx.db(), line.id).await?;
        found.extend(of_line.into_iter().map(|enrolment| (enrolment.id, enrolment)));
    }
    Ok(found)
}

fn not_enrolled() -> Issue {
    Issue::new(
        "progress.not_enrolled",
        "enrolment",
        "QĐ 1446/QĐ-TTg",
        Text::new(
            "Người này không nhập học theo đơn đặt hàng này.",
            "This person is not enrolled on this order.",
        ),
        Text::new("Bỏ dòng này.", "Leave the row out."),
    )
}

/// A host's hours come by the month: one of its people enters them, another confirms them.
fn by_month() -> Issue {
    Issue::new(
        "hours.by_month",
        "place",
        "TT 23/2018/TT-BLĐTBXH (sổ theo dõi đào tạo tại doanh nghiệp)",
        Text::new(
            "Giờ tại doanh nghiệp không ghi từng dòng.",
            "Hours at the enterprise are not reported one by one.",
        ),
        Text::new(
            "Nơi thực tập nhập ở trang giờ của tháng; giám đốc nơi thực tập xác nhận.",
            "The host enters them on the month's page, and its director confirms them.",
        ),
    )
}

fn deed(what: &Happening) -> Result<Deed, Error> {
    match what {
        Happening::HoursDelivered { place: Place::Enterprise, .. } => Err(by_month().into()),
        Happening::HoursDelivered { place: Place::College, .. }
        | Happening::Suspended
        | Happening::Resumed
        | Happening::Withdrew { .. }
        | Happening::Placed { .. }
        | Happening::Annulled { .. }
        | Happening::Employed { .. }
        | Happening::EmploymentEnded => Ok(Deed::ReportProgress),
        Happening::Enrolled
        | Happening::HoursContested { .. }
        | Happening::Noted { .. }
        | Happening::Graduated { .. }
        | Happening::DuplicateFlagged { .. }
        | Happening::DuplicateDecided { .. }
        | Happening::Retracted { .. } => Err(Error::Forbidden),
    }
}

fn correcting_deed(what: &Happening) -> Result<Deed, Error> {
    match what {
        Happening::Graduated { .. } => Ok(Deed::ReportGraduation),
        Happening::Enrolled | Happening::Retracted { .. } => Ok(Deed::ReportProgress),
        other => deed(other),
    }
}
