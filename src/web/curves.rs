//! The curves: which there are for which lab, what points they have, and how they are drawn.

use super::app::App;
use super::charts::{Curve, Look};
use super::dom::Js;
use crate::data::Split;
use crate::history::{Record, Time};
use crate::lab::Status;
use crate::limits::angle;
use crate::metrics::Metrics;
use crate::model::Model;
use crate::numeric::{ln, norm};
use crate::spec::ErrorKind;
use crate::view::bars::{Bars, Share};
use crate::view::chart::{Chart, Law, Series, Unit};
use crate::view::ticks::Scale;
use crate::view::time_axis::TimeAxis;

/// (ln t, value) in order of t.
type Points = Vec<(f64, f64)>;

impl App {
    /// The curves of this lab, the most telling first; and how many of them are always shown.
    fn curves(&self) -> (Vec<Curve>, usize) {
        let lab = self.session.lab();
        let several = lab.runs.len() > 1;
        let mut list = if self.separable_limit().is_some() {
            vec![
                Curve::Angle,
                Curve::Dual,
                Curve::LnRisk,
                Curve::Spread,
                Curve::Margin,
                Curve::Norm,
                Curve::Error,
            ]
        } else if (0..lab.runs.len()).any(|run| self.resting_place(run).is_some()) {
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
            Curve::Norm,
        ] {
            if !list.contains(&curve) {
                list.push(curve);
            }
        }
        if matches!(lab.model, Model::Linear { .. }) && self.beside.limits.is_some() {
            list.push(Curve::Bound);
        }
        list.retain(|curve| several || !matches!(curve, Curve::Disagreement | Curve::Spread));
        (list, 3)
    }

    /// The error that can be shown: without a test set the training error.
    fn error_kind(&self) -> ErrorKind {
        let lab = self.session.lab();
        match self.link.view.error {
            ErrorKind::Test if lab.dataset.count(Split::Test) == (0, 0) => ErrorKind::Train,
            ErrorKind::Population if lab.population.is_empty() => ErrorKind::Train,
            kind => kind,
        }
    }

    /// Every recorded instant on the axis, and the present one, earliest first.
    fn history_of(&self, axis: &TimeAxis) -> Vec<&Record> {
        let trained = self.session.history().records();
        let last = trained
            .last()
            .map_or(f64::NEG_INFINITY, |record| record.at.ln_t());
        let present = self.snapshot.as_ref().map(|snapshot| &snapshot.record);
        let present =
            present.filter(|record| matches!(record.at, Time::Step(_)) && record.at.ln_t() > last);
        let seam = axis.seam();
        let warped = self
            .beside
            .records
            .iter()
            .filter(|record| record.at.ln_t() > seam);
        trained.iter().chain(present).chain(warped).collect()
    }

    /// Draws every curve that is open to sight.
    pub(super) fn draw_charts(&self) -> Js {
        let (curves, first) = self.curves();
        let error = self.error_kind();
        self.page.charts.arrange(&curves, first, error)?;
        let records = self.history_of(&self.axis(1.0));
        for panel in self
            .page
            .charts
            .panels
            .iter()
            .filter(|panel| curves.contains(&panel.curve))
        {
            let width = panel.canvas.width();
            if width <= 0.0 {
                continue;
            }
            let height: f64 = if Some(&panel.curve) == curves.first() {
                148.0
            } else {
                80.0
            };
            let picture = match panel.curve {
                Curve::Dual => self.dual_bars([width, height.max(104.0)]),
                Curve::Bound => {
                    self.show_bound()?;
                    continue;
                }
                curve => self.chart(curve, error, &records, [width, height]),
            };
            let size = [
                width,
                if panel.curve == Curve::Dual {
                    height.max(104.0)
                } else {
                    height
                },
            ];
            panel.canvas.set_height(size[1])?;
            panel.canvas.paint(&picture, size, self.pixel_ratio())?;
        }
        Ok(())
    }

    fn chart(
        &self,
        curve: Curve,
        error: ErrorKind,
        records: &[&Record],
        size: [f64; 2],
    ) -> crate::view::Picture {
        let lab = self.session.lab();
        let styles = self.styles();
        let points: Vec<Points> = (0..lab.runs.len())
            .map(|run| self.points(records, curve, error, run))
            .collect();
        let series: Vec<Series> = styles
            .iter()
            .zip(&points)
            .map(|(style, points)| Series { style, points })
            .collect();
        // Of several runs together there is one curve: the share or the angle between them.
        let together: Points = records
            .iter()
            .map(|record| (record.at.ln_t(), together(curve, record)))
            .collect();
        let law = self.law(curve, records);
        let caption = format!(
            "law for {}",
            styles
                .get(self.selected())
                .map_or("", |style| style.label.as_str())
        );
        let look = curve.look();
        let shared = matches!(curve, Curve::Disagreement | Curve::Spread);
        let chart = Chart {
            size,
            time: self.axis(1.0).span,
            scale: if look == Look::LogDegrees {
                Scale::Log
            } else {
                Scale::Linear
            },
            unit: match look {
                Look::Percent => Unit::Percent,
                Look::LogDegrees => Unit::Degrees,
                Look::Plain => Unit::Plain,
            },
            range: matches!(curve, Curve::Disagreement | Curve::FractionOrange)
                .then_some((0.0, 1.0)),
            series: if shared { &[] } else { &series },
            area: shared.then_some(&together),
            law: law.as_ref().map(|points| Law {
                points,
                caption: &caption,
            }),
            cursor: Some(self.shown().ln_t()),
            time_labels: true,
        };
        *self.page.charts.axis.borrow_mut() = chart.axis();
        chart.picture(self.theme.palette())
    }

    /// One run's curve; NaN, which a chart leaves out, where it is not defined, and nothing once it has diverged.
    fn points(&self, records: &[&Record], curve: Curve, error: ErrorKind, run: usize) -> Points {
        let sound =
            |record: &&&Record| !matches!(record.statuses.get(run), Some(Status::Diverged { .. }));
        let value = |record: &Record| {
            let theta = record.parameters.get(run)?;
            match curve {
                Curve::Angle => {
                    Some(angle(theta, &self.separable_limit()?.direction)?.to_degrees())
                }
                Curve::Distance => {
                    let optimum = self.resting_place(run)?;
                    let gap: Vec<f64> = theta
                        .iter()
                        .zip(&optimum.theta)
                        .map(|(a, b)| a - b)
                        .collect();
                    Some(norm(&gap))
                }
                _ => measured(curve, error, record.metrics.get(run)?),
            }
        };
        let point = |record: &&Record| (record.at.ln_t(), value(record).unwrap_or(f64::NAN));
        records.iter().filter(sound).map(point).collect()
    }

    /// The angle that theory predicts for the selected run, |ρ⊥| / (|v| ln t): its leading term.
    fn law(&self, curve: Curve, records: &[&Record]) -> Option<Points> {
        if curve != Curve::Angle {
            return None;
        }
        let residual = self
            .beside
            .runs
            .get(self.selected())?
            .residual
            .as_ref()?
            .as_ref()
            .ok()?;
        if !residual.complete || !residual.without_dual.is_empty() {
            return None;
        }
        // Where ln t is small the leading term says nothing.
        let late = records
            .iter()
            .map(|record| record.at.ln_t())
            .filter(|ln_t| *ln_t > ln(1000.0));
        Some(
            late.map(|ln_t| (ln_t, residual.predicted_angle(ln_t).to_degrees()))
                .collect(),
        )
    }

    /// Who holds the boundary: each training row's share of the selected run's gradient.
    fn dual_bars(&self, size: [f64; 2]) -> crate::view::Picture {
        let lab = self.session.lab();
        let palette = self.theme.palette();
        let run = lab.runs.get(self.selected());
        let theta = self
            .shown_record()
            .and_then(|record| record.parameters.get(self.selected()));
        let shares = run
            .zip(theta)
            .and_then(|(run, theta)| self.beside.limits.as_ref()?.shares(lab, run, theta));
        let (Some(run), Some(shares)) = (run, shares) else {
            return Default::default();
        };
        let of_run = self
            .beside
            .runs
            .get(self.selected())
            .and_then(|limit| limit.residual.as_ref()?.as_ref().ok());
        let classes = lab.dataset.split(Split::Train).map(|example| example.class);
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
        (Curve::Norm, _) => Some(metrics.parameter_norm),
        _ => None,
    }
}

/// What the runs have together; NaN where that is not defined.
fn together(curve: Curve, record: &Record) -> f64 {
    let value = match curve {
        Curve::Disagreement => record.disagreement,
        Curve::Spread => crate::limits::spread(&record.parameters).map(f64::to_degrees),
        _ => None,
    };
    value.unwrap_or(f64::NAN)
}
