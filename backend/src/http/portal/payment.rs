//! `/payments/batches/{id}` and `/payments/confirmations/{id}`: one batch and one file, each with the sums that show that
//! nothing is missing.

use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use domain::{issue::Issue, text::Lang};
use frontend::{
    AddedUp, Entry, Listing, PaymentsPage,
    form::{Entered, SmallForm, SmallInput},
    show::{Action, Badge, Pair, Tone},
    texts::texts,
};

use super::{
    papers::shown as printed_file,
    payments::{at_row, badge_of_file, batch_badge, crumbs, entries, import_form},
    show::{capital, day, dong, encoded_name},
    workbooks::file,
};
use crate::{
    actions::{
        papers,
        payments::{self, BatchView, ConfirmationView, LineView},
    },
    error::Error,
    http::{
        forms::Form,
        respond::{Answer, once, page, refused, see},
        session::Member,
    },
};

pub async fn batch(member: Member, Path(id): Path<i64>) -> Answer {
    page(&show_batch(&member, id, &Form::default(), &[]).await?)
}

pub async fn release(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let (ctx, comment) = (member.ctx.clone(), form.get("comment").to_owned());
    let deed =
        async move { payments::release(&ctx, id, &comment).await.map(|()| done(id, "batch_released")) };
    answer(&member, id, &form, once(&member, &form, deed).await).await
}

pub async fn discard(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let (ctx, reason) = (member.ctx.clone(), form.get("reason").to_owned());
    let deed =
        async move { payments::discard(&ctx, id, &reason).await.map(|()| done(id, "batch_discarded")) };
    answer(&member, id, &form, once(&member, &form, deed).await).await
}

pub async fn send(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let ctx = member.ctx.clone();
    let deed = async move { payments::send(&ctx, id, "").await.map(|()| done(id, "batch_sent")) };
    answer(&member, id, &form, once(&member, &form, deed).await).await
}

pub async fn withdraw(member: Member, Path((id, line)): Path<(i64, i64)>, form: Form) -> Answer {
    let (ctx, reason) = (member.ctx.clone(), form.get(&format!("reason[{line}]")).to_owned());
    let deed = async move {
        payments::withdraw(&ctx, line, &reason).await.map(|batch| done(batch, "payment_withdrawn"))
    };
    match once(&member, &form, deed).await {
        Err(Error::Issues(issues)) => refused(&show_batch(&member, id, &form, &at_row(issues, line)).await?),
        other => answer(&member, id, &form, other).await,
    }
}

pub async fn withdraw_one(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let (ctx, key) = (member.ctx.clone(), form.get("end_to_end").to_owned());
    let reason = form.get("withdraw_reason").to_owned();
    let deed = async move {
        payments::withdraw_by_key(&ctx, id, &key, &reason)
            .await
            .map(|batch| done(batch, "payment_withdrawn"))
            .map_err(|error| at_reason(error, "withdraw_reason"))
    };
    answer(&member, id, &form, once(&member, &form, deed).await).await
}

pub async fn table(member: Member, Path(id): Path<i64>) -> Answer {
    Ok(file(payments::batch_file(&member.ctx, id, member.visit.lang).await?))
}

pub async fn template(member: Member, Path(id): Path<i64>) -> Answer {
    Ok(file(payments::template(&member.ctx, id, member.visit.lang).await?))
}

/// The list of payments as a PDF, shown in the browser.
pub async fn printed(member: Member, Path(id): Path<i64>) -> Answer {
    Ok(printed_file(papers::of_batch(&member.ctx, id).await?))
}

pub async fn order_to_pay(member: Member, Path(id): Path<i64>) -> Answer {
    let file = payments::order_to_pay(&member.ctx, id).await?;
    let kept = format!("attachment; filename=\"{}\"", encoded_name(&file.name));
    let headers = [(header::CONTENT_TYPE, "application/xml".to_owned()), (header::CONTENT_DISPOSITION, kept)];
    let response: Response = (headers, file.bytes).into_response();
    Ok(response)
}

fn done(id: i64, what: &str) -> String {
    format!("/payments/batches/{id}?done={what}")
}

async fn answer(member: &Member, id: i64, form: &Form, result: Result<String, Error>) -> Answer {
    match result {
        Ok(location) => Ok(see(&location)),
        Err(Error::Issues(issues)) => refused(&show_batch(member, id, form, &issues).await?),
        Err(error) => Err(error.into()),
    }
}

async fn show_batch(member: &Member, id: i64, form: &Form, issues: &[Issue]) -> Result<PaymentsPage, Error> {
    let lang = member.visit.lang;
    let p = &texts(lang).payments;
    let view = payments::batch(&member.ctx, id).await?;
    let title = format!("{} {}", p.batch, view.number);
    let mut frame = member.visit.frame(&title)?.crumbs(crumbs(lang, &view.number));
    if !issues.is_empty() {
        frame.path = format!("/payments/batches/{id}");
    }
    let value = |name: &str| form.get(name).to_owned();
    let entered = Entered { value: &value, issues, lang };
    let mut shown = PaymentsPage::new(frame.issues(issues), view.note.clone());
    shown.state = Some(batch_badge(&view.state, &view.sums, lang));
    for event in &view.events {
        let pair = Pair::new(event.state.name.get(lang), format!("{}, {}", event.by, day(event.on)));
        shown.head.push(if event.note.is_empty() { pair } else { pair.note(&event.note) });
    }
    if view.is_out {
        let at = |what: &str| format!("/payments/batches/{id}/{what}");
        shown.files.push((p.file_pdf.to_owned(), at("list.pdf")));
        shown.files.push((p.file_xlsx.to_owned(), at("table.xlsx")));
        if view.to_banks {
            shown.files.push((p.file_pain.to_owned(), at("pain.001.xml")));
        }
        shown.files.push((p.file_template.to_owned(), at("template.xlsx")));
    }
    shown.small = deeds(&view, &entered);
    shown.sums = Some(sums(&view, lang));
    shown.tables.push(lines(&view, lang));
    if view.may.contains(&"import") {
        shown.forms.push(import_form(&entered));
    }
    Ok(shown)
}

fn deeds(view: &BatchView, entered: &Entered) -> Vec<SmallForm> {
    let t = texts(entered.lang);
    let p = &t.payments;
    let form = |what: &str, heading: &str, lead: &str, inputs: Vec<SmallInput>| SmallForm {
        url: format!("/payments/batches/{}/{what}", view.id),
        heading: heading.to_owned(),
        lead: Some(lead.to_owned()),
        hidden: Vec::new(),
        inputs,
        button: heading.to_owned(),
        confirm: None,
    };
    let may = |deed: &str| view.may.contains(&deed);
    let mut forms = Vec::new();
    if may("release") {
        let inputs = vec![SmallInput::typed(t.fields.comment, entered.field("comment"))];
        let release = form("release", p.release, p.release_lead, inputs);
        forms.push(SmallForm { confirm: Some(p.release_confirm.to_owned()), ..release });
    }
    if may("send") {
        let send = form("send", p.send, p.send_lead, Vec::new());
        forms.push(SmallForm { confirm: Some(p.send_confirm.to_owned()), ..send });
    }
    if may("discard") {
        let inputs = vec![SmallInput::typed(t.fields.reason, entered.field("reason"))];
        forms.push(form("discard", p.discard, p.discard_lead, inputs));
    }
    for line in
        view.lines.iter().filter(|line| line.may_withdraw && line.sums.open_dong != line.sums.sent_dong)
    {
        let input = SmallInput::typed(t.fields.reason, entered.field(&format!("reason[{}]", line.id)));
        forms.push(SmallForm {
            url: format!("/payments/batches/{}/lines/{}/withdraw", view.id, line.id),
            heading: format!(
                "{}: {} {} đ",
                p.withdraw,
                line.end_to_end,
                dong(line.sums.open_dong, entered.lang).0
            ),
            ..form("", p.withdraw, p.withdraw_lead, vec![input])
        });
    }
    // What nothing was heard of at all; there may be hundreds, so that one form does for all.
    if view.lines.iter().any(|line| line.may_withdraw && line.sums.open_dong == line.sums.sent_dong) {
        let inputs = vec![
            SmallInput::typed(p.key, entered.field("end_to_end")),
            SmallInput::typed(t.fields.reason, entered.field("withdraw_reason")),
        ];
        forms.push(form("withdraw", p.withdraw_one, p.withdraw_one_lead, inputs));
    }
    forms
}

fn sums(view: &BatchView, lang: Lang) -> AddedUp {
    let p = &texts(lang).payments;
    let sums = &view.sums;
    let row = |label: &str, amount: i64| (label.to_owned(), String::new(), dong(amount, lang));
    AddedUp {
        heading: p.reconciled.to_owned(),
        lead: p.reconciled_lead.to_owned(),
        rows: vec![
            row(p.paid, sums.paid_dong),
            row(p.returned, sums.returned_dong),
            row(p.withdrawn, sums.withdrawn_dong),
            row(p.open, sums.open_dong),
        ],
        total: (p.in_batch.to_owned(), dong(sums.sent_dong, lang)),
        holds: sums.adds_up(),
    }
}

fn lines(view: &BatchView, lang: Lang) -> Listing {
    let t = texts(lang);
    let p = &t.payments;
    let columns = [
        p.key,
        t.statement.payee,
        p.account,
        t.statement.number,
        p.in_batch,
        p.paid,
        p.returned,
        p.open,
        t.fields.state,
    ];
    let row = |line: &LineView| {
        let told: Vec<&str> = line.told.iter().map(|text| text.get(lang)).collect();
        vec![
            Entry::data(&line.end_to_end).note(capital(line.charge.get(lang))),
            Entry::data(&line.payee),
            Entry::data(&line.account).note(&line.bank),
            Entry::new(&line.statement_number)
                .link(format!("/statements/{}", line.statement))
                .note(&line.order_number),
            Entry::new(dong(line.sums.sent_dong, lang).0),
            Entry::new(dong(line.sums.paid_dong, lang).0),
            Entry::new(dong(line.sums.returned_dong, lang).0),
            Entry::new(dong(line.sums.open_dong, lang).0),
            Entry::badge(Badge::new(line.state.name.get(lang), tone(&line.state.code))).note(told.join("; ")),
        ]
    };
    Listing::new(p.payments, &columns, "").figures(&[4, 5, 6, 7]).rows(view.lines.iter().map(row).collect())
}

fn tone(state: &str) -> Tone {
    match state {
        "paid" => Tone::Good,
        "awaited" | "part" | "made" | "approved" => Tone::Waiting,
        "returned" | "part_ended" => Tone::Bad,
        _ => Tone::Plain,
    }
}

pub async fn confirmation(member: Member, Path(id): Path<i64>) -> Answer {
    page(&show_file(&member, id, &Form::default(), &[]).await?)
}

pub async fn accept(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let ctx = member.ctx.clone();
    let deed = async move {
        payments::accept(&ctx, id)
            .await
            .map(|()| format!("/payments/confirmations/{id}?done=confirmation_taken"))
    };
    of_file(&member, id, &form, once(&member, &form, deed).await).await
}

pub async fn drop_file(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let (ctx, reason) = (member.ctx.clone(), form.get("reason").to_owned());
    let deed = async move {
        payments::discard_confirmation(&ctx, id, &reason)
            .await
            .map(|()| format!("/payments/confirmations/{id}?done=confirmation_discarded"))
    };
    of_file(&member, id, &form, once(&member, &form, deed).await).await
}

/// What was taken for recorded before is another payment: it goes to those that wait.
pub async fn dispute(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let (ctx, reason) = (member.ctx.clone(), form.get("dispute_reason").to_owned());
    let position = form.get("position").parse().unwrap_or_default();
    let deed = async move {
        payments::dispute(&ctx, id, position, &reason)
            .await
            .map(|()| "/payments?done=entry_disputed".to_owned())
            .map_err(|error| at_reason(error, "dispute_reason"))
    };
    of_file(&member, id, &form, once(&member, &form, deed).await).await
}

/// The page has another form with a reason.
fn at_reason(error: Error, field: &str) -> Error {
    let moved = |issue: Issue| match issue.place.as_str() {
        "reason" => Issue { place: field.to_owned(), ..issue },
        _ => issue,
    };
    match error {
        Error::Issues(issues) => Error::Issues(issues.into_iter().map(moved).collect()),
        error => error,
    }
}

async fn of_file(member: &Member, id: i64, form: &Form, result: Result<String, Error>) -> Answer {
    match result {
        Ok(location) => Ok(see(&location)),
        Err(Error::Issues(issues)) => refused(&show_file(member, id, form, &issues).await?),
        Err(error) => Err(error.into()),
    }
}

async fn show_file(member: &Member, id: i64, form: &Form, issues: &[Issue]) -> Result<PaymentsPage, Error> {
    let lang = member.visit.lang;
    let t = texts(lang);
    let p = &t.payments;
    let view = payments::confirmation(&member.ctx, id).await?;
    let title = format!("{} {id}", p.confirmation);
    let mut frame = member.visit.frame(&title)?.crumbs(crumbs(lang, &title));
    if !issues.is_empty() {
        frame.path = format!("/payments/confirmations/{id}");
    }
    let value = |name: &str| form.get(name).to_owned();
    let entered = Entered { value: &value, issues, lang };
    let mut shown = PaymentsPage::new(frame.issues(issues), "");
    shown.state = Some(badge_of_file(&view.row, lang));
    shown.head = vec![
        Pair::new(t.fields.file, &view.row.name).note(&view.row.format),
        Pair::new(p.received_on, format!("{}, {}", view.row.by, day(view.row.received_on))),
        Pair::new("SHA-256", &view.sha256).note(&view.message),
    ];
    if view.may_decide {
        shown.actions.push(Action {
            url: format!("/payments/confirmations/{id}/accept"),
            label: p.take.to_owned(),
            confirm: Some(p.take_confirm.to_owned()),
            primary: true,
        });
        shown.small.push(SmallForm {
            url: format!("/payments/confirmations/{id}/discard"),
            heading: p.discard.to_owned(),
            lead: None,
            hidden: Vec::new(),
            inputs: vec![SmallInput::typed(t.fields.reason, entered.field("reason"))],
            button: p.discard.to_owned(),
            confirm: None,
        });
    }
    if view.may_handle && view.entries.iter().any(|entry| entry.state.code == "already") {
        shown.small.push(SmallForm {
            url: format!("/payments/confirmations/{id}/dispute"),
            heading: p.dispute.to_owned(),
            lead: Some(p.dispute_lead.to_owned()),
            hidden: Vec::new(),
            inputs: vec![
                SmallInput::typed(p.position, entered.field("position")),
                SmallInput::typed(t.fields.reason, entered.field("dispute_reason")),
            ],
            button: p.dispute.to_owned(),
            confirm: None,
        });
    }
    shown.sums = Some(places(&view, lang));
    shown.tables.push(entries(p.entry, &view.entries, lang));
    Ok(shown)
}

fn places(view: &ConfirmationView, lang: Lang) -> AddedUp {
    let p = &texts(lang).payments;
    let row = |(state, count, amount): &(crate::actions::views::Coded, usize, i64)| {
        (
            capital(state.name.get(lang)),
            p.entries.count(u64::try_from(*count).unwrap_or(u64::MAX), lang),
            dong(*amount, lang),
        )
    };
    AddedUp {
        heading: p.places.to_owned(),
        lead: p.places_lead.to_owned(),
        rows: view.places.iter().map(row).collect(),
        total: (p.of_file.to_owned(), dong(view.total_dong, lang)),
        holds: view.adds_up,
    }
}
