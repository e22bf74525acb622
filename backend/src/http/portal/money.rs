//! `/money` and `/orders/{id}/money`: when a provider is paid, and what stands in the way.

use axum::extract::Path;
use domain::{ids::OrderId, text::Lang};
use frontend::{
    Awaited, MoneyPage, MoneyRow, NextStatement, OnTheWay, OrderMoneyPage, Stage,
    show::{Crumb, Pair, count},
    texts::texts,
};

use super::{
    show::{badge, day, dong, period},
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
        head: vec![
            Pair::new(t.fields.provider, &view.provider.name),
            Pair::new(t.fields.order, &view.order_number).link(link),
        ],
        stages: stages(&view, lang),
        on_the_way: view.on_the_way.iter().map(|row| on_the_way(row, lang)).collect(),
        next: view.next.as_ref().map(|next| statement(next, lang)),
        awaited: view.awaited.iter().map(|row| awaited(row, lang)).collect(),
        lost: view.lost.iter().map(|row| awaited(row, lang)).collect(),
    })
}

fn stages(view: &IncomingView, lang: Lang) -> Vec<Stage> {
    let m = &texts(lang).incoming;
    let stage = |label: &str, amount: i64| Stage {
        label: label.to_owned(),
        amount: dong(amount, lang),
        note: None,
        total: false,
    };
    let mut stages = vec![stage(m.paid, view.paid_dong)];
    if view.to_recover_dong != 0 {
        let note = Some(m.to_recover_note.to_owned());
        stages.push(Stage { note, ..stage(m.to_recover, -view.to_recover_dong) });
    }
    stages.extend([
        stage(m.approved, view.approved_dong),
        stage(m.prepared, view.prepared_dong),
        stage(m.next, due(view)),
        stage(m.awaited, view.awaited_dong()),
    ]);
    if view.others_dong != 0 {
        stages.push(stage(m.others, view.others_dong));
    }
    stages.push(stage(m.lost, view.lost_dong()));
    stages.push(Stage { total: true, ..stage(m.total, view.ordered_dong) });
    stages
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
