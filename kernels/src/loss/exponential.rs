//! The exponential loss e^−u, plain and relative to a shift.

use super::Shape;
use crate::numeric::exp;
use crate::numeric::lanes::{F64x2, F64x8};
use crate::numeric::vector;

/// ℓ(u) = e^−u.
#[derive(Clone, Copy)]
pub(crate) struct Exponential;

impl Shape for Exponential {
    fn value(self, u: f64) -> f64 {
        exp(-u)
    }

    fn slope(self, u: f64) -> f64 {
        -exp(-u)
    }

    fn curvature(self, u: f64) -> f64 {
        exp(-u)
    }

    fn ln_value(self, u: f64) -> f64 {
        -u
    }

    fn ln_slope(self, u: f64) -> f64 {
        -u
    }

    #[inline(always)]
    fn lanes(self, v: F64x8) -> (F64x8, F64x8) {
        let e = vector::exp(v);
        (e, e)
    }
}

/// e^−(rate u) times e^−shift: the exponential loss, or the end of another one, where it would over- or underflow.
#[derive(Clone, Copy)]
pub(crate) struct ScaledExponential {
    pub(crate) rate: f64,
    pub(crate) shift: f64,
}

impl ScaledExponential {
    /// The value and the negated slope of eight rows, given v = −u.
    #[inline(always)]
    pub(crate) fn lanes(self, v: F64x8) -> (F64x8, F64x8) {
        let (rate, shift) = (F64x2::splat(self.rate), F64x2::splat(self.shift));
        let e = vector::exp(v.map(|v| v * rate - shift));
        (e, e * rate)
    }
}
