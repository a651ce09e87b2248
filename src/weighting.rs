//! Importance weights: from a scheme to one weight per training row, with mean 1.

use crate::data::{Dataset, Split};

/// How a run weighs the training rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Weighting {
    /// orange : blue.
    Ratio(f64, f64),
    /// The true density ratio of the split: w(y) ∝ P_t(y)/P_s(y), test share over training share.
    Density,
    /// The weight column that the data came with.
    File,
}
