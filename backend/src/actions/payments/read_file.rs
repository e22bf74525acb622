//! A confirmation as it was sent: a workbook that the portal gave out, or a bank's camt. All faults of a file are told at
//! once, and nothing of it is kept unless all of it can be read.

use domain::{
    issue::Issue,
    money::Money,
    payment::{Entry, Move},
    text::{Text, clean, folded},
    workbook::{Cell, Row},
};
use time::{Date, Month};

use crate::{
    bank::{self, Told},
    spreadsheet,
};

pub(super) struct Read {
    pub format: &'static str,
    pub message: String,
    pub entries: Vec<Told>,
}

/// Columns of the template, Vietnamese and English.
pub(super) const COLUMNS: [(&str, &str, u16); 10] = [
    ("Mã khoản chi", "Payment key", 18),
    ("Bên nhận", "Payee", 44),
    ("Tài khoản", "Account", 22),
    ("Ngân hàng, Kho bạc", "Bank", 28),
    ("Số tiền gửi", "Amount sent", 18),
    ("Kết quả", "Result", 16),
    ("Số tiền", "Amount", 18),
    ("Ngày hạch toán", "Booked on", 14),
    ("Số chứng từ", "Document", 20),
    ("Lý do", "Reason", 40),
];

/// What may stand under "Kết quả".
pub(super) const RESULTS: [(Move, &str, &str); 3] = [
    (Move::Paid, "đã chi", "paid"),
    (Move::Refused, "từ chối", "refused"),
    (Move::CameBack, "hoàn trả", "came back"),
];

pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Read, Vec<Issue>> {
    if bytes.len() > bank::MOST_BYTES {
        return Err(vec![told(
            "confirmation.too_large",
            "file",
            ("Tệp lớn hơn 8 MB.", "The file is larger than 8 MB."),
            ("Chia tệp theo ngày rồi gửi.", "Split it by day and send the parts."),
        )]);
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if text.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<') {
        let message = bank::read(bytes)?;
        return Ok(Read { format: message.format, message: message.id, entries: message.entries });
    }
    let kind = spreadsheet::admit(name, bytes).map_err(|issue| vec![at_file(issue)])?;
    let book = spreadsheet::read(bytes, kind).map_err(|issue| vec![at_file(issue)])?;
    let heading = |row: &&Row| (0..4).any(|at| is_named(row.cell(at), COLUMNS[0]));
    let found = book.sheets.iter().find_map(|sheet| Some((sheet, sheet.rows.iter().find(heading)?)));
    let Some((sheet, heading)) = found else {
        return Err(vec![told(
            "confirmation.template",
            "file",
            ("Bảng tính không có cột \"Mã khoản chi\".", "The workbook has no column \"Payment key\"."),
            ("Dùng mẫu tải từ trang của lô.", "Use the template of the batch's page."),
        )]);
    };
    let columns: Vec<Option<u32>> =
        COLUMNS.iter().map(|column| (0..40).find(|at| is_named(heading.cell(*at), *column))).collect();
    let (mut entries, mut issues) = (Vec::new(), Vec::new());
    for row in sheet.rows.iter().filter(|row| row.number > heading.number) {
        let cell = |at: usize| columns[at].map_or(&Cell::Empty, |column| row.cell(column));
        // A payment of which nothing is known yet.
        if [5, 6, 7, 8].into_iter().all(|at| cell(at).is_empty()) {
            continue;
        }
        match row_of(row, cell) {
            Ok(entry) => entries.push(entry),
            Err(found) => issues.extend(found),
        }
    }
    if entries.is_empty() && issues.is_empty() {
        issues.push(told(
            "confirmation.empty",
            "file",
            ("Bảng tính chưa ghi kết quả nào.", "The workbook says no result yet."),
            ("Điền cột Kết quả, Số tiền, Ngày, Số chứng từ.", "Fill in result, amount, day and document."),
        ));
    }
    let message = String::new();
    if issues.is_empty() { Ok(Read { format: "xlsx", message, entries }) } else { Err(issues) }
}

fn row_of<'a>(row: &Row, cell: impl Fn(usize) -> &'a Cell) -> Result<Told, Vec<Issue>> {
    let place = format!("rows[{}]", row.number.saturating_sub(1));
    let mut issues = Vec::new();
    let mut add = |code: &str, problem: (&str, &str), remedy: (&str, &str)| {
        let (vi, en) =
            (format!("Dòng {}: {}", row.number, problem.0), format!("Row {}: {}", row.number, problem.1));
        issues.push(Issue::new(code, &*place, super::LAW, Text::new(vi, en), Text::new(remedy.0, remedy.1)));
    };
    let said = folded(&words(cell(5)));
    let what =
        RESULTS.iter().find(|(_, vi, en)| said == folded(vi) || said == folded(en)).map(|found| found.0);
    if what.is_none() {
        add(
            "confirmation.result",
            ("kết quả không rõ.", "the result is not known."),
            ("Ghi: đã chi, từ chối, hoặc hoàn trả.", "Write: paid, refused, or came back."),
        );
    }
    let amount = dong(cell(6));
    if amount.is_none() {
        add(
            "confirmation.amount",
            ("số tiền không phải số nguyên đồng lớn hơn 0.", "the amount is not whole đồng above zero."),
            ("Ghi số tiền đã hạch toán.", "Write the amount that was booked."),
        );
    }
    let booked_on = day(cell(7));
    if booked_on.is_none() {
        add(
            "confirmation.day",
            ("ngày hạch toán không đọc được.", "the day of booking cannot be read."),
            ("Ghi ngày/tháng/năm.", "Write day/month/year."),
        );
    }
    let reference = words(cell(8));
    if reference.is_empty() {
        add(
            "confirmation.document",
            ("thiếu số chứng từ.", "the document is missing."),
            ("Ghi số chứng từ của Kho bạc, ngân hàng.", "Write the Treasury's or bank's document."),
        );
    }
    match (what, amount, booked_on) {
        (Some(what), Some(amount), Some(booked_on)) if issues.is_empty() => Ok(Told {
            entry: Entry { what, end_to_end: words(cell(0)), reference, account: words(cell(2)), amount },
            name: words(cell(1)),
            booked_on,
            reason_code: String::new(),
            reason: words(cell(9)),
        }),
        _ => Err(issues),
    }
}

fn is_named(cell: &Cell, (vi, en, _): (&str, &str, u16)) -> bool {
    let said = folded(&words(cell));
    said == folded(vi) || said == folded(en)
}

fn words(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) | Cell::Number(text) => clean(text),
        Cell::Day(day) => domain::calendar::vietnamese(*day),
        Cell::Empty | Cell::Truth(_) | Cell::Fault(_) => String::new(),
    }
}

fn dong(cell: &Cell) -> Option<Money> {
    let digits = match cell {
        Cell::Number(number) => number.clone(),
        Cell::Text(text) => text.chars().filter(|c| !matches!(c, '.' | ' ' | 'đ')).collect(),
        _ => return None,
    };
    digits.parse().ok().filter(|dong: &i64| *dong > 0 && *dong < 1_000_000_000_000_000).map(Money::dong)
}

fn day(cell: &Cell) -> Option<Date> {
    match cell {
        Cell::Day(day) => Some(*day),
        Cell::Text(text) => {
            let parts: Vec<&str> = text.trim().split(['/', '-']).collect();
            let [day, month, year] = parts.as_slice() else { return None };
            let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
            Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
        }
        _ => None,
    }
}

fn at_file(issue: Issue) -> Issue {
    Issue { place: "file".to_owned(), ..issue }
}

fn told(code: &str, place: &str, problem: (&str, &str), remedy: (&str, &str)) -> Issue {
    super::about(code, place, Text::new(problem.0, problem.1), Text::new(remedy.0, remedy.1))
}
