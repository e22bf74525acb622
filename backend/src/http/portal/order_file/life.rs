//! What the life of an order adds to its file: who approves it, what an approver compares, other terms, the versions.

use domain::{text::Lang, workbook::Cell};
use frontend::{Entry, Listing, TermChange, texts::texts};

use crate::{
    actions::views::{AmendmentView, ApprovalStepView, ComparisonView, OrderView},
    http::portal::{
        life,
        show::{badge, capital},
        taken::{count_entry, day_entry, dong_entry},
    },
};

pub fn approval(heading: &str, steps: &[ApprovalStepView], lang: Lang) -> Listing {
    let t = texts(lang);
    let state = |step: &ApprovalStepView| match step.state.as_str() {
        "done" => t.life.done,
        "awaited" => t.life.awaited,
        _ => t.life.later,
    };
    let row = |step: &ApprovalStepView| {
        vec![
            Entry::new(capital(step.role.name.get(lang))),
            Entry::new(state(step)),
            Entry::data(&step.by),
            step.on.map_or_else(Entry::default, day_entry),
            Entry::data(&step.note),
        ]
    };
    let columns = [t.life.step, t.fields.state, t.life.by, t.life.on, t.life.comment];
    Listing::new(heading, &columns, "").rows(steps.iter().map(row).collect())
}

/// What the provider proposed instead, field by field.
pub fn proposed(view: &OrderView, lang: Lang) -> Option<Listing> {
    let l = &texts(lang).life;
    let row = |change: &TermChange| {
        [&change.line, &change.field, &change.before, &change.after].map(Entry::new).to_vec()
    };
    let rows: Vec<Vec<Entry>> = life::proposal(view, lang).iter().map(row).collect();
    let table = Listing::new(l.proposal, &[l.line, l.field, l.before, l.after], "");
    (!rows.is_empty()).then(|| table.rows(rows))
}

/// One version of the order: what it changes, and who approves it.
pub fn amended(amendment: &AmendmentView, lang: Lang) -> Vec<Listing> {
    let t = texts(lang);
    let l = &t.life;
    let heading = format!("{} {}", l.amendment, amendment.number);
    let pair = |label: &str, entry: Entry| vec![Entry::new(label), entry];
    let mut first = Listing::new(&heading, &[t.common.item, t.common.says], "").rows(vec![
        pair(t.fields.state, Entry::badge(badge(&amendment.state, lang))),
        pair(t.fields.governs_from, day_entry(amendment.governs_from)),
        pair(t.fields.reason, Entry::data(&amendment.reason)),
        pair(l.proposed_by, Entry::data(&amendment.proposed_by)),
        pair(l.on, day_entry(amendment.proposed_on)),
        pair(&format!("{}: {}", l.value, l.before), dong_entry(amendment.value_before_dong, lang)),
        pair(&format!("{}: {}", l.value, l.after), dong_entry(amendment.value_after_dong, lang)),
    ]);
    if let Some(moved) = &amendment.reallocation {
        let label = if moved.gives { l.gives } else { l.takes };
        let other = moved.other.clone().unwrap_or_default();
        let places = u64::try_from(moved.places).unwrap_or(0);
        first.rows.push(pair(label, count_entry(places, lang).note(other)));
    }
    let changes = amendment.changes.iter().map(|change| {
        let field = t.fields.get(&change.field).unwrap_or_default();
        let label = format!("{} {} · {field}", l.line, change.line);
        pair(&label, Entry::new(format!("{} → {}", change.before, change.after)))
    });
    first.rows.extend(changes);
    let steps = approval(&format!("{heading} · {}", l.approval), &amendment.approval, lang);
    [Some(first), Some(steps).filter(|steps| !steps.rows.is_empty())].into_iter().flatten().collect()
}

/// What an approver compares.
pub fn compared(view: &ComparisonView, lang: Lang) -> [Listing; 3] {
    let t = texts(lang);
    let (l, f) = (&t.life, &t.fields);
    let signed = |number: i64| Entry::of(Cell::Number(number.to_string()), "");
    let budget = view.budget.iter().map(|row| {
        let amounts =
            [row.amount_dong, row.committed_dong, row.reserved_dong, row.this_order_dong, row.available_dong];
        [Entry::data(&row.appropriation)]
            .into_iter()
            .chain(amounts.map(|amount| dong_entry(amount, lang)))
            .collect()
    });
    let licences = view.licences.iter().map(|row| {
        let first = [
            Entry::new(row.line.to_string()),
            Entry::data(&row.occupation),
            Entry::data(&row.number),
            Entry::new(row.year.to_string()),
        ];
        first.into_iter().chain([row.scale, row.others, row.this_order, row.left].map(signed)).collect()
    });
    let prices = view.prices.iter().map(|row| {
        let other =
            |amount: Option<i64>| amount.map_or_else(Entry::default, |amount| dong_entry(amount, lang));
        vec![
            Entry::new(row.line.to_string()),
            Entry::data(&row.occupation),
            dong_entry(row.price_dong, lang),
            Entry::data(&row.decision),
            dong_entry(row.at_most_dong, lang),
            other(row.lowest_dong),
            other(row.highest_dong),
            count_entry(row.others, lang),
        ]
    });
    let licence_columns =
        [l.line, f.occupation, l.licence, l.year, l.scale, l.others, l.this_order, l.available];
    let price_columns = [
        l.line,
        f.occupation,
        l.price,
        f.price_decision,
        l.price_cap,
        l.lowest_others,
        l.highest_others,
        t.order.lines_count,
    ];
    let budget_columns = [l.budget, l.amount, l.committed, l.reserved, l.this_order, l.available];
    [
        Listing::new(l.budget, &budget_columns, "").rows(budget.collect()),
        Listing::new(l.licences, &licence_columns, "").rows(licences.collect()),
        Listing::new(l.prices, &price_columns, "").rows(prices.collect()),
    ]
}
