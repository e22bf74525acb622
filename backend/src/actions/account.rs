//! One's own account: password, one-time codes, sessions, history, and handing one's role to a colleague for a while.
//! These are everybody's, so the permission is that the account is one's own.

use domain::{
    ids::UserId,
    issue::{Issue, none_or_all},
    noun,
    permission::{Actor, Deed},
    setting::Setting,
    text::{Text, clean, name_sort_key, say},
};
use time::Date;

use super::{
    Ctx, changes, one_time_code, passwords, people, sign_in,
    views::{AccountView, Coded, SecondStep, SessionView},
    wrong_state,
};
use crate::{
    clock,
    error::Error,
    storage::{
        accounts::{self, Account},
        people as stored, registry,
        sealed::Opened,
        sign_ins,
        tables::delegation,
    },
};

const RECOVERY_CODES: usize = 8;
const RECOVERY_BYTES: usize = 10;
/// Of a session's hash, enough to name it.
const KEY_LETTERS: usize = 16;

pub async fn view(ctx: &Ctx, token: &str) -> Result<AccountView, Error> {
    let db = ctx.db();
    let account = own(ctx).await?;
    let directory = registry::directory(db).await?;
    let user = ctx.actor.user;
    let second_step = match (&account.otp_secret, &account.otp_pending) {
        (Some(_), _) => {
            SecondStep::On { recovery_codes_left: sign_ins::recovery_codes_left(db, user).await? }
        }
        (None, Some(pending)) => {
            let opened = one_time_code::opened(&ctx.store, user, Some(pending))?;
            let secret = opened.as_ref().map_or("", Opened::as_str);
            SecondStep::Pending {
                secret: secret.to_owned(),
                address: one_time_code::address(secret, &account.login),
            }
        }
        (None, None) => SecondStep::Off,
    };
    let this = sign_in::digest(token);
    let session = |session: accounts::Session| SessionView {
        is_this: session.token_sha256 == this,
        key: session.token_sha256.chars().take(KEY_LETTERS).collect(),
        opened: clock::written(domain::calendar::Moment(session.opened_at)),
        address: session.address,
        device: session.device,
    };
    let sessions = accounts::sessions(db, user, ctx.clock.now().0).await?;
    let role = account.actor.role;
    Ok(AccountView {
        login: account.login.clone(),
        email: account.email.clone(),
        role: Coded::new(role.as_str(), role.name()),
        organisation: directory.name(account.actor.party, ctx.today()),
        second_step,
        sessions: sessions.into_iter().map(session).collect(),
        history: people::history(ctx, user).await?,
        delegations: people::delegations(ctx, user).await?,
        colleagues: colleagues(ctx, &account.actor).await?,
        acting: ctx.actor.acting_for.is_some(),
    })
}

/// The account of who asks, in their own role also while they act for another.
async fn own(ctx: &Ctx) -> Result<Account, Error> {
    accounts::by_id(ctx.db(), ctx.actor.user).await?.ok_or(Error::SignedOut)
}

/// Nobody hands on a role that was handed to them.
async fn colleagues(ctx: &Ctx, me: &Actor) -> Result<Option<Vec<(i64, String)>>, Error> {
    if ctx.actor.acting_for.is_some() || !ctx.may(Deed::Delegate, &[me.party]) {
        return Ok(None);
    }
    let all = accounts::all_of_everyone(ctx.db()).await?;
    let mut found: Vec<(i64, String)> = all
        .iter()
        .filter(|other| is_colleague(me, other))
        .map(|o| (o.actor.user.0, o.actor.name.clone()))
        .collect();
    found.sort_by_key(|(id, name)| (name_sort_key(name), *id));
    Ok(Some(found))
}

/// Of the same organisation, at work, and not there only to read or to look after accounts.
fn is_colleague(me: &Actor, other: &Account) -> bool {
    let them = &other.actor;
    other.active
        && them.party == me.party
        && them.user != me.user
        && domain::permission::may(them, Deed::Delegate, &[them.party])
}

pub async fn change_password(ctx: &Ctx, token: &str, old: &str, new: &str) -> Result<(), Error> {
    let account = own(ctx).await?;
    let mut issues = passwords::check(new, &[&account.login, &account.actor.name], "new_password");
    let (hash, given) = (account.password_hash.clone(), clean(old));
    let fits = tokio::task::spawn_blocking(move || sign_in::verify(&hash, &given))
        .await
        .map_err(|error| Error::fault("password check", error))?;
    if !fits {
        issues.push(Issue::new(
            "password.old",
            "password",
            "TT 12/2022/TT-BTTTT",
            Text::new("Mật khẩu hiện tại không đúng.", "The password is not the one you have now."),
            Text::new("Nhập lại mật khẩu đang dùng.", "Type the one you sign in with."),
        ));
    }
    none_or_all(issues)?;
    let hash = sign_in::hashed(new).await?;
    let mut tx = ctx.begin("account.password").await?;
    accounts::set_password(tx.db(), ctx.actor.user, &hash).await?;
    accounts::close_sessions(tx.db(), ctx.actor.user, &sign_in::digest(token)).await?;
    people::event(&mut tx, ctx, &account.actor, "password", "").await?;
    Ok(tx.commit(format!("account {}", account.login)).await?)
}

/// Ends one of one's own sessions, by its key.
pub async fn end_session(ctx: &Ctx, key: &str) -> Result<(), Error> {
    let sessions = accounts::sessions(ctx.db(), ctx.actor.user, ctx.clock.now().0).await?;
    let named = |session: &&accounts::Session| session.token_sha256.get(..KEY_LETTERS) == Some(key);
    let session = sessions.iter().find(named).ok_or(Error::NotFound)?;
    Ok(accounts::close_session(ctx.db(), &session.token_sha256).await?)
}

/// Makes a secret that waits for its first code.
pub async fn begin_codes(ctx: &Ctx) -> Result<(), Error> {
    if own(ctx).await?.otp_secret.is_some() {
        return Err(wrong_state(
            "codes.on",
            Text::new("Mã xác thực đã bật.", "One-time codes are on already."),
            Text::new("Tắt trước khi đổi thiết bị.", "Turn them off before you change the device."),
        ));
    }
    let secret = one_time_code::new_secret()?;
    let sealed = one_time_code::sealed(&ctx.store, ctx.actor.user, &secret)?;
    Ok(sign_ins::set_pending(ctx.db(), ctx.actor.user, Some(&sealed)).await?)
}

/// Turns one-time codes on with the first one. Answers with the recovery codes, which are shown once.
pub async fn confirm_codes(ctx: &Ctx, code: &str) -> Result<Vec<String>, Error> {
    let account = own(ctx).await?;
    let pending = account.otp_pending.as_deref();
    let secret = one_time_code::opened(&ctx.store, ctx.actor.user, pending)?.ok_or_else(wrong_code)?;
    let step = one_time_code::step_of(secret.as_str(), code, ctx.clock.now().0).ok_or_else(wrong_code)?;
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let mut bytes = [0u8; RECOVERY_BYTES];
        getrandom::fill(&mut bytes).map_err(|error| Error::fault("random bytes", error))?;
        codes.push(in_fours(&one_time_code::base32(&bytes)));
    }
    let kept: Vec<String> = codes.iter().map(|code| sign_in::recovery_digest(code)).collect();
    let mut tx = ctx.begin("account.codes").await?;
    let sealed = one_time_code::sealed(&ctx.store, ctx.actor.user, secret.as_str())?;
    sign_ins::set_secret(tx.db(), ctx.actor.user, Some(&sealed)).await?;
    sign_ins::use_step(tx.db(), ctx.actor.user, step).await?;
    sign_ins::set_recovery_codes(tx.db(), ctx.actor.user, &kept).await?;
    people::event(&mut tx, ctx, &account.actor, "code_on", "").await?;
    tx.commit(format!("account {}", account.login)).await?;
    Ok(codes)
}

fn in_fours(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

fn wrong_code() -> Error {
    Issue::new(
        "codes.wrong",
        "code",
        "RFC 6238",
        Text::new("Mã không đúng.", "The code is wrong."),
        Text::new("Nhập mã mới nhất trong ứng dụng xác thực.", "Type the newest code of your authenticator."),
    )
    .into()
}

/// Turns one-time codes off; asks for the password, because an open screen is not a person.
pub async fn end_codes(ctx: &Ctx, password: &str) -> Result<(), Error> {
    let account = own(ctx).await?;
    let (hash, given) = (account.password_hash.clone(), clean(password));
    let fits = tokio::task::spawn_blocking(move || sign_in::verify(&hash, &given))
        .await
        .map_err(|error| Error::fault("password check", error))?;
    if !fits {
        return Err(Issue::new(
            "password.old",
            "current_password",
            "TT 12/2022/TT-BTTTT",
            Text::new("Mật khẩu không đúng.", "The password is wrong."),
            Text::new("Nhập lại mật khẩu đang dùng.", "Type the one you sign in with."),
        )
        .into());
    }
    let mut tx = ctx.begin("account.codes").await?;
    sign_ins::set_secret(tx.db(), ctx.actor.user, None).await?;
    sign_ins::set_recovery_codes(tx.db(), ctx.actor.user, &[]).await?;
    people::event(&mut tx, ctx, &account.actor, "code_off", "").await?;
    Ok(tx.commit(format!("account {}", account.login)).await?)
}

/// Hands one's role to a colleague from today or a later day until a day.
pub async fn delegate(
    ctx: &Ctx,
    holder: UserId,
    begins_on: Date,
    ends_on: Date,
    reason: &str,
) -> Result<(), Error> {
    ctx.permit_own(Deed::Delegate)?;
    let me = own(ctx).await?.actor;
    let reason = clean(reason);
    let mut issues = Vec::new();
    let mut add = |code: &str, place: &str, problem: Text, remedy: Text| {
        issues.push(Issue::new(code, place, "NĐ 30/2020/NĐ-CP Đ13", problem, remedy));
    };
    let mut tx = ctx.begin("delegation.give").await?;
    let other = accounts::by_id(tx.db(), holder).await?;
    if ctx.actor.acting_for.is_some() || !other.is_some_and(|other| is_colleague(&me, &other)) {
        add(
            "delegation.holder",
            "holder",
            Text::new(
                "Chỉ ủy quyền vai trò của mình cho đồng nghiệp cùng đơn vị.",
                "Only your own role can be handed, and to a colleague of the same organisation.",
            ),
            Text::new("Chọn người trong danh sách.", "Choose somebody of the list."),
        );
    }
    let days = (ends_on - begins_on).whole_days();
    let longest = changes::settings_now(tx.db()).await?.on(Setting::LongestDelegationDays, ctx.today());
    if begins_on < ctx.today() || !(0..longest).contains(&days) {
        add(
            "delegation.days",
            "ends_on",
            say!(
                "Ủy quyền bắt đầu từ hôm nay trở đi và không quá {longest}.",
                "It begins today or later and lasts at most {longest}.",
                longest = noun::DAY.counted(longest)
            ),
            Text::new("Sửa ngày.", "Mend the days."),
        );
    }
    if reason.is_empty() {
        add(
            "delegation.reason",
            "reason",
            Text::new(
                "Thiếu lý do hoặc số văn bản ủy quyền.",
                "The reason, or the paper's number, is missing.",
            ),
            Text::new("Ví dụ: nghỉ phép, GUQ 12/2026.", "For example: leave, paper 12/2026."),
        );
    }
    none_or_all(issues)?;
    let row = delegation::Model {
        id: 0,
        audit_seq: 0,
        giver_id: me.user.0,
        holder_id: holder.0,
        begins_on,
        ends_on,
        reason,
        withdraws: None,
    };
    let id = tx.insert::<delegation::Entity>(row).await?;
    Ok(tx.commit(format!("delegation {id}")).await?)
}

/// Takes a delegation back before its last day.
pub async fn withdraw(ctx: &Ctx, id: i64) -> Result<(), Error> {
    ctx.permit_own(Deed::Delegate)?;
    let mut tx = ctx.begin("delegation.withdraw").await?;
    let given = stored::delegation(tx.db(), id).await?;
    let given = given.filter(|given| given.giver_id == ctx.actor.user.0).ok_or(Error::NotFound)?;
    if given.withdrawn {
        return Err(wrong_state(
            "delegation.state",
            Text::new("Ủy quyền đã được rút lại.", "It was withdrawn already."),
            Text::new("Không cần làm gì.", "There is nothing to do."),
        ));
    }
    let row = delegation::Model {
        id: 0,
        audit_seq: 0,
        giver_id: given.giver_id,
        holder_id: given.holder_id,
        begins_on: given.begins_on,
        ends_on: given.ends_on,
        reason: given.reason,
        withdraws: Some(id),
    };
    tx.insert::<delegation::Entity>(row).await?;
    Ok(tx.commit(format!("delegation {id}")).await?)
}

/// From now on this session acts under a delegation, or, without one, in the person's own role again.
pub async fn act_under(ctx: &Ctx, token: &str, id: Option<i64>) -> Result<(), Error> {
    if let Some(id) = id {
        let held = stored::delegation(ctx.db(), id).await?;
        let mine =
            |held: &stored::Delegation| held.holder_id == ctx.actor.user.0 && held.holds_on(ctx.today());
        held.filter(mine).ok_or(Error::NotFound)?;
    }
    Ok(accounts::act_under(ctx.db(), &sign_in::digest(token), id).await?)
}
