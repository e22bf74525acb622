//! `/account`: what everybody looks after themselves.

use axum::extract::Path;
use domain::{
    ids::UserId,
    issue::Issue,
    notice::{Kind, Way},
    text::Lang,
};
use frontend::{
    AccountPage, Codes, DelegationRow, Picture, SessionRow, ShownOncePage,
    form::{Choice, Entered, SmallForm, SmallInput},
    show::{Action, Pair},
    texts::{Texts, texts},
};
use qrcodegen::{QrCode, QrCodeEcc};

use super::{
    person::{delegation, device, tried},
    show::{capital, name},
};
use crate::{
    actions::{
        account, notices,
        views::{AccountView, DelegationView, SecondStep, SessionView, WaysView},
    },
    error::Error,
    http::{
        forms::{Form, Reader},
        respond::{Answer, once, page, refused, see},
        session::Member,
    },
};

pub async fn account(member: Member) -> Answer {
    page(&show(&member, &Form::default(), &[]).await?)
}

pub async fn password(member: Member, form: Form) -> Answer {
    let (old, new) = (form.get("password"), form.get("new_password"));
    let changed = account::change_password(&member.ctx, token(&member), old, new).await;
    answer(&member, &form, changed.map(|()| done("password"))).await
}

pub async fn end_session(member: Member, form: Form) -> Answer {
    let ended = account::end_session(&member.ctx, form.get("session")).await;
    answer(&member, &form, ended.map(|()| done("session_ended"))).await
}

pub async fn begin_codes(member: Member, form: Form) -> Answer {
    let begun = account::begin_codes(&member.ctx).await;
    answer(&member, &form, begun.map(|()| "/account".to_owned())).await
}

/// The recovery codes are on the answer and nowhere else.
pub async fn confirm_codes(member: Member, form: Form) -> Answer {
    match account::confirm_codes(&member.ctx, form.get("code")).await {
        Ok(codes) => {
            let p = &texts(member.visit.lang).people;
            let mut frame = member.visit.frame(p.codes_heading)?;
            frame.path = "/account".to_owned();
            let lead = p.codes_lead.to_owned();
            page(&ShownOncePage { frame, lead, values: codes, go_on: "/account".to_owned() })
        }
        Err(error) => answer(&member, &form, Err(error)).await,
    }
}

pub async fn end_codes(member: Member, form: Form) -> Answer {
    let ended = account::end_codes(&member.ctx, form.get("current_password")).await;
    answer(&member, &form, ended.map(|()| done("codes_off"))).await
}

pub async fn delegate(member: Member, form: Form) -> Answer {
    let mut reader = Reader::new(&form);
    let holder = reader.chosen("holder", |text| text.parse().ok().map(UserId), UserId(0));
    let (begins_on, ends_on) = (reader.day("begins_on"), reader.day("until_day"));
    let reason = reader.text("reason");
    if !reader.issues.is_empty() {
        let issues = reader.issues;
        return refused(&show(&member, &form, &issues).await?);
    }
    let ctx = member.ctx.clone();
    let deed = async move {
        account::delegate(&ctx, holder, begins_on, ends_on, &reason).await?;
        Ok(done("delegated"))
    };
    let result = once(&member, &form, deed).await;
    answer(&member, &form, result).await
}

pub async fn withdraw(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let ctx = member.ctx.clone();
    let deed = async move {
        account::withdraw(&ctx, id).await?;
        Ok(done("withdrawn"))
    };
    let result = once(&member, &form, deed).await;
    answer(&member, &form, result).await
}

pub async fn set_ways(member: Member, form: Form) -> Answer {
    let mut reader = Reader::new(&form);
    let lang = reader.chosen("mail_language", language, Lang::Vi);
    let chosen = |kind: Kind| Some((kind.as_str().to_owned(), form.get(kind.as_str()).to_owned()));
    let chosen: Vec<(String, String)> =
        Kind::ALL.into_iter().filter(|kind| !form.get(kind.as_str()).is_empty()).filter_map(chosen).collect();
    if !reader.issues.is_empty() {
        let issues = reader.issues;
        return refused(&show(&member, &form, &issues).await?);
    }
    let set = notices::set_ways(&member.ctx, lang, &chosen).await;
    answer(&member, &form, set.map(|()| done("ways"))).await
}

fn language(code: &str) -> Option<Lang> {
    match code {
        "vi" => Some(Lang::Vi),
        "en" => Some(Lang::En),
        _ => None,
    }
}

/// Without a delegation, back to one's own role.
pub async fn act(member: Member, form: Form) -> Answer {
    let id = match form.get("delegation") {
        "" => None,
        text => Some(text.parse::<i64>().map_err(|_| Error::NotFound)?),
    };
    account::act_under(&member.ctx, token(&member), id).await?;
    let what = if id.is_some() { "acting" } else { "own_role" };
    Ok(see(&format!("/?done={what}")))
}

fn token(member: &Member) -> &str {
    member.visit.token.as_deref().unwrap_or_default()
}

fn done(what: &str) -> String {
    format!("/account?done={what}")
}

async fn answer(member: &Member, form: &Form, result: Result<String, Error>) -> Answer {
    match result {
        Ok(location) => Ok(see(&location)),
        Err(Error::Issues(issues)) => {
            let issues: Vec<Issue> = issues.into_iter().map(at_field).collect();
            refused(&show(member, form, &issues).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// A delegation's last day has a name of its own on the form.
fn at_field(issue: Issue) -> Issue {
    let place = if issue.place == "ends_on" { "until_day".to_owned() } else { issue.place };
    Issue { place, ..issue }
}

async fn show(member: &Member, form: &Form, issues: &[Issue]) -> Result<AccountPage, Error> {
    let view = account::view(&member.ctx, token(member)).await?;
    let ways = notices::ways(&member.ctx).await?;
    let lang = member.visit.lang;
    let t = texts(lang);
    let mut frame = member.visit.frame(t.account.heading)?;
    frame.path = "/account".to_owned();
    let value = |name: &str| form.get(name).to_owned();
    let entered = Entered { value: &value, issues, lang };
    Ok(AccountPage {
        frame: frame.issues(issues),
        head: head(&view, lang),
        own_role: view.acting.then(|| button("/account/act", t.account.own_role)),
        sessions: view.sessions.iter().map(session).collect(),
        password: password_form(&entered, t),
        codes: codes(&view.second_step, &entered, t)?,
        delegations: view.delegations.iter().map(|of| delegation_row(of, lang)).collect(),
        delegate: view.colleagues.as_ref().map(|colleagues| delegate_form(colleagues, &entered, t)),
        ways: ways_form(&ways, &entered, t),
        history: view.history.iter().map(|past| tried(past, lang)).collect(),
    })
}

fn head(view: &AccountView, lang: Lang) -> Vec<Pair> {
    let f = &texts(lang).fields;
    let mut head = vec![
        Pair::new(f.login, &view.login),
        Pair::new(f.role, name(&view.role, lang)),
        Pair::new(f.organisation, &view.organisation),
    ];
    if !view.email.is_empty() {
        head.push(Pair::new(f.email, &view.email));
    }
    head
}

fn button(url: &str, label: &str) -> Action {
    Action { url: url.to_owned(), label: label.to_owned(), confirm: None, primary: false }
}

fn session(view: &SessionView) -> SessionRow {
    SessionRow {
        key: view.key.clone(),
        opened: view.opened.clone(),
        device: device(&view.device),
        address: view.address.clone(),
        is_this: view.is_this,
    }
}

fn delegation_row(view: &DelegationView, lang: Lang) -> DelegationRow {
    let a = &texts(lang).account;
    let action = |may: &String| match may.as_str() {
        "act" => button("/account/act", a.act),
        _ => button(&format!("/account/delegations/{}/withdraw", view.id), a.withdraw),
    };
    delegation(view, view.may.iter().map(action).collect(), lang)
}

fn small(url: &str, heading: &str, lead: Option<&str>, inputs: Vec<SmallInput>) -> SmallForm {
    SmallForm {
        url: url.to_owned(),
        heading: heading.to_owned(),
        lead: lead.map(str::to_owned),
        hidden: Vec::new(),
        inputs,
        button: heading.to_owned(),
        confirm: None,
    }
}

fn password_form(entered: &Entered, t: &Texts) -> SmallForm {
    let inputs = vec![
        SmallInput::secret(t.fields.current_password, entered.field("password"), "current-password"),
        SmallInput::secret(t.fields.new_password, entered.field("new_password"), "new-password"),
    ];
    small("/account/password", t.account.change_password, Some(t.account.password_lead), inputs)
}

fn codes(second_step: &SecondStep, entered: &Entered, t: &Texts) -> Result<Codes, Error> {
    let (a, f) = (&t.account, &t.fields);
    Ok(match second_step {
        SecondStep::Off => Codes {
            text: a.codes_off.to_owned(),
            picture: None,
            begin: Some(button("/account/codes", a.codes_begin)),
            form: None,
        },
        SecondStep::Pending { secret, address } => {
            let inputs = vec![SmallInput::typed(f.code, entered.field("code"))];
            Codes {
                text: a.codes_scan.to_owned(),
                picture: Some(picture(address, secret)?),
                begin: None,
                form: Some(small("/account/codes/confirm", a.codes_confirm, None, inputs)),
            }
        }
        SecondStep::On { recovery_codes_left } => {
            let field = entered.field("current_password");
            let inputs = vec![SmallInput::secret(f.current_password, field, "current-password")];
            Codes {
                text: format!("{} {recovery_codes_left}.", a.codes_on),
                picture: None,
                begin: None,
                form: Some(small("/account/codes/end", a.codes_end, None, inputs)),
            }
        }
    })
}

/// Light squares around a code, without which no camera reads it.
const MARGIN: i32 = 4;

fn picture(address: &str, key: &str) -> Result<Picture, Error> {
    let code = QrCode::encode_text(address, QrCodeEcc::Medium).map_err(|error| Error::fault("QR", error))?;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            path.push_str(&format!("M{},{}h1v1h-1z", x + MARGIN, y + MARGIN));
        }
    }
    Ok(Picture { path, width: code.size() + 2 * MARGIN, key: key.to_owned() })
}

fn ways_form(view: &WaysView, entered: &Entered, t: &Texts) -> SmallForm {
    let n = &t.notices;
    let filled = |name: &str, kept: &str| {
        let mut field = entered.field(name);
        if field.value.is_empty() {
            kept.clone_into(&mut field.value);
        }
        field
    };
    let code = if view.language == Lang::En { "en" } else { "vi" };
    let languages = vec![Choice::new("vi", n.vietnamese), Choice::new("en", n.english)];
    let ways =
        || Way::ALL.map(|way| Choice::new(way.as_str(), capital(way.name().get(entered.lang)))).to_vec();
    let kinds = view.kinds.iter().map(|(kind, way)| {
        SmallInput::chosen(name(kind, entered.lang), filled(&kind.code, way.as_str()), ways())
    });
    let language = SmallInput::chosen(t.fields.mail_language, filled("mail_language", code), languages);
    let lead = if view.has_address { n.ways_lead } else { n.ways_none };
    SmallForm {
        inputs: std::iter::once(language).chain(kinds).collect(),
        button: n.ways_save.to_owned(),
        ..small("/account/notices", n.ways, Some(lead), Vec::new())
    }
}

fn delegate_form(colleagues: &[(i64, String)], entered: &Entered, t: &Texts) -> SmallForm {
    let f = &t.fields;
    let people = colleagues.iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect();
    let inputs = vec![
        SmallInput::chosen(f.holder, entered.field("holder"), people),
        SmallInput::typed(f.begins_on, entered.field("begins_on")),
        SmallInput::typed(f.until_day, entered.field("until_day")),
        SmallInput::typed(f.reason, entered.field("reason")),
    ];
    small("/account/delegations", t.account.delegate, Some(t.account.delegate_lead), inputs)
}
