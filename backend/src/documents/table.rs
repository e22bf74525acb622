//! A table whose head is repeated on every page, whose rows are never divided, and none of whose rows is left alone.
//! Knows rows of text; what they mean, and what is added up, is decided by who builds it.

use domain::{
    money::Money,
    text::{Lang, composed},
};

use super::{
    fonts::Face,
    grid::{Band, Grid},
    layout::{Flow, Length, pt},
    paragraph::Align,
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// Ends the part of the table on one page; left out when the table fits on one.
    pub subtotal: Option<PageSum>,
    /// Rows that end the table, never alone on a page.
    pub totals: Vec<Row>,
    /// Font sizes in points to try in turn, until the columns of words are wide enough to read.
    pub sizes: &'static [i32],
}

/// `Cộng trang`: an amount of every row, added up page by page, below the last column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageSum {
    pub label: &'static str,
    pub amounts: Vec<Money>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    pub head: &'static str,
    /// Neighbours with the same group share a head above their own.
    pub group: Option<&'static str>,
    pub width: ColumnWidth,
    pub align: Align,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnWidth {
    /// As wide as its widest cell.
    Content,
    /// As wide as its widest word; cells may take several lines.
    Word,
    /// What the others leave.
    Rest,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub cells: Vec<Cell>,
    pub face: Face,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub text: String,
    /// How many columns it covers.
    pub span: usize,
}

impl Column {
    pub fn new(head: &'static str, width: ColumnWidth, align: Align) -> Column {
        Column { head, group: None, width, align }
    }

    pub fn within(self, group: &'static str) -> Column {
        Column { group: Some(group), ..self }
    }
}

impl Row {
    /// An ordinary row, a text for each column.
    pub fn of<const N: usize>(texts: [String; N]) -> Row {
        Row::cells(texts)
    }

    /// The same, where the number of columns depends on what there is to say.
    pub fn cells(texts: impl IntoIterator<Item = String>) -> Row {
        let cells = texts.into_iter().map(|text| Cell { text: composed(text), span: 1 });
        Row { cells: cells.collect(), face: Face::Regular }
    }

    /// A row in bold, with a label over the first `span` columns and a text for each of the others.
    pub fn total(label: &str, span: usize, texts: impl IntoIterator<Item = String>) -> Row {
        let label = Cell { text: label.to_owned(), span };
        let amounts = texts.into_iter().map(|text| Cell { text: composed(text), span: 1 });
        Row { cells: std::iter::once(label).chain(amounts).collect(), face: Face::Bold }
    }
}

impl Table {
    /// Sets the table below what the flow holds; a title that waits there stays with the head and two rows.
    pub fn set(&self, flow: &mut Flow) {
        let grid = Grid::of(self, flow.sheet().text_width());
        let head = grid.head(&self.columns);
        let mut rows: Vec<Band> = self.rows.iter().map(|row| grid.band(row, &self.columns)).collect();
        let totals: Vec<Band> = self.totals.iter().map(|row| grid.band(row, &self.columns)).collect();
        let totals_height = height_of(&totals);
        let whole_height = head.height + height_of(&rows) + totals_height;
        let beginning = if rows.len() > 3 { head.height + height_of(&rows[..2]) } else { whole_height };
        let sum = |rows: std::ops::Range<usize>, of: &PageSum| {
            let amount = of.amounts[rows].iter().copied().sum::<Money>().grouped(Lang::Vi);
            grid.band(&Row::total(of.label, self.columns.len() - 1, [amount]), &self.columns)
        };
        let subtotal_height = self.subtotal.as_ref().map_or(0, |of| sum(0..rows.len(), of).height);
        flow.settle(ABOVE + beginning + subtotal_height);

        let subtotal = self.subtotal.as_ref().filter(|_| ABOVE + whole_height > flow.room());
        let subtotal_height = if subtotal.is_some() { subtotal_height } else { 0 };
        let mut first = 0;
        loop {
            let room = flow.room() - ABOVE - head.height - subtotal_height;
            let count = rows_for_page(&rows, room, totals_height);
            let last = first + count;
            let mut part = vec![head.clone()];
            part.extend(rows.drain(..count));
            part.extend(subtotal.map(|of| sum(first..last, of)));
            if rows.is_empty() {
                part.extend(totals);
                flow.put(grid.piece(part).with_space_above(ABOVE));
                return;
            }
            flow.put(grid.piece(part).with_space_above(ABOVE));
            flow.start_page();
            first = last;
        }
    }
}

const ABOVE: Length = pt(5);

fn height_of(bands: &[Band]) -> Length {
    bands.iter().map(|band| band.height).sum()
}

/// How many of the rows go on this page: all if the totals fit below them, else as many as fit but leaving two.
/// At least one, so that a row taller than a page does not loop for ever; it is refused when the paper is checked.
fn rows_for_page(rows: &[Band], room: Length, totals_height: Length) -> usize {
    if height_of(rows) + totals_height <= room {
        return rows.len();
    }
    let mut height = 0;
    let fitting = rows.iter().take_while(|row| {
        height += row.height;
        height <= room
    });
    fitting.count().min(rows.len().saturating_sub(2)).max(1).min(rows.len())
}
