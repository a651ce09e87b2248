//! A person's own data: from a file, from a link, or generated and then edited point by point.

use super::generate::{GenerateError, choose_split, class_streams, share};
use super::{Class, Dataset, Example, LARGEST, MOST_ROWS, Split};
use crate::numeric::sqrt;
use crate::rng::Purpose;

/// Examples with the names they came with.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnData {
    /// The examples as trained on (standardized, if so).
    pub dataset: Dataset,
    /// Whether the data says what is for testing; if not, all of it is for training.
    pub has_split: bool,
    /// Whether the data came with weights.
    pub has_weight: bool,
    /// Names of x₁ and x₂.
    pub features: [String; 2],
    /// Names of orange and blue.
    pub classes: [String; 2],
    /// How the features were standardized, if they were.
    pub standardized: Option<Standardization>,
}

/// Shift and scale of each feature:
///
/// ```text
/// z = (x − mean)/deviation
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standardization {
    /// Mean of each feature over the rows that are trained on.
    pub mean: [f64; 2],
    /// Standard deviation (divisor n) over the same rows; 1 where a feature is constant.
    pub deviation: [f64; 2],
}

impl Standardization {
    /// Offset and spread of the features of `own` over the rows that are trained on ([`OwnData::is_trained_on`]); over
    /// all rows where there is none.
    pub fn of(own: &OwnData) -> Standardization {
        let examples = || own.dataset.examples.iter();
        let any = examples().any(|e| own.is_trained_on(e));
        let trained: Vec<[f64; 2]> = examples()
            .filter(|e| !any || own.is_trained_on(e))
            .map(|e| e.x)
            .collect();
        let scales = [0, 1].map(|k| scale(trained.iter().map(|x| x[k])));
        Standardization {
            mean: scales.map(|(mean, _)| mean),
            deviation: scales.map(|(_, deviation)| if deviation > 0.0 { deviation } else { 1.0 }),
        }
    }

    /// Standardizes the features of `own` and says how.
    pub fn apply(own: &mut OwnData) -> Standardization {
        let standardization = Standardization::of(own);
        for example in &mut own.dataset.examples {
            example.x = standardization.to_plane(example.x);
        }
        standardization
    }

    /// From the data's own units to the plane's.
    pub fn to_plane(&self, x: [f64; 2]) -> [f64; 2] {
        [0, 1].map(|k| (x[k] - self.mean[k]) / self.deviation[k])
    }

    /// From the plane's units to the data's own.
    pub fn from_plane(&self, z: [f64; 2]) -> [f64; 2] {
        [0, 1].map(|k| self.mean[k] + self.deviation[k] * z[k])
    }
}

/// Mean and standard deviation (divisor n) of numbers; (0, 0) of none.
fn scale(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let Some(first) = values.clone().next() else {
        return (0.0, 0.0);
    };
    let n = values.clone().count() as f64;
    // A constant is its own mean exactly; the rounded sum need not be.
    let mean = first + values.clone().map(|x| x - first).sum::<f64>() / n;
    // Divided by the largest deviation first, so that squares neither over- nor underflow.
    let largest = values.clone().map(|x| (x - mean).abs()).fold(0.0, f64::max);
    let squares = values.map(|x| (x - mean) / largest).map(|d| d * d);
    let deviation = largest * sqrt(squares.sum::<f64>() / n);
    (mean, if deviation > 0.0 { deviation } else { 0.0 })
}

/// Whether the default ladder would diverge or stall on features of this offset and spread, over the rows that are trained
/// on: their mean square E|x|² is above [`MOST_SQUARE`] (the steps overshoot), a deviation is below [`LEAST_DEVIATION`], or
/// a mean is more than [`MOST_OFFSET`] deviations from 0 (the boundary hardly moves).
///
/// The limits are where ladders of the default settings, on moons and on overlapping classes of known offset and spread,
/// begin to diverge within five steps, or to stay at three times the error after 2,000 steps.
pub fn standardizing_helps(own: &OwnData) -> bool {
    let Standardization { mean, deviation } = Standardization::of(own);
    let constant = |k: usize| own.dataset.examples.iter().all(|e| e.x[k] == mean[k]);
    let varying: Vec<usize> = [0, 1].into_iter().filter(|&k| !constant(k)).collect();
    let square: f64 = [0, 1]
        .into_iter()
        .map(|k| {
            mean[k] * mean[k]
                + if constant(k) {
                    0.0
                } else {
                    deviation[k] * deviation[k]
                }
        })
        .sum();
    let stalls =
        |&k: &usize| deviation[k] < LEAST_DEVIATION || mean[k].abs() > MOST_OFFSET * deviation[k];
    square.is_nan() || square > MOST_SQUARE || varying.iter().any(stalls)
}

/// See [`standardizing_helps`].
const MOST_SQUARE: f64 = 6.0;
/// See [`standardizing_helps`].
const LEAST_DEVIATION: f64 = 0.4;
/// See [`standardizing_helps`].
const MOST_OFFSET: f64 = 3.0;

/// Why a point cannot be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditError {
    /// There are [`MOST_ROWS`] already.
    Full,
    /// A coordinate is not finite, or beyond 1e100.
    NotAPlace,
}

impl std::fmt::Display for EditError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Full => write!(f, "There are {MOST_ROWS} points already. Remove one first."),
            Self::NotAPlace => write!(f, "A point needs two numbers between −1e100 and 1e100."),
        }
    }
}

impl std::error::Error for EditError {}

impl OwnData {
    /// Whether a row moves parameters: it is for training, and its weight, if the data came with weights, is not 0.
    pub fn is_trained_on(&self, example: &Example) -> bool {
        example.split == Split::Train && !(self.has_weight && example.weight == 0.0)
    }

    /// Any data set as one's own, to be edited.
    pub fn from_dataset(dataset: Dataset) -> OwnData {
        let has_split = dataset.examples.iter().any(|e| e.split != Split::Train);
        let has_weight = dataset.examples.iter().any(|e| e.weight != 1.0);
        OwnData {
            dataset,
            has_split,
            has_weight,
            features: ["x₁", "x₂"].map(String::from),
            classes: [Class::Orange, Class::Blue].map(|c| c.name().into()),
            standardized: None,
        }
    }

    /// Adds a training row of weight 1 at `x`, in the units of the plane, after the others.
    pub fn add(&mut self, x: [f64; 2], class: Class) -> Result<(), EditError> {
        if x.iter().any(|x| x.is_nan() || x.abs() > LARGEST) {
            return Err(EditError::NotAPlace);
        }
        if self.dataset.examples.len() >= MOST_ROWS {
            return Err(EditError::Full);
        }
        self.dataset.examples.push(Example {
            x,
            class,
            split: Split::Train,
            weight: 1.0,
        });
        Ok(())
    }

    /// Removes the example at `index` of the data set; the others keep their order. `None` if there is none.
    pub fn remove(&mut self, index: usize) -> Option<Example> {
        (index < self.dataset.examples.len()).then(|| self.dataset.examples.remove(index))
    }

    /// The data with a split of its own making: `keep_orange` and `keep_blue` are the shares of each class kept
    /// for training, chosen with `seed` as for generated data; the complement is the test set. Order and
    /// points stay.
    pub fn dataset_with_split(
        &self,
        keep_orange: f64,
        keep_blue: f64,
        seed: u64,
    ) -> Result<Dataset, GenerateError> {
        share("keep orange", keep_orange)?;
        share("keep blue", keep_blue)?;
        let mut dataset = self.dataset.clone();
        let [rng_orange, rng_blue] = class_streams(seed, Purpose::Split);
        for (class, keep, mut rng) in [
            (Class::Orange, keep_orange, rng_orange),
            (Class::Blue, keep_blue, rng_blue),
        ] {
            let rows = dataset.examples.iter_mut().filter(|e| e.class == class);
            let rows: Vec<&mut Example> = rows.collect();
            let splits = choose_split(rows.len(), keep, &mut rng);
            for (row, split) in rows.into_iter().zip(splits) {
                row.split = split;
            }
        }
        Ok(dataset)
    }
}
