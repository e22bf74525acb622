//! `/statements/{id}` and what people do with a statement.

use axum::extract::{Path, Query};
use domain::{ids::StatementId, issue::Issue, statement::State, text::Lang};
use frontend::{
    Compared, ComparedRow, Hash, LineGroup, PayForm, Posting, StatementLine, StatementPage, Total,
    form::{Entered, SmallForm, SmallInput},
    show::{Crumb, Mark, Paging, Pair, count},
    texts::{Texts, texts},
};
use serde::Deserialize;

use super::{
    life,
    show::{badge, day, dong, name, page_number, period},
    workbooks::file,
};
use crate::{
    actions::{
        exports, read_statements, statements,
        views::{self, ComparedPart, ComparedView, PreviousView, StatementView},
    },
    error::Error,
    http::{
        forms::{Form, Reader},
        respond::{Answer, once, page, refused, repeated, see},
        session::Member,
    },
};

const PAGE_SIZE: u64 = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    page: String,
}

pub async fn statement(member: Member, Path(id): Path<i64>, Query(asked): Query<Asked>) -> Answer {
    page(&show(&member, id, page_number(&asked.page), &Form::default(), &[]).await?)
}

/// All lines of the statement as a workbook.
pub async fn export(member: Member, Path(id): Path<i64>) -> Answer {
    Ok(file(exports::lines(&member.ctx, StatementId(id), member.visit.lang).await?))
}

pub async fn approve(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let (ctx, comment) = (member.ctx.clone(), form.get("comment").to_owned());
    let deed = async move {
        let state = statements::approve(&ctx, StatementId(id), &comment).await?;
        Ok(done(id, if state == State::Prepared { "statement_step" } else { "statement_approved" }))
    };
    answer(&member, id, &form, once(&member, &form, deed).await).await
}

pub async fn send_back(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let (ctx, reason) = (member.ctx.clone(), form.get("reason").to_owned());
    let deed = async move {
        statements::send_back(&ctx, StatementId(id), &reason).await.map(|()| done(id, "returned"))
    };
    answer(&member, id, &form, once(&member, &form, deed).await).await
}

pub async fn pay(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    if let Some(answer) = repeated(&member, &form).await? {
        return Ok(answer);
    }
    let mut reader = Reader::new(&form);
    let paid_on = reader.day("document_date");
    let document = reader.filled("document_number");
    if !reader.issues.is_empty() {
        let issues = reader.issues;
        return refused(&show(&member, id, 1, &form, &issues).await?);
    }
    let ctx = member.ctx.clone();
    let deed = async move {
        statements::pay(&ctx, StatementId(id), &document, paid_on).await.map(|()| done(id, "paid"))
    };
    answer(&member, id, &form, once(&member, &form, deed).await).await
}

fn done(id: i64, what: &str) -> String {
    format!("/statements/{id}?done={what}")
}

async fn answer(member: &Member, id: i64, form: &Form, result: Result<String, Error>) -> Answer {
    match result {
        Ok(location) => Ok(see(&location)),
        Err(Error::Issues(issues)) => {
            let issues: Vec<Issue> = issues.into_iter().map(at_field).collect();
            refused(&show(member, id, 1, form, &issues).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// The form calls the Treasury's document by a longer name than the action does.
fn at_field(issue: Issue) -> Issue {
    let place = match issue.place.as_str() {
        "document" => "document_number",
        "paid_on" => "document_date",
        other => other,
    };
    Issue { place: place.to_owned(), ..issue }
}

async fn show(
    member: &Member,
    id: i64,
    page: u64,
    form: &Form,
    issues: &[Issue],
) -> Result<StatementPage, Error> {
    let view = read_statements::find(&member.ctx, StatementId(id), page, PAGE_SIZE).await?;
    let lang = member.visit.lang;
    let t = texts(lang);
    let crumbs = vec![Crumb::new(t.common.statements, "/statements"), Crumb::here(&view.number)];
    let mut frame = member.visit.frame(format!("{} {}", t.learner.statement, view.number))?;
    if !issues.is_empty() {
        frame.path = format!("/statements/{id}");
    }
    let value = |name: &str| form.get(name).to_owned();
    let entered = Entered { value: &value, issues, lang };
    let lines = &view.lines;
    Ok(StatementPage {
        frame: frame.crumbs(crumbs).issues(issues),
        state: badge(&view.state, lang),
        head: head(&view, lang),
        totals: totals(&view, lang),
        postings: view.postings.iter().map(|posting| posting_row(posting, lang)).collect(),
        postings_total: (!view.postings.is_empty()).then(|| dong(view.postings_dong, lang)),
        compared: view.compared.as_ref().map(|compared| beside(compared, lang)),
        groups: groups(&view, lang),
        export_link: (lines.total > 0).then(|| format!("/statements/{id}/lines.xlsx")),
        paging: (lines.total > lines.size).then(|| {
            Paging::new(lines.page, lines.size, lines.total, lang, |page| {
                format!("/statements/{id}?page={page}")
            })
        }),
        approval: life::approval(&view.approval, lang),
        pay: may(&view, "pay").then(|| PayForm {
            url: format!("/statements/{id}/pay"),
            document_number: entered.field("document_number"),
            document_date: entered.field("document_date"),
            confirm: t.deeds.pay_confirm.to_owned(),
        }),
        forms: forms(&view, &entered, t),
        hashes: hashes(&view, t),
        pdf_link: None,
    })
}

fn may(view: &StatementView, deed: &str) -> bool {
    view.may.iter().any(|may| may == deed)
}

fn forms(view: &StatementView, entered: &Entered, t: &Texts) -> Vec<SmallForm> {
    let approve = may(view, "approve").then(|| SmallForm {
        url: format!("/statements/{}/approve", view.id),
        heading: t.deeds.approve_statement.to_owned(),
        lead: Some(format!("{} {}", t.deeds.approve_statement_confirm, t.life.approve_lead)),
        hidden: Vec::new(),
        inputs: vec![SmallInput::typed(t.fields.comment, entered.field("comment"))],
        button: t.deeds.approve_statement.to_owned(),
        confirm: Some(t.deeds.approve_statement_confirm.to_owned()),
    });
    let send_back = may(view, "send_back").then(|| send_back_form(view.id, entered, t));
    approve.into_iter().chain(send_back).collect()
}

fn send_back_form(id: i64, entered: &Entered, t: &Texts) -> SmallForm {
    SmallForm {
        url: format!("/statements/{id}/return"),
        heading: t.deeds.send_back.to_owned(),
        lead: Some(t.deeds.send_back_lead.to_owned()),
        hidden: Vec::new(),
        inputs: vec![SmallInput::typed(t.fields.reason, entered.field("reason"))],
        button: t.deeds.send_back.to_owned(),
        confirm: None,
    }
}

fn head(view: &StatementView, lang: Lang) -> Vec<Pair> {
    let t = texts(lang);
    let mut head = vec![
        Pair::new(t.statement.payee, &view.payee.name),
        Pair::new(t.statement.order, &view.order_number).link(format!("/orders/{}", view.order_id)),
        Pair::new(t.statement.period, period(&view.period, lang)).note(name(&view.kind, lang)),
    ];
    for event in &view.events {
        let pair = Pair::new(event.state.name.get(lang), format!("{}, {}", event.by, day(event.on)));
        head.push(if event.note.is_empty() { pair } else { pair.note(&event.note) });
    }
    head
}

fn totals(view: &StatementView, lang: Lang) -> Vec<Total> {
    let t = texts(lang);
    let (d, sums) = (&t.deeds, &view.totals);
    let total = |label: &str, amount: i64, note: Option<&str>, strong: bool| Total {
        label: label.to_owned(),
        amount: dong(amount, lang),
        note: note.map(str::to_owned),
        strong,
    };
    let added = if sums.lines_add_up { d.lines_add_up } else { d.lines_do_not_add_up };
    let first = match view.kind.code.as_str() {
        "advance" => total(d.advance_gross, sums.gross_dong, None, false),
        _ => total(d.gross, sums.gross_dong, Some(added), false),
    };
    let mut totals = vec![first];
    for (label, amount) in
        [(t.statement.advance_recovered, sums.advance_recovered_dong), (d.set_off, sums.set_off_dong)]
    {
        if amount != 0 {
            totals.push(total(label, -amount, None, false));
        }
    }
    totals.push(total(t.statement.payable, sums.payable_dong, None, true));
    if sums.to_recover_dong != 0 {
        let by = sums.to_recover_by.map(|by| format!("{} {}", d.come_back_by, day(by)));
        totals.push(total(d.newly_to_recover, sums.to_recover_dong, by.as_deref(), true));
    }
    totals
}

fn posting_row(posting: &views::PostingView, lang: Lang) -> Posting {
    Posting {
        debit: posting.debit.name.get(lang).to_owned(),
        credit: posting.credit.name.get(lang).to_owned(),
        amount: dong(posting.amount_dong, lang),
    }
}

fn beside(compared: &ComparedView, lang: Lang) -> Compared {
    let row = |component: String, parts: &[ComparedPart]| {
        let lines = |of: fn(&ComparedPart) -> u64| count(parts.iter().map(of).sum(), lang);
        let sum = |of: fn(&ComparedPart) -> i64| dong(parts.iter().map(of).sum(), lang);
        ComparedRow {
            component,
            before_lines: lines(|part| part.before_lines),
            before: sum(|part| part.before_dong),
            now_lines: lines(|part| part.now_lines),
            now: sum(|part| part.now_dong),
            change: sum(|part| part.change_dong),
            to_date: sum(|part| part.to_date_dong),
        }
    };
    let mut rows: Vec<ComparedRow> = compared
        .parts
        .iter()
        .map(|part| row(part.title.get(lang).to_owned(), std::slice::from_ref(part)))
        .collect();
    if rows.len() > 1 {
        rows.push(row(String::new(), &compared.parts));
    }
    let previous = |previous: &PreviousView| {
        Pair::new(period(&previous.period, lang), &previous.number)
            .link(format!("/statements/{}", previous.id))
    };
    Compared { previous: compared.previous.as_ref().map(previous), rows }
}

/// The parts that have a line on this page, each with the sum of the whole part.
fn groups(view: &StatementView, lang: Lang) -> Vec<LineGroup> {
    let line = |line: &views::StatementLine| StatementLine {
        learner: line.full_name.clone(),
        learner_link: Some(format!("/learners/{}", line.learner_id)),
        cohort: line.cohort.clone(),
        reason: line.reason.get(lang).to_owned(),
        amount: dong(line.amount_dong, lang),
        link: format!("/lines/{}", line.id),
    };
    let group = |part: &views::PartView| {
        let of_part = view.lines.rows.iter().filter(|line| line.part == part.part);
        LineGroup {
            component: part.title.get(lang).to_owned(),
            mark: part.assumed.then_some(Mark::Assumption),
            count: texts(lang).statement.lines_unit.count(part.lines, lang),
            subtotal: dong(part.amount_dong, lang),
            lines: of_part.map(line).collect(),
        }
    };
    view.parts.iter().map(group).filter(|group| !group.lines.is_empty()).collect()
}

fn hashes(view: &StatementView, t: &Texts) -> Vec<Hash> {
    let (d, hashes) = (&t.deeds, &view.hashes);
    let engine = format!("{} · {}", hashes.engine, day(hashes.as_of));
    [
        (d.lines_hash, &hashes.lines_sha256),
        (d.inputs_hash, &hashes.inputs_sha256),
        (d.ledger_hash, &hashes.ledger_head),
        (d.engine, &engine),
    ]
    .into_iter()
    .map(|(label, value)| Hash { label: label.to_owned(), value: value.clone() })
    .collect()
}
