//! `/registry/schemes`: versions of payment terms; `/registry/schemes/{id}`: one of them in plain words, with its file.

use axum::{extract::Path, http::header, response::IntoResponse};
use domain::{change::Change, issue::Issue};
use frontend::{
    Asks, Entry, Listing, Question, RegistryPage,
    form::Entered,
    show::{Badge, Crumb, Pair, Tone},
    texts::texts,
};

use super::{Asked, change::terms, framed, may_propose, number, proposal, propose};
use crate::{
    actions::changes,
    error::Error,
    http::{
        forms::{Form, Sent},
        portal::{
            show::{day, encoded_name},
            taken::day_entry,
        },
        respond::{Answer, page, refused},
        session::Member,
    },
};

const HERE: &str = "/registry/schemes";
/// Of a seal, enough to compare by eye.
const SEAL_LETTERS: usize = 12;

pub async fn list(member: Member) -> Answer {
    page(&show(&member, &Form::default(), "", &[]).await?)
}

/// A file wins over what was pasted.
pub async fn upload(member: Member, sent: Sent) -> Answer {
    let content = match &sent.file {
        Some((_, bytes)) => String::from_utf8_lossy(bytes).trim_start_matches('\u{feff}').to_owned(),
        None => sent.form.get("content").to_owned(),
    };
    let typed = content.clone();
    match propose(&member, &sent.form, |_| Change::Scheme { content }).await? {
        Ok(answer) => Ok(answer),
        Err(issues) => refused(&show(&member, &sent.form, &typed, &issues).await?),
    }
}

pub(super) async fn show(
    member: &Member,
    form: &Form,
    content: &str,
    issues: &[Issue],
) -> Result<RegistryPage, Error> {
    let lang = member.visit.lang;
    let (r, f) = (&texts(lang).registry, &texts(lang).fields);
    let rows = changes::schemes(&member.ctx).await?;
    let mut shown = RegistryPage::new(framed(member, r.schemes, HERE, Vec::new(), issues)?, r.schemes_lead);
    shown.export_link = Some(Asked::default().export_link("schemes"));
    let columns = [f.scheme, r.version, f.valid_from, r.orders, r.hash];
    let row = |row: &changes::SchemeRow| {
        let governs = Badge::new(r.governs, Tone::Active);
        vec![
            Entry::new(row.title.get(lang)).link(format!("{HERE}/{}", row.id)).note(&row.code),
            Entry { badge: row.governs_now.then_some(governs), ..Entry::new(row.version.to_string()) },
            day_entry(row.governs_from),
            number(row.orders, lang),
            Entry::data(row.sha256.chars().take(SEAL_LETTERS).collect::<String>()),
        ]
    };
    let table = Listing::new(r.schemes, &columns, r.none_found).figures(&[3]);
    shown.tables.push(table.rows(rows.iter().map(row).collect()));
    if may_propose(member) {
        let value = |name: &str| match name {
            "content" => content.to_owned(),
            _ => form.get(name).to_owned(),
        };
        let entered = Entered { value: &value, issues, lang };
        let inputs = vec![
            Question::new(f.file, entered.field("file"), Asks::File).hint(".toml"),
            Question::new(f.content, entered.field("content"), Asks::Area(14)),
        ];
        shown.forms.push(proposal(
            &entered,
            HERE,
            r.new_scheme,
            r.new_scheme_lead,
            !issues.is_empty(),
            inputs,
        ));
    }
    Ok(shown)
}

pub async fn one(member: Member, Path(id): Path<i64>) -> Answer {
    let lang = member.visit.lang;
    let (r, f) = (&texts(lang).registry, &texts(lang).fields);
    let view = changes::scheme(&member.ctx, id).await?;
    let row = &view.row;
    let title = format!("{} · {} {}", row.title.get(lang), r.version.to_lowercase(), row.version);
    let crumbs = vec![Crumb::new(r.schemes, HERE)];
    let here = format!("{HERE}/{id}");
    let mut shown = RegistryPage::new(framed(&member, &title, &here, crumbs, &[])?, "");
    shown.state = row.governs_now.then(|| Badge::new(r.governs, Tone::Active));
    shown.head = vec![
        Pair::new(f.scheme, format!("{} v{}", row.code, row.version)),
        Pair::new(f.valid_from, day(row.governs_from)),
        Pair::new(r.orders_pinned, number(row.orders, lang).text),
        Pair::new(r.hash, &row.sha256),
    ];
    shown.files = vec![(r.take_file.to_owned(), format!("{here}/file"))];
    shown.terms = terms(&view.sections, lang);
    shown.content = Some(view.content);
    page(&shown)
}

pub async fn file(member: Member, Path(id): Path<i64>) -> Answer {
    let view = changes::scheme(&member.ctx, id).await?;
    let kept = encoded_name(&format!("{}-v{}.toml", view.row.code, view.row.version));
    let headers = [
        (header::CONTENT_TYPE, "application/toml; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{kept}\"")),
    ];
    Ok((headers, view.content).into_response())
}
