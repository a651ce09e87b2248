//! The rate at which θ(t) = v ln t + ρ + o(1) comes true.
//!
//! ```text
//! |θ − v ln t − ρ| ~ t^−r      r = min(λ_min(A^½ K A^½), second margin − 1)
//! ```
//!
//! K = Z Zᵀ and A = diag(α*), α* = p*/γ², of the support rows; the second margin is the smallest zᵢ·v of the others. The
//! first is how fast the margins of the support rows settle at their constants, the smallest eigenvalue of the flow's
//! Jacobian there; the second is how fast the pull of the other rows dies out. With r = .002, which feature maps reach,
//! t = 10^300 is not late. Derived, and measured: the decay is within 5 % of r in seven models.

use super::max_margin::MaxMargin;
use super::qr::Qr;
use super::rows::Rows;
use crate::dense::dot;
use crate::numeric::{norm, sqrt};

/// Both parts of r.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// λ_min(A^½ K A^½) on the support.
    pub support: f64,
    /// The smallest margin off the support, less 1; infinite where every row is on it.
    pub others: f64,
}

impl Rate {
    /// r.
    pub fn slowest(&self) -> f64 {
        self.support.min(self.others)
    }
}

/// A support row this short beside the span of others, relative to R, depends on them.
const DEPENDENT: f64 = 1e-10;
/// Far above the number of iterations ever seen.
const MOST_ITERATIONS: usize = 10_000;

/// Z_Sᵀ = Q R of the support rows, in the order of the second list; `None` where they depend on each other or one of
/// them has no dual.
pub(super) fn independent_support(rows: &Rows, limit: &MaxMargin) -> Option<(Qr, Vec<usize>)> {
    let support = limit.support.iter().map(|&i| rows.row(i));
    let (qr, entered) = Qr::of_span(rows.dim(), support, DEPENDENT * rows.radius());
    let held = limit.support.iter().all(|&i| limit.dual[i] > 0.0);
    let order = entered.into_iter().map(|at| limit.support[at]);
    (held && qr.len() == limit.support.len()).then(|| (qr, order.collect()))
}

/// The rate toward `limit` of `rows`. `None` where support rows depend on each other or one has no dual: there ρ is not
/// of this form.
pub fn rate(rows: &Rows, limit: &MaxMargin) -> Option<Rate> {
    let (qr, order) = independent_support(rows, limit)?;
    let squared = limit.margin * limit.margin;
    let roots: Vec<f64> = order
        .iter()
        .map(|&i| sqrt(limit.dual[i] / squared))
        .collect();
    // Inverse iteration with A^½ Rᵀ R A^½; its smallest eigenvalue is bounded away from 0 by the rank.
    let mut x = vec![1.0; order.len()];
    let mut eigenvalue = 0.0;
    for _ in 0..MOST_ITERATIONS {
        let over = |x: &[f64]| -> Vec<f64> { x.iter().zip(&roots).map(|(x, a)| x / a).collect() };
        let image = over(&qr.solve(&qr.solve_transposed(&over(&x))));
        let here = dot(&x, &x) / dot(&x, &image);
        let length = norm(&image);
        x = image.iter().map(|image| image / length).collect();
        if (here - eigenvalue).abs() <= 1e-13 * here {
            eigenvalue = here;
            break;
        }
        eigenvalue = here;
    }
    let off = (0..rows.len()).filter(|i| limit.support.binary_search(i).is_err());
    let others = off
        .map(|i| dot(rows.row(i), &limit.solution) - 1.0)
        .fold(f64::INFINITY, f64::min);
    Some(Rate {
        support: eigenvalue,
        others,
    })
}
