//! `/statements`: the list with its filter, and the run that settles a period.

use std::sync::{Arc, Mutex};

use axum::extract::Query;
use domain::{calendar::Period, issue::Issue, permission::Deed, statement::State, text::Text};
use frontend::{
    SettleForm, StatementRow, StatementsPage,
    form::{Choice, Entered},
    show::Paging,
    texts::texts,
};
use serde::Deserialize;

use super::{
    show::{badge, capital, choice, dong, page_number, period},
    workbooks::file,
};
use crate::{
    actions::{
        choices, exports,
        read_statements::{self, Filter},
        settlements, views,
    },
    error::Error,
    http::{
        forms::{Form, Reader, encoded},
        respond::{Answer, once, page, refused, repeated, see},
        session::Member,
    },
};
use domain::text::Lang;

const PAGE_SIZE: u64 = 25;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    period: String,
    state: String,
    /// `yes`: only what waits for who asks.
    mine: String,
    page: String,
    /// How many statements a run has just prepared.
    prepared: Option<u64>,
}

pub async fn list(member: Member, Query(asked): Query<Asked>) -> Answer {
    page(&show(&member, &asked, &Form::default(), &[]).await?)
}

pub async fn export(member: Member, Query(asked): Query<Asked>) -> Answer {
    let (ctx, visit) = (&member.ctx, &member.visit);
    Ok(file(exports::statements(ctx, &filter(&asked), visit.query(), visit.lang).await?))
}

fn filter(asked: &Asked) -> Filter {
    Filter {
        period: Some(asked.period.clone()).filter(|period| !period.is_empty()),
        state: State::parse(&asked.state),
        order: None,
        mine: asked.mine == "yes",
        page: page_number(&asked.page),
        size: PAGE_SIZE,
    }
}

/// Settles a period of a programme. Orders that cannot be settled now are told with their reasons; the others go on.
pub async fn settle(member: Member, form: Form) -> Answer {
    if let Some(answer) = repeated(&member, &form).await? {
        return Ok(answer);
    }
    let mut reader = Reader::new(&form);
    let programme =
        reader.chosen("programme", |text| (!text.is_empty()).then(|| text.to_owned()), String::new());
    let period = reader.chosen("period", |text| text.parse::<Period>().ok().map(Some), None);
    let Some(period) = period.filter(|_| reader.issues.is_empty()) else {
        let issues = reader.issues;
        return refused(&show(&member, &Asked::default(), &form, &issues).await?);
    };
    let held_up: Arc<Mutex<Vec<(String, Error)>>> = Arc::default();
    let (ctx, told) = (member.ctx.clone(), Arc::clone(&held_up));
    let deed = async move {
        let (prepared, held) = settlements::settle_programme(&ctx, &programme, period).await?;
        told.lock().map_err(|error| Error::fault("settlement", error))?.extend(held);
        let done = if prepared == 0 { "nothing" } else { "settled" };
        Ok(format!("/statements?period={period}&prepared={prepared}&done={done}"))
    };
    let result = once(&member, &form, deed).await;
    let held = std::mem::take(&mut *held_up.lock().map_err(|error| Error::fault("settlement", error))?);
    match result {
        Ok(location) if held.is_empty() => Ok(see(&location)),
        Ok(_) => {
            let asked = Asked { period: period.to_string(), ..Asked::default() };
            page(&show(&member, &asked, &form, &reasons(held)).await?)
        }
        Err(Error::Issues(issues)) => refused(&show(&member, &Asked::default(), &form, &issues).await?),
        Err(error) => Err(error.into()),
    }
}

/// Why orders were held up, each reason once with the orders it holds up.
fn reasons(held: Vec<(String, Error)>) -> Vec<Issue> {
    let mut reasons: Vec<(Issue, Vec<String>)> = Vec::new();
    for (order, error) in held {
        let Error::Issues(issues) = error else { continue };
        for issue in issues {
            match reasons.iter_mut().find(|(known, _)| known.problem == issue.problem) {
                Some((_, orders)) => orders.push(order.clone()),
                None => reasons.push((issue, vec![order.clone()])),
            }
        }
    }
    let told = |(issue, orders): (Issue, Vec<String>)| {
        let orders = orders.join(", ");
        let problem =
            Text::new(format!("{orders}: {}", issue.problem.vi), format!("{orders}: {}", issue.problem.en));
        Issue { problem, ..issue }
    };
    reasons.into_iter().map(told).collect()
}

async fn show(
    member: &Member,
    asked: &Asked,
    form: &Form,
    issues: &[Issue],
) -> Result<StatementsPage, Error> {
    let lang = member.visit.lang;
    let filter = filter(asked);
    let (found, periods) = read_statements::list(&member.ctx, &filter).await?;
    let state = filter.state.map_or("", State::as_str);
    let mine = if filter.mine { "&mine=yes" } else { "" };
    let wanted = format!("state={state}&period={}{mine}", encoded(&asked.period));
    let link = |page: u64| format!("/statements?page={page}&{wanted}");
    let mut frame = member.visit.frame(texts(lang).statement.heading)?;
    if let Some(prepared) = asked.prepared.filter(|prepared| *prepared > 0) {
        let notice = frame.notice.take().unwrap_or_default();
        let counted = format!("{}.", texts(lang).deeds.statements_prepared.count(prepared, lang));
        frame.notice = Some(format!("{notice} {counted}").trim().to_owned());
    }
    frame.path = member.visit.address.replace("/settlements", "/statements");
    let states = State::ALL.into_iter();
    Ok(StatementsPage {
        frame: frame.issues(issues),
        periods: periods.iter().map(|of| Choice::new(of, period(of, lang))).collect(),
        period: asked.period.clone(),
        states: states.map(|s| Choice::new(s.as_str(), capital(s.name().get(lang)))).collect(),
        state: state.to_owned(),
        rows: found.rows.iter().map(|statement| row(statement, lang)).collect(),
        paging: Paging::new(found.page, found.size, found.total, lang, link),
        export_link: (found.total > 0).then(|| format!("/statements.xlsx?{wanted}")),
        settle: settle_form(member, form, issues, lang).await?,
    })
}

async fn settle_form(
    member: &Member,
    form: &Form,
    issues: &[Issue],
    lang: Lang,
) -> Result<Option<SettleForm>, Error> {
    if !member.ctx.may(Deed::Settle, &[]) {
        return Ok(None);
    }
    let (programmes, periods) = choices::settlement(&member.ctx).await?;
    let value = |name: &str| form.get(name).to_owned();
    let entered = Entered { value: &value, issues, lang };
    let (mut programme, mut of) = (entered.field("programme"), entered.field("period"));
    if let (true, Some(first)) = (programme.value.is_empty(), programmes.first()) {
        programme.value.clone_from(&first.code);
    }
    if let (true, Some(newest)) = (of.value.is_empty(), periods.first()) {
        of.value.clone_from(newest);
    }
    Ok(Some(SettleForm {
        programme,
        programmes: programmes.iter().map(|programme| choice(programme, lang)).collect(),
        period: of,
        periods: periods.iter().map(|of| Choice::new(of, period(of, lang))).collect(),
    }))
}

fn row(statement: &views::StatementRow, lang: Lang) -> StatementRow {
    StatementRow {
        number: statement.number.clone(),
        link: format!("/statements/{}", statement.id),
        period: format!("{} · {}", period(&statement.period, lang), statement.kind.name.get(lang)),
        order: statement.order_number.clone(),
        order_link: format!("/orders/{}", statement.order_id),
        payee: statement.payee.name.clone(),
        accepted: dong(statement.gross_dong, lang),
        advance_recovered: dong(statement.advance_recovered_dong, lang),
        payable: dong(statement.payable_dong, lang),
        state: badge(&statement.state, lang),
    }
}
