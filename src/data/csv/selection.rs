//! Which columns and classes of a table to use.

use super::{CsvError, Table, guess};

/// The choice that a person makes: column numbers from 0, and the labels of the two classes.
#[derive(Clone, Debug, PartialEq)]
pub struct Selection {
    /// Column of feature x₁.
    pub x1: usize,
    /// Column of feature x₂.
    pub x2: usize,
    /// Column of the class.
    pub class: usize,
    /// Label of orange, y = +1; `None` if the data has blue only.
    pub orange: Option<String>,
    /// Label of blue, y = −1; `None` if the data has orange only.
    pub blue: Option<String>,
    /// Column that says train or test.
    pub split: Option<usize>,
    /// Column of weights.
    pub weight: Option<usize>,
    /// Whether to shift and scale each feature to mean 0 and standard deviation 1.
    pub standardize: bool,
}

impl Selection {
    /// What a person most likely wants, where nothing is said:
    ///
    /// - columns `x1`, `x2`, `y` as they are, if there are such; otherwise a column called class, label, target
    ///   or y, or else the first with few values, and the first two columns of numbers beside it;
    /// - +1, 1 and orange are orange; −1, 0 and blue are blue; otherwise the two most frequent labels, the rarer
    ///   of them orange;
    /// - columns called `split` and `weight`;
    /// - standardized if the features were guessed and reach beyond 10.
    pub fn guess(table: &Table) -> Result<Selection, CsvError> {
        guess::guess(table, &Known::default())
    }

    /// The same with a class that has no label guessed as above, among the values of the class column that are not
    /// the other's. It stays without one only where there is no second value.
    pub fn with_guessed_classes(self, table: &Table) -> Selection {
        let Some(column) = table.columns.get(self.class) else {
            return self;
        };
        let known = Known {
            orange: self.orange.clone(),
            blue: self.blue.clone(),
            ..Known::default()
        };
        let (orange, blue) = guess::labels(column, &known);
        Selection {
            orange,
            blue,
            ..self
        }
    }

    /// Reads options such as
    ///
    /// ```text
    /// x1=bill_length_mm&x2=bill_depth_mm&class=species&orange=Chinstrap&blue=Adelie&standardize=1
    /// ```
    /// percent-encoded, in any order; a column by name or by number from 1; what is not said is guessed.
    /// `split=` and `weight=` with nothing after them leave such a column unused.
    pub fn from_query(query: &str, table: &Table) -> Result<Selection, CsvError> {
        let mut known = Known::default();
        let pairs = query.trim_start_matches(['?', '#']).split('&');
        for pair in pairs.filter(|pair| !pair.trim().is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let option = |value| (!String::is_empty(&value)).then_some(value);
            let value = decode(value);
            match decode(key).trim() {
                "x1" => known.x1 = Some(find(table, &value)?),
                "x2" => known.x2 = Some(find(table, &value)?),
                "class" => known.class = Some(find(table, &value)?),
                "orange" => known.orange = option(value),
                "blue" => known.blue = option(value),
                "split" => known.split = Some(find_optional(table, &value)?),
                "weight" => known.weight = Some(find_optional(table, &value)?),
                "standardize" => known.standardize = Some(yes_or_no("standardize", &value)?),
                key => return Err(CsvError::UnknownOption { key: key.into() }),
            }
        }
        guess::guess(table, &known)
    }
}

/// What has been said of a selection.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    pub x1: Option<usize>,
    pub x2: Option<usize>,
    pub class: Option<usize>,
    pub orange: Option<String>,
    pub blue: Option<String>,
    pub split: Option<Option<usize>>,
    pub weight: Option<Option<usize>>,
    pub standardize: Option<bool>,
}

/// A column by name; a `+` that is in no name stands for a blank, as in web forms.
fn find(table: &Table, name: &str) -> Result<usize, CsvError> {
    table
        .find(name)
        .or_else(|| table.find(&name.replace('+', " ")))
        .ok_or_else(|| CsvError::UnknownColumn {
            name: super::table::short(name),
            columns: table.column_list(),
        })
}

fn find_optional(table: &Table, name: &str) -> Result<Option<usize>, CsvError> {
    if name.is_empty() {
        Ok(None)
    } else {
        find(table, name).map(Some)
    }
}

fn yes_or_no(key: &'static str, value: &str) -> Result<bool, CsvError> {
    match value.to_ascii_lowercase().as_str() {
        "1" | "true" | "yes" | "" => Ok(true),
        "0" | "false" | "no" => Ok(false),
        _ => Err(CsvError::BadOption {
            key,
            value: super::table::short(value),
            takes: "1 or 0",
        }),
    }
}

/// Percent-decoded; a `%` that begins no such code stays, and bytes that are no UTF-8 become U+FFFD.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digit = |i: usize| bytes.get(i).and_then(|&b| (b as char).to_digit(16));
        match (bytes[at], digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                decoded.push((high * 16 + low) as u8);
                at += 3;
            }
            (byte, ..) => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}
