//! A lab that is watched: it steps, and is recorded at log-spaced steps on the way.

use crate::data::own::OwnData;
use crate::evaluation::Evaluation;
use crate::history::{History, Record, Time};
use crate::lab::Lab;
use crate::list::listed;
use crate::metrics::{Metrics, Probe};
use crate::spec::Spec;
use std::rc::Rc;

/// A lab with its history.
#[derive(Clone)]
pub struct Session {
    lab: Lab,
    probe: Probe,
    history: History,
    /// The record being made of the present step.
    pending: Option<Evaluation>,
}

impl Session {
    /// A session at step 0, which is its first record once it has been worked on.
    pub fn new(spec: Spec, own: Option<&OwnData>) -> Session {
        let lab = Lab::new(spec, own);
        Session {
            probe: Probe::new(&lab),
            history: history_of(&lab),
            lab,
            pending: None,
        }
    }

    /// Becomes the session of another spec, at step 0.
    pub fn renew(&mut self, spec: Spec, own: Option<&OwnData>) {
        (self.pending, self.history) = (None, History::new(0));
        self.lab.renew(spec, own);
        self.probe = Probe::new(&self.lab);
        self.history = history_of(&self.lab);
    }

    /// The lab; its step may be later than the latest record.
    pub fn lab(&self) -> &Lab {
        &self.lab
    }

    /// The records so far.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Back to the common start, with nothing recorded but that.
    pub fn reset(&mut self) {
        self.lab.reset();
        (self.pending, self.history) = (None, history_of(&self.lab));
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
            } else if self.lab.step() < target {
                let stop = target.min(self.history.next_after(self.lab.step()));
                used += self.lab.work(stop, blocks - used).max(1);
                if self.lab.step() == stop && self.history.next_after(stop - 1) == stop {
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
        Rc::new(self.lab.parameters())
    }

    /// Begins to evaluate the runs at the probe's points.
    pub fn begin_survey(&self, parameters: Rc<Vec<Vec<f64>>>) -> Evaluation {
        Evaluation::new(&self.lab.model, Rc::clone(&self.probe.points), parameters)
    }

    /// A record of an instant from scores at the probe's points.
    pub fn record(&self, at: Time, parameters: Rc<Vec<Vec<f64>>>, scores: &[Vec<f64>]) -> Record {
        let degree = self.lab.model.degree();
        let runs = self.lab.runs.iter();
        let metrics: Vec<Metrics> = listed(runs.zip(parameters.iter().zip(scores)).map(
            |(run, (parameters, scores))| self.probe.measure(run, parameters, degree, scores),
        ));
        let statuses = listed(self.lab.runs.iter().map(|run| run.status));
        Record {
            at,
            parameters,
            metrics,
            statuses,
            disagreement: self.probe.disagreement(scores),
        }
    }

    fn begin_record(&mut self) {
        self.pending = Some(self.begin_survey(self.parameters()));
    }

    fn finish_record(&mut self) {
        if let Some(done) = self.pending.take() {
            let record = self.record(
                Time::Step(self.lab.step()),
                done.parameters(),
                done.scores(),
            );
            self.history.push(record);
        }
    }
}

/// The history of a lab that nothing is recorded of yet.
fn history_of(lab: &Lab) -> History {
    History::new(lab.runs.len() * lab.model.n_parameters())
}
