//! `/registry/prices`: lists of prices, one decision each; a new one from a form, pasted or sent as a file.

use axum::extract::Path;
use domain::{
    change::{Change, PriceList},
    issue::Issue,
};
use frontend::{
    Asks, Entry, Listing, Question, RegistryPage,
    form::{Choice, Entered},
    show::{Crumb, Pair},
    texts::texts,
};

use super::{Asked, framed, mark, may_propose, number, proposal, propose, taken};
use crate::{
    actions::changes::{self, PriceListRow, PriceView},
    error::Error,
    http::{
        forms::{Form, Reader, Sent},
        portal::{
            show::{day, days},
            taken::{count_entry, day_entry, money_entry},
        },
        respond::{Answer, page, refused},
        session::Member,
    },
};

const HERE: &str = "/registry/prices";

pub async fn list(member: Member) -> Answer {
    page(&show(&member, &Form::default(), &[]).await?)
}

/// What cannot be read of the list and what cannot be read of the form come back together.
pub async fn add(member: Member, sent: Sent) -> Answer {
    let (name, bytes) = sent.file.clone().unwrap_or_default();
    let (rows, mut faults) = changes::read_list(sent.form.get("list"), &bytes, &name);
    let read = |reader: &mut Reader| {
        let list = PriceList {
            rows,
            valid_until: reader.day_or_none("valid_until"),
            supersedes: reader.text("supersedes").parse().ok(),
        };
        reader.issues.append(&mut faults);
        Change::Prices(list)
    };
    match propose(&member, &sent.form, read).await? {
        Ok(answer) => Ok(answer),
        Err(issues) => refused(&show(&member, &sent.form, &issues).await?),
    }
}

fn force(row: &PriceListRow, no_end: &str) -> String {
    match row.valid_until {
        Some(last) => days(row.valid_from, last),
        None => format!("{} – {no_end}", day(row.valid_from)),
    }
}

pub(super) async fn show(member: &Member, form: &Form, issues: &[Issue]) -> Result<RegistryPage, Error> {
    let lang = member.visit.lang;
    let (r, f) = (&texts(lang).registry, &texts(lang).fields);
    let rows = changes::price_lists(&member.ctx).await?;
    let mut shown = RegistryPage::new(framed(member, r.prices, HERE, Vec::new(), issues)?, r.prices_lead);
    shown.export_link = Some(Asked::default().export_link("prices"));
    let columns = [f.price_decision, f.authority, f.decided_on, f.valid_from, r.prices_count, r.orders];
    let row = |row: &PriceListRow| {
        vec![
            Entry::data(&row.number).link(format!("{HERE}/{}", row.id)).mark(mark(row.certainty)),
            Entry::data(&row.authority),
            day_entry(row.decided_on),
            Entry::new(force(row, r.no_end)),
            count_entry(row.prices as u64, lang),
            number(row.orders, lang),
        ]
    };
    let table = Listing::new(r.prices, &columns, r.none_found).figures(&[4, 5]);
    shown.tables.push(table.rows(rows.iter().map(row).collect()));
    if may_propose(member) {
        let value = |name: &str| form.get(name).to_owned();
        let entered = Entered { value: &value, issues, lang };
        let lists = rows
            .iter()
            .map(|row| Choice::new(row.id.to_string(), format!("{} · {}", row.number, force(row, r.no_end))));
        let inputs = vec![
            Question::new(f.list, entered.field("list"), Asks::Area(10)).hint(r.list_hint),
            Question::new(f.file, entered.field("file"), Asks::File).hint(r.or_file),
            Question::new(f.supersedes, entered.field("supersedes"), Asks::Choice(lists.collect())),
            Question::new(f.valid_until, entered.field("valid_until"), Asks::Day),
        ];
        shown.forms.push(proposal(&entered, HERE, r.new_list, r.new_list_lead, !issues.is_empty(), inputs));
    }
    Ok(shown)
}

pub async fn one(member: Member, Path(id): Path<i64>) -> Answer {
    page(&show_one(&member, id).await?)
}

pub async fn export(member: Member, Path(id): Path<i64>) -> Answer {
    taken(&member, &show_one(&member, id).await?, "").await
}

async fn show_one(member: &Member, id: i64) -> Result<RegistryPage, Error> {
    let lang = member.visit.lang;
    let (r, f) = (&texts(lang).registry, &texts(lang).fields);
    let view = changes::price_list(&member.ctx, id).await?;
    let row = &view.row;
    let crumbs = vec![Crumb::new(r.prices, HERE)];
    let here = format!("{HERE}/{id}");
    let mut shown = RegistryPage::new(framed(member, &row.number, &here, crumbs, &[])?, "");
    shown.export_link = Some(format!("{here}/table.xlsx"));
    let mut decision = Pair::new(f.price_decision, &row.number).note(day(row.decided_on));
    decision.mark = mark(row.certainty);
    shown.head = vec![
        decision,
        Pair::new(f.authority, &row.authority),
        Pair::new(f.valid_from, force(row, r.no_end)),
        Pair::new(r.orders, number(row.orders, lang).text),
    ];
    let price = |price: &PriceView| {
        vec![
            Entry::new(price.occupation.get(lang)).note(&price.reasoning),
            money_entry(price.price, lang),
            price.valid_until.map_or_else(|| Entry::new(r.no_end), day_entry),
        ]
    };
    let prices =
        Listing::new(r.prices_count, &[f.occupation, r.price, r.last_day], r.none_found).figures(&[1]);
    let orders = Listing::new(r.orders_at, &[f.order, f.provider, r.placed_on], r.no_orders_at);
    let order = view.orders.iter().map(|(id, number, provider, placed)| {
        vec![
            Entry::data(number).link(format!("/orders/{id}")),
            Entry::data(&provider.name),
            day_entry(*placed),
        ]
    });
    shown.tables = vec![prices.rows(view.prices.iter().map(price).collect()), orders.rows(order.collect())];
    if !view.source.is_empty() {
        let source = Listing::new(r.basis, &[texts(lang).common.source], "");
        shown.tables.push(source.rows(vec![vec![Entry::data(&view.source)]]));
    }
    Ok(shown)
}
