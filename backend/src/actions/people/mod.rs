//! Accounts as the administrator keeps them: organisations, invitations, who may still sign in. Nothing of it needs a
//! hand on the database.

mod invitation;
mod organisation;

use domain::{
    ids::UserId,
    issue::Issue,
    permission::{Actor, Deed, Role},
    text::{Text, clean, folded, name_sort_key},
};

pub use self::{
    invitation::{Draft, accept, invite, invite_again, invited},
    organisation::{Organisation, add_organisation, organisations},
};
use super::{
    Ctx, sought,
    views::{AccountEvent, Coded, DelegationView, Linked, Page, PersonRow, PersonView, TryView},
    wrong_state,
};
use crate::{
    clock,
    error::Error,
    storage::{
        Tx,
        accounts::{self, Account},
        identities, people,
        registry::{self, Directory},
        sign_ins::{self, Past},
        tables::account_event,
    },
};

/// Of a person's past, how much is shown.
const HISTORY: u64 = 20;

/// Which accounts are wanted.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Part of a login, name or organisation; accents and case do not matter.
    pub text: String,
    pub role: Option<Role>,
    pub page: u64,
    pub size: u64,
}

/// What is looked for, as the address of the list may carry it.
pub fn sealed(ctx: &Ctx, text: &str) -> Result<String, Error> {
    ctx.permit(Deed::Administer, &[])?;
    sought::sealed(ctx, text)
}

pub async fn list(ctx: &Ctx, filter: &Filter) -> Result<Page<PersonRow>, Error> {
    ctx.permit(Deed::Administer, &[])?;
    let directory = registry::directory(ctx.db()).await?;
    let invited = people::invited_of_everyone(ctx.db()).await?;
    let wanted = folded(&filter.text);
    let mut accounts = accounts::all_of_everyone(ctx.db()).await?;
    accounts.sort_by_cached_key(|account| (name_sort_key(&account.actor.name), account.actor.user));
    let rows = accounts
        .iter()
        .filter(|account| filter.role.is_none_or(|role| role == account.actor.role))
        .map(|account| row(ctx, account, &invited, &directory))
        .filter(|row| {
            let all = format!("{} {} {}", row.login, row.name, row.organisation);
            folded(&all).contains(&wanted)
        })
        .collect();
    Ok(Page::cut(rows, filter.page, filter.size))
}

fn row(ctx: &Ctx, account: &Account, invited: &[i64], directory: &Directory) -> PersonRow {
    let actor = &account.actor;
    let state = if !account.active {
        Coded::new("inactive", Text::new("ngừng hoạt động", "inactive"))
    } else if invited.contains(&actor.user.0) {
        Coded::new("invited", Text::new("đã mời", "invited"))
    } else {
        Coded::new("active", Text::new("đang dùng", "active"))
    };
    PersonRow {
        id: actor.user.0,
        login: account.login.clone(),
        name: actor.name.clone(),
        role: Coded::new(actor.role.as_str(), actor.role.name()),
        party_id: actor.party.0,
        organisation: directory.name(actor.party, ctx.today()),
        state,
    }
}

pub async fn find(ctx: &Ctx, id: UserId) -> Result<PersonView, Error> {
    ctx.permit(Deed::Administer, &[])?;
    let db = ctx.db();
    let account = accounts::by_id(db, id).await?.ok_or(Error::NotFound)?;
    let directory = registry::directory(db).await?;
    let invited = people::invited_of_everyone(db).await?;
    let mut may = vec!["invite"];
    may.push(if account.active { "deactivate" } else { "reactivate" });
    if id == ctx.actor.user {
        may.clear();
    }
    let event = |event: people::Event| AccountEvent {
        what: happened(&event.what),
        on: event.happened_on,
        by: event.actor.unwrap_or_default(),
        note: event.note,
    };
    let identity = identities::of(db, id).await?;
    let identity = match identity.map(|of| (of.identity_sha256, of.identity_name)) {
        Some((Some(_), name)) => Linked::Tied { name },
        Some((None, Some(name))) => Linked::Allowed { name },
        _ => Linked::No,
    };
    Ok(PersonView {
        identity,
        row: row(ctx, &account, &invited, &directory),
        email: account.email.clone(),
        second_step: account.otp_secret.is_some(),
        events: people::events(db, id).await?.into_iter().map(event).collect(),
        delegations: delegations(ctx, id).await?,
        history: history(ctx, id).await?,
        may: may.into_iter().map(str::to_owned).collect(),
    })
}

fn happened(what: &str) -> Text {
    match what {
        "added" => Text::new("Lập tài khoản", "Account added"),
        "invited" => Text::new("Gửi lời mời", "Invited"),
        "accepted" => Text::new("Nhận lời mời, đặt mật khẩu", "Took the invitation and set a password"),
        "deactivated" => Text::new("Ngừng hoạt động", "Deactivated"),
        "reactivated" => Text::new("Cho hoạt động lại", "Reactivated"),
        "code_on" => Text::new("Bật mã xác thực", "Turned one-time codes on"),
        "code_off" => Text::new("Tắt mã xác thực", "Turned one-time codes off"),
        "allowed" => Text::new("Cho đăng nhập liên kết", "Linked sign-in allowed"),
        "linked" => Text::new("Liên kết khi đăng nhập", "Linked at a sign-in"),
        "ended" => Text::new("Bỏ đăng nhập liên kết", "Linked sign-in ended"),
        _ => Text::new("Đổi mật khẩu", "Changed the password"),
    }
}

pub(super) async fn history(ctx: &Ctx, user: UserId) -> Result<Vec<TryView>, Error> {
    let shown = |past: Past| {
        let outcome = match past.outcome.as_str() {
            "opened" => Text::new("đã vào", "signed in"),
            "new_device" => Text::new("đã vào từ thiết bị mới", "signed in from a new device"),
            "wrong" => Text::new("sai mật khẩu", "wrong password"),
            "wrong_code" => Text::new("sai mã", "wrong code"),
            "inactive" => Text::new("tài khoản ngừng hoạt động", "the account is inactive"),
            _ => Text::new("đang tạm khóa", "had to wait"),
        };
        let outcome = match past.way.as_str() {
            "oidc" => Text::new(
                format!("{}, đăng nhập liên kết", outcome.vi),
                format!("{}, linked sign-in", outcome.en),
            ),
            _ => outcome,
        };
        TryView {
            at: clock::written(domain::calendar::Moment(past.tried_at)),
            address: past.address,
            device: past.device,
            outcome: Coded::new(&past.outcome, outcome),
        }
    };
    Ok(sign_ins::history(ctx.db(), user, HISTORY).await?.into_iter().map(shown).collect())
}

/// Given by a person or held by them, as they stand today.
pub(super) async fn delegations(ctx: &Ctx, user: UserId) -> Result<Vec<DelegationView>, Error> {
    let today = ctx.today();
    let shown = |found: people::Delegation| {
        let (code, name) = if found.withdrawn {
            ("withdrawn", Text::new("đã rút lại", "withdrawn"))
        } else if found.ends_on < today {
            ("over", Text::new("đã hết hạn", "over"))
        } else if found.begins_on > today {
            ("to_come", Text::new("chưa đến ngày", "to come"))
        } else {
            ("holds", Text::new("đang hiệu lực", "in force"))
        };
        let mut may = Vec::new();
        if code == "holds" && found.holder_id == ctx.actor.user.0 {
            may.push("act".to_owned());
        }
        if ["holds", "to_come"].contains(&code) && found.giver_id == ctx.actor.user.0 {
            may.push("withdraw".to_owned());
        }
        DelegationView {
            id: found.id,
            giver: found.giver,
            holder: found.holder,
            begins_on: found.begins_on,
            ends_on: found.ends_on,
            reason: found.reason,
            state: Coded::new(code, name),
            may,
        }
    };
    Ok(people::delegations(ctx.db(), user).await?.into_iter().map(shown).collect())
}

/// Writes down what happened to an account.
pub(super) async fn event(tx: &mut Tx, ctx: &Ctx, of: &Actor, what: &str, note: &str) -> Result<(), Error> {
    let row = account_event::Model {
        id: 0,
        audit_seq: 0,
        user_id: of.user.0,
        what: what.to_owned(),
        happened_on: ctx.today(),
        actor_id: ctx.actor.user.0,
        role: of.role.as_str().to_owned(),
        party_id: of.party.0,
        note: clean(note),
    };
    tx.insert::<account_event::Entity>(row).await?;
    Ok(())
}

/// Nobody signs in with the account any more; what its holder did stays as it is.
pub async fn deactivate(ctx: &Ctx, id: UserId, reason: &str) -> Result<(), Error> {
    let (mut tx, account) = other_account(ctx, "account.deactivate", id).await?;
    if !account.active {
        return Err(inactive());
    }
    let reason = clean(reason);
    if reason.is_empty() {
        let problem = Text::new("Thiếu lý do.", "The reason is missing.");
        let remedy =
            Text::new("Ghi quyết định nghỉ việc, điều chuyển …", "Name the decision: leaving, transfer …");
        return Err(Issue::new("account.reason", "reason", "TT 12/2022/TT-BTTTT", problem, remedy).into());
    }
    accounts::set_active(tx.db(), id, false).await?;
    accounts::close_sessions(tx.db(), id, "").await?;
    people::take_back(tx.db(), id).await?;
    event(&mut tx, ctx, &account.actor, "deactivated", &reason).await?;
    Ok(tx.commit(format!("account {}", account.login)).await?)
}

pub async fn reactivate(ctx: &Ctx, id: UserId) -> Result<(), Error> {
    let (mut tx, account) = other_account(ctx, "account.reactivate", id).await?;
    if account.active {
        return Err(wrong_state(
            "account.state",
            Text::new("Tài khoản đang hoạt động.", "The account is active."),
            Text::new("Không cần làm gì.", "There is nothing to do."),
        ));
    }
    accounts::set_active(tx.db(), id, true).await?;
    event(&mut tx, ctx, &account.actor, "reactivated", "").await?;
    Ok(tx.commit(format!("account {}", account.login)).await?)
}

/// Administrators do not lock themselves out, nor let themselves in.
pub(super) async fn other_account(
    ctx: &Ctx,
    action: &'static str,
    id: UserId,
) -> Result<(Tx, Account), Error> {
    ctx.permit(Deed::Administer, &[])?;
    let tx = ctx.begin(action).await?;
    let account = accounts::by_id(tx.db(), id).await?.ok_or(Error::NotFound)?;
    if id == ctx.actor.user {
        return Err(wrong_state(
            "account.own",
            Text::new("Đây là tài khoản của chính bạn.", "This is your own account."),
            Text::new("Nhờ quản trị viên khác.", "Ask another administrator."),
        ));
    }
    Ok((tx, account))
}

fn inactive() -> Error {
    wrong_state(
        "account.state",
        Text::new("Tài khoản đã ngừng hoạt động.", "The account is inactive."),
        Text::new("Cho hoạt động lại trước.", "Reactivate it first."),
    )
}
