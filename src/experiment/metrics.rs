//! What is measured of a run, from its scores.
//!
//! A metric that is not defined (an error on an empty set) is `None`, never a number that looks like one. NaN compares
//! false with everything, so a share counted over scores that are not finite would be 0. So nothing is counted over
//! scores but over [`Finite`] ones, and where ln L is not defined nothing of the run is: [`Metrics::undefined`] says why.

use crate::data::{Class, Example, Split};
use crate::experiment::ladder::{Ladder, Run};
use crate::loss::Loss;
use crate::model::points::Points;
use crate::numeric::{ln, log_sum_exp, norm};
use std::ops::Range;
use std::rc::Rc;

/// Why nothing is measured of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undefined {
    /// It has no row to train on.
    Empty,
    /// A score of a training row, or the risk, is not finite.
    Overflow,
}

impl Undefined {
    /// The reason as scripts and pages give it.
    pub fn reason(self) -> &'static str {
        match self {
            Undefined::Empty => "the run has no row to train on",
            Undefined::Overflow => "the scores or the risk overflow",
        }
    }
}

/// What is measured of one run at one step. Made by [`Probe::measure`], or read back from where that was written down; every
/// number is finite.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metrics {
    /// Why nothing is measured, if nothing is: all else is then `None`.
    pub undefined: Option<Undefined>,
    /// ln L of the weighted risk L = (1/n) Σ w ℓ(u), by log-sum-exp; without the L2 term.
    pub ln_risk: Option<f64>,
    /// Share of the training rows with u ≤ 0.
    pub train_error: Option<f64>,
    /// Share of the test rows with u ≤ 0.
    pub test_error: Option<f64>,
    /// Σ_c P_t(c) · share of class c's population sample with u ≤ 0.
    pub population_error: Option<f64>,
    /// Share called orange: of the population mixed by P_t, or without one of the test rows, or without
    /// those of the training rows.
    pub fraction_orange: Option<f64>,
    /// min u / ‖θ‖ᵈ over the training rows of weight > 0, d the model's degree.
    pub normalized_margin: Option<f64>,
    /// ‖θ‖.
    pub parameter_norm: Option<f64>,
}

/// `value`, if it is a number.
pub fn defined(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

/// Scores at some of the probe's points, all of them finite: what everything is counted over.
struct Finite<'a> {
    examples: &'a [Example],
    scores: &'a [f64],
}

impl<'a> Finite<'a> {
    /// `None` where a score is not finite.
    fn new(examples: &'a [Example], scores: &'a [f64]) -> Option<Finite<'a>> {
        let finite = scores.iter().all(|score| score.is_finite());
        finite.then_some(Finite { examples, scores })
    }

    /// u = y f of each.
    fn margins(&self) -> impl Iterator<Item = f64> {
        let pairs = self.examples.iter().zip(self.scores);
        pairs.map(|(example, score)| example.class.sign() * score)
    }

    /// Share with u ≤ 0; `None` of none.
    fn error(&self) -> Option<f64> {
        share(self.margins(), |u| u <= 0.0)
    }

    /// Share with f > 0; `None` of none.
    fn orange(&self) -> Option<f64> {
        share(self.scores.iter().copied(), |f| f > 0.0)
    }
}

/// The points at which a lab is measured, in one block layout: training rows, test rows, population.
#[derive(Clone)]
pub struct Probe {
    /// All of them, as kernels want them.
    pub points: Rc<Points>,
    examples: Vec<Example>,
    train: Range<usize>,
    test: Range<usize>,
    population: Range<usize>,
    /// P_t: share of the orange class where the population stands for the test distribution.
    share_orange: f64,
    loss: Loss,
}

impl Probe {
    /// The probe of a lab's data.
    pub fn new(lab: &Ladder) -> Probe {
        let mut examples = Vec::new();
        let mut ends = [0; 2];
        for (split, end) in [Split::Train, Split::Test].into_iter().zip(&mut ends) {
            for example in lab.dataset.split(split) {
                examples.push(*example);
            }
            *end = examples.len();
        }
        examples.extend_from_slice(&lab.population);
        let [train_end, test_end] = ends;
        let (orange, blue) = lab.dataset.count(if test_end > train_end {
            Split::Test
        } else {
            Split::Train
        });
        Probe {
            points: Rc::new(Points::new(examples.iter().map(|example| example.x))),
            train: 0..train_end,
            test: train_end..test_end,
            population: test_end..examples.len(),
            share_orange: orange as f64 / (orange + blue).max(1) as f64,
            loss: lab.spec.loss,
            examples,
        }
    }

    /// Measures a run that has `parameters` and these scores at the probe's points.
    pub fn measure(&self, run: &Run, parameters: &[f64], degree: usize, scores: &[f64]) -> Metrics {
        let undefined = |why| Metrics {
            undefined: Some(why),
            ..Metrics::default()
        };
        let Some(train) = self.finite(&self.train, scores) else {
            return undefined(Undefined::Overflow);
        };
        // (w, u) of the training rows that are not removed.
        let rows = run.weights.iter().copied().zip(train.margins());
        let kept: Vec<(f64, f64)> = rows.filter(|(w, _)| *w > 0.0).collect();
        if kept.is_empty() {
            return undefined(Undefined::Empty);
        }
        let Some(ln_risk) = self.ln_risk(&kept) else {
            return undefined(Undefined::Overflow);
        };
        let test = self.finite(&self.test, scores);
        let parameter_norm = norm(parameters);
        let scale = (0..degree).fold(1.0, |scale, _| scale * parameter_norm);
        let least = kept
            .iter()
            .fold(f64::INFINITY, |least, (_, u)| u.min(least));
        Metrics {
            undefined: None,
            ln_risk: Some(ln_risk),
            train_error: train.error(),
            test_error: test.as_ref().and_then(|of| of.error()),
            population_error: self.mixed(scores, |of| of.error()),
            fraction_orange: if !self.population.is_empty() {
                self.mixed(scores, |of| of.orange())
            } else if !self.test.is_empty() {
                test.as_ref().and_then(|of| of.orange())
            } else {
                train.orange()
            },
            normalized_margin: defined(least / scale).filter(|_| scale.is_finite()),
            parameter_norm: defined(parameter_norm),
        }
    }

    /// Share on which not all runs call the same class: of the population mixed by P_t, or without one of all
    /// rows. `None` where a run is not measured: nothing is known of where it agrees.
    pub fn disagreement(&self, metrics: &[Metrics], scores: &[Vec<f64>]) -> Option<f64> {
        if metrics.iter().any(|metrics| metrics.undefined.is_some()) {
            return None;
        }
        let differ = |i: usize| {
            let mut called = scores.iter().map(|scores| Class::called(scores[i]));
            let first = called.next();
            called.any(|other| Some(other) != first)
        };
        let over = |range: Range<usize>| {
            for scores in scores {
                self.finite(&range, scores)?;
            }
            share(range, differ)
        };
        let [orange, blue] = self.classes();
        if self.population.is_empty() {
            over(0..self.population.start)
        } else {
            self.mix(over(orange)?, over(blue)?)
        }
    }

    /// Σ_c P_t(c) · `part` of class c's population sample.
    fn mixed(&self, scores: &[f64], part: impl Fn(&Finite) -> Option<f64>) -> Option<f64> {
        let [orange, blue] = self
            .classes()
            .map(|range| part(&self.finite(&range, scores)?));
        self.mix(orange?, blue?)
    }

    fn mix(&self, orange: f64, blue: f64) -> Option<f64> {
        defined(self.share_orange * orange + (1.0 - self.share_orange) * blue)
    }

    /// Where the population sample of each class is.
    fn classes(&self) -> [Range<usize>; 2] {
        let middle = self.population.start + self.population.len() / 2;
        [self.population.start..middle, middle..self.population.end]
    }

    fn finite<'a>(&'a self, range: &Range<usize>, scores: &'a [f64]) -> Option<Finite<'a>> {
        Finite::new(&self.examples[range.clone()], &scores[range.clone()])
    }

    fn ln_risk(&self, kept: &[(f64, f64)]) -> Option<f64> {
        let terms: Vec<f64> = kept
            .iter()
            .map(|&(w, u)| ln(w) + self.loss.ln_value(u))
            .collect();
        defined(log_sum_exp(&terms) - ln(self.train.len() as f64))
    }
}

/// −ln(n L)/‖θ‖ᵈ, d the model's degree: the smallest normalized margin, smoothed (Lyu and Li 2020). `None` where
/// θ or the number of rows is 0, or the risk is not defined.
pub fn smoothed_margin(metrics: &Metrics, n_rows: usize, degree: usize) -> Option<f64> {
    let parameter_norm = metrics.parameter_norm?;
    let scale = (0..degree).fold(1.0, |scale, _| scale * parameter_norm);
    defined(-(metrics.ln_risk? + ln(n_rows as f64)) / scale).filter(|_| scale.is_finite())
}

/// Share of `items` for which `is` holds; `None` of none.
fn share<T>(items: impl Iterator<Item = T>, is: impl Fn(T) -> bool) -> Option<f64> {
    let (mut total, mut those) = (0_u32, 0_u32);
    for item in items {
        total += 1;
        those += u32::from(is(item));
    }
    (total > 0).then(|| f64::from(those) / f64::from(total))
}
