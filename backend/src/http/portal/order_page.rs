//! The page of an order, as its struct wants it.

use domain::{ids::OrderId, issue::Issue, permission::Scope, text::Lang};
use frontend::{
    CohortRow, Event, Gate, OrderLineRow, OrderPage, OrderStatementRow,
    form::{Choice, Entered, SmallForm, SmallInput},
    show::{Action, Crumb, Mark, Pair, count},
    texts::{Texts, texts},
};

use super::{
    life,
    show::{badge, capital, day, days, dong, identities, mark, name, period},
    workbooks,
};
use crate::{
    actions::{
        Ctx, choices, payments, read_orders,
        views::{self, OrderView, PartyName},
    },
    error::Error,
    http::{forms::Form, session::Member},
};

pub async fn show(member: &Member, id: i64, form: &Form, issues: &[Issue]) -> Result<OrderPage, Error> {
    let view = read_orders::find(&member.ctx, OrderId(id)).await?;
    let lang = member.visit.lang;
    let t = texts(lang);
    let crumbs = vec![Crumb::new(t.common.orders, "/orders"), Crumb::here(&view.number)];
    let mut frame = member.visit.frame(format!("{} {}", t.fields.order, view.number))?;
    frame.path = format!("/orders/{id}");
    let enterprises = match may(&view, "add_host") {
        true => choices::enterprises(&member.ctx).await?,
        false => Vec::new(),
    };
    let clocks = payments::clocks(&member.ctx, OrderId(id)).await?;
    let workbooks = workbooks::on_order(member, &view).await?;
    let value = |name: &str| form.get(name).to_owned();
    let entered = Entered { value: &value, issues, lang };
    Ok(OrderPage {
        frame: frame.crumbs(crumbs).issues(issues),
        state: badge(&view.state, lang),
        head: head(&view, &member.ctx, lang),
        gates: view.gates.iter().map(|gate| gate_row(gate, view.lines.len(), lang)).collect(),
        lines: view.lines.iter().map(|line| line_row(line, lang)).collect(),
        cohorts: view.cohorts.iter().map(|cohort| cohort_row(cohort, lang)).collect(),
        money: identities(&view.volume, &view.position, lang),
        statements: view.statements.iter().map(|statement| statement_row(statement, lang)).collect(),
        events: view.events.iter().map(|event| event_row(event, lang)).collect(),
        approval: life::approval(&view.approval, lang),
        comparison: view.comparison.as_ref().map(|comparison| life::comparison(comparison, lang)),
        proposal: life::proposal(&view, lang),
        amendments: life::amendments(&view, &entered),
        links: links(&view, t),
        papers_link: format!("/orders/{id}/papers"),
        export_link: format!("/orders/{id}/order.xlsx"),
        ledger_link: format!("/orders/{id}/ledger.xlsx"),
        actions: actions(&view, t),
        forms: forms(&view, &enterprises, &entered, t),
        clock: super::payments::clock(&clocks, lang),
        workbooks,
        money_link: matches!(view.state.code.as_str(), "accepted" | "closed")
            .then(|| format!("/orders/{id}/money"))
            .filter(|_| own(&view, &member.ctx)),
        minutes_link: view.has_minutes.then(|| format!("/orders/{id}/minutes.pdf")),
    })
}

/// A host is paid by its own statements and has no such page.
fn own(view: &OrderView, ctx: &Ctx) -> bool {
    match ctx.scope() {
        Scope::Party(party) => view.provider.id == party.0,
        Scope::Everything => true,
        Scope::Learner(_) => false,
    }
}

pub fn head(view: &OrderView, ctx: &Ctx, lang: Lang) -> Vec<Pair> {
    let t = texts(lang);
    let provider = Pair::new(t.fields.provider, &view.provider.name);
    let form = match view.instrument.code.as_str() {
        "decision" => t.deeds.instrument_form_decision,
        _ => t.deeds.instrument_form_contract,
    };
    let mut head = vec![
        match &view.provider_tax_code {
            Some(code) => provider.note(format!("{} {code}", t.fields.tax_code)),
            None => provider,
        },
        Pair::new(t.fields.ordering_body, &view.ordering_body.name).note(format!(
            "{} {}",
            t.deeds.name_of_day,
            day(view.placed_on)
        )),
        Pair::new(t.fields.instrument, name(&view.instrument, lang)).note(form),
        Pair::new(t.fields.programme, view.programme_name.get(lang))
            .link(format!("/programmes/{}", view.programme)),
        Pair::new(t.fields.scheme, view.scheme_title.get(lang)).note(&view.scheme).mark(Mark::Assumption),
    ];
    if !view.hosts.is_empty() {
        let hosts: Vec<&str> = view.hosts.iter().map(|host| host.name.as_str()).collect();
        head.push(Pair::new(t.fields.host, hosts.join(", ")));
    }
    for other in &view.corrections {
        let label = if other.later { t.life.placed_again } else { t.life.placed_for };
        head.push(Pair::new(label, &other.number).link(format!("/orders/{}", other.id)));
    }
    if ctx.scope() == Scope::Everything {
        let mut lines: Vec<&str> = view.lines.iter().map(|line| line.appropriation.as_str()).collect();
        lines.sort_unstable();
        lines.dedup();
        head.push(Pair::new(t.fields.appropriation, lines.join(", ")));
    }
    head
}

/// With more than one line, a gate says which line it is about.
pub fn gate_row(gate: &views::GateView, lines: usize, lang: Lang) -> Gate {
    let line = frontend::frame::place_in_words(gate.place.split('.').next().unwrap_or_default(), texts(lang));
    let name = gate.name.get(lang);
    Gate {
        passed: gate.passed,
        name: if lines > 1 && !line.is_empty() { format!("{line}: {name}") } else { name.to_owned() },
        finding: gate.finding.get(lang).to_owned(),
        rule: gate.rule.clone(),
        mark: gate.certainty.as_ref().and_then(mark),
    }
}

fn line_row(line: &views::OrderLineView, lang: Lang) -> OrderLineRow {
    OrderLineRow {
        code: line.occupation_code.clone(),
        occupation: line.occupation.get(lang).to_owned(),
        code_mark: mark(&line.occupation_certainty),
        level: name(&line.level, lang),
        mode: name(&line.mode, lang),
        quantity: count(u64::from(line.quantity), lang),
        enrolled: count(line.enrolled, lang),
        graduated: count(line.graduated, lang),
        unit_price: dong(line.price_dong, lang),
        price_decision: format!(
            "{} · {}, {}",
            line.price_decision,
            line.price_authority,
            day(line.price_decided_on)
        ),
        price_mark: mark(&line.price_certainty),
        dates: days(line.starts_on, line.ends_on),
        value: dong(line.value_dong, lang),
    }
}

fn cohort_row(cohort: &views::CohortRow, lang: Lang) -> CohortRow {
    CohortRow {
        name: cohort.name.clone(),
        link: format!("/cohorts/{}", cohort.id),
        occupation: format!("{}, {}", cohort.occupation.get(lang), cohort.level.name.get(lang)),
        dates: days(cohort.starts_on, cohort.ends_on),
        learners: count(cohort.learners, lang),
        graduated: count(cohort.graduated, lang),
        accepted: dong(cohort.accepted_dong, lang),
        state: badge(&cohort.state, lang),
    }
}

fn statement_row(statement: &views::StatementRow, lang: Lang) -> OrderStatementRow {
    OrderStatementRow {
        number: statement.number.clone(),
        link: format!("/statements/{}", statement.id),
        period: format!("{} · {}", period(&statement.period, lang), statement.kind.name.get(lang)),
        payee: statement.payee.name.clone(),
        accepted: dong(statement.gross_dong, lang),
        payable: dong(statement.payable_dong, lang),
        state: badge(&statement.state, lang),
    }
}

fn event_row(event: &views::EventView, lang: Lang) -> Event {
    Event {
        on: day(event.on),
        text: capital(event.state.name.get(lang)),
        by: event.by.clone(),
        note: Some(event.note.clone()).filter(|note| !note.is_empty()),
    }
}

/// To pages with a form of their own.
fn links(view: &OrderView, t: &Texts) -> Vec<(String, String)> {
    let mut links = Vec::new();
    if may(view, "answer") {
        links.push((format!("/orders/{}/answer", view.id), t.life.answer_link.to_owned()));
    }
    if may(view, "amend") {
        links.push((format!("/orders/{}/amend", view.id), t.life.amend.to_owned()));
    }
    if let Some(draft) = view.draft {
        links.push((format!("/drafts/{draft}"), t.life.open_draft.to_owned()));
    }
    links
}

fn may(view: &OrderView, deed: &str) -> bool {
    view.may.iter().any(|may| may == deed)
}

fn actions(view: &OrderView, t: &Texts) -> Vec<Action> {
    let d = &t.deeds;
    let buttons = [
        ("take", t.life.take, t.life.take_confirm, true),
        ("accept", d.accept_order, d.accept_order_confirm, true),
        ("advance", d.advance, d.advance_confirm, true),
        ("liquidate", d.liquidate, d.liquidate_confirm, false),
        ("close", d.close_order, d.close_order_confirm, true),
    ];
    let action = |(deed, label, confirm, primary): (&str, &str, &str, bool)| Action {
        url: format!("/orders/{}/{deed}", view.id),
        label: label.to_owned(),
        confirm: Some(confirm.to_owned()),
        primary,
    };
    buttons.into_iter().filter(|(deed, ..)| may(view, deed)).map(action).collect()
}

fn forms(view: &OrderView, enterprises: &[PartyName], entered: &Entered, t: &Texts) -> Vec<SmallForm> {
    let d = &t.deeds;
    let mut forms = Vec::new();
    if may(view, "approve") {
        forms.push(SmallForm {
            url: format!("/orders/{}/approve", view.id),
            heading: d.approve_order.to_owned(),
            lead: Some(format!("{} {}", d.approve_order_confirm, t.life.approve_lead)),
            hidden: Vec::new(),
            inputs: vec![SmallInput::typed(t.fields.comment, entered.field("comment"))],
            button: d.approve_order.to_owned(),
            confirm: Some(d.approve_order_confirm.to_owned()),
        });
    }
    if may(view, "send_back") {
        forms.push(SmallForm {
            url: format!("/orders/{}/return", view.id),
            heading: t.life.return_order.to_owned(),
            lead: Some(t.life.return_order_lead.to_owned()),
            hidden: Vec::new(),
            inputs: vec![SmallInput::typed(t.fields.correction, entered.field("correction"))],
            button: t.life.return_order.to_owned(),
            confirm: None,
        });
    }
    if may(view, "reject") {
        forms.push(SmallForm {
            url: format!("/orders/{}/reject", view.id),
            heading: d.reject_order.to_owned(),
            lead: Some(d.reject_order_lead.to_owned()),
            hidden: Vec::new(),
            inputs: vec![SmallInput::typed(t.fields.reason, entered.field("reason"))],
            button: d.reject_order.to_owned(),
            confirm: None,
        });
    }
    if may(view, "cancel") {
        forms.push(SmallForm {
            url: format!("/orders/{}/cancel", view.id),
            heading: d.cancel_order.to_owned(),
            lead: Some(d.cancel_order_lead.to_owned()),
            hidden: Vec::new(),
            inputs: vec![SmallInput::typed(t.fields.reason, entered.field("reason"))],
            button: d.cancel_order.to_owned(),
            confirm: None,
        });
    }
    if may(view, "add_host") {
        let known = |id: i64| view.hosts.iter().any(|host| host.id == id) || id == view.provider.id;
        let offered = enterprises.iter().filter(|party| !known(party.id));
        let offered = offered.map(|party| Choice::new(party.id.to_string(), &party.name)).collect();
        forms.push(SmallForm {
            url: format!("/orders/{}/hosts", view.id),
            heading: d.add_host.to_owned(),
            lead: Some(d.add_host_lead.to_owned()),
            hidden: Vec::new(),
            inputs: vec![
                SmallInput::chosen(t.fields.host, entered.field("host"), offered),
                SmallInput::typed(t.fields.agreement, entered.field("agreement")),
            ],
            button: d.add_host.to_owned(),
            confirm: None,
        });
    }
    forms
}
