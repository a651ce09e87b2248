//! What theory knows of the present settings, asked in one place.
//!
//! How training ends on rows that a line divides is decided by the loss's tail (Soudry et al. 2018; Ji et al. 2020), by
//! how margins are adjusted (Kini et al. 2021) and by the step rule. Every sentence about a limit, every law and all
//! warped time begins with [`end`] or [`flow`]; each is a `match` in which a loss, an adjustment, an optimizer or a rule
//! for weights that is added has to be given an answer.

use super::unwarpable::Unwarpable;
use crate::loss::{Loss, Tail};
use crate::settings::{AdjustKind, LearnKind, OptimizerKind, Spec};

/// How a linear model ends on rows that a line divides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum End {
    /// Along the max-margin direction, whatever the weights: an exponential tail.
    MaxMargin,
    /// Along the max-margin direction of Δ_y z: an exponential tail under vector scaling.
    ScaledMargin,
    /// Along argmin Σ wᵢ (zᵢ·v)^−α: a polynomial tail.
    Polynomial {
        /// α.
        alpha: f64,
    },
    /// Where every margin has come to 1 and the loss has no slope left.
    Stops {
        /// Whether the slope goes to 0 on the way, so that it is never quite there.
        slowly: bool,
    },
    /// At the one minimum of its risk: a loss that grows again, or a penalty.
    Optimum,
    /// Along a direction that depends on ε.
    Adam,
    /// Not known: weights change with the model.
    Learned(LearnKind),
}

/// How a linear model of these settings ends on rows that a line divides.
pub fn end(spec: &Spec) -> End {
    let learned = spec.remedies.learning.kind;
    match learned {
        LearnKind::None => {}
        LearnKind::Softmax
        | LearnKind::Best
        | LearnKind::ExponentiatedGradient
        | LearnKind::GroupDro
        | LearnKind::Kl
        | LearnKind::MetaGradient => return End::Learned(learned),
    }
    if spec.l2 > 0.0 {
        return End::Optimum;
    }
    let loss = spec.loss();
    match loss.tail() {
        Tail::Growing => return End::Optimum,
        Tail::Zero => {
            return End::Stops {
                slowly: !loss.has_kink(),
            };
        }
        Tail::Exponential { .. } | Tail::Polynomial { .. } => {}
    }
    match spec.optimizer {
        OptimizerKind::Adam => return End::Adam,
        OptimizerKind::Gd
        | OptimizerKind::Normalized
        | OptimizerKind::Momentum
        | OptimizerKind::Nesterov => {}
    }
    match (loss.tail(), spec.remedies.adjusting.kind) {
        (Tail::Polynomial { alpha }, _) => End::Polynomial { alpha },
        (_, AdjustKind::Scaling) => End::ScaledMargin,
        (_, AdjustKind::None | AdjustKind::Ldam | AdjustKind::Logit) => End::MaxMargin,
    }
}

/// How steps come to rest where there is a minimum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// They do.
    Still,
    /// A step that does not shrink hovers about it: batches, Adam, or a kink of the loss.
    Hovers,
}

/// How they do under these settings.
pub fn rest(spec: &Spec) -> Rest {
    let adam = match spec.optimizer {
        OptimizerKind::Adam => true,
        OptimizerKind::Gd
        | OptimizerKind::Normalized
        | OptimizerKind::Momentum
        | OptimizerKind::Nesterov => false,
    };
    if adam || spec.batch().is_some() || spec.loss().has_kink() {
        Rest::Hovers
    } else {
        Rest::Still
    }
}

/// Whether the weighted risk is least at one place only, or steps may rest at another of several: whatever is said of
/// an optimum is said of the one found.
pub fn has_one_minimum(spec: &Spec) -> bool {
    spec.loss().is_convex() && !(spec.optimizer == OptimizerKind::Normalized && spec.l2 > 0.0)
}

/// Whether descent under these settings is followed by gradient flow in ln t, and with it by v ln t + ρ, by mirror
/// descent of the dual and by the certificate.
///
/// # Errors
/// The first reason against it.
pub fn flow(spec: &Spec) -> Result<(), Unwarpable> {
    match spec.optimizer {
        OptimizerKind::Gd => {}
        OptimizerKind::Normalized => return Err(Unwarpable::Normalized),
        OptimizerKind::Momentum | OptimizerKind::Nesterov | OptimizerKind::Adam => {
            return Err(Unwarpable::Optimizer);
        }
    }
    descends_plainly(spec)
}

/// The same, loss-normalized steps included: they are steps of the mirror descent of the dual.
///
/// # Errors
/// The first reason against it.
pub fn dual(spec: &Spec) -> Result<(), Unwarpable> {
    match spec.optimizer {
        OptimizerKind::Gd | OptimizerKind::Normalized => descends_plainly(spec),
        OptimizerKind::Momentum | OptimizerKind::Nesterov | OptimizerKind::Adam => {
            Err(Unwarpable::Optimizer)
        }
    }
}

fn descends_plainly(spec: &Spec) -> Result<(), Unwarpable> {
    if spec.loss().flow().is_none() {
        return Err(Unwarpable::Loss);
    }
    match spec.remedies.adjusting.kind {
        AdjustKind::None => {}
        AdjustKind::Scaling | AdjustKind::Ldam | AdjustKind::Logit => {
            return Err(Unwarpable::Adjusted);
        }
    }
    if spec.batch().is_some() || spec.dropout() > 0.0 {
        return Err(Unwarpable::Random);
    }
    match spec.remedies.learning.kind {
        LearnKind::None => Ok(()),
        LearnKind::Softmax
        | LearnKind::Best
        | LearnKind::ExponentiatedGradient
        | LearnKind::GroupDro
        | LearnKind::Kl
        | LearnKind::MetaGradient => Err(Unwarpable::Learned),
    }
}

/// Whether steps follow the exponential loss itself, for which the dual goes by mirror descent.
pub fn is_mirror_descent(spec: &Spec) -> bool {
    spec.loss() == Loss::Exponential && dual(spec).is_ok()
}

impl End {
    /// What is known of the end on separable rows, in one sentence.
    pub fn words(self) -> &'static str {
        match self {
            End::MaxMargin => {
                "The limit does not depend on the weights; how fast it is approached does."
            }
            End::ScaledMargin => {
                "The limit is the max margin of the scaled rows, whatever the weights: scaling moves it permanently."
            }
            End::Polynomial { .. } => {
                "Under a polynomial tail the limit depends on the weights permanently."
            }
            End::Stops { slowly: false } => {
                "Under the hinge loss a run stops at the first step with every margin at least 1; where that is depends on its way there."
            }
            End::Stops { slowly: true } => {
                "Under the squared hinge loss a run comes to rest where its last margin comes to 1; where that is depends on its way there."
            }
            End::Optimum => "Each weighting has an optimum of its own, permanently.",
            End::Adam => "Where Adam tends to depends on its floor ε; no limit is known.",
            End::Learned(kind) => learned_words(kind),
        }
    }

    /// Whether the weights move the end permanently; `None` where that is not known.
    pub fn is_permanent(self) -> Option<bool> {
        match self {
            End::MaxMargin | End::ScaledMargin => Some(false),
            End::Polynomial { .. } | End::Optimum => Some(true),
            End::Stops { .. } | End::Adam | End::Learned(_) => None,
        }
    }
}

/// What theory says of a rule for weights: under the exponential loss, on the rows that hold the boundary.
fn learned_words(kind: LearnKind) -> &'static str {
    match kind {
        LearnKind::None => "The weights are fixed.",
        LearnKind::Softmax => {
            "The weights follow the margins, and with them the limit has not been proved; what the weights leave behind across the limit shrinks to 1/(1 + κ) of itself."
        }
        LearnKind::Best => {
            "The weights jump between the rows that hold the boundary and never settle; only their mean over time tends to n p*."
        }
        LearnKind::ExponentiatedGradient => {
            "The weights learn the dual: on the rows that hold the boundary they tend to n p*, if the bound leaves room for it."
        }
        LearnKind::GroupDro => {
            "The weights of a class change until both classes have the same mean loss; the limit has not been proved."
        }
        LearnKind::Kl => {
            "As the losses vanish the weights return to 1; the limit has not been proved."
        }
        LearnKind::MetaGradient => {
            "The weights follow the validation rows and can leave a row out; without a bound they are not seen to converge."
        }
    }
}
