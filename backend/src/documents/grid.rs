//! How wide the columns of a table are and where the text and the rules of each row go.
//! Knows nothing of pages: rows come out as bands, to be piled up by the table.

use super::{
    fonts::Face,
    layout::{Instruction, LEFT, Length, Piece, Style, mm, pt},
    paragraph::{Align, Line, Span, widest_word, wrap},
    table::{Column, ColumnWidth, Row, Table},
};

const RULE: Length = 500;
const PADDING_X: Length = mm(6) / 5;
const PADDING_Y: Length = pt(2);
/// What a column of words must have, and what it must have before the others get their heads on one line.
const WORDS_MINIMUM: Length = mm(28);
const WORDS_PLENTY: Length = mm(60);

/// The columns of one table.
pub struct Grid {
    size: Length,
    /// Left edge of every column, and the right edge of the last.
    edges: Vec<Length>,
}

/// A row that has been measured: its text, its height, and the edges at which a vertical rule crosses it.
#[derive(Debug, Clone)]
pub struct Band {
    pub height: Length,
    texts: Vec<Instruction>,
    crossed: Vec<usize>,
}

/// Lines of text in a rectangle of the table.
struct Placement<'a> {
    text: &'a str,
    face: Face,
    align: Align,
    from: usize,
    to: usize,
}

impl Grid {
    /// The largest of the table's font sizes at which columns of words keep a readable width.
    pub fn of(table: &Table, width: Length) -> Grid {
        let mut narrowest = Grid { size: 0, edges: Vec::new() };
        for size in table.sizes.iter().copied().map(pt) {
            for (heads, least) in [(Heads::OnOneLine, WORDS_PLENTY), (Heads::Wrapped, WORDS_MINIMUM)] {
                let widths: Vec<Length> =
                    (0..table.columns.len()).map(|index| natural_width(table, index, size, heads)).collect();
                let words = table.columns.iter().filter(|column| column.width == ColumnWidth::Rest).count();
                let words = Length::try_from(words).expect("a table has few columns");
                let left_over = width - widths.iter().sum::<Length>();
                if words > 0 && left_over >= words * least {
                    return Grid::with(table, size, widths, left_over / words, width);
                }
                narrowest = Grid::with(table, size, widths, WORDS_MINIMUM, width);
            }
        }
        narrowest
    }

    /// Columns of these widths, those of words `words` wide; narrowed in proportion if the page is.
    fn with(table: &Table, size: Length, widths: Vec<Length>, words: Length, page: Length) -> Grid {
        let widths = widths.into_iter().zip(&table.columns);
        let widths: Vec<Length> = widths
            .map(|(width, column)| if column.width == ColumnWidth::Rest { words } else { width })
            .collect();
        let asked = widths.iter().sum::<Length>().max(1);
        let narrowed = |width: Length| {
            let exact = i64::from(width) * i64::from(page) / i64::from(asked);
            if asked > page {
                Length::try_from(exact).expect("no column is wider than the page")
            } else {
                width
            }
        };
        let right_edges = widths.into_iter().scan(LEFT, |edge, width| {
            *edge += narrowed(width);
            Some(*edge)
        });
        Grid { size, edges: std::iter::once(LEFT).chain(right_edges).collect() }
    }

    pub fn band(&self, row: &Row, columns: &[Column]) -> Band {
        let mut placements = Vec::with_capacity(row.cells.len());
        let mut from = 0;
        for cell in &row.cells {
            let align = if cell.span > 1 { Align::Centre } else { columns[from].align };
            placements.push(Placement {
                text: &cell.text,
                face: row.face,
                align,
                from,
                to: from + cell.span,
            });
            from += cell.span;
        }
        let height = placements.iter().map(|p| self.height_of(p)).max().unwrap_or(0);
        let crossed = placements.iter().map(|p| p.from).chain([from]).collect();
        Band { height, texts: placements.iter().flat_map(|p| self.texts(p, 0, height)).collect(), crossed }
    }

    /// Heads in bold, in the middle; those of a group below the head they share.
    pub fn head(&self, columns: &[Column]) -> Band {
        let head = |text, from, to| Placement { text, face: Face::Bold, align: Align::Centre, from, to };
        let own: Vec<Placement<'_>> =
            columns.iter().enumerate().map(|(i, column)| head(column.head, i, i + 1)).collect();
        let shared: Vec<Placement<'_>> =
            groups(columns).into_iter().map(|(text, from, to)| head(text, from, to)).collect();
        let is_grouped = |p: &&Placement<'_>| columns[p.from].group.is_some();
        let tallest =
            |ps: &mut dyn Iterator<Item = &Placement<'_>>| ps.map(|p| self.height_of(p)).max().unwrap_or(0);
        let upper = tallest(&mut shared.iter());
        let lower = tallest(&mut own.iter().filter(is_grouped));
        let height = (upper + lower).max(tallest(&mut own.iter().filter(|p| !is_grouped(p))));

        let mut texts = Vec::new();
        for placement in &own {
            let top = if is_grouped(&placement) { upper } else { 0 };
            texts.extend(self.texts(placement, top, height));
        }
        for placement in &shared {
            texts.extend(self.texts(placement, 0, upper));
            texts.push(rule((self.edges[placement.from], upper), (self.edges[placement.to], upper)));
            let inner = placement.from + 1..placement.to;
            texts.extend(inner.map(|edge| rule((self.edges[edge], upper), (self.edges[edge], height))));
        }
        let inside_a_group = |edge: &usize| shared.iter().any(|p| p.from < *edge && *edge < p.to);
        let crossed = (0..self.edges.len()).filter(|edge| !inside_a_group(edge)).collect();
        Band { height, texts, crossed }
    }

    /// Bands from top to bottom, with the rules around them; a vertical rule is drawn once as far as it runs.
    pub fn piece(&self, bands: Vec<Band>) -> Piece {
        let (left, right) = (LEFT, self.edges.last().copied().unwrap_or(LEFT));
        let mut piece = Piece { instructions: vec![rule((left, 0), (right, 0))], ..Piece::default() };
        let mut begun: Vec<Option<Length>> = vec![None; self.edges.len()];
        for band in bands {
            for (edge, begin) in begun.iter_mut().enumerate() {
                if band.crossed.contains(&edge) {
                    begin.get_or_insert(piece.height);
                } else if let Some(top) = begin.take() {
                    piece.instructions.push(rule((self.edges[edge], top), (self.edges[edge], piece.height)));
                }
            }
            let text = Piece { height: band.height, instructions: band.texts, ..Piece::default() };
            piece = Piece::stack([piece, text]);
            piece.instructions.push(rule((left, piece.height), (right, piece.height)));
        }
        for (edge, begin) in begun.into_iter().enumerate() {
            let bottom = piece.height;
            piece
                .instructions
                .extend(begin.map(|top| rule((self.edges[edge], top), (self.edges[edge], bottom))));
        }
        piece
    }

    fn line_height(&self) -> Length {
        self.size * 118 / 100
    }

    fn lines(&self, placement: &Placement<'_>) -> Vec<Line> {
        let width = self.edges[placement.to] - self.edges[placement.from] - 2 * PADDING_X;
        wrap(&[Span::new(Style { face: placement.face, size: self.size }, placement.text)], width, width)
    }

    fn height_of(&self, placement: &Placement<'_>) -> Length {
        let lines = Length::try_from(self.lines(placement).len()).expect("a cell has few lines");
        lines * self.line_height() + 2 * PADDING_Y
    }

    fn texts(&self, placement: &Placement<'_>, top: Length, bottom: Length) -> Vec<Instruction> {
        let x = self.edges[placement.from] + PADDING_X;
        let width = self.edges[placement.to] - PADDING_X - x;
        let baseline = Style { face: placement.face, size: self.size }.baseline_in(self.line_height());
        let mut y = top + (bottom - top - self.height_of(placement)) / 2 + PADDING_Y + baseline;
        let mut texts = Vec::new();
        for line in self.lines(placement) {
            texts.extend(line.placed(x, width, y, placement.align));
            y += self.line_height();
        }
        texts
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heads {
    OnOneLine,
    Wrapped,
}

/// What a column needs at this size; nothing for one that takes the rest.
fn natural_width(table: &Table, index: usize, size: Length, heads: Heads) -> Length {
    let column = &table.columns[index];
    let bold = Style { face: Face::Bold, size };
    let of_cell = |row: &Row| {
        let style = Style { face: row.face, size };
        let mut from = 0;
        for cell in &row.cells {
            if from == index && cell.span == 1 {
                return match column.width {
                    ColumnWidth::Content => style.width(&cell.text),
                    ColumnWidth::Word | ColumnWidth::Rest => widest_word(style, &cell.text),
                };
            }
            from += cell.span;
        }
        0
    };
    if column.width == ColumnWidth::Rest {
        return 0;
    }
    let cells = table.rows.iter().chain(&table.totals).map(of_cell).max().unwrap_or(0);
    let head = match heads {
        Heads::OnOneLine => bold.width(column.head),
        Heads::Wrapped => widest_word(bold, column.head),
    };
    cells.max(head) + 2 * PADDING_X
}

/// Every shared head with the columns it covers, from and up to.
fn groups(columns: &[Column]) -> Vec<(&'static str, usize, usize)> {
    let mut groups: Vec<(&'static str, usize, usize)> = Vec::new();
    for (index, column) in columns.iter().enumerate() {
        match (groups.last_mut(), column.group) {
            (Some((open, _, to)), Some(group)) if *open == group && *to == index => *to = index + 1,
            (_, Some(group)) => groups.push((group, index, index + 1)),
            (_, None) => {}
        }
    }
    groups
}

fn rule(from: (Length, Length), to: (Length, Length)) -> Instruction {
    Instruction::Rule { from, to, thickness: RULE }
}
