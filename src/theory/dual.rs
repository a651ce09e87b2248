//! The dual view: where the weights enter, and what becomes of them.
//!
//! ```text
//! qᵢ ∝ wᵢ |ℓ′(uᵢ)|        the share of each row in the gradient; at θ = 0 it is the weights themselves
//! ```
//!
//! Descent on ln L, θ ← θ + η Σ qᵢ zᵢ, changes q by qᵢ ← qᵢ exp(−η zᵢ·Σ qⱼ zⱼ)/norm. That is mirror descent
//! with the entropy on ½ |Σ pᵢ zᵢ|², whose minimum is the max-margin dual p* (Ji and Telgarsky 2019, *A
//! refined primal-dual analysis of the implicit bias*). The weights are where the dual starts, nothing else.
//! From this follow, with KL(p*‖w) of p* to the normalized weights,
//!
//! ```text
//! ½ |Σ qᵢ zᵢ|² − ½ γ² ≤ KL(p*‖w) / τ             for steps ≤ 1/R², τ their sum       [mirror_bound]
//! cos(θ, limit) ≥ 1 − KL(p*‖w) / (γ |θ|)         from θ = 0                          [certificate]
//! ```
//!
//! Both are upper bounds and loose, the second by a factor of 200 at t = 1e6 on the reference data. A smaller
//! KL does *not* mean a smaller angle: KL is the ingredient of a bound, [`super::residual`] is the truth. KL
//! is infinite when p* needs a row of weight 0: then the limit itself is another.

use super::rows::Rows;
use crate::loss::Loss;
use crate::numeric::{atan2, dot, exp, ln, log_sum_exp, sqrt};

/// qᵢ ∝ wᵢ |ℓ′(uᵢ)|, of sum 1, with slopes relative to the largest in logs: right at any t. `None` when there
/// is nothing to normalize: no row of positive weight, a weight that is none, or a margin that is not finite.
pub fn shares(weights: &[f64], margins: &[f64], loss: Loss) -> Option<Vec<f64>> {
    let good = |w: &f64| w.is_finite() && *w >= 0.0;
    let finite = margins.iter().all(|u| u.is_finite());
    if weights.len() != margins.len() || !finite || !weights.iter().all(good) {
        return None;
    }
    let ln_slopes: Vec<f64> = margins.iter().map(|&u| loss.ln_slope(u)).collect();
    let largest = (ln_slopes.iter().zip(weights))
        .filter(|(_, w)| **w > 0.0)
        .fold(f64::NEG_INFINITY, |m, (&a, _)| m.max(a));
    let pull = |(&a, &w): (&f64, &f64)| if w > 0.0 { w * exp(a - largest) } else { 0.0 };
    let pulls: Vec<f64> = ln_slopes.iter().zip(weights).map(pull).collect();
    let total: f64 = pulls.iter().sum();
    (total > 0.0 && total.is_finite()).then(|| pulls.iter().map(|pull| pull / total).collect())
}

/// KL(p‖q) = Σ pᵢ ln(pᵢ/qᵢ) of two distributions, with 0 ln 0 = 0; infinite where pᵢ > 0 = qᵢ.
pub fn kl(p: &[f64], q: &[f64]) -> f64 {
    p.iter()
        .zip(q)
        .map(|(&p, &q)| match (p > 0.0, q > 0.0) {
            (false, _) => 0.0,
            (true, false) => f64::INFINITY,
            (true, true) => p * ln(p / q),
        })
        .sum()
}

/// KL(p‖w) of a distribution to weights of any sum.
pub fn kl_to_weights(p: &[f64], weights: &[f64]) -> f64 {
    let total: f64 = weights.iter().sum();
    let normalized: Vec<f64> = weights.iter().map(|w| w / total).collect();
    kl(p, &normalized)
}

/// The actual gap ½ |Σ qᵢ zᵢ|² − ½ γ² of dual shares q, never negative but for rounding.
pub fn dual_gap(rows: &Rows, q: &[f64], margin: f64) -> f64 {
    let pull = pull(rows, q);
    0.5 * dot(&pull, &pull) - 0.5 * margin * margin
}

/// The mirror-descent bound KL(p*‖w)/τ on [`dual_gap`], τ the total normalized step (η Σ L along gradient
/// descent). Infinite at τ = 0.
pub fn mirror_bound(kl: f64, total_step: f64) -> f64 {
    if total_step > 0.0 {
        kl / total_step
    } else {
        f64::INFINITY
    }
}

/// The certificate 1 − KL/(γ|θ|): a lower bound on the cosine between θ and the limit, from θ = 0. Below −1,
/// and −∞ at θ = 0, it says nothing.
pub fn certificate(kl: f64, margin: f64, theta_norm: f64) -> f64 {
    if theta_norm > 0.0 {
        1.0 - kl / (margin * theta_norm)
    } else {
        f64::NEG_INFINITY
    }
}

/// The angle to the limit in radians that [`certificate`] promises at most; `None` where it says nothing.
///
/// arccos(1 − x) = 2 arctan √(x/(2 − x)), which keeps the digits of a small x.
pub fn certified_angle(kl: f64, margin: f64, theta_norm: f64) -> Option<f64> {
    let miss = kl / (margin * theta_norm);
    (theta_norm > 0.0 && (0.0..2.0).contains(&miss))
        .then(|| 2.0 * atan2(sqrt(miss), sqrt(2.0 - miss)))
}

/// Normalized descent seen from the dual: the shares alone, with no θ.
#[derive(Clone, Debug, PartialEq)]
pub struct MirrorDescent {
    ln_q: Vec<f64>,
    /// τ, the sum of the steps taken.
    pub total_step: f64,
}

impl MirrorDescent {
    /// From the weights, normalized. `None` when these are not weights, or all 0.
    pub fn new(weights: &[f64]) -> Option<MirrorDescent> {
        let start = shares(weights, &vec![0.0; weights.len()], Loss::Exponential)?;
        Some(MirrorDescent {
            ln_q: start.iter().map(|&q| ln(q)).collect(),
            total_step: 0.0,
        })
    }

    /// q.
    pub fn shares(&self) -> Vec<f64> {
        self.ln_q.iter().map(|&a| exp(a)).collect()
    }

    /// q ← q exp(−η Z Zᵀ q)/norm.
    pub fn step(&mut self, rows: &Rows, eta: f64) {
        let pull = pull(rows, &self.shares());
        for (a, z) in self.ln_q.iter_mut().zip(rows.iter()) {
            *a -= eta * dot(z, &pull);
        }
        let total = log_sum_exp(&self.ln_q);
        self.ln_q.iter_mut().for_each(|a| *a -= total);
        self.total_step += eta;
    }
}

/// Σ qᵢ zᵢ.
fn pull(rows: &Rows, q: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; rows.dim()];
    for (z, q) in rows.iter().zip(q) {
        sum.iter_mut().zip(z).for_each(|(s, z)| *s += q * z);
    }
    sum
}
