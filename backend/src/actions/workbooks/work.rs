//! Runs what a workbook waits for, beside the request that asked for it.

use domain::text::Text;

use super::{commit, examine};
use crate::{
    actions::{Ctx, Store, sign_in},
    clock::Clock,
    error::Error,
    storage::workbooks::{self, Asked},
};

/// Begins, or goes on with, the stage a workbook is in.
pub(super) fn start(ctx: Ctx, id: i64) {
    tokio::spawn(async move {
        let Err(fault) = run(&ctx, id).await else { return };
        // What it says could quote a row; the number of the workbook leads to it.
        let told = match &fault {
            Error::Fault(cause) => cause.as_str(),
            _ => "refused",
        };
        tracing::error!(workbook = id, fault = told, "the work on a workbook stopped");
        if let Err(fault) = workbooks::end(ctx.db(), id, "failed", "").await {
            tracing::error!(workbook = id, fault = %fault, "and cannot be marked");
        }
    });
}

async fn run(ctx: &Ctx, id: i64) -> Result<(), Error> {
    let stored = workbooks::by_id(ctx.db(), id).await?.ok_or(Error::NotFound)?;
    match stored.stage.as_str() {
        "check" => {
            let examined = examine::examine(ctx, &stored).await?;
            let stage = if examined.checked.faults.is_empty() { "checked" } else { "refused" };
            let result = serde_json::to_string(&examined.checked)
                .map_err(|error| Error::fault("a checked workbook", error))?;
            workbooks::end(ctx.db(), id, stage, &result).await?;
        }
        "commit" => commit::commit(ctx, &stored).await?,
        _ => {}
    }
    Ok(())
}

/// Goes on with everything that was under way when the program stopped, each as the person who asked for it: who acted for
/// somebody else then does so still, because what was accepted was accepted in that role.
pub async fn resume(store: &Store, clock: &Clock) -> Result<usize, Error> {
    let db = store.read_of_everyone();
    let unfinished = workbooks::unfinished_of_everyone(db).await?;
    let mut resumed = 0;
    for stored in unfinished {
        let accepted = match stored.stage.as_str() {
            "commit" => workbooks::accepted_by(db, stored.id).await?,
            _ => None,
        };
        let asked = match accepted {
            Some(asked) => Some(asked),
            None => workbooks::sent_by(db, stored.id).await?,
        };
        let Some(Asked { by, acting_for }) = asked else { continue };
        let Some(actor) = sign_in::actor_of(store, by, acting_for).await? else { continue };
        start(Ctx::new(store.clone(), clock.clone(), actor), stored.id);
        resumed += 1;
    }
    Ok(resumed)
}

/// A word for somebody who waits: how long it will take from how long it took.
pub(super) fn seconds_left(started_at: i64, now: i64, done: i64, total: i64) -> Option<i64> {
    (done > 0 && total > done).then(|| ((now - started_at).max(1) * (total - done)).div_euclid(done) + 1)
}

/// What a stage is called.
pub(super) fn stage_name(stage: &str) -> Text {
    match stage {
        "check" => Text::new("đang kiểm tra", "being checked"),
        "checked" => Text::new("đã kiểm tra", "checked"),
        "refused" => Text::new("không đọc được", "cannot be read"),
        "commit" => Text::new("đang ghi", "being recorded"),
        "finished" => Text::new("đã nhận", "accepted"),
        "undone" => Text::new("đã rút lại", "taken back"),
        _ => Text::new("bị gián đoạn", "interrupted"),
    }
}

#[cfg(test)]
mod tests {
    use super::seconds_left;

    #[test]
    fn what_is_left_follows_from_what_is_done() {
        assert_eq!(seconds_left(100, 104, 2_000, 10_000), Some(17));
        assert_eq!(seconds_left(100, 104, 0, 10_000), None);
        assert_eq!(seconds_left(100, 104, 10_000, 10_000), None);
    }
}
