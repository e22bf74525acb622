//! Four eyes: who prepared a thing does not approve it, and a delegation makes one pair of eyes of two people.

use domain::ids::UserId;
use sea_orm::ConnectionTrait;

use super::Ctx;
use crate::{error::Error, storage::people};

/// A thing that one person makes and another approves.
#[derive(Debug, Clone, Copy)]
pub(super) enum Made {
    Order(i64),
    Statement(i64),
    Change(i64),
}

/// Whether who asks is one hand with who made the thing, or with the one it was made for: the same person, somebody
/// they act for now, or somebody with whom a delegation holds today, whichever of the two gave it.
pub(super) async fn is_own(
    ctx: &Ctx,
    db: &impl ConnectionTrait,
    made: Made,
    maker: UserId,
) -> Result<bool, Error> {
    let made_for = match made {
        Made::Order(id) => people::made_for(db, "orders", id).await?,
        Made::Statement(id) => people::made_for(db, "statement", id).await?,
        Made::Change(id) => people::made_for(db, "registry_change", id).await?,
    };
    let mut hands = vec![ctx.actor.user.0];
    hands.extend(ctx.actor.acting_for.map(|giver| giver.0));
    for held in people::delegations(db, ctx.actor.user).await? {
        if held.holds_on(ctx.today()) {
            hands.extend([held.giver_id, held.holder_id]);
        }
    }
    Ok(hands.contains(&maker.0) || made_for.is_some_and(|giver| hands.contains(&giver.0)))
}
