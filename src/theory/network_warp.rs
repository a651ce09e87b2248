//! Time warped for homogeneous networks: approximate.
//!
//! Descent on ln L goes the way of descent on L with another clock, and ln L and its gradient stay finite at
//! any t. A step c on ln L covers the time c/(η L):
//!
//! ```text
//! θ ← θ − c ∇ ln L       ln t ← logaddexp(ln t, ln c − ln L − ln η)       c = κ / (s R² |θ|^(2D − 2))
//! ```
//!
//! For scores homogeneous of degree D in θ the curvature of ln L is of the order |∇f|² ≤ s R² |θ|^(2D−2), R the
//! largest norm of an input and s the squared factors on sums over hidden units. So c shrinks as |θ| grows; a
//! constant one would oscillate beyond t = 1e12. The bound is pessimistic, and κ may exceed the 2 at which it
//! would be reached. The method is of order 1 on purpose: relu networks slide along kinks of the risk, where
//! error control would shrink steps for ever.
//!
//! Against plain descent from t = 1e4 to 1e5 (moons, widths 16 and 64) θ is off by 3e−5 to 7e−5 at κ = ½,
//! which takes some 3e4 steps for each unit of ln t, and by 2e−3 at κ = 8, which takes a sixteenth of them.
//! Show it marked as approximate.
//!
//! The direction of a homogeneous network settles (Lyu and Li 2020), but whether at a KKT point of the
//! margin problem is not shown by this.

use crate::model::{Activation, Bias, Model};
use crate::numeric::{dot, exp, expm1, ln, log_sum_exp, norm};
use crate::objective::Problem;
use std::fmt;

/// κ for [`NetworkWarp::new`] where accuracy counts more than speed.
pub const KAPPA: f64 = 0.5;
/// −d ln L/d ln t, 1 in the end when every row is on the right side, below which descent has come to rest.
const AT_REST: f64 = 1e-6;

/// Why a network cannot be warped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetworkWarpError {
    /// The score is not homogeneous in θ: a hidden bias, an output bias, or tanh.
    NotHomogeneous,
    /// A penalty stops the growth of θ that the warp follows.
    Penalized,
    /// η or κ is not a finite number above 0, or θ or ln t is not finite, or θ is 0.
    Start,
    /// Descent has come to rest: ln L no longer falls, as some training row stays on the wrong side.
    AtRest,
    /// A step left the finite numbers.
    Diverged,
}

impl fmt::Display for NetworkWarpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NetworkWarpError::NotHomogeneous => {
                "time can be warped for homogeneous networks only: no bias but at the input, and relu or leaky units"
            }
            NetworkWarpError::Penalized => "time cannot be warped with a penalty: set it to 0",
            NetworkWarpError::Start => {
                "the warp starts from finite parameters, not all 0, at a finite time"
            }
            NetworkWarpError::AtRest => {
                "descent has come to rest with a training row on the wrong side: nothing further to see"
            }
            NetworkWarpError::Diverged => "the warp left the finite numbers",
        })
    }
}

impl std::error::Error for NetworkWarpError {}

/// A homogeneous network on its way.
#[derive(Clone)]
pub struct NetworkWarp {
    problem: Problem,
    ln_eta: f64,
    ln_t: f64,
    theta: Vec<f64>,
    /// ln(κ / (s R²)).
    ln_kappa: f64,
    /// 2D − 2.
    power: f64,
}

impl NetworkWarp {
    /// From θ after t = e^`ln_t` steps of plain descent with learning rate `eta`.
    pub fn new(
        problem: Problem,
        eta: f64,
        theta: &[f64],
        ln_t: f64,
        kappa: f64,
    ) -> Result<NetworkWarp, NetworkWarpError> {
        let Some(ln_sensitivity) = ln_sensitivity(&problem) else {
            return Err(NetworkWarpError::NotHomogeneous);
        };
        if problem.l2() != 0.0 {
            return Err(NetworkWarpError::Penalized);
        }
        let positive = |x: f64| x > 0.0 && x.is_finite();
        let start = theta.len() == problem.model().n_parameters()
            && positive(dot(theta, theta))
            && ln_t.is_finite();
        if !(start && positive(eta) && positive(kappa)) {
            return Err(NetworkWarpError::Start);
        }
        Ok(NetworkWarp {
            ln_eta: ln(eta),
            ln_kappa: ln(kappa) - ln_sensitivity,
            power: 2.0 * problem.model().degree() as f64 - 2.0,
            problem,
            ln_t,
            theta: theta.to_vec(),
        })
    }

    /// ln t.
    pub fn ln_t(&self) -> f64 {
        self.ln_t
    }

    /// θ(t).
    pub fn parameters(&self) -> &[f64] {
        &self.theta
    }

    /// Takes one step without passing `until`, and tells whether `until` has been reached. One step costs two
    /// passes over the rows.
    pub fn step(&mut self, until: f64) -> Result<bool, NetworkWarpError> {
        let remaining = until - self.ln_t;
        if remaining.is_nan() || remaining <= 0.0 {
            return Ok(true);
        }
        let (ln_risk, gradient) = self.problem.ln_gradient(&self.theta);
        let ln_rate = ln_risk + self.ln_eta;
        if ln(dot(&gradient, &gradient)) + ln_rate + self.ln_t <= ln(AT_REST) {
            return Err(NetworkWarpError::AtRest);
        }
        let ln_step = self.ln_kappa - self.power * ln(norm(&self.theta));
        // The step that ends at `until`: e^until − e^ln_t without forming either.
        let ln_last = self.ln_t + ln_expm1(remaining) + ln_rate;
        let last = ln_step >= ln_last;
        let step = exp(if last { ln_last } else { ln_step });
        let next: Vec<f64> = (self.theta.iter().zip(&gradient))
            .map(|(theta, g)| theta - step * g)
            .collect();
        if !next.iter().all(|theta| theta.is_finite()) {
            return Err(NetworkWarpError::Diverged);
        }
        self.theta = next;
        self.ln_t = if last {
            until
        } else {
            log_sum_exp(&[self.ln_t, ln_step - ln_rate])
        };
        Ok(last)
    }

    /// Goes on to `until`, if that lies ahead.
    pub fn advance(&mut self, until: f64) -> Result<(), NetworkWarpError> {
        while !self.step(until)? {}
        Ok(())
    }
}

/// ln(e^a − 1) for a > 0.
fn ln_expm1(a: f64) -> f64 {
    if a > 40.0 { a } else { ln(expm1(a)) }
}

/// ln(s R²) of a homogeneous network; `None` for any other model.
fn ln_sensitivity(problem: &Problem) -> Option<f64> {
    let Model::Mlp {
        depth,
        width,
        activation,
        bias,
        init,
    } = *problem.model()
    else {
        return None;
    };
    let steepest = match activation {
        Activation::Relu => 1.0,
        Activation::Leaky { slope } => slope.abs().max(1.0),
        Activation::Tanh => return None,
    };
    let constant = match bias {
        Bias::Input => 1.0,
        Bias::None => 0.0,
        Bias::All => return None,
    };
    let largest = (problem.points().blocks().iter())
        .flat_map(|block| std::iter::zip(block.x1.to_array(), block.x2.to_array()))
        .map(|(x1, x2)| x1 * x1 + x2 * x2 + constant)
        .fold(f64::MIN_POSITIVE, f64::max);
    // Each of the `depth` sums over hidden units has the factor once, and each unit its slope.
    let factor = init.scale(width) * steepest;
    Some(ln(largest) + 2.0 * depth as f64 * ln(factor))
}
