//! The answer whether rows can be separated, with what certifies it.
//!
//! Lengths are judged relative to the radius R: a margin above 1e−9 R separates, one below 1e−12 R is 0, and
//! between the two the data themselves, rounded to `f64`, do not say.

use super::max_margin::MaxMargin;
use super::rows::Rows;
use crate::numeric::dot;

/// Lengths above this, relative to R, are positive.
const POSITIVE: f64 = 1e-9;
/// Lengths below this, relative to R, are 0.
const ZERO: f64 = 1e-12;

/// The answer, with its certificate.
#[derive(Clone, Debug, PartialEq)]
pub enum Separability {
    /// Every row has zᵢ·direction ≥ γ > 0, checked row by row.
    Separable(MaxMargin),
    /// Some rows are, some are not.
    Partly(Partly),
    /// No row is separable.
    NotSeparable {
        /// p ≥ 0 with Σ p = 1 and |Σ pᵢ zᵢ| < 1e−12 R; on at most d + 1 rows.
        combination: Vec<f64>,
    },
    /// The margin, of all rows or of what is left beside a core, is within 1e−12 … 1e−9 of R: too close to 0
    /// to tell.
    Undecided {
        /// The length in doubt, divided by R.
        relative_margin: f64,
    },
}

/// Partly separable rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Partly {
    /// The separable rows, ascending.
    pub separable: Vec<usize>,
    /// The other rows, ascending.
    pub core: Vec<usize>,
    /// Max margin of the separable rows among directions orthogonal to the core: the limit direction,
    /// whatever the weights. Rows are numbered as in the whole set.
    pub limit: MaxMargin,
    /// p ≥ 0 on core rows with Σ p = 1 and |Σ pᵢ zᵢ| < 1e−12 R: why not all rows are separable.
    pub combination: Vec<f64>,
}

/// A verdict whose certificate of separability holds, or that nothing is decided.
pub(crate) fn confirmed(rows: &Rows, verdict: Separability) -> Separability {
    // The certificate of separability is looked at directly, row by row and in plain `f64`.
    match verdict {
        Separability::Separable(limit) if !rows.iter().all(|z| dot(z, &limit.direction) > 0.0) => {
            Separability::Undecided {
                relative_margin: limit.margin / rows.radius(),
            }
        }
        verdict => verdict,
    }
}

/// A length relative to R.
pub(super) enum Size {
    Zero,
    Undecided(f64),
    Positive,
}

impl Size {
    pub(super) fn of(length: f64, radius: f64) -> Size {
        if length <= ZERO * radius {
            Size::Zero
        } else if length <= POSITIVE * radius {
            Size::Undecided(length / radius)
        } else {
            Size::Positive
        }
    }
}
