//! From pieces of content to pages of positioned drawing instructions. Pure: the same pieces give the same pages.
//! Knows the sheet of NĐ 30/2020 (A4, margins, page number), not what is printed on it, and no PDF library.

use super::fonts::Face;

/// Thousandths of a typographic point (1 pt = 1/72 inch). Whole numbers, so that pages repeat exactly.
pub type Length = i32;

pub const fn mm(millimetres: i32) -> Length {
    millimetres * 360_000 / 127
}

pub const fn pt(points: i32) -> Length {
    points * 1000
}

pub const LEFT: Length = mm(30);
pub const TOP: Length = mm(20);
/// Of an upright sheet.
pub const RIGHT: Length = Sheet::Upright.right();
pub const TEXT_WIDTH: Length = Sheet::Upright.text_width();

/// A sheet of A4, on its short side or, for wide tables, on its long side (NĐ 30/2020, Phụ lục I).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sheet {
    #[default]
    Upright,
    Wide,
}

impl Sheet {
    pub const fn width(self) -> Length {
        match self {
            Sheet::Upright => mm(210),
            Sheet::Wide => mm(297),
        }
    }

    pub const fn height(self) -> Length {
        match self {
            Sheet::Upright => mm(297),
            Sheet::Wide => mm(210),
        }
    }

    pub const fn right(self) -> Length {
        self.width() - mm(20)
    }

    pub const fn bottom(self) -> Length {
        self.height() - mm(20)
    }

    pub const fn text_width(self) -> Length {
        self.right() - LEFT
    }
}

const PAGE_NUMBER_BASELINE: Length = mm(14);

/// How a stretch of text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    pub face: Face,
    pub size: Length,
}

impl Style {
    pub const fn new(face: Face, points: i32) -> Style {
        Style { face, size: pt(points) }
    }

    /// How far the pen moves. A letter the face lacks counts nothing here: `documents::check_coverage` refuses it.
    pub fn width(self, text: &str) -> Length {
        let thousandths: i64 = text.chars().filter_map(|c| self.face.advance(c)).map(i64::from).sum();
        i32::try_from(thousandths * i64::from(self.size) / 1000).unwrap_or(Length::MAX)
    }

    /// From the top of a line of this height down to its baseline, so that the text stands in the middle.
    pub fn baseline_in(self, line_height: Length) -> Length {
        (line_height - self.size * 1107 / 1000) / 2 + self.size * 891 / 1000
    }
}

/// One thing to draw. `x` from the left edge of the sheet, `y` from its top edge downwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Instruction {
    /// `y` is the baseline; `stretch` is added to the spaces of the text, in total.
    Text {
        x: Length,
        y: Length,
        style: Style,
        text: String,
        stretch: Length,
    },
    Rule {
        from: (Length, Length),
        to: (Length, Length),
        thickness: Length,
    },
}

impl Instruction {
    fn moved_down(mut self, by: Length) -> Instruction {
        match &mut self {
            Instruction::Text { y, .. } => *y += by,
            Instruction::Rule { from, to, .. } => {
                from.1 += by;
                to.1 += by;
            }
        }
        self
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    pub sheet: Sheet,
    /// What begins here, for the outline a reader of the file shows.
    pub begins: Option<String>,
    pub instructions: Vec<Instruction>,
}

/// Content that is never divided between pages. Its own top is `y` = 0.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Piece {
    pub height: Length,
    /// Space above it, dropped at the head of a page.
    pub above: Length,
    pub instructions: Vec<Instruction>,
    /// Never the last thing on a page.
    pub keep_with_next: bool,
}

impl Piece {
    pub fn space(height: Length) -> Piece {
        Piece { height, ..Piece::default() }
    }

    pub fn rule(x: Length, width: Length, thickness: Length) -> Piece {
        let rule = Instruction::Rule { from: (x, 0), to: (x + width, 0), thickness };
        Piece { height: thickness, instructions: vec![rule], ..Piece::default() }
    }

    /// One below the other, never parted.
    pub fn stack(pieces: impl IntoIterator<Item = Piece>) -> Piece {
        let mut pieces = pieces.into_iter();
        let Some(mut stack) = pieces.next() else { return Piece::default() };
        for piece in pieces {
            let top = stack.height + piece.above;
            stack.instructions.extend(piece.instructions.into_iter().map(|i| i.moved_down(top)));
            stack.height = top + piece.height;
            stack.keep_with_next = piece.keep_with_next;
        }
        stack
    }

    /// Side by side, from the same top.
    pub fn beside(left: Piece, right: Piece) -> Piece {
        let mut both = left;
        both.height = both.height.max(right.height);
        both.instructions.extend(right.instructions);
        both
    }

    #[must_use]
    pub fn with_space_above(mut self, above: Length) -> Piece {
        self.above = above;
        self
    }

    #[must_use]
    pub fn kept_with_next(mut self) -> Piece {
        self.keep_with_next = true;
        self
    }
}

/// Fills pages from top to bottom.
pub struct Flow {
    pages: Vec<Page>,
    y: Length,
    /// Pieces that wait for the one they must stay with.
    waiting: Vec<Piece>,
    /// Taken from the foot of the first page.
    footnote_height: Length,
}

impl Flow {
    /// A flow whose first page carries `footnote` at its foot; an empty piece takes no room.
    pub fn new(footnote: Piece) -> Flow {
        let mut flow = Flow { pages: vec![Page::default()], y: TOP, waiting: Vec::new(), footnote_height: 0 };
        flow.draw(flow.sheet().bottom() - footnote.height, footnote.instructions);
        flow.footnote_height = footnote.height;
        flow
    }

    pub fn add(&mut self, pieces: impl IntoIterator<Item = Piece>) {
        for piece in pieces {
            let group_is_complete = !piece.keep_with_next;
            self.waiting.push(piece);
            if group_is_complete {
                self.settle(0);
            }
        }
    }

    /// Puts down what waits, on a page that has room for `following` more below it.
    pub fn settle(&mut self, following: Length) {
        let group = Piece::stack(std::mem::take(&mut self.waiting));
        if self.room() < group.above + group.height + following {
            self.start_page();
        }
        self.put(group);
    }

    /// Puts a piece where the last one ended, whether or not there is room: the caller has looked.
    pub fn put(&mut self, piece: Piece) {
        let top = if self.is_at_page_head() { self.y } else { self.y + piece.above };
        self.draw(top, piece.instructions);
        self.y = top + piece.height;
    }

    pub fn room(&self) -> Length {
        let kept_free = if self.pages.len() == 1 { self.footnote_height } else { 0 };
        self.sheet().bottom() - kept_free - self.y
    }

    /// Nothing happens at the head of a page: no page stays empty.
    pub fn start_page(&mut self) {
        if !self.is_at_page_head() {
            let sheet = self.sheet();
            self.pages.push(Page { sheet, ..Page::default() });
            self.y = TOP;
        }
    }

    /// Begins something on a page of its own, on such a sheet, with its name in the outline.
    pub fn begin(&mut self, name: &str, sheet: Sheet) {
        self.settle(0);
        self.start_page();
        let page = self.page();
        page.sheet = sheet;
        page.begins = Some(name.to_owned());
    }

    pub fn sheet(&self) -> Sheet {
        self.pages.last().map_or(Sheet::Upright, |page| page.sheet)
    }

    /// The pages, numbered in the middle of the top margin from the second on (NĐ 30/2020, Phụ lục I).
    pub fn finish(mut self) -> Vec<Page> {
        self.settle(0);
        let style = Style::new(Face::Regular, 13);
        for (index, page) in self.pages.iter_mut().enumerate().skip(1) {
            let text = (index + 1).to_string();
            let x = LEFT + (page.sheet.text_width() - style.width(&text)) / 2;
            page.instructions
                .insert(0, Instruction::Text { x, y: PAGE_NUMBER_BASELINE, style, text, stretch: 0 });
        }
        self.pages
    }

    fn is_at_page_head(&self) -> bool {
        self.y == TOP
    }

    fn page(&mut self) -> &mut Page {
        self.pages.last_mut().expect("a flow begins with one page")
    }

    fn draw(&mut self, top: Length, instructions: Vec<Instruction>) {
        let page = self.page();
        page.instructions.extend(instructions.into_iter().map(|i| i.moved_down(top)));
    }
}
