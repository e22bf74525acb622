//! A list of prices as somebody pasted it or saved it: one occupation and one price a line, with a heading or without.
//! Every fault comes back at once, with its row, its column and what to do.

use serde::{Deserialize, Serialize};

use crate::{
    issue::Issue,
    money::Money,
    text::{Text, clean, folded},
    workbook::{Cell, Sheet},
};

pub(super) const RULE: &str = "NĐ 32/2019 Đ12; NĐ 60/2021 Đ4–5";

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceRow {
    /// The line of what was sent, so that a fault is told where it was typed.
    pub row: u32,
    pub occupation: String,
    pub price: Money,
}

/// Where the two columns stand.
struct Columns {
    occupation: usize,
    price: usize,
}

/// The rows of a list, and what is wrong with the others.
pub fn read(sheet: &Sheet) -> (Vec<PriceRow>, Vec<Issue>) {
    let filled = |row: &&crate::workbook::Row| row.cells.iter().any(|cell| *cell != Cell::Empty);
    let mut lines = sheet.rows.iter().filter(filled).peekable();
    let columns = match lines.peek().and_then(|row| heading(&row.cells)) {
        Some(columns) => {
            lines.next();
            columns
        }
        None => Columns { occupation: 0, price: 1 },
    };
    let (mut rows, mut issues) = (Vec::new(), Vec::new());
    for line in lines {
        let code = typed(line.cells.get(columns.occupation));
        let price = amount(&typed(line.cells.get(columns.price)));
        if code.is_empty() {
            issues.push(fault(
                line.number,
                "occupation",
                "prices.occupation",
                ("Thiếu mã ngành, nghề.", "The occupation's code is missing."),
                ("Ghi mã ở cột thứ nhất.", "Write the code in the first column."),
            ));
        }
        match price {
            Some(price) if !code.is_empty() => {
                rows.push(PriceRow { row: line.number, occupation: code, price })
            }
            Some(_) => {}
            None => issues.push(fault(
                line.number,
                "price",
                "prices.price",
                ("Đơn giá không phải số tiền nguyên trên 0.", "The price is no whole amount above 0."),
                (
                    "Ghi số đồng, ví dụ 17.840.000 hoặc 17840000.",
                    "Write whole đồng, for example 17.840.000 or 17840000.",
                ),
            )),
        }
    }
    if rows.is_empty() && issues.is_empty() {
        issues.push(Issue::new(
            "prices.none",
            "list",
            RULE,
            Text::new("Bảng giá chưa có dòng nào.", "The list has no row."),
            Text::new(
                "Dán hai cột: mã ngành, nghề và đơn giá.",
                "Paste two columns: the occupation's code and the price.",
            ),
        ));
    }
    (rows, issues)
}

/// An issue at a row of the list, counted as the list counts.
pub(super) fn fault(
    row: u32,
    column: &str,
    code: &str,
    problem: (&str, &str),
    remedy: (&str, &str),
) -> Issue {
    Issue::new(
        code,
        format!("prices[{}].{column}", row.saturating_sub(1)),
        RULE,
        Text::new(problem.0, problem.1),
        Text::new(remedy.0, remedy.1),
    )
}

/// A first row that names its columns.
fn heading(cells: &[Cell]) -> Option<Columns> {
    let names: Vec<String> = cells.iter().map(|cell| folded(&typed(Some(cell)))).collect();
    let at = |words: &[&str]| names.iter().position(|name| words.iter().any(|word| name.contains(word)));
    let occupation = at(&["ma nganh", "ma nghe", "ma so", "occupation", "code"])?;
    let price = at(&["don gia", "muc gia", "price"])?;
    Some(Columns { occupation, price })
}

fn typed(cell: Option<&Cell>) -> String {
    match cell {
        Some(Cell::Text(text) | Cell::Number(text)) => clean(text),
        _ => String::new(),
    }
}

/// `17840000`, `17.840.000`, `17,840,000 đ`: signs between figures only where they part thousands.
fn amount(text: &str) -> Option<Money> {
    let text = text.trim_end_matches(['đ', 'Đ', '₫']).trim().replace([' ', ','], ".");
    let groups: Vec<&str> = text.split('.').collect();
    let figures = |group: &&str| !group.is_empty() && group.chars().all(|c| c.is_ascii_digit());
    let thousands =
        groups.len() == 1 || groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3);
    if !groups.iter().all(figures) || !thousands {
        return None;
    }
    groups.concat().parse().ok().filter(|dong| *dong > 0).map(Money::dong)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbook::Row;

    fn sheet(lines: &[&[&str]]) -> Sheet {
        let row = |(number, cells): (u32, &&[&str])| Row {
            number,
            cells: cells.iter().map(|text| Cell::Text((*text).to_owned())).collect(),
        };
        Sheet { name: String::new(), rows: (1..).zip(lines).map(row).collect() }
    }

    #[test]
    fn a_list_is_read_with_its_heading_and_without() {
        let (rows, issues) = read(&sheet(&[&["6480202", "17.840.000"], &["5480202", "16420000 đ"]]));
        assert!(issues.is_empty());
        assert_eq!(
            rows[1],
            PriceRow { row: 2, occupation: "5480202".into(), price: Money::dong(16_420_000) }
        );
        let (rows, _) =
            read(&sheet(&[&["STT", "Đơn giá (đồng)", "Mã nghề"], &["1", "1,000,000", "6480202"]]));
        assert_eq!(rows[0], PriceRow { row: 2, occupation: "6480202".into(), price: Money::dong(1_000_000) });
    }

    #[test]
    fn every_fault_is_told_at_once_with_its_row_and_column() {
        let (rows, issues) = read(&sheet(&[&["6480202", "17,5"], &["", "17.840.000"], &["", "0"]]));
        assert!(rows.is_empty());
        let places: Vec<&str> = issues.iter().map(|issue| issue.place.as_str()).collect();
        assert_eq!(
            places,
            ["prices[0].price", "prices[1].occupation", "prices[2].occupation", "prices[2].price"]
        );
        assert_eq!(read(&sheet(&[])).1[0].code, "prices.none");
    }
}
