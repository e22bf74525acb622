//! What waits for who looks after people and mails.

use domain::noun::Noun;

use super::of_count;
use crate::{
    actions::{Ctx, views::WaitingView},
    error::Error,
    storage::{outbox, people},
};

pub(super) async fn mails_failed(ctx: &Ctx) -> Result<Option<WaitingView>, Error> {
    Ok(of_count(
        "mails_failed",
        Noun::new("thư không gửi được", "mail that could not be sent", "mails that could not be sent"),
        outbox::failed_of_everyone(ctx.db_of_everyone()).await?,
    ))
}

/// People who have not joined, and can no longer by the link they have.
pub(super) async fn invitations_expired(ctx: &Ctx) -> Result<Option<WaitingView>, Error> {
    Ok(of_count(
        "invitations_expired",
        Noun::new(
            "lời mời hết hạn mà chưa dùng",
            "invitation that ran out unused",
            "invitations that ran out unused",
        ),
        people::invitations_expired_of_everyone(ctx.db_of_everyone(), ctx.clock.now().0).await?,
    ))
}
