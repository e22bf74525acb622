//! `/reports`: which there are and when they are due; and each as a page, a workbook and a paper, from one value.

use axum::{
    extract::Query,
    http::header,
    response::{IntoResponse, Response},
};
use domain::{
    ids::PartyId,
    permission::Scope,
    report::{By, Kind as Figure, Report, Row, Table},
    text::Lang,
};
use frontend::{
    ReportCard, ReportFilter, ReportPage, ReportRow, ReportTable, ReportTerm, ReportsPage,
    form::{Choice, Field},
    show::{Column, Crumb, Pair, Sorted},
    texts::texts,
};
use serde::Deserialize;

use super::{
    show::{capital, choice, day, dong, encoded_name, mark},
    workbooks::file,
};
use crate::{
    actions::{
        reports::{self, Kind, Wanted, usual_year},
        views::{Coded, DutyView, ReportChoices},
    },
    error::Error,
    http::{
        forms::{self, encoded},
        respond::{Answer, page},
        session::Member,
    },
};

/// The address's own words; what is not understood is left out.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    year: String,
    provider: String,
    province: String,
    programme: String,
    by: String,
    as_of: String,
    sort: String,
}

/// Which of the three pages.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Page {
    TrainingYear,
    Province,
    Programme,
}

pub async fn list(member: Member) -> Answer {
    let (duties, programmes) = reports::duties(&member.ctx).await?;
    let lang = member.visit.lang;
    let r = &texts(lang).reports;
    let programme = |programme: &Coded| ReportCard {
        name: programme.name.get(lang).to_owned(),
        link: format!("{}?programme={}", Page::Programme.address(), programme.code),
        about: r.programme_about.to_owned(),
        due: None,
    };
    page(&ReportsPage {
        frame: member.visit.frame(r.heading)?,
        duties: duties.iter().map(|duty| card(duty, lang)).collect(),
        programmes: programmes.iter().map(programme).collect(),
    })
}

fn card(duty: &DutyView, lang: Lang) -> ReportCard {
    let r = &texts(lang).reports;
    let (page, name, about) = match duty.code.as_str() {
        "province" => (Page::Province, r.province, r.province_about),
        _ => (Page::TrainingYear, r.training_year, r.training_year_about),
    };
    let due = format!(
        "{} {}: {} {} · {}",
        r.year_of,
        duty.year,
        r.due_before,
        day(duty.due_before),
        r.days_left.count(duty.days_left, lang)
    );
    ReportCard {
        name: name.to_owned(),
        link: format!("{}?year={}", page.address(), duty.year),
        about: about.to_owned(),
        due: Some((due, duty.source.clone())),
    }
}

pub async fn training_year(member: Member, Query(asked): Query<Asked>) -> Answer {
    show(&member, Page::TrainingYear, &asked).await
}

pub async fn training_year_workbook(member: Member, Query(asked): Query<Asked>) -> Answer {
    workbook(&member, Page::TrainingYear, &asked).await
}

pub async fn training_year_paper(member: Member, Query(asked): Query<Asked>) -> Answer {
    paper(&member, Page::TrainingYear, &asked).await
}

pub async fn province(member: Member, Query(asked): Query<Asked>) -> Answer {
    show(&member, Page::Province, &asked).await
}

pub async fn province_workbook(member: Member, Query(asked): Query<Asked>) -> Answer {
    workbook(&member, Page::Province, &asked).await
}

pub async fn province_paper(member: Member, Query(asked): Query<Asked>) -> Answer {
    paper(&member, Page::Province, &asked).await
}

pub async fn programme(member: Member, Query(asked): Query<Asked>) -> Answer {
    show(&member, Page::Programme, &asked).await
}

pub async fn programme_workbook(member: Member, Query(asked): Query<Asked>) -> Answer {
    workbook(&member, Page::Programme, &asked).await
}

pub async fn programme_paper(member: Member, Query(asked): Query<Asked>) -> Answer {
    paper(&member, Page::Programme, &asked).await
}

async fn workbook(member: &Member, page: Page, asked: &Asked) -> Answer {
    let choices = reports::choices(&member.ctx).await?;
    let wanted = wanted(member, page, asked, &choices).ok_or(Error::NotFound)?;
    let address = format!("{}?{}", page.address(), query(&wanted));
    Ok(file(reports::workbook(&member.ctx, &wanted, &address, member.visit.lang).await?))
}

async fn paper(member: &Member, page: Page, asked: &Asked) -> Answer {
    let choices = reports::choices(&member.ctx).await?;
    let wanted = wanted(member, page, asked, &choices).ok_or(Error::NotFound)?;
    let (name, bytes) = reports::pdf(&member.ctx, &wanted).await?;
    Ok(shown(&name, bytes))
}

/// A paper, shown in the browser.
fn shown(name: &str, bytes: Vec<u8>) -> Response {
    let disposition = format!("inline; filename=\"{}\"", encoded_name(name));
    let headers =
        [(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, bytes).into_response()
}

impl Page {
    fn address(self) -> &'static str {
        match self {
            Page::TrainingYear => "/reports/training-year",
            Page::Province => "/reports/province",
            Page::Programme => "/reports/programme",
        }
    }
}

/// Nothing while a provider, or a programme, is still to be chosen.
fn wanted(member: &Member, page: Page, asked: &Asked, choices: &ReportChoices) -> Option<Wanted> {
    let ctx = &member.ctx;
    let year = asked.year.parse().ok().filter(|year| (2000..=2100).contains(year));
    let year = year.unwrap_or_else(|| usual_year(ctx));
    let kind = match page {
        Page::TrainingYear => {
            let own = match ctx.scope() {
                Scope::Party(party) => Some(party),
                Scope::Everything | Scope::Learner(_) => None,
            };
            Kind::TrainingYear { provider: asked.provider.parse().ok().map(PartyId).or(own)?, year }
        }
        Page::Province => {
            Kind::Province { province: Some(asked.province.clone()).filter(|code| !code.is_empty()), year }
        }
        Page::Programme => {
            let first = || choices.programmes.first().map(|programme| programme.code.clone());
            Kind::Programme {
                code: Some(asked.programme.clone()).filter(|code| !code.is_empty()).or_else(first)?,
                by: By::parse(&asked.by).unwrap_or(By::Occupation),
                as_of: forms::day(&asked.as_of).unwrap_or(ctx.today()).min(ctx.today()),
            }
        }
    };
    let descending = asked.sort.starts_with('-');
    Some(Wanted { kind, sort: asked.sort.trim_start_matches('-').to_owned(), descending })
}

/// What is wanted, as part of an address; the order of rows last.
fn query(wanted: &Wanted) -> String {
    let mut query = filtered(&wanted.kind);
    if !wanted.sort.is_empty() {
        let turn = if wanted.descending { "-" } else { "" };
        query = format!("{query}&sort={turn}{}", encoded(&wanted.sort));
    }
    query
}

fn filtered(kind: &Kind) -> String {
    match kind {
        Kind::TrainingYear { provider, year } => format!("year={year}&provider={}", provider.0),
        Kind::Province { province, year } => {
            format!("year={year}&province={}", encoded(province.as_deref().unwrap_or_default()))
        }
        Kind::Programme { code, by, as_of } => {
            format!("programme={}&by={}&as_of={as_of}", encoded(code), by.as_str())
        }
    }
}

async fn show(member: &Member, of: Page, asked: &Asked) -> Answer {
    let lang = member.visit.lang;
    let t = texts(lang);
    let r = &t.reports;
    let ctx = &member.ctx;
    let choices = reports::choices(ctx).await?;
    let wanted = wanted(member, of, asked, &choices);
    let report = match &wanted {
        Some(wanted) => Some(reports::find(ctx, wanted).await?),
        None => None,
    };
    let title = match of {
        Page::TrainingYear => r.training_year,
        Page::Province => r.province,
        Page::Programme => r.programme,
    };
    let crumbs = vec![Crumb::new(r.heading, "/reports"), Crumb::here(title)];
    let whole = ctx.scope() == Scope::Everything;
    let note = match (&report, whole) {
        (None, _) => Some(r.choose_provider.to_owned()),
        (Some(_), false) => Some(r.own.to_owned()),
        (Some(_), true) => None,
    };
    let found = report.as_ref().zip(wanted.as_ref());
    let query = wanted.as_ref().map(query).unwrap_or_default();
    let link = |kind: &str| format!("{}.{kind}?{query}", of.address());
    page(&ReportPage {
        frame: member.visit.frame(title)?.crumbs(crumbs),
        address: of.address(),
        filters: filters(of, wanted.as_ref(), member, &choices),
        note,
        head: report.as_ref().map(|report| head(report, lang)).unwrap_or_default(),
        tables: found.map(|(report, wanted)| tables(of, report, wanted, lang)).unwrap_or_default(),
        definitions: report.as_ref().map(|report| definitions(report, lang)).unwrap_or_default(),
        by_hand: report.as_ref().map_or_else(Vec::new, |report| {
            report.by_hand.iter().map(|what| what.get(lang).to_owned()).collect()
        }),
        files: match report {
            Some(_) => {
                vec![(t.common.export.to_owned(), link("xlsx")), (r.pdf.to_owned(), link("pdf"))]
            }
            None => Vec::new(),
        },
    })
}

fn filters(of: Page, wanted: Option<&Wanted>, member: &Member, choices: &ReportChoices) -> Vec<ReportFilter> {
    let lang = member.visit.lang;
    let r = &texts(lang).reports;
    let kind = wanted.map(|wanted| &wanted.kind);
    let filter = |label: &str, name: &str, value: String, choices: Vec<Choice>| ReportFilter {
        label: label.to_owned(),
        field: Field::new(name, value),
        choices,
    };
    let years = |year: i32| {
        let mut years = choices.years.clone();
        if !years.contains(&year) {
            years.push(year);
        }
        filter(
            r.year,
            "year",
            year.to_string(),
            years.iter().map(|year| Choice::new(year.to_string(), year.to_string())).collect(),
        )
    };
    let named = |coded: &Vec<Coded>| -> Vec<Choice> { coded.iter().map(|of| choice(of, lang)).collect() };
    match (of, kind) {
        (Page::TrainingYear, kind) => {
            let (provider, year) = match kind {
                Some(Kind::TrainingYear { provider, year }) => (provider.0.to_string(), *year),
                _ => (String::new(), usual_year(&member.ctx)),
            };
            let first = Choice::new("", texts(lang).common.choose);
            let known = choices.providers.iter();
            let known = known.map(|party| Choice::new(party.id.to_string(), party.name.as_str()));
            let providers = [first].into_iter().chain(known).collect();
            let whole = member.ctx.scope() == Scope::Everything;
            let provider = whole.then(|| filter(r.provider, "provider", provider, providers));
            [years(year)].into_iter().chain(provider).collect()
        }
        (_, Some(Kind::Province { province, year })) => {
            let mut provinces = vec![Choice::new("", r.all_provinces)];
            provinces.extend(named(&choices.provinces));
            vec![
                years(*year),
                filter(r.chosen_province, "province", province.clone().unwrap_or_default(), provinces),
            ]
        }
        (_, Some(Kind::Programme { code, by, as_of })) => {
            let cuts = By::ALL.map(|by| Choice::new(by.as_str(), by.name().get(lang)));
            vec![
                filter(r.chosen_programme, "programme", code.clone(), named(&choices.programmes)),
                filter(r.by, "by", by.as_str().to_owned(), cuts.into()),
                filter(r.as_of, "as_of", day(*as_of), Vec::new()),
            ]
        }
        _ => Vec::new(),
    }
}

fn head(report: &Report, lang: Lang) -> Vec<Pair> {
    let r = &texts(lang).reports;
    let covers = report.covers.iter().map(|(what, says)| Pair::new(what.get(lang), capital(says.get(lang))));
    let rest = [Pair::new(r.as_of, day(report.as_of)), Pair::new(r.hash, report.sha256())];
    covers.chain(rest).collect()
}

fn tables(of: Page, report: &Report, wanted: &Wanted, lang: Lang) -> Vec<ReportTable> {
    let table = |(place, table): (usize, &Table)| {
        let said = |column: usize, figure: i64| said(table.figures[column].kind, figure, lang);
        let each =
            |figures: &[i64]| figures.iter().enumerate().map(|(at, figure)| said(at, *figure)).collect();
        let row = |row: &Row| ReportRow {
            link: (place == 0).then(|| leads_to(wanted, row)).flatten(),
            labels: row.labels.iter().map(|label| capital(label.get(lang))).collect(),
            figures: each(&row.figures),
        };
        ReportTable {
            heading: table.title.get(lang).to_owned(),
            dong: table.figures.iter().any(|column| column.kind == Figure::Dong),
            columns: table.columns().map(|column| heading(of, place, column, wanted, lang)).collect(),
            rows: table.rows.iter().map(row).collect(),
            totals: if table.summed { each(&table.totals()) } else { Vec::new() },
            labels: table.labels.len(),
        }
    };
    report.tables.iter().enumerate().map(table).collect()
}

fn said(kind: Figure, figure: i64, lang: Lang) -> String {
    match kind {
        Figure::Words | Figure::Dong => dong(figure, lang).0,
        Figure::Learners => {
            let grouped = frontend::show::count(figure.unsigned_abs(), lang);
            if figure < 0 { format!("-{grouped}") } else { grouped }
        }
    }
}

/// From a province to its colleges, and from a college to its own report.
fn leads_to(wanted: &Wanted, row: &Row) -> Option<String> {
    match &wanted.kind {
        Kind::Province { province: None, year } if !row.key.is_empty() => {
            Some(format!("{}?year={year}&province={}", Page::Province.address(), encoded(&row.key)))
        }
        Kind::Province { province: Some(_), year } => {
            Some(format!("{}?year={year}&provider={}", Page::TrainingYear.address(), row.key))
        }
        _ => None,
    }
}

/// The first table can be sorted by every column.
fn heading(of: Page, place: usize, column: &domain::report::Column, wanted: &Wanted, lang: Lang) -> Column {
    let sorted = match (wanted.sort == column.key && place == 0, wanted.descending) {
        (false, _) => None,
        (true, true) => Some(Sorted::Descending),
        (true, false) => Some(Sorted::Ascending),
    };
    let turn = if sorted == Some(Sorted::Ascending) { "-" } else { "" };
    let filter = filtered(&wanted.kind);
    Column {
        text: column.name().get(lang).to_owned(),
        link: (place == 0).then(|| format!("{}?{filter}&sort={turn}{}", of.address(), column.key)),
        sorted,
        numeric: column.kind != Figure::Words,
    }
}

fn definitions(report: &Report, lang: Lang) -> Vec<ReportTerm> {
    let term = |note: &domain::report::Note| ReportTerm {
        term: note.term.get(lang).to_owned(),
        says: note.says.get(lang).to_owned(),
        source: note.source.to_owned(),
        mark: mark(&note.certainty.into()),
    };
    report.notes.iter().map(term).collect()
}
