//! A list saved as CSV: everything in it is text, so ids keep their zeros only where the program that saved it kept them.

use domain::{
    issue::Issue,
    workbook::{Cell, MOST_COLUMNS, MOST_ROWS, Row, Sheet, about_file},
};

use super::read::{Book, too_many};

pub fn read(bytes: &[u8]) -> Result<Book, Issue> {
    let text = decoded(bytes).ok_or_else(|| {
        about_file(
            "workbook.csv_encoding",
            ("Tệp CSV không được lưu bằng UTF-8.", "The CSV file was not saved as UTF-8."),
            (
                "Lưu lại với kiểu \"CSV UTF-8\", hoặc tốt hơn là .xlsx.",
                "Save it again as \"CSV UTF-8\", or better as .xlsx.",
            ),
        )
    })?;
    // One sign ends a line, so that rows are counted as programs count them.
    let text = text.replace("\r\n", "\n");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(&text))
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| super::gate::damaged())?;
        let number = record.position().map_or(1, csv::Position::line);
        let cells = record.iter().take(usize::try_from(MOST_COLUMNS).unwrap_or(60)).map(cell).collect();
        if rows.len() > MOST_ROWS + 100 {
            return Err(too_many());
        }
        rows.push(Row { number: u32::try_from(number).unwrap_or(u32::MAX), cells });
    }
    Ok(Book { sheets: vec![Sheet { name: "Danh sách".to_owned(), rows }], origin: None })
}

fn cell(text: &str) -> Cell {
    // `="001306012345"` is how some programs keep zeros in CSV.
    let text = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
    if text.trim().is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

/// UTF-8, or UTF-16 as "Unicode text" saves it.
fn decoded(bytes: &[u8]) -> Option<String> {
    let wide = |from: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| from([pair[0], pair[1]])).collect();
        String::from_utf16(&units).ok()
    };
    match bytes {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        _ => std::str::from_utf8(bytes).ok().map(|text| text.trim_start_matches('\u{feff}').to_owned()),
    }
}

/// What stands most often in the first lines: Vietnamese settings save semicolons.
fn separator(text: &str) -> u8 {
    let start: String = text.lines().take(10).collect();
    let count = |separator: &u8| start.bytes().filter(|byte| byte == separator).count();
    [b',', b';', b'\t'].into_iter().max_by_key(count).unwrap_or(b',')
}
