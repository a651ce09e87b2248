//! What the theory's tests share: reference files and rows.

use crate::common;
pub use crate::common::{json, numbers, ratio};
use iw_lab::numeric::{dot, exp, norm};
use iw_lab::theory::rows::Rows;
use serde_json::Value;

/// An array of row numbers.
pub fn indices(value: &Value) -> Vec<usize> {
    numbers(value).into_iter().map(|i| i as usize).collect()
}

/// A list of rows.
pub fn rows_of(value: &Value) -> Rows {
    let rows: Vec<Vec<f64>> = value.as_array().unwrap().iter().map(numbers).collect();
    Rows::new(rows[0].len(), rows.concat()).unwrap()
}

/// A data set with columns x1, x2, y.
pub struct Points(common::Rows);

impl Points {
    pub fn read(name: &str) -> Points {
        Points(common::Rows::read(name, ""))
    }

    pub fn rows(&self, bias: bool) -> Rows {
        let row = |(x, y): (&[f64; 2], &f64)| {
            let mut z = vec![y * x[0], y * x[1]];
            if bias {
                z.push(*y);
            }
            z
        };
        let z = std::iter::zip(&self.0.x, &self.0.y).flat_map(row).collect();
        Rows::new(2 + usize::from(bias), z).unwrap()
    }

    /// The weight of each row, of mean 1, for orange : blue.
    pub fn weights(&self, orange: f64, blue: f64) -> Vec<f64> {
        self.0.class_weights(orange, blue)
    }
}

/// Every run that is stored of sep40: its rows, its weights, and its numbers.
pub fn each_run_of_sep40(visit: impl Fn(&Rows, &[f64], &Value)) {
    let points = Points::read("sep40.csv");
    for file in ["linear_sep40.json", "linear_sep40_theta0.json"] {
        let reference = json(file);
        for (name, bias) in [("nobias", false), ("bias", true)] {
            for run in reference[name]["runs"].as_array().unwrap() {
                let (orange, blue) = ratio(&run["ratio_orange_blue"]);
                visit(&points.rows(bias), &points.weights(orange, blue), run);
            }
        }
    }
}

/// Gradient descent on (1/n) Σ wᵢ e^−uᵢ.
pub fn descend(rows: &Rows, weights: &[f64], eta: f64, theta: &mut [f64], steps: usize) {
    let n = rows.len() as f64;
    for _ in 0..steps {
        let mut step = vec![0.0; theta.len()];
        for (z, w) in rows.iter().zip(weights) {
            let pull = eta * w / n * exp(-dot(z, theta));
            step.iter_mut().zip(z).for_each(|(s, z)| *s += pull * z);
        }
        theta.iter_mut().zip(&step).for_each(|(t, s)| *t += s);
    }
}

/// The angle between two vectors in degrees, accurate for small angles.
pub fn angle(a: &[f64], b: &[f64]) -> f64 {
    let along = dot(a, b) / dot(b, b);
    let across: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - along * b).collect();
    iw_lab::numeric::atan2(norm(&across), along * norm(b)).to_degrees()
}

#[track_caller]
pub fn assert_close(actual: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(actual.len(), expected.len());
    for (a, e) in actual.iter().zip(expected) {
        assert!(
            (a - e).abs() <= tolerance,
            "{actual:?} is not {expected:?} to {tolerance:e}"
        );
    }
}
