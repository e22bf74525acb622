//! The four faces papers are set in, and how wide each letter is. Reads the widths from the font files themselves;
//! knows nothing of pages, and nothing of the library that writes the PDF.

use std::sync::LazyLock;

/// A face of Tinos, whose widths are those of Times New Roman (NĐ 30/2020 asks for that one, which is not free).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Face {
    Regular,
    Bold,
    Italic,
    BoldItalic,
}

/// By face, then by code point: the width in thousandths of the font size, or [`NOT_IN_FONT`].
static ADVANCES: LazyLock<[Vec<u16>; 4]> = LazyLock::new(|| Face::ALL.map(|face| advances(face.bytes())));

const NOT_IN_FONT: u16 = u16::MAX;

impl Face {
    pub const ALL: [Face; 4] = [Face::Regular, Face::Bold, Face::Italic, Face::BoldItalic];

    /// The name the face carries inside a PDF.
    pub fn name(self) -> &'static str {
        match self {
            Face::Regular => "Tinos",
            Face::Bold => "Tinos-Bold",
            Face::Italic => "Tinos-Italic",
            Face::BoldItalic => "Tinos-BoldItalic",
        }
    }

    /// The font file, cut down to what Vietnamese papers need: `fonts/README.md`.
    pub fn bytes(self) -> &'static [u8] {
        match self {
            Face::Regular => include_bytes!("fonts/Tinos-Regular.ttf"),
            Face::Bold => include_bytes!("fonts/Tinos-Bold.ttf"),
            Face::Italic => include_bytes!("fonts/Tinos-Italic.ttf"),
            Face::BoldItalic => include_bytes!("fonts/Tinos-BoldItalic.ttf"),
        }
    }

    /// Width of a letter in thousandths of the font size; `None` if the face cannot show it.
    pub fn advance(self, letter: char) -> Option<u16> {
        let of_this_face = match self {
            Face::Regular => &ADVANCES[0],
            Face::Bold => &ADVANCES[1],
            Face::Italic => &ADVANCES[2],
            Face::BoldItalic => &ADVANCES[3],
        };
        let width =
            usize::try_from(u32::from(letter)).ok().and_then(|code| of_this_face.get(code)).copied()?;
        (width != NOT_IN_FONT).then_some(width)
    }
}

/// Reads `head`, `hhea`, `hmtx` and `cmap` (subtable format 4) of a TrueType file that is part of this program.
/// Widths are cut, not rounded, to thousandths: the PDF states them so, and a line must end where the viewer ends it.
fn advances(font: &[u8]) -> Vec<u16> {
    let units_per_em = u32::from(short(font, table(font, *b"head") + 18));
    let widths_count = usize::from(short(font, table(font, *b"hhea") + 34));
    let widths = table(font, *b"hmtx");
    let mut advances = Vec::new();
    for (code, glyph) in glyphs(font) {
        let width = u32::from(short(font, widths + 4 * usize::from(glyph).min(widths_count - 1)));
        let code = usize::from(code);
        if advances.len() <= code {
            advances.resize(code + 1, NOT_IN_FONT);
        }
        advances[code] = u16::try_from(width * 1000 / units_per_em).expect("no letter is 65 em wide");
    }
    advances
}

/// Every code point of the font with its glyph.
fn glyphs(font: &[u8]) -> Vec<(u16, u16)> {
    let cmap = table(font, *b"cmap");
    let subtable = (0..usize::from(short(font, cmap + 2)))
        .map(|i| cmap + long(font, cmap + 4 + 8 * i + 4))
        .find(|at| short(font, *at) == 4)
        .expect("the subset fonts have a format 4 character map");
    let segments_doubled = usize::from(short(font, subtable + 6));
    let (ends, starts) = (subtable + 14, subtable + 16 + segments_doubled);
    let (deltas, ranges) = (starts + segments_doubled, starts + 2 * segments_doubled);
    let mut glyphs = Vec::new();
    for segment in (0..segments_doubled).step_by(2) {
        let (start, end) = (short(font, starts + segment), short(font, ends + segment));
        let (delta, range) = (short(font, deltas + segment), short(font, ranges + segment));
        for code in start..=end {
            let glyph = if range == 0 {
                code.wrapping_add(delta)
            } else {
                let at = ranges + segment + usize::from(range) + 2 * usize::from(code - start);
                match font.get(at..at + 2).map_or(0, |_| short(font, at)) {
                    0 => 0,
                    listed => listed.wrapping_add(delta),
                }
            };
            if glyph != 0 && code != u16::MAX {
                glyphs.push((code, glyph));
            }
        }
    }
    glyphs
}

fn table(font: &[u8], tag: [u8; 4]) -> usize {
    (0..usize::from(short(font, 4)))
        .map(|i| 12 + 16 * i)
        .find(|at| font[*at..*at + 4] == tag)
        .map(|at| long(font, at + 8))
        .expect("the subset fonts have the tables every TrueType file has")
}

fn short(font: &[u8], at: usize) -> u16 {
    u16::from_be_bytes([font[at], font[at + 1]])
}

fn long(font: &[u8], at: usize) -> usize {
    (usize::from(short(font, at)) << 16) | usize::from(short(font, at + 2))
}
