//! svmlight, libsvm and XGBoost: `label index:value index:value …`, with `#` comments and `qid:`.
//!
//! Indices ascend and are unique, as scikit-learn 1.9.1, svm-train 3.24 and liblinear 2.3.0 demand. XGBoost 3.2.0 writes
//! `label:weight`; where only some rows have one it moves them to the wrong rows (2, none, 5 are read as 2, 5, 0). Here a
//! missing weight is 1, in its own row. A feature that a row does not list is 0. Features are called by their index as
//! written, whether the file counts from 0 or from 1.

use super::Refusal;
use super::columns::{Found, Head};
use super::format::Format;
use super::options::Options;
use super::reason::Reason;
use super::remark::{Change, Remark};
use super::sparse::Sparse;
use super::table::{Declared, Table};
use crate::text::decimal;

/// Whether all of the lines look like rows, and some have a feature.
pub(super) fn looks_like(beginning: &str) -> bool {
    let lines = || {
        beginning
            .lines()
            .map(content)
            .filter(|line| !line.is_empty())
            .take(200)
    };
    let good = |line: &str| {
        let mut words = line.split_ascii_whitespace();
        let label = words.next().unwrap_or("");
        let is_label = label
            .split([':', ','])
            .all(|part| decimal::read(part).is_some());
        is_label && words.all(|word| pair(word).is_some())
    };
    let total = lines().count();
    let n_good = lines().filter(|line| good(line)).count();
    let has_pairs = lines()
        .filter(|line| good(line))
        .any(|line| line.split_ascii_whitespace().count() > 1);
    has_pairs && total > 0 && 10 * n_good >= 9 * total
}

/// The line without its comment.
fn content(line: &str) -> &str {
    line.split('#').next().unwrap_or("").trim()
}

/// `index:value`, or `qid:n` (as `None`).
fn pair(word: &str) -> Option<Option<(u32, &str)>> {
    let (index, value) = word.split_once(':')?;
    if index == "qid" {
        return Some(None);
    }
    let is_index = index.bytes().all(|b| b.is_ascii_digit());
    let index = index.parse().ok().filter(|_| is_index)?;
    decimal::read(value).map(|_| Some((index, value)))
}

/// Reads a whole text.
pub(super) fn read(text: &str, options: &Options) -> Result<Table, Refusal> {
    let mut rows = Sparse::default();
    let mut set_aside = Vec::new();
    let (mut weighted, mut unweighted) = (0, 0);
    for (number, line) in (1..).zip(text.lines()) {
        let line = content(line);
        if line.is_empty() {
            continue;
        }
        let mut words = line.split_ascii_whitespace();
        let label = words.next().unwrap_or("");
        let (label, weight) = match label.split_once(':') {
            Some((label, weight)) => (label, Some(weight)),
            None => (label, None),
        };
        match features(words) {
            Ok(features) => {
                weighted += usize::from(weight.is_some());
                unweighted += usize::from(weight.is_none());
                rows.push(number, [label, weight.unwrap_or("1")], &features);
            }
            Err(why) => set_aside.push((number, Reason::Malformed { why })),
        }
    }
    let mut heads = vec![Head::of("label", Declared::Class)];
    let mut notices = Vec::new();
    if weighted > 0 {
        heads.push(Head::of("weight", Declared::Weight));
        if unweighted > 0 {
            let text = format!(
                "{unweighted} rows have no weight behind their label: each counts 1, in its own row."
            );
            notices.push(Remark::new(text, Change::Weight));
        }
    }
    let (cells, names) = rows.cells(heads.len())?;
    heads.extend(
        names
            .iter()
            .map(|index| Head::named(format!("feature {index}"))),
    );
    Found {
        cells,
        heads,
        format: Format::SvmLight,
        has_header: false,
        notices,
        set_aside,
    }
    .table(options)
}

/// The features of a row, or what is wrong with it.
fn features<'a>(words: impl Iterator<Item = &'a str>) -> Result<Vec<(u32, &'a str)>, String> {
    let mut features: Vec<(u32, &str)> = Vec::new();
    for word in words {
        let pair = pair(word)
            .ok_or_else(|| format!("“{}” is no index:value", super::table::short(word)))?;
        if let Some((index, value)) = pair {
            if features.last().is_some_and(|&(last, _)| last >= index) {
                return Err(format!("index {index} does not ascend"));
            }
            features.push((index, value));
        }
    }
    Ok(features)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{examples, read_text, refused, roles};

    #[test]
    fn rows_with_comments_query_numbers_and_tabs() {
        let text = "# made by hand\n+1 qid:3 1:0.5 3:2 # first\n-1\t1:1e-3\t2:7\n\n+1 2:-4\n-1 1:2 2:2 3:2\n";
        let reading = read_text(text, "");
        assert_eq!(reading.table.format.name(), "svmlight");
        assert_eq!(roles(&reading), "feature 1 feature 2 | label +1/-1");
        let (own, report) = examples(text, "standardize=0&x1=feature 1&x2=feature 3");
        assert_eq!(own.dataset.examples[0].x, [0.5, 2.0]);
        assert_eq!(
            own.dataset.examples[2].x,
            [0.0, 0.0],
            "what is not listed is 0"
        );
        assert_eq!(report.used, 4);
    }

    #[test]
    fn a_missing_weight_is_1_in_its_own_row() {
        // XGBoost 3.2.0 reads these as 2, 5, 0.
        let text = "1:2 0:1 1:2\n0 0:3 1:1\n1:5 0:2 1:2\n0 0:2 1:1\n";
        let (own, report) = examples(text, "");
        let weights: Vec<f64> = own.dataset.examples.iter().map(|e| e.weight).collect();
        assert_eq!(weights, [2.0, 1.0, 5.0, 1.0]);
        assert_eq!(own.features, ["feature 0", "feature 1"]);
        assert!(
            report
                .sentences()
                .join(" ")
                .contains("2 rows have no weight behind their label")
        );
    }

    #[test]
    fn rows_that_others_refuse_are_left_out_with_the_reason() {
        let text = "1 1:2 2:3\n0 2:1 1:1\n1 1:1 1:2\n0 1:1 2:2\n1 3:4 2:x\n1 1:3 2:1\n".repeat(4)
            + &"0 1:1 2:1\n".repeat(80);
        let (_, report) = examples(&text, "format=libsvm");
        assert_eq!(report.n_left_out(), 12);
        assert!(
            report
                .sentences()
                .join(" ")
                .contains("index 1 does not ascend")
        );
    }

    #[test]
    fn a_companion_has_a_weight_for_each_row() {
        let text = "1 1:2 2:3\n0 1:1 2:1\n";
        let (own, _) = examples(text, "companion=2.5%0A0.5%0A");
        assert_eq!(own.dataset.examples[0].weight, 2.5);
        let reason = refused(text, "companion=1%0A2%0A3");
        assert!(
            reason.contains("3 weights") && reason.contains("2 rows"),
            "{reason}"
        );
    }
}
