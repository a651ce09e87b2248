//! Why a file or a selection is refused.

use std::fmt;

use super::{MOST_ROWS, Report};

/// Why nothing was loaded. Each says what to do.
#[derive(Clone, Debug, PartialEq)]
pub enum CsvError {
    /// There is no text.
    Empty,
    /// The bytes are not text, or not UTF-8.
    NotText,
    /// More text than is read.
    TooLong {
        /// Its bytes.
        bytes: usize,
        /// The most that is read.
        most: usize,
    },
    /// More lines than are read.
    TooManyLines {
        /// The most that are read.
        most: usize,
    },
    /// More columns than a table of features has.
    TooManyColumns {
        /// How many.
        found: usize,
        /// The most that are read.
        most: usize,
    },
    /// No delimiter gives two columns.
    OneColumn,
    /// A header and nothing below it.
    NoRows,
    /// Fewer than two columns hold numbers.
    NoFeatures {
        /// The columns there are.
        columns: String,
    },
    /// No column has few enough values to be the class.
    NoClass {
        /// The columns there are.
        columns: String,
    },
    /// The class column has no values, or so many that none can be guessed.
    NoLabels {
        /// The class column.
        column: String,
    },
    /// A column that is not there.
    UnknownColumn {
        /// What was asked for.
        name: String,
        /// The columns there are.
        columns: String,
    },
    /// A class label that the class column does not have.
    UnknownLabel {
        /// What was asked for.
        label: String,
        /// The class column.
        column: String,
        /// The values it has.
        values: String,
    },
    /// One column chosen for two purposes.
    SameColumn {
        /// The column.
        column: String,
    },
    /// One label chosen for both classes.
    SameLabel {
        /// The label.
        label: String,
    },
    /// An option that is not known.
    UnknownOption {
        /// Its name.
        key: String,
    },
    /// A value that an option does not take.
    BadOption {
        /// The option's name.
        key: &'static str,
        /// The value.
        value: String,
        /// The values it takes.
        takes: &'static str,
    },
    /// Every row was left out.
    NothingUsable(Report),
    /// More usable rows than [`MOST_ROWS`].
    TooManyRows {
        /// How many.
        usable: usize,
    },
}

impl fmt::Display for CsvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(
                f,
                "The file is empty. Choose one with a row for each example."
            ),
            Self::NotText => write!(
                f,
                "This is not a text file in UTF-8. Export the table as CSV (UTF-8) and choose that."
            ),
            Self::TooLong { bytes, most } => write!(
                f,
                "The file has {bytes} bytes, and at most {most} are read. Keep only the columns and rows needed."
            ),
            Self::TooManyLines { most } => write!(
                f,
                "The file has more than {most} rows. Keep only those needed; at most {MOST_ROWS} can be used."
            ),
            Self::TooManyColumns { found, most } => write!(
                f,
                "The file has {found} columns, and at most {most} are read. Keep two features and the class."
            ),
            Self::OneColumn => write!(
                f,
                "There is only one column. Put a comma, a semicolon or a tab between the cells of a row."
            ),
            Self::NoRows => write!(f, "There is a header and no row below it."),
            Self::NoFeatures { columns } => write!(
                f,
                "Two columns of numbers are needed for the features. The columns are {columns}."
            ),
            Self::NoClass { columns } => write!(
                f,
                "No column looks like a class (a few values that recur). Name it with class=. The columns are {columns}."
            ),
            Self::NoLabels { column } => write!(
                f,
                "The classes cannot be told from column \"{column}\". Choose another column, or name two of its values with orange= and blue=."
            ),
            Self::UnknownColumn { name, columns } => {
                write!(
                    f,
                    "There is no column \"{name}\". The columns are {columns}."
                )
            }
            Self::UnknownLabel {
                label,
                column,
                values,
            } => write!(
                f,
                "No row has \"{label}\" in column \"{column}\". Its values are {values}."
            ),
            Self::SameColumn { column } => write!(
                f,
                "The column \"{column}\" is chosen twice. x1, x2, class, split and weight need one each."
            ),
            Self::SameLabel { label } => {
                write!(
                    f,
                    "Both classes are \"{label}\". Choose two different values."
                )
            }
            Self::UnknownOption { key } => write!(
                f,
                "There is no option \"{key}\". The options are x1, x2, class, orange, blue, split, weight and standardize."
            ),
            Self::BadOption { key, value, takes } => {
                write!(f, "The option {key} takes {takes}, not \"{value}\".")
            }
            Self::NothingUsable(report) => {
                write!(f, "No row can be used. {}", report.reasons())?;
                for (line, reason) in report.left_out.iter().take(3) {
                    write!(f, " Line {line}: {reason}.")?;
                }
                Ok(())
            }
            Self::TooManyRows { usable } => write!(
                f,
                "{usable} rows could be used, and at most {MOST_ROWS} can. Keep a random {MOST_ROWS} of them."
            ),
        }
    }
}

impl std::error::Error for CsvError {}
