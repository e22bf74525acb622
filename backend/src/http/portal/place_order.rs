//! `/orders/new`: the form of a new order, and the POST that places it.

use domain::{
    ids::PartyId,
    issue::Issue,
    occupation::Mode,
    order::{self, Draft, LineDraft},
    text::Lang,
};
use frontend::{
    Gate, OrderLineFields, PlaceOrderChoices, PlaceOrderPage,
    form::{Choice, Entered},
    frame::place_in_words,
    show::{Crumb, Pair},
    texts::{Texts, texts},
};

use super::show::choice;
use crate::{
    actions::{
        choices,
        orders::{self, Typed},
        read_orders::gate_name,
        views::{DraftView, OrderChoices},
    },
    error::Error,
    http::{
        forms::{Form, Reader, at_rows},
        respond::{Answer, once, page, refused, repeated, see},
        session::Member,
    },
};

/// Empty rows offered at first; the script adds more.
const ROWS: usize = 2;
const FIELDS: [&str; 7] =
    ["occupation", "mode", "quantity", "price_decision", "price", "starts_on", "ends_on"];

pub async fn form(member: Member) -> Answer {
    page(&show(&member, &Form::default(), &[]).await?)
}

/// The fields of the form that a draft keeps.
pub fn typed(form: &Form) -> Typed {
    let kept = |name: &str| {
        matches!(name, "programme" | "provider")
            || name
                .strip_prefix("lines[")
                .and_then(|rest| rest.split_once("]."))
                .is_some_and(|(row, field)| row.parse::<u16>().is_ok() && FIELDS.contains(&field))
    };
    form.fields()
        .filter(|(name, value)| kept(name) && !value.is_empty())
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

pub async fn place(member: Member, form: Form) -> Answer {
    if let Some(answer) = repeated(&member, &form).await? {
        return Ok(answer);
    }
    let rows = form.rows("lines", &FIELDS);
    let (draft, unreadable) = read(&form, &rows);
    if !unreadable.is_empty() {
        return refused(&show(&member, &form, &unreadable).await?);
    }
    let (ctx, stored) = (member.ctx.clone(), form.get("draft").parse().ok());
    let deed =
        async move { Ok(format!("/orders/{}?done=placed", orders::place(&ctx, draft, stored).await?.0)) };
    match once(&member, &form, deed).await {
        Ok(location) => Ok(see(&location)),
        Err(Error::Issues(issues)) => refused(&show(&member, &form, &at_rows(issues, "lines", &rows)).await?),
        Err(error) => Err(error.into()),
    }
}

/// How the gates go for what is typed; nothing is recorded. Every field is read as when the order is sent.
pub async fn check(member: Member, form: Form) -> Answer {
    let rows = form.rows("lines", &FIELDS);
    let (draft, unreadable) = read(&form, &rows);
    if !unreadable.is_empty() {
        return refused(&show(&member, &form, &unreadable).await?);
    }
    let gates = orders::try_gates(&member.ctx, &draft).await?;
    let lang = member.visit.lang;
    let mut shown = show(&member, &form, &[]).await?;
    shown.gates = gates.iter().map(|gate| gate_row(gate, &rows, lang)).collect();
    page(&shown)
}

/// Gates count the lines that are written; people see the rows they typed in.
fn gate_row(gate: &order::Gate, rows: &[usize], lang: Lang) -> Gate {
    let moved = gate.issue().map_or_else(
        || gate.place.clone(),
        |issue| at_rows(vec![issue], "lines", rows).pop().map_or_else(String::new, |issue| issue.place),
    );
    let line = place_in_words(moved.split('.').next().unwrap_or_default(), texts(lang));
    let name = gate_name(&gate.code);
    let name = name.get(lang);
    Gate {
        passed: gate.passed,
        name: if rows.len() > 1 && !line.is_empty() { format!("{line}: {name}") } else { name.to_owned() },
        finding: gate.finding.get(lang).to_owned(),
        rule: gate.rule.clone(),
        mark: None,
    }
}

fn read(form: &Form, rows: &[usize]) -> (Draft, Vec<Issue>) {
    let mut reader = Reader::new(form);
    let programme = reader.chosen("programme", told, String::new());
    let provider = reader.chosen("provider", |id| id.parse().ok().map(PartyId), PartyId(0));
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let place = |field: &str| format!("lines[{row}].{field}");
        lines.push(LineDraft {
            occupation: reader.chosen(&place("occupation"), told, String::new()),
            mode: reader.chosen(&place("mode"), Mode::parse, Mode::Formal),
            quantity: reader.number(&place("quantity")),
            price_decision: reader.chosen(&place("price_decision"), told, String::new()),
            starts_on: reader.day(&place("starts_on")),
            ends_on: reader.day(&place("ends_on")),
            price: match form.get(&place("price")) {
                "" => None,
                _ => Some(reader.dong(&place("price"))),
            },
        });
    }
    (Draft { programme, provider, lines }, reader.issues)
}

fn told(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

pub async fn show(member: &Member, form: &Form, issues: &[Issue]) -> Result<PlaceOrderPage, Error> {
    let lang = member.visit.lang;
    let offered = choices::order(&member.ctx).await?;
    let draft = match form.get("draft").parse().ok() {
        Some(id) => Some(orders::draft(&member.ctx, id).await?),
        None => None,
    };
    let t = texts(lang);
    let mut frame = member.visit.frame(t.order.place)?;
    frame.path = "/orders/new".to_owned();
    let crumbs = vec![Crumb::new(t.common.orders, "/orders"), Crumb::here(t.order.place)];
    let value = |name: &str| form.get(name).to_owned();
    let entered = Entered { value: &value, issues, lang };
    let rows = form.rows("lines", &FIELDS).last().map_or(ROWS, |last| ROWS.max(last + 1));
    let mut programme = entered.field("programme");
    if programme.value.is_empty()
        && let Some(first) = offered.programmes.first()
    {
        programme.value.clone_from(&first.code);
    }
    if let Some(draft) = &draft {
        frame.path = format!("/drafts/{}", draft.id);
    }
    Ok(PlaceOrderPage {
        save: draft.as_ref().map_or_else(|| "/drafts".to_owned(), |draft| format!("/drafts/{}", draft.id)),
        came_back: draft.as_ref().map_or_else(Vec::new, |draft| came_back(draft, t)),
        draft: draft.map(|draft| draft.id.to_string()),
        frame: frame.crumbs(crumbs).issues(issues),
        programme,
        provider: entered.field("provider"),
        scheme: entered.field("scheme"),
        appropriation: entered.field("appropriation"),
        instrument: None,
        lines: (0..rows).map(|row| OrderLineFields::at(row, &entered)).collect(),
        choices: offer(&offered, lang),
        gates: Vec::new(),
    })
}

/// The order whose place a draft takes, and why that one came back.
fn came_back(draft: &DraftView, t: &Texts) -> Vec<Pair> {
    let of = draft.corrects.iter();
    of.flat_map(|(id, number)| {
        [
            Pair::new(t.life.corrects, number).link(format!("/orders/{id}")),
            Pair::new(t.life.reason, &draft.reason),
        ]
    })
    .collect()
}

/// Scheme, appropriation and level follow from the occupation and are not asked.
fn offer(offered: &OrderChoices, lang: Lang) -> PlaceOrderChoices {
    let providers = offered.providers.iter().map(|party| Choice::new(party.id.to_string(), &party.name));
    PlaceOrderChoices {
        programmes: offered.programmes.iter().map(|programme| choice(programme, lang)).collect(),
        providers: providers.collect(),
        occupations: offered.occupations.iter().map(|occupation| choice(occupation, lang)).collect(),
        modes: offered.modes.iter().map(|mode| choice(mode, lang)).collect(),
        price_decisions: offered.price_decisions.iter().map(|price| choice(price, lang)).collect(),
        ..PlaceOrderChoices::default()
    }
}
