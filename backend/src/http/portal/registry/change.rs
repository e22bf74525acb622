//! `/registry/changes/{id}`: one proposal, what it changes, and who decides about it.

use axum::{Json, extract::Path, response::IntoResponse};
use domain::{
    issue::{Issue, cited},
    programme::Certainty,
    settlement::{Scheme, show},
    text::Lang,
};
use frontend::{
    Entry, Listing, RegistryPage, Term, Terms, WorkProgress,
    form::{Entered, SmallForm, SmallInput},
    show::{Action, Pair, count},
    texts::texts,
};
use serde_json::json;

use super::{badge, framed, mark, taken};
use crate::{
    actions::changes::{self, ChangeView, Compared, ComparisonView, Difference},
    error::Error,
    http::{
        forms::Form,
        portal::{
            show::{day, name, period},
            taken::{count_entry, money_entry},
        },
        respond::{Answer, once, page, refused, see},
        session::Member,
    },
};

pub async fn change(member: Member, Path(id): Path<i64>) -> Answer {
    page(&show(&member, id, &Form::default(), &[]).await?)
}

pub async fn export(member: Member, Path(id): Path<i64>) -> Answer {
    taken(&member, &show(&member, id, &Form::default(), &[]).await?, "").await
}

/// How far the comparison is, for the script.
pub async fn progress(member: Member, Path(id): Path<i64>) -> Answer {
    let found = changes::comparison(&member.ctx, id).await?.ok_or(Error::NotFound)?;
    let work = at_work(&found, member.visit.lang);
    let (done, total, said) = work.map_or((0, 0, String::new()), |work| (work.done, work.total, work.said));
    let under_way = matches!(found, ComparisonView::AtWork { .. });
    Ok(Json(json!({ "at_work": under_way, "done": done, "total": total, "said": said })).into_response())
}

pub async fn approve(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let ctx = member.ctx.clone();
    let deed = async move {
        changes::approve(&ctx, id).await?;
        Ok(format!("/registry/changes/{id}?done=change_approved"))
    };
    answer(&member, id, &form, once(&member, &form, deed).await).await
}

pub async fn reject(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let (ctx, reason) = (member.ctx.clone(), form.get("reason").to_owned());
    let deed = async move {
        changes::reject(&ctx, id, &reason).await?;
        Ok(format!("/registry/changes/{id}?done=change_rejected"))
    };
    answer(&member, id, &form, once(&member, &form, deed).await).await
}

pub async fn withdraw(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    let ctx = member.ctx.clone();
    let deed = async move {
        changes::withdraw(&ctx, id).await?;
        Ok(format!("/registry/changes/{id}?done=change_withdrawn"))
    };
    answer(&member, id, &form, once(&member, &form, deed).await).await
}

async fn answer(member: &Member, id: i64, form: &Form, result: Result<String, Error>) -> Answer {
    match result {
        Ok(location) => Ok(see(&location)),
        Err(Error::Issues(issues)) => refused(&show(member, id, form, &issues).await?),
        Err(error) => Err(error.into()),
    }
}

async fn show(member: &Member, id: i64, form: &Form, issues: &[Issue]) -> Result<RegistryPage, Error> {
    let lang = member.visit.lang;
    let r = &texts(lang).registry;
    // First the comparison, so that what it allows is seen at once.
    let compared = changes::comparison(&member.ctx, id).await?;
    let view = changes::find(&member.ctx, id).await?;
    let title = format!("{}: {}", name(&view.listed.kind, lang), view.listed.subject.get(lang));
    let here = format!("/registry/changes/{id}");
    let mut shown = RegistryPage::new(framed(member, &title, &here, Vec::new(), issues)?, "");
    shown.export_link = Some(format!("{here}/table.xlsx"));
    shown.state = Some(badge(&view.listed.state, lang));
    shown.head = head(&view, lang);
    let value = |name: &str| form.get(name).to_owned();
    let entered = Entered { value: &value, issues, lang };
    let may = |deed: &str| view.may.contains(&deed);
    if may("approve") {
        let label = if view.scheme.is_some() { r.publish } else { r.approve };
        shown.actions.push(Action {
            url: format!("{here}/approve"),
            label: label.to_owned(),
            confirm: Some(r.approve_confirm.to_owned()),
            primary: true,
        });
    }
    if may("withdraw") {
        shown.actions.push(Action {
            url: format!("{here}/withdraw"),
            label: r.withdraw.to_owned(),
            confirm: None,
            primary: false,
        });
    }
    if may("reject") {
        shown.small.push(SmallForm {
            url: format!("{here}/reject"),
            heading: r.reject.to_owned(),
            lead: Some(r.reject_lead.to_owned()),
            hidden: Vec::new(),
            inputs: vec![SmallInput::typed(texts(lang).fields.reason, entered.field("reason"))],
            button: r.reject.to_owned(),
            confirm: None,
        });
    }
    shown.tables.push(differences(&view, lang));
    if let Some(found) = &compared {
        shown.progress = at_work(found, lang).map(|work| (format!("{here}/progress"), work));
        if let ComparisonView::Done(compared) = found {
            of_statements(&mut shown, compared, lang);
        }
    }
    if let Some(content) = &view.scheme {
        let scheme = Scheme::parse(content)?;
        shown.head.push(Pair::new(r.governs_new, day(scheme.governs_from)));
        shown.terms = terms(&show::show(&scheme), lang);
        shown.content = Some(content.clone());
    }
    Ok(shown)
}

fn head(view: &ChangeView, lang: Lang) -> Vec<Pair> {
    let (r, f) = (&texts(lang).registry, &texts(lang).fields);
    let (listed, basis) = (&view.listed, &view.basis);
    let mut head = vec![
        Pair::new(f.valid_from, day(basis.valid_from)),
        Pair::new(r.proposer, &listed.proposer).note(day(listed.proposed_on)),
    ];
    if !basis.number.is_empty() {
        let decided = basis.decided_on.map_or_else(String::new, day);
        let mut pair = Pair::new(f.decision_number, &basis.number);
        pair.note = Some([basis.authority.as_str(), decided.as_str()].join(" ").trim().to_owned())
            .filter(|note| !note.is_empty());
        pair.mark = mark(basis.certainty);
        head.push(pair);
    } else if basis.certainty == Certainty::Assumption {
        let mut pair = Pair::new(r.basis, &basis.reason);
        pair.mark = mark(basis.certainty);
        head.push(pair);
    }
    if !basis.source.is_empty() {
        let pair = Pair::new(f.source_link, &basis.source);
        head.push(if basis.source.starts_with("https://") { pair.link(&basis.source) } else { pair });
    }
    if !basis.reason.is_empty() && !basis.number.is_empty() {
        head.push(Pair::new(f.reason, &basis.reason));
    }
    if !listed.decider.is_empty() {
        head.push(Pair::new(r.decider, &listed.decider).note(listed.state_on.map_or_else(String::new, day)));
    }
    if !view.note.is_empty() {
        head.push(Pair::new(r.note, &view.note));
    }
    head
}

fn differences(view: &ChangeView, lang: Lang) -> Listing {
    let r = &texts(lang).registry;
    let empty = if view.scheme.is_some() { r.first_version } else { r.no_difference };
    let row = |difference: &Difference| {
        vec![
            Entry::new(difference.what.get(lang)),
            Entry::new(difference.before.get(lang)),
            Entry::new(difference.after.get(lang)),
        ]
    };
    Listing::new(r.changes_heading, &[r.field, r.before, r.after], empty)
        .rows(view.differences.iter().map(row).collect())
}

fn at_work(found: &ComparisonView, lang: Lang) -> Option<WorkProgress> {
    let r = &texts(lang).registry;
    let ComparisonView::AtWork { done, total, seconds_left } = found else { return None };
    let number = |number: i64| u64::try_from(number).unwrap_or(0);
    let (done, total) = (number(*done), number(*total));
    let said = match (total, seconds_left) {
        (0, _) => r.starting.to_owned(),
        (_, None) => format!("{} / {}", count(done, lang), r.orders_done.count(total, lang)),
        (_, Some(seconds)) => {
            let left = count(number(*seconds), lang);
            format!(
                "{} / {}, {} {left} {}",
                count(done, lang),
                r.orders_done.count(total, lang),
                r.left,
                r.seconds
            )
        }
    };
    Some(WorkProgress { done, total: total.max(1), said })
}

/// What last year's statements would have been: by party, statement by statement, and the cliffs.
fn of_statements(shown: &mut RegistryPage, compared: &Compared, lang: Lang) {
    let r = &texts(lang).registry;
    if let Some(fault) = compared.faults.first() {
        shown.caution = Some(format!("{}: {}", r.cannot_compare, fault.get(lang)));
        return;
    }
    let sums = |old: domain::money::Money, new: domain::money::Money| {
        [old, new, new - old].map(|amount| money_entry(amount, lang))
    };
    let columns = [r.subject, r.statements, r.old_amount, r.new_amount, r.change];
    let mut parties = Listing::new(r.compared, &columns, r.compared_none).figures(&[1, 2, 3, 4]);
    if let (Some(old), Some(year)) = (&compared.old, compared.year) {
        parties = parties.lead(format!(
            "{} {year}, {old}: {} / {} {}.",
            r.of_year,
            count(compared.changed as u64, lang),
            count(compared.statements as u64, lang),
            r.statements_changed
        ));
    }
    let by_party = compared.parties.iter().map(|party| {
        let first = [Entry::data(&party.party), count_entry(party.statements as u64, lang)];
        first.into_iter().chain(sums(party.old, party.new)).collect()
    });
    shown.tables.push(parties.rows(by_party.collect()));
    if compared.old.is_none() {
        return;
    }
    let columns = [
        texts(lang).fields.order,
        texts(lang).fields.period,
        r.subject,
        r.old_amount,
        r.new_amount,
        r.change,
    ];
    let each = compared.rows.iter().map(|row| {
        let first = [Entry::data(&row.order), Entry::new(period(&row.period, lang)), Entry::data(&row.party)];
        first.into_iter().chain(sums(row.old, row.new)).collect()
    });
    let table = Listing::new(r.each_statement, &columns, r.no_difference).figures(&[3, 4, 5]);
    shown.tables.push(table.rows(each.collect()));
    let cliffs = compared.cliffs.iter().map(|cliff| {
        vec![
            Entry::data(&cliff.order),
            Entry::new(result_name(&cliff.result, lang)),
            Entry::new(format!("{} / {}", count(cliff.learner as u64, lang), count(cliff.of as u64, lang))),
            money_entry(cliff.worth, lang),
        ]
    });
    let columns = [texts(lang).fields.order, r.result, r.nth, r.worth];
    let table = Listing::new(r.cliffs, &columns, r.no_cliffs).lead(r.cliffs_lead).figures(&[2, 3]);
    shown.tables.push(table.rows(cliffs.collect()));
}

/// A kind of result as people call it; another one by its own name.
fn result_name(kind: &str, lang: Lang) -> String {
    let t = &texts(lang).happening;
    t.get(kind).map_or_else(|| kind.to_owned(), str::to_owned)
}

pub fn terms(sections: &[show::Section], lang: Lang) -> Vec<Terms> {
    let term = |row: &show::Row| Term {
        what: row.what.get(lang).to_owned(),
        said: row.said.get(lang).to_owned(),
        law: cited(&row.law, lang),
    };
    sections
        .iter()
        .map(|section| Terms {
            title: section.title.get(lang).to_owned(),
            rows: section.rows.iter().map(term).collect(),
        })
        .collect()
}
