//! `/orders/{id}/papers`: the papers of an order; `/papers/{id}`: one that was issued; `/papers/check`: whether one is genuine.

use axum::{
    extract::{Path, Query, Request, State},
    http::header,
    response::{IntoResponse, Response},
};
use domain::{
    ids::OrderId,
    issue::Issue,
    paper::{About, Kind, State as PaperState},
    text::Lang,
};
use frontend::{
    FoundPaper, PaperCheckPage, PaperPage, PaperRow, PapersPage, SignedCopy,
    form::{Entered, SmallForm, SmallInput},
    show::{Badge, Crumb, Pair, Tone, count},
    texts::texts,
};
use serde::Deserialize;

use super::{
    show::{capital, day},
    workbooks::uploaded,
};
use crate::{
    actions::papers::{self, Checked, Issued, Offer, Printed},
    error::Error,
    http::{
        App,
        forms::{Form, encoded},
        respond::{Answer, once, page, refused, see},
        session::{Member, Visit},
    },
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    kind: String,
    about: String,
    code: String,
}

fn chosen(kind: &str, about: &str) -> Result<(Kind, About), Error> {
    let chosen = Kind::parse(kind).zip(About::parse(about));
    chosen.ok_or(Error::NotFound)
}

/// A PDF to look at in the browser.
pub fn shown((name, bytes): Printed) -> Response {
    let disposition = format!("inline; filename=\"{name}\"");
    let headers =
        [(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, bytes).into_response()
}

pub async fn of_order(member: Member, Path(id): Path<i64>) -> Answer {
    page(&list(&member, id, &[]).await?)
}

async fn list(member: &Member, id: i64, issues: &[Issue]) -> Result<PapersPage, Error> {
    let lang = member.visit.lang;
    let t = texts(lang);
    let (number, offers) = papers::offered(&member.ctx, OrderId(id)).await?;
    let crumbs = vec![
        Crumb::new(t.common.orders, "/orders"),
        Crumb::new(&number, format!("/orders/{id}")),
        Crumb::here(t.papers.papers),
    ];
    let mut frame = member.visit.frame(format!("{} {number}", t.papers.papers))?;
    frame.path = format!("/orders/{id}/papers");
    Ok(PapersPage {
        frame: frame.crumbs(crumbs).issues(issues),
        rows: offers.iter().map(|offer| row(id, offer, lang)).collect(),
        url: format!("/orders/{id}/papers"),
    })
}

fn row(order: i64, offer: &Offer, lang: Lang) -> PaperRow {
    let p = &texts(lang).papers;
    let (kind, about) = (offer.kind.as_str().to_owned(), offer.about.key());
    PaperRow {
        name: offer.name.get(lang).to_owned(),
        of: offer.of.clone(),
        preview: format!("/orders/{order}/papers/draft?kind={kind}&about={}", encoded(&about)),
        number: offer.issued.as_ref().map(|paper| (paper.number.clone(), format!("/papers/{}", paper.id))),
        issued: offer.issued.as_ref().map_or_else(String::new, |paper| day(paper.issued_on)),
        state: match &offer.issued {
            Some(paper) => state(paper.state, lang),
            None => Badge::new(p.not_issued, Tone::Plain),
        },
        issue: offer.may_issue.then_some((kind, about)),
        button: if offer.issued.is_some() { p.issue_anew } else { p.issue },
    }
}

fn state(state: PaperState, lang: Lang) -> Badge {
    let tone = match state {
        PaperState::InForce => Tone::Good,
        PaperState::Replaced => Tone::Waiting,
        PaperState::Cancelled => Tone::Bad,
    };
    Badge::new(state.name().get(lang), tone)
}

pub async fn draft(member: Member, Path(id): Path<i64>, Query(asked): Query<Asked>) -> Answer {
    let (kind, about) = chosen(&asked.kind, &asked.about)?;
    Ok(shown(papers::draft(&member.ctx, OrderId(id), kind, about).await?))
}

pub async fn issue(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let (kind, about) = chosen(form.get("kind"), form.get("about"))?;
    let (ctx, site) = (member.ctx.clone(), member.visit.home.clone());
    let deed = async move {
        let paper = papers::issue(&ctx, OrderId(id), kind, about, &site).await?;
        Ok(format!("/papers/{paper}?done=paper_issued"))
    };
    match once(&member, &form, deed).await {
        Ok(location) => Ok(see(&location)),
        Err(Error::Issues(issues)) => refused(&list(&member, id, &issues).await?),
        Err(error) => Err(error.into()),
    }
}

pub async fn one(member: Member, Path(id): Path<i64>) -> Answer {
    page(&show(&member, id, &Form::default(), &[]).await?)
}

async fn show(member: &Member, id: i64, form: &Form, issues: &[Issue]) -> Result<PaperPage, Error> {
    let lang = member.visit.lang;
    let t = texts(lang);
    let paper = papers::find(&member.ctx, id).await?;
    let may = |what: &str| paper.may.contains(&what);
    let order = format!("/orders/{}", paper.order);
    let crumbs = vec![
        Crumb::new(t.common.orders, "/orders"),
        Crumb::new(&paper.order_number, &order),
        Crumb::new(t.papers.papers, format!("{order}/papers")),
        Crumb::here(&paper.number),
    ];
    let value = |name: &str| form.get(name).to_owned();
    let entered = Entered { value: &value, issues, lang };
    let mut frame = member.visit.frame(format!("{} {}", paper.title, paper.number))?;
    frame.path = format!("/papers/{id}");
    let copy = |copy: &papers::Copy| SignedCopy {
        received: day(copy.received_on),
        link: format!("/papers/{id}/signed/{}", copy.id),
        finding: copy.finding.iter().map(|said| said.get(lang).to_owned()).collect(),
        sha256: copy.sha256.clone(),
    };
    Ok(PaperPage {
        frame: frame.crumbs(crumbs).issues(issues),
        state: state(paper.state, lang),
        head: head(&paper, lang),
        file: format!("/papers/{id}/file.pdf"),
        copies: paper.copies.iter().map(copy).collect(),
        signed_url: may("keep_signed").then(|| format!("/papers/{id}/signed")),
        cancel: may("cancel").then(|| SmallForm {
            url: format!("/papers/{id}/cancel"),
            heading: t.papers.cancel.to_owned(),
            lead: Some(t.papers.cancel_lead.to_owned()),
            hidden: Vec::new(),
            inputs: vec![SmallInput::typed(t.fields.reason, entered.field("reason"))],
            button: t.papers.cancel.to_owned(),
            confirm: Some(t.papers.cancel_lead.to_owned()),
        }),
    })
}

fn head(paper: &Issued, lang: Lang) -> Vec<Pair> {
    let t = texts(lang);
    let p = &t.papers;
    let mut head = vec![
        Pair::new(t.fields.order, &paper.order_number).link(format!("/orders/{}", paper.order)),
        Pair::new(p.issuing_body, &paper.body),
        Pair::new(p.issued, day(paper.issued_on)),
        Pair::new(p.by, &paper.issued_by),
        Pair::new(p.code, &paper.code).link(format!("/papers/check?code={}", paper.code)),
        Pair::new(p.size, format!("{} B", count(paper.bytes.unsigned_abs(), lang))),
        Pair::new(p.hash, &paper.sha256),
    ];
    let other = |label: &str, id: i64| Pair::new(label, format!("#{id}")).link(format!("/papers/{id}"));
    head.extend(paper.replaces.map(|id| other(p.replaces, id)));
    head.extend(paper.replaced_by.map(|id| other(p.replaced_by, id)));
    head.extend(paper.note.iter().map(|note| Pair::new(p.cancelled_because, note)));
    head
}

pub async fn file(member: Member, Path(id): Path<i64>) -> Answer {
    Ok(shown(papers::reprint(&member.ctx, id).await?))
}

pub async fn cancel(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let (ctx, reason) = (member.ctx.clone(), form.get("reason").to_owned());
    let deed = async move {
        papers::cancel(&ctx, id, &reason).await?;
        Ok(format!("/papers/{id}?done=paper_cancelled"))
    };
    match once(&member, &form, deed).await {
        Ok(location) => Ok(see(&location)),
        Err(Error::Issues(issues)) => refused(&show(&member, id, &form, &issues).await?),
        Err(error) => Err(error.into()),
    }
}

pub async fn signed(member: Member, Path(id): Path<i64>, State(app): State<App>, request: Request) -> Answer {
    papers::may_keep(&member.ctx, id).await?;
    let kept = match uploaded(request, &app).await {
        Ok((_, bytes)) => papers::keep_signed(&member.ctx, id, bytes.to_vec()).await,
        Err(error) => Err(error),
    };
    match kept {
        Ok(()) => Ok(see(&format!("/papers/{id}?done=paper_signed"))),
        Err(Error::Issues(issues)) => refused(&show(&member, id, &Form::default(), &issues).await?),
        Err(error) => Err(error.into()),
    }
}

pub async fn signed_copy(member: Member, Path((id, copy)): Path<(i64, i64)>) -> Answer {
    Ok(shown(papers::copy(&member.ctx, id, copy).await?))
}

/// For everybody.
pub async fn check(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    look_up(&visit, &asked.code).await
}

/// Where the code printed on a paper leads.
pub async fn check_code(visit: Visit, Path(code): Path<String>) -> Answer {
    look_up(&visit, &code).await
}

async fn look_up(visit: &Visit, code: &str) -> Answer {
    let found = match code.trim().is_empty() {
        true => None,
        false => papers::check(&visit.app.store, code).await?,
    };
    let mut frame = visit.frame(texts(visit.lang).papers.check)?;
    frame.path = format!("/papers/check?code={}", encoded(code));
    page(&PaperCheckPage {
        frame,
        code: code.trim().to_owned(),
        unknown: found.is_none() && !code.trim().is_empty(),
        found: found.map(|checked| genuine(&checked, visit.lang)),
    })
}

fn genuine(checked: &Checked, lang: Lang) -> FoundPaper {
    let p = &texts(lang).papers;
    let mut head = vec![
        Pair::new(p.number, &checked.number),
        Pair::new(p.issuing_body, &checked.body),
        Pair::new(p.issued, day(checked.issued_on)),
    ];
    if let Some((number, on)) = &checked.replaced_by {
        head.push(Pair::new(p.replaced_by, format!("{number}, {}", day(*on))));
    }
    head.push(Pair::new(p.code, &checked.code));
    head.push(Pair::new(p.hash, &checked.sha256));
    FoundPaper { title: capital(&checked.title), state: state(checked.state, lang), head }
}
