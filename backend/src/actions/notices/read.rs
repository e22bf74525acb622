//! One's own inbox and ways, and for the administrator what has not left yet and how every mail looks.

use domain::{
    calendar::Moment,
    issue::Issue,
    notice::{Event, Kind, Said, Way},
    permission::Deed,
    text::{Lang, Text},
};

use crate::{
    actions::{
        Ctx,
        views::{Coded, NoticeView, Page, UnsentView, WaysView},
    },
    clock,
    error::Error,
    mail::{To, letter},
    storage::{
        accounts, notices,
        outbox::{self, Unsent},
    },
};

/// What concerns the person, unread first. Everybody has an inbox of their own, so no deed is asked.
pub async fn inbox(ctx: &Ctx, page: u64, size: u64) -> Result<Page<NoticeView>, Error> {
    let (db, user) = (ctx.db(), ctx.actor.user);
    let total = u64::try_from(notices::count(db, user).await?).unwrap_or(0);
    let page = page.max(1);
    let stored = notices::inbox(db, user, (page - 1).saturating_mul(size), size).await?;
    let view = |stored: notices::Stored| {
        let event: Event = serde_json::from_str(&stored.content).ok()?;
        let Said { subject, happened, to_do } = event.said();
        Some(NoticeView {
            id: stored.id,
            subject: subject.into(),
            happened: happened.into(),
            to_do: to_do.into(),
            path: event.path(),
            told: clock::written(Moment(stored.told_at)),
            is_read: stored.read_at.is_some(),
        })
    };
    Ok(Page { rows: stored.into_iter().filter_map(view).collect(), page, size, total })
}

pub async fn unread(ctx: &Ctx) -> Result<u64, Error> {
    Ok(u64::try_from(notices::unread(ctx.db(), ctx.actor.user).await?).unwrap_or(0))
}

/// Another's notice is not there.
pub async fn read(ctx: &Ctx, id: i64) -> Result<(), Error> {
    match notices::read(ctx.db(), ctx.actor.user, id, ctx.clock.now().0).await? {
        true => Ok(()),
        false => Err(Error::NotFound),
    }
}

pub async fn read_all(ctx: &Ctx) -> Result<(), Error> {
    Ok(notices::read_all(ctx.db(), ctx.actor.user, ctx.clock.now().0).await?)
}

/// Which mails the person gets, in which language.
pub async fn ways(ctx: &Ctx) -> Result<WaysView, Error> {
    let (db, user) = (ctx.db(), ctx.actor.user);
    let account = accounts::by_id(db, user).await?.ok_or(Error::SignedOut)?;
    let chosen = notices::ways(db, user).await?;
    let way = |kind: Kind| {
        let way = chosen.iter().find(|(of, _)| *of == kind).map_or(Way::AtOnce, |(_, way)| *way);
        (Coded::new(kind.as_str(), kind.name()), way)
    };
    Ok(WaysView {
        has_address: !account.email.is_empty(),
        language: notices::language(db, user).await?,
        kinds: Kind::settable_by(account.actor.role).map(way).collect(),
    })
}

/// Sets one's own ways, by the codes of kinds and ways. All of it or nothing.
pub async fn set_ways(ctx: &Ctx, lang: Lang, chosen: &[(String, String)]) -> Result<(), Error> {
    let account = accounts::by_id(ctx.db(), ctx.actor.user).await?.ok_or(Error::SignedOut)?;
    let mine: Vec<Kind> = Kind::settable_by(account.actor.role).collect();
    let (mut ways, mut issues) = (Vec::new(), Vec::new());
    for (kind, way) in chosen {
        match (Kind::parse(kind).filter(|kind| mine.contains(kind)), Way::parse(way)) {
            (Some(kind), Some(way)) => ways.push((kind, way)),
            _ => issues.push(Issue::new(
                "notices.way",
                kind,
                "TT 12/2022/TT-BTTTT",
                Text::new("Không có cách gửi này.", "There is no such way."),
                Text::new("Chọn trong danh sách.", "Choose one of the list."),
            )),
        }
    }
    domain::issue::none_or_all(issues)?;
    let tx = ctx.store.begin_aside().await?;
    notices::set_ways(&tx, ctx.actor.user, &ways).await?;
    notices::set_language(&tx, ctx.actor.user, lang).await?;
    Ok(tx.commit().await?)
}

/// What has not left yet.
pub async fn unsent(ctx: &Ctx, page: u64, size: u64) -> Result<Page<UnsentView>, Error> {
    ctx.permit(Deed::Administer, &[])?;
    let db = ctx.db();
    let total = u64::try_from(outbox::unsent_count_of_everyone(db).await?).unwrap_or(0);
    let page = page.max(1);
    let found = outbox::unsent_of_everyone(db, (page - 1).saturating_mul(size), size).await?;
    let view = |unsent: Unsent| UnsentView {
        id: unsent.id,
        person: unsent.user_id,
        name: unsent.name,
        kind: unsent.kind.as_deref().and_then(Kind::parse).map(|kind| kind.name().into()),
        since: clock::written(Moment(unsent.queued_at)),
        tries: u64::try_from(unsent.tries).unwrap_or(0),
        next_try: (unsent.state == "waiting").then(|| clock::written(Moment(unsent.next_try_at))),
        answer: unsent.answer,
    };
    Ok(Page { rows: found.into_iter().map(view).collect(), page, size, total })
}

/// Sends a mail again from the beginning.
pub async fn again(ctx: &Ctx, id: i64) -> Result<(), Error> {
    ctx.permit(Deed::Administer, &[])?;
    match outbox::again(ctx.db(), id, ctx.clock.now().0).await? {
        true => Ok(()),
        false => Err(Error::NotFound),
    }
}

/// A mail with sample figures.
#[derive(Debug, Clone)]
pub struct Preview {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// How a mail of a kind looks to somebody of this name.
pub fn preview(ctx: &Ctx, kind: Kind, lang: Lang, home: &str) -> Result<Preview, Error> {
    ctx.permit(Deed::Administer, &[])?;
    let to = To { name: &ctx.actor.name, lang, home, invitation: Some("0000") };
    let mail = letter(&to, &[Event::sample(kind)]);
    let fault = |error| Error::fault("template", error);
    Ok(Preview {
        text: mail.text().map_err(fault)?,
        html: mail.html().map_err(fault)?,
        subject: mail.subject,
    })
}
