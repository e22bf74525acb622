//! What somebody typed: names and values in their order, and their reading as days, numbers and choices. What cannot
//! be read is an issue at its field; what it means is decided by the action.

use std::collections::{BTreeMap, BTreeSet};

use axum::{
    body::Bytes,
    extract::{FromRequest, Multipart, Request},
    http::header,
};
use domain::{issue::Issue, money::Money, text::Text};
use frontend::texts::Deeds;
use rust_decimal::Decimal;
use time::{Date, Month};

use super::{App, respond::Failure};
use crate::error::Error;

/// A form body as it came.
#[derive(Debug, Clone, Default)]
pub struct Form(Vec<(String, String)>);

impl FromRequest<App> for Form {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<Form, Failure> {
        let bytes = Bytes::from_request(request, app).await.map_err(|_| Failure::from(unreadable()))?;
        Ok(Form(form_urlencoded::parse(&bytes).into_owned().collect()))
    }
}

/// A form that may carry a file: its fields, and the file where one was chosen.
#[derive(Debug, Clone, Default)]
pub struct Sent {
    pub form: Form,
    /// The name it had on the sender's machine, and its bytes.
    pub file: Option<(String, Bytes)>,
}

impl FromRequest<App> for Sent {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<Sent, Failure> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        if !kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
            return Ok(Sent { form: Form::from_request(request, app).await?, file: None });
        }
        let cut = |_| Failure::from(unreadable());
        let mut parts =
            Multipart::from_request(request, app).await.map_err(|_| Failure::from(unreadable()))?;
        let mut sent = Sent::default();
        while let Some(part) = parts.next_field().await.map_err(cut)? {
            let name = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(str::to_owned) {
                Some(file) => {
                    let bytes = part.bytes().await.map_err(cut)?;
                    sent.file = Some((file, bytes)).filter(|(_, bytes)| !bytes.is_empty()).or(sent.file);
                }
                None => sent.form.0.push((name, part.text().await.map_err(cut)?)),
            }
        }
        Ok(sent)
    }
}

fn unreadable() -> Error {
    Issue::new(
        "form.too_large",
        "",
        "",
        Text::new("Biểu mẫu không đọc được hoặc quá lớn.", "The form cannot be read, or is too large."),
        Text::new("Chia thành nhiều lần gửi.", "Send it in several parts."),
    )
    .into()
}

impl Form {
    /// The value of a field, empty when it was not sent; spaces at both ends do not count.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    /// A form as it was stored: fields by name.
    pub fn stored(fields: &BTreeMap<String, String>) -> Form {
        Form(fields.iter().map(|(name, value)| (name.clone(), value.clone())).collect())
    }

    /// Names and values, in the order in which they came.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.trim()))
    }

    /// Whether the field was sent at all.
    pub fn sends(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    /// All values of a field that may be sent more than once, such as ticks.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.trim())
    }

    /// The numbers of the rows `list[n].…` in which one of the fields says something.
    pub fn rows(&self, list: &str, telling: &[&str]) -> Vec<usize> {
        let row = |(key, value): &(String, String)| {
            let (number, field) = key.strip_prefix(list)?.strip_prefix('[')?.split_once("].")?;
            let told = telling.contains(&field) && !value.trim().is_empty();
            told.then(|| number.parse().ok()).flatten()
        };
        self.0.iter().filter_map(row).collect::<BTreeSet<usize>>().into_iter().collect()
    }
}

/// Reads the fields of a form and collects what cannot be read.
pub struct Reader<'a> {
    pub form: &'a Form,
    pub issues: Vec<Issue>,
}

impl<'a> Reader<'a> {
    pub fn new(form: &'a Form) -> Reader<'a> {
        Reader { form, issues: Vec::new() }
    }

    pub fn text(&self, place: &str) -> String {
        self.form.get(place).to_owned()
    }

    /// A text that must not be missing.
    pub fn filled(&mut self, place: &str) -> String {
        let text = self.text(place);
        if text.is_empty() {
            let problem = Text::new(Deeds::VI.not_filled, Deeds::EN.not_filled);
            self.add(
                "form.missing",
                place,
                problem,
                (Deeds::VI.not_filled_remedy, Deeds::EN.not_filled_remedy),
            );
        }
        text
    }

    /// `31/12/2025` or `2025-12-31`. After an issue the day is any day; nobody acts on it.
    pub fn day(&mut self, place: &str) -> Date {
        day(self.form.get(place)).unwrap_or_else(|| {
            self.add("form.day", place, Text::new(Deeds::VI.not_a_day, Deeds::EN.not_a_day), DAY_REMEDY);
            Date::MIN
        })
    }

    pub fn number(&mut self, place: &str) -> u32 {
        let digits = ungrouped(self.form.get(place));
        digits.parse().unwrap_or_else(|_| {
            self.not_a_number(place);
            0
        })
    }

    /// A day that may be left out.
    pub fn day_or_none(&mut self, place: &str) -> Option<Date> {
        if self.form.get(place).is_empty() { None } else { Some(self.day(place)) }
    }

    /// An amount in đồng, `15.000.000`, `15,000,000` or `15000000`.
    pub fn dong(&mut self, place: &str) -> Money {
        Money::dong(self.whole(place))
    }

    /// An amount that may be left out.
    pub fn dong_or_none(&mut self, place: &str) -> Option<Money> {
        if self.form.get(place).is_empty() { None } else { Some(self.dong(place)) }
    }

    /// A whole number that is not negative, `15.000.000`, `15,000,000` or `15000000`.
    pub fn whole(&mut self, place: &str) -> i64 {
        let digits = ungrouped(self.form.get(place));
        match digits.parse::<i64>() {
            Ok(number) if number >= 0 => number,
            _ => {
                self.not_a_number(place);
                0
            }
        }
    }

    /// `7,5` or `7.5`.
    pub fn decimal(&mut self, place: &str) -> Decimal {
        self.form.get(place).replace(',', ".").parse().unwrap_or_else(|_| {
            self.not_a_number(place);
            Decimal::ZERO
        })
    }

    /// One of a list; `otherwise` stands in after an issue.
    pub fn chosen<T>(&mut self, place: &str, parse: impl Fn(&str) -> Option<T>, otherwise: T) -> T {
        parse(self.form.get(place)).unwrap_or_else(|| {
            let problem = Text::new(Deeds::VI.not_chosen, Deeds::EN.not_chosen);
            self.add(
                "form.choice",
                place,
                problem,
                (Deeds::VI.not_chosen_remedy, Deeds::EN.not_chosen_remedy),
            );
            otherwise
        })
    }

    fn not_a_number(&mut self, place: &str) {
        let problem = Text::new(Deeds::VI.not_a_number, Deeds::EN.not_a_number);
        self.add(
            "form.number",
            place,
            problem,
            (Deeds::VI.not_a_number_remedy, Deeds::EN.not_a_number_remedy),
        );
    }

    fn add(&mut self, code: &str, place: &str, problem: Text, remedy: (&str, &str)) {
        self.issues.push(Issue::new(code, place, "", problem, Text::new(remedy.0, remedy.1)));
    }
}

/// The digits of a whole number that may be grouped, by `.` or a space, or as English does: `1,234,567`. A comma that does
/// not stand before three digits is one of decimals, and stays to be refused.
fn ungrouped(text: &str) -> String {
    let digits: String = text.chars().filter(|c| !matches!(c, '.' | ' ')).collect();
    let mut groups = digits.split(',').skip(1);
    if groups.all(|group| group.len() == 3) { digits.replace(',', "") } else { digits }
}

const DAY_REMEDY: (&str, &str) = (Deeds::VI.not_a_day_remedy, Deeds::EN.not_a_day_remedy);

/// A day as it is typed in Vietnam, or as machines write it; nothing when it does not exist.
pub fn day(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.trim().split(['/', '-', '.']).map(str::trim).collect();
    let [first, month, last] = parts.as_slice() else { return None };
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    if year.len() != 4 {
        return None;
    }
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
}

/// Issues of the n-th thing sent, told at the row where it was typed: empty rows between them do not count.
pub fn at_rows(issues: Vec<Issue>, list: &str, rows: &[usize]) -> Vec<Issue> {
    let moved = |issue: Issue| -> Issue {
        let place = issue.place.strip_prefix(list).and_then(|rest| rest.strip_prefix('['));
        let Some((number, rest)) = place.and_then(|rest| rest.split_once(']')) else { return issue };
        match number.parse::<usize>().ok().and_then(|number| rows.get(number)) {
            Some(row) => Issue { place: format!("{list}[{row}]{rest}"), ..issue },
            None => issue,
        }
    };
    issues.into_iter().map(moved).collect()
}

/// A text as part of an address.
pub fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_number_is_read_as_either_language_groups_it() {
        for text in ["15000000", "15.000.000", "15,000,000", "15 000 000"] {
            assert_eq!(ungrouped(text), "15000000");
        }
        assert_eq!(ungrouped("7,5"), "7,5");
        assert_eq!(ungrouped("1,2345"), "1,2345");
    }

    #[test]
    fn days_are_read_as_typed_in_vietnam_and_as_machines_write_them() {
        assert_eq!(day("31/12/2025"), Some(date!(2025 - 12 - 31)));
        assert_eq!(day(" 1/2/2026 "), Some(date!(2026 - 02 - 01)));
        assert_eq!(day("2025-12-31"), Some(date!(2025 - 12 - 31)));
        for text in ["", "31/02/2025", "12/31/2025", "1/2/26", "2025", "31122025"] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn issues_are_told_where_the_row_was_typed() {
        let form = Form(vec![
            ("lines[0].quantity".into(), String::new()),
            ("lines[2].quantity".into(), "35".into()),
        ]);
        let rows = form.rows("lines", &["quantity"]);
        assert_eq!(rows, [2]);
        let issue = Issue::new("x", "lines[0].quantity", "", Text::new("", ""), Text::new("", ""));
        assert_eq!(at_rows(vec![issue], "lines", &rows)[0].place, "lines[2].quantity");
    }
}
