//! The curves: which there are for which lab, what points they have, and how they are drawn.

use crate::data::Split;
use crate::experiment::history::Record;
use crate::experiment::ladder::Status;
use crate::experiment::metrics::{Metrics, smoothed_margin};
use crate::model::Model;
use crate::numeric::clamp;
use crate::outlook::limits::angle;
use crate::settings::ErrorKind;
use crate::view::Picture;
use crate::view::bars::{Bars, Share};
use crate::view::chart::{Chart, Law, Series, Unit};
use crate::view::ticks::Scale;
use crate::web::app::App;
use crate::web::app::draw::Layout;
use crate::web::app::tell::distance;
use crate::web::app::theory_curves::Instant;
use crate::web::dom::numbers;
use crate::web::dom::{Js, show};
use crate::web::panels::charts::{self, ChartAxis, ChartPanel, Curve, Look};
use crate::web::panels::readouts;

/// The least share of its height at which a chart can be read.
const LEAST_SHARE: f64 = 0.6;

/// (place across, value) in order of t.
type Points = Vec<(f64, f64)>;

impl App {
    /// The curves of this lab, the most telling first; and how many of them are always shown.
    fn curves(&self) -> (Vec<Curve>, usize) {
        let ladder = self.session.ladder();
        let several = ladder.runs.len() > 1;
        let mut list = if self.separable_limit().is_some() {
            vec![
                Curve::Angle,
                Curve::Dual,
                Curve::LnRisk,
                Curve::Spread,
                Curve::Margin,
                Curve::Smoothed,
                Curve::Norm,
                Curve::Kl,
                Curve::Gap,
                Curve::Error,
            ]
        } else if (0..ladder.runs.len()).any(|run| self.resting_place(run).is_some()) {
            vec![
                Curve::Distance,
                Curve::Spread,
                Curve::LnRisk,
                Curve::Error,
                Curve::Dual,
                Curve::Norm,
            ]
        } else {
            vec![Curve::Error, Curve::Disagreement, Curve::LnRisk]
        };
        for curve in [
            Curve::Disagreement,
            Curve::FractionOrange,
            Curve::Margin,
            Curve::Smoothed,
            Curve::Norm,
        ] {
            if !list.contains(&curve) {
                list.push(curve);
            }
        }
        if matches!(ladder.model, Model::Linear { .. }) && self.outlook.limits.is_some() {
            list.push(Curve::Bound);
        }
        if !several {
            list.retain(|curve| !matches!(curve, Curve::Disagreement | Curve::Spread));
        }
        // Beside a small plane there is room for few; the others are a press away.
        let most = match self.layout_kind() {
            Layout::Wide if list.contains(&Curve::Angle) => 2,
            Layout::Wide => 3,
            _ => 1,
        };
        let is_readable = |first: &usize| self.room_for(&list[..*first]) >= LEAST_SHARE;
        let first = (1..=most).rev().find(is_readable);
        (list, first.unwrap_or(1))
    }

    /// The height that a chart would have, in CSS pixels.
    fn wanted_height(curve: Curve, leads: bool) -> f64 {
        match curve {
            Curve::Angle => 164.0,
            Curve::Dual => 148.0,
            _ if leads => 148.0,
            Curve::Gap | Curve::Norm => 112.0,
            _ => 80.0,
        }
    }

    /// The share of their heights that the `first` charts can have, so that they end where the plane does: the
    /// timeline below moves neither with the number of runs nor when the theory arrives.
    fn share_of_heights(&self, first: &[Curve]) -> f64 {
        if self.layout_kind() != Layout::Wide {
            return 1.0;
        }
        clamp(self.room_for(first), LEAST_SHARE, 1.0)
    }

    /// The room for these charts beside the plane, as a share of the heights that they would have.
    fn room_for(&self, first: &[Curve]) -> f64 {
        let runs = self.session.ladder().runs.len();
        let words: f64 = first.iter().map(|curve| curve.height_of_words()).sum();
        let room = self.overlay_size()[1] - readouts::height(runs) - words - charts::MORE;
        let heights = first.iter().enumerate();
        let wanted: f64 = heights
            .map(|(place, curve)| Self::wanted_height(*curve, place == 0))
            .sum();
        room / wanted
    }

    /// The error that can be shown: without a test set the training error.
    fn error_kind(&self) -> ErrorKind {
        let ladder = self.session.ladder();
        match self.link.view.error {
            ErrorKind::Test if ladder.dataset.count(Split::Test) == (0, 0) => ErrorKind::Train,
            ErrorKind::Population if ladder.population.is_empty() => ErrorKind::Train,
            kind => kind,
        }
    }

    /// Draws curves that are due and open to sight, in turn, until `deadline`; at least one of them.
    pub(in crate::web) fn draw_charts(&mut self, deadline: f64) -> Js {
        let (curves, first) = self.curves();
        let error = self.error_kind();
        self.page.charts.arrange(&curves, first);
        self.page.charts.sync(error, self.across_kind());
        let always = &curves[..first];
        let in_sight = if self.page.charts.is_open() {
            &curves
        } else {
            always
        };
        let share = self.share_of_heights(always);
        let height = |curve: Curve| {
            let wanted = Self::wanted_height(curve, Some(&curve) == curves.first());
            if always.contains(&curve) {
                (wanted * share).floor()
            } else {
                wanted
            }
        };
        while self.stale.charts > 0 {
            self.stale.charts -= 1;
            let panel = self.page.charts.next_panel();
            if in_sight.contains(&panel.curve) {
                self.draw_chart(panel, error, height(panel.curve))?;
                if self.training.now() >= deadline {
                    break;
                }
            }
        }
        Ok(())
    }

    fn draw_chart(&self, panel: &ChartPanel, error: ErrorKind, height: f64) -> Js {
        if panel.curve == Curve::Bound {
            self.show_bound();
            return Ok(());
        }
        let width = panel.canvas.width();
        if width <= 0.0 {
            return Ok(());
        }
        let size = [width, height];
        let picture = match panel.curve {
            Curve::Dual => self.dual_bars(size),
            curve => {
                let instants = self.instants_of_curves();
                let laws = self
                    .separable_limit()
                    .map_or_else(Vec::new, |limit| self.laws(limit, curve, &instants));
                let (picture, axis) = self.chart(curve, error, &instants, &laws, size);
                *panel.axis.borrow_mut() = axis;
                picture
            }
        };
        let note = self.remark_on(panel.curve);
        numbers::set_sentence(&self.ui, &panel.note, &note);
        show(&panel.note, !note.is_empty());
        panel.canvas.set_height(height);
        panel.canvas.paint(&picture, size, self.pixel_ratio())
    }

    /// One chart, and where times lie in it.
    fn chart(
        &self,
        curve: Curve,
        error: ErrorKind,
        instants: &[Instant],
        laws: &[Law],
        size: [f64; 2],
    ) -> (Picture, ChartAxis) {
        let styles = self.styles();
        let points: Vec<Points> = (0..styles.len())
            .map(|run| self.points(instants, curve, error, run))
            .collect();
        let series: Vec<Series> = styles
            .iter()
            .zip(&points)
            .map(|(style, points)| Series { style, points })
            .collect();
        // Of several runs together there is one curve: the share or the angle between them.
        let place = |instant: &Instant| self.place(instant, self.selected());
        let together: Points = instants
            .iter()
            .map(|instant| (place(instant), together(curve, instant.record)))
            .collect();
        let look = curve.look();
        let shared = matches!(curve, Curve::Disagreement | Curve::Spread);
        let chart = Chart {
            size,
            across: self.across(instants),
            scale: match look {
                Look::LogDegrees | Look::Log => Scale::Log,
                Look::Percent | Look::Plain => Scale::Linear,
            },
            unit: match look {
                Look::Percent => Unit::Percent,
                Look::LogDegrees => Unit::Degrees,
                Look::Log | Look::Plain => Unit::Plain,
            },
            range: matches!(curve, Curve::Disagreement | Curve::FractionOrange)
                .then_some((0.0, 1.0)),
            series: if shared { &[] } else { &series },
            area: shared.then_some(&together),
            laws,
            cursor: self.cursor_across(),
            time_labels: true,
        };
        let axis = ChartAxis {
            across: chart.axis(),
            times: self.times_across(instants),
        };
        (chart.picture(self.theme.palette()), axis)
    }

    /// One run's curve; NaN, which a chart leaves out, where it is not defined, and nothing once it has diverged.
    fn points(&self, instants: &[Instant], curve: Curve, error: ErrorKind, run: usize) -> Points {
        let sound = |instant: &&Instant| {
            let status = instant.record.statuses.get(run);
            !matches!(status, Some(Status::Diverged { .. }))
        };
        let value = |instant: &Instant| {
            let metrics = instant.record.metrics.get(run)?;
            if metrics.undefined.is_some() {
                return None;
            }
            match curve {
                Curve::Angle | Curve::Distance | Curve::Kl | Curve::Gap => {
                    self.compared_with_theory(instant, curve, run)
                }
                Curve::Smoothed => {
                    let ladder = self.session.ladder();
                    let n = ladder.runs.get(run)?.weights.len();
                    smoothed_margin(metrics, n, ladder.model.degree())
                }
                _ => measured(curve, error, metrics),
            }
        };
        let point = |instant: &Instant| {
            let value = value(instant).unwrap_or(f64::NAN);
            (self.place(instant, run), value)
        };
        instants.iter().filter(sound).map(point).collect()
    }

    /// What takes a limit.
    fn compared_with_theory(&self, instant: &Instant, curve: Curve, run: usize) -> Option<f64> {
        let theta = instant.record.parameters.get(run)?;
        let dual = || instant.duals.get(run).copied().flatten();
        // What is 0 but for rounding has no place on a logarithmic scale.
        let above_rounding = |value: f64| (value > 1e-14).then_some(value);
        match curve {
            Curve::Angle => Some(angle(theta, &self.separable_limit()?.direction)?.to_degrees()),
            Curve::Distance => Some(distance(theta, &self.resting_place(run)?.theta)),
            Curve::Kl => above_rounding(dual()?.kl),
            Curve::Gap => above_rounding(dual()?.gap),
            _ => None,
        }
    }

    /// Who holds the boundary: each training row's share of the selected run's gradient.
    fn dual_bars(&self, size: [f64; 2]) -> Picture {
        let ladder = self.session.ladder();
        let palette = self.theme.palette();
        let run = ladder.runs.get(self.selected());
        let theta = self
            .shown_record()
            .and_then(|record| record.parameters.get(self.selected()));
        let shares = run
            .zip(theta)
            .and_then(|(run, theta)| self.outlook.limits.as_ref()?.shares(ladder, run, theta));
        let (Some(run), Some(shares)) = (run, shares) else {
            return Default::default();
        };
        let of_run = self
            .outlook
            .runs
            .get(self.selected())
            .and_then(|limit| limit.residual.as_ref()?.as_ref().ok());
        let classes = ladder
            .dataset
            .split(Split::Train)
            .map(|example| example.class);
        let n = run.weights.len() as f64;
        let rows: Vec<Share> = classes
            .enumerate()
            .map(|(row, class)| Share {
                class,
                q: shares[row],
                start: run.weights[row] / n,
                limit: of_run.map(|residual| residual.dual[row]),
            })
            .collect();
        let focused = self.pointed.and_then(|at| self.training_row(at));
        Bars {
            size,
            rows: &rows,
            focused,
        }
        .picture(palette)
    }
}

/// A value of the metrics.
fn measured(curve: Curve, error: ErrorKind, metrics: &Metrics) -> Option<f64> {
    match (curve, error) {
        (Curve::Error, ErrorKind::Test) => metrics.test_error,
        (Curve::Error, ErrorKind::Train) => metrics.train_error,
        (Curve::Error, ErrorKind::Population) => metrics.population_error,
        (Curve::LnRisk, _) => metrics.ln_risk,
        (Curve::FractionOrange, _) => metrics.fraction_orange,
        (Curve::Margin, _) => metrics.normalized_margin,
        (Curve::Norm, _) => metrics.parameter_norm,
        _ => None,
    }
}

/// What the runs have together; NaN where that is not defined.
fn together(curve: Curve, record: &Record) -> f64 {
    let value = match curve {
        Curve::Disagreement => record.disagreement,
        Curve::Spread => crate::outlook::limits::spread(&record.parameters).map(f64::to_degrees),
        _ => None,
    };
    value.unwrap_or(f64::NAN)
}
