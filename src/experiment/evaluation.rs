//! Scores of several runs on the same points, computed in slices: a page never waits for it.

use crate::model::Model;
use crate::model::kernel::Kernel;
use crate::model::points::Points;
use std::rc::Rc;

/// Scores of each run at each point, under parameters that were taken at one moment.
#[derive(Clone)]
pub struct Evaluation {
    points: Rc<Points>,
    parameters: Rc<Vec<Vec<f64>>>,
    scores: Vec<Vec<f64>>,
    kernel: Kernel,
    run: usize,
    block: usize,
}

impl Evaluation {
    /// Begins to evaluate `model` under each of `parameters` at each of `points`.
    pub fn new(model: &Model, points: Rc<Points>, parameters: Rc<Vec<Vec<f64>>>) -> Evaluation {
        let scores = parameters.iter().map(|_| vec![0.0; points.len()]).collect();
        Evaluation {
            points,
            parameters,
            scores,
            kernel: Kernel::new(model),
            run: 0,
            block: 0,
        }
    }

    /// Evaluates at most `blocks` blocks of points; returns how many it used.
    pub fn work(&mut self, blocks: usize) -> usize {
        let mut used = 0;
        while used < blocks && !self.is_done() {
            let first = self.block;
            let last = self.points.n_blocks().min(first + blocks - used);
            let rows = first * Points::BLOCK..(last * Points::BLOCK).min(self.points.len());
            if first == 0 {
                self.kernel.load(&self.parameters[self.run]);
            }
            let out = &mut self.scores[self.run][rows];
            self.kernel.scores(&self.points, first..last, out);
            used += last - first;
            self.block = last;
            if self.block == self.points.n_blocks() {
                (self.run, self.block) = (self.run + 1, 0);
            }
        }
        used
    }

    /// The parameters being evaluated.
    pub fn parameters(&self) -> Rc<Vec<Vec<f64>>> {
        Rc::clone(&self.parameters)
    }

    /// Whether every score is known.
    pub fn is_done(&self) -> bool {
        self.run == self.parameters.len() || self.points.n_blocks() == 0
    }

    /// Hands the scores over; there are none left.
    pub fn take_scores(&mut self) -> Vec<Vec<f64>> {
        std::mem::take(&mut self.scores)
    }

    /// Scores by run, in the order of the points; 0 where not yet known.
    pub fn scores(&self) -> &[Vec<f64>] {
        &self.scores
    }
}
