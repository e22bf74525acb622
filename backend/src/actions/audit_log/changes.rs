//! What one entry changed: facts, states, plans and money, each with what was so before.

use domain::{
    amendment::State as AmendmentState,
    calendar::vietnamese,
    fact::Happening,
    money::Money,
    noun,
    order::State as OrderState,
    statement::State as StatementState,
    text::{Text, say},
};

use super::names::account_name;
use crate::{
    actions::{
        Ctx,
        changes::difference_words,
        views::{ChangeView, Words},
    },
    error::Error,
    storage::audit_log::{self as stored, Step},
};

/// More changes than these of one kind are counted and not listed.
const LISTED: u64 = 500;

pub async fn of(ctx: &Ctx, seq: i64) -> Result<Vec<ChangeView>, Error> {
    let db = ctx.db();
    let mut changes = Vec::new();
    for step in stored::order_steps(db, seq).await? {
        let name = |state: &str| OrderState::parse(state).map(OrderState::name);
        changes.push(state_change(&step, "Đơn", "Order", "/orders", name));
    }
    for step in stored::statement_steps(db, seq).await? {
        let name = |state: &str| StatementState::parse(state).map(StatementState::name);
        changes.push(state_change(&step, "Bảng thanh toán", "Statement", "/statements", name));
    }
    for step in stored::amendment_steps(db, seq).await? {
        let name = |state: &str| AmendmentState::parse(state).map(AmendmentState::name);
        changes.push(state_change(&step, "Điều chỉnh đơn", "Amendment of order", "/orders", name));
    }
    for fact in stored::facts_written(db, seq, LISTED).await? {
        let said = |content: &str, on: time::Date| -> Result<Words, Error> {
            let what: Happening = serde_json::from_str(content).map_err(|e| Error::fault("fact", e))?;
            let (text, day) = (what.describe(), vietnamese(on));
            Ok(Text::new(format!("{} ({day})", text.vi), format!("{} ({day})", text.en)).into())
        };
        let before = match (&fact.before, fact.before_on) {
            (Some(content), Some(on)) => Some(said(content, on)?),
            _ => None,
        };
        changes.push(ChangeView {
            what: Words::same(&fact.full_name),
            link: Some(format!("/learners/{}", fact.learner_id)),
            before,
            after: said(&fact.content, fact.happened_on)?,
        });
    }
    for plan in stored::plan_steps(db, seq).await? {
        let hours = |college: i32, enterprise: i32| -> Words {
            say!(
                "{college} tại trường, {enterprise} giờ tại doanh nghiệp",
                "{college} at the college, {enterprise} at the enterprise",
                college = noun::HOUR.counted(college)
            )
            .into()
        };
        changes.push(ChangeView {
            what: Text::new(
                format!("Kế hoạch giờ lớp {}", plan.cohort),
                format!("Plan of cohort {}", plan.cohort),
            )
            .into(),
            link: Some(format!("/cohorts/{}/work-study", plan.cohort_id)),
            before: plan.before_college.zip(plan.before_enterprise).map(|(c, e)| hours(c, e)),
            after: hours(plan.hours_college, plan.hours_enterprise),
        });
    }
    for (id, what, before, after) in difference_words(ctx, seq).await? {
        changes.push(ChangeView { what, link: Some(format!("/registry/changes/{id}")), before, after });
    }
    for posting in stored::postings_written(db, seq, LISTED).await? {
        let (debit, credit) = (account_name(&posting.debit), account_name(&posting.credit));
        let amount = Money::dong(posting.amount_dong);
        changes.push(ChangeView {
            what: Text::new("Bút toán", "Posting").into(),
            link: None,
            before: None,
            after: say!(
                "{amount} đ: nợ {debit}, có {credit}",
                "{amount} đ: debit {debit}, credit {credit}",
                amount = amount.said(),
                debit = debit,
                credit = credit
            )
            .into(),
        });
    }
    Ok(changes)
}

fn state_change(
    step: &Step,
    vi: &str,
    en: &str,
    root: &str,
    name: impl Fn(&str) -> Option<Text>,
) -> ChangeView {
    let after = name(&step.state).unwrap_or_else(|| Text::new(&*step.state, &*step.state));
    let note = if step.note.is_empty() { String::new() } else { format!(": {}", step.note) };
    ChangeView {
        what: Text::new(format!("{vi} {}", step.number), format!("{en} {}", step.number)).into(),
        link: Some(format!("{root}/{}", step.id)),
        before: step.before.as_deref().and_then(name).map(Words::from),
        after: Text::new(format!("{}{note}", after.vi), format!("{}{note}", after.en)).into(),
    }
}
