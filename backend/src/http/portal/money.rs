//! `/money` and `/orders/{id}/money`: when a provider is paid, and what stands in the way.

use axum::extract::Path;
use domain::{ids::OrderId, text::Lang};
use frontend::{
    Awaited, Entry, Listing, MoneyPage, MoneyRow, NextStatement, OnTheWay, OrderMoneyPage, Stage,
    show::{Crumb, Pair, count},
    texts::texts,
};

use super::{
    show::{badge, day, dong, period},
    taken::{self, count_entry, day_entry, dong_entry, workbook},
    workbooks::file,
};
use crate::{
    actions::{
        exports, incoming,
        views::{AwaitedView, IncomingView, NextView, StatementRow},
    },
    http::{
        respond::{Answer, page},
        session::Member,
    },
};

pub async fn all(member: Member) -> Answer {
    let lang = member.visit.lang;
    let views = incoming::of_provider(&member.ctx).await?;
    page(&MoneyPage {
        frame: member.visit.frame(texts(lang).incoming.heading)?,
        rows: views.iter().map(|view| row(view, lang)).collect(),
        total: (views.len() > 1).then(|| total(&views, lang)),
        export_link: (!views.is_empty()).then(|| "/money.xlsx".to_owned()),
    })
}

pub async fn export(member: Member) -> Answer {
    Ok(file(exports::incoming(&member.ctx, member.visit.lang).await?))
}

fn row(view: &IncomingView, lang: Lang) -> MoneyRow {
    MoneyRow {
        order: view.order_number.clone(),
        link: format!("/orders/{}/money", view.order_id),
        ordered: dong(view.ordered_dong, lang),
        paid: dong(view.paid_dong, lang),
        approved: dong(view.approved_dong, lang),
        prepared: dong(view.prepared_dong, lang),
        next: dong(due(view), lang),
        awaited: dong(view.awaited_dong(), lang),
        lost: dong(view.lost_dong(), lang),
    }
}

fn due(view: &IncomingView) -> i64 {
    view.next.as_ref().map_or(0, |next| next.due_dong)
}

fn total(views: &[IncomingView], lang: Lang) -> MoneyRow {
    let sum = |of: fn(&IncomingView) -> i64| dong(views.iter().map(of).sum(), lang);
    MoneyRow {
        order: String::new(),
        link: String::new(),
        ordered: sum(|view| view.ordered_dong),
        paid: sum(|view| view.paid_dong),
        approved: sum(|view| view.approved_dong),
        prepared: sum(|view| view.prepared_dong),
        next: sum(due),
        awaited: sum(IncomingView::awaited_dong),
        lost: sum(IncomingView::lost_dong),
    }
}

pub async fn order(member: Member, Path(id): Path<i64>) -> Answer {
    let lang = member.visit.lang;
    let t = texts(lang);
    let view = incoming::of_order(&member.ctx, OrderId(id)).await?;
    let link = format!("/orders/{id}");
    let crumbs = vec![
        Crumb::new(t.common.orders, "/orders"),
        Crumb::new(&view.order_number, &link),
        Crumb::here(t.incoming.nav),
    ];
    page(&OrderMoneyPage {
        frame: member.visit.frame(t.incoming.heading)?.crumbs(crumbs),
        head: head(&view, lang),
        stages: stages(&view, lang),
        on_the_way: view.on_the_way.iter().map(|row| on_the_way(row, lang)).collect(),
        next: view.next.as_ref().map(|next| statement(next, lang)),
        awaited: view.awaited.iter().map(|row| awaited(row, lang)).collect(),
        lost: view.lost.iter().map(|row| awaited(row, lang)).collect(),
        export_link: format!("{link}/money.xlsx"),
    })
}

fn head(view: &IncomingView, lang: Lang) -> Vec<Pair> {
    let f = &texts(lang).fields;
    vec![
        Pair::new(f.provider, &view.provider.name),
        Pair::new(f.order, &view.order_number).link(format!("/orders/{}", view.order_id)),
    ]
}

/// What the page of an order's money shows, table by table.
pub async fn order_file(member: Member, Path(id): Path<i64>) -> Answer {
    let lang = member.visit.lang;
    let m = &texts(lang).incoming;
    let view = incoming::of_order(&member.ctx, OrderId(id)).await?;
    let stage = |(label, amount, note): &(&str, i64, &str)| {
        vec![Entry::new(*label), dong_entry(*amount, lang).note(*note)]
    };
    let stages = Listing::new(m.stages, &[texts(lang).common.item, m.amount], "");
    let mut tables = vec![
        taken::summary(taken::head(&head(&view, lang), lang), lang),
        stages.rows(amounts(&view, lang).iter().map(stage).collect()),
        on_the_way_table(&view.on_the_way, lang),
    ];
    tables.extend(view.next.as_ref().map(|next| next_table(next, lang)));
    tables.push(awaited_table(m.awaited, &view.awaited, lang));
    tables.push(awaited_table(m.lost, &view.lost, lang));
    workbook(&member, &format!("{} {}", m.heading, view.order_number), "", &tables).await
}

fn on_the_way_table(rows: &[StatementRow], lang: Lang) -> Listing {
    let t = texts(lang);
    let (m, s) = (&t.incoming, &t.statement);
    let row = |row: &StatementRow| {
        let shown = on_the_way(row, lang);
        vec![
            Entry::data(shown.number),
            Entry::new(shown.period),
            dong_entry(row.payable_dong, lang),
            Entry::badge(shown.state),
            Entry::new(shown.waits_for),
        ]
    };
    let columns = [s.number, s.period, s.payable, s.state, m.waits_for];
    Listing::new(m.on_the_way, &columns, "").rows(rows.iter().map(row).collect())
}

fn next_table(next: &NextView, lang: Lang) -> Listing {
    let t = texts(lang);
    let m = &t.incoming;
    let columns = [t.statement.period, t.common.until, m.amount, m.learners, m.waits_for];
    Listing::new(m.next_heading, &columns, "").rows(vec![vec![
        Entry::new(period(&next.period, lang)),
        day_entry(next.until),
        dong_entry(next.due_dong, lang),
        count_entry(next.learners, lang),
        Entry::data(next.held_up_by.clone().unwrap_or_default()),
    ]])
}

fn awaited_table(heading: &str, rows: &[AwaitedView], lang: Lang) -> Listing {
    let m = &texts(lang).incoming;
    let row = |row: &AwaitedView| {
        vec![
            Entry::new(row.part.get(lang)),
            Entry::new(row.why.get(lang)),
            if row.learners == 0 { Entry::default() } else { count_entry(row.learners, lang) },
            dong_entry(row.amount_dong, lang),
            Entry::new(row.remedy.get(lang)),
        ]
    };
    let columns = [m.part, m.reason, m.learners, m.amount, m.remedy];
    Listing::new(heading, &columns, "").rows(rows.iter().map(row).collect())
}

fn stages(view: &IncomingView, lang: Lang) -> Vec<Stage> {
    let amounts = amounts(view, lang);
    let last = amounts.len();
    let stage = |(place, (label, amount, note)): (usize, &(&str, i64, &str))| Stage {
        label: (*label).to_owned(),
        amount: dong(*amount, lang),
        note: Some((*note).to_owned()).filter(|note| !note.is_empty()),
        total: place + 1 == last,
    };
    amounts.iter().enumerate().map(stage).collect()
}

/// The stages and, last, the value of the order; each with its amount and a note.
fn amounts(view: &IncomingView, lang: Lang) -> Vec<(&'static str, i64, &'static str)> {
    let m = &texts(lang).incoming;
    let mut amounts = vec![(m.paid, view.paid_dong, "")];
    if view.to_recover_dong != 0 {
        amounts.push((m.to_recover, -view.to_recover_dong, m.to_recover_note));
    }
    amounts.extend([
        (m.approved, view.approved_dong, ""),
        (m.prepared, view.prepared_dong, ""),
        (m.next, due(view), ""),
        (m.awaited, view.awaited_dong(), ""),
    ]);
    if view.others_dong != 0 {
        amounts.push((m.others, view.others_dong, ""));
    }
    amounts.extend([(m.lost, view.lost_dong(), ""), (m.total, view.ordered_dong, "")]);
    amounts
}

fn on_the_way(row: &StatementRow, lang: Lang) -> OnTheWay {
    let m = &texts(lang).incoming;
    OnTheWay {
        number: row.number.clone(),
        link: format!("/statements/{}", row.id),
        period: format!("{} · {}", period(&row.period, lang), row.kind.name.get(lang)),
        payable: dong(row.payable_dong, lang),
        state: badge(&row.state, lang),
        waits_for: match row.state.code.as_str() {
            "approved" => m.waits_payment,
            _ => m.waits_approval,
        },
    }
}

fn statement(next: &NextView, lang: Lang) -> NextStatement {
    let m = &texts(lang).incoming;
    NextStatement {
        period: period(&next.period, lang),
        when: match next.over {
            true => m.next_over.to_owned(),
            false => format!("{} {}.", m.next_from, day(next.until)),
        },
        due: dong(next.due_dong, lang),
        learners: texts(lang).incoming.next_learners.count(next.learners, lang),
        held_up_by: next.held_up_by.clone(),
    }
}

fn awaited(row: &AwaitedView, lang: Lang) -> Awaited {
    Awaited {
        part: row.part.get(lang).to_owned(),
        why: row.why.get(lang).to_owned(),
        remedy: row.remedy.get(lang).to_owned(),
        learners: if row.learners == 0 { String::new() } else { count(row.learners, lang) },
        amount: dong(row.amount_dong, lang),
    }
}
