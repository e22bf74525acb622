//! `/programmes/{code}`: what was promised, what was reached, what it cost, and where each figure comes from.

use axum::extract::Path;
use domain::text::Lang;
use frontend::{
    AppropriationRow, Bars, Chart, ChartRow, OccupationRow, OccupationTotal, OrderingBody, ProgrammePage,
    SlowRow, SourceRow,
    show::{Crumb, Pair, count},
    texts::texts,
};

use super::{
    show::{capital, day, days, dong, identities, mark, name, progress},
    workbooks::file,
};
use crate::{
    actions::{
        exports, programmes,
        views::{
            AppropriationView, BreakdownRow, BreakdownView, DatedName, OccupationProgress, ProgrammeView,
            SlowView,
        },
    },
    http::{
        respond::{Answer, page},
        session::Member,
    },
};

pub async fn programme(member: Member, Path(code): Path<String>) -> Answer {
    let view = programmes::find(&member.ctx, &code).await?;
    let lang = member.visit.lang;
    let title = view.name.get(lang).to_owned();
    let crumbs = vec![Crumb::new(texts(lang).common.programmes, "/"), Crumb::here(view.short.get(lang))];
    page(&ProgrammePage {
        frame: member.visit.frame(title)?.crumbs(crumbs),
        head: head(&view, lang),
        ordering_bodies: view.ordering_bodies.iter().map(ordering_body).collect(),
        targets: view.targets.iter().map(|target| progress(target, lang)).collect(),
        occupations: view.occupations.iter().map(|row| occupation(row, lang)).collect(),
        total: (!view.occupations.is_empty()).then(|| OccupationTotal {
            ordered: count(view.totals.learners_ordered, lang),
            enrolled: count(view.totals.learners_enrolled, lang),
            graduated: count(view.totals.learners_graduated, lang),
            amount_ordered: dong(view.totals.ordered_dong, lang),
            amount_accepted: dong(view.totals.accepted_dong, lang),
            amount_paid: dong(view.totals.paid_dong, lang),
        }),
        charts: charts(&view, lang),
        money: identities(&view.volume, &view.position, lang),
        appropriations: view.appropriations.iter().map(|row| appropriation(row, lang)).collect(),
        sources: sources(&view, lang),
        orders_link: format!("/orders?programme={}", view.code),
        slow: view.slow.iter().take(SLOW_SHOWN).map(|row| late(row, lang)).collect(),
        slow_more: view.slow.get(SLOW_SHOWN..).filter(|rest| !rest.is_empty()).map(|rest| more(rest, lang)),
        export_link: (!view.occupations.is_empty())
            .then(|| format!("/programmes/{}/occupations.xlsx", view.code)),
    })
}

pub async fn export(member: Member, Path(code): Path<String>) -> Answer {
    Ok(file(exports::programme(&member.ctx, &code, member.visit.lang).await?))
}

/// Beyond the longest late, only how many there are of each kind.
const SLOW_SHOWN: usize = 10;

fn more(rest: &[SlowView], lang: Lang) -> String {
    let mut kinds: Vec<(&str, u64)> = Vec::new();
    for row in rest {
        let what = row.kind.name.get(lang);
        match kinds.iter_mut().find(|(known, _)| *known == what) {
            Some((_, many)) => *many += 1,
            None => kinds.push((what, 1)),
        }
    }
    let each = kinds.iter().map(|(what, many)| format!("{what}: {}", count(*many, lang)));
    format!("{}.", each.collect::<Vec<_>>().join(", "))
}

fn late(row: &SlowView, lang: Lang) -> SlowRow {
    SlowRow {
        order: row.order_number.clone(),
        link: format!("/orders/{}", row.order_id),
        provider: row.provider.name.clone(),
        what: row.what.get(lang).to_owned(),
        since: day(row.since),
    }
}

fn head(view: &ProgrammeView, lang: Lang) -> Vec<Pair> {
    let t = texts(lang);
    let mut head = vec![
        Pair {
            mark: mark(&view.certainty),
            ..Pair::new(t.programme.legal_basis, view.legal_basis.join("; "))
        },
        Pair::new(t.programme.period, days(view.from, view.until)),
    ];
    for scheme in &view.schemes {
        let note = format!("{} v{} · {}", scheme.code, scheme.version, t.deeds.scheme_note);
        head.push(Pair::new(t.fields.scheme, scheme.title.get(lang)).note(note));
    }
    if !view.whole {
        head.push(Pair::new(t.programme.note, t.deeds.own_sums));
    }
    head
}

fn ordering_body(body: &DatedName) -> OrderingBody {
    let parent = if body.parent.is_empty() { String::new() } else { format!(", {}", body.parent) };
    OrderingBody {
        name: format!("{}{parent}", body.name),
        from: day(body.from),
        until: body.until.map_or_else(String::new, day),
        rule: body.source.clone(),
    }
}

fn occupation(row: &OccupationProgress, lang: Lang) -> OccupationRow {
    OccupationRow {
        code: row.code.clone(),
        name: row.name.get(lang).to_owned(),
        level: name(&row.level, lang),
        ordered: count(row.learners_ordered, lang),
        enrolled: count(row.learners_enrolled, lang),
        graduated: count(row.learners_graduated, lang),
        amount_ordered: dong(row.ordered_dong, lang),
        amount_accepted: dong(row.accepted_dong, lang),
        amount_paid: dong(row.paid_dong, lang),
        code_mark: mark(&row.code_certainty),
        price_mark: mark(&row.price_certainty),
    }
}

/// Each bar is drawn to the longest of its chart.
fn charts(view: &ProgrammeView, lang: Lang) -> Vec<Chart> {
    let p = &texts(lang).programme;
    let filled = view.breakdowns.iter().filter(|breakdown| !breakdown.rows.is_empty());
    let chart = |breakdown: &BreakdownView| {
        let most = breakdown.rows.iter().map(|row| row.learners_ordered.max(row.learners_enrolled)).max();
        let length = |learners: u64| {
            let thousandths = learners.saturating_mul(1_000) / most.unwrap_or(0).max(1);
            u16::try_from(thousandths.min(1_000)).unwrap_or(1_000)
        };
        let row = |row: &BreakdownRow| ChartRow {
            label: capital(row.label.get(lang)),
            ordered: count(row.learners_ordered, lang),
            enrolled: count(row.learners_enrolled, lang),
            graduated: count(row.learners_graduated, lang),
            bars: Bars {
                ordered: length(row.learners_ordered),
                enrolled: length(row.learners_enrolled),
                graduated: length(row.learners_graduated),
            },
        };
        let heading = match breakdown.by.as_str() {
            "occupation" => p.by_occupation,
            "level" => p.by_level,
            "province" => p.by_province,
            _ => p.by_provider,
        };
        Chart { heading: heading.to_owned(), rows: breakdown.rows.iter().map(row).collect() }
    };
    filled.map(chart).collect()
}

fn appropriation(row: &AppropriationView, lang: Lang) -> AppropriationRow {
    AppropriationRow {
        name: row.budget_line.clone(),
        fiscal_year: row.fiscal_year.to_string(),
        granted: dong(row.granted_dong, lang),
        reserved: dong(row.reserved_dong, lang),
        paid: dong(row.paid_dong, lang),
        free: dong(row.free_dong, lang),
        mark: mark(&row.certainty),
    }
}

/// Where targets and budget lines were read, and what nobody has published.
fn sources(view: &ProgrammeView, lang: Lang) -> Vec<SourceRow> {
    let targets = view.targets.iter().map(|target| SourceRow {
        what: target.label.get(lang).to_owned(),
        value: progress(target, lang).target,
        source: format!("{} · {}", target.source, target.responsible),
        mark: mark(&target.certainty),
    });
    let budget = view.appropriations.iter().map(|row| SourceRow {
        what: format!("{} {}", texts(lang).fields.appropriation, row.code),
        value: dong(row.granted_dong, lang).0,
        source: format!("{} · {}", row.law, row.source),
        mark: mark(&row.certainty),
    });
    targets.chain(budget).collect()
}
