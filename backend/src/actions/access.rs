//! Personal ids, and phones with them, in full: each look is asked for with a reason and recorded, and those who were looked at can read by
//! whom (Luật 91/2025/QH15 on personal data; NĐ 356/2025).

use domain::{
    ids::LearnerId,
    issue::Issue,
    permission::{Deed, Scope},
    personal_id::PersonalId,
    phone::Phone,
    text::{Text, clean},
};

use super::{
    Ctx, learners,
    views::{LookView, Page},
};
use crate::{
    clock,
    error::Error,
    storage::{access, contacts, learners as people, registry, tables::access_record},
};

/// Shorter reasons say nothing.
const REASON_LETTERS: usize = 5;

/// What of a learner is masked elsewhere.
#[derive(Debug, Clone)]
pub struct InFull {
    pub personal_id: PersonalId,
    pub phone: Option<Phone>,
}

/// The personal id and phone of a learner within the scope of who asks. The record is there before they are.
pub async fn unmask(ctx: &Ctx, learner: LearnerId, reason: &str) -> Result<InFull, Error> {
    ctx.permit_own(Deed::Unmask)?;
    learners::find(ctx, learner).await?;
    let reason = clean(reason);
    if reason.chars().count() < REASON_LETTERS {
        return Err(Issue::new(
            "access.reason",
            "look_reason",
            "Luật 91/2025/QH15",
            Text::new("Chưa ghi lý do xem.", "The reason is missing."),
            Text::new(
                "Ghi việc cần đến số định danh; người học đọc được lý do này.",
                "Say what the personal id is needed for; the learner can read it.",
            ),
        )
        .into());
    }
    let mut tx = ctx.begin("learner.unmask").await?;
    let person = people::person_by_id(tx.db(), learner).await?.ok_or(Error::NotFound)?;
    let phone = contacts::phones_of(tx.db(), [learner]).await?.remove(&learner);
    let row = access_record::Model {
        id: 0,
        audit_seq: 0,
        learner_id: learner.0,
        looked_at: tx.at().0,
        actor_id: ctx.actor.user.0,
        actor: ctx.actor.name.clone(),
        role: ctx.actor.role.as_str().to_owned(),
        party_id: ctx.actor.party.0,
        reason,
    };
    tx.insert::<access_record::Entity>(row).await?;
    tx.commit(format!("learner {}", learner.0)).await?;
    Ok(InFull { personal_id: person.personal_id, phone })
}

/// Who looked at whom, newest first: everybody for an auditor, themselves for a learner.
pub async fn list(ctx: &Ctx, page: u64, size: u64) -> Result<Page<LookView>, Error> {
    let scope = match ctx.scope() {
        Scope::Learner(_) => {
            ctx.permit_own(Deed::ReadAccess)?;
            ctx.scope()
        }
        other => {
            ctx.permit(Deed::ReadAccess, &[])?;
            other
        }
    };
    let total = access::count(ctx.db(), scope).await?;
    let directory = registry::directory(ctx.db()).await?;
    let page = page.max(1);
    let look = |look: access::Look| LookView {
        learner_id: look.learner.0,
        learner: look.learner_name,
        at: clock::written(domain::calendar::Moment(look.looked_at)),
        by: look.actor,
        role: look.role.name(),
        organisation: directory.name(look.party, ctx.today()),
        reason: look.reason,
    };
    let rows = access::list(ctx.db(), scope, page, size).await?.into_iter().map(look).collect();
    Ok(Page { rows, total, page, size })
}
