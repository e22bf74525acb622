//! Accounts as the administrator keeps them: organisations, invitations, who may still sign in. Nothing of it needs a
//! hand on the database.

use domain::{
    ids::{LearnerId, PartyId, UserId},
    issue::{Issue, none_or_all},
    party::PartyKind,
    permission::{Actor, Deed, Role},
    text::{Text, clean, folded},
};

use super::{
    Ctx, passwords, sign_in,
    views::{AccountEvent, Coded, DelegationView, Page, PersonRow, PersonView, TryView},
    wrong_state,
};
use crate::{
    clock,
    error::Error,
    storage::{
        Tx,
        accounts::{self, Account},
        learners, people,
        registry::{self, Directory},
        sign_ins::{self, Past},
        tables::{account_event, party, party_identity},
    },
};

/// How long an invitation can be taken.
pub const INVITATION_DAYS: i64 = 7;
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

/// Somebody to be invited.
#[derive(Debug, Clone)]
pub struct Draft {
    pub login: String,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub party: PartyId,
    /// Number of the learner that a learner's account is about.
    pub learner: Option<LearnerId>,
}

pub async fn list(ctx: &Ctx, filter: &Filter) -> Result<Page<PersonRow>, Error> {
    ctx.permit(Deed::Administer, &[])?;
    let directory = registry::directory(ctx.db()).await?;
    let invited = people::invited_of_everyone(ctx.db()).await?;
    let wanted = folded(&filter.text);
    let rows = accounts::all_of_everyone(ctx.db())
        .await?
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
    Ok(PersonView {
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

/// Organisations that may have somebody in each role, for the form.
pub async fn organisations(ctx: &Ctx) -> Result<Vec<(PartyId, String)>, Error> {
    ctx.permit(Deed::Administer, &[])?;
    let directory = registry::directory(ctx.db()).await?;
    let mut all: Vec<(PartyId, String)> =
        directory.all().into_iter().map(|party| (party.id, directory.name(party.id, ctx.today()))).collect();
    all.sort_by_key(|(_, name)| folded(name));
    Ok(all)
}

/// Adds an account that waits for its password. Answers with the one key of the invitation, which is kept nowhere.
pub async fn invite(ctx: &Ctx, draft: Draft) -> Result<(UserId, String), Error> {
    ctx.permit(Deed::Administer, &[])?;
    let draft = Draft { name: clean(&draft.name), login: clean(&draft.login).to_lowercase(), ..draft };
    let mut tx = ctx.begin("account.invite").await?;
    let directory = registry::directory(tx.db()).await?;
    none_or_all(faults(&tx, &draft, &directory).await?)?;
    let id = UserId(tx.next("user_account").await?);
    let actor =
        Actor { learner: draft.learner, ..Actor::new(id, draft.name.clone(), draft.role, draft.party) };
    accounts::add(tx.db(), &actor, &draft.login, &clean(&draft.email), NOBODYS).await?;
    let token = new_invitation(&mut tx, ctx, &actor).await?;
    tx.commit(format!("account {}", draft.login)).await?;
    Ok((id, token))
}

/// No password fits it.
const NOBODYS: &str = "";

async fn faults(tx: &Tx, draft: &Draft, directory: &Directory) -> Result<Vec<Issue>, Error> {
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
    let known = match draft.learner {
        Some(learner) => learners::person_by_id(tx.db(), learner).await?.is_some(),
        None => false,
    };
    if (draft.role == Role::Learner) != known {
        add(
            "account.learner",
            "learner",
            Text::new(
                "Tài khoản người học phải gắn với đúng một người học, tài khoản khác thì không.",
                "A learner's account is about one learner, and no other account is.",
            ),
            Text::new(
                "Ghi số trên địa chỉ trang của người học.",
                "Give the number in the address of the learner's page.",
            ),
        );
    }
    Ok(issues)
}

async fn new_invitation(tx: &mut Tx, ctx: &Ctx, of: &Actor) -> Result<String, Error> {
    let token = sign_in::random_token()?;
    let expires = tx.at().0 + INVITATION_DAYS * 24 * 60 * 60;
    people::invite(tx.db(), of.user, &sign_in::digest(&token), expires).await?;
    event(tx, ctx, of, "invited", "").await?;
    Ok(token)
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

/// A new invitation for somebody who lost the first, or the password: the old password and all sessions end.
pub async fn invite_again(ctx: &Ctx, id: UserId) -> Result<String, Error> {
    let (mut tx, account) = other_account(ctx, "account.invite", id).await?;
    if !account.active {
        return Err(inactive());
    }
    accounts::set_password(tx.db(), id, NOBODYS).await?;
    sign_ins::set_secret(tx.db(), id, None).await?;
    sign_ins::set_recovery_codes(tx.db(), id, &[]).await?;
    accounts::close_sessions(tx.db(), id, "").await?;
    let token = new_invitation(&mut tx, ctx, &account.actor).await?;
    tx.commit(format!("account {}", account.login)).await?;
    Ok(token)
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
async fn other_account(ctx: &Ctx, action: &'static str, id: UserId) -> Result<(Tx, Account), Error> {
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

/// An organisation to be added.
#[derive(Debug, Clone)]
pub struct Organisation {
    pub code: String,
    pub kind: PartyKind,
    pub name: String,
    pub parent: String,
    pub tax_code: String,
}

pub async fn add_organisation(ctx: &Ctx, draft: Organisation) -> Result<PartyId, Error> {
    ctx.permit(Deed::Administer, &[])?;
    let mut tx = ctx.begin("party.add").await?;
    let directory = registry::directory(tx.db()).await?;
    let (code, name) = (clean(&draft.code).to_lowercase(), clean(&draft.name));
    let mut issues = Vec::new();
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if code.is_empty() || !code.chars().all(fits) || directory.by_code(&code).is_some() {
        issues.push(Issue::new(
            "party.code",
            "organisation_code",
            "NĐ 32/2019 Đ12",
            Text::new(
                "Mã đơn vị trống, có ký tự lạ, hoặc đã có.",
                "The code is empty, has other signs, or is taken.",
            ),
            Text::new(
                "Chữ thường không dấu, số và dấu gạch nối.",
                "Small letters without accents, figures and hyphens.",
            ),
        ));
    }
    if name.is_empty() {
        issues.push(Issue::new(
            "party.name",
            "organisation_name",
            "NĐ 32/2019 Đ12",
            Text::new("Thiếu tên đơn vị.", "The name is missing."),
            Text::new("Ghi như trên quyết định thành lập.", "Write it as on the founding decision."),
        ));
    }
    let tax_code = match draft.tax_code.trim() {
        "" => None,
        code => match domain::tax_code::TaxCode::parse(code) {
            Ok(code) => Some(code.as_str().to_owned()),
            Err(issue) => {
                issues.push(Issue { place: "tax_code".to_owned(), ..issue });
                None
            }
        },
    };
    none_or_all(issues)?;
    let new = party::Model {
        id: 0,
        audit_seq: 0,
        code: code.clone(),
        kind: draft.kind.as_str().to_owned(),
        subordinate_to: None,
    };
    let id = tx.insert::<party::Entity>(new).await?;
    let identity = party_identity::Model {
        id: 0,
        audit_seq: 0,
        party_id: id,
        valid_from: ctx.today(),
        short_name: name.clone(),
        name,
        parent: clean(&draft.parent),
        province_code: String::new(),
        ownership: String::new(),
        tax_code,
        source: ctx.actor.name.clone(),
        status: "verified".to_owned(),
        note: String::new(),
    };
    tx.insert::<party_identity::Entity>(identity).await?;
    tx.commit(format!("party {code}")).await?;
    Ok(PartyId(id))
}

/// Whom an invitation is for.
pub async fn invited(store: &super::Store, clock: &clock::Clock, token: &str) -> Result<Actor, Error> {
    let user = people::invited(store.read(), &sign_in::digest(token), clock.now().0).await?;
    let account = accounts::by_id(store.read(), user.ok_or(Error::NotFound)?).await?;
    Ok(account.filter(|account| account.active).ok_or(Error::NotFound)?.actor)
}

/// Takes an invitation: name and password. The invitation is used up.
pub async fn accept(
    store: &super::Store,
    clock: &clock::Clock,
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
