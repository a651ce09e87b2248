//! A moment of a session, and what is known of it.

use crate::data::Class;
use crate::experiment::history::{Record, Time};
use crate::experiment::ladder::{Ladder, Run, Status};
use crate::experiment::metrics::Metrics;
use crate::experiment::session::Session;
use crate::model::Model;
use crate::numeric::log10;
use crate::outlook::limits::{self, Limits};
use crate::outlook::{Outlook, lines};
use crate::settings::ViewSpec;
use crate::theory::dual_path::DualMoment;
use crate::theory::max_margin::MaxMargin;
use crate::theory::optimum::Optimum;
use crate::theory::separability::Separability;
use crate::weights::SplitFacts;
use std::f64::consts::LN_10;

/// An instant, and what was measured of it.
#[derive(Clone, Copy, Debug)]
pub struct Moment<'a> {
    /// When.
    pub at: Time,
    /// The record that numbers are taken from. At the latest step it may be a few steps old; `None` before anything
    /// is measured.
    pub record: Option<&'a Record>,
    /// The dual of each run as it was stored for this instant; `None` has it measured when asked.
    pub duals: Option<&'a [Option<DualMoment>]>,
}

impl<'a> Moment<'a> {
    /// A recorded instant: the record at it, or of the latest recorded step before it.
    pub fn recorded(session: &'a Session, outlook: &'a Outlook, at: Time) -> Moment<'a> {
        let record = match at {
            Time::Step(step) => session.history().at(step),
            Time::Warped(_) => outlook.records.iter().find(|record| record.at == at),
        };
        Moment {
            at,
            record,
            duals: None,
        }
    }

    /// The latest step, of which `measured` is known.
    pub fn latest(session: &Session, measured: Option<&'a Record>) -> Moment<'a> {
        Moment {
            at: Time::Step(session.ladder().step()),
            record: measured,
            duals: None,
        }
    }
}

/// What the lab does while the moment is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activity {
    /// Nothing, until it is asked to.
    Paused,
    /// It takes steps.
    Training,
    /// It goes through warped time, or takes the steps that lead there.
    Warping,
}

/// A moment of a session, and what is known of it.
#[derive(Clone, Copy)]
pub struct Shown<'a> {
    /// The runs and their history.
    pub session: &'a Session,
    /// What theory says of them, as far as it is computed.
    pub outlook: &'a Outlook,
    /// The moment.
    pub moment: Moment<'a>,
    /// What of it is asked for: which run, which error, against what.
    pub view: &'a ViewSpec,
    /// What the lab does meanwhile.
    pub activity: Activity,
    /// The example that is pointed at, by its place in the data set.
    pub pointed: Option<usize>,
    /// The run that is pointed at.
    pub focused_run: Option<usize>,
    /// How many examples of each class there are to train and to test on.
    pub split: SplitFacts,
}

impl<'a> Shown<'a> {
    /// A moment while the lab pauses and nothing is pointed at.
    pub fn new(
        session: &'a Session,
        outlook: &'a Outlook,
        view: &'a ViewSpec,
        moment: Moment<'a>,
    ) -> Shown<'a> {
        Shown {
            session,
            outlook,
            moment,
            view,
            activity: Activity::Paused,
            pointed: None,
            focused_run: None,
            split: SplitFacts::of(&session.ladder().dataset),
        }
    }

    /// The same session at another moment.
    pub fn at(self, moment: Moment<'a>) -> Shown<'a> {
        Shown { moment, ..self }
    }

    /// The runs and what they share.
    pub fn ladder(&self) -> &'a Ladder {
        self.session.ladder()
    }

    /// Whether the model is linear in its parameters: then theory says where its runs end.
    pub fn is_linear(&self) -> bool {
        self.ladder().model.is_linear()
    }

    /// Whether its boundaries are lines.
    pub fn is_line(&self) -> bool {
        matches!(self.ladder().model, Model::Linear { .. })
    }

    /// The selected run, counted from 0.
    pub fn selected(&self) -> usize {
        let last = self.ladder().runs.len().saturating_sub(1);
        self.view.run.saturating_sub(1).min(last)
    }

    /// The selected run.
    pub fn selected_run(&self) -> Option<&'a Run> {
        self.ladder().runs.get(self.selected())
    }

    /// ln t of the moment, −∞ at the start.
    pub fn ln_t(&self) -> f64 {
        self.moment.at.ln_t()
    }

    /// Whether time at the moment is warped.
    pub fn is_warped(&self) -> bool {
        matches!(self.moment.at, Time::Warped(_))
    }

    /// Whether the moment is an earlier step than the latest.
    pub fn is_past(&self) -> bool {
        matches!(self.moment.at, Time::Step(step) if step != self.ladder().step())
    }

    /// θ of a run at the moment, if anything is measured of the run.
    pub fn theta(&self, run: usize) -> Option<&'a Vec<f64>> {
        let record = self.moment.record?;
        let measured = record.metrics.get(run)?.undefined.is_none();
        record.parameters.get(run).filter(|_| measured)
    }

    /// What was measured of a run at the moment; `None` where nothing was.
    pub fn metrics(&self, run: usize) -> Option<&'a Metrics> {
        self.moment.record?.metrics.get(run)
    }

    /// How a run was doing at the moment.
    pub fn status(&self, run: usize) -> Option<Status> {
        let recorded = self
            .moment
            .record
            .and_then(|record| record.statuses.get(run));
        recorded
            .copied()
            .or_else(|| Some(self.ladder().runs.get(run)?.status))
    }

    /// The class that no training example has, where the other has some.
    pub fn missing_class(&self) -> Option<Class> {
        match self.split.train {
            (0, 0) => None,
            (0, _) => Some(Class::Orange),
            (_, 0) => Some(Class::Blue),
            _ => None,
        }
    }

    /// Whether there is a test set.
    pub fn has_test(&self) -> bool {
        self.split.test != (0, 0)
    }

    /// The limits of a linear model on examples of both classes.
    pub fn limits(&self) -> Option<&'a Limits> {
        let limits = self.outlook.limits.as_ref()?;
        self.missing_class().is_none().then_some(limits)
    }

    /// The limit that every run tends to whose weights leave it: on separable rows, without a penalty.
    pub fn separable_limit(&self) -> Option<&'a MaxMargin> {
        match &self.limits()?.separability {
            Separability::Separable(limit) if self.ladder().spec.l2 == 0.0 => Some(limit),
            _ => None,
        }
    }

    /// Where a run comes to rest: nowhere on rows that are separable, all or some of them, without a penalty.
    pub fn resting_place(&self, run: usize) -> Option<&'a Optimum> {
        let limit = self.outlook.runs.get(run)?;
        let rests = self.ladder().spec.l2 > 0.0
            || matches!(limit.separability, Separability::NotSeparable { .. });
        limit.optimum.as_ref().ok().filter(|_| rests)
    }

    /// The dual of a run at the moment.
    pub fn dual(&self, run: usize) -> Option<DualMoment> {
        self.theta(run)?;
        match self.moment.duals {
            Some(stored) => stored.get(run).copied().flatten(),
            None => self
                .outlook
                .dual_at(self.ladder(), self.moment.record?, run),
        }
    }

    /// Each training row's share of the gradient of a run.
    pub fn shares(&self, run: usize) -> Option<Vec<f64>> {
        let ladder = self.ladder();
        let limits = self.outlook.limits.as_ref()?;
        limits.shares(ladder, ladder.runs.get(run)?, self.theta(run)?)
    }

    /// ln t where counted time ends and warped time begins to be shown.
    pub fn seam(&self) -> f64 {
        f64::from(decades(self.ladder().step())) * LN_10
    }

    /// ln t where the time axis ends.
    pub fn end(&self) -> f64 {
        match self.outlook.has_warped_time(self.ladder()) {
            true => lines::LAST * LN_10,
            false => self.seam(),
        }
    }

    /// Every recorded instant on the time axis, and the present one, earliest first.
    pub fn instants(&self) -> Vec<Moment<'a>> {
        let stored = |list: &'a [crate::outlook::DualRecord], at: usize| {
            list.get(at).map_or(&[][..], |dual| &dual.runs)
        };
        let of = |record: &'a Record, duals| Moment {
            at: record.at,
            record: Some(record),
            duals: Some(duals),
        };
        let duals = &self.outlook.duals;
        let history = self.session.history().records();
        let mut all: Vec<Moment> = history
            .iter()
            .enumerate()
            .map(|(at, record)| of(record, stored(&duals.steps, at)))
            .collect();
        let last = history
            .last()
            .map_or(f64::NEG_INFINITY, |record| record.at.ln_t());
        if let Some(record) = self.moment.record
            && matches!(record.at, Time::Step(_))
            && record.at.ln_t() > last
        {
            all.push(of(record, &[]));
        }
        let seam = self.seam();
        let warped = self.outlook.records.iter().enumerate();
        all.extend(
            warped
                .filter(|(_, record)| record.at.ln_t() > seam)
                .map(|(at, record)| of(record, stored(&duals.warped, at))),
        );
        all
    }
}

/// Decades of t that are counted in steps on the time axis of runs that have come to step `latest`: at least six.
pub fn decades(latest: u64) -> u32 {
    let reached = log10(latest.max(1) as f64 + 1.0).ceil() as u32;
    reached.max(lines::FIRST as u32)
}

/// The largest angle between any two runs that are measured, in radians.
pub fn spread(record: &Record) -> Option<f64> {
    let measured = |run: usize| {
        record
            .metrics
            .get(run)
            .is_some_and(|of| of.undefined.is_none())
    };
    let runs = record.parameters.iter().enumerate();
    let directions: Vec<Vec<f64>> = runs
        .filter(|(run, _)| measured(*run))
        .map(|(_, theta)| theta.clone())
        .collect();
    limits::spread(&directions)
}
