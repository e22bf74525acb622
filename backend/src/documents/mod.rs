//! Official papers: a value becomes pages of drawing instructions, and those become a PDF.
//! A paper knows no database, no clock and no user: everything it says arrives ready in its value, and the same
//! value gives the same bytes.

mod fonts;
mod grid;
mod layout;
pub mod minutes;
pub mod official;
mod paragraph;
mod pdf;
#[cfg(test)]
mod sample;
pub mod signature;
mod table;
#[cfg(test)]
mod tests;

use std::fmt;

use domain::{text::clean, words::Spelling};

use self::{
    layout::{Instruction, LEFT, Length, Page},
    official::Paper,
};

/// Any paper, set as NĐ 30/2020/NĐ-CP asks, its amounts in words spelt as the office decided. Texts may come in any
/// Unicode form; they are printed in NFC.
pub fn print(paper: &Paper, spelling: Spelling) -> Result<Vec<u8>, Unprintable> {
    let pages = official::pages(paper, spelling);
    check(&pages)?;
    let head = &paper.head;
    let title = format!("{} số {}", head.title, head.number);
    Ok(pdf::write(
        &pages,
        &pdf::Particulars { title: &clean(&title), author: &clean(&head.issuing_body), date: head.date },
    ))
}

/// Every letter of Vietnamese, in every face: how many there are, or the first that cannot be printed.
pub fn self_check() -> Result<usize, char> {
    const BASES: &str = "aăâeêioôơuưyđ";
    const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
    let mut letters: Vec<char> = BASES.chars().collect();
    for base in BASES.chars().filter(|base| *base != 'đ') {
        letters.extend(TONES.iter().filter_map(|tone| clean(&format!("{base}{tone}")).chars().next()));
    }
    let capitals: Vec<char> = letters.iter().flat_map(|letter| letter.to_uppercase()).collect();
    letters.extend(capitals);
    match letters.iter().find(|letter| fonts::Face::ALL.iter().any(|face| face.advance(**letter).is_none())) {
        Some(letter) => Err(*letter),
        None => Ok(letters.len()),
    }
}

/// Why a paper cannot be printed as it stands. No paper leaves with a letter or a line missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unprintable {
    /// The fonts have no picture of `letter`, which occurs in `text`.
    MissingGlyph { letter: char, text: String },
    /// A name or an entry so long that it leaves the margins.
    LeavesMargins { text: String },
}

impl fmt::Display for Unprintable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unprintable::MissingGlyph { letter, text } => {
                write!(
                    f,
                    "the fonts have no letter U+{:04X} ({letter:?}), which occurs in {text:?}",
                    u32::from(*letter)
                )
            }
            Unprintable::LeavesMargins { text } => write!(f, "too long for a page: {text:?}"),
        }
    }
}

impl std::error::Error for Unprintable {}

/// What the widths of the words of a line may miss by, against the width of the line: 1/20 pt.
const ROUNDING: Length = 50;

/// Every letter is in its face and every line inside the margins.
fn check(pages: &[Page]) -> Result<(), Unprintable> {
    let all = pages.iter().flat_map(|page| page.instructions.iter().map(|drawn| (page.sheet, drawn)));
    for (sheet, instruction) in all {
        let Instruction::Text { x, y, style, text, stretch } = instruction else { continue };
        if let Some(letter) = text.chars().find(|letter| style.face.advance(*letter).is_none()) {
            return Err(Unprintable::MissingGlyph { letter, text: text.clone() });
        }
        let ends_at = x + style.width(text) + stretch;
        if *x < LEFT || ends_at > sheet.right() + ROUNDING || *y > sheet.bottom() {
            return Err(Unprintable::LeavesMargins { text: text.clone() });
        }
    }
    Ok(())
}
