//! Sign-in with a password and, where the person has set it up, a one-time code; the session that follows; and what is
//! written down of every try. The database keeps only hashes of passwords and of sessions.

use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier};
use domain::{
    ids::UserId,
    issue::Issue,
    ledger::hex,
    permission::Actor,
    text::{Text, clean},
};
use sha2::{Digest, Sha256};

use super::{notices, one_time_code};
use crate::{
    clock::Clock,
    error::Error,
    storage::{
        Store,
        accounts::{self, Account, Session},
        people, sealed,
        sign_ins::{self, Try},
    },
};

/// How long a session lasts.
pub const SESSION_SECONDS: i64 = 12 * 60 * 60;
/// How long a session waits for its code.
const CODE_SECONDS: i64 = 5 * 60;
/// Failed tries count for this long.
const WINDOW_SECONDS: i64 = 15 * 60;
/// Failed tries after which a login waits, and after which an address waits: an office shares one address.
const TRIES_OF_LOGIN: i64 = 8;
const TRIES_OF_ADDRESS: i64 = 60;
/// Of what a browser says about itself.
const DEVICE_LETTERS: usize = 200;

/// Somebody at the door.
#[derive(Debug, Clone, Default)]
pub struct Knock {
    pub login: String,
    pub password: String,
    /// With programs that ask for both at once; a browser asks for it on a page of its own.
    pub code: Option<String>,
    pub origin: Origin,
}

/// Where a request comes from, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    pub address: String,
    /// What the browser says it is.
    pub device: String,
    /// What tells this machine from others: a cookie of ours, or what it says it is.
    pub device_key: String,
}

/// A session that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    pub token: String,
    /// It opens nothing until the code has come.
    pub code_due: bool,
}

/// Checks login and password; `SignedOut` when they do not fit. A login that nobody has costs the same time and waits
/// after the same number of tries, so that neither tells which logins there are.
pub async fn sign_in(store: &Store, clock: &Clock, knock: &Knock) -> Result<Opened, Error> {
    let db = store.read();
    let now = clock.now().0;
    let account = accounts::by_login(db, &knock.login).await?;
    let tried = Tried { store, now, login: &knock.login, origin: &knock.origin, way: PASSWORD };
    tried.wait(account.as_ref()).await?;
    let hash = account.as_ref().map_or_else(|| ABSENT.to_owned(), |account| account.password_hash.clone());
    let password = clean(&knock.password);
    let fits = tokio::task::spawn_blocking(move || verify(&hash, &password))
        .await
        .map_err(|error| Error::fault("password check", error))?;
    let Some(found) = account.as_ref().filter(|_| fits) else {
        tried.record(account.as_ref(), "wrong").await?;
        return Err(Error::SignedOut);
    };
    if !found.active {
        tried.record(account.as_ref(), "inactive").await?;
        return Err(Error::SignedOut);
    }
    let code_due = match (&found.otp_secret, &knock.code) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(_), Some(code)) => {
            take_code(&tried, found, code).await?;
            false
        }
    };
    if !code_due {
        tried.opened(found).await?;
    }
    tried.open(found, code_due).await
}

/// The second step: a code of the authenticator, or a recovery code, for a session that waits for it.
pub async fn second_step(
    store: &Store,
    clock: &Clock,
    token: &str,
    code: &str,
    origin: &Origin,
) -> Result<Opened, Error> {
    let now = clock.now().0;
    let waiting = accounts::by_half_session(store.read(), &digest(token), now).await?;
    let (account, way) = waiting.ok_or(Error::SignedOut)?;
    let tried = Tried { store, now, login: &account.login, origin, way: &way };
    tried.wait(Some(&account)).await?;
    take_code(&tried, &account, code).await?;
    tried.opened(&account).await?;
    accounts::close_session(store.read(), &digest(token)).await?;
    tried.open(&account, false).await
}

async fn take_code(tried: &Tried<'_>, account: &Account, code: &str) -> Result<(), Error> {
    let (db, user) = (tried.store.read(), account.actor.user);
    let secret = one_time_code::opened(tried.store, user, account.otp_secret.as_deref())?;
    let step = secret.as_ref().and_then(|secret| one_time_code::step_of(secret.as_str(), code, tried.now));
    let taken = match step {
        Some(step) => sign_ins::use_step(db, user, step).await?,
        None => sign_ins::use_recovery_code(db, user, &recovery_digest(code)).await?,
    };
    if let (true, Some(sealed::Opened::Open(secret))) = (taken, &secret) {
        let sealed = one_time_code::sealed(tried.store, user, secret)?;
        sign_ins::set_secret(db, user, Some(&sealed)).await?;
    }
    if taken {
        return Ok(());
    }
    tried.record(Some(account), "wrong_code").await?;
    Err(Issue::new(
        "sign_in.code",
        "code",
        "RFC 6238",
        Text::new("Mã không đúng hoặc đã dùng.", "The code is wrong, or was used before."),
        Text::new(
            "Nhập mã mới nhất trong ứng dụng xác thực, hoặc một mã khôi phục.",
            "Type the newest code of your authenticator, or a recovery code.",
        ),
    )
    .into())
}

/// By which way a person came.
const PASSWORD: &str = "password";
pub(super) const PROVIDER: &str = "oidc";

/// One try, on its way into the history.
pub(super) struct Tried<'a> {
    pub store: &'a Store,
    pub now: i64,
    pub login: &'a str,
    pub origin: &'a Origin,
    pub way: &'a str,
}

impl Tried<'_> {
    /// Refuses while this login, or this address, has failed too often. A try that waits does not prolong the wait.
    async fn wait(&self, account: Option<&Account>) -> Result<(), Error> {
        let (db, since) = (self.store.read(), self.now - WINDOW_SECONDS);
        let of_login = sign_ins::failures_of_login(db, &digest(self.login), since).await?;
        let address = &self.origin.address;
        let of_address =
            if address.is_empty() { 0 } else { sign_ins::failures_of_address(db, address, since).await? };
        if of_login < TRIES_OF_LOGIN && of_address < TRIES_OF_ADDRESS {
            return Ok(());
        }
        self.record(account, "locked").await?;
        let minutes = WINDOW_SECONDS / 60;
        Err(Issue::new(
            "sign_in.locked",
            "login",
            "TT 12/2022/TT-BTTTT",
            Text::new(
                "Đăng nhập sai quá nhiều lần nên tạm khóa.",
                "There were too many wrong tries, so signing in waits.",
            ),
            Text::new(
                format!("Thử lại sau {minutes} phút, hoặc nhờ quản trị gửi lời mời mới."),
                format!("Try again in {minutes} minutes, or ask the administrator for a new invitation."),
            ),
        )
        .into())
    }

    /// A session; it waits when the person's own one-time code is still due.
    pub async fn open(&self, account: &Account, code_due: bool) -> Result<Opened, Error> {
        let token = random_token()?;
        let session = Session {
            token_sha256: digest(&token),
            opened_at: self.now,
            expires_at: self.now + if code_due { CODE_SECONDS } else { SESSION_SECONDS },
            address: self.origin.address.clone(),
            device: shortened(&self.origin.device),
            way: self.way.to_owned(),
        };
        accounts::open_session(self.store.read(), account.actor.user, &session, code_due).await?;
        Ok(Opened { token, code_due })
    }

    pub async fn opened(&self, account: &Account) -> Result<(), Error> {
        let key = digest(&self.origin.device_key);
        let new = sign_ins::is_new_device(self.store.read(), account.actor.user, &key).await?;
        self.record(Some(account), if new { "new_device" } else { "opened" }).await?;
        if new {
            notices::new_device(self.store, self.now, account.actor.user).await?;
        }
        Ok(())
    }

    pub async fn record(&self, account: Option<&Account>, outcome: &str) -> Result<(), Error> {
        let row = Try {
            login_sha256: &digest(self.login),
            user: account.map(|account| account.actor.user),
            at: self.now,
            address: &self.origin.address,
            device: &shortened(&self.origin.device),
            device_sha256: &digest(&self.origin.device_key),
            outcome,
            way: self.way,
        };
        Ok(sign_ins::record(self.store.read(), &row).await?)
    }
}

fn shortened(device: &str) -> String {
    device.chars().take(DEVICE_LETTERS).collect()
}

/// Who holds a session. Under a delegation that holds today they act in the giver's role; once it has ended, or the
/// giver is no longer active, in their own again.
pub async fn actor(store: &Store, clock: &Clock, token: &str) -> Result<Option<Actor>, Error> {
    let db = store.read();
    let Some((account, delegation)) = accounts::by_session(db, &digest(token), clock.now().0).await? else {
        return Ok(None);
    };
    let own = account.actor;
    let Some(id) = delegation else { return Ok(Some(own)) };
    let held = people::delegation(db, id).await?;
    let held = held.filter(|held| held.holder_id == own.user.0 && held.holds_on(clock.today()));
    let giver = match held {
        Some(held) => accounts::by_id(db, UserId(held.giver_id)).await?,
        None => None,
    };
    // Whoever moved to another organisation acts for nobody of the old one.
    let giver = giver.filter(|giver| giver.active && giver.actor.party == own.party);
    Ok(Some(match giver {
        Some(giver) => for_another(own, giver.actor),
        None => own,
    }))
}

/// A person in the role of the one they act for.
fn for_another(own: Actor, giver: Actor) -> Actor {
    Actor {
        name: format!("{} (thay {})", own.name, giver.name),
        role: giver.role,
        acting_for: Some(giver.user),
        ..own
    }
}

/// Somebody whose work goes on without a session, in the role in which it was begun.
pub(super) async fn actor_of(
    store: &Store,
    user: UserId,
    acting_for: Option<UserId>,
) -> Result<Option<Actor>, Error> {
    let Some(own) = accounts::by_id(store.read(), user).await?.map(|account| account.actor) else {
        return Ok(None);
    };
    let Some(giver) = acting_for else { return Ok(Some(own)) };
    let giver = accounts::by_id(store.read(), giver).await?;
    Ok(giver.map(|giver| for_another(own, giver.actor)))
}

/// Ends a session. Says whether a provider of identities opened it, which then has a session of its own.
pub async fn sign_out(store: &Store, token: &str) -> Result<bool, Error> {
    let way = accounts::way_of_session(store.read(), &digest(token)).await?;
    accounts::close_session(store.read(), &digest(token)).await?;
    Ok(way.as_deref() == Some(PROVIDER))
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

/// A password as it is kept: composed letters, however the keyboard sends them.
pub fn hash_password(password: &str) -> Result<String, Error> {
    let mut salt = [0u8; 16];
    getrandom::fill(&mut salt).map_err(|error| Error::fault("random bytes", error))?;
    let hash = Argon2::default()
        .hash_password_with_salt(clean(password).as_bytes(), &salt)
        .map_err(|error| Error::fault("password hash", error))?;
    Ok(hash.to_string())
}

pub(super) fn verify(hash: &str, password: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// The same beside other work: it takes its time on purpose.
pub(super) async fn hashed(password: &str) -> Result<String, Error> {
    let password = password.to_owned();
    tokio::task::spawn_blocking(move || hash_password(&password))
        .await
        .map_err(|error| Error::fault("password hash", error))?
}

/// A key nobody can guess: for sessions and for forms.
pub fn random_token() -> Result<String, Error> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| Error::fault("random bytes", error))?;
    Ok(hex(&bytes))
}

pub(super) fn digest(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// A recovery code as it is kept, however it was typed.
pub(super) fn recovery_digest(code: &str) -> String {
    let letters: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    digest(&format!("recovery:{}", letters.to_ascii_uppercase()))
}

/// The hash of a password nobody has.
const ABSENT: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$YWJzZW50YWJzZW50YQ$0000000000000000000000000000000000000000000";

/// The account with this login, for a command run on the machine itself.
pub async fn account(store: &Store, login: &str) -> Result<Actor, Error> {
    let found = accounts::by_login(store.read(), login).await?;
    found.map(|account| account.actor).ok_or_else(|| Error::Fault(format!("nobody signs in as {login}")))
}
