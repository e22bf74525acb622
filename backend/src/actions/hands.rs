//! Four eyes: who prepared a thing does not approve it, and a delegation makes one pair of eyes of two people.

use domain::ids::UserId;
use sea_orm::ConnectionTrait;

use super::Ctx;
use crate::{error::Error, storage::people};

/// A thing that one person makes and others approve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Made {
    Order(i64),
    Statement(i64),
    Amendment(i64),
}

impl Made {
    /// The row that says who made it.
    pub fn row(self) -> (&'static str, i64) {
        match self {
            Made::Order(id) => ("orders", id),
            Made::Statement(id) => ("statement", id),
            Made::Amendment(id) => ("amendment", id),
        }
    }

    /// As steps of approval name it.
    pub fn subject(self) -> (&'static str, i64) {
        match self {
            Made::Order(id) => ("order", id),
            Made::Statement(id) => ("statement", id),
            Made::Amendment(id) => ("amendment", id),
        }
    }
}

/// Whether who asks is one hand with who made the row of a table, or with the one it was made for: the same person,
/// somebody they act for now, or somebody with whom a delegation holds today, whichever of the two gave it.
pub(super) async fn is_own(
    ctx: &Ctx,
    db: &impl ConnectionTrait,
    (table, id): (&'static str, i64),
    maker: UserId,
) -> Result<bool, Error> {
    let made_for = people::made_for(db, table, id).await?;
    let hands = of(ctx, db).await?;
    Ok(hands.contains(&maker.0) || made_for.is_some_and(|giver| hands.contains(&giver.0)))
}

/// Everybody with whom who asks is one hand today, themselves among them.
pub(super) async fn of(ctx: &Ctx, db: &impl ConnectionTrait) -> Result<Vec<i64>, Error> {
    let mut hands = vec![ctx.actor.user.0];
    hands.extend(ctx.actor.acting_for.map(|giver| giver.0));
    for held in people::delegations(db, ctx.actor.user).await? {
        if held.holds_on(ctx.today()) {
            hands.extend([held.giver_id, held.holder_id]);
        }
    }
    Ok(hands)
}
