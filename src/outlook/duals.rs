//! The dual of each run, at recorded steps and at warped instants.

use super::{Outlook, scope};
use crate::experiment::history::{Record, Time};
use crate::experiment::ladder::Ladder;
use crate::experiment::session::Session;
use crate::numeric::ln;
use crate::outlook::limits::limit;
use crate::settings::OptimizerKind;
use crate::theory::dual::mirror_bound;
use crate::theory::dual_path::{DualMoment, DualPath, bound_begins};
use crate::theory::separability::Separability;

/// The dual of each run at recorded instants.
#[derive(Clone, Debug, Default)]
pub struct Duals {
    /// At recorded steps, oldest first.
    pub steps: Vec<DualRecord>,
    /// At warped instants, earliest first.
    pub warped: Vec<DualRecord>,
}

/// The dual of each run at one instant; `None` for a run that tends to no max-margin limit.
#[derive(Clone, Debug)]
pub struct DualRecord {
    /// When.
    pub at: Time,
    /// Of each run.
    pub runs: Vec<Option<DualMoment>>,
}

impl Duals {
    /// Those at or before ln t.
    fn up_to(list: &[DualRecord], ln_t: f64) -> Option<&DualRecord> {
        let after = list.partition_point(|record| record.at.ln_t() <= ln_t * (1.0 + 1e-12));
        list.get(after.checked_sub(1)?)
    }
}

impl Outlook {
    /// The dual of a run at the latest warped instant.
    pub(super) fn warped_dual(
        &self,
        ladder: &Ladder,
        parameters: &[Vec<f64>],
        run: usize,
    ) -> Option<DualMoment> {
        let warp = self.warp.as_ref()?;
        let before = Duals::up_to(&self.duals.steps, ln(warp.handover() as f64))?;
        let begun = before.runs.get(run)?.as_ref()?.total_step;
        let since = warp.records().last()?.dual_times.get(run)?;
        self.path(ladder, run)?
            .at(parameters.get(run)?, begun + since)
    }

    /// Measures the dual of the next run at the next recorded step; returns whether there was one.
    pub(super) fn measure_dual(&mut self, session: &Session) -> bool {
        let Some(next) = self.next_dual(session) else {
            return false;
        };
        let ladder = session.ladder();
        let run = self.measured.len();
        let moment = self.dual_after(ladder, self.duals.steps.last(), next, run);
        self.measured.push(moment);
        if self.measured.len() == ladder.runs.len() {
            let runs = std::mem::take(&mut self.measured);
            self.duals.steps.push(DualRecord { at: next.at, runs });
        }
        true
    }

    /// The recorded step whose dual is to be measured next.
    pub(super) fn next_dual<'a>(&self, session: &'a Session) -> Option<&'a Record> {
        if !matches!(
            self.limits.as_ref()?.separability,
            Separability::Separable(_)
        ) {
            return None;
        }
        let records = session.history().records();
        let known = self.duals.steps.last();
        let at = known.map_or(0, |known| {
            records.partition_point(|record| record.at.ln_t() <= known.at.ln_t())
        });
        records.get(at)
    }

    fn dual_after(
        &self,
        ladder: &Ladder,
        before: Option<&DualRecord>,
        record: &Record,
        run: usize,
    ) -> Option<DualMoment> {
        let path = self.path(ladder, run)?;
        let theta = record.parameters.get(run)?;
        let Some(before) = before else {
            return path.at(theta, 0.0);
        };
        match (before.at, record.at) {
            (Time::Step(last), Time::Step(step)) => {
                path.after(before.runs.get(run)?.as_ref()?, last, step, theta)
            }
            _ => None,
        }
    }

    /// The dual of a run at the instant of `record`, recorded or not.
    pub fn dual_at(&self, ladder: &Ladder, record: &Record, run: usize) -> Option<DualMoment> {
        let list = match record.at {
            Time::Step(_) => &self.duals.steps,
            Time::Warped(_) => &self.duals.warped,
        };
        let known = Duals::up_to(list, record.at.ln_t())?;
        if known.at == record.at {
            return *known.runs.get(run)?;
        }
        self.dual_after(ladder, Some(known), record, run)
    }

    /// The bound of mirror descent on the dual gap of a run at the instant of `record`, and the step from which
    /// on it is promised: the first after which no step is longer than 1/R².
    pub fn gap_bound(&self, ladder: &Ladder, record: &Record, run: usize) -> Option<(u64, f64)> {
        let now = self.dual_at(ladder, record, run)?;
        let moments: Vec<DualMoment> = (self.duals.steps.iter())
            .map_while(|dual| *dual.runs.get(run)?)
            .collect();
        let from = bound_begins(&moments, self.limits.as_ref()?.rows.radius());
        let (start, at) = (moments.get(from)?, self.duals.steps.get(from)?.at);
        let way = now.total_step - start.total_step;
        match at {
            Time::Step(step) if way > 0.0 => Some((step, mirror_bound(start.kl, way))),
            _ => None,
        }
    }

    /// What the dual of a run is measured against: its own limit.
    fn path<'a>(&'a self, ladder: &'a Ladder, run: usize) -> Option<DualPath<'a>> {
        let own = self.runs.get(run)?;
        let residual = own.residual.as_ref()?.as_ref().ok()?;
        (ladder.spec.l2 == 0.0 && scope::dual(&ladder.spec).is_ok()).then_some(())?;
        Some(DualPath {
            rows: &self.limits.as_ref()?.rows,
            weights: &ladder.runs.get(run)?.weights,
            dual: &residual.dual,
            margin: limit(&own.separability)?.margin,
            eta: ladder.spec.lr,
            loss: ladder.spec.loss(),
            normalized: ladder.spec.optimizer == OptimizerKind::Normalized,
        })
    }
}
