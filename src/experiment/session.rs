//! A lab that is watched: it steps, and is recorded at log-spaced steps on the way.

use crate::data::own::OwnData;
use crate::experiment::checkpoint::{Past, status_at};
use crate::experiment::evaluation::Evaluation;
use crate::experiment::history::{History, Record, Time};
use crate::experiment::ladder::Ladder;
use crate::experiment::metrics::{Metrics, Probe};
use crate::experiment::run::Status;
use crate::settings::Spec;
use std::rc::Rc;

/// A lab with its history.
#[derive(Clone)]
pub struct Session {
    ladder: Ladder,
    probe: Probe,
    history: History,
    /// The record being made of the present step, or of a past one that is measured again.
    pending: Option<Evaluation>,
    /// Records that are to be measured again, latest first.
    past: Vec<Past>,
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
            past: Vec::new(),
        }
    }

    /// Becomes the session of another spec, at step 0.
    pub fn renew(&mut self, spec: Spec, own: Option<&OwnData>) {
        (self.pending, self.history) = (None, History::new(0));
        self.past.clear();
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
        self.past.clear();
    }

    pub(super) fn ladder_mut(&mut self) -> &mut Ladder {
        &mut self.ladder
    }

    /// Measures these records again, oldest first, and then the present step if it should be recorded and is not.
    pub(super) fn measure_again(&mut self, past: Vec<Past>) {
        let now = self.ladder.step();
        self.history = history_of(&self.ladder);
        self.past = past;
        let latest = self.past.last().map(|(step, _)| *step);
        let due = now == 0 || self.history.next_after(now - 1) == now;
        if due && self.ladder.is_between_steps() && latest.is_none_or(|latest| latest < now) {
            self.past.push((now, self.parameters()));
        }
        self.past.reverse();
        self.pending = None;
    }

    /// Works towards step `target` for at most `blocks` blocks of examples, records included; returns how many it
    /// used, 0 where the target is reached and recorded as far as it should be. A call steps or records, and does
    /// not go from the one to the other: their blocks take unlike times.
    pub fn work(&mut self, target: u64, blocks: usize) -> usize {
        let recording = self.is_recording();
        let mut used = 0;
        while used < blocks && self.is_recording() == recording {
            if recording && self.pending.is_none() {
                // The first record is begun here, since whoever waits for a session should not wait for it; and so are
                // those that are measured again.
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
        self.pending.is_some() || !self.past.is_empty() || self.history.records().is_empty()
    }

    /// Whether records are being measured again, and the history is not whole.
    pub fn is_measuring_again(&self) -> bool {
        !self.past.is_empty()
    }

    /// θ of every run at the present step.
    pub fn parameters(&self) -> Rc<Vec<Vec<f64>>> {
        Rc::new(self.ladder.parameters())
    }

    /// Begins to evaluate the runs at the probe's points.
    pub fn begin_survey(&self, parameters: Rc<Vec<Vec<f64>>>) -> Evaluation {
        Evaluation::new(
            &self.ladder.model,
            Rc::clone(&self.probe.points),
            parameters,
        )
    }

    /// A record of an instant from scores at the probe's points.
    pub fn record(&self, at: Time, parameters: Rc<Vec<Vec<f64>>>, scores: &[Vec<f64>]) -> Record {
        let degree = self.ladder.model.degree();
        let runs = self.ladder.runs.iter();
        let metrics: Vec<Metrics> = runs
            .zip(parameters.iter().zip(scores))
            .map(|(run, (parameters, scores))| self.probe.measure(run, parameters, degree, scores))
            .collect();
        let statuses = self.statuses(at, &parameters);
        Record {
            at,
            disagreement: self.probe.disagreement(&metrics, scores),
            parameters,
            metrics,
            statuses,
        }
    }

    /// How every run is doing at a moment when it has these parameters.
    fn statuses(&self, at: Time, parameters: &[Vec<f64>]) -> Vec<Status> {
        let runs = self.ladder.runs.iter().zip(parameters);
        runs.map(|(run, then)| status_at(at, then, run)).collect()
    }

    fn begin_record(&mut self) {
        let parameters = match self.past.last() {
            Some((_, parameters)) => Rc::clone(parameters),
            None => self.parameters(),
        };
        self.pending = Some(self.begin_survey(parameters));
    }

    fn finish_record(&mut self) {
        if let Some(done) = self.pending.take() {
            let step = self.past.pop().map(|(step, _)| step);
            let record = self.record(
                Time::Step(step.unwrap_or(self.ladder.step())),
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
