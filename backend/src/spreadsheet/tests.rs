use std::io::{Cursor, Write};

use domain::{
    ids::{CohortId, OrderId},
    text::Lang,
    workbook::{
        Cell, Checked, CheckedRow, Columns, Found, Heading, Kind, RowState, Target, headings::ERRORS,
    },
};
use rust_xlsxwriter::Workbook;

use super::*;
use crate::spreadsheet::gate::Type;

const COHORT: Target = Target::Cohort(CohortId(7));
const ORDER: Target = Target::Order(OrderId(7));

fn offered(lang: Lang) -> Offered {
    Offered { employers: Vec::new(), cohorts: Vec::new(), classes: Vec::new(), lang }
}

fn said(kind: Kind) -> Template {
    Template {
        kind,
        target: COHORT,
        title: "DANH SÁCH".into(),
        subtitle: "Trường A".into(),
        above: Vec::new(),
        rows: vec![vec![("number", Cell::Number("1".into())), ("full_name", Cell::Text("=1+1".into()))]],
        room: 10,
        employers: vec!["Công ty A".into()],
        cohorts: Vec::new(),
        classes: Vec::new(),
        lang: Lang::Vi,
    }
}

fn read_back(bytes: &[u8]) -> Book {
    let of_type = admit("a.xlsx", bytes).unwrap();
    read(bytes, of_type).unwrap()
}

#[test]
fn a_template_is_read_back_as_what_it_is() {
    let book = read_back(&template(&said(Kind::Enrolment)).unwrap());
    let origin = book.origin.unwrap();
    assert_eq!((origin.kind, origin.version, origin.target), (Kind::Enrolment, 1, COHORT));
    assert_eq!(book.sheets.len(), 1, "help, lists and the hidden sheet hold no rows");
    let columns = Columns::find(&book.sheets[0], Kind::Enrolment, COHORT).unwrap();
    assert_eq!((columns.get("full_name"), columns.get("personal_id")), (Some(1), Some(4)));
    // Text that looks like a formula is text.
    let row = book.sheets[0].rows.last().unwrap();
    assert_eq!(row.cell(1), &Cell::Text("=1+1".into()));
}

#[test]
fn a_template_of_an_order_has_a_column_for_the_cohort_and_offers_them() {
    let cohorts = vec!["CĐ25-CNTT1".to_owned(), "CĐ25-ĐIỆN".to_owned()];
    let of_order = |kind| Template { target: ORDER, cohorts: cohorts.clone(), ..said(kind) };
    for kind in [Kind::Enrolment, Kind::Graduation] {
        let bytes = template(&of_order(kind)).unwrap();
        let book = read_back(&bytes);
        assert_eq!(book.origin.unwrap().target, ORDER);
        assert_eq!(book.sheets.len(), 1, "help, lists and the hidden sheet hold no rows");
        let columns = Columns::find(&book.sheets[0], kind, ORDER).unwrap();
        assert_eq!((columns.get("cohort"), columns.get("full_name")), (Some(1), Some(2)));
        let mut file: calamine::Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        let lists = calamine::Reader::worksheet_range(&mut file, "Danh mục").unwrap();
        let offered = [1, 2].map(|row| lists.get_value((row, 1)).unwrap().to_string());
        assert_eq!(offered.to_vec(), cohorts);
    }
}

#[test]
fn a_template_in_english_is_the_same_template() {
    let english = |kind| Template { lang: Lang::En, ..said(kind) };
    for kind in [Kind::Enrolment, Kind::Graduation] {
        let book = read_back(&template(&english(kind)).unwrap());
        assert_eq!(book.sheets.len(), 1, "help, lists and the hidden sheet hold no rows");
        let columns = Columns::find(&book.sheets[0], kind, COHORT).unwrap();
        let vietnamese = read_back(&template(&said(kind)).unwrap());
        assert_eq!(columns, Columns::find(&vietnamese.sheets[0], kind, COHORT).unwrap());
        let foreign =
            |cell: &Cell| matches!(cell, Cell::Text(text) if text.contains(['ố', 'ọ', 'ă', 'đ', 'ư']));
        let heading = book.sheets[0].rows.iter().find(|row| row.number == columns.heading).unwrap();
        assert!(!heading.cells.iter().any(foreign), "{:?}", heading.cells);
    }
}

#[test]
fn what_is_wrong_comes_back_at_its_row_and_goes_out_again_with_it() {
    let book = read_back(&template(&said(Kind::Enrolment)).unwrap());
    let sheet = &book.sheets[0];
    let columns = Columns::find(sheet, Kind::Enrolment, COHORT).unwrap();
    let number = sheet.rows.last().unwrap().number;
    let issue = domain::workbook::cells::missing("personal_id");
    let found = vec![Found::at(4, issue)];
    let wrong = CheckedRow::new(number, RowState::Error, found);
    let checked = Checked { rows: vec![wrong], ..Checked::default() };
    let back = annotated((Kind::Enrolment, COHORT), sheet, &columns, &checked, &offered(Lang::Vi)).unwrap();
    let mut file: calamine::Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&back[..])).unwrap();
    let notes = zip::ZipArchive::new(Cursor::new(&back[..])).unwrap();
    assert!(
        notes.file_names().any(|name| name.is_ok_and(|name| name.contains("comments"))),
        "the cell carries a note"
    );
    let list = calamine::Reader::worksheet_range(&mut file, "Danh sách").unwrap();
    // Behind the last column of the template.
    let last = u32::try_from(Heading::offered(Kind::Enrolment, COHORT).count()).unwrap();
    let told = list.get_value((number - 1, last)).unwrap().to_string();
    assert!(told.starts_with(&format!("E{number}: Ô này để trống.")), "{told}");
    // Sent again it is the same list; a second round finds the column of the first.
    let again = read_back(&back);
    let columns = Columns::find(&again.sheets[0], Kind::Enrolment, COHORT).unwrap();
    let clean = Checked::default();
    let twice = read_back(
        &annotated((Kind::Enrolment, COHORT), &again.sheets[0], &columns, &clean, &offered(Lang::En))
            .unwrap(),
    );
    let headings = twice.sheets[0].rows.iter().find(|row| row.number == columns.heading).unwrap();
    let errors =
        |cell: &&Cell| matches!(cell, Cell::Text(text) if [ERRORS.0, ERRORS.1].contains(&text.as_str()));
    assert_eq!(headings.cells.iter().filter(errors).count(), 1);
    assert!(!twice.sheets[0].rows.iter().any(|row| row.cell(last) == &Cell::Text(told.clone())));
}

#[test]
fn a_cell_in_the_last_corner_costs_nothing() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, "STT").unwrap();
    sheet.write_string(1_048_575, 16_383, "x").unwrap();
    sheet.write_string(1_048_575, 0, "y").unwrap();
    let book = read_back(&workbook.save_to_buffer().unwrap());
    let rows = &book.sheets[0].rows;
    assert_eq!((rows.len(), rows[1].number, rows[1].cells.len()), (2, 1_048_576, 1));
}

fn zipped(parts: &[(&str, usize)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, kilobytes) in parts {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        for _ in 0..*kilobytes {
            archive.write_all(&[b' '; 1_024]).unwrap();
        }
    }
    archive.finish().unwrap().into_inner()
}

fn refused(name: &str, bytes: &[u8]) -> String {
    admit(name, bytes).unwrap_err().code
}

#[test]
fn the_gate_says_why_a_file_stays_outside() {
    assert_eq!(refused("a.xlsx", b""), "workbook.no_file");
    assert_eq!(refused("a.pdf", b"%PDF"), "workbook.type");
    assert_eq!(refused("a.xls", &[0xd0, 0xcf, 0x11, 0xe0, 1]), "workbook.old_format");
    assert_eq!(refused("a.xlsx", b"PK\x03\x04"), "workbook.damaged");
    assert_eq!(refused("a.xlsx", &zipped(&[("word/document.xml", 1)])), "workbook.damaged");
    assert_eq!(refused("a.xlsx", &zipped(&[("xl/workbook.xml", 1), ("x", 40_000)])), "workbook.unpacked");
    let many: Vec<String> = (0..300).map(|n| format!("xl/{n}")).collect();
    let many: Vec<(&str, usize)> = many.iter().map(|name| (name.as_str(), 0)).collect();
    assert_eq!(refused("a.xlsx", &zipped(&many)), "workbook.parts");
    assert_eq!(refused("a.xlsx", &vec![0; MOST_BYTES + 1]), "workbook.too_large");
}

/// A directory that declares little for a part that unpacks to much: let in, and refused while it is read.
#[test]
fn a_directory_that_lies_gains_nothing() {
    let mut bytes = zipped(&[("xl/workbook.xml", 40_000)]);
    let declared = (40_000u32 * 1_024).to_le_bytes();
    let small = 1_024u32.to_le_bytes();
    let mut changed = 0;
    for at in 0..bytes.len() - 4 {
        if bytes[at..at + 4] == declared {
            bytes[at..at + 4].copy_from_slice(&small);
            changed += 1;
        }
    }
    assert!(changed > 0, "the size stands in the directory");
    let of_type = admit("a.xlsx", &bytes).unwrap();
    assert_eq!(read(&bytes, of_type).unwrap_err().code, "workbook.damaged");
}

#[test]
fn csv_is_read_with_any_separator_and_its_rows_keep_their_numbers() {
    let rows = |bytes: &[u8]| {
        assert_eq!(admit("a.csv", bytes).unwrap(), Type::Csv);
        read(bytes, Type::Csv).map(|book| book.sheets[0].rows.clone()).map_err(|issue| issue.code)
    };
    for text in ["STT,Tên\n1,An\n", "STT;Tên\r\n1;An\r\n", "\u{feff}STT\tTên\n1\tAn\n"] {
        let rows = rows(text.as_bytes()).unwrap();
        assert_eq!((rows.len(), rows[1].number, rows[1].cell(1)), (2, 2, &Cell::Text("An".into())), "{text}");
    }
    let kept = rows("STT,CCCD\n1,=\"001306012345\"\n".as_bytes()).unwrap();
    assert_eq!(kept[1].cell(1), &Cell::Text("001306012345".into()));
    assert_eq!(rows(b"STT,T\xean\n"), Err("workbook.csv_encoding".to_owned()));
}

#[test]
fn a_table_keeps_numbers_as_numbers_and_text_as_text() {
    let columns = vec![Column { name: "A".into(), width: 10 }, Column { name: "B".into(), width: 10 }];
    let rows = vec![vec![Cell::Number("1234567".into()), Cell::Text("=HYPERLINK(\"x\")".into())]];
    let sheet = Sheet { title: "T".into(), subtitle: "S".into(), columns, rows, ..Sheet::default() };
    let origin = [("Người lấy".to_owned(), "An".to_owned())];
    let written = with_origin(&[sheet], ("Nguồn gốc", &origin)).unwrap();
    let book = read_back(&written);
    let row = book.sheets[0].rows.last().unwrap();
    assert_eq!(row.cell(0), &Cell::Number("1234567".into()));
    assert_eq!(row.cell(1), &Cell::Text("=HYPERLINK(\"x\")".into()));
    assert_eq!(book.sheets[1].rows[0].cell(1), &Cell::Text("An".into()));
    // What nobody reads back: it can be filtered, and is printed on wide sheets with the headings on each.
    let mut parts = zip::ZipArchive::new(std::io::Cursor::new(written)).unwrap();
    let mut part = |name: &str| std::io::read_to_string(parts.by_name(name).unwrap()).unwrap();
    let sheet = part("xl/worksheets/sheet1.xml");
    for wanted in [r#"<autoFilter ref="A4:B5"/>"#, r#"orientation="landscape""#, r#"fitToHeight="0""#] {
        assert!(sheet.contains(wanted), "{wanted}: {sheet}");
    }
    assert!(part("xl/workbook.xml").contains("$4:$4"));
}
