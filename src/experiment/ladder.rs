//! The ladder: runs that share data and initial parameters, differ in their weights, and step together.
//!
//! A lab is plain training, with no clock but the step. It can be worked on in slices of any size
//! ([`Ladder::work`]); how it is sliced never changes a bit of the result.

use super::features;
use super::remedies::{adjustment, sampled, validation};
use super::rows::{data, nothing_to_train_on};
use super::run::Recipe;
use crate::data::own::OwnData;
use crate::data::{Class, Dataset, Example, Split};
use crate::model::Model;
use crate::model::points::Points;
use crate::optimizer::Progress;
use crate::settings::{DataKind, Notice, Spec};
use crate::weights::{WeightError, Weighting};
use std::rc::Rc;

pub use super::rows::POPULATION_PER_CLASS;
pub use super::run::{Run, Status};

/// T₀: the step at which gradient flow may take over from gradient descent (see [`crate::outlook::lines`]).
pub const HANDOVER: u64 = 10_000;

/// A person's parameters that were not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParameterError {
    /// The lab has fewer runs.
    NoSuchRun {
        /// How many it has.
        runs: usize,
    },
    /// The model has another number of parameters.
    Length {
        /// How many it has.
        expected: usize,
        /// How many were given.
        given: usize,
    },
    /// A parameter is NaN or infinite.
    NotFinite {
        /// Which one.
        index: usize,
    },
}

impl std::fmt::Display for ParameterError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ParameterError::NoSuchRun { runs: 1 } => write!(f, "there is 1 run, number 0"),
            ParameterError::NoSuchRun { runs } => {
                write!(
                    f,
                    "there are {runs} runs, numbered 0 to {}",
                    runs.saturating_sub(1)
                )
            }
            ParameterError::Length { expected, given } => {
                write!(f, "the model has {expected} parameters, {given} were given")
            }
            ParameterError::NotFinite { index } => {
                write!(
                    f,
                    "parameter {index} is not a finite number: give finite numbers only"
                )
            }
        }
    }
}

/// Weights of 0 for `n` rows, and why.
fn no_weights(
    weighting: Weighting,
    error: WeightError,
    n: usize,
    notices: &mut Vec<Notice>,
) -> Vec<f64> {
    if n > 0 {
        let text = format!("the run {weighting} has no weights: {error}");
        notices.push(Notice(text));
    }
    vec![0.0; n]
}

/// The runs and what they share.
#[derive(Clone)]
pub struct Ladder {
    /// What it was built from.
    pub spec: Spec,
    /// What a reader should know about how it was built.
    pub notices: Vec<Notice>,
    /// What is trained.
    pub model: Model,
    /// All examples.
    pub dataset: Rc<Dataset>,
    /// A fresh sample of the generator, never trained on, orange first; empty for own data.
    pub population: Rc<Vec<Example>>,
    /// The ladder, in the order of `spec.weights`.
    pub runs: Vec<Run>,
    initial: Vec<f64>,
    pub(super) step: u64,
    /// The run that the step in progress has come to.
    pub(super) cursor: usize,
    /// θ of every run after [`HANDOVER`] steps; kept for linear models, which can go on by gradient flow.
    pub(super) handover: Option<Rc<Vec<Vec<f64>>>>,
}

impl Ladder {
    /// Builds the ladder of `spec`, on `own` data where the spec says so. Never fails: what cannot be done
    /// is said in [`Ladder::notices`].
    pub fn new(spec: Spec, own: Option<&OwnData>) -> Ladder {
        Ladder::of_model(spec.model(), spec, own)
    }

    /// The same with a model that need not be the one that `spec` draws: random features of one's own.
    pub fn of_model(model: Model, spec: Spec, own: Option<&OwnData>) -> Ladder {
        let initial = spec.initial(&model);
        Ladder::starting_at(model, initial, spec, own)
    }

    /// Becomes the ladder of another spec: the same as a new one, and sooner where it starts from the same
    /// parameters. The memory of the old runs is freed first.
    pub fn renew(&mut self, spec: Spec, own: Option<&OwnData>) {
        self.runs.clear();
        let start = |spec: &Spec| (spec.model(), spec.init, spec.init_seed);
        *self = if start(&spec) == start(&self.spec) {
            let initial = std::mem::take(&mut self.initial);
            Ladder::starting_at(spec.model(), initial, spec, own)
        } else {
            Ladder::new(spec, own)
        };
    }

    fn starting_at(model: Model, initial: Vec<f64>, spec: Spec, own: Option<&OwnData>) -> Ladder {
        let mut notices = Vec::new();
        let (dataset, population) = data(&spec, own, &mut notices);
        let train: Vec<&Example> = dataset.split(Split::Train).collect();
        if train.is_empty() && notices.is_empty() {
            nothing_to_train_on(&spec, &dataset, &mut notices);
        }
        let validation = validation(&spec, &dataset, &mut notices);
        let fits = features::fit(&model, train.len(), &mut notices);
        let adjustment = adjustment(&spec, &dataset, &mut notices);
        let recipe = Recipe {
            spec: &spec,
            model: &model,
            train: &train,
            shared: Rc::new(Points::new(train.iter().map(|example| example.x))),
            adjustment,
            validation: &validation,
            initial: &initial,
        };
        let runs: Vec<Run> = spec
            .weights
            .iter()
            .map(|&weighting| {
                let weights = weighting.weights(&dataset).unwrap_or_else(|error| {
                    no_weights(weighting, error, train.len(), &mut notices)
                });
                let (weights, copies) = sampled(&spec, &train, weights, &mut notices);
                let trainer = if fits {
                    recipe.trainer(&weights, copies.as_deref())
                } else {
                    None
                };
                let (status, parked) = if trainer.is_none() {
                    (Status::Empty, initial.clone())
                } else {
                    (Status::Training, Vec::new())
                };
                Run {
                    weighting,
                    weights,
                    status,
                    learns: spec.learn_rule().is_some(),
                    trainer,
                    parked,
                }
            })
            .collect();
        features::warn_of_long_steps(&spec, &model, &train, adjustment, &runs, &mut notices);
        let has_weight = spec.data == DataKind::Csv && own.is_some_and(|own| own.has_weight);
        if spec.weights.contains(&Weighting::File) && !has_weight && !train.is_empty() {
            notices.push(Notice(
                "the run file weighs every row the same: the data has no weight column".to_owned(),
            ));
        }
        let (dataset, population) = (Rc::new(dataset), Rc::new(population));
        Ladder {
            spec,
            notices,
            model,
            dataset,
            population,
            runs,
            initial,
            step: 0,
            cursor: 0,
            handover: None,
        }
    }

    /// t: how many steps every run has taken (or would have, had it not diverged).
    pub fn step(&self) -> u64 {
        self.step
    }

    /// Takes `steps` steps of every run.
    pub fn advance(&mut self, steps: u64) {
        let target = self.step + steps;
        while self.cursor > 0 && self.step < target {
            // A sliced step has come to some runs but not to all: take it to its end first.
            self.work(self.step + 1, usize::MAX);
        }
        if (self.step..target).contains(&HANDOVER) || target == HANDOVER {
            self.advance_whole(HANDOVER);
        }
        self.advance_whole(target);
    }

    /// Takes whole steps to `target`, run by run, so that a run's parameters stay in the cache.
    fn advance_whole(&mut self, target: u64) {
        for run in &mut self.runs {
            run.advance(self.step, target);
        }
        self.step = self.step.max(target);
        self.keep_handover();
    }

    fn keep_handover(&mut self) {
        if self.step == HANDOVER && self.handover.is_none() && self.model.is_linear() {
            self.handover = Some(Rc::new(self.parameters()));
        }
    }

    /// θ of every run at the present step.
    pub fn parameters(&self) -> Vec<Vec<f64>> {
        self.runs
            .iter()
            .map(|run| run.parameters().to_vec())
            .collect()
    }

    /// The step from which gradient flow goes on and θ of every run there: [`HANDOVER`], or the present step
    /// where the runs came past that in another way. `None` before, and for networks.
    pub fn handover(&self) -> Option<(u64, Rc<Vec<Vec<f64>>>)> {
        match &self.handover {
            Some(parameters) => Some((HANDOVER, Rc::clone(parameters))),
            None if self.model.is_linear() && self.step >= HANDOVER => {
                Some((self.step, Rc::new(self.parameters())))
            }
            None => None,
        }
    }

    /// Works towards step `target` for at most `blocks` blocks of examples; returns how many it used. The
    /// step in progress may stay unfinished; call again to go on.
    pub fn work(&mut self, target: u64, blocks: usize) -> usize {
        let mut used = 0;
        while self.step < target && used < blocks {
            if !self.runs.iter().any(Run::is_training) {
                // Nothing moves any more: only the clock does.
                self.cursor = 0;
                self.advance(target - self.step);
                break;
            }
            while self.cursor < self.runs.len() {
                let run = &mut self.runs[self.cursor];
                if let (Status::Training, Some(trainer)) = (run.status, &mut run.trainer) {
                    if used >= blocks {
                        return used;
                    }
                    let (spent, progress) = trainer.work(blocks - used);
                    used += spent;
                    if progress == Progress::Unfinished {
                        return used;
                    }
                    run.status = Status::after(progress, self.step + 1);
                }
                self.cursor += 1;
            }
            self.cursor = 0;
            self.step += 1;
            self.keep_handover();
        }
        used
    }

    /// Whether every run has taken the same number of steps: no step is under way in just some of them.
    pub fn is_between_steps(&self) -> bool {
        self.cursor == 0
    }

    /// Back to the common start, at step 0.
    pub fn reset(&mut self) {
        for run in &mut self.runs {
            run.set_parameters(&self.initial);
        }
        (self.step, self.cursor, self.handover) = (0, 0, None);
    }

    /// Gives one run other parameters; it trains on from there. A step in progress is begun anew.
    ///
    /// # Errors
    /// If there is no such run, or `parameters` has the wrong length or holds NaN or infinity; the run is
    /// then unchanged.
    pub fn set_parameters(&mut self, run: usize, parameters: &[f64]) -> Result<(), ParameterError> {
        let (runs, expected) = (self.runs.len(), self.model.n_parameters());
        let run = self
            .runs
            .get_mut(run)
            .ok_or(ParameterError::NoSuchRun { runs })?;
        if parameters.len() != expected {
            return Err(ParameterError::Length {
                expected,
                given: parameters.len(),
            });
        }
        if let Some(index) = parameters.iter().position(|p| !p.is_finite()) {
            return Err(ParameterError::NotFinite { index });
        }
        run.set_parameters(parameters);
        self.handover = None;
        Ok(())
    }

    /// The class that no training row has, when there is just one such class: there is no boundary to draw.
    pub fn missing_class(&self) -> Option<Class> {
        match self.dataset.count(Split::Train) {
            (0, 0) => None,
            (0, _) => Some(Class::Orange),
            (_, 0) => Some(Class::Blue),
            _ => None,
        }
    }
}
