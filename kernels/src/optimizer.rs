//! Step rules, and one run of them that can pause in the middle of a step.

use crate::model::kernel::{BlockKernel, Kernel, with_kernel};
use crate::numeric::lanes::F64x2;
use crate::objective::{Problem, RiskSum};
use std::ops::Range;

/// How θ moves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Optimizer {
    /// Gradient descent on the full batch:
    /// ```text
    /// θ ← θ − η (∇L + λ θ)
    /// ```
    #[default]
    Gd,
    /// Gradient descent on ln L ("loss-normalized", Nacson et al. 2019):
    /// ```text
    /// θ ← θ − η (∇L/L + λ θ)
    /// ```
    /// L may over- or underflow: both are computed relative to the largest loss, found by a first pass.
    Normalized,
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

/// One run: a problem, its parameters, a step rule, and the step in progress.
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
    kernel: Option<Kernel>,
    /// Whether the kernel holds θ, and sums of this step only.
    loaded: bool,
    pass: Pass,
    /// The first block that the pass has not met.
    next_block: usize,
}

/// A step is one pass over the examples, or two.
#[derive(Clone, Copy)]
enum Pass {
    /// Looking for the largest exponent −u.
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
        blocks: Range<usize>,
        kernel: &mut Kernel,
        fresh: Option<&[f64]>,
        gradient: &mut [f64],
    ) {
        with_kernel!(kernel, kernel => self.meet_with(problem, blocks, kernel, fresh, gradient));
    }

    #[inline(never)]
    fn meet_with<K: BlockKernel>(
        &mut self,
        problem: &Problem,
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
            Pass::Shift { largest } => {
                *largest = problem.largest_exponent(kernel, blocks, *largest);
            }
            Pass::Gradient { risk } => {
                let end = blocks.end;
                problem.accumulate(kernel, blocks, risk);
                if end == problem.points().n_blocks() {
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
            kernel: None,
            loaded: false,
            pass: Pass::Shift {
                largest: F64x2::zero(),
            },
            next_block: 0,
        };
        trainer.begin_step();
        trainer
    }

    /// What is minimized.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// θ, after the last finished step.
    pub fn parameters(&self) -> &[f64] {
        &self.theta
    }

    /// Puts θ elsewhere. A step in progress is discarded.
    ///
    /// # Panics
    /// If `theta` has not one number for each of the model's parameters.
    pub fn set_parameters(&mut self, theta: &[f64]) {
        self.theta.copy_from_slice(theta);
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
            pass,
            next_block,
            theta,
            next,
            gradient,
            kernel,
            loaded,
            ..
        } = self;
        let n_blocks = problem.points().n_blocks();
        let kernel = kernel.get_or_insert_with(|| {
            *next = vec![0.0; theta.len()];
            gradient.clone_from(next);
            problem.kernel()
        });
        let mut used = 0;
        let risk = loop {
            let start = *next_block;
            let end = n_blocks.min(start.saturating_add(blocks - used));
            used += end - start;
            *next_block = end;
            let fresh = (!std::mem::replace(loaded, true)).then_some(&theta[..]);
            pass.meet(problem, start..end, kernel, fresh, gradient);
            if end < n_blocks {
                return (used, Progress::Unfinished);
            }
            match *pass {
                Pass::Shift { largest } => {
                    let [a, b] = largest.to_array();
                    let risk = RiskSum::scaled(problem.loss(), a.max(b));
                    *pass = Pass::Gradient { risk };
                    *next_block = 0;
                }
                Pass::Gradient { risk } => break risk.value(),
            }
        };
        let progress = self.finish_step(risk);
        self.begin_step();
        (used, progress)
    }

    fn begin_step(&mut self) {
        self.loaded = false;
        self.next_block = 0;
        self.pass = match self.optimizer {
            Optimizer::Gd => Pass::Gradient {
                risk: RiskSum::new(self.problem.loss(), 0.0),
            },
            Optimizer::Normalized => Pass::Shift {
                largest: F64x2::splat(f64::NEG_INFINITY),
            },
        };
    }

    /// Moves θ by the gradient.
    fn finish_step(&mut self, risk: f64) -> Progress {
        // Plain gradient descent multiplies by exactly 1.
        let factor = match self.optimizer {
            Optimizer::Gd => 1.0,
            Optimizer::Normalized => 1.0 / risk,
        };
        let (finite, changed) = self.propose(factor);
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
        if !changed {
            return Progress::Unchanged;
        }
        std::mem::swap(&mut self.theta, &mut self.next);
        Progress::Stepped
    }

    /// Computes the next θ; returns whether it is finite, and whether any of it is new.
    fn propose(&mut self, factor: f64) -> (bool, bool) {
        let l2 = self.problem.l2();
        let mut not_finite = 0.0;
        let mut changed = false;
        let moves = self.theta.iter().zip(&self.gradient);
        for (next, (&theta, &gradient)) in self.next.iter_mut().zip(moves) {
            *next = theta - self.lr * (gradient * factor + l2 * theta);
            // x · 0 is 0 for a finite x and NaN for any other.
            not_finite += *next * 0.0;
            changed |= *next != theta;
        }
        (not_finite == 0.0, changed)
    }
}
