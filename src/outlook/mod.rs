//! The theory beside a session: its limits and its warped time, computed in slices.

mod duals;
pub mod limits;
pub mod lines;
pub mod networks;
pub mod scope;
pub mod unwarpable;

use crate::experiment::evaluation::Evaluation;
use crate::experiment::history::{Record, Time};
use crate::experiment::ladder::Ladder;
use crate::experiment::session::Session;
use crate::model::Model;
use crate::numeric::ln;
use crate::outlook::limits::{Judging, Limits, RunLimit};
use crate::outlook::lines::{Piece, Warped, WarpedHistory, WarpedRecord, check};
use crate::outlook::networks::{self as network, NetworkHistory};
use crate::outlook::unwarpable::Unwarpable;
use crate::theory::dual_path::DualMoment;
use crate::theory::residual::Residual;
pub use duals::{DualRecord, Duals};

/// Blocks of points times parameters that are evaluated at a time: about 1 ms.
const SURVEY: usize = 500_000;

/// What a feature costs beside a parameter of a network: it is computed for each run and each point.
const FEATURE: usize = 16;

/// The exponent from which on θ − v ln t is the residual: other rows have died out like a power of t.
const LATE: f64 = 100.0;

/// What theory says of a session. Of networks it says nothing: their time is warped, approximately, and that is
/// all.
#[derive(Clone, Default)]
pub struct Outlook {
    begun: bool,
    judging: Option<Judging>,
    /// The limits of the rows.
    pub limits: Option<Limits>,
    /// The limit of each run; as many as are computed yet.
    pub runs: Vec<RunLimit>,
    /// Whether time can be warped, once that is known, and if not, why.
    pub warpable: Option<Result<(), Unwarpable>>,
    /// Lines on their way into warped time, one after the other.
    handed_over: Option<Warped>,
    warp: Option<WarpedHistory>,
    network: Option<NetworkHistory>,
    /// The scores of the latest warped instant, in progress.
    survey: Option<(f64, Evaluation)>,
    /// Warped instants measured so far, earliest first.
    pub records: Vec<Record>,
    /// The duals at recorded steps, and after them at warped instants.
    pub duals: Duals,
    /// Those of the next instant, of as many runs as are measured yet.
    measured: Vec<Option<DualMoment>>,
}

impl Outlook {
    /// Does one bounded piece of what is left to do; returns whether there was any.
    pub fn work(&mut self, session: &Session) -> bool {
        let ladder = session.ladder();
        if !self.begun {
            self.begun = true;
            let linear = ladder.model.is_linear();
            self.judging = linear.then(|| Judging::new(ladder)).flatten();
            return true;
        }
        if let Some(judging) = &mut self.judging {
            self.limits = judging.work(ladder);
            if self.limits.is_some() {
                self.judging = None;
            }
            return true;
        }
        if ladder.model.is_linear() {
            self.work_on_lines(session)
        } else {
            self.work_on_networks(session)
        }
    }

    /// One bounded piece of the theory of lines.
    fn work_on_lines(&mut self, session: &Session) -> bool {
        let ladder = session.ladder();
        let Some(limits) = &self.limits else {
            return false;
        };
        if let Some(run) = ladder.runs.get(self.runs.len()) {
            self.runs.push(limits.of_run(ladder, run));
            return true;
        }
        if self.warpable.is_none() {
            self.warpable = Some(check(ladder, &self.runs));
            return true;
        }
        if self.survey.is_some() {
            self.finish_instant(session);
            return true;
        }
        if self.measure_dual(session) {
            return true;
        }
        if self.warpable != Some(Ok(())) {
            return false;
        }
        let Some(warp) = &mut self.warp else {
            return self.go_over(ladder);
        };
        match warp.work() {
            Ok(Piece::Done) => return false,
            Ok(Piece::Working) => {}
            Ok(Piece::Recorded) => self.survey = warp.records().last().map(begin_survey(session)),
            Err(why) => self.warpable = Some(Err(why)),
        }
        true
    }

    /// Hands the next line over to warped time; returns false while it is too early for that.
    fn go_over(&mut self, ladder: &Ladder) -> bool {
        let Some(limits) = &self.limits else {
            return false;
        };
        // A run may have diverged on the way to the handover.
        let handed_over = match self.handed_over.take() {
            None => check(ladder, &self.runs).and_then(|()| Ok((Warped::begin(ladder)?, true))),
            Some(mut warped) => (warped.hand_over(ladder, limits)).map(|more| (warped, more)),
        };
        match handed_over {
            Ok((warped, true)) => self.handed_over = Some(warped),
            Ok((warped, false)) => self.warp = Some(WarpedHistory::new(warped)),
            Err(Unwarpable::TooEarly) => return false,
            Err(why) => self.warpable = Some(Err(why)),
        }
        true
    }

    /// One bounded piece of what there is to know of the latest warped instant: scores, then duals.
    fn finish_instant(&mut self, session: &Session) {
        let ladder = session.ladder();
        let Some((ln_t, survey)) = &mut self.survey else {
            return;
        };
        let cost = match &ladder.model {
            Model::Features(map) => FEATURE * map.n_features(),
            model => model.n_parameters(),
        };
        survey.work((SURVEY / cost).max(1));
        if !survey.is_done() {
            return;
        }
        let at = Time::Warped(*ln_t);
        let parameters = survey.parameters();
        let run = self.measured.len();
        if self.warp.is_some() && run < ladder.runs.len() {
            let moment = self.warped_dual(ladder, &parameters, run);
            self.measured.push(moment);
            return;
        }
        if let Some((_, survey)) = self.survey.take() {
            let record = session.record(at, parameters, survey.scores());
            self.records.push(record);
        }
        if self.warp.is_some() {
            let runs = std::mem::take(&mut self.measured);
            self.duals.warped.push(DualRecord { at, runs });
        }
    }

    /// One bounded piece of the warped time of networks.
    fn work_on_networks(&mut self, session: &Session) -> bool {
        if self.warpable.is_none() {
            self.warpable = Some(network::check(session.ladder()));
            return true;
        }
        self.is_warpable() && self.warp_networks(session)
    }

    /// The same, where time can be warped.
    fn warp_networks(&mut self, session: &Session) -> bool {
        let ladder = session.ladder();
        let history = session.history();
        let Some(networks) = &mut self.network else {
            let Some(from) = network::ready(history) else {
                return false;
            };
            match network::check(ladder).and_then(|()| NetworkHistory::new(ladder, history, from)) {
                Ok(begun) => self.network = Some(begun),
                Err(why) => self.warpable = Some(Err(why)),
            }
            return true;
        };
        if self.survey.is_some() {
            self.finish_instant(session);
            return true;
        }
        if networks.compare(history) {
            return true;
        }
        match networks.work() {
            Piece::Done => false,
            Piece::Working => true,
            Piece::Recorded => {
                self.survey = networks.records().last().map(begin_survey(session));
                true
            }
        }
    }

    /// v and ρ of a run, where they say what θ tends to: ρ whole, and every support vector with a dual. A part
    /// of ρ that the support vectors leave open is read off late warped time, once that is known.
    /// Of plain descent without a penalty only.
    pub fn residual(&self, ladder: &Ladder, run: usize) -> Option<Residual> {
        if scope::flow(&ladder.spec).is_err() || ladder.spec.l2 > 0.0 {
            return None;
        }
        let residual = self.runs.get(run)?.residual.as_ref()?.as_ref().ok()?;
        if !residual.without_dual.is_empty() {
            return None;
        }
        let late = self
            .records
            .last()
            .filter(|record| record.at.ln_t() > LATE * ln(10.0));
        match late {
            Some(record) => {
                let theta = record.parameters.get(run)?;
                let rows = &self.limits.as_ref()?.rows;
                Some(residual.read_off(rows, theta, record.at.ln_t()))
            }
            None => residual.complete.then(|| residual.clone()),
        }
    }

    /// Whether [`Outlook::work`] would do anything now.
    pub fn has_work(&self, session: &Session) -> bool {
        if !self.begun {
            return true;
        }
        let ladder = session.ladder();
        if !ladder.model.is_linear() {
            return match (&self.warpable, &self.network) {
                (None, _) => true,
                (Some(Err(_)), _) => false,
                (Some(Ok(())), None) => network::ready(session.history()).is_some(),
                (Some(Ok(())), Some(networks)) => {
                    self.survey.is_some()
                        || !networks.is_done()
                        || networks.can_compare(session.history())
                }
            };
        }
        self.judging.is_some() || (self.limits.is_some() && self.has_work_on_rows(session))
    }

    fn has_work_on_rows(&self, session: &Session) -> bool {
        let ladder = session.ladder();
        self.runs.len() < ladder.runs.len()
            || self.survey.is_some()
            || self.warpable.is_none()
            || self.next_dual(session).is_some()
            || (self.warpable == Some(Ok(()))
                && match &self.warp {
                    Some(warp) => !warp.is_done(),
                    None => ladder.handover().is_some(),
                })
    }

    /// Whether time can be warped (if need be, after more steps).
    pub fn is_warpable(&self) -> bool {
        self.warpable == Some(Ok(()))
    }

    /// Whether warped time is known, at least to begin with: for networks only once every row is on its side.
    pub fn has_warped_time(&self, ladder: &Ladder) -> bool {
        self.is_warpable() && (ladder.model.is_linear() || self.network.is_some())
    }

    /// The warped time of networks, once it has begun.
    pub fn networks(&self) -> Option<&NetworkHistory> {
        self.network.as_ref()
    }

    /// Whether networks must be trained on before their time can be warped and the error of that be measured.
    pub fn wants_steps(&self, ladder: &Ladder) -> bool {
        !ladder.model.is_linear()
            && self.is_warpable()
            && (self.network.as_ref()).is_none_or(|networks| ladder.step() < networks.first_check())
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

/// Begins to score what the runs of `session` call its rows and its population at a warped instant.
fn begin_survey(session: &Session) -> impl Fn(&WarpedRecord) -> (f64, Evaluation) {
    |latest| {
        let survey = session.begin_survey(latest.parameters.clone());
        (latest.ln_t, survey)
    }
}
