//! Why a file or a choice of roles is refused.

use std::fmt;

use super::report::Report;

/// Why nothing was loaded. Each says what to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// There is no text.
    Empty,
    /// The bytes are not text.
    NotText,
    /// More text than is read.
    TooLong {
        /// Its bytes.
        bytes: usize,
        /// The most that is read.
        most: usize,
    },
    /// More columns than a table of features has.
    TooManyColumns {
        /// How many.
        found: usize,
    },
    /// Rows that list few of very many features, in all more cells than fit.
    TooManyCells {
        /// How many rows.
        rows: usize,
        /// How many columns.
        columns: usize,
    },
    /// No delimiter gives two columns.
    OneColumn,
    /// A header and nothing below it.
    NoRows,
    /// JSON of another shape than records.
    NoRecords,
    /// A file that breaks the rules of its format beyond one row.
    Malformed {
        /// The format.
        format: &'static str,
        /// The line, from 1.
        line: usize,
        /// What is wrong, without a full stop.
        why: String,
    },
    /// A companion with another number of weights than there are rows.
    Companion {
        /// How many weights.
        weights: usize,
        /// How many rows.
        rows: usize,
    },
    /// Fewer than two columns hold numbers.
    NoFeatures {
        /// The columns there are.
        columns: String,
        /// The first cell that keeps a column from being a feature, in words, if there is one.
        first: Option<String>,
    },
    /// No column looks like the class.
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
    /// Two directions cannot be made of the columns.
    NoProjection {
        /// Why, without a full stop.
        why: &'static str,
    },
    /// Every row was left out.
    NothingUsable(Box<Report>),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(
                f,
                "The file is empty. Choose one with a row for each example."
            ),
            Self::NotText => write!(
                f,
                "This is not a text file. Export the table as CSV (UTF-8) and choose that."
            ),
            Self::TooLong { bytes, most } => write!(
                f,
                "The file has {bytes} bytes, and at most {most} are read. Keep only the columns and rows needed."
            ),
            Self::TooManyColumns { found } => write!(
                f,
                "The file has {found} columns, and at most {} are read. Keep two features and the class.",
                super::table::MOST_COLUMNS
            ),
            Self::TooManyCells { rows, columns } => write!(
                f,
                "{rows} rows of {columns} features are more than fit in memory here. Keep the features needed."
            ),
            Self::OneColumn => write!(
                f,
                "There is only one column. Put a comma, a semicolon, a tab, a bar or blanks between the cells of a row, or say which stands there (delimiter)."
            ),
            Self::NoRows => write!(f, "There is a header and no row below it."),
            Self::NoRecords => write!(
                f,
                "This JSON holds no records. Give an array of objects, an array of arrays, or an object of columns."
            ),
            Self::Malformed { format, line, why } => write!(
                f,
                "This is no {format} that can be read: line {line}, {why}. Mend the line, or say what the file is (format)."
            ),
            Self::Companion { weights, rows } => write!(
                f,
                "The companion has {weights} weights and the file {rows} rows. Give one weight a line, one for each row."
            ),
            Self::NoFeatures { columns, first } => {
                write!(f, "Two columns of numbers are needed for the features.")?;
                if let Some(first) = first {
                    write!(f, " {first}.")?;
                }
                write!(
                    f,
                    " The columns are {columns}. Choose two of them (x1 and x2)."
                )
            }
            Self::NoClass { columns } => write!(
                f,
                "No column looks like a class (a few values that recur). Choose the class column (class). The columns are {columns}."
            ),
            Self::NoLabels { column } => write!(
                f,
                "The classes cannot be told from column \"{column}\". Choose another column (class), or two of its values (orange and blue)."
            ),
            Self::UnknownColumn { name, columns } => write!(
                f,
                "There is no column \"{name}\". The columns are {columns}."
            ),
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
                "The column \"{column}\" is chosen twice. Features, class, split and weight need one each."
            ),
            Self::SameLabel { label } => write!(
                f,
                "Both classes are \"{label}\". Choose two different values."
            ),
            Self::UnknownOption { key } => write!(
                f,
                "There is no option \"{key}\". The options are {}.",
                super::options::KEYS.join(", ")
            ),
            Self::BadOption { key, value, takes } => {
                write!(f, "The option {key} takes {takes}, not \"{value}\".")
            }
            Self::NoProjection { why } => write!(
                f,
                "The columns cannot be projected: {why}. Choose two columns by name (x1 and x2)."
            ),
            Self::NothingUsable(report) => {
                write!(f, "No row can be used. {}", report.reasons())?;
                for (line, reason) in report.first_lines(3) {
                    write!(f, " Line {line}: {reason}.")?;
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for Refusal {}
