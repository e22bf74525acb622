//! The worker: sends what is due, tries again what was put off, and begins each morning with what the day brings. Several
//! machines may run it on one database.

use std::time::Duration;

use domain::{
    ids::UserId,
    notice::{Event, GOOD_FOR_SECONDS, wait_seconds},
    text::Lang,
};
use time::Date;

use super::{Post, daily};
use crate::{
    actions::Store,
    clock::Clock,
    error::Error,
    mail::{Envelope, Refusal, To, letter},
    storage::{
        outbox::{self, Due},
        sealed::Opened,
    },
};

const PAUSE: Duration = Duration::from_secs(2);
/// After a fault of the database there is no hurry.
const LONG_PAUSE: Duration = Duration::from_secs(60);
/// For how long a machine has a mail to itself; longer than any server may take.
const LEASE_SECONDS: i64 = 5 * 60;
const AT_ONCE: u64 = 50;

/// Goes on until the program ends. Without a post, only the inboxes are filled.
pub async fn work(store: Store, clock: Clock, post: Option<Post>) {
    let mut done: Option<Date> = None;
    loop {
        let worked = turn(&store, &clock, post.as_ref(), &mut done).await;
        let pause = match &worked {
            Ok(()) => PAUSE,
            Err(fault) => {
                tracing::error!(fault = %fault, "notices wait");
                LONG_PAUSE
            }
        };
        tokio::time::sleep(pause).await;
    }
}

async fn turn(
    store: &Store,
    clock: &Clock,
    post: Option<&Post>,
    done: &mut Option<Date>,
) -> Result<(), Error> {
    let today = clock.today();
    if *done != Some(today) && clock.now() >= daily::morning(today) {
        daily::run(store, clock).await?;
        *done = Some(today);
    }
    match post {
        Some(post) => deliver(store, clock, post).await,
        None => Ok(()),
    }
}

/// Sends what is due now.
pub(super) async fn deliver(store: &Store, clock: &Clock, post: &Post) -> Result<(), Error> {
    let db = store.read_of_everyone();
    for due in outbox::due_of_everyone(db, clock.now().0, AT_ONCE).await? {
        let now = clock.now().0;
        if !outbox::take(db, &due, now + LEASE_SECONDS).await? {
            continue;
        }
        // Should the program stop after the server took the mail and before this is written, the mail is sent once more
        // under the same Message-ID, by which the addressee's server knows it.
        match send(store, post, &due, now).await? {
            Ok(()) => outbox::sent(db, due.id, clock.now().0).await?,
            Err(Refusal::ForGood(answer)) => {
                tracing::warn!(mail = due.id, account = due.user_id, "a mail was refused for good");
                outbox::put_off(db, due.id, &answer, None).await?;
            }
            Err(Refusal::ForNow(answer)) => {
                let tries = u32::try_from(due.tries).unwrap_or(u32::MAX).saturating_add(1);
                let next = wait_seconds(tries).map(|seconds| clock.now().0 + seconds);
                outbox::put_off(db, due.id, &answer, next).await?;
            }
        }
    }
    Ok(())
}

async fn send(store: &Store, post: &Post, due: &Due, now: i64) -> Result<Result<(), Refusal>, Error> {
    let never = |answer: &str| Ok(Err(Refusal::ForGood(answer.to_owned())));
    if now - due.queued_at > GOOD_FOR_SECONDS {
        return never("not sent within five days");
    }
    let contents = outbox::contents(store.read_of_everyone(), due).await?;
    let events: Vec<Event> =
        contents.iter().filter_map(|content| serde_json::from_str(content).ok()).collect();
    if events.is_empty() {
        return never("it says nothing that this version knows");
    }
    let opened = due.secret.as_deref().map(|kept| {
        let seal = store.seal();
        seal.map_or(Opened::Shut, |seal| seal.open(UserId(due.user_id), kept))
    });
    if opened == Some(Opened::Shut) {
        return never("the invitation does not open: is key_file the one it was sealed with?");
    }
    let to = To {
        name: &due.name,
        lang: if due.language == "en" { Lang::En } else { Lang::Vi },
        home: &post.home,
        invitation: opened.as_ref().map(Opened::as_str),
    };
    let envelope =
        Envelope { name: &due.name, address: &due.email, key: &due.message_key, at: due.queued_at };
    Ok(post.send(&envelope, &letter(&to, &events)).await)
}
