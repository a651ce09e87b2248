//! The theory beside a session: its limits and its warped time, computed in slices.

use crate::evaluation::Evaluation;
use crate::history::{Record, Time};
use crate::limits::{Limits, RunLimit};
use crate::model::Model;
use crate::session::Session;
use crate::warped::{Unwarpable, Warped, WarpedHistory, check};

/// What theory says of a session. Linear models only: for networks there is nothing to compute.
#[derive(Clone, Default)]
pub struct Beside {
    begun: bool,
    /// The limits of the rows.
    pub limits: Option<Limits>,
    /// The limit of each run; as many as are computed yet.
    pub runs: Vec<RunLimit>,
    /// Whether time can be warped, once that is known, and if not, why.
    pub warpable: Option<Result<(), Unwarpable>>,
    warp: Option<WarpedHistory>,
    /// Warped instants measured so far, earliest first.
    pub records: Vec<Record>,
}

impl Beside {
    /// Does one bounded piece of what is left to do; returns whether there was any.
    pub fn work(&mut self, session: &Session) -> bool {
        let lab = session.lab();
        if !self.begun {
            self.begun = true;
            let linear = matches!(lab.model, Model::Linear { .. });
            self.limits = if linear { Limits::new(lab) } else { None };
            return true;
        }
        let Some(limits) = &self.limits else {
            return false;
        };
        if let Some(run) = lab.runs.get(self.runs.len()) {
            self.runs.push(limits.of_run(lab, run));
            return true;
        }
        if self.warpable.is_none() {
            self.warpable = Some(check(lab, &self.runs));
            return true;
        }
        if self.warpable != Some(Ok(())) {
            return false;
        }
        let Some(warp) = &mut self.warp else {
            // A run may have diverged on the way to the handover.
            match check(lab, &self.runs).and_then(|()| Warped::new(lab, limits)) {
                Ok(warped) => self.warp = Some(WarpedHistory::new(warped)),
                Err(Unwarpable::TooEarly) => return false,
                Err(why) => self.warpable = Some(Err(why)),
            }
            return true;
        };
        match warp.work() {
            Ok(true) => {}
            Ok(false) => return false,
            Err(why) => {
                self.warpable = Some(Err(why));
                return true;
            }
        }
        if let Some(latest) = warp.records().last() {
            let mut survey: Evaluation = session.begin_survey(latest.parameters.clone());
            survey.work(usize::MAX);
            self.records.push(session.record(
                Time::Warped(latest.ln_t),
                latest.parameters.clone(),
                survey.scores(),
            ));
        }
        true
    }

    /// Whether [`Beside::work`] would do anything now.
    pub fn has_work(&self, session: &Session) -> bool {
        if !self.begun {
            return true;
        }
        if self.limits.is_none() {
            return false;
        }
        let lab = session.lab();
        self.runs.len() < lab.runs.len()
            || self.warpable.is_none()
            || (self.warpable == Some(Ok(()))
                && match &self.warp {
                    Some(warp) => !warp.is_done(),
                    None => lab.handover().is_some(),
                })
    }

    /// Whether time can be warped (if need be, after more steps).
    pub fn is_warpable(&self) -> bool {
        self.warpable == Some(Ok(()))
    }

    /// The warped record nearest to ln t, on a scale of log(log t).
    pub fn nearest(&self, ln_t: f64) -> Option<&Record> {
        let distance = |record: &Record| {
            (crate::numeric::ln(record.at.ln_t()) - crate::numeric::ln(ln_t)).abs()
        };
        self.records
            .iter()
            .min_by(|a, b| distance(a).total_cmp(&distance(b)))
    }
}
