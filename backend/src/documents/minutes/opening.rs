//! How the minutes begin: letterhead, title, legal bases and the two sides.

use time::Date;

use super::{AcceptanceMinutes, Instrument, Party};
use crate::documents::{
    fonts::Face,
    layout::{LEFT, Length, Piece, RIGHT, Style, TEXT_WIDTH, mm, pt},
    paragraph::{Align, NO_BREAK, Paragraph, Span},
};

pub const BODY: Style = Style::new(Face::Regular, 14);
pub const BODY_BOLD: Style = Style::new(Face::Bold, 14);
pub const BODY_ITALIC: Style = Style::new(Face::Italic, 14);

const NATION: &str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
const MOTTO: &str = "Độc lập - Tự do - Hạnh phúc";
const RULE: Length = 750;
const COLUMN_GAP: Length = mm(3);
const SIGNING_LINE_MINIMUM: Length = mm(45);

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
pub fn footnote(paper: &AcceptanceMinutes) -> Piece {
    let Some(note) = &paper.layout_note else { return Piece::default() };
    let small = Style::new(Face::Italic, 10);
    let text = Paragraph {
        align: Align::Left,
        first_line_indent: 0,
        line_height: pt(12),
        above: pt(3),
        ..Paragraph::body(vec![Span::new(small, note.as_str())])
    };
    Piece::stack([Piece::space(pt(6)), Piece::rule(LEFT, mm(50), RULE / 2), text.piece()])
}

/// Both bodies on the left, the nation and its motto on the right, then number, place and date, then the title.
pub fn letterhead(paper: &AcceptanceMinutes) -> Vec<Piece> {
    let (plain, bold, italic) =
        (Style::new(Face::Regular, 13), Style::new(Face::Bold, 13), Style::new(Face::Italic, 13));
    let right_width = bold.width(NATION);
    let left_width = TEXT_WIDTH - right_width - COLUMN_GAP;
    let on_the_left = |style: Style, text: &str| Paragraph::centred(style, text, LEFT, left_width);
    let on_the_right =
        |style: Style, text: &str, width: Length| Paragraph::centred(style, text, RIGHT - width, width);

    let parent_body = paper.parent_body.iter().map(|name| on_the_left(plain, &name.to_uppercase()).piece());
    let issuing_body = underlined(&on_the_left(bold, &paper.issuing_body.to_uppercase()), Underline::Part);
    let nation = on_the_right(bold, NATION, right_width).piece();
    let motto = underlined(&on_the_right(BODY_BOLD, MOTTO, right_width), Underline::Whole);
    let bodies_and_nation =
        Piece::beside(Piece::stack(parent_body.chain([issuing_body])), Piece::stack([nation, motto]));

    let number = on_the_left(plain, &format!("Số: {}", paper.number));
    let place_and_date = format!("{}, {}", paper.place, on(paper.date));
    let beside_number = TEXT_WIDTH - (left_width + number.widest_line()) / 2 - COLUMN_GAP;
    let date_width = italic.width(&place_and_date).clamp(right_width, beside_number.max(right_width));
    let place_and_date = on_the_right(italic, &place_and_date, date_width);

    let title = Paragraph::centred(BODY_BOLD, &paper.title().to_uppercase(), LEFT, TEXT_WIDTH);
    let subject = format!("{} {}", paper.order(), on_one_line(paper.order_date));
    let subject = Paragraph::centred(BODY_BOLD, &subject, LEFT + mm(10), TEXT_WIDTH - mm(20));
    let letterhead = [
        bodies_and_nation,
        Piece::beside(number.piece(), place_and_date.piece()).with_space_above(pt(7)),
        title.piece().with_space_above(pt(20)),
        underlined(&subject, Underline::Part).with_space_above(pt(2)),
        Piece::space(pt(8)),
    ];
    vec![Piece::stack(letterhead)]
}

/// Legal bases, the day, the two sides.
pub fn parties(paper: &AcceptanceMinutes) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let bases = paper.legal_bases.iter().map(|basis| basis.trim_end_matches(['.', ';', ' ']));
    for (index, basis) in bases.enumerate() {
        let mark = if index + 1 == paper.legal_bases.len() { '.' } else { ';' };
        let basis = format!("Căn cứ {basis}{mark}");
        pieces.extend(Paragraph::body(vec![Span::new(BODY_ITALIC, basis)]).lines());
    }
    let (agrees, provider) = match paper.instrument {
        Instrument::Decision => ("nghiệm thu", "đơn vị được đặt hàng"),
        Instrument::Contract => ("nghiệm thu, thanh lý", "bên nhận đặt hàng"),
    };
    let today = format!("Hôm nay, {}, tại {}, hai bên gồm có:", on(paper.date), paper.place);
    pieces.extend(kept(Paragraph::body(vec![Span::new(BODY, today)]).lines()));
    pieces.extend(party("Bên A", "cơ quan đặt hàng", &paper.ordering_body));
    pieces.extend(party("Bên B", provider, &paper.provider));
    let agreement = format!(
        "Hai bên thống nhất {agrees} {} {} với các nội dung sau:",
        paper.order(),
        on(paper.order_date)
    );
    pieces.extend(Paragraph::body(vec![Span::new(BODY, agreement)]).lines());
    pieces
}

fn party(side: &str, role: &str, party: &Party) -> Vec<Piece> {
    let name = format!("{side} ({role}): {}", party.name);
    let name = Paragraph { align: Align::Left, ..Paragraph::body(vec![Span::new(BODY_BOLD, name)]) };
    let mut pieces = kept(name.lines());
    let title = party.representative_title.as_deref();
    pieces.extend(kept(signer(title)));
    let fields = [
        ("Địa chỉ", &party.address),
        ("Mã số thuế", &party.tax_code),
        ("Mã đơn vị có quan hệ với ngân sách", &party.budget_unit_code),
    ];
    for (label, value) in fields {
        let Some(value) = value else { continue };
        pieces.extend(detail(&format!("{label}: {value}")).lines());
    }
    if let Some(last) = pieces.last_mut() {
        last.keep_with_next = false;
    }
    pieces
}

fn detail(text: &str) -> Paragraph {
    Paragraph { above: pt(2), align: Align::Left, ..Paragraph::body(vec![Span::new(BODY, text)]) }
}

/// A dotted line for the name, and the title beside it or, if that is long, below it.
fn signer(title: Option<&str>) -> Vec<Piece> {
    let name = "Đại diện: Ông/Bà ";
    let title = title.map(|title| format!("Chức vụ: {title}"));
    let beside = title.as_ref().map_or(0, |title| BODY.width(title));
    let room = TEXT_WIDTH - pt(36) - BODY.width(name);
    match title {
        None => vec![dotted_line(&format!("{name}{} Chức vụ: ", dots(room / 2)))],
        Some(title) if room - beside >= SIGNING_LINE_MINIMUM => {
            vec![dotted_line(&format!("{name}{} {title}", dots(room - beside - BODY.width(" "))))]
        }
        Some(title) => {
            let below = detail(&title).lines();
            std::iter::once(dotted_line(name)).chain(below).collect()
        }
    }
}

/// The text, with dots from its end to the right margin.
fn dotted_line(text: &str) -> Piece {
    let room = TEXT_WIDTH - pt(36) - BODY.width(text);
    detail(&format!("{text}{}", dots(room))).piece()
}

fn dots(width: Length) -> String {
    let count = usize::try_from(width / BODY.width(".")).unwrap_or(0);
    ".".repeat(count)
}

pub fn kept(pieces: Vec<Piece>) -> Vec<Piece> {
    pieces.into_iter().map(Piece::kept_with_next).collect()
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
