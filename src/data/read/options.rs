//! What a person says of a file before it is read; all that is not said is guessed.
//!
//! ```text
//! x1=bill_length_mm&x2=bill_depth_mm&class=species&orange=Chinstrap&blue=Adelie&standardize=1
//! ```
//! percent-encoded, in any order; columns by name or by number from 1.

use super::Refusal;
use super::delimiter::Delimiter;
use super::format::Format;
use super::number::Decimal;
use super::project::Directions;
use super::table::short;

/// The options, each as given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// `format`: what kind of file it is.
    pub format: Option<Format>,
    /// `delimiter`: what stands between cells.
    pub delimiter: Option<Delimiter>,
    /// `decimal`: the decimal sign.
    pub decimal: Option<Decimal>,
    /// `header`: whether a row names the columns.
    pub header: Option<bool>,
    /// `comments`: whether lines that begin with `#` are comments.
    pub comments: Option<bool>,
    /// `companion`: a text of weights, one a line, one for each row.
    pub companion: Option<String>,
    /// `x1`: the column of the first feature.
    pub x1: Option<String>,
    /// `x2`: the column of the second feature.
    pub x2: Option<String>,
    /// `project`: two directions in place of two columns.
    pub project: Option<Directions>,
    /// `class`: the column of the class.
    pub class: Option<String>,
    /// `orange`: the value of y = +1.
    pub orange: Option<String>,
    /// `blue`: the value of y = −1.
    pub blue: Option<String>,
    /// `split`: the column that says train or test; empty for none.
    pub split: Option<String>,
    /// `weight`: the column of weights; empty for none.
    pub weight: Option<String>,
    /// `standardize`: whether features are shifted and scaled.
    pub standardize: Option<bool>,
    /// `sample`: the seed of the sample of a file with more rows than are used.
    pub sample: Option<u32>,
}

/// The keys of all options.
pub(super) const KEYS: [&str; 16] = [
    "format",
    "delimiter",
    "decimal",
    "header",
    "comments",
    "companion",
    "x1",
    "x2",
    "project",
    "class",
    "orange",
    "blue",
    "split",
    "weight",
    "standardize",
    "sample",
];

impl Options {
    /// Reads `key=value&…`. A `+` stays a plus; columns are also found where it stands for a blank, as web forms write it.
    pub fn from_query(query: &str) -> Result<Options, Refusal> {
        let mut options = Options::default();
        let pairs = query.trim_start_matches(['?', '#']).split('&');
        for pair in pairs.filter(|pair| !pair.trim().is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            options.set(decode(key).trim(), decode(value))?;
        }
        Ok(options)
    }

    /// Sets the option `key`.
    ///
    /// # Errors
    /// If there is no such option, or it does not take the value.
    pub fn set(&mut self, key: &str, value: String) -> Result<(), Refusal> {
        let filled = |value: String| (!value.is_empty()).then_some(value);
        match key {
            "format" => {
                self.format = Some(known("format", &value, FORMATS, Format::from_name)?);
            }
            "delimiter" => {
                self.delimiter = Some(known(
                    "delimiter",
                    &value,
                    DELIMITERS,
                    Delimiter::from_name,
                )?);
            }
            "decimal" => self.decimal = Some(known("decimal", &value, "point or comma", decimal)?),
            "header" => self.header = Some(yes_or_no("header", &value)?),
            "comments" => self.comments = Some(yes_or_no("comments", &value)?),
            "companion" => self.companion = filled(value),
            "x1" => self.x1 = Some(value),
            "x2" => self.x2 = Some(value),
            "project" => {
                self.project = Some(known(
                    "project",
                    &value,
                    "pca or means",
                    Directions::from_name,
                )?);
            }
            "class" => self.class = Some(value),
            "orange" => self.orange = filled(value),
            "blue" => self.blue = filled(value),
            "split" => self.split = Some(value),
            "weight" => self.weight = Some(value),
            "standardize" => self.standardize = Some(yes_or_no("standardize", &value)?),
            "sample" => {
                let seed = |text: &str| text.trim().parse().ok();
                self.sample = Some(known(
                    "sample",
                    &value,
                    "a seed, a whole number from 0",
                    seed,
                )?);
            }
            key => return Err(Refusal::UnknownOption { key: short(key) }),
        }
        Ok(())
    }
}

const FORMATS: &str = "csv, arff, weka-json, svmlight, vw, orange, json or markdown";
const DELIMITERS: &str = "comma, semicolon, tab, pipe or blanks";

fn known<T>(
    key: &'static str,
    value: &str,
    takes: &'static str,
    read: impl Fn(&str) -> Option<T>,
) -> Result<T, Refusal> {
    read(value).ok_or_else(|| Refusal::BadOption {
        key,
        value: short(value),
        takes,
    })
}

fn decimal(name: &str) -> Option<Decimal> {
    match name.trim().to_ascii_lowercase().as_str() {
        "point" | "." => Some(Decimal::Point),
        "comma" | "," => Some(Decimal::Comma),
        _ => None,
    }
}

fn yes_or_no(key: &'static str, value: &str) -> Result<bool, Refusal> {
    let read = |value: &str| match value.to_ascii_lowercase().as_str() {
        "1" | "true" | "yes" | "" => Some(true),
        "0" | "false" | "no" => Some(false),
        _ => None,
    };
    known(key, value, "1 or 0", read)
}

/// Percent-decoded; a `%` that begins no such code stays, and bytes that are no UTF-8 become U+FFFD.
fn decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text)
        .decode_utf8_lossy()
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_keys_are_read_and_no_other() {
        for key in KEYS {
            let value = match key {
                "format" => "arff",
                "delimiter" => "%3b",
                "decimal" => "comma",
                "project" => "pca",
                "header" | "comments" | "standardize" | "sample" => "1",
                _ => "a%20b",
            };
            let options = Options::from_query(&format!("?{key}={value}")).unwrap();
            assert_ne!(options, Options::default(), "{key}");
        }
        for (query, words) in [
            ("colour=1", "no option \"colour\""),
            ("standardize=maybe", "1 or 0"),
            ("format=xls", "csv, arff"),
            ("sample=-1", "a seed"),
        ] {
            let reason = Options::from_query(query).unwrap_err().to_string();
            assert!(reason.contains(words), "{query}: {reason}");
        }
        assert_eq!(Options::from_query("&&").unwrap(), Options::default());
    }
}
