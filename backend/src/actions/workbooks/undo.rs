//! A batch is undone as a whole, by facts that take its enrolments back. Nothing is deleted.

use domain::{
    fact::Happening,
    ids::EnrolmentId,
    issue::Issue,
    permission::Deed,
    text::{Text, clean},
};

use super::{at_work, event};
use crate::{
    actions::{Ctx, enrolments::cohort_for, progress},
    error::Error,
    storage::{
        learners,
        tables::{fact, workbook_event},
        workbooks,
    },
};

const RULE: &str = "NĐ 32/2019 Đ24";

/// Takes back every enrolment that a workbook made, unless one of them stands on a statement or was built on.
pub async fn undo(ctx: &Ctx, id: i64, reason: &str) -> Result<(), Error> {
    let mut tx = ctx.begin("workbook.undo").await?;
    let stored = workbooks::by_id(tx.db(), id).await?.ok_or(Error::NotFound)?;
    let (cohort, _) = cohort_for(ctx, &tx, stored.cohort(), Deed::Enrol).await?;
    let reason = clean(reason);
    if stored.stage != "finished" || stored.kind != "enrolment" {
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
    let round = workbooks::round(tx.db(), id).await?;
    let rows = workbooks::written(tx.db(), id, round).await?;
    let enrolments: Vec<EnrolmentId> = rows.iter().map(|(_, enrolment)| *enrolment).collect();
    let statements = workbooks::statements_with(tx.db(), &enrolments).await?;
    if !statements.is_empty() {
        return Err(on_statement(&statements).into());
    }
    let facts = learners::facts_of(tx.db(), enrolments.iter().copied()).await?;
    let mut taken_back: Vec<fact::Model> = Vec::new();
    let mut built_on = 0u32;
    for enrolment in &enrolments {
        let known = facts.get(enrolment).map_or(&[][..], Vec::as_slice);
        let stands =
            |fact: &&domain::fact::Fact| !known.iter().any(|other| other.supersedes == Some(fact.id));
        for old in known.iter().filter(stands) {
            match old.what {
                Happening::Enrolled | Happening::DuplicateFlagged { .. } => {
                    let what = Happening::Retracted { reason: reason.clone() };
                    let row = learners::fact_row(
                        *enrolment,
                        cohort.line,
                        old.happened_on,
                        tx.at(),
                        ctx.actor.party,
                        &what,
                    );
                    taken_back.push(fact::Model { supersedes: Some(old.id.0), ..row });
                }
                Happening::Retracted { .. } => {}
                _ => {
                    built_on += 1;
                    break;
                }
            }
        }
    }
    if built_on > 0 {
        return Err(reported_since(built_on).into());
    }
    progress::insert_facts(&mut tx, taken_back).await?;
    tx.insert::<workbook_event::Entity>(event(ctx, id, round, "undone", &reason)).await?;
    workbooks::end(tx.db(), id, "undone", &stored.result).await?;
    tx.commit(format!("workbook {id} for cohort {}", cohort.id.0)).await?;
    Ok(())
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
        Text::new(
            format!("{learners} người học của bảng tính này đã có báo cáo khác sau khi ghi danh."),
            format!("{learners} learners of this workbook have other reports since they were enrolled."),
        ),
        Text::new("Rút lại các báo cáo đó trước.", "Take those reports back first."),
    )
}
