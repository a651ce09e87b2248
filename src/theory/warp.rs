//! The time warp: gradient flow in λ = ln t, as far as the theory reaches.
//!
//! ```text
//! dθ/dt = −η ∇L       with  t = e^λ       dθ/dλ = Σ exp(ln(η wᵢ/n) + λ + ln|ℓ′(zᵢ·θ)|) zᵢ
//! ```
//!
//! On support vectors zᵢ·θ ≈ λ, so every exponent stays of order 1 there and goes to −∞ elsewhere: nothing
//! overflows at any t, and t itself, which as an `f64` dies at 1e308, is never formed. The eigenvalues of the
//! Jacobian are at most R²/γ²: not stiff, and an explicit Runge–Kutta method of order 5 does (Dormand and
//! Prince 1980; step control after Hairer, Nørsett and Wanner, *Solving ODEs I*, II.4).
//!
//! Plain gradient descent first, to T₀ = 1e4 or so, then the flow from where it is. Descent lags behind the
//! flow by about ½ |v| ln(t/T₀)/t: 3e−6 at t = 1e6 for the reference data. The logistic loss has the
//! same flow in the end, as ln|ℓ′(u)| = −u − ln(1 + e^−u) tends to −u; its exact slope is used.
//!
//! For rows separable by a clear margin. Otherwise the flow is correct but stiff, and when its steps shrink
//! too far it ends in [`WarpError::Stiff`].

use super::dual::ln_slope;
use super::rows::Rows;
use super::weighted::{WeightedRows, WeightsError};
use crate::decimal;
use crate::loss::Loss;
use crate::numeric::{clamp, dot, exp, ln, log_sum_exp, pow, sqrt};
use std::fmt;

/// Why the warp cannot start or go on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum WarpError {
    /// The weights cannot be used.
    Weights(WeightsError),
    /// η is not a finite number above 0.
    Eta,
    /// θ has the wrong length, or θ or ln t is not finite.
    Start,
    /// Steps of useful size are no longer accurate: the rows are not separable, their margin is tiny beside
    /// R, or the start is far from where descent would be at that time.
    Stiff {
        /// ln t where it ended.
        ln_t: f64,
    },
}

impl fmt::Display for WarpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WarpError::Weights(error) => error.fmt(f),
            WarpError::Eta => write!(f, "the learning rate must be a finite number above 0"),
            WarpError::Start => {
                write!(f, "the warp starts from finite parameters at a finite time")
            }
            WarpError::Stiff { ln_t } => write!(
                f,
                "the flow became stiff at ln t = {}: time can be warped where rows are separable by a clear margin",
                decimal::fixed(*ln_t, 3)
            ),
        }
    }
}

impl std::error::Error for WarpError {}

/// The flow of one weighting. Immutable: moments are carried along beside it, so that any can be kept and
/// gone on from.
#[derive(Clone, Debug)]
pub struct Flow {
    rows: Rows,
    /// ln(η wᵢ/n).
    ln_rates: Vec<f64>,
    ln_eta: f64,
    loss: Loss,
    /// R.
    radius: f64,
    /// The number of every row.
    every: Vec<usize>,
}

/// A moment of the flow. To see many instants, visit them in a fixed order and keep them: the bits of θ
/// depend, within the tolerance, on the instants stopped at before.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// ln t.
    pub ln_t: f64,
    /// θ(t).
    pub theta: Vec<f64>,
    /// Dual time since the start of the warp: ∫ η Σ (wᵢ/n) |ℓ′(uᵢ)| dt, the total step of normalized descent.
    pub dual_time: f64,
    /// Step in ln t to try next.
    step: f64,
    /// dθ/dλ and the pace of dual time here: the last stage of one step is the first of the next.
    slope: Vec<f64>,
    pace: f64,
    /// The rows that may pull while θ stays near a place, and that place.
    pulling: Vec<usize>,
    around: Vec<f64>,
}

/// Relative tolerance of one step.
const RELATIVE: f64 = 1e-10;
/// Absolute tolerance of one step.
const ABSOLUTE: f64 = 1e-12;
const FIRST_STEP: f64 = 1e-3;
const LONGEST_STEP: f64 = 2.0;
/// Shorter steps would need 10⁸ of them to t = 1e1000: better say that it is stiff. Margins above R/500 or so
/// are not.
const SHORTEST_STEP: f64 = 1e-5;
/// Terms e^50 times smaller than the largest are left out: n of them are below its last bit.
const NEGLIGIBLE: f64 = 50.0;
/// Rows that are even farther below the largest stay negligible while θ moves by d with 2 R d below this: an
/// exponent changes by R d at most, as |d ln|ℓ′|/du| ≤ 1. So they are not looked at, and no bit of a sum changes.
const OUT_OF_REACH: f64 = 100.0;

/// Dormand and Prince's tableau: nodes, stage coefficients (the last row is the fifth-order solution) and
/// the difference from the embedded fourth-order one.
const NODES: [f64; 7] = [0.0, 0.2, 0.3, 0.8, 8.0 / 9.0, 1.0, 1.0];
const STAGES: [&[f64]; 7] = [
    &[],
    &[1.0 / 5.0],
    &[3.0 / 40.0, 9.0 / 40.0],
    &[44.0 / 45.0, -56.0 / 15.0, 32.0 / 9.0],
    &[
        19372.0 / 6561.0,
        -25360.0 / 2187.0,
        64448.0 / 6561.0,
        -212.0 / 729.0,
    ],
    &[
        9017.0 / 3168.0,
        -355.0 / 33.0,
        46732.0 / 5247.0,
        49.0 / 176.0,
        -5103.0 / 18656.0,
    ],
    &[
        35.0 / 384.0,
        0.0,
        500.0 / 1113.0,
        125.0 / 192.0,
        -2187.0 / 6784.0,
        11.0 / 84.0,
    ],
];
const ERROR: [f64; 7] = [
    71.0 / 57600.0,
    0.0,
    -71.0 / 16695.0,
    71.0 / 1920.0,
    -17253.0 / 339200.0,
    22.0 / 525.0,
    -1.0 / 40.0,
];

impl Flow {
    /// The flow of `rows` under `weights`, learning rate `eta` and `loss`.
    pub fn new(rows: &Rows, weights: &[f64], eta: f64, loss: Loss) -> Result<Flow, WarpError> {
        let weighted = WeightedRows::new(rows, weights).map_err(WarpError::Weights)?;
        if !(eta > 0.0 && eta < f64::INFINITY) {
            return Err(WarpError::Eta);
        }
        let ln_eta = ln(eta);
        Ok(Flow {
            radius: weighted.rows().radius(),
            every: (0..weighted.rows().len()).collect(),
            rows: weighted.rows().clone(),
            ln_rates: weighted.ln_shares().iter().map(|a| a + ln_eta).collect(),
            ln_eta,
            loss,
        })
    }

    /// The moment at which gradient descent hands over: θ after t = e^`ln_t` steps.
    pub fn start(&self, theta: &[f64], ln_t: f64) -> Result<Moment, WarpError> {
        let finite = ln_t.is_finite() && theta.iter().all(|c| c.is_finite());
        if !finite || theta.len() != self.rows.dim() {
            return Err(WarpError::Start);
        }
        let mut moment = Moment {
            ln_t,
            theta: theta.to_vec(),
            dual_time: 0.0,
            step: FIRST_STEP,
            slope: vec![0.0; theta.len()],
            pace: 0.0,
            pulling: Vec::new(),
            around: theta.to_vec(),
        };
        let mut exponents = Vec::new();
        moment.pace = self.slope(theta, ln_t, &self.every, &mut exponents, &mut moment.slope);
        self.look_around(&mut moment);
        Ok(moment)
    }

    /// Finds the rows that may pull near θ.
    fn look_around(&self, moment: &mut Moment) {
        let exponents: Vec<f64> = std::iter::zip(self.rows.iter(), &self.ln_rates)
            .map(|(z, rate)| rate + ln_slope(self.loss, dot(z, &moment.theta)))
            .collect();
        let largest = exponents.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let least = largest - NEGLIGIBLE - OUT_OF_REACH;
        moment.pulling.clear();
        let every = self.every.iter().copied();
        moment
            .pulling
            .extend(every.filter(|&row| exponents[row] > least));
        moment.around.copy_from_slice(&moment.theta);
    }

    /// How far exponents may have come apart since the moment looked around.
    fn drift(&self, moment: &Moment, theta: &[f64]) -> f64 {
        let squared = std::iter::zip(theta, &moment.around).map(|(a, b)| (a - b) * (a - b));
        2.0 * self.radius * sqrt(squared.sum::<f64>())
    }

    /// ln L at θ: finite at any t.
    pub fn ln_risk(&self, theta: &[f64]) -> f64 {
        let terms: Vec<f64> = std::iter::zip(self.rows.iter(), &self.ln_rates)
            .map(|(z, rate)| rate - self.ln_eta + self.loss.ln_value(dot(z, theta)))
            .collect();
        log_sum_exp(&terms)
    }

    /// Takes one step (which may be rejected, and then only shortens the next) without passing `until`, and
    /// tells whether `until` has been reached. This is the bounded piece of work for a page to slice by:
    /// at most 6 n exponentials.
    pub fn step(&self, moment: &mut Moment, until: f64) -> Result<bool, WarpError> {
        let remaining = until - moment.ln_t;
        if remaining.is_nan() || remaining <= 0.0 {
            return Ok(true);
        }
        let last = moment.step >= remaining;
        let h = moment.step.min(remaining);
        let trial = self.trial(moment, h);
        // Order 5: the error of a step goes with h⁵.
        let factor = if trial.error.is_finite() {
            clamp(0.9 * pow(trial.error.max(1e-10), -0.2), 0.2, 5.0)
        } else {
            0.2
        };
        let accepted = trial.error <= 1.0;
        if accepted {
            moment.theta = trial.theta;
            moment.dual_time += trial.dual_time;
            moment.slope = trial.slope;
            moment.pace = trial.pace;
            moment.ln_t = if last { until } else { moment.ln_t + h };
            if self.drift(moment, &moment.theta) > 0.5 * OUT_OF_REACH {
                self.look_around(moment);
            }
        }
        let next = (h * factor).min(LONGEST_STEP);
        // A step cut short by `until` says little about the next one.
        moment.step = if accepted && last {
            next.max(moment.step)
        } else {
            next
        };
        if moment.step < SHORTEST_STEP {
            return Err(WarpError::Stiff { ln_t: moment.ln_t });
        }
        Ok(accepted && last)
    }

    /// Goes on to `until`, if that lies ahead.
    pub fn advance(&self, moment: &mut Moment, until: f64) -> Result<(), WarpError> {
        while !self.step(moment, until)? {}
        Ok(())
    }

    /// One step of size h and its error in units of the tolerance (root mean square over coordinates).
    fn trial(&self, moment: &Moment, h: f64) -> Trial {
        let d = moment.theta.len();
        let mut slopes = vec![0.0; 7 * d];
        let mut paces = [0.0; 7];
        slopes[..d].copy_from_slice(&moment.slope);
        paces[0] = moment.pace;
        let mut reached = moment.theta.clone();
        let mut exponents = Vec::with_capacity(self.rows.len());
        for stage in 1..7 {
            let (before, rest) = slopes.split_at_mut(stage * d);
            for k in 0..d {
                let along =
                    (STAGES[stage].iter().zip(before.chunks_exact(d))).map(|(a, s)| a * s[k]);
                reached[k] = moment.theta[k] + h * along.sum::<f64>();
            }
            let ln_t = moment.ln_t + NODES[stage] * h;
            let near = self.drift(moment, &reached) < OUT_OF_REACH;
            let rows = if near { &moment.pulling } else { &self.every };
            paces[stage] = self.slope(&reached, ln_t, rows, &mut exponents, &mut rest[..d]);
        }
        let squared = |k: usize| {
            let error = ERROR
                .iter()
                .zip(slopes.chunks_exact(d))
                .map(|(e, s)| e * s[k]);
            let size = moment.theta[k].abs().max(reached[k].abs());
            let relative = h * error.sum::<f64>() / (ABSOLUTE + RELATIVE * size);
            relative * relative
        };
        Trial {
            error: sqrt((0..d).map(squared).sum::<f64>() / d as f64),
            dual_time: h * dot(STAGES[6], &paces),
            slope: slopes[6 * d..].to_vec(),
            pace: paces[6],
            theta: reached,
        }
    }

    /// dθ/dλ from some of the rows, written to `slope`; returns the pace of dual time. `exponents` is working space.
    fn slope(
        &self,
        theta: &[f64],
        ln_t: f64,
        rows: &[usize],
        exponents: &mut Vec<f64>,
        slope: &mut [f64],
    ) -> f64 {
        exponents.clear();
        exponents.extend(rows.iter().map(|&row| {
            self.ln_rates[row] + ln_t + ln_slope(self.loss, dot(self.rows.row(row), theta))
        }));
        let largest = exponents.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let mut pace = 0.0;
        slope.fill(0.0);
        for (&row, &exponent) in rows.iter().zip(exponents.iter()) {
            if exponent < largest - NEGLIGIBLE {
                continue;
            }
            let pull = exp(exponent);
            pace += pull;
            let z = self.rows.row(row);
            slope.iter_mut().zip(z).for_each(|(s, z)| *s += pull * z);
        }
        pace
    }
}

/// Where a step leads.
struct Trial {
    theta: Vec<f64>,
    slope: Vec<f64>,
    pace: f64,
    dual_time: f64,
    error: f64,
}
