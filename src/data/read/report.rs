//! What became of a file: what was taken as what, which rows were left out and why, and how to change it.

use super::format::Format;
use super::project::Projection;
use super::reason::Reason;
use super::remark::Remark;
use crate::data::own::Standardization;
use crate::numeric::order::ascending;
use crate::text::decimal::readable;
use std::fmt;

/// Rows left out for one reason.
#[derive(Clone, Debug, PartialEq)]
pub struct LeftOut {
    /// Why.
    pub reason: Reason,
    /// The lines that they begin on, from 1, ascending.
    pub lines: Vec<usize>,
}

/// A random sample of the rows that can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sampled {
    /// How many rows can be used.
    pub of: usize,
    /// What the sample was drawn with.
    pub seed: u32,
}

/// What was used of a file, as what, and what was not.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// What kind of file it was.
    pub format: Format,
    /// Names of x₁ and x₂.
    pub features: [String; 2],
    /// Names of orange and blue.
    pub classes: [String; 2],
    /// Name of the weight column.
    pub weight: Option<String>,
    /// Name of the split column.
    pub split: Option<String>,
    /// How the features were standardized, if they were.
    pub standardized: Option<Standardization>,
    /// The directions that the features are, if they are no columns.
    pub projection: Option<Projection>,
    /// Rows used.
    pub used: usize,
    /// Whether the rows used are a sample.
    pub sampled: Option<Sampled>,
    /// Rows left out, by reason, in the order of their first lines.
    pub left_out: Vec<LeftOut>,
    /// What was guessed, renamed, scaled or read in a special way.
    pub remarks: Vec<Remark>,
    /// Columns that are not used, and why.
    pub unused: Vec<(String, String)>,
    /// What is likely to surprise in training, in whole sentences.
    pub warnings: Vec<String>,
}

impl Report {
    /// How many rows were left out.
    pub fn n_left_out(&self) -> usize {
        self.left_out.iter().map(|left| left.lines.len()).sum()
    }

    /// "124 of a third class, 1 without a number.": the rows left out, most frequent reason first; empty if there
    /// are none.
    pub fn reasons(&self) -> String {
        let mut groups: Vec<(&str, usize)> = Vec::new();
        for left in &self.left_out {
            let group = left.reason.group();
            match groups.iter_mut().find(|(name, _)| *name == group) {
                Some((_, count)) => *count += left.lines.len(),
                None => groups.push((group, left.lines.len())),
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

    /// The first lines left out, each with its reason.
    pub fn first_lines(&self, most: usize) -> Vec<(usize, &Reason)> {
        let mut lines: Vec<(usize, &Reason)> = self
            .left_out
            .iter()
            .flat_map(|left| {
                left.lines
                    .iter()
                    .take(most)
                    .map(|&line| (line, &left.reason))
            })
            .collect();
        lines.sort_by_key(|&(line, _)| line);
        lines.truncate(most);
        lines
    }

    /// All there is to say to a script: the counts, how the file was read, the warnings, and for each reason the lines
    /// left out.
    pub fn sentences(&self) -> Vec<String> {
        let mut sentences = vec![self.to_string()];
        sentences.extend(self.remarks.iter().map(Remark::to_string));
        sentences.extend(self.projection.iter().flat_map(Projection::sentences));
        sentences.extend(self.standardizing());
        sentences.extend(self.warnings.iter().cloned());
        sentences.extend(self.lines_left_out());
        sentences
    }

    /// How the features were standardized, in one sentence.
    pub fn standardizing(&self) -> Option<String> {
        let how = self.standardized?;
        let feature = |k: usize| {
            let [mean, deviation] = [how.mean[k], how.deviation[k]].map(readable);
            format!("x{} = ({} - {mean})/{deviation}", k + 1, self.features[k])
        };
        Some(format!(
            "The features were standardized: {}, {} (to change: standardize=0).",
            feature(0),
            feature(1)
        ))
    }

    /// "Lines 154–277: the class is "Gentoo".", one sentence a reason, in the order of the first line.
    pub fn lines_left_out(&self) -> Vec<String> {
        let sentence = |left: &LeftOut| {
            let word = if left.lines.len() == 1 {
                "Line"
            } else {
                "Lines"
            };
            format!("{word} {}: {}.", ranges(&left.lines), left.reason)
        };
        self.left_out.iter().map(sentence).collect()
    }
}

/// "5, 154–277" of ascending numbers; many ranges are cut.
fn ranges(lines: &[usize]) -> String {
    const MOST: usize = 20;
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
    let shown: Vec<String> = ranges.iter().take(MOST).map(text).collect();
    let more: usize = ranges
        .iter()
        .skip(MOST)
        .map(|(first, last)| last - first + 1)
        .sum();
    match more {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// "219 rows used. 125 left out: 124 of a third class, 1 without a number."
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = if self.used == 1 { "row" } else { "rows" };
        write!(f, "{} {rows} used.", self.used)?;
        if let Some(Sampled { of, seed }) = self.sampled {
            write!(
                f,
                " They are a random sample, with seed {seed}, of {of} rows that can be used (to change: sample={}).",
                seed.wrapping_add(1)
            )?;
        }
        if !self.left_out.is_empty() {
            write!(f, " {} left out: {}", self.n_left_out(), self.reasons())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::read::remark::Change;
    use crate::data::read::tally::Tally;

    #[test]
    fn lines_left_out_are_named_by_reason_in_ranges() {
        let mut tally = Tally::default();
        let third = || Reason::ThirdClass {
            value: "Gentoo".into(),
        };
        let missing = || Reason::Missing {
            column: "bill".into(),
        };
        for (line, reason) in [
            (13, missing()),
            (5, missing()),
            (7, third()),
            (8, third()),
            (9, third()),
            (12, third()),
        ] {
            tally.add(line, reason);
        }
        let report = Report {
            used: 3,
            left_out: tally.finish(),
            remarks: vec![Remark::new(
                "Numbers are read with a decimal comma.",
                Change::Decimal,
            )],
            ..crate::data::read::tests::report()
        };
        assert_eq!(
            report.sentences(),
            [
                "3 rows used. 6 left out: 4 of a third class, 2 without a number.",
                "Numbers are read with a decimal comma (to change: decimal).",
                "Lines 5, 13: bill is missing.",
                "Lines 7–9, 12: the class is \"Gentoo\".",
            ]
        );
        assert_eq!(report.first_lines(2)[1], (7, &third()));
    }

    #[test]
    fn a_million_odd_cells_take_little_room_and_few_words() {
        let mut tally = Tally::default();
        for line in 0..100_000 {
            let value = line.to_string();
            tally.add(2 * line, Reason::ThirdClass { value });
        }
        let report = Report {
            left_out: tally.finish(),
            ..crate::data::read::tests::report()
        };
        assert!(report.left_out.len() <= 301);
        assert_eq!(report.n_left_out(), 100_000);
        assert!(report.lines_left_out().join("").len() < 40_000);
    }
}
