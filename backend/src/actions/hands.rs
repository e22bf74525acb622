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
}

/// Whether who asks, or the one they act for, is who made the thing, or the one it was made for.
pub(super) async fn is_own(
    ctx: &Ctx,
    db: &impl ConnectionTrait,
    made: Made,
    maker: UserId,
) -> Result<bool, Error> {
    let made_for = match made {
        Made::Order(id) => people::made_for(db, "orders", id).await?,
        Made::Statement(id) => people::made_for(db, "statement", id).await?,
    };
    Ok(ctx.actor.is_same_hand(maker) || made_for.is_some_and(|giver| ctx.actor.is_same_hand(giver)))
}
