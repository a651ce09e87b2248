//! Losses of the shortfall m = 1 − u: squared, hinge and squared hinge.
//!
//! ```text
//! (1 − u)²              −2 (1 − u)              2                        squared, without a ½
//! max(0, 1 − u)         −1 if u < 1, else 0     0                        hinge (Cortes and Vapnik 1995)
//! max(0, 1 − u)²        −2 max(0, 1 − u)        2 if u < 1, else 0       squared hinge
//! ```
//! All of them decide on the stored u: 1 − u is above 0 exactly where u < 1.

use super::Shape;
use crate::numeric::lanes::{F64x2, F64x8};
use crate::numeric::ln;

/// (1 − u)².
#[derive(Clone, Copy)]
pub(crate) struct Squared;

/// max(0, 1 − u).
#[derive(Clone, Copy)]
pub(crate) struct Hinge;

/// max(0, 1 − u)².
#[derive(Clone, Copy)]
pub(crate) struct SquaredHinge;

/// max(0, 1 − u), NaN at NaN.
fn shortfall(u: f64) -> f64 {
    if u >= 1.0 { 0.0 } else { 1.0 - u }
}

/// 1 + v = 1 − u.
#[inline(always)]
fn shortfall_lanes(v: F64x8) -> F64x8 {
    v + F64x2::splat(1.0)
}

impl Shape for Squared {
    fn value(self, u: f64) -> f64 {
        (1.0 - u) * (1.0 - u)
    }

    fn slope(self, u: f64) -> f64 {
        -2.0 * (1.0 - u)
    }

    fn curvature(self, _: f64) -> f64 {
        2.0
    }

    fn ln_value(self, u: f64) -> f64 {
        2.0 * ln((1.0 - u).abs())
    }

    fn ln_slope(self, u: f64) -> f64 {
        ln(2.0 * (1.0 - u).abs())
    }

    #[inline(always)]
    fn lanes(self, v: F64x8) -> (F64x8, F64x8) {
        let m = shortfall_lanes(v);
        (m * m, m + m)
    }
}

impl Shape for Hinge {
    fn value(self, u: f64) -> f64 {
        shortfall(u)
    }

    fn slope(self, u: f64) -> f64 {
        if u >= 1.0 { 0.0 } else { -1.0 }
    }

    fn curvature(self, _: f64) -> f64 {
        0.0
    }

    fn ln_value(self, u: f64) -> f64 {
        ln(shortfall(u))
    }

    fn ln_slope(self, u: f64) -> f64 {
        if u >= 1.0 { f64::NEG_INFINITY } else { 0.0 }
    }

    #[inline(always)]
    fn lanes(self, v: F64x8) -> (F64x8, F64x8) {
        let short = v.gt(F64x8::splat(-1.0));
        let value = shortfall_lanes(v).pmax(F64x8::zero());
        (value, F64x8::splat(1.0).and(short))
    }
}

impl Shape for SquaredHinge {
    fn value(self, u: f64) -> f64 {
        shortfall(u) * shortfall(u)
    }

    fn slope(self, u: f64) -> f64 {
        -2.0 * shortfall(u)
    }

    fn curvature(self, u: f64) -> f64 {
        if u >= 1.0 { 0.0 } else { 2.0 }
    }

    fn ln_value(self, u: f64) -> f64 {
        2.0 * ln(shortfall(u))
    }

    fn ln_slope(self, u: f64) -> f64 {
        ln(2.0 * shortfall(u))
    }

    #[inline(always)]
    fn lanes(self, v: F64x8) -> (F64x8, F64x8) {
        let m = shortfall_lanes(v).pmax(F64x8::zero());
        (m * m, m + m)
    }
}
