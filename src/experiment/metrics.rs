//! What is measured of a run, from its scores.
//!
//! A metric that is not defined (an error on an empty set) is `None`, never a number that looks like one.

use crate::adjustment::Adjustment;
use crate::data::{Class, Example, Split};
use crate::experiment::ladder::{Ladder, Run};
use crate::loss::Loss;
use crate::model::points::Points;
use crate::numeric::{ln, log_sum_exp, norm};
use std::ops::Range;
use std::rc::Rc;

/// What is measured of one run at one step.
#[derive(Clone, Debug, PartialEq)]
pub struct Metrics {
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
    pub parameter_norm: f64,
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
    adjustment: Adjustment,
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
            loss: lab.spec.loss(),
            adjustment: (lab.spec.adjustment(lab.dataset.count(Split::Train)))
                .unwrap_or(Adjustment::NONE),
            examples,
        }
    }

    /// Measures a run that has `parameters` and these scores at the probe's points.
    pub fn measure(&self, run: &Run, parameters: &[f64], degree: usize, scores: &[f64]) -> Metrics {
        let error = |range: &Range<usize>| share(range.clone(), |i| self.margin(scores, i) <= 0.0);
        let orange = |i: usize| scores[i] > 0.0;
        let parameter_norm = norm(parameters);
        let scale = (0..degree).fold(1.0, |scale, _| scale * parameter_norm);
        let margins = self.margins(run, scores);
        let mut least = f64::INFINITY;
        for (_, _, u) in &margins {
            least = u.min(least);
        }
        Metrics {
            ln_risk: self.ln_risk(&margins),
            train_error: error(&self.train),
            test_error: error(&self.test),
            population_error: self.mixed(|i| self.margin(scores, i) <= 0.0),
            fraction_orange: self
                .mixed(orange)
                .or_else(|| share(self.test.clone(), orange))
                .or_else(|| share(self.train.clone(), orange)),
            normalized_margin: (scale > 0.0 && least.is_finite()).then(|| least / scale),
            parameter_norm,
        }
    }

    /// Share on which not all runs call the same class: of the population mixed by P_t, or without one of all
    /// rows.
    pub fn disagreement(&self, scores: &[Vec<f64>]) -> Option<f64> {
        let differ = |i: usize| {
            let mut called = scores.iter().map(|scores| Class::called(scores[i]));
            let first = called.next();
            called.any(|other| Some(other) != first)
        };
        self.mixed(differ)
            .or_else(|| share(0..self.population.start, differ))
    }

    /// Σ_c P_t(c) · share of class c's population sample for which `is` holds.
    fn mixed(&self, is: impl Fn(usize) -> bool) -> Option<f64> {
        let middle = self.population.start + self.population.len() / 2;
        let orange = share(self.population.start..middle, &is)?;
        let blue = share(middle..self.population.end, &is)?;
        Some(self.share_orange * orange + (1.0 - self.share_orange) * blue)
    }

    fn margin(&self, scores: &[f64], i: usize) -> f64 {
        self.examples[i].class.sign() * scores[i]
    }

    /// (w, y, u) of the training rows that are not removed, w as in the step that came last.
    fn margins(&self, run: &Run, scores: &[f64]) -> Vec<(f64, f64, f64)> {
        let weights = run.present_weights();
        let rows = self.train.clone().zip(weights).filter(|(_, w)| *w > 0.0);
        rows.map(|(i, w)| (w, self.examples[i].class.sign(), self.margin(scores, i)))
            .collect()
    }

    fn ln_risk(&self, margins: &[(f64, f64, f64)]) -> Option<f64> {
        let term = |&(w, y, u): &(f64, f64, f64)| {
            ln(w) + self.loss.ln_value(self.adjustment.margin(y, u))
        };
        let terms: Vec<f64> = margins.iter().map(term).collect();
        (!terms.is_empty()).then(|| log_sum_exp(&terms) - ln(self.train.len() as f64))
    }
}

/// −ln(n L)/‖θ‖ᵈ, d the model's degree: the smallest normalized margin, smoothed (Lyu and Li 2020). `None` where
/// θ or the number of rows is 0, or the risk is not defined.
pub fn smoothed_margin(metrics: &Metrics, n_rows: usize, degree: usize) -> Option<f64> {
    let scale = (0..degree).fold(1.0, |scale, _| scale * metrics.parameter_norm);
    let ln_risk = metrics.ln_risk.filter(|ln_risk| ln_risk.is_finite())?;
    (scale > 0.0 && n_rows > 0).then(|| -(ln_risk + ln(n_rows as f64)) / scale)
}

/// Share of `range` for which `is` holds; `None` if it is empty.
fn share(range: Range<usize>, is: impl Fn(usize) -> bool) -> Option<f64> {
    let total = range.len();
    (total > 0).then(|| range.filter(|&i| is(i)).count() as f64 / total as f64)
}
