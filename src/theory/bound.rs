//! The generalization bound, term by term: a shape, not a guarantee.
//!
//! ```text
//! err_Q(θ) ≤ (1/n) Σ vᵢ φ_g(uᵢ) + (2/g) √(Σ vᵢ² |zᵢ|²) / n + 3 max(v) √(ln(2K/δ) / (2n))
//!            empirical             complexity                 confidence
//!
//! φ_g(u) = clip(1 − u/g, 0, 1)      u  margins of θ/|θ|      v = q/p  the true density ratio
//! g  the margin asked for, one of K fixed beforehand          1 − δ  confidence
//! ```
//!
//! The complexity term is at most (2R/g) √((χ² + 1)/n) in expectation: the paper's form (Xu, Ye and Ruan
//! 2021, section 5). Caveats, which belong beside any picture of it:
//!
//! - v are the true weights, from the down-sampling. Weights trained with enter only through θ.
//! - It is for linear scores of unit norm; there is no such term here for a network.
//! - It needs v bounded and known. With every weight learned or guessed it does not hold.
//! - Above 1 it says nothing. With 100 rows that is the rule; it takes some 1e6 to become of use.

use super::rows::Rows;
use crate::numeric::{clamp, dot, ln, norm, sqrt};

/// The terms of the bound at one g and n.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bound {
    /// (1/n) Σ vᵢ φ_g(uᵢ): the weighted share of rows within the margin.
    pub empirical: f64,
    /// (2/g) √(Σ vᵢ² |zᵢ|²) / n.
    pub complexity: f64,
    /// 3 max(v) √(ln(2K/δ) / (2n)).
    pub confidence: f64,
}

impl Bound {
    /// The sum of the terms. Vacuous from 1 on.
    pub fn total(&self) -> f64 {
        self.empirical + self.complexity + self.confidence
    }
}

/// What the bound asks for besides the rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BoundSetting {
    /// g > 0, in the unit of |z|.
    pub margin: f64,
    /// n: that of the rows for the bound itself; larger to see where more rows like these would take it,
    /// their averages kept.
    pub n_examples: f64,
    /// δ in (0, 1).
    pub delta: f64,
    /// K ≥ 1, over how many values of g the bound is to hold at once.
    pub grid: f64,
}

/// φ_g(u) = clip(1 − u/g, 0, 1): 1 for a mistake, 0 beyond the margin.
pub fn ramp(u: f64, margin: f64) -> f64 {
    clamp(1.0 - u / margin, 0.0, 1.0)
}

/// The bound for θ on `rows` with true weights `v`. `None` when θ is 0 or not finite, a weight is not a finite
/// number of 0 or more, the setting is out of range, or a term overflows (a margin of 1e−300).
pub fn bound(rows: &Rows, v: &[f64], theta: &[f64], setting: BoundSetting) -> Option<Bound> {
    let BoundSetting {
        margin,
        n_examples,
        delta,
        grid,
    } = setting;
    let length = norm(theta);
    let positive = |x: f64| x > 0.0 && x < f64::INFINITY;
    let weights = v.len() == rows.len() && v.iter().all(|v| v.is_finite() && *v >= 0.0);
    let shape = theta.len() == rows.dim() && positive(length);
    let range = positive(margin) && positive(n_examples) && positive(delta) && delta < 1.0;
    if !(weights && shape && range && grid >= 1.0 && grid.is_finite()) {
        return None;
    }
    let n = rows.len() as f64;
    let (mut within, mut squares) = (0.0, 0.0);
    for (z, v) in rows.iter().zip(v) {
        within += v * ramp(dot(z, theta) / length, margin);
        squares += v * v * dot(z, z);
    }
    let largest = v.iter().copied().fold(0.0, f64::max);
    let bound = Bound {
        empirical: within / n,
        complexity: 2.0 / margin * sqrt(squares / n / n_examples),
        confidence: 3.0 * largest * sqrt(ln(2.0 * grid / delta) / (2.0 * n_examples)),
    };
    (bound.total() < f64::INFINITY).then_some(bound)
}
