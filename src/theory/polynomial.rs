//! Where gradient descent ends on separable rows under a loss whose tail is u^−α: the effect of the weights is permanent.
//!
//! ```text
//! v = argmin over the unit sphere of F(v) = (1/n) Σ wᵢ (zᵢ·v)^−α        θ(t) ~ v ((α + 2) α η F t)^(1/(α+2))
//! ```
//! Whatever stands left of u = 1, as no row stays there. F is homogeneous of degree −α, so v is the direction of the one
//! minimum of
//!
//! ```text
//! G(θ) = (1/n) Σ wᵢ (zᵢ·θ)^−α + ½ |θ|²      on {every zᵢ·θ > 0}
//! ```
//! which is strictly convex: Newton's method from the max-margin direction finds it. Source: put θ = r v into the
//! stationarity of G; the growth law is dr/dt = η α F r^−(α+1) along v.

use super::double_double::{Dd, solve};
use super::max_margin::MaxMargin;
use super::rows::Rows;
use super::weighted::{WeightedRows, WeightsError};
use crate::numeric::{dot, exp, ln, norm, pow};
use std::fmt;

/// The limit of descent under a polynomial tail.
#[derive(Clone, Debug, PartialEq)]
pub struct PolynomialLimit {
    /// v, of unit length.
    pub direction: Vec<f64>,
    /// α.
    pub alpha: f64,
    /// F(v).
    pub risk: f64,
}

/// Why there is none to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolynomialError {
    /// The weights cannot be used.
    Weights(WeightsError),
    /// Newton's method did not come to rest.
    NotConverged,
}

impl fmt::Display for PolynomialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PolynomialError::Weights(error) => error.fmt(f),
            PolynomialError::NotConverged => {
                write!(f, "the limit of this tail was not found to full accuracy")
            }
        }
    }
}

impl std::error::Error for PolynomialError {}

impl PolynomialLimit {
    /// |θ| after t = e^`ln_t` steps of length η, to leading order.
    pub fn length(&self, eta: f64, ln_t: f64) -> f64 {
        let alpha = self.alpha;
        exp((ln((alpha + 2.0) * alpha * eta * self.risk) + ln_t) / (alpha + 2.0))
    }
}

/// The limit of separable rows, of which `limit` is the max margin. `weights` of 0 leave a row out.
///
/// # Errors
/// If the weights are none, or the minimum is not found.
pub fn polynomial_limit(
    rows: &Rows,
    limit: &MaxMargin,
    weights: &[f64],
    alpha: f64,
) -> Result<PolynomialLimit, PolynomialError> {
    let weighted = WeightedRows::new(rows, weights).map_err(PolynomialError::Weights)?;
    let n = rows.len() as f64;
    let goal = Goal {
        rows: weighted.rows(),
        shares: weighted.weights().iter().map(|w| w / n).collect(),
        alpha,
    };
    let start = &limit.direction;
    // Of all lengths of this direction, the best one.
    let length = pow(alpha * goal.tail(start), 1.0 / (alpha + 2.0));
    let mut theta: Vec<f64> = start.iter().map(|v| v * length).collect();
    for _ in 0..500 {
        let (gradient, hessian) = goal.derivatives(&theta);
        let exact = |numbers: &[f64]| numbers.iter().copied().map(Dd::from).collect();
        let step = solve(exact(&hessian), exact(&gradient)).ok_or(PolynomialError::NotConverged)?;
        let step: Vec<f64> = step.iter().map(|s| -s.to_f64()).collect();
        let decrement = -dot(&gradient, &step);
        let value = goal.value(&theta);
        let moved = |part: f64| -> Vec<f64> {
            theta.iter().zip(&step).map(|(t, s)| t + part * s).collect()
        };
        // Convergence is quadratic: errors of 1e−10 become 1e−20.
        if decrement <= 1e-20 * value {
            let theta = moved(1.0);
            let length = norm(&theta);
            let direction: Vec<f64> = theta.iter().map(|t| t / length).collect();
            return Ok(PolynomialLimit {
                risk: goal.tail(&direction),
                direction,
                alpha,
            });
        }
        let mut part = 1.0;
        // Beyond the rows G is infinite. Close to the minimum the decrease drowns in rounding.
        let is_taken = |part: f64| {
            let there = goal.value(&moved(part));
            there <= value - 1e-4 * part * decrement
                || there.is_finite() && decrement <= 1e-10 * value
        };
        while !is_taken(part) {
            part *= 0.5;
            if part < 1e-18 {
                return Err(PolynomialError::NotConverged);
            }
        }
        theta = moved(part);
    }
    Err(PolynomialError::NotConverged)
}

/// G.
struct Goal<'a> {
    rows: &'a Rows,
    shares: Vec<f64>,
    alpha: f64,
}

impl Goal<'_> {
    /// F; infinite beyond the rows.
    fn tail(&self, theta: &[f64]) -> f64 {
        let terms = self.rows.iter().zip(&self.shares).map(|(z, share)| {
            let u = dot(z, theta);
            if u > 0.0 {
                share * pow(u, -self.alpha)
            } else {
                f64::INFINITY
            }
        });
        terms.sum()
    }

    fn value(&self, theta: &[f64]) -> f64 {
        self.tail(theta) + 0.5 * dot(theta, theta)
    }

    /// Gradient and Hessian, row-major.
    fn derivatives(&self, theta: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let d = theta.len();
        let mut gradient = theta.to_vec();
        let mut hessian = vec![0.0; d * d];
        (0..d).for_each(|i| hessian[i * d + i] = 1.0);
        for (z, share) in self.rows.iter().zip(&self.shares) {
            let u = dot(z, theta);
            let slope = share * self.alpha * pow(u, -(self.alpha + 1.0));
            let curvature = slope * (self.alpha + 1.0) / u;
            for i in 0..d {
                gradient[i] -= slope * z[i];
                for k in 0..d {
                    hessian[i * d + k] += curvature * z[i] * z[k];
                }
            }
        }
        (gradient, hessian)
    }
}
