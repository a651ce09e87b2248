//! One run of the ladder: its weights, what it minimizes, and how it is doing.

use crate::data::Example;
use crate::model::Model;
use crate::model::points::Points;
use crate::objective::Problem;
use crate::optimizer::{Progress, Quantity, Trainer};
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

/// What a run with these weights minimizes. Rows of weight 0 are left out; runs that leave out none share
/// their points.
pub(super) fn problem(
    spec: &Spec,
    model: &Model,
    train: &[&Example],
    weights: &[f64],
    shared: &Rc<Points>,
) -> Option<Problem> {
    if train.is_empty() {
        return None;
    }
    if !weights.iter().all(|w| *w > 0.0) {
        return problem_of_kept(spec, model, train, weights);
    }
    let signs: Vec<f64> = train.iter().map(|example| example.class.sign()).collect();
    let points = Rc::clone(shared);
    Some(Problem::new(
        model.clone(),
        points,
        &signs,
        weights,
        spec.loss,
        spec.l2,
    ))
}

fn problem_of_kept(
    spec: &Spec,
    model: &Model,
    train: &[&Example],
    weights: &[f64],
) -> Option<Problem> {
    let kept = || train.iter().zip(weights).filter(|(_, w)| **w > 0.0);
    let signs: Vec<f64> = kept().map(|(example, _)| example.class.sign()).collect();
    if signs.is_empty() {
        return None;
    }
    let points = Rc::new(Points::new(kept().map(|(example, _)| example.x)));
    // The mean over all training rows of w ℓ is the mean over the kept ones with weights of mean 1.
    let scale = signs.len() as f64 / train.len() as f64;
    let weights: Vec<f64> = kept().map(|(_, w)| w * scale).collect();
    Some(Problem::new(
        model.clone(),
        points,
        &signs,
        &weights,
        spec.loss,
        spec.l2,
    ))
}
