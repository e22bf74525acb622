//! `/orders/{id}/order.xlsx`: what the page of an order shows, table by table.

mod life;

use axum::extract::Path;
use domain::{ids::OrderId, text::Lang};
use frontend::{Entry, Listing, texts::texts};

use super::{
    order_page::{gate_row, head},
    payments::clock,
    show::{badge, capital, mark, name, period},
    taken::{self, count_entry, day_entry, dong_entry, summary, workbook},
};
use crate::{
    actions::{
        payments, read_orders,
        views::{CohortRow, EventView, GateView, OrderLineView, OrderView, StatementRow},
    },
    http::{respond::Answer, session::Member},
};

pub async fn export(member: Member, Path(id): Path<i64>) -> Answer {
    let lang = member.visit.lang;
    let t = texts(lang);
    let view = read_orders::find(&member.ctx, OrderId(id)).await?;
    let clocks = payments::clocks(&member.ctx, OrderId(id)).await?;
    let mut first = taken::head(&head(&view, &member.ctx, lang), lang);
    first.push(vec![Entry::new(t.fields.state), Entry::badge(badge(&view.state, lang))]);
    let mut tables = vec![summary(first, lang)];
    if !view.approval.is_empty() {
        tables.push(life::approval(t.life.approval, &view.approval, lang));
    }
    if let Some(comparison) = &view.comparison {
        tables.extend(life::compared(comparison, lang));
    }
    if let Some(proposal) = life::proposed(&view, lang) {
        tables.push(proposal);
    }
    tables.extend(view.amendments.iter().flat_map(|amendment| life::amended(amendment, lang)));
    tables.extend([gates(&view, lang), lines(&view.lines, lang), money(&view, lang)]);
    tables.extend([cohorts(&view.cohorts, lang), statements(&view.statements, lang)]);
    tables.extend(clock(&clocks, lang));
    tables.push(events(&view.events, lang));
    workbook(&member, &format!("{} {}", t.fields.order, view.number), "", &tables).await
}

fn gates(view: &OrderView, lang: Lang) -> Listing {
    let t = texts(lang);
    let o = &t.order;
    let row = |gate: &GateView| {
        let gate = gate_row(gate, view.lines.len(), lang);
        vec![
            Entry::new(if gate.passed { t.common.passed } else { t.common.failed }),
            Entry::new(gate.name),
            Entry::new(gate.finding),
            Entry::new(gate.rule).mark(gate.mark),
        ]
    };
    let columns = [o.result, o.gate, o.finding, t.common.rule];
    Listing::new(o.gates, &columns, o.no_gates).rows(view.gates.iter().map(row).collect())
}

/// The days of a course stand in two columns here, because a workbook counts with days.
fn lines(lines: &[OrderLineView], lang: Lang) -> Listing {
    let t = texts(lang);
    let (o, p, f) = (&t.order, &t.programme, &t.fields);
    let row = |line: &OrderLineView| {
        vec![
            Entry::data(&line.occupation_code).mark(mark(&line.occupation_certainty)),
            Entry::new(line.occupation.get(lang)),
            Entry::new(name(&line.level, lang)),
            Entry::new(name(&line.mode, lang)),
            day_entry(line.starts_on),
            day_entry(line.ends_on),
            count_entry(u64::from(line.quantity), lang),
            count_entry(line.enrolled, lang),
            count_entry(line.graduated, lang),
            dong_entry(line.price_dong, lang),
            Entry::data(&line.price_decision).mark(mark(&line.price_certainty)),
            Entry::data(&line.price_authority),
            day_entry(line.price_decided_on),
            dong_entry(line.value_dong, lang),
        ]
    };
    let columns = [
        p.code,
        f.occupation,
        f.level,
        f.mode,
        f.starts_on,
        f.ends_on,
        p.ordered,
        p.enrolled,
        p.graduated,
        o.unit_price,
        f.price_decision,
        f.authority,
        f.decided_on,
        o.value,
    ];
    Listing::new(o.lines, &columns, "").rows(lines.iter().map(row).collect())
}

/// The two identities, with what the program found.
fn money(view: &OrderView, lang: Lang) -> Listing {
    let t = texts(lang);
    let p = &t.programme;
    let (volume, position) = (&view.volume, &view.position);
    let row = |label: &str, amount: i64| vec![Entry::new(label), dong_entry(amount, lang)];
    let verdict = |holds: bool| Entry::new(if holds { t.common.holds } else { t.common.does_not_hold });
    let mut rows = vec![
        row(p.ordered, volume.ordered_dong),
        row(p.accepted, volume.accepted_dong),
        row(p.rejected, volume.rejected_dong),
        row(p.outstanding, volume.outstanding_dong),
        row(p.advance, position.advanced_dong),
        row(p.payments, position.payments_dong),
        row(p.recoveries, position.to_recover_dong),
        row(p.settled, position.accepted_dong),
    ];
    let found = [(3, volume.adds_up), (7, position.adds_up)];
    for (place, holds) in found {
        if let Some(row) = rows.get_mut(place) {
            row.push(verdict(holds));
        }
    }
    Listing::new(p.identities, &[t.common.item, t.incoming.amount, t.order.result], "").rows(rows)
}

fn cohorts(cohorts: &[CohortRow], lang: Lang) -> Listing {
    let t = texts(lang);
    let (o, p, f) = (&t.order, &t.programme, &t.fields);
    let row = |cohort: &CohortRow| {
        vec![
            Entry::data(&cohort.name),
            Entry::new(format!("{}, {}", cohort.occupation.get(lang), cohort.level.name.get(lang))),
            day_entry(cohort.starts_on),
            day_entry(cohort.ends_on),
            count_entry(cohort.learners, lang),
            count_entry(cohort.graduated, lang),
            dong_entry(cohort.accepted_dong, lang),
            Entry::badge(badge(&cohort.state, lang)),
        ]
    };
    let columns =
        [f.cohort, f.occupation, f.starts_on, f.ends_on, p.learners, p.graduated, o.accepted, o.state];
    Listing::new(o.cohorts, &columns, o.no_cohorts).rows(cohorts.iter().map(row).collect())
}

fn statements(statements: &[StatementRow], lang: Lang) -> Listing {
    let o = &texts(lang).order;
    let row = |statement: &StatementRow| {
        vec![
            Entry::data(&statement.number),
            Entry::new(format!("{} · {}", period(&statement.period, lang), statement.kind.name.get(lang))),
            Entry::data(&statement.payee.name),
            dong_entry(statement.gross_dong, lang),
            dong_entry(statement.payable_dong, lang),
            Entry::badge(badge(&statement.state, lang)),
        ]
    };
    let columns = [o.number, o.period, o.payee, o.accepted, o.payable, o.state];
    Listing::new(o.statements, &columns, o.no_statements).rows(statements.iter().map(row).collect())
}

fn events(events: &[EventView], lang: Lang) -> Listing {
    let t = texts(lang);
    let row = |event: &EventView| {
        vec![
            day_entry(event.on),
            Entry::new(capital(event.state.name.get(lang))),
            Entry::data(&event.by),
            Entry::data(&event.note),
        ]
    };
    let columns = [t.life.on, t.people.event, t.life.by, t.common.note];
    Listing::new(t.order.events, &columns, "").rows(events.iter().map(row).collect())
}
