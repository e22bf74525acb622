//! `/registry/bands`: from which amount on which roles approve. A new version is proposed by one person and approved by
//! another, and governs from tomorrow at the earliest.

use axum::extract::Query;
use domain::{
    approval::{Band, Subject},
    change::Change,
    issue::Issue,
    permission::Role,
    text::Lang,
};
use frontend::{
    Asks, Entry, Listing, Question, RegistryPage,
    form::{Choice, Entered},
    show::{Badge, Mark, Tone},
    texts::texts,
};

use super::{Asked, framed, may_propose, proposal, propose};
use crate::{
    actions::{changes, views::BandsView},
    error::Error,
    http::{
        forms::{Form, Reader, at_rows},
        portal::{
            show::{capital, day},
            taken::{day_entry, dong_entry},
        },
        respond::{Answer, page, refused},
        session::Member,
    },
};

const HERE: &str = "/registry/bands";
/// Rows offered for bands.
const ROWS: usize = 4;
const FIELDS: [&str; 4] = ["above", "first", "second", "third"];

pub async fn list(member: Member, Query(asked): Query<Asked>) -> Answer {
    page(&show(&member, &asked, &Form::default(), &[]).await?)
}

pub async fn change(member: Member, form: Form) -> Answer {
    let rows = form.rows("bands", &FIELDS);
    let read = |reader: &mut Reader| Change::Bands {
        subject: reader.chosen("subject", Subject::parse, Subject::Order),
        bands: rows.iter().map(|row| band(reader, *row)).collect(),
    };
    match propose(&member, &form, read).await? {
        Ok(answer) => Ok(answer),
        Err(issues) => {
            refused(&show(&member, &Asked::default(), &form, &at_rows(issues, "bands", &rows)).await?)
        }
    }
}

fn band(reader: &mut Reader, row: usize) -> Band {
    let role = |field: &&str| Role::parse(reader.form.get(&format!("bands[{row}].{field}")));
    let roles = FIELDS[1..].iter().filter_map(role).collect();
    Band { above: reader.dong(&format!("bands[{row}].above")), roles }
}

pub(super) async fn show(
    member: &Member,
    asked: &Asked,
    form: &Form,
    issues: &[Issue],
) -> Result<RegistryPage, Error> {
    let lang = member.visit.lang;
    let (l, f) = (&texts(lang).life, &texts(lang).fields);
    let versions = changes::bands(&member.ctx).await?;
    let mut shown = RegistryPage::new(framed(member, l.bands, HERE, Vec::new(), issues)?, l.bands_lead);
    shown.export_link = Some(Asked::default().export_link("bands"));
    for subject in Subject::ALL {
        let columns = [f.governs_from, l.above, l.roles, l.approved_by, f.reason];
        let table =
            Listing::new(capital(subject.name().get(lang)), &columns, texts(lang).registry.none_found);
        let of_subject = versions.iter().filter(|version| version.subject.code == subject.as_str());
        let rows = of_subject.flat_map(|version| rows_of(version, lang)).collect();
        shown.tables.push(table.figures(&[1]).rows(rows));
    }
    if may_propose(member) {
        let value = |name: &str| form.get(name).to_owned();
        let entered = Entered { value: &value, issues, lang };
        let open = !issues.is_empty() || !asked.setting.is_empty();
        shown.forms.push(proposal(&entered, HERE, l.set_bands, l.set_bands_lead, open, questions(&entered)));
    }
    Ok(shown)
}

fn questions(entered: &Entered) -> Vec<Question> {
    let lang = entered.lang;
    let (l, f) = (&texts(lang).life, &texts(lang).fields);
    let choice = |code: &str, name: &str| Choice::new(code, capital(name));
    let subjects = Subject::ALL.map(|subject| choice(subject.as_str(), subject.name().get(lang)));
    let mut asked = vec![Question::new(f.subject, entered.field("subject"), Asks::Choice(subjects.into()))];
    for row in 0..ROWS {
        for (name, said) in FIELDS.into_iter().zip([l.above, f.first, f.second, f.third]) {
            let label = format!("{} {}: {}", f.bands, row + 1, said.to_lowercase());
            let roles = || {
                Subject::Order.roles().into_iter().map(|role| choice(role.as_str(), role.name().get(lang)))
            };
            let asks = if name == "above" { Asks::Text } else { Asks::Choice(roles().collect()) };
            asked.push(Question::new(label, entered.field(&format!("bands[{row}].{name}")), asks));
        }
    }
    asked
}

/// One row for each band; who approved them and why stands in the first.
fn rows_of(version: &BandsView, lang: Lang) -> Vec<Vec<Entry>> {
    let l = &texts(lang).life;
    let row = |(place, band): (usize, &crate::actions::views::BandView)| {
        let roles = band.roles.iter().map(|role| capital(role.name.get(lang)));
        let roles = roles.collect::<Vec<_>>().join(" → ");
        let first = |entry: Entry| if place == 0 { entry } else { Entry::default() };
        let since = match version.governs_from {
            Some(from) => day_entry(from),
            None => Entry::new(l.bands_default).mark(Some(Mark::Assumption)),
        };
        let governs = version.governs && place == 0;
        let since = Entry { badge: governs.then(|| Badge::new(l.governs, Tone::Active)), ..since };
        let set_on = version.set_on.map_or_else(String::new, day);
        vec![
            since,
            dong_entry(band.above_dong, lang),
            Entry::new(roles),
            first(Entry::data(&version.set_by).note(set_on)),
            first(Entry::data(&version.reason)),
        ]
    };
    version.bands.iter().enumerate().map(row).collect()
}
