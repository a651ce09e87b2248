//! Losses on the margin u = y f(x), each with its slope beside it.

use crate::numeric::{exp, ln_1p};

/// A loss ℓ(u). Both tend to 0 as u → ∞ like e^−u, which is why weights fade (Soudry et al. 2018).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Loss {
    /// ```text
    /// ℓ(u) = e^−u
    /// ```
    /// Overflows for u < −709.78: that is how a run diverges.
    #[default]
    Exponential,
    /// ```text
    /// ℓ(u) = ln(1 + e^−u)
    /// ```
    Logistic,
}

impl Loss {
    /// ℓ(u).
    pub fn value(self, u: f64) -> f64 {
        match self {
            Loss::Exponential => exp(-u),
            // For u < 0 the exponential is factored out: ln(1 + e^−u) = −u + ln(1 + e^u).
            Loss::Logistic if u < 0.0 => -u + ln_1p(exp(u)),
            Loss::Logistic => ln_1p(exp(-u)),
        }
    }

    /// ℓ′(u), never positive.
    pub fn slope(self, u: f64) -> f64 {
        match self {
            Loss::Exponential => -exp(-u),
            Loss::Logistic if u < 0.0 => -1.0 / (1.0 + exp(u)),
            Loss::Logistic => -exp(-u) / (1.0 + exp(-u)),
        }
    }

    /// ln ℓ(u), finite where ℓ(u) itself over- or underflows.
    pub fn ln_value(self, u: f64) -> f64 {
        match self {
            Loss::Exponential => -u,
            // Beyond 40, ln(1 + e^−u) = e^−u (1 − e^−u/2 …) = e^−u to the last bit.
            Loss::Logistic if u > 40.0 => -u,
            Loss::Logistic => crate::numeric::ln(self.value(u)),
        }
    }
}
