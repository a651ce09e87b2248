//! One run of the ladder: its weights, what it minimizes, and how it is doing.

use crate::adjustment::Adjustment;
use crate::data::Example;
use crate::learned::{LearnRule, Learner};
use crate::model::Model;
use crate::model::kernel::Dropout;
use crate::model::points::Points;
use crate::objective::Problem;
use crate::optimizer::{Batches, Progress, Quantity, Trainer};
use crate::rng::{Purpose, stream};
use crate::settings::Spec;
use crate::weights::Weighting;
use std::rc::Rc;

/// How a run is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It steps.
    Training,
    /// A step no longer changes any bit of θ: plain gradient descent stays here for ever.
    Converged,
    /// A quantity overflowed in the given step; θ is the last finite one, that of the step before.
    Diverged {
        /// The step that could not be taken.
        step: u64,
        /// What overflowed first.
        quantity: Quantity,
    },
    /// There is no row to train on.
    Empty,
}

impl Status {
    /// What `progress` in `step` makes of a run that was training.
    pub(super) fn after(progress: Progress, step: u64) -> Status {
        match progress {
            Progress::Unfinished | Progress::Stepped => Status::Training,
            Progress::Unchanged => Status::Converged,
            Progress::Overflowed(quantity) => Status::Diverged { step, quantity },
        }
    }

    /// The status as the scripting interface names it.
    pub fn name(self) -> &'static str {
        match self {
            Status::Training => "training",
            Status::Converged => "converged",
            Status::Diverged { .. } => "diverged",
            Status::Empty => "empty",
        }
    }
}

/// One run of the ladder.
#[derive(Clone)]
pub struct Run {
    /// How it weighs.
    pub weighting: Weighting,
    /// Weight of each training row, mean 1; 0 where the row is removed.
    pub weights: Vec<f64>,
    /// How it is doing.
    pub status: Status,
    /// Whether its weights are learned, from `weights` on.
    pub(super) learns: bool,
    /// What trains it; `None` where there is no row to train on.
    pub(super) trainer: Option<Trainer>,
    /// θ where nothing trains it.
    pub(super) parked: Vec<f64>,
}

impl Run {
    /// θ, in the model's layout.
    pub fn parameters(&self) -> &[f64] {
        self.trainer
            .as_ref()
            .map_or(&self.parked, Trainer::parameters)
    }

    /// What it minimizes; `None` where there is no row to train on.
    pub fn problem(&self) -> Option<&Problem> {
        self.trainer.as_ref().map(Trainer::problem)
    }

    /// The weight of each training row in the step that came last, mean 1; 0 where the row is removed. Other than
    /// [`Run::weights`] only where weights are learned.
    pub fn present_weights(&self) -> Vec<f64> {
        let (Some(problem), true) = (self.problem(), self.learns) else {
            return self.weights.clone();
        };
        // Of mean 1 over the rows that are kept: over all rows, as `weights` are.
        let scale = self.weights.len() as f64 / problem.weights().len() as f64;
        let mut learned = problem.weights().iter();
        let present = self.weights.iter().map(|w| {
            let next = if *w > 0.0 { learned.next() } else { None };
            next.map_or(0.0, |w| w * scale)
        });
        present.collect()
    }

    /// How many training rows its weights of 0 remove.
    pub fn n_removed(&self) -> usize {
        self.weights.iter().filter(|&&w| w == 0.0).count()
    }

    /// Whether a step would do anything.
    pub(super) fn is_training(&self) -> bool {
        self.status == Status::Training
    }

    pub(super) fn set_parameters(&mut self, parameters: &[f64]) {
        match &mut self.trainer {
            Some(trainer) => {
                trainer.set_parameters(parameters);
                self.status = Status::Training;
            }
            None => self.parked.copy_from_slice(parameters),
        }
    }

    /// Takes steps until `last`, from the step after `first`.
    pub(super) fn advance(&mut self, first: u64, last: u64) {
        let Some(trainer) = &mut self.trainer else {
            return;
        };
        let mut step = first;
        while step < last && self.status == Status::Training {
            step += 1;
            let progress = trainer.step();
            if progress != Progress::Stepped {
                self.status = Status::after(progress, step);
            }
        }
    }
}

/// What runs share, and how each is trained.
pub(super) struct Recipe<'a> {
    pub(super) spec: &'a Spec,
    pub(super) model: &'a Model,
    pub(super) train: &'a [&'a Example],
    /// The training rows, shared by the runs that leave out none.
    pub(super) shared: Rc<Points>,
    pub(super) adjustment: Adjustment,
    /// Rows on which weights are learned; of the meta-gradient.
    pub(super) validation: &'a [Example],
    pub(super) initial: &'a [f64],
}

impl Recipe<'_> {
    /// What trains a run with these weights; `None` where they leave no row to train on. `copies` says how many times
    /// each row is there, where rows are sampled.
    pub(super) fn trainer(&self, weights: &[f64], copies: Option<&[usize]>) -> Option<Trainer> {
        let problem = match copies {
            Some(copies) if self.is_random() => self.repeated(copies),
            // For steps that take all rows and all units, a repeated row is one of a larger weight.
            _ => self.problem(weights),
        }?;
        let spec = self.spec;
        let learner = spec.learn_rule().map(|rule| {
            let validation = (rule == LearnRule::MetaGradient).then(|| self.validation_problem());
            let start = problem.weights().to_vec();
            Learner::new(rule, spec.weight_bound(), &start, validation.flatten())
        });
        let stream = |purpose| stream(u64::from(spec.seed), purpose);
        let mut trainer = Trainer::new(problem, spec.optimizer(), spec.lr, self.initial.to_vec());
        if let Some(size) = spec.batch() {
            trainer = trainer.in_batches(Batches::random(size, stream(Purpose::Batches)));
        }
        if spec.dropout() > 0.0 {
            let dropout = Dropout::random(spec.dropout(), stream(Purpose::Dropout));
            trainer = trainer.with_dropout(dropout);
        }
        if let Some(learner) = learner {
            trainer = trainer.with_learner(learner);
        }
        Some(trainer)
    }

    /// Whether steps are drawn.
    fn is_random(&self) -> bool {
        self.spec.batch().is_some() || self.spec.dropout() > 0.0
    }

    /// What a run with these weights minimizes. Rows of weight 0 are left out; runs that leave out none share their
    /// points.
    fn problem(&self, weights: &[f64]) -> Option<Problem> {
        if self.train.is_empty() {
            return None;
        }
        if !weights.iter().all(|w| *w > 0.0) {
            let kept = || self.train.iter().zip(weights).filter(|(_, w)| **w > 0.0);
            // The mean over all training rows of w ℓ is the mean over the kept ones with weights of mean 1.
            let scale = kept().count() as f64 / self.train.len() as f64;
            return self.of_rows(kept().map(|(example, w)| (*example, w * scale)));
        }
        let signs: Vec<f64> = (self.train.iter().map(|example| example.class.sign())).collect();
        Some(self.minimized(Rc::clone(&self.shared), &signs, weights))
    }

    /// What a run on repeated rows minimizes, each copy a row of weight 1.
    fn repeated(&self, copies: &[usize]) -> Option<Problem> {
        let rows = self.train.iter().zip(copies);
        self.of_rows(rows.flat_map(|(&example, &n)| std::iter::repeat_n((example, 1.0), n)))
    }

    fn of_rows<'e>(&self, rows: impl Iterator<Item = (&'e Example, f64)>) -> Option<Problem> {
        let rows: Vec<_> = rows.collect();
        if rows.is_empty() {
            return None;
        }
        let points = Rc::new(Points::new(rows.iter().map(|(example, _)| example.x)));
        let signs: Vec<f64> = rows
            .iter()
            .map(|(example, _)| example.class.sign())
            .collect();
        let weights: Vec<f64> = rows.iter().map(|(_, w)| *w).collect();
        Some(self.minimized(points, &signs, &weights))
    }

    fn minimized(&self, points: Rc<Points>, signs: &[f64], weights: &[f64]) -> Problem {
        let Recipe { spec, model, .. } = self;
        let model = (*model).clone();
        Problem::new(model, points, signs, weights, spec.loss(), spec.l2).adjusted(self.adjustment)
    }

    /// The validation rows, unweighted, unadjusted and without a penalty; `None` without one.
    fn validation_problem(&self) -> Option<Problem> {
        let rows = self.validation;
        if rows.is_empty() {
            return None;
        }
        let points = Rc::new(Points::new(rows.iter().map(|example| example.x)));
        let signs: Vec<f64> = rows.iter().map(|example| example.class.sign()).collect();
        let weights = vec![1.0; rows.len()];
        let loss = self.spec.loss();
        let model = self.model.clone();
        Some(Problem::new(model, points, &signs, &weights, loss, 0.0))
    }
}
