//! Why a row is left out.

use std::fmt;

/// Why a row was left out.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The cell is empty or says that there is no value.
    Missing {
        /// Name of its column.
        column: String,
    },
    /// The cell is not a number.
    NotANumber {
        /// Name of its column.
        column: String,
        /// What it says; nothing where there are very many such values.
        value: String,
    },
    /// The number is infinite or beyond 1e100.
    TooLarge {
        /// Name of its column.
        column: String,
        /// What it says.
        value: String,
    },
    /// The class is neither of the two chosen; nothing where it is empty.
    ThirdClass {
        /// What it is.
        value: String,
    },
    /// More or fewer cells than there are columns.
    Ragged {
        /// How many cells.
        found: usize,
        /// How many columns.
        expected: usize,
    },
    /// A quoted cell runs over several lines, so that the row makes no sense.
    OpenQuote {
        /// The last line that it swallows.
        last_line: usize,
    },
    /// The split is neither train nor test.
    UnknownSplit {
        /// What it is.
        value: String,
    },
    /// The row is for validation, which is neither trained on nor tested on.
    Validation,
    /// The weight is negative.
    NegativeWeight {
        /// What it is.
        value: String,
    },
    /// A nominal value that the header does not declare.
    Undeclared {
        /// Name of its column.
        column: String,
        /// What it is.
        value: String,
    },
    /// A row without a label.
    NoLabel,
    /// The row breaks the rules of its format.
    Malformed {
        /// What is wrong, without a full stop.
        why: String,
    },
    /// A line above the names of the columns.
    AboveNames,
    /// A line of units, or a rule, below the names.
    Units,
    /// The names of the columns again, as where files are put behind one another.
    NamesAgain,
}

impl Reason {
    /// The group that a summary counts it in, as in "3 …".
    pub(super) fn group(&self) -> &'static str {
        match self {
            Self::Missing { .. } | Self::NotANumber { .. } => "without a number",
            Self::TooLarge { .. } => "with too large a number",
            Self::ThirdClass { value } if value.is_empty() => "without a class",
            Self::ThirdClass { .. } => "of a third class",
            Self::Ragged { .. } => "with too many or too few cells",
            Self::OpenQuote { .. } => "with an open quote",
            Self::UnknownSplit { .. } => "neither train nor test",
            Self::Validation => "for validation",
            Self::NegativeWeight { .. } => "with a negative weight",
            Self::Undeclared { .. } => "with an undeclared value",
            Self::NoLabel => "without a label",
            Self::Malformed { .. } => "that cannot be read",
            Self::AboveNames => "above the names",
            Self::Units => "of units",
            Self::NamesAgain => "of names again",
        }
    }

    /// The same without the value, for files in which very many values are wrong.
    pub(super) fn without_value(&self) -> Reason {
        let mut general = self.clone();
        match &mut general {
            Self::NotANumber { value, .. }
            | Self::TooLarge { value, .. }
            | Self::ThirdClass { value }
            | Self::UnknownSplit { value }
            | Self::NegativeWeight { value }
            | Self::Undeclared { value, .. } => *value = "…".to_owned(),
            Self::OpenQuote { last_line } => *last_line = 0,
            Self::Malformed { why } => *why = "it breaks the rules of its format".to_owned(),
            _ => {}
        }
        general
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { column } => write!(f, "{column} is missing"),
            Self::NotANumber { column, value } => {
                write!(f, "{column} is \"{value}\", not a number")
            }
            Self::TooLarge { column, value } => {
                write!(f, "{column} is {value}; numbers up to 1e100 are read")
            }
            Self::ThirdClass { value } if value.is_empty() => write!(f, "no class"),
            Self::ThirdClass { value } => write!(f, "the class is \"{value}\""),
            Self::Ragged { found, expected } => {
                write!(f, "{found} cells where there are {expected} columns")
            }
            Self::OpenQuote { last_line } => {
                write!(
                    f,
                    "a quoted cell runs on to line {last_line}; check the quotes"
                )
            }
            Self::UnknownSplit { value } => {
                write!(f, "the split is \"{value}\"; it is train or test")
            }
            Self::Validation => write!(f, "the split is validation, which is not used"),
            Self::NegativeWeight { value } => {
                write!(f, "the weight is {value}; it must be 0 or more")
            }
            Self::Undeclared { column, value } => {
                write!(
                    f,
                    "{column} is \"{value}\", which @attribute does not declare"
                )
            }
            Self::NoLabel => write!(f, "no label: a row to be predicted"),
            Self::Malformed { why } => f.write_str(why),
            Self::AboveNames => write!(f, "a title above the names of the columns"),
            Self::Units => write!(f, "units or a rule below the names of the columns"),
            Self::NamesAgain => write!(f, "the names of the columns again"),
        }
    }
}
