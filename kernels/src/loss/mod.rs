//! Losses on the margin u = y f(x): each told in one place, a file for each family.
//!
//! A file holds a loss twice, side by side: one margin at a time ([`Shape`]) and eight at once
//! ([`Shape::lanes`]). The first is the formula as one would write it down; `tests/common/scalar.rs` is the plain
//! program around it, and `tests/gradients.rs` compares the two.
//!
//! What theory asks of a loss it asks of [`Loss::tail`]: how the loss ends where margins are large decides where
//! training ends (Soudry et al. 2018; Wang, Chatterji, Haque and Hashimoto 2022).

mod clipped;
mod exponential;
mod focal;
mod logistic;
mod polynomial;

use crate::numeric::lanes::F64x8;

pub(crate) use clipped::{Hinge, Squared, SquaredHinge};
pub(crate) use exponential::{Exponential, ScaledExponential};
pub(crate) use focal::Focal;
pub(crate) use logistic::Logistic;
pub(crate) use polynomial::{LinearLeft, LogisticLeft, Polynomial};

/// A loss ℓ(u).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
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
    /// ```text
    /// ℓ(u) = u^−α for u ≥ 1,   1 − α (u − 1) for u < 1
    /// ```
    /// The tail of Wang et al. (2022) with a left part of the same value and slope at 1.
    Polynomial {
        /// α > 0.
        alpha: f64,
    },
    /// ```text
    /// ℓ(u) = u^−α for u > 1,   ln(1 + e^−u)/ln(1 + e^−1) for u ≤ 1
    /// ```
    /// As Wang, Chatterji, Haque and Hashimoto (2022) join it: its slope jumps at 1.
    PolynomialWang {
        /// α > 0.
        alpha: f64,
    },
    /// ```text
    /// ℓ(u) = (1 − u)²
    /// ```
    Squared,
    /// ```text
    /// ℓ(u) = max(0, 1 − u)        slope 0 at u = 1
    /// ```
    /// (Cortes and Vapnik 1995).
    Hinge,
    /// ```text
    /// ℓ(u) = max(0, 1 − u)²
    /// ```
    SquaredHinge,
    /// ```text
    /// ℓ(u) = σ(−u)^γ ln(1 + e^−u)
    /// ```
    /// (Lin et al. 2017): the logistic loss where γ = 0.
    Focal {
        /// γ ≥ 0.
        gamma: f64,
    },
}

/// How a loss ends as u → ∞.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tail {
    /// ℓ(u) ~ c e^−(rate u).
    Exponential {
        /// The rate.
        rate: f64,
    },
    /// ℓ(u) = u^−α.
    Polynomial {
        /// α.
        alpha: f64,
    },
    /// ℓ(u) = 0 from u = 1 on.
    Zero,
    /// ℓ is least at a finite margin and grows beyond it.
    Growing,
}

/// A loss that gradient flow in ln t knows: see [`crate::flow`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlowLoss {
    /// [`Loss::Exponential`].
    Exponential,
    /// [`Loss::Logistic`].
    Logistic,
}

/// A loss in scalar and in vector form.
pub(crate) trait Shape: Copy {
    /// ℓ(u).
    fn value(self, u: f64) -> f64;
    /// ℓ′(u).
    fn slope(self, u: f64) -> f64;
    /// ℓ″(u), where u is no kink.
    fn curvature(self, u: f64) -> f64;
    /// ln ℓ(u).
    fn ln_value(self, u: f64) -> f64;
    /// ln |ℓ′(u)|.
    fn ln_slope(self, u: f64) -> f64;
    /// ℓ and −ℓ′ of eight rows, given v = −u.
    fn lanes(self, v: F64x8) -> (F64x8, F64x8);
}

/// Evaluates `$body` with `$shape` bound to the shape of a loss, a copy of `$body` for each: so a loop over rows
/// chooses the loss once.
macro_rules! with_loss {
    ($loss:expr, $shape:ident => $body:expr) => {
        match $loss {
            $crate::loss::Loss::Exponential => {
                let $shape = $crate::loss::Exponential;
                $body
            }
            $crate::loss::Loss::Logistic => {
                let $shape = $crate::loss::Logistic;
                $body
            }
            $crate::loss::Loss::Polynomial { alpha } => {
                let $shape = $crate::loss::Polynomial {
                    alpha,
                    left: $crate::loss::LinearLeft { alpha },
                };
                $body
            }
            $crate::loss::Loss::PolynomialWang { alpha } => {
                let $shape = $crate::loss::Polynomial {
                    alpha,
                    left: $crate::loss::LogisticLeft,
                };
                $body
            }
            $crate::loss::Loss::Squared => {
                let $shape = $crate::loss::Squared;
                $body
            }
            $crate::loss::Loss::Hinge => {
                let $shape = $crate::loss::Hinge;
                $body
            }
            $crate::loss::Loss::SquaredHinge => {
                let $shape = $crate::loss::SquaredHinge;
                $body
            }
            $crate::loss::Loss::Focal { gamma } => {
                let $shape = $crate::loss::Focal { gamma };
                $body
            }
        }
    };
}
pub(crate) use with_loss;

impl Loss {
    /// ℓ(u).
    pub fn value(self, u: f64) -> f64 {
        with_loss!(self, shape => shape.value(u))
    }

    /// ℓ′(u). At a kink: of hinge, 0, the slope on its right; of Wang's polynomial loss, that on its left.
    pub fn slope(self, u: f64) -> f64 {
        with_loss!(self, shape => shape.slope(u))
    }

    /// ℓ″(u); at a kink, that of the side whose slope is taken.
    pub fn curvature(self, u: f64) -> f64 {
        with_loss!(self, shape => shape.curvature(u))
    }

    /// ln ℓ(u), finite where ℓ(u) itself over- or underflows; −∞ where ℓ(u) is 0.
    pub fn ln_value(self, u: f64) -> f64 {
        with_loss!(self, shape => shape.ln_value(u))
    }

    /// ln |ℓ′(u)|, finite where ℓ′(u) over- or underflows; −∞ where ℓ′(u) is 0.
    pub fn ln_slope(self, u: f64) -> f64 {
        with_loss!(self, shape => shape.ln_slope(u))
    }

    /// ℓ and −ℓ′ of eight margins at once, as training computes them, given −u.
    pub fn lanes(self, v: F64x8) -> (F64x8, F64x8) {
        with_loss!(self, shape => shape.lanes(v))
    }

    /// How the loss ends. Every statement about where training ends begins here.
    pub fn tail(self) -> Tail {
        match self {
            Loss::Exponential | Loss::Logistic => Tail::Exponential { rate: 1.0 },
            Loss::Focal { gamma } => Tail::Exponential { rate: gamma + 1.0 },
            Loss::Polynomial { alpha } | Loss::PolynomialWang { alpha } => {
                Tail::Polynomial { alpha }
            }
            Loss::Hinge | Loss::SquaredHinge => Tail::Zero,
            Loss::Squared => Tail::Growing,
        }
    }

    /// Whether ℓ is convex: then a minimum of the risk of a linear model is the minimum.
    pub fn is_convex(self) -> bool {
        match self {
            Loss::Exponential
            | Loss::Logistic
            | Loss::Polynomial { .. }
            | Loss::Squared
            | Loss::Hinge
            | Loss::SquaredHinge => true,
            // The slope on the left of 1 is −1/((1 + e) ln(1 + 1/e)), on the right −α.
            Loss::PolynomialWang { alpha } => alpha <= -Loss::PolynomialWang { alpha }.slope(1.0),
            Loss::Focal { gamma } => gamma == 0.0,
        }
    }

    /// Whether ℓ′ jumps somewhere. There gradient descent hovers, and Newton's method fails.
    pub fn has_kink(self) -> bool {
        match self {
            Loss::Hinge | Loss::PolynomialWang { .. } => true,
            Loss::Exponential
            | Loss::Logistic
            | Loss::Polynomial { .. }
            | Loss::Squared
            | Loss::SquaredHinge
            | Loss::Focal { .. } => false,
        }
    }

    /// The same loss for gradient flow in ln t, where that is known.
    pub fn flow(self) -> Option<FlowLoss> {
        match self {
            Loss::Exponential => Some(FlowLoss::Exponential),
            Loss::Logistic => Some(FlowLoss::Logistic),
            Loss::Polynomial { .. }
            | Loss::PolynomialWang { .. }
            | Loss::Squared
            | Loss::Hinge
            | Loss::SquaredHinge
            | Loss::Focal { .. } => None,
        }
    }

    /// The loss relative to e^shift, for a sum that must neither over- nor underflow, given the largest −u; `None`
    /// where the plain sum does neither.
    ///
    /// Where every u is beyond 40 the logistic and the focal loss are e^−(rate u) to the last bit, and where one is
    /// not they do not underflow. Other tails do not come near the end of the numbers.
    pub(crate) fn scaled(self, largest_exponent: f64) -> Option<ScaledExponential> {
        let rate = match self {
            Loss::Exponential => 1.0,
            Loss::Logistic if largest_exponent < -40.0 => 1.0,
            Loss::Focal { gamma } if largest_exponent < -40.0 => gamma + 1.0,
            Loss::Logistic
            | Loss::Focal { .. }
            | Loss::Polynomial { .. }
            | Loss::PolynomialWang { .. }
            | Loss::Squared
            | Loss::Hinge
            | Loss::SquaredHinge => return None,
        };
        Some(ScaledExponential {
            rate,
            shift: rate * largest_exponent,
        })
    }
}
