//! Enrolment: a class of learners joins a cohort, all of them or none.

mod known;

use std::collections::HashSet;

use domain::{
    enrolment::{Draft, Enrollable, check},
    fact::Happening,
    ids::{CohortId, EnrolmentId, LearnerId},
    issue::{Issue, none_or_all},
    order::State,
    permission::Deed,
    text::{Text, name_sort_key},
};

pub(super) use self::known::{Earlier, Ground, Known};
use super::{
    Ctx,
    preview::{self, Sending, Sent},
    progress, wrong_state,
};
use crate::{
    error::Error,
    storage::{
        Tx,
        contacts::contact,
        learners,
        orders::{self, Cohort, Order},
        tables::{enrolment, fact, learner, learner_contact},
    },
};

pub(super) const ONCE_RULE: &str = "QĐ 1446/QĐ-TTg; QĐ 46/2015/QĐ-TTg (mỗi người một lần)";

/// Enrols learners on a cohort. Faults of every row come back together; then nothing is written.
/// Somebody who was trained in the same occupation and level elsewhere is enrolled, flagged, and not paid for until a
/// person decides. Answers with the new enrolments, in the order of the drafts.
pub async fn enrol(ctx: &Ctx, cohort: CohortId, drafts: Vec<Draft>) -> Result<Vec<EnrolmentId>, Error> {
    let mut tx = ctx.begin("learners.enrol").await?;
    let (cohort, order) = cohort_for(ctx, &tx, cohort, Deed::Enrol).await?;
    let reference = format!("cohort {} of order {}", cohort.id.0, order.id.0);
    let enrolments = record(ctx, &mut tx, cohort, order, &drafts).await?;
    tx.commit(reference).await?;
    Ok(enrolments)
}

/// What enrolling them would do to money: every check is made, and nothing is written.
pub async fn preview(ctx: &Ctx, cohort: CohortId, drafts: &[Draft]) -> Result<Sent, Error> {
    let mut tx = ctx.begin("learners.enrol").await?;
    let (cohort, order) = cohort_for(ctx, &tx, cohort, Deed::Enrol).await?;
    let before = preview::before(ctx, &tx, &order, Sending::Preview).await?;
    record(ctx, &mut tx, cohort, order.clone(), drafts).await?;
    preview::finish(ctx, tx, &order, Sending::Preview, before, String::new()).await
}

/// Checks a list and writes it in a transaction of the caller's.
async fn record(
    ctx: &Ctx,
    tx: &mut Tx,
    cohort: Cohort,
    order: Order,
    drafts: &[Draft],
) -> Result<Vec<EnrolmentId>, Error> {
    let ground = Ground::of(tx.db(), cohort, order).await?;
    let mut issues = Vec::new();
    let mut rows: Vec<Enrollable> = Vec::with_capacity(drafts.len());
    let mut seen = HashSet::new();
    for (i, draft) in drafts.iter().enumerate() {
        let place = format!("learners[{i}]");
        match check(draft, &ground.course, ctx.today()) {
            Ok(row) => {
                if !seen.insert(row.personal_id.as_str().to_owned()) {
                    issues.push(twice_in_report().within(&place));
                }
                rows.push(row);
            }
            Err(found) => issues.extend(found.into_iter().map(|issue| issue.within(&place))),
        }
    }
    if drafts.is_empty() {
        issues.push(Issue::new(
            "enrolment.empty",
            "learners",
            "QĐ 1446/QĐ-TTg",
            Text::new("Danh sách không có người học nào.", "The list names no learner."),
            Text::new("Nhập ít nhất một người học.", "Enter at least one learner."),
        ));
    }
    // Rows and drafts go in step only when no draft failed; otherwise the first list of issues is enough.
    let known = Known::of(tx.db(), &rows).await?;
    if issues.is_empty() {
        for (i, row) in rows.iter().enumerate() {
            let found = known.issues(row, &ground);
            issues.extend(found.into_iter().map(|issue| issue.within(&format!("learners[{i}]"))));
        }
    }
    none_or_all(issues)?;
    insert(tx, ctx, &ground, rows, &known).await
}

/// The cohort and its order, when the actor may do the deed on it and the order is running.
pub(super) async fn cohort_for(
    ctx: &Ctx,
    tx: &Tx,
    id: CohortId,
    deed: Deed,
) -> Result<(Cohort, Order), Error> {
    let cohort = orders::cohort_by_id(tx.db(), id).await?.ok_or(Error::NotFound)?;
    let order = orders::find(tx.db(), ctx.scope(), cohort.order).await?.ok_or(Error::NotFound)?;
    ctx.permit(deed, &[order.provider])?;
    running(&order)?;
    Ok((cohort, order))
}

pub(super) fn running(order: &Order) -> Result<(), Error> {
    if order.state == State::Accepted {
        return Ok(());
    }
    let state = order.state.name();
    Err(wrong_state(
        "order.not_running",
        Text::new(
            format!("Đơn đặt hàng đang ở trạng thái \"{}\".", state.vi),
            format!("The order is \"{}\".", state.en),
        ),
        Text::new("Chỉ báo cáo cho đơn đang thực hiện.", "Reports are taken for running orders only."),
    ))
}

fn twice_in_report() -> Issue {
    Issue::new(
        "enrolment.twice_in_report",
        "personal_id",
        ONCE_RULE,
        Text::new(
            "Số định danh này có hai lần trong danh sách.",
            "This personal id stands twice in the list.",
        ),
        Text::new("Bỏ một dòng.", "Leave one of the rows out."),
    )
}

/// Inserts people not known yet, the enrolments, and their facts. Somebody whose enrolment was taken back is enrolled
/// again by a fact, because an enrolment itself is never written twice.
pub(super) async fn insert(
    tx: &mut Tx,
    ctx: &Ctx,
    ground: &Ground,
    rows: Vec<Enrollable>,
    known: &Known,
) -> Result<Vec<EnrolmentId>, Error> {
    let unknown = rows.iter().filter(|row| known.person(row).is_none());
    let new: Vec<learner::Model> = unknown.map(person_row).collect();
    let mut next_new = tx.insert_all::<learner::Entity>(new).await?;
    let mut enrolments = Vec::with_capacity(rows.len());
    let mut placed: Vec<(Option<EnrolmentId>, Enrollable)> = Vec::with_capacity(rows.len());
    let mut phones: Vec<learner_contact::Model> = Vec::new();
    for row in rows {
        let again = known.taken_back(&row, ground).map(|earlier| earlier.enrolment.id);
        let learner = known.person(&row).map_or_else(
            || {
                next_new += 1;
                LearnerId(next_new - 1)
            },
            |person| person.id,
        );
        phones.extend(known.new_phone(&row).map(|phone| contact(learner, Some(phone))));
        if again.is_none() {
            enrolments.push(enrolment_row(ground, learner, &row));
        }
        placed.push((again, row));
    }
    let mut next = tx.insert_all::<enrolment::Entity>(enrolments).await?;
    // After the enrolments, by which the wall of the database knows whose learners they are.
    tx.insert_all::<learner_contact::Entity>(phones).await?;
    let mut facts: Vec<fact::Model> = Vec::with_capacity(placed.len());
    let mut ids = Vec::with_capacity(placed.len());
    for (again, row) in &placed {
        let enrolment = again.unwrap_or(EnrolmentId(next));
        next += i64::from(again.is_none());
        ids.push(enrolment);
        let fact = |what: Happening| {
            let (line, reporter) = (ground.cohort.line, ctx.actor.party);
            learners::fact_row(enrolment, line, row.enrolled_on, tx.at(), reporter, &what)
        };
        let retraction = known.taken_back(row, ground).and_then(|earlier| earlier.retraction);
        facts.push(fact::Model { supersedes: retraction.map(|id| id.0), ..fact(Happening::Enrolled) });
        if let Some(other) = known.trained_before(row, ground) {
            facts.push(fact(Happening::DuplicateFlagged { other }));
        }
    }
    progress::insert_facts(tx, facts).await?;
    Ok(ids)
}

fn enrolment_row(ground: &Ground, learner: LearnerId, row: &Enrollable) -> enrolment::Model {
    enrolment::Model {
        id: 0,
        audit_seq: 0,
        order_id: ground.cohort.order.0,
        order_line_id: ground.cohort.line.0,
        cohort_id: ground.cohort.id.0,
        learner_id: learner.0,
        occupation_id: ground.occupation_id,
        kind: row.kind.as_str().to_owned(),
        employer: row.employer.clone(),
        enrolled_on: row.enrolled_on,
    }
}

fn person_row(row: &Enrollable) -> learner::Model {
    learner::Model {
        id: 0,
        audit_seq: 0,
        full_name: row.full_name.clone(),
        sort_key: name_sort_key(&row.full_name),
        birth_date: row.birth_date,
        sex: learners::sex_key(row.sex).to_owned(),
        personal_id: row.personal_id.as_str().to_owned(),
    }
}
