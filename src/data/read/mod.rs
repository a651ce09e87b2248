//! A person's own data from the files that people have, in two steps: [`read()`] finds out what a text holds and guesses what
//! is meant by it, so that a dialog can offer it; [`select()`] takes two features and two classes of it.
//!
//! ```text
//! bytes ─ Reader ─► Table (cells, columns) ─ guess ─► Roles, each with how sure and why ─ select ─► examples, Report
//! ```
//! Formats, one file each: [`Format`]. All end in one table of cells. Rows that cannot be used are left out and reported, each
//! with its line and the reason; only when nothing is left is the file refused. A guess never fails: what cannot be told stays
//! open in [`Guess::roles`], and [`select()`] says what is missing.

mod arff;
mod columns;
mod delimited;
mod delimiter;
mod format;
mod guess;
mod json;
mod labels;
mod markdown;
mod number;
mod options;
mod orange;
mod project;
mod reader;
mod reason;
mod recognize;
mod refusal;
mod remark;
mod report;
mod rows;
mod sample;
mod select;
mod sparse;
mod svmlight;
mod table;
mod tally;
mod text;
mod vowpal_wabbit;
mod weka_json;

use super::own::OwnData;
pub use delimiter::Delimiter;
pub use format::Format;
pub use guess::{Certainty, Guess, Judgement, Roles};
pub use number::{Decimal, Notation};
pub use options::Options;
pub use project::{Directions, Projection};
pub use reader::{MOST_BYTES, Reader, read};
pub use reason::Reason;
pub use refusal::Refusal;
pub use remark::{Change, Remark};
pub use report::{LeftOut, Report, Sampled};
pub use select::select;
pub use table::{Column, Declared, Table};

/// A file read, and what is guessed of it.
#[derive(Clone, Debug)]
pub struct Reading {
    /// What the file holds.
    pub table: Table,
    /// What is most likely meant by it.
    pub guess: Guess,
}

impl Reading {
    /// The roles with a class that has no value guessed, among the values of the class column that are not the other's. It
    /// stays without one only where there is no second value.
    pub fn with_guessed_labels(&self, roles: Roles) -> Roles {
        let Some(column) = roles.class.and_then(|class| self.table.columns.get(class)) else {
            return roles;
        };
        let (orange, blue) = labels::labels(column, roles.orange.as_deref(), roles.blue.as_deref());
        Roles {
            orange,
            blue,
            ..roles
        }
    }
}

/// Both steps at once, for a text and what is said of it (see [`Options::from_query`]); what is not said is guessed.
///
/// # Errors
/// If the text, an option or the roles are refused.
pub fn load(text: &str, options: Option<&str>) -> Result<(OwnData, Report), Refusal> {
    let options = Options::from_query(options.unwrap_or_default())?;
    let reading = read(text.as_bytes(), &options)?;
    select(&reading, &reading.guess.roles)
}

#[cfg(test)]
mod fault_tests;
#[cfg(test)]
mod malformed_tests;
#[cfg(test)]
mod tests;
