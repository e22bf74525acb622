//! `/notices`: mails that have not left, and how every mail looks; for the administrator.

use axum::{
    extract::{Path, Query},
    http::{HeaderValue, header},
    response::{Html, IntoResponse},
};
use domain::{notice::Kind, text::Lang};
use frontend::{
    MailPreviewPage, OutboxPage, PreviewedMail, TextLine, UnsentRow,
    form::Choice,
    show::{Badge, Crumb, Paging, Tone, count},
    texts::texts,
};
use serde::Deserialize;

use super::show::page_number;
use crate::{
    actions::{notices, views::UnsentView},
    error::Error,
    http::{
        forms::Form,
        respond::{Answer, page, see},
        session::Member,
    },
};

const PAGE_SIZE: u64 = 25;

/// A mail carries its styles in itself. It runs nothing, fetches nothing, and stands in a frame of our own page alone.
const MAIL_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    page: String,
    kind: String,
}

pub async fn unsent(member: Member, Query(asked): Query<Asked>) -> Answer {
    let lang = member.visit.lang;
    let found = notices::unsent(&member.ctx, page_number(&asked.page), PAGE_SIZE).await?;
    let frame = member.visit.frame(texts(lang).notices.outbox)?;
    page(&OutboxPage {
        is_on: member.visit.app.sends_mail,
        rows: found.rows.iter().map(|unsent| row(unsent, lang)).collect(),
        paging: Paging::new(found.page, found.size, found.total, lang, |page| {
            format!("/notices?page={page}")
        }),
        frame,
    })
}

fn row(unsent: &UnsentView, lang: Lang) -> UnsentRow {
    let n = &texts(lang).notices;
    UnsentRow {
        id: unsent.id,
        to: unsent.name.clone(),
        link: format!("/people/{}", unsent.person),
        about: unsent.kind.as_ref().map_or(n.digest, |kind| kind.get(lang)).to_owned(),
        since: unsent.since.clone(),
        tries: count(unsent.tries, lang),
        next_try: unsent.next_try.clone().unwrap_or_else(|| "–".to_owned()),
        state: match unsent.next_try {
            Some(_) => Badge::new(n.waiting, Tone::Waiting),
            None => Badge::new(n.failed, Tone::Bad),
        },
        answer: unsent.answer.clone(),
    }
}

pub async fn again(member: Member, Path(id): Path<i64>, _form: Form) -> Answer {
    notices::again(&member.ctx, id).await?;
    Ok(see("/notices?done=again"))
}

pub async fn preview(member: Member, Query(asked): Query<Asked>) -> Answer {
    let lang = member.visit.lang;
    let n = &texts(lang).notices;
    let kind = Kind::parse(&asked.kind).unwrap_or(Kind::OrderOffered);
    let mut mails = Vec::new();
    for (of, code, language) in [(Lang::Vi, "vi", n.vietnamese), (Lang::En, "en", n.english)] {
        let found = notices::preview(&member.ctx, kind, of, &member.visit.home)?;
        mails.push(PreviewedMail {
            language: language.to_owned(),
            code: code.to_owned(),
            subject: found.subject,
            lines: found.text.lines().map(line).collect(),
            link: format!("/notices/preview/{}/{code}", kind.as_str()),
        });
    }
    let crumbs = vec![Crumb::new(n.outbox, "/notices"), Crumb::here(n.preview)];
    let choice = |kind: Kind| Choice::new(kind.as_str(), kind.name().get(lang));
    page(&MailPreviewPage {
        frame: member.visit.frame(n.preview)?.crumbs(crumbs),
        kind: kind.as_str().to_owned(),
        kinds: Kind::ALL.into_iter().map(choice).collect(),
        mails,
    })
}

/// An address stands at the end of its line.
fn line(text: &str) -> TextLine {
    let at = text.find("http").unwrap_or(text.len());
    let (words, address) = text.split_at(at);
    TextLine { words: words.to_owned(), address: address.to_owned() }
}

/// The HTML part by itself, as the addressee's program shows it.
pub async fn html(member: Member, Path((kind, lang)): Path<(String, String)>) -> Answer {
    let kind = Kind::parse(&kind).ok_or(Error::NotFound)?;
    let lang = match lang.as_str() {
        "vi" => Lang::Vi,
        "en" => Lang::En,
        _ => return Err(Error::NotFound.into()),
    };
    let found = notices::preview(&member.ctx, kind, lang, &member.visit.home)?;
    let policy = (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(MAIL_POLICY));
    Ok(([policy], Html(found.html)).into_response())
}
