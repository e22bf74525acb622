//! `/audit`: the trail as it is searched, one entry of it, and the same search as a file. Who and what is sought may be
//! somebody's name, so it is sent as a form and stands sealed in the address of what was found.

use axum::{
    extract::{Path, Query},
    http::header,
    response::IntoResponse,
};
use domain::text::Lang;
use frontend::{
    AuditEntryPage, AuditPage, AuditRow, ChangeRow,
    form::{Choice, Field},
    show::{Crumb, Paging, Pair},
    texts::texts,
};
use serde::Deserialize;

use super::show::{name, page_number};
use crate::{
    actions::{
        Ctx,
        audit_log::{self, Search},
        sought,
        views::{ChangeView, EntryView},
    },
    http::{
        forms::{Form, day, encoded},
        respond::{Answer, page, see},
        session::Member,
        table_file,
    },
};

const PAGE_SIZE: u64 = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    who: String,
    action: String,
    subject: String,
    from: String,
    until: String,
    page: String,
}

impl Asked {
    /// A day that cannot be read asks for nothing, and is shown as it was typed.
    fn search(&self, ctx: &Ctx) -> Search {
        Search {
            who: sought::opened(ctx, &self.who),
            action: self.action.clone(),
            subject: sought::opened(ctx, &self.subject),
            from: day(&self.from),
            until: day(&self.until),
        }
    }

    fn query(&self) -> String {
        let Asked { who, action, subject, from, until, page: _ } = self;
        let fields =
            [("who", who), ("action", action), ("subject", subject), ("from", from), ("until", until)];
        let said = fields.into_iter().filter(|(_, value)| !value.is_empty());
        said.map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>().join("&")
    }
}

pub async fn seek(member: Member, form: Form) -> Answer {
    let sealed = |name: &str| audit_log::sealed(&member.ctx, form.get(name));
    let given = |name: &str| form.get(name).to_owned();
    let asked = Asked {
        who: sealed("who")?,
        action: given("action"),
        subject: sealed("subject")?,
        from: given("from"),
        until: given("until"),
        page: String::new(),
    };
    let query = asked.query();
    Ok(see(&if query.is_empty() { "/audit".to_owned() } else { format!("/audit?{query}") }))
}

pub async fn search(member: Member, Query(asked): Query<Asked>) -> Answer {
    let lang = member.visit.lang;
    let a = &texts(lang).audit;
    let search = asked.search(&member.ctx);
    let view = audit_log::search(&member.ctx, &search, page_number(&asked.page), PAGE_SIZE).await?;
    let query = asked.query();
    let link = |page: u64| format!("/audit?{query}{}page={page}", if query.is_empty() { "" } else { "&" });
    let found = &view.entries;
    let mut heads = Vec::new();
    if let Some((id, seal)) = &view.head {
        heads.push(Pair::new(a.head, seal).note(format!("{} {id}", a.of_entry)));
    }
    heads.push(Pair::new(a.ledger_head, &view.ledger_head));
    page(&AuditPage {
        frame: member.visit.frame(a.heading)?.crumbs(vec![Crumb::here(a.heading)]),
        heads,
        who: Field::new("who", &search.who),
        action: Field::new("action", &asked.action),
        subject: Field::new("subject", &search.subject),
        from: Field::new("from", &asked.from),
        until: Field::new("until", &asked.until),
        actions: view.actions.iter().map(|action| Choice::new(&action.code, action.name.get(lang))).collect(),
        found: a.found.count(found.total, lang),
        entries: found.rows.iter().map(|entry| row(entry, lang)).collect(),
        paging: (found.total > PAGE_SIZE)
            .then(|| Paging::new(found.page, found.size, found.total, lang, link)),
        export_link: if query.is_empty() { "/audit.csv".to_owned() } else { format!("/audit.csv?{query}") },
    })
}

pub async fn export(member: Member, Query(asked): Query<Asked>) -> Answer {
    let lang = member.visit.lang;
    let a = &texts(lang).audit;
    let mut rows =
        vec![vec![a.number, a.at, a.who, a.action, a.on, a.seal].into_iter().map(str::to_owned).collect()];
    for entry in audit_log::export(&member.ctx, &asked.search(&member.ctx)).await? {
        rows.push(vec![
            entry.id.to_string(),
            entry.at,
            entry.actor,
            entry.action.name.get(lang).to_owned(),
            entry.subject.get(lang).to_owned(),
            entry.sha256,
        ]);
    }
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"nhat-ky-kiem-toan.csv\""),
    ];
    Ok((headers, table_file::written(&rows)).into_response())
}

pub async fn entry(member: Member, Path(id): Path<i64>) -> Answer {
    let lang = member.visit.lang;
    let a = &texts(lang).audit;
    let detail = audit_log::entry(&member.ctx, id).await?;
    let entry = &detail.entry;
    let title = format!("{} {}", a.number, entry.id);
    let subject = Pair::new(a.on, entry.subject.get(lang));
    let counted = |(what, rows): &(crate::actions::views::Words, u64)| {
        Pair::new(what.get(lang), a.rows.count(*rows, lang))
    };
    page(&AuditEntryPage {
        frame: member.visit.frame(&title)?.crumbs(vec![Crumb::new(a.heading, "/audit"), Crumb::here(&title)]),
        head: vec![
            Pair::new(a.at, &entry.at),
            Pair::new(a.who, &entry.actor),
            Pair::new(a.action, name(&entry.action, lang)),
            match &entry.link {
                Some(link) => subject.link(link),
                None => subject,
            },
        ],
        hashes: vec![
            Pair::new(a.seal, &entry.sha256),
            Pair::new(a.content, &detail.content_sha256),
            Pair::new(a.previous, &detail.prev_sha256),
        ],
        written: detail.written.iter().map(counted).collect(),
        changes: detail.changes.iter().map(|change| change_row(change, lang)).collect(),
    })
}

fn row(entry: &EntryView, lang: Lang) -> AuditRow {
    AuditRow {
        number: entry.id.to_string(),
        link: format!("/audit/{}", entry.id),
        at: entry.at.clone(),
        who: entry.actor.clone(),
        action: name(&entry.action, lang),
        subject: entry.subject.get(lang).to_owned(),
        subject_link: entry.link.clone(),
    }
}

fn change_row(change: &ChangeView, lang: Lang) -> ChangeRow {
    ChangeRow {
        what: change.what.get(lang).to_owned(),
        link: change.link.clone(),
        before: change.before.as_ref().map_or_else(String::new, |before| before.get(lang).to_owned()),
        after: change.after.get(lang).to_owned(),
    }
}
