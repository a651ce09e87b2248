//! The time warp: gradient flow in λ = ln t, as far as the theory reaches.
//!
//! ```text
//! dθ/dt = −η ∇L       with  t = e^λ       dθ/dλ = Σ exp(ln(η wᵢ/n) + λ + ln|ℓ′(zᵢ·θ)|) zᵢ
//! ```
//!
//! On support vectors zᵢ·θ ≈ λ, so every exponent stays of order 1 there and goes to −∞ elsewhere: nothing
//! overflows at any t, and t itself, which as an `f64` dies at 1e308, is never formed. What θ changes in takes the
//! longer the later it is, about λ, while departures from it die out at up to R²/γ² a unit of λ: the longer the
//! steps could be, the stiffer is the equation. Its Jacobian is known and small, so a Rosenbrock method of order 5
//! takes steps as long as accuracy allows: some 400 to t = 1e1000, a tenth of what an explicit method needs.
//! (Step control after Hairer, Nørsett and Wanner, *Solving ODEs I*, II.4.)
//!
//! ```text
//! J = −Σ pullᵢ σᵢ zᵢ zᵢᵀ      σᵢ = −d ln|ℓ′|/du: 1 for the exponential loss, 1 − |ℓ′(uᵢ)| for the logistic
//! ∂/∂λ (dθ/dλ) = dθ/dλ        as λ is added to every exponent
//! ```
//!
//! Plain gradient descent first, to T₀ = 1e4 or so, then the flow from where it is. Descent lags behind the
//! flow by about ½ |v| ln(t/T₀)/t: 3e−6 at t = 1e6 for the reference data. The logistic loss has the
//! same flow in the end, as ln|ℓ′(u)| = −u − ln(1 + e^−u) tends to −u; its exact slope is used.
//!
//! For separable rows. Others come to rest, where opposite pulls grow like t and cancel until they overflow: then, or
//! where steps shrink too far for another reason, it ends in [`WarpError::Stiff`].

use super::rosenbrock::{COUPLINGS, GAMMA, IN_TIME, NODES, PLACES, STAGES, Trial, factor, solve};
use super::rows::Rows;
use super::weighted::{WeightedRows, WeightsError};
use super::wide_warp::WideRows;
use crate::flow::PullingRows;
use crate::loss::{FlowLoss, Loss};
use crate::numeric::{clamp, dot, ln, log_sum_exp, norm, pow, sqrt};
use crate::text::decimal;
use std::fmt;

/// Why the warp cannot start or go on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum WarpError {
    /// The weights cannot be used.
    Weights(WeightsError),
    /// The flow of this loss is not known.
    Loss,
    /// η is not a finite number above 0.
    Eta,
    /// θ has the wrong length, or θ or ln t is not finite.
    Start,
    /// Steps of useful size are no longer accurate: the rows are not separable, or the start is far from where
    /// descent would be at that time.
    Stiff {
        /// ln t where it ended.
        ln_t: f64,
    },
}

impl fmt::Display for WarpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WarpError::Weights(error) => error.fmt(f),
            WarpError::Loss => write!(
                f,
                "time is warped under the exponential and the logistic loss"
            ),
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
    system: System,
    ln_eta: f64,
    loss: Loss,
    flow: FlowLoss,
    /// R.
    radius: f64,
}

/// The rows as a step takes them.
#[derive(Clone, Debug)]
enum System {
    /// Those of a line, each with its rate.
    Line(PullingRows),
    /// Of more dimensions, and with margins of their own at θ = 0.
    Wide(WideRows),
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
    /// The sum of the estimated errors of the steps since the start, as lengths of θ. It is more than what has become
    /// of them: across what the rows hold, they die out.
    pub error: f64,
    /// Step in ln t to try next.
    step: f64,
}

/// Relative tolerance of one step.
const RELATIVE: f64 = 3e-10;
/// Absolute tolerance of one step.
const ABSOLUTE: f64 = 1e-12;
const FIRST_STEP: f64 = 1e-3;
/// Longer ones would save little, and multiply what is rounded across the rows, where nothing pulls it back.
const LONGEST_STEP: f64 = 25.0;
/// Shorter steps would need 10⁸ of them to t = 1e1000: better say that it is stiff.
const SHORTEST_STEP: f64 = 1e-5;
/// A pull e^40 times smaller than the largest is below its last bit.
const NEGLIGIBLE: f64 = 40.0;
/// Rows whose pull is even smaller, and which are farther from the boundary, stay negligible while θ grows and moves
/// sideways by d with 2 R d below this: growing, it takes them farther away, and sideways an exponent changes by R d at
/// most, as |d ln|ℓ′|/du| ≤ 1. So they are not looked at in the rest of a step.
const REACH: f64 = 20.0;

impl Flow {
    /// The flow of `rows` under `weights`, learning rate `eta` and `loss`.
    pub fn new(rows: &Rows, weights: &[f64], eta: f64, loss: Loss) -> Result<Flow, WarpError> {
        let weighted = WeightedRows::new(rows, weights).map_err(WarpError::Weights)?;
        let flow = loss.flow().ok_or(WarpError::Loss)?;
        if !(eta > 0.0 && eta < f64::INFINITY) {
            return Err(WarpError::Eta);
        }
        let ln_eta = ln(eta);
        let rows = weighted.rows();
        let ln_rates: Vec<f64> = weighted.ln_shares().iter().map(|a| a + ln_eta).collect();
        let system = if rows.is_wide() || !rows.start_at_zero() {
            System::Wide(WideRows::new(rows, &ln_rates, (loss, flow)))
        } else {
            System::Line(PullingRows::new(rows.dim(), rows.numbers(), &ln_rates))
        };
        Ok(Flow {
            radius: rows.radius(),
            system,
            rows: rows.clone(),
            ln_rates,
            ln_eta,
            loss,
            flow,
        })
    }

    /// The moment at which gradient descent hands over: θ after t = e^`ln_t` steps.
    pub fn start(&self, theta: &[f64], ln_t: f64) -> Result<Moment, WarpError> {
        let finite = ln_t.is_finite() && theta.iter().all(|c| c.is_finite());
        if !finite || theta.len() != self.rows.dim() {
            return Err(WarpError::Start);
        }
        Ok(Moment {
            ln_t,
            theta: theta.to_vec(),
            dual_time: 0.0,
            error: 0.0,
            step: FIRST_STEP,
        })
    }

    /// Whether θ is within [`REACH`] of where it was.
    fn is_within_reach(&self, theta: &[f64], from: &[f64]) -> bool {
        let (mut squared, mut along) = (0.0, 0.0);
        for (theta, from) in theta.iter().zip(from) {
            squared += (theta - from) * (theta - from);
            along += (theta - from) * from;
        }
        // Of the way along θ, only growth is free.
        let growth = along.max(0.0);
        let length = dot(from, from);
        let sideways = squared
            - if length > 0.0 {
                growth * growth / length
            } else {
                0.0
            };
        4.0 * self.radius * self.radius * sideways < REACH * REACH
    }

    /// ln L at θ: finite at any t.
    pub fn ln_risk(&self, theta: &[f64]) -> f64 {
        let margins = self.rows.margins(theta);
        let terms: Vec<f64> = std::iter::zip(margins, &self.ln_rates)
            .map(|(u, rate)| rate - self.ln_eta + self.loss.ln_value(u))
            .collect();
        log_sum_exp(&terms)
    }

    /// Takes one step (which may be rejected, and then only shortens the next) without passing `until`, and
    /// tells whether `until` has been reached. This is the bounded piece of work for a page to slice by:
    /// at most 8 n exponentials, or 16 n for the logistic loss.
    pub fn step(&self, moment: &mut Moment, until: f64) -> Result<bool, WarpError> {
        let remaining = until - moment.ln_t;
        if remaining.is_nan() || remaining <= 0.0 {
            return Ok(true);
        }
        let last = moment.step >= remaining;
        let h = moment.step.min(remaining);
        let trial = match &self.system {
            System::Line(rows) => self.trial(rows, moment, h),
            System::Wide(rows) => rows.trial(&moment.theta, moment.ln_t, h),
        };
        // The error of a step goes with h⁵.
        let change = if trial.error.is_finite() {
            clamp(0.9 * pow(trial.error.max(1e-10), -0.2), 0.2, 5.0)
        } else {
            0.2
        };
        let accepted = trial.error <= 1.0;
        if accepted {
            moment.theta = trial.theta;
            moment.dual_time += trial.dual_time;
            moment.error += trial.off;
            moment.ln_t = if last { until } else { moment.ln_t + h };
        }
        let next = (h * change).min(LONGEST_STEP);
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
    fn trial(&self, every: &PullingRows, moment: &Moment, h: f64) -> Trial {
        let d = moment.theta.len();
        let near = every.within(NEGLIGIBLE + REACH, self.flow, &moment.theta);
        let mut pulls = Vec::with_capacity(self.rows.len().div_ceil(8));
        let mut start = vec![0.0; d];
        let pace = near.pull(
            self.flow,
            &moment.theta,
            moment.ln_t,
            &mut pulls,
            &mut start,
        );
        let (mut matrix, of_pace) = near.derivatives(self.flow, &moment.theta, &mut pulls);
        for k in 0..d {
            matrix[k * d + k] += 1.0 / (GAMMA * h);
        }
        factor(d, &mut matrix);

        // u of θ, stage after stage, and u of dual time: its equation has no unknown but itself.
        let mut u: Vec<f64> = Vec::with_capacity(STAGES * d);
        let mut dual = [0.0; STAGES];
        let mut reached = moment.theta.clone();
        let mut slope = start.clone();
        for stage in 0..STAGES {
            match PLACES.get(stage) {
                Some(row) => (0..d).for_each(|k| reached[k] = moment.theta[k] + sum(row, &u, d, k)),
                None => (0..d).for_each(|k| reached[k] += u[(stage - 1) * d + k]),
            }
            let mut here = pace;
            if stage > 0 {
                let is_near = self.is_within_reach(&reached, &moment.theta);
                let rows = if is_near { &near } else { every };
                let ln_t = moment.ln_t + NODES[stage] * h;
                here = rows.pull(self.flow, &reached, ln_t, &mut pulls, &mut slope);
            }
            let (couplings, in_time) = (COUPLINGS[stage], IN_TIME[stage] * h);
            for k in 0..d {
                u.push(slope[k] + sum(couplings, &u, d, k) / h + in_time * start[k]);
            }
            let now = &mut u[stage * d..];
            solve(d, &matrix, now);
            let right = here + sum(couplings, &dual, 1, 0) / h + in_time * pace;
            dual[stage] = GAMMA * h * (right - dot(&of_pace, now));
        }
        let last = &u[(STAGES - 1) * d..];
        let mut squared = 0.0;
        for k in 0..d {
            reached[k] += last[k];
            let size = moment.theta[k].abs().max(reached[k].abs());
            let relative = last[k] / (ABSOLUTE + RELATIVE * size);
            squared += relative * relative;
        }
        let row = PLACES[PLACES.len() - 1];
        Trial {
            error: sqrt(squared / d as f64),
            off: norm(last),
            dual_time: sum(row, &dual, 1, 0) + dual[row.len()..].iter().sum::<f64>(),
            theta: reached,
        }
    }
}

/// Σ aⱼ uⱼ of coordinate k, where u holds d coordinates of each stage.
fn sum(a: &[f64], u: &[f64], d: usize, k: usize) -> f64 {
    let mut sum = 0.0;
    for (j, a) in a.iter().enumerate() {
        sum += a * u[j * d + k];
    }
    sum
}
