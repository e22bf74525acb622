//! From drawing instructions to the bytes of a PDF 1.7 file; the only file that knows a PDF library.
//! The same pages and particulars give the same bytes: dates come from the paper, identifiers from its content.

use lopdf::{Document, Object, StringFormat, dictionary};
use printpdf::{
    FontId, Line, LinePoint, Mm, Op, PageAnnotId, PageAnnotation, ParsedFont, PdfDocument, PdfFont,
    PdfFontHandle, PdfPage, PdfSaveOptions, Point, Pt, TextItem, TextMatrix,
};
use time::Date;

use super::{
    fonts::Face,
    layout::{Instruction, Length, Page, Style},
};

/// What a reader of the file shows beside its pages.
pub struct Particulars<'a> {
    pub title: &'a str,
    pub author: &'a str,
    pub date: Date,
}

/// Every letter of the pages must be in its face: the library drops others without a word.
pub fn write(pages: &[Page], particulars: &Particulars<'_>) -> Vec<u8> {
    let mut printed = PdfDocument::new(particulars.title);
    for face in Face::ALL {
        printed.resources.fonts.map.insert(font_id(face), font(face));
    }
    printed.pages = pages.iter().map(page).collect();
    for (number, begins) in (1..).zip(pages).filter_map(|(n, page)| Some((n, page.begins.clone()?))) {
        let id = PageAnnotId(format!("{number:05}"));
        printed.bookmarks.map.insert(id, PageAnnotation { name: begins, page: number });
    }
    let mut warnings = Vec::new();
    let mut document = printed.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
    debug_assert!(warnings.is_empty(), "{warnings:?}");

    describe(&mut document, particulars);
    document.compress();
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("writing to memory does not fail");
    bytes
}

fn font_id(face: Face) -> FontId {
    FontId(face.name().to_owned())
}

fn font(face: Face) -> PdfFont {
    let parsed = ParsedFont::from_bytes(face.bytes(), 0, &mut Vec::new());
    PdfFont::new(parsed.expect("the fonts are part of this program and a test reads them"))
}

fn page(page: &Page) -> PdfPage {
    let side = |length: Length| Mm::from(points(length));
    PdfPage::new(side(page.sheet.width()), side(page.sheet.height()), operations(page))
}

fn operations(page: &Page) -> Vec<Op> {
    let top = page.sheet.height();
    let mut operations = vec![Op::StartTextSection];
    let mut current: Option<Style> = None;
    for instruction in &page.instructions {
        let Instruction::Text { x, y, style, text, stretch } = instruction else { continue };
        if current != Some(*style) {
            let font = PdfFontHandle::External(font_id(style.face));
            operations.push(Op::SetFont { font, size: points(style.size) });
            current = Some(*style);
        }
        let matrix = TextMatrix::Translate(points(*x), points(top - *y));
        operations.push(Op::SetTextMatrix { matrix });
        operations.push(Op::ShowText { items: stretched(text, *stretch, style.size) });
    }
    operations.push(Op::EndTextSection);
    let mut current_thickness = None;
    for instruction in &page.instructions {
        let Instruction::Rule { from, to, thickness } = instruction else { continue };
        if current_thickness != Some(*thickness) {
            operations.push(Op::SetOutlineThickness { pt: points(*thickness) });
            current_thickness = Some(*thickness);
        }
        let end = |(x, y): (Length, Length)| LinePoint {
            p: Point { x: points(x), y: points(top - y) },
            bezier: false,
        };
        operations.push(Op::DrawLine { line: Line { points: vec![end(*from), end(*to)], is_closed: false } });
    }
    operations
}

/// The text with `stretch` shared among its spaces. (PDF's own word spacing does nothing for fonts of this kind.)
fn stretched(text: &str, stretch: Length, size: Length) -> Vec<TextItem> {
    if stretch == 0 {
        return vec![TextItem::Text(text.to_owned())];
    }
    let spaces = i64::try_from(text.matches(' ').count().max(1)).expect("a line has few spaces");
    // In thousandths of the font size, towards the left: that is how PDF writes a shift inside a text.
    let shift_before = |nth: i64| i64::from(stretch) * 1000 * nth / (spaces * i64::from(size));
    let mut items = Vec::new();
    for (nth, part) in (0..).zip(text.split_inclusive(' ')) {
        items.push(TextItem::Text(part.to_owned()));
        if part.ends_with(' ') {
            items.push(TextItem::from(shift_before(nth) - shift_before(nth + 1)));
        }
    }
    items
}

/// Language, title, dates and identifier, in place of the library's own, which are random or claim PDF/X.
fn describe(document: &mut Document, particulars: &Particulars<'_>) {
    let day = particulars.date;
    let created = format!("D:{:04}{:02}{:02}000000+07'00'", day.year(), u8::from(day.month()), day.day());
    let information = dictionary! {
        "Title" => text(particulars.title),
        "Author" => text(particulars.author),
        "Producer" => text("Dathang"),
        "CreationDate" => Object::string_literal(created.clone()),
        "ModDate" => Object::string_literal(created),
    };
    let identifier = Object::String(fingerprint(document).to_be_bytes().to_vec(), StringFormat::Hexadecimal);
    let catalogue = document.catalog_mut().expect("the library writes a catalogue");
    catalogue.set("Lang", Object::string_literal("vi-VN"));
    catalogue.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });

    let old = document.trailer.get(b"Info").and_then(Object::as_reference);
    if let Ok(old) = old {
        document.set_object(old, information);
    }
    document.trailer.set("ID", Object::Array(vec![identifier.clone(), identifier]));
    document.version = "1.7".to_owned();
}

/// UTF-16 with its mark: the one way to write Vietnamese outside the pages.
fn text(text: &str) -> Object {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    Object::String(units.flat_map(u16::to_be_bytes).collect(), StringFormat::Hexadecimal)
}

/// FNV-1a over the page streams: tells files apart, protects nothing.
fn fingerprint(document: &Document) -> u128 {
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    streams
        .flat_map(|stream| &stream.content)
        .fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d, |hash, byte| {
            (hash ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
        })
}

#[expect(clippy::float_arithmetic, reason = "PDF wants points with decimals; nothing here is money")]
fn points(length: Length) -> Pt {
    Pt(length as f32 / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines end where they were measured to end, and what passed the check for missing letters is drawn.
    #[test]
    fn the_library_sees_the_letters_and_widths_that_were_measured() {
        for face in Face::ALL {
            let font = font(face).parsed_font;
            assert_eq!(font.units_per_em, 2048);
            for letter in '\u{20}'..'\u{2fff}' {
                let glyph = font.lookup_glyph_index(u32::from(letter)).filter(|glyph| *glyph != 0);
                let width = glyph.and_then(|glyph| font.get_glyph_width(glyph)).map(u32::from);
                assert_eq!(
                    width.map(|width| width * 1000 / 2048),
                    face.advance(letter).map(u32::from),
                    "{letter:?}"
                );
            }
        }
    }

    #[test]
    fn the_stretch_of_a_line_is_shared_among_its_spaces_without_loss() {
        let items = stretched("một hai ba bốn", 10_000, 14_000);
        let shifts = items
            .iter()
            .filter_map(|item| if let TextItem::Offset(shift) = item { Some(*shift) } else { None });
        assert_eq!(shifts.collect::<Vec<_>>(), [-238.0, -238.0, -238.0]);
        assert_eq!(stretched("một hai", 0, 14_000), [TextItem::Text("một hai".to_owned())]);
    }
}
