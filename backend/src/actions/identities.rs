//! Sign-in by a provider of identities. The account must be there already: an invitation or the administrator says who
//! may come that way, the first sign-in ties the account to the provider's key of the person, and from then on only that
//! key counts. A person's own one-time code stays due.

use domain::{
    ids::UserId,
    issue::Issue,
    permission::Deed,
    text::{Text, clean},
};

use super::{
    Ctx, people,
    sign_in::{self, Opened, Origin, PROVIDER, Tried},
};
pub use crate::oidc::Provider;
use crate::{
    actions::Store,
    clock::Clock,
    error::Error,
    oidc::{Begun, Known, Trouble},
    storage::{
        Tx,
        accounts::{self, Account},
        identities::{self, Identity},
        people as stored,
        tables::identity_event,
    },
};

/// What a browser keeps while its person is with the provider.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Away {
    pub state: String,
    pub nonce: String,
    pub verifier: String,
    /// The key of an invitation that is taken this way.
    pub invitation: Option<String>,
}

/// What a person comes back with.
#[derive(Debug, Clone, Default)]
pub struct Return {
    pub state: String,
    pub code: String,
    /// Instead of a code, when the provider or the person broke it off.
    pub error: Option<String>,
}

/// Where to send somebody, and what their browser keeps.
pub async fn begin(
    provider: &Provider,
    back: &str,
    invitation: Option<String>,
) -> Result<(String, Away), Error> {
    let Begun { address, state, nonce, verifier } = provider.begin(back).await.map_err(trouble)?;
    Ok((address, Away { state, nonce, verifier, invitation }))
}

/// Lets somebody in who came back.
pub async fn finish(
    (store, clock): (&Store, &Clock),
    (provider, back): (&Provider, &str),
    away: Option<&Away>,
    came: &Return,
    origin: &Origin,
) -> Result<Opened, Error> {
    let away =
        away.filter(|away| !came.state.is_empty() && away.state == came.state).ok_or_else(not_begun)?;
    if came.error.is_some() {
        return Err(broken_off());
    }
    let known = provider.finish(back, &came.code, &away.verifier, &away.nonce).await.map_err(trouble)?;
    let sha256 = sign_in::digest(&format!("{}\n{}", known.issuer, known.subject));
    let login = format!("oidc:{sha256}");
    let mut tried = Tried { store, now: clock.now().0, login: &login, origin, way: PROVIDER };
    let account = match &away.invitation {
        Some(token) => Some(take_invitation(store, clock, token, &sha256).await?),
        None => account_of(store, clock, &known, &sha256).await?,
    };
    let Some(account) = account else {
        tried.record(None, "wrong").await?;
        return Err(stranger(known.name.as_deref()));
    };
    tried.login = &account.login;
    if !account.active {
        tried.record(Some(&account), "inactive").await?;
        return Err(inactive());
    }
    let code_due = account.otp_secret.is_some();
    if !code_due {
        tried.opened(&account).await?;
    }
    tried.open(&account, code_due).await
}

/// Where to go to leave the provider as well.
pub async fn end(provider: &Provider, home: &str) -> Result<Option<String>, Error> {
    provider.end(home).await.map_err(trouble)
}

/// The account that is tied to the person, or the one that the name lets in for the first time.
async fn account_of(
    store: &Store,
    clock: &Clock,
    known: &Known,
    sha256: &str,
) -> Result<Option<Account>, Error> {
    let db = store.read();
    if let Some(user) = identities::by_sha256(db, sha256).await? {
        return Ok(accounts::by_id(db, user).await?);
    }
    let Some(name) = &known.name else { return Ok(None) };
    let Some(user) = identities::by_name(db, name).await? else { return Ok(None) };
    let Some(account) = accounts::by_id(db, user).await? else { return Ok(None) };
    if !account.active {
        return Ok(Some(account));
    }
    let ctx = Ctx::new(store.clone(), clock.clone(), account.actor.clone());
    let mut tx = ctx.begin("account.link").await?;
    // Asked inside: a name lets in once, and nobody who has an account already.
    let still = identities::of(tx.db(), user).await?;
    let fresh = |of: &Identity| of.identity_sha256.is_none() && of.identity_name.as_ref() == Some(name);
    if !still.as_ref().is_some_and(fresh) || identities::by_sha256(tx.db(), sha256).await?.is_some() {
        return Ok(None);
    }
    identities::link(tx.db(), user, sha256).await?;
    event(&mut tx, &ctx, user, "linked").await?;
    tx.commit(format!("account {}", account.login)).await?;
    Ok(Some(account))
}

/// Takes an invitation without a password: the provider says who it is from now on.
async fn take_invitation(store: &Store, clock: &Clock, token: &str, sha256: &str) -> Result<Account, Error> {
    let actor = people::invited(store, clock, token).await?;
    let ctx = Ctx::new(store.clone(), clock.clone(), actor.clone());
    let mut tx = ctx.begin("account.accept").await?;
    let still = stored::invited(tx.db(), &sign_in::digest(token), clock.now().0).await?;
    if still != Some(actor.user) {
        return Err(Error::NotFound);
    }
    if identities::by_sha256(tx.db(), sha256).await?.is_some() {
        return Err(taken("").into());
    }
    identities::link(tx.db(), actor.user, sha256).await?;
    stored::take_back(tx.db(), actor.user).await?;
    people::event(&mut tx, &ctx, &actor, "accepted", "").await?;
    event(&mut tx, &ctx, actor.user, "linked").await?;
    let account = accounts::by_id(tx.db(), actor.user).await?.ok_or(Error::NotFound)?;
    tx.commit(format!("account {}", account.login)).await?;
    Ok(account)
}

/// Lets whom the provider calls `name` come in by this account. An earlier tie ends, and its sessions with it.
pub async fn allow(ctx: &Ctx, id: UserId, name: &str) -> Result<(), Error> {
    ctx.permit(Deed::Administer, &[])?;
    let name = clean(name).to_lowercase();
    let (mut tx, account) = people::other_account(ctx, "account.allow_identity", id).await?;
    if name.is_empty() {
        return Err(Issue::new(
            "identity.name",
            "identity_name",
            "TT 12/2022/TT-BTTTT",
            Text::new("Thiếu tên tại nhà cung cấp.", "What the provider calls the person is missing."),
            Text::new("Thường là địa chỉ thư điện tử.", "It is mostly the e-mail address."),
        )
        .into());
    }
    if identities::by_name(tx.db(), &name).await?.is_some_and(|other| other != id) {
        return Err(taken("identity_name").into());
    }
    identities::allow(tx.db(), id, Some(&name)).await?;
    accounts::close_sessions(tx.db(), id, "").await?;
    event(&mut tx, ctx, id, "allowed").await?;
    Ok(tx.commit(format!("account {}", account.login)).await?)
}

/// Nobody comes in by the provider any more; a password, where there is one, goes on.
pub async fn forbid(ctx: &Ctx, id: UserId) -> Result<(), Error> {
    let (mut tx, account) = people::other_account(ctx, "account.end_identity", id).await?;
    identities::allow(tx.db(), id, None).await?;
    accounts::close_sessions(tx.db(), id, "").await?;
    event(&mut tx, ctx, id, "ended").await?;
    Ok(tx.commit(format!("account {}", account.login)).await?)
}

async fn event(tx: &mut Tx, ctx: &Ctx, user: UserId, what: &str) -> Result<(), Error> {
    let row = identity_event::Model {
        id: 0,
        audit_seq: 0,
        user_id: user.0,
        what: what.to_owned(),
        happened_on: ctx.today(),
        actor_id: ctx.actor.user.0,
    };
    tx.insert::<identity_event::Entity>(row).await?;
    Ok(())
}

/// What the provider said goes to the log, the person is told what to do.
fn trouble(trouble: Trouble) -> Error {
    match trouble {
        Trouble::Away(cause) => {
            tracing::warn!(cause, "the provider of identities does not answer");
            said(
                "oidc.away",
                Text::new(
                    "Cổng đăng nhập chung không trả lời.",
                    "The provider of identities does not answer.",
                ),
                Text::new(
                    "Thử lại sau ít phút, hoặc đăng nhập bằng mật khẩu.",
                    "Try again in some minutes, or sign in with a password.",
                ),
            )
        }
        Trouble::Refused(cause) => {
            tracing::warn!(cause, "what the provider of identities said does not hold");
            said(
                "oidc.refused",
                Text::new("Không xác nhận được lần đăng nhập này.", "This sign-in could not be confirmed."),
                again(),
            )
        }
    }
}

fn not_begun() -> Error {
    said(
        "oidc.not_begun",
        Text::new(
            "Lần đăng nhập này không bắt đầu từ trình duyệt này, hoặc đã quá lâu.",
            "This sign-in did not begin in this browser, or too long ago.",
        ),
        again(),
    )
}

fn broken_off() -> Error {
    let problem = Text::new("Lần đăng nhập đã bị dừng.", "The sign-in was broken off.");
    said("oidc.broken_off", problem, again())
}

fn stranger(name: Option<&str>) -> Error {
    let (vi, en) = name.map_or_else(Default::default, |name| (format!(" ({name})"), format!(" ({name})")));
    said(
        "oidc.stranger",
        Text::new(
            format!("Người đăng nhập{vi} chưa có tài khoản liên kết ở đây."),
            format!("Who signed in{en} has no linked account here."),
        ),
        Text::new(
            "Nhờ quản trị của đơn vị mời hoặc cho phép tài khoản này.",
            "Ask the administrator for an invitation, or to allow this sign-in.",
        ),
    )
}

fn inactive() -> Error {
    said(
        "oidc.inactive",
        Text::new("Tài khoản đã ngừng hoạt động.", "The account is inactive."),
        Text::new("Liên hệ quản trị hệ thống.", "Ask the administrator."),
    )
}

fn again() -> Text {
    Text::new("Bấm nút đăng nhập để bắt đầu lại.", "Begin again with the button.")
}

fn said(code: &str, problem: Text, remedy: Text) -> Error {
    Issue::new(code, "login", "OpenID Connect Core 1.0", problem, remedy).into()
}

fn taken(place: &str) -> Issue {
    Issue::new(
        "identity.taken",
        place,
        "TT 12/2022/TT-BTTTT",
        Text::new(
            "Người này ở nhà cung cấp đã gắn với tài khoản khác.",
            "Another account belongs to this person of the provider.",
        ),
        Text::new("Bỏ liên kết cũ trước.", "End the other tie first."),
    )
}
