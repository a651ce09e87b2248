//! A lab that is watched: it steps, and is recorded at log-spaced steps on the way.

use crate::data::own::OwnData;
use crate::experiment::evaluation::Evaluation;
use crate::experiment::history::{History, Record, Time};
use crate::experiment::ladder::Ladder;
use crate::experiment::metrics::{Metrics, Probe};
use crate::settings::Spec;
use std::rc::Rc;

/// A lab with its history.
#[derive(Clone)]
pub struct Session {
    ladder: Ladder,
    probe: Probe,
    history: History,
    /// The record being made of the present step.
    pending: Option<Evaluation>,
}

impl Session {
    /// A session at step 0, which is its first record once it has been worked on.
    pub fn new(spec: Spec, own: Option<&OwnData>) -> Session {
        let ladder = Ladder::new(spec, own);
        Session {
            probe: Probe::new(&ladder),
            history: history_of(&ladder),
            ladder,
            pending: None,
        }
    }

    /// Becomes the session of another spec, at step 0.
    pub fn renew(&mut self, spec: Spec, own: Option<&OwnData>) {
        (self.pending, self.history) = (None, History::new(0));
        self.ladder.renew(spec, own);
        self.probe = Probe::new(&self.ladder);
        self.history = history_of(&self.ladder);
    }

    /// The lab; its step may be later than the latest record.
    pub fn ladder(&self) -> &Ladder {
        &self.ladder
    }

    /// The records so far.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Back to the common start, with nothing recorded but that.
    pub fn reset(&mut self) {
        self.ladder.reset();
        (self.pending, self.history) = (None, history_of(&self.ladder));
    }

    /// Works towards step `target` for at most `blocks` blocks of examples, records included; returns how many it
    /// used, 0 where the target is reached and recorded as far as it should be. A call steps or records, and does
    /// not go from the one to the other: their blocks take unlike times.
    pub fn work(&mut self, target: u64, blocks: usize) -> usize {
        let recording = self.is_recording();
        let mut used = 0;
        while used < blocks && self.is_recording() == recording {
            if recording && self.pending.is_none() {
                // Step 0: the first record is begun here, since whoever waits for a session should not wait for it.
                self.begin_record();
            }
            if let Some(pending) = &mut self.pending {
                used += pending.work(blocks - used).max(1);
                if pending.is_done() {
                    self.finish_record();
                }
            } else if self.ladder.step() < target {
                let stop = target.min(self.history.next_after(self.ladder.step()));
                used += self.ladder.work(stop, blocks - used).max(1);
                if self.ladder.step() == stop && self.history.next_after(stop - 1) == stop {
                    self.begin_record();
                }
            } else {
                break;
            }
        }
        used
    }

    /// Whether the present step is still being recorded.
    pub fn is_recording(&self) -> bool {
        self.pending.is_some() || self.history.records().is_empty()
    }

    /// θ of every run at the present step.
    pub fn parameters(&self) -> Rc<Vec<Vec<f64>>> {
        Rc::new(self.ladder.parameters())
    }

    /// Begins to evaluate the runs at the probe's points.
    pub fn begin_survey(&self, parameters: Rc<Vec<Vec<f64>>>) -> Evaluation {
        Evaluation::new(self.ladder.model, Rc::clone(&self.probe.points), parameters)
    }

    /// A record of an instant from scores at the probe's points.
    pub fn record(&self, at: Time, parameters: Rc<Vec<Vec<f64>>>, scores: &[Vec<f64>]) -> Record {
        let degree = self.ladder.model.degree();
        let runs = self.ladder.runs.iter();
        let metrics: Vec<Metrics> = runs
            .zip(parameters.iter().zip(scores))
            .map(|(run, (parameters, scores))| self.probe.measure(run, parameters, degree, scores))
            .collect();
        let statuses = self.ladder.runs.iter().map(|run| run.status).collect();
        Record {
            at,
            disagreement: self.probe.disagreement(&metrics, scores),
            parameters,
            metrics,
            statuses,
        }
    }

    fn begin_record(&mut self) {
        self.pending = Some(self.begin_survey(self.parameters()));
    }

    fn finish_record(&mut self) {
        if let Some(done) = self.pending.take() {
            let record = self.record(
                Time::Step(self.ladder.step()),
                done.parameters(),
                done.scores(),
            );
            self.history.push(record);
        }
    }
}

/// The history of a lab that nothing is recorded of yet.
fn history_of(ladder: &Ladder) -> History {
    History::new(ladder.runs.len() * ladder.model.n_parameters())
}
