//! `/people/{id}`: one account, for the administrator.

use axum::extract::Path;
use domain::{ids::UserId, issue::Issue, text::Lang};
use frontend::{
    DelegationRow, EventRow, PersonPage, TryRow,
    form::{Entered, SmallForm, SmallInput},
    show::{Action, Badge, Crumb, Pair, Tone},
    texts::{Texts, texts},
};

use super::{
    people::link,
    show::{capital, day, days, name},
};
use crate::{
    actions::{
        identities, people,
        views::{DelegationView, Linked, PersonView, TryView},
    },
    error::Error,
    http::{
        forms::Form,
        respond::{Answer, once, page, refused, see},
        session::Member,
    },
};

pub async fn person(member: Member, Path(id): Path<i64>) -> Answer {
    page(&show(&member, id, &Form::default(), &[]).await?)
}

/// Sent twice, the second link takes the place of the first.
pub async fn invite(member: Member, Path(id): Path<i64>) -> Answer {
    match people::invite_again(&member.ctx, UserId(id), member.visit.app.sends_mail).await? {
        Some(token) => link(&member, id, &token),
        None => Ok(see(&format!("/people/{id}?done=invited_by_mail"))),
    }
}

pub async fn deactivate(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let (ctx, reason) = (member.ctx.clone(), form.get("reason").to_owned());
    let deed = async move {
        people::deactivate(&ctx, UserId(id), &reason).await?;
        Ok(format!("/people/{id}?done=deactivated"))
    };
    answer(&member, id, &form, once(&member, &form, deed).await).await
}

pub async fn reactivate(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let ctx = member.ctx.clone();
    let deed = async move {
        people::reactivate(&ctx, UserId(id)).await?;
        Ok(format!("/people/{id}?done=reactivated"))
    };
    answer(&member, id, &form, once(&member, &form, deed).await).await
}

pub async fn allow_identity(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let (ctx, name) = (member.ctx.clone(), form.get("identity_name").to_owned());
    let deed = async move {
        identities::allow(&ctx, UserId(id), &name).await?;
        Ok(format!("/people/{id}?done=identity"))
    };
    answer(&member, id, &form, once(&member, &form, deed).await).await
}

pub async fn end_identity(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let ctx = member.ctx.clone();
    let deed = async move {
        identities::forbid(&ctx, UserId(id)).await?;
        Ok(format!("/people/{id}?done=identity_ended"))
    };
    answer(&member, id, &form, once(&member, &form, deed).await).await
}

async fn answer(member: &Member, id: i64, form: &Form, result: Result<String, Error>) -> Answer {
    match result {
        Ok(location) => Ok(see(&location)),
        Err(Error::Issues(issues)) => refused(&show(member, id, form, &issues).await?),
        Err(error) => Err(error.into()),
    }
}

async fn show(member: &Member, id: i64, form: &Form, issues: &[Issue]) -> Result<PersonPage, Error> {
    let view = people::find(&member.ctx, UserId(id)).await?;
    let lang = member.visit.lang;
    let t = texts(lang);
    let mut frame = member.visit.frame(&view.row.name)?;
    if !issues.is_empty() {
        frame.path = format!("/people/{id}");
    }
    let crumbs = vec![Crumb::new(t.people.people, "/people"), Crumb::here(&view.row.name)];
    let value = |name: &str| form.get(name).to_owned();
    let entered = Entered { value: &value, issues, lang };
    let provider = member.visit.app.oidc.is_some();
    let may = |deed: &str| view.may.iter().any(|may| may == deed);
    let event = |event: &crate::actions::views::AccountEvent| EventRow {
        on: day(event.on),
        what: event.what.get(lang).to_owned(),
        by: event.by.clone(),
        note: event.note.clone(),
    };
    Ok(PersonPage {
        frame: frame.crumbs(crumbs).issues(issues),
        head: head(&view, provider, lang),
        actions: actions(id, may, t, provider && view.identity != Linked::No),
        identity: (provider && may("deactivate")).then(|| identity_form(&view, &entered, t)),
        deactivate: may("deactivate").then(|| deactivate_form(id, &entered, t)),
        events: view.events.iter().map(event).collect(),
        delegations: view.delegations.iter().map(|of| delegation(of, Vec::new(), lang)).collect(),
        history: view.history.iter().map(|past| tried(past, lang)).collect(),
    })
}

fn head(view: &PersonView, provider: bool, lang: Lang) -> Vec<Pair> {
    let t = texts(lang);
    let codes = if view.second_step { t.people.codes_in_use } else { t.people.codes_unused };
    let mut head = vec![
        Pair::new(t.fields.login, &view.row.login),
        Pair::new(t.fields.role, name(&view.row.role, lang)),
        Pair::new(t.fields.organisation, &view.row.organisation),
        Pair::new(t.fields.state, name(&view.row.state, lang)),
        Pair::new(t.account.codes, codes),
    ];
    if provider {
        let i = &t.identity;
        let said = match &view.identity {
            Linked::No => i.not_linked.to_owned(),
            Linked::Allowed { name } => format!("{} ({name})", i.allowed),
            Linked::Tied { name: Some(name) } => format!("{} ({name})", i.tied),
            Linked::Tied { name: None } => i.tied.to_owned(),
        };
        head.push(Pair::new(i.heading, said));
    }
    if !view.email.is_empty() {
        head.push(Pair::new(t.fields.email, &view.email));
    }
    head
}

fn actions(id: i64, may: impl Fn(&str) -> bool, t: &Texts, linked: bool) -> Vec<Action> {
    let p = &t.people;
    let mut actions = Vec::new();
    if may("reactivate") {
        actions.push(Action {
            url: format!("/people/{id}/reactivate"),
            label: p.reactivate.to_owned(),
            confirm: None,
            primary: true,
        });
    } else if may("invite") {
        actions.push(Action {
            url: format!("/people/{id}/invite"),
            label: p.invite_again.to_owned(),
            confirm: Some(p.invite_again_confirm.to_owned()),
            primary: false,
        });
    }
    if linked && may("deactivate") {
        actions.push(Action {
            url: format!("/people/{id}/identity/end"),
            label: t.identity.end.to_owned(),
            confirm: Some(t.identity.end_confirm.to_owned()),
            primary: false,
        });
    }
    actions
}

/// What the provider calls the person is mostly the e-mail address.
fn identity_form(view: &PersonView, entered: &Entered, t: &Texts) -> SmallForm {
    let mut field = entered.field("identity_name");
    if field.value.is_empty() && field.errors.is_empty() {
        field.value.clone_from(&view.email);
    }
    SmallForm {
        url: format!("/people/{}/identity", view.row.id),
        heading: t.identity.allow.to_owned(),
        lead: Some(t.identity.allow_lead.to_owned()),
        hidden: Vec::new(),
        inputs: vec![SmallInput::typed(t.fields.identity_name, field)],
        button: t.identity.allow.to_owned(),
        confirm: None,
    }
}

fn deactivate_form(id: i64, entered: &Entered, t: &Texts) -> SmallForm {
    SmallForm {
        url: format!("/people/{id}/deactivate"),
        heading: t.people.deactivate.to_owned(),
        lead: Some(t.people.deactivate_lead.to_owned()),
        hidden: Vec::new(),
        inputs: vec![SmallInput::typed(t.fields.reason, entered.field("reason"))],
        button: t.people.deactivate.to_owned(),
        confirm: None,
    }
}

pub fn delegation(view: &DelegationView, actions: Vec<Action>, lang: Lang) -> DelegationRow {
    let tone = match view.state.code.as_str() {
        "holds" => Tone::Active,
        "to_come" => Tone::Waiting,
        _ => Tone::Plain,
    };
    DelegationRow {
        giver: view.giver.clone(),
        holder: view.holder.clone(),
        days: days(view.begins_on, view.ends_on),
        reason: view.reason.clone(),
        state: Badge::new(view.state.name.get(lang), tone),
        id: Some(view.id),
        actions,
    }
}

pub fn tried(view: &TryView, lang: Lang) -> TryRow {
    let tone = match view.outcome.code.as_str() {
        "opened" => Tone::Plain,
        "new_device" => Tone::Waiting,
        _ => Tone::Bad,
    };
    TryRow {
        at: view.at.clone(),
        outcome: Badge::new(capital(view.outcome.name.get(lang)), tone),
        device: device(&view.device),
        address: view.address.clone(),
    }
}

/// What a browser says about itself, in the two words that a person knows it by.
pub fn device(agent: &str) -> String {
    let first = |names: &[(&str, &'static str)]| {
        names.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name)
    };
    // Edge and Opera call themselves Chrome, and Chrome calls itself Safari.
    let browser = first(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("CocCoc", "Cốc Cốc"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} · {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => agent.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::device;

    #[test]
    fn a_browser_is_called_what_people_call_it() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0";
        assert_eq!(device(edge), "Edge · Windows");
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Safari/604.1";
        assert_eq!(device(phone), "Safari · iPhone");
        assert_eq!(device("curl/8.5"), "curl/8.5");
    }
}
