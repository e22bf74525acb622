//! After the year: the first learner gets an account, and a director who stands in for the registrar looks at a personal
//! id. So the demonstration has something on every page of accounts. A host's hours wait to be confirmed.

use domain::{
    ids::{EnrolmentId, LearnerId},
    month::Month,
    paper::{About, Kind},
    permission::{Actor, Role},
};
use time::{Duration, macros::date};

use super::{
    cast::{Cast, PASSWORD, SignIn},
    office,
    play::Running,
};
use crate::{
    actions::{
        access, account, identities, learners, papers,
        people::{self, Draft},
        preview::Sending,
        work_study::{self, Entry},
    },
    error::Error,
};

const FIRST: LearnerId = LearnerId(1);

pub async fn accounts(cast: &mut Cast) -> Result<(), Error> {
    let administrator = cast.administrator.clone();
    let learner = learners::find(&administrator, FIRST).await?;
    let Some(enrolment) = learner.enrolments.first() else { return Ok(()) };
    let provider = domain::ids::PartyId(enrolment.provider.id);
    let known = access::unmask(cast.registrar(provider)?, FIRST, "Lập tài khoản cho người học").await?;
    let draft = Draft {
        login: "nguoi-hoc".to_owned(),
        name: learner.full_name.clone(),
        email: String::new(),
        role: Role::Learner,
        party: provider,
        personal_id: known.personal_id.as_str().to_owned(),
    };
    let (_, token) = people::invite(&administrator, draft.clone(), false).await?;
    let (store, clock) = (&administrator.store, &administrator.clock);
    people::accept(store, clock, &token.unwrap_or_default(), &draft.name, PASSWORD).await?;
    cast.sign_ins.push(SignIn {
        login: draft.login,
        role: Role::Learner,
        organisation: enrolment.provider.name.clone(),
    });
    stand_in(cast, provider).await?;
    office::maintain(cast, provider).await
}

/// Where the codes on the demonstration's papers lead.
pub const SITE: &str = "http://127.0.0.1:8080";

/// Everybody issues what is theirs to issue of one order; one paper is cancelled and issued again.
pub async fn papers(cast: &Cast, order: &Running) -> Result<(), Error> {
    let mut hands = vec![&cast.planner, &cast.accountant, cast.director(order.provider)?];
    for host in &order.hosts {
        hands.push(cast.coordinator(*host)?);
    }
    for ctx in hands {
        for offer in papers::offered(ctx, order.id).await?.1 {
            if offer.may_issue && offer.issued.is_none() {
                papers::issue(ctx, order.id, offer.kind, offer.about, SITE).await?;
            }
        }
    }
    let minutes = papers::offered(&cast.planner, order.id)
        .await?
        .1
        .into_iter()
        .find(|offer| offer.kind == Kind::Minutes);
    if let Some(issued) = minutes.and_then(|offer| offer.issued) {
        papers::cancel(&cast.planner, issued.id, "Sai thành phần tham gia nghiệm thu").await?;
        papers::issue(&cast.planner, order.id, Kind::Minutes, About::Order, SITE).await?;
    }
    Ok(())
}

/// A host's coordinator corrects a month, and nobody has confirmed it yet.
pub async fn hours(cast: &Cast, order: &Running) -> Result<(), Error> {
    let (Some(host), Some(class)) = (order.hosts.first(), order.classes.first()) else { return Ok(()) };
    let (coordinator, month) = (cast.coordinator(*host)?, Month::of(date!(2025 - 11 - 01)));
    let view = work_study::month(coordinator, class.cohort, month).await?;
    let corrected = view.rows.iter().find_map(|row| {
        let hours = row.hours?.checked_sub(4)?;
        Some(Entry { enrolment: EnrolmentId(row.enrolment_id), hours })
    });
    let Some(entry) = corrected else { return Ok(()) };
    let reason = "Sổ theo dõi trang 14: nghỉ nửa ngày 20/11";
    work_study::report(coordinator, class.cohort, month, &[entry], reason, Sending::Confirmed).await?;
    Ok(())
}

/// A registrar on leave hands the role to the director and takes it back a week later.
async fn stand_in(cast: &Cast, provider: domain::ids::PartyId) -> Result<(), Error> {
    let (registrar, director) = (cast.registrar(provider)?, cast.director(provider)?);
    let today = registrar.today();
    let until = today.saturating_add(Duration::days(6));
    account::delegate(registrar, director.actor.user, today, until, "Nghỉ phép, GUQ 01").await?;
    let acting = Actor {
        name: format!("{} (thay {})", director.actor.name, registrar.actor.name),
        role: registrar.actor.role,
        acting_for: Some(registrar.actor.user),
        ..director.actor.clone()
    };
    access::unmask(&director.as_actor(acting), FIRST, "Đối chiếu hồ sơ trước khi cấp bằng").await?;
    account::withdraw(registrar, 1).await?;
    // Where a provider of identities is set up, this registrar comes in by it the next time.
    let name = format!("{}@example.edu.vn", registrar.actor.user.0);
    identities::allow(&cast.administrator, registrar.actor.user, &name).await
}
