//! What of a session outlives the program's own memory: every run as it is now, and the parameters of every record.
//!
//! Numbers only, so that whoever keeps them need not know what they mean. A session made of the same settings that
//! resumes them is at the same step with the same bits, also in the middle of a step: a run's part of that is begun
//! anew. What was measured of records is measured again, in slices, before training goes on.
//!
//! This is for steps that depend on the parameters alone: others are trained again from the start.

use crate::experiment::history::Time;
use crate::experiment::ladder::{HANDOVER, Ladder};
use crate::experiment::run::{Run, Status};
use crate::experiment::session::Session;
use crate::optimizer::Quantity;
use std::rc::Rc;

/// One run as it is now.
#[derive(Clone, Debug, PartialEq)]
pub struct RunState {
    /// Steps it has taken: one more than the ladder where a step is under way that came past it.
    pub taken: u64,
    /// How it is doing.
    pub status: Status,
    /// θ.
    pub parameters: Vec<f64>,
}

const QUANTITIES: [Quantity; 3] = [Quantity::Loss, Quantity::Gradient, Quantity::Parameters];

/// Numbers before θ.
const HEAD: usize = 3;

impl RunState {
    /// Steps taken, status, the step that could not be taken, then θ.
    pub fn numbers(&self) -> Vec<f64> {
        let (status, at) = match self.status {
            Status::Training => (0, 0),
            Status::Converged => (1, 0),
            Status::Empty => (2, 0),
            Status::Diverged { step, quantity } => {
                let which = QUANTITIES.iter().position(|other| *other == quantity);
                (3 + which.unwrap_or(0), step)
            }
        };
        let mut numbers = vec![self.taken as f64, status as f64, at as f64];
        numbers.extend_from_slice(&self.parameters);
        numbers
    }

    /// The run that these numbers are of; `None` for numbers that [`RunState::numbers`] does not write.
    pub fn from_numbers(numbers: &[f64]) -> Option<RunState> {
        let (head, parameters) = numbers.split_at_checked(HEAD)?;
        let status = match head[1] as usize {
            0 => Status::Training,
            1 => Status::Converged,
            2 => Status::Empty,
            which => Status::Diverged {
                step: head[2] as u64,
                quantity: *QUANTITIES.get(which - 3)?,
            },
        };
        Some(RunState {
            taken: head[0] as u64,
            status,
            parameters: parameters.to_vec(),
        })
    }
}

/// The parameters of all runs at a recorded step.
pub type Past = (u64, Rc<Vec<Vec<f64>>>);

impl Ladder {
    /// How many steps a run has taken.
    pub fn taken(&self, run: usize) -> u64 {
        self.step + u64::from(run < self.cursor)
    }

    /// A run as it is now.
    pub fn run_state(&self, run: usize) -> Option<RunState> {
        let state = self.runs.get(run)?;
        Some(RunState {
            taken: self.taken(run),
            status: state.status,
            parameters: state.parameters().to_vec(),
        })
    }

    /// Every run as it was. Returns false, and does nothing, where `runs` are not of this ladder.
    fn resume(&mut self, runs: &[RunState], handover: Option<Rc<Vec<Vec<f64>>>>) -> bool {
        let of_this = |state: &RunState| state.parameters.len() == self.model.n_parameters();
        let Some(step) = runs.iter().map(|state| state.taken).min() else {
            return false;
        };
        if runs.len() != self.runs.len() || !runs.iter().all(of_this) {
            return false;
        }
        for (run, state) in self.runs.iter_mut().zip(runs) {
            run.set_parameters(&state.parameters);
            run.status = state.status;
        }
        self.step = step;
        self.cursor = runs.iter().take_while(|state| state.taken > step).count();
        self.handover = handover;
        true
    }
}

impl Session {
    /// Goes on where a session of the same settings was, with `past`, its records, oldest first.
    pub fn resume(&mut self, runs: &[RunState], past: Vec<Past>) {
        let linear = self.ladder().model.is_linear();
        let handed_over = past.iter().find(|(step, _)| linear && *step == HANDOVER);
        let handover = handed_over.map(|(_, parameters)| Rc::clone(parameters));
        if self.ladder_mut().resume(runs, handover) {
            self.measure_again(past);
        }
    }
}

/// How a run was or is doing at a moment when its parameters were `then`.
pub(super) fn status_at(at: Time, then: &[f64], run: &Run) -> Status {
    match run.status {
        Status::Diverged { step, .. } if at.ln_t() < Time::Step(step).ln_t() => Status::Training,
        // A converged run has not moved since.
        Status::Converged if then != run.parameters() => Status::Training,
        status => status,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Spec;

    /// What would be kept of `session`, through numbers and back.
    fn kept(session: &Session) -> (Vec<RunState>, Vec<Past>) {
        let ladder = session.ladder();
        let runs = (0..ladder.runs.len()).filter_map(|run| ladder.run_state(run));
        let runs = runs.filter_map(|state| RunState::from_numbers(&state.numbers()));
        let records = session.history().records().iter();
        let past = records.map(|record| match record.at {
            Time::Step(step) => (step, Rc::clone(&record.parameters)),
            Time::Warped(_) => unreachable!("a history of steps"),
        });
        (runs.collect(), past.collect())
    }

    fn resumed(spec: &Spec, of: &Session) -> Session {
        let (runs, past) = kept(of);
        let mut session = Session::new(spec.clone(), None);
        session.resume(&runs, past);
        session
    }

    /// Both go on to `target`, and end with the same bits, records and all.
    fn same_to(target: u64, one: &mut Session, other: &mut Session) {
        for session in [&mut *one, &mut *other] {
            while session.work(target, 1000) > 0 {}
        }
        assert_eq!(one.ladder().step(), other.ladder().step());
        assert_eq!(one.ladder().parameters(), other.ladder().parameters());
        let records = |session: &Session| {
            let records = session.history().records().iter();
            records
                .map(|record| format!("{record:?}"))
                .collect::<Vec<_>>()
        };
        assert!(records(one) == records(other), "the records differ");
    }

    #[test]
    fn a_resumed_session_has_the_same_bits_wherever_it_was_cut() {
        let spec = Spec::default();
        for blocks in [0, 1, 40, 377, 378, 379, 1000, 5003, 20_011] {
            let mut session = Session::new(spec.clone(), None);
            while session.is_recording() {
                session.work(0, 1000);
            }
            session.work(100, blocks);
            let mut again = resumed(&spec, &session);
            assert_eq!(again.ladder().step(), session.ladder().step());
            same_to(60, &mut session, &mut again);
        }
    }

    #[test]
    fn diverged_runs_stay_so_and_their_past_is_told_as_it_was() {
        let (spec, _) = Spec::from_query("model=linear&data=overlap&lr=1000&weights=16:1,1:1");
        let mut session = Session::new(spec.clone(), None);
        while session.work(200, 1000) > 0 {}
        let diverged = |session: &Session| {
            let runs = session.ladder().runs.iter();
            runs.filter(|run| matches!(run.status, Status::Diverged { .. }))
                .count()
        };
        assert!(diverged(&session) > 0);
        let mut again = resumed(&spec, &session);
        assert_eq!(diverged(&again), diverged(&session));
        same_to(300, &mut session, &mut again);
    }

    #[test]
    fn a_line_is_handed_over_to_warped_time_as_it_was() {
        let (spec, _) = Spec::from_query("model=linear&data=separable&n_orange=20&n_blue=20");
        let mut session = Session::new(spec.clone(), None);
        while session.work(HANDOVER + 500, 100_000) > 0 {}
        let again = resumed(&spec, &session);
        assert_eq!(again.ladder().handover(), session.ladder().handover());
    }

    #[test]
    fn runs_of_another_ladder_are_not_resumed() {
        let (runs, _) = kept(&Session::new(Spec::default(), None));
        let (other, _) = Spec::from_query("width=8");
        let mut session = Session::new(other, None);
        let before = session.ladder().parameters();
        session.resume(&runs, Vec::new());
        session.resume(&[], Vec::new());
        assert_eq!(session.ladder().parameters(), before);
        assert_eq!(RunState::from_numbers(&[1.0, 9.0, 0.0]), None);
        assert_eq!(RunState::from_numbers(&[1.0]), None);
    }
}
