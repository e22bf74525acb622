//! How a paper begins: the bodies, the nation and its motto, number, place and date, title and subject.

use time::Date;

use super::{BODY_BOLD, Head};
use crate::documents::{
    fonts::Face,
    layout::{LEFT, Length, Piece, RIGHT, Style, TEXT_WIDTH, mm, pt},
    paragraph::{Align, NO_BREAK, Paragraph, Span},
};

const NATION: &str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
const MOTTO: &str = "Độc lập - Tự do - Hạnh phúc";
const RULE: Length = 750;
const COLUMN_GAP: Length = mm(3);

/// `ngày 05 tháng 02 năm 2026`: days below ten and the first two months with a nought (NĐ 30/2020, Phụ lục I).
/// No number is parted from its word.
pub fn on(date: Date) -> String {
    let month = u8::from(date.month());
    let month = if month < 3 { format!("{month:02}") } else { month.to_string() };
    format!("ngày{NO_BREAK}{:02} tháng{NO_BREAK}{month} năm{NO_BREAK}{}", date.day(), date.year())
}

/// The date on one line, for titles.
pub fn on_one_line(date: Date) -> String {
    on(date).replace(' ', &NO_BREAK.to_string())
}

/// The note at the foot of the first page; empty without a note.
pub fn footnote(note: Option<&str>) -> Piece {
    let Some(note) = note else { return Piece::default() };
    let small = Style::new(Face::Italic, 10);
    let text = Paragraph {
        align: Align::Left,
        first_line_indent: 0,
        line_height: pt(12),
        above: pt(3),
        ..Paragraph::body(vec![Span::new(small, note)])
    };
    Piece::stack([Piece::space(pt(6)), Piece::rule(LEFT, mm(50), RULE / 2), text.piece()])
}

/// Both bodies on the left, the nation and its motto on the right, then number, place and date, then the title.
pub fn letterhead(head: &Head) -> Vec<Piece> {
    let (plain, bold, italic) =
        (Style::new(Face::Regular, 13), Style::new(Face::Bold, 13), Style::new(Face::Italic, 13));
    let right_width = bold.width(NATION);
    let left_width = TEXT_WIDTH - right_width - COLUMN_GAP;
    let on_the_left = |style: Style, text: &str| Paragraph::centred(style, text, LEFT, left_width);
    let on_the_right =
        |style: Style, text: &str, width: Length| Paragraph::centred(style, text, RIGHT - width, width);

    let form = head.form.iter().map(|form| {
        let form = Paragraph::centred(Style::new(Face::Italic, 11), form, LEFT, TEXT_WIDTH);
        Piece::stack([Paragraph { align: Align::Right, ..form }.piece(), Piece::space(pt(4))])
    });
    let draft = head.is_draft.then(|| {
        let words = "DỰ THẢO – chưa ban hành, không dùng để thanh toán";
        let words = Paragraph::centred(Style::new(Face::Bold, 12), words, LEFT, TEXT_WIDTH);
        Piece::stack([words.piece(), Piece::space(pt(6))])
    });
    let parent_body = head.parent_body.iter().map(|name| on_the_left(plain, &name.to_uppercase()).piece());
    let issuing_body = underlined(&on_the_left(bold, &head.issuing_body.to_uppercase()), Underline::Part);
    let nation = on_the_right(bold, NATION, right_width).piece();
    let motto = underlined(&on_the_right(BODY_BOLD, MOTTO, right_width), Underline::Whole);
    let bodies_and_nation =
        Piece::beside(Piece::stack(parent_body.chain([issuing_body])), Piece::stack([nation, motto]));

    let number = on_the_left(plain, &format!("Số: {}", head.number));
    let place_and_date = format!("{}, {}", head.place, on(head.date));
    let beside_number = TEXT_WIDTH - (left_width + number.widest_line()) / 2 - COLUMN_GAP;
    let date_width = italic.width(&place_and_date).clamp(right_width, beside_number.max(right_width));
    let place_and_date = on_the_right(italic, &place_and_date, date_width);

    let title = Paragraph::centred(BODY_BOLD, &head.title.to_uppercase(), LEFT, TEXT_WIDTH);
    let subject = head.subject.iter().map(|subject| {
        let subject = Paragraph::centred(BODY_BOLD, subject, LEFT + mm(10), TEXT_WIDTH - mm(20));
        underlined(&subject, Underline::Part).with_space_above(pt(2))
    });
    let above = [
        bodies_and_nation,
        Piece::beside(number.piece(), place_and_date.piece()).with_space_above(pt(7)),
        title.piece().with_space_above(pt(20)),
    ];
    vec![Piece::stack(draft.into_iter().chain(form).chain(above).chain(subject).chain([Piece::space(pt(8))]))]
}

#[derive(Clone, Copy)]
enum Underline {
    /// As long as the text.
    Whole,
    /// Between a third and a half of it.
    Part,
}

fn underlined(text: &Paragraph, underline: Underline) -> Piece {
    let length = match underline {
        Underline::Whole => text.widest_line(),
        Underline::Part => text.widest_line() * 2 / 5,
    };
    let rule = Piece::rule(text.x + (text.width - length) / 2, length, RULE);
    Piece::stack([text.piece(), rule.with_space_above(pt(2))])
}
