//! Where gradient descent comes to rest: the minimum of the weighted risk of rows that cannot be separated.
//!
//! ```text
//! L(θ) = (1/n) Σ wᵢ ℓ(zᵢ·θ) + ½ λ |θ|²
//! ```
//!
//! It exists, without λ, exactly when no row is separable (Ji and Telgarsky 2018); with λ > 0 always. Here
//! the weights matter for ever. With a bias coordinate and the exponential loss they matter in one way only:
//! class weights move the bias, the boundary is translated and its normal does not turn, see [`bias_shift`].
//! Partly separable rows have a minimum of the core alone, see [`core_optimum`].

use super::double_double::{Dd, solve};
use super::rows::Rows;
use super::separability::{Partly, Separability, judge};
use super::weighted::{WeightedRows, WeightsError};
use crate::loss::Loss;
use crate::numeric::{dot, ln};
use std::fmt;

/// A minimum of the risk.
#[derive(Clone, Debug, PartialEq)]
pub struct Optimum {
    /// The shortest minimizer. Gradient descent adds to it the part of its start orthogonal to every row.
    pub theta: Vec<f64>,
    /// L(θ), λ included.
    pub risk: f64,
    /// Newton steps taken.
    pub iterations: usize,
}

/// Why there is no optimum to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptimumError {
    /// The weights cannot be used.
    Weights(WeightsError),
    /// λ is negative, infinite or NaN.
    Lambda,
    /// Rows of positive weight are separable, at least some: the risk has no minimum without λ.
    Separable,
    /// It cannot be told numerically whether there is a minimum.
    Undecided,
    /// Newton's method did not converge.
    NotConverged,
}

impl fmt::Display for OptimumError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OptimumError::Weights(error) => error.fmt(f),
            OptimumError::Lambda => write!(f, "the penalty λ must be a finite number of 0 or more"),
            OptimumError::Separable => write!(
                f,
                "rows can be separated, so that the risk falls for ever: there is no optimum without a penalty"
            ),
            OptimumError::Undecided => write!(
                f,
                "the margin is too close to 0 to tell whether there is an optimum"
            ),
            OptimumError::NotConverged => write!(f, "the optimum was not found to full accuracy"),
        }
    }
}

impl std::error::Error for OptimumError {}

impl From<WeightsError> for OptimumError {
    fn from(error: WeightsError) -> OptimumError {
        OptimumError::Weights(error)
    }
}

/// The change of a linear model's bias, or of any unscaled additive output bias, that class weights amount
/// to under the exponential loss:
///
/// ```text
/// w(y) e^−y(f + b) = √(w₊ w₋) e^−y(f + b − d)      d = ½ ln(w₊/w₋)
/// ```
///
/// so at the optimum b moves by d, and everything else stays. Source: multiply out for y = ±1.
pub fn bias_shift(orange: f64, blue: f64) -> f64 {
    0.5 * ln(orange / blue)
}

/// Minimizes the weighted risk with penalty `lambda` ≥ 0.
pub fn minimize(
    rows: &Rows,
    weights: &[f64],
    loss: Loss,
    lambda: f64,
) -> Result<Optimum, OptimumError> {
    let weighted = WeightedRows::new(rows, weights)?;
    if !(0.0..f64::INFINITY).contains(&lambda) {
        return Err(OptimumError::Lambda);
    }
    if lambda == 0.0 {
        match judge(weighted.rows()) {
            Separability::NotSeparable { .. } => {}
            Separability::Separable(_) | Separability::Partly(_) => {
                return Err(OptimumError::Separable);
            }
            Separability::Undecided { .. } => return Err(OptimumError::Undecided),
        }
    }
    minimize_judged(rows, weights, loss, lambda)
}

/// [`minimize`] for a caller who knows already that there is a minimum: rows of positive weight that are not
/// separable, not even in part, or λ > 0.
pub fn minimize_judged(
    rows: &Rows,
    weights: &[f64],
    loss: Loss,
    lambda: f64,
) -> Result<Optimum, OptimumError> {
    let weighted = WeightedRows::new(rows, weights)?;
    let basis = weighted.rows().span();
    let n = rows.len() as f64;
    let risk = Risk {
        z: (weighted.rows().iter())
            .map(|z| basis.iter().map(|b| dot(z, b)).collect())
            .collect(),
        shares: weighted.weights().iter().map(|w| w / n).collect(),
        loss,
        lambda,
    };
    let (coordinates, iterations) = newton(&risk, basis.len())?;
    let theta = (0..rows.dim())
        .map(|k| coordinates.iter().zip(&basis).map(|(c, b)| c * b[k]).sum())
        .collect();
    Ok(Optimum {
        theta,
        risk: risk.value(&coordinates),
        iterations,
    })
}

/// The optimum of the core of partly separable rows: where the part of θ in the span of the core rows comes
/// to rest, while the rest of θ grows along `partly.limit`. The risk is that of the core rows, over the n of
/// all rows.
pub fn core_optimum(
    rows: &Rows,
    weights: &[f64],
    loss: Loss,
    partly: &Partly,
) -> Result<Optimum, OptimumError> {
    let mut of_core = vec![0.0; weights.len()];
    for &i in &partly.core {
        of_core[i] = weights[i];
    }
    // No row of a core is separable from the others.
    minimize_judged(rows, &of_core, loss, 0.0)
}

/// The risk in coordinates of the span of the rows, where its Hessian is positive definite.
struct Risk {
    z: Vec<Vec<f64>>,
    shares: Vec<f64>,
    loss: Loss,
    lambda: f64,
}

impl Risk {
    fn value(&self, theta: &[f64]) -> f64 {
        let data: f64 = std::iter::zip(&self.z, &self.shares)
            .map(|(z, share)| share * self.loss.value(dot(z, theta)))
            .sum();
        data + 0.5 * self.lambda * dot(theta, theta)
    }

    /// Gradient and Hessian (row-major).
    fn derivatives(&self, theta: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let k = theta.len();
        let mut gradient: Vec<f64> = theta.iter().map(|t| self.lambda * t).collect();
        let mut hessian = vec![0.0; k * k];
        (0..k).for_each(|i| hessian[i * k + i] = self.lambda);
        for (z, share) in std::iter::zip(&self.z, &self.shares) {
            let slope = self.loss.slope(dot(z, theta));
            let curvature = match self.loss {
                Loss::Exponential => -slope,
                Loss::Logistic => -slope * (1.0 + slope),
            };
            for i in 0..k {
                gradient[i] += share * slope * z[i];
                for j in 0..k {
                    hessian[i * k + j] += share * curvature * z[i] * z[j];
                }
            }
        }
        (gradient, hessian)
    }
}

/// Newton's method with Armijo's rule from θ = 0; also the number of steps.
fn newton(risk: &Risk, k: usize) -> Result<(Vec<f64>, usize), OptimumError> {
    let mut theta = vec![0.0; k];
    for iteration in 0..200 {
        let value = risk.value(&theta);
        let (gradient, hessian) = risk.derivatives(&theta);
        let exact = |numbers: Vec<f64>| numbers.into_iter().map(Dd::from).collect();
        let step = solve(exact(hessian), exact(gradient.clone()));
        let step: Vec<f64> = match step {
            Some(step) => step.iter().map(|s| -s.to_f64()).collect(),
            None => return Err(OptimumError::NotConverged),
        };
        let decrement = -dot(&gradient, &step);
        if !decrement.is_finite() {
            return Err(OptimumError::NotConverged);
        }
        let moved = |part: f64| -> Vec<f64> {
            theta.iter().zip(&step).map(|(t, s)| t + part * s).collect()
        };
        // Convergence is quadratic here: errors of 1e−10 become 1e−20.
        if decrement <= 1e-20 * value {
            return Ok((moved(1.0), iteration + 1));
        }
        // Close to the optimum the decrease drowns in rounding, and the full step is safe.
        let mut part = 1.0;
        if decrement > 1e-8 * value {
            while risk.value(&moved(part)) > value - 1e-4 * part * decrement {
                part *= 0.5;
                if part < 1e-18 {
                    return Err(OptimumError::NotConverged);
                }
            }
        }
        theta = moved(part);
    }
    Err(OptimumError::NotConverged)
}
