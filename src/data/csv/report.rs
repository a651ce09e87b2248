//! What became of each row.

use crate::numeric::order::ascending;
use std::fmt;

/// Why a row was left out.
#[derive(Clone, Debug, PartialEq)]
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
        /// What it says.
        value: String,
    },
    /// The number is infinite or beyond 1e100.
    TooLarge {
        /// Name of its column.
        column: String,
        /// What it says.
        value: String,
    },
    /// The class is neither of the two chosen.
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
    /// The split is neither train, test nor validation.
    UnknownSplit {
        /// What it is.
        value: String,
    },
    /// The weight is negative.
    NegativeWeight {
        /// What it is.
        value: String,
    },
}

impl Reason {
    /// The group that a summary counts it in, as in "3 …".
    fn group(&self) -> &'static str {
        match self {
            Self::Missing { .. } | Self::NotANumber { .. } => "without a number",
            Self::TooLarge { .. } => "with too large a number",
            Self::ThirdClass { .. } => "of a third class",
            Self::Ragged { .. } => "with too many or too few cells",
            Self::OpenQuote { .. } => "with an open quote",
            Self::UnknownSplit { .. } => "neither train, test nor validation",
            Self::NegativeWeight { .. } => "with a negative weight",
        }
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
                write!(
                    f,
                    "the split is \"{value}\"; it is train, test or validation"
                )
            }
            Self::NegativeWeight { value } => {
                write!(f, "the weight is {value}; it must be 0 or more")
            }
        }
    }
}

/// What was used of a file, and what was not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Rows used.
    pub used: usize,
    /// Rows left out: the line that each begins on, from 1, and why.
    pub left_out: Vec<(usize, Reason)>,
    /// What else a person should know, in whole sentences.
    pub warnings: Vec<String>,
}

impl Report {
    /// "124 of a third class, 1 without a number.": the rows left out, most frequent reason first; empty if there
    /// are none.
    pub fn reasons(&self) -> String {
        let mut groups: Vec<(&str, usize)> = Vec::new();
        for (_, reason) in &self.left_out {
            let group = reason.group();
            match groups.iter_mut().find(|(name, _)| *name == group) {
                Some((_, count)) => *count += 1,
                None => groups.push((group, 1)),
            }
        }
        let rarity: Vec<f64> = groups.iter().map(|&(_, count)| -(count as f64)).collect();
        let counts: Vec<String> = ascending(&rarity)
            .into_iter()
            .map(|index| format!("{} {}", groups[index].1, groups[index].0))
            .collect();
        if counts.is_empty() {
            String::new()
        } else {
            counts.join(", ") + "."
        }
    }
}

impl Report {
    /// All there is to say: the counts, the warnings, and for each reason the lines left out.
    pub fn sentences(&self) -> Vec<String> {
        let counts = std::iter::once(self.to_string());
        let lines = self.lines_left_out();
        counts
            .chain(self.warnings.iter().cloned())
            .chain(lines)
            .collect()
    }

    /// "Lines 154–277: the class is "Gentoo".", one sentence a reason, in the order of the first line.
    pub fn lines_left_out(&self) -> Vec<String> {
        let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
        for (line, reason) in &self.left_out {
            let reason = reason.to_string();
            match groups.iter_mut().find(|(known, _)| *known == reason) {
                Some((_, lines)) => lines.push(*line),
                None => groups.push((reason, vec![*line])),
            }
        }
        let sentence = |(reason, lines): &(String, Vec<usize>)| {
            let word = if lines.len() == 1 { "Line" } else { "Lines" };
            format!("{word} {}: {reason}.", ranges(lines))
        };
        groups.iter().map(sentence).collect()
    }
}

/// "5, 154–277" of ascending numbers.
fn ranges(lines: &[usize]) -> String {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for &line in lines {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == line => *last = line,
            _ => ranges.push((line, line)),
        }
    }
    let text = |&(first, last): &(usize, usize)| match last - first {
        0 => first.to_string(),
        1 => format!("{first}, {last}"),
        _ => format!("{first}–{last}"),
    };
    ranges.iter().map(text).collect::<Vec<_>>().join(", ")
}

/// "219 rows used. 125 left out: 124 of a third class, 1 without a number."
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = if self.used == 1 { "row" } else { "rows" };
        write!(f, "{} {rows} used.", self.used)?;
        if !self.left_out.is_empty() {
            write!(f, " {} left out: {}", self.left_out.len(), self.reasons())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_left_out_are_named_by_reason_in_ranges() {
        let third = |line| {
            (
                line,
                Reason::ThirdClass {
                    value: "Gentoo".into(),
                },
            )
        };
        let missing = |line| {
            (
                line,
                Reason::Missing {
                    column: "bill".into(),
                },
            )
        };
        let left_out = vec![
            missing(5),
            third(7),
            third(8),
            third(9),
            third(12),
            missing(13),
        ];
        let report = Report {
            used: 3,
            left_out,
            warnings: vec!["Decimal commas were read.".into()],
        };
        assert_eq!(
            report.sentences(),
            [
                "3 rows used. 6 left out: 4 of a third class, 2 without a number.",
                "Decimal commas were read.",
                "Lines 5, 13: bill is missing.",
                "Lines 7–9, 12: the class is \"Gentoo\".",
            ]
        );
    }
}
