//! `/drafts`: orders that are not finished. A draft is written on the form of a new order.

use axum::extract::Path;
use domain::text::Lang;
use frontend::{
    DraftRow, DraftsPage,
    show::{Action, Crumb, count},
    texts::texts,
};

use super::place_order;
use crate::{
    actions::{orders, views::DraftView},
    http::{
        forms::Form,
        respond::{Answer, once, page, see},
        session::Member,
    },
};

pub async fn list(member: Member) -> Answer {
    let lang = member.visit.lang;
    let t = texts(lang);
    let drafts = orders::drafts(&member.ctx).await?;
    let crumbs = vec![Crumb::new(t.common.orders, "/orders"), Crumb::here(t.life.drafts)];
    page(&DraftsPage {
        frame: member.visit.frame(t.life.drafts)?.crumbs(crumbs),
        rows: drafts.iter().map(|draft| row(draft, lang)).collect(),
    })
}

fn row(draft: &DraftView, lang: Lang) -> DraftRow {
    let l = &texts(lang).life;
    DraftRow {
        provider: match draft.provider.as_str() {
            "" => l.no_provider.to_owned(),
            name => name.to_owned(),
        },
        link: format!("/drafts/{}", draft.id),
        lines: count(draft.lines, lang),
        learners: count(draft.learners, lang),
        changed: format!("{}, {}", draft.changed_at, draft.changed_by),
        corrects: draft.corrects.as_ref().map(|(id, number)| (number.clone(), format!("/orders/{id}"))),
        reason: draft.reason.clone(),
        discard: Action {
            url: format!("/drafts/{}/discard", draft.id),
            label: l.discard.to_owned(),
            confirm: Some(l.discard_confirm.to_owned()),
            primary: false,
        },
    }
}

/// The form with what the draft holds.
pub async fn edit(member: Member, Path(id): Path<i64>) -> Answer {
    let draft = orders::draft(&member.ctx, id).await?;
    let mut typed = draft.typed;
    typed.insert("draft".to_owned(), id.to_string());
    page(&place_order::show(&member, &Form::stored(&typed), &[]).await?)
}

pub async fn save_new(member: Member, form: Form) -> Answer {
    keep(member, None, form).await
}

pub async fn save(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    keep(member, Some(id), form).await
}

async fn keep(member: Member, id: Option<i64>, form: Form) -> Answer {
    let (ctx, typed) = (member.ctx.clone(), place_order::typed(&form));
    let deed = async move {
        orders::save(&ctx, id, &typed).await.map(|id| format!("/drafts/{id}?done=draft_saved"))
    };
    Ok(see(&once(&member, &form, deed).await?))
}

pub async fn discard(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let ctx = member.ctx.clone();
    let deed =
        async move { orders::discard(&ctx, id).await.map(|()| "/drafts?done=draft_discarded".to_owned()) };
    Ok(see(&once(&member, &form, deed).await?))
}
