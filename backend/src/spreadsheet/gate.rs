//! What a file must be before anything of it is unpacked: small, of a kind that can be read, and honest about how much
//! it holds. A file of half a megabyte that unpacks to one and a half gigabytes costs reading its directory, no more.

use std::io::Cursor;

use domain::{issue::Issue, workbook::about_file};
use zip::ZipArchive;

/// 20,000 rows of a template are a tenth of this.
pub const MOST_BYTES: usize = 8 * 1024 * 1024;
/// All parts of a workbook together, unpacked. 20,000 rows are a third of this.
const MOST_UNPACKED: u64 = 32 * 1024 * 1024;
/// A workbook of three sheets has a dozen.
const MOST_PARTS: usize = 250;

/// What the first bytes say; the name of a file is only a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    Xlsx,
    Csv,
}

/// Lets a file in, or says why not.
pub fn admit(name: &str, bytes: &[u8]) -> Result<Type, Issue> {
    if bytes.len() > MOST_BYTES {
        return Err(too_large());
    }
    if bytes.is_empty() {
        return Err(about_file(
            "workbook.no_file",
            ("Chưa chọn tệp, hoặc tệp rỗng.", "No file was chosen, or it is empty."),
            ("Chọn tệp bảng tính rồi gửi lại.", "Choose the workbook and send it again."),
        ));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return directory(bytes).map(|()| Type::Xlsx);
    }
    // An old .xls, and a workbook with a password, are containers of this kind.
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(about_file(
            "workbook.old_format",
            ("Tệp .xls đời cũ, hoặc có mật khẩu.", "An old .xls file, or one with a password."),
            ("Bỏ mật khẩu và lưu thành .xlsx.", "Remove the password and save it as .xlsx."),
        ));
    }
    let named = name.to_lowercase();
    if [".csv", ".txt"].iter().any(|end| named.ends_with(end)) && !bytes.contains(&0) {
        return Ok(Type::Csv);
    }
    Err(about_file(
        "workbook.type",
        ("Tệp này không phải bảng tính .xlsx hoặc .csv.", "This is not an .xlsx or .csv workbook."),
        ("Lưu bảng tính thành .xlsx rồi gửi lại.", "Save the workbook as .xlsx and send it again."),
    ))
}

pub fn too_large() -> Issue {
    about_file(
        "workbook.too_large",
        ("Tệp lớn hơn 8 MB.", "The file is larger than 8 MB."),
        (
            "Bỏ hình ảnh và các trang không cần, hoặc chia thành nhiều tệp.",
            "Remove pictures and sheets that are not needed, or split it.",
        ),
    )
}

/// Adds up what the directory declares. A part that then holds more than it declared fails when it is read.
fn directory(bytes: &[u8]) -> Result<(), Issue> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    if archive.len() > MOST_PARTS {
        return Err(about_file(
            "workbook.parts",
            ("Tệp có quá nhiều phần bên trong.", "The file has too many parts inside."),
            ("Chép các dòng sang mẫu của trang này.", "Copy the rows into the template of this page."),
        ));
    }
    let mut unpacked = 0u64;
    let mut workbook = false;
    for part in 0..archive.len() {
        let part = archive.by_index_raw(part).map_err(|_| damaged())?;
        unpacked = unpacked.saturating_add(part.size());
        workbook |= part.name().ok().is_some_and(|name| name == "xl/workbook.xml");
    }
    if unpacked > MOST_UNPACKED {
        return Err(about_file(
            "workbook.unpacked",
            ("Tệp phình quá lớn khi mở ra.", "The file unpacks to far too much."),
            ("Chép các dòng sang mẫu của trang này.", "Copy the rows into the template of this page."),
        ));
    }
    if !workbook {
        return Err(damaged());
    }
    Ok(())
}

pub fn damaged() -> Issue {
    about_file(
        "workbook.damaged",
        ("Tệp bị hỏng hoặc không phải bảng tính .xlsx.", "The file is damaged, or no .xlsx workbook."),
        ("Mở tệp, lưu lại thành .xlsx rồi gửi lại.", "Open it, save it again as .xlsx and send it again."),
    )
}
