//! What may bring the weights back: losses, adjustments, step rules, regularization and weights that are learned.
//!
//! Each choice has parameters of its own, kept when another is chosen. [`Spec`] puts the two together.

use super::Spec;
use super::choices::{AdjustKind, LearnKind, LossKind, ModelKind, OptimizerKind, SamplingKind};
use crate::adjustment::{Adjustment, ldam, logit};
use crate::learned::LearnRule;
use crate::loss::Loss;
use crate::optimizer::Optimizer;

/// Parameters of losses.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LossShape {
    /// α of the polynomial tails.
    pub tail: f64,
    /// γ of the focal loss.
    pub focus: f64,
}

/// How margins are adjusted by class.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adjusting {
    /// Which adjustment.
    pub kind: AdjustKind,
    /// Δ of orange and blue, for vector scaling.
    pub scaling: [f64; 2],
    /// The largest margin of LDAM.
    pub ldam: f64,
    /// τ of logit adjustment.
    pub tau: f64,
}

/// Parameters of step rules.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stepping {
    /// β of momentum, β₁ of Adam.
    pub beta: f64,
    /// β₂ of Adam.
    pub beta2: f64,
    /// ε of Adam.
    pub epsilon: f64,
    /// Rows of a batch; 0 for all.
    pub batch: usize,
}

/// How weights are learned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Learning {
    /// Which rule.
    pub kind: LearnKind,
    /// M: weights stay within 1/M and M; 0 for no bound.
    pub bound: f64,
    /// κ of the softmax adversary.
    pub kappa: f64,
    /// η_w of exponentiated gradient and of group DRO.
    pub rate: f64,
    /// τ of the KL adversary.
    pub temperature: f64,
}

/// All of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Remedies {
    /// Parameters of losses.
    pub shape: LossShape,
    /// Adjustment of margins.
    pub adjusting: Adjusting,
    /// Parameters of step rules.
    pub stepping: Stepping,
    /// Share of hidden units dropped in a step.
    pub dropout: f64,
    /// Whether rows are repeated or left out instead of weighted.
    pub sampling: SamplingKind,
    /// Learned weights.
    pub learning: Learning,
}

impl Default for Remedies {
    fn default() -> Remedies {
        Remedies {
            shape: LossShape {
                tail: 1.0,
                focus: 2.0,
            },
            adjusting: Adjusting {
                kind: AdjustKind::None,
                scaling: [1.0, 2.0],
                ldam: 0.5,
                tau: 1.0,
            },
            stepping: Stepping {
                beta: 0.9,
                beta2: 0.999,
                epsilon: 1e-8,
                batch: 0,
            },
            dropout: 0.0,
            sampling: SamplingKind::None,
            learning: Learning {
                kind: LearnKind::None,
                bound: 20.0,
                kappa: 1.0,
                rate: 0.1,
                temperature: 0.5,
            },
        }
    }
}

impl Spec {
    /// The loss with its parameter.
    pub fn loss(&self) -> Loss {
        let shape = &self.remedies.shape;
        match self.loss {
            LossKind::Exponential => Loss::Exponential,
            LossKind::Logistic => Loss::Logistic,
            LossKind::Polynomial => Loss::Polynomial { alpha: shape.tail },
            LossKind::PolynomialWang => Loss::PolynomialWang { alpha: shape.tail },
            LossKind::Squared => Loss::Squared,
            LossKind::Hinge => Loss::Hinge,
            LossKind::SquaredHinge => Loss::SquaredHinge,
            LossKind::Focal => Loss::Focal { gamma: shape.focus },
        }
    }

    /// The step rule with its parameters.
    pub fn optimizer(&self) -> Optimizer {
        let Stepping {
            beta,
            beta2,
            epsilon,
            ..
        } = self.remedies.stepping;
        match self.optimizer {
            OptimizerKind::Gd => Optimizer::Gd,
            OptimizerKind::Normalized => Optimizer::Normalized,
            OptimizerKind::Momentum => Optimizer::Momentum { beta },
            OptimizerKind::Nesterov => Optimizer::Nesterov { beta },
            OptimizerKind::Adam => Optimizer::Adam {
                beta1: beta,
                beta2,
                epsilon,
            },
        }
    }

    /// Δ and ι for (orange, blue) training rows; `None` where they are not defined: logit adjustment with one class.
    pub fn adjustment(&self, counts: (usize, usize)) -> Option<Adjustment> {
        let adjusting = &self.remedies.adjusting;
        match adjusting.kind {
            AdjustKind::None => Some(Adjustment::NONE),
            AdjustKind::Scaling => Some(Adjustment {
                scale: adjusting.scaling,
                ..Adjustment::NONE
            }),
            AdjustKind::Ldam => Some(ldam(counts, adjusting.ldam)),
            AdjustKind::Logit => logit(counts, adjusting.tau),
        }
    }

    /// What weights follow, if they are learned.
    pub fn learn_rule(&self) -> Option<LearnRule> {
        let Learning {
            kappa,
            rate,
            temperature,
            ..
        } = self.remedies.learning;
        Some(match self.remedies.learning.kind {
            LearnKind::None => return None,
            LearnKind::Softmax => LearnRule::Softmax { kappa },
            LearnKind::Best => LearnRule::Best,
            LearnKind::ExponentiatedGradient => LearnRule::ExponentiatedGradient { rate },
            LearnKind::GroupDro => LearnRule::GroupDro { rate },
            LearnKind::Kl => LearnRule::Kl { temperature },
            LearnKind::MetaGradient => LearnRule::MetaGradient,
        })
    }

    /// M; infinite for none.
    pub fn weight_bound(&self) -> f64 {
        match self.remedies.learning.bound {
            0.0 => f64::INFINITY,
            bound => bound,
        }
    }

    /// Rows of a batch; `None` where a step takes all of them, as it does where weights are learned.
    pub fn batch(&self) -> Option<usize> {
        let batch = self.remedies.stepping.batch;
        (batch > 0 && self.learn_rule().is_none()).then_some(batch)
    }

    /// Whether a step depends on more than the parameters: moments, learned weights, or what was drawn before.
    pub fn steps_have_memory(&self) -> bool {
        let moments = match self.optimizer {
            OptimizerKind::Gd | OptimizerKind::Normalized => false,
            OptimizerKind::Momentum | OptimizerKind::Nesterov | OptimizerKind::Adam => true,
        };
        moments || self.learn_rule().is_some() || self.batch().is_some() || self.dropout() > 0.0
    }

    /// Share of hidden units dropped in a step: 0 for a line, which has none.
    pub fn dropout(&self) -> f64 {
        match self.model {
            ModelKind::Linear | ModelKind::Features => 0.0,
            ModelKind::Mlp => self.remedies.dropout,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::settings::Link;

    #[test]
    fn only_plain_descent_on_all_rows_has_no_memory() {
        for (query, has) in [
            ("", false),
            ("optimizer=normalized", false),
            ("loss=hinge&adjust=logit", false),
            ("sampling=over", false),
            ("optimizer=momentum", true),
            ("optimizer=adam", true),
            ("batch=10", true),
            ("dropout=0.5", true),
            ("learn=eg", true),
        ] {
            let (link, notices) = Link::from_query(query);
            assert_eq!(notices, [], "{query}");
            assert_eq!(link.spec.steps_have_memory(), has, "{query}");
        }
    }
}
