//! `/registry/organisations`: every organisation; `/registry/organisations/{id}`: one, with what it was called and where its
//! money went, day by day.

use axum::extract::{Path, Query};
use domain::{
    change::{Change, Organisation},
    ids::PartyId,
    issue::Issue,
};
use frontend::{
    Asks, Entry, Listing, Question, RegistryPage, Sought,
    form::{Choice, Entered},
    show::{Badge, Crumb, Paging, Pair, Tone},
    texts::texts,
};

use super::{Asked, framed, may_propose, proposal, propose, taken};
use crate::{
    actions::changes::{self, OrganisationRow},
    error::Error,
    http::{
        forms::{Form, Reader, encoded},
        portal::{
            show::{capital, mark},
            taken::day_entry,
        },
        respond::{Answer, page, refused},
        session::Member,
    },
};

const HERE: &str = "/registry/organisations";

pub async fn list(member: Member, Query(asked): Query<Asked>) -> Answer {
    page(&show_all(&member, &asked).await?)
}

pub(super) async fn show_all(member: &Member, asked: &Asked) -> Result<RegistryPage, Error> {
    let lang = member.visit.lang;
    let (r, f) = (&texts(lang).registry, &texts(lang).fields);
    let (number, size) = asked.cut();
    let found = changes::organisations(&member.ctx, &asked.q, None, number, size).await?;
    let frame = framed(member, r.organisations, HERE, Vec::new(), &[])?;
    let mut shown = RegistryPage::new(frame, r.organisations_lead);
    shown.export_link = Some(asked.export_link("organisations"));
    shown.search =
        Some(Sought { url: HERE.to_owned(), label: r.search_organisation.to_owned(), text: asked.q.clone() });
    let row = |row: &OrganisationRow| {
        vec![
            Entry::data(&row.name).link(format!("{HERE}/{}", row.id)),
            Entry::new(capital(row.kind.name().get(lang))),
            Entry::data(&row.code),
            Entry::data(&row.tax_code),
            Entry::badge(badge(row.active, lang)),
        ]
    };
    let columns =
        [f.organisation_name, f.organisation_kind, f.organisation_code, f.tax_code, texts(lang).fields.state];
    let table = Listing::new(r.organisations, &columns, r.none_found);
    shown.tables.push(table.rows(found.rows.iter().map(row).collect()));
    let address = |page| format!("{HERE}?q={}&page={page}", encoded(&asked.q));
    shown.paging = Paging::new(found.page, found.size, found.total, lang, address);
    Ok(shown)
}

fn badge(active: bool, lang: domain::text::Lang) -> Badge {
    let r = &texts(lang).registry;
    if active { Badge::new(r.active, Tone::Active) } else { Badge::new(r.inactive, Tone::Bad) }
}

pub async fn one(member: Member, Path(id): Path<i64>) -> Answer {
    page(&show(&member, id, &Form::default(), &[]).await?)
}

pub async fn export(member: Member, Path(id): Path<i64>) -> Answer {
    taken(&member, &show(&member, id, &Form::default(), &[]).await?, "").await
}

pub async fn change(member: Member, Path(id): Path<i64>, form: Form) -> Answer {
    // What no form asks stays as it is.
    let now = changes::organisation(&member.ctx, id).await?.now;
    let read = |reader: &mut Reader| {
        Change::Organisation(Organisation {
            party: PartyId(id),
            name: reader.text("organisation_name"),
            short_name: reader.text("short_name"),
            parent: reader.text("parent"),
            province_code: reader.text("province"),
            ownership: now.ownership,
            tax_code: reader.text("tax_code"),
            address: reader.text("address"),
            treasury_account: reader.text("treasury_account"),
            bank_account: reader.text("bank_account"),
            bank: reader.text("bank"),
            active: reader.chosen("active", yes_or_no, true),
        })
    };
    match propose(&member, &form, read).await? {
        Ok(answer) => Ok(answer),
        Err(issues) => refused(&show(&member, id, &form, &issues).await?),
    }
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

async fn show(member: &Member, id: i64, form: &Form, issues: &[Issue]) -> Result<RegistryPage, Error> {
    let lang = member.visit.lang;
    let (r, f) = (&texts(lang).registry, &texts(lang).fields);
    let view = changes::organisation(&member.ctx, id).await?;
    let provinces = changes::provinces(&member.ctx)?;
    let here = format!("{HERE}/{id}");
    let crumbs = vec![Crumb::new(r.organisations, HERE)];
    let mut shown = RegistryPage::new(framed(member, &view.row.name, &here, crumbs, issues)?, "");
    shown.export_link = Some(format!("{here}/table.xlsx"));
    shown.state = Some(badge(view.row.active, lang));
    let now = &view.now;
    let place = |code: &str| {
        provinces.iter().find(|(known, _)| known == code).map_or_else(String::new, |(_, name)| name.clone())
    };
    let mut name = Pair::new(f.organisation_name, &now.name);
    name.mark = mark(&view.certainty);
    let pairs = [
        Pair::new(f.organisation_kind, capital(view.row.kind.name().get(lang))),
        Pair::new(f.organisation_code, &view.row.code),
        Pair::new(f.parent, &now.parent),
        Pair::new(f.province, place(&now.province_code)),
        Pair::new(f.tax_code, &now.tax_code),
        Pair::new(f.address, &now.address),
        Pair::new(f.treasury_account, &now.treasury_account),
        Pair::new(f.bank_account, &now.bank_account).note(&now.bank),
    ];
    shown.head = vec![name];
    shown.head.extend(pairs.into_iter().filter(|pair| !pair.value.is_empty()));
    let row = |(from, was, source): &(time::Date, Organisation, String)| {
        vec![
            day_entry(*from),
            Entry::data(&was.name).note(&was.parent),
            Entry::data(&was.tax_code),
            Entry::data(&was.treasury_account),
            Entry::data(&was.bank_account).note(&was.bank),
            Entry::badge(badge(was.active, lang)),
            Entry::data(source),
        ]
    };
    let columns = [
        f.valid_from,
        f.organisation_name,
        f.tax_code,
        f.treasury_account,
        f.bank_account,
        f.state,
        texts(lang).common.source,
    ];
    let table = Listing::new(r.history, &columns, r.none_found);
    shown.tables.push(table.rows(view.history.iter().map(row).collect()));
    if may_propose(member) {
        let value = |name: &str| entered_value(form, now, name);
        let entered = Entered { value: &value, issues, lang };
        let provinces = provinces.iter().map(|(code, name)| Choice::new(code, name)).collect();
        let active = vec![Choice::new("yes", capital(r.active)), Choice::new("no", capital(r.inactive))];
        let text = |label: &str, name: &str| Question::new(label, entered.field(name), Asks::Text);
        let inputs = vec![
            text(f.organisation_name, "organisation_name"),
            text(f.short_name, "short_name"),
            text(f.parent, "parent"),
            Question::new(f.province, entered.field("province"), Asks::Choice(provinces)),
            text(f.tax_code, "tax_code"),
            text(f.address, "address"),
            text(f.treasury_account, "treasury_account"),
            text(f.bank_account, "bank_account"),
            text(f.bank, "bank"),
            Question::new(f.active, entered.field("active"), Asks::Choice(active)),
        ];
        let open = !issues.is_empty();
        let form = proposal(&entered, &here, r.new_organisation, r.new_organisation_lead, open, inputs);
        shown.forms.push(form);
    }
    Ok(shown)
}

/// What was typed; before anything was, what holds today.
fn entered_value(form: &Form, now: &Organisation, name: &str) -> String {
    if form.sends("organisation_name") {
        return form.get(name).to_owned();
    }
    match name {
        "organisation_name" => now.name.clone(),
        "short_name" => now.short_name.clone(),
        "parent" => now.parent.clone(),
        "province" => now.province_code.clone(),
        "tax_code" => now.tax_code.clone(),
        "address" => now.address.clone(),
        "treasury_account" => now.treasury_account.clone(),
        "bank_account" => now.bank_account.clone(),
        "bank" => now.bank.clone(),
        "active" => (if now.active { "yes" } else { "no" }).to_owned(),
        _ => String::new(),
    }
}
