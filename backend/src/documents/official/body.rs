//! Blocks of a paper into lines and tables.

use domain::{
    text::Lang,
    words::{Spelling, amount_in_words},
};

use super::{BODY, BODY_BOLD, BODY_ITALIC, Block, NO_BREAK, Party, kept};
use crate::documents::{
    fonts::Face,
    layout::{Flow, LEFT, Length, Piece, Style, TEXT_WIDTH, mm, pt},
    paragraph::{Align, Paragraph, Span},
};

const SIGNING_LINE_MINIMUM: Length = mm(45);

/// Sets the blocks one below the other. `signed`: the last two lines wait for the signatures, which never stand alone.
pub fn set(blocks: &[Block], flow: &mut Flow, spelling: Spelling, signed: bool) {
    for (index, block) in blocks.iter().enumerate() {
        let Block::Table(table) = block else {
            let mut pieces = pieces(block, flow.sheet().text_width(), spelling);
            if signed && index + 1 == blocks.len() {
                let last = pieces.split_off(pieces.len().saturating_sub(2));
                pieces.extend(kept(last));
            }
            flow.add(pieces);
            continue;
        };
        table.set(flow);
    }
}

fn pieces(block: &Block, width: Length, spelling: Spelling) -> Vec<Piece> {
    let body = |spans: Vec<Span>| Paragraph { width, ..Paragraph::body(spans) };
    match block {
        Block::Bases(bases) => {
            let last = bases.len().saturating_sub(1);
            let line = |(index, basis): (usize, &String)| {
                let mark = if index == last { '.' } else { ';' };
                let basis = format!("Căn cứ {}{mark}", basis.trim_end_matches(['.', ';', ' ']));
                body(vec![Span::new(BODY_ITALIC, basis)]).lines()
            };
            bases.iter().enumerate().flat_map(line).collect()
        }
        Block::Text(text) => body(vec![Span::new(BODY, text.as_str())]).lines(),
        Block::Proclaimed(text) => {
            let line = Paragraph::centred(BODY_BOLD, text, LEFT, width).piece();
            vec![line.with_space_above(pt(10)).kept_with_next(), Piece::space(pt(2)).kept_with_next()]
        }
        Block::Article { number, title, text } => {
            let mut spans = vec![Span::new(BODY_BOLD, format!("Điều{NO_BREAK}{number}. {title}"))];
            spans.extend(text.iter().map(|text| Span::new(BODY, format!(" {text}"))));
            let lines = Paragraph { above: pt(8), ..body(spans) }.lines();
            if text.is_some() { lines } else { kept(lines) }
        }
        Block::Heading { number, title } => {
            let heading = body(vec![Span::new(BODY_BOLD, format!("{number}.{NO_BREAK}{title}"))]);
            kept(Paragraph { above: pt(9), align: Align::Left, ..heading }.lines())
        }
        Block::Items(texts, end) => {
            let last = texts.len().saturating_sub(1);
            let item = |(index, text): (usize, &String)| {
                let text = text.trim_end_matches(['.', ';', '/', ' ']);
                let mark = if index == last { end } else { ";" };
                body(vec![Span::new(BODY, format!("-{NO_BREAK}{text}{mark}"))]).lines()
            };
            texts.iter().enumerate().flat_map(item).collect()
        }
        Block::Field { label, value: Some(value) } => detail(&format!("{label}: {value}"), width).lines(),
        Block::Field { label, value: None } => vec![dotted_line(&format!("{label}: "), width)],
        Block::Amount { label, amount } => {
            let figures = format!("{label}: {}{NO_BREAK}đồng ", amount.grouped(Lang::Vi));
            let words = format!("(Bằng chữ: {}).", amount_in_words(*amount, spelling));
            body(vec![Span::new(BODY, figures), Span::new(BODY_ITALIC, words)]).lines()
        }
        Block::Choice(choices) => {
            let box_of = |chosen: &bool| if *chosen { "[x]" } else { "[\u{a0}\u{a0}]" };
            let each = choices.iter().map(|(label, chosen)| {
                format!("{}{NO_BREAK}{}", box_of(chosen), label.replace(' ', "\u{a0}"))
            });
            detail(&each.collect::<Vec<_>>().join("\u{a0}\u{a0}\u{a0} "), width).lines()
        }
        Block::Party(party) => side(party, width),
        Block::Note(text) => {
            let style = Style::new(Face::Italic, 12);
            let note = body(vec![Span::new(style, text.as_str())]);
            vec![Paragraph { line_height: pt(15), above: pt(3), first_line_indent: 0, ..note }.piece()]
        }
        Block::Table(_) => Vec::new(),
    }
}

fn side(party: &Party, width: Length) -> Vec<Piece> {
    let name = format!("{}: {}", party.side, party.name);
    let name = Paragraph { align: Align::Left, width, ..Paragraph::body(vec![Span::new(BODY_BOLD, name)]) };
    let mut pieces = kept(name.lines());
    pieces.extend(kept(signer(party.representative_title.as_deref())));
    for (label, value) in &party.fields {
        pieces.extend(detail(&format!("{label}: {value}"), width).lines());
    }
    if let Some(last) = pieces.last_mut() {
        last.keep_with_next = false;
    }
    pieces
}

fn detail(text: &str, width: Length) -> Paragraph {
    Paragraph { above: pt(2), align: Align::Left, width, ..Paragraph::body(vec![Span::new(BODY, text)]) }
}

/// A dotted line for the name, and the title beside it or, if that is long, below it.
fn signer(title: Option<&str>) -> Vec<Piece> {
    let name = "Đại diện: Ông/Bà ";
    let title = title.map(|title| format!("Chức vụ: {title}"));
    let beside = title.as_ref().map_or(0, |title| BODY.width(title));
    let room = TEXT_WIDTH - pt(36) - BODY.width(name);
    match title {
        None => vec![dotted_line(&format!("{name}{} Chức vụ: ", dots(room / 2)), TEXT_WIDTH)],
        Some(title) if room - beside >= SIGNING_LINE_MINIMUM => {
            let line = format!("{name}{} {title}", dots(room - beside - BODY.width(" ")));
            vec![dotted_line(&line, TEXT_WIDTH)]
        }
        Some(title) => {
            let below = detail(&title, TEXT_WIDTH).lines();
            std::iter::once(dotted_line(name, TEXT_WIDTH)).chain(below).collect()
        }
    }
}

/// The text, with dots from its end to the right margin.
fn dotted_line(text: &str, width: Length) -> Piece {
    let room = width - pt(36) - BODY.width(text);
    detail(&format!("{text}{}", dots(room)), width).piece()
}

fn dots(width: Length) -> String {
    let count = usize::try_from(width / BODY.width(".")).unwrap_or(0);
    ".".repeat(count)
}
