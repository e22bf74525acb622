//! What the office maintains: every change of it is proposed by one person, with the decision it rests on, and confirmed
//! by a second one. Confirming writes the dated rows in the same transaction; nothing that was is edited.

mod apply;
mod bands;
mod budget;
mod comparison;
mod list;
mod organisations;
mod others;
mod prices;
mod schemes;
mod told;
mod world;

use domain::{
    change::{Basis, Change, State},
    ids::UserId,
    issue::Issue,
    permission::Deed,
    text::{Text, clean},
};
use time::Duration;

pub use self::{
    bands::bands,
    budget::{BudgetRow, budget},
    comparison::{ByParty, Compared, ComparisonView, comparison},
    list::{ChangeView, Difference, Listed, Overview, find, overview},
    organisations::{OrganisationRow, OrganisationView, organisation, organisations},
    others::{
        DecidedDay, LicenceChoices, LicenceRow, OccupationRow, SettingRow, TargetRow, calendar,
        licence_choices, licences, occupations, programmes_to_propose_for, provinces, settings, targets,
    },
    prices::{ListOffer, PriceListRow, PriceListView, PriceView, price_list, price_lists, read_list},
    schemes::{SchemeRow, SchemeView, scheme, schemes},
};
pub(super) use self::{
    list::difference_words,
    others::{settings_now, working_days_now},
};
use super::{Ctx, hands, wrong_state};
use crate::{
    error::Error,
    storage::{
        Tx,
        changes::{self, Stored},
        tables::{registry_change, registry_event},
    },
};

/// Records a proposal, once it would hold as the world is now.
pub async fn propose(ctx: &Ctx, change: Change, basis: Basis) -> Result<i64, Error> {
    ctx.permit(Deed::ProposeChange, &[])?;
    let (change, basis) = (change.tidy(), tidy(basis));
    let mut tx = ctx.begin("registry.propose").await?;
    world::load(ctx, tx.db(), None).await?.check(&change, &basis)?;
    let row = registry_change::Model {
        id: 0,
        audit_seq: 0,
        kind: change.kind().as_str().to_owned(),
        subject: change.subject(&basis),
        content: serde_json::to_string(&change).map_err(|error| Error::fault("change", error))?,
        valid_from: basis.valid_from,
        authority: basis.authority,
        number: basis.number,
        decided_on: basis.decided_on,
        source: basis.source,
        status: basis.certainty.as_str().to_owned(),
        reason: basis.reason,
        proposed_on: ctx.today(),
        proposed_by: ctx.actor.user.0,
    };
    let id = tx.insert::<registry_change::Entity>(row).await?;
    tx.commit(format!("change {id}")).await?;
    if matches!(change, Change::Scheme { .. }) {
        comparison::start(ctx, id).await?;
    }
    Ok(id)
}

/// Everything that would be wrong with a proposal, without making it.
pub async fn faults(ctx: &Ctx, change: Change, basis: Basis) -> Result<Vec<Issue>, Error> {
    ctx.permit(Deed::ProposeChange, &[])?;
    let world = world::load(ctx, ctx.db(), None).await?;
    Ok(world.check(&change.tidy(), &tidy(basis)).err().unwrap_or_default())
}

fn tidy(basis: Basis) -> Basis {
    Basis {
        authority: clean(&basis.authority),
        number: clean(&basis.number),
        source: clean(&basis.source),
        reason: clean(&basis.reason),
        ..basis
    }
}

/// Confirms what somebody else proposed, and writes it.
pub async fn approve(ctx: &Ctx, id: i64) -> Result<(), Error> {
    ctx.permit(Deed::ApproveChange, &[])?;
    let mut tx = ctx.begin("registry.approve").await?;
    let (stored, change, basis) = waiting(&tx, id).await?;
    let maker = UserId(stored.proposed_by);
    if hands::is_own(ctx, tx.db(), ("registry_change", id), maker).await? {
        return Err(wrong_state(
            "change.own",
            Text::new(
                "Người đề nghị không được duyệt đề nghị của mình.",
                "Who proposed it may not approve it.",
            ),
            Text::new("Chuyển cho người duyệt khác.", "Leave it to somebody else."),
        ));
    }
    if let Change::Scheme { .. } = change {
        comparison::looked_at(&tx, id).await?;
    }
    // A day that passed while the proposal waited reaches back for nobody: what takes effect does so today, and bands
    // tomorrow.
    let from = basis.valid_from.max(match change {
        Change::Setting { .. } => ctx.today(),
        Change::Bands { .. } => ctx.today().saturating_add(Duration::DAY),
        _ => basis.valid_from,
    });
    let basis = Basis { valid_from: from, ..basis };
    world::load(ctx, tx.db(), Some(id)).await?.check(&change, &basis)?;
    let seen = told::differences(ctx, tx.db(), &change, &basis).await?;
    let seen = serde_json::to_string(&seen).map_err(|error| Error::fault("change", error))?;
    apply::apply(&mut tx, ctx, id, &change, &basis).await?;
    end(&mut tx, ctx, &stored, State::Approved, "", seen).await?;
    Ok(tx.commit(format!("change {id}")).await?)
}

/// Refuses a proposal, with the reason.
pub async fn reject(ctx: &Ctx, id: i64, reason: &str) -> Result<(), Error> {
    ctx.permit(Deed::ApproveChange, &[])?;
    let mut tx = ctx.begin("registry.reject").await?;
    let (stored, ..) = waiting(&tx, id).await?;
    let reason = clean(reason);
    if reason.is_empty() {
        let problem = Text::new("Thiếu lý do không duyệt.", "The reason is missing.");
        let remedy = Text::new("Ghi cho người đề nghị biết phải sửa gì.", "Tell the proposer what to mend.");
        return Err(Issue::new("change.reason", "reason", "NĐ 334/2026 Đ15", problem, remedy).into());
    }
    end(&mut tx, ctx, &stored, State::Rejected, &reason, String::new()).await?;
    Ok(tx.commit(format!("change {id}")).await?)
}

/// Takes one's own proposal back.
pub async fn withdraw(ctx: &Ctx, id: i64) -> Result<(), Error> {
    ctx.permit(Deed::ProposeChange, &[])?;
    let mut tx = ctx.begin("registry.withdraw").await?;
    let (stored, ..) = waiting(&tx, id).await?;
    if !ctx.actor.is_same_hand(UserId(stored.proposed_by)) {
        return Err(Error::Forbidden);
    }
    end(&mut tx, ctx, &stored, State::Withdrawn, "", String::new()).await?;
    Ok(tx.commit(format!("change {id}")).await?)
}

/// A proposal that nobody has decided about.
async fn waiting(tx: &Tx, id: i64) -> Result<(Stored, Change, Basis), Error> {
    let stored = changes::by_id(tx.db(), id).await?.ok_or(Error::NotFound)?;
    if stored.state.is_some() {
        return Err(wrong_state(
            "change.decided",
            Text::new("Đề nghị này đã được xử lý.", "This proposal was decided already."),
            Text::new("Tải lại trang để xem kết quả.", "Reload the page to see what came of it."),
        ));
    }
    let (change, basis) = list::read(&stored)?;
    Ok((stored, change, basis))
}

async fn end(
    tx: &mut Tx,
    ctx: &Ctx,
    stored: &Stored,
    state: State,
    note: &str,
    seen: String,
) -> Result<(), Error> {
    let row = registry_event::Model {
        id: 0,
        audit_seq: 0,
        change_id: stored.id,
        state: state.as_str().to_owned(),
        happened_on: ctx.today(),
        actor_id: ctx.actor.user.0,
        proposed_by: stored.proposed_by,
        note: note.to_owned(),
        seen,
    };
    tx.insert::<registry_event::Entity>(row).await?;
    Ok(())
}
