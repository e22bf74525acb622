//! Which papers an order has, who sees them and who issues them.

use domain::{
    ids::{OrderId, StatementId},
    order::State as OrderState,
    paper::{About, Issuer, Kind, State},
    permission::{Deed, Scope},
    statement::{Kind as StatementKind, State as StatementState},
};

use super::{
    Offer,
    desk::{self, Desk},
    people, told,
};
use crate::{
    actions::Ctx,
    error::Error,
    storage::{money, orders::Order, papers},
};

/// Every paper of an order that the person may see, in the order of its life.
pub async fn offered(ctx: &Ctx, id: OrderId) -> Result<(String, Vec<Offer>), Error> {
    let desk = Desk::open(ctx, id).await?;
    let offers = offers(&desk).await?;
    Ok((desk.view.number, offers))
}

pub(super) async fn offers(desk: &Desk<'_>) -> Result<Vec<Offer>, Error> {
    let issued = papers::of_order(desk.ctx.db(), desk.order.id).await?;
    let takes_back = money::that_take_back(desk.ctx.db(), desk.order.id).await?;
    let mut offers = Vec::new();
    let mut add = |kind: Kind, about: About, of: String| {
        if !may_see(desk, kind, about) {
            return;
        }
        let of_kind = |paper: &&papers::Paper| paper.kind == kind && paper.about == about;
        let in_force = issued.iter().filter(of_kind).find(|paper| paper.state == State::InForce);
        offers.push(Offer {
            kind,
            about,
            name: kind.name(desk.order.instrument),
            of,
            may_issue: may_issue(desk, kind, about),
            issued: in_force.map(|paper| told(desk, paper, Vec::new())),
        });
    };
    if is_signed(&desk.order) {
        add(Kind::Order, About::Order, String::new());
    }
    for amendment in desk.view.amendments.iter().filter(|amendment| amendment.state.code == "accepted") {
        add(Kind::Amendment, About::Amendment(amendment.number.into()), format!("{}", amendment.number));
    }
    for host in &desk.view.hosts {
        add(Kind::Hosting, About::Host(host.id), host.name.clone());
        add(Kind::Hours, About::Host(host.id), host.name.clone());
    }
    if !desk.view.cohorts.is_empty() {
        add(Kind::Learners, About::Order, String::new());
    }
    for (cohort, decisions) in people::decisions(desk).await? {
        for (place, decision) in (1..).zip(decisions) {
            let of = format!("{}, {}", cohort.name, decision.number);
            add(Kind::Graduation, About::Cohort(cohort.id, place), of);
        }
    }
    if desk.view.has_minutes {
        add(Kind::Minutes, About::Order, String::new());
    }
    for row in &desk.view.statements {
        let Some(state) = StatementState::parse(&row.state.code) else { continue };
        if !matches!(state, StatementState::Approved | StatementState::Paid) {
            continue;
        }
        let about = About::Statement(row.id);
        add(Kind::Statement, about, row.number.clone());
        if row.payable_dong > 0 {
            add(Kind::Withdrawal, about, row.number.clone());
            add(Kind::PayList, about, row.number.clone());
        }
        if row.kind.code != StatementKind::Advance.as_str() {
            add(Kind::Volume, about, row.number.clone());
        }
        if row.advance_recovered_dong > 0 {
            add(Kind::AdvanceClearing, about, row.number.clone());
        }
        if takes_back.contains(&StatementId(row.id)) {
            add(Kind::Clawback, about, row.number.clone());
        }
        if row.to_recover_dong > 0 {
            add(Kind::Return, about, row.number.clone());
        }
    }
    Ok(offers)
}

/// A host has the papers that are its own; everybody else of the order has all of them.
pub(super) fn may_see(desk: &Desk, kind: Kind, about: About) -> bool {
    match (desk.is_host(), kind, about) {
        (None, ..) => true,
        (Some(host), Kind::Hosting | Kind::Hours, About::Host(of)) => host.0 == of,
        (Some(host), Kind::Statement | Kind::Clawback | Kind::Return, About::Statement(id)) => {
            desk.view.statements.iter().any(|row| row.id == id && row.payee.id == host.0)
        }
        (Some(_), ..) => false,
    }
}

/// Whose paper it is, and whether the person issues papers for that body.
pub(super) fn may_issue(desk: &Desk, kind: Kind, about: About) -> bool {
    let body = desk.body(kind, about);
    let issues = desk.ctx.may(Deed::IssuePaper, &[body]) && kind.is_work_of(desk.ctx.actor.role);
    match kind.issuer() {
        Issuer::OrderingBody => issues && desk.ctx.scope() == Scope::Everything,
        Issuer::Provider | Issuer::Host | Issuer::Payee => issues && desk.ctx.actor.party == body,
    }
}

/// A decision counts once it is approved, a contract once it is accepted.
fn is_signed(order: &Order) -> bool {
    let accepted = matches!(order.state, OrderState::Accepted | OrderState::Closed);
    accepted || order.state == desk::signing(order.instrument)
}
