//! `/people`: accounts and organisations, for the administrator. What is sought may be somebody's name, so it is sent as a form
//! and stands sealed in the address of what was found.

use axum::extract::Query;
use domain::{ids::PartyId, issue::Issue, party::PartyKind, permission::Role, text::Lang};
use frontend::{
    Entry, Listing, PeoplePage, PersonRow, ShownOncePage,
    form::{Choice, Entered, SmallForm, SmallInput},
    show::{Badge, Paging, Tone},
    texts::{Texts, texts},
};
use serde::Deserialize;

use super::{
    show::{capital, name, page_number},
    taken::workbook,
};
use crate::{
    actions::{
        people::{self, Draft, Filter, Organisation},
        sought,
        views::{self, Coded, WHOLE},
    },
    error::Error,
    http::{
        forms::{Form, Reader, encoded},
        respond::{Answer, once, page, refused, repeated, see},
        session::Member,
    },
};

const PAGE_SIZE: u64 = 25;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    role: String,
    page: String,
}

pub async fn list(member: Member, Query(asked): Query<Asked>) -> Answer {
    page(&show(&member, &asked, &Form::default(), &[]).await?)
}

pub async fn search(member: Member, form: Form) -> Answer {
    let q = people::sealed(&member.ctx, form.get("q"))?;
    let asked = Asked { q, role: form.get("role").to_owned(), ..Asked::default() };
    Ok(see(&asked.at("/people", "")))
}

/// Everybody whom the filter leaves, all pages of them.
pub async fn export(member: Member, Query(asked): Query<Asked>) -> Answer {
    let lang = member.visit.lang;
    let t = texts(lang);
    let filter = Filter { page: 1, size: WHOLE, ..filter(&member, &asked) };
    let found = people::list(&member.ctx, &filter).await?;
    let cells = |person: &views::PersonRow| {
        let row = row(person, lang);
        let words = [row.name, row.login, row.role, row.organisation].map(Entry::data);
        words.into_iter().chain([Entry::badge(row.state)]).collect()
    };
    let columns = [t.people.name, t.fields.login, t.fields.role, t.fields.organisation, t.fields.state];
    let table = Listing::new(t.people.people, &columns, "").rows(found.rows.iter().map(cells).collect());
    let role = filter.role.map(|role| capital(role.name().get(lang)));
    let told = [Some(filter.text).filter(|text| !text.is_empty()), role];
    let told = told.into_iter().flatten().collect::<Vec<_>>().join("; ");
    workbook(&member, t.people.people, &told, &[table]).await
}

impl Asked {
    /// An address with what is sought, as it was sealed.
    fn at(&self, path: &str, page: &str) -> String {
        let parts = [("q", self.q.as_str()), ("role", &self.role), ("page", page)];
        let told = parts.iter().filter(|(_, value)| !value.is_empty());
        let told = told.map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>();
        if told.is_empty() { path.to_owned() } else { format!("{path}?{}", told.join("&")) }
    }
}

fn filter(member: &Member, asked: &Asked) -> Filter {
    Filter {
        text: sought::opened(&member.ctx, &asked.q),
        role: Role::parse(&asked.role),
        page: page_number(&asked.page),
        size: PAGE_SIZE,
    }
}

/// The link is on the answer and nowhere else, so a repeat of the form is told to look at the list.
pub async fn invite(member: Member, form: Form) -> Answer {
    let mut reader = Reader::new(&form);
    let role = reader.chosen("role", Role::parse, Role::Auditor);
    let party = reader.chosen("organisation", |text| text.parse().ok().map(PartyId), PartyId(0));
    let draft = Draft {
        login: reader.text("login"),
        name: reader.text("full_name"),
        email: reader.text("email"),
        role,
        party,
        personal_id: reader.text("personal_id"),
    };
    if !reader.issues.is_empty() {
        let issues = reader.issues;
        return refused(&show(&member, &Asked::default(), &form, &issues).await?);
    }
    match people::invite(&member.ctx, draft, member.visit.app.sends_mail).await {
        Ok((id, Some(token))) => link(&member, id.0, &token),
        Ok((id, None)) => Ok(see(&format!("/people/{}?done=first_invitation", id.0))),
        Err(Error::Issues(issues)) => refused(&show(&member, &Asked::default(), &form, &issues).await?),
        Err(error) => Err(error.into()),
    }
}

/// The page that shows an invitation's link.
pub fn link(member: &Member, id: i64, token: &str) -> Answer {
    let p = &texts(member.visit.lang).people;
    let mut frame = member.visit.frame(p.link_heading)?;
    frame.path = format!("/people/{id}");
    page(&ShownOncePage {
        frame,
        lead: p.link_lead.to_owned(),
        values: vec![format!("{}/invitations/{token}", member.visit.home)],
        go_on: format!("/people/{id}"),
    })
}

pub async fn add_organisation(member: Member, form: Form) -> Answer {
    if let Some(answer) = repeated(&member, &form).await? {
        return Ok(answer);
    }
    let mut reader = Reader::new(&form);
    let kind = reader.chosen("organisation_kind", PartyKind::parse, PartyKind::College);
    if !reader.issues.is_empty() {
        let issues = reader.issues;
        return refused(&show(&member, &Asked::default(), &form, &issues).await?);
    }
    let draft = Organisation {
        code: reader.text("organisation_code"),
        kind,
        name: reader.text("organisation_name"),
        parent: reader.text("parent"),
        tax_code: reader.text("tax_code"),
    };
    let ctx = member.ctx.clone();
    let deed = async move {
        people::add_organisation(&ctx, draft).await?;
        Ok("/people?done=organisation".to_owned())
    };
    match once(&member, &form, deed).await {
        Ok(location) => Ok(see(&location)),
        Err(Error::Issues(issues)) => refused(&show(&member, &Asked::default(), &form, &issues).await?),
        Err(error) => Err(error.into()),
    }
}

async fn show(member: &Member, asked: &Asked, form: &Form, issues: &[Issue]) -> Result<PeoplePage, Error> {
    let lang = member.visit.lang;
    let filter = filter(member, asked);
    let found = people::list(&member.ctx, &filter).await?;
    let organisations = people::organisations(&member.ctx).await?;
    let t = texts(lang);
    let value = |name: &str| form.get(name).to_owned();
    let entered = Entered { value: &value, issues, lang };
    let mut frame = member.visit.frame(t.people.heading)?;
    if !issues.is_empty() {
        frame.path = "/people".to_owned();
    }
    let address = |page: u64| asked.at("/people", &page.to_string());
    Ok(PeoplePage {
        frame: frame.issues(issues),
        text: filter.text,
        role: asked.role.clone(),
        roles: roles(lang),
        rows: found.rows.iter().map(|person| row(person, lang)).collect(),
        paging: Paging::new(found.page, found.size, found.total, lang, address),
        export_link: (found.total > 0).then(|| asked.at("/people.xlsx", "")),
        invite: invite_form(&entered, &organisations, t),
        organisation: organisation_form(&entered, t),
    })
}

fn row(person: &views::PersonRow, lang: Lang) -> PersonRow {
    PersonRow {
        name: person.name.clone(),
        link: format!("/people/{}", person.id),
        login: person.login.clone(),
        role: name(&person.role, lang),
        organisation: person.organisation.clone(),
        state: state(&person.state, lang),
    }
}

fn state(state: &Coded, lang: Lang) -> Badge {
    let tone = match state.code.as_str() {
        "active" => Tone::Good,
        "invited" => Tone::Waiting,
        _ => Tone::Plain,
    };
    Badge::new(state.name.get(lang), tone)
}

fn roles(lang: Lang) -> Vec<Choice> {
    Role::ALL.into_iter().map(|role| Choice::new(role.as_str(), capital(role.name().get(lang)))).collect()
}

fn invite_form(entered: &Entered, organisations: &[(PartyId, String)], t: &Texts) -> SmallForm {
    let (p, f) = (&t.people, &t.fields);
    let parties = organisations.iter().map(|(id, name)| Choice::new(id.0.to_string(), name)).collect();
    SmallForm {
        url: "/people".to_owned(),
        heading: p.invite.to_owned(),
        lead: Some(p.invite_lead.to_owned()),
        hidden: Vec::new(),
        inputs: vec![
            SmallInput::typed(f.login, entered.field("login")),
            SmallInput::typed(f.full_name, entered.field("full_name")),
            SmallInput::typed(f.email, entered.field("email")),
            SmallInput::chosen(f.role, entered.field("role"), roles(entered.lang)),
            SmallInput::chosen(f.organisation, entered.field("organisation"), parties),
            SmallInput::typed(
                format!("{} ({})", f.personal_id, p.learner_hint),
                entered.field("personal_id"),
            ),
        ],
        button: p.invite.to_owned(),
        confirm: None,
    }
}

fn organisation_form(entered: &Entered, t: &Texts) -> SmallForm {
    let (p, f) = (&t.people, &t.fields);
    let kinds = PartyKind::ALL
        .into_iter()
        .map(|kind| Choice::new(kind.as_str(), capital(kind.name().get(entered.lang))))
        .collect();
    SmallForm {
        url: "/people/organisations".to_owned(),
        heading: p.add_organisation.to_owned(),
        lead: Some(p.add_organisation_lead.to_owned()),
        hidden: Vec::new(),
        inputs: vec![
            SmallInput::typed(f.organisation_name, entered.field("organisation_name")),
            SmallInput::typed(f.organisation_code, entered.field("organisation_code")),
            SmallInput::chosen(f.organisation_kind, entered.field("organisation_kind"), kinds),
            SmallInput::typed(f.parent, entered.field("parent")),
            SmallInput::typed(f.tax_code, entered.field("tax_code")),
        ],
        button: p.add_organisation.to_owned(),
        confirm: None,
    }
}
