//! `/invitations/{token}`: who was invited sets a name and a password. Nobody is signed in here yet.

use axum::extract::Path;
use domain::issue::Issue;
use frontend::{
    InvitationPage,
    form::{Entered, SmallForm, SmallInput},
    texts::texts,
};

use crate::{
    actions::people,
    error::Error,
    http::{
        forms::Form,
        respond::{Answer, page, refused, see},
        session::Visit,
    },
};

pub async fn form(visit: Visit, Path(token): Path<String>) -> Answer {
    page(&show(&visit, &token, None, &[]).await?)
}

pub async fn accept(visit: Visit, Path(token): Path<String>, form: Form) -> Answer {
    let app = &visit.app;
    let taken =
        people::accept(&app.store, &app.clock, &token, form.get("full_name"), form.get("password")).await;
    match taken {
        Ok(()) => Ok(see("/sign-in?done=joined")),
        Err(Error::Issues(issues)) => refused(&show(&visit, &token, Some(&form), &issues).await?),
        Err(error) => Err(error.into()),
    }
}

async fn show(
    visit: &Visit,
    token: &str,
    form: Option<&Form>,
    issues: &[Issue],
) -> Result<InvitationPage, Error> {
    let invited = people::invited(&visit.app.store, &visit.app.clock, token).await?;
    let t = texts(visit.lang);
    let value = |name: &str| match form {
        Some(form) => form.get(name).to_owned(),
        None => invited.name.clone(),
    };
    let entered = Entered { value: &value, issues, lang: visit.lang };
    Ok(InvitationPage {
        frame: visit.frame(t.people.invitation)?.issues(issues),
        provider: super::identity::button(visit, format!("/invitations/{token}/oidc")),
        form: SmallForm {
            url: format!("/invitations/{token}"),
            heading: super::show::capital(invited.role.name().get(visit.lang)),
            lead: Some(t.people.invitation_lead.to_owned()),
            hidden: Vec::new(),
            inputs: vec![
                SmallInput::typed(t.fields.full_name, entered.field("full_name")),
                SmallInput::secret(t.fields.password, entered.field("password"), "new-password"),
            ],
            button: t.people.invitation.to_owned(),
            confirm: None,
        },
    })
}
