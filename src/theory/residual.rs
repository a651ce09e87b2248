//! What the weights leave behind: the residual ρ of θ(t) = v ln t + ρ + o(1).
//!
//! On support vectors margins grow like ln t and stay apart by constants, which the weights set:
//!
//! ```text
//! ρ = argmin Σ_support aᵢ e^−zᵢ·ρ + v·ρ        aᵢ = η wᵢ / n
//!     so that αᵢ = aᵢ e^−zᵢ·ρ has Σ αᵢ zᵢ = v: α/Σα is the dual p* that q_t tends to
//! angle between θ(t) and the limit ~ |ρ⊥| / (|v| ln t), ρ⊥ the part of ρ orthogonal to v
//! ```
//!
//! For linearly independent support vectors this is the linear system zᵢ·ρ = ln(aᵢ/α*ᵢ), α* = p*/γ² (Soudry
//! et al. 2018, theorem 4). The general case reduces to it. Split ρ = c d + r along the unit limit d and
//! across; zᵢ·d = γ on the support, so with yᵢ the part of zᵢ across d
//!
//! ```text
//! r = argmin Σ aᵢ e^−yᵢ·r          c = (2 ln γ + ln Σ aᵢ e^−yᵢ·r) / γ
//! ```
//!
//! and r is the optimum of rows yᵢ that cannot be separated: the same problem, one dimension lower. Rows of
//! the support that *can* be separated there are those without a dual: their margins leave ln t behind like
//! ln ln t, and ρ does not exist.
//!
//! Rows with margins u⁰ᵢ at θ = 0 have aᵢ = η wᵢ e^−u⁰ᵢ / n. Support rows of a feature map seldom span all rows: the
//! part of ρ across them is frozen at early t, and [`Residual::read_off`] takes it from the warp.

use super::double_double::Dd;
use super::max_margin::MaxMargin;
use super::optimum::{OptimumError, minimize};
use super::qr::Qr;
use super::rate::independent_support;
use super::rows::{Rows, reject, span_of};
use super::separability::{Separability, judge, judge_points};
use super::weighted::{WeightedRows, WeightsError};
use crate::loss::Loss;
use crate::numeric::{dot, exp, ln, log_sum_exp, norm};
use std::fmt;

/// ρ and what it predicts.
#[derive(Clone, Debug, PartialEq)]
pub struct Residual {
    /// ρ in the span of the support vectors. The part of θ(0) orthogonal to all rows stays and adds to it.
    pub rho: Vec<f64>,
    /// v, the canonical solution.
    pub solution: Vec<f64>,
    /// lim q_t: of all optimal duals p* the one nearest to the weights, the minimum of KL(p*‖w). One for
    /// each row; equal to [`MaxMargin::dual`] where p* is unique.
    pub dual: Vec<f64>,
    /// Support vectors without a dual, ascending. When there are any, θ departs from v ln t + ρ like
    /// ln ln t, and ρ is that of the other support vectors.
    pub without_dual: Vec<usize>,
    /// Whether the support vectors span all rows. If not, ρ has a further part across them which depends on
    /// the whole path: read it off the warp as θ(t) − v ln t.
    pub complete: bool,
}

/// Why there is no residual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResidualError {
    /// The weights cannot be used.
    Weights(WeightsError),
    /// η is not a finite number above 0.
    Eta,
    /// Without the rows of weight 0 the limit is another one: judge the rows of positive weight.
    LimitMoves,
    /// The support vectors are too close to degenerate to tell which of them have a dual, or ρ was not found
    /// to full accuracy.
    Undecided,
}

impl fmt::Display for ResidualError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ResidualError::Weights(error) => error.fmt(f),
            ResidualError::Eta => write!(f, "the learning rate must be a finite number above 0"),
            ResidualError::LimitMoves => {
                write!(f, "a support vector has weight 0, so that the limit moves")
            }
            ResidualError::Undecided => {
                write!(f, "the support vectors are numerically degenerate")
            }
        }
    }
}

impl std::error::Error for ResidualError {}

/// ρ for separable `rows` with limit `limit`, weights wᵢ and learning rate η.
pub fn residual(
    rows: &Rows,
    limit: &MaxMargin,
    weights: &[f64],
    eta: f64,
) -> Result<Residual, ResidualError> {
    let weighted = WeightedRows::new(rows, weights).map_err(ResidualError::Weights)?;
    if !(eta > 0.0 && eta < f64::INFINITY) {
        return Err(ResidualError::Eta);
    }
    if rows.is_wide()
        && let Some((qr, order)) = independent_support(rows, limit)
    {
        return independent(rows, limit, weights, eta, &qr, &order);
    }
    let support: Vec<usize> = (limit.support.iter().copied())
        .filter(|&i| weights[i] > 0.0)
        .collect();
    let across = across(rows, limit, &support);
    let scale = across
        .iter()
        .flatten()
        .fold(0.0, |m: f64, c| m.max(c.to_f64().abs()));
    let divisor = Dd::from(if scale > 0.0 { scale } else { 1.0 });
    let scaled = across
        .iter()
        .map(|y| y.iter().map(|&c| c / divisor).collect())
        .collect();
    // Positions within the support of the rows that have a dual, and of those that have not.
    let verdict = if rows.is_wide() {
        judge_wide(rows.dim(), scaled)?
    } else {
        judge_points(scaled, 1.0)
    };
    let (with, without): (Vec<usize>, Vec<usize>) = match verdict {
        _ if support.is_empty() => return Err(ResidualError::LimitMoves),
        Separability::NotSeparable { .. } => ((0..support.len()).collect(), Vec::new()),
        Separability::Partly(partly) => (partly.core, partly.separable),
        Separability::Separable(_) => return Err(ResidualError::LimitMoves),
        Separability::Undecided { .. } => return Err(ResidualError::Undecided),
    };

    let y: Vec<Vec<f64>> = with
        .iter()
        .map(|&at| across[at].iter().map(|c| c.to_f64()).collect())
        .collect();
    let held: Vec<f64> = with
        .iter()
        .map(|&at| weights[support[at]] * exp(-rows.offset(support[at])))
        .collect();
    let r = resting_point(&y, &held)?;
    let ln_a = |w: f64| ln(eta * w / rows.len() as f64);
    let terms: Vec<f64> = (y.iter().zip(&held))
        .map(|(y, &w)| ln_a(w) - dot(y, &r))
        .collect();
    let total = log_sum_exp(&terms);
    let along = (2.0 * ln(limit.margin) + total) / limit.margin;

    let mut dual = vec![0.0; rows.len()];
    for (&at, term) in with.iter().zip(&terms) {
        dual[support[at]] = exp(term - total);
    }
    let held = with.iter().map(|&at| rows.row(support[at]));
    // As many as there are dimensions span whatever rows there are.
    let spanned = if rows.is_wide() {
        Qr::of_span(rows.dim(), held, 1e-12 * rows.radius()).0.len()
    } else {
        let exact = |z: &[f64]| z.iter().map(|&c| Dd::from(c)).collect();
        span_of(&held.map(exact).collect::<Vec<Vec<Dd>>>()).len()
    };
    Ok(Residual {
        rho: (limit.direction.iter().zip(&r))
            .map(|(d, r)| along * d + r)
            .collect(),
        solution: limit.solution.clone(),
        dual,
        without_dual: without.iter().map(|&at| support[at]).collect(),
        complete: spanned == rows.dim() || spanned == weighted.rows().span().len(),
    })
}

/// The linear system of independent support rows, all of which have a dual.
fn independent(
    rows: &Rows,
    limit: &MaxMargin,
    weights: &[f64],
    eta: f64,
    qr: &Qr,
    order: &[usize],
) -> Result<Residual, ResidualError> {
    if order.iter().any(|&i| weights[i] == 0.0) {
        return Err(ResidualError::LimitMoves);
    }
    let n = rows.len() as f64;
    let squared = limit.margin * limit.margin;
    let constants: Vec<f64> = order
        .iter()
        .map(|&i| ln(eta * weights[i] / n) - ln(limit.dual[i] / squared) - rows.offset(i))
        .collect();
    let kept = WeightedRows::new(rows, weights).map_err(ResidualError::Weights)?;
    let rank = kept.rows().factored_span().len();
    Ok(Residual {
        rho: qr.combine(&qr.solve_transposed(&constants)),
        solution: limit.solution.clone(),
        dual: limit.dual.clone(),
        without_dual: Vec::new(),
        complete: qr.len() == rank,
    })
}

/// Judges points of any dimension, rounded to `f64`.
fn judge_wide(dim: usize, points: Vec<Vec<Dd>>) -> Result<Separability, ResidualError> {
    let z = points.iter().flatten().map(|c| c.to_f64()).collect();
    let rows = Rows::new(dim, z).map_err(|_| ResidualError::LimitMoves)?;
    Ok(judge(&rows))
}

/// Parts below this, relative to the row, are 0: they are what 32 digits leave of it.
const ROUNDING: f64 = 1e-28;

/// The parts of the support vectors orthogonal to the limit, which is taken to 32 digits: the parts must
/// combine to 0 closely enough for their separability to be judged, however near each other they are. A row
/// along the limit has none.
fn across(rows: &Rows, limit: &MaxMargin, support: &[usize]) -> Vec<Vec<Dd>> {
    let part = |&i: &usize| -> Vec<Dd> {
        let row: Vec<Dd> = rows.row(i).iter().map(|&c| Dd::from(c)).collect();
        let part = reject(&row, &limit.unit);
        let least = ROUNDING * norm(rows.row(i));
        if part.iter().all(|c| c.to_f64().abs() <= least) {
            vec![Dd::from(0.0); part.len()]
        } else {
            part
        }
    };
    support.iter().map(part).collect()
}

/// argmin Σ wᵢ e^−yᵢ·r, the shortest one.
fn resting_point(y: &[Vec<f64>], weights: &[f64]) -> Result<Vec<f64>, ResidualError> {
    let dim = y.first().map_or(0, Vec::len);
    if y.iter().flatten().all(|&c| c == 0.0) {
        return Ok(vec![0.0; dim]);
    }
    let rows = Rows::new(dim, y.concat()).map_err(|_| ResidualError::Undecided)?;
    match minimize(&rows, weights, Loss::Exponential, 0.0) {
        Ok(optimum) => Ok(optimum.theta),
        Err(OptimumError::Weights(error)) => Err(ResidualError::Weights(error)),
        Err(_) => Err(ResidualError::Undecided),
    }
}

/// Takes the part along `unit` out of `vector`.
fn remove(vector: &mut [f64], unit: &[f64]) {
    let along = dot(vector, unit);
    vector
        .iter_mut()
        .zip(unit)
        .for_each(|(c, u)| *c -= along * u);
}

impl Residual {
    /// ρ with its part across the support vectors, where these leave one open, read off a late θ: there
    /// θ − v ln t is no longer moved by any other row.
    pub fn read_off(&self, rows: &Rows, theta: &[f64], ln_t: f64) -> Residual {
        let mut open: Vec<f64> = (theta.iter().zip(self.predict(ln_t)))
            .map(|(theta, predicted)| theta - predicted)
            .collect();
        let mut basis: Vec<Vec<f64>> = Vec::new();
        for (z, _) in rows.iter().zip(&self.dual).filter(|(_, p)| **p > 0.0) {
            let mut rest = z.to_vec();
            // Twice is enough.
            for _ in 0..2 {
                basis.iter().for_each(|unit| remove(&mut rest, unit));
            }
            let length = norm(&rest);
            if length > 1e-9 * norm(z) {
                basis.push(rest.iter().map(|c| c / length).collect());
            }
        }
        if basis.len() == rows.dim() {
            return self.clone();
        }
        basis.iter().for_each(|unit| remove(&mut open, unit));
        Residual {
            rho: self.rho.iter().zip(open).map(|(rho, c)| rho + c).collect(),
            complete: true,
            ..self.clone()
        }
    }

    /// v ln t + ρ.
    pub fn predict(&self, ln_t: f64) -> Vec<f64> {
        (self.solution.iter().zip(&self.rho))
            .map(|(v, rho)| v * ln_t + rho)
            .collect()
    }

    /// |ρ⊥|, the part of ρ orthogonal to v: what decides between weightings at late t.
    pub fn across(&self) -> f64 {
        let v = &self.solution;
        let along = dot(&self.rho, v) / dot(v, v);
        let rest: Vec<f64> = (self.rho.iter().zip(v))
            .map(|(r, v)| r - along * v)
            .collect();
        norm(&rest)
    }

    /// The predicted angle to the limit in radians, |ρ⊥| / (|v| ln t): the leading term, good from about
    /// t = 1e50 on.
    pub fn predicted_angle(&self, ln_t: f64) -> f64 {
        self.across() / (norm(&self.solution) * ln_t)
    }
}
