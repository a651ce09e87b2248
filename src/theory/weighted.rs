//! Rows with their importance weights. A row of weight 0 is removed: nothing pulls at it.

use super::rows::Rows;
use crate::numeric::ln;
use std::fmt;

/// The rows of positive weight, still knowing their numbers and the n of all rows.
#[derive(Clone, Debug, PartialEq)]
pub struct WeightedRows {
    rows: Rows,
    weights: Vec<f64>,
    numbers: Vec<usize>,
    n_rows: usize,
}

/// Why weights cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeightsError {
    /// There is not one weight for each row.
    Length {
        /// Weights given.
        weights: usize,
        /// Rows.
        rows: usize,
    },
    /// The weight of this row is negative, infinite or NaN.
    NotAWeight {
        /// Index of the row.
        row: usize,
    },
    /// Every weight is 0.
    AllZero,
}

impl fmt::Display for WeightsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            WeightsError::Length { weights, rows } => {
                write!(
                    f,
                    "{weights} weights for {rows} rows: give one for each row"
                )
            }
            WeightsError::NotAWeight { row } => write!(
                f,
                "the weight of row {row} is not a finite number of 0 or more"
            ),
            WeightsError::AllZero => write!(f, "every weight is 0: nothing would be trained on"),
        }
    }
}

impl std::error::Error for WeightsError {}

impl WeightedRows {
    /// `weights[i]` ≥ 0 belongs to row i.
    pub fn new(rows: &Rows, weights: &[f64]) -> Result<WeightedRows, WeightsError> {
        if weights.len() != rows.len() {
            return Err(WeightsError::Length {
                weights: weights.len(),
                rows: rows.len(),
            });
        }
        if let Some(row) = weights.iter().position(|w| !w.is_finite() || *w < 0.0) {
            return Err(WeightsError::NotAWeight { row });
        }
        let numbers: Vec<usize> = (0..rows.len()).filter(|&i| weights[i] > 0.0).collect();
        Ok(WeightedRows {
            // The rows were good before: only an empty choice can fail.
            rows: rows.select(&numbers).map_err(|_| WeightsError::AllZero)?,
            weights: numbers.iter().map(|&i| weights[i]).collect(),
            numbers,
            n_rows: rows.len(),
        })
    }

    /// The rows of positive weight.
    pub fn rows(&self) -> &Rows {
        &self.rows
    }

    /// Their weights.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Their numbers among all rows, ascending.
    pub fn numbers(&self) -> &[usize] {
        &self.numbers
    }

    /// ln(wᵢ/n) of each, with the n of *all* rows.
    pub fn ln_shares(&self) -> Vec<f64> {
        let n = self.n_rows as f64;
        self.weights.iter().map(|w| ln(w / n)).collect()
    }

    /// Values of the kept rows, put in their places among all rows; 0 for a removed row.
    pub fn spread(&self, values: &[f64]) -> Vec<f64> {
        let mut all = vec![0.0; self.n_rows];
        for (&number, &value) in self.numbers.iter().zip(values) {
            all[number] = value;
        }
        all
    }
}
