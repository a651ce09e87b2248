//! What a step rule remembers from one step to the next, and where it puts θ.

use super::Optimizer;
use crate::numeric::sqrt;

/// A step rule with its memory.
#[derive(Clone)]
pub(super) enum Rule {
    /// θ ← θ − η g.
    Plain,
    /// m of heavy ball, or of Nesterov's momentum.
    Momentum {
        beta: f64,
        nesterov: bool,
        m: Vec<f64>,
    },
    /// m and v, and β₁ᵗ and β₂ᵗ of the steps taken.
    Adam {
        betas: [f64; 2],
        epsilon: f64,
        powers: [f64; 2],
        m: Vec<f64>,
        v: Vec<f64>,
    },
}

impl Rule {
    /// A rule that remembers nothing yet, for `n` parameters.
    pub(super) fn new(optimizer: Optimizer, n: usize) -> Rule {
        let momentum = |beta, nesterov| Rule::Momentum {
            beta,
            nesterov,
            m: vec![0.0; n],
        };
        match optimizer {
            Optimizer::Gd | Optimizer::Normalized => Rule::Plain,
            Optimizer::Momentum { beta } => momentum(beta, false),
            Optimizer::Nesterov { beta } => momentum(beta, true),
            Optimizer::Adam {
                beta1,
                beta2,
                epsilon,
            } => Rule::Adam {
                betas: [beta1, beta2],
                epsilon,
                powers: [1.0; 2],
                m: vec![0.0; n],
                v: vec![0.0; n],
            },
        }
    }

    /// Puts the next θ into `next`, given the gradient g times `factor` and without the penalty; returns whether it is
    /// finite, and whether any of it or of the memory is new.
    #[inline(always)]
    pub(super) fn propose(
        &mut self,
        theta: &[f64],
        gradient: &[f64],
        step: &Step,
        next: &mut [f64],
    ) -> (bool, bool) {
        let Step { lr, l2, factor } = *step;
        let mut not_finite = 0.0;
        let mut changed = false;
        let moves = next.iter_mut().zip(theta.iter().zip(gradient));
        let mut take = |next: &mut f64, theta: f64, way: f64| {
            *next = theta - way;
            // x · 0 is 0 for a finite x and NaN for any other.
            not_finite += *next * 0.0;
            changed |= *next != theta;
        };
        match self {
            Rule::Plain => {
                for (next, (&theta, &gradient)) in moves {
                    take(next, theta, lr * (gradient * factor + l2 * theta));
                }
            }
            Rule::Momentum { beta, nesterov, m } => {
                let beta = *beta;
                let mut remembered = false;
                for ((next, (&theta, &gradient)), m) in moves.zip(m) {
                    let g = gradient * factor + l2 * theta;
                    let velocity = beta * *m + g;
                    remembered |= velocity != *m;
                    *m = velocity;
                    let way = if *nesterov {
                        g + beta * velocity
                    } else {
                        velocity
                    };
                    take(next, theta, lr * way);
                }
                changed |= remembered;
            }
            Rule::Adam {
                betas: [beta1, beta2],
                epsilon,
                powers,
                m,
                v,
            } => {
                powers[0] *= *beta1;
                powers[1] *= *beta2;
                let unbiased = powers.map(|power| 1.0 - power);
                for ((next, (&theta, &gradient)), (m, v)) in moves.zip(m.iter_mut().zip(v)) {
                    let g = gradient * factor + l2 * theta;
                    *m = *beta1 * *m + (1.0 - *beta1) * g;
                    *v = *beta2 * *v + (1.0 - *beta2) * g * g;
                    let size = sqrt(*v / unbiased[1]) + *epsilon;
                    take(next, theta, lr * (*m / unbiased[0] / size));
                }
                // Its steps are as long as it likes: it may rest and go on.
                changed = true;
            }
        }
        (not_finite == 0.0, changed)
    }
}

/// What a step multiplies by.
#[derive(Clone, Copy)]
pub(super) struct Step {
    /// η.
    pub(super) lr: f64,
    /// λ.
    pub(super) l2: f64,
    /// 1, or 1/L for descent on ln L.
    pub(super) factor: f64,
}
