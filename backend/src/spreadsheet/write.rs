//! What the written workbooks share: formats, cells, drop-downs, the hidden sheet that says where a workbook came from,
//! and the sheet that tells how to fill it in.

use domain::workbook::{Cell, Kind, Origin, headings::Heading};
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, ExcelDateTime, Format, FormatAlign, FormatBorder,
    Formula, Workbook, Worksheet,
};
use time::Date;

use super::WriteError;

pub const LIST: &str = "Danh sách";
pub const ORIGIN: &str = "_dathang";
pub const LISTS: &str = "Danh mục";
pub const HELP: &str = "Hướng dẫn";
pub const SUMMARY: &str = "Tổng hợp";
/// Sheets that a template or an annotated workbook brings along; rows are never read from them.
pub const OWN_SHEETS: [&str; 3] = [LISTS, HELP, SUMMARY];

pub struct Formats {
    pub title: Format,
    pub soft: Format,
    pub heading: Format,
    pub text: Format,
    pub day: Format,
    pub wrong: Format,
    pub wrong_day: Format,
    pub note: Format,
}

impl Formats {
    pub fn new() -> Formats {
        let cell = Format::new().set_border(FormatBorder::Thin).set_border_color(Color::RGB(0xD5_DADE));
        let wrong =
            cell.clone().set_background_color(Color::RGB(0xF8_C9C9)).set_font_color(Color::RGB(0x7A_0000));
        Formats {
            title: Format::new().set_bold().set_font_size(14),
            soft: Format::new().set_font_color(Color::RGB(0x55_616A)),
            heading: cell
                .clone()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color(Color::RGB(0xE6_EFF2)),
            text: cell.clone().set_num_format("@"),
            day: cell.set_num_format("dd/mm/yyyy"),
            wrong_day: wrong.clone().set_num_format("dd/mm/yyyy"),
            wrong: wrong.set_num_format("@"),
            note: Format::new().set_font_color(Color::RGB(0x9C_1F1F)).set_text_wrap(),
        }
    }
}

/// A cell as it was; text stays text, whatever it begins with.
pub fn write(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    formats: (&Format, &Format),
) -> Result<(), WriteError> {
    let (text, day) = formats;
    match cell {
        Cell::Empty => sheet.write_blank(row, column, text)?,
        Cell::Text(said) | Cell::Fault(said) => {
            sheet.write_string_with_format(row, column, shortened(said), text)?
        }
        Cell::Number(number) => match number.parse::<f64>() {
            // Numbers of more digits than a program keeps stay text.
            Ok(value) if number.len() <= 15 => sheet.write_number(row, column, value)?,
            _ => sheet.write_string_with_format(row, column, number, text)?,
        },
        Cell::Day(date) => match moment(*date) {
            Some(moment) => sheet.write_datetime_with_format(row, column, moment, day)?,
            None => sheet.write_string_with_format(row, column, domain::calendar::vietnamese(*date), text)?,
        },
        Cell::Truth(truth) => sheet.write_boolean(row, column, *truth)?,
    };
    Ok(())
}

/// A cell takes 32,767 letters.
fn shortened(text: &str) -> String {
    text.chars().take(32_000).collect()
}

pub fn moment(day: Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok()?;
    ExcelDateTime::from_ymd(year, u8::from(day.month()), day.day()).ok()
}

pub fn width(key: &str) -> f64 {
    match key {
        "number" => 6.0,
        "full_name" => 28.0,
        "personal_id" | "serial" | "register_number" => 20.0,
        "kind" => 22.0,
        "employer" => 34.0,
        "class" => 18.0,
        _ => 14.0,
    }
}

/// What a drop-down of a column offers.
#[derive(Debug, Clone, Default)]
pub struct Offered {
    pub employers: Vec<String>,
    pub classes: Vec<String>,
}

/// Drop-downs and typed columns for the rows of a list.
pub fn validate(
    sheet: &mut Worksheet,
    key: &str,
    column: u16,
    rows: (u32, u32),
    offered: &Offered,
) -> Result<(), WriteError> {
    let (first, last) = rows;
    let strict = |validation: DataValidation, message: &str| {
        validation.set_error_title("Giá trị không hợp lệ")?.set_error_message(message)
    };
    let validation = match key {
        "sex" => strict(DataValidation::new().allow_list_strings(&["Nam", "Nữ"])?, "Chọn Nam hoặc Nữ.")?,
        "kind" => strict(
            DataValidation::new().allow_list_strings(&["Học sinh - sinh viên", "Người lao động"])?,
            "Chọn một đối tượng trong danh sách.",
        )?,
        "class" if !offered.classes.is_empty() => strict(
            DataValidation::new().allow_list_strings(&offered.classes)?,
            "Chọn một xếp loại trong danh sách.",
        )?,
        // An enterprise that is not on the list may be written in.
        "employer" if !offered.employers.is_empty() => DataValidation::new()
            .allow_list_formula(Formula::new(format!("='{LISTS}'!$A$2:$A${}", offered.employers.len() + 1)))
            .set_error_style(DataValidationErrorStyle::Information)
            .set_error_title("Doanh nghiệp ngoài danh sách")?
            .set_error_message("Doanh nghiệp này chưa có trong danh mục; vẫn có thể ghi.")?,
        _ => return Ok(()),
    };
    sheet.add_data_validation(first, column, last, column, &validation)?;
    Ok(())
}

/// Enterprises, one under the other, for the drop-down.
pub fn lists(workbook: &mut Workbook, offered: &Offered, formats: &Formats) -> Result<(), WriteError> {
    if offered.employers.is_empty() {
        return Ok(());
    }
    let sheet = workbook.add_worksheet().set_name(LISTS)?;
    sheet.set_column_width(0, 60)?;
    sheet.write_string_with_format(0, 0, "Doanh nghiệp", &formats.heading)?;
    for (row, name) in (1..).zip(&offered.employers) {
        sheet.write_string(row, 0, name)?;
    }
    Ok(())
}

/// Where the workbook came from, for when it comes back.
pub fn origin(workbook: &mut Workbook, origin: &Origin) -> Result<(), WriteError> {
    let sheet = workbook.add_worksheet().set_name(ORIGIN)?;
    sheet.set_very_hidden(true);
    let said = ["dathang", origin.kind.as_str(), &origin.version.to_string(), &origin.cohort.to_string()];
    for (row, text) in (0..).zip(said) {
        sheet.write_string(row, 0, text)?;
    }
    Ok(())
}

const FILL_IN: &[&str] = &[
    "Cách điền",
    "1. Mỗi dòng một người học. Không đổi tên các cột; có thể đổi chỗ hoặc thêm cột ghi chú.",
    "2. Họ tên, ngày sinh, giới tính và số định danh ghi đúng như trên thẻ căn cước.",
    "3. Số định danh là văn bản gồm 12 chữ số, giữ các số 0 ở đầu.",
    "4. Ngày ghi ngày/tháng/năm, năm đủ bốn chữ số, ví dụ 20/05/2006.",
    "5. Giới tính, đối tượng và xếp loại chọn trong danh sách của ô.",
    "6. Chữ gõ bằng Unicode. Chữ của phông .Vn… hoặc VNI-… phải chuyển mã trước khi gửi.",
    "7. Gửi tệp ở trang của lớp. Chưa có gì được ghi cho đến khi xem kết quả kiểm tra và bấm nhận.",
    "8. Nếu có lỗi, tải bảng tính đã ghi chú về: ô sai màu đỏ, cột cuối ghi cách sửa. Sửa ngay trong tệp đó rồi gửi lại.",
    "9. Gửi lại cùng một tệp, hoặc gửi lại những người đã ghi, không ghi thêm lần nào nữa.",
];

const OF_ENROLMENT: &str = "Đối tượng để trống thì lấy theo lớp. Người lao động phải có nơi làm việc.";
const OF_GRADUATION: &str = "Cột Mã nhập học nối kết quả với người học, không sửa. Dòng chưa có kết quả để trống. Ghi số và ngày quyết định ở phía trên bảng.";

pub fn help(workbook: &mut Workbook, kind: Kind, formats: &Formats) -> Result<(), WriteError> {
    let sheet = workbook.add_worksheet().set_name(HELP)?;
    sheet.set_column_width(0, 110)?;
    let own = match kind {
        Kind::Enrolment => OF_ENROLMENT,
        Kind::Graduation => OF_GRADUATION,
    };
    for (row, line) in (0..).zip(FILL_IN.iter().chain([&own])) {
        let format = if row == 0 { &formats.title } else { &formats.soft };
        sheet.write_string_with_format(row, 0, *line, format)?;
    }
    let columns = Heading::offered(kind).filter(|heading| heading.required).map(|heading| heading.name);
    let required = format!("Cột phải có: {}.", columns.collect::<Vec<_>>().join(", "));
    sheet.write_string(u32::try_from(FILL_IN.len()).unwrap_or(20) + 2, 0, required)?;
    Ok(())
}
