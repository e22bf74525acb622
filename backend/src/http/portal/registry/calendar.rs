//! `/registry/calendar`: a year as twelve months, and the days that decisions speak of.

use axum::extract::Query;
use domain::{
    change::Change,
    issue::Issue,
    month::Month as NamedMonth,
    text::Lang,
    working_days::{DayKind, WorkingDays, is_weekend},
};
use frontend::{
    Asks, CalendarPage, DayCell, DayLook, Entry, Listing, MonthGrid, Question,
    form::{Choice, Entered},
    show::{Pair, count},
    texts::texts,
};
use time::{Date, Month};

use super::{Asked, framed, may_propose, proposal, propose};
use crate::{
    actions::changes::{self, DecidedDay},
    error::Error,
    http::{
        forms::{Form, Reader},
        portal::{
            show::capital,
            taken::{count_entry, day_entry},
        },
        respond::{Answer, page, refused},
        session::Member,
    },
};

const HERE: &str = "/registry/calendar";
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;

pub async fn calendar(member: Member, Query(asked): Query<Asked>) -> Answer {
    page(&show(&member, &asked.year, &Form::default(), &[]).await?)
}

pub async fn add(member: Member, form: Form) -> Answer {
    let mut year = String::new();
    let read = |reader: &mut Reader| {
        let from = reader.day("from_day");
        year = from.year().to_string();
        Change::Days {
            from,
            until: reader.day_or_none("until_day").unwrap_or(from),
            what: reader.chosen("day_kind", DayKind::parse, DayKind::Holiday),
            name: reader.text("day_name"),
        }
    };
    match propose(&member, &form, read).await? {
        Ok(answer) => Ok(answer),
        Err(issues) => refused(&show(&member, &year, &form, &issues).await?),
    }
}

pub(super) async fn show(
    member: &Member,
    year: &str,
    form: &Form,
    issues: &[Issue],
) -> Result<CalendarPage, Error> {
    let lang = member.visit.lang;
    let (r, f) = (&texts(lang).registry, &texts(lang).fields);
    let year = year.parse().ok().filter(|year| YEARS.contains(year)).unwrap_or(member.ctx.today().year());
    let (calendar, decided) = changes::calendar(&member.ctx, year).await?;
    let months: Vec<MonthGrid> =
        (1..=12).filter_map(|month| grid(year, month, &calendar, &decided, lang)).collect();
    let worked = days_of(year).filter(|day| calendar.is_working(*day)).count();
    let row = |decided: &DecidedDay| {
        vec![
            day_entry(decided.day),
            Entry::new(capital(decided.kind.name().get(lang))),
            Entry::data(&decided.name),
            Entry::new(r.rests_on).link(format!("/registry/changes/{}", decided.change)),
        ]
    };
    let table = Listing::new(r.decided_days, &[r.day, f.day_kind, f.day_name, r.basis], r.no_decided_days);
    let mut forms = Vec::new();
    if may_propose(member) {
        let value = |name: &str| form.get(name).to_owned();
        let entered = Entered { value: &value, issues, lang };
        let kinds = DayKind::ALL
            .into_iter()
            .map(|kind| Choice::new(kind.as_str(), capital(kind.name().get(lang))))
            .collect();
        let inputs = vec![
            Question::new(f.from_day, entered.field("from_day"), Asks::Day),
            Question::new(f.until_day, entered.field("until_day"), Asks::Day),
            Question::new(f.day_kind, entered.field("day_kind"), Asks::Choice(kinds)),
            Question::new(f.day_name, entered.field("day_name"), Asks::Text),
        ];
        forms.push(proposal(&entered, HERE, r.new_days, r.new_days_lead, !issues.is_empty(), inputs));
    }
    let title = format!("{} {year}", r.calendar);
    Ok(CalendarPage {
        frame: framed(member, &title, &format!("{HERE}?year={year}"), Vec::new(), issues)?,
        year: year.to_string(),
        earlier: (year - 1).to_string(),
        later: (year + 1).to_string(),
        head: vec![Pair::new(r.working_days, count(worked as u64, lang))],
        months,
        tables: vec![table.rows(decided.iter().map(row).collect())],
        forms,
        export_link: Asked { year: year.to_string(), ..Asked::default() }.export_link("calendar"),
    })
}

/// The months as a table: how many days of each are worked.
pub(super) fn months(page: &CalendarPage, lang: Lang) -> Vec<Listing> {
    let r = &texts(lang).registry;
    let row = |month: &MonthGrid| {
        let days = month.weeks.iter().flatten().filter(|day| !day.number.is_empty());
        let worked = days.filter(|day| matches!(day.look, DayLook::Worked | DayLook::Instead)).count();
        vec![Entry::new(&month.name), count_entry(worked as u64, lang)]
    };
    let table = Listing::new(r.calendar, &[texts(lang).fields.month, r.working_days], "");
    vec![table.rows(page.months.iter().map(row).collect())]
}

fn days_of(year: i32) -> impl Iterator<Item = Date> {
    let mut next = Date::from_calendar_date(year, Month::January, 1).ok();
    std::iter::from_fn(move || {
        let day = next.filter(|day| day.year() == year)?;
        next = day.next_day();
        Some(day)
    })
}

/// Whole weeks; days of other months are empty.
fn grid(
    year: i32,
    month: u8,
    calendar: &WorkingDays,
    decided: &[DecidedDay],
    lang: Lang,
) -> Option<MonthGrid> {
    let days: Vec<Date> = days_of(year).filter(|day| u8::from(day.month()) == month).collect();
    let first = days.first()?;
    let before = usize::from(first.weekday().number_days_from_monday());
    let cell = |day: &Date| DayCell {
        number: day.day().to_string(),
        look: look(*day, calendar),
        name: decided.iter().find(|decided| decided.day == *day).map(|decided| decided.name.clone()),
    };
    let mut cells: Vec<DayCell> = vec![DayCell::default(); before];
    cells.extend(days.iter().map(cell));
    cells.resize(cells.len().next_multiple_of(7), DayCell::default());
    let worked = days.iter().filter(|day| calendar.is_working(**day)).count();
    let r = &texts(lang).registry;
    let name: NamedMonth = format!("{year}-{month:02}").parse().ok()?;
    Some(MonthGrid {
        name: capital(name.name().get(lang)),
        worked: format!("{worked} {}", r.working_days),
        weeks: cells.chunks(7).map(<[DayCell]>::to_vec).collect(),
    })
}

fn look(day: Date, calendar: &WorkingDays) -> DayLook {
    match (calendar.decided(day), is_weekend(day)) {
        (Some(DayKind::Holiday), _) => DayLook::Holiday,
        (Some(DayKind::Workday), _) => DayLook::Instead,
        (_, true) => DayLook::Weekend,
        _ => DayLook::Worked,
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_month_stands_in_whole_weeks_from_monday_on() {
        let calendar = WorkingDays::of([(date!(2025 - 09 - 02), DayKind::Holiday)]);
        let month = grid(2025, 9, &calendar, &[], Lang::En).unwrap();
        assert_eq!(month.weeks.len(), 5);
        assert_eq!((month.weeks[0][0].number.as_str(), month.weeks[0][1].look), ("1", DayLook::Holiday));
        assert_eq!(month.worked, "21 working days");
        assert!(month.weeks.iter().all(|week| week.len() == 7));
        assert_eq!(month.weeks[4][2].number, "");
    }
}
