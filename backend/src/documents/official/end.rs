//! How a paper ends: signatures, recipients, and the marks by which it is checked.

use qrcodegen::{QrCode, QrCodeEcc};

use super::{BODY_BOLD, Paper};
use crate::documents::{
    fonts::Face,
    layout::{Instruction, LEFT, Length, Piece, Style, TEXT_WIDTH, mm, pt},
    paragraph::{Align, Paragraph, Span},
};

/// A place to sign. The name is left to be written by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// `Đại diện Bên A`, `Kế toán trưởng`; printed in capitals.
    pub heading: String,
    pub title: Option<String>,
    /// With the seal of the organisation.
    pub sealed: bool,
}

impl Signature {
    pub fn new(heading: &str, sealed: bool) -> Signature {
        Signature { heading: heading.to_owned(), title: None, sealed }
    }
}

/// Where anybody may ask whether a paper is genuine: drawn as a QR code, and in letters for who types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub address: String,
    pub code: String,
}

const COLUMN: Length = TEXT_WIDTH / 2;
/// Room for a name between a heading and what stands below it.
const ROOM: Length = mm(24);

/// The signatures are never parted from each other, nor from the last lines above them and what stands below.
pub fn pieces(paper: &Paper) -> Vec<Piece> {
    let below = Piece::stack(marked(paper).into_iter().chain(checks(paper)));
    let recipients = recipients(paper);
    let end = match paper.signatures.as_slice() {
        [] => recipients,
        // One hand signs on the right, beside the recipients.
        [row] if row.len() == 1 => {
            let signed = Piece::stack([signature(&row[0], LEFT + COLUMN, COLUMN), Piece::space(ROOM)]);
            Some(match recipients {
                Some(recipients) => Piece::beside(recipients, signed),
                None => signed,
            })
        }
        rows => {
            let signed = rows.iter().flat_map(|row| [across(row), Piece::space(ROOM)]);
            Some(Piece::stack(signed.chain(recipients)))
        }
    };
    let end = end.map(|end| end.with_space_above(pt(14)));
    let Some(end) = end else { return if below.height > 0 { vec![below] } else { Vec::new() } };
    vec![end.kept_with_next(), below.with_space_above(pt(6))]
}

/// Columns of a row, as wide as the page lets.
fn across(row: &[Signature]) -> Piece {
    let count = Length::try_from(row.len().max(1)).expect("few people sign one paper");
    let width = TEXT_WIDTH / count;
    let each = (0..).zip(row).map(|(place, one): (Length, _)| signature(one, LEFT + place * width, width));
    each.reduce(Piece::beside).unwrap_or_default()
}

fn signature(signature: &Signature, x: Length, width: Length) -> Piece {
    let centred = |style: Style, text: &str| Paragraph::centred(style, text, x, width - mm(4)).piece();
    let bold = |text: &str| centred(BODY_BOLD, &text.to_uppercase());
    let title = signature.title.as_ref().map(|title| bold(title));
    let hint =
        if signature.sealed { "(Ký, ghi rõ họ tên, đóng dấu)" } else { "(Ký, ghi rõ họ tên)" };
    let hint = centred(Style::new(Face::Italic, 12), hint);
    Piece::stack([bold(&signature.heading)].into_iter().chain(title).chain([hint]))
}

fn recipients(paper: &Paper) -> Option<Piece> {
    let line = |style: Style, text: String| Paragraph {
        align: Align::Left,
        first_line_indent: 0,
        line_height: style.size * 6 / 5,
        above: 0,
        width: COLUMN,
        ..Paragraph::body(vec![Span::new(style, text)])
    };
    let last = paper.recipients.len().saturating_sub(1);
    let each = paper.recipients.iter().enumerate().map(|(index, recipient)| {
        let recipient = recipient.trim_end_matches(['.', ';', ' ']);
        let mark = if index == last { '.' } else { ';' };
        line(Style::new(Face::Regular, 11), format!("- {recipient}{mark}")).piece()
    });
    let title = line(Style::new(Face::BoldItalic, 12), "Nơi nhận:".to_owned()).piece();
    (!paper.recipients.is_empty()).then(|| Piece::stack(std::iter::once(title).chain(each)))
}

fn small(text: String, x: Length, width: Length) -> Paragraph {
    Paragraph {
        align: Align::Left,
        first_line_indent: 0,
        line_height: pt(11),
        above: 0,
        x,
        width,
        ..Paragraph::body(vec![Span::new(Style::new(Face::Regular, 9), text)])
    }
}

fn checks(paper: &Paper) -> Vec<Piece> {
    let lines = paper.checks.iter().map(|(label, mark)| small(format!("{label}: {mark}"), LEFT, TEXT_WIDTH));
    lines.map(|line| line.piece()).collect()
}

/// The QR code with its words beside it.
fn marked(paper: &Paper) -> Option<Piece> {
    let Mark { address, code } = paper.mark.as_ref()?;
    let qr =
        QrCode::encode_text(address, QrCodeEcc::Medium).expect("an address is short enough for a QR code");
    let side = mm(20);
    let words = LEFT + side + mm(4);
    let width = TEXT_WIDTH - side - mm(4);
    let words = Piece::stack([
        small(format!("Mã tra cứu: {code}"), words, width).piece(),
        small(format!("Kiểm tra văn bản: {address}"), words, width).piece(),
    ]);
    Some(Piece::beside(squares(&qr, side), words))
}

/// Row by row, each run of dark squares as one thick stroke.
fn squares(qr: &QrCode, side: Length) -> Piece {
    let module = side / qr.size();
    let mut instructions = Vec::new();
    for y in 0..qr.size() {
        let mut x = 0;
        while x < qr.size() {
            let run = (x..qr.size()).take_while(|x| qr.get_module(*x, y)).count();
            let run = i32::try_from(run).expect("a QR code has few squares");
            if run > 0 {
                let middle = y * module + module / 2;
                let (from, to) = ((LEFT + x * module, middle), (LEFT + (x + run) * module, middle));
                instructions.push(Instruction::Rule { from, to, thickness: module });
            }
            x += run.max(1);
        }
    }
    Piece { height: module * qr.size(), instructions, ..Piece::default() }
}
