//! What is said of how a file was read, and what changes it.

use std::fmt;

/// What a person can change about how a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The kind of file.
    Format,
    /// What stands between cells.
    Delimiter,
    /// The decimal sign.
    Decimal,
    /// Whether a row names the columns.
    Header,
    /// Whether lines that begin with `#` are comments.
    Comments,
    /// The two features.
    Features,
    /// The class column.
    Class,
    /// The values of the two classes.
    Labels,
    /// The weight column.
    Weight,
    /// The split column.
    Split,
    /// Whether features are standardized.
    Standardize,
    /// Which rows are sampled.
    Sample,
    /// The file itself: nothing said about it would help.
    File,
}

impl Change {
    /// How a script changes it.
    pub fn option(self) -> &'static str {
        match self {
            Change::Format => "format",
            Change::Delimiter => "delimiter",
            Change::Decimal => "decimal",
            Change::Header => "header",
            Change::Comments => "comments",
            Change::Features => "x1 and x2, or project",
            Change::Class => "class",
            Change::Labels => "orange and blue",
            Change::Weight => "weight",
            Change::Split => "split",
            Change::Standardize => "standardize",
            Change::Sample => "sample",
            Change::File => "edit the file",
        }
    }
}

/// Something about how a file was read, and what changes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// One whole sentence, in the file's own names.
    pub text: String,
    /// What to change if that is not meant.
    pub change: Change,
}

impl Remark {
    /// A remark.
    pub fn new(text: impl Into<String>, change: Change) -> Remark {
        Remark {
            text: text.into(),
            change,
        }
    }
}

/// The sentence for scripts: what changes it is named as an option.
impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.text.trim_end_matches('.');
        write!(f, "{text} (to change: {}).", self.change.option())
    }
}
