//! A ladder of homogeneous networks in warped time: approximate, with the error that is measured of it.
//!
//! [`NetworkWarp`] goes on from the first recorded step, from 10,000 on, at which every run calls every row it
//! trains on right. How far it is off is measured where plain steps went as well: at a recorded step about twice
//! as late, and again at later ones. It goes to 10^1000 or as far as a budget of work takes it, which is
//! counted in work and not in time, so that the same link gives the same bits.

use crate::experiment::history::{History, Record, Time};
use crate::experiment::ladder::{HANDOVER, Ladder, Run, Status};
use crate::model::{Activation, Bias, Model};
use crate::numeric::{ln, norm};
use crate::outlook::lines::{LAST, Piece, WarpedRecord, instants};
use crate::outlook::scope;
use crate::outlook::unwarpable::Unwarpable;
use crate::theory::network_warp::{NetworkWarp, NetworkWarpError};
use std::rc::Rc;

/// κ: 4e−4 to 3e−3 off plain descent from 1e4 to 1e5 on moons and on separable clouds; at 16 four times that,
/// and at 64 it oscillates.
const KAPPA: f64 = 4.0;
/// Work is counted as examples' blocks times parameters. About 2 ns each: a piece takes 1 ms.
const PIECE: f64 = 5e5;
/// The most work of one step, which cannot be paused: some 4 ms.
const LARGEST_STEP: f64 = 2e6;
/// The most work of all: from half a minute of computing on.
const BUDGET: f64 = 1.5e10;
/// The most parameters, all runs together: 64 MiB of recorded instants.
const MOST_PARAMETERS: usize = 36_000;

/// θ of each run.
type Parameters = Vec<Vec<f64>>;

/// How far the warp is off plain descent where both went.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeasuredError {
    /// The step at which they are compared.
    pub step: u64,
    /// |θ − θ_plain| / |θ_plain|, the largest of all runs.
    pub relative: f64,
}

/// A ladder of networks on its way.
#[derive(Clone)]
pub struct NetworkHistory {
    handover: u64,
    warps: Vec<NetworkWarp>,
    /// Work of one step of each run.
    costs: Vec<f64>,
    /// The run that is on its way to the next instant.
    run: usize,
    spent: f64,
    stopped: Option<NetworkWarpError>,
    /// Steps at which to compare with plain descent, and θ there as far as it is known.
    checks: Vec<(u64, Option<Rc<Parameters>>)>,
    times: Vec<f64>,
    records: Vec<WarpedRecord>,
    /// How far it is off, at the latest step compared.
    pub error: Option<MeasuredError>,
}

/// Whether the time of a ladder of networks can be warped once every row is on its side, and if not, why.
///
/// # Errors
/// The first reason against it.
pub fn check(ladder: &Ladder) -> Result<(), Unwarpable> {
    let homogeneous = match ladder.model {
        Model::Linear { .. } | Model::Features(_) => false,
        Model::Mlp {
            activation, bias, ..
        } => activation != Activation::Tanh && bias != Bias::All,
    };
    if homogeneous {
        check_homogeneous(ladder)
    } else {
        Err(Unwarpable::Network)
    }
}

fn check_homogeneous(ladder: &Ladder) -> Result<(), Unwarpable> {
    let lost = |run: &Run| matches!(run.status, Status::Diverged { .. } | Status::Empty);
    scope::flow(&ladder.spec)?;
    if ladder.spec.l2 > 0.0 {
        Err(Unwarpable::Penalty)
    } else if ladder.missing_class().is_some() || ladder.runs.iter().any(lost) {
        Err(Unwarpable::NotTraining)
    } else if ladder.runs.len() * ladder.model.n_parameters() > MOST_PARAMETERS
        || ladder.runs.iter().any(|run| cost(run) > LARGEST_STEP)
    {
        Err(Unwarpable::TooLarge)
    } else {
        Ok(())
    }
}

/// Work of one step: two passes over the examples.
fn cost(run: &Run) -> f64 {
    let blocks = run
        .problem()
        .map_or(0, |problem| problem.points().n_blocks());
    2.0 * blocks as f64 * run.parameters().len() as f64
}

/// The first record from which descent can be warped: every run calls every row that it trains on right.
pub fn ready(history: &History) -> Option<&Record> {
    history.records().iter().find(|record| {
        let late = matches!(record.at, Time::Step(step) if step >= HANDOVER);
        let right = (record.metrics.iter())
            .all(|metrics| metrics.normalized_margin.is_some_and(|margin| margin > 0.0));
        late && right
    })
}

impl NetworkHistory {
    /// Goes on from a record that is [`ready`].
    ///
    /// # Errors
    /// If a run cannot be warped from there.
    pub fn new(
        ladder: &Ladder,
        history: &History,
        from: &Record,
    ) -> Result<NetworkHistory, Unwarpable> {
        let Time::Step(handover) = from.at else {
            return Err(Unwarpable::TooEarly);
        };
        let first = ln(handover as f64);
        let mut warps = Vec::new();
        for (run, theta) in ladder.runs.iter().zip(from.parameters.iter()) {
            let problem = run.problem().ok_or(Unwarpable::NotTraining)?;
            let warp = NetworkWarp::new(problem.clone(), ladder.spec.lr, theta, first, KAPPA);
            // Sound, homogeneous and without a penalty: nothing is left to refuse.
            warps.push(warp.map_err(|_| Unwarpable::NotTraining)?);
        }
        // Recorded steps: one soon, and powers of ten.
        let soon = history.next_after(2 * handover - 1);
        let mut times = instants();
        times.retain(|&ln_t| ln_t > first);
        let mut checks = Vec::new();
        for step in [soon, 100_000, 1_000_000] {
            let ln_t = ln(step as f64);
            let at = times.partition_point(|time| *time < ln_t);
            if step >= soon && times.get(at) != Some(&ln_t) {
                times.insert(at, ln_t);
                checks.push((step, None));
            }
        }
        Ok(NetworkHistory {
            handover,
            costs: ladder.runs.iter().map(cost).collect(),
            warps,
            run: 0,
            spent: 0.0,
            stopped: None,
            checks,
            times,
            records: Vec::new(),
            error: None,
        })
    }

    /// Does one bounded piece of what is left to do.
    pub fn work(&mut self) -> Piece {
        if self.is_done() {
            return Piece::Done;
        }
        let until = self.times[self.records.len()];
        let mut piece = 0.0;
        while let Some(warp) = self.warps.get_mut(self.run) {
            if piece >= PIECE || self.spent >= BUDGET {
                return Piece::Working;
            }
            match warp.step(until) {
                Ok(true) => self.run += 1,
                Ok(false) => {}
                Err(why) => {
                    self.stopped = Some(why);
                    return Piece::Done;
                }
            }
            let cost = self.costs.get(self.run).or(self.costs.last());
            piece += cost.copied().unwrap_or(PIECE);
            self.spent += cost.copied().unwrap_or(PIECE);
        }
        self.run = 0;
        let theta = |warp: &NetworkWarp| warp.parameters().to_vec();
        let parameters = Rc::new(self.warps.iter().map(theta).collect());
        for (step, known) in &mut self.checks {
            if ln(*step as f64) == until {
                *known = Some(Rc::clone(&parameters));
            }
        }
        self.records.push(WarpedRecord {
            ln_t: until,
            parameters,
            dual_times: Vec::new(),
        });
        Piece::Recorded
    }

    /// Compares with plain descent where it has come to as well; returns whether that told anything new.
    pub fn compare(&mut self, history: &History) -> bool {
        let Some((step, warped, plain)) = self.comparable(history) else {
            return false;
        };
        let off = |(a, b): (&Vec<f64>, &Vec<f64>)| {
            let gap: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
            norm(&gap) / norm(b)
        };
        let relative = warped.iter().zip(plain.iter()).map(off).fold(0.0, f64::max);
        self.error = Some(MeasuredError { step, relative });
        true
    }

    /// Whether [`NetworkHistory::compare`] would tell anything new.
    pub fn can_compare(&self, history: &History) -> bool {
        self.comparable(history).is_some()
    }

    /// The latest step not yet compared at which both are known.
    fn comparable<'a>(
        &'a self,
        history: &'a History,
    ) -> Option<(u64, &'a Parameters, &'a Parameters)> {
        let after = self.error.map_or(0, |error| error.step);
        let later = self
            .checks
            .iter()
            .rev()
            .take_while(|(step, _)| *step > after);
        later.into_iter().find_map(|(step, warped)| {
            let plain = history
                .at(*step)
                .filter(|record| record.at == Time::Step(*step))?;
            Some((*step, warped.as_deref()?, plain.parameters.as_ref()))
        })
    }

    /// The first step at which it is compared with plain descent.
    pub fn first_check(&self) -> u64 {
        self.checks.first().map_or(self.handover, |check| check.0)
    }

    /// The step from which it goes on.
    pub fn handover(&self) -> u64 {
        self.handover
    }

    /// The recorded instants, earliest first.
    pub fn records(&self) -> &[WarpedRecord] {
        &self.records
    }

    /// log₁₀ t of the last recorded instant.
    pub fn log10_t(&self) -> f64 {
        self.records
            .last()
            .map_or(0.0, |record| record.ln_t / ln(10.0))
    }

    /// Whether it has come to its end: 10^1000, or as far as the budget takes it.
    pub fn is_done(&self) -> bool {
        self.stopped.is_some() || self.spent >= BUDGET || self.records.len() == self.times.len()
    }

    /// Where it has ended before 10^1000, as log₁₀ t, and why if that was not for want of time.
    pub fn fell_short(&self) -> Option<(f64, Option<NetworkWarpError>)> {
        let log10_t = self.log10_t();
        (self.is_done() && log10_t < LAST * (1.0 - 1e-9)).then_some((log10_t, self.stopped))
    }
}
