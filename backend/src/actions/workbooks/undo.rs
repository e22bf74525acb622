//! A batch is undone as a whole, by facts: what it put in is retracted, what it corrected is as it was. Nothing is deleted.

use std::collections::HashMap;

use domain::{
    fact::{Fact, Happening, newest},
    ids::{EnrolmentId, FactId},
    issue::Issue,
    noun,
    text::{Text, clean, say},
    workbook::Kind,
};

use super::{at_work, deed, event, target};
use crate::{
    actions::{
        Ctx,
        progress::{self, Correction},
        work_study,
    },
    error::Error,
    storage::{
        contacts,
        learners::{self, Enrolment},
        orders::Order,
        tables::{fact, learner_contact, workbook_event},
        workbooks,
    },
};

const RULE: &str = "NĐ 32/2019 Đ24";

/// Takes back everything that a workbook put in, unless one of its rows stands on a statement or was built on.
pub async fn undo(ctx: &Ctx, id: i64, reason: &str) -> Result<(), Error> {
    let mut tx = ctx.begin("workbook.undo").await?;
    let stored = workbooks::by_id(tx.db(), id).await?.ok_or(Error::NotFound)?;
    let kind = Kind::parse(&stored.kind).ok_or_else(|| Error::fault("workbook", "of an unknown kind"))?;
    let (cohorts, order) = target::writable(ctx, &tx, stored.target(), deed(kind)).await?;
    let reason = clean(reason);
    let round = workbooks::round(tx.db(), id).await?;
    let batch = workbooks::batch(tx.db(), id, round).await?;
    let phones = contacts::before_workbook(tx.db(), id, round).await?;
    if stored.stage != "finished" || (batch.is_empty() && phones.is_empty()) {
        return Err(at_work().into());
    }
    if reason.is_empty() {
        return Err(Issue::new(
            "workbook.reason",
            "reason",
            RULE,
            Text::new("Thiếu lý do rút lại.", "The reason is missing."),
            Text::new("Ghi lý do.", "Give the reason."),
        )
        .into());
    }
    let statements = workbooks::statements_since(tx.db(), id, round, order.id).await?;
    if !statements.is_empty() {
        return Err(on_statement(&statements).into());
    }
    let facts = learners::facts_of(tx.db(), batch.keys().copied()).await?;
    let mut enrolments: HashMap<EnrolmentId, Enrolment> = HashMap::new();
    for cohort in &cohorts {
        let people = learners::people_of_cohort(tx.db(), cohort.id).await?;
        enrolments.extend(people.into_iter().map(|(enrolment, _)| (enrolment.id, enrolment)));
    }
    let mut taken_back: Vec<fact::Model> = Vec::new();
    let mut built_on = 0u32;
    let mut batch: Vec<(EnrolmentId, Vec<FactId>)> = batch.into_iter().collect();
    batch.sort_unstable();
    for (enrolment, put) in &batch {
        let enrolment = enrolments.get(enrolment).ok_or(Error::NotFound)?;
        let known = facts.get(&enrolment.id).map_or(&[][..], Vec::as_slice);
        match corrections(ctx, &order, enrolment, known, put, &reason) {
            Some(found) => taken_back.extend(
                found.iter().map(|correction| progress::superseding(ctx, &tx, enrolment, correction)),
            ),
            None => built_on += 1,
        }
    }
    if built_on > 0 {
        return Err(reported_since(built_on).into());
    }
    work_study::insert(&mut tx, taken_back, &reason).await?;
    tx.insert_all::<learner_contact::Entity>(phones).await?;
    tx.insert::<workbook_event::Entity>(event(ctx, id, round, "undone", &reason)).await?;
    workbooks::end(tx.db(), id, "undone", &stored.result).await?;
    tx.commit(format!("workbook {id} for {}", target::said(stored.target()))).await?;
    Ok(())
}

/// What supersedes the facts that a row put in; nothing when something else was reported on top of them.
fn corrections(
    ctx: &Ctx,
    order: &Order,
    enrolment: &Enrolment,
    known: &[Fact],
    put: &[FactId],
    reason: &str,
) -> Option<Vec<Correction>> {
    let stands = |fact: &&Fact| !known.iter().any(|other| other.supersedes == Some(fact.id));
    let others: Vec<&Fact> = known.iter().filter(stands).filter(|fact| !put.contains(&fact.id)).collect();
    let mut found = Vec::new();
    for id in put {
        let fact = known.iter().find(|fact| fact.id == *id)?;
        // A correction that was undone again left it as it was.
        let now = newest(known, *id)?;
        if (&now.what, now.happened_on) != (&fact.what, fact.happened_on) {
            return None;
        }
        let before = fact.supersedes.and_then(|old| known.iter().find(|known| known.id == old));
        let before = before.filter(|old| old.what.kind() == fact.what.kind());
        let rests = |other: &&Fact| match fact.what {
            Happening::Graduated { .. } => other.id > fact.id && rests_on_graduation(&other.what),
            _ => before.is_none() && !matches!(other.what, Happening::Retracted { .. }),
        };
        if others.iter().filter(|other| other.id != now.id).any(rests) {
            return None;
        }
        let (happened_on, right) = match before {
            Some(old) => (old.happened_on, old.what.clone()),
            None => (fact.happened_on, Happening::Retracted { reason: reason.to_owned() }),
        };
        let correction = Correction {
            enrolment: enrolment.id,
            wrong: now.id,
            happened_on,
            right,
            reason: reason.to_owned(),
        };
        if !progress::correction_issues(ctx, order, enrolment, known, &correction).is_empty() {
            return None;
        }
        found.push(correction);
    }
    Some(found)
}

fn rests_on_graduation(what: &Happening) -> bool {
    matches!(
        what,
        Happening::Employed { .. }
            | Happening::EmploymentEnded
            | Happening::Annulled { .. }
            | Happening::Noted { .. }
    )
}

fn on_statement(numbers: &[String]) -> Issue {
    let numbers = numbers.join(", ");
    Issue::new(
        "workbook.on_statement",
        "",
        RULE,
        Text::new(
            format!("Có người học của bảng tính này đã ở trên bảng thanh toán {numbers}."),
            format!("A learner of this workbook stands on the statement {numbers}."),
        ),
        Text::new(
            "Không rút lại cả bảng được nữa. Đính chính từng người học; chênh lệch vào kỳ thanh toán sau.",
            "It can no longer be taken back as a whole. Correct each learner; the difference is settled in the next period.",
        ),
    )
}

fn reported_since(learners: u32) -> Issue {
    Issue::new(
        "workbook.reported_since",
        "",
        RULE,
        say!(
            "{learners} của bảng tính này đã có báo cáo khác sau đó.",
            "There are other reports since then for {learners} of this workbook.",
            learners = noun::LEARNER.counted(learners)
        ),
        Text::new("Rút lại các báo cáo đó trước.", "Take those reports back first."),
    )
}
