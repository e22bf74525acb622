//! Sign-in with a password, and the session that follows. The database keeps only a hash of either.

use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier};
use domain::{ledger::hex, permission::Actor};
use sha2::{Digest, Sha256};

use crate::{
    clock::Clock,
    error::Error,
    storage::{Store, accounts},
};

/// How long a session lasts.
pub const SESSION_SECONDS: i64 = 12 * 60 * 60;

/// Checks login and password; answers with a new session's token, or `SignedOut` when they do not fit.
/// Both checks take the same time whether the login exists or not.
pub async fn sign_in(store: &Store, clock: &Clock, login: &str, password: &str) -> Result<String, Error> {
    let account = accounts::by_login(store.read(), login).await?;
    let hash = account.as_ref().map_or_else(|| ABSENT.to_owned(), |account| account.password_hash.clone());
    let password = password.to_owned();
    let fits = tokio::task::spawn_blocking(move || verify(&hash, &password))
        .await
        .map_err(|error| Error::fault("password check", error))?;
    let Some(account) = account.filter(|_| fits) else { return Err(Error::SignedOut) };
    let token = random_token()?;
    let now = clock.now().0;
    accounts::open_session(store.read(), &digest(&token), account.actor.user, now, now + SESSION_SECONDS)
        .await?;
    Ok(token)
}

/// Who holds a session.
pub async fn actor(store: &Store, clock: &Clock, token: &str) -> Result<Option<Actor>, Error> {
    Ok(accounts::by_session(store.read(), &digest(token), clock.now().0).await?.map(|account| account.actor))
}

/// Somebody whose work goes on without a session.
pub(super) async fn actor_of(store: &Store, user: domain::ids::UserId) -> Result<Option<Actor>, Error> {
    Ok(accounts::by_id(store.read(), user).await?.map(|account| account.actor))
}

pub async fn sign_out(store: &Store, token: &str) -> Result<(), Error> {
    Ok(accounts::close_session(store.read(), &digest(token)).await?)
}

/// The answer given before to a request with this key, by the same person.
pub async fn answered(store: &Store, actor: &Actor, key: &str) -> Result<Option<String>, Error> {
    Ok(accounts::answer(store.read(), key, actor.user).await?)
}

pub async fn remember(store: &Store, actor: &Actor, key: &str, answer: &str) -> Result<(), Error> {
    Ok(accounts::remember(store.read(), key, actor.user, answer).await?)
}

/// Whose turn it is to answer a request that carries a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// Nobody came with this key before: act, then `settle_claim` or `give_up_claim`.
    Mine,
    /// The first request is still at work, or the machine stopped while it was.
    Waiting,
    Answered(String),
}

/// Takes a key before anything is done, so that of two requests sent at once only one acts.
pub async fn claim(store: &Store, actor: &Actor, key: &str) -> Result<Claim, Error> {
    if accounts::claim(store.read(), key, actor.user).await? {
        return Ok(Claim::Mine);
    }
    Ok(match answered(store, actor, key).await? {
        Some(answer) if !answer.is_empty() => Claim::Answered(answer),
        _ => Claim::Waiting,
    })
}

pub async fn settle_claim(store: &Store, actor: &Actor, key: &str, answer: &str) -> Result<(), Error> {
    Ok(accounts::settle_claim(store.read(), key, actor.user, answer).await?)
}

/// Frees a key whose request met a fault: nothing was written, so it may be tried again.
pub async fn give_up_claim(store: &Store, actor: &Actor, key: &str) -> Result<(), Error> {
    Ok(accounts::give_up_claim(store.read(), key, actor.user).await?)
}

/// A password as it is kept.
pub fn hash_password(password: &str) -> Result<String, Error> {
    let mut salt = [0u8; 16];
    getrandom::fill(&mut salt).map_err(|error| Error::fault("random bytes", error))?;
    let hash = Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(|error| Error::fault("password hash", error))?;
    Ok(hash.to_string())
}

fn verify(hash: &str, password: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// A key nobody can guess: for sessions and for forms.
pub fn random_token() -> Result<String, Error> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| Error::fault("random bytes", error))?;
    Ok(hex(&bytes))
}

fn digest(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// The hash of a password nobody has.
const ABSENT: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$YWJzZW50YWJzZW50YQ$0000000000000000000000000000000000000000000";

/// The account with this login, for a command run on the machine itself.
pub async fn account(store: &Store, login: &str) -> Result<Actor, Error> {
    let found = accounts::by_login(store.read(), login).await?;
    found.map(|account| account.actor).ok_or_else(|| Error::Fault(format!("nobody signs in as {login}")))
}
