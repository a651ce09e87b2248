//! Rows that list only some of their features: to columns, one for each feature that occurs.

use super::Refusal;
use super::table::{Cells, MOST_COLUMNS};
use std::collections::BTreeMap;

/// Most cells that are filled in for what rows do not list: a short file could ask for any amount of memory.
const MOST_CELLS: usize = 20_000_000;

/// The rows of a text.
#[derive(Clone, Debug)]
pub(super) struct Sparse<'a, Key: Ord + Copy> {
    rows: Vec<(usize, [&'a str; 2], std::ops::Range<usize>)>,
    features: Vec<(Key, &'a str)>,
}

impl<Key: Ord + Copy> Default for Sparse<'_, Key> {
    fn default() -> Self {
        Sparse {
            rows: Vec::new(),
            features: Vec::new(),
        }
    }
}

impl<'a, Key: Ord + Copy> Sparse<'a, Key> {
    /// Adds the row of a line: what stands before its features, and these.
    pub fn push(&mut self, line: usize, before: [&'a str; 2], features: &[(Key, &'a str)]) {
        let start = self.features.len();
        self.features.extend_from_slice(features);
        self.rows.push((line, before, start..self.features.len()));
    }

    /// The cells: the first `n_before` of what stands before the features, then a column for each feature that occurs, in
    /// ascending order, 0 where a row does not list it. And the features of the columns.
    pub fn cells(&self, n_before: usize) -> Result<(Cells, Vec<Key>), Refusal> {
        let mut columns: BTreeMap<Key, usize> = BTreeMap::new();
        for &(key, _) in &self.features {
            columns.entry(key).or_default();
        }
        for (at, column) in columns.values_mut().enumerate() {
            *column = at;
        }
        if columns.len() + n_before > MOST_COLUMNS {
            let found = columns.len() + n_before;
            return Err(Refusal::TooManyColumns { found });
        }
        if columns.len() * self.rows.len() > MOST_CELLS {
            return Err(Refusal::TooManyCells {
                rows: self.rows.len(),
                columns: columns.len(),
            });
        }
        let mut cells = Cells::default();
        let mut values = vec!["0"; columns.len()];
        for (line, before, range) in &self.rows {
            values.fill("0");
            for (key, value) in &self.features[range.clone()] {
                values[columns[key]] = value;
            }
            cells.push_row(*line, before[..n_before].iter().chain(&values).copied());
        }
        Ok((cells, columns.into_keys().collect()))
    }
}
