//! One run: what it minimizes, its parameters, a step rule, and the step in progress.

use std::ops::Range;

use super::rule::{Rule, Step};
use super::{Batches, Optimizer, Progress, Quantity};
use crate::learned::Learner;
use crate::model::block::BlockKernel;
use crate::model::kernel::{Dropout, Kernel, with_kernel};
use crate::numeric::lanes::F64x2;
use crate::objective::{Problem, RiskSum, largest_exponent};
use crate::rows::{Batch, RowView};

/// See the module.
#[derive(Clone)]
pub struct Trainer {
    problem: Problem,
    optimizer: Optimizer,
    lr: f64,
    theta: Vec<f64>,
    /// The next θ, while it is being checked.
    next: Vec<f64>,
    gradient: Vec<f64>,
    /// Made in the first step, as is the room for θ's gradient and what comes next: many runs are made at once, and
    /// whoever waits for them should not wait for this.
    at_work: Option<AtWork>,
    extras: Extras,
    pass: Pass,
    /// The first block that the pass has not met.
    next_block: usize,
}

/// What a run may have beside a problem and a step rule, as it is at the start.
#[derive(Clone, Default)]
struct Extras {
    batches: Option<Batches>,
    dropout: Option<Dropout>,
    learner: Option<Learner>,
}

/// What steps leave behind for the next ones.
#[derive(Clone)]
struct AtWork {
    kernel: Kernel,
    /// Whether the kernel holds θ, and sums of this step only.
    loaded: bool,
    rule: Rule,
    batches: Option<Batches>,
    /// The rows of the step in progress, where they are not all.
    batch: Option<Batch>,
    learner: Option<Learner>,
}

/// A step is one pass over its examples, or two; before them may come one over all examples, for their weights.
#[derive(Clone, Copy)]
enum Pass {
    /// Learning the weights of this step.
    Weights,
    /// Looking for the largest exponent −u′.
    Shift { largest: F64x2 },
    /// Summing risk and gradient.
    Gradient { risk: RiskSum },
}

impl Pass {
    /// Meets some blocks of examples; the kernel takes θ first if it is `fresh`, and writes the gradient once its sums
    /// are complete.
    fn meet(
        &mut self,
        problem: &Problem,
        view: &RowView<'_>,
        blocks: Range<usize>,
        kernel: &mut Kernel,
        fresh: Option<&[f64]>,
        gradient: &mut [f64],
    ) {
        with_kernel!(kernel, kernel => self.meet_with(problem, view, blocks, kernel, fresh, gradient));
    }

    #[inline(never)]
    fn meet_with<K: BlockKernel>(
        &mut self,
        problem: &Problem,
        view: &RowView<'_>,
        blocks: Range<usize>,
        kernel: &mut K,
        fresh: Option<&[f64]>,
        gradient: &mut [f64],
    ) {
        if let Some(theta) = fresh {
            kernel.load(theta);
            kernel.clear();
        }
        match self {
            Pass::Weights => {}
            Pass::Shift { largest } => {
                *largest = largest_exponent(kernel, view, blocks.clone(), *largest);
                if blocks.end == view.points.len() {
                    kernel.rewind();
                }
            }
            Pass::Gradient { risk } => {
                let end = blocks.end;
                problem.accumulate(kernel, view, blocks, risk);
                if end == view.points.len() {
                    kernel.take_gradient(gradient);
                }
            }
        }
    }
}

impl Trainer {
    /// A run that starts at `theta`.
    ///
    /// # Panics
    /// If `theta` has not one number for each of the model's parameters.
    pub fn new(problem: Problem, optimizer: Optimizer, lr: f64, theta: Vec<f64>) -> Trainer {
        assert_eq!(theta.len(), problem.model().n_parameters());
        let mut trainer = Trainer {
            problem,
            optimizer,
            lr,
            next: Vec::new(),
            gradient: Vec::new(),
            theta,
            at_work: None,
            extras: Extras::default(),
            pass: Pass::Weights,
            next_block: 0,
        };
        trainer.begin_step();
        trainer
    }

    /// The same in mini-batches.
    pub fn in_batches(mut self, batches: Batches) -> Trainer {
        self.extras.batches = Some(batches);
        self.restart();
        self
    }

    /// The same with hidden units dropped.
    pub fn with_dropout(mut self, dropout: Dropout) -> Trainer {
        self.extras.dropout = Some(dropout);
        self.restart();
        self
    }

    /// The same with weights that are learned beside θ. They begin as the problem's.
    pub fn with_learner(mut self, learner: Learner) -> Trainer {
        self.extras.learner = Some(learner);
        self.restart();
        self
    }

    /// What is minimized, with the weights of the step that came last.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// θ, after the last finished step.
    pub fn parameters(&self) -> &[f64] {
        &self.theta
    }

    /// Puts θ elsewhere. A step in progress is discarded, and what the run remembered of its steps is forgotten:
    /// momentum, the order of batches, the masks, the weights it has learned.
    ///
    /// # Panics
    /// If `theta` has not one number for each of the model's parameters.
    pub fn set_parameters(&mut self, theta: &[f64]) {
        self.theta.copy_from_slice(theta);
        self.restart();
    }

    fn restart(&mut self) {
        if let (Some(_), Some(learner)) = (&self.at_work, &self.extras.learner) {
            self.problem.set_weights(learner.weights());
        }
        self.at_work = None;
        self.begin_step();
    }

    /// Finishes the step in progress, from wherever it is.
    pub fn step(&mut self) -> Progress {
        self.work(usize::MAX).1
    }

    /// Works on the step in progress, on at most `blocks` blocks of examples, and never beyond its end. Returns
    /// how many blocks that took and what came of it. No result depends on how the work is sliced.
    pub fn work(&mut self, blocks: usize) -> (usize, Progress) {
        let Trainer {
            problem,
            optimizer,
            pass,
            next_block,
            theta,
            next,
            gradient,
            at_work,
            extras,
            ..
        } = self;
        let at_work = at_work.get_or_insert_with(|| {
            *next = vec![0.0; theta.len()];
            gradient.clone_from(next);
            AtWork::new(problem, *optimizer, extras)
        });
        let mut used = 0;
        let (risk, learned) = loop {
            let start = *next_block;
            let n_blocks = match (&*pass, &at_work.batch) {
                (Pass::Shift { .. } | Pass::Gradient { .. }, Some(batch)) => {
                    batch.view().points.len()
                }
                _ => problem.points().n_blocks(),
            };
            let end = n_blocks.min(start.saturating_add(blocks - used));
            used += end - start;
            *next_block = end;
            if let (Pass::Weights, Some(learner)) = (&*pass, &mut at_work.learner) {
                learner.meet(problem, theta, start..end);
            } else {
                let view = match &at_work.batch {
                    Some(batch) => batch.view(),
                    None => problem.view(),
                };
                let fresh = (!std::mem::replace(&mut at_work.loaded, true)).then_some(&theta[..]);
                pass.meet(
                    problem,
                    &view,
                    start..end,
                    &mut at_work.kernel,
                    fresh,
                    gradient,
                );
            }
            if end < n_blocks {
                return (used, Progress::Unfinished);
            }
            *next_block = 0;
            *pass = match *pass {
                Pass::Weights => {
                    if let Some(learner) = &mut at_work.learner {
                        learner.learn(problem);
                    }
                    first_pass(*optimizer)
                }
                Pass::Shift { largest } => {
                    let [a, b] = largest.to_array();
                    let risk = RiskSum::scaled(problem.loss(), a.max(b));
                    Pass::Gradient { risk }
                }
                Pass::Gradient { risk } => {
                    break (
                        risk.value(),
                        at_work.learner.as_ref().is_some_and(Learner::moved),
                    );
                }
            }
        };
        let progress = self.finish_step(risk, learned);
        self.begin_step();
        (used, progress)
    }

    fn begin_step(&mut self) {
        self.next_block = 0;
        self.pass = match &self.extras.learner {
            Some(_) => Pass::Weights,
            None => first_pass(self.optimizer),
        };
        if let Some(at_work) = &mut self.at_work {
            at_work.begin_step(&self.problem);
        }
    }

    /// Moves θ by the gradient.
    fn finish_step(&mut self, risk: f64, learned: bool) -> Progress {
        let Some(at_work) = &mut self.at_work else {
            return Progress::Unfinished;
        };
        // In the next step other rows or other units may move θ.
        let random = self.extras.batches.is_some() || self.extras.dropout.is_some();
        let factor = match self.optimizer {
            Optimizer::Normalized if risk == 0.0 && random => return Progress::Stepped,
            Optimizer::Normalized if risk == 0.0 => return Progress::Unchanged,
            Optimizer::Normalized => 1.0 / risk,
            // These multiply by exactly 1.
            Optimizer::Gd
            | Optimizer::Momentum { .. }
            | Optimizer::Nesterov { .. }
            | Optimizer::Adam { .. } => 1.0,
        };
        let step = Step {
            lr: self.lr,
            l2: self.problem.l2(),
            factor,
        };
        let (finite, changed) =
            at_work
                .rule
                .propose(&self.theta, &self.gradient, &step, &mut self.next);
        if !risk.is_finite() {
            return Progress::Overflowed(Quantity::Loss);
        }
        if !finite {
            let gradient = self.gradient.iter().all(|g| (g * factor).is_finite());
            return Progress::Overflowed(if gradient {
                Quantity::Parameters
            } else {
                Quantity::Gradient
            });
        }
        std::mem::swap(&mut self.theta, &mut self.next);
        if changed || learned || random {
            Progress::Stepped
        } else {
            Progress::Unchanged
        }
    }
}

/// The first pass over the examples of a step.
fn first_pass(optimizer: Optimizer) -> Pass {
    match optimizer {
        Optimizer::Normalized => Pass::Shift {
            largest: F64x2::splat(f64::NEG_INFINITY),
        },
        Optimizer::Gd
        | Optimizer::Momentum { .. }
        | Optimizer::Nesterov { .. }
        | Optimizer::Adam { .. } => Pass::Gradient {
            risk: RiskSum::plain(),
        },
    }
}

impl AtWork {
    fn new(problem: &Problem, optimizer: Optimizer, extras: &Extras) -> AtWork {
        let model = problem.model();
        let mut at_work = AtWork {
            kernel: match (&extras.dropout, &extras.batches) {
                (Some(dropout), _) => Kernel::with_dropout(model, dropout.clone()),
                // What a kernel keeps of the problem's points is not of a batch's.
                (None, Some(_)) => Kernel::new(model),
                (None, None) => problem.kernel(),
            },
            loaded: false,
            rule: Rule::new(optimizer, model.n_parameters()),
            batches: extras.batches.clone(),
            batch: None,
            learner: extras.learner.clone(),
        };
        at_work.begin_step(problem);
        at_work
    }

    #[inline(always)]
    fn begin_step(&mut self, problem: &Problem) {
        self.loaded = false;
        if let Some(batches) = &mut self.batches {
            self.batch = Some(problem.batch(batches.next(problem.points().len())));
        }
    }
}
