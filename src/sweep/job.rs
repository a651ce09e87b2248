//! One cell at work, in slices of any size.

use super::rows::{Rows, RunRows, recorded_steps};
use crate::data::Split;
use crate::experiment::evaluation::Evaluation;
use crate::experiment::ladder::{Ladder, Status};
use crate::experiment::metrics::{Metrics, Probe};
use crate::hash::hash;
use crate::settings::Link;
use std::rc::Rc;

/// More blocks than any record has.
const WHOLE: usize = 1 << 30;

/// A cell that is run; at each recorded step it is what [`Ladder::advance`] makes of the same link.
#[derive(Clone)]
pub struct Job {
    link: String,
    lab: Ladder,
    probe: Probe,
    t: Vec<u64>,
    /// What was measured so far, by run.
    metrics: Vec<Vec<Metrics>>,
    statuses: Vec<Vec<Status>>,
    /// The record being made of the present step.
    pending: Option<Evaluation>,
}

impl Job {
    /// Begins a cell of so many steps.
    pub fn new(cell: &Link, steps: u64) -> Job {
        let lab = Ladder::new(cell.spec.clone(), cell.own.as_ref());
        Job {
            link: cell.to_query().0,
            probe: Probe::new(&lab),
            t: recorded_steps(steps),
            metrics: vec![Vec::new(); lab.runs.len()],
            statuses: vec![Vec::new(); lab.runs.len()],
            pending: None,
            lab,
        }
    }

    /// Works for at most `blocks` blocks of examples; returns how many it used, 0 once all is done. A record counts as
    /// one block at least, so a slice may be over by that much.
    pub fn work(&mut self, blocks: usize) -> usize {
        let mut used = 0;
        while used < blocks && !self.is_done() {
            let target = self.t[self.recorded()];
            if let Some(pending) = &mut self.pending {
                used += pending.work(blocks - used).max(1);
                if pending.is_done() {
                    self.record();
                }
            } else if self.lab.step() < target {
                used += self.lab.work(target, blocks - used).max(1);
            } else {
                self.begin_record();
            }
        }
        used
    }

    /// Works to the end, run by run, so that a run's parameters stay in the cache.
    pub fn run(mut self) -> Rows {
        self.finish_record();
        while !self.is_done() {
            let target = self.t[self.recorded()];
            self.lab.advance(target - self.lab.step());
            self.begin_record();
            self.finish_record();
        }
        self.rows()
    }

    fn begin_record(&mut self) {
        let points = Rc::clone(&self.probe.points);
        let parameters = Rc::new(self.lab.parameters());
        self.pending = Some(Evaluation::new(&self.lab.model, points, parameters));
    }

    fn finish_record(&mut self) {
        if let Some(pending) = &mut self.pending {
            pending.work(WHOLE);
            self.record();
        }
    }

    /// How many of the records are there.
    fn recorded(&self) -> usize {
        self.metrics.first().map_or(0, Vec::len)
    }

    /// The share of the steps that is done.
    pub fn share_done(&self) -> f64 {
        let last = self.t.last().copied().unwrap_or(0).max(1);
        self.lab.step() as f64 / last as f64
    }

    /// Whether every record is there.
    pub fn is_done(&self) -> bool {
        self.recorded() == self.t.len()
    }

    fn record(&mut self) {
        let Some(done) = self.pending.take() else {
            return;
        };
        let degree = self.lab.model.degree();
        let parameters = done.parameters();
        for (run, statuses) in self.statuses.iter_mut().enumerate() {
            statuses.push(self.lab.runs[run].status);
        }
        for (run, metrics) in self.metrics.iter_mut().enumerate() {
            let (theta, scores) = (&parameters[run], &done.scores()[run]);
            metrics.push(
                self.probe
                    .measure(&self.lab.runs[run], theta, degree, scores),
            );
        }
    }

    /// The rows so far: complete once [`Job::is_done`].
    pub fn rows(&self) -> Rows {
        let mut notices: Vec<String> = self.lab.notices.iter().map(|n| n.0.clone()).collect();
        if self.lab.dataset.count(Split::Test) == (0, 0) {
            notices.push("There is no test set here, so there is no test error".to_owned());
        }
        let runs = self.lab.runs.iter().zip(&self.metrics).zip(&self.statuses);
        Rows {
            link: self.link.clone(),
            t: self.t[..self.recorded()].to_vec(),
            runs: runs
                .map(|((run, metrics), statuses)| RunRows {
                    weighting: run.weighting,
                    statuses: statuses.clone(),
                    hash: hash(run.parameters()),
                    metrics: metrics.clone(),
                })
                .collect(),
            notices,
        }
    }
}
