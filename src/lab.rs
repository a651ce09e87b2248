//! The ladder: runs that share data and initial parameters, differ in their weights, and step together.
//!
//! A lab is plain training, with no clock but the step. It can be worked on in slices of any size
//! ([`Lab::work`]); how it is sliced never changes a bit of the result.

use crate::data::generate::{self, GenerateError, Generator};
use crate::data::own::OwnData;
use crate::data::{Class, Dataset, Example, Split};
use crate::model::points::Points;
use crate::model::{Model, initialize};
use crate::objective::Problem;
use crate::optimizer::{Progress, Quantity, Trainer};
use crate::rng::{Purpose, stream};
use crate::spec::{Notice, Spec};
use crate::weighting::Weighting;
use std::rc::Rc;

/// Examples of each class in the population sample.
pub const POPULATION_PER_CLASS: usize = 1000;

/// T₀: the step at which gradient flow may take over from gradient descent (see [`crate::warped`]).
pub const HANDOVER: u64 = 10_000;

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
    fn after(progress: Progress, step: u64) -> Status {
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
    trainer: Option<Trainer>,
    /// θ where nothing trains it.
    parked: Vec<f64>,
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
    fn is_training(&self) -> bool {
        self.status == Status::Training
    }

    fn set_parameters(&mut self, parameters: &[f64]) {
        match &mut self.trainer {
            Some(trainer) => {
                trainer.set_parameters(parameters);
                self.status = Status::Training;
            }
            None => self.parked.copy_from_slice(parameters),
        }
    }

    /// Takes steps until `last`, from the step after `first`.
    fn advance(&mut self, first: u64, last: u64) {
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

/// The runs and what they share.
#[derive(Clone)]
pub struct Lab {
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
    step: u64,
    /// The run that the step in progress has come to.
    cursor: usize,
    /// θ of every run after [`HANDOVER`] steps; kept for linear models, which can go on by gradient flow.
    handover: Option<Rc<Vec<Vec<f64>>>>,
}

impl Lab {
    /// Builds the ladder of `spec`, on `own` data where the spec says so. Never fails: what cannot be done
    /// is said in [`Lab::notices`].
    pub fn new(spec: Spec, own: Option<&OwnData>) -> Lab {
        let initial = initialize(
            &spec.model(),
            spec.init,
            &mut stream(u64::from(spec.init_seed), Purpose::Initial),
        );
        Lab::starting_at(initial, spec, own)
    }

    /// Becomes the ladder of another spec: the same as a new one, and sooner where it starts from the same
    /// parameters. The memory of the old runs is let go of first.
    pub fn renew(&mut self, spec: Spec, own: Option<&OwnData>) {
        self.runs.clear();
        let start = |spec: &Spec| (spec.model(), spec.init, spec.init_seed);
        *self = if start(&spec) == start(&self.spec) {
            Lab::starting_at(std::mem::take(&mut self.initial), spec, own)
        } else {
            Lab::new(spec, own)
        };
    }

    fn starting_at(initial: Vec<f64>, spec: Spec, own: Option<&OwnData>) -> Lab {
        let mut notices = Vec::new();
        let (dataset, population) = data(&spec, own, &mut notices);
        let model = spec.model();
        let train: Vec<&Example> = dataset.split(Split::Train).collect();
        if train.is_empty() && notices.is_empty() {
            notices.extend(nothing_to_train_on(&spec, &dataset));
        }
        let shared = Rc::new(Points::new(train.iter().map(|example| example.x)));
        let runs = spec
            .weights
            .iter()
            .map(|&weighting| {
                let weights = weighting.weights(&dataset).unwrap_or_else(|error| {
                    if !train.is_empty() {
                        notices.push(Notice(format!(
                            "the run {weighting} has no weights: {error}"
                        )));
                    }
                    vec![0.0; train.len()]
                });
                let trainer = problem(&spec, model, &train, &weights, &shared)
                    .map(|problem| Trainer::new(problem, spec.optimizer, spec.lr, initial.clone()));
                let (status, parked) = if trainer.is_none() {
                    (Status::Empty, initial.clone())
                } else {
                    (Status::Training, Vec::new())
                };
                Run {
                    weighting,
                    weights,
                    status,
                    trainer,
                    parked,
                }
            })
            .collect();
        let (dataset, population) = (Rc::new(dataset), Rc::new(population));
        Lab {
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
        if self.step == HANDOVER
            && self.handover.is_none()
            && matches!(self.model, Model::Linear { .. })
        {
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
        match (&self.handover, self.model) {
            (Some(parameters), _) => Some((HANDOVER, Rc::clone(parameters))),
            (None, Model::Linear { .. }) if self.step >= HANDOVER => {
                Some((self.step, Rc::new(self.parameters())))
            }
            _ => None,
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

/// Why no row is left to train on, and the way out. Not of own data that is not there: who reads the link says that.
fn nothing_to_train_on(spec: &Spec, dataset: &Dataset) -> Option<Notice> {
    let why = if dataset.examples.is_empty() {
        return None;
    } else if spec.generator().is_some() || spec.split_own {
        "keep_orange and keep_blue leave no row to train on: set one of them higher"
    } else {
        "every row is for testing, so there is none to train on: say train in some, or set split_own=1"
    };
    Some(Notice(why.to_owned()))
}

/// The examples and the population sample of a spec; none and the reason where they cannot be made.
fn data(spec: &Spec, own: Option<&OwnData>, notices: &mut Vec<Notice>) -> (Dataset, Vec<Example>) {
    let made = match (spec.generator(), own) {
        (Some(generator), _) => generated(&generator, spec),
        (None, Some(own)) if spec.split_own => own
            .dataset_with_split(spec.keep_orange, spec.keep_blue, u64::from(spec.seed))
            .map(|dataset| (dataset, Vec::new())),
        (None, own) => Ok((
            own.map(|own| own.dataset.clone()).unwrap_or_default(),
            Vec::new(),
        )),
    };
    made.unwrap_or_else(|error| {
        notices.push(Notice(error.to_string()));
        Default::default()
    })
}

fn generated(generator: &Generator, spec: &Spec) -> Result<(Dataset, Vec<Example>), GenerateError> {
    let seed = u64::from(spec.seed);
    let dataset = generate::generate(generator, &spec.sizes(), seed)?;
    let points = generate::population(generator, POPULATION_PER_CLASS, seed)?;
    let population = points.into_iter().enumerate().map(|(at, x)| Example {
        x,
        class: if at < POPULATION_PER_CLASS {
            Class::Orange
        } else {
            Class::Blue
        },
        split: Split::Test,
        weight: 1.0,
    });
    Ok((dataset, population.collect()))
}

/// What a run with these weights minimizes. Rows of weight 0 are left out; runs that leave out none share
/// their points.
fn problem(
    spec: &Spec,
    model: Model,
    train: &[&Example],
    weights: &[f64],
    shared: &Rc<Points>,
) -> Option<Problem> {
    let kept = || train.iter().zip(weights).filter(|(_, w)| **w > 0.0);
    let signs: Vec<f64> = kept().map(|(example, _)| example.class.sign()).collect();
    if signs.is_empty() {
        return None;
    }
    let points = if signs.len() == train.len() {
        Rc::clone(shared)
    } else {
        Rc::new(Points::new(kept().map(|(example, _)| example.x)))
    };
    // The mean over all training rows of w ℓ is the mean over the kept ones with weights of mean 1.
    let scale = signs.len() as f64 / train.len() as f64;
    let weights: Vec<f64> = if signs.len() == train.len() {
        weights.to_vec()
    } else {
        kept().map(|(_, w)| w * scale).collect()
    };
    Some(Problem::new(
        model, points, &signs, &weights, spec.loss, spec.l2,
    ))
}
