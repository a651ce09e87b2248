//! The dual along a run: how far its shares still are from their limit, and how much dual time that took.
//!
//! ```text
//! τ(t) = η Σ_{s<t} g_s        g = Σ (wᵢ/n) |ℓ′(uᵢ)|, divided by L for loss-normalized steps
//! KL(p*‖q_t)                  0 at the limit
//! ½ |Σ qᵢ zᵢ|² − ½ γ² ≤ KL(p*‖q_k) / (τ − τ_k)    for steps η g ≤ 1/R² from k on (Ji and Telgarsky 2019)
//! ```
//!
//! τ is the *dual time*: the sum of the steps of the mirror descent that q goes through. Early it is about
//! η t, late ln t/γ². A history does not hold every step. Where it does, the sum is exact; between recorded
//! steps a and b the slope g is taken as a power of t and summed by Euler and Maclaurin,
//!
//! ```text
//! Σ_{a≤s<b} g_s ≈ ∫_a^b g ds − ½ (g_b − g_a)
//! ```
//! which at 48 records a decade is right to 3e−5.

use super::dual::{dual_gap, kl, shares};
use super::rows::Rows;
use crate::loss::Loss;
use crate::numeric::{exp, expm1, ln, log_sum_exp};

/// What a run's shares are measured against.
#[derive(Clone, Copy, Debug)]
pub struct DualPath<'a> {
    /// The rows.
    pub rows: &'a Rows,
    /// Their weights in this run.
    pub weights: &'a [f64],
    /// p*, where q tends to.
    pub dual: &'a [f64],
    /// γ of the run's limit.
    pub margin: f64,
    /// η.
    pub eta: f64,
    /// ℓ.
    pub loss: Loss,
    /// Whether steps are loss-normalized.
    pub normalized: bool,
}

/// A moment of the dual.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DualMoment {
    /// KL(p*‖q).
    pub kl: f64,
    /// ½ |Σ qᵢ zᵢ|² − ½ γ², never negative but for rounding.
    pub gap: f64,
    /// τ.
    pub total_step: f64,
    /// η g, the step from here.
    pub step: f64,
}

impl DualPath<'_> {
    /// The moment of θ after dual time τ. `None` when its shares are not defined.
    pub fn at(&self, theta: &[f64], total_step: f64) -> Option<DualMoment> {
        let margins = self.rows.margins(theta);
        let q = shares(self.weights, &margins, self.loss)?;
        let n = self.rows.len() as f64;
        let sum = |term: &dyn Fn(f64) -> f64| {
            let terms: Vec<f64> = (margins.iter().zip(self.weights))
                .filter(|(_, w)| **w > 0.0)
                .map(|(&u, &w)| ln(w / n) + term(u))
                .collect();
            log_sum_exp(&terms)
        };
        let slope = sum(&|u| self.loss.ln_slope(u));
        let risk = if self.normalized {
            sum(&|u| self.loss.ln_value(u))
        } else {
            0.0
        };
        let step = self.eta * exp(slope - risk);
        Some(DualMoment {
            kl: kl(self.dual, &q),
            gap: dual_gap(self.rows, &q, self.margin),
            total_step,
            step,
        })
    }

    /// The moment of θ after step `step`, from the one after the earlier step `last`.
    pub fn after(
        &self,
        before: &DualMoment,
        last: u64,
        step: u64,
        theta: &[f64],
    ) -> Option<DualMoment> {
        let here = self.at(theta, 0.0)?;
        let way = between(before.step, here.step, last, step);
        Some(DualMoment {
            total_step: before.total_step + way,
            ..here
        })
    }
}

/// Σ g_s for a ≤ s < b, from g at both ends.
fn between(first: f64, last: f64, a: u64, b: u64) -> f64 {
    if b <= a + 1 || a == 0 || first <= 0.0 || last <= 0.0 {
        return first * (b.saturating_sub(a)) as f64;
    }
    let length = ln(b as f64 / a as f64);
    // ∫ g ds of g ∝ s^k: a g_a (e^{(k + 1) length} − 1)/(k + 1).
    let power = ln(last / first) + length;
    let mean = if power.abs() < 1e-9 {
        1.0
    } else {
        expm1(power) / power
    };
    a as f64 * first * length * mean - 0.5 * (last - first)
}

/// The first of these moments from which on no step is longer than 1/R², where the bound may begin.
pub fn bound_begins(moments: &[DualMoment], radius: f64) -> usize {
    let long = |moment: &DualMoment| moment.step * radius * radius > 1.0;
    moments.iter().rposition(long).map_or(0, |last| last + 1)
}
