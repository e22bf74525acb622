//! `/payments`: for the office what waits to be paid and the batches; for a payee its own payments and invoices.

use axum::extract::Path;
use domain::{
    ids::StatementId,
    invoice::VatClass,
    issue::Issue,
    permission::{Deed, Scope},
    text::Lang,
};
use frontend::{
    Asks, ChooseForm, ChooseRow, Entry, Listing, PaymentForm, PaymentsPage, Question, WaitingEntry,
    form::{Choice, Entered, Field},
    show::{Badge, Crumb, Pair, Tone},
    texts::texts,
};

use super::{
    show::{badge, capital, day, dong, name},
    taken::{day_entry, dong_entry},
    workbooks::file,
};
use crate::{
    actions::payments::{
        self, Candidate, ConfirmationRow, EntryView, InvoiceDraft, InvoiceView, OwnPayment, Sums,
    },
    error::Error,
    http::{
        forms::{Form, Reader, Sent},
        respond::{Answer, once, page, refused, repeated, see},
        session::Member,
    },
};

pub async fn list(member: Member) -> Answer {
    page(&show(&member, &Form::default(), &[]).await?)
}

pub async fn make(member: Member, form: Form) -> Answer {
    let statements: Vec<StatementId> =
        form.all("statements").filter_map(|id| id.parse().ok()).map(StatementId).collect();
    let (ctx, note) = (member.ctx.clone(), form.get("note").to_owned());
    let deed = async move {
        let id = payments::make(&ctx, &statements, &note).await?;
        Ok(format!("/payments/batches/{id}?done=batch_made"))
    };
    match once(&member, &form, deed).await {
        Ok(location) => Ok(see(&location)),
        Err(Error::Issues(issues)) => refused(&show(&member, &form, &issues).await?),
        Err(error) => Err(error.into()),
    }
}

/// Takes the file and leads to its page; nothing is recorded of its payments yet.
pub async fn receive(member: Member, sent: Sent) -> Answer {
    if !member.ctx.may(Deed::ConfirmPayment, &[]) {
        return Err(Error::Forbidden.into());
    }
    let (name, bytes) = sent.file.unwrap_or_default();
    match payments::receive(&member.ctx, &name, &bytes).await {
        Ok(id) => Ok(see(&format!("/payments/confirmations/{id}"))),
        Err(Error::Issues(issues)) => refused(&show(&member, &sent.form, &issues).await?),
        Err(error) => Err(error.into()),
    }
}

pub async fn assign(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let (ctx, key) = (member.ctx.clone(), form.get(&format!("end_to_end[{id}]")).to_owned());
    let mut reader = Reader::new(&form);
    let amount = reader.dong_or_none(&format!("part[{id}]"));
    if !reader.issues.is_empty() && ctx.may(Deed::ConfirmPayment, &[]) {
        return refused(&show(&member, &form, &reader.issues).await?);
    }
    let deed = async move {
        payments::assign(&ctx, id, &key, amount, "")
            .await
            .map(|()| "/payments?done=entry_assigned".to_owned())
    };
    decided(&member, id, &form, once(&member, &form, deed).await).await
}

pub async fn set_aside(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let (ctx, reason) = (member.ctx.clone(), form.get(&format!("reason[{id}]")).to_owned());
    let deed = async move {
        payments::set_aside(&ctx, id, &reason).await.map(|()| "/payments?done=entry_aside".to_owned())
    };
    decided(&member, id, &form, once(&member, &form, deed).await).await
}

async fn decided(member: &Member, id: i64, form: &Form, result: Result<String, Error>) -> Answer {
    match result {
        Ok(location) => Ok(see(&location)),
        Err(Error::Issues(issues)) => refused(&show(member, form, &at_row(issues, id)).await?),
        Err(error) => Err(error.into()),
    }
}

/// Issues of one of many forms, told at its fields.
pub(super) fn at_row(issues: Vec<Issue>, id: i64) -> Vec<Issue> {
    let moved = |issue: Issue| Issue { place: format!("{}[{id}]", issue.place), ..issue };
    issues.into_iter().map(moved).collect()
}

/// A payee records the invoice of its own statement.
pub async fn invoice(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    if let Some(answer) = repeated(&member, &form).await? {
        return Ok(answer);
    }
    let at = |name: &str| format!("{name}[{id}]");
    let mut reader = Reader::new(&form);
    let draft = InvoiceDraft {
        number: reader.filled(&at("invoice_number")),
        invoiced_on: reader.day(&at("invoiced_on")),
        amount: reader.dong(&at("amount")),
        vat: reader.chosen(&at("vat"), VatClass::parse, VatClass::NotTaxable),
    };
    if !member.ctx.may(Deed::RecordInvoice, &[member.ctx.actor.party]) {
        return Err(Error::Forbidden.into());
    }
    if !reader.issues.is_empty() {
        let issues = reader.issues;
        return refused(&show(&member, &form, &issues).await?);
    }
    let ctx = member.ctx.clone();
    let deed = async move {
        payments::record(&ctx, StatementId(id), draft).await.map(|()| "/payments?done=invoice".to_owned())
    };
    decided(&member, id, &form, once(&member, &form, deed).await).await
}

pub async fn export(member: Member) -> Answer {
    Ok(file(payments::own_file(&member.ctx, member.visit.lang).await?))
}

pub async fn carried(member: Member) -> Answer {
    Ok(file(payments::carried_file(&member.ctx, member.visit.lang).await?))
}

async fn show(member: &Member, form: &Form, issues: &[Issue]) -> Result<PaymentsPage, Error> {
    let lang = member.visit.lang;
    let p = &texts(lang).payments;
    let mut frame = member.visit.frame(p.nav)?;
    "/payments".clone_into(&mut frame.path);
    let frame = frame.issues(issues);
    let value = |name: &str| form.get(name).to_owned();
    if let Scope::Party(_) = member.ctx.scope() {
        let rows = payments::own(&member.ctx).await?;
        let entered = Entered { value: &value, issues, lang };
        return Ok(own(&rows, PaymentsPage::new(frame, p.own_lead), &entered));
    }
    let desk = Office {
        view: payments::overview(&member.ctx).await?,
        year: payments::year(&member.ctx).await?,
        waiting: payments::waiting_entries(&member.ctx).await?,
        received: payments::confirmations(&member.ctx).await?,
    };
    let entered = Entered { value: &value, issues, lang };
    Ok(office(&desk, PaymentsPage::new(frame, p.lead), &entered, form))
}

/// Everything on the office's page.
struct Office {
    view: payments::Overview,
    year: payments::YearView,
    waiting: Vec<EntryView>,
    received: Vec<ConfirmationRow>,
}

fn office(desk: &Office, mut shown: PaymentsPage, entered: &Entered, form: &Form) -> PaymentsPage {
    let lang = entered.lang;
    let t = texts(lang);
    let p = &t.payments;
    let Office { view, year, waiting, received } = desk;
    let ticked: Vec<&str> = form.all("statements").collect();
    let may_make = view.may.contains(&"make");
    let rows: Vec<ChooseRow> =
        view.candidates.iter().map(|found| choose_row(found, &ticked, may_make, lang)).collect();
    shown.banner = year.next.as_ref().map(|(on, left, text)| {
        format!("{}: {} ({}). {}", p.next_day, day(*on), p.days_left.count(left, lang), text.get(lang))
    });
    shown.files = vec![(p.carried_file.to_owned(), "/payments/carried.xlsx".to_owned())];
    let total = dong(view.candidates.iter().map(|found| found.amount_dong).sum(), lang);
    if may_make {
        shown.choose = Some(ChooseForm { rows, total, note: entered.field("note") });
    } else {
        let columns =
            [t.statement.number, t.statement.payee, t.statement.order, t.fields.amount, p.invoice, p.due];
        let listing = Listing::new(p.candidates, &columns, p.no_candidates).figures(&[3]);
        let told = |row: ChooseRow| {
            vec![
                Entry::new(row.number).link(row.link).note(row.kind),
                Entry::data(row.payee).note(row.account),
                Entry::new(row.order).link(row.order_link),
                Entry::new(row.amount.0),
                Entry::new(row.invoice).note(row.refusals.join(" ")),
                Entry::new(row.due),
            ]
        };
        shown.tables.push(listing.rows(rows.into_iter().map(told).collect()));
    }
    if view.may.contains(&"confirm") {
        shown.waiting = waiting.iter().map(|entry| waiting_entry(entry, entered)).collect();
    } else if !waiting.is_empty() {
        shown.tables.push(entries(p.waiting, waiting, lang));
    }
    let columns = [p.batch, p.made_on, t.fields.state, p.payments, p.in_batch, p.paid, p.returned, p.open];
    let batches = Listing::new(p.batches, &columns, p.no_batches).figures(&[3, 4, 5, 6, 7]);
    let row = |batch: &payments::BatchRow| {
        vec![
            Entry::new(&batch.number).link(format!("/payments/batches/{}", batch.id)),
            Entry::new(day(batch.made_on)),
            Entry::badge(batch_badge(&batch.state, &batch.sums, lang)),
            Entry::new(batch.lines.to_string()),
            Entry::new(dong(batch.sums.sent_dong, lang).0),
            Entry::new(dong(batch.sums.paid_dong, lang).0),
            Entry::new(dong(batch.sums.returned_dong, lang).0),
            Entry::new(dong(batch.sums.open_dong, lang).0),
        ]
    };
    shown.tables.push(batches.rows(view.batches.iter().map(row).collect()));
    let columns = [p.confirmation, p.format, p.received_on, t.fields.state];
    let files = Listing::new(p.confirmations, &columns, p.no_confirmations);
    let row = |file: &ConfirmationRow| {
        vec![
            Entry::data(&file.name).link(format!("/payments/confirmations/{}", file.id)),
            Entry::data(&file.format),
            Entry::new(day(file.received_on)).note(&file.by),
            Entry::badge(badge_of_file(file, lang)),
        ]
    };
    shown.tables.push(files.rows(received.iter().map(row).collect()));
    shown.tables.extend(year_tables(year, lang));
    if view.may.contains(&"confirm") {
        shown.forms.push(import_form(entered));
    }
    shown
}

pub(super) fn import_form(entered: &Entered) -> PaymentForm {
    let t = texts(entered.lang);
    PaymentForm {
        url: "/payments/confirmations".to_owned(),
        heading: t.payments.import.to_owned(),
        lead: t.payments.import_lead.to_owned(),
        open: !entered.errors("file").is_empty(),
        inputs: vec![Question::new(t.fields.file, entered.field("file"), Asks::File)],
        button: t.payments.look.to_owned(),
    }
}

fn year_tables(year: &payments::YearView, lang: Lang) -> [Listing; 2] {
    let t = texts(lang);
    let p = &t.payments;
    let days = Listing::new(format!("{} {}", p.year_end, year.year), &[p.day, p.meaning, t.fields.state], "");
    let days = days.rows(
        year.days
            .iter()
            .map(|(on, passed, text)| {
                let state = if *passed { p.passed } else { "" };
                vec![Entry::new(day(*on)), Entry::new(text.get(lang)), Entry::new(state)]
            })
            .collect(),
    );
    let columns = [
        t.statement.order,
        t.fields.provider,
        t.fields.fiscal_year,
        t.programme.ordered,
        t.programme.accepted,
        p.paid,
        p.left,
        p.advance,
    ];
    let carried = Listing::new(p.carried, &columns, p.none_carried).figures(&[3, 4, 5, 6, 7]).lead(format!(
        "{} {}.",
        p.carried_lead,
        day(year.as_of)
    ));
    let row = |row: &payments::CarriedRow| {
        vec![
            Entry::new(&row.number).link(format!("/orders/{}", row.order_id)),
            Entry::data(&row.provider),
            Entry::new(row.budget_year.to_string()).note(day(row.ends_on)),
            Entry::new(dong(row.value_dong, lang).0),
            Entry::new(dong(row.accepted_dong, lang).0),
            Entry::new(dong(row.paid_dong, lang).0),
            Entry::new(dong(row.left_dong, lang).0),
            Entry::new(dong(row.advance_dong, lang).0),
        ]
    };
    [days, carried.rows(year.rows.iter().map(row).collect())]
}

fn choose_row(found: &Candidate, ticked: &[&str], may_make: bool, lang: Lang) -> ChooseRow {
    ChooseRow {
        id: found.statement,
        number: found.number.clone(),
        link: format!("/statements/{}", found.statement),
        kind: name(&found.kind, lang),
        order: found.order_number.clone(),
        order_link: format!("/orders/{}", found.order_id),
        payee: found.payee.name.clone(),
        account: [found.account.as_str(), found.bank.as_str()].join(" ").trim().to_owned(),
        amount: dong(found.amount_dong, lang),
        invoice: invoice_said(found.invoice.as_ref(), lang),
        charge: found.charge.as_ref().map_or_else(String::new, |charge| capital(charge.get(lang))),
        due: found.due_on.map_or_else(String::new, day),
        ticked: may_make && ticked.contains(&found.statement.to_string().as_str()),
        refusals: found.refusals.iter().map(|text| text.get(lang).to_owned()).collect(),
    }
}

fn invoice_said(invoice: Option<&InvoiceView>, lang: Lang) -> String {
    let none = texts(lang).payments.no_invoice;
    invoice.map_or_else(|| none.to_owned(), |found| format!("{}, {}", found.number, day(found.invoiced_on)))
}

fn waiting_entry(entry: &EntryView, entered: &Entered) -> WaitingEntry {
    let lang = entered.lang;
    let t = texts(lang);
    let p = &t.payments;
    let field = |name: &str| -> Field { entered.field(&format!("{name}[{}]", entry.id)) };
    let mut head = vec![
        Pair::new(p.confirmation, format!("{} · {} {}", entry.confirmation, p.entry_number, entry.position))
            .link(format!("/payments/confirmations/{}", entry.confirmation)),
        Pair::new(p.document, &entry.reference).note(day(entry.booked_on)),
        Pair::new(t.statement.payee, &entry.name).note(&entry.account),
    ];
    if !entry.end_to_end.is_empty() {
        head.push(Pair::new(p.key, &entry.end_to_end));
    }
    if !entry.reason.is_empty() {
        head.push(Pair::new(t.fields.reason, &entry.reason));
    }
    if !entry.note.is_empty() {
        head.push(Pair::new(p.disputed, &entry.note));
    }
    if !entry.given.is_empty() {
        let given: Vec<String> = entry.given.iter().map(|part| part_said(part, lang)).collect();
        head.push(Pair::new(p.given, given.join("; ")));
        head.push(Pair::new(p.entry_left, format!("{} đ", dong(entry.left_dong, lang).0)));
    }
    WaitingEntry {
        heading: capital(entry.what.get(lang)),
        amount: dong(entry.amount_dong, lang),
        why: entry.why.as_ref().map_or_else(String::new, |why| why.get(lang).to_owned()),
        head,
        proposed: entry.parts.iter().map(|part| part_said(part, lang)).collect(),
        assign_url: format!("/payments/entries/{}/assign", entry.id),
        key: field("end_to_end"),
        part: field("part"),
        aside_url: format!("/payments/entries/{}/set-aside", entry.id),
        reason: field("reason"),
    }
}

fn part_said(part: &payments::ProposedView, lang: Lang) -> String {
    format!(
        "{} · {} · {}: {} {} đ",
        part.end_to_end,
        part.payee,
        part.statement_number,
        part.what.get(lang),
        dong(part.amount_dong, lang).0
    )
}

/// Entries with what each does.
pub(super) fn entries(heading: &str, rows: &[EntryView], lang: Lang) -> Listing {
    let t = texts(lang);
    let p = &t.payments;
    let columns = [p.entry, p.result, t.fields.amount, p.booked_on, p.document, p.does, t.fields.state];
    let row = |entry: &EntryView| {
        let mut does: Vec<String> =
            entry.given.iter().chain(&entry.parts).map(|part| part_said(part, lang)).collect();
        if entry.state.code == "waiting" && !entry.given.is_empty() {
            does.push(format!("{}: {} đ", p.entry_left, dong(entry.left_dong, lang).0));
        }
        let why = entry.why.as_ref().map_or("", |why| why.get(lang));
        vec![
            Entry::data(format!("{} {}", entry.position, entry.name))
                .note(format!("{} {}", entry.end_to_end, entry.account)),
            Entry::new(capital(entry.what.get(lang))).note(&entry.reason),
            Entry::new(dong(entry.amount_dong, lang).0),
            Entry::new(day(entry.booked_on)),
            Entry::data(&entry.reference),
            Entry::data(does.join("; ")),
            Entry::badge(Badge::new(entry.state.name.get(lang), entry_tone(&entry.state.code)))
                .note(format!("{why} {}", entry.note).trim()),
        ]
    };
    Listing::new(heading, &columns, p.no_entries).figures(&[2]).rows(rows.iter().map(row).collect())
}

fn entry_tone(state: &str) -> Tone {
    match state {
        "matched" | "assigned" => Tone::Good,
        "waiting" => Tone::Waiting,
        _ => Tone::Plain,
    }
}

pub(super) fn badge_of_file(file: &ConfirmationRow, lang: Lang) -> Badge {
    let tone = match file.state.code.as_str() {
        "received" => Tone::Waiting,
        "accepted" => Tone::Good,
        _ => Tone::Plain,
    };
    Badge::new(file.state.name.get(lang), tone)
}

/// A batch that was sent and of which nothing is awaited is reconciled.
pub(super) fn batch_badge(state: &crate::actions::views::Coded, sums: &Sums, lang: Lang) -> Badge {
    let tone = match state.code.as_str() {
        "made" | "approved" => Tone::Waiting,
        "sent" if sums.open_dong == 0 => Tone::Good,
        "sent" => Tone::Active,
        _ => Tone::Plain,
    };
    Badge::new(state.name.get(lang), tone)
}

fn own(rows: &[OwnPayment], mut shown: PaymentsPage, entered: &Entered) -> PaymentsPage {
    let lang = entered.lang;
    let t = texts(lang);
    let p = &t.payments;
    let columns = [
        t.statement.number,
        t.statement.order,
        t.statement.payable,
        p.paid,
        p.invoice,
        p.due,
        t.fields.state,
    ];
    let listing = Listing::new(p.own, &columns, p.none_own).figures(&[2, 3]);
    let row = |row: &OwnPayment| {
        let wrong = row.invoice.iter().flat_map(|invoice| &invoice.mismatches);
        let wrong: Vec<&str> = wrong.map(|text| text.get(lang)).collect();
        let invoice = match (&row.invoice, row.expected_dong) {
            (None, 0) => Entry::new(p.not_needed),
            (None, _) => Entry::new(p.no_invoice),
            (Some(found), _) if wrong.is_empty() => Entry::data(&found.number).note(p.matched),
            (Some(found), _) => Entry::data(&found.number).note(wrong.join(" ")),
        };
        vec![
            Entry::new(&row.number)
                .link(format!("/statements/{}", row.statement))
                .note(name(&row.kind, lang)),
            Entry::new(&row.order_number).link(format!("/orders/{}", row.order_id)),
            Entry::new(dong(row.payable_dong, lang).0),
            Entry::new(dong(row.paid_dong, lang).0),
            invoice,
            Entry::new(row.due_on.map_or_else(String::new, day)),
            Entry::badge(badge(&row.state, lang)).note(returned_said(&row.sums, lang)),
        ]
    };
    shown.files = vec![(t.common.export.to_owned(), "/payments.xlsx".to_owned())];
    shown.tables.push(listing.rows(rows.iter().map(row).collect()));
    shown.forms = rows.iter().filter(|row| row.may_invoice).map(|row| invoice_form(row, entered)).collect();
    shown
}

fn returned_said(sums: &Sums, lang: Lang) -> String {
    match sums.returned_dong {
        0 => String::new(),
        returned => format!("{} {} đ", texts(lang).payments.returned, dong(returned, lang).0),
    }
}

fn invoice_form(row: &OwnPayment, entered: &Entered) -> PaymentForm {
    let lang = entered.lang;
    let t = texts(lang);
    let p = &t.payments;
    let field = |name: &str| entered.field(&format!("{name}[{}]", row.statement));
    let choices = VatClass::ALL
        .into_iter()
        .map(|class| Choice::new(class.as_str(), capital(class.name().get(lang))))
        .collect();
    let names = ["invoice_number", "invoiced_on", "amount", "vat", "state"];
    let open = names.iter().any(|name| !field(name).errors.is_empty());
    PaymentForm {
        url: format!("/statements/{}/invoice", row.statement),
        heading: format!("{} {}", p.record, row.number),
        lead: format!("{} {} đ.", p.record_lead, dong(row.expected_dong, lang).0),
        open,
        inputs: vec![
            Question::new(t.fields.invoice_number, field("invoice_number"), Asks::Text),
            Question::new(t.fields.invoiced_on, field("invoiced_on"), Asks::Day),
            Question::new(t.fields.amount, field("amount"), Asks::Text),
            Question::new(t.fields.vat, field("vat"), Asks::Choice(choices)),
        ],
        button: p.record.to_owned(),
    }
}

pub(super) fn crumbs(lang: Lang, here: &str) -> Vec<Crumb> {
    vec![Crumb::new(texts(lang).payments.nav, "/payments"), Crumb::here(here)]
}

/// The clock of an order of short courses.
pub(super) fn clock(rows: &[payments::ClockView], lang: Lang) -> Option<Listing> {
    let t = texts(lang);
    let p = &t.payments;
    if rows.is_empty() {
        return None;
    }
    let columns = [
        t.statement.number,
        p.approved_on,
        p.complete_on,
        p.due,
        t.statement.payable,
        p.paid,
        t.fields.state,
    ];
    let row = |row: &payments::ClockView| {
        let (said, tone) = match (row.is_paid, row.complete_on, row.is_overdue) {
            (true, ..) => (p.paid, Tone::Good),
            (_, None, _) => (p.awaits_invoice, Tone::Waiting),
            (.., true) => (p.overdue, Tone::Bad),
            _ => (p.on_time, Tone::Active),
        };
        vec![
            Entry::new(&row.number)
                .link(format!("/statements/{}", row.statement))
                .note(name(&row.kind, lang)),
            row.approved_on.map_or_else(Entry::default, day_entry),
            row.complete_on.map_or_else(Entry::default, day_entry),
            row.due_on.map_or_else(Entry::default, day_entry),
            dong_entry(row.payable_dong, lang),
            dong_entry(row.paid_dong, lang),
            Entry::badge(Badge::new(said, tone)),
        ]
    };
    let listing = Listing::new(p.clock, &columns, "").figures(&[4, 5]).lead(p.clock_lead);
    Some(listing.rows(rows.iter().map(row).collect()))
}
