//! A person's own data: from a file, from a link, or generated and then edited point by point.

use super::csv::MOST_ROWS;
use super::generate::{GenerateError, choose_split, class_streams, share};
use super::{Class, Dataset, Example, LARGEST, Split};
use crate::list::listed;
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
    /// Mean of each feature over all rows used, training and test, so that another split moves no point.
    pub mean: [f64; 2],
    /// Standard deviation (divisor n) over the same rows; 1 where a feature is constant.
    pub deviation: [f64; 2],
}

impl Standardization {
    /// Standardizes the features of `data` and says how.
    pub fn apply(data: &mut Dataset) -> Standardization {
        let mut standardization = Standardization {
            mean: [0.0; 2],
            deviation: [1.0; 2],
        };
        let n = data.examples.len() as f64;
        if n == 0.0 {
            return standardization;
        }
        for k in [0, 1] {
            let values = || data.examples.iter().map(|e| e.x[k]);
            // A constant is its own mean exactly; the rounded sum need not be.
            let first = data.examples[0].x[k];
            let mean = first + values().map(|x| x - first).sum::<f64>() / n;
            // Divided by the largest deviation first, so that squares neither over- nor underflow.
            let largest = values().map(|x| (x - mean).abs()).fold(0.0, f64::max);
            let squares = values().map(|x| (x - mean) / largest).map(|d| d * d);
            let deviation = largest * sqrt(squares.sum::<f64>() / n);
            if deviation > 0.0 {
                standardization.deviation[k] = deviation;
            }
            standardization.mean[k] = mean;
        }
        for example in &mut data.examples {
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
            let rows: Vec<&mut Example> = listed(rows);
            let splits = choose_split(rows.len(), keep, &mut rng);
            for (row, split) in rows.into_iter().zip(splits) {
                row.split = split;
            }
        }
        Ok(dataset)
    }
}
