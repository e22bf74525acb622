//! What a page shows, taken away as a workbook: made of the same tables as the page, so one shape serves all of them. Badges,
//! notes and marks go along as words; numbers and days stay what they are.

use domain::{money::Money, text::Lang, workbook::Cell};
use frontend::{
    Entry, Listing,
    show::{Pair, count},
    texts::{Texts, texts},
};
use time::Date;

use super::{
    show::{day, dong},
    workbooks::file,
};
use crate::{
    actions::tables::{self, Shown, ShownTable},
    http::{respond::Answer, session::Member},
};

/// `filter` says in words what the rows were chosen by.
pub async fn workbook(member: &Member, title: &str, filter: &str, listings: &[Listing]) -> Answer {
    let lang = member.visit.lang;
    let shown = Shown {
        title: title.to_owned(),
        filter: filter.to_owned(),
        tables: listings.iter().map(|listing| table(listing, texts(lang))).collect(),
    };
    Ok(file(tables::page(&member.ctx, shown, lang).await?))
}

/// A day as pages write it and workbooks keep it.
pub fn day_entry(date: Date) -> Entry {
    Entry::of(Cell::Day(date), day(date))
}

pub fn money_entry(amount: Money, lang: Lang) -> Entry {
    dong_entry(amount.as_dong(), lang)
}

pub fn dong_entry(amount: i64, lang: Lang) -> Entry {
    Entry::of(Cell::Number(amount.to_string()), dong(amount, lang).0)
}

pub fn count_entry(number: u64, lang: Lang) -> Entry {
    Entry::of(Cell::Number(number.to_string()), count(number, lang))
}

/// The head of a page: what it is, what it says, and where that comes from.
pub fn head(pairs: &[Pair], lang: Lang) -> Vec<Vec<Entry>> {
    let row = |pair: &Pair| {
        let beside = pair.mark.map(|mark| mark.text(texts(lang)).to_owned());
        let beside: Vec<String> = pair.note.clone().into_iter().chain(beside).collect();
        vec![Entry::new(&pair.label), Entry::new(&pair.value), Entry::new(beside.join("; "))]
    };
    pairs.iter().map(row).collect()
}

/// Rows of three: what, what it says, a note.
pub fn summary(rows: Vec<Vec<Entry>>, lang: Lang) -> Listing {
    let c = &texts(lang).common;
    Listing::new(c.summary, &[c.item, c.says, c.note], "").rows(rows)
}

/// Whatever stands beside a number or a day has a last column of its own, where there is any.
fn table(listing: &Listing, t: &Texts) -> ShownTable {
    let notes: Vec<String> = listing.rows.iter().map(|row| beside_values(row, t)).collect();
    let noted = notes.iter().any(|note| !note.is_empty());
    let mut columns: Vec<String> = listing.columns.iter().map(|column| column.text.clone()).collect();
    if noted {
        columns.push(t.common.note.to_owned());
    }
    let cells = |(row, note): (&Vec<Entry>, String)| {
        let cells = row.iter().map(|entry| cell(entry, t));
        cells.chain(noted.then(|| words(vec![note]))).collect()
    };
    ShownTable {
        heading: listing.heading.clone(),
        columns,
        rows: listing.rows.iter().zip(notes).map(cells).collect(),
    }
}

fn cell(entry: &Entry, t: &Texts) -> Cell {
    match &entry.value {
        Some(value) => value.clone(),
        None => words([vec![entry.text.clone()], beside(entry, t)].concat()),
    }
}

fn beside_values(row: &[Entry], t: &Texts) -> String {
    let values = row.iter().filter(|entry| entry.value.is_some());
    values.flat_map(|entry| beside(entry, t)).collect::<Vec<_>>().join("; ")
}

fn beside(entry: &Entry, t: &Texts) -> Vec<String> {
    let badge = entry.badge.as_ref().map(|badge| badge.text.clone());
    let mark = entry.mark.map(|mark| mark.text(t).to_owned());
    [badge, mark, entry.note.clone()].into_iter().flatten().collect()
}

fn words(parts: Vec<String>) -> Cell {
    let parts = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty());
    match parts.collect::<Vec<_>>().join(" · ") {
        words if words.is_empty() => Cell::Empty,
        words => Cell::Text(words),
    }
}

#[cfg(test)]
mod tests {
    use frontend::show::{Badge, Mark, Tone};

    use super::*;

    #[test]
    fn words_stand_together_and_what_is_beside_a_number_stands_in_the_last_column() {
        let mark = Some(Mark::Assumption);
        let badge = Some(Badge::new("in force", Tone::Good));
        let rows = vec![
            vec![
                Entry { badge, ..Entry::new("12 ").note("QĐ 5") },
                dong_entry(1_200_000, Lang::Vi).mark(mark),
            ],
            vec![Entry::default(), dong_entry(0, Lang::Vi)],
        ];
        let made = table(&Listing::new("T", &["A", "B"], "").rows(rows), texts(Lang::En));
        assert_eq!(made.columns, ["A", "B", "Note"]);
        let text = |text: &str| Cell::Text(text.to_owned());
        let number = |digits: &str| Cell::Number(digits.to_owned());
        assert_eq!(made.rows[0], [text("12 · in force · QĐ 5"), number("1200000"), text("assumption")]);
        assert_eq!(made.rows[1], [Cell::Empty, number("0"), Cell::Empty]);
    }
}
