//! What waits for who looks after people and mails.

use domain::text::Text;

use super::of_count;
use crate::{
    actions::{Ctx, views::WaitingView},
    error::Error,
    storage::{outbox, people},
};

pub(super) async fn mails_failed(ctx: &Ctx) -> Result<Option<WaitingView>, Error> {
    Ok(of_count(
        "mails_failed",
        Text::new("thư không gửi được", "mails that could not be sent"),
        outbox::failed_of_everyone(ctx.db_of_everyone()).await?,
    ))
}

/// People who have not joined, and can no longer by the link they have.
pub(super) async fn invitations_expired(ctx: &Ctx) -> Result<Option<WaitingView>, Error> {
    Ok(of_count(
        "invitations_expired",
        Text::new("lời mời hết hạn mà chưa dùng", "invitations that ran out unused"),
        people::invitations_expired_of_everyone(ctx.db_of_everyone(), ctx.clock.now().0).await?,
    ))
}
