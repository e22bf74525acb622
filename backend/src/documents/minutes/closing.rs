//! How the minutes end: conclusions, signatures, recipients, and the marks by which the paper is checked.

use super::{
    AcceptanceMinutes, Party,
    opening::{BODY_BOLD, kept},
    sections::{heading, items},
};
use crate::documents::{
    fonts::Face,
    layout::{LEFT, Length, Piece, Style, TEXT_WIDTH, mm, pt},
    paragraph::{Align, Paragraph, Span},
};

const COLUMN: Length = TEXT_WIDTH / 2;

/// The signatures are never parted from each other, nor from the last lines above them and what stands below.
pub fn pieces(paper: &AcceptanceMinutes, sections: usize) -> Vec<Piece> {
    let mut pieces = heading(sections + 1, "Kết luận");
    let neutral = ["Biên bản này là căn cứ để hai bên thanh toán, quyết toán theo quy định".to_owned()];
    let conclusions = if paper.conclusions.is_empty() { &neutral } else { paper.conclusions.as_slice() };
    let mut concluded = items(conclusions, "./.");
    let last_lines = concluded.split_off(concluded.len().saturating_sub(2));
    pieces.extend(concluded);
    pieces.extend(kept(last_lines));
    pieces.push(signatures(paper).kept_with_next());
    pieces.push(Piece::stack(recipients(paper).into_iter().chain(checks(paper))).with_space_above(pt(6)));
    pieces
}

fn signatures(paper: &AcceptanceMinutes) -> Piece {
    let representatives = Piece::beside(
        representative("Đại diện Bên A", &paper.ordering_body, LEFT),
        representative("Đại diện Bên B", &paper.provider, LEFT + COLUMN),
    );
    let accountants = Piece::beside(
        accountant("Kế toán trưởng Bên A", LEFT),
        accountant("Kế toán trưởng Bên B", LEFT + COLUMN),
    );
    Piece::stack([representatives, Piece::space(mm(24)), accountants, Piece::space(mm(18))])
        .with_space_above(pt(14))
}

fn representative(heading: &str, party: &Party, x: Length) -> Piece {
    let title = party.representative_title.as_ref().map(|title| bold(title, x));
    let hint = centred(Style::new(Face::Italic, 12), "(Ký, ghi rõ họ tên, đóng dấu)", x);
    Piece::stack([bold(heading, x)].into_iter().chain(title).chain([hint]))
}

fn accountant(heading: &str, x: Length) -> Piece {
    Piece::stack([bold(heading, x), centred(Style::new(Face::Italic, 12), "(Ký, ghi rõ họ tên)", x)])
}

fn bold(text: &str, x: Length) -> Piece {
    centred(BODY_BOLD, &text.to_uppercase(), x)
}

fn centred(style: Style, text: &str, x: Length) -> Piece {
    Paragraph::centred(style, text, x, COLUMN - mm(4)).piece()
}

fn recipients(paper: &AcceptanceMinutes) -> Option<Piece> {
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

fn checks(paper: &AcceptanceMinutes) -> Vec<Piece> {
    let small = Style::new(Face::Regular, 9);
    let marks =
        [("Mã băm bảng thanh toán", &paper.statement_hash), ("Mã băm cuối sổ cái", &paper.ledger_head)];
    let lines = marks.into_iter().filter_map(|(label, mark)| Some((label, mark.as_ref()?)));
    lines
        .enumerate()
        .map(|(index, (label, mark))| Paragraph {
            align: Align::Left,
            first_line_indent: 0,
            line_height: pt(11),
            above: if index == 0 { pt(6) } else { 0 },
            ..Paragraph::body(vec![Span::new(small, format!("{label}: {mark}"))])
        })
        .map(|paragraph| paragraph.piece())
        .collect()
}
