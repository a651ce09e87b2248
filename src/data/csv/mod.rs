//! A person's own data from delimited text, in two steps: [`Table::parse`] finds out what the text holds, so
//! that a dialog can offer it; [`Table::select`] takes two feature columns and two classes of it.
//!
//! What is read: comma, semicolon or tab between cells; header or none; quotes; a byte-order mark; any line
//! ends; a decimal point, or a decimal comma where no comma separates cells. Rows that cannot be used are left
//! out and reported, each with its line and the reason; only when nothing is left is the file refused.

mod error;
mod guess;
mod header;
mod number;
mod report;
mod rows;
mod select;
mod selection;
mod table;

use super::own::OwnData;
pub use error::CsvError;
pub use report::{Reason, Report};
pub use rows::MOST_BYTES;
pub use selection::Selection;
pub use table::{Column, Table};

/// Most rows that can be used. More would make a step of the largest ladder last longer than a frame.
pub const MOST_ROWS: usize = 5000;

#[cfg(test)]
mod malformed_tests;
/// Both steps at once, for a text and what is said of its columns (see [`Selection::from_query`]); what is not
/// said is guessed.
pub fn read(text: &str, options: Option<&str>) -> Result<(OwnData, Report), CsvError> {
    let table = Table::parse(text)?;
    let selection = Selection::from_query(options.unwrap_or_default(), &table)?;
    table.select(&selection)
}

#[cfg(test)]
mod tests;
