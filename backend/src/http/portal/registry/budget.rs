//! `/registry/budget`: budget lines by year and source, what is taken of each, and what later decisions made of it.

use axum::extract::Query;
use domain::{
    change::{BudgetLine, Change},
    issue::Issue,
    money::Money,
    occupation::Level,
};
use frontend::{
    Asks, Entry, Listing, Question, RegistryPage,
    form::{Choice, Entered, Field},
    show::Crumb,
    texts::texts,
};

use super::{Asked, framed, mark, may_propose, proposal, propose};
use crate::{
    actions::changes::{self, BudgetRow},
    error::Error,
    http::{
        forms::{Form, Reader},
        portal::{
            show::capital,
            taken::{day_entry, money_entry},
        },
        respond::{Answer, page, refused},
        session::Member,
    },
};

const HERE: &str = "/registry/budget";
const NEW: &str = "/registry/budget/lines";

pub async fn list(member: Member, Query(asked): Query<Asked>) -> Answer {
    page(&show(&member, &asked, &Form::default(), &[]).await?)
}

pub async fn amount(member: Member, form: Form) -> Answer {
    let read = |reader: &mut Reader| Change::Appropriation {
        code: reader.filled("line"),
        amount: reader.dong("amount"),
    };
    match propose(&member, &form, read).await? {
        Ok(answer) => Ok(answer),
        Err(issues) => refused(&show(&member, &Asked::default(), &form, &issues).await?),
    }
}

pub async fn new_line(member: Member) -> Answer {
    page(&show_line(&member, &Form::default(), &[]).await?)
}

pub async fn add_line(member: Member, form: Form) -> Answer {
    let levels: Vec<Level> = form.all("levels").filter_map(Level::parse).collect();
    let read = |reader: &mut Reader| {
        Change::BudgetLine(BudgetLine {
            programme: reader.filled("programme"),
            code: reader.text("line_code"),
            fiscal_year: i32::try_from(reader.number("fiscal_year")).unwrap_or(0),
            chapter: reader.text("chapter"),
            category: reader.text("category"),
            item: reader.text("item"),
            source_code: reader.text("source_code"),
            programme_code: reader.text("programme_code"),
            budget_level: reader.text("budget_level"),
            amount: reader.dong("amount"),
            levels,
        })
    };
    match propose(&member, &form, read).await? {
        Ok(answer) => Ok(answer),
        Err(issues) => refused(&show_line(&member, &form, &issues).await?),
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
    let rows = changes::budget(&member.ctx, lang).await?;
    let mut shown = RegistryPage::new(framed(member, r.budget, HERE, Vec::new(), issues)?, r.budget_lead);
    shown.export_link = Some(Asked::default().export_link("budget"));
    let offers = may_propose(member);
    let columns = [f.line, f.fiscal_year, f.programme, r.granted, r.reserved, r.committed, r.paid, r.free];
    let row = |row: &BudgetRow| {
        let line = Entry::data(&row.code).note(&row.indexed).mark(mark(row.certainty));
        let amounts = [row.granted, row.reserved, row.committed, row.paid, row.free];
        let amounts = amounts.map(|amount| money_entry(amount, lang));
        let first = [
            if offers { line.link(format!("{HERE}?line={}", row.code)) } else { line },
            Entry::new(row.fiscal_year.to_string()),
            Entry::data(&row.programme),
        ];
        first.into_iter().chain(amounts).collect()
    };
    let table = Listing::new(r.budget, &columns, r.none_found).lead(texts(lang).common.dong);
    shown.tables.push(table.figures(&[3, 4, 5, 6, 7]).rows(rows.iter().map(row).collect()));
    let version = |row: &BudgetRow| -> Vec<Vec<Entry>> {
        let told = |(from, amount, rests): &(time::Date, Money, String)| {
            vec![Entry::data(&row.code), day_entry(*from), money_entry(*amount, lang), Entry::data(rests)]
        };
        row.versions.iter().map(told).collect()
    };
    let columns = [f.line, f.valid_from, r.granted, r.basis];
    let table = Listing::new(r.versions, &columns, r.no_versions).figures(&[2]);
    shown.tables.push(table.rows(rows.iter().flat_map(version).collect()));
    if offers {
        shown.files = vec![(r.new_line.to_owned(), NEW.to_owned())];
        let value = |name: &str| match (form.get(name), name) {
            ("", "line") => asked.line.clone(),
            (typed, _) => typed.to_owned(),
        };
        let entered = Entered { value: &value, issues, lang };
        let lines = rows.iter().map(|row| {
            Choice::new(
                &row.code,
                format!("{} · {} · {} đ", row.code, row.fiscal_year, row.granted.grouped(lang)),
            )
        });
        let inputs = vec![
            Question::new(f.line, entered.field("line"), Asks::Choice(lines.collect())),
            Question::new(f.amount, entered.field("amount"), Asks::Text),
        ];
        let open = !issues.is_empty() || !asked.line.is_empty();
        shown.forms.push(proposal(&entered, HERE, r.new_amount_form, r.new_amount_lead, open, inputs));
    }
    Ok(shown)
}

async fn show_line(member: &Member, form: &Form, issues: &[Issue]) -> Result<RegistryPage, Error> {
    let lang = member.visit.lang;
    let (r, f) = (&texts(lang).registry, &texts(lang).fields);
    let programmes = changes::programmes_to_propose_for(&member.ctx).await?;
    let crumbs = vec![Crumb::new(r.budget, HERE)];
    let mut shown = RegistryPage::new(framed(member, r.new_line, NEW, crumbs, issues)?, "");
    let value = |name: &str| form.get(name).to_owned();
    let entered = Entered { value: &value, issues, lang };
    let programmes = programmes.iter().map(|(code, name)| Choice::new(code, name.get(lang))).collect();
    let levels = Level::ALL.into_iter().map(|level| {
        let ticked = form.all("levels").any(|ticked| ticked == level.as_str());
        (Choice::new(level.as_str(), capital(level.name().get(lang))), ticked)
    });
    let text = |label: &str, name: &str| Question::new(label, entered.field(name), Asks::Text);
    let ticks = Field { errors: entered.errors("levels"), ..Field::new("levels", "") };
    let inputs = vec![
        Question::new(f.programme, entered.field("programme"), Asks::Choice(programmes)),
        text(f.line_code, "line_code"),
        text(f.fiscal_year, "fiscal_year"),
        text(f.chapter, "chapter"),
        text(f.category, "category"),
        text(f.item, "item"),
        text(f.source_code, "source_code"),
        text(f.programme_code, "programme_code"),
        text(f.budget_level, "budget_level"),
        text(f.amount, "amount"),
        Question::new(f.levels, ticks, Asks::Ticks(levels.collect())),
    ];
    shown.forms.push(proposal(&entered, NEW, r.new_line, r.new_line_lead, true, inputs));
    Ok(shown)
}
