//! The use cases. Every write has one shape: permission, transaction, load, rule, save, commit with its audit entry.
//! Every read starts with the scope of who asks. Money is decided in `domain`, not here.

pub mod access;
pub mod account;
pub mod amendments;
pub mod approvals;
pub mod audit;
pub mod audit_log;
pub mod changes;
mod charged;
pub mod choices;
pub mod contacts;
pub mod enrolments;
pub mod exports;
pub mod graduations;
mod hands;
pub mod home;
pub mod identities;
pub mod incoming;
pub mod learners;
pub mod notices;
mod one_time_code;
pub mod orders;
pub mod papers;
mod passwords;
pub mod payments;
pub mod people;
mod placing;
pub mod preview;
pub mod programmes;
pub mod progress;
pub mod read_orders;
pub mod read_statements;
pub mod records;
pub mod registry;
pub mod reports;
pub mod settlements;
pub mod sign_in;
pub mod sought;
mod standing;
pub mod statements;
pub mod tables;
mod tally;
pub mod views;
pub mod what_if;
pub mod why;
pub mod work_study;
pub mod workbooks;

use domain::{
    ids::PartyId,
    issue::Issue,
    permission::{Actor, Deed, Scope, may},
    text::Text,
};
use time::Date;

/// Opened by the program at its start and handed through; only actions look inside.
pub use crate::storage::Store;
use crate::{
    clock::Clock,
    error::Error,
    storage::{Reader, Tx},
};

/// Who acts, on which database, at what time.
#[derive(Debug, Clone)]
pub struct Ctx {
    pub store: Store,
    pub clock: Clock,
    pub actor: Actor,
    reader: Reader,
}

impl Ctx {
    pub fn new(store: Store, clock: Clock, actor: Actor) -> Ctx {
        let reader = store.read_as(&actor);
        Ctx { store, clock, actor, reader }
    }

    pub fn as_actor(&self, actor: Actor) -> Ctx {
        Ctx::new(self.store.clone(), self.clock.clone(), actor)
    }

    pub fn today(&self) -> Date {
        self.clock.today()
    }

    pub fn scope(&self) -> Scope {
        self.actor.scope()
    }

    /// As the actor may see it.
    fn db(&self) -> &Reader {
        &self.reader
    }

    /// For a rule that asks about everybody.
    fn db_of_everyone(&self) -> &Reader {
        self.store.read_of_everyone()
    }

    async fn begin(&self, action: &'static str) -> Result<Tx, Error> {
        Ok(self.store.begin(&self.actor, action, self.clock.now()).await?)
    }

    /// Refuses unless the actor may do the deed on what belongs to `owners`.
    fn permit(&self, deed: Deed, owners: &[PartyId]) -> Result<(), Error> {
        if may(&self.actor, deed, owners) { Ok(()) } else { Err(Error::Forbidden) }
    }

    /// Refuses unless the actor may do the deed on what belongs to the actor's own organisation. What is read is kept
    /// within the scope by the query itself.
    fn permit_own(&self, deed: Deed) -> Result<(), Error> {
        self.permit(deed, &[self.actor.party])
    }

    pub fn may(&self, deed: Deed, owners: &[PartyId]) -> bool {
        may(&self.actor, deed, owners)
    }
}

/// An issue about the state of a thing rather than about what was typed.
fn wrong_state(code: &str, problem: Text, remedy: Text) -> Error {
    Error::Issues(vec![Issue::new(code, "state", "NĐ 32/2019", problem, remedy)])
}
