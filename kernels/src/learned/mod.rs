//! Weights that are learned beside θ.
//!
//! One step, in this order and with nothing else between:
//!
//! ```text
//! u = u(θ_t)                                              margins before the step, adjusted as the loss meets them
//! w_{t+1} = P_M(v(u, w_t))                                the rule below, then the projection
//! θ_{t+1} = θ_t − η (1/n) Σ w_{t+1,i} ℓ′(uᵢ) ∂uᵢ/∂θ        w is not differentiated
//! ```
//! Only v up to a factor matters, and its logarithm is what is kept: ln w falls below −465 on networks.

mod projection;

pub use projection::{Projected, project};

use std::ops::Range;

use crate::loss::Loss;
use crate::model::block::BlockKernel;
use crate::model::kernel::{Kernel, with_kernel};
use crate::model::points::Points;
use crate::model::tangent::Tangent;
use crate::numeric::lanes::F64x8;
use crate::numeric::{clamp, ln};
use crate::objective::Problem;

/// What weights follow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LearnRule {
    /// vᵢ = e^(−κ uᵢ): an adversary without memory.
    Softmax {
        /// κ > 0.
        kappa: f64,
    },
    /// The weights that make Σ wᵢ ℓᵢ largest: as much as the bound allows on the smallest margins.
    Best,
    /// vᵢ = wᵢ e^(η_w ℓᵢ) (Kivinen and Warmuth 1997).
    ExponentiatedGradient {
        /// η_w > 0.
        rate: f64,
    },
    /// vᵢ = wᵢ e^(η_w L_y), L_y the mean loss of the row's class (Sagawa et al. 2020).
    GroupDro {
        /// η_w > 0.
        rate: f64,
    },
    /// vᵢ = e^(ℓᵢ/τ): the weights that make Σ wᵢ ℓᵢ − τ KL(w‖1) largest.
    Kl {
        /// τ > 0.
        temperature: f64,
    },
    /// vᵢ = max(0, g_V·∇ℓᵢ), g_V the mean gradient of validation rows (Ren et al. 2018: one step ahead, in closed
    /// form).
    MetaGradient,
}

/// Weights on their way.
#[derive(Clone)]
pub struct Learner {
    rule: LearnRule,
    bound: f64,
    /// The validation rows, unweighted and not adjusted; of the meta-gradient.
    validation: Option<Box<Problem>>,
    weights: Vec<f64>,
    ln_weights: Vec<f64>,
    moved: bool,
    at_work: Option<AtWork>,
}

/// What a pass over the rows fills.
#[derive(Clone)]
struct AtWork {
    kernel: Kernel,
    /// −u′ of every block, by neighborhood.
    exponents: Vec<F64x8>,
    /// What g_V·∇f is computed by, and what it is of every block; of the meta-gradient.
    tangent: Tangent,
    along: Vec<F64x8>,
}

impl Learner {
    /// Learns from `weights` on, within [1/`bound`, `bound`]; an infinite bound is none. `validation` holds the rows
    /// that the meta-gradient looks at, and nothing else needs them.
    pub fn new(
        rule: LearnRule,
        bound: f64,
        weights: &[f64],
        validation: Option<Problem>,
    ) -> Learner {
        Learner {
            rule,
            bound,
            validation: validation.map(Box::new),
            weights: weights.to_vec(),
            ln_weights: weights.iter().map(|&w| ln(w)).collect(),
            moved: false,
            at_work: None,
        }
    }

    /// The present weights, in the order of the points: those of the step that came last.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Whether the last step changed any.
    pub(crate) fn moved(&self) -> bool {
        self.moved
    }

    /// Looks at some blocks of rows at θ, in order.
    pub(crate) fn meet(&mut self, problem: &Problem, theta: &[f64], blocks: Range<usize>) {
        let view = problem.view();
        let meta = self.rule == LearnRule::MetaGradient;
        let at_work = self.at_work.get_or_insert_with(|| AtWork {
            kernel: problem.kernel(),
            exponents: vec![F64x8::zero(); view.points.len()],
            tangent: Tangent::new(problem.model()),
            along: vec![F64x8::zero(); if meta { view.points.len() } else { 0 }],
        });
        if blocks.start == 0 {
            at_work.kernel.load(theta);
            if meta {
                let direction = match &self.validation {
                    Some(validation) => descent(validation, theta),
                    // Without validation rows there is nothing to go by: all v are 0, and so all weights 1.
                    None => vec![0.0; theta.len()],
                };
                at_work.tangent.load(theta, direction);
            }
        }
        let tangent = &mut at_work.tangent;
        with_kernel!(&mut at_work.kernel, kernel => for block in blocks {
            let x = &view.points[block];
            let class = view.rows[block].negated_class;
            let scores = if meta {
                let (f, along) = tangent.forward(x);
                at_work.along[block] = class * along;
                f
            } else {
                kernel.forward(x)
            };
            let exponent = class * scores;
            at_work.exponents[block] = match view.offsets.get(block) {
                Some(&offset) => exponent + offset,
                None => exponent,
            };
        });
    }

    /// Gives the problem the weights that follow from what was met.
    pub(crate) fn learn(&mut self, problem: &mut Problem) {
        let Some(at_work) = &self.at_work else {
            return;
        };
        let points = problem.points();
        let order = &points.neighborhoods().order;
        let scatter = |blocks: &mut dyn Iterator<Item = F64x8>| {
            let mut rows = vec![0.0; order.len()];
            for (places, values) in order.chunks(Points::BLOCK).zip(blocks) {
                for (&place, value) in places.iter().zip(values.to_array()) {
                    rows[place] = value;
                }
            }
            rows
        };
        let loss = problem.loss();
        let exponents = scatter(&mut at_work.exponents.iter().copied());
        // Of what the rule does not ask for there is nothing.
        let losses = match self.rule {
            LearnRule::ExponentiatedGradient { .. }
            | LearnRule::GroupDro { .. }
            | LearnRule::Kl { .. } => {
                scatter(&mut at_work.exponents.iter().map(|&v| loss.lanes(v).0))
            }
            LearnRule::Softmax { .. } | LearnRule::Best | LearnRule::MetaGradient => Vec::new(),
        };
        let along = scatter(&mut at_work.along.iter().copied());
        // Where something is not finite the step that follows says so.
        if exponents.iter().chain(&losses).any(|x| !x.is_finite()) {
            return;
        }
        let classes = problem.classes();
        let row = Row {
            exponents: &exponents,
            losses: &losses,
            along: &along,
        };
        let projected = match self.rule {
            LearnRule::Best => Projected {
                weights: best_response(&exponents, self.bound),
                ln_weights: Vec::new(),
            },
            rule => {
                let means = [1.0, -1.0].map(|class| mean_of_class(class, classes, &losses));
                let ln_v: Vec<f64> = (0..order.len())
                    .map(|at| {
                        row.ln_v(
                            at,
                            rule,
                            self.ln_weights.get(at).copied().unwrap_or(0.0),
                            classes[at],
                            means,
                            loss,
                        )
                    })
                    .collect();
                project(&ln_v, self.bound)
            }
        };
        self.moved = projected.weights != self.weights;
        (self.weights, self.ln_weights) = (projected.weights, projected.ln_weights);
        problem.set_weights(&self.weights);
    }
}

/// −u′, ℓ and the change of −u′ along g_V of each row.
struct Row<'a> {
    exponents: &'a [f64],
    losses: &'a [f64],
    along: &'a [f64],
}

impl Row<'_> {
    /// ln vᵢ.
    fn ln_v(
        &self,
        at: usize,
        rule: LearnRule,
        ln_weight: f64,
        class: f64,
        means: [f64; 2],
        loss: Loss,
    ) -> f64 {
        match rule {
            LearnRule::Softmax { kappa } => kappa * self.exponents[at],
            LearnRule::Best => 0.0,
            LearnRule::ExponentiatedGradient { rate } => ln_weight + rate * self.losses[at],
            LearnRule::GroupDro { rate } => ln_weight + rate * means[usize::from(class < 0.0)],
            LearnRule::Kl { temperature } => self.losses[at] / temperature,
            LearnRule::MetaGradient => {
                // g·∇ℓ = ℓ′(u′) g·∇u′, and g·∇u′ is −`along`.
                let u = -self.exponents[at];
                let product = loss.slope(u).signum() * -self.along[at];
                if product > 0.0 {
                    loss.ln_slope(u) + ln(product)
                } else {
                    f64::NEG_INFINITY
                }
            }
        }
    }
}

/// The gradient of the risk up to a positive factor; 0 where the risk is 0.
fn descent(problem: &Problem, theta: &[f64]) -> Vec<f64> {
    let (ln_risk, gradient) = problem.ln_gradient(theta);
    if ln_risk == f64::NEG_INFINITY {
        return vec![0.0; theta.len()];
    }
    gradient
}

/// The mean loss of a class; 0 where it has no rows.
fn mean_of_class(class: f64, classes: &[f64], losses: &[f64]) -> f64 {
    let of_class = || classes.iter().zip(losses).filter(|(y, _)| **y == class);
    let n = of_class().count();
    let sum: f64 = of_class().map(|(_, loss)| loss).sum();
    sum / n.max(1) as f64
}

/// The weights of mean 1 within [1/M, M] for which Σ wᵢ ℓᵢ is largest, ℓ falling in u:
///
/// ```text
/// M on the k = ⌊n/(M + 1)⌋ smallest margins,  n − kM − (n − k − 1)/M on the next,  1/M on the rest
/// ```
/// Rows of the same margin share equally. Without a bound all of it goes to the smallest margin.
fn best_response(exponents: &[f64], bound: f64) -> Vec<f64> {
    let total = exponents.len() as f64;
    let k = match (total / (bound + 1.0)).floor() as usize {
        k if k < exponents.len() => k,
        _ => return vec![1.0; exponents.len()],
    };
    let mut sorted = exponents.to_vec();
    let (_, &mut level, _) = sorted.select_nth_unstable_by(k, |a, b| b.total_cmp(a));
    let above = exponents.iter().filter(|v| **v > level).count();
    let tied = exponents.iter().filter(|v| **v == level).count();
    let (low, high) = (1.0 / bound, if above > 0 { bound } else { 0.0 });
    let below = total - (above + tied) as f64;
    // What is left for the rows of this margin, a whole one of them between the bounds.
    let rest = (total - above as f64 * high - below * low) / tied as f64;
    let share = if bound == f64::INFINITY {
        rest
    } else {
        clamp(rest, low, bound)
    };
    let weight = |v: &f64| {
        if *v > level {
            bound
        } else if *v < level {
            low
        } else {
            share
        }
    };
    exponents.iter().map(weight).collect()
}
