//! The focal loss s^γ ln(1 + e^−u) with s = σ(−u) (Lin et al. 2017): rows that are right already count less.
//!
//! ```text
//! q = σ(u)    ℓ₁ = ln(1 + e^−u)    ℓ = s^γ ℓ₁
//! ℓ′ = −s^γ (γ q ℓ₁ + s)           ℓ″ = s^γ q (γ² q ℓ₁ + γ s (2 − ℓ₁) + s)
//! ```
//! Not convex: ℓ″ < 0 below u = −2.8 for γ = 2. Its tail is e^−(γ+1)u.

use super::Shape;
use super::logistic::{EXPONENTIAL_FROM, parts, sigma_minus, softplus};
use crate::numeric::lanes::{F64x2, F64x8};
use crate::numeric::{ln, ln_1p, pow, vector};

/// See the module.
#[derive(Clone, Copy)]
pub(crate) struct Focal {
    /// γ ≥ 0.
    pub(crate) gamma: f64,
}

impl Focal {
    /// ln s^γ = −γ ln(1 + e^u).
    fn ln_power(self, u: f64) -> f64 {
        -self.gamma * softplus(-u)
    }
}

impl Shape for Focal {
    fn value(self, u: f64) -> f64 {
        pow(sigma_minus(u), self.gamma) * softplus(u)
    }

    fn slope(self, u: f64) -> f64 {
        let (s, q) = (sigma_minus(u), sigma_minus(-u));
        -pow(s, self.gamma) * (self.gamma * q * softplus(u) + s)
    }

    fn curvature(self, u: f64) -> f64 {
        let (s, q, l) = (sigma_minus(u), sigma_minus(-u), softplus(u));
        let gamma = self.gamma;
        pow(s, gamma) * q * (gamma * gamma * q * l + gamma * s * (2.0 - l) + s)
    }

    fn ln_value(self, u: f64) -> f64 {
        let ln_logistic = if u > EXPONENTIAL_FROM {
            -u
        } else {
            ln(softplus(u))
        };
        self.ln_power(u) + ln_logistic
    }

    fn ln_slope(self, u: f64) -> f64 {
        let rest = if u > EXPONENTIAL_FROM {
            ln_1p(self.gamma) - u
        } else {
            ln(self.gamma * sigma_minus(-u) * softplus(u) + sigma_minus(u))
        };
        self.ln_power(u) + rest
    }

    #[inline(always)]
    fn lanes(self, v: F64x8) -> (F64x8, F64x8) {
        let parts = parts(v);
        let power = if self.gamma == 1.0 {
            parts.sigma
        } else if self.gamma == 2.0 {
            parts.sigma * parts.sigma
        } else {
            // ln s = −(max(−v, 0) + ln(1 + t)).
            let minus_ln = (v * F64x2::splat(-1.0)).pmax(F64x8::zero()) + parts.ln_1p;
            vector::exp(minus_ln * F64x2::splat(-self.gamma))
        };
        let inner = parts.complement * parts.softplus * F64x2::splat(self.gamma) + parts.sigma;
        (power * parts.softplus, power * inner)
    }
}
