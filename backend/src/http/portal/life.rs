//! What the life of an order adds to its page and a statement's: the chain of approval, what an approver compares, the
//! provider's proposal, the versions.

use domain::{figures, text::Lang};
use frontend::{
    AmendmentRow, ApprovalRow, BudgetRow, Comparison, LicenceRow, PriceRow, TermChange,
    form::{Entered, SmallForm, SmallInput},
    show::{Badge, Pair, Tone, count},
    texts::{Texts, texts},
};

use super::show::{badge, capital, day, dong};
use crate::actions::views::{
    AmendmentView, ApprovalStepView, ComparisonView, OrderLineView, OrderView, ProposedLine,
};

pub fn approval(steps: &[ApprovalStepView], lang: Lang) -> Vec<ApprovalRow> {
    let l = &texts(lang).life;
    let row = |step: &ApprovalStepView| ApprovalRow {
        role: capital(step.role.name.get(lang)),
        state: match step.state.as_str() {
            "done" => Badge::new(l.done, Tone::Good),
            "awaited" => Badge::new(l.awaited, Tone::Waiting),
            _ => Badge::new(l.later, Tone::Plain),
        },
        by: step.by.clone(),
        on: step.on.map_or_else(String::new, day),
        note: step.note.clone(),
    };
    steps.iter().map(row).collect()
}

/// A number that may be below zero, where more was ordered than is allowed.
fn signed(number: i64, lang: Lang) -> String {
    let sign = if number < 0 { "−" } else { "" };
    format!("{sign}{}", count(number.unsigned_abs(), lang))
}

pub fn comparison(view: &ComparisonView, lang: Lang) -> Comparison {
    let budget = view.budget.iter().map(|row| BudgetRow {
        appropriation: row.appropriation.clone(),
        amount: dong(row.amount_dong, lang),
        committed: dong(row.committed_dong, lang),
        reserved: dong(row.reserved_dong, lang),
        this_order: dong(row.this_order_dong, lang),
        available: dong(row.available_dong, lang),
    });
    let licences = view.licences.iter().map(|row| LicenceRow {
        line: row.line.to_string(),
        occupation: row.occupation.clone(),
        number: row.number.clone(),
        year: row.year.to_string(),
        scale: signed(row.scale, lang),
        others: signed(row.others, lang),
        this_order: signed(row.this_order, lang),
        left: signed(row.left, lang),
    });
    let prices = view.prices.iter().map(|row| PriceRow {
        line: row.line.to_string(),
        occupation: row.occupation.clone(),
        price: dong(row.price_dong, lang),
        decision: row.decision.clone(),
        at_most: dong(row.at_most_dong, lang),
        others: match (row.lowest_dong, row.highest_dong) {
            (Some(lowest), Some(highest)) if lowest == highest => {
                format!("{} ({})", dong(lowest, lang).0, count(row.others, lang))
            }
            (Some(lowest), Some(highest)) => {
                format!("{} – {} ({})", dong(lowest, lang).0, dong(highest, lang).0, count(row.others, lang))
            }
            _ => texts(lang).life.nobody_else.to_owned(),
        },
    });
    Comparison { budget: budget.collect(), licences: licences.collect(), prices: prices.collect() }
}

/// What the provider proposed, field by field, beside what was ordered.
pub fn proposal(view: &OrderView, lang: Lang) -> Vec<TermChange> {
    let changes = |proposed: &ProposedLine| {
        let line = view.lines.iter().find(|line| line.position == proposed.line);
        line.map_or_else(Vec::new, |line| changed(line, proposed, lang))
    };
    view.proposal.iter().flat_map(changes).collect()
}

fn changed(line: &OrderLineView, proposed: &ProposedLine, lang: Lang) -> Vec<TermChange> {
    let f = &texts(lang).fields;
    let learners = |quantity: u32| count(u64::from(quantity), lang);
    [
        (f.quantity, learners(line.quantity), learners(proposed.quantity)),
        (f.price, dong(line.price_dong, lang).0, dong(proposed.price_dong, lang).0),
        (f.starts_on, day(line.starts_on), day(proposed.starts_on)),
        (f.ends_on, day(line.ends_on), day(proposed.ends_on)),
    ]
    .into_iter()
    .filter(|(_, before, after)| before != after)
    .map(|(field, before, after)| TermChange {
        line: line.position.to_string(),
        field: field.to_owned(),
        before,
        after,
    })
    .collect()
}

/// The versions of an order, each with what may be done with it now.
pub fn amendments(view: &OrderView, entered: &Entered) -> Vec<AmendmentRow> {
    view.amendments.iter().map(|amendment| amendment_row(view.id, amendment, entered)).collect()
}

/// A term of an amendment as it is read; days already are.
fn term(field: &str, value: &str, lang: Lang) -> String {
    if matches!(field, "price" | "quantity") { figures::decimal(value, lang) } else { value.to_owned() }
}

fn amendment_row(order: i64, view: &AmendmentView, entered: &Entered) -> AmendmentRow {
    let lang = entered.lang;
    let t = texts(lang);
    let (l, f) = (&t.life, &t.fields);
    let change = |change: &crate::actions::views::FieldChange| TermChange {
        line: change.line.to_string(),
        field: f.get(&change.field).unwrap_or_default().to_owned(),
        before: term(&change.field, &change.before, lang),
        after: term(&change.field, &change.after, lang),
    };
    let (before, after) = (dong(view.value_before_dong, lang).0, dong(view.value_after_dong, lang).0);
    let mut head = vec![
        Pair::new(f.governs_from, day(view.governs_from)),
        Pair::new(f.reason, &view.reason),
        Pair::new(l.proposed_by, format!("{}, {}", view.proposed_by, day(view.proposed_on))),
        Pair::new(l.value, format!("{before} → {after} đ")),
    ];
    if let Some(moved) = &view.reallocation {
        let label = if moved.gives { l.gives } else { l.takes };
        let places = moved.places.to_string();
        let pair = match (&moved.other, moved.other_id) {
            (Some(other), Some(id)) => {
                Pair::new(label, format!("{places} · {other}")).link(format!("/orders/{id}"))
            }
            _ => Pair::new(label, places),
        };
        head.push(pair);
    }
    AmendmentRow {
        heading: format!("{} {}", l.amendment, view.number),
        state: badge(&view.state, lang),
        head,
        changes: view.changes.iter().map(change).collect(),
        approval: approval(&view.approval, lang),
        forms: forms(order, view, entered, t),
    }
}

fn forms(order: i64, view: &AmendmentView, entered: &Entered, t: &Texts) -> Vec<SmallForm> {
    let l = &t.life;
    let small = |deed: &str, heading: &str, lead: &str, inputs: Vec<SmallInput>| SmallForm {
        url: format!("/orders/{order}/amendment/{deed}"),
        heading: heading.to_owned(),
        lead: Some(lead.to_owned()),
        hidden: vec![("number".to_owned(), view.number.to_string())],
        inputs,
        button: heading.to_owned(),
        confirm: None,
    };
    let reason = || vec![SmallInput::typed(t.fields.reason, entered.field("reason"))];
    let comment = || vec![SmallInput::typed(t.fields.comment, entered.field("comment"))];
    let form = |deed: &String| match deed.as_str() {
        "approve" => Some(small("approve", l.approve_amendment, l.approve_lead, comment())),
        "reject" => Some(small("reject", l.reject_amendment, l.ends_lead, reason())),
        "accept" => Some(small("accept", l.accept_amendment, l.accept_amendment_lead, Vec::new())),
        "decline" => Some(small("decline", l.decline_amendment, l.ends_lead, reason())),
        "withdraw" => Some(small("withdraw", l.withdraw_amendment, l.ends_lead, reason())),
        _ => None,
    };
    view.may.iter().filter_map(form).collect()
}
