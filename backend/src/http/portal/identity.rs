//! `/sign-in/oidc` and the way back from there: somebody is sent to the provider of identities and comes in with what it
//! says. What must come back stays in the browser, in a cookie that a page of another site may lead here with.

use axum::{
    extract::{Path, Query},
    http::StatusCode,
};
use frontend::{GoOnPage, ProviderButton, texts::texts};
use serde::Deserialize;

use super::sign_in::{Failed, ours, refusal, show, with_cookies};
use crate::{
    actions::{
        identities::{self, Away, Provider, Return},
        people,
        sign_in::{self, Origin},
    },
    error::Error,
    http::{
        forms::encoded,
        respond::{Answer, page, see},
        session::{Visit, away, machine as machine_cookie, no_longer_away, opened},
    },
};

#[derive(Deserialize)]
pub struct Asked {
    next: Option<String>,
}

pub async fn begin(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    send(&visit, asked.next.filter(|next| ours(next)), None).await
}

/// Takes an invitation with the provider's account instead of a password.
pub async fn take(visit: Visit, Path(token): Path<String>) -> Answer {
    people::invited(&visit.app.store, &visit.app.clock, &token).await?;
    send(&visit, None, Some(token)).await
}

async fn send(visit: &Visit, next: Option<String>, invitation: Option<String>) -> Answer {
    match identities::begin(provider(visit)?, &back(visit), invitation).await {
        Ok((address, kept)) => with_cookies(see(&address), &[away(&visit.app, &written(&kept, next))]),
        Err(error) => refused(visit, error, next),
    }
}

/// What the provider sends along.
#[derive(Deserialize)]
pub struct Came {
    #[serde(default)]
    state: String,
    #[serde(default)]
    code: String,
    error: Option<String>,
}

pub async fn come_back(visit: Visit, Query(came): Query<Came>) -> Answer {
    let app = &visit.app;
    let kept = visit.away.as_deref().map(read);
    let next = kept.as_ref().and_then(|(_, next)| next.clone());
    let machine = match &visit.machine {
        Some(key) => key.clone(),
        None => sign_in::random_token()?,
    };
    let origin = Origin { device_key: machine.clone(), ..visit.origin.clone() };
    let came = Return { state: came.state, code: came.code, error: came.error };
    let house = (&app.store, &app.clock);
    let provider = (provider(&visit)?, back(&visit));
    let away = kept.as_ref().map(|(away, _)| away);
    match identities::finish(house, (provider.0, &provider.1), away, &came, &origin).await {
        Ok(session) => {
            let next = next.unwrap_or_else(|| "/".to_owned());
            let next = match session.code_due {
                true => format!("/sign-in/code?next={}", encoded(&next)),
                false => next,
            };
            let cookies = [opened(app, &session.token), machine_cookie(app, &machine), no_longer_away(app)];
            with_cookies(page(&go_on(&visit, &next)?)?, &cookies)
        }
        Err(error) => with_cookies(refused(&visit, error, next)?, &[no_longer_away(app)]),
    }
}

/// A browser that comes from another site does not send the session along, which is for this site alone. From a page of
/// ours it does.
fn go_on(visit: &Visit, next: &str) -> Result<GoOnPage, Error> {
    let t = &texts(visit.lang).identity;
    Ok(GoOnPage {
        frame: visit.frame(t.done)?,
        lead: t.done_lead.to_owned(),
        link: next.to_owned(),
        label: t.go_on.to_owned(),
    })
}

/// After the session here has ended, the provider's own; nothing where it has no page for that or does not answer.
pub async fn leave(visit: &Visit) -> Result<Option<GoOnPage>, Error> {
    let Some(provider) = &visit.app.oidc else { return Ok(None) };
    let link = match identities::end(provider, &format!("{}/sign-in", visit.home)).await {
        Ok(link) => link,
        Err(Error::Issues(_)) => None,
        Err(error) => return Err(error),
    };
    let t = &texts(visit.lang).identity;
    let Some(link) = link else { return Ok(None) };
    let mut frame = visit.frame(t.left)?;
    frame.person = None;
    let (lead, label) = (t.left_lead.to_owned(), t.leave.to_owned());
    Ok(Some(GoOnPage { frame, lead, link, label }))
}

fn refused(visit: &Visit, error: Error, next: Option<String>) -> Answer {
    let away =
        matches!(&error, Error::Issues(issues) if issues.iter().any(|issue| issue.code == "oidc.away"));
    let (status, why) = refusal(visit, error)?;
    let status = if away { StatusCode::SERVICE_UNAVAILABLE } else { status };
    show(&visit.at("/sign-in"), status, next, Some(Failed { why, login: None }))
}

fn provider(visit: &Visit) -> Result<&Provider, Error> {
    visit.app.oidc.as_deref().ok_or(Error::NotFound)
}

/// Where the provider sends people back to; it has to be registered there.
fn back(visit: &Visit) -> String {
    format!("{}/sign-in/oidc/return", visit.home)
}

/// The button that leads to the provider, where there is one.
pub fn button(visit: &Visit, url: String) -> Option<ProviderButton> {
    let (vi, en) = visit.app.oidc.as_deref()?.labels();
    let label = match visit.lang {
        domain::text::Lang::Vi => vi,
        domain::text::Lang::En => en,
    };
    Some(ProviderButton { url, label: label.to_owned() })
}

fn written(away: &Away, next: Option<String>) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    pairs.append_pair("state", &away.state).append_pair("nonce", &away.nonce);
    pairs.append_pair("verifier", &away.verifier);
    if let Some(invitation) = &away.invitation {
        pairs.append_pair("invitation", invitation);
    }
    if let Some(next) = &next {
        pairs.append_pair("next", next);
    }
    pairs.finish()
}

fn read(cookie: &str) -> (Away, Option<String>) {
    let (mut away, mut next) = (Away::default(), None);
    for (name, value) in form_urlencoded::parse(cookie.as_bytes()) {
        let value = value.into_owned();
        match name.as_ref() {
            "state" => away.state = value,
            "nonce" => away.nonce = value,
            "verifier" => away.verifier = value,
            "invitation" => away.invitation = Some(value),
            "next" => next = Some(value).filter(|next| ours(next)),
            _ => {}
        }
    }
    (away, next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_browser_keeps_is_read_as_it_was_written() {
        let away = Away {
            state: "a b&c=d".to_owned(),
            nonce: "n;".to_owned(),
            verifier: "v".to_owned(),
            invitation: Some("t".to_owned()),
        };
        let next = Some("/orders?state=submitted&page=2".to_owned());
        let text = written(&away, next.clone());
        assert!(!text.contains([';', ' ', ',', '"']), "{text}");
        assert_eq!(read(&text), (away, next));
        assert_eq!(read("next=https://evil.example").1, None);
    }
}
