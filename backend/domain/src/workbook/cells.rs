//! A cell read as a day, a number, an id, a choice or a name. What cannot be read is an issue at the cell; nothing is
//! guessed without being said.

use time::{Date, Duration, Month, macros::date};

use super::{
    Cell,
    legacy::{Encoding, in_unicode, legacy},
    plain,
};
use crate::{
    calendar::vietnamese,
    issue::Issue,
    noun::Noun,
    text::{Text, folded, say},
};

/// A value, or what is wrong with the cell.
pub type Read<T> = Result<T, Issue>;

fn wrong(code: &str, key: &str, problem: (&str, &str), remedy: (&str, &str)) -> Issue {
    Issue::new(code, key, "", Text::new(problem.0, problem.1), Text::new(remedy.0, remedy.1))
}

pub fn missing(key: &str) -> Issue {
    wrong(
        "cell.missing",
        key,
        ("Ô này để trống.", "This cell is empty."),
        ("Điền theo giấy tờ của người học.", "Fill it in from the learner's papers."),
    )
}

fn formula(key: &str) -> Issue {
    wrong(
        "cell.formula",
        key,
        ("Công thức trong ô này bị lỗi.", "The formula in this cell fails."),
        ("Gõ giá trị thay cho công thức.", "Type the value instead of the formula."),
    )
}

/// What a cell says in letters, whatever it was typed as.
pub fn text(cell: &Cell, key: &str) -> Read<String> {
    match cell {
        Cell::Empty => Ok(String::new()),
        Cell::Text(text) => Ok(plain(text)),
        Cell::Number(number) => Ok(number.clone()),
        Cell::Day(day) => Ok(vietnamese(*day)),
        Cell::Truth(true) => Ok("x".to_owned()),
        Cell::Truth(false) => Ok(String::new()),
        Cell::Fault(_) => Err(formula(key)),
    }
}

/// A name of a person or an enterprise: text, and not in a font of before Unicode.
pub fn name(cell: &Cell, key: &str) -> Read<String> {
    let text = text(cell, key)?;
    match encoding(cell, &text) {
        None => Ok(text),
        Some(Encoding::Tcvn3) => Err(wrong(
            "cell.tcvn3",
            key,
            ("Chữ gõ bằng bảng mã TCVN3 (phông .Vn…).", "Typed in the TCVN3 encoding (.Vn… fonts)."),
            CONVERT,
        )),
        Some(Encoding::Vni) => Err(wrong(
            "cell.vni",
            key,
            ("Chữ gõ bằng bảng mã VNI (phông VNI-…).", "Typed in the VNI encoding (VNI-… fonts)."),
            CONVERT,
        )),
        Some(Encoding::Broken) => Err(wrong(
            "cell.broken_text",
            key,
            ("Chữ bị hỏng khi lưu hoặc chép.", "Letters were lost when it was saved or copied."),
            ("Gõ lại; khi lưu CSV, chọn UTF-8.", "Type it again; when saving as CSV, choose UTF-8."),
        )),
    }
}

const CONVERT: (&str, &str) = (
    "Nhận đề nghị chuyển sang Unicode nếu đúng, hoặc gõ lại.",
    "Accept the proposal in Unicode if it is right, or type it again.",
);

/// `ư` of TCVN3 is a soft hyphen, which nobody sees and `plain` takes out; in a name it is nothing else.
fn encoding(cell: &Cell, plain: &str) -> Option<Encoding> {
    let hyphened = matches!(cell, Cell::Text(raw) if raw.contains('\u{ad}'));
    legacy(plain).or(hyphened.then_some(Encoding::Tcvn3))
}

/// What a name in a font of before Unicode says in Unicode, where every letter of it is known.
pub fn converted(cell: &Cell) -> Option<String> {
    let Cell::Text(raw) = cell else { return None };
    in_unicode(raw, encoding(cell, &plain(raw))?).map(|text| plain(&text))
}

/// Whether a fault of this code is one that a proposal can mend.
pub fn mended(code: &str) -> bool {
    matches!(code, "cell.leading_zero" | "cell.tcvn3" | "cell.vni")
}

/// A day: typed, as a serial number of the program, or as text day/month/year.
pub fn day(cell: &Cell, key: &str) -> Read<Date> {
    match cell {
        Cell::Empty => Err(missing(key)),
        Cell::Day(day) => Ok(*day),
        Cell::Fault(_) => Err(formula(key)),
        Cell::Truth(_) => Err(not_a_day(key)),
        Cell::Number(number) => serial(number, key),
        Cell::Text(text) if plain(text).is_empty() => Err(missing(key)),
        Cell::Text(text) => written(&plain(text), key),
    }
}

/// Days since 30/12/1899; the days before 1 March 1900, where programs disagree, are not taken.
fn serial(number: &str, key: &str) -> Read<Date> {
    let whole = number.split('.').next().unwrap_or_default();
    match whole.parse::<i64>() {
        Ok(year) if (1900..=2100).contains(&year) && !number.contains('.') => Err(year_only(key)),
        Ok(days) if (3_653..=73_050).contains(&days) => Ok(date!(1899 - 12 - 30) + Duration::days(days)),
        _ => Err(not_a_day(key)),
    }
}

fn written(text: &str, key: &str) -> Read<Date> {
    // `20/05/2006 00:00:00`, as some programs export it.
    let only = text.split([' ', 'T']).next().unwrap_or_default();
    let parts: Vec<&str> =
        only.split(['/', '-', '.']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let numbers: Option<Vec<u16>> = parts.iter().map(|part| part.parse().ok()).collect();
    let numbers = numbers.unwrap_or_default();
    if let [year] = numbers.as_slice() {
        if (1900..=2100).contains(year) && text.len() == 4 {
            return Err(year_only(key));
        }
        return serial(text, key);
    }
    let [first, month, last] = numbers.as_slice() else { return Err(not_a_day(key)) };
    let (year, day) = if parts[0].len() == 4 { (*first, *last) } else { (*last, *first) };
    if parts[0].len() != 4 && parts[2].len() == 2 {
        return Err(two_digits(key));
    }
    if (13..=31).contains(month) && (1..=12).contains(&day) {
        return Err(month_first(key));
    }
    let of = |month: u16| Month::try_from(u8::try_from(month).ok()?).ok();
    let day = u8::try_from(day).ok();
    let read = of(*month)
        .zip(day)
        .and_then(|(month, day)| Date::from_calendar_date(i32::from(year), month, day).ok());
    read.filter(|day| (1900..=2100).contains(&day.year())).ok_or_else(|| not_a_day(key))
}

fn not_a_day(key: &str) -> Issue {
    wrong(
        "cell.not_a_day",
        key,
        ("Không phải một ngày có thật.", "This day does not exist."),
        ("Ghi ngày/tháng/năm, ví dụ 31/12/2006.", "Write day/month/year, for example 31/12/2006."),
    )
}

fn year_only(key: &str) -> Issue {
    wrong(
        "cell.year_only",
        key,
        ("Chỉ có năm, thiếu ngày và tháng.", "Only a year, without day and month."),
        ("Ghi đủ ngày/tháng/năm như trên căn cước.", "Write day/month/year as on the identity card."),
    )
}

fn two_digits(key: &str) -> Issue {
    wrong(
        "cell.two_digit_year",
        key,
        ("Năm chỉ có hai chữ số.", "The year has two digits only."),
        ("Ghi năm bằng bốn chữ số.", "Write the year with four digits."),
    )
}

fn month_first(key: &str) -> Issue {
    wrong(
        "cell.month_first",
        key,
        ("Có vẻ ghi tháng trước ngày.", "The month seems to stand before the day."),
        ("Ghi ngày trước, tháng sau.", "Write the day first, then the month."),
    )
}

/// The digits of a personal id as they stand in the cell: spaces, dots and dashes between groups do not count.
pub fn digits(cell: &Cell, key: &str) -> Read<String> {
    let text = text(cell, key)?;
    if text.is_empty() {
        return Err(missing(key));
    }
    if text.to_uppercase().contains("E+") {
        return Err(wrong(
            "cell.scientific",
            key,
            (
                "Số bị ghi dạng rút gọn (1,3E+09), đã mất chữ số.",
                "The number was shortened (1.3E+09) and has lost digits.",
            ),
            (
                "Định dạng cột là Văn bản rồi gõ lại số.",
                "Format the column as text and type the number again.",
            ),
        ));
    }
    Ok(text.chars().filter(|c| !matches!(c, '.' | '-' | ' ')).collect())
}

/// A number as people write it: `1.234.567`, `1,234,567`, `8,3`, `8.3`. Exact digits, with a dot before decimals.
pub fn decimal(text: &str) -> Option<String> {
    let text = plain(text).replace(' ', "");
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let groups = |separator: char| {
        let parts: Vec<&str> = digits.split(separator).collect();
        let grouped = parts.len() > 1 && parts[1..].iter().all(|part| part.len() == 3) && parts[0].len() <= 3;
        grouped.then(|| parts.concat())
    };
    let dots = digits.matches('.').count();
    let commas = digits.matches(',').count();
    let read = match (dots, commas) {
        (0, 0) => digits.to_owned(),
        (2.., 0) => groups('.')?,
        (0, 2..) => groups(',')?,
        (1, 0) | (0, 1) => digits.replace(',', "."),
        // `1.234,5` and `1,234.5`: what stands last separates the decimals.
        _ => {
            let last = digits.rfind(['.', ','])?;
            let (whole, rest) = digits.split_at(last);
            let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
            format!("{whole}.{}", &rest[1..])
        }
    };
    let valid = !read.is_empty()
        && read.chars().all(|c| c.is_ascii_digit() || c == '.')
        && !read.starts_with('.')
        && !read.ends_with('.');
    valid.then(|| format!("{sign}{read}"))
}

pub fn not_a_number(key: &str) -> Issue {
    wrong(
        "cell.not_a_number",
        key,
        ("Không phải một số.", "This is not a number."),
        ("Ghi bằng chữ số, ví dụ 7,5.", "Write it in figures, for example 7.5."),
    )
}

/// One of a list, by its name in either language, its key, or what people write for it; accents do not count.
pub fn choice<T: Copy>(cell: &Cell, key: &str, list: &[(T, &[&str])]) -> Read<T> {
    let said = folded(&text(cell, key)?);
    if said.is_empty() {
        return Err(missing(key));
    }
    let meant = list.iter().find(|(_, names)| names.contains(&said.as_str()));
    meant.map(|(value, _)| *value).ok_or_else(|| {
        wrong(
            "cell.not_a_choice",
            key,
            ("Giá trị không có trong danh sách.", "This value is not in the list."),
            ("Chọn một giá trị trong danh sách của ô.", "Choose one from the cell's list."),
        )
    })
}

/// Zeros lost at the front of a personal id: programs that take it for a number drop them. Said, never put back
/// without being asked.
pub fn lost_zeros(zeros: usize) -> Issue {
    Issue::new(
        "cell.leading_zero",
        "personal_id",
        "",
        say!(
            "Số định danh mất {zeros} ở đầu.",
            "The personal id has lost {zeros} at its front.",
            zeros = Noun::new("số 0", "zero", "zeros").counted(zeros)
        ),
        Text::new(
            "Nhận đề nghị thêm số 0, hoặc định dạng cột là Văn bản rồi gõ lại.",
            "Accept the proposal to add them, or format the column as text and type it again.",
        ),
    )
}

/// The same of a phone number.
pub fn lost_zero_of_phone() -> Issue {
    wrong(
        "cell.leading_zero",
        "phone",
        ("Số điện thoại mất số 0 ở đầu.", "The phone number has lost the zero at its front."),
        (
            "Nhận đề nghị thêm số 0, hoặc định dạng cột là Văn bản rồi gõ lại.",
            "Accept the proposal to add it, or format the column as text and type it again.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Date, String> {
        day(&Cell::Text(text.into()), "birth_date").map_err(|issue| issue.code)
    }

    #[test]
    fn days_are_read_however_they_were_typed() {
        let expected = date!(2006 - 05 - 20);
        for text in [
            "20/05/2006",
            " 20/5/2006 ",
            "20-05-2006",
            "20.5.2006",
            "2006-05-20",
            "20/05/2006 00:00:00",
            "2006-05-20T00:00:00",
            "38857",
        ] {
            assert_eq!(read(text), Ok(expected), "{text}");
        }
        assert_eq!(day(&Cell::Number("38857".into()), "birth_date"), Ok(expected));
        assert_eq!(day(&Cell::Day(expected), "birth_date"), Ok(expected));
    }

    #[test]
    fn what_is_no_day_is_told_for_what_it_is() {
        let code = |text: &str| read(text).unwrap_err();
        assert_eq!(code("31/02/2006"), "cell.not_a_day");
        assert_eq!(code("hai mươi"), "cell.not_a_day");
        assert_eq!(code("20/05/06"), "cell.two_digit_year");
        assert_eq!(code("05/20/2006"), "cell.month_first");
        assert_eq!(code("2006"), "cell.year_only");
        assert_eq!(code(" "), "cell.missing");
        assert_eq!(day(&Cell::Number("2006".into()), "x").unwrap_err().code, "cell.year_only");
        assert_eq!(day(&Cell::Fault("#N/A".into()), "x").unwrap_err().code, "cell.formula");
    }

    #[test]
    fn numbers_are_read_as_written_here_and_elsewhere() {
        for (text, number) in [
            ("1.234.567", "1234567"),
            ("1,234,567", "1234567"),
            ("8,3", "8.3"),
            ("8.3", "8.3"),
            ("1.234,5", "1234.5"),
            ("1,234.5", "1234.5"),
            ("-12", "-12"),
        ] {
            assert_eq!(decimal(text).as_deref(), Some(number), "{text}");
        }
        for text in ["", "tám", "1.23.4", "8,", ",5", "1.2345.678"] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }

    #[test]
    fn a_shortened_id_is_not_taken_for_an_id() {
        let read = |text: &str| digits(&Cell::Text(text.into()), "personal_id");
        assert_eq!(read("001.306.012.345").as_deref(), Ok("001306012345"));
        assert_eq!(read("1.30601E+09").unwrap_err().code, "cell.scientific");
        assert_eq!(read(" ").unwrap_err().code, "cell.missing");
    }
}
