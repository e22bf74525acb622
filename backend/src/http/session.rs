//! Who is asking, in which language, and for which page.

use std::net::SocketAddr;

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, Uri, header, request::Parts},
};
use domain::{
    permission::{Deed, Role},
    text::Lang,
};
use frontend::frame::{Frame, Person, Rooms};

use super::{App, respond::Failure};
use crate::{
    actions::{
        Ctx, notices, registry,
        sign_in::{self, Origin},
    },
    error::Error,
};

const SESSION: &str = "dathang_session";
const LANGUAGE: &str = "dathang_lang";
/// Tells one machine from another, so that a sign-in from a new one is seen.
const DEVICE: &str = "dathang_device";
/// Sent along by a page of another site as well: the provider leads back here.
const AWAY: &str = "dathang_oidc";
/// Signing in at the provider takes no longer.
const AWAY_SECONDS: i64 = 10 * 60;
/// The language, and the machine, are remembered for a year.
const YEAR_SECONDS: i64 = 365 * 24 * 60 * 60;

/// Somebody who looks at a page, signed in or not.
#[derive(Debug, Clone)]
pub struct Visit {
    pub app: App,
    pub lang: Lang,
    /// Path and query of the page, without what concerns only this one look at it.
    pub address: String,
    /// What was just done: `approved`, from `?done=approved`.
    pub done: Option<String>,
    pub token: Option<String>,
    pub origin: Origin,
    /// How this house is called from outside, for a link that somebody is handed: `https://dathang.example`.
    pub home: String,
    /// The machine's own key, once it has one.
    pub machine: Option<String>,
    /// What a browser keeps while its person is with the provider of identities.
    pub away: Option<String>,
    person: Option<Person>,
    audit: bool,
    registry: bool,
    reports: bool,
    unread: u64,
}

/// Somebody who is signed in. Others are sent to sign in first.
#[derive(Debug, Clone)]
pub struct Member {
    pub visit: Visit,
    pub ctx: Ctx,
}

impl Visit {
    /// The frame of a page of this visit, with a fresh key for its forms.
    pub fn frame(&self, title: impl Into<String>) -> Result<Frame, Error> {
        let key = sign_in::random_token()?;
        let mut frame = Frame::new(self.lang, title, self.address.clone(), key);
        frame.person.clone_from(&self.person);
        frame.audit = self.audit;
        frame.registry = self.registry;
        frame.reports = self.reports;
        frame.unread = self.unread;
        let said = |done: &String| {
            let name = format!("done_{done}");
            let t = frame.texts;
            let people = || t.people.get(&name).or_else(|| t.life.get(&name));
            let registers = || {
                t.registry
                    .get(&name)
                    .or_else(|| t.papers.get(&name))
                    .or_else(|| t.notices.get(&name))
                    .or_else(|| t.payments.get(&name))
            };
            t.deeds.get(&name).or_else(people).or_else(registers)
        };
        let done = self.done.as_ref().and_then(said);
        Ok(match done {
            Some(notice) => frame.notice(notice),
            None => frame,
        })
    }

    /// The query of the page: what it is filtered by.
    pub fn query(&self) -> &str {
        self.address.split_once('?').map_or("", |(_, query)| query)
    }

    /// The same visit as if it were to another page.
    pub fn at(&self, address: &str) -> Visit {
        Visit { address: address.to_owned(), ..self.clone() }
    }

    /// The visit of a request; the person only when a session says who it is.
    pub async fn of(parts: &Parts, app: &App) -> Result<(Visit, Option<Ctx>), Error> {
        let asked = Asked::of(&parts.uri);
        let cookie = |name: &str| cookie(&parts.headers, &named(app, name));
        let lang = asked.lang.or_else(|| cookie(LANGUAGE).and_then(|l| language(&l))).unwrap_or_default();
        let token = cookie(SESSION);
        let actor = match &token {
            Some(token) => sign_in::actor(&app.store, &app.clock, token).await?,
            None => None,
        };
        let ctx = actor.map(|actor| Ctx::new(app.store.clone(), app.clock.clone(), actor));
        let person = match &ctx {
            Some(ctx) => Some(person(ctx, lang).await?),
            None => None,
        };
        let audit = ctx.as_ref().is_some_and(|ctx| ctx.may(Deed::ReadAudit, &[]));
        let registry = ctx.as_ref().is_some_and(|ctx| ctx.may(Deed::Read, &[]));
        let reports = ctx.as_ref().is_some_and(|ctx| ctx.actor.role.reads_reports());
        let unread = match &ctx {
            Some(ctx) => notices::unread(ctx).await?,
            None => 0,
        };
        let mut origin = origin(parts, app);
        let machine = cookie(DEVICE);
        if let Some(machine) = &machine {
            origin.device_key.clone_from(machine);
        }
        let visit = Visit {
            app: app.clone(),
            lang,
            address: asked.address,
            done: asked.done,
            token,
            origin,
            home: home(parts, app),
            machine,
            away: cookie(AWAY),
            person,
            audit,
            registry,
            reports,
            unread,
        };
        Ok((visit, ctx))
    }
}

async fn person(ctx: &Ctx, lang: Lang) -> Result<Person, Error> {
    let parties = registry::parties(ctx).await?;
    Ok(Person {
        name: ctx.actor.name.clone(),
        role: ctx.actor.role.name().get(lang).to_owned(),
        organisation: parties.name(ctx.actor.party, ctx.today()),
        rooms: rooms(ctx.actor.role),
    })
}

/// Where the navigation leads.
fn rooms(role: Role) -> Rooms {
    match role {
        Role::Learner => Rooms::Learner,
        Role::Administrator => Rooms::Administrator,
        Role::Auditor => Rooms::Auditor,
        Role::Registrar | Role::Director | Role::CollegeAccountant => Rooms::Provider,
        _ => Rooms::Office,
    }
}

impl FromRequestParts<App> for Visit {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Visit, Failure> {
        Ok(Visit::of(parts, app).await?.0)
    }
}

impl FromRequestParts<App> for Member {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Member, Failure> {
        let (visit, ctx) = Visit::of(parts, app).await?;
        Ok(Member { visit, ctx: ctx.ok_or(Error::SignedOut)? })
    }
}

/// What an address asks for beside the page itself.
struct Asked {
    address: String,
    lang: Option<Lang>,
    done: Option<String>,
}

impl Asked {
    fn of(uri: &Uri) -> Asked {
        let mut asked = Asked { address: uri.path().to_owned(), lang: None, done: None };
        let mut kept = Vec::new();
        for pair in uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
            match pair.split_once('=') {
                Some(("lang", value)) => asked.lang = language(value),
                Some(("done", value)) => asked.done = Some(value.to_owned()),
                _ => kept.push(pair),
            }
        }
        if !kept.is_empty() {
            asked.address = format!("{}?{}", asked.address, kept.join("&"));
        }
        asked
    }
}

fn language(code: &str) -> Option<Lang> {
    match code {
        "vi" => Some(Lang::Vi),
        "en" => Some(Lang::En),
        _ => None,
    }
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let values = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = values.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned()).filter(|value| !value.is_empty())
}

/// Where a request comes from. Behind a web server the nearest address is the last that it wrote down.
pub fn origin(parts: &Parts, app: &App) -> Origin {
    let text = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let forwarded = text("x-forwarded-for").rsplit(',').next().unwrap_or_default().trim().to_owned();
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip().to_string());
    let device = text("user-agent").to_owned();
    Origin {
        address: if app.behind_tls { forwarded } else { peer.unwrap_or_default() },
        device_key: device.clone(),
        device,
    }
}

/// How the portal is called: as it was said, or else as whoever asks calls it.
fn home(parts: &Parts, app: &App) -> String {
    if let Some(portal) = &app.portal {
        return portal.clone();
    }
    let host = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    format!("{}://{host}", if app.behind_tls { "https" } else { "http" })
}

/// `__Host-` binds a cookie to this host and to TLS; a browser takes it only over TLS.
fn named(app: &App, name: &str) -> String {
    if app.behind_tls { format!("__Host-{name}") } else { name.to_owned() }
}

fn baked(app: &App, name: &str, value: &str, seconds: i64) -> String {
    for_sites(app, name, value, seconds, "Strict")
}

fn for_sites(app: &App, name: &str, value: &str, seconds: i64, sites: &str) -> String {
    let secure = if app.behind_tls { "; Secure" } else { "" };
    format!("{}={value}; HttpOnly; SameSite={sites}; Path=/; Max-Age={seconds}{secure}", named(app, name))
}

/// `Set-Cookie` of somebody on the way to the provider of identities.
pub fn away(app: &App, kept: &str) -> String {
    for_sites(app, AWAY, kept, AWAY_SECONDS, "Lax")
}

/// `Set-Cookie` of somebody who came back: what was kept is used up.
pub fn no_longer_away(app: &App) -> String {
    for_sites(app, AWAY, "", 0, "Lax")
}

/// `Set-Cookie` of a new session.
pub fn opened(app: &App, token: &str) -> String {
    baked(app, SESSION, token, sign_in::SESSION_SECONDS)
}

/// `Set-Cookie` that ends a session.
pub fn closed(app: &App) -> String {
    baked(app, SESSION, "", 0)
}

/// `Set-Cookie` of a machine that has no key yet.
pub fn machine(app: &App, key: &str) -> String {
    baked(app, DEVICE, key, YEAR_SECONDS)
}

/// `Set-Cookie` of a language that the address asked for.
pub fn chosen(app: &App, uri: &Uri) -> Option<String> {
    let code = match Asked::of(uri).lang? {
        Lang::Vi => "vi",
        Lang::En => "en",
    };
    // Also who comes back from another site is spoken to in their language.
    Some(for_sites(app, LANGUAGE, code, YEAR_SECONDS, "Lax"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_its_filter_and_drops_what_was_said_once() {
        let uri: Uri = "/orders?q=cao&lang=en&done=placed&page=2".parse().unwrap();
        let asked = Asked::of(&uri);
        assert_eq!(asked.address, "/orders?q=cao&page=2");
        assert_eq!(asked.lang, Some(Lang::En));
        assert_eq!(asked.done.as_deref(), Some("placed"));
    }

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, "a=b; dathang_session=abc; dathang_lang=en".parse().unwrap());
        assert_eq!(cookie(&headers, SESSION).as_deref(), Some("abc"));
        assert_eq!(cookie(&headers, "lang"), None);
    }
}
