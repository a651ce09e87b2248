//! A ladder beyond the steps it can take: every run continued by gradient flow in ln t, from where gradient
//! descent left it after 10⁴ steps to t = 10¹⁰⁰⁰.

use crate::experiment::ladder::{HANDOVER, Ladder, Status};
use crate::numeric::order::ascending;
use crate::numeric::{exp, ln};
use crate::outlook::limits::{Limits, RunLimit};
use crate::outlook::scope;
use crate::outlook::unwarpable::Unwarpable;
use crate::theory::residual::Residual;
use crate::theory::separability::Separability;
use crate::theory::warp::{Flow, Moment, WarpError};
use std::rc::Rc;

/// The last exponent: time goes to 10^1000.
pub const LAST: f64 = 1000.0;

/// The first exponent that is shown as warped; up to there the lab's own steps are.
pub const FIRST: f64 = 6.0;

/// Recorded times between [`FIRST`] and [`LAST`], evenly in log(log t), besides whole exponents.
const RECORDS: usize = 200;

impl From<WarpError> for Unwarpable {
    fn from(error: WarpError) -> Unwarpable {
        Unwarpable::Flow(error)
    }
}

/// Whether the time of `lab`, whose runs have these limits, can be warped once it has come to the handover,
/// and if not, why.
///
/// # Errors
/// The first reason against it.
pub fn check(lab: &Ladder, runs: &[RunLimit]) -> Result<(), Unwarpable> {
    check_given(lab, &|| {
        runs.iter()
            .try_for_each(|run| check_rows(Some(&run.separability)))
    })
}

/// The same for a caller who needs nothing else of the limits of the runs.
///
/// # Errors
/// The first reason against it.
pub fn check_alone(lab: &Ladder, limits: &Limits) -> Result<(), Unwarpable> {
    check_given(lab, &|| {
        lab.runs
            .iter()
            .try_for_each(|run| check_rows(limits.kept(run).as_ref()))
    })
}

fn check_rows(separability: Option<&Separability>) -> Result<(), Unwarpable> {
    match separability {
        Some(Separability::Separable(_)) => Ok(()),
        Some(Separability::Undecided { .. }) => Err(Unwarpable::Undecided),
        _ => Err(Unwarpable::NotSeparable),
    }
}

fn check_given(lab: &Ladder, rows: &dyn Fn() -> Result<(), Unwarpable>) -> Result<(), Unwarpable> {
    if !lab.model.is_linear() {
        return Err(Unwarpable::Network);
    }
    scope::flow(&lab.spec)?;
    if lab.spec.l2 > 0.0 {
        return Err(Unwarpable::Penalty);
    }
    if lab
        .runs
        .iter()
        .any(|run| matches!(run.status, Status::Diverged { .. } | Status::Empty))
    {
        return Err(Unwarpable::NotTraining);
    }
    rows()
}

/// A ladder in warped time.
#[derive(Clone, Debug)]
pub struct Warped {
    /// The step at which flow took over.
    pub handover: u64,
    flows: Vec<Flow>,
    starts: Vec<Moment>,
}

impl Warped {
    /// Hands the runs of `lab` over to gradient flow. [`check`] says whether that makes sense.
    ///
    /// # Errors
    /// If the lab has not come to the handover, or the flow cannot begin.
    pub fn new(lab: &Ladder, limits: &Limits) -> Result<Warped, Unwarpable> {
        let mut warped = Warped::begin(lab)?;
        while warped.hand_over(lab, limits)? {}
        Ok(warped)
    }

    /// [`Warped::new`] for a caller who lets [`Warped::hand_over`] hand over one run after the other.
    ///
    /// # Errors
    /// If the lab has not come to the handover.
    pub fn begin(lab: &Ladder) -> Result<Warped, Unwarpable> {
        let (handover, _) = lab.handover().ok_or(Unwarpable::TooEarly)?;
        Ok(Warped {
            handover,
            flows: Vec::new(),
            starts: Vec::new(),
        })
    }

    /// Hands the next run over; returns whether there was one.
    ///
    /// # Errors
    /// If its flow cannot begin.
    pub fn hand_over(&mut self, lab: &Ladder, limits: &Limits) -> Result<bool, Unwarpable> {
        let next = self.flows.len();
        let (handover, parameters) = lab.handover().ok_or(Unwarpable::TooEarly)?;
        let (Some(run), Some(theta)) = (lab.runs.get(next), parameters.get(next)) else {
            return Ok(false);
        };
        let flow = Flow::new(&limits.rows, &run.weights, lab.spec.lr, lab.spec.loss())?;
        self.starts.push(flow.start(theta, ln(handover as f64))?);
        self.flows.push(flow);
        Ok(true)
    }

    /// θ of every run at t = e^`ln_t`, from the handover in one go.
    ///
    /// # Errors
    /// If the flow becomes stiff on the way.
    pub fn at(&self, ln_t: f64) -> Result<Vec<Vec<f64>>, Unwarpable> {
        let theta = |(flow, start): (&Flow, &Moment)| {
            let mut moment = start.clone();
            flow.advance(&mut moment, ln_t)?;
            Ok(moment.theta)
        };
        self.flows.iter().zip(&self.starts).map(theta).collect()
    }
}

/// ρ of a run, whole. Across all rows θ stays where it began; what the support vectors leave open of the span of the
/// rows is read off gradient flow at t = 10^[`LAST`], after the steps to the handover if they are still to come.
///
/// # Errors
/// If the run has diverged or does so on the way, or the flow becomes stiff.
pub fn whole_residual(
    lab: &Ladder,
    limits: &Limits,
    run: usize,
    residual: &Residual,
) -> Result<Residual, Unwarpable> {
    let late = ln(10.0) * LAST;
    let (mut lab, mut at) = (lab.clone(), run);
    if !residual.complete && lab.step() < HANDOVER {
        lab.runs = (lab.runs.drain(run..=run)).collect();
        at = 0;
        lab.advance(HANDOVER - lab.step());
    }
    let run = &lab.runs[at];
    if matches!(run.status, Status::Diverged { .. } | Status::Empty) {
        return Err(Unwarpable::NotTraining);
    }
    if residual.complete {
        return Ok(residual.read_off(&limits.rows, run.parameters(), 0.0));
    }
    let (handover, parameters) = lab.handover().ok_or(Unwarpable::TooEarly)?;
    let flow = Flow::new(&limits.rows, &run.weights, lab.spec.lr, lab.spec.loss())?;
    let mut moment = flow.start(&parameters[at], ln(handover as f64))?;
    flow.advance(&mut moment, late)?;
    Ok(residual.read_off(&limits.rows, &moment.theta, late))
}

/// θ of every run at one warped time.
#[derive(Clone, Debug)]
pub struct WarpedRecord {
    /// ln t.
    pub ln_t: f64,
    /// θ of each run.
    pub parameters: Rc<Vec<Vec<f64>>>,
    /// Dual time of each run since the handover.
    pub dual_times: Vec<f64>,
}

/// What there was to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Steps on the way to the next instant.
    Working,
    /// The next instant is recorded.
    Recorded,
    /// Nothing is left to do.
    Done,
}

/// All warped time, recorded in a fixed order of instants, a slice at a time.
#[derive(Clone, Debug)]
pub struct WarpedHistory {
    warped: Warped,
    moments: Vec<Moment>,
    /// The run that is on its way to the next instant.
    run: usize,
    times: Vec<f64>,
    records: Vec<WarpedRecord>,
}

impl WarpedHistory {
    /// Nothing recorded yet.
    pub fn new(warped: Warped) -> WarpedHistory {
        let moments = warped.starts.clone();
        let first = ln(warped.handover as f64);
        let times = instants()
            .into_iter()
            .filter(|&ln_t| ln_t > first)
            .collect();
        WarpedHistory {
            warped,
            moments,
            run: 0,
            times,
            records: Vec::new(),
        }
    }

    /// Does one bounded piece of what is left to do: a step of one run.
    ///
    /// # Errors
    /// If the flow becomes stiff; what is recorded stays.
    pub fn work(&mut self) -> Result<Piece, Unwarpable> {
        let Some(&ln_t) = self.times.get(self.records.len()) else {
            return Ok(Piece::Done);
        };
        if let Some(moment) = self.moments.get_mut(self.run) {
            let arrived = self.warped.flows[self.run].step(moment, ln_t)?;
            self.run += usize::from(arrived);
            return Ok(Piece::Working);
        }
        self.run = 0;
        let parameters = Rc::new(
            self.moments
                .iter()
                .map(|moment| moment.theta.clone())
                .collect(),
        );
        let dual_times = self.moments.iter().map(|moment| moment.dual_time).collect();
        self.records.push(WarpedRecord {
            ln_t,
            parameters,
            dual_times,
        });
        Ok(Piece::Recorded)
    }

    /// The step at which flow took over.
    pub fn handover(&self) -> u64 {
        self.warped.handover
    }

    /// The recorded instants, earliest first.
    pub fn records(&self) -> &[WarpedRecord] {
        &self.records
    }

    /// Whether every instant is recorded.
    pub fn is_done(&self) -> bool {
        self.records.len() == self.times.len()
    }
}

/// The instants that are recorded, as ln t ascending: evenly in log(log t), and every power of ten whose
/// exponent is one digit and zeros.
pub fn instants() -> Vec<f64> {
    let ln_10 = ln(10.0);
    let mut exponents: Vec<f64> = (0..=RECORDS)
        .map(|k| exp(ln(FIRST) + (ln(LAST) - ln(FIRST)) * k as f64 / RECORDS as f64))
        .collect();
    exponents.extend(
        [1.0, 10.0, 100.0]
            .iter()
            .flat_map(|power| (1..=10).map(move |digit| f64::from(digit) * power)),
    );
    exponents.retain(|exponent| *exponent > FIRST && *exponent <= LAST);
    let mut exponents: Vec<f64> = ascending(&exponents)
        .into_iter()
        .map(|k| exponents[k])
        .collect();
    exponents.dedup_by(|a, b| (*a - *b).abs() < 1e-6 * *b);
    // Of two instants that are nearly one, the round one stays.
    exponents.iter().map(|exponent| if (exponent - exponent.round()).abs() < 1e-6 { exponent.round() } else { *exponent } * ln_10).collect()
}
