//! What a form needs before something is told of a learner: who it is, what may be told, what a wrong fact says.

use domain::{
    fact::{Fact, Happening},
    ids::{EnrolmentId, FactId},
    permission::Deed,
    text::Text,
};

use super::{State, within_scope};
use crate::{
    actions::{
        Ctx, progress,
        views::{PartyName, Words},
    },
    error::Error,
    storage::{learners, orders::Order, registry},
};

/// Somebody on an order, and, for a correction, the fact that was wrong.
#[derive(Debug, Clone)]
pub struct Told {
    pub enrolment_id: i64,
    pub learner_id: i64,
    pub full_name: String,
    pub personal_id: String,
    pub order_id: i64,
    pub order_number: String,
    pub hosts: Vec<PartyName>,
    pub wrong: Option<(Fact, Words)>,
}

/// The learner of an enrolment, when the person may report what happened to them.
pub async fn to_report(ctx: &Ctx, id: EnrolmentId) -> Result<Told, Error> {
    let (told, order, _) = told(ctx, id).await?;
    ctx.permit(Deed::ReportProgress, &[order.provider])?;
    Ok(told)
}

/// The same with a fact, when the person may correct it.
pub async fn to_correct(ctx: &Ctx, id: EnrolmentId, fact: FactId) -> Result<Told, Error> {
    let (mut told, order, facts) = told(ctx, id).await?;
    let wrong = facts.into_iter().find(|known| known.id == fact).ok_or(Error::NotFound)?;
    if !progress::may_correct(ctx, &order, &wrong.what) {
        return Err(Error::Forbidden);
    }
    let text: Text = match &wrong.what {
        Happening::Placed { host } => {
            let name = told.hosts.iter().find(|known| known.id == host.0).map_or("", |host| &host.name);
            let said = wrong.what.describe();
            Text::new(format!("{}: {name}", said.vi), format!("{}: {name}", said.en))
        }
        what => what.describe(),
    };
    told.wrong = Some((wrong, text.into()));
    Ok(told)
}

async fn told(ctx: &Ctx, id: EnrolmentId) -> Result<(Told, Order, Vec<Fact>), Error> {
    let (enrolment, order, facts) = within_scope(ctx, id).await?;
    if order.state != State::Accepted {
        return Err(Error::NotFound);
    }
    let person = learners::person_by_id(ctx.db(), enrolment.learner).await?.ok_or(Error::NotFound)?;
    let directory = registry::directory(ctx.db()).await?;
    let told = Told {
        enrolment_id: enrolment.id.0,
        learner_id: person.id.0,
        full_name: person.full_name,
        personal_id: person.personal_id.masked(),
        order_id: order.id.0,
        order_number: order.number.clone(),
        hosts: order
            .hosts
            .iter()
            .map(|host| PartyName::new(*host, directory.name(*host, ctx.today())))
            .collect(),
        wrong: None,
    };
    Ok((told, order, facts))
}
