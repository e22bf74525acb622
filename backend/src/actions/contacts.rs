//! Where a learner is reached, told beside an enrolment or corrected later by who may report about the learner.

use domain::{ids::LearnerId, phone::Phone};

use super::{Ctx, learners, views::LearnerView};
use crate::{
    error::Error,
    storage::{
        contacts::{self, contact},
        tables::learner_contact,
    },
};

/// Who reports about a learner on one of the orders that are running.
pub fn may_change(view: &LearnerView) -> bool {
    view.enrolments.iter().any(|of| of.may.iter().any(|may| may == "report_progress"))
}

/// Another number, or none any more. The same number again changes nothing.
pub async fn change_phone(ctx: &Ctx, learner: LearnerId, typed: &str) -> Result<(), Error> {
    let view = learners::find(ctx, learner).await?;
    if !may_change(&view) {
        return Err(Error::Forbidden);
    }
    let phone = Phone::optional(Some(typed))?;
    let mut tx = ctx.begin("learner.phone").await?;
    let before = contacts::phones_of(tx.db(), [learner]).await?.remove(&learner);
    if before == phone {
        return Ok(());
    }
    tx.insert::<learner_contact::Entity>(contact(learner, phone.as_ref())).await?;
    tx.commit(format!("learner {}", learner.0)).await?;
    Ok(())
}
