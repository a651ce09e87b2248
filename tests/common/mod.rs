//! What the integration tests share: reference data and problems on it.

#![allow(dead_code, reason = "every test binary uses its own part")]

pub mod scalar;

use std::borrow::Borrow;
use std::rc::Rc;

use iw_lab::loss::Loss;
use iw_lab::model::Model;
use iw_lab::model::points::Points;
use iw_lab::objective::Problem;
use serde_json::Value;

/// A file of `tests/reference`.
pub fn read(name: &str) -> String {
    let path = format!("{}/tests/reference/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A JSON file of `tests/reference`.
pub fn json(name: &str) -> Value {
    serde_json::from_str(&read(name)).expect(name)
}

/// A number of a JSON file.
pub fn number(value: &Value) -> f64 {
    value
        .as_f64()
        .unwrap_or_else(|| panic!("{value} is no number"))
}

/// Numbers of a JSON file.
pub fn numbers(value: &Value) -> Vec<f64> {
    value
        .as_array()
        .expect("an array")
        .iter()
        .map(number)
        .collect()
}

/// Columns of a CSV file of numbers, without its header; text columns are NaN.
pub fn table(name: &str) -> Vec<Vec<f64>> {
    read(name)
        .lines()
        .skip(1)
        .map(|line| {
            line.split(',')
                .map(|cell| cell.parse().unwrap_or(f64::NAN))
                .collect()
        })
        .collect()
}

/// Labeled points.
#[derive(Clone)]
pub struct Rows {
    /// Features.
    pub x: Vec<[f64; 2]>,
    /// Classes ±1.
    pub y: Vec<f64>,
}

impl Rows {
    /// The rows of a reference CSV whose line ends in `suffix`.
    pub fn read(name: &str, suffix: &str) -> Rows {
        let lines = read(name);
        let rows: Vec<Vec<f64>> = lines
            .lines()
            .skip(1)
            .filter(|line| line.ends_with(suffix))
            .map(|line| {
                line.split(',')
                    .take(3)
                    .map(|cell| cell.parse().expect("a number"))
                    .collect()
            })
            .collect();
        Rows {
            x: rows.iter().map(|row| [row[0], row[1]]).collect(),
            y: rows.iter().map(|row| row[2]).collect(),
        }
    }

    /// Weights orange : blue, rescaled to mean 1.
    pub fn class_weights(&self, orange: f64, blue: f64) -> Vec<f64> {
        let raw = self.y.iter().map(|&y| if y > 0.0 { orange } else { blue });
        mean_1(raw.collect())
    }

    /// A problem on these rows.
    pub fn problem(
        &self,
        model: impl Borrow<Model>,
        weights: &[f64],
        loss: Loss,
        l2: f64,
    ) -> Problem {
        let points = Rc::new(Points::new(self.x.iter().copied()));
        Problem::new(model.borrow().clone(), points, &self.y, weights, loss, l2)
    }
}

/// Weights rescaled to mean 1.
pub fn mean_1(raw: Vec<f64>) -> Vec<f64> {
    let mean = raw.iter().sum::<f64>() / raw.len() as f64;
    raw.into_iter().map(|w| w / mean).collect()
}

/// "16:1" as two numbers.
pub fn ratio(text: &Value) -> (f64, f64) {
    let (orange, blue) = text
        .as_str()
        .and_then(|text| text.split_once(':'))
        .expect("a ratio");
    (
        orange.parse().expect("a number"),
        blue.parse().expect("a number"),
    )
}
