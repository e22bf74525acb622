//! Text into lines: words measured, wrapped and aligned. Knows widths and nothing of pages.

use domain::text::composed;

use super::layout::{Instruction, LEFT, Length, Piece, Style, TEXT_WIDTH, pt};

/// Holds two words together: a number and its unit, a label and its value. Drawn as an ordinary space.
pub const NO_BREAK: char = '\u{a0}';

/// Text of one style inside a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    pub style: Style,
    pub text: String,
}

impl Span {
    pub fn new(style: Style, text: impl Into<String>) -> Span {
        Span { style, text: composed(text.into()) }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Centre,
    Right,
    /// Both edges straight, except on the last line.
    Justify,
}

/// A paragraph before it is broken into lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    pub spans: Vec<Span>,
    pub align: Align,
    pub x: Length,
    pub width: Length,
    pub first_line_indent: Length,
    pub line_height: Length,
    pub above: Length,
}

impl Paragraph {
    /// As NĐ 30/2020 sets the body: justified, first line 1,27 cm in, 6 pt above.
    pub fn body(spans: Vec<Span>) -> Paragraph {
        Paragraph {
            spans,
            align: Align::Justify,
            x: LEFT,
            width: TEXT_WIDTH,
            first_line_indent: pt(36),
            line_height: pt(18),
            above: pt(6),
        }
    }

    /// Lines in the middle of a column.
    pub fn centred(style: Style, text: &str, x: Length, width: Length) -> Paragraph {
        Paragraph {
            spans: vec![Span::new(style, text)],
            align: Align::Centre,
            x,
            width,
            first_line_indent: 0,
            line_height: style.size * 6 / 5,
            above: 0,
        }
    }

    /// One piece a line. The first two lines stay together, and the last two.
    pub fn lines(&self) -> Vec<Piece> {
        let lines = wrap(&self.spans, self.width - self.first_line_indent, self.width);
        let count = lines.len();
        let baseline = self.spans.iter().map(|s| s.style.baseline_in(self.line_height)).max().unwrap_or(0);
        let place = |(index, line): (usize, &Line)| {
            let indent = if index == 0 { self.first_line_indent } else { 0 };
            let align = match self.align {
                Align::Justify if index + 1 == count => Align::Left,
                align => align,
            };
            Piece {
                height: self.line_height,
                above: if index == 0 { self.above } else { 0 },
                instructions: line.placed(self.x + indent, self.width - indent, baseline, align),
                keep_with_next: count > 1 && (index == 0 || index + 2 == count),
            }
        };
        lines.iter().enumerate().map(place).collect()
    }

    pub fn widest_line(&self) -> Length {
        let lines = wrap(&self.spans, self.width - self.first_line_indent, self.width);
        lines.iter().map(|line| line.width).max().unwrap_or(0)
    }

    /// The whole paragraph on one page, whatever happens.
    pub fn piece(&self) -> Piece {
        Piece::stack(self.lines())
    }
}

/// Words that fit side by side.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    words: Vec<Word>,
    width: Length,
}

/// What cannot be broken, unless it is wider than a whole line. Several fragments when the style changes inside.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Word {
    fragments: Vec<Span>,
    width: Length,
}

impl Line {
    /// Where each stretch of one style goes. A space belongs to the text before it, so words can be copied out.
    pub fn placed(&self, x: Length, width: Length, baseline: Length, align: Align) -> Vec<Instruction> {
        let left_over = (width - self.width).max(0);
        let (stretch_total, shift) = match align {
            Align::Left => (0, 0),
            Align::Justify => (left_over, 0),
            Align::Centre => (0, left_over / 2),
            Align::Right => (0, left_over),
        };
        let gaps = self.words.len().saturating_sub(1).max(1);
        let mut pen = x + shift;
        let mut placed: Vec<Instruction> = Vec::new();
        for (gaps_before, word) in self.words.iter().enumerate() {
            if let Some(Instruction::Text { style, text, stretch, .. }) = placed.last_mut() {
                let more =
                    share(stretch_total, gaps_before, gaps) - share(stretch_total, gaps_before - 1, gaps);
                text.push(' ');
                *stretch += more;
                pen += style.width(" ") + more;
            }
            for fragment in &word.fragments {
                let shown = fragment.text.replace(NO_BREAK, " ");
                let style = fragment.style;
                match placed.last_mut() {
                    Some(Instruction::Text { style: open, text, .. }) if *open == style => {
                        text.push_str(&shown)
                    }
                    _ => {
                        placed.push(Instruction::Text { x: pen, y: baseline, style, text: shown, stretch: 0 })
                    }
                }
                pen += style.width(&fragment.text);
            }
        }
        placed
    }
}

/// What the first `part` of `parts` equal parts of `whole` come to; the parts add up to the whole.
fn share(whole: Length, part: usize, parts: usize) -> Length {
    let exact = i64::from(whole) * i64::try_from(part).unwrap_or(0) / i64::try_from(parts).unwrap_or(1);
    i32::try_from(exact).expect("a part is not larger than the whole")
}

/// Breaks at spaces so that no line is wider than allowed; a word wider than a line is broken between letters.
pub fn wrap(spans: &[Span], first_width: Length, width: Length) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut line = Line::default();
    for word in words(spans) {
        let space = word.fragments.first().map_or(0, |f| f.style.width(" "));
        let allowed = if lines.is_empty() { first_width } else { width };
        if !line.words.is_empty() && line.width + space + word.width <= allowed {
            line.width += space + word.width;
            line.words.push(word);
            continue;
        }
        if !line.words.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        let mut parts = broken(word, if lines.is_empty() { first_width } else { width });
        let last = parts.pop().unwrap_or_default();
        lines.extend(parts.into_iter().map(|part| Line { width: part.width, words: vec![part] }));
        line = Line { width: last.width, words: vec![last] };
    }
    if !line.words.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// The widest word, which is as narrow as a column can be without breaking one.
pub fn widest_word(style: Style, text: &str) -> Length {
    text.split(' ').map(|word| style.width(word)).max().unwrap_or(0)
}

fn words(spans: &[Span]) -> Vec<Word> {
    let mut words = Vec::new();
    let mut open = Word::default();
    for span in spans {
        for (index, part) in span.text.split(' ').enumerate() {
            if index > 0 && !open.fragments.is_empty() {
                words.push(std::mem::take(&mut open));
            }
            if !part.is_empty() {
                open.width += span.style.width(part);
                open.fragments.push(Span::new(span.style, part));
            }
        }
    }
    if !open.fragments.is_empty() {
        words.push(open);
    }
    words
}

/// A word in parts no wider than `width` (a letter each at the least); usually the word itself.
fn broken(word: Word, width: Length) -> Vec<Word> {
    if word.width <= width {
        return vec![word];
    }
    let mut parts = Vec::new();
    let mut open = Word::default();
    for fragment in word.fragments {
        for letter in fragment.text.chars() {
            let letter_width = fragment.style.width(letter.encode_utf8(&mut [0; 4]));
            if !open.fragments.is_empty() && open.width + letter_width > width {
                parts.push(std::mem::take(&mut open));
            }
            open.width += letter_width;
            match open.fragments.last_mut() {
                Some(last) if last.style == fragment.style => last.text.push(letter),
                _ => open.fragments.push(Span::new(fragment.style, letter)),
            }
        }
    }
    parts.push(open);
    parts
}
