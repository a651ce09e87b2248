//! The formats that are read.

use super::delimiter::Delimiter;
use std::fmt;

/// What kind of file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A row on each line, with a sign between cells.
    Delimited(Delimiter),
    /// Delimited, with the headers of Orange.
    Orange(Delimiter),
    /// Attribute-relation file format, of Weka.
    Arff,
    /// Weka's JSON: `header` and `data`.
    WekaJson,
    /// `label index:value …`, also of libsvm and XGBoost.
    SvmLight,
    /// `label importance tag|namespace feature:value …`
    VowpalWabbit,
    /// Records as objects or arrays.
    Json,
    /// A table between bars.
    Markdown,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Format::Delimited(delimiter) => write!(f, "text with {delimiter} between cells"),
            Format::Orange(delimiter) => write!(f, "Orange text with {delimiter} between cells"),
            other => f.write_str(other.name()),
        }
    }
}

impl Format {
    /// The name that the option `format` takes.
    pub fn name(self) -> &'static str {
        match self {
            Format::Delimited(_) => "csv",
            Format::Orange(_) => "orange",
            Format::Arff => "arff",
            Format::WekaJson => "weka-json",
            Format::SvmLight => "svmlight",
            Format::VowpalWabbit => "vw",
            Format::Json => "json",
            Format::Markdown => "markdown",
        }
    }

    /// The format that the option `format` names; the other usual names of each are known too.
    pub fn from_name(name: &str) -> Option<Format> {
        Some(match name.trim().to_ascii_lowercase().as_str() {
            "csv" | "tsv" | "txt" | "delimited" => Format::Delimited(Delimiter::Comma),
            "orange" | "tab" => Format::Orange(Delimiter::Tab),
            "arff" => Format::Arff,
            "weka-json" | "wekajson" => Format::WekaJson,
            "svmlight" | "libsvm" | "svm" | "xgboost" => Format::SvmLight,
            "vw" | "vowpal" | "vowpal-wabbit" => Format::VowpalWabbit,
            "json" => Format::Json,
            "markdown" | "md" => Format::Markdown,
            _ => return None,
        })
    }
}
