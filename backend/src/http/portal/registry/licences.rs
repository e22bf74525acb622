//! `/registry/licences`: what each provider may train, and a new version of it.

use axum::extract::Query;
use domain::{
    change::{Change, Licence},
    ids::PartyId,
    issue::Issue,
    order::ApprovalKind,
};
use frontend::{
    Asks, Entry, Listing, Question, RegistryPage, Sought,
    form::{Choice, Entered},
    show::{Badge, Paging, Tone},
    texts::texts,
};

use super::{Asked, framed, mark, may_propose, proposal, propose};
use crate::{
    actions::changes::{self, LicenceChoices, LicenceRow},
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

const HERE: &str = "/registry/licences";

pub async fn list(member: Member, Query(asked): Query<Asked>) -> Answer {
    page(&show(&member, &asked, &Form::default(), &[]).await?)
}

pub async fn add(member: Member, form: Form) -> Answer {
    let read = |reader: &mut Reader| {
        Change::Licence(Licence {
            provider: reader.chosen("provider", |text| text.parse().ok().map(PartyId), PartyId(0)),
            occupation: reader.filled("occupation"),
            kind: reader.chosen("licence_kind", ApprovalKind::parse, ApprovalKind::Licence),
            place: reader.filled("place"),
            yearly_scale: reader.number("yearly_scale"),
        })
    };
    match propose(&member, &form, read).await? {
        Ok(answer) => Ok(answer),
        Err(issues) => refused(&show(&member, &Asked::default(), &form, &issues).await?),
    }
}

pub(super) async fn show(
    member: &Member,
    asked: &Asked,
    form: &Form,
    issues: &[Issue],
) -> Result<RegistryPage, Error> {
    let lang = member.visit.lang;
    let (r, f) = (&texts(lang).registry, &texts(lang).fields);
    let (number, size) = asked.cut();
    let found = changes::licences(&member.ctx, &asked.q, number, size).await?;
    let mut shown = RegistryPage::new(framed(member, r.licences, HERE, Vec::new(), issues)?, r.licences_lead);
    shown.export_link = Some(asked.export_link("licences"));
    shown.search =
        Some(Sought { url: HERE.to_owned(), label: r.search_licence.to_owned(), text: asked.q.clone() });
    let columns =
        [f.provider, f.occupation, f.decision_number, f.place, f.valid_from, r.scale, r.ordered_this_year];
    let offers = may_propose(member);
    let row = |row: &LicenceRow| {
        let again = format!("{HERE}?party={}&occupation={}", row.party, encoded(&row.occupation_code));
        let occupation = Entry::new(row.occupation.get(lang));
        vec![
            Entry::data(&row.provider),
            if offers && !row.superseded { occupation.link(again) } else { occupation },
            Entry {
                badge: row.superseded.then(|| Badge::new(r.superseded, Tone::Plain)),
                ..Entry::data(format!("{} ", row.number)).note(capital(row.kind_name.get(lang)))
            }
            .mark(mark(row.certainty)),
            Entry::data(&row.place),
            day_entry(row.valid_from),
            count_entry(u64::from(row.yearly_scale), lang),
            count_entry(u64::from(row.ordered), lang),
        ]
    };
    let table = Listing::new(r.licences, &columns, r.none_found).figures(&[5, 6]);
    shown.tables.push(table.rows(found.rows.iter().map(row).collect()));
    let address = |page| format!("{HERE}?q={}&page={page}", encoded(&asked.q));
    shown.paging = Paging::new(found.page, found.size, found.total, lang, address);
    if offers {
        let choices = changes::licence_choices(&member.ctx).await?;
        let held = found.rows.iter().find(|row| {
            row.party.to_string() == asked.party && row.occupation_code == asked.occupation && !row.superseded
        });
        let value = |name: &str| match (form.get(name), name) {
            ("", "provider") => asked.party.clone(),
            ("", "occupation") => asked.occupation.clone(),
            ("", "place") => held.map_or_else(String::new, |row| row.place_code.clone()),
            ("", "licence_kind") => held.map_or_else(String::new, |row| row.kind.as_str().to_owned()),
            (typed, _) => typed.to_owned(),
        };
        let entered = Entered { value: &value, issues, lang };
        let open = !issues.is_empty() || !asked.party.is_empty();
        let inputs = inputs(&choices, &entered);
        shown.forms.push(proposal(&entered, HERE, r.new_licence, r.new_licence_lead, open, inputs));
    }
    Ok(shown)
}

fn inputs(choices: &LicenceChoices, entered: &Entered) -> Vec<Question> {
    let lang = entered.lang;
    let f = &texts(lang).fields;
    let providers = choices.providers.iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect();
    let occupations =
        choices.occupations.iter().map(|(code, name)| Choice::new(code, name.get(lang))).collect();
    let provinces = choices.provinces.iter().map(|(code, name)| Choice::new(code, name)).collect();
    let kinds =
        choices.kinds.iter().map(|(kind, name)| Choice::new(*kind, capital(name.get(lang)))).collect();
    vec![
        Question::new(f.provider, entered.field("provider"), Asks::Choice(providers)),
        Question::new(f.occupation, entered.field("occupation"), Asks::Choice(occupations)),
        Question::new(f.licence_kind, entered.field("licence_kind"), Asks::Choice(kinds)),
        Question::new(f.place, entered.field("place"), Asks::Choice(provinces)),
        Question::new(f.yearly_scale, entered.field("yearly_scale"), Asks::Text),
    ]
}
