//! `/registry/occupations` and `/registry/targets`: what may be trained, and what each programme promised.

use axum::extract::Query;
use domain::{
    change::{Change, Course, NewOccupation},
    issue::Issue,
    occupation::Level,
    text::Text,
};
use frontend::{
    Asks, Entry, Listing, Question, RegistryPage, Sought,
    form::{Choice, Entered},
    show::Paging,
    texts::texts,
};

use super::{Asked, framed, mark, may_propose, proposal, propose};
use crate::{
    actions::changes::{self, OccupationRow, TargetRow},
    error::Error,
    http::{
        forms::{Form, Reader, encoded},
        portal::{
            show::capital,
            taken::{count_entry, day_entry},
        },
        respond::{Answer, page, refused},
        session::Member,
    },
};

const OCCUPATIONS: &str = "/registry/occupations";
const TARGETS: &str = "/registry/targets";

pub async fn occupations(member: Member, Query(asked): Query<Asked>) -> Answer {
    page(&show_occupations(&member, &asked, &Form::default(), &[]).await?)
}

pub async fn add_occupation(member: Member, form: Form) -> Answer {
    let read = |reader: &mut Reader| {
        let level = reader.chosen("level", Level::parse, Level::College);
        let given =
            ["months", "hours_total", "hours_enterprise"].iter().any(|name| !form.get(name).is_empty());
        let course = given.then(|| Course {
            months: reader.number("months"),
            hours_total: reader.number("hours_total"),
            hours_enterprise: reader.number("hours_enterprise"),
        });
        let name = Text::new(reader.text("name_vi"), reader.text("name_en"));
        Change::Occupation(NewOccupation { code: reader.text("occupation_code"), name, level, course })
    };
    match propose(&member, &form, read).await? {
        Ok(answer) => Ok(answer),
        Err(issues) => refused(&show_occupations(&member, &Asked::default(), &form, &issues).await?),
    }
}

pub(super) async fn show_occupations(
    member: &Member,
    asked: &Asked,
    form: &Form,
    issues: &[Issue],
) -> Result<RegistryPage, Error> {
    let lang = member.visit.lang;
    let (r, f) = (&texts(lang).registry, &texts(lang).fields);
    let (number, size) = asked.cut();
    let found = changes::occupations(&member.ctx, &asked.q, number, size).await?;
    let frame = framed(member, r.occupations, OCCUPATIONS, Vec::new(), issues)?;
    let mut shown = RegistryPage::new(frame, r.occupations_lead);
    shown.export_link = Some(asked.export_link("occupations"));
    shown.search = Some(Sought {
        url: OCCUPATIONS.to_owned(),
        label: r.search_occupation.to_owned(),
        text: asked.q.clone(),
    });
    let row = |row: &OccupationRow| {
        vec![
            Entry::new(row.name.get(lang)),
            Entry::data(&row.code).mark(mark(row.certainty)),
            Entry::new(capital(row.level.name().get(lang))),
            count_entry(row.licences as u64, lang),
            count_entry(row.prices as u64, lang),
        ]
    };
    let columns = [f.occupation, f.occupation_code, f.level, r.licensed, r.prices_in_force];
    let table = Listing::new(r.occupations, &columns, r.none_found).figures(&[3, 4]);
    shown.tables.push(table.rows(found.rows.iter().map(row).collect()));
    let address = |page| format!("{OCCUPATIONS}?q={}&page={page}", encoded(&asked.q));
    shown.paging = Paging::new(found.page, found.size, found.total, lang, address);
    if may_propose(member) {
        let value = |name: &str| form.get(name).to_owned();
        let entered = Entered { value: &value, issues, lang };
        let levels = Level::ALL
            .into_iter()
            .map(|level| Choice::new(level.as_str(), capital(level.name().get(lang))))
            .collect();
        let text = |label: &str, name: &str| Question::new(label, entered.field(name), Asks::Text);
        let inputs = vec![
            text(f.occupation_code, "occupation_code"),
            Question::new(f.level, entered.field("level"), Asks::Choice(levels)),
            text(f.name_vi, "name_vi"),
            text(f.name_en, "name_en"),
            text(f.months, "months"),
            text(f.hours_total, "hours_total"),
            text(f.hours_enterprise, "hours_enterprise"),
        ];
        let open = !issues.is_empty();
        let form = proposal(&entered, OCCUPATIONS, r.new_occupation, r.new_occupation_lead, open, inputs);
        shown.forms.push(form);
    }
    Ok(shown)
}

pub async fn targets(member: Member, Query(asked): Query<Asked>) -> Answer {
    page(&show_targets(&member, &asked, &Form::default(), &[]).await?)
}

/// A target is chosen as `programme/code`.
pub async fn change_target(member: Member, form: Form) -> Answer {
    let read = |reader: &mut Reader| {
        let target = reader.filled("target");
        let (programme, code) = target.split_once('/').unwrap_or((target.as_str(), ""));
        let (programme, code) = (programme.to_owned(), code.to_owned());
        Change::Target { programme, code, value: reader.whole("value") }
    };
    match propose(&member, &form, read).await? {
        Ok(answer) => Ok(answer),
        Err(issues) => refused(&show_targets(&member, &Asked::default(), &form, &issues).await?),
    }
}

pub(super) async fn show_targets(
    member: &Member,
    asked: &Asked,
    form: &Form,
    issues: &[Issue],
) -> Result<RegistryPage, Error> {
    let lang = member.visit.lang;
    let (r, f) = (&texts(lang).registry, &texts(lang).fields);
    let rows = changes::targets(&member.ctx).await?;
    let frame = framed(member, r.targets, TARGETS, Vec::new(), issues)?;
    let mut shown = RegistryPage::new(frame, r.targets_lead);
    shown.export_link = Some(Asked::default().export_link("targets"));
    let offers = may_propose(member);
    let row = |row: &TargetRow| {
        let label = Entry::new(row.label.get(lang));
        let link = format!("{TARGETS}?target={}", encoded(&format!("{}/{}", row.programme, row.code)));
        vec![
            if offers { label.link(link) } else { label },
            Entry::data(row.programme_name.get(lang)).link(format!("/programmes/{}", row.programme)),
            Entry::new(row.value.get(lang)).mark(mark(row.certainty)),
            Entry::new(row.by_year.to_string()),
            Entry::data(&row.source),
        ]
    };
    let columns = [r.target, f.programme, r.current, r.by_year, texts(lang).common.source];
    let table = Listing::new(r.targets, &columns, r.none_found).figures(&[2, 3]);
    shown.tables.push(table.rows(rows.iter().map(row).collect()));
    let version = |row: &TargetRow| -> Vec<Vec<Entry>> {
        let told = |(from, value, rests): &(time::Date, Text, String)| {
            vec![
                Entry::new(row.label.get(lang)),
                day_entry(*from),
                Entry::new(value.get(lang)),
                Entry::data(rests),
            ]
        };
        row.versions.iter().map(told).collect()
    };
    let table =
        Listing::new(r.versions, &[r.target, f.valid_from, f.value, r.basis], r.no_versions).figures(&[2]);
    shown.tables.push(table.rows(rows.iter().flat_map(version).collect()));
    if offers {
        let value = |name: &str| match (form.get(name), name) {
            ("", "target") => asked.target.clone(),
            (typed, _) => typed.to_owned(),
        };
        let entered = Entered { value: &value, issues, lang };
        let choices = rows.iter().map(|row| {
            let text = format!(
                "{} · {} · {}",
                row.programme_name.get(lang),
                row.label.get(lang),
                row.value.get(lang)
            );
            Choice::new(format!("{}/{}", row.programme, row.code), text)
        });
        let inputs = vec![
            Question::new(f.target, entered.field("target"), Asks::Choice(choices.collect())),
            Question::new(f.value, entered.field("value"), Asks::Text),
        ];
        let open = !issues.is_empty() || !asked.target.is_empty();
        shown.forms.push(proposal(&entered, TARGETS, r.new_target, r.new_target_lead, open, inputs));
    }
    Ok(shown)
}
