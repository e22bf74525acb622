//! `/registry`: what the office maintains. Each part has its file here; what their pages have in common is below: the decision
//! a change rests on, the proposal that comes of a form, the page again with everything that must be mended, and its tables as
//! a workbook.

pub mod bands;
pub mod budget;
pub mod calendar;
pub mod catalogue;
pub mod change;
pub mod licences;
pub mod organisations;
pub mod prices;
pub mod schemes;
pub mod settings;

use std::collections::HashSet;

use axum::{
    extract::{Path, Query},
    response::Response,
};
use domain::{
    change::{Basis, Change},
    issue::Issue,
    permission::Deed,
    programme::Certainty,
    text::Lang,
};
use frontend::{
    Asks, Entry, Listing, Question, Register, RegistryForm, RegistryPage,
    form::{Choice, Entered, anchor},
    frame::{Frame, ShownIssue},
    show::{Badge, Crumb, Mark, Tone},
    texts::texts,
};
use serde::Deserialize;

use super::{
    show::{capital, day, name, page_number},
    taken::{count_entry, day_entry, head, summary, workbook},
};
use crate::{
    actions::{
        changes::{self, Listed},
        views::{Coded, WHOLE},
    },
    error::Error,
    http::{
        forms::{Form, Reader, encoded},
        respond::{Answer, Failure, once, page, repeated, see},
        session::Member,
    },
};

const PAGE_SIZE: u64 = 50;

/// What the addresses of lists carry.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    page: String,
    year: String,
    party: String,
    occupation: String,
    line: String,
    target: String,
    setting: String,
    /// All pages at once, for a file.
    #[serde(skip)]
    whole: bool,
}

impl Asked {
    /// Number and size of the page.
    fn cut(&self) -> (u64, u64) {
        if self.whole { (1, WHOLE) } else { (page_number(&self.page), PAGE_SIZE) }
    }

    /// What the rows are chosen by.
    fn filter(&self) -> String {
        let told = [("q", &self.q), ("year", &self.year)].into_iter().filter(|(_, value)| !value.is_empty());
        told.map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>().join("&")
    }

    /// Where the whole of a register is taken as a file, under the filter in force.
    fn export_link(&self, register: &str) -> String {
        let filter = self.filter();
        let asks = if filter.is_empty() { "" } else { "?" };
        format!("/registry/tables/{register}.xlsx{asks}{filter}")
    }
}

/// `/registry/tables/{file}`: a register as its page shows it, all pages of it.
pub async fn export(member: Member, Path(file): Path<String>, Query(asked): Query<Asked>) -> Answer {
    let asked = Asked { whole: true, ..asked };
    let (of, form) = (&member, Form::default());
    let page = match file.strip_suffix(".xlsx") {
        Some("changes") => show(of).await,
        Some("schemes") => schemes::show(of, &form, "", &[]).await,
        Some("prices") => prices::show(of, &form, &[]).await,
        Some("licences") => licences::show(of, &asked, &form, &[]).await,
        Some("budget") => budget::show(of, &asked, &form, &[]).await,
        Some("occupations") => catalogue::show_occupations(of, &asked, &form, &[]).await,
        Some("targets") => catalogue::show_targets(of, &asked, &form, &[]).await,
        Some("settings") => settings::show(of, &asked, &form, &[]).await,
        Some("bands") => bands::show(of, &asked, &form, &[]).await,
        Some("organisations") => organisations::show_all(of, &asked).await,
        Some("calendar") => {
            let page = calendar::show(of, &asked.year, &form, &[]).await?;
            let tables = [calendar::months(&page, member.visit.lang), page.tables].concat();
            return workbook(&member, &page.frame.title, &asked.filter(), &tables).await;
        }
        _ => Err(Error::NotFound),
    };
    taken(&member, &page?, &asked.filter()).await
}

/// A page of the registers as a workbook: its head, where it has one, and its tables.
async fn taken(member: &Member, page: &RegistryPage, filter: &str) -> Answer {
    let lang = member.visit.lang;
    let first = (!page.head.is_empty()).then(|| summary(head(&page.head, lang), lang));
    let tables: Vec<Listing> = first.into_iter().chain(page.tables.iter().cloned()).collect();
    workbook(member, &page.frame.title, filter, &tables).await
}

pub async fn overview(member: Member) -> Answer {
    page(&show(&member).await?)
}

async fn show(member: &Member) -> Result<RegistryPage, Error> {
    let lang = member.visit.lang;
    let r = &texts(lang).registry;
    let view = changes::overview(&member.ctx).await?;
    let room = |name: &str, link: &str, about: &str| Register {
        name: name.to_owned(),
        link: format!("/registry/{link}"),
        about: about.to_owned(),
    };
    let mut shown = RegistryPage::new(member.visit.frame(r.nav)?, r.lead);
    shown.rooms = vec![
        room(r.schemes, "schemes", r.schemes_lead),
        room(r.prices, "prices", r.prices_lead),
        room(r.licences, "licences", r.licences_lead),
        room(r.budget, "budget", r.budget_lead),
        room(r.calendar, "calendar", r.calendar_lead),
        room(r.occupations, "occupations", r.occupations_lead),
        room(r.targets, "targets", r.targets_lead),
        room(r.settings, "settings", r.settings_lead),
        room(texts(lang).life.bands, "bands", texts(lang).life.bands_lead),
        room(r.organisations, "organisations", r.organisations_lead),
    ];
    let waiting = Listing::new(
        r.waiting,
        &[r.kind, r.subject, texts(lang).fields.valid_from, r.proposer, r.proposed_on],
        r.none_waiting,
    );
    let decided = Listing::new(
        r.decided,
        &[r.kind, r.subject, texts(lang).fields.valid_from, texts(lang).fields.state, r.decider],
        r.none_decided,
    );
    shown.tables = vec![
        waiting.rows(view.waiting.iter().map(|listed| waiting_row(listed, lang)).collect()),
        decided.rows(view.decided.iter().map(|listed| decided_row(listed, lang)).collect()),
    ];
    shown.export_link = Some(Asked::default().export_link("changes"));
    Ok(shown)
}

fn named(listed: &Listed, lang: Lang) -> [Entry; 3] {
    [
        Entry::new(name(&listed.kind, lang)).link(format!("/registry/changes/{}", listed.id)),
        Entry::data(listed.subject.get(lang)),
        day_entry(listed.valid_from),
    ]
}

fn waiting_row(listed: &Listed, lang: Lang) -> Vec<Entry> {
    let by = [Entry::data(&listed.proposer), day_entry(listed.proposed_on)];
    named(listed, lang).into_iter().chain(by).collect()
}

fn decided_row(listed: &Listed, lang: Lang) -> Vec<Entry> {
    let decider = Entry::data(&listed.decider).note(listed.state_on.map_or_else(String::new, day));
    named(listed, lang).into_iter().chain([Entry::badge(badge(&listed.state, lang)), decider]).collect()
}

fn badge(state: &Coded, lang: Lang) -> Badge {
    let tone = match state.code.as_str() {
        "proposed" => Tone::Waiting,
        "approved" => Tone::Good,
        "rejected" => Tone::Bad,
        _ => Tone::Plain,
    };
    Badge::new(state.name.get(lang), tone)
}

/// The frame of a page of a register, with its way here and what must be mended.
fn framed(
    member: &Member,
    title: &str,
    here: &str,
    crumbs: Vec<Crumb>,
    issues: &[Issue],
) -> Result<Frame, Error> {
    let lang = member.visit.lang;
    let t = texts(lang);
    let mut way = vec![Crumb::new(t.registry.nav, "/registry")];
    way.extend(crumbs);
    way.push(Crumb::here(title));
    let mut frame = member.visit.frame(title)?.crumbs(way);
    if !issues.is_empty() {
        here.clone_into(&mut frame.path);
        frame = frame.issues(issues);
        for (shown, issue) in frame.issues.iter_mut().zip(issues) {
            placed(shown, issue, lang);
        }
    }
    Ok(frame)
}

/// A row of a pasted list and a line of a file are told by their number, and lead to where they were typed.
fn placed(shown: &mut ShownIssue, issue: &Issue, lang: Lang) {
    if issue.place.starts_with("prices[") {
        shown.anchor = Some(anchor("list"));
    }
    if let Some(line) = issue.place.strip_prefix("line ") {
        shown.place = format!("{} {line}", texts(lang).fields.line);
        shown.anchor = Some(anchor("content"));
    }
}

/// Whether the page offers to propose anything.
fn may_propose(member: &Member) -> bool {
    member.ctx.may(Deed::ProposeChange, &[])
}

/// The fields of the decision a change rests on.
fn basis_inputs(entered: &Entered) -> Vec<Question> {
    let f = &texts(entered.lang).fields;
    let certainties = [Certainty::Verified, Certainty::Memory, Certainty::Assumption];
    let choices = certainties
        .into_iter()
        .map(|certainty| Choice::new(certainty.as_str(), capital(certainty.name().get(entered.lang))))
        .collect();
    vec![
        Question::new(f.valid_from, entered.field("valid_from"), Asks::Day),
        Question::new(f.certainty, entered.field("certainty"), Asks::Choice(choices)),
        Question::new(f.authority, entered.field("authority"), Asks::Text),
        Question::new(f.decision_number, entered.field("decision_number"), Asks::Text),
        Question::new(f.decided_on, entered.field("decided_on"), Asks::Day),
        Question::new(f.source_link, entered.field("source_link"), Asks::Text),
        Question::new(f.reason, entered.field("reason"), Asks::Text),
    ]
}

fn basis(reader: &mut Reader) -> Basis {
    Basis {
        valid_from: reader.day("valid_from"),
        authority: reader.text("authority"),
        number: reader.text("decision_number"),
        decided_on: reader.day_or_none("decided_on"),
        source: reader.text("source_link"),
        certainty: reader.chosen("certainty", Certainty::parse, Certainty::Assumption),
        reason: reader.text("reason"),
    }
}

/// A form that proposes; unfolded when it must be mended, or when the address already says what it is about.
fn proposal(
    entered: &Entered,
    url: &str,
    heading: &str,
    lead: &str,
    open: bool,
    inputs: Vec<Question>,
) -> RegistryForm {
    let t = texts(entered.lang);
    RegistryForm {
        url: url.to_owned(),
        heading: heading.to_owned(),
        lead: lead.to_owned(),
        open,
        hidden: Vec::new(),
        inputs,
        basis: basis_inputs(entered),
        button: t.registry.propose.to_owned(),
    }
}

/// What a form says becomes a proposal, and the browser looks at it; or everything that must be mended.
async fn propose(
    member: &Member,
    form: &Form,
    read: impl FnOnce(&mut Reader) -> Change,
) -> Result<Result<Response, Vec<Issue>>, Failure> {
    if !may_propose(member) {
        return Err(Error::Forbidden.into());
    }
    if let Some(answer) = repeated(member, form).await? {
        return Ok(Ok(answer));
    }
    let mut reader = Reader::new(form);
    let change = read(&mut reader);
    // Rows of a list that cannot be read leave the others to be looked at.
    let is_readable = reader.issues.iter().all(|issue| issue.place.starts_with("prices["));
    let basis = basis(&mut reader);
    let mut issues = reader.issues;
    if !issues.is_empty() {
        if is_readable {
            let known: HashSet<String> = issues.iter().map(|issue| issue.place.clone()).collect();
            let more = changes::faults(&member.ctx, change, basis).await?;
            issues.extend(more.into_iter().filter(|issue| !known.contains(&issue.place)));
        }
        return Ok(Err(issues));
    }
    let ctx = member.ctx.clone();
    let deed = async move {
        let id = changes::propose(&ctx, change, basis).await?;
        Ok(format!("/registry/changes/{id}?done=proposed"))
    };
    match once(member, form, deed).await {
        Ok(location) => Ok(Ok(see(&location))),
        Err(Error::Issues(issues)) => Ok(Err(issues)),
        Err(error) => Err(error.into()),
    }
}

/// What must be said beside a figure that was not verified.
fn mark(certainty: Certainty) -> Option<Mark> {
    super::show::mark(&certainty.into())
}

/// `12.345` as tables show a number of things.
fn number(count: i64, lang: Lang) -> Entry {
    count_entry(u64::try_from(count).unwrap_or(0), lang)
}
