//! The step of the [`super::warp`] for rows of any dimension, in coordinates of their span.
//!
//! ```text
//! Zᵀ = Q Cᵀ,   θ = θ⊥ + Q y      dy/dλ = Σ pullᵢ cᵢ      J = −Cᵀ diag(pull σ) C
//! ```
//!
//! θ⊥, orthogonal to every row, never moves. There are min(n, D) coordinates at most, and lengths stay what they are: in
//! coordinates of the Gram matrix, θ = Zᵀ β, rounding would grow with (R/γ)², which reaches 3e8 here, instead of R/γ.
//! For the same reason a system with 1/(γh) − J is solved twice, the second time for what the first left over, which is
//! formed as Cᵀ (diag (C x)) and not with the matrix. Errors are measured beside |θ|: single coordinates may be nearly 0.

use super::qr::Qr;
use super::rosenbrock::{COUPLINGS, GAMMA, IN_TIME, NODES, PLACES, STAGES, Trial};
use super::rows::Rows;
use crate::dense::{add_combination, add_squares, dot, factor, product, solve_factored};
use crate::loss::{FlowLoss, Loss};
use crate::numeric::{exp, norm};
use std::rc::Rc;

/// Relative tolerance of one step: what has become of the errors at the end is a tenth of it.
const RELATIVE: f64 = 3e-9;
/// Absolute tolerance of one step.
const ABSOLUTE: f64 = 1e-12;
/// A pull e^40 times smaller than the largest is below its last bit.
const NEGLIGIBLE: f64 = 4e-18;

/// Rows in coordinates of their span.
#[derive(Clone, Debug)]
pub(super) struct WideRows {
    /// Q.
    basis: Rc<Qr>,
    /// C, row after row.
    c: Vec<f64>,
    /// u⁰.
    offsets: Vec<f64>,
    /// ln(η wᵢ/n).
    ln_rates: Vec<f64>,
    loss: Loss,
    flow: FlowLoss,
}

/// The pulls at one place and time.
struct Pulls {
    /// exp(…) |ℓ′| of each row.
    pulls: Vec<f64>,
    /// −d ln|ℓ′|/du of each row.
    falls: Vec<f64>,
    /// Σ pullᵢ cᵢ.
    slope: Vec<f64>,
    /// Σ pullᵢ.
    pace: f64,
}

/// 1/(γh) − J and its factor.
struct Matrix<'a> {
    rows: &'a [f64],
    falling: Vec<f64>,
    diagonal: f64,
    lower: Vec<f64>,
}

impl Matrix<'_> {
    fn solve(&self, b: &[f64]) -> Vec<f64> {
        let k = b.len();
        let mut x = b.to_vec();
        solve_factored(k, &self.lower, &mut x);
        let mut along = vec![0.0; self.falling.len()];
        product(self.rows, &x, &mut along);
        for (along, falling) in along.iter_mut().zip(&self.falling) {
            *along *= -falling;
        }
        let mut rest: Vec<f64> = (b.iter().zip(&x))
            .map(|(b, x)| b - self.diagonal * x)
            .collect();
        add_combination(self.rows, &along, &mut rest);
        solve_factored(k, &self.lower, &mut rest);
        x.iter_mut().zip(rest).for_each(|(x, rest)| *x += rest);
        x
    }
}

impl WideRows {
    pub(super) fn new(rows: &Rows, ln_rates: &[f64], (loss, flow): (Loss, FlowLoss)) -> WideRows {
        let basis = rows.factored_span();
        let c = rows.iter().flat_map(|z| basis.coordinates(z)).collect();
        WideRows {
            c,
            offsets: (0..rows.len()).map(|i| rows.offset(i)).collect(),
            ln_rates: ln_rates.to_vec(),
            basis,
            loss,
            flow,
        }
    }

    fn pulls(&self, y: &[f64], ln_t: f64) -> Pulls {
        let mut pulls = vec![0.0; self.offsets.len()];
        product(&self.c, y, &mut pulls);
        let mut falls = Vec::with_capacity(pulls.len());
        for ((u, offset), rate) in pulls.iter_mut().zip(&self.offsets).zip(&self.ln_rates) {
            let margin = *u + offset;
            falls.push(match self.flow {
                FlowLoss::Exponential => 1.0,
                FlowLoss::Logistic => 1.0 + self.loss.slope(margin),
            });
            *u = exp(rate + ln_t + self.loss.ln_slope(margin));
        }
        let mut slope = vec![0.0; y.len()];
        add_combination(&self.c, &pulls, &mut slope);
        let pace = pulls.iter().sum();
        Pulls {
            pulls,
            falls,
            slope,
            pace,
        }
    }

    /// One step of length h in ln t.
    pub(super) fn trial(&self, theta: &[f64], ln_t: f64, h: f64) -> Trial {
        let y = self.basis.coordinates(theta);
        let k = y.len();
        let start = self.pulls(&y, ln_t);
        let least = NEGLIGIBLE * start.pulls.iter().copied().fold(0.0, f64::max);
        let (mut near, mut falling) = (Vec::new(), Vec::new());
        let mut of_pace = vec![0.0; k];
        for (row, (&pull, fall)) in start.pulls.iter().zip(&start.falls).enumerate() {
            // What is not a number must be met.
            if pull > least || pull.is_nan() {
                near.extend_from_slice(&self.c[row * k..(row + 1) * k]);
                falling.push(pull * fall);
            }
        }
        add_combination(&near, &falling, &mut of_pace);
        let mut lower = vec![0.0; k * k];
        add_squares(&near, &falling, k, &mut lower);
        let diagonal = 1.0 / (GAMMA * h);
        (0..k).for_each(|i| lower[i * k + i] += diagonal);
        factor(k, &mut lower);
        let matrix = Matrix {
            rows: &near,
            falling,
            diagonal,
            lower,
        };

        let mut stages: Vec<f64> = Vec::with_capacity(STAGES * k);
        let mut dual = [0.0; STAGES];
        let mut reached = y.clone();
        for stage in 0..STAGES {
            match PLACES.get(stage) {
                Some(row) => {
                    reached.copy_from_slice(&y);
                    add_combination(&stages, row, &mut reached);
                }
                None => {
                    let last = &stages[(stage - 1) * k..];
                    reached.iter_mut().zip(last).for_each(|(y, u)| *y += u);
                }
            }
            let (couplings, in_time) = (COUPLINGS[stage], IN_TIME[stage] * h);
            let here = (stage > 0).then(|| self.pulls(&reached, ln_t + NODES[stage] * h));
            let here = here.as_ref().unwrap_or(&start);
            let coupling: Vec<f64> = couplings.iter().map(|c| c / h).collect();
            let mut right = here.slope.clone();
            add_combination(&stages, &coupling, &mut right);
            for (right, slope) in right.iter_mut().zip(&start.slope) {
                *right += in_time * slope;
            }
            let now = matrix.solve(&right);
            let coupled: f64 = coupling.iter().zip(&dual).map(|(c, dual)| c * dual).sum();
            let right = here.pace + coupled + in_time * start.pace;
            dual[stage] = GAMMA * h * (right - dot(&of_pace, &now));
            stages.extend(now);
        }
        let last = &stages[(STAGES - 1) * k..];
        reached.iter_mut().zip(last).for_each(|(y, u)| *y += u);
        let moved: Vec<f64> = reached.iter().zip(&y).map(|(to, from)| to - from).collect();
        let moved = self.basis.combine(&moved);
        let theta: Vec<f64> = theta.iter().zip(moved).map(|(t, m)| t + m).collect();
        let row = PLACES[PLACES.len() - 1];
        let along: f64 = row.iter().zip(&dual).map(|(a, dual)| a * dual).sum();
        let off = norm(last);
        Trial {
            error: off / (ABSOLUTE + RELATIVE * norm(&y).max(norm(&reached))),
            off,
            dual_time: along + dual[row.len()..].iter().sum::<f64>(),
            theta,
        }
    }
}
