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
//!
//! Loss-normalized steps descend on ln L + ½ λ |θ|²: without λ to the same place, with λ to another, see
//! [`minimize_ln`].

use super::double_double::{Dd, solve};
use super::rows::Rows;
use super::separability::{Partly, Separability, judge};
use super::weighted::{WeightedRows, WeightsError};
use crate::dense::{add_squares, factor, solve_factored};
use crate::loss::Loss;
use crate::numeric::{dot, exp, ln, log_sum_exp};
use std::fmt;

/// A minimum of the risk.
#[derive(Clone, Debug, PartialEq)]
pub struct Optimum {
    /// The shortest minimizer. Gradient descent adds to it the part of its start orthogonal to every row.
    pub theta: Vec<f64>,
    /// What was minimized, there: L(θ), or ln L(θ), λ included.
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
    minimize_aim(rows, weights, loss, lambda, Aim::Risk)
}

/// Minimizes ln L(θ) + ½ λ |θ|² for λ > 0: where loss-normalized steps come to rest. Under the logistic loss it
/// need not be convex, and what is found is a minimum of it.
pub fn minimize_ln(
    rows: &Rows,
    weights: &[f64],
    loss: Loss,
    lambda: f64,
) -> Result<Optimum, OptimumError> {
    if !(lambda > 0.0 && lambda < f64::INFINITY) {
        return Err(OptimumError::Lambda);
    }
    minimize_aim(rows, weights, loss, lambda, Aim::LnRisk)
}

fn minimize_aim(
    rows: &Rows,
    weights: &[f64],
    loss: Loss,
    lambda: f64,
    aim: Aim,
) -> Result<Optimum, OptimumError> {
    let weighted = WeightedRows::new(rows, weights)?;
    let basis = weighted.rows().span();
    let n = rows.len() as f64;
    let risk = Risk {
        z: (weighted.rows().iter())
            .map(|z| basis.iter().map(|b| dot(z, b)).collect())
            .collect(),
        offsets: (0..weighted.rows().len())
            .map(|i| weighted.rows().offset(i))
            .collect(),
        shares: weighted.weights().iter().map(|w| w / n).collect(),
        loss,
        lambda,
        aim,
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

/// What is minimized, the penalty beside it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Aim {
    Risk,
    LnRisk,
}

/// The risk in coordinates of the span of the rows, where its Hessian is positive definite.
struct Risk {
    z: Vec<Vec<f64>>,
    /// u⁰.
    offsets: Vec<f64>,
    shares: Vec<f64>,
    loss: Loss,
    lambda: f64,
    aim: Aim,
}

impl Risk {
    fn value(&self, theta: &[f64]) -> f64 {
        let data: f64 = match self.aim {
            Aim::Risk => std::iter::zip(self.margins(theta), &self.shares)
                .map(|(u, share)| share * self.loss.value(u))
                .sum(),
            Aim::LnRisk => log_sum_exp(&self.ln_terms(theta)),
        };
        data + 0.5 * self.lambda * dot(theta, theta)
    }

    /// ln of each row's part of the risk.
    fn ln_terms(&self, theta: &[f64]) -> Vec<f64> {
        std::iter::zip(self.margins(theta), &self.shares)
            .map(|(u, share)| ln(*share) + self.loss.ln_value(u))
            .collect()
    }

    fn margins(&self, theta: &[f64]) -> impl Iterator<Item = f64> {
        let rows = self.z.iter().zip(&self.offsets);
        rows.map(|(z, offset)| dot(z, theta) + offset)
    }

    /// Gradient and Hessian (row-major), the Hessian without what may make it indefinite if it is to be `convex`.
    fn derivatives(&self, theta: &[f64], convex: bool) -> (Vec<f64>, Vec<f64>) {
        let k = theta.len();
        let mut gradient: Vec<f64> = theta.iter().map(|t| self.lambda * t).collect();
        let mut hessian = vec![0.0; k * k];
        (0..k).for_each(|i| hessian[i * k + i] = self.lambda);
        match self.aim {
            Aim::Risk => self.add_risk(theta, &mut gradient, &mut hessian),
            Aim::LnRisk => self.add_ln_risk(theta, convex, &mut gradient, &mut hessian),
        }
        (gradient, hessian)
    }

    fn add_risk(&self, theta: &[f64], gradient: &mut [f64], hessian: &mut [f64]) {
        let margins: Vec<f64> = self.margins(theta).collect();
        for ((z, u), share) in self.z.iter().zip(margins).zip(&self.shares) {
            let slope = self.loss.slope(u);
            let curvature = match self.loss {
                Loss::Exponential => -slope,
                Loss::Logistic => -slope * (1.0 + slope),
            };
            add_scaled(gradient, share * slope, z);
            add_square(hessian, share * curvature, z);
        }
    }

    /// ```text
    /// ∇ ln L = Σ qᵢ rᵢ zᵢ = m        qᵢ  row i's share of L      r = ℓ′/ℓ      c = ℓ″/ℓ
    /// ∇² ln L = Σ qᵢ ((cᵢ − rᵢ²) zᵢ zᵢᵀ + (rᵢ zᵢ − m) (rᵢ zᵢ − m)ᵀ)
    /// ```
    /// The logistic loss has cᵢ < rᵢ².
    fn add_ln_risk(&self, theta: &[f64], convex: bool, gradient: &mut [f64], hessian: &mut [f64]) {
        let terms = self.ln_terms(theta);
        let total = log_sum_exp(&terms);
        // q, r and c − r² of each row.
        let parts: Vec<[f64; 3]> = std::iter::zip(self.margins(theta), &terms)
            .map(|(u, term)| {
                let value = self.loss.value(u);
                let (r, excess) = match self.loss {
                    Loss::Exponential => (-1.0, 0.0),
                    // There it is the exponential loss to the last bit.
                    Loss::Logistic if u > 40.0 => (-1.0, 0.0),
                    Loss::Logistic => {
                        let slope = self.loss.slope(u);
                        let r = slope / value;
                        (r, r * (-(1.0 + slope) - r))
                    }
                };
                [exp(term - total), r, excess]
            })
            .collect();
        let mut mean = vec![0.0; theta.len()];
        for (z, [q, r, _]) in std::iter::zip(&self.z, &parts) {
            add_scaled(&mut mean, q * r, z);
        }
        add_scaled(gradient, 1.0, &mean);
        for (z, &[q, r, excess]) in std::iter::zip(&self.z, &parts) {
            if !convex {
                add_square(hessian, q * excess, z);
            }
            let off: Vec<f64> = z.iter().zip(&mean).map(|(z, m)| r * z - m).collect();
            add_square(hessian, q, &off);
        }
    }
}

/// sum += factor z.
fn add_scaled(sum: &mut [f64], factor: f64, z: &[f64]) {
    sum.iter_mut().zip(z).for_each(|(s, z)| *s += factor * z);
}

/// The most coordinates that are solved for in 32 digits.
const LINE: usize = 3;

/// sum += factor z zᵀ; of more than [`LINE`] coordinates its lower triangle.
fn add_square(sum: &mut [f64], factor: f64, z: &[f64]) {
    let k = z.len();
    if k > LINE {
        return add_squares(z, &[factor], k, sum);
    }
    for i in 0..k {
        for j in 0..k {
            sum[i * k + j] += factor * z[i] * z[j];
        }
    }
}

/// Newton's step and how much it would lower the risk if that were twice its quadratic model.
fn newton_step(risk: &Risk, theta: &[f64], convex: bool) -> Option<(Vec<f64>, f64)> {
    let (gradient, mut hessian) = risk.derivatives(theta, convex);
    if gradient.len() > LINE {
        factor(gradient.len(), &mut hessian);
        let mut step: Vec<f64> = gradient.iter().map(|g| -g).collect();
        solve_factored(gradient.len(), &hessian, &mut step);
        let decrement = -dot(&gradient, &step);
        return decrement.is_finite().then_some((step, decrement));
    }
    let exact = |numbers: Vec<f64>| numbers.into_iter().map(Dd::from).collect();
    let step = solve(exact(hessian), exact(gradient.clone()))?;
    let step: Vec<f64> = step.iter().map(|s| -s.to_f64()).collect();
    let decrement = -dot(&gradient, &step);
    decrement.is_finite().then_some((step, decrement))
}

/// Newton's method with Armijo's rule from θ = 0; also the number of steps.
fn newton(risk: &Risk, k: usize) -> Result<(Vec<f64>, usize), OptimumError> {
    let mut theta = vec![0.0; k];
    for iteration in 0..200 {
        let value = risk.value(&theta);
        // What a change of the risk is large or small beside. A logarithm is: it is relative already.
        let size = match risk.aim {
            Aim::Risk => value,
            Aim::LnRisk => 1.0,
        };
        // Uphill where the curvature is negative: there, without what makes it so.
        let downhill = |(_, decrement): &(Vec<f64>, f64)| *decrement >= -1e-12 * size;
        let step = |convex| newton_step(risk, &theta, convex).filter(downhill);
        let (step, decrement) = step(false)
            .or_else(|| step(true))
            .ok_or(OptimumError::NotConverged)?;
        let moved = |part: f64| -> Vec<f64> {
            theta.iter().zip(&step).map(|(t, s)| t + part * s).collect()
        };
        // Convergence is quadratic here: errors of 1e−10 become 1e−20.
        if decrement <= 1e-20 * size {
            return Ok((moved(1.0), iteration + 1));
        }
        // Close to the optimum the decrease drowns in rounding, and the full step is safe.
        let mut part = 1.0;
        if decrement > 1e-8 * size {
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
