//! Losses with the tail u^−α, and what stands left of u = 1.
//!
//! ```text
//! u^−α                          −α u^−(α+1)           α (α + 1) u^−(α+2)           right of 1
//! 1 − α (u − 1)                 −α                    0                            left: of the same slope
//! ln(1 + e^−u)/ln(1 + e^−1)     −σ(−u)/ln(1 + e^−1)   σ(u) σ(−u)/ln(1 + e^−1)      left: Wang et al. 2022
//! ```
//! At u = 1 itself the first left part leaves the row to the tail, and Wang's takes it, as the authors' code does.

use super::Shape;
use super::logistic::{parts, sigma_minus, softplus};
use crate::numeric::lanes::{F64x2, F64x8};
use crate::numeric::{ln, pow, vector};

/// ln(1 + e^−1).
const AT_ONE: f64 = 0.313_261_687_518_222_8;

/// A left part: like [`Shape`], for margins of up to about 1.
pub(crate) trait Left: Copy {
    /// Whether u lies on the left.
    fn holds(self, u: f64) -> bool;
    /// A mask of the lanes that lie on the left, given v = −u.
    fn holds_lanes(self, v: F64x8) -> F64x8;
    /// ℓ(u).
    fn value(self, u: f64) -> f64;
    /// −ℓ′(u), positive.
    fn fall(self, u: f64) -> f64;
    /// ℓ″(u).
    fn curvature(self, u: f64) -> f64;
    /// ℓ and −ℓ′ of eight rows, given v = −u.
    fn lanes(self, v: F64x8) -> (F64x8, F64x8);
}

/// 1 − α (u − 1).
#[derive(Clone, Copy)]
pub(crate) struct LinearLeft {
    /// α.
    pub(crate) alpha: f64,
}

impl Left for LinearLeft {
    fn holds(self, u: f64) -> bool {
        u < 1.0
    }

    #[inline(always)]
    fn holds_lanes(self, v: F64x8) -> F64x8 {
        v.gt(F64x8::splat(-1.0))
    }

    fn value(self, u: f64) -> f64 {
        1.0 - self.alpha * (u - 1.0)
    }

    fn fall(self, _: f64) -> f64 {
        self.alpha
    }

    fn curvature(self, _: f64) -> f64 {
        0.0
    }

    #[inline(always)]
    fn lanes(self, v: F64x8) -> (F64x8, F64x8) {
        let value = (v + F64x2::splat(1.0)) * F64x2::splat(self.alpha) + F64x2::splat(1.0);
        (value, F64x8::splat(self.alpha))
    }
}

/// ln(1 + e^−u)/ln(1 + e^−1).
#[derive(Clone, Copy)]
pub(crate) struct LogisticLeft;

impl Left for LogisticLeft {
    fn holds(self, u: f64) -> bool {
        u <= 1.0
    }

    #[inline(always)]
    fn holds_lanes(self, v: F64x8) -> F64x8 {
        F64x8::splat(-1.0).le(v)
    }

    fn value(self, u: f64) -> f64 {
        softplus(u) / AT_ONE
    }

    fn fall(self, u: f64) -> f64 {
        sigma_minus(u) / AT_ONE
    }

    fn curvature(self, u: f64) -> f64 {
        sigma_minus(u) * sigma_minus(-u) / AT_ONE
    }

    #[inline(always)]
    fn lanes(self, v: F64x8) -> (F64x8, F64x8) {
        let parts = parts(v);
        let at_one = F64x8::splat(AT_ONE);
        (parts.softplus / at_one, parts.sigma / at_one)
    }
}

/// u^−α right of 1, joined to a left part.
#[derive(Clone, Copy)]
pub(crate) struct Polynomial<L> {
    /// α > 0.
    pub(crate) alpha: f64,
    /// What stands left of 1.
    pub(crate) left: L,
}

impl<L: Left> Shape for Polynomial<L> {
    // A negative u is never raised to −α: that would be NaN in the branch that is not taken.

    fn value(self, u: f64) -> f64 {
        if self.left.holds(u) {
            self.left.value(u)
        } else {
            pow(u, -self.alpha)
        }
    }

    fn slope(self, u: f64) -> f64 {
        if self.left.holds(u) {
            -self.left.fall(u)
        } else {
            -self.alpha * pow(u, -(self.alpha + 1.0))
        }
    }

    fn curvature(self, u: f64) -> f64 {
        if self.left.holds(u) {
            self.left.curvature(u)
        } else {
            self.alpha * (self.alpha + 1.0) * pow(u, -(self.alpha + 2.0))
        }
    }

    fn ln_value(self, u: f64) -> f64 {
        if self.left.holds(u) {
            ln(self.left.value(u))
        } else {
            -self.alpha * ln(u)
        }
    }

    fn ln_slope(self, u: f64) -> f64 {
        if self.left.holds(u) {
            ln(self.left.fall(u))
        } else {
            ln(self.alpha) - (self.alpha + 1.0) * ln(u)
        }
    }

    #[inline(always)]
    fn lanes(self, v: F64x8) -> (F64x8, F64x8) {
        let left = self.left.holds_lanes(v);
        // At least 1 where the left part is taken; NaN stays.
        let u = (v * F64x2::splat(-1.0)).pmax(F64x8::splat(1.0));
        let inverse = F64x8::splat(1.0) / u;
        let power = if self.alpha == 1.0 {
            inverse
        } else if self.alpha == 2.0 {
            inverse * inverse
        } else if self.alpha == 3.0 {
            inverse * inverse * inverse
        } else {
            vector::exp(vector::ln_from_1(u) * F64x2::splat(-self.alpha))
        };
        let fall = power * inverse * F64x2::splat(self.alpha);
        if !left.any() {
            return (power, fall);
        }
        let (left_value, left_fall) = self.left.lanes(v);
        (left.select(left_value, power), left.select(left_fall, fall))
    }
}
