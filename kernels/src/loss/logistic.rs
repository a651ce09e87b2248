//! The logistic loss ln(1 + e^−u).

use super::Shape;
use crate::numeric::lanes::{F64x2, F64x8};
use crate::numeric::{exp, ln, ln_1p, vector};

/// ℓ(u) = ln(1 + e^−u), ℓ′(u) = −σ(−u), with σ(u) = 1/(1 + e^−u).
#[derive(Clone, Copy)]
pub(crate) struct Logistic;

/// Beyond this margin ln(1 + e^−u) = e^−u (1 − e^−u/2 …) = e^−u to the last bit.
pub(super) const EXPONENTIAL_FROM: f64 = 40.0;

/// ln(1 + e^−u). For u < 0 the exponential is factored out: −u + ln(1 + e^u).
pub(super) fn softplus(u: f64) -> f64 {
    if u < 0.0 {
        -u + ln_1p(exp(u))
    } else {
        ln_1p(exp(-u))
    }
}

/// σ(−u).
pub(super) fn sigma_minus(u: f64) -> f64 {
    if u < 0.0 {
        1.0 / (1.0 + exp(u))
    } else {
        exp(-u) / (1.0 + exp(-u))
    }
}

/// What eight margins share, with t = e^−|v| ≤ 1.
pub(super) struct Parts {
    /// ln(1 + t).
    pub(super) ln_1p: F64x8,
    /// ln(1 + e^v) = max(v, 0) + ln(1 + t).
    pub(super) softplus: F64x8,
    /// σ(v) = 1/(1 + t) where v > 0, else t/(1 + t).
    pub(super) sigma: F64x8,
    /// σ(−v).
    pub(super) complement: F64x8,
}

/// These of v = −u.
#[inline(always)]
pub(super) fn parts(v: F64x8) -> Parts {
    let one = F64x8::splat(1.0);
    let t = vector::exp(v.abs() * F64x2::splat(-1.0));
    let ln_1p = vector::ln_1p_unit(t);
    let rising = v.gt(F64x8::zero());
    Parts {
        ln_1p,
        softplus: v.pmax(F64x8::zero()) + ln_1p,
        sigma: rising.select(one, t) / (one + t),
        complement: rising.select(t, one) / (one + t),
    }
}

impl Shape for Logistic {
    fn value(self, u: f64) -> f64 {
        softplus(u)
    }

    fn slope(self, u: f64) -> f64 {
        -sigma_minus(u)
    }

    fn curvature(self, u: f64) -> f64 {
        sigma_minus(u) * sigma_minus(-u)
    }

    fn ln_value(self, u: f64) -> f64 {
        if u > EXPONENTIAL_FROM {
            -u
        } else {
            ln(self.value(u))
        }
    }

    fn ln_slope(self, u: f64) -> f64 {
        if u > 0.0 {
            -u - ln_1p(exp(-u))
        } else {
            -ln_1p(exp(u))
        }
    }

    #[inline(always)]
    fn lanes(self, v: F64x8) -> (F64x8, F64x8) {
        let parts = parts(v);
        (parts.softplus, parts.sigma)
    }
}
