//! `/registry/settings`: the figures that the office decides.

use axum::extract::Query;
use domain::{change::Change, issue::Issue, setting::Setting};
use frontend::{
    Asks, Entry, Listing, Question, RegistryPage,
    form::{Choice, Entered},
    texts::texts,
};

use super::{Asked, framed, mark, may_propose, proposal, propose};
use crate::{
    actions::changes::{self, SettingRow},
    error::Error,
    http::{
        forms::{Form, Reader},
        portal::{show::day, taken::day_entry},
        respond::{Answer, page, refused},
        session::Member,
    },
};

const HERE: &str = "/registry/settings";

pub async fn list(member: Member, Query(asked): Query<Asked>) -> Answer {
    page(&show(&member, &asked, &Form::default(), &[]).await?)
}

pub async fn change(member: Member, form: Form) -> Answer {
    let read = |reader: &mut Reader| Change::Setting {
        name: reader.chosen("setting", Setting::parse, Setting::InvitationDays),
        value: day_of_year(reader.form.get("value")).unwrap_or_else(|| reader.whole("value")),
    };
    match propose(&member, &form, read).await? {
        Ok(answer) => Ok(answer),
        Err(issues) => refused(&show(&member, &Asked::default(), &form, &issues).await?),
    }
}

/// `30/12` as a setting keeps a day of the year.
fn day_of_year(text: &str) -> Option<i64> {
    let (day, month) = text.split_once('/')?;
    Some(month.trim().parse::<i64>().ok()? * 100 + day.trim().parse::<i64>().ok()?)
}

pub(super) async fn show(
    member: &Member,
    asked: &Asked,
    form: &Form,
    issues: &[Issue],
) -> Result<RegistryPage, Error> {
    let lang = member.visit.lang;
    let (r, f) = (&texts(lang).registry, &texts(lang).fields);
    let rows = changes::settings(&member.ctx).await?;
    let mut shown = RegistryPage::new(framed(member, r.settings, HERE, Vec::new(), issues)?, r.settings_lead);
    shown.export_link = Some(Asked::default().export_link("settings"));
    let offers = may_propose(member);
    let row = |row: &SettingRow| {
        let name = Entry::new(row.setting.name().get(lang));
        let to_come = row.to_come.iter().map(|(from, value)| {
            format!("{} {} {}", day(*from), r.to_come, row.setting.said(*value).get(lang))
        });
        let since = match row.since {
            Some((from, change)) => day_entry(from).link(format!("/registry/changes/{change}")),
            None => Entry::new(r.initial),
        };
        let by = [row.proposer.as_str(), row.decider.as_str()].into_iter().filter(|name| !name.is_empty());
        vec![
            if offers { name.link(format!("{HERE}?setting={}", row.setting.as_str())) } else { name },
            Entry::new(row.setting.said(row.value).get(lang)).note(to_come.collect::<Vec<_>>().join("; ")),
            since,
            Entry::data(by.collect::<Vec<_>>().join(", ")),
            Entry::new(row.source.get(lang)).mark(mark(row.certainty)),
        ]
    };
    let columns = [f.setting, f.value, r.since, r.set_by, texts(lang).common.source];
    let table = Listing::new(r.settings, &columns, r.none_found);
    shown.tables.push(table.rows(rows.iter().map(row).collect()));
    if offers {
        let value = |name: &str| match (form.get(name), name) {
            ("", "setting") => asked.setting.clone(),
            (typed, _) => typed.to_owned(),
        };
        let entered = Entered { value: &value, issues, lang };
        let choices = Setting::ALL
            .into_iter()
            .map(|setting| Choice::new(setting.as_str(), setting.name().get(lang)))
            .collect();
        let inputs = vec![
            Question::new(f.setting, entered.field("setting"), Asks::Choice(choices)),
            Question::new(f.value, entered.field("value"), Asks::Text),
        ];
        let open = !issues.is_empty() || !asked.setting.is_empty();
        shown.forms.push(proposal(&entered, HERE, r.new_setting, r.new_setting_lead, open, inputs));
    }
    Ok(shown)
}
