//! Workbooks in and out: what a file must be before anything of it is unpacked, its rows as cells, the template that
//! people fill in, and the same workbook sent back with what is wrong. Knows files and cells; what they mean is decided
//! in `domain::workbook`. The only room that names the libraries.

mod annotate;
mod gate;
mod read;
mod table;
mod template;
mod text;
mod words;
mod write;

pub use self::{
    annotate::annotated,
    gate::{MOST_BYTES, admit},
    read::{Book, read},
    table::{Column, Sheet, book, with_origin},
    template::{Template, template},
    text::read as pasted,
    write::Offered,
};

/// A fault of ours while writing a file.
pub type WriteError = rust_xlsxwriter::XlsxError;

#[cfg(test)]
mod tests;
