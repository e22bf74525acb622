//! The way into the house: an invitation is made for somebody, handed over as a link, and taken once.

use domain::{
    ids::{PartyId, UserId},
    issue::{Issue, none_or_all},
    permission::{Actor, Deed, Role},
    setting::Setting,
    text::{Text, clean, folded},
};

use super::{event, inactive, other_account};
use crate::{
    actions::{Ctx, Store, changes, notices, passwords, sign_in},
    clock::Clock,
    error::Error,
    storage::{
        Tx, accounts, identities, learners, people,
        registry::{self, Directory},
        sign_ins,
    },
};

/// Somebody to be invited.
#[derive(Debug, Clone)]
pub struct Draft {
    pub login: String,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub party: PartyId,
    /// Of the learner that a learner's account is about; empty for everybody else.
    pub personal_id: String,
}

/// Adds an account that waits for its password. Answers with the one key of the invitation, which is kept nowhere; without it
/// where it goes by mail.
pub async fn invite(ctx: &Ctx, draft: Draft, sends_mail: bool) -> Result<(UserId, Option<String>), Error> {
    ctx.permit(Deed::Administer, &[])?;
    let draft = Draft { name: clean(&draft.name), login: clean(&draft.login).to_lowercase(), ..draft };
    let mut tx = ctx.begin("account.invite").await?;
    let directory = registry::directory(tx.db()).await?;
    let personal_id: String = draft.personal_id.split_whitespace().collect();
    let mut known = learners::known_of_everyone(tx.db(), &[&personal_id]).await?;
    let learner = known.remove(&personal_id).filter(|known| folded(&known.full_name) == folded(&draft.name));
    none_or_all(faults(&tx, &draft, learner.is_some(), &directory).await?)?;
    let id = UserId(tx.next("user_account").await?);
    let learner = learner.map(|known| known.id);
    let actor = Actor { learner, ..Actor::new(id, draft.name.clone(), draft.role, draft.party) };
    accounts::add(tx.db(), &actor, &draft.login, &clean(&draft.email), NOBODYS).await?;
    let token = new_invitation(&mut tx, ctx, &actor, false).await?;
    tx.commit(format!("account {}", draft.login)).await?;
    Ok((id, (!goes_by_mail(ctx, sends_mail, &draft.email)).then_some(token)))
}

/// No password fits it.
const NOBODYS: &str = "";

async fn faults(
    tx: &Tx,
    draft: &Draft,
    is_learner: bool,
    directory: &Directory,
) -> Result<Vec<Issue>, Error> {
    let mut issues = Vec::new();
    let mut add = |code: &str, place: &str, problem: Text, remedy: Text| {
        issues.push(Issue::new(code, place, "TT 12/2022/TT-BTTTT", problem, remedy));
    };
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c);
    if draft.login.chars().count() < 3 || !draft.login.chars().all(fits) {
        add(
            "account.login",
            "login",
            Text::new(
                "Tên đăng nhập cần ít nhất 3 ký tự, chỉ gồm chữ thường không dấu, số và . _ -",
                "A login has at least 3 characters: small letters without accents, figures and . _ -",
            ),
            Text::new("Ví dụ: an.nguyen", "For example: an.nguyen"),
        );
    } else if accounts::by_login(tx.db(), &draft.login).await?.is_some() {
        add(
            "account.taken",
            "login",
            Text::new("Tên đăng nhập đã có người dùng.", "Somebody has this login."),
            Text::new("Chọn tên khác.", "Choose another."),
        );
    }
    if draft.name.is_empty() {
        add(
            "account.name",
            "full_name",
            Text::new("Thiếu họ và tên.", "The name is missing."),
            Text::new("Ghi như trên quyết định bổ nhiệm.", "Write it as on the appointment."),
        );
    }
    match directory.get(draft.party) {
        Some(party) if draft.role.at_home_in().contains(&party.kind) => {}
        _ => add(
            "account.party",
            "organisation",
            Text::new("Đơn vị này không có vai trò đó.", "That organisation has no such role."),
            Text::new("Chọn đơn vị hoặc vai trò khác.", "Choose another organisation or role."),
        ),
    }
    if draft.role == Role::Learner && !is_learner {
        add(
            "account.learner",
            "personal_id",
            Text::new(
                "Không có người học nào mang số định danh và họ tên này.",
                "No learner has this personal id and this name.",
            ),
            Text::new(
                "Ghi số định danh và họ tên như trong danh sách nhập học.",
                "Write both as on the list of enrolment.",
            ),
        );
    }
    if draft.role != Role::Learner && !draft.personal_id.trim().is_empty() {
        add(
            "account.learner",
            "personal_id",
            Text::new(
                "Chỉ tài khoản người học gắn với một người học.",
                "Only a learner's account is about a learner.",
            ),
            Text::new(
                "Để trống ô này, hoặc chọn vai trò người học.",
                "Leave it empty, or choose the role of learner.",
            ),
        );
    }
    Ok(issues)
}

async fn new_invitation(tx: &mut Tx, ctx: &Ctx, of: &Actor, again: bool) -> Result<String, Error> {
    let token = sign_in::random_token()?;
    let days = changes::settings_now(tx.db()).await?.on(Setting::InvitationDays, ctx.today());
    let expires = tx.at().0 + days * 24 * 60 * 60;
    people::invite(tx.db(), of.user, &sign_in::digest(&token), expires).await?;
    event(tx, ctx, of, "invited", "").await?;
    notices::invited(ctx, tx, of.user, (&token, expires), again).await?;
    Ok(token)
}

/// A new invitation for somebody who lost the first, or the password: the old password, the tie to a provider and all sessions end.
/// Where mails leave this house and the person has an address, it goes there and nowhere else: whoever holds the link
/// is that person from then on, and may approve what they may.
pub async fn invite_again(ctx: &Ctx, id: UserId, sends_mail: bool) -> Result<Option<String>, Error> {
    let (mut tx, account) = other_account(ctx, "account.invite", id).await?;
    if !account.active {
        return Err(inactive());
    }
    accounts::set_password(tx.db(), id, NOBODYS).await?;
    sign_ins::set_secret(tx.db(), id, None).await?;
    sign_ins::set_recovery_codes(tx.db(), id, &[]).await?;
    identities::allow(tx.db(), id, None).await?;
    accounts::close_sessions(tx.db(), id, "").await?;
    let token = new_invitation(&mut tx, ctx, &account.actor, true).await?;
    tx.commit(format!("account {}", account.login)).await?;
    Ok((!goes_by_mail(ctx, sends_mail, &account.email)).then_some(token))
}

/// Whoever holds the key is that person, so nobody else is shown one that reaches its owner.
fn goes_by_mail(ctx: &Ctx, sends_mail: bool, email: &str) -> bool {
    sends_mail && !clean(email).is_empty() && ctx.store.seal().is_some()
}

/// Whom an invitation is for.
pub async fn invited(store: &Store, clock: &Clock, token: &str) -> Result<Actor, Error> {
    let user = people::invited(store.read(), &sign_in::digest(token), clock.now().0).await?;
    let account = accounts::by_id(store.read(), user.ok_or(Error::NotFound)?).await?;
    Ok(account.filter(|account| account.active).ok_or(Error::NotFound)?.actor)
}

/// Takes an invitation: name and password. The invitation is used up.
pub async fn accept(
    store: &Store,
    clock: &Clock,
    token: &str,
    name: &str,
    password: &str,
) -> Result<(), Error> {
    let actor = invited(store, clock, token).await?;
    let ctx = Ctx::new(store.clone(), clock.clone(), actor.clone());
    let name = clean(name);
    let account = accounts::by_id(store.read(), actor.user).await?.ok_or(Error::NotFound)?;
    let mut issues = passwords::check(password, &[&account.login, &name], "password");
    if name.is_empty() {
        issues.push(Issue::new(
            "account.name",
            "full_name",
            "TT 12/2022/TT-BTTTT",
            Text::new("Thiếu họ và tên.", "The name is missing."),
            Text::new("Ghi như trên quyết định bổ nhiệm.", "Write it as on the appointment."),
        ));
    }
    none_or_all(issues)?;
    let hash = sign_in::hashed(password).await?;
    let mut tx = ctx.begin("account.accept").await?;
    // Asked again inside, so that of two who come at once only one gets in.
    let still = people::invited(tx.db(), &sign_in::digest(token), clock.now().0).await?;
    if still != Some(actor.user) {
        return Err(Error::NotFound);
    }
    accounts::set_name(tx.db(), actor.user, &name).await?;
    accounts::set_password(tx.db(), actor.user, &hash).await?;
    people::take_back(tx.db(), actor.user).await?;
    event(&mut tx, &ctx, &actor, "accepted", "").await?;
    Ok(tx.commit(format!("account {}", account.login)).await?)
}
