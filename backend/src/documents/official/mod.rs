//! An official paper of any kind, as plain values: its head, its blocks from top to bottom, its end, its annexes.
//! Set as NĐ 30/2020/NĐ-CP, Phụ lục I asks. It prints what it is told; nothing is added up or decided here.

mod body;
mod end;
mod head;

use domain::{money::Money, words::Spelling};
use time::Date;

pub use self::{
    end::{Mark, Signature},
    head::{on, on_one_line},
};
use super::{
    fonts::Face,
    layout::{Flow, LEFT, Page, Piece, Style, pt},
    paragraph::Paragraph,
};
pub use super::{
    layout::Sheet,
    paragraph::{Align, NO_BREAK},
    table::{Cell, Column, ColumnWidth, PageSum, Row, Table},
};

const BODY: Style = Style::new(Face::Regular, 14);
const BODY_BOLD: Style = Style::new(Face::Bold, 14);
const BODY_ITALIC: Style = Style::new(Face::Italic, 14);

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    pub head: Head,
    pub blocks: Vec<Block>,
    /// Row by row; a row's columns stand side by side.
    pub signatures: Vec<Vec<Signature>>,
    /// Nơi nhận, each without the dash and the mark at the end.
    pub recipients: Vec<String>,
    /// Small lines below everything: hashes by which the content is checked.
    pub checks: Vec<(&'static str, String)>,
    /// Where anybody may ask whether the paper is genuine; only issued papers carry one.
    pub mark: Option<Mark>,
    /// Said at the foot of the first page, as when the layout of a form has not been compared with its source.
    pub note: Option<String>,
    pub annexes: Vec<Annex>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Said above everything: what is shown before it is issued looks like nothing that was issued.
    pub is_draft: bool,
    /// `Mẫu số C2-02a/NS`, above everything on the right.
    pub form: Option<String>,
    /// Cơ quan chủ quản and cơ quan ban hành, by the names they bore on the day.
    pub parent_body: Option<String>,
    pub issuing_body: String,
    pub place: String,
    /// Number and symbol: `05/QĐ-SGDĐT`.
    pub number: String,
    pub date: Date,
    /// Tên loại, in any case; it is printed in capitals.
    pub title: String,
    /// Trích yếu.
    pub subject: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// `Căn cứ …;` for each, in italics, without the word and the mark at the end.
    Bases(Vec<String>),
    Text(String),
    /// A line in capitals in the middle: `QUYẾT ĐỊNH:`.
    Proclaimed(&'static str),
    /// `Điều 1. Phạm vi`, and the text behind it, if any.
    Article {
        number: usize,
        title: String,
        text: Option<String>,
    },
    /// `1. Khối lượng`, by itself.
    Heading {
        number: usize,
        title: String,
    },
    /// `- …;` for each, and the mark behind the last.
    Items(Vec<String>, &'static str),
    /// `Mã chương: 422`; dots where nothing is known.
    Field {
        label: String,
        value: Option<String>,
    },
    /// In figures and in words.
    Amount {
        label: String,
        amount: Money,
    },
    /// `[x] Thực chi  [ ] Tạm ứng`.
    Choice(Vec<(&'static str, bool)>),
    Party(Party),
    Table(Table),
    /// In small italics, below a table.
    Note(String),
}

/// A side of a paper. The signer's name is left to be written by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// `Bên A (cơ quan đặt hàng)`.
    pub side: String,
    pub name: String,
    /// `Giám đốc`; a dotted line if it is not known.
    pub representative_title: Option<String>,
    /// What else is known of it: `Mã số thuế` and the like.
    pub fields: Vec<(&'static str, String)>,
}

/// On pages of its own behind the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annex {
    /// `Phụ lục`, `Phụ lục I`.
    pub label: String,
    pub title: String,
    pub sheet: Sheet,
    pub blocks: Vec<Block>,
}

impl Block {
    pub fn text(text: impl Into<String>) -> Block {
        Block::Text(text.into())
    }

    pub fn field(label: &str, value: impl Into<String>) -> Block {
        let value = Some(value.into()).filter(|value: &String| !value.is_empty());
        Block::Field { label: label.to_owned(), value }
    }
}

/// The paper as pages of drawing instructions.
pub fn pages(paper: &Paper, spelling: Spelling) -> Vec<Page> {
    let mut flow = Flow::new(head::footnote(paper.note.as_deref()));
    flow.begin(&paper.head.title, Sheet::Upright);
    flow.add(head::letterhead(&paper.head));
    body::set(&paper.blocks, &mut flow, spelling, !paper.signatures.is_empty());
    flow.add(end::pieces(paper));
    for annex in &paper.annexes {
        flow.begin(&annex.title, annex.sheet);
        flow.add(annex_head(annex, &paper.head));
        body::set(&annex.blocks, &mut flow, spelling, false);
    }
    flow.finish()
}

fn annex_head(annex: &Annex, head: &Head) -> [Piece; 3] {
    let attached = format!("(Kèm theo {} số {} {})", head.title, head.number, on_one_line(head.date));
    let line = |style: Style, text: &str| {
        Paragraph::centred(style, text, LEFT, annex.sheet.text_width()).piece().kept_with_next()
    };
    [
        line(BODY_BOLD, &annex.label),
        line(BODY_BOLD, &annex.title.to_uppercase()),
        line(BODY_ITALIC, &attached).with_space_above(pt(2)),
    ]
}

fn kept(pieces: Vec<Piece>) -> Vec<Piece> {
    pieces.into_iter().map(Piece::kept_with_next).collect()
}
