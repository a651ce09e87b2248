//! Step rules, and one run of them that can pause in the middle of a step.

mod batches;
mod rule;
mod trainer;

pub use batches::Batches;
pub use trainer::Trainer;

/// How θ moves, with g = ∇L + λ θ.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Optimizer {
    /// Gradient descent:
    /// ```text
    /// θ ← θ − η g
    /// ```
    #[default]
    Gd,
    /// Gradient descent on ln L ("loss-normalized", Nacson et al. 2019):
    /// ```text
    /// θ ← θ − η (∇L/L + λ θ)
    /// ```
    /// L may over- or underflow: both are computed relative to the largest loss, found by a first pass. Where L is 0
    /// it stops.
    Normalized,
    /// Heavy ball (Polyak 1964), without dampening:
    /// ```text
    /// m ← β m + g    θ ← θ − η m    m₀ = 0
    /// ```
    Momentum {
        /// β in [0, 1).
        beta: f64,
    },
    /// Nesterov's momentum (1983) as Sutskever et al. (2013) write it, with the gradient at θ itself:
    /// ```text
    /// m ← β m + g    θ ← θ − η (g + β m)    m₀ = 0
    /// ```
    Nesterov {
        /// β in [0, 1).
        beta: f64,
    },
    /// Adam (Kingma and Ba 2015), with ε outside the root:
    /// ```text
    /// m ← β₁ m + (1 − β₁) g    v ← β₂ v + (1 − β₂) g²    θ ← θ − η (m/(1 − β₁ᵗ))/(√(v/(1 − β₂ᵗ)) + ε)
    /// ```
    /// The penalty is in g, not decoupled from it.
    Adam {
        /// β₁ in [0, 1).
        beta1: f64,
        /// β₂ in [0, 1).
        beta2: f64,
        /// ε > 0.
        epsilon: f64,
    },
}

/// What a stretch of work led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The step is not finished.
    Unfinished,
    /// θ has moved.
    Stepped,
    /// A finished step changed nothing: no later one will.
    Unchanged,
    /// The step would have left the finite numbers: θ is the last finite one. First thing to overflow.
    Overflowed(Quantity),
}

/// What can overflow in a step, in the order of computation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// The risk.
    Loss,
    /// A component of the gradient.
    Gradient,
    /// A component of the new θ.
    Parameters,
}

impl Quantity {
    /// Its name, for people and for scripts.
    pub fn name(self) -> &'static str {
        match self {
            Quantity::Loss => "loss",
            Quantity::Gradient => "gradient",
            Quantity::Parameters => "parameters",
        }
    }
}
