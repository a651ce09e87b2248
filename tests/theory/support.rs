//! What the theory's tests share: reference files and rows.

use iw_lab::numeric::{dot, exp, norm};
use iw_lab::theory::rows::Rows;
use serde_json::Value;

fn read(name: &str) -> String {
    let path = format!("{}/tests/reference/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A reference file.
pub fn json(name: &str) -> Value {
    serde_json::from_str(&read(name)).unwrap()
}

/// An array of numbers.
pub fn numbers(value: &Value) -> Vec<f64> {
    value
        .as_array()
        .unwrap_or_else(|| panic!("no array: {value}"))
        .iter()
        .map(|number| number.as_f64().unwrap())
        .collect()
}

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
pub struct Points {
    pub x: Vec<[f64; 2]>,
    pub y: Vec<f64>,
}

impl Points {
    pub fn read(name: &str) -> Points {
        let text = read(name);
        let lines = text.lines().skip(1);
        let fields: Vec<Vec<f64>> = lines
            .map(|line| {
                line.split(',')
                    .map(|field| field.parse().unwrap())
                    .collect()
            })
            .collect();
        Points {
            x: fields.iter().map(|f| [f[0], f[1]]).collect(),
            y: fields.iter().map(|f| f[2]).collect(),
        }
    }

    pub fn rows(&self, bias: bool) -> Rows {
        let row = |(x, y): (&[f64; 2], &f64)| {
            let mut z = vec![y * x[0], y * x[1]];
            if bias {
                z.push(*y);
            }
            z
        };
        let z = std::iter::zip(&self.x, &self.y).flat_map(row).collect();
        Rows::new(2 + usize::from(bias), z).unwrap()
    }

    /// The weight of each row, of mean 1, for orange : blue.
    pub fn weights(&self, orange: f64, blue: f64) -> Vec<f64> {
        let raw: Vec<f64> = self
            .y
            .iter()
            .map(|&y| if y > 0.0 { orange } else { blue })
            .collect();
        let mean = raw.iter().sum::<f64>() / raw.len() as f64;
        raw.iter().map(|w| w / mean).collect()
    }
}

/// The two numbers of "5:1".
pub fn ratio(text: &Value) -> (f64, f64) {
    let (orange, blue) = text.as_str().unwrap().split_once(':').unwrap();
    (orange.parse().unwrap(), blue.parse().unwrap())
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
