//! `/inbox`: what concerns the person, whoever they are.

use axum::extract::{Path, Query};
use domain::text::Lang;
use frontend::{InboxPage, NoticeRow, show::Paging, texts::texts};
use serde::Deserialize;

use super::show::page_number;
use crate::{
    actions::{notices, views::NoticeView},
    http::{
        forms::Form,
        respond::{Answer, page, see},
        session::Member,
    },
};

const PAGE_SIZE: u64 = 25;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    page: String,
}

pub async fn list(member: Member, Query(asked): Query<Asked>) -> Answer {
    let lang = member.visit.lang;
    let found = notices::inbox(&member.ctx, page_number(&asked.page), PAGE_SIZE).await?;
    let frame = member.visit.frame(texts(lang).notices.inbox)?;
    page(&InboxPage {
        has_unread: notices::unread(&member.ctx).await? > 0,
        rows: found.rows.iter().map(|notice| row(notice, lang)).collect(),
        paging: Paging::new(found.page, found.size, found.total, lang, |page| format!("/inbox?page={page}")),
        frame,
    })
}

fn row(notice: &NoticeView, lang: Lang) -> NoticeRow {
    NoticeRow {
        id: notice.id,
        subject: notice.subject.get(lang).to_owned(),
        happened: notice.happened.get(lang).to_owned(),
        to_do: notice.to_do.get(lang).to_owned(),
        link: notice.path.clone(),
        told: notice.told.clone(),
        is_read: notice.is_read,
    }
}

/// Twice is once, so no key of the form is asked for.
pub async fn read(member: Member, Path(id): Path<i64>, _form: Form) -> Answer {
    notices::read(&member.ctx, id).await?;
    Ok(see("/inbox"))
}

pub async fn read_all(member: Member, _form: Form) -> Answer {
    notices::read_all(&member.ctx).await?;
    Ok(see("/inbox?done=notices_read"))
}
